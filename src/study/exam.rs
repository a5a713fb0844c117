//! Exams: drawn from a blueprint, sat, handed in, reported.
//!
//! Pure but for [`hand_in`], which keeps what came of it. The clock and the seed come in as arguments.

pub mod draw;
pub mod record;
pub mod report;

use std::collections::BTreeSet;

use crate::course::exam::{Blueprint, Form};
use crate::course::question::QuestionId;
use crate::course::{Course, CourseError};
use crate::study::store::{Millis, Store, StoreError};

pub use draw::{Drawn, candidates, draw};
pub use record::{ExamItem, ExamRecord};
pub use report::{Report, Standing, report};

/// The exam of that form which was begun and neither handed in nor given up, the latest.
#[must_use]
pub fn unfinished<'r>(records: &'r [ExamRecord], form: &str) -> Option<&'r ExamRecord> {
    records.iter().filter(|record| record.exam == form && record.is_open()).max_by_key(|record| record.begun)
}

/// What would be drawn for a form with this seed, the questions of the last exam left out as far as there are others.
///
/// # Errors
/// When the questions of a lesson cannot be read.
pub fn drawn(
    course: &Course,
    blueprint: &Blueprint,
    form: &Form,
    records: &[ExamRecord],
    seed: u64,
) -> Result<Drawn, CourseError> {
    let last = records.iter().max_by_key(|record| record.begun);
    let last: BTreeSet<QuestionId> =
        last.into_iter().flat_map(|record| &record.items).map(|item| item.question.clone()).collect();
    Ok(draw(blueprint, form, &candidates(course, blueprint)?, &last, seed))
}

/// Hands an exam in: grades every answer, keeps the record and the answers, all of it or nothing. Gives the questions that were not
/// right, those left open among them, and whether it could be written; what could not is kept in memory.
pub fn hand_in(
    record: &mut ExamRecord,
    course: &Course,
    store: &Store,
    now: Millis,
) -> (Vec<QuestionId>, Result<(), StoreError>) {
    let answers = record.hand_in(|id| course.question(id).ok(), now);
    let kept = store.hand_in_exam(record, &answers);
    (record.wrong(), kept)
}

#[cfg(test)]
mod tests;
