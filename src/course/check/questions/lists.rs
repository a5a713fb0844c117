//! Questions whose answer is a list: options to tick, steps to put in order, criteria to rate oneself by.

use std::collections::BTreeSet;

use super::near;
use crate::course::check::{Check, Place, several};
use crate::course::grade::Answer;
use crate::course::question::{MultipleResponse, Ordering, Question, Reflection};

impl Check<'_> {
    pub(super) fn multiple_response(&mut self, place: Place<'_>, question: &Question, kind: &MultipleResponse) {
        let at = near(question);
        let id = &question.common.id;
        let count = kind.options.len();
        if !(4..=6).contains(&count) {
            self.problem(place, &at, format!("question `{id}` has {}: give four to six", several(count, "option")));
        }
        let right = kind.wanted();
        if right < 2 {
            let message = format!(
                "question `{id}` has {}: mark two or more, or make it a single choice",
                several(right, "right option")
            );
            self.problem(place, &at, message);
        }
        if right == count {
            self.problem(place, &at, format!("every option of question `{id}` is right: give it a wrong one"));
        }
        self.options(place, question, &kind.options);
        let all = kind.options.iter().enumerate().filter(|(_, option)| option.right).map(|(index, _)| index).collect();
        self.must_be(place, question, true, &Answer::Choices(all), &at);
    }

    pub(super) fn ordering(&mut self, place: Place<'_>, question: &Question, kind: &Ordering) {
        let at = near(question);
        let id = &question.common.id;
        let count = kind.items.len();
        if !(3..=7).contains(&count) {
            self.problem(place, &at, format!("question `{id}` has {}: give three to seven", several(count, "item")));
        }
        let mut seen = BTreeSet::new();
        for item in &kind.items {
            self.prose(place, &at, &format!("an item of `{id}`"), &item.text);
            self.prose(place, &at, &format!("the feedback to “{}” in `{id}`", item.text), &item.feedback);
            if !seen.insert(item.text.trim().to_lowercase()) {
                self.problem_of(place, question, &item.text, format!("question `{id}` has “{}” twice", item.text));
            }
        }
        let mut taken = BTreeSet::new();
        for run in &kind.together {
            let mut places = run.clone();
            places.sort_unstable();
            let neighbours = places.iter().zip(places.iter().skip(1)).all(|(a, b)| a + 1 == *b);
            let inside = places.iter().all(|place| (1..=count).contains(place));
            if places.len() < 2 || !neighbours || !inside {
                let message = format!(
                    "question `{id}`: `{run:?}` is no run of neighbours among its {count} places, counted from 1; write it as `[2, 3]`"
                );
                self.problem_of(place, question, "together", message);
            }
            if places.len() >= count {
                let message =
                    format!("question `{id}` lets its items stand in any order: then there is nothing to ask");
                self.problem_of(place, question, "together", message);
            }
            if let Some(twice) = run.iter().find(|place| !taken.insert(**place)) {
                let message = format!("question `{id}`: place {twice} is in two runs: make them one");
                self.problem_of(place, question, "together", message);
            }
        }
        self.must_be(place, question, true, &Answer::Order((0..count).collect()), &at);
    }

    pub(super) fn reflection(&mut self, place: Place<'_>, question: &Question, kind: &Reflection) {
        let at = near(question);
        let id = &question.common.id;
        let course = self.course;
        if !course.lessons().iter().any(|entry| entry.reflections.contains(id)) {
            let message = format!("question `{id}`: `[question.reflection]` must begin its line");
            self.problem(place, &at, message);
        }
        self.prose(place, &at, &format!("the model answer of `{id}`"), &kind.model);
        if !(3..=5).contains(&kind.rubric.len()) {
            let count = match kind.rubric.len() {
                1 => "1 criterion".to_owned(),
                n => format!("{n} criteria"),
            };
            self.problem(place, &at, format!("question `{id}` has {count}: give three to five"));
        }
        let mut seen = BTreeSet::new();
        for criterion in &kind.rubric {
            self.prose(place, &at, &format!("a criterion of `{id}`"), criterion);
            if !seen.insert(criterion.trim().to_lowercase()) {
                self.problem_of(place, question, criterion, format!("question `{id}` asks for “{criterion}” twice"));
            }
        }
    }
}
