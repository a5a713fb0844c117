//! Holds the documents to the program: the README's keys and commands are the program's, and every link leads somewhere.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics says what went wrong")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use iam_dojo::tui::actions::{ACTIONS, Action, Binding, Context};
use iam_dojo::tui::keymap;

const DOCUMENTS: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "THIRD-PARTY.md", "lessons/README.md", "quizzes/README.md"];

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_first_screen_of_the_readme_has_both_commands() {
    let readme = read("README.md");
    let first: Vec<&str> = readme.lines().take(40).collect();
    for command in ["cargo run --release", "cargo test"] {
        assert!(first.iter().any(|line| line.starts_with(command)), "`{command}` is not in the first 40 lines");
    }
}

#[test]
fn the_keys_of_the_readme_are_those_of_the_program() {
    let readme = read("README.md");
    let (before, rest) = readme.split_once("<!-- keys").and_then(|(b, r)| Some((b, r.split_once('\n')?.1))).unwrap();
    let (written, _) = rest.split_once("<!-- /keys -->").unwrap();
    let expected = keys();
    if std::env::var_os("IAM_DOJO_WRITE_README").is_some() {
        let start = before.len() + readme.get(before.len()..).unwrap().find('\n').unwrap() + 1;
        let mut anew = readme.clone();
        anew.replace_range(start..start + written.len(), &expected);
        return fs::write("README.md", anew).unwrap();
    }
    assert!(
        written == expected,
        "the keys in README.md are not those of src/tui/actions.rs; `IAM_DOJO_WRITE_README=1 cargo test --test docs` writes \
         them anew"
    );
}

/// The table of keys, a row for each of the program's; digits that choose an answer share one.
fn keys() -> String {
    let mut contexts: Vec<Context> = Vec::new();
    for binding in ACTIONS {
        if !contexts.contains(&binding.context) {
            contexts.push(binding.context);
        }
    }
    let mut out = String::from("| where | keys | what |\n|---|---|---|\n");
    for context in contexts {
        let mut place = place(context);
        let rows = ACTIONS.iter().filter(|binding| binding.context == context);
        for binding in rows.filter(|binding| !matches!(binding.action, Action::Choose(2..))) {
            let (keys, what) = match binding.action {
                Action::Choose(_) => (digits(context), "choose by number"),
                _ => (shown(binding), binding.help),
            };
            writeln!(out, "| {place} | {keys} | {what} |").unwrap();
            place = "";
        }
    }
    out
}

fn digits(context: Context) -> String {
    let digits = ACTIONS.iter().filter(|b| b.context == context && matches!(b.action, Action::Choose(_)));
    let digits: Vec<&str> = digits.flat_map(|binding| binding.keys).copied().collect();
    format!("`{}` … `{}`", digits.first().unwrap(), digits.last().unwrap())
}

fn shown(binding: &Binding) -> String {
    let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{}`", keymap::shown(key, false))).collect();
    keys.join(" ")
}

fn place(context: Context) -> &'static str {
    match context {
        Context::Always => "everywhere",
        Context::Screen => "every screen",
        Context::Browse => "every screen, but not in text",
        Context::List => "lists",
        Context::Home => "Home",
        Context::Lesson => "lesson",
        Context::Drawing => "lesson, at a drawing with steps",
        Context::Code => "lesson, at code",
        Context::Guess => "lesson, at its first question",
        Context::Search => "lesson, while you type what to look for",
        Context::Found => "lesson, with something found",
        Context::Filter => "search and glossary",
        Context::Glossary => "glossary",
        Context::TestOut => "a lesson known already?",
        Context::Progress => "progress",
        Context::Settings => "settings",
        Context::Calendar => "settings, a day to choose",
        Context::Keys => "settings, keys",
        Context::Press => "settings, a key to press",
        Context::Exams => "all exams",
        Context::Briefing => "exam, before it begins",
        Context::UnderWay => "exam, under way",
        Context::Sitting => "exam, at a question",
        Context::ExamChoice => "exam, at a question that is no text",
        Context::ExamField => "exam, in a line of text",
        Context::ExamList => "exam, all questions",
        Context::Report => "report of an exam",
        Context::Explained => "report of an exam, a question",
        Context::Drills => "drills",
        Context::Drill => "card of a drill",
        Context::DrillText => "card of a drill, in text",
        Context::DrillVerdict => "card of a drill, answered",
        Context::DrillOver => "drill that is over",
        Context::Question => "question",
        Context::Field => "question, in a line of text",
        Context::Several => "question, several to tick",
        Context::Order => "question, lines to order",
        Context::Predict => "question, a decision",
        Context::Essay => "question, a few sentences",
        Context::Writing => "question, a policy to write",
        Context::Exhibit => "policies of a question",
        Context::Confidence => "“How sure are you?”",
        Context::Verdict => "question, answered",
        Context::Labs => "all labs",
        Context::Lab => "lab",
        Context::Solved => "lab, solved",
        Context::Documents => "lab, text of several documents",
        Context::Walk => "lab and sandbox, out of the text",
        Context::Goals => "lab, goals and walk",
        Context::Foresee => "what do you expect?",
        Context::Compare => "two requests side by side",
        Context::Desk => "policy, whichever pane",
        Context::Completion => "what could be written",
        Context::Asked => "what could be written, asked for",
        Context::Proposed => "what could be written, chosen",
        Context::About => "what is this?",
        Context::Problems => "list of problems",
        Context::Sandbox => "sandbox",
        Context::Requests => "sandbox, requests and walk",
        Context::Change => "sandbox, smallest change",
        Context::World => "world",
        Context::Form => "form",
        Context::Request => "request",
        Context::WhatIf => "what if?",
        Context::Matrix => "all requests in a table",
        Context::Finish => "what a lab taught",
        Context::Prompt => "a line to type",
        Context::Editor => "policy editor",
        Context::Find => "policy editor, finding",
        Context::GoToLine => "policy editor, going to a line",
        Context::Places => "policy editor, places to fill in",
        Context::Overlay => "help, story, term",
        Context::Confirm => "yes or no?",
        Context::Palette => "find anything",
    }
}

#[test]
fn every_command_stands_in_the_readme() {
    let help = Command::new(env!("CARGO_BIN_EXE_iam-dojo")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let readme = read("README.md");
    let table = readme.split("## Commands").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let commands = help.split("Commands:").nth(1).unwrap().lines().skip(1).take_while(|line| !line.trim().is_empty());
    let options = help.lines().filter_map(|line| line.trim_start().strip_prefix("--")?.split([' ', ',']).next());
    let first_word = |line: &str| format!("`iam-dojo {}", line.split_whitespace().next().unwrap());
    let mut words: Vec<String> = commands.map(first_word).collect();
    assert!(words.len() > 4, "the help lists its commands otherwise than expected:\n{help}");
    words.extend(options.map(|option| format!("--{option}")));
    for word in words {
        assert!(table.contains(&word), "`{word}` is not in the README's commands");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for document in DOCUMENTS {
        let folder = Path::new(document).parent().unwrap();
        for target in links(&read(document)) {
            let file = target.split('#').next().unwrap_or_default();
            if !folder.join(file).exists() {
                broken.push(format!("{document}: `{target}`"));
            }
        }
    }
    assert!(broken.is_empty(), "links to nothing:\n{}", broken.join("\n"));
    assert!(links(&read("README.md")).len() > 6, "the README's links are not recognised any more");
}

/// The targets of a Markdown text's links and pictures that are files of the repository.
fn links(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Parser, Tag};
    Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        })
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        // What a lesson's text may link to: named where it is said how to write one.
        .filter(|target| !target.starts_with("term:") && !target.starts_with("lesson:"))
        .collect()
}

/// A path of the repository in backticks, such as `src/iam/lower`, is there.
#[test]
fn every_path_that_is_named_is_there() {
    let mut missing = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(document);
        for path in text.split('`').skip(1).step_by(2) {
            let known = ["src/", "tests/", "benches/", "examples/", "scripts/", "assets/", ".ci/"];
            let plain = !path.contains(['*', ' ', '<', '\n']) && !path.contains("NAME");
            if plain && known.iter().any(|folder| path.starts_with(folder)) && !Path::new(path).exists() {
                missing.push(format!("{document}: `{path}`"));
            }
        }
    }
    assert!(missing.is_empty(), "paths that are not there:\n{}", missing.join("\n"));
}

/// Cargo.lock has every crate that THIRD-PARTY.md names, in that version.
#[test]
fn the_crates_that_are_named_are_those_in_use() {
    let lock = read("Cargo.lock");
    let notices = read("THIRD-PARTY.md");
    let rows: Vec<&str> = notices.lines().skip_while(|line| !line.starts_with("|---")).skip(1).collect();
    assert!(rows.len() > 50, "the table of crates is not recognised any more");
    for row in rows {
        let name = row.trim_start_matches('|').split('|').next().unwrap().trim();
        let (name, version) = name.split_once(' ').unwrap_or_else(|| panic!("no crate and version: {row}"));
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(
            lock.contains(&entry),
            "`{name} {version}` is not in use: `cargo run --example notices` writes the page anew"
        );
    }
}
