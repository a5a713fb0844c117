//! The world of a scenario, seen and changed: as a tree, as a drawing of who trusts whom, and through forms.
//!
//! A [`WorldView`] reads a draft and gives back what shall be done with it ([`Wish`]); whoever shows it does that and lets it
//! read anew ([`WorldView::renew`]). `tree` and `drawing` show, `fields` has the forms, `about` says what is known of the
//! chosen thing, `trusts` reads the trust policies.

mod about;
mod drawing;
mod fields;
#[cfg(test)]
mod tests;
mod tree;
mod trusts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::iam::draft::{Change, Draft, Entity, hangs_on};
use crate::iam::scenario::{Document, Scenario, ScenarioFile};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::theme::{Depth, Palette, Role, Theme};
use crate::tui::widgets::form::Reply;
use crate::tui::widgets::list::followed;
use crate::tui::widgets::{fit, on_ground, page};

use drawing::Drawing;
use fields::{Filling, Known};
use tree::{Row, Subject};
use trusts::Trust;

/// From here on what is known of the chosen thing stands beside the tree.
const WIDE: u16 = 96;

/// What shall be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Make these changes, all or none. They can be made. A document that one of them names and that is not there yet is to
    /// be made too.
    Change(Vec<Change>),
    /// Show the document of that name.
    Open(String),
    /// Ask; the answer comes back through [`WorldView::confirmed`].
    Ask(Overlay),
    /// Tell the person.
    Say(String),
    /// Close the view.
    Leave,
}

/// For what is only counted.
const PLAIN: Theme = Theme { palette: Palette::Monochrome, depth: Depth::Basic, ascii: false };

/// What is known of the chosen thing, as the mouse knows it.
const ABOUT: usize = 1_200;

/// The view of a world.
#[derive(Debug, Clone, Default)]
pub struct WorldView {
    draft: Option<Draft>,
    documents: BTreeMap<Arc<str>, Document>,
    trusts: Vec<Trust>,
    rows: Vec<Row>,
    turned: BTreeSet<Entity>,
    chosen: usize,
    scroll: usize,
    /// How many lines of what is known of a thing lie above their window, and of which.
    read: (Option<Subject>, usize),
    drawn: bool,
    form: Option<Filling>,
    /// What a form has put into the world: chosen as soon as it is there.
    put: Option<Entity>,
    areas: Areas,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, Default)]
struct Areas {
    whole: Rect,
    tree: Rect,
    about: Rect,
    beside: bool,
}

impl Areas {
    fn of(area: Rect) -> Self {
        if area.width >= WIDE {
            let left = (area.width * 11 / 20).min(84);
            let tree = Rect { width: left, ..area };
            let about = Rect { x: area.x + left + 2, width: area.width.saturating_sub(left + 3), ..area };
            return Self { whole: area, tree, about, beside: true };
        }
        let below = area.height / 2;
        let tree = Rect { height: area.height - below, ..area };
        let about = Rect {
            x: area.x + 1,
            y: tree.bottom() + 1,
            width: area.width.saturating_sub(2),
            height: below.saturating_sub(1),
        };
        Self { whole: area, tree, about, beside: false }
    }

    /// Where a form stands: beside the tree, or in place of everything.
    fn form(&self) -> Rect {
        let area = if self.beside { self.about } else { self.whole };
        let inset = if self.beside { 0 } else { 1 };
        Rect {
            x: area.x + inset,
            y: area.y + 2.min(area.height),
            width: area.width.saturating_sub(inset * 2),
            height: area.height.saturating_sub(2),
        }
    }
}

impl WorldView {
    /// The view of a draft's world; `scenario` is what it was built to, if it could be, for its documents.
    #[must_use]
    pub fn new(draft: &Draft, scenario: Option<&Scenario>) -> Self {
        let mut view = Self::default();
        view.renew(draft, scenario);
        view
    }

    /// Reads the draft again, after every change of it or of a document. What was chosen stays chosen; a form stays open.
    pub fn renew(&mut self, draft: &Draft, scenario: Option<&Scenario>) {
        let chosen = self.subject().cloned();
        if let Some(scenario) = scenario {
            self.documents.clone_from(&scenario.documents);
        }
        self.trusts = draft.file().map(|file| trusts::trusts(&file.world, &self.documents)).unwrap_or_default();
        self.draft = Some(draft.clone());
        self.grow(chosen.as_ref());
        if let Some(entity) = self.put.take() {
            self.choose(&entity);
        }
    }

    /// Makes the rows anew.
    fn grow(&mut self, chosen: Option<&Subject>) {
        let world = self.file().map(|file| file.world.clone()).unwrap_or_default();
        self.rows = tree::rows(&world, &self.turned);
        let found = chosen.and_then(|chosen| self.rows.iter().position(|row| row.subject == *chosen));
        self.chosen = found.unwrap_or(self.chosen).min(self.rows.len().saturating_sub(1));
    }

    fn file(&self) -> Option<&ScenarioFile> {
        self.draft.as_ref().and_then(|draft| draft.file().ok())
    }

    fn subject(&self) -> Option<&Subject> {
        self.rows.get(self.chosen).map(|row| &row.subject)
    }

    /// The chosen thing; of a policy, what it belongs to.
    #[must_use]
    pub fn chosen(&self) -> Option<Entity> {
        match self.subject()? {
            Subject::Entity(entity) => Some(entity.clone()),
            Subject::Policy(seat, _) => Some(seat.owner()),
            Subject::Outside => None,
        }
    }

    /// Chooses something, and unfolds what it lies in.
    pub fn choose(&mut self, entity: &Entity) {
        let is_it = |row: &Row| row.subject == Subject::Entity(entity.clone());
        if !self.rows.iter().any(is_it) {
            self.turned.retain(|turned| !matches!(turned, Entity::Organization | Entity::Unit(_) | Entity::Account(_)));
            self.grow(None);
        }
        self.chosen = self.rows.iter().position(is_it).unwrap_or(self.chosen);
    }

    /// Whether a form is open: then letters are text.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.form.is_some()
    }

    /// Which keys mean something, most particular first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match &self.form {
            Some(filling) => filling.form.contexts(),
            None => vec![Context::World, Context::Browse],
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action) -> Vec<Wish> {
        if let Some(filling) = &mut self.form {
            let reply = filling.form.act(action);
            return self.replied(&reply);
        }
        match action {
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-isize::try_from(self.areas.tree.height).unwrap_or(10).max(2) + 1),
            Action::PageDown => self.step(isize::try_from(self.areas.tree.height).unwrap_or(10).max(2) - 1),
            Action::First => self.step(isize::MIN / 2),
            Action::Last => self.step(isize::MAX / 2),
            Action::ReadOn => self.read.1 += usize::from(self.areas.about.height).max(3) - 2,
            Action::ReadBack => {
                self.read.1 = self.read.1.saturating_sub(usize::from(self.areas.about.height).max(3) - 2);
            }
            Action::Left => self.fold(true),
            Action::Right => self.fold(false),
            Action::Trusts => self.drawn = !self.drawn,
            Action::Enter => return self.open(),
            Action::Add => self.fill(|known, near| Some(Filling::new(near, known))),
            Action::Attach => return self.attach(),
            Action::Remove => return self.ask_remove(),
            Action::Back if self.drawn => self.drawn = false,
            Action::Back => return vec![Wish::Leave],
            _ => {}
        }
        Vec::new()
    }

    /// A key that means nothing here is text for the form.
    pub fn key(&mut self, key: KeyEvent) -> Vec<Wish> {
        match &mut self.form {
            Some(filling) => {
                let reply = filling.form.key(key);
                self.replied(&reply)
            }
            None => Vec::new(),
        }
    }

    /// A paste is for the form.
    pub fn paste(&mut self, text: &str) -> Vec<Wish> {
        match &mut self.form {
            Some(filling) => {
                let reply = filling.form.paste(text);
                self.replied(&reply)
            }
            None => Vec::new(),
        }
    }

    /// Takes the mouse, with what was drawn under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Vec<Wish> {
        if let Some(filling) = &mut self.form {
            let reply = filling.form.mouse(mouse, hit);
            return self.replied(&reply);
        }
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, Some((_, Hit::Pane(ABOUT)))) => self.read.1 += 1,
            (MouseEventKind::ScrollUp, Some((_, Hit::Pane(ABOUT)))) => self.read.1 = self.read.1.saturating_sub(1),
            (MouseEventKind::ScrollDown, _) => self.step(1),
            (MouseEventKind::ScrollUp, _) => self.step(-1),
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Row(row)))) => {
                let before = self.subject().cloned();
                match self.drawn {
                    true => {
                        let entity = self.drawing_now().nodes.get(*row).map(|node| node.entity.clone());
                        entity.iter().for_each(|entity| self.choose(entity));
                    }
                    false => self.chosen = (*row).min(self.rows.len().saturating_sub(1)),
                }
                if self.subject().cloned() == before {
                    return self.open();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// A question of this view's was answered with yes.
    pub fn confirmed(&mut self, action: Action) -> Vec<Wish> {
        match (action, self.subject()) {
            (Action::Remove, Some(Subject::Entity(entity))) => {
                vec![Wish::Change(vec![Change::RemoveWith(entity.clone())])]
            }
            _ => Vec::new(),
        }
    }

    /// Steps through the rows, or through what can be chosen in the drawing.
    fn step(&mut self, by: isize) {
        if !self.drawn {
            self.chosen = self.chosen.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
            return;
        }
        let nodes = self.drawing_now().nodes;
        let chosen = self.chosen();
        let at = nodes.iter().position(|node| Some(&node.entity) == chosen.as_ref());
        let next = at.map_or(0, |at| at.saturating_add_signed(by).min(nodes.len().saturating_sub(1)));
        if let Some(node) = nodes.get(next) {
            self.choose(&node.entity);
        }
    }

    /// Folds the chosen row, or goes up to the one that it lies under.
    fn fold(&mut self, close: bool) {
        let Some(row) = self.rows.get(self.chosen).cloned() else { return };
        match (&row.subject, row.fold) {
            (Subject::Entity(entity), Some(folded)) if folded != close => {
                if !self.turned.remove(entity) {
                    self.turned.insert(entity.clone());
                }
                self.grow(Some(&row.subject));
            }
            _ if close => {
                let above = self.rows.iter().take(self.chosen).rposition(|above| above.depth < row.depth);
                self.chosen = above.unwrap_or(self.chosen);
            }
            (_, Some(false)) => self.chosen = (self.chosen + 1).min(self.rows.len().saturating_sub(1)),
            _ => {}
        }
    }

    /// The form of the chosen thing, or the document of the chosen policy.
    fn open(&mut self) -> Vec<Wish> {
        match self.subject() {
            Some(Subject::Policy(seat, nth)) => {
                let Some(file) = self.file() else { return Vec::new() };
                let held = tree::policies(&file.world, &seat.owner());
                let held = held.iter().find(|held| held.seat == *seat && held.nth == *nth);
                held.map(|held| Wish::Open(document_name(file, held))).into_iter().collect()
            }
            Some(Subject::Entity(entity)) => {
                let entity = entity.clone();
                self.fill(|known, _| Filling::of(&entity, known));
                Vec::new()
            }
            Some(Subject::Outside) => Vec::new(),
            None => {
                self.fill(|known, near| Some(Filling::new(near, known)));
                Vec::new()
            }
        }
    }

    fn attach(&mut self) -> Vec<Wish> {
        let Some(owner) = self.chosen() else { return Vec::new() };
        self.fill(|known, _| Filling::policy(&owner, known));
        match (&self.form, &owner) {
            (None, Entity::Account(_)) => {
                vec![Wish::Say("an account has policies only in an organisation; a adds one".into())]
            }
            (None, _) => vec![Wish::Say(format!("{} has no policies", about::plain(&owner)))],
            (Some(_), _) => Vec::new(),
        }
    }

    fn fill(&mut self, make: impl FnOnce(Known<'_>, Option<&Entity>) -> Option<Filling>) {
        let near = self.chosen();
        let Some((draft, file)) = self.draft.as_ref().and_then(|draft| Some((draft, draft.file().ok()?))) else {
            return;
        };
        let known = Known { draft, file, documents: &self.documents };
        self.form = make(known, near.as_ref());
    }

    /// Asks whether to remove the chosen thing, and says what goes with it. A policy is detached at once: its document stays.
    fn ask_remove(&self) -> Vec<Wish> {
        let (Some(file), Some(draft)) = (self.file(), &self.draft) else { return Vec::new() };
        match self.subject() {
            Some(Subject::Policy(seat, nth)) => {
                let changes = vec![Change::Detach(seat.clone(), *nth)];
                match draft.refusal(&changes) {
                    Some(error) => vec![Wish::Say(error.message)],
                    None => vec![Wish::Change(changes)],
                }
            }
            Some(Subject::Entity(entity)) => {
                if let Some(error) = draft.refusal(&[Change::RemoveWith(entity.clone())]) {
                    return vec![Wish::Say(error.message)];
                }
                let (goes, stays): (Vec<_>, Vec<_>) =
                    hangs_on(file, entity).into_iter().partition(|hanging| hanging.goes);
                let list = |all: Vec<String>| {
                    let more = all.len().saturating_sub(6);
                    let mut shown: Vec<String> = all.into_iter().take(6).collect();
                    if more > 0 {
                        shown.push(format!("{more} more"));
                    }
                    shown.join(", ")
                };
                let goes = match goes.is_empty() {
                    true => "Nothing else names it.".to_owned(),
                    false => {
                        format!("These go with it: {}.", list(goes.iter().map(|h| about::plain(&h.what)).collect()))
                    }
                };
                let stays = match stays.is_empty() {
                    true => String::new(),
                    false => {
                        format!(
                            " These stay without it: {}.",
                            list(stays.iter().map(|h| about::plain(&h.what)).collect())
                        )
                    }
                };
                let confirm = Confirm {
                    question: format!("Remove {}?", about::plain(entity)),
                    detail: format!("{goes}{stays} Documents stay as they are."),
                    on_yes: Box::new(Command::Confirmed(Action::Remove)),
                };
                vec![Wish::Ask(Overlay::Confirm(confirm))]
            }
            Some(Subject::Outside) | None => Vec::new(),
        }
    }

    /// What comes of what was done with the form.
    fn replied(&mut self, reply: &Reply) -> Vec<Wish> {
        let Some((draft, file)) = self.draft.as_ref().and_then(|draft| Some((draft, draft.file().ok()?))) else {
            self.form = None;
            return Vec::new();
        };
        let known = Known { draft, file, documents: &self.documents };
        let Some(filling) = &mut self.form else { return Vec::new() };
        let was_leaving = std::mem::take(&mut filling.leaving);
        match reply {
            Reply::Still | Reply::Pressed(_) => Vec::new(),
            Reply::Changed => {
                filling.renew(known, false);
                Vec::new()
            }
            Reply::Leave if filling.written && !was_leaving => {
                filling.leaving = true;
                vec![Wish::Say("Esc again leaves: what is written here is lost; Ctrl-S keeps it".into())]
            }
            Reply::Leave => {
                self.form = None;
                Vec::new()
            }
            Reply::Done => {
                filling.renew(known, true);
                match filling.changes(known) {
                    Ok(changes) if !filling.form.has_faults() => {
                        self.put = changes.last().and_then(put);
                        self.form = None;
                        vec![Wish::Change(changes)]
                    }
                    _ => vec![Wish::Say("something is not right yet; see what is marked".into())],
                }
            }
        }
    }

    fn drawing(&self, width: usize, theme: &Theme) -> Drawing {
        let chosen = self.chosen();
        let Some(file) = self.file() else { return Drawing::default() };
        let broken = trusts::not_in_force(&file.world, &self.documents);
        let drawn =
            drawing::Drawn { world: &file.world, trusts: &self.trusts, broken: &broken, chosen: chosen.as_ref() };
        drawing::draw(&drawn, width, theme)
    }

    /// The drawing for what can be chosen in it, whatever it looks like.
    fn drawing_now(&self) -> Drawing {
        self.drawing(usize::from(self.areas.whole.width.saturating_sub(2)), &PLAIN)
    }

    /// Fits it to the area that it will be drawn in.
    pub fn prepare(&mut self, area: Rect) {
        self.areas = Areas::of(area);
        let (window, at, all) = match self.drawn {
            true => {
                let drawing = self.drawing_now();
                let chosen = self.chosen();
                let node = drawing.nodes.iter().find(|node| Some(&node.entity) == chosen.as_ref());
                (area.height, node.map_or(0, |node| node.line), drawing.lines.len())
            }
            false => (self.areas.tree.height, self.chosen, self.rows.len()),
        };
        self.scroll = followed(self.scroll, at, usize::from(window), all);
        if self.read.0.as_ref() != self.subject() {
            self.read = (self.subject().cloned(), 0);
        }
        let lines = self.about_lines(&PLAIN).len();
        self.read.1 = self.read.1.min(lines.saturating_sub(self.about_rows(lines)));
        let area = self.areas.form();
        if let Some(filling) = &mut self.form {
            filling.form.prepare(area);
        }
    }

    /// Draws it; `focused` when the keys go to it.
    pub fn draw(&self, frame: &mut Frame<'_>, focused: bool, theme: &Theme, hits: &mut Hits) {
        let areas = &self.areas;
        if self.form.is_some() && !areas.beside {
            return self.draw_form(frame, focused, theme, hits);
        }
        if self.drawn && self.form.is_none() {
            return self.draw_trusts(frame, theme, hits);
        }
        let Some(file) = self.file() else {
            let words = "The scenario's file cannot be read; mend it first.";
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Error))), areas.tree);
            return;
        };
        if self.rows.is_empty() {
            let inner = Rect { x: areas.tree.x + 1, width: areas.tree.width.saturating_sub(1), ..areas.tree };
            let line = Line::from(vec![
                Span::styled("The world is empty. ", theme.style(Role::Text)),
                Span::styled("a", theme.style(Role::Accent)),
                Span::styled(" adds an account.", theme.style(Role::Dim)),
            ]);
            frame.render_widget(Paragraph::new(line), inner);
        }
        let width = usize::from(areas.tree.width.saturating_sub(3));
        let shown = self.rows.iter().enumerate().skip(self.scroll);
        for (area, (nth, row)) in areas.tree.rows().zip(shown) {
            let mut line = tree::line(&file.world, row, width, theme);
            let chosen = nth == self.chosen;
            if chosen {
                let ground = theme.style(if focused && self.form.is_none() { Role::Selected } else { Role::Marked });
                frame.render_widget(Paragraph::default().style(ground), area);
                line = on_ground(line, ground);
            }
            let mark = if chosen { theme.symbols().cursor } else { " " };
            let mark_style = theme.style(Role::Accent);
            frame.render_widget(
                Paragraph::new(Span::styled(mark, mark_style)),
                Rect { width: 1.min(area.width), ..area },
            );
            let inner = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(3), ..area };
            frame.render_widget(Paragraph::new(line), inner);
            hits.add(area, Hit::Row(nth));
        }
        if areas.beside {
            let rule = Rect { x: areas.about.x.saturating_sub(2), width: 1, ..areas.whole };
            page::upright(frame, rule, theme);
        } else if areas.about.height > 0 {
            page::rule(frame, Rect { y: areas.about.y - 1, height: 1, ..areas.whole }, theme);
        }
        match &self.form {
            Some(_) => self.draw_form(frame, focused, theme, hits),
            None => {
                hits.add(areas.about, Hit::Pane(ABOUT));
                let lines = self.about_lines(theme);
                let (rows, all, above) = (self.about_rows(lines.len()), lines.len(), self.read.1);
                let shown: Vec<Line<'static>> = lines.into_iter().skip(above).take(rows).collect();
                frame.render_widget(Paragraph::new(shown), areas.about);
                // What lies out of sight is said in the last row.
                let symbols = theme.symbols();
                let words = match (above, all.saturating_sub(above + rows)) {
                    (0, 0) => return,
                    (above, 0) => format!("{} {above}  b reads back", symbols.above),
                    (0, below) => format!("{} {below}  Space reads on", symbols.below),
                    (above, below) => format!("{} {above}  {} {below}  Space reads on", symbols.above, symbols.below),
                };
                if let Some(last) = areas.about.rows().next_back() {
                    frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
                }
            }
        }
    }

    /// What is known of the chosen thing.
    fn about_lines(&self, theme: &Theme) -> Vec<Line<'static>> {
        let areas = &self.areas;
        let (Some(file), Some(subject)) = (self.file(), self.subject()) else { return Vec::new() };
        let width = usize::from(areas.about.width);
        let mut lines = about::lines(file, &self.documents, &self.trusts, subject, width, theme);
        // Who trusts whom, where there is room for all of it.
        if areas.beside && matches!(subject, Subject::Entity(_)) && !self.trusts.is_empty() {
            let drawing = self.drawing(width, theme).lines;
            if lines.len() + drawing.len() + 3 <= usize::from(areas.about.height) {
                lines.extend([Line::default(), Line::default()]);
                lines.push(Line::styled("Who trusts whom", theme.style(Role::Strong)));
                lines.extend(drawing);
            }
        }
        lines
    }

    /// How many lines of that are in sight: where it does not fit, the last row is for saying so.
    fn about_rows(&self, all: usize) -> usize {
        let rows = usize::from(self.areas.about.height);
        if all > rows { rows.saturating_sub(1) } else { rows }
    }

    fn draw_form(&self, frame: &mut Frame<'_>, focused: bool, theme: &Theme, hits: &mut Hits) {
        let Some(filling) = &self.form else { return };
        let area = self.areas.form();
        let head = Rect { y: area.y.saturating_sub(2), height: 1, ..area };
        let title = fit(&filling.title, usize::from(head.width), theme.symbols().ellipsis);
        frame.render_widget(Paragraph::new(Line::styled(title, theme.style(Role::Accent))), head);
        filling.form.draw(frame, focused, theme, hits);
    }

    fn draw_trusts(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let area = self.areas.whole;
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let drawing = self.drawing(usize::from(inner.width), theme);
        let lines: Vec<Line<'static>> = drawing.lines.into_iter().skip(self.scroll).collect();
        let hidden = lines.len().saturating_sub(usize::from(inner.height));
        frame.render_widget(Paragraph::new(lines), inner);
        for (nth, node) in drawing.nodes.iter().enumerate() {
            let row = node.line.checked_sub(self.scroll).and_then(|row| u16::try_from(row).ok());
            if let Some(row) = row.filter(|row| *row < inner.height) {
                let is_left = drawing.nodes.iter().position(|other| other.line == node.line) == Some(nth);
                let half = inner.width / 2;
                let x = if is_left { inner.x } else { inner.x + half };
                hits.add(Rect { x, y: inner.y + row, width: half, height: 1 }, Hit::Row(nth));
            }
        }
        if hidden > 0 && inner.height > 0 {
            let last = Rect { x: area.right().saturating_sub(1), y: area.bottom() - 1, width: 1, height: 1 };
            frame.render_widget(Paragraph::new(Span::styled(theme.symbols().below, theme.style(Role::Dim))), last);
        }
    }
}

/// What a change puts into the world.
fn put(change: &Change) -> Option<Entity> {
    Some(match change {
        Change::PutOrganization { .. } => Entity::Organization,
        Change::PutUnit(name, _) => Entity::Unit(name.clone()),
        Change::PutAccount(name, _) => Entity::Account(name.clone()),
        Change::PutGroup(group) => Entity::Group(group.name.clone()),
        Change::PutUser(user) => Entity::User(user.name.clone()),
        Change::PutRole(role) => Entity::Role(role.name.clone()),
        Change::PutInstanceProfile(profile) => Entity::InstanceProfile(profile.name.clone()),
        Change::PutIdentityProvider(provider) => Entity::provider(&provider.name, provider.kind),
        Change::PutResource(resource) => Entity::Resource(resource.arn.clone()),
        _ => return None,
    })
}

/// The name of a policy's document in the scenario.
fn document_name(file: &ScenarioFile, held: &tree::Held<'_>) -> String {
    use crate::iam::draft::Seat;
    if let Some(name) = held.source.file() {
        return name.to_owned();
    }
    let world = &file.world;
    let user = |name: &str| world.users.iter().find(|user| user.name == name);
    let role = |name: &str| world.roles.iter().find(|role| role.name == name);
    let found = match &held.seat {
        Seat::Trust(name) => role(name).map(|role| role.trust_document_name()),
        Seat::Boundary(Entity::User(name)) => user(name).and_then(|user| user.boundary_document_name()),
        Seat::Boundary(Entity::Role(name)) => role(name).and_then(|role| role.boundary_document_name()),
        Seat::Permissions(Entity::User(name)) => user(name).and_then(|user| user.document_names().nth(held.nth)),
        Seat::Permissions(Entity::Role(name)) => role(name).and_then(|role| role.document_names().nth(held.nth)),
        Seat::Permissions(Entity::Group(name)) => {
            world.group(name).ok().and_then(|group| group.document_names().nth(held.nth))
        }
        Seat::Resource(arn) => {
            let resource = world.resources.iter().find(|resource| resource.arn == *arn);
            resource.and_then(|resource| resource.document_name())
        }
        Seat::Scps(owner) => Some(format!("SCP {} of {}", held.nth + 1, level(owner))),
        Seat::Rcps(owner) => Some(format!("RCP {} of {}", held.nth + 1, level(owner))),
        Seat::Boundary(_) | Seat::Permissions(_) => None,
    };
    found.unwrap_or_default()
}

/// What the documents of a level of the organisation are named after.
fn level(owner: &Entity) -> String {
    match owner {
        Entity::Organization => "the root".to_owned(),
        Entity::Unit(name) => format!("the OU {name}"),
        _ => format!("the account {}", owner.name()),
    }
}
