//! Questions: their form, their feedback, and that their keys are what a learner's right answer is graded as.

mod lists;
mod written;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Check, Place, error_near, several};
use crate::course::CourseError;
use crate::course::grade::{Answer, candidates, decides, document, grade, outcome, outcome_words, predict_scenario};
use crate::course::load::LessonEntry;
use crate::course::question::{Choice, JsonBlank, Matching, Predict, Question, QuestionKind, ShortAnswer};
use crate::iam::lower;
use crate::iam::policy::PolicyKind;
use crate::iam::trace::Verdict;

/// Characters below which an option is short, so that its length gives nothing away.
const SHORT: usize = 20;

impl Check<'_> {
    pub(super) fn questions(&mut self, sets: &[Arc<[Question]>]) {
        let course = self.course;
        let mut ids = BTreeSet::new();
        for set in sets {
            let number = set.first().and_then(|question| question.common.id.lesson_number());
            for question in set.iter() {
                let id = &question.common.id;
                // The file was read for a lesson, so the set's lesson is that of its file, whatever its ids say.
                let Some(entry) = course
                    .lessons()
                    .iter()
                    .find(|entry| entry.questions.contains(id))
                    .or_else(|| course.lessons().iter().find(|entry| Some(entry.head.number) == number))
                else {
                    self.report.problems.push(CourseError::in_file(
                        "quizzes",
                        format!("question `{id}` must begin a line as `id = \"{id}\"` and belong to a lesson"),
                    ));
                    continue;
                };
                let file = entry.quiz_file();
                let text = self.text(&file);
                let place = Place { file: &file, text: &text };
                self.counts.questions += 1;
                if !ids.insert(id.0.clone()) {
                    self.problem(place, &near(question), format!("question `{id}` stands twice: an id is given once"));
                }
                self.common(place, question, entry);
                self.kind(place, question);
            }
        }
    }

    fn common(&mut self, place: Place<'_>, question: &Question, entry: &LessonEntry) {
        let common = &question.common;
        let at = near(question);
        let id = &common.id;
        if !crate::course::question::QuestionId::is_well_formed(&id.0) || id.lesson_number() != Some(entry.head.number)
        {
            let message = format!("question `{id}` must be called `{:02}.` and a number of its own", entry.head.number);
            self.problem(place, &at, message);
        }
        if !entry.questions.contains(id) {
            self.problem(place, &at, format!("the id of `{id}` must begin its line: `id = \"{id}\"`"));
        }
        if common.revision == 0 {
            self.problem(place, &at, format!("question `{id}`: revisions count from 1"));
        }
        if !(1..=5).contains(&common.difficulty) {
            self.problem(place, &at, format!("question `{id}`: difficulty is 1 to 5"));
        }
        if !entry.head.objectives.iter().any(|objective| objective.id == common.objective) {
            let message = format!("question `{id}` tests `{}`, which is no objective of the lesson", common.objective);
            self.problem(place, &at, message);
        }
        if !matches!(common.hints.len(), 0 | 3) {
            self.problem(
                place,
                &at,
                format!("question `{id}` has {}: give three or none", several(common.hints.len(), "hint")),
            );
        }
        self.prose(place, &at, &format!("the stem of `{id}`"), &common.stem);
        self.prose(place, &at, &format!("the explanation of `{id}`"), &common.explanation);
        self.prose(place, &at, &format!("the rule of `{id}`"), &common.rule);
        if common.rule.trim().contains('\n') {
            self.problem(place, &at, format!("the rule of `{id}` must be one line"));
        }
        for hint in &common.hints {
            self.prose(place, &at, &format!("a hint of `{id}`"), hint);
        }
        self.sources(place, &at, std::slice::from_ref(&common.source));
        let stem = common.stem.to_lowercase();
        if ["all of the above", "none of the above"].iter().any(|phrase| stem.contains(phrase)) {
            self.problem(place, &at, format!("question `{id}` leans on its options' places: ask for the thing itself"));
        }
    }

    fn kind(&mut self, place: Place<'_>, question: &Question) {
        let at = near(question);
        let id = &question.common.id;
        match &question.kind {
            QuestionKind::SingleChoice(kind) => {
                if !(3..=4).contains(&kind.options.len()) {
                    self.problem(
                        place,
                        &at,
                        format!("question `{id}` has {}: give three or four", several(kind.options.len(), "option")),
                    );
                }
                self.options(place, question, &kind.options);
                self.one_right(place, question, &kind.options);
                let lengths = kind.options.iter().map(|option| option.text.chars().count());
                let (short, long) = lengths.fold((usize::MAX, 0), |(short, long), n| (short.min(n), long.max(n)));
                if long >= SHORT && short.saturating_mul(3) < long * 2 {
                    let message = format!(
                        "the options of `{id}` differ in length ({short} to {long} characters): the longest may have half as much again as the shortest"
                    );
                    self.problem(place, &at, message);
                }
            }
            QuestionKind::TrueFalse(kind) => {
                if kind.reasons.len() != 3 {
                    self.problem(
                        place,
                        &at,
                        format!("question `{id}` has {}: give three", several(kind.reasons.len(), "reason")),
                    );
                }
                self.options(place, question, &kind.reasons);
                self.one_right(place, question, &kind.reasons);
                match (&kind.corrected, kind.answer) {
                    (None, false) => {
                        self.problem(
                            place,
                            &at,
                            format!("the statement of `{id}` is false: say in `corrected` how it should read"),
                        );
                    }
                    (Some(_), true) => {
                        self.problem(place, &at, format!("the statement of `{id}` is true: take `corrected` out"));
                    }
                    (Some(corrected), false) => {
                        self.prose(place, &at, &format!("the corrected statement of `{id}`"), corrected);
                    }
                    (None, true) => {}
                }
            }
            QuestionKind::ShortAnswer(kind) => self.short_answer(place, question, kind),
            QuestionKind::Matching(kind) => self.matching(place, question, kind),
            QuestionKind::JsonBlank(kind) => self.json_blank(place, question, kind),
            QuestionKind::Predict(kind) => self.predict(place, question, kind),
            QuestionKind::MultipleResponse(kind) => self.multiple_response(place, question, kind),
            QuestionKind::Ordering(kind) => self.ordering(place, question, kind),
            QuestionKind::WritePolicy(kind) => self.write_policy(place, question, kind),
            QuestionKind::Reflection(kind) => self.reflection(place, question, kind),
        }
    }

    /// A problem of a question at the first line after its id that holds `words`, or else at its id.
    fn problem_of(&mut self, place: Place<'_>, question: &Question, words: &str, message: impl Into<String>) {
        let at = near(question);
        let mut error = error_near(place, &at, message);
        if let Some(first) = error.line {
            let word = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
            let after = place.text.lines().enumerate().skip(first);
            let of_it = after.take_while(|(_, line)| !line.starts_with("[[question]]"));
            let found = of_it.filter(|(_, line)| !word.is_empty() && line.contains(word)).map(|(line, _)| line + 1);
            error.line = found.min().or(error.line);
        }
        self.report.problems.push(error);
    }

    fn one_right(&mut self, place: Place<'_>, question: &Question, options: &[Choice]) {
        let right = options.iter().filter(|option| option.right).count();
        if right != 1 {
            let message = format!("question `{}` has {right} right options: mark one", question.common.id);
            self.problem(place, &near(question), message);
        }
    }

    fn options(&mut self, place: Place<'_>, question: &Question, options: &[Choice]) {
        let at = near(question);
        let id = &question.common.id;
        let mut seen = BTreeSet::new();
        for option in options {
            self.prose(place, &at, &format!("an option of `{id}`"), &option.text);
            self.prose(place, &at, &format!("the feedback to “{}” in `{id}`", option.text), &option.feedback);
            let plain = option.text.trim().to_lowercase();
            if ["all of the above", "none of the above"].iter().any(|phrase| plain.contains(phrase)) {
                self.problem(
                    place,
                    &option.text,
                    format!("question `{id}`: an option stands for itself, not for the others"),
                );
            }
            if !seen.insert(plain) {
                self.problem(place, &option.text, format!("question `{id}` offers “{}” twice", option.text));
            }
        }
    }

    fn short_answer(&mut self, place: Place<'_>, question: &Question, kind: &ShortAnswer) {
        let at = near(question);
        let id = &question.common.id;
        if kind.wanted.is_empty() {
            self.problem(place, &at, format!("question `{id}` wants nothing: name the answer"));
        }
        let shown = kind.wanted.iter().map(|wanted| wanted.shown.as_str()).collect::<Vec<_>>();
        self.must_be(place, question, true, &Answer::Text(shown.join(", ")), &shown.join(", "));
        for (index, wanted) in kind.wanted.iter().enumerate() {
            for form in &wanted.accept {
                let mut all = shown.clone();
                if let Some(slot) = all.get_mut(index) {
                    *slot = form;
                }
                self.must_be(place, question, true, &Answer::Text(all.join("\n")), form);
            }
        }
        for near_miss in &kind.near {
            self.prose(place, &at, &format!("the feedback to a near miss of `{id}`"), &near_miss.feedback);
            for form in &near_miss.forms {
                // In the place of any of the things wanted, it must not pass.
                for index in 0..shown.len() {
                    let mut all = shown.clone();
                    if let Some(slot) = all.get_mut(index) {
                        *slot = form;
                    }
                    self.must_be(place, question, false, &Answer::Text(all.join("\n")), form);
                }
            }
        }
    }

    fn matching(&mut self, place: Place<'_>, question: &Question, kind: &Matching) {
        let at = near(question);
        let id = &question.common.id;
        if !(3..=7).contains(&kind.pairs.len()) {
            self.problem(
                place,
                &at,
                format!("question `{id}` has {}: give three to seven", several(kind.pairs.len(), "pair")),
            );
        }
        let mut seen = BTreeSet::new();
        for pair in &kind.pairs {
            if !seen.insert(&pair.left) {
                self.problem(place, &pair.left, format!("question `{id}` asks for “{}” twice", pair.left));
            }
            self.prose(place, &at, &format!("a prompt of `{id}`"), &pair.left);
            self.prose(place, &at, &format!("what belongs to “{}” in `{id}`", pair.left), &pair.right);
            self.prose(place, &at, &format!("the feedback to “{}” in `{id}`", pair.left), &pair.feedback);
        }
        for extra in &kind.extra {
            if kind.pairs.iter().any(|pair| pair.right == *extra) {
                self.problem(
                    place,
                    extra,
                    format!("question `{id}`: “{extra}” is said to belong to nothing, and belongs to a prompt"),
                );
            }
        }
    }

    fn json_blank(&mut self, place: Place<'_>, question: &Question, kind: &JsonBlank) {
        let at = near(question);
        let id = &question.common.id;
        let Some(policy) = PolicyKind::from_name(&kind.policy) else {
            let kinds = PolicyKind::ALL.map(PolicyKind::as_str).join("`, `");
            return self.problem(
                place,
                &at,
                format!("question `{id}`: no kind of policy is called `{}`; use `{kinds}`", kind.policy),
            );
        };
        let marks: Vec<&str> =
            kind.template.split('⟦').skip(1).map(|rest| rest.split('⟧').next().unwrap_or_default()).collect();
        let names: Vec<&str> = kind.blanks.iter().map(|blank| blank.name.as_str()).collect();
        if marks != names || names.is_empty() {
            let message = format!(
                "question `{id}`: the template marks `{}`, the blanks are `{}`; they must be the same, in the same order",
                marks.join("`, `"),
                names.join("`, `")
            );
            return self.problem(place, &at, message);
        }
        let answers: Vec<&str> = kind.blanks.iter().map(|blank| blank.answer.as_str()).collect();
        let whole = document::filled(kind, &answers);
        for finding in lower::read(&whole, policy).diagnostics {
            if finding.severity == crate::diagnostic::Severity::Error {
                self.problem(place, &at, format!("the filled document of `{id}` is not valid: {}", finding.message));
            }
        }
        let with = |index: usize, text: &str| {
            let fillings = answers.iter().enumerate().map(|(at, answer)| if at == index { text } else { answer });
            Answer::Blanks(fillings.map(str::to_owned).collect())
        };
        self.must_be(
            place,
            question,
            true,
            &with(0, answers.first().copied().unwrap_or_default()),
            &answers.join(", "),
        );
        for (index, blank) in kind.blanks.iter().enumerate() {
            self.prose(place, &at, &format!("the feedback of blank `{}` in `{id}`", blank.name), &blank.feedback);
            for text in &blank.accept {
                self.must_be(place, question, true, &with(index, text), text);
            }
            for near_miss in &blank.near {
                self.prose(place, &at, &format!("the feedback to a near miss of `{id}`"), &near_miss.feedback);
                for form in &near_miss.forms {
                    self.must_be(place, question, false, &with(index, form), form);
                }
            }
        }
    }

    pub(super) fn predict(&mut self, place: Place<'_>, question: &Question, kind: &Predict) {
        let at = near(question);
        let id = &question.common.id;
        if kind.request.expect.is_some() {
            self.problem(
                place,
                &at,
                format!("question `{id}` says what must come of it: take `expect` out, it is computed"),
            );
        }
        let (verdict, simulation) = match outcome(kind) {
            Ok(found) => found,
            Err(error) => return self.problem(place, &at, format!("question `{id}`: {error}")),
        };
        self.counts.predicted += 1;
        if simulation.hops.iter().any(|hop| !hop.trace.unspecified.is_empty()) {
            let message =
                format!("question `{id}` rests on a point that AWS's documentation leaves open: ask something else");
            self.problem(place, &at, message);
        }
        let feedback = [
            (Verdict::Allow, &kind.feedback.allow),
            (Verdict::ExplicitDeny, &kind.feedback.explicit_deny),
            (Verdict::ImplicitDeny, &kind.feedback.implicit_deny),
        ];
        for (chosen, words) in feedback {
            match (chosen == verdict, words) {
                (true, Some(_)) => {
                    let message = format!(
                        "question `{id}` comes out {}, and has feedback to that as if it were wrong: take it out",
                        outcome_words(verdict)
                    );
                    self.problem(place, &at, message);
                }
                (false, None) => {
                    let message = format!(
                        "question `{id}` comes out {}, and says nothing to “{}”: write `feedback.{}`",
                        outcome_words(verdict),
                        outcome_words(chosen),
                        chosen.as_str()
                    );
                    self.problem(place, &at, message);
                }
                (false, Some(words)) => self.prose(place, &at, &format!("feedback of `{id}`"), words),
                (true, None) => {}
            }
        }
        // That it can be built was seen above.
        let Ok(scenario) = predict_scenario(kind) else { return };
        for shown in &kind.show {
            if !scenario.documents.contains_key(shown.document.as_str()) {
                let names = scenario.documents.keys().map(AsRef::as_ref).collect::<Vec<_>>().join("`, `");
                let message =
                    format!("question `{id}` shows `{}`, which is not among its documents `{names}`", shown.document);
                self.problem(place, &shown.document, message);
            }
        }
        // Which statement decides is asked where several are shown: it must be among them.
        let statements = candidates(kind);
        let says_nothing = verdict == Verdict::ImplicitDeny;
        if statements.len() > 1 && !says_nothing && !statements.iter().any(|it| decides(it, &simulation)) {
            let message =
                format!("question `{id}` does not show the statement that decides: add its document to `show`");
            self.problem(place, &at, message);
        }
        if kind.show.is_empty() {
            self.problem(place, &at, format!("question `{id}` shows no document: name those that decide in `show`"));
        }
        self.valid_documents(place, &scenario, &|_| true);
    }

    /// The grading must find `answer` right, or wrong, as the file says.
    fn must_be(&mut self, place: Place<'_>, question: &Question, right: bool, answer: &Answer, words: &str) {
        let id = &question.common.id;
        match grade(question, answer) {
            Ok(graded) if graded.right == right => {}
            Ok(_) if right => {
                self.problem(
                    place,
                    words,
                    format!("question `{id}` has “{words}” for a right answer, and it is graded wrong"),
                );
            }
            Ok(_) => {
                self.problem(
                    place,
                    words,
                    format!("question `{id}` has “{words}” for a near miss, and it is graded right"),
                );
            }
            Err(error) => self.problem(place, words, format!("question `{id}`: {error}")),
        }
    }
}

fn near(question: &Question) -> String {
    format!("id = \"{}\"", question.common.id)
}
