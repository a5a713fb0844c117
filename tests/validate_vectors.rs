//! The validate vectors: for each document, the first thing that AWS would refuse. One test a vector.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a vector of another shape fails its test, as it should"
)]

use std::path::Path;

use iam_dojo::diagnostic::Severity;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::{findings, lower};

/// Reads the document of the vector `id` and compares the rule of its first error with the one expected.
#[track_caller]
fn check(id: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/vectors.jsonl");
    let vectors = std::fs::read_to_string(path).unwrap();
    let all = vectors.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let vector = all.into_iter().find(|vector| vector["id"] == id).unwrap();
    let kind = PolicyKind::from_name(vector["policy_type"].as_str().unwrap()).unwrap();
    let lowered = lower::read(vector["policy_text"].as_str().unwrap(), kind);
    let first = lowered.diagnostics.iter().find(|d| d.severity == Severity::Error);
    let rules = first.map(|d| findings::find(d.code).unwrap().rules);
    match vector["expect"]["code"].as_str() {
        Some(code) => assert!(rules.is_some_and(|rules| rules.contains(&code)), "{id}: {code}, got {first:?}"),
        None => assert_eq!(first, None, "{id}"),
    }
    assert_eq!(lowered.is_valid(), vector["expect"]["valid"] == true, "{id}");
}

#[test]
fn single_statement_object() {
    check("VAL-001");
}

#[test]
fn effect_twice() {
    check("VAL-002");
}

#[test]
fn comment_inside_json() {
    check("VAL-003");
}

#[test]
fn lower_case_element_name() {
    check("VAL-004");
}

#[test]
fn invented_version_date() {
    check("VAL-005");
}

#[test]
fn no_statement() {
    check("VAL-006");
}

#[test]
fn space_in_sid_of_an_iam_policy() {
    check("VAL-007");
}

#[test]
fn same_sid_twice() {
    check("VAL-008");
}

#[test]
fn action_with_not_action() {
    check("VAL-009");
}

#[test]
fn id_in_an_identity_policy() {
    check("VAL-010");
}

#[test]
fn identity_statement_without_resource() {
    check("VAL-011");
}

#[test]
fn lambda_trust_policy() {
    check("VAL-012");
}

#[test]
fn resource_in_a_trust_policy() {
    check("VAL-013");
}

#[test]
fn s3_action_in_trust() {
    check("VAL-014");
}

#[test]
fn notprincipal_in_trust() {
    check("VAL-015");
}

#[test]
fn all_sessions_by_wildcard() {
    check("VAL-016");
}

#[test]
fn several_principals_and_actions() {
    check("VAL-017");
}

#[test]
fn wildcard_in_service_segment() {
    check("VAL-018");
}

#[test]
fn unknown_operator() {
    check("VAL-019");
}

#[test]
fn impossible_prefix() {
    check("VAL-020");
}

#[test]
fn oversized_managed_policy() {
    check("VAL-021");
}

#[test]
fn scp_allow_with_notaction() {
    check("VAL-022");
}

#[test]
fn scp_allow_with_condition_and_arn() {
    check("VAL-023");
}

#[test]
fn customer_rcp_with_allow() {
    check("VAL-024");
}

#[test]
fn rcp_with_action() {
    check("VAL-025");
}

#[test]
fn rcp_with_notaction() {
    check("VAL-026");
}

#[test]
fn no_vector_is_left_out() {
    let vectors = include_str!("conformance/vectors.jsonl");
    let here = include_str!("validate_vectors.rs");
    let ids = vectors.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let ids: Vec<String> =
        ids.filter(|v| v["kind"] == "validate").map(|v| v["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 26);
    for id in ids {
        assert!(here.contains(&format!("check(\"{id}\")")), "{id}");
    }
}
