//! The table: names down the side, actions along the top (side by side when they fit, else on end, else as numbers), a sign
//! in every cell, and below it what the chosen cell means.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::Matrix;
use super::names::heading;
use crate::iam::explain;
use crate::iam::matrix::{Call, Cell};
use crate::iam::trace::Verdict;
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::followed;
use crate::tui::widgets::{fit, page, wrap};

/// The widest that names become.
const NAMES: usize = 40;
/// The widest and the narrowest that a heading is cut to before it is set on end.
const HEADING: (usize, usize) = (22, 6);
/// The most rows that headings on end may have.
const ON_END: usize = 16;

/// Where the table stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout {
    area: Rect,
    /// The rows of headings.
    headings: Rect,
    /// The rows of cells.
    body: Rect,
    /// The line that says what is hidden.
    note: Rect,
    /// The words about the chosen cell.
    foot: Rect,
    /// Columns for names.
    names: u16,
    /// Columns for a cell.
    cell: u16,
    /// Headings stand on end.
    on_end: bool,
    /// Headings are numbers.
    numbers: bool,
}

impl Layout {
    /// How many rows are in sight.
    pub(super) fn rows(&self) -> usize {
        usize::from(self.body.height)
    }

    /// How many columns are in sight.
    fn columns(&self) -> usize {
        let room = self.body.width.saturating_sub(self.names);
        usize::from(room / self.cell.max(1)).max(1)
    }
}

impl Matrix {
    /// Fits it to the area that it will be drawn in.
    pub fn prepare(&mut self, area: Rect) {
        let head = area.height.min(2);
        let foot = if area.height >= 16 {
            5
        } else if area.height >= 9 {
            2
        } else {
            0
        };
        let whole = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            y: area.y + head,
            height: area.height.saturating_sub(head + foot),
        };
        let note = if self.hidden() == (0, 0) { 0 } else { whole.height.min(1) };
        let inner = Rect { height: whole.height - note, ..whole };
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let names = self.names.callers.iter().map(|name| name.width()).max().unwrap_or(0) + 3;
        let names = names.min(NAMES).min(usize::from(inner.width) * 2 / 5).max(8);
        let room = usize::from(inner.width).saturating_sub(names);
        let wide = |call: &Call, below: &String| heading(&call.spec).width().max(below.width());
        let widest = self.calls.iter().zip(&self.names.below).map(|(call, below)| wide(call, below)).max().unwrap_or(0);
        let each = room / self.calls.len().max(1);
        let beside = widest.min(HEADING.0).min(each.saturating_sub(2));
        let on_end = beside < HEADING.1.min(widest);
        let tall = widest.min(ON_END).min(usize::from(inner.height).saturating_sub(8));
        let numbers = on_end && tall < HEADING.1.min(widest);
        let rows = match (numbers, on_end) {
            (true, _) => 1,
            (false, true) => tall,
            (false, false) => 2,
        };
        self.layout = Layout {
            area,
            headings: Rect { height: narrow(rows).min(inner.height), ..inner },
            body: Rect {
                y: inner.y + narrow(rows).min(inner.height),
                height: inner.height.saturating_sub(narrow(rows)),
                ..inner
            },
            // Right below the last row, with a row between where there is room.
            note: Rect {
                y: (inner.y + narrow(rows + self.callers.len() + 1)).min(inner.bottom()),
                height: note,
                ..inner
            },
            foot: Rect { y: whole.bottom(), height: foot, ..area },
            names: narrow(names),
            cell: match (on_end, room / 3 >= self.calls.len()) {
                (false, _) => narrow(beside + 2),
                (true, true) => 3,
                (true, false) => 2,
            },
            on_end: on_end && !numbers,
            numbers,
        };
        self.first = (
            followed(self.first.0, self.row, self.layout.rows(), self.callers.len()),
            followed(self.first.1, self.column, self.layout.columns(), self.calls.len()),
        );
    }

    /// The column of the table that stands in a column of the screen.
    pub(super) fn column_at(&self, column: u16) -> Option<usize> {
        let from = column.checked_sub(self.layout.body.x + self.layout.names)?;
        let at = self.first.1 + usize::from(from / self.layout.cell.max(1));
        (at < self.calls.len()).then_some(at)
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let left = Line::from(vec![
            Span::styled("All requests  ", theme.style(Role::Accent)),
            Span::styled(self.scenario.title.clone(), theme.style(Role::Strong)),
        ]);
        page::head(frame, self.layout.area, theme, left, self.counts(theme));
        if self.calls.is_empty() || self.callers.is_empty() {
            let words = "no request does anything yet: write one first";
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), self.layout.headings);
            return;
        }
        self.headings(frame, theme);
        let ground = theme.style(Role::Marked);
        let shown = self.cells.iter().enumerate().skip(self.first.0);
        for (row, (at, cells)) in self.layout.body.rows().zip(shown) {
            if at == self.row {
                frame.render_widget(Paragraph::default().style(ground), row);
            }
            frame.render_widget(Paragraph::new(self.row_line(at, cells, theme)), row);
            hits.add(row, Hit::Row(at));
        }
        self.more(frame, theme);
        self.note(frame, theme);
        self.foot(frame, theme);
    }

    /// How many cells end how.
    fn counts(&self, theme: &Theme) -> Line<'static> {
        let all = || self.cells.iter().flatten();
        let mut spans = Vec::new();
        for verdict in [Verdict::Allow, Verdict::ExplicitDeny, Verdict::ImplicitDeny] {
            let count = all().filter(|cell| cell.is_some_and(|end| end.verdict() == verdict)).count();
            let (sign, _, style) = theme.verdict(verdict);
            spans.push(Span::styled(format!("{sign} {count}  "), style));
        }
        let broken = all().filter(|cell| cell.is_none()).count();
        if broken > 0 {
            spans.push(Span::styled(format!("{} {broken}  ", theme.symbols().nothing), theme.style(Role::Dim)));
        }
        Line::from(spans)
    }

    fn headings(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let layout = &self.layout;
        let tall = usize::from(layout.headings.height);
        let cell = usize::from(layout.cell);
        let shown = || self.calls.iter().enumerate().skip(self.first.1).take(layout.columns());
        for (nth, row) in layout.headings.rows().enumerate() {
            let mut spans = vec![Span::raw(" ".repeat(usize::from(layout.names)))];
            for (at, call) in shown() {
                let role = if at == self.column { Role::Accent } else { Role::Dim };
                let words = if nth == 1 && !layout.on_end { self.names.below(at) } else { heading(&call.spec) };
                let text = if layout.numbers {
                    // Two digits fill a narrow column: tens are enough to count by.
                    let number = (at + 1).to_string();
                    format!("{:<cell$}", if number.len() < cell { number.as_str() } else { "·" })
                } else if layout.on_end {
                    let words = fit(words, tall, theme.symbols().ellipsis);
                    // On end, the last letter stands above its column.
                    let skipped = tall.saturating_sub(words.chars().count());
                    let letter = nth.checked_sub(skipped).and_then(|at| words.chars().nth(at)).unwrap_or(' ');
                    format!("{letter:<cell$}")
                } else {
                    let words = fit(words, cell.saturating_sub(2), theme.symbols().ellipsis);
                    format!("{words}{}", " ".repeat(cell.saturating_sub(words.width())))
                };
                spans.push(Span::styled(text, theme.style(role)));
            }
            frame.render_widget(Paragraph::new(Line::from(spans)), row);
        }
    }

    fn row_line(&self, at: usize, cells: &[Cell], theme: &Theme) -> Line<'static> {
        let layout = &self.layout;
        let (names, width) = (usize::from(layout.names), usize::from(layout.cell));
        let name = fit(self.names.caller(at), names.saturating_sub(3), theme.symbols().ellipsis);
        let chosen = at == self.row;
        let mark = if chosen { theme.symbols().cursor } else { " " };
        let role = if chosen { Role::Strong } else { Role::Text };
        let mut spans = vec![
            Span::styled(format!("{mark} "), theme.style(Role::Accent)),
            Span::styled(format!("{name}{}", " ".repeat(names.saturating_sub(2 + name.width()))), theme.style(role)),
        ];
        for (column, cell) in cells.iter().enumerate().skip(self.first.1).take(layout.columns()) {
            let (sign, style) = match cell {
                Some(end) => {
                    let (sign, _, style) = theme.verdict(end.verdict());
                    (sign, style)
                }
                None => (theme.symbols().nothing, theme.style(Role::Dim)),
            };
            if chosen && column == self.column {
                let style = style.add_modifier(Modifier::REVERSED | Modifier::BOLD);
                spans.push(Span::styled(sign, style));
            } else {
                spans.push(Span::styled(sign, style));
            }
            spans.push(Span::raw(" ".repeat(width.saturating_sub(sign.width()))));
        }
        Line::from(spans)
    }

    /// Says what lies outside the window.
    fn more(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let layout = &self.layout;
        let symbols = theme.symbols();
        let hidden = |first: usize, window: usize, all: usize| (first, all.saturating_sub(first + window));
        let (above, below) = hidden(self.first.0, layout.rows(), self.callers.len());
        let (before, behind) = hidden(self.first.1, layout.columns(), self.calls.len());
        let mut words = Vec::new();
        let mut add = |count: usize, mark: &str| {
            if count > 0 {
                words.push(format!("{mark}{count}"));
            }
        };
        add(above, symbols.above);
        add(below, symbols.below);
        add(before, "<");
        add(behind, ">");
        let line = Line::styled(words.join(" "), theme.style(Role::Dim));
        let place = Rect { width: layout.names, height: 1.min(layout.headings.height), ..layout.headings };
        frame.render_widget(Paragraph::new(line), place);
    }

    /// Says what is hidden.
    fn note(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            _ => Some(format!("{count} {what}s")),
        };
        let (rows, columns) = self.hidden();
        let hidden: Vec<String> = [counted(rows, "row"), counted(columns, "column")].into_iter().flatten().collect();
        let words = match rows + columns {
            1 => format!("{} hidden; u shows it again", hidden.concat()),
            _ => format!("{} hidden; u shows the last again", hidden.join(" and ")),
        };
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), self.layout.note);
    }

    /// What the chosen cell means.
    fn foot(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let foot = self.layout.foot;
        let Some(call) = self.calls.get(self.column) else { return };
        if foot.height == 0 {
            return;
        }
        page::rule(frame, Rect { height: 1, ..foot }, theme);
        let width = usize::from(foot.width.saturating_sub(2));
        let end = self.cells.get(self.row).and_then(|row| row.get(self.column)).copied().flatten();
        let (sign, words, style) = match end {
            Some(end) => theme.verdict(end.verdict()),
            None => (theme.symbols().nothing, "cannot be run", theme.style(Role::Dim)),
        };
        let what = call.spec.action.as_deref().unwrap_or_default();
        let on = call.spec.resource.as_deref().unwrap_or_default();
        let dot = theme.symbols().dot;
        let context: Vec<String> = call
            .spec
            .context
            .iter()
            .map(|(key, value)| format!(" {dot} {key} = {}", value.value().values().join(", ")))
            .collect();
        let asked = format!("{} {dot} {what} on {on}{}", self.names.caller(self.row), context.concat());
        let room = width.saturating_sub(words.width() + sign.width() + 5);
        let mut lines = vec![Line::from(vec![
            Span::styled(format!("{sign} {words}   "), style),
            Span::styled(fit(&asked, room, theme.symbols().ellipsis), theme.style(Role::Strong)),
        ])];
        let summary = self.chosen.as_ref().map(explain::summary).unwrap_or_default();
        lines.extend(wrap(&summary, width).into_iter().map(|words| Line::styled(words, theme.style(Role::Text))));
        for (row, line) in foot.rows().skip(1).zip(lines) {
            let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
            frame.render_widget(Paragraph::new(line), inner);
        }
    }
}
