//! The request builder: who asks, by which roles, for what, under which circumstances, with the decision beside it while it
//! is written. A message of a denial that is pasted becomes the request.
//!
//! `fields` is the form of a request, `offers` what could stand in it, `view` draws; `what_if` is a panel of its own: what
//! would turn the decision. A builder takes a scenario and gives a request back; whoever shows it keeps both.

mod fields;
mod offers;
mod view;
pub mod what_if;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::layout::Rect;

use fields::Unfolded;

use crate::iam::aws_cli;
use crate::iam::denied::{DeniedError, Retold, read_message};
use crate::iam::request::{Attached, Context as Keys};
use crate::iam::scenario::{Document, RequestSpec, Scenario, ScenarioError, Step};
use crate::iam::simulate::{Simulation, simulate};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit};
use crate::tui::overlay::Overlay;
use crate::tui::widgets::form::{self, Form};

/// A request being written.
#[derive(Debug)]
pub struct Builder {
    scenario: Scenario,
    /// The request that is being changed, as it was; a new one when it has no name.
    original: RequestSpec,
    /// The request as the form has it.
    spec: RequestSpec,
    form: Form,
    /// Where the cursor was when things were offered last.
    offered: (String, usize, bool),
    unfolded: Unfolded,
    /// What comes of it, or what is wrong with it.
    simulation: Result<Simulation, ScenarioError>,
    /// What a message left open, until something else is said.
    open: Vec<String>,
    /// The person wanted to leave once, with something written.
    leaving: bool,
    /// The person wanted to keep it once.
    keeping: bool,
    layout: view::Layout,
}

/// What came of a key.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// It is done; these things are wanted.
    Done(Vec<Command>),
    /// The request is to be kept: in place of the one of that name, or as a new one.
    Kept(Box<RequestSpec>, Option<String>),
    /// The builder is to be closed.
    Left,
}

impl Builder {
    /// A builder for `spec`, which is one of the scenario's requests, or for a new request.
    #[must_use]
    pub fn new(scenario: Scenario, spec: Option<&RequestSpec>) -> Self {
        let spec = spec.cloned().unwrap_or_else(|| blank(&scenario));
        let unfolded = Unfolded::of(&spec);
        let mut builder = Self {
            form: fields::form(&spec, &unfolded),
            simulation: simulate(&scenario, &spec),
            original: spec.clone(),
            scenario,
            spec,
            offered: (String::new(), 0, false),
            unfolded,
            open: Vec::new(),
            leaving: false,
            keeping: false,
            layout: view::Layout::default(),
        };
        builder.renew();
        builder.offer();
        builder
    }

    /// A builder for what a message of a denial says.
    ///
    /// # Errors
    /// When the text is no such message.
    pub fn of_message(scenario: Scenario, message: &str) -> Result<Self, DeniedError> {
        let retold = read_message(message)?.retold(&scenario.world);
        let mut builder = Self::new(scenario, None);
        builder.tell(retold);
        Ok(builder)
    }

    /// The request as it is written now. Its name is empty when nobody gave it one.
    #[must_use]
    pub fn spec(&self) -> &RequestSpec {
        &self.spec
    }

    /// Whether something is written that was not there.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        RequestSpec { expect: None, ..self.original.clone() } != RequestSpec { expect: None, ..self.spec.clone() }
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.form.contexts();
        contexts.push(Context::Request);
        contexts
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Copy => return self.copy(),
            Action::AsCommands => {
                let words = self.commands().unwrap_or_else(|why| why);
                return Reply::Done(vec![Command::Show(Overlay::text("The request on the command line", words))]);
            }
            _ => {}
        }
        let reply = self.form.act(action);
        self.answer(reply)
    }

    /// Takes a key that means nothing here: text.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        let reply = self.form.key(key);
        self.answer(reply)
    }

    /// Takes a paste: a message of a denial becomes the request, anything else goes into the field.
    pub fn paste(&mut self, text: &str) -> Reply {
        match read_message(text) {
            Ok(denied) => {
                self.tell(denied.retold(&self.scenario.world));
                Reply::Done(Vec::new())
            }
            Err(_) => {
                let reply = self.form.paste(text);
                self.answer(reply)
            }
        }
    }

    /// Takes the mouse, with what was drawn under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Reply {
        let reply = self.form.mouse(mouse, hit);
        self.answer(reply)
    }

    fn answer(&mut self, reply: form::Reply) -> Reply {
        let was_leaving = std::mem::take(&mut self.leaving);
        match reply {
            // To offer anew would take back what is chosen in an open list.
            form::Reply::Still if self.offered == self.place() => {}
            form::Reply::Still => self.offer(),
            form::Reply::Changed => {
                self.open.clear();
                self.renew();
                self.offer();
            }
            form::Reply::Pressed(id) => self.press(&id),
            form::Reply::Done => return self.keep(),
            form::Reply::Leave if self.is_changed() && !was_leaving => self.leaving = true,
            form::Reply::Leave => return Reply::Left,
        }
        Reply::Done(Vec::new())
    }

    /// A button of the form.
    fn press(&mut self, id: &str) {
        let (what, at) = id.split_once(':').unwrap_or((id, ""));
        let at: Option<usize> = at.parse().ok();
        let mut spec = self.spec.clone();
        match (what, at) {
            ("add", _) => {
                spec.through.push(Step::Role(String::new()));
                self.unfolded.steps.push(false);
                self.rebuild(spec, &format!("role:{}", self.spec.through.len()));
            }
            ("more", _) => {
                self.unfolded.turn(at);
                self.rebuild(spec, id);
            }
            ("less", Some(at)) if at < spec.through.len() => {
                spec.through.remove(at);
                if at < self.unfolded.steps.len() {
                    self.unfolded.steps.remove(at);
                }
                self.rebuild(spec, "add");
            }
            _ => {}
        }
    }

    /// Makes the form anew, for other fields are there now.
    fn rebuild(&mut self, spec: RequestSpec, focus: &str) {
        let kept = self.layout;
        self.form = fields::form(&spec, &self.unfolded);
        self.form.focus(focus);
        self.spec = spec;
        self.layout = kept;
        self.renew();
        self.offer();
    }

    /// Puts in what a message says.
    fn tell(&mut self, retold: Retold) {
        let spec = RequestSpec { name: self.spec.name.clone(), text: self.spec.text.clone(), ..retold.spec };
        self.unfolded = Unfolded { steps: vec![false; spec.through.len()], call: false };
        self.rebuild(spec, "name");
        self.open = retold.open;
    }

    /// Reads the form and decides anew; says at which field something is wrong.
    fn renew(&mut self) {
        self.spec = fields::spec(&self.form, &self.spec);
        self.simulation = simulate(&self.scenario, &self.spec);
        self.form.clear_faults();
        if let Some((field, words)) = self.lacks() {
            // Whoever has only begun has done nothing wrong.
            self.form.fault(field, self.keeping.then(|| words.to_owned()));
        } else if let Err(error) = &self.simulation
            && error.document.is_none()
        {
            let field = fields::field_of(&error.path);
            // What is wrong is to be seen, also where it is folded up.
            self.unfolded.show(&field);
            self.form.fault(&field, Some(error.message.clone()));
        }
        if let Some(place) = fields::unfilled(self.form.text("resource")) {
            let words = format!("`{place}` is a place to fill in: write what it is called");
            self.form.fault("resource", Some(words));
        }
        let own = Some(self.original.name.as_str()).filter(|name| !name.is_empty());
        let name = &self.spec.name;
        if self.scenario.requests.iter().any(|known| known.name == *name && Some(known.name.as_str()) != own) {
            self.form.fault("kept", Some(format!("there is a request `{name}` already; name this one otherwise")));
        }
        fields::show(&mut self.form, &self.spec, &self.unfolded);
    }

    /// What is still to be written before there is a call: the field, and what belongs there.
    fn lacks(&self) -> Option<(&'static str, &'static str)> {
        match (&self.spec.action, &self.spec.resource) {
            (Some(_), None) => Some(("resource", "on what? write an ARN, or `*` when the action names no resource")),
            (None, None) if self.spec.through.is_empty() => {
                Some(("action", "nothing is asked yet: write an action, or a role on the way"))
            }
            _ => None,
        }
    }

    /// The field of the cursor, its line, and whether it is the value of a pair.
    fn place(&self) -> (String, usize, bool) {
        let (id, row, in_value) = self.form.focused();
        (id.to_owned(), row, in_value)
    }

    /// Offers what could stand in the field of the cursor.
    fn offer(&mut self) {
        self.offered = self.place();
        let (id, row, in_value) = self.form.focused();
        let id = id.to_owned();
        let action = self.spec.action.clone().unwrap_or_default();
        let world = &self.scenario.world;
        let (field, at) = id.split_once(':').unwrap_or((&id, ""));
        let keys = self.keys(at.parse().ok());
        let key_at = |id: &str| self.form.pairs(id).get(row).map(|(key, _)| key.clone()).unwrap_or_default();
        let handed = at.parse::<usize>().ok().map(|_| self.form.text(&format!("handed:{at}"))).unwrap_or_default();
        let offers = match field {
            "name" => offers::callers(world, self.form.text("who")),
            "role" | "passes" => offers::roles(world),
            "action" => offers::actions(self.form.text("action")),
            "handed" => offers::actions(handed),
            "resource" => offers::resources(world, &action, &self.account()),
            "on" => offers::resources(world, handed, &self.account()),
            "also" => offers::resources(world, "", &self.account()),
            "source" => offers::values(world, "aws:SourceArn"),
            "via" | "to" | "passes-to" => offers::callers(world, "service"),
            "address" => offers::addresses(),
            "time" => offers::values(world, fields::TIME),
            "policies" => offers::session_policies(&self.scenario),
            "without" => offers::carried(keys),
            "context" => {
                let of_step = at.parse::<usize>().ok().map(|_| "sts:AssumeRole".to_owned());
                offers::keys(&self.policies(), &of_step.unwrap_or(action), keys)
            }
            "handing" => offers::keys(&self.policies(), handed, keys),
            "tags" => {
                let tags = crate::iam::surroundings::Surroundings::of(world).tags;
                tags.into_iter().map(|(key, _)| form::Offer::new(key, "in use")).collect()
            }
            _ => return,
        };
        let values = match (field, in_value) {
            ("context" | "handing", true) => offers::values(world, &key_at(&id)),
            ("also", true) => offers::actions(self.form.under_cursor()),
            ("tags", true) => offers::values(world, &format!("aws:PrincipalTag/{}", key_at(&id))),
            _ => Vec::new(),
        };
        self.form.offer(&id, offers);
        self.form.offer_values(&id, values);
    }

    /// The keys that the call carries: of a step, or of the request itself.
    fn keys(&self, step: Option<usize>) -> Option<&Keys> {
        let simulation = self.simulation.as_ref().ok()?;
        match step {
            None => simulation.hops.last().map(|hop| &hop.request.context),
            Some(_) => simulation.hops.first().map(|hop| &hop.request.context),
        }
    }

    /// The policies that bear on the last call; all there are while it cannot be made.
    fn policies(&self) -> Vec<Attached> {
        match self.simulation.as_ref().ok().and_then(|simulation| simulation.hops.last()) {
            Some(hop) => hop.policies.attached().cloned().collect(),
            None => self.scenario.documents.values().map(Document::attached).collect(),
        }
    }

    /// The account in which the last call is made, as far as it is known.
    fn account(&self) -> String {
        let caller = self.simulation.as_ref().ok().and_then(|simulation| simulation.hops.last());
        let own = caller.and_then(|hop| hop.request.principal.account.clone());
        let any = || self.scenario.world.accounts.values().next().map(|account| account.id.clone());
        own.or_else(any).unwrap_or_else(|| "111122223333".to_owned())
    }

    /// Gives the request back, if it can be made at all.
    fn keep(&mut self) -> Reply {
        self.keeping = true;
        self.renew();
        // A document that AWS would not save is not the request's fault.
        if self.form.has_faults() {
            self.form.focus_fault();
            self.offer();
            return Reply::Done(Vec::new());
        }
        let own = Some(self.original.name.clone()).filter(|name| !name.is_empty());
        let mut spec = self.spec.clone();
        if spec.name.is_empty() {
            spec.name = fields::name_for(&spec, &self.scenario, own.as_deref());
        }
        // What was expected still is, when nothing but the words is another.
        let before = RequestSpec { name: spec.name.clone(), text: spec.text.clone(), ..self.original.clone() };
        if (RequestSpec { expect: None, ..before.clone() }) == spec {
            spec.expect = before.expect;
        }
        Reply::Kept(Box::new(spec), own)
    }

    fn commands(&self) -> Result<String, String> {
        aws_cli::commands(&self.scenario, &self.spec)
    }

    fn copy(&self) -> Reply {
        match self.commands() {
            Ok(text) => Reply::Done(vec![Command::Effect(Effect::Copy(text))]),
            Err(_) => Reply::Done(Vec::new()),
        }
    }
}

/// A request that asks for nothing yet: the first user of the world begins it.
fn blank(scenario: &Scenario) -> RequestSpec {
    let user = scenario.world.users.first().map(|user| format!("user {}", user.name));
    let role = || scenario.world.roles.first().map(|role| format!("role {}", role.name));
    RequestSpec {
        name: String::new(),
        text: String::new(),
        who: user.or_else(role).unwrap_or_else(|| "anonymous".to_owned()),
        through: Vec::new(),
        action: None,
        resource: None,
        passes: None,
        also: Vec::new(),
        tags: Default::default(),
        source: None,
        called_via: Vec::new(),
        context: Default::default(),
        without: Vec::new(),
        expect: None,
        hidden: None,
    }
}

#[cfg(test)]
mod tests;
