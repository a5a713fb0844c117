use std::path::Path;

use super::*;

const NOW: Millis = 1_790_000_000_000;

fn course() -> Course {
    Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap()
}

/// Drills the small course on `input`, a minute between two looks at the clock; gives what was printed.
fn drill(store: &Store, deck: Option<&str>, cram: bool, input: &str) -> String {
    let wish = DrillWish { deck: deck.map(Into::into), length: Some(Length::Endless), cram };
    let mut now = NOW;
    let mut clock = || {
        now += 20_000;
        now
    };
    let mut out = Vec::new();
    let code = run(&course(), store, &wish, Some(1), &mut clock, &mut input.as_bytes(), &mut out).unwrap();
    assert_eq!(code, GOOD);
    String::from_utf8(out).unwrap()
}

/// The letter under which `option` stands in `printed`.
fn letter(printed: &str, option: &str) -> char {
    let line = printed.lines().find(|line| line.get(1..).is_some_and(|text| text == format!(") {option}"))).unwrap();
    line.chars().next().unwrap()
}

fn id() -> QuestionId {
    QuestionId("01.1".into())
}

#[test]
fn a_drill_by_lines_asks_keeps_and_says_what_comes_back() {
    let store = Store::in_memory().unwrap();
    let printed = drill(&store, None, false, "");
    assert!(printed.contains("Drill: what is due, then what is new. Endless.") && printed.contains("Question 01.1."));
    let right = letter(&printed, "The trust policy");
    let printed = drill(&store, None, false, &format!("{right}\n3\nq\n"));
    for words in
        ["New.", "Right.", "It comes back in 2 days.", "1 answer, 1 right, in ", "What comes back when: 1 in 2 days."]
    {
        assert!(printed.contains(words), "{words}:\n{printed}");
    }
    assert_eq!(store.reviews(&id()).unwrap().len(), 1);
    // It is not due any more, and the next one comes.
    assert!(!drill(&store, None, false, "").contains("Question 01.1."));
}

#[test]
fn by_lines_too_an_answer_is_taken_back_and_a_card_set_aside() {
    let store = Store::in_memory().unwrap();
    let right = letter(&drill(&store, None, false, ""), "The trust policy");
    let wrong = if right == 'a' { 'b' } else { 'a' };
    let printed = drill(&store, None, false, &format!("{wrong}\n3\nu\n"));
    assert!(
        printed.contains("You were sure: it comes back in a while.") && printed.contains("The answer is taken back.")
    );
    assert_eq!(printed.matches("Question 01.1.").count(), 2);
    assert!(store.answers(&id()).unwrap().is_empty());

    let printed = drill(&store, None, false, "s\n");
    assert!(printed.contains("set aside until tomorrow"), "{printed}");
    assert!(store.card(&id()).unwrap().mark.buried.is_some());
    store.bury(&id(), None).unwrap();
    drill(&store, None, false, &format!("{wrong}\n1\nx\n"));
    assert!(store.card(&id()).unwrap().mark.suspended);
    store.suspend(&id(), false).unwrap();
    let printed = drill(&store, Some("wrong"), false, &format!("{right}\n2\nf\n"));
    assert!(printed.contains("That was the last.") && printed.contains("1 answer, 1 right"), "{printed}");
    assert!(store.flag(&id()).unwrap().is_some());
}

#[test]
fn cramming_by_lines_leaves_the_schedule_alone() {
    let store = Store::in_memory().unwrap();
    let printed = drill(&store, Some("1"), true, "");
    assert!(printed.contains("Cram: Lesson 1, ") && printed.contains("9 cards are to go."), "{printed}");
    let printed = drill(&store, Some("flagged"), false, "");
    assert!(printed.contains("There is nothing to ask in this deck now."), "{printed}");
}

#[test]
fn the_decks_are_listed_by_the_names_that_they_are_drilled_by() {
    let store = Store::in_memory().unwrap();
    let mut out = Vec::new();
    list(&course(), &store, NOW, &mut out).unwrap();
    let printed = String::from_utf8(out).unwrap();
    assert!(printed.starts_with("due: What is due, then what is new; 0 due, 9 new, 9 in all\n"), "{printed}");
    for line in printed.lines() {
        let name = line.split(':').next().unwrap();
        assert!(decks::named(name, &course()).is_ok(), "{line}");
    }
}
