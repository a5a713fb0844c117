//! The machine formats of a grading.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Report;
use crate::course::grade::Goal;
use crate::iam::simulate::Simulation;

/// Everything, for programs.
pub(super) fn json(report: &Report) -> Value {
    let (of, reached) = report.points();
    let goal = |goal: &Goal| {
        let decision = goal.simulation.as_ref().and_then(Simulation::decision);
        json!({
            "name": goal.name,
            "text": goal.text,
            "reached": goal.reached,
            "state": goal.state,
            "decision": decision.map(|decision| decision.verdict().as_str()),
            "reason": decision.map(|decision| decision.reason.code()),
        })
    };
    json!({
        "lab": report.lab.0,
        "title": report.lab.1,
        "folder": report.folder,
        "solved": report.grade.solved(),
        "reached": reached,
        "of": of,
        "goals": report.grade.goals.iter().map(goal).collect::<Vec<_>>(),
        "hidden": { "of": report.hidden.0, "reached": report.hidden.1, "failures": report.grade.hidden_failures },
        "rounds": report.grade.rounds.iter().map(|round| json!({
            "name": round.name, "text": round.text, "won": round.won, "state": round.state,
        })).collect::<Vec<_>>(),
        "documents": report.documents.iter().map(|document| json!({
            "file": document.file, "present": document.text.is_some(), "errors": document.errors.len(),
        })).collect::<Vec<_>>(),
    })
}

/// A case as the formats for handing in know it.
struct Case {
    name: String,
    text: String,
    reached: bool,
    said: String,
}

/// Every goal; the hidden requests by number, and what they are about once they fail.
fn cases(report: &Report) -> Vec<Case> {
    let goals = report.grade.goals.iter().map(|goal| Case {
        name: goal.name.clone(),
        text: goal.text.clone(),
        reached: goal.reached,
        said: goal.state.clone(),
    });
    let hidden = report.hidden_each.iter().enumerate().map(|(at, hidden)| Case {
        name: format!("hidden-{}", at + 1),
        text: format!("hidden request {}", at + 1),
        reached: hidden.reached,
        said: if hidden.reached { "comes out as it must".to_owned() } else { hidden.about.clone() },
    });
    goals.chain(hidden).collect()
}

/// A test report in JUnit's form: a suite for the lab, a case for each goal.
pub(super) fn junit(report: &Report) -> String {
    let cases = cases(report);
    let failures = cases.iter().filter(|case| !case.reached).count();
    let suite = xml(&format!("{} {}", report.lab.0, report.lab.1));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Nothing can go wrong in writing to a String.
    let _ = writeln!(out, "<testsuites tests=\"{}\" failures=\"{failures}\">", cases.len());
    let _ =
        writeln!(out, "  <testsuite name=\"{suite}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\">", cases.len());
    for case in &cases {
        let _ = write!(out, "    <testcase classname=\"{}\" name=\"{}\"", xml(&report.lab.0), xml(&case.text));
        let _ = if case.reached {
            writeln!(out, "/>")
        } else {
            writeln!(out, ">\n      <failure message=\"{0}\">{0}</failure>\n    </testcase>", xml(&case.said))
        };
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// A text inside XML, in an attribute or between tags.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// What Gradescope reads as `results.json`: a point for each goal.
pub(super) fn gradescope(report: &Report) -> Value {
    let (_, reached) = report.points();
    let test = |case: Case| {
        json!({
            "name": case.text,
            "score": u8::from(case.reached),
            "max_score": 1,
            "status": if case.reached { "passed" } else { "failed" },
            "output": case.said,
            "output_format": "text",
            "visibility": "visible",
        })
    };
    let missing = report.documents.iter().filter(|document| document.text.is_none());
    let missing = missing.map(|document| format!("{} is not there.\n", document.file));
    let errors =
        report.documents.iter().filter(|document| document.text.is_some()).flat_map(|document| &document.errors);
    let output: String = missing.chain(errors.map(|error| format!("{error}\n\n"))).collect();
    json!({
        "score": reached,
        "output": output,
        "output_format": "text",
        "visibility": "visible",
        "tests": cases(report).into_iter().map(test).collect::<Vec<_>>(),
    })
}

/// A line for each goal and second round, under a line of headings.
pub(super) fn csv(report: &Report) -> String {
    let mut out = String::from("folder,lab,kind,name,text,reached,state\r\n");
    let visible = report.grade.goals.len();
    let goals = cases(report).into_iter().enumerate().map(|(at, case)| {
        let kind = if at < visible { "goal" } else { "hidden" };
        (kind, case.name, case.text, case.reached, case.said)
    });
    let rounds = report
        .grade
        .rounds
        .iter()
        .map(|round| ("round", round.name.clone(), round.text.clone(), round.won, round.state.clone()));
    for (kind, name, text, reached, state) in goals.chain(rounds) {
        let reached = if reached { "1" } else { "0" };
        let cells: [&str; 7] = [&report.folder, &report.lab.0, kind, &name, &text, reached, &state];
        out.push_str(&cells.map(cell).join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell, in quotes where it needs them (RFC 4180). One that a spreadsheet would take for a formula gets an apostrophe in front.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
