//! What the editor does for the actions of the table.

use crate::tui::actions::Action;
use crate::tui::editor::bar::Bar;
use crate::tui::editor::{Analysis, Editor, Outcome};

impl Editor {
    /// Does what an action means in the text; `analysis` is what is known of it. `None` when it is none of the editor's: the
    /// clipboard, problems, leaving the text (`Back` closes the line at the bottom or ends the places first).
    pub fn act(&mut self, action: Action, analysis: &Analysis) -> Option<Outcome> {
        Some(match action {
            Action::Undo => self.otherwise(Self::undo, "nothing to undo"),
            Action::Redo => self.otherwise(Self::redo, "nothing to make again"),
            Action::SelectAll => {
                self.select_all();
                Outcome::Moved
            }
            Action::Format if analysis.broken => {
                Outcome::Said("the JSON must be whole before it can be set in order; F8 leads to the slip")
            }
            Action::Format => self.otherwise(|editor| editor.format(analysis), "the document is in order"),
            Action::Find => {
                self.open_find();
                Outcome::Moved
            }
            Action::FindEnter => self.find_enter(),
            Action::FindNext => self.find_next(true),
            Action::FindPrevious => self.find_next(false),
            Action::ReplaceAll => self.replace_all(),
            Action::OtherField => {
                self.other_field();
                Outcome::Moved
            }
            Action::GoToLine => match self.bar {
                Some(Bar::Line(_)) => self.confirm_line(),
                _ => {
                    self.open_go_to_line();
                    Outcome::Moved
                }
            },
            Action::NextPlace | Action::PreviousPlace => {
                self.go_to_place(action == Action::NextPlace);
                Outcome::Moved
            }
            Action::MoveLinesUp | Action::MoveLinesDown => self.move_lines(action == Action::MoveLinesUp),
            Action::DuplicateLines => self.duplicate_lines(),
            Action::DeleteLines => self.delete_lines(),
            Action::SelectLines => {
                self.select_lines();
                Outcome::Moved
            }
            Action::SelectMore => {
                self.select_more();
                Outcome::Moved
            }
            Action::SortList => self.sort_list(),
            Action::TurnList => self.turn_list(),
            Action::Wrap => {
                self.set_wrap(!self.wraps);
                Outcome::Said(if self.wraps {
                    "long lines go on in the next row"
                } else {
                    "long lines go on beyond the edge"
                })
            }
            Action::Back if self.close_bar() || self.end_places() => Outcome::Moved,
            _ => return None,
        })
    }

    /// Runs a change; when nothing changes, says why.
    fn otherwise(&mut self, run: impl FnOnce(&mut Self) -> bool, why: &'static str) -> Outcome {
        match (run(self), self.read_only) {
            (true, _) => Outcome::Changed,
            (false, true) => Outcome::Refused,
            (false, false) => Outcome::Said(why),
        }
    }
}
