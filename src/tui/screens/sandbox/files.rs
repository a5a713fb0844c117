//! What the sandbox reads from files and writes to them: documents of one's own, and scenarios with the documents beside
//! them. The worker does it; here is what becomes of it.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::case::Case;
use super::{Next, Sandbox, ask, kept, work};
use crate::iam::policy::PolicyKind;
use crate::iam::surroundings::Surroundings;
use crate::iam::{json, lower};
use crate::tui::actions::Action;
use crate::tui::app::{Command, Shared};
use crate::tui::overlay::Overlay;
use crate::tui::screens::desk::{Origin, Panel, Tab};
use crate::tui::screens::walk::Before;
use crate::tui::work::{Job, Loaded, Saved, Saving};

/// What a file is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The scenario.
    Scenario,
    /// The document of that name.
    Document(String),
}

/// Files on their way to the disk, one after the other.
#[derive(Debug, Default)]
pub struct Round {
    waiting: VecDeque<(Target, Saving)>,
    /// Those that hold something else than was thought.
    refused: Vec<(Target, Saving)>,
    /// How many were written, and the first of them.
    written: usize,
    first: Option<PathBuf>,
}

impl Sandbox {
    /// What is to be loaded is asked for.
    pub(super) fn ask_what_to_load() -> Command {
        let detail = "A policy document, or a scenario (TOML or JSON) with the documents beside it.";
        Command::Show(Overlay::prompt("Load from a file", detail, "", Action::Load))
    }

    /// Saves the document in front, or the scenario that it belongs to, to the file it came from.
    pub(super) fn save(&mut self, shared: &mut Shared) -> Vec<Command> {
        if self.is_of_case() {
            return match self.case.as_ref().and_then(|case| case.file.clone()) {
                Some(file) => self.save_scenario(&file.path, shared),
                None => self.ask_where(),
            };
        }
        match self.desk.front().and_then(|tab| tab.file.clone()) {
            Some(file) => self.save_document(file.path),
            None => self.ask_where(),
        }
    }

    /// Asks for the file to save to.
    pub(super) fn ask_where(&self) -> Vec<Command> {
        let as_name = |title: &str| title.trim().replace([' ', '/', '\\', '\''], "-");
        let (title, path, detail) = match (&self.case, self.desk.front()) {
            (Some(case), _) if self.is_of_case() => {
                let path = case.file.as_ref().map(|file| file.path.display().to_string());
                let detail = "The path of the scenario's file, from the folder in which iam-dojo was started. Policies that \
                              have files of their own are written beside it.";
                let new = format!("{}.toml", as_name(&case.title().to_lowercase()));
                ("Save the scenario to a file", path.unwrap_or(new), detail)
            }
            (_, Some(tab)) => {
                let path = tab.file.as_ref().map(|file| file.path.display().to_string());
                let detail = "The path of the file, from the folder in which iam-dojo was started.";
                let new = format!("{}.json", as_name(tab.title.trim_end_matches(".json")));
                ("Save to a file", path.unwrap_or(new), detail)
            }
            (_, None) => return Vec::new(),
        };
        vec![Command::Show(Overlay::prompt(title, detail, &path, Action::SaveAs))]
    }

    /// Saves to the file that was asked for.
    pub(super) fn save_as(&mut self, path: PathBuf, shared: &mut Shared) -> Vec<Command> {
        if self.is_of_case() { self.save_scenario(&path, shared) } else { self.save_document(path) }
    }

    fn save_document(&mut self, path: PathBuf) -> Vec<Command> {
        let Some(tab) = self.desk.front() else { return Vec::new() };
        let saving = saving_of(tab, path);
        self.begin_saving(VecDeque::from([(Target::Document(tab.name.clone()), saving)]))
    }

    /// The scenario's file, and beside it the files of its documents; what stands there already as it is here is left alone.
    fn save_scenario(&mut self, path: &Path, shared: &mut Shared) -> Vec<Command> {
        let Some(case) = &mut self.case else { return Vec::new() };
        if let Err(error) = case.write(&self.desk.tabs) {
            shared.notice = Some(error.message);
            return Vec::new();
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut files = VecDeque::new();
        let known = case.file.as_ref().filter(|file| file.path == path);
        if known.is_none_or(|file| file.text != case.text()) {
            let over = known.map(|file| file.text.clone());
            let saving =
                Saving { file: path.to_owned(), text: case.text().to_owned(), over, force: false, folder: false };
            files.push_back((Target::Scenario, saving));
        }
        for tab in self.desk.tabs.iter().filter(|tab| case.holds(tab) && case.files.contains(&tab.name)) {
            let path = folder.join(&tab.name);
            if tab.is_unsaved() || tab.file.as_ref().is_none_or(|file| file.path != path) {
                let saving = Saving { folder: true, ..saving_of(tab, path) };
                files.push_back((Target::Document(tab.name.clone()), saving));
            }
        }
        self.begin_saving(files)
    }

    fn begin_saving(&mut self, waiting: VecDeque<(Target, Saving)>) -> Vec<Command> {
        self.saving = Round { waiting, ..Round::default() };
        match self.saving.waiting.front() {
            Some((_, saving)) => vec![work(Job::Save(saving.clone()))],
            None => Vec::new(),
        }
    }

    /// A file is written or not: goes on with the next one, and asks in the end about those that were not.
    pub(super) fn saved(&mut self, saving: &Saving, saved: &Saved, shared: &mut Shared) -> Vec<Command> {
        if self.saving.waiting.front().is_none_or(|(_, waiting)| waiting != saving) {
            return Vec::new();
        }
        let Some((target, _)) = self.saving.waiting.pop_front() else { return Vec::new() };
        match saved {
            Saved::Written => {
                self.stands_in(&target, saving);
                self.saving.written += 1;
                self.saving.first.get_or_insert_with(|| saving.file.clone());
            }
            Saved::Changed => self.saving.refused.push((target, saving.clone())),
            Saved::Failed(why) => {
                self.saving.waiting.clear();
                shared.notice = Some(format!("cannot save to `{}`: {why}", saving.file.display()));
                self.keep(shared);
                return Vec::new();
            }
        }
        if let Some((_, saving)) = self.saving.waiting.front() {
            return vec![work(Job::Save(saving.clone()))];
        }
        if let Some(first) = &self.saving.first {
            let beside = match self.saving.written {
                ..2 => String::new(),
                written => format!(", and {} more", written - 1),
            };
            shared.notice = Some(format!("saved to `{}`{beside}", first.display()));
        }
        self.keep(shared);
        let Some((_, first)) = self.saving.refused.first() else { return Vec::new() };
        let more = match self.saving.refused.len() {
            1 => String::new(),
            more => format!(" and {} more", more - 1),
        };
        let detail = match first.over {
            Some(_) => "It was changed elsewhere since it was read; what was written there is lost.",
            None => "There is such a file already.",
        };
        vec![ask(format!("Write over `{}`{more}?", first.file.display()), detail.to_owned(), Action::Overwrite)]
    }

    /// Writes over what was asked about.
    pub(super) fn overwrite(&mut self) -> Vec<Command> {
        let refused = std::mem::take(&mut self.saving.refused).into_iter();
        self.begin_saving(refused.map(|(target, saving)| (target, Saving { force: true, ..saving })).collect())
    }

    /// A file holds now what is here.
    fn stands_in(&mut self, target: &Target, saving: &Saving) {
        let origin = Origin { path: saving.file.clone(), text: saving.text.clone() };
        match target {
            Target::Scenario => {
                if let Some(case) = &mut self.case {
                    case.file = Some(origin);
                }
            }
            Target::Document(name) => {
                let of_case = self.case.as_ref();
                if let Some(tab) = self.desk.tabs.iter_mut().find(|tab| tab.name == *name) {
                    tab.file = Some(origin);
                    if tab.title.starts_with("policy ") && !of_case.is_some_and(|case| case.holds(tab)) {
                        tab.title = title_of(&saving.file);
                    }
                }
            }
        }
        let unsaved = |case: &Case| {
            let of_file = |tab: &&Tab| case.holds(tab) && case.files.contains(&tab.name);
            case.is_unsaved() || self.desk.tabs.iter().filter(of_file).any(Tab::is_unsaved)
        };
        let changed = self.case.as_ref().is_some_and(unsaved);
        if let Some(case) = &mut self.case {
            case.changed &= changed;
        }
    }

    /// What a file held.
    pub(super) fn loaded(&mut self, file: &Path, loaded: &Result<Loaded, String>, shared: &mut Shared) -> Vec<Command> {
        match loaded {
            Ok(Loaded::Scenario(scenario, text)) => {
                let is_here = |case: &Case| case.file.as_ref().is_some_and(|here| here.path == file);
                let again = self.case.as_ref().is_some_and(is_here);
                if !again && let Some(question) = self.ask_leave(Next::File(file.to_owned())) {
                    return vec![question];
                }
                let of_file = |name: &str| scenario.documents.get(name).map(|document| document.text.to_string());
                let mut read = |name: &str| of_file(name).ok_or_else(|| "no such file".to_owned());
                let origin = Origin { path: file.to_owned(), text: text.clone() };
                match Case::open(text, Some(origin), &mut read) {
                    Ok(mut case) => {
                        if let Some(old) = self.case.as_ref().filter(|_| again) {
                            case.look_like(old);
                        }
                        let documents = case.documents().len();
                        shared.notice = Some(match again {
                            true => format!("`{}` was changed elsewhere: this is it now", file.display()),
                            false => format!("{}: {documents} documents", case.title()),
                        });
                        let files: Vec<String> = case.files.iter().cloned().collect();
                        self.lay_out(case, &files, shared);
                    }
                    Err(error) => shared.notice = Some(error.message),
                }
            }
            Ok(Loaded::Document(text)) => self.add_file(file, text),
            Err(why) => shared.notice = Some(why.clone()),
        }
        self.keep(shared);
        Vec::new()
    }

    /// Lays a scenario's documents on the desk, before those that are there. The same scenario read again keeps what was
    /// changed here; `stand` are the documents whose files hold what the scenario has.
    pub(super) fn lay_out(&mut self, mut case: Case, stand: &[String], shared: &mut Shared) {
        let front = self.desk.front().map(|tab| tab.name.clone());
        let here: Vec<Tab> = std::mem::take(&mut self.desk.tabs);
        let path = |tab: &Tab| tab.file.as_ref().map(|file| file.path.clone());
        let (mut own, mut known): (Vec<Tab>, Vec<Tab>) = (Vec::new(), Vec::new());
        for tab in here {
            let of_old = self.case.as_ref().is_some_and(|case| case.holds(&tab));
            let of_new = case.files.iter().any(|name| case.path_of(name).is_some_and(|file| path(&tab) == Some(file)));
            if of_old || of_new { known.push(tab) } else { own.push(tab) }
        }
        own.retain(|tab| tab.file.is_some() || !tab.editor.text().trim().is_empty());
        for document in case.documents() {
            let name = document.name.to_string();
            let file = case.path_of(&name);
            let is_it =
                |tab: &Tab| tab.kind == document.kind && (tab.name == name || file.is_some() && path(tab) == file);
            let mut tab = match known.iter().position(is_it) {
                Some(at) if known.get(at).is_some_and(|tab| tab.file.is_some() && tab.is_unsaved()) => known.remove(at),
                Some(at) => {
                    let mut tab = known.remove(at);
                    if tab.editor.text() != document.text.trim_end() {
                        tab.editor.set_text(document.text.trim_end(), 0);
                        tab.read();
                    }
                    tab
                }
                None => {
                    let title = if case.files.contains(&name) { title_of(Path::new(&name)) } else { name.clone() };
                    Tab::new(&*name, title, document.kind, &document.text, true)
                }
            };
            tab.name.clone_from(&name);
            tab.dirty = true;
            if stand.contains(&name) {
                let text = document.text.to_string();
                tab.file = file.map(|path| Origin { path, text });
            }
            self.desk.add(tab);
        }
        for gone in known {
            self.forget(&gone, shared);
        }
        for tab in own {
            self.desk.add(tab);
        }
        case.take(&self.desk.tabs);
        self.desk.surround(Surroundings::of(&case.scenario.world));
        self.case = Some(case);
        (self.before, self.foreseen) = (Before::default(), BTreeSet::new());
        if self.desk.tabs.is_empty() {
            self.add(PolicyKind::Identity, None, "");
        }
        self.desk.panel = Panel::Closed;
        let front = self.desk.tabs.iter().position(|tab| Some(&tab.name) == front.as_ref());
        self.desk.choose_tab(front.unwrap_or_default());
        self.look();
    }

    /// What was kept of a document that leaves the desk goes.
    pub(super) fn forget(&self, tab: &Tab, shared: &mut Shared) {
        let emptied = shared.store.save_draft(kept::NAME, &tab.name, "", shared.now);
        shared.kept(emptied);
    }

    /// Adds the document of a file, or puts it in front when it is there already.
    fn add_file(&mut self, path: &Path, text: &str) {
        let of_file = |tab: &Tab| tab.file.as_ref().is_some_and(|file| file.path == path);
        if let Some(at) = self.desk.tabs.iter().position(of_file) {
            return self.desk.choose_tab(at);
        }
        self.add(lower::guess_kind(&json::parse(text)), Some(&title_of(path)), text);
        if let Some(tab) = self.desk.front_mut() {
            tab.file = Some(Origin { path: path.to_owned(), text: text.to_owned() });
        }
    }

    /// Looks whether files were changed elsewhere.
    pub fn returned(&mut self) -> Vec<Command> {
        let of_tabs = self.desk.tabs.iter().filter_map(|tab| tab.file.as_ref());
        let of_case = self.case.iter().filter_map(|case| case.file.as_ref());
        let files: Vec<PathBuf> = of_case.chain(of_tabs).map(|file| file.path.clone()).collect();
        if files.is_empty() { Vec::new() } else { vec![work(Job::Look(files))] }
    }

    /// Takes in what was changed elsewhere, where nothing was changed here.
    pub(super) fn seen(&mut self, files: &[(PathBuf, Option<String>)], shared: &mut Shared) -> Vec<Command> {
        let mut commands = Vec::new();
        let mut taken = false;
        for (path, now) in files {
            let Some(now) = now else { continue };
            let name = path.display();
            let keeps = format!("`{name}` was changed elsewhere; before it is written over you will be asked");
            if let Some(case) = &self.case
                && let Some(file) = case.file.as_ref().filter(|file| file.path == *path && file.text != *now)
            {
                match file.text == case.text() {
                    true => commands.push(work(Job::Load(path.clone()))),
                    false => shared.notice = Some(keeps.clone()),
                }
            }
            for tab in &mut self.desk.tabs {
                let unsaved = tab.is_unsaved();
                let Some(file) = tab.file.as_mut().filter(|file| file.path == *path && file.text != *now) else {
                    continue;
                };
                if unsaved {
                    shared.notice = Some(keeps.clone());
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
        if taken {
            self.run(shared.now);
            commands.extend(self.desk.wait());
        }
        commands
    }
}

/// A document on its way to a file.
fn saving_of(tab: &Tab, path: PathBuf) -> Saving {
    let known = tab.file.as_ref().filter(|known| known.path == path);
    let over = known.map(|known| known.text.clone());
    let text = format!("{}\n", tab.editor.text().trim_end());
    Saving { file: path, text, over, force: false, folder: false }
}

/// What a tab says of a file.
pub fn title_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
