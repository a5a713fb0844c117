//! An answer in the making: what was chosen and typed so far, for each kind of question.

use crossterm::event::KeyEvent;

use crate::course::grade::{Answer, candidates, first_order};
use crate::course::question::{Question, QuestionKind, shuffled};
use crate::iam::trace::Verdict;
use crate::tui::actions::{Action, Context};
use crate::tui::screens::quiz::essay::Essay;
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
    /// A decision: the row of [`Verdict::ALL`], then the statement that decides, where there are several to choose from.
    Outcome {
        /// What was foreseen, once it was.
        foreseen: Option<Verdict>,
        /// How many statements are shown. One row more stands for none of them.
        statements: usize,
        /// The chosen row of the part that is open.
        row: usize,
    },
    /// Several to tick.
    Ticks {
        /// For each row, the option's index in the file.
        order: Vec<usize>,
        /// For each row, whether it is ticked.
        ticked: Vec<bool>,
        /// How many are right.
        wanted: usize,
        /// The chosen row.
        row: usize,
    },
    /// Lines to put in order. Each keeps the number that it was first shown with.
    Order {
        /// For each number, from 0, the item's index in the file.
        shown: Vec<usize>,
        /// For each place, the number of the line that stands there.
        places: Vec<usize>,
        /// How many of the first places were given by typing numbers.
        typed: usize,
        /// The chosen place.
        row: usize,
    },
    /// A policy: it lies on a desk of its own.
    Policy,
    /// A few sentences, then what the learner finds in them.
    Essay {
        /// The sentences.
        essay: Box<Essay>,
        /// For each criterion, whether it is ticked; nothing while the learner writes.
        ticked: Option<Vec<bool>>,
        /// How many criteria there are.
        criteria: usize,
        /// The chosen criterion.
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
            QuestionKind::Predict(kind) => Self::Outcome { foreseen: None, statements: candidates(kind).len(), row: 0 },
            QuestionKind::MultipleResponse(kind) => {
                let count = kind.options.len();
                let order = if kind.ordered { (0..count).collect() } else { shuffled(count, seed) };
                Self::Ticks { order, ticked: vec![false; count], wanted: kind.wanted(), row: 0 }
            }
            QuestionKind::Ordering(kind) => {
                let count = kind.items.len();
                Self::Order { shown: first_order(kind, seed), places: (0..count).collect(), typed: 0, row: 0 }
            }
            QuestionKind::WritePolicy(_) => Self::Policy,
            QuestionKind::Reflection(kind) => {
                Self::Essay { essay: Box::default(), ticked: None, criteria: kind.rubric.len(), row: 0 }
            }
        }
    }

    /// Which keys mean something to it, most particular first. A policy's desk says so itself.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let own = match self {
            Self::Text(_) | Self::Blanks { .. } => return vec![Context::Field],
            Self::Essay { ticked: None, .. } => return vec![Context::Essay],
            Self::Ticks { .. } | Self::Essay { .. } => Some(Context::Several),
            Self::Order { .. } => Some(Context::Order),
            Self::Outcome { .. } => Some(Context::Predict),
            Self::Choice { .. } | Self::TrueFalse { .. } | Self::Pairs { .. } | Self::Policy => None,
        };
        own.into_iter().chain([Context::Question, Context::Browse]).collect()
    }

    /// How many things can be chosen by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        match self {
            Self::Pairs { order, .. } => order.len(),
            Self::Text(_) | Self::Blanks { .. } | Self::Policy | Self::Essay { ticked: None, .. } => 0,
            _ => self.rows(),
        }
    }

    /// Whether letters are text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Blanks { .. } | Self::Essay { ticked: None, .. })
    }

    /// The field with the cursor.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Text(field) => Some(field),
            Self::Blanks { fields, at } => fields.get_mut(*at),
            Self::Choice { .. }
            | Self::TrueFalse { .. }
            | Self::Pairs { .. }
            | Self::Outcome { .. }
            | Self::Ticks { .. }
            | Self::Order { .. }
            | Self::Policy
            | Self::Essay { .. } => None,
        }
    }

    /// The sentences so far, where the answer is made of such.
    #[must_use]
    pub fn sentences(&self) -> Option<String> {
        match self {
            Self::Essay { essay, .. } => Some(essay.text()),
            _ => None,
        }
    }

    /// Types.
    pub fn key(&mut self, key: KeyEvent) {
        match self {
            Self::Essay { essay, ticked: None, .. } => essay.key(key),
            _ => {
                if let Some(field) = self.field() {
                    field.key(key);
                }
            }
        }
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Essay { essay, ticked: None, .. } => essay.paste(text),
            _ => {
                if let Some(field) = self.field() {
                    field.paste(text);
                }
            }
        }
    }

    /// How many rows the open part has.
    fn rows(&self) -> usize {
        match self {
            Self::Choice { order, .. } => order.len(),
            Self::TrueFalse { value: None, .. } => 2,
            Self::TrueFalse { order, .. } => order.len(),
            Self::Pairs { picks, .. } => picks.len(),
            Self::Outcome { foreseen: None, .. } => Verdict::ALL.len(),
            Self::Outcome { statements, .. } => statements + 1,
            Self::Text(_) => 1,
            Self::Blanks { fields, .. } => fields.len(),
            Self::Ticks { order, .. } => order.len(),
            Self::Order { places, .. } => places.len(),
            Self::Essay { criteria, .. } => *criteria,
            Self::Policy => 0,
        }
    }

    fn row_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Choice { row, .. }
            | Self::TrueFalse { row, .. }
            | Self::Pairs { row, .. }
            | Self::Outcome { row, .. }
            | Self::Ticks { row, .. }
            | Self::Order { row, .. }
            | Self::Essay { row, .. }
            | Self::Blanks { at: row, .. } => Some(row),
            Self::Text(_) | Self::Policy => None,
        }
    }

    /// The chosen row of the open part.
    #[must_use]
    pub fn row(&self) -> usize {
        match self {
            Self::Choice { row, .. }
            | Self::TrueFalse { row, .. }
            | Self::Pairs { row, .. }
            | Self::Outcome { row, .. }
            | Self::Ticks { row, .. }
            | Self::Order { row, .. }
            | Self::Essay { row, .. }
            | Self::Blanks { at: row, .. } => *row,
            Self::Text(_) | Self::Policy => 0,
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
            Action::Toggle => self.toggle(),
            Action::MoveUp => self.shift(false),
            Action::MoveDown => self.shift(true),
            Action::Submit => self.rate(),
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

    /// Ticks the chosen row, or takes the tick off.
    fn toggle(&mut self) {
        if let Self::Ticks { ticked, row, .. } | Self::Essay { ticked: Some(ticked), row, .. } = self
            && let Some(tick) = ticked.get_mut(*row)
        {
            *tick = !*tick;
        }
    }

    /// Moves the chosen line one place up or down.
    fn shift(&mut self, down: bool) {
        if let Self::Order { places, typed, row, .. } = self {
            let to = if down { (*row + 1).min(places.len().saturating_sub(1)) } else { row.saturating_sub(1) };
            places.swap(*row, to);
            *row = to;
            *typed = 0;
        }
    }

    /// The learner has written enough: next comes the rating.
    fn rate(&mut self) {
        if let Self::Essay { essay, ticked: ticked @ None, criteria, row } = self
            && !essay.text().is_empty()
        {
            *ticked = Some(vec![false; *criteria]);
            *row = 0;
        }
    }

    /// A number: chooses the row and confirms it; in pairs it picks the option for the chosen prompt, in a list to tick it
    /// ticks, in lines to order it says what comes next.
    fn choose(&mut self, number: usize) -> Option<Answer> {
        match self {
            Self::Ticks { .. } | Self::Essay { .. } => {
                if number < self.rows() {
                    self.go(|_| number);
                    self.toggle();
                }
                return None;
            }
            Self::Order { places, typed, row, .. } => {
                if *typed >= places.len() {
                    *typed = 0;
                }
                let from = places.iter().position(|line| *line == number).filter(|from| from >= typed)?;
                let line = places.remove(from);
                places.insert(*typed, line);
                *row = *typed;
                *typed += 1;
                return None;
            }
            _ => {}
        }
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
            Self::Outcome { foreseen: Some(foreseen), statements, row } => Some(Answer::Decision {
                outcome: foreseen.as_str().to_owned(),
                statement: (*row < *statements).then_some(*row),
            }),
            Self::Outcome { foreseen, statements, row } => {
                let verdict = *Verdict::ALL.get(*row)?;
                let outcome = verdict.as_str().to_owned();
                match verdict {
                    _ if *statements < 2 => Some(Answer::Outcome(outcome)),
                    // Nobody said anything: there is no statement to name.
                    Verdict::ImplicitDeny => Some(Answer::Decision { outcome, statement: None }),
                    Verdict::Allow | Verdict::ExplicitDeny => {
                        *foreseen = Some(verdict);
                        *row = 0;
                        None
                    }
                }
            }
            Self::Ticks { order, ticked, wanted, .. } => {
                let mut chosen: Vec<usize> =
                    order.iter().zip(&*ticked).filter(|(_, ticked)| **ticked).map(|(index, _)| *index).collect();
                chosen.sort_unstable();
                (chosen.len() == *wanted).then_some(Answer::Choices(chosen))
            }
            Self::Order { shown, places, .. } => {
                Some(Answer::Order(places.iter().filter_map(|line| shown.get(*line).copied()).collect()))
            }
            Self::Essay { essay, ticked: Some(ticked), .. } => {
                let ticked = ticked.iter().enumerate().filter(|(_, ticked)| **ticked).map(|(index, _)| index);
                Some(Answer::Reflection { text: essay.text(), ticked: ticked.collect() })
            }
            Self::Policy | Self::Essay { .. } => None,
        }
    }

    /// What is missing, when Enter did not suffice.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let words = match self {
            Self::Ticks { ticked, wanted, .. } => {
                let count = ticked.iter().filter(|ticked| **ticked).count();
                return (count != *wanted).then(|| {
                    format!("tick {wanted}: {} so far", if count == 0 { "none".to_owned() } else { count.to_string() })
                });
            }
            Self::Essay { essay, ticked: None, .. } if essay.text().is_empty() => Some("write a sentence or two first"),
            Self::Text(field) if field.text().trim().is_empty() => Some("type an answer first"),
            Self::Blanks { fields, .. } if fields.iter().any(|f| f.text().trim().is_empty()) => {
                Some("fill every blank first: Tab goes to the next one")
            }
            Self::Pairs { picks, .. } if picks.iter().any(Option::is_none) => {
                Some("give every line a partner first: press its number")
            }
            _ => None,
        };
        words.map(str::to_owned)
    }

    /// One step back inside the answer: from the reasons to true or false. Says whether there was one.
    pub fn back(&mut self) -> bool {
        match self {
            Self::TrueFalse { value: value @ Some(_), row, .. } => {
                *row = usize::from(*value == Some(false));
                *value = None;
                true
            }
            Self::Outcome { foreseen, row, .. } if foreseen.is_some() => {
                *row = Verdict::ALL.iter().position(|verdict| Some(*verdict) == *foreseen).unwrap_or_default();
                *foreseen = None;
                true
            }
            Self::Essay { ticked: ticked @ Some(_), .. } => {
                *ticked = None;
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
    fn a_decision_asks_for_the_statement_too_where_there_are_several() {
        let draft = |statements| Draft::Outcome { foreseen: None, statements, row: 0 };
        assert_eq!(draft(1).act(Action::Choose(1)), Some(Answer::Outcome("allow".into())));
        let decision = |outcome: &str, statement| Some(Answer::Decision { outcome: outcome.into(), statement });
        assert_eq!(draft(2).act(Action::Choose(3)), decision("implicit_deny", None));
        for (row, statement) in [(1, Some(0)), (2, Some(1)), (3, None)] {
            let mut draft = draft(2);
            assert_eq!((draft.act(Action::Choose(2)), draft.choices()), (None, 3));
            assert_eq!(draft.act(Action::Choose(row)), decision("explicit_deny", statement));
        }
        let mut draft = draft(2);
        draft.act(Action::Choose(2));
        assert!(draft.back() && draft.row() == 1 && !draft.back());
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
    fn ticks_are_handed_in_when_there_are_as_many_as_are_right() {
        let mut draft = Draft::Ticks { order: vec![3, 0, 2, 1], ticked: vec![false; 4], wanted: 2, row: 0 };
        assert_eq!(draft.act(Action::Choose(1)), None);
        assert_eq!(draft.act(Action::Enter), None);
        assert_eq!(draft.missing().unwrap(), "tick 2: 1 so far");
        draft.act(Action::Down);
        draft.act(Action::Toggle);
        draft.act(Action::Choose(3));
        assert_eq!(draft.act(Action::Enter), None, "three are too many");
        draft.act(Action::Choose(1));
        assert_eq!(draft.act(Action::Enter), Some(Answer::Choices(vec![0, 2])));
        assert_eq!(draft.choices(), 4);
    }

    #[test]
    fn lines_are_ordered_by_moving_them_or_by_typing_their_numbers() {
        let order = || Draft::Order { shown: vec![2, 0, 1], places: vec![0, 1, 2], typed: 0, row: 0 };
        let mut moved = order();
        moved.act(Action::MoveDown);
        moved.act(Action::MoveDown);
        moved.act(Action::MoveDown);
        assert_eq!(moved.row(), 2);
        assert_eq!(moved.act(Action::Enter), Some(Answer::Order(vec![0, 1, 2])));
        let mut typed = order();
        for number in [2, 2, 3, 9, 1] {
            typed.act(Action::Choose(number));
        }
        assert_eq!(typed.act(Action::Enter), Some(Answer::Order(vec![0, 1, 2])));
        typed.act(Action::Choose(3));
        assert_eq!(typed.act(Action::Enter), Some(Answer::Order(vec![1, 0, 2])), "after the last it begins anew");
    }

    #[test]
    fn sentences_are_rated_before_they_are_kept() {
        let mut draft = Draft::Essay { essay: Box::default(), ticked: None, criteria: 3, row: 0 };
        assert_eq!(draft.act(Action::Submit), None);
        assert!(draft.missing().is_some());
        draft.paste("A hat.");
        assert_eq!(draft.act(Action::Submit), None);
        assert_eq!((draft.is_text(), draft.choices()), (false, 3));
        draft.act(Action::Choose(3));
        assert!(draft.back() && draft.is_text(), "one step back is the text");
        draft.act(Action::Submit);
        draft.act(Action::Choose(1));
        let expected = Answer::Reflection { text: "A hat.".to_owned(), ticked: vec![0] };
        assert_eq!(draft.act(Action::Enter), Some(expected));
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
