//! Every finding the room can report, in one table: its name, the rule it stands for, how much it matters, and why.
//!
//! The names are those of AWS IAM Access Analyzer where it has one, so that a reader meets the same names later; a finding
//! of our own is named in the same manner. [`Severity::Error`] means that AWS refuses to save the document and nothing
//! else; what rests on the catalogue is a warning at most, since that has a date. All findings of the room are made by
//! [`Finding::at`], so a name and its severity cannot disagree. The table stands in several files, by what is spoken of.

mod conditions;
mod grammar;
mod granting;
mod names;
mod principals;
mod tidy;

pub use conditions::*;
pub use grammar::*;
pub use granting::*;
pub use names::*;
pub use principals::*;
pub use tidy::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::policy::PolicyKind;
use crate::text::TextRange;

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// The name, as in [`Diagnostic::code`].
    pub code: &'static str,
    /// The rules of the policy grammar that it reports the breach of. Most names stand for one; a few for several; a
    /// finding about a document that AWS accepts stands for none.
    pub rules: &'static [&'static str],
    /// How much it matters.
    pub severity: Severity,
    /// One line, as a heading.
    pub title: &'static str,
    /// A sentence or two: what AWS does, and why it matters.
    pub why: &'static str,
    /// What to do about it, in general; a finding in a document says it of that document.
    pub remedy: &'static str,
    /// A document that has it and one near it that has not.
    pub example: Option<Example>,
    /// The title of the AWS page that the rule comes from.
    pub page: &'static str,
}

/// Two documents that differ in a finding. The tests hold both to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What kind of policy both are.
    pub kind: PolicyKind,
    /// The one that has the finding.
    pub bad: &'static str,
    /// The line of `bad` that the finding begins on, from 1.
    pub line: usize,
    /// The one that has not.
    pub good: &'static str,
}

/// The page that lists the names of findings.
pub(super) const CHECKS: &str = "IAM policy validation check reference";

impl Finding {
    const fn new(code: &'static str, severity: Severity, title: &'static str, why: &'static str) -> Self {
        Self { code, rules: &[], severity, title, why, remedy: "", example: None, page: CHECKS }
    }

    /// AWS refuses the document, by these rules of the grammar.
    const fn error(code: &'static str, rules: &'static [&'static str], title: &'static str, why: &'static str) -> Self {
        Self { rules, ..Self::new(code, Severity::Error, title, why) }
    }

    /// Saved and working, and more open than its author is likely to want.
    const fn security(code: &'static str, title: &'static str, why: &'static str) -> Self {
        Self::new(code, Severity::SecurityWarning, title, why)
    }

    /// Saved, and probably not doing what was meant.
    const fn warning(code: &'static str, title: &'static str, why: &'static str) -> Self {
        Self::new(code, Severity::Warning, title, why)
    }

    /// Could be said better.
    const fn suggestion(code: &'static str, title: &'static str, why: &'static str) -> Self {
        Self::new(code, Severity::Suggestion, title, why)
    }

    /// The same with what to do about it.
    const fn remedy(self, remedy: &'static str) -> Self {
        Self { remedy, ..self }
    }

    /// The same with the page it comes from, when that is not the list of checks.
    const fn page(self, page: &'static str) -> Self {
        Self { page, ..self }
    }

    /// The same with an example: `bad` has the finding on `line` (from 1), `good` has not.
    const fn example(self, kind: PolicyKind, line: usize, bad: &'static str, good: &'static str) -> Self {
        Self { example: Some(Example { kind, bad, line, good }), ..self }
    }

    /// This finding at a place, in words that fit the place.
    #[must_use]
    pub fn at(&self, range: TextRange, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.severity, range, message)
    }
}

/// The parts of the table, each in its file.
const PARTS: [&[Finding]; 6] = [GRAMMAR, PRINCIPALS, NAMES, CONDITIONS, GRANTING, TIDY];

/// All findings, in the order in which a person meets them.
pub fn all() -> impl Iterator<Item = &'static Finding> {
    PARTS.into_iter().flatten()
}

/// The row of that code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Finding> {
    all().find(|finding| finding.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_finding_is_in_the_table_once() {
        let files = [
            include_str!("conditions/keys.rs"),
            include_str!("conditions/operators.rs"),
            include_str!("conditions/values.rs"),
            include_str!("conditions/variables.rs"),
            include_str!("grammar.rs"),
            include_str!("grammar/document.rs"),
            include_str!("grammar/principal.rs"),
            include_str!("grammar/quota.rs"),
            include_str!("grammar/statement.rs"),
            include_str!("granting.rs"),
            include_str!("names.rs"),
            include_str!("principals.rs"),
            include_str!("tidy.rs"),
        ];
        let declared: BTreeSet<&str> = files
            .iter()
            .flat_map(|file| file.lines())
            .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": Finding =").map(|(name, _)| name))
            .collect();
        let listed: BTreeSet<&str> = all().map(|finding| finding.code).collect();
        assert_eq!(listed.len(), all().count(), "a code stands twice");
        assert_eq!(declared.len(), all().count(), "a finding is declared and not listed");
        assert!(all().all(|finding| find(finding.code) == Some(finding)));
    }

    #[test]
    fn an_error_names_the_rule_that_aws_refuses_by() {
        for finding in all() {
            assert_eq!(finding.severity == Severity::Error, !finding.rules.is_empty(), "{}", finding.code);
        }
    }

    #[test]
    fn every_rule_of_the_grammar_has_a_finding() {
        let rules: BTreeSet<&str> = all().flat_map(|finding| finding.rules).copied().collect();
        let expected: BTreeSet<&str> =
            "BAD_JSON NOT_AN_OBJECT DUPLICATE_KEY BAD_CHARACTER UNKNOWN_ELEMENT BAD_VERSION \
            FORBIDDEN_ID MISSING_STATEMENT EMPTY_STATEMENT BOTH_X_AND_NOT_X MISSING_EFFECT BAD_EFFECT BAD_SID \
            DUPLICATE_SID MISSING_ACTION EMPTY_ARRAY BAD_ACTION MISSING_PRINCIPAL FORBIDDEN_PRINCIPAL \
            FORBIDDEN_NOTPRINCIPAL ALLOW_NOTPRINCIPAL BAD_PRINCIPAL WILDCARD_PRINCIPAL FORBIDDEN_RESOURCE \
            MISSING_RESOURCE BAD_RESOURCE TRUST_ACTION RCP_PRINCIPAL RCP_ALLOW RCP_NOTACTION RCP_ACTION_STAR \
            BAD_OPERATOR BAD_CONDITION_VALUE TOO_LARGE OIDC_CLAIM"
                .split_whitespace()
                .collect();
        assert_eq!(rules, expected);
    }
}
