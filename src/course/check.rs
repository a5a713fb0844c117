//! Proves a course: everything that can be wrong in content and found by a machine.

mod coverage;
mod labs;
mod lessons;
mod questions;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::course::block::{Block, Inline};
use crate::course::glossary::Glossary;
use crate::course::lesson::{Lesson, Source};
use crate::course::load::line_with;
use crate::course::question::Question;
use crate::course::{Course, CourseError, markdown};
use crate::iam::scenario::Scenario;
use crate::iam::simulate::{judge, simulate};

pub use coverage::{Coverage, Item};

/// How many lessons the whole course will have: a link may lead to one that is still to be written.
const PLANNED_LESSONS: u32 = 23;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong, each with its place.
    pub problems: Vec<CourseError>,
    /// What may be meant, and is worth a look.
    pub warnings: Vec<CourseError>,
    /// What was looked at, to be printed: "1 lesson", "9 questions" …
    pub counted: Vec<String>,
}

/// Proves `course`. The work grows with the course: a moment for the whole of it.
#[must_use]
pub fn check(course: &Course) -> Report {
    let mut check = Check {
        course,
        report: Report { problems: course.faults().to_vec(), ..Report::default() },
        glossary: Arc::default(),
        targets: BTreeSet::new(),
        counts: Counts::default(),
    };
    check.glossary();
    let lessons = check.open_lessons();
    let questions = check.open_questions();
    check.lessons(&lessons, &questions);
    check.questions(&questions);
    check.labs();
    check.scenarios();
    check.count();
    check.coverage(&questions);
    check.report
}

/// A check under way.
struct Check<'c> {
    course: &'c Course,
    report: Report,
    glossary: Arc<Glossary>,
    /// `L03`, `L03#a` of every lesson that exists.
    targets: BTreeSet<String>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    sections: usize,
    links: usize,
    valid: usize,
    broken: usize,
    drawings: usize,
    decisions: usize,
    questions: usize,
    in_text: usize,
    predicted: usize,
    labs: usize,
    wrong: usize,
    scenarios: usize,
    requests: usize,
    terms: usize,
}

/// A file and its text, in which problems are looked up by their words.
#[derive(Clone, Copy)]
struct Place<'t> {
    file: &'t str,
    text: &'t str,
}

impl Check<'_> {
    fn problem(&mut self, place: Place<'_>, near: &str, message: impl Into<String>) {
        self.report.problems.push(error_near(place, near, message));
    }

    fn warning(&mut self, place: Place<'_>, near: &str, message: impl Into<String>) {
        self.report.warnings.push(error_near(place, near, message));
    }

    /// The text of a file that was opened before; empty when it cannot be read, which was told then.
    fn text(&self, file: &str) -> String {
        self.course.text(file).ok().flatten().unwrap_or_default().into_owned()
    }

    fn glossary(&mut self) {
        match self.course.glossary() {
            Ok(glossary) => self.glossary = glossary,
            Err(error) => self.report.problems.push(error),
        }
    }

    /// Every lesson that can be read, its findings told.
    fn open_lessons(&mut self) -> Vec<Lesson> {
        let mut lessons = Vec::new();
        for entry in self.course.lessons() {
            match self.course.read_lesson(entry) {
                Ok((lesson, mut findings)) => {
                    self.report.problems.append(&mut findings);
                    self.targets.insert(entry.head.id.clone());
                    for section in lesson.sections() {
                        self.targets.insert(format!("{}#{}", entry.head.id, section.id));
                        self.counts.sections += 1;
                    }
                    lessons.push(lesson);
                }
                Err(error) => self.report.problems.push(error),
            }
        }
        lessons
    }

    fn open_questions(&mut self) -> Vec<Arc<[Question]>> {
        let mut all = Vec::new();
        for entry in self.course.lessons() {
            match self.course.questions(&entry.head.id) {
                Ok(questions) => all.push(questions),
                Err(error) => self.report.problems.push(error),
            }
        }
        all
    }

    /// Every scenario: its documents are valid and its requests come out as they should.
    fn scenarios(&mut self) {
        let names = match self.course.scenarios() {
            Ok(names) => names,
            Err(error) => return self.report.problems.push(error),
        };
        for name in names {
            let file = format!("assets/scenarios/{name}.toml");
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            let scenario = match self.course.scenario(&name) {
                Ok(scenario) => scenario,
                Err(error) => {
                    self.report.problems.push(error);
                    continue;
                }
            };
            self.counts.scenarios += 1;
            self.valid_documents(place, &scenario, &|_| true);
            for request in &scenario.requests {
                self.counts.requests += 1;
                match (simulate(&scenario, request), &request.expect) {
                    (Err(error), _) => self.problem(place, &quoted(&request.name), error.message),
                    (Ok(simulation), Some(expect)) => {
                        let judgement = judge(expect, &simulation);
                        if !judgement.met {
                            let message = format!(
                                "request `{}` does not come out as expected: {}",
                                request.name, judgement.words
                            );
                            self.problem(place, &quoted(&request.name), message);
                        }
                    }
                    (Ok(_), None) => {}
                }
            }
        }
    }

    /// Documents of a scenario that AWS would not save.
    fn valid_documents(&mut self, place: Place<'_>, scenario: &Scenario, looked_at: &dyn Fn(&str) -> bool) {
        for document in scenario.documents.values().filter(|document| looked_at(&document.name)) {
            let errors = document.diagnostics.iter().filter(|f| f.severity == crate::diagnostic::Severity::Error);
            for finding in errors {
                let message = format!("the document `{}` is not valid: {}", document.name, finding.message);
                self.report.problems.push(error_near(place, &document.name, message));
            }
        }
    }

    fn sources(&mut self, place: Place<'_>, near: &str, sources: &[Source]) {
        if sources.is_empty() {
            self.problem(place, near, "names no source: add the page its facts rest on and the day it was read");
        }
        for source in sources {
            if source.title.trim().is_empty() {
                self.problem(place, near, "a source needs its page's title");
            }
            if !is_date(&source.checked) {
                let message = format!("`{}` is no day: write it as `2026-11-23`", source.checked);
                self.problem(place, &source.checked, message);
            }
        }
    }

    /// Text that a person reads: it must be there, be Markdown that a face can show, and its links must lead somewhere.
    fn prose(&mut self, place: Place<'_>, near: &str, what: &str, text: &str) {
        if text.trim().is_empty() {
            return self.problem(place, near, format!("{what} is empty: write it"));
        }
        let (blocks, findings) = markdown::blocks(text);
        for finding in findings {
            self.problem(place, near, format!("{what}: {}", finding.message));
        }
        self.links(place, &blocks);
    }

    fn links(&mut self, place: Place<'_>, blocks: &[Block]) {
        each_inline(blocks, &mut |inline| match inline {
            Inline::Term { id, .. } => {
                self.counts.links += 1;
                if self.glossary.find(id).is_none() {
                    let message = format!("the glossary has no term `{id}`: add it, or link to another");
                    self.problem(place, &format!("term:{id}"), message);
                }
            }
            Inline::Lesson { target, .. } => {
                self.counts.links += 1;
                self.lesson_target(place, &format!("lesson:{target}"), target);
            }
            _ => {}
        });
    }

    /// A lesson, or a section of one, must exist, or be of a lesson still to be written.
    fn lesson_target(&mut self, place: Place<'_>, near: &str, target: &str) {
        let lesson = target.split('#').next().unwrap_or_default();
        let exists = self.targets.contains(target);
        let to_come = !self.targets.contains(lesson) && is_planned(lesson);
        if !exists && !to_come {
            self.problem(place, near, format!("there is no `{target}`: name a lesson as `L05`, a section as `L05#b`"));
        }
    }

    fn count(&mut self) {
        let counts = &self.counts;
        let lessons = self.course.lessons().len();
        self.report.counted = vec![
            format!(
                "{}: {}, {}, {} ({} broken on purpose), {}, {}",
                several(lessons, "lesson"),
                several(counts.sections, "section"),
                several(counts.links, "link"),
                several(counts.valid + counts.broken, "policy"),
                counts.broken,
                several(counts.drawings, "drawing"),
                several(counts.decisions, "decision"),
            ),
            format!(
                "{}: {} in the text, {} at the end; {} computed",
                several(counts.questions, "question"),
                counts.in_text,
                counts.questions.saturating_sub(counts.in_text),
                several(counts.predicted, "decision"),
            ),
            format!(
                "{}: every reference passes, every starter and {} fail as they should",
                several(counts.labs, "lab"),
                several(counts.wrong, "wrong answer"),
            ),
            format!("{}: {}", several(counts.scenarios, "scenario"), several(counts.requests, "request")),
            several(counts.terms, "term"),
        ];
    }
}

/// An error at the first line of the file that holds `near`.
fn error_near(place: Place<'_>, near: &str, message: impl Into<String>) -> CourseError {
    let near = near.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let line = if near.is_empty() { None } else { line_with(place.text, near) };
    CourseError { file: place.file.into(), line, message: message.into() }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// `1 lesson`, `2 lessons`.
fn several(count: usize, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}

/// `L01` up to the last lesson planned.
fn is_planned(lesson: &str) -> bool {
    lesson
        .strip_prefix('L')
        .filter(|digits| digits.len() == 2)
        .and_then(|digits| digits.parse().ok())
        .is_some_and(|number: u32| (1..=PLANNED_LESSONS).contains(&number))
}

/// Whether `text` is a day of the calendar, `2026-11-23`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn each_block<'b>(blocks: &'b [Block], look: &mut dyn FnMut(&'b Block)) {
    for block in blocks {
        look(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| each_block(item, look)),
            Block::Definitions(entries) => entries.iter().for_each(|(_, meaning)| each_block(meaning, look)),
            Block::Callout { body, .. } => each_block(body, look),
            _ => {}
        }
    }
}

fn each_inline(blocks: &[Block], look: &mut dyn FnMut(&Inline)) {
    fn run(inlines: &[Inline], look: &mut dyn FnMut(&Inline)) {
        for inline in inlines {
            look(inline);
            if let Inline::Strong(inner) | Inline::Emphasis(inner) = inline {
                run(inner, look);
            }
        }
    }
    each_block(blocks, &mut |block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Callout { title: text, .. } => run(text, look),
        Block::Definitions(entries) => entries.iter().for_each(|(term, _)| run(term, look)),
        Block::Table { header, rows, .. } => {
            std::iter::once(header).chain(rows).flatten().for_each(|cell| run(cell, look));
        }
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for (text, good) in [
            ("2026-11-23", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-13-01", false),
            ("2026-04-31", false),
            ("26-11-23", false),
            ("2026-11", false),
            ("23.11.2026", false),
        ] {
            assert_eq!(is_date(text), good, "{text}");
        }
    }

    #[test]
    fn lessons_to_come_are_those_planned() {
        for (text, good) in
            [("L01", true), ("L23", true), ("L24", false), ("L00", false), ("L3", false), ("X03", false)]
        {
            assert_eq!(is_planned(text), good, "{text}");
        }
    }
}
