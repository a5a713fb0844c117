//! All exams: what each is, how it went, and how that changed with time.

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::exam::{Blueprint, Form};
use crate::place::Place;
use crate::study::exam::{ExamRecord, report, unfinished};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::screens::exam::{history, strip};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, page, prose};
use crate::tui::work::Done;

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// From this width on, what the chosen exam is stands beside the list.
const BESIDE: u16 = 110;
/// Rows that it has at least below the list.
const BELOW: u16 = 11;
/// Columns of the words behind an exam's name.
const STATE: usize = 22;

/// The list of exams.
#[derive(Debug, Default)]
pub struct Exams {
    exams: Vec<(Blueprint, Form)>,
    records: Vec<ExamRecord>,
    chosen: usize,
    scroll: usize,
    areas: Areas,
    /// There is room for blank lines between the blueprints.
    airy: bool,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
struct Areas {
    list: Rect,
    about: Option<Rect>,
}

/// A row of the list.
enum Entry {
    /// A blank line.
    Gap,
    /// What exams prepare for.
    Head(usize),
    /// An exam.
    Exam(usize),
}

impl Exams {
    /// The list; the exam that waits to be finished is chosen, else the one sat last.
    ///
    /// # Errors
    /// In words for the person: a file is malformed, or the course has no exams.
    pub fn new(shared: &mut Shared) -> Result<Self, String> {
        let all = shared.course.exams().map_err(|error| error.to_string())?;
        let exams: Vec<(Blueprint, Form)> = all
            .iter()
            .flat_map(|blueprint| blueprint.forms.iter().map(|form| (blueprint.clone(), form.clone())))
            .collect();
        if exams.is_empty() {
            return Err("this course has no exams".to_owned());
        }
        let mut screen = Self { exams, ..Self::default() };
        screen.read(shared);
        let waits = screen.records.iter().find(|record| record.is_open()).or(screen.records.first());
        let waits = waits.map(|record| record.exam.clone());
        screen.chosen = screen.exams.iter().position(|(_, form)| Some(&form.id) == waits.as_ref()).unwrap_or(0);
        Ok(screen)
    }

    fn read(&mut self, shared: &mut Shared) {
        let records = shared.store.exams();
        self.records = shared.kept(records).unwrap_or_default();
    }

    /// The rows: the forms of each blueprint under its title.
    fn rows(&self) -> Vec<Entry> {
        let mut rows = Vec::new();
        let mut head = None;
        for (place, (blueprint, _)) in self.exams.iter().enumerate() {
            if head != Some(&blueprint.title) {
                if head.is_some() && self.airy {
                    rows.push(Entry::Gap);
                }
                head = Some(&blueprint.title);
                rows.push(Entry::Head(place));
            }
            rows.push(Entry::Exam(place));
        }
        rows
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Exams, Context::List, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) -> Vec<Command> {
        let last = self.exams.len().saturating_sub(1);
        let page = usize::from(self.areas.list.height).max(2) - 1;
        let id = self.exams.get(self.chosen).map(|(_, form)| form.id.clone());
        match (action, id) {
            (Action::Up, _) => self.chosen = self.chosen.saturating_sub(1),
            (Action::Down, _) => self.chosen = (self.chosen + 1).min(last),
            (Action::PageUp, _) => self.chosen = self.chosen.saturating_sub(page),
            (Action::PageDown, _) => self.chosen = (self.chosen + page).min(last),
            (Action::First, _) => self.chosen = 0,
            (Action::Last, _) => self.chosen = last,
            (Action::Enter, Some(id)) => return vec![Command::Open(Place::Exam(id))],
            (Action::Report, Some(id)) => return vec![Command::Open(Place::ExamReport(id))],
            (Action::Back, _) => return vec![Command::Back],
            _ => {}
        }
        Vec::new()
    }

    /// There is no text to type.
    pub fn key(&mut self, _key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Nor to paste into.
    pub fn paste(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// A click chooses, a second one opens; the wheel moves.
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

    /// An exam may have been sat meanwhile.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        self.read(shared);
        Vec::new()
    }

    /// Nothing to keep.
    pub fn leave(&mut self, _shared: &mut Shared) {}

    /// Nothing was asked.
    pub fn confirmed(&mut self, _action: Action, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// The worker is given nothing.
    pub fn done(&mut self, _done: &Done, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Shares the area out and keeps the chosen exam in the window, and the head above it.
    pub fn prepare(&mut self, area: Rect, _shared: &Shared) {
        let body = Rect { y: area.y + 3.min(area.height), height: area.height.saturating_sub(3), ..area };
        self.airy = body.width >= BESIDE && usize::from(body.height) >= self.exams.len() * 5 / 3 + 2;
        let rows = self.rows();
        let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        self.areas = if body.width >= BESIDE {
            let left = body.width / 2;
            let about = Rect { x: body.x + left, width: body.width - left, ..body };
            Areas { list: Rect { width: left, ..body }, about: Some(about) }
        } else if body.height >= BELOW + 4 {
            let list = count.min(body.height - BELOW);
            let about = Rect { y: body.y + list, height: body.height - list, ..body };
            Areas { list: Rect { height: list, ..body }, about: Some(about) }
        } else {
            Areas { list: body, about: None }
        };
        let height = usize::from(self.areas.list.height).max(1);
        let at = rows.iter().position(|row| matches!(row, Entry::Exam(place) if *place == self.chosen)).unwrap_or(0);
        let head = rows.iter().take(at).rposition(|row| matches!(row, Entry::Head(_))).unwrap_or(at);
        let above = if at - head < height { head } else { at };
        self.scroll = self.scroll.min(above);
        if at >= self.scroll + height {
            self.scroll = at + 1 - height;
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let sat = self.records.iter().filter(|record| record.submitted.is_some()).count();
        let right = match sat {
            0 => "none sat yet".to_owned(),
            1 => "1 sat".to_owned(),
            n => format!("{n} sat"),
        };
        let right = Line::styled(right, theme.style(Role::Dim));
        page::head(frame, area, theme, Line::styled("Exams", theme.style(Role::Accent)), right);
        let list = self.areas.list;
        let width = usize::from(list.width.saturating_sub(2 * MARGIN));
        let rows = self.rows();
        for (row, place) in rows.iter().skip(self.scroll).zip(list.rows()) {
            let inner = Rect { x: place.x + MARGIN, width: place.width.saturating_sub(2 * MARGIN), ..place };
            match row {
                Entry::Gap => {}
                Entry::Head(at) => {
                    let Some((blueprint, _)) = self.exams.get(*at) else { continue };
                    let code = blueprint.code.clone().unwrap_or_default();
                    let line = Line::from(vec![
                        Span::styled(blueprint.title.clone(), theme.style(Role::Strong)),
                        Span::styled(format!("  {code}"), theme.style(Role::Dim)),
                    ]);
                    frame.render_widget(Paragraph::new(line), inner);
                }
                Entry::Exam(at) => {
                    let Some((_, form)) = self.exams.get(*at) else { continue };
                    let chosen = *at == self.chosen;
                    let mut line = self.exam_line(form, chosen, width, theme);
                    let whole =
                        Rect { x: place.x + MARGIN - 1, width: place.width.saturating_sub(2 * MARGIN - 2), ..place };
                    if chosen {
                        frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), whole);
                        line = on_ground(line, theme.style(Role::Selected));
                    }
                    frame.render_widget(Paragraph::new(line), inner);
                    hits.add(whole, Hit::Row(*at));
                }
            }
        }
        let below = rows.len().saturating_sub(self.scroll + usize::from(list.height));
        let more = |place: Option<Rect>, sign: &str, count: usize, frame: &mut Frame<'_>| {
            if let Some(place) = place.filter(|_| count > 0) {
                let place = Rect { x: place.right().saturating_sub(MARGIN + 10), width: 10, ..place };
                let words = Line::styled(format!("{sign} {count} more"), theme.style(Role::Dim)).right_aligned();
                frame.render_widget(Paragraph::new(words), place);
            }
        };
        // Beside a title there is room for it; an exam's own words end there.
        let is_head = |at: usize| matches!(rows.get(at), Some(Entry::Head(_)));
        let first = (0..usize::from(list.height)).find(|at| is_head(self.scroll + at));
        let last = (0..usize::from(list.height)).rev().find(|at| is_head(self.scroll + at));
        more(first.and_then(|at| list.rows().nth(at)), theme.symbols().above, self.scroll, frame);
        if last != first || self.scroll == 0 {
            more(last.and_then(|at| list.rows().nth(at)), theme.symbols().below, below, frame);
        }
        if let Some(area) = self.areas.about {
            self.draw_about(frame, area, theme);
        }
    }

    fn exam_line(&self, form: &Form, chosen: bool, width: usize, theme: &Theme) -> Line<'static> {
        let symbols = theme.symbols();
        let last = self.records.iter().find(|record| record.exam == form.id && record.submitted.is_some());
        let (words, role) = match (unfinished(&self.records, &form.id), last) {
            (Some(record), _) => {
                let answered = record.items.len() - record.unanswered();
                (format!("under way, {answered} of {}", record.items.len()), Role::Accent)
            }
            (None, Some(record)) => (format!("last {}", strip::percent(report(record).share)), Role::Text),
            (None, None) => (format!("{} questions, {} min", form.items, form.minutes), Role::Dim),
        };
        let room = width.saturating_sub(STATE + 16);
        let name = fit(&form.name, room, symbols.ellipsis);
        Line::from(vec![
            Span::styled(if chosen { symbols.cursor } else { " " }, theme.style(Role::Accent)),
            Span::styled(format!("  {:<11}", form.id), theme.style(Role::Accent)),
            Span::styled(format!("{name:<room$}  "), theme.style(if chosen { Role::Strong } else { Role::Text })),
            Span::styled(format!("{words:>STATE$}"), theme.style(role)),
        ])
    }

    /// What the chosen exam is, and its history.
    fn draw_about(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some((blueprint, form)) = self.exams.get(self.chosen) else { return };
        let inner = if area.y > self.areas.list.y {
            let line = Rect { x: area.x + MARGIN, width: area.width.saturating_sub(2 * MARGIN), height: 1, ..area };
            page::rule(frame, line, theme);
            Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
        } else {
            page::upright(frame, area, theme);
            area
        };
        let inner = Rect { x: inner.x + MARGIN, width: inner.width.saturating_sub(2 * MARGIN), ..inner };
        let width = usize::from(inner.width).min(78);
        let mut lines = vec![Line::styled(blueprint.called(form), theme.style(Role::Strong)), Line::default()];
        let of_form = |record: &&ExamRecord| record.exam == form.id && record.submitted.is_some();
        let mut records: Vec<&ExamRecord> = self.records.iter().filter(of_form).collect();
        records.reverse();
        if records.is_empty() {
            lines.extend(prose::markdown(&blueprint.about, theme.style(Role::Text), width, theme));
            lines.push(Line::default());
            let words = match unfinished(&self.records, &form.id) {
                Some(_) => "You are in the middle of it. Enter goes on.",
                None => "Not sat yet. Enter shows what it asks.",
            };
            lines.push(Line::styled(words, theme.style(Role::Dim)));
        } else {
            let height = usize::from(inner.height).saturating_sub(5).clamp(5, 13);
            lines.extend(history::plot(&records, width, height, theme));
        }
        lines.truncate(usize::from(inner.height));
        frame.render_widget(Paragraph::new(lines), inner);
    }
}
