//! Drawings made of characters: columns that stand beside each other, bars that lie, and the scale at their left.

use ratatui::text::{Line, Span};

use crate::study::day::Day;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::meter;

/// Columns of the scale at the left of a drawing.
pub const SCALE: usize = 6;
/// A column's top, from an eighth of a row to the whole.
const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// A day as it stands below a drawing and in words: `23 Nov`.
#[must_use]
pub fn date(day: Day) -> String {
    day.date().strftime("%-d %b").to_string()
}

/// A share in percent; what is not all never reads as all.
#[must_use]
pub fn percent(part: u32, whole: u32) -> String {
    if whole == 0 { String::new() } else { format!("{} %", u64::from(part) * 100 / u64::from(whole)) }
}

/// One or many.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A time as a person reads it: `2 h 5 min`.
#[must_use]
pub fn time(milliseconds: i64) -> String {
    let minutes = milliseconds.max(0).saturating_add(59_999) / 60_000;
    if minutes < 60 { format!("{minutes} min") } else { format!("{} h {} min", minutes / 60, minutes % 60) }
}

/// The cell of a column in a row: `height` is the column's in rows, `row` counts from 0 at the bottom. What is more than nothing shows.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 <= eighths <= 8")]
fn cell(height: f64, row: usize, ascii: bool) -> &'static str {
    let fill = (height - row as f64).clamp(0.0, 1.0);
    let eighths = ((fill * 8.0).round() as usize).max(usize::from(row == 0 && height > 0.0));
    match (ascii, eighths) {
        (_, 0) => " ",
        (true, 1..4) => ".",
        (true, _) => "#",
        (false, _) => EIGHTHS.get(eighths).copied().unwrap_or("█"),
    }
}

/// Columns for values, `each` wide with the gap to the next among it, in `height` rows; at the left the greatest value and nothing.
#[must_use]
pub fn columns(values: &[f64], each: usize, height: usize, unit: &str, theme: &Theme) -> Vec<Line<'static>> {
    let most = values.iter().copied().fold(0.0_f64, f64::max);
    let wide = each.saturating_sub(1).max(1);
    let rows = (0..height).rev().map(|row| {
        let label = match row {
            _ if row + 1 == height => format!("{most:.0}{unit}"),
            0 => "0".to_owned(),
            _ => String::new(),
        };
        let bars: String = values
            .iter()
            .map(|value| {
                let tall = if most > 0.0 { value / most * height as f64 } else { 0.0 };
                format!("{:<each$}", cell(tall, row, theme.ascii).repeat(wide))
            })
            .collect();
        scaled(&label, Role::Dim, vec![Span::styled(bars, theme.style(Role::BarFull))], theme)
    });
    rows.collect()
}

/// A row of a drawing behind its place on the scale.
#[must_use]
pub fn scaled(label: &str, role: Role, row: Vec<Span<'static>>, theme: &Theme) -> Line<'static> {
    let width = SCALE - 1;
    let head = [
        Span::styled(format!("{label:>width$}"), theme.style(role)),
        Span::styled(theme.symbols().vertical, theme.style(Role::Rule)),
    ];
    Line::from(head.into_iter().chain(row).collect::<Vec<_>>())
}

/// Words below the columns that they belong to; words that would run into the ones before are left out.
#[must_use]
pub fn below(words: impl IntoIterator<Item = (usize, String)>, width: usize, theme: &Theme) -> Line<'static> {
    let mut row = " ".repeat(SCALE);
    for (column, words) in words {
        let at = SCALE + column;
        let used = row.chars().count();
        if used > at || at + words.chars().count() > width || (used == at && used > SCALE) {
            continue;
        }
        row.push_str(&" ".repeat(at - used));
        row.push_str(&words);
    }
    Line::styled(row, theme.style(Role::Dim))
}

/// Numbers with their words, a dot between two; in as many lines as it takes.
#[must_use]
pub fn facts(parts: impl IntoIterator<Item = (String, String)>, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (number, words) in parts {
        let fact = [
            Span::styled(number, theme.style(Role::Strong)),
            Span::styled(format!(" {words}"), theme.style(Role::Text)),
        ];
        let wide: usize = fact.iter().map(Span::width).sum();
        match lines.last_mut().filter(|line| line.width() + 3 + wide <= width) {
            Some(line) => {
                line.push_span(Span::styled(format!(" {} ", theme.symbols().dot), theme.style(Role::Dim)));
                line.spans.extend(fact);
            }
            None => lines.push(Line::from(fact.to_vec())),
        }
    }
    lines
}

/// A name, a bar, and what it says in numbers.
#[must_use]
pub fn bar(
    (name, name_width): (&str, usize),
    share: f64,
    (words, words_width): (&str, usize),
    width: usize,
    theme: &Theme,
) -> Line<'static> {
    let room = width.saturating_sub(name_width + words_width + 4).clamp(4, 40);
    let mut spans = vec![Span::styled(format!("{name:<name_width$}  "), theme.style(Role::Text))];
    spans.extend(meter::bar(theme, share, room, Role::BarFull));
    spans.push(Span::styled(format!("  {words}"), theme.style(Role::Text)));
    Line::from(spans)
}

/// The row of a share, from 0 at the bottom of `height` rows.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few rows")]
pub fn row(share: f64, height: usize) -> usize {
    (share.clamp(0.0, 1.0) * height.saturating_sub(1) as f64).round() as usize
}
