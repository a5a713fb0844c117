//! A lab: the documents on the left, the goals and the decision walked on the right, all of it live.
//!
//! `play` is the game without a screen, `goals` draws the list of goals, `view` puts everything in its place; the decision is
//! walked in the simulator pane ([`crate::tui::screens::walk`]), which `reasons` speaks with. Here is what the keys and the mouse do.

mod asks;
pub mod finish;
pub(in crate::tui::screens) mod goals;
mod play;
mod reasons;
mod view;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::course::grade::LabGrade;
use crate::course::lab::Lab;
use crate::iam::policy::PolicyKind;
use crate::iam::surroundings::Surroundings;
use crate::text::TextRange;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::screens::desk::{Desk, Panel, Quota, Reply, Tab};
use crate::tui::screens::walk;
use crate::tui::work::Done;
use play::{News, Play};
use view::Layout;

/// From so many rows on, the walk shows also the layers that are not there.
const ROOMY: u16 = 46;

/// How long no key must come, in milliseconds, until it is told that the lab is solved; twice that at most.
const PAUSE: u32 = 700;
/// The number of that wait; the walk counts its own from the other end.
const PAUSE_NUMBER: u32 = u32::MAX;
/// After so many milliseconds a proof takes long, and it is said.
const SLOW: u32 = 250;
/// The number of the wait for that is this and the proof's.
const SLOW_FROM: u32 = 1 << 30;

/// The pane that has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Text,
    Goals,
    Walk,
}

/// Whether it is still to be told that the lab is solved. Whoever types is not disturbed: it is told when the keys pause, or when the
/// text is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// Nothing is to be told, or it was.
    Told,
    /// It is to be told as soon as the goals are reached again.
    Due,
    /// It is to be told after a pause, for which a wait is under way; `touched` says whether a key came since.
    Soon { touched: bool },
}

/// A lab: the documents on the left, the goals and the walk on the right, all of it live.
#[derive(Debug)]
pub struct LabScreen {
    play: Play,
    /// The lesson it belongs to, as the head line says it.
    lesson: String,
    /// The documents.
    desk: Desk,
    focus: Focus,
    /// The chosen goal.
    goal: usize,
    /// The first row of the goals that is shown, where they were scrolled to it.
    goals_from: Option<usize>,
    /// Whether it is still to be told that the lab is solved.
    ending: Ending,
    /// Why the chosen goal stands as it does.
    walk: walk::Pane,
    /// What one expects is asked before a walk is shown.
    predict: bool,
    /// The goals at which that was asked and answered.
    foreseen: BTreeSet<usize>,
    /// The goals as they stood before the last edit.
    before: walk::Before<LabGrade>,
    /// The goal that the chosen one is compared with.
    beside: usize,
    /// The story is still to be shown.
    untold: bool,
    layout: Layout,
}

impl LabScreen {
    /// Opens a lab with the learner's drafts.
    ///
    /// # Errors
    /// In words for the person: no such lab, a malformed file, a lab that cannot be run.
    pub fn open(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let lab = shared.course.lab(id).map_err(|error| error.to_string())?;
        let entry = shared.course.find_lab(id).and_then(|(lesson, _)| lesson);
        let lesson = entry.map(|l| format!("lesson {} {} {}", l.head.number, shared.theme.symbols().dot, l.head.title));
        Self::of(lab, lesson.unwrap_or_default(), shared)
    }

    /// A lab with the learner's drafts; `lesson` is what the head line says of the lesson.
    fn of(lab: Arc<Lab>, lesson: String, shared: &mut Shared) -> Result<Self, String> {
        let id = lab.file.id.clone();
        let record = shared.store.lab(&id);
        let record = shared.kept(record).flatten();
        let untold = record.is_none();
        let mut tabs = Vec::new();
        for (document, starter) in lab.file.documents.iter().zip(&lab.starter) {
            let draft = shared.store.draft(&id, &document.file);
            let text = shared.kept(draft).flatten().unwrap_or_else(|| starter.clone());
            let kind = kind_of(&lab, &document.file);
            let mut tab = Tab::new(&document.file, &document.title, kind, &text, true);
            tab.quota = quota(&lab, &document.file, kind).or(tab.quota.filter(|_| kind != PolicyKind::Identity));
            tabs.push(tab);
        }
        let documents: Vec<String> = tabs.iter().map(|tab| tab.editor.text().to_owned()).collect();
        let surroundings = Surroundings::of(&lab.scenario.world);
        let won = shared.store.rounds();
        let won = shared.kept(won).unwrap_or_default().into_iter().filter(|(lab, _)| *lab == id).map(|(_, name)| name);
        let play = Play::new(lab, &documents, record, won.collect()).map_err(|error| error.to_string())?;
        let goal = play.grade.goals.iter().position(|goal| !goal.reached).unwrap_or_default();
        let predict = Self::predicts(&play.lab.file.lesson, shared);
        let mut screen = Self {
            walk: walk::Pane::default(),
            predict,
            foreseen: BTreeSet::new(),
            before: walk::Before::default(),
            beside: goal,
            play,
            lesson,
            desk: Desk::new(tabs, surroundings),
            focus: Focus::Text,
            goal,
            goals_from: None,
            ending: Ending::Told,
            untold,
            layout: Layout::default(),
        };
        screen.goals_from = goals::is_wrong_beyond(&screen.play.grade).then_some(0);
        let news = screen.play.note(shared.now);
        screen.keep_rounds(&news, shared);
        screen.keep_record(shared);
        screen.show_goal();
        Ok(screen)
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let in_text = self.focus == Focus::Text && self.desk.panel == Panel::Closed;
        let mut contexts = if in_text && self.desk.tabs.len() > 1 { vec![Context::Documents] } else { Vec::new() };
        contexts.extend(self.desk.contexts(self.focus == Focus::Text));
        if self.desk.panel != Panel::Closed {
            contexts.push(Context::Browse);
        } else if self.focus == Focus::Text {
            contexts.extend([Context::Solved, Context::Lab]);
        } else if self.walk.is_comparing() {
            contexts.extend([Context::Compare, Context::Lab, Context::Browse]);
        } else if self.walk.is_asking() {
            contexts.extend([Context::Foresee, Context::Goals, Context::Lab, Context::Browse]);
        } else {
            contexts.extend([Context::Walk, Context::Goals, Context::Solved, Context::Lab, Context::Browse]);
        }
        contexts.retain(|context| *context != Context::Solved || self.play.was_solved());
        contexts
    }

    /// How many answers can be given by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        self.walk.choices()
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        self.touch();
        let mut commands = self.obey(action, shared);
        commands.extend(self.tell_out_of_text(shared));
        commands
    }

    fn obey(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let reply = self.desk.act(action, shared);
        if !matches!(reply, Reply::Ignored) {
            if matches!(action, Action::NextProblem | Action::PreviousProblem) && self.desk.problems() > 0 {
                self.focus = Focus::Text;
            }
            return self.answer(reply, shared);
        }
        match action {
            Action::Back if self.focus == Focus::Text => self.focus = Focus::Goals,
            Action::Back => return vec![Command::Back],
            Action::NextPane | Action::PreviousPane => self.change_pane(action == Action::NextPane),
            Action::Up | Action::Down if self.focus == Focus::Goals => {
                self.move_in_goals(action == Action::Down, &shared.theme);
            }
            Action::NextGoal if self.walk.is_comparing() => self.compare_goals(shared),
            Action::Compare if !self.walk.is_comparing() && !self.walk.is_asking() => self.compare_goals(shared),
            Action::NextGoal => self.choose_goal(self.next_goal()),
            Action::Enter => {
                self.focus = Focus::Walk;
                return self.in_walk(Action::Decider);
            }
            Action::Before if !self.walk.is_asking() => self.turn_marks(shared),
            Action::PredictFirst => self.turn_predict_first(shared),
            Action::SmallestChange if !self.walk.is_asking() => return self.ask_smallest_change(shared),
            Action::Story => return vec![Command::Show(self.story())],
            Action::Hint => return self.ask_hint(shared),
            Action::Solution => return self.ask_solution(shared),
            Action::Reset => return self.ask_reset(),
            Action::ResetAll => return self.ask_reset_all(),
            Action::Finish => return self.show_finish(shared),
            _ => return self.in_walk(action),
        }
        Vec::new()
    }

    /// A key that means nothing else is for the text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        if self.focus != Focus::Text {
            if self.walk.is_asking() {
                shared.notice = Some(walk::WAITING.to_owned());
            }
            return Vec::new();
        }
        self.touch();
        let reply = self.desk.key(key, shared);
        self.answer(reply, shared)
    }

    /// A paste goes into the text, whichever pane has the focus.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        self.walk.stop_comparing();
        self.go_to_text();
        self.touch();
        let reply = self.desk.paste(text, shared);
        self.answer(reply, shared)
    }

    /// A click focuses and chooses, a drag selects, the wheel moves what is under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        let hit = hit.map(|(_, hit)| hit);
        let reply = self.desk.mouse(mouse, hit.as_ref(), shared);
        if !matches!(reply, Reply::Ignored) {
            if mouse.kind == MouseEventKind::Down(MouseButton::Left) {
                self.focus = Focus::Text;
            }
            return self.answer(reply, shared);
        }
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => self.click(mouse, hit),
            MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                let down = mouse.kind == MouseEventKind::ScrollDown;
                match hit {
                    Some(Hit::Row(_) | Hit::Pane(goals::GOALS)) => self.move_in_goals(down, &shared.theme),
                    Some(Hit::Pane(walk::PANE)) => {
                        return self.in_walk(if down { Action::NextStep } else { Action::PreviousStep });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        self.tell_out_of_text(shared)
    }

    /// The screen is on top now: the first time, the story is told.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        if std::mem::take(&mut self.untold) { vec![Command::Show(self.story())] } else { Vec::new() }
    }

    /// Keeps the drafts.
    pub fn leave(&mut self, shared: &mut Shared) {
        self.walk.pause();
        self.keep_drafts(shared);
    }

    /// A question of this screen's was answered with yes.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match action {
            Action::Solution => {
                if self.play.see_solution() {
                    self.keep_record(shared);
                }
                self.show_solution();
                Vec::new()
            }
            Action::SmallestChange => self.show_smallest_change(shared),
            Action::Hint => self.hint(shared),
            Action::Reset => self.reset(self.desk.tab, shared),
            Action::ResetAll => self.reset_all(shared),
            _ => Vec::new(),
        }
    }

    /// The wait is over: the drafts go to disk.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        match done {
            Done::Waited => {
                self.desk.waited();
                self.keep_drafts(shared);
                Vec::new()
            }
            Done::Beat(PAUSE_NUMBER) => self.paused(shared),
            Done::Beat(number) if *number >= SLOW_FROM => {
                if self.play.is_slow(number - SLOW_FROM) {
                    self.renew_proof();
                }
                Vec::new()
            }
            Done::Beat(number) => self.beat(*number),
            Done::Proved(number, Some(goal)) => match self.play.proved(*number, goal, shared.now) {
                Some(news) => {
                    self.renew_proof();
                    self.settle(&news, shared)
                }
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Fits the screen to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        if self.focus == Focus::Text {
            self.desk.stay();
        }
        self.layout = self.arrange(area, &shared.theme);
        self.desk.fit(self.layout.desk, &shared.theme);
        self.walk.fit(self.layout.walk, self.layout.room, &shared.theme);
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        self.draw(frame, area, &shared.theme, hits);
    }

    /// What the desk answered; when a document changed, grades anew.
    fn answer(&mut self, reply: Reply, shared: &mut Shared) -> Vec<Command> {
        match reply {
            Reply::Ignored => Vec::new(),
            Reply::Done(commands) => commands,
            Reply::Changed(mut commands) => {
                commands.extend(self.changed(shared));
                commands
            }
        }
    }

    /// The document is another one: if it is JSON at all, put it into the world and grade anew.
    fn changed(&mut self, shared: &mut Shared) -> Vec<Command> {
        let Some(tab) = self.desk.front().filter(|tab| !tab.analysis.broken) else { return Vec::new() };
        self.before.note(shared.now, || self.play.grade.clone());
        let news = self.play.put(&tab.name, tab.editor.text(), shared.now);
        let news = shared.kept(news).unwrap_or_default();
        self.renew_walk();
        let mut commands = self.prove();
        commands.extend(self.settle(&news, shared));
        commands
    }

    /// Keeps what a change brought, and tells the end when it has come.
    fn settle(&mut self, news: &News, shared: &mut Shared) -> Vec<Command> {
        if news.solved || !news.rounds.is_empty() {
            self.keep_drafts(shared);
        }
        if news.record {
            self.keep_record(shared);
        }
        self.keep_rounds(news, shared);
        self.goals_from = goals::is_wrong_beyond(&self.play.grade).then_some(0);
        if news.solved {
            self.ending = Ending::Due;
        }
        if self.focus == Focus::Text { self.wait_for_pause() } else { self.tell_out_of_text(shared) }
    }

    fn keep_record(&self, shared: &mut Shared) {
        let kept = shared.store.record_lab(&self.play.record, shared.now);
        shared.kept(kept);
    }

    fn keep_drafts(&mut self, shared: &mut Shared) {
        let lab = self.play.lab.file.id.clone();
        self.desk.keep_drafts(&lab, shared);
    }

    /// What stands on the right is older than what stands on the left: some document is no JSON just now.
    fn is_stale(&self) -> bool {
        self.desk.tabs.iter().any(|tab| tab.draft && tab.analysis.broken && tab.good)
    }

    fn choose_goal(&mut self, goal: usize) {
        self.goal = goal.min(self.play.grade.goals.len().saturating_sub(1));
        self.goals_from = None;
        self.show_goal();
    }

    /// The next goal that is not reached, after the last the first; when no other is left, the next of all.
    fn next_goal(&self) -> usize {
        let goals = &self.play.grade.goals;
        let others = || (1..goals.len()).map(|on| (self.goal + on) % goals.len());
        let open = others().find(|goal| goals.get(*goal).is_some_and(|goal| !goal.reached));
        open.or(others().next()).unwrap_or(self.goal)
    }

    /// To the next pane or the one before; on a small screen to the other side.
    fn change_pane(&mut self, forward: bool) {
        self.walk.stop_comparing();
        match (self.focus, forward) {
            (Focus::Text, true) => self.focus = Focus::Goals,
            (Focus::Text, false) => self.focus = Focus::Walk,
            _ if !self.layout.wide => self.go_to_text(),
            (Focus::Goals, true) => self.focus = Focus::Walk,
            (Focus::Walk, false) => self.focus = Focus::Goals,
            (Focus::Goals, false) | (Focus::Walk, true) => self.go_to_text(),
        }
    }

    /// Back to the text, where it was left: whatever the walk showed meanwhile, its cursor did not move.
    fn go_to_text(&mut self) {
        if self.focus == Focus::Text {
            return;
        }
        self.focus = Focus::Text;
        self.desk.come_back();
    }

    /// Brings what the step looks at into sight, in whichever tab holds it. Whoever is not writing comes back to where the text was
    /// left.
    fn show_lit(&mut self) {
        let Some(place) = self.walk.lit() else { return };
        let Some(tab) = self.desk.tabs.iter().position(|tab| tab.draft && *tab.name == *place.document) else { return };
        let range = (!self.is_off(tab)).then_some(place.range);
        match self.focus {
            Focus::Text => self.desk.show(tab, range),
            Focus::Goals | Focus::Walk => self.desk.look_at(tab, range),
        }
    }

    /// The walk's places do not fit the text of that tab: it changed since, and is no JSON.
    fn is_off(&self, tab: usize) -> bool {
        self.desk.tabs.get(tab).is_none_or(|tab| tab.analysis.broken || !tab.draft)
    }

    /// What the step looks at, in the tab that is shown.
    fn lit(&self) -> Option<TextRange> {
        let place = self.walk.lit()?;
        let tab = self.desk.front()?;
        (*tab.name == *place.document && !self.is_off(self.desk.tab)).then_some(place.range)
    }

    fn click(&mut self, mouse: MouseEvent, hit: Option<Hit>) {
        match hit {
            Some(Hit::Row(goal)) => {
                self.focus = Focus::Goals;
                self.choose_goal(goal);
            }
            Some(Hit::Pane(goals::GOALS)) => self.focus = Focus::Goals,
            Some(Hit::Pane(walk::PANE)) => {
                self.focus = Focus::Walk;
                let asked = self.walk.is_asking();
                self.walk.click(mouse.row);
                if asked && !self.walk.is_asking() {
                    self.foreseen.insert(self.goal);
                }
                self.show_lit();
            }
            _ => {}
        }
    }
}

/// What a document of a lab is.
pub(in crate::tui::screens) fn kind_of(lab: &Lab, file: &str) -> PolicyKind {
    lab.scenario.documents.get(file).map_or(PolicyKind::Identity, |document| document.kind)
}

/// What AWS lets a document have that belongs to a user or a role, or the lab, when it asks for less (AWS: "IAM and AWS STS
/// quotas": inline policies are counted together).
pub(in crate::tui::screens) fn quota(lab: &Lab, file: &str, kind: PolicyKind) -> Option<Quota> {
    use crate::iam::scenario::PolicySource;
    let is_it = |source: &PolicySource| matches!(source, PolicySource::Text(name) if name == file);
    let world = &lab.scenario.world;
    let of_a_user = world.users.iter().any(|user| user.policies.iter().any(is_it));
    let of_a_role = world.roles.iter().any(|role| role.policies.iter().any(is_it));
    let inline = match kind {
        PolicyKind::Identity if of_a_user => Some(Quota { most: 2_048, name: "user's inline policies" }),
        PolicyKind::Identity if of_a_role => Some(Quota { most: 10_240, name: "role's inline policies" }),
        _ => None,
    };
    lab.file.also.at_most_characters.map(|most| Quota { most, name: "asked for here" }).or(inline)
}

/// Markdown as plain paragraphs, for a text that has no colours.
fn plain(markdown: &str) -> String {
    use crate::course::block::{Block, plain_text};
    let (blocks, _) = crate::course::markdown::blocks(markdown);
    let mut paragraphs = Vec::new();
    for block in &blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => paragraphs.push(plain_text(text)),
            Block::List { items, .. } => {
                let item = |item: &Vec<Block>| match item.first() {
                    Some(Block::Paragraph(text)) => format!("- {}", plain_text(text)),
                    _ => String::new(),
                };
                paragraphs.push(items.iter().map(item).collect::<Vec<_>>().join("\n"));
            }
            Block::Code { text, .. } => paragraphs.push(text.clone()),
            _ => {}
        }
    }
    paragraphs.join("\n\n")
}
