//! How to begin: from a scenario, a template or a policy of AWS's, all of them found by a few letters.

use super::case::Case;
use super::{Next, Sandbox, piece};
use crate::course::Course;
use crate::iam::catalogue::{managed_policies, managed_policy};
use crate::iam::complete::Insert;
use crate::iam::policy::PolicyKind;
use crate::iam::templates;
use crate::text::TextRange;
use crate::tui::actions::Action;
use crate::tui::app::{Command, Shared};
use crate::tui::overlay::Overlay;
use crate::tui::palette::{Entry, Palette};

/// Where the scenarios of a course are.
const FOLDER: &str = "assets/scenarios";
/// A world to begin from nothing.
const EMPTY: &str =
    "title = \"My world\"\nabout = \"\"\n\n[world.accounts.dev]\nid = \"111122223333\"\ntitle = \"Dev\"\n";

impl Sandbox {
    /// Scenarios, the templates that fit the document in front and the policies that AWS publishes, to choose from.
    pub(super) fn choose_template(&self, shared: &Shared) -> Command {
        let kind = self.desk.front().map_or(PolicyKind::Identity, |tab| tab.kind);
        let entry = |sort, words: &str, remark: &str, command: Command| Entry {
            sort,
            words: words.to_owned(),
            remark: remark.to_owned(),
            command,
        };
        let put_in = |name: &str| Command::Given(Action::Template, name.to_owned());
        let fitting = templates::templates(kind).into_iter().map(|template| {
            let sort = if template.statement { "statement" } else { "document" };
            // Both the name and what it does find it.
            entry(sort, &format!("{}  {}", template.name, template.title), "", put_in(template.name))
        });
        // The policies that AWS publishes are permissions policies, and serve as boundaries too.
        let has_managed = matches!(kind, PolicyKind::Identity | PolicyKind::Boundary);
        let managed = managed_policies().filter(|_| has_managed);
        let managed = managed.map(|policy| entry("by AWS", policy.name, policy.version, put_in(policy.name)));
        let scenario = |name: &str| Command::Given(Action::Scenario, name.to_owned());
        let scenarios = scenarios(&shared.course)
            .into_iter()
            .map(|(name, title)| entry("scenario", &format!("{title}  {name}"), "", scenario(&name)));
        let empty = entry("scenario", "A world of my own", "an account and nothing else", scenario(""));
        let scenarios = [empty].into_iter().chain(scenarios);
        // Beside a scenario one begins a document, at an empty desk rather a scenario.
        let entries = match self.case {
            Some(_) => fitting.chain(managed).chain(scenarios).collect(),
            None if self.is_blank() => scenarios.chain(fitting).chain(managed).collect(),
            None => fitting.chain(scenarios).chain(managed).collect(),
        };
        Command::Show(Overlay::Palette(Box::new(Palette::of(
            format!("Begin a {}, or a scenario", kind.title()),
            entries,
        ))))
    }

    /// Lays a scenario of the course on the desk; without a name, a world with one account.
    pub(super) fn begin_scenario(&mut self, name: &str, shared: &mut Shared) -> Vec<Command> {
        if let Some(question) = self.ask_leave(Next::Course(name.to_owned())) {
            return vec![question];
        }
        let opened = match name {
            "" => Case::open(EMPTY, None, &mut |_| Err("no such file".to_owned())).map_err(|error| error.message),
            name => of_course(&shared.course, name),
        };
        match opened {
            Ok(case) => {
                let about = case.story();
                let has_about = !case.scenario.about.is_empty();
                self.lay_out(case, &[], shared);
                self.keep(shared);
                // A world of one's own begins with who and what there is in it.
                if name.is_empty() {
                    self.go_to_place(Action::World, shared);
                }
                if has_about { vec![Command::Show(about)] } else { Vec::new() }
            }
            Err(why) => {
                shared.notice = Some(why);
                Vec::new()
            }
        }
    }

    /// Puts a template or a policy of AWS's in: a document into an empty tab or one of its own, a statement among the others.
    pub(super) fn put_in(&mut self, name: &str, shared: &mut Shared) -> Vec<Command> {
        let Some(tab) = self.desk.front() else { return Vec::new() };
        let kind = tab.kind;
        let template = templates::templates(kind).into_iter().find(|template| template.name == name);
        let document = match (template, managed_policy(name)) {
            (Some(template), _) if template.statement => {
                let (range, insert) = piece::statement(tab.editor.text(), tab.editor.cursor(), &template.insert);
                let reply = self.desk.insert(range, &insert, shared);
                return self.answer(reply, shared);
            }
            (Some(template), _) => template.insert,
            (None, Some(policy)) => Insert::plain(policy.text()),
            (None, None) => return Vec::new(),
        };
        if !tab.editor.text().trim().is_empty() {
            self.add(kind, Some(name), "");
        }
        let whole = self.desk.front().map_or(0, |tab| tab.editor.text().len());
        let reply = self.desk.insert(TextRange::new(0, whole), &document, shared);
        let commands = self.answer(reply, shared);
        self.keep(shared);
        commands
    }
}

/// The scenarios of a course: name and title. One that is malformed is the content check's business.
fn scenarios(course: &Course) -> Vec<(String, String)> {
    let names = course.scenarios().unwrap_or_default();
    names.into_iter().filter_map(|name| course.scenario(&name).ok().map(|of| (name, of.title.clone()))).collect()
}

/// A scenario of a course with the documents that its files have.
fn of_course(course: &Course, name: &str) -> Result<Case, String> {
    let text = course.text(&format!("{FOLDER}/{name}.toml")).map_err(|error| error.message)?;
    let text = text.ok_or_else(|| format!("there is no scenario `{name}`"))?;
    // Where its schema is, is said for the place in which the course has it.
    let text = text.strip_prefix("#:schema").and_then(|rest| rest.split_once('\n')).map_or(&*text, |(_, rest)| rest);
    let scenario = course.scenario(name).map_err(|error| error.message)?;
    let text_of = |document: &str| scenario.documents.get(document).map(|document| document.text.to_string());
    let mut read = |document: &str| text_of(document).ok_or_else(|| "no such file".to_owned());
    Case::open(text, None, &mut read).map_err(|error| error.message)
}
