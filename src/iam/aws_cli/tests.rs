//! Scenarios that come with the program, as commands.

use super::*;
use crate::iam::catalogue::Catalogue;

fn of(scenario: &str, request: &str) -> String {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(format!("{folder}/{scenario}.toml")).unwrap();
    let mut read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).map_err(|error| error.to_string());
    let scenario = Scenario::from_toml(&text, &mut read).unwrap();
    commands(&scenario, scenario.request(request).unwrap()).unwrap()
}

#[test]
fn operations_are_called_as_the_command_line_does() {
    for (name, expected) in [
        ("GetObject", "get-object"),
        ("ListObjectsV2", "list-objects-v2"),
        ("CreateDBInstance", "create-db-instance"),
        ("AssumeRoleWithSAML", "assume-role-with-saml"),
        ("CreateOpenIDConnectProvider", "create-open-id-connect-provider"),
        ("ListWebACLs", "list-web-acls"),
        ("DescribeVpcs", "describe-vpcs"),
        ("GetMFADevice", "get-mfa-device"),
        ("ListPoliciesGrantingServiceAccess", "list-policies-granting-service-access"),
        ("GetSAMLProvider", "get-saml-provider"),
        ("ListTagsForResource", "list-tags-for-resource"),
        ("PutBucketCORS", "put-bucket-cors"),
        ("ListMFADevices", "list-mfa-devices"),
        ("DescribeEC2InstanceLimits", "describe-ec2-instance-limits"),
        ("BatchGetTraces", "batch-get-traces"),
        ("ListIPSets", "list-ip-sets"),
        ("", ""),
    ] {
        assert_eq!(operation_name(name), expected, "{name}");
    }
}

#[test]
fn a_role_on_the_way_becomes_a_call_and_its_credentials() {
    insta::assert_snapshot!("chain", of("dev-to-prod", "ann-reads"));
}

#[test]
fn tags_go_along_with_the_call_that_sends_them() {
    insta::assert_snapshot!("tags", of("session-tags", "tag-goes-along"));
}

#[test]
fn a_token_stands_in_a_file_and_what_it_must_say_in_a_comment() {
    insta::assert_snapshot!("token", of("oidc-github", "main"));
}

#[test]
fn a_service_gets_its_role_without_a_command() {
    insta::assert_snapshot!("service", of("ec2-reads-s3", "read"));
}

#[test]
fn a_role_that_is_handed_over_is_an_option_of_the_call() {
    insta::assert_snapshot!("handed_over", of("lambda-passrole", "ann-makes"));
}

#[test]
fn every_known_command_fills_all_its_places() {
    let world = "title = \"t\"\n[world.accounts.dev]\nid = \"111122223333\"\n[[world.users]]\nname = \"dev/ann\"\n";
    for (action, _) in operation::KNOWN {
        let scenario = Scenario::from_toml(world, &mut |name| Err(name.to_owned())).unwrap();
        let spec = RequestSpec {
            action: Some(action.to_owned()),
            resource: Some("*".to_owned()),
            ..toml::from_str("name = \"r\"\nwho = \"user dev/ann\"").unwrap()
        };
        let text = commands(&scenario, &spec).unwrap();
        assert!(!text.contains(['{', '}']), "{text}");
        assert!(Catalogue::built_in().action(action).is_some(), "{action} is not in the catalogue");
    }
    let sorted: Vec<&str> = operation::KNOWN.iter().map(|(action, _)| *action).collect();
    assert!(sorted.is_sorted(), "sorted, so that nothing is there twice");
}

#[test]
fn words_are_quoted_for_a_shell_and_options_for_conditions() {
    assert_eq!(quoted("a b'c"), r"'a b'\''c'");
    let text = r#"
        title = "t"
        [world.accounts.dev]
        id = "111122223333"
        [[world.users]]
        name = "dev/ann"
        [[world.roles]]
        name = "dev/App"
        trust = '{"Version": "2012-10-17", "Statement": []}'
        [[requests]]
        name = "r"
        who = "user dev/ann"
        through = [{ role = "dev/App", session = "me@x", duration = 900, external_id = "a:b", mfa = true, tags = { "a b" = "c" },
            source_identity = "ann", policies = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "s.json", '{ "Statement": [] }'] }]
        action = "s3:ListBucket"
        resource = "arn:aws:s3:::data"
        context = { "s3:prefix" = "home/ann b/", "aws:SourceIp" = "203.0.113.9" }
        without = ["aws:UserAgent"]
    "#;
    let mut read = |_: &str| Ok("{}".to_owned());
    let scenario = Scenario::from_toml(text, &mut read).unwrap();
    insta::assert_snapshot!("options", commands(&scenario, &scenario.requests[0]).unwrap());
}
