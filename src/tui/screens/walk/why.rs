//! The walk through a simulation as a tree: what is unfolded, the step the learner looks at, the place it lights.

use std::collections::BTreeMap;

use crate::iam::explain::{self, Place, Sign, WalkLevel, WalkStep};
use crate::iam::simulate::Simulation;
use crate::text::TextRange;

/// The place in the walk of a line that belongs to no step.
pub const NO_STEP: usize = usize::MAX;

/// What tells a step from the others, also after a change: its call, and what stands on the way down to it.
pub type Path = String;

/// A decision, walked.
#[derive(Debug, Default)]
pub struct Why {
    /// Every step as it is asked.
    asked: Vec<WalkStep>,
    /// The same as they are shown: unless there is room, layers that are not there stand behind the others, inside a step that
    /// names them all.
    pub steps: Vec<WalkStep>,
    /// What tells each of them from the others.
    pub paths: Vec<Path>,
    /// The step looked at.
    pub at: usize,
    /// The learner chose the step; otherwise it is the decider.
    pub chosen: bool,
    /// The decision in a sentence or two.
    pub summary: String,
    /// What AWS would say.
    pub message: Option<String>,
    /// What the learner folded and unfolded.
    folds: BTreeMap<Path, bool>,
    /// Layers that are not there stand where they would be asked.
    ample: bool,
    /// What each request carries is told.
    pub requests: bool,
}

impl Why {
    /// The walk of a simulation, at its decider; `requests` says whether it tells what each request carries.
    #[must_use]
    pub fn of(simulation: Option<&Simulation>, ample: bool, requests: bool) -> Self {
        let mut why = Self { ample, requests, ..Self::default() };
        why.read(simulation);
        why
    }

    /// The same request after a change: the step the learner chose is found again, or else the decider is looked at.
    pub fn renew(&mut self, simulation: Option<&Simulation>) {
        let old = self.looked_at();
        self.read(simulation);
        self.find_again(old);
    }

    /// Shows layers that are not there in their places, or together behind the others.
    pub fn give_room(&mut self, ample: bool) {
        if self.ample != ample {
            self.ample = ample;
            let old = self.looked_at();
            self.arrange();
            self.find_again(old);
        }
    }

    /// Whether layers that are not there stand where they would be asked.
    #[must_use]
    pub fn is_ample(&self) -> bool {
        self.ample
    }

    fn looked_at(&self) -> Option<(Path, WalkStep)> {
        let step = self.steps.get(self.at).cloned().filter(|_| self.chosen)?;
        Some((self.paths.get(self.at)?.clone(), step))
    }

    fn find_again(&mut self, old: Option<(Path, WalkStep)>) {
        let Some((path, old)) = old else { return };
        let document = |step: &WalkStep| step.place.as_ref().map(|place| place.document.clone());
        let alike = |new: &WalkStep| {
            (new.level, new.hop, &new.label) == (old.level, old.hop, &old.label) && document(new) == document(&old)
        };
        let same = self.paths.iter().position(|new| *new == path).or_else(|| self.steps.iter().position(alike));
        if let Some(at) = same {
            self.go(at);
        }
    }

    fn read(&mut self, simulation: Option<&Simulation>) {
        let walk = if self.requests { explain::walk_with_requests } else { explain::whole_walk };
        self.asked = simulation.map(walk).unwrap_or_default();
        self.summary = simulation.map(explain::summary).unwrap_or_default();
        self.message = simulation.and_then(explain::access_denied_message);
        self.arrange();
    }

    fn arrange(&mut self) {
        self.steps = if self.ample { self.asked.clone() } else { gathered(&self.asked) };
        self.paths = paths(&self.steps);
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
        if let Some(next) = self.next(forward) {
            self.go(next);
        }
    }

    /// The step after the one looked at, or the one before, of those that are not folded away.
    #[must_use]
    pub fn next(&self, forward: bool) -> Option<usize> {
        let list = self.open_steps(true);
        match forward {
            true => list.into_iter().find(|step| *step > self.at),
            false => list.into_iter().rev().find(|step| *step < self.at),
        }
    }

    /// To a step.
    pub fn go(&mut self, at: usize) {
        self.at = at.min(self.steps.len().saturating_sub(1));
        self.chosen = true;
        self.uncover();
    }

    /// To the step at which the decision fell.
    pub fn go_to_decider(&mut self) {
        self.at = self.decider();
        self.chosen = false;
        self.uncover();
    }

    /// Unfolds what the step looked at lies in.
    fn uncover(&mut self) {
        for outer in self.around(self.at) {
            if let Some(path) = self.paths.get(outer).filter(|path| !self.is_open(outer, path)) {
                self.folds.insert(path.clone(), true);
            }
        }
    }

    /// Folds or unfolds the step looked at, or, when there is nothing inside it, folds what it lies in.
    pub fn fold(&mut self) {
        let at = match self.has_inside(self.at) {
            true => Some(self.at),
            false => self.around(self.at).last().copied(),
        };
        let Some((at, path)) = at.and_then(|at| Some((at, self.paths.get(at)?))) else { return };
        let open = self.is_open(at, path);
        self.folds.insert(path.clone(), !open);
        self.at = at;
        self.chosen = true;
    }

    /// Unfolds everything, or, when nothing is folded, goes back to what is shown at first.
    pub fn fold_all(&mut self) {
        let folded = |(at, path): &(usize, &Path)| self.has_inside(*at) && !self.is_open(*at, path);
        let folded: Vec<Path> = self.paths.iter().enumerate().filter(folded).map(|(_, path)| path.clone()).collect();
        if folded.is_empty() {
            self.folds.clear();
            self.uncover();
        }
        self.folds.extend(folded.into_iter().map(|path| (path, true)));
    }

    /// Whether anything lies inside a step.
    #[must_use]
    pub fn has_inside(&self, at: usize) -> bool {
        let level = |at: usize| self.steps.get(at).map(|step| step.level);
        level(at + 1).is_some_and(|below| Some(below) > level(at))
    }

    /// The steps that a step lies in, the outermost first.
    fn around(&self, at: usize) -> Vec<usize> {
        let mut level = self.steps.get(at).map(|step| step.level);
        let mut out = Vec::new();
        for (outer, step) in self.steps.iter().enumerate().take(at).rev() {
            if Some(step.level) < level {
                level = Some(step.level);
                out.push(outer);
            }
        }
        out.reverse();
        out
    }

    /// The call whose inside is shown: the one looked at. One that was not made has nothing inside: then the last that was.
    fn open_hop(&self) -> usize {
        let looked_at = self.steps.get(self.at).map_or(0, |step| step.hop);
        let inside = self.steps.iter().filter(|step| step.level != WalkLevel::Hop && step.hop <= looked_at);
        inside.map(|step| step.hop).max().unwrap_or(looked_at)
    }

    fn is_open(&self, at: usize, path: &str) -> bool {
        let of_itself = || {
            let Some(step) = self.steps.get(at) else { return true };
            match step.level {
                WalkLevel::Hop => step.hop == self.open_hop(),
                WalkLevel::Layer => !is_gathering(step),
                WalkLevel::Statement | WalkLevel::Element => self.steps.get(at + 1).is_some_and(|below| !below.aside),
            }
        };
        self.folds.get(path).copied().unwrap_or_else(of_itself)
    }

    /// The steps to show, by their places, and whether each hides what lies inside it.
    #[must_use]
    pub fn shown(&self) -> Vec<(usize, bool)> {
        let open = self.open_steps(false);
        let hides = |at: usize| self.has_inside(at) && !open.contains(&(at + 1));
        open.iter().map(|at| (*at, hides(*at))).collect()
    }

    /// The steps that are not folded away; `every_call` walks through all calls, also those that only open when one comes to them.
    fn open_steps(&self, every_call: bool) -> Vec<usize> {
        let mut out = Vec::new();
        let mut folded: Option<WalkLevel> = None;
        for (at, (step, path)) in self.steps.iter().zip(&self.paths).enumerate() {
            if folded.is_some_and(|level| step.level > level) {
                continue;
            }
            out.push(at);
            let open = match every_call && step.level == WalkLevel::Hop {
                true => self.folds.get(path) != Some(&false),
                false => self.is_open(at, path),
            };
            folded = (!open).then_some(step.level);
        }
        out
    }

    /// The step looked at and the steps inside it that are shown.
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
            .filter(|below| !below.aside || step.level == WalkLevel::Statement)
            .find_map(|below| below.place.as_ref());
        miss.filter(|_| silent && step.level != WalkLevel::Hop).or(step.place.as_ref())
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

/// What tells each step from the others. Layers are told by their kind, statements by document and name; where that is the same,
/// by their number.
#[must_use]
pub fn paths(steps: &[WalkStep]) -> Vec<Path> {
    paths_by(steps, |step| {
        let document = step.place.as_ref().map(|place| &*place.document).unwrap_or_default();
        format!("{document}\n{}", step.label)
    })
}

/// The same for requests that meet other policies: of those, the first statement stands beside the first, whatever its name.
#[must_use]
pub fn paths_by_place(steps: &[WalkStep]) -> Vec<Path> {
    paths_by(steps, |_| String::new())
}

fn paths_by(steps: &[WalkStep], statement: impl Fn(&WalkStep) -> String) -> Vec<Path> {
    let mut way: Vec<(WalkLevel, Path)> = Vec::new();
    let mut seen: BTreeMap<Path, usize> = BTreeMap::new();
    let mut out = Vec::with_capacity(steps.len());
    for step in steps {
        way.retain(|(level, _)| *level < step.level);
        let outer = way.last().map(|(_, path)| path.as_str()).unwrap_or_default();
        let own = match (step.level, step.badge) {
            (WalkLevel::Hop, _) => step.hop.to_string(),
            (WalkLevel::Layer, Some(kind)) => kind.badge().to_string(),
            (WalkLevel::Statement, _) => statement(step),
            (WalkLevel::Layer | WalkLevel::Element, _) => step.label.clone(),
        };
        let mut path = format!("{outer}\t{own}");
        let times = seen.entry(path.clone()).or_default();
        *times += 1;
        if *times > 1 {
            path = format!("{path}\t{times}");
        }
        way.push((step.level, path.clone()));
        out.push(path);
    }
    out
}

/// A layer that has no policy, and nothing to say of the decision.
pub fn is_absent(step: &WalkStep) -> bool {
    step.level == WalkLevel::Layer
        && step.sign == Sign::Nothing
        && step.badge.is_some()
        && step.place.is_none()
        && !step.decisive
}

/// What the step is called that gathers the layers that are not there.
const NONE_HERE: &str = "none here: ";

/// Whether a step gathers layers that are not there.
#[must_use]
pub fn is_gathering(step: &WalkStep) -> bool {
    step.level == WalkLevel::Layer && step.badge.is_none() && step.label.starts_with(NONE_HERE)
}

/// The steps, for each call with the layers that are not there behind the others, inside a step that names them all.
fn gathered(asked: &[WalkStep]) -> Vec<WalkStep> {
    let mut out = Vec::with_capacity(asked.len() + 2);
    for hop in asked.chunk_by(|a, b| a.hop == b.hop) {
        let (absent, there): (Vec<&WalkStep>, Vec<&WalkStep>) = hop.iter().partition(|step| is_absent(step));
        out.extend(there.into_iter().cloned());
        if let Some(first) = absent.first() {
            let names: Vec<String> = absent.iter().map(|step| short_name(&step.label)).collect();
            let label = format!("{NONE_HERE}{}", names.join(", "));
            out.push(WalkStep { badge: None, label, note: String::new(), ..(*first).clone() });
            out.extend(absent.into_iter().map(|step| WalkStep { level: WalkLevel::Statement, ..step.clone() }));
        }
    }
    out
}

/// `resource control (RCP)` is known by its letters, `session policy` and `permissions boundary` by one word.
fn short_name(label: &str) -> String {
    match label.split_once('(') {
        Some((_, letters)) => letters.trim_end_matches(')').to_owned(),
        None => {
            let word = label.trim_end_matches(" policy");
            word.strip_prefix("permissions ").unwrap_or(word).to_owned()
        }
    }
}
