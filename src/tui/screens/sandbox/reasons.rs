//! The reasons: the chosen request in the simulator pane, foreseen first where that is wanted, beside another request.

use super::case::{Case, Outcome, words_of};
use super::{Focus, Sandbox};
use crate::iam::simulate::Simulation;
use crate::tui::actions::Action;
use crate::tui::app::{Command, Shared};
use crate::tui::screens::walk;

impl Sandbox {
    /// Walks through the chosen request; asks first what will come of it, where that is wanted, once for each. Its keys
    /// are known to whoever writes.
    pub(super) fn look(&mut self) {
        let chosen = self.case.as_ref().map_or(0, |case| case.chosen);
        let before = self.before.get().and_then(|outcomes| outcomes.get(chosen)).and_then(simulation_of);
        let simulation = self.case.as_ref().and_then(Case::outcome).and_then(simulation_of);
        self.walk.show(simulation, before);
        self.desk.surroundings.context =
            simulation.and_then(|simulation| simulation.hops.last()).map(|hop| hop.request.context.clone());
        self.tell();
        if self.predict && !self.foreseen.contains(&chosen) {
            self.walk.ask();
        }
    }

    /// Decides every request anew, if some document of the scenario changed.
    pub(super) fn run(&mut self, now: i64) {
        let Some(case) = &mut self.case else { return };
        let Some(were) = case.take(&self.desk.tabs) else { return };
        case.changed = true;
        self.before.note(now, || were);
        let before = self.before.get().and_then(|outcomes| outcomes.get(case.chosen)).and_then(simulation_of);
        self.walk.renew(case.outcome().and_then(simulation_of), before);
        self.foreseen.insert(case.chosen);
        self.tell();
    }

    /// Says of the chosen request why it cannot be run.
    fn tell(&mut self) {
        let of_case = |case: &Case| {
            let error = case.outcome()?.as_ref().err()?;
            Some((words_of(case.request()?), format!("It cannot be run. {}.", error.message)))
        };
        let (about, words) = self.case.as_ref().and_then(of_case).unwrap_or_default();
        self.walk.tell(&about, &words);
    }

    /// Does in the walk what a key means there.
    pub(super) fn in_walk(&mut self, action: Action) -> Vec<Command> {
        let asked = self.walk.is_asking();
        if self.walk.act(action) {
            if let Some(case) = self.case.as_ref().filter(|_| asked && !self.walk.is_asking()) {
                self.foreseen.insert(case.chosen);
            }
            if !self.walk.is_comparing() {
                self.show_lit();
            }
        }
        self.walk.wanted()
    }

    /// The wait for the next step of a walk that plays is over.
    pub(super) fn beat(&mut self, number: u32) -> Vec<Command> {
        if self.walk.beat(number) {
            self.show_lit();
        }
        self.walk.wanted()
    }

    /// From now on it is asked, or not, what one expects before a walk is shown.
    pub(super) fn turn_predict_first(&mut self, shared: &mut Shared) {
        self.predict = !self.predict;
        shared.notice = Some(walk::want(self.predict, shared).to_owned());
        self.foreseen.clear();
        self.look();
    }

    /// Marks what changed since before the last edit, or does not any more.
    pub(super) fn turn_marks(&mut self, shared: &mut Shared) {
        let chosen = self.case.as_ref().map_or(0, |case| case.chosen);
        let before = self.before.get().and_then(|outcomes| outcomes.get(chosen)).and_then(simulation_of);
        let marks = self.walk.turn_marks(before);
        shared.notice = Some(self.before.words(marks).to_owned());
    }

    /// Puts the chosen request beside another one: first beside one that ends otherwise, then beside the next.
    pub(super) fn compare(&mut self, shared: &mut Shared) {
        let Some(case) = &self.case else { return };
        let ended = |request: usize| case.outcomes.get(request).and_then(simulation_of);
        let verdict = |request: usize| ended(request).and_then(Simulation::decision).map(|decision| decision.verdict());
        let all = case.outcomes.len().max(1);
        let from = if self.walk.is_comparing() { self.beside } else { case.chosen };
        let order = (1..=all).map(|on| (from + on) % all);
        let others: Vec<usize> = order.filter(|at| *at != case.chosen && ended(*at).is_some()).collect();
        let otherwise = others.iter().find(|at| verdict(**at) != verdict(case.chosen) && !self.walk.is_comparing());
        let other = otherwise.or(others.first()).copied();
        let (Some(other), Some(own)) = (other, ended(case.chosen)) else {
            shared.notice = Some("there is no other request to compare this one with".to_owned());
            return;
        };
        let text = |at: usize| case.scenario.requests.get(at).map(words_of).unwrap_or_default();
        let (title, other_title) = (text(case.chosen), text(other));
        let pair = ended(other).map(|beside| walk::Pair::of((&title, own), (&other_title, beside)));
        if let Some(pair) = pair {
            self.walk.compare(pair);
            (self.beside, self.focus) = (other, Focus::Walk);
        }
    }
}

fn simulation_of(outcome: &Outcome) -> Option<&Simulation> {
    outcome.as_ref().ok()
}
