//! The settings: a line for each, changed in place and kept at once.

mod calendar;
mod keys;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::place::ThemeName;
use crate::study::day::{Day, Moment};
use crate::study::settings::{ASCII, EXAM, Kind, MOUSE, SETTINGS, Setting};
use crate::tui::actions::{ACTIONS, Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits, Shared};
use crate::tui::keymap::Keymap;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, page, wrap};
use crate::tui::work::Done;
use calendar::Calendar;
use keys::KeyList;

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Running text is never wider than this.
const MEASURE: usize = 78;
/// Columns of a setting's name and of its value.
const COLUMNS: [usize; 2] = [24, 30];
/// From this width on, what a setting does stands behind its value.
const BESIDE: u16 = 110;
/// Rows below the list for what the chosen setting does and may be.
const BELOW: u16 = 6;
/// No key was changed.
const AS_AT_FIRST: &str = "as at first";

/// The settings.
#[derive(Debug, Default)]
pub struct SettingsScreen {
    /// What each setting is, in the order of [`SETTINGS`].
    values: Vec<String>,
    /// The days off, today and later.
    days_off: Vec<Day>,
    /// How many keys were changed, in words.
    changed: String,
    chosen: usize,
    scroll: usize,
    areas: Areas,
    /// There is room for blank lines between the groups.
    airy: bool,
    /// A day is being chosen, for the chosen setting.
    calendar: Option<Calendar>,
    /// The list of keys lies on top.
    keys: Option<KeyList>,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
struct Areas {
    list: Rect,
    about: Option<Rect>,
}

/// A row of the list.
enum Row {
    Gap,
    Head(&'static str),
    Setting(usize),
}

impl SettingsScreen {
    /// The settings as they are kept.
    #[must_use]
    pub fn new(shared: &mut Shared) -> Self {
        let mut screen = Self::default();
        screen.read(shared);
        screen
    }

    fn read(&mut self, shared: &mut Shared) {
        self.values = SETTINGS
            .iter()
            .map(|setting| {
                let value = setting.of(&shared.store);
                shared.kept(value).unwrap_or_else(|| setting.default.to_owned())
            })
            .collect();
        let text = shared.store.keys();
        let (keymap, slips) = Keymap::read(&shared.kept(text).unwrap_or_default());
        self.changed = match (slips.len(), ACTIONS.iter().filter(|binding| keymap.is_changed(binding)).count()) {
            (0, 0) => AS_AT_FIRST.to_owned(),
            (0, changed) => format!("{changed} changed"),
            (1, _) => "1 line does not hold".to_owned(),
            (wrong, _) => format!("{wrong} lines do not hold"),
        };
        let today = today(shared);
        let days = shared.store.days_off();
        self.days_off = shared.kept(days).unwrap_or_default().into_iter().filter(|day| *day >= today).collect();
    }

    fn setting(&self) -> Option<(&'static Setting, &str)> {
        Some((SETTINGS.get(self.chosen)?, self.values.get(self.chosen)?))
    }

    fn exam(&self) -> Option<Day> {
        let at = SETTINGS.iter().position(|setting| *setting == EXAM)?;
        self.values.get(at)?.parse().ok()
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match (&self.keys, &self.calendar) {
            (Some(keys), _) => keys.contexts(),
            (None, Some(_)) => vec![Context::Calendar, Context::Browse],
            (None, None) => vec![Context::Settings, Context::List, Context::Browse],
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        if let Some(keys) = &mut self.keys {
            let (close, commands) = keys.act(action, shared);
            if close {
                self.keys = None;
                self.read(shared);
            }
            return commands;
        }
        if self.calendar.is_some() {
            return self.act_in_calendar(action, shared);
        }
        let last = SETTINGS.len() - 1;
        let page = usize::from(self.areas.list.height).max(2) - 1;
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen = (self.chosen + page).min(last),
            Action::First => self.chosen = 0,
            Action::Last => self.chosen = last,
            Action::Enter => return self.enter(shared),
            Action::Right | Action::Left => return self.turn(action == Action::Right, shared),
            Action::Reset => return self.reset(shared),
            Action::Back => return vec![Command::Back],
            _ => {}
        }
        Vec::new()
    }

    /// The next value, or what there is to choose from.
    fn enter(&mut self, shared: &mut Shared) -> Vec<Command> {
        let exam = self.exam();
        match self.setting().map(|(setting, _)| setting.kind) {
            Some(Kind::Date) => self.calendar = Some(Calendar::new(today(shared), exam)),
            Some(Kind::Days) => self.calendar = Some(Calendar::new(today(shared), None)),
            Some(Kind::Keys) => self.keys = Some(KeyList::new(shared)),
            _ => return self.turn(true, shared),
        }
        Vec::new()
    }

    /// The value after this one, or the one before.
    fn turn(&mut self, forward: bool, shared: &mut Shared) -> Vec<Command> {
        let Some((setting, value)) = self.setting() else { return Vec::new() };
        let next = setting.beside(value, forward);
        if next == value { Vec::new() } else { self.change(setting, &next, shared) }
    }

    /// The chosen setting as it was at first.
    fn reset(&mut self, shared: &mut Shared) -> Vec<Command> {
        let Some((setting, _)) = self.setting() else { return Vec::new() };
        if setting.kind == Kind::Keys {
            return Vec::new();
        }
        if setting.kind != Kind::Days {
            return self.change(setting, setting.default, shared);
        }
        for day in std::mem::take(&mut self.days_off) {
            let kept = shared.store.set_day_off(day, false);
            shared.kept(kept);
        }
        self.read(shared);
        Vec::new()
    }

    /// Keeps a value, and lets it hold from now on.
    fn change(&mut self, setting: &Setting, value: &str, shared: &mut Shared) -> Vec<Command> {
        let kept = setting.keep(&shared.store, value);
        shared.kept(kept);
        self.read(shared);
        match (setting.kind, ThemeName::from_name(value)) {
            (Kind::Theme, Some(theme)) => vec![Command::Look(theme)],
            _ if *setting == ASCII => vec![Command::Ascii],
            _ if *setting == MOUSE => vec![Command::Effect(Effect::Mouse(value == "yes"))],
            _ => Vec::new(),
        }
    }

    fn act_in_calendar(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let Some((calendar, (setting, _))) = self.calendar.as_ref().zip(self.setting()) else { return Vec::new() };
        let day = calendar.day();
        match (action, setting.kind) {
            (Action::Back, _) => self.calendar = None,
            (Action::Enter, Kind::Days) => {
                let kept = shared.store.set_day_off(day, !self.days_off.contains(&day));
                shared.kept(kept);
                self.read(shared);
            }
            (Action::Enter, _) => {
                // The same day again: there is no exam.
                let value = if self.exam() == Some(day) { String::new() } else { day.to_string() };
                self.calendar = None;
                return self.change(setting, &value, shared);
            }
            (Action::Reset, _) => return self.reset(shared),
            _ => {
                if let Some(calendar) = &mut self.calendar {
                    calendar.act(action);
                }
            }
        }
        Vec::new()
    }

    /// The only text there is to type is a key that something else is to have.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        self.keys.as_mut().map(|keys| keys.key(key, shared)).unwrap_or_default()
    }

    /// There is nothing to paste into.
    pub fn paste(&mut self, _text: &str, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// A click chooses, a second one changes; the wheel moves.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.act(Action::Down, shared),
            (MouseEventKind::ScrollUp, _) => self.act(Action::Up, shared),
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) => {
                let chosen = match (&mut self.keys, &mut self.calendar) {
                    (Some(keys), _) => keys.point(row),
                    (None, Some(calendar)) => calendar.point(row),
                    (None, None) => std::mem::replace(&mut self.chosen, row) == row,
                };
                if chosen { self.act(Action::Enter, shared) } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    /// They may have changed meanwhile, from the palette.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        self.read(shared);
        Vec::new()
    }

    /// Nothing to keep: everything is.
    pub fn leave(&mut self, _shared: &mut Shared) {}

    /// All keys as they were at first.
    pub fn confirmed(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let mut keys = self.keys.as_mut().filter(|_| action == Action::ResetAll);
        keys.as_mut().map(|keys| keys.reset_all(shared)).unwrap_or_default()
    }

    /// The worker is given nothing.
    pub fn done(&mut self, _done: &Done, _shared: &mut Shared) -> Vec<Command> {
        Vec::new()
    }

    /// Shares the area out and keeps what is chosen in the window.
    pub fn prepare(&mut self, area: Rect, _shared: &Shared) {
        let body = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
        if let Some(keys) = &mut self.keys {
            keys.prepare(body);
            return;
        }
        if let Some(calendar) = &mut self.calendar {
            calendar.prepare(body);
            return;
        }
        let body = Rect { y: body.y + 1.min(body.height), height: body.height.saturating_sub(1), ..body };
        self.airy = false;
        let tight = self.rows().len();
        self.airy = usize::from(body.height) >= tight + 3 + usize::from(BELOW);
        let rows = self.rows();
        let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        self.areas = match body.height.checked_sub(BELOW) {
            Some(room) if room >= BELOW => {
                let list = count.saturating_add(u16::from(self.airy)).min(room);
                let about = Rect { y: body.y + list, height: body.height - list, ..body };
                Areas { list: Rect { height: list, ..body }, about: Some(about) }
            }
            _ => Areas { list: body, about: None },
        };
        let height = usize::from(self.areas.list.height).max(1);
        let at = rows.iter().position(|row| matches!(row, Row::Setting(at) if *at == self.chosen)).unwrap_or(0);
        let head = rows.iter().take(at).rposition(|row| matches!(row, Row::Head(_))).unwrap_or(at);
        self.scroll = self.scroll.min(if at - head < height { head } else { at });
        if at >= self.scroll + height {
            self.scroll = at + 1 - height;
        }
    }

    /// The settings of each group under its name.
    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut group = "";
        for (place, setting) in SETTINGS.iter().enumerate() {
            if setting.group != group {
                if self.airy && !group.is_empty() {
                    rows.push(Row::Gap);
                }
                group = setting.group;
                rows.push(Row::Head(group));
            }
            rows.push(Row::Setting(place));
        }
        rows
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let right = Line::styled("kept at once", theme.style(Role::Dim));
        let title = Line::styled("Settings", theme.style(Role::Accent));
        if let (true, Some((setting, _))) = (self.keys.is_some() || self.calendar.is_some(), self.setting()) {
            let title = Line::from(vec![
                Span::styled("Settings", theme.style(Role::Accent)),
                Span::styled(format!("  {}", setting.title), theme.style(Role::Strong)),
            ]);
            page::head(frame, area, theme, title, right);
            match (&self.keys, &self.calendar) {
                (Some(keys), _) => keys.view(frame, theme, hits),
                (None, Some(calendar)) => calendar.view(frame, (&self.days_off, self.exam()), theme, hits),
                (None, None) => {}
            }
            return;
        }
        page::head(frame, area, theme, title, right);
        let list = self.areas.list;
        let width = usize::from(list.width.saturating_sub(2 * MARGIN));
        for (row, place) in self.rows().iter().skip(self.scroll).zip(list.rows()) {
            let inner = Rect { x: place.x + MARGIN, width: place.width.saturating_sub(2 * MARGIN), ..place };
            match row {
                Row::Gap => {}
                Row::Head(group) => frame.render_widget(Line::styled(*group, theme.style(Role::Strong)), inner),
                Row::Setting(at) => {
                    let chosen = *at == self.chosen;
                    let mut line = self.line(*at, width, shared);
                    let whole =
                        Rect { x: place.x + MARGIN - 1, width: place.width.saturating_sub(2 * MARGIN - 2), ..place };
                    if chosen {
                        frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), whole);
                        line = on_ground(line, theme.style(Role::Selected));
                    }
                    frame.render_widget(line, inner);
                    hits.add(whole, Hit::Row(*at));
                }
            }
        }
        if let Some(area) = self.areas.about {
            self.draw_about(frame, area, shared);
        }
    }

    /// A setting's name and value, and what it does where there is room.
    fn line(&self, at: usize, width: usize, shared: &Shared) -> Line<'static> {
        let theme = &shared.theme;
        let symbols = theme.symbols();
        let (Some(setting), Some(value)) = (SETTINGS.get(at), self.values.get(at)) else { return Line::default() };
        let chosen = at == self.chosen;
        let [name, column] = COLUMNS;
        let words = self.words(setting, value);
        let turns = chosen && [true, false].into_iter().any(|forward| setting.beside(value, forward) != *value);
        let words = if turns { format!("‹ {words} ›") } else { format!("  {words}") };
        let words = fit(&words, width.saturating_sub(name + 4).min(column), symbols.ellipsis);
        let is_default = match setting.kind {
            Kind::Days => self.days_off.is_empty(),
            Kind::Keys => self.changed == AS_AT_FIRST,
            _ => value == setting.default,
        };
        let role = if is_default { Role::Text } else { Role::Accent };
        let mut spans = vec![
            Span::styled(format!("{} ", if chosen { symbols.cursor } else { " " }), theme.style(Role::Accent)),
            Span::styled(
                format!("{:<name$}", setting.title),
                theme.style(if chosen { Role::Strong } else { Role::Text }),
            ),
            Span::styled(format!("{words:<column$}"), theme.style(role)),
        ];
        if self.areas.list.width >= BESIDE {
            let room = width.saturating_sub(name + column + 4);
            spans.push(Span::styled(
                format!("  {}", fit(setting.about, room, symbols.ellipsis)),
                theme.style(Role::Dim),
            ));
        }
        Line::from(spans)
    }

    /// What a person calls the value of a setting.
    fn words(&self, setting: &Setting, value: &str) -> String {
        match (setting.kind, self.days_off.as_slice()) {
            (Kind::Keys, _) => self.changed.clone(),
            (Kind::Days, []) => "none planned".to_owned(),
            (Kind::Days, [day]) => day.to_string(),
            (Kind::Days, [day, ..]) => format!("{} planned, next {day}", self.days_off.len()),
            _ => setting.words(value),
        }
    }

    /// What the chosen setting does and may be.
    fn draw_about(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
        let theme = &shared.theme;
        let Some((setting, value)) = self.setting() else { return };
        let inner = Rect { x: area.x + MARGIN, width: area.width.saturating_sub(2 * MARGIN), ..area };
        page::rule(frame, Rect { height: 1, ..inner }, theme);
        let inner = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let width = usize::from(inner.width).min(MEASURE);
        let text = theme.style(Role::Text);
        let dim = theme.style(Role::Dim);
        let mut lines = vec![Line::styled(setting.title, theme.style(Role::Strong))];
        lines.extend(wrap(&sentence(setting.about), width).into_iter().map(|line| Line::styled(line, text)));
        let choices = setting.choices();
        if choices.is_empty() {
            lines.push(Line::styled(self.range(setting, shared), dim));
        } else {
            lines.extend(choice_lines(&choices, value, width, theme));
        }
        if let Some(words) = asked_for(setting, value, theme) {
            lines.push(Line::styled(words, theme.style(Role::Silent)));
        }
        lines.truncate(usize::from(inner.height));
        frame.render_widget(Paragraph::new(lines), inner);
    }

    /// What a setting may be that has no few values, and what that means today.
    fn range(&self, setting: &Setting, shared: &Shared) -> String {
        match (setting.kind, self.exam()) {
            (Kind::Recall, _) => "From 0.80 to 0.97. More means more reviews a day.".to_owned(),
            (Kind::Date, Some(day)) if day < today(shared) => "It has passed. Enter opens the calendar.".to_owned(),
            (Kind::Date, Some(day)) => match day.since(today(shared)) {
                0 => "It is today. Enter opens the calendar.".to_owned(),
                1 => "It is tomorrow. Enter opens the calendar.".to_owned(),
                days => format!("In {days} days. Enter opens the calendar."),
            },
            (Kind::Keys, _) => "Enter lists them by the place where they mean something.".to_owned(),
            _ => "Enter opens the calendar.".to_owned(),
        }
    }
}

/// What a setting may be, the value it has strong.
fn choice_lines(choices: &[(&str, &str)], value: &str, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = vec![Line::default()];
    for (kept, words) in choices {
        let mark = if *kept == value { theme.symbols().full } else { theme.symbols().silent };
        let role = if *kept == value { Role::Strong } else { Role::Dim };
        let span = Span::styled(format!("{mark} {words}   "), theme.style(role));
        match lines.last_mut() {
            Some(line) if line.width() + span.width() <= width + 3 => line.push_span(span),
            _ => lines.push(Line::from(span)),
        }
    }
    lines
}

/// What is to be said where the screen does not look as the setting says: the command line or the surroundings had their way.
fn asked_for(setting: &Setting, value: &str, theme: &Theme) -> Option<&'static str> {
    let other = match setting.kind {
        Kind::Theme => {
            let name = ThemeName::from_name(value).filter(|name| *name != ThemeName::Auto)?;
            theme.named(name, theme.palette).palette != theme.palette
        }
        _ if *setting == ASCII => (value == "yes" && !theme.ascii) || (value == "no" && theme.ascii),
        _ => false,
    };
    other.then_some("This run was started otherwise, and goes on so until you change it.")
}

/// Words as a sentence.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map(|first| format!("{}{}.", first.to_uppercase(), characters.as_str())).unwrap_or_default()
}

/// The learner's day.
fn today(shared: &Shared) -> Day {
    let Moment { day, .. } = shared.store.moment(shared.now);
    day
}
