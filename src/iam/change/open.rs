//! What lets a denied request through: an Allow statement that reaches it, or a Deny statement that leaves it out.

use std::sync::Arc;

use super::close::stopping;
use super::element::{Fix, Page, Site, Touched, entry_for};
use super::ground::Ground;
use super::{Candidate, ChangeKind, Part, SideEffect, write};
use crate::iam::condition::{BaseOperator, ConditionOperator, Family, SetOperator};
use crate::iam::json::{Member, Node, Value};
use crate::iam::policy::{ConditionLine, Effect, PolicyKind};
use crate::iam::request::{ContextValue, ResourceKind};
use crate::iam::simulate::Hop;
use crate::iam::trace::{
    ConditionReason, ConditionStep, DocumentStep, ElementDetail, ElementStep, Layer, LayerStep, Reason, StatementStep,
};
use crate::text::{Edit, TextRange};

/// What a change of one element costs; others cost more for a reason that stands there.
const ELEMENT: u32 = 1;
/// Lets requests in that lack the key.
const WITHOUT_KEY: u32 = 3;
/// A condition less.
const CONDITION: u32 = 3;
/// A statement more.
const STATEMENT: u32 = 4;
/// Action and resource at once: each also goes with everything else that the statement lists.
const CROSSED: u32 = 4;
/// A document more.
const DOCUMENT: u32 = 5;
/// Another policy than the one that had to speak.
const ELSEWHERE: u32 = 3;

/// Every proposal for a denied call.
pub(super) fn candidates<G: Ground>(ground: &G, hop: &Hop) -> Vec<Candidate> {
    match hop.trace.decision.reason {
        Reason::ExplicitDeny(_) => {
            let denies = hop.trace.statements().filter(|(_, _, step)| step.applies && step.effect == Effect::Deny);
            denies
                .flat_map(|(_, document, step)| on_statement(ground, document, step, |site| stopping(hop, site, step)))
                .collect()
        }
        Reason::NoIdentityAllow => {
            let mut all = allow_in(ground, hop, Layer::Identity);
            // In one account the resource's own policy can say it alone.
            let closer = allow_in(ground, hop, Layer::Resource).into_iter().filter(|other| is_one_element(&other.part));
            all.extend(closer.map(|other| Candidate { cost: other.cost + ELSEWHERE, ..other }));
            all
        }
        Reason::NoResourceAllow => allow_in(ground, hop, Layer::Resource),
        Reason::BoundaryNoAllow => allow_in(ground, hop, Layer::Boundary),
        Reason::SessionNoAllow => allow_in(ground, hop, Layer::Session),
        Reason::ScpNoAllow => allow_in(ground, hop, Layer::Scp),
        // No customer can write an Allow there, and what AWS forbids, no policy opens.
        Reason::RcpNoAllow | Reason::OperationForbidden => Vec::new(),
        Reason::ResourceDirectAllow
        | Reason::ResourceEntityAllow
        | Reason::IdentityAllow
        | Reason::CrossAccountAllow
        | Reason::ServiceAllow
        | Reason::PublicAllow
        | Reason::RootAllow
        | Reason::NoPermissionRequired => Vec::new(),
    }
}

fn is_one_element(part: &Part) -> bool {
    matches!(part.kinds.as_slice(), [ChangeKind::AddPrincipal(_)])
}

/// What `propose` says of the statement that a step speaks of.
pub(super) fn on_statement<G: Ground>(
    ground: &G,
    document: &DocumentStep,
    step: &StatementStep,
    propose: impl FnOnce(&Site<'_>) -> Vec<Candidate>,
) -> Vec<Candidate> {
    let page = ground.document(&document.name).and_then(Page::read);
    page.as_ref().and_then(|page| page.site(step)).map(|site| propose(&site)).unwrap_or_default()
}

/// What makes a layer allow the call.
fn allow_in<G: Ground>(ground: &G, hop: &Hop, layer: Layer) -> Vec<Candidate> {
    let Some(step) = hop.trace.layers.iter().find(|step| step.layer == layer) else { return Vec::new() };
    let silent = silent_documents(step);
    let mut all: Vec<Candidate> = Vec::new();
    let mut by_condition = false;
    for document in &silent {
        for statement in document.statements.iter().filter(|s| s.effect == Effect::Allow && !s.applies) {
            by_condition |= statement.elements.iter().all(|e| e.matches || is_condition(e));
            all.extend(on_statement(ground, document, statement, |site| {
                reaching(hop, site, statement).into_iter().collect()
            }));
        }
    }
    // Beside a statement that says all but for its condition, another without the condition would make it pointless.
    if by_condition {
        return all;
    }
    let homes = silent.iter().filter_map(|document| Some((ground.document(&document.name)?, related(document, hop))));
    let home = homes.rev().max_by_key(|(_, related)| *related);
    match home.and_then(|(document, _)| Page::read(document)) {
        Some(page) => all.extend(statement_more(hop, &page, Effect::Allow, STATEMENT)),
        None => all.extend(document_more(ground, hop, layer)),
    }
    all
}

fn is_condition(element: &ElementStep) -> bool {
    matches!(element.detail, ElementDetail::Condition(_))
}

/// The documents in which an Allow is missing: of an organisation's policies, those at the levels that have none.
fn silent_documents(layer: &LayerStep) -> Vec<&DocumentStep> {
    let allows = |document: &DocumentStep| document.statements.iter().any(|s| s.applies && s.effect == Effect::Allow);
    let speaks = |level| layer.documents.iter().any(|document| document.level == level && allows(document));
    let mut names = Vec::new();
    let silent = layer.documents.iter().filter(|document| document.level.is_none() || !speaks(document.level));
    silent
        .filter(|document| {
            let new = !names.contains(&&document.name);
            names.push(&document.name);
            new
        })
        .collect()
}

/// How many statements of a document are about the action's service.
fn related(document: &DocumentStep, hop: &Hop) -> usize {
    let service = service(&hop.request.action);
    let is_about = |step: &&StatementStep| {
        step.elements.iter().any(|element| match &element.detail {
            ElementDetail::Action { pattern: Some(pattern), .. } => self::service(pattern) == service,
            _ => false,
        })
    };
    document.statements.iter().filter(is_about).count()
}

fn service(action: &str) -> String {
    action.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

/// An Allow statement that did not apply, mended so that it does.
fn reaching(hop: &Hop, site: &Site<'_>, step: &StatementStep) -> Option<Candidate> {
    let failed: Vec<&ElementStep> = step.elements.iter().filter(|element| !element.matches).collect();
    if failed.len() > 2 {
        return None;
    }
    let mut lines = site.statement.conditions.iter();
    let mut fixes = Vec::new();
    for element in &step.elements {
        let line = if is_condition(element) { lines.next() } else { None };
        if !element.matches {
            fixes.push(mended(hop, site, element, line)?);
        }
    }
    let is = |wanted: fn(&ElementDetail) -> bool| failed.iter().any(|element| wanted(&element.detail));
    let crossed = is(|detail| matches!(detail, ElementDetail::Action { .. }))
        && is(|detail| matches!(detail, ElementDetail::Resource { .. }));
    let candidate = site.candidate(fixes)?;
    let cost = candidate.cost + if crossed { CROSSED } else { 0 };
    Some(Candidate { cost, ..candidate })
}

/// An element that kept the statement out, mended.
fn mended(hop: &Hop, site: &Site<'_>, element: &ElementStep, line: Option<&ConditionLine>) -> Option<Fix> {
    let request = &hop.request;
    match &element.detail {
        ElementDetail::Principal { negated: false, .. } => {
            let member = site.member("Principal")?;
            let (key, name) = entry_for(&request.principal)?;
            let edit = match (&member.value.value, member.value.get(key.as_str())) {
                (Value::Object(_), Some(values)) => write::append(site.text(), values, &write::quote(name)),
                (Value::Object(_), None) => {
                    write::add_member(site.text(), &member.value, key.as_str(), &write::quote(name))
                }
                _ => return None,
            };
            let actions = other_actions(site, &request.action);
            let grants = SideEffect::Grants { principal: name.to_owned(), actions: actions.clone() };
            let fix = Fix::of(member, ChangeKind::AddPrincipal(name.to_owned()), edit, ELEMENT);
            Some(fix.growing((!actions.is_empty()).then_some(grants)))
        }
        ElementDetail::Action { negated: false, pattern, .. } => {
            let everywhere = site.member("Resource").is_some_and(|member| member.value.as_str() == Some("*"));
            let ceiling =
                matches!(site.page.document.kind, PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp);
            let related = pattern.as_deref().is_some_and(|pattern| service(pattern) == service(&request.action));
            // A statement about another service is about other things. A ceiling lists whatever may be used.
            let belongs = related || (ceiling && everywhere);
            let member = site.member("Action").filter(|_| belongs)?;
            let edit = write::append(site.text(), &member.value, &write::quote(&request.action));
            let resources = other_resources(site, &request.resource);
            let reaches = SideEffect::Reaches { action: request.action.clone(), resources: resources.clone() };
            let fix = Fix::of(member, ChangeKind::AddAction(request.action.clone()), edit, ELEMENT);
            Some(fix.growing((!resources.is_empty()).then_some(reaches)))
        }
        // An action that takes no resource needs a `*`, which would open everything else in the statement.
        ElementDetail::Resource { negated: false, .. } if is_plain(&request.resource) => {
            let member = site.member("Resource")?;
            let edit = write::append(site.text(), &member.value, &write::quote(&request.resource));
            let actions = other_actions(site, &request.action);
            let opens = SideEffect::OpensTo { resource: request.resource.clone(), actions: actions.clone() };
            let fix = Fix::of(member, ChangeKind::AddResource(request.resource.clone()), edit, ELEMENT);
            Some(fix.growing((!actions.is_empty()).then_some(opens)))
        }
        ElementDetail::Action { negated: true, action, .. } => {
            let member = site.member("NotAction")?;
            let (edit, removed) = unlisted(&member.value, |listed| listed.eq_ignore_ascii_case(action))?;
            Some(Fix::of(member, ChangeKind::IncludeAction(removed), edit, ELEMENT))
        }
        ElementDetail::Resource { negated: true, resource, .. } => {
            let member = site.member("NotResource")?;
            let (edit, removed) = unlisted(&member.value, |listed| listed == resource)?;
            Some(Fix::of(member, ChangeKind::IncludeResource(removed), edit, ELEMENT))
        }
        ElementDetail::Principal { negated: true, .. } | ElementDetail::Resource { negated: false, .. } => None,
        ElementDetail::Condition(step) => mended_condition(site, step, line?),
    }
}

/// A value taken out of a list of several, and what it was.
pub(super) fn unlisted(values: &Node, is: impl Fn(&str) -> bool) -> Option<(Edit, String)> {
    let at = values.items().iter().position(|item| item.as_str().is_some_and(&is))?;
    let removed = values.items().get(at)?.as_str()?.to_owned();
    Some((write::remove_item(values, at)?, removed))
}

/// Whether a text stands for itself alone where a policy lists it: it holds no wildcard and no variable.
fn is_plain(text: &str) -> bool {
    !text.contains(['*', '?']) && !text.contains("${")
}

/// The actions of a statement but for this one.
fn other_actions(site: &Site<'_>, action: &str) -> Vec<String> {
    let entries = site.statement.action.entries.iter().map(|entry| entry.value.as_str());
    entries.filter(|entry| !entry.eq_ignore_ascii_case(action)).map(str::to_owned).collect()
}

/// The resources of a statement but for this one.
fn other_resources(site: &Site<'_>, resource: &str) -> Vec<String> {
    let element = site.statement.resource.iter().filter(|element| !element.negated);
    let entries = element.flat_map(|element| &element.entries).map(|entry| entry.value.as_str());
    entries.filter(|entry| *entry != resource).map(str::to_owned).collect()
}

/// A condition line that failed, mended so that it holds.
fn mended_condition(site: &Site<'_>, step: &ConditionStep, line: &ConditionLine) -> Option<Fix> {
    let (operator_member, key_member) = site.condition(line)?;
    let condition = site.member("Condition")?;
    let operator = line.operator.value;
    let key = step.key.clone();
    match step.because {
        ConditionReason::AbsentFails if operator.base != BaseOperator::Null => {
            let to = ConditionOperator { if_exists: true, ..operator };
            let fix = with_operator(condition, operator_member, key, operator, to, WITHOUT_KEY)?;
            Some(fix.growing(Some(SideEffect::WithoutKey(step.key.clone()))))
        }
        // The opposite test would shut out those whom it let in.
        ConditionReason::Presence => without_condition(site, operator_member, key_member, key),
        ConditionReason::Compared if operator.base.is_negated() => {
            let actual = step.actual.as_ref()?.values();
            let is_ruled_out = |listed: &str| actual.iter().any(|actual| actual.eq_ignore_ascii_case(listed));
            match unlisted(&key_member.value, is_ruled_out) {
                Some((edit, value)) => {
                    Some(Fix::of(condition, ChangeKind::RemoveValue { key, value }, edit, ELEMENT + 1))
                }
                None => without_condition(site, operator_member, key_member, key),
            }
        }
        ConditionReason::Compared if operator.base == BaseOperator::Bool => {
            without_condition(site, operator_member, key_member, key)
        }
        ConditionReason::Compared => compared(site, condition, operator_member, key_member, step, operator),
        ConditionReason::AbsentFails
        | ConditionReason::AbsentFailsForAnyValue
        | ConditionReason::AbsentHoldsNegated
        | ConditionReason::AbsentHoldsIfExists
        | ConditionReason::AbsentHoldsForAllValues => None,
    }
}

/// A positive comparison that failed, mended by its values.
fn compared(
    site: &Site<'_>,
    condition: &Member,
    operator_member: &Member,
    key_member: &Member,
    step: &ConditionStep,
    operator: ConditionOperator,
) -> Option<Fix> {
    let values = &key_member.value;
    let key = step.key.clone();
    match operator.base.family() {
        Family::String | Family::Arn | Family::Ip | Family::Binary => {
            let value = value_to_add(step, operator)?;
            let edit = write::append(site.text(), values, &write::quote(&value));
            Some(Fix::of(condition, ChangeKind::AddValue { key, value }, edit, ELEMENT))
        }
        Family::Numeric if operator.base == BaseOperator::NumericEquals => {
            let value = value_to_add(step, operator)?;
            let edit = write::append(site.text(), values, &write::quote(&value));
            Some(Fix::of(condition, ChangeKind::AddValue { key, value }, edit, ELEMENT))
        }
        Family::Numeric | Family::Date => {
            let ([value], Some(ContextValue::One(actual))) = (values.items(), &step.actual) else { return None };
            let from = step.wanted.first()?.clone();
            let kind = ChangeKind::ReplaceValue { key: key.clone(), from, to: actual.clone() };
            let mut fix = Fix::of(condition, kind, replaced(value, actual), ELEMENT + 1);
            if let Some(base) = inclusive(operator.base) {
                let to = ConditionOperator { base, ..operator };
                fix.edits.extend(with_operator(condition, operator_member, key, operator, to, 0)?.edits);
            }
            Some(fix)
        }
        Family::Bool | Family::Null => None,
    }
}

/// What the request carries, as a policy lists it; of several values the one that is not listed yet.
pub(super) fn value_to_add(step: &ConditionStep, operator: ConditionOperator) -> Option<String> {
    let unlisted = |value: &&String| !step.wanted.contains(value);
    let value = match (step.actual.as_ref()?, operator.set) {
        (ContextValue::One(value), _) => value,
        (ContextValue::Many(values), Some(SetOperator::ForAllValues)) => {
            let mut missing = values.iter().filter(unlisted);
            let first = missing.next()?;
            if missing.next().is_some() {
                return None;
            }
            first
        }
        (ContextValue::Many(values), Some(SetOperator::ForAnyValue) | None) => values.iter().find(unlisted)?,
    };
    if operator.base.takes_wildcards() && !is_plain(value) {
        return None;
    }
    Some(match operator.base.family() {
        Family::Ip if value.contains(':') => format!("{value}/128"),
        Family::Ip => format!("{value}/32"),
        _ => value.clone(),
    })
}

/// The comparison that the bound itself passes, for one that it does not.
fn inclusive(base: BaseOperator) -> Option<BaseOperator> {
    match base {
        BaseOperator::NumericLessThan => Some(BaseOperator::NumericLessThanEquals),
        BaseOperator::NumericGreaterThan => Some(BaseOperator::NumericGreaterThanEquals),
        BaseOperator::DateLessThan => Some(BaseOperator::DateLessThanEquals),
        BaseOperator::DateGreaterThan => Some(BaseOperator::DateGreaterThanEquals),
        _ => None,
    }
}

/// Another value, bare where the old one was.
fn replaced(value: &Node, to: &str) -> Edit {
    let insert = if value.as_str().is_some() { write::quote(to) } else { to.to_owned() };
    Edit { range: value.range, insert }
}

/// Another operator over a key that is alone under the one it has.
fn with_operator(
    condition: &Member,
    member: &Member,
    key: String,
    from: ConditionOperator,
    to: ConditionOperator,
    cost: u32,
) -> Option<Fix> {
    let [_] = member.value.members() else { return None };
    let edit = Edit { range: member.key_range, insert: write::quote(&to.to_string()) };
    let kind = ChangeKind::ReplaceOperator { key, from: from.to_string(), to: to.to_string() };
    Some(Fix::of(condition, kind, edit, cost))
}

/// A condition line taken out: its key, or else its operator, or else the whole `Condition`.
fn without_condition(site: &Site<'_>, operator: &Member, key: &Member, name: String) -> Option<Fix> {
    let condition = site.member("Condition")?;
    let at = |node: &Node, member: &Member| node.members().iter().position(|m| m.range() == member.range());
    let key_edit = at(&operator.value, key).and_then(|at| write::remove_member(&operator.value, at));
    let operator_edit = || at(&condition.value, operator).and_then(|at| write::remove_member(&condition.value, at));
    let condition_edit = || at(site.node, condition).and_then(|at| write::remove_member(site.node, at));
    let edit = key_edit.or_else(operator_edit).or_else(condition_edit)?;
    let touched = condition.range().cover(edit.range);
    let growth = Some(SideEffect::Whatever(name.clone()));
    let fix = Fix::of(condition, ChangeKind::RemoveCondition(name), edit, CONDITION).growing(growth);
    Some(Fix { touched, ..fix })
}

/// A statement more that speaks of this call and of nothing else.
pub(super) fn statement_more(hop: &Hop, page: &Page<'_>, effect: Effect, cost: u32) -> Option<Candidate> {
    let model = page.statements()?.items().last()?;
    let members = statement_members(hop, page.document.kind, effect, |key, name| {
        let entry = [(key, write::quote(name))];
        match model.get("Principal").filter(|model| !model.members().is_empty()) {
            Some(model) => write::object_like(page.text(), model, &entry),
            None => write::object(&entry),
        }
    })?;
    let (label, edits, statement) = page.one_statement_more(&members)?;
    let kind = if effect == Effect::Allow { ChangeKind::AddAllow } else { ChangeKind::AddDeny };
    Some(Candidate { part: page.part(label, vec![kind], edits, Touched::PutIn(statement)), cost, growth: Vec::new() })
}

/// The members of such a statement.
fn statement_members(
    hop: &Hop,
    kind: PolicyKind,
    effect: Effect,
    principal: impl FnOnce(&str, &str) -> String,
) -> Option<Vec<(&'static str, String)>> {
    let effect = if effect == Effect::Allow { "Allow" } else { "Deny" };
    let mut members = vec![("Effect", write::quote(effect))];
    if matches!(kind, PolicyKind::Trust | PolicyKind::Resource) {
        let (key, name) = entry_for(&hop.request.principal)?;
        members.push(("Principal", principal(key.as_str(), name)));
    }
    members.push(("Action", write::quote(&hop.request.action)));
    match (kind, hop.policies.resource_kind) {
        (PolicyKind::Trust, _) => {}
        // In a key policy the star means this key (AWS KMS Developer Guide: "Key policies in AWS KMS").
        (PolicyKind::Resource, ResourceKind::Kms) => members.push(("Resource", write::quote("*"))),
        // Of an action that takes no resource the star says no more than that.
        _ if hop.request.resource != "*" && !is_plain(&hop.request.resource) => return None,
        _ => members.push(("Resource", write::quote(&hop.request.resource))),
    }
    Some(members)
}

/// A document more, for whoever has none.
fn document_more<G: Ground>(ground: &G, hop: &Hop, layer: Layer) -> Option<Candidate> {
    let (owner, document) = ground.vacancy(hop, layer)?;
    let policy = if layer == Layer::Resource { PolicyKind::Resource } else { PolicyKind::Identity };
    let members =
        statement_members(hop, policy, Effect::Allow, |key, name| write::object(&[(key, write::quote(name))]))?;
    let text = write::document(&members);
    let part = Part {
        document: Arc::clone(&document),
        policy,
        attach_to: Some(owner),
        statement: "Statement 1".to_owned(),
        kinds: vec![ChangeKind::AddDocument],
        edits: vec![Edit { range: TextRange::at(0), insert: text.clone() }],
        range: TextRange::at(0),
        before: String::new(),
        after: text,
    };
    Some(Candidate { part, cost: DOCUMENT, growth: Vec::new() })
}
