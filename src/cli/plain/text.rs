//! A lesson's blocks as plain lines.

use unicode_width::UnicodeWidthStr;

use crate::course::block::{Block, Inline};
use crate::course::question::QuestionId;

/// Columns of a line.
const WIDTH: usize = 78;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words, to be wrapped; lines behind the first are set in.
    Line {
        /// The words.
        text: String,
        /// Columns.
        indent: usize,
    },
    /// A line of code, as it is.
    Verbatim(String),
    /// An empty line.
    Gap,
    /// Questions stand here.
    Questions(Vec<QuestionId>),
    /// A lab stands here.
    Lab(String),
}

/// Gives the words for the decision of a scenario's request.
pub type Decide<'d> = dyn Fn(&str, &str) -> Option<String> + 'd;

/// The parts of `blocks`; `decide` has the words for decisions.
#[must_use]
pub fn parts(blocks: &[Block], decide: &Decide<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    each(blocks, 0, decide, &mut parts);
    parts.dedup_by(|part, before| *part == Part::Gap && *before == Part::Gap);
    if parts.last() == Some(&Part::Gap) {
        parts.pop();
    }
    parts
}

fn each(blocks: &[Block], indent: usize, decide: &Decide<'_>, out: &mut Vec<Part>) {
    let margin = " ".repeat(indent);
    let line = |text: String| Part::Line { text: format!("{margin}{text}"), indent };
    for block in blocks {
        match block {
            Block::Heading { level: 2, id, text } => {
                out.push(Part::Gap);
                out.push(line(format!("Section {id}: {}", words(text))));
            }
            Block::Heading { text, .. } => out.push(line(format!("{}:", words(text)))),
            Block::Paragraph(text) => {
                out.extend(words(text).lines().map(|words| line(words.to_owned())));
            }
            Block::List { start, items } => {
                for (index, item) in items.iter().enumerate() {
                    let mark = match start {
                        Some(start) => format!("{}. ", start + index as u64),
                        None => "- ".to_owned(),
                    };
                    let mut inner = Vec::new();
                    each(item, indent + mark.len(), decide, &mut inner);
                    lead(&mut inner, &format!("{margin}{mark}"));
                    inner.retain(|part| *part != Part::Gap);
                    out.append(&mut inner);
                }
            }
            Block::Table { header, rows, .. } => {
                for (index, row) in rows.iter().enumerate() {
                    if index > 0 {
                        out.push(Part::Gap);
                    }
                    for (head, cell) in header.iter().zip(row) {
                        let (head, cell) = (words(head), words(cell));
                        let cell = if cell.trim().is_empty() { "none".to_owned() } else { cell };
                        out.push(line(if head.is_empty() { cell } else { format!("{head}: {cell}") }));
                    }
                }
            }
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    let mut inner = Vec::new();
                    each(meaning, indent, decide, &mut inner);
                    lead(&mut inner, &format!("{margin}{}: ", words(term)));
                    inner.retain(|part| *part != Part::Gap);
                    out.append(&mut inner);
                }
            }
            Block::Callout { kind, title, body } => {
                let name = capital(kind.title());
                let mut inner = Vec::new();
                each(body, indent, decide, &mut inner);
                if title.is_empty() {
                    lead(&mut inner, &format!("{margin}{name}: "));
                } else {
                    out.push(line(format!("{name}: {}", words(title))));
                }
                out.append(&mut inner);
            }
            Block::Code { language, policy, broken, text, .. } => {
                let what = match (policy, broken) {
                    (Some(kind), true) => format!("A broken {}, as JSON:", kind.title()),
                    (Some(kind), false) => format!("{}, as JSON:", capital(kind.title())),
                    (None, _) if language == "json" => "JSON:".to_owned(),
                    (None, _) if language == "sh" => "Commands:".to_owned(),
                    (None, _) if language == "text" => "Text:".to_owned(),
                    (None, _) => format!("Code, {language}:"),
                };
                out.push(line(what));
                out.extend(text.lines().map(|code| Part::Verbatim(format!("{margin}    {code}"))));
            }
            Block::Diagram(diagram) => {
                out.push(line(format!("Drawing: {}", diagram.plain)));
                let captions = diagram.steps.iter().filter(|step| !step.caption.is_empty()).enumerate();
                out.extend(captions.map(|(index, step)| line(format!("Step {}: {}", index + 1, step.caption))));
            }
            Block::Checkpoint(ids) => out.push(Part::Questions(ids.clone())),
            Block::Lab(id) => out.push(Part::Lab(id.clone())),
            Block::Decision { scenario, request } => match decide(scenario, request) {
                Some(text) => out.extend(text.lines().map(|words| line(words.to_owned()))),
                None => out.push(line(format!("Decision: request {request} of the scenario {scenario}."))),
            },
        }
        if !matches!(block, Block::Heading { level: 3, .. }) {
            out.push(Part::Gap);
        }
    }
}

/// Puts `mark` before the first line; where there is none, makes one.
fn lead(parts: &mut Vec<Part>, mark: &str) {
    match parts.first_mut() {
        Some(Part::Line { text, indent }) => {
            *text = format!("{mark}{}", text.trim_start());
            *indent = (*indent).max(mark.len() - mark.trim_start().len());
        }
        _ => parts.insert(0, Part::Line { text: mark.trim_end().to_owned(), indent: 0 }),
    }
}

/// The words of a run: marks left out, a wanted break a new line, a lesson named.
pub(super) fn words(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Term { text, .. } => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) => out.push_str(&words(inner)),
            Inline::Lesson { text, target } => {
                out.push_str(text);
                out.push_str(&match target.split_once('#') {
                    Some((lesson, section)) => format!(" (lesson {lesson}, section {section})"),
                    None => format!(" (lesson {target})"),
                });
            }
            Inline::Break => out.push('\n'),
        }
    }
    out
}

/// `text` with its first letter large.
pub(in crate::cli) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `text` in lines of at most 78 columns, those behind the first set in by `indent`. White space before the first word is kept; a word
/// that is longer than a line has a line of its own.
#[must_use]
pub fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let lead: String = text.chars().take_while(|c| *c == ' ').collect();
    let mut lines = Vec::new();
    let mut line = lead;
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.width() + 1 + word.width() > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(line);
    lines
}
