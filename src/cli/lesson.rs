//! `lesson N --plain`: a lesson as plain lines, its questions asked where they stand.

use std::io::{BufRead, Write};

use crate::cli::plain::{Asked, Attempt, Part, Plain, capital, parts, walk_lines};
use crate::course::block::Block;
use crate::course::grade::{first_order, predict_scenario};
use crate::course::load::LabEntry;
use crate::course::question::{Choice, Question, QuestionId, QuestionKind, shuffled};
use crate::course::search::terms_of;
use crate::course::{Course, CourseError};
use crate::iam::simulate::simulate;

/// Prints the lesson `id` as [`run_after`] does, for a learner who has begun no other.
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
    run_after(course, id, &[], true, input, out, record)
}

/// Prints the lesson `id` and asks its questions at their places, as long as `input` has lines; then they are listed. `earlier` are
/// questions of lessons before it, asked at its end. `record` is given each answer before the learner reads whether it is right.
/// Gives the exit code.
///
/// # Errors
/// When there is no such lesson, one of its files is malformed, or a line cannot be read, written or recorded.
pub fn run_after(
    course: &Course,
    id: &str,
    earlier: &[QuestionId],
    asks_confidence: bool,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    record: &mut dyn FnMut(&Attempt<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<u8> {
    let lesson = course.lesson(id)?;
    let head = &lesson.head;
    let mut plain = Plain::new(input, out, record);
    plain.asks_confidence = asks_confidence;
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
        predict_first(&mut plain, &question)?;
    }

    let decide = |scenario: &str, request: &str| decided(course, scenario, request);
    let mut asking = true;
    for part in parts(&lesson.blocks, &decide) {
        match &part {
            Part::Questions(ids) => asking = checkpoint(course, &mut plain, ids, asking)?,
            Part::Lab(id) => {
                if let Some((_, lab)) = course.find_lab(id) {
                    plain.say(&lab_line(lab))?;
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
    if !earlier.is_empty() {
        plain.gap()?;
        plain.say("Questions from earlier lessons, those not seen for longest:")?;
        checkpoint(course, &mut plain, earlier, asking)?;
    }
    let labs: Vec<&LabEntry> = course.find_lesson(id).iter().flat_map(|entry| &entry.labs).collect();
    if !labs.is_empty() {
        plain.gap()?;
        plain.say("The labs of this lesson:")?;
        for lab in labs {
            plain.item(&format!("- {}", lab_line(lab)), 2)?;
        }
    }
    if let Some(next) = course.next_lesson(&head.id) {
        let (number, title) = (next.head.number, &next.head.title);
        plain.say(&format!("Next comes lesson {number}, {title}. Read it with: iam-dojo lesson {number} --plain"))?;
    }
    plain.gap()?;
    words(course, &mut plain, &lesson.blocks)?;
    plain.say("Sources:")?;
    for source in &head.sources {
        plain.item(&format!("- {} (read {})", source.title, source.checked), 2)?;
    }
    Ok(0)
}

/// The question before the text, as something to think about: its words, what it shows, what can be said.
fn predict_first(plain: &mut Plain<'_>, question: &Question) -> anyhow::Result<()> {
    plain.say("Think first. Nothing is asked now; the question comes again further down.")?;
    plain.markdown(&question.common.stem)?;
    let seed = question.seed_for_attempt(0);
    match &question.kind {
        QuestionKind::SingleChoice(choice) => {
            plain.say("Is it:")?;
            options(plain, &choice.options, choice.ordered, seed)?;
        }
        QuestionKind::MultipleResponse(several) => {
            plain.say(&format!("Which {} of these:", several.wanted()))?;
            options(plain, &several.options, several.ordered, seed)?;
        }
        QuestionKind::Ordering(ordering) => {
            plain.say("In which order:")?;
            for item in first_order(ordering, seed).into_iter().filter_map(|index| ordering.items.get(index)) {
                plain.markdown(&format!("- {}", item.text))?;
            }
        }
        QuestionKind::TrueFalse(_) => plain.say("True or false?")?,
        QuestionKind::Predict(predict) => {
            let scenario = predict_scenario(predict)?;
            for shown in &predict.show {
                let Some(document) = scenario.documents.get(shown.document.as_str()) else { continue };
                plain.say(&format!("{}:", shown.heading))?;
                for line in document.text.trim().lines() {
                    plain.raw(&format!("    {line}"))?;
                }
            }
            plain.say("Allowed, explicitly denied or implicitly denied?")?;
        }
        _ => {}
    }
    Ok(())
}

/// Options to think about, in the order in which the question will show them.
fn options(plain: &mut Plain<'_>, options: &[Choice], ordered: bool, seed: u64) -> std::io::Result<()> {
    let order = if ordered { (0..options.len()).collect() } else { shuffled(options.len(), seed) };
    let mut shown = order.iter().filter_map(|index| options.get(*index));
    shown.try_for_each(|option| plain.markdown(&format!("- {}", option.text)))
}

/// A lab and how it is opened.
fn lab_line(lab: &LabEntry) -> String {
    let stars = if lab.stars == 1 { "1 star".to_owned() } else { format!("{} stars", lab.stars) };
    format!("Lab {}, {}, {stars}. Open it with: iam-dojo open lab {}", lab.id, lab.title, lab.id.to_lowercase())
}

/// The words of the glossary that the text uses. Elsewhere they pop up; here they stand below.
fn words(course: &Course, plain: &mut Plain<'_>, blocks: &[Block]) -> anyhow::Result<()> {
    let glossary = course.glossary()?;
    let used = terms_of(blocks);
    let mut used = used.iter().filter_map(|id| glossary.find(id)).peekable();
    if used.peek().is_some() {
        plain.say("Words used here:")?;
    }
    for term in used {
        plain.item(&format!("- {}: {}", term.name, term.meaning), 2)?;
    }
    plain.gap()?;
    Ok(())
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
