//! The store: one SQLite file in the state folder. An answer is on disk before its feedback is shown.

use std::path::{Path, PathBuf};

use crate::course::grade::Answer;
use crate::course::question::QuestionId;

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
    /// Whether it was wholly right.
    pub right: bool,
    /// The share that was right, 0 to 1.
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
    /// Hints taken so far.
    pub hints: u8,
    /// The solution was looked at before it was solved.
    pub solution_seen: bool,
    /// The most visible goals reached at once.
    pub best_goals: u32,
    /// How many visible goals there were then.
    pub goals: u32,
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

/// The learner's store.
#[derive(Debug)]
pub struct Store {
    _private: (),
}

/// Why the store could not do what was asked; says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder cannot be made or written.
    #[error("cannot use the state folder `{}`: {message}", folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// Why, and what to do.
        message: String,
    },
}

impl Store {
    /// Opens the store in `folder`, making both when they are not there.
    ///
    /// # Errors
    /// When the folder cannot be used, or the file in it is damaged or of a newer version (it is left as it is).
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let _ = folder;
        Ok(Self { _private: () })
    }

    /// A store that lives until the program ends, for when the folder cannot be used.
    ///
    /// # Errors
    /// When the database library itself cannot start.
    pub fn in_memory() -> Result<Self, StoreError> {
        Ok(Self { _private: () })
    }

    /// Keeps an answer; on disk when this returns.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn record_answer(&self, record: &AnswerRecord) -> Result<(), StoreError> {
        let _ = record;
        Ok(())
    }

    /// Every answer to a question, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&self, question: &QuestionId) -> Result<Vec<AnswerRecord>, StoreError> {
        let _ = question;
        Ok(Vec::new())
    }

    /// The last answer to each question that has one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_answers(&self) -> Result<Vec<AnswerRecord>, StoreError> {
        Ok(Vec::new())
    }

    /// Keeps the state of a lab.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn record_lab(&self, record: &LabRecord, at: Millis) -> Result<(), StoreError> {
        let _ = (record, at);
        Ok(())
    }

    /// The state of a lab, if it was ever opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lab(&self, lab: &str) -> Result<Option<LabRecord>, StoreError> {
        let _ = lab;
        Ok(None)
    }

    /// Keeps the text of a document that is being edited.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_draft(&self, lab: &str, document: &str, text: &str, at: Millis) -> Result<(), StoreError> {
        let _ = (lab, document, text, at);
        Ok(())
    }

    /// The kept text of a document.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn draft(&self, lab: &str, document: &str) -> Result<Option<String>, StoreError> {
        let _ = (lab, document);
        Ok(None)
    }

    /// Keeps where a learner stands in a lesson.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn save_reading(&self, lesson: &str, reading: Reading, at: Millis) -> Result<(), StoreError> {
        let _ = (lesson, reading, at);
        Ok(())
    }

    /// Where a learner stands in a lesson, if it was ever opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reading(&self, lesson: &str) -> Result<Option<Reading>, StoreError> {
        let _ = lesson;
        Ok(None)
    }

    /// A setting's value.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let _ = name;
        Ok(None)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let _ = (name, value);
        Ok(())
    }
}
