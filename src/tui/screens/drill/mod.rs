//! Drills: the choice of one, its cards one after the other, and what comes of it.
//!
//! A card is asked by the question screen's own parts; its answer is on disk before the verdict is drawn.

mod choose;
mod over;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::place::DrillWish;
use crate::study::decks;
use crate::study::drill::{Deck, Plan, Rank, Stock};
use crate::study::session::{Asked, Deed, Session, SessionError, Step, Undone};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::screens::quiz::{Around, Quiz};
use crate::tui::work::Done;
use choose::{Choice, Wanted};
use over::{Ending, Over};

/// Drills.
#[derive(Debug)]
pub struct DrillScreen {
    choice: Choice,
    stage: Stage,
    /// The deck was named beforehand: there is no choice to go back to.
    direct: bool,
}

/// What the screen shows.
#[derive(Debug)]
enum Stage {
    /// The choice.
    Choosing,
    /// A card.
    Asking(Box<Asking>),
    /// What came of it.
    Over(Box<Over>),
}

/// A card on the screen.
#[derive(Debug)]
struct Asking {
    session: Session,
    quiz: Quiz,
    rank: Rank,
    generated: bool,
}

impl DrillScreen {
    /// The choice of a drill, or the one that is wished for at once. Where that has nothing to ask, the choice says so.
    ///
    /// # Errors
    /// In words for the person: no such deck, or a malformed file.
    pub fn open(wish: Option<&DrillWish>, shared: &mut Shared) -> Result<Self, String> {
        let mut choice = Choice::open(shared)?;
        let Some(wish) = wish else { return Ok(Self { choice, stage: Stage::Choosing, direct: false }) };
        let deck = match &wish.deck {
            Some(name) => decks::named(name, &shared.course)?,
            None => Deck::Mixed,
        };
        choice.take(wish, &deck);
        let mut screen = Self { choice, stage: Stage::Choosing, direct: true };
        screen.begin(deck, shared);
        screen.direct = !matches!(screen.stage, Stage::Choosing);
        Ok(screen)
    }

    /// Begins a drill of the deck, with the length that is chosen.
    fn begin(&mut self, deck: Deck, shared: &mut Shared) {
        let stock = Stock::of(self.choice.items.clone(), &shared.store);
        let Some(stock) = shared.kept(stock) else { return };
        let (minutes, cram) = (self.choice.length.minutes(), self.choice.cram);
        let plan = Plan { deck, cram, minutes, seed: shared.now.unsigned_abs() };
        let session = Session::begin(&stock, plan, shared.store.moment(shared.now));
        self.go_on(session, shared);
    }

    /// To the next card, or to the end.
    fn go_on(&mut self, mut session: Session, shared: &mut Shared) {
        let now = shared.store.moment(shared.now);
        let step = session.next(&shared.course, &shared.store, now);
        let ending = match shared.kept(step) {
            Some(Step::Ask(asked)) => return self.pose(session, *asked, shared),
            Some(Step::Later(at)) => Ending::Later(at),
            Some(Step::TimeUp) => Ending::TimeUp,
            Some(Step::Finished) => Ending::Finished,
            None => Ending::Left,
        };
        self.finish(session, ending, shared);
    }

    /// Puts a card on the screen.
    fn pose(&mut self, session: Session, asked: Asked, shared: &mut Shared) {
        let Asked { question, rank, mistaken, generated } = asked;
        let around = Around { mistaken, ..Around::default() };
        match Quiz::of_card(question, around, shared) {
            Ok(quiz) => self.stage = Stage::Asking(Box::new(Asking { session, quiz, rank, generated })),
            Err(why) => {
                shared.notice = Some(why);
                self.finish(session, Ending::Left, shared);
            }
        }
    }

    /// Shows what came of it; of nothing, the choice.
    fn finish(&mut self, session: Session, ending: Ending, shared: &mut Shared) {
        if session.answers() > 0 {
            self.stage = Stage::Over(Box::new(Over::new(session, ending, shared)));
            return;
        }
        self.stage = Stage::Choosing;
        if ending == Ending::Finished {
            let nothing = "there is nothing to ask in this deck now: choose another, or cram";
            shared.notice.get_or_insert_with(|| nothing.to_owned());
        }
        self.choice.refresh(shared);
    }

    /// What the screen shows, taken out of it.
    fn take(&mut self) -> Stage {
        std::mem::replace(&mut self.stage, Stage::Choosing)
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match &self.stage {
            Stage::Choosing => vec![Context::Drills, Context::List, Context::Browse],
            Stage::Over(_) => vec![Context::DrillOver, Context::Browse],
            Stage::Asking(asking) => {
                let own = asking.quiz.contexts();
                let drill = if own.contains(&Context::Exhibit) {
                    None
                } else if own.contains(&Context::Browse) {
                    Some(Context::Drill)
                } else {
                    Some(Context::DrillText)
                };
                let own = own.into_iter().map(|context| match context {
                    Context::Verdict => Context::DrillVerdict,
                    other => other,
                });
                drill.into_iter().chain(own).collect()
            }
        }
    }

    /// How many things can be chosen by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        match &self.stage {
            Stage::Asking(asking) => asking.quiz.choices(),
            Stage::Choosing | Stage::Over(_) => 0,
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match (&mut self.stage, action) {
            (Stage::Choosing, action) => match self.choice.act(action, shared) {
                Wanted::Nothing => Vec::new(),
                Wanted::Begin(deck) => {
                    self.begin(deck, shared);
                    Vec::new()
                }
                Wanted::Do(command) => vec![command],
            },
            (Stage::Asking(_) | Stage::Over(_), Action::Undo) => {
                self.undo(shared);
                Vec::new()
            }
            (Stage::Asking(_), Action::Bury | Action::SetAside) => {
                self.set_aside(action == Action::SetAside, shared);
                Vec::new()
            }
            (Stage::Asking(asking), Action::Enter) if asking.quiz.is_judged() => {
                if let Stage::Asking(asking) = self.take() {
                    self.go_on(asking.session, shared);
                }
                Vec::new()
            }
            (Stage::Asking(asking), action) => {
                let commands = asking.quiz.act(action, shared);
                self.settle(commands, shared)
            }
            (Stage::Over(_), Action::Enter) => {
                if let Stage::Over(over) = self.take() {
                    self.drill_on(*over, shared);
                }
                Vec::new()
            }
            (Stage::Over(_), Action::Back) => self.leave_summary(shared),
            (Stage::Over(over), action) => {
                over.act(action, shared);
                Vec::new()
            }
        }
    }

    /// Keeps an answer that was just judged, before it is drawn; leaves when the question was left.
    fn settle(&mut self, mut commands: Vec<Command>, shared: &mut Shared) -> Vec<Command> {
        let Stage::Asking(asking) = &mut self.stage else { return commands };
        if let Some(record) = asking.quiz.take_record() {
            let kept = asking.session.keep(&shared.store, &record);
            shared.kept(kept);
            let today = shared.store.moment(shared.now).day;
            let back = asking.session.comes_back(&record.question);
            let soon = asking.session.is_misconception(&record.question);
            let right = match back {
                _ if soon => "comes back in a while".to_owned(),
                Some(day) => format!("comes back {}", decks::comes(day, today)),
                None => "the schedule stays as it is".to_owned(),
            };
            if let Some(around) = asking.quiz.around() {
                around.right = Some(right);
            }
        }
        if commands.contains(&Command::Back) {
            commands.retain(|command| *command != Command::Back);
            if let Stage::Asking(mut asking) = self.take() {
                asking.quiz.leave(shared);
                let nothing_yet = asking.session.answers() == 0;
                self.finish(asking.session, Ending::Left, shared);
                if nothing_yet && self.direct {
                    commands.push(Command::Back);
                }
            }
        }
        commands
    }

    /// Takes back what was done last, and asks it again.
    fn undo(&mut self, shared: &mut Shared) {
        let (mut session, before) = match self.take() {
            Stage::Asking(asking) => (asking.session.clone(), Stage::Asking(asking)),
            Stage::Over(over) => (over.session.clone(), Stage::Over(over)),
            Stage::Choosing => return,
        };
        let undone: Result<Option<Undone>, SessionError> = session.undo(&shared.course, &shared.store);
        let Some(undone) = shared.kept(undone) else {
            self.stage = before;
            return;
        };
        let Some(Undone { deed, asked, kept }) = undone else {
            shared.notice = Some("there is nothing to take back in this drill".to_owned());
            self.stage = before;
            return;
        };
        shared.kept(kept);
        let words = match deed {
            Deed::Answered => "the answer is taken back, and with it what it did to the schedule",
            Deed::Buried | Deed::Suspended => "the card is back",
        };
        shared.notice.get_or_insert_with(|| words.to_owned());
        match (asked, before) {
            (Some(asked), _) => self.pose(session, asked, shared),
            (None, Stage::Asking(asking)) => self.stage = Stage::Asking(Box::new(Asking { session, ..*asking })),
            (None, _) => self.finish(session, Ending::Left, shared),
        }
    }

    /// Sets the card on the screen aside, until tomorrow or for good, and goes on.
    fn set_aside(&mut self, for_good: bool, shared: &mut Shared) {
        let Stage::Asking(asking) = self.take() else { return };
        let Asking { mut session, mut quiz, .. } = *asking;
        let Some(id) = quiz.question().map(|question| question.common.id.clone()) else { return };
        quiz.leave(shared);
        let now = shared.store.moment(shared.now);
        let kept = match for_good {
            true => session.suspend(&shared.store, &id),
            false => session.bury(&shared.store, &id, now),
        };
        shared.kept(kept);
        let words = match for_good {
            true => "set aside: it does not come until you bring it back, with u or where drills are chosen",
            false => "set aside until tomorrow; u takes that back",
        };
        shared.notice.get_or_insert_with(|| words.to_owned());
        self.go_on(session, shared);
    }

    /// After the summary: what was left to wait for, or as long again.
    fn drill_on(&mut self, over: Over, shared: &mut Shared) {
        match over.ending {
            Ending::Later(_) | Ending::Left => self.go_on(over.session, shared),
            Ending::TimeUp | Ending::Finished => {
                let deck = over.session.plan().deck.clone();
                self.begin(deck, shared);
            }
        }
    }

    fn leave_summary(&mut self, shared: &mut Shared) -> Vec<Command> {
        if self.direct {
            return vec![Command::Back];
        }
        self.stage = Stage::Choosing;
        self.choice.refresh(shared);
        Vec::new()
    }

    /// Types into a field or a document.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        let Stage::Asking(asking) = &mut self.stage else { return Vec::new() };
        let commands = asking.quiz.key(key, shared);
        self.settle(commands, shared)
    }

    /// Pastes into a field or a document.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        let Stage::Asking(asking) = &mut self.stage else { return Vec::new() };
        let commands = asking.quiz.paste(text, shared);
        self.settle(commands, shared)
    }

    /// A click chooses, a second one opens or confirms; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match &mut self.stage {
            Stage::Asking(asking) => {
                let commands = asking.quiz.mouse(mouse, hit, shared);
                self.settle(commands, shared)
            }
            stage => match (mouse.kind, hit) {
                (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
                (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
                (MouseEventKind::Down(_), Some((_, hit))) if matches!(stage, Stage::Choosing) => {
                    if self.choice.point(&hit, shared) { self.act(Action::Enter, shared) } else { Vec::new() }
                }
                _ => Vec::new(),
            },
        }
    }

    /// The screen is on top, for the first time or again: counts may have changed.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        if matches!(self.stage, Stage::Choosing) {
            self.choice.refresh(shared);
        }
        Vec::new()
    }

    /// Answers are kept when they are given; what is being written is kept now.
    pub fn leave(&mut self, shared: &mut Shared) {
        if let Stage::Asking(asking) = &mut self.stage {
            asking.quiz.leave(shared);
        }
    }

    /// The cards that were set aside for good are to come back.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match &mut self.stage {
            Stage::Choosing if action == Action::SetAside => self.choice.bring_back(shared),
            Stage::Asking(asking) => return asking.quiz.confirmed(action, shared),
            Stage::Choosing | Stage::Over(_) => {}
        }
        Vec::new()
    }

    /// The note of a flag.
    pub fn given(&mut self, action: Action, words: &str, shared: &mut Shared) -> Vec<Command> {
        match &mut self.stage {
            Stage::Asking(asking) => asking.quiz.given(action, words, shared),
            Stage::Choosing | Stage::Over(_) => Vec::new(),
        }
    }

    /// The worker is done with something.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        let Stage::Asking(asking) = &mut self.stage else { return Vec::new() };
        let commands = asking.quiz.done(done, shared);
        self.settle(commands, shared)
    }

    /// Fits it to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        match &mut self.stage {
            Stage::Choosing => self.choice.prepare(area),
            Stage::Over(over) => over.prepare(area, shared),
            Stage::Asking(asking) => {
                asking.say(shared);
                asking.quiz.prepare(area, shared);
            }
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        match &self.stage {
            Stage::Choosing => self.choice.view(frame, area, shared, hits),
            Stage::Over(over) => over.view(frame, area, shared),
            Stage::Asking(asking) => asking.quiz.view(frame, area, shared, hits),
        }
    }
}

impl Asking {
    /// Writes the head: what is left, how long it goes on, why the card comes.
    fn say(&mut self, shared: &Shared) {
        let now = shared.store.moment(shared.now);
        let (plan, left, answers) = (self.session.plan(), self.session.left(now), self.session.answers());
        let since = now.at.saturating_sub(self.session.begun().at).max(0);
        let mut about = Vec::new();
        if left > 0 {
            about.push(format!("{left} {}", if plan.cram { "to go" } else { "due" }));
        }
        // Counts of cards and minutes are small.
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let done = match plan.minutes {
            Some(minutes) => {
                about.push(format!("{} of {minutes} min", since / 60_000));
                since as f64 / (f64::from(minutes) * 60_000.0)
            }
            None => share(answers, answers + left),
        };
        let why = match self.rank {
            _ if plan.cram => "",
            Rank::New => "new",
            Rank::Ahead => "ahead of its time",
            Rank::Due => "",
        };
        about.extend(Some(why.to_owned()).filter(|why| !why.is_empty()));
        if self.generated {
            about.push("made for you".to_owned());
        }
        let lesson = self.quiz.lesson();
        about.push(format!("lesson {}  {}", lesson.head.number, lesson.head.title));
        let dot = format!(" {} ", shared.theme.symbols().dot);
        let Some(around) = self.quiz.around() else { return };
        if around.mistaken {
            about.insert(0, "once more: you were sure".to_owned());
        }
        around.title = if plan.cram { "Cram" } else { "Drill" }.to_owned();
        around.about = about.join(&dot);
        around.done = done.clamp(0.0, 1.0);
    }
}
