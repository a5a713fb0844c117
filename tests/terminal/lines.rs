//! The commands that write lines: for pipes, screen readers, scripts.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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

/// Reads until `words` were written.
fn read_until(child: &mut Child, words: &str) -> String {
    let mut seen = Vec::new();
    let out = child.stdout.as_mut().unwrap();
    let mut byte = [0];
    while !String::from_utf8_lossy(&seen).contains(words) {
        assert_eq!(out.read(&mut byte).unwrap(), 1, "never wrote {words:?}: {}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    String::from_utf8_lossy(&seen).into_owned()
}

#[test]
fn answers_given_by_lines_survive_a_kill() {
    for command_name in ["lesson", "quiz"] {
        let state = empty_state();
        let mut child = command(state.path(), &[command_name, "3", "--plain"]).stdin(Stdio::piped()).spawn().unwrap();
        read_until(&mut child, "Question 03.1");
        let mut stdin = child.stdin.take().unwrap();
        read_until(&mut child, "t or f: ");
        stdin.write_all(b"f\n").unwrap();
        let printed = read_until(&mut child, "The reason, a letter:");
        let line = printed.lines().find(|line| line.contains("It names who may assume")).unwrap();
        let letter = line.trim_start().chars().next().unwrap();
        stdin.write_all(format!("{letter}\n3\n").as_bytes()).unwrap();
        read_until(&mut child, "Rule to keep");
        child.kill().unwrap();
        child.wait().unwrap();
        let answers = kept(state.path()).last_answers().unwrap();
        assert_eq!(answers.len(), 1, "{command_name}");
        assert!(answers[0].right, "{answers:?}");
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
