//! Finding a text and putting another in its place.

use crossterm::event::{KeyCode, KeyEvent};

use crate::text::TextRange;
use crate::tui::editor::bar::Bar;
use crate::tui::editor::{Editor, Outcome};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;

/// What is looked for, and where it was found.
#[derive(Debug, Clone, Default)]
pub(super) struct Find {
    /// What is looked for.
    pub needle: Field,
    /// What takes its place.
    pub with: Field,
    /// Keys go to what takes its place.
    pub replacing: bool,
    /// Every place where it stands, in order.
    pub matches: Vec<TextRange>,
    /// Where looking began.
    from: usize,
    /// What is looked for was there before: the first letter begins it anew.
    fresh: bool,
}

impl Find {
    /// Takes a key; true when something else is looked for now.
    pub fn take(&mut self, key: KeyEvent, written: bool) -> bool {
        if self.replacing {
            self.with.key(key);
            return false;
        }
        let before = self.needle.text().to_owned();
        if std::mem::take(&mut self.fresh) && (written || key.code == KeyCode::Backspace) {
            self.needle = Field::default();
        }
        self.needle.key(key);
        self.needle.text() != before
    }

    /// Takes a paste; true when something else is looked for now.
    pub fn paste(&mut self, text: &str) -> bool {
        if self.replacing {
            self.with.paste(text);
            return false;
        }
        if std::mem::take(&mut self.fresh) {
            self.needle = Field::default();
        }
        self.needle.paste(text);
        true
    }
}

/// Every place of `needle` in `text`, from the first on, none within another. Capitals only matter when some are looked for.
pub(super) fn matches(text: &str, needle: &str) -> Vec<TextRange> {
    if needle.is_empty() {
        return Vec::new();
    }
    if needle.chars().any(char::is_uppercase) {
        return text.match_indices(needle).map(|(at, found)| TextRange::new(at, at + found.len())).collect();
    }
    // A letter whose small form is several letters stands for itself.
    let small = |c: char| {
        if c.is_ascii() {
            return c.to_ascii_lowercase();
        }
        let mut letters = c.to_lowercase();
        letters.next().filter(|_| letters.next().is_none()).unwrap_or(c)
    };
    let needle: Vec<char> = needle.chars().map(small).collect();
    let mut found = Vec::new();
    let mut next = 0;
    for (at, first) in text.char_indices() {
        if at < next || needle.first().is_none_or(|wanted| small(first) != *wanted) {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let mut end = at;
        let same = rest.chars().map(|c| {
            end += c.len_utf8();
            small(c)
        });
        if same.take(needle.len()).eq(needle.iter().copied()) {
            found.push(TextRange::new(at, end));
            next = end;
        }
    }
    found
}

impl Editor {
    /// Opens the line for finding. What is selected on one line is looked for, otherwise what was looked for last.
    pub(super) fn open_find(&mut self) {
        self.end_places();
        if let Some(Bar::Find(find)) = &mut self.bar {
            find.replacing = false;
            find.fresh = true;
            return;
        }
        let chosen = self.selected().filter(|words| !words.contains('\n'));
        let mut needle = Field::default();
        needle.paste(chosen.as_deref().unwrap_or(&self.sought));
        let from = self.selection().map_or(self.cursor, |range| range.start as usize);
        self.bar = Some(Bar::Find(Box::new(Find { needle, from, fresh: true, ..Find::default() })));
        self.find_again();
    }

    /// To the other field of the line for finding.
    pub(super) fn other_field(&mut self) {
        if let Some(Bar::Find(find)) = &mut self.bar {
            find.replacing = !find.replacing;
            find.fresh = false;
        }
    }

    /// Something else is looked for: finds it anew and selects the first place from where looking began.
    pub(super) fn seek(&mut self) {
        self.find_again();
        let Some(Bar::Find(find)) = &self.bar else { return };
        let from = find.from;
        let found = find.matches.iter().find(|range| range.start as usize >= from).or(find.matches.first()).copied();
        self.sought = find.needle.text().to_owned();
        match found {
            Some(range) => self.select(range),
            None => self.put_cursor(from),
        }
    }

    /// The text is another one, or what is looked for is.
    pub(super) fn find_again(&mut self) {
        if let Some(Bar::Find(find)) = &mut self.bar {
            find.matches = matches(&self.text, find.needle.text());
        }
    }

    /// Selects the next place or the one before, round the end.
    pub(super) fn find_next(&mut self, forward: bool) -> Outcome {
        let Some(Bar::Find(find)) = &mut self.bar else { return Outcome::Ignored };
        let range = match self.anchor {
            Some(anchor) => TextRange::new(anchor, self.cursor),
            None => TextRange::at(self.cursor),
        };
        let found = if forward {
            let from = if range.is_empty() { range.start } else { range.start + 1 };
            find.matches.iter().find(|found| found.start >= from).or(find.matches.first())
        } else {
            find.matches.iter().rfind(|found| found.start < range.start).or(find.matches.last())
        };
        let Some(found) = found.copied() else { return Outcome::Said("found nowhere") };
        find.from = found.start as usize;
        self.sought = find.needle.text().to_owned();
        self.select(found);
        Outcome::Moved
    }

    /// What Enter does in the line for finding: to the next place; from the other field, replaces this one first.
    pub(super) fn find_enter(&mut self) -> Outcome {
        let Some(Bar::Find(find)) = &self.bar else { return Outcome::Ignored };
        let chosen = self.selection().filter(|range| find.replacing && find.matches.contains(range));
        let Some(range) = chosen else { return self.find_next(true) };
        let with = find.with.text().to_owned();
        let behind = range.start as usize + with.len();
        // What equals its replacement is passed over; only what may not be changed is refused.
        if !self.step(range, &with, behind) && range.slice(&self.text) != with {
            return Outcome::Refused;
        }
        self.find_next(true);
        Outcome::Changed
    }

    /// Replaces every place: one step of undo.
    pub(super) fn replace_all(&mut self) -> Outcome {
        let Some(Bar::Find(find)) = &self.bar else { return Outcome::Ignored };
        let (Some(first), Some(last)) = (find.matches.first(), find.matches.last()) else {
            return Outcome::Said("found nowhere");
        };
        let range = first.cover(*last);
        let with = find.with.text();
        let mut insert = String::new();
        let mut at = range.start as usize;
        for found in &find.matches {
            insert.push_str(self.text.get(at..found.start as usize).unwrap_or_default());
            insert.push_str(with);
            at = found.end as usize;
        }
        let end = range.start as usize + insert.len();
        if insert == range.slice(&self.text) {
            return Outcome::Moved;
        }
        if self.step(range, &insert, end) { Outcome::Changed } else { Outcome::Refused }
    }

    /// How many places there are, and which of them is selected.
    pub(super) fn found_words(&self, find: &Find) -> (String, Role) {
        let count = find.matches.len();
        let here = self.selection().and_then(|range| find.matches.iter().position(|found| *found == range));
        match (find.needle.text().is_empty(), count, here) {
            (true, ..) => (String::new(), Role::Dim),
            (_, 0, _) => ("found nowhere".to_owned(), Role::Warning),
            (_, _, Some(here)) => (format!("{} of {count}", here + 1), Role::Dim),
            (_, _, None) => (format!("{count} found"), Role::Dim),
        }
    }

    /// The places found that touch a part of the text.
    pub(super) fn found_in(&self, range: TextRange) -> &[TextRange] {
        let Some(Bar::Find(find)) = &self.bar else { return &[] };
        let from = find.matches.partition_point(|found| found.end <= range.start);
        let to = find.matches.partition_point(|found| found.start < range.end);
        find.matches.get(from..to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_matter_only_when_some_are_looked_for() {
        let check = |text: &str, needle: &str, expected: &[u32]| {
            let found: Vec<u32> = matches(text, needle).iter().map(|range| range.start).collect();
            assert_eq!(found, expected, "{needle} in {text}");
        };
        check("Get get GET", "get", &[0, 4, 8]);
        check("Get get GET", "Get", &[0]);
        check("aaaa", "aa", &[0, 2]);
        check("ÄÄ ä", "ä", &[0, 2, 5]);
        check("İstanbul", "i", &[]);
        check("abc", "", &[]);
    }
}
