//! What holds of deciding for any document and any line: no text is too strange for an answer.
//!
//! `IAM_DOJO_LONG=1` tries a hundred times as many.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

#[path = "support/random.rs"]
mod random;

use std::sync::Arc;

use iam_dojo::iam::cases::run_line;
use iam_dojo::iam::evaluate::{decide, trace};
use iam_dojo::iam::explain;
use iam_dojo::iam::lower;
use iam_dojo::iam::policy::{Policy, PolicyKind};
use iam_dojo::iam::request::{
    Attached, Context, ContextValue, Flags, Policies, Principal, PrincipalType, Request, ResourceKind,
};
use iam_dojo::iam::simulate::{Hop, HopKind, Levels, Simulation};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn cases(count: u32) -> ProptestConfig {
    let long = std::env::var_os("IAM_DOJO_LONG").is_some();
    ProptestConfig::with_cases(if long { 100 * count } else { count })
}

/// Words that mean something in a policy, and some that nearly do.
fn word() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "2012-10-17",
        "2008-10-17",
        "Allow",
        "Deny",
        "allow",
        "*",
        "**",
        "?",
        "",
        "s3:GetObject",
        "s3:*",
        "S3:g?t*",
        "sts:AssumeRole",
        "sts:*",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::b/${aws:username}",
        "arn:aws:s3:::${",
        "arn:aws:s3:::${a, 'b'}${*}",
        "arn:aws:iam::*:ro*",
        "arn:aws:s3",
        "111122223333",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:user/Ana",
        "arn:aws:sts::111122223333:assumed-role/App/s",
        "lambda.amazonaws.com",
        "accounts.google.com",
        "${aws:username}",
        "true",
        "10",
        "203.0.113.0/24",
        "2026-01-15T09:00:00Z",
        "\u{e9}\u{1f600}*\u{301}",
    ]);
    prop_oneof![8 => words.prop_map(str::to_owned), 1 => any::<String>()]
}

fn key() -> impl Strategy<Value = String> {
    let keys = prop::sample::select(vec![
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
        "AWS",
        "Service",
        "Federated",
        "CanonicalUser",
        "StringEquals",
        "StringNotLike",
        "ForAllValues:StringLike",
        "ForAnyValue:ArnNotEquals",
        "NumericLessThan",
        "DateEquals",
        "BoolIfExists",
        "BinaryEquals",
        "NotIpAddress",
        "Null",
        "aws:username",
        "AWS:TAGKEYS",
        "aws:SourceIp",
    ]);
    prop_oneof![8 => keys.prop_map(str::to_owned), 1 => any::<String>()]
}

/// Any JSON, mostly of what policies are made of.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => word().prop_map(Value::String),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A statement whose elements have their names and hold what is likely to be right, or any JSON.
fn statement() -> impl Strategy<Value = Value> {
    let entry = |names: &[&'static str], good: Value| {
        let value = prop_oneof![5 => Just(good), 2 => any_json(), 1 => word().prop_map(Value::String)];
        (prop::sample::select(names.to_vec()), value)
    };
    let condition = prop::collection::vec((key(), key(), any_json()), 0..3).prop_map(|lines| {
        let mut condition = json!({});
        for (operator, key, value) in lines {
            condition[operator][key] = value;
        }
        condition
    });
    (
        entry(&["Effect"], json!("Allow")),
        prop::option::of(entry(&["Principal", "NotPrincipal"], json!({"AWS": ["111122223333", "*"]}))),
        entry(&["Action", "NotAction"], json!(["s3:Get*", "sts:*"])),
        prop::option::weighted(
            0.8,
            entry(&["Resource", "NotResource"], json!(["arn:aws:s3:::b/${aws:username}*", "*"])),
        ),
        prop::option::of(condition),
    )
        .prop_map(|(effect, principal, action, resource, condition)| {
            let members = [Some(effect), principal, Some(action), resource, condition.map(|c| ("Condition", c))];
            let members = members.into_iter().flatten().map(|(name, value)| (name.to_owned(), value));
            Value::Object(members.collect::<Map<_, _>>())
        })
}

fn any_document() -> impl Strategy<Value = Value> {
    let document = (prop::sample::select(vec!["2012-10-17", "2008-10-17"]), prop::collection::vec(statement(), 0..4));
    prop_oneof![
        4 => document.prop_map(|(version, statements)| json!({"Version": version, "Statement": statements})),
        1 => any_json(),
    ]
}

fn context_value() -> impl Strategy<Value = ContextValue> {
    prop_oneof![word().prop_map(ContextValue::One), prop::collection::vec(word(), 0..3).prop_map(ContextValue::Many),]
}

fn any_request() -> impl Strategy<Value = Request> {
    (
        prop::sample::select(PrincipalType::ALL.to_vec()),
        [word(), word(), word()],
        [prop::option::of(word()), prop::option::of(word()), prop::option::of(word()), prop::option::of(word())],
        prop::collection::vec((key(), context_value()), 0..4),
        any::<[bool; 5]>(),
    )
        .prop_map(
            |(kind, [arn, action, resource], [account, role_arn, user_arn, resource_account], keys, flags)| {
                let mut context = Context::default();
                for (key, value) in keys {
                    context.set(key, value);
                }
                let [
                    service_linked_role,
                    principal_in_management_account,
                    resource_in_management_account,
                    session_token,
                    mfa,
                ] = flags;
                Request {
                    principal: Principal { kind, arn, account, role_arn, user_arn },
                    action,
                    resource,
                    resource_account,
                    context,
                    flags: Flags {
                        service_linked_role,
                        principal_in_management_account,
                        resource_in_management_account,
                        session_token,
                        mfa,
                    },
                }
            },
        )
}

/// The policy in every part that a policy can play.
fn everywhere(policy: &Arc<Policy>, resource_kind: ResourceKind) -> Policies {
    let attached = |kind: PolicyKind| Attached { name: kind.as_str().into(), kind, policy: Arc::clone(policy) };
    let of_resource = if resource_kind == ResourceKind::Trust { PolicyKind::Trust } else { PolicyKind::Resource };
    Policies {
        identity: vec![attached(PolicyKind::Identity)],
        boundary: Some(attached(PolicyKind::Boundary)),
        session: Some(vec![attached(PolicyKind::Session)]),
        resource: Some(attached(of_resource)),
        resource_kind,
        scp: Some(vec![vec![attached(PolicyKind::Scp)]]),
        rcp: Some(vec![vec![attached(PolicyKind::Rcp)]]),
    }
}

/// Tells a decision in all its words.
fn tell(request: Request, policies: Policies, text: &str) {
    let trace = trace(&request, &policies);
    let texts = PolicyKind::ALL.into_iter().map(|kind| (Arc::from(kind.as_str()), Arc::from(text))).collect();
    let hop = Hop { kind: HopKind::Act, request, policies, levels: Levels::default(), rule: None, trace };
    let simulation = Simulation { hops: vec![hop], planned: 1, ahead: Vec::new(), accounts: Default::default(), texts };
    assert!(!explain::walk(&simulation).is_empty());
    assert!(!explain::summary(&simulation).is_empty());
    let _ = explain::access_denied_message(&simulation);
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn any_json_as_a_policy_of_any_kind_is_decided_and_told(document in any_document(), request in any_request()) {
        let text = format!("{document:#}");
        for kind in PolicyKind::ALL {
            let policy = Arc::new(lower::read(&text, kind).policy);
            for resource_kind in [ResourceKind::Generic, ResourceKind::Trust, ResourceKind::Kms] {
                let policies = everywhere(&policy, resource_kind);
                prop_assert_eq!(decide(&request, &policies), trace(&request, &policies).decision);
                tell(request.clone(), policies, &text);
            }
        }
    }
}

/// All that holds of the answer to any line.
fn check_line(line: &str) -> Value {
    let (plain, explained) = (run_line(line, false), run_line(line, true));
    assert!(!plain.contains(['\n', '\r']) && !explained.contains(['\n', '\r']), "more than one line for {line}");
    let read = |answer: &str| -> Value { serde_json::from_str(answer).expect("answers are JSON") };
    let (plain, explained) = (read(&plain), read(&explained));
    let members: Vec<_> = plain.as_object().expect("an object").keys().collect();
    assert!(members == ["id", "decision", "reason"] || members == ["id", "error"], "{plain}");
    for member in ["id", "decision", "reason", "error"] {
        assert_eq!(plain.get(member), explained.get(member), "the trace changes the answer");
    }
    plain
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_line_has_one_line_for_an_answer(line in any::<String>()) {
        check_line(&line);
    }

    #[test]
    fn any_json_line_has_one_line_for_an_answer(value in any_json()) {
        check_line(&value.to_string());
    }

    #[test]
    fn a_case_with_a_member_put_wrong_is_answered_or_refused(
        seed in any::<u64>(), path in prop::collection::vec(any::<prop::sample::Index>(), 1..5), value in any_json()
    ) {
        let mut case = random::case(seed);
        let mut place = &mut case;
        for index in path {
            let inside = match &*place {
                Value::Object(members) => members.len(),
                Value::Array(items) => items.len(),
                _ => 0,
            };
            if inside == 0 {
                break;
            }
            let at = index.index(inside);
            place = match place {
                Value::Object(members) => members.values_mut().nth(at).expect("a member"),
                Value::Array(items) => &mut items[at],
                place => place,
            };
        }
        *place = value;
        check_line(&case.to_string());
    }

    #[test]
    fn a_case_cut_off_is_refused(seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        let case = random::case(seed).to_string();
        let cut: String = case.chars().take(at.index(case.chars().count())).collect();
        prop_assert!(check_line(&cut).get("error").is_some());
    }

    #[test]
    fn the_trace_changes_no_decision_of_any_layer(seed in any::<u64>()) {
        prop_assert!(check_line(&random::case(seed).to_string()).get("decision").is_some());
    }
}
