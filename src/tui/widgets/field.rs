//! A line of text to type into. Only the text and the cursor's place come out; who shows it draws it.

use crossterm::event::{KeyCode, KeyEvent};
use tui_textarea::{CursorMove, TextArea};

/// A line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub struct Field {
    area: TextArea<'static>,
}

impl Field {
    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// The character before which the cursor stands, from 0.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.area.cursor().1
    }

    /// Takes a key. A key that would break the line does nothing.
    pub fn key(&mut self, key: KeyEvent) {
        if !matches!(key.code, KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab) {
            self.area.input(key);
        }
    }

    /// Takes a paste; its line breaks become spaces, other control characters go.
    pub fn paste(&mut self, text: &str) {
        let line: String = text
            .chars()
            .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
            .filter(|c| !c.is_control())
            .take(2_000)
            .collect();
        self.area.insert_str(line);
    }

    /// Puts the cursor behind the last character.
    pub fn to_end(&mut self) {
        self.area.move_cursor(CursorMove::End);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stays_one_line() {
        let mut field = Field::default();
        field.paste("one\ntwo\u{1b}[31m");
        field.key(KeyEvent::from(KeyCode::Enter));
        field.key(KeyEvent::from(KeyCode::Char('!')));
        assert_eq!(field.text(), "one two[31m!");
        assert_eq!(field.cursor(), 12);
    }
}
