//! What a lesson's screen shows: read once when it is opened, and what the learner did with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::course::Course;
use crate::course::block::Block;
use crate::course::glossary::Glossary;
use crate::course::lesson::{Lesson, Section};
use crate::course::load::{LabEntry, LessonEntry};
use crate::course::markdown;
use crate::course::question::{Question, QuestionId};
use crate::iam::explain::{self, WalkStep};
use crate::iam::scenario::RequestSpec;
use crate::iam::simulate::simulate;
use crate::iam::trace::Verdict;
use crate::study::progress::{LabProgress, Records};
use crate::study::recall;
use crate::study::store::{AnswerRecord, Millis};
use crate::tui::app::Shared;
use crate::tui::colours::{Colours, Snippet, is_coloured};
use crate::tui::screens::lesson::predict::{Guess, Prediction};

/// What a lesson holds.
#[derive(Debug)]
pub struct Content {
    /// Its text.
    pub lesson: Arc<Lesson>,
    /// Its questions and labs.
    pub entry: LessonEntry,
    /// Labs of other lessons that its text leads to.
    pub labs_elsewhere: Vec<LabEntry>,
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
    /// The question that is asked before the text.
    pub prediction: Option<Prediction>,
    /// Questions of earlier lessons that close it.
    pub earlier: Vec<Earlier>,
    /// The lesson after it: id, number, title.
    pub next: Option<(String, u32, String)>,
}

/// A question of an earlier lesson.
#[derive(Debug)]
pub struct Earlier {
    /// The lesson's id.
    pub lesson: String,
    /// The lesson's number and title.
    pub from: String,
    /// The question.
    pub id: QuestionId,
    /// Its words, read.
    pub stem: Vec<Block>,
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
    /// The questions of earlier lessons answered since this one was opened, and whether rightly.
    pub earlier: BTreeMap<QuestionId, bool>,
    /// What the learner guessed before reading.
    pub guess: Guess,
    /// A test showed that the lesson is known.
    pub known: bool,
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
        let labs_elsewhere = lesson
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Lab(id) => course.find_lab(id).map(|(_, lab)| lab.clone()),
                _ => None,
            })
            .filter(|lab| !entry.labs.contains(lab))
            .collect();
        let next = course.next_lesson(&entry.head.id);
        let next = next.map(|next| (next.head.id.clone(), next.head.number, next.head.title.clone()));
        let sections = lesson.sections();
        let first = entry.head.predict_first.as_ref();
        let first = first.and_then(|id| questions.iter().find(|question| question.common.id.0 == *id));
        let prediction = first.map(Prediction::of);
        let earlier = Vec::new();
        Ok(Self {
            lesson,
            entry,
            labs_elsewhere,
            sections,
            questions,
            stems,
            decisions,
            glossary,
            prediction,
            earlier,
            next,
        })
    }

    /// Chooses the questions of earlier lessons: of those that were begun, what was not seen for longest.
    pub fn choose_earlier(&mut self, shared: &mut Shared) {
        let records = Records::of(&shared.store);
        let Some(records) = shared.kept(records) else { return };
        let ids = recall::from_before(shared.course.lessons(), &records, &self.entry.head.id);
        let course = &shared.course;
        let earlier = |id: QuestionId| {
            let entry = course.lessons().iter().find(|entry| entry.questions.contains(&id))?;
            // A question that cannot be read is the content check's business; another one takes its place.
            let question = course.question(&id).ok()?;
            Some(Earlier {
                lesson: entry.head.id.clone(),
                from: format!("Lesson {}  {}", entry.head.number, entry.head.title),
                id,
                stem: markdown::blocks(&question.common.stem).0,
            })
        };
        self.earlier = ids.into_iter().filter_map(earlier).take(recall::FROM_BEFORE).collect();
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
    /// Reads again what the learner did; `opened` is when the lesson was.
    pub fn refresh(&mut self, content: &Content, opened: Millis, shared: &mut Shared) {
        let answers = shared.store.last_answers();
        if let Some(answers) = shared.kept(answers) {
            let earlier = |record: &&AnswerRecord| {
                record.at >= opened && content.earlier.iter().any(|earlier| earlier.id == record.question)
            };
            let pair = |record: &AnswerRecord| (record.question.clone(), record.right);
            self.earlier = answers.iter().filter(earlier).map(pair).collect();
            self.answers = answers.iter().filter(|r| content.question(&r.question).is_some()).map(pair).collect();
        }
        let progress = shared.progress.lessons.iter().find(|lesson| lesson.lesson == content.entry.head.id);
        self.known = progress.is_some_and(|lesson| lesson.known);
        let all = &shared.progress;
        let labs = all.lessons.iter().flat_map(|lesson| &lesson.labs).chain(&all.ahead);
        let named = content.entry.labs.iter().chain(&content.labs_elsewhere);
        self.labs = labs.filter(|lab| named.clone().any(|entry| entry.id == lab.lab)).cloned().collect();
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
