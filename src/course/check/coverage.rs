//! Coverage: every item of the guides has its place in the course, written or to come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::{Check, Place, is_planned, quoted};
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
    /// The items.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
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
}

impl Check<'_> {
    pub(super) fn coverage(&mut self, questions: &[Arc<[Question]>]) {
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
        self.complete(place, &coverage);

        let asked: BTreeSet<&str> =
            questions.iter().flat_map(|set| set.iter()).map(|question| question.common.id.0.as_str()).collect();
        let (mut written, mut begun) = (0usize, 0usize);
        for item in &coverage.items {
            let near = quoted(&item.id);
            let mut there = 0;
            for section in &item.taught {
                there += usize::from(self.taught(place, item, section));
            }
            for exercise in &item.by {
                let exists = asked.contains(exercise.as_str()) || self.course.find_lab(exercise).is_some();
                there += usize::from(exists);
                let lesson = match QuestionId(exercise.clone()).lesson_number() {
                    Some(number) => format!("L{number:02}"),
                    None => coverage.labs.get(exercise).cloned().unwrap_or_default(),
                };
                if !is_planned(&lesson) {
                    let message = format!("`{}`: `{exercise}` is no question or lab of a lesson", item.id);
                    self.problem(place, &near, message);
                } else if !exists && self.targets.contains(&lesson) {
                    let message =
                        format!("`{}` is exercised by `{exercise}`, which {lesson} does not have: write it", item.id);
                    self.problem(place, &near, message);
                }
            }
            if item.taught.is_empty() || item.by.is_empty() {
                self.problem(
                    place,
                    &near,
                    format!("`{}` has no place in the course: say where it is taught and exercised", item.id),
                );
            }
            match there {
                0 => {}
                n if n == item.taught.len() + item.by.len() => written += 1,
                _ => begun += 1,
            }
        }
        self.both_ways(questions, &coverage);
        self.report.counted.push(format!(
            "{} guide items: {written} written, {begun} begun, {} waiting for their lessons",
            coverage.items.len(),
            coverage.items.len() - written - begun
        ));
    }

    /// No item lost, none invented.
    fn complete(&mut self, place: Place<'_>, coverage: &Coverage) {
        let wanted: BTreeSet<String> = coverage
            .guides
            .iter()
            .flat_map(|(guide, count)| (1..=*count).map(move |number| format!("{guide}-{number:02}")))
            .collect();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for item in &coverage.items {
            if !wanted.contains(&item.id) {
                self.problem(place, &quoted(&item.id), format!("no guide has an item `{}`", item.id));
            }
            if !seen.insert(item.id.clone()) {
                self.problem(place, &quoted(&item.id), format!("item `{}` stands twice", item.id));
            }
        }
        for lost in wanted.difference(&seen) {
            self.problem(place, "guides", format!("item `{lost}` is lost: give it back its line"));
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
        for entry in course.lessons().iter().flat_map(|lesson| &lesson.labs) {
            if let Ok(lab) = course.lab(&entry.id) {
                claims.push((entry.file(), entry.id.clone(), lab.file.covers.clone()));
            }
        }
        for (file, exercise, covers) in claims {
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            for id in covers {
                match coverage.items.iter().find(|item| item.id == id) {
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
