//! Plain mode: the study as lines that read well through a screen reader, a pipe or a dumb terminal. Nothing is drawn, nothing is
//! coloured, nothing depends on where a line stands.

mod ask;
mod text;

use std::io::{BufRead, Write};

use crate::course::grade::{Answer, Graded};
use crate::course::question::{Question, QuestionId};

pub use ask::Asked;
pub(in crate::cli) use ask::{EXAM_WORDS, Sat, Sitting, Wish, explain, option_at, sit, walk_lines};
pub(in crate::cli) use text::capital;
pub use text::{Decide, Part, parts, wrapped};

/// A graded answer, on its way to the store.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The question.
    pub question: &'a QuestionId,
    /// Its revision when it was asked.
    pub revision: u32,
    /// What was answered.
    pub answer: &'a Answer,
    /// How it was graded.
    pub graded: &'a Graded,
    /// 1 unsure, 2 fairly, 3 sure; `None` when the learner did not say.
    pub confidence: Option<u8>,
    /// How many hints were read before it.
    pub hints: u8,
}

/// Keeps an answer. Called before the learner reads whether it is right, so that nothing that was seen can be lost.
pub type Record<'r> = dyn FnMut(&Attempt<'_>) -> anyhow::Result<()> + 'r;

/// A conversation by lines.
pub struct Plain<'a> {
    input: &'a mut dyn BufRead,
    out: &'a mut dyn Write,
    record: &'a mut Record<'a>,
    after_gap: bool,
    /// Whether the learner is asked how sure they are.
    pub(crate) asks_confidence: bool,
}

impl<'a> Plain<'a> {
    /// A conversation that reads lines from `input`, writes to `out` and gives each answer to `record`.
    pub fn new(input: &'a mut dyn BufRead, out: &'a mut dyn Write, record: &'a mut Record<'a>) -> Self {
        Self { input, out, record, after_gap: true, asks_confidence: true }
    }

    /// Prints `text` wrapped; what a learner typed may be in it, so characters that command a terminal are left out.
    pub fn say(&mut self, text: &str) -> std::io::Result<()> {
        for line in text.lines() {
            for line in wrapped(line, 0) {
                self.raw(&line)?;
            }
        }
        Ok(())
    }

    /// Prints `text` wrapped, each line behind the first set in by `indent` columns.
    pub fn item(&mut self, text: &str, indent: usize) -> std::io::Result<()> {
        for line in wrapped(text, indent) {
            self.raw(&line)?;
        }
        Ok(())
    }

    /// Prints one line as it is.
    pub fn raw(&mut self, line: &str) -> std::io::Result<()> {
        let shown: String = line.chars().filter(|c| !crate::course::markdown::is_control(*c)).collect();
        self.after_gap = false;
        writeln!(self.out, "{}", shown.trim_end())
    }

    /// Prints an empty line, unless one stands there already.
    pub fn gap(&mut self) -> std::io::Result<()> {
        if self.after_gap {
            return Ok(());
        }
        self.after_gap = true;
        writeln!(self.out)
    }

    /// The next line of the learner, after `prompt`; `None` when there are no more.
    pub(in crate::cli) fn line(&mut self, prompt: &str) -> std::io::Result<Option<String>> {
        // On a line of its own: a terminal ends the learner's line, a pipe does not, and both read alike this way.
        self.say(prompt)?;
        self.out.flush()?;
        let mut bytes = Vec::new();
        // A line of a megabyte is no answer; the rest of it is read as the next one.
        let read = std::io::Read::take(&mut *self.input, 1 << 20).read_until(b'\n', &mut bytes)?;
        Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).trim().to_owned()))
    }

    /// Prints Markdown.
    pub fn markdown(&mut self, markdown: &str) -> std::io::Result<()> {
        let (blocks, _) = crate::course::markdown::blocks(markdown);
        let nothing_decided: &Decide<'_> = &|_, _| None;
        for part in parts(&blocks, nothing_decided) {
            self.part(&part)?;
        }
        Ok(())
    }

    /// Prints a part of a text; a place for questions or a lab is left to the caller.
    pub fn part(&mut self, part: &Part) -> std::io::Result<()> {
        match part {
            Part::Line { text, indent } => self.item(text, *indent),
            Part::Verbatim(line) => self.raw(line),
            Part::Gap => self.gap(),
            Part::Questions(_) | Part::Lab(_) => Ok(()),
        }
    }

    /// Asks `question`, records the answer, and says what there is to say about it.
    ///
    /// # Errors
    /// When a line cannot be read, written or recorded, or the question cannot be graded.
    pub fn ask(&mut self, question: &Question) -> anyhow::Result<Asked> {
        ask::ask(self, question)
    }
}
