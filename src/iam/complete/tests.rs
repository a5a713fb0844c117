//! Held to texts with the cursor at `|`: what is proposed first, what never, and what the text is when it is taken.

use super::*;
use crate::iam::json::parse;
use crate::iam::lower::lower;
use crate::iam::surroundings::Named;

use PolicyKind::{Identity, Rcp, Resource, Scp, Trust};

fn named(name: &str, what: &str) -> Named {
    Named { name: name.to_owned(), what: what.to_owned() }
}

fn surroundings() -> Surroundings {
    Surroundings {
        own_accounts: Vec::new(),
        accounts: vec![named("111122223333", "account Dev"), named("444455556666", "account Prod")],
        principals: vec![
            named("arn:aws:iam::444455556666:role/Deployer", "role Deployer in prod"),
            named("arn:aws:iam::111122223333:user/ann", "user ann in dev"),
        ],
        providers: vec![named(
            "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com",
            "OIDC provider token.actions.githubusercontent.com in prod",
        )],
        resources: vec![
            named("arn:aws:s3:::prod-reports", "resource in prod"),
            named("arn:aws:sqs:eu-west-1:444455556666:orders", "resource in prod"),
        ],
        organization: Some("o-abc1234567".to_owned()),
        tags: vec![("team".to_owned(), "shop".to_owned()), ("team".to_owned(), "data".to_owned())],
        context: None,
    }
}

/// What is proposed at the `|` of a text, with the text without it and the cursor.
fn at(kind: PolicyKind, marked: &str, surroundings: &Surroundings) -> (String, Option<Completion>) {
    let cursor = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let found = complete(&Site { text: &text, parse: &parse(&text), kind, cursor, surroundings });
    (text, found)
}

fn labels(kind: PolicyKind, marked: &str) -> Vec<String> {
    let (_, found) = at(kind, marked, &surroundings());
    found.map(|found| found.proposals.into_iter().map(|proposal| proposal.label).collect()).unwrap_or_default()
}

/// The first labels are these; none of `absent` is among them.
#[track_caller]
fn check(kind: PolicyKind, marked: &str, first: &[&str], absent: &[&str]) {
    let found = labels(kind, marked);
    assert_eq!(found.iter().take(first.len()).map(String::as_str).collect::<Vec<_>>(), first, "{marked}");
    let there: Vec<&&str> = absent.iter().filter(|label| found.iter().any(|found| found == **label)).collect();
    assert!(there.is_empty(), "{there:?} at {marked}");
}

/// Nothing is proposed.
#[track_caller]
fn check_none(kind: PolicyKind, marked: &str) {
    assert_eq!(labels(kind, marked), [""; 0], "{marked}");
}

/// Taking the proposal of that label gives this text; places are shown in guillemets.
#[track_caller]
fn check_taken(kind: PolicyKind, marked: &str, label: &str, expected: &str) {
    let (text, found) = at(kind, marked, &surroundings());
    let found = found.unwrap_or_else(|| panic!("nothing at {marked}"));
    let Some(proposal) = found.proposals.iter().find(|proposal| proposal.label == label) else {
        panic!("`{label}` is not proposed at {marked}: {:?}", labels(kind, marked));
    };
    let mut insert = proposal.insert.text.clone();
    for place in proposal.insert.places.iter().rev() {
        insert.insert(place.end as usize, '»');
        insert.insert(place.start as usize, '«');
    }
    let edit = crate::text::Edit { range: found.range, insert };
    assert_eq!(edit.apply(&text), expected, "{marked}");
}

/// In a statement of a document.
fn statement(inside: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{{inside}}}]}}")
}

#[test]
fn elements_are_those_that_are_legal_and_not_there_yet() {
    check(Identity, "{|}", &["Version", "Statement"], &["Id", "Effect"]);
    check(Resource, "{\"Version\": \"2012-10-17\", |}", &["Statement", "Id"], &["Version"]);
    let check = |kind, inside: &str, first: &[&str], absent: &[&str]| check(kind, &statement(inside), first, absent);
    check(Identity, "|", &["Effect", "Action", "Resource"], &["Principal", "Version"]);
    check(Trust, "|", &["Effect", "Principal", "Action"], &["Resource", "NotResource", "NotPrincipal"]);
    check(Rcp, "|", &["Effect", "Principal", "Action", "Resource"], &["NotAction", "NotPrincipal"]);
    check(Scp, "\"Effect\": \"Deny\", |", &["Action", "Resource"], &["Principal", "Effect"]);
    check(Identity, "\"NotAction\": \"s3:*\", |", &["Effect", "Resource"], &["Action", "NotAction"]);
    check(Identity, "\"Act|", &["Action", "NotAction"], &["Effect"]);
    check(Identity, "\"act|\": \"s3:*\"", &["Action", "NotAction"], &[]);
    check(Identity, "Res|", &["Resource", "NotResource"], &[]);
    check(Identity, "| \"Effect\": \"Allow\"", &["Action", "Resource"], &["Effect"]);
    check(Identity, "\"Effect\": \"Allow\"\n|", &["Action", "Resource"], &["Effect"]);
    check(Resource, "\"Effect\": \"Deny\", \"NotPr|\"", &["NotPrincipal"], &[]);
    check(Resource, "\"Effect\": \"Allow\", \"NotPr|\"", &[], &["NotPrincipal"]);
}

#[test]
fn values_of_few_words_are_those_words() {
    let check = |kind, inside: &str, first: &[&str], absent: &[&str]| check(kind, &statement(inside), first, absent);
    check(Identity, "\"Effect\": \"|\"", &["Allow", "Deny"], &[]);
    check(Identity, "\"Effect\": |", &["Allow", "Deny"], &[]);
    check(Identity, "\"Effect\": \"d|\"", &["Deny"], &["Allow"]);
    check(Rcp, "\"Effect\": \"|\"", &["Deny"], &["Allow"]);
    super::tests::check(Identity, "{\"Version\": \"|\"}", &["2012-10-17", "2008-10-17"], &[]);
    super::tests::check(Scp, "{\"Version\": \"|\"}", &["2012-10-17"], &["2008-10-17"]);
}

#[test]
fn nothing_is_said_where_nothing_can_be() {
    for inside in [
        "\"Sid\": \"|\"",
        "\"Effect\": \"Allow|\"",
        "\"Effect\": \"Allow\"|",
        "\"Effect\" |",
        "\"Effect\": | \"Allow\"",
        "\"Nonsense\": \"|\"",
        "\"Action\": \"s3:Get*|\"",
        "\"Condition\": {\"NumericLessThan\": {\"aws:MultiFactorAuthAge\": \"|\"}}",
        "\"Condition\": {\"StringEquals\": {\"aws:UserAgent\": \"${aws:username} x|\"}}",
        "\"Action\": [[\"|\"]]",
        "\"Effect\": [\"|\"]",
    ] {
        check_none(Identity, &statement(inside));
    }
    check_none(Identity, "{\"Version\": \"2012-10-17|\"}");
    check_none(Identity, "{\"Statement\": [{// a rema|rk\n}]}");
    check_none(Identity, "{}|");
    check_none(Identity, "[|]");
    check_none(Identity, "{\"Version\": 2012|}");
}

#[test]
fn actions_come_by_service_then_by_name() {
    let check = |inside: &str, first: &[&str], absent: &[&str]| check(Identity, &statement(inside), first, absent);
    check("\"Action\": \"|\"", &["s3:", "lambda:", "dynamodb:"], &["s3:GetObject"]);
    check("\"Action\": [\"sqs:SendMessage\", \"|\"]", &["sqs:", "s3:"], &[]);
    check("\"Action\": \"dyn|\"", &["dynamodb:"], &[]);
    check("\"Action\": \"s3:Get|\"", &["s3:GetObject"], &["s3:PutObject"]);
    check("\"Action\": \"s3:GETOBJECT|\"", &["s3:GetObject", "s3:GetObjectAcl"], &[]);
    check("\"Action\": s3:GetOb|", &["s3:GetObject"], &[]);
    check("\"Action\": \"s3:tagging|\"", &["s3:GetJobTagging", "s3:PutJobTagging"], &[]);
    check("\"Action\": \"GetItem|\"", &["dynamodb:GetItem"], &["dynamodb:PutItem"]);
    check("\"Action\": [\"s3:GetObject\", \"s3:GetOb|\"]", &["s3:GetObjectAcl"], &["s3:GetObject"]);
    check("\"Action\": [\"s3:GetObject\", |]", &["s3:"], &["s3:GetObject"]);
    check("\"NotAction\": [\"iam:Pass|\"]", &["iam:PassRole"], &[]);
    check("\"Action\": \"sns:|\"", &["sns:AddPermission"], &["sns:"]);
    super::tests::check(Rcp, &statement("\"Action\": \"|\""), &["s3:"], &["*", "ec2:"]);
}

#[test]
fn an_action_says_what_it_does_and_on_what() {
    for (action, expected) in [
        ("dynamodb:PutItem", "Write · table*"),
        ("s3:ListAllMyBuckets", "List · only on *"),
        ("iam:PassRole", "Write · role*"),
    ] {
        // Without its last letter.
        let typed = action.get(..action.len() - 1).unwrap();
        let (_, found) = at(Identity, &statement(&format!("\"Action\": \"{typed}|\"")), &surroundings());
        let found = found.unwrap();
        let proposal = found.proposals.iter().find(|proposal| proposal.label == action).unwrap();
        assert_eq!((proposal.detail.as_str(), proposal.sort), (expected, Sort::Action));
    }
}

#[test]
fn trust_policies_speak_of_sts_and_of_what_fits_the_principal() {
    let check = |inside: &str, first: &[&str], absent: &[&str]| check(Trust, &statement(inside), first, absent);
    let foreign = ["s3:", "s3:GetObject", "*", "sts:GetCallerIdentity"];
    check("\"Action\": \"|\"", &["sts:AssumeRole"], &foreign);
    check(
        "\"Principal\": {\"Federated\": \"arn:aws:iam::111122223333:saml-provider/Corp\"}, \"Action\": \"|\"",
        &["sts:AssumeRoleWithSAML"],
        &foreign,
    );
    check(
        "\"Principal\": {\"Federated\": \"accounts.google.com\"}, \"Action\": |",
        &["sts:AssumeRoleWithWebIdentity"],
        &foreign,
    );
    check("\"Action\": [\"sts:AssumeRole\", \"|\"]", &["sts:SetSourceIdentity", "sts:TagSession"], &["sts:AssumeRole"]);
}

#[test]
fn resources_are_those_that_the_actions_take() {
    let check = |inside: &str, first: &[&str], absent: &[&str]| check(Identity, &statement(inside), first, absent);
    const OBJECT: &str = "arn:aws:s3:::${BucketName}/${ObjectName}";
    check(
        "\"Action\": \"s3:GetObject\", \"Resource\": \"|\"",
        &["arn:aws:s3:::prod-reports/*"],
        &["arn:aws:s3:::${BucketName}"],
    );
    check("\"Action\": \"s3:ListBucket\", \"Resource\": |", &["arn:aws:s3:::prod-reports"], &[OBJECT]);
    check("\"Action\": \"s3:PutObject\", \"Resource\": \"arn:aws:s3:::b/|\"", &["arn:aws:s3:::b/${ObjectName}"], &[]);
    check("\"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"|\"", &["*"], &[]);
    check("\"Action\": \"sts:AssumeRole\", \"Resource\": \"|\"", &["arn:aws:iam::444455556666:role/Deployer"], &[]);
    check("\"Resource\": \"|\", \"Action\": [\"sqs:Send*\"]", &["arn:aws:sqs:eu-west-1:444455556666:orders"], &[]);
    check(
        "\"Action\": \"s3:GetObject\", \"Resource\": [\"arn:aws:s3:::prod-reports/*\", \"|\"]",
        &[],
        &["arn:aws:s3:::prod-reports/*"],
    );
    assert!(
        labels(Identity, &statement("\"Action\": \"s3:GetObject\", \"Resource\": \"|\"")).contains(&OBJECT.to_owned())
    );
}

#[test]
fn principals_are_types_then_those_who_are_known() {
    let check = |kind, inside: &str, first: &[&str], absent: &[&str]| check(kind, &statement(inside), first, absent);
    check(Trust, "\"Principal\": |", &["Service", "AWS", "Federated"], &["*", "CanonicalUser"]);
    check(Resource, "\"Principal\": |", &["AWS", "Service", "CanonicalUser", "*"], &["Federated"]);
    check(Rcp, "\"Principal\": \"|\"", &["*"], &["AWS"]);
    check(Trust, "\"Principal\": {\"AWS\": \"111122223333\", |}", &["Service", "Federated"], &["AWS"]);
    check(Trust, "\"Principal\": {\"Service\": \"|\"}", &["ec2.amazonaws.com", "lambda.amazonaws.com"], &[]);
    check(Trust, "\"Principal\": {\"Service\": \"states|\"}", &["states.amazonaws.com"], &["ec2.amazonaws.com"]);
    check(Trust, "\"Principal\": {\"AWS\": [\"|\"]}", &["arn:aws:iam::444455556666:role/Deployer"], &["*"]);
    check(Trust, "\"Principal\": {\"AWS\": \"4444|\"}", &["444455556666"], &["111122223333"]);
    check(
        Trust,
        "\"Principal\": {\"Federated\": \"|\"}",
        &["arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"],
        &[],
    );
}

#[test]
fn operators_fit_the_keys_under_them() {
    let check = |inside: &str, first: &[&str], absent: &[&str]| check(Identity, &statement(inside), first, absent);
    check("\"Condition\": {|}", &["StringEquals", "StringLike", "ArnLike", "Bool"], &[]);
    check("\"Condition\": {\"Str|\": {\"aws:PrincipalOrgID\": \"x\"}}", &["StringLike", "StringEquals"], &["Bool"]);
    check(
        "\"Condition\": {\"|\": {\"aws:MultiFactorAuthPresent\": \"true\"}}",
        &["Bool", "Null", "BoolIfExists"],
        &["StringEquals", "ArnLike"],
    );
    check(
        "\"Condition\": {\"|\": {\"aws:TagKeys\": \"team\"}}",
        &["Null", "ForAnyValue:StringEquals", "ForAllValues:StringEquals"],
        &["Bool"],
    );
    check("\"Condition\": {\"Bool\": {}, \"Bo|\"}", &["BoolIfExists"], &["Bool"]);
}

#[test]
fn keys_fit_their_operator_and_the_actions() {
    let check = |kind, inside: &str, first: &[&str], absent: &[&str]| check(kind, &statement(inside), first, absent);
    check(
        Identity,
        "\"Action\": \"iam:PassRole\", \"Condition\": {\"StringEquals\": {\"|\"}}",
        &["iam:PassedToService", "iam:ResourceTag/${TagKey}"],
        &["aws:SecureTransport", "aws:SourceIp"],
    );
    check(Identity, "\"Action\": \"s3:ListBucket\", \"Condition\": {\"StringLike\": {\"pre|\"}}", &["s3:prefix"], &[]);
    check(
        Identity,
        "\"Condition\": {\"Bool\": {|}}",
        &["aws:MultiFactorAuthPresent", "aws:SecureTransport"],
        &["aws:PrincipalOrgID"],
    );
    check(Identity, "\"Condition\": {\"ForAnyValue:StringEquals\": {|}}", &["aws:CalledVia"], &["aws:PrincipalOrgID"]);
    check(Identity, "\"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/te|\"}}", &["aws:PrincipalTag/team"], &[]);
    check(
        Trust,
        "\"Principal\": {\"Federated\": \"arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com\"}, \
         \"Action\": \"sts:AssumeRoleWithWebIdentity\", \"Condition\": {\"StringEquals\": {|}}",
        &["token.actions.githubusercontent.com:aud", "token.actions.githubusercontent.com:sub"],
        &["gitlab.com:project_id", "accounts.google.com:aud"],
    );
    check(
        Trust,
        "\"Principal\": {\"AWS\": \"111122223333\"}, \"Action\": \"sts:AssumeRole\", \
         \"Condition\": {\"StringEquals\": {|}}",
        &["sts:ExternalId"],
        &["accounts.google.com:aud", "saml:sub"],
    );
    check(
        Trust,
        "\"Principal\": {\"Service\": \"events.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\", \
         \"Condition\": {\"StringEquals\": {|}}",
        &["aws:SourceAccount"],
        &[],
    );
}

#[test]
fn values_are_those_that_the_key_can_have() {
    let check = |operator: &str, key: &str, first: &[&str]| {
        let inside = format!("\"Condition\": {{\"{operator}\": {{\"{key}\": \"|\"}}}}");
        super::tests::check(Identity, &statement(&inside), first, &[]);
    };
    check("StringEquals", "aws:RequestedRegion", &["us-east-1"]);
    check("Bool", "aws:SecureTransport", &["true", "false"]);
    check("Null", "aws:TokenIssueTime", &["true", "false"]);
    check("StringEquals", "aws:PrincipalTag/team", &["shop", "data"]);
    check("StringEquals", "aws:ResourceTag/team", &["shop", "data", "${aws:PrincipalTag/team}"]);
    check("ForAllValues:StringEquals", "aws:TagKeys", &["team"]);
    check("StringEquals", "aws:PrincipalOrgID", &["o-abc1234567"]);
    check("StringEquals", "aws:SourceAccount", &["111122223333", "444455556666"]);
    check("StringEquals", "iam:PassedToService", &["ec2.amazonaws.com", "lambda.amazonaws.com"]);
    check("ArnLike", "aws:PrincipalArn", &["arn:aws:iam::444455556666:role/Deployer"]);
    check("ArnLike", "aws:SourceArn", &["arn:aws:s3:::prod-reports"]);
    check("DateLessThan", "aws:CurrentTime", &["2030-01-01T00:00:00Z"]);
    check("IpAddress", "aws:SourceIp", &["203.0.113.0/24"]);
    check("StringEquals", "token.actions.githubusercontent.com:aud", &["sts.amazonaws.com"]);
    check("StringLike", "token.actions.githubusercontent.com:sub", &["repo:OWNER/REPO:ref:refs/heads/main"]);
}

#[test]
fn variables_stand_behind_a_dollar_and_a_brace() {
    let check = |inside: &str, first: &[&str]| super::tests::check(Identity, &statement(inside), first, &[]);
    check("\"Resource\": \"arn:aws:s3:::b/${|\"", &["${aws:username}", "${aws:PrincipalAccount}"]);
    check("\"Resource\": \"arn:aws:s3:::b/${aws:user|}/*\"", &["${aws:username}", "${aws:userid}"]);
    check("\"Condition\": {\"StringLike\": {\"s3:prefix\": \"${user|\"}}", &["${aws:username}", "${aws:userid}"]);
    check_none(Identity, &statement("\"Condition\": {\"NumericEquals\": {\"s3:max-keys\": \"${|\"}}"));
    check_none(Identity, &statement("\"Action\": \"s3:${|\""));
}

#[test]
fn what_is_taken_is_written_with_all_that_json_needs() {
    let check = |inside: &str, label: &str, expected: &str| {
        check_taken(Identity, &statement(inside), label, &statement(expected));
    };
    check("|", "Effect", "\"Effect\": \"«Allow»\"");
    check("\"Eff|", "Effect", "\"Effect\": \"«Allow»\"");
    check("\"Eff|\"", "Effect", "\"Effect\": \"«Allow»\"");
    check("Eff|", "Effect", "\"Effect\": \"«Allow»\"");
    check("\"Eff|\": \"Deny\"", "Effect", "\"Effect\": \"Deny\"");
    check("\"Eff|\" \"Deny\"", "Effect", "\"Effect\": \"Deny\"");
    check("| \"Effect\": \"Allow\"", "Action", "\"Action\": [\"«»\"], \"Effect\": \"Allow\"");
    check("\"Effect\": \"Allow\"\n  |", "Resource", "\"Effect\": \"Allow\",\n  \"Resource\": \"«»\"");
    check("\"Effect\": \"Allow\" \"Res|\"", "Resource", "\"Effect\": \"Allow\", \"Resource\": \"«»\"");
    check("\"Effect\": |", "Deny", "\"Effect\": \"Deny\"");
    check("\"Effect\": \"|", "Deny", "\"Effect\": \"Deny\"");
    check("\"Effect\": All|, \"Sid\": \"A\"", "Allow", "\"Effect\": \"Allow\", \"Sid\": \"A\"");
    check("\"Effect\": | \"Sid\": \"A\"", "Allow", "\"Effect\": \"Allow\", \"Sid\": \"A\"");
    check("\"Action\": \"s3:GetObj|ectAcl\"", "s3:GetObject", "\"Action\": \"s3:GetObject\"");
    check("\"Action\": [\"s3:GetOb|]", "s3:GetObject", "\"Action\": [\"s3:GetObject\"]");
    check("\"Action\": [|\"s3:Put*\"]", "s3:", "\"Action\": [\"s3:«»\",\"s3:Put*\"]");
    check("\"Action\": [\"s3:Put*\", |]", "s3:", "\"Action\": [\"s3:Put*\", \"s3:«»\"]");
    check(
        "\"Action\": [\"s3:Put*\" \"s3:GetObject|\"]",
        "s3:GetObjectAcl",
        "\"Action\": [\"s3:Put*\", \"s3:GetObjectAcl\"]",
    );
    check(
        "\"Action\": \"s3:GetObject\", \"Resource\": \"|\"",
        "arn:aws:s3:::${BucketName}/${ObjectName}",
        "\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::«BucketName»/«*»\"",
    );
    check(
        "\"Action\": \"lambda:InvokeFunction\", \"Resource\": \"|\"",
        "arn:aws:lambda:${Region}:${Account}:function:${FunctionName}",
        "\"Action\": \"lambda:InvokeFunction\", \"Resource\": \"arn:aws:lambda:«*»:«111122223333»:function:«FunctionName»\"",
    );
    check("\"Condition\": {|}", "Bool", "\"Condition\": {\"Bool\": {«»}}");
    check(
        "\"Condition\": {\"Bool\": {|}}",
        "aws:SecureTransport",
        "\"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"«true»\"}}",
    );
    check(
        "\"Condition\": {\"StringEquals\": {|}}",
        "aws:ResourceTag/${TagKey}",
        "\"Condition\": {\"StringEquals\": {\"aws:ResourceTag/«TagKey»\": \"«»\"}}",
    );
    check(
        "\"Condition\": {\"StringLike\": {\"token.actions.githubusercontent.com:sub\": |}}",
        "repo:OWNER/REPO:ref:refs/heads/main",
        "\"Condition\": {\"StringLike\": {\"token.actions.githubusercontent.com:sub\": \
         \"repo:«OWNER»/«REPO»:ref:refs/heads/«main»\"}}",
    );
    check(
        "\"Resource\": \"arn:aws:s3:::b/${us|/x\"",
        "${aws:username}",
        "\"Resource\": \"arn:aws:s3:::b/${aws:username}/x\"",
    );
    check(
        "\"Resource\": \"arn:aws:s3:::b/${us|}/x\"",
        "${aws:username}",
        "\"Resource\": \"arn:aws:s3:::b/${aws:username}/x\"",
    );
    let check = |inside: &str, label: &str, expected: &str| {
        check_taken(Trust, &statement(inside), label, &statement(expected));
    };
    check("\"Principal\": |", "Service", "\"Principal\": { \"Service\": \"«»\" }");
    check("\"Principal\": \"|\"", "AWS", "\"Principal\": { \"AWS\": \"«»\" }");
    check("\"Principal\": {|}", "AWS", "\"Principal\": {\"AWS\": \"«»\"}");
    check("\"Effect\": \"Allow\", |", "Action", "\"Effect\": \"Allow\", \"Action\": \"«sts:AssumeRole»\"");
}

#[test]
fn an_empty_text_becomes_a_document() {
    let expected = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"«Allow»\",\n      \
                    \"Action\": [\"«»\"],\n      \"Resource\": \"«»\"\n    }\n  ]\n}\n";
    let label = "{ \"Version\": …, \"Statement\": [ … ] }  permissions policy";
    check_taken(Identity, "|", label, expected);
    let trust = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"«Allow»\",\n      \
                 \"Principal\": {«»},\n      \"Action\": \"«sts:AssumeRole»\"\n    }\n  ]\n}\n";
    check_taken(Trust, "|", "{ \"Version\": …, \"Statement\": [ … ] }  trust policy", trust);
    let list = "{\"Statement\": [\n  {\n    \"Effect\": \"«Deny»\",\n    \"Action\": [\"«»\"],\n    \
                \"Resource\": \"«»\"\n  }\n]}";
    check_taken(Identity, "{\"Statement\": |}", "statement that denies", list);
}

#[test]
fn what_was_typed_is_marked_in_the_label() {
    let matched = |inside: &str, label: &str| {
        let (_, found) = at(Identity, &statement(inside), &surroundings());
        found.unwrap().proposals.into_iter().find(|proposal| proposal.label == label).unwrap().matched
    };
    assert_eq!(matched("\"Action\": \"s3:ge|\"", "s3:GetObject"), [0, 1, 2, 3, 4]);
    assert_eq!(matched("\"Action\": \"s3:gob|\"", "s3:GetObject"), [0, 1, 2, 3, 6, 7]);
    assert_eq!(matched("\"Action\": \"getobject|\"", "s3:GetObject"), [3, 4, 5, 6, 7, 8, 9, 10, 11]);
}

/// Documents that AWS would save, of every kind, with every sort of place in them.
const DOCUMENTS: [(PolicyKind, &str); 5] = [
    (
        Identity,
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::data/${aws:username}/*", "arn:aws:s3:::data"],
      "Condition": {
        "StringEquals": { "aws:PrincipalTag/team": "shöp", "aws:RequestedRegion": ["eu-west-1"] },
        "Bool": { "aws:SecureTransport": "true" },
        "NumericLessThan": { "aws:MultiFactorAuthAge": 3600 }
      }
    },
    { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
  ]
}"#,
    ),
    (
        Trust,
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
  "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
    "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/shop:*"}}}}"#,
    ),
    (
        Trust,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
  "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "444455556666"], "Service": "ec2.amazonaws.com"},
  "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}]}"#,
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Id": "bucket", "Statement": [{"Sid": "Tls", "Effect": "Deny", "Principal": "*",
  "Action": "s3:*", "Resource": "arn:aws:s3:::data/*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}"#,
    ),
    (
        Rcp,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole",
  "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abc1234567"}}}]}"#,
    ),
];

#[track_caller]
fn check_shape(text: &str, cursor: usize, found: &Completion) {
    assert!(found.range.touches(cursor), "{:?} away from {cursor} in {text}", found.range);
    for end in [found.range.start, found.range.end] {
        assert!(text.is_char_boundary(end as usize), "{end} in {text}");
    }
    assert!((1..=200).contains(&found.proposals.len()));
    for proposal in &found.proposals {
        let Proposal { insert, matched, label, .. } = proposal;
        let mut end = 0;
        for place in &insert.places {
            assert!(place.start >= end && insert.text.get(place.as_usize()).is_some(), "{insert:?}");
            end = place.end;
        }
        assert!(matched.is_sorted() && matched.iter().all(|index| *index < label.chars().count()), "{proposal:?}");
    }
}

#[test]
fn at_any_place_of_a_good_document_the_first_proposals_leave_it_good() {
    let surroundings = surroundings();
    for (kind, text) in DOCUMENTS {
        let before = parse(text);
        assert_eq!(lower(&before, kind).diagnostics, [], "{text}");
        for cursor in (0..=text.len()).filter(|cursor| text.is_char_boundary(*cursor)) {
            let site = Site { text, parse: &before, kind, cursor, surroundings: &surroundings };
            let Some(found) = complete(&site) else { continue };
            check_shape(text, cursor, &found);
            for proposal in found.proposals.iter().take(5) {
                let edit = crate::text::Edit { range: found.range, insert: proposal.insert.text.clone() };
                let after = edit.apply(text);
                let read = parse(&after);
                assert_eq!(read.diagnostics, [], "{proposal:?} at {cursor}: {after}");
                // An empty place is still to be filled in.
                let is_whole = proposal.insert.places.iter().all(|place| !place.is_empty());
                // Another provider asks for claims of its own, which stand further down.
                let other_provider = proposal.sort == Sort::Principal;
                // Whether another key goes with the value that is there already, its author must know.
                let renames = matches!(proposal.sort, Sort::Element | Sort::Operator | Sort::Key)
                    && !proposal.insert.text.contains(": ");
                if is_whole && !renames {
                    let mut found = lower(&read, kind).diagnostics;
                    found.retain(|finding| !other_provider || finding.code != "MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER");
                    assert_eq!(found, [], "{proposal:?} at {cursor}: {after}");
                }
            }
        }
    }
}

#[test]
fn no_half_of_a_document_makes_it_stumble() {
    let (known, empty) = (surroundings(), Surroundings::default());
    for (kind, whole) in DOCUMENTS {
        for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
            let head = whole.get(..cut).unwrap();
            // As it is while it is typed, and with the brackets that an editor closes by itself.
            let closed = if cut % 2 == 0 { "" } else { "\"}}]}" };
            let text = format!("{head}{closed}");
            let surroundings = if cut % 3 == 0 { &empty } else { &known };
            let site = Site { text: &text, parse: &parse(&text), kind, cursor: cut, surroundings };
            if let Some(found) = complete(&site) {
                check_shape(&text, cut, &found);
            }
        }
    }
}

#[test]
fn a_cursor_that_lies_nowhere_is_no_reason_to_panic() {
    let surroundings = surroundings();
    for text in
        ["é\"ü", "{\"Action\": \"é", "“Act”", "{'Act': }", "\u{feff}{", "]}\"", "{\"a\\", "{\"Statement\":[{\"Ä"]
    {
        let parse = parse(text);
        for cursor in 0..text.len() + 3 {
            let site = Site { text, parse: &parse, kind: Identity, cursor, surroundings: &surroundings };
            if let Some(found) = complete(&site) {
                let mut inside = cursor.min(text.len());
                while !text.is_char_boundary(inside) {
                    inside -= 1;
                }
                check_shape(text, inside, &found);
            }
        }
    }
}

#[test]
fn a_whole_word_is_known_as_one_and_the_longer_ones_are_proposed_all_the_same() {
    let check = |kind: PolicyKind, marked: &str, whole: Option<bool>| {
        let (_, found) = at(kind, marked, &surroundings());
        assert_eq!(found.map(|found| found.is_whole), whole, "{marked}");
    };
    let service = |name: &str| format!(r#"{{"Statement": {{"Principal": {{"Service": "{name}|"}}}}}}"#);
    check(Trust, &service("lambda.amazonaws.com"), Some(true));
    check(Trust, &service("lambda.amazonaws.co"), Some(false));
    check(Trust, &service("LAMBDA.amazonaws.com"), Some(false));
    let action = |name: &str| format!(r#"{{"Statement": {{"Action": "{name}|"}}}}"#);
    check(Identity, &action("s3:GetObject"), Some(true));
    check(Identity, &action("s3:GetObj"), Some(false));
    check(Identity, &action("s3:"), Some(false));
    assert!(labels(Identity, &action("s3:GetObject")).contains(&"s3:GetObjectAcl".to_owned()));
}
