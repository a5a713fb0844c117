//! Pieces that several screens draw.

pub mod about;
pub mod ascii;
pub mod code;
pub mod completion;
pub mod diagram;
pub mod field;
pub mod footer;
pub mod form;
pub mod inline;
pub mod list;
pub mod meter;
pub mod page;
pub mod problems;
pub mod prose;
pub mod table;
pub mod walk;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::tui::theme::{Role, Theme};

/// Breaks words into lines of at most `width` columns. A word that is wider stands on a line of its own, unbroken.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The beginning of `text` that fits `width` columns, with `mark` at its end when something was cut.
#[must_use]
pub fn fit(text: &str, width: usize, mark: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(mark.width());
    let mut out = String::new();
    for character in text.chars() {
        if out.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) > room {
            break;
        }
        out.push(character);
    }
    if width >= mark.width() { out + mark } else { out }
}

/// The beginning of a line that fits `width` columns, with a mark at its end when something was cut.
#[must_use]
pub fn cut_line(line: Line<'static>, width: usize, theme: &Theme) -> Line<'static> {
    if line.width() <= width {
        return line;
    }
    let mark = theme.symbols().ellipsis;
    let mut room = width.saturating_sub(mark.width());
    let mut spans = Vec::new();
    for span in line.spans {
        let words = fit(&span.content, room, "");
        room = room.saturating_sub(words.width());
        let all = words.len() == span.content.len();
        spans.push(Span::styled(words, line.style.patch(span.style)));
        if !all {
            break;
        }
    }
    spans.push(Span::styled(mark, theme.style(Role::Dim)));
    Line::from(spans)
}

/// Words in lines of at most `width` columns; a word that is wider, such as an ARN, is broken.
#[must_use]
pub fn wrap_hard(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut out = Vec::new();
    for line in wrap(text, width) {
        let mut rest = line.as_str();
        while rest.width() > width {
            let head = fit(rest, width, "");
            let (head, tail) = rest.split_at_checked(head.len()).unwrap_or((rest, ""));
            out.push(head.to_owned());
            rest = tail;
        }
        out.push(rest.to_owned());
    }
    out
}

/// A line on a ground. Where the ground is reversed video the colours would become its colours, so they go.
#[must_use]
pub fn on_ground(line: Line<'static>, ground: Style) -> Line<'static> {
    if !ground.add_modifier.contains(Modifier::REVERSED) {
        return line.patch_style(ground);
    }
    let plain = |span: Span<'static>| {
        let style = Style { fg: None, ..line.style.patch(span.style) }.remove_modifier(Modifier::DIM).patch(ground);
        Span::styled(span.content, style)
    };
    Line::from(line.spans.into_iter().map(plain).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 7), [""]);
    }

    #[test]
    fn a_line_that_does_not_fit_is_marked() {
        use crate::tui::theme::{Depth, Palette};
        let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
        let line = || Line::from(vec![Span::raw("abc"), Span::raw("def")]);
        let cut = |width| cut_line(line(), width, &theme).to_string();
        assert_eq!([cut(6), cut(5), cut(3), cut(1)], ["abcdef", "abcd…", "ab…", "…"]);
    }

    #[test]
    fn what_does_not_fit_is_marked() {
        assert_eq!(fit("abcdef", 4, "…"), "abc…");
        assert_eq!(fit("abcd", 4, "…"), "abcd");
        assert_eq!(fit("漢字漢字", 5, "…"), "漢字…");
    }
}
