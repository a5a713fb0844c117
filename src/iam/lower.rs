//! Turns a JSON tree into a policy, and says what AWS would refuse and where.

use crate::diagnostic::Diagnostic;
use crate::iam::json::Parse;
use crate::iam::policy::{Policy, PolicyKind};

/// What [`lower`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lowered {
    /// All that could be read.
    pub policy: Policy,
    /// The findings of the reader and of the grammar, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Lowered {
    /// Whether AWS would save the document, as far as these findings go.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.diagnostics.iter().all(|d| d.severity != crate::diagnostic::Severity::Error)
    }
}

/// Reads a parsed document as a policy of `kind`. A statement that cannot be read is left out, with a finding.
#[must_use]
pub fn lower(parse: &Parse, kind: PolicyKind) -> Lowered {
    let _ = (parse, kind);
    Lowered::default()
}

/// [`crate::iam::json::parse`] and [`lower`] in one.
#[must_use]
pub fn read(text: &str, kind: PolicyKind) -> Lowered {
    lower(&crate::iam::json::parse(text), kind)
}
