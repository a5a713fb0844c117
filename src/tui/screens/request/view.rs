//! The form on the left; on the right, or in the rows below it, what is decided and what would be typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::Builder;
use crate::iam::explain;
use crate::tui::app::Hits;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page, wrap, wrap_hard};

/// From here on the form and the decision stand side by side.
const WIDE: u16 = 100;
/// The widest that the form becomes.
const WIDEST: u16 = 84;
/// Rows for the decision below the form.
const BELOW: u16 = 3;

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout {
    area: Rect,
    form: Rect,
    beside: Option<Rect>,
    below: Option<Rect>,
}

impl Builder {
    /// Fits it to the area that it will be drawn in.
    pub fn prepare(&mut self, area: Rect) {
        let head = area.height.min(2);
        let body = Rect { y: area.y + head, height: area.height - head, ..area };
        let wide = area.width >= WIDE;
        let left = if wide { (body.width * 11 / 20).min(WIDEST) } else { body.width };
        let form = Rect { x: body.x + 1, width: left.saturating_sub(2), ..body };
        let below = if wide || body.height < 10 { 0 } else { BELOW + 1 };
        self.layout = Layout {
            area,
            form: Rect { height: form.height - below, ..form },
            beside: wide.then(|| Rect { x: body.x + left, width: body.width - left, ..body }),
            below: (below > 0).then(|| Rect { y: body.bottom() - below, height: below, ..body }),
        };
        self.form.prepare(self.layout.form);
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let name = match self.original.name.as_str() {
            "" => "a new request",
            name => name,
        };
        let left = Line::from(vec![
            Span::styled("Request  ", theme.style(Role::Accent)),
            Span::styled(name.to_owned(), theme.style(Role::Strong)),
        ]);
        let right = Line::styled("paste an access-denied message to begin with it", theme.style(Role::Dim));
        page::head(frame, self.layout.area, theme, left, right);
        if let Some(beside) = self.layout.beside {
            page::upright(frame, Rect { width: 1, ..beside }, theme);
            let inner = Rect { x: beside.x + 2, width: beside.width.saturating_sub(3), ..beside };
            let lines = self.lines(usize::from(inner.width), theme, true);
            for (row, line) in inner.rows().zip(lines) {
                frame.render_widget(Paragraph::new(line), row);
            }
        }
        if let Some(below) = self.layout.below {
            page::rule(frame, Rect { height: 1, ..below }, theme);
            let inner = Rect { x: below.x + 1, y: below.y + 1, width: below.width.saturating_sub(2), height: BELOW };
            let lines = self.lines(usize::from(inner.width), theme, false);
            for (row, line) in inner.rows().zip(lines) {
                frame.render_widget(Paragraph::new(line), row);
            }
        }
        self.form.draw(frame, true, theme, hits);
    }

    /// What is decided, what is open, and with room, the commands.
    fn lines(&self, width: usize, theme: &Theme, roomy: bool) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let plain = |words: &str, role: Role| {
            let style = theme.style(role);
            wrap_hard(words, width).into_iter().map(move |line| Line::styled(line, style)).collect::<Vec<_>>()
        };
        if self.leaving {
            lines.extend(plain("Esc again leaves: what is written here is lost. Ctrl-S keeps it.", Role::Warning));
            lines.push(Line::default());
        }
        match &self.simulation {
            Ok(simulation) => {
                if let Some(decision) = simulation.decision() {
                    let (sign, words, style) = theme.verdict(decision.verdict());
                    let hop = match simulation.planned {
                        0 | 1 => String::new(),
                        all => format!("   check {} of {all}", simulation.hops.len()),
                    };
                    lines.push(Line::from(vec![
                        Span::styled(format!("{sign} {words}"), style),
                        Span::styled(hop, theme.style(Role::Dim)),
                    ]));
                }
                lines.extend(plain(&explain::summary(simulation), Role::Text));
            }
            Err(error) => {
                let sign = theme.symbols().nothing;
                let words = self.lacks().map_or(error.message.as_str(), |(_, words)| words);
                lines.push(Line::styled(format!("{sign} not decided yet"), theme.style(Role::Dim)));
                lines.extend(plain(words, Role::Dim));
            }
        }
        if !self.open.is_empty() {
            if roomy {
                lines.push(Line::default());
            }
            lines.push(Line::styled("The message leaves open:", theme.style(Role::Strong)));
            for open in &self.open {
                let words = wrap(open, width.saturating_sub(2));
                let sign = theme.symbols().dot;
                lines.extend(words.into_iter().enumerate().map(|(at, words)| {
                    let mark = if at == 0 { sign } else { " " };
                    Line::styled(format!("{mark} {words}"), theme.style(Role::Text))
                }));
            }
        }
        if roomy && let Ok(commands) = self.commands() {
            lines.push(Line::default());
            let mut head = vec![Span::styled("On the command line", theme.style(Role::Strong))];
            let keys = "Alt-Y copies · F7 whole";
            let gap = width.saturating_sub(head.iter().map(Span::width).sum::<usize>() + keys.chars().count());
            head.push(Span::styled(format!("{:gap$}{keys}", ""), theme.style(Role::Dim)));
            lines.push(Line::from(head));
            for line in commands.lines() {
                let role = if line.starts_with('#') { Role::CodeComment } else { Role::Text };
                let line = fit(line, width, theme.symbols().ellipsis);
                lines.push(Line::styled(line, theme.style(role)));
            }
        }
        lines
    }
}
