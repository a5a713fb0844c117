//! Holds every finding to its own example: the bad document has it on the line that is named, the good one has not.

use super::lint;
use crate::diagnostic::Severity;
use crate::iam::findings::{self, Finding};
use crate::iam::policy::PolicyKind;
use crate::text::LineIndex;

/// The lines (from 1) on which `text` has the finding.
pub(super) fn lines_with(code: &str, text: &str, kind: PolicyKind) -> Vec<usize> {
    let lines = LineIndex::new(text);
    let found = lint(text, kind).findings;
    let of_code = found.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| lines.line_column(text, finding.range.start as usize).line + 1).collect()
}

#[track_caller]
fn check(finding: &Finding) {
    let Some(example) = &finding.example else { panic!("`{}` has no example", finding.code) };
    let code = finding.code;
    assert_eq!(
        lines_with(code, example.bad, example.kind),
        [example.line],
        "{code} in its bad example\n{}",
        example.bad
    );
    assert_eq!(lines_with(code, example.good, example.kind), [0; 0], "{code} in its good example\n{}", example.good);
    let better = lint(example.good, example.kind).findings;
    let worst = better.iter().find(|found| found.severity == Severity::Error);
    assert_eq!(worst, None, "AWS refuses the good example of {code}\n{}", example.good);
    assert_ne!(finding.remedy, "", "`{code}` does not say what to do");
}

#[test]
fn every_finding_of_the_grammar_is_in_its_example() {
    // An example of these would be longer than a page.
    let too_long = findings::GRAMMAR.iter().filter(|finding| finding.rules.contains(&"TOO_LARGE"));
    let names: Vec<&str> = too_long.map(|finding| finding.code).collect();
    assert_eq!(
        names,
        [
            "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
            "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
            "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
            "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
            "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
        ]
    );
    findings::GRAMMAR.iter().filter(|finding| !names.contains(&finding.code)).for_each(check);
}

#[test]
fn every_finding_about_length_is_in_a_text_that_is_too_long() {
    let policy = |kind: PolicyKind, length: usize| {
        let (effect, whom) = match kind {
            PolicyKind::Rcp => ("Deny", "\"Principal\": \"*\", "),
            PolicyKind::Trust => ("Allow", "\"Principal\": {\"AWS\": \"111122223333\"}, "),
            _ => ("Allow", ""),
        };
        let what = if kind == PolicyKind::Trust { "" } else { ", \"Resource\": \"*\"" };
        let name = "x".repeat(length);
        format!(
            "{{\"Version\": \"2012-10-17\", \"Statement\": {{\n\"Sid\": \"{name}\", \"Effect\": \"{effect}\", {whom}\
             \"Action\": \"sts:AssumeRole\"{what}}}\n}}"
        )
    };
    for (code, kind, quota) in [
        ("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", PolicyKind::Identity, 6_144),
        ("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", PolicyKind::Boundary, 6_144),
        ("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", PolicyKind::Trust, 2_048),
        ("POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA", PolicyKind::Session, 2_048),
        ("POLICY_SIZE_EXCEEDS_SCP_QUOTA", PolicyKind::Scp, 10_240),
        ("POLICY_SIZE_EXCEEDS_RCP_QUOTA", PolicyKind::Rcp, 5_120),
    ] {
        let too_long = policy(kind, quota);
        assert_eq!(lines_with(code, &too_long, kind), [3], "{code}");
        assert_eq!(lines_with(code, &policy(kind, quota - 200), kind), [0; 0], "{code}");
        assert_ne!(findings::find(code).map(|finding| finding.remedy), Some(""), "{code}");
    }
}

#[test]
fn every_finding_about_names_is_in_its_example() {
    findings::NAMES.iter().for_each(check);
}

#[test]
fn every_finding_about_conditions_is_in_its_example() {
    findings::CONDITIONS.iter().for_each(check);
}

#[test]
fn every_finding_about_principals_is_in_its_example() {
    findings::PRINCIPALS.iter().for_each(check);
}

#[test]
fn every_finding_about_granting_is_in_its_example() {
    findings::GRANTING.iter().for_each(check);
}

#[test]
fn every_finding_about_what_says_nothing_is_in_its_example() {
    findings::TIDY.iter().for_each(check);
}
