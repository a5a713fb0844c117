use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::course::Course;
use crate::course::question::QuestionId;

fn course() -> Course {
    Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap()
}

/// The answer to the question of that id: whether it is right, the share in percent, and the flags of its remarks.
#[track_caller]
fn check(id: &str, answer: &Answer, right: bool, percent: u32, remarks: &[bool]) {
    let question = course().question(&QuestionId(id.to_owned())).unwrap();
    let graded = grade(&question, answer).unwrap();
    assert_eq!(graded.right, right, "{graded:#?}");
    assert!((graded.share * 100.0 - f64::from(percent)).abs() < 1.0, "{graded:#?}");
    assert_eq!(graded.remarks.iter().map(|remark| remark.right).collect::<Vec<_>>(), remarks);
    assert_eq!(grade(&question, answer).unwrap(), graded);
}

#[test]
fn a_choice_is_right_or_wrong() {
    check("01.1", &Answer::Choice(0), true, 100, &[true]);
    check("01.1", &Answer::Choice(1), false, 0, &[false]);
}

#[test]
fn the_value_alone_is_half_and_the_reason_alone_is_nothing() {
    let answer = |value, reason| Answer::TrueFalse { value, reason };
    check("01.2", &answer(false, 0), true, 100, &[true, true]);
    check("01.2", &answer(false, 1), false, 50, &[true, false]);
    check("01.2", &answer(true, 0), false, 0, &[false, true]);
}

#[test]
fn a_matching_is_right_when_every_pair_is() {
    check("01.4", &Answer::Pairs(vec![0, 1, 2]), true, 100, &[true, true, true]);
    check("01.4", &Answer::Pairs(vec![0, 3, 1]), false, 33, &[true, false, false]);
}

#[test]
fn a_decision_is_computed_and_comes_with_its_way() {
    check("01.6", &Answer::Outcome("implicit_deny".to_owned()), true, 100, &[true]);
    check("01.6", &Answer::Outcome("allow".to_owned()), false, 0, &[false]);
    let question = course().question(&QuestionId("01.6".to_owned())).unwrap();
    let graded = grade(&question, &Answer::Outcome("explicit_deny".to_owned())).unwrap();
    assert_eq!(graded.right_answer, "implicitly denied");
    assert_eq!(graded.remarks[0].text, "Nobody wrote a Deny.");
    let way = graded.simulation.unwrap();
    assert_eq!(way.decision().unwrap().verdict(), Verdict::ImplicitDeny);
}

#[test]
fn an_answer_that_does_not_fit_its_question_is_refused() {
    let refused = |id: &str, answer: Answer, error: GradeError| {
        let question = course().question(&QuestionId(id.to_owned())).unwrap();
        assert_eq!(grade(&question, &answer), Err(error));
    };
    refused("01.1", Answer::Text("x".to_owned()), GradeError::WrongKind);
    refused("01.1", Answer::Choice(3), GradeError::NoSuchOption);
    refused("01.2", Answer::TrueFalse { value: true, reason: 3 }, GradeError::NoSuchOption);
    refused("01.4", Answer::Pairs(vec![0, 1]), GradeError::NoSuchOption);
    refused("01.4", Answer::Pairs(vec![0, 1, 4]), GradeError::NoSuchOption);
    refused("01.5", Answer::Blanks(vec![]), GradeError::NoSuchOption);
    refused("01.6", Answer::Outcome("maybe".to_owned()), GradeError::NoSuchOption);
}

/// The lab with `trust` in the place of its document: the visible goals reached, and what is said of hidden ones.
fn played(trust: &str) -> (Vec<(String, bool)>, Vec<String>, bool) {
    let lab: Arc<Lab> = course().lab("B01").unwrap();
    let grade = grade_lab(&lab, &with_documents(&lab, &[trust.to_owned()])).unwrap();
    let goals = grade.goals.iter().map(|goal| (goal.name.clone(), goal.reached)).collect();
    (goals, grade.hidden_failures.clone(), grade.solved())
}

fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRole"}}]}}"#
    )
}

#[test]
fn a_lab_is_solved_when_every_goal_is_reached_the_hidden_ones_too() {
    let goals =
        |ec2, ann, errors| vec![("ec2".to_owned(), ec2), ("ann".to_owned(), ann), ("no_errors".to_owned(), errors)];
    assert_eq!(played(&trusting(r#"{"Service": "ec2.amazonaws.com"}"#)), (goals(true, true, true), vec![], true));
    let both = played(&trusting(r#"{"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}"#));
    assert_eq!(both, (goals(true, true, true), vec!["Another service gets in.".to_owned()], false));
}

#[test]
fn while_aws_would_not_save_a_document_nothing_is_decided_and_nothing_false_is_said() {
    let (goals, hidden, solved) = played(&format!("{} // EC2", trusting(r#"{"Service": "ec2.amazonaws.com"}"#)));
    assert!(goals.iter().all(|(_, reached)| !reached), "{goals:?}");
    assert_eq!(hidden, [UNDECIDED]);
    assert!(!solved);
}
