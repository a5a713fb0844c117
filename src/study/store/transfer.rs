//! Progress as one JSON file: written whole, merged with what is there, and laid aside before something is reset.
//!
//! Merging adds what is missing and takes nothing away: doing it twice changes nothing the second time.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;

use rusqlite::types::Type;
use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::course::grade::Answer;
use crate::course::question::QuestionId;
use crate::study::cards::{Mark, Review};
use crate::study::day::Day;
use crate::study::schedule::Grade;
use crate::study::store::reviews::{self, PARAMETERS, Sitting};
use crate::study::store::{AnswerRecord, LabRecord, Millis, Reading, Store, StoreError, rows};

/// How the file names itself.
const FORMAT: &str = "iam-dojo progress";
/// The shape that is written; older ones are read.
const VERSION: u32 = 1;

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
struct Kept {
    format: String,
    version: u32,
    answers: Vec<KeptAnswer>,
    labs: Vec<KeptLab>,
    rounds: Vec<(String, String, Millis)>,
    drafts: Vec<KeptDraft>,
    readings: Vec<KeptReading>,
    flags: Vec<KeptFlag>,
    marks: Vec<KeptMark>,
    exams: Vec<KeptExam>,
    days_off: Vec<Day>,
    sittings: Vec<Sitting>,
    settings: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptAnswer {
    question: String,
    revision: u32,
    answer: Answer,
    right: bool,
    share: f64,
    confidence: Option<u8>,
    hints: u8,
    took: u32,
    at: Millis,
    /// What it means for the schedule; nothing where it means nothing.
    review: Option<KeptReview>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct KeptReview {
    day: Day,
    grade: Grade,
    quick: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptLab {
    lab: String,
    solved_at: Option<Millis>,
    hints: u8,
    solution_seen: bool,
    best_goals: u32,
    goals: u32,
    at: Millis,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptDraft {
    lab: String,
    document: String,
    text: String,
    at: Millis,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptReading {
    lesson: String,
    block: usize,
    line: usize,
    furthest: usize,
    at: Millis,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptFlag {
    question: String,
    note: String,
    at: Millis,
}

/// What an exam is made of is not looked into here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptExam {
    id: String,
    exam: String,
    begun: Millis,
    submitted: Option<Millis>,
    record: serde_json::Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptMark {
    card: String,
    suspended: bool,
    buried: Option<Day>,
}

/// What a merge brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// Answers that were new.
    pub answers: usize,
    /// Answers that were there already.
    pub known: usize,
}

/// What to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reset {
    /// A question: its answers, its flag, what was set aside.
    Question(QuestionId),
    /// A lesson: where it was read to, its questions and its labs.
    Lesson {
        /// `L03`.
        lesson: String,
        /// The ids of its questions and of its generated ones.
        questions: Vec<QuestionId>,
        /// The ids of its labs.
        labs: Vec<String>,
    },
    /// A lab: what was reached, its second rounds, its drafts.
    Lab(String),
    /// Everything but the settings and the days off.
    All,
}

/// Why progress could not be moved or reset; says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// The text is no progress.
    #[error("this is no file of `iam-dojo progress export`: {0}")]
    NotOurs(String),
    /// A newer program wrote it.
    #[error(
        "this file was written by a newer iam-dojo (version {found} of its shape, this one knows {VERSION}); use the newer program"
    )]
    Newer {
        /// The file's version.
        found: u32,
    },
    /// There is no place for the backup, so nothing was reset.
    #[error("nothing was reset, for the backup `{}` cannot be written: {message}", file.display())]
    NoBackup {
        /// Where it should have been.
        file: PathBuf,
        /// Why not.
        message: String,
    },
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// All that is kept, as one JSON text.
    ///
    /// # Errors
    /// When something waits that cannot be written, or the file cannot be read.
    pub fn export(&self) -> Result<String, TransferError> {
        self.write_pending()?;
        let kept = self.read(everything)?;
        serde_json::to_string_pretty(&kept)
            .map(|text| text + "\n")
            .map_err(|error| TransferError::NotOurs(error.to_string()))
    }

    /// Adds what an exported text has and this store has not. Where both know of one thing, labs and readings are joined, of
    /// drafts, flags and exams the later one stays, and settings stay as they are here.
    ///
    /// # Errors
    /// When the text is no progress, or it could not be written; then nothing was changed.
    pub fn import(&self, text: &str) -> Result<Merged, TransferError> {
        let not_ours = |message: &str| TransferError::NotOurs(message.to_owned());
        let json: serde_json::Value = serde_json::from_str(text).map_err(|error| not_ours(&error.to_string()))?;
        if json.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(not_ours(&format!("it does not say `\"format\": \"{FORMAT}\"`")));
        }
        let found = json.get("version").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if found > u64::from(VERSION) {
            return Err(TransferError::Newer { found: u32::try_from(found).unwrap_or(u32::MAX) });
        }
        let kept: Kept = serde_json::from_value(json).map_err(|error| not_ours(&error.to_string()))?;
        Ok(self.at_once(|transaction| merge(transaction, kept))?)
    }

    /// Forgets something, after all of the progress was written beside the store; gives where. A store that lives in memory has
    /// no such place and gives `None`.
    ///
    /// # Errors
    /// When the backup cannot be written or the store not be changed; then nothing was.
    pub fn reset(&self, what: &Reset, at: Millis) -> Result<Option<PathBuf>, TransferError> {
        let backup = self.back_up(at)?;
        self.at_once(|transaction| forget(transaction, what))?;
        Ok(backup)
    }

    /// Writes all of the progress into a new file of the state folder.
    fn back_up(&self, at: Millis) -> Result<Option<PathBuf>, TransferError> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let text = self.export()?;
        let folder = folder.join("backups");
        let time = jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(self.zone.clone());
        let name = time.strftime("progress-%Y-%m-%d-%H%M%S").to_string();
        let unwritten = |file: &PathBuf, error: std::io::Error| TransferError::NoBackup {
            file: file.clone(),
            message: error.to_string(),
        };
        std::fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, error))?;
        let mut number = 1;
        loop {
            let end = if number == 1 { String::new() } else { format!("-{number}") };
            let file = folder.join(format!("{name}{end}.json"));
            // Never over another one: two resets may fall into one second.
            match std::fs::File::create_new(&file) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                made => {
                    let written =
                        made.and_then(|mut made| made.write_all(text.as_bytes()).and_then(|()| made.sync_all()));
                    return written.map(|()| Some(file.clone())).map_err(|error| unwritten(&file, error));
                }
            }
        }
    }
}

fn everything(connection: &Connection) -> rusqlite::Result<Kept> {
    let list = |words: &str| -> rusqlite::Result<Vec<(String, String, Millis)>> {
        connection.prepare(words)?.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
    };
    let drafts = connection
        .prepare("SELECT lab, document, text, at FROM drafts ORDER BY lab, document")?
        .query_map((), |row| {
            Ok(KeptDraft { lab: row.get(0)?, document: row.get(1)?, text: row.get(2)?, at: row.get(3)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let marks = reviews::marks(connection)?.into_iter();
    let flags = rows::flags(connection)?.into_iter();
    Ok(Kept {
        format: FORMAT.to_owned(),
        version: VERSION,
        answers: answers(connection)?,
        labs: rows::labs(connection)?.into_iter().map(|(record, at)| kept_lab(record, at)).collect(),
        rounds: list("SELECT lab, round, won_at FROM rounds ORDER BY lab, round")?,
        drafts,
        readings: rows::readings(connection)?
            .into_iter()
            .map(|(lesson, Reading { block, line, furthest }, at)| KeptReading { lesson, block, line, furthest, at })
            .collect(),
        flags: flags.map(|(question, flag)| KeptFlag { question: question.0, note: flag.note, at: flag.at }).collect(),
        marks: marks.map(|(card, Mark { suspended, buried })| KeptMark { card, suspended, buried }).collect(),
        exams: exams(connection)?,
        days_off: reviews::days_off(connection)?,
        sittings: reviews::sittings(connection)?,
        settings: rows::settings(connection, "")?,
    })
}

fn exams(connection: &Connection) -> rusqlite::Result<Vec<KeptExam>> {
    connection
        .prepare("SELECT id, exam, begun, submitted, record FROM exams ORDER BY begun, id")?
        .query_map((), |row| {
            let record: String = row.get(4)?;
            let unreadable = |error| rusqlite::Error::FromSqlConversionFailure(4, Type::Text, Box::new(error));
            Ok(KeptExam {
                id: row.get(0)?,
                exam: row.get(1)?,
                begun: row.get(2)?,
                submitted: row.get(3)?,
                record: serde_json::from_str(&record).map_err(unreadable)?,
            })
        })?
        .collect()
}

/// Every answer, in the order of writing.
fn answers(connection: &Connection) -> rusqlite::Result<Vec<KeptAnswer>> {
    connection
        .prepare(
            "SELECT question, revision, answers.answer, is_right, share, confidence, hints, answers.took, at, day, grade, quick
             FROM answers LEFT JOIN reviews ON reviews.answer = answers.id ORDER BY answers.id",
        )?
        .query_map((), |row| {
            let AnswerRecord { question, revision, answer, right, share, confidence, hints, took, at } =
                rows::answer_of(row)?;
            let grade = row.get::<_, Option<u32>>(10)?.and_then(Grade::from_number);
            let day: Option<i32> = row.get(9)?;
            let quick: Option<bool> = row.get(11)?;
            let review = day.zip(grade).map(|(day, grade)| KeptReview {
                day: Day(day),
                grade,
                quick: quick.unwrap_or(false),
            });
            Ok(KeptAnswer { question: question.0, revision, answer, right, share, confidence, hints, took, at, review })
        })?
        .collect()
}

fn kept_lab(record: LabRecord, at: Millis) -> KeptLab {
    let LabRecord { lab, solved_at, hints, solution_seen, best_goals, goals } = record;
    KeptLab { lab, solved_at, hints, solution_seen, best_goals, goals, at }
}

fn merge(transaction: &Transaction<'_>, kept: Kept) -> rusqlite::Result<Merged> {
    let merged = merge_answers(transaction, kept.answers)?;
    for KeptLab { lab, solved_at, hints, solution_seen, best_goals, goals, at } in kept.labs {
        let record = LabRecord { lab, solved_at, hints, solution_seen, best_goals, goals };
        let here = rows::labs(transaction)?.into_iter().find(|(here, _)| here.lab == record.lab);
        match here {
            // Joined in the order in which they came to be: a lab's goals are those of the later one.
            Some((here, here_at)) if here_at > at => rows::put_lab(transaction, &record.joined(&here), here_at)?,
            _ => rows::write_lab(transaction, &record, at)?,
        }
    }
    for (lab, round, at) in kept.rounds {
        transaction
            .execute("INSERT OR IGNORE INTO rounds (lab, round, won_at) VALUES (?, ?, ?)", params![lab, round, at])?;
    }
    for KeptDraft { lab, document, text, at } in kept.drafts {
        transaction.execute(
            "INSERT INTO drafts (lab, document, text, at) VALUES (?, ?, ?, ?) ON CONFLICT (lab, document)
             DO UPDATE SET text = excluded.text, at = excluded.at WHERE excluded.at > at",
            params![lab, document, text, at],
        )?;
    }
    let readings: HashMap<String, (Reading, Millis)> =
        rows::readings(transaction)?.into_iter().map(|(lesson, reading, at)| (lesson, (reading, at))).collect();
    for KeptReading { lesson, block, line, furthest, at } in kept.readings {
        let (there, here) = (Reading { block, line, furthest }, readings.get(&lesson));
        let (reading, at) = match here {
            Some((here, here_at)) if *here_at >= at => (there.joined(*here), *here_at),
            _ => (there, at),
        };
        rows::write_reading(transaction, &lesson, reading, at)?;
    }
    for KeptFlag { question, note, at } in kept.flags {
        transaction.execute(
            "INSERT INTO flags (question, note, at) VALUES (?, ?, ?) ON CONFLICT (question)
             DO UPDATE SET note = excluded.note, at = excluded.at WHERE excluded.at > at",
            params![question, note, at],
        )?;
    }
    for KeptMark { card, suspended, buried } in kept.marks {
        transaction.execute(
            "INSERT OR IGNORE INTO marks (card, suspended, buried) VALUES (?, ?, ?)",
            params![card, suspended, buried.map(|day| day.0)],
        )?;
    }
    for KeptExam { id, exam, begun, submitted, record } in kept.exams {
        // One that was handed in is whole; of one that goes on, what is here is as good.
        transaction.execute(
            "INSERT INTO exams (id, exam, begun, submitted, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id)
             DO UPDATE SET submitted = excluded.submitted, record = excluded.record
             WHERE submitted IS NULL AND excluded.submitted IS NOT NULL",
            params![id, exam, begun, submitted, record.to_string()],
        )?;
    }
    kept.days_off.iter().try_for_each(|day| reviews::write_day_off(transaction, *day, true))?;
    kept.sittings.iter().try_for_each(|sitting| reviews::write_sitting(transaction, sitting))?;
    for (name, value) in kept.settings {
        transaction.execute("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)", params![name, value])?;
    }
    if merged.answers > 0 {
        reviews::make_all_anew(transaction)?;
    }
    Ok(merged)
}

/// What makes an answer the same one: nobody answers a question twice in a millisecond.
fn identity(answer: &KeptAnswer) -> (String, Millis, u32, String) {
    let given = serde_json::to_string(&answer.answer).unwrap_or_default();
    (answer.question.clone(), answer.at, answer.revision, given)
}

/// Adds the answers that are not there. The order of writing is the order in which they count, so both lists keep theirs, and
/// one is laid into the other by time.
fn merge_answers(transaction: &Transaction<'_>, there: Vec<KeptAnswer>) -> rusqlite::Result<Merged> {
    let here = answers(transaction)?;
    let mut left: HashMap<_, usize> = HashMap::new();
    for answer in &here {
        *left.entry(identity(answer)).or_default() += 1;
    }
    let all = there.len();
    let new: Vec<KeptAnswer> = there
        .into_iter()
        .filter(|answer| match left.get_mut(&identity(answer)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect();
    let merged = Merged { answers: new.len(), known: all - new.len() };
    let latest = here.iter().map(|answer| answer.at).max();
    if latest.is_none_or(|latest| new.iter().all(|answer| answer.at > latest)) {
        new.iter().try_for_each(|answer| add(transaction, answer))?;
        return Ok(merged);
    }
    transaction.execute("DELETE FROM answers", ())?;
    let mut new = new.into_iter().peekable();
    for answer in here {
        // Of two at one time the question decides, so that it does not matter which side merges.
        while let Some(earlier) = new.next_if(|new| (new.at, &new.question) < (answer.at, &answer.question)) {
            add(transaction, &earlier)?;
        }
        add(transaction, &answer)?;
    }
    new.try_for_each(|answer| add(transaction, &answer))?;
    Ok(merged)
}

/// Writes an answer; the memories beside it are made anew when all are there.
fn add(transaction: &Transaction<'_>, kept: &KeptAnswer) -> rusqlite::Result<()> {
    let KeptAnswer { question, revision, answer, right, share, confidence, hints, took, at, review } = kept.clone();
    let question = QuestionId(question);
    let kind = reviews::kind(&answer);
    let record =
        AnswerRecord { question: question.clone(), revision, answer, right, share, confidence, hints, took, at };
    rows::write_answer(transaction, &record)?;
    let Some(KeptReview { day, grade, quick }) = review else { return Ok(()) };
    let id = transaction.last_insert_rowid();
    let review = Review { question, revision, at, day, grade, quick, confidence, took };
    reviews::write_review(transaction, id, &review, kind, None, None)
}

fn forget(transaction: &Transaction<'_>, what: &Reset) -> rusqlite::Result<()> {
    match what {
        Reset::Question(question) => forget_question(transaction, question),
        Reset::Lab(lab) => forget_lab(transaction, lab),
        Reset::Lesson { lesson, questions, labs } => {
            questions.iter().try_for_each(|question| forget_question(transaction, question))?;
            labs.iter().try_for_each(|lab| forget_lab(transaction, lab))?;
            transaction.execute("DELETE FROM readings WHERE lesson = ?", [lesson])?;
            transaction.execute("DELETE FROM settings WHERE name = 'known.' || ?", [lesson]).map(drop)
        }
        Reset::All => {
            transaction.execute("DELETE FROM settings WHERE name = ?", [PARAMETERS])?;
            transaction.execute_batch(
                "DELETE FROM answers; DELETE FROM cards; DELETE FROM marks; DELETE FROM flags; DELETE FROM labs; DELETE FROM rounds;
                 DELETE FROM drafts; DELETE FROM readings; DELETE FROM exams; DELETE FROM sittings;
                 DELETE FROM settings WHERE substr(name, 1, 6) = 'known.';",
            )
        }
    }
}

fn forget_question(transaction: &Transaction<'_>, question: &QuestionId) -> rusqlite::Result<()> {
    let each = [
        "DELETE FROM answers WHERE question = ?",
        "DELETE FROM cards WHERE card = ?",
        "DELETE FROM marks WHERE card = ?",
        "DELETE FROM flags WHERE question = ?",
        "DELETE FROM drafts WHERE lab = ?",
    ];
    each.into_iter().try_for_each(|words| transaction.execute(words, [&question.0]).map(drop))
}

fn forget_lab(transaction: &Transaction<'_>, lab: &str) -> rusqlite::Result<()> {
    let each =
        ["DELETE FROM labs WHERE lab = ?", "DELETE FROM rounds WHERE lab = ?", "DELETE FROM drafts WHERE lab = ?"];
    each.into_iter().try_for_each(|words| transaction.execute(words, [lab]).map(drop))
}
