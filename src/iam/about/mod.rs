//! What is this? For any place in a policy: what the word there means, does and covers. The same words without a place, for
//! a page of their own: [`action`], [`key`].
//!
//! `place` finds the word and its part in the document, broken or not; each other file has the words for one sort of it.

mod action;
mod arn;
mod condition;
mod element;
mod fit;
mod keys;
mod place;
mod principal;
mod variable;

pub use action::action;
pub use condition::key;

use crate::iam::arn::Arn;
use crate::iam::catalogue::{Catalogue, ResourceType};
use crate::iam::complete::Site;
use crate::text::TextRange;

use place::{Part, Spot};

/// What is known of a word in a policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The word.
    pub range: TextRange,
    /// The word and what sort of thing it is: "s3:GetObject, an action of Amazon S3".
    pub title: String,
    /// What it means, a paragraph each, the most important first.
    pub words: Vec<String>,
    /// What belongs to it, in lists.
    pub lists: Vec<List>,
}

/// A list with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// "Condition keys (12)".
    pub heading: String,
    /// Name and what is to be said of it (may be empty).
    pub rows: Vec<(String, String)>,
}

impl About {
    /// A word and what it is, with nothing said of it yet.
    fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds a paragraph.
    fn say(&mut self, words: impl Into<String>) {
        self.words.push(words.into());
    }

    /// Adds a list, when it has rows.
    fn list(&mut self, heading: impl Into<String>, rows: Vec<(String, String)>) {
        if !rows.is_empty() {
            self.lists.push(List { heading: heading.into(), rows });
        }
    }
}

/// The resource types that an ARN is of, as it is written; none where the catalogue has no such ARN.
#[must_use]
pub fn resource_types(arn: &str) -> Vec<ResourceType> {
    let Some(arn) = Arn::parse(arn) else { return Vec::new() };
    let service = Catalogue::built_in().service(arn.service);
    service
        .map(|service| fit::fits(service, &arn).written.into_iter().map(|(kind, _)| kind).collect())
        .unwrap_or_default()
}

/// What stands at the cursor of the site; `None` when that is nothing with a meaning of its own.
#[must_use]
pub fn about(site: &Site<'_>) -> Option<About> {
    let spot = place::find(site)?;
    // Quotes with nothing in them are still to be filled.
    if spot.word.is_empty() {
        return None;
    }
    if let Some((range, about)) = variable::at(site, &spot) {
        return Some(About { range, ..about });
    }
    let about = match spot.part {
        Part::Element => element::name(site, &spot)?,
        Part::PrincipalKey => principal::key(spot.word)?,
        Part::Operator => condition::operator(spot.word),
        Part::ConditionKey => condition::key_in(spot.word, spot.statement),
        Part::Version => element::version(spot.word),
        Part::Id => element::id(spot.word),
        Part::Sid => element::sid(spot.word),
        Part::Effect => element::effect(site.kind, spot.word),
        Part::Action { negated } => action::entry(site.kind, &spot, negated),
        Part::Resource { negated } => arn::entry(site.surroundings, &spot, negated),
        Part::Principal { key, negated } => principal::entry(site, spot.word, key, negated),
        Part::Value { operator, key } => condition::value(site, spot.word, operator, key),
    };
    Some(About { range: spot.range, ..about })
}

/// "1 action", "12,345 actions".
fn many(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {what}{s}", thousands(count))
}

/// A number with a comma before every three digits.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "a, b and c".
fn and<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// What the statement does with what it is about: `Effect` in a verb.
fn verb(spot: &Spot<'_>) -> &'static str {
    match spot.effect() {
        Some("Allow") => "allows",
        Some("Deny") => "forbids",
        _ => "is about",
    }
}

#[cfg(test)]
mod tests;
