//! Ids that stay: every id that was ever given stands in `assets/ids.toml`, a question's with its revision and what it means.
//!
//! A learner's answers are kept by these ids. One that vanishes, or that comes to mean something else, would give an old answer to a
//! question that was never asked. `check-content --write-ids` writes the list; whoever does says that the changes are meant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use toml::{Table, Value};

use super::tables::{Asked, asked};
use super::{Check, Place, quoted};
use crate::course::load::parse_toml;
use crate::course::question::QuestionId;
use crate::course::{Course, CourseError};

/// Where the list stands.
const FILE: &str = "assets/ids.toml";

/// What writes it.
const WRITES: &str = "`check-content --write-ids`";

/// Keys of a question that may change while it stays the same question: what is said about it, and further forms of an answer.
const NO_MEANING: [&str; 13] = [
    "id",
    "revision",
    "objective",
    "covers",
    "difficulty",
    "hints",
    "explanation",
    "rule",
    "source",
    "feedback",
    "near",
    "accept",
    "model",
];

/// Keys of lists whose order means nothing.
const NO_ORDER: [&str; 4] = ["options", "reasons", "pairs", "extra"];

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Ids {
    lessons: BTreeSet<String>,
    objectives: BTreeSet<String>,
    labs: BTreeSet<String>,
    /// Of generated questions.
    templates: BTreeSet<String>,
    terms: BTreeSet<String>,
    /// Ids that were given and taken back. Nothing else may have them.
    retired: BTreeSet<String>,
    questions: BTreeMap<String, Known>,
}

/// A question of the list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    revision: u32,
    /// The mark of what it asks and what is right.
    meaning: String,
}

/// What `assets/ids.toml` must be for `course`: every id that it has, and as retired those that the list had before.
///
/// # Errors
/// When a file of the course cannot be read: its ids would be taken for gone.
pub fn listed(course: &Course) -> Result<String, CourseError> {
    if let Some(fault) = course.faults().first() {
        return Err(fault.clone());
    }
    for entry in course.lessons() {
        course.questions(&entry.head.id)?;
    }
    let mut now = present(course, &asked(course));
    now.terms = course.glossary()?.terms.iter().map(|term| term.id.clone()).collect();
    if let Some(text) = course.text(FILE)? {
        let before: Ids = parse_toml(FILE, &text, 0)?;
        let gone = before.all().filter(|id| !now.all().any(|other| other == *id)).map(str::to_owned);
        now.retired =
            gone.chain(before.retired.iter().cloned()).filter(|id| !now.all().any(|other| other == id)).collect();
    }
    Ok(now.text())
}

/// The ids of a course but for its terms.
fn present(course: &Course, asked: &[Asked]) -> Ids {
    let lessons = course.lessons();
    let question = |asked: &Asked| {
        (asked.id.clone(), Known { revision: asked.revision, meaning: format!("{:016x}", meaning(&asked.table)) })
    };
    Ids {
        lessons: lessons.iter().map(|entry| entry.head.id.clone()).collect(),
        objectives: lessons.iter().flat_map(|entry| &entry.head.objectives).map(|it| it.id.clone()).collect(),
        labs: lessons.iter().flat_map(|entry| &entry.labs).map(|lab| lab.id.clone()).collect(),
        // A folder that cannot be listed is told with the templates.
        templates: course.templates().unwrap_or_default().into_iter().collect(),
        questions: asked.iter().map(question).collect(),
        ..Ids::default()
    }
}

impl Ids {
    /// Every id that is given, whatever it is given to.
    fn all(&self) -> impl Iterator<Item = &str> {
        let sets = [&self.lessons, &self.objectives, &self.labs, &self.templates, &self.terms];
        sets.into_iter().flatten().chain(self.questions.keys()).map(String::as_str)
    }

    /// The file.
    fn text(&self) -> String {
        let mut out =
            "# Every id that was ever given, a question's with its revision and a mark of what it asks. Written by\n\
            # `iam-dojo check-content . --write-ids`; to write it anew is to say that every change of it is meant.\n\n"
                .to_owned();
        let sets = [
            ("lessons", &self.lessons),
            ("objectives", &self.objectives),
            ("labs", &self.labs),
            ("templates", &self.templates),
            ("terms", &self.terms),
            ("retired", &self.retired),
        ];
        for (name, set) in sets {
            // One a line, so that two people who add ids do not meet.
            out.push_str(&format!("{name} = ["));
            set.iter().for_each(|id| out.push_str(&format!("\n    {},", Value::from(id.as_str()))));
            out.push_str(if set.is_empty() { "]\n" } else { "\n]\n" });
        }
        out.push_str("\n[questions]\n");
        let mut questions: Vec<(&String, &Known)> = self.questions.iter().collect();
        questions.sort_by_key(|(id, _)| (QuestionId((*id).clone()).lesson_number(), id.len(), *id));
        for (id, known) in questions {
            // Nothing is in the way of writing to a string.
            let _ =
                writeln!(out, "{} = {{ revision = {}, meaning = \"{}\" }}", quoted(id), known.revision, known.meaning);
        }
        out
    }
}

impl Check<'_> {
    /// Holds the course to its list; a course without one may change as it likes.
    pub(super) fn ids(&mut self, asked: &[Asked]) {
        let text = match self.course.text(FILE) {
            Ok(Some(text)) => text.into_owned(),
            Ok(None) => return,
            Err(error) => return self.report.problems.push(error),
        };
        let list = Place { file: FILE, text: &text };
        let known: Ids = match parse_toml(FILE, &text, 0) {
            Ok(known) => known,
            Err(error) => return self.report.problems.push(error),
        };
        let unread = self.course.lessons().iter().any(|entry| self.course.questions(&entry.head.id).is_err());
        if unread || !self.course.faults().is_empty() {
            // What stands in a file that cannot be read is not gone; that file has its own error.
            return;
        }
        let mut now = present(self.course, asked);
        now.terms = self.glossary.terms.iter().map(|term| term.id.clone()).collect();
        let given: BTreeSet<&str> = now.all().collect();
        let listed: BTreeSet<&str> = known.all().collect();
        for id in listed.difference(&given) {
            let message =
                format!("`{id}` was given and is gone: bring it back, or let {WRITES} say that it is retired");
            self.problem(list, &quoted(id), message);
        }
        let mut new: Vec<&str> = Vec::new();
        for id in given.difference(&listed) {
            if known.retired.contains(*id) {
                let message = format!("`{id}` is retired: answers to what it was are kept under it, give another id");
                self.problem(list, &quoted(id), message);
            } else {
                new.push(id);
            }
        }
        if !new.is_empty() {
            self.problem(list, "", format!("not listed yet: `{}`; add with {WRITES}", new.join("`, `")));
        }
        for question in asked {
            let (Some(old), Some(new)) = (known.questions.get(&question.id), now.questions.get(&question.id)) else {
                continue;
            };
            let (id, before) = (&question.id, old.revision);
            let message = if new.revision < before {
                format!("question `{id}` had revision {before} before: a revision is never taken back")
            } else if new.revision > before {
                format!("question `{id}` has a new revision, {} after {before}: list it with {WRITES}", new.revision)
            } else if new.meaning != old.meaning {
                format!(
                    "question `{id}` asks something else than at revision {before}: raise `revision` if old answers do not count for it; then {WRITES}"
                )
            } else {
                continue;
            };
            let text = self.text(&question.file);
            self.problem(Place { file: &question.file, text: &text }, &question.near(), message);
        }
    }
}

/// A mark of what a question asks and what is right: FNV-1a over the keys and values that make its meaning. White space, and order
/// where it means nothing, leave it as it is.
fn meaning(question: &Table) -> u64 {
    let mut words = String::new();
    write_table(question, &mut words);
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn write_table(table: &Table, out: &mut String) {
    let mut keys: Vec<&String> = table.keys().filter(|key| !NO_MEANING.contains(&key.as_str())).collect();
    keys.sort_unstable();
    out.push('{');
    for key in keys {
        out.push_str(key);
        out.push('=');
        if let Some(value) = table.get(key) {
            write_value(value, NO_ORDER.contains(&key.as_str()), out);
        }
        out.push(';');
    }
    out.push('}');
}

fn write_value(value: &Value, any_order: bool, out: &mut String) {
    match value {
        Value::Table(table) => write_table(table, out),
        Value::Array(items) => {
            let mut written: Vec<String> = Vec::new();
            for item in items {
                let mut one = String::new();
                write_value(item, false, &mut one);
                written.push(one);
            }
            if any_order {
                written.sort_unstable();
            }
            out.push('[');
            written.iter().for_each(|one| out.push_str(&format!("{one},")));
            out.push(']');
        }
        Value::String(text) => {
            let words: Vec<&str> = text.split_whitespace().collect();
            out.push_str(&format!("{:?}", words.join(" ")));
        }
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = r#"
        id = "03.1"
        revision = 1
        stem = "Who decides?"
        rule = "The policy."
        [single_choice]
        options = [
            { text = "The policy", right = true, feedback = "Yes." },
            { text = "The bucket", feedback = "No." },
        ]
    "#;

    #[test]
    fn a_question_stays_the_same_when_only_what_is_said_about_it_changes() {
        for (old, new, same) in [
            ("Yes.", "Quite.", true),
            ("The policy.", "The trust policy.", true),
            ("revision = 1", "revision = 2", true),
            ("Who decides", "Who\n   decides", true),
            ("Who decides", "Who forbids", false),
            ("The bucket", "The group", false),
            ("right = true, ", "", false),
            ("\"The bucket\", ", "\"The bucket\", right = true, ", false),
        ] {
            let changed = QUESTION.replace(old, &new.replace('\n', " "));
            assert_ne!(changed, QUESTION, "{old}");
            let mark = |text: &str| meaning(&toml::from_str(text).unwrap());
            assert_eq!(mark(&changed) == mark(QUESTION), same, "{old} -> {new}");
        }
    }

    #[test]
    fn the_order_of_options_means_nothing_and_that_of_steps_much() {
        let mark = |text: &str| meaning(&toml::from_str(text).unwrap());
        let (ab, ba) = ("[{ text = \"a\" }, { text = \"b\" }]", "[{ text = \"b\" }, { text = \"a\" }]");
        assert_eq!(mark(&format!("k = {{ options = {ab} }}")), mark(&format!("k = {{ options = {ba} }}")));
        assert_ne!(mark(&format!("k = {{ items = {ab} }}")), mark(&format!("k = {{ items = {ba} }}")));
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let ids = Ids {
            lessons: ["L01".to_owned()].into(),
            terms: ["a \"b\"".to_owned()].into(),
            questions: ["01.10", "01.2", "02.1"]
                .map(|id| (id.to_owned(), Known { revision: 1, meaning: "00".to_owned() }))
                .into(),
            ..Ids::default()
        };
        let text = ids.text();
        assert_eq!(toml::from_str::<Ids>(&text).unwrap(), ids);
        let at = |id: &str| text.find(id).unwrap();
        assert!(at("01.2") < at("01.10") && at("01.10") < at("02.1"), "{text}");
    }
}
