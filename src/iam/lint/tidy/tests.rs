//! What can be taken out, that taking it out leaves a document that says the same, and what AWS's own policies have of it.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::entries::{COMPARED, superfluous};
use super::take_out;
use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::catalogue::{Catalogue, Service};
use crate::iam::findings::{GRANTING, REDUNDANT_ACTION, TIDY};
use crate::iam::lint::{Document, lint};
use crate::iam::policy::PolicyKind::{self, Boundary, Identity, Resource, Scp, Session, Trust};
use crate::iam::{json, lower};
use crate::text::{LineIndex, TextRange};

fn tidy(text: &str, kind: PolicyKind) -> Vec<Diagnostic> {
    lint(text, kind).findings.into_iter().filter(|found| TIDY.iter().any(|row| row.code == found.code)).collect()
}

/// Holds a document to what says nothing in it: lines, from 1, and names.
#[track_caller]
fn check(kind: PolicyKind, text: &str, expected: &[(usize, &str)]) {
    let lines = LineIndex::new(text);
    let line = |found: &Diagnostic| lines.line_column(text, found.range.start as usize).line + 1;
    let found = tidy(text, kind);
    let named: Vec<(usize, &str)> = found.iter().map(|found| (line(found), found.code)).collect();
    assert_eq!(named, expected, "{text}");
}

/// A document of one statement: line 1 is the document's, line 2 begins what is given.
fn statement(elements: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": {{\n{elements}}}}}")
}

/// Mends the first thing again and again; gives what is left. Each mend takes one finding away, adds none and leaves JSON.
#[track_caller]
fn mend_all(kind: PolicyKind, text: &str) -> String {
    let mut text = text.to_owned();
    let mut left = tidy(&text, kind).len();
    // What AWS publishes may be too long for others to save: a word less, and it is no longer AWS's.
    let errors = |text: &str| {
        let all = lint(text, kind).findings;
        all.iter().filter(|f| f.severity == Severity::Error && !f.code.starts_with("POLICY_SIZE_EXCEEDS")).count()
    };
    let refused = errors(&text);
    assert!(left > 0, "{text}");
    while let Some(fix) = tidy(&text, kind).into_iter().find_map(|found| found.fix) {
        text = fix.apply(&text);
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        assert!(errors(&text) <= refused, "{text}");
        let now = tidy(&text, kind).len();
        assert!(now < left, "{text}");
        left = now;
    }
    text
}

#[test]
fn an_action_is_superfluous_beside_a_wider_one() {
    const CODE: &str = "REDUNDANT_ACTION";
    let with = |element: &str| statement(&format!("\"Effect\": \"Allow\", \"Resource\": \"*\", {element}"));
    for (element, lines) in [
        ("\"Action\": [\n\"s3:GetObject\",\n\"s3:Get*\"]", &[3usize] as &[usize]),
        ("\"Action\": [\n\"s3:Get*\",\n\"S3:getobject\"]", &[4]),
        ("\"Action\": [\n\"s3:GetObject\",\n\"sqs:SendMessage\",\n\"s3:GETOBJECT\"]", &[5]),
        ("\"Action\": [\n\"s3:GetObject\",\n\"sqs:SendMessage\",\n\"*\"]", &[3, 4]),
        ("\"Action\": [\n\"s3:*Object\",\n\"s3:Get*\",\n\"s3:GetObject\",\n\"s3:G*Object\"]", &[5, 6]),
        ("\"NotAction\": [\n\"iam:*\",\n\"iam:Get*\"]", &[4]),
        ("\"Action\": [\n\"s3:Get*\",\n\"s3:*Object\",\n\"s3:PutObject?\"]", &[]),
        ("\"Action\": [\n\"s3:Get*\",\n\"s3-object-lambda:Get*\"]", &[]),
        ("\"Action\": [\n\"s3:GetObject\",\n\"s3:GetObjectAcl\"]", &[]),
        ("\"Action\": [\n\"s3:Get?bject\",\n\"s3:Get*\"]", &[3]),
    ] {
        let expected: Vec<(usize, &str)> = lines.iter().map(|line| (*line, CODE)).collect();
        check(Identity, &with(element), &expected);
    }
    let mended =
        mend_all(Identity, &with("\"Action\": [\n  \"s3:GetObject\",\n  \"s3:Get*\",\n  \"s3:GetBucketAcl\"\n]"));
    assert!(mended.ends_with("\"Action\": [\n  \"s3:Get*\"\n]}}"), "{mended}");
}

#[test]
fn a_resource_is_superfluous_beside_a_wider_one() {
    const CODE: &str = "REDUNDANT_RESOURCE";
    let with =
        |list: &str| statement(&format!("\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": [{list}]"));
    for (list, lines) in [
        ("\n\"arn:aws:s3:::b/*\",\n\"arn:aws:s3:::b/x/*\"", &[4usize] as &[usize]),
        ("\n\"arn:aws:s3:::b/${aws:username}/*\",\n\"arn:aws:s3:::b/*\"", &[3]),
        ("\n\"arn:aws:s3:::b/${aws:username}\",\n\"arn:aws:s3:::b/${aws:username}\"", &[4]),
        ("\n\"*\",\n\"arn:aws:s3:::b\"", &[4]),
        ("\n\"arn:aws:sqs:*:*:q\",\n\"arn:aws:sqs:eu-west-1:*:q\"", &[4]),
        ("\n\"arn:aws:s3:::b\",\n\"arn:aws:s3:::b/*\"", &[]),
        ("\n\"arn:aws:s3:::b/*\",\n\"arn:aws:s3:::B/x\"", &[]),
        ("\n\"arn:aws:s3:::b/${aws:username}*\",\n\"arn:aws:s3:::b/${aws:userid}\"", &[]),
        ("\n\"arn:aws:sqs:*:111122223333:q\",\n\"arn:aws:sqs:x:999900001111:y:111122223333:q\"", &[]),
    ] {
        let expected: Vec<(usize, &str)> = lines.iter().map(|line| (*line, CODE)).collect();
        check(Identity, &with(list), &expected);
    }
    mend_all(Identity, &with("\"*\", \"arn:aws:s3:::b\", \"*\""));
}

#[test]
fn a_principal_is_listed_once() {
    let with = |aws: &str| {
        statement(&format!(
            "\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {{\"AWS\": [{aws}]}}"
        ))
    };
    let twice = with("\"111122223333\",\n\"arn:aws:iam::111122223333:root\"");
    check(Trust, &twice, &[(3, "REDUNDANT_PRINCIPAL")]);
    mend_all(Trust, &twice);
    check(Trust, &with("\"111122223333\",\n\"arn:aws:iam::111122223333:role/App\""), &[]);
    // The same name of two types is two principals.
    let of_types = with("\"*\"").replace(
        "{\"AWS\": [\"*\"]}",
        "{\"Service\": \"cognito-identity.amazonaws.com\", \"Federated\": \"cognito-identity.amazonaws.com\"}",
    );
    check(Trust, &of_types, &[]);
}

#[test]
fn a_value_is_listed_once() {
    let with = |condition: &str| {
        statement(&format!(
            "\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\", \"Condition\": {{{condition}}}"
        ))
    };
    for (condition, expected) in [
        (
            "\"StringLike\": {\"aws:PrincipalTag/t\": [\"a\",\n\"a\"]}",
            &[(3usize, "REDUNDANT_CONDITION_VALUE")] as &[(usize, &str)],
        ),
        ("\"StringLike\": {\"aws:PrincipalTag/t\": [\"a\",\n\"A\"]}", &[]),
        ("\"NumericLessThan\": {\"s3:max-keys\": [10,\n10]}", &[(3, "REDUNDANT_CONDITION_VALUE")]),
        ("\"NumericEquals\": {\"s3:max-keys\": [\"10\",\n\"20\"]}", &[]),
        ("\"NumericLessThan\": {\"s3:max-keys\": \"10\"}", &[]),
    ] {
        check(Identity, &with(condition), expected);
        if !expected.is_empty() {
            mend_all(Identity, &with(condition));
        }
    }
}

/// Two statements, on lines 2 and 3.
fn two(first: &str, second: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": [\n{{{first}}},\n{{{second}}}]}}")
}

#[test]
fn a_statement_is_superfluous_beside_one_that_says_as_much() {
    const READ: &str = r#""Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*""#;
    const GUARD: &str = r#""Condition": {"Bool": {"aws:SecureTransport": "true"}}"#;
    let narrow = READ.replace("s3:Get*", "s3:GetObject");
    let guarded = format!("{READ}, {GUARD}");
    let found = |line| vec![(line, "REDUNDANT_STATEMENT")];
    for (first, second, expected) in [
        (READ, READ, found(3)),
        (READ, narrow.as_str(), found(3)),
        (&narrow, READ, found(2)),
        (READ, &guarded, found(3)),
        (&guarded, &guarded, found(3)),
        (&guarded, READ, found(2)),
        (&guarded, &narrow, vec![]),
        (READ, &READ.replace("Allow", "Deny"), vec![]),
        (READ, &READ.replace("b/*", "c/*"), vec![]),
        (READ, &READ.replace("Action", "NotAction"), vec![]),
        (&READ.replace("Action", "NotAction"), &narrow.replace("Action", "NotAction"), found(2)),
        (READ, &READ.replace("Resource", "NotResource"), vec![]),
    ] {
        let text = two(first, second);
        check(Identity, &text, &expected);
        if !expected.is_empty() {
            mend_all(Identity, &text);
        }
    }
    let trust = |account: &str| {
        format!(r#""Effect": "Allow", "Principal": {{"AWS": "{account}"}}, "Action": "sts:AssumeRole""#)
    };
    check(Trust, &two(&trust("111122223333"), &trust("111122223333")), &found(3));
    check(Trust, &two(&trust("111122223333"), &trust("444455556666")), &[]);
}

#[test]
fn names_are_given_and_given_once() {
    let with = |sid: &str| {
        format!(r#""Sid": "{sid}", "Effect": "Deny", "Principal": "*", "Action": "s3:{sid}*", "Resource": "*""#)
    };
    check(Resource, &two(&with("A"), &with("A").replace("s3:A", "s3:B")), &[(3, "UNIQUE_SIDS_RECOMMENDED")]);
    check(Resource, &two(&with("A"), &with("B")), &[]);
    let scp = |sid: &str| with(sid).replace(r#""Principal": "*", "#, "");
    check(Scp, &two(&scp("A"), &scp("A").replace("s3:A", "s3:B")), &[(3, "UNIQUE_SIDS_RECOMMENDED")]);
    // IAM refuses it, and that is said already.
    check(Identity, &two(&scp("A"), &scp("A").replace("s3:A", "s3:B")), &[]);
}

#[test]
fn a_boundary_and_a_trust_policy_have_to_allow_something() {
    const DENY: &str = r#""Effect": "Deny", "Action": "iam:*", "Resource": "*""#;
    let deny = statement(DENY);
    check(Boundary, &deny, &[(1, "MISSING_ALLOW")]);
    for kind in [Identity, Scp, Session] {
        check(kind, &deny, &[]);
    }
    check(Boundary, &two(DENY, r#""Effect": "Allow", "Action": "*", "Resource": "*""#), &[]);
    // The other statement cannot be read yet.
    check(Boundary, &two(DENY, r#""Effect": "Allow", "Action": "*", "Resource":"#), &[]);
    check(Boundary, "{}", &[]);
    let trust = r#""Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole""#;
    check(Trust, &statement(trust), &[(1, "MISSING_ALLOW")]);
    check(Trust, &two(trust, &trust.replace("Deny", "Allow")), &[]);
}

#[test]
fn what_is_taken_out_takes_one_comma_with_it() {
    for (text, entry, expected) in [
        ("[1, 2, 3]", "1", Some("[2, 3]")),
        ("[1, 2, 3]", "2", Some("[1, 3]")),
        ("[1, 2, 3]", "3", Some("[1, 2]")),
        ("[\n  1,\n  2\n]", "1", Some("[\n  2\n]")),
        ("[\n  1,\n  2\n]", "2", Some("[\n  1\n]")),
        ("[1]", "1", None),
        ("[1, // one\n 2]", "1", None),
    ] {
        let parse = json::parse(text);
        let lowered = lower::lower(&parse, Identity);
        let document = Document { text, parse: &parse, policy: &lowered.policy, kind: Identity, own_accounts: &[] };
        let start = text.find(entry).unwrap();
        let edit = take_out(&document, TextRange::new(start, start + entry.len()));
        assert_eq!(edit.map(|edit| edit.apply(text)).as_deref(), expected, "{text} without {entry}");
    }
}

#[test]
fn a_long_list_is_not_compared_entry_by_entry() {
    const COUNT: usize = 10_000;
    let lists: [(&dyn Fn(usize) -> String, usize); 4] = [
        (&|i| format!("s3:*{i}"), COMPARED),
        (&|i| format!("s3:{}*", "a".repeat(i % 40)), 40),
        (&|i| format!("s3:Get{i}"), 5),
        (&|_| "s3:GetObject".to_owned(), 1),
    ];
    for (of, most) in lists {
        let texts: Vec<String> = (0..COUNT).map(of).collect();
        let compared = Cell::new(0);
        let entry = |at: usize| texts.get(at).map(|text| (text.as_str(), text.find('*').unwrap_or(text.len())));
        superfluous(COUNT, entry, true, |wide, narrow| {
            compared.set(compared.get() + 1);
            texts[wide] == texts[narrow]
        });
        assert!(compared.get() <= COUNT * most, "{}: {} comparisons", texts[1], compared.get());
    }
}

/// AWS's own policies, as `(name, text)`, laid out a line for each thing.
fn managed() -> Vec<(String, String)> {
    let all: serde_json::Value =
        serde_json::from_str(include_str!("../../../../assets/managed-policies/managed_policies.json")).unwrap();
    let policies = all["policies"].as_array().unwrap();
    let text = |policy: &serde_json::Value| serde_json::to_string_pretty(&policy["document"]).unwrap();
    policies.iter().map(|policy| (policy["name"].as_str().unwrap().to_owned(), text(policy))).collect()
}

#[test]
fn what_is_found_in_the_policies_that_aws_publishes() {
    let mut found = String::new();
    for (name, text) in managed() {
        let all = lint(&text, Identity).findings;
        let mine = all.iter().filter(|f| GRANTING.iter().chain(TIDY).any(|row| row.code == f.code));
        for finding in mine {
            assert_ne!(finding.severity, Severity::Error, "{name}: {finding:?}");
            found.push_str(&format!("{name}: {} {}\n", finding.code, finding.message));
        }
    }
    insta::assert_snapshot!(found);
}

#[test]
fn whatever_is_mended_in_the_policies_that_aws_publishes_allows_the_same() {
    let mut mended = 0;
    for (name, text) in managed() {
        let slips = tidy(&text, Identity);
        // All of them are actions of lists; one by one, ReadOnlyAccess would take long.
        if slips.is_empty() || text.len() > 20_000 {
            continue;
        }
        assert!(slips.iter().all(|slip| slip.code == REDUNDANT_ACTION.code), "{name}");
        let prefix = |slip: &Diagnostic| slip.range.slice(&text).trim_matches('"').split(':').next().map(str::to_owned);
        let services: BTreeSet<String> = slips.iter().filter_map(prefix).collect();
        let actions = || services.iter().filter_map(|prefix| Catalogue::built_in().service(prefix));
        let allowed = |text: &str| -> Vec<String> {
            let policy = lower::read(text, Identity).policy;
            let lists = |action: &str| {
                let mut entries = policy.statements.iter().map(|statement| &statement.action.entries);
                entries.any(|entries| entries.iter().any(|entry| entry.value.matches(action)))
            };
            actions().flat_map(Service::actions).map(|action| action.to_string()).filter(|name| lists(name)).collect()
        };
        assert_eq!(allowed(&text), allowed(&mend_all(Identity, &text)), "{name}");
        mended += 1;
    }
    assert!(mended > 2, "there is little to mend");
}
