//! Holds every template to what a person may expect of it: AWS would save it as it stands, and nobody would warn of it.

use std::collections::BTreeSet;

use super::*;
use crate::diagnostic::Severity;
use crate::iam::lint::lint;

/// The template as a document of its own.
fn document(template: &Template) -> String {
    match template.statement {
        true => format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, template.insert.text),
        false => template.insert.text.clone(),
    }
}

#[test]
fn every_template_is_a_policy_that_nobody_warns_of() {
    for kind in PolicyKind::ALL {
        for template in templates(kind) {
            let linted = lint(&document(&template), kind);
            let bad: Vec<_> = linted.findings.iter().filter(|f| f.severity <= Severity::SecurityWarning).collect();
            assert!(bad.is_empty(), "{} as {}: {bad:#?}", template.name, kind.title());
            assert!(!linted.policy.statements.is_empty(), "{}", template.name);
        }
    }
}

#[test]
fn every_kind_has_a_statement_or_a_document_to_begin_from() {
    for kind in PolicyKind::ALL {
        assert!(templates(kind).iter().any(|t| !t.statement || kind == PolicyKind::Session), "{}", kind.title());
        assert!(templates(kind).iter().all(|t| t.kinds.contains(&kind)));
    }
}

#[test]
fn templates_are_laid_out_as_aws_does() {
    for template in PolicyKind::ALL.into_iter().flat_map(templates) {
        let value: serde_json::Value = serde_json::from_str(&template.insert.text).unwrap();
        assert_eq!(template.insert.text, format!("{value:#}"), "{}", template.name);
    }
}

#[test]
fn names_and_titles_are_fit_to_be_searched() {
    let rows: Vec<&Row> = PARTS.into_iter().flatten().collect();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), rows.len(), "a name stands twice");
    for row in rows {
        assert!(row.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", row.name);
        assert!(!row.title.ends_with('.') && row.title.len() > row.name.len(), "{}", row.title);
        assert!(!row.kinds.is_empty());
    }
}

#[test]
fn places_hold_their_example() {
    let check = |marked: &str, text: &str, examples: &[&str]| {
        let insert = with_places(marked);
        assert_eq!(insert.text, text);
        assert_eq!(insert.places.iter().map(|place| place.slice(text)).collect::<Vec<_>>(), examples);
    };
    check("a", "a", &[]);
    check("a‹b›c‹d›", "abcd", &["b", "d"]);
    check("‹›x", "x", &[""]);
    let github = templates(PolicyKind::Trust).into_iter().find(|template| template.name == "trust-github").unwrap();
    let places: Vec<&str> = github.insert.places.iter().map(|place| place.slice(&github.insert.text)).collect();
    assert_eq!(places, ["111122223333", "acme@4711", "shop@815", "main"]);
    assert!(!github.insert.text.contains(['‹', '›']));
}
