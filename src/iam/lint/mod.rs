//! What a policy says that its author is unlikely to mean, although AWS would save it.
//!
//! [`crate::iam::lower`] finds what AWS refuses; here are the warnings and suggestions, a file for each thing that is
//! looked at. Everything is decided from one document and the catalogue, whatever the world around it is.

mod actions;
mod arns;
mod conditions;
mod federation;
mod granting;
mod principals;
mod tidy;

use crate::diagnostic::Diagnostic;
use crate::iam::json::{self, Parse};
use crate::iam::lower;
use crate::iam::policy::{Policy, PolicyKind};

/// A document that is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tree.
    pub parse: &'a Parse,
    /// What could be read of it.
    pub policy: &'a Policy,
    /// What it is.
    pub kind: PolicyKind,
    /// The ids of accounts that are known to belong to its author.
    pub own_accounts: &'a [String],
}

/// A document with everything that was found in it.
#[derive(Debug, Clone, Default)]
pub struct Linted {
    /// Its tree.
    pub parse: Parse,
    /// What could be read of it.
    pub policy: Policy,
    /// What the reader, the grammar and the checks found, in the order of the text, the worst first at one place.
    pub findings: Vec<Diagnostic>,
}

/// Reads a text as a policy of `kind` and looks at all of it. Never fails; linear in the length of the text but for lists,
/// whose entries are compared with each other.
#[must_use]
pub fn lint(text: &str, kind: PolicyKind) -> Linted {
    lint_parsed(text, json::parse(text), kind, &[])
}

/// The same for a text that was parsed already, by an author to whom these accounts belong (their ids, as far as known).
#[must_use]
pub fn lint_parsed(text: &str, parse: Parse, kind: PolicyKind, own_accounts: &[String]) -> Linted {
    let lowered = lower::lower(&parse, kind);
    let mut findings = lowered.diagnostics;
    let document = Document { text, parse: &parse, policy: &lowered.policy, kind, own_accounts };
    for check in CHECKS {
        check(&document, &mut findings);
    }
    findings.sort_by_key(|finding| (finding.range.start, finding.severity));
    Linted { parse, policy: lowered.policy, findings }
}

/// Looks at a document and adds what it finds.
type Check = fn(&Document<'_>, &mut Vec<Diagnostic>);

/// The checks, a file each.
const CHECKS: [Check; 7] = [
    principals::check,
    federation::check,
    actions::check,
    arns::check,
    conditions::check,
    granting::check,
    tidy::check,
];

#[cfg(test)]
mod tests;
