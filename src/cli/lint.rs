//! `lint FILE`: the findings of one policy document, for people as a compiler prints them, as JSON, or as SARIF.

mod sarif;

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::cli::args::{Lint, LintFormat};
use crate::cli::{FALLS_SHORT, GOOD};
use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::json::{self, Parse, PathStep};
use crate::iam::{lint as checks, lower};
use crate::text::{LineIndex, TextRange};

/// The most bytes that are read: hundreds of times what AWS takes.
const MOST: u64 = 5 * 1024 * 1024;

/// Prints what is wrong with a document, and gives the exit code: 1 when there is an error or a warning of any kind, 0
/// when there is nothing or suggestions alone. `input` is read when the file is `-`; `colour` says whether `out` shows it.
///
/// # Errors
/// When the document cannot be read, is no text or is too large, or `out` cannot be written.
pub fn run(lint: &Lint, colour: bool, input: &mut dyn Read, out: &mut dyn Write) -> anyhow::Result<u8> {
    let from_input = lint.file == Path::new("-");
    let name = if from_input { "standard input".to_owned() } else { lint.file.display().to_string() };
    let text = if from_input {
        text(input, &name)?
    } else {
        text(&mut File::open(&lint.file).with_context(|| format!("cannot read `{name}`"))?, &name)?
    };
    let parse = json::parse(&text);
    let kind = lint.kind.unwrap_or_else(|| lower::guess_kind(&parse));
    let checks::Linted { parse, findings, .. } = checks::lint_parsed(&text, parse, kind, &[]);
    let lines = LineIndex::new(&text);
    match lint.format {
        LintFormat::Json => {
            let list: Vec<Value> = findings.iter().map(|finding| as_json(finding, &text, &lines, &parse)).collect();
            writeln!(out, "{:#}", json!({ "findings": list }))?;
        }
        LintFormat::Sarif => writeln!(out, "{:#}", sarif::log(&findings, &text, &lines, &lint.file))?,
        LintFormat::Text => {
            for finding in &findings {
                writeln!(out, "{}\n", rendered(finding, &text, &lines, &name, colour))?;
            }
            let guessed = if lint.kind.is_none() { ", as it seems" } else { "" };
            writeln!(out, "{name} ({}{guessed}): {}", kind.title(), count(&findings))?;
        }
    }
    let falls_short = findings.iter().any(|finding| finding.severity != Severity::Suggestion);
    Ok(if falls_short { FALLS_SHORT } else { GOOD })
}

/// All that a file or standard input holds, as text; `name` is what it is called.
pub(super) fn text(from: &mut dyn Read, name: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    from.take(MOST + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read `{name}`"))?;
    if bytes.len() as u64 > MOST {
        bail!("`{name}` is larger than {MOST} bytes: that is no policy document");
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        anyhow::anyhow!("`{name}` is not UTF-8 text (byte {good} is the first that is not): save it as UTF-8")
    })
}

/// "2 errors, 1 warning".
fn count(findings: &[Diagnostic]) -> String {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::SecurityWarning, "security warning"),
        (Severity::Warning, "warning"),
        (Severity::Suggestion, "suggestion"),
    ];
    let counted = kinds.iter().filter_map(|(severity, word)| {
        match findings.iter().filter(|finding| finding.severity == *severity).count() {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        }
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() { "no findings".to_owned() } else { counted.join(", ") }
}

fn as_json(finding: &Diagnostic, text: &str, lines: &LineIndex, parse: &Parse) -> Value {
    let place = |offset: u32| {
        let at = lines.line_column(text, offset as usize);
        json!({ "line": at.line + 1, "column": at.column + 1, "offset": offset })
    };
    let path: Vec<Value> = parse
        .path(finding.range)
        .into_iter()
        .map(|step| match step {
            PathStep::Key(key) => Value::from(key),
            PathStep::Index(index) => Value::from(index),
        })
        .collect();
    json!({
        "code": finding.code,
        "severity": finding.severity.as_str(),
        "message": finding.message,
        "help": finding.help,
        "range": { "start": place(finding.range.start), "end": place(finding.range.end) },
        "path": path,
    })
}

/// A finding as [`run`] prints it, without a line break at its end. `name` is what the text is called.
pub(super) fn rendered(finding: &Diagnostic, text: &str, lines: &LineIndex, name: &str, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    renderer.render(&report(finding, text, lines, name))
}

/// The lines that hold a range: where the first begins, and their text.
fn lines_of<'t>(text: &'t str, lines: &LineIndex, range: TextRange) -> (usize, usize, &'t str) {
    let line = lines.line_column(text, range.start as usize).line;
    let start = lines.offset(text, crate::text::LineColumn { line, column: 0 });
    let rest = text.get(range.end as usize..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |n| range.end as usize + n);
    (line, start, text.get(start..end).unwrap_or_default())
}

/// A finding as a compiler prints it: the place, the line, what to do, and the line mended where that is mechanical.
fn report<'a>(finding: &'a Diagnostic, text: &'a str, lines: &LineIndex, name: &'a str) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::SecurityWarning => Level::WARNING.with_name("security warning"),
        Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::NOTE.with_name("suggestion"),
    };
    let (line, start, source) = lines_of(text, lines, finding.range);
    let span = finding.range.as_usize();
    let annotation = AnnotationKind::Primary.span(span.start - start..span.end - start);
    let snippet = Snippet::source(source).line_start(line + 1).path(name).annotation(annotation);
    let mut group = level.primary_title(&finding.message).id(finding.code).element(snippet);
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    let mut groups = vec![group];
    if let Some(fix) = &finding.fix {
        let (line, start, source) = lines_of(text, lines, fix.range);
        let span = fix.range.as_usize();
        let patch = Patch::new(span.start - start..span.end - start, &fix.insert);
        let snippet = Snippet::source(source).line_start(line + 1).patch(patch);
        groups.push(Level::HELP.secondary_title("this mends it").element(snippet));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::policy::PolicyKind;

    const FLAWLESS: &str = r#"{
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
}"#;

    fn lint(input: &[u8], kind: Option<PolicyKind>, format: LintFormat) -> anyhow::Result<(u8, String)> {
        let mut out = Vec::new();
        let lint = Lint { file: "-".into(), kind, format };
        let code = run(&lint, false, &mut &*input, &mut out)?;
        Ok((code, String::from_utf8(out).unwrap()))
    }

    /// Reads `input` for every format alike; expects this exit code and these words in the printed text.
    #[track_caller]
    fn check(input: &str, kind: Option<PolicyKind>, code: u8, words: &[&str]) {
        let (ended, printed) = lint(input.as_bytes(), kind, LintFormat::Text).unwrap();
        assert_eq!(ended, code, "{printed}");
        for word in words {
            assert!(printed.contains(word), "expected {word:?} in\n{printed}");
        }
        assert_eq!(lint(input.as_bytes(), kind, LintFormat::Json).unwrap().0, code);
        assert_eq!(lint(input.as_bytes(), kind, LintFormat::Sarif).unwrap().0, code);
    }

    #[test]
    fn a_document_without_findings_ends_with_0() {
        check(FLAWLESS, None, 0, &["standard input (trust policy, as it seems): no findings"]);
        check(FLAWLESS, Some(PolicyKind::Trust), 0, &["standard input (trust policy): no findings"]);
    }

    #[test]
    fn errors_and_warnings_end_with_1() {
        let action = FLAWLESS.replace("sts:AssumeRole", "s3:GetObject");
        check(
            &action,
            Some(PolicyKind::Trust),
            1,
            &["error[UNSUPPORTED_ACTION_IN_POLICY]", "standard input:3:", "1 error"],
        );
        let version = FLAWLESS.replace("  \"Version\": \"2012-10-17\",\n", "");
        check(&version, None, 1, &["warning[MISSING_VERSION]", "1 warning"]);
    }

    #[test]
    fn a_finding_shows_the_line_the_help_and_the_mended_line() {
        let text = FLAWLESS.replace("\"Effect\": \"Allow\",", "\"Effect\": \"allow\",");
        let (_, printed) = lint(text.as_bytes(), None, LintFormat::Text).unwrap();
        for part in ["--> standard input:3:27", "help: write `Allow`", "\"Effect\": \"Allow\""] {
            assert!(printed.contains(part), "{printed}");
        }
    }

    #[test]
    fn any_place_can_be_printed() {
        let texts = [
            "",
            "\n\n",
            "{",
            "{\"a\": \"\u{e9}\u{1f600},\n}",
            "{\r\n// x\r\n\"a\" 1}\r\n",
            "\t\"x",
            "{\n\n\n",
            "'",
            "\u{feff}{}",
        ];
        for text in texts {
            assert_eq!(lint(text.as_bytes(), None, LintFormat::Text).unwrap().0, 1, "{text:?}");
        }
    }

    #[test]
    fn json_has_the_fixed_shape() {
        let text = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"\u{e9}\", \"Action\": 5, \"Resource\": \"*\"}]}";
        let (code, printed) = lint(text.as_bytes(), Some(PolicyKind::Identity), LintFormat::Json).unwrap();
        assert_eq!(code, 1);
        let printed: Value = serde_json::from_str(&printed).unwrap();
        let at = text.find("5").unwrap();
        assert_eq!(printed["findings"].as_array().unwrap().len(), 2);
        assert_eq!(
            printed["findings"][1],
            json!({
                "code": "DATA_TYPE_MISMATCH",
                "severity": "error",
                "message": "`Action` is a string or a list of strings, and this is a number",
                "help": null,
                "range": {
                    "start": {"line": 2, "column": 42, "offset": at},
                    "end": {"line": 2, "column": 43, "offset": at + 1},
                },
                "path": ["Statement", 0, "Action"],
            })
        );
        let flawless: Value =
            serde_json::from_str(&lint(FLAWLESS.as_bytes(), None, LintFormat::Json).unwrap().1).unwrap();
        assert_eq!(flawless, json!({"findings": []}));
    }

    #[test]
    fn what_is_no_text_or_too_large_or_not_there_is_said() {
        let too_large = vec![b' '; usize::try_from(MOST).unwrap() + 1];
        for (input, words) in [(b"{\xff}".as_slice(), "not UTF-8"), (&too_large, "larger than")] {
            let error = lint(input, None, LintFormat::Text).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        let lint = Lint { file: "no-such-file.json".into(), kind: None, format: LintFormat::Text };
        let error = run(&lint, false, &mut std::io::empty(), &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("cannot read `no-such-file.json`"), "{error}");
    }

    #[test]
    fn a_file_is_read_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("trust.json");
        std::fs::write(&file, FLAWLESS).unwrap();
        let lint = Lint { file, kind: None, format: LintFormat::Text };
        let mut out = Vec::new();
        assert_eq!(run(&lint, false, &mut std::io::empty(), &mut out).unwrap(), 0);
        assert!(String::from_utf8(out).unwrap().contains("trust.json (trust policy, as it seems): no findings"));
    }

    #[test]
    fn colour_is_there_when_asked_for() {
        let lint = Lint { file: "-".into(), kind: None, format: LintFormat::Text };
        let mut out = Vec::new();
        run(&lint, true, &mut "{".as_bytes(), &mut out).unwrap();
        assert!(out.contains(&0x1b));
    }
}
