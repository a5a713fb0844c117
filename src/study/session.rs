//! A drill with its questions: what both faces ask one after the other, keep, and take back.
//!
//! A card of a template is another question each time: which one follows from how often the template was answered, so that a question
//! whose answer was taken back comes again as it was.

use crate::course::generate::{ItemId, Template};
use crate::course::question::{Question, QuestionId};
use crate::course::{Course, CourseError};
use crate::study::cards::{self, Item, spread};
use crate::study::day::{Day, Moment};
use crate::study::drill::{Drill, Next, Plan, Rank, Stock, Summary};
use crate::study::pairs;
use crate::study::store::{AnswerRecord, Millis, Pursuit, Sitting, Store, StoreError};

/// A card counts for so long at most: whoever leaves the table does not study.
const LONGEST: Millis = 5 * 60 * 1000;
/// From one answer of a template to the next its seeds go on by so many: more than are looked at for one.
const STRIDE: u64 = 101;

/// Why a session cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A file of the course is malformed.
    #[error(transparent)]
    Course(#[from] CourseError),
    /// The store cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Every card that there is: the course's questions, and behind those of its lesson each template, in the order of the course.
///
/// # Errors
/// When a file is malformed.
pub fn items(course: &Course) -> Result<Vec<Item>, CourseError> {
    let mut items = cards::items(course)?;
    for id in course.templates()? {
        let template = course.template(&id)?;
        // Nobody drills what no lesson teaches yet.
        if course.find_lesson(&template.file.lesson).is_none() {
            continue;
        }
        let sample = course.generated(&ItemId { template: id.clone(), seed: 0 })?;
        items.push(Item {
            id: QuestionId(id),
            lesson: template.file.lesson.clone(),
            objective: template.file.objective.clone(),
            revision: template.file.revision,
            difficulty: sample.question.common.difficulty,
            pairs: pairs::of(&sample.question),
        });
    }
    let place = |item: &Item| course.lessons().iter().position(|entry| entry.head.id == item.lesson);
    // Stable: what belongs to one lesson stays in its order.
    items.sort_by_key(place);
    Ok(items)
}

/// The rule to keep of a card's question; of a template, what it is about.
///
/// # Errors
/// When there is no such question, or its file is malformed.
pub fn rule(course: &Course, id: &QuestionId) -> Result<String, CourseError> {
    if QuestionId::is_well_formed(&id.0) {
        course.question(id).map(|question| question.common.rule)
    } else {
        course.template(&id.0).map(|template| template.file.title.clone())
    }
}

/// A question of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The question. Its id is the card's, also where a template made it.
    pub question: Question,
    /// Why it comes.
    pub rank: Rank,
    /// The learner was sure of a wrong answer the last time.
    pub mistaken: bool,
    /// It was made of a template.
    pub generated: bool,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// This question.
    Ask(Box<Asked>),
    /// Nothing now; a card that was answered wrongly and surely comes back then.
    Later(Millis),
    /// The time is up.
    TimeUp,
    /// There is nothing left.
    Finished,
}

/// Something that was done and can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// An answer.
    Answered,
    /// Set aside until tomorrow.
    Buried,
    /// Set aside for good.
    Suspended,
}

/// What was taken back.
#[derive(Debug)]
pub struct Undone {
    /// What it was.
    pub deed: Deed,
    /// Its question, to be asked again; `None` where that was answered and stays so.
    pub asked: Option<Asked>,
    /// Whether it is on disk; if not it is kept in memory, and the session goes on without what was taken back.
    pub kept: Result<(), StoreError>,
}

/// A drill with its questions.
#[derive(Debug, Clone)]
pub struct Session {
    drill: Drill,
    /// What was done, the last one last.
    deeds: Vec<(Deed, QuestionId)>,
    /// The seeds that were asked in this session, by template.
    seeds: Vec<(QuestionId, u64)>,
    /// When the last thing happened.
    last: Millis,
    /// Milliseconds spent so far.
    spent: Millis,
}

impl Session {
    /// Begins one.
    #[must_use]
    pub fn begin(stock: &Stock, plan: Plan, now: Moment) -> Self {
        let drill = Drill::begin(stock, plan, now);
        Self { drill, deeds: Vec::new(), seeds: Vec::new(), last: now.at, spent: 0 }
    }

    /// How it is drilled.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.drill.plan()
    }

    /// When it began.
    #[must_use]
    pub fn begun(&self) -> Moment {
        self.drill.begun()
    }

    /// Answers given.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.drill.history().len()
    }

    /// Cards due now; while cramming, those that were not right yet.
    #[must_use]
    pub fn left(&self, now: Moment) -> usize {
        self.drill.left(now)
    }

    /// Milliseconds spent so far, as far as somebody sat at the table.
    #[must_use]
    pub fn spent(&self) -> Millis {
        self.spent
    }

    /// How it went.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.drill.summary()
    }

    /// The cards that were answered, in the order of their first answers, each with whether its last one was right.
    #[must_use]
    pub fn results(&self) -> Vec<(QuestionId, bool)> {
        let mut results: Vec<(QuestionId, bool)> = Vec::new();
        for done in self.drill.history() {
            match results.iter_mut().find(|(id, _)| *id == done.item.id) {
                Some((_, right)) => *right = done.right,
                None => results.push((done.item.id.clone(), done.right)),
            }
        }
        results
    }

    /// The day on which a card comes back; `None` while cramming, and for what was set aside for good.
    #[must_use]
    pub fn comes_back(&self, id: &QuestionId) -> Option<Day> {
        let is_suspended = self.drill.entry(id).is_some_and(|entry| entry.card.mark.suspended);
        if self.plan().cram || is_suspended { None } else { self.drill.comes_back(id) }
    }

    /// Whether a card's last answer was wrong, and the learner sure of it.
    #[must_use]
    pub fn is_misconception(&self, id: &QuestionId) -> bool {
        self.drill.entry(id).is_some_and(|entry| entry.card.misconception)
    }

    /// What comes next.
    ///
    /// # Errors
    /// When the question cannot be made or read.
    pub fn next(&mut self, course: &Course, store: &Store, now: Moment) -> Result<Step, SessionError> {
        let (id, rank) = match self.drill.next(now) {
            Next::Card(entry, rank) => (entry.item.id.clone(), rank),
            Next::Later(at) => return Ok(Step::Later(at)),
            Next::TimeUp => return Ok(Step::TimeUp),
            Next::Finished => return Ok(Step::Finished),
        };
        let asked = self.ask(course, store, &id, rank)?;
        Ok(asked.map_or(Step::Finished, |asked| Step::Ask(Box::new(asked))))
    }

    fn ask(
        &mut self,
        course: &Course,
        store: &Store,
        id: &QuestionId,
        rank: Rank,
    ) -> Result<Option<Asked>, SessionError> {
        let Some(entry) = self.drill.entry(id) else { return Ok(None) };
        let mistaken = entry.card.misconception;
        if QuestionId::is_well_formed(&id.0) {
            let question = course.question(id)?;
            return Ok(Some(Asked { question, rank, mistaken, generated: false }));
        }
        let level = entry.card.step();
        let template = course.template(&id.0)?;
        let tries = u64::try_from(store.answers(id)?.len()).unwrap_or(u64::MAX);
        let seed = self.seed(&template, level, tries).unwrap_or(tries);
        let mut question = course.generated(&ItemId { template: id.0.clone(), seed })?.question;
        // The card is the template's, whichever question it gives.
        question.common.id = id.clone();
        self.seeds.push((id.clone(), seed));
        Ok(Some(Asked { question, rank, mistaken, generated: true }))
    }

    /// The seed of a template's next question: like none that it gave in this session.
    fn seed(&self, template: &Template, level: u8, tries: u64) -> Option<u64> {
        let before: Vec<u64> = self.seeds.iter().filter(|(id, _)| id.0 == template.id).map(|(_, seed)| *seed).collect();
        let from = (spread(&template.id) >> 32).wrapping_add(tries.wrapping_mul(STRIDE));
        template.next_seed(level, from, &before).ok()
    }

    /// Keeps an answer to the question that was asked last, before its verdict is shown.
    ///
    /// # Errors
    /// When it could not be written (it is kept in memory, and the session goes on with it), or the store not be read.
    pub fn keep(&mut self, store: &Store, record: &AnswerRecord) -> Result<(), StoreError> {
        let kept = self.drill.keep(store, record);
        self.deeds.push((Deed::Answered, record.question.clone()));
        self.spent += record.at.saturating_sub(self.last).clamp(0, LONGEST);
        self.last = record.at;
        kept.and(store.keep_sitting(self.sitting()))
    }

    /// The time spent so far.
    fn sitting(&self) -> Sitting {
        let begun = self.begun();
        Sitting { pursuit: Pursuit::Drill, begun: begun.at, day: begun.day, spent: self.spent }
    }

    /// Sets a card aside until tomorrow.
    ///
    /// # Errors
    /// As [`Session::keep`].
    pub fn bury(&mut self, store: &Store, id: &QuestionId, now: Moment) -> Result<(), StoreError> {
        self.deeds.push((Deed::Buried, id.clone()));
        self.drill.bury(store, id, now)
    }

    /// Sets a card aside for good.
    ///
    /// # Errors
    /// As [`Session::keep`].
    pub fn suspend(&mut self, store: &Store, id: &QuestionId) -> Result<(), StoreError> {
        self.deeds.push((Deed::Suspended, id.clone()));
        self.drill.suspend(store, id, true)
    }

    /// Takes back what was done last; its question is asked again as it was. `None` when nothing was done yet.
    ///
    /// # Errors
    /// When the store cannot be read, or the question not be made.
    pub fn undo(&mut self, course: &Course, store: &Store) -> Result<Option<Undone>, SessionError> {
        let Some((deed, id)) = self.deeds.pop() else { return Ok(None) };
        let kept = match deed {
            Deed::Answered => self.drill.undo(store).map(drop),
            Deed::Buried => self.drill.dig_up(store, &id),
            Deed::Suspended => self.drill.suspend(store, &id, false),
        };
        // What was set aside after its answer has been asked already.
        if deed != Deed::Answered && self.deeds.last() == Some(&(Deed::Answered, id.clone())) {
            return Ok(Some(Undone { deed, asked: None, kept }));
        }
        // What was asked since then was not answered: its seeds may come again.
        if let Some(place) = self.seeds.iter().rposition(|(template, _)| *template == id) {
            self.seeds.truncate(place);
        }
        let is_new = self.drill.entry(&id).is_some_and(|entry| entry.card.is_new());
        let asked = self.ask(course, store, &id, if is_new { Rank::New } else { Rank::Due })?;
        Ok(Some(Undone { deed, asked, kept }))
    }
}

#[cfg(test)]
mod tests;
