//! The glossary: every word of the course that has an entry, what it means, what it is not, and where it is taught and used.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::glossary::{Glossary, Term};
use crate::course::search::{Section, uses};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{followed, moved};
use crate::tui::widgets::{ascii, fit, page, prose};

/// The widest running text is set.
const MEASURE: usize = 78;
/// From this width on the entry stands beside the list.
const BESIDE: u16 = 76;

/// The glossary.
#[derive(Debug)]
pub struct GlossaryScreen {
    field: Field,
    glossary: Arc<Glossary>,
    /// Where each term is used, by its id.
    uses: BTreeMap<String, Vec<Section>>,
    /// The titles of the sections where terms are taught, by `L05#b`.
    taught: BTreeMap<String, Section>,
    /// The terms that match, by name, as places in the glossary.
    found: Vec<usize>,
    /// The chosen one of them.
    chosen: usize,
    /// The chosen one of the places that teach and use it.
    place: usize,
    /// The first term in the window.
    scroll: usize,
    areas: Areas,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
struct Areas {
    list: Rect,
    entry: Rect,
}

impl Areas {
    /// Divides what is below the head: side by side, or in a narrow window the entry below the list.
    fn of(body: Rect) -> Self {
        let body = Rect { y: body.y + 1.min(body.height), height: body.height.saturating_sub(1), ..body };
        if body.width >= BESIDE {
            let left = (body.width / 3).min(36);
            let entry = Rect { x: body.x + left + 3, width: body.width.saturating_sub(left + 5), ..body };
            return Self { list: Rect { x: body.x + 1, width: left, ..body }, entry };
        }
        let above = body.height / 3;
        let entry = Rect {
            x: body.x + 1,
            y: body.y + above + 1,
            width: body.width.saturating_sub(2),
            height: body.height.saturating_sub(above + 1),
        };
        Self { list: Rect { height: above, ..body }, entry }
    }
}

impl GlossaryScreen {
    /// The glossary, at the entry of that id or name if there is one; else with what was asked for typed in.
    ///
    /// # Errors
    /// In words for the person: the glossary is malformed, or has no entries.
    pub fn open(term: Option<&str>, shared: &Shared) -> Result<Self, String> {
        let glossary = shared.course.glossary().map_err(|error| error.to_string())?;
        if glossary.terms.is_empty() {
            return Err("this course has no glossary".to_owned());
        }
        let mut taught = BTreeMap::new();
        for target in glossary.terms.iter().map(|term| &term.taught_in) {
            let (id, letter) = target.split_once('#').unwrap_or((target, ""));
            let Some(entry) = shared.course.find_lesson(id) else { continue };
            let title = shared.course.lesson(id).ok().and_then(|lesson| {
                lesson.sections().into_iter().find(|section| section.id == letter).map(|section| section.title)
            });
            let section = Section {
                number: entry.head.number,
                lesson: entry.head.id.clone(),
                letter: letter.to_owned(),
                title: title.unwrap_or_else(|| entry.head.title.clone()),
            };
            taught.insert(target.clone(), section);
        }
        let mut screen = Self {
            field: Field::default(),
            uses: uses(&shared.course),
            taught,
            found: Vec::new(),
            chosen: 0,
            place: 0,
            scroll: 0,
            areas: Areas::default(),
            glossary,
        };
        screen.find();
        let Some(term) = term else { return Ok(screen) };
        let is_it = |entry: &Term| entry.id.eq_ignore_ascii_case(term) || entry.name.eq_ignore_ascii_case(term);
        let entry = screen.found.iter().position(|index| screen.glossary.terms.get(*index).is_some_and(is_it));
        match entry {
            Some(entry) => screen.chosen = entry,
            None => {
                screen.field.paste(term);
                screen.find();
            }
        }
        Ok(screen)
    }

    /// Finds anew: the words that hold what is typed, before those whose entry does.
    fn find(&mut self) {
        let typed = self.field.text().trim().to_lowercase();
        let rank = |term: &Term| {
            let entry = || [&term.meaning].into_iter().chain(&term.not_to_confuse);
            match term.name.to_lowercase().find(&typed) {
                Some(0) => Some(0),
                Some(_) => Some(1),
                None => entry().any(|words| words.to_lowercase().contains(&typed)).then_some(2),
            }
        };
        let terms = self.glossary.terms.iter().enumerate();
        let mut found: Vec<(i32, String, usize)> =
            terms.filter_map(|(index, term)| Some((rank(term)?, sort_key(&term.name), index))).collect();
        if typed.is_empty() {
            found.iter_mut().for_each(|(rank, ..)| *rank = 0);
        }
        found.sort_unstable();
        self.found = found.into_iter().map(|(.., index)| index).collect();
        (self.chosen, self.place, self.scroll) = (0, 0, 0);
    }

    fn term(&self) -> Option<&Term> {
        self.found.get(self.chosen).and_then(|index| self.glossary.terms.get(*index))
    }

    /// Where the chosen term is taught, if that lesson exists, then where else it is used.
    fn places(&self) -> Vec<&Section> {
        let Some(term) = self.term() else { return Vec::new() };
        let taught = self.taught.get(&term.taught_in);
        let used = self.uses.get(&term.id).into_iter().flatten().filter(|section| Some(*section) != taught);
        taught.into_iter().chain(used).collect()
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Glossary, Context::Filter]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) -> Vec<Command> {
        let last = self.found.len().saturating_sub(1);
        let page = usize::from(self.areas.list.height);
        let before = self.chosen;
        let places = self.places().len().max(1);
        match action {
            Action::NextPane => self.place = (self.place + 1) % places,
            Action::PreviousPane => self.place = (self.place + places - 1) % places,
            Action::Enter => return self.places().get(self.place).map(|place| opens(place)).into_iter().collect(),
            Action::Back => return vec![Command::Back],
            _ => self.chosen = moved(action, self.chosen, last, page).unwrap_or(self.chosen),
        }
        if self.chosen != before {
            self.place = 0;
        }
        Vec::new()
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

    /// A click chooses a term, or opens a place; the wheel chooses.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) => {
                (self.chosen, self.place) = (row, 0);
                Vec::new()
            }
            (MouseEventKind::Down(_), Some((_, Hit::Tab(place)))) => {
                self.place = place;
                self.act(Action::Enter, shared)
            }
            _ => Vec::new(),
        }
    }

    /// Keeps the chosen term in the window.
    pub fn prepare(&mut self, area: Rect, _shared: &Shared) {
        let body = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        self.areas = Areas::of(body);
        self.scroll = followed(self.scroll, self.chosen, usize::from(self.areas.list.height), self.found.len());
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let count = format!("{} of {} words", self.found.len(), self.glossary.terms.len());
        let right = Line::styled(count, theme.style(Role::Dim));
        let room = usize::from(area.width).saturating_sub(right.width() + 15).min(50);
        let mut left = vec![Span::styled("Glossary  ", theme.style(Role::Accent))];
        left.extend(self.field.spans(true, room, theme));
        page::head(frame, area, theme, Line::from(left), right);
        self.draw_list(frame, theme, hits);
        self.draw_entry(frame, theme, hits);
    }

    fn draw_list(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let area = self.areas.list;
        let width = usize::from(area.width).saturating_sub(4);
        for ((row, index), place) in self.found.iter().enumerate().skip(self.scroll).zip(area.rows()) {
            let Some(term) = self.glossary.terms.get(*index) else { continue };
            let chosen = row == self.chosen;
            let mark = if chosen { theme.symbols().cursor } else { " " };
            let words = fit(&term.name, width, theme.symbols().ellipsis);
            let line = Line::from(vec![
                Span::styled(format!(" {mark} "), theme.style(Role::Accent)),
                Span::styled(words, theme.style(if chosen { Role::Strong } else { Role::Text })),
            ]);
            if chosen {
                frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), place);
            }
            frame.render_widget(
                Paragraph::new(if chosen { line.patch_style(theme.style(Role::Selected)) } else { line }),
                place,
            );
            hits.add(place, Hit::Row(row));
        }
        if self.areas.entry.y == area.y {
            let rule = Rect { x: area.right(), y: area.y.saturating_sub(1), width: 1, height: area.height + 1 };
            page::upright(frame, rule, theme);
        } else {
            page::rule(frame, Rect { y: area.bottom(), height: 1, ..area }, theme);
        }
    }

    fn draw_entry(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let area = self.areas.entry;
        let width = usize::from(area.width).min(MEASURE);
        let Some(term) = self.term() else {
            let words = Line::styled("no word of the glossary holds that", theme.style(Role::Dim));
            return frame.render_widget(Paragraph::new(words), Rect { height: area.height.min(1), ..area });
        };
        let mut lines = vec![Line::styled(term.name.clone(), theme.style(Role::Strong)), Line::default()];
        lines.extend(prose::markdown(&term.meaning, theme.style(Role::Text), width, theme));
        if let Some(other) = &term.not_to_confuse {
            lines.push(Line::default());
            lines.push(Line::styled("Not to be confused", theme.style(Role::Dim)));
            lines.extend(prose::markdown(other, theme.style(Role::Text), width, theme));
        }
        lines.push(Line::default());
        let places = self.places();
        let first_place = lines.len();
        let is_taught = self.taught.contains_key(&term.taught_in);
        let mut rows: Vec<Option<usize>> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let head = match (index, is_taught) {
                (0, true) => Some("Taught in"),
                (1, true) | (0, false) => Some("Used in"),
                _ => None,
            };
            if let Some(head) = head {
                lines.push(Line::styled(head, theme.style(Role::Dim)));
                rows.push(None);
            }
            lines.push(place_line(place, index == self.place, width, theme));
            rows.push(Some(index));
        }
        // The places that do not fit are said, not dropped in silence.
        let height = usize::from(area.height);
        if lines.len() > height {
            let hidden = lines.len() + 1 - height;
            lines.truncate(height.saturating_sub(1));
            let words = format!("{} {hidden} more lines", theme.symbols().below);
            lines.push(Line::styled(words, theme.style(Role::Dim)));
            rows.truncate(height.saturating_sub(1).saturating_sub(first_place));
        }
        for (index, row) in rows.into_iter().zip(area.rows().skip(first_place)) {
            if let Some(index) = index {
                hits.add(row, Hit::Tab(index));
            }
        }
        if theme.ascii {
            lines = lines.into_iter().map(ascii::ascii_line).collect();
        }
        frame.render_widget(Paragraph::new(lines), area);
    }
}

/// Words of the language sort without their little word: `to assume a role` under `assume`.
fn sort_key(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_prefix("to ").map_or_else(|| name.clone(), str::to_owned)
}

fn opens(place: &Section) -> Command {
    if place.letter.is_empty() {
        return Command::Open(crate::place::Place::Lesson(place.lesson.clone()));
    }
    Command::Teach(place.lesson.clone(), place.letter.clone())
}

fn place_line(place: &Section, chosen: bool, width: usize, theme: &Theme) -> Line<'static> {
    let mark = if chosen { theme.symbols().cursor } else { " " };
    let number = format!("{} {}", place.number, place.letter);
    let title = fit(&place.title, width.saturating_sub(number.len() + 5), theme.symbols().ellipsis);
    Line::from(vec![
        Span::styled(format!("{mark} "), theme.style(Role::Accent)),
        Span::styled(format!("{:<5}", number.trim_end()), theme.style(Role::Accent)),
        Span::styled(title, theme.style(if chosen { Role::Strong } else { Role::Text })),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::study::Store;
    use crate::study::progress::Progress;
    use crate::tui::theme::{Depth, Palette, Theme};

    #[test]
    fn a_word_is_found_by_its_id_its_name_or_a_part_of_it() {
        let shared = Shared {
            course: Arc::new(Course::built_in().unwrap()),
            store: Store::in_memory().unwrap(),
            progress: Progress::default(),
            theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
            now: 0,
            size: (80, 24),
            notice: None,
        };
        for (asked, typed) in [("role-chaining", ""), ("Role Chaining", ""), ("chain", "chain")] {
            let screen = GlossaryScreen::open(Some(asked), &shared).unwrap();
            assert_eq!(screen.field.text(), typed);
            assert_eq!(screen.term().map(|term| term.id.as_str()), Some("role-chaining"), "{asked}");
        }
        let screen = GlossaryScreen::open(Some("no such word"), &shared).unwrap();
        assert!(screen.term().is_none());
    }
}
