//! Which word the cursor stands on, and what part it plays in the document. Asks the tree, which any text has.

use crate::iam::complete::Site;
use crate::iam::json::{Member, Node, TokenKind, Value};
use crate::text::TextRange;

/// A word and its part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    /// Where it stands, without its quotes.
    pub(super) range: TextRange,
    /// The word as it is written there.
    pub(super) word: &'a str,
    /// What it is there for.
    pub(super) part: Part<'a>,
    /// The statement around it.
    pub(super) statement: Option<&'a Node>,
}

/// What a word is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// The name of an element.
    Element,
    /// The type of a principal: `AWS`.
    PrincipalKey,
    /// A condition operator.
    Operator,
    /// A condition key.
    ConditionKey,
    /// The value of `Version`.
    Version,
    /// The value of `Id`.
    Id,
    /// The value of `Sid`.
    Sid,
    /// The value of `Effect`.
    Effect,
    /// An entry of `Action`, or of `NotAction`.
    Action {
        /// The latter.
        negated: bool,
    },
    /// An entry of `Resource`, or of `NotResource`.
    Resource {
        /// The latter.
        negated: bool,
    },
    /// An entry of `Principal`, or of `NotPrincipal`.
    Principal {
        /// Its type; none for the bare `"*"`.
        key: Option<&'a str>,
        /// The latter.
        negated: bool,
    },
    /// A value that a condition compares with.
    Value {
        /// By this operator.
        operator: &'a str,
        /// With this key of the request.
        key: &'a str,
    },
}

impl<'a> Spot<'a> {
    /// What the statement's `Effect` says.
    pub(super) fn effect(&self) -> Option<&'a str> {
        self.statement?.get("Effect")?.as_str()
    }
}

/// The texts of an element of a statement: one, or a list of them.
pub(super) fn texts<'a>(statement: Option<&'a Node>, element: &str) -> impl Iterator<Item = &'a str> {
    let items = statement.and_then(|statement| statement.get(element)).map_or(&[] as &[Node], Node::items);
    items.iter().filter_map(Node::as_str)
}

/// The word that the cursor touches; the one behind it when it stands between two.
pub(super) fn find<'a>(site: &Site<'a>) -> Option<Spot<'a>> {
    let word = |kind| !matches!(kind, TokenKind::Punctuation | TokenKind::Comment);
    let touching = site.parse.tokens.iter().rfind(|token| word(token.kind) && token.range.touches(site.cursor));
    let token = touching?.range;
    let mut way = Vec::new();
    let is_key = descend(site.parse.root.as_ref()?, token, &mut way)?;
    let root = site.parse.root.as_ref()?;

    let mut keys: Vec<&str> = way.iter().filter_map(|step| step.key).collect();
    let mut statement = None;
    if keys.first() == Some(&"Statement") && (keys.len() > 1 || !is_key) {
        keys.remove(0);
        let objects = way.iter().map(|step| step.value);
        statement = objects.into_iter().find(|node| matches!(node.value, Value::Object(_)));
    } else if root.get("Statement").is_none() && root.get("Effect").is_some() {
        // A statement that nobody has put into a document yet.
        statement = Some(root);
    }

    let quotes = ['"', '\'', '\u{201c}', '\u{201d}'];
    let written = token.slice(site.text);
    let inside = written.trim_start_matches(quotes);
    let start = token.start as usize + written.len() - inside.len();
    let word = inside.trim_end_matches(quotes);
    let range = TextRange::new(start, start + word.len());
    let part = part(&keys, is_key)?;
    Some(Spot { range, word, part, statement })
}

/// A step into the tree.
struct Step<'a> {
    /// The member's key; none for an item of a list.
    key: Option<&'a str>,
    /// What it leads to.
    value: &'a Node,
}

/// Goes down to the scalar or the key that holds `token`; says whether it is a key. `None` when the tree has lost it.
fn descend<'a>(node: &'a Node, token: TextRange, way: &mut Vec<Step<'a>>) -> Option<bool> {
    match &node.value {
        Value::Object(members) => {
            let holds = |member: &&Member| member.range().contains_range(token);
            let member = members.iter().find(holds)?;
            way.push(Step { key: Some(&member.key), value: &member.value });
            if member.key_range.contains_range(token) { Some(true) } else { descend(&member.value, token, way) }
        }
        Value::Array(items) => {
            let item = items.iter().find(|item| item.range.contains_range(token))?;
            way.push(Step { key: None, value: item });
            descend(item, token, way)
        }
        _ => Some(false),
    }
}

/// The part that the keys on the way make, `Statement` left out.
fn part<'a>(keys: &[&'a str], is_key: bool) -> Option<Part<'a>> {
    if is_key {
        return match keys {
            [_] => Some(Part::Element),
            ["Principal" | "NotPrincipal", _] => Some(Part::PrincipalKey),
            ["Condition", _] => Some(Part::Operator),
            ["Condition", _, _] => Some(Part::ConditionKey),
            _ => None,
        };
    }
    match keys {
        ["Version"] => Some(Part::Version),
        ["Id"] => Some(Part::Id),
        ["Sid"] => Some(Part::Sid),
        ["Effect"] => Some(Part::Effect),
        [element @ ("Action" | "NotAction")] => Some(Part::Action { negated: element.starts_with("Not") }),
        [element @ ("Resource" | "NotResource")] => Some(Part::Resource { negated: element.starts_with("Not") }),
        [element @ ("Principal" | "NotPrincipal"), rest @ ..] => {
            let key = match rest {
                [] => None,
                [key] => Some(*key),
                _ => return None,
            };
            Some(Part::Principal { key, negated: element.starts_with("Not") })
        }
        ["Condition", operator, key] => Some(Part::Value { operator, key }),
        _ => None,
    }
}
