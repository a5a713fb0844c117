//! Places in a text: ranges, lines and columns, edits.
//!
//! Everything in the program that points into a document points with byte offsets into its UTF-8 text. Lines and
//! columns exist only where a person reads them, and [`LineIndex`] is the one place that converts.

use std::ops::Range;

/// A half-open range of bytes, `start <= end`, both on character boundaries of the text it belongs to.
///
/// Offsets are `u32`: a document of four gigabytes is refused long before it gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// A range from `start` to `end`; the two are swapped if they come the wrong way round.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (clamp(start), clamp(end));
        Self { start: start.min(end), end: start.max(end) }
    }

    /// The empty range at `offset`.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the range holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `offset` lies inside, or right behind the last byte (where a cursor stands after typing it).
    #[must_use]
    pub fn touches(self, offset: usize) -> bool {
        (self.start as usize..=self.end as usize).contains(&offset)
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains_range(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest range that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a standard range of `usize`.
    #[must_use]
    pub fn as_usize(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The piece of `text` this range names; empty when the range does not fit the text.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.as_usize()).unwrap_or_default()
    }
}

/// A value and the place in the text it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub range: TextRange,
}

impl<T> Spanned<T> {
    /// Joins a value with its place.
    pub fn new(value: T, range: TextRange) -> Self {
        Self { value, range }
    }
}

/// A place as a person counts it, both numbers from zero; columns are characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct LineColumn {
    /// Line, from 0.
    pub line: usize,
    /// Character within the line, from 0.
    pub column: usize,
}

/// Where each line of a text begins. Lines end at `\n`; a `\r` before it belongs to the line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        let starts = std::iter::once(0).chain(after_breaks).map(|n| u32::try_from(n).unwrap_or(u32::MAX)).collect();
        Self { starts }
    }

    /// Number of lines, at least one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.starts.len().max(1)
    }

    /// Line and column of a byte offset; an offset past the end gives the end of `text`.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|s| *s as usize <= offset).saturating_sub(1);
        let start = self.starts.get(line).map_or(0, |s| *s as usize);
        let column = text.get(start..offset).map_or(0, |s| s.chars().count());
        LineColumn { line, column }
    }

    /// Byte offset of a line and column; a column past the line's end gives the line's end.
    #[must_use]
    pub fn offset(&self, text: &str, place: LineColumn) -> usize {
        let Some(start) = self.starts.get(place.line).map(|s| *s as usize) else { return text.len() };
        let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        start + line.char_indices().nth(place.column).map_or(line.len(), |(i, _)| i)
    }
}

/// One change of a text: what stood in `range` gives way to `insert`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes of the text before the change.
    pub range: TextRange,
    /// What takes its place.
    pub insert: String,
}

impl Edit {
    /// The text after the change; unchanged when the range does not fit it.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        match (text.get(..self.range.start as usize), text.get(self.range.end as usize..)) {
            (Some(head), Some(tail)) => format!("{head}{}{tail}", self.insert),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let text = "ab\n\u{e9}\u{1f600}x\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 3);
        let x = text.find('x').unwrap();
        assert_eq!(index.line_column(text, x), LineColumn { line: 1, column: 2 });
        assert_eq!(index.offset(text, LineColumn { line: 1, column: 2 }), x);
        assert_eq!(index.offset(text, LineColumn { line: 0, column: 99 }), 2);
        assert_eq!(index.offset(text, LineColumn { line: 9, column: 0 }), text.len());
    }

    #[test]
    fn an_edit_replaces_its_range() {
        let edit = Edit { range: TextRange::new(1, 3), insert: "--".into() };
        assert_eq!(edit.apply("abcd"), "a--d");
    }
}
