//! What the engine says of pairs of documents.

use super::*;
use crate::iam::policy::PolicyKind;

fn set(kind: PolicyKind, statements: &str) -> Set {
    Set::of_text(kind, &format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#))
}

fn check(kind: PolicyKind, first: &str, second: &str, expected: Verdict) -> Comparison {
    let found = compare(&set(kind, first), &set(kind, second), &Budget::default());
    assert_eq!(found.verdict, expected, "{first}\n{second}\n{found:#?}");
    found
}

const READ: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}"#;
const ALL_S3: &str = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"}"#;

#[test]
fn more_than_was_asked_for_is_shown_by_a_request() {
    let found = check(PolicyKind::Identity, ALL_S3, READ, Verdict::FirstWider);
    let first = &found.only_first[0];
    assert!(first.request.action.starts_with("s3:") && first.request.action != "s3:GetObject");
    assert!(first.request.resource.starts_with("arn:aws:s3:::reports/"), "{first:?}");
    assert_eq!(first.responsible, [Place { set: 0, document: 0, statement: 0 }]);
    let agreeing = first.agreeing.as_ref().unwrap();
    assert_eq!(agreeing.request.action, "s3:GetObject");
}
