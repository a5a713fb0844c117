//! Text as lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;

/// x
pub fn rich(text: &str, width: usize, style: Style, _theme: &Theme) -> Vec<Line<'static>> {
    crate::tui::widgets::wrap(text, width).into_iter().map(|l| Line::from(Span::styled(l, style))).collect()
}
