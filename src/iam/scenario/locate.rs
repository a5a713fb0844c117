//! Finds the place of an entry in the file it came from, by the way to it from the top.

use toml::de::{DeTable, DeValue};

use crate::iam::json::{self, Node, Value};
use crate::text::TextRange;

/// One step of the way into a file: a key of a table, or a place in a list from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// A key.
    Key(String),
    /// A place in a list.
    Index(usize),
}

impl From<&str> for PathStep {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for PathStep {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The range of the entry at `path`, or of the deepest one on the way that the file has. `None` when the file has not
/// even the first, or is no TOML.
pub fn in_toml(text: &str, path: &[PathStep]) -> Option<TextRange> {
    let root = DeTable::parse(text).ok()?.into_inner();
    let mut value = &DeValue::Table(root);
    let mut range = None;
    for step in path {
        let child = match (value, step) {
            (DeValue::Table(table), PathStep::Key(key)) => table.get(key.as_str()),
            (DeValue::Array(list), PathStep::Index(index)) => list.get(*index),
            _ => None,
        };
        let Some(child) = child else { break };
        range = Some(TextRange::new(child.span().start, child.span().end));
        value = child.get_ref();
    }
    range
}

/// The same for JSON.
pub fn in_json(text: &str, path: &[PathStep]) -> Option<TextRange> {
    let root: Node = json::parse(text).root?;
    let mut node = &root;
    let mut range = None;
    for step in path {
        let child = match (&node.value, step) {
            (Value::Object(members), PathStep::Key(key)) => members.iter().find(|m| m.key == *key).map(|m| &m.value),
            (Value::Array(items), PathStep::Index(index)) => items.get(*index),
            _ => None,
        };
        let Some(child) = child else { break };
        range = Some(child.range);
        node = child;
    }
    range
}
