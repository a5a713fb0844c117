//! Fenced blocks: code, drawings, checkpoints, labs, decisions.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::course::block::{Block, Diagram, DiagramStep};
use crate::course::markdown::finding;
use crate::course::question::QuestionId;
use crate::diagnostic::Diagnostic;
use crate::iam::policy::PolicyKind;

/// Columns a drawing may take on a wide screen.
pub const WIDE: usize = 78;
/// Columns a drawing may take on a narrow one.
pub const NARROW: usize = 44;

/// Languages that code may be in, JSON apart.
const LANGUAGES: [&str; 5] = ["sh", "toml", "hcl", "python", "text"];

/// A line of a block and where it begins in the lesson's text.
pub(super) struct Line {
    pub text: String,
    pub offset: usize,
}

impl Line {
    fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.text.len()
    }
}

/// The block that `info` (the words behind the backticks) says it is.
pub(super) fn block(
    info: &str,
    lines: &[Line],
    text: &str,
    range: Range<usize>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Block> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    let words: Vec<&str> = words.collect();
    let result = match language {
        "json" => code(&words, text),
        "diagram" => diagram(lines, range.clone(), findings).map(Block::Diagram),
        "checkpoint" => checkpoint(lines),
        "lab" => match filled(lines).collect::<Vec<_>>().as_slice() {
            [only] => Ok(Block::Lab(only.text.trim().to_owned())),
            _ => Err((None, "a lab block holds one lab's id, as `B01`".to_owned())),
        },
        "decision" => decision(lines),
        language if LANGUAGES.contains(&language) => match words.first() {
            None => {
                let (language, text) = (language.to_owned(), text.to_owned());
                Ok(Block::Code { language, policy: None, broken: false, warns: false, text })
            }
            Some(word) => Err((None, format!("`{word}` means nothing behind `{language}`: take it out"))),
        },
        "" => Err((None, "a block must say what it is behind its backticks: `text` for plain lines".to_owned())),
        other => Err((
            None,
            format!(
                "no kind of block is called `{other}`: use `json`, `{}`, `diagram`, `checkpoint`, `lab` or `decision`",
                LANGUAGES.join("`, `")
            ),
        )),
    };
    match result {
        Ok(block) => Some(block),
        Err((place, message)) => {
            findings.push(finding(place.unwrap_or(range), message));
            None
        }
    }
}

/// What is wrong with a block: the place (the whole block when there is none) and the words.
type Refusal = (Option<Range<usize>>, String);

fn filled(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| !line.text.trim().is_empty())
}

fn code(words: &[&str], text: &str) -> Result<Block, Refusal> {
    let mut policy = None;
    let (mut broken, mut warns) = (false, false);
    for word in words {
        match (PolicyKind::from_name(word), *word) {
            (Some(kind), _) if policy.is_none() => policy = Some(kind),
            (None, "broken") => broken = true,
            (None, "warns") => warns = true,
            _ => {
                let kinds = PolicyKind::ALL.map(PolicyKind::as_str).join("`, `");
                let message = format!(
                    "`{word}` means nothing here: behind `json` stands one kind of policy (`{kinds}`) and `broken` or `warns`"
                );
                return Err((None, message));
            }
        }
    }
    if broken && policy.is_none() {
        return Err((None, "a broken document must say which kind of policy it is: `json trust broken`".to_owned()));
    }
    if warns && policy.is_none() {
        return Err((None, "a document that warns must say which kind of policy it is: `json trust warns`".to_owned()));
    }
    if broken && warns {
        return Err((None, "a document that AWS refuses gives no warning: keep `broken` or `warns`".to_owned()));
    }
    Ok(Block::Code { language: "json".to_owned(), policy, broken, warns, text: text.to_owned() })
}

fn checkpoint(lines: &[Line]) -> Result<Block, Refusal> {
    let mut ids = Vec::new();
    for line in filled(lines) {
        let id = line.text.trim();
        if !QuestionId::is_well_formed(id) {
            return Err((Some(line.range()), format!("`{id}` is no question's id: write it as `03.4`, one a line")));
        }
        ids.push(QuestionId(id.to_owned()));
    }
    if ids.is_empty() {
        return Err((None, "a checkpoint names its questions, one id a line".to_owned()));
    }
    Ok(Block::Checkpoint(ids))
}

fn decision(lines: &[Line]) -> Result<Block, Refusal> {
    let (mut scenario, mut request) = (None, None);
    for line in filled(lines) {
        match line.text.trim().split_once(' ') {
            Some(("scenario", name)) if scenario.is_none() => scenario = Some(name.trim().to_owned()),
            Some(("request", name)) if request.is_none() => request = Some(name.trim().to_owned()),
            _ => {
                return Err((
                    Some(line.range()),
                    "a decision has one line `scenario NAME` and one line `request NAME`".to_owned(),
                ));
            }
        }
    }
    match (scenario, request) {
        (Some(scenario), Some(request)) => Ok(Block::Decision { scenario, request }),
        _ => Err((None, "a decision has one line `scenario NAME` and one line `request NAME`".to_owned())),
    }
}

/// Reads the parts of a drawing. Lines that are too wide are found, and kept: the rest of the drawing can still be judged.
fn diagram(lines: &[Line], whole: Range<usize>, findings: &mut Vec<Diagnostic>) -> Result<Diagram, Refusal> {
    enum Part {
        None,
        Plain,
        Wide,
        Narrow,
    }
    let mut plain: Vec<String> = Vec::new();
    let mut steps: Vec<DiagramStep> = Vec::new();
    let mut part = Part::None;
    for line in lines {
        if let Some(name) = line.text.strip_prefix("--- ") {
            let name = name.trim();
            if steps.is_empty() && matches!(name, "wide" | "narrow") {
                steps.push(DiagramStep { caption: String::new(), wide: Vec::new(), narrow: Vec::new() });
            }
            part = match (name, name.strip_prefix("step ")) {
                ("plain", _) => Part::Plain,
                ("wide", _) => Part::Wide,
                ("narrow", _) => Part::Narrow,
                (_, Some(caption)) => {
                    steps.push(DiagramStep {
                        caption: caption.trim().to_owned(),
                        wide: Vec::new(),
                        narrow: Vec::new(),
                    });
                    Part::None
                }
                _ => {
                    let message = format!(
                        "no part of a drawing is called `{name}`: use `--- plain`, `--- wide`, `--- narrow` or `--- step WORDS`"
                    );
                    return Err((Some(line.range()), message));
                }
            };
            continue;
        }
        let width = line.text.width();
        let limit = match part {
            Part::Wide => WIDE,
            Part::Narrow => NARROW,
            Part::Plain | Part::None => usize::MAX,
        };
        if width > limit {
            findings.push(finding(line.range(), format!("{width} columns are too many: draw it in {limit}")));
        }
        let kept = line.text.trim_end().to_owned();
        match (&part, steps.last_mut()) {
            (Part::Plain, _) => plain.push(kept.trim().to_owned()),
            (Part::Wide, Some(step)) => step.wide.push(kept),
            (Part::Narrow, Some(step)) => step.narrow.push(kept),
            _ if kept.is_empty() => {}
            _ => {
                return Err((
                    Some(line.range()),
                    "a line of a drawing stands under `--- wide` or `--- narrow`".to_owned(),
                ));
            }
        }
    }
    let plain = plain.join(" ").trim().to_owned();
    if plain.is_empty() {
        return Err((Some(whole), "a drawing needs `--- plain` with a sentence that says what it shows".to_owned()));
    }
    let moves = steps.len() > 1 || steps.iter().any(|step| !step.caption.is_empty());
    for step in &mut steps {
        trim_blank(&mut step.wide);
        trim_blank(&mut step.narrow);
        if step.narrow.is_empty() && step.wide.iter().all(|line| line.width() <= NARROW) {
            step.narrow.clone_from(&step.wide);
        }
        if step.wide.is_empty() || step.narrow.is_empty() {
            let which = if moves { format!("step `{}`", step.caption) } else { "a drawing".to_owned() };
            return Err((
                None,
                format!(
                    "{which} needs `--- wide` (at most {WIDE} columns) and `--- narrow` (at most {NARROW}; may be left out when the wide one fits)"
                ),
            ));
        }
        if moves && step.caption.is_empty() {
            return Err((None, "a drawing that moves opens every state with `--- step WORDS`".to_owned()));
        }
    }
    if steps.is_empty() {
        return Err((None, "a drawing needs `--- wide`".to_owned()));
    }
    Ok(Diagram { plain, steps })
}

/// Takes empty lines away from both ends.
fn trim_blank(lines: &mut Vec<String>) {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let leading = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..leading);
}
