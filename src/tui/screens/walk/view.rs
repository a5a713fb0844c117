//! Where the pieces of the pane stand, and how they are drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::why::NO_STEP;
use super::{PANE, Pane, flow, inset};
use crate::iam::explain::WalkStep;
use crate::text::TextRange;
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, walk, wrap, wrap_hard};

/// Lines of a message from AWS at most.
const MESSAGE: usize = 6;

/// How much room the screen has, beyond what the pane is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Room {
    /// So little that the reasons are told in one sentence.
    pub brief: bool,
    /// So much that layers that are not there are shown one by one.
    pub ample: bool,
}

/// How the pane is drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    /// Whether it has the focus.
    pub focused: bool,
    /// What stands here is not the newest.
    pub stale: bool,
    /// The document and the statement under the text's cursor: their steps are marked.
    pub statement: Option<(&'a str, TextRange)>,
}

/// Where the pieces stand; what has no room has no rows.
#[derive(Debug, Default)]
pub(super) struct Layout {
    why: Rect,
    pub walk: Rect,
    message: Rect,
    pub lines: Vec<walk::WalkLine>,
    why_lines: Vec<Line<'static>>,
    message_lines: Vec<Line<'static>>,
}

impl Pane {
    /// Fits the pane to its place, the step looked at in sight.
    pub fn fit(&mut self, area: Rect, room: Room, theme: &Theme) {
        self.why.unfolded = room.ample;
        let mut layout = Layout::default();
        let width = usize::from(area.width.saturating_sub(2));
        layout.why_lines = self.why_lines(theme, width, room.brief);
        layout.message_lines = self.message_lines(theme, width);
        let (head, message) = (layout.why_lines.len(), layout.message_lines.len());
        // On a small screen the walk comes first.
        let rows = usize::from(area.height);
        let all = rows >= head + 8;
        let closing = if all { Vec::new() } else { layout.why_lines.drain(1.min(head)..).collect() };
        let head = if all { head + 1 } else { head.min(1) };
        let (why, rest) = split(area, head);
        layout.why = inset(why);
        let message = if rows >= head + message + 9 && message > 0 { message + 1 } else { 0 };
        let (walk, message) = split(rest, usize::from(rest.height).saturating_sub(message));
        layout.walk = walk;
        layout.message = inset(message);
        self.layout = layout;
        self.fit_walk(closing, theme);
    }

    /// Sets the walk in its window; `closing` stands behind it because it has no room above.
    fn fit_walk(&mut self, mut closing: Vec<Line<'static>>, theme: &Theme) {
        let width = usize::from(self.layout.walk.width.saturating_sub(3));
        let (places, steps): (Vec<usize>, Vec<WalkStep>) = self.why.shown().into_iter().unzip();
        let mut lines = walk::lines(&steps, theme, width);
        for line in &mut lines {
            line.step = places.get(line.step).copied().unwrap_or(NO_STEP);
            if line.step == NO_STEP {
                let words = fit(&line.line.to_string(), width, theme.symbols().ellipsis);
                line.line = Line::styled(words, theme.style(Role::Dim));
            }
        }
        let at_the_end = self.why.at + 1 >= self.why.steps.len();
        let first = lines.iter().position(|line| line.step == self.why.at).unwrap_or_default();
        let inside = self.why.inside();
        let mut last = lines.iter().rposition(|line| inside.contains(&line.step)).unwrap_or_default();
        if self.layout.message.height == 0 {
            closing.extend(self.layout.message_lines.iter().cloned());
        } else {
            // AWS's message follows the walk where that is short.
            let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(self.layout.walk.height);
            self.layout.message.y = self.layout.walk.y + used;
        }
        if !closing.is_empty() {
            let closing = std::iter::once(Line::default()).chain(closing);
            lines.extend(closing.map(|line| walk::WalkLine { step: NO_STEP, line }));
        }
        if at_the_end {
            last = lines.len();
        }
        let height = usize::from(self.layout.walk.height).max(1);
        // The step with all that is inside it, and a line more.
        if last + 2 > self.scroll + height {
            self.scroll = (last + 2).saturating_sub(height);
        }
        self.scroll = self.scroll.min(first.saturating_sub(1)).min(lines.len().saturating_sub(height));
        self.layout.lines = lines;
    }

    /// Draws the way of the request on one line.
    pub fn draw_flow(&self, frame: &mut Frame<'_>, area: Rect, stale: bool, theme: &Theme) {
        if area.height == 0 {
            return;
        }
        let line = match self.stages.is_empty() {
            true => Line::styled(self.instead.0.clone(), theme.style(Role::Dim)),
            false => {
                let line = flow::line(&self.stages, theme, usize::from(area.width));
                if stale { faded(line, theme) } else { line }
            }
        };
        frame.render_widget(Paragraph::new(line), area);
    }

    /// Draws the pane where it was fitted to.
    pub fn draw(&self, frame: &mut Frame<'_>, look: Look<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let shade = |line: Line<'static>| if look.stale { faded(line, theme) } else { line };
        let whole = Rect {
            y: layout.why.y,
            height: layout.why.height + layout.walk.height + layout.message.height,
            ..layout.walk
        };
        hits.add(whole, Hit::Pane(PANE));
        for (row, line) in layout.why.rows().zip(&layout.why_lines) {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
        let area = layout.walk;
        let looked_at = self.why.at;
        let back = theme.style(if look.focused { Role::Selected } else { Role::Marked });
        let window = usize::from(area.height);
        for (row, line) in area.rows().zip(layout.lines.iter().skip(self.scroll)) {
            let mut drawn = shade(line.line.clone());
            if line.step == looked_at {
                frame.render_widget(Paragraph::default().style(back), row);
                drawn = on_ground(drawn, back);
            }
            let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
            frame.render_widget(Paragraph::new(drawn), inner);
            if look.statement.is_some_and(|(document, statement)| self.is_about(line.step, document, statement)) {
                let mark = Span::styled(theme.symbols().edge, theme.style(Role::Accent));
                frame.render_widget(Paragraph::new(Line::from(mark)), Rect { width: 1, ..row });
            }
        }
        let below = layout.lines.len().saturating_sub(self.scroll + window);
        // In the blank row above AWS's message, or else at the end of the last line.
        let free = layout.message.rows().next().or(area.rows().next_back());
        if let (true, Some(row)) = (below > 0, free) {
            let words = format!(" {} {below} more ", theme.symbols().below);
            let width = u16::try_from(words.width()).unwrap_or(0).min(row.width);
            let rect = Rect { x: row.right() - width, width, ..row };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), rect);
        }
        let lines = layout.message.rows().skip(1).zip(&layout.message_lines);
        for (row, line) in lines {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
    }

    /// "Why": what is asked, and how it ends, in a sentence or two; `brief` is the first, and the walk says the rest.
    fn why_lines(&self, theme: &Theme, width: usize, brief: bool) -> Vec<Line<'static>> {
        let mut head = vec![Span::styled("Why   ", theme.style(Role::Strong))];
        let words = match &self.asked {
            Some((action, resource)) => {
                let strong = theme.style(Role::Action).add_modifier(Modifier::BOLD);
                head.push(Span::styled(action.clone(), strong));
                let room = width.saturating_sub(head.iter().map(Span::width).sum::<usize>() + 4);
                head.push(Span::styled(" on ", theme.style(Role::Dim)));
                head.push(Span::styled(fit(resource, room, theme.symbols().ellipsis), theme.style(Role::Arn)));
                match self.why.summary.split_once(". ") {
                    Some((first, _)) if brief => format!("{first}."),
                    _ => self.why.summary.clone(),
                }
            }
            None if self.instead.0.is_empty() => return Vec::new(),
            None => {
                head.push(Span::styled(self.instead.0.clone(), theme.style(Role::Text)));
                self.instead.1.clone()
            }
        };
        let mut lines = vec![Line::from(head)];
        lines.extend(wrap(&words, width).into_iter().map(|part| Line::styled(part, theme.style(Role::Text))));
        lines
    }

    /// What a person meets in real life.
    fn message_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let Some(message) = self.why.message.as_ref().filter(|_| width > 20) else { return Vec::new() };
        let italic = theme.style(Role::Text).add_modifier(Modifier::ITALIC);
        const HEAD: &str = "In real life";
        let lead = format!("{HEAD} {message}");
        let mut lines = Vec::new();
        for (at, part) in wrap_hard(&lead, width - 1).into_iter().take(MESSAGE).enumerate() {
            match part.strip_prefix(HEAD).filter(|_| at == 0) {
                Some(rest) => lines.push(Line::from(vec![
                    Span::styled(HEAD, theme.style(Role::Strong)),
                    Span::styled(format!(" {rest}"), italic),
                ])),
                None => lines.push(Line::styled(part, italic)),
            }
        }
        lines
    }
}

/// The rows above, and what is left below.
fn split(area: Rect, rows: usize) -> (Rect, Rect) {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// The same line without its colours: it is not the newest.
fn faded(line: Line<'static>, theme: &Theme) -> Line<'static> {
    let (dim, own) = (theme.style(Role::Dim), line.style);
    let fade = |span: Span<'static>| {
        let style: Style = own.patch(span.style).remove_modifier(Modifier::BOLD).patch(dim);
        Span::styled(span.content, style)
    };
    Line::from(line.spans.into_iter().map(fade).collect::<Vec<_>>())
}
