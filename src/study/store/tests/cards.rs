//! Reviews and cards in the store; moving and resetting of progress.

use super::*;
use crate::study::cards::Card;
use crate::study::schedule::Grade;

const DAY: Millis = 86_400_000;

fn id(question: &str) -> QuestionId {
    QuestionId(question.to_owned())
}

/// A right answer, fairly sure, on that day at noon.
fn right(question: &str, day: i64) -> AnswerRecord {
    AnswerRecord { right: true, confidence: Some(2), hints: 0, ..answer(question, day * DAY + DAY / 2) }
}

fn wrong(question: &str, day: i64) -> AnswerRecord {
    AnswerRecord { right: false, ..right(question, day) }
}

/// All that the schedule knows.
fn scheduled(store: &Store) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        store.cards().unwrap(),
        store.reviews(&id("03.1")).unwrap(),
        store.days_off().unwrap(),
        store.time_spent().unwrap(),
    )
}

/// What the cards of a store are must always be what their reviews make.
fn check_cards(store: &Store) {
    let schedule = store.schedule().unwrap();
    for card in store.cards().unwrap().into_iter().filter(|card| !card.is_new()) {
        let made = Card::of(&store.reviews(&id(&card.id)).unwrap(), &schedule).unwrap();
        assert_eq!(Card { mark: card.mark, ..made }, card);
    }
    let reviews: u32 = store.cards().unwrap().iter().map(|card| card.reviews).sum();
    assert_eq!(store.day_counts().unwrap().iter().map(|count| count.reviews).sum::<u32>(), reviews);
}

#[test]
fn an_answer_its_review_and_its_card_are_kept_together() {
    let folder = folder();
    let store = Store::open(folder.path()).unwrap();
    for (record, reviews) in
        [(right("03.1", 10), 1), (right("03.1", 12), 2), (wrong("03.1", 23), 3), (right("03.2", 23), 1)]
    {
        store.record_answer(&record).unwrap();
        let again = Store::open(folder.path()).unwrap();
        assert_eq!(again.card(&record.question).unwrap().reviews, reviews);
        check_cards(&again);
    }
    let card = store.card(&id("03.1")).unwrap();
    assert_eq!((card.lapses, card.days, card.last), (1, 3, Day(23)));
    assert!((card.memory.unwrap().stability - 1.5383).abs() < 1e-3, "{card:?}");
    let grades: Vec<Grade> = store.reviews(&id("03.1")).unwrap().iter().map(|review| review.grade).collect();
    assert_eq!(grades, [Grade::Good, Grade::Good, Grade::Again]);
    let days: Vec<_> =
        store.day_counts().unwrap().iter().map(|d| (d.day.0, d.reviews, d.right, d.asked, d.recalled)).collect();
    assert_eq!(days, [(10, 1, 1, 0, 0), (12, 1, 1, 1, 1), (23, 2, 1, 1, 0)]);
}

#[test]
fn what_nobody_grades_and_what_was_crammed_leaves_the_schedule_as_it_is() {
    let store = Store::in_memory().unwrap();
    let reflection = Answer::Reflection { text: String::new(), ticked: Vec::new() };
    store.record_answer(&AnswerRecord { answer: reflection, ..right("03.1", 10) }).unwrap();
    store.record_practice(&right("03.2", 10)).unwrap();
    assert_eq!(store.cards().unwrap(), []);
    assert_eq!(store.last_answers().unwrap().len(), 2);
}

#[test]
fn slow_and_quick_are_measured_by_the_learners_own_time_for_such_questions() {
    let store = Store::in_memory().unwrap();
    let sure = |question: &str, took, day| AnswerRecord { confidence: Some(3), took, ..right(question, day) };
    for number in 1..=5 {
        store.record_answer(&sure(&format!("01.{number}"), 10_000, 10)).unwrap();
    }
    let text = |record| AnswerRecord { answer: Answer::Text("a".into()), ..record };
    let grade = |record: AnswerRecord| {
        store.record_answer(&record).unwrap();
        store.reviews(&record.question).unwrap().pop().unwrap().grade
    };
    assert_eq!(grade(sure("02.1", 20_001, 11)), Grade::Hard, "more than twice as slow as usual");
    assert_eq!(grade(text(sure("02.2", 20_001, 11))), Grade::Good, "nothing is known of such questions yet");
    assert_eq!(grade(sure("02.3", 10_000, 11)), Grade::Good, "quick, the first time");
    assert_eq!(grade(sure("02.3", 10_000, 14)), Grade::Easy, "quick, twice running");
}

#[test]
fn taking_an_answer_back_leaves_everything_as_it_was_before() {
    let folder = folder();
    for broken in [false, true] {
        let store = Store::open(folder.path()).unwrap();
        if broken {
            assert_eq!(store.reviews(&id("03.1")).unwrap().len(), 1);
        } else {
            store.record_answer(&right("03.1", 10)).unwrap();
        }
        let before = scheduled(&store);
        for back in [wrong("03.1", 12), right("04.1", 12)] {
            // On disk or waiting, and taken back on disk or in memory.
            break_writing(&store, broken);
            assert_eq!(store.record_answer(&back).is_err(), broken);
            assert_ne!(scheduled(&store), before);
            store.undo_last(&back.question, back.at).ok();
            assert_eq!(scheduled(&store), before);
            assert_eq!(store.answers(&back.question).unwrap().len(), usize::from(back.question.0 == "03.1"));
            break_writing(&store, false);
            store.record_answer(&back).unwrap();
            break_writing(&store, broken);
            assert_eq!(store.undo_last(&back.question, back.at).is_err(), broken);
            assert_eq!(scheduled(&store), before);
            break_writing(&store, false);
            store.write_pending().unwrap();
            assert_eq!(scheduled(&Store::open(folder.path()).unwrap()), before);
            check_cards(&store);
        }
        store.undo_last(&id("09.9"), 1).unwrap();
        assert_eq!(scheduled(&store), before, "nothing to take back");
    }
}

#[test]
fn what_waits_to_be_written_is_in_the_cards_already() {
    let folder = folder();
    let (store, reference) = (Store::open(folder.path()).unwrap(), Store::in_memory().unwrap());
    let acts: [Act; 8] = [
        |s| s.record_answer(&right("03.1", 10)),
        |s| s.bury(&id("03.1"), Some(Day(40))),
        |s| s.record_answer(&wrong("03.1", 12)),
        |s| s.suspend(&id("03.2"), true),
        |s| s.record_answer(&right("03.3", 12)),
        |s| s.set_day_off(Day(13), true),
        |s| s.keep_sitting(Sitting { pursuit: Pursuit::Drill, begun: 5, day: Day(10), spent: 1_000 }),
        |s| s.keep_sitting(Sitting { pursuit: Pursuit::Drill, begun: 5, day: Day(10), spent: 3_000 }),
    ];
    for (number, act) in acts.into_iter().enumerate() {
        act(&reference).unwrap();
        break_writing(&store, number >= 2);
        assert_eq!(act(&store).is_err(), number >= 2);
        assert_eq!(scheduled(&store), scheduled(&reference), "after {number}");
    }
    break_writing(&store, false);
    store.write_pending().unwrap();
    assert_eq!(scheduled(&Store::open(folder.path()).unwrap()), scheduled(&reference));
    assert_eq!(store.card(&id("03.1")).unwrap().mark.buried, None, "who answers a card wants to see it");
}

#[test]
fn two_programs_that_answer_one_card_lose_nothing() {
    let folder = folder();
    let (a, b) = (Store::open(folder.path()).unwrap(), Store::open(folder.path()).unwrap());
    for day in 0..60 {
        let store = if day % 2 == 0 { &a } else { &b };
        store.record_answer(&right("03.1", day)).unwrap();
    }
    a.undo_last(&id("03.1"), right("03.1", 58).at).unwrap();
    for store in [&a, &b] {
        assert_eq!(store.card(&id("03.1")).unwrap().reviews, 59);
        check_cards(store);
    }
}

#[test]
fn settings_steer_the_schedule() {
    let store = Store::in_memory().unwrap();
    assert_eq!(store.schedule().unwrap().target(), 0.90);
    for (text, target) in [("0.85", 0.85), ("95", 0.95), ("2", 0.80), ("much", 0.90)] {
        store.set_setting(TARGET_RECALL, text).unwrap();
        assert_eq!(store.schedule().unwrap().target(), target, "{text}");
    }
    for (text, exam) in [("2026-12-01", Some("2026-12-01".parse().unwrap())), ("", None), ("soon", None)] {
        store.set_setting(EXAM_DATE, text).unwrap();
        assert_eq!(store.schedule().unwrap().exam(), exam, "{text}");
    }
}

#[test]
fn own_parameters_make_every_card_anew_and_the_usual_ones_bring_it_back() {
    let store = Store::in_memory().unwrap();
    for day in [10, 12, 23] {
        store.record_answer(&right("03.1", day)).unwrap();
    }
    let usual = scheduled(&store);
    let mut parameters = fsrs::DEFAULT_PARAMETERS.to_vec();
    parameters[2] = 9.0;
    let tuned = crate::study::schedule::Tuned { parameters, before: 1.0, after: 0.5, reviews: 400 };
    store.keep_tuned(Some(&tuned)).unwrap();
    assert!(store.is_tuned().unwrap());
    assert_ne!(scheduled(&store), usual);
    check_cards(&store);
    store.record_answer(&right("03.2", 24)).unwrap();
    assert_eq!(store.card(&id("03.2")).unwrap().memory.unwrap().stability, 9.0);
    store.undo_last(&id("03.2"), right("03.2", 24).at).unwrap();
    store.keep_tuned(None).unwrap();
    assert_eq!(scheduled(&store), usual);
}

/// A store with something of every kind.
fn full(folder: &Path) -> Store {
    let store = Store::open(folder).unwrap();
    for write in WRITES {
        write(&store).unwrap();
    }
    for day in [10, 12, 23] {
        store.record_answer(&right("03.1", day)).unwrap();
        store.record_answer(&wrong("04.1", day)).unwrap();
    }
    store.record_practice(&right("03.2", 30)).unwrap();
    store.record_round("B01", "short", 5).unwrap();
    store.set_flag(&id("03.2"), Some(Flag { note: "why".into(), at: 4 })).unwrap();
    store.bury(&id("04.1"), Some(Day(90))).unwrap();
    store.suspend(&id("05.1"), true).unwrap();
    store.set_day_off(Day(77), true).unwrap();
    store.keep_sitting(Sitting { pursuit: Pursuit::Lab, begun: 6, day: Day(10), spent: 900 }).unwrap();
    store
        .connection
        .borrow()
        .as_ref()
        .unwrap()
        .execute(r#"INSERT INTO exams VALUES ('x', 'dva-iam', 7, NULL, '{"a":1}')"#, ())
        .unwrap();
    store
}

#[test]
fn exported_progress_brings_everything_back_and_brings_it_once() {
    let (one, two) = (folder(), folder());
    let store = full(one.path());
    let text = store.export().unwrap();
    let other = Store::open(two.path()).unwrap();
    let merged = other.import(&text).unwrap();
    assert_eq!(merged, Merged { answers: 9, known: 0 });
    assert_eq!(other.export().unwrap(), text);
    assert_eq!(scheduled(&other), scheduled(&store));
    check_cards(&other);
    for _ in 0..2 {
        assert_eq!(other.import(&text).unwrap(), Merged { answers: 0, known: 9 });
        assert_eq!(other.export().unwrap(), text);
    }
}

#[test]
fn two_learning_places_are_merged_by_time_from_either_side() {
    let folders = [folder(), folder()];
    let [home, work] = [0, 1].map(|place: usize| Store::open(folders[place].path()).unwrap());
    for day in 0..20 {
        let store = if day % 3 == 0 { &home } else { &work };
        store.record_answer(&if day % 5 == 4 { wrong("03.1", day) } else { right("03.1", day) }).unwrap();
        store.record_lab(&lab((day == 7).then_some(7), 0, false, 2), day).unwrap();
        store.save_reading("L03", reading(usize::try_from(day).unwrap(), 0, 3), day).unwrap();
    }
    let (of_home, of_work) = (home.export().unwrap(), work.export().unwrap());
    home.import(&of_work).unwrap();
    work.import(&of_home).unwrap();
    assert_eq!(home.export().unwrap(), work.export().unwrap());
    let days: Vec<i32> = home.reviews(&id("03.1")).unwrap().iter().map(|review| review.day.0).collect();
    assert_eq!(days, (0..20).collect::<Vec<_>>());
    assert_eq!(home.lab("B01").unwrap().unwrap().solved_at, Some(7));
    assert_eq!(home.reading("L03").unwrap(), Some(reading(19, 0, 3)), "the later place");
    check_cards(&home);
}

#[test]
fn what_is_no_exported_progress_changes_nothing() {
    let folder = folder();
    let store = full(folder.path());
    let before = store.export().unwrap();
    for (text, says) in [
        ("", "this is no file of `iam-dojo progress export`"),
        ("{}", "it does not say `\"format\": \"iam-dojo progress\"`"),
        (r#"{"format": "iam-dojo progress", "version": 2}"#, "version 2 of its shape"),
        (r#"{"format": "iam-dojo progress", "version": 1, "answers": [{"question": 1}]}"#, "this is no file"),
        (r#"{"format": "iam-dojo progress", "version": 1, "days_off": ["tomorrow"]}"#, "`tomorrow` is no day"),
    ] {
        let error = store.import(text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
        assert_eq!(store.export().unwrap(), before);
    }
}

#[test]
fn what_is_reset_is_forgotten_and_comes_back_from_the_backup() {
    let lesson =
        Reset::Lesson { lesson: "L03".into(), questions: vec![id("03.1"), id("03.2")], labs: vec!["B01".into()] };
    let one = [Reset::Question(id("03.1")), lesson, Reset::Lab("B01".into()), Reset::All];
    for (what, answers, labs, reading) in one
        .into_iter()
        .zip([(4, 1, true), (3, 0, false), (9, 0, true), (0, 0, false)])
        .map(|(w, (a, l, r))| (w, a, l, r))
    {
        let folder = folder();
        let store = full(folder.path());
        let before = store.export().unwrap();
        let backup = store.reset(&what, 1_000).unwrap().unwrap();
        let left: usize = ["03.1", "03.2", "04.1"].iter().map(|q| store.answers(&id(q)).unwrap().len()).sum();
        let found = (left, store.labs().unwrap().len(), store.reading("L03").unwrap().is_some());
        assert_eq!(found, (answers, labs, reading), "{what:?}");
        assert_eq!(store.setting("theme").unwrap().as_deref(), Some("light"));
        check_cards(&store);
        assert_eq!(fs::read_to_string(&backup).unwrap(), before);
        store.import(&before).unwrap();
        assert_eq!(store.export().unwrap(), before, "{what:?}");
        assert_ne!(store.reset(&what, 1_000).unwrap().unwrap(), backup, "no backup is written over another");
    }
}

#[test]
fn without_a_backup_nothing_is_reset() {
    let folder = folder();
    let store = full(folder.path());
    fs::write(folder.path().join("backups"), "a file where the folder should be").unwrap();
    let before = store.export().unwrap();
    let error = store.reset(&Reset::All, 1_000).unwrap_err();
    assert!(error.to_string().starts_with("nothing was reset, for the backup"), "{error}");
    assert_eq!(store.export().unwrap(), before);
}
