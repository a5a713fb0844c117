//! An answer in the making: what was chosen and typed so far, for each kind of question.

use crossterm::event::KeyEvent;

use crate::course::grade::Answer;
use crate::course::question::{Question, QuestionKind, shuffled};
use crate::iam::trace::Verdict;
use crate::tui::actions::Action;
use crate::tui::widgets::field::Field;

/// An answer in the making.
#[derive(Debug, Clone)]
pub enum Draft {
    /// One of several: the order shown, and the row chosen.
    Choice {
        /// For each row, the option's index in the file.
        order: Vec<usize>,
        /// The chosen row.
        row: usize,
    },
    /// True or false, then why. Rows 0 and 1 are true and false, the reasons follow.
    TrueFalse {
        /// What was said, once it was.
        value: Option<bool>,
        /// For each reason's row, its index in the file.
        order: Vec<usize>,
        /// The chosen row of the part that is open.
        row: usize,
    },
    /// A few words.
    Text(Box<Field>),
    /// Pairs.
    Pairs {
        /// For each option's row, its index in the file's counting.
        order: Vec<usize>,
        /// For each prompt, the row of the option picked.
        picks: Vec<Option<usize>>,
        /// The chosen prompt.
        row: usize,
    },
    /// Blanks in a document.
    Blanks {
        /// One field for each.
        fields: Vec<Field>,
        /// The blank with the cursor.
        at: usize,
    },
    /// A decision: the row of [`Verdict::ALL`].
    Outcome {
        /// The chosen row.
        row: usize,
    },
}

impl Draft {
    /// The empty answer to a question; `seed` orders the options.
    #[must_use]
    pub fn new(question: &Question, seed: u64) -> Self {
        match &question.kind {
            QuestionKind::SingleChoice(choice) if choice.ordered => {
                Self::Choice { order: (0..choice.options.len()).collect(), row: 0 }
            }
            QuestionKind::SingleChoice(choice) => Self::Choice { order: shuffled(choice.options.len(), seed), row: 0 },
            QuestionKind::TrueFalse(part) => {
                Self::TrueFalse { value: None, order: shuffled(part.reasons.len(), seed), row: 0 }
            }
            QuestionKind::ShortAnswer(_) => Self::Text(Box::default()),
            QuestionKind::Matching(matching) => Self::Pairs {
                order: shuffled(matching.pairs.len() + matching.extra.len(), seed),
                picks: vec![None; matching.pairs.len()],
                row: 0,
            },
            QuestionKind::JsonBlank(blank) => {
                Self::Blanks { fields: vec![Field::default(); blank.blanks.len()], at: 0 }
            }
            QuestionKind::Predict(_) => Self::Outcome { row: 0 },
        }
    }

    /// Whether letters are text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Blanks { .. })
    }

    /// The field with the cursor.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Text(field) => Some(field),
            Self::Blanks { fields, at } => fields.get_mut(*at),
            Self::Choice { .. } | Self::TrueFalse { .. } | Self::Pairs { .. } | Self::Outcome { .. } => None,
        }
    }

    /// Types.
    pub fn key(&mut self, key: KeyEvent) {
        if let Some(field) = self.field() {
            field.key(key);
        }
    }

    /// How many rows the open part has.
    fn rows(&self) -> usize {
        match self {
            Self::Choice { order, .. } => order.len(),
            Self::TrueFalse { value: None, .. } => 2,
            Self::TrueFalse { order, .. } => order.len(),
            Self::Pairs { picks, .. } => picks.len(),
            Self::Outcome { .. } => Verdict::ALL.len(),
            Self::Text(_) => 1,
            Self::Blanks { fields, .. } => fields.len(),
        }
    }

    fn row_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Choice { row, .. }
            | Self::TrueFalse { row, .. }
            | Self::Pairs { row, .. }
            | Self::Outcome { row }
            | Self::Blanks { at: row, .. } => Some(row),
            Self::Text(_) => None,
        }
    }

    /// The chosen row of the open part.
    #[must_use]
    pub fn row(&self) -> usize {
        match self {
            Self::Choice { row, .. }
            | Self::TrueFalse { row, .. }
            | Self::Pairs { row, .. }
            | Self::Outcome { row }
            | Self::Blanks { at: row, .. } => *row,
            Self::Text(_) => 0,
        }
    }

    /// Moves, chooses, confirms. Gives the answer once it is whole.
    pub fn act(&mut self, action: Action) -> Option<Answer> {
        let last = self.rows().saturating_sub(1);
        match action {
            Action::Up | Action::PreviousPane => self.go(|row| row.saturating_sub(1)),
            Action::Down => self.go(|row| (row + 1).min(last)),
            Action::NextPane => self.go(|row| if row < last { row + 1 } else { 0 }),
            Action::Choose(number) => return self.choose(usize::from(number).saturating_sub(1)),
            Action::Enter => return self.confirm(),
            _ => {}
        }
        None
    }

    /// Puts the choice on a row without confirming it: a click.
    pub fn point(&mut self, row: usize) {
        if row < self.rows() {
            self.go(|_| row);
        }
    }

    fn go(&mut self, to: impl FnOnce(usize) -> usize) {
        if let Some(row) = self.row_mut() {
            *row = to(*row);
        }
    }

    /// A number: chooses the row and confirms it; in pairs it picks the option for the chosen prompt.
    fn choose(&mut self, number: usize) -> Option<Answer> {
        if let Self::Pairs { order, picks, row } = self {
            if number < order.len()
                && let Some(pick) = picks.get_mut(*row)
            {
                *pick = Some(number);
                *row = picks.iter().position(Option::is_none).unwrap_or(*row);
            }
            return None;
        }
        if number >= self.rows() {
            return None;
        }
        self.go(|_| number);
        self.confirm()
    }

    fn confirm(&mut self) -> Option<Answer> {
        match self {
            Self::Choice { order, row } => order.get(*row).map(|index| Answer::Choice(*index)),
            Self::TrueFalse { value: value @ None, row, .. } => {
                *value = Some(*row == 0);
                *row = 0;
                None
            }
            Self::TrueFalse { value: Some(value), order, row } => {
                order.get(*row).map(|reason| Answer::TrueFalse { value: *value, reason: *reason })
            }
            Self::Text(field) => {
                let text = field.text().trim();
                (!text.is_empty()).then(|| Answer::Text(text.to_owned()))
            }
            Self::Pairs { order, picks, row } => {
                if let Some(open) = picks.iter().position(Option::is_none) {
                    *row = open;
                    return None;
                }
                let picked = picks.iter().flatten().filter_map(|row| order.get(*row).copied()).collect();
                Some(Answer::Pairs(picked))
            }
            Self::Blanks { fields, at } => {
                if let Some(open) = fields.iter().position(|field| field.text().trim().is_empty()) {
                    *at = open;
                    return None;
                }
                Some(Answer::Blanks(fields.iter().map(|field| field.text().trim().to_owned()).collect()))
            }
            Self::Outcome { row } => Verdict::ALL.get(*row).map(|verdict| Answer::Outcome(verdict.as_str().to_owned())),
        }
    }

    /// What is missing, when Enter did not suffice.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Text(field) if field.text().trim().is_empty() => Some("type an answer first"),
            Self::Blanks { fields, .. } if fields.iter().any(|f| f.text().trim().is_empty()) => {
                Some("fill every blank first: Tab goes to the next one")
            }
            Self::Pairs { picks, .. } if picks.iter().any(Option::is_none) => {
                Some("give every line a partner first: press its number")
            }
            _ => None,
        }
    }

    /// One step back inside the answer: from the reasons to true or false. Says whether there was one.
    pub fn back(&mut self) -> bool {
        match self {
            Self::TrueFalse { value: value @ Some(_), row, .. } => {
                *row = usize::from(*value == Some(false));
                *value = None;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_answers_at_once() {
        let mut draft = Draft::Choice { order: vec![2, 0, 1], row: 0 };
        assert_eq!(draft.act(Action::Choose(1)), Some(Answer::Choice(2)));
        assert_eq!(draft.act(Action::Choose(4)), None);
    }

    #[test]
    fn true_or_false_asks_for_the_reason_too() {
        let mut draft = Draft::TrueFalse { value: None, order: vec![1, 0, 2], row: 0 };
        assert_eq!(draft.act(Action::Choose(2)), None);
        assert_eq!(draft.act(Action::Choose(1)), Some(Answer::TrueFalse { value: false, reason: 1 }));
        assert!(draft.back());
        assert!(!draft.back());
    }

    #[test]
    fn pairs_need_a_partner_each() {
        let mut draft = Draft::Pairs { order: vec![1, 2, 0], picks: vec![None, None], row: 0 };
        assert_eq!(draft.act(Action::Choose(3)), None);
        assert_eq!(draft.row(), 1);
        assert_eq!(draft.act(Action::Enter), None);
        assert!(draft.missing().is_some());
        assert_eq!(draft.act(Action::Choose(1)), None);
        assert_eq!(draft.act(Action::Enter), Some(Answer::Pairs(vec![0, 1])));
    }
}
