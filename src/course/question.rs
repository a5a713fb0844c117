//! Questions: `quizzes/NN-slug.toml`.
//!
//! Each `[[question]]` has what all kinds share, and one table named after its kind: `[question.single_choice]`.

use serde::Deserialize;

use crate::course::lesson::Source;
use crate::iam::scenario::{RequestSpec, World};

/// A question's id, `03.4`: the lesson's number, a point, the question's own. Never given to another question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub String);

impl std::fmt::Display for QuestionId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuizFile {
    /// The lesson's id.
    pub lesson: String,
    /// Its questions, in the order in which they are asked.
    #[serde(default, rename = "question")]
    pub questions: Vec<QuestionSource>,
}

/// A question as the file has it. [`Question`] is the same with its one kind picked out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionSource {
    /// Its id.
    pub id: QuestionId,
    /// Raised when the question's meaning changes; its history is kept.
    pub revision: u32,
    /// The objective it tests: `L03.b`.
    pub objective: String,
    /// Guide items it exercises: `S0-38`.
    #[serde(default)]
    pub covers: Vec<String>,
    /// 1 (recall) to 5 (several traps at once).
    pub difficulty: u8,
    /// The question, Markdown.
    pub stem: String,
    /// Three hints: where to look, which rule, almost the answer.
    #[serde(default)]
    pub hints: Vec<String>,
    /// Why the right answer is right, Markdown. For a decision the ladder is shown beside it.
    pub explanation: String,
    /// The rule to keep, one line.
    pub rule: String,
    /// The page it rests on.
    pub source: Source,
    /// One of several.
    pub single_choice: Option<SingleChoice>,
    /// True or false, and why.
    pub true_false: Option<TrueFalse>,
    /// A few words.
    pub short_answer: Option<ShortAnswer>,
    /// Pairs.
    pub matching: Option<Matching>,
    /// Blanks in a document.
    pub json_blank: Option<JsonBlank>,
    /// A decision to foresee.
    pub predict: Option<Predict>,
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What all kinds share (its kind tables are empty here).
    pub common: QuestionSource,
    /// What its kind has.
    pub kind: QuestionKind,
}

/// The kinds of question.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// One of several.
    SingleChoice(SingleChoice),
    /// True or false, and why.
    TrueFalse(TrueFalse),
    /// A few words.
    ShortAnswer(ShortAnswer),
    /// Pairs.
    Matching(Matching),
    /// Blanks in a document.
    JsonBlank(JsonBlank),
    /// A decision to foresee.
    Predict(Box<Predict>),
}

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
