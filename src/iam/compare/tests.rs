//! What the engine says of pairs of documents.

use std::sync::atomic::AtomicBool;

use super::*;
use crate::iam::policy::PolicyKind;
use crate::iam::trace::Verdict as Decision;

fn set(kind: PolicyKind, statements: &str) -> Set {
    Set::of_text(kind, &format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#))
}

#[track_caller]
fn check(kind: PolicyKind, first: &str, second: &str, expected: Verdict) -> Comparison {
    let found = compare(&set(kind, first), &set(kind, second), &Budget::default());
    assert_eq!(found.verdict, expected, "{first}\n{second}\n{found:#?}");
    let turned = compare(&set(kind, second), &set(kind, first), &Budget::default());
    let expected = match expected {
        Verdict::FirstWider => Verdict::FirstNarrower,
        Verdict::FirstNarrower => Verdict::FirstWider,
        same => same,
    };
    assert_eq!(turned.verdict, expected, "the other way round");
    found
}

#[track_caller]
fn identity(first: &str, second: &str, expected: Verdict) -> Comparison {
    check(PolicyKind::Identity, first, second, expected)
}

/// An Allow with these members.
fn allow(members: &str) -> String {
    format!(r#"{{"Effect": "Allow", {members}}}"#)
}

fn deny(members: &str) -> String {
    format!(r#"{{"Effect": "Deny", {members}}}"#)
}

const READ: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}"#;
const ALL_S3: &str = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"}"#;
const EVERYTHING: &str = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;

#[test]
fn more_than_was_asked_for_is_shown_by_a_request() {
    let found = identity(ALL_S3, READ, Verdict::FirstWider);
    let first = &found.only_first[0];
    assert!(first.request.action.starts_with("s3:") && first.request.action != "s3:GetObject");
    assert!(first.request.resource.starts_with("arn:aws:s3:::reports/"), "{first:?}");
    assert_eq!(first.responsible, [Place { set: 0, document: 0, statement: 0 }]);
    let agreeing = first.agreeing.as_ref().unwrap();
    assert_eq!((agreeing.changed.as_str(), agreeing.request.action.as_str()), ("action", "s3:GetObject"));
    assert_eq!(agreeing.decision, Decision::Allow);
}

#[test]
fn the_same_in_other_words_is_the_same() {
    let two = format!(
        "{}, {}",
        allow(r#""Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*""#),
        allow(r#""Action": "S3:getobject", "Resource": "arn:aws:s3:::b/*""#)
    );
    let one =
        allow(r#""Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*"], "Action": ["s3:GetObject", "s3:PutObject"]"#);
    identity(&two, &one, Verdict::Equivalent);
    let read = format!(
        "{}, {}",
        allow(r#""NotAction": "s3:PutObject", "Resource": "*""#),
        deny(r#""Action": "iam:*", "Resource": "*""#)
    );
    let other = allow(r#""NotAction": ["iam:*", "s3:PutObject"], "Resource": "*""#);
    identity(&read, &other, Verdict::Equivalent);
    let shadowed = format!("{EVERYTHING}, {READ}");
    identity(&shadowed, EVERYTHING, Verdict::Equivalent);
}

#[test]
fn what_only_requests_that_aws_never_makes_tell_apart_is_the_same_in_practice() {
    // An object's action on the bucket, a key that the action does not carry, a name that is no action.
    let on_both = allow(r#""Action": "s3:GetObject", "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]"#);
    identity(&on_both, READ, Verdict::EquivalentInPractice);
    let with_key = allow(
        r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", "Condition": {"StringNotEquals": {"s3:prefix": "a"}}"#,
    );
    identity(&with_key, READ, Verdict::EquivalentInPractice);
    let new = allow(r#""Action": ["s3:GetObject", "s3:GetMoon"], "Resource": "arn:aws:s3:::reports/*""#);
    identity(&new, READ, Verdict::EquivalentInPractice);
    // The keys of a caller follow from the caller.
    let of = |operator: &str, key: &str, value: &str| {
        allow(&format!(
            r#""Action": "s3:GetObject", "Resource": "*", "Condition": {{"{operator}": {{"{key}": "{value}"}}}}"#
        ))
    };
    let by_type = of("StringEquals", "aws:PrincipalType", "User");
    let by_name = of("Null", "aws:username", "false");
    identity(&by_type, &by_name, Verdict::EquivalentInPractice);
    let secure = of("Bool", "aws:SecureTransport", "true");
    let if_exists = of("BoolIfExists", "aws:SecureTransport", "true");
    identity(&secure, &if_exists, Verdict::EquivalentInPractice);
}

#[test]
fn each_can_allow_what_the_other_does_not() {
    let write = allow(r#""Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*""#);
    let found = identity(READ, &write, Verdict::Crossed);
    assert_eq!(found.only_first[0].request.action, "s3:GetObject");
    assert_eq!(found.only_second[0].request.action, "s3:PutObject");
    identity(READ, "", Verdict::FirstWider);
}

#[test]
fn of_documents_that_only_deny_the_denied_is_compared() {
    let of = |actions: &str| deny(&format!(r#""Action": {actions}, "Resource": "*""#));
    let found = check(
        PolicyKind::Scp,
        &of(r#""iam:CreateUser""#),
        &of(r#"["iam:CreateUser", "iam:DeleteUser"]"#),
        Verdict::FirstWider,
    );
    let difference = &found.only_first[0];
    assert_eq!(difference.request.action, "iam:DeleteUser");
    assert_eq!((difference.more, difference.less), (Decision::ImplicitDeny, Decision::ExplicitDeny));
    check(PolicyKind::Identity, &of(r#""s3:*""#), &of(r#""s3:*""#), Verdict::Equivalent);
}

#[test]
fn every_kind_is_compared_by_its_own_rules() {
    for kind in [PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::Session, PolicyKind::Scp] {
        check(kind, EVERYTHING, READ, Verdict::FirstWider);
        check(kind, READ, READ, Verdict::Equivalent);
    }
    let rcp = |action: &str| deny(&format!(r#""Principal": "*", "Action": "{action}", "Resource": "*""#));
    let found = check(PolicyKind::Rcp, &rcp("s3:PutObject"), &rcp("s3:*"), Verdict::FirstWider);
    assert_eq!(found.only_first[0].more, Decision::Allow);
    // EC2 knows no resource control policies.
    check(PolicyKind::Rcp, &rcp("ec2:RunInstances"), &rcp("ec2:StopInstances"), Verdict::Equivalent);
}

#[test]
fn a_trust_policy_is_compared_over_all_callers() {
    let trust =
        |principal: &str, more: &str| allow(&format!(r#""Principal": {principal}, "Action": "sts:AssumeRole"{more}"#));
    let account = trust(r#"{"AWS": "111122223333"}"#, "");
    let role = trust(r#"{"AWS": "arn:aws:iam::111122223333:role/App"}"#, "");
    let found = check(PolicyKind::Trust, &account, &role, Verdict::FirstWider);
    assert_eq!(found.only_first[0].request.principal.account.as_deref(), Some("111122223333"));
    let external = r#", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}"#;
    let found = check(PolicyKind::Trust, &account, &trust(r#"{"AWS": "111122223333"}"#, external), Verdict::FirstWider);
    assert_ne!(
        found.only_first[0].request.context.get("sts:ExternalId").map(|value| value.values()),
        Some(&["x".to_owned()][..])
    );
    let by_arn = r#", "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/App"}}"#;
    check(PolicyKind::Trust, &trust(r#"{"AWS": "111122223333"}"#, by_arn), &role, Verdict::EquivalentInPractice);
    let public = trust(r#""*""#, "");
    let found = check(PolicyKind::Trust, &public, &account, Verdict::FirstWider);
    assert_ne!(found.only_first[0].request.principal.account.as_deref(), Some("111122223333"));
    let service = |name: &str| trust(&format!(r#"{{"Service": "{name}"}}"#), "");
    let found =
        check(PolicyKind::Trust, &service("ec2.amazonaws.com"), &service("lambda.amazonaws.com"), Verdict::Crossed);
    assert_eq!(found.only_first[0].request.principal.arn, "ec2.amazonaws.com");
}

#[test]
fn a_key_policy_must_allow_even_in_its_own_account() {
    let key = |principal: &str| allow(&format!(r#""Principal": {principal}, "Action": "kms:*", "Resource": "*""#));
    check(
        PolicyKind::Resource,
        &key(r#"{"AWS": "111122223333"}"#),
        &key(r#"{"AWS": "444455556666"}"#),
        Verdict::Crossed,
    );
}

#[test]
fn variables_that_are_no_proof_are_said() {
    let of = |resource: &str| allow(&format!(r#""Action": "s3:GetObject", "Resource": "{resource}""#));
    let by_name = of("arn:aws:s3:::home/${aws:username}/*");
    let found = identity(&by_name, &of("arn:aws:s3:::home/*"), Verdict::FirstNarrower);
    assert!(found.assumptions.is_empty(), "{found:#?}");
    let found = identity(
        &of("arn:aws:s3:::home/${aws:PrincipalTag/team}/*"),
        &of("arn:aws:s3:::home/*"),
        Verdict::FirstNarrower,
    );
    assert!(found.assumptions[0].contains("aws:principaltag/team"), "{found:#?}");
    let old = Set::of_text(PolicyKind::Identity, &format!(r#"{{"Version": "2008-10-17", "Statement": [{by_name}]}}"#));
    let found = compare(&set(PolicyKind::Identity, &by_name), &old, &Budget::default());
    assert_eq!(found.verdict, Verdict::Crossed, "in the old language a variable is plain text");
}

#[test]
fn a_task_has_a_floor_and_a_ceiling() {
    let of = |statements: &str| set(PolicyKind::Identity, statements);
    let read = of(READ);
    let fit = |learner: &str, scope: Option<&Set>| within(&of(learner), &read, &read, scope, &Budget::default());
    let found = fit(READ, None);
    assert_eq!((found.fits, found.missing.len(), found.beyond.len()), (Some(true), 0, 0));
    let found = fit(ALL_S3, None);
    assert_eq!((found.fits, found.kinds), (Some(false), [0, 1]));
    assert_eq!(found.beyond[0].responsible, [Place { set: 0, document: 0, statement: 0 }]);
    let narrow = allow(r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/2026/*""#);
    let found = fit(&narrow, None);
    assert_eq!((found.fits, found.kinds), (Some(false), [1, 0]));
    // Outside of what the task speaks about everything goes.
    let elsewhere = format!(r#"{READ}, {}"#, allow(r#""Action": "dynamodb:*", "Resource": "*""#));
    assert_eq!(fit(&elsewhere, None).fits, Some(false));
    let scope = of(&allow(r#""Action": "s3:*", "Resource": "*""#));
    assert_eq!(fit(&elsewhere, Some(&scope)).fits, Some(true));
    // Between floor and ceiling one may choose.
    let wide = of(ALL_S3);
    let found = within(
        &of(&format!("{READ}, {}", allow(r#""Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*""#))),
        &read,
        &wide,
        None,
        &Budget::default(),
    );
    assert_eq!(found.fits, Some(true));
}

#[test]
fn beyond_the_budget_nothing_is_said_to_be_equal() {
    let globs = |from: u8| {
        let list: Vec<String> = (from..from + 13).map(|n| format!(r#""*{0}{0}x*""#, char::from(n))).collect();
        let lines: Vec<String> = list.iter().map(|glob| allow(&format!(
            r#""Action": "s3:ListBucket", "Resource": "*", "Condition": {{"StringLike": {{"s3:prefix": {glob}}}}}"#
        ))).collect();
        lines.join(",")
    };
    let (first, second) = (set(PolicyKind::Identity, &globs(b'a')), set(PolicyKind::Identity, &globs(b'b')));
    let budget = Budget { steps: 3_000, cancel: None };
    let found = compare(&first, &second, &budget);
    assert_eq!((found.verdict, found.halted), (Verdict::Undecided, Some(Halt::OverBudget)));
    let stop = AtomicBool::new(true);
    let found = compare(&first, &second, &Budget { cancel: Some(&stop), ..Budget::default() });
    assert_eq!((found.verdict, found.halted), (Verdict::Undecided, Some(Halt::Cancelled)));
}

#[test]
fn a_role_is_compared_as_a_whole() {
    let trust = |who: &str| {
        let statement =
            allow(&format!(r#""Principal": {{"Service": "{who}.amazonaws.com"}}, "Action": "sts:AssumeRole""#));
        set(PolicyKind::Trust, &statement)
    };
    let [lambda, ec2] = ["lambda", "ec2"].map(trust);
    let [read, all, nothing] = [READ, ALL_S3, ""].map(|statements| set(PolicyKind::Identity, statements));
    let role = |trust, permissions| Role { trust, permissions };
    let check = |first, second, expected| {
        let found = compare_roles(first, second, &Budget::default());
        assert_eq!(found.verdict, expected, "{found:#?}");
        found
    };
    let found = check(role(&lambda, &all), role(&lambda, &read), Verdict::FirstWider);
    let reach = found.only_first.unwrap();
    assert_eq!(reach.who.principal.arn, "lambda.amazonaws.com");
    assert_ne!(reach.what.action, "s3:GetObject");
    check(role(&lambda, &read), role(&ec2, &read), Verdict::Crossed);
    check(role(&lambda, &nothing), role(&ec2, &nothing), Verdict::EquivalentInPractice);
    check(role(&lambda, &read), role(&lambda, &read), Verdict::Equivalent);
}

#[test]
fn who_owns_a_resource_stands_in_its_arn() {
    let by_arn = allow(r#""Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:111122223333:*""#);
    let by_key = allow(
        r#""Action": "sqs:SendMessage", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}"#,
    );
    identity(&by_arn, &by_key, Verdict::EquivalentInPractice);
    // The ARNs of buckets and objects do not say.
    let by_arn = allow(r#""Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*""#);
    let by_key = by_arn
        .replace("}", "")
        .replace("/*\"", "/*\", \"Condition\": {\"StringEquals\": {\"aws:ResourceAccount\": \"111122223333\"}}}");
    identity(&by_arn, &by_key, Verdict::FirstWider);
}

#[test]
fn a_key_that_is_read_in_two_ways_is_said_to_be_tried_with_some_values() {
    let of = |lines: &str| allow(&format!(r#""Action": "s3:ListBucket", "Resource": "*", "Condition": {{{lines}}}"#));
    let first = of(r#""StringLike": {"s3:max-keys": "1*"}, "NumericLessThan": {"s3:max-keys": "20"}"#);
    let second = of(r#""NumericLessThan": {"s3:max-keys": "20"}"#);
    let found = identity(&first, &second, Verdict::FirstNarrower);
    assert!(found.assumptions[0].starts_with("`s3:max-keys` is compared both"), "{found:#?}");
}

#[test]
fn tags_are_passed_along_with_the_call_that_assumes_the_role() {
    let of = |actions: &str| {
        allow(&format!(
            r#""Principal": {{"AWS": "111122223333"}}, "Action": {actions}, "Condition": {{"StringEquals": {{"sts:ExternalId": "x"}}}}"#
        ))
    };
    let found = check(
        PolicyKind::Trust,
        &of(r#""sts:*""#),
        &of(r#"["sts:AssumeRole", "sts:SetSourceIdentity", "sts:SetContext"]"#),
        Verdict::FirstWider,
    );
    assert_eq!(found.only_first[0].request.action, "sts:TagSession");
}
