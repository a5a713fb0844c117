//! Where everything stands in the catalogue's table. The build script, which writes the table, and the program, which reads
//! it, share this file, so it must use nothing but the standard library.
//!
//! A table is [`TAG`], the [`DATE`] of its data, then for each of [`Section::ALL`] the place where it ends (`u32`, counted
//! from the table's beginning), then the sections themselves, each a run of records of one width. Numbers are little endian.
//! A *text* is a `u32`: its place in [`Section::Strings`] in the upper three bytes, its length in the lowest. A *list* is a
//! `u16`: its number in [`Section::Lists`]; number 0 is the empty list.

/// What a table begins with: what it is, and the version of this layout.
pub const TAG: [u8; 8] = *b"iamcat 1";

/// The length of a date, `2026-10-27`.
pub const DATE: usize = 10;

/// Where the first section begins.
pub const HEADER: usize = TAG.len() + DATE + 4 * Section::ALL.len();

/// The sections, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Sorted by prefix: texts prefix, name, category, documentation page; `u8` 1 = supports resource control policies;
    /// `u16` first action, first resource type, first condition key. A service's records end where the next one's begin.
    Services,
    /// By service, sorted by name in each: text name; `u8` letter of the access level; lists of resources, keys and
    /// dependent actions.
    Actions,
    /// By service, sorted by name in each: text name; `u16` first ARN format; list of keys.
    ResourceTypes,
    /// Text.
    ArnFormats,
    /// By service, sorted by key in each: `u16` number of a spelling; `u8` type, plus [`MULTIVALUED`].
    ConditionKeys,
    /// Every spelling of a condition key, sorted: text.
    Spellings,
    /// Sorted: text key; `u8` a bit for each type; `u8` [`MULTIVALUED`] and [`SENSITIVE`]; text category.
    GlobalKeys,
    /// Sorted by service, then name: texts service and name; `u8` letter of the access level; text source.
    FormerActions,
    /// `u32` number of the list's first item; it ends where the next one begins.
    Lists,
    /// `u16`: the number of a spelling or an action; of resources, each is two items, the number of a resource type, plus
    /// [`REQUIRED`], and a list of keys.
    ListItems,
    /// UTF-8.
    Strings,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Services,
        Self::Actions,
        Self::ResourceTypes,
        Self::ArnFormats,
        Self::ConditionKeys,
        Self::Spellings,
        Self::GlobalKeys,
        Self::FormerActions,
        Self::Lists,
        Self::ListItems,
        Self::Strings,
    ];

    /// How many bytes one record has.
    pub const fn width(self) -> usize {
        match self {
            Self::Services => 23,
            Self::Actions => 11,
            Self::ResourceTypes => 8,
            Self::ArnFormats | Self::Spellings | Self::Lists => 4,
            Self::ConditionKeys => 3,
            Self::GlobalKeys => 10,
            Self::FormerActions => 13,
            Self::ListItems => 2,
            Self::Strings => 1,
        }
    }
}

/// The types of condition keys, by their number.
pub const TYPES: [&str; 6] = ["String", "ARN", "Bool", "Date", "Numeric", "IPAddress"];

/// On a condition key: it may have several values.
pub const MULTIVALUED: u8 = 0x80;

/// On a global condition key: its values should hold no wildcards.
pub const SENSITIVE: u8 = 0x40;

/// On a resource type of an action: every call names such a resource.
pub const REQUIRED: u16 = 0x8000;
