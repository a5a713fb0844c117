use super::OPERATIONS;
use crate::iam::catalogue::Catalogue;
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind::{self, Identity, Rcp, Scp, Trust};
use crate::text::Edit;

/// The codes of this file's findings in a statement that begins `"Effect": "Allow"`, with the text each stands at.
fn found(kind: PolicyKind, statement: &str) -> Vec<(&'static str, String)> {
    let text = document(statement);
    let codes = [
        "INVALID_SERVICE_IN_ACTION",
        "INVALID_ACTION",
        "FORMER_ACTION",
        "NO_ACTION_FOR_WILDCARD",
        "UNSUPPORTED_SERVICE_IN_RCP",
    ];
    let findings = lint(&text, kind).findings;
    let mine = findings.iter().filter(|finding| codes.contains(&finding.code));
    mine.map(|finding| (finding.code, finding.range.slice(&text).to_owned())).collect()
}

fn document(statement: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{{{statement}}}]}}"#)
}

#[track_caller]
fn check(kind: PolicyKind, statement: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(&str, String)> = expected.iter().map(|(code, at)| (*code, (*at).to_owned())).collect();
    assert_eq!(found(kind, statement), expected, "{statement}");
}

/// An allowing statement about one action on `*`.
fn on_all(action: &str) -> String {
    format!(r#""Effect": "Allow", "Action": "{action}", "Resource": "*""#)
}

#[test]
fn a_name_that_the_catalogue_has_is_no_finding_in_any_letter_case() {
    for action in
        ["*", "s3:*", "S3:getobject", "s3:Get*", "s3:*Object", "s3:GetObjec?", "sts:AssumeRole", "lambda:InvokeAsync"]
    {
        check(Identity, &on_all(action), &[]);
    }
}

#[test]
fn an_unknown_name_is_found_at_the_part_that_is_wrong() {
    for (action, code, at) in [
        ("s3:GetObjects", "INVALID_ACTION", "GetObjects"),
        ("s3:HeadObject", "INVALID_ACTION", "HeadObject"),
        ("dynamo:GetItem", "INVALID_SERVICE_IN_ACTION", "dynamo"),
        ("nosuchservice:*", "INVALID_SERVICE_IN_ACTION", "nosuchservice"),
        ("s3:Gte*", "NO_ACTION_FOR_WILDCARD", "Gte*"),
        ("s3:?etObjects", "NO_ACTION_FOR_WILDCARD", "?etObjects"),
        ("evidently:GetExperiment", "FORMER_ACTION", "\"evidently:GetExperiment\""),
        ("deeplens:*", "FORMER_ACTION", "\"deeplens:*\""),
    ] {
        check(Identity, &on_all(action), &[(code, at)]);
    }
    check(Identity, &on_all(r"s3:\u0047etObjects"), &[("INVALID_ACTION", r#""s3:\u0047etObjects""#)]);
}

#[test]
fn every_kind_of_policy_is_looked_at_and_so_are_exceptions() {
    let exception = r#""Effect": "Deny", "NotAction": ["s3:GetObjct", "iam:GetUser"], "Resource": "*""#;
    check(Scp, exception, &[("INVALID_ACTION", "GetObjct")]);
    let trust = r#""Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRoles""#;
    check(Trust, trust, &[("INVALID_ACTION", "AssumeRoles")]);
    // Refused already.
    let foreign = r#""Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "nosuch:Action""#;
    check(Trust, foreign, &[]);
}

#[test]
fn a_resource_control_policy_reaches_some_services_only() {
    let about = |action: &str| format!(r#""Effect": "Deny", "Principal": "*", "Action": "{action}", "Resource": "*""#);
    check(Rcp, &about("ec2:RunInstances"), &[("UNSUPPORTED_SERVICE_IN_RCP", "ec2")]);
    check(Rcp, &about("s3:*"), &[]);
    check(Scp, r#""Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*""#, &[]);
}

#[test]
fn what_an_unknown_exception_does_is_said() {
    for (statement, words) in [
        (r#""Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*""#, "allows nothing"),
        (r#""Effect": "Deny", "Action": "s3:GetObjct", "Resource": "*""#, "denies nothing"),
        (r#""Effect": "Allow", "NotAction": "s3:GetObjct", "Resource": "*""#, "leaves nothing out"),
        (r#""Effect": "Deny", "NotAction": "s3:GetObjct", "Resource": "*""#, "spares nothing"),
    ] {
        let findings = lint(&document(statement), Identity).findings;
        assert!(findings.iter().any(|finding| finding.message.contains(words)), "{words}: {findings:?}");
    }
}

/// What the fix for one action writes in its place; `None` when there is no fix.
fn mended(action: &str) -> Option<String> {
    let text = document(&on_all(action));
    let findings = lint(&text, Identity).findings;
    let Edit { insert, .. } = findings.iter().find_map(|finding| finding.fix.clone())?;
    Some(insert)
}

#[test]
fn one_clear_name_is_a_fix() {
    for (action, expected) in [
        ("s3:GetObjects", Some("\"s3:GetObject\"")),
        ("s3:ListBuckets", Some("\"s3:ListAllMyBuckets\"")),
        ("S3:headobject", Some("\"s3:GetObject\"")),
        ("s3:DeleteBucketCors", Some("\"s3:PutBucketCORS\"")),
        ("lambda:Invoke", Some("\"lambda:InvokeFunction\"")),
        ("s3:Gte*", Some("\"s3:Get*\"")),
        ("cloudwatchlogs:PutLogEvents", Some("\"logs:PutLogEvents\"")),
        ("lamda:InvokeFunction", Some("\"lambda:InvokeFunction\"")),
        ("lamda:*", Some("\"lambda:*\"")),
        ("s3:Frobnicate", None),
        ("nosuchservice:*", None),
        ("evidently:GetExperiment", None),
    ] {
        assert_eq!(mended(action).as_deref(), expected, "{action}");
    }
}

#[test]
fn an_operation_is_no_action_and_what_it_stands_for_is_one() {
    let catalogue = Catalogue::built_in();
    for (operation, action) in OPERATIONS {
        assert!(catalogue.action(operation).is_none(), "{operation} is an action");
        assert!(catalogue.action(action).is_some_and(|known| known.to_string() == action), "{action} is none");
    }
}

#[test]
fn only_so_many_names_are_looked_up_by_likeness() {
    let many: Vec<String> = (0..100).map(|number| format!("\"s3:GetObjec{number}\"")).collect();
    let text = document(&format!(r#""Effect": "Allow", "Action": [{}], "Resource": "*""#, many.join(",")));
    let findings = lint(&text, Identity).findings;
    let unknown = || findings.iter().filter(|finding| finding.code == "INVALID_ACTION");
    assert_eq!(unknown().count(), 100);
    assert_eq!(unknown().filter(|finding| finding.help.is_some()).count(), super::SEARCHES);
}
