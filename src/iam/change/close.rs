//! What makes a statement leave a request out: a Deny so that it passes, an Allow so that it does not.

use super::element::{Fix, Page, Site, Touched};
use super::ground::Ground;
use super::open::{on_statement, statement_more, unlisted, value_to_add};
use super::{Candidate, ChangeKind, SideEffect, write};
use crate::iam::json::{Member, Node};
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::policy::{Effect, PolicyKind};
use crate::iam::request::ContextValue;
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::{
    ConditionReason, DocumentStep, ElementDetail, ElementStep, Layer, LayerStep, Outcome, StatementStep,
};
use crate::text::Edit;

/// One value of a list.
const ELEMENT: u32 = 1;
/// One value of a list, for everybody and everything that the statement speaks of.
const LISTED: u32 = 2;
/// A pattern gives way to what is asked for.
const NARROWED: u32 = 2;
/// The caller is spared, by a condition.
const SPARED: u32 = 3;
/// A statement more.
const STATEMENT: u32 = 4;
/// A statement less.
const REMOVED: u32 = 6;
/// Each call further from the last.
const EARLIER: u32 = 10;

/// Every proposal for an allowed request: what shuts its last call out, or else one before.
pub(super) fn candidates<G: Ground>(ground: &G, simulation: &Simulation) -> Vec<Candidate> {
    let others = ground.others();
    let mut all = Vec::new();
    for (back, hop) in simulation.hops.iter().rev().enumerate() {
        let extra = u32::try_from(back).unwrap_or(u32::MAX).saturating_mul(EARLIER);
        for layer in hop.trace.layers.iter().filter(|layer| lets_in(layer)) {
            for document in &layer.documents {
                for step in document.statements.iter().filter(|s| s.applies && s.effect == Effect::Allow) {
                    let proposals = on_statement(ground, document, step, |site| {
                        let mut proposals = stopping(hop, site, step);
                        proposals.extend(narrowing(hop, site, step, &asked(&others, document, step)));
                        proposals
                    });
                    all.extend(proposals.into_iter().map(|c| Candidate { cost: c.cost + extra, ..c }));
                }
                let page = ground.document(&document.name).and_then(Page::read);
                let deny = page.and_then(|page| statement_more(hop, &page, Effect::Deny, STATEMENT + extra));
                all.extend(deny);
            }
        }
    }
    all
}

/// Whether a layer let the call pass, and is not a ceiling over others as well.
fn lets_in(layer: &LayerStep) -> bool {
    matches!(layer.outcome, Outcome::Allows(_)) && matches!(layer.layer, Layer::Resource | Layer::Identity)
}

/// What the other requests ask of a statement: the calls that it allows.
fn asked<'o>(others: &'o [(String, Simulation)], document: &DocumentStep, step: &StatementStep) -> Vec<&'o Hop> {
    let rests_on = |hop: &&Hop| {
        hop.trace.decision.is_allowed()
            && hop.trace.statements().any(|(_, other, statement)| {
                other.name == document.name && statement.index == step.index && statement.applies
            })
    };
    others.iter().flat_map(|(_, simulation)| &simulation.hops).filter(rests_on).collect()
}

/// What makes a statement that applies leave this call out.
pub(super) fn stopping(hop: &Hop, site: &Site<'_>, step: &StatementStep) -> Vec<Candidate> {
    let denies = step.effect == Effect::Deny;
    let mut all = Vec::new();
    let mut lines = site.statement.conditions.iter();
    for element in &step.elements {
        let fix = match &element.detail {
            ElementDetail::Principal { negated: false, entry: Some(entry), .. } => without_principal(site, entry),
            ElementDetail::Action { negated: false, action, .. } => {
                let remove = |member: &Member| {
                    let (edit, removed) = unlisted(&member.value, |listed| listed.eq_ignore_ascii_case(action))?;
                    Some(Fix::of(member, ChangeKind::RemoveAction(removed), edit, LISTED))
                };
                site.member("Action").and_then(remove)
            }
            ElementDetail::Resource { negated: false, resource, .. } => {
                let remove = |member: &Member| {
                    let (edit, removed) = unlisted(&member.value, |listed| listed == resource)?;
                    Some(Fix::of(member, ChangeKind::RemoveResource(removed), edit, LISTED))
                };
                site.member("Resource").and_then(remove).or_else(|| denies.then(|| all_but(site, resource)).flatten())
            }
            ElementDetail::Action { negated: true, action, .. } => site.member("NotAction").map(|member| {
                let edit = write::append(site.text(), &member.value, &write::quote(action));
                Fix::of(member, ChangeKind::ExceptAction(action.clone()), edit, LISTED)
            }),
            ElementDetail::Resource { negated: true, resource, .. } => {
                site.member("NotResource").filter(|_| resource != "*").map(|member| {
                    let edit = write::append(site.text(), &member.value, &write::quote(resource));
                    Fix::of(member, ChangeKind::ExceptResource(resource.clone()), edit, LISTED)
                })
            }
            ElementDetail::Principal { .. } => None,
            ElementDetail::Condition(_) => lines.next().and_then(|line| {
                let (_, key) = site.condition(line)?;
                failing(site, element, key, line.operator.value)
            }),
        };
        all.extend(fix.and_then(|fix| site.candidate(vec![fix])));
    }
    all.extend(sparing(hop, site));
    all.extend(site.without().map(|part| Candidate { part, cost: REMOVED, growth: vec![SideEffect::ForEverybody] }));
    all
}

/// `Principal` without one of several entries.
fn without_principal(site: &Site<'_>, entry: &str) -> Option<Fix> {
    let member = site.member("Principal")?;
    let entries = &site.statement.principal.as_ref()?.entries;
    let range = entries.iter().find(|listed| listed.value.as_str() == entry)?.range;
    let keys = member.value.members();
    let (at, key) = keys.iter().enumerate().find(|(_, key)| key.value.range.contains_range(range))?;
    let item = key.value.items().iter().position(|item| item.range == range)?;
    let written = key.value.items().get(item)?.as_str()?.to_owned();
    let edit = write::remove_item(&key.value, item).or_else(|| match key.value.items() {
        [_] => write::remove_member(&member.value, at),
        _ => None,
    })?;
    Some(Fix::of(member, ChangeKind::RemovePrincipal(written), edit, ELEMENT))
}

/// Everything but this resource, where it was everything.
fn all_but(site: &Site<'_>, resource: &str) -> Option<Fix> {
    let member = site.member("Resource").filter(|member| is_star(&member.value) && resource != "*")?;
    let key = Edit { range: member.key_range, insert: write::quote("NotResource") };
    let value = Edit { range: member.value.range, insert: write::quote(resource) };
    let fix = Fix::of(member, ChangeKind::ExceptResource(resource.to_owned()), key, SPARED);
    Some(Fix { edits: [fix.edits, vec![value]].concat(), ..fix })
}

fn is_star(value: &Node) -> bool {
    matches!(value.items(), [only] if only.as_str() == Some("*"))
}

/// A condition line that held, changed so that it fails for what the request carries.
fn failing(
    site: &Site<'_>,
    element: &ElementStep,
    key_member: &Member,
    operator: crate::iam::condition::ConditionOperator,
) -> Option<Fix> {
    let ElementDetail::Condition(step) = &element.detail else { return None };
    if step.because != ConditionReason::Compared {
        return None;
    }
    let condition = site.member("Condition")?;
    let key = step.key.clone();
    if operator.base.is_negated() {
        let value = value_to_add(step, operator)?;
        let edit = write::append(site.text(), &key_member.value, &write::quote(&value));
        return Some(Fix::of(condition, ChangeKind::AddValue { key, value }, edit, ELEMENT));
    }
    let ContextValue::One(actual) = step.actual.as_ref()? else { return None };
    let (edit, value) = unlisted(&key_member.value, |listed| listed.eq_ignore_ascii_case(actual))?;
    Some(Fix::of(condition, ChangeKind::RemoveValue { key, value }, edit, ELEMENT))
}

/// A condition that spares the caller, where a statement speaks of many (AWS: "AWS JSON policy elements: NotPrincipal"
/// recommends it in place of that element).
fn sparing(hop: &Hop, site: &Site<'_>) -> Option<Candidate> {
    // A service has no ARN.
    const WAYS: [(&str, &str); 2] =
        [("ArnNotEquals", "aws:PrincipalArn"), ("StringNotEquals", "aws:PrincipalServiceName")];
    let of_many =
        matches!(site.page.document.kind, PolicyKind::Scp | PolicyKind::Rcp | PolicyKind::Resource | PolicyKind::Trust);
    let (operator, key) = *WAYS.iter().find(|(_, key)| hop.request.context.get(key).is_some())?;
    let ContextValue::One(arn) = hop.request.context.get(key).filter(|_| of_many)? else { return None };
    let line = write::object(&[(key, write::quote(arn))]);
    let kinds = vec![ChangeKind::ExceptPrincipal(arn.clone())];
    let text = site.text();
    let part = match site.member("Condition") {
        None => {
            let value = write::object(&[(operator, line)]);
            let edit = write::add_member(text, site.node, "Condition", &value);
            site.part(kinds, vec![edit], Touched::PutIn(format!("\"Condition\": {value}")))
        }
        Some(condition) => {
            let edit = match condition.value.get(operator) {
                Some(lines) if lines.get(key).is_some() => return None,
                Some(lines) => write::add_member(text, lines, key, &write::quote(arn)),
                None => write::add_member(text, &condition.value, operator, &line),
            };
            site.part(kinds, vec![edit], Touched::Piece(condition.range()))
        }
    };
    Some(Candidate { part, cost: SPARED, growth: Vec::new() })
}

/// An Allow's patterns, narrowed to what the other requests ask of it.
fn narrowing(hop: &Hop, site: &Site<'_>, step: &StatementStep, asked: &[&Hop]) -> Vec<Candidate> {
    let mut all = Vec::new();
    for element in &step.elements {
        let fix = match &element.detail {
            ElementDetail::Action { negated: false, pattern: Some(pattern), .. } => {
                let covered = |action: &str| ActionPattern::parse(pattern).is_ok_and(|read| read.matches(action));
                let others = asked.iter().map(|hop| &hop.request.action).filter(|action| covered(action));
                let is_this = |action: &str| action.eq_ignore_ascii_case(&hop.request.action);
                narrowed(site, "Action", pattern, others, is_this)
                    .map(|(to, fix)| fix(ChangeKind::NarrowAction { pattern: pattern.clone(), to }))
            }
            ElementDetail::Resource { negated: false, pattern: Some(pattern), .. } => {
                let others = asked.iter().map(|hop| &hop.request.resource).filter(|resource| {
                    let version = site.page.document.policy.version;
                    ResourcePattern::parse(pattern)
                        .is_ok_and(|read| read.compare(resource, &hop.request.context, version, &mut |_| ()).is_ok())
                });
                narrowed(site, "Resource", pattern, others, |resource| resource == hop.request.resource)
                    .map(|(to, fix)| fix(ChangeKind::NarrowResource { pattern: pattern.clone(), to }))
            }
            _ => None,
        };
        all.extend(fix.and_then(|fix| site.candidate(vec![fix])));
    }
    all
}

/// A pattern replaced by the other values that it covers; `None` when there are none, or this one is among them.
fn narrowed<'a, 's>(
    site: &'s Site<'_>,
    element: &str,
    pattern: &str,
    others: impl Iterator<Item = &'a String>,
    is_this: impl Fn(&str) -> bool,
) -> Option<(Vec<String>, impl FnOnce(ChangeKind) -> Fix + 's)> {
    if !pattern.contains(['*', '?']) {
        return None;
    }
    let mut to: Vec<String> = others.cloned().collect();
    to.sort();
    to.dedup();
    if to.is_empty() || to.iter().any(|value| is_this(value) || value == "*") {
        return None;
    }
    let member = site.member(element)?;
    let values = &member.value;
    let item = values.items().iter().find(|item| item.as_str() == Some(pattern))?;
    let insert = match values.as_str() {
        Some(_) => write::list(&to),
        None => to.iter().map(|value| write::quote(value)).collect::<Vec<_>>().join(", "),
    };
    let edit = Edit { range: item.range, insert };
    Some((to, move |kind| Fix::of(member, kind, edit, NARROWED)))
}
