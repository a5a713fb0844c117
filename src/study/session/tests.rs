use super::*;
use crate::course::grade::Answer;
use crate::course::question::QuestionKind;
use crate::study::drill::Deck;

const MINUTE: Millis = 60_000;

fn now(minutes: i64) -> Moment {
    Moment { at: 1_790_000_000_000 + minutes * MINUTE, day: Day(20_717) }
}

fn record(id: &QuestionId, right: bool, at: Millis) -> AnswerRecord {
    AnswerRecord {
        question: id.clone(),
        revision: 1,
        answer: Answer::Choice(0),
        right,
        share: 1.0,
        confidence: Some(if right { 2 } else { 3 }),
        hints: 0,
        took: 5_000,
        at,
    }
}

fn begin(store: &Store, deck: Deck, cram: bool) -> (Course, Session) {
    let course = Course::built_in().unwrap();
    let stock = Stock::of(items(&course).unwrap(), store).unwrap();
    (course, Session::begin(&stock, Plan { deck, cram, minutes: None, seed: 1 }, now(0)))
}

#[track_caller]
fn ask(session: &mut Session, course: &Course, store: &Store, minutes: i64) -> Asked {
    match session.next(course, store, now(minutes)).unwrap() {
        Step::Ask(asked) => *asked,
        other => panic!("{other:?}"),
    }
}

/// Answers until a card of a template comes.
fn until_generated(session: &mut Session, course: &Course, store: &Store) -> Asked {
    for minute in 0..99 {
        let asked = ask(session, course, store, minute);
        if asked.generated {
            return asked;
        }
        session.keep(store, &record(&asked.question.common.id, true, now(minute).at)).unwrap();
    }
    panic!("no template came")
}

#[test]
fn the_cards_are_the_questions_and_the_templates_of_lessons_that_are_there() {
    let course = Course::built_in().unwrap();
    let items = items(&course).unwrap();
    let lessons: Vec<&str> = course.lessons().iter().map(|entry| entry.head.id.as_str()).collect();
    let places: Vec<usize> =
        items.iter().map(|item| lessons.iter().position(|lesson| *lesson == item.lesson).unwrap()).collect();
    assert!(places.is_sorted());
    let generated = items.iter().filter(|item| !QuestionId::is_well_formed(&item.id.0)).count();
    assert!(generated >= 12 && generated < items.len(), "{generated} of {}", items.len());
}

#[test]
fn a_template_gives_another_question_each_time_and_its_card_is_one() {
    let store = Store::in_memory().unwrap();
    let (course, mut session) = begin(&store, Deck::Lesson("L04".into()), true);
    let first = until_generated(&mut session, &course, &store);
    let id = first.question.common.id.clone();
    assert!(course.template(&id.0).is_ok() && matches!(first.question.kind, QuestionKind::Predict(_)));
    // While cramming, what was wrong comes again.
    session.keep(&store, &record(&id, false, now(60).at)).unwrap();
    let second = (0..99)
        .find_map(|minute| {
            let asked = ask(&mut session, &course, &store, 61 + minute);
            if asked.question.common.id == id {
                return Some(asked);
            }
            session.keep(&store, &record(&asked.question.common.id, true, now(61 + minute).at)).unwrap();
            None
        })
        .unwrap();
    assert_ne!(second.question.kind, first.question.kind);
    assert!(store.card(&id).unwrap().is_new(), "cramming leaves the schedule alone");
}

#[test]
fn what_was_done_last_is_taken_back_and_asked_again_as_it_was() {
    let store = Store::in_memory().unwrap();
    let (course, mut session) = begin(&store, Deck::Lesson("L04".into()), false);
    assert!(session.undo(&course, &store).unwrap().is_none());
    let asked = until_generated(&mut session, &course, &store);
    let id = asked.question.common.id.clone();
    let before = session.clone();

    session.keep(&store, &record(&id, false, now(60).at)).unwrap();
    assert!(session.is_misconception(&id) && session.comes_back(&id) == Some(now(0).day));
    let next = ask(&mut session, &course, &store, 61);
    assert_ne!(next.question.common.id, id);
    let undone = session.undo(&course, &store).unwrap().unwrap();
    assert_eq!((undone.deed, undone.asked.unwrap().question), (Deed::Answered, asked.question.clone()));
    assert!(store.answers(&id).unwrap().is_empty() && store.card(&id).unwrap().is_new());
    assert_eq!(session.answers(), before.answers());

    session.bury(&store, &id, now(61)).unwrap();
    assert_ne!(ask(&mut session, &course, &store, 61).question.common.id, id);
    let undone = session.undo(&course, &store).unwrap().unwrap();
    assert_eq!((undone.deed, undone.asked.unwrap().question), (Deed::Buried, asked.question.clone()));

    session.suspend(&store, &id).unwrap();
    assert!(store.card(&id).unwrap().mark.suspended);
    let undone = session.undo(&course, &store).unwrap().unwrap();
    assert_eq!((undone.deed, undone.asked.unwrap().question), (Deed::Suspended, asked.question));
    assert!(!store.card(&id).unwrap().mark.suspended);
}

#[test]
fn what_was_set_aside_after_its_answer_keeps_the_answer() {
    let store = Store::in_memory().unwrap();
    let (course, mut session) = begin(&store, Deck::Mixed, false);
    let id = ask(&mut session, &course, &store, 0).question.common.id;
    session.keep(&store, &record(&id, true, now(0).at)).unwrap();
    session.suspend(&store, &id).unwrap();
    assert_eq!(session.comes_back(&id), None);
    let undone = session.undo(&course, &store).unwrap().unwrap();
    assert!(undone.deed == Deed::Suspended && undone.asked.is_none());
    assert_eq!(store.answers(&id).unwrap().len(), 1);
    assert!(session.comes_back(&id).is_some());
    assert_eq!(session.undo(&course, &store).unwrap().unwrap().deed, Deed::Answered);
    assert!(store.answers(&id).unwrap().is_empty());
}

#[test]
fn a_misconception_comes_back_in_the_same_session() {
    let store = Store::in_memory().unwrap();
    let (course, mut session) = begin(&store, Deck::Mixed, false);
    let first = ask(&mut session, &course, &store, 0);
    let id = first.question.common.id.clone();
    assert!(!first.mistaken);
    session.keep(&store, &record(&id, false, now(0).at)).unwrap();
    let other = ask(&mut session, &course, &store, 1).question.common.id;
    assert_ne!(other, id);
    session.keep(&store, &record(&other, true, now(2).at)).unwrap();
    let again = ask(&mut session, &course, &store, 11);
    assert_eq!((again.question.common.id, again.mistaken, again.rank), (id, true, Rank::Due));
}

#[test]
fn only_time_at_the_table_counts() {
    let store = Store::in_memory().unwrap();
    let (course, mut session) = begin(&store, Deck::Mixed, false);
    for minute in [1, 3, 120] {
        let id = ask(&mut session, &course, &store, minute).question.common.id;
        session.keep(&store, &record(&id, true, now(minute).at)).unwrap();
    }
    let spent = store.time_spent().unwrap();
    assert_eq!(spent.iter().map(|spent| spent.spent).collect::<Vec<_>>(), [8 * MINUTE]);
    assert_eq!(session.results().len(), 3);
}
