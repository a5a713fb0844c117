use super::*;
use crate::course::grade::Answer;
use crate::study::cards::Item;
use crate::study::store::{AnswerRecord, LabRecord, Pursuit, Sitting};

const DAY: Millis = 86_400_000;

fn noon(day: i32) -> Moment {
    Moment { at: i64::from(day) * DAY + DAY / 2, day: Day(day) }
}

fn items(questions: usize) -> Vec<Item> {
    (1..=questions)
        .map(|number| Item {
            id: QuestionId(format!("03.{number}")),
            lesson: "L03".into(),
            objective: format!("L03.{number}"),
            revision: 1,
            difficulty: 1,
            pairs: Vec::new(),
        })
        .collect()
}

fn answer(store: &Store, number: usize, day: i32, right: bool, confidence: u8) {
    let record = AnswerRecord {
        question: QuestionId(format!("03.{number}")),
        revision: 1,
        answer: Answer::Choice(0),
        right,
        share: 1.0,
        confidence: Some(confidence),
        hints: 0,
        took: 30_000,
        at: noon(day).at + i64::try_from(number).unwrap(),
    };
    store.record_answer(&record).unwrap();
}

/// The figures of a lesson with that many questions and a lab that was solved with so many hints, if it was.
fn figures(store: &Store, questions: usize, lab_hints: Option<u8>, day: i32) -> Figures {
    let record = |hints| LabRecord { lab: "B01".into(), solved_at: Some(1), hints, ..LabRecord::default() };
    let stars = lab_hints.map_or(0, |hints| 3_u8.saturating_sub(hints).max(1));
    let lab = LabProgress { lab: "B01".into(), record: lab_hints.map(record), stars, rounds: 0 };
    let lesson = LessonProgress { lesson: "L03".into(), labs: vec![lab], ..LessonProgress::default() };
    let progress = Progress { lessons: vec![lesson], ..Progress::default() };
    let stock = Stock::of(items(questions), store).unwrap();
    Figures::of(&stock, &progress, store, noon(day)).unwrap()
}

#[test]
fn a_lesson_is_mastered_when_all_that_it_takes_is_there() {
    // For each question of twelve the days on which it was answered, rightly or not.
    type Answers = fn(&Store);
    let good: Answers = |store| (1..=12).for_each(|number| answer(store, number, 10 + i32::from(number > 6), true, 2));
    let cases: [(&str, Answers, Option<u8>, bool); 9] = [
        ("two days, all right, lab without a hint", good, Some(0), true),
        ("one hint", good, Some(1), true),
        ("two hints", good, Some(2), false),
        ("the lab is open", good, None, false),
        ("one day only", |store| (1..=12).for_each(|number| answer(store, number, 10, true, 2)), Some(0), false),
        (
            "nine questions",
            |store| (1..=9).for_each(|n| answer(store, n, 10 + i32::from(n > 6), true, 2)),
            Some(0),
            false,
        ),
        (
            "three of the last ten wrong at first, right a minute later",
            |store| {
                (1..=12).for_each(|n| answer(store, n, 10 + i32::from(n > 6), n < 10, 2));
                (10..=12).for_each(|n| answer(store, n, 11, true, 2));
            },
            Some(0),
            false,
        ),
        (
            "two of the last ten wrong",
            |store| (1..=12).for_each(|n| answer(store, n, 10 + i32::from(n > 6), n < 11, 2)),
            Some(0),
            true,
        ),
        (
            "one of them surely",
            |store| (1..=12).for_each(|n| answer(store, n, 10 + i32::from(n > 6), n < 12, 3)),
            Some(0),
            false,
        ),
    ];
    for (name, answers, lab, mastered) in cases {
        let store = Store::in_memory().unwrap();
        answers(&store);
        let found = figures(&store, 12, lab, 20).lessons.remove(0);
        assert_eq!((found.is_mastered(), found.missing().is_empty()), (mastered, mastered), "{name}: {found:?}");
    }
    let nothing = figures(&Store::in_memory().unwrap(), 0, None, 20).lessons.remove(0);
    assert!(!nothing.is_mastered() && Mastery { known: true, ..nothing }.is_mastered());
}

#[test]
fn a_streak_goes_on_over_days_off_and_until_the_day_is_over() {
    let days = |days: &[i32]| -> BTreeSet<Day> { days.iter().map(|day| Day(*day)).collect() };
    for (studied, off, expected, today) in [
        (&[][..], &[][..], 0, false),
        (&[20], &[], 1, true),
        (&[19], &[], 1, false),
        (&[18], &[], 0, false),
        (&[17, 18, 19, 20], &[], 4, true),
        (&[17, 18, 20], &[19], 3, true),
        (&[17, 18], &[19], 2, false),
        (&[17, 18], &[19, 20], 2, false),
        (&[16, 18, 19], &[], 2, false),
        (&[], &[18, 19, 20], 0, false),
    ] {
        let found = streak(&days(studied), &days(off), Day(20));
        assert_eq!(found, Streak { days: expected, today }, "{studied:?} with {off:?} off");
    }
}

#[test]
fn the_forecast_says_what_comes_when_and_leaves_nothing_out() {
    let store = Store::in_memory().unwrap();
    (1..=3).for_each(|number| answer(&store, number, 10, true, 2));
    answer(&store, 4, 10, false, 2);
    store.suspend(&QuestionId("03.3".into()), true).unwrap();
    store.bury(&QuestionId("03.2".into()), Some(Day(17))).unwrap();
    let found = figures(&store, 5, None, 11);
    assert_eq!(found.forecast.len(), AHEAD);
    let comes: Vec<(usize, usize)> =
        found.forecast.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
    assert_eq!(comes, [(0, 1), (1, 1), (6, 1)], "the wrong one today, a right one tomorrow, the buried one on its day");
    assert_eq!((found.due, found.new, found.seen, found.minutes), (1, 1, 4, 1));
    assert_eq!(found.suspended, [QuestionId("03.3".into())]);
    assert_eq!(figures(&store, 5, None, 30).forecast[0], 3, "what is overdue comes today");
}

#[test]
fn weeks_begin_on_monday_and_count_what_could_be_remembered() {
    for (date, monday) in [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-22", "2026-11-16"),
        ("2026-11-29", "2026-11-23"),
        ("1970-01-01", "1969-12-29"),
        ("1969-12-28", "1969-12-22"),
    ] {
        let count = DayCount { day: date.parse().unwrap(), reviews: 1, ..DayCount::default() };
        assert_eq!(weeks(&[count])[0].monday.to_string(), monday, "{date}");
    }
    let store = Store::in_memory().unwrap();
    for (day, right) in [(4, true), (6, true), (11, false), (12, true)] {
        answer(&store, 1, day, right, 3);
    }
    let found = figures(&store, 1, None, 13);
    let retention: Vec<Option<f64>> = found.weeks.iter().map(Week::retention).collect();
    // Day 4 was a Monday: of the first week's answers one came on a later day, of the second's two.
    assert_eq!(retention, [Some(1.0), Some(0.5)]);
    assert!(found.weeks[0].stability > 5.0);
    assert_eq!(found.calibration, [Said::default(), Said::default(), Said { given: 4, right: 3 }]);
    assert!(found.recall.is_some_and(|recall| recall > 0.5 && recall < 1.0));
}

#[test]
fn the_best_next_thing_is_what_slips_away_then_what_was_begun() {
    let lesson = NextStep::Lesson { lesson: "L04".into(), begun: true };
    let questions = NextStep::Questions { lesson: "L04".into(), open: 1 };
    let exam = 9;
    let review = |due| What::Review { due, minutes: 2 };
    for (due, misconceptions, exam, next, what, why) in [
        (9, 0, None, Some(&lesson), review(9), "9 cards are about to slip away"),
        (1, 0, None, Some(&lesson), What::Step(lesson.clone()), "you are in the middle of it"),
        (1, 1, None, Some(&lesson), review(1), "something you were sure of is not so"),
        (1, 0, Some(exam), Some(&lesson), review(1), "the exam is in 9 days, and 1 card is due"),
        (0, 0, Some(exam), Some(&lesson), What::Step(lesson.clone()), "you are in the middle of it"),
        (0, 0, None, Some(&questions), What::Step(questions.clone()), "1 of its questions is not answered rightly yet"),
        (1, 0, None, None, review(1), "1 card is about to slip away"),
        (0, 0, None, None, What::Nothing, "all is read, solved and remembered"),
    ] {
        let next: Vec<NextStep> = next.into_iter().cloned().collect();
        assert_eq!(advice(due, 2, misconceptions, exam, &next), Advice { what, why: why.to_owned() });
    }
}

#[test]
fn the_way_to_an_exam_says_how_many_new_cards_a_day_brings() {
    let store = Store::in_memory().unwrap();
    store.set_setting(crate::study::store::EXAM_DATE, &Day(40).to_string()).unwrap();
    answer(&store, 1, 10, true, 2);
    let found = figures(&store, 30, None, 23).exam.unwrap();
    assert_eq!(found, ExamAhead { day: Day(40), left: 17, new_a_day: 3, not_twice: 30 });
    assert_eq!(figures(&store, 30, None, 41).exam, None, "it is over");
}

#[test]
fn time_spent_is_part_of_the_figures_and_makes_a_day_of_study() {
    let store = Store::in_memory().unwrap();
    for (begun, spent) in [(1, 60_000), (2, 30_000)] {
        store.keep_sitting(Sitting { pursuit: Pursuit::Lesson, begun, day: Day(20), spent }).unwrap();
    }
    let found = figures(&store, 1, None, 20);
    assert_eq!((found.spent_on(Day(20)), found.streak), (90_000, Streak { days: 1, today: true }));
}

#[test]
fn a_glance_says_what_the_figures_say() {
    let store = Store::in_memory().unwrap();
    (1..=3).for_each(|number| answer(&store, number, 10, number != 2, 3));
    store.suspend(&QuestionId("03.3".into()), true).unwrap();
    store.set_setting(crate::study::store::EXAM_DATE, &Day(40).to_string()).unwrap();
    let lesson = LessonEntry {
        head: serde_json::from_value(serde_json::json!({
            "id": "L03", "number": 3, "title": "Trust policies", "tagline": "", "part": "A", "part_title": "",
            "minutes": 10, "objectives": [], "summary": [], "sources": [],
        }))
        .unwrap(),
        questions: items(5).into_iter().map(|item| item.id).collect(),
        reflections: Vec::new(),
        labs: Vec::new(),
        folder: String::new(),
    };
    let progress = Progress::default();
    for day in [10, 20, 41] {
        let all = figures(&store, 5, None, day);
        let glance = Glance::of(std::slice::from_ref(&lesson), &progress, &store, noon(day)).unwrap();
        let exam = all.exam.map(|exam| exam.left);
        let expected = Glance { due: all.due, minutes: all.minutes, seen: all.seen, exam, advice: all.advice };
        assert_eq!(glance, expected, "day {day}");
    }
    let gone = Glance::of(&[], &progress, &store, noon(20)).unwrap();
    assert_eq!((gone.due, gone.seen), (0, 0), "the course has none of these questions any more");
}
