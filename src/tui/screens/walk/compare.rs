//! Two walks held against each other: what stands in both, and where they differ.

use std::collections::BTreeMap;

use super::flow::{self, Stage};
use super::why::{Path, Why, is_absent, is_gathering, paths, paths_by_place};
use crate::iam::explain::{Sign, WalkLevel, WalkStep};
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;

/// What became of a step since before the last edit.
#[derive(Debug, Clone, PartialEq)]
pub enum Since {
    /// It was not there.
    New,
    /// It said something else.
    Was(WalkStep),
}

/// What changed: what became of each step that is another one now, by its place, and the steps that are gone, each with the place
/// of the step that it stood behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changed {
    /// Steps that are new or say something else.
    pub since: BTreeMap<usize, Since>,
    /// Steps that are gone.
    pub gone: Vec<(usize, WalkStep)>,
}

/// What changed from one walk to the next.
#[must_use]
pub fn changed(before: &[WalkStep], now: &[WalkStep], now_paths: &[Path]) -> Changed {
    let before_paths = paths(before);
    let mut out = Changed::default();
    let mut behind = 0;
    for (old, new) in aligned(&before_paths, now_paths) {
        let (old, step) = (old.and_then(|at| before.get(at)), new.and_then(|at| now.get(at)));
        match (old, step, new) {
            (Some(old), Some(step), Some(at)) => {
                behind = at;
                if !says_the_same(old, step) {
                    out.since.insert(at, Since::Was(old.clone()));
                }
            }
            (None, Some(_), Some(at)) => {
                behind = at;
                out.since.insert(at, Since::New);
            }
            // That a statement is gone is enough: its elements went with it.
            (Some(old), None, _) if old.level < WalkLevel::Element && !is_gathering(old) => {
                out.gone.push((behind, old.clone()));
            }
            _ => {}
        }
    }
    out
}

fn says_the_same(a: &WalkStep, b: &WalkStep) -> bool {
    (a.sign, &a.note, &a.side_by_side) == (b.sign, &b.note, &b.side_by_side)
}

/// The steps of two walks side by side, by their places; what stands in one alone has nobody beside it.
fn aligned(left: &[Path], right: &[Path]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut out = Vec::new();
    let mut next = 0;
    for (at, path) in left.iter().enumerate() {
        let found = right.iter().skip(next).position(|other| other == path).map(|found| next + found);
        match found {
            Some(found) => {
                out.extend((next..found).map(|skipped| (None, Some(skipped))));
                out.push((Some(at), Some(found)));
                next = found + 1;
            }
            None => out.push((Some(at), None)),
        }
    }
    out.extend((next..right.len()).map(|rest| (None, Some(rest))));
    out
}

/// One of two requests that are compared.
#[derive(Debug)]
pub struct Side {
    /// What people call the request.
    pub title: String,
    /// How it ends.
    pub verdict: Verdict,
    /// Its way.
    pub stages: Vec<Stage>,
    /// Its walk.
    pub steps: Vec<WalkStep>,
}

impl Side {
    /// A request and what came of it.
    #[must_use]
    pub fn of(title: &str, simulation: &Simulation) -> Self {
        let why = Why::of(Some(simulation), true, false);
        Self {
            title: title.to_owned(),
            verdict: simulation.decision().map_or(Verdict::ImplicitDeny, |decision| decision.verdict()),
            stages: flow::stages(simulation, &why.steps),
            steps: why.steps,
        }
    }

    /// The sign of how it ends.
    #[must_use]
    pub fn sign(&self) -> Sign {
        match self.verdict {
            Verdict::Allow => Sign::Yes,
            Verdict::ExplicitDeny => Sign::No,
            Verdict::ImplicitDeny => Sign::Silent,
        }
    }
}

/// Two requests side by side.
#[derive(Debug)]
pub struct Pair {
    /// The one that is chosen.
    pub left: Side,
    /// The one beside it.
    pub right: Side,
    /// What stands on each row, by its place on either side, and whether both sides say the same there.
    pub rows: Vec<(Option<usize>, Option<usize>, bool)>,
    /// The row looked at.
    pub at: usize,
}

impl Pair {
    /// Two requests, each with the words that people call it by; the first row is looked at where they differ.
    #[must_use]
    pub fn of(left: (&str, &Simulation), right: (&str, &Simulation)) -> Self {
        let (left, right) = (Side::of(left.0, left.1), Side::of(right.0, right.1));
        let said = |step: &WalkStep| !step.aside && !is_absent(step);
        let there = |side: &Side, at: Option<usize>| at.and_then(|at| side.steps.get(at)).is_some_and(said);
        let rows: Vec<(Option<usize>, Option<usize>, bool)> =
            aligned(&paths_by_place(&left.steps), &paths_by_place(&right.steps))
                .into_iter()
                .filter(|(a, b)| there(&left, *a) || there(&right, *b))
                .map(|(a, b)| {
                    let steps = a.and_then(|a| left.steps.get(a)).zip(b.and_then(|b| right.steps.get(b)));
                    (a, b, steps.is_some_and(|(a, b)| says_the_same(a, b) && a.label == b.label))
                })
                .collect();
        let mut pair = Self { left, right, rows, at: 0 };
        pair.at = pair.differing(0).unwrap_or_default();
        pair
    }

    fn differing(&self, from: usize) -> Option<usize> {
        self.rows.iter().enumerate().skip(from).find(|(_, (.., same))| !same).map(|(at, _)| at)
    }

    /// To the next row where the two differ, and from the last to the first.
    pub fn next_difference(&mut self) {
        self.at = self.differing(self.at + 1).or_else(|| self.differing(0)).unwrap_or(self.at);
    }

    /// Rows on or back.
    pub fn step(&mut self, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.rows.len().saturating_sub(1));
    }
}

/// What was there before the last edit. Changes that follow upon each other closely are one edit: a name is typed letter by
/// letter, and an old one taken out before.
#[derive(Debug)]
pub struct Before<T> {
    kept: Option<T>,
    changed_at: Option<i64>,
}

/// Changes with less than this between them are one edit, in milliseconds.
const PAUSE: i64 = 3_000;

impl<T> Default for Before<T> {
    fn default() -> Self {
        Self { kept: None, changed_at: None }
    }
}

impl<T> Before<T> {
    /// Something changes at `now`: when a new edit begins with it, `current` is what there was before.
    pub fn note(&mut self, now: i64, current: impl FnOnce() -> T) {
        if self.changed_at.is_none_or(|at| now.saturating_sub(at) > PAUSE) {
            self.kept = Some(current());
        }
        self.changed_at = Some(now);
    }

    /// What the person is told when marks of what changed since then are switched on or off.
    #[must_use]
    pub fn words(&self, marks: bool) -> &'static str {
        match (marks, &self.kept) {
            (false, _) => "what changed is not marked any more",
            (true, Some(_)) => "what changed since before the last edit is marked in the walk",
            (true, None) => "nothing was edited yet; what the next edit changes will be marked in the walk",
        }
    }

    /// What there was.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.kept.as_ref()
    }
}
