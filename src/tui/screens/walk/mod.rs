//! The simulator pane: one decision, walked. The lab and the sandbox show it beside their documents.
//!
//! `why` is the walk and the step that is looked at, `flow` the way of the request on one line, `view` draws. What the walk is
//! of, and where its documents are, is the screen's business.

pub mod flow;
mod view;
pub(in crate::tui::screens) mod why;

use ratatui::layout::Rect;

use crate::iam::explain::{Place, WalkStep};
use crate::iam::simulate::Simulation;
use crate::text::TextRange;
use crate::tui::actions::Action;
pub use view::{Look, Room};
use why::Why;

/// The pane, as the mouse knows it; told from the panes of the screens by its number.
pub const PANE: usize = 1_100;
/// Steps that a page has.
const PAGE: usize = 8;

/// The simulator pane.
#[derive(Debug, Default)]
pub struct Pane {
    pub(in crate::tui::screens) why: Why,
    /// The stations of the request's way.
    stages: Vec<flow::Stage>,
    /// The action and the resource of the last call.
    asked: Option<(String, String)>,
    /// What is told where there is no decision: of what, and what.
    instead: (String, String),
    /// Lines of the walk above its window.
    scroll: usize,
    layout: view::Layout,
}

impl Pane {
    /// The walk of a simulation, at the step where the decision fell.
    #[must_use]
    pub fn of(simulation: Option<&Simulation>) -> Self {
        let mut pane = Self { why: Why::of(simulation), ..Self::default() };
        pane.read(simulation);
        pane
    }

    /// The same request after a change: the step that the learner chose is found again.
    pub fn renew(&mut self, simulation: Option<&Simulation>) {
        self.why.renew(simulation);
        self.read(simulation);
    }

    /// What is told where there is no decision: of what, and what.
    pub fn tell(&mut self, about: &str, words: &str) {
        self.instead = (about.to_owned(), words.to_owned());
    }

    fn read(&mut self, simulation: Option<&Simulation>) {
        self.stages = simulation.map(|simulation| flow::stages(simulation, &self.why.steps)).unwrap_or_default();
        let last = simulation.and_then(|simulation| simulation.hops.last());
        self.asked = last.map(|hop| (hop.request.action.clone(), flow::resource(&hop.request.resource).to_owned()));
    }

    /// Does what a key means, if it means something to the pane. Afterwards another place may be lit.
    pub fn act(&mut self, action: Action) -> bool {
        match action {
            Action::NextStep | Action::Down => self.why.step(true),
            Action::PreviousStep | Action::Up => self.why.step(false),
            Action::PageDown => (0..PAGE).for_each(|_| self.why.step(true)),
            Action::PageUp => (0..PAGE).for_each(|_| self.why.step(false)),
            Action::Decider => self.why.go_to_decider(),
            _ => return false,
        }
        true
    }

    /// A click on a row of the screen: the step there is looked at.
    pub fn click(&mut self, row: u16) {
        if let Some(step) = self.step_at(row) {
            self.why.go(step);
        }
    }

    /// The place that the step looks at.
    #[must_use]
    pub fn lit(&self) -> Option<&Place> {
        self.why.lit()
    }

    /// The steps, as they are asked.
    #[must_use]
    pub fn steps(&self) -> &[WalkStep] {
        &self.why.steps
    }

    /// The step looked at.
    #[must_use]
    pub fn at(&self) -> usize {
        self.why.at
    }

    /// The step that a row of the screen shows.
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
}

/// A piece of the pane inset by a column at either side.
fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}
