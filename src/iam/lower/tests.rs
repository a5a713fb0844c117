//! What each kind of policy may and may not say, how it is named, and what of it can be read.

use super::*;
use crate::iam::findings;
use crate::iam::policy::Effect;
use PolicyKind::{Boundary, Identity, Rcp, Resource, Scp, Session, Trust};

/// Reads `text` as a policy of `kind` and expects these codes, in this order.
#[track_caller]
fn check(kind: PolicyKind, text: &str, codes: &[&str]) -> Lowered {
    let lowered = read(text, kind);
    let found: Vec<&str> = lowered.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(found, codes, "{text}\n{:#?}", lowered.diagnostics);
    for finding in &lowered.diagnostics {
        assert_eq!(findings::find(finding.code).map(|row| row.severity), Some(finding.severity));
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{}", finding.message);
    }
    lowered
}

/// The same for one statement in a document of today's language.
#[track_caller]
fn check_statement(kind: PolicyKind, statement: &str, codes: &[&str]) -> Lowered {
    check(kind, &format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#), codes)
}

/// The text after the fix of its only finding with one.
#[track_caller]
fn check_fix(kind: PolicyKind, text: &str, mended: &str) {
    let fixes: Vec<Edit> = read(text, kind).diagnostics.into_iter().filter_map(|d| d.fix).collect();
    let [fix] = fixes.as_slice() else { panic!("{fixes:?}") };
    assert_eq!(fix.apply(text), mended);
}

const ALLOW: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;

#[test]
fn a_statement_is_read_with_the_place_of_each_piece() {
    let text = r#"{"Version": "2012-10-17", "Statement": [{
        "Sid": "A", "Effect": "Deny", "Principal": {"AWS": ["111122223333", "*"]}, "NotAction": ["s3:Get*", "s3:Put*"],
        "Resource": "arn:aws:s3:::b/*",
        "Condition": {"StringLike": {"aws:username": ["a", "b"]}, "Bool": {"aws:SecureTransport": false}}
    }]}"#;
    let policy = check(Resource, text, &[]).policy;
    assert_eq!(policy.version, Version::V2012);
    let [statement] = policy.statements.as_slice() else { panic!("{policy:?}") };
    assert_eq!(statement.range.slice(text).chars().next(), Some('{'));
    assert_eq!(statement.effect.value, Effect::Deny);
    assert_eq!(statement.effect.range.slice(text), "\"Deny\"");
    assert_eq!(statement.sid.as_ref().map(|sid| sid.value.as_str()), Some("A"));
    assert!(statement.action.negated);
    let actions: Vec<&str> = statement.action.entries.iter().map(|entry| entry.range.slice(text)).collect();
    assert_eq!(actions, ["\"s3:Get*\"", "\"s3:Put*\""]);
    assert_eq!(statement.principal.as_ref().map(|p| p.entries.len()), Some(2));
    assert_eq!(statement.resource.as_ref().map(|r| r.range.slice(text)), Some("\"Resource\": \"arn:aws:s3:::b/*\""));
    let [like, bool] = statement.conditions.as_slice() else { panic!("{statement:?}") };
    assert_eq!(like.key.value, "aws:username");
    assert_eq!(like.values.iter().map(|v| v.value.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(bool.values.iter().map(|v| v.value.as_str()).collect::<Vec<_>>(), ["false"]);
    assert!(statement.condition_range.is_some_and(|range| range.slice(text).starts_with("\"Condition\"")));
}

#[test]
fn a_statement_that_lacks_something_essential_is_left_out_and_its_neighbours_keep_their_numbers() {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow"}}, 5, {ALLOW}]}}"#);
    let lowered = check(Identity, &text, &["MISSING_ACTION", "MISSING_RESOURCE", "DATA_TYPE_MISMATCH"]);
    assert_eq!(lowered.policy.statements.iter().map(|s| s.index).collect::<Vec<_>>(), [2]);
}

#[test]
fn the_document_is_one_object_with_known_elements() {
    check(Identity, "[]", &["POLICY_NOT_AN_OBJECT"]);
    check(Identity, "\"x\"", &["POLICY_NOT_AN_OBJECT"]);
    check(Identity, "{}", &["MISSING_STATEMENT", "MISSING_VERSION"]);
    check(Identity, r#"{"Version": "2012-10-17", "Statement": []}"#, &["EMPTY_ARRAY_STATEMENT"]);
    check(Identity, r#"{"Version": "2012-10-17", "Statement": "x"}"#, &["DATA_TYPE_MISMATCH"]);
    check(
        Identity,
        r#"{"Version": 2012, "Statement": {}}"#,
        &["DATA_TYPE_MISMATCH", "MISSING_EFFECT", "MISSING_ACTION", "MISSING_RESOURCE"],
    );
    check(
        Identity,
        &format!(r#"{{"Version": "2012-10-17", "Owner": "me", "Statement": {ALLOW}}}"#),
        &["INVALID_POLICY_ELEMENT"],
    );
    check(Identity, &format!(r#"{{"Version": "2012-10-17", "statement": {ALLOW}}}"#), &["INVALID_POLICY_ELEMENT"]);
    check(
        Trust,
        r#"{"Version": "2012-10-17", "Id": "x", "Id": 5, "Statement": []}"#,
        &["DUPLICATE_KEY", "DATA_TYPE_MISMATCH", "EMPTY_ARRAY_STATEMENT"],
    );
}

#[test]
fn a_statement_without_its_document_is_one_finding() {
    let lowered = check(Identity, ALLOW, &["MISSING_STATEMENT", "MISSING_VERSION"]);
    assert!(lowered.diagnostics[0].help.as_ref().is_some_and(|help| help.contains("`Effect`")));
}

#[test]
fn an_element_name_with_a_slip_is_one_finding_with_its_mending() {
    for (written, meant) in
        [("action", "Action"), ("Actions", "Action"), ("resource", "Resource"), ("EFFECT", "Effect")]
    {
        let flawed = ALLOW.replace(&format!("\"{meant}\""), &format!("\"{written}\""));
        let lowered = check_statement(Identity, &flawed, &["INVALID_POLICY_ELEMENT"]);
        assert_eq!(lowered.policy.statements, [], "AWS would not take it for `{meant}`");
    }
    let whole = |statement: &str| format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    check_fix(Identity, &whole(&ALLOW.replace("\"Action\"", "\"action\"")), &whole(ALLOW));
    check_fix(Identity, &whole(&ALLOW.replace("Allow", "allow")), &whole(ALLOW));
}

#[test]
fn what_the_json_reader_named_is_not_named_again() {
    check_statement(Identity, r#"{"Effect": , "Action": "s3:*", "Resource": "*"}"#, &["JSON_SYNTAX_ERROR"]);
    check_statement(Identity, r#"{"Effect": "Allow", "Act"}"#, &["JSON_SYNTAX_ERROR"]);
    check_statement(
        Identity,
        r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEq"}}"#,
        &["JSON_SYNTAX_ERROR"],
    );
    check(Identity, "hello", &["JSON_SYNTAX_ERROR"]);
    check(Identity, "", &["JSON_SYNTAX_ERROR"]);
}

#[test]
fn effect_is_one_of_two_words() {
    check_statement(Identity, &ALLOW.replace("Allow", "Permit"), &["INVALID_EFFECT"]);
    check_statement(Identity, &ALLOW.replace("\"Allow\"", "[\"Allow\"]"), &["DATA_TYPE_MISMATCH"]);
    check_statement(Identity, &ALLOW.replace("\"Allow\"", "null"), &["DATA_TYPE_MISMATCH"]);
}

#[test]
fn a_sid_is_plain_and_unique_where_iam_stores_the_policy() {
    let two = |a: &str, b: &str| {
        let with = |sid: &str| ALLOW.replacen('{', &format!("{{\"Sid\": \"{sid}\", "), 1);
        format!("[{}, {}]", with(a), with(b))
    };
    for kind in [Identity, Boundary, Session] {
        check_statement(kind, &two("Read Only", "B"), &["UNSUPPORTED_SID"]);
        check_statement(kind, &two("A", "A"), &["UNIQUE_SIDS_REQUIRED"]);
        check_statement(kind, &two("A", "B"), &[]);
    }
    check_statement(Scp, &two("Read Only", "Read Only"), &[]);
}

#[test]
fn exclusive_pairs() {
    let with = |extra: &str| ALLOW.replacen('{', &format!("{{{extra}, "), 1);
    check_statement(Identity, &with(r#""NotAction": "s3:*""#), &["UNSUPPORTED_ELEMENT_COMBINATION"]);
    check_statement(Identity, &with(r#""NotResource": "*""#), &["UNSUPPORTED_ELEMENT_COMBINATION"]);
    check_statement(Resource, &with(r#""Principal": "*", "NotPrincipal": "*""#), &["UNSUPPORTED_ELEMENT_COMBINATION"]);
}

#[test]
fn lists_hold_strings_and_at_least_one() {
    check_statement(Identity, &ALLOW.replace("\"s3:GetObject\"", "[]"), &["EMPTY_ARRAY_ACTION"]);
    check_statement(Identity, &ALLOW.replace("\"*\"", "[]"), &["EMPTY_ARRAY_RESOURCE"]);
    check_statement(
        Identity,
        &ALLOW.replace("\"*\"", "[\"*\", 5, null]"),
        &["DATA_TYPE_MISMATCH", "DATA_TYPE_MISMATCH"],
    );
    check_statement(Identity, &ALLOW.replace("\"*\"", "{}"), &["DATA_TYPE_MISMATCH"]);
}

#[test]
fn a_principal_in_a_permissions_policy_belongs_in_the_trust_policy() {
    let trust = r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}"#;
    for kind in [Identity, Boundary, Session] {
        let lowered = check_statement(kind, trust, &["UNSUPPORTED_PRINCIPAL"]);
        assert!(lowered.diagnostics[0].message.contains(kind.title()));
        assert!(lowered.diagnostics[0].help.as_ref().is_some_and(|help| help.contains("trust policy")));
    }
    check_statement(Scp, trust, &["SCP_SYNTAX_ERROR_PRINCIPAL"]);
    check_statement(Identity, &trust.replace("\"Principal\"", "\"NotPrincipal\""), &["UNSUPPORTED_NOT_PRINCIPAL"]);
    check_statement(Trust, trust, &[]);
}

#[test]
fn a_permissions_policy_in_the_place_of_the_trust_policy_is_told_where_it_belongs() {
    let codes = ["MISSING_PRINCIPAL", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"];
    let lowered = check_statement(Trust, ALLOW, &codes);
    assert!(lowered.diagnostics[0].message.contains("reads like a permissions policy"));
    assert!(lowered.diagnostics[1].help.as_ref().is_some_and(|help| help.contains("permissions policy")));
    check_statement(Trust, r#"{"Effect": "Allow", "Action": "sts:AssumeRole"}"#, &["MISSING_PRINCIPAL"]);
    check_statement(Resource, ALLOW, &["MISSING_PRINCIPAL"]);
}

#[test]
fn a_trust_policy_has_sts_actions_only_and_no_not_principal() {
    let with = |action: &str| format!(r#"{{"Effect": "Allow", "Principal": "*", "Action": {action}}}"#);
    check_statement(Trust, &with(r#"["sts:AssumeRole", "STS:TagSession", "sts:*"]"#), &[]);
    check_statement(Trust, &with("\"*\""), &["UNSUPPORTED_ACTION_IN_POLICY"]);
    check_statement(
        Trust,
        &with(r#"["s3:GetObject", "sts:AssumeRole", "ec2:Run*"]"#),
        &["UNSUPPORTED_ACTION_IN_POLICY"; 2],
    );
    let text = |action: &str| format!(r#"{{"Version": "2012-10-17", "Statement": {}}}"#, with(action));
    check(Trust, &text("\"AssumeRole\""), &["INVALID_ACTION_FORMAT"]);
    check_fix(Trust, &text("\"AssumeRole\""), &text("\"sts:AssumeRole\""));
}

#[test]
fn a_principal_is_everybody_or_a_map_from_types_to_names() {
    let with =
        |principal: &str| format!(r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "sts:AssumeRole"}}"#);
    for (principal, codes) in [
        (r#""*""#, &[] as &[&str]),
        (r#"{"AWS": "*", "Service": ["ec2.amazonaws.com"]}"#, &[]),
        (r#""arn:aws:iam::111122223333:role/App""#, &["INVALID_PRINCIPAL_FORMAT"]),
        (r#"["*"]"#, &["DATA_TYPE_MISMATCH"]),
        ("{}", &["EMPTY_OBJECT_PRINCIPAL"]),
        (r#"{"AWS": []}"#, &["EMPTY_ARRAY_PRINCIPAL"]),
        (r#"{"aws": "*"}"#, &["INVALID_PRINCIPAL_KEY"]),
        (r#"{"User": "x"}"#, &["INVALID_PRINCIPAL_KEY"]),
        (r#"{"AWS": 111122223333}"#, &["DATA_TYPE_MISMATCH"]),
        (r#"{"AWS": "arn:aws:iam::111122223333:role/*"}"#, &["UNSUPPORTED_WILDCARD_IN_PRINCIPAL"]),
        (r#"{"AWS": "Alice"}"#, &["INVALID_PRINCIPAL"]),
        (r#"{"Service": "ec2"}"#, &["INVALID_SERVICE_PRINCIPAL_FORMAT"]),
        (r#"{"Federated": "Okta"}"#, &["INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"]),
    ] {
        check_statement(Trust, &with(principal), codes);
    }
    let text = |principal: &str| format!(r#"{{"Version": "2012-10-17", "Statement": {}}}"#, with(principal));
    check_fix(Trust, &text("\"lambda.amazonaws.com\""), &text(r#"{"Service": "lambda.amazonaws.com"}"#));
    check_fix(Trust, &text(r#"{"aws": "*"}"#), &text(r#"{"AWS": "*"}"#));
    check_fix(Trust, &text(r#"{"AWS": 111122223333}"#), &text(r#"{"AWS": "111122223333"}"#));
}

#[test]
fn not_principal_goes_with_deny_in_resource_policies() {
    let with = |effect: &str| {
        format!(
            r#"{{"Effect": "{effect}", "NotPrincipal": {{"AWS": "111122223333"}}, "Action": "s3:*", "Resource": "*"}}"#
        )
    };
    check_statement(Resource, &with("Deny"), &[]);
    check_statement(Resource, &with("Allow"), &["ALLOW_WITH_NOT_PRINCIPAL"]);
}

#[test]
fn actions_and_resources_have_their_form() {
    check_statement(Identity, &ALLOW.replace("s3:GetObject", "s*:GetObject"), &["INVALID_ACTION_FORMAT"]);
    check_statement(Identity, &ALLOW.replace("s3:GetObject", "GetObject"), &["INVALID_ACTION_FORMAT"]);
    check_statement(Identity, &ALLOW.replace("\"*\"", "\"my-bucket\""), &["INVALID_ARN_PREFIX"]);
    check_statement(Identity, &ALLOW.replace("\"*\"", "\"arn:aws:*:::b\""), &["INVALID_RESOURCE_FORMAT"]);
    check_statement(Identity, &ALLOW.replace("\"*\"", "\"arn:aws:s3:*\""), &[]);
    check_statement(Session, &ALLOW.replace("\"*\"", "\"arn:aws:s3:*\""), &["MISSING_ARN_FIELD"]);
}

#[test]
fn conditions_have_known_operators_and_values_they_can_compare() {
    let with = |condition: &str| ALLOW.replacen('{', &format!("{{\"Condition\": {condition}, "), 1);
    for (condition, codes) in [
        ("{}", &[] as &[&str]),
        ("[]", &["DATA_TYPE_MISMATCH"]),
        (r#"{"StringEquals": "x"}"#, &["DATA_TYPE_MISMATCH"]),
        (r#"{"StringMatches": {"aws:username": "x"}}"#, &["INVALID_CONDITION_OPERATOR"]),
        (r#"{"stringequals": {"aws:username": "x"}}"#, &["INVALID_CONDITION_OPERATOR"]),
        (r#"{"StringEquals": {"aws:username": []}}"#, &["EMPTY_ARRAY_CONDITION"]),
        (r#"{"StringEquals": {"aws:username": null}}"#, &["DATA_TYPE_MISMATCH"]),
        (r#"{"StringEquals": {"aws:username": ["x", {"a": 1}]}}"#, &["DATA_TYPE_MISMATCH"]),
        (r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/33"}}"#, &["INVALID_CONDITION_VALUE"]),
        (r#"{"NumericLessThan": {"s3:max-keys": [10, "many"]}}"#, &["INVALID_CONDITION_VALUE"]),
        (r#"{"Bool": {"aws:SecureTransport": true}}"#, &[]),
        (r#"{"StringEquals": {"aws:username": "${aws:PrincipalTag/name}"}}"#, &[]),
    ] {
        let lowered = check_statement(Identity, &with(condition), codes);
        let value_only = codes == ["INVALID_CONDITION_VALUE"];
        assert_eq!(lowered.policy.statements.len(), usize::from(codes.is_empty() || value_only), "{condition}");
    }
    let text = |operator: &str| {
        let condition = format!(r#"{{"{operator}": {{"aws:username": "x"}}}}"#);
        format!(r#"{{"Version": "2012-10-17", "Statement": {}}}"#, with(&condition))
    };
    check_fix(Identity, &text("stringequalsifexists"), &text("StringEqualsIfExists"));
}

#[test]
fn a_wildcard_under_string_equals_stands_for_itself() {
    let text = |operator: &str, value: &str| {
        let condition = format!(r#"{{"Condition": {{"{operator}": {{"aws:username": "{value}"}}}}, "#);
        format!(r#"{{"Version": "2012-10-17", "Statement": {}}}"#, ALLOW.replacen('{', &condition, 1))
    };
    for operator in ["StringEquals", "ForAnyValue:StringNotEqualsIfExists", "StringEqualsIgnoreCase"] {
        check(Identity, &text(operator, "dev-*"), &["WILDCARD_WITHOUT_LIKE_OPERATOR"]);
        check(Identity, &text(operator, "dev-${*}"), &[]);
    }
    check(Identity, &text("StringLike", "dev-*"), &[]);
    check_fix(Identity, &text("StringEquals", "dev-*"), &text("StringLike", "dev-*"));
    check_fix(
        Identity,
        &text("ForAnyValue:StringNotEqualsIfExists", "dev-*"),
        &text("ForAnyValue:StringNotLikeIfExists", "dev-*"),
    );
}

#[test]
fn the_version_is_one_of_two_and_decides_about_variables() {
    let with = |version: &str| {
        format!(r#"{{{version}"Statement": {}}}"#, ALLOW.replace("\"*\"", "\"arn:aws:s3:::b/${aws:username}\""))
    };
    check(Identity, &with(r#""Version": "2012-10-17", "#), &[]);
    check(Identity, &with(r#""Version": "2008-10-17", "#), &["VARIABLE_UNSUPPORTED_IN_VERSION"]);
    check(Identity, &with(""), &["MISSING_VERSION", "VARIABLE_UNSUPPORTED_IN_VERSION"]);
    check(Identity, &with(r#""Version": "2012-10-18", "#), &["INVALID_VERSION", "VARIABLE_UNSUPPORTED_IN_VERSION"]);
    check_fix(Identity, &with(""), &with(r#""Version": "2012-10-17", "#));
    let plain = format!(r#"{{"Version": "2008-10-17", "Statement": {ALLOW}}}"#);
    check(Scp, &plain, &["INVALID_VERSION"]);
}

#[test]
fn a_resource_control_policy_denies_everybody_named_actions() {
    let rcp = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
    check_statement(Rcp, rcp, &[]);
    check_statement(Rcp, &rcp.replace("Deny", "Allow"), &["RCP_SYNTAX_ERROR_ALLOW"]);
    check_statement(Rcp, &rcp.replace("\"s3:*\"", "[\"s3:*\", \"*\"]"), &["RCP_SYNTAX_ERROR_ACTION"]);
    check_statement(Rcp, &rcp.replace("\"Action\"", "\"NotAction\""), &["RCP_SYNTAX_ERROR_NOTACTION"]);
    check_statement(
        Rcp,
        &rcp.replace("\"*\", \"Action\"", "{\"AWS\": \"*\"}, \"Action\""),
        &["RCP_SYNTAX_ERROR_PRINCIPAL"],
    );
    check_statement(Rcp, &rcp.replace("\"Principal\"", "\"NotPrincipal\""), &["UNSUPPORTED_NOT_PRINCIPAL"]);
    check_statement(Rcp, &rcp.replace("\"Principal\": \"*\", ", ""), &["MISSING_PRINCIPAL"]);
    check_statement(Rcp, &rcp.replace(", \"Resource\": \"*\"", ""), &["MISSING_RESOURCE"]);
}

#[test]
fn each_kind_has_its_quota_and_its_way_of_counting() {
    let document = |kind: PolicyKind, len: usize, space: usize| {
        let principal = if matches!(kind, Trust | Rcp) { r#""Principal": "*","# } else { "" };
        let resource = if kind == Trust { "" } else { r#","Resource":"*""# };
        let effect = if kind == Rcp { "Deny" } else { "Allow" };
        let head = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}",{principal}"Action":"sts:"#);
        let head = head.replace(": ", ":");
        let tail = format!("\"{resource}{}}}}}", " ".repeat(space));
        format!("{head}{}{tail}", "x".repeat(len - head.len() - (tail.len() - space)))
    };
    for (kind, limit, counts_space, code) in [
        (Identity, 6_144, false, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        (Boundary, 6_144, false, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"),
        (Trust, 2_048, false, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA"),
        (Session, 2_048, true, "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA"),
        (Scp, 10_240, true, "POLICY_SIZE_EXCEEDS_SCP_QUOTA"),
        (Rcp, 5_120, true, "POLICY_SIZE_EXCEEDS_RCP_QUOTA"),
    ] {
        check(kind, &document(kind, limit, 0), &[]);
        check(kind, &document(kind, limit + 1, 0), &[code]);
        check(kind, &document(kind, limit, 1), &[code].repeat(usize::from(counts_space)));
    }
}

#[test]
fn all_findings_are_listed_in_the_order_of_the_text() {
    check(
        Identity,
        "{\n\"Version\": \"2012-01-01\", // old\n\"Statement\": [{\"Effect\": \"allow\", \"Action\": [\"s3\", 5], \"Resource\": []}]}",
        &[
            "INVALID_VERSION",
            "JSON_SYNTAX_ERROR",
            "INVALID_EFFECT",
            "INVALID_ACTION_FORMAT",
            "DATA_TYPE_MISMATCH",
            "EMPTY_ARRAY_RESOURCE",
        ],
    );
}

#[test]
fn the_kind_is_guessed_from_what_the_statements_name() {
    for (statement, kind) in [
        (ALLOW.to_owned(), Identity),
        ("{}".to_owned(), Identity),
        (r#"{"Principal": "*", "Action": "sts:AssumeRole"}"#.to_owned(), Trust),
        (r#"{"Principal": "*", "Action": "s3:*"}"#.to_owned(), Trust),
        (r#"{"Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}"#.to_owned(), Trust),
        (ALLOW.replacen('{', "{\"Principal\": \"*\", ", 1), Resource),
        (ALLOW.replacen('{', "{\"NotPrincipal\": \"*\", ", 1), Resource),
    ] {
        let parse = crate::iam::json::parse(&format!("{{\"Statement\": [{statement}]}}"));
        assert_eq!(guess_kind(&parse), kind, "{statement}");
    }
    assert_eq!(guess_kind(&crate::iam::json::parse("")), Identity);
}

#[test]
fn what_belongs_one_level_deeper_is_told_where() {
    let with = |extra: &str| ALLOW.replacen('{', &format!("{{{extra}, "), 1);
    for (extra, place) in [
        (r#""IpAddress": {"aws:SourceIp": "203.0.113.7/32"}"#, "inside `Condition`"),
        (r#""AWS": "111122223333""#, "inside `Principal`"),
        (r#""Version": "2012-10-17""#, "beside `Statement`"),
    ] {
        let lowered = check_statement(Identity, &with(extra), &["INVALID_POLICY_ELEMENT"]);
        assert!(lowered.diagnostics[0].message.contains(place), "{:?}", lowered.diagnostics);
    }
}

#[test]
fn an_empty_sid_is_a_suggestion_and_goes_in_one_piece() {
    let whole = |statement: &str| format!(r#"{{"Version": "2012-10-17", "Statement": {statement}}}"#);
    let with_sid = whole(&ALLOW.replacen('{', "{\"Sid\": \"\", ", 1));
    check(Identity, &with_sid, &["EMPTY_SID_VALUE"]);
    check_fix(Identity, &with_sid, &whole(ALLOW));
    check_statement(Identity, &ALLOW.replacen('{', "{\"Sid\": \"A\", ", 1), &[]);
}

#[test]
fn what_aws_publishes_may_be_longer_than_what_one_may_save() {
    use crate::iam::catalogue::managed_policies;
    let longest = managed_policies().max_by_key(|policy| policy.text().len()).unwrap().text();
    assert!(crate::iam::json::parse(&longest).characters_without_white_space > 6_144);
    let codes =
        |text: &str, kind| -> Vec<&'static str> { read(text, kind).diagnostics.iter().map(|d| d.code).collect() };
    let too_long = "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA";
    assert!(!codes(&longest, PolicyKind::Identity).contains(&too_long));
    assert!(codes(&longest.replacen("Allow", "Deny", 1), PolicyKind::Identity).contains(&too_long));
    for policy in managed_policies() {
        let errors = read(&policy.text(), PolicyKind::Identity).diagnostics;
        assert!(errors.iter().all(|finding| finding.severity != Severity::Error), "{}: {errors:?}", policy.name);
    }
}
