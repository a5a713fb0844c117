//! Lessons and the glossary.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Check, Counts, LessonCount, Place, each_block, is_planned, quoted};
use crate::course::CourseError;
use crate::course::block::Block;
use crate::course::lesson::Lesson;
use crate::course::load::line_with;
use crate::course::question::Question;
use crate::diagnostic::Severity;
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind;
use crate::iam::simulate::simulate;
use crate::text::LineIndex;

/// What a policy in a lesson is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To be copied.
    Sound,
    /// To be refused by AWS.
    Broken,
    /// To be saved by AWS and regretted.
    Warns,
}

impl Purpose {
    fn of(broken: bool, warns: bool) -> Self {
        match (broken, warns) {
            (true, _) => Self::Broken,
            (false, true) => Self::Warns,
            (false, false) => Self::Sound,
        }
    }
}

impl Check<'_> {
    pub(super) fn lessons(&mut self, lessons: &[Lesson], questions: &[Arc<[Question]>]) {
        let known = self.course.question_ids();
        let mut asked: BTreeSet<&str> = BTreeSet::new();
        for lesson in lessons {
            let Some(entry) = self.course.find_lesson(&lesson.head.id) else { continue };
            let before = self.counts;
            let file = entry.text_file();
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            self.head(place, lesson, &entry.folder);
            self.taught_and_asked(place, lesson, questions);
            self.widths(place, &lesson.blocks);
            if let Some(id) = lesson.head.predict_first.as_deref().filter(|id| !known.contains(id)) {
                self.problem(place, "predict_first", format!("there is no question `{id}` to ask before the text"));
            }
            self.links(place, &lesson.blocks);
            let mut blocks = Vec::new();
            each_block(&lesson.blocks, &mut |block| blocks.push(block));
            for block in blocks {
                match block {
                    Block::Code { policy: Some(kind), broken, warns, text, .. } => {
                        self.policy(place, *kind, Purpose::of(*broken, *warns), text);
                    }
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
                            } else if asked.insert(&id.0) {
                                self.counts.in_text += 1;
                            } else {
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
            let now = self.counts;
            self.report.lessons.push(LessonCount {
                id: lesson.head.id.clone(),
                title: lesson.head.title.clone(),
                questions: entry.questions.len(),
                labs: entry.labs.len(),
                text: Counts {
                    sections: lesson.sections().len(),
                    links: now.links - before.links,
                    valid: now.valid - before.valid,
                    broken: now.broken - before.broken,
                    drawings: now.drawings - before.drawings,
                    decisions: now.decisions - before.decisions,
                    in_text: now.in_text - before.in_text,
                    ..Counts::default()
                },
            });
        }
        self.terms();
    }

    /// Every section says something, and every objective is tested by a question.
    fn taught_and_asked(&mut self, place: Place<'_>, lesson: &Lesson, questions: &[Arc<[Question]>]) {
        let sections = lesson.sections();
        let ends = sections.iter().skip(1).map(|section| section.block).chain([lesson.blocks.len()]);
        for (section, end) in sections.iter().zip(ends) {
            let inside = lesson.blocks.iter().take(end).skip(section.block + 1);
            if inside.filter(|block| !matches!(block, Block::Heading { .. })).count() == 0 {
                let message = format!("section {} teaches nothing: write it, or take its heading out", section.id);
                self.problem(place, &format!("## {}", section.title), message);
            }
        }
        for objective in &lesson.head.objectives {
            let mut all = questions.iter().flat_map(|set| set.iter());
            if !all.any(|question| question.common.objective == objective.id) {
                let message = format!("no question tests the objective `{}`: ask one", objective.id);
                self.warning(place, &quoted(&objective.id), message);
            }
        }
        for section in &sections {
            let id = format!("{}.{}", lesson.head.id, section.id);
            if !lesson.head.objectives.iter().any(|objective| objective.id == id) {
                let message =
                    format!("section {} has no objective: say in `{id}` what one can do after it", section.id);
                self.problem(place, "objectives", message);
            }
        }
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
            self.other_lesson(place, lesson, "best_after", id);
        }
        if let Some(id) = &head.next {
            self.other_lesson(place, lesson, "next", id);
        }
        if sections.is_empty() {
            self.problem(place, "", "the lesson has no section: open one with `## words`");
        }
        self.sources(place, "sources", &head.sources);
    }

    /// A lesson that the head names: another one, written or to come.
    fn other_lesson(&mut self, place: Place<'_>, lesson: &Lesson, key: &str, id: &str) {
        if id == lesson.head.id {
            self.problem(place, key, format!("`{key}` names this lesson: name another"));
        } else if self.targets.contains(id) {
        } else if is_planned(id) {
            self.note_to_come(id, &format!("{}: {key}", lesson.head.id));
        } else {
            self.problem(place, key, format!("there is no lesson `{id}`"));
        }
    }

    /// A policy in the text: sound, or with the fault that its block announces.
    fn policy(&mut self, place: Place<'_>, kind: PolicyKind, purpose: Purpose, text: &str) {
        let findings = lint(text, kind).findings;
        let has = |severity| findings.iter().any(|finding| finding.severity == severity);
        let index = LineIndex::new(text);
        // In a list or a callout the block's lines are set in; then its first line is found by its own words.
        let first = line_with(place.text, text)
            .or_else(|| line_with(place.text, text.lines().find(|line| line.trim().len() > 1)?.trim()))
            .unwrap_or(1);
        let mut problem = |line: usize, words: &str, message: String| {
            self.report.problems.push(CourseError::at_line(place.file, line, message).about(words));
        };
        match purpose {
            Purpose::Broken => {
                self.counts.broken += 1;
                if !has(Severity::Error) {
                    let message = "this document is called broken and AWS would save it: break it, or drop the word";
                    problem(first, "", message.to_owned());
                }
                return;
            }
            Purpose::Warns if !has(Severity::SecurityWarning) => {
                let message = "this document is said to warn, and there is nothing to warn of: drop the word";
                problem(first, "", message.to_owned());
            }
            Purpose::Warns | Purpose::Sound => {}
        }
        self.counts.valid += 1;
        for finding in &findings {
            let words = match (finding.severity, purpose) {
                (Severity::Error, _) => format!("this {} is not valid: {}", kind.title(), finding.message),
                (Severity::SecurityWarning, Purpose::Sound) => format!(
                    "this {} is too open: {}; mend it, or say `json {} warns`",
                    kind.title(),
                    finding.message,
                    kind.as_str()
                ),
                _ => continue,
            };
            let line = first + index.line_column(text, finding.range.start as usize).line;
            problem(line, finding.range.slice(text), words);
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
