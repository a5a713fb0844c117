//! What holds of the reader for every text: it ends, its places fit, and valid JSON means what it means elsewhere.

use iam_dojo::iam::json::{Node, Parse, TokenKind, Value, parse};
use iam_dojo::iam::lower;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::text::TextRange;
use proptest::prelude::*;
use serde_json::Value as Json;

/// The value as a strict parser gives it; the last of repeated keys wins.
fn plain(node: &Node) -> Json {
    match &node.value {
        Value::Null | Value::Missing => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(text) => serde_json::from_str(text).unwrap_or_default(),
        Value::String(text) => Json::String(text.clone()),
        Value::Array(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Object(members) => Json::Object(members.iter().map(|m| (m.key.clone(), plain(&m.value))).collect()),
    }
}

fn ranges(node: &Node, out: &mut Vec<TextRange>) {
    out.push(node.range);
    for member in node.members() {
        out.push(member.key_range);
        assert!(node.range.contains_range(member.range()), "a member outside its object");
        ranges(&member.value, out);
    }
    if let Value::Array(items) = &node.value {
        for item in items {
            assert!(node.range.contains_range(item.range), "an item outside its list");
            ranges(item, out);
        }
    }
}

/// All keys, in the order of the text.
fn keys(node: &Node, out: &mut Vec<String>) {
    for member in node.members() {
        out.push(member.key.clone());
        keys(&member.value, out);
    }
    if let Value::Array(items) = &node.value {
        items.iter().for_each(|item| keys(item, out));
    }
}

/// All that holds of any text.
fn check(text: &str) -> Parse {
    let read = parse(text);
    let mut places = Vec::new();
    read.root.iter().for_each(|root| ranges(root, &mut places));
    places.extend(read.tokens.iter().map(|token| token.range));
    let mut end = 0;
    for token in &read.tokens {
        assert!(token.range.start >= end && !token.range.is_empty(), "tokens overlap in {text:?}");
        end = token.range.end;
    }
    let outside: String = {
        let mut rest = text.to_owned();
        read.tokens.iter().rev().for_each(|token| rest.replace_range(token.range.as_usize(), ""));
        rest
    };
    assert!(outside.bytes().all(|b| b" \t\r\n".contains(&b)), "{outside:?} is in no token of {text:?}");
    assert!(read.root.is_some() || !read.diagnostics.is_empty());
    for kind in PolicyKind::ALL {
        for finding in lower::lower(&read, kind).diagnostics {
            places.push(finding.range);
            places.extend(finding.fix.map(|fix| fix.range));
        }
    }
    for place in places {
        assert!(text.get(place.as_usize()).is_some(), "{place:?} does not fit {text:?}");
        let _ = read.path(place);
    }
    let _ = lower::guess_kind(&read);
    read
}

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "A", "Effect": "Allow", "Principal": {"AWS": ["111122223333", "*"], "Service": "ec2.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": "arn:aws:s3:::b/${aws:username}/*",
    "Condition": {"StringEquals": {"aws:PrincipalTag/a": ["\u00e9\\", "x*"]}, "Bool": {"aws:SecureTransport": true}}
  }, {"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "NotAction": "*", "NotResource": "*"}]
}"#;

/// The policy without the character at `at`.
fn without(at: usize) -> String {
    POLICY.char_indices().filter(|(n, _)| *n != at).map(|(_, c)| c).collect()
}

fn json() -> impl Strategy<Value = Json> {
    let text = || any::<String>();
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text().prop_map(Json::String),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Json::Array),
            prop::collection::btree_map(text(), inner, 0..8).prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

/// Pieces of policies, whole and broken, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "\u{201c}",
        "\u{201d}",
        "`",
        "\\",
        "//",
        "/*",
        "*/",
        "#",
        "=",
        ";",
        "\n",
        "\r\n",
        " ",
        "\t",
        "\u{feff}",
        "\u{a0}",
        "\u{1}",
        "${",
        "\"Effect\"",
        "\"Allow\"",
        "\"Statement\"",
        "\"Action\"",
        "Principal",
        "true",
        "None",
        "2012-10-17",
        "01",
        "1e5",
        "\"\\u12\"",
        "\u{e9}",
        "\u{1f600}",
        "*",
        "sts:AssumeRole",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_heap_of_pieces_is_read(text in pieces()) {
        check(&text);
    }

    #[test]
    fn a_policy_with_something_put_in_anywhere_is_read(at in 0..POLICY.len(), text in pieces()) {
        let at = (0..=at).rev().find(|at| POLICY.is_char_boundary(*at)).unwrap();
        let mut changed = POLICY.to_owned();
        changed.insert_str(at, &text);
        check(&changed);
    }

    #[test]
    fn valid_json_means_what_it_means_elsewhere(value in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let read = check(&text);
        let syntax: Vec<_> = read.diagnostics.iter().filter(|d| d.code == "JSON_SYNTAX_ERROR").collect();
        prop_assert!(syntax.is_empty(), "{syntax:?} in {text}");
        // The oracle reads the text too: a float may be printed shorter than it is.
        let expected: Json = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(plain(&read.root.unwrap()), expected);
    }

    #[test]
    fn what_a_strict_parser_refuses_has_a_finding(text in pieces()) {
        let strict = serde_json::from_str::<Json>(&text).is_ok();
        prop_assert!(strict || !parse(&text).diagnostics.is_empty(), "{}", text);
    }
}

#[test]
fn a_policy_cut_off_anywhere_or_with_a_character_taken_out_is_read() {
    for (at, _) in POLICY.char_indices() {
        let head: String = POLICY.char_indices().take_while(|(n, _)| *n < at).map(|(_, c)| c).collect();
        let read = check(&head);
        assert!(!read.diagnostics.is_empty(), "{head:?}");
        check(&without(at));
    }
    let whole = check(POLICY);
    assert_eq!(whole.diagnostics, []);
    assert_eq!(whole.tokens.iter().filter(|t| t.kind == TokenKind::Key).count(), 19);
}

#[test]
fn one_mark_taken_out_is_one_slip_and_no_key_is_lost() {
    let keys = |read: &Parse| {
        let mut found = Vec::new();
        read.root.iter().for_each(|root| keys(root, &mut found));
        found
    };
    let all = keys(&parse(POLICY));
    for (at, _) in POLICY.char_indices().filter(|(_, c)| "{}[],:\"".contains(*c)) {
        let text = without(at);
        let read = parse(&text);
        if serde_json::from_str::<Json>(&text).is_ok() {
            assert_eq!(read.diagnostics, [], "a mark inside a string is no slip: {text}");
            continue;
        }
        assert_eq!(read.diagnostics.len(), 1, "{text}\n{:#?}", read.diagnostics);
        assert_eq!(keys(&read), all, "{text}");
    }
}
