//! The conformance vectors: what the specification expects of every rule of matching and deciding.
//!
//! One test a kind; each says all the vectors that fail, by name, with the sentence that explains the rule.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics says what went wrong"
)]

use std::collections::BTreeSet;

use iam_dojo::iam::cases;
use iam_dojo::iam::condition;
use iam_dojo::iam::lower;
use iam_dojo::iam::pattern::{ActionPattern, ResourcePattern};
use iam_dojo::iam::policy::{PolicyKind, Statement, Version};
use iam_dojo::iam::principal::{self, PrincipalMatch};
use iam_dojo::iam::request::Context;
use serde_json::{Value, json};

const VECTORS: &str = include_str!("conformance/vectors.jsonl");

/// Runs every vector of a kind; `answer` gives what the program says, to be compared with `expect`.
fn check(kind: &str, count: usize, answer: impl Fn(&Value) -> Value) {
    let mut seen = BTreeSet::new();
    let mut failures = String::new();
    for line in VECTORS.lines() {
        let vector: Value = serde_json::from_str(line).expect("vectors are JSON lines");
        if vector["kind"] != kind {
            continue;
        }
        let id = vector["id"].as_str().expect("every vector has a name").to_owned();
        let found = answer(&vector);
        if found != vector["expect"] {
            let (title, why) = (&vector["title"], &vector["why"]);
            failures += &format!("{id} {title}: expected {}, found {found}; {why}\n", vector["expect"]);
        }
        assert!(seen.insert(id), "a vector stands twice: {line}");
    }
    assert_eq!(seen.len(), count, "vectors of kind {kind}");
    assert!(failures.is_empty(), "\n{failures}");
}

fn context(vector: &Value) -> Context {
    let mut context = Context::default();
    for (key, value) in vector["context"].as_object().into_iter().flatten() {
        if let Some(value) = cases::context_value(key, value).expect("context values are strings") {
            context.set(key, value);
        }
    }
    context
}

fn version(vector: &Value) -> Version {
    if vector["version"] == "2008-10-17" { Version::V2008 } else { Version::V2012 }
}

/// Reads one statement of a document of `kind`, otherwise made of what every statement needs.
fn statement(kind: PolicyKind, elements: Value) -> Statement {
    let mut statement = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"});
    for (element, value) in elements.as_object().into_iter().flatten() {
        statement[element] = value.clone();
    }
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let read = lower::read(&document, kind);
    read.policy.statements.into_iter().next().unwrap_or_else(|| panic!("no statement in {document}"))
}

#[test]
fn action_patterns() {
    check("match_action", 5, |vector| {
        let pattern = ActionPattern::parse(vector["pattern"].as_str().expect("a pattern")).expect("a good pattern");
        json!(pattern.matches(vector["action"].as_str().expect("an action")))
    });
}

#[test]
fn resource_patterns() {
    check("match_resource", 18, |vector| {
        let pattern = ResourcePattern::parse(vector["pattern"].as_str().expect("a pattern")).expect("a good pattern");
        let resource = vector["resource"].as_str().expect("a resource");
        json!(pattern.matches(resource, &context(vector), version(vector)))
    });
}

#[test]
fn principals() {
    check("match_principal", 12, |vector| {
        let statement = statement(PolicyKind::Resource, json!({"Principal": vector["principal"]}));
        let caller = cases::read_principal(vector["caller"].as_object().expect("a caller")).expect("a good caller");
        let element = statement.principal.expect("a principal");
        let found = principal::strongest(element.entries.iter().map(|entry| &entry.value), &caller);
        json!(match found.map(|(_, found)| found) {
            None => "none",
            Some(PrincipalMatch::Account) => "account",
            Some(PrincipalMatch::Role) => "role",
            Some(PrincipalMatch::UserEntity) => "user_entity",
            Some(PrincipalMatch::User) => "user",
            Some(PrincipalMatch::Session) => "session",
            Some(PrincipalMatch::FederatedUser) => "federated_user",
            Some(PrincipalMatch::Service) => "service",
            Some(PrincipalMatch::FederatedProvider) => "federated_idp",
            Some(PrincipalMatch::Everyone) => "public",
        })
    });
}

#[test]
fn conditions() {
    check("condition", 41, |vector| {
        let statement = statement(PolicyKind::Identity, json!({"Condition": vector["condition"]}));
        let (context, version) = (context(vector), version(vector));
        json!(statement.conditions.iter().all(|line| condition::holds(line, &context, version, &mut |_| ()).0))
    });
}

#[test]
fn decisions() {
    check("eval", 77, |vector| {
        let answer = |explain| -> Value {
            serde_json::from_str(&cases::run_line(&vector.to_string(), explain)).expect("answers are JSON")
        };
        let (plain, explained) = (answer(false), answer(true));
        assert_eq!(plain["id"], vector["id"]);
        assert_eq!(plain["reason"], explained["reason"], "{}: deciding and explaining differ", vector["id"]);
        assert_eq!(explained["trace"][5]["layer"], "session", "{}: every layer has its place", vector["id"]);
        json!({"decision": plain["decision"], "reason": plain["reason"]})
    });
}
