//! Rough handling: junk pasted and typed.

use iam_dojo::study::store::Millis;

use crate::support::keys::{CTRL_A, ENTER, ESC};
use crate::support::{Session, Start};
use crate::{close_story, draft, empty_state, quit};

/// Nothing in this may reach the terminal as it is: it sets titles, writes the clipboard, clears, switches modes.
const ESCAPES: &str = "\x1b]0;marked title\x07\x1b]52;c;bWFya2Vk\x07\x1b[2Jmarked\x1b[31m\x1b[?1049l\x1bPmarked\x1b\\\u{9b}31m\u{9d}0;marked\u{9c}\u{8}\u{7f}\0";

/// Text of every sort, `length` bytes or a little more.
fn junk(length: usize) -> String {
    let mut text = String::new();
    for round in 0_usize.. {
        if text.len() >= length {
            break;
        }
        text.push_str(ESCAPES);
        text.push_str(&format!(
            "{{ \"Key {round}\": [\"äöü 漢字 👩‍👩‍👧 e\u{301} \u{202e}right to left\u{202c}\",\t\\\"\r\n}}"
        ));
    }
    text
}

/// Nothing of [`ESCAPES`] was written.
fn assert_clean(session: &Session) {
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    let (begun, _) = raw.split_once("\x1b[?1049l").unwrap_or((&raw, ""));
    for piece in ["\x1b]0;marked", "\x1b]52;", "\x1b[2Jmarked", "\x1bPmarked", "\u{9b}", "\u{9d}", "\u{9c}", "\u{202e}"]
    {
        assert!(!raw.contains(piece), "{piece:?} was written");
    }
    assert!(begun.len() * 2 > raw.len(), "the alternate screen was left before the end");
}

#[test]
fn junk_pasted_into_the_editor_does_no_harm() {
    let state = empty_state();
    let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
    close_story(&mut session);
    session.paste(&junk(1_000_000)).until("longer than any policy may be");
    session.send(CTRL_A).paste(&junk(3_000)).until("marked").until("the last good result");
    session.wait("the draft on disk", || draft(state.path(), "B01", "trust.json").contains("Key 1"));
    session.send(ESC).until("F6 back");
    quit(&mut session);
    assert_clean(&session);
    let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
    session.until("marked");
    quit(&mut session);
    assert_clean(&session);
}

#[test]
fn junk_pasted_into_a_blank_does_no_harm() {
    let state = empty_state();
    // The first question is answered, so that the second, with its blank, comes first.
    let store = crate::kept(state.path());
    store.record_answer(&crate::store::right_answer("03.1", 1 as Millis)).unwrap();
    drop(store);
    let mut session = Session::start(&Start { args: &["quiz", "3"], ..Start::at(state.path()) });
    session.until("fill the blanks");
    session.paste(&junk(1_000_000)).until("marked");
    session.send(ENTER).until("How sure are you?").send("g").until("l lesson");
    quit(&mut session);
    assert_clean(&session);
}

#[test]
fn junk_typed_does_no_harm() {
    let state = empty_state();
    let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
    close_story(&mut session);
    // No Ctrl-Q and no Ctrl-C among them: those have a meaning.
    let bytes: Vec<u8> = (0x1c..=0xff).chain([0, 1, 2, 4, 5, 8, 9, 10, 12, 13, 24, 25]).collect();
    session.send_bytes(&bytes).send_bytes(b"\xc3\xc3\xff\xfe\x80").send_bytes(b"\x1b[<999999;0;0M\x1b[999~\x1b[;;;;R");
    session.send(ESC).send(ESC);
    session.paste("still alive").until("still alive");
    quit(&mut session);
}
