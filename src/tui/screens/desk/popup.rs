//! The list of what could be written, while it is open: when it opens, what a key does to it, when it goes.
//!
//! It is never in the way: it opens only where something is being written, and takes no key but Down and Esc until a
//! proposal was chosen or it was asked for.

use crossterm::event::{KeyCode, KeyEvent};

use crate::iam::complete::{self, Completion, Proposal, Site};
use crate::iam::surroundings::Surroundings;
use crate::tui::screens::desk::Tab;
use crate::tui::widgets::completion;

/// The list, open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Popup {
    /// What can be written.
    pub completion: Completion,
    /// The proposal that was chosen.
    pub chosen: Option<usize>,
    /// The first proposal in sight.
    pub first: usize,
    /// It was asked for, and did not open by itself.
    pub asked: bool,
}

impl Popup {
    /// A list at its beginning.
    #[must_use]
    pub fn new(completion: Completion, asked: bool) -> Self {
        Self { completion, chosen: None, first: 0, asked }
    }

    /// Chooses so many proposals further down or up. False when that leads above the first: the list is left.
    pub fn go(&mut self, by: isize) -> bool {
        let last = self.completion.proposals.len().saturating_sub(1);
        self.chosen = match (self.chosen, by) {
            (None, ..=-1) => return false,
            (None, by) => Some(by.unsigned_abs().saturating_sub(1).min(last)),
            (Some(0), -1) => None,
            (Some(at), by) => Some(at.saturating_add_signed(by).min(last)),
        };
        self.first = completion::follow(self.first, self.chosen, self.completion.proposals.len());
        true
    }

    /// What would be written: the chosen proposal, or the first one of a list that was asked for.
    #[must_use]
    pub fn taken(&self) -> Option<&Proposal> {
        let at = self.chosen.or(self.asked.then_some(0))?;
        self.completion.proposals.get(at)
    }
}

/// What can be written at the cursor of a tab; `None` where there is nothing to propose.
#[must_use]
pub fn at_cursor(tab: &Tab, surroundings: &Surroundings) -> Option<Completion> {
    let text = tab.editor.text();
    let site = Site { text, parse: &tab.analysis.parse, kind: tab.kind, cursor: tab.editor.cursor(), surroundings };
    complete::complete(&site).filter(|completion| !completion.proposals.is_empty())
}

/// Whether the list opens by itself after a key that changed the text: behind a quote, and at letters of a string.
#[must_use]
pub fn opens_after(key: KeyEvent, tab: &Tab) -> bool {
    let KeyCode::Char(character) = key.code else { return false };
    let cursor = tab.editor.cursor();
    let line = tab.editor.line_range();
    let before = tab.editor.text().get(line.start as usize..cursor).unwrap_or_default();
    (character == '"' || character.is_alphanumeric() || ":-_/${.*".contains(character)) && in_string(before)
}

/// Whether the end of `before`, the beginning of a line, lies in a string. Strings end with their line.
fn in_string(before: &str) -> bool {
    let mut escaped = false;
    before.chars().fold(false, |inside, character| {
        let quote = character == '"' && !escaped;
        escaped = character == '\\' && inside && !escaped;
        inside != quote
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::complete::{Insert, Sort};
    use crate::iam::policy::PolicyKind;
    use crate::text::TextRange;

    fn popup(asked: bool) -> Popup {
        let proposal = |n: usize| Proposal {
            label: format!("p{n}"),
            detail: String::new(),
            sort: Sort::Action,
            insert: Insert::plain(format!("p{n}")),
            matched: Vec::new(),
        };
        Popup::new(
            Completion { range: TextRange::new(0, 1), proposals: (0..30).map(proposal).collect(), is_whole: false },
            asked,
        )
    }

    #[test]
    fn nothing_is_taken_that_was_not_chosen_or_asked_for() {
        let label = |popup: &Popup| popup.taken().map(|proposal| proposal.label.clone());
        let mut by_itself = popup(false);
        assert_eq!(label(&by_itself), None);
        assert_eq!(label(&popup(true)).as_deref(), Some("p0"));
        assert!(!by_itself.go(-1), "up leaves the list");
        for (by, expected) in
            [(1, Some("p0")), (1, Some("p1")), (10, Some("p11")), (99, Some("p29")), (-99, Some("p0"))]
        {
            assert!(by_itself.go(by));
            assert_eq!(label(&by_itself).as_deref(), expected);
        }
        assert!(by_itself.go(-1), "above the first, none is chosen again");
        assert_eq!(label(&by_itself), None);
    }

    #[test]
    fn it_opens_where_a_string_is_written() {
        for (before, key, opens) in [
            ("\"", '"', true),
            ("\"s3:", ':', true),
            ("\"Action\": \"s", 's', true),
            ("\"Action\":", ':', false),
            ("\"Action\": \"a\\\"b", 'b', true),
            ("{", '{', false),
            ("1", '1', false),
            ("\"Action\": ", ' ', false),
            ("\"a ", ' ', false),
        ] {
            let mut tab = Tab::new("x", "x", PolicyKind::Trust, before, true);
            tab.editor.put_cursor(before.len());
            assert_eq!(opens_after(KeyEvent::from(KeyCode::Char(key)), &tab), opens, "{before}");
        }
    }
}
