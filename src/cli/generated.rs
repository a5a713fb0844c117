//! `quiz --generated [TEMPLATE] --plain`: a question made from a template, to try one; nothing of it is kept.

use std::io::{BufRead, Write};

use crate::cli::GOOD;
use crate::cli::plain::{Attempt, Plain};
use crate::course::Course;
use crate::course::generate::ItemId;
use crate::course::question::QuestionId;

/// Asks the question that `template` (`02.bucket-or-object`) gives at `seed`; one that names its own seed (`02.bucket-or-object@17`) has
/// that. Without a template, lists them all. Gives the exit code.
///
/// # Errors
/// When there is no such template, its file is malformed, or a line cannot be read or written.
pub fn run(
    course: &Course,
    template: Option<&str>,
    seed: u64,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let mut keeps_nothing = |_: &Attempt<'_>| Ok(());
    let mut plain = Plain::new(input, out, &mut keeps_nothing);
    plain.asks_confidence = false;
    let Some(template) = template else {
        return list(course, &mut plain);
    };
    let named = ItemId::parse(&QuestionId(template.to_owned()));
    let id = named.unwrap_or_else(|| ItemId { template: template.to_owned(), seed });
    let item = course.generated(&id)?;
    plain.item(&format!("Difficulty {} of 3. ? gives a hint, s skips. Nothing of it is kept.", item.level), 2)?;
    plain.gap()?;
    plain.ask(&item.question)?;
    Ok(GOOD)
}

fn list(course: &Course, plain: &mut Plain<'_>) -> anyhow::Result<u8> {
    let ids = course.templates()?;
    if ids.is_empty() {
        plain.say("The course has no templates.")?;
    }
    for id in ids {
        let template = course.template(&id)?;
        let traps = template.file.traps.len();
        plain.item(&format!("{id}: {}; {traps} ways to come out", template.file.title), 2)?;
    }
    Ok(GOOD)
}
