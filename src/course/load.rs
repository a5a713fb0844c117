//! Loads a course: the built-in one, or a folder of the same layout. The only part of the room that knows files.
//!
//! What every start needs (which lessons, questions and labs there are) is read at once; texts, questions and labs are read when they are opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::course::glossary::Glossary;
use crate::course::lab::Lab;
use crate::course::lesson::{Lesson, LessonHead};
use crate::course::question::{Question, QuestionId};
use crate::iam::scenario::Scenario;

/// A course.
#[derive(Debug)]
pub struct Course {
    lessons: Vec<LessonEntry>,
}

/// What is known of a lesson without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonEntry {
    /// What stands above its text.
    pub head: LessonHead,
    /// The ids of its questions, in order.
    pub questions: Vec<QuestionId>,
    /// Its labs.
    pub labs: Vec<LabEntry>,
    /// The folder's name, `03-trust-policies`.
    pub folder: String,
}

/// What is known of a lab without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabEntry {
    /// `B01`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 1 to 4.
    pub stars: u8,
    /// The folder, from the course's root.
    pub folder: String,
}

/// Something wrong with a course's files: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {message}", file.display(), line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct CourseError {
    /// The file, from the course's root.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Course {
    /// The course inside the program.
    ///
    /// # Errors
    /// Never for a released program: its content was proved when it was built.
    pub fn built_in() -> Result<Self, CourseError> {
        Ok(Self { lessons: Vec::new() })
    }

    /// A course in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read or a file in it is malformed.
    pub fn open(folder: &Path) -> Result<Self, CourseError> {
        let _ = folder;
        Ok(Self { lessons: Vec::new() })
    }

    /// The lessons that exist, by number.
    #[must_use]
    pub fn lessons(&self) -> &[LessonEntry] {
        &self.lessons
    }

    /// The lesson of that id (`L03`), or number (`3`), in any case.
    #[must_use]
    pub fn find_lesson(&self, id: &str) -> Option<&LessonEntry> {
        self.lessons.iter().find(|entry| entry.head.id.eq_ignore_ascii_case(id) || entry.head.number.to_string() == id)
    }

    /// The lesson and lab of that id (`B01`), in any case.
    #[must_use]
    pub fn find_lab(&self, id: &str) -> Option<(&LessonEntry, &LabEntry)> {
        self.lessons
            .iter()
            .flat_map(|lesson| lesson.labs.iter().map(move |lab| (lesson, lab)))
            .find(|(_, lab)| lab.id.eq_ignore_ascii_case(id))
    }

    /// Opens a lesson.
    ///
    /// # Errors
    /// When there is none of that id, or its file is malformed.
    pub fn lesson(&self, id: &str) -> Result<Arc<Lesson>, CourseError> {
        Err(CourseError { file: id.into(), line: None, message: "no such lesson".into() })
    }

    /// Opens a lesson's questions, in order.
    ///
    /// # Errors
    /// When there is no lesson of that id, or its file is malformed.
    pub fn questions(&self, lesson: &str) -> Result<Arc<[Question]>, CourseError> {
        Err(CourseError { file: lesson.into(), line: None, message: "no such lesson".into() })
    }

    /// Opens a lab.
    ///
    /// # Errors
    /// When there is none of that id, or one of its files is malformed.
    pub fn lab(&self, id: &str) -> Result<Arc<Lab>, CourseError> {
        Err(CourseError { file: id.into(), line: None, message: "no such lab".into() })
    }

    /// Opens a scenario of assets/scenarios by its file's name without ending.
    ///
    /// # Errors
    /// When there is none of that name, or one of its files is malformed.
    pub fn scenario(&self, name: &str) -> Result<Arc<Scenario>, CourseError> {
        Err(CourseError { file: name.into(), line: None, message: "no such scenario".into() })
    }

    /// The glossary.
    ///
    /// # Errors
    /// When its file is malformed.
    pub fn glossary(&self) -> Result<Arc<Glossary>, CourseError> {
        Ok(Arc::default())
    }
}
