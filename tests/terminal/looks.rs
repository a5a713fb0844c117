//! Terminals of every sort: without colour, without UTF-8, small, of another size in a moment; and the mouse.

use crate::support::keys::{ENTER, ESC, F6};
use crate::support::{Session, Start};
use crate::{answer_first_question, assert_calm, choose_lesson_3, close_story, empty_state, quit};

/// Goes through every screen and tells `look` when one is on.
fn tour(session: &mut Session, mut look: impl FnMut(&mut Session, &str)) {
    session.until("iam-dojo").until("Start with lesson 1");
    look(session, "iam-dojo");
    session.send("?").until("Keys of this screen");
    look(session, "Keys of this screen");
    session.send(ESC).until_gone("Keys of this screen");
    choose_lesson_3(session);
    session.send(ENTER).until("Lesson 3").until("part a");
    look(session, "part a");
    session.send(" ").send("G").until_gone("part a");
    look(session, "Lesson 3");
    session.send(ESC);
    choose_lesson_3(session);
    session.send("q").until("question 1");
    look(session, "question 1");
    answer_first_question(session);
    look(session, "question 1");
    session.send(ESC).until_gone("question 1");
    choose_lesson_3(session);
    session.send("b").until("Esc closes");
    look(session, "Lab B01");
    close_story(session);
    look(session, "Lab B01");
    session.send(F6).until_gone("F4 fix");
    look(session, "Lab B01");
    session.send(F6);
    look(session, "Lab B01");
}

/// The numbers of every "select graphic rendition" sequence (ECMA-48, 8.3.117) that was written.
fn graphics(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic() || c == '~')?;
        rest[end..].starts_with('m').then(|| rest[..end].to_owned())
    });
    sequences.flat_map(|numbers| numbers.split(';').map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn without_colour_the_choice_is_still_seen() {
    let state = empty_state();
    let mut session = Session::start(&Start { env: &[("NO_COLOR", "1")], ..Start::at(state.path()) });
    session.until("Start with lesson 1");
    session.until_terminal("the chosen row set apart", |screen| {
        let (rows, columns) = screen.size();
        let row = (0..rows).find(|row| screen.contents_between(*row, 0, *row, columns).contains('▸')).unwrap();
        (0..columns).filter_map(|column| screen.cell(row, column)).any(|cell| cell.inverse() || cell.underline())
    });
    tour(&mut session, |_, _| {});
    quit(&mut session);
    for number in graphics(&session.raw()) {
        // Colours are 30 to 48 and 90 to 107; 39 and 49 ask for the terminal's own.
        let number: u16 = number.parse().unwrap_or(0);
        let is_colour = matches!(number, 30..=38 | 40..=48 | 58 | 90..=107);
        assert!(!is_colour, "{number} in the output");
    }
}

#[test]
fn without_utf_8_nothing_but_ascii_is_written() {
    let state = empty_state();
    let mut session = Session::start(&Start { env: &[("LANG", "C")], ..Start::at(state.path()) });
    tour(&mut session, |session, screen| {
        let raw = session.raw();
        if let Some(at) = raw.iter().position(|byte| !byte.is_ascii()) {
            let near = String::from_utf8_lossy(&raw[at.saturating_sub(40)..(at + 40).min(raw.len())]).into_owned();
            panic!("{near:?} at `{screen}`:\n{}", session.text());
        }
    });
    quit(&mut session);
    assert!(session.raw().is_ascii());
}

#[test]
fn a_small_terminal_shows_every_screen() {
    let state = empty_state();
    let mut session = Session::start(&Start { size: (40, 12), ..Start::at(state.path()) });
    tour(&mut session, |_, _| {});
    quit(&mut session);
}

#[test]
fn every_screen_takes_any_size() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    tour(&mut session, |session, words| {
        let before = session.text();
        for (columns, rows) in [(40, 12), (200, 60), (1, 1), (80, 24)] {
            session.resize(columns, rows);
        }
        session.until(words);
        assert!(before.contains(words));
    });
    quit(&mut session);
    assert_calm(&session);
}

#[test]
fn the_mouse_opens_a_row_and_scrolls_a_lesson() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1");
    choose_lesson_3(&mut session);
    session.until("B13");
    let row = |session: &Session, words: &str| {
        let row = session.text().lines().position(|line| line.contains(words)).unwrap();
        u16::try_from(row).unwrap()
    };
    // The first click chooses, the second opens.
    let lab = row(&session, "B13");
    session
        .click(20, lab)
        .until_true("the row chosen", |text| text.lines().any(|line| line.contains('▸') && line.contains("B13")));
    session.click(20, lab).until("Lab B13").until("Esc closes");
    session.send(ESC).until_gone("Esc closes").send(ESC).until("F6 back").send(ESC).until("Course");
    let lesson = row(&session, "Trust policies");
    session.click(20, lesson).until_true("the row chosen", |text| {
        text.lines().any(|line| line.contains('▸') && line.contains("Trust policies"))
    });
    session.click(20, lesson).until("Before you read").until("minutes to read");
    session.wheel_down(20, 10).until_gone("minutes to read").until("Before you read");
    quit(&mut session);
}
