//! Grades answers and labs. Pure: the same answer gets the same verdict, always.

mod decision;
mod difference;
pub(in crate::course) mod document;
mod lists;
mod rounds;
mod task;
mod words;
mod written;

use crate::course::lab::Lab;
use crate::course::question::{Choice, Matching, Predict, Question, QuestionKind, Reflection, SingleChoice, TrueFalse};
use crate::diagnostic::Severity;
use crate::iam::compare::Budget;
use crate::iam::scenario::{RequestSpec, Scenario, ScenarioError};
use crate::iam::simulate::{Fault, Judgement, Simulation, judge, simulate};
use crate::iam::trace::Verdict;

pub use decision::{Candidate, NOBODY, candidates, decides};
pub use difference::{Difference, Tried, difference};
pub use lists::{first_order, first_wrong_place, item_due};
pub use rounds::{ELEMENTS, Round};
pub use task::{NOTHING_BEYOND, nothing_beyond, put_nothing_beyond};
pub use written::policy_lab;

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
    /// The same where several statements are to be seen, and which of them decides: an index of [`candidates`]; `None` for none.
    Decision {
        /// The outcome foreseen.
        outcome: String,
        /// The statement.
        statement: Option<usize>,
    },
    /// The indices in the file of the options ticked, in the file's order.
    Choices(Vec<usize>),
    /// For each place, the index in the file of the item put there.
    Order(Vec<usize>),
    /// The text of each document, in the file's order.
    Documents(Vec<String>),
    /// A few sentences, and which criteria the learner found met in them.
    Reflection {
        /// The sentences.
        text: String,
        /// The criteria's indices in the file.
        ticked: Vec<usize>,
    },
}

impl Answer {
    /// Whether it is right or wrong; what a learner rates alone is neither.
    #[must_use]
    pub fn is_graded(&self) -> bool {
        !matches!(self, Self::Reflection { .. })
    }
}

/// What a grading says.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    /// Wholly right. Never so for a reflection, which is not wrong either ([`Answer::is_graded`]).
    pub right: bool,
    /// The share that is right, 0 to 1; for a reflection, the share of criteria that the learner ticked.
    pub share: f64,
    /// The right answer, as a person reads it.
    pub right_answer: String,
    /// What to say about the parts of this answer, in order: each wrong or nearly right part has its own words.
    pub remarks: Vec<Remark>,
    /// For a decision, what the simulator did; for a policy, what it did at the first goal that is not reached.
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
/// When the answer is of another kind than the question or names an option that is not there, or the question's world cannot be run.
pub fn grade(question: &Question, answer: &Answer) -> Result<Graded, GradeError> {
    match (&question.kind, answer) {
        (QuestionKind::SingleChoice(kind), Answer::Choice(index)) => single_choice(kind, *index),
        (QuestionKind::TrueFalse(kind), Answer::TrueFalse { value, reason }) => true_false(kind, *value, *reason),
        (QuestionKind::ShortAnswer(kind), Answer::Text(text)) => Ok(words::grade(kind, text)),
        (QuestionKind::Matching(kind), Answer::Pairs(picks)) => matching(kind, picks),
        (QuestionKind::JsonBlank(kind), Answer::Blanks(fillings)) if fillings.len() == kind.blanks.len() => {
            Ok(document::grade(kind, fillings))
        }
        (QuestionKind::JsonBlank(_), Answer::Blanks(_)) => Err(GradeError::NoSuchOption),
        (QuestionKind::Predict(kind), Answer::Outcome(name)) => decision::grade(kind, name, None),
        (QuestionKind::Predict(kind), Answer::Decision { outcome, statement }) => {
            decision::grade(kind, outcome, Some(*statement))
        }
        (QuestionKind::MultipleResponse(kind), Answer::Choices(chosen)) => lists::multiple_response(kind, chosen),
        (QuestionKind::Ordering(kind), Answer::Order(order)) => lists::ordering(kind, order),
        (QuestionKind::WritePolicy(kind), Answer::Documents(texts)) => written::grade(kind, texts),
        (QuestionKind::Reflection(kind), Answer::Reflection { ticked, .. }) => reflection(kind, ticked),
        _ => Err(GradeError::WrongKind),
    }
}

fn single_choice(question: &SingleChoice, index: usize) -> Result<Graded, GradeError> {
    let chosen = question.options.get(index).ok_or(GradeError::NoSuchOption)?;
    Ok(Graded {
        right: chosen.right,
        share: if chosen.right { 1.0 } else { 0.0 },
        right_answer: right_option(&question.options),
        remarks: vec![about_choice(chosen)],
        simulation: None,
    })
}

fn right_option(options: &[Choice]) -> String {
    options.iter().find(|option| option.right).map(|option| option.text.clone()).unwrap_or_default()
}

fn about_choice(chosen: &Choice) -> Remark {
    Remark { right: chosen.right, about: chosen.text.clone(), text: chosen.feedback.clone() }
}

fn true_false(question: &TrueFalse, value: bool, reason: usize) -> Result<Graded, GradeError> {
    let reason = question.reasons.get(reason).ok_or(GradeError::NoSuchOption)?;
    let value_right = value == question.answer;
    let word = if question.answer { "True" } else { "False" };
    let about_value = match (&question.corrected, value_right) {
        (_, true) => String::new(),
        (Some(corrected), false) => format!("The statement is {}. It should read: {corrected}", word.to_lowercase()),
        (None, false) => format!("The statement is {}.", word.to_lowercase()),
    };
    let right = value_right && reason.right;
    Ok(Graded {
        right,
        share: match (right, value_right) {
            (true, _) => 1.0,
            (false, true) => 0.5,
            (false, false) => 0.0,
        },
        right_answer: format!("{word}: {}", right_option(&question.reasons)),
        remarks: vec![
            Remark { right: value_right, about: if value { "True" } else { "False" }.to_owned(), text: about_value },
            about_choice(reason),
        ],
        simulation: None,
    })
}

/// Everything that can be put to a prompt: the pairs' own right sides in the file's order, then the extra ones.
#[must_use]
pub fn matching_options(question: &Matching) -> Vec<&str> {
    question.pairs.iter().map(|pair| pair.right.as_str()).chain(question.extra.iter().map(String::as_str)).collect()
}

fn matching(question: &Matching, picks: &[usize]) -> Result<Graded, GradeError> {
    let options = matching_options(question);
    if picks.len() != question.pairs.len() || picks.iter().any(|pick| *pick >= options.len()) {
        return Err(GradeError::NoSuchOption);
    }
    // Two prompts may have the same words on their right: the words count, not the place.
    let remarks: Vec<Remark> = question
        .pairs
        .iter()
        .zip(picks)
        .map(|(pair, pick)| Remark {
            right: options.get(*pick).is_some_and(|picked| *picked == pair.right),
            about: pair.left.clone(),
            text: pair.feedback.clone(),
        })
        .collect();
    let good = remarks.iter().filter(|remark| remark.right).count();
    let share = share(good, remarks.len());
    let right_answer =
        question.pairs.iter().map(|pair| format!("{}: {}", pair.left, pair.right)).collect::<Vec<_>>().join("\n");
    Ok(Graded { right: good == remarks.len(), share, right_answer, remarks, simulation: None })
}

/// The learner's own rating: nothing is graded.
fn reflection(question: &Reflection, ticked: &[usize]) -> Result<Graded, GradeError> {
    if !lists::is_choice_of(ticked, question.rubric.len()) {
        return Err(GradeError::NoSuchOption);
    }
    let remark = |(index, criterion): (usize, &String)| Remark {
        right: ticked.contains(&index),
        about: criterion.clone(),
        text: String::new(),
    };
    Ok(Graded {
        right: false,
        share: share(ticked.len(), question.rubric.len()),
        right_answer: question.model.clone(),
        remarks: question.rubric.iter().enumerate().map(remark).collect(),
        simulation: None,
    })
}

/// `part / whole`, and nothing of nothing is nothing.
#[expect(clippy::cast_precision_loss, reason = "a handful of parts are counted")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// An outcome as a person reads it.
#[must_use]
pub fn outcome_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "allowed",
        Verdict::ExplicitDeny => "explicitly denied",
        Verdict::ImplicitDeny => "implicitly denied",
    }
}

/// The small world of a predict question. Its policies are written out in the question; it names no file.
///
/// # Errors
/// When something in it is no user, role, account or policy.
pub fn predict_scenario(question: &Predict) -> Result<Scenario, ScenarioError> {
    Scenario::build(String::new(), String::new(), question.world.clone(), vec![question.request.clone()], &mut |_| {
        Err("a question names no file: write the policy out".to_owned())
    })
}

/// The outcome of a predict question, computed.
///
/// # Errors
/// When its world cannot be run.
pub fn outcome(question: &Predict) -> Result<(Verdict, Simulation), GradeError> {
    let simulation = simulate(&predict_scenario(question)?, &question.request)?;
    let verdict = simulation.decision().map_or(Verdict::ImplicitDeny, |decision| decision.verdict());
    Ok((verdict, simulation))
}

/// Why an answer could not be graded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GradeError {
    /// The answer is of another kind than the question.
    #[error("the answer is of another kind than the question")]
    WrongKind,
    /// The answer names an option that the question does not have.
    #[error("the answer names an option that the question does not have")]
    NoSuchOption,
    /// The question's world cannot be run.
    #[error("the question's scenario cannot be run: {0}")]
    Scenario(#[from] ScenarioError),
}

/// The state of a lab's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct LabGrade {
    /// Visible goals, in the order of the file, the `also` goals last.
    pub goals: Vec<Goal>,
    /// What the hidden requests that fail are about, each kind once; empty when none fails.
    pub hidden_failures: Vec<String>,
    /// Second rounds, in the order of the file.
    pub rounds: Vec<Round>,
    /// [`NOTHING_BEYOND`] stands here as it was found for older documents: it is still to be proved for these.
    pub pending: bool,
}

impl LabGrade {
    /// Every goal reached, the hidden ones too.
    #[must_use]
    pub fn solved(&self) -> bool {
        !self.pending && self.hidden_failures.is_empty() && self.goals.iter().all(|goal| goal.reached)
    }
}

/// One goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The request's name, or `no_errors`, `at_most_characters`, `nothing_beyond`.
    pub name: String,
    /// What a person reads.
    pub text: String,
    /// Whether it is reached.
    pub reached: bool,
    /// A few words on its state: "denied, as due", "not allowed yet".
    pub state: String,
    /// For a request, what the simulator did; for `nothing_beyond`, what it does with the request that goes against it.
    pub simulation: Option<Simulation>,
}

impl Goal {
    /// Whether a goal of this name is about the documents themselves, not about a request.
    #[must_use]
    pub fn is_of_documents(name: &str) -> bool {
        matches!(name, "no_errors" | "at_most_characters")
    }
}

/// Said once in place of the hidden requests that cannot be decided.
pub(crate) const UNDECIDED: &str = "Some requests cannot be decided before AWS would save every document.";

/// Grades a lab. `scenario` is the lab's own with the learner's documents in place.
///
/// # Errors
/// When the lab's requests cannot be run.
pub fn grade_lab(lab: &Lab, scenario: &Scenario) -> Result<LabGrade, GradeError> {
    Ok(lab_grade(lab, scenario, all_goals(lab, scenario)?))
}

/// What a learner sees of all goals.
#[must_use]
pub fn lab_grade(lab: &Lab, scenario: &Scenario, all: Vec<AnyGoal<'_>>) -> LabGrade {
    let mut goals = Vec::new();
    let mut hidden_failures: Vec<String> = Vec::new();
    for goal in all {
        let Some(about) = goal.hidden else {
            goals.push(goal.goal);
            continue;
        };
        let about = if goal.undecided { UNDECIDED } else { about };
        if !goal.goal.reached && !hidden_failures.iter().any(|said| said == about) {
            hidden_failures.push(about.to_owned());
        }
    }
    let mut grade = LabGrade { goals, hidden_failures, rounds: Vec::new(), pending: false };
    grade.rounds = rounds::rounds(lab, scenario, grade.solved());
    grade
}

/// The lab's scenario with `documents` (in the order of the tabs) in place.
#[must_use]
pub fn with_documents(lab: &Lab, documents: &[String]) -> Scenario {
    let mut scenario = lab.scenario.clone();
    for (document, text) in lab.file.documents.iter().zip(documents) {
        scenario.replace_document(&document.file, text.as_str());
    }
    scenario
}

/// A goal as the check of content sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyGoal<'l> {
    /// The goal.
    pub goal: Goal,
    /// For a hidden request, what kind of request it is.
    pub hidden: Option<&'l str>,
    /// AWS would not save a document that bears on the request, so there is nothing to decide by. Such a goal is not reached.
    pub undecided: bool,
}

/// Every goal, the hidden ones too.
///
/// # Errors
/// When the lab's requests cannot be run.
pub fn all_goals<'l>(lab: &'l Lab, scenario: &Scenario) -> Result<Vec<AnyGoal<'l>>, GradeError> {
    let mut goals = tried_goals(lab, scenario)?;
    let goal = nothing_beyond(lab, scenario, &Budget::default());
    goals.extend(goal.map(|goal| AnyGoal { goal, hidden: None, undecided: false }));
    Ok(goals)
}

/// Every goal but that there is nothing beyond the task, which can take longer than a key may.
///
/// # Errors
/// When the lab's requests cannot be run.
pub fn tried_goals<'l>(lab: &'l Lab, scenario: &Scenario) -> Result<Vec<AnyGoal<'l>>, GradeError> {
    let mut goals = Vec::new();
    for request in &lab.file.requests {
        goals.push(request_goal(lab, scenario, request)?);
    }
    let documents = || lab.file.documents.iter().filter_map(|document| scenario.documents.get(document.file.as_str()));
    let mut also = |name: &str, text: String, reached: bool, state: String| {
        let goal = Goal { name: name.to_owned(), text, reached, state, simulation: None };
        goals.push(AnyGoal { goal, hidden: None, undecided: false });
    };
    if lab.file.also.no_errors {
        let errors = documents()
            .flat_map(|document| &document.diagnostics)
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        let state = match errors {
            0 => "no errors".to_owned(),
            1 => "1 error".to_owned(),
            n => format!("{n} errors"),
        };
        also("no_errors", "AWS would save every document".to_owned(), errors == 0, state);
    }
    if let Some(most) = lab.file.also.at_most_characters {
        let longest = documents().map(|document| rounds::characters(&document.text)).max().unwrap_or(0);
        let text = format!("no document has more than {most} characters, white space not counted");
        also("at_most_characters", text, longest <= most, format!("{longest} characters"));
    }
    Ok(goals)
}

fn request_goal<'l>(lab: &Lab, scenario: &Scenario, request: &'l RequestSpec) -> Result<AnyGoal<'l>, GradeError> {
    let (simulation, undecided) = match simulate(scenario, request) {
        Ok(simulation) => (Some(simulation), None),
        Err(ScenarioError { document: Some(document), .. }) => (None, Some(document)),
        Err(error) => return Err(error.into()),
    };
    let (reached, state) = match (&undecided, &simulation, &request.expect) {
        (Some(document), ..) => (false, format!("not decided: AWS would not save {}", lab.file.called(document))),
        (None, Some(simulation), Some(expect)) => {
            let judgement = judge(expect, simulation);
            (judgement.met, state_words(&judgement))
        }
        (None, ..) => (true, String::new()),
    };
    let text = if request.text.is_empty() { request.name.clone() } else { request.text.clone() };
    let goal = Goal { name: request.name.clone(), text, reached, state, simulation };
    Ok(AnyGoal { goal, hidden: request.hidden.as_deref(), undecided: undecided.is_some() })
}

/// How a goal stands, in the few words beside it.
fn state_words(judgement: &Judgement) -> String {
    let hop = format!("{} of {}", judgement.hop, judgement.planned);
    match (&judgement.fault, judgement.verdict) {
        (None, Verdict::Allow) => "allowed".to_owned(),
        (None, _) => "denied, as due".to_owned(),
        (Some(Fault::Denied), Verdict::ExplicitDeny) if judgement.planned > 1 => format!("denied at hop {hop}"),
        (Some(Fault::Denied), Verdict::ExplicitDeny) => "explicitly denied".to_owned(),
        (Some(Fault::Denied), _) if judgement.planned > 1 => format!("not allowed yet, hop {hop}"),
        (Some(Fault::Denied), _) => "not allowed yet".to_owned(),
        (Some(Fault::Allowed), _) => "allowed, and must not be".to_owned(),
        (Some(Fault::OtherDenial), Verdict::ExplicitDeny) => "denied by a Deny; silence was wanted".to_owned(),
        (Some(Fault::OtherDenial), _) => "denied by silence; a Deny was wanted".to_owned(),
        (Some(Fault::OtherHop { wanted }), _) => format!("falls at hop {hop}, due at hop {wanted}"),
        (Some(Fault::OtherReason { .. }), _) => "comes out so, for another reason".to_owned(),
    }
}

#[cfg(test)]
mod tests;
