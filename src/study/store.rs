//! The store: one SQLite file in the state folder. An answer is on disk before its feedback is shown.
//!
//! What cannot be written (the disk is full, the folder is read-only) is kept in memory, read back as if it had been
//! written, and written with the next record that can be. Several programs may use one folder at once. A file that is
//! damaged, or that a newer program made, is left as it is.
//!
//! Used from one thread. Knows no clock: times come in.

mod file;
mod keys;
mod network;
mod reviews;
mod rows;
mod schedule;
#[cfg(test)]
mod tests;
mod transfer;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::course::grade::Answer;
use crate::course::question::QuestionId;
use crate::study::cards::{Mark, Review};
use crate::study::day::Day;
use crate::study::settings;

use crate::study::exam::ExamRecord;
pub use reviews::{DayCount, Pursuit, Sitting, Spent};
pub use schedule::{EXAM_DATE, TARGET_RECALL};
pub use transfer::{Merged, Reset, TransferError};

/// The setting that says whether to ask how sure the learner is: `no` where it is not wanted.
pub const ASK_CONFIDENCE: &str = "ask_confidence";

/// Milliseconds since 1970, UTC.
pub type Millis = i64;

/// An answer given.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRecord {
    /// The question.
    pub question: QuestionId,
    /// Its revision when it was answered.
    pub revision: u32,
    /// What was answered.
    pub answer: Answer,
    /// Whether it was wholly right. Says nothing of what nobody grades ([`Answer::is_graded`]).
    pub right: bool,
    /// The share that was right, 0 to 1; for what nobody grades, the share of criteria that the learner ticked.
    pub share: f64,
    /// 1 a guess, 2 fairly sure, 3 sure; `None` when it was not asked.
    pub confidence: Option<u8>,
    /// Hints taken before answering.
    pub hints: u8,
    /// Time from seeing the question to answering, in milliseconds.
    pub took: u32,
    /// When.
    pub at: Millis,
}

/// The state of a lab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabRecord {
    /// `B01`.
    pub lab: String,
    /// When it was first solved.
    pub solved_at: Option<Millis>,
    /// Hints taken before it was solved.
    pub hints: u8,
    /// The solution was looked at before it was solved.
    pub solution_seen: bool,
    /// The most visible goals reached at once.
    pub best_goals: u32,
    /// How many visible goals there were then.
    pub goals: u32,
}

impl LabRecord {
    /// What is known of a lab when `later` comes on top of this record. What was reached is never lost, whichever of two
    /// programs writes last; once a lab is solved, hints and a look at the solution count no more.
    #[must_use]
    pub fn joined(&self, later: &Self) -> Self {
        let solved = self.solved_at.is_some();
        let best = if self.goals == later.goals { self.best_goals.max(later.best_goals) } else { later.best_goals };
        Self {
            lab: later.lab.clone(),
            solved_at: self.solved_at.into_iter().chain(later.solved_at).min(),
            hints: if solved { self.hints } else { self.hints.max(later.hints) },
            solution_seen: if solved { self.solution_seen } else { self.solution_seen || later.solution_seen },
            best_goals: best,
            goals: later.goals,
        }
    }
}

/// A question set apart by the learner, to come back to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flag {
    /// Why; may be empty.
    pub note: String,
    /// Since when.
    pub at: Millis,
}

/// Where a learner stands in a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// The block at the top of the screen.
    pub block: usize,
    /// The line within it.
    pub line: usize,
    /// The furthest block seen.
    pub furthest: usize,
}

impl Reading {
    /// Where a learner stands when `later` comes on top of this: there, and as far as ever.
    #[must_use]
    pub fn joined(self, later: Self) -> Self {
        Self { furthest: self.furthest.max(later.furthest), ..later }
    }
}

/// The learner's store.
#[derive(Debug)]
pub struct Store {
    /// Nothing while the folder cannot be used.
    connection: RefCell<Option<Connection>>,
    /// Where the file is; nothing for a store in memory.
    folder: Option<PathBuf>,
    /// What could not be written yet, oldest first.
    waiting: RefCell<Vec<Record>>,
    /// What a person should know about where progress is kept.
    notice: RefCell<Option<String>>,
    /// The file was damaged or newer when it was opened: it is not touched again by this program.
    hands_off: bool,
    /// Where the learner is: it says which day it is.
    zone: jiff::tz::TimeZone,
}

/// Something to be kept.
#[derive(Debug, Clone, PartialEq)]
enum Record {
    /// Nothing beside it where it does not count for the schedule.
    Answer {
        answer: AnswerRecord,
        review: Option<Review>,
    },
    /// Takes an answer back.
    Undo {
        question: QuestionId,
        at: Millis,
    },
    Mark {
        question: QuestionId,
        mark: Mark,
    },
    DayOff {
        day: Day,
        off: bool,
    },
    Sitting(Sitting),
    Lab {
        record: LabRecord,
        at: Millis,
    },
    Draft {
        lab: String,
        document: String,
        text: String,
        at: Millis,
    },
    Reading {
        lesson: String,
        reading: Reading,
        at: Millis,
    },
    Setting {
        name: String,
        value: String,
    },
    Round {
        lab: String,
        round: String,
        at: Millis,
    },
    Exam(ExamRecord),
    /// Nothing where the flag was taken off.
    Flag {
        question: QuestionId,
        flag: Option<Flag>,
    },
}

impl Record {
    /// Takes `later` in when both speak of one thing, so that what waits does not grow with every key.
    fn take_in(&mut self, later: &Self) -> bool {
        let joined = match (&*self, later) {
            (Self::Lab { record: old, .. }, Self::Lab { record: new, at }) if old.lab == new.lab => {
                Self::Lab { record: old.joined(new), at: *at }
            }
            (Self::Reading { lesson: a, reading: old, .. }, Self::Reading { lesson: b, reading: new, at })
                if a == b =>
            {
                Self::Reading { lesson: b.clone(), reading: old.joined(*new), at: *at }
            }
            (Self::Draft { lab: a, document: x, .. }, Self::Draft { lab: b, document: y, .. }) if (a, x) == (b, y) => {
                later.clone()
            }
            (Self::Setting { name: a, .. }, Self::Setting { name: b, .. }) if a == b => later.clone(),
            (Self::DayOff { day: a, .. }, Self::DayOff { day: b, .. }) if a == b => later.clone(),
            (Self::Sitting(a), Self::Sitting(b)) if (a.begun, a.pursuit) == (b.begun, b.pursuit) => later.clone(),
            (Self::Exam(old), Self::Exam(new)) if old.id() == new.id() => Self::Exam(old.joined(new)),
            (Self::Flag { question: a, .. }, Self::Flag { question: b, .. }) if a == b => later.clone(),
            // A star that is won is not won later.
            (Self::Round { lab: a, round: x, .. }, Self::Round { lab: b, round: y, .. }) if (a, x) == (b, y) => {
                return true;
            }
            _ => return false,
        };
        *self = joined;
        true
    }
}

/// Why the store could not do what was asked; says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made or written.
    #[error("cannot use the state folder `{}`: {message}; name another with `--state DIR`", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why.
        message: String,
    },
    /// The file is not a store, or parts of it cannot be read. It was left as it is.
    #[error(
        "`{}` is damaged ({message}) and was left as it is; put a copy of it back, or move it and the files beside it \
         elsewhere to begin anew, or use another folder with `--state DIR`",
        file.display()
    )]
    Damaged {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A newer iam-dojo made the file. It was left as it is.
    #[error(
        "`{}` was made by a newer iam-dojo (version {found} of the file, this one knows up to {known}) and was left as \
         it is; use the newer program, or another folder with `--state DIR`",
        file.display()
    )]
    Newer {
        /// Which.
        file: PathBuf,
        /// The file's version.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// A record was not written; it is kept in memory and tried again with the next.
    #[error("not saved yet: {message}; {waiting} kept in memory until it works again")]
    NotWritten {
        /// Why.
        message: String,
        /// How many records wait.
        waiting: usize,
    },
    /// What was asked was not done; it is not tried again by itself.
    #[error("nothing was changed: {message}")]
    NotDone {
        /// Why.
        message: String,
    },
    /// The file could not be read this time.
    #[error("cannot read `{}`: {message}; try again", file.display())]
    NotRead {
        /// Which.
        file: PathBuf,
        /// Why.
        message: String,
    },
}

impl Store {
    /// Opens the store in `folder`, making both when they are not there.
    ///
    /// # Errors
    /// When the folder cannot be used, or the file in it is damaged or of a newer version (it is left as it is).
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let (connection, notice) = file::open(folder)?;
        Ok(Self::with(Some(connection), Some(folder), notice).in_zone(jiff::tz::TimeZone::system()))
    }

    /// Opens the store in `folder`, or, when that cannot be done, a store that lives in memory so that the learner goes
    /// on; [`Store::notice`] then says why. If the folder works again, what was recorded meanwhile is written. A damaged
    /// or newer file is not touched.
    #[must_use]
    pub fn open_or_keep_in_memory(folder: &Path) -> Self {
        match Self::open(folder) {
            Ok(store) => store,
            Err(error) => {
                let notice = format!("progress is not saved: {error}");
                let hands_off = matches!(error, StoreError::Damaged { .. } | StoreError::Newer { .. });
                Self { hands_off, ..Self::with(None, Some(folder), Some(notice)) }.in_zone(jiff::tz::TimeZone::system())
            }
        }
    }

    /// A store that lives until the program ends; its days are those of Greenwich.
    ///
    /// # Errors
    /// When the database library itself cannot start.
    pub fn in_memory() -> Result<Self, StoreError> {
        Ok(Self::with(Some(file::in_memory()?), None, None))
    }

    fn with(connection: Option<Connection>, folder: Option<&Path>, notice: Option<String>) -> Self {
        Self {
            connection: RefCell::new(connection),
            folder: folder.map(Path::to_owned),
            waiting: RefCell::default(),
            notice: RefCell::new(notice),
            hands_off: false,
            zone: jiff::tz::TimeZone::UTC,
        }
    }

    /// What a person should be told once about where progress is kept, when it is not as usual: a network file system,
    /// or a folder that cannot be used.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.notice.borrow().clone()
    }

    /// How many records wait in memory because they could not be written.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.waiting.borrow().len()
    }

    /// Tries to write what waits; worth a call before the program ends.
    ///
    /// # Errors
    /// When it still could not be written.
    pub fn write_pending(&self) -> Result<(), StoreError> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.is_empty() {
            return Ok(());
        }
        match self.write_all(&waiting) {
            Ok(()) => {
                waiting.clear();
                Ok(())
            }
            Err(message) => Err(StoreError::NotWritten { message, waiting: waiting.len() }),
        }
    }

    /// Keeps an answer, and, unless nobody grades it, what it means for the question's card; on disk when this returns.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn record_answer(&self, record: &AnswerRecord) -> Result<(), StoreError> {
        self.write(self.counted(record))
    }

    /// Every answer to a question, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&self, question: &QuestionId) -> Result<Vec<AnswerRecord>, StoreError> {
        let mut answers = self.read(|connection| rows::answers(connection, question))?;
        self.each_waiting(|record| match record {
            Record::Answer { answer, .. } if answer.question == *question => answers.push(answer.clone()),
            Record::Undo { question: undone, at } if undone == question => {
                let last = answers.iter().rposition(|answer| answer.at == *at);
                last.map(|last| answers.remove(last));
            }
            _ => {}
        });
        Ok(answers)
    }

    /// The last answer to each question that has one, by question.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_answers(&self) -> Result<Vec<AnswerRecord>, StoreError> {
        let mut answers = self.read(rows::last_answers)?;
        let mut undone: BTreeSet<QuestionId> = BTreeSet::new();
        self.each_waiting(|record| match record {
            Record::Answer { answer: new, .. } => {
                answers.retain(|old| old.question != new.question);
                answers.push(new.clone());
            }
            Record::Undo { question, .. } => {
                undone.insert(question.clone());
            }
            _ => {}
        });
        for question in undone {
            answers.retain(|old| old.question != question);
            answers.extend(self.answers(&question)?.pop());
        }
        answers.sort_by(|a, b| a.question.cmp(&b.question));
        Ok(answers)
    }

    /// Keeps the state of a lab, joined with what is known of it ([`LabRecord::joined`]).
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn record_lab(&self, record: &LabRecord, at: Millis) -> Result<(), StoreError> {
        self.write(Record::Lab { record: record.clone(), at })
    }

    /// The state of a lab, if it was ever opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lab(&self, lab: &str) -> Result<Option<LabRecord>, StoreError> {
        let kept = self.read(|connection| rows::lab(connection, lab))?;
        Ok(self.fold_waiting(kept, |kept, record| match record {
            Record::Lab { record: new, .. } if new.lab == lab => Some(kept.map_or(new.clone(), |old| old.joined(new))),
            _ => kept,
        }))
    }

    /// The state of every lab that was ever opened, and when it last changed, the latest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn labs(&self) -> Result<Vec<(LabRecord, Millis)>, StoreError> {
        let mut labs = self.read(rows::labs)?;
        self.each_waiting(|record| {
            let Record::Lab { record: new, at } = record else { return };
            match labs.iter_mut().find(|(old, _)| old.lab == new.lab) {
                Some(kept) => *kept = (kept.0.joined(new), *at),
                None => labs.push((new.clone(), *at)),
            }
        });
        labs.sort_by(|(a, a_at), (b, b_at)| b_at.cmp(a_at).then_with(|| a.lab.cmp(&b.lab)));
        Ok(labs)
    }

    /// Keeps that a lab's second round was won; the first time counts.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn record_round(&self, lab: &str, round: &str, at: Millis) -> Result<(), StoreError> {
        self.write(Record::Round { lab: lab.into(), round: round.into(), at })
    }

    /// Every second round that was won, as lab and name, in the order of both.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rounds(&self) -> Result<BTreeSet<(String, String)>, StoreError> {
        let mut won: BTreeSet<(String, String)> = self.read(rows::rounds)?.into_iter().collect();
        self.each_waiting(|record| {
            if let Record::Round { lab, round, .. } = record {
                won.insert((lab.clone(), round.clone()));
            }
        });
        Ok(won)
    }

    /// Keeps an exam as it stands, joined with what is known of it ([`ExamRecord::joined`]).
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn keep_exam(&self, record: &ExamRecord) -> Result<(), StoreError> {
        self.write(Record::Exam(record.clone()))
    }

    /// Keeps an exam that was handed in, and its answers with all others: all of it or nothing.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn hand_in_exam(&self, record: &ExamRecord, answers: &[AnswerRecord]) -> Result<(), StoreError> {
        self.put_off(Record::Exam(record.clone()));
        answers.iter().for_each(|answer| self.put_off(self.counted(answer)));
        self.write_pending()
    }

    /// Every exam that was ever begun, the latest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn exams(&self) -> Result<Vec<ExamRecord>, StoreError> {
        let mut exams = self.read(rows::exams)?;
        self.each_waiting(|record| {
            let Record::Exam(new) = record else { return };
            match exams.iter_mut().find(|old| old.id() == new.id()) {
                Some(kept) => *kept = kept.joined(new),
                None => exams.push(new.clone()),
            }
        });
        exams.sort_by(|a, b| b.begun.cmp(&a.begun).then_with(|| a.id().cmp(&b.id())));
        Ok(exams)
    }

    /// Keeps the text of a document that is being edited.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn save_draft(&self, lab: &str, document: &str, text: &str, at: Millis) -> Result<(), StoreError> {
        self.write(Record::Draft { lab: lab.into(), document: document.into(), text: text.into(), at })
    }

    /// The kept text of a document.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn draft(&self, lab: &str, document: &str) -> Result<Option<String>, StoreError> {
        let kept = self.read(|connection| rows::draft(connection, lab, document))?;
        Ok(self.fold_waiting(kept, |kept, record| match record {
            Record::Draft { lab: l, document: d, text, .. } if l == lab && d == document => Some(text.clone()),
            _ => kept,
        }))
    }

    /// Keeps where a learner stands in a lesson. The furthest block only grows.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn save_reading(&self, lesson: &str, reading: Reading, at: Millis) -> Result<(), StoreError> {
        self.write(Record::Reading { lesson: lesson.into(), reading, at })
    }

    /// Where a learner stands in a lesson, if it was ever opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reading(&self, lesson: &str) -> Result<Option<Reading>, StoreError> {
        let kept = self.read(|connection| rows::reading(connection, lesson))?;
        Ok(self.fold_waiting(kept, |kept, record| match record {
            Record::Reading { lesson: l, reading: new, .. } if l == lesson => {
                Some(kept.map_or(*new, |old| old.joined(*new)))
            }
            _ => kept,
        }))
    }

    /// Every lesson that was ever opened, where the learner stands in it, and when that last changed, the latest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn readings(&self) -> Result<Vec<(String, Reading, Millis)>, StoreError> {
        let mut readings = self.read(rows::readings)?;
        self.each_waiting(|record| {
            let Record::Reading { lesson, reading: new, at } = record else { return };
            match readings.iter_mut().find(|(l, ..)| l == lesson) {
                Some((_, kept, kept_at)) => (*kept, *kept_at) = (kept.joined(*new), *at),
                None => readings.push((lesson.clone(), *new, *at)),
            }
        });
        readings.sort_by(|(a, _, a_at), (b, _, b_at)| b_at.cmp(a_at).then_with(|| a.cmp(b)));
        Ok(readings)
    }

    /// Whether the learner wants to be asked, after an answer, how sure they are; so it is until they say no.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn asks_confidence(&self) -> Result<bool, StoreError> {
        settings::CONFIDENCE.is_on(self)
    }

    /// A setting's value.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let kept = self.read(|connection| rows::setting(connection, name))?;
        Ok(self.fold_waiting(kept, |kept, record| match record {
            Record::Setting { name: n, value } if n == name => Some(value.clone()),
            _ => kept,
        }))
    }

    /// The settings whose names begin with `beginning`: what stands behind it, and the value, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settings(&self, beginning: &str) -> Result<BTreeMap<String, String>, StoreError> {
        let kept = self.read(|connection| rows::settings(connection, beginning))?;
        let own = |name: &str| name.strip_prefix(beginning).map(str::to_owned);
        let mut settings: BTreeMap<String, String> =
            kept.into_iter().filter_map(|(name, value)| Some((own(&name)?, value))).collect();
        self.each_waiting(|record| {
            if let Record::Setting { name, value } = record
                && let Some(name) = own(name)
            {
                settings.insert(name, value.clone());
            }
        });
        Ok(settings)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.write(Record::Setting { name: name.into(), value: value.into() })
    }

    /// Flags a question, or takes its flag off.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn set_flag(&self, question: &QuestionId, flag: Option<Flag>) -> Result<(), StoreError> {
        self.write(Record::Flag { question: question.clone(), flag })
    }

    /// The flag of a question, if it has one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn flag(&self, question: &QuestionId) -> Result<Option<Flag>, StoreError> {
        Ok(self.flags()?.into_iter().find(|(flagged, _)| flagged == question).map(|(_, flag)| flag))
    }

    /// Every question that is flagged, by question.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn flags(&self) -> Result<Vec<(QuestionId, Flag)>, StoreError> {
        let mut flags = self.read(rows::flags)?;
        self.each_waiting(|record| {
            let Record::Flag { question, flag } = record else { return };
            flags.retain(|(flagged, _)| flagged != question);
            flags.extend(flag.clone().map(|flag| (question.clone(), flag)));
        });
        flags.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(flags)
    }

    /// Writes a record and everything that waits, in one transaction.
    fn write(&self, record: Record) -> Result<(), StoreError> {
        self.put_off(record);
        self.write_pending()
    }

    /// Puts a record with what waits.
    fn put_off(&self, record: Record) {
        let mut waiting = self.waiting.borrow_mut();
        if !waiting.iter_mut().any(|old| old.take_in(&record)) {
            waiting.push(record);
        }
    }

    /// Writes all records or none; says why when it did not work.
    fn write_all(&self, records: &[Record]) -> Result<(), String> {
        if self.connection.borrow().as_ref().is_none_or(file::is_read_only) {
            self.open_again()?;
        }
        let connection = self.connection.borrow();
        let connection = connection.as_ref().ok_or("the state folder cannot be used")?;
        let written = || {
            let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
            records.iter().try_for_each(|record| rows::write(&transaction, record))?;
            transaction.commit()
        };
        written().map_err(|error: rusqlite::Error| file::plain_words(&error))
    }

    /// Tries once more to use a folder that could not be used, or not be written.
    fn open_again(&self) -> Result<(), String> {
        let Some(folder) = self.folder.as_deref().filter(|_| !self.hands_off) else {
            return Err("the file in the state folder cannot be used".to_owned());
        };
        let (connection, notice) = file::open(folder).map_err(|error| error.to_string())?;
        *self.connection.borrow_mut() = Some(connection);
        *self.notice.borrow_mut() = notice;
        Ok(())
    }

    /// Asks the file, if there is one; without it nothing was kept.
    fn read<T: Default>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let connection = self.connection.borrow();
        let Some(connection) = connection.as_ref() else { return Ok(T::default()) };
        let file = file::path(self.folder.as_deref().unwrap_or(Path::new(":memory:")));
        ask(connection).map_err(|error| file::read_error(file, &error))
    }

    fn each_waiting(&self, see: impl FnMut(&Record)) {
        self.waiting.borrow().iter().for_each(see);
    }

    fn fold_waiting<T>(&self, kept: T, join: impl FnMut(T, &Record) -> T) -> T {
        self.waiting.borrow().iter().fold(kept, join)
    }
}
