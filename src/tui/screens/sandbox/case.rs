//! A scenario on the desk: its file's text, its world as the documents make it just now, and what comes of every request.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::iam::catalogue::managed_text;
use crate::iam::draft::{Change, Draft};
use crate::iam::scenario::{Document, RequestSpec, Scenario, ScenarioError, Step, is_full_aws_access};
use crate::iam::simulate::{Simulation, judge, simulate};
use crate::iam::trace::Verdict;
use crate::tui::overlay::Overlay;
use crate::tui::screens::desk::{Origin, Tab};

/// What a policy begins with whose file was named just now.
const NEW: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}";

/// What became of a request.
pub type Outcome = Result<Simulation, ScenarioError>;

/// A scenario on the desk.
#[derive(Debug)]
pub struct Case {
    /// Its file as it is here. A policy that is written out in it may be older there than in its tab.
    draft: Draft,
    /// The file as it was before each change of the world, the last one last.
    past: Vec<Draft>,
    /// The file, and what stood in it when it was last read or written. A template has none.
    pub file: Option<Origin>,
    /// It was changed since it was opened or saved.
    pub changed: bool,
    /// The world, with the documents as they could last be read.
    pub scenario: Scenario,
    /// The documents that are files beside it, by name.
    pub files: BTreeSet<String>,
    /// What comes of each request, in their order.
    pub outcomes: Vec<Outcome>,
    /// How each ended before the last change that turned any.
    before: Vec<Option<Verdict>>,
    /// The request that is looked at.
    pub chosen: usize,
}

impl Case {
    /// Reads a scenario; `read` gives the text of a document that stands in a file beside it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(
        text: &str,
        file: Option<Origin>,
        read: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        Self::of(Draft::new(text), file, read)
    }

    fn of(
        draft: Draft,
        file: Option<Origin>,
        read: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        let mut files = BTreeSet::new();
        let mut read = |name: &str| match managed_text(name) {
            Some(text) => Ok(text),
            None => {
                files.insert(name.to_owned());
                read(name)
            }
        };
        let scenario = draft.scenario(&mut read)?;
        let outcomes = run(&scenario);
        let before = outcomes.iter().map(verdict).collect();
        let past = Vec::new();
        Ok(Self { draft, past, file, changed: false, scenario, files, outcomes, before, chosen: 0 })
    }

    /// The scenario with its world changed; the documents as the tabs have them.
    ///
    /// # Errors
    /// What is wrong with the change, or with what would come of it.
    pub fn with(&self, changes: &[Change], tabs: &[Tab]) -> Result<Self, String> {
        let mut draft = self.draft.clone();
        self.write_out(&mut draft, tabs).map_err(|error| error.message)?;
        let before = draft.clone();
        draft.change_all(changes).map_err(|error| error.message)?;
        let mut case = self.again(draft, tabs)?;
        case.past.push(before);
        Ok(case)
    }

    /// The scenario as it was before the last change of its world; `None` when there was none.
    #[must_use]
    pub fn taken_back(&self, tabs: &[Tab]) -> Option<Self> {
        let mut draft = self.past.last()?.clone();
        // What was written into a policy since then stays; one that is no policy just now is as it was.
        self.write_out(&mut draft, tabs).ok();
        let mut case = self.again(draft, tabs).ok()?;
        case.past.pop();
        Some(case)
    }

    /// The same scenario with another file.
    fn again(&self, draft: Draft, tabs: &[Tab]) -> Result<Self, String> {
        let of_tab = |name: &str| tabs.iter().find(|tab| *tab.name == *name).map(|tab| tab.editor.text().to_owned());
        let known = |name: &str| self.scenario.documents.get(name).map(|document| document.text.to_string());
        // A file that was named just now begins with what fits everywhere.
        let mut read = |name: &str| Ok(of_tab(name).or_else(|| known(name)).unwrap_or_else(|| NEW.to_owned()));
        let mut case = Self::of(draft, self.file.clone(), &mut read).map_err(|error| error.message)?;
        case.past.clone_from(&self.past);
        case.changed = true;
        case.look_like(self);
        Ok(case)
    }

    /// Looks at the request that `other` looks at, and knows how requests ended there.
    pub fn look_like(&mut self, other: &Self) {
        let names = || self.scenario.requests.iter().map(|request| &request.name);
        let place = |name: &str| other.scenario.requests.iter().position(|request| request.name == name);
        let was = |name: &String| place(name).and_then(|at| other.outcomes.get(at)).and_then(verdict);
        let before = names().map(was).collect();
        let last = self.scenario.requests.len().saturating_sub(1);
        let same = other.request().and_then(|chosen| names().position(|name| *name == chosen.name));
        self.chosen = same.unwrap_or(other.chosen).min(last);
        self.before = before;
    }

    /// Writes into the file what the tabs have of policies that are written out there.
    ///
    /// # Errors
    /// When one cannot be written there.
    pub fn write(&mut self, tabs: &[Tab]) -> Result<(), ScenarioError> {
        let mut draft = self.draft.clone();
        self.write_out(&mut draft, tabs)?;
        self.draft = draft;
        Ok(())
    }

    fn write_out(&self, draft: &mut Draft, tabs: &[Tab]) -> Result<(), ScenarioError> {
        for tab in tabs.iter().filter(|tab| self.holds(tab) && !self.files.contains(&tab.name)) {
            draft.rewrite(&tab.name, tab.editor.text())?;
        }
        Ok(())
    }

    /// Its file as it is here.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The text of its file.
    #[must_use]
    pub fn text(&self) -> &str {
        self.draft.text()
    }

    /// The documents that can be changed, those of one owner together: trust, permissions, boundary.
    #[must_use]
    pub fn documents(&self) -> Vec<&Document> {
        let world = &self.scenario.world;
        let mut names: Vec<String> = Vec::new();
        for role in &world.roles {
            names.push(role.trust_document_name());
            names.extend(role.document_names().chain(role.boundary_document_name()));
        }
        for user in &world.users {
            names.extend(user.document_names().chain(user.boundary_document_name()));
        }
        names.extend(world.groups.iter().flat_map(|group| group.document_names()));
        names.extend(world.resources.iter().filter_map(|resource| resource.document_name()));
        // What hangs in the organisation, and session policies.
        names.extend(self.scenario.documents.keys().map(|name| name.to_string()));
        let mut seen = BTreeSet::new();
        names.retain(|name| !is_aws_own(name) && seen.insert(name.clone()));
        names.iter().filter_map(|name| self.scenario.documents.get(name.as_str())).collect()
    }

    /// Whether a tab holds one of its documents.
    #[must_use]
    pub fn holds(&self, tab: &Tab) -> bool {
        self.scenario.documents.get(&*tab.name).is_some_and(|document| document.kind == tab.kind)
    }

    /// Where the file of a document is, when it has one of its own and the scenario is in a file.
    #[must_use]
    pub fn path_of(&self, document: &str) -> Option<PathBuf> {
        let folder = self.file.as_ref()?.path.parent().unwrap_or(Path::new(""));
        self.files.contains(document).then(|| folder.join(document))
    }

    /// Takes the documents as the tabs have them, those left out that are no JSON just now, and runs every request anew.
    /// Gives what came of them before, when any document was another one.
    pub fn take(&mut self, tabs: &[Tab]) -> Option<Vec<Outcome>> {
        let mut any = false;
        for tab in tabs.iter().filter(|tab| !tab.analysis.broken) {
            let stands = self.scenario.documents.get(&*tab.name);
            if stands.is_some_and(|stands| stands.kind == tab.kind && *stands.text != *tab.editor.text()) {
                self.scenario.replace_document(&tab.name, tab.editor.text());
                any = true;
            }
        }
        if !any {
            return None;
        }
        let were = std::mem::replace(&mut self.outcomes, run(&self.scenario));
        if self.outcomes.iter().map(verdict).ne(were.iter().map(verdict)) {
            self.before = were.iter().map(verdict).collect();
        }
        Some(were)
    }

    /// The request that is looked at.
    #[must_use]
    pub fn request(&self) -> Option<&RequestSpec> {
        self.scenario.requests.get(self.chosen)
    }

    /// What comes of it.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcomes.get(self.chosen)
    }

    /// How a request ended before the last change that turned any, when it ends another way now.
    #[must_use]
    pub fn turned(&self, request: usize) -> Option<Verdict> {
        let now = self.outcomes.get(request).and_then(verdict)?;
        self.before.get(request).copied().flatten().filter(|before| *before != now)
    }

    /// What the file wants of a request, where something else comes of it.
    #[must_use]
    pub fn not_as_expected(&self, request: usize) -> Option<String> {
        let expect = self.scenario.requests.get(request)?.expect.as_ref()?;
        let simulation = self.outcomes.get(request)?.as_ref().ok()?;
        let judgement = judge(expect, simulation);
        (!judgement.met).then_some(judgement.words)
    }

    /// Whether the file of its world holds something else than is here, or there is none.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.file.as_ref().is_none_or(|file| file.text != self.draft.text())
    }

    /// What it is about, to read.
    #[must_use]
    pub fn story(&self) -> Overlay {
        let about = self.scenario.about.trim();
        // A line of the file is no line of the screen; a blank one ends a paragraph.
        let paragraphs = about.split("\n\n").map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = if about.is_empty() {
            "Its file says nothing about it.".to_owned()
        } else {
            paragraphs.collect::<Vec<_>>().join("\n\n")
        };
        Overlay::text(self.title(), words)
    }

    /// What people call it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.scenario.title
    }
}

/// What a person reads of a request: its own words, else who asks, as which roles, and for what.
#[must_use]
pub fn words_of(request: &RequestSpec) -> String {
    if !request.text.is_empty() {
        return request.text.clone();
    }
    let who = &request.who;
    let mut words = who.strip_prefix("user ").or_else(|| who.strip_prefix("service ")).unwrap_or(who).to_owned();
    for step in request.through.iter().map(Step::assume) {
        words.extend(step.role.as_ref().or(step.instance_profile.as_ref()).map(|role| format!(" as {role}")));
    }
    words.extend([&request.action, &request.resource].into_iter().flatten().map(|part| format!(" {part}")));
    words
}

/// How a request ended.
#[must_use]
pub fn verdict(outcome: &Outcome) -> Option<Verdict> {
    Some(outcome.as_ref().ok()?.decision()?.verdict())
}

fn run(scenario: &Scenario) -> Vec<Outcome> {
    scenario.requests.iter().map(|spec| simulate(scenario, spec)).collect()
}

/// Whether a document is AWS's own: one that it attaches in every organization, or a managed policy, known by its ARN.
#[must_use]
pub fn is_aws_own(name: &str) -> bool {
    is_full_aws_access(name) || name.starts_with("arn:")
}
