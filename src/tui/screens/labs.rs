//! All labs: by lesson, with their stars, how far the learner is, and the second rounds won.

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::load::{LabEntry, LessonEntry};
use crate::place::Place;
use crate::study::progress::LabProgress;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::moved;
use crate::tui::widgets::{fit, meter, on_ground, page, prose};

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Running text is never wider than this.
const MEASURE: usize = 78;
/// From this width on, what the chosen lab is about stands beside the list.
const BESIDE: u16 = 160;
/// Rows that what it is about has at least below the list.
const BELOW: u16 = 8;

/// The list of all labs.
#[derive(Debug, Default)]
pub struct Labs {
    rows: Vec<Row>,
    /// The labs, in the order of the rows.
    ids: Vec<String>,
    /// The chosen one of them.
    chosen: usize,
    /// The first row in the window.
    scroll: usize,
    areas: Areas,
    /// What the chosen lab is about, from the last fitting.
    about: Vec<Line<'static>>,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
struct Areas {
    list: Rect,
    about: Option<Rect>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq)]
enum Row {
    Gap,
    /// The head of a lesson: its number, its title, whether it is there.
    Lesson(String, String, bool),
    /// A lab, by its place among all.
    Lab(usize),
}

impl Labs {
    /// The list, with the lab chosen that was played last and is not solved, or else the first that is not.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let mut labs = Self::default();
        labs.read(shared);
        let begun = shared.progress.next.iter().find_map(|step| match step {
            crate::study::progress::NextStep::Lab { lab, goals: Some(_) } => labs.ids.iter().position(|id| id == lab),
            _ => None,
        });
        labs.chosen = begun.or_else(|| labs.ids.iter().position(|id| !is_solved(id, shared))).unwrap_or(0);
        labs
    }

    /// The rows: the labs of each lesson under its name, those of lessons to come last.
    fn read(&mut self, shared: &Shared) {
        let mut all = shared.course.labs();
        // By lesson, also those that are still to come; a lab without one stands at the end.
        all.sort_by_key(|(lesson, lab)| (number(*lesson, lab), lab.id.clone()));
        let mut head = None;
        (self.rows, self.ids) = (Vec::new(), Vec::new());
        for (lesson, lab) in all {
            let number = number(lesson, lab);
            if head != Some(number) {
                if head.is_some() {
                    self.rows.push(Row::Gap);
                }
                head = Some(number);
                let title = lesson.map_or_else(|| to_come(lab), |lesson| lesson.head.title.clone());
                let number = if number == u32::MAX { String::new() } else { number.to_string() };
                self.rows.push(Row::Lesson(number, title, lesson.is_some()));
            }
            self.rows.push(Row::Lab(self.ids.len()));
            self.ids.push(lab.id.clone());
        }
        self.chosen = self.chosen.min(self.ids.len().saturating_sub(1));
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Labs, Context::List, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let last = self.ids.len().saturating_sub(1);
        let page = usize::from(self.areas.list.height);
        match action {
            Action::Enter => {
                return self.ids.get(self.chosen).map(|id| Command::Open(Place::Lab(id.clone()))).into_iter().collect();
            }
            Action::NextOpen => {
                let after = (self.chosen + 1..self.ids.len()).chain(0..self.chosen);
                let open = |at: &usize| self.ids.get(*at).is_some_and(|id| !is_solved(id, shared));
                self.chosen = after.into_iter().find(open).unwrap_or(self.chosen);
            }
            Action::Teach => {
                let found = self.ids.get(self.chosen).and_then(|id| shared.course.find_lab(id));
                let Some((lesson, _)) = found else { return Vec::new() };
                let Some(lesson) = lesson else {
                    shared.notice =
                        Some("this lab's lesson is still to be written; the lab can be played without it".into());
                    return Vec::new();
                };
                return vec![Command::Open(Place::Lesson(lesson.head.id.clone()))];
            }
            Action::Back => return vec![Command::Back],
            _ => self.chosen = moved(action, self.chosen, last, page).unwrap_or(self.chosen),
        }
        Vec::new()
    }

    /// A click chooses, a second one opens; the wheel moves.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
            (MouseEventKind::Down(_), Some((_, Hit::Row(lab)))) if lab == self.chosen => {
                self.act(Action::Enter, shared)
            }
            (MouseEventKind::Down(_), Some((_, Hit::Row(lab)))) => {
                self.chosen = lab;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Shares the area out and keeps the chosen lab in the window, and its lesson's name where there is room.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        self.areas = self.arrange(area);
        let height = usize::from(self.areas.list.height);
        let at = self.rows.iter().position(|row| *row == Row::Lab(self.chosen)).unwrap_or(0);
        let head = self.rows.iter().take(at).rposition(|row| matches!(row, Row::Lesson(..))).unwrap_or(at);
        let above = if at - head < height { head } else { at };
        if above < self.scroll {
            self.scroll = above;
        }
        // The last row of a window that does not hold everything says so.
        let room = if self.rows.len() > height { height.saturating_sub(1) } else { height }.max(1);
        if at >= self.scroll + room {
            self.scroll = at + 1 - room;
        }
        self.scroll = self.scroll.min(self.rows.len().saturating_sub(room));
        self.about = match (self.areas.about, self.ids.get(self.chosen)) {
            (Some(about), Some(id)) => {
                about_lab(id, usize::from(about.width.saturating_sub(2 * MARGIN)).min(MEASURE), shared)
            }
            _ => Vec::new(),
        };
    }

    /// On a wide screen the details stand beside the list, on a tall one below it, else nowhere.
    fn arrange(&self, area: Rect) -> Areas {
        let body = Rect { y: area.y + 3.min(area.height), height: area.height.saturating_sub(3), ..area };
        if body.width >= BESIDE {
            let left = body.width * 3 / 5;
            let about = Rect { x: body.x + left, width: body.width - left, ..body };
            return Areas { list: Rect { width: left, ..body }, about: Some(about) };
        }
        let rows = u16::try_from(self.rows.len() + 1).unwrap_or(u16::MAX);
        // Below the list there is room when half the screen holds the list, or all of it is short.
        let list = rows.min((body.height / 2).max(body.height.saturating_sub(2 * BELOW)));
        match body.height.checked_sub(list) {
            Some(room) if room >= BELOW && body.height >= 3 * BELOW => {
                let about = Rect { y: body.y + list, height: room, ..body };
                Areas { list: Rect { height: list, ..body }, about: Some(about) }
            }
            _ => Areas { list: body, about: None },
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        page::head(frame, area, theme, Line::styled("Labs", theme.style(Role::Accent)), summary(shared));
        let list = self.areas.list;
        let height = usize::from(list.height);
        let cut = self.rows.len() > height;
        let window = if cut { height.saturating_sub(1) } else { height };
        let width = usize::from(list.width.saturating_sub(2 * MARGIN));
        for (row, place) in self.rows.iter().skip(self.scroll).take(window).zip(list.rows()) {
            let inner = Rect { x: place.x + MARGIN, width: place.width.saturating_sub(2 * MARGIN), ..place };
            match row {
                Row::Gap => {}
                Row::Lesson(number, title, there) => {
                    let line = lesson_line(number, title, *there, width, theme);
                    frame.render_widget(Paragraph::new(line), inner);
                }
                Row::Lab(at) => {
                    let Some((_, lab)) = self.ids.get(*at).and_then(|id| shared.course.find_lab(id)) else { continue };
                    let whole =
                        Rect { x: place.x + MARGIN - 1, width: place.width.saturating_sub(2 * MARGIN - 2), ..place };
                    let chosen = *at == self.chosen;
                    let mut line = lab_line(lab, shared.progress.lab(&lab.id), chosen, width, theme);
                    if chosen {
                        frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), whole);
                        line = on_ground(line, theme.style(Role::Selected));
                    }
                    frame.render_widget(Paragraph::new(line), inner);
                    hits.add(whole, Hit::Row(*at));
                }
            }
        }
        let below = self.rows.len().saturating_sub(self.scroll + window);
        if let (true, Some(last)) = (cut && height > 1, list.rows().next_back()) {
            let symbols = theme.symbols();
            let more = |sign: &str, lines: usize| match lines {
                1 => format!("{sign} 1 line more"),
                _ => format!("{sign} {lines} lines more"),
            };
            let words = match (self.scroll, below) {
                (above, 0) => more(symbols.above, above),
                (0, below) => more(symbols.below, below),
                (above, below) => format!("{} {above}  {}", symbols.above, more(symbols.below, below)),
            };
            let place = Rect { x: last.x + MARGIN, width: last.width.saturating_sub(MARGIN), ..last };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), place);
        }
        if self.rows.is_empty() {
            let place = Rect {
                x: list.x + MARGIN,
                width: list.width.saturating_sub(MARGIN),
                height: 1.min(list.height),
                ..list
            };
            let words = Line::styled("this course has no labs", theme.style(Role::Dim));
            frame.render_widget(Paragraph::new(words), place);
        }
        if let Some(area) = self.areas.about.filter(|_| !self.about.is_empty()) {
            self.draw_about(frame, area, theme);
        }
    }

    fn draw_about(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inner = if area.y > self.areas.list.y {
            let line = Rect { x: area.x + MARGIN, width: area.width.saturating_sub(2 * MARGIN), height: 1, ..area };
            page::rule(frame, line, theme);
            Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area }
        } else {
            page::upright(frame, area, theme);
            area
        };
        let inner = Rect { x: inner.x + MARGIN, width: inner.width.saturating_sub(2 * MARGIN), ..inner };
        let mut lines = self.about.clone();
        let rows = usize::from(inner.height);
        if lines.len() > rows {
            lines.truncate(rows.saturating_sub(1));
            lines.push(Line::styled(theme.symbols().ellipsis, theme.style(Role::Dim)));
        }
        frame.render_widget(Paragraph::new(lines), inner);
    }
}

/// The number of a lab's lesson; the largest when it has none.
fn number(lesson: Option<&LessonEntry>, lab: &LabEntry) -> u32 {
    let stated = || lab.lesson.strip_prefix('L').and_then(|digits| digits.parse().ok());
    lesson.map(|lesson| lesson.head.number).or_else(stated).unwrap_or(u32::MAX)
}

/// What the lesson of a lab is about that is still to be written, as its folder says: `lessons/07-lambda/lab-logs`.
fn to_come(lab: &LabEntry) -> String {
    let folder = lab.folder.split('/').nth(1).unwrap_or_default();
    let words = folder.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').replace('-', " ");
    format!("{words} (lesson to come)")
}

fn is_solved(id: &str, shared: &Shared) -> bool {
    shared.progress.lab(id).is_some_and(LabProgress::is_solved)
}

/// How many are solved and how many stars that brought.
fn summary(shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    let overall = shared.progress.overall;
    let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
    Line::from(vec![
        Span::styled(overall.solved.to_string(), theme.style(Role::Strong)),
        dim(format!(" of {} solved   ", overall.labs)),
        Span::styled(theme.symbols().star, theme.style(Role::Star)),
        Span::styled(format!(" {}", overall.stars), theme.style(Role::Strong)),
        dim(format!(" of {}", 3 * overall.labs)),
    ])
}

fn lesson_line(number: &str, title: &str, there: bool, width: usize, theme: &Theme) -> Line<'static> {
    let title = fit(title, width.saturating_sub(4), theme.symbols().ellipsis);
    let style = theme.style(if there { Role::Strong } else { Role::Dim });
    Line::from(vec![Span::styled(format!("{number:>2}  "), theme.style(Role::Dim)), Span::styled(title, style)])
}

/// Columns behind a lab's title: how hard it is, stars earned, its state, its second rounds.
const COLUMNS: [usize; 4] = [6, 5, 16, 8];

fn lab_line(
    lab: &LabEntry,
    progress: Option<&LabProgress>,
    chosen: bool,
    width: usize,
    theme: &Theme,
) -> Line<'static> {
    let symbols = theme.symbols();
    let [hard, earned, state, rounds] = COLUMNS;
    // On a narrow screen the column of second rounds gives way, then the state.
    let rounds = if width >= 72 { rounds } else { 0 };
    let state = if width >= 52 { state } else { 0 };
    let name = width.saturating_sub(hard + earned + state + rounds + 9);
    let pad = |spans: Vec<Span<'static>>, column: usize| {
        let used: usize = spans.iter().map(Span::width).sum();
        spans.into_iter().chain([Span::raw(" ".repeat(column.saturating_sub(used)))]).collect::<Vec<_>>()
    };
    let text = |words: &str, role: Role| Span::styled(words.to_owned(), theme.style(role));
    let record = progress.and_then(|progress| progress.record.as_ref());
    let words = match record {
        None => text("not begun", Role::Dim),
        Some(record) if record.solved_at.is_some() => text(&format!("{} solved", symbols.yes), Role::Allow),
        Some(record) => text(&format!("{} of {} goals", record.best_goals, record.goals), Role::Text),
    };
    let won = progress.map_or(0, |progress| progress.rounds);
    let round_words = match lab.rounds.len() {
        0 => Vec::new(),
        all => {
            let role = if won == all { Role::Star } else { Role::Dim };
            vec![Span::styled(
                format!("{} {won} of {all}", if won > 0 { symbols.star } else { symbols.no_star }),
                theme.style(role),
            )]
        }
    };
    let mut spans = vec![
        Span::styled(format!("  {} ", if chosen { symbols.cursor } else { " " }), theme.style(Role::Accent)),
        Span::styled(format!("{:<5}", lab.id), theme.style(Role::Dim)),
    ];
    let title = fit(&lab.title, name.saturating_sub(2), symbols.ellipsis);
    spans.extend(pad(vec![text(&title, if chosen { Role::Strong } else { Role::Text })], name));
    spans.extend(pad(vec![text(&symbols.star.repeat(usize::from(lab.stars)), Role::Star)], hard));
    spans.extend(pad(meter::stars(theme, progress.map_or(0, |progress| progress.stars), 3), earned));
    if state > 0 {
        spans.extend(pad(vec![words], state));
    }
    if rounds > 0 {
        spans.extend(pad(round_words, rounds));
    }
    Line::from(spans)
}

/// What a lab is about, and its second rounds.
fn about_lab(id: &str, width: usize, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let Some((_, entry)) = shared.course.find_lab(id) else { return Vec::new() };
    let mut lines = vec![
        Line::from(vec![
            Span::styled(format!("Lab {}  {}  ", entry.id, entry.title), theme.style(Role::Strong)),
            Span::styled(theme.symbols().star.repeat(usize::from(entry.stars)), theme.style(Role::Star)),
        ]),
        Line::default(),
    ];
    // A lab whose files are broken says so when it is opened.
    let Ok(lab) = shared.course.lab(id) else { return lines };
    lines.extend(prose::markdown(&lab.file.story, theme.style(Role::Text), width, theme));
    if !lab.file.again.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("Second rounds, once it is solved", theme.style(Role::Dim)));
    }
    let won = shared.store.rounds().unwrap_or_default();
    for again in &lab.file.again {
        let symbols = theme.symbols();
        let has = won.contains(&(entry.id.clone(), again.name.clone()));
        let (star, role) = if has { (symbols.star, Role::Star) } else { (symbols.no_star, Role::Dim) };
        let words = fit(&again.text, width.saturating_sub(4), symbols.ellipsis);
        lines.push(Line::from(vec![
            Span::styled(format!("  {star} "), theme.style(role)),
            Span::styled(words, theme.style(Role::Text)),
        ]));
    }
    lines
}
