//! Policies to write or to mend: proved as labs are. The starter fails, the reference passes, every planted wrong answer fails at
//! exactly what the file says.

use std::collections::BTreeSet;

use super::near;
use crate::course::check::labs::listed;
use crate::course::check::{Check, Place, several};
use crate::course::grade::{policy_lab, with_documents};
use crate::course::lab::Lab;
use crate::course::question::{PlantedWrong, Question, Task, WritePolicy};
use crate::diagnostic::Severity;
use crate::iam::policy::PolicyKind;

/// Planted wrong answers that such a question needs.
const WRONG_ANSWERS: usize = 3;

impl Check<'_> {
    pub(super) fn write_policy(&mut self, place: Place<'_>, question: &Question, kind: &WritePolicy) {
        let at = near(question);
        let id = &question.common.id;
        let lab = match policy_lab(kind) {
            Ok(lab) => lab,
            Err(error) => {
                let words = error.document.as_deref().map(|name| format!("\"{name}\"")).unwrap_or_default();
                return self.problem_of(place, question, &words, format!("question `{id}`: {error}"));
            }
        };
        self.texts(place, question, kind, &lab);
        self.goals(place, question, kind);
        let edited = |name: &str| kind.documents.iter().any(|document| document.name == name);
        self.valid_documents(place, &lab.scenario, &|name| !edited(name));
        match self.failing(place, &lab, &lab.starter) {
            Some(failing) if failing.is_empty() => {
                let message = format!("the starter of `{id}` already reaches every goal: take something out of it");
                self.problem(place, &at, message);
            }
            Some(_) => {}
            None => return,
        }
        if let Some(failing) = self.failing(place, &lab, &lab.reference).filter(|failing| !failing.is_empty()) {
            let message = format!("the reference of `{id}` does not reach {}", listed(&failing.all()));
            self.problem_of(place, question, "reference", message);
        }
        let scenario = with_documents(&lab, &lab.reference);
        for document in kind.documents.iter().filter_map(|document| scenario.documents.get(document.name.as_str())) {
            for finding in &document.diagnostics {
                if matches!(finding.severity, Severity::Error | Severity::SecurityWarning) {
                    let message = format!("the reference of `{}` in `{id}`: {}", document.name, finding.message);
                    self.problem_of(place, question, "reference", message);
                }
            }
        }
        self.wrong_answers(place, question, kind, &lab);
    }

    fn texts(&mut self, place: Place<'_>, question: &Question, kind: &WritePolicy, lab: &Lab) {
        let id = &question.common.id;
        if !(1..=2).contains(&kind.documents.len()) {
            let message = format!("question `{id}` has {}: give one or two", several(kind.documents.len(), "document"));
            self.problem(place, &near(question), message);
        }
        let mut names = BTreeSet::new();
        for document in &kind.documents {
            let named = format!("name = \"{}\"", document.name);
            if !names.insert(&document.name) {
                self.problem_of(
                    place,
                    question,
                    &named,
                    format!("question `{id}` has two documents `{}`", document.name),
                );
            }
            let said = PolicyKind::from_name(&document.kind);
            let there = lab.scenario.documents.get(document.name.as_str()).map(|document| document.kind);
            match (said, there) {
                (None, _) => {
                    let kinds = PolicyKind::ALL.map(PolicyKind::as_str).join("`, `");
                    let message =
                        format!("question `{id}`: no kind of policy is called `{}`; use `{kinds}`", document.kind);
                    self.problem_of(place, question, &named, message);
                }
                (Some(said), Some(there)) if said != there => {
                    let message = format!(
                        "question `{id}` says that `{}` is of the kind `{}`, and its world has it as `{}`",
                        document.name,
                        said.as_str(),
                        there.as_str()
                    );
                    self.problem_of(place, question, &named, message);
                }
                _ => {}
            }
            if kind.task == Task::Fix && document.starter.trim().is_empty() {
                let message = format!(
                    "question `{id}` has nothing to mend in `{}`: write its starter, or ask to write it",
                    document.name
                );
                self.problem_of(place, question, &named, message);
            }
        }
    }

    fn goals(&mut self, place: Place<'_>, question: &Question, kind: &WritePolicy) {
        let id = &question.common.id;
        let mut names = BTreeSet::new();
        for request in &kind.requests {
            let named = format!("name = \"{}\"", request.name);
            if !names.insert(request.name.as_str()) || request.name == "no_errors" {
                let message =
                    format!("question `{id}`: the name `{}` is taken: give the request another", request.name);
                self.problem_of(place, question, &named, message);
            }
            if request.expect.is_none() {
                let message = format!(
                    "question `{id}`: request `{}` is no goal: say in `expect` what must come of it",
                    request.name
                );
                self.problem_of(place, question, &named, message);
            }
            match &request.hidden {
                None if request.text.trim().is_empty() => {
                    let message = format!("question `{id}`: goal `{}` has no `text` for the learner", request.name);
                    self.problem_of(place, question, &named, message);
                }
                Some(about) if about.trim().is_empty() => {
                    let message =
                        format!("question `{id}`: say in `hidden` what kind of request `{}` is", request.name);
                    self.problem_of(place, question, &named, message);
                }
                _ => {}
            }
        }
        if !kind.requests.iter().any(|request| request.hidden.is_none()) {
            let message = format!("question `{id}` shows no goal: a learner needs one to aim at");
            self.problem_of(place, question, "requests", message);
        }
    }

    fn wrong_answers(&mut self, place: Place<'_>, question: &Question, kind: &WritePolicy, lab: &Lab) {
        let id = &question.common.id;
        if kind.wrong.len() < WRONG_ANSWERS {
            let message =
                format!("question `{id}` has {}: plant {WRONG_ANSWERS}", several(kind.wrong.len(), "wrong answer"));
            self.problem(place, &near(question), message);
        }
        let mut seen: Vec<(Vec<String>, &str)> = vec![(lab.reference.clone(), "the reference")];
        let mut names = BTreeSet::new();
        for wrong in &kind.wrong {
            let named = format!("name = \"{}\"", wrong.name);
            if !names.insert(&wrong.name) {
                let message = format!("question `{id}` has two wrong answers `{}`", wrong.name);
                self.problem_of(place, question, &named, message);
                continue;
            }
            if let Some(name) = wrong.documents.keys().find(|name| kind.documents.iter().all(|d| d.name != **name)) {
                let message = format!(
                    "question `{id}`: wrong answer `{}` has a document `{name}`, which is none of the question's",
                    wrong.name
                );
                self.problem_of(place, question, &named, message);
            }
            let documents = answer(kind, wrong);
            if let Some((_, other)) = seen.iter().find(|(others, _)| *others == documents) {
                let message = format!("question `{id}`: wrong answer `{}` is the same as {other}", wrong.name);
                self.problem_of(place, question, &named, message);
            }
            self.counts.wrong += 1;
            let Some(failing) = self.failing(place, lab, &documents) else { continue };
            let stated: BTreeSet<String> = wrong.fails.iter().cloned().collect();
            if failing.is_empty() {
                let message = format!(
                    "question `{id}`: wrong answer `{}` reaches every goal: add the goal it should fail",
                    wrong.name
                );
                self.problem_of(place, question, &named, message);
            } else if !failing.is_as_stated(&stated) {
                let message = format!(
                    "question `{id}`: wrong answer `{}` fails {}, and the file says {}",
                    wrong.name,
                    listed(&failing.all()),
                    listed(&stated)
                );
                self.problem_of(place, question, &named, message);
            }
            seen.push((documents, &wrong.name));
        }
    }
}

/// The documents of a wrong answer, in the question's order.
fn answer(kind: &WritePolicy, wrong: &PlantedWrong) -> Vec<String> {
    let text = |document: &crate::course::question::PolicyText| {
        wrong.documents.get(&document.name).unwrap_or(&document.reference).clone()
    };
    kind.documents.iter().map(text).collect()
}
