//! A request as AWS sees it, and the policies that bear on it.
//!
//! Nothing here is derived: the context is exactly what was put in. Deriving the keys that a real call carries is the
//! business of [`crate::iam::simulate`].

use std::sync::Arc;

use crate::iam::policy::{Policy, PolicyKind};

/// What kind of principal signs the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrincipalType {
    /// An IAM user, also with credentials from `GetSessionToken`.
    User,
    /// A session of a role, however it was made.
    RoleSession,
    /// A session made by `GetFederationToken`.
    FederatedUser,
    /// The root user of an account.
    Root,
    /// An AWS service.
    Service,
    /// The holder of an OIDC token, calling `AssumeRoleWithWebIdentity` unsigned.
    WebIdentity,
    /// The holder of a SAML assertion, calling `AssumeRoleWithSAML` unsigned.
    Saml,
    /// Nobody: an unsigned call.
    Anonymous,
}

impl PrincipalType {
    /// All types.
    pub const ALL: [Self; 8] = [
        Self::User,
        Self::RoleSession,
        Self::FederatedUser,
        Self::Root,
        Self::Service,
        Self::WebIdentity,
        Self::Saml,
        Self::Anonymous,
    ];

    /// The name used in flat cases.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::RoleSession => "role_session",
            Self::FederatedUser => "federated_user",
            Self::Root => "root",
            Self::Service => "service",
            Self::WebIdentity => "web_identity",
            Self::Saml => "saml",
            Self::Anonymous => "anonymous",
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What kind of caller.
    pub kind: PrincipalType,
    /// Its ARN; for a service its name (`lambda.amazonaws.com`), for a federated caller the provider, empty for nobody.
    pub arn: String,
    /// The twelve digits of its account; none for services, federated and anonymous callers.
    pub account: Option<String>,
    /// For a role session, the ARN of the role (with its path).
    pub role_arn: Option<String>,
    /// For a `GetFederationToken` session, the ARN of the user who made it.
    pub user_arn: Option<String>,
}

/// The value of one context key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContextValue {
    /// A single-valued key.
    One(String),
    /// A multivalued key, possibly with no value at all.
    Many(Vec<String>),
}

impl ContextValue {
    /// The values, one or many.
    #[must_use]
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// The condition keys a request carries. Names compare without regard to case (AWS: "AWS JSON policy elements: Condition").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    entries: Vec<(String, ContextValue)>,
}

impl Context {
    /// The value of a key, if the request carries it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        self.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// Sets a key, replacing what it had.
    pub fn set(&mut self, key: impl Into<String>, value: ContextValue) {
        let key = key.into();
        match self.entries.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(&key)) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|(name, _)| !name.eq_ignore_ascii_case(key));
    }

    /// Every key with its value, in the order they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// Circumstances of a request that no context key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// The caller is a session of a service-linked role.
    pub service_linked_role: bool,
    /// The caller belongs to the organisation's management account.
    pub principal_in_management_account: bool,
    /// The resource belongs to the organisation's management account.
    pub resource_in_management_account: bool,
    /// The credentials come from `GetSessionToken`.
    pub session_token: bool,
    /// The credentials were made with MFA.
    pub mfa: bool,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub principal: Principal,
    /// `service:Action`.
    pub action: String,
    /// The resource's ARN, or `*` for an action that names none.
    pub resource: String,
    /// The twelve digits of the account that owns the resource.
    pub resource_account: Option<String>,
    /// The condition keys it carries.
    pub context: Context,
    /// Circumstances.
    pub flags: Flags,
}

/// How a resource's own policy counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum ResourceKind {
    /// In its own account, one of several policies that may allow.
    #[default]
    Generic,
    /// A role: its trust policy must allow.
    Trust,
    /// A KMS key: its key policy must allow.
    Kms,
}

/// A policy and the name of the document it was read from, by which a trace refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The document's name, as the scenario or the lab calls it.
    pub name: Arc<str>,
    /// What it is.
    pub kind: PolicyKind,
    /// What it says.
    pub policy: Arc<Policy>,
}

/// Every policy that bears on one request, by its part in the decision. `None`: that kind is not there at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    /// The caller's own policies, its groups' among them.
    pub identity: Vec<Attached>,
    /// The caller's permissions boundary.
    pub boundary: Option<Attached>,
    /// Session policies; `Some(vec![])` is a session made without any.
    pub session: Option<Vec<Attached>>,
    /// The resource's own policy.
    pub resource: Option<Attached>,
    /// How that policy counts.
    pub resource_kind: ResourceKind,
    /// Service control policies by level, from the organisation's root down to the account.
    pub scp: Option<Vec<Vec<Attached>>>,
    /// Resource control policies by level, from the organisation's root down to the account.
    pub rcp: Option<Vec<Vec<Attached>>>,
}

impl Policies {
    /// Every document among them, layer by layer.
    pub fn attached(&self) -> impl Iterator<Item = &Attached> {
        let levels = self.rcp.iter().chain(&self.scp).flatten().flatten();
        let own = self.resource.iter().chain(&self.identity).chain(&self.boundary);
        levels.chain(own).chain(self.session.iter().flatten())
    }
}
