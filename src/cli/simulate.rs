//! `simulate`: runs a scenario's requests and prints the way to each decision, or answers flat cases line by line.

mod change;
pub mod from_error;

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::iam::cases;
use crate::iam::change::Change;
use crate::iam::explain::{self, SideBySide, Sign, WalkLevel, WalkStep};
use crate::iam::scenario::{RequestSpec, Scenario, ScenarioError};
use crate::iam::simulate::{Judgement, Simulation, judge, simulate};
use crate::iam::trace::Verdict;
use crate::text::LineIndex;

/// What `simulate` is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Args {
    /// The scenario file, TOML or (ending in `.json`) JSON; `-` is standard input.
    pub scenario: Option<PathBuf>,
    /// The name of one of its requests; its first when left out.
    pub request: Option<String>,
    /// Every request of it, in turn.
    pub all: bool,
    /// A file of flat cases, one JSON object a line; `-` is standard input.
    pub cases: Option<PathBuf>,
    /// With flat cases: also the trace of each.
    pub explain: bool,
    /// How to print.
    pub format: Format,
}

/// Everything asked for is allowed, or came out as expected.
const GOOD: u8 = 0;
/// Denied, or not as expected.
const SHORT: u8 = 1;

/// Runs the command; gives the exit code: 0 allowed, 1 denied. With `all`, a request that expects something counts as good
/// when that came. With `cases`, 0 when every line was answered, 1 when some could not be read.
///
/// # Errors
/// What could not be done, and why: a file that cannot be read, a scenario that cannot be, a document that AWS would not
/// save.
pub fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<u8> {
    match (&args.scenario, &args.cases) {
        (None, Some(path)) => run_cases(path, args.explain, out),
        (Some(path), None) => {
            let scenario = load(path)?;
            run_scenario(&scenario, args, out)
        }
        (Some(_), Some(_)) => anyhow::bail!("a scenario and `--cases` at once; ask for one of them"),
        (None, None) => anyhow::bail!("nothing to simulate; name a scenario file, or give `--cases FILE`"),
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let file = fs::File::open(path).map_err(|error| anyhow::anyhow!("cannot read `{}`: {error}", path.display()))?;
    Ok(Box::new(file))
}

fn run_cases(path: &Path, explain: bool, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut input = BufReader::new(open(path)?);
    let mut out = BufWriter::new(out);
    let unreadable = |error: io::Error| anyhow::anyhow!("cannot read `{}`: {error}", path.display());
    let mut code = GOOD;
    let mut line = Vec::new();
    while read_line(&mut input, &mut line).map_err(unreadable)? {
        // A line that is no text is no JSON either: the answer says so, and the run goes on.
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        // Blanks count: a line that was cut off at its most must still show that it was too long.
        let answer = cases::answer(text.trim_end_matches(['\r', '\n']), explain).unwrap_or_else(|refusal| {
            code = SHORT;
            refusal
        });
        writeln!(out, "{answer}")?;
        // Whoever sends the next line only when this one is answered must not wait.
        if input.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()?;
    Ok(code)
}

/// Reads the next line in the place of `line`; of one that is too long for a case, as much as shows it. `false` at the end.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let most = cases::MAX_LINE + 1;
    let read = input.by_ref().take(most as u64).read_until(b'\n', line)?;
    if read == most && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

/// Reads a scenario file and the documents beside it.
fn load(path: &Path) -> anyhow::Result<Scenario> {
    let mut text = String::new();
    open(path)?
        .read_to_string(&mut text)
        .map_err(|error| anyhow::anyhow!("cannot read `{}`: {error}; a scenario is UTF-8 text", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let mut read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let is_json = path.extension().is_some_and(|extension| extension == "json") || text.trim_start().starts_with('{');
    let scenario = match is_json {
        true => Scenario::from_json(&text, &mut read),
        false => Scenario::from_toml(&text, &mut read),
    };
    scenario.map_err(|error| located(path, &text, &error))
}

/// The error with file, line, column and the line itself.
fn located(path: &Path, text: &str, error: &ScenarioError) -> anyhow::Error {
    let Some(range) = error.range else { return anyhow::anyhow!("{}: {}", path.display(), error.message) };
    let start = range.start as usize;
    let place = LineIndex::new(text).line_column(text, start);
    let line = text.lines().nth(place.line).unwrap_or_default();
    let (row, column) = (place.line + 1, place.column + 1);
    let margin = " ".repeat(row.to_string().len());
    let under = " ".repeat(place.column);
    let width = range.slice(text).lines().next().map_or(1, |piece| piece.chars().count().max(1));
    let marks = "^".repeat(width);
    anyhow::anyhow!(
        "{}\n{margin}--> {}:{row}:{column}\n{margin} |\n{row} | {line}\n{margin} | {under}{marks}",
        error.message,
        path.display()
    )
}

/// A request and what came of it.
struct Ran<'s> {
    spec: &'s RequestSpec,
    simulation: Simulation,
    judgement: Option<Judgement>,
    changes: Vec<Change>,
}

fn run_scenario(scenario: &Scenario, args: &Args, out: &mut dyn Write) -> anyhow::Result<u8> {
    let specs: Vec<&RequestSpec> = match (&args.request, args.all) {
        (Some(_), true) => anyhow::bail!("`--request` and `--all` at once; ask for one of them"),
        (Some(name), false) => match scenario.request(name) {
            Some(spec) => vec![spec],
            None => {
                let names: Vec<&str> = scenario.requests.iter().map(|spec| spec.name.as_str()).collect();
                anyhow::bail!("the scenario has no request `{name}`; it has {}", names.join(", "))
            }
        },
        (None, true) => scenario.requests.iter().collect(),
        (None, false) => scenario.requests.iter().take(1).collect(),
    };
    if specs.is_empty() {
        anyhow::bail!("the scenario asks nothing; add a `[[requests]]`");
    }
    let mut ran = Vec::new();
    for spec in specs {
        let simulation =
            simulate(scenario, spec).map_err(|error| anyhow::anyhow!("request `{}`: {}", spec.name, error.message))?;
        let judgement = spec.expect.as_ref().map(|expect| judge(expect, &simulation));
        let changes = change::changes(scenario, spec, &simulation, judgement.as_ref());
        ran.push(Ran { spec, simulation, judgement, changes });
    }
    match args.format {
        Format::Json => writeln!(out, "{:#}", to_json(scenario, &ran))?,
        Format::Text => write!(out, "{}", to_text(scenario, &ran))?,
    }
    out.flush()?;
    let good = ran.iter().all(|ran| match (&ran.judgement, args.all) {
        (Some(judgement), true) => judgement.met,
        (_, _) => ran.simulation.is_allowed(),
    });
    Ok(if good { GOOD } else { SHORT })
}

fn to_json(scenario: &Scenario, ran: &[Ran<'_>]) -> Value {
    let requests: Vec<Value> = ran.iter().map(request_json).collect();
    json!({ "scenario": scenario.title, "requests": requests })
}

fn request_json(ran: &Ran<'_>) -> Value {
    let hops: Vec<Value> = ran
        .simulation
        .hops
        .iter()
        .map(|hop| {
            let decision = hop.trace.decision;
            json!({
                "kind": hop.kind.as_str(),
                "action": hop.request.action,
                "resource": hop.request.resource,
                "principal": hop.request.principal.arn,
                "decision": decision.verdict().as_str(),
                "reason": decision.reason.code(),
                "rule": hop.rule.as_ref().map(|rule| explain::rule_words(rule).1),
            })
        })
        .collect();
    let decision = ran.simulation.decision();
    let steps: Vec<Value> = explain::walk(&ran.simulation).iter().map(step_json).collect();
    json!({
        "name": ran.spec.name,
        "decision": decision.map(|decision| decision.verdict().as_str()),
        "reason": decision.map(|decision| decision.reason.code()),
        "planned": ran.simulation.planned,
        "hops": hops,
        "summary": explain::summary(&ran.simulation),
        "message": explain::access_denied_message(&ran.simulation),
        "expected": ran.judgement.as_ref().map(|judgement| json!({ "met": judgement.met, "words": judgement.words })),
        "steps": steps,
        "changes": change::to_json(&ran.changes),
    })
}

fn step_json(step: &WalkStep) -> Value {
    let level = match step.level {
        WalkLevel::Hop => "hop",
        WalkLevel::Layer => "layer",
        WalkLevel::Statement => "statement",
        WalkLevel::Element => "element",
    };
    let sign = match step.sign {
        Sign::Yes => "yes",
        Sign::No => "no",
        Sign::Silent => "silent",
        Sign::Nothing => "nothing",
    };
    let place = step
        .place
        .as_ref()
        .map(|place| json!({ "document": &*place.document, "start": place.range.start, "end": place.range.end }));
    let pair = step.side_by_side.as_ref().map(|pair| json!({ "policy": pair.pattern, "request": pair.value }));
    json!({
        "level": level,
        "hop": step.hop + 1,
        "sign": sign,
        "kind": step.badge.map(|kind| kind.as_str()),
        "label": step.label,
        "note": step.note,
        "decisive": step.decisive,
        "place": place,
        "side_by_side": pair,
    })
}

/// The width that everything but names and ARNs keeps to.
const WIDTH: usize = 80;

fn to_text(scenario: &Scenario, ran: &[Ran<'_>]) -> String {
    let texts: Vec<String> = ran.iter().map(|ran| request_text(scenario, ran)).collect();
    let mut text = texts.join(&format!("\n{}\n\n", "─".repeat(WIDTH)));
    if let [_, _, ..] = ran {
        let judged = ran.iter().filter_map(|ran| ran.judgement.as_ref());
        let (met, all) = (judged.clone().filter(|judgement| judgement.met).count(), judged.count());
        if all > 0 {
            text.push_str(&format!("\n{met} of {all} came out as expected\n"));
        }
    }
    text
}

fn request_text(scenario: &Scenario, ran: &Ran<'_>) -> String {
    let mut lines = vec![format!("{} · {}", scenario.title, ran.spec.name)];
    if !ran.spec.text.is_empty() {
        lines.push(ran.spec.text.clone());
    }
    for step in explain::walk(&ran.simulation) {
        if step.level == WalkLevel::Hop {
            lines.push(String::new());
            lines.push(hop_line(&step, &ran.simulation));
            lines.extend(hop_target(&step, &ran.simulation));
        } else {
            lines.extend(step_lines(&step));
        }
    }
    lines.push(String::new());
    if let Some(decision) = ran.simulation.decision() {
        lines.push(format!("= {}", verdict_words(decision.verdict())));
    }
    lines.extend(wrapped(&explain::summary(&ran.simulation), 2));
    if let Some(message) = explain::access_denied_message(&ran.simulation) {
        lines.push("  In real life:".to_owned());
        lines.extend(wrapped(&message, 4));
    }
    if let Some(judgement) = ran.judgement.as_ref().filter(|judgement| !judgement.met) {
        lines.extend(wrapped(&format!("Not as expected: {}.", judgement.words), 2));
    }
    lines.extend(change::lines(&ran.changes, ran.simulation.is_allowed()));
    lines.join("\n") + "\n"
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allow => "✓ allowed",
        Verdict::ExplicitDeny => "✗ explicitly denied",
        Verdict::ImplicitDeny => "○ implicitly denied (nobody said yes)",
    }
}

fn sign(sign: Sign) -> char {
    match sign {
        Sign::Yes => '✓',
        Sign::No => '✗',
        Sign::Silent => '○',
        Sign::Nothing => '–',
    }
}

fn hop_line(step: &WalkStep, simulation: &Simulation) -> String {
    let outcome = match step.sign {
        Sign::Yes => "✓ allowed",
        Sign::No => "✗ explicitly denied",
        Sign::Silent => "○ implicitly denied",
        Sign::Nothing => "– not tried",
    };
    let head = format!("hop {} of {}  {}", step.hop + 1, simulation.planned, step.label);
    match step.sign {
        // The outcome says what the note would.
        Sign::Nothing => spread(&head, outcome),
        Sign::Yes | Sign::No | Sign::Silent => spread(&format!("{head} {}", step.note), outcome),
    }
}

/// `left` and `right` at the two margins.
fn spread(left: &str, right: &str) -> String {
    let gap = WIDTH.saturating_sub(left.chars().count() + right.chars().count()).max(2);
    format!("{left}{}{right}", " ".repeat(gap))
}

/// What the call is made on, and from which account into which.
fn hop_target(step: &WalkStep, simulation: &Simulation) -> Vec<String> {
    let Some(request) = simulation.hops.get(step.hop).map(|hop| &hop.request) else { return Vec::new() };
    let name = |id: &str| match simulation.accounts.get(id) {
        Some(title) => format!("{title} ({id})"),
        None => id.to_owned(),
    };
    let mut lines = vec![format!("  on {}", request.resource)];
    if let (Some(from), Some(to)) = (&request.principal.account, &request.resource_account)
        && from != to
    {
        lines.push(format!("  from {} to {}", name(from), name(to)));
    }
    lines
}

fn step_lines(step: &WalkStep) -> Vec<String> {
    let (indent, column) = match step.level {
        WalkLevel::Hop | WalkLevel::Layer => (2, 30),
        WalkLevel::Statement => (6, 30),
        WalkLevel::Element => (8, 22),
    };
    let badge = match (step.level, step.badge) {
        (WalkLevel::Layer, Some(kind)) => format!("{} ", kind.badge()),
        (WalkLevel::Layer, None) => "  ".to_owned(),
        (WalkLevel::Hop | WalkLevel::Statement | WalkLevel::Element, _) => String::new(),
    };
    let mark = if step.decisive && step.level == WalkLevel::Layer { "▸ " } else { "  " };
    let lead = format!("{}{mark}{} {badge}{}", " ".repeat(indent - 2), sign(step.sign), step.label);
    let mut lines = Vec::new();
    if step.note.is_empty() {
        lines.push(lead);
    } else {
        let pad = column.max(lead.chars().count() + 2);
        let mut parts = wrapped(&step.note, pad).into_iter();
        let first = parts.next().unwrap_or_default();
        let gap = " ".repeat(pad - lead.chars().count());
        lines.push(format!("{lead}{gap}{}", first.trim_start()));
        lines.extend(parts);
    }
    if let Some(pair) = &step.side_by_side {
        lines.extend(side_by_side(pair, column));
    }
    lines
}

/// Pattern above value, and a mark where they part.
fn side_by_side(pair: &SideBySide, column: usize) -> Vec<String> {
    let margin = " ".repeat(column);
    let mut lines = vec![format!("{margin}policy   {}", pair.pattern), format!("{margin}request  {}", pair.value)];
    // One mark can stand for both only where they part at the same column.
    let columns = |text: &str, at: usize| text.get(..at).map(|head| head.chars().count());
    if let Some(parting) = pair.parting
        && let (Some(pattern), Some(value)) =
            (columns(&pair.pattern, parting.pattern), columns(&pair.value, parting.value))
        && pattern == value
    {
        lines.push(format!("{margin}         {}^ here they part", " ".repeat(value)));
    }
    lines
}

/// `text` in lines of at most the width, each after `indent` spaces; a word that is longer stands alone.
pub(super) fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let room = WIDTH.saturating_sub(indent).max(20);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.into_iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
}

#[cfg(test)]
mod tests;
