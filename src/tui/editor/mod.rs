//! The policy editor: a text with a cursor, a selection and an undo that a person can trust.
//!
//! Places are byte offsets into one string, and every change goes through one door, so that a paste, a fix or a whole
//! document set in order is one change and one step of undo. A text widget shows the window; it is kept to itself here. The
//! editor knows JSON, and of IAM only which elements may be lists; what is found in the text comes from outside
//! ([`Analysis`]) when it is drawn.
//!
//! A screen asks [`Editor::contexts`] which keys mean something, gives [`Editor::act`] the actions it does not take itself,
//! [`Editor::key`] the keys that no action claims, [`Editor::mouse`] the mouse, calls [`Editor::fit`] before it draws.

mod act;
mod analysis;
mod bar;
mod brackets;
mod find;
mod format;
mod history;
mod keys;
mod layout;
mod lines;
mod lists;
mod motion;
mod mouse;
mod paint;
mod places;

#[cfg(test)]
mod tests;

pub use analysis::Analysis;
pub use keys::Outcome;
pub use motion::Motion;
pub use paint::{Paint, draw, gutter_width, severity_sign};

use crate::text::{Edit, LineColumn, LineIndex, TextRange};
use bar::Bar;
use history::{Change, History};
use layout::Top;
use mouse::Press;
use places::Places;

/// The longest text the editor takes, in bytes: many times AWS's most generous policy quota (a key policy of 32 KB), so that
/// any file a person has can at least be looked at.
pub const LONGEST: usize = 256 * 1024;

/// The editor.
#[derive(Debug)]
pub struct Editor {
    text: String,
    index: LineIndex,
    history: History,
    read_only: bool,
    cursor: usize,
    /// Where the selection began; the cursor is its other end.
    anchor: Option<usize>,
    /// Columns of the text's window, from the last fitting.
    width: usize,
    /// Its rows.
    height: usize,
    /// What stands at its upper edge.
    top: Top,
    /// The window goes where the cursor goes; until it is scrolled.
    follows: bool,
    /// Lines that are too long go on in the next row.
    wraps: bool,
    /// The column that moving up and down holds on to.
    column: Option<usize>,
    /// Places still to be filled in.
    places: Option<Places>,
    /// The line at the bottom: finding, or going to a line.
    bar: Option<Bar>,
    /// What was looked for last.
    sought: String,
    /// The last press of the mouse.
    press: Option<Press>,
}

impl Editor {
    /// An editor of `text`; line breaks of any kind become `\n`, and what is beyond [`LONGEST`] is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = cut(&plain_breaks(text), LONGEST).to_owned();
        let index = LineIndex::new(&text);
        Self {
            text,
            index,
            history: History::default(),
            read_only: false,
            cursor: 0,
            anchor: None,
            width: 0,
            height: 0,
            top: Top::default(),
            follows: true,
            wraps: true,
            column: None,
            places: None,
            bar: None,
            sought: String::new(),
            press: None,
        }
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

    /// Whether lines that are too long for the window go on in its next row; otherwise the cursor's line moves sideways.
    pub fn set_wrap(&mut self, wraps: bool) {
        self.wraps = wraps;
        self.top.row = 0;
        self.follows = true;
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
        self.cursor
    }

    /// Line and column of the cursor, from 0.
    #[must_use]
    pub fn place(&self) -> LineColumn {
        self.index.line_column(&self.text, self.cursor)
    }

    /// The line the cursor stands on, without its break.
    #[must_use]
    pub fn line_range(&self) -> TextRange {
        self.range_of_line(self.place().line)
    }

    /// What is selected, if anything is.
    #[must_use]
    pub fn selection(&self) -> Option<TextRange> {
        self.anchor.filter(|anchor| *anchor != self.cursor).map(|anchor| TextRange::new(anchor, self.cursor))
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
        self.anchor = Some(self.cursor);
        self.jump(range.end as usize);
    }

    /// Puts the cursor at an offset and ends the selection.
    pub fn put_cursor(&mut self, offset: usize) {
        self.anchor = None;
        self.jump(offset);
        self.column = None;
        self.history.seal();
        self.leave_places_outside();
    }

    /// Takes the selection from where the mouse went down to `offset`.
    pub fn drag_to(&mut self, offset: usize) {
        self.anchor = Some(self.anchor.unwrap_or(self.cursor));
        self.jump(offset);
    }

    /// Takes the selected text out. `None` when nothing is selected or nothing may be changed.
    pub fn cut(&mut self) -> Option<String> {
        let range = self.selection()?;
        let taken = range.slice(&self.text).to_owned();
        self.change(range, "", range.start as usize).then_some(taken)
    }

    /// Puts a text in place of the selection: one change, one step of undo. While something is looked for, the words go to
    /// what is looked for. False when it does not fit or nothing may be changed.
    pub fn paste(&mut self, text: &str) -> bool {
        if self.paste_into_bar(text) {
            return true;
        }
        let text = plain_breaks(text);
        let range = self.selection().unwrap_or_else(|| TextRange::at(self.cursor));
        self.step(range, &text, range.start as usize + text.len())
    }

    /// Makes a change that came from elsewhere: one step of undo. The cursor stays with its text.
    pub fn apply(&mut self, edit: &Edit) -> bool {
        let (start, end) = (edit.range.start as usize, edit.range.end as usize);
        let insert = plain_breaks(&edit.insert);
        let cursor = match self.cursor {
            cursor if cursor < start => cursor,
            cursor if cursor <= end => start + insert.len(),
            cursor => cursor - edit.range.len() + insert.len(),
        };
        self.step(edit.range, &insert, cursor)
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
        self.step(range, &insert, cursor)
    }

    /// Sets the document in order. False when it is in order already or nothing may be changed. Only for text that parses.
    pub fn format(&mut self, analysis: &Analysis) -> bool {
        let text = format::format(&self.text, &analysis.parse.tokens);
        let cursor = format::same_place(&self.text, self.cursor, &text);
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

    /// Fits the editor to the area it will be drawn into, gutter and bar counted.
    pub fn fit(&mut self, width: u16, height: u16) {
        let (width, height) = (width.saturating_sub(gutter_width(self)), self.text_rows(height));
        (self.width, self.height) = (usize::from(width), usize::from(height));
        let last_line = self.index.line_count() - 1;
        self.top.line = self.top.line.min(last_line);
        self.top.row = self.top.row.min(self.rows_of(self.top.line).len().saturating_sub(1));
        self.top = self.top.min(self.lowest_top());
        if !self.follows {
            return;
        }
        let (cursor, _) = self.row_of(self.cursor);
        let highest = self.walk(cursor, 1 - self.height.max(1).cast_signed()).0;
        self.top = self.top.clamp(highest, cursor);
    }

    /// A change that is a step of undo by itself.
    fn step(&mut self, range: TextRange, insert: &str, cursor: usize) -> bool {
        self.history.seal();
        let done = self.change(range, insert, cursor);
        self.history.seal();
        done
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
        let before = self.cursor;
        self.replace(range, insert);
        self.settle(cursor);
        let (at, inserted, after) = (range.start as usize, insert.to_owned(), self.cursor);
        self.history.push(Change { at, removed, inserted, before, after });
        true
    }

    /// Changes the text and what points into it.
    fn replace(&mut self, range: TextRange, insert: &str) {
        self.text.replace_range(range.as_usize(), insert);
        self.index = LineIndex::new(&self.text);
        self.move_places(range, insert.len());
        self.find_again();
    }

    fn settle(&mut self, cursor: usize) {
        self.anchor = None;
        self.jump(cursor);
        self.column = None;
        self.leave_places_outside();
    }

    /// Moves the cursor; a running selection goes with it.
    fn jump(&mut self, offset: usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        self.cursor = offset;
        self.follows = true;
    }

    /// A line without its break.
    fn range_of_line(&self, line: usize) -> TextRange {
        let start = |line| self.index.offset(&self.text, LineColumn { line, column: 0 });
        let is_last = line + 1 >= self.index.line_count();
        TextRange::new(start(line), if is_last { self.text.len() } else { start(line + 1) - 1 })
    }
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
