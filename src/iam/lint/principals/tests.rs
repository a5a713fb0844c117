//! Trust policies and resource policies that have a finding, each beside one that has not.

use crate::iam::findings;
use crate::iam::lint::lint;
use crate::iam::lint::tests::lines_with;
use crate::iam::policy::PolicyKind::{self, Resource, Trust};

/// A document of one statement that allows, a line each: `Effect` stands on line 4, `principal` on 5, `action` on 6.
fn document(rest: &[&str]) -> String {
    let rest = rest.join(",\n");
    format!("{{\n\"Version\": \"2012-10-17\",\n\"Statement\": [{{\n\"Effect\": \"Allow\",\n{rest}\n}}]\n}}")
}

/// Expects the finding on these lines of the document.
#[track_caller]
fn check(kind: PolicyKind, code: &str, rest: &[&str], lines: &[usize]) {
    let text = document(rest);
    assert!(findings::find(code).is_some(), "{code}");
    assert_eq!(lines_with(code, &text, kind), lines, "{code} in\n{text}");
}

/// Expects these findings and no others.
#[track_caller]
fn check_all(kind: PolicyKind, rest: &[&str], codes: &[&str]) {
    let text = document(rest);
    let found: Vec<&str> = lint(&text, kind).findings.iter().map(|finding| finding.code).collect();
    assert_eq!(found, codes, "{text}");
}

/// Expects that the fix of the only finding with one makes `mended` of the document, which has no such finding.
#[track_caller]
fn check_fix(kind: PolicyKind, code: &str, rest: &[&str], mended: &[&str]) {
    let text = document(rest);
    let fix =
        lint(&text, kind).findings.into_iter().find(|finding| finding.code == code).and_then(|finding| finding.fix);
    assert_eq!(fix.map(|fix| fix.apply(&text)), Some(document(mended)), "{text}");
    assert_eq!(lines_with(code, &document(mended), kind), [0; 0]);
}

const ANN: &str = r#""Principal": {"AWS": "arn:aws:iam::111122223333:user/ann"}"#;
const ASSUME: &str = r#""Action": "sts:AssumeRole""#;
const WITH_TOKEN: &str = r#""Action": "sts:AssumeRoleWithWebIdentity""#;
const GITHUB: &str =
    r#""Principal": {"Federated": "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"}"#;

fn provider(name: &str) -> String {
    format!(r#""Principal": {{"Federated": "arn:aws:iam::444455556666:oidc-provider/{name}"}}"#)
}

fn condition(operator: &str, key: &str, value: &str) -> String {
    format!("\"Condition\": {{\"{operator}\": {{\n\"{key}\": {value}\n}}}}")
}

#[test]
fn the_action_has_to_be_the_one_that_the_principal_assumes_roles_with() {
    const CODE: &str = "MISMATCHED_ACTION_FOR_PRINCIPAL";
    let saml = r#""Principal": {"Federated": "arn:aws:iam::444455556666:saml-provider/Staff"}"#;
    let service = r#""Principal": {"Service": "ec2.amazonaws.com"}"#;
    let cognito = r#""Principal": {"Federated": "cognito-identity.amazonaws.com"}"#;
    let with_saml = r#""Action": "sts:AssumeRoleWithSAML""#;
    for (principal, action, lines) in [
        (saml, with_saml, &[] as &[usize]),
        (saml, ASSUME, &[6]),
        (saml, WITH_TOKEN, &[6]),
        (cognito, WITH_TOKEN, &[]),
        (cognito, with_saml, &[6]),
        (GITHUB, ASSUME, &[6]),
        (ANN, ASSUME, &[]),
        (ANN, WITH_TOKEN, &[6]),
        (service, ASSUME, &[]),
        (service, with_saml, &[6]),
        (service, r#""Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#, &[]),
        (service, r#""Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]"#, &[6]),
        (saml, r#""Action": "sts:TagSession""#, &[]),
        (r#""Principal": {"AWS": "*"}"#, with_saml, &[]),
    ] {
        check(Trust, CODE, &[principal, action], lines);
    }
    // One of two principals has no way in.
    let both =
        "\"Principal\": {\"AWS\": \"111122223333\",\n\"Federated\": \"arn:aws:iam::444455556666:saml-provider/Staff\"}";
    check(Trust, CODE, &[both, ASSUME], &[6]);
    check(Trust, CODE, &[both, r#""Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"]"#], &[]);
    check_fix(Trust, CODE, &[saml, ASSUME], &[saml, with_saml]);
}

#[test]
fn a_shared_provider_is_asked_for_the_claim_that_tells_its_customers_apart() {
    for (name, key) in [
        ("token.actions.githubusercontent.com", "token.actions.githubusercontent.com:sub"),
        ("gitlab.com", "gitlab.com:sub"),
        ("app.terraform.io", "app.terraform.io:sub"),
        ("api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"),
        ("oidc.vercel.com", "oidc.vercel.com:aud"),
    ] {
        let github = name.starts_with("token");
        let code = if github { "MISSING_GITHUB_REPO_CONDITION_KEY" } else { "MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER" };
        check_all(Trust, &[&provider(name), WITH_TOKEN], &[code]);
        let other = if key.ends_with(":aud") { "sub" } else { "aud" };
        let other = condition("StringEquals", &format!("{name}:{other}"), "\"x\"");
        check_all(Trust, &[&provider(name), WITH_TOKEN, &other], &[code]);
        for key in [key.to_owned(), key.to_uppercase()] {
            check_all(
                Trust,
                &[&provider(name), WITH_TOKEN, &condition("StringEquals", &key, "\"repo:acme/shop:x\"")],
                &[],
            );
        }
    }
    let cognito = r#""Principal": {"Federated": "cognito-identity.amazonaws.com"}"#;
    check_all(Trust, &[cognito, WITH_TOKEN], &["MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER"]);
    let pool = condition("StringEquals", "cognito-identity.amazonaws.com:aud", "\"eu-west-1:4711\"");
    check_all(Trust, &[cognito, WITH_TOKEN, &pool], &[]);
}

#[test]
fn any_other_provider_is_asked_for_some_claim() {
    const CODE: &str = "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL";
    let own = provider("login.example.com/shop");
    let with = |operator, key, value| condition(operator, key, value);
    check(Trust, CODE, &[&own, WITH_TOKEN], &[5]);
    check(Trust, CODE, &[&own, WITH_TOKEN, &with("StringEquals", "login.example.com/shop:sub", "\"ann\"")], &[]);
    for nothing in [
        with("StringEquals", "login.example.com:sub", "\"ann\""),
        with("StringNotEquals", "login.example.com/shop:sub", "\"ann\""),
        with("StringLike", "login.example.com/shop:sub", "\"*\""),
        with("StringEqualsIfExists", "login.example.com/shop:sub", "\"ann\""),
        with("Null", "login.example.com/shop:sub", "\"false\""),
        with("IpAddress", "aws:SourceIp", "\"203.0.113.0/24\""),
    ] {
        check(Trust, CODE, &[&own, WITH_TOKEN, &nothing], &[5]);
    }
    check(Trust, CODE, &[r#""Principal": {"Federated": "accounts.google.com"}"#, WITH_TOKEN], &[5]);
    let gitlab = condition("StringLike", "gitlab.com:sub", "\"*\"");
    check(Trust, CODE, &[&provider("gitlab.com"), WITH_TOKEN, &gitlab], &[5]);
}

#[test]
fn the_subject_of_github_names_owner_repository_and_branch() {
    const CODE: &str = "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED";
    let subject = |operator: &str, value: &str| {
        condition(operator, "token.actions.githubusercontent.com:sub", &format!("\"{value}\""))
    };
    for (value, lines) in [
        ("repo:acme/shop:ref:refs/heads/main", &[] as &[usize]),
        ("repo:acme@4711/shop@815:ref:refs/heads/main", &[]),
        ("repo:acme/shop:environment:production", &[]),
        ("repo:acme/shop:*", &[8]),
        ("repo:acme@4711/shop@815:*", &[8]),
        ("repo:acme/*", &[8]),
        ("repo:acme/*:ref:refs/heads/main", &[8]),
        ("repo:acme*/shop:ref:refs/heads/main", &[8]),
        ("repo:*", &[8]),
        ("*", &[8]),
    ] {
        check(Trust, CODE, &[GITHUB, WITH_TOKEN, &subject("StringLike", value)], lines);
    }
    // There the star stands for itself, which has a finding of its own.
    check(Trust, CODE, &[GITHUB, WITH_TOKEN, &subject("StringEquals", "repo:acme/shop:*")], &[]);
    let with_branch = |subject: &str| {
        format!(
            "\"Condition\": {{\"StringLike\": {{\n\"token.actions.githubusercontent.com:sub\": \"{subject}\"}},\n\
             \"StringEquals\": {{\"token.actions.githubusercontent.com:ref\": \"refs/heads/main\"}}}}"
        )
    };
    check(Trust, CODE, &[GITHUB, WITH_TOKEN, &with_branch("repo:acme/shop:*")], &[]);
    check(Trust, CODE, &[GITHUB, WITH_TOKEN, &with_branch("repo:acme/*")], &[8]);
    check(Trust, CODE, &[GITHUB, WITH_TOKEN, &with_branch("repo:acme/sh*:environment:production")], &[8]);
}

#[test]
fn everybody_is_let_in_only_under_a_condition_that_narrows() {
    const CODE: &str = "STAR_IN_PRINCIPAL_WITHOUT_CONDITION";
    const FORM: &str = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL";
    let (bare, in_map) = (r#""Principal": "*""#, r#""Principal": {"AWS": ["111122223333", "*"]}"#);
    let organisation = condition("StringEquals", "aws:PrincipalOrgID", "\"o-lab1234567\"");
    for principal in [bare, in_map] {
        check(Trust, CODE, &[principal, ASSUME], &[5]);
        check(Trust, CODE, &[principal, ASSUME, &organisation], &[]);
        for open in [
            condition("StringLike", "aws:PrincipalOrgID", "\"*\""),
            condition("StringEqualsIfExists", "aws:PrincipalOrgID", "\"o-lab1234567\""),
            condition("StringNotEquals", "aws:PrincipalAccount", "\"999900001111\""),
            condition("IpAddress", "aws:SourceIp", "\"0.0.0.0/0\""),
            condition("Bool", "aws:SecureTransport", "\"true\""),
            condition("StringEquals", "sts:ExternalId", "\"acme-4711\""),
        ] {
            check(Trust, CODE, &[principal, ASSUME, &open], &[5]);
        }
    }
    check(Trust, FORM, &[bare, ASSUME], &[]);
    check(Trust, FORM, &[bare, ASSUME, &organisation], &[5]);
    check(Trust, FORM, &[in_map, ASSUME, &organisation], &[]);
    check_fix(Trust, FORM, &[bare, ASSUME, &organisation], &[r#""Principal": {"AWS": "*"}"#, ASSUME, &organisation]);
    let (action, bucket) = (r#""Action": "s3:GetObject""#, r#""Resource": "arn:aws:s3:::price-list/*""#);
    check(Resource, CODE, &[bare, action, bucket], &[5]);
    check(Resource, CODE, &[bare, action, bucket, &organisation], &[]);
    check(Resource, FORM, &[bare, action, bucket, &organisation], &[]);
}

#[test]
fn a_service_is_asked_for_whom_it_acts() {
    const CODE: &str = "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL";
    let service = |name: &str| format!(r#""Principal": {{"Service": "{name}.amazonaws.com"}}"#);
    let (send, queue) =
        (r#""Action": "sqs:SendMessage""#, r#""Resource": "arn:aws:sqs:eu-west-1:111122223333:orders""#);
    check(Resource, CODE, &[&service("sns"), send, queue], &[5]);
    for key in ["aws:SourceArn", "AWS:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"] {
        check(Resource, CODE, &[&service("sns"), send, queue, &condition("StringEquals", key, "\"x\"")], &[]);
    }
    check(
        Resource,
        CODE,
        &[&service("sns"), send, queue, &condition("StringNotEquals", "aws:SourceArn", "\"x\"")],
        &[5],
    );
    // What runs one's own code gets its role from whoever owns the code: no condition is needed, or even possible.
    for name in ["ec2", "lambda", "ecs-tasks", "glue"] {
        check_all(Trust, &[&service(name), ASSUME], &[]);
    }
    let three = r#""Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#;
    check(Trust, CODE, &[&service("rolesanywhere"), three], &[5]);
    let referer = condition("StringEquals", "aws:Referer", "\"111122223333\"");
    check_all(
        Resource,
        &[&service("ses"), r#""Action": "s3:PutObject""#, r#""Resource": "arn:aws:s3:::reports/*""#, &referer],
        &["RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"],
    );
}

#[test]
fn a_misspelt_service_is_led_to_its_name() {
    let service = |name: &str| format!(r#""Principal": {{"Service": "{name}"}}"#);
    for (written, code) in [
        ("lamda.amazonaws.com", "UNKNOWN_SERVICE_PRINCIPAL"),
        ("lambda.amazon.com", "INVALID_SERVICE_PRINCIPAL_FORMAT"),
        ("lambda", "INVALID_SERVICE_PRINCIPAL_FORMAT"),
        ("Lambda.amazonaws.com", "INVALID_SERVICE_PRINCIPAL_FORMAT"),
    ] {
        check_all(Trust, &[&service(written), ASSUME], &[code]);
        check_fix(Trust, code, &[&service(written), ASSUME], &[&service("lambda.amazonaws.com"), ASSUME]);
    }
    check_all(Trust, &[&service("warehouse.amazonaws.com"), ASSUME], &[]);
}

#[test]
fn a_name_under_the_wrong_type_is_moved() {
    let under = |key: &str, name: &str| format!(r#""Principal": {{"{key}": "{name}"}}"#);
    for (key, name, meant) in [
        ("AWS", "ec2.amazonaws.com", "Service"),
        ("Service", "111122223333", "AWS"),
        ("Federated", "arn:aws:iam::111122223333:user/ann", "AWS"),
    ] {
        let found = lint(&document(&[&under(key, name), ASSUME]), Trust).findings;
        let [finding] = found.as_slice() else { panic!("{found:#?}") };
        let fixed = finding.fix.as_ref().map(|fix| fix.apply(&document(&[&under(key, name), ASSUME])));
        assert_eq!(fixed, Some(document(&[&under(meant, name), ASSUME])));
    }
    let grouped = under("AWS", "1111-2222-3333");
    check_fix(Trust, "INVALID_PRINCIPAL", &[&grouped, ASSUME], &[&under("AWS", "111122223333"), ASSUME]);
}

#[test]
fn a_whole_account_is_asked_for_its_external_id() {
    const CODE: &str = "MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL";
    let vendor = r#""Principal": {"AWS": "arn:aws:iam::777788889999:root"}"#;
    check(Trust, CODE, &[vendor, ASSUME], &[5]);
    check(Trust, CODE, &[r#""Principal": {"AWS": ["777788889999", "111122223333"]}"#, ASSUME], &[5, 5]);
    check(Trust, CODE, &[vendor, ASSUME, &condition("StringEquals", "sts:ExternalId", "\"acme-4711\"")], &[]);
    check(Trust, CODE, &[vendor, ASSUME, &condition("StringEquals", "aws:PrincipalOrgID", "\"o-lab1234567\"")], &[]);
    check(Trust, CODE, &[ANN, ASSUME], &[]);
}

#[test]
fn wildcards_in_the_actions_of_a_trust_policy_allow_too_much() {
    const CODE: &str = "STAR_IN_ACTION_OF_ROLE_TRUST_POLICY";
    check_fix(Trust, CODE, &[ANN, r#""Action": "sts:*""#], &[ANN, ASSUME]);
    check(Trust, CODE, &[ANN, r#""Action": ["sts:AssumeRole", "sts:Tag*"]"#], &[6]);
    check(Trust, CODE, &[ANN, r#""Action": ["sts:AssumeRole", "sts:TagSession"]"#], &[]);
    check(Trust, CODE, &[ANN, r#""Action": "*""#], &[]);
    check(Trust, "UNSUPPORTED_ACTION_IN_POLICY", &[ANN, r#""Action": "*""#], &[6]);
}

#[test]
fn what_a_caller_brings_along_needs_its_action() {
    const CODE: &str = "MISSING_ACTION_FOR_CONDITION_KEY";
    let with_tags = r#""Action": ["sts:AssumeRole", "sts:TagSession"]"#;
    for key in ["aws:RequestTag/team", "AWS:TagKeys", "sts:TransitiveTagKeys"] {
        let asked = condition("StringEquals", key, "\"shop\"");
        check(Trust, CODE, &[ANN, ASSUME, &asked], &[8]);
        check_fix(Trust, CODE, &[ANN, ASSUME, &asked], &[ANN, with_tags, &asked]);
    }
    let source = condition("StringEquals", "sts:SourceIdentity", "\"ann\"");
    check(Trust, CODE, &[ANN, with_tags, &source], &[8]);
    check_fix(
        Trust,
        CODE,
        &[ANN, with_tags, &source],
        &[ANN, r#""Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#, &source],
    );
    check(Trust, CODE, &[ANN, ASSUME, &condition("Null", "sts:SourceIdentity", "\"true\"")], &[]);
    check(Trust, CODE, &[ANN, ASSUME, &condition("StringEquals", "aws:PrincipalTag/team", "\"shop\"")], &[]);
    // The action may stand in a statement of its own.
    let tags = condition("StringEquals", "aws:RequestTag/team", "\"shop\"");
    let second = format!("{tags}\n}}, {{\n\"Effect\": \"Allow\", {ANN}, \"Action\": \"sts:TagSession\"");
    check(Trust, CODE, &[ANN, ASSUME, &second], &[]);
}

#[test]
fn roles_anywhere_needs_three_actions_in_whichever_statements() {
    const CODE: &str = "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY";
    let anywhere = r#""Principal": {"Service": "rolesanywhere.amazonaws.com"}"#;
    let two = r#""Action": ["sts:AssumeRole", "sts:TagSession"]"#;
    let three = r#""Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]"#;
    check(Trust, CODE, &[anywhere, three], &[]);
    check_fix(Trust, CODE, &[anywhere, ASSUME], &[anywhere, three]);
    check_fix(Trust, CODE, &[anywhere, two], &[anywhere, three]);
    let second = format!("{two}\n}}, {{\n\"Effect\": \"Allow\", {anywhere}, \"Action\": \"sts:SetSourceIdentity\"");
    check(Trust, CODE, &[anywhere, &second], &[]);
}

#[test]
fn a_session_beside_its_role_says_nothing() {
    const CODE: &str = "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY";
    let list = |names: &[&str]| format!(r#""Principal": {{"AWS": ["{}"]}}"#, names.join("\", \""));
    let (role, session) =
        ("arn:aws:iam::111122223333:role/team/Deployer", "arn:aws:sts::111122223333:assumed-role/Deployer/nightly");
    check_fix(Trust, CODE, &[&list(&[role, session]), ASSUME], &[&list(&[role]), ASSUME]);
    check_fix(Trust, CODE, &[&list(&[session, role]), ASSUME], &[&list(&[role]), ASSUME]);
    check(Trust, CODE, &[&list(&[role, &session.replace("1111", "9999")]), ASSUME], &[]);
    check(Trust, CODE, &[&list(&[session]), ASSUME], &[]);
}

#[test]
fn a_set_operator_on_an_audience_is_asked_about_once() {
    const CODE: &str = "CONFIRM_AUDIENCE_CLAIM_TYPE";
    let own = provider("login.example.com");
    let with = |operator: &str| condition(operator, "login.example.com:aud", "\"shop\"");
    check(Trust, CODE, &[&own, WITH_TOKEN, &with("StringEquals")], &[]);
    check(
        Trust,
        CODE,
        &[&own, WITH_TOKEN, &condition("ForAnyValue:StringLike", "login.example.com:amr", "\"x\"")],
        &[],
    );
    for set in ["ForAnyValue:StringEquals", "ForAllValues:StringEquals"] {
        check_fix(Trust, CODE, &[&own, WITH_TOKEN, &with(set)], &[&own, WITH_TOKEN, &with("StringEquals")]);
    }
}

#[test]
fn a_saml_provider_is_asked_for_whom_the_assertion_was_made() {
    const CODE: &str = "MISSING_AUDIENCE_FOR_SAML_PRINCIPAL";
    let (staff, action) = (
        r#""Principal": {"Federated": "arn:aws:iam::444455556666:saml-provider/Staff"}"#,
        r#""Action": "sts:AssumeRoleWithSAML""#,
    );
    check(Trust, CODE, &[staff, action], &[5]);
    check(
        Trust,
        CODE,
        &[staff, action, &condition("StringEquals", "saml:aud", "\"https://signin.aws.amazon.com/saml\"")],
        &[],
    );
    check(Trust, CODE, &[staff, ASSUME], &[]);
}

#[test]
fn an_account_of_ones_own_needs_no_external_id() {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}"#;
    let found = |own: &[&str]| {
        let own: Vec<String> = own.iter().map(|id| (*id).to_owned()).collect();
        let parse = crate::iam::json::parse(text);
        let findings = crate::iam::lint::lint_parsed(text, parse, PolicyKind::Trust, &own).findings;
        findings.iter().any(|finding| finding.code == "MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL")
    };
    assert!(found(&[]) && found(&["444455556666"]));
    assert!(!found(&["444455556666", "111122223333"]));
}
