//! Settings in the real terminal: in force at once, and there the next time.

use crate::support::keys::{DOWN, ENTER, ESC};
use crate::support::{Session, Start};
use crate::{HOME, empty_state, kept, quit};

#[test]
fn settings_are_changed_and_there_the_next_time() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1").send(",").until("Settings").until("‹ automatic ›");
    session.send(DOWN).send(ENTER).until("< yes >");
    assert!(session.text().is_ascii(), "{}", session.text());
    session.send(DOWN).send(ENTER).until("< no >");
    assert!(String::from_utf8_lossy(&session.raw()).contains("\x1b[?1000l"), "the mouse is the terminal's again");
    session.send(DOWN).send(ENTER).until("one line up");
    session.press_until("j", "the glossary's key chosen", |text| {
        text.lines().any(|line| line.contains("> g") && line.contains("the words of the course"))
    });
    session.send(ENTER).until("press a key").send("w").until("> w");
    session.send(ESC).until("1 changed").send(ESC).until(HOME).send("w").until("Glossary");
    quit(&mut session);
    assert_eq!(kept(state.path()).setting("mouse").unwrap().as_deref(), Some("no"));
    assert_eq!(std::fs::read_to_string(state.path().join("keys")).unwrap(), "home  glossary  w\n");

    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1").send("w").until("Glossary");
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    assert!(raw.is_ascii() && !raw.contains("\x1b[?1000h"));
    quit(&mut session);
}

#[test]
fn a_line_of_the_keys_that_does_not_hold_is_told_at_the_start() {
    let state = empty_state();
    std::fs::write(state.path().join("keys"), "# mine\nhome  glossary  s\n").unwrap();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("keys, line 2: `s` means something there already");
    session.send("g").until("Glossary");
    quit(&mut session);
}
