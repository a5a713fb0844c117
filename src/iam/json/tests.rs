//! What each slip is called, and that everything around it survives.

use super::*;
use crate::diagnostic::Severity;

/// All keys of the tree, in the order of the text.
fn keys(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Object(members) => {
            members.iter().flat_map(|m| std::iter::once(m.key.clone()).chain(keys(&m.value))).collect()
        }
        Value::Array(items) => items.iter().flat_map(keys).collect(),
        _ => Vec::new(),
    }
}

/// Reads `text`: expects these keys, and findings that say these words, one for each, in this order.
#[track_caller]
fn check(text: &str, expected_keys: &[&str], slips: &[&str]) {
    let parse = parse(text);
    let messages: Vec<&str> = parse.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages.len(), slips.len(), "{text}\n{messages:#?}");
    for (message, slip) in messages.iter().zip(slips) {
        assert!(message.contains(slip), "{text}\nexpected {slip:?} in {message:?}");
    }
    assert_eq!(parse.root.as_ref().map(keys).unwrap_or_default(), expected_keys, "{text}");
    assert!(parse.diagnostics.iter().all(|d| d.severity == Severity::Error));
}

/// Reads `text`, applies every fix (last one first), and expects `mended`, which is flawless.
#[track_caller]
fn check_fix(text: &str, mended: &str) {
    let mut fixes: Vec<_> = parse(text).diagnostics.into_iter().filter_map(|d| d.fix).collect();
    assert!(!fixes.is_empty(), "no fix for {text}");
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.range));
    let result = fixes.iter().fold(text.to_owned(), |text, fix| fix.apply(&text));
    assert_eq!(result, mended);
    assert_eq!(parse(mended).diagnostics, [], "{mended}");
}

const TRUST_KEYS: &[&str] = &["Version", "Statement", "Effect", "Principal", "AWS", "Action"];

#[test]
fn a_flawless_document_has_no_findings() {
    check(
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": []}]}"#,
        TRUST_KEYS,
        &[],
    );
}

#[test]
fn comments_of_all_kinds_are_named() {
    check("{\"a\": 1, // one\n \"b\": 2}", &["a", "b"], &["JSON has no comments"]);
    check("{\"a\": 1, # one\n \"b\": 2}", &["a", "b"], &["JSON has no comments"]);
    check("{\"a\": 1, /* one\n two */ \"b\": 2}", &["a", "b"], &["JSON has no comments"]);
    check("{\"a\": 1, /* one\n \"b\": 2}", &["a", "b"], &["JSON has no comments"]);
    check("// all of it\n{\"a\": \"// no comment\"}", &["a"], &["JSON has no comments"]);
    check_fix("{\"a\": 1, // one\n \"b\": 2}", "{\"a\": 1,\n \"b\": 2}");
    check_fix("{\n  // one\n  \"b\": 2\n}", "{\n  \"b\": 2\n}");
    check_fix("{\"a\": /* one */ 1}", "{\"a\":  1}");
}

#[test]
fn a_comment_in_a_document_on_one_line_ends_where_the_document_goes_on() {
    check(
        r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, // 1111... is the Dev account "Action": "sts:AssumeRole" } }"#,
        TRUST_KEYS,
        &["JSON has no comments"],
    );
    check("{\"a\": {\"b\": 1 // note }}", &["a", "b"], &["JSON has no comments"]);
    check("{\n  \"a\": 1\n}\n// \"b\": 2", &["a"], &["JSON has no comments"]);
}

#[test]
fn three_slips_in_one_document_are_three_findings_and_all_keys_survive() {
    check(
        "{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": [{\n    \"Effect\": \"Allow,\n    \"Principal\": {\"AWS\": \"*\"}, // all\n    \"Action\": \"sts:AssumeRole\"\n  }]\n}",
        TRUST_KEYS,
        &["`,` is missing", "not closed", "no comments"],
    );
    check(
        "{\n  'Version': \"2012-10-17\",\n  \"Statement\": [{\n    \"Effect\" \"Allow\",\n    \"Principal\": {\"AWS\": \"*\",},\n    \"Action\": \"sts:AssumeRole\"\n  }]\n}",
        TRUST_KEYS,
        &["not in `'`", "`:` is missing", "comma before a closing"],
    );
    check(
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\n    Effect: \"Allow\",\n    \"Principal\": {\"AWS\": [\"*\"},\n    \"Action: \"sts:AssumeRole\"\n  }]\n}",
        TRUST_KEYS,
        &["`Effect` needs quotes", "`[` is not closed", "not closed"],
    );
    check(
        "{\n  \"Version\": 2012-10-17,\n  \"Statement\": [{\n    “Effect”: \"Allow\",\n    \"Principal\" = {\"AWS\": \"*\"},\n    \"Action\": \"sts:AssumeRole\"\n  }]\n}",
        TRUST_KEYS,
        &["needs quotes", "typographic quote", "JSON writes `:`"],
    );
}

#[test]
fn commas_too_many_and_too_few() {
    check(r#"{"a": 1, "b": [1, 2,],}"#, &["a", "b"], &["comma before a closing", "comma before a closing"]);
    check(r#"{"a": 1,, "b": 2}"#, &["a", "b"], &["one `,` too many"]);
    check(r#"{, "a": 1}"#, &["a"], &["one `,` too many"]);
    check("{\"a\": 1\n\"b\": [1 2]}", &["a", "b"], &["`,` is missing", "`,` is missing"]);
    check(r#"{"a": "x": "b": 2}"#, &["a", "b"], &["a `,` belongs here"]);
    check(r#"{"a": 1; "b": 2}"#, &["a", "b"], &["JSON writes `,`"]);
    check_fix(r#"{"a": [1, 2,],}"#, r#"{"a": [1, 2]}"#);
    check_fix("{\"a\": 1\n\"b\": 2}", "{\"a\": 1,\n\"b\": 2}");
    check_fix(r#"{"a": "x": "b": 2}"#, r#"{"a": "x", "b": 2}"#);
}

#[test]
fn colons_missing_doubled_and_replaced() {
    check(r#"{"a" 1, "b": 2}"#, &["a", "b"], &["`:` is missing behind `a`"]);
    check(r#"{"a":: 1}"#, &["a"], &["one `:` too many"]);
    check(r#"{"a" => 1}"#, &["a"], &["JSON writes `:`"]);
    check_fix(r#"{"a" 1}"#, r#"{"a": 1}"#);
    check_fix(r#"{"a" = 1}"#, r#"{"a" : 1}"#);
}

#[test]
fn quotes_of_other_languages_are_named_and_mended() {
    check(r"{'a': 'x', 'b': 2}", &["a", "b"], &["not in `'`"]);
    check("{“a”: 1, \"b\": “x”}", &["a", "b"], &["typographic"]);
    check("{\"a\": \"Allow”,\n\"b\": 1}", &["a", "b"], &["typographic"]);
    check_fix("{'a': “x”, \"b\": `y`}", r#"{"a": "x", "b": "y"}"#);
    check_fix("{\"a\": \"Allow”,\n\"b\": 1}", "{\"a\": \"Allow\",\n\"b\": 1}");
}

#[test]
fn a_document_in_the_quotes_of_a_shell_command_is_one_slip() {
    check(r#"'{"a": "x", "b": 2}'"#, &["a", "b"], &["shell command"]);
}

#[test]
fn an_unclosed_string_ends_where_it_was_meant_to() {
    check("{\"a\": \"x,\n\"b\": 2}", &["a", "b"], &["not closed"]);
    check("{\"a\": {\"b\": \"x},\n\"c\": 2}", &["a", "b", "c"], &["not closed"]);
    check(r#"{"a: "x", "b": 2}"#, &["a", "b"], &["not closed"]);
    check(r#"{"a": "x, "b": 2}"#, &["a", "b"], &["not closed"]);
    check(r#"{"a": ["x, "y"], "b": 2}"#, &["a", "b"], &["not closed"]);
    check(r#"{"a: ["x"], "b: {"c": 2}}"#, &["a", "b", "c"], &["not closed", "not closed"]);
    check(r#"{"a": "x}"#, &["a"], &["not closed"]);
    check("{\"a\": \"${aws:username}\n}", &["a"], &["not closed"]);
    assert_eq!(
        parse("{\"a\": \"${aws:username}\n}").root.and_then(|r| r.get("a")?.as_str().map(str::to_owned)),
        Some("${aws:username}".to_owned())
    );
    check_fix("{\"a\": \"x,\n\"b\": 2}", "{\"a\": \"x\",\n\"b\": 2}");
    check_fix(r#"{"a: "x", "b": 2}"#, r#"{"a": "x", "b": 2}"#);
}

#[test]
fn a_lost_or_doubled_quote_is_one_slip() {
    check(r#"{a": "x", "b": y"}"#, &["a", "b"], &["missing before `a`", "missing before `y`"]);
    check(r#"{"a": arn:aws:s3:::b/*", "b": 2}"#, &["a", "b"], &["missing before `arn:aws:s3:::b/*`"]);
    check(r#"{"a": "x"", "b": ""y"}"#, &["a", "b"], &["one `\"` too many", "one `\"` too many"]);
    check_fix(r#"{a": "x", "b": y"}"#, r#"{"a": "x", "b": "y"}"#);
    check_fix(r#"{"a": "x"", "b": ""y"}"#, r#"{"a": "x", "b": "y"}"#);
}

#[test]
fn text_without_quotes_is_read_as_text() {
    check(r#"{a: x, "b": arn:aws:s3:::c/*}"#, &["a", "b"], &["`a` needs", "`x` needs", "`arn:aws:s3:::c/*` needs"]);
    check(r#"{"a": True, "b": None}"#, &["a", "b"], &["JSON writes `true`", "JSON writes `null`"]);
    check_fix(r#"{a: x, "b": True}"#, r#"{"a": "x", "b": true}"#);
}

#[test]
fn numbers_follow_the_grammar_of_json() {
    check("[0, -1, 1.5, 2e9, -0.1E-2]", &[], &[]);
    for bad in ["01", "+1", ".5", "1.", "1e", "-"] {
        check(&format!("{{\"a\": {bad}}}"), &["a"], &[bad]);
    }
    check(r#"{"a": 203.0.113.0/24}"#, &["a"], &["needs quotes"]);
}

#[test]
fn escapes_are_resolved_and_bad_ones_named() {
    let text = r#"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"]"#;
    check(text, &[], &[]);
    let root = parse(text).root.unwrap();
    assert_eq!(root.items()[0].as_str(), Some("\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1f600}"));
    check(r#"{"a": "C:\dir", "b": "\u12"}"#, &["a", "b"], &[r"`\d` is no escape", r"`\u` is no escape"]);
    check(r#"{"a": "\ud800x"}"#, &["a"], &[r"`\ud800` is no escape"]);
    check_fix(r#"{"a": "C:\dir"}"#, r#"{"a": "C:\\dir"}"#);
}

#[test]
fn control_characters_in_strings_are_named() {
    check("{\"a\": \"x\ty\", \"b\": \"\u{1}\"}", &["a", "b"], &["a tab", "U+0001"]);
    check_fix("{\"a\": \"x\ty\"}", "{\"a\": \"x\\ty\"}");
}

#[test]
fn characters_beyond_the_policy_set_are_named_once_for_each_run() {
    for (text, expected) in [
        ("{\"a\": \"caf\u{e9}\"}", 0),
        ("{\"a\": \"\u{4f60}\u{597d} x\"}", 1),
        ("\u{feff}{\"a\": 1}", 1),
        ("{\"a\":\u{2003}1}", 1),
        ("{\"a\": 1}\u{0}", 1),
    ] {
        let parse = parse(text);
        assert_eq!(parse.diagnostics.len(), expected, "{text}");
        assert!(parse.diagnostics.iter().all(|d| d.code == "UNSUPPORTED_CHARACTER"), "{text}");
        assert_eq!(keys(&parse.root.unwrap()), ["a"]);
    }
    check("{\"a\":\u{a0}1}", &["a"], &["non-breaking space"]);
    check_fix("\u{feff}{\"a\":\u{a0}1}", "{\"a\": 1}");
}

#[test]
fn a_key_twice_is_found_in_small_and_large_objects() {
    check(r#"{"a": 1, "b": 2, "a": 3}"#, &["a", "b", "a"], &["`a` stands here for the second time"]);
    let many: Vec<String> = (0..40).chain([7]).map(|n| format!("\"k{n}\": {n}")).collect();
    let parse = parse(&format!("{{{}}}", many.join(",")));
    assert_eq!(parse.diagnostics.len(), 1);
    assert_eq!(parse.diagnostics[0].code, "DUPLICATE_KEY");
    assert!(parse.diagnostics[0].message.contains("`k7`"));
}

#[test]
fn half_typed_members_stay_in_the_tree() {
    for (text, slips) in [
        (r#"{"Effect": , "b": 1}"#, &["no value behind its `:`"] as &[&str]),
        (r#"{"Effect", "b": 1}"#, &["has no value"]),
        ("{\"Effect\n, \"b\": 1}", &["not closed"]),
        ("{\"Effect\":\n \"b\": 1}", &["no value behind its `:`"]),
        (r#"{"Effect" "b": 1}"#, &["has no value"]),
    ] {
        check(text, &["Effect", "b"], slips);
        assert!(parse(text).root.unwrap().get("Effect").unwrap().is_missing(), "{text}");
    }
    check("{\"Eff", &["Eff"], &["never closed", "not closed"]);
    check("{\"Effect\":", &["Effect"], &["never closed", "no value"]);
}

#[test]
fn unclosed_brackets_are_one_finding_at_the_end_of_the_text() {
    check(r#"{"a": [{"b": 1"#, &["a", "b"], &["3 brackets are never closed: `}]}`"]);
    check(r#"{"a": 1"#, &["a"], &["`{` is never closed: a `}`"]);
    check_fix(r#"{"a": [{"b": 1"#, r#"{"a": [{"b": 1}]}"#);
}

#[test]
fn a_bracket_missing_inside_is_named_at_its_opener() {
    check(r#"{"a": ["x", "y", "b": 2}"#, &["a", "b"], &["`[` is not closed"]);
    check(r#"{"a": ["x", "y"}"#, &["a"], &["`[` is not closed"]);
    check(r#"{"s": [{"a": 1, {"b": 2}]}"#, &["s", "a", "b"], &["`{` is not closed"]);
    check(r#"{"s": [{"a": 1 ]}"#, &["s", "a"], &["`{` is not closed"]);
    check_fix(r#"{"a": ["x", "y", "b": 2}"#, r#"{"a": ["x", "y"], "b": 2}"#);
    check_fix(r#"{"s": [{"a": 1, {"b": 2}]}"#, r#"{"s": [{"a": 1}, {"b": 2}]}"#);
}

#[test]
fn a_missing_opener_is_named_and_what_it_held_is_kept() {
    check(r#"{"p": "a": ["x"]}, "b": 2}"#, &["p", "a", "b"], &["a `{` is missing before this"]);
    check(r#"{"s": ["a": 1, "b": 2}]}"#, &["s", "a", "b"], &["a `{` is missing before this"]);
    check(r#"{"s": [{"a": 1}, "a": 2}]}"#, &["s", "a", "a"], &["a `{` is missing before this"]);
    check(r#"{"a": "x", "y"], "b": 2}"#, &["a", "b"], &["a `[` is missing before this"]);
    check(r#"{"s": {"a": 1}, {"b": 2}]}"#, &["s", "a", "b"], &["a `[` is missing before this"]);
    check("{\"s: [{\n\"a\": 1}]}", &["s", "a"], &["not closed"]);
    check_fix(r#"{"p": "a": ["x"]}, "b": 2}"#, r#"{"p": {"a": ["x"]}, "b": 2}"#);
    check_fix(r#"{"s": ["a": 1, "b": 2}]}"#, r#"{"s": [{"a": 1, "b": 2}]}"#);
    check_fix(r#"{"a": "x", "y"], "b": 2}"#, r#"{"a": ["x", "y"], "b": 2}"#);
}

#[test]
fn brackets_too_many_and_of_the_wrong_shape() {
    check(r#"{"a": 1}}"#, &["a"], &["one `}` too many"]);
    check(r#"{"a": 1}, "b": 2}"#, &["a", "b"], &["one `}` too many"]);
    check(r#"{"a": [1}, "b": 2}"#, &["a", "b"], &["`}` stands where `]` closes"]);
    check(r#"{"a": [1]], "b": 2}"#, &["a", "b"], &["one `]` too many"]);
    check(r#"{"p": ["a": 1], "b": 2}"#, &["p", "a", "b"], &["stand in `{` and `}`"]);
    check(r#"{"p": {"a", "c"}, "b": 2}"#, &["p", "b"], &["a list stands in `[`"]);
    check_fix(r#"{"a": [1}, "b": 2}"#, r#"{"a": [1], "b": 2}"#);
    check_fix(r#"{"a": 1}, "b": 2}"#, r#"{"a": 1, "b": 2}"#);
}

#[test]
fn one_value_and_nothing_behind_it() {
    check(r#"{"a": 1} {"b": 2}"#, &["a"], &["second value"]);
    check(r#"{"a": 1} and so on"#, &["a"], &["text after the end"]);
    check("", &[], &["the document is empty"]);
    check("  \n ", &[], &["the document is empty"]);
    check(r#""a": 1, "b": 2}"#, &["a", "b"], &["`{` is missing at the start"]);
}

#[test]
fn depth_is_bounded_and_width_is_not() {
    for opener in ["[", "{\"a\":", "[{\"a\":"] {
        let text = opener.repeat(10_000);
        let parse = parse(&text);
        assert!(parse.diagnostics.iter().any(|d| d.message.contains("deep")), "{opener}");
        drop(parse.clone());
    }
    let closed = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(parse(&closed).diagnostics.len(), 1);
    let fits = format!("{}1{}", "[".repeat(parser::MAX_DEPTH), "]".repeat(parser::MAX_DEPTH));
    assert_eq!(parse(&fits).diagnostics, []);
}

#[test]
fn a_long_line_of_slips_is_read_in_linear_time() {
    // Quadratic work on these would be plain to see.
    for piece in ["'a' ", "\"}}}} ", "/* ", "// a \"k\": ", "“a” ", "\"\"\"", "{\"a\": [", "}],", "a\" ", "\\\"", "${"]
    {
        let text = format!("{{{}", piece.repeat(100_000 / piece.len()));
        let parse = parse(&text);
        assert!(!parse.tokens.is_empty(), "{piece}");
    }
}

#[test]
fn tokens_tell_keys_from_values() {
    let text = "{\"a\": [\"x\", 1, true], // c\n}";
    let kinds: Vec<TokenKind> = parse(text).tokens.iter().map(|t| t.kind).collect();
    use TokenKind::{Comment, Key, Number, Punctuation, String, Word};
    assert_eq!(
        kinds,
        [
            Punctuation,
            Key,
            Punctuation,
            Punctuation,
            String,
            Punctuation,
            Number,
            Punctuation,
            Word,
            Punctuation,
            Punctuation,
            Comment,
            Punctuation
        ]
    );
}

#[test]
fn a_path_leads_to_the_innermost_value() {
    let text = r#"{"Statement": [{"Effect": "Allow", "Action": ["a", "b"]}]}"#;
    let parse = parse(text);
    let path_of = |piece: &str| {
        let at = text.find(piece).unwrap();
        let steps = parse.path(TextRange::new(at, at + piece.len()));
        steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("/")
    };
    assert_eq!(path_of("\"b\""), "Statement/0/Action/1");
    assert_eq!(path_of("\"Action\""), "Statement/0/Action");
    assert_eq!(path_of("Allow\", \"Action"), "Statement/0");
    assert_eq!(path_of("{\"Effect\""), "Statement/0");
    assert_eq!(path_of(text), "");
    assert_eq!(parse.root.as_ref().and_then(|r| r.get("Statement")).map(|s| s.items().len()), Some(1));
}

#[test]
fn size_counts_characters_with_and_without_white_space() {
    let parse = parse("{ \"\u{e9} \" :\n 1 }\n");
    assert_eq!((parse.characters, parse.characters_without_white_space), (14, 8));
}
