//! Each case is a text and the finding that is or is not in it; the examples of the findings themselves are tested by
//! [`crate::iam::lint`].

use std::time::{Duration, Instant};

use crate::diagnostic::Severity;
use crate::iam::findings;
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind;

/// The codes of this file's findings in a text, with their lines (from 1).
fn found(text: &str, kind: PolicyKind) -> Vec<(&'static str, usize)> {
    let ours = |code: &str| findings::CONDITIONS.iter().any(|finding| finding.code == code);
    let all = lint(text, kind).findings.into_iter().filter(|finding| ours(finding.code));
    all.map(|finding| (finding.code, text.get(..finding.range.start as usize).unwrap().matches('\n').count() + 1))
        .collect()
}

/// A statement that allows `action` on everything under `condition`, which begins on line 2.
#[track_caller]
fn allow(action: &str, condition: &str, expected: &[&str]) {
    check("Allow", &format!(r#""Action": {action}"#), condition, expected);
}

#[track_caller]
fn deny(action: &str, condition: &str, expected: &[&str]) {
    check("Deny", &format!(r#""Action": {action}"#), condition, expected);
}

#[track_caller]
fn check(effect: &str, action: &str, condition: &str, expected: &[&str]) {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "{effect}", {action}, "Resource": "*",
           "Condition": {condition}}}}}"#
    );
    let expected: Vec<(&str, usize)> = expected.iter().map(|code| (*code, 2)).collect();
    assert_eq!(found(&text, PolicyKind::Identity), expected, "{text}");
}

const GET: &str = r#""s3:GetObject""#;

#[test]
fn a_key_has_a_prefix_and_a_name() {
    for key in ["SourceIp", "aws:", ":SourceIp", "aws: SourceIp", "aws:PrincipalTag/*", "https://example.com/id/A:sub"]
    {
        allow(GET, &format!(r#"{{"StringEquals": {{"{key}": "x"}}}}"#), &["INVALID_CONDITION_KEY_FORMAT"]);
    }
    for key in
        ["aws:PrincipalTag/cost center", "AWS:username", "oidc.eks.eu-west-1.amazonaws.com/id/A1:sub", "saml:aud"]
    {
        allow(GET, &format!(r#"{{"StringEquals": {{"{key}": "x"}}}}"#), &[]);
    }
}

#[test]
fn a_key_that_nobody_has_is_reported_once() {
    for (key, code) in [
        ("aws:SourceIPs", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:PrincipalTags/team", "INVALID_GLOBAL_CONDITION_KEY"),
        ("aws:prefix", "INVALID_GLOBAL_CONDITION_KEY"),
        ("s3:SourceIp", "INVALID_SERVICE_CONDITION_KEY"),
        ("s4:prefix", "INVALID_SERVICE_CONDITION_KEY"),
        ("sts:ExternalID2", "INVALID_SERVICE_CONDITION_KEY"),
        ("saml:audience", "INVALID_SERVICE_CONDITION_KEY"),
        ("aws:arn", "UNSUPPORTED_GLOBAL_CONDITION_KEY"),
        ("aws:RequestTag/", "MISSING_TAG_KEY_IN_CONDITION"),
        ("ec2:ResourceTag", "MISSING_TAG_KEY_IN_CONDITION"),
        ("aws:ResourceTag/${aws:username}", "VARIABLE_UNSUPPORTED_IN_ELEMENT"),
    ] {
        for operator in ["StringNotEquals", "NumericLessThan", "ForAllValues:StringLike"] {
            allow(GET, &format!(r#"{{"{operator}": {{"{key}": "1"}}}}"#), &[code]);
        }
    }
    for key in [
        "gitlab.example.com:project_path",
        "AWS:SourceOwner",
        "token.actions.githubusercontent.com:job_workflow_ref",
        "cognito-identity.amazonaws.com:aud",
    ] {
        allow(r#""sts:AssumeRoleWithWebIdentity""#, &format!(r#"{{"StringEquals": {{"{key}": "1"}}}}"#), &[]);
    }
}

/// What the mend of the first finding makes of a condition.
#[track_caller]
fn mends(condition: &str, expected: &str) {
    let text = |condition: &str| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
                "Condition": {condition}}}}}"#
        )
    };
    let before = text(condition);
    let findings = lint(&before, PolicyKind::Identity).findings;
    let fix = findings.iter().find_map(|finding| finding.fix.clone()).unwrap_or_else(|| panic!("{findings:?}"));
    assert_eq!(fix.apply(&before), text(expected));
}

#[test]
fn a_mechanical_mend_is_offered() {
    for (condition, expected) in [
        (r#"{"StringEquals": {"prefix": "a"}}"#, r#"{"StringEquals": {"s3:prefix": "a"}}"#),
        (r#"{"StringEquals": {"aws:prefix": "a"}}"#, r#"{"StringEquals": {"s3:prefix": "a"}}"#),
        (
            r#"{"StringEquals": {"aws:UserName": "a", "aws:SourceVcp": "b"}}"#,
            r#"{"StringEquals": {"aws:UserName": "a", "aws:SourceVpc": "b"}}"#,
        ),
        (r#"{"StringEquals": {"aws:PrincipleTag/a b": "a"}}"#, r#"{"StringEquals": {"aws:PrincipalTag/a b": "a"}}"#),
        (r#"{"StringEquals": {"s33:prefix": "a"}}"#, r#"{"StringEquals": {"s3:prefix": "a"}}"#),
        (
            r#"{"StringEquals": {"https://example.com/id/A:sub": "a"}}"#,
            r#"{"StringEquals": {"example.com/id/A:sub": "a"}}"#,
        ),
        (
            r#"{"StringNotEquals": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            r#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
        ),
        (r#"{"StringLike": {"aws:SecureTransport": "true"}}"#, r#"{"Bool": {"aws:SecureTransport": "true"}}"#),
        (
            r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": true}}"#,
            r#"{"Bool": {"aws:MultiFactorAuthPresent": true}}"#,
        ),
        (
            r#"{"NumericGreaterThan": {"aws:MultiFactorAuthAge": [30, 7, 100]}}"#,
            r#"{"NumericGreaterThan": {"aws:MultiFactorAuthAge": [7]}}"#,
        ),
        (
            r#"{"StringEquals": {"aws:RequestedRegion": "EU-West-1"}}"#,
            r#"{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}"#,
        ),
        (r#"{"IpAddress": {"aws:SourceIp": "2001:db8::7/32"}}"#, r#"{"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}"#),
        (r#"{"StringEquals": {"s3:prefix": ["a", 1]}}"#, r#"{"StringEquals": {"s3:prefix": ["a", "1"]}}"#),
        (
            r#"{"StringLike": {"s3:prefix": "${aws:username/*"}}"#,
            r#"{"StringLike": {"s3:prefix": "${aws:username}/*"}}"#,
        ),
        (r#"{"StringLike": {"s3:prefix": "${username}/*"}}"#, r#"{"StringLike": {"s3:prefix": "${aws:username}/*"}}"#),
        (
            r#"{"StringLike": {"s3:prefix": "${aws:user name}/*"}}"#,
            r#"{"StringLike": {"s3:prefix": "${aws:username}/*"}}"#,
        ),
        (
            r#"{"StringLike": {"s3:prefix": "${aws:username, none}/*"}}"#,
            r#"{"StringLike": {"s3:prefix": "${aws:username, 'none'}/*"}}"#,
        ),
    ] {
        mends(condition, expected);
    }
}

#[test]
fn one_key_in_two_spellings_is_found_under_one_operator_only() {
    let two = r#"{"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d", "AWS:SourceVPCE": "vpce-0a1b2c3e"}}"#;
    allow(GET, two, &["DUPLICATE_KEYS_WITH_DIFFERENT_CASE"]);
    allow(GET, r#"{"StringEquals": {"aws:username": "a"}, "StringLike": {"AWS:UserName": "a*"}}"#, &[]);
}

#[test]
fn a_key_must_be_one_that_the_actions_carry() {
    let code = "UNSUPPORTED_ACTION_FOR_CONDITION_KEY";
    let prefix = r#"{"StringLike": {"s3:prefix": "a*"}}"#;
    for (action, expected) in [
        (r#""s3:PutObject""#, true),
        (r#"["s3:GetObject", "s3:PutObject"]"#, true),
        (r#"["s3:ListBucket", "s3:GetObject"]"#, true),
        (r#""s3:GetObject*""#, true),
        (r#""ec2:*""#, true),
        (r#""s3:ListBucket""#, false),
        (r#""s3:List*""#, false),
        (r#"["s3:ListBucket", "s3:GetObject*"]"#, false),
        (r#""s3:*""#, false),
        (r#""*""#, false),
        (r#""s3:NoSuchAction""#, false),
        (r#""s4:GetObject""#, false),
    ] {
        allow(action, prefix, expected.then_some(code).as_slice());
        let condition = prefix.replace("StringLike", "StringNotLike");
        let expected = expected && !action.contains("ListBucket");
        deny(action, &condition, expected.then_some(code).as_slice());
    }
    check("Allow", r#""NotAction": "s3:GetObject""#, prefix, &[]);
    for (action, key) in [
        (r#""secretsmanager:GetSecretValue""#, "secretsmanager:ResourceTag/team"),
        (r#""ssm:SendCommand""#, "ssm:resourceTag/team"),
        (r#""elasticloadbalancing:DeleteLoadBalancer""#, "elasticloadbalancing:ResourceTag/team"),
        (r#"["ec2:StartInstances", "ec2:StopInstances"]"#, "ec2:ResourceTag/team"),
        (r#"["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]"#, "kms:ViaService"),
        (r#"["kms:Decrypt", "kms:GenerateDataKey*"]"#, "kms:EncryptionContext:aws:s3:arn"),
    ] {
        allow(action, &format!(r#"{{"StringEquals": {{"{key}": "a"}}}}"#), &[]);
    }
    let external = r#"{"StringEquals": {"sts:ExternalId": "a"}}"#;
    allow(r#"["sts:AssumeRole", "sts:TagSession"]"#, external, &[]);
    allow(r#""sts:GetCallerIdentity""#, external, &[code]);
    allow(
        r#"["iam:PassRole", "ec2:RunInstances"]"#,
        r#"{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#,
        &[code],
    );
}

#[test]
fn tags_come_into_the_requests_of_some_actions_only() {
    let tag = r#"{"StringEquals": {"aws:ResourceTag/team": "a"}}"#;
    for (action, expected) in [
        (r#""ec2:DescribeInstances""#, true),
        (r#""route53:*""#, true),
        (r#"["ec2:StartInstances", "ec2:DescribeVolumes", "route53:GetHostedZone"]"#, true),
        (r#""ec2:Describe*""#, false),
        (r#""ec2:*""#, false),
        (r#""*""#, false),
        (r#"["ec2:StartInstances", "rds:StartDBInstance"]"#, false),
        (r#""nosuchservice:Get""#, false),
    ] {
        allow(action, tag, if expected { &["ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"] } else { &[] });
        deny(action, tag, if expected { &["DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"] } else { &[] });
        deny(action, &tag.replace("StringEquals", "StringNotEquals"), &[]);
    }
    let twice = r#"{"StringEquals": {"aws:ResourceTag/team": "a", "aws:ResourceTag/env": "b"}}"#;
    allow(r#""route53:*""#, twice, &["ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"]);
}

#[test]
fn set_operators_go_with_keys_of_several_values() {
    for (condition, expected) in [
        (r#"{"StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}"#, &["MISSING_QUALIFIER"] as &[_]),
        (r#"{"StringNotEqualsIfExists": {"aws:CalledVia": "athena.amazonaws.com"}}"#, &["MISSING_QUALIFIER"]),
        (r#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"}}"#, &[]),
        (r#"{"Null": {"aws:CalledVia": "true"}}"#, &[]),
        (
            r#"{"ForAllValues:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#,
            &["FOR_ALL_VALUES_WITHOUT_NULL_CHECK"],
        ),
        (
            r#"{"ForAllValues:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#,
            &["FOR_ALL_VALUES_WITHOUT_NULL_CHECK"],
        ),
        (r#"{"ForAllValues:StringEqualsIfExists": {"aws:CalledVia": "athena.amazonaws.com"}}"#, &[]),
        (
            r#"{"ForAllValues:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}, "Null": {"AWS:CalledVia": false}}"#,
            &[],
        ),
        (
            r#"{"ForAllValues:StringEquals": {"aws:CalledVia": "a.amazonaws.com"}, "ForAnyValue:StringLike": {"aws:CalledVia": "a*"}}"#,
            &[],
        ),
        (r#"{"ForAllValues:StringLike": {"aws:username": "a*"}}"#, &["FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY"]),
        (r#"{"ForAnyValue:StringLike": {"aws:username": "a*"}}"#, &[]),
    ] {
        allow(GET, condition, expected);
    }
    deny(GET, r#"{"ForAllValues:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#, &[]);
}

#[test]
fn tag_keys_are_certain_where_a_tag_is_demanded() {
    let keys = r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}"#;
    let code = "FOR_ALL_VALUES_WITHOUT_NULL_CHECK";
    allow(r#""ec2:CreateVolume""#, keys, &[code]);
    allow(r#"["ec2:CreateTags", "ec2:DeleteTags"]"#, keys, &[]);
    let with_tag =
        r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}, "StringEquals": {"aws:RequestTag/team": "a"}}"#;
    allow(r#""ec2:CreateVolume""#, with_tag, &[]);
    allow(r#""ec2:CreateVolume""#, &with_tag.replace(r#""StringEquals""#, r#""StringEqualsIfExists""#), &[code]);
}

#[test]
fn mfa_is_asked_in_a_way_that_access_keys_do_not_pass() {
    let condition =
        |operator: &str, value: &str| format!(r#"{{"{operator}": {{"aws:multifactorauthpresent": {value}}}}}"#);
    for (operator, value, allowed, denied) in [
        ("Bool", "true", None, None),
        ("Bool", "\"false\"", None, Some("MFA_DENY_WITHOUT_IF_EXISTS")),
        ("Bool", "false", None, Some("MFA_DENY_WITHOUT_IF_EXISTS")),
        ("BoolIfExists", "\"True\"", Some("MFA_ALLOW_WITH_IF_EXISTS"), None),
        ("BoolIfExists", "false", None, None),
        ("Null", "true", None, None),
    ] {
        allow(GET, &condition(operator, value), allowed.as_slice());
        deny(GET, &condition(operator, value), denied.as_slice());
    }
    let guarded =
        r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}, "Null": {"aws:MultiFactorAuthPresent": "false"}}"#;
    allow(GET, guarded, &[]);
    let by_age = r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "60"}}"#;
    allow(GET, by_age, &[]);
    let second = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
        {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {"aws:MultiFactorAuthPresent": "true"}}}
    ]}"#;
    assert_eq!(found(second, PolicyKind::Identity), []);
    assert_eq!(found(&second.replace("Null", "Bool"), PolicyKind::Identity), [("MFA_DENY_WITHOUT_IF_EXISTS", 2)]);
}

#[test]
fn a_negated_operator_in_an_allow_wants_its_key_there() {
    let code = "NEGATED_OPERATOR_WITHOUT_NULL_CHECK";
    for (condition, expected) in [
        (r#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, true),
        (r#"{"StringNotLike": {"aws:PrincipalTag/team": "a*"}}"#, true),
        (r#"{"StringNotEquals": {"s3:ExistingObjectTag/secret": "yes"}}"#, true),
        (r#"{"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}"#, false),
        (r#"{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/x"}}"#, false),
        (r#"{"StringNotEquals": {"s3:signatureversion": "AWS"}}"#, false),
        (r#"{"StringNotEqualsIfExists": {"aws:PrincipalTag/team": "a"}}"#, false),
        (r#"{"ForAnyValue:StringNotEquals": {"aws:CalledVia": "athena.amazonaws.com"}}"#, false),
        (
            r#"{"StringNotEquals": {"aws:PrincipalTag/team": "a"}, "StringLike": {"aws:PrincipalTag/TEAM": "a*"}}"#,
            false,
        ),
    ] {
        allow(GET, condition, expected.then_some(code).as_slice());
        deny(GET, condition, &[]);
    }
}

#[test]
fn a_key_cannot_be_absent_and_have_a_value() {
    let code = "CONTRADICTORY_NULL_CONDITION";
    for (condition, expected) in [
        (r#"{"Null": {"aws:username": true}, "StringLike": {"AWS:username": "a*"}}"#, &[code] as &[_]),
        (r#"{"Null": {"aws:username": true}, "StringNotLike": {"aws:username": "a*"}}"#, &[]),
        (r#"{"Null": {"aws:username": true}, "StringLikeIfExists": {"aws:username": "a*"}}"#, &[]),
        (r#"{"Null": {"aws:username": true}, "StringLike": {"aws:userid": "a*"}}"#, &[]),
        (r#"{"Null": {"aws:username": [true, false]}}"#, &["INVALID_CONDITION_MULTIPLE_BOOLEAN"]),
    ] {
        deny(GET, condition, expected);
    }
}

#[test]
fn an_operator_compares_the_type_of_its_key() {
    for (condition, fits) in [
        (r#"{"StringEquals": {"aws:TokenIssueTime": "2026-01-01"}}"#, false),
        (r#"{"NumericEquals": {"aws:PrincipalAccount": "111122223333"}}"#, false),
        (r#"{"ArnLike": {"sts:RoleSessionName": "ana"}}"#, false),
        (r#"{"IpAddress": {"aws:SourceVpc": "10.0.0.0/8"}}"#, false),
        (r#"{"DateLessThan": {"aws:MultiFactorAuthAge": "2026-01-01"}}"#, false),
        (r#"{"Bool": {"aws:PrincipalArn": "true"}}"#, false),
        (r#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}"#, true),
        (r#"{"ArnLike": {"aws:PrincipalTag/arn": "arn:aws:iam::111122223333:role/*"}}"#, true),
        (r#"{"Bool": {"aws:PrincipalTag/admin": "true"}}"#, true),
        (r#"{"NumericLessThan": {"aws:PrincipalTag/level": "3"}}"#, true),
        (r#"{"DateLessThan": {"aws:EpochTime": "1801387800"}}"#, true),
        (r#"{"NumericLessThan": {"aws:EpochTime": "1801387800"}}"#, true),
        (r#"{"StringEquals": {"aws:Ec2InstanceSourcePrivateIPv4": "${aws:VpcSourceIp}"}}"#, true),
        (r#"{"Null": {"aws:TokenIssueTime": "true"}}"#, true),
        (r#"{"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:o/r:ref:refs/heads/main"}}"#, true),
    ] {
        let action = if condition.contains("RoleSessionName") { r#""sts:AssumeRole""# } else { GET };
        allow(action, condition, if fits { &[] } else { &["TYPE_MISMATCH"] });
    }
}

#[test]
fn values_are_what_their_key_can_be() {
    for (condition, expected) in [
        (r#"{"StringEquals": {"aws:PrincipalTag/a": [1, 2]}}"#, &[] as &[_]),
        (r#"{"StringEquals": {"aws:PrincipalTag/a": [1, true]}}"#, &["INVALID_CONDITION_DATA_TYPE"]),
        (r#"{"Bool": {"aws:SecureTransport": ["true"]}}"#, &[]),
        (
            r#"{"Bool": {"aws:SecureTransport": [true, "True"]}}"#,
            &["INVALID_CONDITION_MULTIPLE_BOOLEAN", "INVALID_CONDITION_DATA_TYPE"],
        ),
        (r#"{"DateGreaterThan": {"aws:CurrentTime": "1801387800000"}}"#, &["INVALID_DATE_VALUE"]),
        (r#"{"DateGreaterThan": {"aws:CurrentTime": "2026"}}"#, &[]),
        (r#"{"NumericEquals": {"aws:MultiFactorAuthAge": [1, 2]}}"#, &[]),
        (r#"{"NumericLessThanEquals": {"aws:MultiFactorAuthAge": [1, 2]}}"#, &["REDUNDANT_CONDITION_VALUE_NUM"]),
        (
            r#"{"StringEquals": {"aws:RequestedRegion": ["us-gov-west-1", "ap-southeast-7", "eusc-de-east-1", "us-isob-east-1"]}}"#,
            &[],
        ),
        (r#"{"StringLike": {"aws:RequestedRegion": "eu-*"}}"#, &[]),
        (r#"{"StringEquals": {"aws:RequestedRegion": "Frankfurt"}}"#, &["INVALID_REGION"]),
        (r#"{"StringEquals": {"aws:RequestedRegion": "us-east1"}}"#, &["INVALID_REGION"]),
        (r#"{"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3"}}"#, &["INVALID_VPC_FORMAT"]),
        (r#"{"StringLike": {"aws:PrincipalTag/a": "vpc-*"}}"#, &[]),
        (r#"{"StringEquals": {"aws:SourceVpce": ["vpce-0a1b2c3d", "vpce-0A1B2C3D"]}}"#, &["INVALID_VPCE_FORMAT"]),
        (r#"{"StringLike": {"aws:PrincipalAccount": "1111*"}}"#, &["WILDCARD_USAGE_TOO_PERMISSIVE"]),
        (r#"{"StringLike": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}"#, &[]),
        (r#"{"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}"#, &[]),
    ] {
        allow(GET, condition, expected);
    }
}

#[test]
fn a_source_ip_is_public() {
    for (values, code) in [
        (r#"["10.1.0.0/16", "192.168.7.0/24", "172.31.0.0/16", "fd00::/8"]"#, Some("PRIVATE_IP_ADDRESS")),
        (r#"["203.0.113.9", "172.16.0.0/12"]"#, Some("PRIVATE_IP_ADDRESS_SUBSET")),
        (r#"["8.0.0.0/6", "172.32.0.0/16", "0.0.0.0/0", "::/0", "2001:db8::/32"]"#, None),
        (r#""203.0.113.9/24""#, Some("IMPROVE_IP_RANGE")),
        (r#""203.0.113.9/32""#, None),
    ] {
        allow(GET, &format!(r#"{{"IpAddress": {{"aws:SourceIp": {values}}}}}"#), code.as_slice());
        let negated = code.map(|code| code.replace("PRIVATE_IP", "PRIVATE_NOT_IP"));
        let negated: Vec<&str> = negated.as_deref().into_iter().collect();
        deny(GET, &format!(r#"{{"NotIpAddress": {{"aws:SourceIp": {values}}}}}"#), &negated);
    }
    let inside =
        r#"{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}"#;
    allow(GET, inside, &[]);
    deny(GET, r#"{"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}"#, &[]);
}

#[test]
fn variables_are_whole_and_name_a_key() {
    for (value, code) in [
        ("${aws:username", Some("MISSING_BRACE_IN_VARIABLE")),
        ("${aws:username/${aws:userid}", Some("MISSING_BRACE_IN_VARIABLE")),
        ("${aws:userid, 'anonymous}", Some("MISSING_QUOTE_IN_VARIABLE")),
        ("${aws:userid, 'anonymous'}", None),
        ("${aws:PrincipalTag/cost center}", None),
        ("${aws:PrincipalTag/team }", Some("UNSUPPORTED_SPACE_IN_VARIABLE")),
        ("${ }", Some("EMPTY_VARIABLE")),
        ("${*}${?}${$}", None),
        ("${AWS:UserName}", None),
        ("${username}", Some("INVALID_KEY_IN_VARIABLE")),
        ("${aws:PrincipalTag}", Some("INVALID_KEY_IN_VARIABLE")),
        ("${AWS::Region}", Some("INVALID_KEY_IN_VARIABLE")),
        ("${saml:sub}", None),
        ("${cognito-identity.amazonaws.com:sub}", None),
        ("${iot:Connection.Thing.ThingName}", None),
        ("${transfer:UserName}", None),
        ("${aws:CalledVia}", Some("MULTIVALUED_KEY_IN_VARIABLE")),
        ("$aws:username {}", None),
    ] {
        allow(GET, &format!(r#"{{"StringLike": {{"aws:PrincipalTag/a": "{value}"}}}}"#), code.as_slice());
        let resource = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::home/{value}/x"}}}}"#
        );
        let expected: Vec<(&str, usize)> = code.into_iter().map(|code| (code, 2)).collect();
        assert_eq!(found(&resource, PolicyKind::Identity), expected, "{resource}");
        assert_eq!(found(&resource.replace("2012-10-17", "2008-10-17"), PolicyKind::Identity), [], "{resource}");
    }
    for (resource, expected) in [
        ("arn:aws:s3:::${aws:username}", false),
        ("arn:aws:sqs:${aws:RequestedRegion}:111122223333:q", true),
        ("arn:${AWS::Partition}:s3:::b", true),
        ("arn:aws:iam::${aws:PrincipalAccount}:role/x", true),
    ] {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "*", "Resource": "{resource}"}}}}"#
        );
        let expected: Vec<_> = expected.then_some(("VARIABLE_UNSUPPORTED_IN_ELEMENT", 1)).into_iter().collect();
        assert_eq!(found(&text, PolicyKind::Identity), expected, "{text}");
    }
    for (operator, key, expected) in [
        ("DateLessThan", "aws:CurrentTime", true),
        ("IpAddress", "aws:SourceIp", true),
        ("Bool", "aws:SecureTransport", false),
        ("ArnLike", "aws:PrincipalArn", false),
    ] {
        let condition = format!(r#"{{"{operator}": {{"{key}": "${{aws:PrincipalTag/a}}"}}}}"#);
        allow(GET, &condition, if expected { &["INVALID_VARIABLE_FOR_OPERATOR"] } else { &[] });
    }
}

#[test]
fn an_empty_condition_is_reported_where_it_stands() {
    allow(GET, "{}", &["EMPTY_OBJECT_CONDITION"]);
    allow(GET, r#"{"Bool": {}, "StringEquals": {"aws:username": "a"}}"#, &["EMPTY_OBJECT_CONDITION"]);
}

/// The documents that AWS publishes.
fn managed_policies() -> Vec<(String, String)> {
    let text = include_str!("../../../../assets/managed-policies/managed_policies.json");
    let all: serde_json::Value = serde_json::from_str(text).unwrap();
    let policies = all["policies"].as_array().unwrap();
    policies
        .iter()
        .map(|policy| {
            (policy["name"].as_str().unwrap().to_owned(), serde_json::to_string_pretty(&policy["document"]).unwrap())
        })
        .collect()
}

#[test]
fn the_managed_policies_have_nothing_to_report_but_what_is_so() {
    let mut reported = Vec::new();
    for (name, text) in managed_policies() {
        for finding in lint(&text, PolicyKind::Identity).findings {
            let is_quota = finding.code.starts_with("POLICY_SIZE");
            assert!(finding.severity != Severity::Error || is_quota, "{name}: {finding:?}");
            if findings::CONDITIONS.iter().any(|ours| ours.code == finding.code) {
                reported.push(format!("{name}: {} {}", finding.code, finding.message));
            }
        }
    }
    assert_eq!(reported, [""; 0]);
}

#[test]
fn conditions_are_looked_at_quickly() {
    let condition = r#"{"StringLike": {"s3:prefix": "${aws:username}/*", "aws:PrincipalTag/team": "a*"},
        "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#;
    let statement = format!(
        r#"{{"Effect": "Allow", "Action": ["s3:Get*", "s3:List*", "s3:PutObject"], "Resource": "*", "Condition": {condition}}}"#
    );
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, vec![statement; 35].join(","));
    assert!((10_000..12_000).contains(&text.len()), "{}", text.len());
    let begun = Instant::now();
    assert!(lint(&text, PolicyKind::Identity).findings.len() >= 64);
    // Far more than it takes: the test is for what grows without bounds, on a machine that does other things as well.
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}
