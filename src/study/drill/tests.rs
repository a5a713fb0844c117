use super::*;
use crate::course::grade::Answer;
use crate::study::cards::{Mark, Review};
use crate::study::schedule::Grade;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

fn id(question: &str) -> QuestionId {
    QuestionId(question.to_owned())
}

fn noon(day: i32) -> Moment {
    Moment { at: i64::from(day) * DAY + DAY / 2, day: Day(day) }
}

fn later_by(now: Moment, millis: Millis) -> Moment {
    Moment { at: now.at + millis, ..now }
}

/// `03.2` of objective `L03.b`: the objective is named by the letter given.
fn item(question: &str, objective: char) -> Item {
    let lesson = format!("L{}", question.split('.').next().unwrap());
    Item {
        id: id(question),
        objective: format!("{lesson}.{objective}"),
        lesson,
        revision: 1,
        difficulty: 2,
        pairs: Vec::new(),
    }
}

/// Cards of that many lessons, with so many objectives each, and so many questions for each of those.
fn course(lessons: usize, objectives: usize, questions: usize) -> Vec<Item> {
    let mut items = Vec::new();
    for lesson in 1..=lessons {
        for question in 0..objectives * questions {
            let objective = char::from(b'a' + u8::try_from(question % objectives).unwrap());
            items.push(item(&format!("{lesson:02}.{}", question + 1), objective));
        }
    }
    items
}

fn mixed_plan() -> Plan {
    Plan { deck: Deck::Mixed, cram: false, minutes: None, seed: 7 }
}

fn record(question: &QuestionId, right: bool, confidence: u8, at: Millis) -> AnswerRecord {
    AnswerRecord {
        question: question.clone(),
        revision: 1,
        answer: Answer::Choice(0),
        right,
        share: 1.0,
        confidence: Some(confidence),
        hints: 0,
        took: 5_000,
        at,
    }
}

/// A store in which each of these questions was answered rightly on day 10.
fn answered(questions: &[&str]) -> Store {
    let store = Store::in_memory().unwrap();
    for question in questions {
        store.record_answer(&record(&id(question), true, 2, noon(10).at)).unwrap();
    }
    store
}

/// Answers rightly whatever comes, up to so many cards; gives them in order.
fn run(drill: &mut Drill, store: &Store, mut now: Moment, most: usize) -> Vec<(QuestionId, Rank)> {
    let mut came = Vec::new();
    while came.len() < most {
        let Next::Card(entry, rank) = drill.next(now) else { break };
        let question = entry.item.id.clone();
        now = later_by(now, 1_000);
        drill.keep(store, &record(&question, true, 2, now.at)).unwrap();
        came.push((question, rank));
    }
    came
}

fn ids(came: &[(QuestionId, Rank)]) -> Vec<&str> {
    came.iter().map(|(id, _)| id.0.as_str()).collect()
}

#[test]
fn what_is_due_comes_first_and_then_what_is_new_in_lessons_that_were_begun() {
    let store = answered(&["01.1", "02.1", "02.2"]);
    let stock = Stock::of(course(3, 4, 1), &store).unwrap();
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(12));
    assert_eq!(drill.left(noon(12)), 3);
    let came = run(&mut drill, &store, noon(12), 99);
    let ranks: Vec<Rank> = came.iter().map(|(_, rank)| *rank).collect();
    assert_eq!(ranks[..3], [Rank::Due; 3]);
    assert_eq!(ranks[3..], [Rank::New; 5], "four cards each of two lessons, the third was not begun");
    assert_eq!(drill.next(noon(12)), Next::Finished);
    assert_eq!(drill.left(noon(12)), 0);
}

#[test]
fn who_has_begun_nothing_begins_with_the_course() {
    let store = Store::in_memory().unwrap();
    let stock = Stock::of(course(3, 2, 1), &store).unwrap();
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(1));
    let came = run(&mut drill, &store, noon(1), 99);
    assert_eq!(ids(&came), ["01.1", "02.1", "03.1", "01.2", "02.2", "03.2"]);
}

#[test]
fn what_is_most_likely_forgotten_comes_first() {
    let store = Store::in_memory().unwrap();
    for (question, days) in [("01.1", &[10, 12, 20][..]), ("02.1", &[10]), ("03.1", &[18])] {
        for day in days {
            store.record_answer(&record(&id(question), true, 2, noon(*day).at)).unwrap();
        }
    }
    let stock = Stock::of(course(3, 1, 1), &store).unwrap();
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(60));
    assert_eq!(ids(&run(&mut drill, &store, noon(60), 9)), ["02.1", "03.1", "01.1"]);
}

/// The rules of mixing, on many stocks: three lessons in any three cards where three have due cards left, and never two of one
/// objective in a row while a card of another is left.
#[test]
fn lessons_are_mixed_and_no_objective_comes_twice_running() {
    for seed in 0..60_u64 {
        let pick = |n: u64, of: u64| super::mixed(seed, &n.to_string()) % of;
        let lessons = 1 + usize::try_from(pick(1, 5)).unwrap();
        let objectives = 1 + usize::try_from(pick(2, 4)).unwrap();
        let items = course(lessons, objectives, 1 + usize::try_from(pick(3, 3)).unwrap());
        let store = Store::in_memory().unwrap();
        for (number, item) in items.iter().enumerate().filter(|(number, _)| pick(10 + *number as u64, 3) > 0) {
            let day = 10 + i32::try_from(pick(100 + number as u64, 5)).unwrap();
            store.record_answer(&record(&item.id, pick(200 + number as u64, 4) > 0, 2, noon(day).at)).unwrap();
        }
        let stock = Stock::of(items.clone(), &store).unwrap();
        let plan = Plan { seed, ..mixed_plan() };
        let mut drill = Drill::begin(&stock, plan, noon(40));
        let came = run(&mut drill, &store, noon(40), 999);
        let find = |id: &QuestionId| items.iter().find(|item| item.id == *id).unwrap();
        for place in 1..came.len() {
            let before = &find(&came[place - 1].0).objective;
            let others_left = came[place..].iter().any(|(id, _)| find(id).objective != *before);
            let twice = find(&came[place].0).objective == *before;
            assert!(!(twice && others_left), "seed {seed}: {:?} at {place}", ids(&came));
        }
        for place in 2..came.len() {
            let rank = came[place].1;
            let recent: BTreeSet<&str> =
                came[place - 2..place].iter().map(|(id, _)| find(id).lesson.as_str()).collect();
            let fresh = |(id, own): &(QuestionId, Rank)| *own == rank && !recent.contains(find(id).lesson.as_str());
            let was_possible = came[place..].iter().any(fresh);
            let is_mixed = !recent.contains(find(&came[place].0).lesson.as_str());
            assert!(is_mixed || !was_possible, "seed {seed}: {:?} at {place}", ids(&came));
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_drill_and_another_one_another() {
    let questions = course(4, 3, 2);
    let store = answered(&questions.iter().map(|item| item.id.0.as_str()).collect::<Vec<_>>());
    let order = |seed| {
        let stock = Stock::of(questions.clone(), &store).unwrap();
        let drill = Drill::begin(&stock, Plan { seed, ..mixed_plan() }, noon(12));
        let Next::Card(entry, _) = drill.next(noon(12)) else { panic!("something is due") };
        entry.item.id.clone()
    };
    assert_eq!(order(1), order(1));
    let firsts: BTreeSet<QuestionId> = (0..20).map(order).collect();
    assert!(firsts.len() > 3, "{firsts:?}");
}

#[test]
fn a_sitting_ends_when_its_time_is_up_and_an_endless_one_when_nothing_is_left() {
    let store = Store::in_memory().unwrap();
    let stock = Stock::of(course(1, 1, 1), &store).unwrap();
    for minutes in [5, 10, 20] {
        let drill = Drill::begin(&stock, Plan { minutes: Some(minutes), ..mixed_plan() }, noon(1));
        let last = later_by(noon(1), i64::from(minutes) * MINUTE - 1);
        assert!(matches!(drill.next(last), Next::Card(..)));
        assert_eq!(drill.next(later_by(last, 1)), Next::TimeUp);
        assert!(matches!(drill.next(later_by(noon(1), -DAY)), Next::Card(..)), "the clock went back");
    }
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(1));
    assert!(matches!(drill.next(later_by(noon(1), DAY / 3)), Next::Card(..)));
    run(&mut drill, &store, noon(1), 9);
    assert_eq!(drill.next(noon(1)), Next::Finished);
}

#[test]
fn a_misconception_comes_back_in_the_same_sitting() {
    let store = answered(&["01.1", "02.1", "03.1"]);
    let stock = Stock::of(course(3, 1, 1), &store).unwrap();
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(12));
    let Next::Card(entry, _) = drill.next(noon(12)) else { panic!("something is due") };
    let first = entry.item.id.clone();
    drill.keep(&store, &record(&first, false, 3, noon(12).at)).unwrap();
    let second = run(&mut drill, &store, later_by(noon(12), MINUTE), 1);
    assert_ne!(second[0].0, first);
    let third = run(&mut drill, &store, later_by(noon(12), MINUTE), 9);
    assert_eq!(third.len(), 1);
    let Next::Card(again, Rank::Due) = drill.next(later_by(noon(12), SOON)) else { panic!("it comes back") };
    assert_eq!(again.item.id, first);
    assert_eq!(drill.next(later_by(noon(12), 2 * MINUTE)), Next::Later(noon(12).at + SOON));
    let summary = drill.summary();
    assert_eq!((summary.answers, summary.right, summary.cards), (3, 2, 3));
    assert_eq!(summary.misconceptions, std::slice::from_ref(&first));
    assert_eq!(summary.returns[0], (Day(12), vec![first]));
}

#[test]
fn cramming_asks_everything_until_it_was_right_and_leaves_the_schedule_alone() {
    let store = answered(&["01.1", "01.2"]);
    let before = store.cards().unwrap();
    let stock = Stock::of(course(1, 4, 1), &store).unwrap();
    let plan = Plan { deck: Deck::Lesson("L01".into()), cram: true, ..mixed_plan() };
    let mut drill = Drill::begin(&stock, plan, noon(11));
    let mut came = Vec::new();
    while let Next::Card(entry, _) = drill.next(noon(11)) {
        let question = entry.item.id.clone();
        let right = came.contains(&question);
        drill.keep(&store, &record(&question, right, 3, noon(11).at + came.len() as Millis)).unwrap();
        came.push(question);
        assert!(came.len() <= 8, "{came:?}");
    }
    assert_eq!(came.len(), 8, "each wrong once and then right: {came:?}");
    assert!(came.windows(2).all(|pair| pair[0] != pair[1]), "{came:?}");
    assert_eq!(store.cards().unwrap(), before);
    let summary = drill.summary();
    assert_eq!((summary.cards, summary.answers, summary.right, summary.returns), (4, 8, 4, Vec::new()));
}

#[test]
fn an_answer_that_is_taken_back_is_asked_again_as_if_it_had_not_been() {
    let store = answered(&["01.1", "02.1", "03.1"]);
    let stock = Stock::of(course(3, 2, 1), &store).unwrap();
    for cram in [false, true] {
        let mut drill = Drill::begin(&stock, Plan { cram, ..mixed_plan() }, noon(12));
        run(&mut drill, &store, noon(12), 1);
        let (before, cards) = (drill.clone(), store.cards().unwrap());
        let came = run(&mut drill, &store, later_by(noon(12), 9_000), 1);
        assert_eq!(drill.undo(&store).unwrap(), Some(came[0].0.clone()));
        assert_eq!((drill.history(), drill.summary()), (before.history(), before.summary()));
        assert_eq!(store.cards().unwrap(), cards);
        assert_eq!(drill.next(noon(12)), before.next(noon(12)));
        assert!(drill.undo(&store).unwrap().is_some());
        assert_eq!(drill.undo(&store).unwrap(), None, "nothing is left to take back");
    }
}

#[test]
fn what_is_buried_comes_tomorrow_and_what_is_suspended_not_at_all() {
    let store = answered(&["01.1", "02.1"]);
    let stock = Stock::of(course(2, 1, 1), &store).unwrap();
    let mut drill = Drill::begin(&stock, mixed_plan(), noon(12));
    drill.bury(&store, &id("01.1"), noon(12)).unwrap();
    drill.suspend(&store, &id("02.1"), true).unwrap();
    assert_eq!(drill.next(noon(12)), Next::Finished);
    let stock = Stock::of(course(2, 1, 1), &store).unwrap();
    let tomorrow = Drill::begin(&stock, mixed_plan(), noon(13));
    assert!(matches!(tomorrow.next(noon(13)), Next::Card(entry, Rank::Due) if entry.item.id == id("01.1")));
    drill.suspend(&store, &id("02.1"), false).unwrap();
    assert!(matches!(drill.next(noon(12)), Next::Card(entry, Rank::Due) if entry.item.id == id("02.1")));
}

#[test]
fn a_question_whose_meaning_changed_is_due_at_once() {
    let store = answered(&["01.1"]);
    let changed = vec![Item { revision: 2, ..item("01.1", 'a') }];
    let stock = Stock::of(changed, &store).unwrap();
    let drill = Drill::begin(&stock, mixed_plan(), noon(10));
    assert!(matches!(drill.next(noon(10)), Next::Card(_, Rank::Due)));
}

#[test]
fn each_deck_has_what_it_says() {
    let store = answered(&["01.1", "01.2", "02.1"]);
    store.record_answer(&record(&id("02.2"), false, 2, noon(11).at)).unwrap();
    store.set_flag(&id("03.1"), Some(crate::study::store::Flag::default())).unwrap();
    let mut items = course(3, 2, 1);
    items[0].pairs = vec![(1, Side::Left)];
    items[4].pairs = vec![(1, Side::Both)];
    let stock = Stock::of(items, &store).unwrap();
    let exam = Deck::Lessons { exam: "dva-iam".into(), lessons: vec!["L02".into(), "L03".into()] };
    for (deck, cards, due, new) in [
        (Deck::Mixed, 4, 4, 0),
        (Deck::Lesson("L03".into()), 2, 0, 2),
        (Deck::Pair(1), 1, 1, 0),
        (Deck::Pair(0), 0, 0, 0),
        (Deck::Flagged, 1, 0, 1),
        (Deck::WrongLately, 1, 1, 0),
        (exam, 4, 2, 2),
    ] {
        let expected = Offer { deck: deck.clone(), cards, due, new };
        assert_eq!(stock.offer(deck, noon(12)), expected);
    }
    assert_eq!(stock.offer(Deck::WrongLately, noon(30)).cards, 0);
    let offered: Vec<Deck> = stock.offers(&[], noon(12)).into_iter().map(|offer| offer.deck).collect();
    assert_eq!(offered, [Deck::Mixed, Deck::WrongLately, Deck::Flagged, Deck::Pair(1)]);
}

#[test]
fn the_sides_of_a_pair_alternate_while_both_are_left() {
    let store = Store::in_memory().unwrap();
    let items: Vec<Item> = (0..8_u8)
        .map(|number| Item {
            pairs: vec![(0, if number < 4 { Side::Left } else { Side::Right })],
            ..item(&format!("01.{}", number + 1), char::from(b'a' + number))
        })
        .collect();
    let stock = Stock::of(items.clone(), &store).unwrap();
    let mut drill = Drill::begin(&stock, Plan { deck: Deck::Pair(0), ..mixed_plan() }, noon(1));
    let came = run(&mut drill, &store, noon(1), 99);
    let sides: Vec<Side> =
        came.iter().map(|(id, _)| items.iter().find(|item| item.id == *id).unwrap().pairs[0].1).collect();
    assert_eq!(sides.len(), 8);
    assert!(sides.windows(2).all(|pair| pair[0] != pair[1]), "{sides:?}");
}

#[test]
fn a_drill_over_midnight_and_over_the_end_of_a_day_loses_no_card() {
    let items = course(3, 2, 1);
    let all: Vec<String> = items.iter().map(|item| item.id.0.clone()).collect();
    let store = answered(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let stock = Stock::of(items, &store).unwrap();
    // Half before four in the morning of Greenwich, half after.
    let begun = store.moment(14 * DAY + 4 * 60 * MINUTE - 3_000);
    let mut drill = Drill::begin(&stock, mixed_plan(), begun);
    let mut at = begun.at;
    let mut came = BTreeSet::new();
    while let Next::Card(entry, _) = drill.next(store.moment(at)) {
        let question = entry.item.id.clone();
        at += 1_000;
        drill.keep(&store, &record(&question, true, 2, at)).unwrap();
        assert!(came.insert(question), "each card once");
    }
    assert_eq!(came.len(), 6);
    let days: BTreeSet<i32> = store.cards().unwrap().iter().map(|card| card.last.0).collect();
    assert_eq!(days.into_iter().collect::<Vec<_>>(), [13, 14]);
}

#[test]
fn a_card_set_aside_by_a_mark_alone_is_no_answered_card() {
    let now = noon(12);
    let entry = Entry {
        card: Card { mark: Mark { suspended: true, buried: None }, ..Card::new(&id("01.1")) },
        item: item("01.1", 'a'),
        open: true,
    };
    assert_eq!(rank(&entry, &Deck::Mixed, &Schedule::default(), now), None);
    let review = Review {
        question: id("01.1"),
        revision: 1,
        at: 0,
        day: Day(0),
        grade: Grade::Good,
        quick: false,
        confidence: None,
        took: 0,
    };
    let card = Card::new(&id("01.1")).after(&review, &Schedule::default());
    assert_eq!(rank(&Entry { card, ..entry }, &Deck::Mixed, &Schedule::default(), now), Some(Rank::Due));
}
