//! Results of one exam over time, as a drawing: each with its band, and the mark.

use ratatui::text::{Line, Span};

use crate::study::exam::{ExamRecord, report};
use crate::tui::screens::exam::strip;
use crate::tui::theme::{Role, Theme};

/// Columns between results.
const STEP: usize = 6;
/// Columns of the scale at the left.
const SCALE: usize = 7;

/// Draws the results of exams that were handed in, oldest first, the last ones where not all have room; in `height` rows and three below
/// them.
#[must_use]
pub fn plot(records: &[&ExamRecord], width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let symbols = theme.symbols();
    let most = (width.saturating_sub(SCALE) / STEP).max(1);
    let hidden = records.len().saturating_sub(most);
    let reports: Vec<_> = records.iter().skip(hidden).map(|record| (*record, report(record))).collect();
    let Some(mark) = reports.last().map(|(_, report)| row(report.mark, height)) else { return Vec::new() };
    let mut lines = Vec::new();
    for at in (0..height).rev() {
        let label = match at {
            0 => "0 %".to_owned(),
            _ if at + 1 == height => "100 %".to_owned(),
            _ if at == mark => "mark".to_owned(),
            _ => String::new(),
        };
        let label_role = if at == mark { Role::Silent } else { Role::Dim };
        let mut spans = vec![Span::styled(format!("{label:>5} "), theme.style(label_role))];
        spans.push(Span::styled(symbols.vertical, theme.style(Role::Rule)));
        let ground = if at == mark { if theme.ascii { "-" } else { "╌" } } else { " " };
        for (_, report) in &reports {
            let band = (row(report.low, height)..=row(report.high, height)).contains(&at);
            let (sign, role) = match (at == row(report.share, height), band) {
                (true, _) => (symbols.full, Role::Strong),
                (false, true) => (symbols.vertical, Role::Accent),
                (false, false) => (ground, Role::Silent),
            };
            spans.push(Span::styled(ground.repeat(STEP / 2 - 1), theme.style(Role::Silent)));
            spans.push(Span::styled(sign, theme.style(role)));
            spans.push(Span::styled(ground.repeat(STEP / 2), theme.style(Role::Silent)));
        }
        lines.push(Line::from(spans));
    }
    let foot = |text: &dyn Fn(usize) -> String, role: Role| {
        let mut spans = vec![Span::raw(" ".repeat(SCALE))];
        spans
            .extend((0..reports.len()).map(|place| Span::styled(format!("{:^STEP$}", text(place)), theme.style(role))));
        Line::from(spans)
    };
    let share = |place: usize| reports.get(place).map(|(_, report)| strip::percent(report.share)).unwrap_or_default();
    // Month and day; the year is that of whoever looks.
    let day = |place: usize| {
        let day = reports.get(place).map(|(record, _)| strip::day(record.submitted.unwrap_or(record.begun)));
        day.and_then(|day| day.get(5..).map(str::to_owned)).unwrap_or_default()
    };
    lines.push(foot(&share, Role::Text));
    lines.push(foot(&day, Role::Dim));
    let words = if hidden > 0 {
        format!("{hidden} earlier ones not shown; r opens the last report")
    } else {
        "r opens the last report".to_owned()
    };
    lines.push(Line::styled(words, theme.style(Role::Dim)));
    lines
}

/// The row of a share, from 0 at the bottom.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a few rows"
)]
fn row(share: f64, height: usize) -> usize {
    (share.clamp(0.0, 1.0) * height.saturating_sub(1) as f64).round() as usize
}
