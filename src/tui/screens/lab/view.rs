//! Where everything stands: side by side where there is room, else the text with a strip of goals, or goals and walk alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::{Focus, LabScreen, ROOMY, Tab, goals};
use crate::text::TextRange;
use crate::tui::app::{Hit, Hits};
use crate::tui::screens::desk::{Areas, Extras};
use crate::tui::screens::walk;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page};

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
    /// The reasons.
    pub walk: Rect,
    pub room: walk::Room,
    note: Rect,
    rules: Vec<Rect>,
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
        layout.room = walk::Room { has_keys: self.focus != Focus::Text, ..walk::Room::default() };
        if self.walk.is_comparing() {
            layout.rules.push(rows.top(1));
            layout.walk = rows.0;
        } else if layout.wide {
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
        layout.room.ample = area.height >= ROOMY;
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
        layout.walk = rows.0;
        layout.room.brief = area.height < BRIEF;
    }

    /// Draws it all.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        self.head(frame, area, theme);
        let layout = &self.layout;
        for rule in &layout.rules {
            page::rule(frame, *rule, theme);
        }
        page::upright(frame, layout.upright, theme);
        self.walk.draw_flow(frame, layout.flow, self.is_stale(), theme);
        if self.walk.is_comparing() {
            let look = walk::Look { focused: true, stale: self.is_stale(), statement: None };
            self.walk.draw(frame, look, theme, hits);
            self.desk.draw_panels(frame, theme, hits);
            return;
        }
        if layout.wide || self.focus == Focus::Text {
            let focused = self.focus == Focus::Text;
            let note = self.desk.front().and_then(|tab| self.lit_words(tab, theme));
            self.desk.draw(frame, Extras { lit: self.lit(), note, focused }, theme, hits);
        }
        self.goals(frame, theme, hits);
        if layout.wide || self.focus != Focus::Text {
            let statement = self.statement_at_cursor();
            let look = walk::Look { focused: self.focus == Focus::Walk, stale: self.is_stale(), statement };
            self.walk.draw(frame, look, theme, hits);
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

    fn lit_words(&self, tab: &Tab, theme: &Theme) -> Option<Line<'static>> {
        let edge = Span::styled(format!("{} ", theme.symbols().edge), theme.style(Role::Accent));
        let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
        if !tab.draft {
            return Some(Line::from(dim("the reference answer, to read and to copy from".into())));
        }
        if self.lit().is_some() {
            return Some(Line::from(vec![edge, dim("what the marked step of the walk looks at".into())]));
        }
        let place = self.walk.lit()?;
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
        goals::draw(frame, layout.goals, &self.play.grade, self.goals_look(), theme, hits);
        if head.height == 0 {
            return;
        }
        let strip = !layout.wide && self.focus == Focus::Text;
        hits.add(head, Hit::Pane(goals::GOALS));
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
        } else if goals::is_wrong_beyond(&self.play.grade) && self.play.reached() == self.play.goals() {
            Span::styled(" all reached, and something else is still wrong", theme.style(Role::Silent))
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

    fn goals_look(&self) -> goals::Look {
        goals::Look {
            chosen: self.goal,
            focused: self.focus == Focus::Goals,
            stale: self.is_stale(),
            hidden: self.play.has_hidden(),
            secret: self.walk.is_asking(),
            from: self.goals_from,
        }
    }

    /// Moves the choice among the goals, and beyond the first and the last of them the list itself.
    pub(super) fn move_in_goals(&mut self, down: bool, theme: &Theme) {
        let at_the_end = if down { self.goal + 1 >= self.play.grade.goals.len() } else { self.goal == 0 };
        if !at_the_end {
            return self.choose_goal(if down { self.goal + 1 } else { self.goal.saturating_sub(1) });
        }
        let first = |look| goals::first(self.layout.goals, &self.play.grade, look, theme);
        let look = self.goals_look();
        let now = first(look);
        let from = if down { now + 1 } else { now.saturating_sub(1) };
        self.goals_from = Some(first(goals::Look { from: Some(from), ..look }));
    }

    /// The document and the statement under the text's cursor.
    pub(super) fn statement_at_cursor(&self) -> Option<(&str, TextRange)> {
        if self.focus != Focus::Text || self.is_off(self.desk.tab) {
            return None;
        }
        let tab = self.desk.front()?;
        Some((tab.name.as_str(), tab.analysis.statement_at(tab.editor.cursor())?))
    }
}
