//! Blueprints of exams: `quizzes/exams/NAME.toml`. How many questions of what, how long, and what counts as passed.
//!
//! A file speaks of one certification, or of the course itself; its forms are the exams that a learner can sit. What is said of a
//! certification carries the day on which its guide was read.

use serde::{Deserialize, Serialize};

use crate::course::lesson::Source;
use crate::course::question::{Question, QuestionKind};

/// A file: what its forms share.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// What it prepares for: `Developer Associate`.
    pub title: String,
    /// The certification's code, `DVA-C02`; none for an exam of the course itself.
    #[serde(default)]
    pub code: Option<String>,
    /// What to know before it begins, Markdown.
    pub about: String,
    /// What counts as passed.
    pub pass: Pass,
    /// The kinds of question that may be drawn.
    pub kinds: Vec<Kind>,
    /// What is asked, with the share of each.
    #[serde(rename = "domain")]
    pub domains: Vec<Domain>,
    /// The certification's own domains; none for an exam of the course itself.
    #[serde(default)]
    pub guide: Vec<GuideDomain>,
    /// The exams made of it.
    #[serde(rename = "form")]
    pub forms: Vec<Form>,
    /// The pages it rests on.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// What counts as passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Pass {
    /// A mark on AWS's scale of 100 to 1000.
    Scaled(u32),
    /// A share of right answers, in percent.
    Percent(u32),
}

/// Something that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// What a person calls it.
    pub name: String,
    /// Its share, in percent.
    pub weight: u32,
    /// The lessons whose questions belong to it, written or to come: `L03`.
    pub lessons: Vec<String>,
}

/// A domain of a certification's own guide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideDomain {
    /// Its name.
    pub name: String,
    /// Its share of the real exam, in percent.
    pub weight: u32,
    /// Where IAM roles come up in it, if they do.
    #[serde(default)]
    pub roles: Option<String>,
}

/// An exam to sit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Its id, `dva-iam`.
    pub id: String,
    /// What sort it is: `IAM part`.
    pub name: String,
    /// How many questions.
    pub items: usize,
    /// How many minutes.
    pub minutes: u32,
    /// How many of the questions put something in order.
    #[serde(default)]
    pub ordering: usize,
    /// How many of the questions find pairs.
    #[serde(default)]
    pub matching: usize,
}

/// The kinds of question that an exam may have. Left out are those that nobody grades, and policies to write: their goals tell how
/// it goes while one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One of several.
    SingleChoice,
    /// Several of several.
    MultipleResponse,
    /// True or false, and why.
    TrueFalse,
    /// A few words.
    ShortAnswer,
    /// Steps to be put in order.
    Ordering,
    /// Pairs.
    Matching,
    /// Blanks in a document.
    JsonBlank,
    /// A decision to foresee.
    Predict,
}

impl Kind {
    /// The kind of a question; `None` where no exam may have it.
    #[must_use]
    pub fn of(question: &Question) -> Option<Self> {
        match &question.kind {
            QuestionKind::SingleChoice(_) => Some(Self::SingleChoice),
            QuestionKind::MultipleResponse(_) => Some(Self::MultipleResponse),
            QuestionKind::TrueFalse(_) => Some(Self::TrueFalse),
            QuestionKind::ShortAnswer(_) => Some(Self::ShortAnswer),
            QuestionKind::Ordering(_) => Some(Self::Ordering),
            QuestionKind::Matching(_) => Some(Self::Matching),
            QuestionKind::JsonBlank(_) => Some(Self::JsonBlank),
            QuestionKind::Predict(_) => Some(Self::Predict),
            QuestionKind::WritePolicy(_) | QuestionKind::Reflection(_) => None,
        }
    }
}

impl Form {
    /// How many questions of a kind there must be, neither more nor fewer; `None` where any number will do.
    #[must_use]
    pub fn wanted(&self, kind: Kind) -> Option<usize> {
        match kind {
            Kind::Ordering if self.ordering > 0 => Some(self.ordering),
            Kind::Matching if self.matching > 0 => Some(self.matching),
            _ => None,
        }
    }

    /// The minutes for `items` questions of it: as many for each as the whole has.
    #[must_use]
    pub fn minutes_for(&self, items: usize) -> u32 {
        let (items, all) = (items.min(self.items), self.items.max(1));
        let share = u64::from(self.minutes) * items as u64;
        u32::try_from(share.div_ceil(all as u64)).unwrap_or(self.minutes).max(1)
    }
}

impl Pass {
    /// The share of right answers that a straight line puts at the mark, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        match self {
            Self::Scaled(mark) => (f64::from(mark) - SCALE.0) / (SCALE.1 - SCALE.0),
            Self::Percent(percent) => f64::from(percent) / 100.0,
        }
    }

    /// Where a share of right answers lies on AWS's scale if that were a straight line; `None` for an exam that has no scale.
    #[must_use]
    pub fn scaled(self, share: f64) -> Option<f64> {
        match self {
            Self::Scaled(_) => Some(SCALE.0 + (SCALE.1 - SCALE.0) * share),
            Self::Percent(_) => None,
        }
    }
}

/// The ends of AWS's scale ("AWS Certified Developer - Associate (DVA-C02) Exam Guide"; the same in every guide).
const SCALE: (f64, f64) = (100.0, 1000.0);

impl Blueprint {
    /// What a form is called in full: `Developer Associate (DVA-C02): IAM part`.
    #[must_use]
    pub fn called(&self, form: &Form) -> String {
        match &self.code {
            Some(code) => format!("{} ({code}): {}", self.title, form.name),
            None => format!("{}: {}", self.title, form.name),
        }
    }

    /// The domain that a lesson belongs to, by its place.
    #[must_use]
    pub fn domain_of(&self, lesson: &str) -> Option<usize> {
        self.domains.iter().position(|domain| domain.lessons.iter().any(|id| id == lesson))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_where_the_straight_line_meets_it() {
        assert!((Pass::Scaled(720).share() - 620.0 / 900.0).abs() < 1e-12);
        assert_eq!(Pass::Percent(75).share(), 0.75);
        assert_eq!([Pass::Scaled(720).scaled(0.0), Pass::Scaled(720).scaled(1.0)], [Some(100.0), Some(1000.0)]);
        assert_eq!(Pass::Percent(75).scaled(0.5), None);
    }

    #[test]
    fn a_smaller_exam_has_as_many_minutes_for_each_question() {
        let form = Form { id: "x".into(), name: String::new(), items: 20, minutes: 40, ordering: 0, matching: 3 };
        let minutes = [20, 10, 7, 1, 0, 99].map(|items| form.minutes_for(items));
        assert_eq!(minutes, [40, 20, 14, 2, 1, 40]);
        assert_eq!(
            [form.wanted(Kind::Ordering), form.wanted(Kind::Matching), form.wanted(Kind::Predict)],
            [None, Some(3), None]
        );
    }
}
