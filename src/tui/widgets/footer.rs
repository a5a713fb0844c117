//! The bottom line: the keys that matter here, or something the person should know.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::tui::actions::{Action, Binding, Context};
use crate::tui::app::{Hit, Hits, Shared};
use crate::tui::keymap::{self, Keymap};
use crate::tui::theme::Role;
use crate::tui::widgets::{fit, page};

/// Draws the bottom line with a rule above it; `choices` is how many things can be chosen by number, `keymap` which
/// keys the person changed.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    (contexts, choices, keymap): (&[Context], usize, &Keymap),
    shared: &Shared,
    hits: &mut Hits,
) {
    if area.height < 2 {
        return;
    }
    let theme = &shared.theme;
    page::rule(frame, Rect { height: 1, ..area }, theme);
    let line = Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: 1 };
    if let Some(notice) = &shared.notice {
        let words = fit(notice, usize::from(line.width), theme.symbols().ellipsis);
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Silent))), line);
        return;
    }
    let mut spans = Vec::new();
    let mut x = line.x;
    for (binding, key) in shown(contexts, (choices, keymap), usize::from(line.width), theme.ascii) {
        let width = u16::try_from(key.width() + 1 + binding.label.width()).unwrap_or(u16::MAX);
        hits.add(Rect { x, width, ..line }, Hit::Action(binding.action));
        spans.push(Span::styled(key, theme.style(Role::Accent)));
        spans.push(Span::styled(format!(" {}  ", binding.label), theme.style(Role::Dim)));
        x = x.saturating_add(width + 2);
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), line);
}

/// The bindings to show, most important first, as many as fit; help always does.
fn shown(
    contexts: &[Context],
    (choices, keymap): (usize, &Keymap),
    width: usize,
    ascii: bool,
) -> Vec<(&'static Binding, String)> {
    let mut rows: Vec<(&'static Binding, String)> = keymap::bindings(contexts)
        .into_iter()
        .filter(|binding| binding.footer.is_some() || binding.action == Action::Help)
        .filter(|binding| choices > 0 || !matches!(binding.action, Action::Choose(_)))
        .map(|binding| (binding, key_of(binding, (choices, keymap), ascii)))
        .collect();
    rows.sort_by_key(|(binding, _)| binding.footer.unwrap_or(99));
    let cost = |(binding, key): &(&Binding, String)| key.width() + binding.label.width() + 3;
    let mut room = width.saturating_sub(rows.iter().filter(|(b, _)| b.action == Action::Help).map(cost).sum());
    rows.retain(|row| {
        let fits = row.0.action == Action::Help || cost(row) <= room;
        if fits && row.0.action != Action::Help {
            room = room.saturating_sub(cost(row));
        }
        fits
    });
    rows
}

/// The key to show; the arrows that belong together are shown together.
fn key_of(binding: &Binding, (choices, keymap): (usize, &Keymap), ascii: bool) -> String {
    let first = || keymap.keys(binding).first().map(|key| keymap::shown(key, ascii)).unwrap_or_default();
    match (binding.action, binding.context, ascii) {
        _ if keymap.is_changed(binding) => first(),
        (Action::Up, _, false) => "↑↓".into(),
        (Action::Up, _, true) => "Up/Down".into(),
        (Action::NextStep, Context::Walk, false) => "←→".into(),
        (Action::Choose(1), _, _) if choices > 1 => format!("1-{}", choices.min(9)),
        (Action::MoveUp, _, false) => "Shift-↑↓".into(),
        (Action::MoveUp, _, true) => "Shift-Up/Down".into(),
        _ => first(),
    }
}
