//! Why a request ends as it does: the walk through its simulation, the step the learner looks at, the place it lights.

use crate::iam::explain::{self, Place, Sign, WalkLevel, WalkStep};
use crate::iam::simulate::Simulation;
use crate::text::TextRange;

/// The place in the walk of a line that belongs to no step.
pub const NO_STEP: usize = usize::MAX;

/// A decision, walked.
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
    /// Show also the layers that are not there.
    pub unfolded: bool,
}

impl Why {
    /// The walk of a simulation, at its decider.
    #[must_use]
    pub fn of(simulation: Option<&Simulation>) -> Self {
        let mut why = Self::default();
        why.read(simulation);
        why
    }

    /// The same request after a change: the step the learner chose is found again, or else the decider is looked at.
    pub fn renew(&mut self, simulation: Option<&Simulation>) {
        let looked_at = self.steps.get(self.at).cloned().filter(|_| self.chosen);
        self.read(simulation);
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

    fn read(&mut self, simulation: Option<&Simulation>) {
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
        let there = |at: &usize| self.steps.get(*at).is_some_and(|step| self.unfolded || !is_absent(step));
        let next = if forward { (self.at + 1..self.steps.len()).find(there) } else { (0..self.at).rev().find(there) };
        self.go(next.unwrap_or(self.at));
    }

    /// To a step.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.steps.len().saturating_sub(1));
        self.chosen = true;
    }

    /// To the step at which the decision fell.
    pub fn go_to_decider(&mut self) {
        self.at = self.decider();
        self.chosen = false;
    }

    /// The step looked at and the steps inside it.
    #[must_use]
    pub fn inside(&self) -> std::ops::Range<usize> {
        let level = self.steps.get(self.at).map(|step| step.level);
        let below = self.steps.iter().skip(self.at + 1);
        let inside = match level {
            // A call's own line is enough: all that is inside would be the whole walk.
            None | Some(WalkLevel::Hop) => 0,
            Some(level) => below.take_while(|step| step.level > level).count(),
        };
        self.at..self.at + 1 + inside
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

    /// The steps to show: every call, and what lies inside the one that is looked at. Layers that are not there are
    /// one step together, unless there is room.
    #[must_use]
    pub fn shown(&self) -> Vec<(usize, WalkStep)> {
        // A call that was not made has nothing inside: the last one that was made stays open.
        let looked_at = self.steps.get(self.at).map_or(0, |step| step.hop);
        let inside = self.steps.iter().filter(|step| step.level != WalkLevel::Hop && step.hop <= looked_at);
        let hop = inside.map(|step| step.hop).max().unwrap_or(looked_at);
        let mut shown: Vec<(usize, WalkStep)> = Vec::new();
        let mut absent: Vec<&str> = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            if step.level == WalkLevel::Hop && step.hop == hop + 1 {
                shown.extend(together(&std::mem::take(&mut absent)));
            }
            if step.level == WalkLevel::Hop || step.hop == hop {
                if !self.unfolded && is_absent(step) && at != self.at {
                    absent.push(&step.label);
                } else {
                    shown.push((at, step.clone()));
                }
            }
        }
        shown.extend(together(&absent));
        shown
    }

    /// Whether a step is about this statement of this document.
    #[must_use]
    pub fn is_about(step: &WalkStep, document: &str, statement: TextRange) -> bool {
        step.level >= WalkLevel::Statement
            && step
                .place
                .as_ref()
                .is_some_and(|place| *place.document == *document && statement.contains_range(place.range))
    }
}

/// A layer that has no policy, and nothing to say of the decision.
fn is_absent(step: &WalkStep) -> bool {
    step.level == WalkLevel::Layer && step.sign == Sign::Nothing && step.place.is_none() && !step.decisive
}

/// One step for several layers that are not there; it stands for none of them.
fn together(labels: &[&str]) -> Option<(usize, WalkStep)> {
    // `resource control (RCP)` is known by its letters, `session policy` and `permissions boundary` by one word.
    let short = |label: &&str| match label.split_once('(') {
        Some((_, letters)) => letters.trim_end_matches(')').to_owned(),
        None => {
            let word = label.trim_end_matches(" policy");
            word.strip_prefix("permissions ").unwrap_or(word).to_owned()
        }
    };
    let names = labels.iter().map(short).collect::<Vec<_>>().join(", ");
    (!labels.is_empty()).then(|| {
        let step = WalkStep {
            level: WalkLevel::Layer,
            hop: 0,
            sign: Sign::Nothing,
            badge: None,
            label: format!("none here: {names}"),
            note: String::new(),
            place: None,
            decisive: false,
            side_by_side: None,
        };
        (NO_STEP, step)
    })
}
