//! The world as a tree: the organisation with its units, the accounts in them, and what lies in each account, with the
//! badges of its policies.

use std::collections::BTreeSet;

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::iam::draft::{Entity, Seat};
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::{Account, PolicySource, World};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::fit;

/// What a row of the tree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A thing.
    Entity(Entity),
    /// A policy: where it hangs, and its place there.
    Policy(Seat, usize),
    /// Words: what follows is in no organisation.
    Outside,
}

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// How deep it hangs.
    pub depth: usize,
    /// What it is.
    pub subject: Subject,
    /// Whether something can be folded away under it, and whether it is.
    pub fold: Option<bool>,
}

/// A policy of something: where it hangs, its place there, and what it is.
pub struct Held<'w> {
    /// Where.
    pub seat: Seat,
    /// Its place in the list.
    pub nth: usize,
    /// Its kind.
    pub kind: PolicyKind,
    /// It.
    pub source: &'w PolicySource,
}

/// The policies of something, in the order in which the tree shows them.
#[must_use]
pub fn policies<'w>(world: &'w World, entity: &Entity) -> Vec<Held<'w>> {
    fn many<'w>(held: &mut Vec<Held<'w>>, seat: &Seat, kind: PolicyKind, sources: &'w [PolicySource]) {
        let each = sources.iter().enumerate();
        held.extend(each.map(|(nth, source)| Held { seat: seat.clone(), nth, kind, source }));
    }
    let mut held = Vec::new();
    let own = Seat::Permissions(entity.clone());
    let boundary = |source: &'w Option<PolicySource>| {
        let seat = Seat::Boundary(entity.clone());
        source.as_ref().map(|source| Held { seat, nth: 0, kind: PolicyKind::Boundary, source })
    };
    let (scps, rcps) = (Seat::Scps(entity.clone()), Seat::Rcps(entity.clone()));
    match entity {
        Entity::Organization => {
            if let Some(root) = &world.organization {
                many(&mut held, &scps, PolicyKind::Scp, &root.scps);
                many(&mut held, &rcps, PolicyKind::Rcp, &root.rcps);
            }
        }
        Entity::Unit(name) => {
            if let Some(unit) = world.organization.as_ref().and_then(|root| root.units.get(name)) {
                many(&mut held, &scps, PolicyKind::Scp, &unit.scps);
                many(&mut held, &rcps, PolicyKind::Rcp, &unit.rcps);
            }
        }
        Entity::Account(name) => {
            if let Some(account) = world.accounts.get(name) {
                many(&mut held, &scps, PolicyKind::Scp, &account.scps);
                many(&mut held, &rcps, PolicyKind::Rcp, &account.rcps);
            }
        }
        Entity::Group(name) => {
            if let Ok(group) = world.group(name) {
                many(&mut held, &own, PolicyKind::Identity, &group.policies);
            }
        }
        Entity::User(name) => {
            if let Some(user) = world.users.iter().find(|user| user.name == *name) {
                many(&mut held, &own, PolicyKind::Identity, &user.policies);
                held.extend(boundary(&user.boundary));
            }
        }
        Entity::Role(name) => {
            if let Some(role) = world.roles.iter().find(|role| role.name == *name) {
                let seat = Seat::Trust(name.clone());
                held.push(Held { seat, nth: 0, kind: PolicyKind::Trust, source: &role.trust });
                many(&mut held, &own, PolicyKind::Identity, &role.policies);
                held.extend(boundary(&role.boundary));
            }
        }
        Entity::Resource(arn) => {
            let found = world.resources.iter().find(|resource| resource.arn == *arn);
            let seat = Seat::Resource(arn.clone());
            let held_by = found.and_then(|resource| resource.policy.as_ref());
            held.extend(held_by.map(|source| Held { seat, nth: 0, kind: PolicyKind::Resource, source }));
        }
        Entity::InstanceProfile(_) | Entity::Oidc(_) | Entity::Saml(_) | Entity::Request(_) => {}
    }
    held
}

/// The name of a policy's document, short: no folder, no `.json`.
#[must_use]
pub fn short_name(source: &PolicySource) -> String {
    let Some(file) = source.file() else { return "written out".to_owned() };
    let simple = file.rsplit(['/', '\\']).next().unwrap_or(file);
    simple.strip_suffix(".json").unwrap_or(simple).to_owned()
}

/// The rows, from the top. `turned` are those that are folded otherwise than at first: at first everything is open but the
/// policies of things.
#[must_use]
pub fn rows(world: &World, turned: &BTreeSet<Entity>) -> Vec<Row> {
    let mut tree = Tree { world, turned, rows: Vec::new() };
    let Some(root) = &world.organization else {
        for name in world.accounts.keys() {
            tree.account(name, 0);
        }
        return tree.rows;
    };
    if tree.container(Entity::Organization, 0) {
        tree.units("root", 1);
        let at_root = |name: &String, account: &Account| {
            let is_management = root.management.as_ref() == Some(name);
            is_management || account.unit.as_deref() == Some("root")
        };
        for (name, _) in world.accounts.iter().filter(|(name, account)| at_root(name, account)) {
            tree.account(name, 1);
        }
    }
    let is_outside =
        |name: &String, account: &Account| account.unit.is_none() && root.management.as_ref() != Some(name);
    let outside: Vec<&String> =
        world.accounts.iter().filter(|(name, account)| is_outside(name, account)).map(|(name, _)| name).collect();
    if !outside.is_empty() {
        tree.rows.push(Row { depth: 0, subject: Subject::Outside, fold: None });
        outside.into_iter().for_each(|name| tree.account(name, 1));
    }
    tree.rows
}

struct Tree<'w> {
    world: &'w World,
    turned: &'w BTreeSet<Entity>,
    rows: Vec<Row>,
}

impl Tree<'_> {
    /// A row whose children are shown at first, its policies before them. Gives back whether they are.
    fn container(&mut self, entity: Entity, depth: usize) -> bool {
        let open = !self.turned.contains(&entity);
        let subject = Subject::Entity(entity.clone());
        self.rows.push(Row { depth, subject, fold: Some(!open) });
        if open && !matches!(entity, Entity::Account(_)) {
            self.policies(&entity, depth + 1);
        }
        open
    }

    fn policies(&mut self, entity: &Entity, depth: usize) {
        for held in policies(self.world, entity) {
            self.rows.push(Row { depth, subject: Subject::Policy(held.seat, held.nth), fold: None });
        }
    }

    fn units(&mut self, above: &str, depth: usize) {
        let Some(root) = &self.world.organization else { return };
        // A file can say that units hang in each other; deeper than there are units is no tree.
        if depth > root.units.len() + 1 {
            return;
        }
        for (name, _) in root.units.iter().filter(|(_, unit)| unit.parent.as_deref().unwrap_or("root") == above) {
            if self.container(Entity::Unit(name.clone()), depth) {
                self.units(name, depth + 1);
                let own = self.world.accounts.iter().filter(|(_, account)| account.unit.as_ref() == Some(name));
                for (account, _) in own {
                    self.account(account, depth + 1);
                }
            }
        }
    }

    fn account(&mut self, name: &str, depth: usize) {
        let entity = Entity::Account(name.to_owned());
        if !self.container(entity.clone(), depth) {
            return;
        }
        self.policies(&entity, depth + 1);
        let world = self.world;
        let of = |own: &str| own.split_once('/').is_some_and(|(account, _)| account == name);
        let mut within: Vec<Entity> = Vec::new();
        within.extend(world.groups.iter().map(|group| Entity::Group(group.name.clone())));
        within.extend(world.users.iter().map(|user| Entity::User(user.name.clone())));
        within.extend(world.roles.iter().map(|role| Entity::Role(role.name.clone())));
        within.extend(world.instance_profiles.iter().map(|profile| Entity::InstanceProfile(profile.name.clone())));
        within.extend(world.identity_providers.iter().map(|own| Entity::provider(&own.name, own.kind)));
        within.retain(|entity| of(entity.name()));
        let resources = world.resources.iter().filter(|resource| resource.account == name);
        within.extend(resources.map(|resource| Entity::Resource(resource.arn.clone())));
        for entity in within {
            let has_policies = !policies(world, &entity).is_empty();
            let open = self.turned.contains(&entity);
            let fold = has_policies.then_some(!open);
            self.rows.push(Row { depth: depth + 1, subject: Subject::Entity(entity.clone()), fold });
            if open {
                self.policies(&entity, depth + 2);
            }
        }
    }
}

/// A row in `width` columns.
#[must_use]
pub fn line(world: &World, row: &Row, width: usize, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let mark = match row.fold {
        Some(true) if theme.ascii => "+ ",
        Some(true) => "▸ ",
        Some(false) if theme.ascii => "- ",
        Some(false) => "▾ ",
        None => "  ",
    };
    let mut spans = vec![Span::raw("  ".repeat(row.depth)), Span::styled(mark.to_owned(), theme.style(Role::Dim))];
    match &row.subject {
        Subject::Outside => {
            spans.push(Span::styled("outside of the organisation", theme.style(Role::Dim)));
            cut(spans, width, symbols.ellipsis)
        }
        Subject::Policy(seat, nth) => {
            let held = policies(world, &seat.owner());
            let Some(held) = held.iter().find(|held| held.seat == *seat && held.nth == *nth) else {
                return Line::default();
            };
            let colour = theme.style(Role::Kind(held.kind));
            spans.push(Span::styled(format!("{} ", held.kind.badge()), colour));
            let name = held.source.file().map_or_else(|| "written out in the file".to_owned(), str::to_owned);
            spans.push(Span::styled(name, theme.style(Role::Text)));
            spans.push(Span::styled(format!("  {}", held.kind.title()), theme.style(Role::Dim)));
            cut(spans, width, symbols.ellipsis)
        }
        Subject::Entity(entity) => {
            let (sort, name, more) = words(world, entity);
            let role = if matches!(entity, Entity::Organization | Entity::Unit(_) | Entity::Account(_)) {
                Role::Strong
            } else {
                Role::Text
            };
            spans.push(Span::styled(format!("{sort} "), theme.style(Role::Dim)));
            spans.push(Span::styled(name, theme.style(role)));
            if !more.is_empty() {
                spans.push(Span::styled(format!("  {more}"), theme.style(Role::Dim)));
            }
            badges(world, row, entity, width, spans, theme)
        }
    }
}

/// The row with the badges of its policies at the right, with names where there is room.
fn badges(
    world: &World,
    row: &Row,
    entity: &Entity,
    width: usize,
    spans: Vec<Span<'static>>,
    theme: &Theme,
) -> Line<'static> {
    let mark = theme.symbols().ellipsis;
    let held = policies(world, entity);
    let is_open = row.fold == Some(false);
    if held.is_empty() || is_open {
        return cut(spans, width, mark);
    }
    let written = |names: bool| -> Vec<Span<'static>> {
        let mut out = Vec::new();
        for held in &held {
            let colour = theme.style(Role::Kind(held.kind));
            let name = if names { format!(" {}", short_name(held.source)) } else { String::new() };
            out.push(Span::styled(format!("  {}", held.kind.badge()), colour));
            out.push(Span::styled(name, theme.style(Role::Dim)));
        }
        out
    };
    let wide = |spans: &[Span<'static>]| spans.iter().map(Span::width).sum::<usize>();
    let with_names = written(true);
    let right = if wide(&spans) + wide(&with_names) <= width { with_names } else { written(false) };
    let left = cut(spans, width.saturating_sub(wide(&right)), mark);
    let gap = " ".repeat(width.saturating_sub(left.width() + wide(&right)));
    Line::from(left.spans.into_iter().chain([Span::raw(gap)]).chain(right).collect::<Vec<_>>())
}

/// What something is, what it is called, and what else is to be said in a few words.
fn words(world: &World, entity: &Entity) -> (&'static str, String, String) {
    let name = entity.name();
    let simple = name.split_once('/').map_or(name, |(_, rest)| rest).to_owned();
    match entity {
        Entity::Organization => {
            let id = world.organization.as_ref().map(|root| root.id.clone()).unwrap_or_default();
            (entity.sort(), id, String::new())
        }
        Entity::Account(_) => {
            let account = world.accounts.get(name);
            let root = world.organization.as_ref();
            let manages = root.and_then(|root| root.management.as_deref()) == Some(name);
            let management = if manages { "  management account" } else { "" };
            let more = account.map(|account| format!("{} {}{management}", account.title, account.id));
            (entity.sort(), name.to_owned(), more.unwrap_or_default().trim().to_owned())
        }
        Entity::InstanceProfile(_) => {
            let profile = world.instance_profiles.iter().find(|profile| profile.name == *name);
            let role =
                profile.map(|profile| profile.role.split_once('/').map_or(profile.role.as_str(), |(_, role)| role));
            (entity.sort(), simple, role.map(|role| format!("holds {role}")).unwrap_or_default())
        }
        Entity::Unit(_) | Entity::Resource(_) | Entity::Request(_) => (entity.sort(), name.to_owned(), String::new()),
        Entity::Group(_) | Entity::User(_) | Entity::Role(_) | Entity::Oidc(_) | Entity::Saml(_) => {
            (entity.sort(), simple, String::new())
        }
    }
}

/// What of a line fits.
pub fn cut(line: impl Into<Line<'static>>, width: usize, mark: &str) -> Line<'static> {
    let mut room = width;
    let mut out = Vec::new();
    for span in line.into().spans {
        let words = fit(&span.content, room, mark);
        let whole = words.width() == span.content.width();
        room = room.saturating_sub(words.width());
        out.push(Span::styled(words, span.style));
        if !whole {
            break;
        }
    }
    Line::from(out)
}
