//! Where in the program to be: what the command line can ask for and both faces understand.

use std::path::PathBuf;

/// A place in the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Place {
    /// The course map.
    #[default]
    Home,
    /// A lesson's text, by id (`L03`) or number.
    Lesson(String),
    /// A lesson's questions, by the lesson's id or number.
    Quiz(String),
    /// Six questions that show whether a lesson is known already, by the lesson's id or number.
    TestOut(String),
    /// A lab, by id (`B01`).
    Lab(String),
    /// All labs.
    Labs,
    /// The words of the course and what they mean, at the entry of that id if there is one.
    Glossary(Option<String>),
    /// All lessons, looked through for these words.
    Search(String),
    /// The sandbox, with what is in this file: a policy or a scenario.
    Sandbox(Option<PathBuf>),
}
