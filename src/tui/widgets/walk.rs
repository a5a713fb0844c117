//! The walk through a simulation as lines: signs, badges, indentation, a pattern and a value side by side.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::iam::explain::{SideBySide, WalkLevel, WalkStep};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, wrap};

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
        let mut parts = wrap(&step.note, width.saturating_sub(inner).max(10)).into_iter();
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

/// The pattern above the value; from the place where they part, both are marked.
fn side_by_side(pair: &SideBySide, theme: &Theme, indent: usize, width: usize) -> Vec<Line<'static>> {
    let row = |label: &str, text: &str, at: Option<usize>| {
        let room = width.saturating_sub(indent + 9);
        let (same, other) = at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        let shown = fit(same, room, theme.symbols().ellipsis);
        let rest = fit(other, room.saturating_sub(shown.width()), theme.symbols().ellipsis);
        Line::from(vec![
            Span::raw(" ".repeat(indent)),
            Span::styled(format!("{label:<9}"), theme.style(Role::Dim)),
            Span::styled(shown, theme.style(Role::Arn)),
            Span::styled(rest, theme.style(Role::Deny).add_modifier(ratatui::style::Modifier::UNDERLINED)),
        ])
    };
    vec![
        row("policy", &pair.pattern, pair.parting.map(|parting| parting.pattern)),
        row("request", &pair.value, pair.parting.map(|parting| parting.value)),
    ]
}
