//! All requests as a table: who down the side, what along the top, every cell decided; Enter walks through one.
//!
//! `names` calls rows and columns, `view` draws. The table takes a scenario and gives the request of a cell back; whoever shows it has the walk.

mod names;
mod view;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use self::names::Names;
use crate::iam::matrix::{Call, Caller, Cell, callers, calls, decide, everybody, request};
use crate::iam::scenario::{RequestSpec, Scenario};
use crate::iam::simulate::{Simulation, simulate};
use crate::tui::actions::{Action, Context};
use crate::tui::app::Hit;

/// The table.
#[derive(Debug)]
pub struct Matrix {
    scenario: Scenario,
    /// All rows and columns that there are.
    all: (Vec<Caller>, Vec<Call>),
    /// What was hidden, the last thing last.
    hidden: Vec<Hidden>,
    /// The rows and columns that are shown.
    callers: Vec<Caller>,
    calls: Vec<Call>,
    names: Names,
    cells: Vec<Vec<Cell>>,
    /// Every user and role stands in the rows, not only those who ask.
    everybody: bool,
    /// The chosen cell.
    row: usize,
    column: usize,
    /// The request of the chosen cell, run.
    chosen: Option<Simulation>,
    /// The first row and column in the window.
    first: (usize, usize),
    layout: view::Layout,
}

/// A row or a column that is not shown.
#[derive(Debug, PartialEq)]
enum Hidden {
    Row(Caller),
    Column(Box<Call>),
}

/// What came of a key.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// It is done.
    Done,
    /// This request is to be walked through. One of the scenario's own has its name; any other has none.
    Walk(Box<RequestSpec>),
    /// The table is to be closed.
    Left,
}

impl Matrix {
    /// The callers and calls of a scenario's requests.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        let (callers, calls) = (callers(&scenario), calls(&scenario));
        Self::of(scenario, callers, calls)
    }

    /// These callers and calls.
    #[must_use]
    pub fn of(scenario: Scenario, callers: Vec<Caller>, calls: Vec<Call>) -> Self {
        let mut matrix = Self {
            scenario,
            all: (callers, calls),
            hidden: Vec::new(),
            callers: Vec::new(),
            calls: Vec::new(),
            names: Names::default(),
            cells: Vec::new(),
            everybody: false,
            row: 0,
            column: 0,
            chosen: None,
            first: (0, 0),
            layout: view::Layout::default(),
        };
        matrix.arrange();
        matrix.look();
        matrix
    }

    /// The same rows and columns with the scenario as it is now: after an edit.
    pub fn renew(&mut self, scenario: Scenario) {
        self.cells = decide(&scenario, &self.callers, &self.calls);
        self.scenario = scenario;
        self.look();
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Matrix, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action) -> Reply {
        let (rows, columns) = (self.callers.len().saturating_sub(1), self.calls.len().saturating_sub(1));
        let page = self.layout.rows().max(2) - 1;
        match action {
            Action::Up => self.row = self.row.saturating_sub(1),
            Action::Down => self.row = (self.row + 1).min(rows),
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => self.column = (self.column + 1).min(columns),
            Action::PageUp => self.row = self.row.saturating_sub(page),
            Action::PageDown => self.row = (self.row + page).min(rows),
            Action::First => self.row = 0,
            Action::Last => self.row = rows,
            Action::OtherRows => self.other_rows(),
            Action::HideRow => self.hide(self.callers.get(self.row).cloned().map(Hidden::Row)),
            Action::HideColumn => {
                self.hide(self.calls.get(self.column).cloned().map(|call| Hidden::Column(Box::new(call))))
            }
            Action::TakeBack => self.show_again(),
            Action::Enter => return self.walk(),
            Action::Back => return Reply::Left,
            _ => return Reply::Done,
        }
        self.look();
        Reply::Done
    }

    /// A click chooses a cell, a second one walks through it; the wheel goes up and down.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Reply {
        match (mouse.kind, hit) {
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Row(row)))) => {
                let before = (self.row, self.column);
                self.row = (*row).min(self.callers.len().saturating_sub(1));
                if let Some(column) = self.column_at(mouse.column) {
                    self.column = column;
                }
                if before == (self.row, self.column) {
                    return self.walk();
                }
                self.look();
                Reply::Done
            }
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up),
            _ => Reply::Done,
        }
    }

    /// The callers of the requests, or everybody.
    fn other_rows(&mut self) {
        self.everybody = !self.everybody;
        self.all.0 = if self.everybody { everybody(&self.scenario) } else { callers(&self.scenario) };
        self.arrange();
    }

    /// Hides a row or a column, unless nothing would be left.
    fn hide(&mut self, hidden: Option<Hidden>) {
        let left = match hidden {
            Some(Hidden::Row(_)) => self.callers.len(),
            Some(Hidden::Column(_)) => self.calls.len(),
            None => 0,
        };
        if left > 1 {
            self.hidden.extend(hidden);
            self.arrange();
        }
    }

    /// Shows what was hidden last, and chooses it.
    fn show_again(&mut self) {
        let is_there = |hidden: &Hidden| match hidden {
            Hidden::Row(caller) => self.all.0.contains(caller),
            Hidden::Column(call) => self.all.1.contains(&**call),
        };
        let Some(at) = self.hidden.iter().rposition(is_there) else { return };
        let shown = self.hidden.remove(at);
        self.arrange();
        match &shown {
            Hidden::Row(caller) => self.row = self.callers.iter().position(|c| c == caller).unwrap_or(self.row),
            Hidden::Column(call) => self.column = self.calls.iter().position(|c| *c == **call).unwrap_or(self.column),
        }
    }

    /// Puts together what is shown, and decides it.
    fn arrange(&mut self) {
        let is_shown =
            |caller: &&Caller| !self.hidden.iter().any(|hidden| matches!(hidden, Hidden::Row(row) if row == *caller));
        self.callers = self.all.0.iter().filter(is_shown).cloned().collect();
        // Those who are hidden may be all that there are among others.
        if self.callers.is_empty() {
            self.callers.clone_from(&self.all.0);
        }
        let is_shown = |call: &&Call| {
            !self.hidden.iter().any(|hidden| matches!(hidden, Hidden::Column(column) if **column == **call))
        };
        self.calls = self.all.1.iter().filter(is_shown).cloned().collect();
        self.names = Names::of(&self.callers, &self.calls);
        self.cells = decide(&self.scenario, &self.callers, &self.calls);
        self.row = self.row.min(self.callers.len().saturating_sub(1));
        self.column = self.column.min(self.calls.len().saturating_sub(1));
    }

    /// How many rows and columns are hidden.
    fn hidden(&self) -> (usize, usize) {
        (self.all.0.len() - self.callers.len(), self.all.1.len() - self.calls.len())
    }

    /// The request of the chosen cell: the scenario's own where it has the same.
    fn request(&self) -> Option<RequestSpec> {
        let spec = request(self.callers.get(self.row)?, self.calls.get(self.column)?);
        let nameless =
            |spec: &RequestSpec| RequestSpec { name: String::new(), text: String::new(), expect: None, ..spec.clone() };
        let own = self.scenario.requests.iter().find(|known| nameless(known) == nameless(&spec));
        Some(own.cloned().unwrap_or_else(|| nameless(&spec)))
    }

    fn walk(&self) -> Reply {
        self.request().map_or(Reply::Done, |spec| Reply::Walk(Box::new(spec)))
    }

    /// Runs the chosen request, for its words.
    fn look(&mut self) {
        self.chosen = self.request().and_then(|spec| simulate(&self.scenario, &spec).ok());
    }
}

#[cfg(test)]
mod tests;
