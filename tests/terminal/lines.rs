//! The commands that write lines: for pipes, screen readers, scripts.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::PATIENCE;
use crate::{empty_state, kept};

fn command(state: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iam-dojo"));
    command.args(args).env("IAM_DOJO_STATE", state).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn output(args: &[&str]) -> Output {
    let state = empty_state();
    command(state.path(), args).output().unwrap()
}

/// A command that talks: what it has written so far, read beside it.
struct Talk {
    child: Child,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Talk {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let written = Arc::new(Mutex::new(Vec::new()));
        let (mut out, to) = (child.stdout.take().unwrap(), Arc::clone(&written));
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                to.lock().unwrap().extend_from_slice(&buffer[..read]);
            }
        });
        Self { child, written }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    fn until(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        while !self.text().contains(words) {
            assert!(Instant::now() < end, "never wrote {words:?}: {}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
        self.text()
    }

    fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn answers_given_by_lines_survive_a_kill() {
    for words in ["lesson", "quiz"] {
        let state = empty_state();
        let mut talk = Talk::start(command(state.path(), &[words, "3", "--plain"]));
        talk.until("Question 03.1");
        talk.say("f");
        let text = talk.until("The reason, a letter");
        let line = text.lines().find(|line| line.contains("It names who may assume")).unwrap();
        talk.say(&line[..1]);
        talk.say("3");
        talk.until("Rule to keep");
        drop(talk);
        let answers = kept(state.path()).last_answers().unwrap();
        assert_eq!(answers.len(), 1, "{words}");
        assert!(answers[0].right && answers[0].confidence == Some(3), "{answers:?}");
    }
}

#[test]
fn help_is_there_for_every_command() {
    let commands: [&[&str]; 11] = [
        &[],
        &["open"],
        &["open", "lesson"],
        &["open", "quiz"],
        &["open", "lab"],
        &["lesson"],
        &["quiz"],
        &["simulate"],
        &["lint"],
        &["check-content"],
        &["progress"],
    ];
    for words in commands {
        let output = output(&[words, &["--help"]].concat());
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(output.stderr.is_empty() && String::from_utf8_lossy(&output.stdout).contains("Usage"), "{words:?}");
    }
}

#[test]
fn what_cannot_be_done_ends_with_2_and_says_why() {
    let commands: [&[&str]; 7] = [
        &["no-such-command"],
        &["--no-such-option"],
        &["lesson"],
        &["lesson", "99", "--plain"],
        &["quiz", "99", "--plain"],
        &["lint", "no-such-file.json"],
        &["simulate", "no-such-file.toml"],
    ];
    for words in commands {
        let output = output(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn the_screen_is_not_drawn_into_a_pipe() {
    for words in [&[][..], &["lesson", "3"], &["open", "lab", "b01"]] {
        let output = output(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stdout.is_empty() && !output.stderr.contains(&0x1b), "{words:?}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let commands: [&[&str]; 4] = [&["lesson", "3", "--plain"], &["quiz", "3", "--plain"], &["progress"], &["--help"]];
    for words in commands {
        let state = empty_state();
        // As `| head -1` does it: one line, and gone.
        let mut child = command(state.path(), words).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert!(ended.stderr.is_empty(), "{words:?}: {}", String::from_utf8_lossy(&ended.stderr));
        assert!(!first.is_empty());
        // Gone before the first line.
        let mut child = command(state.path(), words).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert!(ended.stderr.is_empty(), "{words:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}
