//! The sandbox: policies of one's own with everything the editor knows, alone or in a scenario whose requests are decided at
//! every key.
//!
//! `case` is the scenario on the desk, `begin` lays one there, `files` reads and writes, `requests` lists what is asked,
//! `reasons` walks through it, `least` is the smallest change, `places` what stands in place of the desk for a while, `kept`
//! remembers all of it from one start to the next, `piece` finds the place of a template, `view` puts everything in its place.
//! Here is what the keys and the mouse do.

mod begin;
mod case;
mod files;
mod kept;
mod least;
mod piece;
mod places;
mod reasons;
mod requests;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::iam::change::Change;
use crate::iam::draft::{self, Entity};
use crate::iam::policy::PolicyKind;
use crate::iam::surroundings::Surroundings;
use crate::iam::{json, lower};
use crate::text::TextRange;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::palette::{Entry, Palette};
use crate::tui::screens::desk::{Desk, Panel, Reply, Tab};
use crate::tui::screens::walk;
use crate::tui::work::{Done, Job};
use case::{Case, Outcome};
use files::Round;
use least::Least;
use places::Place;

/// The pane that has the focus. Without a scenario there is the text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    Text,
    Requests,
    Walk,
}

/// What comes onto the desk once the scenario there has left it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    /// Nothing.
    Nothing,
    /// A scenario of the course.
    Course(String),
    /// A scenario in a file.
    File(PathBuf),
}

/// The sandbox.
#[derive(Debug)]
pub struct Sandbox {
    desk: Desk,
    /// The scenario that some or all of the documents belong to.
    case: Option<Case>,
    focus: Focus,
    /// Why the chosen request ends as it does.
    walk: walk::Pane,
    /// What one expects is asked before a walk is shown.
    predict: bool,
    /// The requests at which that was asked and answered.
    foreseen: BTreeSet<usize>,
    /// What came of the requests before the last edit.
    before: walk::Before<Vec<Outcome>>,
    /// The request that the chosen one is compared with.
    beside: usize,
    /// The smallest change, while it is looked at.
    least: Option<Least>,
    /// What stands in place of the desk.
    place: Option<Place>,
    /// What is still to be loaded when the screen is entered.
    wanted: Option<PathBuf>,
    /// What comes once the scenario has left the desk.
    next: Next,
    /// What is being saved.
    saving: Round,
    layout: view::Layout,
}

impl Sandbox {
    /// The sandbox as it was left; what is in `file` comes on top.
    #[must_use]
    pub fn open(file: Option<PathBuf>, shared: &mut Shared) -> Self {
        let left = kept::restore(shared);
        let case = left.case.and_then(|case| shared.kept(case));
        let surroundings = case.as_ref().map(|case| Surroundings::of(&case.scenario.world)).unwrap_or_default();
        let mut sandbox = Self {
            desk: Desk::new(left.tabs, surroundings),
            case,
            focus: Focus::Text,
            walk: walk::Pane::default(),
            predict: walk::is_wanted(shared, false),
            foreseen: BTreeSet::new(),
            before: walk::Before::default(),
            beside: 0,
            least: None,
            place: None,
            wanted: file,
            next: Next::Nothing,
            saving: Round::default(),
            layout: view::Layout::default(),
        };
        sandbox.desk.choose_tab(left.front);
        if sandbox.desk.tabs.is_empty() {
            sandbox.add(PolicyKind::Identity, None, "");
        }
        sandbox.look();
        sandbox
    }

    /// The sandbox as it was left, with a document on top. One that lies there already comes to the front.
    #[must_use]
    pub fn with(title: &str, kind: Option<PolicyKind>, text: &str, shared: &mut Shared) -> Self {
        let mut sandbox = Self::open(None, shared);
        let text = text.trim_end();
        let kind = kind.unwrap_or_else(|| lower::guess_kind(&json::parse(text)));
        match sandbox.desk.tabs.iter().position(|tab| tab.kind == kind && tab.editor.text() == text) {
            Some(there) => sandbox.desk.choose_tab(there),
            None => sandbox.add(kind, Some(title), text),
        }
        sandbox.keep(shared);
        sandbox
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if let Some(place) = &self.place {
            return place.contexts();
        }
        if self.least.is_some() {
            return vec![Context::Change, Context::Browse];
        }
        let mut contexts = self.desk.contexts(self.focus == Focus::Text);
        match (self.desk.panel, self.focus) {
            (Panel::Closed, Focus::Text) => contexts.push(Context::Sandbox),
            (Panel::Closed, _) if self.walk.is_comparing() => {
                contexts.extend([Context::Compare, Context::Sandbox, Context::Browse]);
            }
            (Panel::Closed, _) => {
                contexts.extend(self.walk.is_asking().then_some(Context::Foresee));
                contexts.extend([Context::Requests, Context::Walk, Context::Sandbox, Context::Browse]);
            }
            (_, _) => contexts.extend([Context::Sandbox, Context::Browse]),
        }
        contexts
    }

    /// How many answers can be given by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        if self.case.is_some() && self.place.is_none() { self.walk.choices() } else { 0 }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        if self.place.is_some() {
            return self.act_in_place(action, shared);
        }
        if self.least.is_some() {
            return self.act_in_change(action, shared);
        }
        if action == Action::Copy && self.focus != Focus::Text && self.desk.panel == Panel::Closed {
            return self.copy_commands(shared);
        }
        let reply = self.desk.act(action, shared);
        if !matches!(reply, Reply::Ignored) {
            if matches!(action, Action::NextProblem | Action::PreviousProblem) && self.desk.problems() > 0 {
                self.focus = Focus::Text;
            }
            return self.answer(reply, shared);
        }
        match action {
            Action::Back if self.focus == Focus::Text && self.case.is_some() => self.focus = Focus::Requests,
            Action::Back => return vec![Command::Back],
            Action::NextPane | Action::PreviousPane => self.change_pane(action == Action::NextPane),
            Action::NewTab => return vec![choose_kind("A new document", Action::NewTab)],
            Action::ChangeKind => return self.ask_kind(shared),
            Action::Rename => {
                let title = self.desk.front().map(|tab| tab.title.clone()).unwrap_or_default();
                let detail = "What the tab says. Its file keeps its name.";
                return vec![Command::Show(Overlay::prompt("Rename", detail, &title, Action::Rename))];
            }
            Action::CloseTab => return self.ask_close(shared),
            Action::Load => return vec![Self::ask_what_to_load()],
            Action::Save => return self.save(shared),
            Action::SaveAs => return self.ask_where(),
            Action::Template => return vec![self.choose_template(shared)],
            Action::World | Action::NewRequest | Action::EditRequest | Action::WhatIf | Action::Matrix => {
                self.go_to_place(action, shared);
            }
            _ => return self.act_in_case(action, shared),
        }
        Vec::new()
    }

    /// Does what a key means to the requests and the walk.
    fn act_in_case(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let Some(case) = &self.case else { return Vec::new() };
        let (chosen, all) = (case.chosen, case.scenario.requests.len());
        match action {
            Action::Compare if !self.walk.is_comparing() && !self.walk.is_asking() => self.compare(shared),
            Action::NextGoal if self.walk.is_comparing() => self.compare(shared),
            Action::PredictFirst => self.turn_predict_first(shared),
            Action::Up if self.focus == Focus::Requests => self.choose(chosen.saturating_sub(1)),
            Action::Down if self.focus == Focus::Requests => self.choose(chosen + 1),
            Action::First => self.choose(0),
            Action::Last => self.choose(all),
            Action::NextGoal => self.choose((chosen + 1) % all.max(1)),
            Action::Enter => {
                self.focus = Focus::Walk;
                return self.in_walk(Action::Decider);
            }
            Action::Remove => {
                let name = case.request().map(|request| request.name.clone());
                let change = name.map(|name| draft::Change::Remove(Entity::Request(name)));
                if change.is_some_and(|change| self.change_world(&[change], shared)) {
                    shared.notice = Some("the request is removed; u brings it back".to_owned());
                }
            }
            Action::TakeBack => self.take_back(shared),
            Action::Story => {
                return vec![Command::Show(case.story())];
            }
            Action::SmallestChange => match Least::of(case) {
                Some(least) => self.least = Some(least),
                None => shared.notice = Some("no change of one or two policies would turn this request".to_owned()),
            },
            Action::Before if !self.walk.is_asking() => self.turn_marks(shared),
            _ => return self.in_walk(action),
        }
        Vec::new()
    }

    /// Does what a key means while the smallest change is looked at.
    fn act_in_change(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let Some(least) = &mut self.least else { return Vec::new() };
        match action {
            Action::Up | Action::Down => least.scroll(action == Action::Down),
            Action::Left | Action::Right => least.turn(action == Action::Right),
            Action::Enter => {
                let change = least.change().cloned();
                self.least = None;
                return change.map(|change| self.make(&change, shared)).unwrap_or_default();
            }
            Action::Back => self.least = None,
            _ => {}
        }
        Vec::new()
    }

    /// Makes a change: in each document that it is of one step of undo, and a policy more is attached.
    fn make(&mut self, change: &Change, shared: &mut Shared) -> Vec<Command> {
        let text_of = |name: &str| self.desk.tabs.iter().find(|tab| tab.name == name).map(|tab| tab.editor.text());
        let Some(texts) = least::texts_after(change, text_of) else {
            shared.notice = Some("this is a change of a policy that is not on the desk".to_owned());
            return Vec::new();
        };
        let attached = least::attached(change);
        let last = texts.last().map(|(name, _)| name.clone());
        let mut commands = Vec::new();
        for (name, text) in texts {
            let Some(tab) = self.desk.tabs.iter().position(|tab| *tab.name == *name) else { continue };
            self.desk.choose_tab(tab);
            let cursor = change.parts.iter().find(|part| part.document == name).map_or(0, |part| part.range.start);
            let reply = self.desk.change(shared, |editor| editor.set_text(&text, cursor as usize), "");
            commands.extend(self.answer(reply, shared));
        }
        shared.notice = Some("changed; in the text, Ctrl-Z takes it back".to_owned());
        if !attached.is_empty() && self.change_world(&attached, shared) {
            shared.notice = Some("a policy more is attached; u takes it back".to_owned());
        }
        let new = change.parts.iter().rfind(|part| part.attach_to.is_some()).map(|part| part.document.clone());
        let shown = self
            .desk
            .tabs
            .iter()
            .position(|tab| new.as_ref().or(last.as_ref()).is_some_and(|name| *tab.name == **name));
        self.desk.choose_tab(shown.unwrap_or(self.desk.tab));
        // Whoever takes it back finds it where the text is.
        self.desk.stay();
        commands
    }

    /// Changes the world of the scenario; says why not when it cannot be.
    fn change_world(&mut self, changes: &[draft::Change], shared: &mut Shared) -> bool {
        let Some(case) = &self.case else { return false };
        match case.with(changes, &self.desk.tabs) {
            Ok(case) => {
                self.lay_out(case, &[], shared);
                self.keep(shared);
                true
            }
            Err(why) => {
                shared.notice = Some(why);
                false
            }
        }
    }

    /// Takes the last change of the world back.
    fn take_back(&mut self, shared: &mut Shared) {
        match self.case.as_ref().and_then(|case| case.taken_back(&self.desk.tabs)) {
            Some(case) => {
                self.lay_out(case, &[], shared);
                self.keep(shared);
                shared.notice = Some("the world is as it was before the last change".to_owned());
            }
            None => shared.notice = Some("nothing was changed in the world".to_owned()),
        }
    }

    /// A key that means nothing else is for the text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        if self.place.is_some() {
            return self.key_in_place(key, shared);
        }
        if self.focus != Focus::Text || self.least.is_some() {
            if self.walk.is_asking() && self.least.is_none() {
                shared.notice = Some(walk::WAITING.to_owned());
            }
            return Vec::new();
        }
        let reply = self.desk.key(key, shared);
        self.answer(reply, shared)
    }

    /// A paste goes into the text, whichever pane has the focus; a message of a denial begins a request.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        if self.place.is_some() {
            return self.paste_in_place(text, shared);
        }
        if self.focus != Focus::Text && self.begin_with_message(text) {
            return Vec::new();
        }
        (self.focus, self.least) = (Focus::Text, None);
        self.walk.stop_comparing();
        let reply = self.desk.paste(text, shared);
        self.answer(reply, shared)
    }

    /// A click focuses and chooses, a drag selects, the wheel moves what is under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        if self.place.is_some() {
            return self.mouse_in_place(mouse, hit.as_ref(), shared);
        }
        let hit = hit.map(|(_, hit)| hit);
        if let Some(least) = &mut self.least {
            match mouse.kind {
                MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                    least.scroll(mouse.kind == MouseEventKind::ScrollDown);
                }
                MouseEventKind::Down(_) if hit != Some(Hit::Pane(least::PANE)) => self.least = None,
                _ => {}
            }
            return Vec::new();
        }
        let reply = self.desk.mouse(mouse, hit.as_ref(), shared);
        if !matches!(reply, Reply::Ignored) {
            if mouse.kind == MouseEventKind::Down(MouseButton::Left) {
                self.focus = Focus::Text;
            }
            return self.answer(reply, shared);
        }
        let chosen = self.case.as_ref().map_or(0, |case| case.chosen);
        match (mouse.kind, hit) {
            (MouseEventKind::Down(MouseButton::Left), Some(Hit::Row(request))) => {
                self.focus = Focus::Requests;
                self.choose(request);
            }
            (MouseEventKind::Down(MouseButton::Left), Some(Hit::Pane(view::REQUESTS))) => self.focus = Focus::Requests,
            (MouseEventKind::Down(MouseButton::Left), Some(Hit::Pane(walk::PANE))) => {
                self.focus = Focus::Walk;
                let asked = self.walk.is_asking();
                self.walk.click(mouse.row);
                if asked && !self.walk.is_asking() {
                    self.foreseen.insert(chosen);
                }
                self.show_lit();
            }
            (MouseEventKind::ScrollDown, Some(Hit::Row(_) | Hit::Pane(view::REQUESTS))) => self.choose(chosen + 1),
            (MouseEventKind::ScrollUp, Some(Hit::Row(_) | Hit::Pane(view::REQUESTS))) => {
                self.choose(chosen.saturating_sub(1));
            }
            (MouseEventKind::ScrollDown | MouseEventKind::ScrollUp, Some(Hit::Pane(walk::PANE))) => {
                let down = mouse.kind == MouseEventKind::ScrollDown;
                return self.in_walk(if down { Action::NextStep } else { Action::PreviousStep });
            }
            _ => {}
        }
        Vec::new()
    }

    /// Reads what was asked for, and what became of the files.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        let mut commands = self.returned();
        commands.extend(self.wanted.take().map(|file| work(Job::Load(file))));
        commands
    }

    /// Keeps the documents.
    pub fn leave(&mut self, shared: &mut Shared) {
        self.walk.pause();
        self.keep(shared);
    }

    /// A question of this screen's was answered with yes.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        if self.place.is_some() {
            return self.confirmed_in_place(action, shared);
        }
        match action {
            Action::CloseTab => self.close(shared),
            Action::Overwrite => return self.overwrite(),
            Action::Scenario => {
                self.close_case(shared);
                return match std::mem::replace(&mut self.next, Next::Nothing) {
                    Next::Nothing => Vec::new(),
                    Next::Course(name) => self.begin_scenario(&name, shared),
                    Next::File(file) => vec![work(Job::Load(file))],
                };
            }
            _ => {}
        }
        Vec::new()
    }

    /// What was typed or chosen for an action.
    pub fn given(&mut self, action: Action, words: &str, shared: &mut Shared) -> Vec<Command> {
        match action {
            Action::NewTab => {
                self.add(PolicyKind::from_name(words).unwrap_or(PolicyKind::Identity), None, "");
                self.keep(shared);
            }
            Action::ChangeKind => {
                if let (Some(tab), Some(kind)) = (self.desk.front_mut(), PolicyKind::from_name(words)) {
                    tab.kind = kind;
                    tab.quota = Tab::quota(kind);
                }
                let commands = self.desk.changed();
                self.keep(shared);
                return commands;
            }
            Action::Rename => {
                if let Some(tab) = self.desk.front_mut() {
                    tab.title = words.to_owned();
                }
                self.keep(shared);
            }
            Action::Load => return vec![work(Job::Load(PathBuf::from(words)))],
            Action::SaveAs => return self.save_as(PathBuf::from(words), shared),
            Action::Template => return self.put_in(words, shared),
            Action::Scenario => return self.begin_scenario(words, shared),
            Action::OwnValue => self.given_to_place(words),
            _ => {}
        }
        Vec::new()
    }

    /// The worker is done with something.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        match done {
            Done::Waited => {
                self.desk.waited();
                self.keep(shared);
            }
            Done::Loaded(file, loaded) => return self.loaded(file, loaded, shared),
            Done::Saved(saving, saved) => return self.saved(saving, saved, shared),
            Done::Seen(files) => return self.seen(files, shared),
            Done::Beat(number) => return self.beat(*number),
            Done::Coloured(_) | Done::Proved(..) => {}
        }
        Vec::new()
    }

    /// Fits the screen to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        if let Some(place) = &mut self.place {
            return place.prepare(area);
        }
        if self.focus == Focus::Text {
            self.desk.stay();
        }
        self.layout = self.arrange(area);
        self.desk.fit(self.layout.areas, &shared.theme);
        self.walk.fit(self.layout.walk, self.layout.room, &shared.theme);
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        match &self.place {
            Some(place) => {
                if matches!(place, Place::World(_)) {
                    self.head(frame, area, &shared.theme);
                }
                place.view(frame, &shared.theme, hits);
            }
            None => self.draw(frame, area, &shared.theme, hits),
        }
    }

    /// What the desk answered; when a document changed, every request is decided anew.
    fn answer(&mut self, reply: Reply, shared: &Shared) -> Vec<Command> {
        match reply {
            Reply::Ignored => Vec::new(),
            Reply::Done(commands) => commands,
            Reply::Changed(commands) => {
                self.run(shared.now);
                commands
            }
        }
    }

    fn choose(&mut self, request: usize) {
        let Some(case) = &mut self.case else { return };
        case.chosen = request.min(case.scenario.requests.len().saturating_sub(1));
        self.look();
        self.show_lit();
    }

    /// To the next pane or the one before; on a small screen to the other side.
    fn change_pane(&mut self, forward: bool) {
        if self.case.is_none() {
            return self.desk.change_panel(forward);
        }
        self.desk.panel = Panel::Closed;
        self.walk.stop_comparing();
        match (self.focus, forward) {
            (Focus::Text, true) => self.focus = Focus::Requests,
            (Focus::Text, false) => self.focus = Focus::Walk,
            _ if !self.layout.wide => self.go_to_text(),
            (Focus::Requests, true) => self.focus = Focus::Walk,
            (Focus::Walk, false) => self.focus = Focus::Requests,
            (Focus::Requests, false) | (Focus::Walk, true) => self.go_to_text(),
        }
    }

    /// Brings what the step looks at into sight, in whichever tab holds it.
    fn show_lit(&mut self) {
        let Some(place) = self.walk.lit() else { return };
        let mut tabs = self.desk.tabs.iter().enumerate();
        let Some((at, tab)) = tabs.find(|(_, tab)| *tab.name == *place.document) else { return };
        let range = (!tab.analysis.broken).then_some(place.range);
        match self.focus {
            Focus::Text => self.desk.show(at, range),
            Focus::Requests | Focus::Walk => self.desk.look_at(at, range),
        }
    }

    /// Back to the text, where it was left: whatever the walk showed meanwhile, its cursor did not move.
    fn go_to_text(&mut self) {
        if self.focus != Focus::Text {
            self.focus = Focus::Text;
            self.desk.come_back();
        }
    }

    /// What the step looks at, in the tab that is shown.
    fn lit(&self) -> Option<TextRange> {
        let place = self.walk.lit()?;
        let tab = self.desk.front()?;
        (*tab.name == *place.document && !tab.analysis.broken).then_some(place.range)
    }

    /// Some document of the scenario is no JSON just now: what stands at the right is older.
    fn is_stale(&self) -> bool {
        let broken = |case: &Case| self.desk.tabs.iter().any(|tab| tab.analysis.broken && case.holds(tab));
        self.case.as_ref().is_some_and(broken)
    }

    /// Whether the document in front belongs to the scenario; where there is no document, all does.
    fn is_of_case(&self) -> bool {
        let Some(case) = &self.case else { return false };
        self.desk.front().is_none_or(|tab| case.holds(tab) || self.is_blank())
    }

    /// Nothing is written in the document in front, and it has no file.
    fn is_blank(&self) -> bool {
        self.desk.front().is_none_or(|tab| tab.file.is_none() && tab.editor.text().trim().is_empty())
    }

    /// Keeps which documents there are, and those that changed.
    fn keep(&mut self, shared: &mut Shared) {
        self.desk.keep_drafts(kept::NAME, shared);
        kept::keep(&self.desk, self.case.as_ref(), shared);
    }

    /// Adds a document and puts it in front. An empty one that was never saved makes room.
    fn add(&mut self, kind: PolicyKind, title: Option<&str>, text: &str) {
        // Names are used again, so that what was kept of closed documents does not pile up.
        let taken = |name: &String| self.desk.tabs.iter().any(|tab| tab.name == *name);
        let name = (1..).map(|n: usize| n.to_string()).find(|name| !taken(name)).unwrap_or_default();
        let title = title.map_or_else(|| format!("policy {name}"), str::to_owned);
        let mut tab = Tab::new(name, title, kind, text, true);
        tab.dirty = true;
        let of_case = |tab: &Tab| self.case.as_ref().is_some_and(|case| case.holds(tab));
        if !text.is_empty() && self.is_blank() && !self.desk.front().is_none_or(of_case) {
            self.desk.tabs.remove(self.desk.tab);
        }
        self.desk.add(tab);
        self.desk.panel = Panel::Closed;
        self.focus = Focus::Text;
        self.desk.choose_tab(usize::MAX);
    }

    fn ask_kind(&self, shared: &mut Shared) -> Vec<Command> {
        match (&self.case, self.desk.front()) {
            (Some(case), Some(tab)) if case.holds(tab) => {
                shared.notice = Some("what it is follows from where it stands in the scenario".to_owned());
                Vec::new()
            }
            _ => vec![choose_kind("What kind of policy is it?", Action::ChangeKind)],
        }
    }

    fn ask_close(&mut self, shared: &mut Shared) -> Vec<Command> {
        if let Some(case) = self.case.as_ref().filter(|_| self.is_of_case()) {
            self.next = Next::Nothing;
            let question = format!("Close the scenario {}?", case.title());
            return vec![ask(question, what_is_lost(case), Action::Scenario)];
        }
        let Some(tab) = self.desk.front() else { return Vec::new() };
        if tab.editor.text().trim().is_empty() || !tab.is_unsaved() {
            self.close(shared);
            return Vec::new();
        }
        let detail = match &tab.file {
            Some(file) => format!("What was changed since it was saved to `{}` is lost.", file.path.display()),
            None => "It is in no file: what is written here is lost.".to_owned(),
        };
        let question = format!("Close {}?", tab.title);
        vec![ask(question, detail, Action::CloseTab)]
    }

    fn close(&mut self, shared: &mut Shared) {
        if self.desk.tab < self.desk.tabs.len() {
            let closed = self.desk.tabs.remove(self.desk.tab);
            self.forget(&closed, shared);
        }
        self.desk.choose_tab(self.desk.tab);
        if self.desk.tabs.is_empty() {
            self.add(PolicyKind::Identity, None, "");
        }
        self.keep(shared);
    }

    /// Asks whether the scenario may leave the desk for another one, when something would be lost.
    fn ask_leave(&mut self, next: Next) -> Option<Command> {
        let case = self.case.as_ref().filter(|case| case.changed)?;
        let question = format!("Leave the scenario {}?", case.title());
        self.next = next;
        Some(ask(question, what_is_lost(case), Action::Scenario))
    }

    /// The scenario and its documents leave the desk; those of one's own stay.
    fn close_case(&mut self, shared: &mut Shared) {
        let Some(case) = self.case.take() else { return };
        let (gone, stay): (Vec<Tab>, Vec<Tab>) =
            std::mem::take(&mut self.desk.tabs).into_iter().partition(|tab| case.holds(tab));
        for tab in &gone {
            self.forget(tab, shared);
        }
        self.desk.tabs = stay;
        self.desk.surround(Surroundings::default());
        self.desk.choose_tab(self.desk.tab);
        self.focus = Focus::Text;
        if self.desk.tabs.is_empty() {
            self.add(PolicyKind::Identity, None, "");
        }
        self.look();
        self.keep(shared);
    }
}

/// What is lost when a scenario leaves the desk.
fn what_is_lost(case: &Case) -> String {
    match (case.changed, &case.file) {
        (false, None) => "Nothing was changed in it; F5 has it again.".to_owned(),
        (false, Some(_)) => "Everything of it is in its files.".to_owned(),
        (true, None) => "It is in no file: what was changed in it is lost.".to_owned(),
        (true, Some(file)) => format!("What was changed since it was saved to `{}` is lost.", file.path.display()),
    }
}

fn work(job: Job) -> Command {
    Command::Effect(Effect::Work(job))
}

fn ask(question: String, detail: String, action: Action) -> Command {
    Command::Show(Overlay::Confirm(Confirm { question, detail, on_yes: Box::new(Command::Confirmed(action)) }))
}

/// The kinds of policy to choose from.
fn choose_kind(title: &str, action: Action) -> Command {
    let entry = |kind: PolicyKind| Entry {
        sort: kind.as_str(),
        // Some are called otherwise on the command line: both names find them.
        words: match kind.title().contains(kind.as_str()) {
            true => kind.title().to_owned(),
            false => format!("{} ({})", kind.title(), kind.as_str()),
        },
        remark: where_it_stands(kind).to_owned(),
        command: Command::Given(action, kind.as_str().to_owned()),
    };
    let entries = PolicyKind::ALL.into_iter().map(entry).collect();
    Command::Show(Overlay::Palette(Box::new(Palette::of(title, entries))))
}

/// Where policies of a kind stand.
fn where_it_stands(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Identity => "on a user, a group or a role: what it may do",
        PolicyKind::Trust => "on a role: who may assume it",
        PolicyKind::Resource => "on a resource: who may do what with it",
        PolicyKind::Boundary => "on a user or a role: the most it may do",
        PolicyKind::Session => "passed with a session: the most it may do",
        PolicyKind::Scp => "in an organization: the most its principals may do",
        PolicyKind::Rcp => "in an organization: what nobody may do to it",
    }
}
