//! Which questions to ask again: those of earlier lessons at the end of one, and those that show whether a lesson is known.
//!
//! Pure: what was answered comes in as [`Records`].

use std::collections::HashMap;

use crate::course::load::LessonEntry;
use crate::course::question::{Question, QuestionId};
use crate::study::progress::Records;
use crate::study::store::{AnswerRecord, Millis};

/// Questions of earlier lessons that close a lesson.
pub const FROM_BEFORE: usize = 3;
/// Questions of a test.
pub const TEST: usize = 6;
/// Right answers with which a test shows that the lesson is known.
pub const ENOUGH: usize = 5;

/// When each question was last answered.
fn last(records: &Records) -> HashMap<&str, Millis> {
    records.answers.iter().map(|answer| (answer.question.0.as_str(), answer.at)).collect()
}

/// The questions of lessons before `lesson` that were begun, those not seen for longest first: never answered, then by the time
/// of the last answer. As many as there are; who asks takes the first few.
#[must_use]
pub fn from_before(lessons: &[LessonEntry], records: &Records, lesson: &str) -> Vec<QuestionId> {
    let last = last(records);
    let answered = |entry: &LessonEntry| entry.questions.iter().any(|id| last.contains_key(id.0.as_str()));
    let begun = |entry: &LessonEntry| records.readings.iter().any(|(id, ..)| *id == entry.head.id) || answered(entry);
    let mut questions: Vec<QuestionId> = lessons
        .iter()
        .take_while(|entry| entry.head.id != lesson)
        .filter(|entry| begun(entry))
        .flat_map(|entry| entry.questions.iter().filter(|id| !entry.reflections.contains(id)).cloned())
        .collect();
    // Stable: what was seen at one time stays in the order of the course.
    questions.sort_by_key(|id| last.get(id.0.as_str()).copied().unwrap_or(Millis::MIN));
    questions
}

/// The questions of a test of the lesson: of each objective in turn, so that none is left out, those not seen for longest first.
/// `None` when the lesson has too few.
#[must_use]
pub fn test_of(questions: &[Question], records: &Records) -> Option<Vec<QuestionId>> {
    let last = last(records);
    // A reflection is neither right nor wrong.
    let mut open: Vec<&Question> = questions.iter().filter(|question| question.is_graded()).collect();
    open.sort_by_key(|question| last.get(question.common.id.0.as_str()).copied().unwrap_or(Millis::MIN));
    let mut test: Vec<QuestionId> = Vec::new();
    while test.len() < TEST {
        let mut seen: Vec<&str> = Vec::new();
        let before = open.len();
        open.retain(|question| {
            let objective = question.common.objective.as_str();
            if test.len() == TEST || seen.contains(&objective) {
                return true;
            }
            seen.push(objective);
            test.push(question.common.id.clone());
            false
        });
        if open.len() == before {
            return None;
        }
    }
    Some(test)
}

/// How a test went: for each question whether its first answer since `begun` was right. `None` where there is no such answer.
pub fn results<E>(
    test: &[QuestionId],
    begun: Millis,
    answers: impl Fn(&QuestionId) -> Result<Vec<AnswerRecord>, E>,
) -> Result<Vec<Option<bool>>, E> {
    test.iter()
        .map(|id| Ok(answers(id)?.into_iter().find(|record| record.at >= begun).map(|record| record.right)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::course::grade::Answer;
    use crate::study::store::Reading;

    fn entries(course: &[(&str, usize)]) -> Vec<LessonEntry> {
        let entry = |(id, questions): &(&str, usize)| LessonEntry {
            head: serde_json::from_value(serde_json::json!({
                "id": id, "number": 1, "title": "", "tagline": "", "part": "A", "part_title": "",
                "minutes": 1, "objectives": [], "summary": [], "sources": [],
            }))
            .unwrap(),
            questions: (1..=*questions)
                .map(|number| QuestionId(format!("{}.{number}", id.trim_start_matches('L'))))
                .collect(),
            reflections: Vec::new(),
            labs: Vec::new(),
            folder: String::new(),
        };
        course.iter().map(entry).collect()
    }

    fn answered(id: &str, right: bool, at: Millis) -> AnswerRecord {
        AnswerRecord {
            question: QuestionId(id.into()),
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: 0.0,
            confidence: None,
            hints: 0,
            took: 1,
            at,
        }
    }

    /// The first three from before, as `01.1`.
    #[track_caller]
    fn check(read: &[&str], answers: &[(&str, Millis)], lesson: &str, expected: &[&str]) {
        let course = entries(&[("L01", 3), ("L02", 2), ("L03", 2)]);
        let records = Records {
            readings: read.iter().map(|id| ((*id).to_owned(), Reading::default(), 1)).collect(),
            answers: answers.iter().map(|(id, at)| answered(id, true, *at)).collect(),
            ..Records::default()
        };
        let found = from_before(&course, &records, lesson);
        assert_eq!(found.iter().take(FROM_BEFORE).map(|id| id.0.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_questions_from_before_are_those_not_seen_for_longest() {
        check(&["L01"], &[], "L01", &[]);
        check(&[], &[], "L03", &[]);
        check(&["L03"], &[("03.1", 1)], "L03", &[]);
        check(&["L01"], &[], "L03", &["01.1", "01.2", "01.3"]);
        check(&["L01"], &[("01.1", 9), ("01.2", 5), ("01.3", 7)], "L02", &["01.2", "01.3", "01.1"]);
        check(&[], &[("02.1", 9)], "L03", &["02.2", "02.1"]);
        check(&["L01", "L02"], &[("01.1", 3), ("01.2", 2)], "L03", &["01.3", "02.1", "02.2"]);
    }

    #[test]
    fn a_test_asks_of_every_objective_and_what_was_not_seen_for_long() {
        let questions = Course::built_in().unwrap().questions("L03").unwrap();
        let test = test_of(&questions, &Records::default()).unwrap();
        assert_eq!(test.len(), TEST);
        let objective = |id: &QuestionId| &questions.iter().find(|q| q.common.id == *id).unwrap().common.objective;
        let mut asked: Vec<&String> = test.iter().map(objective).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut all: Vec<&String> = questions.iter().map(|question| &question.common.objective).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(asked, all);
        let records =
            Records { answers: test.iter().map(|id| answered(&id.0, true, 1)).collect(), ..Records::default() };
        assert_ne!(test_of(&questions, &records).unwrap(), test);
        assert_eq!(test_of(&questions[..5], &Records::default()), None);
    }

    #[test]
    fn only_the_first_answer_since_the_test_began_counts() {
        let test = ["01.1", "01.2", "01.3"].map(|id| QuestionId(id.into()));
        let answers = |id: &QuestionId| -> Result<Vec<AnswerRecord>, ()> {
            Ok(match id.0.as_str() {
                "01.1" => vec![answered("01.1", false, 5), answered("01.1", true, 10), answered("01.1", false, 11)],
                "01.2" => vec![answered("01.2", true, 9)],
                _ => vec![answered("01.3", false, 12), answered("01.3", true, 13)],
            })
        };
        assert_eq!(results(&test, 10, answers), Ok(vec![Some(true), None, Some(false)]));
    }
}
