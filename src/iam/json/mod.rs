//! Reads JSON that a person is still typing: never fails, always gives a tree and findings.
//!
//! Not a general JSON library: it keeps what a strict parser throws away (places, duplicate keys, comments, half-written
//! members), because an editor needs it. For well-formed text its values are those of any strict parser.

mod lexer;
mod parser;
mod tree;

use crate::diagnostic::Diagnostic;
use crate::text::TextRange;

pub use tree::PathStep;

/// What [`parse`] found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parse {
    /// The first value of the text; `None` only when there is nothing that could be one.
    pub root: Option<Node>,
    /// Every token in order, comments included, white space not. Ranges do not overlap.
    pub tokens: Vec<Token>,
    /// One finding for each slip, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Length of the text in characters.
    pub characters: usize,
    /// The same without the white space between tokens, as most of IAM's size quotas count.
    pub characters_without_white_space: usize,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands, quotes and brackets included.
    pub range: TextRange,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string, escapes resolved.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// An object; a key that stands twice is here twice.
    Object(Vec<Member>),
    /// A place where a value should stand and does not (`"Effect": ,`).
    Missing,
}

/// One member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key, escapes resolved.
    pub key: String,
    /// The key's place, quotes included.
    pub key_range: TextRange,
    /// Its value.
    pub value: Node,
}

impl Member {
    /// From the key's first quote to the value's end.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.key_range.cover(self.value.range)
    }
}

/// A token and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub range: TextRange,
}

/// What a token is, as far as JSON goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `{` `}` `[` `]` `,` `:`.
    Punctuation,
    /// A string that is a member's key.
    Key,
    /// Any other string.
    String,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Word,
    /// A comment, which JSON does not have.
    Comment,
    /// Anything else.
    Junk,
}

/// Reads `text`. Takes any text; the work is linear in its length.
#[must_use]
pub fn parse(text: &str) -> Parse {
    let lexed = lexer::lex(text);
    let (root, tokens, mut diagnostics) = parser::build(text, lexed);
    diagnostics.sort_by_key(|d| (d.range.start, d.range.end));
    let characters = text.chars().count();
    let token_bytes: usize = tokens.iter().map(|token| token.range.len()).sum();
    let characters_without_white_space = characters - text.len().saturating_sub(token_bytes);
    Parse { root, tokens, diagnostics, characters, characters_without_white_space }
}

#[cfg(test)]
mod slips;
#[cfg(test)]
mod tests;
