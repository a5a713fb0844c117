//! An exam being sat, and what is kept of it afterwards: one value, kept whole after every answer.

use serde::{Deserialize, Serialize};

use crate::course::exam::{Blueprint, Form, Pass};
use crate::course::grade::{Answer, grade};
use crate::course::question::{Question, QuestionId};
use crate::study::exam::Drawn;
use crate::study::store::{AnswerRecord, Millis};

/// An exam, from its first question on. It speaks for itself: what it was made of may change later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExamRecord {
    /// The form's id, `dva-iam`.
    pub exam: String,
    /// What it is called.
    pub title: String,
    /// What its questions were drawn and shuffled with.
    pub seed: u64,
    /// When it began. With `exam` and `seed` this names it.
    pub begun: Millis,
    /// The time there is, in minutes.
    pub minutes: u32,
    /// How many questions the blueprint wants.
    pub wanted: usize,
    /// What counts as passed.
    pub pass: Pass,
    /// The names of its domains.
    pub domains: Vec<String>,
    /// Its questions.
    pub items: Vec<ExamItem>,
    /// The place of the question on the screen.
    pub at: usize,
    /// The time spent so far, in milliseconds. It stands still while the exam is closed.
    pub elapsed: Millis,
    /// How often it was taken up again.
    pub resumed: u32,
    /// When it was handed in.
    pub submitted: Option<Millis>,
    /// It was left for good without being handed in.
    pub given_up: bool,
}

/// A question of an exam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExamItem {
    /// The question.
    pub question: QuestionId,
    /// Its revision when it was drawn.
    pub revision: u32,
    /// The place of its domain.
    pub domain: usize,
    /// The answer as it stands.
    pub answer: Option<Answer>,
    /// The answers before it, oldest first.
    pub earlier: Vec<Answer>,
    /// 1 a guess, 2 fairly sure, 3 sure; `None` when it was not asked.
    pub confidence: Option<u8>,
    /// To come back to.
    pub flagged: bool,
    /// The options struck out, by their index in the file.
    pub struck: Vec<usize>,
    /// The time it was on the screen, in milliseconds.
    pub took: Millis,
    /// When it last changed.
    pub at: Millis,
    /// Whether it is right, once it was handed in; `None` too where the course no longer has the question.
    pub right: Option<bool>,
    /// The same of the first answer, where it was changed.
    pub first_right: Option<bool>,
}

impl ExamRecord {
    /// An exam that begins now.
    #[must_use]
    pub fn begin(blueprint: &Blueprint, form: &Form, drawn: &Drawn, seed: u64, now: Millis) -> Self {
        let items = drawn.items.iter().map(|drawn| ExamItem {
            question: drawn.question.clone(),
            revision: drawn.revision,
            domain: drawn.domain,
            answer: None,
            earlier: Vec::new(),
            confidence: None,
            flagged: false,
            struck: Vec::new(),
            took: 0,
            at: now,
            right: None,
            first_right: None,
        });
        Self {
            exam: form.id.clone(),
            title: blueprint.called(form),
            seed,
            begun: now,
            minutes: form.minutes_for(drawn.items.len()),
            wanted: form.items,
            pass: blueprint.pass,
            domains: blueprint.domains.iter().map(|domain| domain.name.clone()).collect(),
            items: items.collect(),
            at: 0,
            elapsed: 0,
            resumed: 0,
            submitted: None,
            given_up: false,
        }
    }

    /// Its name among all exams.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}@{}.{:x}", self.exam, self.begun, self.seed)
    }

    /// Neither handed in nor given up.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.submitted.is_none() && !self.given_up
    }

    /// The question on the screen.
    #[must_use]
    pub fn item(&self) -> Option<&ExamItem> {
        self.items.get(self.at)
    }

    /// How many questions have no answer.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.items.iter().filter(|item| item.answer.is_none()).count()
    }

    /// How many questions are flagged.
    #[must_use]
    pub fn flagged(&self) -> usize {
        self.items.iter().filter(|item| item.flagged).count()
    }

    /// The time that is left, in milliseconds.
    #[must_use]
    pub fn left(&self) -> Millis {
        (Millis::from(self.minutes) * 60_000 - self.elapsed).max(0)
    }

    /// Lets time pass with the question on the screen. A clock that was set back takes none.
    pub fn spend(&mut self, time: Millis) {
        let time = time.clamp(0, self.left());
        self.elapsed += time;
        if let Some(item) = self.items.get_mut(self.at) {
            item.took += time;
        }
    }

    /// Answers the question on the screen. An answer that is another one goes to the earlier ones.
    pub fn answer(&mut self, answer: Answer, confidence: Option<u8>, now: Millis) {
        if let Some(item) = self.items.get_mut(self.at) {
            if let Some(before) = item.answer.take().filter(|before| *before != answer) {
                item.earlier.push(before);
            }
            (item.answer, item.confidence, item.at) = (Some(answer), confidence, now);
        }
    }

    /// Flags the question on the screen, or takes the flag off.
    pub fn flag(&mut self, now: Millis) {
        if let Some(item) = self.items.get_mut(self.at) {
            (item.flagged, item.at) = (!item.flagged, now);
        }
    }

    /// Strikes an option of the question on the screen out, or takes it back in.
    pub fn strike(&mut self, option: usize, now: Millis) {
        if let Some(item) = self.items.get_mut(self.at) {
            match item.struck.iter().position(|struck| *struck == option) {
                Some(place) => drop(item.struck.remove(place)),
                None => item.struck.push(option),
            }
            item.at = now;
        }
    }

    /// Hands it in: grades every answer, once. Gives the answers to be kept with all others; a question without an answer is wrong
    /// and leaves none.
    pub fn hand_in(&mut self, question: impl Fn(&QuestionId) -> Option<Question>, now: Millis) -> Vec<AnswerRecord> {
        if !self.is_open() {
            return Vec::new();
        }
        self.submitted = Some(now);
        let mut answers = Vec::new();
        for item in &mut self.items {
            let Some(question) = question(&item.question) else { continue };
            let Some(answer) = &item.answer else {
                item.right = Some(false);
                continue;
            };
            // An answer that no longer fits its question says nothing.
            let Ok(graded) = grade(&question, answer) else { continue };
            item.right = Some(graded.right);
            item.first_right = item.earlier.first().and_then(|first| Some(grade(&question, first).ok()?.right));
            answers.push(AnswerRecord {
                question: item.question.clone(),
                revision: item.revision,
                answer: answer.clone(),
                right: graded.right,
                share: graded.share,
                confidence: item.confidence,
                hints: 0,
                took: u32::try_from(item.took.max(0)).unwrap_or(u32::MAX),
                at: item.at,
            });
        }
        answers
    }

    /// The questions that were not right, those left open among them; none before it was handed in.
    #[must_use]
    pub fn wrong(&self) -> Vec<QuestionId> {
        self.items.iter().filter(|item| item.right == Some(false)).map(|item| item.question.clone()).collect()
    }

    /// What is known of an exam when `later` comes on top of this: of each question what changed last, whichever of two programs
    /// writes last. What was handed in stays as it was.
    #[must_use]
    pub fn joined(&self, later: &Self) -> Self {
        if self.submitted.is_some() || self.items.len() != later.items.len() {
            return if self.submitted.is_some() { self.clone() } else { later.clone() };
        }
        if later.submitted.is_some() {
            return later.clone();
        }
        let newer = |(old, new): (&ExamItem, &ExamItem)| if new.at >= old.at { new.clone() } else { old.clone() };
        Self {
            items: self.items.iter().zip(&later.items).map(newer).collect(),
            elapsed: self.elapsed.max(later.elapsed),
            resumed: self.resumed.max(later.resumed),
            given_up: self.given_up || later.given_up,
            ..later.clone()
        }
    }
}
