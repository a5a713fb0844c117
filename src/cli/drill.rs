//! `drill --plain`: a drill by lines, by the same rules as on the full screen; `drill --decks`: what there is to drill.

use std::cell::RefCell;
use std::io::{BufRead, Write};

use crate::cli::plain::{Asked, Attempt, Part, Plain, capital, parts};
use crate::cli::{GOOD, complain, kept};
use crate::course::belief;
use crate::course::question::{Question, QuestionId};
use crate::course::{Course, CourseError};
use crate::place::DrillWish;
use crate::study::decks::{self, Length};
use crate::study::drill::{Deck, Plan, Rank, Stock};
use crate::study::session::{self, Deed, Session, Step};
use crate::study::store::{Flag, Millis, Store};

/// What the learner can do between two cards.
const BETWEEN: &str =
    "Enter goes on. u takes the answer back, b sets the card aside until tomorrow, x for good, f flags it, q ends:";

/// Drills. Answers are read from `input`, a line each, and are on disk before the learner reads whether they are right. `clock` says the
/// time; `seed` decides between cards that are equally due. Gives the exit code.
///
/// # Errors
/// When there is no such deck, a file of the course is malformed, the store cannot be read, or a line cannot be read or written.
pub fn run(
    course: &Course,
    store: &Store,
    wish: &DrillWish,
    seed: Option<u64>,
    clock: &mut dyn FnMut() -> Millis,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let deck = match &wish.deck {
        Some(name) => decks::named(name, course).map_err(anyhow::Error::msg)?,
        None => Deck::Mixed,
    };
    let length = wish.length.map_or_else(|| Length::last(store), Ok)?;
    let now = clock();
    let stock = Stock::of(session::items(course)?, store)?;
    let plan = Plan {
        deck: deck.clone(),
        cram: wish.cram,
        minutes: length.minutes(),
        seed: seed.unwrap_or(now.unsigned_abs()),
    };
    let session = RefCell::new(Session::begin(&stock, plan, store.moment(now)));
    let time = RefCell::new((clock, now));
    let mut record = |attempt: &Attempt<'_>| {
        let (clock, since) = &mut *time.borrow_mut();
        let record = kept::answer_record(attempt, *since, clock());
        if let Err(error) = session.borrow_mut().keep(store, &record) {
            complain("warning", &error.to_string());
        }
        Ok(())
    };
    let mut plain = Plain::new(input, out, &mut record);
    plain.asks_confidence = store.asks_confidence()?;
    let mode = if wish.cram { "Cram" } else { "Drill" };
    plain.say(&format!("{mode}: {}. {}.", plain_title(&deck, course), capital(&length.title())))?;
    let left = session.borrow().left(store.moment(now));
    if wish.cram {
        plain.say(&format!("{} Each until it was right once; the schedule stays as it is.", counted(left, "to go")))?;
    } else {
        plain.say(&counted(left, "due"))?;
    }
    plain.say("Answer with a letter, a number or words. ? gives a hint, s sets the card aside until tomorrow.")?;
    plain.gap()?;

    let moment = || {
        let (clock, since) = &mut *time.borrow_mut();
        *since = clock();
        store.moment(*since)
    };
    let mut again = None;
    loop {
        let step = match again.take() {
            Some(asked) => Step::Ask(Box::new(asked)),
            None => session.borrow_mut().next(course, store, moment())?,
        };
        let asked = match step {
            Step::Ask(asked) => *asked,
            Step::Later(at) => {
                let minutes = (at.saturating_sub(moment().at).max(0) + 59_999) / 60_000;
                plain.say(&format!(
                    "Nothing else is left. What you were wrongly sure of comes back in {minutes} min: drill again then."
                ))?;
                break;
            }
            Step::TimeUp => {
                plain.say("The time is up.")?;
                break;
            }
            Step::Finished => {
                let nothing = session.borrow().answers() == 0;
                plain.say(if nothing { "There is nothing to ask in this deck now." } else { "That was the last." })?;
                break;
            }
        };
        let question = asked.question;
        let id = question.common.id.clone();
        if asked.mistaken {
            plain.say("Once more: you were sure the last time, and it was not so.")?;
        } else if asked.rank == Rank::New && !wish.cram {
            plain.say("New.")?;
        }
        // Reading the feedback of the card before is no time spent on this one.
        let at = moment();
        match plain.ask(&question)? {
            Asked::Ended => break,
            Asked::Skipped => {
                told(session.borrow_mut().bury(store, &id, at));
                plain.say("It is set aside until tomorrow.")?;
                plain.gap()?;
                continue;
            }
            Asked::Right | Asked::Wrong | Asked::Kept => {}
        }
        after(&mut plain, course, &session.borrow(), &question, asked.mistaken, at.day)?;
        let Some(line) = plain.line(BETWEEN)? else { break };
        plain.gap()?;
        match line.to_lowercase().as_str() {
            "q" => break,
            "u" => {
                if let Some(undone) = session.borrow_mut().undo(course, store)? {
                    told(undone.kept);
                    if undone.deed == Deed::Answered {
                        plain.say("The answer is taken back.")?;
                    }
                    again = undone.asked;
                }
            }
            "b" => told(session.borrow_mut().bury(store, &id, at)),
            "x" => told(session.borrow_mut().suspend(store, &id)),
            "f" => told(store.set_flag(&id, Some(Flag { note: String::new(), at: at.at }))),
            _ => {}
        }
    }
    let today = moment().day;
    summary(&mut plain, course, &session.borrow(), today)?;
    Ok(GOOD)
}

/// Tells of what could not be written; it is kept in memory.
fn told<E: std::fmt::Display>(result: Result<(), E>) {
    if let Err(error) = result {
        complain("warning", &error.to_string());
    }
}

/// What there is to say after a verdict: what many believe, and when the card comes back.
fn after(
    plain: &mut Plain<'_>,
    course: &Course,
    session: &Session,
    question: &Question,
    mistaken: bool,
    today: crate::study::day::Day,
) -> anyhow::Result<()> {
    let id = &question.common.id;
    let is_wrong = session.is_misconception(id);
    if (is_wrong || mistaken)
        && let Some(belief) = belief::of(course, question)?
    {
        for part in parts(&[belief], &|_, _| None) {
            plain.part(&part)?;
        }
    }
    if is_wrong {
        plain.say("You were sure: it comes back in a while.")?;
    } else if let Some(day) = session.comes_back(id) {
        plain.say(&format!("It comes back {}.", decks::comes(day, today)))?;
    }
    Ok(())
}

fn summary(
    plain: &mut Plain<'_>,
    course: &Course,
    session: &Session,
    today: crate::study::day::Day,
) -> anyhow::Result<()> {
    let summary = session.summary();
    if summary.answers == 0 {
        return Ok(());
    }
    plain.gap()?;
    let s = if summary.answers == 1 { "" } else { "s" };
    let time = decks::lasted(session.spent());
    plain.say(&format!("{} answer{s}, {} right, in {time}.", summary.answers, summary.right))?;
    let returns: Vec<String> =
        decks::returns(&summary, today).into_iter().map(|(words, count)| format!("{count} {words}")).collect();
    if !returns.is_empty() {
        plain.say(&format!("What comes back when: {}.", returns.join(", ")))?;
    }
    let missed: Vec<QuestionId> = session.results().into_iter().filter(|(_, right)| !right).map(|(id, _)| id).collect();
    if !missed.is_empty() {
        plain.say("What was not right:")?;
        for id in missed {
            let sure = if summary.misconceptions.contains(&id) { " You were sure." } else { "" };
            rule(plain, course, &id, sure)?;
        }
    }
    for id in &summary.leeches {
        plain.say(&format!("Question {id} will not stick: read its lesson before it is asked once more."))?;
    }
    Ok(())
}

/// The rule to keep of a card, in a line.
fn rule(plain: &mut Plain<'_>, course: &Course, id: &QuestionId, more: &str) -> anyhow::Result<()> {
    let rule = session::rule(course, id)?;
    let (blocks, _) = crate::course::markdown::blocks(&rule);
    for part in parts(&blocks, &|_, _| None) {
        if let Part::Line { text, .. } = part {
            plain.item(&format!("- {id}: {text}{more}"), 2)?;
        }
    }
    Ok(())
}

fn counted(cards: usize, what: &str) -> String {
    match cards {
        0 => format!("No card is {what}."),
        1 => format!("1 card is {what}."),
        cards => format!("{cards} cards are {what}."),
    }
}

/// A deck's title within a sentence.
fn plain_title(deck: &Deck, course: &Course) -> String {
    let title = decks::title(deck, course).replace("  ", ", ");
    match deck {
        Deck::Mixed | Deck::WrongLately | Deck::Flagged => title.to_lowercase(),
        _ => title,
    }
}

/// Lists the decks, with what is due in each. Gives the exit code.
///
/// # Errors
/// When a file of the course is malformed, the store cannot be read, or a line cannot be written.
pub fn list(course: &Course, store: &Store, now: Millis, out: &mut dyn Write) -> anyhow::Result<u8> {
    let items = session::items(course).map_err(|error: CourseError| anyhow::anyhow!(error))?;
    let stock = Stock::of(items, store)?;
    for offer in decks::offers(&stock, course, store.moment(now)) {
        let (due, new, cards) = (offer.due, offer.new, offer.cards);
        let name = decks::name(&offer.deck);
        let title = decks::title(&offer.deck, course).replace("  ", ", ");
        writeln!(out, "{name}: {title}; {due} due, {new} new, {cards} in all")?;
    }
    Ok(GOOD)
}

#[cfg(test)]
mod tests;
