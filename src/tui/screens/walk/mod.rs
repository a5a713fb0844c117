//! The simulator pane: one decision, walked. The lab and the sandbox show it beside their documents.
//!
//! `why` is the walk and the step that is looked at, `flow` the way of the request on one line, `guess` what is asked before the
//! steps are shown, `compare` holds two walks against each other, `view` draws. What the walk is of, and where its documents are,
//! is the screen's business.
//!
//! A screen calls [`Pane::show`] for another request and [`Pane::renew`] after a change, hands it keys ([`Pane::act`]), clicks
//! ([`Pane::click`]) and what the worker did ([`Pane::beat`]), does then what [`Pane::wanted`] says, and brings the place into sight
//! that the step looks at ([`Pane::lit`]).

mod compare;
mod flow;
mod guess;
mod view;
pub(in crate::tui::screens) mod why;

#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

pub use compare::{Before, Pair};
pub use guess::{WAITING, is_wanted, want};
pub use view::{Look, Room};

use crate::iam::change::Change;
use crate::iam::explain::{Place, WalkStep};
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;
use crate::text::TextRange;
use crate::tui::actions::Action;
use crate::tui::app::{Command, Effect};
use crate::tui::work::Job;
use compare::Changed;
use guess::Guess;
use why::Why;

/// The pane, as the mouse knows it; told from the panes of the screens by its number.
pub const PANE: usize = 1_100;
/// Steps that a page has.
const PAGE: usize = 8;
/// How long a step is shown while the walk plays, in milliseconds.
const BEAT: u32 = 1_600;

/// What the pane holds, apart from how it is drawn.
#[derive(Debug, Default)]
pub struct Pane {
    pub(in crate::tui::screens) why: Why,
    /// How it ends, if there is a decision.
    verdict: Option<Verdict>,
    /// The stations of the request's way.
    stages: Vec<flow::Stage>,
    /// The action and the resource of the last call.
    asked: Option<(String, String)>,
    /// The action that the whole way is for, whether it came to it or not.
    wanted_action: String,
    /// What is told where there is no decision: of what, and what.
    instead: (String, String),
    /// What is asked before the steps are shown.
    guess: Guess,
    /// The walk goes on by itself.
    playing: bool,
    /// The wait for its next step that counts; an older one that ends late means nothing.
    beat: u32,
    /// That wait is to be asked for.
    beat_due: bool,
    /// The walk as it was before the last edit.
    before: Option<Vec<WalkStep>>,
    /// What changed since then is marked.
    marks_changes: bool,
    /// The request beside another one.
    pair: Option<Pair>,
    /// Changes that would turn the decision, the smallest first.
    changes: Option<Vec<Change>>,
    /// Which of them is shown.
    change: usize,
    /// Lines of the walk above its window.
    scroll: usize,
    /// How many of them only because the learner went on behind the last step.
    beyond: usize,
    /// The end of the walk is to be brought into sight.
    to_the_end: bool,
    layout: view::Layout,
}

impl Pane {
    /// The walk of a simulation, at the step where the decision fell.
    #[must_use]
    pub fn of(simulation: Option<&Simulation>) -> Self {
        let mut pane = Self::default();
        pane.show(simulation, None);
        pane
    }

    /// Another request, at the step where the decision fell. `before` is what came of it before the last edit.
    pub fn show(&mut self, simulation: Option<&Simulation>, before: Option<&Simulation>) {
        self.why = Why::of(simulation, self.why.is_ample(), self.why.requests);
        self.scroll = 0;
        self.read(simulation, before);
    }

    /// The same request after a change: the step that the learner chose is found again. What was asked is asked no more.
    pub fn renew(&mut self, simulation: Option<&Simulation>, before: Option<&Simulation>) {
        self.why.renew(simulation);
        self.read(simulation, before);
    }

    /// From the next walk on, tells also what each request carries: for who has to keep one out.
    pub fn tell_requests(&mut self, wanted: bool) {
        self.why.requests = wanted;
    }

    /// What is told where there is no decision: of what, and what.
    pub fn tell(&mut self, about: &str, words: &str) {
        self.instead = (about.to_owned(), words.to_owned());
    }

    fn read(&mut self, simulation: Option<&Simulation>, before: Option<&Simulation>) {
        self.verdict = simulation.and_then(Simulation::decision).map(|decision| decision.verdict());
        self.stages = simulation.map(|simulation| flow::stages(simulation, &self.why.steps)).unwrap_or_default();
        let last = simulation.and_then(|simulation| simulation.hops.last());
        self.asked = last.map(|hop| (hop.request.action.clone(), flow::resource(&hop.request.resource).to_owned()));
        let ahead = simulation.and_then(|simulation| simulation.ahead.last().cloned());
        let made = || self.asked.as_ref().map(|(action, _)| action.clone());
        self.wanted_action = ahead.or_else(made).unwrap_or_default();
        self.note_before(before);
        self.guess = Guess::Off;
        self.changes = None;
        self.pair = None;
        self.beyond = 0;
        self.pause();
    }

    /// Most of the time nobody looks at the walk as it was: then it is not made.
    fn note_before(&mut self, before: Option<&Simulation>) {
        let before = before.filter(|_| self.marks_changes);
        self.before = before.map(|before| Why::of(Some(before), self.why.is_ample(), self.why.requests).steps);
    }

    /// Marks what changed since `before`, or does not any more; says which. Not while something else fills the pane.
    pub fn turn_marks(&mut self, before: Option<&Simulation>) -> bool {
        if !self.guess.is_open() && self.pair.is_none() {
            self.marks_changes = !self.marks_changes;
            self.note_before(before);
        }
        self.marks_changes
    }

    /// Asks what will come of the request before the steps are shown.
    pub fn ask(&mut self) {
        if self.verdict.is_some() {
            self.guess = Guess::Outcome;
        }
    }

    /// Whether the question waits for its answer; no step is shown or lit until then.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.guess.is_open()
    }

    /// How many answers the question has.
    #[must_use]
    pub fn choices(&self) -> usize {
        self.guess.choices()
    }

    /// Does what a key means, if it means something to the pane. Afterwards another place may be lit, and something wanted.
    pub fn act(&mut self, action: Action) -> bool {
        if self.guess.is_open() {
            return self.answer(action);
        }
        if self.pair.is_some() {
            return self.act_in_pair(action);
        }
        let steps = matches!(
            action,
            Action::NextStep | Action::PreviousStep | Action::Up | Action::Down | Action::Decider | Action::Fold
        );
        if steps {
            self.pause();
        }
        match action {
            Action::NextStep | Action::Down => self.go(1),
            Action::PreviousStep | Action::Up => self.go(-1),
            Action::PageDown => self.go(PAGE.cast_signed()),
            Action::PageUp => self.go(-PAGE.cast_signed()),
            Action::Decider | Action::Fold | Action::FoldAll => {
                self.beyond = 0;
                match action {
                    Action::Decider => self.why.go_to_decider(),
                    Action::Fold => self.why.fold(),
                    _ => self.why.fold_all(),
                }
            }
            Action::Play if self.playing => self.pause(),
            Action::Play => self.play(),
            _ => return false,
        }
        true
    }

    /// So many steps on or back; behind the last one, so many lines of what follows the walk.
    fn go(&mut self, steps: isize) {
        let (forward, count) = (steps > 0, steps.unsigned_abs());
        let is_last = self.why.next(true).is_none();
        if is_last && forward {
            self.beyond += count;
        } else if is_last && self.beyond > 0 {
            self.beyond = self.beyond.saturating_sub(count);
        } else {
            self.beyond = 0;
            (0..count).for_each(|_| self.why.step(forward));
        }
    }

    fn answer(&mut self, action: Action) -> bool {
        match action {
            Action::Choose(number) => {
                self.guess.answer(usize::from(number), self.verdict.unwrap_or(Verdict::ImplicitDeny), &self.why.steps);
            }
            Action::Skip => self.guess = Guess::Off,
            // There is nothing to walk through yet.
            Action::NextStep
            | Action::PreviousStep
            | Action::Up
            | Action::Down
            | Action::PageDown
            | Action::PageUp
            | Action::Decider
            | Action::Fold
            | Action::FoldAll
            | Action::Play
            | Action::Compare => {}
            _ => return false,
        }
        true
    }

    fn act_in_pair(&mut self, action: Action) -> bool {
        let Some(pair) = &mut self.pair else { return false };
        match action {
            Action::NextStep | Action::Down => pair.step(1),
            Action::PreviousStep | Action::Up => pair.step(-1),
            Action::PageDown => pair.step(PAGE.cast_signed()),
            Action::PageUp => pair.step(-PAGE.cast_signed()),
            Action::Decider => pair.next_difference(),
            Action::Compare | Action::Back => self.pair = None,
            Action::Fold | Action::FoldAll | Action::Play => {}
            _ => return false,
        }
        true
    }

    /// Puts two requests side by side.
    pub fn compare(&mut self, pair: Pair) {
        self.pause();
        self.scroll = 0;
        self.pair = Some(pair);
    }

    /// Whether two requests stand side by side: then the pane wants the whole width.
    #[must_use]
    pub fn is_comparing(&self) -> bool {
        self.pair.is_some()
    }

    /// The request alone again.
    pub fn stop_comparing(&mut self) {
        self.pair = None;
    }

    /// Shows what would turn the decision, the smallest change first, or that there is none.
    pub fn propose(&mut self, changes: Vec<Change>) {
        self.changes = Some(changes);
        self.change = 0;
        self.to_the_end = true;
    }

    /// The change that is shown.
    #[must_use]
    pub fn proposed(&self) -> Option<&Change> {
        self.changes.as_ref()?.get(self.change)
    }

    /// Whether it was looked for what would turn the decision.
    #[must_use]
    pub fn has_proposed(&self) -> bool {
        self.changes.is_some()
    }

    /// Shows the next of the changes, after the last the first.
    pub fn propose_next(&mut self) {
        let count = self.changes.as_ref().map_or(1, Vec::len).max(1);
        self.change = (self.change + 1) % count;
        self.to_the_end = true;
    }

    /// The walk goes on by itself: from the step looked at when the learner chose it, else from the first.
    fn play(&mut self) {
        if !self.why.chosen || self.why.next(true).is_none() {
            self.why.go(0);
        }
        self.playing = !self.why.steps.is_empty();
        self.ask_for_beat();
    }

    /// The walk waits for keys again.
    pub fn pause(&mut self) {
        self.playing = false;
        self.beat_due = false;
        self.beat = self.beat.wrapping_add(1);
    }

    fn ask_for_beat(&mut self) {
        self.beat = self.beat.wrapping_add(1);
        self.beat_due = self.playing;
    }

    /// A wait is over: if it is the one that counts, the walk goes on by a step. Says whether it did.
    pub fn beat(&mut self, number: u32) -> bool {
        if !self.playing || number != self.beat {
            return false;
        }
        self.why.step(true);
        if self.why.next(true).is_none() {
            self.pause();
        } else {
            self.ask_for_beat();
        }
        true
    }

    /// What must be done outside so that the walk goes on: while it plays, a wait.
    pub fn wanted(&mut self) -> Vec<Command> {
        match std::mem::take(&mut self.beat_due) {
            true => vec![Command::Effect(Effect::Work(Job::Beat { milliseconds: BEAT, number: self.beat }))],
            false => Vec::new(),
        }
    }

    /// A click on a row of the screen: the step there is looked at, one that is looked at already is folded or unfolded, an
    /// answer is given.
    pub fn click(&mut self, row: u16) {
        let Some(at) = self.step_at(row) else { return };
        if self.guess.is_open() {
            self.act(Action::Choose(u8::try_from(at).unwrap_or(u8::MAX)));
        } else if let Some(pair) = &mut self.pair {
            pair.at = at;
        } else if self.why.at == at && self.why.chosen {
            self.why.fold();
        } else {
            self.pause();
            self.beyond = 0;
            self.why.go(at);
        }
    }

    /// The place that the step looks at.
    #[must_use]
    pub fn lit(&self) -> Option<&Place> {
        self.why.lit().filter(|_| !self.guess.is_open())
    }

    /// The steps, as they are shown when everything is unfolded.
    #[must_use]
    pub fn steps(&self) -> &[WalkStep] {
        &self.why.steps
    }

    /// The step looked at.
    #[must_use]
    pub fn at(&self) -> usize {
        self.why.at
    }

    /// What a row of the screen shows: a step, a row of a comparison, the number of an answer.
    #[must_use]
    pub fn step_at(&self, row: u16) -> Option<usize> {
        let at = usize::from(row.checked_sub(self.layout.walk.y)?) + self.scroll;
        self.layout.lines.get(at).map(|line| line.step).filter(|step| *step != why::NO_STEP)
    }

    /// Whether a step is about this statement of this document.
    #[must_use]
    pub fn is_about(&self, step: usize, document: &str, statement: TextRange) -> bool {
        self.why.steps.get(step).is_some_and(|step| Why::is_about(step, document, statement))
    }

    /// What changed since before the last edit, where that is to be marked.
    fn changed(&self) -> Option<Changed> {
        let before = self.before.as_ref()?;
        Some(compare::changed(before, &self.why.steps, &self.why.paths))
    }
}

/// A piece of the pane inset by a column at either side.
fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}
