//! Where everything stands: side by side where there is room, else the text with a strip of goals, or goals and walk alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::simulator::NO_STEP;
use super::{Focus, LabScreen, Tab, flow, goals};
use crate::course::lab::Lab;
use crate::iam::explain::WalkStep;
use crate::iam::policy::PolicyKind;
use crate::tui::actions::Action;
use crate::tui::app::{Hit, Hits};
use crate::tui::editor::{self, Paint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page, walk, wrap};

/// The panes, as the mouse knows them.
pub const TEXT: usize = 0;
/// The goals.
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
    flow: Rect,
    tabs: Rect,
    pub text: Rect,
    findings: Rect,
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
        layout.tabs = rows.top(1);
        if layout.wide {
            rows.top(1);
            layout.findings = inset(rows.bottom(findings.saturating_sub(1)));
            layout.rules.push(rows.bottom(1));
        } else {
            layout.findings = inset(rows.bottom(findings));
        }
        layout.text = rows.0;
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
            self.tabs(frame, layout.tabs, theme, hits);
            self.text(frame, layout.text, theme, hits);
            self.findings(frame, layout.findings, theme, hits);
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
            if let Some(tab) = self.tabs.get(self.tab) {
                spans.push(Span::styled(format!("{} ", tab.kind.badge()), theme.style(Role::Kind(tab.kind))));
                spans.push(Span::styled(tab.title.clone(), theme.style(Role::Dim)));
            }
            frame.render_widget(Paragraph::new(Line::from(spans)), layout.note);
        }
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

    fn tabs(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let mut x = area.x + 1;
        let labels = |short: bool| -> Vec<Line<'static>> {
            let label = |(at, tab)| tab_label(tab, at == self.tab, short, theme);
            self.tabs.iter().enumerate().map(label).collect()
        };
        let full = labels(false);
        let needed: usize = full.iter().map(|label| label.width() + 1).sum();
        let labels = if needed > usize::from(area.width) { labels(true) } else { full };
        for (at, mut line) in labels.into_iter().enumerate() {
            let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
            if width == 0 {
                break;
            }
            let rect = Rect { x, width, height: 1, ..area };
            if at == self.tab {
                line = on_ground(line, theme.style(Role::Selected));
            }
            frame.render_widget(Paragraph::new(line), rect);
            hits.add(rect, Hit::Tab(at));
            x += width + 1;
        }
        let Some(tab) = self.tabs.get(self.tab) else { return };
        let place = tab.editor.place();
        let size = match quota(&self.play.lab, &tab.file, tab.kind) {
            Some(most) => format!("{} of {}", thousands(tab.analysis.characters), thousands(most)),
            None => format!("{} characters", thousands(tab.analysis.characters)),
        };
        let at = format!("{}:{}", place.line + 1, place.column + 1);
        let right = format!("{at}   {size}");
        let room = usize::from(area.right().saturating_sub(x + 1));
        let words = if right.width() <= room { right } else { at };
        if words.width() <= room {
            let rect = Rect { x, width: area.right().saturating_sub(x + 1), height: 1, ..area };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim)).right_aligned()), rect);
        }
    }

    fn text(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let Some(tab) = self.tabs.get(self.tab) else { return };
        let paint = Paint { analysis: &tab.analysis, lit: self.lit(), focused: self.focus == Focus::Text };
        editor::draw(&tab.editor, frame, area, &paint, theme);
        hits.add(area, Hit::Pane(TEXT));
    }

    /// What is wrong at the cursor, or else with the document; and what the lit lines are.
    fn findings(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let Some(tab) = self.tabs.get(self.tab).filter(|_| area.height > 0) else { return };
        let width = usize::from(area.width);
        let mut lines = finding_lines(tab, theme, width);
        let lit = self.lit_words(tab, theme);
        let room = usize::from(area.height).saturating_sub(usize::from(lit.is_some() && area.height > 2));
        lines.truncate(room.max(1));
        for (row, line) in area.rows().zip(lines) {
            if let Some(at) = line.fix {
                let x = row.x + u16::try_from(at).unwrap_or(0);
                hits.add(Rect { x, width: 6.min(row.right().saturating_sub(x)), ..row }, Hit::Action(Action::QuickFix));
            }
            frame.render_widget(Paragraph::new(line.line), row);
        }
        if let (Some(line), Some(row)) = (lit.filter(|_| area.height > 2), area.rows().next_back()) {
            frame.render_widget(Paragraph::new(line), row);
        }
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
        let other = self.tabs.iter().find(|other| other.draft && *other.file == *place.document);
        match other {
            Some(other) if other.file != tab.file => Some(Line::from(vec![
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
        if self.focus != Focus::Text || self.is_off(self.tab) {
            return false;
        }
        let Some(tab) = self.tabs.get(self.tab) else { return false };
        let statement = tab.analysis.statement_at(tab.editor.cursor());
        let step = self.why.steps.get(step);
        step.zip(statement).is_some_and(|(step, statement)| super::Why::is_about(step, &tab.file, statement))
    }
}

/// What a tab says: badge, title, findings; `short` leaves the title out where it is not the chosen one.
fn tab_label(tab: &Tab, chosen: bool, short: bool, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::styled(format!(" {} ", tab.kind.badge()), theme.style(Role::Kind(tab.kind)))];
    let role = if chosen { Role::Strong } else { Role::Dim };
    if chosen || !short {
        spans.push(Span::styled(tab.title.clone(), theme.style(role)));
    }
    if !tab.draft {
        let words = if short && !chosen { "ref" } else { " reference" };
        spans.push(Span::styled(words, theme.style(Role::Dim)));
    }
    if let Some((count, worst)) = tab.analysis.worst().filter(|_| tab.draft) {
        let (sign, style) = editor::severity_sign(theme, worst);
        let gap = if short && !chosen { "" } else { "  " };
        spans.push(Span::styled(format!("{gap}{count}{sign}"), style));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}

/// A line of the findings, and the column where it offers the fix.
struct FindingLine {
    line: Line<'static>,
    fix: Option<usize>,
}

fn finding_lines(tab: &Tab, theme: &Theme, width: usize) -> Vec<FindingLine> {
    let plain = |line| FindingLine { line, fix: None };
    if !tab.draft {
        return Vec::new();
    }
    let Some(finding) = tab.analysis.finding_near(tab.editor.line_range(), tab.editor.cursor()) else {
        let sign = Span::styled(format!("{} ", theme.symbols().yes), theme.style(Role::Allow));
        return vec![plain(Line::from(vec![
            sign,
            Span::styled("AWS would save this document", theme.style(Role::Dim)),
        ]))];
    };
    let (sign, style) = editor::severity_sign(theme, finding.severity);
    let place = tab.editor.lines().line_column(tab.editor.text(), finding.range.start as usize);
    let at = format!("{}:{} ", place.line + 1, place.column + 1);
    let mut lines = Vec::new();
    let room = width.saturating_sub(2);
    for (index, part) in wrap_hard(&format!("{at}{}", finding.message), room).into_iter().enumerate() {
        let line = match part.strip_prefix(at.as_str()).filter(|_| index == 0) {
            Some(rest) => Line::from(vec![
                Span::styled(format!("{sign} "), style),
                Span::styled(at.clone(), theme.style(Role::Strong)),
                Span::styled(rest.to_owned(), theme.style(Role::Text)),
            ]),
            None => Line::from(vec![Span::raw("  "), Span::styled(part, theme.style(Role::Text))]),
        };
        lines.push(plain(line));
    }
    let fix = finding.fix.as_ref().map(|_| "F4 fix");
    let help = finding.help.clone().unwrap_or_default();
    if let Some(fix) = fix {
        let mut parts = wrap_hard(&help, room.saturating_sub(fix.width() + 3)).into_iter();
        let first = parts.next().unwrap_or_default();
        let at = (2 + first.width() + 3).min(width.saturating_sub(fix.width()));
        let gap = if first.is_empty() { 0 } else { 3 };
        lines.push(FindingLine {
            fix: Some(if first.is_empty() { 2 } else { at }),
            line: Line::from(vec![
                Span::styled(format!("  {first}{}", " ".repeat(gap)), theme.style(Role::Dim)),
                Span::styled(fix, theme.style(Role::Accent)),
            ]),
        });
        lines.extend(parts.map(|part| plain(Line::styled(format!("  {part}"), theme.style(Role::Dim)))));
    } else if !help.is_empty() {
        let parts = wrap_hard(&help, room);
        lines.extend(parts.into_iter().map(|part| plain(Line::styled(format!("  {part}"), theme.style(Role::Dim)))));
    }
    lines
}

/// A line on a ground. Where the ground is reversed video the colours would become its colours, so they go.
pub fn on_ground(line: Line<'static>, ground: Style) -> Line<'static> {
    if !ground.add_modifier.contains(Modifier::REVERSED) {
        return line.patch_style(ground);
    }
    let plain = |span: Span<'static>| {
        let style = Style { fg: None, ..line.style.patch(span.style) }.remove_modifier(Modifier::DIM).patch(ground);
        Span::styled(span.content, style)
    };
    Line::from(line.spans.into_iter().map(plain).collect::<Vec<_>>())
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

/// Words in lines of at most `width` columns; a word that is wider, such as an ARN, is broken.
fn wrap_hard(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut out = Vec::new();
    for line in wrap(text, width) {
        let mut rest = line.as_str();
        while rest.width() > width {
            let head = fit(rest, width, "");
            let (head, tail) = rest.split_at_checked(head.len()).unwrap_or((rest, ""));
            out.push(head.to_owned());
            rest = tail;
        }
        out.push(rest.to_owned());
    }
    out
}

/// What AWS lets a document have in characters (AWS: "IAM and AWS STS quotas"), or the lab, when it asks for less.
fn quota(lab: &Lab, file: &str, kind: PolicyKind) -> Option<usize> {
    use crate::iam::scenario::PolicySource;
    let is_it = |source: &PolicySource| matches!(source, PolicySource::Text(name) if name == file);
    let world = &lab.scenario.world;
    let of_a_user = world.users.iter().any(|user| user.policies.iter().any(is_it));
    let of_a_role = world.roles.iter().any(|role| role.policies.iter().any(is_it));
    let aws = match kind {
        PolicyKind::Trust | PolicyKind::Session => Some(2_048),
        PolicyKind::Identity if of_a_user => Some(2_048),
        PolicyKind::Identity if of_a_role => Some(10_240),
        PolicyKind::Boundary => Some(6_144),
        PolicyKind::Scp => Some(10_240),
        PolicyKind::Rcp => Some(5_120),
        PolicyKind::Identity | PolicyKind::Resource => None,
    };
    lab.file.also.at_most_characters.or(aws)
}

/// A number with a comma between its thousands.
fn thousands(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}
