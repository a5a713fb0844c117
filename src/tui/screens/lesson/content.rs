//! What a lesson's screen shows: read once when it is opened, and what the learner did with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::course::Course;
use crate::course::block::Block;
use crate::course::glossary::Glossary;
use crate::course::lesson::{Lesson, Section};
use crate::course::load::LessonEntry;
use crate::course::markdown;
use crate::course::question::{Question, QuestionId};
use crate::iam::explain::{self, WalkStep};
use crate::iam::scenario::RequestSpec;
use crate::iam::simulate::simulate;
use crate::iam::trace::Verdict;
use crate::study::progress::LabProgress;
use crate::tui::app::Shared;
use crate::tui::colours::{Colours, Snippet, is_coloured};

/// What a lesson holds.
#[derive(Debug)]
pub struct Content {
    /// Its text.
    pub lesson: Arc<Lesson>,
    /// Its questions and labs.
    pub entry: LessonEntry,
    /// Its outline.
    pub sections: Vec<Section>,
    /// Its questions.
    pub questions: Arc<[Question]>,
    /// The questions' words, read.
    pub stems: BTreeMap<QuestionId, Vec<Block>>,
    /// The decisions in the text, by their block.
    pub decisions: BTreeMap<usize, Result<Decided, String>>,
    /// The words it explains.
    pub glossary: Arc<Glossary>,
    /// The lesson after it: id, number, title.
    pub next: Option<(String, u32, String)>,
}

/// A decision in the text, computed.
#[derive(Debug)]
pub struct Decided {
    /// What was asked.
    pub request: RequestSpec,
    /// How it ended.
    pub verdict: Verdict,
    /// The way to it.
    pub walk: Vec<WalkStep>,
    /// The decision in a sentence or two.
    pub summary: String,
}

/// What the learner did with a lesson, and what it looks like because of that.
#[derive(Debug, Default)]
pub struct Marks {
    /// The questions answered, and whether the last answer was right.
    pub answers: BTreeMap<QuestionId, bool>,
    /// The state of its labs.
    pub labs: Vec<LabProgress>,
    /// The step each drawing shows, by its block; the first when it is not named.
    pub steps: BTreeMap<usize, usize>,
    /// The decisions unfolded, by their block.
    pub unfolded: BTreeSet<usize>,
    /// The colours of its code, as far as they are known.
    pub colours: Colours,
}

impl Content {
    /// Reads a lesson.
    ///
    /// # Errors
    /// In words for the person: no such lesson, or a malformed file.
    pub fn read(course: &Course, id: &str) -> Result<Self, String> {
        let entry = course.find_lesson(id).cloned().ok_or_else(|| format!("there is no lesson `{id}`"))?;
        let told = |error: crate::course::CourseError| error.to_string();
        let lesson = course.lesson(&entry.head.id).map_err(told)?;
        let questions = course.questions(&entry.head.id).map_err(told)?;
        let glossary = course.glossary().map_err(told)?;
        let in_text = lesson.checkpoints();
        let stems = questions
            .iter()
            .filter(|question| in_text.contains(&question.common.id))
            .map(|question| (question.common.id.clone(), markdown::blocks(&question.common.stem).0))
            .collect();
        let decisions = lesson
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(index, block)| match block {
                Block::Decision { scenario, request } => Some((index, decide(course, scenario, request))),
                _ => None,
            })
            .collect();
        let mut after = course.lessons().iter().skip_while(|other| other.head.id != entry.head.id).skip(1);
        let next = after.next().map(|next| (next.head.id.clone(), next.head.number, next.head.title.clone()));
        let sections = lesson.sections();
        Ok(Self { lesson, entry, sections, questions, stems, decisions, glossary, next })
    }

    /// The question of that id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.common.id == *id)
    }

    /// The section in which a block stands, counted from 0; blocks before the first count to it.
    #[must_use]
    pub fn section_of(&self, block: usize) -> usize {
        self.sections.iter().rposition(|section| section.block <= block).unwrap_or(0)
    }

    /// The blocks of a section.
    #[must_use]
    pub fn blocks_of(&self, section: usize) -> std::ops::Range<usize> {
        let from = self.sections.get(section).map_or(0, |section| section.block);
        let to = self.sections.get(section + 1).map_or(self.lesson.blocks.len(), |section| section.block);
        from..to
    }

    /// The block that a section's id or a heading's anchor names.
    #[must_use]
    pub fn anchor(&self, anchor: &str) -> Option<usize> {
        self.lesson.blocks.iter().position(|block| matches!(block, Block::Heading { id, .. } if id == anchor))
    }

    /// The questions that stand in the text between two blocks.
    pub fn checkpoints_in(&self, blocks: std::ops::Range<usize>) -> impl Iterator<Item = &QuestionId> {
        let blocks = self.lesson.blocks.get(blocks).unwrap_or_default();
        blocks.iter().flat_map(|block| match block {
            Block::Checkpoint(ids) => ids.as_slice(),
            _ => &[],
        })
    }

    /// The blocks of code whose colours are not known.
    #[must_use]
    pub fn uncoloured(&self, colours: &Colours) -> Vec<Snippet> {
        let mut snippets = Vec::new();
        code_in(&self.lesson.blocks, &mut snippets);
        snippets.retain(|snippet| colours.of(&snippet.language, &snippet.text).is_none());
        snippets
    }
}

impl Marks {
    /// Reads again what the learner did.
    pub fn refresh(&mut self, content: &Content, shared: &mut Shared) {
        let answers = shared.store.last_answers();
        if let Some(answers) = shared.kept(answers) {
            let own = answers.into_iter().filter(|record| content.question(&record.question).is_some());
            self.answers = own.map(|record| (record.question, record.right)).collect();
        }
        let progress = shared.progress.lessons.iter().find(|lesson| lesson.lesson == content.entry.head.id);
        self.labs = progress.map(|lesson| lesson.labs.clone()).unwrap_or_default();
    }

    /// The state of a lab.
    #[must_use]
    pub fn lab(&self, id: &str) -> Option<&LabProgress> {
        self.labs.iter().find(|lab| lab.lab == id)
    }
}

/// Runs a request of a scenario. Authors are told of a mistake by the content check; a course of somebody else's may not
/// have been checked, so it is said here too.
fn decide(course: &Course, scenario: &str, request: &str) -> Result<Decided, String> {
    let scenario = course.scenario(scenario).map_err(|error| error.to_string())?;
    let spec = scenario.requests.iter().find(|spec| spec.name == request);
    let spec = spec.ok_or_else(|| format!("the scenario has no request `{request}`"))?;
    let simulation = simulate(&scenario, spec).map_err(|error| error.to_string())?;
    let decision = simulation.decision().ok_or_else(|| format!("the request `{request}` makes no call"))?;
    Ok(Decided {
        request: spec.clone(),
        verdict: decision.verdict(),
        walk: explain::walk(&simulation),
        summary: explain::summary(&simulation),
    })
}

fn code_in(blocks: &[Block], snippets: &mut Vec<Snippet>) {
    for block in blocks {
        match block {
            Block::Code { language, text, .. } if is_coloured(language) => {
                let text = text.trim_end_matches('\n').to_owned();
                snippets.push(Snippet { language: language.clone(), text });
            }
            Block::List { items, .. } => items.iter().for_each(|item| code_in(item, snippets)),
            Block::Definitions(entries) => entries.iter().for_each(|(_, body)| code_in(body, snippets)),
            Block::Callout { body, .. } => code_in(body, snippets),
            _ => {}
        }
    }
}
