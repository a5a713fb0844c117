//! Where a piece of policy goes that was there already: a whole document into an empty tab, a statement among the others.

use crate::iam::complete::Insert;
use crate::iam::json::{self, Value};
use crate::text::TextRange;

/// What surrounds a statement in a document that has nothing else.
const AROUND: (&str, &str) = ("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    ", "\n  ]\n}");

/// Where in `text` a statement goes, and what is written there, indented from that line on: behind the statement that the
/// cursor stands in or before, at the top of a list without such, or with a document around it into an empty text. Where
/// there is no list of statements it goes to the cursor as it is.
#[must_use]
pub fn statement(text: &str, cursor: usize, piece: &Insert) -> (TextRange, Insert) {
    if text.trim().is_empty() {
        return (TextRange::new(0, text.len()), within(AROUND, indented(piece, "    ")));
    }
    let parse = json::parse(text);
    let list = parse.root.as_ref().and_then(|root| root.get("Statement"));
    let Some(list) = list.filter(|list| matches!(list.value, Value::Array(_))) else {
        return (TextRange::at(cursor), piece.clone());
    };
    let before = list.items().iter().rfind(|item| item.range.start as usize <= cursor);
    match (before, list.items().first()) {
        (Some(item), _) => (TextRange::at(item.range.end as usize), within((",\n", ""), piece.clone())),
        (None, Some(item)) => (TextRange::at(item.range.start as usize), within(("", ",\n"), piece.clone())),
        (None, None) => (list.range, within(("[\n  ", "\n]"), indented(piece, "  "))),
    }
}

/// The same with something before and behind it.
fn within((before, after): (&str, &str), piece: Insert) -> Insert {
    let shift =
        |place: TextRange| TextRange::new(place.start as usize + before.len(), place.end as usize + before.len());
    Insert { text: format!("{before}{}{after}", piece.text), places: piece.places.into_iter().map(shift).collect() }
}

/// The same, every line but the first further in.
fn indented(piece: &Insert, indent: &str) -> Insert {
    let text = piece.text.replace('\n', &format!("\n{indent}"));
    let breaks = |at: u32| piece.text.get(..at as usize).unwrap_or_default().matches('\n').count() * indent.len();
    let shift = |place: &TextRange| {
        TextRange::new(place.start as usize + breaks(place.start), place.end as usize + breaks(place.end))
    };
    Insert { text, places: piece.places.iter().map(shift).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::editor::Editor;

    /// Puts `{\n  "A": "x"\n}`, its place at `x`, into a text whose cursor is `|`.
    #[track_caller]
    fn check(with_cursor: &str, expected: &str) {
        let cursor = with_cursor.find('|').unwrap();
        let text = with_cursor.replace('|', "");
        let piece = Insert { text: "{\n  \"A\": \"x\"\n}".into(), places: vec![TextRange::new(10, 11)] };
        let (range, insert) = statement(&text, cursor, &piece);
        let mut editor = Editor::new(&text);
        assert!(editor.insert_with_places(range, &insert));
        assert_eq!(editor.text(), expected);
        assert_eq!(editor.selected().as_deref(), Some("x"));
    }

    #[test]
    fn a_statement_finds_its_place() {
        let whole = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"A\": \"x\"\n    }\n  ]\n}";
        check("|", whole);
        check("{\"Statement\": [\n  {}|\n]}", "{\"Statement\": [\n  {},\n  {\n    \"A\": \"x\"\n  }\n]}");
        check("{\"Statement\": [\n  {|},\n  {}\n]}", "{\"Statement\": [\n  {},\n  {\n    \"A\": \"x\"\n  },\n  {}\n]}");
        check("{|\"Statement\": [\n  {}\n]}", "{\"Statement\": [\n  {\n    \"A\": \"x\"\n  },\n  {}\n]}");
        check("{\n  \"Statement\": []|\n}", "{\n  \"Statement\": [\n    {\n      \"A\": \"x\"\n    }\n  ]\n}");
        check("{\"Version\": |", "{\"Version\": {\n  \"A\": \"x\"\n}");
    }
}
