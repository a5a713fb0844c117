//! Labs: `lessons/NN-slug/lab-slug/lab.toml` with the documents a learner edits beside it.
//!
//! `trust.json` is what the learner starts from, `reference/trust.json` a good answer, `wrong/NAME/trust.json` an answer that real
//! people write and that must fail.

use serde::Deserialize;

use crate::course::lesson::Source;
use crate::iam::compare::Set;
use crate::iam::scenario::{RequestSpec, Scenario, World};

/// The file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabFile {
    /// `B01`.
    pub id: String,
    /// `First trust`.
    pub title: String,
    /// 1 to 4.
    pub stars: u8,
    /// The lesson it belongs to.
    pub lesson: String,
    /// What the role is for, three sentences.
    pub story: String,
    /// The documents the learner edits, in the order of the tabs.
    pub documents: Vec<LabDocument>,
    /// Three hints: where to look, which rule, almost the answer.
    pub hints: Vec<String>,
    /// What the lab taught, shown after success too. Markdown.
    pub explanation: String,
    /// Goals beside the requests.
    #[serde(default)]
    pub also: Also,
    /// What the documents must allow and what they may, over all requests there are.
    #[serde(default, rename = "task")]
    pub tasks: Vec<Task>,
    /// Guide items it exercises.
    #[serde(default)]
    pub covers: Vec<String>,
    /// Who and what there is.
    pub world: World,
    /// The goals: requests with what must come of them; hidden ones say what kind of request they are.
    pub requests: Vec<RequestSpec>,
    /// Second rounds: the same goals, and one thing more.
    #[serde(default)]
    pub again: Vec<Again>,
    /// Planted wrong answers, each in `wrong/NAME/`.
    #[serde(default)]
    pub wrong: Vec<Wrong>,
    /// Pages the facts rest on.
    pub sources: Vec<Source>,
}

/// A document the learner edits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabDocument {
    /// The file's name: `trust.json`; the world's policies name it too.
    pub file: String,
    /// What the tab says: `AppRole`.
    pub title: String,
}

impl LabFile {
    /// A document by the name of its tab and of its file, as the learner knows it: `AppRole (trust.json)`.
    #[must_use]
    pub fn called(&self, file: &str) -> String {
        let document = self.documents.iter().find(|document| document.file == file && document.title != file);
        document.map_or_else(|| file.to_owned(), |document| format!("{} ({file})", document.title))
    }
}

/// Goals beside the requests.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// AWS would save every document.
    #[serde(default)]
    pub no_errors: bool,
    /// No document is longer than this, white space not counted.
    #[serde(default)]
    pub at_most_characters: Option<usize>,
}

/// What some documents must allow and what they may. An answer allows at least the floor and at most the ceiling: that is proved over all
/// requests, not tried with those of the lab.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The documents, by file: of one kind, and acting together.
    pub documents: Vec<String>,
    /// The folder that holds the least; the reference unless named. A document that is not in it is the reference's.
    #[serde(default)]
    pub floor: Option<String>,
    /// The folder that holds the most: wherever the reference is one of several good answers.
    #[serde(default)]
    pub ceiling: Option<String>,
    /// A policy of the same kind that allows what the task speaks about. Other requests do not count.
    #[serde(default)]
    pub scope: Option<String>,
}

/// A [`Task`] as it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// What must be allowed.
    pub floor: Set,
    /// What may be allowed.
    pub ceiling: Set,
    /// The requests that count, if not all do.
    pub scope: Option<Set>,
}

/// A second round: the lab once more, with less. An answer that reaches every goal and keeps these limits wins it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// A short name, unique in its lab. `again/NAME/` holds an answer that wins the round, unless the reference does.
    pub name: String,
    /// What a person reads: "Once more, with one statement".
    pub text: String,
    /// All documents together are no longer than this, white space not counted.
    #[serde(default)]
    pub at_most_characters: Option<usize>,
    /// All documents together have no more statements than this.
    #[serde(default)]
    pub at_most_statements: Option<usize>,
    /// No `*` and no `?` in an action, a resource or a principal.
    #[serde(default)]
    pub no_wildcards: bool,
    /// Elements that no statement has: `NotAction`, `Condition`.
    #[serde(default)]
    pub without: Vec<String>,
}

/// A planted wrong answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    /// The folder's name under `wrong/`. A document that is not in it is the reference's.
    pub name: String,
    /// What somebody who writes this believes.
    pub belief: String,
    /// The goals that it fails, all of them: requests by name, hidden ones too, or `no_errors`. A request that cannot be decided because
    /// AWS would not save a document may be left out.
    pub fails: Vec<String>,
}

/// A lab, ready to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Lab {
    /// What the file says.
    pub file: LabFile,
    /// The world with the starter documents.
    pub scenario: Scenario,
    /// What the learner starts from, by document in the order of the tabs.
    pub starter: Vec<String>,
    /// A good answer, by document in the order of the tabs.
    pub reference: Vec<String>,
    /// What each task is compared with, in the order of the file.
    pub bounds: Vec<Bounds>,
}
