//! How a proposal is written: quotes, colons and commas as the place needs them, and the places to fill in.

use std::borrow::Cow;

use crate::iam::catalogue::Action;
use crate::iam::complete::spot::{Next, Spot};
use crate::iam::complete::{Insert, Sort};
use crate::text::TextRange;

/// Something that could be written, before it is held against what was typed.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// What is shown and compared.
    pub(super) label: Cow<'static, str>,
    /// What it is.
    pub(super) detail: Detail,
    /// What sort of thing.
    pub(super) sort: Sort,
    /// Its rank among those that match as well: the lower, the earlier.
    pub(super) weight: u8,
    /// How it is written.
    pub(super) write: Write,
}

/// What a candidate is, in words that are made only for those that are shown.
#[derive(Debug, Clone)]
pub(super) enum Detail {
    /// These words.
    Words(Cow<'static, str>),
    /// What the catalogue says of an action.
    Of(Action),
}

/// How a candidate is written.
#[derive(Debug, Clone)]
pub(super) enum Write {
    /// Its label, as a string.
    Label,
    /// This text, as a string.
    Text(Insert),
    /// JSON as it stands.
    Json(Insert),
    /// A key, and the JSON of a value when it has none yet.
    Member(Box<(Insert, Insert)>),
}

impl Write {
    /// A key with a value.
    pub(super) fn member(name: Insert, value: Insert) -> Self {
        Self::Member(Box::new((name, value)))
    }
}

impl Candidate {
    /// A string that is written as it is shown.
    pub(super) fn text(label: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>, sort: Sort) -> Self {
        Self { label: label.into(), detail: Detail::Words(detail.into()), sort, weight: 0, write: Write::Label }
    }

    /// The same with another rank.
    pub(super) fn weighing(self, weight: u8) -> Self {
        Self { weight, ..self }
    }

    /// The same, written otherwise.
    pub(super) fn written(self, write: Write) -> Self {
        Self { write, ..self }
    }

    /// What is put into the text at the spot.
    pub(super) fn insert(&self, spot: &Spot<'_>) -> Insert {
        let string = |content: &Insert| plain(spot.word.open).and(content).then(spot.word.close);
        let lead = spot.lead.map_or_else(Insert::default, |gap| plain(",").then(gap));
        let value = match &self.write {
            Write::Label => string(&plain(&escaped(&self.label))),
            Write::Text(content) => string(content),
            Write::Json(json) => json.clone(),
            Write::Member(member) => {
                let (name, value) = member.as_ref();
                let key = string(name);
                match spot.next {
                    Next::Colon => key,
                    Next::Value => key.then(":"),
                    Next::Fine | Next::Item => key.then(": ").and(value),
                }
            }
        };
        lead.and(&value).then(if spot.next == Next::Item { "," } else { "" })
    }
}

/// A text without places.
pub(super) fn plain(text: &str) -> Insert {
    Insert::plain(text)
}

/// A string with an empty place in it: `""`.
pub(super) fn empty_string() -> Insert {
    plain("\"").place("").then("\"")
}

/// A list of one string that is a place: `[""]`.
pub(super) fn list_of_one() -> Insert {
    plain("[").and(&empty_string()).then("]")
}

/// A string whose text is a place: selected, to be kept or typed over.
pub(super) fn example(text: &str) -> Insert {
    plain("\"").place(text).then("\"")
}

/// A text as it stands between the quotes of JSON.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if text.contains(['"', '\\']) {
        Cow::Owned(text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        Cow::Borrowed(text)
    }
}

impl Insert {
    /// With more text behind it.
    pub(super) fn then(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// With a place behind it, filled with an example.
    pub(super) fn place(mut self, example: &str) -> Self {
        let start = self.text.len();
        self.text.push_str(example);
        self.places.push(TextRange::new(start, self.text.len()));
        self
    }

    /// With another one behind it.
    pub(super) fn and(mut self, other: &Self) -> Self {
        let start = self.text.len();
        self.text.push_str(&other.text);
        let shifted = |place: &TextRange| TextRange::new(start + place.start as usize, start + place.end as usize);
        self.places.extend(other.places.iter().map(shifted));
        self
    }

    /// With every line but the first indented by that much more.
    pub(super) fn indented(&self, indent: &str) -> Self {
        let breaks_before = |at: u32| {
            let head = self.text.get(..at as usize).unwrap_or_default();
            head.bytes().filter(|byte| *byte == b'\n').count() * indent.len()
        };
        let moved = |at: u32| at as usize + breaks_before(at);
        Self {
            text: self.text.replace('\n', &format!("\n{indent}")),
            places: self.places.iter().map(|place| TextRange::new(moved(place.start), moved(place.end))).collect(),
        }
    }
}

/// A text in which each `${Name}` is a place, filled with what `example` says for the name.
pub(super) fn with_places(format: &str, example: impl Fn(&str) -> String) -> Insert {
    let mut insert = Insert::default();
    let mut rest = format;
    while let Some((literal, name, after)) = next_placeholder(rest) {
        insert = insert.then(&escaped(literal)).place(&example(name));
        rest = after;
    }
    insert.then(&escaped(rest))
}

/// The text before the first `${Name}`, the name, and what follows.
pub(super) fn next_placeholder(format: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = format.split_once("${")?;
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_keep_their_text_when_lines_are_indented() {
        let insert = plain("{\n  \"a\": ").and(&example("b")).then("\n}").indented("    ");
        assert_eq!(insert.text, "{\n      \"a\": \"b\"\n    }");
        let shown: Vec<&str> = insert.places.iter().map(|place| place.slice(&insert.text)).collect();
        assert_eq!(shown, ["b"]);
    }

    #[test]
    fn placeholders_become_places() {
        let insert = with_places("arn:aws:s3:::${BucketName}/${ObjectName}", |name| name.to_lowercase());
        assert_eq!(insert.text, "arn:aws:s3:::bucketname/objectname");
        assert_eq!(insert.places, [TextRange::new(13, 23), TextRange::new(24, 34)]);
    }
}
