//! `progress`: what was learned and what comes next, as a table of 80 columns or as JSON.

mod figures;
pub mod keep;

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Value, json};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::GOOD;
use crate::cli::args::Format;
use crate::course::Course;
use crate::course::load::{LabEntry, LessonEntry};
use crate::study::Store;
use crate::study::cards::items;
use crate::study::drill::Stock;
use crate::study::figures::Figures;
use crate::study::progress::{LabProgress, LessonProgress, NextStep, Overall, Progress};
use crate::study::store::Millis;

/// The next steps that the table shows; JSON has all.
const STEPS_SHOWN: usize = 5;

/// Columns of a lesson's title in the table.
const TITLE: usize = 33;

/// Prints progress; gives the exit code.
///
/// # Errors
/// When the store cannot be read or `out` not written.
pub fn run(course: &Course, store: &Store, now: Millis, format: Format, out: &mut dyn Write) -> anyhow::Result<u8> {
    let progress = Progress::of(course, store)?;
    let stock = Stock::of(items(course)?, store)?;
    let all = Figures::of(&stock, &progress, store, store.moment(now))?;
    match format {
        Format::Text => {
            write_text(course.lessons(), course.labs_ahead(), &progress, out)?;
            if all.seen > 0 {
                figures::write_text(&all, out)?;
            }
        }
        Format::Json => {
            let mut json = as_json(course.lessons(), course.labs_ahead(), &progress);
            if let Value::Object(members) = &mut json {
                members.extend(figures::as_json(&all, &stock.entries(), stock.schedule(), store.is_tuned()?));
            }
            writeln!(out, "{json:#}")?;
        }
    }
    Ok(GOOD)
}

fn write_text(
    lessons: &[LessonEntry],
    ahead: &[LabEntry],
    progress: &Progress,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    if lessons.is_empty() && ahead.is_empty() {
        return writeln!(out, "the course has no lessons");
    }
    row(["", "lesson", "read", "questions", "labs", "stars", "mastery"].map(String::from), out)?;
    for (entry, lesson) in lessons.iter().zip(&progress.lessons) {
        let solved = lesson.labs.iter().filter(|lab| lab.is_solved()).count();
        let stars: usize = lesson.labs.iter().map(|lab| usize::from(lab.stars)).sum();
        let cells = [
            lesson.lesson.clone(),
            entry.head.title.clone(),
            match lesson.reading {
                _ if lesson.known => "known".to_owned(),
                Some(_) => percent(lesson.read),
                None => "-".to_owned(),
            },
            of(lesson.right, lesson.questions),
            of(solved, lesson.labs.len()),
            of(stars, 3 * lesson.labs.len()),
            percent(lesson.mastery),
        ];
        row(cells, out)?;
    }
    if !ahead.is_empty() {
        let solved = progress.ahead.iter().filter(|lab| lab.is_solved()).count();
        let stars: usize = progress.ahead.iter().map(|lab| usize::from(lab.stars)).sum();
        let (solved, stars) = (of(solved, ahead.len()), of(stars, 3 * ahead.len()));
        let title = "labs of lessons to come".to_owned();
        row([String::new(), title, String::new(), String::new(), solved, stars, String::new()], out)?;
    }
    let Overall { lessons: all, read, questions, right, labs, solved, stars, mastery, .. } = progress.overall;
    let cells = [
        String::new(),
        "all".to_owned(),
        of(read, all),
        of(right, questions),
        of(solved, labs),
        of(stars, 3 * labs),
        percent(mastery),
    ];
    row(cells, out)?;

    if progress.next.is_empty() {
        return writeln!(out, "\nEverything is done.");
    }
    writeln!(out, "\nnext")?;
    for step in progress.next.iter().take(STEPS_SHOWN) {
        let (words, command) = words(lessons, ahead, step);
        writeln!(out, "  {} {command}", fitted(&words, 48))?;
    }
    match progress.next.len().saturating_sub(STEPS_SHOWN) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}

/// A line of the table: 80 columns.
fn row([id, title, read, questions, labs, stars, mastery]: [String; 7], out: &mut dyn Write) -> std::io::Result<()> {
    let title = fitted(&title, TITLE);
    let line = format!("{id:<4} {title}  {read:>5}  {questions:>9}  {labs:>5}  {stars:>6}  {mastery:>7}");
    writeln!(out, "{}", line.trim_end())
}

fn of(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{part}/{whole}") }
}

/// A whole number of per cent; what is not complete never reads as 100%.
fn percent(share: f64) -> String {
    format!("{:.0}%", (share * 100.0).floor())
}

/// The text in exactly `width` columns: filled up, or cut with an ellipsis.
fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return format!("{text}{}", " ".repeat(width - text.width()));
    }
    let mut cut = String::new();
    for character in text.chars() {
        if cut.width() + character.width().unwrap_or(0) >= width {
            break;
        }
        cut.push(character);
    }
    cut.push('…');
    let rest = width.saturating_sub(cut.width());
    cut + &" ".repeat(rest)
}

/// What a step is, and the command that does it.
fn words(lessons: &[LessonEntry], ahead: &[LabEntry], step: &NextStep) -> (String, String) {
    let lesson_title =
        |id: &str| lessons.iter().find(|entry| entry.head.id == id).map_or("", |entry| &entry.head.title);
    match step {
        NextStep::Lesson { lesson, begun } => {
            let verb = if *begun { "go on with" } else { "begin" };
            (format!("{verb} {lesson} {}", lesson_title(lesson)), format!("iam-dojo open lesson {lesson}"))
        }
        NextStep::Questions { lesson, open } => {
            let questions = if *open == 1 { "question" } else { "questions" };
            (format!("answer {open} open {questions} of {lesson}"), format!("iam-dojo open quiz {lesson}"))
        }
        NextStep::Lab { lab, goals } => {
            let title = lessons
                .iter()
                .flat_map(|entry| &entry.labs)
                .chain(ahead)
                .find(|entry| entry.id == *lab)
                .map_or("", |entry| &entry.title);
            let state = goals.map(|(reached, all)| format!(" ({reached} of {all} goals)")).unwrap_or_default();
            let verb = if goals.is_some() { "go on with" } else { "solve" };
            (format!("{verb} {lab} {title}{state}"), format!("iam-dojo open lab {lab}"))
        }
    }
}

fn as_json(lessons: &[LessonEntry], ahead: &[LabEntry], progress: &Progress) -> Value {
    let Overall { lessons: all, read, questions, answered, right, labs, solved, stars, mastery } = progress.overall;
    let each: Vec<Value> =
        lessons.iter().zip(&progress.lessons).map(|(entry, lesson)| lesson_json(entry, lesson)).collect();
    json!({
        "overall": {
            "lessons": {"total": all, "read": read},
            "questions": {"total": questions, "answered": answered, "right": right},
            "labs": {"total": labs, "solved": solved, "stars": stars},
            "mastery": mastery,
        },
        "lessons": each,
        "labs_ahead": ahead.iter().zip(&progress.ahead).map(|(entry, lab)| lab_json(&entry.title, lab)).collect::<Vec<_>>(),
        "next": progress.next.iter().map(step_json).collect::<Vec<_>>(),
    })
}

fn lesson_json(entry: &LessonEntry, lesson: &LessonProgress) -> Value {
    let labs: Vec<Value> =
        entry.labs.iter().zip(&lesson.labs).map(|(entry, lab)| lab_json(&entry.title, lab)).collect();
    json!({
        "id": lesson.lesson,
        "title": entry.head.title,
        "opened": lesson.reading.is_some(),
        "read": lesson.read,
        "known": lesson.known,
        "questions": {"total": lesson.questions, "answered": lesson.answered, "right": lesson.right},
        "labs": labs,
        "mastery": lesson.mastery,
    })
}

fn lab_json(title: &str, lab: &LabProgress) -> Value {
    let record = lab.record.clone().unwrap_or_default();
    let solved_at = record.solved_at.and_then(|at| Timestamp::from_millisecond(at).ok());
    json!({
        "id": lab.lab,
        "title": title,
        "opened": lab.record.is_some(),
        "solved": lab.is_solved(),
        "solved_at": solved_at.map(|at| at.to_string()),
        "stars": lab.stars,
        "hints": record.hints,
        "solution_seen": record.solution_seen,
        "best_goals": record.best_goals,
        "goals": record.goals,
        "rounds": lab.rounds,
    })
}

fn step_json(step: &NextStep) -> Value {
    match step {
        NextStep::Lesson { lesson, begun } => json!({"do": "lesson", "lesson": lesson, "begun": begun}),
        NextStep::Questions { lesson, open } => json!({"do": "questions", "lesson": lesson, "open": open}),
        NextStep::Lab { lab, goals: None } => json!({"do": "lab", "lab": lab, "begun": false}),
        NextStep::Lab { lab, goals: Some((reached, goals)) } => {
            json!({"do": "lab", "lab": lab, "begun": true, "reached": reached, "goals": goals})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::question::QuestionId;
    use crate::study::progress::Records;
    use crate::study::store::{LabRecord, Reading};

    fn course() -> Vec<LessonEntry> {
        let lab =
            |id: &str, title: &str| LabEntry { id: id.into(), title: title.into(), stars: 1, ..LabEntry::default() };
        [
            ("L03", "Trust policies", vec![lab("B01", "First trust"), lab("B13", "Dev to Prod")]),
            ("L04", "A title that is much too long for a table of eighty columns", vec![]),
        ]
        .into_iter()
        .map(|(id, title, labs)| LessonEntry {
            head: serde_json::from_value(json!({
                "id": id, "number": 3, "title": title, "tagline": "", "part": "A", "part_title": "",
                "minutes": 10, "objectives": [], "summary": [], "sources": [],
            }))
            .unwrap(),
            questions: (1..=9).map(|number| QuestionId(format!("{id}.{number}"))).collect(),
            reflections: Vec::new(),
            labs,
            folder: String::new(),
        })
        .collect()
    }

    fn progress(course: &[LessonEntry]) -> Progress {
        let solved = LabRecord {
            lab: "B01".into(),
            solved_at: Some(1_763_892_000_000),
            hints: 1,
            best_goals: 4,
            goals: 4,
            ..LabRecord::default()
        };
        let begun = LabRecord { lab: "B13".into(), best_goals: 2, goals: 5, ..LabRecord::default() };
        let records = Records {
            labs: vec![(solved, 1), (begun, 2)],
            readings: vec![("L03".into(), Reading { block: 0, line: 0, furthest: 7 }, 3)],
            ..Records::default()
        };
        Progress::from_records(course, &[], &records, |_| 9)
    }

    #[test]
    fn the_table_fits_eighty_columns_and_says_what_to_do_next() {
        let course = course();
        let mut out = Vec::new();
        write_text(&course, &[], &progress(&course), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        let expected = "     lesson                              read  questions   labs   stars  mastery
L03  Trust policies                       88%        0/9    1/2     2/6      15%
L04  A title that is much too long fo…      -        0/9      -       -       0%
     all                                  0/2       0/18    1/2     2/6       9%

next
  go on with L03 Trust policies                    iam-dojo open lesson L03
  go on with B13 Dev to Prod (2 of 5 goals)        iam-dojo open lab B13
  begin L04 A title that is much too long for a t… iam-dojo open lesson L04
";
        assert_eq!(text, expected);
    }

    #[test]
    fn json_names_every_lesson_lab_and_step() {
        let course = course();
        let json = as_json(&course, &[], &progress(&course));
        assert_eq!(json["overall"]["labs"], json!({"total": 2, "solved": 1, "stars": 2}));
        assert_eq!(json["lessons"][0]["questions"], json!({"total": 9, "answered": 0, "right": 0}));
        assert_eq!(json["lessons"][0]["labs"][0]["solved_at"], "2025-11-23T10:00:00Z");
        assert_eq!(json["lessons"][0]["labs"][1]["solved_at"], Value::Null);
        assert_eq!(json["lessons"][1]["opened"], false);
        assert_eq!(
            json["next"],
            json!([
                {"do": "lesson", "lesson": "L03", "begun": true},
                {"do": "lab", "lab": "B13", "begun": true, "reached": 2, "goals": 5},
                {"do": "lesson", "lesson": "L04", "begun": false},
            ])
        );
    }

    #[test]
    fn nothing_to_show_and_nothing_to_do_are_said() {
        let text = |lessons: &[LessonEntry], progress: &Progress| {
            let mut out = Vec::new();
            write_text(lessons, &[], progress, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(&[], &Progress::default()), "the course has no lessons\n");
        let course = course();
        let done = Progress { next: Vec::new(), ..progress(&course) };
        assert!(text(&course, &done).ends_with("\nEverything is done.\n"));
    }

    #[test]
    fn cutting_counts_columns_and_not_characters() {
        for (text, width, expected) in [
            ("abc", 5, "abc  "),
            ("abcdef", 5, "abcd…"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日… "),
            ("abc", 3, "abc"),
        ] {
            assert_eq!(fitted(text, width), expected, "{text} in {width}");
        }
    }
}
