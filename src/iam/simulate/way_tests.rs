//! Which checks a request comes to, and how each ends.

use super::*;
use crate::iam::trace::Reason;

/// A world in which what a test does not speak of is allowed.
const WORLD: &str = r#"
title = "t"
[world.organization]
management = "boss"
[world.organization.units.Work]
scps = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sqs:*", "Resource": "*"}]}''']
[world.organization.units.Narrow]
full_aws_access = false
scps = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}''']
[world.accounts.boss]
id = "999988887777"
title = "Boss"
rcps = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}''']
[world.accounts.dev]
id = "111122223333"
title = "Dev"
unit = "Work"
rcps = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*"}]}''']
[world.accounts.low]
id = "555566667777"
unit = "Narrow"
[[world.groups]]
name = "dev/Everything"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.users]]
name = "dev/ann"
groups = ["dev/Everything"]
[[world.users]]
name = "dev/bob"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:*", "sts:AssumeRole", "ec2:*"], "Resource": "*"}}''']
[[world.users]]
name = "dev/cap"
groups = ["dev/Everything"]
boundary = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'''
[[world.users]]
name = "boss/max"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.users]]
name = "low/sam"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/Long"
max_session_duration = 43200
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:user/bob",
  "111122223333"], "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity",
  "sts:TagSession"]}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/Plain"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}''']
[[world.roles]]
name = "low/Far"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/aws-service-role/logs.amazonaws.com/Linked"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "sts:AssumeRole"}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.instance_profiles]]
name = "dev/Profile"
role = "dev/Long"
[[world.resources]]
arn = "arn:aws:s3:::data"
account = "dev"
[[world.resources]]
arn = "arn:aws:s3:::books"
account = "boss"
"#;

fn scenario(request: &str) -> Scenario {
    let text = format!("{WORLD}[[requests]]\nname = \"r\"\n{request}\n");
    Scenario::from_toml(&text, &mut |name| Err(format!("no file {name}"))).unwrap()
}

fn run(request: &str) -> Simulation {
    let scenario = scenario(request);
    simulate(&scenario, &scenario.requests[0]).unwrap()
}

const READ: &str = "action = \"s3:GetObject\"\nresource = \"arn:aws:s3:::data/k\"";

/// The request ends at check `hop`, from 1, for `reason`.
fn check(request: &str, hop: usize, reason: Reason) {
    let ran = run(request);
    assert_eq!((ran.hops.len(), ran.decision().unwrap().reason), (hop, reason), "{request}");
    assert_eq!(ran.planned, ran.hops.len() + ran.ahead.len(), "{request}");
}

/// The actions that are checked, in order, those that were not reached in brackets.
fn check_way(request: &str, way: &[&str]) {
    let ran = run(request);
    let made = ran.hops.iter().map(|hop| hop.request.action.clone());
    let all: Vec<String> = made.chain(ran.ahead.iter().map(|action| format!("({action})"))).collect();
    assert_eq!(all, way, "{request}");
}

fn through(steps: &str, then: &str) -> String {
    format!("who = \"user dev/ann\"\nthrough = [{steps}]\n{then}")
}

#[test]
fn a_group_s_policies_are_its_members_own() {
    check(&format!("who = \"user dev/ann\"\n{READ}"), 1, Reason::IdentityAllow);
}

#[test]
fn guardrails_bear_on_the_account_that_a_session_lives_in() {
    let far = "\"low/Far\"";
    check(&through(far, READ.replace("data", "none").as_str()), 2, Reason::IdentityAllow);
    let ec2 = "action = \"ec2:StopInstances\"\nresource = \"arn:aws:ec2:eu-west-1:555566667777:instance/i-1\"";
    check(&through(far, ec2), 2, Reason::ScpNoAllow);
    let queue = "action = \"sqs:CreateQueue\"\nresource = \"arn:aws:sqs:eu-west-1:111122223333:q\"";
    check(&format!("who = \"user dev/ann\"\n{queue}"), 1, Reason::ExplicitDeny(crate::iam::trace::Layer::Scp));
    check(&format!("who = \"root dev\"\n{queue}"), 1, Reason::ExplicitDeny(crate::iam::trace::Layer::Scp));
    let of_boss = queue.replace("111122223333", "999988887777");
    check(&format!("who = \"user boss/max\"\n{of_boss}"), 1, Reason::IdentityAllow);
    let linked = "who = \"role dev/aws-service-role/logs.amazonaws.com/Linked\"";
    check(&format!("{linked}\n{queue}"), 1, Reason::IdentityAllow);
    let levels = run(&format!("who = \"user dev/ann\"\n{READ}")).hops[0].levels.clone();
    assert_eq!(levels.scp, ["the root", "the OU Work", "the account Dev"]);
    assert_eq!(levels.rcp, levels.scp);
}

#[test]
fn resource_control_bears_on_the_account_that_owns_the_resource() {
    use crate::iam::trace::Layer;
    let delete = READ.replace("GetObject", "DeleteObject");
    check(&format!("who = \"user dev/ann\"\n{delete}"), 1, Reason::ExplicitDeny(Layer::Rcp));
    check(&format!("who = \"root dev\"\n{delete}"), 1, Reason::ExplicitDeny(Layer::Rcp));
    // What hangs at the management account does not bind its resources.
    check(&format!("who = \"user boss/max\"\n{}", READ.replace("data", "books")), 1, Reason::IdentityAllow);
}

#[test]
fn a_boundary_comes_along_with_its_user() {
    check(&format!("who = \"user dev/cap\"\n{READ}"), 1, Reason::IdentityAllow);
    check(
        "who = \"user dev/cap\"\naction = \"s3:PutObject\"\nresource = \"arn:aws:s3:::data/k\"",
        1,
        Reason::BoundaryNoAllow,
    );
}

#[test]
fn a_session_may_do_what_its_policies_leave_of_the_role() {
    let read_only = "{ role = \"dev/Long\", policies = ['''{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \
                     \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}}'''] }";
    check(&through(read_only, READ), 2, Reason::IdentityAllow);
    check(&through(read_only, &READ.replace("Get", "Put")), 2, Reason::SessionNoAllow);
    let ran = run(&through(read_only, READ));
    assert!(ran.texts.contains_key("session policy 1 of r, step 1"), "{:?}", ran.texts.keys());
    // The next session is free of it again.
    check(&through(&format!("{read_only}, \"dev/Plain\""), &READ.replace("Get", "Put")), 2, Reason::SessionNoAllow);
}

#[test]
fn a_request_that_was_not_read_with_the_scenario_brings_its_session_policies() {
    let written = scenario(&through(
        "{ role = \"dev/Long\", policies = ['''{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\", \
         \"Resource\": \"*\"}}'''] }",
        READ,
    ));
    let other = scenario(&through("\"dev/Long\"", READ));
    let ran = simulate(&other, &written.requests[0]).unwrap();
    assert_eq!(ran.decision().unwrap().reason, Reason::ExplicitDeny(crate::iam::trace::Layer::Session));
}

#[test]
fn tags_and_a_source_identity_are_checks_of_their_own_on_the_role() {
    let both = "{ role = \"dev/Long\", tags = { a = \"1\" }, transitive = [\"a\"], source_identity = \"ann\" }";
    check_way(
        &through(&format!("{both}, \"dev/Plain\""), READ),
        &[
            "sts:AssumeRole",
            "sts:TagSession",
            "sts:SetSourceIdentity",
            "sts:AssumeRole",
            "sts:TagSession",
            "(sts:SetSourceIdentity)",
            "(s3:GetObject)",
        ],
    );
    // The role that does not trust anybody to tag.
    check(&through("{ role = \"dev/Plain\", tags = { a = \"1\" } }", READ), 2, Reason::NoResourceAllow);
    // The trust names bob himself, which suffices for the role and for tags. For a source identity bob must be allowed too.
    let bob = |step: &str| format!("who = \"user dev/bob\"\nthrough = [{step}]");
    check(&bob("\"dev/Long\""), 1, Reason::ResourceDirectAllow);
    check(&bob("{ role = \"dev/Long\", tags = { a = \"1\" } }"), 2, Reason::ResourceDirectAllow);
    check(&bob("{ role = \"dev/Long\", source_identity = \"bob\" }"), 2, Reason::NoIdentityAllow);
}

/// The last check fails by this rule.
fn check_rule(request: &str, rule: Option<Rule>) {
    let ran = run(request);
    let last = ran.hops.last().unwrap();
    assert_eq!(last.rule, rule, "{request}");
    assert_eq!(last.trace.decision.reason == Reason::OperationForbidden, rule.is_some(), "{request}");
}

#[test]
fn credentials_last_no_longer_than_their_call_and_role_give() {
    let step = |role: &str, seconds: u32| format!("{{ role = \"dev/{role}\", duration = {seconds} }}");
    check_rule(&through(&step("Long", 43_200), ""), None);
    check_rule(&through(&step("Long", 43_201), ""), Some(Rule::LongerThanRole { asked: 43_201, most: 43_200 }));
    check_rule(&through(&step("Plain", 3_600), ""), None);
    check_rule(&through(&step("Plain", 3_601), ""), Some(Rule::LongerThanRole { asked: 3_601, most: 3_600 }));
    check_rule(&through(&step("Plain", 899), ""), Some(Rule::TooShort { asked: 899 }));
    // Role chaining: an hour, whatever the role gives.
    let chained = |seconds| format!("who = \"role dev/Long\"\nthrough = [{}]", step("Long", seconds));
    check_rule(&chained(3_600), None);
    check_rule(&chained(3_601), Some(Rule::ChainedLongerThanHour { asked: 3_601 }));
    let token = |api: &str, seconds: u32| through(&format!("{{ api = \"{api}\", duration = {seconds} }}"), "");
    check_rule(&token("get_session_token", 129_600), None);
    check_rule(&token("get_session_token", 129_601), Some(Rule::LongerThanCall { asked: 129_601 }));
    check_rule(&token("get_federation_token", 129_601), Some(Rule::LongerThanCall { asked: 129_601 }));
}

#[test]
fn what_came_along_cannot_be_set_anew() {
    let first =
        "{ role = \"dev/Long\", tags = { Team = \"blue\" }, transitive = [\"Team\"], source_identity = \"ann\" }";
    let again = |rest: &str| through(&format!("{first}, {{ role = \"dev/Long\", {rest} }}"), "");
    check_rule(&again("tags = { team = \"red\" }"), Some(Rule::TransitiveTagAgain { key: "team".into() }));
    check_rule(&again("tags = { other = \"red\" }"), None);
    check_rule(&again("source_identity = \"bob\""), Some(Rule::OtherSourceIdentity { set: "ann".into() }));
    check_rule(&again("source_identity = \"ann\""), None);
}

#[test]
fn a_federated_user_may_do_what_user_and_session_policies_both_allow() {
    let all = "policies = ['''{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}''']";
    let step = |rest: &str| format!("{{ api = \"get_federation_token\"{rest} }}");
    check(&through(&step(""), READ), 2, Reason::SessionNoAllow);
    check(&through(&step(&format!(", {all}")), READ), 2, Reason::IdentityAllow);
    let iam = "action = \"iam:ListUsers\"\nresource = \"*\"";
    check(&through(&step(&format!(", {all}")), iam), 2, Reason::OperationForbidden);
    check(&through(&format!("{}, \"dev/Plain\"", step("")), ""), 2, Reason::OperationForbidden);
    check_way(&through(&step(", tags = { a = \"1\" }"), ""), &["sts:GetFederationToken", "sts:TagSession"]);
    let ran = run(&through(&step(""), ""));
    assert_eq!(ran.hops[0].request.resource, "arn:aws:sts::111122223333:federated-user/ann");
    check(&format!("who = \"role dev/Long\"\nthrough = [{}]", step("")), 1, Reason::OperationForbidden);
}

#[test]
fn credentials_of_get_session_token_reach_iam_only_with_mfa() {
    let iam = "action = \"iam:ListUsers\"\nresource = \"*\"";
    check(&through("{ api = \"get_session_token\" }", iam), 2, Reason::OperationForbidden);
    check(&through("{ api = \"get_session_token\", mfa = true }", iam), 2, Reason::IdentityAllow);
    check(&through("{ api = \"get_session_token\" }", READ), 2, Reason::IdentityAllow);
    check(&through("{ api = \"get_session_token\" }, \"dev/Plain\"", READ), 3, Reason::IdentityAllow);
    check("who = \"role dev/Long\"\nthrough = [{ api = \"get_session_token\" }]", 1, Reason::OperationForbidden);
}

#[test]
fn a_token_s_holder_is_let_in_by_the_provider_alone() {
    check("who = \"web_identity accounts.google.com\"\nthrough = [\"dev/Plain\"]", 1, Reason::NoResourceAllow);
    check(
        "who = \"web_identity accounts.google.com\"\nthrough = [{ api = \"assume_role\", role = \"dev/Plain\" }]",
        1,
        Reason::OperationForbidden,
    );
}

#[test]
fn handing_over_a_role_is_the_call_then_pass_role_then_the_trust() {
    let make = "action = \"lambda:CreateFunction\"\nresource = \"arn:aws:lambda:eu-west-1:111122223333:function:f\"";
    check_way(
        &format!("who = \"user dev/ann\"\n{make}\npasses = \"dev/Long\""),
        &["lambda:CreateFunction", "iam:PassRole", "sts:AssumeRole"],
    );
    check(&format!("who = \"user dev/ann\"\n{make}\npasses = \"dev/Long\""), 3, Reason::ServiceAllow);
    check(&format!("who = \"user dev/ann\"\n{make}\npasses = \"dev/Plain\""), 3, Reason::NoResourceAllow);
    let start = |role: &str| {
        format!(
            "{{ role = \"dev/{role}\", start = {{ action = \"cloudformation:CreateStack\", resource = \"*\", \
                 to = \"lambda.amazonaws.com\" }} }}"
        )
    };
    check(&through(&start("Long"), READ), 4, Reason::IdentityAllow);
    let ran = run(&through(&start("Long"), READ));
    assert_eq!(ran.hops[3].request.principal.arn, "arn:aws:sts::111122223333:assumed-role/Long/my-function");
    check(&format!("who = \"user dev/ann\"\n{make}\npasses = \"low/Far\""), 2, Reason::OperationForbidden);
    // That is no role chaining, and nothing of the caller comes along.
    let tagged = format!("{{ role = \"dev/Long\", tags = {{ a = \"1\" }}, transitive = [\"a\"] }}, {}", start("Long"));
    let ran = run(&through(&tagged, READ));
    assert_eq!(ran.hops.last().unwrap().request.context.get("aws:PrincipalTag/a"), None);
}

#[test]
fn run_instances_is_checked_on_everything_it_touches() {
    let run_instances = "action = \"ec2:RunInstances\"\nresource = \"arn:aws:ec2:eu-west-1:111122223333:instance/*\"";
    let ran =
        run(&format!("who = \"user dev/ann\"\n{run_instances}\npasses = {{ instance_profile = \"dev/Profile\" }}"));
    let resources: Vec<&str> = ran.hops.iter().map(|hop| hop.request.resource.as_str()).collect();
    assert_eq!(
        resources,
        [
            "arn:aws:ec2:eu-west-1:111122223333:instance/*",
            "arn:aws:ec2:eu-west-1::image/ami-0abcdef1234567890",
            "arn:aws:ec2:eu-west-1:111122223333:network-interface/*",
            "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0abc1234def567890",
            "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0abc1234def567890",
            "arn:aws:ec2:eu-west-1:111122223333:volume/*",
            "arn:aws:iam::111122223333:role/Long",
            "arn:aws:iam::111122223333:role/Long",
        ]
    );
    assert!(ran.is_allowed());
    let named = format!("{run_instances}\nalso = [\"arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-7\"]");
    let ran = run(&format!("who = \"user dev/ann\"\n{named}"));
    assert_eq!(ran.planned, 6, "the subnet that is named stands for the one that is assumed");
    // bob may do all of EC2, and not pass a role.
    check(&format!("who = \"user dev/bob\"\n{run_instances}"), 6, Reason::IdentityAllow);
    check(&format!("who = \"user dev/bob\"\n{run_instances}\npasses = \"dev/Long\""), 7, Reason::NoIdentityAllow);
}

#[test]
fn every_further_check_must_be_allowed() {
    let copy = "action = \"s3:PutObject\"\nresource = \"arn:aws:s3:::data/new\"";
    let also = "also = [{ action = \"s3:GetObject\", resource = \"arn:aws:s3:::data/old\" }]";
    check(&format!("who = \"user dev/bob\"\n{copy}\n{also}"), 2, Reason::IdentityAllow);
    check(
        &format!("who = \"user dev/bob\"\n{copy}\n{}", also.replace("s3:GetObject", "kms:Decrypt")),
        2,
        Reason::NoIdentityAllow,
    );
}
