//! A lesson's text, with its questions, labs and decisions where they belong.
//!
//! The text is laid out once for a width ([`layout`]); scrolling copies lines. Where the learner stands is a block and a line in
//! it, so that it survives another width.

mod closing;
mod code;
mod content;
mod find;
mod layout;
mod outline;
mod panels;
mod predict;
#[cfg(test)]
mod tests;
mod view;

use std::ops::Range;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::place::Place;
use crate::study::store::{Millis, Reading};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::overlay::Overlay;
use crate::tui::theme::Theme;
use crate::tui::widgets::inline::Target;
use crate::tui::work::{Done, Job};

use content::{Content, Marks};
use find::Finder;
use layout::{Drawing, Layout, Thing};

/// Lines that the wheel moves.
const WHEEL: usize = 3;
/// Lines of the last screen that stay when a page is turned.
const OVERLAP: usize = 2;

/// A lesson's text, with its questions, labs and decisions where they belong.
#[derive(Debug)]
pub struct LessonScreen {
    content: Content,
    marks: Marks,
    /// The place at the top of the window: a block and a line in it.
    place: (usize, usize),
    /// The furthest block seen.
    furthest: usize,
    /// The thing that the learner chose, by its place in the layout.
    chosen: Option<usize>,
    /// The section whose reading was kept last.
    kept: usize,
    /// When it was opened.
    opened: Millis,
    /// A link led here and the learner has not read on: the place where the lesson was left stays.
    visiting: bool,
    /// The places in this lesson that links led away from, the last one last.
    back: Vec<(usize, usize)>,
    /// What is looked for.
    finder: Option<Finder>,
    layout: Layout,
    /// What the layout was made for; nothing when it must be made again.
    made_for: Option<(usize, Theme)>,
    areas: view::Areas,
}

impl LessonScreen {
    /// Opens a lesson where it was left, or at a section.
    ///
    /// # Errors
    /// In words for the person.
    pub fn open(id: &str, section: Option<&str>, shared: &mut Shared) -> Result<Self, String> {
        let mut content = Content::read(&shared.course, id)?;
        content.choose_earlier(shared);
        let kept = shared.store.reading(&content.entry.head.id);
        let kept = shared.kept(kept).flatten();
        let reading = kept.unwrap_or_default();
        let section = section.and_then(|section| content.anchor(section));
        let place = section.map_or((reading.block, reading.line), |block| (block, 0));
        let mut marks = Marks::default();
        if let Some(prediction) = &content.prediction {
            marks.guess = predict::Guess::read(prediction, kept.is_some(), shared);
        }
        let kept = content.section_of(place.0);
        Ok(Self {
            content,
            marks,
            place,
            furthest: reading.furthest,
            chosen: None,
            kept,
            opened: shared.now,
            visiting: section.is_some(),
            back: Vec::new(),
            finder: None,
            layout: Layout::default(),
            made_for: None,
            areas: view::Areas::default(),
        })
    }

    /// Opens a lesson at a block, with these words found in it.
    ///
    /// # Errors
    /// In words for the person.
    pub fn open_found(id: &str, block: usize, words: &str, shared: &mut Shared) -> Result<Self, String> {
        let mut screen = Self::open(id, None, shared)?;
        screen.place = (block, 0);
        screen.kept = screen.content.section_of(block);
        screen.visiting = true;
        let mut finder = Finder { from: screen.place, jump: true, ..Finder::default() };
        finder.field.paste(words);
        screen.finder = Some(finder);
        Ok(screen)
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        if self.is_typing() {
            return vec![Context::Search];
        }
        let holds = [
            (Context::Found, self.finder.is_some()),
            (Context::Guess, self.is_asking()),
            (Context::Drawing, self.drawing().is_some()),
            (Context::Code, self.code(|_| true).is_some()),
            (Context::Lesson, true),
            (Context::Browse, true),
        ];
        holds.into_iter().filter(|(_, holds)| *holds).map(|(context, _)| context).collect()
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let top = self.top();
        let page = self.height().saturating_sub(OVERLAP).max(1);
        if is_reading(action) && !self.is_typing() {
            self.visiting = false;
        }
        match action {
            _ if self.is_typing() => return self.act_typing(action),
            Action::Up => self.scroll(top.saturating_sub(1)),
            Action::Down => self.scroll(top + 1),
            Action::PageUp => self.scroll(top.saturating_sub(page)),
            Action::PageDown => self.scroll(top + page),
            Action::First => self.scroll(0),
            Action::Last => self.scroll(usize::MAX),
            Action::NextSection => self.next_section(),
            Action::PreviousSection => self.previous_section(),
            Action::NextStep => self.step(1),
            Action::PreviousStep => self.step(-1),
            Action::NextItem => self.choose(1),
            Action::PreviousItem => self.choose(-1),
            Action::Enter => return self.focused().map(|index| self.open_thing(index, shared)).unwrap_or_default(),
            Action::Questions => return vec![Command::Open(Place::Quiz(self.id()))],
            Action::TestOut => return vec![Command::Open(Place::TestOut(self.id()))],
            Action::Find => self.begin_search(),
            Action::FindNext => self.next_found(false),
            Action::FindPrevious => self.next_found(true),
            Action::SearchAll => return self.search_all(),
            Action::Choose(number) => self.guess(usize::from(number), shared),
            Action::Skip => self.fold_question(),
            Action::Sandbox => return self.in_sandbox(shared),
            Action::Copy => return self.copy(shared),
            Action::Back => return self.go_back(),
            _ => {}
        }
        if self.kept != self.section() {
            self.keep(shared);
        }
        Vec::new()
    }

    /// Types what is looked for.
    pub fn key(&mut self, key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        if let Some(finder) = self.finder.as_mut().filter(|finder| finder.typing) {
            finder.field.key(key);
            self.find_anew();
        }
        Vec::new()
    }

    /// Pastes what is looked for.
    pub fn paste(&mut self, text: &str, _shared: &mut Shared) -> Vec<Command> {
        if let Some(finder) = self.finder.as_mut().filter(|finder| finder.typing) {
            finder.field.paste(text);
            self.find_anew();
        }
        Vec::new()
    }

    /// The wheel scrolls; a click acts on what is under it. Code is chosen first: who marks it with the mouse wants to stay.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        if matches!(mouse.kind, MouseEventKind::ScrollDown | MouseEventKind::ScrollUp) {
            self.visiting = false;
        }
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.scroll(self.top() + WHEEL),
            (MouseEventKind::ScrollUp, _) => self.scroll(self.top().saturating_sub(WHEEL)),
            (MouseEventKind::Down(_), Some((_, Hit::Row(index)))) => {
                let first = self.chosen.replace(index) != Some(index);
                let is_code = self.layout.things.get(index).is_some_and(|placed| placed.thing.code().is_some());
                return if is_code && first { Vec::new() } else { self.open_thing(index, shared) };
            }
            (MouseEventKind::Down(_), Some((_, Hit::Tab(block)))) => {
                self.visiting = false;
                self.go_to(block);
            }
            (MouseEventKind::Down(_), Some((_, Hit::Pane(block)))) => self.step_of(block, 1, true),
            _ => {}
        }
        if self.kept != self.section() {
            self.keep(shared);
        }
        Vec::new()
    }

    /// The screen is on top now, for the first time or again: answers and labs may have changed.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        self.marks.refresh(&self.content, self.opened, shared);
        self.made_for = None;
        let snippets = self.content.uncoloured(&self.marks.colours);
        if snippets.is_empty() { Vec::new() } else { vec![Command::Effect(Effect::Work(Job::Colour(snippets)))] }
    }

    /// Keeps where the learner stands.
    pub fn leave(&mut self, shared: &mut Shared) {
        self.keep(shared);
    }

    /// A lesson asks nothing that needs a yes.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The colours of code are ready.
    pub fn done(&mut self, done: &Done, _shared: &mut Shared) -> Vec<Command> {
        let Done::Coloured(coloured) = done else { return Vec::new() };
        self.marks.colours.keep(coloured.iter().cloned());
        self.made_for = None;
        Vec::new()
    }

    /// Fits the screen to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        self.areas = view::Areas::of(area);
        self.lay_out(&shared.theme);
        self.look();
        self.seen();
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        view::draw(self, frame, area, shared, hits);
    }

    /// Makes the layout again, if it is not the one for this width and theme.
    fn lay_out(&mut self, theme: &Theme) {
        let width = usize::from(self.areas.text.width);
        if self.made_for != Some((width, *theme)) {
            self.layout = layout::lay_out(&self.content, &self.marks, width, theme);
            self.made_for = Some((width, *theme));
            let line = self.layout.line(self.place);
            if let Some(finder) = &mut self.finder {
                finder.find(&self.layout.lines, line);
            }
        }
    }

    fn id(&self) -> String {
        self.content.entry.head.id.clone()
    }

    fn height(&self) -> usize {
        usize::from(self.areas.text.height)
    }

    /// The first line of the window.
    fn top(&self) -> usize {
        self.layout.line(self.place).min(self.furthest_top())
    }

    fn furthest_top(&self) -> usize {
        self.layout.lines.len().saturating_sub(self.height())
    }

    /// The lines of the window.
    fn window(&self) -> Range<usize> {
        let top = self.top();
        top..(top + self.height()).min(self.layout.lines.len())
    }

    /// The block that is being read: the last one that begins in the upper third of the window.
    fn block(&self) -> usize {
        self.layout.place(self.top() + self.height() / 3).0
    }

    /// The section that is being read; the closing part counts as one more.
    fn section(&self) -> usize {
        match self.block() {
            block if block >= self.content.lesson.blocks.len() => self.content.sections.len(),
            block => self.content.section_of(block),
        }
    }

    /// Makes `line` the first of the window. A choice that is out of sight is no choice any more.
    fn scroll(&mut self, line: usize) {
        self.place = self.layout.place(line.min(self.furthest_top()));
        let window = self.window();
        self.chosen = self.chosen.filter(|index| self.is_visible(*index, &window));
        self.seen();
    }

    fn go_to(&mut self, block: usize) {
        self.scroll(self.layout.line((block, 0)));
    }

    /// Remembers the furthest block in sight.
    fn seen(&mut self) {
        let window = self.window();
        if self.visiting {
            return;
        }
        if let Some(last) = window.end.checked_sub(1) {
            let end = self.content.lesson.blocks.len().saturating_sub(1);
            self.furthest = self.furthest.max(self.layout.place(last).0).min(end);
        }
    }

    /// The first line of a section; the closing part counts as one more.
    fn section_line(&self, section: usize) -> usize {
        let block = match self.content.sections.get(section) {
            Some(section) => section.block,
            None => self.content.lesson.blocks.len(),
        };
        self.layout.line((block, 0))
    }

    fn next_section(&mut self) {
        let top = self.top();
        let next = (0..=self.content.sections.len()).map(|section| self.section_line(section)).find(|line| *line > top);
        self.scroll(next.unwrap_or(top));
    }

    fn previous_section(&mut self) {
        let top = self.top();
        let before = (0..=self.content.sections.len()).map(|section| self.section_line(section)).rfind(|l| *l < top);
        self.scroll(before.unwrap_or(0));
    }

    fn is_visible(&self, index: usize, window: &Range<usize>) -> bool {
        self.layout.things.get(index).is_some_and(|placed| {
            let lines = placed.lines();
            lines.start < window.end && window.start < lines.end
        })
    }

    /// What can be acted on in the window.
    fn visible(&self) -> Vec<usize> {
        let window = self.window();
        (0..self.layout.things.len()).filter(|index| self.is_visible(*index, &window)).collect()
    }

    /// What Enter acts on: the learner's choice, else the first panel in sight, else the first word that leads somewhere.
    fn focused(&self) -> Option<usize> {
        let visible = self.visible();
        let top = self.window().start;
        // A panel whose head is out of sight is not what the learner looks at.
        let panel = |index: &&usize| {
            let placed = self.layout.things.get(**index);
            placed.is_some_and(|placed| placed.thing.is_panel() && placed.lines().start >= top)
        };
        // Code is acted on by keys of its own, and by Enter only when it was chosen.
        let is_code = |index: usize| self.layout.things.get(index).is_some_and(|placed| placed.thing.code().is_some());
        self.chosen
            .filter(|index| visible.contains(index))
            .or_else(|| visible.iter().find(panel).copied())
            .or_else(|| visible.iter().find(|index| !is_code(**index)).copied())
    }

    /// Moves the choice among what is in sight, round and round.
    fn choose(&mut self, by: isize) {
        let visible = self.visible();
        let at = self.focused().and_then(|index| visible.iter().position(|other| *other == index));
        let count = isize::try_from(visible.len()).unwrap_or(isize::MAX);
        if count > 0 {
            // Where nothing has the focus, the first thing gets it.
            let at = at.and_then(|at| isize::try_from(at).ok()).unwrap_or(-by.max(0));
            let next = (at + by).rem_euclid(count);
            self.chosen = usize::try_from(next).ok().and_then(|next| visible.get(next)).copied();
        }
    }

    /// One step back: from what is looked for, from where a link led, out of the lesson.
    fn go_back(&mut self) -> Vec<Command> {
        if self.finder.take().is_some() {
            return Vec::new();
        }
        match self.back.pop() {
            Some(place) => {
                self.scroll(self.layout.line(place));
                Vec::new()
            }
            None => vec![Command::Back],
        }
    }

    /// The drawing with steps that is in sight: the first that is so wholly, else the first.
    fn drawing(&self) -> Option<&Drawing> {
        let window = self.window();
        let mut visible =
            self.layout.drawings.iter().filter(|d| d.lines.start < window.end && window.start < d.lines.end);
        let first = visible.clone().next();
        visible.find(|d| window.start <= d.lines.start && d.lines.end <= window.end).or(first)
    }

    fn step(&mut self, by: isize) {
        if let Some(block) = self.drawing().map(|drawing| drawing.block) {
            self.step_of(block, by, false);
        }
    }

    /// Moves a drawing; `around` begins again behind its last step.
    fn step_of(&mut self, block: usize, by: isize, around: bool) {
        let Some(drawing) = self.layout.drawings.iter().find(|drawing| drawing.block == block) else { return };
        let last = drawing.steps.saturating_sub(1);
        let step = self.marks.steps.get(&block).copied().unwrap_or(0);
        let next = match step.saturating_add_signed(by) {
            next if next > last && around => 0,
            next => next.min(last),
        };
        self.marks.steps.insert(block, next);
        self.made_for = None;
    }

    /// Brings a thing into sight: all of it where it fits, else its beginning.
    fn bring(&mut self, index: usize) {
        let Some(lines) = self.layout.things.get(index).map(layout::Placed::lines) else { return };
        let window = self.window();
        if lines.start < window.start {
            self.scroll(lines.start);
        } else if lines.end > window.end {
            self.scroll(lines.end.saturating_sub(self.height()).min(lines.start));
        }
    }

    /// Does what a thing is for.
    fn open_thing(&mut self, index: usize, shared: &mut Shared) -> Vec<Command> {
        let Some(placed) = self.layout.things.get(index) else { return Vec::new() };
        match placed.thing.clone() {
            Thing::Link(Target::Term(id)) => self.term(&id, shared).into_iter().collect(),
            Thing::Link(Target::Lesson(target)) => self.lesson(&target, shared),
            Thing::Link(Target::Code(code)) if code.language == "json" => vec![self.try_out(&code)],
            Thing::Link(Target::Code(_)) => self.copy(shared),
            Thing::Prediction => {
                if let Some(prediction) = &self.content.prediction {
                    self.marks.guess.enter(prediction);
                }
                self.lay_out_at_top(shared);
                Vec::new()
            }
            Thing::Earlier(lesson, question) => vec![Command::Ask { lesson, questions: vec![question] }],
            Thing::Checkpoint(questions) => vec![Command::Ask { lesson: self.id(), questions }],
            Thing::Lab(id) => vec![Command::Open(Place::Lab(id))],
            Thing::Decision(block) => {
                if !self.marks.unfolded.remove(&block) {
                    self.marks.unfolded.insert(block);
                }
                self.made_for = None;
                self.lay_out(&shared.theme);
                self.bring(index);
                Vec::new()
            }
            Thing::Questions => vec![Command::Open(Place::Quiz(self.id()))],
            Thing::Next(id) => vec![Command::Replace(Place::Lesson(id))],
        }
    }

    /// What a term means, what it is not, and where it is taught.
    fn term(&self, id: &str, shared: &mut Shared) -> Option<Command> {
        let Some(term) = self.content.glossary.find(id) else {
            shared.notice = Some(format!("the glossary has no entry `{id}`"));
            return None;
        };
        let mut words = term.meaning.clone();
        if let Some(other) = &term.not_to_confuse {
            words.push_str("\n\nNot to be confused: ");
            words.push_str(other);
        }
        let (lesson, section) = term.taught_in.split_once('#').unwrap_or((&term.taught_in, ""));
        if let Some(entry) = shared.course.find_lesson(lesson) {
            let part = if section.is_empty() { String::new() } else { format!(", part {section}") };
            words.push_str(&format!("\n\nTaught in lesson {}{part}.", entry.head.number));
        }
        Some(Command::Show(Overlay::text(term.name.clone(), words)))
    }

    /// Goes to a place in this lesson, or opens another.
    fn lesson(&mut self, target: &str, shared: &mut Shared) -> Vec<Command> {
        let (lesson, section) = target.split_once('#').unwrap_or((target, ""));
        if lesson.eq_ignore_ascii_case(&self.content.entry.head.id) {
            self.back.push(self.layout.place(self.top()));
            self.go_to(self.content.anchor(section).unwrap_or(0));
            return Vec::new();
        }
        match shared.course.find_lesson(lesson) {
            None => {
                shared.notice = Some(format!("this course has no lesson `{lesson}`"));
                Vec::new()
            }
            Some(entry) if section.is_empty() => vec![Command::Open(Place::Lesson(entry.head.id.clone()))],
            Some(entry) => vec![Command::Teach(entry.head.id.clone(), section.to_owned())],
        }
    }

    /// Keeps where the learner stands.
    fn keep(&mut self, shared: &mut Shared) {
        self.kept = self.section();
        if self.visiting {
            return;
        }
        // Before the first drawing nothing was seen; the place is what was kept.
        let (block, line) = if self.made_for.is_some() { self.layout.place(self.top()) } else { self.place };
        let reading = Reading { block, line, furthest: self.furthest };
        let kept = shared.store.save_reading(&self.content.entry.head.id, reading, shared.now);
        shared.kept(kept);
    }
}

/// Whether an action reads on, so that the place counts as the learner's own.
fn is_reading(action: Action) -> bool {
    use Action::{Down, First, Last, NextSection, PageDown, PageUp, PreviousSection, Up};
    matches!(action, Up | Down | PageUp | PageDown | First | Last | NextSection | PreviousSection)
}
