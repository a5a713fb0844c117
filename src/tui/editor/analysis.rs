//! What is known of the text after each change: tokens, colours, findings, statements.

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::json::{self, Parse, Token};
use crate::iam::lint;
use crate::iam::policy::PolicyKind;
use crate::text::TextRange;
use crate::tui::theme::Role;
use crate::tui::widgets::code;

/// What is known of a document.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The reader's tree and tokens: whatever asks about a place in the text asks these, and the text is read once.
    pub parse: Parse,
    /// The role of every piece that has one, in order, without overlap.
    pub roles: Vec<(TextRange, Role)>,
    /// What the reader, the grammar and the checks found, in the order of the text.
    pub findings: Vec<Diagnostic>,
    /// The JSON itself is broken: what stands here is no document at all.
    pub broken: bool,
    /// Where the statements stand, in order.
    pub statements: Vec<TextRange>,
    /// Characters, white space between tokens not counted.
    pub characters: usize,
}

impl Analysis {
    /// Reads `text` as a policy of `kind`, by an author to whom these accounts belong. Linear in its length.
    #[must_use]
    pub fn of(text: &str, kind: PolicyKind, own_accounts: &[String]) -> Self {
        let lint::Linted { parse, policy, findings } = lint::lint_parsed(text, json::parse(text), kind, own_accounts);
        let token = |token: &Token| token.range.slice(text).chars().count();
        Self {
            roles: code::roles_of(text, &parse.tokens),
            broken: parse.diagnostics.iter().any(|finding| finding.severity == Severity::Error),
            statements: policy.statements.iter().map(|statement| statement.range).collect(),
            characters: parse.tokens.iter().map(token).sum(),
            findings,
            parse,
        }
    }

    /// How many findings there are, and the worst of them.
    #[must_use]
    pub fn worst(&self) -> Option<(usize, Severity)> {
        let worst = self.findings.iter().map(|finding| finding.severity).min()?;
        Some((self.findings.len(), worst))
    }

    /// The worst finding that touches the cursor, else the worst on the line of `range`, else the worst of all.
    #[must_use]
    pub fn finding_near(&self, line: TextRange, cursor: usize) -> Option<&Diagnostic> {
        let on_line = |finding: &&Diagnostic| finding.range.start <= line.end && line.start <= finding.range.end;
        let worst = |wanted: &dyn Fn(&&Diagnostic) -> bool| {
            self.findings.iter().filter(|finding| wanted(finding)).min_by_key(|finding| finding.severity)
        };
        worst(&|finding| finding.range.touches(cursor) && on_line(finding))
            .or_else(|| worst(&on_line))
            .or_else(|| worst(&|_| true))
    }

    /// The finding that begins after the cursor, or the first one again.
    #[must_use]
    pub fn next_finding(&self, cursor: usize) -> Option<&Diagnostic> {
        self.findings.iter().find(|finding| finding.range.start as usize > cursor).or_else(|| self.findings.first())
    }

    /// The statement that the cursor stands in.
    #[must_use]
    pub fn statement_at(&self, cursor: usize) -> Option<TextRange> {
        self.statements.iter().copied().find(|range| range.touches(cursor))
    }
}
