//! The walk: a simulation line by line, in the order in which AWS asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::near::{element_words, is_near, miss, nearest, with_miss};
use super::words::{
    check_words, exempt_words, layer_kind, layer_name, outcome_words, reason_page, rule_words, unspecified_words,
};
use super::{Place, Sign, WalkLevel, WalkStep, names};
use crate::iam::policy::Effect;
use crate::iam::request::PrincipalType;
use crate::iam::scenario::is_full_aws_access;
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::{
    DocumentStep, ElementDetail, ElementStep, Layer, LayerStep, Outcome, Reason, StatementStep, Strength, Verdict,
};

/// The whole walk, top to bottom. For each hop: its call; whether anything denies; the layers in the order in which they
/// are asked, each with its statements; under a statement that decided, or came close, its elements. Calls that were not
/// made any more stand at the end, one line each.
#[must_use]
pub fn walk(simulation: &Simulation) -> Vec<WalkStep> {
    let mut steps = whole_walk(simulation);
    steps.retain(|step| !step.aside);
    steps
}

/// The same with the elements of every statement; those that [`walk`] leaves out are marked as an aside.
#[must_use]
pub fn whole_walk(simulation: &Simulation) -> Vec<WalkStep> {
    let mut steps = Vec::new();
    for (at, hop) in simulation.hops.iter().enumerate() {
        walk_hop(&mut steps, at, hop, &simulation.texts);
    }
    let made = simulation.hops.len();
    for (offset, action) in simulation.ahead.iter().enumerate() {
        let note = format!("not tried: hop {made} was denied");
        steps.push(line(WalkLevel::Hop, made + offset, Sign::Nothing, action.clone(), note));
    }
    steps
}

/// The texts of the documents, by name.
type Texts = BTreeMap<Arc<str>, Arc<str>>;

/// A line that points nowhere.
pub(super) fn line(
    level: WalkLevel,
    hop: usize,
    sign: Sign,
    label: impl Into<String>,
    note: impl Into<String>,
) -> WalkStep {
    WalkStep {
        level,
        hop,
        sign,
        badge: None,
        label: label.into(),
        note: note.into(),
        place: None,
        decisive: false,
        side_by_side: None,
        aside: false,
    }
}

fn verdict_sign(verdict: Verdict) -> Sign {
    match verdict {
        Verdict::Allow => Sign::Yes,
        Verdict::ExplicitDeny => Sign::No,
        Verdict::ImplicitDeny => Sign::Silent,
    }
}

fn walk_hop(steps: &mut Vec<WalkStep>, at: usize, hop: &Hop, texts: &Texts) {
    let reason = hop.trace.decision.reason;
    let who = names::caller(&hop.request.principal);
    let note = match hop.request.principal.kind {
        PrincipalType::RoleSession => format!("as {who}"),
        PrincipalType::User
        | PrincipalType::FederatedUser
        | PrincipalType::Root
        | PrincipalType::Service
        | PrincipalType::WebIdentity
        | PrincipalType::Saml
        | PrincipalType::Anonymous => format!("by {who}"),
    };
    steps.push(line(WalkLevel::Hop, at, verdict_sign(reason.verdict()), hop.request.action.clone(), note));
    if let Some(words) = check_words(&hop.kind) {
        steps.push(line(WalkLevel::Layer, at, Sign::Nothing, "why this is asked", words));
    }
    let by_rule = matches!(reason, Reason::RootAllow | Reason::NoPermissionRequired | Reason::OperationForbidden);
    // Such calls are decided before a policy is read, or past all of them.
    if by_rule {
        let words = hop.rule.as_ref().map_or(reason_page(reason).short, |rule| rule_words(rule).0);
        let step = line(WalkLevel::Layer, at, verdict_sign(reason.verdict()), "a rule of AWS's own", words);
        steps.push(WalkStep { decisive: true, ..step });
    }
    steps.push(deny_line(at, hop));
    for layer in &hop.trace.layers {
        walk_layer(steps, at, hop, layer, texts);
    }
    for open in &hop.trace.unspecified {
        steps.push(line(WalkLevel::Layer, at, Sign::Nothing, "AWS leaves this open", unspecified_words(*open)));
    }
}

/// "explicit deny anywhere?"
fn deny_line(at: usize, hop: &Hop) -> WalkStep {
    const LABEL: &str = "explicit deny anywhere?";
    let statements = || hop.trace.statements().map(|(_, document, statement)| (document, statement));
    let denies = || statements().filter(|(_, statement)| statement.effect == Effect::Deny);
    let mut applying = denies().filter(|(_, statement)| statement.applies);
    if let Some((document, statement)) = applying.next() {
        let more = applying.count();
        let and_more = if more == 0 { String::new() } else { format!(" and {more} more") };
        return WalkStep {
            place: Some(place(document, statement)),
            decisive: matches!(hop.trace.decision.reason, Reason::ExplicitDeny(_)),
            ..line(WalkLevel::Layer, at, Sign::No, LABEL, format!("yes: {}{and_more}", names::statement(statement)))
        };
    }
    let note = match (denies().count(), statements().count()) {
        (_, 0) => "there is no statement".to_owned(),
        (0, 1) => "no Deny in 1 statement".to_owned(),
        (0, all) => format!("no Deny in {all} statements"),
        (1, _) => "one Deny, and it does not apply".to_owned(),
        (denies, _) => format!("{denies} times Deny, and none applies"),
    };
    line(WalkLevel::Layer, at, Sign::Yes, LABEL, note)
}

fn place(document: &DocumentStep, statement: &StatementStep) -> Place {
    Place { document: document.name.clone(), range: statement.range }
}

fn walk_layer(steps: &mut Vec<WalkStep>, at: usize, hop: &Hop, layer: &LayerStep, texts: &Texts) {
    let sign = match layer.outcome {
        Outcome::Denies => Sign::No,
        Outcome::Allows(_) => Sign::Yes,
        Outcome::Silent => Sign::Silent,
        Outcome::Absent if layer.decisive => Sign::Silent,
        Outcome::Absent | Outcome::Exempt | Outcome::NotReached => Sign::Nothing,
    };
    let spoke = speaker(layer);
    let caller = hop.request.principal.kind;
    let words = outcome_words(layer.layer, layer.outcome, caller, names::crosses_accounts(hop));
    // AWS hangs two policies of its own at every level: where they still hang at all of them, they are no news.
    let of_aws = layer.documents.iter().filter(|document| is_full_aws_access(&document.name)).count();
    let levels = match layer.layer {
        Layer::Scp => hop.levels.scp.len(),
        Layer::Rcp | Layer::Resource | Layer::Identity | Layer::Boundary | Layer::Session => hop.levels.rcp.len(),
    };
    let no_news = of_aws == levels || layer.outcome == Outcome::Exempt;
    let note = match (layer.outcome, spoke) {
        (Outcome::Allows(_), Some(_)) if is_organisation(layer) && of_aws == layer.documents.len() => {
            "nothing is held back".to_owned()
        }
        (Outcome::Allows(_), Some(_)) if is_organisation(layer) && no_news => "nothing here denies it".to_owned(),
        (Outcome::Allows(_), Some(_)) if is_organisation(layer) => "every level allows it".to_owned(),
        (Outcome::Exempt, _) => exempt_words(layer.layer, &hop.request).to_owned(),
        (Outcome::Silent, _) if is_organisation(layer) => {
            format!("{} does not allow it", silent_level(hop, layer).unwrap_or("a level"))
        }
        (Outcome::Denies, Some((_, statement))) => format!("{} denies it", names::statement(statement)),
        (Outcome::Allows(None), Some((_, statement))) => format!("{} allows it", names::statement(statement)),
        (Outcome::Allows(Some(strength)), Some((_, statement))) => {
            format!("{} {}", names::statement(statement), names_whom(strength, statement, caller))
        }
        (Outcome::Denies | Outcome::Allows(_), None) | (Outcome::Silent | Outcome::Absent | Outcome::NotReached, _) => {
            words.to_owned()
        }
    };
    let label = layer_name(layer.layer, layer.resource_kind, &hop.request.resource);
    let first = layer.documents.first().and_then(|document| Some((document, document.statements.first()?)));
    steps.push(WalkStep {
        badge: Some(layer_kind(layer.layer, layer.resource_kind)),
        place: spoke.or_else(|| nearest(layer)).or(first).map(|(document, statement)| place(document, statement)),
        decisive: layer.decisive,
        ..line(WalkLevel::Layer, at, sign, label, note)
    });
    let closest = match layer.outcome {
        Outcome::Silent => nearest(layer).map(|(document, statement)| (&document.name, statement.index)),
        Outcome::Denies | Outcome::Allows(_) | Outcome::Absent | Outcome::Exempt | Outcome::NotReached => None,
    };
    let heard = !matches!(layer.outcome, Outcome::NotReached | Outcome::Exempt);
    let many = layer.documents.len() > 1;
    for document in &layer.documents {
        if is_full_aws_access(&document.name) {
            if !no_news {
                let level = level_name(hop, layer, document).unwrap_or_default();
                let (sign, note) = match heard {
                    true => (Sign::Yes, format!("allows everything at {level}")),
                    false => (Sign::Nothing, format!("at {level}")),
                };
                steps.push(line(WalkLevel::Statement, at, sign, &*document.name, note));
            }
            continue;
        }
        let text = texts.get(&document.name).map(|text| &**text);
        for statement in &document.statements {
            let closest = closest == Some((&document.name, statement.index));
            let mut line = statement_line(at, document, statement, heard, closest);
            if let Some(level) = level_name(hop, layer, document) {
                line.note.push_str(&format!(" ({}, at {level})", names::document(document)));
            } else if many {
                line.note.push_str(&format!(" ({})", names::document(document)));
            }
            steps.push(line);
            let near_deny = statement.effect == Effect::Deny && is_near(statement) && statement.misses() == 1;
            let first = steps.len();
            walk_elements(steps, at, document, statement, text);
            let aside = !(heard && (statement.applies || closest || near_deny));
            steps.iter_mut().skip(first).for_each(|step| step.aside = aside);
        }
    }
}

fn is_organisation(layer: &LayerStep) -> bool {
    matches!(layer.layer, Layer::Scp | Layer::Rcp)
}

/// What people call the level of the organisation that a document hangs at.
pub(super) fn level_name<'h>(hop: &'h Hop, layer: &LayerStep, document: &DocumentStep) -> Option<&'h str> {
    let names = match layer.layer {
        Layer::Scp => &hop.levels.scp,
        Layer::Rcp => &hop.levels.rcp,
        Layer::Resource | Layer::Identity | Layer::Boundary | Layer::Session => return None,
    };
    names.get(document.level?).map(String::as_str)
}

/// The first level of an organisation at which no policy allows.
pub(super) fn silent_level<'h>(hop: &'h Hop, layer: &LayerStep) -> Option<&'h str> {
    let levels = match layer.layer {
        Layer::Scp => &hop.levels.scp,
        Layer::Rcp => &hop.levels.rcp,
        Layer::Resource | Layer::Identity | Layer::Boundary | Layer::Session => return None,
    };
    let allows = |level: usize| {
        let here = layer.documents.iter().filter(|document| document.level == Some(level));
        here.flat_map(|document| &document.statements).any(|s| s.applies && s.effect == Effect::Allow)
    };
    levels.iter().enumerate().find(|(level, _)| !allows(*level)).map(|(_, name)| name.as_str())
}

/// The statement that speaks for its layer.
fn speaker(layer: &LayerStep) -> Option<(&DocumentStep, &StatementStep)> {
    let wanted = match layer.outcome {
        Outcome::Denies => Effect::Deny,
        Outcome::Allows(_) => Effect::Allow,
        Outcome::Silent | Outcome::Absent | Outcome::Exempt | Outcome::NotReached => return None,
    };
    let all = layer.documents.iter().flat_map(|document| document.statements.iter().map(move |s| (document, s)));
    let mut applying = all.filter(|(_, statement)| statement.applies && statement.effect == wanted);
    let strongest = match layer.outcome {
        Outcome::Allows(Some(strength)) => {
            applying.clone().find(|(_, statement)| strength_of(statement) == Some(strength))
        }
        Outcome::Allows(None)
        | Outcome::Denies
        | Outcome::Silent
        | Outcome::Absent
        | Outcome::Exempt
        | Outcome::NotReached => applying.clone().find(|(_, statement)| statement.decisive),
    };
    strongest.or_else(|| applying.next())
}

fn strength_of(statement: &StatementStep) -> Option<Strength> {
    statement.elements.iter().find_map(|element| match &element.detail {
        ElementDetail::Principal { strength, .. } => *strength,
        ElementDetail::Action { .. } | ElementDetail::Resource { .. } | ElementDetail::Condition(_) => None,
    })
}

/// Whom a statement of a resource's policy names.
fn names_whom(strength: Strength, statement: &StatementStep, caller: PrincipalType) -> String {
    let everybody = statement
        .elements
        .iter()
        .any(|element| matches!(&element.detail, ElementDetail::Principal { entry: Some(entry), .. } if entry == "*"));
    match strength {
        Strength::Account => "names the account, no more".to_owned(),
        Strength::Entity => {
            outcome_words(crate::iam::trace::Layer::Resource, Outcome::Allows(Some(Strength::Entity)), caller, false)
                .to_owned()
        }
        Strength::Direct if everybody => "lets everybody in".to_owned(),
        Strength::Direct => format!("names {}", names::caller_kind(caller)),
    }
}

fn statement_line(
    at: usize,
    document: &DocumentStep,
    statement: &StatementStep,
    heard: bool,
    closest: bool,
) -> WalkStep {
    let (sign, note) = match (statement.applies, statement.effect) {
        (true, Effect::Allow) if heard => (Sign::Yes, "allows it".to_owned()),
        (true, Effect::Allow) => (Sign::Nothing, "would allow it".to_owned()),
        (true, Effect::Deny) => (Sign::No, "denies it".to_owned()),
        (false, Effect::Allow) if closest => (Sign::Nothing, "came closest:".to_owned()),
        (false, Effect::Allow) => (Sign::Nothing, miss(statement)),
        (false, Effect::Deny) => (Sign::Nothing, format!("a Deny, but {}", miss(statement))),
    };
    WalkStep {
        place: Some(place(document, statement)),
        decisive: statement.decisive,
        ..line(WalkLevel::Statement, at, sign, names::statement(statement), note)
    }
}

fn walk_elements(
    steps: &mut Vec<WalkStep>,
    at: usize,
    document: &DocumentStep,
    statement: &StatementStep,
    text: Option<&str>,
) {
    let effect = match statement.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    steps.push(WalkStep {
        place: Some(place(document, statement)),
        ..line(WalkLevel::Element, at, Sign::Yes, "Effect", effect)
    });
    for element in &statement.elements {
        steps.push(element_line(at, document, element, text));
    }
    let has_condition = statement.elements.iter().any(|element| matches!(element.detail, ElementDetail::Condition(_)));
    if !has_condition {
        steps.push(line(WalkLevel::Element, at, Sign::Nothing, "Condition", "none"));
    }
}

fn element_line(at: usize, document: &DocumentStep, element: &ElementStep, text: Option<&str>) -> WalkStep {
    let (label, note) = element_words(element, text);
    let sign = if element.matches { Sign::Yes } else { Sign::No };
    let step = WalkStep {
        place: Some(Place { document: document.name.clone(), range: element.range }),
        ..line(WalkLevel::Element, at, sign, label, note)
    };
    if element.matches { step } else { with_miss(step, element, text) }
}
