//! `exam ID --plain`: a mock exam by lines, with the same rules as on the full screen, which can go on with it.

use std::io::{BufRead, Write};

use crate::cli::args::Exam;
use crate::cli::complain;
use crate::cli::plain::{EXAM_WORDS, Plain, Sat, Sitting, Wish, explain, option_at, sit};
use crate::course::Course;
use crate::course::exam::{Blueprint, Form, Pass};
use crate::study::Store;
use crate::study::exam::{self, Drawn, ExamItem, ExamRecord, Report, Standing, report};
use crate::study::store::{Millis, StoreError};

/// Lists the exams, sits one, or prints its last report. `clock` gives the time. Gives the exit code: 0, also where the exam was not
/// passed.
///
/// # Errors
/// When there is no such exam, a file of the course is malformed, or a line cannot be read or written.
pub fn run(
    course: &Course,
    store: &Store,
    wanted: &Exam,
    clock: &mut dyn FnMut() -> Millis,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let mut unused = |_: &crate::cli::plain::Attempt<'_>| Ok(());
    let mut plain = Plain::new(input, out, &mut unused);
    plain.asks_confidence = store.asks_confidence()?;
    let Some(id) = &wanted.id else {
        list(course, store, &mut plain)?;
        return Ok(0);
    };
    let (blueprint, form) = course.exam(id)?;
    let records = store.exams()?;
    if wanted.report {
        let last = records.iter().find(|record| record.exam == form.id && record.submitted.is_some());
        match last {
            Some(record) => print_report(course, record, &mut plain)?,
            None => plain.say("This exam was never handed in.")?,
        }
        return Ok(0);
    }
    let mut under_way = exam::unfinished(&records, &form.id).cloned();
    if wanted.anew
        && let Some(record) = under_way.take()
    {
        told(store.keep_exam(&ExamRecord { given_up: true, ..record }));
    }
    let mut record = match under_way {
        Some(record) => go_on(record, wanted, &mut plain)?,
        None => {
            let seed = wanted.seed.unwrap_or_else(|| clock().unsigned_abs());
            let drawn = exam::drawn(course, &blueprint, &form, &store.exams()?, seed)?;
            brief(&blueprint, &form, &drawn, &mut plain)?;
            if drawn.items.is_empty() || plain.line("Enter begins; the clock runs from then on.")?.is_none() {
                return Ok(0);
            }
            ExamRecord::begin(&blueprint, &form, &drawn, seed, clock())
        }
    };
    told(store.keep_exam(&record));
    let mut desk = Desk { course, store, record: &mut record, clock, since: 0 };
    desk.since = (desk.clock)();
    if desk.sit(&mut plain)? {
        let now = (desk.clock)();
        let (_, kept) = exam::hand_in(&mut record, course, store, now);
        told(kept);
        print_report(course, &record, &mut plain)?;
    }
    Ok(0)
}

/// Says when something could not be kept; the exam goes on.
fn told(kept: Result<(), StoreError>) {
    if let Err(error) = kept {
        complain("warning", &error.to_string());
    }
}

fn list(course: &Course, store: &Store, plain: &mut Plain<'_>) -> anyhow::Result<()> {
    let records = store.exams()?;
    plain.say("Exams:")?;
    for blueprint in course.exams()?.iter() {
        for form in &blueprint.forms {
            let last = records.iter().find(|record| record.exam == form.id && record.submitted.is_some());
            let state = match (exam::unfinished(&records, &form.id), last) {
                (Some(record), _) => {
                    format!(
                        " Under way: {} of {} answered.",
                        record.items.len() - record.unanswered(),
                        record.items.len()
                    )
                }
                (None, Some(record)) => format!(" Last: {:.0} %.", 100.0 * report(record).share),
                (None, None) => String::new(),
            };
            let line = format!(
                "{}: {}. {} questions, {} minutes.{state}",
                form.id,
                blueprint.called(form),
                form.items,
                form.minutes
            );
            plain.item(&line, 2)?;
        }
    }
    Ok(())
}

/// What is about to begin.
fn brief(blueprint: &Blueprint, form: &Form, drawn: &Drawn, plain: &mut Plain<'_>) -> anyhow::Result<()> {
    plain.say(&format!("Exam {}: {}.", form.id, blueprint.called(form)))?;
    let items = drawn.items.len();
    if items == 0 {
        plain.say("No question of this exam is written yet.")?;
        return Ok(());
    }
    let mark = match blueprint.pass {
        Pass::Scaled(mark) => format!("{mark} of 1000"),
        Pass::Percent(percent) => format!("{percent} %"),
    };
    plain.say(&format!("{items} questions, {} minutes, passed with {mark}.", form.minutes_for(items)))?;
    if items < form.items {
        plain.say(&format!(
            "The exam wants {} questions, and the course has not so many yet: it is smaller, by the same shares.",
            form.items
        ))?;
    }
    for name in &drawn.absent {
        plain.item(&format!("Nothing yet of: {name}."), 2)?;
    }
    if drawn.repeated > 0 {
        plain.say(&format!("{} of them were in your last exam too: there are no others yet.", drawn.repeated))?;
    }
    plain.markdown(&blueprint.about)?;
    plain.say("What is asked:")?;
    for (place, domain) in blueprint.domains.iter().enumerate() {
        let count = drawn.items.iter().filter(|item| item.domain == place).count();
        plain.item(&format!("- {}: {} percent, {count} questions.", domain.name, domain.weight), 2)?;
    }
    plain.say(
        "Nothing is told before the end. What is left open counts as wrong. When the time is up, the exam is handed in as it stands.",
    )?;
    plain.say(EXAM_WORDS)?;
    Ok(())
}

/// Goes on with an exam under way.
fn go_on(record: ExamRecord, wanted: &Exam, plain: &mut Plain<'_>) -> anyhow::Result<ExamRecord> {
    plain.say(&format!("{}: you are in the middle of it.", record.title))?;
    plain.say(&format!(
        "{} of {} questions answered, {} left; the clock has stood still since.",
        record.items.len() - record.unanswered(),
        record.items.len(),
        minutes(record.left())
    ))?;
    if wanted.seed.is_some_and(|seed| seed != record.seed) {
        plain.say("It goes on with its own seed. With --new it is given up, and another one begins.")?;
    }
    plain.say(EXAM_WORDS)?;
    Ok(ExamRecord { resumed: record.resumed + 1, ..record })
}

/// An exam being sat by lines.
struct Desk<'d> {
    course: &'d Course,
    store: &'d Store,
    record: &'d mut ExamRecord,
    clock: &'d mut dyn FnMut() -> Millis,
    since: Millis,
}

impl Desk<'_> {
    /// Lets the time pass since it was last looked at; gives the time.
    fn pass(&mut self) -> Millis {
        let now = (self.clock)();
        self.record.spend(now - self.since);
        self.since = now;
        now
    }

    fn keep(&self) {
        told(self.store.keep_exam(self.record));
    }

    /// Asks until the exam is to be handed in, which is told, or the learner leaves.
    fn sit(&mut self, plain: &mut Plain<'_>) -> anyhow::Result<bool> {
        self.record.at = self.record.at.min(self.record.items.len().saturating_sub(1));
        loop {
            plain.gap()?;
            let Some(item) = self.record.item().cloned() else { return Ok(true) };
            let question = self.course.question(&item.question)?;
            let seed = question.seed_for_attempt(self.record.seed);
            let flagged = if item.flagged { ", flagged" } else { "" };
            let answered = if item.answer.is_some() { ", answered" } else { "" };
            let (number, all) = (self.record.at + 1, self.record.items.len());
            plain.say(&format!("Question {number} of {all}{flagged}{answered}."))?;
            let sat = sit(plain, &question, Sitting { seed, struck: &item.struck })?;
            let now = self.pass();
            if self.record.left() == 0 {
                plain.say("The time is up. The exam is handed in as it stood before this line.")?;
                return Ok(true);
            }
            match sat {
                Sat::Answered(answer, confidence) => {
                    self.record.answer(answer, confidence, now);
                    self.keep();
                    plain.say("Kept.")?;
                }
                Sat::Skipped => plain.say("Left open.")?,
                Sat::Ended => return self.leave(plain),
                Sat::Wished(wish) => match self.wish(wish, &question, seed, plain)? {
                    Some(over) => return Ok(over),
                    None => continue,
                },
            }
            if self.record.at + 1 < self.record.items.len() {
                self.record.at += 1;
            } else {
                plain.say("That was the last question.")?;
                self.list(plain)?;
                if self.hands_in(plain)? {
                    return Ok(true);
                }
                let open = self.record.items.iter().position(|item| item.answer.is_none());
                self.record.at = open.unwrap_or_default();
            }
        }
    }

    /// Does what is wished for; says whether the exam is handed in or left, if it ends.
    fn wish(
        &mut self,
        wish: Wish,
        question: &crate::course::question::Question,
        seed: u64,
        plain: &mut Plain<'_>,
    ) -> anyhow::Result<Option<bool>> {
        let now = self.since;
        match wish {
            Wish::Flag => {
                self.record.flag(now);
                self.keep();
            }
            Wish::Before => self.record.at = self.record.at.saturating_sub(1),
            Wish::Go(number) if (1..=self.record.items.len()).contains(&number) => self.record.at = number - 1,
            Wish::Go(_) => plain.say(&format!("There are {} questions.", self.record.items.len()))?,
            Wish::List => self.list(plain)?,
            Wish::Time => plain.say(&format!("{} left.", minutes(self.record.left())))?,
            Wish::StrikeOut(place) => match option_at(question, seed, place) {
                Some(option) => {
                    self.record.strike(option, now);
                    self.keep();
                }
                None => plain.say("There is no such option to strike out.")?,
            },
            Wish::HandIn => {
                if self.hands_in(plain)? {
                    return Ok(Some(true));
                }
            }
            Wish::Leave => return self.leave(plain).map(Some),
        }
        Ok(None)
    }

    fn leave(&mut self, plain: &mut Plain<'_>) -> anyhow::Result<bool> {
        self.keep();
        plain.say(&format!(
            "{} of {} answered; they are kept. The same command goes on, with {} left.",
            self.record.items.len() - self.record.unanswered(),
            self.record.items.len(),
            minutes(self.record.left())
        ))?;
        Ok(false)
    }

    fn list(&self, plain: &mut Plain<'_>) -> anyhow::Result<()> {
        let numbers = |fits: &dyn Fn(&ExamItem) -> bool| {
            let found = self.record.items.iter().zip(1..).filter(|(item, _)| fits(item));
            found.map(|(_, number): (_, usize)| number.to_string()).collect::<Vec<_>>()
        };
        for (what, found) in [
            ("Answered", numbers(&|item| item.answer.is_some())),
            ("Open", numbers(&|item| item.answer.is_none())),
            ("Flagged", numbers(&|item| item.flagged)),
        ] {
            let words = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            plain.item(&format!("{what}: {words}."), 2)?;
        }
        Ok(())
    }

    fn hands_in(&mut self, plain: &mut Plain<'_>) -> anyhow::Result<bool> {
        let open = match self.record.unanswered() {
            0 => "Every question has an answer.".to_owned(),
            1 => "One question is open and counts as wrong.".to_owned(),
            n => format!("{n} questions are open and count as wrong."),
        };
        let line = plain.line(&format!("{open} Hand the exam in? y or n:"))?;
        self.pass();
        Ok(line.is_some_and(|line| matches!(line.to_lowercase().as_str(), "y" | "yes")))
    }
}

fn print_report(course: &Course, record: &ExamRecord, plain: &mut Plain<'_>) -> anyhow::Result<()> {
    let found = report(record);
    plain.gap()?;
    plain.say(&format!("Report of {}.", record.title))?;
    for line in result_lines(record, &found) {
        plain.item(&line, 2)?;
    }
    for (number, item) in (1..).zip(&record.items) {
        plain.gap()?;
        plain.say(&format!(
            "Question {number} of {}, {} in {} seconds.",
            record.items.len(),
            verdict(item),
            item.took / 1_000
        ))?;
        let Ok(question) = course.question(&item.question) else {
            plain.say("The course no longer has this question.")?;
            continue;
        };
        plain.markdown(&question.common.stem)?;
        match &item.answer {
            Some(answer) => explain(plain, &question, answer)?,
            None => {
                plain.say("Not answered: it counts as wrong.")?;
                plain.markdown(&question.common.explanation)?;
                plain.markdown(&format!("Rule to keep: {}", question.common.rule))?;
            }
        }
    }
    Ok(())
}

fn verdict(item: &ExamItem) -> &'static str {
    match (item.right, &item.answer) {
        (Some(true), _) => "right",
        (Some(false), Some(_)) => "not right",
        (Some(false), None) => "left open",
        (None, _) => "not counted",
    }
}

/// The result in lines: the share and its band, the estimate, domains, time, calibration.
fn result_lines(record: &ExamRecord, found: &Report) -> Vec<String> {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let standing = match found.standing {
        Standing::Above => "above the mark, as far as so few questions can say",
        Standing::Close => "too close to the mark to say",
        Standing::Below => "below the mark",
    };
    let mut lines = vec![
        format!("{} of {} right: {}.", found.right, found.all, percent(found.share)),
        format!("The mark is {}: {standing}.", percent(found.mark)),
        format!(
            "With other questions of the same sort it would be between {} and {}, nineteen times of twenty.",
            percent(found.low),
            percent(found.high)
        ),
    ];
    if let (Some([low, middle, high]), Pass::Scaled(mark)) = (found.scaled, record.pass) {
        lines.push(format!(
            "As a straight line that is {middle} of 1000, between {low} and {high}; {mark} passes. It is only a guess: AWS does not \
             say how it makes its scale, and the exam asks about much more than IAM."
        ));
    }
    if found.unanswered > 0 {
        lines.push(format!("{} left open, counted as wrong.", found.unanswered));
    }
    for domain in &found.domains {
        lines.push(format!("- {}: {} of {} right.", domain.name, domain.right, domain.all));
    }
    lines.push(format!(
        "Time: {} of {}; half of the questions took less than {} seconds.",
        minutes(found.elapsed),
        minutes(Millis::from(record.minutes) * 60_000),
        found.median / 1_000
    ));
    for level in found.calibration.iter().rev().filter(|level| level.all > 0) {
        lines.push(format!("You said {}: {} of {} right.", level.name, level.right, level.all));
    }
    if found.changed != (0, 0) {
        let (better, worse) = found.changed;
        lines.push(format!("Changed: {better} from wrong to right, {worse} from right to wrong."));
    }
    lines
}

/// Minutes begun, in words.
fn minutes(time: Millis) -> String {
    match (time + 59_999) / 60_000 {
        1 => "1 minute".to_owned(),
        n => format!("{n} minutes"),
    }
}

#[cfg(test)]
mod tests;
