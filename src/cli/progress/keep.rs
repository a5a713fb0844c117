//! `progress export`, `import`, `reset`, `tune`.

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::Context as _;

use crate::cli::args::{ProgressDo, ResetWhat};
use crate::cli::{FALLS_SHORT, GOOD};
use crate::course::Course;
use crate::course::question::QuestionId;
use crate::study::Store;
use crate::study::schedule::{NotTuned, tune};
use crate::study::store::{Merged, Millis, Reset};

/// Does it; gives the exit code. Questions are asked on `out` and answered on `input`.
///
/// # Errors
/// When it could not be done; then nothing was changed.
pub fn run(
    course: &Course,
    store: &Store,
    wanted: &ProgressDo,
    now: Millis,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    match wanted {
        ProgressDo::Export { file } => export(store, file.as_deref(), out),
        ProgressDo::Import { file } => import(store, file, input, out),
        ProgressDo::Reset { what, yes } => reset(course, store, what, *yes, now, input, out),
        ProgressDo::Tune { usual: true } => {
            store.keep_tuned(None)?;
            writeln!(out, "cards are scheduled in the usual way again")?;
            Ok(GOOD)
        }
        ProgressDo::Tune { usual: false } => fit(store, out),
    }
}

fn export(store: &Store, file: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<u8> {
    let text = store.export()?;
    let Some(file) = file.filter(|file| *file != Path::new("-")) else {
        out.write_all(text.as_bytes())?;
        return Ok(GOOD);
    };
    let write = || {
        let mut made = std::fs::File::create_new(file)?;
        made.write_all(text.as_bytes())?;
        made.sync_all()
    };
    write().with_context(|| format!("cannot write `{}`", file.display()))?;
    writeln!(out, "written to {}", file.display())?;
    Ok(GOOD)
}

fn import(store: &Store, file: &Path, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<u8> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        input.read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.with_context(|| format!("cannot read `{}`", file.display()))?;
    let Merged { answers, known } = store.import(&text)?;
    writeln!(out, "{answers} new {}, {known} known already", if answers == 1 { "answer" } else { "answers" })?;
    Ok(GOOD)
}

fn reset(
    course: &Course,
    store: &Store,
    what: &ResetWhat,
    yes: bool,
    now: Millis,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let (reset, words) = meant(course, what)?;
    let asks = [
        format!("This forgets {words}. A backup is written first. Go on? Type yes: "),
        format!("Really forget {words}? Type yes once more: "),
    ];
    for ask in asks.iter().filter(|_| !yes) {
        write!(out, "{ask}")?;
        out.flush()?;
        let mut line = String::new();
        input.read_line(&mut line)?;
        if !line.trim().eq_ignore_ascii_case("yes") {
            writeln!(out, "\nNothing was forgotten.")?;
            return Ok(FALLS_SHORT);
        }
    }
    let backup = store.reset(&reset, now)?;
    writeln!(out, "Forgotten: {words}.")?;
    if let Some(backup) = backup {
        writeln!(out, "To have it back: iam-dojo progress import {}", backup.display())?;
    }
    Ok(GOOD)
}

/// What is meant, and as a person reads it.
fn meant(course: &Course, what: &ResetWhat) -> anyhow::Result<(Reset, String)> {
    Ok(match what {
        ResetWhat::Question { id } => {
            let question = course.question(&QuestionId(id.clone()))?.common.id;
            let words = format!("what was answered to question {question}");
            (Reset::Question(question), words)
        }
        ResetWhat::Lesson { id } => {
            let lesson = course.lesson(id)?.head.id.clone();
            let entry = course.find_lesson(&lesson).with_context(|| format!("no lesson `{id}`"))?;
            let labs = entry.labs.iter().map(|lab| lab.id.clone()).collect();
            let words = format!(
                "what was done in lesson {} {}, its questions and labs among it",
                entry.head.id, entry.head.title
            );
            (Reset::Lesson { lesson, questions: entry.questions.clone(), labs }, words)
        }
        ResetWhat::Lab { id } => {
            let lab = course.lab(id)?;
            let words = format!("what was done in lab {} {}, its drafts among it", lab.file.id, lab.file.title);
            (Reset::Lab(lab.file.id.clone()), words)
        }
        ResetWhat::All => {
            (Reset::All, "everything that was answered, solved, read and drafted, and every exam".to_owned())
        }
    })
}

fn fit(store: &Store, out: &mut dyn Write) -> anyhow::Result<u8> {
    let tuned = match tune(&store.histories()?) {
        Ok(tuned) => tuned,
        Err(reason @ (NotTuned::TooFew { .. } | NotTuned::Nothing { .. })) => {
            writeln!(out, "nothing was changed: {reason}")?;
            return Ok(FALLS_SHORT);
        }
    };
    store.keep_tuned(Some(&tuned))?;
    writeln!(
        out,
        "The schedule is fitted to {} of your answers: it foresees them with a log loss of {:.4} instead of {:.4} (less is \
         better). `iam-dojo progress tune --usual` goes back.",
        tuned.reviews, tuned.after, tuned.before
    )?;
    Ok(GOOD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::grade::Answer;
    use crate::study::store::AnswerRecord;

    fn answered(store: &Store, question: &str, at: Millis) {
        let record = AnswerRecord {
            question: QuestionId(question.into()),
            revision: 1,
            answer: Answer::Choice(0),
            right: true,
            share: 1.0,
            confidence: None,
            hints: 0,
            took: 5_000,
            at,
        };
        store.record_answer(&record).unwrap();
    }

    /// Runs it with what a person types; gives the exit code and what it says.
    fn run_with(store: &Store, wanted: &ProgressDo, typed: &str) -> (u8, String) {
        let course = Course::built_in().unwrap();
        let mut out = Vec::new();
        let code = run(&course, store, wanted, 1_000, &mut typed.as_bytes(), &mut out).unwrap();
        (code, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_reset_is_asked_twice_and_done_after_two_times_yes_only() {
        let wanted = ProgressDo::Reset { what: ResetWhat::Question { id: "01.1".into() }, yes: false };
        for (typed, code) in [
            ("", 1),
            ("no\n", 1),
            ("yes\n", 1),
            ("yes\nno\n", 1),
            ("y\ny\n", 1),
            ("yes\nyes\n", 0),
            ("YES\n yes \n", 0),
        ] {
            let store = Store::in_memory().unwrap();
            answered(&store, "01.1", 1);
            let (found, says) = run_with(&store, &wanted, typed);
            assert_eq!((found, store.last_answers().unwrap().is_empty()), (code, code == GOOD), "{typed:?}: {says}");
            assert!(says.contains("question 01.1") && says.contains("Nothing was forgotten") == (code == FALLS_SHORT));
        }
        let store = Store::in_memory().unwrap();
        answered(&store, "01.1", 1);
        assert_eq!(run_with(&store, &ProgressDo::Reset { what: ResetWhat::All, yes: true }, "").0, GOOD);
        assert!(store.last_answers().unwrap().is_empty());
    }

    #[test]
    fn only_what_is_there_can_be_reset() {
        let store = Store::in_memory().unwrap();
        let course = Course::built_in().unwrap();
        for what in [
            ResetWhat::Question { id: "99.1".into() },
            ResetWhat::Lesson { id: "L99".into() },
            ResetWhat::Lab { id: "X1".into() },
        ] {
            let wanted = ProgressDo::Reset { what, yes: true };
            assert!(run(&course, &store, &wanted, 0, &mut "".as_bytes(), &mut Vec::new()).is_err(), "{wanted:?}");
        }
        let lesson = ProgressDo::Reset { what: ResetWhat::Lesson { id: "1".into() }, yes: true };
        answered(&store, "01.2", 1);
        answered(&store, "03.2", 1);
        assert_eq!(run_with(&store, &lesson, "").0, GOOD);
        assert_eq!(store.last_answers().unwrap().len(), 1);
    }

    #[test]
    fn what_is_exported_is_imported_elsewhere_and_a_file_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("progress.json");
        let (here, there) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
        answered(&here, "01.1", 1);
        let export = ProgressDo::Export { file: Some(file.clone()) };
        assert_eq!(run_with(&here, &export, "").0, GOOD);
        let course = Course::built_in().unwrap();
        let again = run(&course, &here, &export, 0, &mut "".as_bytes(), &mut Vec::new()).unwrap_err();
        assert!(again.to_string().starts_with("cannot write"), "{again}");
        let import = ProgressDo::Import { file };
        assert_eq!(run_with(&there, &import, ""), (GOOD, "1 new answer, 0 known already\n".to_owned()));
        assert_eq!(run_with(&there, &import, ""), (GOOD, "0 new answers, 1 known already\n".to_owned()));
        let (_, text) = run_with(&here, &ProgressDo::Export { file: None }, "");
        let other = Store::in_memory().unwrap();
        run_with(&other, &ProgressDo::Import { file: "-".into() }, &text);
        assert_eq!(other.export().unwrap(), text);
    }

    #[test]
    fn too_few_answers_change_nothing_and_say_how_many_it_takes() {
        let store = Store::in_memory().unwrap();
        answered(&store, "01.1", 1);
        let (code, says) = run_with(&store, &ProgressDo::Tune { usual: false }, "");
        assert_eq!((code, store.is_tuned().unwrap()), (FALLS_SHORT, false));
        assert!(says.contains("from 400 on"), "{says}");
    }
}
