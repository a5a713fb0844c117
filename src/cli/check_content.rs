//! `check-content [DIR]`: proves a course.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::cli::args::{CheckContent, Format};
use crate::cli::{FALLS_SHORT, GOOD};
use crate::course::check::{Bound, Report, State, check, listed};
use crate::course::{Course, CourseError};
use crate::text::{LineColumn, LineIndex};

/// Columns of the summary.
const WIDTH: usize = 78;

/// Proves the course in the folder that `wanted` names, or the built-in one, and prints problems and warnings with their places, then
/// what was looked at and what is still to be written. `today` is the day, `2026-11-23`; `colour` says whether `out` shows it. Gives the
/// exit code: 0 when nothing is wrong, 1 when something is; warnings alone end with 0.
///
/// # Errors
/// When there is no course to look at, the list of ids cannot be written, or `out` cannot be.
pub fn run(wanted: &CheckContent, today: &str, colour: bool, out: &mut dyn Write) -> anyhow::Result<u8> {
    let open = || match &wanted.folder {
        Some(folder) => Course::inspect(folder),
        None => Course::built_in(),
    };
    let mut course = open()?;
    if wanted.write_ids {
        let Some(folder) = &wanted.folder else {
            bail!("the list of ids stands in a course's folder: name it, `check-content . --write-ids`");
        };
        let list =
            listed(&course).context("the list of ids is not written while a file of the course cannot be read")?;
        write_list(folder, &list)?;
        course = open()?;
    }
    let report = check(&course, today);
    match wanted.format {
        Format::Json => writeln!(out, "{:#}", as_json(&course, &report))?,
        Format::Text => {
            for error in &report.problems {
                writeln!(out, "{}\n", rendered(&course, error, Level::ERROR, colour))?;
            }
            for error in &report.warnings {
                writeln!(out, "{}\n", rendered(&course, error, Level::WARNING, colour))?;
            }
            out.write_all(summary(&report).as_bytes())?;
        }
    }
    Ok(if report.problems.is_empty() { GOOD } else { FALLS_SHORT })
}

fn write_list(folder: &Path, list: &str) -> anyhow::Result<()> {
    let file = folder.join("assets/ids.toml");
    fs::create_dir_all(folder.join("assets"))
        .and_then(|()| fs::write(&file, list))
        .with_context(|| format!("cannot write `{}`", file.display()))
}

/// An error as a compiler prints it, without a line break at its end.
fn rendered(course: &Course, error: &CourseError, level: Level<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let name = error.file.display().to_string();
    let text = course.text_of(error);
    let title = level.primary_title(&error.message);
    let group = match text.as_deref().and_then(|text| Some((text, error.range_in(text)?))) {
        Some((text, range)) => {
            let lines = LineIndex::new(text);
            let line = lines.line_column(text, range.start as usize).line;
            let start = lines.offset(text, LineColumn { line, column: 0 });
            let source = text.get(start..).unwrap_or_default().split('\n').next().unwrap_or_default();
            let span = range.as_usize();
            let annotation = AnnotationKind::Primary.span(span.start - start..span.end - start);
            title.element(Snippet::source(source).line_start(line + 1).path(&*name).annotation(annotation))
        }
        None => title.element(match error.line {
            Some(line) => Origin::path(&*name).line(line),
            None => Origin::path(&*name),
        }),
    };
    renderer.render(&[group])
}

fn as_json(course: &Course, report: &Report) -> Value {
    let errors = |errors: &[CourseError]| -> Vec<Value> {
        let one = |error: &CourseError| {
            let text = course.text_of(error);
            let place = text.as_deref().and_then(|text| {
                let range = error.range_in(text)?;
                let at = LineIndex::new(text).line_column(text, range.start as usize);
                Some((at.line + 1, at.column + 1))
            });
            json!({
                "file": error.file.display().to_string(),
                "line": place.map(|(line, _)| line).or(error.line),
                "column": place.map(|(_, column)| column),
                "message": error.message,
            })
        };
        errors.iter().map(one).collect()
    };
    let bound = |items: &[Bound]| -> Vec<Value> {
        let one = |item: &Bound| json!({ "id": item.id, "state": item.state.as_str(), "missing": item.missing });
        items.iter().map(one).collect()
    };
    let lessons: Vec<Value> = report
        .lessons
        .iter()
        .map(|lesson| {
            json!({
                "id": lesson.id,
                "title": lesson.title,
                "sections": lesson.text.sections,
                "questions": lesson.questions,
                "questions_in_text": lesson.text.in_text,
                "labs": lesson.labs,
                "policies": lesson.text.valid + lesson.text.broken,
                "drawings": lesson.text.drawings,
                "decisions": lesson.text.decisions,
                "links": lesson.text.links,
            })
        })
        .collect();
    let to_come: Vec<Value> =
        report.to_come.iter().map(|(lesson, by)| json!({ "lesson": lesson, "named_by": by })).collect();
    json!({
        "problems": errors(&report.problems),
        "warnings": errors(&report.warnings),
        "lessons": lessons,
        "labs": report.counts.labs,
        "templates": report.counts.templates,
        "traps": report.counts.traps,
        "generated": report.counts.generated,
        "wrong_answers": report.counts.wrong,
        "scenarios": report.counts.scenarios,
        "requests": report.counts.requests,
        "terms": report.counts.terms,
        "items": bound(&report.items),
        "corrections": bound(&report.corrections),
        "to_come": to_come,
    })
}

/// What was looked at and what is still to be written, on a screen.
fn summary(report: &Report) -> String {
    let mut text = String::new();
    // Nothing is in the way of writing to a string, here and below.
    let mut row = |name: &str, counts: [&dyn std::fmt::Display; 7]| {
        let [sections, questions, in_text, labs, policies, drawings, decisions] = counts;
        let _ = writeln!(
            text,
            "{name:<24}{sections:>8} {questions:>9} {in_text:>7} {labs:>4} {policies:>8} {drawings:>8} {decisions:>4}"
        );
    };
    row("", [&"sections", &"questions", &"in text", &"labs", &"policies", &"drawings", &"runs"]);
    for lesson in &report.lessons {
        let title: String = format!("{} {}", lesson.id, lesson.title).chars().take(24).collect();
        let counts = &lesson.text;
        let policies = counts.valid + counts.broken;
        row(
            &title,
            [
                &counts.sections,
                &lesson.questions,
                &counts.in_text,
                &lesson.labs,
                &policies,
                &counts.drawings,
                &counts.decisions,
            ],
        );
    }
    let all = &report.counts;
    let policies = all.valid + all.broken;
    let name = several(report.lessons.len(), "lesson");
    row(&name, [&all.sections, &all.questions, &all.in_text, &all.labs, &policies, &all.drawings, &all.decisions]);
    let _ = writeln!(
        text,
        "\n{} and {} come out as they should; {}, {}",
        several(all.wrong, "wrong answer"),
        several(all.requests, "request"),
        several(all.terms, "term"),
        several(all.links, "link"),
    );
    if all.templates > 0 {
        let _ = writeln!(
            text,
            "{} with {}; {} made of them come out as they should",
            several(all.templates, "template"),
            several(all.traps, "trap"),
            several(all.generated, "question"),
        );
    }
    covered(&mut text, "guide item", &report.items);
    covered(&mut text, "correction", &report.corrections);
    if !report.to_come.is_empty() {
        let named: Vec<&str> = report.to_come.keys().map(String::as_str).collect();
        wrap(&mut text, "named and not yet written: ", &named);
    }
    let problems = several(report.problems.len(), "problem");
    let warnings = several(report.warnings.len(), "warning");
    let _ = match (report.problems.len(), report.warnings.len()) {
        (0, 0) => writeln!(text, "nothing is wrong"),
        (0, _) => writeln!(text, "nothing is wrong, {warnings}"),
        (_, 0) => writeln!(text, "{problems}"),
        _ => writeln!(text, "{problems}, {warnings}"),
    };
    text
}

/// "147 guide items: 12 written, 30 begun, 105 not yet written", and those that are not written by name.
fn covered(text: &mut String, what: &str, items: &[Bound]) {
    if items.is_empty() {
        return;
    }
    let of = |state: State| -> Vec<&str> {
        items.iter().filter(|item| item.state == state).map(|item| item.id.as_str()).collect()
    };
    let (begun, waiting) = (of(State::Begun), of(State::Waiting));
    let _ = writeln!(
        text,
        "{}: {} written, {} begun, {} not yet written",
        several(items.len(), what),
        of(State::Written).len(),
        begun.len(),
        waiting.len()
    );
    for (name, ids) in [("  begun: ", begun), ("  not yet written: ", waiting)] {
        let runs = runs(&ids);
        if !runs.is_empty() {
            wrap(text, name, &runs.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}

/// Ids with neighbours drawn together: `S0-01 S0-04..07`.
fn runs(ids: &[&str]) -> Vec<String> {
    let parts = |id: &str| -> Option<(String, u32)> {
        let (guide, number) = id.split_once('-')?;
        Some((guide.to_owned(), number.parse().ok()?))
    };
    // Each run by its first id, and the guide and number of its last.
    let mut runs: Vec<(&str, Option<(String, u32)>)> = Vec::new();
    for id in ids {
        let now = parts(id);
        match (runs.last_mut(), &now) {
            (Some((_, Some((guide, last)))), Some((other, number))) if guide == other && *last + 1 == *number => {
                *last = *number;
            }
            _ => runs.push((id, now)),
        }
    }
    let one = |(first, last): (&str, Option<(String, u32)>)| match last {
        Some((guide, number)) if format!("{guide}-{number:02}") != first => format!("{first}..{number:02}"),
        _ => first.to_owned(),
    };
    runs.into_iter().map(one).collect()
}

/// Words in lines of [`WIDTH`] columns, the first behind `name`, the others set in as far.
fn wrap(text: &mut String, name: &str, words: &[&str]) {
    let mut line = name.to_owned();
    for word in words {
        if line.chars().count() + word.chars().count() > WIDTH {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(name.chars().count().min(4));
        }
        line.push_str(word);
        line.push(' ');
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

/// `1 lesson`, `2 lessons`.
fn several(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_drawn_together() {
        for (ids, expected) in [
            (&["S0-01"][..], "S0-01"),
            (&["S0-01", "S0-02"], "S0-01..02"),
            (&["S0-01", "S0-03", "S0-04", "S0-05", "S1-06"], "S0-01 S0-03..05 S1-06"),
            (&["L05", "L06"], "L05 L06"),
            (&[], ""),
        ] {
            assert_eq!(runs(ids).join(" "), expected);
        }
    }

    #[test]
    fn a_long_list_goes_on_in_the_next_line() {
        let words = vec!["S0-01..47"; 20];
        let mut text = String::new();
        wrap(&mut text, "  begun: ", &words);
        assert!(text.lines().count() > 2 && text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.split_whitespace().filter(|word| *word == "S0-01..47").count(), 20);
    }
}
