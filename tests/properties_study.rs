//! What holds of the schedule for any history, and of the store for any sequence of what a learner does.

#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]
#![expect(clippy::indexing_slicing, reason = "the places are made here")]

use iam_dojo::course::grade::Answer;
use iam_dojo::course::question::QuestionId;
use iam_dojo::study::Store;
use iam_dojo::study::cards::{Card, Item, Review};
use iam_dojo::study::day::{Day, Moment};
use iam_dojo::study::drill::{Deck, Drill, Entry, Next, Plan, Stock, next};
use iam_dojo::study::schedule::{Grade, Schedule, TARGET};
use iam_dojo::study::store::{AnswerRecord, Millis, Reset};
use jiff::tz::TimeZone;

const DAY: Millis = 86_400_000;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()].clone()
    }
}

fn question(number: u64) -> QuestionId {
    QuestionId(format!("{:02}.{}", 1 + number / 4, 1 + number % 4))
}

fn moment(day: i32) -> Moment {
    Moment { at: i64::from(day) * DAY + DAY / 2, day: Day(day) }
}

/// A random history of a card: mostly later and later, sometimes on the same day, sometimes with the clock set back.
fn history(random: &mut Random) -> Vec<Review> {
    let mut day = 20_000;
    (0..1 + random.below(30))
        .map(|_| {
            day += match random.below(10) {
                0 => 0,
                1 => -i32::try_from(random.below(40)).unwrap(),
                2 => i32::try_from(random.below(3_000)).unwrap(),
                _ => i32::try_from(random.below(60)).unwrap(),
            };
            let now = moment(day);
            Review {
                question: question(0),
                revision: 1 + u32::from(random.below(40) == 0),
                at: now.at,
                day: now.day,
                grade: random.pick(&Grade::ALL),
                quick: random.below(2) == 0,
                confidence: random.pick(&[None, Some(1), Some(2), Some(3)]),
                took: u32::try_from(random.below(100_000)).unwrap(),
            }
        })
        .collect()
}

#[test]
fn ten_thousand_histories_stay_in_bounds_and_come_out_the_same_each_time() {
    for seed in 0..10_000 {
        let mut random = Random(seed);
        let reviews = history(&mut random);
        let target = random.pick(&[0.80, 0.85, TARGET, 0.97]);
        let exam = random.pick(&[None, Some(Day(20_400))]);
        let schedule = Schedule::new(None, target, exam);
        let mut card = Card::new(&question(0));
        for review in &reviews {
            card = card.after(review, &schedule);
            let memory = card.memory.unwrap();
            assert!(memory.stability.is_finite() && memory.stability > 0.0, "seed {seed}: {memory:?}");
            assert!((1.0..=10.0).contains(&memory.difficulty), "seed {seed}: {memory:?}");
            assert!((1..=3_650).contains(&schedule.interval(memory)), "seed {seed}");
            let due = card.due(&schedule).unwrap();
            assert!(due >= card.last && due <= card.last.plus(3_650), "seed {seed}: {due}");
            let recalls = [0, 1, 10, 100, 10_000].map(|days| schedule.recall(memory, days));
            assert!(recalls.windows(2).all(|pair| pair[0] >= pair[1]), "seed {seed}: {recalls:?}");
            assert!(recalls.iter().all(|recall| (0.0..=1.0).contains(recall)), "seed {seed}: {recalls:?}");
        }
        assert_eq!(usize::try_from(card.reviews).unwrap(), reviews.len());
        assert_eq!(Card::of(&reviews, &schedule), Some(card), "seed {seed}");
    }
}

#[test]
fn better_answers_stay_away_longer_and_success_on_time_never_shortens_the_interval() {
    let schedule = Schedule::default();
    for seed in 0..2_000 {
        let mut random = Random(seed);
        let card = Card::of(&history(&mut random), &schedule).unwrap();
        let memory = card.memory.unwrap();
        let interval = schedule.interval(memory);
        let after = |grade| schedule.after(Some(memory), interval, grade).stability;
        let by_grade = Grade::ALL.map(after);
        assert!(by_grade.windows(2).all(|pair| pair[0] <= pair[1]), "seed {seed}: {by_grade:?}");
        let mut memory = memory;
        for _ in 0..10 {
            let next = schedule.after(Some(memory), schedule.interval(memory), Grade::Good);
            assert!(schedule.interval(next) >= schedule.interval(memory), "seed {seed}: {memory:?}, {next:?}");
            memory = next;
        }
    }
}

/// Whoever answers each card rightly when it comes sees all of them on two days before the exam, and in the week before it.
#[test]
fn before_an_exam_every_card_is_seen_twice_and_in_the_last_week() {
    let exam = Day(20_100);
    for seed in 0..300 {
        let mut random = Random(seed);
        let begins = i32::try_from(20_020 + random.below(76)).unwrap();
        let schedule = Schedule::new(None, TARGET, Some(exam));
        let mut card = Card::new(&question(seed));
        let mut days = Vec::new();
        for day in begins..exam.0 {
            let now = moment(day);
            if days.is_empty() || card.is_due(&schedule, now) {
                let review = Review {
                    question: question(seed),
                    revision: 1,
                    at: now.at,
                    day: now.day,
                    grade: random.pick(&[Grade::Hard, Grade::Good, Grade::Easy, Grade::Again]),
                    quick: false,
                    confidence: None,
                    took: 1,
                };
                card = card.after(&review, &schedule);
                days.push(day);
            }
        }
        assert!(days.len() >= 2, "seed {seed}: {days:?}");
        assert!(days.iter().any(|day| *day >= exam.0 - 7), "seed {seed}: {days:?}");
    }
}

/// What the store must know after all that was done: the answers, in order, with whether they count for the schedule.
#[derive(Default)]
struct Model {
    answers: Vec<(AnswerRecord, bool)>,
    aside: Vec<QuestionId>,
}

impl Model {
    fn check(&self, store: &Store, why: &str) {
        let cards = store.cards().unwrap();
        let schedule = store.schedule().unwrap();
        for number in 0..8 {
            let id = question(number);
            let kept: Vec<&AnswerRecord> =
                self.answers.iter().filter(|(record, _)| record.question == id).map(|(record, _)| record).collect();
            assert_eq!(store.answers(&id).unwrap().iter().collect::<Vec<_>>(), kept, "{why}");
            let counted = self.answers.iter().filter(|(record, counts)| record.question == id && *counts).count();
            let card = cards.iter().find(|card| card.id == id.0);
            assert_eq!(card.map_or(0, |card| card.reviews as usize), counted, "{why}: {id}");
            let reviews = store.reviews(&id).unwrap();
            if let (Some(made), Some(card)) = (Card::of(&reviews, &schedule), card) {
                assert_eq!(Card { mark: card.mark, ..made }, *card, "{why}: {id}");
            }
            assert_eq!(card.is_some_and(|card| card.mark.suspended), self.aside.contains(&id), "{why}: {id}");
        }
        let by_day: u32 = store.day_counts().unwrap().iter().map(|count| count.reviews).sum();
        assert_eq!(by_day as usize, self.answers.iter().filter(|(_, counts)| *counts).count(), "{why}");
    }
}

#[test]
fn no_sequence_of_answers_undo_bury_reset_and_import_loses_or_doubles_anything() {
    let zones =
        [TimeZone::UTC, TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap(), TimeZone::posix("HST10").unwrap()];
    for seed in 0..80 {
        let mut random = Random(seed);
        let mut store = Store::in_memory().unwrap().in_zone(random.pick(&zones));
        let mut model = Model::default();
        let mut at: Millis = 20_000 * DAY;
        let mut laid_aside: Option<(String, usize)> = None;
        for step in 0..60 {
            let id = question(random.below(8));
            // The clock goes on, and now and then back; no two answers fall into one millisecond.
            at += if random.below(12) == 0 {
                -DAY * 3 + 1
            } else {
                1 + i64::try_from(random.below(4 * DAY as u64)).unwrap()
            };
            let why = format!("seed {seed}, step {step}");
            match random.below(12) {
                0 => {
                    let last = model.answers.iter().rposition(|(record, _)| record.question == id);
                    let last = last.map(|place| model.answers.remove(place).0);
                    let time = last.map_or(at, |record| record.at);
                    store.undo_last(&id, time).unwrap();
                    laid_aside = None;
                }
                1 => store.bury(&id, Some(Day(20_500))).unwrap(),
                2 => {
                    let suspended = !model.aside.contains(&id);
                    store.suspend(&id, suspended).unwrap();
                    model.aside.retain(|aside| *aside != id);
                    model.aside.extend(suspended.then_some(id));
                }
                3 if random.below(3) == 0 => {
                    store.reset(&Reset::Question(id.clone()), at).unwrap();
                    model.answers.retain(|(record, _)| record.question != id);
                    model.aside.retain(|aside| *aside != id);
                    laid_aside = None;
                }
                4 => laid_aside = Some((store.export().unwrap(), model.answers.len())),
                // What was exported and is all still here: nothing new comes in.
                5 if laid_aside.is_some() => {
                    let (text, answers) = laid_aside.clone().unwrap();
                    let merged = store.import(&text).unwrap();
                    assert_eq!((merged.answers, merged.known), (0, answers), "{why}");
                }
                // The whole of it moves into another place.
                6 => {
                    let text = store.export().unwrap();
                    let other = Store::in_memory().unwrap().in_zone(random.pick(&zones));
                    other.import(&text).unwrap();
                    assert_eq!(other.export().unwrap(), text, "{why}");
                    store = other;
                }
                act => {
                    let record = AnswerRecord {
                        question: id,
                        revision: 1 + u32::from(random.below(30) == 0),
                        answer: Answer::Choice(usize::try_from(random.below(4)).unwrap()),
                        right: random.below(3) > 0,
                        share: 0.5,
                        confidence: random.pick(&[None, Some(1), Some(3)]),
                        hints: u8::from(random.below(5) == 0),
                        took: u32::try_from(random.below(60_000)).unwrap(),
                        at,
                    };
                    let counts = act != 7;
                    if counts { store.record_answer(&record) } else { store.record_practice(&record) }.unwrap();
                    model.answers.push((record, counts));
                }
            }
            if let (Some((_, answers)), true) =
                (&laid_aside, model.answers.len() < laid_aside.as_ref().map_or(0, |l| l.1))
            {
                panic!("{why}: {answers} answers were laid aside, fewer are left");
            }
            model.check(&store, &why);
        }
    }
}

#[test]
fn the_order_of_what_is_due_depends_on_the_cards_alone() {
    let store = Store::in_memory().unwrap();
    let mut random = Random(5);
    let items: Vec<Item> = (0..24)
        .map(|number| {
            let id = question(number);
            let lesson = format!("L{:02}", 1 + number / 4);
            Item {
                objective: format!("{lesson}.{}", number % 3),
                lesson,
                id,
                revision: 1,
                difficulty: 1,
                pairs: Vec::new(),
            }
        })
        .collect();
    for item in &items {
        let day = 20_000 + i64::try_from(random.below(9)).unwrap();
        let record = AnswerRecord {
            question: item.id.clone(),
            revision: 1,
            answer: Answer::Choice(0),
            right: random.below(3) > 0,
            share: 1.0,
            confidence: Some(2),
            hints: 0,
            took: 1_000,
            at: day * DAY + DAY / 2,
        };
        store.record_answer(&record).unwrap();
    }
    let stock = Stock::of(items, &store).unwrap();
    let plan = Plan { deck: Deck::Mixed, cram: false, minutes: None, seed: 3 };
    let now = moment(20_030);
    let mut pool: Vec<Entry> = stock.entries();
    let Next::Card(expected, _) = next(&pool, &plan, stock.schedule(), &[], now.at, now) else {
        panic!("something is due")
    };
    let expected = expected.item.id.clone();
    assert_eq!(Drill::begin(&stock, plan.clone(), now).left(now), 24);
    for _ in 0..50 {
        for end in (2..=pool.len()).rev() {
            let place = usize::try_from(random.below(end as u64)).unwrap();
            pool.swap(end - 1, place);
        }
        let Next::Card(found, _) = next(&pool, &plan, stock.schedule(), &[], now.at, now) else {
            panic!("something is due")
        };
        assert_eq!(found.item.id, expected);
    }
}
