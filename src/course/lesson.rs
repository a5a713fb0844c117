//! A lesson: what stands above its text, and the text.

use serde::Deserialize;

use crate::course::block::Block;

/// The front matter of `lessons/NN-slug/lesson.md`, TOML between two lines `+++`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LessonHead {
    /// `L03`.
    pub id: String,
    /// 3.
    pub number: u32,
    /// `Trust policies`.
    pub title: String,
    /// One line under the title: "who may put on the hat".
    pub tagline: String,
    /// The letter of its part: `A`.
    pub part: String,
    /// The part's name: `Foundations`.
    pub part_title: String,
    /// Minutes it takes to read.
    pub minutes: u32,
    /// What one can do after it, in the order of its sections.
    pub objectives: Vec<Objective>,
    /// Lessons that are best read before.
    #[serde(default)]
    pub best_after: Vec<String>,
    /// The id of the question that is asked before the text and not graded there: `03.6`.
    #[serde(default)]
    pub predict_first: Option<String>,
    /// The id of the lesson that comes next; without it, the one of the next number.
    #[serde(default)]
    pub next: Option<String>,
    /// Five lines to take along.
    pub summary: Vec<String>,
    /// Pages the facts rest on.
    pub sources: Vec<Source>,
}

/// What a learner can do after a section.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// `L03.b`; its letter is that of the section which teaches it.
    pub id: String,
    /// "write a trust policy for a service".
    pub text: String,
}

/// A page that was read, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The page's title, as AWS writes it.
    pub title: String,
    /// The day it was read, `2026-11-23`.
    pub checked: String,
}

/// A lesson, its text read.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// What stands above the text.
    pub head: LessonHead,
    /// The text.
    pub blocks: Vec<Block>,
}

/// A section of a lesson, as the outline shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `a`, `b` …
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The index of its heading in [`Lesson::blocks`].
    pub block: usize,
    /// The headings inside it, with their block's index.
    pub parts: Vec<(String, usize)>,
}

impl Lesson {
    /// The outline.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for (block, item) in self.blocks.iter().enumerate() {
            let Block::Heading { level, id, text } = item else { continue };
            let title = crate::course::block::plain_text(text);
            match (level, sections.last_mut()) {
                (3, Some(section)) => section.parts.push((title, block)),
                _ => sections.push(Section { id: id.clone(), title, block, parts: Vec::new() }),
            }
        }
        sections
    }

    /// The ids of the questions that stand in the text, in order.
    #[must_use]
    pub fn checkpoints(&self) -> Vec<crate::course::question::QuestionId> {
        self.blocks
            .iter()
            .filter_map(|block| match block {
                Block::Checkpoint(ids) => Some(ids.iter().cloned()),
                _ => None,
            })
            .flatten()
            .collect()
    }
}
