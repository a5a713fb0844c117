//! Where a learner truly stands: what is due and when, what is mastered, how well they remember and how well they know it.
//!
//! Pure but for [`Figures::of`] and [`due_now`], which ask the store.

use std::collections::{BTreeMap, BTreeSet};

use crate::course::load::LessonEntry;
use crate::course::question::QuestionId;
use crate::study::cards::{Card, Said};
use crate::study::day::{Day, Moment};
use crate::study::drill::{Deck, Entry, Stock};
use crate::study::progress::{LabProgress, LessonProgress, NextStep, Progress};
use crate::study::schedule::{Schedule, new_a_day};
use crate::study::store::{DayCount, Millis, Spent, Store, StoreError};

/// A lesson's mastery is judged by so many different questions, the last that were tried.
const LAST: usize = 10;
/// Days that the forecast looks ahead, today among them.
pub const AHEAD: usize = 30;
/// What an answer takes as long as nothing is known of the learner, in milliseconds.
const ANSWER: i64 = 25_000;
/// So many due cards are worth more than going on.
pub const PRESSING: usize = 5;

/// All of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Today.
    pub today: Day,
    /// Cards that are due now.
    pub due: usize,
    /// Minutes that these take, by the learner's own pace; at least one where there are any.
    pub minutes: u32,
    /// New cards of lessons that were begun.
    pub new: usize,
    /// Cards that were ever answered.
    pub seen: usize,
    /// Cards that stay in the head for three weeks and more.
    pub lasting: usize,
    /// The mean chance that a card which was seen would be answered rightly today; `None` before the first.
    pub recall: Option<f64>,
    /// Days of study in a row.
    pub streak: Streak,
    /// What was answered on each day that has answers, in order.
    pub calendar: Vec<DayCount>,
    /// The days off, past and planned.
    pub days_off: BTreeSet<Day>,
    /// Cards that come back today (and before), tomorrow, and so on: [`AHEAD`] days.
    pub forecast: Vec<usize>,
    /// How well was remembered, week by week.
    pub weeks: Vec<Week>,
    /// What was said of answers, and how often that was right: a guess, fairly sure, sure.
    pub calibration: [Said; 3],
    /// One entry a lesson, in the course's order.
    pub lessons: Vec<Mastery>,
    /// Cards whose last answer was wrong and sure.
    pub misconceptions: Vec<QuestionId>,
    /// Cards that will not stick.
    pub leeches: Vec<QuestionId>,
    /// Cards that the learner suspended.
    pub suspended: Vec<QuestionId>,
    /// The time spent, by day and pursuit.
    pub spent: Vec<Spent>,
    /// The way to the exam, when there is one ahead.
    pub exam: Option<ExamAhead>,
    /// The one best next thing.
    pub advice: Advice,
}

/// Days of study in a row, days off left out of the count and breaking nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Streak {
    /// How many.
    pub days: u32,
    /// Whether today is one of them. If not, there is still time.
    pub today: bool,
}

/// A week of answers, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// Answers.
    pub reviews: u32,
    /// Answers to cards that had been answered on an earlier day.
    pub asked: u32,
    /// Right ones of those.
    pub recalled: u32,
    /// The mean stability of the cards after their answers, in days.
    pub stability: f64,
}

impl Week {
    /// The share that was remembered, 0 to 1; `None` when nothing was asked that could be.
    #[must_use]
    pub fn retention(&self) -> Option<f64> {
        (self.asked > 0).then(|| f64::from(self.recalled) / f64::from(self.asked))
    }
}

/// How far a lesson is mastered: its last ten different questions, at the first try, on two days or more, at least eight in ten right; no
/// misconception open; its first lab solved with one hint at most.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mastery {
    /// `L03`.
    pub lesson: String,
    /// Different questions that count: ten, or all there are.
    pub wanted: usize,
    /// How many of them were tried.
    pub tried: usize,
    /// How many of the last tries were right at first.
    pub right: usize,
    /// On how many days these were.
    pub days: usize,
    /// Questions answered wrongly and surely at the last time.
    pub misconceptions: usize,
    /// Whether the first lab was solved with one hint at most; `None` where the lesson has none.
    pub lab: Option<bool>,
    /// A test showed that the learner knows it.
    pub known: bool,
    /// What was said of answers in this lesson.
    pub said: [Said; 3],
    /// Cards due in this lesson.
    pub due: usize,
}

impl Mastery {
    /// Whether all that it takes is there, or a test showed it.
    #[must_use]
    pub fn is_mastered(&self) -> bool {
        self.known || (self.wanted > 0 && self.missing().is_empty())
    }

    /// The share of the questions that count, 0 to 1, that were right at the first try.
    #[must_use]
    pub fn share(&self) -> f64 {
        // Counts below eleven.
        if self.wanted == 0 { 0.0 } else { self.right as f64 / self.wanted as f64 }
    }

    /// What is still missing, as a person reads it.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let open = self.wanted.saturating_sub(self.tried);
        if open > 0 {
            missing.push(format!("{open} more {} to answer", plural(open, "question", "questions")));
        } else if self.right * 10 < self.wanted * 8 {
            missing.push(format!("{} of the last {} right at the first try; 80% it takes", self.right, self.wanted));
        }
        if open == 0 && self.days < 2 {
            missing.push("answers on a second day".to_owned());
        }
        if self.misconceptions > 0 {
            let word = plural(self.misconceptions, "question", "questions");
            missing.push(format!("{} {word} answered wrongly and surely", self.misconceptions));
        }
        if self.lab == Some(false) {
            missing.push("its first lab, with one hint at most".to_owned());
        }
        missing
    }
}

fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// The way to an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExamAhead {
    /// Its day.
    pub day: Day,
    /// Days until then.
    pub left: u32,
    /// New cards to begin with on each day, so that each is seen before the last week.
    pub new_a_day: usize,
    /// Cards that were not seen on two days yet.
    pub not_twice: usize,
}

/// The one best next thing, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to do.
    pub what: What,
    /// Why, as a person reads it: no capital, no final period.
    pub why: String,
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Drill the cards that are due.
    Review {
        /// How many.
        due: usize,
        /// Minutes that they take.
        minutes: u32,
    },
    /// Go on in the course.
    Step(NextStep),
    /// Nothing: all is done for today.
    Nothing,
}

/// How many cards are due now, without opening any question: for a first screen that must be fast. A question whose meaning changed
/// is counted only in [`Figures`].
///
/// # Errors
/// When the store cannot be read.
pub fn due_now(lessons: &[LessonEntry], store: &Store, now: Moment) -> Result<usize, StoreError> {
    let schedule = store.schedule()?;
    Ok(cards_of(lessons, store)?.iter().filter(|card| card.is_due(&schedule, now)).count())
}

/// The cards that were kept and that the course has.
fn cards_of(lessons: &[LessonEntry], store: &Store) -> Result<Vec<Card>, StoreError> {
    let there: BTreeSet<&str> = lessons.iter().flat_map(graded).map(|question| question.0.as_str()).collect();
    // A template's card has no question of its own in the course.
    let is_there = |card: &Card| there.contains(card.id.as_str()) || !QuestionId::is_well_formed(&card.id);
    Ok(store.cards()?.into_iter().filter(is_there).collect())
}

/// The questions of a lesson that are cards: nobody grades a reflection.
fn graded(entry: &LessonEntry) -> impl Iterator<Item = &QuestionId> {
    entry.questions.iter().filter(|question| !entry.reflections.contains(question))
}

/// What the first screen says of all figures: no question is opened for it. A question whose meaning changed is counted as due only in
/// [`Figures`].
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// Cards that are due now.
    pub due: usize,
    /// Minutes that these take.
    pub minutes: u32,
    /// Cards that were ever answered.
    pub seen: usize,
    /// Days until the exam, when there is one ahead.
    pub exam: Option<u32>,
    /// The one best next thing.
    pub advice: Advice,
}

impl Glance {
    /// Reads the store; `progress` is of the course whose lessons these are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(lessons: &[LessonEntry], progress: &Progress, store: &Store, now: Moment) -> Result<Self, StoreError> {
        let schedule = store.schedule()?;
        let cards = cards_of(lessons, store)?;
        let due = cards.iter().filter(|card| card.is_due(&schedule, now)).count();
        let minutes = minutes(due, &store.day_counts()?, now.day);
        let exam = schedule.exam().filter(|exam| *exam >= now.day).map(|day| day.since(now.day));
        let misconceptions = cards.iter().filter(|card| card.misconception).count();
        let seen = cards.iter().filter(|card| !card.is_new()).count();
        Ok(Self { due, minutes, seen, exam, advice: advice(due, minutes, misconceptions, exam, &progress.next) })
    }
}

impl Figures {
    /// Reads what is not in the stock from the store; `progress` is of the same course.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(stock: &Stock, progress: &Progress, store: &Store, now: Moment) -> Result<Self, StoreError> {
        let (calendar, spent, days_off) = (store.day_counts()?, store.time_spent()?, store.days_off()?);
        let schedule = stock.schedule();
        let entries = stock.entries();
        let offer = stock.offer(Deck::Mixed, now);
        let seen: Vec<&Entry> = entries.iter().filter(|entry| !entry.card.is_new()).collect();
        let ids = |is: fn(&Card) -> bool| -> Vec<QuestionId> {
            entries.iter().filter(|entry| is(&entry.card)).map(|entry| entry.item.id.clone()).collect()
        };
        let studied: BTreeSet<Day> =
            calendar.iter().map(|count| count.day).chain(spent.iter().map(|spent| spent.day)).collect();
        let minutes = minutes(offer.due, &calendar, now.day);
        let exam = schedule.exam().filter(|exam| *exam >= now.day).map(|day| ExamAhead {
            day,
            left: day.since(now.day),
            new_a_day: new_a_day(entries.iter().filter(|entry| entry.card.is_new()).count(), now.day, day),
            not_twice: entries.iter().filter(|entry| entry.card.days < 2).count(),
        });
        let misconceptions = ids(|card| card.misconception);
        Ok(Self {
            today: now.day,
            due: offer.due,
            minutes,
            new: offer.new,
            seen: seen.len(),
            lasting: seen
                .iter()
                .filter(|entry| entry.card.memory.is_some_and(|memory| memory.stability >= 21.0))
                .count(),
            recall: mean(seen.iter().map(|entry| entry.card.recall(schedule, now.day))),
            streak: streak(&studied, &days_off, now.day),
            forecast: forecast(&entries, schedule, now),
            weeks: weeks(&calendar),
            calibration: said(&entries),
            lessons: progress.lessons.iter().map(|lesson| mastery(lesson, &entries, schedule, now)).collect(),
            advice: advice(offer.due, minutes, misconceptions.len(), exam.map(|exam| exam.left), &progress.next),
            misconceptions,
            leeches: ids(Card::is_leech),
            suspended: ids(|card| card.mark.suspended),
            calendar,
            days_off,
            spent,
            exam,
        })
    }

    /// The time spent on a day, in milliseconds.
    #[must_use]
    pub fn spent_on(&self, day: Day) -> Millis {
        self.spent.iter().filter(|spent| spent.day == day).map(|spent| spent.spent).sum()
    }
}

fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = numbers.len();
    (count > 0).then(|| numbers.sum::<f64>() / count as f64)
}

/// Minutes that so many cards take, by the pace of the last thirty days.
#[must_use]
pub fn minutes(due: usize, calendar: &[DayCount], today: Day) -> u32 {
    let lately = || calendar.iter().filter(|count| today.since(count.day) <= 30);
    let answers: i64 = lately().map(|count| i64::from(count.reviews)).sum();
    let took: i64 = lately().map(|count| count.took).sum();
    let each = if answers == 0 { ANSWER } else { took / answers };
    let all = each.saturating_mul(i64::try_from(due).unwrap_or(i64::MAX));
    u32::try_from(all.saturating_add(59_999) / 60_000).unwrap_or(u32::MAX).max(u32::from(due > 0))
}

/// Days of study in a row up to today, or up to yesterday while today has none yet.
fn streak(studied: &BTreeSet<Day>, off: &BTreeSet<Day>, today: Day) -> Streak {
    let is_today = studied.contains(&today);
    let mut day = if is_today { today } else { today.plus(-1) };
    let mut days = 0;
    while studied.contains(&day) || (off.contains(&day) && studied.first().is_some_and(|first| *first < day)) {
        days += u32::from(studied.contains(&day));
        day = day.plus(-1);
    }
    Streak { days, today: is_today }
}

fn forecast(entries: &[Entry], schedule: &Schedule, now: Moment) -> Vec<usize> {
    let mut forecast = vec![0; AHEAD];
    for Entry { item, card, .. } in entries.iter().filter(|entry| !entry.card.mark.suspended) {
        let Some(due) = card.due(schedule) else { continue };
        let due = if item.revision > card.revision { now.day } else { due };
        let comes = due.max(card.mark.buried.unwrap_or(due)).since(now.day);
        if let Some(day) = usize::try_from(comes).ok().and_then(|day| forecast.get_mut(day)) {
            *day += 1;
        }
    }
    forecast
}

fn weeks(calendar: &[DayCount]) -> Vec<Week> {
    let mut weeks: BTreeMap<Day, Week> = BTreeMap::new();
    for count in calendar {
        let monday = count.day.monday();
        let week = weeks.entry(monday).or_insert(Week { monday, ..Week::default() });
        week.reviews += count.reviews;
        week.asked += count.asked;
        week.recalled += count.recalled;
        // The sum, until all days of the week are in.
        week.stability += count.stability * f64::from(count.reviews);
    }
    weeks
        .into_values()
        .map(|week| Week { stability: week.stability / f64::from(week.reviews.max(1)), ..week })
        .collect()
}

fn said<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> [Said; 3] {
    entries.into_iter().fold([Said::default(); 3], |all, entry| {
        let [guess, fairly, sure] = all;
        let [a, b, c] = entry.card.said;
        [guess.and(a), fairly.and(b), sure.and(c)]
    })
}

fn mastery(lesson: &LessonProgress, entries: &[Entry], schedule: &Schedule, now: Moment) -> Mastery {
    let own = || entries.iter().filter(|entry| entry.item.lesson == lesson.lesson);
    let mut tried: Vec<&Card> = own().map(|entry| &entry.card).filter(|card| !card.is_new()).collect();
    tried.sort_by_key(|card| std::cmp::Reverse(card.tried.at));
    tried.truncate(LAST);
    let days: BTreeSet<Day> = tried.iter().map(|card| card.tried.day).collect();
    Mastery {
        lesson: lesson.lesson.clone(),
        wanted: own().count().min(LAST),
        tried: tried.len(),
        right: tried.iter().filter(|card| card.tried.right).count(),
        days: days.len(),
        misconceptions: own().filter(|entry| entry.card.misconception).count(),
        lab: lesson.labs.first().map(is_won),
        known: lesson.known,
        said: said(own()),
        due: own().filter(|entry| entry.card.is_due(schedule, now)).count(),
    }
}

/// Solved with one hint at most, and without the solution.
fn is_won(lab: &LabProgress) -> bool {
    lab.stars >= 2
}

/// What slips away comes first; then what was begun and what follows. Before an exam every due card comes first.
fn advice(due: usize, minutes: u32, misconceptions: usize, exam: Option<u32>, next: &[NextStep]) -> Advice {
    let review = |why: String| Advice { what: What::Review { due, minutes }, why };
    let step = |step: &NextStep, why: String| Advice { what: What::Step(step.clone()), why };
    let cards = plural(due, "card is", "cards are");
    match (exam, next.first()) {
        (Some(left), _) if due > 0 => {
            let days = plural(usize::try_from(left).unwrap_or(usize::MAX), "day", "days");
            review(format!("the exam is in {left} {days}, and {due} {cards} due"))
        }
        _ if due > 0 && misconceptions > 0 => review("something you were sure of is not so".to_owned()),
        _ if due >= PRESSING => review(format!("{due} {cards} about to slip away")),
        (_, Some(next)) => step(next, why(next)),
        (_, None) if due > 0 => review(format!("{due} {cards} about to slip away")),
        (_, None) => Advice { what: What::Nothing, why: "all is read, solved and remembered".to_owned() },
    }
}

fn why(step: &NextStep) -> String {
    match step {
        NextStep::Lesson { begun: true, .. } => "you are in the middle of it".to_owned(),
        NextStep::Lesson { begun: false, .. } => "it is the next one, and little is due".to_owned(),
        NextStep::Questions { open, .. } => {
            format!("{open} of its {} not answered rightly yet", plural(*open, "questions is", "questions are"))
        }
        NextStep::Lab { goals: Some((reached, all)), .. } => format!("{reached} of {all} goals are reached"),
        NextStep::Lab { goals: None, .. } => "what was read sticks once it was done".to_owned(),
    }
}

#[cfg(test)]
mod tests;
