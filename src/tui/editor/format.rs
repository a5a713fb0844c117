//! Sets a JSON document in order: two spaces a level, one entry a line, nothing reordered, every string as it was written.

use crate::iam::json::{Token, TokenKind};

/// The document in order, from its tokens. Only for text that parses; comments and slips would lose their place.
#[must_use]
pub fn format(text: &str, tokens: &[Token]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut depth = 0usize;
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let written = token.range.slice(text);
        match (token.kind, written) {
            (TokenKind::Punctuation, "{" | "[") => {
                out.push_str(written);
                let closes = tokens.peek().is_some_and(|next| matches!(next.range.slice(text), "}" | "]"));
                if let (true, Some(closer)) = (closes, tokens.peek()) {
                    out.push_str(closer.range.slice(text));
                    tokens.next();
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            (TokenKind::Punctuation, "}" | "]") => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push_str(written);
            }
            (TokenKind::Punctuation, ",") => {
                out.push(',');
                line(&mut out, depth);
            }
            (TokenKind::Punctuation, ":") => out.push_str(": "),
            _ => out.push_str(written),
        }
    }
    if !out.is_empty() && text.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// The place in `new` that has as much before it as `offset` has in `old`, white space not counted.
#[must_use]
pub fn same_place(old: &str, offset: usize, new: &str) -> usize {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let before = solid(old.get(..offset).unwrap_or(old));
    if before == 0 {
        return 0;
    }
    new.char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .nth(before - 1)
        .map_or(new.len(), |(at, character)| at + character.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::json::parse;
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        let once = format(input, &parse(input).tokens);
        assert_eq!(once, expected);
        assert_eq!(format(&once, &parse(&once).tokens), once, "again");
    }

    #[test]
    fn one_entry_a_line_and_nothing_reordered() {
        check(
            r#"{"b":[1,"x y",true],"a":{},"c":[ ],"b":{"d":"\u0041"}}"#,
            "{\n  \"b\": [\n    1,\n    \"x y\",\n    true\n  ],\n  \"a\": {},\n  \"c\": [],\n  \"b\": {\n    \"d\": \"\\u0041\"\n  }\n}",
        );
    }

    #[test]
    fn a_final_line_break_stays() {
        check("{ }\n", "{}\n");
        check("", "");
    }

    #[test]
    fn the_cursor_stays_with_its_word() {
        let (old, new) = ("{\"a\":\n1}", "{\n  \"a\": 1\n}");
        assert_eq!(same_place(old, 4, new), new.find(':').unwrap());
        assert_eq!(same_place(old, 0, new), 0);
        assert_eq!(same_place(old, old.len(), new), new.len());
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i32>().prop_map(Into::into),
            ".{0,8}".prop_map(serde_json::Value::String),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
                prop::collection::vec((".{0,4}", inner), 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_value_is_the_same_and_order_is_final(value in json()) {
            let text = value.to_string();
            let once = format(&text, &parse(&text).tokens);
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&once).unwrap(), value);
            prop_assert_eq!(format(&once, &parse(&once).tokens), once);
        }
    }
}
