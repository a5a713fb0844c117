//! What is taught: lessons, questions, labs, glossary; how they are read, graded and proved.
//!
//! Grading is pure. Only [`load`] knows files. Whatever has an answer that follows from IAM's rules is asked of
//! [`crate::iam`], never written down here or in the content.

pub mod belief;
pub mod block;
pub mod check;
pub mod exam;
pub mod generate;
pub mod glossary;
pub mod grade;
pub mod lab;
pub mod lesson;
pub mod load;
pub mod markdown;
pub mod question;
pub mod search;

pub use load::{Course, CourseError};
