//! Draws the editor: line numbers and signs at the left, the text with its colours over the widget's cells.
//!
//! Only foreground, weight and underline are painted over, and a background where nothing is selected: selection and cursor
//! are the widget's and survive.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::TextRange;
use crate::tui::editor::{Analysis, Editor, brackets, columns};
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

/// Draws the editor into `area`.
pub fn draw(editor: &Editor, frame: &mut Frame<'_>, area: Rect, paint: &Paint<'_>, theme: &Theme) {
    let gutter = gutter_width(editor).min(area.width);
    let text_area = Rect { x: area.x + gutter, width: area.width - gutter, ..area };
    if text_area.is_empty() {
        return;
    }
    frame.render_widget(&editor.area, text_area);
    let (top, left) = editor.area.scroll_offset();
    let cursor = editor.cursor();
    let brackets = if paint.focused && editor.selection().is_none() {
        brackets::pair(&editor.text, &paint.analysis.tokens, cursor)
    } else {
        None
    };
    let page = Page { editor, paint, theme, selection: editor.selection(), cursor, brackets, left: usize::from(left) };
    for (row, line) in (0..area.height).zip(usize::from(top)..editor.lines().line_count()) {
        let range = TextRange::new(editor.offset(line, 0), editor.offset(line, usize::MAX));
        let y = area.y + row;
        page.gutter(frame, Rect { y, width: gutter, height: 1, ..area }, line, range);
        page.line(frame, Rect { y, height: 1, ..text_area }, range);
    }
}

/// What the painting of a line needs to know.
struct Page<'a> {
    editor: &'a Editor,
    paint: &'a Paint<'a>,
    theme: &'a Theme,
    selection: Option<TextRange>,
    cursor: usize,
    brackets: Option<(TextRange, TextRange)>,
    left: usize,
}

impl Page<'_> {
    fn gutter(&self, frame: &mut Frame<'_>, area: Rect, line: usize, range: TextRange) {
        let symbols = self.theme.symbols();
        let here = range.touches(self.cursor) && self.paint.focused;
        let lit = self.is_lit(range);
        let worst = self.findings(range).map(|finding| finding.severity).min();
        let sign = match worst {
            Some(severity) => severity_sign(self.theme, severity),
            None if lit => (symbols.edge, self.theme.style(Role::Accent)),
            None => (" ", Style::default()),
        };
        let digits = usize::from(area.width.saturating_sub(3));
        let number = self.theme.style(if here { Role::Text } else { Role::Dim });
        let spans = vec![Span::styled(format!("{:>digits$} ", line + 1), number), Span::styled(sign.0, sign.1)];
        let back = if lit { self.lit_background() } else { Style::default() };
        frame.render_widget(Paragraph::new(Line::from(spans)).style(back), area);
    }

    fn line(&self, frame: &mut Frame<'_>, area: Rect, range: TextRange) {
        let text = range.slice(self.editor.text());
        let lit = self.is_lit(range);
        let exact = self.paint.lit.filter(|lit| range.contains_range(*lit));
        let buffer = frame.buffer_mut();
        let right = self.left + usize::from(area.width);
        let selected = |at: usize| self.selection.is_some_and(|s| s.as_usize().contains(&at));
        if lit {
            let back = self.lit_background();
            for x in area.x..area.right() {
                if let Some(cell) = buffer.cell_mut(Position::new(x, area.y)) {
                    cell.set_style(back);
                }
            }
        }
        let roles = &self.paint.analysis.roles;
        let mut next = roles.partition_point(|(role, _)| role.end <= range.start);
        let findings: Vec<&Diagnostic> = self.findings(range).collect();
        let (mut column, mut at) = (0, range.start as usize);
        for character in text.chars() {
            let width = columns(character, column);
            let (from, to) = (column.max(self.left), (column + width).min(right));
            while roles.get(next).is_some_and(|(role, _)| (role.end as usize) <= at) {
                next += 1;
            }
            if column >= right {
                break;
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
            for column in from..to {
                let x = area.x + u16::try_from(column - self.left).unwrap_or(u16::MAX);
                if let Some(cell) = buffer.cell_mut(Position::new(x, area.y)) {
                    cell.set_style(style);
                    if lit && selected(at) {
                        cell.set_style(self.theme.style(Role::Selected));
                    }
                }
            }
            column += width;
            at += character.len_utf8();
        }
        self.marks(frame, area, text, column, right);
    }

    /// Signs at the edges of a line that goes on beyond them.
    fn marks(&self, frame: &mut Frame<'_>, area: Rect, text: &str, column: usize, right: usize) {
        let goes_on = column >= right && text.chars().fold(0, |at, c| at + columns(c, at)) > right;
        let begins_before = self.left > 0 && !text.is_empty();
        let line_of_cursor = self.editor.line_range().slice(self.editor.text()) == text;
        let style = self.theme.style(Role::Dim);
        let mark = self.theme.symbols().ellipsis;
        let cursor = self.editor.area.screen_cursor().col;
        let buffer = frame.buffer_mut();
        for (shown, x, column) in
            [(goes_on, area.right().saturating_sub(1), right.saturating_sub(1)), (begins_before, area.x, self.left)]
        {
            let free = !(line_of_cursor && cursor == column);
            if let (true, true, Some(cell)) = (shown, free, buffer.cell_mut(Position::new(x, area.y))) {
                cell.set_symbol(mark).set_style(style);
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
