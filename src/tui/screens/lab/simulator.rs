//! Why the chosen goal stands as it does: the walk through its simulation, the step the learner looks at, the place it lights.

use crate::course::grade::Goal;
use crate::iam::explain::{self, Place, Sign, WalkLevel, WalkStep};
use crate::text::TextRange;

/// The decision of a goal, walked.
#[derive(Debug, Default)]
pub struct Why {
    /// Every step.
    pub steps: Vec<WalkStep>,
    /// The step looked at.
    pub at: usize,
    /// The learner chose the step; otherwise it is the decider.
    chosen: bool,
    /// The decision in a sentence or two.
    pub summary: String,
    /// What AWS would say.
    pub message: Option<String>,
}

impl Why {
    /// The walk of a goal, at its decider.
    #[must_use]
    pub fn of(goal: Option<&Goal>) -> Self {
        let mut why = Self::default();
        why.read(goal);
        why
    }

    /// The same goal after a change: the step the learner chose is found again, or else the decider is looked at.
    pub fn renew(&mut self, goal: Option<&Goal>) {
        let looked_at = self.steps.get(self.at).cloned().filter(|_| self.chosen);
        self.read(goal);
        let Some(old) = looked_at else { return };
        let document = |step: &WalkStep| step.place.as_ref().map(|place| place.document.clone());
        let same = |new: &WalkStep| {
            (new.level, new.hop, &new.label) == (old.level, old.hop, &old.label) && document(new) == document(&old)
        };
        if let Some(at) = self.steps.iter().position(same) {
            self.at = at;
            self.chosen = true;
        }
    }

    fn read(&mut self, goal: Option<&Goal>) {
        let simulation = goal.and_then(|goal| goal.simulation.as_ref());
        self.steps = simulation.map(explain::walk).unwrap_or_default();
        self.summary = simulation.map(explain::summary).unwrap_or_default();
        self.message = simulation.and_then(explain::access_denied_message);
        self.at = self.decider();
        self.chosen = false;
    }

    /// The step at which the decision fell: the layer, or what else was marked last.
    #[must_use]
    pub fn decider(&self) -> usize {
        let last = |test: fn(&WalkStep) -> bool| self.steps.iter().rposition(test);
        last(|step| step.decisive && step.level == WalkLevel::Layer)
            .or_else(|| last(|step| step.decisive))
            .unwrap_or_default()
    }

    /// One step on or back.
    pub fn step(&mut self, forward: bool) {
        let last = self.steps.len().saturating_sub(1);
        self.go(if forward { (self.at + 1).min(last) } else { self.at.saturating_sub(1) });
    }

    /// To a step.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.steps.len().saturating_sub(1));
        self.chosen = true;
    }

    /// To the step at which the decision fell.
    pub fn to_decider(&mut self) {
        self.at = self.decider();
        self.chosen = false;
    }

    /// The place that the step looks at. A layer that found nothing looks at the element that kept its nearest statement from
    /// applying.
    #[must_use]
    pub fn lit(&self) -> Option<&Place> {
        let step = self.steps.get(self.at)?;
        let silent = step.sign == Sign::Silent || step.sign == Sign::Nothing;
        let below = self.steps.iter().skip(self.at + 1).take_while(|below| below.level > step.level);
        let miss = below
            .filter(|below| below.level == WalkLevel::Element && below.sign == Sign::No)
            .find_map(|below| below.place.as_ref());
        miss.filter(|_| silent && step.level != WalkLevel::Hop).or(step.place.as_ref())
    }

    /// The steps to show: every call, and what lies inside the one that is looked at.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &WalkStep)> {
        let hop = self.steps.get(self.at).map_or(0, |step| step.hop);
        self.steps.iter().enumerate().filter(move |(_, step)| step.level == WalkLevel::Hop || step.hop == hop)
    }

    /// Whether a step is about this statement of this document.
    #[must_use]
    pub fn is_about(step: &WalkStep, document: &str, statement: TextRange) -> bool {
        step.level >= WalkLevel::Statement
            && step.place.as_ref().is_some_and(|place| {
                *place.document == *document && statement.contains_range(place.range)
            })
    }
}
