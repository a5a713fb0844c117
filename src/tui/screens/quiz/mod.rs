//! Questions, one after the other: a lesson's, or those of a checkpoint.
//!
//! Each goes through three states: answering, "how sure are you?" (unless the learner does not want to be asked), verdict. The
//! answer is on disk before the verdict is shown.

pub(super) mod draft;
mod essay;
pub(super) mod exhibit;
mod filled;
mod lists;
#[cfg(test)]
mod tests;
pub(super) mod verdict;
pub(super) mod view;
mod writing;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::course::belief;
use crate::course::block::Block;
use crate::course::grade::{Answer, Graded, grade};
use crate::course::load::LessonEntry;
use crate::course::question::{Question, QuestionId, QuestionKind};
use crate::study::store::{ASK_CONFIDENCE, AnswerRecord, Flag, Millis};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::overlay::Overlay;
use crate::tui::work::Done;
use draft::Draft;
use writing::Writing;

/// The name under which sentences that are not handed in yet are kept.
const SENTENCES: &str = "sentences";

/// Questions, one after the other.
#[derive(Debug)]
pub struct Quiz {
    lesson: LessonEntry,
    questions: Vec<Question>,
    /// The question on the screen.
    at: usize,
    state: State,
    /// What came of each question in this round.
    results: Vec<Came>,
    /// The documents of a question that asks for a policy.
    writing: Option<Box<Writing>>,
    /// The flag of the question on the screen.
    flag: Option<Flag>,
    /// The policies fill the screen, from this line on.
    exhibit: Option<usize>,
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
    /// What many believe where the question asks, for who believes it too.
    belief: Option<Block>,
    /// The screen around it, where there is one.
    around: Option<Around>,
    /// The answer that was just judged, for that screen to keep.
    record: Option<AnswerRecord>,
}

/// What a screen around a question says in its head. The screen keeps the answer itself ([`Quiz::take_record`]), and asks the next
/// question.
#[derive(Debug, Default)]
pub struct Around {
    /// What stands first.
    pub title: String,
    /// What stands behind it, dim.
    pub about: String,
    /// What stands at the right in place of the question's kind.
    pub right: Option<String>,
    /// How much of it is done, 0 to 1.
    pub done: f64,
    /// The learner was sure of a wrong answer the last time.
    pub mistaken: bool,
}

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// It was not answered yet.
    Open,
    Right,
    Wrong,
    /// Answered; nobody grades it.
    Kept,
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
pub(super) struct Shown {
    pub draft: Draft,
    /// What was answered; nothing where a question of an exam was left open.
    pub answer: Option<Answer>,
    pub graded: Graded,
    /// How sure the learner was, when it was asked.
    pub confidence: Option<u8>,
    /// Whether a part that is right is worth something: not so in an exam.
    pub parts: bool,
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
        let done = |record: &AnswerRecord| record.right || !record.answer.is_graded();
        let is_done = |id: &QuestionId| answers.iter().any(|record| record.question == *id && done(record));
        let (done, open): (Vec<_>, Vec<_>) = questions.iter().cloned().partition(|q| is_done(&q.common.id));
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

    /// One question, made or of the course, for a screen around it.
    ///
    /// # Errors
    /// In words for the person: the lesson of its objective is not there.
    pub fn of_card(question: Question, around: Around, shared: &mut Shared) -> Result<Self, String> {
        let lesson = question.common.objective.split('.').next().unwrap_or_default();
        let entry =
            shared.course.find_lesson(lesson).cloned().ok_or_else(|| format!("there is no lesson `{lesson}`"))?;
        Ok(Self { around: Some(around), ..Self::new(entry, vec![question], shared)? })
    }

    /// What the screen around it says, to be changed.
    pub fn around(&mut self) -> Option<&mut Around> {
        self.around.as_mut()
    }

    /// The answer that was just judged and is to be kept by the screen around it, once.
    pub fn take_record(&mut self) -> Option<AnswerRecord> {
        self.record.take()
    }

    /// The lesson that its questions belong to.
    #[must_use]
    pub fn lesson(&self) -> &LessonEntry {
        &self.lesson
    }

    /// The question on the screen.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.questions.get(self.at)
    }

    /// Whether the verdict is on the screen.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        matches!(self.state, State::Verdict(_))
    }

    fn new(lesson: LessonEntry, questions: Vec<Question>, shared: &mut Shared) -> Result<Self, String> {
        if questions.is_empty() {
            return Err(format!("lesson {} has no questions", lesson.head.number));
        }
        let results = vec![Came::Open; questions.len()];
        let mut quiz = Self {
            lesson,
            questions,
            at: 0,
            state: State::Finished,
            results,
            writing: None,
            flag: None,
            exhibit: None,
            hints: 0,
            since: shared.now,
            tries: 0,
            scroll: 0,
            bring_verdict: false,
            page: view::Page::default(),
            belief: None,
            around: None,
            record: None,
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
        let mut draft = Draft::new(question, question.seed_for_attempt(self.tries));
        if draft.sentences().is_some() {
            let kept = shared.store.draft(&question.common.id.0, SENTENCES);
            draft.paste(&shared.kept(kept).flatten().unwrap_or_default());
        }
        self.state = State::Answering(draft);
        self.writing = match &question.kind {
            QuestionKind::WritePolicy(kind) => {
                let writing = Writing::open(question, kind, shared);
                shared.kept(writing).map(Box::new)
            }
            _ => None,
        };
        let flag = shared.store.flag(&question.common.id);
        self.flag = shared.kept(flag).flatten();
        self.exhibit = None;
        self.hints = 0;
        self.scroll = 0;
        self.since = shared.now;
        self.belief = None;
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.exhibit.is_some() {
            return vec![Context::Exhibit];
        }
        let more = self.predict().map(|_| Context::Predict);
        match (&self.state, &self.writing) {
            (State::Answering(Draft::Policy), Some(writing)) => writing.contexts(),
            (State::Answering(draft), _) => draft.contexts(),
            (State::Confidence(..), _) => more.into_iter().chain([Context::Confidence, Context::Browse]).collect(),
            (State::Verdict(_), _) => more.into_iter().chain([Context::Verdict, Context::Browse]).collect(),
            (State::Finished, _) => vec![Context::Verdict, Context::Browse],
        }
    }

    /// How many things can be chosen by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        match &self.state {
            State::Answering(draft) => draft.choices(),
            State::Confidence(..) | State::Verdict(_) | State::Finished => 0,
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let page = usize::from(shared.size.1).saturating_sub(6).max(1);
        if let Some(line) = self.exhibit {
            self.exhibit = exhibit::act(action, line, page);
            return Vec::new();
        }
        if let (State::Answering(Draft::Policy), Some(writing)) = (&self.state, &mut self.writing) {
            if let Some(commands) = writing.act(action, shared) {
                return commands;
            }
            if matches!(action, Action::Enter | Action::Submit) {
                let answer = writing.answer();
                writing.keep_drafts(shared);
                self.answered(Draft::Policy, answer, shared);
                return Vec::new();
            }
        }
        if action == Action::Exhibit && self.predict().is_some() {
            self.exhibit = Some(0);
            return Vec::new();
        }
        match (action, &mut self.state) {
            (Action::PageDown, _) => self.scroll_by(page, true),
            (Action::PageUp, _) => self.scroll_by(page, false),
            (Action::Back, _) => return self.back(),
            (Action::Flag, State::Answering(_) | State::Verdict(_)) => return self.change_flag(shared),
            (Action::AskConfidence, State::Confidence(draft, answer)) => {
                let (draft, answer) = (draft.clone(), answer.clone());
                ask_confidence(false, shared);
                self.judge(draft, answer, None, shared);
            }
            (Action::AskConfidence, _) => ask_confidence(!asks_confidence(shared), shared),
            (Action::Hint, State::Answering(_)) => return self.hint(),
            (action, State::Answering(draft)) => match draft.act(action) {
                Some(answer) => {
                    let draft = draft.clone();
                    self.answered(draft, answer, shared);
                }
                None if matches!(action, Action::Enter | Action::Submit) => shared.notice = draft.missing(),
                None => {}
            },
            (Action::Enter, State::Confidence(draft, answer)) => {
                let (draft, answer) = (draft.clone(), answer.clone());
                self.judge(draft, answer, None, shared);
            }
            (Action::Guess, State::Confidence(..)) => self.sure(1, shared),
            (Action::Maybe, State::Confidence(..)) => self.sure(2, shared),
            (Action::Sure, State::Confidence(..)) => self.sure(3, shared),
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

    /// Types into a field or a document.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        match (&mut self.state, &mut self.writing) {
            (State::Answering(Draft::Policy), Some(writing)) => return writing.key(key, shared),
            (State::Answering(draft), _) => draft.key(key),
            _ => {}
        }
        Vec::new()
    }

    /// Pastes into a field or a document.
    pub fn paste(&mut self, text: &str, shared: &mut Shared) -> Vec<Command> {
        match (&mut self.state, &mut self.writing) {
            (State::Answering(Draft::Policy), Some(writing)) => return writing.paste(text, shared),
            (State::Answering(draft), _) => draft.paste(text),
            _ => {}
        }
        Vec::new()
    }

    /// A click chooses a row, a second one confirms it; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        if let Some(line) = self.exhibit {
            self.exhibit = match mouse.kind {
                MouseEventKind::ScrollDown => Some(line + 1),
                MouseEventKind::ScrollUp => Some(line.saturating_sub(1)),
                _ => Some(line),
            };
            return Vec::new();
        }
        if let (State::Answering(Draft::Policy), Some(writing)) = (&self.state, &mut self.writing) {
            return writing.mouse(mouse, hit.as_ref().map(|(_, hit)| hit), shared);
        }
        match (mouse.kind, hit, &mut self.state) {
            (MouseEventKind::ScrollDown, ..) => self.scroll_by(1, true),
            (MouseEventKind::ScrollUp, ..) => self.scroll_by(1, false),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row))), State::Answering(draft)) => {
                let confirms = match draft {
                    Draft::Ticks { .. } | Draft::Essay { ticked: Some(_), .. } => {
                        draft.point(row);
                        return self.act(Action::Toggle, shared);
                    }
                    Draft::Order { .. } => false,
                    _ => draft.row() == row && !draft.is_text(),
                };
                if confirms {
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

    /// Answers are kept when they are given; what is being written is kept now.
    pub fn leave(&mut self, shared: &mut Shared) {
        if let Some(writing) = &mut self.writing {
            writing.keep_drafts(shared);
        }
        if let (State::Answering(draft), Some(question)) = (&self.state, self.questions.get(self.at))
            && let Some(text) = draft.sentences()
        {
            let kept = shared.store.save_draft(&question.common.id.0, SENTENCES, &text, shared.now);
            shared.kept(kept);
        }
    }

    /// The quiz asks nothing of the sort.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The note of a flag.
    pub fn given(&mut self, action: Action, words: &str, shared: &mut Shared) -> Vec<Command> {
        if action == Action::Flag {
            self.set_flag(Some(Flag { note: words.to_owned(), at: shared.now }), shared);
        }
        Vec::new()
    }

    /// The wait is over: the drafts go to disk.
    pub fn done(&mut self, done: &Done, shared: &mut Shared) -> Vec<Command> {
        if let (Done::Waited, Some(writing)) = (done, &mut self.writing) {
            writing.waited(shared);
        }
        Vec::new()
    }

    /// Lays the question out.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        if let (State::Answering(Draft::Essay { essay, .. }), width) = (&mut self.state, view::width(area)) {
            essay.fit(width.saturating_sub(4));
        }
        self.page = view::lay_out(self, area, shared);
        let room = usize::from(area.height.saturating_sub(view::HEAD));
        if let (State::Answering(Draft::Policy), Some(writing), Some(question)) =
            (&self.state, &mut self.writing, self.questions.get(self.at))
        {
            return writing.prepare(&question.common.stem, view::below_head(area), &shared.theme);
        }
        if let Some(line) = self.exhibit {
            self.exhibit = Some(line.min(self.page.len().saturating_sub(room)));
            return;
        }
        if std::mem::take(&mut self.bring_verdict) {
            self.scroll = self.page.verdict.map_or(0, |line| self.above_verdict(line, room));
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

    /// How many lines go out of sight when the verdict comes: none while its beginning can be seen without that.
    fn above_verdict(&self, verdict: usize, room: usize) -> usize {
        // A common belief takes some lines before the reason comes.
        let beginning = if self.belief.is_some() { 10 } else { 4 };
        let list = self.questions.get(self.at).is_some_and(|question| {
            use QuestionKind::{Matching, MultipleResponse, Ordering};
            matches!(question.kind, Matching(_) | MultipleResponse(_) | Ordering(_))
        });
        if list || verdict + beginning <= room {
            (verdict + beginning).saturating_sub(room)
        } else {
            verdict.saturating_sub(room / 3)
        }
    }

    fn scroll_by(&mut self, lines: usize, down: bool) {
        // Fitting cuts what goes too far.
        self.scroll = if down { self.scroll.saturating_add(lines) } else { self.scroll.saturating_sub(lines) };
    }

    /// One step back inside the answer; where there is none, out of the quiz.
    fn back(&mut self) -> Vec<Command> {
        self.scroll = 0;
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

    /// The answer is whole: asks how sure the learner is, or judges at once.
    fn answered(&mut self, draft: Draft, answer: Answer, shared: &mut Shared) {
        if answer.is_graded() && asks_confidence(shared) {
            self.state = State::Confidence(draft, answer);
        } else {
            self.judge(draft, answer, None, shared);
        }
    }

    fn sure(&mut self, confidence: u8, shared: &mut Shared) {
        if let State::Confidence(draft, answer) = &self.state {
            let (draft, answer) = (draft.clone(), answer.clone());
            self.judge(draft, answer, Some(confidence), shared);
        }
    }

    /// Grades, keeps the answer, then shows the verdict.
    fn judge(&mut self, draft: Draft, answer: Answer, confidence: Option<u8>, shared: &mut Shared) {
        let Some(question) = self.questions.get(self.at) else { return };
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
            confidence,
            hints: u8::try_from(self.hints).unwrap_or(u8::MAX),
            took: u32::try_from((shared.now - self.since).max(0)).unwrap_or(u32::MAX),
            at: shared.now,
        };
        let mistaken = self.around.as_ref().is_some_and(|around| around.mistaken);
        // What the belief is cannot be read: then the verdict alone has to do.
        let fitting = || belief::of(&shared.course, question).ok().flatten();
        self.belief = if mistaken || (!graded.right && confidence == Some(3)) { fitting() } else { None };
        if self.around.is_some() {
            self.record = Some(record);
        } else {
            let kept = shared.store.record_answer(&record);
            shared.kept(kept);
        }
        if let (true, Some(writing)) = (graded.right, &mut self.writing) {
            writing.forget_drafts(shared);
        }
        if draft.sentences().is_some() {
            let forgotten = shared.store.save_draft(&question.common.id.0, SENTENCES, "", shared.now);
            shared.kept(forgotten);
        }
        if let Some(result) = self.results.get_mut(self.at) {
            *result = match (answer.is_graded(), graded.right) {
                (true, true) => Came::Right,
                (true, false) => Came::Wrong,
                (false, _) => Came::Kept,
            };
        }
        self.bring_verdict = true;
        let answer = Some(answer);
        self.state = State::Verdict(Box::new(Shown { draft, answer, graded, confidence, parts: true }));
    }

    /// The predict question on the screen.
    fn predict(&self) -> Option<&crate::course::question::Predict> {
        match &self.questions.get(self.at)?.kind {
            QuestionKind::Predict(predict) => Some(predict),
            _ => None,
        }
    }

    /// Flags the question and asks for a note, or takes the flag off.
    fn change_flag(&mut self, shared: &mut Shared) -> Vec<Command> {
        if self.flag.is_some() {
            self.set_flag(None, shared);
            shared.notice.get_or_insert_with(|| "the flag is off".to_owned());
            return Vec::new();
        }
        self.set_flag(Some(Flag { note: String::new(), at: shared.now }), shared);
        let detail = "The question is flagged. What is it about? You read this when the question comes again. Esc keeps the \
                      flag without a note; the key that set it takes it off.";
        vec![Command::Show(Overlay::prompt("A note, if you like", detail, "", Action::Flag))]
    }

    fn set_flag(&mut self, flag: Option<Flag>, shared: &mut Shared) {
        let Some(question) = self.questions.get(self.at) else { return };
        let kept = shared.store.set_flag(&question.common.id, flag.clone());
        shared.kept(kept);
        self.flag = flag;
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

/// Whether the learner wants to be asked.
pub(super) fn asks_confidence(shared: &mut Shared) -> bool {
    let asks = shared.store.asks_confidence();
    shared.kept(asks).unwrap_or(true)
}

/// Switches the question how sure the learner is on or off, for good.
pub(super) fn ask_confidence(ask: bool, shared: &mut Shared) {
    let kept = shared.store.set_setting(ASK_CONFIDENCE, if ask { "yes" } else { "no" });
    shared.kept(kept);
    let words = if ask {
        "from now on you are asked how sure you are"
    } else {
        "you are not asked any more how sure you are; c asks again"
    };
    shared.notice.get_or_insert_with(|| words.to_owned());
}
