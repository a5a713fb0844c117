//! The file of a template, as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use crate::course::lesson::Source;
use crate::course::question::Shown;

/// The pools that all templates share, `quizzes/generated/pools.toml`: by name, texts or tables of texts.
pub type Pools = BTreeMap<String, Vec<Value>>;

/// A template's file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateFile {
    /// What the situation is called, for lists: `Bucket or object`.
    pub title: String,
    /// The lesson, `L02`.
    pub lesson: String,
    /// The objective it exercises, `L02.b`.
    pub objective: String,
    /// Raised when its meaning changes: old answers do not count for it.
    pub revision: u32,
    /// Guide items it exercises.
    #[serde(default)]
    pub covers: Vec<String>,
    /// The decisions that can come of it: proved, both that each does and that no other does.
    pub decisions: Vec<String>,
    /// The question, Markdown, with placeholders.
    pub stem: String,
    /// The first two hints: where to look, which rule. The third is the trap's.
    pub hints: Vec<String>,
    /// The rule to keep, one line.
    pub rule: String,
    /// The page it rests on.
    pub source: Source,
    /// Names that draw a value: each from a pool, or from a list of its own. Two names that draw from one pool never get the same.
    #[serde(default)]
    pub pick: BTreeMap<String, Pick>,
    /// Names for texts, which may hold placeholders; what a trap sets comes before it.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
    /// The ways in which it can turn out.
    #[serde(default, rename = "trap")]
    pub traps: Vec<Trap>,
    /// Who and what there is, with placeholders.
    pub world: Table,
    /// What is asked, with placeholders.
    pub request: Table,
    /// The documents to show, with their headings. One that only some traps have is shown where it is.
    pub show: Vec<Shown>,
}

/// A way in which the situation can turn out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// A short name.
    pub name: String,
    /// 1 to 3.
    pub difficulty: u8,
    /// Why it comes out as it does, Markdown, with placeholders.
    pub why: String,
    /// The third hint: almost the answer.
    pub hint: String,
    /// The rule to keep, when it is another than the template's.
    #[serde(default)]
    pub rule: Option<String>,
    /// Names that draw otherwise here.
    #[serde(default)]
    pub pick: BTreeMap<String, Pick>,
    /// Names for texts here.
    #[serde(default)]
    pub set: BTreeMap<String, String>,
}

/// What a name draws from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Pick {
    /// A pool of `pools.toml`, by name.
    Pool(String),
    /// These values.
    Of(Vec<Value>),
}
