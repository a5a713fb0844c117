//! Which keys a call carries, kind of caller by kind of caller.

use super::*;
use crate::iam::request::{Context, ContextValue};

const WORLD: &str = r#"
title = "t"
[world.organization]
management = "boss"
[world.organization.units.Work]
[world.organization.units.Data]
parent = "Work"
[world.accounts.boss]
id = "999988887777"
[world.accounts.dev]
id = "111122223333"
unit = "Data"
[world.accounts.other]
id = "444455556666"
[[world.users]]
name = "dev/team/ann"
tags = { team = "blue", Cost = "7" }
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/app/Reader"
tags = { TEAM = "red", floor = "2" }
trust = '''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "111122223333", "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"],
   "Federated": ["arn:aws:iam::111122223333:oidc-provider/id.example.com/a", "arn:aws:iam::111122223333:saml-provider/Corp",
                 "accounts.google.com"]},
   "Action": "sts:*"}]}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/Next"
trust = '''{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:*"}]}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.instance_profiles]]
name = "dev/Profile"
role = "dev/app/Reader"
[[world.identity_providers]]
name = "dev/id.example.com/a"
kind = "oidc"
[[world.identity_providers]]
name = "dev/Corp"
kind = "saml"
[[world.resources]]
arn = "arn:aws:sqs:eu-west-1:444455556666:q"
account = "other"
tags = { kind = "jobs" }
"#;

const QUEUE: &str = "action = \"sqs:SendMessage\"\nresource = \"arn:aws:sqs:eu-west-1:111122223333:q\"";

fn run(request: &str) -> Simulation {
    let text = format!("{WORLD}[[requests]]\nname = \"r\"\n{request}\n");
    let scenario = Scenario::from_toml(&text, &mut |name| Err(format!("no file {name}"))).unwrap();
    simulate(&scenario, &scenario.requests[0]).unwrap()
}

fn shown(context: &Context, key: &str) -> String {
    match context.get(key) {
        None => "-".to_owned(),
        Some(ContextValue::One(value)) => value.clone(),
        Some(ContextValue::Many(values)) => format!("[{}]", values.join(" ")),
    }
}

/// The keys of the last call, by their order in the list; `-` for an absent one, brackets for a multivalued one.
fn check(request: &str, expected: &[(&str, &str)]) {
    let ran = run(request);
    let context = &ran.hops.last().unwrap().request.context;
    for (key, wanted) in expected {
        assert_eq!(shown(context, key), *wanted, "{key} for {request}");
    }
}

/// The principals of the table in AWS's "IAM policy elements: Variables and tags".
const KINDS: [(&str, &str); 9] = [
    ("root", "who = \"root dev\""),
    ("user", "who = \"user dev/team/ann\""),
    ("session token", "who = \"user dev/team/ann\"\nthrough = [{ api = \"get_session_token\" }]"),
    (
        "federated",
        "who = \"user dev/team/ann\"\nthrough = [{ api = \"get_federation_token\", session = \"fed\", policies = ['''{\"Version\": \
         \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}'''] }]",
    ),
    ("role", "who = \"user dev/team/ann\"\nthrough = [{ role = \"dev/app/Reader\", session = \"s1\" }]"),
    ("instance", "who = \"service ec2.amazonaws.com\"\nthrough = [{ instance_profile = \"dev/Profile\" }]"),
    (
        "oidc",
        "who = \"web_identity dev/id.example.com/a\"\nthrough = [{ role = \"dev/app/Reader\", session = \"s1\" }]",
    ),
    ("saml", "who = \"saml dev/Corp\"\nthrough = [{ role = \"dev/app/Reader\", session = \"s1\" }]"),
    ("anonymous", "who = \"anonymous\""),
];

#[test]
fn each_kind_of_principal_has_its_values() {
    let reader = "arn:aws:iam::111122223333:role/app/Reader";
    let user = "arn:aws:iam::111122223333:user/team/ann";
    let session = "arn:aws:sts::111122223333:assumed-role/Reader/s1";
    let instance = "arn:aws:sts::111122223333:assumed-role/Reader/i-0abc1234def567890";
    let federated = "arn:aws:sts::111122223333:federated-user/fed";
    let root = "arn:aws:iam::111122223333:root";
    // ARN, aws:PrincipalArn, how aws:userid begins, how it ends, aws:username, aws:PrincipalType
    let rows = [
        ("root", root, root, "111122223333", "111122223333", "-", "Account"),
        ("user", user, user, "AIDA", "", "ann", "User"),
        ("session token", user, user, "AIDA", "", "ann", "User"),
        ("federated", federated, federated, "111122223333:", ":fed", "-", "FederatedUser"),
        ("role", session, reader, "AROA", ":s1", "-", "AssumedRole"),
        ("instance", instance, reader, "AROA", ":i-0abc1234def567890", "-", "AssumedRole"),
        ("oidc", session, reader, "AROA", ":s1", "-", "AssumedRole"),
        ("saml", session, reader, "AROA", ":s1", "-", "AssumedRole"),
        ("anonymous", "", "-", "anonymous", "anonymous", "-", "Anonymous"),
    ];
    assert_eq!(rows.map(|row| row.0), KINDS.map(|kind| kind.0), "every row has its kind");
    for (row, (_, who)) in rows.into_iter().zip(KINDS) {
        let (kind, arn, principal_arn, begins, ends, name, principal_type) = row;
        let ran = run(&format!("{who}\n{QUEUE}"));
        let request = &ran.hops.last().unwrap().request;
        let id = shown(&request.context, "aws:userid");
        assert_eq!(request.principal.arn, arn, "{kind}");
        assert_eq!(shown(&request.context, "aws:PrincipalArn"), principal_arn, "{kind}");
        assert!(id.starts_with(begins) && id.ends_with(ends), "{kind}: {id}");
        assert_eq!(shown(&request.context, "aws:username"), name, "{kind}");
        assert_eq!(shown(&request.context, "aws:PrincipalType"), principal_type, "{kind}");
    }
}

#[test]
fn a_key_is_there_for_those_who_carry_it() {
    // Per kind, in the order of the list: the value, or `-` where the key is absent.
    let o = "o-exampleorgid";
    let rows: [(&str, [&str; 9]); 9] = [
        ("aws:PrincipalAccount", ["111122223333"; 9]),
        (
            "aws:TokenIssueTime",
            ["-", "-", DEFAULT_TIME, DEFAULT_TIME, DEFAULT_TIME, DEFAULT_TIME, DEFAULT_TIME, DEFAULT_TIME, "-"],
        ),
        ("aws:MultiFactorAuthPresent", ["-", "-", "false", "-", "false", "false", "-", "-", "-"]),
        ("aws:MultiFactorAuthAge", ["-"; 9]),
        ("aws:PrincipalIsAWSService", ["false", "false", "false", "false", "false", "false", "false", "false", "-"]),
        ("aws:PrincipalOrgID", [o, o, o, o, o, o, o, o, "-"]),
        ("aws:PrincipalTag/team", ["-", "blue", "blue", "blue", "red", "red", "red", "red", "-"]),
        (
            "aws:FederatedProvider",
            ["-", "-", "-", "-", "-", "-", "arn:aws:iam::111122223333:oidc-provider/id.example.com/a", "-", "-"],
        ),
        (
            "ec2:SourceInstanceARN",
            ["-", "-", "-", "-", "-", "arn:aws:ec2:us-east-1:111122223333:instance/i-0abc1234def567890", "-", "-", "-"],
        ),
    ];
    for (key, values) in rows {
        for ((kind, who), wanted) in KINDS.into_iter().zip(values) {
            let wanted = if (key, kind) == ("aws:PrincipalAccount", "anonymous") { "anonymous" } else { wanted };
            let ran = run(&format!("{who}\n{QUEUE}"));
            assert_eq!(shown(&ran.hops.last().unwrap().request.context, key), wanted, "{key} of {kind}");
        }
    }
    for (kind, who) in KINDS {
        let ran = run(&format!("{who}\n{QUEUE}"));
        let context = &ran.hops.last().unwrap().request.context;
        let always =
            ["aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion", "aws:SecureTransport", "aws:UserAgent"];
        for key in always.into_iter().chain(["aws:ViaAWSService", "aws:ResourceAccount", "aws:SourceIp"]) {
            assert!(context.get(key).is_some(), "{key} of {kind}");
        }
        let never =
            ["aws:SourceArn", "aws:SourceAccount", "aws:CalledVia", "aws:SourceIdentity", "sts:RoleSessionName"];
        for key in never {
            assert!(context.get(key).is_none(), "{key} of {kind}");
        }
    }
}

#[test]
fn mfa_shows_where_it_was_used_and_is_forgotten_by_a_role() {
    let token = "who = \"user dev/team/ann\"\nthrough = [{ api = \"get_session_token\", mfa = true }]";
    check(&format!("{token}\n{QUEUE}"), &[("aws:MultiFactorAuthPresent", "true"), ("aws:MultiFactorAuthAge", "0")]);
    let role = "who = \"user dev/team/ann\"\nthrough = [{ role = \"dev/Next\", mfa = true }]";
    check(role, &[("aws:MultiFactorAuthPresent", "true"), ("aws:MultiFactorAuthAge", "0")]);
    check(&format!("{role}\n{QUEUE}"), &[("aws:MultiFactorAuthPresent", "false"), ("aws:MultiFactorAuthAge", "-")]);
}

#[test]
fn the_organisation_shows_on_both_sides() {
    let ran = run(&format!("who = \"user dev/team/ann\"\n{QUEUE}"));
    let context = &ran.hops[0].request.context;
    let paths = shown(context, "aws:PrincipalOrgPaths");
    assert!(paths.starts_with("[o-exampleorgid/r-exmp/ou-exmp-") && paths.ends_with("/]"), "{paths}");
    assert_eq!(paths.matches("/ou-exmp-").count(), 2, "Work, and Data in it: {paths}");
    assert_eq!(shown(context, "aws:ResourceOrgPaths"), paths);
    assert_eq!(shown(context, "aws:ResourceOrgID"), "o-exampleorgid");
    let outside = "action = \"sqs:SendMessage\"\nresource = \"arn:aws:sqs:eu-west-1:444455556666:q\"";
    check(
        &format!("who = \"user dev/team/ann\"\n{outside}"),
        &[("aws:ResourceOrgID", "-"), ("aws:ResourceOrgPaths", "-"), ("aws:ResourceAccount", "444455556666")],
    );
    check(&format!("who = \"root boss\"\n{outside}"), &[("aws:PrincipalOrgPaths", "[o-exampleorgid/r-exmp/]")]);
}

#[test]
fn tags_show_whose_they_are() {
    check(
        &format!("who = \"user dev/team/ann\"\n{QUEUE}"),
        &[("aws:PrincipalTag/cost", "7"), ("aws:ResourceTag/kind", "-"), ("aws:TagKeys", "-")],
    );
    let tagged = "action = \"sqs:CreateQueue\"\nresource = \"arn:aws:sqs:eu-west-1:444455556666:q\"\n\
                  tags = { a = \"1\", b = \"2\" }";
    check(
        &format!("who = \"user dev/team/ann\"\n{tagged}"),
        &[("aws:ResourceTag/kind", "jobs"), ("aws:RequestTag/a", "1"), ("aws:TagKeys", "[a b]")],
    );
    check(
        "who = \"user dev/team/ann\"\naction = \"iam:GetRole\"\nresource = \"arn:aws:iam::111122223333:role/app/Reader\"",
        &[("aws:ResourceTag/floor", "2")],
    );
    // Never for PassRole: AWS says not to rely on it.
    let passing = "who = \"user dev/team/ann\"\naction = \"lambda:CreateFunction\"\nresource = \"*\"\npasses = \"dev/app/Reader\"";
    let ran = run(passing);
    assert_eq!(shown(&ran.hops[1].request.context, "aws:ResourceTag/floor"), "-");
    assert_eq!(shown(&ran.hops[1].request.context, "iam:PassedToService"), "lambda.amazonaws.com");
}

#[test]
fn a_session_tag_goes_before_a_tag_of_the_role_and_a_transitive_one_goes_along() {
    let first = "who = \"user dev/team/ann\"\nthrough = [{ role = \"dev/app/Reader\", tags = { Team = \"green\", a = \"1\" }, \
                 transitive = [\"team\"] }";
    check(
        &format!("{first}]\n{QUEUE}"),
        &[("aws:PrincipalTag/team", "green"), ("aws:PrincipalTag/floor", "2"), ("aws:PrincipalTag/a", "1")],
    );
    check(
        &format!("{first}, \"dev/Next\"]\n{QUEUE}"),
        &[("aws:PrincipalTag/team", "green"), ("aws:PrincipalTag/floor", "-"), ("aws:PrincipalTag/a", "-")],
    );
    let ran = run(&format!("{first}]"));
    let context = &ran.hops[1].request.context;
    assert_eq!(shown(context, "aws:RequestTag/team"), "green");
    assert_eq!(shown(context, "aws:TagKeys"), "[Team a]");
    assert_eq!(shown(context, "sts:TransitiveTagKeys"), "[team]");
}

#[test]
fn a_call_for_a_session_says_what_it_wants() {
    let ran = run(
        "who = \"user dev/team/ann\"\nthrough = [{ role = \"dev/Next\", session = \"job\", external_id = \"x/1\", \
                   source_identity = \"ann\", without = [\"aws:UserAgent\"] }, \"dev/app/Reader\"]",
    );
    let context = &ran.hops[0].request.context;
    let keys = ["sts:RoleSessionName", "sts:ExternalId", "sts:SourceIdentity", "aws:UserAgent", "aws:SourceIdentity"];
    assert_eq!(keys.map(|key| shown(context, key)), ["job", "x/1", "ann", "-", "-"]);
    let next = &ran.hops[2].request.context;
    assert_eq!(keys.map(|key| shown(next, key)), ["job", "-", "-", "aws-cli/2.32.0", "ann"], "it persists");
}

#[test]
fn a_token_and_an_assertion_say_their_claims() {
    let oidc = "who = \"web_identity dev/id.example.com/a\"\n\
                through = [{ role = \"dev/app/Reader\", claims = { sub = \"me\", aud = \"app\", amr = [\"x\", \"y\"] } }]";
    let claims = [("id.example.com/a:sub", "me"), ("id.example.com/a:aud", "app"), ("id.example.com/a:amr", "[x y]")];
    check(oidc, &claims);
    check(oidc, &[("aws:PrincipalArn", "-"), ("aws:PrincipalType", "-"), ("aws:userid", "-")]);
    check(&format!("{oidc}\n{QUEUE}"), &claims.map(|(key, _)| (key, "-")));
    let google = "who = \"web_identity accounts.google.com\"\nthrough = [{ role = \"dev/app/Reader\", claims = { sub = \"7\" } }]";
    check(
        &format!("{google}\n{QUEUE}"),
        &[("accounts.google.com:sub", "7"), ("aws:FederatedProvider", "accounts.google.com")],
    );
    let saml = "who = \"saml dev/Corp\"\n\
                through = [{ role = \"dev/app/Reader\", claims = { sub = \"ann\", iss = \"https://idp\" } }]";
    check(
        saml,
        &[("saml:sub", "ann"), ("saml:iss", "https://idp"), ("saml:aud", "https://signin.aws.amazon.com/saml")],
    );
    check(&format!("{saml}\n{QUEUE}"), &[("saml:sub", "ann"), ("saml:iss", "-"), ("saml:aud", "-")]);
}

#[test]
fn what_services_do_shows_in_the_call() {
    check(
        &format!("who = \"service sns.amazonaws.com\"\n{QUEUE}\nsource = \"arn:aws:sns:eu-west-1:111122223333:t\""),
        &[
            ("aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:t"),
            ("aws:SourceAccount", "111122223333"),
            ("aws:SourceOrgID", "o-exampleorgid"),
            ("aws:PrincipalServiceNamesList", "[sns.amazonaws.com]"),
        ],
    );
    check(
        &format!(
            "who = \"user dev/team/ann\"\n{QUEUE}\ncalled_via = [\"cloudformation.amazonaws.com\", \"athena.amazonaws.com\"]"
        ),
        &[
            ("aws:CalledVia", "[cloudformation.amazonaws.com athena.amazonaws.com]"),
            ("aws:CalledViaFirst", "cloudformation.amazonaws.com"),
            ("aws:CalledViaLast", "athena.amazonaws.com"),
            ("aws:ViaAWSService", "true"),
        ],
    );
    check(
        &format!("who = \"user dev/team/ann\"\n{QUEUE}\ncontext = {{ \"aws:SourceVpce\" = \"vpce-1\" }}"),
        &[("aws:SourceVpce", "vpce-1"), ("aws:SourceIp", "-")],
    );
}
