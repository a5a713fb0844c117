//! A line of text to type into.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;
use tui_textarea::{CursorMove, TextArea};
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

    /// Selects the next place to fill in, `${BucketName}`, from the cursor on: what is typed then stands in its stead. Says
    /// whether there is one. Variables of policies have a colon and are no such places.
    pub fn select_place(&mut self) -> bool {
        let from = self.text().char_indices().nth(self.cursor()).map_or(self.text().len(), |(at, _)| at);
        let Some((start, end)) = next_place(self.text(), from) else { return false };
        let column = |at: usize| {
            let characters = self.text().get(..at).map_or(0, |before| before.chars().count());
            CursorMove::Jump(0, u16::try_from(characters).unwrap_or(u16::MAX))
        };
        let (start, end) = (column(start), column(end));
        self.area.cancel_selection();
        self.area.move_cursor(start);
        self.area.start_selection();
        self.area.move_cursor(end);
        true
    }

    /// The same from the beginning.
    pub fn select_first_place(&mut self) -> bool {
        self.area.cancel_selection();
        self.area.move_cursor(CursorMove::Head);
        let found = self.select_place();
        if !found {
            self.area.move_cursor(CursorMove::End);
        }
        found
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
        spans.extend(with_cursor(&cells, self.marked(range.start, focused), style, under));
        spans.extend(mark(cut.1));
        spans
    }

    /// The characters that are marked, from the one at `from` on: that under the cursor, and what is selected before it.
    fn marked(&self, from: usize, focused: bool) -> Option<Range<usize>> {
        let cursor = self.cursor().checked_sub(from)?;
        let selected =
            self.area.selection_range().filter(|_| focused).map(|((_, start), _)| start.saturating_sub(from));
        Some(selected.map_or(cursor, |start| start.min(cursor))..cursor + 1)
    }

    /// All of the text with its cursor, at least `least` columns wide: for whoever breaks it into rows.
    #[must_use]
    pub fn whole(&self, focused: bool, least: usize, theme: &Theme) -> Vec<Span<'static>> {
        let (style, under) = styles(focused, theme);
        let mut cells: Vec<char> = self.text().chars().collect();
        let used: usize = cells.iter().map(|cell| columns(*cell)).sum();
        let cursor = usize::from(focused && self.cursor() == cells.len());
        cells.extend(std::iter::repeat_n(' ', least.saturating_sub(used).max(cursor)));
        with_cursor(&cells, self.marked(0, focused), style, under)
    }
}

/// Where the next place to fill in begins and ends, from a byte on.
fn next_place(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find("${")?;
        let end = start + text.get(start..)?.find('}')? + 1;
        let name = text.get(start + 2..end - 1)?;
        if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Some((start, end));
        }
        from = end;
    }
}

/// How a field looks, and the character under its cursor.
fn styles(focused: bool, theme: &Theme) -> (Style, Style) {
    let style = theme.style(Role::Panel).patch(theme.style(Role::Strong)).add_modifier(Modifier::UNDERLINED);
    (style, if focused { style.add_modifier(Modifier::REVERSED) } else { style })
}

/// Characters, those of `marked` in their own style.
fn with_cursor(cells: &[char], marked: Option<Range<usize>>, style: Style, under: Style) -> Vec<Span<'static>> {
    let piece = |range: &[char], style| Span::styled(range.iter().collect::<String>(), style);
    let marked = marked.unwrap_or(usize::MAX..usize::MAX);
    let (before, rest) = cells.split_at_checked(marked.start).unwrap_or((cells, &[]));
    let (at, after) = rest.split_at_checked(marked.len().min(rest.len())).unwrap_or((rest, &[]));
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
    fn what_is_typed_takes_the_place_of_a_place() {
        let mut field = Field::default();
        field.paste("arn:aws:s3:::${Bucket}/é/${aws:username}/${Object}");
        assert!(!field.select_place(), "the cursor stands behind all of them");
        assert!(field.select_first_place());
        for character in "notes".chars() {
            field.key(KeyEvent::from(KeyCode::Char(character)));
        }
        assert_eq!(field.text(), "arn:aws:s3:::notes/é/${aws:username}/${Object}");
        assert!(field.select_place());
        field.paste("x.txt");
        assert_eq!(field.text(), "arn:aws:s3:::notes/é/${aws:username}/x.txt");
        assert!(!field.select_place() && !field.select_first_place());
        assert_eq!(field.cursor(), field.text().chars().count());
    }

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
