//! A few sentences to type: long lines go on in the next row.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use tui_textarea::{CursorMove, TextArea};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tui::theme::{Role, Theme};

/// Rows shown at least.
const LEAST: usize = 5;
/// Characters that a text may have.
const LONGEST: usize = 4_000;

/// A text of several lines with a cursor.
#[derive(Debug, Clone)]
pub struct Essay {
    area: TextArea<'static>,
    width: usize,
}

/// A row of the screen: these characters of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    line: usize,
    from: usize,
    to: usize,
    /// The line ends here.
    last: bool,
}

impl Default for Essay {
    fn default() -> Self {
        Self { area: TextArea::default(), width: 60 }
    }
}

impl Essay {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n").trim().to_owned()
    }

    /// Gives it so many columns.
    pub fn fit(&mut self, width: usize) {
        self.width = width.max(8);
    }

    /// Takes a key. The arrows go by rows as they are seen.
    pub fn key(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Up => self.go(false),
            KeyCode::Down => self.go(true),
            KeyCode::Tab | KeyCode::BackTab => {}
            KeyCode::Char(_) | KeyCode::Enter if self.length() >= LONGEST => {}
            _ => drop(self.area.input(key)),
        }
    }

    /// Takes a paste; control characters but line ends go.
    pub fn paste(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.length());
        let clean = text.chars().map(|c| if c == '\t' { ' ' } else { c });
        let clean: String = clean.filter(|c| *c == '\n' || !c.is_control()).take(room).collect();
        self.area.insert_str(clean);
    }

    fn length(&self) -> usize {
        self.area.lines().iter().map(|line| line.chars().count() + 1).sum()
    }

    /// One row up or down.
    fn go(&mut self, down: bool) {
        let rows = self.rows();
        let at = self.cursor_row(&rows);
        let next = if down { at + 1 } else { at.saturating_sub(1) };
        let (Some(row), Some(target)) = (rows.get(at), rows.get(next).filter(|_| next != at)) else { return };
        let most = (target.to - target.from).saturating_sub(usize::from(!target.last));
        let column = target.from + self.area.cursor().1.saturating_sub(row.from).min(most);
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(short(target.line), short(column)));
    }

    fn rows(&self) -> Vec<Row> {
        // The cursor may stand behind the last character.
        let width = self.width.saturating_sub(1);
        let mut rows = Vec::new();
        for (line, text) in self.area.lines().iter().enumerate() {
            let characters: Vec<char> = text.chars().collect();
            let mut from = 0;
            loop {
                let rest = characters.get(from..).unwrap_or_default();
                let fitting = fitting(rest, width);
                if fitting >= rest.len() {
                    rows.push(Row { line, from, to: characters.len(), last: true });
                    break;
                }
                let space = rest.iter().take(fitting).rposition(|c| *c == ' ').map(|space| space + 1);
                let to = from + space.unwrap_or(fitting).max(1);
                rows.push(Row { line, from, to, last: false });
                from = to;
            }
        }
        rows
    }

    fn cursor_row(&self, rows: &[Row]) -> usize {
        let (line, column) = (self.area.cursor().0, self.area.cursor().1);
        let here = |row: &Row| row.line == line && row.from <= column && (column < row.to || row.last);
        rows.iter().position(here).unwrap_or_default()
    }

    /// The text with its cursor, and the row of the cursor.
    #[must_use]
    pub fn lines(&self, theme: &Theme) -> (Vec<Line<'static>>, usize) {
        let style = theme.style(Role::Panel).patch(theme.style(Role::Strong));
        let rows = self.rows();
        let at = self.cursor_row(&rows);
        let column = self.area.cursor().1;
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let text = self.area.lines().get(row.line).map(String::as_str).unwrap_or_default();
            let piece =
                |from: usize, to: usize| text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
            let mut spans = Vec::new();
            if number == at {
                let under = piece(column, (column + 1).min(row.to));
                let under = if under.is_empty() { " ".to_owned() } else { under };
                spans.push(Span::styled(piece(row.from, column), style));
                spans.push(Span::styled(under, style.add_modifier(Modifier::REVERSED)));
                spans.push(Span::styled(piece(column + 1, row.to), style));
            } else {
                spans.push(Span::styled(piece(row.from, row.to), style));
            }
            let used: usize = spans.iter().map(|span| span.content.width()).sum();
            spans.push(Span::styled(" ".repeat(self.width.saturating_sub(used)), style));
            lines.push(Line::from(spans));
        }
        while lines.len() < LEAST {
            lines.push(Line::styled(" ".repeat(self.width), style));
        }
        (lines, at)
    }
}

/// How many of these characters fit `width` columns.
fn fitting(characters: &[char], width: usize) -> usize {
    let mut used = 0;
    characters
        .iter()
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used <= width
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, width: usize) -> Essay {
        let mut essay = Essay::default();
        essay.fit(width);
        essay.paste(text);
        essay
    }

    fn shown(essay: &Essay) -> Vec<String> {
        let theme = Theme {
            palette: crate::tui::theme::Palette::Monochrome,
            depth: crate::tui::theme::Depth::Basic,
            ascii: false,
        };
        let (lines, _) = essay.lines(&theme);
        lines.iter().map(|line| line.to_string().trim_end().to_owned()).take_while(|line| !line.is_empty()).collect()
    }

    #[test]
    fn long_lines_go_on_in_the_next_row_and_enter_begins_a_line() {
        let mut essay = written("one two three", 9);
        assert_eq!(shown(&essay), ["one two", "three"]);
        essay.key(KeyEvent::from(KeyCode::Enter));
        essay.paste("aaaaaaaaaaaa\u{1b}");
        assert_eq!(shown(&essay), ["one two", "three", "aaaaaaaa", "aaaa"]);
        assert_eq!(essay.text(), "one two three\naaaaaaaaaaaa");
        assert_eq!(shown(&written("漢字漢字漢", 9)), ["漢字漢字", "漢"]);
    }

    #[test]
    fn the_arrows_go_by_rows_as_they_are_seen() {
        let mut essay = written("one two three", 9);
        essay.key(KeyEvent::from(KeyCode::Up));
        essay.key(KeyEvent::from(KeyCode::Char('X')));
        assert_eq!(essay.text(), "one tXwo three");
        essay.key(KeyEvent::from(KeyCode::Down));
        essay.key(KeyEvent::from(KeyCode::Down));
        essay.key(KeyEvent::from(KeyCode::End));
        essay.key(KeyEvent::from(KeyCode::Char('!')));
        assert_eq!(essay.text(), "one tXwo three!");
    }
}
