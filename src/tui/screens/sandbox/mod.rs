//! The sandbox: policies of one's own, from scratch, from a template or from files, with everything the editor knows.
//!
//! `kept` remembers the documents from one start to the next, `piece` finds the place of a template, `view` puts everything
//! in its place. Files are read and written by the worker; here is what becomes of them.

mod kept;
mod piece;
#[cfg(test)]
mod tests;
mod view;

use std::path::{Path, PathBuf};

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::iam::catalogue::{managed_policies, managed_policy};
use crate::iam::complete::Insert;
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::Scenario;
use crate::iam::surroundings::Surroundings;
use crate::iam::{json, lower, templates};
use crate::text::TextRange;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::palette::{Entry, Palette};
use crate::tui::screens::desk::{Desk, Origin, Panel, Reply, Tab};
use crate::tui::work::{Done, Job, Loaded, Saved, Saving};

/// The sandbox.
#[derive(Debug)]
pub struct Sandbox {
    desk: Desk,
    /// The file of the world around the documents.
    world: Option<PathBuf>,
    /// What is still to be loaded when the screen is entered.
    wanted: Option<PathBuf>,
    /// The world is to be read again for its names alone.
    world_unread: bool,
    /// What is being saved, and the name of its document.
    saving: Option<(String, Saving)>,
    layout: view::Layout,
}

impl Sandbox {
    /// The sandbox as it was left; what is in `file` comes on top.
    #[must_use]
    pub fn open(file: Option<PathBuf>, shared: &mut Shared) -> Self {
        let (tabs, front, world) = kept::restore(shared);
        let mut sandbox = Self {
            desk: Desk::new(tabs, Surroundings::default()),
            world_unread: world.is_some(),
            world,
            wanted: file,
            saving: None,
            layout: view::Layout::default(),
        };
        sandbox.desk.choose_tab(front);
        if sandbox.desk.tabs.is_empty() {
            sandbox.add(PolicyKind::Identity, None, "");
        }
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
        let mut contexts = self.desk.contexts(true);
        contexts.push(Context::Sandbox);
        if self.desk.panel != Panel::Closed {
            contexts.push(Context::Browse);
        }
        contexts
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match self.desk.act(action, shared) {
            Reply::Ignored => {}
            Reply::Done(commands) | Reply::Changed(commands) => return commands,
        }
        match action {
            Action::Back => vec![Command::Back],
            Action::NextPane | Action::PreviousPane => {
                self.desk.change_panel(action == Action::NextPane);
                Vec::new()
            }
            Action::NewTab => vec![choose_kind("A new document", Action::NewTab)],
            Action::ChangeKind => vec![choose_kind("What kind of policy is it?", Action::ChangeKind)],
            Action::Rename => {
                let title = self.desk.front().map(|tab| tab.title.clone()).unwrap_or_default();
                let detail = "What the tab says. Its file keeps its name.";
                vec![Command::Show(Overlay::prompt("Rename", detail, &title, Action::Rename))]
            }
            Action::CloseTab => self.ask_close(shared),
            Action::Load => {
                let detail = "A policy document, or a scenario (TOML or JSON): its documents are opened, and its names are \
                              known from then on.";
                vec![Command::Show(Overlay::prompt("Load from a file", detail, "", Action::Load))]
            }
            Action::Save => match self.desk.front().and_then(|tab| tab.file.clone()) {
                Some(file) => self.save(file.path, false),
                None => self.ask_where(),
            },
            Action::SaveAs => self.ask_where(),
            Action::Template => vec![self.choose_template()],
            _ => Vec::new(),
        }
    }

    /// A key that means nothing else is for the text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        commands(self.desk.key(key, shared))
    }

    /// A paste goes into the text.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        commands(self.desk.paste(text, shared))
    }

    /// Everything that can be clicked lies on the desk.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        commands(self.desk.mouse(mouse, hit.map(|(_, hit)| hit).as_ref(), shared))
    }

    /// Reads what was asked for, the world around the documents, and what became of their files.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        let mut commands = self.returned();
        let world = self.world.clone().filter(|_| self.world_unread);
        commands.extend(self.wanted.take().into_iter().chain(world).map(|file| work(Job::Load(file))));
        commands
    }

    /// Looks whether files were changed elsewhere.
    pub fn returned(&mut self) -> Vec<Command> {
        let files: Vec<PathBuf> =
            self.desk.tabs.iter().filter_map(|tab| Some(tab.file.as_ref()?.path.clone())).collect();
        if files.is_empty() { Vec::new() } else { vec![work(Job::Look(files))] }
    }

    /// Keeps the documents.
    pub fn leave(&mut self, shared: &mut Shared) {
        self.keep(shared);
    }

    /// A question of this screen's was answered with yes.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match action {
            Action::CloseTab => {
                self.close(shared);
                Vec::new()
            }
            Action::Overwrite => match &mut self.saving {
                Some((_, saving)) => {
                    saving.force = true;
                    vec![work(Job::Save(saving.clone()))]
                }
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
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
            Action::SaveAs => return self.save(PathBuf::from(words), false),
            Action::Template => return self.put_in(words, shared),
            _ => {}
        }
        Vec::new()
    }

    /// The worker is done with something.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        match done {
            Done::Waited => {
                self.desk.waited();
                self.desk.keep_drafts(kept::NAME, shared);
            }
            Done::Loaded(file, loaded) => return self.loaded(file, loaded, shared),
            Done::Saved(saving, saved) => return self.saved(saving, saved, shared),
            Done::Seen(files) => return self.seen(files, shared),
            Done::Coloured(_) | Done::Beat(_) => {}
        }
        Vec::new()
    }

    /// Fits the screen to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        let documents = self.desk.tabs.iter().filter(|tab| !tab.analysis.findings.is_empty()).count();
        // The chosen problem is told in full, which takes a line or two more.
        let rows = match self.desk.problems() {
            0 => 1,
            problems => problems + documents + 2,
        };
        self.layout = view::arrange(area, rows);
        self.desk.fit(self.layout.areas, &shared.theme);
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        self.draw(frame, area, &shared.theme, hits);
    }

    /// Keeps which documents there are, and those that changed.
    fn keep(&mut self, shared: &mut Shared) {
        self.desk.keep_drafts(kept::NAME, shared);
        kept::keep(&self.desk, self.world.as_ref(), shared);
    }

    /// Adds a document and puts it in front. An empty one that was never saved makes room.
    fn add(&mut self, kind: PolicyKind, title: Option<&str>, text: &str) {
        // Names are used again, so that what was kept of closed documents does not pile up.
        let taken = |name: &String| self.desk.tabs.iter().any(|tab| tab.name == *name);
        let name = (1..).map(|n: usize| n.to_string()).find(|name| !taken(name)).unwrap_or_default();
        let title = title.map_or_else(|| format!("policy {name}"), str::to_owned);
        let mut tab = Tab::new(name, title, kind, text, true);
        tab.dirty = true;
        let is_blank = |tab: &Tab| tab.file.is_none() && tab.editor.text().trim().is_empty();
        if !text.is_empty() && self.desk.front().is_some_and(is_blank) {
            self.desk.tabs.remove(self.desk.tab);
        }
        self.desk.add(tab);
        self.desk.panel = Panel::Closed;
        self.desk.choose_tab(usize::MAX);
    }

    fn ask_close(&mut self, shared: &mut Shared) -> Vec<Command> {
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
            let emptied = shared.store.save_draft(kept::NAME, &closed.name, "", shared.now);
            shared.kept(emptied);
        }
        self.desk.choose_tab(self.desk.tab);
        if self.desk.tabs.is_empty() {
            self.add(PolicyKind::Identity, None, "");
        }
        self.keep(shared);
    }

    fn ask_where(&self) -> Vec<Command> {
        let Some(tab) = self.desk.front() else { return Vec::new() };
        let path = match &tab.file {
            Some(file) => file.path.display().to_string(),
            None => format!("{}.json", tab.title.trim_end_matches(".json").replace([' ', '/', '\\'], "-")),
        };
        let detail = "The path of the file, from the folder in which iam-dojo was started.";
        vec![Command::Show(Overlay::prompt("Save to a file", detail, &path, Action::SaveAs))]
    }

    fn save(&mut self, file: PathBuf, force: bool) -> Vec<Command> {
        let Some(tab) = self.desk.front() else { return Vec::new() };
        let known = tab.file.as_ref().filter(|known| known.path == file);
        let over = known.map(|known| known.text.clone());
        let saving = Saving { file, text: format!("{}\n", tab.editor.text().trim_end()), over, force };
        self.saving = Some((tab.name.clone(), saving.clone()));
        vec![work(Job::Save(saving))]
    }

    fn saved(&mut self, saving: &Saving, saved: &Saved, shared: &mut Shared) -> Vec<Command> {
        let file = saving.file.display();
        match saved {
            Saved::Written => {
                let name = self.saving.take().map(|(name, _)| name);
                if let Some(tab) = self.desk.tabs.iter_mut().find(|tab| Some(&tab.name) == name.as_ref()) {
                    tab.file = Some(Origin { path: saving.file.clone(), text: saving.text.clone() });
                    if tab.title.starts_with("policy ") {
                        tab.title = title_of(&saving.file);
                    }
                }
                shared.notice = Some(format!("saved to `{file}`"));
                self.keep(shared);
            }
            Saved::Changed => {
                let (question, detail) = match saving.over {
                    Some(_) => (
                        format!("Write over `{file}`?"),
                        "It was changed elsewhere since it was read; what was written there is lost.".to_owned(),
                    ),
                    None => (format!("Write over `{file}`?"), "There is such a file already.".to_owned()),
                };
                return vec![ask(question, detail, Action::Overwrite)];
            }
            Saved::Failed(why) => shared.notice = Some(format!("cannot save to `{file}`: {why}")),
        }
        Vec::new()
    }

    fn loaded(&mut self, file: &Path, loaded: &Result<Loaded, String>, shared: &mut Shared) -> Vec<Command> {
        let names_alone = self.world_unread && self.world.as_deref() == Some(file);
        match loaded {
            Ok(Loaded::Scenario(scenario)) => {
                self.desk.surround(Surroundings::of(&scenario.world));
                self.world_unread = false;
                self.world = Some(file.to_owned());
                if !names_alone {
                    self.add_all(file, scenario);
                    shared.notice = Some(format!("{}: {} documents", scenario.title, scenario.documents.len()));
                }
            }
            Ok(Loaded::Document(text)) => self.add_file(file, &title_of(file), None, text, Some(text)),
            Err(why) => shared.notice = Some(why.clone()),
        }
        self.keep(shared);
        Vec::new()
    }

    /// Every document of a scenario that is not AWS's own; those in files of their own belong to them.
    fn add_all(&mut self, file: &Path, scenario: &Scenario) {
        let folder = file.parent().unwrap_or(Path::new(""));
        let own = scenario.documents.values().filter(|document| !is_managed(&document.name));
        for document in own {
            let path = folder.join(&*document.name);
            let in_file = document.name.ends_with(".json").then_some(&*document.text);
            self.add_file(&path, &document.name, Some(document.kind), &document.text, in_file);
        }
    }

    /// Adds the document of a file, or puts it in front when it is there already. `stands` is what is in the file; without
    /// it, the document is told from others by its title.
    fn add_file(&mut self, path: &Path, title: &str, kind: Option<PolicyKind>, text: &str, stands: Option<&str>) {
        let of_file = |tab: &Tab| tab.file.as_ref().is_some_and(|file| file.path == path);
        let of_title = |tab: &Tab| tab.file.is_none() && tab.title == title && Some(tab.kind) == kind;
        let there = |tab: &Tab| if stands.is_some() { of_file(tab) } else { of_title(tab) };
        if let Some(at) = self.desk.tabs.iter().position(there) {
            return self.desk.choose_tab(at);
        }
        self.add(kind.unwrap_or_else(|| lower::guess_kind(&json::parse(text))), Some(title), text);
        if let (Some(tab), Some(stands)) = (self.desk.front_mut(), stands) {
            tab.file = Some(Origin { path: path.to_owned(), text: stands.to_owned() });
        }
    }

    /// Takes in what was changed elsewhere, where nothing was changed here.
    fn seen(&mut self, files: &[(PathBuf, Option<String>)], shared: &mut Shared) -> Vec<Command> {
        let mut taken = false;
        for (path, now) in files {
            let Some(now) = now else { continue };
            for tab in &mut self.desk.tabs {
                let unsaved = tab.is_unsaved();
                let Some(file) = tab.file.as_mut().filter(|file| file.path == *path && file.text != *now) else {
                    continue;
                };
                let name = path.display();
                if unsaved {
                    let words = format!("`{name}` was changed elsewhere; before it is written over you will be asked");
                    shared.notice = Some(words);
                    continue;
                }
                file.text.clone_from(now);
                tab.editor.set_text(now.trim_end(), 0);
                tab.read();
                taken = true;
                shared.notice =
                    Some(format!("`{name}` was changed elsewhere: this is it now, Ctrl-Z has what was here"));
            }
        }
        if taken { self.desk.wait() } else { Vec::new() }
    }

    /// The templates that fit the document in front and the policies that AWS publishes, to choose from.
    fn choose_template(&self) -> Command {
        let kind = self.desk.front().map_or(PolicyKind::Identity, |tab| tab.kind);
        let entry = |sort, words: &str, remark: &str, name: &str| Entry {
            sort,
            words: words.to_owned(),
            remark: remark.to_owned(),
            command: Command::Given(Action::Template, name.to_owned()),
        };
        let fitting = templates::templates(kind).into_iter().map(|template| {
            let sort = if template.statement { "statement" } else { "document" };
            // Both the name and what it does find it.
            entry(sort, &format!("{}  {}", template.name, template.title), "", template.name)
        });
        // The policies that AWS publishes are permissions policies, and serve as boundaries too.
        let has_managed = matches!(kind, PolicyKind::Identity | PolicyKind::Boundary);
        let managed = managed_policies().filter(|_| has_managed);
        let managed = managed.map(|policy| entry("by AWS", policy.name, policy.version, policy.name));
        let entries = fitting.chain(managed).collect();
        Command::Show(Overlay::Palette(Box::new(Palette::of(format!("Begin a {}", kind.title()), entries))))
    }

    /// Puts a template or a policy of AWS's in: a document into an empty tab or one of its own, a statement among the others.
    fn put_in(&mut self, name: &str, shared: &mut Shared) -> Vec<Command> {
        let Some(tab) = self.desk.front() else { return Vec::new() };
        let kind = tab.kind;
        let template = templates::templates(kind).into_iter().find(|template| template.name == name);
        let document = match (template, managed_policy(name)) {
            (Some(template), _) if template.statement => {
                let (range, insert) = piece::statement(tab.editor.text(), tab.editor.cursor(), &template.insert);
                return commands(self.desk.insert(range, &insert, shared));
            }
            (Some(template), _) => template.insert,
            (None, Some(policy)) => Insert::plain(policy.text()),
            (None, None) => return Vec::new(),
        };
        if !tab.editor.text().trim().is_empty() {
            self.add(kind, Some(name), "");
        }
        let whole = self.desk.front().map_or(0, |tab| tab.editor.text().len());
        let commands = commands(self.desk.insert(TextRange::new(0, whole), &document, shared));
        self.keep(shared);
        commands
    }
}

/// What the desk wants done.
fn commands(reply: Reply) -> Vec<Command> {
    match reply {
        Reply::Ignored => Vec::new(),
        Reply::Done(commands) | Reply::Changed(commands) => commands,
    }
}

fn work(job: Job) -> Command {
    Command::Effect(Effect::Work(job))
}

fn ask(question: String, detail: String, action: Action) -> Command {
    Command::Show(Overlay::Confirm(Confirm { question, detail, on_yes: Box::new(Command::Confirmed(action)) }))
}

/// Whether a document is AWS's own: one that it attaches in every organization, or a managed policy, known by its ARN.
fn is_managed(name: &str) -> bool {
    crate::iam::scenario::is_full_aws_access(name) || name.starts_with("arn:")
}

/// What a tab says of a file.
fn title_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
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
