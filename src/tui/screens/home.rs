//! Home: what to do next, and the course map.

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::load::{LabEntry, LessonEntry};
use crate::place::Place;
use crate::study::progress::{LabProgress, LessonProgress, NextStep};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, meter, page};
use crate::tui::work::Done;

/// How many suggestions Home makes at most.
const SUGGESTIONS: usize = 3;
/// Columns left free at either side.
const MARGIN: u16 = 3;

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
}

/// A line of Home.
#[derive(Debug, Clone, PartialEq)]
enum Item {
    /// A blank line.
    Gap,
    /// The head of the suggestions.
    NextHead,
    /// A suggestion, by its place in the progress.
    Next(usize),
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
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(self.height.max(1)),
            Action::PageDown => self.chosen = (self.chosen + self.height.max(1)).min(last),
            Action::First => self.chosen = 0,
            Action::Last => self.chosen = last,
            Action::Enter => return self.target(shared).map(Command::Open).into_iter().collect(),
            Action::Questions => {
                let lesson = self.lesson(shared).map(|entry| entry.head.id.clone());
                return lesson.map(|id| Command::Open(Place::Quiz(id))).into_iter().collect();
            }
            Action::OpenLab => return self.lab(shared).map(|id| Command::Open(Place::Lab(id))).into_iter().collect(),
            Action::Back => return vec![Command::Back],
            _ => {}
        }
        self.follow();
        Vec::new()
    }

    /// Home has no text to type.
    pub fn key(&mut self, _key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Nor to paste into.
    pub fn paste(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Command> {
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

    /// Progress may have changed meanwhile: the lines are made anew at the next fitting.
    pub fn entered(&mut self, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Nothing to keep.
    pub fn leave(&mut self, _shared: &mut Shared) {}

    /// Home asks nothing.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Home gives the worker nothing.
    pub fn done(&mut self, _done: &Done, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Fits the lines to the area.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        self.items = items(shared);
        self.height = usize::from(area.height.saturating_sub(3));
        self.follow();
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let body = head(frame, area, shared);
        let width = usize::from(body.width.saturating_sub(2 * MARGIN));
        let mut row = self.items.iter().take(self.scroll).filter(|item| item.can_be_chosen()).count();
        let window = usize::from(body.height);
        for (offset, item) in self.items.iter().skip(self.scroll).take(window).enumerate() {
            let y = body.y + u16::try_from(offset).unwrap_or(0);
            let whole = Rect { x: body.x + MARGIN - 1, y, width: body.width.saturating_sub(2 * MARGIN - 2), height: 1 };
            let inner = Rect { x: body.x + MARGIN, width: body.width.saturating_sub(2 * MARGIN), ..whole };
            let chosen = item.can_be_chosen() && row == self.chosen;
            let mut lines = line(item, chosen, width, shared);
            if chosen {
                frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), whole);
                lines = lines.patch_style(theme.style(Role::Selected));
            }
            frame.render_widget(Paragraph::new(lines), inner);
            if item.can_be_chosen() {
                hits.add(whole, Hit::Row(row));
                row += 1;
            }
        }
        let hidden = self.items.len().saturating_sub(self.scroll + window);
        if hidden > 0 && body.height > 0 {
            let words = format!("{} {hidden} more lines", theme.symbols().below);
            let last =
                Rect { x: body.x + MARGIN, y: body.bottom() - 1, width: body.width.saturating_sub(MARGIN), height: 1 };
            frame.render_widget(ratatui::widgets::Clear, last);
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
        }
    }

    /// Where Enter leads.
    fn target(&self, shared: &Shared) -> Option<Place> {
        match self.items.iter().filter(|item| item.can_be_chosen()).nth(self.chosen)? {
            Item::Next(index) => Some(place_of(shared.progress.next.get(*index)?)),
            Item::Lesson(index) => Some(Place::Lesson(shared.course.lessons().get(*index)?.head.id.clone())),
            Item::Lab(lesson, lab) => {
                Some(Place::Lab(shared.course.lessons().get(*lesson)?.labs.get(*lab)?.id.clone()))
            }
            Item::Gap | Item::NextHead | Item::CourseHead | Item::Part(..) => None,
        }
    }

    /// The lesson that the chosen line belongs to.
    fn lesson<'a>(&self, shared: &'a Shared) -> Option<&'a LessonEntry> {
        match self.target(shared)? {
            Place::Lesson(id) | Place::Quiz(id) => shared.course.find_lesson(&id),
            Place::Lab(id) => shared.course.find_lab(&id).map(|(lesson, _)| lesson),
            Place::Home => None,
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
fn place_of(step: &NextStep) -> Place {
    match step {
        NextStep::Lesson { lesson, .. } => Place::Lesson(lesson.clone()),
        NextStep::Questions { lesson, .. } => Place::Quiz(lesson.clone()),
        NextStep::Lab { lab, .. } => Place::Lab(lab.clone()),
    }
}

/// Every line of Home, top to bottom.
fn items(shared: &Shared) -> Vec<Item> {
    let mut items = vec![Item::Gap];
    let suggestions = shared.progress.next.len().min(SUGGESTIONS);
    if suggestions > 0 {
        items.push(Item::NextHead);
        items.extend((0..suggestions).map(Item::Next));
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

/// The head: the hat, the name, how far the learner is.
fn head(frame: &mut Frame<'_>, area: Rect, shared: &Shared) -> Rect {
    let theme = &shared.theme;
    let hat = if theme.ascii { "_^_ " } else { "▂█▂ " };
    let mut left = vec![
        Span::styled(hat, theme.style(Role::Kind(crate::iam::policy::PolicyKind::Trust))),
        Span::styled(" iam-dojo", theme.style(Role::Strong)),
    ];
    if area.width >= 70 {
        left.push(Span::styled("   learn AWS IAM roles by wearing them", theme.style(Role::Dim)));
    }
    let (right, questions) = shared
        .progress
        .lessons
        .iter()
        .fold((0, 0), |(right, all), lesson| (right + lesson.right, all + lesson.questions));
    let right = Line::from(vec![
        Span::styled(right.to_string(), theme.style(Role::Strong)),
        Span::styled(format!(" of {questions} questions right"), theme.style(Role::Dim)),
    ]);
    page::head(frame, area, theme, Line::from(left), right)
}

/// One line of Home.
fn line(item: &Item, chosen: bool, width: usize, shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    match item {
        Item::Gap => Line::default(),
        Item::NextHead => {
            let words = if shared.progress.lessons.iter().all(|l| l.reading.is_none() && l.answered == 0) {
                "Begin"
            } else {
                "Next"
            };
            Line::styled(words, theme.style(Role::Strong))
        }
        Item::Next(index) => {
            shared.progress.next.get(*index).map(|step| suggestion(step, chosen, shared)).unwrap_or_default()
        }
        Item::CourseHead => table_row(
            theme,
            width,
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
            lesson_line(entry, progress, chosen, width, theme)
        }
        Item::Lab(lesson, lab) => {
            let entry = shared.course.lessons().get(*lesson);
            let Some((entry, lab)) = entry.and_then(|e| e.labs.get(*lab).map(|lab| (e, lab))) else {
                return Line::default();
            };
            let progress = shared.progress.lessons.iter().find(|p| p.lesson == entry.head.id);
            lab_line(lab, progress.and_then(|p| lab_of(p, &lab.id)), chosen, width, theme)
        }
    }
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

fn suggestion(step: &NextStep, chosen: bool, shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    let title = |id: &str| shared.course.find_lesson(id).map(|e| (e.head.number, e.head.title.clone(), e.head.minutes));
    let (what, rest) = match step {
        NextStep::Lesson { lesson, begun } => {
            let (number, title, minutes) = title(lesson).unwrap_or_default();
            let verb = if *begun { "Continue" } else { "Start with" };
            (format!("{verb} lesson {number}  {title}"), format!("{minutes} minutes"))
        }
        NextStep::Questions { lesson, open } => {
            let (number, title, _) = title(lesson).unwrap_or_default();
            let s = if *open == 1 { "" } else { "s" };
            (format!("Answer lesson {number}  {title}"), format!("{open} question{s} open"))
        }
        NextStep::Lab { lab, goals } => {
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
        Span::styled(what, strong),
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

/// Sets a row of the map: the first column takes what the others leave; on a narrow screen the bar of mastery goes.
fn table_row(theme: &Theme, width: usize, first: Vec<Span<'static>>, cells: Cells) -> Line<'static> {
    let (read, questions, labs) = (8, 12, 8);
    let mastery = mastery_width(width);
    let name = width.saturating_sub(read + questions + labs + mastery).max(10);
    let mut spans = Vec::new();
    for (cell, column) in
        [(first, name), (cells.read, read), (cells.questions, questions), (cells.labs, labs), (cells.mastery, mastery)]
    {
        let used: usize = cell.iter().map(Span::width).sum();
        spans.extend(cell);
        spans.push(Span::styled(" ".repeat(column.saturating_sub(used)), theme.style(Role::Text)));
    }
    Line::from(spans)
}

/// Columns for bar and percentage of mastery.
fn mastery_width(width: usize) -> usize {
    (width / 4).clamp(12, 34)
}

fn lesson_line(
    entry: &LessonEntry,
    progress: &LessonProgress,
    chosen: bool,
    width: usize,
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
    let mastery = mastery_width(width);
    let name = width.saturating_sub(8 + 12 + 8 + mastery + 9).max(6);
    let title = fit(&entry.head.title, name, theme.symbols().ellipsis);
    let solved = progress.labs.iter().filter(|lab| lab.stars > 0).count();
    let labs = if entry.labs.is_empty() {
        theme.symbols().nothing.to_owned()
    } else {
        format!("{solved} of {}", entry.labs.len())
    };
    let full = if progress.mastery >= 0.8 { Role::Allow } else { Role::BarFull };
    let mut bar = meter::bar(theme, progress.mastery, mastery.saturating_sub(7), full);
    bar.push(Span::styled(format!("{:>5.0} %", progress.mastery * 100.0), theme.style(Role::Text)));
    table_row(
        theme,
        width,
        vec![
            pointer(theme, chosen),
            Span::styled(format!("{:>2}  ", entry.head.number), theme.style(Role::Dim)),
            Span::styled(title, theme.style(role)),
        ],
        Cells {
            read: meter::dots(theme, progress.read, 5),
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
    width: usize,
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
    let mut style = theme.style(Role::Dim);
    style = style.remove_modifier(Modifier::BOLD);
    let name = width.saturating_sub(8 + 12 + 8 + mastery_width(width) + 18).max(6);
    table_row(
        theme,
        width,
        vec![
            pointer(theme, chosen),
            Span::styled(format!("    {}  ", lab.id), style),
            Span::styled(fit(&lab.title, name, theme.symbols().ellipsis), theme.style(role)),
            Span::styled(format!("  {difficulty}"), theme.style(Role::Star)),
        ],
        Cells {
            read: Vec::new(),
            questions: vec![],
            labs: meter::stars(theme, stars, 3),
            mastery: vec![Span::styled(state, theme.style(Role::Dim))],
        },
    )
}
