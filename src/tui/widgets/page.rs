//! The frame that every screen has: a head line, a rule, the body, and the bottom line with the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::tui::theme::{Role, Theme};

/// The area for the screen, and the two rows at the bottom for the keys (a rule and a line).
#[must_use]
pub fn split(area: Rect) -> (Rect, Rect) {
    let bottom = area.height.min(2);
    let body = Rect { height: area.height - bottom, ..area };
    (body, Rect { y: area.y + body.height, height: bottom, ..area })
}

/// Draws a head line with a rule under it, and gives back what is left below.
pub fn head(frame: &mut Frame<'_>, area: Rect, theme: &Theme, left: Line<'_>, right: Line<'_>) -> Rect {
    if area.height < 3 {
        return area;
    }
    let line = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
    let right_width = u16::try_from(right.width()).unwrap_or(u16::MAX);
    let left_width = u16::try_from(left.width()).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(left), line);
    if left_width.saturating_add(right_width).saturating_add(2) <= line.width {
        frame.render_widget(Paragraph::new(right.right_aligned()), line);
    }
    rule(frame, Rect { y: area.y + 1, height: 1, ..area }, theme);
    Rect { y: area.y + 2, height: area.height - 2, ..area }
}

/// Draws a horizontal line over the whole width.
pub fn rule(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let line = theme.symbols().horizontal.repeat(usize::from(area.width));
    frame.render_widget(Paragraph::new(Line::styled(line, theme.style(Role::Rule))), area);
}

/// Draws a vertical line down the left edge of `area`.
pub fn upright(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    for row in area.rows() {
        let line = Line::styled(theme.symbols().vertical, theme.style(Role::Rule));
        frame.render_widget(Paragraph::new(line), Rect { width: 1, ..row });
    }
}
