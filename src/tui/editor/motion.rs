//! Ways to move the cursor, and the scrolling that follows it.

use crate::text::{LineColumn, TextRange};
use crate::tui::editor::layout::{byte_at, column_of, glyphs};
use crate::tui::editor::{Editor, layout::Top};

/// A way to move the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One character back.
    Left,
    /// One character on.
    Right,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the beginning of the word, or of the one before.
    WordLeft,
    /// To the next word.
    WordRight,
    /// To the first character of the line, or to its very beginning when there already.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// One window up.
    PageUp,
    /// One window down.
    PageDown,
    /// To the beginning of the text.
    Top,
    /// To the end of the text.
    Bottom,
}

/// What a double click or a step by words takes together; where two meet, the later one is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Blank,
    Sign,
    Word,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            blank if blank.is_whitespace() => Self::Blank,
            word if word.is_alphanumeric() || word == '_' => Self::Word,
            _ => Self::Sign,
        }
    }
}

/// The word at `offset` of a line (before it, or else right behind it); a run of signs or blanks where there is none.
pub(super) fn word_at(line: &str, offset: usize) -> TextRange {
    let (before, behind) = line.split_at_checked(offset).unwrap_or((line, ""));
    let beside = [before.chars().next_back(), behind.chars().next()];
    let Some(class) = beside.into_iter().flatten().map(Class::of).max() else { return TextRange::at(offset) };
    let run = |c: &char| Class::of(*c) == class;
    let back: usize = before.chars().rev().take_while(run).map(char::len_utf8).sum();
    let on: usize = behind.chars().take_while(run).map(char::len_utf8).sum();
    TextRange::new(before.len() - back, before.len() + on)
}

/// Where the word before `offset` begins; from a line's beginning, the end of the line above.
fn word_left(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let before = before.get(line..).unwrap_or_default();
    let trimmed = before.trim_end();
    match trimmed.chars().next_back().map(Class::of) {
        Some(class) => line + trimmed.trim_end_matches(|c| Class::of(c) == class).len(),
        None if before.is_empty() => line.saturating_sub(1),
        None => line,
    }
}

/// Where the word behind `offset` begins; from a line's end, the first word of the line below.
fn word_right(text: &str, offset: usize) -> usize {
    let behind = text.get(offset..).unwrap_or_default();
    let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    match behind.chars().next().map(|c| (c, Class::of(c))) {
        Some(('\n', _)) => offset + 1 + blanks(behind.get(1..).unwrap_or_default()),
        Some((_, Class::Blank)) => offset + blanks(behind).max(1),
        Some((_, class)) => {
            let run: usize = behind.chars().take_while(|c| Class::of(*c) == class).map(char::len_utf8).sum();
            offset + run + blanks(behind.get(run..).unwrap_or_default())
        }
        None => offset,
    }
}

impl Editor {
    /// Moves the cursor; with `select` the selection grows or shrinks with it.
    pub fn go(&mut self, motion: Motion, select: bool) {
        self.history.seal();
        let held = self.column.take();
        if let (false, Some(range)) = (select, self.selection()) {
            match motion {
                Motion::Left => return self.put_cursor(range.start as usize),
                Motion::Right => return self.put_cursor(range.end as usize),
                _ => {}
            }
        }
        self.anchor = select.then_some(self.anchor.unwrap_or(self.cursor));
        let target = match motion {
            Motion::Up => self.vertical(-1, held),
            Motion::Down => self.vertical(1, held),
            Motion::PageUp => self.vertical(-self.page(), held),
            Motion::PageDown => self.vertical(self.page(), held),
            other => self.target(other),
        };
        self.jump(target);
        self.leave_places_outside();
    }

    /// Where a motion within lines leads; rows are no business of its.
    pub(super) fn target(&self, motion: Motion) -> usize {
        let cursor = self.cursor;
        let line = self.line_range();
        let start = line.start as usize;
        let written = line.slice(&self.text);
        match motion {
            Motion::Left if cursor == start => start.saturating_sub(1),
            // What ends in ASCII is that one byte; everything else is looked at in its line.
            Motion::Left if self.text.get(..cursor).is_some_and(|text| text.ends_with(|c: char| c.is_ascii())) => {
                cursor - 1
            }
            Motion::Left => {
                let glyphs = glyphs(written, 0);
                start + glyphs.iter().rfind(|glyph| start + glyph.at < cursor).map_or(0, |glyph| glyph.at)
            }
            Motion::Right if cursor == line.end as usize => (cursor + 1).min(self.text.len()),
            Motion::Right => {
                let glyphs = glyphs(written, 0);
                start + glyphs.iter().find(|glyph| start + glyph.at > cursor).map_or(written.len(), |glyph| glyph.at)
            }
            Motion::WordLeft => word_left(&self.text, cursor),
            Motion::WordRight => word_right(&self.text, cursor),
            Motion::LineStart => {
                let first = start + (written.len() - written.trim_start().len());
                if cursor == first { start } else { first }
            }
            Motion::LineEnd => line.end as usize,
            Motion::Top => 0,
            Motion::Bottom => self.text.len(),
            Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown => cursor,
        }
    }

    /// Moves by rows, holding on to the column on the screen; beyond the first and last row to the text's ends.
    fn vertical(&mut self, rows: isize, held: Option<usize>) -> usize {
        let (here, row) = self.row_of(self.cursor);
        let piece = row.range.slice(&self.text);
        let column =
            held.unwrap_or_else(|| column_of(piece, row.indent, self.cursor.saturating_sub(row.range.start as usize)));
        let (there, moved) = self.walk(here, rows);
        if moved == 0 {
            return if rows < 0 { 0 } else { self.text.len() };
        }
        self.column = Some(column);
        self.offset_in_row(there, column)
    }

    /// The place at a column of a row; at the row's end, the last one that is still shown in it.
    fn offset_in_row(&self, at: Top, column: usize) -> usize {
        let Some(row) = self.rows_of(at.line).get(at.row).copied() else { return self.text.len() };
        let piece = row.range.slice(&self.text);
        let offset = row.range.start as usize + byte_at(piece, row.indent, column);
        if row.holds(offset) {
            return offset;
        }
        glyphs(piece, 0).last().map_or(offset, |glyph| row.range.start as usize + glyph.at)
    }

    /// Scrolls the window by rows. The cursor stays where it is, and may be left outside until it moves again.
    pub fn scroll(&mut self, rows: i16) {
        let (top, _) = self.walk(self.top, isize::from(rows));
        self.top = if rows > 0 { top.min(self.lowest_top().max(self.top)) } else { top };
        self.follows = false;
    }

    /// Brings a range into the window. The cursor is taken along only when the range is not in view.
    pub fn reveal(&mut self, range: TextRange) {
        if !self.is_in_view(range) {
            self.put_cursor(range.start as usize);
            self.look_at(range);
            self.follows = true;
        }
    }

    /// Brings a range into the window. The cursor stays where it is, and may be left outside until it moves again, or until
    /// [`Editor::look_back`].
    pub fn look_at(&mut self, range: TextRange) {
        if self.height > 0 && !self.is_in_view(range) {
            self.top = self.walk(self.row_of(range.start as usize).0, -(self.height / 3).cast_signed()).0;
            self.follows = false;
        }
    }

    /// Brings the cursor into the window.
    pub fn look_back(&mut self) {
        self.follows = true;
    }

    /// Whether the window shows where a range begins.
    fn is_in_view(&self, range: TextRange) -> bool {
        let (place, _) = self.row_of(range.start as usize);
        let (end, _) = self.walk(self.top, self.height.cast_signed() - 1);
        self.height > 0 && (self.top..=end).contains(&place)
    }

    /// Puts the cursor at a line and a character of it, both counted from 1, and shows it in the middle of the window.
    /// What lies beyond the text becomes its end.
    pub fn go_to_line(&mut self, line: usize, character: usize) {
        let place = LineColumn { line: line.saturating_sub(1), column: character.saturating_sub(1) };
        let offset = self.index.offset(&self.text, place);
        self.reveal(TextRange::at(offset));
        self.put_cursor(offset);
    }

    /// The place in the text at a row and column of the window, its gutter not counted; beside the text, the nearest.
    #[must_use]
    pub fn at_window(&self, row: u16, column: u16) -> usize {
        let (at, _) = self.walk(self.top, isize::try_from(row).unwrap_or(isize::MAX));
        self.offset_in_row(at, usize::from(column))
    }

    /// Rows of a page: a window but for one row, which stays in sight.
    fn page(&self) -> isize {
        self.height.max(2).cast_signed() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_their_characters_change() {
        for (line, offset, expected) in [
            ("s3:GetObject", 4, "GetObject"),
            ("s3:GetObject", 2, "s3"),
            ("\"a\": [1", 4, "\":"),
            ("  a", 1, "  "),
            ("", 0, ""),
            ("é漢 x", 2, "é漢"),
        ] {
            assert_eq!(word_at(line, offset).slice(line), expected, "{line} at {offset}");
        }
    }

    #[test]
    fn steps_by_words_stop_at_the_ends_of_lines() {
        let text = "ab  cd:x\n  ef";
        let stops = |step: fn(&str, usize) -> usize, from: usize| {
            let mut at = from;
            let mut stops = Vec::new();
            while step(text, at) != at {
                at = step(text, at);
                stops.push(at);
            }
            stops
        };
        assert_eq!(stops(word_right, 0), [4, 6, 7, 8, 11, 13]);
        assert_eq!(stops(word_left, text.len()), [11, 9, 8, 7, 6, 4, 0]);
    }
}
