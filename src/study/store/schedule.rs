//! What the store says of cards: their schedule, what the learner set aside, days off, time spent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Transaction, TransactionBehavior};

use crate::course::question::QuestionId;
use crate::study::cards::{Card, Mark, Review};
use crate::study::day::{Day, Moment};
use crate::study::schedule::{Evidence, Grade, Schedule, Tuned};
use crate::study::settings;
use crate::study::store::reviews::{self, DayCount, PARAMETERS, Sitting, Spent};
use crate::study::store::{AnswerRecord, Millis, Record, Store, StoreError, file};

/// The setting that says which recall to aim at: `0.9`, or `90` for the same.
pub const TARGET_RECALL: &str = "target_recall";
/// The setting that says the day of the exam: `2026-12-01`.
pub const EXAM_DATE: &str = "exam_date";

/// Answers of a kind by which the usual time is known, the latest, and how many of them it takes.
const USUAL: u32 = 30;
const USUAL_FROM: usize = 5;

impl Store {
    /// The same store for a learner in this time zone. [`Store::open`] takes the machine's.
    #[must_use]
    pub fn in_zone(self, zone: jiff::tz::TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// A time with the learner's day that it is in.
    #[must_use]
    pub fn moment(&self, at: Millis) -> Moment {
        Moment::of(at, &self.zone)
    }

    /// When a day begins where the learner is.
    #[must_use]
    pub fn begins(&self, day: Day) -> Millis {
        day.begins(&self.zone)
    }

    /// The learner's schedule, by their settings. An exam's day counts while it is ahead or today; who has passed it simply
    /// goes on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn schedule(&self) -> Result<Schedule, StoreError> {
        let own: Option<Vec<f32>> = self.setting(PARAMETERS)?.and_then(|text| serde_json::from_str(&text).ok());
        Ok(Schedule::new(own.as_deref(), settings::target_recall(self)?, settings::exam_date(self)?))
    }

    /// An answer to be kept, with what it means for the schedule unless nobody grades it.
    pub(super) fn counted(&self, record: &AnswerRecord) -> Record {
        let review = record.answer.is_graded().then(|| self.review(record));
        Record::Answer { answer: record.clone(), review }
    }

    /// What an answer means for the schedule. What cannot be read now is taken for unknown.
    fn review(&self, record: &AnswerRecord) -> Review {
        let evidence = Evidence {
            right: record.right,
            confidence: record.confidence,
            hints: record.hints,
            took: record.took,
            usual: self.usual(reviews::kind(&record.answer)),
            quick_before: self.card(&record.question).is_ok_and(|card| card.quick),
        };
        Review {
            question: record.question.clone(),
            revision: record.revision,
            at: record.at,
            day: self.moment(record.at).day,
            grade: evidence.grade(),
            quick: evidence.is_quick(),
            confidence: record.confidence,
            took: record.took,
        }
    }

    /// The median of how long the learner's last right answers of a kind took.
    fn usual(&self, kind: &str) -> Option<u32> {
        let mut took = self.read(|connection| reviews::took(connection, kind, USUAL)).unwrap_or_default();
        if took.len() < USUAL_FROM {
            return None;
        }
        took.sort_unstable();
        took.get(took.len() / 2).copied()
    }

    /// Keeps an answer that leaves the schedule as it is (cramming).
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn record_practice(&self, record: &AnswerRecord) -> Result<(), StoreError> {
        self.write(Record::Answer { answer: record.clone(), review: None })
    }

    /// Takes back the last answer to `question` that was given at that time, and what came of it for its card. Nothing happens
    /// when there is none.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn undo_last(&self, question: &QuestionId, at: Millis) -> Result<(), StoreError> {
        let is_it = |record: &Record| matches!(record, Record::Answer { answer, .. } if answer.question == *question && answer.at == at);
        let waits = self.waiting.borrow().iter().rposition(is_it);
        if let Some(place) = waits {
            self.waiting.borrow_mut().remove(place);
            return self.write_pending();
        }
        self.write(Record::Undo { question: question.clone(), at })
    }

    /// Every review of a card, in the order in which they were given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviews(&self, question: &QuestionId) -> Result<Vec<Review>, StoreError> {
        let mut all = self.read(|connection| reviews::of_card(connection, question))?;
        self.each_waiting(|record| match record {
            Record::Answer { review: Some(review), .. } if review.question == *question => all.push(review.clone()),
            Record::Undo { question: undone, at } if undone == question => {
                let last = all.iter().rposition(|review| review.at == *at);
                last.map(|last| all.remove(last));
            }
            _ => {}
        });
        Ok(all)
    }

    /// Every card that was ever answered or set aside, by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cards(&self) -> Result<Vec<Card>, StoreError> {
        let mut cards: HashMap<String, Card> =
            self.read(reviews::cards)?.into_iter().map(|card| (card.id.clone(), card)).collect();
        for question in self.touched() {
            match Card::of(&self.reviews(&question)?, &self.schedule()?) {
                Some(card) => cards.insert(question.0, card),
                None => cards.remove(&question.0),
            };
        }
        for (id, mark) in self.marks()? {
            cards.entry(id).or_insert_with_key(|id| Card::new(&QuestionId(id.clone()))).mark = mark;
        }
        let mut cards: Vec<Card> = cards.into_values().collect();
        cards.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(cards)
    }

    /// One card; a new one where it was never answered.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn card(&self, question: &QuestionId) -> Result<Card, StoreError> {
        let kept = if self.touched().contains(question) {
            Card::of(&self.reviews(question)?, &self.schedule()?)
        } else {
            self.read(|connection| reviews::card(connection, question))?
        };
        let card = kept.unwrap_or_else(|| Card::new(question));
        Ok(Card { mark: self.marks()?.remove(&question.0).unwrap_or_default(), ..card })
    }

    /// The cards whose reviews wait to be written or taken back.
    fn touched(&self) -> BTreeSet<QuestionId> {
        let mut touched = BTreeSet::new();
        self.each_waiting(|record| match record {
            Record::Answer { review: Some(Review { question, .. }), .. } | Record::Undo { question, .. } => {
                touched.insert(question.clone());
            }
            _ => {}
        });
        touched
    }

    fn marks(&self) -> Result<BTreeMap<String, Mark>, StoreError> {
        let mut marks: BTreeMap<String, Mark> = self.read(reviews::marks)?.into_iter().collect();
        self.each_waiting(|record| match record {
            Record::Mark { question, mark } => {
                marks.insert(question.0.clone(), *mark);
            }
            Record::Answer { review: Some(review), .. } => {
                marks.entry(review.question.0.clone()).and_modify(|mark| mark.buried = None);
            }
            _ => {}
        });
        marks.retain(|_, mark| *mark != Mark::default());
        Ok(marks)
    }

    /// Sets a card aside until a later day, or takes that back with `None`.
    ///
    /// # Errors
    /// When it could not be read or written; what is not written is kept in memory.
    pub fn bury(&self, question: &QuestionId, until: Option<Day>) -> Result<(), StoreError> {
        let mark = Mark { buried: until, ..self.card(question)?.mark };
        self.write(Record::Mark { question: question.clone(), mark })
    }

    /// Sets a card aside for good, or takes that back.
    ///
    /// # Errors
    /// When it could not be read or written; what is not written is kept in memory.
    pub fn suspend(&self, question: &QuestionId, suspended: bool) -> Result<(), StoreError> {
        let mark = Mark { suspended, ..self.card(question)?.mark };
        self.write(Record::Mark { question: question.clone(), mark })
    }

    /// Plans a day off, on which a streak goes on without study, or takes it back.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn set_day_off(&self, day: Day, off: bool) -> Result<(), StoreError> {
        self.write(Record::DayOff { day, off })
    }

    /// The days off, past ones among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn days_off(&self) -> Result<BTreeSet<Day>, StoreError> {
        let mut days: BTreeSet<Day> = self.read(reviews::days_off)?.into_iter().collect();
        self.each_waiting(|record| match record {
            Record::DayOff { day, off: true } => {
                days.insert(*day);
            }
            Record::DayOff { day, off: false } => {
                days.remove(day);
            }
            _ => {}
        });
        Ok(days)
    }

    /// Keeps the time spent at something; the same sitting kept again counts once.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn keep_sitting(&self, sitting: Sitting) -> Result<(), StoreError> {
        self.write(Record::Sitting(sitting))
    }

    /// The time spent, by day and pursuit.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn time_spent(&self) -> Result<Vec<Spent>, StoreError> {
        let mut spent = self.read(reviews::spent)?;
        self.each_waiting(|record| {
            let Record::Sitting(Sitting { pursuit, day, spent: more, .. }) = record else { return };
            match spent.iter_mut().find(|kept| (kept.day, kept.pursuit) == (*day, *pursuit)) {
                Some(kept) => kept.spent = kept.spent.saturating_add(*more),
                None => spent.push(Spent { day: *day, pursuit: *pursuit, spent: *more }),
            }
        });
        spent.sort_by_key(|spent| (spent.day, spent.pursuit));
        Ok(spent)
    }

    /// What was answered on each day that has answers, in order. Answers that wait to be written are in it, those that wait to be
    /// taken back still are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn day_counts(&self) -> Result<Vec<DayCount>, StoreError> {
        let kept = self.read(reviews::days)?;
        let mut days: BTreeMap<Day, DayCount> = kept.into_iter().map(|count| (count.day, count)).collect();
        self.each_waiting(|record| {
            let Record::Answer { review: Some(review), .. } = record else { return };
            let count = days.entry(review.day).or_insert(DayCount { day: review.day, ..DayCount::default() });
            count.reviews = count.reviews.saturating_add(1);
            count.right = count.right.saturating_add(u32::from(review.grade.is_right()));
            count.took = count.took.saturating_add(i64::from(review.took));
        });
        Ok(days.into_values().collect())
    }

    /// For each card the days between its answers, and their grades: what [`crate::study::schedule::tune`] learns from.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn histories(&self) -> Result<Vec<Vec<(u32, Grade)>>, StoreError> {
        self.read(reviews::histories)
    }

    /// Whether the schedule was fitted to the learner.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_tuned(&self) -> Result<bool, StoreError> {
        Ok(self.setting(PARAMETERS)?.is_some_and(|text| !text.is_empty()))
    }

    /// Schedules by these parameters from now on, or by the usual ones with `None`; every card is made anew with them.
    ///
    /// # Errors
    /// When it could not be written; then all is as it was.
    pub fn keep_tuned(&self, tuned: Option<&Tuned>) -> Result<(), StoreError> {
        let text = tuned.map_or(String::new(), |tuned| serde_json::to_string(&tuned.parameters).unwrap_or_default());
        self.at_once(|transaction| {
            transaction
                .execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", [PARAMETERS, text.as_str()])?;
            reviews::make_all_anew(transaction)
        })
    }

    /// Does something in one transaction, after all that waits; nothing of it is kept for later when it cannot be done.
    pub(super) fn at_once<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.write_pending()?;
        let done = || {
            let connection = self.connection.borrow();
            let connection = connection.as_ref().ok_or("the state folder cannot be used")?;
            let written = || {
                let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
                let made = act(&transaction)?;
                transaction.commit().map(|()| made)
            };
            written().map_err(|error: rusqlite::Error| file::plain_words(&error))
        };
        done().map_err(|message: String| StoreError::NotDone { message })
    }
}
