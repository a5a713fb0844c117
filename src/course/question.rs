//! Questions: `quizzes/NN-slug.toml`.
//!
//! Each `[[question]]` has what all kinds share, and one table named after its kind: `[question.single_choice]`.

mod kinds;

use serde::{Deserialize, Serialize};

use crate::course::lesson::Source;

pub use kinds::{
    Blank, Choice, Item, JsonBlank, Matching, MultipleResponse, NearMiss, Ordering, Pair, PlantedWrong, PolicyText,
    Predict, Reflection, ShortAnswer, Shown, SingleChoice, Task, TrueFalse, VerdictFeedback, Wanted, WritePolicy,
};

/// A question's id, `03.4`: the lesson's number, a point, the question's own. Never given to another question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub String);

impl QuestionId {
    /// Whether `text` could be an id: two digits, a point, a number that does not begin with 0.
    #[must_use]
    pub fn is_well_formed(text: &str) -> bool {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        text.split_once('.').is_some_and(|(lesson, own)| {
            lesson.len() == 2 && digits(lesson) && !own.is_empty() && digits(own) && !own.starts_with('0')
        })
    }

    /// The number of its lesson; `None` for a text that is no id.
    #[must_use]
    pub fn lesson_number(&self) -> Option<u32> {
        self.0.split_once('.').and_then(|(lesson, _)| lesson.parse().ok())
    }
}

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
    /// Several of several.
    pub multiple_response: Option<MultipleResponse>,
    /// True or false, and why.
    pub true_false: Option<TrueFalse>,
    /// A few words.
    pub short_answer: Option<ShortAnswer>,
    /// Steps to be put in order.
    pub ordering: Option<Ordering>,
    /// Pairs.
    pub matching: Option<Matching>,
    /// Blanks in a document.
    pub json_blank: Option<JsonBlank>,
    /// A decision to foresee.
    pub predict: Option<Predict>,
    /// A policy to write or to mend.
    pub write_policy: Option<WritePolicy>,
    /// A few sentences that nobody grades.
    pub reflection: Option<Reflection>,
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What all kinds share (its kind tables are empty here).
    pub common: QuestionSource,
    /// What its kind has.
    pub kind: QuestionKind,
}

impl Question {
    /// Picks out the one kind that the source has.
    ///
    /// # Errors
    /// When it has none or several; the text says what to do.
    pub fn new(mut source: QuestionSource) -> Result<Self, String> {
        let kinds = [
            source.single_choice.take().map(QuestionKind::SingleChoice),
            source.multiple_response.take().map(QuestionKind::MultipleResponse),
            source.true_false.take().map(QuestionKind::TrueFalse),
            source.short_answer.take().map(QuestionKind::ShortAnswer),
            source.ordering.take().map(QuestionKind::Ordering),
            source.matching.take().map(QuestionKind::Matching),
            source.json_blank.take().map(QuestionKind::JsonBlank),
            source.predict.take().map(|predict| QuestionKind::Predict(Box::new(predict))),
            source.write_policy.take().map(|policy| QuestionKind::WritePolicy(Box::new(policy))),
            source.reflection.take().map(QuestionKind::Reflection),
        ];
        let mut kinds = kinds.into_iter().flatten();
        match (kinds.next(), kinds.next()) {
            (Some(kind), None) => Ok(Self { common: source, kind }),
            (None, _) => Err(format!(
                "question `{}` is of no kind: give it one table such as `[question.single_choice]`",
                source.id
            )),
            _ => Err(format!("question `{}` is of several kinds: keep one of its tables", source.id)),
        }
    }

    /// Whether its answer is right or wrong; what a learner rates alone is neither.
    #[must_use]
    pub fn is_graded(&self) -> bool {
        !matches!(self.kind, QuestionKind::Reflection(_))
    }

    /// Where the shuffle of its options begins at a learner's `attempt`, from 0: always the same for the same question and attempt,
    /// so that an answer given before can be shown as it was seen.
    #[must_use]
    pub fn seed_for_attempt(&self, attempt: u64) -> u64 {
        // FNV-1a over the id, so that questions side by side are not shuffled alike.
        let hash = self
            .common
            .id
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        hash.wrapping_add(attempt)
    }
}

/// The numbers from 0 up to `len` in an order that `seed` alone decides: `shuffled(3, s)[0]` is the index in the file of the option
/// that stands first on the screen.
#[must_use]
pub fn shuffled(len: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = seed;
    for end in (2..=len).rev() {
        // SplitMix64: one addition and a mix for each number, good from any seed.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let pick = usize::try_from(z % end as u64).unwrap_or(0);
        order.swap(end - 1, pick);
    }
    order
}

/// The kinds of question.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionKind {
    /// One of several.
    SingleChoice(SingleChoice),
    /// Several of several.
    MultipleResponse(MultipleResponse),
    /// True or false, and why.
    TrueFalse(TrueFalse),
    /// A few words.
    ShortAnswer(ShortAnswer),
    /// Steps to be put in order.
    Ordering(Ordering),
    /// Pairs.
    Matching(Matching),
    /// Blanks in a document.
    JsonBlank(JsonBlank),
    /// A decision to foresee.
    Predict(Box<Predict>),
    /// A policy to write or to mend.
    WritePolicy(Box<WritePolicy>),
    /// A few sentences that nobody grades.
    Reflection(Reflection),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_keeps_every_number_and_depends_on_its_seed_alone() {
        for len in 0..7 {
            for seed in 0..50 {
                let order = shuffled(len, seed);
                assert_eq!(order, shuffled(len, seed));
                let mut sorted = order;
                sorted.sort_unstable();
                assert_eq!(sorted, (0..len).collect::<Vec<_>>());
            }
        }
        let firsts: Vec<usize> = (0..400).map(|seed| shuffled(4, seed)[0]).collect();
        for option in 0..4 {
            let share = firsts.iter().filter(|first| **first == option).count();
            assert!((60..=140).contains(&share), "option {option} stands first {share} times of 400");
        }
    }

    #[test]
    fn ids_are_two_digits_a_point_and_a_number() {
        for (text, good) in [
            ("03.4", true),
            ("12.10", true),
            ("3.4", false),
            ("03.04", false),
            ("03.", false),
            ("03", false),
            ("ab.c", false),
        ] {
            assert_eq!(QuestionId::is_well_formed(text), good, "{text}");
        }
        assert_eq!(QuestionId("12.10".to_owned()).lesson_number(), Some(12));
    }
}
