//! Who and what there is in a world: accounts, users, groups, roles, resources, and what belongs to them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::PolicySource;

/// Tags, by key.
pub type Tags = BTreeMap<String, String>;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its twelve digits.
    pub id: String,
    /// What people call it.
    #[serde(default)]
    pub title: String,
    /// The organisational unit that it hangs in, `root` when it hangs at the root itself. An account without one is not in
    /// the organisation; the management account always is, at the root.
    #[serde(default)]
    pub unit: Option<String>,
    /// Service control policies attached to the account itself.
    #[serde(default)]
    pub scps: Vec<PolicySource>,
    /// Resource control policies attached to the account itself.
    #[serde(default)]
    pub rcps: Vec<PolicySource>,
    /// Whether the SCP `FullAWSAccess` is attached to the account, as it is until somebody detaches it.
    #[serde(default = "yes")]
    pub full_aws_access: bool,
}

/// What a switch is when the file does not say: AWS attaches `FullAWSAccess` everywhere.
pub(super) fn yes() -> bool {
    true
}

/// A group of users.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// `account/Name`, e.g. `dev/Developers`; a path may stand between.
    pub name: String,
    /// Its permissions policies: every member has them.
    #[serde(default)]
    pub policies: Vec<PolicySource>,
}

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// `account/Name`, e.g. `dev/ann`; a path may stand between (`dev/team/ann`).
    pub name: String,
    /// Its permissions policies.
    #[serde(default)]
    pub policies: Vec<PolicySource>,
    /// The groups it is in, by name.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Its permissions boundary: the most it may be allowed.
    #[serde(default)]
    pub boundary: Option<PolicySource>,
    /// Its tags.
    #[serde(default)]
    pub tags: Tags,
}

/// An IAM role. One whose path begins with `aws-service-role/` is a service-linked role.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// `account/Name`, e.g. `prod/ReadReports`; a path may stand between.
    pub name: String,
    /// Who may assume it.
    pub trust: PolicySource,
    /// What it may do.
    #[serde(default)]
    pub policies: Vec<PolicySource>,
    /// Its permissions boundary: the most it may be allowed.
    #[serde(default)]
    pub boundary: Option<PolicySource>,
    /// Its tags.
    #[serde(default)]
    pub tags: Tags,
    /// The longest session that may be asked for, in seconds: 3600 (the default) to 43200.
    #[serde(default = "hour")]
    pub max_session_duration: u32,
}

/// AWS: "CreateRole" (IAM API Reference): the longest session of a role that says nothing else.
fn hour() -> u32 {
    3600
}

/// An instance profile: the case in which EC2 hands a role to an instance. It holds one role and is none itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstanceProfile {
    /// `account/Name`, e.g. `dev/AppProfile`; a path may stand between.
    pub name: String,
    /// The role in it, `account/Name`, of the same account.
    pub role: String,
}

/// An identity provider that an account has registered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityProvider {
    /// `account/` and, for OIDC, its address without `https://` (`dev/token.actions.githubusercontent.com`); for SAML its
    /// name (`dev/Corp`).
    pub name: String,
    /// What it speaks.
    pub kind: ProviderKind,
}

/// What an identity provider speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// OpenID Connect: its tokens go to `AssumeRoleWithWebIdentity`.
    Oidc,
    /// SAML 2.0: its assertions go to `AssumeRoleWithSAML`.
    Saml,
}

/// A resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its ARN. A request's resource belongs to the entry whose ARN is the longest beginning of it, up to a `/` or `:`
    /// (`arn:aws:s3:::data` owns `arn:aws:s3:::data/k`, not `arn:aws:s3:::data-old`).
    pub arn: String,
    /// The short name of the account that owns it.
    pub account: String,
    /// Its own policy.
    #[serde(default)]
    pub policy: Option<PolicySource>,
    /// Its tags: of this very resource, not of what lies under it.
    #[serde(default)]
    pub tags: Tags,
}
