//! What if: every policy and every condition key of a request as a switch, each saying what the decision would become; the
//! request as it is set is decided in the head.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::offers::type_words;
use crate::iam::aws_cli;
use crate::iam::explain;
use crate::iam::request::ContextValue;
use crate::iam::scenario::{RequestSpec, Scenario};
use crate::iam::what_if::{self, Choice, Effect as Turn, End, Setting, Settings, Subject, Switch};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Effect, Hit, Hits};
use crate::tui::overlay::Overlay;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, page, wrap};

/// The panel.
#[derive(Debug)]
pub struct WhatIfPanel {
    scenario: Scenario,
    spec: RequestSpec,
    settings: Settings,
    found: what_if::WhatIf,
    /// How the request ends as the scenario has it.
    before: Option<End>,
    /// The ways that each thing can be, in an order that stays.
    ways: Vec<(Subject, Vec<Setting>)>,
    chosen: usize,
    scroll: usize,
    area: Rect,
    list: Rect,
}

/// What came of a key.
#[derive(Debug, PartialEq)]
pub enum Reply {
    /// It is done; these things are wanted.
    Done(Vec<Command>),
    /// The request with the keys as they are set is to be kept as a new one; policies stay as they are. It has no name.
    Kept(Box<RequestSpec>),
    /// The panel is to be closed.
    Left,
}

impl WhatIfPanel {
    /// A panel for a request of a scenario.
    #[must_use]
    pub fn new(scenario: Scenario, spec: &RequestSpec) -> Self {
        let settings = Settings::default();
        let found = what_if::what_if(&scenario, spec, &settings);
        let mut panel = Self {
            before: found.simulation.as_ref().ok().and_then(End::of),
            scenario,
            spec: spec.clone(),
            settings,
            found,
            ways: Vec::new(),
            chosen: 0,
            scroll: 0,
            area: Rect::default(),
            list: Rect::default(),
        };
        panel.note_ways();
        panel
    }

    /// The same with the scenario as it is now; what is set stays set.
    pub fn renew(&mut self, scenario: Scenario) {
        self.scenario = scenario;
        let original = what_if::what_if(&self.scenario, &self.spec, &Settings::default());
        self.before = original.simulation.as_ref().ok().and_then(End::of);
        self.look();
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::WhatIf, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action) -> Reply {
        let last = self.found.switches.len().saturating_sub(1);
        let page = usize::from(self.list.height).max(2) - 1;
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen = (self.chosen + page).min(last),
            Action::First => self.chosen = 0,
            Action::Last => self.chosen = last,
            Action::Toggle => self.turn(true),
            Action::PreviousStep => self.turn(false),
            Action::AsItWas => {
                self.settings = Settings::default();
                self.look();
            }
            Action::OwnValue => return Reply::Done(self.ask_value()),
            Action::KeepRequest => return self.keep(),
            Action::Copy => {
                let (scenario, spec) = self.settings.apply(&self.scenario, &self.spec);
                let commands = aws_cli::commands(&scenario, &spec);
                return Reply::Done(commands.into_iter().map(|text| Command::Effect(Effect::Copy(text))).collect());
            }
            Action::Back => return Reply::Left,
            _ => {}
        }
        Reply::Done(Vec::new())
    }

    /// What was typed for [`Action::OwnValue`].
    pub fn given(&mut self, words: &str) {
        let Some(switch) = self.found.switches.get(self.chosen) else { return };
        let Subject::Key { key, .. } = &switch.subject else { return };
        let multivalued = what_if::type_of_key(key).is_some_and(|(_, many)| many);
        let value = match multivalued {
            true => ContextValue::Many(words.split(',').map(|value| value.trim().to_owned()).collect()),
            false => ContextValue::One(words.to_owned()),
        };
        let (subject, setting) = (switch.subject.clone(), Setting::Value(value));
        if let Some((_, ways)) = self.ways.iter_mut().find(|(known, _)| *known == subject)
            && !ways.contains(&setting)
        {
            ways.push(setting.clone());
        }
        self.set(subject, setting);
    }

    /// A click chooses, a second one switches; the wheel chooses.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Reply {
        match (mouse.kind, hit) {
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Row(row)))) if *row == self.chosen => {
                self.turn(true)
            }
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Row(row)))) => {
                self.chosen = (*row).min(self.found.switches.len().saturating_sub(1));
            }
            (MouseEventKind::ScrollDown, _) => return self.act(Action::Down),
            (MouseEventKind::ScrollUp, _) => return self.act(Action::Up),
            _ => {}
        }
        Reply::Done(Vec::new())
    }

    /// Looks anew with what is set, the same thing chosen.
    fn look(&mut self) {
        let chosen = self.found.switches.get(self.chosen).map(|switch| switch.subject.clone());
        self.found = what_if::what_if(&self.scenario, &self.spec, &self.settings);
        self.note_ways();
        let place = self.found.switches.iter().position(|switch| Some(&switch.subject) == chosen.as_ref());
        self.chosen = place.unwrap_or(self.chosen).min(self.found.switches.len().saturating_sub(1));
    }

    /// Puts things where they were, and remembers the ways that each can be, those that turn the decision first.
    fn note_ways(&mut self) {
        let known = |subject: &Subject| self.ways.iter().position(|(known, _)| known == subject);
        // A thing that is switched bears on other calls than before; its line stays.
        self.found.switches.sort_by_key(|switch| {
            let place = known(&switch.subject).unwrap_or(usize::MAX);
            (switch.kind.is_none(), !switch.asked, place)
        });
        for switch in &self.found.switches {
            if !self.ways.iter().any(|(known, _)| *known == switch.subject) {
                let others = switch.choices.iter().map(|choice| choice.setting.clone());
                let ways = [switch.original.clone()].into_iter().chain(others).collect();
                self.ways.push((switch.subject.clone(), ways));
            }
        }
    }

    /// The next way, or the one before.
    fn turn(&mut self, forward: bool) {
        let Some(switch) = self.found.switches.get(self.chosen) else { return };
        let Some((_, ways)) = self.ways.iter().find(|(known, _)| *known == switch.subject) else { return };
        let now = ways.iter().position(|way| *way == switch.now).unwrap_or(0);
        let next = if forward { now + 1 } else { now + ways.len().max(1) - 1 };
        if let Some(way) = ways.get(next % ways.len().max(1)) {
            self.set(switch.subject.clone(), way.clone());
        }
    }

    fn set(&mut self, subject: Subject, setting: Setting) {
        let switch = self.found.switches.iter().find(|switch| switch.subject == subject);
        match switch.is_some_and(|switch| switch.original == setting) {
            true => self.settings.clear(&subject),
            false => self.settings.set(subject, setting),
        }
        self.look();
    }

    fn ask_value(&self) -> Vec<Command> {
        let Some(switch) = self.found.switches.get(self.chosen) else { return Vec::new() };
        let Subject::Key { key, .. } = &switch.subject else { return Vec::new() };
        let now = if let Setting::Value(value) = &switch.now { value.values().join(", ") } else { String::new() };
        let of_type = what_if::type_of_key(key).map(|(of_type, many)| format!(" ({})", type_words(of_type, many)));
        let detail = format!("The value that the call carries{}.", of_type.unwrap_or_default());
        vec![Command::Show(Overlay::prompt(key.clone(), detail, &now, Action::OwnValue))]
    }

    fn keep(&self) -> Reply {
        let (_, spec) = self.settings.apply(&self.scenario, &self.spec);
        // A policy that is switched off here is a matter of the world; session policies are the request's own.
        Reply::Kept(Box::new(RequestSpec { name: String::new(), text: String::new(), expect: None, ..spec }))
    }

    /// Fits it to the area that it will be drawn in.
    pub fn prepare(&mut self, area: Rect) {
        self.area = area;
        let head = area.height.min(2);
        let above = match area.height {
            28.. => 4,
            14.. => 3,
            _ => 1,
        };
        let below = if area.height >= 18 { 3 } else { 0 };
        let height = area.height.saturating_sub(head + above + below);
        self.list = Rect { y: area.y + head + above, height, ..area };
        let window = usize::from(height).max(1);
        let lines = self.layout();
        let at = lines.iter().position(|line| *line == Laid::Switch(self.chosen)).unwrap_or(0);
        // The heading above the first of its sort is seen with it.
        let top = match at.checked_sub(1).and_then(|above| lines.get(above)) {
            Some(Laid::Heading(_)) => at.saturating_sub(if at > 1 { 2 } else { 1 }),
            _ => at,
        };
        self.scroll = self.scroll.min(top).max((at + 1).saturating_sub(window));
        self.scroll = self.scroll.min(lines.len().saturating_sub(window));
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let turning = self.found.switches.iter().filter(|switch| switch.turns()).count();
        let left = Line::from(vec![
            Span::styled("What if?  ", theme.style(Role::Accent)),
            Span::styled(self.spec.name.clone(), theme.style(Role::Strong)),
        ]);
        let words = match turning {
            1 => "1 thing turns the decision".to_owned(),
            count => format!("{count} things turn the decision"),
        };
        let body = page::head(frame, self.area, theme, left, Line::styled(words, theme.style(Role::Dim)));
        let top = Rect { height: self.list.y.saturating_sub(body.y), ..body };
        let width = usize::from(body.width.saturating_sub(2));
        for (row, line) in top.rows().zip(self.head_lines(width, theme)) {
            frame.render_widget(Paragraph::new(line), inset(row));
        }
        let columns = Columns::of(&self.found.switches, width);
        let lines = self.layout();
        for (row, laid) in self.list.rows().zip(lines.iter().skip(self.scroll)) {
            let at = match laid {
                Laid::Gap => continue,
                Laid::Heading(words) => {
                    let line = Line::styled(*words, theme.style(Role::Strong));
                    frame.render_widget(Paragraph::new(line), inset(row));
                    continue;
                }
                Laid::Switch(at) => *at,
            };
            let Some(switch) = self.found.switches.get(at) else { continue };
            let line = self.row(switch, &columns, theme);
            let line = match at == self.chosen {
                true => {
                    let ground = theme.style(Role::Selected);
                    frame.render_widget(Paragraph::default().style(ground), row);
                    on_ground(line, ground)
                }
                false => line,
            };
            frame.render_widget(Paragraph::new(line), inset(row));
            hits.add(row, Hit::Row(at));
        }
        let after = lines.len().saturating_sub(self.scroll + usize::from(self.list.height));
        let symbols = theme.symbols();
        for (count, y, sign) in
            [(self.scroll, self.list.y, symbols.above), (after, self.list.bottom().saturating_sub(1), symbols.below)]
        {
            if count > 0 && self.list.width > 1 {
                let mark = Rect { x: self.list.right() - 1, y, width: 1, height: 1 };
                frame.render_widget(Paragraph::new(Span::styled(sign, theme.style(Role::Dim))), mark);
            }
        }
        if self.area.height >= 18 {
            let below = Rect { y: self.list.bottom(), height: 3, ..self.area };
            page::rule(frame, Rect { height: 1, ..below }, theme);
            for (row, line) in below.rows().skip(1).zip(self.foot_lines(width, theme)) {
                frame.render_widget(Paragraph::new(line), inset(row));
            }
        }
    }

    /// Every line of the list: three sorts of things, a heading above each.
    fn layout(&self) -> Vec<Laid> {
        let sort = |switch: &Switch| match (switch.kind, switch.asked) {
            (Some(_), _) => "Policies",
            (None, true) => "Keys that a policy asks for",
            (None, false) => "Keys that no policy asks for",
        };
        let mut lines = Vec::new();
        let mut last = "";
        for (at, switch) in self.found.switches.iter().enumerate() {
            let sort = sort(switch);
            if sort != last {
                if at > 0 {
                    lines.push(Laid::Gap);
                }
                lines.push(Laid::Heading(sort));
                last = sort;
            }
            lines.push(Laid::Switch(at));
        }
        lines
    }

    /// How the request ends as things are set, and beside it how it ended before.
    fn head_lines(&self, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let mut spans = Vec::new();
        let mut summary = String::new();
        match &self.found.simulation {
            Ok(simulation) => {
                if let Some(end) = End::of(simulation) {
                    let (sign, words, style) = theme.verdict(end.verdict());
                    spans.push(Span::styled(format!("{sign} {words}"), style));
                    spans.push(Span::styled(where_words(end, simulation.planned), theme.style(Role::Dim)));
                    summary = explain::summary(simulation);
                }
            }
            Err(error) => {
                spans.push(Span::styled(format!("{} cannot be run", theme.symbols().nothing), theme.style(Role::Dim)));
                summary.clone_from(&error.message);
            }
        }
        if !self.settings.is_empty() {
            let (sign, words) = match self.before {
                Some(end) => {
                    let (sign, words, _) = theme.verdict(end.verdict());
                    (sign, words)
                }
                None => (theme.symbols().nothing, "cannot be run"),
            };
            let count = self.settings.len();
            let words = format!("   {count} set otherwise; as it was: {sign} {words}");
            spans.push(Span::styled(words, theme.style(Role::Dim)));
        }
        let mut lines = vec![Line::from(spans)];
        let room = usize::from(self.list.y.saturating_sub(self.area.y + 4));
        let mark = theme.symbols().ellipsis;
        let mut wrapped = wrap(&summary, width.saturating_sub(2));
        let cut = wrapped.len() > room;
        wrapped.truncate(room);
        if let (true, Some(last)) = (cut, wrapped.last_mut()) {
            last.push_str(&format!(" {mark}"));
        }
        lines.extend(wrapped.into_iter().map(|words| Line::styled(words, theme.style(Role::Text))));
        lines
    }

    /// Every way that the chosen thing can be, with its end.
    fn foot_lines(&self, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let Some(switch) = self.found.switches.get(self.chosen) else { return Vec::new() };
        if switch.choices.is_empty() {
            let words = match switch.asked {
                true => "there is no other way to try; e writes a value",
                false => "no statement about this action looks at this key: it changes nothing",
            };
            return vec![Line::styled(words, theme.style(Role::Dim))];
        }
        let mut lines = vec![Vec::new()];
        let mut used = 0;
        for choice in &switch.choices {
            let (sign, end, style) = end_words(choice, theme);
            let words = format!("{}: {sign} {end}   ", shown(&choice.setting));
            if used > 0 && used + words.width() > width {
                lines.push(Vec::new());
                used = 0;
            }
            used += words.width();
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(format!("{}: ", shown(&choice.setting)), theme.style(Role::Dim)));
                line.push(Span::styled(format!("{sign} {end}   "), style));
            }
        }
        lines.into_iter().map(Line::from).collect()
    }

    /// A switch: whether it turns the decision, what it is, how it is set, what the best other way makes of it.
    fn row(&self, switch: &Switch, columns: &Columns, theme: &Theme) -> Line<'static> {
        let symbols = theme.symbols();
        let dim = theme.style(Role::Dim);
        let (mark, style) = match switch.turns() {
            true => (symbols.full, theme.style(Role::Accent)),
            false if switch.choices.iter().any(|choice| choice.effect == Turn::Otherwise) => (symbols.dot, dim),
            false => (" ", dim),
        };
        let badge = match switch.kind {
            Some(kind) => Span::styled(format!("{} ", kind.badge()), theme.style(Role::Kind(kind))),
            None => Span::styled("  ", dim),
        };
        let set = self.settings.get(&switch.subject).is_some();
        let name = name_of(&switch.subject);
        let name = fit(&name, columns.name.saturating_sub(1), symbols.ellipsis);
        let now = fit(&shown(&switch.now), columns.now.saturating_sub(1), symbols.ellipsis);
        let strong = |on: bool| theme.style(if on { Role::Strong } else { Role::Dim });
        let mut spans = vec![
            Span::styled(format!("{mark} "), style),
            badge,
            Span::styled(pad(&name, columns.name), if switch.asked { theme.style(Role::Text) } else { dim }),
            Span::styled(pad(&now, columns.now), if set { theme.style(Role::Accent) } else { strong(switch.asked) }),
        ];
        match switch.choices.first().filter(|choice| choice.effect != Turn::Same) {
            Some(choice) => {
                let (sign, words, style) = end_words(choice, theme);
                // The sign says which denial it is where words have no room.
                let words = if columns.is_narrow() { words.rsplit(' ').next().unwrap_or(words) } else { words };
                let other =
                    fit(&shown(&choice.setting), columns.rest.saturating_sub(words.width() + 5), symbols.ellipsis);
                spans.push(Span::styled(format!("{} {other}: ", symbols.arrow), dim));
                spans.push(Span::styled(format!("{sign} {words}"), style));
            }
            None if !switch.asked => {}
            None if columns.is_narrow() => spans.push(Span::styled("changes nothing", dim)),
            None => spans.push(Span::styled("no other way changes anything", dim)),
        }
        Line::from(spans)
    }
}

/// What stands in a line of the list.
#[derive(Debug, PartialEq)]
enum Laid {
    /// Nothing.
    Gap,
    /// What the things below it are.
    Heading(&'static str),
    /// The switch of that number.
    Switch(usize),
}

/// The widths of the columns.
struct Columns {
    name: usize,
    now: usize,
    rest: usize,
}

impl Columns {
    /// Whether a verdict's words have no room.
    fn is_narrow(&self) -> bool {
        self.rest < 36
    }

    fn of(switches: &[Switch], width: usize) -> Self {
        let widest = switches.iter().map(|switch| name_of(&switch.subject).width()).max().unwrap_or(0);
        let name = (widest + 2).min(width * 2 / 5).max(12);
        let now = switches.iter().map(|switch| shown(&switch.now).width()).max().unwrap_or(0);
        let now = (now + 2).min(width / 4).max(8);
        Self { name, now, rest: width.saturating_sub(name + now + 4) }
    }
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn inset(row: Rect) -> Rect {
    Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row }
}

/// What a thing is called: of a key on the way, with its step.
fn name_of(subject: &Subject) -> String {
    match subject {
        Subject::Document(name) => name.to_string(),
        Subject::Key { step: None, key } => key.clone(),
        Subject::Key { step: Some(at), key } => format!("step {}: {key}", at + 1),
    }
}

fn shown(setting: &Setting) -> String {
    match setting {
        Setting::On => "on".to_owned(),
        Setting::Off => "off".to_owned(),
        Setting::Absent => "absent".to_owned(),
        Setting::Value(value) => value.values().join(", "),
    }
}

fn end_words(choice: &Choice, theme: &Theme) -> (&'static str, &'static str, ratatui::style::Style) {
    match choice.end {
        Some(end) => theme.verdict(end.verdict()),
        None => (theme.symbols().nothing, "cannot be run", theme.style(Role::Dim)),
    }
}

fn where_words(end: End, planned: usize) -> String {
    if planned > 1 { format!("   check {} of {planned}", end.hop + 1) } else { String::new() }
}
