//! Loads the blueprints of exams.

use std::sync::Arc;

use crate::course::exam::{Blueprint, Form};
use crate::course::load::{Course, CourseError, parse_toml};

/// The folder of the blueprints, from the course's root.
pub(crate) const FOLDER: &str = "quizzes/exams";

impl Course {
    /// The blueprints of exams, by their files' names; none when the course has no folder for them.
    ///
    /// # Errors
    /// When a file is malformed.
    pub fn exams(&self) -> Result<Arc<[Blueprint]>, CourseError> {
        self.kept(
            FOLDER,
            |opened| &mut opened.exams,
            || self.exam_files()?.iter().map(|file| self.read_exam(file)).collect(),
        )
    }

    /// The exam of that id (`dva-iam`), in any case, with its blueprint.
    ///
    /// # Errors
    /// When there is none of that id, or a file is malformed.
    pub fn exam(&self, id: &str) -> Result<(Blueprint, Form), CourseError> {
        let all = self.exams()?;
        let mut forms = all.iter().flat_map(|blueprint| blueprint.forms.iter().map(move |form| (blueprint, form)));
        let found = forms.clone().find(|(_, form)| form.id.eq_ignore_ascii_case(id));
        match found {
            Some((blueprint, form)) => Ok((blueprint.clone(), form.clone())),
            None => Err(super::unknown("exam", id, forms.by_ref().map(|(_, form)| form.id.as_str()))),
        }
    }

    /// The files of the blueprints, from the course's root.
    pub(crate) fn exam_files(&self) -> Result<Vec<String>, CourseError> {
        let names = self.files.names(FOLDER)?;
        Ok(names.iter().filter(|name| name.ends_with(".toml")).map(|name| format!("{FOLDER}/{name}")).collect())
    }

    /// The blueprint of a file.
    pub(crate) fn read_exam(&self, file: &str) -> Result<Blueprint, CourseError> {
        parse_toml(file, &self.files.need(file)?, 0)
    }
}
