//! Findings as SARIF, which code scanning and editors read: "Static Analysis Results Interchange Format (SARIF) Version
//! 2.1.0", an OASIS standard. The rules are the table of findings.

use std::path::{Component, Path};

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::findings::{self, Finding};
use crate::text::{LineIndex, TextRange};

/// One run over one file. `file` is what was asked for, `-` for standard input.
pub(super) fn log(found: &[Diagnostic], text: &str, lines: &LineIndex, file: &Path) -> Value {
    let rules: Vec<Value> = findings::all().map(rule).collect();
    let results: Vec<Value> = found.iter().map(|finding| result(finding, text, lines, file)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "iam-dojo", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// SARIF has three levels, and our severities four.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::SecurityWarning | Severity::Warning => "warning",
        Severity::Suggestion => "note",
    }
}

fn rule(finding: &Finding) -> Value {
    let help = match finding.remedy {
        "" => format!("{} AWS documentation: {}.", finding.why, finding.page),
        remedy => format!("{} {remedy} AWS documentation: {}.", finding.why, finding.page),
    };
    json!({
        "id": finding.code,
        "shortDescription": { "text": finding.title },
        "fullDescription": { "text": finding.why },
        "help": { "text": help },
        "defaultConfiguration": { "level": level(finding.severity) },
        "properties": { "severity": finding.severity.as_str() },
    })
}

fn result(finding: &Diagnostic, text: &str, lines: &LineIndex, file: &Path) -> Value {
    let message = match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": message },
        "locations": [{
            "physicalLocation": { "artifactLocation": artifact(file), "region": region(finding.range, text, lines) },
        }],
    });
    if let Some(index) = findings::all().position(|row| row.code == finding.code)
        && let Some(members) = result.as_object_mut()
    {
        members.insert("ruleIndex".to_owned(), index.into());
    }
    if let Some(fix) = &finding.fix
        && let Some(members) = result.as_object_mut()
    {
        let replacement = json!({
            "deletedRegion": region(fix.range, text, lines),
            "insertedContent": { "text": fix.insert },
        });
        let change = json!({ "artifactLocation": artifact(file), "replacements": [replacement] });
        members.insert("fixes".to_owned(), json!([{ "artifactChanges": [change] }]));
    }
    result
}

/// Lines and columns count from 1, the end is behind the last character; offsets count characters from 0.
fn region(range: TextRange, text: &str, lines: &LineIndex) -> Value {
    let start = lines.line_column(text, range.start as usize);
    let end = lines.line_column(text, range.end as usize);
    let before = text.get(..range.start as usize).map_or(0, |head| head.chars().count());
    json!({
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
        "charOffset": before,
        "charLength": range.slice(text).chars().count(),
    })
}

fn artifact(file: &Path) -> Value {
    match file == Path::new("-") {
        true => json!({ "uri": "stdin", "description": { "text": "standard input" } }),
        false => json!({ "uri": uri(file) }),
    }
}

/// A path as a reference: slashes, and everything that a URI may not hold written as `%20`. A path from the root gets the
/// scheme `file`.
fn uri(file: &Path) -> String {
    let mut uri = String::new();
    let mut rooted = false;
    for component in file.components() {
        match component {
            Component::RootDir => {
                rooted = true;
                continue;
            }
            Component::Prefix(prefix) => {
                rooted = true;
                uri.push_str(&prefix.as_os_str().to_string_lossy().replace('\\', "/"));
            }
            Component::CurDir => continue,
            Component::ParentDir => uri.push_str(".."),
            Component::Normal(name) => {
                for byte in name.to_string_lossy().bytes() {
                    match byte {
                        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                            uri.push(char::from(byte))
                        }
                        other => uri.push_str(&format!("%{other:02X}")),
                    }
                }
            }
        }
        uri.push('/');
    }
    let uri = uri.trim_end_matches('/');
    if rooted { format!("file:///{uri}") } else { uri.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::lint::lint;
    use crate::iam::policy::PolicyKind;

    const TEXT: &str = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Sid\": \"\u{e9}\", \"Effect\": \"allow\", \
                        \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}";

    fn of(text: &str, file: &str) -> Value {
        log(&lint(text, PolicyKind::Identity).findings, text, &LineIndex::new(text), Path::new(file))
    }

    #[test]
    fn every_finding_of_the_table_is_a_rule() {
        let log = of("{}", "p.json");
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), findings::all().count());
        for (rule, finding) in rules.iter().zip(findings::all()) {
            assert_eq!(rule["id"], finding.code);
            assert_eq!(rule["shortDescription"]["text"], finding.title);
            assert!(rule["help"]["text"].as_str().unwrap().contains(finding.page));
            let expected = match finding.severity.as_str() {
                "error" => "error",
                "suggestion" => "note",
                _ => "warning",
            };
            assert_eq!(rule["defaultConfiguration"]["level"], expected);
        }
    }

    /// The members that the standard requires: of the log, of a run, of its tool, of a rule, of a result, of a fix.
    #[test]
    fn the_members_that_the_standard_requires_are_there() {
        let log = of(TEXT, "p.json");
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        assert!(run["tool"]["driver"]["name"].is_string());
        assert!(matches!(run["columnKind"].as_str(), Some("utf16CodeUnits" | "unicodeCodePoints")));
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty());
        for result in results {
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            assert!(matches!(result["level"].as_str(), Some("error" | "warning" | "note")));
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "p.json");
            assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
            for change in result["fixes"].as_array().into_iter().flatten() {
                let change = &change["artifactChanges"][0];
                assert_eq!(change["artifactLocation"]["uri"], "p.json");
                assert!(change["replacements"][0]["deletedRegion"]["startLine"].is_u64());
            }
        }
    }

    #[test]
    fn a_result_has_its_place_and_its_fix() {
        let log = of(TEXT, "p.json");
        let results = log["runs"][0]["results"].as_array().unwrap();
        let effect = results.iter().find(|result| result["ruleId"] == "INVALID_EFFECT").unwrap();
        let line = TEXT.lines().nth(1).unwrap();
        let column = line.chars().collect::<String>().split("\"allow\"").next().unwrap().chars().count() + 1;
        let before = TEXT.split("\"allow\"").next().unwrap().chars().count();
        let region = json!({
            "startLine": 2, "startColumn": column, "endLine": 2, "endColumn": column + 7,
            "charOffset": before, "charLength": 7,
        });
        assert_eq!(effect["locations"][0]["physicalLocation"]["region"], region);
        let replacement = &effect["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(replacement["deletedRegion"], region);
        assert_eq!(replacement["insertedContent"]["text"], "\"Allow\"");
    }

    #[test]
    fn a_path_becomes_a_reference() {
        let check = |path: &str, expected: &str| assert_eq!(uri(Path::new(path)), expected);
        check("p.json", "p.json");
        check("./a b/p#1.json", "a%20b/p%231.json");
        check("../\u{e9}.json", "../%C3%A9.json");
        check("/etc/p.json", "file:///etc/p.json");
        assert_eq!(artifact(Path::new("-"))["uri"], "stdin");
    }
}
