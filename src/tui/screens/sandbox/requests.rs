//! The list of a scenario's requests: what is asked, and what comes of it just now.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::case::{Case, verdict, words_of};
use crate::iam::trace::Verdict;
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground};

/// How the list is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether it has the focus.
    pub focused: bool,
    /// What stands here is not the newest.
    pub stale: bool,
}

/// Draws the list. When it does not fit, the chosen request stays in sight and the last row says how many more there are.
pub fn draw(frame: &mut Frame<'_>, area: Rect, case: &Case, look: Look, theme: &Theme, hits: &mut Hits) {
    let requests = case.scenario.requests.len();
    if requests == 0 {
        let words = match look.focused {
            true => " the scenario asks nothing yet: n makes a request",
            false => " the scenario asks nothing yet: F6, then n makes a request",
        };
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), area);
        return;
    }
    let room = usize::from(area.height);
    // In a single row stands the chosen request and nothing else.
    let hidden = requests > room && room > 1;
    let shown = if hidden { room.saturating_sub(1) } else { room };
    let skip = (case.chosen + 1).saturating_sub(shown.max(1));
    let width = usize::from(area.width.saturating_sub(2));
    // All in the same words: what it says of how a request is denied, it says of every one.
    let fits = |at: usize| {
        let text = case.scenario.requests.get(at).map(words_of).unwrap_or_default();
        let states = state_of(case, at, theme).1;
        states.first().is_none_or(|state| text.width() + 4 + state.width() <= width) || case.turned(at).is_some()
    };
    let in_full = (0..requests).all(fits);
    for (row, at) in area.rows().zip(skip..requests).take(shown) {
        let chosen = at == case.chosen;
        let back = match (chosen, look.focused) {
            (true, true) => theme.style(Role::Selected),
            (true, false) => theme.style(Role::Marked),
            (false, _) => Style::default(),
        };
        let line = request_line(case, at, (look.stale, in_full), width, theme);
        frame.render_widget(Paragraph::default().style(back), row);
        let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
        frame.render_widget(Paragraph::new(on_ground(line, back)), inner);
        hits.add(row, Hit::Row(at));
    }
    if let (true, Some(last)) = (hidden, area.rows().next_back()) {
        let symbols = theme.symbols();
        let words = match (skip, requests.saturating_sub(skip + shown)) {
            (0, after) => format!(" {} {after} more", symbols.below),
            (before, 0) => format!(" {} {before} more", symbols.above),
            (before, after) => format!(" {} {before}  {} {after} more", symbols.above, symbols.below),
        };
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
    }
}

/// "6 allowed, 2 denied", and what cannot be run.
#[must_use]
pub fn counts(case: &Case) -> String {
    let verdicts = || case.outcomes.iter().map(verdict);
    let allowed = verdicts().filter(|verdict| *verdict == Some(Verdict::Allow)).count();
    let unknown = verdicts().filter(Option::is_none).count();
    let denied = case.outcomes.len() - allowed - unknown;
    let told = [(allowed, "allowed"), (denied, "denied"), (unknown, "cannot run")];
    let told = told.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}"));
    told.collect::<Vec<_>>().join(", ")
}

/// How a request stands: its sign, words for it from the longest to the shortest, their style.
fn state_of(case: &Case, at: usize, theme: &Theme) -> (&'static str, Vec<String>, Style) {
    let outcome = case.outcomes.get(at);
    let Some(verdict) = outcome.and_then(verdict) else {
        return (theme.symbols().warning, vec!["cannot run".to_owned()], theme.style(Role::Error));
    };
    let (sign, words, style) = theme.verdict(verdict);
    let short = words.rsplit(' ').next().unwrap_or(words);
    if let Some(before) = case.turned(at) {
        let was = theme.verdict(before).1;
        return (sign, vec![format!("was {was}, now {words}"), format!("now {short}")], style);
    }
    let quiet = if verdict == Verdict::Allow { theme.style(Role::Dim) } else { style };
    match case.not_as_expected(at) {
        Some(_) => (sign, vec![format!("{words}, not as expected"), short.to_owned()], style),
        None => (sign, vec![words.to_owned(), short.to_owned()], quiet),
    }
}

fn request_line(case: &Case, at: usize, (stale, in_full): (bool, bool), width: usize, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let fade = |style: Style| if stale { theme.style(Role::Dim) } else { style };
    let (sign, states, state_style) = state_of(case, at, theme);
    let sign_style = case.outcomes.get(at).and_then(verdict).map_or(state_style, |verdict| theme.verdict(verdict).2);
    let room = width.saturating_sub(2);
    let text = case.scenario.requests.get(at).map(words_of).unwrap_or_default();
    let told = in_full || case.turned(at).is_some() || case.not_as_expected(at).is_some();
    let fits = |state: &&String| told && state.width() + 2 + text.width() <= room;
    let state = states.iter().find(fits).or(states.last()).cloned().unwrap_or_default();
    let text_room = room.saturating_sub(state.width() + 2);
    let shown = fit(&text, text_room, symbols.ellipsis);
    let gap = text_room.saturating_sub(shown.width()) + 2;
    let role = if at == case.chosen { Role::Strong } else { Role::Text };
    Line::from(vec![
        Span::styled(format!("{sign} "), fade(sign_style)),
        Span::styled(shown, fade(theme.style(role))),
        Span::raw(" ".repeat(gap)),
        Span::styled(state, fade(state_style)),
    ])
}
