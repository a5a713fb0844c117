//! A year of weeks to choose days from, today first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::study::day::Day;
use crate::tui::actions::Action;
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Columns of a month's name, and of a day.
const MONTH: u16 = 16;
const CELL: u16 = 5;
/// How many days ahead can be chosen.
const AHEAD: i32 = 371;
/// Rows that are no week: the names of the weekdays, and what the chosen day is.
const OTHER: u16 = 5;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The calendar.
#[derive(Debug)]
pub struct Calendar {
    today: Day,
    at: Day,
    /// The Monday of the first week in the window.
    first: Day,
    area: Rect,
}

impl Calendar {
    /// The calendar from today on, at a day that is not behind.
    #[must_use]
    pub fn new(today: Day, at: Option<Day>) -> Self {
        let mut calendar = Self { today, at: today, first: monday(today), area: Rect::default() };
        calendar.go(at.unwrap_or(today));
        calendar
    }

    /// The day that is chosen.
    #[must_use]
    pub fn day(&self) -> Day {
        self.at
    }

    /// Moves.
    pub fn act(&mut self, action: Action) {
        let days = match action {
            Action::Left => -1,
            Action::Right => 1,
            Action::Up => -7,
            Action::Down => 7,
            Action::PageUp => -28,
            Action::PageDown => 28,
            Action::First => return self.go(self.today),
            Action::Last => AHEAD,
            _ => 0,
        };
        self.go(self.at.plus(days));
    }

    fn go(&mut self, day: Day) {
        self.at = day.clamp(self.today, self.today.plus(AHEAD));
    }

    /// A day was clicked, so many after today. Says whether it was chosen already.
    pub fn point(&mut self, days: usize) -> bool {
        let before = self.at;
        self.go(self.today.plus(i32::try_from(days).unwrap_or(0)));
        before == self.at
    }

    /// Keeps the chosen day in the window.
    pub fn prepare(&mut self, area: Rect) {
        self.area = area;
        let week = monday(self.at);
        let last = self.first.plus(7 * (self.weeks() - 1));
        if week < self.first {
            self.first = week;
        } else if week > last {
            self.first = week.plus(-7 * (self.weeks() - 1));
        }
    }

    /// How many weeks the window has.
    fn weeks(&self) -> i32 {
        i32::from(self.area.height.saturating_sub(OTHER).max(1))
    }

    /// Draws it; a day off stands in round brackets, the day of the exam between marks.
    pub fn view(&self, frame: &mut Frame<'_>, (off, exam): (&[Day], Option<Day>), theme: &Theme, hits: &mut Hits) {
        let area = Rect {
            x: self.area.x + MARGIN,
            width: self.area.width.saturating_sub(2 * MARGIN),
            y: self.area.y + 1.min(self.area.height),
            height: self.area.height.saturating_sub(1),
        };
        let mut rows = area.rows();
        let names: String = WEEKDAYS.iter().map(|name| format!("{:>5}", name.get(..2).unwrap_or(name))).collect();
        if let Some(row) = rows.next() {
            let month = usize::from(MONTH);
            frame.render_widget(Line::styled(format!("{:month$}{names}", ""), theme.style(Role::Dim)), row);
        }
        for week in 0..self.weeks() {
            let Some(row) = rows.next() else { break };
            let begin = self.first.plus(7 * week);
            // A month's name stands in the week in which it begins, and in the first week of the window.
            let names = (0..7).map(|day| begin.plus(day)).find(|day| day.date().day() == 1);
            let names = names.or((week == 0).then_some(begin));
            let month = names.map(|day| format!("{} {}", month(day), day.date().year())).unwrap_or_default();
            frame.render_widget(Line::styled(month, theme.style(Role::Strong)), row);
            let mut x = row.x + MONTH;
            for day in (0..7).map(|day| begin.plus(day)) {
                let cell = Rect { x, width: CELL.min(row.right().saturating_sub(x)), ..row };
                frame.render_widget(self.cell(day, (off.contains(&day), exam == Some(day)), theme), cell);
                if day >= self.today {
                    hits.add(cell, Hit::Row(usize::try_from(day.since(self.today)).unwrap_or(0)));
                }
                x += CELL;
            }
        }
        rows.next();
        if let Some(row) = rows.next() {
            let mut words = vec![Span::styled(self.words(self.at), theme.style(Role::Strong))];
            let days = match self.at.since(self.today) {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                days => format!("in {days} days"),
            };
            words.push(Span::styled(format!("   {days}"), theme.style(Role::Dim)));
            if off.contains(&self.at) {
                words.push(Span::styled("   (day off)", theme.style(Role::Accent)));
            }
            if exam == Some(self.at) {
                words.push(Span::styled("   !exam!", theme.style(Role::Silent)));
            }
            frame.render_widget(Line::from(words), row);
        }
    }

    fn words(&self, day: Day) -> String {
        let weekday = usize::try_from(day.0.saturating_sub(monday(day).0)).unwrap_or(0);
        let weekday = WEEKDAYS.get(weekday).copied().unwrap_or_default();
        format!("{weekday}, {} {} {}", day.date().day(), month(day), day.date().year())
    }

    fn cell(&self, day: Day, (off, exam): (bool, bool), theme: &Theme) -> Line<'static> {
        let (before, after) = match (off, exam) {
            (_, true) => ("!", "!"),
            (true, false) => ("(", ")"),
            (false, false) => (" ", " "),
        };
        let role = match (off, exam) {
            _ if day < self.today => Role::Dim,
            (_, true) => Role::Silent,
            (true, false) => Role::Accent,
            (false, false) => Role::Text,
        };
        let mut style = theme.style(role);
        if day == self.at {
            style = style.patch(theme.style(Role::Selected));
        }
        let gap = Span::raw(" ");
        Line::from(vec![gap, Span::styled(format!("{before}{:>2}{after}", day.date().day()), style)])
    }
}

/// The Monday of a day's week; 1 January 1970 was a Thursday.
fn monday(day: Day) -> Day {
    day.plus(-(day.0.saturating_add(3)).rem_euclid(7))
}

fn month(day: Day) -> &'static str {
    let month = usize::try_from(day.date().month()).unwrap_or(1);
    MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        for (day, begins) in [
            ("1970-01-01", "1969-12-29"),
            ("2026-11-23", "2026-11-23"),
            ("2026-11-29", "2026-11-23"),
            ("2026-11-30", "2026-11-30"),
        ] {
            assert_eq!(monday(day.parse().unwrap()).to_string(), begins, "{day}");
        }
    }

    #[test]
    fn no_day_behind_can_be_chosen_and_none_too_far_ahead() {
        let today: Day = "2026-11-23".parse().unwrap();
        let mut calendar = Calendar::new(today, Some(today.plus(-9)));
        assert_eq!(calendar.day(), today);
        for (action, day) in [
            (Action::Left, "2026-11-23"),
            (Action::Right, "2026-11-24"),
            (Action::Down, "2026-12-01"),
            (Action::PageDown, "2026-12-29"),
            (Action::Up, "2026-12-22"),
            (Action::Last, "2027-11-29"),
            (Action::Down, "2027-11-29"),
            (Action::First, "2026-11-23"),
        ] {
            calendar.act(action);
            assert_eq!(calendar.day().to_string(), day, "{action:?}");
        }
        assert!(!calendar.point(3) && calendar.point(3));
        assert_eq!(calendar.day().to_string(), "2026-11-26");
    }

    #[test]
    fn the_chosen_day_is_in_the_window() {
        let today: Day = "2026-11-25".parse().unwrap();
        let mut calendar = Calendar::new(today, None);
        let area = Rect::new(0, 0, 80, 10);
        for (action, first) in [
            (Action::First, "2026-11-23"),
            (Action::PageDown, "2026-11-23"),
            (Action::Down, "2026-11-30"),
            (Action::First, "2026-11-23"),
        ] {
            calendar.act(action);
            calendar.prepare(area);
            assert_eq!(calendar.first.to_string(), first, "{action:?} to {}", calendar.day());
        }
    }
}
