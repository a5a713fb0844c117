//! A simulation in a sentence or two.

use super::names;
use super::near::{miss, nearest};
use super::walk::{level_name, silent_level};
use super::words::{layer_name, reason_page, rule_words};
use crate::iam::policy::Effect;
use crate::iam::request::{PrincipalType, ResourceKind};
use crate::iam::scenario::ExpectOutcome;
use crate::iam::simulate::{Fault, Hop, HopKind, Judgement, Simulation};
use crate::iam::trace::{
    DocumentStep, ElementDetail, Layer, LayerStep, Outcome, Reason, StatementStep, Strength, Verdict,
};

/// The decision in a few sentences that a beginner follows and can retell.
#[must_use]
pub fn summary(simulation: &Simulation) -> String {
    let Some(hop) = simulation.hops.last() else { return String::new() };
    let who = names::caller(&hop.request.principal);
    let allowed = hop.trace.decision.is_allowed();
    let decision = format!("{}: {}.", capital(&outcome(hop, &who, allowed)), because(simulation, hop, &who));
    let mut sentences = Vec::new();
    let before = simulation.hops.len().saturating_sub(1);
    let mut way: Vec<&str> = Vec::new();
    let mut origin = simulation.hops.first().map(|hop| names::caller(&hop.request.principal)).unwrap_or_default();
    for (at, hop) in simulation.hops.iter().enumerate().take(before) {
        match &hop.kind {
            HopKind::Assume { role, .. } if is_put_on(simulation, at) => way.push(names::role(role)),
            HopKind::Token { api } if is_put_on(simulation, at) => {
                sentences.extend(roles(&origin, &mut way));
                origin = names::caller(&hop.request.principal);
                sentences.push(format!("{} gets credentials by {}.", capital(&origin), api.action()));
            }
            HopKind::Start | HopKind::Act => {
                sentences.extend(roles(&origin, &mut way));
                let who = names::caller(&hop.request.principal);
                let rest = match passed(simulation, at) {
                    Some((role, service)) => format!(" and pass the role {role} to {service}"),
                    None if allowed => String::new(),
                    None => ", but that is not all the call needs".to_owned(),
                };
                sentences.push(format!("{}{rest}.", capital(&self::outcome(hop, &who, true))));
            }
            HopKind::ServiceAccepts { role, service } => {
                sentences.push(format!("{service} gets the role {}.", names::role(role)));
                origin.clone_from(service);
            }
            HopKind::Assume { .. }
            | HopKind::Token { .. }
            | HopKind::TagSession
            | HopKind::SetSourceIdentity
            | HopKind::Also
            | HopKind::PassRole { .. } => {}
        }
    }
    sentences.extend(roles(&origin, &mut way));
    sentences.push(decision);
    sentences.join(" ")
}

/// "ann gets the role A, then B."
fn roles(origin: &str, way: &mut Vec<&str>) -> Option<String> {
    let roles = std::mem::take(way);
    (!roles.is_empty()).then(|| format!("{} gets the role {}.", capital(origin), roles.join(", then ")))
}

/// The role that the call at a hop hands over, and to whom, when that was allowed.
fn passed(simulation: &Simulation, at: usize) -> Option<(&str, &str)> {
    let mut rest = simulation.hops.iter().skip(at + 1);
    let hop = rest.find(|hop| hop.kind != HopKind::Also).filter(|hop| hop.trace.decision.is_allowed())?;
    match &hop.kind {
        HopKind::PassRole { role, service } => Some((names::role(role), service)),
        _ => None,
    }
}

/// Whether the call for credentials at a hop succeeded with all the checks that come with it.
fn is_put_on(simulation: &Simulation, at: usize) -> bool {
    let comes_with = |hop: &&Hop| matches!(hop.kind, HopKind::TagSession | HopKind::SetSourceIdentity);
    let mut rest = simulation.hops.iter().skip(at + 1).skip_while(comes_with);
    rest.next().is_some() || simulation.is_allowed()
}

/// What came of a check, as what its caller may or gets.
fn outcome(hop: &Hop, who: &str, allowed: bool) -> String {
    let target = names::target(hop);
    let (not, so) = if allowed { ("", "") } else { (" not", ", so the whole call fails") };
    match &hop.kind {
        HopKind::Assume { .. } | HopKind::ServiceAccepts { .. } if allowed => format!("{who} gets the role {target}"),
        HopKind::Assume { .. } | HopKind::ServiceAccepts { .. } => format!("{who} does not get the role {target}"),
        HopKind::TagSession => format!("{who} may{not} give tags to the session of {target}{so}"),
        HopKind::SetSourceIdentity => format!("{who} may{not} give the session of {target} a source identity{so}"),
        HopKind::Token { api } if allowed => format!("{who} gets credentials by {}", api.action()),
        HopKind::Token { api } => format!("{who} does not get credentials by {}", api.action()),
        HopKind::PassRole { service, .. } => format!("{who} may{not} pass the role {target} to {service}"),
        HopKind::Start | HopKind::Also | HopKind::Act => format!("{who} may{not} call {target}"),
    }
}

/// A caller that was named before: `a GitHub token` is `this token` then.
fn this(who: &str) -> String {
    match who.starts_with("a ") || who.starts_with("an ") {
        true if who.contains(" assertion") => "this assertion".to_owned(),
        true if who.contains(" token") => "this token".to_owned(),
        _ => who.to_owned(),
    }
}

fn capital(text: &str) -> String {
    // Names keep their own case: only our own words may begin large.
    match text.strip_prefix("the ").map(|rest| format!("The {rest}")) {
        Some(text) => text,
        None => match (text.strip_prefix("an "), text.strip_prefix("a ")) {
            (Some(rest), _) => format!("An {rest}"),
            (None, Some(rest)) => format!("A {rest}"),
            (None, None) => text.to_owned(),
        },
    }
}

fn because(simulation: &Simulation, hop: &Hop, who: &str) -> String {
    let reason = hop.trace.decision.reason;
    let speaker = |layer| deciding(hop, layer).map(|(document, step)| names::statement_in(document, step));
    let name = |layer| layer_name(layer, hop.policies.resource_kind, &hop.request.resource);
    match reason {
        Reason::ExplicitDeny(at @ (Layer::Scp | Layer::Rcp)) => {
            let says = speaker(at).unwrap_or_else(|| format!("the {}", name(at)));
            let step = layer(hop, at);
            let level = deciding(hop, at).zip(step).and_then(|((document, _), step)| level_name(hop, step, document));
            let whom = match at {
                Layer::Scp => "every account below it but the management account",
                _ => "every resource below it, whoever calls",
            };
            match level {
                Some(level) => {
                    format!("{says}, which hangs at {level} and binds {whom}, says Deny, and a Deny beats every Allow")
                }
                None => format!("{says} says Deny, and a Deny beats every Allow"),
            }
        }
        Reason::ExplicitDeny(layer) => {
            let says = speaker(layer).unwrap_or_else(|| format!("the {}", name(layer)));
            format!("{says} says Deny, and a Deny beats every Allow")
        }
        Reason::NoResourceAllow => no_resource_allow(simulation, hop, who),
        Reason::NoIdentityAllow => format!("{}{}", no_identity_allow(simulation, hop, who), no_grant(hop)),
        Reason::BoundaryNoAllow => {
            let but = allowed_by(hop, &speaker);
            let near = closest(simulation, layer(hop, Layer::Boundary));
            format!(
                "{but}its permissions boundary is the most it may ever do, and that leaves out {}{near}",
                hop.request.action
            )
        }
        Reason::SessionNoAllow => {
            let but = allowed_by(hop, &speaker);
            let none = hop.policies.session.as_ref().is_none_or(Vec::is_empty);
            match none {
                true => format!(
                    "{but}a session of GetFederationToken may do only what its session policies allow, and this one was made \
                     without any"
                ),
                false => {
                    let near = closest(simulation, layer(hop, Layer::Session));
                    format!(
                        "{but}the session was made with policies that narrow it, and none of them allows {}{near}",
                        hop.request.action
                    )
                }
            }
        }
        Reason::ScpNoAllow | Reason::RcpNoAllow => {
            let at = if reason == Reason::ScpNoAllow { Layer::Scp } else { Layer::Rcp };
            let level = layer(hop, at).and_then(|step| silent_level(hop, step));
            match level {
                Some(level) => format!(
                    "no policy of the organisation allows it at {level}, and every level from the root down to the account must"
                ),
                None => sentence(reason_page(reason).long),
            }
        }
        Reason::OperationForbidden if hop.rule.is_some() => {
            hop.rule.as_ref().map(|rule| rule_words(rule).1).unwrap_or_default()
        }
        Reason::IdentityAllow => {
            let exempt = layer(hop, Layer::Scp).is_some_and(|step| step.outcome == Outcome::Exempt);
            let management = match exempt && hop.request.flags.principal_in_management_account {
                true => ". Service control policies do not bind the management account",
                false => "",
            };
            format!("{}{management}", identity_allow(simulation, hop, who, speaker(Layer::Identity)))
        }
        Reason::CrossAccountAllow => {
            let theirs = speaker(Layer::Resource).unwrap_or_else(|| format!("the {}", name(Layer::Resource)));
            let own = speaker(Layer::Identity);
            let own =
                own.map_or_else(|| "the root user needs no policy".to_owned(), |own| format!("{own} lets {who} go"));
            let (owner, home) = (names::owner(simulation, hop), names::home(simulation, hop));
            format!("two accounts have to say yes, and both do. In {owner}, {theirs} lets {who} in; in {home}, {own}")
        }
        Reason::ServiceAllow => {
            let says = speaker(Layer::Resource).unwrap_or_else(|| format!("the {}", name(Layer::Resource)));
            match hop.request.principal.kind {
                PrincipalType::WebIdentity | PrincipalType::Saml => format!(
                    "{says} names the identity provider, all its conditions hold, and {} has no policies of its own that \
                     could be asked",
                    this(who)
                ),
                _ => format!("{says} names {who}, and a service has no policies of its own that could be asked"),
            }
        }
        Reason::PublicAllow => {
            let says = speaker(Layer::Resource).unwrap_or_else(|| format!("the {}", name(Layer::Resource)));
            format!("{says} lets everybody in, signed or not")
        }
        Reason::ResourceDirectAllow | Reason::ResourceEntityAllow => {
            let says = speaker(Layer::Resource).unwrap_or_else(|| format!("the {}", name(Layer::Resource)));
            let whom = match reason {
                Reason::ResourceEntityAllow => "the role behind the session",
                _ => names::caller_kind(hop.request.principal.kind),
            };
            let whom = if names_everybody(simulation, hop) { "everybody" } else { whom };
            format!("{says} names {whom}, and within one account that is enough")
        }
        // AWS: "AssumeRole" (STS API Reference).
        Reason::OperationForbidden if hop.request.principal.kind == PrincipalType::Root => {
            format!(
                "AWS does not let the root user of an account call {}, whatever any policy says",
                hop.request.action
            )
        }
        Reason::RootAllow | Reason::NoPermissionRequired | Reason::OperationForbidden => {
            sentence(reason_page(reason).long)
        }
    }
}

/// What would have left room, and grants nothing.
fn no_grant(hop: &Hop) -> &'static str {
    let would = |wanted| {
        let documents = layer(hop, wanted).into_iter().flat_map(|step| &step.documents);
        documents.flat_map(|document| &document.statements).any(|s| s.applies && s.effect == Effect::Allow)
    };
    if would(Layer::Boundary) {
        return ". The permissions boundary leaves room for it, but a boundary grants nothing";
    }
    let binds = layer(hop, Layer::Scp).is_some_and(|step| matches!(step.outcome, Outcome::Allows(_)));
    if binds { ". The organisation leaves room for it, but its policies grant nothing" } else { "" }
}

/// "Read of read.json allows it, but ", when the caller's own policies do.
fn allowed_by(hop: &Hop, speaker: &dyn Fn(Layer) -> Option<String>) -> String {
    let allows = layer(hop, Layer::Identity).is_some_and(|step| matches!(step.outcome, Outcome::Allows(_)));
    let own = speaker(Layer::Identity).filter(|_| allows);
    own.map(|own| format!("{own} allows it, but ")).unwrap_or_default()
}

/// A page's words in the middle of a sentence.
fn sentence(text: &str) -> String {
    let mut characters = text.trim_end_matches('.').chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn layer(hop: &Hop, wanted: Layer) -> Option<&LayerStep> {
    hop.trace.layers.iter().find(|step| step.layer == wanted)
}

/// The statement of a layer that the decision rests on, or else the first that applies.
fn deciding(hop: &Hop, wanted: Layer) -> Option<(&DocumentStep, &StatementStep)> {
    let layer = layer(hop, wanted)?;
    let effect = match hop.trace.decision.reason {
        Reason::ExplicitDeny(_) => Effect::Deny,
        _ => Effect::Allow,
    };
    let all = layer.documents.iter().flat_map(|document| document.statements.iter().map(move |s| (document, s)));
    let mut applying = all.filter(|(_, statement)| statement.applies && statement.effect == effect);
    let decisive = applying.clone().find(|(_, statement)| statement.decisive);
    decisive.or_else(|| applying.next())
}

/// The entry of `Principal` by which the resource's policy lets the caller in, as it names the caller most closely: as its
/// author wrote it, `:root` for the ARN of an account.
fn entry(simulation: &Simulation, hop: &Hop) -> Option<(String, Strength)> {
    let documents = &layer(hop, Layer::Resource)?.documents;
    let statements = documents.iter().flat_map(|document| document.statements.iter().map(move |s| (document, s)));
    let applying = statements.filter(|(_, statement)| statement.applies && statement.effect == Effect::Allow);
    let elements = applying.flat_map(|(document, s)| s.elements.iter().map(move |element| (document, element)));
    let entries = elements.filter_map(|(document, element)| match &element.detail {
        ElementDetail::Principal { entry: Some(entry), strength: Some(strength), .. } => {
            let text = simulation.texts.get(&document.name).map(|text| &**text);
            let written = names::written(entry, text, element.range);
            let short = if written.ends_with(":root") { ":root".to_owned() } else { written.into_owned() };
            Some((short, *strength))
        }
        ElementDetail::Principal { .. }
        | ElementDetail::Action { .. }
        | ElementDetail::Resource { .. }
        | ElementDetail::Condition(_) => None,
    });
    entries.max_by_key(|(_, strength)| *strength)
}

fn names_everybody(simulation: &Simulation, hop: &Hop) -> bool {
    entry(simulation, hop).is_some_and(|(entry, _)| entry == "*")
}

/// What came closest in a layer, as a sentence of its own; empty when nothing did.
fn closest(simulation: &Simulation, layer: Option<&LayerStep>) -> String {
    match layer.and_then(nearest) {
        Some((document, statement)) => {
            let clause = kept_out(simulation, statement);
            format!(". {} came closest: it {clause}", names::statement_in(document, statement))
        }
        None => String::new(),
    }
}

/// What kept a statement from applying, as what the statement does: "covers the objects, not the bucket". Empty for one that applies.
#[must_use]
pub fn kept_out(simulation: &Simulation, statement: &StatementStep) -> String {
    simulation.accounts.iter().fold(miss_clause(statement), |clause, (id, title)| {
        clause
            .replace(&format!("account {id}"), &format!("the account {title}"))
            .replace(&format!("not {id}"), &format!("not {title}"))
    })
}

/// What kept a statement out, as what the statement does.
fn miss_clause(statement: &StatementStep) -> String {
    let words = miss(statement);
    match words.strip_prefix("condition on ") {
        Some(rest) => match rest.split_once(": is ").and_then(|(key, rest)| Some((key, rest.split_once(", must ")?))) {
            Some((key, (is, must))) => format!("has a condition on {key}, which is {is} and must {must}"),
            None => format!("has a condition on {rest}"),
        },
        None if words.starts_with("NotAction") || words.starts_with("NotResource") => {
            format!("leaves it out ({words})")
        }
        None => match words.strip_prefix("other service: ") {
            Some(rest) => format!("is about another service, {rest}"),
            None => words,
        },
    }
}

fn no_resource_allow(simulation: &Simulation, hop: &Hop, who: &str) -> String {
    let step = layer(hop, Layer::Resource);
    let name = layer_name(Layer::Resource, hop.policies.resource_kind, &hop.request.resource);
    let near = closest(simulation, step);
    match hop.policies.resource_kind {
        ResourceKind::Trust => format!("its {name} does not let {} in{near}", this(who)),
        ResourceKind::Kms => format!("the {name} must allow, whatever other policies say, and it does not{near}"),
        ResourceKind::Generic => {
            let owner = names::owner(simulation, hop);
            let absent = step.is_none_or(|step| step.outcome == Outcome::Absent);
            match (hop.request.principal.kind, absent) {
                (PrincipalType::Service | PrincipalType::Anonymous, true) => {
                    format!("only a {name} could let {who} in, and there is none")
                }
                (PrincipalType::Service | PrincipalType::Anonymous, false) => {
                    format!("only the {name} could let {who} in, and it does not{near}")
                }
                (_, true) => format!(
                    "it belongs to {owner}, another account, so a {name} there must let {who} in, and there is none"
                ),
                (_, false) => format!(
                    "it belongs to {owner}, another account, so the {name} there must let {who} in, and it does not{near}"
                ),
            }
        }
    }
}

fn no_identity_allow(simulation: &Simulation, hop: &Hop, who: &str) -> String {
    let step = layer(hop, Layer::Identity);
    let action = &hop.request.action;
    let home = names::home(simulation, hop);
    let near = closest(simulation, step);
    let nothing = match step.map(|step| step.outcome) {
        None | Some(Outcome::Absent) => format!("{who} has no policy at all"),
        Some(Outcome::Denies | Outcome::Allows(_) | Outcome::Silent | Outcome::Exempt | Outcome::NotReached) => {
            format!("nothing there lets {who} call {action}")
        }
    };
    let name = layer_name(Layer::Resource, hop.policies.resource_kind, &hop.request.resource);
    match entry(simulation, hop) {
        Some((entry, Strength::Account)) => {
            format!(
                "{entry} names the account {home}, not everyone in it: it hands the decision to {home}'s own policies, and \
                 {nothing}{near}"
            )
        }
        Some((_, Strength::Entity | Strength::Direct)) => format!(
            "the {name} lets {who} in, but between two accounts {home}'s own policies must allow {action} too, and \
             {nothing}{near}"
        ),
        None => {
            let whose = match hop.request.principal.kind {
                PrincipalType::RoleSession => "the role",
                PrincipalType::User
                | PrincipalType::FederatedUser
                | PrincipalType::Root
                | PrincipalType::Service
                | PrincipalType::WebIdentity
                | PrincipalType::Saml
                | PrincipalType::Anonymous => who,
            };
            match step.map(|step| step.outcome) {
                None | Some(Outcome::Absent) => {
                    format!("no permissions policy is attached to {whose}, so nothing is allowed")
                }
                Some(
                    Outcome::Denies | Outcome::Allows(_) | Outcome::Silent | Outcome::Exempt | Outcome::NotReached,
                ) => {
                    format!("no statement attached to {whose} allows it, and what nobody allows is denied{near}")
                }
            }
        }
    }
}

fn identity_allow(simulation: &Simulation, hop: &Hop, who: &str, own: Option<String>) -> String {
    let own = own.unwrap_or_else(|| format!("a policy of {who}"));
    match (hop.policies.resource_kind, entry(simulation, hop)) {
        (ResourceKind::Trust | ResourceKind::Kms, Some((entry, Strength::Account))) => {
            let home = names::home(simulation, hop);
            format!("{entry} leaves it to {home}'s own policies, and {own} allows it")
        }
        (ResourceKind::Trust | ResourceKind::Kms, _) | (ResourceKind::Generic, _) => {
            format!("{own} allows it, and nothing denies it")
        }
    }
}

/// What a learner reads of a goal: that it is met, or how it went another way.
#[must_use]
pub fn judgement(judgement: &Judgement, simulation: &Simulation) -> String {
    let place = match (judgement.planned, simulation.hops.last()) {
        (2.., Some(hop)) => format!(" at hop {} ({})", judgement.hop, hop.request.action),
        _ => String::new(),
    };
    let short = reason_page(judgement.reason).short;
    match &judgement.fault {
        None => match judgement.verdict {
            Verdict::Allow => "allowed, as it should be".to_owned(),
            Verdict::ExplicitDeny | Verdict::ImplicitDeny => format!("denied{place}, as it should be: {short}"),
        },
        Some(Fault::Denied) => format!("should be allowed, but is denied{place}: {short}"),
        Some(Fault::Allowed) => format!("should be denied, but is allowed: {short}"),
        Some(Fault::OtherDenial) => match judgement.wanted {
            ExpectOutcome::ExplicitDeny => {
                format!("denied{place}, but only because nobody allows it; a Deny statement should say no")
            }
            ExpectOutcome::ImplicitDeny => {
                format!("denied{place}, but by a Deny statement; here nobody should have to forbid it")
            }
            ExpectOutcome::Allow | ExpectOutcome::Deny => format!("denied{place}: {short}"),
        },
        Some(Fault::OtherHop { wanted }) => {
            format!("{}{place}, but it should fall at hop {wanted}: {short}", ended(judgement.verdict))
        }
        Some(Fault::OtherReason { wanted }) => {
            format!(
                "{}{place}, but for another reason: {short}; it should be: {}",
                ended(judgement.verdict),
                reason_page(*wanted).short
            )
        }
    }
}

fn ended(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allowed",
        Verdict::ExplicitDeny | Verdict::ImplicitDeny => "denied",
    }
}
