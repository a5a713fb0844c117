//! Writes into a policy's text: a value more in a list, a member more in an object, a statement more, in the manner in
//! which the text around it is written. Every function gives edits of the text it was given.

use crate::iam::json::{Member, Node, Value};
use crate::text::{Edit, TextRange};

/// `text` as a JSON string.
pub(super) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A list in one line: `["a", "b"]`; of one value, just that.
pub(super) fn list(values: &[String]) -> String {
    match values {
        [only] => quote(only),
        values => format!("[{}]", values.iter().map(|value| quote(value)).collect::<Vec<_>>().join(", ")),
    }
}

/// What stands between two places.
fn between(text: &str, start: u32, end: u32) -> &str {
    TextRange { start: start.min(end), end }.slice(text)
}

/// What stands before the first piece of a list or an object, behind its bracket.
fn lead(text: &str, whole: TextRange, first: TextRange) -> &str {
    between(text, whole.start + 1, first.start)
}

/// What parts two pieces: what parts the two before, or else what stands before the only one.
fn gap(text: &str, whole: TextRange, pieces: &[TextRange]) -> String {
    match pieces {
        [.., before, last] => between(text, before.end, last.start).to_owned(),
        [only] => match lead(text, whole, *only) {
            lead if lead.contains('\n') => format!(",{lead}"),
            _ if is_tight(text) => ",".to_owned(),
            _ => ", ".to_owned(),
        },
        [] => String::new(),
    }
}

/// Whether a text is written without any white space.
fn is_tight(text: &str) -> bool {
    !text.contains([' ', '\n'])
}

/// What parts the key of a member from its value.
fn colon<'t>(text: &'t str, members: &[Member]) -> &'t str {
    members.first().map_or(": ", |member| between(text, member.key_range.end, member.value.range.start))
}

/// One value more, behind the last. A value that stands alone becomes a list of two.
pub(super) fn append(text: &str, values: &Node, value: &str) -> Edit {
    match &values.value {
        Value::Array(items) => {
            let ranges: Vec<TextRange> = items.iter().map(|item| item.range).collect();
            match ranges.last() {
                Some(last) => Edit {
                    range: TextRange::at(last.end as usize),
                    insert: format!("{}{value}", gap(text, values.range, &ranges)),
                },
                None => Edit { range: values.range, insert: format!("[{value}]") },
            }
        }
        _ => {
            let comma = if is_tight(text) { "," } else { ", " };
            Edit { range: values.range, insert: format!("[{}{comma}{value}]", values.range.slice(text)) }
        }
    }
}

/// Takes the piece at `index` out, with the comma that parts it from its neighbour; `None` when it has no neighbour.
pub(super) fn take_out(pieces: &[TextRange], index: usize) -> Option<Edit> {
    let piece = pieces.get(index)?;
    let before = index.checked_sub(1).and_then(|before| pieces.get(before));
    let range = match (before, pieces.get(index + 1)) {
        (Some(before), _) => TextRange { start: before.end, end: piece.end },
        (None, Some(next)) => TextRange { start: piece.start, end: next.start },
        (None, None) => return None,
    };
    Some(Edit { range, insert: String::new() })
}

/// [`take_out`] of a list's item.
pub(super) fn remove_item(values: &Node, index: usize) -> Option<Edit> {
    let Value::Array(items) = &values.value else { return None };
    take_out(&items.iter().map(|item| item.range).collect::<Vec<_>>(), index)
}

/// [`take_out`] of an object's member.
pub(super) fn remove_member(object: &Node, index: usize) -> Option<Edit> {
    take_out(&object.members().iter().map(Member::range).collect::<Vec<_>>(), index)
}

/// One member more, behind the last.
pub(super) fn add_member(text: &str, object: &Node, key: &str, value: &str) -> Edit {
    let members = object.members();
    let ranges: Vec<TextRange> = members.iter().map(Member::range).collect();
    match ranges.last() {
        Some(last) => {
            let gap = gap(text, object.range, &ranges);
            let insert = format!("{gap}{}{}{value}", quote(key), colon(text, members));
            Edit { range: TextRange::at(last.end as usize), insert }
        }
        None => Edit { range: object.range, insert: format!("{{{}: {value}}}", quote(key)) },
    }
}

/// An object written like `model`: its line breaks, its indentation, its colons.
pub(super) fn object_like(text: &str, model: &Node, members: &[(&str, String)]) -> String {
    let models = model.members();
    let ranges: Vec<TextRange> = models.iter().map(Member::range).collect();
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return object(members) };
    let (gap, colon) = (gap(text, model.range, &ranges), colon(text, models));
    let written: Vec<String> = members.iter().map(|(key, value)| format!("{}{colon}{value}", quote(key))).collect();
    let lead = lead(text, model.range, *first);
    let tail = between(text, last.end, model.range.end.saturating_sub(1));
    format!("{{{lead}{}{tail}}}", written.join(&gap))
}

/// An object in one line.
pub(super) fn object(members: &[(&str, String)]) -> String {
    let written: Vec<String> = members.iter().map(|(key, value)| format!("{}: {value}", quote(key))).collect();
    format!("{{{}}}", written.join(", "))
}

/// One statement more, behind the last. `Statement` that holds one object becomes a list.
pub(super) fn add_statement(text: &str, statements: &Node, statement: &str) -> Vec<Edit> {
    match &statements.value {
        Value::Array(_) => vec![append(text, statements, statement)],
        _ => {
            let comma = if is_tight(text) { "," } else { ", " };
            let (start, end) = (statements.range.start as usize, statements.range.end as usize);
            vec![
                Edit { range: TextRange::at(start), insert: "[".to_owned() },
                Edit { range: TextRange::at(end), insert: format!("{comma}{statement}]") },
            ]
        }
    }
}

/// A whole document of one statement, as people write it.
pub(super) fn document(members: &[(&str, String)]) -> String {
    let lines: Vec<String> = members.iter().map(|(key, value)| format!("      {}: {value}", quote(key))).collect();
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {{\n{}\n    }}\n  ]\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::json;

    fn root(text: &str) -> Node {
        json::parse(text).root.unwrap()
    }

    #[test]
    fn a_value_more_is_written_like_its_neighbours() {
        let check = |text: &str, expected: &str| {
            let edit = append(text, root(text).get("a").unwrap(), r#""z""#);
            assert_eq!(edit.apply(text), expected);
        };
        check(r#"{"a": "x"}"#, r#"{"a": ["x", "z"]}"#);
        check(r#"{"a":"x"}"#, r#"{"a":["x","z"]}"#);
        check(r#"{"a": ["x", "y"]}"#, r#"{"a": ["x", "y", "z"]}"#);
        check(r#"{"a":["x","y"]}"#, r#"{"a":["x","y","z"]}"#);
        check(r#"{"a": ["x"]}"#, r#"{"a": ["x", "z"]}"#);
        check(r#"{"a": []}"#, r#"{"a": ["z"]}"#);
        check("{\"a\": [\n    \"x\"\n  ]}", "{\"a\": [\n    \"x\",\n    \"z\"\n  ]}");
        check("{\"a\": [\n    \"x\",\n    \"y\"\n  ]}", "{\"a\": [\n    \"x\",\n    \"y\",\n    \"z\"\n  ]}");
    }

    #[test]
    fn a_piece_goes_with_its_comma() {
        let check = |text: &str, index: usize, expected: Option<&str>| {
            let edit = remove_item(root(text).get("a").unwrap(), index);
            assert_eq!(edit.map(|edit| edit.apply(text)).as_deref(), expected);
        };
        check(r#"{"a": ["x", "y", "z"]}"#, 0, Some(r#"{"a": ["y", "z"]}"#));
        check(r#"{"a": ["x", "y", "z"]}"#, 1, Some(r#"{"a": ["x", "z"]}"#));
        check(r#"{"a": ["x", "y", "z"]}"#, 2, Some(r#"{"a": ["x", "y"]}"#));
        check(r#"{"a": ["x"]}"#, 0, None);
        check(r#"{"a": "x"}"#, 0, None);
        check("{\"a\": [\n  \"x\",\n  \"y\"\n]}", 1, Some("{\"a\": [\n  \"x\"\n]}"));
    }

    #[test]
    fn a_member_more_is_written_like_its_neighbours() {
        let check = |text: &str, expected: &str| {
            assert_eq!(add_member(text, &root(text), "k", "1").apply(text), expected);
        };
        check("{}", r#"{"k": 1}"#);
        check(r#"{"a":1}"#, r#"{"a":1,"k":1}"#);
        check(r#"{"a": 1, "b": 2}"#, r#"{"a": 1, "b": 2, "k": 1}"#);
        check("{\n  \"a\" : 1\n}", "{\n  \"a\" : 1,\n  \"k\" : 1\n}");
    }

    #[test]
    fn a_statement_more_is_written_like_the_last() {
        let check = |text: &str, expected: &str| {
            let root = root(text);
            let statements = root.get("S").unwrap();
            let model = statements.items().last().unwrap();
            let statement = object_like(text, model, &[("E", "1".into()), ("A", "2".into())]);
            let mut result = text.to_owned();
            for edit in add_statement(text, statements, &statement).iter().rev() {
                result = edit.apply(&result);
            }
            assert_eq!(result, expected);
        };
        check(r#"{"S": {"E": 0}}"#, r#"{"S": [{"E": 0}, {"E": 1, "A": 2}]}"#);
        check(r#"{"S":[{"E":0,"A":0}]}"#, r#"{"S":[{"E":0,"A":0},{"E":1,"A":2}]}"#);
        check(
            "{\n  \"S\": [\n    {\n      \"E\": 0\n    }\n  ]\n}",
            "{\n  \"S\": [\n    {\n      \"E\": 0\n    },\n    {\n      \"E\": 1,\n      \"A\": 2\n    }\n  ]\n}",
        );
        check("{\"S\": [{\n  \"E\": 0\n}]}", "{\"S\": [{\n  \"E\": 0\n}, {\n  \"E\": 1,\n  \"A\": 2\n}]}");
    }
}
