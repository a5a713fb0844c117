//! What a key does in the text: letters, pairs, indentation, moving. Keys with a meaning of their own (undo, copy, format)
//! come through the table of actions instead.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text::TextRange;
use crate::tui::editor::{Editor, Motion};

/// Two spaces a level.
pub(super) const INDENT: &str = "  ";

/// What came of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It means nothing here.
    Ignored,
    /// The cursor or the selection may have moved.
    Moved,
    /// The text is another one.
    Changed,
    /// It would have changed the text, and the text can only be read, or would become too long.
    Refused,
    /// Nothing has come of it, and why: to be told.
    Said(&'static str),
}

impl Editor {
    /// Takes a key that no action has claimed.
    pub fn key(&mut self, key: KeyEvent) -> Outcome {
        if self.has_bar() {
            return self.bar_key(key);
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        if let Some(motion) = motion(key.code, control || alt) {
            self.go(motion, shift);
            return Outcome::Moved;
        }
        match key.code {
            // AltGr arrives as Ctrl and Alt together, and its characters are text.
            KeyCode::Char(character) if control == alt => self.type_character(character),
            KeyCode::Char('w') if control => self.delete(Motion::WordLeft),
            KeyCode::Char('h') if control => self.backspace(),
            // What macOS terminals send for Option with the arrows and Delete.
            KeyCode::Char('b' | 'f') if alt => {
                self.go(if key.code == KeyCode::Char('b') { Motion::WordLeft } else { Motion::WordRight }, shift);
                Outcome::Moved
            }
            KeyCode::Char('d') if alt => self.delete(Motion::WordRight),
            KeyCode::Enter => self.new_line(),
            KeyCode::Tab => self.indent(),
            KeyCode::BackTab => self.outdent(),
            KeyCode::Backspace if control || alt => self.delete(Motion::WordLeft),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete if control || alt => self.delete(Motion::WordRight),
            KeyCode::Delete => self.delete(Motion::Right),
            _ => Outcome::Ignored,
        }
    }

    pub(super) fn done(&self, changed: bool) -> Outcome {
        if changed { Outcome::Changed } else { Outcome::Refused }
    }

    /// A letter. Openers bring their closer, a closer that stands there already is stepped over.
    fn type_character(&mut self, character: char) -> Outcome {
        let cursor = self.cursor();
        if let (Some(range), Some(closer)) = (self.selection(), closer_of(character)) {
            // A few words are wrapped. Lines that are typed over give way, as they do to any other letter, and so does what
            // has quotes already: a pair around it would make two strings of it, not one.
            let chosen = range.slice(self.text());
            let gives_way = chosen.contains('\n') || character == '"' && chosen.contains('"');
            let kept = if gives_way { "" } else { chosen };
            let around = format!("{character}{kept}{closer}");
            let back = if kept.is_empty() { closer.len_utf8() } else { 0 };
            let changed = self.change(range, &around, range.start as usize + around.len() - back);
            return self.done(changed);
        }
        if let Some(range) = self.selection() {
            let written = character.to_string();
            let changed = self.change(range, &written, range.start as usize + written.len());
            return self.done(changed);
        }
        let before = self.text().get(self.line_range().start as usize..cursor).unwrap_or_default();
        let next = self.text().get(cursor..).and_then(|rest| rest.chars().next());
        let in_string = in_string(before);
        let escaped = in_string && before.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
        let steps_over = match character {
            '"' => in_string && !escaped,
            '}' | ']' => !in_string,
            _ => false,
        };
        if steps_over && next == Some(character) {
            self.go(Motion::Right, false);
            return Outcome::Moved;
        }
        if steps_over
            && before.trim().is_empty()
            && let Some(range) = self.closer_below(character)
        {
            // The closer that came with its opener is the one meant: the blank line before it goes.
            let start = self.line_range().start as usize;
            let indented = range.slice(self.text()).trim_start_matches(['\n', '\r']).to_owned();
            let changed = self.change(TextRange::new(start, range.end as usize), &indented, start + indented.len());
            return self.done(changed);
        }
        let room = next.is_none_or(|next| next.is_whitespace() || matches!(next, ',' | ':' | ']' | '}'));
        let changed = match closer_of(character) {
            Some(closer) if !in_string && room => {
                let pair = format!("{character}{closer}");
                self.change(TextRange::at(cursor), &pair, cursor + character.len_utf8())
            }
            _ => {
                // A closer on a line of its own stands one level further left.
                let closes = matches!(character, '}' | ']') && before.ends_with(INDENT) && before.trim().is_empty();
                let start = if closes { cursor - INDENT.len() } else { cursor };
                self.change(TextRange::new(start, cursor), &character.to_string(), start + character.len_utf8())
            }
        };
        self.done(changed)
    }

    /// From the cursor to the end of the closer that comes next, when only blanks and line breaks lie between and every
    /// bracket of the text has its partner, so that one more would be too many.
    fn closer_below(&self, closer: char) -> Option<TextRange> {
        let cursor = self.cursor();
        let rest = self.text().get(cursor..)?;
        let blank = rest.len() - rest.trim_start().len();
        let line = rest.get(..blank)?.rfind('\n')?;
        let meant = rest.get(blank..)?.starts_with(closer) && is_balanced(self.text());
        meant.then(|| TextRange::new(cursor + line, cursor + blank + closer.len_utf8()))
    }

    /// A line break, indented like this line, and one level deeper behind an opener.
    fn new_line(&mut self) -> Outcome {
        let range = self.selection().unwrap_or_else(|| TextRange::at(self.cursor()));
        let line_start = self.text().get(..range.start as usize).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let before = self.text().get(line_start..range.start as usize).unwrap_or_default();
        let indent: String = before.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let opener = before.trim_end().chars().next_back().filter(|c| matches!(c, '{' | '['));
        let opener = opener.filter(|_| !in_string(before));
        let next = self.text().get(range.end as usize..).and_then(|rest| rest.chars().next());
        let (insert, back) = match opener {
            Some(opener) if next.is_some() && next == closer_of(opener) => {
                (format!("\n{indent}{INDENT}\n{indent}"), 1 + indent.len())
            }
            Some(_) => (format!("\n{indent}{INDENT}"), 0),
            None => (format!("\n{indent}"), 0),
        };
        let changed = self.change(range, &insert, range.start as usize + insert.len() - back);
        self.done(changed)
    }

    /// Two spaces, or one level more for every selected line.
    fn indent(&mut self) -> Outcome {
        match self.selection() {
            Some(range) if range.slice(self.text()).contains('\n') => {
                self.shift(|line| if line.trim().is_empty() { line.to_owned() } else { format!("{INDENT}{line}") })
            }
            selection => {
                let range = selection.unwrap_or_else(|| TextRange::at(self.cursor()));
                let changed = self.change(range, INDENT, range.start as usize + INDENT.len());
                self.done(changed)
            }
        }
    }

    /// One level less for this line or every selected one.
    fn outdent(&mut self) -> Outcome {
        self.shift(|line| {
            line.strip_prefix(INDENT)
                .or_else(|| line.strip_prefix('\t'))
                .or_else(|| line.strip_prefix(' '))
                .unwrap_or(line)
                .to_owned()
        })
    }

    /// Changes every line that the selection touches; what was selected stays so, as whole lines.
    fn shift(&mut self, line: impl Fn(&str) -> String) -> Outcome {
        let whole = self.block();
        let start = whole.start as usize;
        let lines: Vec<String> = whole.slice(self.text()).split('\n').map(line).collect();
        let insert = lines.join("\n");
        if insert == whole.slice(self.text()) {
            return Outcome::Moved;
        }
        let was_selected = self.selection().is_some();
        let moved = (self.cursor() + insert.len()).saturating_sub(whole.len()).max(start);
        let changed = self.change(whole, &insert, moved);
        if changed && was_selected {
            self.select(TextRange::new(start, start + insert.len()));
        }
        self.done(changed)
    }

    /// Takes the character before the cursor, and with an opener the closer that came with it.
    fn backspace(&mut self) -> Outcome {
        let cursor = self.cursor();
        let before = self.text().get(..cursor).and_then(|t| t.chars().next_back());
        let next = self.text().get(cursor..).and_then(|rest| rest.chars().next());
        if self.selection().is_none()
            && let (Some(before), Some(next)) = (before, next)
            && closer_of(before) == Some(next)
        {
            let start = cursor - before.len_utf8();
            let changed = self.change(TextRange::new(start, cursor + next.len_utf8()), "", start);
            return self.done(changed);
        }
        self.delete(Motion::Left)
    }

    /// Takes the selection, or what lies between the cursor and where the motion leads.
    fn delete(&mut self, motion: Motion) -> Outcome {
        let range = self.selection().unwrap_or_else(|| TextRange::new(self.cursor(), self.target(motion)));
        if range.is_empty() {
            return Outcome::Moved;
        }
        let changed = self.change(range, "", range.start as usize);
        self.done(changed)
    }
}

fn motion(code: KeyCode, far: bool) -> Option<Motion> {
    Some(match (code, far) {
        (KeyCode::Left, false) => Motion::Left,
        (KeyCode::Right, false) => Motion::Right,
        (KeyCode::Left, true) => Motion::WordLeft,
        (KeyCode::Right, true) => Motion::WordRight,
        (KeyCode::Up, _) => Motion::Up,
        (KeyCode::Down, _) => Motion::Down,
        (KeyCode::Home, false) => Motion::LineStart,
        (KeyCode::End, false) => Motion::LineEnd,
        (KeyCode::Home, true) => Motion::Top,
        (KeyCode::End, true) => Motion::Bottom,
        (KeyCode::PageUp, _) => Motion::PageUp,
        (KeyCode::PageDown, _) => Motion::PageDown,
        _ => return None,
    })
}

fn closer_of(opener: char) -> Option<char> {
    match opener {
        '{' => Some('}'),
        '[' => Some(']'),
        '"' => Some('"'),
        _ => None,
    }
}

/// Whether the end of `before`, the beginning of a line, lies in a string. Strings end with their line.
fn in_string(before: &str) -> bool {
    let mut inside = false;
    let mut escaped = false;
    for character in before.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

/// Whether every bracket has its partner, in order; what stands in strings does not count.
fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for token in crate::iam::json::parse(text).tokens {
        match token.range.slice(text) {
            "{" => open.push("}"),
            "[" => open.push("]"),
            closer @ ("}" | "]") if open.pop() != Some(closer) => return false,
            _ => {}
        }
    }
    open.is_empty()
}
