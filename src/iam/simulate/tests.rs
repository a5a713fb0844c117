use std::fs;

use super::*;
use crate::iam::request::{Context, ContextValue, PrincipalType, ResourceKind};
use crate::iam::scenario::Expect;
use crate::iam::trace::Reason;

const WORLD: &str = r#"
title = "t"
[world.accounts.dev]
id = "111122223333"
title = "Dev"
[world.accounts.prod]
id = "444455556666"
[[world.users]]
name = "dev/ann"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}''']
[[world.roles]]
name = "prod/app/Reader"
trust = '''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "111122223333", "Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'''
policies = ['''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"},
  {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}''']
[[world.roles]]
name = "prod/Last"
trust = '''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}]}'''
[[world.resources]]
arn = "arn:aws:s3:::data"
account = "prod"
[[world.resources]]
arn = "arn:aws:s3:::data/open"
account = "dev"
policy = '''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/open/*"}]}'''
"#;

fn scenario(request: &str) -> Scenario {
    let text = format!("{WORLD}[[requests]]\nname = \"r\"\n{request}\n");
    Scenario::from_toml(&text, &mut |name| Err(format!("no file {name}"))).unwrap()
}

fn run(request: &str) -> Simulation {
    let scenario = scenario(request);
    simulate(&scenario, &scenario.requests[0]).unwrap()
}

fn value<'c>(context: &'c Context, key: &str) -> Option<&'c str> {
    context.get(key).map(|value| value.values()[0].as_str())
}

#[test]
fn each_role_on_the_way_is_a_hop_and_the_session_acts() {
    let ran = run("who = \"user dev/ann\"\nthrough = [\"prod/app/Reader\"]\naction = \"s3:GetObject\"\n\
                   resource = \"arn:aws:s3:::data/k\"");
    assert_eq!((ran.hops.len(), ran.planned), (2, 2));
    let [assume, act] = ran.hops.as_slice() else { panic!() };
    let expected = HopKind::Assume { role: "prod/app/Reader".into(), session: "ann".into() };
    assert_eq!(assume.kind, expected);
    assert_eq!(assume.request.resource, "arn:aws:iam::444455556666:role/app/Reader");
    assert_eq!(assume.request.resource_account.as_deref(), Some("444455556666"));
    assert_eq!(assume.policies.resource_kind, ResourceKind::Trust);
    assert_eq!(value(&assume.request.context, "sts:RoleSessionName"), Some("ann"));
    assert_eq!(act.kind, HopKind::Act);
    assert_eq!(act.request.principal.kind, PrincipalType::RoleSession);
    assert_eq!(act.request.principal.arn, "arn:aws:sts::444455556666:assumed-role/Reader/ann");
    assert_eq!(act.request.principal.role_arn.as_deref(), Some("arn:aws:iam::444455556666:role/app/Reader"));
    assert_eq!(act.policies.session, Some(Vec::new()));
    assert!(ran.is_allowed());
}

#[test]
fn the_way_ends_at_the_first_denied_hop() {
    let ran = run("who = \"service lambda.amazonaws.com\"\nthrough = [\"prod/app/Reader\", \"prod/Last\"]\n\
                   action = \"s3:GetObject\"\nresource = \"*\"");
    assert_eq!((ran.hops.len(), ran.planned), (1, 3));
    assert_eq!(ran.ahead, ["sts:AssumeRole", "s3:GetObject"]);
    assert_eq!(ran.decision().unwrap().reason, Reason::NoResourceAllow);
}

#[test]
fn a_request_without_an_action_ends_with_the_last_assumption() {
    let ran = run("who = \"service ec2.amazonaws.com\"\nthrough = [\"prod/app/Reader\", \"prod/Last\"]");
    assert_eq!((ran.hops.len(), ran.planned), (2, 2));
    assert_eq!(ran.hops[1].request.principal.arn, "arn:aws:sts::444455556666:assumed-role/Reader/i-0abc1234def567890");
    let last = HopKind::Assume { role: "prod/Last".into(), session: "i-0abc1234def567890".into() };
    assert_eq!(ran.hops[1].kind, last);
    assert!(ran.is_allowed());
}

#[test]
fn a_resource_belongs_to_its_longest_entry_then_to_its_arn_then_to_the_caller() {
    let check = |resource: &str, owner: &str, has_policy: bool| {
        let ran = run(&format!("who = \"user dev/ann\"\naction = \"s3:GetObject\"\nresource = \"{resource}\""));
        assert_eq!(ran.hops[0].request.resource_account.as_deref(), Some(owner), "{resource}");
        assert_eq!(ran.hops[0].policies.resource.is_some(), has_policy, "{resource}");
    };
    check("arn:aws:s3:::data/k", "444455556666", false);
    check("arn:aws:s3:::data/open/k", "111122223333", true);
    check("arn:aws:sqs:eu-west-1:777788889999:q", "777788889999", false);
    check("arn:aws:s3:::nobodys/k", "111122223333", false);
    check("*", "111122223333", false);
}

/// The keys of the last call's context, with their values.
fn check_context(request: &str, expected: &[(&str, Option<&str>)]) {
    let ran = run(request);
    for (key, expected) in expected {
        assert_eq!(value(&ran.hops.last().unwrap().request.context, key), *expected, "{key} for {request}");
    }
}

#[test]
fn a_call_carries_the_keys_that_follow_from_who_makes_it() {
    let act = "action = \"sqs:SendMessage\"\nresource = \"arn:aws:sqs:eu-west-1:444455556666:q\"";
    let always = [
        ("aws:CurrentTime", Some(DEFAULT_TIME)),
        ("aws:EpochTime", Some("1768467600")),
        ("aws:SecureTransport", Some("true")),
        ("aws:RequestedRegion", Some("eu-west-1")),
        ("aws:ViaAWSService", Some("false")),
        ("aws:ResourceAccount", Some("444455556666")),
        ("aws:MultiFactorAuthAge", None),
    ];
    check_context(&format!("who = \"user dev/ann\"\n{act}"), &always);
    check_context(
        &format!("who = \"user dev/ann\"\n{act}"),
        &[
            ("aws:PrincipalArn", Some("arn:aws:iam::111122223333:user/ann")),
            ("aws:PrincipalAccount", Some("111122223333")),
            ("aws:PrincipalType", Some("User")),
            ("aws:username", Some("ann")),
            ("aws:PrincipalIsAWSService", Some("false")),
            ("aws:TokenIssueTime", None),
            ("aws:MultiFactorAuthPresent", None),
        ],
    );
    check_context(
        &format!("who = \"role prod/app/Reader as ci\"\n{act}"),
        &[
            ("aws:PrincipalArn", Some("arn:aws:iam::444455556666:role/app/Reader")),
            ("aws:PrincipalType", Some("AssumedRole")),
            ("aws:username", None),
            ("aws:TokenIssueTime", Some(DEFAULT_TIME)),
            ("aws:MultiFactorAuthPresent", Some("false")),
        ],
    );
    check_context(
        &format!("who = \"root dev\"\n{act}"),
        &[
            ("aws:PrincipalArn", Some("arn:aws:iam::111122223333:root")),
            ("aws:PrincipalType", Some("Account")),
            ("aws:userid", Some("111122223333")),
            ("aws:username", None),
        ],
    );
    check_context(
        &format!("who = \"service sns.amazonaws.com\"\n{act}"),
        &[
            ("aws:PrincipalIsAWSService", Some("true")),
            ("aws:PrincipalServiceName", Some("sns.amazonaws.com")),
            ("aws:PrincipalArn", None),
            ("aws:SourceIp", None),
        ],
    );
    check_context(
        &format!("who = \"anonymous\"\n{act}"),
        &[
            ("aws:PrincipalAccount", Some("anonymous")),
            ("aws:userid", Some("anonymous")),
            ("aws:PrincipalType", Some("Anonymous")),
            ("aws:PrincipalArn", None),
            ("aws:PrincipalIsAWSService", None),
        ],
    );
}

#[test]
fn user_ids_have_the_form_that_iam_gives_out() {
    let id = |request: &str| {
        let ran = run(&format!("who = \"{request}\"\naction = \"s3:GetObject\"\nresource = \"*\""));
        value(&ran.hops[0].request.context, "aws:userid").unwrap().to_owned()
    };
    let (user, session) = (id("user dev/ann"), id("role prod/app/Reader as ci"));
    assert!(user.starts_with("AIDA") && user.len() == 21, "{user}");
    assert!(session.starts_with("AROA") && session.ends_with(":ci") && session.len() == 24, "{session}");
    assert_eq!(user, id("user dev/ann"), "the same every time");
    assert_ne!(id("role prod/Last as ci"), session);
}

#[test]
fn what_a_scenario_says_replaces_what_was_derived() {
    let base = "who = \"user dev/ann\"\naction = \"s3:GetObject\"\nresource = \"*\"\n";
    check_context(
        &format!("{base}context = {{ \"AWS:SourceIp\" = \"198.51.100.7\", \"aws:SecureTransport\" = false }}"),
        &[("aws:SourceIp", Some("198.51.100.7")), ("aws:SecureTransport", Some("false"))],
    );
    check_context(&format!("{base}without = [\"AWS:username\"]"), &[("aws:username", None)]);
    check_context(
        &format!("{base}context = {{ \"aws:CurrentTime\" = \"1970-01-02T00:00:00Z\" }}"),
        &[("aws:EpochTime", Some("86400"))],
    );
    let ran = run(&format!("{base}context = {{ \"aws:TagKeys\" = [\"a\", \"b\"] }}"));
    let many = ContextValue::Many(vec!["a".into(), "b".into()]);
    assert_eq!(ran.hops[0].request.context.get("aws:tagkeys"), Some(&many));
}

#[test]
fn the_keys_of_an_assumption_are_its_own() {
    let ran = run("who = \"user dev/ann\"\n\
                   through = [{ role = \"prod/app/Reader\", session = \"job\", context = { \"sts:ExternalId\" = \"42\" } }]\n\
                   action = \"s3:GetObject\"\nresource = \"arn:aws:s3:::data/k\"\ncontext = { \"s3:prefix\" = \"x\" }");
    let [assume, act] = ran.hops.as_slice() else { panic!() };
    assert_eq!(value(&assume.request.context, "sts:ExternalId"), Some("42"));
    assert_eq!(value(&assume.request.context, "sts:RoleSessionName"), Some("job"));
    assert_eq!(value(&assume.request.context, "s3:prefix"), None);
    assert_eq!(value(&act.request.context, "sts:ExternalId"), None);
    assert_eq!(value(&act.request.context, "s3:prefix"), Some("x"));
}

#[test]
fn a_document_that_aws_would_refuse_blocks_the_calls_it_bears_on() {
    let mut scenario = scenario(
        "who = \"user dev/ann\"\nthrough = [\"prod/app/Reader\"]\naction = \"s3:GetObject\"\n\
                                 resource = \"arn:aws:s3:::data/k\"",
    );
    let spec = scenario.requests[0].clone();
    scenario.replace_document("trust policy of prod/Last", "{").unwrap();
    assert!(simulate(&scenario, &spec).is_ok(), "it bears on nothing here");
    scenario.replace_document("policy 1 of prod/app/Reader", "{ // no\n}").unwrap();
    let error = simulate(&scenario, &spec).unwrap_err();
    assert_eq!(error.document.as_deref(), Some("policy 1 of prod/app/Reader"), "{error}");
}

fn check_judgement(expect: &str, met: bool, fault: Option<Fault>) {
    let request = format!(
        "who = \"service lambda.amazonaws.com\"\nthrough = [\"prod/app/Reader\"]\n\
        action = \"s3:GetObject\"\nresource = \"arn:aws:s3:::data/k\"\nexpect = {expect}"
    );
    let scenario = scenario(&request);
    let simulation = simulate(&scenario, &scenario.requests[0]).unwrap();
    let judgement = judge(scenario.requests[0].expect.as_ref().unwrap(), &simulation);
    assert_eq!((judgement.met, &judgement.fault, judgement.hop), (met, &fault, 1), "{expect}");
    assert!(judgement.words.contains("hop 1 (sts:AssumeRole)"), "{}", judgement.words);
}

#[test]
fn a_judgement_says_how_it_went_another_way() {
    check_judgement("\"deny\"", true, None);
    check_judgement("\"implicit_deny\"", true, None);
    check_judgement("{ outcome = \"deny\", hop = 1, reason = \"NO_RESOURCE_ALLOW\" }", true, None);
    check_judgement("\"allow\"", false, Some(Fault::Denied));
    check_judgement("\"explicit_deny\"", false, Some(Fault::OtherDenial));
    check_judgement("{ outcome = \"deny\", hop = 2 }", false, Some(Fault::OtherHop { wanted: 2 }));
    let wanted = Reason::NoIdentityAllow;
    check_judgement(
        "{ outcome = \"deny\", reason = \"NO_IDENTITY_ALLOW\" }",
        false,
        Some(Fault::OtherReason { wanted }),
    );
    let ran = run("who = \"service ec2.amazonaws.com\"\nthrough = [\"prod/app/Reader\"]");
    let deny: Expect = serde_json::from_str("\"deny\"").unwrap();
    let judgement = judge(&deny, &ran);
    assert_eq!(judgement.fault, Some(Fault::Allowed));
    assert_eq!(judgement.words, "should be denied, but is allowed: the policy names the service");
}

#[test]
fn every_scenario_comes_out_as_it_expects() {
    let mut requests = 0;
    for entry in fs::read_dir("assets/scenarios").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let folder = path.parent().unwrap();
        let mut read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
        let scenario = Scenario::from_toml(&text, &mut read).unwrap();
        for document in scenario.documents.values() {
            assert_eq!(document.refusal(), None, "{}", document.name);
        }
        for spec in &scenario.requests {
            let place = format!("{}: {}", path.display(), spec.name);
            let simulation = simulate(&scenario, spec).unwrap();
            let expect = spec.expect.as_ref().unwrap_or_else(|| panic!("{place} expects nothing"));
            let judgement = judge(expect, &simulation);
            assert!(judgement.met, "{place}: {}", judgement.words);
            requests += 1;
        }
    }
    assert!(requests > 0);
}
