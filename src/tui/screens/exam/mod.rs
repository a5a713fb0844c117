//! An exam: what it is, the questions against the clock, what came of it.
//!
//! Every answer is kept when it is given, and the time with it; whoever leaves, or is cut off, goes on later where it was.

mod briefing;
pub mod history;
mod report;
mod sitting;
pub mod strip;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::course::exam::{Blueprint, Form};
use crate::study::exam::{self, Drawn, ExamRecord};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::work::Done;
use report::ReportView;
use sitting::{Sitting, Turn};

/// An exam.
#[derive(Debug)]
pub struct ExamScreen {
    blueprint: Blueprint,
    form: Form,
    /// Every exam ever begun, the latest first.
    records: Vec<ExamRecord>,
    /// What would be drawn if it began now.
    drawn: Drawn,
    seed: u64,
    state: State,
}

/// How far it is.
#[derive(Debug)]
enum State {
    /// What it is, before it begins or goes on.
    Briefing(briefing::Briefing),
    /// Under way.
    Sitting(Box<Sitting>),
    /// Handed in.
    Report(Box<ReportView>),
}

impl ExamScreen {
    /// The exam of that id: what it is.
    ///
    /// # Errors
    /// In words for the person: no such exam, or a malformed file.
    pub fn open(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let (blueprint, form) = shared.course.exam(id).map_err(|error| error.to_string())?;
        let mut screen = Self {
            blueprint,
            form,
            records: Vec::new(),
            drawn: Drawn::default(),
            seed: 0,
            state: State::Briefing(briefing::Briefing::default()),
        };
        screen.brief(shared);
        Ok(screen)
    }

    /// The report of the latest exam of that form that was handed in; without one, what the exam is.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_report(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let mut screen = Self::open(id, shared)?;
        screen.last_report(shared);
        Ok(screen)
    }

    /// Back to what the exam is, read anew.
    fn brief(&mut self, shared: &mut Shared) {
        let records = shared.store.exams();
        self.records = shared.kept(records).unwrap_or_default();
        self.seed = shared.now.unsigned_abs();
        let drawn = exam::drawn(&shared.course, &self.blueprint, &self.form, &self.records, self.seed);
        self.drawn = shared.kept(drawn).unwrap_or_default();
        self.state = State::Briefing(briefing::Briefing::default());
    }

    /// The exam that waits to be finished.
    fn unfinished(&self) -> Option<&ExamRecord> {
        exam::unfinished(&self.records, &self.form.id)
    }

    /// Begins, or goes on.
    fn begin(&mut self, shared: &mut Shared) -> Vec<Command> {
        let record = match self.unfinished() {
            Some(record) => ExamRecord { resumed: record.resumed + 1, ..record.clone() },
            None if self.drawn.items.is_empty() => {
                shared.notice = Some("no question of this exam is written yet".to_owned());
                return Vec::new();
            }
            None => ExamRecord::begin(&self.blueprint, &self.form, &self.drawn, self.seed, shared.now),
        };
        match Sitting::new(record, shared) {
            Ok(mut sitting) => {
                let command = sitting.entered(shared);
                self.state = State::Sitting(Box::new(sitting));
                command
            }
            Err(why) => {
                shared.notice = Some(why);
                Vec::new()
            }
        }
    }

    fn last_report(&mut self, shared: &mut Shared) {
        let last = self.records.iter().find(|record| record.exam == self.form.id && record.submitted.is_some());
        match last.cloned() {
            Some(record) => self.state = State::Report(Box::new(ReportView::new(record))),
            None => shared.notice = Some("this exam was never handed in".to_owned()),
        }
    }

    /// Does what the sitting asks for.
    fn turn(&mut self, turn: Turn, shared: &mut Shared) -> Vec<Command> {
        match turn {
            Turn::Stay(commands) => commands,
            Turn::Leave => {
                self.leave(shared);
                self.brief(shared);
                Vec::new()
            }
            Turn::HandIn { time_is_up } => {
                let State::Sitting(sitting) = &mut self.state else { return Vec::new() };
                sitting.pass(shared.now);
                let (_, kept) = exam::hand_in(&mut sitting.record, &shared.course, &shared.store, shared.now);
                shared.kept(kept);
                if time_is_up {
                    shared.notice.get_or_insert_with(|| "time is up: the exam is handed in as it stood".to_owned());
                }
                let record = sitting.record.clone();
                self.state = State::Report(Box::new(ReportView::new(record)));
                shared.refresh();
                Vec::new()
            }
        }
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match &self.state {
            State::Briefing(_) if self.unfinished().is_some() => {
                vec![Context::UnderWay, Context::Briefing, Context::Browse]
            }
            State::Briefing(_) => vec![Context::Briefing, Context::Browse],
            State::Sitting(sitting) => sitting.contexts(),
            State::Report(report) => report.contexts(),
        }
    }

    /// How many things can be chosen by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        match &self.state {
            State::Sitting(sitting) => sitting.choices(),
            State::Briefing(_) | State::Report(_) => 0,
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match &mut self.state {
            State::Briefing(briefing) => match action {
                Action::Enter => self.begin(shared),
                Action::Report => {
                    self.last_report(shared);
                    Vec::new()
                }
                Action::Remove => self.ask_to_give_up(),
                Action::Back => vec![Command::Back],
                _ => {
                    briefing.act(action);
                    Vec::new()
                }
            },
            State::Sitting(sitting) => {
                let turn = sitting.act(action, shared);
                self.turn(turn, shared)
            }
            State::Report(report) => {
                if action == Action::Back && !report.is_open() {
                    self.brief(shared);
                    return Vec::new();
                }
                report.act(action, shared)
            }
        }
    }

    fn ask_to_give_up(&self) -> Vec<Command> {
        let Some(record) = self.unfinished() else { return Vec::new() };
        let answered = record.items.len() - record.unanswered();
        vec![Command::Show(Overlay::Confirm(Confirm {
            question: "Give this exam up?".into(),
            detail: format!(
                "{answered} of {} questions have an answer. It is not handed in and not counted; the next one is drawn anew.",
                record.items.len()
            ),
            on_yes: Box::new(Command::Confirmed(Action::Remove)),
        }))]
    }

    /// Types into the answer.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        if let State::Sitting(sitting) = &mut self.state {
            sitting.key(key, shared);
        }
        Vec::new()
    }

    /// Pastes into the answer.
    pub fn paste(&mut self, text: &str, _shared: &mut Shared) -> Vec<Command> {
        if let State::Sitting(sitting) = &mut self.state {
            sitting.paste(text);
        }
        Vec::new()
    }

    /// A click chooses, a second one confirms; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match &mut self.state {
            State::Briefing(briefing) => {
                briefing.mouse(mouse);
                Vec::new()
            }
            State::Sitting(sitting) => {
                let turn = sitting.mouse(mouse, hit, shared);
                self.turn(turn, shared)
            }
            State::Report(report) => report.mouse(mouse, hit, shared),
        }
    }

    /// The screen is on top: the clock runs again.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        match &mut self.state {
            State::Sitting(sitting) => {
                sitting.record.resumed += 1;
                sitting.entered(shared)
            }
            State::Briefing(_) | State::Report(_) => Vec::new(),
        }
    }

    /// The screen is covered or closed: the clock stands still, and everything is kept.
    pub fn leave(&mut self, shared: &mut Shared) {
        if let State::Sitting(sitting) = &mut self.state {
            sitting.leave(shared);
        }
    }

    /// Hand it in, or give it up.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match (&self.state, action) {
            (State::Sitting(_), Action::Submit) => self.turn(Turn::HandIn { time_is_up: false }, shared),
            (State::Briefing(_), Action::Remove) => {
                if let Some(record) = self.unfinished() {
                    let kept = shared.store.keep_exam(&ExamRecord { given_up: true, ..record.clone() });
                    shared.kept(kept);
                }
                self.brief(shared);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The clock has moved.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        match (&mut self.state, done) {
            (State::Sitting(sitting), Done::Beat(number)) => {
                let turn = sitting.beat(*number, shared);
                self.turn(turn, shared)
            }
            _ => Vec::new(),
        }
    }

    /// Lays it out.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        match &mut self.state {
            State::Briefing(briefing) => {
                let unfinished = exam::unfinished(&self.records, &self.form.id);
                let of_form = |record: &&ExamRecord| record.exam == self.form.id && record.submitted.is_some();
                let before: Vec<&ExamRecord> = self.records.iter().filter(of_form).collect();
                let what = briefing::What { blueprint: &self.blueprint, form: &self.form, drawn: &self.drawn };
                briefing.prepare(what, unfinished, &before, area, &shared.theme);
            }
            State::Sitting(sitting) => sitting.prepare(area, shared),
            State::Report(report) => report.prepare(area, shared),
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        match &self.state {
            State::Briefing(briefing) => {
                let title = self.blueprint.called(&self.form);
                briefing.view(&title, frame, area, &shared.theme, hits);
            }
            State::Sitting(sitting) => sitting.view(frame, area, shared, hits),
            State::Report(report) => report.view(frame, area, shared, hits),
        }
    }
}
