//! The line at the bottom of the editor: what is looked for and what takes its place, or the line to go to.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::actions::Context;
use crate::tui::editor::find::Find;
use crate::tui::editor::{Editor, Outcome};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;

/// Columns of a field at least.
const FIELD: usize = 16;

/// The line at the bottom.
#[derive(Debug, Clone)]
pub(super) enum Bar {
    /// Finding and replacing.
    Find(Box<Find>),
    /// Going to a line, perhaps to a character of it: `12`, `12:5`.
    Line(Box<Field>),
}

impl Editor {
    /// Which keys mean something in the text now, the most particular first: those of the line at the bottom, of places to
    /// fill in, of the editor.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let particular = match (&self.bar, &self.places) {
            (Some(Bar::Find(_)), _) => Some(Context::Find),
            (Some(Bar::Line(_)), _) => Some(Context::GoToLine),
            (None, Some(_)) => Some(Context::Places),
            (None, None) => None,
        };
        particular.into_iter().chain([Context::Editor]).collect()
    }

    /// Whether keys go to the line at the bottom instead of the text.
    #[must_use]
    pub fn has_bar(&self) -> bool {
        self.bar.is_some()
    }

    /// Rows that the text has of an editor's height.
    pub(super) fn text_rows(&self, height: u16) -> u16 {
        if self.bar.is_some() { height.saturating_sub(1).max(1) } else { height }
    }

    /// Asks for a line to go to.
    pub(super) fn open_go_to_line(&mut self) {
        self.end_places();
        self.bar = Some(Bar::Line(Box::default()));
    }

    /// Closes the line at the bottom. False when there is none.
    pub(super) fn close_bar(&mut self) -> bool {
        self.bar.take().is_some()
    }

    /// Goes to the line that was asked for. What is no number leads nowhere.
    pub(super) fn confirm_line(&mut self) -> Outcome {
        let Some(Bar::Line(field)) = self.bar.take() else { return Outcome::Ignored };
        let wanted = field.text().trim().to_owned();
        let (line, character) = wanted.split_once(':').unwrap_or((&wanted, "1"));
        match (line.trim().parse(), character.trim().parse()) {
            (Ok(line), Ok(character)) => self.go_to_line(line, character),
            (Ok(line), Err(_)) => self.go_to_line(line, 1),
            _ if wanted.is_empty() => {}
            _ => return Outcome::Said("a line is a number: 12, or 12:5 for its fifth character"),
        }
        Outcome::Moved
    }

    /// A key for the line at the bottom.
    pub(super) fn bar_key(&mut self, key: KeyEvent) -> Outcome {
        match &mut self.bar {
            Some(Bar::Find(find)) => {
                let written = matches!(key.code, KeyCode::Char(_))
                    && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
                if find.take(key, written) {
                    self.seek();
                }
                Outcome::Moved
            }
            Some(Bar::Line(field)) => {
                field.key(key);
                Outcome::Moved
            }
            None => Outcome::Ignored,
        }
    }

    /// A paste for the line at the bottom. False when there is none.
    pub(super) fn paste_into_bar(&mut self, text: &str) -> bool {
        match &mut self.bar {
            Some(Bar::Find(find)) => {
                if find.paste(text) {
                    self.seek();
                }
                true
            }
            Some(Bar::Line(field)) => {
                field.paste(text);
                true
            }
            None => false,
        }
    }

    /// Draws the line at the bottom of `area`.
    pub(super) fn draw_bar(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(bar) = &self.bar else { return };
        let area = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
        let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
        let mut spans = Vec::new();
        match bar {
            Bar::Find(find) => {
                spans.push(dim("find ".to_owned()));
                spans.extend(find.needle.spans(!find.replacing, FIELD, theme));
                let (words, role) = self.found_words(find);
                spans.push(Span::styled(format!(" {words} "), theme.style(role)));
                spans.push(dim(" replace with ".to_owned()));
                spans.extend(find.with.spans(find.replacing, FIELD, theme));
            }
            Bar::Line(field) => {
                spans.push(dim("go to line ".to_owned()));
                spans.extend(field.spans(true, 8, theme));
                spans.push(dim(format!(" of {}", self.index.line_count())));
            }
        }
        frame.render_widget(Paragraph::new(Line::from(spans)).style(theme.style(Role::Panel)), area);
    }
}
