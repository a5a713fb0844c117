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

impl Question {
    /// Picks out the one kind that the source has.
    ///
    /// # Errors
    /// When it has none or several; the text says what to do.
    pub fn new(mut source: QuestionSource) -> Result<Self, String> {
        let kinds = [
            source.single_choice.take().map(QuestionKind::SingleChoice),
            source.true_false.take().map(QuestionKind::TrueFalse),
            source.short_answer.take().map(QuestionKind::ShortAnswer),
            source.matching.take().map(QuestionKind::Matching),
            source.json_blank.take().map(QuestionKind::JsonBlank),
            source.predict.take().map(|predict| QuestionKind::Predict(Box::new(predict))),
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
