//! JSON blanks: fillings are compared by what the whole document then means, not by their letters.

use crate::course::grade::{Graded, Remark};
use crate::course::question::{Blank, JsonBlank};
use crate::diagnostic::Severity;
use crate::iam::json::{self, Node, Value};
use crate::iam::lower;
use crate::iam::policy::PolicyKind;

pub(super) fn grade(question: &JsonBlank, fillings: &[String]) -> Graded {
    let reference: Vec<&str> = question.blanks.iter().map(|blank| blank.answer.as_str()).collect();
    let given: Vec<&str> = fillings.iter().map(|filling| filling.trim()).collect();
    let wanted = meaning(&filled(question, &reference));
    let mut remarks = Vec::new();
    let mut right_blanks = 0usize;
    for (index, (blank, filling)) in question.blanks.iter().zip(&given).enumerate() {
        let with = |text: &str| {
            let mut one: Vec<&str> = reference.clone();
            if let Some(slot) = one.get_mut(index) {
                *slot = text;
            }
            filled(question, &one)
        };
        let mut remark = judge(blank, filling, |text| meaning(&with(text)), &wanted);
        if remark.right {
            right_blanks += 1;
        }
        let refused = (!remark.right && slip(filling).is_none()).then(|| refusal(question, &with(filling))).flatten();
        if let Some(message) = refused {
            remark.text =
                format!("{} AWS would not save the document: {message}.", remark.text).trim_start().to_owned();
        }
        remarks.push(remark);
    }
    // Two blanks of one list may be filled the other way round: then each looks wrong, and the whole is right.
    let document = filled(question, &given);
    let well_formed = given.iter().all(|filling| slip(filling).is_none());
    let whole = well_formed && wanted.is_some() && meaning(&document) == wanted;
    if whole {
        right_blanks = question.blanks.len();
        remarks.clear();
        remarks.extend(question.blanks.iter().map(right));
    }
    let mut all_right = right_blanks == question.blanks.len() && given.len() == question.blanks.len();
    if all_right && let Some(message) = refusal(question, &document) {
        all_right = false;
        remarks.push(Remark {
            right: false,
            about: String::new(),
            text: format!("AWS would not save the document: {message}"),
        });
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of blanks are counted")]
    let share = if all_right { 1.0 } else { right_blanks as f64 / question.blanks.len().max(1) as f64 };
    let right_answer = match question.blanks.as_slice() {
        [only] => only.answer.clone(),
        blanks => blanks.iter().map(|blank| format!("{}: {}", blank.name, blank.answer)).collect::<Vec<_>>().join("\n"),
    };
    Graded { right: all_right, share, right_answer, remarks, simulation: None }
}

fn right(blank: &Blank) -> Remark {
    Remark { right: true, about: blank.name.clone(), text: String::new() }
}

/// One filling, the other blanks filled as the reference has them.
fn judge(
    blank: &Blank,
    filling: &str,
    meaning_with: impl Fn(&str) -> Option<Canonical>,
    wanted: &Option<Canonical>,
) -> Remark {
    let wrong = |text: String| Remark { right: false, about: blank.name.clone(), text };
    let near = |same: &dyn Fn(&str) -> bool| {
        blank.near.iter().find(|near| near.forms.iter().any(|form| same(form))).map(|near| near.feedback.clone())
    };
    if let Some(slip) = slip(filling) {
        return wrong(near(&|form| form.trim() == filling).unwrap_or(slip));
    }
    let meant = meaning_with(filling);
    if meant.is_some() && (meant == *wanted || blank.accept.iter().any(|text| meant == meaning_with(text))) {
        return right(blank);
    }
    let same = |form: &str| form.trim() == filling || (meant.is_some() && meant == meaning_with(form));
    wrong(near(&same).unwrap_or_else(|| blank.feedback.clone()))
}

/// The document with its blanks filled.
pub(in crate::course) fn filled(question: &JsonBlank, fillings: &[&str]) -> String {
    // Only marks of the template are filled: one inside a filling stays as it is.
    let mut out = String::new();
    let mut rest = question.template.as_str();
    while let Some((head, tail)) = rest.split_once('⟦') {
        let Some((name, after)) = tail.split_once('⟧') else { break };
        out.push_str(head);
        let filling = question.blanks.iter().position(|blank| blank.name == name).and_then(|at| fillings.get(at));
        out.push_str(filling.copied().unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What keeps a filling from being one JSON value.
fn slip(filling: &str) -> Option<String> {
    if filling.is_empty() {
        return Some("nothing is written here yet".to_owned());
    }
    let parse = json::parse(filling);
    match (&parse.root, parse.diagnostics.iter().find(|finding| finding.severity == Severity::Error)) {
        (_, Some(_)) if is_bare_word(filling) => {
            Some(format!("text stands in quotation marks in JSON: `\"{filling}\"`, if that is what is meant"))
        }
        (_, Some(finding)) => Some(format!("this is not one JSON value: {}", finding.message)),
        (None, None) => Some("this is not one JSON value".to_owned()),
        (Some(_), None) => None,
    }
}

fn is_bare_word(filling: &str) -> bool {
    !filling.contains(['"', '{', '[', ' ', '\n'])
}

/// The first reason for which AWS would not save `document`.
fn refusal(question: &JsonBlank, document: &str) -> Option<String> {
    let kind = PolicyKind::from_name(&question.policy)?;
    let findings = lower::read(document, kind).diagnostics;
    findings.into_iter().find(|finding| finding.severity == Severity::Error).map(|finding| finding.message)
}

/// A document brought into the one form that all documents of its meaning share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::course) enum Canonical {
    /// A word, a number, a truth value.
    Plain(String),
    /// Values whose order says nothing, sorted.
    Set(Vec<Canonical>),
    /// Members, sorted by key.
    Object(Vec<(String, Canonical)>),
}

/// What `document` means, as far as its form goes; `None` when it is not JSON.
///
/// A single value is a list of one; order and repetition in lists say nothing; actions and condition keys have no case; an account's
/// number is its `:root` ARN, and `"*"` is `{"AWS": "*"}` (AWS: "AWS JSON policy elements: Principal").
pub(in crate::course) fn meaning(document: &str) -> Option<Canonical> {
    let parse = json::parse(document);
    if parse.diagnostics.iter().any(|finding| finding.severity == Severity::Error) {
        return None;
    }
    parse.root.as_ref().map(|root| {
        object(root, &|key, value| match key {
            "Statement" => set(value, &statement),
            _ => plain(value),
        })
    })
}

fn statement(node: &Node) -> Canonical {
    object(node, &|key, value| match key {
        "Action" | "NotAction" => set(value, &|node| lower_case(plain(node))),
        "Resource" | "NotResource" => set(value, &plain),
        "Principal" | "NotPrincipal" => principal(value),
        "Condition" => object(value, &|_, keys| {
            let lines = object(keys, &|_, values| set(values, &|node| words(plain(node))));
            match lines {
                Canonical::Object(members) => {
                    sorted(members.into_iter().map(|(key, value)| (key.to_lowercase(), value)))
                }
                other => other,
            }
        }),
        _ => plain(value),
    })
}

fn principal(node: &Node) -> Canonical {
    let account = |node: &Node| match plain(node) {
        Canonical::Plain(text) => {
            let digits = text.trim_matches('"');
            if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
                Canonical::Plain(format!("\"arn:aws:iam::{digits}:root\""))
            } else {
                Canonical::Plain(text)
            }
        }
        other => other,
    };
    match &node.value {
        Value::Object(_) => {
            object(node, &|key, value| if key == "AWS" { set(value, &account) } else { set(value, &plain) })
        }
        _ => Canonical::Object(vec![("AWS".to_owned(), set(node, &plain))]),
    }
}

fn object(node: &Node, member: &dyn Fn(&str, &Node) -> Canonical) -> Canonical {
    match &node.value {
        Value::Object(members) => sorted(members.iter().map(|each| (each.key.clone(), member(&each.key, &each.value)))),
        _ => plain(node),
    }
}

fn sorted(members: impl Iterator<Item = (String, Canonical)>) -> Canonical {
    let mut members: Vec<_> = members.collect();
    members.sort();
    Canonical::Object(members)
}

/// A list as a set; a value that is no list as a set of one.
fn set(node: &Node, item: &dyn Fn(&Node) -> Canonical) -> Canonical {
    let mut items: Vec<Canonical> = match &node.value {
        Value::Array(items) => items.iter().map(item).collect(),
        _ => vec![item(node)],
    };
    items.sort();
    items.dedup();
    Canonical::Set(items)
}

/// Anything, order kept. Text keeps its quotation marks, so that `"true"` and `true` differ where that matters.
fn plain(node: &Node) -> Canonical {
    match &node.value {
        Value::Null => Canonical::Plain("null".to_owned()),
        Value::Missing => Canonical::Plain(String::new()),
        Value::Bool(value) => Canonical::Plain(value.to_string()),
        Value::Number(text) => Canonical::Plain(text.clone()),
        Value::String(text) => Canonical::Plain(format!("\"{text}\"")),
        // A list where IAM knows none: its order is kept in the keys.
        Value::Array(items) => Canonical::Object(
            items.iter().enumerate().map(|(index, item)| (format!("[{index:06}]"), plain(item))).collect(),
        ),
        Value::Object(_) => object(node, &|_, value| plain(value)),
    }
}

fn lower_case(value: Canonical) -> Canonical {
    match value {
        Canonical::Plain(text) => Canonical::Plain(text.to_lowercase()),
        other => other,
    }
}

/// A condition's value as text: `true` and `"true"` are one there.
fn words(value: Canonical) -> Canonical {
    match value {
        Canonical::Plain(text) => Canonical::Plain(text.trim_matches('"').to_owned()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
