//! Coverage: every item of the guides, and every correction of what they say, has its place in the course, written or to come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::{Check, Place, each_block, is_planned, quoted};
use crate::course::block::{Block, CalloutKind, plain_text};
use crate::course::lesson::Lesson;
use crate::course::load::parse_toml;
use crate::course::question::{Question, QuestionId};

const FILE: &str = "assets/coverage.toml";

/// The file `assets/coverage.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// How many items each guide has: `S0 = 47`.
    pub guides: BTreeMap<String, usize>,
    /// The lesson each lab belongs to, written or to come.
    pub labs: BTreeMap<String, String>,
    /// How many corrections of the guides there are: `E-01` up to this number.
    #[serde(default)]
    pub corrections: usize,
    /// The items.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// The corrections.
    #[serde(default, rename = "correction")]
    pub corrected: Vec<Item>,
}

/// One item of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `S0-38`.
    pub id: String,
    /// The sections (`L03a`) or whole lessons (`L03`) that teach it.
    pub taught: Vec<String>,
    /// The questions (`03.1`) and labs (`B01`) that exercise it.
    pub by: Vec<String>,
    /// For a correction: the titles of the callouts `> [!belief] title` that set what many believe against what is true.
    #[serde(default)]
    pub beliefs: Vec<String>,
}

/// How far an item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All of it.
    Written,
    /// Some of it.
    Begun,
    /// Its lessons are to come.
    Waiting,
}

impl State {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Begun => "begun",
            Self::Waiting => "waiting",
        }
    }
}

/// An item and how far it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// `S0-38`, `E-05`.
    pub id: String,
    /// How far.
    pub state: State,
    /// The sections, questions, labs and callouts that are still to be written.
    pub missing: Vec<String>,
}

impl Check<'_> {
    pub(super) fn coverage(&mut self, lessons: &[Lesson], questions: &[Arc<[Question]>]) {
        let text = match self.course.text(FILE) {
            Ok(Some(text)) => text.into_owned(),
            Ok(None) => return,
            Err(error) => return self.report.problems.push(error),
        };
        let place = Place { file: FILE, text: &text };
        let coverage: Coverage = match parse_toml(FILE, &text, 0) {
            Ok(coverage) => coverage,
            Err(error) => return self.report.problems.push(error),
        };
        let guides = coverage.guides.iter();
        let wanted = guides.flat_map(|(guide, count)| (1..=*count).map(move |n| format!("{guide}-{n:02}")));
        self.complete(place, "guides", &wanted.collect(), &coverage.items);
        let wanted = (1..=coverage.corrections).map(|n| format!("E-{n:02}"));
        self.complete(place, "corrections", &wanted.collect(), &coverage.corrected);

        let asked = self.course.question_ids();
        let beliefs = beliefs(lessons);
        for item in &coverage.items {
            let missing = self.missing(place, item, &coverage, &asked);
            if !item.beliefs.is_empty() {
                self.problem(place, &quoted(&item.id), format!("`{}` is no correction: take `beliefs` out", item.id));
            }
            self.report.items.push(bound(item, missing, 0));
        }
        for item in &coverage.corrected {
            let mut missing = self.missing(place, item, &coverage, &asked);
            let all_there = missing.is_empty();
            for title in item.beliefs.iter().filter(|title| !beliefs.contains(title.as_str())) {
                let message = format!("`{}`: no lesson has a callout `> [!belief] “{title}”`", item.id);
                self.problem(place, &quoted(&item.id), message);
            }
            if item.beliefs.is_empty() {
                if all_there {
                    let message = format!(
                        "`{}` is taught and exercised, and no callout says what many believe: write a `> [!belief]` and name it in `beliefs`",
                        item.id
                    );
                    self.warning(place, &quoted(&item.id), message);
                }
                missing.push("a belief callout".to_owned());
            }
            self.report.corrections.push(bound(item, missing, item.beliefs.len().max(1)));
        }
        self.both_ways(questions, &coverage);
    }

    /// What of an item is still to be written. Something that an existing lesson should have and lacks is a problem.
    fn missing(&mut self, place: Place<'_>, item: &Item, coverage: &Coverage, asked: &BTreeSet<&str>) -> Vec<String> {
        let near = quoted(&item.id);
        let mut missing = Vec::new();
        for section in &item.taught {
            if !self.taught(place, item, section) {
                missing.push(section.clone());
            }
        }
        for exercise in &item.by {
            if asked.contains(exercise.as_str()) || self.course.find_lab(exercise).is_some() {
                continue;
            }
            missing.push(exercise.clone());
            let lesson = match QuestionId(exercise.clone()).lesson_number() {
                Some(number) => format!("L{number:02}"),
                None => coverage.labs.get(exercise).cloned().unwrap_or_default(),
            };
            if !is_planned(&lesson) {
                let message = format!("`{}`: `{exercise}` is no question or lab of a lesson", item.id);
                self.problem(place, &near, message);
            } else if self.targets.contains(&lesson) {
                let message =
                    format!("`{}` is exercised by `{exercise}`, which {lesson} does not have: write it", item.id);
                self.problem(place, &near, message);
            }
        }
        if item.taught.is_empty() || item.by.is_empty() {
            let message = format!("`{}` has no place in the course: say where it is taught and exercised", item.id);
            self.problem(place, &near, message);
        }
        missing
    }

    /// No item lost, none invented, none twice.
    fn complete(&mut self, place: Place<'_>, counted: &str, wanted: &BTreeSet<String>, items: &[Item]) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for item in items {
            if !wanted.contains(&item.id) {
                self.problem(place, &quoted(&item.id), format!("`{counted}` counts no item `{}`", item.id));
            }
            if !seen.insert(&item.id) {
                self.problem(place, &quoted(&item.id), format!("item `{}` stands twice", item.id));
            }
        }
        for lost in wanted.iter().filter(|id| !seen.contains(id.as_str())) {
            self.problem(place, counted, format!("item `{lost}` is lost: give it back its line"));
        }
    }

    /// Whether a section is there; one that an existing lesson lacks is a problem.
    fn taught(&mut self, place: Place<'_>, item: &Item, section: &str) -> bool {
        let (lesson, letter) = section.split_at_checked(3).unwrap_or((section, ""));
        let target = if letter.is_empty() { lesson.to_owned() } else { format!("{lesson}#{letter}") };
        if !is_planned(lesson) {
            let message = format!("`{}`: there is no lesson `{section}`: write `L03a` or `L03`", item.id);
            self.problem(place, &quoted(&item.id), message);
        } else if self.targets.contains(lesson) && !self.targets.contains(&target) {
            let message = format!("`{}` is taught in section {letter} of {lesson}, which is not there", item.id);
            self.problem(place, &quoted(&item.id), message);
        }
        self.targets.contains(&target)
    }

    /// What a question or lab says it covers must be an item, and the item should name it.
    fn both_ways(&mut self, questions: &[Arc<[Question]>], coverage: &Coverage) {
        let course = self.course;
        let mut claims: Vec<(String, String, Vec<String>)> = Vec::new();
        for (entry, question) in course.lessons().iter().flat_map(|entry| {
            let mine = questions.iter().flat_map(|set| set.iter());
            mine.filter(|question| entry.questions.contains(&question.common.id)).map(move |question| (entry, question))
        }) {
            claims.push((entry.quiz_file(), question.common.id.0.clone(), question.common.covers.clone()));
        }
        for (_, entry) in course.labs() {
            if let Ok(lab) = course.lab(&entry.id) {
                claims.push((entry.file(), entry.id.clone(), lab.file.covers.clone()));
            }
        }
        for (file, exercise, covers) in claims {
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            for id in covers {
                match coverage.items.iter().chain(&coverage.corrected).find(|item| item.id == id) {
                    None => {
                        self.problem(place, &quoted(&id), format!("`{exercise}` covers `{id}`, which no guide has"))
                    }
                    Some(item) if !item.by.contains(&exercise) => {
                        let message = format!("`{exercise}` covers `{id}`, and {FILE} does not name it there");
                        self.warning(place, &quoted(&id), message);
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

/// The titles of all callouts that say what many believe, without the quotation marks around them.
fn beliefs(lessons: &[Lesson]) -> BTreeSet<String> {
    let mut titles = BTreeSet::new();
    for lesson in lessons {
        each_block(&lesson.blocks, &mut |block| {
            if let Block::Callout { kind: CalloutKind::Belief, title, .. } = block {
                titles.insert(plain_text(title).trim_matches(['“', '”', '"', ' ']).to_owned());
            }
        });
    }
    titles
}

/// An item of which these parts are missing; beside sections and exercises it has `more` parts.
fn bound(item: &Item, missing: Vec<String>, more: usize) -> Bound {
    let state = match missing.len() {
        0 => State::Written,
        n if n >= item.taught.len() + item.by.len() + more => State::Waiting,
        _ => State::Begun,
    };
    Bound { id: item.id.clone(), state, missing }
}
