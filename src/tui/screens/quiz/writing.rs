//! A policy to write or to mend inside a question: its documents at a desk, the visible requests judged live beside it.
//!
//! The hidden requests are judged when the learner hands the documents in.

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::grade::{Answer, LabGrade, grade_lab, policy_lab, with_documents};
use crate::course::lab::Lab;
use crate::course::question::{Question, WritePolicy};
use crate::iam::explain;
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::Scenario;
use crate::iam::surroundings::Surroundings;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::screens::desk::{Areas, Desk, Extras, Panel, Reply, Tab};
use crate::tui::screens::lab::goals;
use crate::tui::screens::lab::{kind_of, quota};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page, prose, wrap};

/// From here on, question and text stand side by side.
const WIDE: (u16, u16) = (100, 20);
/// The question, as the mouse knows it.
const QUESTION: usize = 1;
/// Rows of the strip of goals below the text, on a small screen.
const STRIP: usize = 5;

/// A policy being written.
#[derive(Debug)]
pub struct Writing {
    /// The question's id: drafts are kept under it.
    id: String,
    lab: Lab,
    /// The world, with every document as it last was one.
    scenario: Scenario,
    grade: LabGrade,
    desk: Desk,
    /// The text has the focus, not the question.
    in_text: bool,
    goal: usize,
    /// Lines of the question above its window.
    scroll: usize,
    layout: Layout,
}

/// Where the pieces stand.
#[derive(Debug, Default)]
struct Layout {
    wide: bool,
    desk: Areas,
    question: Rect,
    goals_head: Rect,
    goals: Rect,
    reason: Rect,
    upright: Rect,
    /// The question in a line, above the text.
    line: Rect,
    lines: Vec<Line<'static>>,
    reasons: Vec<Line<'static>>,
}

impl Writing {
    /// The documents as the learner left them, or as they begin.
    ///
    /// # Errors
    /// In words for the person: the question's world cannot be built or run.
    pub fn open(question: &Question, kind: &WritePolicy, shared: &mut Shared) -> Result<Self, String> {
        let id = question.common.id.0.clone();
        let lab = policy_lab(kind).map_err(|error| error.to_string())?;
        let mut tabs = Vec::new();
        for (document, starter) in lab.file.documents.iter().zip(&lab.starter) {
            let draft = shared.store.draft(&id, &document.file);
            let text = shared.kept(draft).flatten().unwrap_or_else(|| starter.clone());
            let kind = kind_of(&lab, &document.file);
            let mut tab = Tab::new(&document.file, &document.title, kind, &text, true);
            tab.quota = quota(&lab, &document.file, kind).or(tab.quota.filter(|_| kind != PolicyKind::Identity));
            tabs.push(tab);
        }
        let texts: Vec<String> = tabs.iter().map(|tab| tab.editor.text().to_owned()).collect();
        let scenario = with_documents(&lab, &texts);
        let grade = grade_lab(&lab, &scenario).map_err(|error| error.to_string())?;
        let goal = grade.goals.iter().position(|goal| !goal.reached).unwrap_or_default();
        let desk = Desk::new(tabs, Surroundings::of(&lab.scenario.world));
        Ok(Self { id, lab, scenario, grade, desk, in_text: false, goal, scroll: 0, layout: Layout::default() })
    }

    /// Which keys mean something, most particular first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.desk.contexts(self.in_text);
        contexts.push(Context::Writing);
        if self.desk.panel != Panel::Closed {
            contexts.push(Context::Browse);
        } else if !self.in_text {
            contexts.extend([Context::Question, Context::Browse]);
        }
        contexts
    }

    /// The documents as they stand.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::Documents(self.desk.tabs.iter().map(|tab| tab.editor.text().to_owned()).collect())
    }

    /// Does what a key means to the text and the goals; `None` when that is the question's business.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Option<Vec<Command>> {
        let reply = self.desk.act(action, shared);
        if !matches!(reply, Reply::Ignored) {
            if matches!(action, Action::NextProblem | Action::PreviousProblem) && self.desk.problems() > 0 {
                self.in_text = true;
            }
            return Some(self.settle(reply, shared));
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.in_text = !self.in_text,
            Action::Back if self.in_text => self.in_text = false,
            Action::Up if !self.in_text => self.choose_goal(self.goal.saturating_sub(1)),
            Action::Down if !self.in_text => self.choose_goal(self.goal + 1),
            Action::PageUp => self.scroll = self.scroll.saturating_sub(5),
            Action::PageDown => self.scroll += 5,
            _ => return None,
        }
        Some(Vec::new())
    }

    /// A key that means nothing else is for the text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        if !self.in_text {
            return Vec::new();
        }
        let reply = self.desk.key(key, shared);
        self.settle(reply, shared)
    }

    /// A paste goes into the text.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        self.in_text = true;
        let reply = self.desk.paste(text, shared);
        self.settle(reply, shared)
    }

    /// A click focuses and chooses, a drag selects, the wheel moves what is under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&Hit>, shared: &mut Shared) -> Vec<Command> {
        let reply = self.desk.mouse(mouse, hit, shared);
        if !matches!(reply, Reply::Ignored) {
            self.in_text |= mouse.kind == MouseEventKind::Down(MouseButton::Left);
            return self.settle(reply, shared);
        }
        match (mouse.kind, hit) {
            (MouseEventKind::Down(MouseButton::Left), Some(Hit::Row(goal))) => self.choose_goal(*goal),
            (MouseEventKind::Down(MouseButton::Left), Some(Hit::Pane(QUESTION))) => self.in_text = false,
            (MouseEventKind::ScrollDown, _) => self.scroll += 1,
            (MouseEventKind::ScrollUp, _) => self.scroll = self.scroll.saturating_sub(1),
            _ => {}
        }
        Vec::new()
    }

    /// The wait is over: the drafts go to disk.
    pub fn waited(&mut self, shared: &mut Shared) {
        self.desk.waited();
        self.keep_drafts(shared);
    }

    /// Keeps the drafts.
    pub fn keep_drafts(&mut self, shared: &mut Shared) {
        self.desk.keep_drafts(&self.id, shared);
    }

    /// The next try begins where the question begins: this one was right.
    pub fn forget_drafts(&mut self, shared: &mut Shared) {
        for (tab, starter) in self.desk.tabs.iter_mut().zip(&self.lab.starter) {
            tab.dirty = false;
            let kept = shared.store.save_draft(&self.id, &tab.name, starter, shared.now);
            shared.kept(kept);
        }
    }

    fn settle(&mut self, reply: Reply, shared: &mut Shared) -> Vec<Command> {
        match reply {
            Reply::Ignored => Vec::new(),
            Reply::Done(commands) => commands,
            Reply::Changed(commands) => {
                self.judge(shared);
                commands
            }
        }
    }

    /// The document in front is another one: if it is JSON at all, judges the requests anew.
    fn judge(&mut self, shared: &mut Shared) {
        let Some(tab) = self.desk.front().filter(|tab| !tab.analysis.broken) else { return };
        self.scenario.replace_document(&tab.name, tab.editor.text());
        let grade = grade_lab(&self.lab, &self.scenario);
        if let Some(grade) = shared.kept(grade) {
            self.grade = grade;
        }
    }

    fn choose_goal(&mut self, goal: usize) {
        self.goal = goal.min(self.grade.goals.len().saturating_sub(1));
    }

    /// The goals are older than the text: some document is no JSON just now.
    fn is_stale(&self) -> bool {
        self.desk.tabs.iter().any(|tab| tab.analysis.broken && tab.good)
    }

    /// Fits everything to its place.
    pub fn prepare(&mut self, stem: &str, area: Rect, theme: &Theme) {
        let mut layout = Layout { wide: area.width >= WIDE.0 && area.height >= WIDE.1, ..Layout::default() };
        layout.desk.bounds = area;
        let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        if layout.wide {
            let left = area.width * 2 / 5;
            let question = Rect { x: area.x + 2, width: left.saturating_sub(4), ..area };
            let right = Rect { x: area.x + left, width: area.width - left, ..area };
            layout.upright = Rect { width: 1, ..right };
            let text = Rect { x: right.x + 1, width: right.width.saturating_sub(1), ..right };
            arrange_text(&mut layout, text, 3);
            self.arrange_question(&mut layout, stem, question, theme);
        } else if self.in_text {
            let strip = rows((self.grade.goals.len() + 1).min(STRIP)).min(area.height / 3);
            let below = Rect { y: area.bottom() - strip, height: strip, ..area };
            layout.goals_head = Rect { height: 1.min(strip), ..below };
            layout.goals = Rect { y: below.y + 1, height: strip.saturating_sub(1), ..below };
            layout.line =
                Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1.min(area.height), ..area };
            let text = Rect { y: area.y + 1, height: area.height.saturating_sub(strip + 1), ..area };
            arrange_text(&mut layout, text, 2);
        } else {
            let question = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
            self.arrange_question(&mut layout, stem, question, theme);
        }
        self.scroll = self.scroll.min(layout.lines.len().saturating_sub(usize::from(layout.question.height)));
        self.desk.fit(layout.desk, theme);
        self.layout = layout;
    }

    /// The question above, the goals and the reason of the chosen one below it.
    fn arrange_question(&self, layout: &mut Layout, stem: &str, area: Rect, theme: &Theme) {
        let width = usize::from(area.width).min(78);
        layout.lines = prose::markdown(stem, theme.style(Role::Strong), width, theme);
        let chosen = self.grade.goals.get(self.goal);
        let words = match chosen.and_then(|goal| goal.simulation.as_ref()) {
            Some(simulation) => explain::summary(simulation),
            None => chosen.map(|goal| goal.state.clone()).unwrap_or_default(),
        };
        let style = theme.style(if self.is_stale() { Role::Dim } else { Role::Text });
        layout.reasons = wrap(&words, width).into_iter().map(|line| Line::styled(line, style)).collect();
        let goals = self.grade.goals.len();
        // The question in full where that leaves room for the goals, then the goals, then the reason.
        let room = usize::from(area.height);
        let question = layout.lines.len().min(room.saturating_sub(goals.min(6) + 2)).max(1.min(room));
        let mut y = area.y;
        let mut take = |count: usize| {
            let height = u16::try_from(count).unwrap_or(u16::MAX).min(area.bottom().saturating_sub(y));
            let taken = Rect { y, height, ..area };
            y += height;
            taken
        };
        layout.question = take(question);
        take(1);
        layout.goals_head = take(1);
        layout.goals = take(goals);
        take(1);
        layout.reason = take(room);
    }

    /// Draws it all.
    pub fn draw(&self, stem: &str, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        hits.add(layout.question, Hit::Pane(QUESTION));
        for (row, line) in layout.question.rows().zip(layout.lines.iter().skip(self.scroll)) {
            frame.render_widget(Paragraph::new(line.clone()), row);
        }
        let hidden = layout.lines.len().saturating_sub(self.scroll + usize::from(layout.question.height));
        if let (true, Some(row)) = (hidden > 0, layout.question.rows().next_back()) {
            let words = format!("{:<1$}", format!("{} {} more lines  PgDn", theme.symbols().below, hidden + 1), 40);
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), row);
        }
        page::upright(frame, layout.upright, theme);
        if layout.line.height > 0 {
            let question = prose::markdown(stem, theme.style(Role::Dim), 400, theme);
            let words = question.first().map(Line::to_string).unwrap_or_default();
            let room = usize::from(layout.line.width).saturating_sub(4);
            let line = Line::from(vec![
                Span::styled("F6 ", theme.style(Role::Accent)),
                Span::styled(fit(&words, room, theme.symbols().ellipsis), theme.style(Role::Dim)),
            ]);
            frame.render_widget(Paragraph::new(line), layout.line);
            hits.add(layout.line, Hit::Action(Action::NextPane));
        }
        let shows_text = layout.wide || self.in_text;
        if shows_text {
            let extras = Extras { lit: None, note: None, focused: self.in_text };
            self.desk.draw(frame, extras, theme, hits);
        }
        self.draw_goals(frame, theme, hits);
        for (row, line) in layout.reason.rows().zip(&layout.reasons) {
            frame.render_widget(Paragraph::new(line.clone()), row);
        }
        if shows_text || self.desk.panel != Panel::Closed {
            self.desk.draw_panels(frame, theme, hits);
        }
    }

    fn draw_goals(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let reached = self.grade.goals.iter().filter(|goal| goal.reached).count();
        let mut spans = vec![
            Span::styled("Goals ", theme.style(Role::Strong)),
            Span::styled(format!("{reached} of {}", self.grade.goals.len()), theme.style(Role::Accent)),
        ];
        let hidden = self.lab.file.requests.iter().any(|request| request.hidden.is_some());
        let more = if hidden { "   more is tried when you answer" } else { "" };
        if layout.goals_head.width >= 44 {
            spans.push(Span::styled(more, theme.style(Role::Dim)));
        }
        let inset = Rect { x: layout.goals_head.x + u16::from(self.in_text && !layout.wide), ..layout.goals_head };
        frame.render_widget(Paragraph::new(Line::from(spans)), inset);
        let look = goals::Look {
            chosen: self.goal,
            focused: !self.in_text,
            stale: self.is_stale(),
            hidden: false,
            secret: false,
            from: None,
        };
        goals::draw(frame, layout.goals, &self.grade, look, theme, hits);
    }
}

fn arrange_text(layout: &mut Layout, area: Rect, status: u16) {
    let status = status.min(area.height.saturating_sub(3));
    layout.desk.tabs = Rect { height: 1.min(area.height), ..area };
    let text = area.height.saturating_sub(1 + status);
    layout.desk.text = Rect { y: area.y + 1, height: text, ..area };
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    layout.desk.status = Rect { y: area.y + 1 + text, height: status, ..inner };
}
