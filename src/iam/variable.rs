//! Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`
//! (AWS: "IAM policy elements: Variables and tags").
//!
//! Only documents of version 2012-10-17 have them; whoever calls here has looked. What a variable inserts is plain text:
//! a `*` in a tag's value is no wildcard. AWS does not say so anywhere; anything else would let a tag widen a policy.

use crate::iam::glob::Token;
use crate::iam::request::{Context, ContextValue};

/// A piece of a text with variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands; wildcards in it are wildcards.
    Plain(&'a str),
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Escape(char),
    /// `${key}` or `${key, 'default'}`.
    Variable {
        /// The context key.
        key: &'a str,
        /// What stands in when the key has no value.
        default: Option<&'a str>,
    },
}

/// Whether a text holds anything that looks like a variable.
#[must_use]
pub fn has_variables(text: &str) -> bool {
    // A search for one byte is so much faster than one for two that it pays to begin with it.
    text.contains('$') && text.contains("${")
}

/// Takes a text apart. An unclosed `${` is plain text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = match rest.strip_prefix("${") {
            // What is unclosed here has no closing brace anywhere behind it, so neither has any later `${`.
            Some(inside) => variable(inside).unwrap_or((Piece::Plain(rest), "")),
            None => {
                let (plain, after) = rest.split_at_checked(rest.find("${").unwrap_or(rest.len()))?;
                (Piece::Plain(plain), after)
            }
        };
        rest = after;
        Some(piece)
    })
}

/// Reads what stands behind `${`, up to and with the closing brace; gives the piece and what follows. `None` when there is
/// no closing brace at all.
fn variable(inside: &str) -> Option<(Piece<'_>, &str)> {
    let end = inside.find(['}', ','])?;
    let (key, after) = inside.split_at_checked(end)?;
    if let Some(after) = after.strip_prefix('}') {
        let piece = match key {
            "*" => Piece::Escape('*'),
            "?" => Piece::Escape('?'),
            "$" => Piece::Escape('$'),
            key => Piece::Variable { key, default: None },
        };
        return Some((piece, after));
    }
    let quoted = after.strip_prefix(',')?.trim_start_matches(' ').strip_prefix('\'');
    match quoted
        .and_then(|quoted| quoted.split_once('\''))
        .and_then(|(text, after)| Some((text, after.strip_prefix('}')?)))
    {
        Some((default, after)) => Some((Piece::Variable { key, default: Some(default) }, after)),
        // Not a default as it must be written: a key of that odd name, which no request carries.
        None => inside.split_once('}').map(|(key, after)| (Piece::Variable { key, default: None }, after)),
    }
}

/// A text whose variables have been filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// The same as a pattern, one token a byte: wildcards are those of the text as written.
    pub tokens: Vec<Token>,
    /// Whether a variable brought a `*` or `?` with it.
    pub brought_wildcard: bool,
}

/// Fills in the variables of `text`; `None` when one has neither value nor default.
///
/// A multivalued key has no value here: AWS allows single-valued keys only.
#[must_use]
pub fn fill(text: &str, context: &Context) -> Option<Filled> {
    let mut filled = Filled::default();
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => {
                filled.text.push_str(plain);
                filled.tokens.extend(plain.bytes().map(Token::of));
            }
            Piece::Escape(character) => {
                filled.text.push(character);
                filled.tokens.extend(u8::try_from(character).ok().map(Token::Byte));
            }
            Piece::Variable { key, default } => {
                let value = match context.get(key) {
                    Some(ContextValue::One(value)) => value.as_str(),
                    Some(ContextValue::Many(_)) | None => default?,
                };
                filled.brought_wildcard |= value.contains(['*', '?']);
                filled.text.push_str(value);
                filled.tokens.extend(value.bytes().map(Token::Byte));
            }
        }
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let mut context = Context::default();
        context.set("aws:username", ContextValue::One("Ana".into()));
        context.set("aws:PrincipalTag/t", ContextValue::One("*".into()));
        context.set("aws:TagKeys", ContextValue::Many(vec!["a".into()]));
        for (text, expected) in [
            ("home/${AWS:UserName}/*", Some("home/Ana/*")),
            ("${aws:PrincipalTag/none}", None),
            ("${aws:PrincipalTag/none, 'co'}x", Some("cox")),
            ("${aws:PrincipalTag/none,'co'}x", Some("cox")),
            ("${aws:PrincipalTag/none, 'a}b'}", Some("a}b")),
            ("${aws:PrincipalTag/none, co}", None),
            ("${aws:username, 'co'}", Some("Ana")),
            ("${aws:TagKeys}", None),
            ("${aws:TagKeys, 'd'}", Some("d")),
            ("a${*}${?}${$}{b}", Some("a*?${b}")),
            ("a${aws:username", Some("a${aws:username")),
            ("${${aws:username}", None),
            ("", Some("")),
        ] {
            assert_eq!(fill(text, &context).map(|f| f.text).as_deref(), expected, "{text}");
        }
        let star = fill("${aws:PrincipalTag/t}*", &context).unwrap();
        assert_eq!(star.tokens, [Token::Byte(b'*'), Token::Star]);
        assert!(star.brought_wildcard);
    }
}
