//! The bracket that belongs to the one at the cursor.

use crate::iam::json::{Token, TokenKind};
use crate::text::TextRange;

/// The bracket at the cursor (before it, or else right behind it) and its partner.
#[must_use]
pub fn pair(text: &str, tokens: &[Token], cursor: usize) -> Option<(TextRange, TextRange)> {
    let mut open: Vec<(&str, TextRange)> = Vec::new();
    let mut best = None;
    for token in tokens.iter().filter(|token| token.kind == TokenKind::Punctuation) {
        let (opener, closer) = match token.range.slice(text) {
            bracket @ ("{" | "[") => {
                open.push((bracket, token.range));
                continue;
            }
            "}" => ("{", token.range),
            "]" => ("[", token.range),
            _ => continue,
        };
        // A closer without its opener belongs to nothing; an opener without its closer is passed over.
        let Some(at) = open.iter().rposition(|(bracket, _)| *bracket == opener) else { continue };
        open.truncate(at + 1);
        let Some((_, opener)) = open.pop() else { continue };
        for range in [opener, closer] {
            if range.end as usize == cursor {
                return Some((opener, closer));
            }
            if range.start as usize == cursor {
                best = Some((opener, closer));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::json::parse;

    fn check(text: &str, cursor: usize, expected: Option<(u32, u32)>) {
        let found = pair(text, &parse(text).tokens, cursor).map(|(a, b)| (a.start, b.start));
        assert_eq!(found, expected, "{text} at {cursor}");
    }

    #[test]
    fn the_bracket_before_the_cursor_comes_first() {
        check("{[]}", 1, Some((0, 3)));
        check("{[]}", 2, Some((1, 2)));
        check("{[]}", 4, Some((0, 3)));
        check("{ [ ] }", 2, Some((2, 4)));
        check("{ \"[\" }", 3, None);
        check("{ ] }", 1, Some((0, 4)));
        check("[ { ]", 1, Some((0, 4)));
    }
}
