//! Drills: which card comes next, what comes back when.
//!
//! [`next`] is pure: cards, plan, what was done so far and the moment go in, a card comes out. [`Drill`] is a sitting around it, which
//! keeps each answer in the store.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::course::load::LessonEntry;
use crate::course::question::QuestionId;
use crate::study::cards::{Card, Item, SOON};
use crate::study::day::{Day, Moment};
use crate::study::pairs::{PAIRS, Side};
use crate::study::progress::known;
use crate::study::schedule::Schedule;
use crate::study::store::{AnswerRecord, Millis, Store, StoreError};

/// What was answered wrongly within so many days is "wrong lately".
const LATELY: u32 = 7;
/// While cramming, what was wrong comes again after so many others, where there are so many.
const OTHERS: usize = 3;

/// What to drill.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Deck {
    /// What is due, then what is new in the lessons that were begun.
    Mixed,
    /// A lesson: `L03`.
    Lesson(String),
    /// Two things easily taken for each other, by their place in [`PAIRS`].
    Pair(usize),
    /// What the learner flagged.
    Flagged,
    /// What was answered wrongly in the last days.
    WrongLately,
    /// The lessons that an exam asks about.
    Lessons {
        /// Its name: `dva-iam`.
        exam: String,
        /// `L03` …
        lessons: Vec<String>,
    },
}

impl Deck {
    /// Whether it has cards that are neither due nor new too, to be looked at ahead of time.
    fn goes_ahead(&self) -> bool {
        *self != Self::Mixed
    }

    /// Whether new cards of lessons that were not begun belong to it: only where the learner chose the lessons or cards themselves.
    fn has_unbegun(&self) -> bool {
        !matches!(self, Self::Mixed | Self::Pair(_))
    }
}

/// How to drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What.
    pub deck: Deck,
    /// Everything in the deck until each card was right once, without any effect on the schedule.
    pub cram: bool,
    /// How long; `None` until the learner leaves.
    pub minutes: Option<u32>,
    /// Decides between cards that are equally due.
    pub seed: u64,
}

/// All there is to drill, and what the learner did with it.
#[derive(Debug, Clone)]
pub struct Stock {
    items: Vec<Item>,
    cards: HashMap<String, Card>,
    flags: BTreeSet<QuestionId>,
    begun: BTreeSet<String>,
    schedule: Schedule,
}

/// A card with what the course says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What the course says.
    pub item: Item,
    /// What the learner did.
    pub card: Card,
    /// Its lesson was begun, so that it may come although it is new.
    pub open: bool,
}

/// A deck, with what is in it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub deck: Deck,
    /// All cards of it that are not set aside.
    pub cards: usize,
    /// Those due.
    pub due: usize,
    /// Those that are new.
    pub new: usize,
}

impl Stock {
    /// Reads the learner's side from the store; `items` are the cards that there are ([`crate::study::cards::items`], and the
    /// templates of generated questions).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(items: Vec<Item>, store: &Store) -> Result<Self, StoreError> {
        let cards: HashMap<String, Card> = store.cards()?.into_iter().map(|card| (card.id.clone(), card)).collect();
        let read = store.readings()?.into_iter().map(|(lesson, ..)| lesson);
        let answered = items.iter().filter(|item| cards.get(&item.id.0).is_some_and(|card| !card.is_new()));
        let begun = read.chain(known(store)?).chain(answered.map(|item| item.lesson.clone())).collect();
        let flags = store.flags()?.into_iter().map(|(question, _)| question).collect();
        Ok(Self { cards, flags, begun, schedule: store.schedule()?, items })
    }

    /// The schedule that the learner set.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Every card that there is, in the order of the course.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.items.iter().map(|item| self.entry(item)).collect()
    }

    fn entry(&self, item: &Item) -> Entry {
        let card = self.cards.get(&item.id.0).cloned().unwrap_or_else(|| Card::new(&item.id));
        // Who has begun nothing yet may begin with any card.
        let open = self.begun.is_empty() || self.begun.contains(&item.lesson);
        Entry { item: item.clone(), card, open }
    }

    /// The cards of a deck, in the order of the course.
    #[must_use]
    pub fn deck(&self, deck: &Deck, today: Day) -> Vec<Entry> {
        let belongs = |entry: &Entry| match deck {
            Deck::Mixed => true,
            Deck::Lesson(lesson) => entry.item.lesson == *lesson,
            Deck::Pair(pair) => entry.item.pairs.iter().any(|(place, _)| place == pair),
            Deck::Flagged => self.flags.contains(&entry.item.id),
            Deck::WrongLately => was_wrong_lately(&entry.card, today),
            Deck::Lessons { lessons, .. } => lessons.contains(&entry.item.lesson),
        };
        let open = |entry: Entry| Entry { open: entry.open || deck.has_unbegun(), ..entry };
        self.items.iter().map(|item| self.entry(item)).filter(belongs).map(open).collect()
    }

    /// What a deck has now.
    #[must_use]
    pub fn offer(&self, deck: Deck, now: Moment) -> Offer {
        let mut offer = Offer { deck, cards: 0, due: 0, new: 0 };
        for entry in self.deck(&offer.deck, now.day).iter().filter(|entry| !entry.card.is_set_aside(now.day)) {
            let rank = rank(entry, &offer.deck, &self.schedule, now);
            offer.due += usize::from(rank == Some(Rank::Due));
            offer.new += usize::from(rank == Some(Rank::New));
            offer.cards += usize::from(entry.open || !entry.card.is_new());
        }
        offer
    }

    /// The decks that have cards: what is due, then those wrong lately and flagged, then the pairs, then the lessons. Exams are not
    /// among them: who knows them asks for [`Deck::Lessons`].
    #[must_use]
    pub fn offers(&self, lessons: &[LessonEntry], now: Moment) -> Vec<Offer> {
        let pairs = (0..PAIRS.len()).map(Deck::Pair);
        let lessons = lessons.iter().map(|entry| Deck::Lesson(entry.head.id.clone()));
        [Deck::Mixed, Deck::WrongLately, Deck::Flagged]
            .into_iter()
            .chain(pairs)
            .chain(lessons)
            .map(|deck| self.offer(deck, now))
            .filter(|offer| offer.cards > 0)
            .collect()
    }
}

fn was_wrong_lately(card: &Card, today: Day) -> bool {
    let wrong = !card.right || !card.tried.right;
    !card.is_new() && wrong && today.since(card.last) <= LATELY
}

/// Why a card comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Its time has come, or its meaning has changed.
    Due,
    /// It was never answered.
    New,
    /// It is looked at ahead of time, because the learner chose the deck.
    Ahead,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next<'a> {
    /// This card.
    Card(&'a Entry, Rank),
    /// Nothing now; a misconception of this sitting comes back then.
    Later(Millis),
    /// The time is up.
    TimeUp,
    /// There is nothing left.
    Finished,
}

/// Something answered in this sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The card.
    pub item: Item,
    /// Whether it was right.
    pub right: bool,
    /// 1 a guess, 2 fairly sure, 3 sure.
    pub confidence: Option<u8>,
    /// Milliseconds that it took.
    pub took: u32,
    /// When.
    pub at: Millis,
}

/// A card's rank in a deck that is not crammed; `None` when it does not come now.
fn rank(entry: &Entry, deck: &Deck, schedule: &Schedule, now: Moment) -> Option<Rank> {
    let Entry { item, card, open } = entry;
    if card.is_set_aside(now.day) {
        None
    } else if card.is_new() {
        open.then_some(Rank::New)
    } else if card.is_due(schedule, now) || item.revision > card.revision {
        Some(Rank::Due)
    } else {
        deck.goes_ahead().then_some(Rank::Ahead)
    }
}

/// The next card of a sitting that began at `begun`.
///
/// What is due comes first, misconceptions before what is most likely forgotten; then what is new, in the order of
/// the course; then, in a deck that the learner chose, what is looked at ahead of time. Within each of these, cards of one
/// objective are kept apart and lessons mixed, three where there are three; two of one objective follow each other only when nothing else
/// is left at all.
#[must_use]
pub fn next<'a>(
    pool: &'a [Entry],
    plan: &Plan,
    schedule: &Schedule,
    history: &[Done],
    begun: Millis,
    now: Moment,
) -> Next<'a> {
    let is_up = |minutes: u32| now.at.saturating_sub(begun) >= i64::from(minutes) * 60_000;
    if plan.minutes.is_some_and(is_up) {
        return Next::TimeUp;
    }
    let ranked: Vec<(Rank, &Entry)> =
        pool.iter().filter_map(|entry| Some((rank_in_sitting(entry, plan, schedule, history, now)?, entry))).collect();
    if ranked.is_empty() {
        return later(pool, plan, history, now).map_or(Next::Finished, Next::Later);
    }
    let most = most_of_one_objective(&ranked);
    let ranks = [Rank::Due, Rank::New, Rank::Ahead];
    for (room, rank) in ranks.iter().flat_map(|rank| Room::ALL.map(|room| (room, rank))) {
        let fits = |(own, entry): &&(Rank, &Entry)| own == rank && room.has(&entry.item, plan, history);
        if let Some((rank, entry)) = best(ranked.iter().filter(fits), plan, schedule, most, now) {
            return Next::Card(entry, rank);
        }
    }
    best(ranked.iter(), plan, schedule, most, now).map_or(Next::Finished, |(rank, entry)| Next::Card(entry, rank))
}

/// A card's rank, knowing what was done in this sitting: each card comes once, a misconception again; while cramming, until it was
/// right.
fn rank_in_sitting(entry: &Entry, plan: &Plan, schedule: &Schedule, history: &[Done], now: Moment) -> Option<Rank> {
    let own = || history.iter().rev().enumerate().filter(|(_, done)| done.item.id == entry.item.id);
    if plan.cram {
        let is_done = own().any(|(_, done)| done.right);
        let is_open = !entry.card.is_set_aside(now.day) && (entry.open || !entry.card.is_new());
        return match own().next() {
            _ if is_done || !is_open => None,
            Some((ago, _)) if ago < OTHERS => Some(Rank::Ahead),
            Some(_) => Some(Rank::Due),
            None => Some(Rank::New),
        };
    }
    let rank = rank(entry, &plan.deck, schedule, now)?;
    (rank == Rank::Due || own().next().is_none()).then_some(rank)
}

/// How far a card has to be from those before it.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// So many cards back none is of its objective.
    objective: usize,
    /// So many cards back none is of its lesson.
    lesson: usize,
    /// The card before it does not speak of the same side of the pair.
    side: bool,
}

impl Room {
    /// From as far apart as one would wish to what must be.
    const ALL: [Self; 5] = [
        Self { objective: 4, lesson: 2, side: true },
        Self { objective: 1, lesson: 2, side: true },
        Self { objective: 1, lesson: 1, side: true },
        Self { objective: 1, lesson: 0, side: true },
        Self { objective: 1, lesson: 0, side: false },
    ];

    fn has(self, item: &Item, plan: &Plan, history: &[Done]) -> bool {
        let back = |steps: usize| history.iter().rev().take(steps).map(|done| &done.item);
        // Of a pair the sides alternate, whatever lessons they come from; and one lesson is no mixture.
        let lessons = match plan.deck {
            Deck::Pair(_) | Deck::Lesson(_) => 0,
            _ => self.lesson,
        };
        let other_side = || match plan.deck {
            Deck::Pair(pair) => {
                back(1).all(|before| side(before, pair).is_none_or(|s| s == Side::Both || Some(s) != side(item, pair)))
            }
            _ => true,
        };
        back(self.objective).all(|before| before.objective != item.objective)
            && back(lessons).all(|before| before.lesson != item.lesson)
            && (!self.side || other_side())
    }
}

fn side(item: &Item, pair: usize) -> Option<Side> {
    item.pairs.iter().find(|(place, _)| *place == pair).map(|(_, side)| *side)
}

/// The objective that more than half of what is left belongs to: unless it is begun with, nothing will be left to put between.
fn most_of_one_objective<'a>(left: &[(Rank, &'a Entry)]) -> Option<&'a str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, entry) in left {
        *counts.entry(entry.item.objective.as_str()).or_default() += 1;
    }
    counts.into_iter().find(|(_, count)| count * 2 > left.len()).map(|(objective, _)| objective)
}

/// The most pressing of these cards. Order in the pool decides between new ones, the seed between others that are equal.
fn best<'r, 'a: 'r>(
    among: impl Iterator<Item = &'r (Rank, &'a Entry)>,
    plan: &Plan,
    schedule: &Schedule,
    most: Option<&str>,
    now: Moment,
) -> Option<(Rank, &'a Entry)> {
    // Each card's recall is computed once, not at every comparison.
    let keyed = among.enumerate().map(|(place, (rank, entry))| {
        let is_of_most = most == Some(entry.item.objective.as_str());
        let recall = if *rank == Rank::New && !plan.cram { 0.0 } else { entry.card.recall(schedule, now.day) };
        let tie = if *rank == Rank::New && !plan.cram { place as u64 } else { mixed(plan.seed, &entry.item.id.0) };
        ((!is_of_most, *rank, !entry.card.misconception, recall, tie), (*rank, *entry))
    });
    keyed
        .min_by(|(a, _), (b, _)| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then(a.3.total_cmp(&b.3)).then(a.4.cmp(&b.4)))
        .map(|(_, found)| found)
}

/// A number that the seed and the card alone decide (SplitMix64's mix).
fn mixed(seed: u64, id: &str) -> u64 {
    let mut z = crate::study::cards::spread(id) ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// When the first misconception of this sitting comes back, if one does.
fn later(pool: &[Entry], plan: &Plan, history: &[Done], now: Moment) -> Option<Millis> {
    let was_here = |entry: &&Entry| history.iter().any(|done| done.item.id == entry.item.id);
    let waits = |entry: &&Entry| entry.card.misconception && !entry.card.is_set_aside(now.day);
    let comes = |entry: &Entry| entry.card.last_at.saturating_add(SOON);
    pool.iter().filter(|_| !plan.cram).filter(was_here).filter(waits).map(comes).min()
}

/// A sitting.
#[derive(Debug, Clone)]
pub struct Drill {
    plan: Plan,
    schedule: Schedule,
    begun: Moment,
    pool: Vec<Entry>,
    history: Vec<Done>,
}

impl Drill {
    /// Begins a sitting.
    #[must_use]
    pub fn begin(stock: &Stock, plan: Plan, now: Moment) -> Self {
        let pool = stock.deck(&plan.deck, now.day);
        Self { schedule: stock.schedule.clone(), begun: now, pool, history: Vec::new(), plan }
    }

    /// How it is drilled.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// When it began.
    #[must_use]
    pub fn begun(&self) -> Moment {
        self.begun
    }

    /// What was answered, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Done] {
        &self.history
    }

    /// What comes next.
    #[must_use]
    pub fn next(&self, now: Moment) -> Next<'_> {
        next(&self.pool, &self.plan, &self.schedule, &self.history, self.begun.at, now)
    }

    /// How many cards are due now, not counting new ones. While cramming: how many were not right yet.
    #[must_use]
    pub fn left(&self, now: Moment) -> usize {
        let rank = |entry: &Entry| rank_in_sitting(entry, &self.plan, &self.schedule, &self.history, now);
        self.pool.iter().filter_map(rank).filter(|rank| self.plan.cram || *rank == Rank::Due).count()
    }

    /// The card of a question of this sitting, as it is now.
    #[must_use]
    pub fn entry(&self, id: &QuestionId) -> Option<&Entry> {
        self.pool.iter().find(|entry| entry.item.id == *id)
    }

    /// The day on which a card of this sitting comes back.
    #[must_use]
    pub fn comes_back(&self, id: &QuestionId) -> Option<Day> {
        self.entry(id)?.card.due(&self.schedule)
    }

    /// Keeps an answer to a card of this sitting, by its plan with or without effect on the schedule. Call it before the verdict is
    /// shown.
    ///
    /// # Errors
    /// When it could not be written (it is kept in memory, and the sitting goes on with it), or the store not be read.
    pub fn keep(&mut self, store: &Store, record: &AnswerRecord) -> Result<(), StoreError> {
        let kept = if self.plan.cram { store.record_practice(record) } else { store.record_answer(record) };
        let Some(item) = self.entry(&record.question).map(|entry| entry.item.clone()) else { return kept };
        self.history.push(Done {
            item,
            right: record.right,
            confidence: record.confidence,
            took: record.took,
            at: record.at,
        });
        self.look_again(store, &record.question)?;
        kept
    }

    /// Takes the last answer of this sitting back; gives its question, which may be asked again. `None` when there is none.
    ///
    /// # Errors
    /// When it could not be written (it is kept in memory, and the sitting goes on without the answer), or the store not be read.
    pub fn undo(&mut self, store: &Store) -> Result<Option<QuestionId>, StoreError> {
        let Some(Done { item, at, .. }) = self.history.pop() else { return Ok(None) };
        let undone = store.undo_last(&item.id, at);
        self.look_again(store, &item.id)?;
        undone.map(|()| Some(item.id))
    }

    /// Sets a card aside until tomorrow.
    ///
    /// # Errors
    /// As [`Drill::keep`].
    pub fn bury(&mut self, store: &Store, id: &QuestionId, now: Moment) -> Result<(), StoreError> {
        let kept = store.bury(id, Some(now.day.plus(1)));
        self.look_again(store, id)?;
        kept
    }

    /// Takes back that a card was set aside until tomorrow.
    ///
    /// # Errors
    /// As [`Drill::keep`].
    pub fn dig_up(&mut self, store: &Store, id: &QuestionId) -> Result<(), StoreError> {
        let kept = store.bury(id, None);
        self.look_again(store, id)?;
        kept
    }

    /// Sets a card aside until the learner takes that back, or takes it back.
    ///
    /// # Errors
    /// As [`Drill::keep`].
    pub fn suspend(&mut self, store: &Store, id: &QuestionId, suspended: bool) -> Result<(), StoreError> {
        let kept = store.suspend(id, suspended);
        self.look_again(store, id)?;
        kept
    }

    fn look_again(&mut self, store: &Store, id: &QuestionId) -> Result<(), StoreError> {
        if let Some(entry) = self.pool.iter_mut().find(|entry| entry.item.id == *id) {
            entry.card = store.card(id)?;
        }
        Ok(())
    }

    /// How it went.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { answers: self.history.len(), ..Summary::default() };
        let mut returns: BTreeMap<Day, Vec<QuestionId>> = BTreeMap::new();
        let mut seen: BTreeSet<&QuestionId> = BTreeSet::new();
        for done in &self.history {
            summary.right += usize::from(done.right);
            summary.took = summary.took.saturating_add(i64::from(done.took));
            let Some(entry) = self.entry(&done.item.id).filter(|_| seen.insert(&done.item.id)) else { continue };
            summary.cards += 1;
            if self.plan.cram {
                continue;
            }
            if entry.card.misconception {
                summary.misconceptions.push(done.item.id.clone());
            }
            if entry.card.is_leech() {
                summary.leeches.push(done.item.id.clone());
            }
            if let (Some(due), false) = (entry.card.due(&self.schedule), entry.card.mark.suspended) {
                returns.entry(due).or_default().push(done.item.id.clone());
            }
        }
        summary.returns = returns.into_iter().collect();
        summary
    }
}

/// How a sitting went.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Answers given.
    pub answers: usize,
    /// Right ones.
    pub right: usize,
    /// Different cards.
    pub cards: usize,
    /// Milliseconds that the answers took.
    pub took: i64,
    /// Cards answered wrongly and surely at the last time.
    pub misconceptions: Vec<QuestionId>,
    /// Cards that will not stick.
    pub leeches: Vec<QuestionId>,
    /// What comes back on which day, the first day first; empty when the schedule was left alone.
    pub returns: Vec<(Day, Vec<QuestionId>)>,
}

#[cfg(test)]
mod tests;
