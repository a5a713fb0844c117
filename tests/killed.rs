//! The program killed at any moment: not one answer that was confirmed on the screen is lost, and the file opens.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use iam_dojo::study::Store;

/// How often it is killed.
const TIMES: u32 = 300;
/// Lines that a learner types ahead: letters and how sure they are, which answer some questions and are no answer to others.
const TYPED: &str = "a\n2\nb\n1\na\n3\nt\na\n2\nab\n1\ns\na\n3\ntemporary\n2\ns\na\n1\nb\n2\ns\ns\ns\ns\ns\ns\ns\ns\n";

/// Answers a quiz and is killed after `after`, if it still lives then; gives how many verdicts it had shown.
fn killed_after(state: &Path, after: Option<Duration>) -> usize {
    let mut program = Command::new(env!("CARGO_BIN_EXE_iam-dojo"))
        .args(["--state", &state.to_string_lossy(), "quiz", "1", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A program that is dead already reads no more.
    program.stdin.take().unwrap().write_all(TYPED.as_bytes()).ok();
    if let Some(after) = after {
        std::thread::sleep(after);
        // SIGKILL: nothing of the program runs any more.
        program.kill().unwrap();
    }
    let mut shown = Vec::new();
    program.stdout.take().unwrap().read_to_end(&mut shown).unwrap();
    program.wait().unwrap();
    let shown = String::from_utf8_lossy(&shown);
    shown.lines().filter(|line| line.starts_with("Right.") || line.starts_with("Wrong.")).count()
}

#[test]
fn killed_three_hundred_times_no_confirmed_answer_is_lost() {
    let state = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut confirmed = killed_after(state.path(), None);
    let whole = begun.elapsed();
    assert!(confirmed >= 3, "the script answers something: {confirmed}");
    let mut early = 0;
    for time in 0..TIMES {
        // Moments spread over the whole session, in an order without a pattern.
        let moment = whole * ((time * 119) % TIMES) / TIMES;
        let before = confirmed;
        confirmed += killed_after(state.path(), Some(moment));
        early += u32::from(confirmed == before);
        let store = Store::open(state.path()).unwrap();
        let kept: usize =
            store.last_answers().unwrap().iter().map(|last| store.answers(&last.question).unwrap().len()).sum();
        let counted: u32 = store.cards().unwrap().iter().map(|card| card.reviews).sum();
        assert!(kept >= confirmed, "kill {time} after {moment:?}: {confirmed} were confirmed, {kept} are kept");
        assert_eq!(counted as usize, kept, "kill {time}: each answer counts for its card");
        // What was written and not yet confirmed counts as confirmed from here on.
        confirmed = kept;
    }
    assert!(early < TIMES, "some kills came after a verdict");
}
