use super::*;
use crate::course::question::NearMiss;

fn blank(name: &str, answer: &str) -> Blank {
    Blank {
        name: name.to_owned(),
        answer: answer.to_owned(),
        accept: vec![],
        near: vec![NearMiss {
            forms: vec!["\"ec2.amazonaws.com\"".to_owned(), "*".to_owned()],
            feedback: "near".to_owned(),
        }],
        feedback: "wrong".to_owned(),
    }
}

fn question(template: &str, blanks: Vec<Blank>) -> JsonBlank {
    JsonBlank { policy: "trust".to_owned(), template: template.to_owned(), blanks }
}

fn trust(principal: &str, action: &str) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {principal}, "Action": {action}}}]}}"#
    )
}

/// The verdict and the words of the first wrong part.
#[track_caller]
fn check(question: &JsonBlank, fillings: &[&str], right: bool, words: &str) {
    let fillings: Vec<String> = fillings.iter().map(|filling| (*filling).to_owned()).collect();
    let graded = grade(question, &fillings);
    assert_eq!(graded.right, right, "{fillings:?}: {graded:#?}");
    let said = graded.remarks.iter().find(|remark| !remark.right).map_or("", |remark| remark.text.as_str());
    assert!(if words.is_empty() { said.is_empty() } else { said.contains(words) }, "{fillings:?}: {said}");
}

#[test]
fn a_filling_counts_by_what_it_means() {
    let who = question(
        &trust(r#"{"Service": ⟦who⟧}"#, r#""sts:AssumeRole""#),
        vec![blank("who", "\"lambda.amazonaws.com\"")],
    );
    check(&who, &["\"lambda.amazonaws.com\""], true, "");
    check(&who, &[" [ \"lambda.amazonaws.com\" ] "], true, "");
    check(&who, &["\"ec2.amazonaws.com\""], false, "near");
    check(&who, &["\"s3.amazonaws.com\""], false, "wrong");

    let action = question(
        &trust(r#"{"Service": "lambda.amazonaws.com"}"#, "⟦action⟧"),
        vec![blank("action", r#"["sts:AssumeRole", "sts:TagSession"]"#)],
    );
    check(&action, &[r#"["STS:tagsession", "sts:assumerole"]"#], true, "");
    check(&action, &[r#""sts:AssumeRole""#], false, "wrong");

    let account = question(
        &trust("⟦who⟧", r#""sts:AssumeRole""#),
        vec![blank("who", r#"{"AWS": "arn:aws:iam::111122223333:root"}"#)],
    );
    check(&account, &[r#"{"AWS": ["111122223333"]}"#], true, "");
    check(&account, &[r#"{"AWS": "444455556666"}"#], false, "wrong");
    check(&account, &["*"], false, "near");
}

#[test]
fn what_is_no_json_value_is_told_and_cannot_break_out_of_its_blank() {
    let who = question(
        &trust(r#"{"Service": ⟦who⟧}"#, r#""sts:AssumeRole""#),
        vec![blank("who", "\"lambda.amazonaws.com\"")],
    );
    check(&who, &[""], false, "nothing is written");
    check(&who, &["lambda.amazonaws.com"], false, "quotation marks");
    check(&who, &[r#""lambda.amazonaws.com"}, "Sid": {"#], false, "not one JSON value");
    check(&who, &["[\"lambda.amazonaws.com\""], false, "not one JSON value");
}

#[test]
fn blanks_of_one_list_may_be_filled_the_other_way_round() {
    let list = question(
        &trust(r#"{"Service": "lambda.amazonaws.com"}"#, "[⟦one⟧, ⟦two⟧]"),
        vec![blank("one", "\"sts:AssumeRole\""), blank("two", "\"sts:TagSession\"")],
    );
    check(&list, &["\"sts:TagSession\"", "\"sts:AssumeRole\""], true, "");
    check(&list, &["\"sts:AssumeRole\"", "\"sts:AssumeRole\""], false, "wrong");
}

#[test]
fn an_accepted_form_counts_only_in_a_document_that_aws_would_save() {
    let mut who = question(
        &trust(r#"{"AWS": ⟦who⟧}"#, r#""sts:AssumeRole""#),
        vec![blank("who", "\"arn:aws:iam::111122223333:role/Deployer\"")],
    );
    who.blanks[0].accept = vec!["\"arn:aws:iam::111122223333:role/ci/Deployer\"".to_owned(), "\"nobody\"".to_owned()];
    check(&who, &["\"arn:aws:iam::111122223333:role/ci/Deployer\""], true, "");
    check(&who, &["\"nobody\""], false, "AWS would not save");
}

#[test]
fn condition_keys_have_no_case_and_their_values_no_type() {
    let with =
        |condition: &str| meaning(&format!(r#"{{"Statement": {{"Condition": {condition}}}}}"#)).expect("well-formed");
    assert_eq!(
        with(r#"{"Bool": {"aws:SecureTransport": true}}"#),
        with(r#"{"Bool": {"AWS:securetransport": ["true"]}}"#)
    );
    assert_ne!(with(r#"{"Bool": {"aws:SecureTransport": true}}"#), with(r#"{"Bool": {"aws:SecureTransport": false}}"#));
}
