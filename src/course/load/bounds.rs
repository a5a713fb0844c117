//! What a lab's tasks are compared with: the least and the most that an answer may allow, read from the folders beside the lab.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Course, CourseError, LabEntry};
use crate::course::lab::{Bounds, LabFile, Task};
use crate::iam::compare::Set;
use crate::iam::lower;
use crate::iam::scenario::Scenario;

impl Course {
    /// Reads what a lab's task is compared with.
    pub(super) fn bounds(
        &self,
        entry: &LabEntry,
        file: &LabFile,
        scenario: &Scenario,
        reference: &[String],
        task: &Task,
    ) -> Result<Bounds, CourseError> {
        let fault = |message: String| CourseError::in_file(entry.file(), message);
        let kind_of = |name: &String| match file.documents.iter().any(|document| document.file == *name) {
            true => scenario.documents.get(name.as_str()).map(|document| document.kind),
            false => None,
        };
        let Some(kind) = task.documents.first().and_then(kind_of) else {
            return Err(fault("a task names the documents that it is about: files of the lab's tabs".to_owned()));
        };
        if let Some(other) = task.documents.iter().find(|name| kind_of(name) != Some(kind)) {
            let message =
                format!("`{other}` is not of the kind of the task's first document: give it a task of its own");
            return Err(fault(message));
        }
        let set = |folder: Option<&String>| -> Result<Set, CourseError> {
            let texts = match folder {
                Some(folder) => Cow::Owned(self.lab_answer(entry, file, folder, Some(reference))?),
                None => Cow::Borrowed(reference),
            };
            let all = file.documents.iter().zip(texts.iter());
            let of_task = all.filter(|(document, _)| task.documents.contains(&document.file));
            Ok(Set::new(kind, of_task.map(|(_, text)| Arc::new(lower::read(text, kind).policy)).collect()))
        };
        Ok(Bounds {
            floor: set(task.floor.as_ref())?,
            ceiling: set(task.ceiling.as_ref())?,
            scope: task.scope.as_ref().map(|text| Set::of_text(kind, text)),
        })
    }
}
