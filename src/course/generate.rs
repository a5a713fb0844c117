//! Generated decisions: `quizzes/generated/NN-slug.toml`, a template, and a seed give a question of the predict kind.
//!
//! A template is a situation that learners meet, with names that change and **traps**: the ways in which it can turn out. A trap has a
//! difficulty and says why it comes out as it does; how it comes out, the evaluator knows, and what is said to a wrong foresight is
//! made from the trace. The same template and seed give the same question on every machine, so that an answer can be shown again as
//! it was asked: [`ItemId`] is the question's id.

mod feedback;
mod fill;
mod source;

use std::collections::BTreeMap;

use toml::Value;

use crate::course::grade::outcome;
use crate::course::question::{
    Predict, Question, QuestionId, QuestionKind, QuestionSource, Shown, VerdictFeedback, shuffled,
};
use crate::iam::scenario::{PathStep, RequestSpec, World};
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;

pub use fill::{Bindings, Fault, names};
pub use source::{Pick, Pools, TemplateFile, Trap};

/// The levels of difficulty that a trap can have.
pub const LEVELS: std::ops::RangeInclusive<u8> = 1..=3;

/// Seeds that are looked at for one of the wanted level that looks like none before it.
const TRIES: u64 = 96;

/// A template, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// `02.bucket-or-object`: the lesson's number, a point, the file's own name. A card's id; given once and for ever.
    pub id: String,
    /// What the file says.
    pub file: TemplateFile,
    /// The pools that all templates share.
    pub pools: Pools,
}

/// The id of a generated question: its template's and the seed, written `02.bucket-or-object@17`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId {
    /// The template's id.
    pub template: String,
    /// The seed.
    pub seed: u64,
}

impl ItemId {
    /// Reads a question's id; `None` for one that somebody wrote.
    #[must_use]
    pub fn parse(id: &QuestionId) -> Option<Self> {
        let (template, seed) = id.0.split_once('@')?;
        Some(Self { template: template.to_owned(), seed: seed.parse().ok()? })
    }

    /// The question's id.
    #[must_use]
    pub fn question(&self) -> QuestionId {
        QuestionId(format!("{}@{}", self.template, self.seed))
    }
}

/// A generated question.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The question, of the predict kind. Its id is an [`ItemId`].
    pub question: Question,
    /// The name of its trap.
    pub trap: String,
    /// The trap's difficulty, 1 to 3.
    pub level: u8,
}

impl Item {
    /// Its world, request and documents.
    #[must_use]
    pub fn predict(&self) -> Option<&Predict> {
        match &self.question.kind {
            QuestionKind::Predict(predict) => Some(predict),
            _ => None,
        }
    }
}

/// All that a learner reads of a generated question before the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    trap: String,
    stem: String,
    world: toml::Table,
    request: toml::Table,
}

impl Look {
    /// Whether a learner would take the two for one.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.stem == other.stem && self.world == other.world && self.request == other.request
    }
}

impl Template {
    /// The trap that `seed` falls into.
    #[must_use]
    pub fn trap(&self, seed: u64) -> Option<&Trap> {
        let order = shuffled(self.file.traps.len(), mixed(seed, &self.id));
        order.first().and_then(|first| self.file.traps.get(*first))
    }

    /// The question that `seed` gives.
    ///
    /// # Errors
    /// When the template names something that is not there, or what it makes is no world that can be run.
    pub fn item(&self, seed: u64) -> Result<Item, Fault> {
        let trap = self.drawn(seed)?;
        let bindings = self.bindings(trap, seed)?;
        let file = &self.file;
        let mut predict = Predict {
            world: self.filled::<World>("world", &file.world, &bindings)?,
            request: self.filled::<RequestSpec>("request", &file.request, &bindings)?,
            show: Vec::new(),
            feedback: VerdictFeedback::default(),
        };
        let scenario = crate::course::grade::predict_scenario(&predict).map_err(|error| {
            let of_request = error.path.first() == Some(&PathStep::from("requests"));
            let near = if of_request { "[request" } else { "[world" };
            Fault::new(near, format!("seed {seed}, trap `{}`: {error}", trap.name))
        })?;
        for shown in &file.show {
            let shown = Shown { document: bindings.fill(&shown.document)?, heading: bindings.fill(&shown.heading)? };
            // What only some traps have is shown where it is.
            if scenario.documents.contains_key(shown.document.as_str()) {
                predict.show.push(shown);
            }
        }
        let (verdict, simulation) = outcome(&predict)
            .map_err(|error| Fault::new("[request", format!("seed {seed}, trap `{}`: {error}", trap.name)))?;
        predict.feedback = feedback::feedback(&predict, verdict, &simulation);
        let text = |text: &str| bindings.fill(text).map(|text| text.trim().to_owned());
        let mut hints = file.hints.iter().map(|hint| text(hint)).collect::<Result<Vec<_>, _>>()?;
        hints.push(text(&trap.hint)?);
        let id = ItemId { template: self.id.clone(), seed };
        let common = QuestionSource {
            id: id.question(),
            revision: file.revision,
            objective: file.objective.clone(),
            covers: Vec::new(),
            // The easiest decision is more than recall.
            difficulty: trap.difficulty + 1,
            stem: text(&file.stem)?,
            hints,
            explanation: text(&trap.why)?,
            rule: text(trap.rule.as_ref().unwrap_or(&file.rule))?,
            source: file.source.clone(),
            single_choice: None,
            multiple_response: None,
            true_false: None,
            short_answer: None,
            ordering: None,
            matching: None,
            json_blank: None,
            predict: None,
            write_policy: None,
            reflection: None,
        };
        let question = Question { common, kind: QuestionKind::Predict(Box::new(predict)) };
        Ok(Item { question, trap: trap.name.clone(), level: trap.difficulty })
    }

    /// The seed to ask next in a sitting: the first from `from` on of the level wanted, or the nearest there is, that looks like none of
    /// those `asked` before. A trap that was not asked yet comes before one that was. When everything was asked, `from` itself.
    ///
    /// # Errors
    /// As [`Self::item`].
    pub fn next_seed(&self, level: u8, from: u64, asked: &[u64]) -> Result<u64, Fault> {
        let before = asked.iter().map(|seed| self.look(*seed)).collect::<Result<Vec<_>, _>>()?;
        self.next_unlike(level, from, &before)
    }

    /// The same for who has the looks of what was asked before.
    ///
    /// # Errors
    /// As [`Self::item`].
    pub fn next_unlike(&self, level: u8, from: u64, before: &[Look]) -> Result<u64, Fault> {
        let nearest = self.file.traps.iter().map(|trap| trap.difficulty).min_by_key(|d| (d.abs_diff(level), *d));
        let mut second = None;
        for seed in (0..TRIES).map(|step| from.wrapping_add(step)) {
            let Some(trap) = self.trap(seed).filter(|trap| Some(trap.difficulty) == nearest) else { continue };
            let is_new = before.iter().all(|other| other.trap != trap.name);
            if !is_new && second.is_some() {
                continue;
            }
            let look = self.look(seed)?;
            if before.iter().any(|other| other.is_like(&look)) {
                continue;
            }
            if is_new {
                return Ok(seed);
            }
            second = Some(seed);
        }
        Ok(second.unwrap_or(from))
    }

    /// What a learner reads of the question that `seed` gives.
    ///
    /// # Errors
    /// When the template names something that is not there.
    pub fn look(&self, seed: u64) -> Result<Look, Fault> {
        let trap = self.drawn(seed)?;
        let bindings = self.bindings(trap, seed)?;
        Ok(Look {
            trap: trap.name.clone(),
            stem: bindings.fill(&self.file.stem)?,
            world: bindings.fill_table(&self.file.world)?,
            request: bindings.fill_table(&self.file.request)?,
        })
    }

    fn drawn(&self, seed: u64) -> Result<&Trap, Fault> {
        self.trap(seed).ok_or_else(|| Fault::new("trap", "the template has no trap: add `[[trap]]`"))
    }

    /// What the placeholders stand for at `seed`: values drawn from pools, what the template and the trap set.
    ///
    /// # Errors
    /// When a pool is not there or too small.
    pub fn bindings(&self, trap: &Trap, seed: u64) -> Result<Bindings, Fault> {
        let mut picks: BTreeMap<&String, &Pick> = self.file.pick.iter().collect();
        picks.extend(&trap.pick);
        let mut bindings = Bindings::default();
        // How many names have drawn from a pool: no two of them get the same.
        let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, pick) in picks {
            let (pool, values): (&str, &[Value]) = match pick {
                Pick::Pool(pool) => {
                    let values = self.pools.get(pool).ok_or_else(|| {
                        let known = self.pools.keys().map(String::as_str).collect::<Vec<_>>().join("`, `");
                        Fault::new(pool, format!("no pool is called `{pool}`: there are `{known}`"))
                    })?;
                    (pool, values)
                }
                Pick::Of(values) => (name, values),
            };
            let nth = drawn.entry(pool).or_default();
            let order = shuffled(values.len(), mixed(seed, pool));
            let value = order.get(*nth).and_then(|place| values.get(*place)).ok_or_else(|| {
                let message = format!("`{name}` draws from `{pool}`, which has too few values: add one");
                Fault::new(name, message)
            })?;
            *nth += 1;
            bindings.bind(name, value)?;
        }
        let of_template = self.file.set.iter().filter(|(name, _)| !trap.pick.contains_key(*name));
        for (name, text) in of_template.chain(&trap.set) {
            bindings.set(name, text);
        }
        Ok(bindings)
    }

    fn filled<T: serde::de::DeserializeOwned>(
        &self,
        what: &str,
        table: &toml::Table,
        bindings: &Bindings,
    ) -> Result<T, Fault> {
        let filled = bindings.fill_table(table)?;
        T::deserialize(Value::Table(filled)).map_err(|error| {
            Fault::new(format!("[{what}"), format!("`{what}`: {}", error.message().trim().replace('\n', "; ")))
        })
    }
}

/// The difficulty to ask at next, from how the last ones of a learner came out, the oldest first: two right at a level lead up, one wrong
/// leads down. Who was asked nothing begins at 1.
#[must_use]
pub fn next_level(history: &[(u8, bool)]) -> u8 {
    let mut level = *LEVELS.start();
    let mut run = 0;
    for (asked, right) in history {
        // An item of another level than planned says little: it counts by how it compares.
        run = match right {
            true if *asked >= level => run + 1,
            true => run,
            false => 0,
        };
        if !right && *asked <= level {
            level = level.saturating_sub(1).max(*LEVELS.start());
        } else if run >= 2 {
            level = (level + 1).min(*LEVELS.end());
            run = 0;
        }
    }
    level
}

/// How an item comes out: what the proof holds a trap to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    /// The verdict's name.
    pub verdict: &'static str,
    /// The reason's code.
    pub reason: &'static str,
    /// The hop at which it fell, from 1.
    pub hop: usize,
    /// The statements on which it rests: layer, place among the layer's documents, place in the document.
    pub statements: Vec<(String, usize, usize)>,
}

impl Ending {
    /// That of a simulation; `None` when nothing was asked in it.
    #[must_use]
    pub fn of(simulation: &Simulation) -> Option<Self> {
        let decision = simulation.decision()?;
        let last = simulation.hops.last()?;
        let statements = last.trace.layers.iter().flat_map(|layer| {
            layer.documents.iter().enumerate().flat_map(move |(document, step)| {
                let decisive = step.statements.iter().filter(|statement| statement.decisive);
                decisive.map(move |statement| (format!("{:?}", layer.layer), document, statement.index))
            })
        });
        Some(Self {
            verdict: decision.verdict().as_str(),
            reason: decision.reason.code(),
            hop: simulation.hops.len(),
            statements: statements.collect(),
        })
    }
}

/// The verdict of that name.
#[must_use]
pub fn verdict_named(name: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| verdict.as_str() == name)
}

/// A seed for one matter among those that share `seed`.
fn mixed(seed: u64, matter: &str) -> u64 {
    // FNV-1a, then one round of SplitMix64: neighbours among seeds must not draw alike.
    let hash = matter
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut z = hash ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
