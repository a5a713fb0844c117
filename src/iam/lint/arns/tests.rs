use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::findings;
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind::{self, Identity, Resource, Session};
use crate::text::Edit;

/// What the table of names has to say about a statement.
fn found(kind: PolicyKind, statement: &str) -> (String, Vec<Diagnostic>) {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{{{statement}}}]}}"#);
    let mut findings = lint(&text, kind).findings;
    findings.retain(|finding| findings::NAMES.iter().any(|row| row.code == finding.code));
    (text, findings)
}

/// Codes, and the text each stands at.
#[track_caller]
fn check(kind: PolicyKind, statement: &str, expected: &[(&str, &str)]) {
    let (text, findings) = found(kind, statement);
    let found: Vec<(&str, &str)> = findings.iter().map(|f| (f.code, f.range.slice(&text))).collect();
    assert_eq!(found, expected, "{statement}\n{findings:#?}");
}

fn allow(action: &str, resource: &str) -> String {
    format!(r#""Effect": "Allow", "Action": {action}, "Resource": {resource}"#)
}

/// A statement about all actions on one ARN: only the ARN itself can be wrong.
#[track_caller]
fn check_arn(arn: &str, expected: &[(&str, &str)]) {
    check(Identity, &allow(r#""*""#, &format!("\"{arn}\"")), expected);
}

#[test]
fn a_sound_arn_is_no_finding() {
    for arn in [
        "*",
        "arn:aws:s3:::b",
        "arn:aws:s3:::b/*",
        "arn:*:s3:::b/*",
        "arn:aws*:s3:::b/*",
        "arn:aws:s3:*:*:b",
        "arn:aws-cn:s3:::b",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/p",
        "arn:aws:iam::*:role/x",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::${aws:PrincipalAccount}:user/${aws:username}",
        "arn:aws:ec2:us-east-1::image/ami-1",
        "arn:aws:ec2:*:*:*",
        "arn:aws:ec2:us-*:11112222????:instance/*",
        "arn:aws:logs:*:*:log-group:/aws/lambda/f:*",
        "arn:aws:lambda:eu-west-1:111122223333:function:f:7",
        "arn:aws:kafka:eu-west-1:111122223333:topic/c/u/t",
        "arn:aws:sns:us-gov-west-1:111122223333:t",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*",
    ] {
        check_arn(arn, &[]);
    }
}

#[test]
fn a_part_that_is_wrong_is_found_where_it_stands() {
    for (arn, code, at) in [
        ("arn:amazon:s3:::b", "INVALID_PARTITION", "amazon"),
        ("arn::s3:::b", "INVALID_PARTITION", ""),
        ("arn:aws:S3:::b", "INVALID_ARN_SERVICE_CASE", "S3"),
        ("arn:aws:dynamo:eu-west-1:111122223333:table/t", "INVALID_SERVICE", "dynamo"),
        ("arn:aws:sqs:eu-west-1a:111122223333:q", "INVALID_ARN_REGION", "eu-west-1a"),
        ("arn:aws:sqs:us-esat-1:111122223333:q", "INVALID_ARN_REGION", "us-esat-1"),
        ("arn:aws:sqs:eu-west-1:11112222333:q", "INVALID_ARN_ACCOUNT", "11112222333"),
        ("arn:aws:sqs:eu-west-1:ACCOUNT_ID:q", "INVALID_ARN_ACCOUNT", "ACCOUNT_ID"),
        ("arn:aws:lambda:eu-west-1:function:f", "INVALID_ARN_ACCOUNT", "function"),
        ("arn:aws:lambda:111122223333:function:f", "INVALID_ARN_REGION", "111122223333"),
        ("arn:aws:iam:us-east-1:111122223333:role/x", "ARN_REGION_NOT_ALLOWED", "us-east-1"),
        ("arn:aws:s3::111122223333:b/*", "ARN_ACCOUNT_NOT_ALLOWED", "111122223333"),
        ("arn:aws:lambda::111122223333:function:f", "MISSING_ARN_REGION", "::"),
        ("arn:aws:iam:::role/x", "MISSING_ARN_ACCOUNT", "::"),
        ("arn:aws:lambda:eu-west-1:111122223333:f", "INVALID_ARN_RESOURCE", "f"),
        ("arn:aws:iam::111122223333:Role/x", "INVALID_ARN_RESOURCE", "Role/x"),
        ("arn:aws:s3:b/*", "ARN_COMPLETED_WITH_WILDCARDS", "\"arn:aws:s3:b/*\""),
        ("arn:aws:sqs", "ARN_COMPLETED_WITH_WILDCARDS", "\"arn:aws:sqs\""),
    ] {
        check_arn(arn, &[(code, at)]);
    }
}

#[test]
fn a_short_arn_in_a_session_policy_is_refused_and_told_once() {
    check(Session, &allow(r#""s3:GetObject""#, r#""arn:aws:s3:b/*""#), &[]);
}

#[test]
fn actions_that_find_their_resource_are_no_finding() {
    for (action, resource) in [
        (r#""s3:GetObject""#, r#""arn:aws:s3:::b/*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::b*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::${aws:PrincipalTag/bucket}/*""#),
        (r#""s3:GetObject""#, r#""arn:aws:s3:::${aws:PrincipalTag/bucket}""#),
        (r#""s3:GetObject""#, r#"["arn:aws:s3:::b", "*"]"#),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:::b""#),
        (r#"["s3:ListBucket", "s3:GetObject"]"#, r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#),
        (r#""s3:*""#, r#""arn:aws:s3:::b""#),
        (r#""s3:Get*""#, r#""arn:aws:s3:::b""#),
        (r#""*""#, r#""arn:aws:s3:::b""#),
        (r#""ec2:*""#, r#""arn:aws:ec2:*:*:instance/*""#),
        (r#""logs:PutLogEvents""#, r#""arn:aws:logs:*:*:log-group:/aws/lambda/f:*""#),
        (r#""iam:PassRole""#, r#""arn:aws:iam::111122223333:role/service-role/x""#),
        (r#""lambda:InvokeFunction""#, r#""arn:aws:lambda:eu-west-1:111122223333:function:f:PROD""#),
        (r#""kafka-cluster:Connect""#, r#""arn:aws:kafka:eu-west-1:111122223333:cluster/c/u""#),
        // Nobody knows what it works on.
        (r#""s3:GetObject2030""#, r#""arn:aws:s3:::b""#),
    ] {
        let (_, findings) = found(Identity, &allow(action, resource));
        let fit = ["RESOURCE_DOES_NOT_FIT_ACTION", "ACTION_NEEDS_ALL_RESOURCES", "RESOURCE_WITHOUT_ACTION"];
        let noise: Vec<&Diagnostic> = findings.iter().filter(|finding| fit.contains(&finding.code)).collect();
        assert!(noise.is_empty(), "{action} on {resource}: {noise:#?}");
    }
}

#[test]
fn complements_say_nothing_about_fitting() {
    check(Identity, r#""Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::b""#, &[]);
    check(Identity, r#""Effect": "Deny", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b""#, &[]);
}

#[test]
fn when_every_action_misses_the_resource_is_at_fault() {
    const MISSES: &str = "RESOURCE_DOES_NOT_FIT_ACTION";
    for (action, resource, expected) in [
        (r#""s3:GetObject""#, r#""arn:aws:s3:::b""#, &[(MISSES, "\"arn:aws:s3:::b\"")] as &[(&str, &str)]),
        (r#"["s3:GetObject", "s3:PutObject"]"#, r#""arn:aws:s3:::b""#, &[(MISSES, "\"arn:aws:s3:::b\"")]),
        (r#""s3:ListBucket""#, r#"["arn:aws:s3:::b/*"]"#, &[(MISSES, "\"arn:aws:s3:::b/*\"")]),
        (
            r#""s3:GetObject""#,
            r#"["arn:aws:s3:::a", "arn:aws:s3:::b"]"#,
            &[(MISSES, "\"arn:aws:s3:::a\""), (MISSES, "\"arn:aws:s3:::b\"")],
        ),
        (
            r#"["lambda:InvokeFunction", "lambda:GetFunction"]"#,
            r#"["arn:aws:s3:::a", "arn:aws:s3:::b"]"#,
            &[(MISSES, "\"arn:aws:s3:::a\"")],
        ),
        // The ARN has a slip: that is told, and what it was meant for is not.
        (r#""s3:GetObject""#, r#""arn:aws:s3::111122223333:b""#, &[("ARN_ACCOUNT_NOT_ALLOWED", "111122223333")]),
    ] {
        check(Identity, &allow(action, resource), expected);
    }
    let bucket_policy =
        r#""Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b""#;
    check(Resource, bucket_policy, &[(MISSES, "\"arn:aws:s3:::b\"")]);
}

#[test]
fn when_some_actions_fit_the_others_are_told_once_for_each_resource_they_lack() {
    let one = |at| [("RESOURCE_DOES_NOT_FIT_ACTION", at)];
    check(
        Identity,
        &allow(r#"["s3:ListBucket", "s3:GetObject", "s3:PutObject"]"#, r#""arn:aws:s3:::b""#),
        &one("\"s3:GetObject\""),
    );
    check(Identity, &allow(r#"["s3:GetObject", "s3:ListBucket"]"#, r#""arn:aws:s3:::b/*""#), &one("\"s3:ListBucket\""));
    check(
        Identity,
        &allow(r#"["s3:GetObject", "sqs:SendMessage", "sns:Publish"]"#, r#""arn:aws:s3:::b/*""#),
        &[("RESOURCE_DOES_NOT_FIT_ACTION", "\"sqs:SendMessage\""), ("RESOURCE_DOES_NOT_FIT_ACTION", "\"sns:Publish\"")],
    );
}

#[test]
fn an_action_without_resources_needs_a_star() {
    const NEEDS: &str = "ACTION_NEEDS_ALL_RESOURCES";
    for (action, resource, expected) in [
        (r#""s3:ListAllMyBuckets""#, r#""arn:aws:s3:::*""#, &[(NEEDS, "\"arn:aws:s3:::*\"")] as &[(&str, &str)]),
        (r#"["s3:ListAllMyBuckets", "s3:ListBucket"]"#, r#""arn:aws:s3:::b""#, &[(NEEDS, "\"s3:ListAllMyBuckets\"")]),
        (
            r#""ec2:DescribeInstances""#,
            r#"["arn:aws:ec2:*:*:instance/*"]"#,
            &[(NEEDS, "\"arn:aws:ec2:*:*:instance/*\"")],
        ),
        (r#""ec2:DescribeInstances""#, r#""*""#, &[]),
    ] {
        check(Identity, &allow(action, resource), expected);
    }
}

/// The document behind the first fix that is offered.
fn mended(statement: &str) -> Option<String> {
    let (text, findings) = found(Identity, statement);
    let Edit { range, insert } = findings.iter().find_map(|finding| finding.fix.clone())?;
    let mut after = text;
    after.replace_range(range.as_usize(), &insert);
    Some(after.split_once("\"Resource\": ")?.1.strip_suffix("}]}")?.to_owned())
}

#[test]
fn a_slip_with_one_clear_mend_has_a_fix_that_leaves_nothing_to_find() {
    for (action, resource, expected) in [
        (r#""s3:GetObject""#, r#""arn:aws:s3:::b""#, Some(r#""arn:aws:s3:::b/*""#)),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:::b/*""#, Some(r#""arn:aws:s3:::b""#)),
        (r#""s3:ListBucket""#, r#""arn:aws:s3:::b/folder/*""#, None),
        (
            r#"["s3:ListBucket", "s3:GetObject"]"#,
            r#""arn:aws:s3:::b""#,
            Some(r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#),
        ),
        (
            r#"["s3:ListBucket", "s3:GetObject"]"#,
            r#"["arn:aws:s3:::b"]"#,
            Some(r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#),
        ),
        (r#""logs:PutLogEvents""#, r#""arn:aws:logs:*:*:log-group:f""#, Some(r#""arn:aws:logs:*:*:log-group:f:*""#)),
        (r#""s3:ListAllMyBuckets""#, r#"["arn:aws:s3:::a", "arn:aws:s3:::b"]"#, Some(r#"["*"]"#)),
        (r#""s3:GetObject""#, r#""arn:aws:s3:b/*""#, Some(r#""arn:aws:s3:::b/*""#)),
        (r#""s3:GetObject""#, r#""arn:aws:S3:::b/*""#, Some(r#""arn:aws:s3:::b/*""#)),
        (r#""s3:GetObject""#, r#""arn:amazon:s3:::b/*""#, Some(r#""arn:aws:s3:::b/*""#)),
        (r#""s3:GetObject""#, r#""arn:aws:s3::111122223333:b/*""#, Some(r#""arn:aws:s3:::b/*""#)),
        (
            r#""iam:GetRole""#,
            r#""arn:aws:iam:eu-west-1:111122223333:role/x""#,
            Some(r#""arn:aws:iam::111122223333:role/x""#),
        ),
        (r#""iam:GetRole""#, r#""arn:aws:iam:::role/x""#, Some(r#""arn:aws:iam::*:role/x""#)),
        (r#""iam:GetRole""#, r#""arn:aws:iam::111122223333:Role/x""#, Some(r#""arn:aws:iam::111122223333:role/x""#)),
        (
            r#""lambda:InvokeFunction""#,
            r#""arn:aws:lambda:eu-west-1a:111122223333:function:f""#,
            Some(r#""arn:aws:lambda:eu-west-1:111122223333:function:f""#),
        ),
        (
            r#""lambda:InvokeFunction""#,
            r#""arn:aws:lambda:eu-west-1:111122223333:function/f""#,
            Some(r#""arn:aws:lambda:eu-west-1:111122223333:function:f""#),
        ),
        (
            r#""lambda:InvokeFunction""#,
            r#""arn:aws:lambda:eu-west-1:function:f""#,
            Some(r#""arn:aws:lambda:eu-west-1:*:function:f""#),
        ),
        (
            r#""lambda:InvokeFunction""#,
            r#""arn:aws:lambda:111122223333:function:f""#,
            Some(r#""arn:aws:lambda:*:111122223333:function:f""#),
        ),
        (
            r#""dynamodb:GetItem""#,
            r#""arn:aws:dynamodb:eu-west-1:111122223333:tabel/t""#,
            Some(r#""arn:aws:dynamodb:eu-west-1:111122223333:table/t""#),
        ),
        (r#""lambda:InvokeFunction""#, r#""arn:aws:s3:::b""#, None),
    ] {
        let after = mended(&allow(action, resource));
        assert_eq!(after.as_deref(), expected, "{action} on {resource}");
        if let Some(after) = after {
            check(Identity, &allow(action, &after), &[]);
        }
    }
}

#[test]
fn an_entry_that_no_action_needs_is_a_suggestion() {
    let (text, findings) = found(Identity, &allow(r#""s3:GetObject""#, r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#));
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.code, finding.severity), ("RESOURCE_WITHOUT_ACTION", Severity::Suggestion));
    assert_eq!(finding.range.slice(&text), "\"arn:aws:s3:::b\"");
    // The action it was meant for may be the one that is misspelt.
    check(
        Identity,
        &allow(r#"["s3:GetObject", "s3:ListBukket"]"#, r#"["arn:aws:s3:::b", "arn:aws:s3:::b/*"]"#),
        &[("INVALID_ACTION", "ListBukket")],
    );
}

/// AWS writes these policies, so what is found in them is a name it has retired or a gap in the data. A change here is
/// looked at: more is a false alarm.
#[test]
fn the_managed_policies_are_nearly_clean() {
    let file = include_str!("../../../../assets/managed-policies/managed_policies.json");
    let read: serde_json::Value = serde_json::from_str(file).unwrap();
    let mut noise: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for policy in read["policies"].as_array().unwrap() {
        let text = serde_json::to_string_pretty(&policy["document"]).unwrap();
        for finding in lint(&text, Identity).findings {
            let is_mine = findings::NAMES.iter().any(|row| row.code == finding.code);
            if is_mine && finding.code != "FORMER_ACTION" {
                *noise.entry((policy["name"].as_str().unwrap(), finding.code)).or_default() += 1;
            }
        }
    }
    let expected = [
        (("AWSLambda_FullAccess", "ACTION_NEEDS_ALL_RESOURCES"), 1),
        (("AWSLambda_ReadOnlyAccess", "ACTION_NEEDS_ALL_RESOURCES"), 3),
        (("CloudWatchFullAccessV2", "ACTION_NEEDS_ALL_RESOURCES"), 2),
        (("CloudWatchFullAccessV2", "MISSING_ARN_ACCOUNT"), 2),
        (("CloudWatchReadOnlyAccess", "ACTION_NEEDS_ALL_RESOURCES"), 1),
        (("CloudWatchReadOnlyAccess", "MISSING_ARN_ACCOUNT"), 2),
        (("NetworkAdministrator", "ACTION_NEEDS_ALL_RESOURCES"), 1),
        // A service that is gone and that no list of former actions has.
        (("ReadOnlyAccess", "INVALID_SERVICE_IN_ACTION"), 10),
        (("SecurityAudit", "RESOURCE_WITHOUT_ACTION"), 1),
        (("SystemAdministrator", "ACTION_NEEDS_ALL_RESOURCES"), 1),
        (("ViewOnlyAccess", "RESOURCE_WITHOUT_ACTION"), 1),
    ];
    assert_eq!(noise, BTreeMap::from(expected));
}
