//! The calendar: a square for each day, weeks side by side.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use super::charts::{count, date, percent};
use crate::study::day::Day;
use crate::study::figures::{Figures, Streak};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::wrap;

/// Columns of the names of days.
const NAMES: usize = 4;
/// Weeks shown at most: a year.
const WEEKS: usize = 53;
/// Planned days off that are named.
const NAMED: usize = 4;

/// The squares: nothing, then from little to much. They differ by their shape, whatever the colours.
fn squares(theme: &Theme) -> [&'static str; 5] {
    if theme.ascii { [".", ":", "+", "x", "#"] } else { ["·", "░", "▒", "▓", "█"] }
}

/// What a day looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// It is still to come.
    Ahead,
    /// A day off without study, past or planned.
    Off,
    /// From 0, no study, to 4.
    Studied(usize),
}

/// How each day looks: the fullest square for the day with most answers, the lightest for any study.
pub(super) fn look(figures: &Figures, answers: &BTreeMap<Day, u32>, day: Day) -> Look {
    let most = answers.values().copied().max().unwrap_or(0).max(1);
    let given = answers.get(&day).copied().unwrap_or(0);
    match given {
        0 if figures.spent_on(day) > 0 => Look::Studied(1),
        0 if figures.days_off.contains(&day) => Look::Off,
        0 if day > figures.today => Look::Ahead,
        0 => Look::Studied(0),
        given => Look::Studied(usize::try_from((given * 4).div_ceil(most)).unwrap_or(4).clamp(1, 4)),
    }
}

/// The calendar, and the days in a row.
pub fn lines(figures: &Figures, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let dim = theme.style(Role::Dim);
    let answers: BTreeMap<Day, u32> = figures.calendar.iter().map(|count| (count.day, count.reviews)).collect();
    let planned: Vec<Day> = figures.days_off.range(figures.today..).copied().collect();
    // The week after this one too, where it has a day off.
    let next = figures.today.monday().plus(7);
    let last = if planned.iter().any(|day| *day >= next) { next } else { next.plus(-7) };
    let weeks = (width.saturating_sub(NAMES) / 2).clamp(1, WEEKS);
    let mondays: Vec<Day> = (0..weeks).rev().map(|back| last.plus(-7 * i32::try_from(back).unwrap_or(0))).collect();
    let mut lines = vec![months(&mondays, theme)];
    for (weekday, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"].into_iter().enumerate() {
        let mut spans = vec![Span::styled(format!("{name:<NAMES$}"), dim)];
        for monday in &mondays {
            let day = monday.plus(i32::try_from(weekday).unwrap_or(0));
            let (square, role) = match look(figures, &answers, day) {
                Look::Ahead => (" ", Role::Text),
                Look::Off => (theme.symbols().nothing, Role::Silent),
                Look::Studied(0) => (squares(theme).first().copied().unwrap_or(" "), Role::Rule),
                Look::Studied(level) => (squares(theme).get(level).copied().unwrap_or(" "), Role::BarFull),
            };
            let style = if day == figures.today {
                theme.style(Role::Silent).patch(theme.style(Role::Selected))
            } else {
                theme.style(role)
            };
            spans.push(Span::styled(square, style));
            spans.push(Span::raw(" "));
        }
        lines.push(Line::from(spans));
    }
    let [_, little, some, more, much] = squares(theme);
    let most = answers.values().copied().max().unwrap_or(0);
    lines.push(Line::from(vec![
        Span::raw(" ".repeat(NAMES)),
        Span::styled(format!("{little}{some}{more}{much}"), theme.style(Role::BarFull)),
        Span::styled(format!(" up to {most} answers   "), dim),
        Span::styled(theme.symbols().nothing, theme.style(Role::Silent)),
        Span::styled(" a day off", dim),
    ]));
    lines.push(Line::default());
    let (strong, rest) = streak(figures.streak);
    let rest = wrap(&rest, width.saturating_sub(strong.chars().count() + 1).max(20));
    let indent = " ".repeat(strong.chars().count() + 1);
    for (nth, words) in rest.into_iter().enumerate() {
        let head = if nth == 0 { format!("{strong} ") } else { indent.clone() };
        let head = Span::styled(head, theme.style(Role::Strong));
        lines.push(Line::from(vec![head, Span::styled(words, theme.style(Role::Text))]));
    }
    let all = figures.calendar.iter().map(|count| count.reviews).sum::<u32>();
    let right = figures.calendar.iter().map(|count| count.right).sum::<u32>();
    if let Some(first) = figures.calendar.first() {
        let days = count(figures.calendar.len(), "day", "days");
        let words = format!("{all} answers on {days} since {}, {} right", date(first.day), percent(right, all));
        lines.push(Line::styled(words, dim));
    }
    if !planned.is_empty() {
        let named: Vec<String> = planned.iter().take(NAMED).map(|day| date(*day)).collect();
        let more = planned.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.push(Line::styled(format!("planned off: {}{more}", named.join(", ")), dim));
    }
    lines
}

/// The names of months above the weeks in which they begin.
fn months(mondays: &[Day], theme: &Theme) -> Line<'static> {
    let mut row = " ".repeat(NAMES);
    let mut before = None;
    for (column, monday) in mondays.iter().enumerate() {
        let month = monday.date().month();
        let at = NAMES + 2 * column;
        let fits = row.chars().count() <= at && column + 1 < mondays.len();
        if before != Some(month) && fits {
            let used = row.chars().count();
            row.push_str(&" ".repeat(at - used));
            row.push_str(&monday.date().strftime("%b ").to_string());
            before = Some(month);
        }
    }
    Line::styled(row, theme.style(Role::Dim))
}

/// The days in a row, and what is said of them: nobody is blamed for a day without study.
fn streak(streak: Streak) -> (String, String) {
    let days = count(usize::try_from(streak.days).unwrap_or(usize::MAX), "day", "days");
    match (streak.days, streak.today) {
        (0, _) => (
            "A pause.".to_owned(),
            "Your cards wait; begin again whenever you like, with the most pressing ones.".to_owned(),
        ),
        (_, true) => (days, "in a row, today among them; days off break nothing".to_owned()),
        (_, false) => (days, "in a row, and there is still time today; days off break nothing".to_owned()),
    }
}
