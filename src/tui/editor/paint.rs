//! Draws the editor: line numbers and signs at the left, the text with its colours over the widget's cells.
//!
//! Only foreground, weight and underline are painted over, and a background where nothing is selected: selection and cursor
//! are the widget's and survive.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tui_textarea::{CursorMove, TextArea};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::TextRange;
use crate::tui::editor::layout::{Row, displayed, glyphs};
use crate::tui::editor::{Analysis, Editor, brackets};
use crate::tui::theme::{Role, Theme};

/// What is painted over the text.
#[derive(Debug, Clone, Copy)]
pub struct Paint<'a> {
    /// What is known of the text.
    pub analysis: &'a Analysis,
    /// What the walk's step looks at.
    pub lit: Option<TextRange>,
    /// Whether the editor has the focus.
    pub focused: bool,
}

/// Columns before the text: number, sign, a space at either side.
#[must_use]
pub fn gutter_width(editor: &Editor) -> u16 {
    let digits = editor.lines().line_count().max(10).ilog10() + 1;
    u16::try_from(digits).unwrap_or(2) + 4
}

/// Draws the editor into `area`, to which it was fitted.
pub fn draw(editor: &Editor, frame: &mut Frame<'_>, area: Rect, paint: &Paint<'_>, theme: &Theme) {
    editor.draw_bar(frame, area, theme);
    let area = Rect { height: area.height.min(editor.text_rows(area.height)), ..area };
    let gutter = gutter_width(editor).min(area.width);
    let text_area = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
    if text_area.is_empty() {
        return;
    }
    let rows = editor.window();
    let cursor = editor.cursor;
    let widget = widget(editor, &rows, usize::from(text_area.width), theme, paint.focused);
    frame.render_widget(&widget, text_area);
    let brackets = if paint.focused && editor.selection().is_none() {
        brackets::pair(&editor.text, &paint.analysis.parse.tokens, cursor)
    } else {
        None
    };
    let page = Page { editor, paint, theme, selection: editor.selection(), cursor, brackets };
    for (y, row) in (area.y..area.bottom()).zip(&rows) {
        page.gutter(frame, Rect { y, width: gutter, height: 1, ..area }, row);
        page.row(frame, Rect { y, height: 1, ..text_area }, row);
    }
}

/// The widget that shows these rows, with the cursor and the selection as far as they are in view.
pub(super) fn widget(editor: &Editor, rows: &[Row], room: usize, theme: &Theme, focused: bool) -> TextArea<'static> {
    let text = |row: &Row| row.range.slice(&editor.text);
    let mut area = TextArea::new(rows.iter().map(|row| displayed(text(row), row.indent, room)).collect());
    area.set_cursor_line_style(Style::default());
    area.set_style(theme.style(Role::Text));
    area.set_selection_style(theme.style(Role::Selected));
    // What lies above the window is its beginning to the widget, what lies below its end.
    let place = |offset: usize| {
        let at = rows.iter().position(|row| row.holds(offset));
        let Some((at, row)) = at.and_then(|at| Some((at, rows.get(at)?))) else {
            let above = rows.first().is_none_or(|first| offset < first.range.start as usize);
            return if above { (0, 0) } else { (rows.len().saturating_sub(1), usize::MAX) };
        };
        let before = text(row).get(..offset.saturating_sub(row.range.start as usize)).unwrap_or_default();
        (at, displayed(before, row.indent, usize::MAX).chars().count())
    };
    let jump = |area: &mut TextArea<'_>, (row, column): (usize, usize)| {
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        area.move_cursor(CursorMove::Jump(narrow(row), narrow(column)));
    };
    if let Some(anchor) = editor.anchor {
        jump(&mut area, place(anchor));
        area.start_selection();
    }
    jump(&mut area, place(editor.cursor));
    let in_view = rows.iter().any(|row| row.holds(editor.cursor));
    let shown = if focused && in_view && !editor.has_bar() { Modifier::REVERSED } else { Modifier::empty() };
    area.set_cursor_style(Style::default().add_modifier(shown));
    area
}

/// What the painting of a row needs to know.
struct Page<'a> {
    editor: &'a Editor,
    paint: &'a Paint<'a>,
    theme: &'a Theme,
    selection: Option<TextRange>,
    cursor: usize,
    brackets: Option<(TextRange, TextRange)>,
}

impl Page<'_> {
    /// Number and sign stand beside a line's first row; the mark of lit lines beside each of their rows.
    fn gutter(&self, frame: &mut Frame<'_>, area: Rect, row: &Row) {
        let symbols = self.theme.symbols();
        let range = self.editor.range_of_line(row.line);
        let here = range.touches(self.cursor) && self.paint.focused;
        let lit = self.is_lit(range);
        let worst = self.findings(range).map(|finding| finding.severity).min().filter(|_| row.first);
        let sign = match worst {
            Some(severity) => severity_sign(self.theme, severity),
            None if lit => (symbols.edge, self.theme.style(Role::Accent)),
            None => (" ", Style::default()),
        };
        let digits = usize::from(area.width.saturating_sub(3));
        let style = self.theme.style(if here { Role::Text } else { Role::Dim });
        let number = if row.first { (row.line + 1).to_string() } else { String::new() };
        let spans = vec![Span::styled(format!("{number:>digits$} "), style), Span::styled(sign.0, sign.1)];
        let back = if lit { self.lit_background() } else { Style::default() };
        frame.render_widget(Paragraph::new(Line::from(spans)).style(back), area);
    }

    fn row(&self, frame: &mut Frame<'_>, area: Rect, row: &Row) {
        let line = self.editor.range_of_line(row.line);
        let text = row.range.slice(&self.editor.text);
        let lit = self.is_lit(line);
        let exact = self.paint.lit.filter(|lit| line.contains_range(*lit));
        let buffer = frame.buffer_mut();
        let right = usize::from(area.width);
        if lit {
            let back = self.lit_background();
            for x in area.x..area.right() {
                if let Some(cell) = buffer.cell_mut(Position::new(x, area.y)) {
                    cell.set_style(back);
                }
            }
        }
        let roles = &self.paint.analysis.roles;
        let mut next = roles.partition_point(|(role, _)| role.end <= row.range.start);
        let findings: Vec<&Diagnostic> = self.findings(line).collect();
        let found = self.editor.found_in(row.range);
        let mut goes_on = false;
        for glyph in glyphs(text, row.indent) {
            if glyph.column + glyph.width > right {
                goes_on = true;
                break;
            }
            let at = row.range.start as usize + glyph.at;
            while roles.get(next).is_some_and(|(role, _)| (role.end as usize) <= at) {
                next += 1;
            }
            let role = roles.get(next).filter(|(role, _)| role.as_usize().contains(&at)).map(|(_, role)| *role);
            let mut style = self.theme.style(role.unwrap_or(Role::Text));
            style.bg = None;
            let under = exact.is_some_and(|exact| exact.as_usize().contains(&at))
                || findings.iter().any(|finding| covers(finding.range, at));
            if under {
                style = style.add_modifier(Modifier::UNDERLINED);
            }
            let at_bracket = |(a, b): (TextRange, TextRange)| [a, b].iter().any(|r| r.as_usize().contains(&at));
            if self.brackets.is_some_and(at_bracket) {
                style = style.patch(self.theme.style(Role::Accent)).add_modifier(Modifier::UNDERLINED);
            }
            let selected = self.selection.is_some_and(|range| range.as_usize().contains(&at));
            let found = found.iter().any(|found| found.as_usize().contains(&at));
            for column in glyph.column..glyph.column + glyph.width {
                let x = area.x + u16::try_from(column).unwrap_or(u16::MAX);
                if let Some(cell) = buffer.cell_mut(Position::new(x, area.y)) {
                    cell.set_style(style);
                    if selected && (lit || found) {
                        cell.set_style(self.theme.style(Role::Selected));
                    } else if found {
                        cell.set_style(self.theme.style(Role::Marked));
                    }
                }
            }
        }
        // Signs at the edges of a line that goes on beyond them.
        let style = self.theme.style(Role::Dim);
        let begins_before = row.first && row.range.start > line.start;
        for (shown, x) in [(goes_on, area.right().saturating_sub(1)), (begins_before, area.x)] {
            if let (true, Some(cell)) = (shown, buffer.cell_mut(Position::new(x, area.y))) {
                cell.set_symbol(self.theme.symbols().ellipsis).set_style(style);
            }
        }
    }

    /// The findings that begin on a line.
    fn findings(&self, line: TextRange) -> impl Iterator<Item = &Diagnostic> {
        self.paint
            .analysis
            .findings
            .iter()
            .filter(move |finding| (line.start..=line.end).contains(&finding.range.start))
    }

    fn is_lit(&self, line: TextRange) -> bool {
        self.paint.lit.is_some_and(|lit| lit.start <= line.end && line.start < lit.end.max(lit.start + 1))
    }

    /// The background of lit lines; where the theme has none, the sign in the gutter and the underline must do.
    fn lit_background(&self) -> Style {
        self.theme.style(Role::Marked).bg.map_or_else(Style::default, |colour| Style::default().bg(colour))
    }
}

/// Whether a finding's underline covers the character at `at`; a finding without length marks the one at its place.
fn covers(range: TextRange, at: usize) -> bool {
    range.as_usize().contains(&at) || (range.is_empty() && range.start as usize == at)
}

/// The sign of a severity and its style.
#[must_use]
pub fn severity_sign(theme: &Theme, severity: Severity) -> (&'static str, Style) {
    let symbols = theme.symbols();
    let role = match severity {
        Severity::Error => Role::Error,
        Severity::SecurityWarning | Severity::Warning => Role::Warning,
        Severity::Suggestion => Role::Suggestion,
    };
    // The sign says it already; an underline would only be noise in one column.
    let style = theme.style(role).remove_modifier(Modifier::UNDERLINED);
    match severity {
        Severity::Error => (symbols.no, style),
        Severity::SecurityWarning | Severity::Warning => (symbols.warning, style),
        Severity::Suggestion => (symbols.dot, style),
    }
}
