//! The slips that people make in policies, one at a time, each in a whole document: one finding that says its name, and a
//! mending that gives back the document as it was meant.

use super::parse;

/// A trust policy as it is meant.
const MEANT: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": ["111122223333", "444455556666"] },
      "Action": "sts:AssumeRole",
      "Condition": { "Bool": { "aws:MultiFactorAuthPresent": true } }
    }
  ]
}"#;

/// Expects one finding that says `said`, on `line` (from 1), whose fix gives a text without findings; what it gives.
#[track_caller]
fn mended(text: &str, said: &str, line: usize) -> String {
    let findings = parse(text).diagnostics;
    let [finding] = findings.as_slice() else { panic!("{text}\n{findings:#?}") };
    assert!(finding.message.contains(said), "{text}\n{}", finding.message);
    let before = text.get(..finding.range.start as usize).unwrap_or_default();
    assert_eq!(before.matches('\n').count() + 1, line, "{text}\n{}", finding.message);
    let mended = finding.fix.as_ref().map(|fix| fix.apply(text)).unwrap_or_default();
    assert_eq!(parse(&mended).diagnostics, [], "{text}\nbecame\n{mended}");
    mended
}

/// Expects that the document with `meant` written as `slip` has that one finding, and that the fix undoes the slip.
#[track_caller]
fn check(meant: &str, slip: &str, said: &str, line: usize) {
    assert!(MEANT.contains(meant), "{meant}");
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
    let mended = mended(&MEANT.replacen(meant, slip, 1), said, line);
    assert_eq!(without_blanks(&mended), without_blanks(MEANT), "{slip}");
}

#[test]
fn comments() {
    for comment in ["// Ann of Dev", "# Ann of Dev", "/* Ann of Dev */", "-- Ann of Dev", "<!-- Ann of Dev -->"] {
        check("\"Allow\",", &format!("\"Allow\", {comment}"), "no comments", 5);
        check("  \"Statement\"", &format!("  {comment}\n  \"Statement\""), "no comments", 3);
    }
}

#[test]
fn commas() {
    check("\"444455556666\"]", "\"444455556666\",]", "comma before a closing", 6);
    check("    }\n  ]", "    },\n  ]", "comma before a closing", 9);
    check("  ]\n}", "  ],\n}", "comma before a closing", 10);
    check("\"Allow\",", "\"Allow\"", "`,` is missing", 5);
    check("\"111122223333\", ", "\"111122223333\" ", "`,` is missing", 6);
    check("] },\n", "] }\n", "`,` is missing", 6);
    check("\"Allow\",", "\"Allow\",,", "one `,` too many", 5);
    check("[\n    {", "[,\n    {", "one `,` too many", 3);
    check("\"Allow\",", "\"Allow\";", "JSON writes `,` here, not `;`", 5);
    check("\"Allow\",", "\"Allow\".", "JSON writes `,` here, not `.`", 5);
}

#[test]
fn quotes() {
    check("\"Effect\": \"Allow\"", "'Effect': 'Allow'", "not in `'`", 5);
    check("\"Effect\": \"Allow\"", "“Effect”: “Allow”", "typographic quote", 5);
    check("\"Allow\"", "‘Allow’", "typographic quote", 5);
    check("\"Allow\"", "`Allow`", "not in ```", 5);
    check("\"Allow\"", "\"Allow”", "typographic quote", 5);
    check("\"Allow\",", "\"Allow,", "not closed", 5);
    check("\"Effect\":", "\"Effect:", "not closed", 5);
    check("\"Allow\",", "Allow\",", "missing before `Allow`", 5);
    check("\"Allow\",", "\"Allow\"\",", "one `\"` too many", 5);
    check("\"Allow\",", "Allow,", "`Allow` needs quotes", 5);
    check("\"Effect\":", "Effect:", "`Effect` needs quotes", 5);
    check("\"Effect\": \"Allow\"", "\"Effect: Allow\"", "in one string", 5);
    check("\"sts:AssumeRole\"", "sts:AssumeRole", "`sts:AssumeRole` needs quotes", 7);
}

#[test]
fn all_strings_in_the_same_wrong_quotes_are_one_slip() {
    assert_eq!(mended(&MEANT.replace('"', "'"), "not in `'`", 2), MEANT);
    assert_eq!(mended(&MEANT.replace('"', "\u{201d}"), "typographic quote", 2), MEANT);
}

#[test]
fn colons() {
    check("\"Effect\":", "\"Effect\"", "`:` is missing behind `Effect`", 5);
    check("\"Effect\":", "\"Effect\" =", "JSON writes `:` here, not `=`", 5);
    check("\"Effect\":", "\"Effect\" =>", "JSON writes `:` here, not `=>`", 5);
    check("\"Effect\":", "\"Effect\"::", "one `:` too many", 5);
    check("\"Effect\":", "\"Effect\",", "a `:` belongs behind `Effect`", 5);
    check("\"Statement\":", "\"Statement\"", "`:` is missing behind `Statement`", 3);
}

#[test]
fn words_of_other_languages() {
    for written in ["True", "TRUE"] {
        check("true", written, "JSON writes `true`", 8);
    }
    for (written, value) in [("None", "null"), ("NULL", "null"), ("nil", "null"), ("False", "false")] {
        let text = mended(&MEANT.replacen("true", written, 1), "in small letters", 8);
        assert_eq!(text, MEANT.replacen("true", value, 1));
    }
}

#[test]
fn brackets_missing() {
    check("] },\n", "},\n", "`[` is not closed", 6);
    check("\"AWS\": [", "\"AWS\": ", "`[` is missing before this", 6);
    check("\"Principal\": {", "\"Principal\":", "`{` is missing before this", 6);
    check("\"Condition\": {", "\"Condition\":", "`{` is missing before this", 8);
    check("true } }", "true }", "is not closed", 4);
    check("\"Statement\": [", "\"Statement\":", "`[` is missing before this", 4);
    check("  ]\n}", "}", "`[` is not closed", 3);
    check("  ]\n}", "  ]", "`{` is never closed", 1);
    check("    }\n  ]\n}", "", "3 brackets are never closed", 4);
}

#[test]
fn brackets_doubled() {
    check("{\n  \"Version\"", "{{\n  \"Version\"", "one `{` too many", 1);
    check("    {\n", "    {{\n", "one `{` too many", 4);
    check("\"Condition\": {", "\"Condition\": {{", "one `{` too many", 8);
    check("true } }", "true } } }", "one `}` too many", 9);
    check("] },\n", "] }},\n", "one `}` too many", 6);
    check("    }\n  ]", "    }}\n  ]", "one `}` too many", 9);
    check("  ]\n}", "  ]]\n}", "one `]` too many", 10);
    check("  ]\n}", "  ]\n}}", "one `}` too many", 11);
}

#[test]
fn brackets_of_the_wrong_shape() {
    let list = "[\"111122223333\", \"444455556666\"]";
    check(list, "{\"111122223333\", \"444455556666\"}", "a list stands in `[`", 6);
    check(list, "[\"111122223333\", \"444455556666\"}", "`}` stands where `]` closes", 6);
    check(list, "{\"111122223333\", \"444455556666\"]", "`{` stands where `[` opens", 6);
    check("{ \"Bool\": {", "{ \"Bool\": [", "`[` stands where `{` opens", 8);
    check(
        "{ \"aws:MultiFactorAuthPresent\": true }",
        "[ \"aws:MultiFactorAuthPresent\": true ]",
        "stand in `{` and `}`",
        8,
    );
}

#[test]
fn what_was_copied_along_with_a_document() {
    for before in ["json\n", "```\n", "```json\n", "trust-policy.json:\n\n", "policy = ", "on one bucket only)."] {
        let lines = before.matches('\n').count();
        let text = format!("{before}{MEANT}");
        // A fence also opens and never closes: still one slip.
        assert_eq!(mended(&text, "text before the document", 1), MEANT, "{lines}");
    }
    for after in
        [" - Permissions policy: attach one that reads", "\n\nThen run:\n\naws iam create-role", ";", ",", "\n```"]
    {
        let line = if after.starts_with('\n') { 12 + after.matches("\n\n").count().min(1) } else { 11 };
        assert_eq!(mended(&format!("{MEANT}{after}"), "text after the end", line).trim_end(), MEANT);
    }
}

#[test]
fn another_language_is_told_once() {
    let findings =
        parse("Version: 2012-10-17\nStatement:\n  - Effect: Allow\n    Action: sts:AssumeRole\n").diagnostics;
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert!(finding.message.contains("YAML"));
    assert!(parse("Effect: Allow").diagnostics.iter().all(|finding| !finding.message.contains("YAML")));
}

/// The documents of five study guides, made anew: what stands around them and in them.
#[test]
fn documents_as_they_stand_in_guides() {
    let lambda = r#"{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" } ] }"#;
    let reading = r#"{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" } ] }"#;
    let account = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, // 1111... is Dev "Action": "sts:AssumeRole" } }"#;
    assert_eq!(mended(&format!("json\n{lambda}"), "text before", 1), lambda);
    assert_eq!(mended(&format!("{lambda} - Permissions: attach one that writes"), "text after", 1).trim_end(), lambda);
    assert_eq!(mended(&format!("reading from one bucket.{reading}"), "text before", 1), reading);
    assert_eq!(
        mended(account, "no comments", 1),
        account.replace("// 1111... is Dev", ""),
        "the document goes on behind the comment"
    );
    assert_eq!(parse("{ \"Version\": \"2012-10-17\", \"Statement\": [] }").diagnostics, []);
    // A line out of a table: a member with nothing around it.
    let findings = parse("\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.7/32\"}").diagnostics;
    assert!(findings.iter().any(|finding| finding.message.contains("`{` is missing at the start")), "{findings:#?}");
}
