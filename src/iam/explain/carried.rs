//! What a request carries: the keys that a condition can ask for. Whoever has to keep a request out must know them.

use super::walk::{line, whole_walk};
use super::{Sign, WalkLevel, WalkStep};
use crate::iam::request::ContextValue;
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::ElementDetail;

/// Keys that nearly every request carries: they seldom tell one from the others, and stand last, those first that say who asks.
const COMMON: [&str; 18] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalServiceName",
    "aws:PrincipalType",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceNamesList",
    "aws:username",
    "aws:userid",
    "aws:SourceIp",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:ViaAWSService",
    "aws:MultiFactorAuthAge",
    "aws:TokenIssueTime",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:UserAgent",
];
/// Keys that are named before the list is unfolded.
const NAMED: usize = 2;

/// The whole walk, and at the end of each call what its request carries: the keys that its policies ask for first, also those that
/// are absent.
#[must_use]
pub fn walk_with_requests(simulation: &Simulation) -> Vec<WalkStep> {
    let steps = whole_walk(simulation);
    let mut out = Vec::with_capacity(steps.len() + 24);
    for steps in steps.chunk_by(|a, b| a.hop == b.hop) {
        out.extend(steps.iter().cloned());
        let at = steps.first().map(|step| step.hop);
        out.extend(at.and_then(|at| Some(carried(at, simulation.hops.get(at)?))).into_iter().flatten());
    }
    out
}

fn carried(at: usize, hop: &Hop) -> Vec<WalkStep> {
    let context = &hop.request.context;
    let mut keys = asked_for(hop);
    let mut others: Vec<&str> = context.iter().map(|(key, _)| key).filter(|key| !is_among(&keys, key)).collect();
    others.sort_by_key(|key| COMMON.iter().position(|common| common.eq_ignore_ascii_case(key)).map(|place| place + 1));
    keys.extend(others);
    let key = |key: &&str| {
        let words = context.get(key).map_or_else(|| "absent".to_owned(), value);
        line(WalkLevel::Statement, at, Sign::Nothing, *key, words)
    };
    let head = line(WalkLevel::Layer, at, Sign::Nothing, "the request carries", named(&keys));
    std::iter::once(head).chain(keys.iter().map(key)).collect()
}

/// The first keys, and how many follow.
fn named(keys: &[&str]) -> String {
    let (first, rest) = keys.split_at_checked(NAMED).unwrap_or((keys, &[]));
    match rest.len() {
        0 => first.join(" and "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// The keys that conditions of the call's policies test, each once.
fn asked_for(hop: &Hop) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for element in hop.trace.statements().flat_map(|(_, _, statement)| &statement.elements) {
        if let ElementDetail::Condition(step) = &element.detail
            && !is_among(&keys, &step.key)
        {
            keys.push(&step.key);
        }
    }
    keys
}

fn is_among(keys: &[&str], key: &str) -> bool {
    keys.iter().any(|known| known.eq_ignore_ascii_case(key))
}

fn value(value: &ContextValue) -> String {
    match value.values() {
        [] => "no value at all".to_owned(),
        values => values.join(", "),
    }
}
