//! What the desk looks like: tabs, text, what is wrong with it, and what pops up above or stands beside.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::{ABOUT, Desk, PROBLEMS, Panel, TEXT, Tab};
use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::findings;
use crate::text::TextRange;
use crate::tui::actions::Action;
use crate::tui::app::{Hit, Hits};
use crate::tui::editor::{self, Paint};
use crate::tui::overlay::panel;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{about, completion, cut_line, fit, on_ground, problems, wrap_hard};

/// The widest that a panel above the text becomes.
const WIDEST: u16 = 84;
/// The fewest rows of a panel above the text, its frame counted.
const LEAST: u16 = 6;

/// Where the pieces of the desk stand; what has no room has no rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Areas {
    /// The tabs, on one row.
    pub tabs: Rect,
    /// The text.
    pub text: Rect,
    /// What is wrong at the cursor.
    pub status: Rect,
    /// Where panels and lists may stand when they pop up.
    pub bounds: Rect,
    /// The places of the panels that are there all the time.
    pub inside: Option<Inside>,
}

/// The places of the panels where they need not pop up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inside {
    /// What is this.
    pub about: Rect,
    /// The list of problems.
    pub problems: Rect,
}

/// What was fitted.
#[derive(Debug, Default)]
pub struct Layout {
    pub areas: Areas,
    /// The frame of the panel that pops up.
    panel: Rect,
    /// The text of "What is this".
    about: Vec<Line<'static>>,
    /// The list of what could be written.
    list: Option<Rect>,
}

/// What is drawn besides the documents themselves.
#[derive(Debug, Default)]
pub struct Extras {
    /// What is lit in the text.
    pub lit: Option<TextRange>,
    /// The last line of the status.
    pub note: Option<Line<'static>>,
    /// The text has the focus.
    pub focused: bool,
}

impl Desk {
    /// Fits everything to its place.
    pub fn fit(&mut self, areas: Areas, theme: &Theme) {
        self.layout.areas = areas;
        for tab in &mut self.tabs {
            tab.editor.fit(areas.text.width, areas.text.height);
        }
        let row = self.cell_of(self.front().map_or(0, |tab| tab.editor.cursor())).map_or(areas.text.y, |cell| cell.y);
        let about = match (areas.inside, self.panel) {
            (Some(inside), panel) => {
                if panel != Panel::About {
                    self.follow_cursor();
                }
                inside.about
            }
            (None, Panel::About) => {
                let width = areas.bounds.width.min(WIDEST);
                let lines = self.about_lines(theme, usize::from(width.saturating_sub(6)));
                self.layout.panel = beside(areas.bounds, row, width, lines.len() + 2);
                within(self.layout.panel)
            }
            (None, Panel::Problems) => {
                let width = areas.bounds.width.min(WIDEST);
                let rows = problems::height(&self.listed(), self.problem, theme, usize::from(width.saturating_sub(6)));
                self.layout.panel = beside(areas.bounds, row, width, rows + 2);
                Rect::default()
            }
            (None, Panel::Closed) => Rect::default(),
        };
        self.layout.about = self.about_lines(theme, usize::from(about.width));
        let hidden = self.layout.about.len().saturating_sub(usize::from(about.height));
        self.scroll = self.scroll.min(hidden);
        self.problem = self.problem.min(self.problems().saturating_sub(1));
        self.layout.list = self.popup.as_ref().and_then(|popup| {
            let word = self.cell_of(popup.completion.range.start as usize)?;
            completion::place(areas.bounds, word, &self.look(popup))
        });
        if self.popup.is_some() && self.layout.list.is_none() {
            // What cannot be seen takes no keys.
            self.popup = None;
        }
    }

    /// Draws tabs, text and status.
    pub fn draw(&self, frame: &mut Frame<'_>, extras: Extras, theme: &Theme, hits: &mut Hits) {
        let areas = self.layout.areas;
        self.draw_tabs(frame, areas.tabs, theme, hits);
        if let Some(tab) = self.front() {
            let focused = extras.focused && self.panel == Panel::Closed;
            let paint = Paint { analysis: &tab.analysis, lit: extras.lit, focused };
            editor::draw(&tab.editor, frame, areas.text, &paint, theme);
            hits.add(areas.text, Hit::Pane(TEXT));
        }
        self.draw_status(frame, areas.status, extras.note, theme, hits);
    }

    /// Draws the panels and the list of what could be written: above everything else, or in their places.
    pub fn draw_panels(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        match (self.layout.areas.inside, self.panel) {
            (Some(inside), _) => {
                self.draw_about(frame, inside.about, theme, hits);
                let focused = self.panel == Panel::Problems;
                hits.add(inside.problems, Hit::Pane(PROBLEMS));
                problems::draw(frame, inside.problems, &self.listed(), (self.marked(focused), focused), theme, hits);
            }
            (None, Panel::Closed) => {}
            (None, open) => {
                let rect = self.layout.panel;
                let (title, keys) = match (open, theme.ascii) {
                    (Panel::Problems, _) => ("Problems", "Enter goes there · F3 why · F4 fix · Esc"),
                    (_, false) => ("What is this?", "↑↓ scroll · Esc closes"),
                    (_, true) => ("What is this?", "Up/Down scroll · Esc closes"),
                };
                let room = usize::from(rect.width.saturating_sub(4));
                let keys = if keys.width() <= room { keys } else { "Esc closes" };
                frame.render_widget(Clear, rect);
                frame.render_widget(panel(theme, title, keys), rect);
                hits.add(rect, Hit::Pane(if open == Panel::Problems { PROBLEMS } else { ABOUT }));
                match open {
                    Panel::Problems => {
                        let listed = self.listed();
                        problems::draw(frame, within(rect), &listed, (self.problem, true), theme, hits);
                    }
                    _ => self.draw_about(frame, within(rect), theme, hits),
                }
            }
        }
        // A panel that popped up tells of the chosen proposal, and lies above the list until it is closed.
        let covered = self.layout.areas.inside.is_none() && self.panel != Panel::Closed;
        if let (Some(popup), Some(rect), false) = (&self.popup, self.layout.list, covered) {
            completion::draw(frame, rect, &self.look(popup), theme, hits);
        }
    }

    /// The problem that is marked in a list beside the text: the chosen one, or the one that the status speaks of.
    fn marked(&self, focused: bool) -> usize {
        let near = if focused { None } else { self.nearest_problem() };
        near.unwrap_or(self.problem)
    }

    fn look<'a>(&self, popup: &'a super::Popup) -> completion::Look<'a> {
        let keys = match (popup.chosen, popup.asked) {
            (Some(_), _) => "Tab take · F3 what is it",
            (None, true) => "Tab take the first · Esc",
            (None, false) => "Down choose · Esc",
        };
        let proposals = &popup.completion.proposals;
        completion::Look { proposals, chosen: popup.chosen, first: popup.first, keys }
    }

    fn listed(&self) -> Vec<problems::Document<'_>> {
        self.tabs.iter().map(Tab::listed).collect()
    }

    /// The cell that shows an offset of the text in front, when it is in the window.
    fn cell_of(&self, offset: usize) -> Option<Position> {
        self.front()?.editor.screen_position(offset, self.layout.areas.text)
    }

    /// What the panel tells, in lines of `width` columns.
    fn about_lines(&self, theme: &Theme, width: usize) -> Vec<Line<'static>> {
        let pages = self.subject.findings.iter().filter_map(|finding| {
            let page = findings::find(finding.code)?;
            Some(about::finding_lines(page, Some((&finding.message, finding.help.as_deref())), theme, width))
        });
        // What a word means is short, what belongs to it may be long.
        let word = self.subject.about.as_ref();
        let meaning = word.map(|word| about::word_lines(word, theme, width));
        let lists = word.filter(|word| !word.lists.is_empty()).map(|word| about::lists_lines(word, theme, width));
        let parts: Vec<Vec<Line<'static>>> = meaning.into_iter().chain(pages).chain(lists).collect();
        if parts.is_empty() {
            let words = wrap_hard("Put the cursor on a word of the policy: here stands what it means.", width);
            return words.into_iter().map(|part| Line::styled(part, theme.style(Role::Dim))).collect();
        }
        parts.join(&Line::default())
    }

    fn draw_about(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        hits.add(area, Hit::Pane(ABOUT));
        let lines = &self.layout.about;
        let window = usize::from(area.height);
        let hidden = lines.len().saturating_sub(self.scroll + window);
        for (row, line) in area.rows().zip(lines.iter().skip(self.scroll)) {
            frame.render_widget(Paragraph::new(line.clone()), row);
        }
        if let (true, Some(row)) = (hidden > 0, area.rows().next_back()) {
            let words = format!("{} {} more lines", theme.symbols().below, hidden + 1);
            let blank = " ".repeat(usize::from(area.width));
            frame.render_widget(Paragraph::new(blank), row);
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), row);
        }
    }

    fn draw_tabs(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let labels = |short: bool| -> Vec<Line<'static>> {
            let label = |(at, tab)| tab_label(tab, at == self.tab, short, theme);
            self.tabs.iter().enumerate().map(label).collect()
        };
        let width_of = |labels: &[Line<'_>]| labels.iter().map(|label| label.width() + 1).sum::<usize>();
        let mut labels = match labels(false) {
            full if width_of(&full) > usize::from(area.width) => labels(true),
            full => full,
        };
        // The one in front is always in sight: those before it give way.
        let mut first = 0;
        while first < self.tab && width_of(labels.get(..=self.tab - first).unwrap_or(&labels)) > usize::from(area.width)
        {
            labels.remove(0);
            first += 1;
        }
        let mut x = area.x + 1;
        for (at, mut line) in (first..).zip(labels) {
            let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
            if width == 0 {
                break;
            }
            let rect = Rect { x, width, height: 1, ..area };
            if at == self.tab {
                line = on_ground(line, theme.style(Role::Selected));
            }
            frame.render_widget(Paragraph::new(line), rect);
            hits.add(rect, Hit::Tab(at));
            x += width + 1;
        }
        let Some(tab) = self.front() else { return };
        let room = usize::from(area.right().saturating_sub(x + 1));
        if let Some(line) = place_and_size(tab, room, theme) {
            let rect = Rect { x, width: area.right().saturating_sub(x + 1), height: 1, ..area };
            frame.render_widget(Paragraph::new(line.right_aligned()), rect);
        }
    }

    /// What is wrong at the cursor, or else with the document, and the screen's own note.
    fn draw_status(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        note: Option<Line<'static>>,
        theme: &Theme,
        hits: &mut Hits,
    ) {
        let Some(tab) = self.front().filter(|_| area.height > 0) else { return };
        let note = note.filter(|_| area.height > 2);
        let mut lines = self.finding_lines(tab, theme, usize::from(area.width));
        let room = usize::from(area.height).saturating_sub(usize::from(note.is_some()));
        if tab.analysis.findings.len() > 1 && lines.len() < room && self.told(tab).is_some() {
            let counts = Line::from(problems::counts(tab.listed().findings, theme));
            lines.insert(0, StatusLine { line: counts, fix: None });
        }
        if lines.len() > room.max(1) {
            lines.truncate(room.max(1));
            if let Some(last) = lines.last_mut() {
                last.mark_cut(usize::from(area.width), theme);
            }
        }
        for (row, line) in area.rows().zip(lines) {
            if let Some(at) = line.fix {
                let x = row.x + u16::try_from(at).unwrap_or(0);
                hits.add(Rect { x, width: 6.min(row.right().saturating_sub(x)), ..row }, Hit::Action(Action::QuickFix));
            }
            frame.render_widget(Paragraph::new(line.line), row);
        }
        if let (Some(line), Some(row)) = (note, area.rows().next_back()) {
            frame.render_widget(Paragraph::new(line), row);
        }
    }

    /// The finding that is told in full. What AWS would save is said to be so; what could be better there is told on its line.
    fn told(&self, tab: &Tab) -> Option<&Diagnostic> {
        self.finding_near().filter(|finding| finding.severity == Severity::Error || tab.is_on_line(finding))
    }

    fn finding_lines(&self, tab: &Tab, theme: &Theme, width: usize) -> Vec<StatusLine> {
        let plain = |line| StatusLine { line, fix: None };
        if !tab.draft {
            return Vec::new();
        }
        let Some(finding) = self.told(tab) else {
            let mut spans = vec![
                Span::styled(format!("{} ", theme.symbols().yes), theme.style(Role::Allow)),
                Span::styled("AWS would save this document", theme.style(Role::Dim)),
            ];
            if !tab.analysis.findings.is_empty() {
                spans.push(Span::raw("   "));
                spans.extend(problems::counts(tab.listed().findings, theme));
                spans.push(Span::styled("F8", theme.style(Role::Accent)));
            }
            return vec![plain(Line::from(spans))];
        };
        let (sign, style) = editor::severity_sign(theme, finding.severity);
        let place = tab.editor.lines().line_column(tab.editor.text(), finding.range.start as usize);
        let at = format!("{}:{} ", place.line + 1, place.column + 1);
        let mut lines = Vec::new();
        let room = width.saturating_sub(2);
        for (index, part) in wrap_hard(&format!("{at}{}", finding.message), room).into_iter().enumerate() {
            let line = match part.strip_prefix(at.as_str()).filter(|_| index == 0) {
                Some(rest) => Line::from(vec![
                    Span::styled(format!("{sign} "), style),
                    Span::styled(at.clone(), theme.style(Role::Strong)),
                    Span::styled(rest.to_owned(), theme.style(Role::Text)),
                ]),
                None => Line::from(vec![Span::raw("  "), Span::styled(part, theme.style(Role::Text))]),
            };
            lines.push(plain(line));
        }
        let fix = finding.fix.as_ref().map(|_| "F4 fix");
        let help = finding.help.clone().unwrap_or_default();
        if let Some(fix) = fix {
            let mut parts = wrap_hard(&help, room.saturating_sub(fix.width() + 3)).into_iter();
            let first = parts.next().unwrap_or_default();
            let at = (2 + first.width() + 3).min(width.saturating_sub(fix.width()));
            let gap = if first.is_empty() { 0 } else { 3 };
            lines.push(StatusLine {
                fix: Some(if first.is_empty() { 2 } else { at }),
                line: Line::from(vec![
                    Span::styled(format!("  {first}{}", " ".repeat(gap)), theme.style(Role::Dim)),
                    Span::styled(fix, theme.style(Role::Accent)),
                ]),
            });
            lines.extend(parts.map(|part| plain(Line::styled(format!("  {part}"), theme.style(Role::Dim)))));
        } else if !help.is_empty() {
            let parts = wrap_hard(&help, room);
            let dim = |part| plain(Line::styled(format!("  {part}"), theme.style(Role::Dim)));
            lines.extend(parts.into_iter().map(dim));
        }
        lines
    }
}

/// A line of the status, and the column where it offers the fix.
struct StatusLine {
    line: Line<'static>,
    fix: Option<usize>,
}

impl StatusLine {
    /// More follows, and has no room: says so at the end of the words.
    fn mark_cut(&mut self, width: usize, theme: &Theme) {
        let mark = theme.symbols().ellipsis;
        if self.fix.is_some() {
            // The words are followed by a gap, and that by what mends it.
            if let Some(words) = self.line.spans.first_mut().filter(|words| words.content.ends_with("   ")) {
                let gap = " ".repeat(3_usize.saturating_sub(mark.width()));
                *words = Span::styled(format!("{}{mark}{gap}", words.content.trim_end()), words.style);
            }
            return;
        }
        let line = std::mem::take(&mut self.line);
        let style = line.spans.last().map_or(line.style, |span| line.style.patch(span.style));
        let mut line = cut_line(line, width.saturating_sub(mark.width()), theme);
        if line.spans.last().is_none_or(|span| span.content != mark) {
            line.push_span(Span::styled(mark, style));
        }
        self.line = line;
    }
}

/// A rectangle of `bounds` that leaves the row of the cursor in sight: on that side of it which has more room.
fn beside(bounds: Rect, row: u16, width: u16, height: usize) -> Rect {
    let above = row.saturating_sub(bounds.y);
    let below = bounds.bottom().saturating_sub(row + 1);
    let wanted = u16::try_from(height).unwrap_or(u16::MAX);
    let most = above.max(below).max(LEAST).min(bounds.height);
    let height = wanted.clamp(LEAST.min(most), most);
    let y = if below >= above { bounds.bottom() - height } else { bounds.y };
    Rect { x: bounds.x + (bounds.width - width.min(bounds.width)) / 2, y, width: width.min(bounds.width), height }
}

/// What is left of a panel inside its frame.
fn within(panel: Rect) -> Rect {
    Rect {
        x: panel.x + 3.min(panel.width),
        y: panel.y + 1.min(panel.height),
        width: panel.width.saturating_sub(6),
        height: panel.height.saturating_sub(2),
    }
}

/// "4:17   612 of 6,144 managed policy", as much of it as fits; the size stands out when it is too large.
fn place_and_size(tab: &Tab, room: usize, theme: &Theme) -> Option<Line<'static>> {
    let place = tab.editor.place();
    let at = format!("{}:{}", place.line + 1, place.column + 1);
    let size = tab.size();
    let (words, name) = match tab.quota {
        Some(quota) => (format!("{} of {}", thousands(size), thousands(quota.most)), format!(" {}", quota.name)),
        None => (format!("{} characters", thousands(size)), String::new()),
    };
    let too_large = tab.quota.is_some_and(|quota| size > quota.most);
    let style = theme.style(if too_large { Role::Deny } else { Role::Dim });
    let dim = theme.style(Role::Dim);
    let all = [
        vec![Span::styled(format!("{at}   "), dim), Span::styled(words.clone(), style), Span::styled(name, dim)],
        vec![Span::styled(format!("{at}   "), dim), Span::styled(words, style)],
        vec![Span::styled(at, dim)],
    ];
    all.into_iter().map(Line::from).find(|line| line.width() <= room)
}

/// What a tab says: badge, title, findings; `short` leaves the title out where it is not the chosen one.
fn tab_label(tab: &Tab, chosen: bool, short: bool, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::styled(format!(" {} ", tab.kind.badge()), theme.style(Role::Kind(tab.kind)))];
    let role = if chosen { Role::Strong } else { Role::Dim };
    if chosen || !short {
        spans.push(Span::styled(fit(&tab.title, 28, theme.symbols().ellipsis), theme.style(role)));
    }
    if !tab.draft {
        let words = if short && !chosen { "ref" } else { " reference" };
        spans.push(Span::styled(words, theme.style(Role::Dim)));
    }
    if let Some((count, worst)) = tab.analysis.worst().filter(|_| tab.draft) {
        let (sign, style) = editor::severity_sign(theme, worst);
        let gap = if short && !chosen { "" } else { "  " };
        spans.push(Span::styled(format!("{gap}{count}{sign}"), style));
    }
    spans.push(Span::raw(" "));
    Line::from(spans)
}

/// A number with a comma between its thousands.
fn thousands(n: usize) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}
