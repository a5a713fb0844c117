//! What a request carries: the keys that a condition can ask for. Whoever has to keep a request out must know them.

use super::walk::{line, whole_walk};
use super::{Sign, WalkLevel, WalkStep};
use crate::iam::request::ContextValue;
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::ElementDetail;

/// Keys that nearly every request carries: they seldom tell one from the others, and stand last.
const COMMON: [&str; 18] = [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSService",
    "aws:userid",
    "aws:username",
    "aws:MultiFactorAuthAge",
];

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
    let mut keys: Vec<(u8, &str)> = asked_for(hop).into_iter().map(|key| (0, key)).collect();
    for (key, _) in context.iter().filter(|(key, _)| !is_among(&asked_for(hop), key)) {
        keys.push((if is_among(&COMMON, key) { 2 } else { 1 }, key));
    }
    keys.sort_by_key(|(rank, _)| *rank);
    let head = line(WalkLevel::Layer, at, Sign::Nothing, "the request carries", "what a condition can ask for");
    let key = |(_, key): (u8, &str)| {
        let words = context.get(key).map_or_else(|| "absent".to_owned(), value);
        line(WalkLevel::Statement, at, Sign::Nothing, key, words)
    };
    std::iter::once(head).chain(keys.into_iter().map(key)).collect()
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
