//! Which statements grant too much, and which look so and do not.

use crate::iam::catalogue::Catalogue;
use crate::iam::findings::GRANTING;
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind::{self, Boundary, Identity, Resource, Scp, Session, Trust};
use crate::text::LineIndex;

/// Holds a statement, an element a line, to the findings about granting: the line of the statement, from 1, and the name.
#[track_caller]
fn check(kind: PolicyKind, statement: &str, expected: &[(usize, &str)]) {
    let text = format!("{{\"Version\": \"2012-10-17\", \"Statement\": {{\n{statement}\n}}}}");
    let lines = LineIndex::new(&text);
    let found = lint(&text, kind).findings;
    let found: Vec<(usize, &str)> = found
        .iter()
        .filter(|found| GRANTING.iter().any(|row| row.code == found.code))
        .map(|found| (lines.line_column(&text, found.range.start as usize).line, found.code))
        .collect();
    assert_eq!(found, expected, "{statement}");
}

/// The same of `Allow` in a permissions policy.
#[track_caller]
fn allows(elements: &str, expected: &[(usize, &str)]) {
    check(Identity, &format!("\"Effect\": \"Allow\",\n{elements}"), expected);
}

#[test]
fn all_on_everything_is_one_finding() {
    const ALL: &str = "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES";
    allows("\"Action\": \"*\",\n\"Resource\": \"*\"", &[(2, ALL)]);
    allows("\"Action\": [\"s3:GetObject\",\n\"*\"],\n\"Resource\": [\"arn:aws:s3:::b\", \"*\"]", &[(3, ALL)]);
    allows("\"Action\": \"*\",\n\"Resource\": \"arn:aws:s3:::b/*\"", &[]);
    // Whoever is asked for something is not let do everything.
    let asked = "\"Action\": \"*\",\n\"Resource\": \"*\",\n\"Condition\": {\"StringEquals\": {\"aws:RequestedRegion\": \"eu-west-1\"}}";
    allows(asked, &[(2, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE")]);
}

#[test]
fn policies_that_only_limit_may_allow_widely() {
    for statement in [
        "\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"",
        "\"Effect\": \"Allow\", \"NotAction\": \"iam:*\", \"Resource\": \"*\"",
        "\"Effect\": \"Allow\", \"Action\": \"iam:PassRole\", \"NotResource\": \"arn:aws:iam::*:role/Admin\"",
    ] {
        for kind in [Boundary, Session, Scp] {
            check(kind, statement, &[]);
        }
    }
    for kind in PolicyKind::ALL {
        check(kind, "\"Effect\": \"Deny\", \"Action\": \"iam:*\", \"Resource\": \"*\"", &[]);
    }
}

#[test]
fn a_whole_service_on_everything_is_found_once_a_statement() {
    const SERVICE: &str = "ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES";
    allows("\"Action\": [\"ec2:Describe*\",\n\"s3:*\",\n\"sqs:*\"],\n\"Resource\": \"*\"", &[(3, SERVICE)]);
    allows("\"Action\": \"s3:Get*\",\n\"Resource\": \"*\"", &[]);
    allows("\"Action\": \"s3:*\",\n\"Resource\": \"arn:aws:s3:::reports*\"", &[]);
    allows(
        "\"Action\": \"s3:*\",\n\"Resource\": \"*\",\n\"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"true\"}}",
        &[],
    );
    // What is said of `iam:*` already is not said again.
    let both = "\"Action\": [\"iam:*\",\n\"sqs:*\"],\n\"Resource\": \"*\"";
    allows(both, &[(2, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"), (3, SERVICE)]);
}

#[test]
fn passing_roles_is_found_however_it_is_said() {
    let on = |action: &str, resource: &str| format!("{action},\n{resource}");
    for (action, resource, code) in [
        ("\"Action\": \"iam:PassRole\"", "\"Resource\": \"*\"", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("\"Action\": \"IAM:passrole\"", "\"Resource\": \"arn:aws:iam::*:role/*\"", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("\"Action\": \"iam:PassRole\"", "\"Resource\": \"arn:aws:iam::1:role*\"", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("\"Action\": \"iam:PassRole\"", "\"Resource\": \"arn:aws:iam\"", "PASS_ROLE_WITH_STAR_IN_RESOURCE"),
        ("\"Action\": \"iam:P*\"", "\"Resource\": \"*\"", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("\"Action\": \"*\"", "\"Resource\": \"arn:aws:iam::*:*\"", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"),
        ("\"NotAction\": \"s3:*\"", "\"Resource\": \"*\"", "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION"),
        ("\"Action\": \"iam:PassRole\"", "\"NotResource\": \"arn:aws:s3:::b\"", "PASS_ROLE_WITH_NOT_RESOURCE"),
        (
            "\"Action\": \"iam:Pass*\"",
            "\"NotResource\": \"arn:aws:s3:::b\"",
            "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        ),
        (
            "\"NotAction\": \"s3:*\"",
            "\"NotResource\": \"arn:aws:s3:::b\"",
            "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
        ),
    ] {
        allows(&on(action, resource), &[(2, code)]);
    }
    for resource in [
        "\"Resource\": \"arn:aws:iam::111122223333:role/Build\"",
        "\"Resource\": \"arn:aws:iam::*:role/build-*\"",
        "\"Resource\": \"arn:aws:iam::111122223333:role/service-role/*\"",
        "\"Resource\": \"arn:aws:iam::111122223333:role/${aws:username}*\"",
        "\"Resource\": \"arn:aws:iam::111122223333:user/*\"",
        "\"Resource\": \"arn:aws:s3:::*\"",
        "\"Resource\": \"*\",\n\"Condition\": {\"StringEquals\": {\"iam:PassedToService\": \"ec2.amazonaws.com\"}}",
        "\"Resource\": \"*\",\n\"Condition\": {\"StringLike\": {\"IAM:passedtoservice\": [\"ec2*\", \"ecs*\"]}}",
    ] {
        allows(&on("\"Action\": \"iam:PassRole\"", resource), &[]);
    }
    for asks_nothing in
        ["\"StringLike\": {\"iam:PassedToService\": \"*\"}", "\"Null\": {\"iam:PassedToService\": \"false\"}"]
    {
        let resource = format!("\"Resource\": \"*\",\n\"Condition\": {{{asks_nothing}}}");
        allows(&on("\"Action\": \"iam:PassRole\"", &resource), &[(2, "PASS_ROLE_WITH_STAR_IN_RESOURCE")]);
    }
}

#[test]
fn service_linked_roles_are_found_however_they_are_said() {
    const SPOT: &str = "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*";
    let not_spot = format!("\"NotResource\": \"{SPOT}\"");
    let all = "\"Resource\": \"*\"".to_owned();
    let all_slr = "\"Resource\": \"arn:aws:iam::*:role/aws-service-role/*\"".to_owned();
    let (not_action, not_resource) = ("ALLOW_WITH_NOT_ACTION", "ALLOW_WITH_NOT_RESOURCE");
    for (action, resource, codes) in [
        ("\"Action\": \"iam:CreateServiceLinkedRole\"", &all, &["CREATE_SLR_WITH_STAR_IN_RESOURCE"] as &[&str]),
        ("\"Action\": \"iam:CreateServiceLinkedRole\"", &all_slr, &["CREATE_SLR_WITH_STAR_IN_RESOURCE"]),
        ("\"Action\": \"iam:CreateService*\"", &all, &["CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE"]),
        ("\"Action\": \"iam:CreateServiceLinkedRole\"", &not_spot, &["CREATE_SLR_WITH_NOT_RESOURCE"]),
        ("\"Action\": \"iam:CreateService*\"", &not_spot, &["CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE"]),
        // Both are true, and each is mended in its own way.
        ("\"NotAction\": \"iam:PassRole\"", &all, &[not_action, "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION"]),
        ("\"NotAction\": \"iam:*\"", &all, &[not_action]),
        ("\"Action\": \"iam:CreateServiceLinkedRole\"", &format!("\"Resource\": \"{SPOT}\""), &[]),
    ] {
        let expected: Vec<(usize, &str)> = codes.iter().map(|code| (2, *code)).collect();
        allows(&format!("{action},\n{resource}"), &expected);
    }
    allows(
        &format!("\"NotAction\": \"iam:PassRole\",\n{not_spot}"),
        &[(2, not_action), (2, "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE"), (3, not_resource)],
    );
    allows(
        &format!("\"Action\": [\"s3:GetObject\",\n\"iam:CreateServiceLinkedRole\"],\n{not_spot}"),
        &[(3, "CREATE_SLR_WITH_NOT_RESOURCE"), (4, not_resource)],
    );
    allows(
        "\"Action\": \"iam:CreateServiceLinkedRole\",\n\"Resource\": \"*\",\n\
         \"Condition\": {\"StringLike\": {\"iam:AWSServiceName\": \"rds.amazonaws.com\"}}",
        &[],
    );
}

#[test]
fn changing_permissions_everywhere_is_found_once_a_statement() {
    const CHANGES: &str = "PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE";
    let account = "\"Resource\": \"arn:aws:iam::111122223333:role/*\"";
    allows(
        "\"Action\": [\"iam:GetRole\",\n\"iam:PutRolePolicy\",\n\"iam:AttachRolePolicy\"],\n\"Resource\": \"*\"",
        &[(3, CHANGES)],
    );
    allows("\"Action\": \"iam:Create*\",\n\"Resource\": \"*\"", &[(2, CHANGES)]);
    allows(&format!("\"Action\": \"iam:UpdateAssumeRolePolicy\",\n{account}"), &[(2, CHANGES)]);
    allows(
        "\"Action\": \"iam:AttachRolePolicy\",\n\"NotResource\": \"arn:aws:iam::*:role/Admin\"",
        &[(2, CHANGES), (3, "ALLOW_WITH_NOT_RESOURCE")],
    );
    // Users are not roles, and a path is a limit.
    allows(&format!("\"Action\": \"iam:PutUserPolicy\",\n{account}"), &[]);
    allows("\"Action\": \"iam:PutRolePolicy\",\n\"Resource\": \"arn:aws:iam::111122223333:role/team/*\"", &[]);
    allows("\"Action\": [\"iam:Get*\", \"iam:List*\", \"iam:CreateRole\"],\n\"Resource\": \"*\"", &[]);
    allows(
        "\"Action\": \"iam:PutRolePolicy\",\n\"Resource\": \"*\",\n\
         \"Condition\": {\"StringEquals\": {\"iam:PermissionsBoundary\": \"arn:aws:iam::1:policy/B\"}}",
        &[],
    );
}

#[test]
fn the_actions_that_change_permissions_work_on_what_the_catalogue_says() {
    for (action, kind) in super::CHANGES_PERMISSIONS {
        let known = Catalogue::built_in().action(action).unwrap_or_else(|| panic!("{action}"));
        assert!(known.resources().any(|on| on.resource_type.name == kind), "{action}, {kind}");
    }
}

#[test]
fn assuming_any_role_is_found_where_the_resource_is_a_star() {
    const ASSUME: &str = "ASSUME_ROLE_WITH_STAR_IN_RESOURCE";
    allows("\"Action\": \"sts:AssumeRole\",\n\"Resource\": \"*\"", &[(2, ASSUME)]);
    allows("\"Action\": \"sts:*\",\n\"Resource\": \"*\"", &[(2, ASSUME)]);
    allows("\"Action\": \"sts:AssumeRole\",\n\"Resource\": \"arn:aws:iam::444455556666:role/*\"", &[]);
    allows("\"Action\": \"sts:GetCallerIdentity\",\n\"Resource\": \"*\"", &[]);
}

#[test]
fn complements_are_found_where_they_grant() {
    let (not_action, not_resource) = ("ALLOW_WITH_NOT_ACTION", "ALLOW_WITH_NOT_RESOURCE");
    allows("\"NotAction\": [\"iam:*\"],\n\"Resource\": \"*\"", &[(2, not_action)]);
    allows("\"Action\": \"s3:*\",\n\"NotResource\": \"arn:aws:s3:::b\"", &[(3, not_resource)]);
    allows("\"NotAction\": \"iam:*\",\n\"NotResource\": \"arn:aws:s3:::b\"", &[(2, not_action), (3, not_resource)]);
    let principal = "\"Effect\": \"Allow\",\n\"Principal\": {\"AWS\": \"111122223333\"}";
    check(Resource, &format!("{principal},\n\"NotAction\": \"s3:*\",\n\"Resource\": \"*\""), &[(3, not_action)]);
    check(Trust, &format!("{principal},\n\"NotAction\": \"sts:TagSession\""), &[(3, not_action)]);
    check(Trust, &format!("{principal},\n\"Action\": \"sts:*\""), &[]);
}

#[test]
fn not_principal_spares_whoever_has_no_boundary() {
    let with = |listed: &str| {
        format!("\"Effect\": \"Deny\",\n\"NotPrincipal\": {listed},\n\"Action\": \"s3:*\",\n\"Resource\": \"*\"")
    };
    check(Resource, &with(r#"{"AWS": "111122223333"}"#), &[(2, "DENY_WITH_NOT_PRINCIPAL")]);
    check(Resource, &with(r#"{"Service": "logging.s3.amazonaws.com"}"#), &[]);
    check(Resource, &with("\"*\"").replace("NotPrincipal", "Principal"), &[]);
}
