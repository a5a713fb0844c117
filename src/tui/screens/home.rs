//! Home: what to do next, and the course map.

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::course::load::{LabEntry, LessonEntry};
use crate::iam::policy::PolicyKind;
use crate::place::{DrillWish, Place};
use crate::study::figures::{Glance, What};
use crate::study::progress::{LabProgress, LessonProgress, NextStep};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::moved;
use crate::tui::widgets::{fit, meter, page, prose};

/// How many suggestions Home makes at most.
const SUGGESTIONS: usize = 3;
/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Running text is never wider than this.
const MEASURE: usize = 78;

/// Home.
#[derive(Debug, Default)]
pub struct Home {
    /// The chosen target, counted over suggestions, lessons and labs in the order drawn.
    chosen: usize,
    /// Lines drawn above the window.
    scroll: usize,
    /// Lines of the window, from the last fitting.
    height: usize,
    /// Everything there is, from the last fitting.
    items: Vec<Item>,
    /// What is due and what is best to do next, as of when Home came on top.
    glance: Option<Glance>,
    /// What to do next, best first, from the last fitting.
    next: Vec<Offer>,
    /// What the chosen line leads to, from the last fitting.
    details: Vec<Line<'static>>,
}

/// What Home offers to do next.
#[derive(Debug, Clone)]
pub(super) enum Offer {
    /// A step of the course.
    Step(NextStep),
    /// The cards that are due, and the minutes that they take.
    Review(usize, u32),
    /// Policies of one's own, without the course.
    Sandbox,
}

/// Where the parts of Home lie.
struct Areas {
    /// The lines.
    list: Rect,
    /// What the chosen line leads to, where there is room for it.
    details: Option<Rect>,
}

/// A line of Home.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    /// A blank line.
    Gap,
    /// The head of the suggestions.
    NextHead,
    /// A suggestion, by its place among them.
    Next(usize),
    /// Why the first suggestion is the best.
    Why,
    /// The head of the map.
    CourseHead,
    /// A part's name: letter and title.
    Part(String, String),
    /// A lesson, by its place in the course.
    Lesson(usize),
    /// A lab: the lesson's place, the lab's place in it.
    Lab(usize, usize),
}

impl Item {
    fn can_be_chosen(&self) -> bool {
        matches!(self, Self::Next(_) | Self::Lesson(_) | Self::Lab(..))
    }
}

impl Home {
    /// Home with the best next thing chosen.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Home, Context::List, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let targets = self.items.iter().filter(|item| item.can_be_chosen()).count();
        let last = targets.saturating_sub(1);
        match action {
            Action::Enter => return self.target(shared).map(Command::Open).into_iter().collect(),
            Action::Questions => {
                let lesson = self.lesson(shared).map(|entry| entry.head.id.clone());
                return lesson.map(|id| Command::Open(Place::Quiz(id))).into_iter().collect();
            }
            Action::Review => return vec![Command::Open(Place::Drill(Some(DrillWish::default())))],
            Action::Drills => return vec![Command::Open(Place::Drill(None))],
            Action::Exams => return vec![Command::Open(Place::Exams)],
            Action::Progress => return vec![Command::Open(Place::Progress)],
            Action::Sandbox => return vec![Command::Open(Place::Sandbox(None))],
            Action::Settings => return vec![Command::Open(Place::Settings)],
            Action::Labs => return vec![Command::Open(Place::Labs)],
            Action::Glossary => return vec![Command::Open(Place::Glossary(None))],
            Action::SearchAll => return vec![Command::Open(Place::Search(String::new()))],
            Action::TestOut => {
                let lesson = self.lesson(shared).map(|entry| entry.head.id.clone());
                return lesson.map(|id| Command::Open(Place::TestOut(id))).into_iter().collect();
            }
            Action::OpenLab => return self.lab(shared).map(|id| Command::Open(Place::Lab(id))).into_iter().collect(),
            Action::Back => return vec![Command::Back],
            _ => self.chosen = moved(action, self.chosen, last, self.height).unwrap_or(self.chosen),
        }
        self.follow();
        Vec::new()
    }

    /// A click chooses, a second one opens; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) if row == self.chosen => {
                self.act(Action::Enter, shared)
            }
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) => {
                self.chosen = row;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Progress may have changed meanwhile: it is glanced at again, and the lines are made anew at the next fitting.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        let now = shared.store.moment(shared.now);
        let glance = Glance::of(shared.course.lessons(), &shared.progress, &shared.store, now);
        self.glance = shared.kept(glance);
        Vec::new()
    }

    /// Fits the lines to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        self.next = suggestions(self.glance.as_ref(), shared);
        self.items = items(shared, &self.next);
        if self.why(shared).is_none() {
            self.items.retain(|item| *item != Item::Why);
        }
        let areas = areas(area, self.items.len());
        self.height = usize::from(areas.list.height);
        self.follow();
        self.details = match (areas.details, self.target(shared)) {
            (Some(details), Some(place)) => {
                about(&place, usize::from(details.width.saturating_sub(2 * MARGIN)).min(MEASURE), shared)
            }
            _ => Vec::new(),
        };
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        head(frame, area, self.standing(shared), &shared.theme);
        let Areas { list, details } = areas(area, self.items.len());
        let width = usize::from(list.width.saturating_sub(2 * MARGIN));
        let mut row = self.items.iter().take(self.scroll).filter(|item| item.can_be_chosen()).count();
        let hidden = self.items.len().saturating_sub(self.scroll + usize::from(list.height));
        // The last row says that there is more; it belongs to no line.
        let window = usize::from(list.height).saturating_sub(usize::from(hidden > 0));
        for (offset, item) in self.items.iter().skip(self.scroll).take(window).enumerate() {
            let y = list.y + u16::try_from(offset).unwrap_or(0);
            let whole = Rect { x: list.x + MARGIN - 1, y, width: list.width.saturating_sub(2 * MARGIN - 2), height: 1 };
            let inner = Rect { x: list.x + MARGIN, width: list.width.saturating_sub(2 * MARGIN), ..whole };
            let chosen = item.can_be_chosen() && row == self.chosen;
            let mut words = self.line(item, chosen, width, shared);
            if chosen {
                frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), whole);
                words = words.patch_style(theme.style(Role::Selected));
            }
            frame.render_widget(Paragraph::new(words), inner);
            if item.can_be_chosen() {
                hits.add(whole, Hit::Row(row));
                row += 1;
            }
        }
        if hidden > 0 {
            let y = list.y + u16::try_from(window).unwrap_or(0);
            let words = format!("{} {} more lines", theme.symbols().below, hidden + 1);
            let last = Rect { x: list.x + MARGIN, y, width: list.width.saturating_sub(MARGIN), height: 1 };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
        }
        if let Some(area) = details.filter(|_| !self.details.is_empty()) {
            self.draw_details(frame, area, list, theme);
        }
    }

    /// What the chosen line leads to: below the lines behind a rule, or beside them.
    fn draw_details(&self, frame: &mut Frame<'_>, area: Rect, list: Rect, theme: &Theme) {
        let inner = if area.y > list.y {
            let line = Rect { x: area.x + MARGIN, width: area.width.saturating_sub(2 * MARGIN), height: 1, ..area };
            page::rule(frame, line, theme);
            Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area }
        } else {
            page::upright(frame, area, theme);
            Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
        };
        let inner = Rect { x: inner.x + MARGIN, width: inner.width.saturating_sub(2 * MARGIN), ..inner };
        let mut lines = self.details.clone();
        let rows = usize::from(inner.height);
        if lines.len() > rows {
            lines.truncate(rows.saturating_sub(1));
            lines.push(Line::styled(theme.symbols().ellipsis, theme.style(Role::Dim)));
        }
        frame.render_widget(Paragraph::new(lines), inner);
    }

    /// Why the first suggestion is the best one, where that is what the figures say. Who has done nothing yet needs no reason.
    fn why(&self, shared: &Shared) -> Option<&str> {
        let advice = self.glance.as_ref().map(|glance| &glance.advice).filter(|_| !is_first_start(shared))?;
        let is_first = match (&advice.what, self.next.first()) {
            (What::Step(best), Some(Offer::Step(first))) => best == first,
            (What::Review { .. }, Some(Offer::Review(..))) => true,
            _ => false,
        };
        is_first.then_some(advice.why.as_str())
    }

    /// How far the learner is, for the head: the way to the exam and the cards, or the questions before there are cards.
    fn standing(&self, shared: &Shared) -> Line<'static> {
        let theme = &shared.theme;
        let (strong, dim) = (theme.style(Role::Strong), theme.style(Role::Dim));
        let mut spans = Vec::new();
        if let Some(left) = self.glance.as_ref().and_then(|glance| glance.exam) {
            let (before, days) = match left {
                0 => ("exam ", "today".to_owned()),
                1 => ("exam ", "tomorrow".to_owned()),
                n => ("exam in ", format!("{n} days")),
            };
            spans.push(Span::styled(before, dim));
            spans.push(Span::styled(days, theme.style(Role::Silent)));
            spans.push(Span::styled(format!("  {}  ", theme.symbols().dot), dim));
        }
        match self.glance.as_ref().filter(|glance| glance.seen > 0) {
            Some(glance) => {
                spans.push(Span::styled(glance.due.to_string(), strong));
                spans.push(Span::styled(format!(" of {} cards due", glance.seen), dim));
            }
            None => {
                let overall = &shared.progress.overall;
                spans.push(Span::styled(overall.right.to_string(), strong));
                spans.push(Span::styled(format!(" of {} questions right", overall.questions), dim));
            }
        }
        Line::from(spans)
    }

    /// One line of Home.
    fn line(&self, item: &Item, chosen: bool, width: usize, shared: &Shared) -> Line<'static> {
        let theme = &shared.theme;
        match item {
            Item::Gap => Line::default(),
            Item::NextHead => {
                let words = if is_first_start(shared) { "Begin" } else { "Next" };
                Line::styled(words, theme.style(Role::Strong))
            }
            Item::Next(index) => {
                self.next.get(*index).map(|step| suggestion(step, chosen, width, shared)).unwrap_or_default()
            }
            Item::Why => {
                let why = fit(self.why(shared).unwrap_or_default(), width.saturating_sub(4), theme.symbols().ellipsis);
                Line::styled(format!("    {why}"), theme.style(Role::Dim))
            }
            Item::CourseHead => table_row(
                theme,
                columns(width, shared),
                vec![Span::styled("Course", theme.style(Role::Strong))],
                Cells {
                    read: vec![Span::styled("read", theme.style(Role::Dim))],
                    questions: vec![Span::styled("questions", theme.style(Role::Dim))],
                    labs: vec![Span::styled("labs", theme.style(Role::Dim))],
                    mastery: vec![Span::styled("mastery", theme.style(Role::Dim))],
                },
            ),
            Item::Part(letter, title) => Line::styled(format!("  Part {letter}  {title}"), theme.style(Role::Dim)),
            Item::Lesson(index) => {
                let Some(entry) = shared.course.lessons().get(*index) else { return Line::default() };
                let fallback = LessonProgress::default();
                let progress = shared.progress.lessons.iter().find(|p| p.lesson == entry.head.id).unwrap_or(&fallback);
                lesson_line(entry, progress, chosen, columns(width, shared), theme)
            }
            Item::Lab(lesson, lab) => {
                let entry = shared.course.lessons().get(*lesson);
                let Some((entry, lab)) = entry.and_then(|e| e.labs.get(*lab).map(|lab| (e, lab))) else {
                    return Line::default();
                };
                let progress = shared.progress.lessons.iter().find(|p| p.lesson == entry.head.id);
                lab_line(lab, progress.and_then(|p| lab_of(p, &lab.id)), chosen, columns(width, shared), theme)
            }
        }
    }

    /// Where Enter leads.
    fn target(&self, shared: &Shared) -> Option<Place> {
        match self.items.iter().filter(|item| item.can_be_chosen()).nth(self.chosen)? {
            Item::Next(index) => Some(place_of(self.next.get(*index)?)),
            Item::Lesson(index) => Some(Place::Lesson(shared.course.lessons().get(*index)?.head.id.clone())),
            Item::Lab(lesson, lab) => {
                Some(Place::Lab(shared.course.lessons().get(*lesson)?.labs.get(*lab)?.id.clone()))
            }
            Item::Gap | Item::NextHead | Item::Why | Item::CourseHead | Item::Part(..) => None,
        }
    }

    /// The lesson that the chosen line belongs to.
    fn lesson<'a>(&self, shared: &'a Shared) -> Option<&'a LessonEntry> {
        match self.target(shared)? {
            Place::Lesson(id) | Place::Quiz(id) | Place::TestOut(id) => shared.course.find_lesson(&id),
            Place::Lab(id) => shared.course.find_lab(&id).and_then(|(lesson, _)| lesson),
            Place::Settings => None,
            Place::Home | Place::Labs | Place::Sandbox(_) | Place::Glossary(_) | Place::Search(_) | Place::Drill(_) => {
                None
            }
            Place::Exams | Place::Exam(_) | Place::ExamReport(_) | Place::Progress => None,
        }
    }

    /// The chosen lab, or the first lab of the chosen lesson that is not solved.
    fn lab(&self, shared: &Shared) -> Option<String> {
        if let Some(Place::Lab(id)) = self.target(shared) {
            return Some(id);
        }
        let entry = self.lesson(shared)?;
        let progress = shared.progress.lessons.iter().find(|p| p.lesson == entry.head.id);
        let solved = |lab: &LabEntry| progress.is_some_and(|p| lab_of(p, &lab.id).is_some_and(|l| l.stars > 0));
        entry.labs.iter().find(|lab| !solved(lab)).or(entry.labs.first()).map(|lab| lab.id.clone())
    }

    /// Keeps the chosen line in the window.
    fn follow(&mut self) {
        let targets = self.items.iter().filter(|item| item.can_be_chosen()).count();
        self.chosen = self.chosen.min(targets.saturating_sub(1));
        let mut seen = 0;
        let line = self
            .items
            .iter()
            .position(|item| {
                let here = item.can_be_chosen() && seen == self.chosen;
                seen += usize::from(item.can_be_chosen());
                here
            })
            .unwrap_or(0);
        let room = self.height.saturating_sub(1).max(1);
        if self.chosen == 0 {
            self.scroll = 0;
        } else if line < self.scroll {
            self.scroll = line;
        } else if line >= self.scroll + room {
            self.scroll = line + 1 - room;
        }
        self.scroll = self.scroll.min(self.items.len().saturating_sub(self.height));
    }
}

/// Where a suggestion leads.
fn place_of(offer: &Offer) -> Place {
    match offer {
        Offer::Step(NextStep::Lesson { lesson, .. }) => Place::Lesson(lesson.clone()),
        Offer::Step(NextStep::Questions { lesson, .. }) => Place::Quiz(lesson.clone()),
        Offer::Step(NextStep::Lab { lab, .. }) => Place::Lab(lab.clone()),
        Offer::Review(..) => Place::Drill(Some(DrillWish::default())),
        Offer::Sandbox => Place::Sandbox(None),
    }
}

/// What to do next. Somebody who has done nothing yet is offered the three ways to begin.
/// Cards that are due come first where they are the best next thing, else behind it.
fn suggestions(glance: Option<&Glance>, shared: &Shared) -> Vec<Offer> {
    let mut next: Vec<Offer> = shared.progress.next.iter().cloned().map(Offer::Step).collect();
    if is_first_start(shared) {
        next.truncate(1);
        let lab = shared.course.lessons().first().and_then(|lesson| lesson.labs.first());
        next.extend(lab.map(|lab| Offer::Step(NextStep::Lab { lab: lab.id.clone(), goals: None })));
        next.truncate(SUGGESTIONS - 1);
        next.push(Offer::Sandbox);
    }
    if let Some(glance) = glance.filter(|glance| glance.due > 0) {
        let is_best = matches!(glance.advice.what, What::Review { .. });
        next.insert(if is_best { 0 } else { 1.min(next.len()) }, Offer::Review(glance.due, glance.minutes));
    }
    next.truncate(SUGGESTIONS);
    next
}

fn is_first_start(shared: &Shared) -> bool {
    let untouched = |lesson: &LessonProgress| {
        lesson.reading.is_none() && lesson.answered == 0 && lesson.labs.iter().all(|lab| lab.record.is_none())
    };
    shared.progress.lessons.iter().all(untouched) && shared.progress.ahead.iter().all(|lab| lab.record.is_none())
}

/// Every line of Home, top to bottom.
fn items(shared: &Shared, next: &[Offer]) -> Vec<Item> {
    let mut items = vec![Item::Gap];
    if !next.is_empty() {
        items.push(Item::NextHead);
        items.extend([Item::Next(0), Item::Why]);
        items.extend((1..next.len()).map(Item::Next));
        items.push(Item::Gap);
    }
    items.push(Item::CourseHead);
    let mut part = None;
    for (index, entry) in shared.course.lessons().iter().enumerate() {
        if part != Some(&entry.head.part) {
            part = Some(&entry.head.part);
            items.push(Item::Part(entry.head.part.clone(), entry.head.part_title.clone()));
        }
        items.push(Item::Lesson(index));
        items.extend((0..entry.labs.len()).map(|lab| Item::Lab(index, lab)));
    }
    items
}

/// Rows of the head, its rule included: a tall one where there is room.
fn head_height(area: Rect) -> u16 {
    if area.height >= 26 { 5 } else { 2 }
}

/// Shares the area out. The details stand beside the lines on a wide screen, below them on a tall one, and not at all
/// where the lines need all there is.
fn areas(area: Rect, items: usize) -> Areas {
    let top = head_height(area).min(area.height);
    let body = Rect { y: area.y + top, height: area.height - top, ..area };
    if body.width >= 160 {
        let left = body.width * 3 / 5;
        let list = Rect { width: left, ..body };
        return Areas { list, details: Some(Rect { x: body.x + left, width: body.width - left, ..body }) };
    }
    let lines = u16::try_from(items + 1).unwrap_or(u16::MAX);
    match body.height.checked_sub(lines) {
        Some(room) if room >= 7 => {
            let list = Rect { height: lines, ..body };
            Areas { list, details: Some(Rect { y: body.y + lines, height: room, ..body }) }
        }
        _ => Areas { list: body, details: None },
    }
}

/// What a place has to offer, in a few lines.
fn about(place: &Place, width: usize, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let text = theme.style(Role::Text);
    let dim = theme.style(Role::Dim);
    let mut lines = Vec::new();
    match place {
        Place::Settings => {}
        Place::Home | Place::Labs | Place::TestOut(_) | Place::Glossary(_) | Place::Search(_) => {}
        Place::Exams | Place::Exam(_) | Place::ExamReport(_) | Place::Progress => {}
        Place::Drill(_) => {
            lines.push(Line::styled("Review", theme.style(Role::Strong)));
            lines.push(Line::default());
            let words = "What you would soon forget, one card after the other, lessons by turns. Each answer decides when its card \
                         comes back: the better you know it, the later.";
            lines.extend(prose::markdown(words, text, width, theme));
        }
        Place::Sandbox(_) => {
            lines.push(Line::styled("Sandbox", theme.style(Role::Strong)));
            lines.push(Line::default());
            let words = "A desk for policies of your own: write them from nothing, from a template or from a file. The editor \
                         knows AWS's names, says at once what is wrong and why, and explains every word.";
            lines.extend(prose::markdown(words, text, width, theme));
        }
        Place::Lesson(id) | Place::Quiz(id) => {
            let Some(entry) = shared.course.find_lesson(id) else { return lines };
            lines.push(Line::from(vec![
                Span::styled(format!("{}  ", entry.head.title), theme.style(Role::Strong)),
                Span::styled(entry.head.tagline.clone(), dim),
            ]));
            lines.push(Line::default());
            if matches!(place, Place::Quiz(_)) {
                let words = "One after the other, with a reason for every right and every wrong answer. \
                             What was not right comes back first.";
                lines.extend(prose::markdown(words, text, width, theme));
                return lines;
            }
            lines.push(Line::styled("After it you can", dim));
            for objective in &entry.head.objectives {
                let mark = Span::styled(format!("  {} ", theme.symbols().dot), dim);
                let rest = Span::raw(" ".repeat(mark.width()));
                for (i, line) in
                    prose::markdown(&objective.text, text, width.saturating_sub(4), theme).into_iter().enumerate()
                {
                    let mut spans = vec![if i == 0 { mark.clone() } else { rest.clone() }];
                    spans.extend(line.spans);
                    lines.push(Line::from(spans));
                }
            }
        }
        Place::Lab(id) => {
            let Some((_, entry)) = shared.course.find_lab(id) else { return lines };
            lines.push(Line::from(vec![
                Span::styled(format!("Lab {}  {}  ", entry.id, entry.title), theme.style(Role::Strong)),
                Span::styled(theme.symbols().star.repeat(usize::from(entry.stars)), theme.style(Role::Star)),
            ]));
            lines.push(Line::default());
            // A lab whose files are broken says so when it is opened.
            if let Ok(lab) = shared.course.lab(id) {
                lines.extend(prose::markdown(&lab.file.story, text, width, theme));
            }
        }
    }
    lines
}

/// The head: the hat, the name, and at the right how far the learner is.
fn head(frame: &mut Frame<'_>, area: Rect, right: Line<'static>, theme: &Theme) {
    let tagline =
        if usize::from(area.width) >= 45 + right.width() { "   learn AWS IAM roles by wearing them" } else { "" };
    let mut left =
        vec![Span::styled("iam-dojo", theme.style(Role::Strong)), Span::styled(tagline, theme.style(Role::Dim))];
    let hat = theme.style(Role::Kind(PolicyKind::Trust));
    if head_height(area) == 2 {
        left.insert(0, Span::styled(if theme.ascii { "_n_ " } else { "▂█▂ " }, hat));
        page::head(frame, area, theme, Line::from(left), right);
        return;
    }
    let rows: [&str; 3] = if theme.ascii {
        ["   ___", "  |   |", "==|___|=="]
    } else {
        ["  ▄▄▄▄▄", "  █████", "▄▄█████▄▄"]
    };
    for (y, row) in (area.y + 1..).zip(rows) {
        let place = Rect { x: area.x + MARGIN, y, width: area.width.saturating_sub(MARGIN).min(9), height: 1 };
        frame.render_widget(Paragraph::new(Line::styled(row, hat)), place);
    }
    let line =
        Rect { x: area.x + MARGIN + 12, y: area.y + 2, width: area.width.saturating_sub(2 * MARGIN + 12), height: 1 };
    frame.render_widget(Paragraph::new(Line::from(left)), line);
    frame.render_widget(Paragraph::new(right.right_aligned()), line);
    page::rule(frame, Rect { y: area.y + 4, height: 1, ..area }, theme);
}

fn lab_of<'a>(progress: &'a LessonProgress, id: &str) -> Option<&'a LabProgress> {
    progress.labs.iter().find(|lab| lab.lab == id)
}

fn pointer(theme: &Theme, chosen: bool) -> Span<'static> {
    if chosen {
        Span::styled(format!("  {} ", theme.symbols().cursor), theme.style(Role::Accent))
    } else {
        Span::raw("    ")
    }
}

/// What a suggestion says: what to do, and what it takes.
pub(super) fn suggestion(offer: &Offer, chosen: bool, width: usize, shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    let title = |id: &str| shared.course.find_lesson(id).map(|e| (e.head.number, e.head.title.clone(), e.head.minutes));
    let (what, rest) = match offer {
        Offer::Step(NextStep::Lesson { lesson, begun }) => {
            let (number, title, minutes) = title(lesson).unwrap_or_default();
            let verb = if *begun { "Continue" } else { "Start with" };
            (format!("{verb} lesson {number}  {title}"), format!("{minutes} minutes"))
        }
        Offer::Step(NextStep::Questions { lesson, open }) => {
            let (number, title, _) = title(lesson).unwrap_or_default();
            let s = if *open == 1 { "" } else { "s" };
            (format!("Answer lesson {number}  {title}"), format!("{open} question{s} open"))
        }
        Offer::Review(due, minutes) => {
            let s = if *due == 1 { "" } else { "s" };
            (format!("Review  {due} card{s} due"), format!("about {minutes} min"))
        }
        Offer::Sandbox => ("Only the sandbox".to_owned(), "policies of your own".to_owned()),
        Offer::Step(NextStep::Lab { lab, goals }) => {
            let title = shared.course.find_lab(lab).map(|(_, lab)| lab.title.clone()).unwrap_or_default();
            let state = match goals {
                Some((reached, all)) => format!("{reached} of {all} goals"),
                None => "write it yourself".to_owned(),
            };
            (format!("Lab {lab}  {title}"), state)
        }
    };
    let strong = if chosen { theme.style(Role::Strong) } else { theme.style(Role::Text) };
    Line::from(vec![
        pointer(theme, chosen),
        Span::styled(fit(&what, width.saturating_sub(4), theme.symbols().ellipsis), strong),
        Span::styled(format!("     {rest}"), theme.style(Role::Dim)),
    ])
}

/// What stands in the columns of the map.
struct Cells {
    read: Vec<Span<'static>>,
    questions: Vec<Span<'static>>,
    labs: Vec<Span<'static>>,
    mastery: Vec<Span<'static>>,
}

/// The widths of the map's columns. The first takes what the others leave.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: usize,
    read: usize,
    questions: usize,
    labs: usize,
    mastery: usize,
}

/// The least width of the first column.
const NAME: usize = 24;
/// The widths of the columns behind it.
const READ: usize = 8;
const QUESTIONS: usize = 12;
const LABS: usize = 8;
/// The least and the greatest width of the last one.
const METER: (usize, usize) = (13, 34);
/// Columns of the first one that a pointer, a lesson's number and the gap behind its name take.
const BESIDE_NAME: usize = 9;

impl Columns {
    /// For a map of `width` columns whose longest name of a lesson takes `longest`, its number and pointer too. What the names do
    /// not need is the meter's.
    fn of(width: usize, longest: usize) -> Self {
        let mut name = width;
        let left_over = width.saturating_sub(READ + QUESTIONS + LABS + longest);
        let meter = (width / 4).min(left_over).clamp(METER.0, METER.1);
        // On a narrow map the columns at the right give way, so that lessons keep their names.
        let mut column = |wanted: usize| {
            let fits = name >= NAME + wanted;
            name -= if fits { wanted } else { 0 };
            if fits { wanted } else { 0 }
        };
        let (read, questions, labs, mastery) = (column(READ), column(QUESTIONS), column(LABS), column(meter));
        Self { name, read, questions, labs, mastery }
    }
}

/// The columns of the map in `width`.
fn columns(width: usize, shared: &Shared) -> Columns {
    let names = shared.course.lessons().iter().map(|entry| entry.head.title.width() + BESIDE_NAME + 1);
    Columns::of(width, names.max().unwrap_or(0))
}

/// Sets a row of the map.
fn table_row(theme: &Theme, columns: Columns, first: Vec<Span<'static>>, cells: Cells) -> Line<'static> {
    let mut spans = Vec::new();
    for (cell, column) in [
        (first, columns.name),
        (cells.read, columns.read),
        (cells.questions, columns.questions),
        (cells.labs, columns.labs),
        (cells.mastery, columns.mastery),
    ] {
        if column == 0 {
            continue;
        }
        let used: usize = cell.iter().map(Span::width).sum();
        spans.extend(cell);
        spans.push(Span::styled(" ".repeat(column.saturating_sub(used)), theme.style(Role::Text)));
    }
    Line::from(spans)
}

fn lesson_line(
    entry: &LessonEntry,
    progress: &LessonProgress,
    chosen: bool,
    columns: Columns,
    theme: &Theme,
) -> Line<'static> {
    let begun = progress.reading.is_some() || progress.answered > 0;
    let role = if chosen {
        Role::Strong
    } else if begun {
        Role::Text
    } else {
        Role::Dim
    };
    let title = fit(&entry.head.title, columns.name.saturating_sub(BESIDE_NAME), theme.symbols().ellipsis);
    let solved = progress.labs.iter().filter(|lab| lab.stars > 0).count();
    let labs = if entry.labs.is_empty() {
        theme.symbols().nothing.to_owned()
    } else {
        format!("{solved} of {}", entry.labs.len())
    };
    let full = if progress.mastery >= 0.8 { Role::Allow } else { Role::BarFull };
    let mut bar = meter::bar(theme, progress.mastery, columns.mastery.saturating_sub(7), full);
    bar.push(Span::styled(format!("{:>5.0} %", progress.mastery * 100.0), theme.style(Role::Text)));
    table_row(
        theme,
        columns,
        vec![
            pointer(theme, chosen),
            Span::styled(format!("{:>2}  ", entry.head.number), theme.style(Role::Dim)),
            Span::styled(title, theme.style(role)),
        ],
        Cells {
            read: if progress.known {
                vec![Span::styled(format!("{} known", theme.symbols().yes), theme.style(Role::Allow))]
            } else {
                meter::dots(theme, progress.read, 5)
            },
            questions: vec![Span::styled(
                format!("{:>2} of {:>2}", progress.right, progress.questions),
                theme.style(Role::Text),
            )],
            labs: vec![Span::styled(labs, theme.style(Role::Text))],
            mastery: bar,
        },
    )
}

fn lab_line(
    lab: &LabEntry,
    progress: Option<&LabProgress>,
    chosen: bool,
    columns: Columns,
    theme: &Theme,
) -> Line<'static> {
    let record = progress.and_then(|p| p.record.as_ref());
    let stars = progress.map_or(0, |p| p.stars);
    let state = match record {
        None => "not begun".to_owned(),
        Some(record) if record.solved_at.is_some() => "solved".to_owned(),
        Some(record) => format!("{} of {} goals", record.best_goals, record.goals),
    };
    let role = if chosen { Role::Strong } else { Role::Dim };
    let difficulty = theme.symbols().star.repeat(usize::from(lab.stars));
    // A lab has nothing to read and no questions: its name may use their room.
    let name = columns.name + columns.read + columns.questions;
    let title = fit(&lab.title, name.saturating_sub(14 + difficulty.chars().count()), theme.symbols().ellipsis);
    table_row(
        theme,
        Columns { name, read: 0, questions: 0, ..columns },
        vec![
            pointer(theme, chosen),
            Span::styled(format!("    {}  ", lab.id), theme.style(Role::Dim)),
            Span::styled(title, theme.style(role)),
            Span::styled(format!("  {difficulty}"), theme.style(Role::Star)),
        ],
        Cells {
            read: Vec::new(),
            questions: Vec::new(),
            labs: meter::stars(theme, stars, 3),
            mastery: vec![Span::styled(state, theme.style(Role::Dim))],
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_gives_lessons_the_room_that_the_meter_can_spare() {
        // Columns of the longest name, of the first column, of the meter.
        let of = |width, longest| {
            let columns = Columns::of(width, longest);
            (columns.name, columns.mastery)
        };
        assert_eq!(of(74, 20), (28, 18));
        assert_eq!(of(74, 30), (30, 16));
        assert_eq!(of(74, 60), (33, 13));
        assert_eq!(of(114, 60), (60, 26));
        assert_eq!(of(34, 30), (26, 0), "where nothing fits beside them, lessons keep their names");
    }
}
