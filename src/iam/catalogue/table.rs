//! Reads the catalogue's table where it lies: a record when it is asked for, nothing before. What does not fit is empty,
//! so that no table, however broken, ends the program.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use super::layout::{DATE, HEADER, Section, TAG};

/// Why some bytes are not a catalogue's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// They begin otherwise, or have another version.
    #[error("the catalogue begins with no tag of this version; make it anew with this version's build script")]
    Tag,
    /// They are more or fewer than they say.
    #[error("the catalogue should have {expected} bytes and has {found}; make it anew")]
    Length {
        /// What they say.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A section ends before it begins, or in the middle of a record.
    #[error("a section of the catalogue ends in the wrong place; make it anew")]
    Section,
}

/// The table.
#[derive(Clone, Copy)]
pub(super) struct Table {
    bytes: &'static [u8],
}

impl Table {
    /// Looks at the header alone.
    pub(super) const fn open(bytes: &'static [u8]) -> Result<Self, TableError> {
        let too_short = Err(TableError::Length { expected: HEADER, found: bytes.len() });
        let Some((tag, rest)) = bytes.split_first_chunk::<{ TAG.len() }>() else { return too_short };
        if u64::from_le_bytes(*tag) != u64::from_le_bytes(TAG) {
            return Err(TableError::Tag);
        }
        let Some((_, mut ends)) = rest.split_first_chunk::<DATE>() else { return too_short };
        let mut sections: &[Section] = &Section::ALL;
        let mut start = HEADER;
        while let Some((section, later)) = sections.split_first() {
            let Some((end, rest)) = ends.split_first_chunk::<4>() else { return too_short };
            let end = u32::from_le_bytes(*end) as usize;
            if end < start || !(end - start).is_multiple_of(section.width()) {
                return Err(TableError::Section);
            }
            (start, ends, sections) = (end, rest, later);
        }
        if start != bytes.len() {
            return Err(TableError::Length { expected: start, found: bytes.len() });
        }
        Ok(Self { bytes })
    }

    /// The day the data is of.
    pub(super) fn date(self) -> &'static str {
        let date = self.bytes.get(TAG.len()..TAG.len() + DATE).unwrap_or_default();
        std::str::from_utf8(date).unwrap_or_default()
    }

    fn section(self, section: Section) -> &'static [u8] {
        let end_of = |number: usize| {
            let place = HEADER - 4 * (Section::ALL.len() - number);
            let end = self.bytes.get(place..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*end) as usize)
        };
        let number = section as usize;
        let start = number.checked_sub(1).map_or(Some(HEADER), end_of).unwrap_or(HEADER);
        let end = end_of(number).unwrap_or(HEADER);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// How many records a section has.
    pub(super) fn count(self, section: Section) -> usize {
        self.section(section).len() / section.width()
    }

    /// A record's fields, one after the other; `None` when there is no such record.
    pub(super) fn record(self, section: Section, number: usize) -> Option<Fields> {
        let width = section.width();
        let start = number.checked_mul(width)?;
        let rest = self.section(section).get(start..start.checked_add(width)?)?;
        Some(Fields { table: self, rest })
    }

    /// The bytes of the text that a record begins with.
    pub(super) fn first_text(self, section: Section, number: usize) -> &'static [u8] {
        self.record(section, number).map(|mut fields| fields.text_bytes()).unwrap_or_default()
    }

    /// The items of a list.
    pub(super) fn list(self, number: u16) -> impl Iterator<Item = u16> + Clone {
        let number = usize::from(number);
        let start = |number| Some(self.record(Section::Lists, number)?.long() as usize);
        let items = self.section(Section::ListItems);
        let bounds = start(number).map(|first| first..start(number + 1).unwrap_or(items.len() / 2));
        let bytes = bounds.and_then(|Range { start, end }| items.get(start.checked_mul(2)?..end.checked_mul(2)?));
        let item = |pair: &[u8]| pair.first_chunk().map(|pair| u16::from_le_bytes(*pair)).unwrap_or_default();
        bytes.unwrap_or_default().chunks_exact(2).map(item)
    }
}

/// Two are one when they lie in the same place; a megabyte is not compared.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.bytes, other.bytes)
    }
}

impl Eq for Table {}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({} bytes)", self.bytes.len())
    }
}

/// What is left of a record.
pub(super) struct Fields {
    table: Table,
    rest: &'static [u8],
}

impl Fields {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((bytes, rest)) = self.rest.split_first_chunk() else { return [0; N] };
        self.rest = rest;
        *bytes
    }

    pub(super) fn byte(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    pub(super) fn short(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    pub(super) fn long(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    pub(super) fn text_bytes(&mut self) -> &'static [u8] {
        let place = self.long();
        let (start, length) = ((place >> 8) as usize, (place & 0xFF) as usize);
        self.table.section(Section::Strings).get(start..start + length).unwrap_or_default()
    }

    pub(super) fn skip_texts(&mut self, count: usize) {
        self.rest = self.rest.get(4 * count..).unwrap_or_default();
    }

    pub(super) fn text(&mut self) -> &'static str {
        std::str::from_utf8(self.text_bytes()).unwrap_or_default()
    }
}

/// How two names stand to each other in the table's order: letter case means nothing.
pub(super) fn order(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
}

/// The first number in a range of sorted ones that `is_before` does not hold for.
pub(super) fn partition(range: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let Range { mut start, mut end } = range;
    while start < end {
        let middle = start + (end - start) / 2;
        if is_before(middle) {
            start = middle + 1;
        } else {
            end = middle;
        }
    }
    start
}

/// Where in a range of sorted numbers the one named `wanted` is.
pub(super) fn find(range: Range<usize>, name: impl Fn(usize) -> &'static [u8], wanted: &str) -> Option<usize> {
    let end = range.end;
    let place = partition(range, |number| order(name(number), wanted.as_bytes()) == Ordering::Less);
    (place < end && name(place).eq_ignore_ascii_case(wanted.as_bytes())).then_some(place)
}
