//! How a request is made: the credentials it gets on the way, the role it hands over, what else AWS checks for it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ContextSpec, PolicySource, Tags};

/// One step on the way: new credentials.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Just the role: `prod/ReadReports`.
    Role(String),
    /// The role, and how it is assumed; or another call for credentials.
    Assume(Box<Assume>),
}

impl Step {
    /// The step in its long form.
    #[must_use]
    pub fn assume(&self) -> Cow<'_, Assume> {
        match self {
            Self::Role(role) => Cow::Owned(Assume { role: Some(role.clone()), ..Assume::default() }),
            Self::Assume(assume) => Cow::Borrowed(assume.as_ref()),
        }
    }
}

/// How new credentials are had.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assume {
    /// The call. Left out: `assume_role`, or the call that fits the holder of a token or an assertion.
    #[serde(default)]
    pub api: Option<Api>,
    /// The role, `account/Name`.
    #[serde(default)]
    pub role: Option<String>,
    /// In place of the role: the instance profile that holds it.
    #[serde(default)]
    pub instance_profile: Option<String>,
    /// The call by which a caller hands the role to a service, which then works with it. Left out, the caller takes the
    /// role itself.
    #[serde(default)]
    pub start: Option<Start>,
    /// The session's name; the caller's own name when left out.
    #[serde(default)]
    pub session: Option<String>,
    /// How long the credentials shall last, in seconds; the call's default when left out.
    #[serde(default)]
    pub duration: Option<u32>,
    /// Session policies: the most that the credentials may be used for.
    #[serde(default)]
    pub policies: Vec<PolicySource>,
    /// Session tags.
    #[serde(default)]
    pub tags: Tags,
    /// The keys of those session tags that go along into every role assumed from here.
    #[serde(default)]
    pub transitive: Vec<String>,
    /// The source identity, which stays the same through every role assumed from here.
    #[serde(default)]
    pub source_identity: Option<String>,
    /// The external id that a third party sends.
    #[serde(default)]
    pub external_id: Option<String>,
    /// Whether the caller sends a code of its MFA device.
    #[serde(default)]
    pub mfa: bool,
    /// What the token or assertion says: `sub`, `aud` …
    #[serde(default)]
    pub claims: BTreeMap<String, ContextSpec>,
    /// Condition keys of this call, beyond those derived; replaces a derived one of the same name.
    #[serde(default)]
    pub context: BTreeMap<String, ContextSpec>,
    /// Derived keys to leave out.
    #[serde(default)]
    pub without: Vec<String>,
}

/// The calls of AWS STS that give out credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Api {
    /// `sts:AssumeRole`.
    #[serde(rename = "assume_role")]
    AssumeRole,
    /// `sts:AssumeRoleWithSAML`.
    #[serde(rename = "assume_role_with_saml")]
    AssumeRoleWithSaml,
    /// `sts:AssumeRoleWithWebIdentity`.
    #[serde(rename = "assume_role_with_web_identity")]
    AssumeRoleWithWebIdentity,
    /// `sts:GetFederationToken`.
    #[serde(rename = "get_federation_token")]
    GetFederationToken,
    /// `sts:GetSessionToken`.
    #[serde(rename = "get_session_token")]
    GetSessionToken,
}

impl Api {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::AssumeRole,
        Self::AssumeRoleWithSaml,
        Self::AssumeRoleWithWebIdentity,
        Self::GetFederationToken,
        Self::GetSessionToken,
    ];

    /// The action that policies allow.
    #[must_use]
    pub fn action(self) -> &'static str {
        match self {
            Self::AssumeRole => "sts:AssumeRole",
            Self::AssumeRoleWithSaml => "sts:AssumeRoleWithSAML",
            Self::AssumeRoleWithWebIdentity => "sts:AssumeRoleWithWebIdentity",
            Self::GetFederationToken => "sts:GetFederationToken",
            Self::GetSessionToken => "sts:GetSessionToken",
        }
    }

    /// The name that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AssumeRole => "assume_role",
            Self::AssumeRoleWithSaml => "assume_role_with_saml",
            Self::AssumeRoleWithWebIdentity => "assume_role_with_web_identity",
            Self::GetFederationToken => "get_federation_token",
            Self::GetSessionToken => "get_session_token",
        }
    }

    /// Whether a role is assumed.
    #[must_use]
    pub fn takes_role(self) -> bool {
        matches!(self, Self::AssumeRole | Self::AssumeRoleWithSaml | Self::AssumeRoleWithWebIdentity)
    }
}

/// The call by which a caller hands a role to a service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// `lambda:CreateFunction`.
    pub action: String,
    /// On what: an ARN, or `*`.
    pub resource: String,
    /// The service that gets the role, `lambda.amazonaws.com`; follows from the action where that is known.
    #[serde(default)]
    pub to: Option<String>,
    /// Condition keys of this call.
    #[serde(default)]
    pub context: BTreeMap<String, ContextSpec>,
}

/// The role that a request hands to a service.
#[derive(Debug, Clone, PartialEq)]
pub enum Passes {
    /// Just the role: `dev/OrdersFunction`.
    Role(String),
    /// The role, and how it is handed over.
    Passed(Passed),
}

impl Passes {
    /// It in its long form.
    #[must_use]
    pub fn passed(&self) -> Cow<'_, Passed> {
        match self {
            Self::Role(role) => Cow::Owned(Passed { role: Some(role.clone()), ..Passed::default() }),
            Self::Passed(passed) => Cow::Borrowed(passed),
        }
    }
}

/// The role that a request hands to a service, and how.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passed {
    /// The role, `account/Name`.
    #[serde(default)]
    pub role: Option<String>,
    /// In place of the role: the instance profile that holds it.
    #[serde(default)]
    pub instance_profile: Option<String>,
    /// The service that gets the role, `lambda.amazonaws.com`; follows from the action where that is known.
    #[serde(default)]
    pub to: Option<String>,
    /// Condition keys of the check of `iam:PassRole`, such as `iam:AssociatedResourceArn`.
    #[serde(default)]
    pub context: BTreeMap<String, ContextSpec>,
}

/// A further check of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Also {
    /// The same action on another resource.
    Resource(String),
    /// Another action, or a resource with condition keys of its own.
    Check(AlsoCheck),
}

impl Also {
    /// It in its long form.
    #[must_use]
    pub fn check(&self) -> Cow<'_, AlsoCheck> {
        match self {
            Self::Resource(resource) => Cow::Owned(AlsoCheck { resource: resource.clone(), ..AlsoCheck::default() }),
            Self::Check(check) => Cow::Borrowed(check),
        }
    }
}

/// A further check of a request in its long form.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlsoCheck {
    /// The resource's ARN, or `*`.
    pub resource: String,
    /// The action; the request's own when left out.
    #[serde(default)]
    pub action: Option<String>,
    /// Condition keys of this check, over those of the request.
    #[serde(default)]
    pub context: BTreeMap<String, ContextSpec>,
}
