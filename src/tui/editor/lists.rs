//! Lists of a policy on request: sorted and without repetitions; one text made a list, a list of one made a text.

use crate::iam::json::{self, Node, TokenKind, Value};
use crate::text::TextRange;
use crate::tui::editor::keys::INDENT;
use crate::tui::editor::{Editor, Outcome};

/// Elements whose text can be no list ("Grammar of the IAM JSON policy language").
const TAKE_ONE: [&str; 6] = ["Version", "Id", "Sid", "Effect", "Principal", "NotPrincipal"];

/// The innermost list at `at`; on a member's key, the list that is its value.
fn list_at(node: &Node, at: usize) -> Option<&Node> {
    match &node.value {
        Value::Object(members) => {
            let member = members.iter().find(|member| member.range().touches(at))?;
            let inner = list_at(&member.value, at);
            inner.or_else(|| Some(&member.value).filter(|value| matches!(value.value, Value::Array(_))))
        }
        Value::Array(items) => {
            let item = items.iter().find(|item| item.range.touches(at));
            item.and_then(|item| list_at(item, at)).or(Some(node))
        }
        _ => None,
    }
}

/// Key and value of the innermost member at `at`.
fn member_at(node: &Node, at: usize) -> Option<(&str, &Node)> {
    match &node.value {
        Value::Object(members) => {
            let member = members.iter().find(|member| member.range().touches(at))?;
            member_at(&member.value, at).or(Some((&member.key, &member.value)))
        }
        Value::Array(items) => items.iter().find(|item| item.range.touches(at)).and_then(|item| member_at(item, at)),
        _ => None,
    }
}

/// Whether a value is written in one piece.
fn is_plain(node: &Node) -> bool {
    matches!(node.value, Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null)
}

impl Editor {
    /// Sorts the list at the cursor by its letters and leaves out what stands twice. Lists of statements keep their order.
    pub(super) fn sort_list(&mut self) -> Outcome {
        let parse = json::parse(&self.text);
        let Some(list) = parse.root.as_ref().and_then(|root| list_at(root, self.cursor)) else {
            return Outcome::Said("there is no list at the cursor");
        };
        let Value::Array(items) = &list.value else { return Outcome::Ignored };
        if !items.iter().all(is_plain) {
            return Outcome::Said("only lists of texts can be sorted");
        }
        let comments = parse.tokens.iter().filter(|token| token.kind == TokenKind::Comment);
        let mut slips = parse.diagnostics.iter().map(|slip| slip.range).chain(comments.map(|token| token.range));
        if slips.any(|slip| list.range.start <= slip.end && slip.start <= list.range.end) {
            return Outcome::Said("mend the list first");
        }
        let written = |item: &Node| item.range.slice(&self.text);
        let letters = |item: &&Node| (item.as_str().unwrap_or(written(item)).to_lowercase(), written(item).to_owned());
        let mut sorted: Vec<&Node> = items.iter().collect();
        sorted.sort_by_cached_key(letters);
        // Equal texts may be written with different escapes, and an escape may stand between two equal ones.
        let mut kept: Vec<&Node> = Vec::with_capacity(sorted.len());
        for item in sorted {
            if !kept
                .iter()
                .rev()
                .take_while(|one| letters(one).0 == letters(&item).0)
                .any(|one| one.value == item.value)
            {
                kept.push(item);
            }
        }
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return Outcome::Said("the list is empty");
        };
        // What stands between the entries, line breaks and indentation, stays where it is.
        let mut insert = String::new();
        let mut at = first.range.start as usize;
        for (slot, item) in items.iter().zip(&kept) {
            insert.push_str(self.text.get(at..slot.range.start as usize).unwrap_or_default());
            insert.push_str(written(item));
            at = slot.range.end as usize;
        }
        let range = first.range.cover(last.range);
        if insert == range.slice(&self.text) {
            return Outcome::Said("the list is in order");
        }
        let cursor = range.start as usize + insert.len();
        let changed = self.step(range, &insert, cursor);
        self.done(changed)
    }

    /// Makes the text at the cursor a list of one, or a list of one a text.
    pub(super) fn turn_list(&mut self) -> Outcome {
        let parse = json::parse(&self.text);
        let Some((key, value)) = parse.root.as_ref().and_then(|root| member_at(root, self.cursor)) else {
            return Outcome::Said("there is no value at the cursor");
        };
        let text = &self.text;
        let line = text.get(..value.range.start as usize).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
        let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let written = value.range.slice(text);
        let insert = match &value.value {
            Value::Array(items) => match items.as_slice() {
                [one] => one.range.slice(text).replace(&format!("\n{INDENT}"), "\n"),
                [] => return Outcome::Said("the list is empty"),
                _ => return Outcome::Said("a list of several entries cannot become one"),
            },
            Value::Object(_) if key != "Statement" => {
                return Outcome::Said("only texts and statements can become a list");
            }
            Value::Missing => return Outcome::Said("there is no value at the cursor"),
            _ if TAKE_ONE.contains(&key) => return Outcome::Said("this element takes one text and no list"),
            _ => {
                let deeper = written.replace('\n', &format!("\n{INDENT}"));
                format!("[\n{indent}{INDENT}{deeper}\n{indent}]")
            }
        };
        let (range, end) = (value.range, value.range.start as usize + insert.len());
        let changed = self.step(range, &insert, end);
        self.done(changed)
    }

    /// Selects a little more: from the word to the text, the entry, the list or object around it, up to everything.
    pub(super) fn select_more(&mut self) {
        let now = self.selection().unwrap_or_else(|| TextRange::at(self.cursor));
        let mut wider = Vec::new();
        let line = self.line_range();
        if line.contains_range(now) {
            let start = line.start as usize;
            let word = super::motion::word_at(line.slice(&self.text), self.cursor - start);
            wider.push(TextRange::new(start + word.start as usize, start + word.end as usize));
        }
        if let Some(root) = json::parse(&self.text).root {
            around(&root, now, &mut wider);
        }
        wider.push(TextRange::new(0, self.text.len()));
        let next = wider
            .into_iter()
            .filter(|range| range.contains_range(now) && *range != now)
            .min_by_key(|range| range.len());
        if let Some(range) = next {
            self.select(range);
        }
    }
}

/// Every piece of a tree that holds a range: what is between quotes and brackets, and with them; members.
fn around(node: &Node, range: TextRange, out: &mut Vec<TextRange>) {
    if !node.range.contains_range(range) {
        return;
    }
    out.push(node.range);
    if node.range.len() > 2 && !matches!(node.value, Value::Number(_) | Value::Bool(_) | Value::Null) {
        out.push(TextRange::new(node.range.start as usize + 1, node.range.end as usize - 1));
    }
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| around(item, range, out)),
        Value::Object(members) => {
            for member in members {
                let key = Node { value: Value::String(String::new()), range: member.key_range };
                around(&key, range, out);
                out.push(member.range());
                around(&member.value, range, out);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::editor::tests::{editor, shown};

    fn check(before: &str, run: fn(&mut Editor) -> Outcome, expected: Result<&str, &'static str>) {
        let mut editor = editor(before);
        let start = editor.text().to_owned();
        let outcome = run(&mut editor);
        match expected {
            Ok(after) => {
                assert_eq!((editor.text(), outcome), (after, Outcome::Changed), "{before}");
                assert!(editor.undo() && editor.text() == start && !editor.undo(), "{before}: one step");
            }
            Err(why) => assert_eq!((shown(&editor).as_str(), outcome), (before, Outcome::Said(why))),
        }
    }

    #[test]
    fn a_list_is_sorted_without_repetitions_and_keeps_its_layout() {
        check(
            "{\"Action\": [\n  \"s3:Put\",\n  \"S3:get|\",\n  \"ec2:Run\",\n  \"s3:Put\"\n]}",
            Editor::sort_list,
            Ok("{\"Action\": [\n  \"ec2:Run\",\n  \"S3:get\",\n  \"s3:Put\"\n]}"),
        );
        check("{\"Ac|tion\": [\"b\", \"a\"]}", Editor::sort_list, Ok("{\"Action\": [\"a\", \"b\"]}"));
        check("[\"a|\", \"\\u0061\"]", Editor::sort_list, Ok("[\"\\u0061\"]"));
    }

    #[test]
    fn what_cannot_be_sorted_says_why() {
        check("{\"a\": |1}", Editor::sort_list, Err("there is no list at the cursor"));
        check("[{|}, {}]", Editor::sort_list, Err("only lists of texts can be sorted"));
        check("[\"b\"| \"a\"]", Editor::sort_list, Err("mend the list first"));
        check("[\"a\",| \"b\"]", Editor::sort_list, Err("the list is in order"));
        check("[|]", Editor::sort_list, Err("the list is empty"));
    }

    #[test]
    fn a_text_and_a_list_of_one_become_each_other() {
        let (text, list) = ("{\n  \"a\": \"x|\"\n}", "{\n  \"a\": [\n    \"x|\"\n  ]\n}");
        check(text, Editor::turn_list, Ok(&list.replace('|', "")));
        check(list, Editor::turn_list, Ok(&text.replace('|', "")));
        let (text, list) = (
            "{\n  \"Statement|\": {\n    \"Effect\": \"Allow\"\n  }\n}",
            "{\n  \"Statement|\": [\n    {\n      \"Effect\": \"Allow\"\n    }\n  ]\n}",
        );
        check(text, Editor::turn_list, Ok(&list.replace('|', "")));
        check(list, Editor::turn_list, Ok(&text.replace('|', "")));
        check("{\"a\": [1, |2]}", Editor::turn_list, Err("a list of several entries cannot become one"));
        check("{\"Effect\": |\"Allow\"}", Editor::turn_list, Err("this element takes one text and no list"));
        check("{\"Condi|tion\": {}}", Editor::turn_list, Err("only texts and statements can become a list"));
    }

    #[test]
    fn the_selection_grows_along_the_tree() {
        let mut editor = editor("{\"Action\": [\"s3:Get|Object\", \"b\"]}");
        let mut seen = Vec::new();
        while editor.selected().as_deref() != Some(editor.text()) {
            editor.select_more();
            seen.extend(editor.selected());
        }
        let list = "[\"s3:GetObject\", \"b\"]";
        let member = format!("\"Action\": {list}");
        let expected = ["GetObject", "s3:GetObject", "\"s3:GetObject\"", list.trim_matches(['[', ']']), list, &member];
        assert_eq!(seen, [expected.as_slice(), &[&format!("{{{member}}}")]].concat());
    }
}
