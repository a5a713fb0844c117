//! An answer given before, put back into its draft.

use crate::course::grade::Answer;
use crate::course::question::Question;
use crate::iam::trace::Verdict;
use crate::tui::screens::quiz::draft::Draft;

impl Draft {
    /// The draft that gave this answer, the options in the order of `seed`. What does not fit the question is left open.
    #[must_use]
    pub fn filled(question: &Question, seed: u64, answer: &Answer) -> Self {
        let mut draft = Self::new(question, seed);
        match (&mut draft, answer) {
            (Self::Choice { order, row }, Answer::Choice(index)) => *row = place(order, *index),
            (Self::TrueFalse { value, order, row }, Answer::TrueFalse { value: said, reason }) => {
                (*value, *row) = (Some(*said), place(order, *reason));
            }
            (Self::Text(field), Answer::Text(text)) => field.paste(text),
            (Self::Pairs { order, picks, .. }, Answer::Pairs(picked)) => {
                for (pick, index) in picks.iter_mut().zip(picked) {
                    *pick = order.iter().position(|option| option == index);
                }
            }
            (Self::Blanks { fields, .. }, Answer::Blanks(fillings)) => {
                fields.iter_mut().zip(fillings).for_each(|(field, text)| field.paste(text));
            }
            (Self::Outcome { row, .. }, Answer::Outcome(outcome)) => *row = outcome_row(outcome),
            // Nobody is named for a denial by silence: the draft never asked.
            (Self::Outcome { row, .. }, Answer::Decision { outcome, statement: None })
                if outcome == Verdict::ImplicitDeny.as_str() =>
            {
                *row = outcome_row(outcome);
            }
            (Self::Outcome { foreseen, statements, row }, Answer::Decision { outcome, statement }) => {
                *foreseen = Verdict::ALL.get(outcome_row(outcome)).copied();
                *row = statement.unwrap_or(*statements);
            }
            (Self::Ticks { order, ticked, .. }, Answer::Choices(chosen)) => {
                order.iter().zip(ticked).for_each(|(index, tick)| *tick = chosen.contains(index));
            }
            (Self::Order { shown, places, .. }, Answer::Order(items)) => {
                let lines: Vec<usize> =
                    items.iter().filter_map(|item| shown.iter().position(|line| line == item)).collect();
                if lines.len() == places.len() {
                    *places = lines;
                }
            }
            _ => {}
        }
        draft
    }

    /// The draft of a question that was left open: nothing in it is chosen.
    #[must_use]
    pub fn left_open(question: &Question, seed: u64) -> Self {
        let mut draft = Self::new(question, seed);
        if let Self::Choice { row, .. } | Self::TrueFalse { row, .. } | Self::Outcome { row, .. } = &mut draft {
            *row = usize::MAX;
        }
        draft
    }

    /// The option under the cursor that can be struck out, by its index in the file.
    #[must_use]
    pub fn option(&self) -> Option<usize> {
        match self {
            Self::Choice { order, row } | Self::Ticks { order, row, .. } => order.get(*row).copied(),
            _ => None,
        }
    }

    /// The row of an option that can be struck out.
    #[must_use]
    pub fn row_of(&self, option: usize) -> Option<usize> {
        match self {
            Self::Choice { order, .. } | Self::Ticks { order, .. } => order.iter().position(|index| *index == option),
            _ => None,
        }
    }

    /// The whole answer of a draft that was typed or put together but not confirmed; `None` where a choice is a cursor's place only.
    #[must_use]
    pub fn put_together(&self) -> Option<Answer> {
        match self {
            Self::Text(_) | Self::Blanks { .. } | Self::Pairs { .. } | Self::Ticks { .. } => {
                self.clone().act(crate::tui::actions::Action::Enter)
            }
            _ => None,
        }
    }
}

fn place(order: &[usize], index: usize) -> usize {
    order.iter().position(|option| *option == index).unwrap_or_default()
}

fn outcome_row(name: &str) -> usize {
    Verdict::ALL.iter().position(|verdict| verdict.as_str() == name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::course::Course;
    use crate::tui::actions::Action;

    #[test]
    fn an_answer_put_back_gives_the_same_answer() {
        let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
        let answers = |id: &str| match id {
            "01.1" => vec![Answer::Choice(0), Answer::Choice(1)],
            "01.2" => vec![Answer::TrueFalse { value: false, reason: 1 }, Answer::TrueFalse { value: true, reason: 2 }],
            "01.3" => vec![Answer::Text("trust policy".into())],
            "01.4" => vec![Answer::Pairs(vec![2, 0, 1])],
            "01.7" => vec![Answer::Choices(vec![0, 2])],
            "01.8" => vec![Answer::Order(vec![1, 0, 2, 4, 3])],
            _ => Vec::new(),
        };
        let mut checked = 0;
        for question in course.questions("1").unwrap().iter() {
            for (answer, seed) in
                answers(&question.common.id.0).into_iter().flat_map(|a| [3, 4].map(|s| (a.clone(), s)))
            {
                let mut draft = Draft::filled(question, seed, &answer);
                assert_eq!(draft.act(Action::Enter), Some(answer), "{}", question.common.id);
                checked += 1;
            }
        }
        assert!(checked >= 14, "{checked}");
    }
}
