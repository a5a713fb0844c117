//! The application: a stack of screens, overlays above it, and what all of them share.

use std::sync::Arc;

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::course::Course;
use crate::course::question::QuestionId;
use crate::iam::policy::PolicyKind;
use crate::place::{Place, ThemeName};
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::settings::{ASCII, THEME};
use crate::study::store::Millis;
use crate::tui::actions::{Action, Context};
use crate::tui::keymap::Keymap;
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::palette::Palette as Finder;
use crate::tui::screens::Screen;
use crate::tui::theme::{Palette, Theme};
use crate::tui::widgets::{ascii, footer, page};
use crate::tui::work::{Done, Job};

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// A paste, whole.
    Paste(String),
    /// The terminal has another size, or the program came back from being suspended.
    Redraw,
    /// The person is back, from another window or from the shell.
    Returned,
    /// The terminal is going away: keep everything and end.
    Hangup,
    /// The worker is done with something.
    Done(Done),
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Put this text on the terminal's clipboard.
    Copy(String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Stop, and give the shell back.
    Suspend,
    /// End.
    Quit,
    /// Do this beside the drawing.
    Work(Job),
}

/// What a screen wants of the application.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Go to a place, on top of this one.
    Open(Place),
    /// Go to a place instead of this one.
    Replace(Place),
    /// Open a lesson at the section of that id (`L03`, `b`).
    Teach(String, String),
    /// Open a lesson at a block, with words found in it.
    ReadAt {
        /// The lesson's id.
        lesson: String,
        /// The block.
        block: usize,
        /// The words.
        words: String,
    },
    /// Open the sandbox with a document on top.
    Try {
        /// What its tab says.
        title: String,
        /// What it is; guessed when it is not known.
        kind: Option<PolicyKind>,
        /// Its text.
        text: String,
    },
    /// Ask these questions of a lesson, in this order.
    Ask {
        /// The lesson's id.
        lesson: String,
        /// The questions.
        questions: Vec<QuestionId>,
    },
    /// Close this screen.
    Back,
    /// Show an overlay.
    Show(Overlay),
    /// The answer to a [`Confirm`] was yes: hand the action to the screen.
    Confirmed(Action),
    /// What was typed or chosen for the action: hand both to the screen.
    Given(Action, String),
    /// Do this as if its key had been pressed.
    Do(Action),
    /// Look so from now on, and the next time too.
    Look(ThemeName),
    /// The keys were changed: read them again.
    Keys,
    /// Draw with ASCII or not, as the setting says now.
    Ascii,
    /// Something outside.
    Effect(Effect),
}

/// What every screen may read, and write through.
#[derive(Debug)]
pub struct Shared {
    /// The course.
    pub course: Arc<Course>,
    /// The learner's store.
    pub store: Store,
    /// What the store says about the course; read again whenever a screen is entered.
    pub progress: Progress,
    /// What things look like.
    pub theme: Theme,
    /// The time of the event being handled.
    pub now: Millis,
    /// The size of the terminal.
    pub size: (u16, u16),
    /// Something the person should know, shown in the footer until the next key.
    pub notice: Option<String>,
}

impl Shared {
    /// Tells the person when something could not be kept; otherwise gives the value.
    pub fn kept<T, E: std::fmt::Display>(&mut self, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.notice = Some(error.to_string());
                None
            }
        }
    }

    /// Reads the store again.
    pub fn refresh(&mut self) {
        let progress = Progress::of(&self.course, &self.store);
        if let Some(progress) = self.kept(progress) {
            self.progress = progress;
        }
    }
}

/// A piece of the screen that can be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// Does what the action does.
    Action(Action),
    /// The row of that number is chosen; a second click opens it.
    Row(usize),
    /// The pane of that number gets the focus; what was clicked in it is the screen's business.
    Pane(usize),
    /// The tab of that number.
    Tab(usize),
    /// A glossary term.
    Term(String),
    /// The proposal of that number.
    Proposal(usize),
    /// The problem of that number.
    Problem(usize),
}

/// The pieces drawn last, topmost last.
#[derive(Debug, Default)]
pub struct Hits(Vec<(Rect, Hit)>);

impl Hits {
    /// Adds a piece.
    pub fn add(&mut self, area: Rect, hit: Hit) {
        self.0.push((area, hit));
    }

    /// The topmost piece at a place, and its area.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<(Rect, Hit)> {
        self.0.iter().rev().find(|(area, _)| area.contains(Position::new(column, row))).cloned()
    }
}

/// The application.
#[derive(Debug)]
pub struct App {
    shared: Shared,
    screens: Vec<Screen>,
    overlays: Vec<Overlay>,
    hits: Hits,
    quitting: bool,
    /// What the first screens asked for before there was anybody to do it.
    waiting: Vec<Effect>,
    /// The palette that fits the terminal, and whether it needs ASCII.
    automatic: (Palette, bool),
    /// The keys that the person changed.
    keymap: Keymap,
}

impl App {
    /// The application at `place`; Home lies under every other place.
    #[must_use]
    pub fn new(shared: Shared, place: Place) -> Self {
        let automatic = (shared.theme.palette, shared.theme.ascii);
        let mut app = Self {
            shared,
            screens: Vec::new(),
            overlays: Vec::new(),
            hits: Hits::default(),
            quitting: false,
            waiting: Vec::new(),
            automatic,
            keymap: Keymap::default(),
        };
        app.read_keys();
        app.shared.refresh();
        let mut effects = Vec::new();
        app.obey(Command::Open(Place::Home), &mut effects);
        if place != Place::Home {
            app.obey(Command::Open(place), &mut effects);
        }
        app.waiting = effects;
        app
    }

    /// The same with the palette that fits the terminal, and whether it needs ASCII, for whoever leaves both to the program.
    #[must_use]
    pub fn with_automatic(mut self, automatic: (Palette, bool)) -> Self {
        self.automatic = automatic;
        self
    }

    /// Reads which keys the person changed; tells of the first line that does not hold.
    fn read_keys(&mut self) {
        let text = self.shared.store.keys();
        let (keymap, slips) = Keymap::read(&self.shared.kept(text).unwrap_or_default());
        self.keymap = keymap;
        if let Some(slip) = slips.first() {
            self.shared.notice.get_or_insert(slip.to_string());
        }
    }

    /// What screens share, for tests and for the runtime's messages.
    #[must_use]
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    /// What must be done outside because of where the application began; once.
    pub fn begin(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.waiting)
    }

    /// Takes an event; gives back what must be done outside.
    pub fn update(&mut self, event: Event, now: Millis) -> Vec<Effect> {
        self.shared.now = now;
        let mut effects = Vec::new();
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => self.key(key, &mut effects),
            Event::Mouse(mouse) => self.mouse(mouse, &mut effects),
            Event::Paste(text) => {
                // What was said of the text as it stood before is over.
                self.shared.notice = None;
                if let Some(overlay) = self.overlays.last_mut() {
                    overlay.paste(&text);
                } else {
                    self.with_screen(&mut effects, |screen, shared| screen.paste(&text, shared));
                }
            }
            Event::Redraw => {}
            Event::Returned => self.with_screen(&mut effects, Screen::returned),
            Event::Hangup => self.quit(&mut effects),
            Event::Done(done) => self.with_screen(&mut effects, |screen, shared| screen.done(&done, shared)),
        }
        effects
    }

    /// Draws everything.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.shared.size = (area.width, area.height);
        self.hits = Hits::default();
        let contexts = self.contexts();
        if let Some(ground) = self.shared.theme.ground() {
            frame.buffer_mut().set_style(area, ground);
        }
        let (body, bottom) = page::split(area);
        if let Some(screen) = self.screens.last_mut() {
            screen.prepare(body, &self.shared);
            screen.view(frame, body, &self.shared, &mut self.hits);
        }
        let choices = self.screens.last().map_or(0, Screen::choices);
        footer::draw(frame, bottom, (&contexts, choices, &self.keymap), &self.shared, &mut self.hits);
        for overlay in &self.overlays {
            overlay.view(frame, area, &self.shared, &mut self.hits);
        }
        // Whatever a lesson, a policy or a paste holds: such a terminal gets nothing that it cannot show.
        if self.shared.theme.ascii {
            ascii::ascii_cells(frame.buffer_mut());
        }
    }

    /// The contexts that hold now, most particular first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = match (self.overlays.last(), self.screens.last()) {
            (Some(overlay), _) => overlay.contexts(),
            (None, Some(screen)) => [screen.contexts(), vec![Context::Screen]].concat(),
            (None, None) => Vec::new(),
        };
        contexts.push(Context::Always);
        contexts
    }

    fn key(&mut self, key: KeyEvent, effects: &mut Vec<Effect>) {
        self.shared.notice = None;
        match self.keymap.action_for(&self.contexts(), key) {
            Some(action) => self.act(action, effects),
            None => match self.overlays.last_mut() {
                Some(overlay) => overlay.key(key),
                None => self.with_screen(effects, |screen, shared| screen.key(key, shared)),
            },
        }
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        match action {
            Action::Quit => return self.quit(effects),
            Action::Suspend => return effects.push(Effect::Suspend),
            Action::AskQuit => {
                if !matches!(self.overlays.last(), Some(Overlay::Confirm(_))) {
                    self.overlays.push(Overlay::Confirm(Confirm {
                        question: "Leave iam-dojo?".into(),
                        detail: "Everything is kept: answers, drafts, the place where you read.".into(),
                        on_yes: Box::new(Command::Effect(Effect::Quit)),
                    }));
                }
                return;
            }
            Action::Palette if self.overlays.is_empty() => {
                let palette = Finder::new(&self.contexts(), &self.keymap, &self.shared);
                return self.overlays.push(Overlay::Palette(Box::new(palette)));
            }
            Action::Help if self.overlays.is_empty() => {
                let contexts = self.contexts();
                return self.overlays.push(Overlay::help(&contexts, &self.keymap, self.shared.theme.ascii));
            }
            _ => {}
        }
        if let Some(overlay) = self.overlays.last_mut() {
            let answer = overlay.act(action, self.shared.size);
            self.settle(answer, effects);
        } else {
            self.with_screen(effects, |screen, shared| screen.act(action, shared));
        }
    }

    /// Closes the topmost overlay if it says so, then does what it asks for.
    fn settle(&mut self, (close, command): (bool, Option<Command>), effects: &mut Vec<Effect>) {
        if close {
            self.overlays.pop();
        }
        if let Some(command) = command {
            self.obey(command, effects);
        }
    }

    fn mouse(&mut self, mouse: MouseEvent, effects: &mut Vec<Effect>) {
        let hit = self.hits.at(mouse.column, mouse.row);
        match (mouse.kind, &hit, self.overlays.is_empty()) {
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Action(action))), _) => {
                self.shared.notice = None;
                self.act(*action, effects);
            }
            (_, _, true) => self.with_screen(effects, |screen, shared| screen.mouse(mouse, hit, shared)),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row))), false) => {
                let pointed = self.overlays.last_mut().map(|overlay| overlay.point(*row));
                self.settle(pointed.unwrap_or_default(), effects);
            }
            (MouseEventKind::ScrollDown, _, false) => self.act(Action::Down, effects),
            (MouseEventKind::ScrollUp, _, false) => self.act(Action::Up, effects),
            _ => {}
        }
    }

    fn with_screen(&mut self, effects: &mut Vec<Effect>, run: impl FnOnce(&mut Screen, &mut Shared) -> Vec<Command>) {
        let Some(screen) = self.screens.last_mut() else { return };
        for command in run(screen, &mut self.shared) {
            self.obey(command, effects);
        }
    }

    fn obey(&mut self, command: Command, effects: &mut Vec<Effect>) {
        match command {
            Command::Open(place) => {
                let screen = Screen::at(&place, &mut self.shared);
                self.open(screen, effects);
            }
            Command::Replace(place) => match Screen::at(&place, &mut self.shared) {
                Ok(screen) => {
                    self.leave_top();
                    self.open(Ok(screen), effects);
                }
                error => self.open(error, effects),
            },
            Command::Teach(lesson, section) => {
                let screen = Screen::lesson_at(&lesson, &section, &mut self.shared);
                self.open(screen, effects);
            }
            Command::ReadAt { lesson, block, words } => {
                let screen = Screen::lesson_found(&lesson, block, &words, &mut self.shared);
                self.open(screen, effects);
            }
            Command::Try { title, kind, text } => {
                let screen = Screen::sandbox_with(&title, kind, &text, &mut self.shared);
                self.open(Ok(screen), effects);
            }
            Command::Ask { lesson, questions } => {
                let screen = Screen::questions(&lesson, &questions, &mut self.shared);
                self.open(screen, effects);
            }
            Command::Back => {
                if self.screens.len() > 1 {
                    self.leave_top();
                    self.shared.refresh();
                    self.with_screen(effects, Screen::entered);
                } else {
                    self.act(Action::AskQuit, effects);
                }
            }
            Command::Show(overlay) => self.overlays.push(overlay),
            Command::Confirmed(action) => {
                self.with_screen(effects, |screen, shared| screen.confirmed(action, shared));
            }
            Command::Given(action, words) => {
                self.with_screen(effects, |screen, shared| screen.given(action, &words, shared));
            }
            Command::Do(action) => self.act(action, effects),
            Command::Look(name) => {
                self.shared.theme = self.shared.theme.named(name, self.automatic.0);
                let kept = THEME.keep(&self.shared.store, name.as_str());
                self.shared.kept(kept);
            }
            Command::Keys => self.read_keys(),
            Command::Ascii => {
                let wanted = ASCII.of(&self.shared.store);
                self.shared.theme.ascii = match self.shared.kept(wanted).as_deref() {
                    Some("yes") => true,
                    Some("no") => false,
                    _ => self.automatic.1,
                };
            }
            Command::Effect(Effect::Quit) => self.quit(effects),
            Command::Effect(effect) => effects.push(effect),
        }
    }

    fn open(&mut self, screen: Result<Screen, String>, effects: &mut Vec<Effect>) {
        match screen {
            Ok(screen) => {
                if let Some(below) = self.screens.last_mut() {
                    below.leave(&mut self.shared);
                }
                self.shared.refresh();
                self.screens.push(screen);
                self.with_screen(effects, Screen::entered);
            }
            Err(why) => self.shared.notice = Some(why),
        }
    }

    fn leave_top(&mut self) {
        if let Some(mut screen) = self.screens.pop() {
            screen.leave(&mut self.shared);
        }
    }

    /// Lets every screen keep what it holds, once.
    fn quit(&mut self, effects: &mut Vec<Effect>) {
        if !self.quitting {
            self.quitting = true;
            for screen in &mut self.screens {
                screen.leave(&mut self.shared);
            }
        }
        effects.push(Effect::Quit);
    }
}
