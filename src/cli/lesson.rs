//! `lesson N --plain`: a lesson as plain lines, its questions asked where they stand.

use std::io::{BufRead, Write};

use crate::cli::plain::{Asked, Attempt, Part, Plain, capital, parts, walk_lines};
use crate::course::question::QuestionId;
use crate::course::{Course, CourseError};
use crate::iam::simulate::simulate;

/// Prints the lesson `id` and asks its questions at their places, as long as `input` has lines; then they are listed. `record` is given
/// each answer before the learner reads whether it is right. Gives the exit code.
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
    let head = &lesson.head;
    let mut plain = Plain::new(input, out, record);
    plain.say(&format!("Lesson {}: {}.", head.number, head.title))?;
    plain.say(&format!("{}. About {} minutes.", capital(&head.tagline), head.minutes))?;
    if !head.best_after.is_empty() {
        plain.say(&format!("Best read after {}.", head.best_after.join(", ")))?;
    }
    plain.say("After it you can:")?;
    for objective in &head.objectives {
        plain.item(&format!("- {}", objective.text), 2)?;
    }
    if let Some(id) = &head.predict_first {
        let question = course.question(&QuestionId(id.clone()))?;
        plain.gap()?;
        plain.say("Think first, you are asked further down:")?;
        plain.markdown(&question.common.stem)?;
    }

    let decide = |scenario: &str, request: &str| decided(course, scenario, request);
    let mut asking = true;
    for part in parts(&lesson.blocks, &decide) {
        match &part {
            Part::Questions(ids) => asking = checkpoint(course, &mut plain, ids, asking)?,
            Part::Lab(id) => {
                if let Some((_, lab)) = course.find_lab(id) {
                    let stars = if lab.stars == 1 { "1 star".to_owned() } else { format!("{} stars", lab.stars) };
                    plain.say(&format!(
                        "Lab {}, {}, {stars}. Open it with: iam-dojo open lab {}",
                        lab.id,
                        lab.title,
                        lab.id.to_lowercase()
                    ))?;
                }
            }
            part => plain.part(part)?,
        }
    }
    plain.gap()?;
    plain.say("To take along:")?;
    for line in &head.summary {
        plain.item(&format!("- {line}"), 2)?;
    }
    plain.gap()?;
    let questions = course.questions(id)?;
    let in_text = lesson.checkpoints();
    let left = questions.iter().filter(|question| !in_text.contains(&question.common.id)).count();
    if left > 0 {
        let what = if left == 1 { "is 1 more question".to_owned() } else { format!("are {left} more questions") };
        plain.say(&format!("There {what} at: iam-dojo quiz {} --plain", head.number))?;
    }
    plain.say("Sources:")?;
    for source in &head.sources {
        plain.item(&format!("- {} (read {})", source.title, source.checked), 2)?;
    }
    Ok(0)
}

/// Asks the questions of a checkpoint, or lists them when nobody answers. Says whether somebody still does.
fn checkpoint(course: &Course, plain: &mut Plain<'_>, ids: &[QuestionId], asking: bool) -> anyhow::Result<bool> {
    let mut asking = asking;
    for id in ids {
        let question = course.question(id)?;
        if asking {
            match plain.ask(&question)? {
                Asked::Ended => asking = false,
                Asked::Right | Asked::Wrong | Asked::Kept | Asked::Skipped => {}
            }
        } else {
            plain.say(&format!("Question {id}."))?;
            plain.markdown(&question.common.stem)?;
        }
    }
    Ok(asking)
}

/// The words for a decision block: computed, like every decision.
fn decided(course: &Course, scenario: &str, request: &str) -> Option<String> {
    let words = || -> Result<String, CourseError> {
        let scenario = course.scenario(scenario)?;
        let missing = || CourseError::in_file(request, "no such request");
        let spec = scenario.requests.iter().find(|spec| spec.name == request).ok_or_else(missing)?;
        let simulation = simulate(&scenario, spec).map_err(|error| CourseError::in_file(request, error.message))?;
        let title = if spec.text.is_empty() { &spec.name } else { &spec.text };
        Ok(format!("Decision: {title}\n{}", walk_lines(&simulation).join("\n")))
    };
    words().ok()
}
