//! The walk through a simulation as lines: signs, badges, indentation, a pattern and a value side by side.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::iam::explain::{SideBySide, WalkLevel, WalkStep};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, wrap_hard};

/// A line of the walk, and which step it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkLine {
    /// The step's place in the walk.
    pub step: usize,
    /// What is drawn.
    pub line: Line<'static>,
}

/// Lays the steps out in `width` columns. A note that does not fit beside its label stands below it.
#[must_use]
pub fn lines(steps: &[WalkStep], theme: &Theme, width: usize) -> Vec<WalkLine> {
    let lines =
        |(index, step)| step_lines(step, theme, width).into_iter().map(move |line| WalkLine { step: index, line });
    steps.iter().enumerate().flat_map(lines).collect()
}

/// Columns before a step's sign.
#[must_use]
pub fn indent(level: WalkLevel) -> usize {
    match level {
        WalkLevel::Hop => 0,
        WalkLevel::Layer => 2,
        WalkLevel::Statement => 6,
        WalkLevel::Element => 8,
    }
}

/// One step in `width` columns.
#[must_use]
pub fn step_lines(step: &WalkStep, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let indent = indent(step.level);
    let (sign, sign_style) = theme.sign(step.sign);
    let label_role = match (step.level, step.decisive) {
        (WalkLevel::Hop, _) | (_, true) => Role::Strong,
        _ => Role::Text,
    };
    let mut spans = vec![Span::raw(" ".repeat(indent)), Span::styled(format!("{sign} "), sign_style)];
    if let Some(kind) = step.badge {
        spans.push(Span::styled(format!("{} ", kind.badge()), theme.style(Role::Kind(kind))));
    }
    spans.push(Span::styled(step.label.clone(), theme.style(label_role)));
    let used: usize = spans.iter().map(Span::width).sum();
    let note_style = if step.decisive { sign_style } else { theme.style(Role::Dim) };
    // Calls and layers have their notes in one column, elements in another, a statement's follows its name.
    let column = match step.level {
        WalkLevel::Hop | WalkLevel::Layer => 30,
        WalkLevel::Statement => 0,
        WalkLevel::Element => indent + 12,
    };
    let mut out = Vec::new();
    let note_width = step.note.width();
    let at = [column.max(used + 2), used + 2].into_iter().find(|at| at + note_width <= width);
    if note_width == 0 {
        out.push(Line::from(spans));
    } else if let Some(at) = at {
        spans.push(Span::raw(" ".repeat(at - used)));
        spans.push(Span::styled(step.note.clone(), note_style));
        out.push(Line::from(spans));
    } else {
        // Beside the label when a good part of the line is left, else below it.
        let beside = column.max(used + 2);
        let inner = if width >= beside + 24 { beside } else { indent + 4 };
        let mut parts = wrap_hard(&step.note, width.saturating_sub(inner).max(10)).into_iter();
        if inner == beside {
            spans.push(Span::raw(" ".repeat(inner - used)));
            spans.push(Span::styled(parts.next().unwrap_or_default(), note_style));
        }
        out.push(Line::from(spans));
        for part in parts {
            out.push(Line::from(vec![Span::raw(" ".repeat(inner)), Span::styled(part, note_style)]));
        }
    }
    if let Some(pair) = &step.side_by_side {
        out.extend(side_by_side(pair, theme, indent + 4, width));
    }
    out
}

/// The pattern above the value; from the place where they part, both are marked. Where they are too long for the line, what stands
/// far before that place is left out of both.
fn side_by_side(pair: &SideBySide, theme: &Theme, indent: usize, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(indent + 9);
    let mark = theme.symbols().ellipsis;
    let parts = |text: &str, at: Option<usize>| {
        let (same, other) = at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        (same.to_owned(), other.to_owned())
    };
    let pattern = parts(&pair.pattern, pair.parting.map(|parting| parting.pattern));
    let value = parts(&pair.value, pair.parting.map(|parting| parting.value));
    // What follows the place has up to half of the line, so that something stands before it.
    let behind = pattern.1.width().max(value.1.width()).min(room / 2);
    let fits = [&pattern, &value].iter().all(|(same, other)| same.width() + other.width() <= room);
    let before = if fits || pair.parting.is_none() { usize::MAX } else { room.saturating_sub(behind + mark.width()) };
    let row = |label: &str, (same, other): &(String, String)| {
        let (lead, same) = match end_that_fits(same, before) {
            Some(end) => (mark, end),
            None => ("", same.as_str()),
        };
        let shown = fit(same, room.saturating_sub(lead.width()), mark);
        let rest = fit(other, room.saturating_sub(lead.width() + shown.width()), mark);
        Line::from(vec![
            Span::raw(" ".repeat(indent)),
            Span::styled(format!("{label:<9}"), theme.style(Role::Dim)),
            Span::styled(lead, theme.style(Role::Dim)),
            Span::styled(shown, theme.style(Role::Arn)),
            Span::styled(rest, theme.style(Role::Deny).add_modifier(ratatui::style::Modifier::UNDERLINED)),
        ])
    };
    vec![row("policy", &pattern), row("request", &value)]
}

/// The end of a text that fits `width` columns, from a `:` or a `/` on where there is one in it; `None` when all of it fits.
fn end_that_fits(text: &str, width: usize) -> Option<&str> {
    if text.width() <= width {
        return None;
    }
    let ends = || text.char_indices().map(|(at, _)| text.get(at..).unwrap_or_default());
    let end = ends().find(|end| end.width() <= width).unwrap_or_default();
    Some(end.find([':', '/']).and_then(|at| end.get(at..)).unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::trace::Parting;
    use crate::tui::theme::{Depth, Palette};

    #[test]
    fn where_two_part_is_in_sight_however_narrow_the_line() {
        const API: &str = "arn:aws:execute-api:eu-west-1:111122223333:orders4all/prod/POST/order";
        let check = |pattern: &str, value: &str, ascii: bool, width: usize, expected: [&str; 2]| {
            let at = pattern.bytes().zip(value.bytes()).take_while(|(a, b)| a == b).count();
            let parting = Some(Parting { pattern: at, value: at });
            let pair = SideBySide { pattern: pattern.into(), value: value.into(), parting };
            let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii };
            let lines = side_by_side(&pair, &theme, 0, width);
            assert_eq!(lines.iter().map(|line| line.to_string().split_off(9)).collect::<Vec<_>>(), expected);
            assert!(lines.iter().all(|line| line.width() <= width));
        };
        let orders = format!("{API}s");
        check(API, &orders, false, 90, [API, &orders]);
        check(
            API,
            &orders,
            false,
            64,
            [
                "…:eu-west-1:111122223333:orders4all/prod/POST/order",
                "…:eu-west-1:111122223333:orders4all/prod/POST/orders",
            ],
        );
        check(API, &orders, true, 30, ["~/prod/POST/order", "~/prod/POST/orders"]);
        let menus = API.replace("orders4all", "menus4dogs");
        check(API, &menus, false, 44, ["…:111122223333:orders4all/prod/POS…", "…:111122223333:menus4dogs/prod/POS…"]);
        check("s3:GetObject", "s3:PutObject", false, 16, ["s3:Get…", "s3:Put…"]);
    }
}
