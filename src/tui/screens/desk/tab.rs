//! A document in a tab: its text, what is known of it, how large AWS lets it become.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::iam::policy::PolicyKind;
use crate::tui::editor::{Analysis, Editor};
use crate::tui::widgets::problems;

/// A document in a tab.
#[derive(Debug)]
pub struct Tab {
    /// The name by which drafts and a lab's world know it.
    pub name: String,
    /// What the tab says.
    pub title: String,
    /// What it is.
    pub kind: PolicyKind,
    /// Its text.
    pub editor: Editor,
    /// What is known of the text.
    pub analysis: Analysis,
    /// The learner's own, not the reference.
    pub draft: bool,
    /// Not on disk yet.
    pub dirty: bool,
    /// The text was readable JSON at some time.
    pub good: bool,
    /// How large it may become.
    pub quota: Option<Quota>,
    /// The file that it is loaded from and saved to.
    pub file: Option<Origin>,
    /// Counts the changes.
    pub revision: u32,
    /// The accounts of whoever writes it, as far as they are known.
    own_accounts: Vec<String>,
}

/// The file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Where it is.
    pub path: PathBuf,
    /// What stood in it when it was last read or written.
    pub text: String,
}

/// How large a document may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// In characters.
    pub most: usize,
    /// What sets it, in a few words.
    pub name: &'static str,
}

impl Tab {
    /// A document in a tab, read; one that is no draft can only be read.
    #[must_use]
    pub fn new(name: impl Into<String>, title: impl Into<String>, kind: PolicyKind, text: &str, draft: bool) -> Self {
        let editor = Editor::new(text.trim_end());
        let editor = if draft { editor } else { editor.read_only() };
        let analysis = Analysis::of(editor.text(), kind, &[]);
        let good = !analysis.broken;
        Self {
            name: name.into(),
            title: title.into(),
            kind,
            editor,
            analysis,
            draft,
            dirty: false,
            good,
            quota: Self::quota(kind),
            file: None,
            revision: 0,
            own_accounts: Vec::new(),
        }
    }

    /// Learns whose accounts are whose.
    pub fn learn(&mut self, own_accounts: &[String]) {
        if self.own_accounts != own_accounts {
            self.own_accounts = own_accounts.to_vec();
            self.analysis = Analysis::of(self.editor.text(), self.kind, own_accounts);
        }
    }

    /// Reads the text anew.
    pub fn read(&mut self) {
        self.analysis = Analysis::of(self.editor.text(), self.kind, &self.own_accounts);
        self.good |= !self.analysis.broken;
        self.dirty = true;
        self.revision = self.revision.wrapping_add(1);
    }

    /// Its size as its quota counts: Organizations and STS count white space, IAM does not (AWS: "IAM and AWS STS quotas",
    /// "Quotas and service limits for AWS Organizations").
    #[must_use]
    pub fn size(&self) -> usize {
        match self.kind {
            PolicyKind::Session | PolicyKind::Scp | PolicyKind::Rcp => self.editor.text().chars().count(),
            PolicyKind::Identity | PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Boundary => {
                self.analysis.characters
            }
        }
    }

    /// Whether its file holds something else than the editor, or there is none.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.text.trim_end() != self.editor.text().trim_end())
    }

    /// Whether a finding touches the line of the cursor.
    #[must_use]
    pub fn is_on_line(&self, finding: &Diagnostic) -> bool {
        let line = self.editor.line_range();
        finding.range.start <= line.end && line.start <= finding.range.end
    }

    /// As a document of the list of problems; what is not the learner's has none.
    #[must_use]
    pub fn listed(&self) -> problems::Document<'_> {
        problems::Document {
            title: &self.title,
            kind: self.kind,
            text: self.editor.text(),
            lines: self.editor.lines(),
            findings: if self.draft { &self.analysis.findings } else { &[] },
        }
    }

    /// What AWS lets a document of a kind have (AWS: "IAM and AWS STS quotas", "Quotas and service limits for AWS
    /// Organizations"). A resource's service has its own limit.
    #[must_use]
    pub fn quota(kind: PolicyKind) -> Option<Quota> {
        let (most, name) = match kind {
            PolicyKind::Identity | PolicyKind::Boundary => (6_144, "managed policy"),
            PolicyKind::Trust => (2_048, "trust policy"),
            PolicyKind::Session => (2_048, "session policies"),
            PolicyKind::Scp => (10_240, "SCP"),
            PolicyKind::Rcp => (5_120, "RCP"),
            PolicyKind::Resource => return None,
        };
        Some(Quota { most, name })
    }
}
