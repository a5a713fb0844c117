//! A decision and the way to it, as plain data. Words for all of it are in [`crate::iam::explain`].

use std::sync::Arc;

use crate::iam::policy::{Effect, PolicyKind};
use crate::iam::request::{ContextValue, PrincipalType};
use crate::text::TextRange;

/// The three ways a request can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Somebody said yes and nobody said no.
    Allow,
    /// A Deny statement applies.
    ExplicitDeny,
    /// Nobody who had to say yes did.
    ImplicitDeny,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 3] = [Self::Allow, Self::ExplicitDeny, Self::ImplicitDeny];

    /// The name used in flat cases, scenarios and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::ExplicitDeny => "explicit_deny",
            Self::ImplicitDeny => "implicit_deny",
        }
    }
}

/// Why a request ended as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// A Deny statement of this kind of policy applies.
    ExplicitDeny(Layer),
    /// Some level of the organisation has no resource control policy that allows.
    RcpNoAllow,
    /// Some level of the organisation has no service control policy that allows.
    ScpNoAllow,
    /// The resource policy names the caller itself.
    ResourceDirectAllow,
    /// The resource policy names the role or user behind the session.
    ResourceEntityAllow,
    /// The caller's own policies allow.
    IdentityAllow,
    /// Both accounts allow.
    CrossAccountAllow,
    /// The resource policy names the service or identity provider.
    ServiceAllow,
    /// The resource policy lets everybody in.
    PublicAllow,
    /// The root user of the account needs no policy.
    RootAllow,
    /// The operation needs no permission.
    NoPermissionRequired,
    /// Nothing attached to the caller allows.
    NoIdentityAllow,
    /// The permissions boundary does not allow.
    BoundaryNoAllow,
    /// No session policy allows.
    SessionNoAllow,
    /// The resource's policy had to allow and does not.
    NoResourceAllow,
    /// This kind of caller cannot make this call, whatever its policies say.
    OperationForbidden,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 21] = [
        Self::ExplicitDeny(Layer::Rcp),
        Self::ExplicitDeny(Layer::Scp),
        Self::ExplicitDeny(Layer::Resource),
        Self::ExplicitDeny(Layer::Identity),
        Self::ExplicitDeny(Layer::Boundary),
        Self::ExplicitDeny(Layer::Session),
        Self::RcpNoAllow,
        Self::ScpNoAllow,
        Self::ResourceDirectAllow,
        Self::ResourceEntityAllow,
        Self::IdentityAllow,
        Self::CrossAccountAllow,
        Self::ServiceAllow,
        Self::PublicAllow,
        Self::RootAllow,
        Self::NoPermissionRequired,
        Self::NoIdentityAllow,
        Self::BoundaryNoAllow,
        Self::SessionNoAllow,
        Self::NoResourceAllow,
        Self::OperationForbidden,
    ];

    /// The code used in flat cases, scenarios and JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ExplicitDeny(Layer::Rcp) => "EXPLICIT_DENY_RCP",
            Self::ExplicitDeny(Layer::Scp) => "EXPLICIT_DENY_SCP",
            Self::ExplicitDeny(Layer::Resource) => "EXPLICIT_DENY_RESOURCE",
            Self::ExplicitDeny(Layer::Identity) => "EXPLICIT_DENY_IDENTITY",
            Self::ExplicitDeny(Layer::Boundary) => "EXPLICIT_DENY_BOUNDARY",
            Self::ExplicitDeny(Layer::Session) => "EXPLICIT_DENY_SESSION",
            Self::RcpNoAllow => "RCP_NO_ALLOW",
            Self::ScpNoAllow => "SCP_NO_ALLOW",
            Self::ResourceDirectAllow => "RESOURCE_DIRECT_ALLOW",
            Self::ResourceEntityAllow => "RESOURCE_ENTITY_ALLOW",
            Self::IdentityAllow => "IDENTITY_ALLOW",
            Self::CrossAccountAllow => "CROSS_ACCOUNT_ALLOW",
            Self::ServiceAllow => "SERVICE_ALLOW",
            Self::PublicAllow => "PUBLIC_ALLOW",
            Self::RootAllow => "ROOT_ALLOW",
            Self::NoPermissionRequired => "NO_PERMISSION_REQUIRED",
            Self::NoIdentityAllow => "NO_IDENTITY_ALLOW",
            Self::BoundaryNoAllow => "BOUNDARY_NO_ALLOW",
            Self::SessionNoAllow => "SESSION_NO_ALLOW",
            Self::NoResourceAllow => "NO_RESOURCE_ALLOW",
            Self::OperationForbidden => "OPERATION_FORBIDDEN",
        }
    }

    /// The reason of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// How a request with this reason ended.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::ExplicitDeny(_) => Verdict::ExplicitDeny,
            Self::ResourceDirectAllow
            | Self::ResourceEntityAllow
            | Self::IdentityAllow
            | Self::CrossAccountAllow
            | Self::ServiceAllow
            | Self::PublicAllow
            | Self::RootAllow
            | Self::NoPermissionRequired => Verdict::Allow,
            Self::RcpNoAllow
            | Self::ScpNoAllow
            | Self::NoIdentityAllow
            | Self::BoundaryNoAllow
            | Self::SessionNoAllow
            | Self::NoResourceAllow
            | Self::OperationForbidden => Verdict::ImplicitDeny,
        }
    }

    /// The layer at which the decision fell, if it fell at one.
    #[must_use]
    pub fn layer(self) -> Option<Layer> {
        match self {
            Self::ExplicitDeny(layer) => Some(layer),
            Self::RcpNoAllow => Some(Layer::Rcp),
            Self::ScpNoAllow => Some(Layer::Scp),
            Self::ResourceDirectAllow
            | Self::ResourceEntityAllow
            | Self::ServiceAllow
            | Self::PublicAllow
            | Self::NoResourceAllow => Some(Layer::Resource),
            Self::IdentityAllow | Self::CrossAccountAllow | Self::NoIdentityAllow => Some(Layer::Identity),
            Self::BoundaryNoAllow => Some(Layer::Boundary),
            Self::SessionNoAllow => Some(Layer::Session),
            Self::RootAllow | Self::NoPermissionRequired | Self::OperationForbidden => None,
        }
    }
}

/// The layers of a decision, in the order in which they are asked (and in which explicit denies are reported).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Resource control policies of the resource's organisation.
    Rcp,
    /// Service control policies of the caller's organisation.
    Scp,
    /// The resource's own policy; for a role, its trust policy.
    Resource,
    /// The caller's own policies.
    Identity,
    /// The caller's permissions boundary.
    Boundary,
    /// The policies passed when the session was made.
    Session,
}

impl Layer {
    /// All layers, in order.
    pub const ALL: [Self; 6] = [Self::Rcp, Self::Scp, Self::Resource, Self::Identity, Self::Boundary, Self::Session];
}

/// How a request was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decision {
    /// Why; [`Reason::verdict`] says how it ended.
    pub reason: Reason,
}

impl Decision {
    /// How the request ended.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        self.reason.verdict()
    }

    /// Whether the request was allowed.
    #[must_use]
    pub fn is_allowed(self) -> bool {
        self.verdict() == Verdict::Allow
    }
}

/// The way to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Every layer in order, the absent ones too.
    pub layers: Vec<LayerStep>,
    /// How it ended.
    pub decision: Decision,
    /// Places where AWS's documentation leaves the answer open and this evaluator had to choose; empty when nothing
    /// of the kind bore on the request.
    pub unspecified: Vec<Unspecified>,
}

impl Trace {
    /// Every statement that was looked at, with the layer and the document it stands in.
    pub fn statements(&self) -> impl Iterator<Item = (&LayerStep, &DocumentStep, &StatementStep)> {
        self.layers.iter().flat_map(|layer| {
            layer
                .documents
                .iter()
                .flat_map(move |document| document.statements.iter().map(move |statement| (layer, document, statement)))
        })
    }
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerStep {
    /// Which.
    pub layer: Layer,
    /// How the resource's own policy counts; for other layers the default.
    pub resource_kind: crate::iam::request::ResourceKind,
    /// What it said.
    pub outcome: Outcome,
    /// Whether the decision fell here.
    pub decisive: bool,
    /// The documents of this layer, in order.
    pub documents: Vec<DocumentStep>,
}

/// What a layer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A Deny statement applies.
    Denies,
    /// An Allow statement applies; for a resource policy, how closely it names the caller.
    Allows(Option<Strength>),
    /// There are policies here, and none says anything about the request.
    Silent,
    /// There is no policy of this kind.
    Absent,
    /// There are policies, and they do not bind this caller or this resource.
    Exempt,
    /// The decision had fallen before this layer was asked to allow. (Its Deny statements were looked at all the same.)
    NotReached,
}

/// How closely a resource policy names a caller; more is stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// It names the caller's account, which leaves the decision to that account's own policies.
    Account,
    /// It names the role or the user behind the session.
    Entity,
    /// It names the caller itself, or everybody.
    Direct,
}

/// One document of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentStep {
    /// The document's name.
    pub name: Arc<str>,
    /// What it is.
    pub kind: PolicyKind,
    /// For organisation policies, the level it hangs at, from 0 at the root.
    pub level: Option<usize>,
    /// Its statements, in order.
    pub statements: Vec<StatementStep>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementStep {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Its name, if it has one.
    pub sid: Option<String>,
    /// What it does when it applies.
    pub effect: Effect,
    /// Whether every element matched.
    pub applies: bool,
    /// Whether the decision rests on it.
    pub decisive: bool,
    /// Its elements, in the order Principal, Action, Resource, Condition. All are looked at, also behind one that failed, so that
    /// a near miss can be told from a far one.
    pub elements: Vec<ElementStep>,
    /// The whole statement.
    pub range: TextRange,
}

impl StatementStep {
    /// How many elements kept the statement from applying.
    #[must_use]
    pub fn misses(&self) -> usize {
        self.elements.iter().filter(|element| !element.matches).count()
    }
}

/// One element of a statement, held against the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementStep {
    /// Whether it matched.
    pub matches: bool,
    /// What was held against what.
    pub detail: ElementDetail,
    /// The element, or the entry of it that settled the matter.
    pub range: TextRange,
}

/// What was held against what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ElementDetail {
    /// `Principal` or `NotPrincipal`.
    Principal {
        /// The Not form.
        negated: bool,
        /// The caller.
        caller: String,
        /// What kind of caller.
        caller_kind: PrincipalType,
        /// The entry that matched, or else the one that came closest.
        entry: Option<String>,
        /// How closely the entry names the caller, if it does.
        strength: Option<Strength>,
    },
    /// `Action` or `NotAction`.
    Action {
        /// The Not form.
        negated: bool,
        /// The action asked for.
        action: String,
        /// The pattern that matched, or else the one that came closest.
        pattern: Option<String>,
        /// Where the closest pattern and the action part, when none matched.
        parting: Option<Parting>,
    },
    /// `Resource` or `NotResource`.
    Resource {
        /// The Not form.
        negated: bool,
        /// The resource asked for.
        resource: String,
        /// The pattern that matched, or else the one that came closest, as written.
        pattern: Option<String>,
        /// The same with its variables filled in, when it has any; `None` inside when a variable had no value.
        resolved: Option<Option<String>>,
        /// Where the closest pattern and the resource part, when none matched.
        parting: Option<Parting>,
    },
    /// One line of `Condition`.
    Condition(ConditionStep),
}

/// The first place where a pattern and a value part, in bytes of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parting {
    /// Offset in the pattern.
    pub pattern: usize,
    /// Offset in the value.
    pub value: usize,
}

/// One condition key under one operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionStep {
    /// The operator as written.
    pub operator: String,
    /// The key as written.
    pub key: String,
    /// The values as written, variables not filled in.
    pub wanted: Vec<String>,
    /// The same with variables filled in, when any has one.
    pub resolved: Option<Vec<Option<String>>>,
    /// What the request carries; `None` when the key is absent.
    pub actual: Option<ContextValue>,
    /// Why the line held or failed.
    pub because: ConditionReason,
}

/// Why a condition line held or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConditionReason {
    /// The values were compared.
    Compared,
    /// The key is absent and a positive operator needs it.
    AbsentFails,
    /// The key is absent and a negated operator holds without it.
    AbsentHoldsNegated,
    /// The key is absent and `IfExists` holds without it.
    AbsentHoldsIfExists,
    /// The key is absent, or has no value, and `ForAllValues` holds for no value.
    AbsentHoldsForAllValues,
    /// The key is absent, or has no value, and `ForAnyValue` needs one.
    AbsentFailsForAnyValue,
    /// `Null` looked only at whether the key is there.
    Presence,
}

/// A question that AWS's documentation leaves open, and that this evaluator answers in the safest way it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unspecified {
    /// A `*` before the end of an ARN segment would have to run over a colon.
    StarAcrossColon,
    /// A wildcard stands in the resource type of an ARN.
    WildcardInResourceType,
    /// A policy variable stands under `Bool`.
    VariableUnderBool,
    /// A multivalued key is tested without `ForAllValues` or `ForAnyValue`.
    MultivaluedWithoutSetOperator,
    /// A value cannot be read as the operator's type.
    UncoercibleValue,
    /// An empty string counts as null.
    EmptyStringIsNull,
    /// A variable's value holds a wildcard, taken literally.
    WildcardFromVariable,
    /// `NotPrincipal` names only the account of the caller.
    NotPrincipalAccountOnly,
    /// A boundary is silent while a trust policy names everybody or a session.
    BoundaryAgainstTrust,
    /// A wildcard principal met an unsigned federated caller.
    WildcardForFederated,
    /// A condition asks about MFA, and the caller is a role session.
    MfaOfRoleSession,
}
