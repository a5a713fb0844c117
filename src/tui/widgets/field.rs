//! A line of text to type into.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::style::Modifier;
use ratatui::text::Span;
use tui_textarea::TextArea;

use crate::tui::theme::{Role, Theme};

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

    /// The text with its cursor, at least `least` columns wide.
    #[must_use]
    pub fn spans(&self, focused: bool, least: usize, theme: &Theme) -> Vec<Span<'static>> {
        let style = theme.style(Role::Panel).patch(theme.style(Role::Strong)).add_modifier(Modifier::UNDERLINED);
        let mut cells: Vec<char> = self.text().chars().collect();
        while cells.len() < least.max(self.cursor() + 1) {
            cells.push(' ');
        }
        let at = self.cursor().min(cells.len().saturating_sub(1));
        let piece = |range: &[char]| range.iter().collect::<String>();
        let (before, rest) = cells.split_at_checked(at).unwrap_or((&cells, &[]));
        let (under, after) = rest.split_at_checked(1).unwrap_or((rest, &[]));
        let cursor = if focused { style.add_modifier(Modifier::REVERSED) } else { style };
        vec![Span::styled(piece(before), style), Span::styled(piece(under), cursor), Span::styled(piece(after), style)]
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
