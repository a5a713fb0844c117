//! Where the pieces of the pane stand, and how they are drawn.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::compare::{Changed, Pair, Side, Since};
use super::guess::{Guess, OUTCOMES};
use super::why::{NO_STEP, is_gathering};
use super::{PANE, Pane, flow, inset};
use crate::iam::explain::{WalkStep, change_words, side_effect_words};
use crate::text::TextRange;
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::walk::{WalkLine, indent, step_lines};
use crate::tui::widgets::{cut_line, fit, on_ground, wrap, wrap_hard};

/// Lines of a message from AWS at most.
const MESSAGE: usize = 6;
/// Columns between two requests side by side: whether they differ stands there.
const BETWEEN: usize = 4;

/// How much room the screen has, beyond what the pane is given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Room {
    /// So little that the reasons are told in one sentence.
    pub brief: bool,
    /// So much that layers that are not there are shown one by one.
    pub ample: bool,
    /// Digits go to the pane: what is asked can be answered. Otherwise it says how to get there.
    pub has_keys: bool,
}

/// How the pane is drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    /// Whether it has the focus.
    pub focused: bool,
    /// What stands here is not the newest.
    pub stale: bool,
    /// The document and the statement under the text's cursor: their steps are marked.
    pub statement: Option<(&'a str, TextRange)>,
}

/// Where the pieces stand; what has no room has no rows.
#[derive(Debug, Default)]
pub(super) struct Layout {
    why: Rect,
    pub walk: Rect,
    message: Rect,
    pub lines: Vec<WalkLine>,
    why_lines: Vec<Line<'static>>,
    message_lines: Vec<Line<'static>>,
    /// Steps that hide what lies inside them, and how many columns before each its mark stands.
    folded: BTreeMap<usize, u16>,
}

impl Pane {
    /// Fits the pane to its place, the step looked at in sight.
    pub fn fit(&mut self, area: Rect, room: Room, theme: &Theme) {
        self.why.give_room(room.ample);
        let width = usize::from(area.width.saturating_sub(2));
        if let Some(pair) = &self.pair {
            self.layout = pair_layout(pair, area, theme);
            self.scroll = scrolled(&self.layout, self.scroll, pair.at..pair.at + 1, false);
            return;
        }
        let mut layout =
            Layout { why_lines: self.why_lines(theme, width, room.brief), walk: area, ..Layout::default() };
        if self.guess.is_open() {
            let (why, rest) = split(area, layout.why_lines.len() + 1);
            layout.why = inset(why);
            layout.walk = rest;
            layout.lines = self.question_lines(room.has_keys, theme, width.saturating_sub(1));
            self.scroll = 0;
            self.layout = layout;
            return;
        }
        layout.message_lines = self.tail_lines(theme, width);
        let (head, message) = (layout.why_lines.len(), layout.message_lines.len());
        // On a small screen the walk comes first, but for what was just said to the learner.
        let rows = usize::from(area.height);
        let all = rows >= head + 8;
        let least = 1 + usize::from(matches!(self.guess, Guess::Said { .. }));
        let mut closing = Vec::new();
        if !all {
            layout.why_lines = self.why_lines(theme, width.saturating_sub(1), room.brief);
            closing = layout.why_lines.split_off(least.min(layout.why_lines.len()));
        }
        let head = if all { head + 1 } else { layout.why_lines.len() };
        let (why, rest) = split(area, head);
        layout.why = inset(why);
        let message = if rows >= head + message + 9 && message > 0 { message + 1 } else { 0 };
        if message == 0 {
            // Behind the steps there is a column less.
            layout.message_lines = self.tail_lines(theme, width.saturating_sub(1));
        }
        let (walk, message) = split(rest, usize::from(rest.height).saturating_sub(message));
        layout.walk = walk;
        layout.message = inset(message);
        self.layout = layout;
        self.fit_walk(closing, theme);
    }

    /// Sets the walk in its window; `closing` stands behind it because it has no room above.
    fn fit_walk(&mut self, mut closing: Vec<Line<'static>>, theme: &Theme) {
        let width = usize::from(self.layout.walk.width.saturating_sub(3));
        let mut lines = self.walk_lines(theme, width);
        let folded = self.why.shown().into_iter().filter(|(_, hides)| *hides);
        let level = |at: usize| self.why.steps.get(at).map_or(0, |step| indent(step.level));
        self.layout.folded = folded.map(|(at, _)| (at, u16::try_from(level(at)).unwrap_or(0))).collect();
        let at_the_end = self.why.next(true).is_none();
        if self.layout.message.height == 0 {
            closing.extend(self.layout.message_lines.iter().cloned());
        } else {
            // What follows the walk stands right behind it where that is short.
            let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(self.layout.walk.height);
            self.layout.message.y = self.layout.walk.y + used;
        }
        if !closing.is_empty() {
            let closing = std::iter::once(Line::default()).chain(closing);
            lines.extend(closing.map(|line| WalkLine { step: NO_STEP, line }));
        }
        self.layout.lines = lines;
        let most = self.layout.lines.len().saturating_sub(usize::from(self.layout.walk.height));
        let least = scrolled(&self.layout, self.scroll, self.why.inside(), at_the_end);
        if std::mem::take(&mut self.to_the_end) && self.layout.message.height == 0 {
            self.beyond = most;
        }
        self.beyond = self.beyond.min(most.saturating_sub(least));
        self.scroll = least + self.beyond;
    }

    /// The walk's own lines, with what changed since before the last edit where that is wanted.
    fn walk_lines(&self, theme: &Theme, width: usize) -> Vec<WalkLine> {
        let changed = self.changed().unwrap_or_default();
        let mut out = Vec::new();
        for (at, _) in self.why.shown() {
            let Some(step) = self.why.steps.get(at) else { continue };
            let mut lines = step_lines(step, theme, width);
            if is_gathering(step) {
                let words = lines.first().map(Line::to_string).unwrap_or_default();
                let words = fit(&words, width, theme.symbols().ellipsis);
                lines = vec![Line::styled(words, theme.style(Role::Dim))];
            }
            lines.extend(since_line(&changed, at, theme, width));
            // Steps that the walk did not come to yet.
            if self.playing && at > self.why.at {
                lines = lines.into_iter().map(|line| faded(line, theme)).collect();
            }
            out.extend(lines.into_iter().map(|line| WalkLine { step: at, line }));
            let gone = changed.gone.iter().filter(|(behind, _)| *behind == at);
            out.extend(gone.map(|(_, step)| WalkLine { step: NO_STEP, line: before_line("gone", step, theme, width) }));
        }
        if self.marks_changes && changed == Changed::default() {
            let words = match self.before {
                Some(_) => "nothing changed here since before the last edit",
                None => "no decision fell here before the last edit",
            };
            out.push(WalkLine { step: NO_STEP, line: Line::styled(words, theme.style(Role::Dim)) });
        }
        out
    }

    /// What is asked before the steps are shown; each answer's line carries its number.
    fn question_lines(&self, has_keys: bool, theme: &Theme, width: usize) -> Vec<WalkLine> {
        let strong = theme.style(Role::Strong);
        let dim = theme.style(Role::Dim);
        let mut out = Vec::new();
        let mut say = |step: usize, words: &str, style: Style| {
            let lines = wrap(words, width).into_iter().map(|part| Line::styled(part, style));
            out.extend(lines.map(|line| WalkLine { step, line }));
        };
        let answers: Vec<(String, String)> = match &self.guess {
            Guess::Statement { options, .. } => {
                say(NO_STEP, "Right. And which statement decides?", strong);
                let none = ("none of them".to_owned(), String::new());
                options.iter().map(|(name, _)| (name.clone(), String::new())).chain([none]).collect()
            }
            Guess::Off | Guess::Outcome | Guess::Said { .. } => {
                say(NO_STEP, "Before you look: what will AWS say?", strong);
                OUTCOMES.iter().map(|(_, name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
            }
        };
        say(NO_STEP, "", dim);
        let longest = answers.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
        for (number, (name, words)) in (1..).zip(answers) {
            let mut line = vec![
                Span::styled(format!(" {number}  "), theme.style(Role::Accent)),
                Span::styled(name.clone(), theme.style(Role::Text)),
            ];
            if longest + words.width() + 6 <= width {
                line.push(Span::styled(format!("{}  {words}", " ".repeat(longest - name.width())), dim));
            }
            out.push(WalkLine { step: number, line: Line::from(line) });
        }
        let mut say = |words: &str| {
            let lines = wrap(words, width).into_iter().map(|part| Line::styled(part, dim));
            out.extend(lines.map(|line| WalkLine { step: NO_STEP, line }));
        };
        say("");
        match has_keys {
            true => say("s shows it without a guess, P never asks. Nothing is graded here."),
            false => say("F6 comes here; then the number. Nothing is graded here."),
        }
        out
    }

    /// Draws the way of the request on one line.
    pub fn draw_flow(&self, frame: &mut Frame<'_>, area: Rect, stale: bool, theme: &Theme) {
        if area.height == 0 {
            return;
        }
        let line = match self.stages.is_empty() {
            true => Line::styled(self.instead.0.clone(), theme.style(Role::Dim)),
            false => {
                let layer = self.why.steps.iter().take(self.why.at + 1).rev().find(|step| step.badge.is_some());
                let here = self.why.steps.get(self.why.at);
                let at = here.zip(layer).filter(|(here, layer)| here.hop == layer.hop && here.level >= layer.level);
                let at = at.and_then(|(here, layer)| Some((here.hop, layer.badge?)));
                let line = match self.guess.is_open() {
                    true => flow::untold(&self.stages, &self.wanted_action, theme),
                    false => flow::line(&self.stages, flow::Look { at }, theme, usize::from(area.width)),
                };
                if stale { faded(line, theme) } else { line }
            }
        };
        frame.render_widget(Paragraph::new(line), area);
    }

    /// Draws the pane where it was fitted to.
    pub fn draw(&self, frame: &mut Frame<'_>, look: Look<'_>, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let shade = |line: Line<'static>| if look.stale { faded(line, theme) } else { line };
        let whole = Rect {
            y: layout.why.y,
            height: layout.why.height + layout.walk.height + layout.message.height,
            ..layout.walk
        };
        hits.add(whole, Hit::Pane(PANE));
        for (row, line) in layout.why.rows().zip(&layout.why_lines) {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
        let area = layout.walk;
        let looked_at = match (&self.pair, self.guess.is_open()) {
            (Some(pair), _) => Some(pair.at),
            (None, true) => None,
            (None, false) => Some(self.why.at),
        };
        let back = theme.style(if look.focused { Role::Selected } else { Role::Marked });
        let steps = self.pair.is_none() && !self.guess.is_open();
        let mut before = None;
        for (row, line) in area.rows().zip(layout.lines.iter().skip(self.scroll)) {
            let mut drawn = shade(line.line.clone());
            let mut ground = Style::default();
            if Some(line.step) == looked_at {
                frame.render_widget(Paragraph::default().style(back), row);
                drawn = on_ground(drawn, back);
                ground = back;
            }
            let inner = Rect { x: row.x + 2, width: row.width.saturating_sub(3), ..row };
            frame.render_widget(Paragraph::new(drawn), inner);
            let fold = layout.folded.get(&line.step).filter(|_| steps && before != Some(line.step));
            before = Some(line.step);
            if let Some(column) = fold.filter(|column| **column < row.width) {
                let mark = Span::styled(theme.symbols().cursor, theme.style(Role::Dim).patch(ground));
                frame.render_widget(Paragraph::new(Line::from(mark)), Rect { x: row.x + column, width: 1, ..row });
            }
            let about = look.statement.filter(|_| steps);
            if about.is_some_and(|(document, statement)| self.is_about(line.step, document, statement)) {
                let mark = Span::styled(theme.symbols().edge, theme.style(Role::Accent));
                frame.render_widget(Paragraph::new(Line::from(mark)), Rect { width: 1, ..row });
            }
        }
        self.draw_more(frame, theme);
        let lines = layout.message.rows().skip(1).zip(&layout.message_lines);
        for (row, line) in lines {
            frame.render_widget(Paragraph::new(shade(line.clone())), row);
        }
    }

    /// How many lines follow below the window: in the blank row above what follows the walk, or else at the end of the last line,
    /// or in its place where it reaches that far.
    fn draw_more(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let layout = &self.layout;
        let end = self.scroll + usize::from(layout.walk.height);
        let below = layout.lines.len().saturating_sub(end);
        let apart = layout.message.rows().next();
        let (true, Some(row)) = (below > 0, apart.or(layout.walk.rows().next_back())) else { return };
        let words = |below: usize| format!(" {} {below} more ", theme.symbols().below);
        let last = end.checked_sub(1).and_then(|last| layout.lines.get(last)).map_or(0, |line| line.line.width());
        let covers = apart.is_none() && 2 + last + words(below).width() > usize::from(row.width);
        let words = words(below + usize::from(covers));
        let width = u16::try_from(words.width()).unwrap_or(0).min(row.width);
        let rect = Rect { x: row.right() - width, width, ..row };
        if covers {
            frame.render_widget(ratatui::widgets::Clear, row);
        }
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), rect);
    }

    /// "Why": what is asked, and how it ends, in a sentence or two; `brief` is the first, and the walk says the rest.
    fn why_lines(&self, theme: &Theme, width: usize, brief: bool) -> Vec<Line<'static>> {
        let mut head = vec![Span::styled("Why   ", theme.style(Role::Strong))];
        let words = match &self.asked {
            // How far the request came is not told yet.
            Some(_) if self.guess.is_open() => {
                let strong = theme.style(Role::Action).add_modifier(Modifier::BOLD);
                return vec![Line::from([head, vec![Span::styled(self.wanted_action.clone(), strong)]].concat())];
            }
            Some((action, resource)) => {
                let strong = theme.style(Role::Action).add_modifier(Modifier::BOLD);
                head.push(Span::styled(action.clone(), strong));
                let room = width.saturating_sub(head.iter().map(Span::width).sum::<usize>() + 4);
                head.push(Span::styled(" on ", theme.style(Role::Dim)));
                head.push(Span::styled(fit(resource, room, theme.symbols().ellipsis), theme.style(Role::Arn)));
                match self.why.summary.split_once(". ") {
                    _ if self.playing => "The walk goes on by itself; p stops it.".to_owned(),
                    Some((first, _)) if brief => format!("{first}."),
                    _ => self.why.summary.clone(),
                }
            }
            None if self.instead.0.is_empty() => return Vec::new(),
            None => {
                head.push(Span::styled(self.instead.0.clone(), theme.style(Role::Text)));
                self.instead.1.clone()
            }
        };
        let mut lines = vec![Line::from(head)];
        if let Guess::Said { right, words } = &self.guess {
            let symbols = theme.symbols();
            let (sign, role) = if *right { (symbols.yes, Role::Allow) } else { (symbols.no, Role::Deny) };
            let words = wrap(&format!("{sign} {words}"), width);
            lines.extend(words.into_iter().map(|part| Line::styled(part, theme.style(role))));
        }
        lines.extend(wrap(&words, width).into_iter().map(|part| Line::styled(part, theme.style(Role::Text))));
        lines
    }

    /// What follows the walk: the smallest change where it was looked for, and what AWS would say. Nothing while the walk plays:
    /// it would tell the end.
    fn tail_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        if self.playing {
            return Vec::new();
        }
        let mut lines = self.change_lines(theme, width);
        let message = self.message_lines(theme, width);
        if !lines.is_empty() && !message.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(message);
        lines
    }

    /// The smallest change, and what else it does.
    fn change_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let Some(changes) = &self.changes else { return Vec::new() };
        let strong = theme.style(Role::Strong);
        let Some(change) = changes.get(self.change) else {
            let words = "No small change of these documents turns the decision.";
            return wrap(words, width).into_iter().map(|part| Line::styled(part, strong)).collect();
        };
        let count =
            if changes.len() > 1 { format!("  {} of {}", self.change + 1, changes.len()) } else { String::new() };
        let mut lines = vec![Line::from(vec![
            Span::styled("Smallest change", strong),
            Span::styled(count, theme.style(Role::Dim)),
        ])];
        let mut say = |lead: &str, words: &str, style: Style| {
            let parts = wrap(words, width.saturating_sub(lead.width()));
            for (at, part) in parts.into_iter().enumerate() {
                let lead = if at == 0 { lead.to_owned() } else { " ".repeat(lead.width()) };
                lines.push(Line::from(vec![Span::styled(lead, theme.style(Role::Accent)), Span::styled(part, style)]));
            }
        };
        let lead = format!(" {} ", theme.symbols().arrow);
        for words in change_words(change) {
            say(&lead, &words, theme.style(Role::Text));
        }
        let lead = format!(" {} ", theme.symbols().warning);
        for words in side_effect_words(change) {
            say(&lead, &words, theme.style(Role::Dim));
        }
        lines
    }

    /// What a person meets in real life.
    fn message_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let Some(message) = self.why.message.as_ref().filter(|_| width > 20) else { return Vec::new() };
        let italic = theme.style(Role::Text).add_modifier(Modifier::ITALIC);
        const HEAD: &str = "In real life";
        let lead = format!("{HEAD} {message}");
        let mut lines = Vec::new();
        for (at, part) in wrap_hard(&lead, width - 1).into_iter().take(MESSAGE).enumerate() {
            match part.strip_prefix(HEAD).filter(|_| at == 0) {
                Some(rest) => lines.push(Line::from(vec![
                    Span::styled(HEAD, theme.style(Role::Strong)),
                    Span::styled(format!(" {rest}"), italic),
                ])),
                None => lines.push(Line::styled(part, italic)),
            }
        }
        lines
    }
}

/// What became of a step since before the last edit, in a line below it.
fn since_line(changed: &Changed, at: usize, theme: &Theme, width: usize) -> Option<Line<'static>> {
    match changed.since.get(&at)? {
        Since::New => {
            let words = format!("{}new", " ".repeat(MARGIN));
            Some(Line::styled(fit(&words, width, theme.symbols().ellipsis), theme.style(Role::Accent)))
        }
        Since::Was(step) => Some(before_line("before", step, theme, width)),
    }
}

/// Columns before what was there before the last edit.
const MARGIN: usize = 10;

/// A step as it was, in one line.
fn before_line(word: &str, step: &WalkStep, theme: &Theme, width: usize) -> Line<'static> {
    let (sign, style) = theme.sign(step.sign);
    let said = match (word, step.note.is_empty()) {
        ("gone", false) => format!("{}  {}", step.label, step.note),
        (_, true) => step.label.clone(),
        _ => step.note.clone(),
    };
    let lead = format!("{}{word} ", " ".repeat(MARGIN));
    let room = width.saturating_sub(lead.width() + 2);
    Line::from(vec![
        Span::styled(lead, theme.style(Role::Accent)),
        Span::styled(format!("{sign} "), style),
        Span::styled(fit(&said, room, theme.symbols().ellipsis), theme.style(Role::Dim)),
    ])
}

/// Two requests side by side: what each is, how it ends and its way above, then their walks row by row.
fn pair_layout(pair: &Pair, area: Rect, theme: &Theme) -> Layout {
    let inner = usize::from(area.width.saturating_sub(3));
    let column = inner.saturating_sub(BETWEEN) / 2;
    let beside = |left: Line<'static>, right: Line<'static>, between: Span<'static>| {
        let gap = column.saturating_sub(left.width());
        let rest = BETWEEN.saturating_sub(between.width() + 1);
        let mut spans = left.spans;
        spans.extend([Span::raw(" ".repeat(gap + 1)), between, Span::raw(" ".repeat(rest))]);
        spans.extend(right.spans);
        Line::from(spans)
    };
    let cut = |line: Line<'static>| cut_line(line, column, theme);
    let heads = |side: &Side| {
        let (sign, style) = theme.sign(side.sign());
        let outcome = OUTCOMES.iter().find(|(verdict, ..)| *verdict == side.verdict).map_or("", |(_, name, _)| name);
        vec![
            cut(Line::styled(side.title.clone(), theme.style(Role::Strong))),
            Line::from(vec![Span::styled(format!("{sign} {outcome}"), style)]),
            cut(flow::line(&side.stages, flow::Look::default(), theme, column)),
        ]
    };
    let (left, right) = (heads(&pair.left), heads(&pair.right));
    let why_lines: Vec<Line<'static>> =
        left.into_iter().zip(right).map(|(left, right)| beside(left, right, Span::raw(""))).collect();
    let (why, walk) = split(area, why_lines.len() + 1);
    // As the rows of the walk below: a column for a mark, and one more.
    let why = Rect { x: why.x + 2, width: why.width.saturating_sub(3), ..why };
    let mut lines = Vec::new();
    for (row, (left, right, same)) in pair.rows.iter().enumerate() {
        let drawn = |side: &Side, at: &Option<usize>| -> Vec<Line<'static>> {
            let step = at.and_then(|at| side.steps.get(at));
            step.map(|step| step_lines(step, theme, column).into_iter().map(cut).collect()).unwrap_or_default()
        };
        let (left, right) = (drawn(&pair.left, left), drawn(&pair.right, right));
        let sign = match (same, theme.ascii) {
            (true, _) => "",
            (false, false) => "≠",
            (false, true) => "!=",
        };
        for at in 0..left.len().max(right.len()).max(1) {
            let mark = if at == 0 { sign } else { "" };
            let line = beside(
                left.get(at).cloned().unwrap_or_default(),
                right.get(at).cloned().unwrap_or_default(),
                Span::styled(mark, theme.style(Role::Accent)),
            );
            let line = if *same { faded(line, theme) } else { line };
            lines.push(WalkLine { step: row, line });
        }
    }
    Layout { why, walk, lines, why_lines, ..Layout::default() }
}

/// Lines above the window, so that what is looked at is in it: the step with all that is inside it, and a line more.
fn scrolled(layout: &Layout, scroll: usize, inside: std::ops::Range<usize>, at_the_end: bool) -> usize {
    let lines = &layout.lines;
    let first = lines.iter().position(|line| line.step == inside.start).unwrap_or_default();
    let last = lines.iter().rposition(|line| inside.contains(&line.step)).unwrap_or_default();
    let last = if at_the_end { lines.len() } else { last };
    let height = usize::from(layout.walk.height).max(1);
    let scroll = if last + 2 > scroll + height { (last + 2).saturating_sub(height) } else { scroll };
    scroll.min(first.saturating_sub(1)).min(lines.len().saturating_sub(height))
}

/// The rows above, and what is left below.
fn split(area: Rect, rows: usize) -> (Rect, Rect) {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// The same line without its colours: it is not the newest, or not what matters.
fn faded(line: Line<'static>, theme: &Theme) -> Line<'static> {
    let (dim, own) = (theme.style(Role::Dim), line.style);
    let fade = |span: Span<'static>| {
        let style: Style = own.patch(span.style).remove_modifier(Modifier::BOLD).patch(dim);
        Span::styled(span.content, style)
    };
    Line::from(line.spans.into_iter().map(fade).collect::<Vec<_>>())
}
