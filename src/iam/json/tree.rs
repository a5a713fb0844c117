//! Ways through a tree: by key, by place, by path.

use std::fmt;

use crate::iam::json::{Member, Node, Parse, Value};
use crate::text::TextRange;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// To the value of that key.
    Key(String),
    /// To the item at that place of a list, from 0.
    Index(usize),
}

impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.write_str(key),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}

impl Node {
    /// Nesting is no deeper than the strict parser takes.
    fn of_value(value: &serde_json::Value) -> Self {
        use serde_json::Value as Strict;
        let range = TextRange::default();
        let value = match value {
            Strict::Null => Value::Null,
            Strict::Bool(truth) => Value::Bool(*truth),
            Strict::Number(number) => Value::Number(number.to_string()),
            Strict::String(text) => Value::String(text.clone()),
            Strict::Array(items) => Value::Array(items.iter().map(Self::of_value).collect()),
            Strict::Object(members) => {
                let member = |(key, value): (&String, &Strict)| Member {
                    key: key.clone(),
                    key_range: range,
                    value: Self::of_value(value),
                };
                Value::Object(members.iter().map(member).collect())
            }
        };
        Self { value, range }
    }

    /// Whether both hold the same values in the same order, wherever they stand.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Array(ours), Value::Array(theirs)) => {
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| ours.says_the_same(theirs))
            }
            (Value::Object(ours), Value::Object(theirs)) => {
                let same = |(ours, theirs): (&Member, &Member)| {
                    ours.key == theirs.key && ours.value.says_the_same(&theirs.value)
                };
                ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
            }
            (ours, theirs) => ours == theirs,
        }
    }

    /// The value of `key`, if this is an object that has it; the last one if it stands twice, as strict parsers take it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.members().iter().rev().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The members of an object; none of anything else.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; of anything else the value itself, since a policy may write a list of one without brackets.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What a person calls a value of this type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "`null`",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
            Value::Missing => "nothing",
        }
    }

    /// Whether a value should stand here and does not.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.value == Value::Missing
    }
}

impl Parse {
    /// A document that a strict parser has read already: the same tree, without places, tokens and findings.
    #[must_use]
    pub fn of_value(value: &serde_json::Value) -> Self {
        Self { root: Some(Node::of_value(value)), ..Self::default() }
    }

    /// The way from the root to the innermost member or item that holds all of `range`, say `Statement`, 0, `Action`.
    /// Empty when only the root does, or nothing. The empty range at an offset asks for what stands there.
    #[must_use]
    pub fn path(&self, range: TextRange) -> Vec<PathStep> {
        let mut steps = Vec::new();
        let mut node = self.root.as_ref();
        while let Some(current) = node {
            let inner = match &current.value {
                Value::Object(members) => members
                    .iter()
                    .find(|member| member.range().contains_range(range))
                    .map(|member| (PathStep::Key(member.key.clone()), &member.value)),
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| item.range.contains_range(range))
                    .map(|(index, item)| (PathStep::Index(index), item)),
                _ => None,
            };
            node = inner.map(|(step, value)| {
                steps.push(step);
                value
            });
        }
        steps
    }
}
