//! Lessons and the glossary.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Check, Place, each_block, is_planned, line_with, quoted};
use crate::course::CourseError;
use crate::course::block::Block;
use crate::course::lesson::Lesson;
use crate::course::question::Question;
use crate::diagnostic::Severity;
use crate::iam::lower;
use crate::iam::policy::PolicyKind;
use crate::iam::simulate::simulate;
use crate::text::LineIndex;

impl Check<'_> {
    pub(super) fn lessons(&mut self, lessons: &[Lesson], questions: &[Arc<[Question]>]) {
        let known: BTreeSet<&str> =
            questions.iter().flat_map(|set| set.iter()).map(|question| question.common.id.0.as_str()).collect();
        let mut asked: BTreeSet<&str> = BTreeSet::new();
        for lesson in lessons {
            let Some(entry) = self.course.find_lesson(&lesson.head.id) else { continue };
            let file = entry.text_file();
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            self.head(place, lesson, &entry.folder);
            if let Some(id) = lesson.head.predict_first.as_deref().filter(|id| !known.contains(id)) {
                self.problem(place, "predict_first", format!("there is no question `{id}` to ask before the text"));
            }
            self.links(place, &lesson.blocks);
            let mut blocks = Vec::new();
            each_block(&lesson.blocks, &mut |block| blocks.push(block));
            for block in blocks {
                match block {
                    Block::Code { policy: Some(kind), broken, text, .. } => self.policy(place, *kind, *broken, text),
                    Block::Diagram(_) => self.counts.drawings += 1,
                    Block::Decision { scenario, request } => self.decision(place, scenario, request),
                    Block::Lab(id) if self.course.find_lab(id).is_none() => {
                        self.problem(place, id, format!("there is no lab `{id}`: make it, or take the block out"));
                    }
                    Block::Checkpoint(ids) => {
                        for id in ids {
                            if !known.contains(id.0.as_str()) {
                                self.problem(
                                    place,
                                    &id.0,
                                    format!("there is no question `{id}`: write it, or take it out"),
                                );
                            } else if !asked.insert(&id.0) {
                                self.problem(
                                    place,
                                    &id.0,
                                    format!("question `{id}` is asked twice: keep one checkpoint"),
                                );
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        self.counts.in_text = asked.len();
        self.terms();
    }

    fn head(&mut self, place: Place<'_>, lesson: &Lesson, folder: &str) {
        let head = &lesson.head;
        let number = format!("{:02}", head.number);
        if head.id != format!("L{number}") {
            self.problem(place, "id = ", format!("lesson {} is called `L{number}`, not `{}`", head.number, head.id));
        }
        if folder.split('-').next() != Some(number.as_str()) {
            self.problem(
                place,
                "number = ",
                format!("the folder `{folder}` must begin with the lesson's number, `{number}-`"),
            );
        }
        for (key, value) in [("title", &head.title), ("tagline", &head.tagline), ("part_title", &head.part_title)] {
            if value.trim().is_empty() {
                self.problem(place, key, format!("`{key}` is empty: write it"));
            }
        }
        if head.objectives.is_empty() {
            self.problem(place, "objectives", "the lesson has no objectives: say what one can do after each section");
        }
        let sections = lesson.sections();
        let mut seen = BTreeSet::new();
        for objective in &head.objectives {
            if !seen.insert(&objective.id) {
                self.problem(place, &quoted(&objective.id), format!("objective `{}` stands twice", objective.id));
            }
            let letter = objective.id.strip_prefix(&format!("{}.", head.id));
            if !letter.is_some_and(|letter| sections.iter().any(|section| section.id == letter)) {
                let message = format!(
                    "objective `{}` names no section of this lesson: write `{}.a` for the first",
                    objective.id, head.id
                );
                self.problem(place, &quoted(&objective.id), message);
            }
            if objective.text.trim().is_empty() {
                self.problem(place, &quoted(&objective.id), format!("objective `{}` has no words", objective.id));
            }
        }
        if head.summary.len() != 5 {
            self.problem(place, "summary", format!("the summary has {} lines: write five", head.summary.len()));
        }
        for id in &head.best_after {
            if !is_planned(id) {
                self.problem(place, "best_after", format!("there is no lesson `{id}`"));
            }
        }
        if sections.is_empty() {
            self.problem(place, "", "the lesson has no section: open one with `## words`");
        }
        self.sources(place, "sources", &head.sources);
    }

    /// A policy in the text: valid, or broken on purpose and found so.
    fn policy(&mut self, place: Place<'_>, kind: PolicyKind, broken: bool, text: &str) {
        let lowered = lower::read(text, kind);
        if broken {
            self.counts.broken += 1;
            if lowered.is_valid() {
                self.problem(
                    place,
                    text,
                    "this document is called broken and AWS would save it: break it, or drop the word",
                );
            }
            return;
        }
        self.counts.valid += 1;
        let index = LineIndex::new(text);
        // In a list or a callout the block's lines are set in; then its first line is found by its own words.
        let first = line_with(place.text, text)
            .or_else(|| line_with(place.text, text.lines().find(|line| line.trim().len() > 1)?.trim()))
            .unwrap_or(1);
        for finding in lowered.diagnostics.iter().filter(|finding| finding.severity == Severity::Error) {
            let line = first + index.line_column(text, finding.range.start as usize).line;
            let message = format!("this {} is not valid: {}", kind.title(), finding.message);
            self.report.problems.push(CourseError::at_line(place.file, line, message));
        }
    }

    fn decision(&mut self, place: Place<'_>, name: &str, request: &str) {
        self.counts.decisions += 1;
        let near = format!("scenario {name}");
        match self.course.scenario(name) {
            // A scenario that exists and is malformed is told by the check of scenarios.
            Err(error) if error.line.is_none() => {
                self.problem(place, &near, format!("scenario `{name}`: {}", error.message))
            }
            Err(_) => {}
            Ok(scenario) => match scenario.requests.iter().find(|spec| spec.name == request) {
                None => self.problem(
                    place,
                    &format!("request {request}"),
                    format!("scenario `{name}` has no request `{request}`"),
                ),
                Some(spec) => {
                    if let Err(error) = simulate(&scenario, spec) {
                        self.problem(place, &format!("request {request}"), error.message);
                    }
                }
            },
        }
    }

    fn terms(&mut self) {
        let glossary = Arc::clone(&self.glossary);
        let file = "lessons/glossary.toml";
        let text = self.text(file);
        let place = Place { file, text: &text };
        let mut ids = BTreeSet::new();
        for term in &glossary.terms {
            self.counts.terms += 1;
            let near = quoted(&term.id);
            if !ids.insert(&term.id) {
                self.problem(place, &near, format!("term `{}` stands twice", term.id));
            }
            if term.name.trim().is_empty() {
                self.problem(place, &near, format!("term `{}` has no name", term.id));
            }
            self.prose(place, &near, &format!("the meaning of `{}`", term.id), &term.meaning);
            if let Some(other) = &term.not_to_confuse {
                self.prose(place, &near, &format!("`not_to_confuse` of `{}`", term.id), other);
            }
            self.lesson_target(place, &near, &term.taught_in);
        }
    }
}
