//! What happens in a lab at every key, and when it is solved. `cargo bench --bench lab`; the figures are of one core.
//!
//! Targets: all goals of the largest lab, graded with their traces, in 1 ms; a key to its frame, without the terminal, in a
//! lab of twelve goals and eight documents in 5 ms for 95 of 100 keys (each sample is one key: none but the slowest few may take
//! longer).

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

mod material;

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::{Bencher, black_box};
use iam_dojo::course::Course;
use iam_dojo::course::grade::{difference, grade_lab, with_documents};
use iam_dojo::course::lab::Lab;
use iam_dojo::place::Place;
use iam_dojo::study::Store;
use iam_dojo::study::progress::Progress;
use iam_dojo::tui::app::{App, Event, Shared};
use iam_dojo::tui::theme::{Depth, Palette, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Columns and rows.
const SIZE: (u16, u16) = (120, 36);
/// Words that are written on: a name, at which nothing is proposed, and an action, at which those of AWS are.
const WORDS: [&str; 2] = ["ReadReports", "s3:GetObject"];
/// Roles of the made lab: each has two documents and three goals.
const ROLES: usize = 4;

fn main() {
    divan::main();
}

/// The lab of the course with the most to decide at a key: requests times documents.
fn largest() -> Arc<Lab> {
    let course = Course::built_in().expect("the course is sound");
    let labs = course.labs().into_iter().map(|(_, entry)| course.lab(&entry.id).expect("the lab is sound"));
    labs.max_by_key(|lab| lab.file.requests.len() * lab.file.documents.len()).expect("the course has labs")
}

/// All goals of the largest lab, solved: nothing is refused early.
#[divan::bench]
fn goals_of_the_largest_lab(bencher: Bencher<'_, '_>) {
    let lab = largest();
    let scenario = with_documents(&lab, &lab.reference);
    assert!(grade_lab(&lab, &scenario).expect("it can be run").solved());
    bencher.bench_local(|| grade_lab(black_box(&lab), black_box(&scenario)));
}

/// The same with what comes before it: the document that was changed is read.
#[divan::bench]
fn goals_of_the_largest_lab_after_a_change(bencher: Bencher<'_, '_>) {
    let lab = largest();
    let mut scenario = with_documents(&lab, &lab.reference);
    let document = lab.file.documents.first().expect("a lab has documents");
    let text = lab.reference.first().expect("each has an answer");
    bencher.bench_local(|| {
        scenario.replace_document(&document.file, black_box(text).as_str());
        grade_lab(&lab, &scenario)
    });
}

/// How an answer differs from the reference in access: looked for once, when the largest lab is solved.
#[divan::bench(sample_size = 1, sample_count = 20)]
fn difference_of_a_solved_lab(bencher: Bencher<'_, '_>) {
    let lab = largest();
    bencher.bench_local(|| difference(black_box(&lab), black_box(&lab.reference), &lab.reference));
}

/// A key in a lab of twelve goals and eight documents, to the frame that shows it.
#[divan::bench(args = WORDS, sample_size = 1, sample_count = 240)]
fn key_to_frame(bencher: Bencher<'_, '_>, word: &str) {
    let folder = tempfile::tempdir().expect("a folder for the lab");
    let mut lab = Played::open(folder.path());
    lab.go_to(word);
    // Twelve letters, and away with them again: the document stays whole, and every key changes it.
    let mut keys = (0..).map(|key| if key / 12 % 2 == 0 { KeyCode::Char('a') } else { KeyCode::Backspace });
    bencher.bench_local(|| lab.press(keys.next().unwrap_or(KeyCode::Null).into()));
}

/// The made lab on a screen.
struct Played {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Played {
    /// Makes the lab in `folder` and opens it; its story is closed, the text has the focus.
    fn open(folder: &Path) -> Self {
        write(folder).expect("the lab can be written");
        let shared = Shared {
            course: Arc::new(Course::open(folder).expect("the made course is sound")),
            store: Store::in_memory().expect("a store in memory"),
            progress: Progress::default(),
            theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
            now: 0,
            size: SIZE,
            notice: None,
        };
        let app = App::new(shared, Place::Lab("M01".to_owned()));
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a terminal in memory");
        let mut played = Self { app, terminal };
        played.press(KeyCode::Esc.into());
        assert!(played.text().contains("goals 12 of 12"), "{}", played.text());
        played
    }

    /// A key and its frame. What is to be done outside, as keeping the draft, is not done.
    fn press(&mut self, key: KeyEvent) {
        self.app.update(Event::Key(key), 0);
        self.terminal.draw(|frame| self.app.draw(frame)).expect("memory can be drawn to");
    }

    fn text(&self) -> String {
        self.terminal.backend().to_string()
    }

    /// Puts the cursor behind the last `word` of the first role's permissions policy, the second document.
    fn go_to(&mut self, word: &str) {
        let policy = permissions(0);
        let written = format!("\"{word}\",");
        let (line, _) =
            policy.lines().enumerate().filter(|(_, line)| line.contains(&written)).last().expect("it is there");
        let control = |letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        let number = (line + 1).to_string();
        let digits = number.chars().map(|digit| KeyEvent::from(KeyCode::Char(digit)));
        let end = [KeyCode::Enter, KeyCode::End, KeyCode::Left, KeyCode::Left, KeyCode::Char('a')].map(KeyEvent::from);
        for key in [control('n'), control('g')].into_iter().chain(digits).chain(end) {
            self.press(key);
        }
        assert!(self.text().contains(&format!("\"{word}a\"")), "{}", self.text());
        self.press(KeyCode::Backspace.into());
    }
}

/// The permissions policy of a role: some eight kilobytes, and behind them the statement that the goals need.
fn permissions(role: usize) -> String {
    let needed = format!(
        r#"        {{
            "Sid": "ReadReports",
            "Effect": "Allow",
            "Action": [
                "s3:GetObject",
                "s3:GetObjectTagging"
            ],
            "Resource": "arn:aws:s3:::reports-{role}/*"
        }}"#
    );
    let policy = material::policy(8_000);
    let (others, end) = policy.rsplit_once("\n    ]").expect("the policy has a list of statements");
    format!("{others},\n{needed}\n    ]{end}")
}

/// Writes a course of one lab with four roles, each with a trust policy, a permissions policy and three goals.
fn write(folder: &Path) -> std::io::Result<()> {
    let lab = folder.join("lessons/20-made/lab-made");
    std::fs::create_dir_all(lab.join("reference"))?;
    let trust = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \
                 \"Principal\": { \"AWS\": \"arn:aws:iam::111122223333:user/ann\" },\n      \"Action\": \"sts:AssumeRole\"\n    }\n  ]\n}\n";
    let mut toml = String::from(
        "id = \"M01\"\ntitle = \"Many goals\"\nstars = 4\nlesson = \"L20\"\nstory = \"Made to be measured.\"\n\
         hints = [\"a\", \"b\", \"c\"]\nexplanation = \"None.\"\nsources = []\n[world.accounts.dev]\nid = \"111122223333\"\n\
         [world.accounts.prod]\nid = \"444455556666\"\n",
    );
    let assume =
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}"#;
    toml.push_str(&format!("[[world.users]]\nname = \"dev/ann\"\npolicies = ['{assume}']\n"));
    for role in 0..ROLES {
        let permissions = permissions(role);
        for (name, text) in [(format!("trust-{role}.json"), trust), (format!("role-{role}.json"), &permissions)] {
            std::fs::write(lab.join(&name), text)?;
            std::fs::write(lab.join("reference").join(&name), text)?;
            toml.push_str(&format!("[[documents]]\nfile = \"{name}\"\ntitle = \"Role{role}\"\n"));
        }
        toml.push_str(&format!(
                "[[world.roles]]\nname = \"prod/Role{role}\"\ntrust = \"trust-{role}.json\"\npolicies = [\"role-{role}.json\"]\n\
                 [[world.resources]]\narn = \"arn:aws:s3:::reports-{role}\"\naccount = \"prod\"\n"
        ));
        for (name, call, outcome) in [
            ("assumes", String::new(), "allow"),
            ("reads", format!("action = \"s3:GetObject\"\nresource = \"arn:aws:s3:::reports-{role}/x\"\n"), "allow"),
            ("writes", format!("action = \"s3:PutObject\"\nresource = \"arn:aws:s3:::reports-{role}/x\"\n"), "deny"),
        ] {
            toml.push_str(&format!(
                "[[requests]]\nname = \"{name}-{role}\"\ntext = \"Ann {name} as Role{role}\"\nwho = \"user dev/ann\"\n\
                     through = [\"prod/Role{role}\"]\n{call}expect = \"{outcome}\"\n"
            ));
        }
    }
    std::fs::write(lab.join("lab.toml"), toml)
}
