//! Widths: nothing in a lesson may be broken or folded that a reader must see whole. Drawings are measured where they are read.

use std::sync::Arc;

use unicode_width::UnicodeWidthStr as _;

use super::{Check, Place};
use crate::course::CourseError;
use crate::course::block::{Block, Inline, plain_text};
use crate::course::grade::document::filled;
use crate::course::grade::predict_scenario;
use crate::course::question::{Question, QuestionKind};

/// Columns of a lesson's text from 80 columns of screen on.
const WIDE: usize = 78;
/// Columns of a question's text on a screen of 80 columns.
const ASKED: usize = 74;
/// Columns by which a policy is set in that a question shows below words of its own.
const BELOW: usize = 2;
/// Columns of a lesson's text on a narrow one.
const NARROW: usize = 44;
/// Columns between two columns of a table.
const GAP: usize = 3;
/// Columns that the edge of a code block takes.
const EDGE: usize = 2;
/// Columns by which what stands in a list or beside a term is set in.
const LIST: usize = 4;
/// Columns by which what stands in a callout is set in.
const CALLOUT: usize = 2;

impl Check<'_> {
    /// Measures code and tables of `blocks`.
    pub(super) fn widths(&mut self, place: Place<'_>, blocks: &[Block]) {
        self.measure(place, blocks, 0);
    }

    /// The same for text that stands in a question or a panel.
    pub(super) fn widths_of_words(&mut self, place: Place<'_>, blocks: &[Block]) {
        self.measure(place, blocks, WIDE - ASKED);
    }

    /// Measures the documents that a question shows as code.
    pub(super) fn widths_of_questions(&mut self, questions: &[Arc<[Question]>]) {
        let both = |text: &str| (text.to_owned(), text.to_owned());
        for question in questions.iter().flat_map(|set| set.iter()) {
            // Each as it is written, and as it is shown.
            let (texts, room): (Vec<(String, String)>, usize) = match &question.kind {
                QuestionKind::JsonBlank(kind) => {
                    let answers: Vec<&str> = kind.blanks.iter().map(|blank| blank.answer.as_str()).collect();
                    (vec![(kind.template.clone(), filled(kind, &answers))], ASKED - BELOW)
                }
                QuestionKind::Predict(kind) => {
                    // A world that cannot be built is told with the question.
                    let Ok(scenario) = predict_scenario(kind) else { continue };
                    let texts = kind.show.iter().filter_map(|shown| scenario.documents.get(shown.document.as_str()));
                    (texts.map(|document| both(&document.text)).collect(), ASKED)
                }
                QuestionKind::WritePolicy(kind) => {
                    let texts = kind.documents.iter().flat_map(|it| [both(&it.starter), both(&it.reference)]);
                    (texts.collect(), ASKED - BELOW)
                }
                _ => continue,
            };
            let lesson = question.common.id.lesson_number();
            let Some(entry) = self.course.lessons().iter().find(|entry| Some(entry.head.number) == lesson) else {
                continue;
            };
            let file = entry.quiz_file();
            let text = self.text(&file);
            for (written, shown) in texts {
                self.code_as_shown(Place { file: &file, text: &text }, &written, &shown, room);
            }
        }
    }

    fn measure(&mut self, place: Place<'_>, blocks: &[Block], set_in: usize) {
        for block in blocks {
            match block {
                Block::Code { text, .. } => self.code(place, text, WIDE.saturating_sub(set_in + EDGE)),
                Block::Table { header, rows, .. } => self.table(place, header, rows, set_in),
                Block::List { items, .. } => items.iter().for_each(|item| self.measure(place, item, set_in + LIST)),
                Block::Definitions(entries) => {
                    entries.iter().for_each(|(_, meaning)| self.measure(place, meaning, set_in + LIST));
                }
                Block::Callout { body, .. } => self.measure(place, body, set_in + CALLOUT),
                _ => {}
            }
        }
    }

    fn code(&mut self, place: Place<'_>, text: &str, room: usize) {
        self.code_as_shown(place, text, text, room);
    }

    /// Measures the lines of `shown`; they stand in the file as those of `written`.
    fn code_as_shown(&mut self, place: Place<'_>, written: &str, shown: &str, room: usize) {
        for (written, shown) in written.lines().zip(shown.lines()).filter(|(_, shown)| shown.width() > room) {
            let message = format!("{} columns of code are too many: break the line, {room} fit here", shown.width());
            self.problem(place, written.trim(), message);
        }
    }

    /// A table must stand in columns on a wide screen, and as records on a narrow one, without breaking a word.
    fn table(&mut self, place: Place<'_>, header: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], set_in: usize) {
        let mut least = vec![0; header.len()];
        let mut longest = (0, String::new());
        for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
            for (least, cell) in least.iter_mut().zip(row) {
                let words = plain_text(cell);
                for word in words.split_whitespace() {
                    *least = word.width().max(*least);
                    if word.width() > longest.0 {
                        longest = (word.width(), word.to_owned());
                    }
                }
            }
        }
        let needed = least.iter().sum::<usize>() + GAP * header.len().saturating_sub(1);
        let room = WIDE.saturating_sub(set_in);
        let near = header.iter().map(|cell| plain_text(cell)).find(|words| !words.is_empty()).unwrap_or_default();
        if needed > room {
            let message =
                format!("this table needs {needed} columns, {room} fit here: take a column or long words out");
            self.report.problems.push(at_table(place, &near, message));
        }
        // A record's second line on is set in by two.
        let room = NARROW.saturating_sub(set_in + 2);
        if longest.0 > room {
            let message = format!(
                "`{}` is {} columns wide, {room} fit in a record on a narrow screen: shorten it, or say it below the table",
                longest.1, longest.0
            );
            self.report.problems.push(at_table(place, &longest.1, message));
        }
    }
}

/// An error at the first row of a table that holds `words`.
fn at_table(place: Place<'_>, words: &str, message: String) -> CourseError {
    let mut lines = place.text.lines().enumerate();
    match lines.find(|(_, line)| line.trim_start_matches([' ', '>']).starts_with('|') && line.contains(words)) {
        Some((line, _)) => CourseError::at_line(place.file, line + 1, message).about(words),
        None => CourseError::in_file(place.file, message),
    }
}
