//! Where everything stands. With a scenario: the documents on the left, requests and walk on the right, or one of the two
//! sides where there is less room. Without: the documents and what is known of them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::case::Case;
use super::{Focus, Sandbox, requests};
use crate::tui::app::{Hit, Hits};
use crate::tui::screens::desk::{Areas, Extras, Inside, Panel, Tab};
use crate::tui::screens::walk;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page};

/// The list of requests, as the mouse knows it.
pub const REQUESTS: usize = 1;

/// From here on, both sides stand beside each other.
const WIDE: (u16, u16) = (100, 22);
/// The widest that the documents become, alone and beside a walk.
const WIDEST: u16 = 110;
const WIDEST_BESIDE_WALK: u16 = 96;
/// Rows of the strip of requests below the text, on a small screen.
const STRIP: usize = 6;
/// With fewer rows than this, the reasons are told in one sentence.
const BRIEF: u16 = 36;
/// From so many rows on, the walk shows also the layers that are not there.
const ROOMY: u16 = 46;

/// What an empty document says of how to begin.
const HINTS: [(&str, &str); 6] = [
    ("F5", "begin from a scenario, a template or a policy of AWS's"),
    ("Ctrl-O", "load a policy or a scenario from a file"),
    ("{", "begins a policy"),
    ("Ctrl-Space", "what could be written here"),
    ("F9", "make it another kind of policy"),
    ("F3", "what the word at the cursor is"),
];

/// Where the pieces stand; what has no room has no rows.
#[derive(Debug, Default)]
pub struct Layout {
    /// Both sides stand beside each other.
    pub wide: bool,
    pub areas: Areas,
    pub walk: Rect,
    pub room: walk::Room,
    flow: Rect,
    requests_head: Rect,
    requests: Rect,
    note: Rect,
    about_head: Rect,
    problems_head: Rect,
    upright: Rect,
    rules: Vec<Rect>,
}

/// Without a scenario; `problems` rows are wanted for the list of problems.
fn documents_alone(area: Rect, problems: usize) -> Layout {
    let mut layout = Layout::default();
    let body = split_top(area, 2).1;
    let wide = area.width >= WIDE.0 && area.height >= WIDE.1;
    let left = if wide { (body.width * 29 / 50).min(WIDEST) } else { body.width };
    let (rest, status) = match area.height {
        26.. => (split_bottom(Rect { width: left, ..body }, 6), 5),
        18.. => (split_bottom(Rect { width: left, ..body }, 4), 3),
        10.. => (split_bottom(Rect { width: left, ..body }, 2), 1),
        _ => (split_bottom(Rect { width: left, ..body }, 0), 0),
    };
    let (documents, foot) = rest;
    if foot.height > 0 {
        layout.rules.push(Rect { height: 1, ..foot });
        layout.areas.status = inset(Rect { y: foot.y + 1, height: status, ..foot });
    }
    let (tabs, text) = split_top(documents, 1);
    layout.areas.tabs = tabs;
    layout.areas.text = if wide { split_top(text, 1).1 } else { text };
    layout.areas.bounds = Rect { width: left, ..body };
    if wide {
        let right = Rect { x: body.x + left, width: body.width - left, ..body };
        layout.upright = Rect { width: 1, ..right };
        let right = Rect { x: right.x + 1, width: right.width - 1, ..right };
        let most = usize::from(right.height / 3).max(2);
        let rows = rows_of(problems.clamp(1, most));
        let (above, below) = split_bottom(right, rows + 2);
        layout.rules.push(Rect { height: 1, ..below });
        layout.problems_head = inset(Rect { y: below.y + 1, height: 1, ..below });
        let list = inset(Rect { y: below.y + 2, height: rows, ..below });
        let (head, about) = split_top(above, 1);
        layout.about_head = inset(head);
        layout.areas.inside = Some(Inside { about: inset(split_top(about, 1).1), problems: list });
    } else {
        layout.areas.bounds = body;
    }
    layout
}

/// With a scenario of so many requests; `text` says whether the text has the focus.
fn with_requests(area: Rect, requests: usize, text: bool) -> Layout {
    let mut layout = Layout { wide: area.width >= WIDE.0 && area.height >= WIDE.1, ..Layout::default() };
    layout.areas.bounds = area;
    layout.room = walk::Room { brief: area.height < BRIEF, ample: area.height >= ROOMY, ..walk::Room::default() };
    let mut body = split_top(area, 2).1;
    if area.height >= 18 {
        let (flow, rest) = split_top(body, 1);
        (layout.flow, body) = (inset(flow), rest);
    }
    if layout.wide {
        let (rule, body) = split_top(body, 1);
        layout.rules.push(rule);
        let left = (area.width / 2).saturating_sub(2).min(WIDEST_BESIDE_WALK);
        let right = Rect { x: body.x + left, width: body.width - left, ..body };
        layout.upright = Rect { width: 1, ..right };
        let (above, foot) = split_bottom(Rect { width: left, ..body }, 5);
        layout.rules.push(Rect { height: 1, ..foot });
        layout.areas.status = inset(split_top(foot, 1).1);
        let (tabs, below) = split_top(above, 1);
        (layout.areas.tabs, layout.areas.text) = (tabs, split_top(below, 1).1);
        reasons(&mut layout, Rect { x: right.x + 1, width: right.width - 1, ..right }, requests);
    } else if text {
        let rows = match area.height {
            18.. => (requests.max(1) + 1).min(STRIP),
            8.. => 1,
            _ => 0,
        };
        let (above, strip) = split_bottom(body, rows_of(rows));
        (layout.requests_head, layout.requests) = split_top(strip, 1);
        let findings = if area.height >= 14 { 2 } else { u16::from(area.height >= 9) };
        let (above, status) = split_bottom(above, findings);
        layout.areas.status = inset(status);
        (layout.areas.tabs, layout.areas.text) = split_top(above, 1);
    } else {
        let (note, below) = split_top(body, 1);
        layout.note = inset(note);
        reasons(&mut layout, below, requests);
    }
    layout
}

/// Two requests side by side want the whole width.
fn side_by_side(area: Rect) -> Layout {
    let mut layout = Layout { wide: area.width >= WIDE.0 && area.height >= WIDE.1, ..Layout::default() };
    layout.areas.bounds = area;
    let (flow, body) = split_top(split_top(area, 2).1, u16::from(area.height >= 18));
    let (rule, body) = split_top(body, 1);
    (layout.flow, layout.walk) = (inset(flow), body);
    layout.rules.push(rule);
    layout
}

/// The requests above, the walk below them. On a very small screen one request is shown and the rest is the walk's.
fn reasons(layout: &mut Layout, area: Rect, requests: usize) {
    if area.height < 11 {
        (layout.requests, layout.walk) = split_top(area, 1);
        return;
    }
    let most = usize::from(area.height / 3).max(2);
    let (head, rest) = split_top(area, 1);
    let (list, rest) = split_top(rest, rows_of(requests.clamp(1, most)));
    let (rule, walk) = split_top(rest, 1);
    (layout.requests_head, layout.requests, layout.walk) = (head, list, walk);
    layout.rules.push(rule);
}

fn rows_of(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX)
}

fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// What is above, and the rows at the bottom.
fn split_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    split_top(area, area.height - rows)
}

fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area }
}

impl Sandbox {
    /// Gives every piece its place.
    pub(super) fn arrange(&self, area: Rect) -> Layout {
        if let Some(case) = &self.case {
            let text = self.focus == Focus::Text;
            let mut layout = match self.walk.is_comparing() {
                true => side_by_side(area),
                false => with_requests(area, case.scenario.requests.len(), text),
            };
            layout.room.has_keys = !text;
            return layout;
        }
        let documents = self.desk.tabs.iter().filter(|tab| !tab.analysis.findings.is_empty()).count();
        // The chosen problem is told in full, which takes a line or two more.
        let rows = match self.desk.problems() {
            0 => 1,
            problems => problems + documents + 2,
        };
        documents_alone(area, rows)
    }

    /// Draws it all.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        self.head(frame, area, theme);
        let layout = &self.layout;
        for rule in &layout.rules {
            page::rule(frame, *rule, theme);
        }
        page::upright(frame, layout.upright, theme);
        let compares = self.walk.is_comparing();
        if self.case.is_none() || !compares && (layout.wide || self.focus == Focus::Text) {
            let note = self.case.as_ref().and_then(|case| self.lit_words(case, theme));
            let extras = Extras { lit: self.lit(), note, focused: self.focus == Focus::Text };
            self.desk.draw(frame, extras, theme, hits);
            if self.desk.front().is_some_and(|tab| tab.editor.text().trim().is_empty()) {
                hints(frame, layout.areas.text, theme);
            }
        }
        match &self.case {
            Some(case) => self.draw_case(frame, case, theme, hits),
            None => self.draw_heads(frame, theme),
        }
        self.desk.draw_panels(frame, theme, hits);
        if let Some(least) = &self.least {
            least.draw(frame, area, theme, hits);
        }
    }

    /// Flow, requests and walk.
    fn draw_case(&self, frame: &mut Frame<'_>, case: &Case, theme: &Theme, hits: &mut Hits) {
        let layout = &self.layout;
        let stale = self.is_stale();
        self.walk.draw_flow(frame, layout.flow, stale, theme);
        if self.walk.is_comparing() {
            let look = walk::Look { focused: true, stale, statement: None };
            return self.walk.draw(frame, look, theme, hits);
        }
        hits.add(layout.requests_head, Hit::Pane(REQUESTS));
        hits.add(layout.requests, Hit::Pane(REQUESTS));
        let look = requests::Look { focused: self.focus == Focus::Requests, stale };
        requests::draw(frame, layout.requests, case, look, theme, hits);
        self.requests_head(frame, case, stale, theme);
        if layout.wide || self.focus != Focus::Text {
            let tab = self.desk.front().filter(|_| self.focus == Focus::Text);
            let statement = tab.and_then(|tab| Some((&*tab.name, tab.analysis.statement_at(tab.editor.cursor())?)));
            let look = walk::Look { focused: self.focus == Focus::Walk, stale, statement };
            self.walk.draw(frame, look, theme, hits);
        }
        if let (true, Some(tab)) = (layout.note.height > 0, self.desk.front()) {
            let spans = vec![
                Span::styled("F6", theme.style(Role::Accent)),
                Span::styled(" back to the text  ", theme.style(Role::Dim)),
                Span::styled(format!("{} ", tab.kind.badge()), theme.style(Role::Kind(tab.kind))),
                Span::styled(tab.title.clone(), theme.style(Role::Dim)),
            ];
            frame.render_widget(Paragraph::new(Line::from(spans)), layout.note);
        }
    }

    fn requests_head(&self, frame: &mut Frame<'_>, case: &Case, stale: bool, theme: &Theme) {
        let head = self.layout.requests_head;
        if head.height == 0 {
            return;
        }
        let strip = !self.layout.wide && self.focus == Focus::Text;
        if strip {
            page::rule(frame, head, theme);
        }
        let inner = inset(head);
        let role = if self.focus == Focus::Requests { Role::Accent } else { Role::Strong };
        let left = Line::from(vec![
            Span::styled("Requests ", theme.style(role)),
            Span::styled(format!("{} ", requests::counts(case)), theme.style(Role::Dim)),
        ]);
        let (words, role) = match (stale, strip) {
            (true, _) => (" while the JSON is broken, this is the last good result", Role::Silent),
            (false, true) => (" F6 shows why", Role::Dim),
            (false, false) => (" live, at every key", Role::Dim),
        };
        let used = if stale && left.width() + words.width() > usize::from(inner.width) { 0 } else { left.width() };
        let area = Rect { width: rows_of(used).min(inner.width), ..inner };
        frame.render_widget(Paragraph::new(left), area);
        let room = usize::from(inner.width).saturating_sub(used);
        if room >= 12 {
            let words = fit(words, room, theme.symbols().ellipsis);
            let width = rows_of(words.width());
            let rect = Rect { x: inner.right().saturating_sub(width), width, ..inner };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(role))), rect);
        }
    }

    /// What the walk's step looks at, when it is not in sight.
    fn lit_words(&self, case: &Case, theme: &Theme) -> Option<Line<'static>> {
        let edge = Span::styled(format!("{} ", theme.symbols().edge), theme.style(Role::Accent));
        let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
        let tab = self.desk.front()?;
        if !case.holds(tab) {
            return Some(Line::from(dim("this document belongs to no scenario: no request asks it".into())));
        }
        if self.lit().is_some() {
            return Some(Line::from(vec![edge, dim("what the marked step of the walk looks at".into())]));
        }
        let place = self.walk.lit()?;
        match self.desk.tabs.iter().find(|other: &&Tab| *other.name == *place.document) {
            Some(other) if other.name != tab.name => Some(Line::from(vec![
                edge,
                dim("the marked step looks at ".into()),
                Span::styled(format!("{} ", other.kind.badge()), theme.style(Role::Kind(other.kind))),
                dim(other.title.clone()),
            ])),
            Some(_) => None,
            None => Some(Line::from(dim("the marked step looks at a policy of AWS's own".into()))),
        }
    }

    /// The titles of what is known of the documents.
    fn draw_heads(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let layout = &self.layout;
        let count = self.desk.problems();
        let count = if count == 0 { String::new() } else { format!(" {count}") };
        let panel = self.desk.panel;
        for (head, title, keys, own) in [
            (layout.about_head, "What is this?".to_owned(), "F3", Panel::About),
            (layout.problems_head, format!("Problems{count}"), "F12", Panel::Problems),
        ] {
            let has_keys = panel == own;
            let words = match (has_keys, own, theme.ascii) {
                (true, Panel::Problems, _) => "Enter goes there · F3 why",
                (true, _, false) => "↑↓ scroll · Esc back",
                (true, _, true) => "Up/Down scroll · Esc back",
                (false, _, _) => keys,
            };
            let title = Span::styled(title, theme.style(if has_keys { Role::Accent } else { Role::Strong }));
            frame.render_widget(Paragraph::new(Line::from(title)), head);
            let words = Line::styled(words, theme.style(Role::Dim)).right_aligned();
            frame.render_widget(Paragraph::new(words), right_part(head, 16));
        }
    }

    pub(super) fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let documents = self.desk.tabs.len();
        let s = if documents == 1 { "" } else { "s" };
        let mut right = vec![Span::styled(format!("{documents} document{s}"), theme.style(Role::Dim))];
        if area.width >= 60 {
            right.push(Span::styled("   F1 help", theme.style(Role::Dim)));
        }
        let right = Line::from(right);
        let mut left = vec![Span::styled("Sandbox  ", theme.style(Role::Accent))];
        let mut room = usize::from(area.width).saturating_sub(right.width() + 4 + 9);
        let mut say = |words: &str, role: Role, whole: bool| -> bool {
            let words = if whole { words.to_owned() } else { fit(words, room, theme.symbols().ellipsis) };
            let fits = words.width() <= room;
            if fits {
                room -= words.width();
                left.push(Span::styled(words, theme.style(role)));
            }
            fits
        };
        match (&self.case, self.desk.front()) {
            (Some(case), _) if self.is_of_case() => {
                let state = match (&case.file, case.changed) {
                    (Some(_), true) => "   changed, Ctrl-S saves",
                    (Some(_), false) => "   saved",
                    (None, _) => "   a template, Ctrl-S saves it to a file",
                };
                say(case.title(), Role::Strong, false);
                if !say(state, Role::Dim, true) {
                    say(if case.changed { "   changed" } else { "" }, Role::Dim, true);
                }
                if let Some(file) = &case.file {
                    say(&format!("   {}", file.path.display()), Role::Dim, true);
                }
            }
            (_, Some(tab)) => {
                let file = tab.file.as_ref().map(|file| file.path.display().to_string());
                let state = match (&file, tab.is_unsaved(), tab.editor.text().is_empty()) {
                    (Some(_), true, _) => "   changed, Ctrl-S saves",
                    (Some(_), false, _) => "   saved",
                    (None, _, true) => "",
                    (None, _, false) => "   a draft, Ctrl-S saves it to a file",
                };
                say(&file.unwrap_or_else(|| tab.title.clone()), Role::Strong, false);
                say(&format!("   {}", tab.kind.title()), Role::Kind(tab.kind), true);
                say(state, Role::Dim, true);
            }
            (_, None) => {}
        }
        page::head(frame, area, theme, Line::from(left), right);
    }
}

/// The right part of a row, behind so many columns.
fn right_part(row: Rect, columns: u16) -> Rect {
    let columns = columns.min(row.width);
    Rect { x: row.x + columns, width: row.width - columns, ..row }
}

/// How to begin, in an empty document.
fn hints(frame: &mut Frame<'_>, text: Rect, theme: &Theme) {
    let left = 8.min(text.width);
    let area = Rect { x: text.x + left, width: text.width - left, ..text };
    for (row, (key, words)) in area.rows().skip(2).zip(HINTS) {
        let line = Line::from(vec![
            Span::styled(format!("{key:<12}"), theme.style(Role::Accent)),
            Span::styled(words, theme.style(Role::Dim)),
        ]);
        frame.render_widget(Paragraph::new(line), row);
    }
}
