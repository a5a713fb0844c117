//! Where the learner stands, drawn: days, what comes back, memory, sureness, exams, time, the course. Each sort of figures is a pane; as
//! many as there is room for stand beside each other, the others one key away.

mod charts;
mod course;
mod days;
mod panes;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::place::Place;
use crate::study::cards::items;
use crate::study::drill::Stock;
use crate::study::exam::ExamRecord;
use crate::study::figures::Figures;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cut_line, page, prose};
use crate::tui::work::Done;

/// Columns left free at either side of a pane.
const MARGIN: u16 = 3;
/// Rows that a pane needs, its title and the gap below it among them.
const ROWS: u16 = 15;
/// From this width on two panes stand beside each other, and from that on three.
const BESIDE: [u16; 2] = [110, 170];

/// A sort of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    /// What is due, and the best next thing.
    Now,
    /// The calendar.
    Days,
    /// What comes back in the next days.
    Ahead,
    /// How much is remembered, and for how long.
    Memory,
    /// What was said of answers, and how often that was right.
    Sureness,
    /// Exams.
    Exams,
    /// The time spent.
    Time,
    /// Lessons and labs.
    Course,
}

impl Pane {
    const ALL: [Self; 8] =
        [Self::Now, Self::Days, Self::Ahead, Self::Memory, Self::Sureness, Self::Exams, Self::Time, Self::Course];

    /// Its title.
    const fn title(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Days => "days",
            Self::Ahead => "ahead",
            Self::Memory => "memory",
            Self::Sureness => "sureness",
            Self::Exams => "exams",
            Self::Time => "time",
            Self::Course => "course",
        }
    }

    /// What will stand in it, for somebody of whom it knows nothing yet; nothing where it knows something.
    fn empty(self, known: &Known) -> Option<&'static str> {
        let Known { figures, exams, .. } = known;
        let answered = figures.seen > 0;
        let (is_known, words) = match self {
            Self::Now => (
                answered,
                "Every question that you answer becomes a card, which comes back when you are about to forget it. Here stands how \
                 many are due, how many you know for weeks to come, and what is best to do next.",
            ),
            Self::Days => (
                !figures.calendar.is_empty() || !figures.spent.is_empty(),
                "A square for every day, the fuller the more you answered, and how many days in a row you studied. Days off, planned in \
                 the settings, break nothing.",
            ),
            Self::Ahead => {
                (answered, "How many cards come back on each of the next thirty days, so that no day surprises you.")
            }
            Self::Memory => (
                figures.weeks.iter().any(|week| week.asked > 0),
                "How much of what came back you still knew, week by week, and how long it lasts on average. It begins on the second \
                 day, when the first cards come back.",
            ),
            Self::Sureness => (
                figures.calibration.iter().any(|said| said.given > 0),
                "When you say how sure you are of an answer, here stands how often you were right: sure, fairly sure, guessing. \
                 Who is surely wrong learns most.",
            ),
            Self::Exams => (
                exams.iter().any(|exam| exam.submitted.is_some()),
                "Your results over time, each with the band in which it would lie with other questions, and the mark. x lists the \
                 exams.",
            ),
            Self::Time => (
                !figures.spent.is_empty() || !figures.calendar.is_empty(),
                "The time that you spent, day by day, and on what.",
            ),
            Self::Course => {
                (!figures.lessons.is_empty(), "How far each lesson is mastered, and the stars of its labs.")
            }
        };
        (!is_known).then_some(words)
    }

    /// What stands in it, in so many columns and, where it is a drawing, rows.
    fn lines(self, known: &Known, (width, height): (usize, usize), shared: &Shared) -> Vec<Line<'static>> {
        let theme = &shared.theme;
        if let Some(words) = self.empty(known) {
            return prose::markdown(words, theme.style(Role::Dim), width.min(78), theme);
        }
        match self {
            Self::Now => panes::now(&known.figures, width, shared),
            Self::Days => days::lines(&known.figures, width, theme),
            Self::Ahead => panes::ahead(&known.figures, width, height, theme),
            Self::Memory => panes::memory(&known.figures, known.target, width, height, theme),
            Self::Sureness => panes::sureness(&known.figures, width, shared),
            Self::Exams => panes::exams(&known.exams, width, height, theme),
            Self::Time => panes::time(&known.figures, width, height, theme),
            Self::Course => course::lines(&known.figures, width, shared),
        }
    }
}

/// All that is drawn.
#[derive(Debug)]
struct Known {
    figures: Figures,
    /// The share of cards that the schedule wants to be remembered.
    target: f64,
    /// All exams, the last first.
    exams: Vec<ExamRecord>,
}

impl Known {
    fn of(shared: &Shared) -> Result<Self, String> {
        let words = |error: &dyn std::fmt::Display| error.to_string();
        let items = items(&shared.course).map_err(|error| words(&error))?;
        let stock = Stock::of(items, &shared.store).map_err(|error| words(&error))?;
        let now = shared.store.moment(shared.now);
        let figures = Figures::of(&stock, &shared.progress, &shared.store, now).map_err(|error| words(&error))?;
        let exams = shared.store.exams().map_err(|error| words(&error))?;
        Ok(Self { figures, target: stock.schedule().target(), exams })
    }
}

/// A pane as it is drawn.
#[derive(Debug)]
struct Placed {
    /// Its place among all panes.
    place: usize,
    area: Rect,
    lines: Vec<Line<'static>>,
    /// Lines above the window.
    above: usize,
}

impl Placed {
    /// Where its lines stand.
    fn inner(&self) -> Rect {
        let Rect { x, y, width, height } = self.area;
        Rect {
            x: x + MARGIN,
            y: y + 1.min(height),
            width: width.saturating_sub(2 * MARGIN),
            height: height.saturating_sub(2),
        }
    }

    /// Lines below the window.
    fn below(&self) -> usize {
        self.lines.len().saturating_sub(self.above + usize::from(self.inner().height))
    }
}

/// The screen.
#[derive(Debug)]
pub struct ProgressScreen {
    known: Known,
    /// What is known was read just now.
    fresh: bool,
    /// The pane that has the focus.
    focus: usize,
    /// Lines above its window.
    scroll: usize,
    /// The panes on the screen, from the last fitting.
    placed: Vec<Placed>,
}

impl ProgressScreen {
    /// The figures as they are now.
    ///
    /// # Errors
    /// In words for the person: the store cannot be read, or a file of the course is malformed.
    pub fn open(shared: &mut Shared) -> Result<Self, String> {
        Ok(Self { known: Known::of(shared)?, fresh: true, focus: 0, scroll: 0, placed: Vec::new() })
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Progress, Context::Browse]
    }

    /// How many panes there are.
    #[must_use]
    pub fn choices(&self) -> usize {
        Pane::ALL.len()
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) -> Vec<Command> {
        let all = Pane::ALL.len();
        let page =
            self.placed.iter().find(|placed| placed.place == self.focus).map_or(1, |placed| placed.inner().height);
        let page = usize::from(page.max(2)) - 1;
        match action {
            Action::NextPane => self.turn_to((self.focus + 1) % all),
            Action::PreviousPane => self.turn_to((self.focus + all - 1) % all),
            Action::Choose(number) => self.turn_to(usize::from(number).saturating_sub(1).min(all - 1)),
            // How far it goes is known when it is fitted.
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            Action::Down => self.scroll += 1,
            Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
            Action::PageDown => self.scroll += page,
            Action::First => self.scroll = 0,
            Action::Last => self.scroll = usize::from(u16::MAX),
            Action::Exams => return vec![Command::Open(Place::Exams)],
            Action::Back => return vec![Command::Back],
            _ => {}
        }
        Vec::new()
    }

    fn turn_to(&mut self, pane: usize) {
        self.focus = pane;
        self.scroll = 0;
    }

    /// There is no text to type.
    pub fn key(&mut self, _key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Nor to paste into.
    pub fn paste(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// A click gives a pane the focus; the wheel scrolls what is under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        let Some((_, Hit::Tab(pane) | Hit::Pane(pane))) = hit else { return Vec::new() };
        let turn = match mouse.kind {
            MouseEventKind::ScrollDown => Some(Action::Down),
            MouseEventKind::ScrollUp => Some(Action::Up),
            MouseEventKind::Down(_) => None,
            _ => return Vec::new(),
        };
        if pane != self.focus {
            self.turn_to(pane);
        }
        turn.map(|action| self.act(action, shared)).unwrap_or_default()
    }

    /// Something may have been answered meanwhile.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        if std::mem::take(&mut self.fresh) {
            return Vec::new();
        }
        let known = Known::of(shared);
        if let Some(known) = shared.kept(known) {
            self.known = known;
        }
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

    /// Makes the panes that the area has room for, the one with the focus among them.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        let body = Rect { y: area.y + 4.min(area.height), height: area.height.saturating_sub(4), ..area };
        self.placed = shared_out(body, self.focus)
            .into_iter()
            .map(|(place, area)| {
                let mut placed = Placed { place, area, lines: Vec::new(), above: 0 };
                let inner = placed.inner();
                let (width, height) = (usize::from(inner.width), usize::from(inner.height));
                let lines = Pane::ALL.get(place).map(|pane| pane.lines(&self.known, (width, height), shared));
                placed.lines = lines.unwrap_or_default();
                if place == self.focus {
                    self.scroll = self.scroll.min(placed.lines.len().saturating_sub(height));
                    placed.above = self.scroll;
                }
                placed
            })
            .collect();
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let Figures { due, seen, .. } = self.known.figures;
        let right = match seen {
            0 => Line::styled("no cards yet", theme.style(Role::Dim)),
            seen => Line::from(vec![
                Span::styled(due.to_string(), theme.style(Role::Strong)),
                Span::styled(format!(" of {seen} cards due"), theme.style(Role::Dim)),
            ]),
        };
        let rest = page::head(frame, area, theme, Line::styled("Progress", theme.style(Role::Accent)), right);
        self.draw_names(frame, Rect { height: 1.min(rest.height), ..rest }, theme, hits);
        for placed in &self.placed {
            hits.add(placed.area, Hit::Pane(placed.place));
            self.draw_title(frame, placed, theme);
            let inner = placed.inner();
            for (line, row) in placed.lines.iter().skip(placed.above).zip(inner.rows()) {
                frame.render_widget(Paragraph::new(cut_line(line.clone(), usize::from(inner.width), theme)), row);
            }
        }
    }

    /// The names of all panes: those on the screen, and those one key away.
    fn draw_names(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let mut x = area.x + 1;
        for (place, pane) in Pane::ALL.iter().enumerate() {
            let words = format!(" {} {} ", place + 1, pane.title());
            let width = u16::try_from(words.len()).unwrap_or(u16::MAX);
            let room = Rect { x, width: width.min(area.right().saturating_sub(x)), ..area };
            let style = match (place == self.focus, self.placed.iter().any(|placed| placed.place == place)) {
                (true, _) => theme.style(Role::Strong).patch(theme.style(Role::Selected)),
                (false, true) => theme.style(Role::Text),
                (false, false) => theme.style(Role::Dim),
            };
            frame.render_widget(Paragraph::new(Line::styled(words, style)), room);
            hits.add(room, Hit::Tab(place));
            x = x.saturating_add(width);
        }
    }

    /// A pane's title, a line behind it, and what is hidden of it.
    fn draw_title(&self, frame: &mut Frame<'_>, placed: &Placed, theme: &Theme) {
        let symbols = theme.symbols();
        let title = Pane::ALL.get(placed.place).map_or("", |pane| pane.title());
        let mut letters = title.chars();
        let title: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
        let hidden = [(symbols.above, placed.above), (symbols.below, placed.below())];
        let hidden: Vec<String> = hidden
            .iter()
            .filter(|(_, lines)| *lines > 0)
            .map(|(sign, lines)| format!(" {sign} {lines} more"))
            .collect();
        let hidden = hidden.concat();
        let inner = placed.inner();
        let row = Rect { y: placed.area.y, height: 1.min(placed.area.height), ..inner };
        let used = title.chars().count() + hidden.chars().count() + 1;
        let rule = symbols.horizontal.repeat(usize::from(row.width).saturating_sub(used));
        let role = if placed.place == self.focus { Role::Accent } else { Role::Strong };
        let line = vec![
            Span::styled(format!("{title} "), theme.style(role)),
            Span::styled(rule, theme.style(Role::Rule)),
            Span::styled(hidden, theme.style(Role::Dim)),
        ];
        frame.render_widget(Paragraph::new(Line::from(line)), row);
    }
}

/// The panes that stand on the screen together with the one that has the focus, and where: down the first column, then down the next.
fn shared_out(body: Rect, focus: usize) -> Vec<(usize, Rect)> {
    let columns = 1 + BESIDE.iter().filter(|width| body.width >= **width).count();
    let rows = usize::from(body.height / ROWS).clamp(1, 3);
    let each = columns * rows;
    let first = focus / each * each;
    let count = each.min(Pane::ALL.len().saturating_sub(first));
    let down = count.div_ceil(columns);
    let share = |whole: u16, parts: usize, part: usize| {
        let at = |part: usize| u16::try_from(usize::from(whole) * part / parts.max(1)).unwrap_or(whole);
        (at(part), at(part + 1) - at(part))
    };
    (0..count)
        .map(|nth| {
            let (column, row) = (nth / down, nth % down);
            let in_column = down.min(count - column * down);
            let (x, width) = share(body.width, count.div_ceil(down), column);
            let (y, height) = share(body.height, in_column, row);
            (first + nth, Rect { x: body.x + x, y: body.y + y, width, height })
        })
        .collect()
}
