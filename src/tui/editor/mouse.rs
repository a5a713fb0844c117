//! The mouse: a press puts the cursor, a second takes the word, a third the line; a drag selects by what was taken.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::study::store::Millis;
use crate::text::TextRange;
use crate::tui::editor::layout::column_of;
use crate::tui::editor::motion::word_at;
use crate::tui::editor::{Editor, Outcome, gutter_width};

/// Presses at one place within so many milliseconds belong together.
const TOGETHER: Millis = 400;

/// Rows that the wheel moves the window.
const WHEEL: i16 = 3;

/// A press of the mouse.
#[derive(Debug, Clone, Copy)]
pub(super) struct Press {
    offset: usize,
    at: Millis,
    /// How many together so far: 1, 2, 3.
    count: u8,
    /// What it took.
    unit: TextRange,
    /// The button is still down.
    held: bool,
}

impl Editor {
    /// Takes what the mouse does over the editor drawn in `area`, at the time `now`; drags and releases also outside of it.
    /// In the gutter a press takes the line. `Outcome::Ignored` when it means nothing to the text.
    pub fn mouse(&mut self, mouse: MouseEvent, area: Rect, now: Millis) -> Outcome {
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                if mouse.row >= area.y + self.text_rows(area.height) {
                    return Outcome::Ignored;
                }
                let offset = self.under(mouse, area);
                if mouse.modifiers.contains(KeyModifiers::SHIFT) {
                    self.drag_to(offset);
                    let unit = TextRange::at(self.anchor.unwrap_or(offset));
                    self.press = Some(Press { offset, at: now, count: 1, unit, held: true });
                    return Outcome::Moved;
                }
                let again = self.press.filter(|press| press.offset == offset && now - press.at <= TOGETHER);
                let count = if mouse.column < area.x + gutter_width(self) {
                    3
                } else {
                    again.map_or(1, |press| press.count % 3 + 1)
                };
                let unit = self.unit(offset, count);
                self.select(unit);
                self.press = Some(Press { offset, at: now, count, unit, held: true });
                Outcome::Moved
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                let Some(press) = self.press.filter(|press| press.held) else { return Outcome::Ignored };
                if mouse.row < area.y {
                    self.scroll(-1);
                } else if mouse.row >= area.y + self.text_rows(area.height) {
                    self.scroll(1);
                }
                let here = self.unit(self.under(mouse, area), press.count);
                let (anchor, cursor) = if here.start < press.unit.start {
                    (press.unit.end, here.start)
                } else {
                    (press.unit.start, here.end)
                };
                self.put_cursor(anchor as usize);
                self.drag_to(cursor as usize);
                Outcome::Moved
            }
            MouseEventKind::Up(MouseButton::Left) => match &mut self.press {
                Some(press) => {
                    press.held = false;
                    Outcome::Moved
                }
                None => Outcome::Ignored,
            },
            MouseEventKind::ScrollDown => {
                self.scroll(WHEEL);
                Outcome::Moved
            }
            MouseEventKind::ScrollUp => {
                self.scroll(-WHEEL);
                Outcome::Moved
            }
            _ => Outcome::Ignored,
        }
    }

    /// Where the character at `offset` stands on the screen when the editor is drawn in `area`; `None` when it is not in
    /// view. A popup beside a word is put under the place of [`Editor::word_anchor`].
    #[must_use]
    pub fn screen_position(&self, offset: usize, area: Rect) -> Option<Position> {
        let rows = self.window();
        let at = rows.iter().position(|row| row.holds(offset))?;
        let row = rows.get(at)?;
        let column = column_of(row.range.slice(&self.text), row.indent, offset - row.range.start as usize);
        let x = area.x + gutter_width(self) + u16::try_from(column).ok()?;
        let y = area.y + u16::try_from(at).ok()?;
        (x < area.right() && y < area.bottom()).then_some(Position::new(x, y))
    }

    /// Where what is being written began: behind the quote or blank before the cursor, or where its line begins.
    #[must_use]
    pub fn word_anchor(&self) -> usize {
        let line = self.line_range().start as usize;
        let before = self.text.get(line..self.cursor).unwrap_or_default();
        line + before.rfind(['"', ' ', '\t', '[', '{', ',']).map_or(0, |at| at + 1)
    }

    /// The place in the text under the mouse; beside the text, the nearest.
    fn under(&self, mouse: MouseEvent, area: Rect) -> usize {
        let bottom = (area.y + self.text_rows(area.height)).saturating_sub(1).max(area.y);
        let row = mouse.row.clamp(area.y, bottom) - area.y;
        self.at_window(row, mouse.column.saturating_sub(area.x + gutter_width(self)))
    }

    /// What so many presses at a place take: nothing, the word, the line with its break.
    fn unit(&self, offset: usize, count: u8) -> TextRange {
        let line = self.range_of_line(self.index.line_column(&self.text, offset).line);
        let start = line.start as usize;
        match count {
            1 => TextRange::at(offset),
            2 => {
                let word = word_at(line.slice(&self.text), offset.saturating_sub(start));
                TextRange::new(start + word.start as usize, start + word.end as usize)
            }
            _ => TextRange::new(start, (line.end as usize + 1).min(self.text.len())),
        }
    }
}
