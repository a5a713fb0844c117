//! Grades answers and labs. Pure: the same answer gets the same verdict, always.

use crate::course::lab::Lab;
use crate::course::question::Question;
use crate::iam::scenario::Scenario;
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;

/// What a learner answered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The option's index in the file (not on the screen, where options are shuffled).
    Choice(usize),
    /// The verdict, and the reason's index in the file.
    TrueFalse {
        /// True or false.
        value: bool,
        /// Why.
        reason: usize,
    },
    /// A line of text.
    Text(String),
    /// For each prompt, the index of the option picked: first the pairs' own right sides in the file's order, then the extra ones.
    Pairs(Vec<usize>),
    /// For each blank, the JSON text.
    Blanks(Vec<String>),
    /// The outcome foreseen: `allow`, `explicit_deny`, `implicit_deny`.
    Outcome(String),
}

/// What a grading says.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    /// Wholly right.
    pub right: bool,
    /// The share that is right, 0 to 1.
    pub share: f64,
    /// The right answer, as a person reads it.
    pub right_answer: String,
    /// What to say about the parts of this answer, in order: each wrong or nearly right part has its own words.
    pub remarks: Vec<Remark>,
    /// For a decision, what the simulator did.
    pub simulation: Option<Simulation>,
}

/// Words about a part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Whether the part is right.
    pub right: bool,
    /// Which part: an option's words, a prompt, a blank's name; empty when there is only one.
    pub about: String,
    /// The words, Markdown.
    pub text: String,
}

/// Grades an answer.
///
/// # Errors
/// When the answer is of another kind than the question, or the question's world cannot be run.
pub fn grade(question: &Question, answer: &Answer) -> Result<Graded, GradeError> {
    let _ = (question, answer);
    Err(GradeError::WrongKind)
}

/// The outcome of a predict question, computed.
///
/// # Errors
/// When its world cannot be run.
pub fn outcome(question: &crate::course::question::Predict) -> Result<(Verdict, Simulation), GradeError> {
    let _ = question;
    Err(GradeError::WrongKind)
}

/// Why an answer could not be graded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// The answer is of another kind than the question.
    #[error("the answer is of another kind than the question")]
    WrongKind,
    /// The question's world cannot be run.
    #[error("the question's scenario cannot be run: {0}")]
    Scenario(#[from] crate::iam::scenario::ScenarioError),
}

/// The state of a lab's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct LabGrade {
    /// Visible goals, in the order of the file, the `also` goals last.
    pub goals: Vec<Goal>,
    /// What the hidden requests that fail are about, each kind once; empty when none fails.
    pub hidden_failures: Vec<String>,
}

impl LabGrade {
    /// Every goal reached, the hidden ones too.
    #[must_use]
    pub fn solved(&self) -> bool {
        self.hidden_failures.is_empty() && self.goals.iter().all(|goal| goal.reached)
    }
}

/// One goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The request's name, or `no_errors`, `at_most_characters`.
    pub name: String,
    /// What a person reads.
    pub text: String,
    /// Whether it is reached.
    pub reached: bool,
    /// A few words on its state: "denied, as due", "not allowed yet".
    pub state: String,
    /// For a request, what the simulator did.
    pub simulation: Option<Simulation>,
}

/// Grades a lab. `scenario` is the lab's own with the learner's documents in place.
///
/// # Errors
/// When the lab's requests cannot be run.
pub fn grade_lab(lab: &Lab, scenario: &Scenario) -> Result<LabGrade, GradeError> {
    let _ = (lab, scenario);
    Err(GradeError::WrongKind)
}
