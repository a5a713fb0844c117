//! Every way to leave gives the terminal back and keeps what was written.

use crate::support::keys::{CTRL_A, CTRL_C, ESC};
use crate::support::{Session, Start};
use crate::{assert_calm, close_story, draft, empty_state, quit};

/// The terminal is as it was before the program: its own screen, cursor, mouse and paste.
fn assert_restored(session: &Session) {
    session.until_terminal("the terminal given back", |screen| {
        !screen.alternate_screen()
            && !screen.bracketed_paste()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    let raw = String::from_utf8_lossy(&session.raw()).into_owned();
    for (on, off) in [("?1049h", "?1049l"), ("?2004h", "?2004l"), ("?1000h", "?1000l"), ("?1003h", "?1003l")] {
        assert!(raw.rfind(on) < raw.rfind(off), "{on} was not undone");
    }
}

#[test]
fn ctrl_c_asks_before_it_ends() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1");
    session.send(CTRL_C).until("Leave iam-dojo?").send("n").until_gone("Leave iam-dojo?").until("Start with lesson 1");
    session.send(ESC).until("Leave iam-dojo?").send(ESC).until_gone("Leave iam-dojo?");
    session.send(CTRL_C).until("Leave iam-dojo?").send("y");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
    assert_calm(&session);
}

#[test]
fn ctrl_c_in_the_text_asks_too() {
    let state = empty_state();
    let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
    close_story(&mut session);
    session.send("kept").until("kept").send(CTRL_C).until("Leave iam-dojo?").send("y");
    assert_eq!(session.end(), 0);
    assert_restored(&session);
    assert!(draft(state.path(), "B01", "trust.json").contains("kept"));
}

#[test]
fn ctrl_q_gives_the_terminal_back() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1");
    session.until_terminal("a terminal taken", |screen| screen.alternate_screen() && screen.bracketed_paste());
    quit(&mut session);
    assert_restored(&session);
}

/// Signals are a matter of Unix.
#[cfg(unix)]
mod signals {
    use super::*;
    use crate::support::keys::CTRL_Z;

    fn signal(session: &Session, name: &str) {
        let status = std::process::Command::new("kill").args([name, &session.pid().to_string()]).status().unwrap();
        assert!(status.success());
    }

    fn is_stopped(session: &Session) -> bool {
        let pid = session.pid().to_string();
        let told = std::process::Command::new("ps").args(["-o", "stat=", "-p", &pid]).output().unwrap();
        String::from_utf8_lossy(&told.stdout).trim_start().starts_with('T')
    }

    #[test]
    fn a_signal_that_ends_it_does_so_politely() {
        for name in ["-TERM", "-HUP"] {
            let state = empty_state();
            let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
            close_story(&mut session);
            session.send(CTRL_A).send("written just before").until("written just before");
            signal(&session, name);
            assert_eq!(session.end(), 0, "{name}");
            assert_restored(&session);
            assert_calm(&session);
            assert!(draft(state.path(), "B01", "trust.json").contains("written just before"), "{name}");
        }
    }

    #[test]
    fn ctrl_z_stops_it_and_it_comes_back_whole() {
        let state = empty_state();
        let mut session = Session::start(&Start::at(state.path()));
        session.until("Start with lesson 1").send(CTRL_Z);
        session.wait("the program stopped", || is_stopped(&session));
        assert_restored(&session);
        signal(&session, "-CONT");
        session
            .until_terminal("a terminal taken again", |screen| screen.alternate_screen() && screen.bracketed_paste());
        session.until("Start with lesson 1").send("\r").until("What a role is");
        quit(&mut session);
        assert_restored(&session);
    }

    #[test]
    fn ctrl_z_in_the_text_takes_a_change_back() {
        let state = empty_state();
        let mut session = Session::start(&Start { args: &["open", "lab", "b01"], ..Start::at(state.path()) });
        close_story(&mut session);
        session.send("typed").until("typed").send(CTRL_Z).until_gone("typed");
        assert!(!is_stopped(&session));
        quit(&mut session);
    }
}
