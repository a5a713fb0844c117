//! What `lesson --plain` and `quiz --plain` keep: each answer at once, and how far a lesson was read.

use crate::cli::plain::Attempt;
use crate::course::lesson::Lesson;
use crate::study::store::{AnswerRecord, Millis, Reading};

/// The record of an answer given at `now`. In plain lines a question follows the answer before it at once, so the time
/// since then (or since the start) is the time it took.
#[must_use]
pub fn answer_record(attempt: &Attempt<'_>, since: Millis, now: Millis) -> AnswerRecord {
    AnswerRecord {
        question: attempt.question.clone(),
        revision: attempt.revision,
        answer: attempt.answer.clone(),
        right: attempt.graded.right,
        share: attempt.graded.share,
        confidence: attempt.confidence,
        hints: attempt.hints,
        took: u32::try_from(now.saturating_sub(since).max(0)).unwrap_or(u32::MAX),
        at: now,
    }
}

/// Where a learner stands in a lesson that was printed to its end: where the screen was, and all of it seen.
#[must_use]
pub fn read_to_the_end(lesson: &Lesson, before: Option<Reading>) -> Reading {
    Reading { furthest: lesson.blocks.len().saturating_sub(1), ..before.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::grade::{Answer, Graded};
    use crate::course::question::QuestionId;

    #[test]
    fn a_record_has_what_was_attempted_and_how_long_it_took() {
        let question = QuestionId("03.1".into());
        let answer = Answer::Choice(2);
        let graded =
            Graded { right: false, share: 0.5, right_answer: String::new(), remarks: Vec::new(), simulation: None };
        let attempt = Attempt {
            question: &question,
            revision: 2,
            answer: &answer,
            graded: &graded,
            confidence: Some(1),
            hints: 1,
        };
        let expected = AnswerRecord {
            question: question.clone(),
            revision: 2,
            answer: answer.clone(),
            right: false,
            share: 0.5,
            confidence: Some(1),
            hints: 1,
            took: 4_000,
            at: 10_000,
        };
        assert_eq!(answer_record(&attempt, 6_000, 10_000), expected);
        assert_eq!(answer_record(&attempt, 12_000, 10_000).took, 0, "a clock that was set back takes no time");
        assert_eq!(answer_record(&attempt, 0, i64::MAX).took, u32::MAX);
    }
}
