//! Reviews, cards and what stands beside them, to rows and back. The shape of the tables stands in [`super::file`].

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::course::grade::Answer;
use crate::course::question::QuestionId;
use crate::study::cards::{Card, Mark, Review, Said, Try};
use crate::study::day::Day;
use crate::study::schedule::{ALGORITHM, Grade, Memory, Schedule};
use crate::study::store::Millis;

/// The setting that holds the schedule's own parameters, a JSON list; not for a person to change.
pub(super) const PARAMETERS: &str = "schedule.parameters";

/// What time was spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pursuit {
    /// Reading a lesson, its checkpoints among it.
    Lesson,
    /// A lesson's questions.
    Quiz,
    /// A drill.
    Drill,
    /// A lab.
    Lab,
    /// An exam.
    Exam,
    /// The sandbox.
    Sandbox,
}

impl Pursuit {
    const ALL: [Self; 6] = [Self::Lesson, Self::Quiz, Self::Drill, Self::Lab, Self::Exam, Self::Sandbox];

    /// Its word: `drill`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Quiz => "quiz",
            Self::Drill => "drill",
            Self::Lab => "lab",
            Self::Exam => "exam",
            Self::Sandbox => "sandbox",
        }
    }
}

/// A time at something without leaving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sitting {
    /// At what.
    pub pursuit: Pursuit,
    /// Since when. A sitting of the same pursuit that began then is the same one, kept again.
    pub begun: Millis,
    /// The learner's day.
    pub day: Day,
    /// Milliseconds so far.
    pub spent: i64,
}

/// The time spent on something on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The day.
    pub day: Day,
    /// On what.
    pub pursuit: Pursuit,
    /// Milliseconds.
    pub spent: i64,
}

/// What was answered on a day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DayCount {
    /// The day.
    pub day: Day,
    /// Answers.
    pub reviews: u32,
    /// Right ones.
    pub right: u32,
    /// Answers to cards that had been answered on an earlier day: what recall is measured by.
    pub asked: u32,
    /// Right ones of those.
    pub recalled: u32,
    /// Milliseconds that they took.
    pub took: i64,
    /// The mean of the cards' stability after their answers, in days.
    pub stability: f64,
}

/// The kind of question that an answer belongs to, by which its time is compared: the word that stands for it in the file.
pub(super) fn kind(answer: &Answer) -> &'static str {
    match answer {
        Answer::Choice(_) => "choice",
        Answer::TrueFalse { .. } => "true_false",
        Answer::Text(_) => "text",
        Answer::Pairs(_) => "pairs",
        Answer::Blanks(_) => "blanks",
        Answer::Outcome(_) => "outcome",
        Answer::Decision { .. } => "decision",
        Answer::Choices(_) => "choices",
        Answer::Order(_) => "order",
        Answer::Documents(_) => "documents",
        Answer::Reflection { .. } => "reflection",
    }
}

/// The schedule with the learner's own parameters, if there are any.
pub(super) fn own_parameters(connection: &Connection) -> rusqlite::Result<Option<Vec<f32>>> {
    let kept = super::rows::setting(connection, PARAMETERS)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// What the memories are computed with: neither the recall aimed at nor an exam changes them.
fn schedule(connection: &Connection) -> rusqlite::Result<Schedule> {
    let own = own_parameters(connection)?;
    Ok(Schedule::new(own.as_deref(), crate::study::schedule::TARGET, None))
}

/// Writes the review of the answer that was written just before, and what comes of it for its card.
pub(super) fn write(transaction: &Transaction<'_>, review: &Review, kind: &str) -> rusqlite::Result<()> {
    let answer = transaction.last_insert_rowid();
    let schedule = schedule(transaction)?;
    let before = card(transaction, &review.question)?.unwrap_or_else(|| Card::new(&review.question));
    let after = before.after(review, &schedule);
    write_review(transaction, answer, review, kind, before.gap(review), after.memory)?;
    transaction
        .prepare_cached("UPDATE marks SET buried = NULL WHERE card = ? AND buried IS NOT NULL")?
        .execute([&review.question.0])?;
    write_card(transaction, &after)
}

pub(super) fn write_review(
    transaction: &Transaction<'_>,
    answer: i64,
    review: &Review,
    kind: &str,
    gap: Option<u32>,
    memory: Option<Memory>,
) -> rusqlite::Result<()> {
    let Memory { stability, difficulty } = memory.unwrap_or(Memory { stability: 1.0, difficulty: 5.0 });
    transaction
        .prepare_cached(
            "INSERT INTO reviews (answer, day, kind, took, grade, quick, gap, stability, difficulty)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            answer,
            review.day.0,
            kind,
            review.took,
            review.grade.number(),
            review.quick,
            gap,
            stability,
            difficulty
        ])
        .map(drop)
}

fn write_card(connection: &Connection, card: &Card) -> rusqlite::Result<()> {
    let Memory { stability, difficulty } = card.memory.unwrap_or(Memory { stability: 1.0, difficulty: 5.0 });
    let [guess, fairly, sure] = card.said;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO cards VALUES
             (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            card.id,
            ALGORITHM,
            card.revision,
            stability,
            difficulty,
            card.first.0,
            card.last.0,
            card.last_at,
            card.reviews,
            card.days,
            card.lapses,
            card.right,
            card.quick,
            card.misconception,
            card.tried.day.0,
            card.tried.at,
            card.tried.right,
            guess.given,
            guess.right,
            fairly.given,
            fairly.right,
            sure.given,
            sure.right
        ])
        .map(drop)
}

const CARD: &str =
    "card, revision, stability, difficulty, first, last, last_at, reviews, days, lapses, is_right, quick,
    misconception, tried_day, tried_at, tried_right, guesses, guesses_right, fairly, fairly_right, sure, sure_right";

/// Every card that was answered, without what the learner set aside.
pub(super) fn cards(connection: &Connection) -> rusqlite::Result<Vec<Card>> {
    connection.prepare_cached(&format!("SELECT {CARD} FROM cards"))?.query_map((), card_of)?.collect()
}

/// A card, without what the learner set aside.
pub(super) fn card(connection: &Connection, question: &QuestionId) -> rusqlite::Result<Option<Card>> {
    connection
        .prepare_cached(&format!("SELECT {CARD} FROM cards WHERE card = ?"))?
        .query_row([&question.0], card_of)
        .optional()
}

fn card_of(row: &Row<'_>) -> rusqlite::Result<Card> {
    let said = |given, right| Ok::<_, rusqlite::Error>(Said { given: row.get(given)?, right: row.get(right)? });
    Ok(Card {
        id: row.get(0)?,
        revision: row.get(1)?,
        memory: Some(Memory { stability: row.get(2)?, difficulty: row.get(3)? }),
        first: Day(row.get(4)?),
        last: Day(row.get(5)?),
        last_at: row.get(6)?,
        reviews: row.get(7)?,
        days: row.get(8)?,
        lapses: row.get(9)?,
        right: row.get(10)?,
        quick: row.get(11)?,
        misconception: row.get(12)?,
        tried: Try { day: Day(row.get(13)?), at: row.get(14)?, right: row.get(15)? },
        said: [said(16, 17)?, said(18, 19)?, said(20, 21)?],
        mark: Mark::default(),
    })
}

const REVIEW: &str = "SELECT question, revision, at, day, grade, quick, confidence, answers.took, answers.id
    FROM answers JOIN reviews ON reviews.answer = answers.id";

/// Every review of a card, in the order of writing: a clock may go back.
pub(super) fn of_card(connection: &Connection, question: &QuestionId) -> rusqlite::Result<Vec<Review>> {
    connection
        .prepare_cached(&format!("{REVIEW} WHERE question = ? ORDER BY answers.id"))?
        .query_map([&question.0], review_of)?
        .collect()
}

fn review_of(row: &Row<'_>) -> rusqlite::Result<Review> {
    let number: u32 = row.get(4)?;
    Ok(Review {
        question: QuestionId(row.get(0)?),
        revision: row.get(1)?,
        at: row.get(2)?,
        day: Day(row.get(3)?),
        grade: Grade::from_number(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(4, number.into()))?,
        quick: row.get(5)?,
        confidence: row.get(6)?,
        took: row.get(7)?,
    })
}

/// How long the last right answers to questions of a kind took, the latest first.
pub(super) fn took(connection: &Connection, kind: &str, most: u32) -> rusqlite::Result<Vec<u32>> {
    connection
        .prepare_cached("SELECT took FROM reviews WHERE kind = ? AND grade > 1 ORDER BY answer DESC LIMIT ?")?
        .query_map(params![kind, most], |row| row.get(0))?
        .collect()
}

/// Takes back the last answer to a question that was given at that time, and what came of it for its card.
pub(super) fn undo(transaction: &Transaction<'_>, question: &QuestionId, at: Millis) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "DELETE FROM answers WHERE id = (SELECT id FROM answers WHERE question = ? AND at = ? ORDER BY id DESC LIMIT 1)",
        )?
        .execute(params![question.0, at])?;
    make_card_anew(transaction, question)
}

/// Makes a card anew from its reviews; without any it is gone.
pub(super) fn make_card_anew(connection: &Connection, question: &QuestionId) -> rusqlite::Result<()> {
    let reviews = of_card(connection, question)?;
    match Card::of(&reviews, &schedule(connection)?) {
        Some(card) => write_card(connection, &card),
        None => connection.execute("DELETE FROM cards WHERE card = ?", [&question.0]).map(drop),
    }
}

/// Makes the cards anew where another algorithm made them, or none did.
pub(super) fn bring_up_to_date(connection: &Connection) -> rusqlite::Result<()> {
    let stale = "SELECT EXISTS (SELECT 1 FROM cards WHERE algorithm <> ?)
        OR (NOT EXISTS (SELECT 1 FROM cards) AND EXISTS (SELECT 1 FROM reviews))";
    if !connection.query_row(stale, [ALGORITHM], |row| row.get(0))? {
        return Ok(());
    }
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    make_all_anew(&transaction)?;
    transaction.commit()
}

/// Makes every card anew from the reviews, and the memory beside each review.
pub(super) fn make_all_anew(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let schedule = schedule(transaction)?;
    let mut cards: HashMap<QuestionId, Card> = HashMap::new();
    let all: Vec<(i64, Review)> = transaction
        .prepare(&format!("{REVIEW} ORDER BY answers.id"))?
        .query_map((), |row| Ok((row.get(8)?, review_of(row)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut update =
        transaction.prepare("UPDATE reviews SET gap = ?, stability = ?, difficulty = ? WHERE answer = ?")?;
    for (answer, review) in all {
        let card = cards.entry(review.question.clone()).or_insert_with(|| Card::new(&review.question));
        let gap = card.gap(&review);
        *card = card.after(&review, &schedule);
        let memory = card.memory.unwrap_or(Memory { stability: 1.0, difficulty: 5.0 });
        update.execute(params![gap, memory.stability, memory.difficulty, answer])?;
    }
    transaction.execute("DELETE FROM cards", ())?;
    cards.values().try_for_each(|card| write_card(transaction, card))?;
    transaction.execute("DELETE FROM days", ())?;
    transaction
        .execute(
            "INSERT INTO days SELECT day, count(*), sum(grade > 1), sum(coalesce(gap, 0) > 0),
             sum(grade > 1 AND coalesce(gap, 0) > 0), sum(took), sum(stability) FROM reviews GROUP BY day",
            (),
        )
        .map(drop)
}

/// What was answered on each day that has answers, in order.
pub(super) fn days(connection: &Connection) -> rusqlite::Result<Vec<DayCount>> {
    connection
        .prepare_cached("SELECT day, reviews, right, asked, recalled, took, stability FROM days ORDER BY day")?
        .query_map((), |row| {
            let (reviews, stability): (u32, f64) = (row.get(1)?, row.get(6)?);
            Ok(DayCount {
                day: Day(row.get(0)?),
                reviews,
                right: row.get(2)?,
                asked: row.get(3)?,
                recalled: row.get(4)?,
                took: row.get(5)?,
                stability: stability / f64::from(reviews.max(1)),
            })
        })?
        .collect()
}

/// For each card the days between its answers, and their grades.
pub(super) fn histories(connection: &Connection) -> rusqlite::Result<Vec<Vec<(u32, Grade)>>> {
    let mut statement = connection.prepare(&format!("{REVIEW} ORDER BY question, answers.id"))?;
    let mut rows = statement.query(())?;
    let mut histories: Vec<Vec<(u32, Grade)>> = Vec::new();
    let mut before: Option<Review> = None;
    while let Some(row) = rows.next()? {
        let review = review_of(row)?;
        // A question whose meaning changed is another one to the memory.
        let goes_on = before.as_ref().filter(|b| b.question == review.question && b.revision == review.revision);
        let answer = (goes_on.map_or(0, |before| review.day.since(before.day)), review.grade);
        match histories.last_mut().filter(|_| goes_on.is_some()) {
            Some(history) => history.push(answer),
            None => histories.push(vec![answer]),
        }
        before = Some(review);
    }
    Ok(histories)
}

/// What the learner set aside, by card.
pub(super) fn marks(connection: &Connection) -> rusqlite::Result<Vec<(String, Mark)>> {
    connection
        .prepare_cached("SELECT card, suspended, buried FROM marks")?
        .query_map((), |row| {
            let buried: Option<i32> = row.get(2)?;
            Ok((row.get(0)?, Mark { suspended: row.get(1)?, buried: buried.map(Day) }))
        })?
        .collect()
}

/// Keeps what the learner set aside.
pub(super) fn write_mark(transaction: &Transaction<'_>, question: &QuestionId, mark: Mark) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO marks (card, suspended, buried) VALUES (?, ?, ?)")?
        .execute(params![question.0, mark.suspended, mark.buried.map(|day| day.0)])
        .map(drop)
}

/// Keeps a day off, or takes it back.
pub(super) fn write_day_off(transaction: &Transaction<'_>, day: Day, off: bool) -> rusqlite::Result<()> {
    let words =
        if off { "INSERT OR IGNORE INTO days_off (day) VALUES (?)" } else { "DELETE FROM days_off WHERE day = ?" };
    transaction.prepare_cached(words)?.execute([day.0]).map(drop)
}

/// The days off.
pub(super) fn days_off(connection: &Connection) -> rusqlite::Result<Vec<Day>> {
    connection
        .prepare_cached("SELECT day FROM days_off ORDER BY day")?
        .query_map((), |row| row.get(0).map(Day))?
        .collect()
}

/// Keeps a sitting; the longer time counts.
pub(super) fn write_sitting(transaction: &Transaction<'_>, sitting: &Sitting) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO sittings (begun, pursuit, day, spent) VALUES (?, ?, ?, ?)
             ON CONFLICT (begun, pursuit) DO UPDATE SET spent = max(spent, excluded.spent)",
        )?
        .execute(params![sitting.begun, sitting.pursuit.word(), sitting.day.0, sitting.spent])
        .map(drop)
}

/// Every sitting.
pub(super) fn sittings(connection: &Connection) -> rusqlite::Result<Vec<Sitting>> {
    connection
        .prepare("SELECT pursuit, begun, day, spent FROM sittings ORDER BY begun, pursuit")?
        .query_map((), |row| {
            let day = Day(row.get(2)?);
            Ok(pursuit(row, 0)?.map(|pursuit| (pursuit, row.get(1), day, row.get(3))))
        })?
        .filter_map(Result::transpose)
        .map(|row| {
            row.and_then(|(pursuit, begun, day, spent)| Ok(Sitting { pursuit, begun: begun?, day, spent: spent? }))
        })
        .collect()
}

/// The time spent by day and pursuit.
pub(super) fn spent(connection: &Connection) -> rusqlite::Result<Vec<Spent>> {
    let words = "SELECT pursuit, day, sum(spent) FROM sittings GROUP BY day, pursuit ORDER BY day, pursuit";
    connection
        .prepare_cached(words)?
        .query_map((), |row| {
            let (day, spent) = (Day(row.get(1)?), row.get(2)?);
            Ok(pursuit(row, 0)?.map(|pursuit| Spent { day, pursuit, spent }))
        })?
        .filter_map(Result::transpose)
        .collect()
}

/// A word of a later program is passed over.
fn pursuit(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Pursuit>> {
    let word: String = row.get(column)?;
    Ok(Pursuit::ALL.into_iter().find(|pursuit| pursuit.word() == word))
}
