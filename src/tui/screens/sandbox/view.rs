//! Where everything stands: the documents on the left and what is known of them on the right, or the documents alone with
//! panels that pop up.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::Sandbox;
use crate::tui::app::Hits;
use crate::tui::screens::desk::{Areas, Extras, Inside, Panel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, page};

/// From here on, documents and knowledge stand side by side.
const WIDE: (u16, u16) = (100, 22);
/// The widest that the documents become.
const WIDEST: u16 = 110;

/// What an empty document says of how to begin.
const HINTS: [(&str, &str); 6] = [
    ("{", "begins a policy"),
    ("Ctrl-Space", "what could be written here"),
    ("F5", "begin from a template or a policy of AWS's"),
    ("F9", "make it another kind of policy"),
    ("Ctrl-O", "load a policy or a scenario from a file"),
    ("F3", "what the word at the cursor is"),
];

/// Where the pieces stand.
#[derive(Debug, Default)]
pub struct Layout {
    pub areas: Areas,
    about_head: Rect,
    problems_head: Rect,
    upright: Rect,
    rules: Vec<Rect>,
}

/// Gives every piece its place; `problems` rows are wanted for the list of problems.
pub fn arrange(area: Rect, problems: usize) -> Layout {
    let mut layout = Layout::default();
    let head = area.height.min(2);
    let body = Rect { y: area.y + head, height: area.height - head, ..area };
    let wide = area.width >= WIDE.0 && area.height >= WIDE.1;
    let left = if wide { (body.width * 29 / 50).min(WIDEST) } else { body.width };
    let (rest, status) = match area.height {
        26.. => (split_bottom(Rect { width: left, ..body }, 6), 5),
        18.. => (split_bottom(Rect { width: left, ..body }, 4), 3),
        10.. => (split_bottom(Rect { width: left, ..body }, 2), 1),
        _ => (split_bottom(Rect { width: left, ..body }, 0), 0),
    };
    let (mut documents, foot) = rest;
    if foot.height > 0 {
        layout.rules.push(Rect { height: 1, ..foot });
        layout.areas.status = inset(Rect { y: foot.y + 1, height: status, ..foot });
    }
    let (tabs, text) = split_top(documents, 1);
    documents = if wide { split_top(text, 1).1 } else { text };
    layout.areas.tabs = tabs;
    layout.areas.text = documents;
    layout.areas.bounds = Rect { width: left, ..body };
    if wide {
        let right = Rect { x: body.x + left, width: body.width - left, ..body };
        layout.upright = Rect { width: 1, ..right };
        let right = Rect { x: right.x + 1, width: right.width - 1, ..right };
        let most = usize::from(right.height / 3).max(2);
        let rows = u16::try_from(problems.clamp(1, most)).unwrap_or(1);
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
    /// Draws it all.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        self.head(frame, area, theme);
        let layout = &self.layout;
        for rule in &layout.rules {
            page::rule(frame, *rule, theme);
        }
        page::upright(frame, layout.upright, theme);
        self.desk.draw(frame, Extras { focused: true, ..Extras::default() }, theme, hits);
        if self.desk.front().is_some_and(|tab| tab.editor.text().trim().is_empty()) {
            hints(frame, layout.areas.text, theme);
        }
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
        self.desk.draw_panels(frame, theme, hits);
    }

    fn head(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let documents = self.desk.tabs.len();
        let s = if documents == 1 { "" } else { "s" };
        let mut right = vec![Span::styled(format!("{documents} document{s}"), theme.style(Role::Dim))];
        if area.width >= 60 {
            right.push(Span::styled("   F1 help", theme.style(Role::Dim)));
        }
        let right = Line::from(right);
        let mut left = vec![Span::styled("Sandbox  ", theme.style(Role::Accent))];
        if let Some(tab) = self.desk.front() {
            let file = tab.file.as_ref().map(|file| file.path.display().to_string());
            let state = match (&file, tab.is_unsaved(), tab.editor.text().is_empty()) {
                (Some(_), true, _) => "   changed, Ctrl-S saves",
                (Some(_), false, _) => "   saved",
                (None, _, true) => "",
                (None, _, false) => "   a draft, Ctrl-S saves it to a file",
            };
            let title = file.unwrap_or_else(|| tab.title.clone());
            let kind = format!("   {}", tab.kind.title());
            let mut room = usize::from(area.width).saturating_sub(right.width() + 4 + 9);
            let title = fit(&title, room, theme.symbols().ellipsis);
            room = room.saturating_sub(title.width());
            left.push(Span::styled(title, theme.style(Role::Strong)));
            for (words, role) in [(kind.as_str(), Role::Kind(tab.kind)), (state, Role::Dim)] {
                if words.width() <= room {
                    room -= words.width();
                    left.push(Span::styled(words.to_owned(), theme.style(role)));
                }
            }
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
