//! A question by lines.

use crate::cli::plain::{Attempt, Plain};
use crate::course::grade::{Answer, Graded, grade, matching_options, predict_scenario};
use crate::course::question::{JsonBlank, Matching, Predict, Question, QuestionKind, shuffled};
use crate::iam::explain::{Sign, WalkLevel, WalkStep, summary, walk};
use crate::iam::scenario::{Api, ContextSpec, RequestSpec};
use crate::iam::simulate::Simulation;

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Answered rightly.
    Right,
    /// Answered wrongly, or not wholly rightly.
    Wrong,
    /// Left out.
    Skipped,
    /// There are no more lines to answer with.
    Ended,
}

/// What a learner does at a prompt.
enum Reply<T> {
    Given(T),
    Skip,
    End,
}

/// A learner at a prompt: hints given so far.
struct Desk<'p, 'a> {
    plain: &'p mut Plain<'a>,
    question: &'p Question,
    hints: u8,
}

pub(super) fn ask(plain: &mut Plain<'_>, question: &Question) -> anyhow::Result<Asked> {
    plain.say(&format!("Question {}.", question.common.id))?;
    plain.markdown(&question.common.stem)?;
    let mut desk = Desk { plain, question, hints: 0 };
    let answer = match desk.answer()? {
        Reply::Given(answer) => answer,
        Reply::Skip => {
            desk.plain.say("Skipped.")?;
            return Ok(Asked::Skipped);
        }
        Reply::End => return Ok(Asked::Ended),
    };
    let confidence = match desk.plain.line("How sure are you? 1 unsure, 2 fairly, 3 sure, or Enter:")?.as_deref() {
        Some("1") => Some(1),
        Some("2") => Some(2),
        Some("3") => Some(3),
        _ => None,
    };
    let hints = desk.hints;
    let graded = grade(question, &answer)?;
    (plain.record)(&Attempt {
        question: &question.common.id,
        revision: question.common.revision,
        answer: &answer,
        graded: &graded,
        confidence,
        hints,
    })?;
    feedback(plain, question, &graded)?;
    Ok(if graded.right { Asked::Right } else { Asked::Wrong })
}

impl Desk<'_, '_> {
    fn answer(&mut self) -> anyhow::Result<Reply<Answer>> {
        let question = self.question;
        let seed = question.seed_for_attempt(0);
        match &question.kind {
            QuestionKind::SingleChoice(kind) => {
                let texts: Vec<&str> = kind.options.iter().map(|option| option.text.as_str()).collect();
                let order = if kind.ordered { (0..texts.len()).collect() } else { shuffled(texts.len(), seed) };
                self.list(&texts, &order)?;
                self.pick("Your answer, a letter:", &order, Answer::Choice)
            }
            QuestionKind::TrueFalse(kind) => {
                let value = self.prompt("True or false? t or f:", |line| match line.to_lowercase().as_str() {
                    "t" | "true" | "y" | "yes" => Ok(true),
                    "f" | "false" | "n" | "no" => Ok(false),
                    _ => Err("Write t for true or f for false.".to_owned()),
                })?;
                let Reply::Given(value) = value else { return Ok(value.without()) };
                self.plain.say("Why?")?;
                let texts: Vec<&str> = kind.reasons.iter().map(|reason| reason.text.as_str()).collect();
                let order = shuffled(texts.len(), seed);
                self.list(&texts, &order)?;
                self.pick("The reason, a letter:", &order, |reason| Answer::TrueFalse { value, reason })
            }
            QuestionKind::ShortAnswer(kind) => {
                let prompt = match kind.wanted.len() {
                    0 | 1 => "Your answer:".to_owned(),
                    n => format!("Your answer, {n} things with commas between:"),
                };
                self.prompt(&prompt, |line| match line {
                    "" => Err("Write a few words, ? for a hint, s to skip.".to_owned()),
                    line => Ok(Answer::Text(line.to_owned())),
                })
            }
            QuestionKind::Matching(kind) => self.matching(kind, seed),
            QuestionKind::JsonBlank(kind) => self.blanks(kind),
            QuestionKind::Predict(kind) => self.predict(kind),
        }
    }

    fn list(&mut self, texts: &[&str], order: &[usize]) -> std::io::Result<()> {
        for (place, index) in order.iter().enumerate() {
            let text = texts.get(*index).copied().unwrap_or_default();
            self.plain.item(&format!("{}) {}", letter(place), plain_words(text)), 3)?;
        }
        Ok(())
    }

    fn pick<T>(&mut self, prompt: &str, order: &[usize], make: impl Fn(usize) -> T) -> anyhow::Result<Reply<T>> {
        let last = letter(order.len().saturating_sub(1));
        self.prompt(prompt, |line| {
            let index = place_of(line).and_then(|place| order.get(place));
            index
                .map(|index| make(*index))
                .ok_or_else(|| format!("Write a letter from a to {last}, ? for a hint, s to skip."))
        })
    }

    fn matching(&mut self, kind: &Matching, seed: u64) -> anyhow::Result<Reply<Answer>> {
        let texts = matching_options(kind);
        let order = shuffled(texts.len(), seed);
        self.plain.say("What belongs to what:")?;
        self.list(&texts, &order)?;
        let mut picks = Vec::new();
        for pair in &kind.pairs {
            let reply = self.pick(&format!("{}, a letter:", plain_words(&pair.left)), &order, |index| index)?;
            let Reply::Given(index) = reply else { return Ok(reply.without()) };
            picks.push(index);
        }
        Ok(Reply::Given(Answer::Pairs(picks)))
    }

    fn blanks(&mut self, kind: &JsonBlank) -> anyhow::Result<Reply<Answer>> {
        self.plain.say("Fill the blanks of this document:")?;
        let shown = kind.template.replace('⟦', "<blank ").replace('⟧', ">");
        for line in shown.trim().lines() {
            self.plain.raw(&format!("    {line}"))?;
        }
        self.plain.say("Each blank takes JSON text on one line: text in its quotation marks, a list, or an object.")?;
        let mut fillings = Vec::new();
        for blank in &kind.blanks {
            let reply = self.prompt(&format!("Blank {}:", blank.name), |line| match line {
                "" => Err("Write the JSON text, ? for a hint, s to skip.".to_owned()),
                line => Ok(line.to_owned()),
            })?;
            let Reply::Given(filling) = reply else { return Ok(reply.without()) };
            fillings.push(filling);
        }
        Ok(Reply::Given(Answer::Blanks(fillings)))
    }

    fn predict(&mut self, kind: &Predict) -> anyhow::Result<Reply<Answer>> {
        let scenario = predict_scenario(kind)?;
        for shown in &kind.show {
            let Some(document) = scenario.documents.get(shown.document.as_str()) else { continue };
            self.plain.say(&format!("{}:", plain_words(&shown.heading)))?;
            for line in document.text.trim().lines() {
                self.plain.raw(&format!("    {line}"))?;
            }
        }
        for line in request_lines(&kind.request) {
            self.plain.item(&line, 2)?;
        }
        self.prompt("What comes of it? a allowed, e explicitly denied, i implicitly denied:", |line| {
            let name = match line.to_lowercase().replace(['_', '-'], " ").as_str() {
                "a" | "1" | "allow" | "allowed" => "allow",
                "e" | "2" | "explicit deny" | "explicitly denied" => "explicit_deny",
                "i" | "3" | "implicit deny" | "implicitly denied" => "implicit_deny",
                _ => return Err("Write a, e or i, ? for a hint, s to skip.".to_owned()),
            };
            Ok(Answer::Outcome(name.to_owned()))
        })
    }

    /// Asks until a line can be read as an answer, giving hints on the way.
    fn prompt<T>(&mut self, prompt: &str, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<Reply<T>> {
        loop {
            let Some(line) = self.plain.line(prompt)? else { return Ok(Reply::End) };
            match line.as_str() {
                "s" | "S" => return Ok(Reply::Skip),
                "?" => {
                    let hints = &self.question.common.hints;
                    match hints.get(usize::from(self.hints)) {
                        Some(hint) => {
                            self.hints += 1;
                            self.plain.say(&format!(
                                "Hint {} of {}: {}",
                                self.hints,
                                hints.len(),
                                plain_words(hint)
                            ))?;
                        }
                        None => self.plain.say("There are no more hints.")?,
                    }
                }
                line => match read(line) {
                    Ok(answer) => return Ok(Reply::Given(answer)),
                    Err(help) => self.plain.say(&help)?,
                },
            }
        }
    }
}

impl<T> Reply<T> {
    /// A reply that holds nothing, as one of another kind.
    fn without<U>(self) -> Reply<U> {
        match self {
            Self::End => Reply::End,
            Self::Given(_) | Self::Skip => Reply::Skip,
        }
    }
}

fn feedback(plain: &mut Plain<'_>, question: &Question, graded: &Graded) -> std::io::Result<()> {
    let verdict = match graded.right {
        true => "Right.",
        false if graded.share > 0.0 => "Not wholly right.",
        false => "Wrong.",
    };
    plain.say(verdict)?;
    let several = graded.remarks.len() > 1;
    for remark in &graded.remarks {
        if several && !remark.about.is_empty() {
            let word = if remark.right { "right" } else { "wrong" };
            let text = if remark.text.is_empty() { String::new() } else { format!(" {}", plain_words(&remark.text)) };
            plain.item(&format!("- {}: {word}.{text}", plain_words(&remark.about).trim_end_matches('.')), 2)?;
        } else if !remark.text.is_empty() {
            plain.markdown(&remark.text)?;
        }
    }
    if !graded.right {
        let mut lines = graded.right_answer.lines();
        plain.item(&format!("The answer: {}", plain_words(lines.next().unwrap_or_default())), 2)?;
        for line in lines {
            plain.item(&format!("  {}", plain_words(line)), 4)?;
        }
    }
    if let Some(simulation) = &graded.simulation {
        for line in walk_lines(simulation) {
            plain.item(&line, 0)?;
        }
    }
    plain.markdown(&question.common.explanation)?;
    plain.item(&format!("Rule to keep: {}", plain_words(&question.common.rule)), 2)?;
    let source = &question.common.source;
    plain.item(&format!("Source: {} (read {})", source.title, source.checked), 2)?;
    plain.gap()
}

/// The decision in a sentence, then the way to it, a line a step. Steps at which there is nothing are left out.
pub(in crate::cli) fn walk_lines(simulation: &Simulation) -> Vec<String> {
    let mut lines = vec![format!("The decision: {}", summary(simulation))];
    let nothing = |step: &WalkStep| {
        step.sign == Sign::Nothing && matches!(step.level, WalkLevel::Layer | WalkLevel::Element) && !step.decisive
    };
    for step in walk(simulation).iter().filter(|step| !nothing(step)) {
        let (margin, word) = match (step.level, step.sign) {
            (WalkLevel::Hop, Sign::Yes) => ("", "allowed"),
            (WalkLevel::Hop, Sign::No) => ("", "explicitly denied"),
            (WalkLevel::Hop, Sign::Silent) => ("", "implicitly denied"),
            (WalkLevel::Hop, Sign::Nothing) => ("", ""),
            // The note of a layer or a statement is a sentence that says it all.
            (WalkLevel::Layer, _) => ("  ", ""),
            (WalkLevel::Statement, _) => ("    ", ""),
            (WalkLevel::Element, _) if step.label == "Effect" => ("      ", ""),
            (WalkLevel::Element, Sign::Yes) => ("      ", "matches"),
            (WalkLevel::Element, _) => ("      ", "does not match"),
        };
        let said: Vec<&str> = [word, &step.note].into_iter().filter(|words| !words.is_empty()).collect();
        let decisive = if step.decisive { ". This decides" } else { "" };
        lines.push(format!("{margin}{}: {}{decisive}", step.label.trim_end_matches('?'), said.join(", ")));
    }
    lines
}

/// A request in plain lines.
fn request_lines(request: &RequestSpec) -> Vec<String> {
    let mut lines = Vec::new();
    if !request.text.is_empty() {
        lines.push(format!("The request: {}", plain_words(&request.text)));
    }
    lines.push(format!("Who: {}", request.who));
    for step in &request.through {
        let assume = step.assume();
        match (&assume.role, &assume.instance_profile) {
            (Some(role), _) => lines.push(format!("Puts on the role: {role}")),
            (None, Some(profile)) => lines.push(format!("Puts on the role in the instance profile: {profile}")),
            (None, None) => lines.push(format!("Gets credentials by: {}", assume.api.map_or("", Api::action))),
        }
        lines.extend(assume.context.iter().map(|(key, value)| format!("  with {key}: {}", context_words(value))));
    }
    if let Some(action) = &request.action {
        lines.push(format!("Action: {action}"));
    }
    if let Some(resource) = &request.resource {
        lines.push(format!("Resource: {resource}"));
    }
    lines.extend(request.context.iter().map(|(key, value)| format!("With {key}: {}", context_words(value))));
    lines
}

fn context_words(value: &ContextSpec) -> String {
    match value {
        ContextSpec::Bool(value) => value.to_string(),
        ContextSpec::Integer(value) => value.to_string(),
        ContextSpec::Float(value) => value.to_string(),
        ContextSpec::Text(text) => text.clone(),
        ContextSpec::Many(values) => values.join(", "),
    }
}

/// Markdown of one line without its marks.
fn plain_words(markdown: &str) -> String {
    let (blocks, _) = crate::course::markdown::blocks(markdown);
    let words: Vec<String> = blocks
        .iter()
        .filter_map(|block| match block {
            crate::course::block::Block::Paragraph(inlines) => Some(super::text::words(inlines)),
            _ => None,
        })
        .collect();
    // What is no paragraph to Markdown ("1. x", "# x") is shown as it was written.
    if words.is_empty() { markdown.trim().to_owned() } else { words.join(" ") }
}

fn letter(place: usize) -> char {
    u8::try_from(place).ok().filter(|place| *place < 26).map_or('?', |place| char::from(b'a' + place))
}

/// The place that `b`, `B`, `b)` or `2` names, from 0.
fn place_of(line: &str) -> Option<usize> {
    let line = line.trim_end_matches([')', '.']);
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Some(usize::from(c.to_ascii_lowercase() as u8 - b'a')),
        _ => line.parse::<usize>().ok()?.checked_sub(1),
    }
}
