//! `quiz N --plain`: a lesson's questions, one by one, by lines.

use std::io::{BufRead, Write};

use crate::cli::plain::{Asked, Attempt, Plain};
use crate::course::Course;

/// Asks the questions of the lesson `id`. Answers are read from `input`, a line each: a letter, a number or words, `?` for a hint, `s` to
/// skip. `record` is given each answer before the learner reads whether it is right. Gives the exit code.
///
/// # Errors
/// When there is no such lesson, one of its files is malformed, or a line cannot be read, written or recorded.
pub fn run(
    course: &Course,
    id: &str,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    record: &mut dyn FnMut(&Attempt<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<u8> {
    let lesson = course.lesson(id)?;
    let questions = course.questions(id)?;
    let mut plain = Plain::new(input, out, record);
    plain.say(&format!("Questions of lesson {}: {}.", lesson.head.number, lesson.head.title))?;
    if questions.is_empty() {
        plain.say("It has none yet.")?;
        return Ok(0);
    }
    plain.say("Answer with a letter, a number or words. ? gives a hint, s skips.")?;
    plain.gap()?;
    let (mut answered, mut right) = (0, 0);
    for question in questions.iter() {
        match plain.ask(question)? {
            Asked::Right => {
                answered += 1;
                right += 1;
            }
            Asked::Wrong => answered += 1,
            Asked::Skipped => plain.gap()?,
            Asked::Ended => {
                plain.say(&format!(
                    "No more lines to read: {answered} of {} answered, {right} right. They are kept.",
                    questions.len()
                ))?;
                return Ok(0);
            }
        }
    }
    plain.say(&format!("That was the last. {answered} of {} answered, {right} right.", questions.len()))?;
    Ok(0)
}
