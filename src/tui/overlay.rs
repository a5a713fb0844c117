//! What lies above a screen and gets the keys first: help, a text to read, a yes-or-no question.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Paragraph, Wrap};

use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::keymap::{self, Keymap};
use crate::tui::palette::Palette;
use crate::tui::screens::lab::finish::Finish;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;

/// An overlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// Something to read.
    Text(TextOverlay),
    /// A question to answer.
    Confirm(Confirm),
    /// Everything there is, to be found by a few letters.
    Palette(Box<Palette>),
    /// A line to type.
    Prompt(Box<Prompt>),
    /// What a solved lab taught.
    Finish(Box<Finish>),
}

/// A line to type.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What is asked for.
    pub title: String,
    /// What happens with it.
    pub detail: String,
    /// What is typed.
    pub field: Field,
    /// What it is for: the screen is given both.
    pub action: Action,
}

impl PartialEq for Prompt {
    fn eq(&self, other: &Self) -> bool {
        (&self.title, &self.detail, self.action) == (&other.title, &other.detail, other.action)
            && self.field.text() == other.field.text()
    }
}

/// Something to read.
#[derive(Debug, Clone, PartialEq)]
pub struct TextOverlay {
    /// Its title.
    pub title: String,
    /// Its lines: a head (shown strong, may be empty) and words.
    pub lines: Vec<(String, String)>,
    /// The first line shown.
    pub scroll: usize,
}

/// A question to answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The question.
    pub question: String,
    /// What happens.
    pub detail: String,
    /// What to do when the answer is yes.
    pub on_yes: Box<Command>,
}

impl Overlay {
    /// The keys of these contexts, as the person has them; `ascii` writes arrows as words.
    #[must_use]
    pub fn help(contexts: &[Context], keymap: &Keymap, ascii: bool) -> Self {
        let lines = keymap::bindings(contexts)
            .into_iter()
            .map(|binding| {
                let keys: Vec<String> = keymap.keys(binding).iter().map(|key| keymap::shown(key, ascii)).collect();
                (keys.join(" "), binding.help.to_owned())
            })
            .collect();
        Self::Text(TextOverlay { title: "Keys of this screen".into(), lines, scroll: 0 })
    }

    /// A line to type, `words` in it already; the screen is given what it is then, and `action`.
    #[must_use]
    pub fn prompt(title: impl Into<String>, detail: impl Into<String>, words: &str, action: Action) -> Self {
        let mut field = Field::default();
        field.paste(words);
        Self::Prompt(Box::new(Prompt { title: title.into(), detail: detail.into(), field, action }))
    }

    /// A text to read.
    #[must_use]
    pub fn text(title: impl Into<String>, words: impl Into<String>) -> Self {
        let lines = words.into().lines().map(|line| (String::new(), line.to_owned())).collect();
        Self::Text(TextOverlay { title: title.into(), lines, scroll: 0 })
    }

    /// The contexts that hold while it is on top.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match self {
            Self::Text(_) => vec![Context::Overlay],
            Self::Confirm(_) => vec![Context::Confirm],
            Self::Palette(_) => vec![Context::Palette],
            Self::Prompt(_) => vec![Context::Prompt],
            Self::Finish(finish) => finish.contexts(),
        }
    }

    /// Does an action. Says whether to close, and what else to do.
    pub fn act(&mut self, action: Action, size: (u16, u16)) -> (bool, Option<Command>) {
        match self {
            Self::Text(text) => {
                let page = usize::from(size.1 / 2).max(1);
                let last = text.lines.len().saturating_sub(1);
                match action {
                    Action::Up => text.scroll = text.scroll.saturating_sub(1),
                    Action::Down => text.scroll = (text.scroll + 1).min(last),
                    Action::PageUp => text.scroll = text.scroll.saturating_sub(page),
                    Action::PageDown => text.scroll = (text.scroll + page).min(last),
                    Action::Back | Action::Help => return (true, None),
                    _ => {}
                }
                (false, None)
            }
            Self::Palette(palette) => palette.act(action),
            Self::Finish(finish) => (finish.act(action, size), None),
            Self::Prompt(prompt) => match action {
                Action::Enter if prompt.field.text().trim().is_empty() => (false, None),
                Action::Enter => (true, Some(Command::Given(prompt.action, prompt.field.text().trim().to_owned()))),
                Action::Back => (true, None),
                _ => (false, None),
            },
            Self::Confirm(confirm) => match action {
                Action::Yes => (true, Some((*confirm.on_yes).clone())),
                Action::No => (true, None),
                _ => (false, None),
            },
        }
    }

    /// Takes a key that means nothing here: text.
    pub fn key(&mut self, key: KeyEvent) {
        match self {
            Self::Palette(palette) => palette.key(key),
            Self::Prompt(prompt) => prompt.field.key(key),
            Self::Text(_) | Self::Confirm(_) | Self::Finish(_) => {}
        }
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Palette(palette) => palette.paste(text),
            Self::Prompt(prompt) => prompt.field.paste(text),
            Self::Text(_) | Self::Confirm(_) | Self::Finish(_) => {}
        }
    }

    /// A row was clicked. Says whether to close, and what else to do.
    pub fn point(&mut self, row: usize) -> (bool, Option<Command>) {
        match self {
            Self::Palette(palette) => palette.point(row),
            Self::Text(_) | Self::Confirm(_) | Self::Prompt(_) | Self::Finish(_) => (false, None),
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        match self {
            Self::Text(text) => text.view(frame, area, &shared.theme, hits),
            Self::Confirm(confirm) => confirm.view(frame, area, &shared.theme, hits),
            Self::Palette(palette) => palette.view(frame, area, shared, hits),
            Self::Prompt(prompt) => prompt.view(frame, area, &shared.theme, hits),
            Self::Finish(finish) => finish.view(frame, area, &shared.theme, hits),
        }
    }
}

impl TextOverlay {
    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let head = self.lines.iter().map(|(head, _)| head.chars().count()).max().unwrap_or(0);
        let gap = if head == 0 { 0 } else { 2 };
        let words = self.lines.iter().map(|(_, words)| words.chars().count()).max().unwrap_or(0);
        let width = u16::try_from(head + gap + words + 6).unwrap_or(u16::MAX).clamp(30, 84);
        let inner = usize::from(width.min(area.width).saturating_sub(6));
        let lines: Vec<Line<'_>> = self
            .lines
            .iter()
            .flat_map(|(key, words)| {
                let wrapped = crate::tui::widgets::wrap(words, inner.saturating_sub(head + gap).max(10));
                wrapped.into_iter().enumerate().map(move |(i, part)| {
                    let key = if i == 0 { key.as_str() } else { "" };
                    Line::from(vec![
                        Span::styled(format!("{key:head$}{:gap$}", ""), theme.style(Role::Accent)),
                        Span::styled(part, theme.style(Role::Text)),
                    ])
                })
            })
            .collect();
        let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
        let scroll = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        let rect = centred(area, width, height);
        let hidden = lines.len().saturating_sub(usize::from(rect.height.saturating_sub(4)));
        let bottom = if hidden > 0 { "↑↓ more · Esc closes" } else { "Esc closes" };
        let block = panel(theme, &self.title, bottom);
        frame.render_widget(Clear, rect);
        frame.render_widget(
            Paragraph::new(lines).block(block).scroll((scroll.min(u16::try_from(hidden).unwrap_or(0)), 0)),
            rect,
        );
        hits.add(area, Hit::Action(Action::Back));
        hits.add(rect, Hit::Pane(0));
    }
}

impl Prompt {
    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let width = 70.min(area.width);
        let inner = usize::from(width.saturating_sub(6));
        let detail = crate::tui::widgets::wrap(&self.detail, inner);
        let mut lines = vec![Line::from(self.field.spans(true, inner, theme)), Line::default()];
        lines.extend(detail.into_iter().map(|line| Line::styled(line, theme.style(Role::Dim))));
        let rect = centred(area, width, u16::try_from(lines.len() + 4).unwrap_or(u16::MAX));
        frame.render_widget(Clear, rect);
        frame
            .render_widget(Paragraph::new(lines).block(panel(theme, &self.title, "Enter confirms · Esc closes")), rect);
        hits.add(area, Hit::Action(Action::Back));
        hits.add(rect, Hit::Pane(0));
    }
}

impl Confirm {
    fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let width = 60.min(area.width);
        let detail = crate::tui::widgets::wrap(&self.detail, usize::from(width.saturating_sub(6)));
        let mut lines: Vec<Line<'_>> =
            detail.into_iter().map(|line| Line::styled(line, theme.style(Role::Text))).collect();
        lines.push(Line::default());
        lines.push(Line::from(vec![
            Span::styled("y", theme.style(Role::Accent)),
            Span::styled(" yes     ", theme.style(Role::Text)),
            Span::styled("n", theme.style(Role::Accent)),
            Span::styled(" no", theme.style(Role::Text)),
        ]));
        let height = u16::try_from(lines.len() + 4).unwrap_or(u16::MAX);
        let rect = centred(area, width, height);
        frame.render_widget(Clear, rect);
        frame.render_widget(
            Paragraph::new(lines).wrap(Wrap { trim: false }).block(panel(theme, &self.question, "")),
            rect,
        );
        let row = rect.bottom().saturating_sub(3);
        hits.add(area, Hit::Action(Action::No));
        hits.add(rect, Hit::Pane(0));
        hits.add(Rect { x: rect.x + 3, y: row, width: 5, height: 1 }, Hit::Action(Action::Yes));
        hits.add(Rect { x: rect.x + 13, y: row, width: 4, height: 1 }, Hit::Action(Action::No));
    }
}

/// The frame of an overlay.
#[must_use]
pub fn panel<'a>(theme: &Theme, title: &str, bottom: &'a str) -> Block<'a> {
    let border = if theme.ascii {
        Block::bordered().border_set(ratatui::symbols::border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        })
    } else {
        Block::bordered().border_type(BorderType::Rounded)
    };
    let border = border
        .border_style(theme.style(Role::Rule))
        .padding(Padding::new(2, 2, 1, 1))
        .style(theme.style(Role::Panel))
        .title(Line::styled(format!(" {title} "), theme.style(Role::Strong)));
    match bottom.is_empty() {
        true => border,
        false => border.title_bottom(Line::styled(format!(" {bottom} "), theme.style(Role::Dim)).right_aligned()),
    }
}

/// A rectangle of that size in the middle of `area`, cut to fit.
#[must_use]
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::theme::{Depth, Palette};

    #[test]
    fn a_frame_has_no_gap_where_it_says_nothing() {
        let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
        let drawn = |bottom: &str| {
            let mut terminal = Terminal::new(TestBackend::new(20, 3)).unwrap();
            terminal.draw(|frame| frame.render_widget(panel(&theme, "t", bottom), frame.area())).unwrap();
            terminal.backend().to_string().lines().next_back().unwrap_or_default().to_owned()
        };
        assert_eq!(drawn(""), "\"╰──────────────────╯\"");
        assert_eq!(drawn("Esc closes"), "\"╰────── Esc closes ╯\"");
    }
}
