//! Whole lines: move, duplicate, delete, select. A comma that an entry needs at its new place comes with it.

use crate::text::TextRange;
use crate::tui::editor::{Editor, Outcome};

/// Whether a piece of a document is one or more whole entries of a list or object, by its ends.
fn is_entry(piece: &str) -> bool {
    let trimmed = piece.trim();
    let closes = trimmed.starts_with(['}', ']']);
    let opens = trimmed.ends_with(['{', '[', ':']);
    !trimmed.is_empty() && !closes && !opens
}

/// A piece with a comma behind what is written last, or without one.
fn with_comma(piece: &str, comma: bool) -> String {
    let written = piece.trim_end();
    let blank = piece.get(written.len()..).unwrap_or_default();
    let bare = written.strip_suffix(',').unwrap_or(written);
    format!("{bare}{}{blank}", if comma { "," } else { "" })
}

impl Editor {
    /// The lines that the selection or the cursor touches, without the last break. A selection that ends at the beginning of
    /// a line does not touch that line.
    pub(super) fn block(&self) -> TextRange {
        let range = self.selection().unwrap_or_else(|| TextRange::at(self.cursor));
        let (start, end) = (range.start as usize, range.end as usize);
        let before = self.text.get(..end).unwrap_or_default();
        let last = if start < end && before.ends_with('\n') { end - 1 } else { end };
        let line_start = self.text.get(..start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let line_end = self.text.get(last..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |at| last + at);
        TextRange::new(line_start, line_end)
    }

    /// Moves the lines past the one above or below.
    pub(super) fn move_lines(&mut self, up: bool) -> Outcome {
        let block = self.block();
        let (start, end) = (block.start as usize, block.end as usize);
        let neighbour = if up {
            start.checked_sub(1).map(|end| {
                let from = self.text.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
                TextRange::new(from, end)
            })
        } else {
            self.text
                .get(end + 1..)
                .map(|rest| TextRange::new(end + 1, end + 1 + rest.find('\n').unwrap_or(rest.len())))
        };
        let Some(neighbour) = neighbour else { return Outcome::Moved };
        let (upper, lower) = if up { (neighbour, block) } else { (block, neighbour) };
        let (upper, lower) = (upper.slice(&self.text), lower.slice(&self.text));
        // The last entry of a list has no comma; when it is moved up, the one above becomes the last.
        let comma = is_entry(upper) && is_entry(lower) && upper.trim_end().ends_with(',');
        let comma = comma && !lower.trim_end().ends_with(',');
        let (first, second) =
            if comma { (with_comma(lower, true), with_comma(upper, false)) } else { (lower.into(), upper.into()) };
        let whole = block.cover(neighbour);
        let (moved, length) =
            if up { (start - upper.len() - 1, first.len()) } else { (start + first.len() + 1, second.len()) };
        let insert = format!("{first}\n{second}");
        let at = |offset: usize| moved + (offset - start).min(length);
        // A selection may end at the beginning of the line below the lines; it ends with them now.
        let (anchor, cursor) = (self.anchor.map(at), at(self.cursor));
        if insert == whole.slice(&self.text) {
            return Outcome::Moved;
        }
        let changed = self.step(whole, &insert, cursor);
        if changed {
            self.anchor = anchor;
        }
        self.done(changed)
    }

    /// Puts a copy of the lines below them; the cursor goes to the copy.
    pub(super) fn duplicate_lines(&mut self) -> Outcome {
        let block = self.block();
        let written = block.slice(&self.text).to_owned();
        let rest = self.text.get(block.end as usize..).unwrap_or_default();
        let is_last = rest.trim_start().starts_with(['}', ']']);
        let comma = is_last && is_entry(&written) && !written.trim_end().ends_with(',');
        let first = if comma { with_comma(&written, true) } else { written.clone() };
        let into = self.cursor - block.start as usize;
        let cursor = block.start as usize + first.len() + 1 + into;
        let changed = self.step(block, &format!("{first}\n{written}"), cursor);
        self.done(changed)
    }

    /// Takes the lines out.
    pub(super) fn delete_lines(&mut self) -> Outcome {
        let block = self.block();
        let column = self.place().column;
        let (start, end) = (block.start as usize, block.end as usize);
        let in_line = |line: &str| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let (range, cursor) = match (self.text.get(end + 1..), self.text.get(..start.saturating_sub(1))) {
            (Some(below), _) => {
                (TextRange::new(start, end + 1), start + in_line(below.split('\n').next().unwrap_or_default()))
            }
            (None, Some(above)) if start > 0 => {
                let line = above.rfind('\n').map_or(0, |at| at + 1);
                (TextRange::new(start - 1, end), line + in_line(above.get(line..).unwrap_or_default()))
            }
            (None, _) => (block, 0),
        };
        if range.is_empty() {
            return Outcome::Moved;
        }
        let changed = self.step(range, "", cursor);
        self.done(changed)
    }

    /// Selects the line with its break, or one line more.
    pub(super) fn select_lines(&mut self) {
        let block = self.block();
        let whole = |end: u32| TextRange::new(block.start as usize, (end as usize + 1).min(self.text.len()));
        let mut wanted = whole(block.end);
        if self.selection() == Some(wanted) {
            let rest = self.text.get(wanted.end as usize..).unwrap_or_default();
            let more = rest.find('\n').map_or(rest.len(), |at| at + 1);
            wanted = TextRange::new(wanted.start as usize, wanted.end as usize + more);
        }
        self.select(wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::editor::tests::{editor, shown};

    fn check(before: &str, run: fn(&mut Editor) -> Outcome, after: &str) {
        let mut editor = editor(before);
        let start = editor.text().to_owned();
        run(&mut editor);
        assert_eq!(shown(&editor), after, "{before:?}");
        if editor.undo() {
            assert_eq!(editor.text(), start, "one step takes {before:?} back");
        }
        assert!(!editor.undo());
    }

    #[test]
    fn a_line_moves_and_the_comma_stays_between_the_entries() {
        let up = |editor: &mut Editor| editor.move_lines(true);
        let down = |editor: &mut Editor| editor.move_lines(false);
        check("a\nb|", up, "b|\na");
        check("a|\nb", down, "b\na|");
        check("|a\nb", up, "|a\nb");
        check("a\n|b", down, "a\n|b");
        check("[\n  1,\n  2|\n]", up, "[\n  2|,\n  1\n]");
        check("[\n  1,|\n  2\n]", down, "[\n  2,\n  1|\n]");
        check("[\n  1,|\n  2,\n  3\n]", down, "[\n  2,\n  1,|\n  3\n]");
        check("[\n  1,\n  2|\n]", down, "[\n  1,\n]\n  2|");
        check("é漢\n|", up, "|\né漢");
    }

    #[test]
    fn several_lines_move_together_and_stay_selected() {
        let mut editor = editor("a\n|b\nc\nd");
        editor.select(TextRange::new(2, 6));
        editor.move_lines(true);
        assert_eq!(editor.text(), "b\nc\na\nd");
        editor.move_lines(false);
        editor.move_lines(false);
        assert_eq!(editor.text(), "a\nd\nb\nc");
        assert_eq!(editor.selected().as_deref(), Some("b\nc"));
    }

    #[test]
    fn a_copy_stands_below_and_has_the_cursor() {
        check("a|b\nc", Editor::duplicate_lines, "ab\na|b\nc");
        check("|", Editor::duplicate_lines, "\n|");
        check("[\n  1|\n]", Editor::duplicate_lines, "[\n  1,\n  1|\n]");
        check("[\n  {|\n  }\n]", Editor::duplicate_lines, "[\n  {\n  {|\n  }\n]");
    }

    #[test]
    fn a_deleted_line_leaves_the_cursor_in_its_column() {
        check("ab\ncd|\nefg", Editor::delete_lines, "ab\nef|g");
        check("ab\ncd|", Editor::delete_lines, "ab|");
        check("a|b", Editor::delete_lines, "|");
        check("abc|\n漢", Editor::delete_lines, "漢|");
        check("|", Editor::delete_lines, "|");
    }

    #[test]
    fn lines_are_selected_one_after_the_other() {
        let mut editor = editor("a\nb|\nc");
        editor.select_lines();
        assert_eq!(editor.selected().as_deref(), Some("b\n"));
        editor.select_lines();
        assert_eq!(editor.selected().as_deref(), Some("b\nc"));
    }
}
