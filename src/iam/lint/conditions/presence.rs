//! Keys that the requests of a statement never carry (AWS: "IAM policy validation check reference", and the Service
//! Authorization Reference by way of the catalogue).

use super::{Key, tag_of, wants_key};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::{Action, Catalogue, stands_for};
use crate::iam::findings::{
    ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE, MISSING_PAIRED_CONDITION_KEYS,
    UNSUPPORTED_ACTION_FOR_CONDITION_KEY,
};
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::{ConditionLine, Effect, Statement};

/// How many actions a pattern may cover for each to be looked at; of more, one is taken to have the key.
const MOST: usize = 16;

/// A service's key that some actions of a statement, or all of them, never carry.
pub(super) fn of_actions(statement: &Statement, line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let (prefix, _) = key.name.split_once(':')?;
    // Claims of identity providers and the like have no service of that name.
    if key.global || statement.action.negated || Catalogue::built_in().service(prefix).is_none() {
        return None;
    }
    let name = line.key.value.as_str();
    let entries = statement.action.entries.iter().map(|entry| &entry.value);
    let (patterns, actions): (Vec<&ActionPattern>, Vec<&ActionPattern>) = entries.partition(|entry| is_pattern(entry));
    let without: Vec<&str> =
        actions.iter().filter(|action| never_carries(action, name)).map(|action| action.as_str()).collect();
    let nobody = without.len() == actions.len() && patterns.iter().all(|pattern| never_carries(pattern, name));
    let message = match (nobody, statement.action.entries.as_slice()) {
        (true, [only]) => format!("requests of `{}` never carry `{name}`", only.value.as_str()),
        (true, _) => format!("requests of these actions never carry `{name}`"),
        // Where absence counts as a match, the line is meant for the others only. And `sts:AssumeRole` has keys that its
        // companions, like `sts:TagSession`, have not; those are never called alone.
        (false, _) if without.is_empty() || !wants_key(line) || prefix == "sts" => return None,
        (false, _) => {
            let effect = if statement.effect.value == Effect::Allow { "allow" } else { "deny" };
            let (never, them) = never(&without, name);
            format!("{never}, so this does not {effect} {them}")
        }
    };
    let help = "give the actions that carry the key a statement of their own, and the others one without it";
    Some(UNSUPPORTED_ACTION_FOR_CONDITION_KEY.at(line.key.range, message).with_help(help))
}

/// Whether none of the actions that an entry of `Action` covers has the key, as far as anybody can say.
fn never_carries(entry: &ActionPattern, key: &str) -> bool {
    let catalogue = Catalogue::built_in();
    let Some((prefix, name)) = entry.as_str().split_once(':') else { return false };
    let Some(service) = catalogue.service(prefix) else { return false };
    let covered = || catalogue.actions_matching(entry);
    if service.condition_key(key).is_none() {
        return covered().next().is_some();
    }
    let count = if name == "*" { 0 } else { covered().take(MOST + 1).count() };
    (1..=MOST).contains(&count) && !covered().any(|action| takes(action, key))
}

fn is_pattern(entry: &ActionPattern) -> bool {
    entry.as_str().contains(['*', '?'])
}

/// Whether requests of an action may carry a key that is no global one. Any tag counts for all of its family: a few
/// services have their placeholder spelled out, as `ssm:resourceTag/tag-key`.
fn takes(action: Action, key: &str) -> bool {
    let family = key.split_once('/').map(|(head, _)| head).filter(|head| head.to_ascii_lowercase().ends_with("tag"));
    let is_of_family = |known: &str| {
        let head = known.split_once('/').map(|(head, _)| head);
        family.zip(head).is_some_and(|(family, head)| head.eq_ignore_ascii_case(family))
    };
    let is_meant = |known: &'static str| stands_for(known, key) || is_of_family(known);
    action.condition_keys().any(is_meant)
        || action
            .resources()
            .any(|on| on.condition_keys().any(is_meant) || on.resource_type.condition_keys().any(is_meant))
}

/// "`a` never carries `key`", "`a`, `b` and 3 more never carry `key`", and the word that stands for them afterwards.
fn never(names: &[&str], key: &str) -> (String, &'static str) {
    if let [only] = names {
        return (format!("`{only}` never carries `{key}`"), "it");
    }
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(shown.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (format!("{}{more} never carry `{key}`", shown.join(", ")), "them")
}

const RESOURCE_TAG: &str = "aws:ResourceTag/${TagKey}";

/// `aws:ResourceTag` in a statement about actions whose requests do not bring tags; one finding a statement. An action
/// counts when its whole service has no such key, or when it works on no resource at all.
pub(super) fn of_tags(statement: &Statement) -> Option<Diagnostic> {
    let is_of_tags = |line: &&ConditionLine| wants_key(line) && tag_of(line, "aws:ResourceTag").is_some();
    let line = statement.conditions.iter().find(is_of_tags)?;
    let is_allow = statement.effect.value == Effect::Allow;
    let effect = if is_allow { "allow" } else { "deny" };
    let name = &line.key.value;
    if statement.action.negated {
        let finding = if is_allow {
            &ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
        } else {
            &DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
        };
        let message = format!("many actions never carry `{name}`, and this does not {effect} those");
        return Some(
            finding.at(line.key.range, message).with_help(format!("list the actions to {effect} with `Action`")),
        );
    }
    let without: Vec<&str> = statement
        .action
        .entries
        .iter()
        .map(|entry| &entry.value)
        .filter(|entry| brings_no_tags(entry))
        .map(ActionPattern::as_str)
        .collect();
    if without.is_empty() {
        return None;
    }
    let finding = if is_allow {
        &ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
    } else {
        &DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
    };
    let (never, them) = never(&without, name);
    let message = format!("{never}, so this does not {effect} {them}");
    let help = "give the actions whose requests carry no tags a statement without this key";
    Some(finding.at(line.key.range, message).with_help(help))
}

fn brings_no_tags(entry: &ActionPattern) -> bool {
    let catalogue = Catalogue::built_in();
    let Some((prefix, name)) = entry.as_str().split_once(':') else { return false };
    let Some(service) = catalogue.service(prefix) else { return false };
    if service.condition_key(RESOURCE_TAG).is_none() {
        return catalogue.actions_matching(entry).next().is_some();
    }
    let works_on_nothing =
        |action: Action| action.resources().next().is_none() && action.condition_keys().all(|key| key != RESOURCE_TAG);
    service.action(name).is_some_and(works_on_nothing)
}

/// `aws:VpcSourceIp` without the VPC: private addresses are the same everywhere.
pub(super) fn of_partner(statement: &Statement) -> Option<Diagnostic> {
    let find = |wanted: &[&str]| {
        statement.conditions.iter().find(|line| wanted.iter().any(|name| line.key.value.eq_ignore_ascii_case(name)))
    };
    let line = find(&["aws:VpcSourceIp"]).filter(|line| statement.effect.value == Effect::Allow && wants_key(line))?;
    if find(&["aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce"]).is_some() {
        return None;
    }
    let message = "private addresses are the same in every VPC, so `aws:VpcSourceIp` alone also matches in others";
    let help = "add `aws:SourceVpc` with the id of the VPC to the condition";
    Some(MISSING_PAIRED_CONDITION_KEYS.at(line.key.range, message).with_help(help))
}
