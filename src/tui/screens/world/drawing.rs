//! The drawing of who trusts whom: accounts as boxes, arrows from whom a role trusts to the role. Where there is no room for
//! arrows, a list says the same.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::trusts::{Trust, Whom};
use crate::iam::draft::Entity;
use crate::iam::scenario::World;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::fit;

/// The narrowest column of boxes.
const LEAST: usize = 18;

/// A line that can be chosen: what it is, and where in the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub entity: Entity,
    /// Its line, from 0.
    pub line: usize,
}

/// A drawing.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// Its lines.
    pub lines: Vec<Line<'static>>,
    /// What can be chosen in it, from the top left to the bottom right.
    pub nodes: Vec<Node>,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'d> {
    /// The world.
    pub world: &'d World,
    /// Who trusts whom in it.
    pub trusts: &'d [Trust],
    /// The roles whose trust policies are not in force.
    pub broken: &'d [String],
    /// What belongs to this is lit.
    pub chosen: Option<&'d Entity>,
}

/// The drawing in `width` columns.
#[must_use]
pub fn draw(drawn: &Drawn<'_>, width: usize, theme: &Theme) -> Drawing {
    let world = drawn.world;
    if world.roles.is_empty() {
        let words = "No role yet, so nobody is trusted. Add one with a.";
        return Drawing { lines: vec![Line::styled(words, theme.style(Role::Dim))], nodes: Vec::new() };
    }
    wide(drawn, width, theme).unwrap_or_else(|| list(drawn, width, theme))
}

/// An entry of a column.
struct Entry {
    whom: Whom,
    words: String,
}

/// A box of a column: what its frame says (an account, or nothing), and what is in it.
struct Group {
    head: Option<Entry>,
    entries: Vec<Entry>,
}

impl Group {
    fn height(&self) -> usize {
        if self.head.is_some() { self.entries.len() + 2 } else { self.entries.len() }
    }
}

fn account_words(world: &World, name: &str) -> String {
    match world.accounts.get(name) {
        Some(account) if !account.title.is_empty() => format!("{} {}", account.title, account.id),
        Some(account) => format!("{name} {}", account.id),
        None => name.to_owned(),
    }
}

fn entry(entity: Entity) -> Entry {
    let whom = Whom::Known(entity);
    Entry { words: whom.words(), whom }
}

/// Those who may be trusted: the accounts with their users, and with the roles and providers that some role trusts; then
/// what is no account's.
fn left_column(world: &World, trusts: &[Trust]) -> Vec<Group> {
    let is_trusted = |entity: &Entity| trusts.iter().any(|trust| trust.whom == Whom::Known(entity.clone()));
    let mut groups = Vec::new();
    for name in world.accounts.keys() {
        let of = |own: &str| own.split_once('/').is_some_and(|(account, _)| account == name);
        let users = world.users.iter().map(|user| Entity::User(user.name.clone()));
        let roles = world.roles.iter().map(|role| Entity::Role(role.name.clone())).filter(&is_trusted);
        let providers = world.identity_providers.iter().map(|provider| Entity::provider(&provider.name, provider.kind));
        let all = users.chain(roles).chain(providers.filter(&is_trusted));
        let entries: Vec<Entry> = all.filter(|entity| of(entity.name())).map(entry).collect();
        let account = Entity::Account(name.clone());
        if !entries.is_empty() || is_trusted(&account) {
            let head = Entry { whom: Whom::Known(account), words: account_words(world, name) };
            groups.push(Group { head: Some(head), entries });
        }
    }
    let mut others: Vec<Whom> = Vec::new();
    for trust in trusts {
        if !matches!(trust.whom, Whom::Known(_)) && !others.contains(&trust.whom) {
            others.push(trust.whom.clone());
        }
    }
    for whom in others {
        groups.push(Group { head: None, entries: vec![Entry { words: whom.words(), whom }] });
    }
    groups
}

/// The accounts with their roles.
fn right_column(world: &World) -> Vec<Group> {
    let mut groups = Vec::new();
    for name in world.accounts.keys() {
        let own =
            world.roles.iter().filter(|role| role.name.split_once('/').is_some_and(|(account, _)| account == name));
        let entries: Vec<Entry> = own.map(|role| entry(Entity::Role(role.name.clone()))).collect();
        if !entries.is_empty() {
            let head = Entry { whom: Whom::Known(Entity::Account(name.clone())), words: account_words(world, name) };
            groups.push(Group { head: Some(head), entries });
        }
    }
    groups
}

/// The cells of a drawing. A cell holds a character, or the ways in which lines leave it.
struct Canvas {
    width: usize,
    cells: Vec<(char, u8, Style)>,
}

const NORTH: u8 = 1;
const EAST: u8 = 2;
const SOUTH: u8 = 4;
const WEST: u8 = 8;

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { width, cells: vec![(' ', 0, Style::new()); width * height] }
    }

    fn cell(&mut self, x: usize, y: usize) -> Option<&mut (char, u8, Style)> {
        if x < self.width { self.cells.get_mut(y * self.width + x) } else { None }
    }

    fn put(&mut self, x: usize, y: usize, character: char, style: Style) {
        if let Some(cell) = self.cell(x, y) {
            *cell = (character, 0, style);
        }
    }

    fn words(&mut self, x: usize, y: usize, words: &str, style: Style) {
        for (at, character) in words.chars().enumerate() {
            self.put(x + at, y, character, style);
        }
    }

    fn way(&mut self, x: usize, y: usize, ways: u8, style: Style) {
        if let Some((character, known, old)) = self.cell(x, y)
            && *character == ' '
        {
            (*known, *old) = (*known | ways, style);
        }
    }

    fn across(&mut self, from: usize, to: usize, y: usize, style: Style) {
        for x in from..=to {
            let west = if x > from { WEST } else { 0 };
            let east = if x < to { EAST } else { 0 };
            self.way(x, y, west | east, style);
        }
    }

    fn down(&mut self, x: usize, from: usize, to: usize, style: Style) {
        let (top, bottom) = (from.min(to), from.max(to));
        for y in top..=bottom {
            let north = if y > top { NORTH } else { 0 };
            let south = if y < bottom { SOUTH } else { 0 };
            self.way(x, y, north | south, style);
        }
    }

    fn lines(&self) -> Vec<Line<'static>> {
        let drawn = |cell: &(char, u8, Style)| match (cell.0, cell.1) {
            (' ', 0) => ' ',
            (' ', ways) => stroke(ways),
            (character, _) => character,
        };
        let line = |row: &[(char, u8, Style)]| {
            let mut spans: Vec<Span<'static>> = Vec::new();
            for cell in row {
                match spans.last_mut().filter(|last| last.style == cell.2) {
                    Some(last) => last.content.to_mut().push(drawn(cell)),
                    None => spans.push(Span::styled(drawn(cell).to_string(), cell.2)),
                }
            }
            Line::from(spans)
        };
        self.cells.chunks(self.width.max(1)).map(line).collect()
    }
}

fn stroke(ways: u8) -> char {
    match ways {
        w if w == EAST | SOUTH => '╭',
        w if w == WEST | SOUTH => '╮',
        w if w == EAST | NORTH => '╰',
        w if w == WEST | NORTH => '╯',
        w if w == NORTH | SOUTH | EAST => '├',
        w if w == NORTH | SOUTH | WEST => '┤',
        w if w == EAST | WEST | SOUTH => '┬',
        w if w == EAST | WEST | NORTH => '┴',
        w if w == NORTH | SOUTH | EAST | WEST => '┼',
        w if w & (NORTH | SOUTH) != 0 => '│',
        _ => '─',
    }
}

/// Where an entry of a column stands.
struct Spot {
    whom: Whom,
    y: usize,
    /// Whether it stands in no box.
    free: bool,
}

/// Draws a column of boxes; gives back where everything stands. An entry that cannot stand in a row goes further down.
fn column(
    canvas: &mut Canvas,
    groups: &[Group],
    (x, width): (usize, usize),
    chosen: Option<&Entity>,
    can_stand: &dyn Fn(&Whom, usize) -> bool,
    theme: &Theme,
) -> Vec<Spot> {
    let mark = theme.symbols().ellipsis;
    let rule = theme.style(Role::Rule);
    let style = |whom: &Whom, role: Role| match whom {
        Whom::Known(entity) if Some(entity) == chosen => lit(theme),
        _ => theme.style(role),
    };
    let across = |canvas: &mut Canvas, y: usize, ends: (char, char)| {
        (x + 1..x + width - 1).for_each(|x| canvas.put(x, y, '─', rule));
        canvas.put(x, y, ends.0, rule);
        canvas.put(x + width - 1, y, ends.1, rule);
    };
    let inner = width.saturating_sub(4);
    let (mut y, mut spots) = (0, Vec::new());
    for group in groups {
        if let Some(head) = &group.head {
            across(canvas, y, ('╭', '╮'));
            let words = format!(" {} ", fit(&head.words, inner.saturating_sub(2), mark));
            canvas.words(x + 2, y, &words, style(&head.whom, Role::Strong));
            spots.push(Spot { whom: head.whom.clone(), y, free: false });
            y += 1;
        }
        for entry in &group.entries {
            let in_box = group.head.is_some();
            loop {
                if in_box {
                    canvas.put(x, y, '│', rule);
                    canvas.put(x + width - 1, y, '│', rule);
                }
                if can_stand(&entry.whom, y) {
                    break;
                }
                y += 1;
            }
            canvas.words(x + 2, y, &fit(&entry.words, inner, mark), style(&entry.whom, Role::Text));
            spots.push(Spot { whom: entry.whom.clone(), y, free: !in_box });
            y += 1;
        }
        if group.head.is_some() {
            across(canvas, y, ('╰', '╯'));
            y += 1;
        }
        y += 1;
    }
    spots
}

/// How the chosen thing looks.
fn lit(theme: &Theme) -> Style {
    theme.style(Role::Accent).add_modifier(ratatui::style::Modifier::UNDERLINED)
}

/// The form with arrows; `None` when it does not fit.
fn wide(drawn: &Drawn<'_>, width: usize, theme: &Theme) -> Option<Drawing> {
    let Drawn { world, trusts, broken, chosen } = *drawn;
    let (left, mut right) = (left_column(world, trusts), right_column(world));
    for entry in right.iter_mut().flat_map(|group| &mut group.entries) {
        if matches!(&entry.whom, Whom::Known(entity) if broken.iter().any(|role| role == entity.name())) {
            entry.words = format!("{} {}", entry.words, theme.symbols().warning);
        }
    }
    // Every role that somebody may put on has a lane of its own, in which all arrows to it come together.
    let targets: Vec<&str> = right
        .iter()
        .flat_map(|group| &group.entries)
        .filter_map(|entry| match &entry.whom {
            Whom::Known(Entity::Role(name)) if trusts.iter().any(|trust| trust.role == *name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let gutter = targets.len() * 2 + 6;
    let widest = |groups: &[Group]| {
        let heads = groups.iter().filter_map(|group| group.head.as_ref());
        let words = groups.iter().flat_map(|group| &group.entries).chain(heads).map(|entry| entry.words.width() + 6);
        words.max().unwrap_or(0).max(LEAST)
    };
    let room = width.checked_sub(gutter)?;
    let (mut from, mut to) = (widest(&left), widest(&right));
    if from + to > room {
        from = from.min(room / 2);
        to = to.min(room.saturating_sub(from));
        if from < LEAST + 6 || to < LEAST + 6 {
            return None;
        }
    }
    // Beyond what is needed the arrows get the room, but not more than looks well.
    let gutter = (width - from - to).min(gutter + 12);
    let height = |groups: &[Group]| groups.iter().map(|group| group.height() + 1).sum::<usize>();
    // Every row of the left may push an entry of the right one row down.
    let mut canvas = Canvas::new(from + gutter + to, height(&left) + height(&right) + 1);
    let start = from + gutter;
    let sources = column(&mut canvas, &left, (0, from), chosen, &|_, _| true, theme);
    let lane_of = |role: &str| targets.iter().position(|target| *target == role).map(|at| from + 2 + at * 2);
    // An arrow that comes out of a lane must not run on in the line of somebody who goes further.
    let can_stand = |whom: &Whom, y: usize| {
        let Whom::Known(Entity::Role(role)) = whom else { return true };
        let Some(lane) = lane_of(role) else { return true };
        let here = sources.iter().filter(|spot| spot.y == y);
        let lanes = here.flat_map(|spot| trusts.iter().filter(|trust| trust.whom == spot.whom));
        lanes.filter_map(|trust| lane_of(&trust.role)).all(|other| other <= lane)
    };
    let ends = column(&mut canvas, &right, (start, to), chosen, &can_stand, theme);
    let is_lit = |trust: &Trust| {
        let role = chosen == Some(&Entity::Role(trust.role.clone()));
        role || chosen.is_some_and(|entity| trust.whom == Whom::Known(entity.clone()))
    };
    let mut order: Vec<&Trust> = trusts.iter().collect();
    order.sort_by_key(|trust| is_lit(trust));
    let mut joins: Vec<(usize, usize, char, Style)> = Vec::new();
    for trust in order {
        let lane = lane_of(&trust.role)?;
        let source = sources.iter().find(|spot| spot.whom == trust.whom)?;
        let end = ends.iter().find(|spot| spot.whom == Whom::Known(Entity::Role(trust.role.clone())))?;
        let style = theme.style(if is_lit(trust) { Role::Accent } else { Role::Dim });
        // What stands free has no frame to begin at: its arrow begins behind its words.
        let begin = match source.free {
            true => 2 + trust.whom.words().width().min(from.saturating_sub(4)) + 1,
            false => from,
        };
        canvas.across(begin, lane, source.y, style);
        canvas.down(lane, source.y, end.y, style);
        canvas.across(lane, start - 1, end.y, style);
        canvas.put(start - 1, end.y, '▶', style);
        let farther =
            trusts.iter().any(|other| other.whom == trust.whom && lane_of(&other.role).is_some_and(|at| at > lane));
        match (trust.conditional, farther && source.y != end.y) {
            (true, _) => joins.push((lane, source.y, '?', style)),
            (false, true) => joins.push((lane, source.y, '●', style)),
            (false, false) => {}
        }
    }
    for (x, y, sign, style) in joins {
        canvas.put(x, y, sign, style);
    }
    let mut nodes: Vec<Node> = Vec::new();
    for spot in sources.into_iter().chain(ends) {
        if let Whom::Known(entity) = spot.whom
            && !nodes.iter().any(|node| node.entity == entity)
        {
            nodes.push(Node { entity, line: spot.y });
        }
    }
    let mut lines = canvas.lines();
    while lines.last().is_some_and(|line| line.spans.iter().all(|span| span.content.trim().is_empty())) {
        lines.pop();
    }
    lines.push(Line::default());
    lines.push(legend(drawn, theme));
    Some(Drawing { lines, nodes })
}

fn legend(drawn: &Drawn<'_>, theme: &Theme) -> Line<'static> {
    let conditional = drawn.trusts.iter().any(|trust| trust.conditional);
    let conditions = if conditional { "   ? only under conditions" } else { "" };
    let broken = match drawn.broken.is_empty() {
        true => String::new(),
        false => format!("   {} AWS would refuse it", theme.symbols().warning),
    };
    let arrow = if theme.ascii { "-->" } else { "──▶" };
    let words = format!("{arrow} may put on the role, says its trust policy{conditions}{broken}");
    Line::styled(words, theme.style(Role::Dim))
}

/// The form without arrows: under each role whom it trusts.
fn list(drawn: &Drawn<'_>, width: usize, theme: &Theme) -> Drawing {
    let Drawn { world, trusts, broken, chosen } = *drawn;
    let mark = theme.symbols().ellipsis;
    let arrow = if theme.ascii { "<-" } else { "◀─" };
    let mut drawing = Drawing::default();
    let style = |entity: &Entity, role: Role| if Some(entity) == chosen { lit(theme) } else { theme.style(role) };
    for group in right_column(world) {
        if let Some(Entry { whom: Whom::Known(account), words }) = &group.head {
            drawing.nodes.push(Node { entity: account.clone(), line: drawing.lines.len() });
            drawing.lines.push(Line::styled(fit(words, width, mark), style(account, Role::Strong)));
        }
        for entry in &group.entries {
            let Whom::Known(role) = &entry.whom else { continue };
            drawing.nodes.push(Node { entity: role.clone(), line: drawing.lines.len() });
            let words = fit(&entry.words, width.saturating_sub(2), mark);
            drawing.lines.push(Line::from(vec![Span::raw("  "), Span::styled(words, style(role, Role::Text))]));
            let own: Vec<&Trust> = trusts.iter().filter(|trust| trust.role == role.name()).collect();
            if own.is_empty() {
                let words = match broken.iter().any(|name| name == role.name()) {
                    true => "    trusts nobody: AWS would refuse its trust policy",
                    false => "    trusts nobody",
                };
                let words = fit(words, width, mark);
                drawing.lines.push(Line::styled(words, theme.style(Role::Dim)));
            }
            for trust in own {
                let words = match &trust.whom {
                    Whom::Known(Entity::Account(name)) => format!("account {}", account_words(world, name)),
                    Whom::Known(entity) => format!("{} {}", entity.sort(), entity.name()),
                    other => other.words(),
                };
                let sign = if trust.conditional { " ?" } else { "" };
                let lit = matches!(&trust.whom, Whom::Known(entity) if Some(entity) == chosen);
                let style = theme.style(if lit { Role::Accent } else { Role::Dim });
                let line = format!("    {arrow} {}{sign}", fit(&words, width.saturating_sub(9), mark));
                drawing.lines.push(Line::styled(line, style));
            }
        }
        drawing.lines.push(Line::default());
    }
    let conditions = if trusts.iter().any(|trust| trust.conditional) { "   ? under conditions" } else { "" };
    let words = fit(&format!("{arrow} is trusted{conditions}"), width, mark);
    drawing.lines.push(Line::styled(words, theme.style(Role::Dim)));
    drawing
}
