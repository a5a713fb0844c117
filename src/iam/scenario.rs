//! A scenario: a small world (accounts, users, roles, resources, their policies) and named requests in it.
//!
//! Written by people as TOML (or JSON of the same shape), used alike by the sandbox, labs, lessons, questions and tests.
//! This file is the shape; `load` reads it, `check` refuses what cannot be, `world` finds things in it by name, and
//! [`crate::iam::simulate`] runs it. Reading files is the caller's business: a policy that is named rather than written
//! out is asked for through a function.

mod calls;
mod check;
mod detach;
mod entities;
mod load;
mod locate;
mod members;
mod operations;
mod organization;
mod plan;
mod shape;
mod slots;
mod steps;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::policy::{Policy, PolicyKind};
use crate::iam::request::Attached;
use crate::iam::trace::Verdict;

pub use calls::{Also, AlsoCheck, Api, Assume, Passed, Passes, Start, Step};
pub(crate) use check::{account_field, check_request};
pub use entities::{Account, Group, IdentityProvider, InstanceProfile, ProviderKind, Resource, Role, Tags, User};
pub use locate::PathStep;
pub(crate) use organization::Level;
pub use organization::{Organization, Unit};
pub(crate) use plan::{Planned, Purpose, Taken, plan};
pub(crate) use slots::is_full_aws_access;
pub(crate) use world::is_session_name;
pub use world::{Identity, Who};

/// A scenario file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// What it is called.
    pub title: String,
    /// What it shows, in a few sentences.
    #[serde(default)]
    pub about: String,
    /// Who and what there is.
    pub world: World,
    /// What is asked.
    #[serde(default)]
    pub requests: Vec<RequestSpec>,
}

/// Accounts, principals, resources.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// The organisation that some or all of the accounts belong to.
    #[serde(default)]
    pub organization: Option<Organization>,
    /// Accounts by short name (`dev`, `prod`).
    #[serde(default)]
    pub accounts: BTreeMap<String, Account>,
    /// Groups of users.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Users.
    #[serde(default)]
    pub users: Vec<User>,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Instance profiles: what EC2 gets a role in.
    #[serde(default)]
    pub instance_profiles: Vec<InstanceProfile>,
    /// Identity providers that accounts have registered.
    #[serde(default)]
    pub identity_providers: Vec<IdentityProvider>,
    /// Resources that have a policy, or whose owner must be known.
    #[serde(default)]
    pub resources: Vec<Resource>,
}

/// A policy in a scenario: a file's name (`trust.json`), the JSON text itself (a string that begins with `{`), the ARN of
/// a policy that AWS manages (its text is asked for like that of a file), or a table that is the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicySource {
    /// A file's name, JSON text, or the ARN of a policy that AWS manages.
    Text(String),
    /// The document itself.
    Inline(serde_json::Value),
}

/// A named request.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestSpec {
    /// A short name, unique in its scenario.
    pub name: String,
    /// What a person reads: "EC2 may put on AppRole".
    #[serde(default)]
    pub text: String,
    /// Who: `user dev/ann`, `root dev`, `service ec2.amazonaws.com`, `role dev/Deployer` (a session of it that exists
    /// already, `role dev/Deployer as ci` to name it), `web_identity dev/token.actions.githubusercontent.com` and
    /// `saml dev/Corp` (the holder of a token or assertion from that provider), `anonymous`.
    pub who: String,
    /// The roles it assumes on the way, in order, and other ways to new credentials.
    #[serde(default)]
    pub through: Vec<Step>,
    /// What it does in the end, `service:Action`; none when the last assumption is all that is asked.
    #[serde(default)]
    pub action: Option<String>,
    /// To what: an ARN, or `*`.
    #[serde(default)]
    pub resource: Option<String>,
    /// The role that the last request hands to a service.
    #[serde(default)]
    pub passes: Option<Passes>,
    /// What else AWS checks for the last request: further resources of the same action, or further actions. All must be
    /// allowed.
    #[serde(default)]
    pub also: Vec<Also>,
    /// Tags sent with the last request: `aws:RequestTag` and `aws:TagKeys`.
    #[serde(default)]
    pub tags: Tags,
    /// For a service that calls because of something: the ARN of that (`aws:SourceArn`; the account follows from it).
    #[serde(default)]
    pub source: Option<String>,
    /// The services through which the caller's credentials came to make the last request, in order (`aws:CalledVia`).
    #[serde(default)]
    pub called_via: Vec<String>,
    /// Condition keys of the last request, beyond those derived; replaces a derived one of the same name.
    #[serde(default)]
    pub context: BTreeMap<String, ContextSpec>,
    /// Derived keys to leave out.
    #[serde(default)]
    pub without: Vec<String>,
    /// What must come of it, in a lab or a test.
    #[serde(default)]
    pub expect: Option<Expect>,
    /// In a lab: this request is not shown, and when it fails the learner reads this (what kind of request it is).
    #[serde(default)]
    pub hidden: Option<String>,
}

/// A context value in a file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ContextSpec {
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// Several values: a multivalued key.
    Many(Vec<String>),
}

/// What must come of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// Just the outcome.
    Outcome(ExpectOutcome),
    /// The outcome and the way to it.
    Exactly(ExpectExactly),
}

/// The outcome and the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectExactly {
    /// The outcome.
    pub outcome: ExpectOutcome,
    /// The hop at which it must fall, from 1: every check on the way counts, the request itself among them.
    #[serde(default)]
    pub hop: Option<usize>,
    /// The reason code it must have.
    #[serde(default)]
    pub reason: Option<String>,
}

/// An outcome as a file names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectOutcome {
    /// Must be allowed.
    Allow,
    /// Must be denied, one way or the other.
    Deny,
    /// Must be denied by a Deny statement.
    ExplicitDeny,
    /// Must be denied because nobody allows it.
    ImplicitDeny,
}

impl ExpectOutcome {
    /// Whether a verdict is what was wanted.
    #[must_use]
    pub fn accepts(self, verdict: Verdict) -> bool {
        match self {
            Self::Allow => verdict == Verdict::Allow,
            Self::Deny => verdict != Verdict::Allow,
            Self::ExplicitDeny => verdict == Verdict::ExplicitDeny,
            Self::ImplicitDeny => verdict == Verdict::ImplicitDeny,
        }
    }
}

/// A policy document of a scenario, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its name: the file's name, or one made from where it stands (`trust policy of prod/ReadReports`).
    pub name: Arc<str>,
    /// What it is.
    pub kind: PolicyKind,
    /// Its text.
    pub text: Arc<str>,
    /// What it says.
    pub policy: Arc<Policy>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// Reads `text` as a document of `kind`.
    #[must_use]
    pub fn read(name: impl Into<Arc<str>>, kind: PolicyKind, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lowered = crate::iam::lower::read(&text, kind);
        Self { name: name.into(), kind, text, policy: Arc::new(lowered.policy), diagnostics: lowered.diagnostics }
    }

    /// The first finding for which AWS would refuse to save the document; `None` when it would save it.
    #[must_use]
    pub fn refusal(&self) -> Option<&Diagnostic> {
        self.diagnostics.iter().find(|finding| finding.severity == Severity::Error)
    }

    /// The document as a policy that bears on a request.
    #[must_use]
    pub fn attached(&self) -> Attached {
        Attached { name: Arc::clone(&self.name), kind: self.kind, policy: Arc::clone(&self.policy) }
    }
}

/// A scenario ready to run: every policy read, every name resolved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// What it is called.
    pub title: String,
    /// What it shows.
    pub about: String,
    /// Who and what there is.
    pub world: World,
    /// What is asked.
    pub requests: Vec<RequestSpec>,
    /// Every document, by name.
    pub documents: BTreeMap<Arc<str>, Document>,
}

impl Scenario {
    /// Reads one document anew, as its text stands now. Every role, user and resource that uses it sees the new one.
    /// Gives the document, or `None` (and changes nothing) when the scenario has none of that name.
    pub fn replace_document(&mut self, name: &str, text: impl Into<Arc<str>>) -> Option<&Document> {
        let document = self.documents.get_mut(name)?;
        *document = Document::read(Arc::clone(&document.name), document.kind, text);
        Some(document)
    }

    /// The request of that name.
    #[must_use]
    pub fn request(&self, name: &str) -> Option<&RequestSpec> {
        self.requests.iter().find(|request| request.name == name)
    }
}

/// Why a scenario cannot be used, or a request in it cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
#[error("{message}")]
pub struct ScenarioError {
    /// What is wrong and what to do.
    pub message: String,
    /// The place in the scenario's file, when it is known.
    pub range: Option<crate::text::TextRange>,
    /// The way to that place from the top of the file, as far as it is known. For an error of
    /// [`crate::iam::simulate::simulate`], from the top of the request.
    pub path: Vec<PathStep>,
    /// When a policy document is at fault: its name.
    pub document: Option<Arc<str>>,
}

impl ScenarioError {
    /// An error that knows no place yet.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The same inside `steps`: they come before the path it has.
    #[must_use]
    pub fn within(mut self, steps: impl IntoIterator<Item = PathStep>) -> Self {
        self.path.splice(0..0, steps);
        self
    }

    /// The same with the range its path has in `text`, a TOML file that holds `world` and `requests` at its top (a
    /// scenario, but also a lab or a question that embeds them).
    #[must_use]
    pub fn located_in_toml(mut self, text: &str) -> Self {
        self.range = self.range.or_else(|| locate::in_toml(text, &self.path));
        self
    }

    /// The same for a JSON file.
    #[must_use]
    pub fn located_in_json(mut self, text: &str) -> Self {
        self.range = self.range.or_else(|| locate::in_json(text, &self.path));
        self
    }
}

#[cfg(test)]
mod tests;
