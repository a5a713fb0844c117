//! Looks through the texts of all lessons, and says where each term of the glossary is used.
//!
//! A text is looked through as a person reads it: marks left out, any white space one space, small and capital letters alike.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::course::Course;
use crate::course::block::{Block, Inline, plain_text};

/// The texts of all lessons, ready to be looked through.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Index {
    sections: Vec<Section>,
    passages: Vec<Passage>,
    /// The texts of the passages, folded, each with a line feed behind it: one text is looked through far faster than many.
    folded: String,
}

/// A section of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Section {
    /// The lesson's number.
    pub number: u32,
    /// Its id, `L03`.
    pub lesson: String,
    /// The section's letter; empty before the first.
    pub letter: String,
    /// Its heading; the lesson's title before the first.
    pub title: String,
}

/// A paragraph, a line of a list or of code, a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Passage {
    /// Its section's place in the index.
    section: usize,
    /// The block of the lesson in which it stands.
    block: usize,
    /// As a person reads it.
    text: String,
    /// Where it begins in the folded text.
    start: usize,
}

/// A place where what was looked for stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'i> {
    /// The section.
    pub section: &'i Section,
    /// The block of the lesson.
    pub block: usize,
    /// The paragraph, or the line.
    pub text: &'i str,
    /// Where in it the words stand, as characters: from, to.
    pub at: (usize, usize),
}

impl Index {
    /// Reads all lessons. One that is malformed is left out: opening it says why.
    #[must_use]
    pub fn of(course: &Course) -> Self {
        let mut index = Self::default();
        for entry in course.lessons() {
            let Ok(lesson) = course.lesson(&entry.head.id) else { continue };
            let section = |letter: &str, title: String| Section {
                number: entry.head.number,
                lesson: entry.head.id.clone(),
                letter: letter.to_owned(),
                title,
            };
            index.sections.push(section("", entry.head.title.clone()));
            for (at, block) in lesson.blocks.iter().enumerate() {
                if let Block::Heading { level: 2, id, text } = block {
                    index.sections.push(section(id, plain_text(text)));
                }
                texts(block, &mut |text| index.add(at, text));
            }
        }
        index
    }

    /// The same so many times over, as a longer course would be.
    #[must_use]
    pub fn repeated(&self, times: usize) -> Self {
        let mut index = Self::default();
        for _ in 0..times {
            let (sections, start) = (index.sections.len(), index.folded.len());
            index.sections.extend(self.sections.iter().cloned());
            index.folded.push_str(&self.folded);
            index.passages.extend(self.passages.iter().map(|passage| Passage {
                section: passage.section + sections,
                start: passage.start + start,
                ..passage.clone()
            }));
        }
        index
    }

    fn add(&mut self, block: usize, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let (section, start) = (self.sections.len().saturating_sub(1), self.folded.len());
        self.folded.push_str(&folded(&text));
        self.folded.push('\n');
        self.passages.push(Passage { section, block, text, start });
    }

    /// Every passage in which `words` stand as they are, in the order of the course; when there is none, those that hold each of
    /// the words. Nothing for fewer than two letters: that would be everything.
    #[must_use]
    pub fn find(&self, words: &str) -> Vec<Found<'_>> {
        let words = folded(&words.split_whitespace().collect::<Vec<_>>().join(" "));
        if words.chars().count() < 2 {
            return Vec::new();
        }
        let whole = self.standing(&words);
        if !whole.is_empty() || !words.contains(' ') {
            return whole;
        }
        // The longest word is the rarest; the others must stand in the same passage.
        let rarest = words.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
        let mut found = self.standing(rarest);
        found.retain(|found| {
            let text = folded(found.text);
            words.split(' ').all(|word| text.contains(word))
        });
        found
    }

    /// Each passage that holds `words`, once.
    fn standing(&self, words: &str) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.folded.get(from..).and_then(|rest| rest.find(words)) {
            let at = from + at;
            let index = self.passages.partition_point(|passage| passage.start <= at).saturating_sub(1);
            let Some(passage) = self.passages.get(index) else { break };
            if let Some(section) = self.sections.get(passage.section) {
                let before = self.folded.get(passage.start..at).map_or(0, |text| text.chars().count());
                let at = (before, before + words.chars().count());
                found.push(Found { section, block: passage.block, text: &passage.text, at });
            }
            from = self.passages.get(index + 1).map_or(self.folded.len(), |next| next.start);
        }
        found
    }
}

/// The text in small letters, as many characters as before.
fn folded(text: &str) -> String {
    text.chars().map(|character| character.to_lowercase().next().unwrap_or(character)).collect()
}

/// The sections that use each term of the glossary, by the term's id, in the order of the course.
#[must_use]
pub fn uses(course: &Course) -> BTreeMap<String, Vec<Section>> {
    let mut uses: BTreeMap<String, Vec<Section>> = BTreeMap::new();
    for entry in course.lessons() {
        let Ok(lesson) = course.lesson(&entry.head.id) else { continue };
        let mut section = Section {
            number: entry.head.number,
            lesson: entry.head.id.clone(),
            letter: String::new(),
            title: entry.head.title.clone(),
        };
        for block in &lesson.blocks {
            if let Block::Heading { level: 2, id, text } = block {
                (section.letter, section.title) = (id.clone(), plain_text(text));
            }
            runs(block, &mut |run| {
                terms(run, &mut |id| {
                    let places = uses.entry(id.to_owned()).or_default();
                    if places.last() != Some(&section) {
                        places.push(section.clone());
                    }
                });
            });
        }
    }
    uses
}

/// The terms of the glossary that these blocks use, by id, each once, in the order of the text.
#[must_use]
pub fn terms_of(blocks: &[Block]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for block in blocks {
        runs(block, &mut |run| {
            terms(run, &mut |id| {
                if !ids.iter().any(|known| known == id) {
                    ids.push(id.to_owned());
                }
            });
        });
    }
    ids
}

/// The texts of a block: a paragraph whole, code by its lines, a table by its rows.
pub(super) fn texts(block: &Block, see: &mut dyn FnMut(&str)) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => see(&plain_text(text)),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| texts(block, see)),
        Block::Table { header, rows, .. } => {
            for row in std::iter::once(header).chain(rows) {
                see(&row.iter().map(|cell| plain_text(cell)).collect::<Vec<_>>().join("  "));
            }
        }
        Block::Definitions(entries) => {
            for (term, meaning) in entries {
                see(&plain_text(term));
                meaning.iter().for_each(|block| texts(block, see));
            }
        }
        Block::Callout { title, body, .. } => {
            see(&plain_text(title));
            body.iter().for_each(|block| texts(block, see));
        }
        Block::Code { text, .. } => text.lines().for_each(see),
        Block::Diagram(diagram) => {
            see(&diagram.plain);
            diagram.steps.iter().for_each(|step| see(&step.caption));
        }
        Block::Checkpoint(_) | Block::Lab(_) | Block::Decision { .. } => {}
    }
}

/// The runs of a block.
fn runs(block: &Block, see: &mut dyn FnMut(&[Inline])) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => see(text),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| runs(block, see)),
        Block::Table { header, rows, .. } => {
            std::iter::once(header).chain(rows).flatten().for_each(|cell| see(cell));
        }
        Block::Definitions(entries) => {
            for (term, meaning) in entries {
                see(term);
                meaning.iter().for_each(|block| runs(block, see));
            }
        }
        Block::Callout { title, body, .. } => {
            see(title);
            body.iter().for_each(|block| runs(block, see));
        }
        Block::Code { .. } | Block::Diagram(_) | Block::Checkpoint(_) | Block::Lab(_) | Block::Decision { .. } => {}
    }
}

/// The terms of a run.
fn terms(run: &[Inline], see: &mut dyn FnMut(&str)) {
    for inline in run {
        match inline {
            Inline::Term { id, .. } => see(id),
            Inline::Strong(inner) | Inline::Emphasis(inner) => terms(inner, see),
            Inline::Text(_) | Inline::Code(_) | Inline::Lesson { .. } | Inline::Break => {}
        }
    }
}

/// The stretch of `text` around the characters from `at.0` to `at.1` that fits `width` characters, and where they stand in it. What
/// is cut off is marked with `mark`.
#[must_use]
pub fn excerpt(text: &str, at: (usize, usize), width: usize, mark: &str) -> (String, Range<usize>) {
    let letters: Vec<char> = text.chars().collect();
    let mark: Vec<char> = mark.chars().collect();
    if letters.len() <= width {
        return (text.to_owned(), at.0..at.1);
    }
    // A third of the room before the words, so that most of what follows is seen.
    let room = width.saturating_sub(2 * mark.len()).max(1);
    let from = at.0.saturating_sub(room / 3).min(letters.len().saturating_sub(room));
    let to = (from + room).min(letters.len());
    let (before, after) =
        (if from > 0 { mark.as_slice() } else { &[] }, if to < letters.len() { &mark[..] } else { &[] });
    let shown: String = before.iter().chain(letters.get(from..to).unwrap_or_default()).chain(after).collect();
    let shift = |place: usize| (place.clamp(from, to) - from) + before.len();
    (shown, shift(at.0)..shift(at.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::markdown;

    fn index(text: &str) -> Index {
        let mut index = Index::default();
        let section = |letter: &str| Section {
            number: 3,
            lesson: "L03".into(),
            letter: letter.into(),
            title: "Trust policies".into(),
        };
        index.sections.push(section(""));
        for (at, block) in markdown::blocks(text).0.iter().enumerate() {
            if let Block::Heading { level: 2, id, .. } = block {
                index.sections.push(section(id));
            }
            texts(block, &mut |text| index.add(at, text));
        }
        index
    }

    /// What is found for `words`: section, block, and the words as they stand there.
    #[track_caller]
    fn check(text: &str, words: &str, expected: &[(&str, usize, &str)]) {
        let index = index(text);
        let found: Vec<(String, usize, String)> = index
            .find(words)
            .into_iter()
            .map(|found| {
                let words = found.text.chars().skip(found.at.0).take(found.at.1 - found.at.0).collect();
                (found.section.letter.clone(), found.block, words)
            })
            .collect();
        let expected: Vec<(String, usize, String)> =
            expected.iter().map(|(letter, block, words)| ((*letter).into(), *block, (*words).into())).collect();
        assert_eq!(found, expected);
    }

    const TEXT: &str = "Before.\n\n## Who\n\nA **trust\npolicy** says who.\n\n- one\n- the Trust Policy\n\n\
                        ```json\n{\n  \"Effect\": \"Allow\"\n}\n```\n\n## What\n\n| a | b |\n|---|---|\n| trust | none |\n";

    #[test]
    fn words_are_found_as_they_are_read() {
        check(TEXT, "trust  policy", &[("a", 2, "trust policy"), ("a", 3, "Trust Policy")]);
        check(TEXT, "\"effect\": \"allow\"", &[("a", 4, "\"Effect\": \"Allow\"")]);
        check(TEXT, "before", &[("", 0, "Before")]);
        check(TEXT, "t", &[]);
        check(TEXT, "nowhere", &[]);
    }

    #[test]
    fn words_that_nowhere_stand_together_are_found_apart() {
        check(TEXT, "none trust", &[("b", 6, "trust")]);
    }

    #[test]
    fn the_built_in_course_is_found_and_its_terms_are_used() {
        let course = Course::built_in().unwrap();
        let index = Index::of(&course);
        assert!(index.find("trust policy").len() > 5);
        let uses = uses(&course);
        let glossary = course.glossary().unwrap();
        assert!(uses.keys().all(|id| glossary.find(id).is_some()));
        assert!(uses.values().all(|places| !places.is_empty() && places.is_sorted()));
        assert!(uses.contains_key("trust-policy"));
    }

    proptest! {
        #[test]
        fn an_excerpt_fits_and_holds_the_words(text in "[a-zß漢İ ]{0,80}", from in 0..80usize, length in 1..9usize, width in 20..60usize) {
            let letters = text.chars().count();
            let from = from.min(letters);
            let at = (from, (from + length).min(letters));
            let (shown, place) = excerpt(&text, at, width, "…");
            prop_assert!(shown.chars().count() <= width);
            let words = |text: &str, from: usize, to: usize| text.chars().skip(from).take(to - from).collect::<String>();
            prop_assert_eq!(words(&shown, place.start, place.end), words(&text, at.0, at.1));
        }

        #[test]
        fn what_is_found_stands_in_its_text(words in "[a-zA-Z İß\"{:]{2,6}") {
            for found in index(TEXT).find(&words) {
                prop_assert!(found.at.1 <= found.text.chars().count());
            }
        }
    }
}
