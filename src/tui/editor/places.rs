//! Places of a snippet that are still to be filled in: Tab goes from one to the next, each with its example selected.

use crate::iam::complete::Insert;
use crate::text::TextRange;
use crate::tui::editor::Editor;

/// The places of the snippet that was put in last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// The snippet; outside it the places are over.
    whole: TextRange,
    /// Where Tab goes, in order; the last one is where the cursor stays.
    stops: Vec<TextRange>,
    /// The one that is being filled in.
    current: usize,
}

impl Editor {
    /// Puts a text with places in place of `range`: one step of undo. Its lines after the first are indented like the line
    /// it goes into. The first place is selected; Tab and Shift-Tab ([`crate::tui::actions::Action::NextPlace`] and
    /// `PreviousPlace`) lead to the others, Esc or leaving the text ends it. Inside a place that is being filled in, the new
    /// places come before the ones still to come. False when it does not fit or nothing may be changed.
    pub fn insert_with_places(&mut self, range: TextRange, insert: &Insert) -> bool {
        let line = self.text.get(..range.start as usize).unwrap_or(&self.text);
        let line = line.rsplit('\n').next().unwrap_or_default();
        let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let start = range.start as usize;
        let moved = |at: u32| {
            let before = insert.text.get(..at as usize).unwrap_or(&insert.text);
            start + before.len() + before.matches('\n').count() * indent.len()
        };
        let text = insert.text.replace('\n', &format!("\n{indent}"));
        let whole = TextRange::new(start, start + text.len());
        if !self.step(range, &text, whole.end as usize) {
            return false;
        }
        let stops: Vec<TextRange> =
            insert.places.iter().map(|place| TextRange::new(moved(place.start), moved(place.end))).collect();
        let Some(first) = stops.first().copied() else { return true };
        match &mut self.places {
            Some(places) => {
                let current = places.current..(places.current + 1).min(places.stops.len());
                places.stops.splice(current, stops);
            }
            None => {
                let end = stops.last().filter(|last| !last.is_empty()).map(|_| TextRange::at(whole.end as usize));
                self.places = Some(Places { whole, stops: stops.into_iter().chain(end).collect(), current: 0 });
            }
        }
        self.select(first);
        self.end_places_at_last();
        true
    }

    /// Whether places are still to be filled in.
    #[must_use]
    pub fn has_places(&self) -> bool {
        self.places.is_some()
    }

    /// Goes to the next place or the one before. False when there is none.
    pub(super) fn go_to_place(&mut self, forward: bool) -> bool {
        let Some(places) = &mut self.places else { return false };
        let wanted = if forward { Some(places.current + 1) } else { places.current.checked_sub(1) };
        let Some((at, stop)) = wanted.and_then(|at| Some((at, *places.stops.get(at)?))) else { return false };
        places.current = at;
        self.select(stop);
        self.end_places_at_last();
        true
    }

    /// The places are over; the text stays.
    pub(super) fn end_places(&mut self) -> bool {
        self.places.take().is_some()
    }

    /// Moves the places with the text: `range` has given way to so many bytes.
    pub(super) fn move_places(&mut self, range: TextRange, inserted: usize) {
        let Some(places) = &mut self.places else { return };
        let shift = |at: u32| at as usize - range.len() + inserted;
        let behind = |stop: TextRange| TextRange::new(shift(stop.start), shift(stop.end));
        let grown = |stop: TextRange| TextRange::new(stop.start as usize, shift(stop.end));
        let current = places.current;
        let mut kept = Vec::with_capacity(places.stops.len());
        for (at, stop) in places.stops.iter().enumerate() {
            let moved = if at == current && stop.contains_range(range) {
                grown(*stop)
            } else if at < current && stop.end <= range.start || stop.end < range.start {
                *stop
            } else if range.end < stop.start || range.end == stop.start && at != current {
                behind(*stop)
            } else if stop.contains_range(range) {
                grown(*stop)
            } else if at == current && range.contains_range(*stop) {
                // A proposal is put in with the quotes around its place.
                TextRange::new(range.start as usize, range.start as usize + inserted)
            } else if at == current {
                self.places = None;
                return;
            } else {
                continue;
            };
            kept.push((at, moved));
        }
        if !places.whole.contains_range(range) {
            self.places = None;
            return;
        }
        places.whole = grown(places.whole);
        places.current = kept.iter().position(|(at, _)| *at == current).unwrap_or_default();
        places.stops = kept.into_iter().map(|(_, stop)| stop).collect();
    }

    /// Outside the snippet its places are over.
    pub(super) fn leave_places_outside(&mut self) {
        if self.places.as_ref().is_some_and(|places| !places.whole.touches(self.cursor)) {
            self.places = None;
        }
    }

    /// At the last stop, when nothing stands there, nothing is left to do.
    fn end_places_at_last(&mut self) {
        let over = |places: &Places| {
            places.current + 1 == places.stops.len() && places.stops.last().is_some_and(|stop| stop.is_empty())
        };
        if self.places.as_ref().is_some_and(over) {
            self.places = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An insert from a text in which `«example»` marks a place.
    fn insert(text: &str) -> Insert {
        let (mut plain, mut places, mut start) = (String::new(), Vec::new(), 0);
        for character in text.chars() {
            match character {
                '«' => start = plain.len(),
                '»' => places.push(TextRange::new(start, plain.len())),
                other => plain.push(other),
            }
        }
        Insert { text: plain, places }
    }

    /// The text with the selection in `‹›`, or the cursor as `|`.
    fn shown(editor: &Editor) -> String {
        let mut text = editor.text().to_owned();
        match editor.selection() {
            Some(range) => {
                text.insert(range.end as usize, '›');
                text.insert(range.start as usize, '‹');
            }
            None => text.insert(editor.cursor(), '|'),
        }
        text
    }

    #[test]
    fn a_text_put_in_with_the_quotes_around_a_place_fills_it() {
        let mut editor = Editor::new("");
        assert!(editor.insert_with_places(TextRange::at(0), &insert("{\"Action\": [\"«»\"], \"Resource\": \"«»\"}")));
        let quotes = TextRange::new(editor.cursor() - 1, editor.cursor() + 1);
        assert!(editor.insert_with_places(quotes, &Insert::plain("\"s3:GetObject\"")));
        assert_eq!(shown(&editor), "{\"Action\": [\"s3:GetObject\"|], \"Resource\": \"\"}");
        assert!(editor.go_to_place(true));
        assert_eq!(shown(&editor), "{\"Action\": [\"s3:GetObject\"], \"Resource\": \"|\"}");
    }

    #[test]
    fn tab_leads_through_the_places_and_ends_behind_the_text() {
        let mut editor = Editor::new("[]");
        assert!(editor.insert_with_places(TextRange::at(1), &insert("arn:«region»:«account»!")));
        assert_eq!(shown(&editor), "[arn:‹region›:account!]");
        editor.paste("eu-west-1");
        assert!(editor.go_to_place(true));
        assert_eq!(shown(&editor), "[arn:eu-west-1:‹account›!]");
        assert!(editor.go_to_place(false));
        assert_eq!(shown(&editor), "[arn:‹eu-west-1›:account!]");
        editor.go_to_place(true);
        assert!(editor.go_to_place(true) && !editor.has_places());
        assert_eq!(shown(&editor), "[arn:eu-west-1:account!|]");
        assert!(!editor.go_to_place(true));
        while editor.undo() {}
        assert_eq!(editor.text(), "[]");
    }

    #[test]
    fn an_empty_last_place_is_where_the_cursor_stays() {
        let mut editor = Editor::new("");
        editor.insert_with_places(TextRange::at(0), &insert("\"«»\": x"));
        assert_eq!(shown(&editor), "\"|\": x");
        assert!(!editor.has_places());
    }

    #[test]
    fn later_lines_are_indented_and_places_move_with_edits_before_them() {
        let mut editor = Editor::new("  {}");
        editor.insert_with_places(TextRange::at(3), &insert("\n  \"a\": «1»,\n  \"b\": «2»\n"));
        assert_eq!(shown(&editor), "  {\n    \"a\": ‹1›,\n    \"b\": 2\n  }");
        editor.paste("[\n3]");
        editor.go_to_place(true);
        assert_eq!(editor.selected().as_deref(), Some("2"));
    }

    #[test]
    fn a_snippet_inside_a_place_brings_its_places_before_the_rest() {
        let mut editor = Editor::new("");
        editor.insert_with_places(TextRange::at(0), &insert("a «x» b «y»"));
        let here = editor.selection().unwrap();
        editor.insert_with_places(here, &insert("(«p» «q»)"));
        let mut seen = vec![editor.selected().unwrap()];
        while editor.go_to_place(true) {
            seen.extend(editor.selected());
        }
        assert_eq!(seen, ["p", "q", "y"]);
        assert_eq!(editor.text(), "a (p q) b y");
    }

    #[test]
    fn leaving_ends_it_and_so_does_taking_it_back() {
        let mut editor = Editor::new("x\n");
        editor.insert_with_places(TextRange::at(2), &insert("«a» «b»"));
        assert!(editor.has_places());
        editor.put_cursor(0);
        assert!(!editor.has_places());
        editor.insert_with_places(TextRange::at(2), &insert("«a» «b»"));
        editor.undo();
        assert!(!editor.has_places());
    }
}
