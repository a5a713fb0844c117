//! Statements that did not apply: which came closest, and what kept each out.

use super::apart::{condition_apart, principal_apart, resource_apart};
use super::head::without_head;
use super::names;
use super::words::condition_reason_words;
use super::{SideBySide, WalkStep};
use crate::iam::condition::{BaseOperator, ConditionOperator};
use crate::iam::policy::Effect;
use crate::iam::trace::{
    ConditionReason, ConditionStep, DocumentStep, ElementDetail, ElementStep, LayerStep, Parting, StatementStep,
};

/// The Allow statement of a layer that came closest to applying; `None` when none was near.
pub(super) fn nearest(layer: &LayerStep) -> Option<(&DocumentStep, &StatementStep)> {
    let statements = layer.documents.iter().flat_map(|document| document.statements.iter().map(move |s| (document, s)));
    statements.filter(|(_, statement)| statement.effect == Effect::Allow && is_near(statement)).min_by_key(
        |(_, statement)| (statement.misses(), misses_action(statement), std::cmp::Reverse(agreement(statement))),
    )
}

/// Whether a statement is about other actions: whatever else it says, it was not written for this call.
fn misses_action(statement: &StatementStep) -> bool {
    statement.elements.iter().any(|e| !e.matches && matches!(e.detail, ElementDetail::Action { .. }))
}

/// Whether a statement that did not apply is worth a second look: it talks of the same service, and one element or two
/// kept it out.
pub(super) fn is_near(statement: &StatementStep) -> bool {
    let same_service = statement.elements.iter().all(|element| match &element.detail {
        ElementDetail::Action { action, pattern, .. } => {
            element.matches || pattern.as_deref().is_some_and(|pattern| service(pattern) == service(action))
        }
        ElementDetail::Principal { .. } | ElementDetail::Resource { .. } | ElementDetail::Condition(_) => true,
    });
    !statement.applies && same_service && (1..=2).contains(&statement.misses())
}

/// How far the elements that failed agree with the request, in bytes.
fn agreement(statement: &StatementStep) -> usize {
    statement.elements.iter().filter(|element| !element.matches).filter_map(parting).map(|p| p.value).sum()
}

fn parting(element: &ElementStep) -> Option<Parting> {
    match &element.detail {
        ElementDetail::Action { parting, .. } | ElementDetail::Resource { parting, .. } => *parting,
        ElementDetail::Principal { .. } | ElementDetail::Condition(_) => None,
    }
}

fn service(action: &str) -> String {
    action.split(':').next().unwrap_or_default().to_lowercase()
}

/// What kept a statement out, by its first element that failed; empty when none did.
pub(super) fn miss(statement: &StatementStep) -> String {
    statement.elements.iter().find(|element| !element.matches).map(miss_of).unwrap_or_default()
}

/// What an element that failed has against the request.
pub(super) fn miss_of(element: &ElementStep) -> String {
    match &element.detail {
        ElementDetail::Principal { negated: true, entry, .. } => {
            format!("leaves {} out", entry.as_deref().map_or("the caller", short_principal))
        }
        ElementDetail::Principal { negated: false, entry, caller, .. } => match entry {
            Some(entry) if principal_apart(entry, caller).is_some() => {
                principal_apart(entry, caller).unwrap_or_default()
            }
            Some(entry) => match (names::account_entry(entry), caller.split(':').nth(4)) {
                (Some(named), Some(own)) => format!("names account {named}, not {own}"),
                (Some(named), None) => format!("names account {named}, not {}", short_principal(caller)),
                // Two accounts may each have an `ann`.
                (None, Some(own)) if short_principal(entry) == short_principal(caller) => {
                    let named = entry.split(':').nth(4).unwrap_or_default();
                    format!("names {} of account {named}, not {own}", short_principal(entry))
                }
                (None, _) => one_not_other("names", short_principal(entry), short_principal(caller)),
            },
            None => format!("does not name {}", short_principal(caller)),
        },
        ElementDetail::Action { negated: true, action, .. } => format!("NotAction lists {action}"),
        ElementDetail::Action { negated: false, action, pattern, .. } => match pattern {
            Some(pattern) if service(pattern) != service(action) => {
                format!("other service: {}, not {}", service(pattern), service(action))
            }
            Some(pattern) => format!("is about {pattern}, not {action}"),
            None => format!("is not about {action}"),
        },
        ElementDetail::Resource { negated: true, resource, .. } => {
            format!("NotResource lists {}", names::resource(resource))
        }
        ElementDetail::Resource { resolved: Some(None), .. } => "holds a variable that has no value here".to_owned(),
        ElementDetail::Resource { negated: false, resource, pattern, resolved, .. } => {
            let pattern = resolved.clone().flatten().or_else(|| pattern.clone());
            match pattern {
                Some(pattern) => resource_miss(&pattern, resource),
                None => format!("does not cover {}", names::resource(resource)),
            }
        }
        ElementDetail::Condition(step) => format!("condition on {}: {}", step.key, condition_note(step, false)),
    }
}

/// The beginner's two: a bucket is not its objects (AWS: "Amazon S3 actions, resources, and condition keys").
fn resource_miss(pattern: &str, resource: &str) -> String {
    let bucket = |arn: &str| arn.split(':').nth(2) == Some("s3") && !names::resource(arn).contains('/');
    if bucket(resource) && pattern.strip_suffix("/*") == Some(resource) {
        return "covers the objects, not the bucket".to_owned();
    }
    if bucket(pattern) && resource.strip_prefix(pattern).is_some_and(|rest| rest.starts_with('/')) {
        return "covers the bucket, not its objects".to_owned();
    }
    if resource == "*" {
        return format!("covers {}; this action takes only *", names::resource(pattern));
    }
    resource_apart(pattern, resource).unwrap_or_else(|| match (names::resource(pattern), names::resource(resource)) {
        (named, asked) if named == asked => one_not_other("covers", pattern, resource),
        (named, asked) => one_not_other("covers", named, asked),
    })
}

/// "covers a, not b", the place where they part in sight.
fn one_not_other(verb: &str, one: &str, other: &str) -> String {
    format!("{verb} {}", without_head(&[one, other]).join(", not "))
}

/// A principal as short as it can be said.
pub(super) fn short_principal(text: &str) -> &str {
    match text {
        "" => "an unsigned caller",
        "*" => "everybody",
        _ => match text.strip_prefix("arn:").and_then(|_| text.splitn(6, ':').nth(5)) {
            Some(rest) => rest.strip_prefix("assumed-role/").unwrap_or(rest),
            None => text,
        },
    }
}

/// What a condition line came to.
pub(super) fn condition_note(step: &ConditionStep, matches: bool) -> String {
    let list = |values: &[String]| values.join(" or ");
    let values = step.actual.as_ref().map(|actual| actual.values()).unwrap_or_default();
    let actual = step.actual.as_ref().map(|actual| list(actual.values()));
    match (step.because, condition_reason_words(step.because)) {
        (ConditionReason::Presence, _) => match (actual, matches) {
            (Some(_), true) => "the key is there, as wanted".to_owned(),
            (Some(_), false) => "the key is there, and must not be".to_owned(),
            (None, true) => "the key is absent, as wanted".to_owned(),
            (None, false) => "the key is absent, and must be there".to_owned(),
        },
        (_, Some(words)) => words.to_owned(),
        (_, None) => {
            let resolved = step.resolved.as_ref().map(|values| {
                values.iter().map(|value| value.clone().unwrap_or_else(|| "(no value)".to_owned())).collect::<Vec<_>>()
            });
            let wanted_values = resolved.as_deref().unwrap_or(&step.wanted);
            let wanted = list(wanted_values);
            let actual = actual.unwrap_or_else(|| "(absent)".to_owned());
            match (matches, step.operator.contains("Not")) {
                (true, false) => format!("{actual}, as wanted"),
                (true, true) => format!("{actual}, and not {wanted}"),
                (false, true) => format!("is {actual}, which is ruled out"),
                (false, false) => {
                    let both: Vec<&str> = values.iter().chain(wanted_values).map(String::as_str).collect();
                    let mut both = without_head(&both);
                    let wanted = list(&both.split_off(values.len()));
                    let actual = if both.is_empty() { actual } else { list(&both) };
                    let hint = condition_apart(step).map(|words| format!(": {words}")).unwrap_or_default();
                    format!("is {actual}, must {} {wanted}{hint}", must(step))
                }
            }
        }
    }
}

/// What a value must be, of those that a positive operator compares it with.
fn must(step: &ConditionStep) -> &'static str {
    match ConditionOperator::parse(&step.operator).map(|operator| operator.base) {
        Ok(BaseOperator::DateLessThan) => "be before",
        Ok(BaseOperator::DateLessThanEquals) => "not be after",
        Ok(BaseOperator::DateGreaterThan) => "be after",
        Ok(BaseOperator::DateGreaterThanEquals) => "not be before",
        Ok(BaseOperator::NumericLessThan) => "be less than",
        Ok(BaseOperator::NumericLessThanEquals) => "be at most",
        Ok(BaseOperator::NumericGreaterThan) => "be more than",
        Ok(BaseOperator::NumericGreaterThanEquals) => "be at least",
        Ok(BaseOperator::DateEquals | BaseOperator::NumericEquals) => "be",
        _ => "fit",
    }
}

/// The element's pattern above the request's value, when there are two to compare.
pub(super) fn side_by_side(element: &ElementStep, text: Option<&str>) -> Option<SideBySide> {
    let (pattern, value, parting) = match &element.detail {
        ElementDetail::Principal { entry, caller, .. } => {
            (names::written(entry.as_deref()?, text, element.range).into_owned(), caller.clone(), None)
        }
        ElementDetail::Action { pattern, action, parting, .. } => (pattern.clone()?, action.clone(), *parting),
        ElementDetail::Resource { pattern, resolved, resource, parting, .. } => {
            (resolved.clone().flatten().or_else(|| pattern.clone())?, resource.clone(), *parting)
        }
        ElementDetail::Condition(step) => {
            let (actual, wanted) = (step.actual.as_ref()?, step.resolved.clone());
            let wanted = wanted.map_or_else(|| step.wanted.clone(), |values| values.into_iter().flatten().collect());
            match (actual.values(), wanted.as_slice(), step.because) {
                ([actual], [wanted], ConditionReason::Compared) => (wanted.clone(), actual.clone(), None),
                _ => return None,
            }
        }
    };
    let parting = parting.or_else(|| first_difference(&pattern, &value));
    // Two that are the same part nowhere: what failed was a Not.
    (pattern != value).then_some(SideBySide { pattern, value, parting })
}

/// Where two texts that hold no wildcard part.
fn first_difference(pattern: &str, value: &str) -> Option<Parting> {
    let same: usize = pattern.chars().zip(value.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (pattern != value).then_some(Parting { pattern: same, value: same })
}

/// An element as a line's label and note.
pub(super) fn element_words(element: &ElementStep, text: Option<&str>) -> (String, String) {
    let form = |negated: bool, name: &str| if negated { format!("Not{name}") } else { name.to_owned() };
    let short = |text: Option<&String>| text.cloned().unwrap_or_default();
    match &element.detail {
        ElementDetail::Principal { negated, entry, .. } => {
            let entry = entry.as_deref().map(|entry| names::written(entry, text, element.range).into_owned());
            (form(*negated, "Principal"), entry.unwrap_or_default())
        }
        ElementDetail::Action { negated: true, action, .. } if element.matches => {
            ("NotAction".to_owned(), format!("does not list {action}"))
        }
        ElementDetail::Action { negated, pattern, .. } => (form(*negated, "Action"), short(pattern.as_ref())),
        ElementDetail::Resource { negated: true, resource, .. } if element.matches => {
            ("NotResource".to_owned(), format!("does not list {}", names::resource(resource)))
        }
        // A trust policy has no Resource: it is about the role that it hangs on.
        ElementDetail::Resource { negated: false, pattern: None, .. } if element.matches => {
            ("Resource".to_owned(), "the role itself".to_owned())
        }
        ElementDetail::Resource { negated, pattern, .. } => (form(*negated, "Resource"), short(pattern.as_ref())),
        ElementDetail::Condition(step) => {
            ("Condition".to_owned(), format!("{}: {}", step.key, condition_note(step, element.matches)))
        }
    }
}

/// Fills in what an element that failed has to say.
pub(super) fn with_miss(step: WalkStep, element: &ElementStep, text: Option<&str>) -> WalkStep {
    let note = match &element.detail {
        ElementDetail::Condition(_) => step.note,
        ElementDetail::Principal { .. } | ElementDetail::Action { .. } | ElementDetail::Resource { .. } => {
            miss_of(element)
        }
    };
    WalkStep { note, side_by_side: side_by_side(element, text), ..step }
}
