//! Where everything stands: side by side where there is room, else the text with a strip of goals, or goals and walk alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::simulator::NO_STEP;
use super::{Focus, LabScreen, Tab, flow, goals};
use crate::iam::explain::WalkStep;
use crate::tui::app::{Hit, Hits};
use crate::tui::screens::desk::{Areas, Extras};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, page, walk, wrap, wrap_hard};

/// The goals, as the mouse knows them.
pub const GOALS: usize = 1;
/// The walk.
pub const WALK: usize = 2;

/// From here on, text and walk stand side by side.
const WIDE: (u16, u16) = (100, 22);
/// The widest that the text pane becomes.
const WIDEST_TEXT: u16 = 96;
/// Rows of the strip of goals below the text, on a small screen.
const STRIP: usize = 6;
/// With fewer rows than this, the reasons are told in one sentence.
const BRIEF: u16 = 36;
/// With fewer rows than this, one goal is shown and the rest is the walk's.
const TINY: u16 = 11;
/// Lines of a message from AWS at most.
const MESSAGE: usize = 6;

/// Where the pieces stand; what has no room has no rows.
#[derive(Debug, Default)]
pub struct Layout {
    pub wide: bool,
    /// The documents.
    pub desk: Areas,
    flow: Rect,
    upright: Rect,
    goals_head: Rect,
    goals: Rect,
    why: Rect,
    walk: Rect,
    message: Rect,
    note: Rect,
    rules: Vec<Rect>,
    lines: Vec<walk::WalkLine>,
    why_lines: Vec<Line<'static>>,
    message_lines: Vec<Line<'static>>,
    /// What stands behind the walk because it has no room above it.
    closing: Vec<Line<'static>>,
}

/// Rows taken off an area, from above or below.
struct Rows(Rect);

impl Rows {
    fn top(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.0.height);
        let taken = Rect { height: rows, ..self.0 };
        self.0 = Rect { y: self.0.y + rows, height: self.0.height - rows, ..self.0 };
        taken
    }

    fn bottom(&mut self, rows: u16) -> Rect {
        let rows = rows.min(self.0.height);
        self.0.height -= rows;
        Rect { y: self.0.y + self.0.height, height: rows, ..self.0 }
    }
}

fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

impl LabScreen {
    /// Gives every piece its place.
    pub(super) fn arrange(&self, area: Rect, theme: &Theme) -> Layout {
        let mut layout = Layout { wide: area.width >= WIDE.0 && area.height >= WIDE.1, ..Layout::default() };
        layout.desk.bounds = area;
        let mut rows = Rows(area);
        rows.top(2);
        if area.height >= 18 {
            layout.flow = inset(rows.top(1));
        }
        if layout.wide {
            layout.rules.push(rows.top(1));
            let left = (area.width / 2).saturating_sub(2).min(WIDEST_TEXT);
            let body = rows.0;
            let right = Rect { x: body.x + left, width: body.width - left, ..body };
            layout.upright = Rect { width: 1, ..right };
            self.arrange_text(&mut layout, Rect { width: left, ..body }, 5);
            self.arrange_reasons(&mut layout, Rect { x: right.x + 1, width: right.width - 1, ..right }, theme);
        } else if self.focus == Focus::Text {
            let wanted = goals::height(&self.play.grade, self.play.has_hidden(), usize::from(area.width), theme) + 1;
            let strip = if area.height >= 18 { u16::try_from(wanted.min(STRIP)).unwrap_or(1) } else { 1 };
            let strip = if area.height >= 8 { strip } else { 0 };
            let strip = rows.bottom(strip);
            let mut strip = Rows(strip);
            layout.goals_head = strip.top(1);
            layout.goals = strip.0;
            let findings = if area.height >= 14 { 2 } else { u16::from(area.height >= 9) };
            self.arrange_text(&mut layout, rows.0, findings);
        } else {
            layout.note = inset(rows.top(1));
            self.arrange_reasons(&mut layout, rows.0, theme);
        }
        layout
    }

    fn arrange_text(&self, layout: &mut Layout, area: Rect, findings: u16) {
        let mut rows = Rows(area);
        layout.desk.tabs = rows.top(1);
        if layout.wide {
            rows.top(1);
            layout.desk.status = inset(rows.bottom(findings.saturating_sub(1)));
            layout.rules.push(rows.bottom(1));
        } else {
            layout.desk.status = inset(rows.bottom(findings));
        }
        layout.desk.text = rows.0;
    }

    fn arrange_reasons(&self, layout: &mut Layout, area: Rect, theme: &Theme) {
        let mut rows = Rows(area);
        if area.height < TINY {
            layout.goals = rows.top(1);
        }
        let wanted = goals::height(&self.play.grade, self.play.has_hidden(), usize::from(area.width), theme);
        let most = usize::from(area.height / 3).max(2);
        if area.height >= TINY {
            layout.goals_head = rows.top(1);
            layout.goals = rows.top(u16::try_from(wanted.min(most)).unwrap_or(1));
            layout.rules.push(rows.top(1));
        }
        let width = usize::from(rows.0.width.saturating_sub(2));
        layout.why_lines = self.why_lines(theme, width, area.height < BRIEF);
        layout.message_lines = self.message_lines(theme, width);
        let (head, message) = (layout.why_lines.len(), layout.message_lines.len());
        // On a small screen the walk comes first.
        let room = usize::from(rows.0.height);
        let all = room >= head + 8;
        layout.closing = if all { Vec::new() } else { layout.why_lines.drain(1.min(head)..).collect() };
        let head = if all { head + 1 } else { head.min(1) };
        layout.why = inset(rows.top(u16::try_from(head).unwrap_or(1)));
        let message = if room >= head + message + 9 && message > 0 { message + 1 } else { 0 };
        layout.message = inset(rows.bottom(u16::try_from(message).unwrap_or(0)));
        layout.walk = rows.0;
    }

    /// Sets the walk in its window, the step looked at in sight.
    pub(super) fn fit_walk(&mut self, theme: &Theme) {
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
        let mut closing = std::mem::take(&mut self.layout.closing);
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

    /// The step that a row of the screen shows.
    pub(super) fn step_at(&self, row: u16) -> Option<usize> {
        let at = usize::from(row.checked_sub(self.layout.walk.y)?) + self.scroll;
        self.layout.lines.get(at).map(|line| line.step).filter(|step| *step != NO_STEP)
    }

    /// Draws it all.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        self.head(frame, area, theme);
        let layout = &self.layout;
        for rule in &layout.rules {
            page::rule(frame, *rule, theme);
        }
        page::upright(frame, layout.upright, theme);
        self.flow(frame, layout.flow, theme);
        if layout.wide || self.focus == Focus::Text {
            let focused = self.focus == Focus::Text;
            let note = self.desk.front().and_then(|tab| self.lit_words(tab, theme));
            self.desk.draw(frame, Extras { lit: self.lit(), note, focused }, theme, hits);
        }
        self.goals(frame, theme, hits);
        if layout.wide || self.focus != Focus::Text {
            self.reasons(frame, theme, hits);
        }
        if layout.note.height > 0 {
            let mut spans = vec![
                Span::styled("F6", theme.style(Role::Accent)),
                Span::styled(" back to the text  ", theme.style(Role::Dim)),
            ];
            if let Some(tab) = self.desk.front() {
                spans.push(Span::styled(format!("{} ", tab.kind.badge()), theme.style(Role::Kind(tab.kind))));
                spans.push(Span::styled(tab.title.clone(), theme.style(Role::Dim)));
            }
            frame.render_widget(Paragraph::new(Line::from(spans)), layout.note);
        }
        self.desk.draw_panels(frame, theme, hits);
    }

    fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let file = &self.play.lab.file;
        let symbols = theme.symbols();
        let (reached, all) = (self.play.reached(), self.play.goals());
        let mut right = Vec::new();
        if self.play.hints > 0 && area.width >= 90 {
            let words = format!("hints {} of {}   ", self.play.hints, file.hints.len());
            right.push(Span::styled(words, theme.style(Role::Dim)));
        }
        let style = if self.play.grade.solved() { Role::Allow } else { Role::Strong };
        right.push(Span::styled("goals ", theme.style(Role::Dim)));
        right.push(Span::styled(reached.to_string(), theme.style(style).add_modifier(Modifier::BOLD)));
        right.push(Span::styled(format!(" of {all}"), theme.style(Role::Text)));
        if area.width >= 60 {
            right.push(Span::styled("   F1 help", theme.style(Role::Dim)));
        }
        let right = Line::from(right);
        let mut left = vec![
            Span::styled(format!("Lab {}  ", file.id), theme.style(Role::Accent)),
            Span::styled(file.title.clone(), theme.style(Role::Strong)),
            Span::styled(format!("   {}", symbols.star.repeat(usize::from(file.stars))), theme.style(Role::Star)),
        ];
        let room = usize::from(area.width).saturating_sub(right.width() + 4);
        let lesson = Span::styled(format!("   {}", self.lesson), theme.style(Role::Dim));
        if left.iter().map(Span::width).sum::<usize>() + lesson.width() <= room {
            left.push(lesson);
        }
        while left.len() > 1 && left.iter().map(Span::width).sum::<usize>() > room {
            if left.len() == 2
                && let Some(title) = left.get_mut(1)
            {
                *title = Span::styled(fit(&file.title, room.saturating_sub(9), symbols.ellipsis), title.style);
                break;
            }
            left.pop();
        }
        page::head(frame, area, theme, Line::from(left), right);
    }

    fn flow(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if area.height == 0 {
            return;
        }
        let goal = self.play.grade.goals.get(self.goal);
        let line = match goal.and_then(|goal| goal.simulation.as_ref()) {
            Some(simulation) => {
                let line = flow::line(simulation, &self.why.steps, theme, usize::from(area.width));
                if self.is_stale() { faded(line, theme) } else { line }
            }
            None => Line::styled(goal.map(|goal| goal.text.clone()).unwrap_or_default(), theme.style(Role::Dim)),
        };
        frame.render_widget(Paragraph::new(line), area);
    }

    fn lit_words(&self, tab: &Tab, theme: &Theme) -> Option<Line<'static>> {
        let edge = Span::styled(format!("{} ", theme.symbols().edge), theme.style(Role::Accent));
        let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
        if !tab.draft {
            return Some(Line::from(dim("the reference answer, to read and to copy from".into())));
        }
        if self.lit().is_some() {
            return Some(Line::from(vec![edge, dim("what the marked step of the walk looks at".into())]));
        }
        let place = self.why.lit()?;
        let other = self.desk.tabs.iter().find(|other| other.draft && *other.name == *place.document);
        match other {
            Some(other) if other.name != tab.name => Some(Line::from(vec![
                edge,
                dim("the marked step looks at ".into()),
                Span::styled(format!("{} ", other.kind.badge()), theme.style(Role::Kind(other.kind))),
                dim(other.title.clone()),
            ])),
            Some(_) => None,
            None => Some(Line::from(dim("the marked step looks at a policy not yours to change".into()))),
        }
    }

    fn goals(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let head = layout.goals_head;
        let look = goals::Look {
            chosen: self.goal,
            focused: self.focus == Focus::Goals,
            stale: self.is_stale(),
            hidden: self.play.has_hidden(),
        };
        goals::draw(frame, layout.goals, &self.play.grade, look, theme, hits);
        if head.height == 0 {
            return;
        }
        let strip = !layout.wide && self.focus == Focus::Text;
        hits.add(head, Hit::Pane(GOALS));
        if strip {
            page::rule(frame, head, theme);
        }
        let inner = inset(head);
        let symbols = theme.symbols();
        let mut left = vec![Span::styled("Goals ", theme.style(Role::Strong))];
        if layout.goals.height == 0 {
            let words = format!("{} of {}  F6 shows them ", self.play.reached(), self.play.goals());
            left.push(Span::styled(words, theme.style(Role::Dim)));
        }
        let solved = self.play.grade.solved();
        let right = if self.is_stale() {
            Span::styled(" while the JSON is broken, this is the last good result", theme.style(Role::Silent))
        } else if solved {
            let stars = usize::from(self.play.stars());
            let words = match stars {
                0 => " Solved".to_owned(),
                stars => format!(" Solved {} {}", symbols.dot, symbols.star.repeat(stars)),
            };
            Span::styled(words, theme.style(Role::Allow).add_modifier(Modifier::BOLD))
        } else if strip {
            Span::styled(" F6 shows why", theme.style(Role::Dim))
        } else {
            Span::styled(" live, at every key", theme.style(Role::Dim))
        };
        let mut used = left.iter().map(Span::width).sum::<usize>();
        if self.is_stale() && used + right.width() > usize::from(inner.width) {
            left.clear();
            used = 0;
        }
        let left = Line::from(left);
        let left_rect = Rect { width: u16::try_from(used).unwrap_or(u16::MAX).min(inner.width), ..inner };
        frame.render_widget(Paragraph::new(left), left_rect);
        let room = usize::from(inner.width).saturating_sub(used);
        if room >= 12 {
            let words = fit(&right.content, room, symbols.ellipsis);
            let width = u16::try_from(words.width()).unwrap_or(inner.width);
            let rect = Rect { x: inner.right().saturating_sub(width), width, ..inner };
            frame.render_widget(Paragraph::new(Line::styled(words, right.style)), rect);
        }
    }

    /// "Why": what is asked, and how it ends, in a sentence or two; `brief` is the first, and the walk says the rest.
    fn why_lines(&self, theme: &Theme, width: usize, brief: bool) -> Vec<Line<'static>> {
        let Some(goal) = self.play.grade.goals.get(self.goal) else { return Vec::new() };
        let mut head = vec![Span::styled("Why   ", theme.style(Role::Strong))];
        let words = match goal.simulation.as_ref().and_then(|simulation| simulation.hops.last()) {
            Some(hop) => {
                let action = theme.style(Role::Action).add_modifier(Modifier::BOLD);
                head.push(Span::styled(hop.request.action.clone(), action));
                let resource = flow::resource(&hop.request.resource);
                let room = width.saturating_sub(head.iter().map(Span::width).sum::<usize>() + 4);
                head.push(Span::styled(" on ", theme.style(Role::Dim)));
                head.push(Span::styled(fit(resource, room, theme.symbols().ellipsis), theme.style(Role::Arn)));
                match self.why.summary.split_once(". ") {
                    Some((first, _)) if brief => format!("{first}."),
                    _ => self.why.summary.clone(),
                }
            }
            None => {
                head.push(Span::styled(goal.text.clone(), theme.style(Role::Text)));
                if goal.reached { goal.state.clone() } else { format!("{}. F8 leads to what is wrong.", goal.state) }
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

    fn reasons(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let stale = self.is_stale();
        let shade = |line: Line<'static>| if stale { faded(line, theme) } else { line };
        let whole = Rect {
            y: layout.why.y,
            height: layout.why.height + layout.walk.height + layout.message.height,
            ..layout.walk
        };
        hits.add(whole, Hit::Pane(WALK));
        for (row, line) in layout.why.rows().zip(&layout.why_lines) {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
        let area = layout.walk;
        let looked_at = self.why.at;
        let back = theme.style(if self.focus == Focus::Walk { Role::Selected } else { Role::Marked });
        let window = usize::from(area.height);
        for (row, line) in area.rows().zip(layout.lines.iter().skip(self.scroll)) {
            let mut drawn = shade(line.line.clone());
            if line.step == looked_at {
                frame.render_widget(Paragraph::default().style(back), row);
                drawn = on_ground(drawn, back);
            }
            let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
            frame.render_widget(Paragraph::new(drawn), inner);
            if self.is_about_cursor(line.step) {
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
        let message = layout.message;
        let lines = message.rows().skip(1).zip(&layout.message_lines);
        for (row, line) in lines {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
    }

    /// Whether a step is about the statement under the text's cursor.
    pub(super) fn is_about_cursor(&self, step: usize) -> bool {
        if self.focus != Focus::Text || self.is_off(self.desk.tab) {
            return false;
        }
        let Some(tab) = self.desk.front() else { return false };
        let statement = tab.analysis.statement_at(tab.editor.cursor());
        let step = self.why.steps.get(step);
        step.zip(statement).is_some_and(|(step, statement)| super::Why::is_about(step, &tab.name, statement))
    }
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
