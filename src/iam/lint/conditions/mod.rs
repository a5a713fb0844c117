//! Conditions: keys that are never there, operators that do not fit, values that never match.
//!
//! One finding for one slip: what is said of a key that does not exist says enough, and nothing else is asked about it.

mod absence;
mod addresses;
mod keys;
mod operators;
mod presence;
mod values;
mod variables;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::{Catalogue, ConditionKey, ValueType};
use crate::iam::condition::{BaseOperator, ConditionOperator, SetOperator};
use crate::iam::findings::EMPTY_OBJECT_CONDITION;
use crate::iam::json::Node;
use crate::iam::policy::{ConditionLine, Statement};
use crate::text::Edit;

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    for statement in &document.policy.statements {
        empty_objects(document, statement, findings);
        findings.extend(keys::twice(statement));
        for line in &statement.conditions {
            values::check(document, line, findings);
            addresses::check(line, findings);
            let key = Key::find(&line.key.value);
            if let Some(finding) = keys::problem(statement, line, key.as_ref()) {
                findings.push(finding);
            } else if let Some(key) = key {
                operators::check(statement, line, &key, findings);
                absence::check(document, statement, line, &key, findings);
                findings.extend(presence::of_actions(statement, line, &key));
            }
        }
        findings.extend(presence::of_tags(statement));
        findings.extend(presence::of_partner(statement));
        variables::check(document, statement, findings);
    }
}

/// What the catalogue knows of a condition key.
#[derive(Debug, Clone)]
struct Key {
    /// As AWS spells it, with placeholders.
    name: &'static str,
    /// What its values may be.
    types: Vec<ValueType>,
    /// Whether it may have several at once.
    multivalued: bool,
    /// Whether AWS advises against wildcards in what it is compared with.
    sensitive: bool,
    /// Whether requests of every service may carry it.
    global: bool,
}

impl Key {
    /// The key of a name; `None` when no service has it.
    fn find(name: &str) -> Option<Self> {
        let catalogue = Catalogue::built_in();
        if let Some(key) = catalogue.global_key(name) {
            let (types, multivalued, sensitive) = (key.types().collect(), key.multivalued, key.sensitive);
            return Some(Self { name: key.name, types, multivalued, sensitive, global: true });
        }
        let ConditionKey { name, value_type, multivalued } = catalogue.condition_key(name)?;
        Some(Self { name, types: vec![value_type], multivalued, sensitive: false, global: false })
    }

    /// Whether it is the one of that name, in AWS's spelling.
    fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether there is one for each tag.
    fn is_of_tags(&self) -> bool {
        self.name.split_once("/${").is_some_and(|(head, _)| head.ends_with("Tag"))
    }
}

/// Whether a line holds for no request that lacks its key (AWS: "IAM JSON policy elements: Condition operators").
fn wants_key(line: &ConditionLine) -> bool {
    let ConditionOperator { set, base, if_exists } = line.operator.value;
    match (base, set) {
        (BaseOperator::Null, _) => line.values.iter().all(|value| value.value.eq_ignore_ascii_case("false")),
        _ if if_exists => false,
        (_, Some(SetOperator::ForAllValues)) => false,
        (_, Some(SetOperator::ForAnyValue)) => true,
        (_, None) => !base.is_negated(),
    }
}

/// Whether two keys are one; letter case means nothing.
fn same_key(a: &ConditionLine, b: &ConditionLine) -> bool {
    a.key.value.eq_ignore_ascii_case(&b.key.value)
}

/// The name of the tag that a line asks for, when its key is of that family, `aws:RequestTag`.
fn tag_of<'l>(line: &'l ConditionLine, family: &str) -> Option<&'l str> {
    let (head, tag) = line.key.value.split_once('/')?;
    (head.eq_ignore_ascii_case(family) && !tag.is_empty()).then_some(tag)
}

/// Whether some other line of the statement sees to it that the key of `line` is there.
fn is_guarded(statement: &Statement, line: &ConditionLine) -> bool {
    statement.conditions.iter().any(|other| same_key(other, line) && wants_key(other))
}

/// Writes another operator for a line, when no other line would change with it or come to stand beside its double.
fn change_operator(statement: &Statement, line: &ConditionLine, operator: ConditionOperator) -> Option<Edit> {
    let shares = |other: &&ConditionLine| other.operator.range == line.operator.range;
    let alone = statement.conditions.iter().filter(shares).count() == 1;
    let free = statement.conditions.iter().all(|other| other.operator.value != operator);
    (alone && free).then(|| Edit { range: line.operator.range, insert: format!("\"{operator}\"") })
}

/// A text as JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `Condition` and operators with nothing in them.
fn empty_objects(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if statement.condition_range.is_none() {
        return;
    }
    let node = document.parse.root.as_ref().and_then(|root| root.get("Statement"));
    let node = node.and_then(|statements| statements.items().get(statement.index));
    let Some(condition) = node.and_then(|statement| statement.get("Condition")) else { return };
    let is_empty = |node: &Node| node.members().is_empty();
    if is_empty(condition) {
        let message = "`Condition` is empty, so the statement applies to every request";
        let help = "take it out, or say what must hold";
        findings.push(EMPTY_OBJECT_CONDITION.at(condition.range, message).with_help(help));
    }
    for operator in condition.members().iter().filter(|member| is_empty(&member.value)) {
        let message = format!("`{}` compares nothing, so it always holds", operator.key);
        let help = "take it out, or put a condition key and its value in";
        findings.push(EMPTY_OBJECT_CONDITION.at(operator.range(), message).with_help(help));
    }
}

#[cfg(test)]
mod tests;
