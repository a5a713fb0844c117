//! What IAM knows: the services with their actions, resource types and condition keys, as of a day.
//!
//! The facts come from AWS's Service Authorization Reference (assets/catalogue/README.md says by which way). They lag
//! behind AWS, so a name that is missing here is worth a warning and never more. The build script makes one read-only table
//! of them, which is part of the program: opening it reads a header, a lookup is a binary search, and a hit allocates
//! nothing. Letter case means nothing in any lookup.
//!
//! ```
//! use iam_dojo::iam::catalogue::{AccessLevel, Catalogue};
//!
//! let action = Catalogue::built_in().action("S3:getobject").expect("S3 has it");
//! assert_eq!((action.to_string().as_str(), action.level), ("s3:GetObject", AccessLevel::Read));
//! assert!(action.resources().any(|on| on.resource_type.name == "object"));
//! ```

mod action;
mod checks;
mod key;
mod layout;
mod managed;
mod near;
mod table;

pub use action::{AccessLevel, Action, ActionResource, FormerAction};
pub use checks::{Check, Occasion, checks_of};
pub use key::{ConditionKey, GlobalKey, ValueType, stands_for};
pub use managed::{ManagedPolicy, is_managed, managed_policies, managed_policy, managed_text};
pub use table::TableError;

use std::ops::Range;

use layout::Section;
use table::{Table, find};

/// All there is to look up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Catalogue {
    table: Table,
}

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));

static BUILT_IN: Catalogue = match Catalogue::open(BYTES) {
    Ok(catalogue) => catalogue,
    // The compiler evaluates this: with a broken table there is no program.
    Err(_) => panic!("the build script wrote a table that cannot be opened"),
};

impl Catalogue {
    /// The one in the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Opens a table that the build script wrote. Looks at the header only; a record that is broken further in reads as
    /// empty.
    ///
    /// # Errors
    /// When it is something else, of another version, or not whole.
    pub const fn open(bytes: &'static [u8]) -> Result<Self, TableError> {
        match Table::open(bytes) {
            Ok(table) => Ok(Self { table }),
            Err(error) => Err(error),
        }
    }

    /// The bytes of the built-in table.
    #[must_use]
    pub fn built_in_bytes() -> &'static [u8] {
        BYTES
    }

    /// The day the data is of, `2026-10-27`.
    #[must_use]
    pub fn date(&self) -> &'static str {
        self.table.date()
    }

    /// Every service, by prefix.
    pub fn services(self) -> impl Iterator<Item = Service> {
        (0..self.table.count(Section::Services)).filter_map(move |number| self.service_at(number))
    }

    /// The service of a prefix, `s3`.
    #[must_use]
    pub fn service(&self, prefix: &str) -> Option<Service> {
        let all = 0..self.table.count(Section::Services);
        self.service_at(find(all, |number| self.table.first_text(Section::Services, number), prefix)?)
    }

    /// Whether resource control policies bind the resources of the service of a prefix; not when it is unknown.
    #[must_use]
    pub fn supports_rcp(&self, prefix: &str) -> bool {
        let all = 0..self.table.count(Section::Services);
        let number = find(all, |number| self.table.first_text(Section::Services, number), prefix);
        let fields = number.and_then(|number| self.table.record(Section::Services, number));
        fields.is_some_and(|mut fields| {
            // Prefix, name, category and page stand before it.
            fields.skip_texts(4);
            fields.byte() & 1 != 0
        })
    }

    fn service_at(&self, number: usize) -> Option<Service> {
        let mut fields = self.table.record(Section::Services, number)?;
        let (prefix, name, category, page) = (fields.text(), fields.text(), fields.text(), fields.text());
        let supports_rcp = fields.byte() & 1 != 0;
        let firsts = [fields.short(), fields.short(), fields.short()].map(usize::from);
        let ends = self.firsts_at(number + 1).unwrap_or_else(|| {
            [Section::Actions, Section::ResourceTypes, Section::ConditionKeys].map(|section| self.table.count(section))
        });
        let [actions, resource_types, keys] = firsts;
        let [actions_end, resource_types_end, keys_end] = ends;
        Some(Service {
            catalogue: *self,
            prefix,
            name,
            category,
            page: Some(page).filter(|page| !page.is_empty()),
            supports_rcp,
            actions: (actions, actions_end),
            resource_types: (resource_types, resource_types_end),
            keys: (keys, keys_end),
        })
    }

    /// The numbers of a service's first action, resource type and condition key.
    fn firsts_at(&self, number: usize) -> Option<[usize; 3]> {
        let mut fields = self.table.record(Section::Services, number)?;
        fields.skip_texts(4);
        fields.byte();
        Some([fields.short(), fields.short(), fields.short()].map(usize::from))
    }

    fn resource_type_at(&self, number: usize) -> Option<ResourceType> {
        let mut fields = self.table.record(Section::ResourceTypes, number)?;
        let (name, first_format, keys) = (fields.text(), fields.short(), fields.short());
        let end = match self.table.record(Section::ResourceTypes, number + 1) {
            Some(mut next) => {
                next.skip_texts(1);
                usize::from(next.short())
            }
            None => self.table.count(Section::ArnFormats),
        };
        Some(ResourceType { catalogue: *self, name, formats: (usize::from(first_format), end), keys })
    }
}

/// A service that has actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    catalogue: Catalogue,
    /// What stands before the colon of its actions: `s3`.
    pub prefix: &'static str,
    /// `Amazon S3`.
    pub name: &'static str,
    /// `storage`; empty when nobody says.
    pub category: &'static str,
    /// The name of its page in the Service Authorization Reference, `list_amazons3`, as far as it is known.
    pub page: Option<&'static str>,
    /// Whether resource control policies bind its resources (AWS Organizations User Guide: "Resource control policies
    /// (RCPs)").
    pub supports_rcp: bool,
    actions: (usize, usize),
    resource_types: (usize, usize),
    keys: (usize, usize),
}

impl Service {
    /// Its actions, by name.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        self.action_numbers().filter_map(move |number| self.catalogue.action_at(number))
    }

    fn action_numbers(self) -> Range<usize> {
        self.actions.0..self.actions.1
    }

    /// The action of a name, `GetObject`.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<Action> {
        let table = self.catalogue.table;
        let number = find(self.action_numbers(), |number| table.first_text(Section::Actions, number), name)?;
        self.catalogue.action_at(number)
    }

    /// Its resource types, by name.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType> {
        let (start, end) = self.resource_types;
        (start..end).filter_map(move |number| self.catalogue.resource_type_at(number))
    }

    /// The resource type of a name, `bucket`.
    #[must_use]
    pub fn resource_type(&self, name: &str) -> Option<ResourceType> {
        let (start, end) = self.resource_types;
        let table = self.catalogue.table;
        let number = find(start..end, |number| table.first_text(Section::ResourceTypes, number), name)?;
        self.catalogue.resource_type_at(number)
    }
}

/// A kind of thing that a service's actions work on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResourceType {
    catalogue: Catalogue,
    /// `bucket`; may hold spaces and slashes.
    pub name: &'static str,
    formats: (usize, usize),
    keys: u16,
}

impl ResourceType {
    /// The ARNs such things have, `arn:${Partition}:s3:::${BucketName}`; some have more than one format.
    pub fn arn_formats(self) -> impl Iterator<Item = &'static str> {
        let (start, end) = self.formats;
        let table = self.catalogue.table;
        (start..end).filter_map(move |number| table.record(Section::ArnFormats, number)).map(|mut fields| fields.text())
    }

    /// The condition keys that requests on such a thing may carry.
    pub fn condition_keys(self) -> impl Iterator<Item = &'static str> {
        self.catalogue.spellings(self.keys)
    }
}

#[cfg(test)]
mod tests;
