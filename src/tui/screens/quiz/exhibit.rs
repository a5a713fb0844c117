//! The policies of a predict question on the whole screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::question::Predict;
use crate::tui::actions::Action;
use crate::tui::app::{Hit, Hits};
use crate::tui::screens::quiz::view::{self, Page};
use crate::tui::theme::{Role, Theme};

/// The first line shown after a key; nothing when it closes.
pub fn act(action: Action, line: usize, page: usize) -> Option<usize> {
    match action {
        Action::Back | Action::Exhibit | Action::Enter => None,
        Action::Up => Some(line.saturating_sub(1)),
        Action::Down => Some(line + 1),
        Action::PageUp => Some(line.saturating_sub(page)),
        // Fitting cuts what goes too far.
        Action::PageDown => Some(line + page),
        _ => Some(line),
    }
}

/// Every document, one below the other where they have no room side by side.
pub fn lay_out(page: &mut Page, kind: &Predict, width: usize, theme: &Theme) {
    view::documents(page, kind, width, true, theme);
}

/// Draws the lines in sight.
pub fn draw(page: &Page, line: usize, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
    let below = view::below_head(area);
    hits.add(below, Hit::Pane(0));
    let all: Vec<Line<'static>> = page.lines().cloned().collect();
    let hidden = all.len().saturating_sub(line + usize::from(below.height));
    for (row, drawn) in below.rows().zip(all.into_iter().skip(line)) {
        let inner = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
        frame.render_widget(Paragraph::new(drawn), inner);
    }
    if let (true, Some(row)) = (hidden > 0, below.rows().next_back()) {
        let words = format!("{} {} more lines  PgDn", theme.symbols().below, hidden + 1);
        let blank = " ".repeat(usize::from(row.width));
        frame.render_widget(Paragraph::new(blank), row);
        let row = Rect { x: row.x + 3, width: row.width.saturating_sub(4), ..row };
        frame.render_widget(Paragraph::new(Line::from(Span::styled(words, theme.style(Role::Dim)))), row);
    }
}
