//! The screens, one file each, and the one place that tells them apart.
//!
//! A screen is plain data with these methods: `contexts` (which keys mean something), `act` (a key that means something),
//! `key` (a key that does not: text), `paste`, `mouse`, `prepare` (fit to the area before drawing), `view` (draw, read only),
//! `entered` and `leave` (keep what must be kept), `confirmed` (a question was answered with yes), `done` (the worker's results).
//! A screen without text, questions or work has no method for them; [`Screen`] says so.

pub mod desk;
pub mod drill;
pub mod exam;
pub mod exams;
pub mod glossary;
pub mod home;
pub mod lab;
pub mod labs;
pub mod lesson;
pub mod matrix;
pub mod progress;
pub mod quiz;
pub mod request;
pub mod sandbox;
pub mod search;
pub mod settings;
pub mod test_out;
pub mod walk;
pub mod world;

use crossterm::event::{KeyEvent, MouseEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::course::question::QuestionId;
use crate::iam::policy::PolicyKind;
use crate::place::Place;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::work::Done;

/// A screen.
#[derive(Debug)]
pub enum Screen {
    /// The course map.
    Home(home::Home),
    /// A lesson's text.
    Lesson(Box<lesson::LessonScreen>),
    /// Questions, one after the other.
    Quiz(Box<quiz::Quiz>),
    /// Drills.
    Drill(Box<drill::DrillScreen>),
    /// A lab.
    Lab(Box<lab::LabScreen>),
    /// All labs.
    Labs(Box<labs::Labs>),
    /// Policies of one's own.
    Sandbox(Box<sandbox::Sandbox>),
    /// Whether a lesson is known already.
    TestOut(Box<test_out::TestOut>),
    /// All exams.
    Exams(Box<exams::Exams>),
    /// An exam.
    Exam(Box<exam::ExamScreen>),
    /// Where the learner stands.
    Progress(Box<progress::ProgressScreen>),
    /// The words of the course.
    Glossary(Box<glossary::GlossaryScreen>),
    /// All lessons, looked through.
    Search(Box<search::Search>),
    /// The settings.
    Settings(Box<settings::SettingsScreen>),
}

impl Screen {
    /// The screen of a place, or why there is none.
    ///
    /// # Errors
    /// In words for the person: no such lesson, or a malformed file.
    pub fn at(place: &Place, shared: &mut Shared) -> Result<Self, String> {
        match place {
            Place::Home => Ok(Self::Home(home::Home::new())),
            Place::Lesson(id) => lesson::LessonScreen::open(id, None, shared).map(|s| Self::Lesson(Box::new(s))),
            Place::Quiz(id) => quiz::Quiz::of_lesson(id, shared).map(|s| Self::Quiz(Box::new(s))),
            Place::Drill(wish) => drill::DrillScreen::open(wish.as_ref(), shared).map(|s| Self::Drill(Box::new(s))),
            Place::Lab(id) => lab::LabScreen::open(id, shared).map(|s| Self::Lab(Box::new(s))),
            Place::Labs => Ok(Self::Labs(Box::new(labs::Labs::new(shared)))),
            Place::TestOut(id) => test_out::TestOut::open(id, shared).map(|s| Self::TestOut(Box::new(s))),
            Place::Exams => exams::Exams::new(shared).map(|s| Self::Exams(Box::new(s))),
            Place::Exam(id) => exam::ExamScreen::open(id, shared).map(|s| Self::Exam(Box::new(s))),
            Place::ExamReport(id) => exam::ExamScreen::open_report(id, shared).map(|s| Self::Exam(Box::new(s))),
            Place::Progress => progress::ProgressScreen::open(shared).map(|s| Self::Progress(Box::new(s))),
            Place::Glossary(term) => {
                glossary::GlossaryScreen::open(term.as_deref(), shared).map(|s| Self::Glossary(Box::new(s)))
            }
            Place::Settings => Ok(Self::Settings(Box::new(settings::SettingsScreen::new(shared)))),
            Place::Search(words) => Ok(Self::Search(Box::new(search::Search::new(words, shared)))),
            Place::Sandbox(file) => Ok(Self::Sandbox(Box::new(sandbox::Sandbox::open(file.clone(), shared)))),
        }
    }

    /// A lesson at one of its sections.
    ///
    /// # Errors
    /// In words for the person: no such lesson, or a malformed file.
    pub fn lesson_at(id: &str, section: &str, shared: &mut Shared) -> Result<Self, String> {
        lesson::LessonScreen::open(id, Some(section), shared).map(|s| Self::Lesson(Box::new(s)))
    }

    /// A lesson at one of its blocks, with words found in it.
    ///
    /// # Errors
    /// In words for the person: no such lesson, or a malformed file.
    pub fn lesson_found(id: &str, block: usize, words: &str, shared: &mut Shared) -> Result<Self, String> {
        lesson::LessonScreen::open_found(id, block, words, shared).map(|s| Self::Lesson(Box::new(s)))
    }

    /// The sandbox with a document on top; its kind is guessed when it is not known.
    #[must_use]
    pub fn sandbox_with(title: &str, kind: Option<PolicyKind>, text: &str, shared: &mut Shared) -> Self {
        Self::Sandbox(Box::new(sandbox::Sandbox::with(title, kind, text, shared)))
    }

    /// These questions of a lesson.
    ///
    /// # Errors
    /// In words for the person: no such lesson or question, or a malformed file.
    pub fn questions(lesson: &str, ids: &[QuestionId], shared: &mut Shared) -> Result<Self, String> {
        quiz::Quiz::of_questions(lesson, ids, shared).map(|s| Self::Quiz(Box::new(s)))
    }

    /// Which keys mean something, most particular first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match self {
            Self::Home(screen) => screen.contexts(),
            Self::Lesson(screen) => screen.contexts(),
            Self::Quiz(screen) => screen.contexts(),
            Self::Drill(screen) => screen.contexts(),
            Self::Lab(screen) => screen.contexts(),
            Self::Labs(screen) => screen.contexts(),
            Self::Sandbox(screen) => screen.contexts(),
            Self::TestOut(screen) => screen.contexts(),
            Self::Exams(screen) => screen.contexts(),
            Self::Progress(screen) => screen.contexts(),
            Self::Exam(screen) => screen.contexts(),
            Self::Glossary(screen) => screen.contexts(),
            Self::Search(screen) => screen.contexts(),
            Self::Settings(screen) => screen.contexts(),
        }
    }

    /// How many things can be chosen by number. Only a question has such, and what is asked before a walk is shown.
    #[must_use]
    pub fn choices(&self) -> usize {
        match self {
            Self::Quiz(screen) => screen.choices(),
            Self::Exam(screen) => screen.choices(),
            Self::Drill(screen) => screen.choices(),
            Self::Lab(screen) => screen.choices(),
            Self::Sandbox(screen) => screen.choices(),
            Self::Progress(screen) => screen.choices(),
            _ => 0,
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Home(screen) => screen.act(action, shared),
            Self::Lesson(screen) => screen.act(action, shared),
            Self::Quiz(screen) => screen.act(action, shared),
            Self::Drill(screen) => screen.act(action, shared),
            Self::Lab(screen) => screen.act(action, shared),
            Self::Labs(screen) => screen.act(action, shared),
            Self::Sandbox(screen) => screen.act(action, shared),
            Self::TestOut(screen) => screen.act(action, shared),
            Self::Exams(screen) => screen.act(action, shared),
            Self::Progress(screen) => screen.act(action, shared),
            Self::Exam(screen) => screen.act(action, shared),
            Self::Glossary(screen) => screen.act(action, shared),
            Self::Search(screen) => screen.act(action, shared),
            Self::Settings(screen) => screen.act(action, shared),
        }
    }

    /// Takes a key that means nothing here: text.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Lesson(screen) => screen.key(key, shared),
            Self::Quiz(screen) => screen.key(key, shared),
            Self::Drill(screen) => screen.key(key, shared),
            Self::Lab(screen) => screen.key(key, shared),
            Self::Sandbox(screen) => screen.key(key, shared),
            Self::Exams(screen) => screen.key(key, shared),
            Self::Progress(screen) => screen.key(key, shared),
            Self::Exam(screen) => screen.key(key, shared),
            Self::Glossary(screen) => screen.key(key, shared),
            Self::Search(screen) => screen.key(key, shared),
            Self::Home(_) | Self::Labs(_) | Self::TestOut(_) => Vec::new(),
            Self::Settings(screen) => screen.key(key, shared),
        }
    }

    /// Takes a paste, whole.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Lesson(screen) => screen.paste(text, shared),
            Self::Quiz(screen) => screen.paste(text, shared),
            Self::Drill(screen) => screen.paste(text, shared),
            Self::Lab(screen) => screen.paste(text, shared),
            Self::Sandbox(screen) => screen.paste(text, shared),
            Self::Exams(screen) => screen.paste(text, shared),
            Self::Progress(screen) => screen.paste(text, shared),
            Self::Exam(screen) => screen.paste(text, shared),
            Self::Glossary(screen) => screen.paste(text, shared),
            Self::Search(screen) => screen.paste(text, shared),
            Self::Home(_) | Self::Labs(_) | Self::TestOut(_) => Vec::new(),
            Self::Settings(screen) => screen.paste(text, shared),
        }
    }

    /// Takes the mouse, with what was drawn under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Home(screen) => screen.mouse(mouse, hit, shared),
            Self::Lesson(screen) => screen.mouse(mouse, hit, shared),
            Self::Quiz(screen) => screen.mouse(mouse, hit, shared),
            Self::Drill(screen) => screen.mouse(mouse, hit, shared),
            Self::Lab(screen) => screen.mouse(mouse, hit, shared),
            Self::Labs(screen) => screen.mouse(mouse, hit, shared),
            Self::Sandbox(screen) => screen.mouse(mouse, hit, shared),
            Self::TestOut(screen) => screen.mouse(mouse, hit, shared),
            Self::Exams(screen) => screen.mouse(mouse, hit, shared),
            Self::Progress(screen) => screen.mouse(mouse, hit, shared),
            Self::Exam(screen) => screen.mouse(mouse, hit, shared),
            Self::Glossary(screen) => screen.mouse(mouse, hit, shared),
            Self::Search(screen) => screen.mouse(mouse, hit, shared),
            Self::Settings(screen) => screen.mouse(mouse, hit, shared),
        }
    }

    /// The screen is on top now: for the first time, or again.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Home(screen) => screen.entered(shared),
            Self::Lesson(screen) => screen.entered(shared),
            Self::Quiz(screen) => screen.entered(shared),
            Self::Drill(screen) => screen.entered(shared),
            Self::Lab(screen) => screen.entered(shared),
            Self::Sandbox(screen) => screen.entered(shared),
            Self::TestOut(screen) => screen.entered(shared),
            Self::Labs(_) | Self::Glossary(_) | Self::Search(_) => Vec::new(),
            Self::Exams(screen) => screen.entered(shared),
            Self::Progress(screen) => screen.entered(shared),
            Self::Exam(screen) => screen.entered(shared),
            Self::Settings(screen) => screen.entered(shared),
        }
    }

    /// The screen is about to be covered or closed: keep what must be kept.
    pub fn leave(&mut self, shared: &mut Shared) {
        match self {
            Self::Lesson(screen) => screen.leave(shared),
            Self::Quiz(screen) => screen.leave(shared),
            Self::Drill(screen) => screen.leave(shared),
            Self::Lab(screen) => screen.leave(shared),
            Self::Sandbox(screen) => screen.leave(shared),
            Self::Home(_) | Self::Labs(_) | Self::TestOut(_) | Self::Glossary(_) | Self::Search(_) => {}
            Self::Exams(screen) => screen.leave(shared),
            Self::Progress(screen) => screen.leave(shared),
            Self::Exam(screen) => screen.leave(shared),
            Self::Settings(screen) => screen.leave(shared),
        }
    }

    /// A question of this screen's was answered with yes.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Lesson(screen) => screen.confirmed(action, shared),
            Self::Quiz(screen) => screen.confirmed(action, shared),
            Self::Drill(screen) => screen.confirmed(action, shared),
            Self::Lab(screen) => screen.confirmed(action, shared),
            Self::Sandbox(screen) => screen.confirmed(action, shared),
            Self::Home(_) | Self::Labs(_) | Self::TestOut(_) | Self::Glossary(_) | Self::Search(_) => Vec::new(),
            Self::Exams(screen) => screen.confirmed(action, shared),
            Self::Progress(screen) => screen.confirmed(action, shared),
            Self::Exam(screen) => screen.confirmed(action, shared),
            Self::Settings(screen) => screen.confirmed(action, shared),
        }
    }

    /// What was typed or chosen for an action that asked for it.
    pub fn given(&mut self, action: Action, words: &str, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Sandbox(screen) => screen.given(action, words, shared),
            Self::Quiz(screen) => screen.given(action, words, shared),
            Self::Drill(screen) => screen.given(action, words, shared),
            _ => Vec::new(),
        }
    }

    /// The person is back from elsewhere. Only the sandbox has files that may have changed meanwhile.
    pub fn returned(&mut self, _shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Sandbox(screen) => screen.returned(),
            _ => Vec::new(),
        }
    }

    /// The worker is done with something.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        match self {
            Self::Lesson(screen) => screen.done(done, shared),
            Self::Quiz(screen) => screen.done(done, shared),
            Self::Drill(screen) => screen.done(done, shared),
            Self::Lab(screen) => screen.done(done, shared),
            Self::Sandbox(screen) => screen.done(done, shared),
            Self::Home(_) | Self::Labs(_) | Self::TestOut(_) | Self::Glossary(_) | Self::Search(_) => Vec::new(),
            Self::Exams(screen) => screen.done(done, shared),
            Self::Progress(screen) => screen.done(done, shared),
            Self::Exam(screen) => screen.done(done, shared),
            Self::Settings(screen) => screen.done(done, shared),
        }
    }

    /// Fits the screen to the area it will be drawn in.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        match self {
            Self::Home(screen) => screen.prepare(area, shared),
            Self::Lesson(screen) => screen.prepare(area, shared),
            Self::Quiz(screen) => screen.prepare(area, shared),
            Self::Drill(screen) => screen.prepare(area, shared),
            Self::Lab(screen) => screen.prepare(area, shared),
            Self::Labs(screen) => screen.prepare(area, shared),
            Self::Sandbox(screen) => screen.prepare(area, shared),
            Self::TestOut(screen) => screen.prepare(area, shared),
            Self::Exams(screen) => screen.prepare(area, shared),
            Self::Progress(screen) => screen.prepare(area, shared),
            Self::Exam(screen) => screen.prepare(area, shared),
            Self::Glossary(screen) => screen.prepare(area, shared),
            Self::Search(screen) => screen.prepare(area, shared),
            Self::Settings(screen) => screen.prepare(area, shared),
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        match self {
            Self::Home(screen) => screen.view(frame, area, shared, hits),
            Self::Lesson(screen) => screen.view(frame, area, shared, hits),
            Self::Quiz(screen) => screen.view(frame, area, shared, hits),
            Self::Drill(screen) => screen.view(frame, area, shared, hits),
            Self::Lab(screen) => screen.view(frame, area, shared, hits),
            Self::Labs(screen) => screen.view(frame, area, shared, hits),
            Self::Sandbox(screen) => screen.view(frame, area, shared, hits),
            Self::TestOut(screen) => screen.view(frame, area, shared, hits),
            Self::Exams(screen) => screen.view(frame, area, shared, hits),
            Self::Progress(screen) => screen.view(frame, area, shared, hits),
            Self::Exam(screen) => screen.view(frame, area, shared, hits),
            Self::Glossary(screen) => screen.view(frame, area, shared, hits),
            Self::Search(screen) => screen.view(frame, area, shared, hits),
            Self::Settings(screen) => screen.view(frame, area, shared, hits),
        }
    }
}
