//! A policy that is asked for in a question: a small lab, graded as labs are.

use crate::course::grade::{GradeError, Graded, Remark, all_goals, lab_grade, share, with_documents};
use crate::course::lab::{Also, Lab, LabDocument, LabFile};
use crate::course::question::WritePolicy;
use crate::iam::scenario::{Scenario, ScenarioError};

/// The small lab that such a question is. That AWS would save every document is a goal of each.
///
/// # Errors
/// When something in its world is no user, role, account or policy, or the world has no place for one of the documents.
pub fn policy_lab(question: &WritePolicy) -> Result<Lab, ScenarioError> {
    let (world, requests) = (question.world.clone(), question.requests.clone());
    let starter: Vec<String> = question.documents.iter().map(|document| document.starter.clone()).collect();
    let scenario = Scenario::build(String::new(), String::new(), world.clone(), requests.clone(), &mut |name| {
        let known = question.documents.iter().find(|document| document.name == name);
        known
            .map(|document| document.starter.clone())
            .ok_or_else(|| "it is none of the question's documents; write the policy out".to_owned())
    })?;
    let homeless = question.documents.iter().find(|document| !scenario.documents.contains_key(document.name.as_str()));
    if let Some(document) = homeless {
        let message = format!(
            "no policy of the question's world is `{}`: name the document where it stands in the world",
            document.name
        );
        return Err(ScenarioError { document: Some(document.name.as_str().into()), ..ScenarioError::new(message) });
    }
    let documents = question
        .documents
        .iter()
        .map(|document| LabDocument { file: document.name.clone(), title: document.name.clone() })
        .collect();
    let reference = question.documents.iter().map(|document| document.reference.clone()).collect();
    let file = LabFile {
        id: String::new(),
        title: String::new(),
        stars: 1,
        lesson: String::new(),
        story: String::new(),
        documents,
        hints: Vec::new(),
        explanation: String::new(),
        also: Also { no_errors: true, at_most_characters: None },
        tasks: Vec::new(),
        covers: Vec::new(),
        world,
        requests,
        again: Vec::new(),
        wrong: Vec::new(),
        sources: Vec::new(),
    };
    Ok(Lab { file, scenario, starter, reference, bounds: Vec::new() })
}

/// Right when every goal is reached, the hidden ones too.
pub(super) fn grade(question: &WritePolicy, texts: &[String]) -> Result<Graded, GradeError> {
    if texts.len() != question.documents.len() {
        return Err(GradeError::NoSuchOption);
    }
    let lab = policy_lab(question)?;
    let scenario = with_documents(&lab, texts);
    let all = all_goals(&lab, &scenario)?;
    let share = share(all.iter().filter(|goal| goal.goal.reached).count(), all.len());
    let grade = lab_grade(&lab, &scenario, all);
    let right = grade.solved();
    let mut remarks: Vec<Remark> = grade
        .goals
        .iter()
        .map(|goal| Remark {
            right: goal.reached,
            about: goal.text.clone(),
            text: if goal.reached { String::new() } else { goal.state.clone() },
        })
        .collect();
    let hidden = grade.hidden_failures.into_iter();
    remarks.extend(hidden.map(|text| Remark { right: false, about: String::new(), text }));
    let simulation = grade.goals.into_iter().find(|goal| !goal.reached).and_then(|goal| goal.simulation);
    let right_answer =
        question.documents.iter().map(|document| document.reference.trim_end()).collect::<Vec<_>>().join("\n");
    Ok(Graded { right, share, right_answer, remarks, simulation })
}
