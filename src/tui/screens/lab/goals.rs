//! The list of goals: sign, words, state.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::course::grade::{Goal, LabGrade, NOTHING_BEYOND};
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, wrap};

/// The list, as the mouse knows it.
pub const GOALS: usize = 1;

/// How the list is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The chosen goal.
    pub chosen: usize,
    /// Whether the list has the focus.
    pub focused: bool,
    /// What stands here is not the newest.
    pub stale: bool,
    /// The lab has requests that are not shown.
    pub hidden: bool,
    /// What will come of the chosen goal is asked just now, and must not be read here.
    pub secret: bool,
    /// The first row shown, where the list was scrolled to it; otherwise the chosen goal stays in sight.
    pub from: Option<usize>,
}

/// Every goal is reached that was set for a request, and still the lab is not solved: a request that is not shown goes wrong.
#[must_use]
pub fn is_wrong_beyond(grade: &LabGrade) -> bool {
    !grade.hidden_failures.is_empty() && set_goals(grade).all(|goal| goal.reached)
}

/// The goals without the proof that there is nothing beyond the task: the requests that are not shown say more of what is wrong.
fn set_goals(grade: &LabGrade) -> impl Iterator<Item = &Goal> {
    grade.goals.iter().filter(|goal| goal.name != NOTHING_BEYOND)
}

/// Rows the list would like to have in `width` columns.
#[must_use]
pub fn height(grade: &LabGrade, hidden: bool, width: usize, theme: &Theme) -> usize {
    rows(grade, hidden, width, theme).len()
}

/// The first row that is shown in `area`: the one that was scrolled to, as far as there are rows, or such that the chosen goal is in
/// sight.
#[must_use]
pub fn first(area: Rect, grade: &LabGrade, look: Look, theme: &Theme) -> usize {
    first_of(&rows(grade, look.hidden, usize::from(area.width), theme), usize::from(area.height), look)
}

/// Draws the list. When it does not fit, the last row says how many more there are.
pub fn draw(frame: &mut Frame<'_>, area: Rect, grade: &LabGrade, look: Look, theme: &Theme, hits: &mut Hits) {
    let width = usize::from(area.width);
    let rows = rows(grade, look.hidden, width, theme);
    let room = usize::from(area.height);
    let (skip, shown) = (first_of(&rows, room, look), shown(rows.len(), room));
    let hidden = shown < room;
    let after = rows.len().saturating_sub(skip + shown);
    for (row, item) in area.rows().zip(rows.into_iter().skip(skip).take(shown)) {
        match item {
            Row::Goal(at, goal) => {
                let chosen = at == look.chosen;
                let role = if look.focused { Role::Selected } else { Role::Marked };
                let back = if chosen { theme.style(role) } else { ratatui::style::Style::default() };
                let line = goal_line(goal, chosen, look, width.saturating_sub(2), theme);
                frame.render_widget(Paragraph::default().style(back), row);
                let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
                frame.render_widget(Paragraph::new(on_ground(line, back)), inner);
                hits.add(row, Hit::Row(at));
            }
            Row::Beyond(words) => {
                let (sign, words, role) = words;
                let style = if look.stale { theme.style(Role::Dim) } else { theme.style(role) };
                let line = Line::from(vec![Span::styled(format!(" {sign:<2}"), style), Span::styled(words, style)]);
                frame.render_widget(Paragraph::new(line), row);
                hits.add(row, Hit::Pane(GOALS));
            }
        }
    }
    if let (true, Some(last)) = (hidden, area.rows().next_back()) {
        let symbols = theme.symbols();
        let words = match (skip, after) {
            (0, after) => format!(" {} {after} more", symbols.below),
            (before, 0) => format!(" {} {before} more", symbols.above),
            (before, after) => format!(" {} {before}  {} {after} more", symbols.above, symbols.below),
        };
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
    }
}

enum Row<'a> {
    Goal(usize, &'a Goal),
    Beyond((&'static str, String, Role)),
}

/// All rows. What goes wrong beyond the goals comes first: nothing else is left to do.
fn rows<'a>(grade: &'a LabGrade, hidden: bool, width: usize, theme: &Theme) -> Vec<Row<'a>> {
    let width = width.saturating_sub(4);
    let mut beyond: Vec<Row<'a>> = beyond(grade, hidden, width, theme).into_iter().map(Row::Beyond).collect();
    let goals = grade.goals.iter().enumerate().map(|(at, goal)| Row::Goal(at, goal));
    let behind = if hidden && is_wrong_beyond(grade) { Vec::new() } else { std::mem::take(&mut beyond) };
    let rounds = rounds(grade, width, theme).into_iter().map(Row::Beyond);
    beyond.into_iter().chain(goals).chain(behind).chain(rounds).collect()
}

/// How many of the rows are shown. In a single row stands the chosen goal and nothing else.
fn shown(rows: usize, room: usize) -> usize {
    if rows > room && room > 1 { room - 1 } else { room }
}

fn first_of(rows: &[Row<'_>], room: usize, look: Look) -> usize {
    let shown = shown(rows.len(), room).max(1);
    let chosen = rows.iter().position(|row| matches!(row, Row::Goal(at, _) if *at == look.chosen)).unwrap_or_default();
    match look.from {
        Some(from) => from.min(rows.len().saturating_sub(shown)),
        None => (chosen + 1).saturating_sub(shown),
    }
}

fn goal_line(goal: &Goal, chosen: bool, look: Look, width: usize, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let decided = goal.simulation.is_some() || matches!(goal.name.as_str(), "no_errors" | "at_most_characters");
    let secret = look.secret && chosen;
    let state = if secret { "what do you expect?" } else { goal.state.as_str() };
    let (sign, sign_role, state_role) = match (goal.reached, decided) {
        _ if secret => ("?", Role::Accent, Role::Accent),
        (true, _) => (symbols.yes, Role::Allow, Role::Dim),
        (false, true) => (symbols.no, Role::Deny, Role::Deny),
        (false, false) => (symbols.silent, Role::Silent, Role::Silent),
    };
    let room = width.saturating_sub(2);
    // What stands in brackets says the least, and the first words of a state the most.
    let plain = state.split(" (").next();
    let short =
        plain.and_then(|plain| plain.split(", ").next()).and_then(|words| words.split(": ").next()).unwrap_or_default();
    let fits = |words: &&str| goal.text.width() + 2 + words.width() <= room;
    let state_words = [Some(state), plain].into_iter().flatten().find(fits).unwrap_or(short);
    let (text, state) = (goal.text.width(), state_words.width());
    // When not both fit, the state gives way first, down to two fifths.
    let state_room =
        if text + 2 + state <= room { state } else { state.min(room.saturating_sub(text + 2).max(room * 2 / 5)) };
    let text_room = room.saturating_sub(state_room + 2);
    let shown = fit(&goal.text, text_room, symbols.ellipsis);
    let gap = text_room.saturating_sub(shown.width()) + 2;
    let fade = |role: Role| theme.style(if look.stale { Role::Dim } else { role });
    Line::from(vec![
        Span::styled(format!("{sign} "), fade(sign_role)),
        Span::styled(shown, fade(if chosen { Role::Strong } else { Role::Text })),
        Span::raw(" ".repeat(gap)),
        Span::styled(fit(state_words, state_room, symbols.ellipsis), fade(state_role)),
    ])
}

/// The second rounds, once the lab is solved.
fn rounds(grade: &LabGrade, width: usize, theme: &Theme) -> Vec<(&'static str, String, Role)> {
    let mut lines = Vec::new();
    let symbols = theme.symbols();
    for round in grade.rounds.iter().filter(|_| grade.solved()) {
        let (star, role) = if round.won { (symbols.star, Role::Star) } else { (symbols.no_star, Role::Dim) };
        let words = if round.won { round.text.clone() } else { format!("{}: {}", round.text, round.state) };
        lines.extend(
            wrap(&words, width.max(10))
                .into_iter()
                .enumerate()
                .map(|(at, part)| (if at == 0 { star } else { "" }, part, role)),
        );
    }
    lines
}

/// What is said of the requests that are not shown: first that they come later, then what still goes wrong.
fn beyond(grade: &LabGrade, hidden: bool, width: usize, theme: &Theme) -> Vec<(&'static str, String, Role)> {
    let symbols = theme.symbols();
    if !hidden {
        return Vec::new();
    }
    let is_proved = set_goals(grade).count() < grade.goals.len();
    if is_proved && !is_wrong_beyond(grade) {
        // The proof has a row of its own.
        return Vec::new();
    }
    if set_goals(grade).any(|goal| !goal.reached) {
        return vec![(symbols.silent, "and nothing beyond the task".to_owned(), Role::Dim)];
    }
    if grade.hidden_failures.is_empty() {
        return vec![(symbols.yes, "nothing beyond the task".to_owned(), Role::Allow)];
    }
    let mut lines = Vec::new();
    for about in &grade.hidden_failures {
        for (at, part) in wrap(&format!("also: {about}"), width.max(10)).into_iter().enumerate() {
            lines.push((if at == 0 { symbols.silent } else { "" }, part, Role::Silent));
        }
    }
    lines
}
