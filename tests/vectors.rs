//! The conformance vectors: what the specification expects of every rule of matching and deciding.
//!
//! Every vector is a test of its own, `kind::id`; one that fails says the sentence that explains its rule. The vectors of kind
//! `validate` are in `validate_vectors.rs`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics says what went wrong"
)]

use std::collections::BTreeSet;
use std::process::ExitCode;

use iam_dojo::iam::cases;
use iam_dojo::iam::condition::holds;
use iam_dojo::iam::lower;
use iam_dojo::iam::pattern::{ActionPattern, ResourcePattern};
use iam_dojo::iam::policy::{PolicyKind, Statement, Version};
use iam_dojo::iam::principal::{PrincipalMatch, strongest};
use iam_dojo::iam::request::Context;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("conformance/vectors.jsonl");

/// What the program says to a vector, to be compared with what is expected.
type Answer = fn(&Value) -> Value;

/// The kinds of vector, how many there are, and who answers.
const KINDS: [(&str, usize, Answer); 5] = [
    ("match_action", 5, action_pattern),
    ("match_resource", 18, resource_pattern),
    ("match_principal", 12, principal),
    ("condition", 41, condition),
    ("eval", 77, decision),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let vectors: Vec<Value> =
        VECTORS.lines().map(|line| serde_json::from_str(line).expect("vectors are JSON lines")).collect();
    let mut trials = Vec::new();
    for (kind, count, answer) in KINDS {
        let of_kind: Vec<&Value> = vectors.iter().filter(|vector| vector["kind"] == kind).collect();
        let ids: BTreeSet<&str> = of_kind.iter().filter_map(|vector| vector["id"].as_str()).collect();
        // One that stood twice, or was lost, would go unnoticed among so many.
        assert_eq!((of_kind.len(), ids.len()), (count, count), "vectors of kind {kind}");
        trials.extend(of_kind.into_iter().cloned().map(|vector| {
            let name = format!("{kind}::{}", vector["id"].as_str().unwrap_or_default());
            Trial::test(name, move || check(&vector, answer))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn check(vector: &Value, answer: Answer) -> Result<(), Failed> {
    let (found, expected) = (answer(vector), &vector["expect"]);
    if found == *expected {
        return Ok(());
    }
    Err(format!("{}: expected {expected}, found {found}; {}", vector["title"], vector["why"]).into())
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

fn action_pattern(vector: &Value) -> Value {
    let pattern = ActionPattern::parse(vector["pattern"].as_str().expect("a pattern")).expect("a good pattern");
    json!(pattern.matches(vector["action"].as_str().expect("an action")))
}

fn resource_pattern(vector: &Value) -> Value {
    let pattern = ResourcePattern::parse(vector["pattern"].as_str().expect("a pattern")).expect("a good pattern");
    let resource = vector["resource"].as_str().expect("a resource");
    json!(pattern.matches(resource, &context(vector), version(vector)))
}

fn principal(vector: &Value) -> Value {
    let statement = statement(PolicyKind::Resource, json!({"Principal": vector["principal"]}));
    let caller = cases::read_principal(vector["caller"].as_object().expect("a caller")).expect("a good caller");
    let element = statement.principal.expect("a principal");
    let found = strongest(element.entries.iter().map(|entry| &entry.value), &caller);
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
}

fn condition(vector: &Value) -> Value {
    let statement = statement(PolicyKind::Identity, json!({"Condition": vector["condition"]}));
    let (context, version) = (context(vector), version(vector));
    json!(statement.conditions.iter().all(|line| holds(line, &context, version, &mut |_| ()).0))
}

fn decision(vector: &Value) -> Value {
    let answer = |explain| -> Value {
        serde_json::from_str(&cases::run_line(&vector.to_string(), explain)).expect("answers are JSON")
    };
    let (plain, explained) = (answer(false), answer(true));
    assert_eq!(plain["id"], vector["id"]);
    assert_eq!(plain["reason"], explained["reason"], "{}: deciding and explaining differ", vector["id"]);
    assert_eq!(explained["trace"][5]["layer"], "session", "{}: every layer has its place", vector["id"]);
    json!({"decision": plain["decision"], "reason": plain["reason"]})
}
