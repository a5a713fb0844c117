//! The glossary: `lessons/glossary.toml`.

use serde::Deserialize;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The entries.
    #[serde(default, rename = "term")]
    pub terms: Vec<Term>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// `role-chaining`.
    pub id: String,
    /// `role chaining`.
    pub name: String,
    /// What it is, in a line.
    pub meaning: String,
    /// The lesson and section that teach it: `L05#b`.
    pub taught_in: String,
    /// What it is not to be confused with, and how they differ.
    #[serde(default)]
    pub not_to_confuse: Option<String>,
}

impl Glossary {
    /// The entry of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }
}
