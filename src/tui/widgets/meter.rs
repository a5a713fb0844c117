//! Bars, dots and stars.

use ratatui::text::Span;

use crate::tui::theme::{Role, Theme};

/// A bar of `width` columns, `share` of it full (0 to 1). Without colour the empty part is dots.
#[must_use]
pub fn bar(theme: &Theme, share: f64, width: usize, full: Role) -> Vec<Span<'static>> {
    let filled = portion(share, width);
    let symbols = theme.symbols();
    let rest = if theme.ascii || theme.palette == crate::tui::theme::Palette::Monochrome { "." } else { symbols.bar };
    vec![
        Span::styled(symbols.bar.repeat(filled), theme.style(full)),
        Span::styled(rest.repeat(width - filled), theme.style(Role::BarEmpty)),
    ]
}

/// Dots, `share` of them full (0 to 1); anything begun shows at least one.
#[must_use]
pub fn dots(theme: &Theme, share: f64, count: usize) -> Vec<Span<'static>> {
    let filled = portion(share, count).max(usize::from(share > 0.0)).min(count);
    let symbols = theme.symbols();
    vec![
        Span::styled(symbols.full.repeat(filled), theme.style(Role::BarFull)),
        Span::styled(symbols.empty.repeat(count - filled), theme.style(Role::BarEmpty)),
    ]
}

/// Three stars, `earned` of them earned.
#[must_use]
pub fn stars(theme: &Theme, earned: u8, of: u8) -> Vec<Span<'static>> {
    let (earned, of) = (usize::from(earned.min(of)), usize::from(of));
    let symbols = theme.symbols();
    vec![
        Span::styled(symbols.star.repeat(earned), theme.style(Role::Star)),
        Span::styled(symbols.no_star.repeat(of - earned), theme.style(Role::Dim)),
    ]
}

/// How many of `width` columns a share fills.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "0 <= share <= 1"
)]
fn portion(share: f64, width: usize) -> usize {
    ((share.clamp(0.0, 1.0) * width as f64).round() as usize).min(width)
}
