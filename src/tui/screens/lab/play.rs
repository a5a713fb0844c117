//! What is played: the lab's world with the learner's documents in it, the goals as they stand, and what is kept of it all.
//! Knows nothing of the screen.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::course::grade::{
    Goal, GradeError, LabGrade, NOTHING_BEYOND, grade_lab, lab_grade, put_nothing_beyond, tried_goals,
};
use crate::course::lab::Lab;
use crate::iam::scenario::Scenario;
use crate::study::store::{LabRecord, Millis};
use crate::tui::work::Proof;

/// A lab being played.
#[derive(Debug)]
pub struct Play {
    /// The lab.
    pub lab: Arc<Lab>,
    /// Its world, with every document as it last was one.
    pub scenario: Scenario,
    /// The goals as they stand in that world.
    pub grade: LabGrade,
    /// What is kept.
    pub record: LabRecord,
    /// The second rounds that were won, by name.
    pub won: BTreeSet<String>,
    /// Hints taken, also those after the lab was solved, which cost nothing.
    pub hints: usize,
    /// How many proofs were begun that there is nothing beyond the task.
    proofs: u32,
    /// Stops the last of them.
    stop: Arc<AtomicBool>,
}

/// What a change of a document brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    /// The record is another one and must be kept.
    pub record: bool,
    /// The lab is solved, for the first time.
    pub solved: bool,
    /// Second rounds won for the first time, by name.
    pub rounds: Vec<String>,
}

impl Play {
    /// Begins or goes on. `documents` are the learner's texts in the order of the tabs, `won` the second rounds that were won before.
    ///
    /// # Errors
    /// When the lab's requests cannot be run.
    pub fn new(
        lab: Arc<Lab>,
        documents: &[String],
        record: Option<LabRecord>,
        won: BTreeSet<String>,
    ) -> Result<Self, GradeError> {
        let scenario = crate::course::grade::with_documents(&lab, documents);
        let grade = grade_lab(&lab, &scenario)?;
        let record = record.unwrap_or_else(|| LabRecord { lab: lab.file.id.clone(), ..LabRecord::default() });
        let hints = usize::from(record.hints);
        let mut play = Self { lab, scenario, grade, record, won, hints, proofs: 0, stop: Arc::default() };
        play.record.goals = play.goals();
        Ok(play)
    }

    /// Puts a document's new text into the world and grades anew, all but what takes a [`Play::proof`].
    ///
    /// # Errors
    /// When the lab's requests cannot be run.
    pub fn put(&mut self, document: &str, text: &str, now: Millis) -> Result<News, GradeError> {
        self.scenario.replace_document(document, text);
        let older = self.grade.goals.iter().find(|goal| goal.name == NOTHING_BEYOND).cloned();
        self.grade = lab_grade(&self.lab, &self.scenario, tried_goals(&self.lab, &self.scenario)?);
        if let Some(goal) = older {
            put_nothing_beyond(&self.lab, &self.scenario, &mut self.grade, goal, true);
        }
        Ok(self.note(now))
    }

    /// The proof that is still to be made of the documents as they stand, if one is. An older one is called off.
    pub fn proof(&mut self) -> Option<Proof> {
        self.stop.store(true, Ordering::Relaxed);
        if !self.grade.pending {
            return None;
        }
        self.proofs = self.proofs.wrapping_add(1);
        self.stop = Arc::default();
        let (lab, scenario) = (Arc::clone(&self.lab), Arc::new(self.scenario.clone()));
        Some(Proof { number: self.proofs, lab, scenario, stop: Arc::clone(&self.stop) })
    }

    /// Takes over what a proof came to; `None` when it was one of older documents.
    pub fn proved(&mut self, number: u32, goal: &Goal, now: Millis) -> Option<News> {
        if !self.is_awaited(number) {
            return None;
        }
        put_nothing_beyond(&self.lab, &self.scenario, &mut self.grade, goal.clone(), false);
        Some(self.note(now))
    }

    /// A proof takes long: the goal says so, and no more what was found for older documents. Whether it is so.
    pub fn is_slow(&mut self, number: u32) -> bool {
        let slow = self.is_awaited(number);
        for goal in self.grade.goals.iter_mut().filter(|goal| slow && goal.name == NOTHING_BEYOND) {
            (goal.reached, goal.simulation) = (false, None);
            goal.state = "being compared".to_owned();
        }
        slow
    }

    fn is_awaited(&self, number: u32) -> bool {
        self.grade.pending && number == self.proofs
    }

    /// Writes into the record what the goals say now.
    pub fn note(&mut self, now: Millis) -> News {
        let before = self.record.clone();
        self.record.goals = self.goals();
        if !self.grade.pending {
            self.record.best_goals = self.record.best_goals.max(self.reached());
        }
        let solved = self.grade.solved() && self.record.solved_at.is_none();
        if solved {
            self.record.solved_at = Some(now);
        }
        let rounds = self.grade.rounds.iter().filter(|round| round.won && !self.won.contains(&round.name));
        let rounds: Vec<String> = rounds.map(|round| round.name.clone()).collect();
        self.won.extend(rounds.iter().cloned());
        // A star once won stays, whatever the answer becomes.
        for round in &mut self.grade.rounds {
            round.won = self.won.contains(&round.name);
        }
        News { record: self.record != before, solved, rounds }
    }

    /// Visible goals reached.
    #[must_use]
    pub fn reached(&self) -> u32 {
        count(self.grade.goals.iter().filter(|goal| goal.reached).count())
    }

    /// Visible goals there are.
    #[must_use]
    pub fn goals(&self) -> u32 {
        count(self.grade.goals.len())
    }

    /// Whether the lab was ever solved.
    #[must_use]
    pub fn was_solved(&self) -> bool {
        self.record.solved_at.is_some()
    }

    /// Whether some requests of the lab are not shown.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        self.lab.file.requests.iter().any(|request| request.hidden.is_some())
    }

    /// What the next hint would cost: its number from 1, and the stars that the lab then brings. `None` when it costs nothing, or all were
    /// taken.
    #[must_use]
    pub fn price(&self) -> Option<(usize, u8)> {
        if self.was_solved() || self.hints >= self.lab.file.hints.len() {
            return None;
        }
        let taken = u8::try_from(self.hints + 1).unwrap_or(u8::MAX);
        Some((self.hints + 1, stars(self.record.solution_seen, taken)))
    }

    /// Takes the next hint: its number from 1 and its words, and whether the record changed. `None` when all were taken.
    pub fn hint(&mut self) -> Option<(usize, String, bool)> {
        let words = self.lab.file.hints.get(self.hints)?.clone();
        self.hints += 1;
        let counts = !self.was_solved();
        if counts {
            self.record.hints = u8::try_from(self.hints).unwrap_or(u8::MAX);
        }
        Some((self.hints, words, counts))
    }

    /// The reference answer is looked at. Says whether the record changed: after the lab was solved it costs nothing.
    pub fn see_solution(&mut self) -> bool {
        let counts = !self.was_solved() && !self.record.solution_seen;
        self.record.solution_seen |= counts;
        counts
    }

    /// Stars earned, or to be earned by solving it now: three, one less for each hint, at least one; none with the solution seen.
    #[must_use]
    pub fn stars(&self) -> u8 {
        stars(self.record.solution_seen, self.record.hints)
    }
}

fn stars(solution_seen: bool, hints: u8) -> u8 {
    if solution_seen { 0 } else { 3_u8.saturating_sub(hints).max(1) }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
