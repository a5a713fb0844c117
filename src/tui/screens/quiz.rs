//! Questions, one after the other: a lesson's, or those of a checkpoint.

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::work::Done;

/// Questions, one after the other: a lesson's, or those of a checkpoint.
#[derive(Debug)]
pub struct Quiz {}

impl Quiz {
    /// The questions of a lesson, the open ones first.
    ///
    /// # Errors
    /// In words for the person.
    pub fn of_lesson(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let _ = (id, shared);
        Ok(Self {})
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) -> Vec<Command> {
        match action {
            Action::Back => vec![Command::Back],
            _ => Vec::new(),
        }
    }

    /// Takes a key that means nothing here.
    pub fn key(&mut self, _key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Takes a paste.
    pub fn paste(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Takes the mouse.
    pub fn mouse(&mut self, _mouse: MouseEvent, _hit: Option<(Rect, Hit)>, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The screen is on top now.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Keeps what must be kept.
    pub fn leave(&mut self, _shared: &mut Shared) {}

    /// A question of this screen's was answered with yes.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The worker is done with something.
    pub fn done(&mut self, _done: &Done, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Fits the screen to the area.
    pub fn prepare(&mut self, _area: Rect, _shared: &Shared) {}

    /// Draws it.
    pub fn view(&self, _frame: &mut Frame<'_>, _area: Rect, _shared: &Shared, _hits: &mut Hits) {}
}
