//! The questions of an exam against the clock: answer, flag, strike out, go back and forth, look over, hand in.
//!
//! Every answer is kept when it is confirmed. The clock wakes the screen only when what it shows changes, and when the time is up.

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::grade::Answer;
use crate::course::question::{Question, QuestionKind};
use crate::study::exam::ExamRecord;
use crate::study::settings::CLOCK;
use crate::study::store::Millis;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::screens::exam::strip;
use crate::tui::screens::quiz::draft::Draft;
use crate::tui::screens::quiz::view::{self, HEAD, Page, Row};
use crate::tui::screens::quiz::{ask_confidence, asks_confidence, exhibit};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page};
use crate::tui::work::Job;

/// The questions of an exam.
#[derive(Debug)]
pub struct Sitting {
    /// What is kept.
    pub record: ExamRecord,
    question: Question,
    draft: Draft,
    /// An answer that waits for how sure the learner is.
    asking: Option<Answer>,
    /// When the clock was last read.
    since: Millis,
    /// The number of the wait that the clock is woken by.
    beat: u32,
    clock_shown: bool,
    /// The policies fill the screen, from this line on.
    exhibit: Option<usize>,
    /// All questions fill the screen, with the chosen one.
    list: Option<usize>,
    scroll: usize,
    page: Page,
}

/// What the screen is to do next.
#[derive(Debug)]
pub enum Turn {
    /// Go on.
    Stay(Vec<Command>),
    /// Back to what the exam is.
    Leave,
    /// Hand it in.
    HandIn {
        /// The learner did not do it.
        time_is_up: bool,
    },
}

const STAY: Turn = Turn::Stay(Vec::new());

impl Sitting {
    /// Begins, or goes on.
    ///
    /// # Errors
    /// In words for the person: a question cannot be read.
    pub fn new(mut record: ExamRecord, shared: &mut Shared) -> Result<Self, String> {
        record.at = record.at.min(record.items.len().saturating_sub(1));
        let (question, draft) = open(&record, shared)?;
        let clock_shown = CLOCK.is_on(&shared.store);
        let clock_shown = shared.kept(clock_shown).unwrap_or(true);
        Ok(Self {
            record,
            question,
            draft,
            asking: None,
            since: shared.now,
            // Waits of an earlier sitting may still end.
            beat: u32::try_from(shared.now.rem_euclid(1 << 30)).unwrap_or_default(),
            clock_shown,
            exhibit: None,
            list: None,
            scroll: 0,
            page: Page::default(),
        })
    }

    /// The clock runs.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        self.since = shared.now;
        self.keep(shared);
        self.wind_up()
    }

    /// The clock stands still, and everything is kept.
    pub fn leave(&mut self, shared: &mut Shared) {
        self.beat += 1;
        self.take_up(shared);
        self.pass(shared.now);
        self.keep(shared);
    }

    /// Wakes the screen when what the clock shows changes; with a hidden clock, when the time is up.
    fn wind_up(&mut self) -> Vec<Command> {
        self.beat += 1;
        let left = self.record.left();
        let milliseconds = match self.clock_shown {
            true => strip::until_next(left),
            false => u32::try_from(left + 5).unwrap_or(u32::MAX),
        };
        vec![Command::Effect(Effect::Work(Job::Beat { milliseconds, number: self.beat }))]
    }

    /// Lets the time pass since the clock was last read.
    pub fn pass(&mut self, now: Millis) {
        self.record.spend(now - self.since);
        self.since = now;
    }

    fn keep(&self, shared: &mut Shared) {
        let kept = shared.store.keep_exam(&self.record);
        shared.kept(kept);
    }

    /// The wait is over.
    pub fn beat(&mut self, number: u32, shared: &mut Shared) -> Turn {
        if number != self.beat {
            return STAY;
        }
        self.pass(shared.now);
        if self.record.left() == 0 {
            self.take_up(shared);
            return Turn::HandIn { time_is_up: true };
        }
        Turn::Stay(self.wind_up())
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.exhibit.is_some() {
            return vec![Context::Exhibit];
        }
        if self.list.is_some() {
            return vec![Context::ExamList, Context::List, Context::Browse];
        }
        if self.asking.is_some() {
            return vec![Context::Confidence, Context::Browse];
        }
        if self.draft.is_text() {
            return vec![Context::ExamField, Context::Sitting];
        }
        let own = match &self.draft {
            Draft::Ticks { .. } => Some(Context::Several),
            Draft::Order { .. } => Some(Context::Order),
            Draft::Outcome { .. } => Some(Context::Predict),
            _ => None,
        };
        own.into_iter().chain([Context::ExamChoice, Context::Sitting, Context::Browse]).collect()
    }

    /// How many things can be chosen by number just now.
    #[must_use]
    pub fn choices(&self) -> usize {
        if self.list.is_some() || self.asking.is_some() { 0 } else { self.draft.choices() }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Turn {
        self.pass(shared.now);
        if self.record.left() == 0 {
            self.take_up(shared);
            return Turn::HandIn { time_is_up: true };
        }
        let page = usize::from(shared.size.1).saturating_sub(6).max(1);
        if let Some(line) = self.exhibit {
            self.exhibit = exhibit::act(action, line, page);
            return STAY;
        }
        if let Some(row) = self.list {
            return self.act_in_list(action, row, page, shared);
        }
        if let Some(answer) = self.asking.clone() {
            match action {
                Action::Guess => self.commit(answer, Some(1), shared),
                Action::Maybe => self.commit(answer, Some(2), shared),
                Action::Sure => self.commit(answer, Some(3), shared),
                Action::AskConfidence => {
                    ask_confidence(false, shared);
                    self.commit(answer, None, shared);
                }
                Action::Back => self.asking = None,
                _ => {}
            }
            return STAY;
        }
        match action {
            Action::PageDown => self.scroll += page,
            Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
            Action::NextQuestion => self.go_on(shared),
            Action::PreviousQuestion => self.go(self.record.at.saturating_sub(1), shared),
            Action::Flag => {
                self.record.flag(shared.now);
                self.keep(shared);
            }
            Action::StrikeOut => match self.draft.option() {
                Some(option) => {
                    self.record.strike(option, shared.now);
                    self.keep(shared);
                }
                None => shared.notice = Some("only options can be struck out".to_owned()),
            },
            Action::LookOver => {
                self.take_up(shared);
                self.list = Some(self.record.at);
                self.scroll = 0;
            }
            Action::Clock => return Turn::Stay(self.turn_clock(shared)),
            Action::AskConfidence => ask_confidence(!asks_confidence(shared), shared),
            Action::Exhibit if matches!(self.question.kind, QuestionKind::Predict(_)) => self.exhibit = Some(0),
            Action::Back => {
                if !self.draft.back() {
                    return Turn::Leave;
                }
            }
            action => match self.draft.act(action) {
                Some(answer) if asks_confidence(shared) => self.asking = Some(answer),
                Some(answer) => self.commit(answer, None, shared),
                None if action == Action::Enter => shared.notice = self.draft.missing(),
                None => {}
            },
        }
        STAY
    }

    fn act_in_list(&mut self, action: Action, row: usize, page: usize, shared: &mut Shared) -> Turn {
        let last = self.record.items.len().saturating_sub(1);
        let open = |place: &usize| self.record.items.get(*place).is_some_and(|item| item.answer.is_none());
        let to = match action {
            Action::Up => row.saturating_sub(1),
            Action::Down => (row + 1).min(last),
            Action::PageUp => row.saturating_sub(page),
            Action::PageDown => (row + page).min(last),
            Action::First => 0,
            Action::Last => last,
            Action::NextOpen => (row + 1..=last).chain(0..row).find(open).unwrap_or(row),
            Action::Enter => {
                self.list = None;
                self.go(row, shared);
                return STAY;
            }
            Action::Back | Action::LookOver => {
                (self.list, self.scroll) = (None, 0);
                return STAY;
            }
            Action::Submit => return Turn::Stay(self.ask_to_hand_in()),
            _ => row,
        };
        self.list = Some(to);
        STAY
    }

    fn ask_to_hand_in(&self) -> Vec<Command> {
        let mut detail = match self.record.unanswered() {
            0 => "Every question has an answer.".to_owned(),
            1 => "One question has no answer: it counts as wrong.".to_owned(),
            n => format!("{n} questions have no answer: they count as wrong."),
        };
        match self.record.flagged() {
            0 => {}
            1 => detail.push_str(" One is flagged."),
            n => detail.push_str(&format!(" {n} are flagged.")),
        }
        vec![Command::Show(Overlay::Confirm(Confirm {
            question: "Hand the exam in?".into(),
            detail: format!("{detail} No answer can be changed afterwards; the report explains every question."),
            on_yes: Box::new(Command::Confirmed(Action::Submit)),
        }))]
    }

    /// Shows the clock, or hides it.
    fn turn_clock(&mut self, shared: &mut Shared) -> Vec<Command> {
        self.clock_shown = !self.clock_shown;
        let kept = CLOCK.keep(&shared.store, if self.clock_shown { "yes" } else { "no" });
        shared.kept(kept);
        self.wind_up()
    }

    /// Takes the answer, keeps it, goes on.
    fn commit(&mut self, answer: Answer, confidence: Option<u8>, shared: &mut Shared) {
        self.asking = None;
        self.record.answer(answer, confidence, shared.now);
        self.keep(shared);
        self.go_on(shared);
    }

    /// What was typed or put together counts also when it was not confirmed before the learner went elsewhere.
    fn take_up(&mut self, shared: &mut Shared) {
        let Some(answer) = self.asking.take().or_else(|| self.draft.put_together()) else { return };
        if self.record.item().is_some_and(|item| item.answer.as_ref() != Some(&answer)) {
            self.record.answer(answer, None, shared.now);
        }
    }

    /// To the next question; behind the last, to all of them.
    fn go_on(&mut self, shared: &mut Shared) {
        if self.record.at + 1 < self.record.items.len() {
            return self.go(self.record.at + 1, shared);
        }
        self.take_up(shared);
        self.keep(shared);
        self.list = Some(self.record.at);
        self.scroll = 0;
    }

    fn go(&mut self, to: usize, shared: &mut Shared) {
        self.take_up(shared);
        self.record.at = to;
        self.keep(shared);
        let opened = open(&self.record, shared);
        if let Some((question, draft)) = shared.kept(opened) {
            (self.question, self.draft) = (question, draft);
        }
        (self.scroll, self.exhibit) = (0, None);
    }

    /// Types into the answer.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) {
        self.pass(shared.now);
        if self.list.is_none() && self.asking.is_none() {
            self.draft.key(key);
        }
    }

    /// Pastes into the answer.
    pub fn paste(&mut self, text: &str) {
        if self.list.is_none() && self.asking.is_none() {
            self.draft.paste(text);
        }
    }

    /// A click chooses, a second one confirms; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Turn {
        let scrolls = match mouse.kind {
            MouseEventKind::ScrollDown => Some(Action::Down),
            MouseEventKind::ScrollUp => Some(Action::Up),
            _ => None,
        };
        match (mouse.kind, hit, scrolls) {
            (_, _, Some(action)) if self.list.is_some() || self.exhibit.is_some() => self.act(action, shared),
            (_, _, Some(Action::Down)) => {
                self.scroll += 1;
                STAY
            }
            (_, _, Some(_)) => {
                self.scroll = self.scroll.saturating_sub(1);
                STAY
            }
            (MouseEventKind::Down(_), Some((_, Hit::Row(row))), _) if self.list.is_some() => {
                if self.list == Some(row) {
                    return self.act(Action::Enter, shared);
                }
                self.list = Some(row);
                STAY
            }
            (MouseEventKind::Down(_), Some((_, Hit::Row(row))), _) if self.asking.is_none() => {
                let again = self.draft.row() == row && !self.draft.is_text();
                self.draft.point(row);
                match &self.draft {
                    Draft::Ticks { .. } => self.act(Action::Toggle, shared),
                    Draft::Order { .. } => STAY,
                    _ if again => self.act(Action::Enter, shared),
                    _ => STAY,
                }
            }
            (MouseEventKind::Down(_), Some((_, Hit::Tab(option))), _) if self.asking.is_none() => {
                self.act(Action::Choose(u8::try_from(option + 1).unwrap_or(u8::MAX)), shared)
            }
            _ => STAY,
        }
    }

    /// Lays the question out, or the list of all.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        let width = view::width(area);
        let room = usize::from(area.height.saturating_sub(HEAD));
        let theme = &shared.theme;
        self.page = match (self.list, self.exhibit, &self.question.kind) {
            (Some(chosen), ..) => self.list_page(chosen, width, shared),
            (None, Some(_), QuestionKind::Predict(kind)) => {
                let mut page = Page::default();
                exhibit::lay_out(&mut page, kind, width, theme);
                page
            }
            _ => self.question_page((width, room), theme),
        };
        if let Some(line) = self.exhibit {
            self.exhibit = Some(line.min(self.page.len().saturating_sub(room)));
            return;
        }
        let (scrolling, rows, _) = self.page.fold(room);
        self.scroll = self.scroll.min(scrolling.saturating_sub(rows));
        if let Some(row) = self.page.focus().filter(|row| *row < scrolling) {
            if row + 2 > self.scroll + rows {
                self.scroll = (row + 2 - rows.min(row + 2)).min(scrolling.saturating_sub(rows));
            } else if row < self.scroll {
                self.scroll = row;
            }
        }
    }

    fn question_page(&self, (width, room): (usize, usize), theme: &Theme) -> Page {
        let mut page = Page::default();
        let item = self.record.item();
        page.words(Vec::new(), &self.question.common.stem, theme.style(Role::Strong), width, theme);
        page.gap();
        let first = page.len();
        view::body(&mut page, &self.question, (&self.draft, self.asking.as_ref()), None, (width, room), theme);
        let struck = item.into_iter().flat_map(|item| &item.struck).filter_map(|option| self.draft.row_of(*option));
        for row in struck {
            let here = |line: &Row| line.hit == Some(Hit::Row(row));
            let from = page.rows.iter().skip(first).position(here).map_or(page.rows.len(), |at| first + at);
            let count = page.rows.iter().skip(from).take_while(|line| here(line)).count();
            if let Some(rows) = page.rows.get_mut(from..from + count) {
                strike_out(rows, width, theme);
            }
        }
        page.gap();
        if self.asking.is_some() {
            view::confidence(&mut page, theme);
        } else if item.is_some_and(|item| item.answer.is_some()) {
            page.line(Line::styled("Answered and kept. Another answer takes its place.", theme.style(Role::Dim)));
        }
        page
    }

    fn list_page(&self, chosen: usize, width: usize, shared: &Shared) -> Page {
        let theme = &shared.theme;
        let symbols = theme.symbols();
        let mut page = Page::default();
        for (place, item) in self.record.items.iter().enumerate() {
            let here = place == chosen;
            let (sign, words, role) = match item.answer {
                Some(_) => (symbols.full, "answered", Role::BarFull),
                None => (symbols.empty, "open", Role::Silent),
            };
            let flag = if item.flagged { "flagged" } else { "" };
            let stem = fit(&strip::stem(&shared.course, &item.question), width.saturating_sub(30), symbols.ellipsis);
            let line = Line::from(vec![
                Span::styled(if here { symbols.cursor } else { " " }, theme.style(Role::Accent)),
                Span::styled(format!(" {:>2}  ", place + 1), theme.style(Role::Accent)),
                Span::styled(format!("{sign} "), theme.style(role)),
                Span::styled(format!("{words:<10}"), theme.style(Role::Text)),
                Span::styled(format!("{flag:<9}"), theme.style(Role::Silent)),
                Span::styled(stem, theme.style(if here { Role::Strong } else { Role::Dim })),
            ]);
            page.rows.push(Row {
                line,
                hit: Some(Hit::Row(place)),
                fill: here.then_some(Role::Selected),
                focus: here,
                ..Row::default()
            });
        }
        page
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let all = self.record.items.len();
        let dim = theme.style(Role::Dim);
        let answered = all - self.record.unanswered();
        let mut left = vec![Span::styled("Exam", theme.style(Role::Accent))];
        let mut right = Vec::new();
        if self.list.is_some() {
            left.push(Span::styled("  all questions", theme.style(Role::Strong)));
            left.push(Span::styled(format!("   {answered} of {all} answered"), dim));
        } else {
            left.push(Span::styled(format!("  question {} of {all}", self.record.at + 1), theme.style(Role::Strong)));
            left.push(Span::styled(format!("   {}", view::kind_name(&self.question.kind)), dim));
            if self.record.item().is_some_and(|item| item.flagged) {
                right.push(Span::styled("flagged   ", theme.style(Role::Silent)));
            }
        }
        if self.clock_shown {
            let late = self.record.left() <= 5 * 60_000;
            let style = theme.style(if late { Role::Silent } else { Role::Text });
            right.push(Span::styled(strip::left(self.record.left()), style));
        } else {
            right.push(Span::styled("clock hidden", dim));
        }
        let below = page::head(frame, area, theme, Line::from(left), Line::from(right));
        let row = Rect { x: below.x + 2, width: below.width.saturating_sub(4), height: 1.min(below.height), ..below };
        frame.render_widget(Paragraph::new(strip::strip(&self.record, theme)), row);
        match self.exhibit {
            Some(line) => exhibit::draw(&self.page, line, frame, area, theme, hits),
            None => view::draw_page(&self.page, self.scroll, HEAD, frame, area, theme, hits),
        }
    }
}

/// The question on the screen, with what was answered.
fn open(record: &ExamRecord, shared: &mut Shared) -> Result<(Question, Draft), String> {
    let item = record.item().ok_or("the exam has no questions")?;
    let question = shared.course.question(&item.question).map_err(|error| error.to_string())?;
    let seed = question.seed_for_attempt(record.seed);
    let draft = match &item.answer {
        Some(answer) => Draft::filled(&question, seed, answer),
        None => Draft::new(&question, seed),
    };
    Ok((question, draft))
}

/// Strikes the lines of an option out: a line through the words, and a word where there is room for it, else a sign.
fn strike_out(rows: &mut [Row], width: usize, theme: &Theme) {
    const WORDS: &str = "   struck out";
    let dim = theme.style(Role::Dim);
    for (number, row) in rows.iter_mut().enumerate() {
        // Before the words stand the number and a sign, on further lines a space.
        for span in row.line.spans.iter_mut().skip(if number == 0 { 2 } else { 1 }) {
            span.style = dim.add_modifier(Modifier::CROSSED_OUT);
        }
    }
    let room = rows.iter_mut().find(|row| row.line.width() + WORDS.len() <= width);
    let has_words = room.is_some();
    if let Some(row) = room {
        row.line.spans.push(Span::styled(WORDS, dim));
    }
    if let Some(sign) = rows.first_mut().and_then(|row| row.line.spans.get_mut(1))
        && (!has_words || sign.content.trim().is_empty())
    {
        *sign = Span::styled(format!("{} ", theme.symbols().nothing), dim);
    }
}
