//! Where the text stands on the screen: its lines cut into rows, the columns of its characters, the rows of the window.
//!
//! A character is what a person takes for one (a letter with its accents, a flag); a tab reaches to the next even column.

use ratatui::buffer::CellWidth;
use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthChar;

use crate::text::TextRange;
use crate::tui::editor::Editor;

/// Columns of a tab character.
const TAB: usize = 2;

/// Columns by which the rows of a line after its first are indented beyond it.
const HANGING: usize = 2;

/// A row of the screen: a line, or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it belongs to, from 0.
    pub line: usize,
    /// Its part of the text.
    pub range: TextRange,
    /// Blank columns before it.
    pub indent: usize,
    /// The line begins with it.
    pub first: bool,
    /// The line ends with it.
    pub last: bool,
}

impl Row {
    /// Whether a cursor at `offset` of the same line is shown in this row. At the seam of two rows it is the second's.
    pub fn holds(&self, offset: usize) -> bool {
        let range = self.range.as_usize();
        range.contains(&offset) || (self.last && offset == range.end)
    }
}

/// The row at the window's upper edge: a line, and the number of the row within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Top {
    pub line: usize,
    pub row: usize,
}

/// A character's place in its line and what it takes of the screen there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// Its first byte.
    pub at: usize,
    /// Its bytes.
    pub len: usize,
    /// Its first column.
    pub column: usize,
    /// Its columns.
    pub width: usize,
}

/// The characters of a line or a piece of one, the first at `column`.
pub(super) fn glyphs(text: &str, column: usize) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut column) = (0, column);
    let mut put = |piece: &str| {
        let width = columns(piece, column);
        out.push(Glyph { at, len: piece.len(), column, width });
        at += piece.len();
        column += width;
    };
    if text.is_ascii() {
        let mut rest = text;
        while let Some((piece, tail)) = rest.split_at_checked(1).filter(|(piece, _)| !piece.is_empty()) {
            put(piece);
            rest = tail;
        }
        return out;
    }
    for (i, piece) in text.split('\t').enumerate() {
        if i > 0 {
            put("\t");
        }
        for grapheme in Span::raw(piece).styled_graphemes(Style::default()) {
            put(grapheme.symbol);
        }
    }
    out
}

/// Columns that a character takes at a column.
fn columns(character: &str, at: usize) -> usize {
    match character {
        "\t" => TAB - at % TAB,
        ascii if ascii.len() == 1 => 1,
        other => usize::from(other.cell_width()),
    }
}

/// The column after the last character of a piece that begins at `indent`.
pub(super) fn end_column(piece: &str, indent: usize) -> usize {
    glyphs(piece, indent).last().map_or(indent, |glyph| glyph.column + glyph.width)
}

/// The column of the character at byte `at` of a piece that begins at `indent`.
pub(super) fn column_of(piece: &str, indent: usize, at: usize) -> usize {
    end_column(piece.get(..at).unwrap_or(piece), indent)
}

/// The byte of a piece at whose character a column lies; its end when the column lies behind it.
pub(super) fn byte_at(piece: &str, indent: usize, column: usize) -> usize {
    let hit = glyphs(piece, indent).into_iter().find(|glyph| column < glyph.column + glyph.width);
    hit.map_or(piece.len(), |glyph| glyph.at)
}

/// A piece as it is shown: its indentation, and blanks for tabs; what lies behind `room` columns is left out.
pub(super) fn displayed(piece: &str, indent: usize, room: usize) -> String {
    let mut out = " ".repeat(indent);
    if piece.is_ascii() && !piece.contains('\t') {
        out.push_str(piece.get(..room.min(piece.len())).unwrap_or(piece));
        return out;
    }
    for glyph in glyphs(piece, indent).into_iter().take_while(|glyph| glyph.column < room) {
        match piece.get(glyph.at..glyph.at + glyph.len) {
            Some("\t") => out.extend(std::iter::repeat_n(' ', glyph.width)),
            Some(written) => out.push_str(written),
            None => {}
        }
    }
    out
}

/// Whether a row may end behind a character.
fn is_seam(byte: u8) -> bool {
    matches!(byte, b' ' | b',' | b':' | b'/' | b'|')
}

/// Cuts a line that begins at byte `start` into rows of at most `room` columns, behind a blank, a comma, or a part of a
/// name or ARN where that leaves no row half empty.
fn wrapped(text: &str, line: usize, start: usize, room: usize) -> Vec<Row> {
    let whole = |first, last, from: usize, to: usize, indent| Row {
        line,
        range: TextRange::new(start + from, start + to),
        indent,
        first,
        last,
    };
    if text.len() <= room && text.is_ascii() && !text.contains('\t') {
        return vec![whole(true, true, 0, text.len(), 0)];
    }
    let blank = text.len() - text.trim_start().len();
    let hanging = column_of(text, 0, blank) + HANGING;
    let hanging = if hanging > room / 2 { 0 } else { hanging };
    let mut rows = Vec::new();
    if text.is_ascii() && !text.contains('\t') {
        // A byte is a column: a document without line breaks is cut without looking at each of its characters.
        let bytes = text.as_bytes();
        let (mut from, mut indent) = (0, 0);
        while bytes.len() - from > room - indent {
            let limit = from + (room - indent);
            let least = blank.max(from + (room / 2).saturating_sub(indent));
            let seam = bytes.get(least..limit).and_then(|row| row.iter().rposition(|byte| is_seam(*byte)));
            let end = seam.map_or(limit, |at| least + at + 1);
            rows.push(whole(rows.is_empty(), false, from, end, indent));
            (from, indent) = (end, hanging);
        }
        rows.push(whole(rows.is_empty(), true, from, bytes.len(), indent));
        return rows;
    }
    let glyphs = glyphs(text, 0);
    let (mut from, mut seam, mut column, mut next) = (0, None, 0, 0);
    while let Some(glyph) = glyphs.get(next) {
        let written = text.get(glyph.at..glyph.at + glyph.len).unwrap_or_default();
        // The widget counts code points, which may be more than what is drawn.
        let width = columns(written, column).max(written.chars().map(|c| c.width().unwrap_or(0)).sum());
        if column + width > room && glyph.at > from {
            // Behind the last seam, unless that would leave more than half of the row empty.
            let (end, resume) = match seam {
                Some((end, resume, at)) if at * 2 > room => (end, resume),
                _ => (glyph.at, next),
            };
            rows.push(whole(rows.is_empty(), false, from, end, if rows.is_empty() { 0 } else { hanging }));
            (from, seam, column, next) = (end, None, hanging, resume);
            continue;
        }
        column += width;
        next += 1;
        let behind = glyph.at + glyph.len;
        if behind > blank && matches!(written.as_bytes(), [byte] if is_seam(*byte)) {
            seam = Some((behind, next, column));
        }
    }
    rows.push(whole(rows.is_empty(), true, from, text.len(), if rows.is_empty() { 0 } else { hanging }));
    rows
}

impl Editor {
    /// Columns that a row may fill: one stays free for the cursor behind the last character.
    pub(super) fn room(&self) -> usize {
        match self.width {
            0 => usize::MAX,
            width => width.saturating_sub(1).max(4),
        }
    }

    /// The rows of a line.
    pub(super) fn rows_of(&self, line: usize) -> Vec<Row> {
        let range = self.range_of_line(line);
        let text = range.slice(&self.text);
        if self.wraps {
            return wrapped(text, line, range.start as usize, self.room());
        }
        // Only the cursor's line is moved sideways, by half a window at a time, so that it stands still while one writes.
        let room = self.room();
        let mut row = Row { line, range, indent: 0, first: true, last: true };
        if range.touches(self.cursor) && self.width > 0 {
            let column = column_of(text, 0, self.cursor - range.start as usize);
            let half = (room / 2).max(1);
            let left = (column + 2).saturating_sub(room).div_ceil(half) * half;
            if left > 0 {
                let from = byte_at(text, 0, left);
                row = Row { range: TextRange::new(range.start as usize + from, range.end as usize), indent: 1, ..row };
            }
        }
        vec![row]
    }

    /// The row that shows a cursor at `offset`, and its number.
    pub(super) fn row_of(&self, offset: usize) -> (Top, Row) {
        let line = self.index.line_column(&self.text, offset).line;
        let rows = self.rows_of(line);
        let found = rows.iter().position(|row| row.holds(offset)).unwrap_or_default();
        let row = rows.get(found).copied();
        let otherwise = Row { line, range: self.range_of_line(line), indent: 0, first: true, last: true };
        (Top { line, row: found }, row.unwrap_or(otherwise))
    }

    /// The place so many rows further down (or up), and how many rows that really are.
    pub(super) fn walk(&self, from: Top, rows: isize) -> (Top, isize) {
        let mut at = from;
        let mut left = rows;
        while left < 0 {
            if at.row > 0 {
                let step = at.row.min(left.unsigned_abs());
                at.row -= step;
                left += step.cast_signed();
            } else if at.line > 0 {
                at.line -= 1;
                at.row = self.rows_of(at.line).len().saturating_sub(1);
                left += 1;
            } else {
                break;
            }
        }
        let last_line = self.index.line_count() - 1;
        while left > 0 {
            let below = self.rows_of(at.line).len().saturating_sub(at.row + 1);
            if below > 0 {
                let step = below.min(left.unsigned_abs());
                at.row += step;
                left -= step.cast_signed();
            } else if at.line < last_line {
                at = Top { line: at.line + 1, row: 0 };
                left -= 1;
            } else {
                break;
            }
        }
        (at, rows - left)
    }

    /// The rows of the window, from its upper edge.
    pub(super) fn window(&self) -> Vec<Row> {
        let lines = self.top.line..self.index.line_count();
        let rows = lines.flat_map(|line| self.rows_of(line));
        rows.skip(self.top.row).take(self.height).collect()
    }

    /// The lowest place for the window's upper edge that leaves no row of it empty.
    pub(super) fn lowest_top(&self) -> Top {
        let last = self.index.line_count() - 1;
        let end = Top { line: last, row: self.rows_of(last).len().saturating_sub(1) };
        self.walk(end, 1 - self.height.max(1).cast_signed()).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, room: usize, expected: &[&str]) {
        let rows = wrapped(text, 0, 0, room);
        let shown: Vec<String> =
            rows.iter().map(|row| displayed(row.range.slice(text), row.indent, usize::MAX)).collect();
        assert_eq!(shown, expected, "{text}");
        let joined: String = rows.iter().map(|row| row.range.slice(text)).collect();
        assert_eq!(joined, text);
        assert!(rows.first().is_some_and(|row| row.first) && rows.last().is_some_and(|row| row.last));
    }

    #[test]
    fn a_line_breaks_behind_the_parts_of_a_name_and_its_rows_hang() {
        check("", 10, &[""]);
        check("abc", 3, &["abc"]);
        check("  \"arn:aws:s3:::reports/q3.csv\"", 16, &["  \"arn:aws:s3:::", "    reports/", "    q3.csv\""]);
        check("abcdefgh", 4, &["abcd", "  ef", "  gh"]);
        check("            abcdef", 14, &["            ab", "cdef"]);
    }

    #[test]
    fn no_wide_character_and_no_tab_is_cut() {
        check("漢字漢字", 5, &["漢字", "  漢", "  字"]);
        check("\ta\tb", 5, &["  a b"]);
        check("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
    }

    #[test]
    fn columns_and_bytes_lead_to_each_other() {
        let piece = "a漢\te\u{301}x";
        for glyph in glyphs(piece, 3) {
            assert_eq!(column_of(piece, 3, glyph.at), glyph.column);
            assert_eq!(byte_at(piece, 3, glyph.column + glyph.width - 1), glyph.at);
        }
        assert_eq!(byte_at(piece, 3, 99), piece.len());
        assert_eq!(byte_at(piece, 3, 0), 0);
    }
}
