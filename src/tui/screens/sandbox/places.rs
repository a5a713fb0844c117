//! What stands in place of the desk for a while: the world, the request builder, what would turn a decision, the table of all
//! requests.

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Focus, Sandbox};
use crate::iam::aws_cli;
use crate::iam::draft::{self, Entity};
use crate::iam::scenario::RequestSpec;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::screens::matrix::{self, Matrix};
use crate::tui::screens::request::what_if::{self, WhatIfPanel};
use crate::tui::screens::request::{self, Builder};
use crate::tui::screens::world::{Wish, WorldView};
use crate::tui::theme::Theme;

/// What stands in place of the desk.
#[derive(Debug)]
pub enum Place {
    /// Who and what there is.
    World(Box<WorldView>),
    /// A request being written.
    Builder(Box<Builder>),
    /// What would turn a decision.
    WhatIf(Box<WhatIfPanel>),
    /// All requests in one table.
    Matrix(Box<Matrix>),
}

/// What came of a key.
enum Reply {
    /// It is done; these things are wanted.
    Done(Vec<Command>),
    /// A request of the scenario is to be another one, or there is to be a new one.
    Keep(Box<RequestSpec>, Option<String>),
    /// A request that has no name yet is to be written to its end.
    Write(Box<RequestSpec>),
    /// The request of that name is to be walked through.
    Walk(String),
    /// What is wanted of the world, one after the other.
    World(Vec<Wish>),
    /// Back to the desk.
    Left,
}

impl From<Vec<Wish>> for Reply {
    fn from(wishes: Vec<Wish>) -> Self {
        Self::World(wishes)
    }
}

impl From<request::Reply> for Reply {
    fn from(reply: request::Reply) -> Self {
        match reply {
            request::Reply::Done(commands) => Self::Done(commands),
            request::Reply::Kept(spec, of) => Self::Keep(spec, of),
            request::Reply::Left => Self::Left,
        }
    }
}

impl From<what_if::Reply> for Reply {
    fn from(reply: what_if::Reply) -> Self {
        match reply {
            what_if::Reply::Done(commands) => Self::Done(commands),
            what_if::Reply::Kept(spec) => Self::Write(spec),
            what_if::Reply::Left => Self::Left,
        }
    }
}

impl From<matrix::Reply> for Reply {
    fn from(reply: matrix::Reply) -> Self {
        match reply {
            matrix::Reply::Done => Self::Done(Vec::new()),
            matrix::Reply::Walk(spec) if spec.name.is_empty() => Self::Write(spec),
            matrix::Reply::Walk(spec) => Self::Walk(spec.name),
            matrix::Reply::Left => Self::Left,
        }
    }
}

impl Place {
    /// Which keys mean something.
    pub fn contexts(&self) -> Vec<Context> {
        match self {
            Self::World(world) => world.contexts(),
            Self::Builder(builder) => builder.contexts(),
            Self::WhatIf(panel) => panel.contexts(),
            Self::Matrix(matrix) => matrix.contexts(),
        }
    }

    /// Fits it to the area. The world has no head of its own: the sandbox's stays above it.
    pub fn prepare(&mut self, area: Rect) {
        let head = area.height.min(2);
        match self {
            Self::World(world) => world.prepare(Rect { y: area.y + head, height: area.height - head, ..area }),
            Self::Builder(builder) => builder.prepare(area),
            Self::WhatIf(panel) => panel.prepare(area),
            Self::Matrix(matrix) => matrix.prepare(area),
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        match self {
            Self::World(world) => world.draw(frame, true, theme, hits),
            Self::Builder(builder) => builder.view(frame, theme, hits),
            Self::WhatIf(panel) => panel.view(frame, theme, hits),
            Self::Matrix(matrix) => matrix.view(frame, theme, hits),
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        match self {
            Self::World(world) => world.act(action).into(),
            Self::Builder(builder) => builder.act(action).into(),
            Self::WhatIf(panel) => panel.act(action).into(),
            Self::Matrix(matrix) => matrix.act(action).into(),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Reply {
        match self {
            Self::World(world) => world.key(key).into(),
            Self::Builder(builder) => builder.key(key).into(),
            Self::WhatIf(_) | Self::Matrix(_) => Reply::Done(Vec::new()),
        }
    }

    fn paste(&mut self, text: &str) -> Reply {
        match self {
            Self::World(world) => world.paste(text).into(),
            Self::Builder(builder) => builder.paste(text).into(),
            Self::WhatIf(_) | Self::Matrix(_) => Reply::Done(Vec::new()),
        }
    }

    fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Reply {
        match self {
            Self::World(world) => world.mouse(mouse, hit).into(),
            Self::Builder(builder) => builder.mouse(mouse, hit).into(),
            Self::WhatIf(panel) => panel.mouse(mouse, hit).into(),
            Self::Matrix(matrix) => matrix.mouse(mouse, hit).into(),
        }
    }
}

impl Sandbox {
    /// Goes to a place, if the action leads to one.
    pub(super) fn go_to_place(&mut self, action: Action, shared: &mut Shared) {
        let Some(case) = &mut self.case else {
            shared.notice = Some("this needs a scenario: F5 begins one".to_owned());
            return;
        };
        // A policy that is no policy just now is shown as the file has it.
        case.write(&self.desk.tabs).ok();
        let scenario = case.scenario.clone();
        self.place = match (action, case.request()) {
            (Action::World, _) => Some(Place::World(Box::new(WorldView::new(case.draft(), Some(&case.scenario))))),
            (Action::NewRequest, _) => Some(Place::Builder(Box::new(Builder::new(scenario, None)))),
            (Action::EditRequest, spec) => Some(Place::Builder(Box::new(Builder::new(scenario, spec)))),
            (Action::WhatIf, Some(spec)) => Some(Place::WhatIf(Box::new(WhatIfPanel::new(scenario, spec)))),
            (Action::Matrix, _) => Some(Place::Matrix(Box::new(Matrix::new(scenario)))),
            _ => None,
        };
        if self.place.is_none() {
            shared.notice = Some("the scenario asks nothing yet: in the list of requests, n makes one".to_owned());
        }
        self.walk.stop_comparing();
        self.walk.pause();
    }

    /// Begins a request with a message of a denial, when the text is one.
    pub(super) fn begin_with_message(&mut self, text: &str) -> bool {
        let Some(case) = &self.case else { return false };
        match Builder::of_message(case.scenario.clone(), text) {
            Ok(builder) => {
                self.place = Some(Place::Builder(Box::new(builder)));
                true
            }
            Err(_) => false,
        }
    }

    /// The chosen request as calls of the `aws` command line, for the clipboard.
    pub(super) fn copy_commands(&self, shared: &mut Shared) -> Vec<Command> {
        let Some((case, spec)) = self.case.as_ref().and_then(|case| Some((case, case.request()?))) else {
            return Vec::new();
        };
        match aws_cli::commands(&case.scenario, spec) {
            Ok(text) => {
                shared.notice = Some("copied: the request as calls of the aws command line".to_owned());
                vec![Command::Effect(Effect::Copy(text))]
            }
            Err(why) => {
                shared.notice = Some(why);
                Vec::new()
            }
        }
    }

    /// Does in the place what a key means there.
    pub(super) fn act_in_place(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let reply = self.place.as_mut().map(|place| place.act(action));
        self.came_of(reply, shared)
    }

    /// A key that means nothing else.
    pub(super) fn key_in_place(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        let reply = self.place.as_mut().map(|place| place.key(key));
        self.came_of(reply, shared)
    }

    /// A paste.
    pub(super) fn paste_in_place(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        let reply = self.place.as_mut().map(|place| place.paste(text));
        self.came_of(reply, shared)
    }

    /// The mouse.
    pub(super) fn mouse_in_place(
        &mut self,
        mouse: MouseEvent,
        hit: Option<&(Rect, Hit)>,
        shared: &mut Shared,
    ) -> Vec<Command> {
        let reply = self.place.as_mut().map(|place| place.mouse(mouse, hit));
        self.came_of(reply, shared)
    }

    /// A question of the place's was answered with yes.
    pub(super) fn confirmed_in_place(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match &mut self.place {
            Some(Place::World(world)) => {
                let reply = world.confirmed(action).into();
                self.came_of(Some(reply), shared)
            }
            _ => Vec::new(),
        }
    }

    /// What was typed for the place.
    pub(super) fn given_to_place(&mut self, words: &str) {
        if let Some(Place::WhatIf(panel)) = &mut self.place {
            panel.given(words);
        }
    }

    fn came_of(&mut self, reply: Option<Reply>, shared: &mut Shared) -> Vec<Command> {
        match reply {
            None => {}
            Some(Reply::Done(commands)) => return commands,
            Some(Reply::Left) => self.place = None,
            Some(Reply::World(wishes)) => {
                return wishes.into_iter().flat_map(|wish| self.grant(wish, shared)).collect();
            }
            Some(Reply::Walk(name)) => {
                self.place = None;
                self.choose_named(&name);
                self.focus = Focus::Walk;
            }
            Some(Reply::Write(spec)) => {
                if let Some(case) = &self.case {
                    let builder = Builder::new(case.scenario.clone(), Some(&spec));
                    self.place = Some(Place::Builder(Box::new(builder)));
                }
            }
            Some(Reply::Keep(spec, of)) => {
                let name = spec.name.clone();
                let renamed = of.filter(|old| !old.is_empty() && *old != name);
                let rename = renamed.map(|old| draft::Change::Rename(Entity::Request(old), name.clone()));
                let changes: Vec<draft::Change> = rename.into_iter().chain([draft::Change::PutRequest(spec)]).collect();
                if self.change_world(&changes, shared) {
                    self.place = None;
                    self.choose_named(&name);
                    self.focus = Focus::Requests;
                }
            }
        }
        Vec::new()
    }

    /// Does what is wanted of the world.
    pub(super) fn grant(&mut self, wish: Wish, shared: &mut Shared) -> Vec<Command> {
        match wish {
            Wish::Change(changes) => {
                self.change_world(&changes, shared);
                if let (Some(Place::World(world)), Some(case)) = (&mut self.place, &self.case) {
                    world.renew(case.draft(), Some(&case.scenario));
                }
            }
            Wish::Open(document) => {
                let tab = self.desk.tabs.iter().position(|tab| tab.name == document);
                match tab {
                    Some(tab) => {
                        (self.place, self.focus) = (None, Focus::Text);
                        self.desk.choose_tab(tab);
                    }
                    None => shared.notice = Some("this one is AWS's own: nobody else can change it".to_owned()),
                }
            }
            Wish::Ask(overlay) => return vec![Command::Show(overlay)],
            Wish::Say(words) => shared.notice = Some(words),
            Wish::Leave => self.place = None,
        }
        Vec::new()
    }

    fn choose_named(&mut self, name: &str) {
        let place = self.case.as_ref().and_then(|case| case.scenario.requests.iter().position(|of| of.name == name));
        if let Some(place) = place {
            self.choose(place);
        }
    }
}
