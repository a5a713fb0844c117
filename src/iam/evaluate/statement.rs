//! Whether one statement applies to a request.

use crate::iam::condition;
use crate::iam::evaluate::record::Recorder;
use crate::iam::policy::{Effect, PolicyKind, Statement, Version};
use crate::iam::principal::{self, Exclusion, PrincipalEntry, PrincipalMatch};
use crate::iam::request::{PrincipalType, Request};
use crate::iam::trace::Unspecified;

/// What is asked of every statement.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) request: &'a Request,
    /// Whether the caller has a permissions boundary.
    pub(super) has_boundary: bool,
}

/// A statement that applies.
#[derive(Clone, Copy)]
pub(super) struct Applies {
    /// In what way its `Principal` names the caller; `None` in policies that have no such element.
    pub(super) names: Option<PrincipalMatch>,
}

/// Holds a statement of a policy of `kind` and `version` against a request. It applies when every element matches
/// (AWS: "How AWS enforcement code logic evaluates requests"). The first that does not ends it, unless the recorder wants
/// to see them all.
pub(super) fn hold<R: Recorder>(
    question: Question<'_>,
    kind: PolicyKind,
    version: Version,
    statement: &Statement,
    recorder: &mut R,
) -> Option<Applies> {
    let request = question.request;
    let found_action = statement.action.entries.iter().position(|entry| entry.value.matches(&request.action));
    let action_matches = found_action.is_some() != statement.action.negated;
    // When nobody looks on, what is told soonest goes first: most statements are about other actions.
    if !R::THOROUGH && !action_matches {
        return None;
    }
    recorder.begin_statement(statement);
    let mut applies = true;
    let mut names = None;

    if has_principals(kind) || statement.principal.is_some() {
        let found = if has_principals(kind) { principal(question, kind, statement, recorder) } else { None };
        applies &= found.is_some();
        names = found.and_then(|found| found.names);
        recorder.principal(statement, &request.principal, names, found.and_then(|f| f.entry), found.is_some());
    }

    if applies || R::THOROUGH {
        applies &= action_matches;
        recorder.action(statement, &request.action, found_action, action_matches);
    }

    if (applies || R::THOROUGH) && (kind != PolicyKind::Trust || statement.resource.is_some()) {
        let (found, matches) = match &statement.resource {
            // A trust policy speaks of its own role and of nothing else; it cannot name a resource.
            Some(element) if kind != PolicyKind::Trust => {
                let mut note = |open| recorder.note(open);
                let mut covers = |entry: &crate::iam::pattern::ResourcePattern| {
                    entry.holds(&request.resource, &request.context, version, &mut note)
                };
                let found = element.entries.iter().position(|entry| covers(&entry.value));
                (found, found.is_some() != element.negated)
            }
            _ => (None, false),
        };
        applies &= matches;
        recorder.resource(statement, request, version, found, matches);
    }

    for line in &statement.conditions {
        if !applies && !R::THOROUGH {
            break;
        }
        let (holds, because) = condition::holds(line, &request.context, version, &mut |open| recorder.note(open));
        if is_mfa_of_role_session(request, &line.key.value) {
            recorder.note(Unspecified::MfaOfRoleSession);
        }
        applies &= holds;
        recorder.condition(line, request, version, holds, because);
    }

    recorder.end_statement(applies);
    applies.then_some(Applies { names })
}

/// Whether documents of a kind say whom they are about.
fn has_principals(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Rcp)
}

/// AWS says that a role session carries no MFA information, and leaves open whether the key is absent or `false`.
fn is_mfa_of_role_session(request: &Request, key: &str) -> bool {
    request.principal.kind == PrincipalType::RoleSession
        && key.eq_ignore_ascii_case("aws:MultiFactorAuthPresent")
        && request.context.get(key).is_some()
}

#[derive(Clone, Copy)]
struct Found {
    /// `None` for `NotPrincipal`.
    names: Option<PrincipalMatch>,
    /// Which entry names the caller.
    entry: Option<usize>,
}

/// Holds `Principal` or `NotPrincipal` against the caller; a statement that has neither names nobody.
fn principal<R: Recorder>(
    question: Question<'_>,
    kind: PolicyKind,
    statement: &Statement,
    recorder: &mut R,
) -> Option<Found> {
    let caller = &question.request.principal;
    let element = statement.principal.as_ref()?;
    let entries = element.entries.iter().map(|entry| &entry.value);
    if element.negated {
        // AWS: "AWS JSON policy elements: NotPrincipal": only with Deny.
        if statement.effect.value == Effect::Allow {
            return None;
        }
        let exclusion = principal::exclusion(entries, caller, question.has_boundary);
        if exclusion == Exclusion::DeniedDespiteAccount {
            recorder.note(Unspecified::NotPrincipalAccountOnly);
        }
        return (exclusion != Exclusion::Spared).then_some(Found { names: None, entry: None });
    }
    if let Some((entry, names)) = principal::strongest(entries.clone(), caller) {
        return Some(Found { names: Some(names), entry: Some(entry) });
    }
    let everyone = entries.clone().position(|entry| *entry == PrincipalEntry::Everyone)?;
    // Left over: an unsigned caller from an identity provider. A resource control policy means every caller there is
    // (AWS Organizations User Guide: "Resource control policies (RCPs)"); what `*` means elsewhere, AWS leaves open.
    if kind == PolicyKind::Rcp {
        return Some(Found { names: Some(PrincipalMatch::Everyone), entry: Some(everyone) });
    }
    recorder.note(Unspecified::WildcardForFederated);
    None
}
