//! Proves a course: everything that can be wrong in content and found by a machine.

mod coverage;
mod day;
mod distractors;
mod exams;
mod generated;
mod ids;
mod labs;
mod lessons;
mod questions;
mod requests;
mod rounds;
mod tables;
mod widths;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::course::block::{Block, Inline};
use crate::course::glossary::Glossary;
use crate::course::lesson::{Lesson, Source};
use crate::course::question::Question;
use crate::course::{Course, CourseError, markdown};
use crate::iam::scenario::Scenario;
use crate::iam::simulate::{judge, simulate};

pub use coverage::{Bound, Coverage, Item, State};
pub use ids::listed;

/// How many lessons the whole course will have: a link may lead to one that is still to be written.
const PLANNED_LESSONS: u32 = 23;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is wrong, each with its place.
    pub problems: Vec<CourseError>,
    /// What may be meant, and is worth a look.
    pub warnings: Vec<CourseError>,
    /// What was looked at.
    pub counts: Counts,
    /// The same by lesson, in the order of the course.
    pub lessons: Vec<LessonCount>,
    /// How far each item of the guides is written, in the order of the file.
    pub items: Vec<Bound>,
    /// The same for each correction of what the guides say.
    pub corrections: Vec<Bound>,
    /// Lessons that are named and not written yet, each with who names it: `L05` by `L01: best_after`.
    pub to_come: BTreeMap<String, BTreeSet<String>>,
}

/// What was looked at in a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonCount {
    /// `L03`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its questions, those in the text among them.
    pub questions: usize,
    /// Its labs.
    pub labs: usize,
    /// What its text holds: sections, links, policies, drawings, decisions, questions.
    pub text: Counts,
}

/// Proves `course` on a day, `2026-11-23`: no source can have been read after it. The work grows with the course: a moment for the whole
/// of it.
#[must_use]
pub fn check(course: &Course, today: &str) -> Report {
    let mut check = Check {
        course,
        today,
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
    check.widths_of_questions(&questions);
    check.templates();
    check.labs();
    check.scenarios();
    check.exams();
    check.coverage(&lessons, &questions);
    let asked = tables::asked(course);
    check.distractors(&asked);
    check.ids(&asked);
    check.report.counts = check.counts;
    check.report
}

/// A check under way.
struct Check<'c> {
    course: &'c Course,
    today: &'c str,
    report: Report,
    glossary: Arc<Glossary>,
    /// `L03`, `L03#a` of every lesson that exists.
    targets: BTreeSet<String>,
    counts: Counts,
}

/// What was looked at, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Sections of lessons.
    pub sections: usize,
    /// Links to terms and lessons.
    pub links: usize,
    /// Policies in lessons that AWS would save.
    pub valid: usize,
    /// Policies in lessons that are broken on purpose.
    pub broken: usize,
    /// Drawings.
    pub drawings: usize,
    /// Decisions shown in lessons.
    pub decisions: usize,
    /// Questions.
    pub questions: usize,
    /// Questions that a lesson's text asks.
    pub in_text: usize,
    /// Questions whose key is computed.
    pub predicted: usize,
    /// Templates of generated questions.
    pub templates: usize,
    /// Their traps.
    pub traps: usize,
    /// Questions that were generated to prove them.
    pub generated: usize,
    /// Labs.
    pub labs: usize,
    /// Planted wrong answers.
    pub wrong: usize,
    /// Scenarios.
    pub scenarios: usize,
    /// Their requests.
    pub requests: usize,
    /// Terms of the glossary.
    pub terms: usize,
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
            if let Some(fault) = day::fault(&source.checked, self.today) {
                self.report.problems.push(error_after(place, near, &source.checked, fault));
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
        self.widths_of_words(place, &blocks);
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

    /// A lesson, or a section of one, must exist. One of a lesson still to be written leads nowhere, which is worth a look.
    fn lesson_target(&mut self, place: Place<'_>, near: &str, target: &str) {
        let lesson = target.split('#').next().unwrap_or_default();
        if self.targets.contains(target) {
        } else if is_planned(lesson) && !self.targets.contains(lesson) {
            let message = format!("`{target}` is not written yet: the link leads nowhere until it is");
            self.warning(place, near, message);
            self.note_to_come(lesson, place.file);
        } else {
            self.problem(place, near, format!("there is no `{target}`: name a lesson as `L05`, a section as `L05#b`"));
        }
    }

    /// Notes that `by` names a lesson that is not written yet.
    fn note_to_come(&mut self, lesson: &str, by: &str) {
        self.report.to_come.entry(lesson.to_owned()).or_default().insert(by.to_owned());
    }
}

/// An error at the first line of the file that holds `near`.
fn error_near(place: Place<'_>, near: &str, message: impl Into<String>) -> CourseError {
    match near.lines().find(|line| !line.trim().is_empty()) {
        Some(words) => CourseError::at_words(place.file, place.text, words, message),
        None => CourseError::in_file(place.file, message),
    }
}

/// An error at the first line from the one that holds `near` on that holds `words`; without such a line, at `near`.
fn error_after(place: Place<'_>, near: &str, words: &str, message: impl Into<String>) -> CourseError {
    let error = error_near(place, near, message);
    let from = error.line.map_or(0, |line| line - 1);
    match place.text.lines().enumerate().skip(from).find(|(_, line)| line.contains(words)) {
        Some((line, _)) => CourseError::at_line(place.file, line + 1, error.message).about(words),
        None => error,
    }
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
    fn lessons_to_come_are_those_planned() {
        for (text, good) in
            [("L01", true), ("L23", true), ("L24", false), ("L00", false), ("L3", false), ("X03", false)]
        {
            assert_eq!(is_planned(text), good, "{text}");
        }
    }
}
