//! The tables of words. Each match is complete on purpose: whoever adds a reason or a step must find words for it.

use super::names;
use crate::iam::catalogue::Catalogue;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{PrincipalType, Request, ResourceKind};
use crate::iam::simulate::{HopKind, Rule};
use crate::iam::trace::{ConditionReason, Layer, Outcome, Reason, Strength, Unspecified};

/// What there is to say about a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonPage {
    /// The reason.
    pub reason: Reason,
    /// In at most forty columns.
    pub short: &'static str,
    /// In a sentence or two.
    pub long: &'static str,
    /// The title of the AWS page that says so.
    pub source: &'static str,
}

const ENFORCEMENT: &str = "How AWS enforcement code logic evaluates requests to allow or deny access";
const CROSS_ACCOUNT: &str = "Cross-account policy evaluation logic";
const PRINCIPAL: &str = "AWS JSON policy elements: Principal";

/// The words for a reason.
#[must_use]
pub fn reason_page(reason: Reason) -> ReasonPage {
    let (short, long, source) = match reason {
        Reason::ExplicitDeny(Layer::Rcp) => (
            "a resource control policy denies",
            "A Deny statement in a resource control policy of the resource's organisation applies. A Deny beats every \
             Allow, wherever that stands.",
            ENFORCEMENT,
        ),
        Reason::ExplicitDeny(Layer::Scp) => (
            "a service control policy denies",
            "A Deny statement in a service control policy of the caller's organisation applies. A Deny beats every \
             Allow, wherever that stands.",
            ENFORCEMENT,
        ),
        Reason::ExplicitDeny(Layer::Resource) => (
            "the resource's own policy denies",
            "A Deny statement in the policy of the resource itself (for a role, its trust policy) applies. A Deny beats \
             every Allow, wherever that stands.",
            ENFORCEMENT,
        ),
        Reason::ExplicitDeny(Layer::Identity) => (
            "a policy of the caller denies",
            "A Deny statement in one of the caller's own policies applies. A Deny beats every Allow, wherever that \
             stands.",
            ENFORCEMENT,
        ),
        Reason::ExplicitDeny(Layer::Boundary) => (
            "the permissions boundary denies",
            "A Deny statement in the caller's permissions boundary applies. A Deny beats every Allow, wherever that \
             stands.",
            ENFORCEMENT,
        ),
        Reason::ExplicitDeny(Layer::Session) => (
            "a session policy denies",
            "A Deny statement in a policy that was passed when the session was made applies. A Deny beats every Allow, \
             wherever that stands.",
            ENFORCEMENT,
        ),
        Reason::RcpNoAllow => (
            "the organisation does not permit it",
            "Some level of the resource's organisation has no resource control policy that allows the request.",
            "Resource control policies (RCPs)",
        ),
        Reason::ScpNoAllow => (
            "the organisation does not permit it",
            "At some level between the organisation's root and the account, no service control policy allows the \
             request. Every level must.",
            "SCP evaluation",
        ),
        Reason::ResourceDirectAllow => (
            "the resource's policy names the caller",
            "The resource's own policy names the caller itself. Within one account that is enough: the caller needs no \
             policy of its own for it.",
            ENFORCEMENT,
        ),
        Reason::ResourceEntityAllow => (
            "the resource's policy names the role",
            "The resource's own policy names the role (or user) behind the session. Within one account that is enough, \
             as far as its permissions boundary and session policies leave room.",
            ENFORCEMENT,
        ),
        Reason::IdentityAllow => (
            "the caller's own policy allows",
            "A policy attached to the caller allows the request, and nothing denies it.",
            ENFORCEMENT,
        ),
        Reason::CrossAccountAllow => (
            "both accounts allow",
            "Caller and resource belong to different accounts, and both sides said yes: the resource's policy lets the \
             caller in, and the caller's own policy lets it go.",
            CROSS_ACCOUNT,
        ),
        Reason::ServiceAllow => (
            "the policy names the service",
            "The resource's policy (for a role, its trust policy) names the service or identity provider. Such a caller \
             has no policies of its own, so nothing else is asked.",
            PRINCIPAL,
        ),
        Reason::PublicAllow => (
            "the resource lets everybody in",
            "The resource's policy names everybody, so a call without a signature passes.",
            PRINCIPAL,
        ),
        Reason::RootAllow => (
            "the root user needs no policy",
            "The root user may do everything in its own account without a policy, unless something denies it.",
            ENFORCEMENT,
        ),
        Reason::NoPermissionRequired => (
            "this call needs no permission",
            "Anybody with valid credentials may make this call; no policy allows it or takes it away.",
            "Compare AWS STS credentials",
        ),
        Reason::NoIdentityAllow => (
            "nothing of the caller's allows it",
            "The caller's own policies had to allow the request, and no statement in them does. Nobody forbade it: \
             nobody said yes.",
            ENFORCEMENT,
        ),
        Reason::BoundaryNoAllow => (
            "the boundary does not reach that far",
            "The caller has a permissions boundary, the most it may ever be allowed, and the request lies outside of it.",
            "Permissions boundaries for IAM entities",
        ),
        Reason::SessionNoAllow => (
            "the session policies leave it out",
            "The session was made with policies that narrow it, and none of them allows the request.",
            "Policies and permissions in AWS Identity and Access Management",
        ),
        Reason::NoResourceAllow => (
            "the resource's policy does not allow",
            "The resource's own policy had to let the caller in: a role's trust policy always, a key's policy always, \
             and any resource of another account. It does not.",
            CROSS_ACCOUNT,
        ),
        Reason::OperationForbidden => (
            "this caller can never make this call",
            "Some calls are closed to some callers, whatever their policies say: the root user cannot assume a role, for \
             one.",
            "Compare AWS STS credentials",
        ),
    };
    ReasonPage { reason, short, long, source }
}

/// Why a check is made that nobody asked for by name, in at most forty columns; `None` for the calls that a person makes.
#[must_use]
pub fn check_words(kind: &HopKind) -> Option<&'static str> {
    match kind {
        HopKind::Assume { .. } | HopKind::Token { .. } | HopKind::Start | HopKind::Act => None,
        HopKind::TagSession => Some("the session gets tags"),
        HopKind::SetSourceIdentity => Some("the session gets a source identity"),
        HopKind::Also => Some("the same call touches this too"),
        HopKind::PassRole { .. } => Some("the call hands this role to a service"),
        HopKind::ServiceAccepts { .. } => Some("the service must be let into the role"),
    }
}

/// By which rule a call fails: in at most forty columns, and in a clause that goes on after a colon.
#[must_use]
pub fn rule_words(rule: &Rule) -> (&'static str, String) {
    match rule {
        Rule::TooShort { asked } => (
            "shorter than AWS gives credentials for",
            format!("it asks for {}, and credentials last at least 15 minutes", names::span(*asked)),
        ),
        Rule::LongerThanRole { asked, most } => (
            "longer than the role's longest session",
            format!(
                "it asks for {}, and the role's longest session is {}. AWS does not cut the time short, it refuses the call",
                names::span(*asked),
                names::span(*most)
            ),
        ),
        Rule::ChainedLongerThanHour { asked } => (
            "role chaining: one hour at most",
            format!(
                "it asks for {}, and a role session that assumes another role (role chaining) gets one hour at most, \
                 whatever the role says. AWS does not cut the time short, it refuses the call",
                names::span(*asked)
            ),
        ),
        Rule::LongerThanCall { asked } => (
            "longer than this call gives",
            format!("it asks for {}, and this call gives at most 36 hours", names::span(*asked)),
        ),
        Rule::TransitiveTagAgain { key } => (
            "a transitive tag cannot be set again",
            format!("the tag {key} came along from the session before, and such a tag cannot be given another value"),
        ),
        Rule::RoleOfAnotherAccount => (
            "a role passes only within its account",
            "the role belongs to another account, and a role can be passed to a service only within its own".to_owned(),
        ),
        Rule::OtherSourceIdentity { set } => (
            "the source identity cannot be changed",
            format!("the session has the source identity {set} already, and nobody can change one that is set"),
        ),
    }
}

/// What people call a layer; `resource` is the ARN asked for.
#[must_use]
pub fn layer_name(layer: Layer, kind: ResourceKind, resource: &str) -> &'static str {
    match (layer, kind) {
        (Layer::Rcp, _) => "resource control (RCP)",
        (Layer::Scp, _) => "organisation (SCP)",
        (Layer::Resource, ResourceKind::Trust) => "trust policy",
        (Layer::Resource, ResourceKind::Kms) => "key policy",
        (Layer::Resource, ResourceKind::Generic) => match resource.split(':').nth(2) {
            Some("s3") => "bucket policy",
            _ => "resource policy",
        },
        (Layer::Identity, _) => "permissions policy",
        (Layer::Boundary, _) => "permissions boundary",
        (Layer::Session, _) => "session policy",
    }
}

/// The kind of policy that stands in a layer.
pub(super) fn layer_kind(layer: Layer, kind: ResourceKind) -> PolicyKind {
    match (layer, kind) {
        (Layer::Rcp, _) => PolicyKind::Rcp,
        (Layer::Scp, _) => PolicyKind::Scp,
        (Layer::Resource, ResourceKind::Trust) => PolicyKind::Trust,
        (Layer::Resource, ResourceKind::Kms | ResourceKind::Generic) => PolicyKind::Resource,
        (Layer::Identity, _) => PolicyKind::Identity,
        (Layer::Boundary, _) => PolicyKind::Boundary,
        (Layer::Session, _) => PolicyKind::Session,
    }
}

/// Why an organisation's policies do not bind a request, in at most forty columns (AWS Organizations User Guide: "Service
/// control policies (SCPs)", "Resource control policies (RCPs)").
pub(super) fn exempt_words(layer: Layer, request: &Request) -> &'static str {
    let kind = request.principal.kind;
    let service = request.action.split(':').next().unwrap_or_default();
    let management = match layer {
        Layer::Scp => request.flags.principal_in_management_account,
        _ => request.flags.resource_in_management_account,
    };
    match layer {
        _ if management => "does not bind the management account",
        Layer::Scp | Layer::Rcp if request.flags.service_linked_role => "does not bind service-linked roles",
        Layer::Rcp if !Catalogue::built_in().service(service).is_some_and(|service| service.supports_rcp) => {
            "does not reach this service"
        }
        _ => outcome_words(layer, Outcome::Exempt, kind, false),
    }
}

/// What a layer's outcome means for this caller, in at most forty columns. `crossing`: caller and resource belong to
/// different accounts.
#[must_use]
pub fn outcome_words(layer: Layer, outcome: Outcome, caller: PrincipalType, crossing: bool) -> &'static str {
    match outcome {
        Outcome::Denies => "a statement denies it",
        Outcome::Silent => "no statement allows it",
        Outcome::Exempt => match layer {
            Layer::Rcp => "does not bind this resource",
            Layer::Scp | Layer::Resource | Layer::Identity | Layer::Boundary | Layer::Session => {
                "does not bind this caller"
            }
        },
        Outcome::NotReached => "not asked: already decided",
        Outcome::Allows(None) => "a statement allows it",
        Outcome::Allows(Some(Strength::Account)) => "names the account only",
        Outcome::Allows(Some(Strength::Entity)) => match caller {
            PrincipalType::FederatedUser => "names the user behind the session",
            PrincipalType::User
            | PrincipalType::RoleSession
            | PrincipalType::Root
            | PrincipalType::Service
            | PrincipalType::WebIdentity
            | PrincipalType::Saml
            | PrincipalType::Anonymous => "names the role behind the session",
        },
        Outcome::Allows(Some(Strength::Direct)) => "names the caller itself",
        Outcome::Absent => absent_words(layer, caller, crossing),
    }
}

fn absent_words(layer: Layer, caller: PrincipalType, crossing: bool) -> &'static str {
    match layer {
        Layer::Rcp | Layer::Scp => "none: nothing is held back",
        Layer::Resource if crossing => "none: nobody from outside gets in",
        Layer::Resource => "none: the caller's policies decide",
        Layer::Identity => match caller {
            PrincipalType::User | PrincipalType::FederatedUser => "nothing attached, so nothing allowed",
            PrincipalType::RoleSession => "none on the role: nothing allowed",
            PrincipalType::Root => "the root user has none",
            PrincipalType::Service => "a service has none",
            PrincipalType::WebIdentity | PrincipalType::Saml => "none before the role is on",
            PrincipalType::Anonymous => "nobody signed: there is none",
        },
        Layer::Boundary | Layer::Session => "none: no ceiling",
    }
}

/// Why a condition line held or failed, when its key or its kind alone settled it; `None` when values were compared.
#[must_use]
pub fn condition_reason_words(because: ConditionReason) -> Option<&'static str> {
    match because {
        ConditionReason::Compared => None,
        ConditionReason::AbsentFails => Some("the request lacks the key, so it fails"),
        ConditionReason::AbsentHoldsNegated => Some("the key is absent: a Not test then holds"),
        ConditionReason::AbsentHoldsIfExists => Some("the key is absent: IfExists then holds"),
        ConditionReason::AbsentHoldsForAllValues => Some("no value at all: ForAllValues then holds"),
        ConditionReason::AbsentFailsForAnyValue => Some("no value at all: ForAnyValue then fails"),
        ConditionReason::Presence => Some("looks only at whether the key is there"),
    }
}

/// What AWS leaves open, and how it was answered here.
#[must_use]
pub fn unspecified_words(open: Unspecified) -> &'static str {
    match open {
        Unspecified::StarAcrossColon => {
            "AWS's pages disagree on whether a `*` inside an ARN part runs over a colon; here it does only at the part's end"
        }
        Unspecified::WildcardInResourceType => {
            "AWS does not allow a wildcard in a resource type and does not say what one does; here it matches like any other"
        }
        Unspecified::VariableUnderBool => {
            "AWS's pages disagree on whether `Bool` takes policy variables; here they are filled in"
        }
        Unspecified::MultivaluedWithoutSetOperator => {
            "AWS does not say how a multivalued key compares without `ForAllValues` or `ForAnyValue`; here one value suffices"
        }
        Unspecified::UncoercibleValue => {
            "AWS does not say what becomes of a value of the wrong type; here it matches nothing"
        }
        Unspecified::EmptyStringIsNull => {
            "AWS's pages disagree on whether an empty text counts as absent; here it does"
        }
        Unspecified::WildcardFromVariable => {
            "AWS does not say whether a `*` inside a variable's value is a wildcard; here it is a plain star"
        }
        Unspecified::NotPrincipalAccountOnly => {
            "AWS says only that naming just the account in `NotPrincipal` might deny the caller; here it denies"
        }
        Unspecified::BoundaryAgainstTrust => {
            "AWS says it only of users named in a trust policy; here the boundary must allow for any caller"
        }
        Unspecified::WildcardForFederated => {
            "AWS does not say whether `*` names an unsigned federated caller; here it does not"
        }
        Unspecified::MfaOfRoleSession => {
            "AWS does not say whether a role session says `false` about MFA or nothing at all; here it says `false`"
        }
    }
}
