//! Texts of hostile size and depth: an answer or a clear error, in little stack.
//!
//! The suite takes a part of each size; with `IAM_DOJO_LONG` set the sizes are whole: megabytes, a hundred thousand
//! statements. How long that takes is for the benchmarks to say.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

use std::fmt::Write;

use iam_dojo::iam::cases::{self, run_line};
use iam_dojo::iam::explain;
use iam_dojo::iam::json::parse;
use iam_dojo::iam::lower::{self, guess_kind, lower};
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::scenario::Scenario;
use iam_dojo::iam::simulate::simulate;
use serde_json::{Value, json};

/// The part of a size that this run takes.
fn sized(whole: usize) -> usize {
    if std::env::var_os("IAM_DOJO_LONG").is_some() { whole } else { whole / 32 }
}

fn megabyte() -> usize {
    sized(1 << 20)
}

/// Reads a text as a policy of every kind; gives how many findings there are.
fn read_all_ways(what: &str, text: &str) -> usize {
    let parsed = parse(text);
    let _ = guess_kind(&parsed);
    let mut findings = 0;
    for kind in PolicyKind::ALL {
        let found = lower(&parsed, kind).diagnostics;
        assert!(found.iter().all(|finding| finding.range.end as usize <= text.len()), "{what}: a place outside");
        findings += found.len();
    }
    findings
}

/// Runs a flat case of a user with one permissions policy, with its trace and without.
fn decide(what: &str, resource: &str, context: &Value, document: &Value) -> Value {
    let principal = json!({"type": "user", "arn": "arn:aws:iam::111122223333:user/Ana", "account": "111122223333"});
    let request = json!({"principal": principal, "action": "s3:GetObject", "resource": resource, "context": context});
    let line = json!({"id": 1, "request": request, "policies": {"identity": [document]}}).to_string();
    let answer = run_line(&line, false);
    let explained = run_line(&line, true);
    let answer: Value = serde_json::from_str(&answer).expect("answers are JSON");
    let explained: Value = serde_json::from_str(&explained).expect("answers are JSON");
    assert_eq!(answer["reason"], explained["reason"], "{what}: {answer}");
    answer
}

fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

#[test]
fn nesting_ten_thousand_deep_is_a_finding() {
    let deep = 10_000;
    for (open, close) in
        [("[", "]"), ("{\"Statement\":", "}"), ("[{\"a\":", "}]"), ("{\"a\":[", "]}"), ("{", ""), ("\"a\":{", "}")]
    {
        for closed in [true, false] {
            let text = open.repeat(deep) + "1" + &(if closed { close.repeat(deep) } else { String::new() });
            let what = format!("{open:?} {deep} times, {}", if closed { "closed" } else { "not closed" });
            assert!(read_all_ways(&what, &text) > 0, "{what}");
            let answer = run_line(&text, false);
            assert!(answer.contains("error"), "{answer}");
        }
    }
    let case = format!(r#"{{"id": 1, "request": {}1{}}}"#, "[".repeat(deep), "]".repeat(deep));
    assert!(run_line(&case, true).contains("error"));
    let mut none = |_: &str| Err(String::new());
    let toml = format!("title = \"t\"\nworld = {}{}", "{a = ".repeat(deep), "}".repeat(deep));
    assert!(Scenario::from_toml(&toml, &mut none).is_err());
    let toml = format!("title = {}{}", "[".repeat(deep), "]".repeat(deep));
    assert!(Scenario::from_toml(&toml, &mut none).is_err());
    let toml = format!("[{}]\nx = 1", vec!["world"; deep].join("."));
    assert!(Scenario::from_toml(&toml, &mut none).is_err());
    let json = format!(r#"{{"title": "t", "world": {}{}}}"#, "{\"a\":".repeat(deep), "}".repeat(deep));
    assert!(Scenario::from_json(&json, &mut none).is_err());
}

#[test]
fn a_megabyte_of_anything_is_read() {
    for piece in [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "`",
        "\\",
        "/",
        "/*",
        "//",
        "#",
        "=",
        ";",
        "$",
        "*",
        "0",
        "-",
        "a",
        " ",
        "\t",
        "\n",
        "\r",
        "\u{feff}",
        "\u{a0}",
        "\u{201c}",
        "\u{2019}",
        "\u{e9}",
        "\u{1}",
        "\"\"",
        "\"a\"",
        "\"a\":",
        "\"a\":1,",
        "a:",
        "a ",
        "\"a: ",
        "\"a: \\\"",
        "\"a\\",
        "'a: ",
        "\u{201c}a: ",
        "`a ",
        "\"a,,,,\"b",
        "\"a\"\"",
        "[{",
        "}{",
        "][",
        "{\"a\"",
        "{\"a\",\"b\"",
        "${",
        "\"${",
        "\\u",
        "\"\\ud800",
        "null",
        "{}",
        "[]",
        "*/",
        "\"\n",
        "'\n",
        "\" ",
        "}]",
        "],",
        "\"Effect\":\"Allow\":",
        "\"Statement\":[{}],",
        "\"Sid\":\"a\",",
        "\"Acton\":1,",
    ] {
        read_all_ways(&format!("a megabyte of {piece:?}"), &piece.repeat(megabyte() / piece.len()));
        let inside = format!("{{\"Statement\":[{{{}", piece.repeat(megabyte() / 4 / piece.len()));
        read_all_ways(&format!("a quarter of it in a statement, {piece:?}"), &inside);
    }
}

#[test]
fn five_megabytes_of_statements_are_read() {
    let statement = "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::bucket/*\"},\n";
    let statements = statement.repeat(5 * megabyte() / statement.len());
    let text =
        format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{}]}}", statements.trim_end_matches([',', '\n']));
    let read = lower::read(&text, PolicyKind::Identity);
    assert_eq!(read.policy.statements.len(), 5 * megabyte() / statement.len());
    let codes: Vec<_> = read.diagnostics.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"]);
}

#[test]
fn a_hundred_thousand_statements_are_decided() {
    let count = sized(100_000);
    let statement = |n: usize| json!({"Sid": format!("S{n}"), "Effect": "Allow", "Action": "s3:Get*", "Resource": format!("arn:aws:s3:::b{n}/*")});
    let statements: Value = (0..count).map(statement).collect();
    let answer =
        decide("100,000 statements", &format!("arn:aws:s3:::b{}/k", count - 1), &json!({}), &document(statements));
    assert_eq!(answer["reason"], "IDENTITY_ALLOW");
    let slips: Value = (0..count).map(|_| json!({"Effect": "Allow", "Sid": "same", "Acton": 1})).collect();
    assert!(read_all_ways("100,000 statements with slips", &document(slips).to_string()) > count);
}

#[test]
fn a_string_of_a_megabyte_is_read_wherever_it_stands() {
    let long = "x".repeat(megabyte());
    let good = || json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"});
    for element in ["Sid", "Effect", "Action", "Resource", "NotAction", "Principal", "Condition", "Unknown"] {
        for value in [json!(long), json!([long]), json!(format!("arn:aws:s3:::{long}")), json!(format!("s3:{long}"))] {
            let mut statement = good();
            statement[element] = value;
            decide(&format!("a megabyte in `{element}`"), "arn:aws:s3:::b/k", &json!({}), &document(statement));
        }
    }
    let mut statement = good();
    statement[&long] = json!(1);
    decide("a key of a megabyte", "arn:aws:s3:::b/k", &json!({}), &document(statement));
    let mut statement = good();
    statement["Resource"] = json!(format!("arn:aws:s3:::b/*{long}"));
    let resource = format!("arn:aws:s3:::b/{long}");
    let answer = decide("a megabyte on both sides", &resource, &json!({}), &document(statement.clone()));
    assert_eq!(answer["reason"], "IDENTITY_ALLOW");
    statement["Resource"] = json!(format!("arn:aws:s3:::{}", "${".repeat(megabyte() / 2)));
    decide("a megabyte of unclosed variables", &resource, &json!({}), &document(statement.clone()));
    statement["Resource"] = json!(format!("arn:aws:s3:::{}", "${aws:x,'".repeat(megabyte() / 9)));
    decide("a megabyte of unclosed defaults", &resource, &json!({}), &document(statement.clone()));
    statement["Resource"] = json!(format!("arn:aws:s3:::{}", "${aws:x}".repeat(megabyte() / 8)));
    decide("a megabyte of variables", &resource, &json!({"aws:x": "x"}), &document(statement));
}

#[test]
fn a_megabyte_of_stars_matches_and_mismatches_soon() {
    let stars = "*".repeat(megabyte());
    let run = "a".repeat(megabyte());
    let with = |resource: String, values: Value| {
        document(json!({"Effect": "Allow", "Action": format!("s3:{stars}"), "Resource": resource,
            "Condition": {"StringLike": {"aws:x": values}}}))
    };
    for (resource, value, expected) in [
        (stars.clone(), stars.clone(), "IDENTITY_ALLOW"),
        (format!("arn:aws:s3:::{stars}"), format!("{stars}a"), "IDENTITY_ALLOW"),
        (format!("arn:aws:s3:::{stars}b"), stars.clone(), "NO_IDENTITY_ALLOW"),
        (stars.clone(), format!("{stars}b"), "NO_IDENTITY_ALLOW"),
        (format!("arn:aws:s3:::{}", "*a".repeat(megabyte() / 2)), "*a".repeat(megabyte() / 2), "IDENTITY_ALLOW"),
        (format!("arn:aws:s3:::{}*b", "*a".repeat(megabyte() / 2)), stars.clone(), "NO_IDENTITY_ALLOW"),
        (format!("arn:aws:s3:::{}", "?".repeat(megabyte())), "?".repeat(megabyte()), "IDENTITY_ALLOW"),
    ] {
        let asked = format!("arn:aws:s3:::{run}");
        let answer = decide("a megabyte of stars", &asked, &json!({"aws:x": run}), &with(resource, json!(value)));
        assert_eq!(answer["reason"], expected);
    }
}

#[test]
fn a_hundred_thousand_condition_values_and_keys_are_held_against_the_request() {
    let count = sized(100_000);
    let asked = "arn:aws:s3:::b/k";
    let with = |condition: Value| {
        document(json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}))
    };
    let values: Vec<String> = (0..count).map(|n| format!("value{n}")).collect();
    let context = json!({"aws:x": format!("value{}", count - 1), "aws:many": ["", "value7"]});
    for (operator, key, expected) in [
        ("StringEquals", "aws:x", "IDENTITY_ALLOW"),
        ("StringNotLike", "aws:x", "NO_IDENTITY_ALLOW"),
        ("ForAnyValue:StringLike", "aws:many", "IDENTITY_ALLOW"),
        ("StringEquals", "aws:many", "IDENTITY_ALLOW"),
        ("NumericEquals", "aws:x", "NO_IDENTITY_ALLOW"),
        ("IpAddress", "aws:x", "NO_IDENTITY_ALLOW"),
        ("DateEquals", "aws:x", "NO_IDENTITY_ALLOW"),
        ("ArnLike", "aws:x", "NO_IDENTITY_ALLOW"),
        ("Bool", "aws:x", "NO_IDENTITY_ALLOW"),
    ] {
        let what = format!("100,000 values under `{operator}`");
        let answer = decide(&what, asked, &context, &with(json!({operator: {key: &values}})));
        assert_eq!(answer["reason"], expected, "{operator}");
    }
    let keys: serde_json::Map<String, Value> = values.iter().map(|key| (key.clone(), json!("x"))).collect();
    let all = json!({"NumericEquals": keys});
    decide("100,000 keys under an operator, absent", asked, &context, &with(all.clone()));
    decide("the same when what AWS does with each is open", asked, &json!({"value0": "x"}), &with(all));
}

#[test]
fn a_line_that_is_too_long_is_refused() {
    let line = " ".repeat(cases::MAX_LINE + 1);
    let answer = run_line(&line, false);
    assert!(answer.contains("longer than"), "{answer}");
    let longest = format!("{{\"id\": 1{}}}", " ".repeat(cases::MAX_LINE - 9));
    let answer = run_line(&longest, false);
    assert_eq!(answer, r#"{"id":1,"error":"`request` is missing"}"#);
}

#[test]
fn a_scenario_with_a_thousand_roles_is_loaded_and_run() {
    let mut toml = "title = \"t\"\n[world.accounts.dev]\nid = \"111122223333\"\n".to_owned();
    for n in 0..1_000 {
        let trusted =
            if n == 0 { "111122223333".to_owned() } else { format!("arn:aws:iam::111122223333:role/R{}", n - 1) };
        writeln!(
            toml,
            "[[world.roles]]\nname = \"dev/R{n}\"\n\
             trust = {{ Version = \"2012-10-17\", Statement = {{ Effect = \"Allow\", Action = \"sts:AssumeRole\", \
             Principal = {{ AWS = \"{trusted}\" }} }} }}\n\
             policies = [{{ Version = \"2012-10-17\", Statement = {{ Effect = \"Allow\", Action = [\"sts:*\", \"s3:*\"], \
             Resource = \"*\" }} }}]"
        )
        .expect("text can be written");
    }
    let through: Vec<String> = (500..1_000).map(|n| format!("\"dev/R{n}\"")).collect();
    writeln!(
        toml,
        "[[requests]]\nname = \"far\"\nwho = \"role dev/R499\"\nthrough = [{}]\naction = \"s3:GetObject\"\n\
         resource = \"arn:aws:s3:::b/k\"",
        through.join(", ")
    )
    .expect("text can be written");
    let mut none = |_: &str| Err("no files".to_owned());
    let scenario = Scenario::from_toml(&toml, &mut none).expect("a good scenario");
    let spec = scenario.request("far").expect("its request");
    let simulation = simulate(&scenario, spec).expect("a good request");
    assert!(simulation.is_allowed(), "{}", explain::summary(&simulation));
    assert!(explain::walk(&simulation).len() > 1_000);
}

#[test]
fn a_resource_policy_of_many_statements_has_a_walk() {
    let statement = |n: usize| json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::b/{n}")});
    let policy = document((0..20_000).map(statement).collect());
    let json = json!({
        "title": "t",
        "world": {
            "accounts": {"dev": {"id": "111122223333"}},
            "resources": [{"arn": "arn:aws:s3:::b", "account": "dev", "policy": policy}],
        },
        "requests": [{"name": "r", "who": "anonymous", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/x"}],
    });
    let json = json.to_string();
    let mut none = |_: &str| Err("no files".to_owned());
    let scenario = Scenario::from_json(&json, &mut none).expect("a good scenario");
    let simulation = simulate(&scenario, &scenario.requests[0]).expect("a good request");
    assert!(!explain::walk(&simulation).is_empty());
    assert!(!explain::summary(&simulation).is_empty());
}
