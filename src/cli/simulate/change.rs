//! The smallest changes of a request's decision, printed for people and for programs.

use serde_json::{Value, json};

use crate::cli::simulate::wrapped;
use crate::iam::change::{Change, Owner, Part, SideEffect, closing_changes, smallest_changes};
use crate::iam::explain::{change_words, side_effect_words};
use crate::iam::scenario::{RequestSpec, Scenario};
use crate::iam::simulate::{Judgement, Simulation};

/// How many changes are printed.
const PRINTED: usize = 2;

/// What would let a denied request through; or shut one out that should not have been allowed.
pub(super) fn changes(
    scenario: &Scenario,
    spec: &RequestSpec,
    simulation: &Simulation,
    judgement: Option<&Judgement>,
) -> Vec<Change> {
    let mut changes = match judgement {
        Some(judgement) if simulation.is_allowed() && !judgement.met => closing_changes(scenario, spec, simulation),
        _ => smallest_changes(scenario, spec, simulation),
    };
    changes.truncate(PRINTED);
    changes
}

/// The lines behind the ladder; none when there are no changes.
pub(super) fn lines(changes: &[Change], allowed: bool) -> Vec<String> {
    let Some(first) = changes.first() else { return Vec::new() };
    let what = if allowed { "deny" } else { "allow" };
    let least = match first.parts.len() {
        1 => format!("  Smallest change that would {what} it:"),
        _ => format!("  No one change would {what} it. The smallest two:"),
    };
    let mut lines = vec![String::new(), least];
    for (at, change) in changes.iter().enumerate() {
        if at > 0 {
            lines.push("  Or:".to_owned());
        }
        for (part, words) in change.parts.iter().zip(change_words(change)) {
            lines.extend(wrapped(&words, 4));
            lines.extend(piece(&part.before, '-'));
            lines.extend(piece(&part.after, '+'));
        }
        for words in side_effect_words(change) {
            lines.extend(wrapped(&format!("also: {words}"), 4));
        }
    }
    lines
}

/// A piece of a document's text behind a sign, moved to the left as far as it goes.
fn piece(text: &str, sign: char) -> Vec<String> {
    let mut lines = text.trim_end().lines();
    let Some(first) = lines.next() else { return Vec::new() };
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let least = lines.clone().filter(|line| !line.trim().is_empty()).map(|line| indent(&line)).min().unwrap_or(0);
    let rest = lines.map(|line| line.get(least.min(indent(&line))..).unwrap_or_default());
    std::iter::once(first).chain(rest).map(|line| format!("      {sign} {line}")).collect()
}

/// The changes as data.
pub(super) fn to_json(changes: &[Change]) -> Vec<Value> {
    changes
        .iter()
        .map(|change| {
            let parts: Vec<Value> =
                change.parts.iter().zip(change_words(change)).map(|(part, words)| part_json(part, &words)).collect();
            let also: Vec<Value> = change
                .also
                .iter()
                .zip(side_effect_words(change))
                .map(|(effect, words)| match effect {
                    SideEffect::Turns { request, verdict } => {
                        json!({ "words": words, "request": request, "decision": verdict.as_str() })
                    }
                    _ => json!({ "words": words }),
                })
                .collect();
            json!({ "parts": parts, "also": also })
        })
        .collect()
}

fn part_json(part: &Part, words: &str) -> Value {
    let edits: Vec<Value> = part
        .edits
        .iter()
        .map(|edit| json!({ "start": edit.range.start, "end": edit.range.end, "insert": edit.insert }))
        .collect();
    let attach_to = part.attach_to.as_ref().map(|owner| match owner {
        Owner::User(name) => json!({ "user": name }),
        Owner::Role(name) => json!({ "role": name }),
        Owner::Resource(arn) => json!({ "resource": arn }),
    });
    json!({
        "document": &*part.document,
        "kind": part.policy.as_str(),
        "attach_to": attach_to,
        "statement": part.statement,
        "words": words,
        "edits": edits,
        "before": part.before,
        "after": part.after,
    })
}
