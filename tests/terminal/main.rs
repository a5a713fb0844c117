//! The real program in a pseudo-terminal, from the first key to the last, and what is there the next time.
//!
//! Every test has a state folder of its own and waits for what stands on the screen, never for time to pass.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics says what went wrong"
)]

#[path = "../support/mod.rs"]
mod support;

mod drill;
mod ends;
mod journey;
mod labs;
mod lines;
mod looks;
mod rough;
mod sandbox;
mod settings;
mod store;

use std::path::Path;

use iam_dojo::study::Store;
use support::Session;
use support::keys::{BACKSPACE, CTRL_A, CTRL_Q, ESC};

/// A state folder of the test's own.
fn empty_state() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// What the program keeps in `state`, read beside it.
fn kept(state: &Path) -> Store {
    Store::open(state).unwrap()
}

/// What is kept of a lab's document.
fn draft(state: &Path, lab: &str, document: &str) -> String {
    kept(state).draft(lab, document).unwrap().unwrap_or_default()
}

/// Leaves, and holds that all went well.
fn quit(session: &mut Session) {
    session.send(CTRL_Q);
    assert_eq!(session.end(), 0, "{}", session.text());
    assert_calm(session);
}

/// Nothing that the program wrote is a panic's.
fn assert_calm(session: &Session) {
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    assert!(!raw.contains("panicked"), "{raw}");
}

/// The number under which the answer that begins with `words` stands.
fn number_of(session: &mut Session, words: &str) -> String {
    session.until(words);
    let text = session.text();
    let line = text.lines().find(|line| line.contains(words)).unwrap();
    line.chars().find(char::is_ascii_digit).unwrap().to_string()
}

/// Answers the first question of lesson 3, which is on the screen, rightly; its verdict is on the screen then.
fn answer_first_question(session: &mut Session) {
    session.until("Which buckets and tables").send("2").until("Because");
    let reason = number_of(session, "It names who may assume");
    session.send(&reason).until("How sure are you?").send("s").until("Right");
}

/// What stands on Home and on no other screen.
const HOME: &str = "Part A  Foundations";

/// Waits until the course map says that so many questions of lesson 3 are answered rightly, of however many there are.
fn until_right(session: &mut Session, count: usize) -> &mut Session {
    let words = format!(" {count} of ");
    session.until_true(&format!("{count} questions of lesson 3 right"), |text| {
        text.lines().any(|line| line.contains("3  Trust policies") && line.contains(&words))
    })
}

/// Chooses lesson 3 on the course map, which is on the screen.
fn choose_lesson_3(session: &mut Session) {
    session.until(HOME).press_until("j", "lesson 3 chosen", |text| {
        text.lines().any(|line| line.contains(['▸', '>']) && line.contains(" 3  "))
    });
}

/// Closes the story that a lab begins with; the text has the focus then.
fn close_story(session: &mut Session) {
    session.until("Esc closes").send(ESC);
    session.until_gone("Esc closes").until("F4 fix");
}

/// Takes away all that stands in the editor.
fn clear(session: &mut Session) {
    session.send(CTRL_A).send(BACKSPACE).until("the document is empty");
}

/// The keys of a person who types a trust policy with that `Principal`: closers come with their openers.
fn trust_policy(principal: &str) -> String {
    format!(
        "{{\r\"Version\": \"2012-10-17\",\r\"Statement\": [\r{{\r\"Effect\": \"Allow\",\r\"Principal\": {principal},\r\
         \"Action\": \"sts:AssumeRole\""
    )
}
