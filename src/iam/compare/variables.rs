//! Policy variables tie a key to a resource or to another key, so they are given values from outside, one after the other.
//!
//! That a difference is one is certain whatever values are tried. That there is none is a proof when only the equality of
//! a variable's value with finitely many texts can matter, which [`Variables::is_proof`] says.

use super::budget::{Halt, Meter};
use super::keys::{Key, Presence, pattern_of};
use super::plan::Plan;
use super::{automaton, callers};
use crate::iam::condition::{self, BaseOperator};
use crate::iam::policy::Version;
use crate::iam::request::{Context, ContextValue};
use crate::iam::variable::{self, Piece};

/// The variables of all statements, with the values to try.
pub(super) struct Variables {
    /// Each key in lower case, with its values; `None`: the request does not carry it.
    pub(super) values: Vec<(String, Vec<Option<String>>)>,
    /// Whether equality with the values that are tried is all that can matter.
    pub(super) is_proof: bool,
}

/// The most combinations of values that are tried.
const MOST: usize = 400;

impl Variables {
    pub(super) fn of(plan: &Plan<'_>, meter: &Meter<'_>) -> Result<Self, Halt> {
        let mut names: Vec<String> = Vec::new();
        let mut defaults: Vec<String> = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        let mut is_proof = true;
        let mut note = |text: &str| {
            let mut found = false;
            for piece in variable::pieces(text) {
                if let Piece::Variable { key, default } = piece {
                    found = true;
                    let key = key.to_ascii_lowercase();
                    if !names.contains(&key) {
                        names.push(key);
                    }
                    defaults.extend(default.map(str::to_owned));
                }
            }
            found
        };
        for boxed in plan.boxes.iter().filter(|boxed| boxed.version == Version::V2012) {
            for entry in boxed.statement.resource.iter().flat_map(|element| &element.entries) {
                let tail = entry.value.as_str().splitn(6, ':').nth(5).unwrap_or_default();
                if note(tail) {
                    is_proof &= stands_alone(tail);
                }
            }
            for line in &boxed.statement.conditions {
                let base = line.operator.value.base;
                for value in &line.values {
                    if condition::holds_variables(base, &value.value, boxed.version) && note(&value.value) {
                        is_proof &= is_whole(&value.value);
                        texts.push(line.key.value.to_ascii_lowercase());
                    }
                }
            }
        }
        if names.is_empty() {
            return Ok(Self { values: Vec::new(), is_proof: true });
        }
        // Whatever else is compared with the same places.
        let mut parts: Vec<automaton::Pattern> = Vec::new();
        let mut literals: Vec<String> = defaults;
        for boxed in &plan.boxes {
            for entry in boxed.statement.resource.iter().flat_map(|element| &element.entries) {
                let tail = entry.value.as_str().splitn(6, ':').nth(5).unwrap_or_default();
                let marked = marked(tail);
                for part in marked.split(['/', ':']).filter(|part| !part.contains(FILLED) && !part.is_empty()) {
                    if part.contains(['*', '?']) {
                        is_proof &= part == "*";
                        parts.push(automaton::of_tokens(part.bytes().map(crate::iam::glob::Token::of)));
                    } else {
                        literals.push(part.to_owned());
                    }
                }
            }
        }
        let none = Context::default();
        let mut values = Vec::new();
        for name in names {
            // Names of users and numbers of accounts hold no slash, colon or wildcard; of other keys nobody knows.
            let is_plain = matches!(name.as_str(), "aws:username" | "aws:principalaccount" | "aws:userid");
            let in_resources = plan.boxes.iter().any(|boxed| {
                let entries = boxed.statement.resource.iter().flat_map(|element| &element.entries);
                entries
                    .map(|entry| entry.value.as_str().to_ascii_lowercase())
                    .any(|text| text.contains(&format!("${{{name}")))
            });
            is_proof &= is_plain || !in_resources;
            let mut own = parts.clone();
            let mut given = literals.clone();
            for (key, lines) in plan.keys.iter().filter(|(key, _)| *key == name || texts.contains(key)) {
                for line in lines {
                    let base = line.line.operator.value.base;
                    for value in line.line.values.iter().filter(|value| !value.value.contains("${")) {
                        own.extend(pattern_of(base, &value.value, line.version, &none));
                        is_proof &= !base.takes_wildcards() || !value.value.contains(['*', '?']);
                        if !value.value.contains(['*', '?']) {
                            given.push(value.value.clone());
                        }
                    }
                    let exact =
                        matches!(base, BaseOperator::StringEquals | BaseOperator::StringNotEquals | BaseOperator::Null);
                    is_proof &= exact || base.takes_wildcards();
                }
                let _ = key;
            }
            let key = plan.keys.iter().find(|(key, _)| *key == name).map_or(&[][..], |(_, lines)| lines);
            let key = Key::new(&name, key);
            let elements = key.rows(Presence::Always, true, &none, &plan.everything(), meter)?;
            for row in elements {
                if let Some(ContextValue::One(text)) = row.value {
                    given.push(text);
                }
            }
            own.extend(given.iter().map(|text| automaton::literal(text)));
            let numbered: Vec<(usize, automaton::Pattern)> = own.into_iter().enumerate().collect();
            let shape = [automaton::one(PLAIN), automaton::many(PLAIN)];
            given.extend(automaton::cells(&numbered, Some(&shape), meter)?);
            given.sort_unstable();
            given.dedup();
            given.retain(|text| !text.is_empty() && (!is_plain || !text.contains(['/', ':', '*', '?'])));
            let usual = ["Ann", "example"].iter().find(|usual| !given.iter().any(|text| text == *usual));
            let mut tried: Vec<Option<String>> = usual.map(|text| Some((*text).to_owned())).into_iter().collect();
            tried.extend(given.into_iter().map(Some));
            if name == "aws:principalaccount" {
                tried = callers::accounts(plan).into_iter().map(Some).collect();
            }
            tried.push(None);
            values.push((name, tried));
        }
        Ok(Self { values, is_proof })
    }

    /// What an answer of "no difference" rests on.
    pub(super) fn assumptions(&self) -> Vec<String> {
        let count: usize = self.values.iter().map(|(_, values)| values.len()).product();
        if self.is_proof && count <= MOST {
            return Vec::new();
        }
        let of = |(name, values): &(String, Vec<Option<String>>)| {
            let given: Vec<String> = values.iter().flatten().take(5).map(|value| format!("`{value}`")).collect();
            let more = values.iter().flatten().count().saturating_sub(given.len());
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            format!(
                "variables were tried with some values of `{name}`, not with all: {}{more}, and without it",
                given.join(", ")
            )
        };
        self.values.iter().map(of).collect()
    }

    /// Every combination of values, as a context; and whether those are all.
    pub(super) fn contexts(&self) -> (Vec<Context>, bool) {
        let mut contexts = vec![Context::default()];
        for (name, values) in &self.values {
            let with = |context: &Context| {
                let context = context.clone();
                values
                    .iter()
                    .map(move |value| {
                        let mut context = context.clone();
                        if let Some(value) = value {
                            context.set(name.clone(), ContextValue::One(value.clone()));
                        }
                        context
                    })
                    .collect::<Vec<_>>()
            };
            contexts = contexts.iter().flat_map(with).collect();
        }
        let all = contexts.len() <= MOST;
        contexts.truncate(MOST);
        (contexts, all)
    }
}

const PLAIN: automaton::Class = automaton::Class::Not("/:*?");

/// What stands in the place of a variable while a text is cut into parts: names of variables hold colons and slashes.
const FILLED: char = '\u{2}';

/// A text with a mark in the place of each variable.
fn marked(text: &str) -> String {
    variable::pieces(text)
        .map(|piece| match piece {
            Piece::Plain(plain) => plain.to_owned(),
            Piece::Escape(letter) => letter.to_string(),
            Piece::Variable { .. } => FILLED.to_string(),
        })
        .collect()
}

/// Whether each variable of a resource fills a part between slashes or colons by itself.
fn stands_alone(tail: &str) -> bool {
    marked(tail).split(['/', ':']).all(|part| !part.contains(FILLED) || part.chars().eq([FILLED]))
}

fn is_whole(value: &str) -> bool {
    marked(value).chars().eq([FILLED])
}
