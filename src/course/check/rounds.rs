//! Second rounds of labs: each asks for something, can be won, and is no gift to whoever knows the reference.

use std::collections::BTreeSet;

use super::{Check, Place, quoted};
use crate::course::CourseError;
use crate::course::grade::{ELEMENTS, Round, grade_lab, with_documents};
use crate::course::lab::{Again, Lab};
use crate::course::load::LabEntry;

impl Check<'_> {
    pub(super) fn rounds(&mut self, place: Place<'_>, entry: &LabEntry, lab: &Lab) {
        let mut names = BTreeSet::new();
        for again in &lab.file.again {
            let near = quoted(&again.name);
            if !names.insert(again.name.as_str()) {
                self.problem(place, &near, format!("there are two second rounds `{}`", again.name));
                continue;
            }
            self.round_form(place, again);
            match self.course.round_answer(entry, lab, &again.name) {
                Ok(answer) => self.round_is_won(place, lab, again, answer.as_deref()),
                Err(error) => self.report.problems.push(error),
            }
        }
        match self.course.round_folders(entry) {
            Ok(folders) => {
                for folder in folders.iter().filter(|folder| !names.contains(folder.as_str())) {
                    let message = "belongs to no second round: name it in a table `[[again]]`, or take it away";
                    let folder = format!("{}/again/{folder}", entry.folder);
                    self.report.problems.push(CourseError::in_file(folder, message));
                }
            }
            Err(error) => self.report.problems.push(error),
        }
        let standing = standing(lab, &lab.reference);
        if !standing.is_empty() && standing.iter().all(|round| round.won) {
            let message = "the reference wins every second round already: ask for something that it does not show";
            self.warning(place, "[[again]]", message);
        }
    }

    fn round_form(&mut self, place: Place<'_>, again: &Again) {
        let near = quoted(&again.name);
        if again.text.trim().is_empty() {
            self.problem(place, &near, format!("second round `{}`: say in `text` what is asked", again.name));
        }
        let asks = again.at_most_characters.is_some()
            || again.at_most_statements.is_some()
            || again.no_wildcards
            || !again.without.is_empty();
        if !asks {
            let message = format!(
                "second round `{}` asks for nothing: give it `at_most_characters`, `at_most_statements`, `no_wildcards` or `without`",
                again.name
            );
            self.problem(place, &near, message);
        }
        for element in again.without.iter().filter(|element| !ELEMENTS.contains(&element.as_str())) {
            let message = format!(
                "second round `{}`: `{element}` is no element of a statement; there are `{}`",
                again.name,
                ELEMENTS.join("`, `")
            );
            self.problem(place, &near, message);
        }
    }

    /// Whether the answer in the round's folder, or else the reference, wins it.
    fn round_is_won(&mut self, place: Place<'_>, lab: &Lab, again: &Again, answer: Option<&[String]>) {
        let (what, documents) = match answer {
            Some(documents) => (format!("the answer in `again/{}`", again.name), documents),
            None => ("the reference".to_owned(), lab.reference.as_slice()),
        };
        let Some(round) = standing(lab, documents).into_iter().find(|round| round.name == again.name) else { return };
        if round.won {
            return;
        }
        let why = if round.kept { "it does not reach every goal".to_owned() } else { round.state };
        let help = match answer {
            Some(_) => "mend it, or ask for less".to_owned(),
            None => format!("put an answer that wins into `again/{}/`", again.name),
        };
        let message = format!("second round `{}`: {what} does not win it: {why}; {help}", again.name);
        self.problem(place, &quoted(&again.name), message);
    }
}

/// How an answer stands in the rounds; nothing when the lab cannot be run, which is told elsewhere.
fn standing(lab: &Lab, documents: &[String]) -> Vec<Round> {
    grade_lab(lab, &with_documents(lab, documents)).map(|grade| grade.rounds).unwrap_or_default()
}
