//! Which condition keys matter to a request: those that policies ask for, those that its action takes, the global ones.

use std::collections::BTreeMap;

use crate::iam::catalogue::{Action, Catalogue, ValueType};
use crate::iam::policy::{ConditionLine, Statement, Version};
use crate::iam::request::{Attached, Context, ContextValue};
use crate::iam::variable::{self, Piece};

/// A key that a request could carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOffer {
    /// Its name; may hold a placeholder (`aws:PrincipalTag/${TagKey}`) when nobody says which.
    pub name: String,
    /// What its values are, as far as the catalogue knows.
    pub of_type: Option<ValueType>,
    /// Whether it may have several values at once.
    pub multivalued: bool,
    /// Why it is offered.
    pub relevance: Relevance,
    /// What the request carries, when it is known and carries it.
    pub carried: Option<ContextValue>,
}

/// Why a key is offered; what comes first matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relevance {
    /// A statement about the action asks for it.
    Asked,
    /// The action or its resources define it.
    Action,
    /// Requests of any action may carry it.
    Global,
}

/// A place where a policy looks at a key.
#[derive(Debug, Clone)]
pub(super) enum Line {
    /// A line of a condition.
    Condition(ConditionLine, Version),
    /// A variable in a resource or a value.
    Variable,
}

/// Where the statements about `action` look at which keys, by the key as it is written first.
pub(super) fn asked<'p>(policies: impl IntoIterator<Item = &'p Attached>, action: &str) -> BTreeMap<String, Vec<Line>> {
    let mut found: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let mut add = |key: &str, line: Line| match found.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
        Some((_, lines)) => lines.push(line),
        None => {
            found.insert(key.to_owned(), vec![line]);
        }
    };
    for attached in policies {
        let version = attached.policy.version;
        for statement in attached.policy.statements.iter().filter(|statement| is_about(statement, action)) {
            for line in &statement.conditions {
                add(&line.key.value, Line::Condition(line.clone(), version));
            }
            if version == Version::V2012 {
                let resources = statement.resource.iter().flat_map(|element| &element.entries);
                let resources = resources.map(|entry| entry.value.as_str());
                let values =
                    statement.conditions.iter().flat_map(|line| &line.values).map(|value| value.value.as_str());
                for text in resources.chain(values).filter(|text| variable::has_variables(text)) {
                    for piece in variable::pieces(text) {
                        if let Piece::Variable { key, .. } = piece {
                            add(key, Line::Variable);
                        }
                    }
                }
            }
        }
    }
    found
}

fn is_about(statement: &Statement, action: &str) -> bool {
    statement.action.entries.iter().any(|entry| entry.value.matches(action)) != statement.action.negated
}

/// The keys that a request of `action` could carry, what matters most first. `policies` are those that bear on it, or all
/// there are; `carried` is what it carries, as far as that is known.
#[must_use]
pub fn offered_keys<'p>(
    policies: impl IntoIterator<Item = &'p Attached>,
    action: &str,
    carried: Option<&Context>,
) -> Vec<KeyOffer> {
    let catalogue = Catalogue::built_in();
    let mut offers: Vec<KeyOffer> = Vec::new();
    let mut add = |name: &str, relevance| {
        let name = spelled(name);
        if !offers.iter().any(|known| known.name.eq_ignore_ascii_case(&name)) {
            let known = type_of_key(&name);
            let value = carried.and_then(|context| context.get(&name)).cloned();
            let (of_type, multivalued) = (known.map(|(of_type, _)| of_type), known.is_some_and(|(_, many)| many));
            offers.push(KeyOffer { name, of_type, multivalued, relevance, carried: value });
        }
    };
    asked(policies, action).keys().for_each(|key| add(key, Relevance::Asked));
    if let Some(action) = catalogue.action(action) {
        of_action(action).into_iter().for_each(|key| add(key, Relevance::Action));
    }
    carried.into_iter().flat_map(Context::iter).for_each(|(key, _)| add(key, Relevance::Global));
    catalogue.global_keys().for_each(|key| add(key.name, Relevance::Global));
    offers
}

fn of_action(action: Action) -> Vec<&'static str> {
    let of_resources = action.resources().flat_map(|on| on.condition_keys().chain(on.resource_type.condition_keys()));
    let keys = action.condition_keys().chain(of_resources);
    // The global ones come later, with the others of their sort.
    keys.filter(|key| !key.to_ascii_lowercase().starts_with("aws:")).collect()
}

/// What the values of a key are and whether it may have several, as far as the catalogue knows it.
#[must_use]
pub fn type_of_key(key: &str) -> Option<(ValueType, bool)> {
    let catalogue = Catalogue::built_in();
    let global = || catalogue.global_key(key).and_then(|known| Some((known.types().next()?, known.multivalued)));
    global().or_else(|| catalogue.condition_key(key).map(|known| (known.value_type, known.multivalued)))
}

/// The key as AWS spells it; a policy may write it in any case. What follows a slash is the person's.
pub(super) fn spelled(key: &str) -> String {
    let catalogue = Catalogue::built_in();
    let global = catalogue.global_key(key).map(|known| known.name);
    let Some(known) = global.or_else(|| catalogue.condition_key(key).map(|known| known.name)) else {
        return key.to_owned();
    };
    if known.eq_ignore_ascii_case(key) {
        return known.to_owned();
    }
    // A placeholder stands for what the key says there.
    let head = known.split("${").next().unwrap_or_default();
    match (known.ends_with('}'), key.get(head.len()..)) {
        (true, Some(tail)) if !head.is_empty() => format!("{head}{tail}"),
        _ => key.to_owned(),
    }
}
