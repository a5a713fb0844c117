use std::fs;

use super::*;

fn args(scenario: &str) -> Args {
    Args { scenario: Some(format!("assets/scenarios/{scenario}.toml").into()), ..Args::default() }
}

fn printed(args: &Args) -> (u8, String) {
    let mut out = Vec::new();
    let code = run(args, &mut out).unwrap();
    (code, String::from_utf8(out).unwrap())
}

fn ladder(scenario: &str, request: &str, code: u8) -> String {
    let (ended, text) = printed(&Args { request: Some(request.to_owned()), ..args(scenario) });
    assert_eq!(ended, code, "{text}");
    for line in text.lines() {
        // ARNs and pieces of a policy stand as they are.
        let as_it_is = line.contains("arn:") || line.trim_start().starts_with(['+', '-']);
        assert!(line.chars().count() <= WIDTH || as_it_is, "too wide: {line}");
    }
    text
}

#[test]
fn the_ladders_read_well() {
    insta::assert_snapshot!("ec2_read", ladder("ec2-reads-s3", "read", GOOD));
    insta::assert_snapshot!("ec2_list", ladder("ec2-reads-s3", "list", SHORT));
    insta::assert_snapshot!("ec2_lambda", ladder("ec2-reads-s3", "lambda", SHORT));
    insta::assert_snapshot!("dev_ann_reads", ladder("dev-to-prod", "ann-reads", GOOD));
    insta::assert_snapshot!("dev_bob_reads", ladder("dev-to-prod", "bob-reads", SHORT));
    insta::assert_snapshot!("dev_eve_reads", ladder("dev-to-prod", "eve-reads", SHORT));
    insta::assert_snapshot!("dev_ann_direct", ladder("dev-to-prod", "ann-direct", SHORT));
    insta::assert_snapshot!("dev_root_assumes", ladder("dev-to-prod", "root-assumes", SHORT));
}

#[test]
fn the_ladders_of_guardrails_tokens_and_services_read_well() {
    insta::assert_snapshot!("boundary_silent", ladder("boundary-and-bucket", "boundary-silent", SHORT));
    insta::assert_snapshot!("boundary_names_role", ladder("boundary-and-bucket", "bucket-names-role", SHORT));
    insta::assert_snapshot!("scp_other_region", ladder("scp-guardrail", "other-region", SHORT));
    insta::assert_snapshot!("scp_management", ladder("scp-guardrail", "management", GOOD));
    insta::assert_snapshot!("scp_not_on_the_list", ladder("scp-guardrail", "not-on-the-list", SHORT));
    insta::assert_snapshot!("scp_stranger", ladder("scp-guardrail", "stranger", SHORT));
    insta::assert_snapshot!("oidc_main", ladder("oidc-github", "main", GOOD));
    insta::assert_snapshot!("oidc_fork", ladder("oidc-github", "fork", SHORT));
    insta::assert_snapshot!("lambda_function_works", ladder("lambda-passrole", "function-works", GOOD));
    insta::assert_snapshot!("lambda_bob_makes", ladder("lambda-passrole", "bob-makes", SHORT));
    insta::assert_snapshot!("lambda_wrong_trust", ladder("lambda-passrole", "ann-wrong-trust", SHORT));
    insta::assert_snapshot!("tags_other_team", ladder("session-tags", "other-team", SHORT));
    insta::assert_snapshot!("tags_two_hours", ladder("session-tags", "two-hours", SHORT));
}

#[test]
fn without_a_name_the_first_request_runs() {
    assert_eq!(printed(&args("dev-to-prod")).1, ladder("dev-to-prod", "ann-reads", GOOD));
}

#[test]
fn all_requests_are_good_when_each_came_out_as_expected() {
    let (code, text) = printed(&Args { all: true, ..args("dev-to-prod") });
    assert_eq!(code, GOOD);
    assert!(text.ends_with("7 of 7 came out as expected\n"), "{text}");
}

#[test]
fn json_says_what_the_ladder_says() {
    let (code, text) =
        printed(&Args { format: Format::Json, request: Some("bob-reads".into()), ..args("dev-to-prod") });
    let value: Value = serde_json::from_str(&text).unwrap();
    let request = &value["requests"][0];
    assert_eq!(code, SHORT);
    assert_eq!((&request["decision"], &request["reason"]), (&json!("implicit_deny"), &json!("NO_IDENTITY_ALLOW")));
    assert_eq!((request["hops"].as_array().unwrap().len(), &request["planned"]), (1, &json!(2)));
    let hop = &request["hops"][0];
    assert_eq!(
        (&hop["kind"], &hop["action"], &hop["rule"]),
        (&json!("assume"), &json!("sts:AssumeRole"), &Value::Null)
    );
    assert_eq!(request["expected"]["met"], true);
    assert_eq!(request["steps"][0]["level"], "hop");
    let part = &request["changes"][0]["parts"][0];
    assert_eq!(part["attach_to"], json!({ "user": "dev/bob" }));
    assert_eq!(part["edits"][0]["insert"], part["after"]);
    assert!(request["message"].as_str().unwrap().starts_with("User: arn:aws:iam::111122223333:user/bob"));
}

#[test]
fn what_cannot_be_done_says_why() {
    let check = |args: &Args, message: &str| {
        let error = run(args, &mut Vec::new()).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    };
    check(&Args::default(), "name a scenario file");
    check(&Args { cases: Some("x".into()), ..args("dev-to-prod") }, "at once");
    check(&args("none"), "cannot read `assets/scenarios/none.toml`");
    check(&Args { request: Some("x".into()), ..args("dev-to-prod") }, "it has ann-reads");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.toml");
    fs::write(&file, "title = \"t\"\n[world.accounts.dev]\nid = \"12\"\n").unwrap();
    let broken = Args { scenario: Some(file.clone()), ..Args::default() };
    check(&broken, "s.toml:3:6\n  |\n3 | id = \"12\"\n  |      ^^^^");
    fs::write(&file, "title = \"t\"\n[world]\n").unwrap();
    check(&broken, "asks nothing");
    let role = "title = \"t\"\n[world.accounts.dev]\nid = \"111122223333\"\n[[world.roles]]\nname = \"dev/R\"\n\
                trust = \"t.json\"\n[[requests]]\nname = \"r\"\nwho = \"service ec2.amazonaws.com\"\nthrough = [\"dev/R\"]\n";
    fs::write(&file, role).unwrap();
    check(&broken, "cannot read `t.json`, the trust policy of dev/R");
    fs::write(folder.path().join("t.json"), "{ // a comment\n}").unwrap();
    check(&broken, "request `r`: AWS would not save `t.json`");
}

#[test]
fn cases_are_answered_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.jsonl");
    let line = r#"{"id": "c1", "request": {"principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/ann",
        "account": "111122223333"}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
        "resource_account": "111122223333", "context": {}}, "policies": {}}"#
        .replace('\n', " ");
    let cases = Args { cases: Some(file.clone()), ..Args::default() };
    fs::write(&file, format!("{line}\n\n{line}\n")).unwrap();
    let (code, text) = printed(&cases);
    assert_eq!((code, text.lines().count()), (GOOD, 2), "{text}");
    assert!(text.contains("NO_IDENTITY_ALLOW"), "{text}");
    fs::write(&file, format!("{line}\nno json\n{line}\n")).unwrap();
    let (code, text) = printed(&cases);
    assert_eq!((code, text.lines().count()), (SHORT, 3), "{text}");
    assert!(text.lines().nth(1).unwrap().contains("error"), "{text}");
}

#[test]
fn a_line_that_is_too_long_for_a_case_is_refused_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.jsonl");
    let short = r#"{"id": 1, "request": {"principal": {"type": "anonymous"}, "action": "a:B", "resource": "*"}}"#;
    let long = " ".repeat(cases::MAX_LINE) + "{}";
    fs::write(&file, format!("{short}\n{{{long}\n{short}")).unwrap();
    let (code, text) = printed(&Args { cases: Some(file), ..Args::default() });
    let answers: Vec<&str> = text.lines().collect();
    let [first, second, third] = answers.as_slice() else { panic!("{text}") };
    assert!(first.contains("NO_RESOURCE_ALLOW") && third == first, "{text}");
    assert!(second.contains("longer than"), "{second}");
    assert_eq!(code, SHORT);
}

#[test]
fn long_texts_are_set_in_lines_that_fit() {
    let check = |text: &str, indent: usize, expected: &[&str]| assert_eq!(wrapped(text, indent), expected);
    check("a b", 2, &["  a b"]);
    check("", 2, &[]);
    let long = "x".repeat(90);
    check(&format!("a {long} b"), 0, &["a", &long, "b"]);
}
