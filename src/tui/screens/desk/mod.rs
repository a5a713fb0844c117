//! The desk: documents in tabs with their editors, and everything that helps while one writes. The lab and the sandbox sit
//! at one.
//!
//! `tab` is a document, `popup` the list of what could be written, `view` draws it all. What a document is for, and what
//! becomes of a change, is the screen's business: it is told ([`Reply::Changed`]).

mod popup;
mod tab;
#[cfg(test)]
mod tests;
mod view;

pub use popup::Popup;
pub use tab::{Origin, Quota, Tab};
pub use view::{Areas, Extras, Inside};

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::about::{self, About};
use crate::iam::complete::{Insert, Site};
use crate::iam::json;
use crate::iam::surroundings::Surroundings;
use crate::text::{Edit, TextRange};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Shared};
use crate::tui::editor::{Editor, Outcome};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::work::Job;

/// A draft is on disk at most this long after the key that changed it, in milliseconds. Writing at every key would cost
/// the wait for the disk at every key.
pub const DRAFT_DELAY: u32 = 500;
/// Lines that a page of a panel has.
const PAGE: usize = 8;
/// Proposals that a page of the list has.
const PROPOSALS: isize = 10;

/// The text, as the mouse knows it. The desk's panes are told from the screens' own by their numbers.
pub const TEXT: usize = 1_000;
/// What is this.
pub const ABOUT: usize = 1_001;
/// The list of problems.
pub const PROBLEMS: usize = 1_002;

/// What of the desk has the keys, when it is not the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Panel {
    /// None: the text has them, or the screen.
    #[default]
    Closed,
    /// What is this?
    About,
    /// The list of problems.
    Problems,
}

/// What came of a key.
#[derive(Debug)]
pub enum Reply {
    /// It means nothing to the desk.
    Ignored,
    /// Done; no document changed.
    Done(Vec<Command>),
    /// The document in front is another one.
    Changed(Vec<Command>),
}

impl Reply {
    fn done() -> Self {
        Self::Done(Vec::new())
    }
}

/// What is told in the panel: what a word is, what problems are about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Subject {
    /// The word.
    pub about: Option<About>,
    /// The problems.
    pub findings: Vec<Diagnostic>,
}

impl Subject {
    /// Nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.about.is_none() && self.findings.is_empty()
    }
}

/// The desk.
#[derive(Debug, Default)]
pub struct Desk {
    /// The documents.
    pub tabs: Vec<Tab>,
    /// The one in front.
    pub tab: usize,
    /// The names around the documents.
    pub surroundings: Surroundings,
    /// What has the keys instead of the text.
    pub panel: Panel,
    /// The list of what could be written, when it is open.
    pub popup: Option<Popup>,
    /// What the panel tells.
    subject: Subject,
    /// Tab, change and cursor that the subject was looked up for, where it follows the cursor.
    looked_up: Option<(usize, u32, usize)>,
    /// Lines of the panel above its window.
    scroll: usize,
    /// The chosen problem, counted over all documents.
    problem: usize,
    /// The list was closed at the word that begins here, and stays so until another one is written.
    dismissed: Option<u32>,
    /// What was copied or cut here.
    clipboard: String,
    /// The document that was in front before another was only looked at, and that other one.
    left: Option<(usize, usize)>,
    /// A wait for the next saving of drafts is under way.
    waiting: bool,
    layout: view::Layout,
}

impl Desk {
    /// A desk with these documents.
    #[must_use]
    pub fn new(tabs: Vec<Tab>, surroundings: Surroundings) -> Self {
        let mut desk = Self { tabs, ..Self::default() };
        desk.surround(surroundings);
        desk
    }

    /// Puts the documents among other names.
    pub fn surround(&mut self, surroundings: Surroundings) {
        self.surroundings = surroundings;
        for tab in &mut self.tabs {
            tab.learn(&self.surroundings.own_accounts);
        }
    }

    /// Adds a document behind the others.
    pub fn add(&mut self, mut tab: Tab) {
        tab.learn(&self.surroundings.own_accounts);
        self.tabs.push(tab);
    }

    /// The document in front.
    #[must_use]
    pub fn front(&self) -> Option<&Tab> {
        self.tabs.get(self.tab)
    }

    /// The document in front, to be changed. Whoever changes its text says so to [`Desk::changed`].
    pub fn front_mut(&mut self) -> Option<&mut Tab> {
        self.tabs.get_mut(self.tab)
    }

    /// Runs something on the editor in front.
    pub fn with_editor(&mut self, run: impl FnOnce(&mut Editor)) {
        if let Some(tab) = self.front_mut() {
            run(&mut tab.editor);
        }
    }

    /// Puts a document in front.
    pub fn choose_tab(&mut self, tab: usize) {
        self.tab = tab.min(self.tabs.len().saturating_sub(1));
        self.close_popup();
    }

    /// Brings a range of a document into sight for somebody who reads elsewhere: what was in front, and its cursor, are found again
    /// by [`Desk::come_back`].
    pub fn look_at(&mut self, tab: usize, range: Option<TextRange>) {
        let left = self.left.filter(|(_, shown)| *shown == self.tab).map_or(self.tab, |(left, _)| left);
        self.choose_tab(tab);
        self.left = Some((left, self.tab));
        if let Some(range) = range {
            self.with_editor(|editor| editor.look_at(range));
        }
    }

    /// Back to the text, where it was left.
    pub fn come_back(&mut self) {
        let left = self.left.take().filter(|(_, shown)| *shown == self.tab);
        if let Some((tab, _)) = left {
            self.choose_tab(tab);
        }
        for tab in &mut self.tabs {
            tab.editor.look_back();
        }
    }

    /// Whoever writes is where they want to be: what was in front before is forgotten.
    pub fn stay(&mut self) {
        self.left = None;
    }

    /// Brings a range of a document into sight for whoever writes: the cursor comes along where it must.
    pub fn show(&mut self, tab: usize, range: Option<TextRange>) {
        self.choose_tab(tab);
        if let Some(range) = range {
            self.with_editor(|editor| editor.reveal(range));
        }
    }

    /// Which keys mean something to the desk, most particular first; `text` says whether the text has the focus.
    #[must_use]
    pub fn contexts(&self, text: bool) -> Vec<Context> {
        let mut contexts = match (self.panel, text) {
            (Panel::About, _) => vec![Context::About],
            (Panel::Problems, _) => vec![Context::Problems],
            (Panel::Closed, true) => {
                let list: &[Context] = match &self.popup {
                    Some(popup) if popup.chosen.is_some() => &[Context::Proposed, Context::Completion],
                    Some(popup) if popup.asked => &[Context::Asked, Context::Completion],
                    Some(_) => &[Context::Completion],
                    None => &[],
                };
                let text = self.front().map_or_else(|| vec![Context::Editor], |tab| tab.editor.contexts());
                [list, &text].concat()
            }
            (Panel::Closed, false) => Vec::new(),
        };
        contexts.push(Context::Desk);
        contexts
    }

    /// Does what a key means, if it means something to the desk.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Reply {
        let of_panel = match self.panel {
            Panel::Closed => Reply::Ignored,
            Panel::About => self.act_in_about(action),
            Panel::Problems => self.act_in_problems(action, shared),
        };
        if !matches!(of_panel, Reply::Ignored) {
            return of_panel;
        }
        if self.popup.is_some()
            && let Some(reply) = self.act_in_popup(action, shared)
        {
            return reply;
        }
        if let Some(tab) = self.front_mut()
            && let Some(outcome) = tab.editor.act(action, &tab.analysis)
        {
            self.close_popup();
            let reply = self.came_of(outcome, false, shared);
            if matches!(action, Action::NextPlace | Action::PreviousPlace) {
                self.propose_in_empty_place();
            }
            return reply;
        }
        let count = self.tabs.len().max(1);
        match action {
            Action::NextTab => self.choose_tab((self.tab + 1) % count),
            Action::PreviousTab => self.choose_tab((self.tab + count - 1) % count),
            Action::NextProblem | Action::PreviousProblem => {
                self.panel = Panel::Closed;
                self.go_to_problem(action == Action::NextProblem, shared);
            }
            Action::Problems => self.open_problems(),
            Action::About => return self.ask_about(shared),
            Action::Complete => return self.ask_for_proposals(shared),
            Action::QuickFix => return self.fix(shared),
            Action::Copy => return Reply::Done(self.copy()),
            Action::Cut => return self.cut(),
            Action::Paste => {
                let text = self.clipboard.clone();
                return self.paste(&text, shared);
            }
            _ => return Reply::Ignored,
        }
        Reply::done()
    }

    /// A key that means nothing else is for the text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Reply {
        if self.panel != Panel::Closed {
            return Reply::Ignored;
        }
        let Some(tab) = self.front_mut() else { return Reply::Ignored };
        let outcome = tab.editor.key(key);
        let opens = self.front().is_some_and(|tab| !tab.editor.has_bar() && popup::opens_after(key, tab));
        self.came_of(outcome, opens, shared)
    }

    /// What came of a key in the text; `opens` says whether the list of what could be written may open by itself.
    fn came_of(&mut self, outcome: Outcome, opens: bool, shared: &mut Shared) -> Reply {
        match outcome {
            Outcome::Changed => {
                let commands = self.changed();
                self.renew_popup(opens);
                return Reply::Changed(commands);
            }
            Outcome::Moved => self.renew_popup(false),
            Outcome::Refused => self.refused(shared),
            Outcome::Said(why) => shared.notice = Some(why.to_owned()),
            Outcome::Ignored => return Reply::Ignored,
        }
        Reply::done()
    }

    /// A paste goes into the text.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Reply {
        self.panel = Panel::Closed;
        if text.is_empty() {
            return Reply::done();
        }
        // What is looked for may be pasted also where the text can only be read.
        if let Some(tab) = self.front_mut().filter(|tab| tab.editor.has_bar()) {
            tab.editor.paste(text);
            return Reply::done();
        }
        self.change(shared, |editor| editor.paste(text), "")
    }

    /// The mouse on a piece of the desk. A click in the text puts the cursor there, with Alt it also asks what is there.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&Hit>, shared: &mut Shared) -> Reply {
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => return self.click(mouse, hit, shared),
            MouseEventKind::Drag(_) | MouseEventKind::Up(_) => return self.mouse_in_text(mouse, shared),
            MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                let down = mouse.kind == MouseEventKind::ScrollDown;
                match hit {
                    Some(Hit::Pane(TEXT)) => return self.mouse_in_text(mouse, shared),
                    Some(Hit::Pane(ABOUT)) if down => self.scroll += 1,
                    Some(Hit::Pane(ABOUT)) => self.scroll = self.scroll.saturating_sub(1),
                    Some(Hit::Pane(PROBLEMS) | Hit::Problem(_)) => self.choose_problem(down),
                    Some(Hit::Proposal(_)) => {
                        if let Some(popup) = &mut self.popup {
                            popup.go(if down { 1 } else { -1 });
                        }
                    }
                    _ => return Reply::Ignored,
                }
            }
            _ => return Reply::Ignored,
        }
        Reply::done()
    }

    /// The document in front is another one: reads it, and asks for a wait after which drafts are kept.
    pub fn changed(&mut self) -> Vec<Command> {
        let Some(tab) = self.front_mut() else { return Vec::new() };
        tab.read();
        self.wait()
    }

    /// Asks for a wait after which drafts are kept, unless one is under way.
    pub fn wait(&mut self) -> Vec<Command> {
        if std::mem::replace(&mut self.waiting, true) {
            return Vec::new();
        }
        vec![Command::Effect(Effect::Work(Job::Wait(DRAFT_DELAY)))]
    }

    /// The wait is over.
    pub fn waited(&mut self) {
        self.waiting = false;
    }

    /// Keeps every draft that changed, under the name of what it belongs to.
    pub fn keep_drafts(&mut self, belongs_to: &str, shared: &mut Shared) {
        for tab in self.tabs.iter_mut().filter(|tab| tab.dirty && tab.draft) {
            let kept = shared.store.save_draft(belongs_to, &tab.name, tab.editor.text(), shared.now);
            tab.dirty = shared.kept(kept).is_none();
        }
    }

    /// Writes a text with places to fill in, in place of a range of the document in front: one step of undo.
    pub fn insert(&mut self, range: TextRange, insert: &Insert, shared: &mut Shared) -> Reply {
        self.close_popup();
        let reply = self.change(shared, |editor| editor.insert_with_places(range, insert), "");
        self.propose_in_empty_place();
        reply
    }

    /// Where a place to fill in is empty, what could be written there is proposed at once.
    fn propose_in_empty_place(&mut self) {
        let Some(tab) = self.front() else { return };
        let (before, after) = tab.editor.text().split_at_checked(tab.editor.cursor()).unwrap_or_default();
        let is_empty =
            [("\"", "\""), ("{", "}"), ("[", "]")].iter().any(|(a, b)| before.ends_with(a) && after.starts_with(b));
        if is_empty && tab.editor.selection().is_none() {
            self.renew_popup(true);
        }
    }

    /// Changes the document; when nothing changes, says why.
    pub fn change(&mut self, shared: &mut Shared, run: impl FnOnce(&mut Editor) -> bool, otherwise: &str) -> Reply {
        let Some(tab) = self.front_mut() else { return Reply::Ignored };
        if tab.draft && run(&mut tab.editor) {
            self.close_popup();
            return Reply::Changed(self.changed());
        }
        if !tab.draft || otherwise.is_empty() {
            self.refused(shared);
        } else {
            shared.notice = Some(otherwise.to_owned());
        }
        Reply::done()
    }

    /// How many problems all documents have.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.tabs.iter().map(|tab| tab.listed().findings.len()).sum()
    }

    /// Looks up what is told of the place of the cursor, where that is shown all the time.
    pub fn follow_cursor(&mut self) {
        let Some(tab) = self.front() else { return };
        let here = Some((self.tab, tab.revision, tab.editor.cursor()));
        if self.looked_up == here || self.panel == Panel::About {
            return;
        }
        let subject = self.subject_at_cursor();
        self.looked_up = here;
        if subject != self.subject {
            self.subject = subject;
            self.scroll = 0;
        }
    }

    /// The finding that the status speaks of: the worst at the cursor, else on its line, else in the document.
    fn finding_near(&self) -> Option<&Diagnostic> {
        let tab = self.front().filter(|tab| tab.draft)?;
        tab.analysis.finding_near(tab.editor.line_range(), tab.editor.cursor())
    }

    /// To the next panel or the one before, and back to the text.
    pub fn change_panel(&mut self, forward: bool) {
        self.close_popup();
        match (self.panel, forward) {
            (Panel::Closed, true) | (Panel::About, false) => self.open_problems(),
            (Panel::Closed, false) | (Panel::Problems, true) => {
                self.subject = self.subject_at_cursor();
                self.looked_up = None;
                self.show_subject();
            }
            (Panel::Problems, false) | (Panel::About, true) => self.panel = Panel::Closed,
        }
    }

    fn act_in_about(&mut self, action: Action) -> Reply {
        match action {
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            Action::Down => self.scroll += 1,
            Action::PageUp => self.scroll = self.scroll.saturating_sub(PAGE),
            Action::PageDown => self.scroll += PAGE,
            Action::Back | Action::About => self.panel = Panel::Closed,
            _ => return Reply::Ignored,
        }
        Reply::done()
    }

    fn act_in_problems(&mut self, action: Action, shared: &mut Shared) -> Reply {
        match action {
            Action::Up | Action::Down => self.choose_problem(action == Action::Down),
            Action::PageUp | Action::PageDown => {
                (0..PAGE).for_each(|_| self.choose_problem(action == Action::PageDown))
            }
            Action::Enter => {
                self.panel = Panel::Closed;
                self.go_to_chosen();
            }
            Action::About => {
                self.subject =
                    Subject { about: None, findings: self.chosen_problem().1.into_iter().cloned().collect() };
                self.looked_up = None;
                self.show_subject();
            }
            Action::QuickFix => {
                self.go_to_chosen();
                return self.fix(shared);
            }
            Action::Back | Action::Problems => self.panel = Panel::Closed,
            _ => return Reply::Ignored,
        }
        Reply::done()
    }

    /// Does what a key means to the open list; `None` when it means nothing to it, which closes it.
    fn act_in_popup(&mut self, action: Action, shared: &mut Shared) -> Option<Reply> {
        let popup = self.popup.as_mut()?;
        let by = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::PageDown => PROPOSALS,
            Action::PageUp => -PROPOSALS,
            Action::Back => {
                self.dismissed = Some(popup.completion.range.start);
                self.popup = None;
                return Some(Reply::done());
            }
            Action::Take => {
                let taken = popup.taken().map(|proposal| proposal.insert.clone());
                let range = popup.completion.range;
                return Some(taken.map_or_else(Reply::done, |insert| self.insert(range, &insert, shared)));
            }
            Action::About if popup.chosen.is_some() => {
                self.subject = self.subject_of_chosen();
                self.looked_up = None;
                return Some(self.show_or_say(shared));
            }
            _ => {
                self.close_popup();
                return None;
            }
        };
        if !popup.go(by) {
            // Nothing was chosen, so the key is the text's.
            self.close_popup();
            let motion = if by == -1 { crate::tui::editor::Motion::Up } else { crate::tui::editor::Motion::PageUp };
            self.with_editor(|editor| editor.go(motion, false));
        }
        Some(Reply::done())
    }

    fn close_popup(&mut self) {
        self.popup = None;
        self.dismissed = None;
    }

    /// Brings the list up to date after a key in the text; `opens` says whether it may open by itself.
    fn renew_popup(&mut self, opens: bool) {
        let open = self.popup.take();
        let Some(tab) = self.tabs.get(self.tab) else { return };
        if open.is_none() && !opens && self.dismissed.is_none() {
            return;
        }
        let found = popup::at_cursor(tab, &self.surroundings);
        let start = found.as_ref().map(|completion| completion.range.start);
        if self.dismissed.is_some() && self.dismissed == start {
            return;
        }
        self.dismissed = None;
        let asked = open.as_ref().is_some_and(|popup| popup.asked);
        let same_word = open.is_some_and(|popup| Some(popup.completion.range.start) == start);
        // Behind a whole word a list would only be in the way of what is written next.
        let wanted = found.filter(|completion| (opens || same_word) && !completion.is_whole);
        self.popup = wanted.map(|completion| Popup::new(completion, asked && same_word));
    }

    fn ask_for_proposals(&mut self, shared: &mut Shared) -> Reply {
        self.dismissed = None;
        let found = self.front().filter(|tab| tab.draft).and_then(|tab| popup::at_cursor(tab, &self.surroundings));
        self.popup = found.map(|completion| Popup::new(completion, true));
        if self.popup.is_none() {
            shared.notice = Some("nothing to propose here".to_owned());
        }
        Reply::done()
    }

    /// What is known of the place of the cursor: the word, and the findings that touch it.
    fn subject_at_cursor(&self) -> Subject {
        let Some(tab) = self.front() else { return Subject::default() };
        let cursor = tab.editor.cursor();
        let text = tab.editor.text();
        let parse = &tab.analysis.parse;
        let site = Site { text, parse, kind: tab.kind, cursor, surroundings: &self.surroundings };
        // Of a document that is not begun there is nothing to tell.
        let found: &[Diagnostic] = if text.trim().is_empty() { &[] } else { tab.listed().findings };
        let touching = found.iter().filter(|finding| finding.range.touches(cursor));
        let mut findings: Vec<Diagnostic> = Vec::new();
        for finding in touching {
            // A slip at several places is told once.
            if findings.iter().all(|told| told.code != finding.code) {
                findings.push(finding.clone());
            }
        }
        Subject { about: about::about(&site), findings }
    }

    /// What is known of the chosen proposal: of the text as it would be.
    fn subject_of_chosen(&self) -> Subject {
        let (Some(tab), Some(popup)) = (self.front(), &self.popup) else { return Subject::default() };
        let Some(proposal) = popup.taken() else { return Subject::default() };
        let range = popup.completion.range;
        let text = Edit { range, insert: proposal.insert.text.clone() }.apply(tab.editor.text());
        let parse = json::parse(&text);
        let cursor = range.start as usize + proposal.insert.text.len();
        let site = Site { text: &text, parse: &parse, kind: tab.kind, cursor, surroundings: &self.surroundings };
        Subject { about: about::about(&site), findings: Vec::new() }
    }

    /// Tells of the place of the cursor.
    fn ask_about(&mut self, shared: &mut Shared) -> Reply {
        self.subject = self.subject_at_cursor();
        self.looked_up = None;
        if self.subject.is_empty() {
            self.subject.findings = self.finding_on_line().into_iter().cloned().collect();
        }
        self.show_or_say(shared)
    }

    fn finding_on_line(&self) -> Option<&Diagnostic> {
        let tab = self.front()?;
        self.finding_near().filter(|finding| tab.is_on_line(finding))
    }

    fn show_or_say(&mut self, shared: &mut Shared) -> Reply {
        if self.subject.is_empty() {
            shared.notice = Some("nothing to tell here: put the cursor on a word of the policy".to_owned());
        } else {
            self.show_subject();
        }
        Reply::done()
    }

    fn show_subject(&mut self) {
        self.panel = Panel::About;
        self.scroll = 0;
    }

    /// Every problem, with the tab that has it.
    fn all_problems(&self) -> impl Iterator<Item = (usize, &Diagnostic)> {
        let tabs = self.tabs.iter().enumerate();
        tabs.flat_map(|(at, tab)| tab.listed().findings.iter().map(move |finding| (at, finding)))
    }

    fn chosen_problem(&self) -> (usize, Option<&Diagnostic>) {
        self.all_problems().nth(self.problem).map_or((self.tab, None), |(tab, finding)| (tab, Some(finding)))
    }

    fn choose_problem(&mut self, down: bool) {
        let last = self.problems().saturating_sub(1);
        self.problem = if down { (self.problem + 1).min(last) } else { self.problem.saturating_sub(1).min(last) };
    }

    /// The number of the problem that the status speaks of.
    fn nearest_problem(&self) -> Option<usize> {
        let nearest = (self.tab, self.finding_near()?);
        self.all_problems().position(|problem| problem == nearest)
    }

    /// Opens the list at the problem that is nearest to the cursor.
    fn open_problems(&mut self) {
        self.close_popup();
        self.problem = self.nearest_problem().unwrap_or(0);
        self.panel = Panel::Problems;
    }

    fn go_to_chosen(&mut self) {
        let (tab, finding) = self.chosen_problem();
        let Some(range) = finding.map(|finding| finding.range) else { return };
        self.choose_tab(tab);
        self.with_editor(|editor| {
            editor.reveal(range);
            editor.put_cursor(range.start as usize);
        });
    }

    /// To the next problem or the one before, through all documents and around: while there are errors, through these alone,
    /// since nothing is saved before they are mended. Says so when there is none.
    fn go_to_problem(&mut self, forward: bool, shared: &mut Shared) {
        let Some(tab) = self.front() else { return };
        let here = (self.tab, u32::try_from(tab.editor.cursor()).unwrap_or(u32::MAX));
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        let errors = self.all_problems().any(|(_, finding)| is_error(finding));
        let wanted = self.all_problems().enumerate().filter(|(_, (_, finding))| !errors || is_error(finding));
        let places: Vec<(usize, (usize, u32))> =
            wanted.map(|(problem, (tab, finding))| (problem, (tab, finding.range.start))).collect();
        let next = match forward {
            true => places.iter().find(|(_, place)| *place > here).or(places.first()),
            false => places.iter().rfind(|(_, place)| *place < here).or(places.last()),
        };
        match next {
            Some((problem, _)) => {
                self.problem = *problem;
                self.go_to_chosen();
            }
            None => shared.notice = Some("no problems: AWS would save every document".to_owned()),
        }
    }

    fn fix(&mut self, shared: &mut Shared) -> Reply {
        match self.finding_near().map(|finding| finding.fix.clone()) {
            Some(Some(edit)) => return self.change(shared, |editor| editor.apply(&edit), ""),
            Some(None) => shared.notice = Some("this one needs you: nothing mechanical mends it".to_owned()),
            None => shared.notice = Some("nothing to mend here".to_owned()),
        }
        Reply::done()
    }

    fn copy(&mut self) -> Vec<Command> {
        match self.front().and_then(|tab| tab.editor.selected()) {
            Some(text) => {
                self.clipboard.clone_from(&text);
                vec![Command::Effect(Effect::Copy(text))]
            }
            None => vec![Command::Show(Overlay::Confirm(Confirm {
                question: "Leave iam-dojo?".into(),
                detail: "Everything is kept: answers, drafts, the place where you read.".into(),
                on_yes: Box::new(Command::Effect(Effect::Quit)),
            }))],
        }
    }

    fn cut(&mut self) -> Reply {
        let Some(text) = self.front_mut().and_then(|tab| tab.editor.cut()) else { return Reply::done() };
        self.close_popup();
        self.clipboard.clone_from(&text);
        let mut commands = vec![Command::Effect(Effect::Copy(text))];
        commands.extend(self.changed());
        Reply::Changed(commands)
    }

    fn refused(&self, shared: &mut Shared) {
        let draft = self.front().is_some_and(|tab| tab.draft);
        shared.notice = Some(if draft {
            "this would be longer than any policy may be".to_owned()
        } else {
            "this is the reference answer: copy from it, Ctrl-N leads back to yours".to_owned()
        });
    }

    fn click(&mut self, mouse: MouseEvent, hit: Option<&Hit>, shared: &mut Shared) -> Reply {
        match hit {
            Some(Hit::Proposal(at)) => {
                if let Some(popup) = &mut self.popup {
                    popup.chosen = Some(*at);
                    return self.act_in_popup(Action::Take, shared).unwrap_or_else(Reply::done);
                }
            }
            Some(Hit::Tab(tab)) => {
                self.panel = Panel::Closed;
                self.choose_tab(*tab);
            }
            Some(Hit::Problem(problem)) => {
                self.problem = *problem;
                self.panel = Panel::Closed;
                self.go_to_chosen();
            }
            Some(Hit::Pane(ABOUT)) => self.panel = Panel::About,
            Some(Hit::Pane(PROBLEMS)) => self.panel = Panel::Problems,
            Some(Hit::Pane(TEXT)) => {
                self.panel = Panel::Closed;
                self.close_popup();
                let reply = self.mouse_in_text(mouse, shared);
                if mouse.modifiers.contains(crossterm::event::KeyModifiers::ALT) {
                    return self.ask_about(shared);
                }
                return reply;
            }
            _ => return Reply::Ignored,
        }
        Reply::done()
    }

    fn mouse_in_text(&mut self, mouse: MouseEvent, shared: &mut Shared) -> Reply {
        let (area, now) = (self.text_area(), shared.now);
        let Some(tab) = self.front_mut() else { return Reply::Ignored };
        let outcome = tab.editor.mouse(mouse, area, now);
        self.came_of(outcome, false, shared)
    }

    /// Where the text stood when it was last fitted.
    #[must_use]
    pub fn text_area(&self) -> Rect {
        self.layout.areas.text
    }
}
