//! All lessons, looked through for words: where they stand, by section, with the line.

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::search::{Index, Section, excerpt};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::moved;
use crate::tui::widgets::{fit, page};

/// The widest a line is set.
const MEASURE: usize = 110;

/// The search.
#[derive(Debug)]
pub struct Search {
    field: Field,
    index: Index,
    found: Vec<Place>,
    /// The chosen place.
    chosen: usize,
    /// The first row in the window.
    scroll: usize,
    /// Rows of the window, from the last fitting.
    height: usize,
}

/// A place where the words stand.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    section: Section,
    block: usize,
    text: String,
    at: (usize, usize),
}

/// A row of the list.
enum Row {
    Blank,
    /// A section's name, by one of its places.
    Section(usize),
    /// A place.
    Place(usize),
}

impl Search {
    /// Looks for `words` in all lessons.
    #[must_use]
    pub fn new(words: &str, shared: &Shared) -> Self {
        let mut field = Field::default();
        field.paste(words);
        let index = Index::of(&shared.course);
        let mut search = Self { field, index, found: Vec::new(), chosen: 0, scroll: 0, height: 0 };
        search.find();
        search
    }

    fn find(&mut self) {
        let place = |found: crate::course::search::Found<'_>| Place {
            section: found.section.clone(),
            block: found.block,
            text: found.text.to_owned(),
            at: found.at,
        };
        self.found = self.index.find(self.field.text()).into_iter().map(place).collect();
        (self.chosen, self.scroll) = (0, 0);
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Filter]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) -> Vec<Command> {
        let last = self.found.len().saturating_sub(1);
        match action {
            Action::Enter => return self.found.get(self.chosen).map(Self::opens).into_iter().collect(),
            Action::Back => return vec![Command::Back],
            _ => self.chosen = moved(action, self.chosen, last, self.height).unwrap_or(self.chosen),
        }
        Vec::new()
    }

    /// Opens the lesson there, with the words lit: those that stand there, which may be fewer than were typed.
    fn opens(place: &Place) -> Command {
        let words: String = place.text.chars().skip(place.at.0).take(place.at.1.saturating_sub(place.at.0)).collect();
        Command::ReadAt { lesson: place.section.lesson.clone(), block: place.block, words }
    }

    /// Types, and finds anew.
    pub fn key(&mut self, key: KeyEvent, _shared: &mut Shared) -> Vec<Command> {
        self.field.key(key);
        self.find();
        Vec::new()
    }

    /// Pastes, and finds anew.
    pub fn paste(&mut self, text: &str, _shared: &mut Shared) -> Vec<Command> {
        self.field.paste(text);
        self.find();
        Vec::new()
    }

    /// A click opens; the wheel chooses.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) => {
                self.chosen = row;
                self.act(Action::Enter, shared)
            }
            _ => Vec::new(),
        }
    }

    /// Keeps the chosen place in the window, and its section's name where there is room.
    pub fn prepare(&mut self, area: Rect, _shared: &Shared) {
        self.height = usize::from(area.height.saturating_sub(3));
        let rows = self.rows();
        let at = rows.iter().position(|row| matches!(row, Row::Place(place) if *place == self.chosen)).unwrap_or(0);
        let above = at.saturating_sub(1);
        if above < self.scroll {
            self.scroll = above;
        } else if at >= self.scroll + self.height {
            self.scroll = at + 1 - self.height.max(1);
        }
        self.scroll = self.scroll.min(rows.len().saturating_sub(self.height));
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.found.len() * 2);
        let mut before: Option<&Section> = None;
        for (index, place) in self.found.iter().enumerate() {
            if before != Some(&place.section) {
                if before.is_some() {
                    rows.push(Row::Blank);
                }
                rows.push(Row::Section(index));
                before = Some(&place.section);
            }
            rows.push(Row::Place(index));
        }
        rows
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let count = match (self.found.len(), self.field.text().trim().chars().count()) {
            (_, 0 | 1) => "two letters or more".to_owned(),
            (0, _) => "nowhere".to_owned(),
            (1, _) => "1 place".to_owned(),
            (count, _) => format!("{count} places"),
        };
        let right = Line::styled(count, theme.style(Role::Dim));
        let room = usize::from(area.width).saturating_sub(right.width() + 24).min(60);
        let mut left = vec![Span::styled("Search all lessons  ", theme.style(Role::Accent))];
        left.extend(self.field.spans(true, room, theme));
        let body = page::head(frame, area, theme, Line::from(left), right);
        let margin = if body.width >= 60 { 2 } else { 0 };
        let list = Rect {
            x: body.x + margin,
            y: body.y + 1.min(body.height),
            width: body.width.saturating_sub(2 * margin),
            height: body.height.saturating_sub(1),
        };
        let width = usize::from(list.width).min(MEASURE);
        for (row, place) in self.rows().into_iter().skip(self.scroll).zip(list.rows()) {
            let line = match row {
                Row::Blank => continue,
                Row::Section(index) => self.found.get(index).map(|place| section_line(&place.section, width, theme)),
                Row::Place(index) => {
                    hits.add(place, Hit::Row(index));
                    self.found.get(index).map(|found| place_line(found, index == self.chosen, width, theme))
                }
            };
            frame.render_widget(Paragraph::new(line.unwrap_or_default()), place);
        }
    }
}

fn section_line(section: &Section, width: usize, theme: &Theme) -> Line<'static> {
    let part = if section.letter.is_empty() { String::new() } else { format!(" {}", section.letter) };
    let number = format!("{}{part}  ", section.number);
    let title = fit(&section.title, width.saturating_sub(number.len()), theme.symbols().ellipsis);
    Line::from(vec![Span::styled(number, theme.style(Role::Accent)), Span::styled(title, theme.style(Role::Strong))])
}

fn place_line(place: &Place, chosen: bool, width: usize, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let mark = if chosen { symbols.cursor } else { " " };
    let (text, at) = excerpt(&place.text, place.at, width.saturating_sub(4), symbols.ellipsis);
    let piece = |from: usize, count: usize| text.chars().skip(from).take(count).collect::<String>();
    let words = theme.style(if chosen { Role::Text } else { Role::Dim });
    let line = Line::from(vec![
        Span::styled(format!("  {mark} "), theme.style(Role::Accent)),
        Span::styled(piece(0, at.start), words),
        Span::styled(piece(at.start, at.len()), theme.style(Role::Strong)),
        Span::styled(piece(at.end, usize::MAX), words),
    ]);
    if chosen { line.patch_style(theme.style(Role::Selected)) } else { line }
}
