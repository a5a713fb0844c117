//! Decides a request: one code path for the decision and for the way to it.
//!
//! Explicit denies first, wherever they stand; then what the organisation permits; then the resource's policy, the
//! caller's own policies, its boundary and its session policies, each as far as the one before leaves it a say
//! (AWS: "Policy evaluation logic", "Policy evaluation for requests within a single account", "Cross-account policy
//! evaluation logic").

mod operation;
mod record;
mod statement;
#[cfg(test)]
mod tests;

pub use operation::is_out_of_scope;
use record::{Presence, Recorder, Silent, Tracing};
use statement::Question;

use crate::iam::arn::{Arn, is_account};
use crate::iam::policy::Effect;
use crate::iam::principal::PrincipalMatch;
use crate::iam::request::{Attached, Policies, PrincipalType, Request, ResourceKind};
use crate::iam::trace::{Decision, Layer, Reason, Strength, Trace, Unspecified};

/// Decides, and says nothing.
#[must_use]
pub fn decide(request: &Request, policies: &Policies) -> Decision {
    Decision { reason: run(request, policies, &mut Silent) }
}

/// Decides, and keeps the way. The decision is that of [`decide`], always.
#[must_use]
pub fn trace(request: &Request, policies: &Policies) -> Trace {
    let mut tracing = Tracing::new(policies);
    let reason = run(request, policies, &mut tracing);
    tracing.finish(reason, is_mandatory(request, policies))
}

/// The trace of a call that fails by a rule of the operation's own, outside of what a request says (how long a session may
/// last): no policy is read. [`decide`] and [`trace`] know nothing of such rules.
#[must_use]
pub fn forbidden(request: &Request, policies: &Policies) -> Trace {
    Tracing::new(policies).finish(Reason::OperationForbidden, is_mandatory(request, policies))
}

/// What the policies of one layer say about a request.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    /// There are policies, and they bind.
    binds: bool,
    /// A Deny statement applies.
    denies: bool,
    /// An Allow statement applies; in an organisation's policies, at every level.
    allows: bool,
    /// The closest way in which an Allow statement that applies names the caller.
    names: Option<PrincipalMatch>,
}

/// What all of them say.
#[derive(Debug, Default)]
struct Sayings {
    rcp: Said,
    scp: Said,
    resource: Said,
    identity: Said,
    boundary: Said,
    session: Said,
}

impl Sayings {
    fn of(&mut self, layer: Layer) -> &mut Said {
        match layer {
            Layer::Rcp => &mut self.rcp,
            Layer::Scp => &mut self.scp,
            Layer::Resource => &mut self.resource,
            Layer::Identity => &mut self.identity,
            Layer::Boundary => &mut self.boundary,
            Layer::Session => &mut self.session,
        }
    }
}

fn run<R: Recorder>(request: &Request, policies: &Policies, recorder: &mut R) -> Reason {
    if let Some(reason) = operation::without_policies(request) {
        return reason;
    }
    let question = Question { request, has_boundary: policies.boundary.is_some() };
    let mut sayings = Sayings::default();
    let mut denied = None;
    for layer in Layer::ALL {
        let presence = presence(layer, request, policies);
        recorder.begin_layer(layer, presence);
        if presence == Presence::Binding {
            let said = Said { binds: true, ..survey(layer, question, policies, recorder) };
            *sayings.of(layer) = said;
            recorder.end_layer(said.denies, said.allows, said.names.map(PrincipalMatch::strength));
            if said.denies {
                denied = denied.or(Some(Reason::ExplicitDeny(layer)));
                if !R::THOROUGH {
                    break;
                }
            }
        }
    }
    match denied {
        Some(reason) => reason,
        None if operation::changes_protected_object(request) => Reason::OperationForbidden,
        None => weigh(request, policies, &sayings, recorder),
    }
}

/// Whether a layer has policies, and whether they bind this request.
fn presence(layer: Layer, request: &Request, policies: &Policies) -> Presence {
    let present = match layer {
        Layer::Rcp => policies.rcp.is_some(),
        Layer::Scp => policies.scp.is_some(),
        Layer::Resource => policies.resource.is_some(),
        Layer::Identity => !policies.identity.is_empty(),
        Layer::Boundary => policies.boundary.is_some(),
        Layer::Session => policies.session.as_ref().is_some_and(|session| !session.is_empty()),
    };
    match layer {
        _ if !present => Presence::Absent,
        Layer::Rcp if !operation::rcp_binds(request) => Presence::Exempt,
        Layer::Scp if !operation::scp_binds(request) => Presence::Exempt,
        _ => Presence::Binding,
    }
}

/// Asks every document of a layer.
fn survey<R: Recorder>(layer: Layer, question: Question<'_>, policies: &Policies, recorder: &mut R) -> Said {
    match layer {
        Layer::Rcp => survey_levels(question, policies.rcp.as_deref().unwrap_or_default(), recorder),
        Layer::Scp => survey_levels(question, policies.scp.as_deref().unwrap_or_default(), recorder),
        Layer::Resource => survey_documents(question, None, policies.resource.as_slice(), recorder),
        Layer::Identity => survey_documents(question, None, &policies.identity, recorder),
        Layer::Boundary => survey_documents(question, None, policies.boundary.as_slice(), recorder),
        Layer::Session => survey_documents(question, None, policies.session.as_deref().unwrap_or_default(), recorder),
    }
}

/// Organisation policies: a Deny anywhere on the way denies, an Allow must be found at every level, from any of the
/// documents there (AWS Organizations User Guide: "SCP evaluation").
fn survey_levels<R: Recorder>(question: Question<'_>, levels: &[Vec<Attached>], recorder: &mut R) -> Said {
    let mut said = Said { allows: true, ..Said::default() };
    for (level, documents) in levels.iter().enumerate() {
        let here = survey_documents(question, Some(level), documents, recorder);
        said.denies |= here.denies;
        said.allows &= here.allows;
        if said.denies && !R::THOROUGH {
            break;
        }
    }
    said
}

fn survey_documents<R: Recorder>(
    question: Question<'_>,
    level: Option<usize>,
    documents: &[Attached],
    recorder: &mut R,
) -> Said {
    let mut said = Said::default();
    for document in documents {
        recorder.begin_document(document, level);
        for statement in &document.policy.statements {
            let allow = statement.effect.value == Effect::Allow;
            // Another Allow adds nothing to one that names the caller as closely as can be.
            if allow && said.allows && closeness(said.names) == CLOSEST && !R::THOROUGH {
                continue;
            }
            let held = statement::hold(question, document.kind, document.policy.version, statement, recorder);
            let Some(applies) = held else { continue };
            if !allow {
                said.denies = true;
                if !R::THOROUGH {
                    return said;
                }
            } else {
                if !said.allows || closeness(applies.names) > closeness(said.names) {
                    said.names = applies.names;
                }
                said.allows = true;
            }
        }
    }
    said
}

/// Ranks the ways of naming a caller. A user's own ARN comes last: for trust policies its effect is documented, that of the
/// other direct ways is not. Policies that name nobody have one way only.
fn closeness(names: Option<PrincipalMatch>) -> (Strength, bool) {
    match names {
        Some(names) => (names.strength(), names == PrincipalMatch::User),
        None => CLOSEST,
    }
}

const CLOSEST: (Strength, bool) = (Strength::Direct, true);

/// Weighs the Allows, when nothing denies.
fn weigh<R: Recorder>(request: &Request, policies: &Policies, sayings: &Sayings, recorder: &mut R) -> Reason {
    use PrincipalType as Kind;
    recorder.ask(Layer::Rcp);
    if sayings.rcp.binds && !sayings.rcp.allows {
        return Reason::RcpNoAllow;
    }
    recorder.ask(Layer::Scp);
    if sayings.scp.binds && !sayings.scp.allows {
        return Reason::ScpNoAllow;
    }

    recorder.ask(Layer::Resource);
    let strength = sayings.resource.names.filter(|_| sayings.resource.allows).map(PrincipalMatch::strength);
    let kind = request.principal.kind;
    // Callers without an account have no policies of their own.
    match kind {
        Kind::Service | Kind::WebIdentity | Kind::Saml if strength.is_some() => return Reason::ServiceAllow,
        Kind::Anonymous if strength.is_some() => return Reason::PublicAllow,
        Kind::Service | Kind::WebIdentity | Kind::Saml | Kind::Anonymous => return Reason::NoResourceAllow,
        Kind::User | Kind::RoleSession | Kind::FederatedUser | Kind::Root => {}
    }
    // A role's trust policy and a key's policy must allow; no other policy replaces them
    // (AWS: "Update a role trust policy"; KMS Developer Guide: "Key policies").
    let same_account = is_same_account(request);
    if strength.is_none() && (is_mandatory(request, policies) || !same_account) {
        return Reason::NoResourceAllow;
    }

    let boundary_blocks = sayings.boundary.binds && !sayings.boundary.allows;
    let own_policies_must = operation::wants_own_policies(request);
    let by_itself = same_account && strength == Some(Strength::Direct) && !own_policies_must;
    let is_trust = policies.resource_kind == ResourceKind::Trust;
    if same_account && kind == Kind::Root && !is_trust {
        return Reason::RootAllow;
    }
    if by_itself {
        // In one account, naming the caller itself is enough, past boundary and session policies
        // (AWS: "Policy evaluation for requests within a single account"). In a trust policy the boundary still counts
        // (AWS: "Update a role trust policy", which speaks of users).
        if is_trust {
            recorder.ask(Layer::Boundary);
            if boundary_blocks {
                if sayings.resource.names != Some(PrincipalMatch::User) {
                    recorder.leave_open(Unspecified::BoundaryAgainstTrust);
                }
                return Reason::BoundaryNoAllow;
            }
        }
        return Reason::ResourceDirectAllow;
    }

    // A root user has no policies of its own, and across accounts needs none.
    if kind == Kind::Root && !same_account {
        return Reason::CrossAccountAllow;
    }
    recorder.ask(Layer::Identity);
    let by_entity = same_account && strength == Some(Strength::Entity) && !own_policies_must;
    if !sayings.identity.allows && !by_entity {
        return Reason::NoIdentityAllow;
    }
    recorder.ask(Layer::Boundary);
    if boundary_blocks {
        return Reason::BoundaryNoAllow;
    }
    // A GetFederationToken session may do what its session policies allow, and nothing if it has none
    // (AWS: "Policies and permissions", session policies).
    recorder.ask(Layer::Session);
    if (sayings.session.binds || kind == Kind::FederatedUser) && !sayings.session.allows {
        return Reason::SessionNoAllow;
    }
    match (same_account, sayings.identity.allows) {
        (false, _) => Reason::CrossAccountAllow,
        (true, true) => Reason::IdentityAllow,
        (true, false) => Reason::ResourceEntityAllow,
    }
}

/// Whether caller and resource belong to one account. When nobody says whose the resource is, it is the caller's.
fn is_same_account(request: &Request) -> bool {
    let in_arn = || Arn::parse(&request.resource).map(|arn| arn.account).filter(|account| is_account(account));
    match request.resource_account.as_deref().or_else(in_arn) {
        Some(owner) => request.principal.account.as_deref() == Some(owner),
        None => true,
    }
}

/// Whether the resource's policy must allow. An alias of a key has no policy of its own.
fn is_mandatory(request: &Request, policies: &Policies) -> bool {
    match policies.resource_kind {
        ResourceKind::Generic => false,
        ResourceKind::Trust => true,
        ResourceKind::Kms => Arn::parse(&request.resource).is_some_and(|arn| arn.resource.starts_with("key/")),
    }
}
