//! Labs: the starter fails, the reference passes, every planted wrong answer fails for its own reason.

use std::collections::BTreeSet;

use super::{Check, Place, quoted, several};
use crate::course::grade::{Goal, NOTHING_BEYOND, all_goals, with_documents};
use crate::course::lab::Lab;
use crate::course::load::LabEntry;
use crate::diagnostic::Severity;
use crate::iam::lint::lint;
use crate::iam::simulate::{Fault, judge};

/// Planted wrong answers that a lab needs.
const WRONG_ANSWERS: usize = 5;
/// From so many stars on, every document is compared with the task.
const COMPARED_FROM: u8 = 3;

impl Check<'_> {
    pub(super) fn labs(&mut self) {
        let course = self.course;
        let mut ids = BTreeSet::new();
        for (_, entry) in course.labs() {
            let file = entry.file();
            let text = self.text(&file);
            let place = Place { file: &file, text: &text };
            if !ids.insert(&entry.id) {
                self.problem(place, "id = ", format!("there are two labs `{}`: an id is given once", entry.id));
                continue;
            }
            match course.lab(&entry.id) {
                Ok(lab) => {
                    self.counts.labs += 1;
                    self.form(place, &lab);
                    self.makeable(place, &lab);
                    self.intent(place, &lab);
                    self.answers(place, entry, &lab);
                    self.rounds(place, entry, &lab);
                }
                Err(error) => self.report.problems.push(error),
            }
        }
    }

    fn form(&mut self, place: Place<'_>, lab: &Lab) {
        let file = &lab.file;
        let digits = file.id.strip_prefix('B').unwrap_or_default();
        if digits.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.problem(place, "id = ", format!("a lab is called `B` and two digits, not `{}`", file.id));
        }
        if !(1..=4).contains(&file.stars) {
            self.problem(place, "stars = ", "a lab has 1 to 4 stars");
        }
        self.lesson_target(place, "lesson = ", &file.lesson);
        if file.hints.len() != 3 {
            self.problem(place, "hints", format!("the lab has {}: give three", several(file.hints.len(), "hint")));
        }
        if file.documents.is_empty() {
            self.problem(place, "documents", "the lab has nothing to edit: name its documents");
        }
        self.prose(place, "story", "the story", &file.story);
        self.prose(place, "explanation", "the explanation", &file.explanation);
        for hint in &file.hints {
            self.prose(place, "hints", "a hint", hint);
        }
        self.sources(place, "sources", &file.sources);
        let mut names = BTreeSet::new();
        for request in &file.requests {
            let near = quoted(&request.name);
            if !names.insert(request.name.as_str())
                || Goal::is_of_documents(&request.name)
                || request.name == NOTHING_BEYOND
            {
                self.problem(place, &near, format!("the name `{}` is taken: give the request another", request.name));
            }
            if request.expect.is_none() {
                self.problem(
                    place,
                    &near,
                    format!("request `{}` is no goal: say in `expect` what must come of it", request.name),
                );
            }
            match &request.hidden {
                None if request.text.trim().is_empty() => {
                    self.problem(place, &near, format!("goal `{}` has no `text` for the learner", request.name));
                }
                Some(about) if about.trim().is_empty() => {
                    let message = format!("say in `hidden` what kind of request `{}` is", request.name);
                    self.problem(place, &near, message);
                }
                _ => {}
            }
        }
        if !file.requests.iter().any(|request| request.hidden.is_none()) {
            self.problem(place, "requests", "the lab shows no goal: a learner needs one to aim at");
        }
        let edited = |name: &str| file.documents.iter().any(|document| document.file == name);
        self.valid_documents(place, &lab.scenario, &|name| !edited(name));
    }

    fn answers(&mut self, place: Place<'_>, entry: &LabEntry, lab: &Lab) {
        let file = &lab.file;
        // What each answer that must fail fails at.
        let mut failures: Vec<Failing> = Vec::new();
        match self.failing(place, lab, &lab.starter) {
            Some(failing) if failing.is_empty() => {
                self.problem(place, "id = ", "the starter already reaches every goal: take something out of it");
            }
            Some(failing) => failures.push(failing),
            None => return,
        }
        if let Some(failing) = self.failing(place, lab, &lab.reference).filter(|failing| !failing.is_empty()) {
            self.problem(place, "id = ", format!("the reference does not reach {}", listed(&failing.all())));
        }
        let scenario = with_documents(lab, &lab.reference);
        for document in file.documents.iter().filter_map(|document| scenario.documents.get(document.file.as_str())) {
            for finding in &lint(&document.text, document.kind).findings {
                if matches!(finding.severity, Severity::Error | Severity::SecurityWarning) {
                    let message = format!("reference/{}: {}", document.name, finding.message);
                    self.problem(place, &quoted(&document.name), message);
                }
            }
        }
        let compared = |name: &String| file.tasks.iter().any(|task| task.documents.contains(name));
        let compares_all = file.documents.iter().all(|document| compared(&document.file));
        if file.stars >= COMPARED_FROM && !compares_all {
            let message =
                format!("a lab of {COMPARED_FROM} stars is compared: name each document in a table `[[task]]`");
            self.problem(place, "stars = ", message);
        }
        if file.wrong.len() < WRONG_ANSWERS {
            let message = format!("the lab has {}: plant {WRONG_ANSWERS}", several(file.wrong.len(), "wrong answer"));
            self.problem(place, "[[wrong]]", message);
        }
        let mut seen: Vec<(Vec<String>, &str)> = vec![(lab.reference.clone(), "the reference")];
        let mut names = BTreeSet::new();
        for wrong in &file.wrong {
            let near = quoted(&wrong.name);
            if !names.insert(&wrong.name) {
                self.problem(place, &near, format!("there are two wrong answers `{}`", wrong.name));
                continue;
            }
            if wrong.belief.trim().is_empty() {
                self.problem(
                    place,
                    &near,
                    format!("wrong answer `{}`: say what somebody who writes it believes", wrong.name),
                );
            }
            let documents =
                match self.course.lab_answer(entry, file, &format!("wrong/{}", wrong.name), Some(&lab.reference)) {
                    Ok(documents) => documents,
                    Err(error) => {
                        self.report.problems.push(error);
                        continue;
                    }
                };
            if let Some((_, other)) = seen.iter().find(|(others, _)| *others == documents) {
                self.problem(place, &near, format!("wrong answer `{}` is the same as {other}", wrong.name));
            }
            self.counts.wrong += 1;
            let Some(failing) = self.failing(place, lab, &documents) else { continue };
            let stated: BTreeSet<String> = wrong.fails.iter().cloned().collect();
            if failing.is_empty() {
                self.problem(
                    place,
                    &near,
                    format!("wrong answer `{}` reaches every goal: add the goal it should fail", wrong.name),
                );
            } else if !failing.is_as_stated(&stated) {
                let message = format!(
                    "wrong answer `{}` fails {}, and the file says {}",
                    wrong.name,
                    listed(&failing.all()),
                    listed(&stated)
                );
                self.problem(place, &near, message);
            }
            if compares_all && failing.lets_through && !failing.beyond {
                let message = format!(
                    "wrong answer `{}` lets through what it must not, and is still within the task: lower the ceiling, or see whether \
                     AWS is ever asked for that",
                    wrong.name
                );
                self.warning(place, &near, message);
            }
            failures.push(failing);
            seen.push((documents, &wrong.name));
        }
        // A goal without which no planted answer would pass is one that nothing here needs.
        let mut goals: Vec<&str> = file.requests.iter().map(|request| request.name.as_str()).collect();
        if file.also.no_errors {
            goals.push("no_errors");
        }
        if file.also.at_most_characters.is_some() {
            goals.push("at_most_characters");
        }
        let alone: Vec<&str> =
            goals.into_iter().filter(|goal| !failures.iter().any(|failing| failing.is_only(goal))).collect();
        if !alone.is_empty() {
            let message = format!(
                "no planted answer fails only at `{}`: plant one for each, unless such a goal is there to be seen",
                alone.join("`, only at `")
            );
            self.warning(place, "[[requests]]", message);
        }
    }

    /// The goals that an answer does not reach.
    pub(super) fn failing(&mut self, place: Place<'_>, lab: &Lab, documents: &[String]) -> Option<Failing> {
        match all_goals(lab, &with_documents(lab, documents)) {
            Ok(goals) => {
                let mut failing = Failing::default();
                for goal in goals.into_iter().filter(|goal| !goal.goal.reached) {
                    failing.lets_through |= is_let_through(lab, &goal.goal);
                    if goal.goal.name == NOTHING_BEYOND {
                        failing.beyond = true;
                    } else if goal.undecided {
                        failing.undecided.insert(goal.goal.name);
                    } else {
                        failing.decided.insert(goal.goal.name);
                    }
                }
                Some(failing)
            }
            Err(error) => {
                self.problem(place, "[[requests]]", error.to_string());
                None
            }
        }
    }
}

/// The goals that an answer does not reach, by name.
#[derive(Default)]
pub(super) struct Failing {
    /// Those that came out otherwise than they should.
    decided: BTreeSet<String>,
    /// Those that cannot be decided because AWS would not save a document. They fail whatever the goal is, so an answer need not name
    /// them.
    undecided: BTreeSet<String>,
    /// It allows more or less than the task. What fails another goal mostly does, so an answer need not name this one.
    beyond: bool,
    /// Something is allowed that must be denied.
    lets_through: bool,
}

impl Failing {
    pub(super) fn is_empty(&self) -> bool {
        self.decided.is_empty() && self.undecided.is_empty() && !self.beyond
    }

    pub(super) fn all(&self) -> BTreeSet<String> {
        let beyond = self.beyond.then(|| NOTHING_BEYOND.to_owned());
        self.decided.union(&self.undecided).cloned().chain(beyond).collect()
    }

    /// Whether exactly what is stated fails.
    pub(super) fn is_as_stated(&self, stated: &BTreeSet<String>) -> bool {
        !stated.is_empty() && self.decided.is_subset(stated) && stated.is_subset(&self.all())
    }

    fn is_only(&self, goal: &str) -> bool {
        let counted = if self.decided.is_empty() { &self.undecided } else { &self.decided };
        counted.len() == 1 && counted.contains(goal)
    }
}

/// Whether a goal is a request that must be denied and is allowed.
fn is_let_through(lab: &Lab, goal: &Goal) -> bool {
    let asked = lab.file.requests.iter().find(|request| request.name == goal.name);
    let expected = asked.and_then(|request| request.expect.as_ref()).zip(goal.simulation.as_ref());
    expected.is_some_and(|(expect, simulation)| judge(expect, simulation).fault == Some(Fault::Allowed))
}

pub(super) fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    format!("`{}`", names.iter().map(String::as_str).collect::<Vec<_>>().join("`, `"))
}
