//! Proves blueprints of exams: shares that make a whole, lessons that are planned and belong to one domain, forms that can be sat.

use std::collections::BTreeSet;

use super::{Check, Place, is_planned, quoted};
use crate::course::exam::{Blueprint, Form, Kind, Pass};

/// The kinds of which a form may want a number of its own.
const COUNTED: [Kind; 2] = [Kind::Ordering, Kind::Matching];

impl Check<'_> {
    pub(super) fn exams(&mut self) {
        let files = match self.course.exam_files() {
            Ok(files) => files,
            Err(error) => return self.report.problems.push(error),
        };
        let mut ids = BTreeSet::new();
        for file in files {
            match self.course.read_exam(&file) {
                Ok(blueprint) => self.exam(&file, &blueprint, &mut ids),
                Err(error) => self.report.problems.push(error),
            }
        }
    }

    fn exam(&mut self, file: &str, blueprint: &Blueprint, ids: &mut BTreeSet<String>) {
        let text = self.text(file);
        let place = Place { file, text: &text };
        self.prose(place, "about", "what an exam is about", &blueprint.about);
        if blueprint.title.trim().is_empty() {
            self.problem(place, "title", "the exam has no title: write one");
        }
        let possible = match blueprint.pass {
            Pass::Scaled(mark) => (101..1000).contains(&mark),
            Pass::Percent(percent) => (1..100).contains(&percent),
        };
        if !possible {
            self.problem(place, "pass", "no such mark can be reached: write `{ scaled = 720 }` or `{ percent = 75 }`");
        }
        if blueprint.code.is_some() {
            self.sources(place, "code", &blueprint.sources);
            self.whole(place, "guide", blueprint.guide.iter().map(|domain| domain.weight));
        }
        self.whole(place, "domain", blueprint.domains.iter().map(|domain| domain.weight));
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for domain in &blueprint.domains {
            let near = quoted(&domain.name);
            if domain.weight == 0 || domain.lessons.is_empty() {
                let message = format!("`{}` asks nothing: give it a share and lessons, or take it out", domain.name);
                self.problem(place, &near, message);
            }
            for lesson in &domain.lessons {
                if !is_planned(lesson) {
                    let message = format!("`{}`: there is no lesson `{lesson}`: write `L05`", domain.name);
                    self.problem(place, &near, message);
                }
                if !seen.insert(lesson) {
                    let message = format!("lesson `{lesson}` belongs to two domains: leave it in one");
                    self.problem(place, &near, message);
                }
            }
        }
        if blueprint.forms.is_empty() {
            self.problem(place, "title", "nobody can sit this exam: add a `[[form]]`");
        }
        for form in &blueprint.forms {
            if !ids.insert(form.id.to_lowercase()) {
                self.problem(place, &quoted(&form.id), format!("two exams are called `{}`: rename one", form.id));
            }
            self.exam_form(place, blueprint, form);
        }
    }

    fn exam_form(&mut self, place: Place<'_>, blueprint: &Blueprint, form: &Form) {
        let near = quoted(&form.id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if form.id.is_empty() || !form.id.chars().all(plain) {
            self.problem(place, &near, format!("`{}` is hard to type: use small letters, digits and `-`", form.id));
        }
        if form.items == 0 || form.minutes == 0 {
            self.problem(place, &near, format!("`{}` has no questions or no time: give it both", form.id));
        }
        let counted: usize = COUNTED.iter().filter_map(|kind| form.wanted(*kind)).sum();
        if counted > form.items {
            let message = format!("`{}` wants {counted} of some kinds and has {} questions", form.id, form.items);
            self.problem(place, &near, message);
        }
        for kind in COUNTED {
            if form.wanted(kind).is_some() && !blueprint.kinds.contains(&kind) {
                let message =
                    format!("`{}` wants a kind of question that `kinds` does not name: add it there", form.id);
                self.problem(place, &near, message);
            }
        }
    }

    /// Shares that do not make a whole.
    fn whole(&mut self, place: Place<'_>, what: &str, weights: impl Iterator<Item = u32>) {
        let sum: u32 = weights.sum();
        if sum != 100 {
            self.problem(place, what, format!("the shares of `{what}` make {sum} percent: make them 100"));
        }
    }
}
