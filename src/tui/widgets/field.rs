//! A line of text to type into.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use tui_textarea::TextArea;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tui::theme::{Role, Theme};

/// A line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub struct Field {
    area: TextArea<'static>,
}

impl Field {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// The character before which the cursor stands, from 0.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.area.cursor().1
    }

    /// Takes a key. A key that would break the line does nothing.
    pub fn key(&mut self, key: KeyEvent) {
        if !matches!(key.code, KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab) {
            self.area.input(key);
        }
    }

    /// Takes a paste; its line breaks become spaces, other control characters go.
    pub fn paste(&mut self, text: &str) {
        let line: String = text
            .chars()
            .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
            .filter(|c| !c.is_control())
            .take(2_000)
            .collect();
        self.area.insert_str(line);
    }

    /// The text with its cursor in `width` columns: of a longer text the part around the cursor, or the beginning while the field
    /// has no focus; a mark stands where something is hidden.
    #[must_use]
    pub fn spans(&self, focused: bool, width: usize, theme: &Theme) -> Vec<Span<'static>> {
        let at = if focused { self.cursor() } else { 0 };
        let mark = theme.symbols().ellipsis;
        let (range, cut) = window(self.text(), at, width, mark.width());
        let (style, under) = styles(focused, theme);
        let mark = |cut: bool| cut.then(|| Span::styled(mark, style.patch(theme.style(Role::Dim))));
        let mut cells: Vec<char> = self.text().chars().skip(range.start).take(range.len()).collect();
        let marks = (usize::from(cut.0) + usize::from(cut.1)) * theme.symbols().ellipsis.width();
        let used: usize = cells.iter().map(|cell| columns(*cell)).sum::<usize>() + marks;
        cells.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
        let mut spans: Vec<Span<'static>> = mark(cut.0).into_iter().collect();
        spans.extend(with_cursor(&cells, self.cursor().checked_sub(range.start), style, under));
        spans.extend(mark(cut.1));
        spans
    }

    /// All of the text with its cursor, at least `least` columns wide: for whoever breaks it into rows.
    #[must_use]
    pub fn whole(&self, focused: bool, least: usize, theme: &Theme) -> Vec<Span<'static>> {
        let (style, under) = styles(focused, theme);
        let mut cells: Vec<char> = self.text().chars().collect();
        let used: usize = cells.iter().map(|cell| columns(*cell)).sum();
        let cursor = usize::from(focused && self.cursor() == cells.len());
        cells.extend(std::iter::repeat_n(' ', least.saturating_sub(used).max(cursor)));
        with_cursor(&cells, Some(self.cursor()), style, under)
    }
}

/// How a field looks, and the character under its cursor.
fn styles(focused: bool, theme: &Theme) -> (Style, Style) {
    let style = theme.style(Role::Panel).patch(theme.style(Role::Strong)).add_modifier(Modifier::UNDERLINED);
    (style, if focused { style.add_modifier(Modifier::REVERSED) } else { style })
}

/// Characters, the one at `cursor` in its own style.
fn with_cursor(cells: &[char], cursor: Option<usize>, style: Style, under: Style) -> Vec<Span<'static>> {
    let piece = |range: &[char], style| Span::styled(range.iter().collect::<String>(), style);
    let (before, rest) = cells.split_at_checked(cursor.unwrap_or(usize::MAX)).unwrap_or((cells, &[]));
    let (at, after) = rest.split_at_checked(1).unwrap_or((rest, &[]));
    [piece(before, style), piece(at, under), piece(after, style)]
        .into_iter()
        .filter(|span| !span.content.is_empty())
        .collect()
}

fn columns(character: char) -> usize {
    UnicodeWidthChar::width(character).unwrap_or(0)
}

/// The characters of `text` that are shown in `width` columns so that the cursor before the character `at` is in sight, and
/// whether something is hidden before and behind them, where a mark of `mark` columns stands.
fn window(text: &str, at: usize, width: usize, mark: usize) -> (Range<usize>, (bool, bool)) {
    let widths: Vec<usize> = text.chars().map(columns).collect();
    let all = widths.len();
    // Behind the last character the cursor has a column of its own.
    let sum = |range: Range<usize>| {
        let behind = usize::from(range.end > all);
        widths.iter().skip(range.start).take(range.len()).sum::<usize>() + behind
    };
    if sum(0..all.max(at + 1)) <= width {
        return (0..all, (false, false));
    }
    let behind = |end: usize| if end < all { mark } else { 0 };
    let before = |start: usize| if start > 0 { mark } else { 0 };
    let fits = |start: usize, end: usize| before(start) + sum(start..end) + behind(end) <= width;
    let start = (0..at).find(|start| fits(*start, at + 1)).unwrap_or(at.min(all));
    let end = (at + 1..=all).rev().find(|end| fits(start, *end)).unwrap_or((at + 1).min(all));
    (start..end, (start > 0 && width > mark, end < all && width > mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stays_one_line() {
        let mut field = Field::default();
        field.paste("one\ntwo\u{1b}[31m");
        field.key(KeyEvent::from(KeyCode::Enter));
        field.key(KeyEvent::from(KeyCode::Char('!')));
        assert_eq!(field.text(), "one two[31m!");
        assert_eq!(field.cursor(), 12);
    }
    /// Steps the cursor back as often as told and draws the field; the cursor's character stands between brackets.
    #[track_caller]
    fn check(text: &str, back: usize, focused: bool, width: usize, expected: &str) {
        use crate::tui::theme::{Depth, Palette};
        let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
        let mut field = Field::default();
        field.paste(text);
        for _ in 0..back {
            field.key(KeyEvent::from(KeyCode::Left));
        }
        let spans = field.spans(focused, width, &theme);
        let drawn: String = spans
            .iter()
            .map(|span| match span.style.add_modifier.contains(Modifier::REVERSED) {
                true => format!("[{}]", span.content),
                false => span.content.to_string(),
            })
            .collect();
        assert_eq!(drawn, expected);
        let columns: usize = spans.iter().map(Span::width).sum();
        assert!(columns <= width, "{columns} > {width}: {drawn}");
    }

    #[test]
    fn what_does_not_fit_is_marked_and_the_cursor_stays_in_sight() {
        check("abc", 0, true, 6, "abc[ ]  ");
        check("abc", 0, false, 6, "abc   ");
        check("abcdef", 1, true, 6, "abcde[f]");
        check("abcdef", 0, true, 6, "…cdef[ ]");
        check("abcdefghi", 4, true, 6, "…cde[f]…");
        check("abcdefghi", 9, true, 6, "[a]bcde…");
        check("abcdefghi", 5, true, 6, "abcd[e]…");
        check("abcdefghi", 0, false, 6, "abcde…");
        check("漢字漢字", 0, true, 6, "…漢字[ ]");
        check("漢字漢字", 4, true, 6, "[漢]字 …");
        check("abc", 0, true, 1, "[ ]");
    }

    #[test]
    fn all_of_it_is_given_to_whoever_breaks_it_into_rows() {
        use crate::tui::theme::{Depth, Palette};
        let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
        let mut field = Field::default();
        field.paste("abcdef");
        let drawn = |field: &Field, focused, least| {
            field.whole(focused, least, &theme).iter().map(|span| span.content.to_string()).collect::<String>()
        };
        assert_eq!(drawn(&field, true, 3), "abcdef ");
        assert_eq!(drawn(&field, false, 3), "abcdef");
        assert_eq!(drawn(&field, false, 8), "abcdef  ");
    }
}
