//! The smallest change that turns the decision looked at: what it does to which document, before and after, made with one
//! key and taken back with one.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::case::Case;
use crate::iam::change::{Change, Owner, Part, closing_changes, smallest_changes};
use crate::iam::draft::{self, Entity, Seat};
use crate::iam::explain::{change_words, side_effect_words};
use crate::iam::scenario::PolicySource;
use crate::tui::app::{Hit, Hits};
use crate::tui::overlay::{centred, panel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::wrap_hard;

/// The widest that the panel becomes.
const WIDEST: u16 = 84;
/// The panel, as the mouse knows it.
pub const PANE: usize = 3;

/// The changes there are, one of them shown.
#[derive(Debug, Clone)]
pub struct Least {
    /// The least first.
    changes: Vec<Change>,
    /// The one that is shown.
    at: usize,
    /// They let the request through; otherwise they shut it out.
    opens: bool,
    /// Lines above the window.
    scroll: u16,
}

impl Least {
    /// The changes that turn the request looked at; `None` when none of one or two documents does.
    #[must_use]
    pub fn of(case: &Case) -> Option<Self> {
        let simulation = case.outcome()?.as_ref().ok()?;
        let (scenario, spec) = (&case.scenario, case.request()?);
        let opens = !simulation.is_allowed();
        let changes = match opens {
            true => smallest_changes(scenario, spec, simulation),
            false => closing_changes(scenario, spec, simulation),
        };
        (!changes.is_empty()).then_some(Self { changes, at: 0, opens, scroll: 0 })
    }

    /// The one that is shown.
    #[must_use]
    pub fn change(&self) -> Option<&Change> {
        self.changes.get(self.at)
    }

    /// Shows the next one, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let all = self.changes.len().max(1);
        self.at = (self.at + if forward { 1 } else { all - 1 }) % all;
        self.scroll = 0;
    }

    /// Scrolls by a line.
    pub fn scroll(&mut self, down: bool) {
        self.scroll = if down { self.scroll.saturating_add(1) } else { self.scroll.saturating_sub(1) };
    }

    /// Draws it above everything else.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let Some(change) = self.change() else { return };
        let width = WIDEST.min(area.width);
        let lines = lines(change, theme, usize::from(width.saturating_sub(6)));
        let rect = centred(area, width, u16::try_from(lines.len() + 4).unwrap_or(u16::MAX));
        let what = if self.opens { "Let it through" } else { "Shut it out" };
        let (title, keys) = match (self.changes.len(), theme.ascii) {
            (1, _) => (what.to_owned(), "Enter changes it · Esc".to_owned()),
            (all, ascii) => {
                let arrows = if ascii { "Left/Right" } else { "←→" };
                (
                    format!("{what} {} {} of {all}", theme.symbols().dot, self.at + 1),
                    format!("Enter changes it · {arrows} another way · Esc"),
                )
            }
        };
        let window = rect.height.saturating_sub(4);
        let hidden = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_sub(window);
        let block = panel(theme, &title, &keys);
        frame.render_widget(Clear, rect);
        frame.render_widget(Paragraph::new(lines).block(block).scroll((self.scroll.min(hidden), 0)), rect);
        hits.add(rect, Hit::Pane(PANE));
    }
}

/// The documents as a change leaves them, from what they are, in the order of its parts; what it attaches is left out.
#[must_use]
pub fn texts_after<'t>(change: &Change, text_of: impl Fn(&str) -> Option<&'t str>) -> Option<Vec<(Arc<str>, String)>> {
    let mut order: Vec<Arc<str>> = Vec::new();
    let mut texts: BTreeMap<Arc<str>, String> = BTreeMap::new();
    for part in change.parts.iter().filter(|part| part.attach_to.is_none()) {
        let text = match texts.get(&part.document) {
            Some(text) => part.apply(text),
            None => {
                order.push(Arc::clone(&part.document));
                part.apply(text_of(&part.document)?)
            }
        };
        texts.insert(Arc::clone(&part.document), text);
    }
    Some(order.into_iter().filter_map(|name| texts.remove_entry(&name)).collect())
}

/// The policies that a change attaches.
#[must_use]
pub fn attached(change: &Change) -> Vec<draft::Change> {
    let seat = |owner: &Owner| match owner {
        Owner::User(name) => Seat::Permissions(Entity::User(name.clone())),
        Owner::Role(name) => Seat::Permissions(Entity::Role(name.clone())),
        Owner::Resource(arn) => Seat::Resource(arn.clone()),
    };
    let of_part = |part: &Part| {
        let owner = part.attach_to.as_ref()?;
        Some(draft::Change::Attach(seat(owner), PolicySource::Text(part.apply(""))))
    };
    change.parts.iter().filter_map(of_part).collect()
}

/// What it does, where, before and after, and what else comes of it.
fn lines(change: &Change, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (part, words) in change.parts.iter().zip(change_words(change)) {
        lines.extend(told(&upper_first(&words), "", theme.style(Role::Strong), width));
        let (before, after) = what_differs(part);
        let indent_of = |line: &str| line.len() - line.trim_start().len();
        let common = before.iter().chain(&after).map(|line| indent_of(line)).min().unwrap_or_default();
        for (sign, role, text) in [("- ", Role::Deny, before), ("+ ", Role::Allow, after)] {
            for line in text {
                let indent = indent_of(line) - common;
                lines.extend(told(line, &format!("{sign}{}", " ".repeat(indent)), theme.style(role), width));
            }
        }
        lines.push(Line::default());
    }
    let besides = side_effect_words(change);
    if besides.is_empty() {
        lines.extend(told("no other request of the scenario turns", "", theme.style(Role::Dim), width));
    }
    for words in besides {
        lines.extend(told(&words, &format!("{} ", theme.symbols().warning), theme.style(Role::Silent), width));
    }
    lines
}

/// Words in lines, behind a lead that only the first one has.
fn told(words: &str, lead: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    let columns = lead.chars().count();
    let lines = wrap_hard(words, width.saturating_sub(columns)).into_iter().enumerate();
    let lead_of = |at: usize| if at == 0 { lead.to_owned() } else { " ".repeat(columns) };
    lines.map(|(at, part)| Line::styled(format!("{}{part}", lead_of(at)), style)).collect()
}

/// The lines that go and the lines that come: what stays at the beginning and at the end is left out.
fn what_differs(part: &Part) -> (Vec<&str>, Vec<&str>) {
    let (before, after): (Vec<&str>, Vec<&str>) = (part.before.lines().collect(), part.after.lines().collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (before_end, after_end) = (before.len() - tail, after.len() - tail);
    let gone = before.into_iter().take(before_end).skip(head).collect();
    (gone, after.into_iter().take(after_end).skip(head).collect())
}

fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
