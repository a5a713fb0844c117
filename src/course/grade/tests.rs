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

/// What is said of there being nothing beyond the task: whether it is reached, how its state begins, and whether there is a walk.
#[track_caller]
fn check_task(id: &str, change: impl Fn(&str) -> String, reached: bool, begins: &str) {
    let lab = Course::built_in().unwrap().lab(id).unwrap();
    let answer: Vec<String> = lab.reference.iter().map(|text| change(text)).collect();
    let goal = nothing_beyond(&lab, &with_documents(&lab, &answer), &Budget::default()).unwrap();
    assert!(goal.reached == reached && goal.state.starts_with(begins), "{id}: {goal:#?}");
    let allowed = goal.simulation.as_ref().map(Simulation::is_allowed);
    let expected = ["allows", "lacks"].iter().position(|word| begins.starts_with(word)).map(|word| word == 0);
    assert_eq!(allowed, expected, "{id}: {goal:#?}");
}

#[test]
fn what_is_beyond_the_task_or_missing_is_one_request() {
    check_task("B07", str::to_owned, true, "proved");
    check_task("B07", |text| text.replace("sqs:SendMessage", "sqs:*"), false, "allows sqs:");
    check_task("B07", |text| text.replace(":orders\"", ":orders*\""), false, "allows sqs:");
    check_task("B07", |text| text.replace("sqs:DeleteMessage", "sqs:SendMessage"), false, "allows sqs:SendMessage (on");
    check_task("B07", |text| text.replace("\"sqs:DeleteMessage\",", ""), false, "lacks sqs:DeleteMessage (on");
    check_task("B07", |text| text.replace("2012-10-17", "2012"), false, "not decided: AWS would not save");
    check_task("B13", |text| text.replace("111122223333:user/ann", "111122223333:root"), true, "proved");
    check_task(
        "B13",
        |text| text.replace("user/ann", "root").replace("1111", "9999"),
        false,
        "allows sts:AssumeRole (by",
    );
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
fn ticks_are_right_as_a_whole_and_a_wrong_one_takes_a_right_one_off() {
    let ticks = |ticks: &[usize]| Answer::Choices(ticks.to_vec());
    check("01.7", &ticks(&[0, 2]), true, 100, &[true, true, true, true]);
    check("01.7", &ticks(&[2, 0]), true, 100, &[true, true, true, true]);
    check("01.7", &ticks(&[0]), false, 50, &[true, true, false, true]);
    check("01.7", &ticks(&[0, 1]), false, 0, &[true, false, false, true]);
    check("01.7", &ticks(&[0, 1, 2]), false, 50, &[true, false, true, true]);
    check("01.7", &ticks(&[1, 3]), false, 0, &[false, false, false, false]);
    check("01.7", &ticks(&[0, 1, 2, 3]), false, 0, &[true, false, true, false]);
    check("01.7", &ticks(&[]), false, 0, &[false, true, false, true]);
    let graded = grade(&course().question(&QuestionId("01.7".to_owned())).unwrap(), &ticks(&[0, 1])).unwrap();
    let said: Vec<&str> = graded.remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert!(said[0].starts_with("A user") && said[1].starts_with("A group") && said[2].starts_with("A service"));
    assert_eq!(said[3], "", "a wrong option that was left alone needs no words");
}

#[test]
fn an_order_is_right_when_only_places_that_go_together_are_swapped() {
    let order = |order: [usize; 5]| Answer::Order(order.to_vec());
    check("01.8", &order([0, 1, 2, 3, 4]), true, 100, &[]);
    check("01.8", &order([0, 2, 1, 3, 4]), true, 100, &[]);
    check("01.8", &order([0, 1, 3, 2, 4]), false, 60, &[false]);
    check("01.8", &order([4, 0, 1, 2, 3]), false, 20, &[false]);
    let words = |order: [usize; 5]| {
        let graded = grade(&course().question(&QuestionId("01.8".to_owned())).unwrap(), &Answer::Order(order.to_vec()));
        let remark = graded.unwrap().remarks.remove(0);
        format!("{}: {}", remark.about, remark.text)
    };
    // Place 2 is taken by one of the two that go together: the other one is due at place 3.
    assert_eq!(
        words([0, 2, 3, 1, 4]),
        "Place 3: here belongs “Ann's own policies are read”. Her side of the check comes before any key."
    );
    assert_eq!(
        words([1, 0, 2, 3, 4]),
        "Place 1: here belongs “Ann asks STS for a session of App”. Nothing begins before somebody asks."
    );
}

/// The policy of 01.9 with these actions and this resource.
fn reader(action: &str, resource: &str) -> Answer {
    Answer::Documents(vec![format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}]}}"#
    )])
}

#[test]
fn a_written_policy_is_judged_by_what_it_does() {
    check("01.9", &reader("s3:GetObject", "arn:aws:s3:::reports/*"), true, 100, &[true, true, true]);
    check("01.9", &reader("S3:getobject", "arn:aws:s3:::reports/*.csv"), true, 100, &[true, true, true]);
    check("01.9", &reader("s3:GetObject", "arn:aws:s3:::reports"), false, 75, &[false, true, true]);
    check("01.9", &reader("s3:GetObject", "*"), false, 75, &[true, true, true, false]);
    check("01.9", &Answer::Documents(vec!["{".to_owned()]), false, 0, &[false, false, false, false]);
    let question = course().question(&QuestionId("01.9".to_owned())).unwrap();
    let graded = grade(&question, &reader("s3:GetObject", "arn:aws:s3:::reports")).unwrap();
    let decision = graded.simulation.unwrap().decision().unwrap().verdict();
    assert_eq!(decision, Verdict::ImplicitDeny, "the way of the first goal that is not reached");
    let hidden = grade(&question, &reader("s3:GetObject", "*")).unwrap().remarks.remove(3);
    assert_eq!(hidden.text, "Another bucket can be read too.");
}

#[test]
fn what_a_learner_rates_alone_is_neither_right_nor_wrong() {
    let answer = |ticked: &[usize]| Answer::Reflection { text: "A door.".to_owned(), ticked: ticked.to_vec() };
    check("01.10", &answer(&[0, 1, 2]), false, 100, &[true, true, true]);
    check("01.10", &answer(&[1]), false, 33, &[false, true, false]);
    assert!(!answer(&[]).is_graded() && Answer::Choice(0).is_graded());
    let course = course();
    for question in course.questions("L01").unwrap().iter() {
        assert_eq!(question.is_graded(), question.common.id.0 != "01.10", "{}", question.common.id);
    }
    assert_eq!(course.lessons()[0].reflections, [QuestionId("01.10".to_owned())]);
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
    refused("01.7", Answer::Choices(vec![0, 4]), GradeError::NoSuchOption);
    refused("01.7", Answer::Choices(vec![0, 0]), GradeError::NoSuchOption);
    refused("01.8", Answer::Order(vec![0, 1, 2, 3]), GradeError::NoSuchOption);
    refused("01.8", Answer::Order(vec![0, 1, 2, 3, 3]), GradeError::NoSuchOption);
    refused("01.9", Answer::Documents(vec![]), GradeError::NoSuchOption);
    refused("01.9", Answer::Text("{}".to_owned()), GradeError::WrongKind);
    refused("01.10", Answer::Reflection { text: String::new(), ticked: vec![3] }, GradeError::NoSuchOption);
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
