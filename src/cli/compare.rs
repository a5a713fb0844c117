//! `compare A B`: whether two sets of policy documents allow the same, and a request each way that only one of them allows.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::cli::args::{Compare, Format};
use crate::cli::lint::text;
use crate::cli::{FALLS_SHORT, GOOD};
use crate::diagnostic::Severity;
use crate::iam::cases::write_request;
use crate::iam::compare::{Budget, Comparison, Difference, Halt, Place, Set, Verdict, compare};
use crate::iam::json::{self, Parse};
use crate::iam::lower;
use crate::iam::policy::{PolicyKind, Statement};
use crate::iam::request::{ContextValue, Request};
use crate::iam::trace::Verdict as Decision;

/// Compares two files and prints what came of it; gives the exit code: 0 when both allow the same (at least on requests
/// that AWS can make), 1 when not or when it could not be decided. `input` is read when a file is `-`.
///
/// # Errors
/// When a file cannot be read, holds no policy documents or one that AWS would refuse, or `out` cannot be written.
pub fn run(wanted: &Compare, input: &mut dyn Read, out: &mut dyn Write) -> anyhow::Result<u8> {
    let [first, second] = [&wanted.first, &wanted.second];
    if first == second && first == Path::new("-") {
        bail!("standard input cannot be both documents; name a file for one of them");
    }
    let mut read = |path: &Path| -> anyhow::Result<(String, String)> {
        if path == Path::new("-") {
            let name = "standard input".to_owned();
            return Ok((text(input, &name)?, name));
        }
        let name = path.display().to_string();
        let mut file = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
        Ok((text(&mut file, &name)?, name))
    };
    let files = [read(first)?, read(second)?];
    let kind = match wanted.kind {
        Some(kind) => kind,
        None => guess(&files)?,
    };
    let [(a, first), (b, second)] = &files;
    let sets = [documents(a, first, kind)?, documents(b, second, kind)?];
    let [a, b] = &sets;
    let found = compare(a, b, &Budget::default());
    match wanted.format {
        Format::Json => writeln!(out, "{:#}", as_json(&found))?,
        Format::Text => {
            let names = [first.as_str(), second.as_str()];
            let guessed = if wanted.kind.is_none() { ", as it seems" } else { "" };
            writeln!(out, "{} ({}{guessed}).", sentence(found.verdict, names), kind.title())?;
            write_side(out, &found.only_first, found.kinds.first(), [0, 1], names, &sets)?;
            write_side(out, &found.only_second, found.kinds.last(), [1, 0], names, &sets)?;
            if let Some(halt) = found.halted {
                writeln!(out, "\n{}.", halted(halt))?;
            }
            for assumption in &found.assumptions {
                writeln!(out, "\nNote: {assumption}.")?;
            }
        }
    }
    let same = matches!(found.verdict, Verdict::Equivalent | Verdict::EquivalentInPractice);
    Ok(if same { GOOD } else { FALLS_SHORT })
}

/// The kind that the documents read like. Those of one kind are compared, so they must agree.
fn guess(files: &[(String, String); 2]) -> anyhow::Result<PolicyKind> {
    let of = |text: &str| match serde_json::from_str(text) {
        Ok(Value::Array(list)) => list.first().map(|first| lower::guess_kind(&Parse::of_value(first))),
        _ => Some(lower::guess_kind(&json::parse(text))),
    };
    let [(a, first), (b, second)] = files;
    match (of(a), of(b)) {
        (Some(a), Some(b)) if a != b => bail!(
            "`{first}` reads like a {} and `{second}` like a {}; only documents of one kind can be compared, so say which \
             with `--kind`",
            a.title(),
            b.title(),
        ),
        (Some(kind), _) | (None, Some(kind)) => Ok(kind),
        (None, None) => Ok(PolicyKind::Identity),
    }
}

/// The documents of a file: one, or a list.
fn documents(text: &str, name: &str, kind: PolicyKind) -> anyhow::Result<Set> {
    let parses = match serde_json::from_str(text) {
        Ok(Value::Array(list)) => list.iter().map(Parse::of_value).collect(),
        _ => vec![json::parse(text)],
    };
    let mut policies = Vec::with_capacity(parses.len());
    for (at, parse) in parses.iter().enumerate() {
        let lowered = lower::lower(parse, kind);
        // A document that is too long for AWS still says what it says.
        let refused = |code: &str| !code.starts_with("POLICY_SIZE_");
        let error = lowered.diagnostics.iter().find(|found| found.severity == Severity::Error && refused(found.code));
        if let Some(error) = error {
            let which = if parses.len() > 1 { format!("document {} of `{name}`", at + 1) } else { format!("`{name}`") };
            bail!(
                "AWS would refuse {which} as a {}: {} ({}); `iam-dojo lint --kind {}` lists all that is wrong",
                kind.title(),
                error.message,
                error.code,
                kind.as_str(),
            );
        }
        policies.push(Arc::new(lowered.policy));
    }
    Ok(Set::new(kind, policies))
}

fn sentence(verdict: Verdict, [first, second]: [&str; 2]) -> String {
    match verdict {
        Verdict::Equivalent => {
            format!("`{first}` and `{second}` allow the same: there is no request that only one of them allows")
        }
        Verdict::EquivalentInPractice => {
            format!(
                "`{first}` and `{second}` allow the same in practice: they differ only on requests that AWS never makes"
            )
        }
        Verdict::FirstNarrower => format!("`{second}` allows more than `{first}`"),
        Verdict::FirstWider => format!("`{first}` allows more than `{second}`"),
        Verdict::Crossed => format!("`{first}` and `{second}` each allow what the other does not"),
        Verdict::Undecided => format!("whether `{first}` and `{second}` allow the same was not decided"),
    }
}

fn halted(halt: Halt) -> &'static str {
    match halt {
        Halt::OverBudget => {
            "the comparison took more steps than it may, so there can be differences that are not shown"
        }
        Halt::Cancelled => "the comparison was stopped",
        Halt::Disproved => {
            "a request that was found made no difference when it was decided anew, which is a mistake of this program"
        }
    }
}

/// The requests that one side allows and the other does not; `ways`: which of the two that is.
fn write_side(
    out: &mut dyn Write,
    differences: &[Difference],
    kinds: Option<&usize>,
    ways: [usize; 2],
    names: [&str; 2],
    sets: &[Set; 2],
) -> anyhow::Result<()> {
    let Some(difference) = differences.first() else { return Ok(()) };
    let name = |set: usize| names.get(set).copied().unwrap_or_default();
    let [more, less] = ways.map(name);
    match (difference.more, difference.less) {
        (Decision::Allow, _) => {
            writeln!(out, "\nOnly `{more}` allows this request; `{less}` {}:", decided(difference.less))?
        }
        _ => writeln!(out, "\n`{less}` denies this request, and `{more}` does not:")?,
    }
    write_request_lines(out, &difference.request)?;
    for place in &difference.responsible {
        let statement = statement(sets, *place);
        let sid = statement.and_then(|found| found.sid.as_ref()).map(|sid| format!(" (`{}`)", sid.value));
        let verb = if ways.first() == Some(&place.set) { "allows" } else { "denies" };
        let document = match sets.get(place.set).map_or(0, |set| set.documents.len()) {
            0 | 1 => String::new(),
            _ => format!(" of document {}", place.document + 1),
        };
        let file = name(place.set);
        writeln!(
            out,
            "  statement {}{} of `{file}`{document} {verb} it",
            place.statement + 1,
            sid.unwrap_or_default()
        )?;
    }
    if let Some(near) = &difference.agreeing {
        let changed = match near.changed.as_str() {
            "action" => format!("`{}`", near.request.action),
            "resource" => format!("the resource `{}`", near.request.resource),
            "principal" => format!("the caller `{}`", caller(&near.request)),
            key => match near.request.context.get(key) {
                Some(value) => format!("`{key}` = {}", shown(value)),
                None => format!("no `{key}`"),
            },
        };
        let both = match near.decision {
            Decision::Allow => "both allow",
            Decision::ExplicitDeny => "both deny",
            Decision::ImplicitDeny => "neither allows",
        };
        writeln!(out, "  nearby, with {changed}, {both} it")?;
    }
    match kinds.copied().unwrap_or(0).saturating_sub(1) {
        0 => {}
        1 => writeln!(out, "  There is 1 more kind of such requests.")?,
        more => writeln!(out, "  There are {more} more kinds of such requests.")?,
    }
    Ok(())
}

fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "allows it",
        Decision::ExplicitDeny => "denies it",
        Decision::ImplicitDeny => "does not",
    }
}

fn statement(sets: &[Set; 2], place: Place) -> Option<&Statement> {
    let policy = sets.get(place.set)?.documents.get(place.document)?;
    policy.statements.iter().find(|statement| statement.index == place.statement)
}

fn caller(request: &Request) -> &str {
    if request.principal.arn.is_empty() { "anybody, unsigned" } else { &request.principal.arn }
}

fn write_request_lines(out: &mut dyn Write, request: &Request) -> anyhow::Result<()> {
    writeln!(out, "  action     {}", request.action)?;
    writeln!(out, "  resource   {}", request.resource)?;
    writeln!(out, "  caller     {}", caller(request))?;
    if let Some(account) =
        request.resource_account.as_ref().filter(|account| request.principal.account.as_ref() != Some(*account))
    {
        writeln!(out, "  owner      account {account}")?;
    }
    for (at, (key, value)) in request.context.iter().enumerate() {
        let head = if at == 0 { "with" } else { "" };
        writeln!(out, "  {head:10} {key} = {}", shown(value))?;
    }
    Ok(())
}

fn shown(value: &ContextValue) -> String {
    let quoted = |value: &String| format!("`{value}`");
    match value {
        ContextValue::One(value) => quoted(value),
        ContextValue::Many(values) => format!("[{}]", values.iter().map(quoted).collect::<Vec<_>>().join(", ")),
    }
}

fn as_json(found: &Comparison) -> Value {
    let request = |differences: &[Difference]| differences.first().map(|first| write_request(&first.request));
    let mut assumptions = found.assumptions.clone();
    assumptions.extend(found.halted.map(|halt| halted(halt).to_owned()));
    json!({
        "verdict": found.verdict.as_str(),
        "only_first_allows": request(&found.only_first),
        "only_second_allows": request(&found.only_second),
        "assumptions": assumptions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::cases;

    const READ: &str = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}"#;

    fn ran(first: &str, second: &str, kind: Option<PolicyKind>, format: Format) -> anyhow::Result<(u8, String)> {
        let folder = tempfile::tempdir()?;
        let [a, b] = ["a.json", "b.json"].map(|name| folder.path().join(name));
        std::fs::write(&a, first)?;
        std::fs::write(&b, second)?;
        let mut out = Vec::new();
        let code = run(&Compare { first: a, second: b, kind, format }, &mut std::io::empty(), &mut out)?;
        Ok((code, String::from_utf8(out)?))
    }

    #[test]
    fn json_has_the_fixed_shape_and_its_requests_can_be_replayed() {
        let wide = READ.replace("s3:GetObject", "s3:*");
        let (code, printed) = ran(&wide, READ, Some(PolicyKind::Identity), Format::Json).unwrap();
        let printed: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!((code, &printed["verdict"]), (FALLS_SHORT, &json!("first_wider")));
        assert_eq!(printed["only_second_allows"], Value::Null);
        assert_eq!(printed["assumptions"], json!([]));
        let members: Vec<&String> = printed.as_object().unwrap().keys().collect();
        assert_eq!(members, ["verdict", "only_first_allows", "only_second_allows", "assumptions"]);
        for (document, decision) in [(wide.as_str(), "allow"), (READ, "implicit_deny")] {
            let document: Value = serde_json::from_str(document).unwrap();
            let case = json!({"id": 1, "request": printed["only_first_allows"], "policies": {"identity": [document]}});
            let answer: Value = serde_json::from_str(&cases::run_line(&case.to_string(), false)).unwrap();
            assert_eq!(answer["decision"], decision, "{case}");
        }
    }

    #[test]
    fn the_text_names_the_request_the_statement_and_what_both_allow() {
        let wide = READ.replace("s3:GetObject", "s3:*");
        let (code, printed) = ran(READ, &wide, None, Format::Text).unwrap();
        assert_eq!(code, FALLS_SHORT);
        for words in [
            "allows more than",
            "permissions policy, as it seems",
            "action     s3:",
            "statement 1 (`Read`)",
            "both allow it",
        ] {
            assert!(printed.contains(words), "expected {words:?} in\n{printed}");
        }
    }

    #[test]
    fn documents_that_act_together_are_a_list() {
        let write = READ.replace("s3:GetObject", "s3:PutObject");
        let both = READ.replace("\"s3:GetObject\"", "[\"s3:PutObject\", \"s3:GetObject\"]");
        let (code, printed) = ran(&format!("[{READ}, {write}]"), &both, None, Format::Text).unwrap();
        assert_eq!(code, GOOD, "{printed}");
        assert!(printed.contains("allow the same: there is no request"), "{printed}");
    }

    #[test]
    fn what_cannot_be_compared_is_said() {
        let trust = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;
        for (first, second, kind, words) in [
            (READ, trust, None, "`--kind`"),
            (READ, "{", None, "AWS would refuse"),
            (READ, trust, Some(PolicyKind::Identity), "as a permissions policy"),
        ] {
            let error = ran(first, second, kind, Format::Text).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
