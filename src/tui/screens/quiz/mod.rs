//! Questions, one after the other: a lesson's, or those of a checkpoint.
//!
//! Each goes through three states: answering, "how sure are you?", verdict. The answer is on disk before the verdict is shown.

mod draft;
mod view;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::course::grade::{Answer, Graded, grade};
use crate::course::load::LessonEntry;
use crate::course::question::{Question, QuestionId};
use crate::study::store::{AnswerRecord, Millis};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::overlay::Overlay;
use crate::tui::work::Done;
use draft::Draft;

/// Questions, one after the other.
#[derive(Debug)]
pub struct Quiz {
    lesson: LessonEntry,
    questions: Vec<Question>,
    /// The question on the screen.
    at: usize,
    state: State,
    /// What came of each question in this round.
    results: Vec<Option<bool>>,
    /// Hints taken for the question on the screen.
    hints: usize,
    /// When the question came on the screen.
    since: Millis,
    /// Times the question was answered before: each try has an order of its own.
    tries: u64,
    /// The first line shown.
    scroll: usize,
    /// The verdict is new: bring it into sight.
    bring_verdict: bool,
    /// The lines of the question, from the last fitting.
    page: view::Page,
}

/// What the question waits for.
#[derive(Debug)]
enum State {
    /// An answer.
    Answering(Draft),
    /// How sure the learner is.
    Confidence(Draft, Answer),
    /// Nothing: here is what is right.
    Verdict(Box<Shown>),
    /// The round is over.
    Finished,
}

/// A verdict on the screen.
#[derive(Debug)]
struct Shown {
    draft: Draft,
    answer: Answer,
    graded: Graded,
    confidence: u8,
}

impl Quiz {
    /// The questions of a lesson, those never answered right first.
    ///
    /// # Errors
    /// In words for the person: no such lesson, no questions, or a malformed file.
    pub fn of_lesson(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let entry = shared.course.find_lesson(id).cloned().ok_or_else(|| format!("there is no lesson `{id}`"))?;
        let questions = shared.course.questions(&entry.head.id).map_err(|error| error.to_string())?;
        let answers = shared.store.last_answers();
        let answers = shared.kept(answers).unwrap_or_default();
        let right = |id: &QuestionId| answers.iter().any(|record| record.question == *id && record.right);
        let (done, open): (Vec<_>, Vec<_>) = questions.iter().cloned().partition(|q| right(&q.common.id));
        let questions = if open.is_empty() { done } else { open };
        Self::new(entry, questions, shared)
    }

    /// These questions of a lesson, in this order.
    ///
    /// # Errors
    /// In words for the person: no such lesson or question, or a malformed file.
    pub fn of_questions(lesson: &str, ids: &[QuestionId], shared: &mut Shared) -> Result<Self, String> {
        let entry =
            shared.course.find_lesson(lesson).cloned().ok_or_else(|| format!("there is no lesson `{lesson}`"))?;
        let all = shared.course.questions(&entry.head.id).map_err(|error| error.to_string())?;
        let questions = ids.iter().filter_map(|id| all.iter().find(|q| q.common.id == *id).cloned()).collect();
        Self::new(entry, questions, shared)
    }

    fn new(lesson: LessonEntry, questions: Vec<Question>, shared: &mut Shared) -> Result<Self, String> {
        if questions.is_empty() {
            return Err(format!("lesson {} has no questions", lesson.head.number));
        }
        let results = vec![None; questions.len()];
        let mut quiz = Self {
            lesson,
            questions,
            at: 0,
            state: State::Finished,
            results,
            hints: 0,
            since: shared.now,
            tries: 0,
            scroll: 0,
            bring_verdict: false,
            page: view::Page::default(),
        };
        quiz.ask(shared);
        Ok(quiz)
    }

    /// Puts the question at hand on the screen.
    fn ask(&mut self, shared: &mut Shared) {
        let Some(question) = self.questions.get(self.at) else { return };
        let before = shared.store.answers(&question.common.id);
        let before = before.map_or(0, |answers| answers.len());
        self.tries = u64::try_from(before).unwrap_or(u64::MAX);
        self.state = State::Answering(Draft::new(question, question.seed_for_attempt(self.tries)));
        self.hints = 0;
        self.scroll = 0;
        self.since = shared.now;
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match &self.state {
            State::Answering(draft) if draft.is_text() => vec![Context::Field],
            State::Answering(_) => vec![Context::Question, Context::Browse],
            State::Confidence(..) => vec![Context::Confidence, Context::Browse],
            State::Verdict(_) | State::Finished => vec![Context::Verdict, Context::Browse],
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let page = usize::from(shared.size.1).saturating_sub(6).max(1);
        match (action, &mut self.state) {
            (Action::PageDown, _) => self.scroll_by(page, true),
            (Action::PageUp, _) => self.scroll_by(page, false),
            (Action::Back, _) => return self.back(),
            (Action::Hint, State::Answering(_)) => return self.hint(),
            (action, State::Answering(draft)) => match draft.act(action) {
                Some(answer) => self.state = State::Confidence(draft.clone(), answer),
                None if action == Action::Enter => shared.notice = draft.missing().map(str::to_owned),
                None => {}
            },
            (Action::Guess, State::Confidence(..)) => self.judge(1, shared),
            (Action::Maybe, State::Confidence(..)) => self.judge(2, shared),
            (Action::Sure, State::Confidence(..)) => self.judge(3, shared),
            (Action::Down, State::Verdict(_) | State::Finished) => self.scroll_by(1, true),
            (Action::Up, State::Verdict(_) | State::Finished) => self.scroll_by(1, false),
            (Action::Enter, State::Verdict(_)) => self.next(shared),
            (Action::Enter, State::Finished) => return vec![Command::Back],
            (Action::Again, State::Verdict(_)) => self.ask(shared),
            (Action::Teach, State::Verdict(_)) => return self.teach(),
            _ => {}
        }
        Vec::new()
    }

    /// Types into a field.
    pub fn key(&mut self, key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        if let State::Answering(draft) = &mut self.state {
            draft.key(key);
        }
        Vec::new()
    }

    /// Pastes into a field.
    pub fn paste(&mut self, text: &str, _shared: &mut Shared) -> Vec<Command> {
        if let State::Answering(draft) = &mut self.state
            && let Some(field) = draft.field()
        {
            field.paste(text);
        }
        Vec::new()
    }

    /// A click chooses a row, a second one confirms it; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit, &mut self.state) {
            (MouseEventKind::ScrollDown, ..) => self.scroll_by(1, true),
            (MouseEventKind::ScrollUp, ..) => self.scroll_by(1, false),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row))), State::Answering(draft)) => {
                if draft.row() == row && !draft.is_text() {
                    return self.act(Action::Enter, shared);
                }
                draft.point(row);
            }
            // The options of a pairing question: a click picks one for the chosen prompt.
            (MouseEventKind::Down(_), Some((_, Hit::Tab(option))), State::Answering(_)) => {
                let number = u8::try_from(option + 1).unwrap_or(u8::MAX);
                return self.act(Action::Choose(number), shared);
            }
            _ => {}
        }
        Vec::new()
    }

    /// The screen is on top now.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Answers are kept when they are given; there is nothing else.
    pub fn leave(&mut self, _shared: &mut Shared) {}

    /// The quiz asks nothing of the sort.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The quiz gives the worker nothing.
    pub fn done(&mut self, _done: &Done, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Lays the question out.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        self.page = view::lay_out(self, area, shared);
        let room = usize::from(area.height.saturating_sub(view::HEAD));
        if std::mem::take(&mut self.bring_verdict) {
            // The answers stay in sight above the verdict, if there is room for them.
            self.scroll = self.page.verdict.map_or(0, |line| line.saturating_sub(room / 3));
        }
        let (scrolling, rows, _) = self.page.fold(room);
        self.scroll = self.scroll.min(scrolling.saturating_sub(rows));
        // What the learner is choosing stays in sight, unless it is pinned there anyway.
        let focus = self.page.focus().filter(|row| *row < scrolling);
        if let (Some(row), State::Answering(_) | State::Confidence(..)) = (focus, &self.state) {
            if row + 2 > self.scroll + rows {
                self.scroll = (row + 2 - rows).min(scrolling.saturating_sub(rows));
            } else if row < self.scroll {
                self.scroll = row;
            }
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        view::draw(self, frame, area, shared, hits);
    }

    fn scroll_by(&mut self, lines: usize, down: bool) {
        // Fitting cuts what goes too far.
        self.scroll = if down { self.scroll.saturating_add(lines) } else { self.scroll.saturating_sub(lines) };
    }

    /// One step back inside the answer; where there is none, out of the quiz.
    fn back(&mut self) -> Vec<Command> {
        let inside = match &mut self.state {
            State::Answering(draft) => draft.back(),
            State::Confidence(draft, _) => {
                self.state = State::Answering(draft.clone());
                true
            }
            State::Verdict(_) | State::Finished => false,
        };
        if inside { Vec::new() } else { vec![Command::Back] }
    }

    /// The next of the hints.
    fn hint(&mut self) -> Vec<Command> {
        let Some(question) = self.questions.get(self.at) else { return Vec::new() };
        let hints = &question.common.hints;
        if hints.is_empty() {
            return vec![Command::Show(Overlay::text("Hint", "There is no hint for this one."))];
        }
        self.hints = (self.hints + 1).min(hints.len());
        let words: Vec<&str> = hints.iter().take(self.hints).map(String::as_str).collect();
        vec![Command::Show(Overlay::text(format!("Hint {} of {}", self.hints, hints.len()), words.join("\n\n")))]
    }

    /// Grades, keeps the answer, then shows the verdict.
    fn judge(&mut self, confidence: u8, shared: &mut Shared) {
        let State::Confidence(draft, answer) = &self.state else { return };
        let Some(question) = self.questions.get(self.at) else { return };
        let (draft, answer) = (draft.clone(), answer.clone());
        let graded = match grade(question, &answer) {
            Ok(graded) => graded,
            Err(error) => {
                shared.notice = Some(error.to_string());
                return;
            }
        };
        let record = AnswerRecord {
            question: question.common.id.clone(),
            revision: question.common.revision,
            answer: answer.clone(),
            right: graded.right,
            share: graded.share,
            confidence: Some(confidence),
            hints: u8::try_from(self.hints).unwrap_or(u8::MAX),
            took: u32::try_from((shared.now - self.since).max(0)).unwrap_or(u32::MAX),
            at: shared.now,
        };
        let kept = shared.store.record_answer(&record);
        shared.kept(kept);
        if let Some(result) = self.results.get_mut(self.at) {
            *result = Some(graded.right);
        }
        self.bring_verdict = true;
        self.state = State::Verdict(Box::new(Shown { draft, answer, graded, confidence }));
    }

    fn next(&mut self, shared: &mut Shared) {
        self.at += 1;
        if self.at < self.questions.len() {
            self.ask(shared);
        } else {
            self.scroll = 0;
            self.state = State::Finished;
        }
    }

    /// To the section that teaches what the question asks.
    fn teach(&self) -> Vec<Command> {
        let Some(question) = self.questions.get(self.at) else { return Vec::new() };
        let section = question.common.objective.rsplit('.').next().unwrap_or_default();
        vec![Command::Teach(self.lesson.head.id.clone(), section.to_owned())]
    }
}
