//! The commands: one file each, text and machine formats. Knows nothing of the full-screen program.
//!
//! A command gets what [`args`] read and writes to what it is given, so that a test can run it. It ends with
//! [`GOOD`], [`FALLS_SHORT`] or [`FAILED`].

pub mod args;
pub mod check_content;
pub mod clock;
pub mod compare;
pub mod completions;
pub mod drill;
pub mod exam;
pub mod explain;
pub mod generated;
pub mod grade;
pub mod kept;
pub mod lesson;
pub mod lint;
pub mod man;
pub mod plain;
pub mod progress;
pub mod quiz;
pub mod simulate;

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::Context as _;

pub use args::{Command, Common, Parsed, parse};

use crate::cli::args::{Cases, FromError, Simulate};
use crate::cli::plain::Record;
use crate::course::Course;
use crate::place::Place;
use crate::study::progress::Records;
use crate::study::{Store, recall};

/// All is well.
pub const GOOD: u8 = 0;
/// What was examined falls short: denied, findings, failed goals.
pub const FALLS_SHORT: u8 = 1;
/// It could not be done: usage, unreadable, invalid.
pub const FAILED: u8 = 2;

/// Runs a command; gives the program's exit code.
#[must_use]
pub fn run(common: &Common, command: &Command) -> u8 {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let ended = dispatch(common, command, &mut out).and_then(|code| Ok(out.flush().map(|()| code)?));
    ended.unwrap_or_else(|error| fail(&error))
}

fn dispatch(common: &Common, command: &Command, out: &mut dyn Write) -> anyhow::Result<u8> {
    match command {
        Command::Progress { format } => progress::run(&course(common)?, &store(common)?, clock::now(), *format, out),
        Command::ProgressDo(wanted) => {
            let (course, store, now) = (course(common)?, store(common)?, clock::now());
            progress::keep::run(&course, &store, wanted, now, &mut io::stdin().lock(), out)
        }
        Command::Lesson { id } => study(common, |course, store, record| {
            let lesson = course.lesson(id)?;
            let records = Records::of(store)?;
            let mut earlier = recall::from_before(course.lessons(), &records, &lesson.head.id);
            earlier.truncate(recall::FROM_BEFORE);
            let asks = store.asks_confidence()?;
            let code = lesson::run_after(course, id, &earlier, asks, &mut io::stdin().lock(), out, record)?;
            let before = store.reading(&lesson.head.id)?;
            store.save_reading(&lesson.head.id, kept::read_to_the_end(&lesson, before), clock::now())?;
            Ok(code)
        }),
        Command::Quiz { id } => study(common, |course, store, record| {
            let asks = store.asks_confidence()?;
            quiz::run_for(course, id, asks, &mut io::stdin().lock(), out, record)
        }),
        Command::Generated { template, seed } => {
            let seed = seed.unwrap_or_else(clock::number);
            generated::run(&course(common)?, template.as_deref(), seed, &mut io::stdin().lock(), out)
        }
        Command::Exam(wanted) => {
            let (course, store) = (course(common)?, study_store(common)?);
            let ended = exam::run(&course, &store, wanted, &mut clock::now, &mut io::stdin().lock(), out);
            store.write_pending()?;
            ended
        }
        Command::Drill { wish, seed } => {
            let course = course(common)?;
            let store = study_store(common)?;
            let ended = drill::run(&course, &store, wish, *seed, &mut clock::now, &mut io::stdin().lock(), out);
            store.write_pending()?;
            ended
        }
        Command::Decks => drill::list(&course(common)?, &store(common)?, clock::now(), out),
        Command::Simulate(Simulate { scenario, request, all, format }) => {
            let args = simulate::Args {
                scenario: Some(scenario.clone()),
                request: request.clone(),
                all: *all,
                format: *format,
                ..Default::default()
            };
            simulate::run(&args, out)
        }
        Command::Cases(Cases { file, explain }) => {
            let args = simulate::Args { cases: Some(file.clone()), explain: *explain, ..Default::default() };
            simulate::run(&args, out)
        }
        Command::FromError(FromError { message, format }) => {
            simulate::from_error::run(message, *format, &mut io::stdin().lock(), out)
        }
        Command::Explain { code, format } => explain::run(code, *format, out),
        Command::Compare(wanted) => compare::run(wanted, &mut io::stdin().lock(), out),
        Command::Lint(lint) => lint::run(lint, colour(), &mut io::stdin().lock(), out),
        Command::Grade(wanted) => grade::run(&course(common)?, wanted, colour(), &mut io::stdin().lock(), out),
        Command::Completions { shell } => completions::run(*shell, out),
        Command::Man { folder } => man::run(folder.as_deref(), out),
        Command::CheckContent(wanted) => {
            let folder = wanted.folder.clone().or_else(|| common.course.clone());
            check_content::run(&args::CheckContent { folder, ..wanted.clone() }, &clock::today(), colour(), out)
        }
    }
}

/// Whether standard output shows colours that the person wants.
fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Runs a session of plain study. Each answer is kept before the learner reads whether it was right; when it cannot be
/// written the learner is told, the session goes on, and it is tried again with the next and at the end.
fn study(
    common: &Common,
    session: impl FnOnce(&Course, &Store, &mut Record<'_>) -> anyhow::Result<u8>,
) -> anyhow::Result<u8> {
    let course = course(common)?;
    let store = study_store(common)?;
    let mut since = clock::now();
    let ended = session(&course, &store, &mut |attempt| {
        let now = clock::now();
        if let Err(error) = store.record_answer(&kept::answer_record(attempt, since, now)) {
            complain("warning", &error.to_string());
        }
        since = now;
        Ok(())
    });
    store.write_pending()?;
    ended
}

/// The learner's store, or one in memory so that the learner goes on where the folder cannot be used.
fn study_store(common: &Common) -> anyhow::Result<Store> {
    let store = Store::open_or_keep_in_memory(&common.state_folder()?);
    if let Some(notice) = store.notice() {
        complain("note", &notice);
    }
    Ok(store)
}

/// Says on standard error why the program cannot go on; gives the exit code. A reader that went away (`| head`) is no
/// reason to speak.
pub fn fail(error: &anyhow::Error) -> u8 {
    let pipe_closed = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(pipe_closed) {
        return GOOD;
    }
    complain("error", &format!("{error:#}"));
    FAILED
}

/// Answers a command line that names no command to run: help and version on standard output, a mistake on standard error.
#[must_use]
pub fn answer(error: &clap::Error) -> u8 {
    // Nobody is left to tell when this cannot be written.
    let _ = error.print();
    u8::try_from(error.exit_code()).unwrap_or(FAILED)
}

/// What to say when the full-screen program has no terminal to draw on.
#[must_use]
pub fn no_terminal(place: &Place) -> String {
    let instead = match place {
        Place::Lesson(id) => format!("`iam-dojo lesson {id} --plain` prints the lesson"),
        Place::Quiz(id) => format!("`iam-dojo quiz {id} --plain` asks in plain lines"),
        Place::Drill(wish) => {
            let deck = wish.as_ref().and_then(|wish| wish.deck.as_deref()).unwrap_or_default();
            let gap = if deck.is_empty() { "" } else { " " };
            format!("`iam-dojo drill{gap}{deck} --plain` asks in plain lines")
        }
        Place::Sandbox(Some(file)) => {
            format!("`iam-dojo lint {0}` and `iam-dojo simulate {0}` print lines", file.display())
        }
        Place::Exam(id) | Place::ExamReport(id) => format!("`iam-dojo exam {id} --plain` asks in plain lines"),
        Place::Progress => "`iam-dojo progress` prints the figures".to_owned(),
        Place::Home
        | Place::Exams
        | Place::Lab(_)
        | Place::Labs
        | Place::Settings
        | Place::TestOut(_)
        | Place::Glossary(_)
        | Place::Search(_)
        | Place::Sandbox(None) => "`iam-dojo --help` lists the commands that print lines".to_owned(),
    };
    format!("standard output is no terminal, the full screen cannot be drawn on it; {instead}")
}

/// A line on standard error, behind what sort it is: `error`, `warning`, `note`, as clap and rustc say it.
pub fn complain(sort: &str, message: &str) {
    // Nobody is left to tell when this cannot be written.
    let _ = writeln!(io::stderr().lock(), "{sort}: {message}");
}

/// The course that the command line names: a folder's, or the built-in one.
///
/// # Errors
/// When the folder cannot be read or a file in it is malformed.
pub fn course(common: &Common) -> anyhow::Result<Course> {
    let open = |folder: &Path| {
        Course::open(folder).with_context(|| format!("cannot use the course in `{}`", folder.display()))
    };
    match common.course.as_deref() {
        Some(folder) => open(folder),
        None => Ok(Course::built_in()?),
    }
}

/// The learner's store. What a person should know about it goes to standard error.
///
/// # Errors
/// When there is no place for it, or it cannot be opened.
pub fn store(common: &Common) -> anyhow::Result<Store> {
    let store = Store::open(&common.state_folder()?)?;
    if let Some(notice) = store.notice() {
        complain("note", &notice);
    }
    Ok(store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_ends_quietly_and_everything_else_fails() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert_eq!(fail(&anyhow::Error::from(closed).context("while printing")), GOOD);
        assert_eq!(fail(&anyhow::Error::from(io::Error::from(io::ErrorKind::StorageFull))), FAILED);
        assert_eq!(fail(&anyhow::anyhow!("no lesson `L99`")), FAILED);
    }
}
