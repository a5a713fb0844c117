//! Records to rows and back. The shape of the tables stands in [`super::file`].

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::course::question::QuestionId;
use crate::study::exam::ExamRecord;
use crate::study::store::{AnswerRecord, Flag, LabRecord, Millis, Reading, Record, reviews};

/// Writes a record within a transaction.
pub(super) fn write(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    match record {
        Record::Answer { answer, review } => {
            write_answer(transaction, answer)?;
            match review {
                Some(review) => reviews::write(transaction, review, reviews::kind(&answer.answer)),
                None => Ok(()),
            }
        }
        Record::Undo { question, at } => reviews::undo(transaction, question, *at),
        Record::Mark { question, mark } => reviews::write_mark(transaction, question, *mark),
        Record::DayOff { day, off } => reviews::write_day_off(transaction, *day, *off),
        Record::Sitting(sitting) => reviews::write_sitting(transaction, sitting),
        Record::Lab { record, at } => write_lab(transaction, record, *at),
        Record::Draft { lab, document, text, at } => transaction
            .prepare_cached("INSERT OR REPLACE INTO drafts (lab, document, text, at) VALUES (?, ?, ?, ?)")?
            .execute(params![lab, document, text, at])
            .map(drop),
        Record::Reading { lesson, reading, at } => write_reading(transaction, lesson, *reading, *at),
        Record::Setting { name, value } => transaction
            .prepare_cached("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)")?
            .execute(params![name, value])
            .map(drop),
        Record::Round { lab, round, at } => transaction
            .prepare_cached("INSERT OR IGNORE INTO rounds (lab, round, won_at) VALUES (?, ?, ?)")?
            .execute(params![lab, round, at])
            .map(drop),
        Record::Exam(record) => write_exam(transaction, record),
        Record::Flag { question, flag: Some(flag) } => transaction
            .prepare_cached("INSERT OR REPLACE INTO flags (question, note, at) VALUES (?, ?, ?)")?
            .execute(params![question.0, flag.note, flag.at])
            .map(drop),
        Record::Flag { question, flag: None } => {
            transaction.prepare_cached("DELETE FROM flags WHERE question = ?")?.execute([&question.0]).map(drop)
        }
    }
}

pub(super) fn write_answer(transaction: &Transaction<'_>, record: &AnswerRecord) -> rusqlite::Result<()> {
    let answer = serde_json::to_string(&record.answer)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    // SQLite has no NaN, and one record that cannot be written would hold up all that wait behind it.
    let share = if record.share.is_nan() { 0.0 } else { record.share };
    transaction
        .prepare_cached(
            "INSERT INTO answers (question, revision, answer, is_right, share, confidence, hints, took, at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            record.question.0,
            record.revision,
            answer,
            record.right,
            share,
            record.confidence,
            record.hints,
            record.took,
            record.at
        ])
        .map(drop)
}

pub(super) fn write_lab(transaction: &Transaction<'_>, record: &LabRecord, at: Millis) -> rusqlite::Result<()> {
    let joined = lab(transaction, &record.lab)?.map_or_else(|| record.clone(), |old| old.joined(record));
    put_lab(transaction, &joined, at)
}

/// Puts the state of a lab in the place of what was known of it.
pub(super) fn put_lab(transaction: &Transaction<'_>, joined: &LabRecord, at: Millis) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO labs (lab, solved_at, hints, solution_seen, best_goals, goals, at)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            joined.lab,
            joined.solved_at,
            joined.hints,
            joined.solution_seen,
            joined.best_goals,
            joined.goals,
            at
        ])
        .map(drop)
}

pub(super) fn write_reading(
    transaction: &Transaction<'_>,
    lesson: &str,
    new: Reading,
    at: Millis,
) -> rusqlite::Result<()> {
    let joined = reading(transaction, lesson)?.map_or(new, |old| old.joined(new));
    transaction
        .prepare_cached("INSERT OR REPLACE INTO readings (lesson, block, line, furthest, at) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![lesson, integer(joined.block), integer(joined.line), integer(joined.furthest), at])
        .map(drop)
}

fn write_exam(transaction: &Transaction<'_>, record: &ExamRecord) -> rusqlite::Result<()> {
    let id = record.id();
    let kept =
        transaction.prepare_cached("SELECT record FROM exams WHERE id = ?")?.query_row([&id], exam_of).optional()?;
    let joined = kept.map_or_else(|| record.clone(), |old| old.joined(record));
    let text =
        serde_json::to_string(&joined).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO exams (id, exam, begun, submitted, record) VALUES (?, ?, ?, ?, ?)")?
        .execute(params![id, joined.exam, joined.begun, joined.submitted, text])
        .map(drop)
}

/// Every exam.
pub(super) fn exams(connection: &Connection) -> rusqlite::Result<Vec<ExamRecord>> {
    connection.prepare_cached("SELECT record FROM exams")?.query_map((), exam_of)?.collect()
}

fn exam_of(row: &Row<'_>) -> rusqlite::Result<ExamRecord> {
    let text: String = row.get(0)?;
    let unreadable = |error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error));
    serde_json::from_str(&text).map_err(unreadable)
}

/// Every answer to a question, oldest first. The order is that of writing: a clock may go back.
pub(super) fn answers(connection: &Connection, question: &QuestionId) -> rusqlite::Result<Vec<AnswerRecord>> {
    connection
        .prepare_cached(
            "SELECT question, revision, answer, is_right, share, confidence, hints, took, at
             FROM answers WHERE question = ? ORDER BY id",
        )?
        .query_map([&question.0], answer_of)?
        .collect()
}

/// The last answer to each question that has one.
pub(super) fn last_answers(connection: &Connection) -> rusqlite::Result<Vec<AnswerRecord>> {
    connection
        .prepare_cached(
            "SELECT question, revision, answer, is_right, share, confidence, hints, took, at
             FROM answers WHERE id IN (SELECT max(id) FROM answers GROUP BY question)",
        )?
        .query_map((), answer_of)?
        .collect()
}

pub(super) fn answer_of(row: &Row<'_>) -> rusqlite::Result<AnswerRecord> {
    let answer: String = row.get(2)?;
    let unreadable = |error| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, Box::new(error));
    Ok(AnswerRecord {
        question: QuestionId(row.get(0)?),
        revision: row.get(1)?,
        answer: serde_json::from_str(&answer).map_err(unreadable)?,
        right: row.get(3)?,
        share: row.get(4)?,
        confidence: row.get(5)?,
        hints: row.get(6)?,
        took: row.get(7)?,
        at: row.get(8)?,
    })
}

/// The state of a lab.
pub(super) fn lab(connection: &Connection, lab: &str) -> rusqlite::Result<Option<LabRecord>> {
    connection
        .prepare_cached("SELECT lab, solved_at, hints, solution_seen, best_goals, goals, at FROM labs WHERE lab = ?")?
        .query_row([lab], lab_of)
        .optional()
        .map(|found| found.map(|(record, _)| record))
}

/// The state of every lab, and when it last changed.
pub(super) fn labs(connection: &Connection) -> rusqlite::Result<Vec<(LabRecord, Millis)>> {
    connection
        .prepare_cached("SELECT lab, solved_at, hints, solution_seen, best_goals, goals, at FROM labs")?
        .query_map((), lab_of)?
        .collect()
}

fn lab_of(row: &Row<'_>) -> rusqlite::Result<(LabRecord, Millis)> {
    let record = LabRecord {
        lab: row.get(0)?,
        solved_at: row.get(1)?,
        hints: row.get(2)?,
        solution_seen: row.get(3)?,
        best_goals: row.get(4)?,
        goals: row.get(5)?,
    };
    Ok((record, row.get(6)?))
}

/// Every second round that was won, as lab and name.
pub(super) fn rounds(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached("SELECT lab, round FROM rounds")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The kept text of a document.
pub(super) fn draft(connection: &Connection, lab: &str, document: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT text FROM drafts WHERE lab = ? AND document = ?")?
        .query_row([lab, document], |row| row.get(0))
        .optional()
}

/// Where a learner stands in a lesson.
pub(super) fn reading(connection: &Connection, lesson: &str) -> rusqlite::Result<Option<Reading>> {
    connection
        .prepare_cached("SELECT lesson, block, line, furthest, at FROM readings WHERE lesson = ?")?
        .query_row([lesson], reading_of)
        .optional()
        .map(|found| found.map(|(_, reading, _)| reading))
}

/// Where a learner stands in every lesson that was opened, and when that last changed.
pub(super) fn readings(connection: &Connection) -> rusqlite::Result<Vec<(String, Reading, Millis)>> {
    connection
        .prepare_cached("SELECT lesson, block, line, furthest, at FROM readings")?
        .query_map((), reading_of)?
        .collect()
}

fn reading_of(row: &Row<'_>) -> rusqlite::Result<(String, Reading, Millis)> {
    let index = |column| row.get(column).map(|number: i64| usize::try_from(number).unwrap_or(0));
    let reading = Reading { block: index(1)?, line: index(2)?, furthest: index(3)? };
    Ok((row.get(0)?, reading, row.get(4)?))
}

/// A setting's value.
pub(super) fn setting(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM settings WHERE name = ?")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// Every question that is flagged, by question.
pub(super) fn flags(connection: &Connection) -> rusqlite::Result<Vec<(QuestionId, Flag)>> {
    connection
        .prepare_cached("SELECT question, note, at FROM flags ORDER BY question")?
        .query_map((), |row| Ok((QuestionId(row.get(0)?), Flag { note: row.get(1)?, at: row.get(2)? })))?
        .collect()
}

/// The settings whose names begin so.
pub(super) fn settings(connection: &Connection, beginning: &str) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare_cached("SELECT name, value FROM settings WHERE substr(name, 1, length(?1)) = ?1")?
        .query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// SQLite's integers are signed.
fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
