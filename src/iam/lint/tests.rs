//! Holds every finding to its own example: the bad document has it on the line that is named, the good one has not.

use super::lint;
use crate::diagnostic::Severity;
use crate::iam::findings::{self, Example, Finding};
use crate::text::LineIndex;

/// The lines (from 1) on which `text` has the finding.
fn lines_with(code: &str, text: &str, example: &Example) -> Vec<usize> {
    let lines = LineIndex::new(text);
    let found = lint(text, example.kind).findings;
    let of_code = found.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| lines.line_column(text, finding.range.start as usize).line + 1).collect()
}

#[track_caller]
fn check(finding: &Finding) {
    let Some(example) = &finding.example else { panic!("`{}` has no example", finding.code) };
    let code = finding.code;
    assert_eq!(lines_with(code, example.bad, example), [example.line], "{code} in its bad example\n{}", example.bad);
    assert_eq!(lines_with(code, example.good, example), [0; 0], "{code} in its good example\n{}", example.good);
    let better = lint(example.good, example.kind).findings;
    let worst = better.iter().find(|found| found.severity == Severity::Error);
    assert_eq!(worst, None, "AWS refuses the good example of {code}\n{}", example.good);
    assert_ne!(finding.remedy, "", "`{code}` does not say what to do");
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
