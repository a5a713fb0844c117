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
    for words in ["lesson", "quiz", "drill"] {
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
fn an_exam_that_is_killed_has_lost_no_answer_and_goes_on() {
    let state = empty_state();
    for moment in [1, 4, 6] {
        let mut talk = Talk::start(command(state.path(), &["exam", "final", "--plain", "--seed", "7"]));
        if moment == 1 {
            talk.until("Enter begins");
            talk.say("");
        }
        let before = kept(state.path()).exams().unwrap().first().map_or(0, |exam| exam.items.len() - exam.unanswered());
        talk.until("Question ");
        let mut said = 0;
        while talk.text().matches("Kept.").count() < moment {
            let prompts = talk.text().matches(":\n").count();
            let text = talk.text();
            let last = text.trim_end().lines().last().unwrap_or_default().to_owned();
            let reply = match last.as_str() {
                line if line.contains("t or f") => "f",
                line if line.contains("letters") => "s",
                line if line.contains("a letter") => "a",
                line if line.contains("How sure") => "1",
                line if line.contains("a allowed") => "i",
                line if line.contains("a number") => "0",
                _ => "s",
            };
            talk.say(reply);
            said += 1;
            assert!(said < 300, "never answered: {}", talk.text());
            let end = Instant::now() + Duration::from_secs(20);
            while talk.text().matches(":\n").count() == prompts && talk.text() == text && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(5));
            }
            std::thread::sleep(Duration::from_millis(60));
        }
        drop(talk);
        let exams = kept(state.path()).exams().unwrap();
        assert_eq!(exams.len(), 1, "the same exam goes on");
        let answered = exams[0].items.len() - exams[0].unanswered();
        assert!(answered >= moment && answered >= before, "{answered} of {moment} answers that were said to be kept");
        assert!(exams[0].is_open());
    }
}

#[test]
fn help_is_there_for_every_command() {
    let commands: [&[&str]; 14] = [
        &[],
        &["open"],
        &["open", "lesson"],
        &["open", "quiz"],
        &["open", "lab"],
        &["open", "exam"],
        &["exam"],
        &["lesson"],
        &["quiz"],
        &["drill"],
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
    let commands: [&[&str]; 8] = [
        &["no-such-command"],
        &["--no-such-option"],
        &["lesson"],
        &["lesson", "99", "--plain"],
        &["quiz", "99", "--plain"],
        &["drill", "99", "--plain"],
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
