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
    run_for(course, id, true, input, out, record)
}

/// The same for a learner who wants to be asked how sure they are, or does not.
///
/// # Errors
/// As [`run`].
pub fn run_for(
    course: &Course,
    id: &str,
    asks_confidence: bool,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    record: &mut dyn FnMut(&Attempt<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<u8> {
    let lesson = course.lesson(id)?;
    let questions = course.questions(id)?;
    let mut plain = Plain::new(input, out, record);
    plain.asks_confidence = asks_confidence;
    plain.say(&format!("Questions of lesson {}: {}.", lesson.head.number, lesson.head.title))?;
    if questions.is_empty() {
        plain.say("It has none yet.")?;
        return Ok(0);
    }
    plain.say("Answer with a letter, a number or words. ? gives a hint, s skips.")?;
    plain.gap()?;
    let (mut answered, mut right, mut kept) = (0, 0, 0);
    for question in questions.iter() {
        match plain.ask(question)? {
            Asked::Right => {
                answered += 1;
                right += 1;
            }
            Asked::Wrong => answered += 1,
            Asked::Kept => {
                answered += 1;
                kept += 1;
            }
            Asked::Skipped => plain.gap()?,
            Asked::Ended => {
                let they = match answered {
                    0 => "",
                    1 => " It is kept.",
                    _ => " They are kept.",
                };
                let tally = tally(answered, questions.len(), right, kept);
                plain.say(&format!("No more lines to read: {tally}.{they}"))?;
                return Ok(0);
            }
        }
    }
    plain.say(&format!("That was the last. {}.", tally(answered, questions.len(), right, kept)))?;
    Ok(0)
}

/// What was answered, and how; what nobody grades is neither right nor wrong.
fn tally(answered: usize, all: usize, right: usize, kept: usize) -> String {
    let more = if kept > 0 { format!(", {kept} not graded") } else { String::new() };
    format!("{answered} of {all} answered, {right} right{more}")
}
