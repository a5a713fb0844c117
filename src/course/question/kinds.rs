//! The kinds of question: what each has of its own.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::iam::scenario::{RequestSpec, World};

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SingleChoice {
    /// Three or four, one of them right.
    pub options: Vec<Choice>,
    /// The order means something: do not shuffle.
    #[serde(default)]
    pub ordered: bool,
}

/// Several of several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MultipleResponse {
    /// Four to six, at least two of them right and at least one wrong.
    pub options: Vec<Choice>,
    /// The order means something: do not shuffle.
    #[serde(default)]
    pub ordered: bool,
}

impl MultipleResponse {
    /// How many options are right. The learner is told.
    #[must_use]
    pub fn wanted(&self) -> usize {
        self.options.iter().filter(|option| option.right).count()
    }
}

/// An option.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its words.
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
    /// What to say to somebody who chose it.
    pub feedback: String,
}

/// True or false, and why.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrueFalse {
    /// Whether the statement is true.
    pub answer: bool,
    /// The statement as it should read, when it is false.
    #[serde(default)]
    pub corrected: Option<String>,
    /// Three reasons, one of them right.
    pub reasons: Vec<Choice>,
}

/// A few words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortAnswer {
    /// The things that must be named, in any order. Usually one.
    pub wanted: Vec<Wanted>,
    /// Answers that are wrong in a way worth a word.
    #[serde(default)]
    pub near: Vec<NearMiss>,
}

/// One thing that must be named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The form shown when the answer is revealed.
    pub shown: String,
    /// Other forms that count. Case, spaces, dashes and articles do not matter.
    #[serde(default)]
    pub accept: Vec<String>,
    /// It is an identifier: no typo is forgiven.
    #[serde(default)]
    pub identifier: bool,
}

/// A wrong answer worth a word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearMiss {
    /// The answer, any of these forms.
    pub forms: Vec<String>,
    /// What to say.
    pub feedback: String,
}

/// Steps to be put in order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ordering {
    /// Three to seven, in the right order. They are shown shuffled.
    pub items: Vec<Item>,
    /// Places, counted from 1, whose items may stand in any order among themselves: runs of neighbours.
    #[serde(default)]
    pub together: Vec<Vec<usize>>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its words.
    pub text: String,
    /// Why it stands where it stands.
    pub feedback: String,
}

/// Pairs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// Prompts with what belongs to each.
    pub pairs: Vec<Pair>,
    /// Further options that belong to none.
    #[serde(default)]
    pub extra: Vec<String>,
}

/// A prompt and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The prompt.
    pub left: String,
    /// What belongs to it.
    pub right: String,
    /// Why.
    pub feedback: String,
}

/// Blanks in a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonBlank {
    /// Which kind of policy it is: `trust`, `identity` …
    pub policy: String,
    /// The document; each blank is written `⟦name⟧` and takes JSON text (a string with its quotes, a list, an object).
    pub template: String,
    /// The blanks, in the order of the template.
    pub blanks: Vec<Blank>,
}

/// One blank.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// Its name in the template.
    pub name: String,
    /// The JSON text that belongs there. Compared by meaning: a string is a list of one, lists have no order, actions no case.
    pub answer: String,
    /// Other JSON texts that mean the same to IAM in another form.
    #[serde(default)]
    pub accept: Vec<String>,
    /// Wrong fillings worth a word.
    #[serde(default)]
    pub near: Vec<NearMiss>,
    /// What to say about any other filling.
    pub feedback: String,
}

/// A decision to foresee: allow, explicit deny or implicit deny. The key is computed, never written.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// Who and what there is; policies inline.
    pub world: World,
    /// What is asked.
    pub request: RequestSpec,
    /// The documents to show, by the names that the scenario gives them, with their headings.
    pub show: Vec<Shown>,
    /// What to say to somebody who chose the outcome and is wrong. The right one needs none.
    pub feedback: VerdictFeedback,
}

/// A document to show.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The document's name.
    pub document: String,
    /// What stands above it: "trust policy of Prod/ReadReports".
    pub heading: String,
}

/// What to say to a wrong choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictFeedback {
    /// To "allowed".
    #[serde(default)]
    pub allow: Option<String>,
    /// To "explicitly denied".
    #[serde(default)]
    pub explicit_deny: Option<String>,
    /// To "implicitly denied".
    #[serde(default)]
    pub implicit_deny: Option<String>,
}

/// A policy to write or to mend: a small lab of one or two documents, graded as a lab is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WritePolicy {
    /// Whether the learner writes or mends.
    pub task: Task,
    /// Who and what there is; its policies name the documents, or are written out.
    pub world: World,
    /// The documents the learner edits.
    pub documents: Vec<PolicyText>,
    /// The goals: requests with what must come of them; hidden ones say what kind of request they are.
    pub requests: Vec<RequestSpec>,
    /// Answers that real people write and that must fail: three or more.
    #[serde(default)]
    pub wrong: Vec<PlantedWrong>,
}

/// What is to be done with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Write it.
    Write,
    /// Mend it.
    Fix,
}

/// A document that the learner edits.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyText {
    /// The name by which the world's policies know it: `reader.json`.
    pub name: String,
    /// Which kind of policy it is: `trust`, `identity` …
    pub kind: String,
    /// What the learner starts from; may be empty.
    #[serde(default)]
    pub starter: String,
    /// A good answer.
    pub reference: String,
}

/// A planted wrong answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlantedWrong {
    /// A short name.
    pub name: String,
    /// The goals that it fails, all of them: requests by name, hidden ones too, or `no_errors`. A request that cannot be decided because
    /// AWS would not save a document may be left out.
    pub fails: Vec<String>,
    /// The documents by name. One that is not here is the reference's.
    pub documents: BTreeMap<String, String>,
}

/// A few sentences that nobody grades: a model answer is shown beside them, and the learner ticks what they say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reflection {
    /// A good answer, Markdown.
    pub model: String,
    /// Three to five things that a good answer does.
    pub rubric: Vec<String>,
}
