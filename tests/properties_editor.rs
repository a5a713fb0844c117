//! What holds of the editor's own changes to a document: its meaning stays, whatever is asked afterwards.
//!
//! `IAM_DOJO_LONG=1` tries a hundred times as many.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

#[path = "support/random.rs"]
mod random;

use std::sync::Arc;

use iam_dojo::iam::cases;
use iam_dojo::iam::evaluate::decide;
use iam_dojo::iam::lower;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::request::{Attached, Policies, Request};
use iam_dojo::tui::actions::Action;
use iam_dojo::tui::editor::{Analysis, Editor, Outcome};
use proptest::prelude::*;
use serde_json::Value;

fn cases(count: u32) -> ProptestConfig {
    let many = if std::env::var_os("IAM_DOJO_LONG").is_some() { 100 } else { 1 };
    ProptestConfig { cases: count * many, failure_persistence: None, ..ProptestConfig::default() }
}

/// A random request and the documents of its case, as text.
fn drawn(seed: u64) -> (Request, Vec<String>) {
    let case = random::case(seed);
    let (request, _) = cases::read(case.as_object().expect("a case is an object")).expect("a case that can be read");
    let mut texts = Vec::new();
    documents(&case["policies"], &mut texts);
    (request, texts)
}

/// Every policy document in a value.
fn documents(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Object(members) if members.contains_key("Statement") => texts.push(value.to_string()),
        Value::Object(members) => members.values().for_each(|member| documents(member, texts)),
        Value::Array(items) => items.iter().for_each(|item| documents(item, texts)),
        _ => {}
    }
}

/// What is decided when the document stands alone as an identity's policy and as a resource's.
fn decided(request: &Request, text: &str) -> String {
    let attached = |kind: PolicyKind| Attached {
        name: kind.as_str().into(),
        kind,
        policy: Arc::new(lower::read(text, kind).policy),
    };
    let alone = |identity: Vec<Attached>, resource: Option<Attached>| {
        decide(request, &Policies { identity, resource, ..Policies::default() })
    };
    let both =
        [alone(vec![attached(PolicyKind::Identity)], None), alone(Vec::new(), Some(attached(PolicyKind::Resource)))];
    format!("{both:?}")
}

fn act(editor: &mut Editor, action: Action) -> bool {
    let analysis = Analysis::of(editor.text(), PolicyKind::Identity, &[]);
    editor.act(action, &analysis) == Some(Outcome::Changed)
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn setting_in_order_is_final_and_keeps_value_and_decisions(seed in any::<u64>()) {
        let (request, texts) = drawn(seed);
        for text in texts {
            let mut editor = Editor::new(&text);
            prop_assert!(act(&mut editor, Action::Format));
            let value: Value = serde_json::from_str(editor.text()).expect("JSON as before");
            prop_assert_eq!(value, serde_json::from_str::<Value>(&text).expect("JSON"));
            prop_assert_eq!(decided(&request, editor.text()), decided(&request, &text), "{}", text);
            prop_assert!(!act(&mut editor, Action::Format), "a second time changes nothing");
        }
    }

    #[test]
    fn sorting_a_list_and_turning_it_into_a_text_keep_decisions(seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        let (request, texts) = drawn(seed);
        for text in texts {
            for action in [Action::SortList, Action::TurnList] {
                let mut editor = Editor::new(&text);
                editor.put_cursor(at.index(text.len() + 1));
                if act(&mut editor, action) {
                    prop_assert_eq!(decided(&request, editor.text()), decided(&request, &text), "{:?} of {}", action, text);
                    prop_assert!(editor.undo() && editor.text() == text && !editor.undo(), "one step");
                }
            }
        }
    }
}
