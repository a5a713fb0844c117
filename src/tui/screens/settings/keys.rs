//! What each key does, by the place where it does it, and another key for it.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::tui::actions::{ACTIONS, Action, Binding, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::keymap::{self, Chord, Keymap, Slip};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground};

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Columns of the keys.
const KEYS: usize = 22;
/// Rows below the list that say what is going on.
const BELOW: u16 = 3;

/// The list of keys.
#[derive(Debug, Default)]
pub struct KeyList {
    keymap: Keymap,
    slips: Vec<Slip>,
    chosen: usize,
    scroll: usize,
    list: Rect,
    /// A key is to be pressed: in place of the others, or beside them.
    pressing: Option<Pressing>,
    /// What came of the last one.
    told: Option<String>,
}

/// What the key that is to be pressed becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pressing {
    /// The only one.
    Only,
    /// One more.
    More,
}

/// A row of the list.
enum Row {
    Gap,
    Head(Context),
    Key(usize),
}

impl KeyList {
    /// The keys as they are.
    #[must_use]
    pub fn new(shared: &mut Shared) -> Self {
        let mut list = Self::default();
        list.read(shared);
        list
    }

    fn read(&mut self, shared: &mut Shared) {
        let text = shared.store.keys();
        (self.keymap, self.slips) = Keymap::read(&shared.kept(text).unwrap_or_default());
    }

    /// What is chosen.
    fn binding(&self) -> Option<&'static Binding> {
        bindings().nth(self.chosen)
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match self.pressing {
            Some(_) => vec![Context::Press],
            None => vec![Context::Keys, Context::List, Context::Browse],
        }
    }

    /// Does what a key means. Says whether the list is closed.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> (bool, Vec<Command>) {
        if self.pressing.is_some() {
            if action == Action::Back {
                self.pressing = None;
            }
            return (false, Vec::new());
        }
        self.told = None;
        let last = bindings().count().saturating_sub(1);
        let page = usize::from(self.list.height).max(2) - 1;
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen = (self.chosen + page).min(last),
            Action::First => self.chosen = 0,
            Action::Last => self.chosen = last,
            Action::NextPane => self.go_to_place(true),
            Action::PreviousPane => self.go_to_place(false),
            Action::Enter => self.pressing = Some(Pressing::Only),
            Action::Add => self.pressing = Some(Pressing::More),
            Action::Reset => return (false, self.keep(&[], shared)),
            Action::ResetAll => {
                let question = Confirm {
                    question: "All keys as they were at first?".into(),
                    detail: "The file `keys` in the state folder is emptied.".into(),
                    on_yes: Box::new(Command::Confirmed(Action::ResetAll)),
                };
                return (false, vec![Command::Show(Overlay::Confirm(question))]);
            }
            Action::Back => return (true, Vec::new()),
            _ => {}
        }
        (false, Vec::new())
    }

    /// To the first key of the next place, or of the one before.
    fn go_to_place(&mut self, forward: bool) {
        let Some(here) = self.binding().map(|binding| binding.context) else { return };
        let firsts: Vec<usize> = rows()
            .windows(2)
            .filter_map(|pair| match pair {
                [Row::Head(_), Row::Key(at)] => Some(*at),
                _ => None,
            })
            .collect();
        let at = |place: &usize| bindings().nth(*place).is_some_and(|binding| binding.context == here);
        let Some(place) = firsts.iter().position(at) else { return };
        let to = if forward { place + 1 } else { place + firsts.len().saturating_sub(1) };
        self.chosen = firsts.get(to % firsts.len().max(1)).copied().unwrap_or(self.chosen);
    }

    /// All keys are the table's again.
    pub fn reset_all(&mut self, shared: &mut Shared) -> Vec<Command> {
        let kept = shared.store.keep_keys("");
        shared.kept(kept);
        self.read(shared);
        vec![Command::Keys]
    }

    /// Takes the key that is to be pressed.
    pub fn key(&mut self, key: KeyEvent, shared: &mut Shared) -> Vec<Command> {
        let (Some(pressing), Some(binding)) = (self.pressing, self.binding()) else { return Vec::new() };
        if key.code == KeyCode::Esc {
            self.pressing = None;
            return Vec::new();
        }
        let pressed = Chord::of(key).to_string();
        if let Some(why) = self.keymap.refusal(binding, key) {
            self.told = Some(why);
            return Vec::new();
        }
        self.pressing = None;
        let mut keys: Vec<String> = match pressing {
            Pressing::Only => Vec::new(),
            Pressing::More => self.keymap.keys(binding).into_iter().map(str::to_owned).collect(),
        };
        if !keys.contains(&pressed) {
            keys.push(pressed);
        }
        self.keep(&keys, shared)
    }

    /// Keeps other keys for what is chosen; with none, those of the table.
    fn keep(&mut self, keys: &[String], shared: &mut Shared) -> Vec<Command> {
        let Some(binding) = self.binding() else { return Vec::new() };
        let text = shared.store.keys();
        let Some(text) = shared.kept(text) else { return Vec::new() };
        let keys = if keys == binding.keys { &[] } else { keys };
        let anew = keymap::with_keys(&text, binding, keys);
        // The table's key may mean something else by now.
        let (_, slips) = Keymap::read(&anew);
        if let Some(slip) = slips.iter().find(|slip| !self.slips.iter().any(|old| old.message == slip.message)) {
            self.told = Some(slip.message.clone());
            return Vec::new();
        }
        let kept = shared.store.keep_keys(&anew);
        shared.kept(kept);
        self.read(shared);
        self.told = None;
        vec![Command::Keys]
    }

    /// A row was clicked. Says whether it was chosen already.
    pub fn point(&mut self, row: usize) -> bool {
        std::mem::replace(&mut self.chosen, row) == row
    }

    /// Keeps the chosen row in the window, and the head above it.
    pub fn prepare(&mut self, area: Rect) {
        self.list = Rect { height: area.height.saturating_sub(BELOW), ..area };
        let height = usize::from(self.list.height).max(1);
        let rows = rows();
        let at = rows.iter().position(|row| matches!(row, Row::Key(at) if *at == self.chosen)).unwrap_or(0);
        let head = rows.iter().take(at).rposition(|row| matches!(row, Row::Head(_))).unwrap_or(at);
        self.scroll = self.scroll.min(if at - head < height { head } else { at });
        if at >= self.scroll + height {
            self.scroll = at + 1 - height;
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let width = usize::from(self.list.width.saturating_sub(2 * MARGIN));
        for (row, place) in rows().iter().skip(self.scroll).zip(self.list.rows()) {
            let inner = Rect { x: place.x + MARGIN, width: place.width.saturating_sub(2 * MARGIN), ..place };
            match row {
                Row::Gap => {}
                Row::Head(context) => {
                    let name = keymap::context_name(*context).replace('-', " ");
                    frame.render_widget(Line::styled(name, theme.style(Role::Strong)), inner);
                }
                Row::Key(at) => {
                    let Some(binding) = bindings().nth(*at) else { continue };
                    let chosen = *at == self.chosen;
                    let mut line = self.line(binding, chosen, width, theme);
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
        let below = Rect { x: self.list.x + MARGIN, y: self.list.bottom() + 1, height: 2, ..self.list };
        let below = Rect { width: below.width.saturating_sub(2 * MARGIN), ..below };
        frame.render_widget(Paragraph::new(self.words(width, theme)), below);
    }

    fn line(&self, binding: &Binding, chosen: bool, width: usize, theme: &Theme) -> Line<'static> {
        let symbols = theme.symbols();
        let keys: Vec<String> = self.keymap.keys(binding).iter().map(|key| keymap::shown(key, theme.ascii)).collect();
        let keys = match (chosen, self.pressing) {
            (true, Some(Pressing::Only)) => "press a key".to_owned(),
            (true, Some(Pressing::More)) => format!("{} + ?", keys.join(" ")),
            _ => keys.join(" "),
        };
        let keys = fit(&keys, KEYS, symbols.ellipsis);
        let changed = self.keymap.is_changed(binding);
        let mark = if changed { symbols.full } else { " " };
        let help = fit(binding.help, width.saturating_sub(KEYS + 6), symbols.ellipsis);
        Line::from(vec![
            Span::styled(format!("{} ", if chosen { symbols.cursor } else { " " }), theme.style(Role::Accent)),
            Span::styled(format!("{keys:<KEYS$} "), theme.style(if changed { Role::Accent } else { Role::Strong })),
            Span::styled(format!("{mark} "), theme.style(Role::Accent)),
            Span::styled(help, theme.style(if chosen { Role::Strong } else { Role::Text })),
        ])
    }

    /// What is going on: what came of the last key, what is waited for, which line of the file does not hold.
    fn words(&self, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let (words, role) = match (&self.told, self.pressing, self.slips.as_slice()) {
            (Some(told), ..) => (told.clone(), Role::Silent),
            (None, Some(_), _) => ("Press the key, or Esc to leave it as it is.".to_owned(), Role::Accent),
            (None, None, [slip]) => (slip.to_string(), Role::Silent),
            (None, None, [slip, rest @ ..]) => (format!("{slip} ({} more such lines)", rest.len()), Role::Silent),
            (None, None, []) => {
                let mark = theme.symbols().full;
                (format!("{mark} changed by you; kept in the file `keys` of the state folder"), Role::Dim)
            }
        };
        crate::tui::widgets::wrap(&words, width).into_iter().map(|line| Line::styled(line, theme.style(role))).collect()
    }
}

/// Everything whose keys can be others, in the order of the table's contexts.
pub(super) fn bindings() -> impl Iterator<Item = &'static Binding> {
    let mut contexts: Vec<Context> = Vec::new();
    for binding in ACTIONS {
        if !contexts.contains(&binding.context) {
            contexts.push(binding.context);
        }
    }
    contexts.into_iter().flat_map(|context| {
        ACTIONS.iter().filter(move |binding| binding.context == context && keymap::can_change(binding))
    })
}

/// The keys of each place under its name.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut place = None;
    for (at, binding) in bindings().enumerate() {
        if place != Some(binding.context) {
            if place.is_some() {
                rows.push(Row::Gap);
            }
            place = Some(binding.context);
            rows.push(Row::Head(binding.context));
        }
        rows.push(Row::Key(at));
    }
    rows
}
