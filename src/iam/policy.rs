//! The policy model: what a document says once its JSON has been read, each piece with the place it stands at.
//!
//! Built by [`crate::iam::lower`], read by the evaluator and the lint checks. A statement that could not be read is not
//! here: it never applies to anything, and the findings say why.

use crate::iam::condition::ConditionOperator;
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::principal::PrincipalEntry;
use crate::text::{Spanned, TextRange};

/// The kinds of policy document. Each has its own rules of form and its own part in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyKind {
    /// Attached to a user, group or role: what it may do.
    Identity,
    /// A role's trust policy: who may assume it.
    Trust,
    /// Attached to a resource (bucket, queue, key, function): who may do what with it.
    Resource,
    /// A permissions boundary: the most a user or role may be allowed.
    Boundary,
    /// Passed when a session is made: the most the session may be allowed.
    Session,
    /// A service control policy of an organisation: the most its accounts' principals may be allowed.
    Scp,
    /// A resource control policy of an organisation: what nobody may do to its accounts' resources.
    Rcp,
}

impl PolicyKind {
    /// All kinds, in the order in which people meet them.
    pub const ALL: [Self; 7] =
        [Self::Identity, Self::Trust, Self::Resource, Self::Boundary, Self::Session, Self::Scp, Self::Rcp];

    /// The name used on the command line and in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Trust => "trust",
            Self::Resource => "resource",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What a person calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Identity => "permissions policy",
            Self::Trust => "trust policy",
            Self::Resource => "resource policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Scp => "service control policy",
            Self::Rcp => "resource control policy",
        }
    }

    /// The one-letter badge that stands for the kind on every screen.
    #[must_use]
    pub fn badge(self) -> char {
        match self {
            Self::Identity => 'P',
            Self::Trust => 'T',
            Self::Resource => 'R',
            Self::Boundary => 'B',
            Self::Session => 'S',
            Self::Scp => 'O',
            Self::Rcp => 'C',
        }
    }
}

/// The language version of a document. It decides whether `${...}` is a variable or plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Version {
    /// `2008-10-17`, also when the element is absent: no variables.
    #[default]
    V2008,
    /// `2012-10-17`: variables.
    V2012,
}

/// A policy document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// Language version, 2008 when the document names none.
    pub version: Version,
    /// Every statement that could be read, in the order of the document.
    pub statements: Vec<Statement>,
}

/// What a statement does when it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Forbids, whatever else allows.
    Deny,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its place in the document's list, from 0 (unreadable neighbours are counted).
    pub index: usize,
    /// Its name, if it has one.
    pub sid: Option<Spanned<String>>,
    /// Allow or Deny.
    pub effect: Spanned<Effect>,
    /// `Principal` or `NotPrincipal`; absent in kinds that have none.
    pub principal: Option<Element<PrincipalEntry>>,
    /// `Action` or `NotAction`.
    pub action: Element<ActionPattern>,
    /// `Resource` or `NotResource`; absent in trust policies.
    pub resource: Option<Element<ResourcePattern>>,
    /// The lines of `Condition`; empty when there is none. All must hold.
    pub conditions: Vec<ConditionLine>,
    /// The whole `Condition` member, key and value.
    pub condition_range: Option<TextRange>,
    /// The whole statement, brace to brace.
    pub range: TextRange,
}

/// An element that lists things, plain or in its `Not` form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<T> {
    /// True for `NotPrincipal`, `NotAction`, `NotResource`.
    pub negated: bool,
    /// The listed values.
    pub entries: Vec<Spanned<T>>,
    /// The whole member, key and value.
    pub range: TextRange,
}

/// One key under one operator of a `Condition` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionLine {
    /// The operator with its prefix and suffix.
    pub operator: Spanned<ConditionOperator>,
    /// The condition key as written, e.g. `aws:SourceIp`.
    pub key: Spanned<String>,
    /// The values as written; numbers and booleans as their JSON text. Any one of them suffices.
    pub values: Vec<Spanned<String>>,
    /// Key and values.
    pub range: TextRange,
}
