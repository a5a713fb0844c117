//! Condition keys: those of services and the global ones, their types, and the placeholders in their names.

use std::cmp::Ordering;

use super::layout::{MULTIVALUED, SENSITIVE, Section, TYPES};
use super::table::{find, order, partition};
use super::{Catalogue, Service};

/// What the values of a condition key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueType {
    /// Any text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A day and time.
    Date,
    /// A number.
    Numeric,
    /// An address or a range of them.
    IpAddress,
}

impl ValueType {
    /// All types, in the order of their numbers in the table.
    pub const ALL: [Self; 6] = [Self::String, Self::Arn, Self::Bool, Self::Date, Self::Numeric, Self::IpAddress];

    /// AWS's word: `IPAddress`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        TYPES.get(self as usize).copied().unwrap_or_default()
    }
}

/// A condition key that a service's requests may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionKey {
    /// `s3:prefix`; may hold placeholders, as in `s3:ExistingObjectTag/${Key}`.
    pub name: &'static str,
    /// What its values are.
    pub value_type: ValueType,
    /// Whether it may have several at once.
    pub multivalued: bool,
}

/// A condition key that requests of any service may carry (AWS: "AWS global condition context keys").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalKey {
    /// `aws:SourceIp`; may hold placeholders, as in `aws:PrincipalTag/${TagKey}`.
    pub name: &'static str,
    types: u8,
    /// Whether it may have several values at once.
    pub multivalued: bool,
    /// Whether AWS advises against wildcards in the values it is compared with.
    pub sensitive: bool,
    /// What it is a property of: `principal`, `session`, `network`, `resource`, `request` or `federation`.
    pub category: &'static str,
}

impl GlobalKey {
    /// What its values may be; one type for nearly all keys.
    pub fn types(self) -> impl Iterator<Item = ValueType> {
        ValueType::ALL.into_iter().enumerate().filter(move |(bit, _)| self.types & 1 << bit != 0).map(|(_, kind)| kind)
    }
}

impl Catalogue {
    /// Every global condition key, by name.
    pub fn global_keys(self) -> impl Iterator<Item = GlobalKey> {
        (0..self.table.count(Section::GlobalKeys)).filter_map(move |number| self.global_key_at(number))
    }

    /// The global condition key of a name; placeholders stand for any text.
    #[must_use]
    pub fn global_key(&self, key: &str) -> Option<GlobalKey> {
        let all = 0..self.table.count(Section::GlobalKeys);
        match find(all, |number| self.table.first_text(Section::GlobalKeys, number), key) {
            Some(number) => self.global_key_at(number),
            None => self.global_keys().find(|known| is_template_of(known.name, key)),
        }
    }

    fn global_key_at(&self, number: usize) -> Option<GlobalKey> {
        let mut fields = self.table.record(Section::GlobalKeys, number)?;
        let (name, types, flags, category) = (fields.text(), fields.byte(), fields.byte(), fields.text());
        let (multivalued, sensitive) = (flags & MULTIVALUED != 0, flags & SENSITIVE != 0);
        Some(GlobalKey { name, types, multivalued, sensitive, category })
    }

    /// The condition key of a name as the services have it, whichever does: first the one its prefix names, then any
    /// (`saml:aud` is one of `sts`). Global keys are another list.
    #[must_use]
    pub fn condition_key(&self, key: &str) -> Option<ConditionKey> {
        let (prefix, _) = key.split_once(':')?;
        self.service(prefix).and_then(|service| service.condition_key(key)).or_else(|| {
            let spellings = 0..self.table.count(Section::Spellings);
            let spelling = find(spellings, |number| self.table.first_text(Section::Spellings, number), key)?;
            let all = 0..self.table.count(Section::ConditionKeys);
            all.filter(|number| self.spelling_of(*number) == Some(spelling)).find_map(|n| self.condition_key_at(n))
        })
    }

    fn spelling_of(&self, number: usize) -> Option<usize> {
        Some(usize::from(self.table.record(Section::ConditionKeys, number)?.short()))
    }

    fn condition_key_at(&self, number: usize) -> Option<ConditionKey> {
        let mut fields = self.table.record(Section::ConditionKeys, number)?;
        let (spelling, kind) = (usize::from(fields.short()), fields.byte());
        let name = self.table.record(Section::Spellings, spelling)?.text();
        let value_type = *ValueType::ALL.get(usize::from(kind & !MULTIVALUED))?;
        Some(ConditionKey { name, value_type, multivalued: kind & MULTIVALUED != 0 })
    }

    /// The keys of a list.
    pub(super) fn spellings(self, list: u16) -> impl Iterator<Item = &'static str> {
        let spelling = move |number| self.table.record(Section::Spellings, usize::from(number));
        self.table.list(list).filter_map(spelling).map(|mut fields| fields.text())
    }
}

impl Service {
    /// The condition keys that its requests may carry, by name, without the global ones; some belong to others, like
    /// `saml:aud` of `sts`.
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey> {
        let (start, end) = self.keys;
        (start..end).filter_map(move |number| self.catalogue.condition_key_at(number))
    }

    /// The condition key of a name; placeholders stand for any text.
    #[must_use]
    pub fn condition_key(&self, key: &str) -> Option<ConditionKey> {
        let (start, end) = self.keys;
        let table = self.catalogue.table;
        let name = |number| match self.catalogue.spelling_of(number) {
            Some(spelling) => table.first_text(Section::Spellings, spelling),
            None => &[],
        };
        let place = partition(start..end, |number| order(name(number), key.as_bytes()) == Ordering::Less);
        let exact = (place < end && name(place).eq_ignore_ascii_case(key.as_bytes())).then_some(place);
        match exact {
            Some(number) => self.catalogue.condition_key_at(number),
            None => self.condition_keys().find(|known| is_template_of(known.name, key)),
        }
    }
}

/// Whether a key of the catalogue is the one that `key` names: the same text without regard to case, a placeholder like
/// `${TagKey}` standing for one or more characters.
#[must_use]
pub fn stands_for(known: &str, key: &str) -> bool {
    known.eq_ignore_ascii_case(key) || is_template_of(known, key)
}

/// The placeholder for the host of a provider, with or without a path.
const PROVIDER: &str = "${OidcProvider}";

/// Whether a name with placeholders covers a key.
fn is_template_of(template: &str, key: &str) -> bool {
    // Hosts have a dot; the prefixes of services and `aws` have none.
    let is_of_host = || key.rsplit_once(':').is_some_and(|(host, _)| host.contains('.'));
    template.contains("${") && (!template.starts_with(PROVIDER) || is_of_host()) && covers(template, key)
}

/// The literal parts of a template stand in a key in their order, with something between them. Taking each as early as it
/// comes is enough, but for the last, which must end the key.
fn covers(template: &str, key: &str) -> bool {
    let Some((literal, rest)) = template.split_once("${") else { return template.eq_ignore_ascii_case(key) };
    let Some((_, template)) = rest.split_once('}') else { return false };
    let Some(tail) = key.split_at_checked(literal.len()).filter(|(head, _)| head.eq_ignore_ascii_case(literal)) else {
        return false;
    };
    let tail = tail.1;
    match template.split_once("${") {
        None => {
            let end = tail.len().checked_sub(template.len()).filter(|place| *place > 0);
            end.and_then(|place| tail.get(place..)).is_some_and(|end| end.eq_ignore_ascii_case(template))
        }
        Some((next, _)) => {
            let is_next = |rest: &str| rest.get(..next.len()).is_some_and(|head| head.eq_ignore_ascii_case(next));
            let mut later = tail.char_indices().skip(1).filter_map(|(place, _)| tail.get(place..));
            later.find(|rest| is_next(rest)).is_some_and(|rest| covers(template, rest))
        }
    }
}
