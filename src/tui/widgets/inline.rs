//! Runs of text to lines: words are wrapped, marks keep their style, and every link knows where on the lines it stands.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::course::block::Inline;
use crate::iam::policy::PolicyKind;
use crate::tui::theme::{Palette, Role, Theme};

/// Lines that are laid out, and the links in them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The links, in the order of the text.
    pub links: Vec<Link>,
}

/// A piece of text that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Where it stands; more than one piece when it was wrapped.
    pub pieces: Vec<Piece>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a glossary entry, by id.
    Term(String),
    /// To a lesson, `L05` or `L05#b`.
    Lesson(String),
    /// To what can be done with this block of code.
    Code(Code),
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Its language.
    pub language: String,
    /// For policies, which kind.
    pub policy: Option<PolicyKind>,
    /// The code.
    pub text: String,
}

/// A stretch of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The line's place in the text.
    pub line: usize,
    /// Its columns.
    pub columns: Range<usize>,
}

impl Text {
    /// A text of these lines, without links.
    #[must_use]
    pub fn of(lines: Vec<Line<'static>>) -> Self {
        Self { lines, links: Vec::new() }
    }

    /// Adds a blank line.
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    /// Adds `other` below, its first line behind `first` and the rest behind `rest`; both are equally wide.
    pub fn add(&mut self, other: Self, first: &[Span<'static>], rest: &[Span<'static>]) {
        let down = self.lines.len();
        let right: usize = first.iter().map(Span::width).sum();
        for (index, line) in other.lines.into_iter().enumerate() {
            let mut spans = if index == 0 { first.to_vec() } else { rest.to_vec() };
            spans.extend(line.spans.into_iter().map(|span| Span::styled(span.content, line.style.patch(span.style))));
            self.lines.push(Line::from(spans));
        }
        for mut link in other.links {
            for piece in &mut link.pieces {
                piece.line += down;
                piece.columns = piece.columns.start + right..piece.columns.end + right;
            }
            self.links.push(link);
        }
    }

    /// Adds `other` below, unindented.
    pub fn append(&mut self, other: Self) {
        self.add(other, &[], &[]);
    }
}

/// A piece that is not broken, or the room between two.
struct Atom {
    text: String,
    style: Style,
    link: Option<usize>,
    kind: AtomKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AtomKind {
    Word,
    Space,
    Break,
}

/// Sets a run in `width` columns. A word that is wider than a line is broken, best behind a `:` or `/`.
#[must_use]
pub fn wrapped(run: &[Inline], base: Style, width: usize, theme: &Theme) -> Text {
    let mut atoms = Vec::new();
    let mut links = Vec::new();
    collect(run, base, None, theme, &mut atoms, &mut links);
    let mut filler = Filler { width: width.max(1), text: Text::of(Vec::new()), spans: Vec::new(), used: 0, gap: None };
    filler.text.links = links;
    let mut word: Vec<Atom> = Vec::new();
    for atom in atoms {
        match atom.kind {
            AtomKind::Word => word.push(atom),
            AtomKind::Space => {
                filler.word(std::mem::take(&mut word));
                filler.gap = (filler.used > 0).then_some(atom);
            }
            AtomKind::Break => {
                filler.word(std::mem::take(&mut word));
                filler.end_line();
            }
        }
    }
    filler.word(word);
    if !filler.spans.is_empty() {
        filler.end_line();
    }
    filler.text
}

/// The width of the widest line of a run that is not wrapped, and of its widest word.
#[must_use]
pub fn widths(run: &[Inline], theme: &Theme) -> (usize, usize) {
    let mut atoms = Vec::new();
    collect(run, Style::new(), None, theme, &mut atoms, &mut Vec::new());
    let (mut line, mut word) = (0, 0);
    let (mut widest_line, mut widest_word) = (0, 0);
    for atom in atoms {
        match atom.kind {
            AtomKind::Word => {
                word += atom.text.width();
                line += atom.text.width();
            }
            AtomKind::Space => {
                word = 0;
                line += atom.text.width();
            }
            AtomKind::Break => (word, line) = (0, 0),
        }
        widest_line = widest_line.max(line);
        widest_word = widest_word.max(word);
    }
    (widest_line, widest_word)
}

fn collect(
    run: &[Inline],
    style: Style,
    link: Option<usize>,
    theme: &Theme,
    atoms: &mut Vec<Atom>,
    links: &mut Vec<Link>,
) {
    let linked = |target: Target, links: &mut Vec<Link>| {
        links.push(Link { target, pieces: Vec::new() });
        Some(links.len() - 1)
    };
    for inline in run {
        match inline {
            Inline::Text(text) => split(text, style, link, atoms),
            Inline::Strong(inner) => {
                collect(inner, style.patch(theme.style(Role::Strong)), link, theme, atoms, links);
            }
            Inline::Emphasis(inner) => {
                collect(inner, style.add_modifier(Modifier::ITALIC), link, theme, atoms, links);
            }
            Inline::Code(text) => split(text, style.patch(code_style(text, theme)), link, atoms),
            Inline::Term { text, id } => {
                let link = linked(Target::Term(id.clone()), links);
                split(text, style.patch(theme.style(Role::Term)), link, atoms);
            }
            Inline::Lesson { text, target } => {
                let link = linked(Target::Lesson(target.clone()), links);
                split(text, style.patch(theme.style(Role::Term)), link, atoms);
            }
            Inline::Break => {
                atoms.push(Atom { text: String::new(), style, link: None, kind: AtomKind::Break });
            }
        }
    }
}

/// Code in running text wears the colour it has in a policy, so that an action is an action everywhere.
fn code_style(text: &str, theme: &Theme) -> Style {
    let bare = text.trim_matches('"');
    let is_action = |text: &str| {
        text.split_once(':').is_some_and(|(service, name)| {
            !service.is_empty()
                && service.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && name.chars().next().is_some_and(|c| c.is_ascii_uppercase() || c == '*')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '*' || c == '?')
        })
    };
    let role = match bare {
        "Allow" => Role::EffectAllow,
        "Deny" => Role::EffectDeny,
        "*" => Role::Wildcard,
        _ if bare.starts_with("arn:") || bare.starts_with('…') => Role::Arn,
        _ if bare.starts_with("${") => Role::Variable,
        _ if is_action(bare) || bare.ends_with(".amazonaws.com") => Role::Action,
        _ => Role::CodeString,
    };
    let style = theme.style(role);
    if theme.palette == Palette::Monochrome { style.add_modifier(Modifier::BOLD) } else { style }
}

fn split(text: &str, style: Style, link: Option<usize>, atoms: &mut Vec<Atom>) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let space = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != space).unwrap_or(rest.len());
        let (piece, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (text, kind) = if space { (" ".to_owned(), AtomKind::Space) } else { (piece.to_owned(), AtomKind::Word) };
        atoms.push(Atom { text, style, link, kind });
        rest = tail;
    }
}

struct Filler {
    width: usize,
    text: Text,
    spans: Vec<Span<'static>>,
    used: usize,
    gap: Option<Atom>,
}

impl Filler {
    fn word(&mut self, word: Vec<Atom>) {
        let wide: usize = word.iter().map(|atom| atom.text.width()).sum();
        if wide == 0 {
            return;
        }
        let gap = self.gap.take();
        let room = gap.as_ref().map_or(0, |gap| gap.text.width());
        if self.used > 0 && self.used + room + wide > self.width {
            self.end_line();
        } else if let Some(gap) = gap {
            self.put(&gap.text, gap.style, gap.link);
        }
        for atom in word {
            let mut rest = atom.text.as_str();
            while self.used + rest.width() > self.width {
                let (head, tail) = break_word(rest, self.width - self.used, self.used == 0);
                self.put(head, atom.style, atom.link);
                if tail.is_empty() {
                    rest = "";
                    break;
                }
                self.end_line();
                rest = tail;
            }
            self.put(rest, atom.style, atom.link);
        }
    }

    fn put(&mut self, text: &str, style: Style, link: Option<usize>) {
        let wide = text.width();
        if wide == 0 {
            return;
        }
        if let Some(link) = link.and_then(|link| self.text.links.get_mut(link)) {
            let line = self.text.lines.len();
            match link.pieces.last_mut() {
                Some(last) if last.line == line && last.columns.end == self.used => last.columns.end += wide,
                _ => link.pieces.push(Piece { line, columns: self.used..self.used + wide }),
            }
        }
        match self.spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push_str(text),
            _ => self.spans.push(Span::styled(text.to_owned(), style)),
        }
        self.used += wide;
    }

    fn end_line(&mut self) {
        self.gap = None;
        self.used = 0;
        self.text.lines.push(Line::from(std::mem::take(&mut self.spans)));
    }
}

/// The part of a word that fits `room` columns, and the rest. On an empty line at least one character is taken.
fn break_word(word: &str, room: usize, empty_line: bool) -> (&str, &str) {
    let (mut end, mut used, mut good) = (0, 0, 0);
    for (at, character) in word.char_indices() {
        let wide = character.width().unwrap_or(0);
        if used + wide > room && !(empty_line && end == 0) {
            break;
        }
        used += wide;
        end = at + character.len_utf8();
        if matches!(character, ':' | '/' | '-' | ',' | '=' | '&' | '?' | '_') && used * 2 > room {
            good = end;
        }
    }
    let at = if good > 0 && end < word.len() { good } else { end };
    word.split_at_checked(at).unwrap_or((word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Depth;

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    fn check(run: &[Inline], width: usize, expected: &[&str]) -> Text {
        let text = wrapped(run, Style::new(), width, &THEME);
        let lines: Vec<String> = text.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, expected);
        text
    }

    #[test]
    fn words_are_wrapped_and_kept_whole_across_marks() {
        check(&[text("one two three")], 7, &["one two", "three"]);
        check(&[text("an "), Inline::Code("s3:*".into()), text(", then")], 8, &["an s3:*,", "then"]);
        check(&[text("a"), Inline::Break, text("b")], 9, &["a", "b"]);
        check(&[], 9, &[]);
    }

    #[test]
    fn an_arn_too_long_for_a_line_is_broken_behind_a_colon() {
        check(&[text("arn:aws:iam::111122223333:user/ann")], 20, &["arn:aws:iam::", "111122223333:user/", "ann"]);
        check(&[text("abcdefgh")], 3, &["abc", "def", "gh"]);
    }

    #[test]
    fn a_wrapped_link_knows_all_its_pieces() {
        let term = Inline::Term { text: "role chaining".into(), id: "role-chaining".into() };
        let laid = check(&[text("this is "), term, text(".")], 13, &["this is role", "chaining."]);
        let link = Link {
            target: Target::Term("role-chaining".into()),
            pieces: vec![Piece { line: 0, columns: 8..12 }, Piece { line: 1, columns: 0..8 }],
        };
        assert_eq!(laid.links, [link]);
    }

    #[test]
    fn indented_text_moves_its_links() {
        let term = Inline::Term { text: "role".into(), id: "role".into() };
        let mut all = Text::of(vec![Line::default()]);
        all.add(wrapped(&[term], Style::new(), 9, &THEME), &[Span::raw("1. ")], &[Span::raw("   ")]);
        assert_eq!(all.links.first().unwrap().pieces, [Piece { line: 1, columns: 3..7 }]);
    }
}
