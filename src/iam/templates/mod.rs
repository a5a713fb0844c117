//! Pieces of policy that people begin from: statements and whole documents. AWS's own managed policies are pieces too;
//! [`crate::iam::catalogue::managed_policies`] has them.

mod documents;
mod guards;
mod trust;

use crate::iam::complete::Insert;
use crate::iam::policy::PolicyKind;
use crate::text::TextRange;

/// A piece of policy to begin from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// A short name, to be found by: `trust-github`.
    pub name: &'static str,
    /// What it does, in a line.
    pub title: &'static str,
    /// The kinds of policy it belongs to.
    pub kinds: &'static [PolicyKind],
    /// A statement only, to be put among others; otherwise a whole document.
    pub statement: bool,
    /// The text with places to fill in.
    pub insert: Insert,
}

/// The templates that fit a kind, in the order in which a person looks for them.
#[must_use]
pub fn templates(kind: PolicyKind) -> Vec<Template> {
    let rows = PARTS.into_iter().flatten().filter(|row| row.kinds.contains(&kind));
    rows.map(|row| Template {
        name: row.name,
        title: row.title,
        kinds: row.kinds,
        statement: !row.text.starts_with("{\n  \"Version\""),
        insert: with_places(row.text),
    })
    .collect()
}

/// A row of the tables. In `text` a place to fill in stands between `‹` and `›`, with a text in it that is an example: as
/// it stands, the document is one that AWS would save.
struct Row {
    name: &'static str,
    title: &'static str,
    kinds: &'static [PolicyKind],
    text: &'static str,
}

/// The parts of the table, each in its file.
const PARTS: [&[Row]; 3] = [documents::ROWS, trust::ROWS, guards::ROWS];

/// Takes the marks of the places out and remembers where they were.
fn with_places(marked: &str) -> Insert {
    let mut insert = Insert::default();
    let mut pieces = marked.split('‹');
    insert.text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (example, rest) = piece.split_once('›').unwrap_or((piece, ""));
        let start = insert.text.len();
        insert.text.push_str(example);
        insert.places.push(TextRange::new(start, insert.text.len()));
        insert.text.push_str(rest);
    }
    insert
}

#[cfg(test)]
mod tests;
