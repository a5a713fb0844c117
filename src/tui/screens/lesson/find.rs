//! Looking for words in a lesson as it is laid out: live, counted, lit, also where a line ends in the midst of them.

use ratatui::text::Line;
use unicode_width::UnicodeWidthChar;

use crate::place::Place;
use crate::tui::actions::Action;
use crate::tui::app::Command;
use crate::tui::screens::lesson::LessonScreen;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::inline::Piece;

/// What is looked for in a lesson, and where it stands.
#[derive(Debug, Default)]
pub struct Finder {
    /// The words.
    pub field: Field,
    /// They are being typed.
    pub typing: bool,
    /// The place from which it was begun.
    pub from: (usize, usize),
    /// Where the words stand, top to bottom; more than one piece where a line ends in them.
    pub found: Vec<Vec<Piece>>,
    /// The one at hand.
    pub at: usize,
    /// The one at hand must be chosen anew and brought into sight.
    pub jump: bool,
}

impl Finder {
    /// Finds the words in these lines. The one at hand becomes the first at or below `line` when it must be chosen anew.
    pub fn find(&mut self, lines: &[Line<'_>], line: usize) {
        self.found = find(lines, self.field.text());
        if self.jump {
            let below = |pieces: &Vec<Piece>| pieces.first().is_some_and(|piece| piece.line >= line);
            self.at = self.found.iter().position(below).unwrap_or(0);
        }
        self.at = self.at.min(self.found.len().saturating_sub(1));
    }

    /// The next one, round and round; `back` for the one before.
    pub fn step(&mut self, back: bool) {
        let count = self.found.len().max(1);
        self.at = (self.at + if back { count - 1 } else { 1 }) % count;
    }

    /// The line of the one at hand.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.found.get(self.at)?.first().map(|piece| piece.line)
    }

    /// How many there are and which is at hand, in words.
    #[must_use]
    pub fn count(&self) -> String {
        match (self.found.len(), self.field.text().trim().is_empty()) {
            (_, true) => String::new(),
            (0, false) => "not here".to_owned(),
            (all, false) => format!("{} of {all}", self.at + 1),
        }
    }
}

/// A letter as it is compared, and its cell.
struct Letter {
    folded: char,
    line: usize,
    columns: std::ops::Range<usize>,
}

/// Where `words` stand in `lines`: small and capital letters alike, any white space one space, the end of a line a space unless a
/// blank line follows. The strokes that edge a panel or a block do not count.
#[must_use]
pub fn find(lines: &[Line<'_>], words: &str) -> Vec<Vec<Piece>> {
    let words: Vec<char> = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().map(fold).collect();
    let Some(first) = words.first() else { return Vec::new() };
    let letters = letters(lines);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| rest.len() >= words.len()) {
        let Some(skip) = rest.iter().position(|letter| letter.folded == *first) else { break };
        at += skip;
        let Some(here) = letters.get(at..at + words.len()) else { break };
        if here.iter().map(|letter| letter.folded).eq(words.iter().copied()) {
            found.push(pieces(here));
            at += words.len();
        } else {
            at += 1;
        }
    }
    found
}

fn fold(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

fn letters(lines: &[Line<'_>]) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (line, words) in lines.iter().enumerate() {
        let mut column = 0;
        let mut begun = false;
        for character in words.spans.iter().flat_map(|span| span.content.chars()) {
            let columns = column..column + character.width().unwrap_or(0);
            column = columns.end;
            let blank = character.is_whitespace();
            begun |= !blank && !matches!(character, '│' | '▌' | '|');
            if begun && !(blank && letters.last().is_some_and(|last| last.folded == ' ')) {
                letters.push(Letter { folded: if blank { ' ' } else { fold(character) }, line, columns });
            }
        }
        // What stands behind a blank line is another text.
        let end = if begun { ' ' } else { '\n' };
        match letters.last_mut() {
            Some(last) if last.folded == ' ' => (last.folded, last.columns.end) = (end, last.columns.start),
            _ => letters.push(Letter { folded: end, line, columns: column..column }),
        }
    }
    letters
}

fn pieces(letters: &[Letter]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for letter in letters.iter().filter(|letter| !letter.columns.is_empty()) {
        match pieces.last_mut() {
            Some(last) if last.line == letter.line => last.columns.end = letter.columns.end,
            _ => pieces.push(Piece { line: letter.line, columns: letter.columns.clone() }),
        }
    }
    pieces
}

impl LessonScreen {
    pub(super) fn is_typing(&self) -> bool {
        self.finder.as_ref().is_some_and(|finder| finder.typing)
    }

    /// Looks for words: those looked for last stand there to be changed.
    pub(super) fn begin_search(&mut self) {
        let from = self.layout.place(self.top());
        let finder = self.finder.get_or_insert_default();
        (finder.typing, finder.from) = (true, from);
    }

    /// Finds what is typed from where it was begun.
    pub(super) fn find_anew(&mut self) {
        let Some(finder) = &mut self.finder else { return };
        finder.jump = true;
        finder.find(&self.layout.lines, self.layout.line(finder.from));
        if finder.found.is_empty() {
            let from = self.layout.line(finder.from);
            self.scroll(from);
        }
        self.look();
    }

    /// Does an action while what is looked for is typed.
    pub(super) fn act_typing(&mut self, action: Action) -> Vec<Command> {
        match action {
            Action::Enter => {
                if let Some(finder) = &mut self.finder {
                    finder.typing = false;
                }
                self.finder.take_if(|finder| finder.field.text().trim().is_empty());
            }
            Action::FindNext => self.next_found(false),
            Action::FindPrevious => self.next_found(true),
            Action::SearchAll => return self.search_all(),
            Action::Back => {
                if let Some(finder) = self.finder.take() {
                    self.scroll(self.layout.line(finder.from));
                }
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn next_found(&mut self, back: bool) {
        if let Some(finder) = &mut self.finder {
            finder.step(back);
            finder.jump = true;
        }
        self.look();
    }

    /// Brings the find at hand into sight, once.
    pub(super) fn look(&mut self) {
        let Some(finder) = self.finder.as_mut().filter(|finder| finder.jump) else { return };
        if self.made_for.is_none() {
            return;
        }
        finder.jump = false;
        let window = self.window();
        // What stands on the first or the last line is hard to see in its surroundings.
        let calm = window.start + 1..window.end.saturating_sub(1);
        if let Some(line) = self.finder.as_ref().and_then(Finder::line).filter(|line| !calm.contains(line)) {
            self.scroll(line.saturating_sub(self.height() / 3));
        }
    }

    /// Looks for the same in all lessons.
    pub(super) fn search_all(&self) -> Vec<Command> {
        let words = self.finder.as_ref().map(|finder| finder.field.text().to_owned()).unwrap_or_default();
        vec![Command::Open(Place::Search(words))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the words are found, as the text of their pieces.
    #[track_caller]
    fn check(lines: &[&str], words: &str, expected: &[&[&str]]) {
        let set: Vec<Line<'_>> = lines.iter().map(|line| Line::from(*line)).collect();
        let found: Vec<Vec<String>> = find(&set, words)
            .into_iter()
            .map(|pieces| {
                let text = |piece: Piece| lines[piece.line].chars().skip(piece.columns.start).take(piece.columns.len());
                pieces.into_iter().map(|piece| text(piece).collect()).collect()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_found_across_the_end_of_a_line_but_not_across_a_gap() {
        check(&["a trust", "policy, a Trust policy"], "trust policy", &[&["trust", "policy"], &["Trust policy"]]);
        check(&["▌ a trust   ", "▌ policy"], "trust  policy", &[&["trust", "policy"]]);
        check(&["a trust", "", "policy"], "trust policy", &[]);
        check(&["aaa"], "aa", &[&["aa"]]);
        check(&["one"], " ", &[]);
        check(&[], "one", &[]);
    }

    #[test]
    fn the_one_at_hand_goes_round() {
        let lines = [Line::from("one two one"), Line::from("one")];
        let mut finder = Finder { jump: true, ..Finder::default() };
        finder.field.paste("one");
        finder.find(&lines, 1);
        assert_eq!((finder.at, finder.count().as_str(), finder.line()), (2, "3 of 3", Some(1)));
        finder.step(false);
        assert_eq!(finder.count(), "1 of 3");
        finder.step(true);
        assert_eq!(finder.count(), "3 of 3");
    }
}
