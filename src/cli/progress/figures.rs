//! The figures of `progress`: lines of 80 columns under the table, and their part of the JSON.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::course::question::QuestionId;
use crate::study::cards::Said;
use crate::study::drill::Entry;
use crate::study::figures::{Figures, Mastery, Week, What};
use crate::study::schedule::{ALGORITHM, Schedule};
use crate::study::store::DayCount;

/// Weeks over which the text says how much was remembered.
const WEEKS: usize = 4;

/// The lines. Nothing is said of what there is nothing to say about.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_text(figures: &Figures, out: &mut dyn Write) -> std::io::Result<()> {
    let Figures { due, minutes, new, seen, lasting, streak, .. } = figures;
    let about = if *due > 0 { format!(" (about {minutes} min)") } else { String::new() };
    writeln!(out, "\ncards     {due} due{about}, {new} new; {seen} seen, {lasting} of them known for weeks to come")?;
    let weeks = figures.weeks.iter().rev().take(WEEKS);
    let (asked, recalled) =
        weeks.fold((0, 0), |(asked, recalled), week| (asked + week.asked, recalled + week.recalled));
    if asked > 0 {
        let share = percent(recalled, asked);
        writeln!(out, "memory    {share} of what came back lately was remembered ({recalled} of {asked})")?;
    }
    if figures.calibration.iter().any(|said| said.given > 0) {
        let [guess, fairly, sure] = figures
            .calibration
            .map(|Said { given, right }| if given == 0 { "-".to_owned() } else { percent(right, given) });
        writeln!(out, "sureness  right when sure {sure}, fairly sure {fairly}, guessing {guess}")?;
    }
    if streak.days > 0 {
        let days = if streak.days == 1 { "day" } else { "days" };
        let today = if streak.today { "" } else { ", today still to come" };
        writeln!(out, "streak    {} {days}{today}", streak.days)?;
    }
    if let Some(exam) = figures.exam {
        let days = if exam.left == 1 { "day" } else { "days" };
        writeln!(
            out,
            "exam      in {} {days}; {} new cards a day bring you through all of them",
            exam.left, exam.new_a_day
        )?;
    }
    let mastered: Vec<&str> =
        figures.lessons.iter().filter(|lesson| lesson.is_mastered()).map(|lesson| lesson.lesson.as_str()).collect();
    if !mastered.is_empty() {
        writeln!(out, "mastered  {}", mastered.join(" "))?;
    }
    for (title, cards) in [("sure, but wrong", &figures.misconceptions), ("will not stick", &figures.leeches)] {
        if !cards.is_empty() {
            writeln!(out, "{title}: {}", ids(cards).join(" "))?;
        }
    }
    Ok(())
}

fn percent(part: u32, whole: u32) -> String {
    format!("{:.0}%", (f64::from(part) / f64::from(whole.max(1)) * 100.0).floor())
}

fn ids(cards: &[QuestionId]) -> Vec<&str> {
    cards.iter().map(|id| id.0.as_str()).collect()
}

/// The members that the figures add to the JSON.
#[must_use]
pub fn as_json(figures: &Figures, entries: &[Entry], schedule: &Schedule, tuned: bool) -> Map<String, Value> {
    let best = match &figures.advice.what {
        What::Review { due, minutes } => json!({"do": "review", "due": due, "minutes": minutes}),
        What::Step(step) => super::step_json(step),
        What::Nothing => json!({"do": "nothing"}),
    };
    let exam = figures.exam.map(|exam| {
        json!({"day": exam.day, "days_left": exam.left, "new_a_day": exam.new_a_day, "not_seen_on_two_days": exam.not_twice})
    });
    let spent: Vec<Value> = figures
        .spent
        .iter()
        .map(|spent| json!({"day": spent.day, "on": spent.pursuit, "milliseconds": spent.spent}))
        .collect();
    let all = json!({
        "today": figures.today,
        "best_next": {"step": best, "why": figures.advice.why},
        "review": {"due": figures.due, "minutes": figures.minutes, "new": figures.new, "seen": figures.seen,
            "lasting": figures.lasting, "recall_now": figures.recall},
        "streak": {"days": figures.streak.days, "today": figures.streak.today, "days_off": figures.days_off},
        "calendar": figures.calendar.iter().map(day_json).collect::<Vec<_>>(),
        "forecast": figures.forecast,
        "weeks": figures.weeks.iter().map(week_json).collect::<Vec<_>>(),
        "calibration": said_json(figures.calibration),
        "mastery": figures.lessons.iter().map(mastery_json).collect::<Vec<_>>(),
        "misconceptions": ids(&figures.misconceptions),
        "leeches": ids(&figures.leeches),
        "suspended": ids(&figures.suspended),
        "time": spent,
        "exam_ahead": exam,
        "schedule": {"algorithm": ALGORITHM, "target_recall": schedule.target(), "fitted_to_you": tuned},
        "cards": entries.iter().filter(|entry| !entry.card.is_new()).map(|entry| card_json(entry, schedule)).collect::<Vec<_>>(),
    });
    match all {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn day_json(count: &DayCount) -> Value {
    let DayCount { day, reviews, right, asked, recalled, took, stability } = count;
    json!({"day": day, "answers": reviews, "right": right, "asked_again": asked, "remembered": recalled,
        "milliseconds": took, "stability": stability})
}

fn week_json(week: &Week) -> Value {
    json!({"monday": week.monday, "answers": week.reviews, "asked_again": week.asked, "remembered": week.recalled,
        "retention": week.retention(), "stability": week.stability})
}

fn said_json([guess, fairly, sure]: [Said; 3]) -> Value {
    let one = |Said { given, right }| json!({"given": given, "right": right});
    json!({"guess": one(guess), "fairly_sure": one(fairly), "sure": one(sure)})
}

fn mastery_json(lesson: &Mastery) -> Value {
    json!({"lesson": lesson.lesson, "mastered": lesson.is_mastered(), "missing": lesson.missing(), "wanted": lesson.wanted,
        "tried": lesson.tried, "right": lesson.right, "days": lesson.days, "due": lesson.due,
        "calibration": said_json(lesson.said)})
}

fn card_json(Entry { item, card, .. }: &Entry, schedule: &Schedule) -> Value {
    json!({
        "id": item.id.0,
        "lesson": item.lesson,
        "objective": item.objective,
        "answers": card.reviews,
        "lapses": card.lapses,
        "last": card.last,
        "right": card.right,
        "due": card.due(schedule),
        "stability": card.memory.map(|memory| memory.stability),
        "difficulty": card.memory.map(|memory| memory.difficulty),
        "suspended": card.mark.suspended,
        "buried_until": card.mark.buried,
    })
}
