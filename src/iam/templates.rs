//! Pieces of policy that people begin from: statements, whole documents, AWS's own managed policies.

use crate::iam::complete::Insert;
use crate::iam::policy::PolicyKind;

/// A piece of policy to begin from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// A short name, to be found by: `trust-github`.
    pub name: &'static str,
    /// What it does, in a line.
    pub title: &'static str,
    /// The kinds of policy it belongs to.
    pub kinds: &'static [PolicyKind],
    /// A statement only, to be put among others; otherwise a whole document.
    pub statement: bool,
    /// The text with places to fill in.
    pub insert: Insert,
}

/// The templates that fit a kind, in the order in which a person looks for them.
#[must_use]
pub fn templates(_kind: PolicyKind) -> Vec<Template> {
    Vec::new()
}
