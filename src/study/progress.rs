//! Progress: what the records say about each lesson, and what to do next.

use crate::course::Course;
use crate::study::store::{LabRecord, Reading, Store, StoreError};

/// Progress in the whole course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// One entry a lesson, in the course's order.
    pub lessons: Vec<LessonProgress>,
    /// What to do next, best first; the first is what Home offers.
    pub next: Vec<NextStep>,
}

/// Progress in a lesson.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LessonProgress {
    /// `L03`.
    pub lesson: String,
    /// Where the learner stands, if the lesson was opened.
    pub reading: Option<Reading>,
    /// The share that was read, 0 to 1.
    pub read: f64,
    /// Questions answered at least once.
    pub answered: usize,
    /// Questions whose last answer was right.
    pub right: usize,
    /// Questions there are.
    pub questions: usize,
    /// Its labs, in order.
    pub labs: Vec<LabProgress>,
    /// 0 to 1: the share of questions right at the last try, and labs solved, labs counting as two questions each.
    pub mastery: f64,
}

/// Progress in a lab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabProgress {
    /// `B01`.
    pub lab: String,
    /// What was kept of it, if it was opened.
    pub record: Option<LabRecord>,
    /// Stars earned, 0 to 3: solved with no hint 3, one hint 2, more 1; none when the solution was seen first.
    pub stars: u8,
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Go on with a lesson, or begin it.
    Lesson {
        /// `L03`.
        lesson: String,
        /// Whether it was begun.
        begun: bool,
    },
    /// Answer the questions of a lesson that are still open.
    Questions {
        /// `L03`.
        lesson: String,
        /// How many.
        open: usize,
    },
    /// Play a lab, or go on with it.
    Lab {
        /// `B01`.
        lab: String,
        /// Goals reached and goals there are, when it was begun.
        goals: Option<(u32, u32)>,
    },
}

impl Progress {
    /// Reads the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(course: &Course, store: &Store) -> Result<Self, StoreError> {
        let _ = (course, store);
        Ok(Self::default())
    }
}
