//! The policy editor: a text with a cursor, a selection and an undo that a person can trust.
//!
//! It wraps a text widget and keeps it to itself: places are byte offsets into one string, and every change goes through
//! one door, so that a paste, a fix or a whole document set in order is one change and one step of undo. It knows nothing
//! of IAM; what is found in the text comes from outside ([`Analysis`]) when it is drawn.

mod analysis;
mod brackets;
mod format;
mod history;
mod keys;
mod paint;

#[cfg(test)]
mod tests;

pub use analysis::Analysis;
pub use keys::Outcome;
pub use paint::{Paint, draw, gutter_width, severity_sign};

use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea};
use unicode_width::UnicodeWidthChar;

use crate::text::{Edit, LineColumn, LineIndex, TextRange};
use crate::tui::theme::{Role, Theme};
use history::{Change, History};

/// The longest text the editor takes, in bytes: twice AWS's most generous policy quota (a KMS key policy of 32 KB).
pub const LONGEST: usize = 60_000;

/// Columns of a tab character.
const TAB: usize = 2;

/// The editor.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    text: String,
    index: LineIndex,
    history: History,
    read_only: bool,
    /// Rows of the window, from the last fitting.
    height: usize,
    /// The column that moving up and down holds on to.
    column: Option<usize>,
}

/// A way to move the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One character back.
    Left,
    /// One character on.
    Right,
    /// One line up.
    Up,
    /// One line down.
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

impl Editor {
    /// An editor of `text`; line breaks of any kind become `\n`, and what is beyond [`LONGEST`] is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = cut(&plain_breaks(text), LONGEST).to_owned();
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        // Undo is ours: the widget's own knows no change of several places.
        area.set_max_histories(0);
        area.set_cursor_line_style(Style::default());
        area.set_tab_length(u8::try_from(TAB).unwrap_or(2));
        let index = LineIndex::new(&text);
        Self { area, text, index, history: History::default(), read_only: false, height: 0, column: None }
    }

    /// The same, to be read and copied from only.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Whether the text can only be read.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where its lines begin.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        &self.index
    }

    /// The cursor, in bytes of the text.
    #[must_use]
    pub fn cursor(&self) -> usize {
        let place = self.area.cursor();
        self.offset(place.0, place.1)
    }

    /// Line and column of the cursor, from 0.
    #[must_use]
    pub fn place(&self) -> LineColumn {
        let place = self.area.cursor();
        LineColumn { line: place.0, column: place.1 }
    }

    /// The line the cursor stands on, without its break.
    #[must_use]
    pub fn line_range(&self) -> TextRange {
        let line = self.place().line;
        TextRange::new(self.offset(line, 0), self.offset(line, usize::MAX))
    }

    /// What is selected, if anything is.
    #[must_use]
    pub fn selection(&self) -> Option<TextRange> {
        let (start, end) = self.area.selection_range()?;
        let range = TextRange::new(self.offset(start.0, start.1), self.offset(end.0, end.1));
        (!range.is_empty()).then_some(range)
    }

    /// The selected text.
    #[must_use]
    pub fn selected(&self) -> Option<String> {
        self.selection().map(|range| range.slice(&self.text).to_owned())
    }

    /// Selects everything.
    pub fn select_all(&mut self) {
        self.select(TextRange::new(0, self.text.len()));
    }

    /// Selects a range; the cursor stands at its end.
    pub fn select(&mut self, range: TextRange) {
        self.put_cursor(range.start as usize);
        self.area.start_selection();
        self.jump(range.end as usize);
    }

    /// Puts the cursor at an offset and ends the selection.
    pub fn put_cursor(&mut self, offset: usize) {
        self.area.cancel_selection();
        self.jump(offset);
        self.column = None;
        self.history.seal();
    }

    /// Takes the selected text out. `None` when nothing is selected or nothing may be changed.
    pub fn cut(&mut self) -> Option<String> {
        let range = self.selection()?;
        let taken = range.slice(&self.text).to_owned();
        self.change(range, "", range.start as usize).then_some(taken)
    }

    /// Puts a text in place of the selection: one change, one step of undo. False when it does not fit or nothing may be changed.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = plain_breaks(text);
        let range = self.selection().unwrap_or_else(|| TextRange::at(self.cursor()));
        self.history.seal();
        let done = self.change(range, &text, range.start as usize + text.len());
        self.history.seal();
        done
    }

    /// Makes a change that came from elsewhere: one step of undo. The cursor stays with its text.
    pub fn apply(&mut self, edit: &Edit) -> bool {
        let (start, end) = (edit.range.start as usize, edit.range.end as usize);
        let cursor = match self.cursor() {
            cursor if cursor < start => cursor,
            cursor if cursor <= end => start + edit.insert.len(),
            cursor => cursor - edit.range.len() + edit.insert.len(),
        };
        self.history.seal();
        let done = self.change(edit.range, &plain_breaks(&edit.insert), cursor);
        self.history.seal();
        done
    }

    /// Puts a whole new text in place of this one: one step of undo, and only what differs is touched.
    pub fn set_text(&mut self, text: &str, cursor: usize) -> bool {
        let text = plain_breaks(text);
        let head: usize =
            self.text.chars().zip(text.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let (old, new) = (self.text.get(head..).unwrap_or_default(), text.get(head..).unwrap_or_default());
        let same = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b);
        let tail: usize = same.map(|(a, _)| a.len_utf8()).sum();
        let range = TextRange::new(head, self.text.len() - tail);
        let insert = text.get(head..text.len() - tail).unwrap_or_default().to_owned();
        self.history.seal();
        let done = self.change(range, &insert, cursor);
        self.history.seal();
        done
    }

    /// Sets the document in order. False when it is in order already or nothing may be changed. Only for text that parses.
    pub fn format(&mut self, analysis: &Analysis) -> bool {
        let text = format::format(&self.text, &analysis.tokens);
        let cursor = format::same_place(&self.text, self.cursor(), &text);
        text != self.text && self.set_text(&text, cursor)
    }

    /// Takes the last step back. False when there is none.
    pub fn undo(&mut self) -> bool {
        let Some(change) = self.history.undo() else { return false };
        let range = TextRange::new(change.at, change.at + change.inserted.len());
        self.replace(range, &change.removed);
        self.settle(change.before);
        true
    }

    /// Makes the last step taken back again. False when there is none.
    pub fn redo(&mut self) -> bool {
        let Some(change) = self.history.redo() else { return false };
        let range = TextRange::new(change.at, change.at + change.removed.len());
        self.replace(range, &change.inserted);
        self.settle(change.after);
        true
    }

    /// Moves the cursor; with `select` the selection grows or shrinks with it.
    pub fn go(&mut self, motion: Motion, select: bool) {
        self.history.seal();
        let held = self.column;
        self.column = None;
        if !select && let Some(range) = self.selection() {
            match motion {
                Motion::Left => return self.put_cursor(range.start as usize),
                Motion::Right => return self.put_cursor(range.end as usize),
                _ => {}
            }
        }
        if !select {
            self.area.cancel_selection();
        } else if !self.area.is_selecting() {
            self.area.start_selection();
        }
        match motion {
            Motion::Left => self.area.move_cursor(CursorMove::Back),
            Motion::Right => self.area.move_cursor(CursorMove::Forward),
            Motion::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Motion::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Motion::Top => self.jump(0),
            Motion::Bottom => self.jump(self.text.len()),
            Motion::LineEnd => self.jump(self.line_range().end as usize),
            Motion::LineStart => {
                let line = self.line_range();
                let written = line.slice(&self.text);
                let first = line.start as usize + (written.len() - written.trim_start().len());
                self.jump(if self.cursor() == first { line.start as usize } else { first });
            }
            Motion::Up => self.vertical(-1, held),
            Motion::Down => self.vertical(1, held),
            Motion::PageUp => self.vertical(-self.page(), held),
            Motion::PageDown => self.vertical(self.page(), held),
        }
    }

    /// Scrolls the window by lines; the cursor moves only when it would be left outside.
    pub fn scroll(&mut self, lines: i16) {
        let top = usize::from(self.area.scroll_offset().0);
        let room = self.index.line_count().saturating_sub(top + self.height.max(1));
        let lines = if lines > 0 { lines.min(i16::try_from(room).unwrap_or(i16::MAX)) } else { lines };
        if lines != 0 {
            self.area.scroll((lines, 0));
        }
    }

    /// Brings a range into the window. The cursor is taken along only when the range is not in view.
    pub fn reveal(&mut self, range: TextRange) {
        let line = self.index.line_column(&self.text, range.start as usize).line;
        let top = usize::from(self.area.scroll_offset().0);
        if self.height > 0 && (top..top + self.height).contains(&line) {
            return;
        }
        self.put_cursor(range.start as usize);
        let wanted = line.saturating_sub(self.height / 3);
        let rows = i16::try_from(wanted).unwrap_or(i16::MAX) - i16::try_from(top).unwrap_or(i16::MAX);
        if self.height > 0 {
            self.scroll(rows);
        }
    }

    /// The place in the text at a row and column of the window.
    #[must_use]
    pub fn at_window(&self, row: u16, column: u16) -> usize {
        let (top, left) = self.area.scroll_offset();
        let place =
            self.area.screen_to_data(usize::from(top) + usize::from(row), usize::from(left) + usize::from(column));
        self.offset(place.0, place.1)
    }

    /// Takes the selection from where the mouse went down to `offset`.
    pub fn drag_to(&mut self, offset: usize) {
        if !self.area.is_selecting() {
            self.area.start_selection();
        }
        self.jump(offset);
    }

    /// Fits the editor to a window (its gutter counted), and dresses it; the cursor shows only with the focus.
    pub fn fit(&mut self, width: u16, height: u16, theme: &Theme, focused: bool) {
        self.height = usize::from(height);
        let room = usize::from(width.saturating_sub(paint::gutter_width(self)));
        let (top, left) = self.area.scroll_offset();
        // The widget scrolls as little as it must: it would never come back to the lines' beginnings, nor fill a window
        // that has grown. Scrolling takes its cursor along, which is put back.
        let left = if self.area.screen_cursor().col + 1 < room { left } else { 0 };
        let last_top = self.index.line_count().saturating_sub(self.height.max(1));
        let up = usize::from(top).saturating_sub(last_top);
        if left > 0 || up > 0 {
            let cursor = self.cursor();
            let back = |n: usize| i16::try_from(n).map_or(i16::MIN, |n| -n);
            self.area.scroll((back(up), back(usize::from(left))));
            self.jump(cursor);
        }
        self.area.set_style(theme.style(Role::Text));
        self.area.set_selection_style(theme.style(Role::Selected));
        let cursor =
            if focused { Style::default().add_modifier(ratatui::style::Modifier::REVERSED) } else { Style::default() };
        self.area.set_cursor_style(cursor);
    }

    /// Makes a change, keeps it for undo, and puts the cursor at `cursor` of the new text. The one door for changes.
    fn change(&mut self, range: TextRange, insert: &str, cursor: usize) -> bool {
        let fits = self.text.get(range.as_usize()).is_some();
        if self.read_only || !fits || self.text.len() - range.len() + insert.len() > LONGEST {
            return false;
        }
        let removed = range.slice(&self.text).to_owned();
        if removed == insert {
            self.settle(cursor);
            return false;
        }
        let before = self.cursor();
        self.replace(range, insert);
        self.settle(cursor);
        let (at, inserted, after) = (range.start as usize, insert.to_owned(), self.cursor());
        self.history.push(Change { at, removed, inserted, before, after });
        true
    }

    /// Changes the widget's text and ours alike.
    fn replace(&mut self, range: TextRange, insert: &str) {
        self.area.cancel_selection();
        self.jump(range.start as usize);
        if !range.is_empty() {
            self.area.start_selection();
            self.jump(range.end as usize);
        }
        self.area.insert_str(insert);
        self.text.replace_range(range.as_usize(), insert);
        self.index = LineIndex::new(&self.text);
    }

    fn settle(&mut self, cursor: usize) {
        self.area.cancel_selection();
        self.jump(cursor);
        self.column = None;
    }

    /// Moves the widget's cursor; a running selection goes with it.
    fn jump(&mut self, offset: usize) {
        let place = self.index.line_column(&self.text, offset);
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(narrow(place.line), narrow(place.column)));
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        self.index.offset(&self.text, LineColumn { line, column })
    }

    fn page(&self) -> isize {
        isize::try_from(self.height.max(2) - 1).unwrap_or(1)
    }

    /// Moves by lines, holding on to the column on the screen; beyond the first and last line to the text's ends.
    fn vertical(&mut self, lines: isize, held: Option<usize>) {
        let place = self.place();
        let here = self.line_range().slice(&self.text);
        let column = held.unwrap_or_else(|| width_before(here, place.column));
        let target = place.line.checked_add_signed(lines);
        let last = self.index.line_count() - 1;
        match target {
            None if place.line == 0 => self.jump(0),
            Some(line) if line > last && place.line == last => self.jump(self.text.len()),
            _ => {
                let line = target.unwrap_or(0).min(last);
                let range = TextRange::new(self.offset(line, 0), self.offset(line, usize::MAX));
                let character = character_at(range.slice(&self.text), column);
                self.jump(self.offset(line, character));
                self.column = Some(column);
            }
        }
    }

    /// What the widget holds, for the tests.
    #[cfg(test)]
    fn widget_text(&self) -> String {
        self.area.lines().join("\n")
    }
}

/// Columns that a character takes at a column.
fn columns(character: char, at: usize) -> usize {
    match character {
        '\t' => TAB - at % TAB,
        other => other.width().unwrap_or(0),
    }
}

/// Columns before the character of that number.
fn width_before(line: &str, character: usize) -> usize {
    line.chars().take(character).fold(0, |at, c| at + columns(c, at))
}

/// The number of the character that stands at a column, or the line's end.
fn character_at(line: &str, column: usize) -> usize {
    let mut at = 0;
    line.chars()
        .take_while(|c| {
            at += columns(*c, at);
            at <= column
        })
        .count()
}

/// The same text with `\n` for every line break, and without what a terminal would take for a command.
fn plain_breaks(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The beginning of a text, at most `most` bytes.
fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
