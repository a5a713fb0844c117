//! What may be asked about, told apart by the resources that statements name.

use super::automaton::{self, ANY, Pattern, literal, many, one};
use super::bits::Bits;
use super::budget::{Halt, Meter};
use super::callers::{HOME, STRANGER};
use super::keys::{Key, Presence, Row, Rows};
use super::plan::{PROTECTED, Plan};
use super::shapes;
use crate::iam::arn::{Arn, is_account};
use crate::iam::glob::Token;
use crate::iam::pattern::ResourcePattern;
use crate::iam::policy::{PolicyKind, Version};
use crate::iam::request::{Context, ContextValue};
use crate::iam::variable;

/// Which resources count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Ground {
    /// Any text at all.
    Anything,
    /// The `*` of an action that names no resource.
    Nothing,
    /// ARNs of a format.
    Of(&'static str),
}

/// A resource, and who owns it where a key says so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Thing {
    pub(super) arn: String,
    pub(super) owner: Option<ContextValue>,
}

/// The resources of a ground, one for every way in which they stand to the statements in `live`. `owner`: the account they
/// must be of, where their ARNs name one. `by_owner`: the key that says who owns it, which follows from such ARNs.
pub(super) fn rows(
    plan: &Plan<'_>,
    ground: Ground,
    owner: Option<&str>,
    by_owner: Option<&Key<'_>>,
    live: &Bits,
    fixed: &Context,
    meter: &Meter<'_>,
) -> Result<Vec<Row<Thing>>, Halt> {
    let mut found = Rows::new();
    let all = plan.everything();
    let free = by_owner.map(|key| key.rows(Presence::Maybe, true, fixed, &all, meter)).transpose()?.unwrap_or_default();
    let mut add = |text: String, cost: u32| {
        let bits = plan.by_resource(&text, fixed, live);
        match (by_owner, account_of(&text)) {
            (None, _) => found.add(bits, cost, Thing { arn: text, owner: None }),
            (Some(key), Some(account)) => {
                let row = key.row_of(Some(ContextValue::One(account.to_owned())), fixed, &all);
                found.add(bits.and(&row.bits), cost, Thing { arn: text, owner: row.value });
            }
            (Some(_), None) => {
                for row in &free {
                    let thing = Thing { arn: text.clone(), owner: row.value.clone() };
                    found.add(bits.and(&row.bits), cost + row.cost, thing);
                }
            }
        }
    };
    if plan.kind == PolicyKind::Trust {
        // A trust policy is about its own role.
        add(format!("arn:aws:iam::{}:role/Example", owner.unwrap_or(HOME)), 0);
        return Ok(found.0);
    }
    if ground == Ground::Nothing {
        add("*".to_owned(), 0);
        return Ok(found.0);
    }
    let mut marked: Vec<(usize, Pattern)> = Vec::new();
    let mut written: Vec<(&ResourcePattern, Version)> = Vec::new();
    for (at, boxed) in live.iter().filter_map(|at| plan.boxes.get(at).map(|boxed| (at, boxed))) {
        for entry in boxed.statement.resource.iter().flat_map(|element| &element.entries) {
            if let Some(tokens) = entry.value.tokens_filled(fixed, boxed.version)
                && !entry.value.is_everything()
            {
                marked.push((at, automaton::of_tokens(tokens)));
                written.push((&entry.value, boxed.version));
            }
        }
    }
    for which in (0..PROTECTED.len()).filter(|which| live.has(plan.protected(*which))) {
        marked.extend(protected(which).into_iter().map(|pattern| (usize::MAX - which, pattern)));
    }
    for (at, pattern) in by_owner.iter().flat_map(|key| key.patterns(fixed)).enumerate() {
        let colon = one(automaton::Class::Is(':'));
        let head = [many(automaton::NO_COLON), colon];
        let account = automaton::without(&pattern, ":");
        marked.push((usize::MAX / 2 + at, [&head.repeat(4), account.as_slice(), &[colon, many(ANY)]].concat()));
    }
    let Ground::Of(format) = ground else {
        for text in automaton::cells(&marked, None, meter)? {
            let cost = text.len() as u32;
            add(text, cost);
        }
        return Ok(found.0);
    };
    for partition in partitions(plan) {
        let shapes = shapes::shapes(format, partition, owner);
        let mut propose = |text: String, cost: u32| {
            if shapes.iter().any(|shape| automaton::matches(shape, &text)) {
                add(text, cost);
            }
        };
        let account = owner.unwrap_or(HOME);
        for (which, cost) in (0..3).zip([2, 3, 4]) {
            propose(shapes::example(format, partition, account, which), cost);
        }
        if owner.is_none() {
            propose(shapes::example(format, partition, STRANGER, 0), 5);
        }
        for (pattern, version) in &written {
            let resolved = pattern.resolved(fixed, *version).flatten();
            let text = resolved.as_deref().unwrap_or(pattern.as_str());
            for (fill, cost) in [("example", 3), ("1", 4), ("", 5), ("reports/2026.csv", 5)] {
                propose(instance(text, fill, account), cost + text.len() as u32 / 16);
            }
        }
        for shape in &shapes {
            for text in automaton::cells(&marked, Some(shape), meter)? {
                let cost = ODD + text.len() as u32;
                add(text, cost);
            }
        }
    }
    Ok(found.0)
}

const ODD: u32 = 40;

/// A pattern with something in the place of its wildcards.
fn instance(text: &str, fill: &str, account: &str) -> String {
    let mut parts: Vec<String> = text.splitn(6, ':').map(str::to_owned).collect();
    for (at, part) in parts.iter_mut().enumerate() {
        let filled = match at {
            1 => part.replace('*', "aws"),
            3 => part.replace('*', "eu-west-1"),
            4 => part.replace('*', account),
            _ => part.replace('*', fill),
        };
        *part = filled.replace('?', "1");
    }
    parts.join(":")
}

/// The partitions that statements speak of, AWS's own first.
fn partitions<'p>(plan: &'p Plan<'_>) -> Vec<&'p str> {
    let mut found = vec!["aws"];
    for boxed in &plan.boxes {
        for entry in boxed.statement.resource.iter().flat_map(|element| &element.entries) {
            if let Some(arn) = Arn::parse(entry.value.as_str())
                && !arn.partition.contains(['*', '?'])
                && !found.contains(&arn.partition)
            {
                found.push(arn.partition);
            }
        }
    }
    found
}

/// The ARNs of a kind of objects that AWS keeps to itself.
fn protected(which: usize) -> Vec<Pattern> {
    let segment = many(automaton::NO_COLON);
    let colon = one(automaton::Class::Is(':'));
    let from = |service: &str, account: &[automaton::Place], rest: &str| -> Pattern {
        [
            &literal("arn:"),
            [segment, colon].as_slice(),
            &literal(service),
            &[colon, segment, colon],
            account,
            &[colon],
            &literal(rest),
            &[many(ANY)],
        ]
        .concat()
    };
    match which {
        0 => vec![from("iam", &literal("aws"), "policy/")],
        1 => vec![from("iam", &[segment], "role/aws-reserved/"), from("iam", &literal("aws"), "")],
        2 => vec![from("iam", &[segment], "role/aws-service-role/"), from("iam", &literal("aws"), "")],
        _ => vec![from("kms", &[segment], "alias/aws/")],
    }
}

/// The account in an ARN, if it names one.
pub(super) fn account_of(resource: &str) -> Option<&str> {
    Arn::parse(resource).map(|arn| arn.account).filter(|account| is_account(account))
}

impl ResourcePattern {
    /// Its tokens with the variables filled in; `None` when one of them has no value.
    fn tokens_filled(&self, fixed: &Context, version: Version) -> Option<Vec<Token>> {
        match self.variables_under(version) {
            None => Some(self.tokens().to_vec()),
            Some((head, tail)) => {
                let mut tokens = head.to_vec();
                tokens.extend(variable::fill(tail, fixed)?.tokens);
                Some(tokens)
            }
        }
    }
}

/// Whether an ARN is of a format.
pub(super) fn has_format(resource: &str, format: &str) -> bool {
    let partition = resource.split(':').nth(1).unwrap_or("aws");
    shapes::shapes(format, partition, None).iter().any(|shape| automaton::matches(shape, resource))
}
