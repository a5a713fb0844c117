//! A finding: something wrong, or worth knowing, at a place in a text, with what to do about it.

use crate::text::{Edit, TextRange};

/// How much a finding matters, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// AWS refuses to save the document (or, for a course file, the file cannot be used).
    Error,
    /// Saved and working, and more open than its author is likely to want.
    SecurityWarning,
    /// Saved, and probably not doing what was meant.
    Warning,
    /// Could be said better.
    Suggestion,
}

impl Severity {
    /// The word used in reports and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::SecurityWarning => "security_warning",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name to look the finding up by.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where in the text.
    pub range: TextRange,
    /// What is wrong: lower case, no final period.
    pub message: String,
    /// What to do about it, when there is more to say than the message does.
    pub help: Option<String>,
    /// A change of the text that mends it, when a mechanical one exists.
    pub fix: Option<Edit>,
}

impl Diagnostic {
    /// A finding without help or fix.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, range: TextRange, message: impl Into<String>) -> Self {
        Self { code, severity, range, message: message.into(), help: None, fix: None }
    }

    /// The same with a help line.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with a change that mends it.
    #[must_use]
    pub fn with_fix(mut self, fix: Edit) -> Self {
        self.fix = Some(fix);
        self
    }
}
