//! A decision foreseen: how the request ends, and which statement decides. Both are computed; nothing of either is written down.

use crate::course::grade::{GradeError, Graded, Remark, outcome, outcome_words, predict_scenario};
use crate::course::question::Predict;
use crate::iam::policy::PolicyKind;
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;

/// A statement that the question shows: one of those that may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its document, by the name that the scenario gives it.
    pub document: String,
    /// What the document is.
    pub kind: PolicyKind,
    /// Its place in the document, from 0.
    pub index: usize,
    /// What a person calls it: its `Sid`, or its number, and whose it is.
    pub words: String,
}

/// The statements that a question shows, in the order in which they are read. With fewer than two there is nothing to choose: the
/// outcome says it all.
#[must_use]
pub fn candidates(question: &Predict) -> Vec<Candidate> {
    let Ok(scenario) = predict_scenario(question) else { return Vec::new() };
    let shown =
        question.show.iter().filter_map(|shown| Some((shown, scenario.documents.get(shown.document.as_str())?)));
    let all = shown.flat_map(|(shown, document)| {
        document.policy.statements.iter().map(|statement| {
            let name = match &statement.sid {
                Some(sid) => format!("`{}`", sid.value),
                None => format!("statement {}", statement.index + 1),
            };
            Candidate {
                document: shown.document.clone(),
                kind: document.kind,
                index: statement.index,
                words: format!("{name} of the {}", shown.heading),
            }
        })
    });
    all.collect()
}

/// Whether a statement decides: by its denial the request fails, or without its permission it would. Of a request that is allowed, every
/// call on the way has its own; of one that nobody allows, there is none.
#[must_use]
pub fn decides(candidate: &Candidate, simulation: &Simulation) -> bool {
    let verdict = simulation.decision().map(|decision| decision.verdict());
    let last = simulation.hops.len().saturating_sub(1);
    let hops = simulation.hops.iter().enumerate().filter(|(at, _)| verdict == Some(Verdict::Allow) || *at == last);
    hops.flat_map(|(_, hop)| hop.trace.statements()).any(|(_, document, statement)| {
        statement.decisive && *document.name == *candidate.document && statement.index == candidate.index
    })
}

/// Grades a foreseen outcome, and the statement named with it: an index of [`candidates`], `None` for none of them. An outcome alone is
/// graded alone.
pub(super) fn grade(question: &Predict, name: &str, named: Option<Option<usize>>) -> Result<Graded, GradeError> {
    let foreseen = Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == name).ok_or(GradeError::NoSuchOption)?;
    let (verdict, simulation) = outcome(question)?;
    let feedback = match foreseen {
        Verdict::Allow => &question.feedback.allow,
        Verdict::ExplicitDeny => &question.feedback.explicit_deny,
        Verdict::ImplicitDeny => &question.feedback.implicit_deny,
    };
    let right = foreseen == verdict;
    let text = if right { String::new() } else { feedback.clone().unwrap_or_default() };
    let mut right_answer = outcome_words(verdict).to_owned();
    let mut remarks = vec![Remark { right, about: outcome_words(foreseen).to_owned(), text }];
    if let Some(named) = named {
        let candidates = candidates(question);
        let deciding: Vec<&Candidate> = candidates.iter().filter(|candidate| decides(candidate, &simulation)).collect();
        let chosen = match named {
            Some(index) => Some(candidates.get(index).ok_or(GradeError::NoSuchOption)?),
            None => None,
        };
        let right = chosen.map_or(deciding.is_empty(), |chosen| deciding.contains(&chosen));
        let decider = match deciding.as_slice() {
            [] => NOBODY.to_owned(),
            several => several.iter().map(|candidate| candidate.words.as_str()).collect::<Vec<_>>().join(" and "),
        };
        // Who foresaw another outcome is told about that: the statement follows from it.
        let text = match (foreseen == verdict, right) {
            (true, false) if deciding.is_empty() => format!("{decider}."),
            (true, false) => format!("What decides is {decider}."),
            _ => String::new(),
        };
        let about = chosen.map_or(NOBODY, |chosen| &chosen.words).to_owned();
        remarks.push(Remark { right, about, text });
        right_answer = format!("{right_answer}: {decider}");
    }
    let good = remarks.iter().filter(|remark| remark.right).count();
    Ok(Graded {
        right: good == remarks.len(),
        share: super::share(good, remarks.len()),
        right_answer,
        remarks,
        simulation: Some(simulation),
    })
}

/// What stands for no statement at all.
pub const NOBODY: &str = "No statement that is shown decides";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::course::grade::{Answer, grade};
    use crate::course::question::QuestionKind;

    /// Every predict question of the built-in course: each answer that can be given, right exactly where the simulator says so.
    #[test]
    fn the_simulator_has_the_key_of_every_decision() {
        let course = Course::built_in().unwrap();
        let mut asked = 0;
        for entry in course.lessons() {
            for question in course.questions(&entry.head.id).unwrap().iter() {
                let QuestionKind::Predict(kind) = &question.kind else { continue };
                let candidates = candidates(kind);
                let (verdict, simulation) = outcome(kind).unwrap();
                let mut right = Vec::new();
                for foreseen in Verdict::ALL {
                    for named in (0..candidates.len()).map(Some).chain([None]) {
                        let answer = Answer::Decision { outcome: foreseen.as_str().to_owned(), statement: named };
                        let graded = grade(question, &answer).unwrap();
                        assert_eq!(graded.share == 1.0, graded.right);
                        if graded.right {
                            right.push((foreseen, named));
                        }
                    }
                }
                assert!(!right.is_empty() && right.iter().all(|(foreseen, _)| *foreseen == verdict));
                for (_, named) in right {
                    match named.and_then(|index| candidates.get(index)) {
                        Some(candidate) => assert!(decides(candidate, &simulation)),
                        None => assert!(!candidates.iter().any(|candidate| decides(candidate, &simulation))),
                    }
                }
                asked += 1;
            }
        }
        assert!(asked > 0);
    }
}
