//! Actions: how they are found, one by one and by pattern, and what is known of each.

use std::cmp::Ordering;
use std::fmt;

use super::layout::{REQUIRED, Section};
use super::table::{order, partition};
use super::{Catalogue, ResourceType, Service};
use crate::iam::glob::{self, Token};
use crate::iam::pattern::ActionPattern;

/// What an action does, in AWS's classes (AWS: "Understanding access level summaries within policy summaries").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Shows that things are there.
    List,
    /// Shows what is in them.
    Read,
    /// Makes, changes or deletes them.
    Write,
    /// Grants or changes permissions.
    PermissionsManagement,
    /// Changes tags and nothing else.
    Tagging,
}

impl AccessLevel {
    /// All levels.
    pub const ALL: [Self; 5] = [Self::List, Self::Read, Self::Write, Self::PermissionsManagement, Self::Tagging];

    /// AWS's words: `Permissions management`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
            Self::Tagging => "Tagging",
        }
    }

    /// Whether such an action changes anything: all but List and Read.
    #[must_use]
    pub fn changes_something(self) -> bool {
        !matches!(self, Self::List | Self::Read)
    }

    /// A broken letter reads as Write, the level that assumes most.
    fn of(letter: u8) -> Self {
        match letter {
            b'L' => Self::List,
            b'R' => Self::Read,
            b'P' => Self::PermissionsManagement,
            b'T' => Self::Tagging,
            _ => Self::Write,
        }
    }
}

/// An action. Written out it is `service:Name`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    catalogue: Catalogue,
    number: usize,
    /// `GetObject`, spelled as AWS does.
    pub name: &'static str,
    /// What it does.
    pub level: AccessLevel,
    resources: u16,
    keys: u16,
    dependents: u16,
}

/// A resource type as an action takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionResource {
    /// The resource type.
    pub resource_type: ResourceType,
    /// Every call of the action names one.
    pub required: bool,
    keys: u16,
    catalogue: Catalogue,
}

impl ActionResource {
    /// The condition keys that a request of this action on such a resource may carry, beyond those of either alone.
    pub fn condition_keys(self) -> impl Iterator<Item = &'static str> {
        self.catalogue.spellings(self.keys)
    }
}

/// An action that AWS does not list any more: it was renamed, or its service retired. A few of them may still work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerAction {
    /// The prefix of its service, which may be gone as well.
    pub service: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it did.
    pub level: AccessLevel,
    /// The package that lists it last.
    pub last_seen_in: &'static str,
}

impl Catalogue {
    /// The action `service:Name`.
    #[must_use]
    pub fn action(&self, action: &str) -> Option<Action> {
        let (service, name) = action.split_once(':')?;
        self.service(service)?.action(name)
    }

    /// Every action, by service and name.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        (0..self.table.count(Section::Actions)).filter_map(move |number| self.action_at(number))
    }

    /// The actions that a pattern covers: all those between the names that begin like it, compared one by one.
    pub fn actions_matching(self, pattern: &ActionPattern) -> impl Iterator<Item = Action> {
        let (service, name) = pattern.as_str().split_once(':').unwrap_or(("", "*"));
        let range = match service {
            "" => 0..self.table.count(Section::Actions),
            service => self.service(service).map_or(0..0, Service::action_numbers),
        };
        let beginning = name.split(['*', '?']).next().unwrap_or_default().as_bytes();
        // How the beginning of a name, as long as the pattern's, stands to that.
        let stands = move |number: usize| {
            let text = self.table.first_text(Section::Actions, number);
            order(text.get(..beginning.len()).unwrap_or(text), beginning)
        };
        let range = match beginning {
            [] => range,
            _ => {
                let start = partition(range.clone(), |number| stands(number) == Ordering::Less);
                start..partition(start..range.end, |number| stands(number) == Ordering::Equal)
            }
        };
        range.filter_map(move |number| self.action_at(number)).filter(move |action| {
            let token = |index: usize| name.as_bytes().get(index).copied().map(Token::of);
            glob::compare_ignoring_case(&[], token, action.name).is_ok()
        })
    }

    pub(super) fn action_at(&self, number: usize) -> Option<Action> {
        let mut fields = self.table.record(Section::Actions, number)?;
        let (name, level) = (fields.text(), AccessLevel::of(fields.byte()));
        let (resources, keys, dependents) = (fields.short(), fields.short(), fields.short());
        Some(Action { catalogue: *self, number, name, level, resources, keys, dependents })
    }

    /// Every action that AWS does not list any more, by service and name.
    pub fn former_actions(self) -> impl Iterator<Item = FormerAction> {
        (0..self.table.count(Section::FormerActions)).filter_map(move |number| self.former_action_at(number))
    }

    /// The action `service:Name`, if AWS listed it once and no more.
    #[must_use]
    pub fn former_action(&self, action: &str) -> Option<FormerAction> {
        let (service, name) = action.split_once(':')?;
        let is_before = |former: FormerAction| {
            let by_service = order(former.service.as_bytes(), service.as_bytes());
            by_service.then_with(|| order(former.name.as_bytes(), name.as_bytes())) == Ordering::Less
        };
        let all = 0..self.table.count(Section::FormerActions);
        let place = partition(all, |number| self.former_action_at(number).is_some_and(is_before));
        self.former_action_at(place)
            .filter(|former| former.service.eq_ignore_ascii_case(service) && former.name.eq_ignore_ascii_case(name))
    }

    fn former_action_at(&self, number: usize) -> Option<FormerAction> {
        let mut fields = self.table.record(Section::FormerActions, number)?;
        let (service, name) = (fields.text(), fields.text());
        Some(FormerAction { service, name, level: AccessLevel::of(fields.byte()), last_seen_in: fields.text() })
    }
}

impl Action {
    /// The service it belongs to.
    #[must_use]
    pub fn service(&self) -> Option<Service> {
        let services = 0..self.catalogue.table.count(Section::Services);
        let begins_by_then =
            |service| self.catalogue.firsts_at(service).is_some_and(|[first, ..]| first <= self.number);
        self.catalogue.service_at(partition(services, begins_by_then).checked_sub(1)?)
    }

    /// The resource types it works on, by name. None: its requests are on `*`.
    pub fn resources(self) -> impl Iterator<Item = ActionResource> {
        let catalogue = self.catalogue;
        let mut items = catalogue.table.list(self.resources);
        std::iter::from_fn(move || Some((items.next()?, items.next()?))).filter_map(move |(number, keys)| {
            let resource_type = catalogue.resource_type_at(usize::from(number & !REQUIRED))?;
            Some(ActionResource { resource_type, required: number & REQUIRED != 0, keys, catalogue })
        })
    }

    /// The condition keys its requests may carry whatever the resource, without the global ones.
    pub fn condition_keys(self) -> impl Iterator<Item = &'static str> {
        self.catalogue.spellings(self.keys)
    }

    /// The actions that a call of it may need as well, by name. Most services' pages do not say, and what is known is older
    /// than the rest: that an action is missing here proves nothing. `cloudformation:CreateStack` with a role needs
    /// `iam:PassRole`, and it is not among them.
    pub fn dependent_actions(self) -> impl Iterator<Item = Action> {
        let catalogue = self.catalogue;
        catalogue.table.list(self.dependents).filter_map(move |number| catalogue.action_at(usize::from(number)))
    }

    /// Whether requests of it may carry a condition key: one of its own, of its resource types, or a global one.
    #[must_use]
    pub fn takes_key(&self, key: &str) -> bool {
        let is_meant = |known: &'static str| super::stands_for(known, key);
        let of_resource =
            |on: ActionResource| on.condition_keys().any(is_meant) || on.resource_type.condition_keys().any(is_meant);
        self.catalogue.global_key(key).is_some()
            || self.condition_keys().any(is_meant)
            || self.resources().any(of_resource)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service().map_or("", |service| service.prefix), self.name)
    }
}
