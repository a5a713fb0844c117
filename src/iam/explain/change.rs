//! The words for a change of a policy, and for what else it does.

use super::near::short_principal;
use crate::iam::change::{Change, ChangeKind, Owner, Part, SideEffect};
use crate::iam::trace::Verdict;

/// What is to be done, one sentence for each part.
#[must_use]
pub fn change_words(change: &Change) -> Vec<String> {
    change.parts.iter().map(part_words).collect()
}

/// What else a change does, one sentence for each effect.
#[must_use]
pub fn side_effect_words(change: &Change) -> Vec<String> {
    change.also.iter().map(effect_words).collect()
}

fn part_words(part: &Part) -> String {
    let kinds: Vec<String> = part.kinds.iter().map(kind_words).collect();
    let what = kinds.join(" and ");
    let document = match part.document.ends_with(".json") {
        true => part.document.rsplit('/').next().unwrap_or(&part.document),
        false => &part.document,
    };
    match (&part.attach_to, part.kinds.as_slice()) {
        (Some(Owner::User(name)), _) => format!("give the user {name} a permissions policy that allows it"),
        (Some(Owner::Role(name)), _) => format!("give the role {name} a permissions policy that allows it"),
        (Some(Owner::Resource(arn)), _) => format!("give {arn} a policy of its own that allows it"),
        (None, [ChangeKind::AddAllow | ChangeKind::AddDeny]) => format!("in {document}, {what}"),
        (None, _) => format!("in {} of {document}, {what}", part.statement),
    }
}

fn kind_words(kind: &ChangeKind) -> String {
    match kind {
        ChangeKind::AddAction(action) => format!("add {action} to Action"),
        ChangeKind::RemoveAction(action) => format!("take {action} out of Action"),
        ChangeKind::NarrowAction { pattern, to } | ChangeKind::NarrowResource { pattern, to } => {
            format!("narrow {pattern} to {}", to.join(" and "))
        }
        ChangeKind::ExceptAction(action) => format!("list {action} under NotAction"),
        ChangeKind::IncludeAction(action) => format!("take {action} out of NotAction"),
        ChangeKind::AddResource(resource) => format!("add {resource} to Resource"),
        ChangeKind::RemoveResource(resource) => format!("take {resource} out of Resource"),
        ChangeKind::ExceptResource(resource) => format!("list {resource} under NotResource"),
        ChangeKind::IncludeResource(resource) => format!("take {resource} out of NotResource"),
        ChangeKind::AddPrincipal(name) => format!("add {} to Principal", short_principal(name)),
        ChangeKind::RemovePrincipal(name) => format!("take {} out of Principal", short_principal(name)),
        ChangeKind::ExceptPrincipal(name) => format!("spare {} by a condition", short_principal(name)),
        ChangeKind::AddValue { key, value } => format!("add {value} to the values of {key}"),
        ChangeKind::RemoveValue { key, value } => format!("take {value} out of the values of {key}"),
        ChangeKind::ReplaceValue { key, from, to } => format!("test {key} for {to}, not for {from}"),
        ChangeKind::ReplaceOperator { key, from, to } => format!("test {key} with {to}, not with {from}"),
        ChangeKind::RemoveCondition(key) => format!("drop the condition on {key}"),
        ChangeKind::AddAllow => "add a statement that allows just this".to_owned(),
        ChangeKind::AddDeny => "add a statement that denies just this".to_owned(),
        ChangeKind::RemoveStatement => "remove the statement".to_owned(),
        ChangeKind::AddDocument => "add a document that allows just this".to_owned(),
    }
}

fn effect_words(effect: &SideEffect) -> String {
    match effect {
        SideEffect::Turns { request, verdict: Verdict::Allow } => format!("the request {request} is then allowed"),
        SideEffect::Turns { request, verdict: Verdict::ExplicitDeny | Verdict::ImplicitDeny } => {
            format!("the request {request} is then denied")
        }
        SideEffect::Reaches { action, resources } => format!("{action} then reaches {} too", resources.join(" and ")),
        SideEffect::OpensTo { resource, actions } => {
            format!("{} is then open to {} too", super::names::resource(resource), actions.join(" and "))
        }
        SideEffect::Grants { principal, actions } => {
            format!("{} may then call {} too", short_principal(principal), actions.join(" and "))
        }
        SideEffect::WithoutKey(key) => format!("requests without {key} then pass too"),
        SideEffect::Whatever(key) => format!("requests then pass whatever {key} is"),
        SideEffect::ForEverybody => "what the statement said then holds for nobody".to_owned(),
    }
}
