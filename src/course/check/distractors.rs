//! Wrong options that give themselves away: by their length, by a word, by their place. Warnings, since a person must judge.
//!
//! Looks at the tables of a question, not at its kind: any list of options with one or more of them `right` is looked at.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::tables::Asked;
use super::{Check, Place, error_after, several};

/// Words that make a statement easy to doubt. In a wrong option they give it away, unless the right one has such a word too.
const ABSOLUTE: [&str; 12] = [
    "always",
    "never",
    "none",
    "nothing",
    "nobody",
    "everything",
    "everybody",
    "completely",
    "absolutely",
    "totally",
    "impossible",
    "guaranteed",
];

/// Characters below which an option is short, so that its length gives nothing away.
const SHORT: usize = 20;

/// Questions of a lesson from which on a habit shows.
const HABIT: usize = 4;

/// A list of options: words, whether they are right, and what is said to them.
struct Options<'t> {
    /// The key it stands under, `options`; and that of its kind, `single_choice`.
    name: &'t str,
    kind: &'t str,
    ordered: bool,
    list: Vec<Choice<'t>>,
}

struct Choice<'t> {
    text: &'t str,
    right: bool,
    feedback: &'t str,
}

impl Check<'_> {
    /// Looks at every list of options, and at the habits of every lesson.
    pub(super) fn distractors(&mut self, asked: &[Asked]) {
        let mut stems: BTreeMap<String, &str> = BTreeMap::new();
        let mut lessons: BTreeMap<&str, Vec<(&Asked, Vec<Options<'_>>)>> = BTreeMap::new();
        for question in asked {
            let text = self.text(&question.file);
            let place = Place { file: &question.file, text: &text };
            let stem = plain(question.table.get("stem").and_then(Value::as_str).unwrap_or_default());
            if let Some(other) = stems.insert(stem, &question.id) {
                let message = format!("question `{}` has the same words as `{other}`: ask something else", question.id);
                self.warning(place, &question.near(), message);
            }
            let lists = lists(&question.table);
            for options in &lists {
                self.options_lint(place, question, options);
            }
            lessons.entry(&question.lesson).or_default().push((question, lists));
        }
        for (lesson, questions) in lessons {
            let Some((first, _)) = questions.first() else { continue };
            let text = self.text(&first.file);
            let place = Place { file: &first.file, text: &text };
            self.places(place, lesson, questions.iter().flat_map(|(_, lists)| lists));
            self.truths(place, lesson, questions.iter().map(|(question, _)| *question));
        }
    }

    fn options_lint(&mut self, place: Place<'_>, question: &Asked, options: &Options<'_>) {
        let id = &question.id;
        let mut seen = BTreeSet::new();
        let mut replies = BTreeSet::new();
        for option in &options.list {
            if !seen.insert(plain(option.text)) {
                let message = format!("question `{id}`: “{}” says what another option says", option.text);
                self.warning_after(place, &question.near(), option.text, message);
            }
            let reply = plain(option.feedback);
            // "Right." to each of several right options says enough.
            if !option.right && !reply.is_empty() && !replies.insert(reply) {
                let message = format!(
                    "question `{id}`: “{}” gets the feedback of another option: say why this one is wrong",
                    option.text
                );
                self.warning_after(place, &question.near(), option.text, message);
            }
        }
        let right_is_absolute = options.list.iter().any(|option| option.right && absolute(option.text).is_some());
        for option in options.list.iter().filter(|option| !option.right && !right_is_absolute) {
            if let Some(word) = absolute(option.text) {
                let message = format!(
                    "question `{id}`: “{word}” gives a wrong option away: say it without, or give the right one such a word"
                );
                self.warning_after(place, &question.near(), option.text, message);
            }
        }
        // The length of a single choice's options is no matter of judgement; it is proved with the question.
        let lengths = options.list.iter().map(|option| option.text.chars().count());
        let (short, long) = lengths.fold((usize::MAX, 0), |(short, long), n| (short.min(n), long.max(n)));
        if options.kind != "single_choice" && long >= SHORT && short.saturating_mul(3) < long * 2 {
            let message = format!(
                "the {} of `{id}` differ in length ({short} to {long} characters): the longest may have half as much again as the shortest",
                options.name
            );
            self.warning(place, &question.near(), message);
        }
    }

    /// The right option of a lesson's questions should stand now here, now there, and not be the longest each time.
    fn places<'o, 't: 'o>(&mut self, place: Place<'_>, lesson: &str, lists: impl Iterator<Item = &'o Options<'t>>) {
        let (mut first, mut last, mut longest, mut all, mut shown) = (0usize, 0usize, 0usize, 0usize, 0usize);
        for options in lists {
            let right: Vec<usize> =
                options.list.iter().enumerate().filter(|(_, option)| option.right).map(|(at, _)| at).collect();
            let [at] = right.as_slice() else { continue };
            all += 1;
            let length = |option: &Choice<'_>| option.text.chars().count();
            let key = options.list.get(*at).map_or(0, length);
            longest += usize::from(options.list.iter().enumerate().all(|(other, it)| other == *at || length(it) < key));
            // The others are shuffled when they are asked.
            if options.ordered {
                shown += 1;
                first += usize::from(*at == 0);
                last += usize::from(at + 1 == options.list.len());
            }
        }
        for (where_, count) in [("first", first), ("last", last)] {
            if shown >= HABIT && count * 3 > shown * 2 {
                let message = format!(
                    "the right option stands {where_} in {count} of {} of {lesson} that are not shuffled: move it in some",
                    several(shown, "question")
                );
                self.warning(place, "lesson = ", message);
            }
        }
        if all >= HABIT && longest * 3 > all * 2 {
            let message = format!(
                "the right option is the longest in {longest} of {} of {lesson}: shorten it, or say more in the others",
                several(all, "question")
            );
            self.warning(place, "lesson = ", message);
        }
    }

    /// Statements to be judged should now be true, now false.
    fn truths<'q>(&mut self, place: Place<'_>, lesson: &str, questions: impl Iterator<Item = &'q Asked>) {
        let answers: Vec<bool> =
            questions.filter_map(|question| question.table.get("true_false")?.get("answer")?.as_bool()).collect();
        let true_ones = answers.iter().filter(|answer| **answer).count();
        if answers.len() >= HABIT && (true_ones == 0 || true_ones == answers.len()) {
            let which = if true_ones == 0 { "false" } else { "true" };
            let message = format!(
                "each of the {} statements of {lesson} is {which}: turn one round, or the answer is known before it is read",
                answers.len()
            );
            self.warning(place, "lesson = ", message);
        }
    }

    fn warning_after(&mut self, place: Place<'_>, near: &str, words: &str, message: String) {
        self.report.warnings.push(error_after(place, near, words, message));
    }
}

/// Every list of options of a question, however deep it stands.
fn lists(table: &Table) -> Vec<Options<'_>> {
    fn look<'t>(kind: &'t str, table: &'t Table, found: &mut Vec<Options<'t>>) {
        for (name, value) in table {
            match value {
                Value::Table(inner) => look(name, inner, found),
                Value::Array(items) => {
                    let list: Option<Vec<Choice<'t>>> = items.iter().map(choice).collect();
                    let ordered = table.get("ordered").and_then(Value::as_bool).unwrap_or(false);
                    let list = list.filter(|list| list.iter().any(|option| option.right));
                    found.extend(list.map(|list| Options { name, kind, ordered, list }));
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    look("", table, &mut found);
    found
}

fn choice(value: &Value) -> Option<Choice<'_>> {
    let table = value.as_table()?;
    Some(Choice {
        text: table.get("text")?.as_str()?,
        right: table.get("right").and_then(Value::as_bool).unwrap_or(false),
        feedback: table.get("feedback").and_then(Value::as_str).unwrap_or_default(),
    })
}

/// The words of a text, marks and case left out.
fn plain(text: &str) -> String {
    let kept: String = text.chars().map(|c| if c.is_alphanumeric() || "*:/".contains(c) { c } else { ' ' }).collect();
    kept.to_lowercase()
        .split_whitespace()
        .filter(|word| !matches!(*word, "a" | "an" | "the"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first absolute word of a text.
fn absolute(text: &str) -> Option<&'static str> {
    let words = plain(text);
    ABSOLUTE.into_iter().find(|absolute| words.split(' ').any(|word| word == *absolute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_list_with_a_right_entry_is_one_of_options() {
        let table: Table = toml::from_str(
            r#"
            hints = ["one"]
            [ordering]
            items = [{ text = "a", feedback = "" }]
            [multiple_response]
            ordered = true
            options = [{ text = "a", right = true }, { text = "b", feedback = "no" }]
            "#,
        )
        .unwrap();
        let lists = lists(&table);
        assert_eq!(lists.len(), 1);
        assert_eq!((lists[0].kind, lists[0].name, lists[0].ordered), ("multiple_response", "options", true));
        assert_eq!(lists[0].list.iter().map(|option| option.right).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn options_are_compared_by_their_words() {
        assert_eq!(plain("The trust  policy."), plain("trust policy"));
        assert_eq!(plain("The `bucket`"), plain("a bucket."));
        assert_ne!(plain("s3:Get*"), plain("s3:Get"));
        assert_eq!(absolute("It Never works."), Some("never"));
        assert_eq!(absolute("Nevertheless"), None);
    }
}
