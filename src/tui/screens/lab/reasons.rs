//! The reasons: the chosen goal in the simulator pane, foreseen first where that is wanted, beside another goal, with the change
//! that would turn it.

use super::{Focus, LabScreen, SLOW, SLOW_FROM};
use crate::course::grade::{Goal, NOTHING_BEYOND};
use crate::iam::change::{Change, closing_changes, smallest_changes};
use crate::iam::simulate::{Simulation, judge, simulate};
use crate::tui::actions::Action;
use crate::tui::app::{Command, Effect, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::screens::walk;
use crate::tui::work::Job;

/// In the labs of so many lessons, from the first, it is asked what one expects, until the learner says otherwise.
const PREDICTED: u32 = 10;
/// The hints that cost a star each.
const HINTS: u8 = 3;

impl LabScreen {
    /// Whether to ask what one expects before a walk is shown.
    pub(super) fn predicts(lesson: &str, shared: &mut Shared) -> bool {
        let number = lesson.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>();
        walk::is_wanted(shared, number.is_ok_and(|number| number <= PREDICTED))
    }

    fn simulation(&self, goal: usize) -> Option<&Simulation> {
        self.play.grade.goals.get(goal)?.simulation.as_ref()
    }

    /// Walks through the chosen goal; asks first what will come of it, once for each goal.
    pub(super) fn show_goal(&mut self) {
        let goal = self.play.grade.goals.get(self.goal);
        let before = self.before.get().and_then(|grade| grade.goals.get(self.goal));
        self.walk.tell_requests(goal.is_some_and(lets_in));
        self.walk.show(goal.and_then(simulation_of), before.and_then(simulation_of));
        tell(&mut self.walk, goal);
        // That the proof found a request already says what comes of it.
        let is_proof = goal.is_some_and(|goal| goal.name == NOTHING_BEYOND);
        if self.predict && !is_proof && !self.foreseen.contains(&self.goal) {
            self.walk.ask();
        }
        self.show_lit();
    }

    /// Walks through the chosen goal anew. Whoever changes a document has something else in mind than to foresee what was.
    pub(super) fn renew_walk(&mut self) {
        let goal = self.play.grade.goals.get(self.goal);
        let before = self.before.get().and_then(|grade| grade.goals.get(self.goal));
        self.walk.tell_requests(goal.is_some_and(lets_in));
        self.walk.renew(goal.and_then(simulation_of), before.and_then(simulation_of));
        tell(&mut self.walk, goal);
        self.foreseen.insert(self.goal);
    }

    /// Asks for the proof that there is nothing beyond the task, if one is due.
    pub(super) fn prove(&mut self) -> Vec<Command> {
        let Some(proof) = self.play.proof() else { return Vec::new() };
        let slow = Job::Beat { milliseconds: SLOW, number: SLOW_FROM.saturating_add(proof.number) };
        [Job::Prove(proof), slow].map(|job| Command::Effect(Effect::Work(job))).into()
    }

    /// Something else is known of what is beyond the task: if that is looked at, walks through it anew.
    pub(super) fn renew_proof(&mut self) {
        if self.play.grade.goals.get(self.goal).is_some_and(|goal| goal.name == NOTHING_BEYOND) {
            self.renew_walk();
        }
    }

    /// Does in the walk what a key means there.
    pub(super) fn in_walk(&mut self, action: Action) -> Vec<Command> {
        let asked = self.walk.is_asking();
        if self.walk.act(action) {
            if asked && !self.walk.is_asking() {
                self.foreseen.insert(self.goal);
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
        self.show_goal();
    }

    /// Marks what changed since before the last edit, or does not any more.
    pub(super) fn turn_marks(&mut self, shared: &mut Shared) {
        let before = self.before.get().and_then(|grade| grade.goals.get(self.goal));
        let marks = self.walk.turn_marks(before.and_then(simulation_of));
        shared.notice = Some(self.before.words(marks).to_owned());
    }

    /// Puts the chosen goal beside another one: first beside one that ends otherwise, then beside the next.
    pub(super) fn compare_goals(&mut self, shared: &mut Shared) {
        let count = self.play.grade.goals.len();
        let from = if self.walk.is_comparing() { self.beside } else { self.goal };
        let order = (1..=count).map(|on| (from + on) % count.max(1));
        let others: Vec<usize> = order.filter(|goal| *goal != self.goal && self.simulation(*goal).is_some()).collect();
        let verdict = |goal: usize| self.simulation(goal).and_then(Simulation::decision).map(|d| d.verdict());
        let otherwise = others.iter().find(|goal| verdict(**goal) != verdict(self.goal));
        let other = match self.walk.is_comparing() {
            true => others.first(),
            false => otherwise.or(others.first()),
        };
        let (Some(other), Some(own)) = (other.copied(), self.simulation(self.goal)) else {
            shared.notice = Some("there is no other goal to compare this one with".to_owned());
            return;
        };
        let goals = &self.play.grade.goals;
        let text = |goal: usize| goals.get(goal).map(|goal| goal.text.as_str()).unwrap_or_default();
        let pair = self.simulation(other).map(|beside| walk::Pair::of((text(self.goal), own), (text(other), beside)));
        if let Some(pair) = pair {
            self.walk.compare(pair);
            self.beside = other;
            self.focus = Focus::Walk;
        }
    }

    /// The smallest change that would reach the chosen goal is a hint, and has the price of one: asked first.
    pub(super) fn ask_smallest_change(&mut self, shared: &mut Shared) -> Vec<Command> {
        if self.walk.has_proposed() {
            self.walk.propose_next();
            return Vec::new();
        }
        let Some(goal) = self.play.grade.goals.get(self.goal) else { return Vec::new() };
        if goal.reached || goal.simulation.is_none() {
            let words = match goal.reached {
                true => "this goal is reached: nothing has to turn",
                false => "no decision falls here, so none can be turned",
            };
            shared.notice = Some(words.to_owned());
            return Vec::new();
        }
        if self.changes().is_empty() {
            shared.notice = Some("no small change of one or two documents reaches this goal".to_owned());
            return Vec::new();
        }
        if self.play.was_solved() || self.play.record.solution_seen || self.play.record.hints >= HINTS {
            return self.show_smallest_change(shared);
        }
        let star = shared.theme.symbols().star;
        let stars = 3_u8.saturating_sub(self.play.record.hints + 1).max(1);
        vec![Command::Show(Overlay::Confirm(Confirm {
            question: "See the smallest change that reaches this goal?".into(),
            detail: format!("It counts as a hint: solved after it, the lab brings {}.", star.repeat(stars.into())),
            on_yes: Box::new(Command::Confirmed(Action::SmallestChange)),
        }))]
    }

    /// Shows it below the walk, and writes its price down.
    pub(super) fn show_smallest_change(&mut self, shared: &mut Shared) -> Vec<Command> {
        if !self.play.was_solved() && !self.play.record.solution_seen && self.play.record.hints < HINTS {
            self.play.record.hints += 1;
            self.keep_record(shared);
        }
        let changes = self.changes();
        self.walk.propose(changes);
        self.focus = Focus::Walk;
        Vec::new()
    }

    /// The small changes of the learner's own documents that turn the chosen goal.
    fn changes(&self) -> Vec<Change> {
        let lab = &self.play.lab.file;
        let name = self.play.grade.goals.get(self.goal).map(|goal| goal.name.as_str());
        let request =
            lab.requests.iter().find(|request| request.hidden.is_none() && Some(request.name.as_str()) == name);
        let Some((request, simulation)) = request.zip(self.simulation(self.goal)) else { return Vec::new() };
        let mut changes = match simulation.is_allowed() {
            true => closing_changes(&self.play.scenario, request, simulation),
            false => smallest_changes(&self.play.scenario, request, simulation),
        };
        let own = |name: &str| lab.documents.iter().any(|document| document.file == name);
        changes.retain(|change| change.parts.iter().all(|part| part.attach_to.is_none() && own(&part.document)));
        // A goal may want more than another decision: at another call, for another reason.
        changes.retain(|change| {
            let after = change.apply(&self.play.scenario).and_then(|scenario| simulate(&scenario, request).ok());
            request.expect.as_ref().zip(after).is_none_or(|(expect, after)| judge(expect, &after).met)
        });
        changes
    }
}

fn simulation_of(goal: &Goal) -> Option<&Simulation> {
    goal.simulation.as_ref()
}

/// Whether a request is allowed that must not be: then one has to know by what it can be told from the others.
fn lets_in(goal: &Goal) -> bool {
    !goal.reached && goal.simulation.as_ref().is_some_and(Simulation::is_allowed)
}

/// What is said of a goal that is no request.
fn tell(pane: &mut walk::Pane, goal: Option<&Goal>) {
    let Some(goal) = goal else { return };
    let words = if goal.reached || goal.name == NOTHING_BEYOND {
        goal.state.clone()
    } else {
        format!("{}. F8 leads to what is wrong.", goal.state)
    };
    pane.tell(&goal.text, &words);
}
