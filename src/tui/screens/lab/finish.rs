//! A solved lab: what it taught, its second rounds, and one's own answer beside the reference: first how the two differ in access, then
//! their texts. Two pages, above the lab.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::course::grade::{Difference, Round, Tried};
use crate::iam::policy::PolicyKind;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Hit, Hits};
use crate::tui::overlay::{centred, panel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::prose::folded;
use crate::tui::widgets::{code, prose, wrap};

/// The widest it is drawn.
const WIDTH: u16 = 150;
/// Running text is never wider than this.
const MEASURE: usize = 78;
/// From so many columns on, the two answers stand side by side.
const BESIDE: usize = 84;
/// So many differences are told, on either side.
const TOLD: usize = 8;
/// So many actions of one of them.
const ACTIONS: usize = 4;
/// The pages.
const PAGES: [&str; 2] = ["What it taught", "Yours and the reference"];

/// What is shown of a solved lab.
#[derive(Debug, Clone, PartialEq)]
pub struct Finish {
    /// `Solved`, with the stars.
    pub title: String,
    /// What the lab taught, Markdown.
    pub taught: String,
    /// Its second rounds.
    pub rounds: Vec<Round>,
    /// The documents of both answers.
    pub pairs: Vec<Pair>,
    /// What one's own answer allows and the reference does not, and the other way round.
    pub difference: Difference,
    /// The page in front.
    pub page: usize,
    /// The first line shown of it.
    pub scroll: usize,
}

/// A document of one's own and that of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The file's name.
    pub file: String,
    /// What its tab says.
    pub title: String,
    /// What it is.
    pub kind: PolicyKind,
    /// One's own text.
    pub mine: String,
    /// The reference's.
    pub reference: String,
}

impl Finish {
    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::Finish]
    }

    /// Does an action; says whether to close.
    pub fn act(&mut self, action: Action, size: (u16, u16)) -> bool {
        let page = usize::from(size.1.saturating_sub(if size.1 >= 20 { 10 } else { 6 })).max(1);
        let last = self.lines(&plain_theme(), inner_width(size.0)).len().saturating_sub(page);
        match action {
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            Action::Down => self.scroll = (self.scroll + 1).min(last),
            Action::PageUp => self.scroll = self.scroll.saturating_sub(page),
            Action::PageDown => self.scroll = (self.scroll + page).min(last),
            Action::NextPane | Action::PreviousPane => (self.page, self.scroll) = ((self.page + 1) % PAGES.len(), 0),
            Action::Back => return true,
            _ => {}
        }
        false
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        // The lab's own head stays in sight where there is room.
        let rect = centred(area, WIDTH, if area.height >= 20 { area.height - 4 } else { area.height });
        frame.render_widget(Clear, rect);
        let block = panel(theme, &self.title, "Tab turns the page · Esc closes");
        let inner = block.inner(rect);
        frame.render_widget(block, rect);
        hits.add(area, Hit::Action(Action::Back));
        hits.add(rect, Hit::Pane(0));
        let head = Rect { height: 1.min(inner.height), ..inner };
        hits.add(head, Hit::Action(Action::NextPane));
        frame.render_widget(Paragraph::new(self.head(theme)), head);
        let room = Rect { y: inner.y + 2.min(inner.height), height: inner.height.saturating_sub(2), ..inner };
        let lines = self.lines(theme, usize::from(room.width));
        let height = usize::from(room.height);
        let scroll = self.scroll.min(lines.len().saturating_sub(height));
        let below = lines.len().saturating_sub(scroll + height);
        let shown: Vec<Line<'static>> = lines.into_iter().skip(scroll).take(height).collect();
        frame.render_widget(Paragraph::new(shown), room);
        if below > 0 && rect.height > 2 {
            let s = if below == 1 { "" } else { "s" };
            let words = format!(" {} {below} line{s} more ", theme.symbols().below);
            let place =
                Rect { x: rect.x + 2, y: rect.bottom() - 1, width: rect.width.saturating_sub(4).min(24), height: 1 };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), place);
        }
    }

    fn head(&self, theme: &Theme) -> Line<'static> {
        let mut spans = Vec::new();
        for (at, name) in PAGES.iter().enumerate() {
            if at > 0 {
                spans.push(Span::styled(format!("  {}  ", theme.symbols().dot), theme.style(Role::Dim)));
            }
            let role = if at == self.page { Role::Accent } else { Role::Dim };
            spans.push(Span::styled(*name, theme.style(role)));
        }
        Line::from(spans)
    }

    /// Everything of the page in front.
    fn lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        if self.page == 0 { self.taught_lines(theme, width.min(MEASURE)) } else { self.compared_lines(theme, width) }
    }

    fn taught_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let mut lines = prose::markdown(&self.taught, theme.style(Role::Text), width, theme);
        lines.push(Line::default());
        lines.extend(self.in_short(theme, width));
        if !self.rounds.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(
                "Second rounds: go on with your answer, each brings a star of its own",
                theme.style(Role::Strong),
            ));
        }
        let symbols = theme.symbols();
        for round in &self.rounds {
            let (star, role) = if round.won { (symbols.star, Role::Star) } else { (symbols.no_star, Role::Dim) };
            let words = if round.won { round.text.clone() } else { format!("{}: {}", round.text, round.state) };
            lines.extend(listed(&words, (star, role), width, theme));
        }
        lines
    }

    /// How the two answers differ, in a sentence.
    fn in_short(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let symbols = theme.symbols();
        let Difference { tried, only_first, only_second } = &self.difference;
        let count = |side: &[Tried]| match side.iter().map(|tried| tried.actions.len().max(1)).sum::<usize>() {
            0 => "none".to_owned(),
            n => n.to_string(),
        };
        let (mark, words) = match self.difference.is_none() {
            true => (
                Span::styled(format!("{} ", symbols.yes), theme.style(Role::Allow)),
                format!("Of {tried} requests that were tried, yours and the reference allow the same."),
            ),
            false => (
                Span::styled(format!("{} ", symbols.silent), theme.style(Role::Silent)),
                format!(
                    "Of {tried} requests that were tried, yours alone allows {}, the reference alone {}.",
                    count(only_first),
                    count(only_second)
                ),
            ),
        };
        let parts = wrap(&words, width.saturating_sub(2)).into_iter().enumerate();
        let line = |(at, part): (usize, String)| {
            let lead = if at == 0 { mark.clone() } else { Span::raw("  ") };
            Line::from(vec![lead, Span::styled(part, theme.style(Role::Text))])
        };
        parts.map(line).collect()
    }

    fn compared_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let mut lines = self.in_short(theme, width);
        for (head, side) in [
            ("Only yours allows", &self.difference.only_first),
            ("Only the reference allows", &self.difference.only_second),
        ] {
            if side.is_empty() {
                continue;
            }
            lines.push(Line::default());
            lines.push(Line::styled(head, theme.style(Role::Strong)));
            for tried in side.iter().take(TOLD) {
                lines.extend(listed(&tried_words(tried), (theme.symbols().dot, Role::Dim), width, theme));
            }
            if side.len() > TOLD {
                lines.push(Line::styled(
                    format!("    and {} more of the kind", side.len() - TOLD),
                    theme.style(Role::Dim),
                ));
            }
        }
        for pair in &self.pairs {
            lines.push(Line::default());
            lines.extend(pair.lines(theme, width));
        }
        lines
    }
}

/// The columns inside the frame, in a terminal of this width.
fn inner_width(columns: u16) -> usize {
    usize::from(columns.min(WIDTH).saturating_sub(6))
}

/// For counting lines: colours do not change how words wrap.
fn plain_theme() -> Theme {
    use crate::tui::theme::{Depth, Palette};
    Theme { palette: Palette::Monochrome, depth: Depth::Basic, ascii: false }
}

/// A line of a list behind its mark, wrapped.
fn listed(words: &str, (mark, role): (&'static str, Role), width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let parts = wrap(words, width.saturating_sub(4).max(10));
    let line = |(at, part): (usize, String)| {
        let mark = if at == 0 { format!("  {mark} ") } else { "    ".to_owned() };
        Line::from(vec![Span::styled(mark, theme.style(role)), Span::styled(part, theme.style(Role::Text))])
    };
    parts.into_iter().enumerate().map(line).collect()
}

fn tried_words(tried: &Tried) -> String {
    let Tried { who, actions, resource, how } = tried;
    let how = if how.is_empty() { String::new() } else { format!(", {how}") };
    let (first, more) = actions.split_at(actions.len().min(ACTIONS));
    let named = first.join(", ");
    match (first.is_empty(), more.len()) {
        (true, _) => format!("{who} puts on {resource}{how}"),
        (false, 0) => format!("{who}: {named} on {resource}{how}"),
        (false, 1) => format!("{who}: {named} and 1 more action on {resource}{how}"),
        (false, n) => format!("{who}: {named} and {n} more actions on {resource}{how}"),
    }
}

impl Pair {
    /// The two texts, side by side where there is room.
    fn lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let kind = theme.style(Role::Kind(self.kind));
        let mut head = vec![
            Span::styled(format!("{} ", self.kind.badge()), kind),
            Span::styled(format!("{}  ", self.title), theme.style(Role::Strong)),
            Span::styled(self.file.clone(), theme.style(Role::Dim)),
        ];
        if is_same(&self.mine, &self.reference) {
            head.push(Span::styled("  the same text in both", theme.style(Role::Dim)));
            let code = code::policy_lines(&self.mine, theme).into_iter().flat_map(|line| folded(line, width));
            return std::iter::once(Line::from(head)).chain(code).collect();
        }
        let mut lines = vec![Line::from(head)];
        let title = |words: &'static str| Line::styled(words, theme.style(Role::Accent));
        let (mine, reference) = (title("yours"), title("the reference"));
        let texts = [(mine, &self.mine), (reference, &self.reference)];
        if width < BESIDE {
            for (head, text) in texts {
                lines.push(head);
                lines.extend(code::policy_lines(text, theme).into_iter().flat_map(|line| folded(line, width)));
            }
            return lines;
        }
        let column = width.saturating_sub(3) / 2;
        let [left, right] = texts.map(|(head, text)| {
            let code = code::policy_lines(text, theme).into_iter().flat_map(|line| folded(line, column));
            std::iter::once(head).chain(code).collect::<Vec<_>>()
        });
        let rows = left.len().max(right.len());
        let (mut left, mut right) = (left.into_iter(), right.into_iter());
        for _ in 0..rows {
            let (one, other) = (left.next().unwrap_or_default(), right.next().unwrap_or_default());
            let gap = " ".repeat(column.saturating_sub(one.width()));
            let mut spans = spans_of(one);
            spans.push(Span::raw(gap));
            spans.push(Span::styled(format!(" {} ", theme.symbols().vertical), theme.style(Role::Rule)));
            spans.extend(spans_of(other));
            lines.push(Line::from(spans));
        }
        lines
    }
}

/// A line's spans, each with the line's own style.
fn spans_of(line: Line<'static>) -> Vec<Span<'static>> {
    let style = line.style;
    line.spans.into_iter().map(|span| Span::styled(span.content, style.patch(span.style))).collect()
}

/// The same but for white space.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
