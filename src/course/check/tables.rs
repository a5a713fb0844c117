//! Questions as their files have them: tables, whatever their kind. For what is asked of every kind alike.

use toml::{Table, Value};

use crate::course::Course;

/// A question.
pub(super) struct Asked {
    /// Its file.
    pub file: String,
    /// The id of its lesson.
    pub lesson: String,
    /// Its id.
    pub id: String,
    /// Its revision.
    pub revision: u32,
    /// All of it.
    pub table: Table,
}

impl Asked {
    /// What its line in the file says.
    pub fn near(&self) -> String {
        format!("id = \"{}\"", self.id)
    }
}

/// The questions of every file that can be read.
pub(super) fn asked(course: &Course) -> Vec<Asked> {
    let mut all = Vec::new();
    for entry in course.lessons() {
        let file = entry.quiz_file();
        let Ok(Some(text)) = course.text(&file) else { continue };
        let Ok(mut quiz) = toml::from_str::<Table>(&text) else { continue };
        let Some(Value::Array(questions)) = quiz.remove("question") else { continue };
        for question in questions {
            let Value::Table(table) = question else { continue };
            let Some(id) = table.get("id").and_then(Value::as_str).map(str::to_owned) else { continue };
            let revision = table.get("revision").and_then(Value::as_integer).and_then(|n| u32::try_from(n).ok());
            let (file, lesson) = (file.clone(), entry.head.id.clone());
            all.push(Asked { file, lesson, id, revision: revision.unwrap_or(0), table });
        }
    }
    all
}
