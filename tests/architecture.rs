//! Holds the arrows of ARCHITECTURE.md: which room may use which, and what a room must never name.

#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]

use std::fs;
use std::path::{Path, PathBuf};

/// A rule: files under `room` (or that file) must not name any of `never`, but for the files in `except`.
struct Rule {
    room: &'static str,
    never: &'static [&'static str],
    except: &'static [&'static str],
    because: &'static str,
}

const TERMINAL: &[&str] = &["ratatui", "crossterm", "tui_textarea", "terminal_colorsaurus"];
const NETWORK: &[&str] =
    &["TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs", "reqwest", "ureq", "hyper::"];
const CLOCK: &[&str] = &["SystemTime", "Instant::now", "Timestamp::now", "Zoned::now", "std::time"];
const RANDOMNESS: &[&str] = &["rand::", "fastrand", "getrandom", "RandomState"];
const FILES: &[&str] = &[
    "std::fs",
    "File::open",
    "File::create",
    "OpenOptions",
    "std::env",
    "include_dir",
    "include_str!",
    "include_bytes!",
];

/// What opens a file while the program runs.
const OPENING: &[&str] = &["std::fs", "File::open", "File::create", "OpenOptions", "std::env"];

const fn rule(
    room: &'static str,
    never: &'static [&'static str],
    except: &'static [&'static str],
    because: &'static str,
) -> Rule {
    Rule { room, never, except, because }
}

const RULES: &[Rule] = &[
    rule("src/text.rs", &["crate::"], &[], "texts and places know nothing of the program"),
    rule(
        "src/diagnostic.rs",
        &["crate::iam", "crate::course", "crate::study", "crate::cli", "crate::tui"],
        &[],
        "a finding is a finding about any text",
    ),
    rule(
        "src/iam",
        &["crate::course", "crate::study", "crate::cli", "crate::tui", "crate::place"],
        &[],
        "iam is written as if it were a crate of its own",
    ),
    rule(
        "src/course",
        &["crate::study", "crate::cli", "crate::tui"],
        &[],
        "what is taught does not know who learns it, or how it is shown",
    ),
    rule("src/study", &["crate::cli", "crate::tui"], &[], "what was learned does not know how it is shown"),
    rule("src/cli", &["crate::tui"], &[], "neither face knows the other"),
    rule("src/tui", &["crate::cli"], &[], "neither face knows the other"),
    rule("src/iam", TERMINAL, &[], "deciding needs no terminal"),
    rule("src/course", TERMINAL, &[], "teaching needs no terminal"),
    rule("src/study", TERMINAL, &[], "keeping needs no terminal"),
    rule("src", NETWORK, &[], "nothing here ever uses a network"),
    rule("src/iam", CLOCK, &[], "the time of a request is part of the request"),
    rule("src/course", CLOCK, &[], "the same answer gets the same grade at any hour"),
    rule("src/study", CLOCK, &["src/study/store"], "the clock comes in as an argument"),
    rule("src/tui", CLOCK, &["src/tui/runtime.rs"], "the clock is the runtime's"),
    rule("src/iam", RANDOMNESS, &[], "the same request gets the same decision"),
    rule("src/course", RANDOMNESS, &[], "variation comes from a seed that is given"),
    rule("src/study", RANDOMNESS, &[], "variation comes from a seed that is given"),
    // The catalogue's table is part of the room, like a constant that is too long to write down.
    rule("src/iam", FILES, &["src/iam/catalogue"], "texts come in as arguments"),
    rule("src/iam/catalogue", OPENING, &[], "the catalogue is built in and reads no file"),
    rule("src/course", FILES, &["src/course/load"], "only loading knows files"),
    rule("src/study", FILES, &["src/study/store"], "only the store knows files"),
    rule("src/tui", FILES, &["src/tui/runtime.rs", "src/tui/colours.rs"], "files are the runtime's"),
    rule("src/tui/colours.rs", OPENING, &[], "the grammars are built in, and it reads no file"),
];

#[test]
fn the_arrows_hold() {
    let mut broken = Vec::new();
    for rule in RULES {
        let files = rust_files(Path::new(rule.room));
        assert!(!files.is_empty(), "`{}` has no files: the rule has lost its room", rule.room);
        for file in files {
            let name = shown(&file);
            if rule.except.iter().any(|except| name.starts_with(except)) {
                continue;
            }
            for (number, line) in code_lines(&fs::read_to_string(&file).unwrap()) {
                for word in rule.never.iter().filter(|word| line.contains(**word)) {
                    broken.push(format!("{name}:{number}: names `{word}`, but {}", rule.because));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// An exception whose file is gone should go from the table too.
#[test]
fn no_exception_is_left_over() {
    for rule in RULES {
        for except in rule.except {
            let found = rust_files(Path::new(rule.room)).iter().any(|file| shown(file).starts_with(except));
            assert!(found, "`{except}` is an exception of `{}` and does not exist", rule.room);
        }
    }
}

/// The rule itself can fail: a forbidden name in code is seen, one in a comment or behind the tests is not.
#[test]
fn code_is_told_from_comments_and_tests() {
    let lines = code_lines("//! ratatui\nuse x; // ratatui\nlet y = ratatui;\n#[cfg(test)]\nmod tests { ratatui }");
    let seen: Vec<usize> = lines.iter().filter(|(_, line)| line.contains("ratatui")).map(|(n, _)| *n).collect();
    assert_eq!(seen, [3]);
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The lines of a file that are the program's code: comments, and the tests at the end, are left out.
fn code_lines(text: &str) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or_default().to_owned()))
        .collect()
}

/// Every file of the program under `path`; files of tests may use what they like.
fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).unwrap().flatten() {
        let path = entry.path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
