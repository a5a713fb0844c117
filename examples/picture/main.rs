//! Makes the README's pictures: starts the real program in a pseudo-terminal of 120×36, presses keys, draws what it shows.
//!
//! `scripts/picture` builds the program and calls this: `picture PROGRAM FOLDER`. Each picture starts with nothing learned.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "without a terminal there is no picture, and it says so by ending"
)]

#[path = "../../benches/pty/mod.rs"]
mod pty;
mod svg;

use std::path::{Path, PathBuf};
use std::time::Duration;

use pty::Terminal;

/// Columns and rows.
const SIZE: (u16, u16) = (120, 36);
/// After this silence a screen is complete.
const QUIET: Duration = Duration::from_millis(400);
/// The terminal's own colours.
const LOOK: svg::Look = svg::Look { foreground: pty::FOREGROUND, background: pty::BACKGROUND };

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const RIGHT: &str = "\x1b[C";
const F6: &str = "\x1b[17~";
const SELECT_ALL: &str = "\x01";
const NEXT_TAB: &str = "\x0e";

/// The trust policy that lab B13 wants; the other half of the lab stays unsolved.
const TRUST: &str = include_str!("../../lessons/03-trust-policies/lab-dev-to-prod/reference/trust.json");

/// A picture: the file's name, what it shows, the program's arguments, the keys.
type Picture<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str]);

fn main() {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(program), Some(folder)) = (args.next(), args.next()) else {
        panic!("usage: picture PROGRAM FOLDER");
    };
    let program = program.canonicalize().expect("the program is there");
    let trust = pty::paste(TRUST);
    let pictures: [Picture<'_>; 4] = [
        (
            "home",
            "The course map, two questions answered",
            &["lesson", "3"],
            &["n", "n", "n", " ", ENTER, "3", ENTER, "s", ENTER, "1", ENTER, "s", ESC, ESC],
        ),
        ("lesson", "A lesson: its outline and its text", &["lesson", "3"], &["n", "n", "n", RIGHT, RIGHT]),
        (
            "question",
            "A question about a decision, answered and explained",
            &["lesson", "3"],
            &["n", "n", "n", " ", ENTER, "2", ENTER, "s"],
        ),
        (
            "lab",
            "A lab: policy editor, goals, and a decision walked step by step",
            &["open", "lab", "b13"],
            &[ESC, SELECT_ALL, &trust, NEXT_TAB, F6, "d"],
        ),
    ];
    for (name, title, args, keys) in pictures {
        let screen = screen(&program, args, keys);
        let path = folder.join(name).with_extension("svg");
        std::fs::write(&path, svg::draw(&screen, &LOOK, title)).expect("the picture can be written");
    }
}

/// What the program shows after these keys.
fn screen(program: &Path, args: &[&str], keys: &[&str]) -> vt100::Screen {
    let state = tempfile::tempdir().expect("a folder for progress");
    let terminal = Terminal::start(program, args, SIZE, state.path());
    terminal.until("help");
    terminal.settle(QUIET);
    for keys in keys {
        terminal.press(keys, QUIET);
    }
    terminal.screen()
}
