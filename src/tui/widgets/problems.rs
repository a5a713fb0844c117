//! The list of problems: by document, each with its sign, its place and what is wrong.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::policy::PolicyKind;
use crate::text::LineIndex;
use crate::tui::app::{Hit, Hits};
use crate::tui::editor::severity_sign;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground, wrap_hard};

/// A document and what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What it is.
    pub kind: PolicyKind,
    /// Its text.
    pub text: &'a str,
    /// Where its lines begin.
    pub lines: &'a LineIndex,
    /// What was found, in the order of the text.
    pub findings: &'a [Diagnostic],
}

/// A line of the list, and the problem it belongs to, counted over all documents.
struct Row {
    problem: Option<usize>,
    line: Line<'static>,
}

/// Draws the list: documents without problems are left out; `chosen` is told in full, and stays in sight.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    documents: &[Document<'_>],
    (chosen, focused): (usize, bool),
    theme: &Theme,
    hits: &mut Hits,
) {
    let width = usize::from(area.width);
    let rows = rows(documents, chosen, theme, width);
    if rows.is_empty() {
        let line = Line::from(vec![
            Span::styled(format!("{} ", theme.symbols().yes), theme.style(Role::Allow)),
            Span::styled(
                fit("none: AWS would save every document", width.saturating_sub(2), ""),
                theme.style(Role::Dim),
            ),
        ]);
        frame.render_widget(Paragraph::new(line), Rect { height: area.height.min(1), ..area });
        return;
    }
    let window = usize::from(area.height);
    let last = rows.iter().rposition(|row| row.problem == Some(chosen)).unwrap_or_default();
    let shown = if rows.len() > window { window.saturating_sub(1) } else { window };
    let first = (last + 1).saturating_sub(shown.max(1));
    let below = rows.len().saturating_sub(first + shown);
    let back = theme.style(if focused { Role::Selected } else { Role::Marked });
    for (row, item) in area.rows().zip(rows.into_iter().skip(first).take(shown)) {
        let mut line = item.line;
        if item.problem == Some(chosen) {
            frame.render_widget(Paragraph::default().style(back), row);
            line = on_ground(line, back);
        }
        frame.render_widget(Paragraph::new(line), row);
        if let Some(problem) = item.problem {
            hits.add(row, Hit::Problem(problem));
        }
    }
    if let (true, Some(row)) = (first + below > 0, area.rows().next_back()) {
        let symbols = theme.symbols();
        let above = if first > 0 { format!("{} {first}  ", symbols.above) } else { String::new() };
        let below = if below > 0 { format!("{} {below} more", symbols.below) } else { String::new() };
        let words = Line::styled(format!("{above}{below}"), theme.style(Role::Dim));
        frame.render_widget(Paragraph::new(words), row);
    }
}

/// Rows that the list would like to have.
#[must_use]
pub fn height(documents: &[Document<'_>], chosen: usize, theme: &Theme, width: usize) -> usize {
    rows(documents, chosen, theme, width).len().max(1)
}

fn rows(documents: &[Document<'_>], chosen: usize, theme: &Theme, width: usize) -> Vec<Row> {
    let mut out = Vec::new();
    let mut problem = 0;
    for document in documents.iter().filter(|document| !document.findings.is_empty()) {
        let badge = Span::styled(format!("{} ", document.kind.badge()), theme.style(Role::Kind(document.kind)));
        let title = fit(document.title, width.saturating_sub(2), theme.symbols().ellipsis);
        let line = Line::from(vec![badge, Span::styled(title, theme.style(Role::Strong))]);
        out.push(Row { problem: None, line });
        for finding in document.findings {
            out.extend(finding_rows(document, finding, problem, problem == chosen, theme, width));
            problem += 1;
        }
    }
    out
}

fn finding_rows(
    document: &Document<'_>,
    finding: &Diagnostic,
    problem: usize,
    full: bool,
    theme: &Theme,
    width: usize,
) -> Vec<Row> {
    let (sign, style) = severity_sign(theme, finding.severity);
    let at = document.lines.line_column(document.text, finding.range.start as usize);
    let at = format!("{:>7}  ", format!("{}:{}", at.line + 1, at.column + 1));
    let room = width.saturating_sub(2 + at.width());
    let parts = match full {
        true => wrap_hard(&finding.message, room),
        false => vec![fit(&finding.message, room, theme.symbols().ellipsis)],
    };
    let blank = " ".repeat(2 + at.width());
    parts
        .into_iter()
        .enumerate()
        .map(|(nth, part)| {
            let words = Span::styled(part, theme.style(Role::Text));
            let line = match nth {
                0 => Line::from(vec![
                    Span::styled(format!("{sign} "), style),
                    Span::styled(at.clone(), theme.style(Role::Dim)),
                    words,
                ]),
                _ => Line::from(vec![Span::raw(blank.clone()), words]),
            };
            Row { problem: Some(problem), line }
        })
        .collect()
}

/// "✗ 1 error  ⚠ 2 warnings", worst first; nothing when nothing was found.
#[must_use]
pub fn counts(findings: &[Diagnostic], theme: &Theme) -> Vec<Span<'static>> {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::SecurityWarning, "security warning"),
        (Severity::Warning, "warning"),
        (Severity::Suggestion, "suggestion"),
    ];
    let mut spans = Vec::new();
    for (severity, word) in kinds {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        if count > 0 {
            let (sign, style) = severity_sign(theme, severity);
            let s = if count == 1 { "" } else { "s" };
            spans.push(Span::styled(format!("{sign} "), style));
            spans.push(Span::styled(format!("{count} {word}{s}  "), theme.style(Role::Text)));
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextRange;
    use crate::tui::theme::{Depth, Palette};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
    const TEXT: &str = "{\n  \"Version\": 1\n}\n";

    fn finding(at: usize, severity: Severity, message: &str) -> Diagnostic {
        Diagnostic::new("X", severity, TextRange::at(at), message)
    }

    #[test]
    fn problems_stand_by_document_and_the_chosen_one_is_told_in_full() {
        let lines = LineIndex::new(TEXT);
        let long = "`Version` is `1`, and AWS knows two: `2012-10-17` and `2008-10-17`";
        let found = [finding(0, Severity::Error, "first"), finding(4, Severity::Warning, long)];
        let document =
            |title, findings| Document { title, kind: PolicyKind::Trust, text: TEXT, lines: &lines, findings };
        let documents = [document("One", &found[..]), document("Fine", &[]), document("Two", &found[..1])];
        let mut terminal = Terminal::new(TestBackend::new(40, 9)).unwrap();
        let mut hits = Hits::default();
        terminal.draw(|frame| draw(frame, frame.area(), &documents, (1, true), &THEME, &mut hits)).unwrap();
        let shown = terminal.backend().to_string();
        let rows: Vec<&str> = shown.lines().map(|line| line.trim_matches('"').trim_end()).collect();
        assert_eq!(
            rows,
            [
                "T One",
                "✗     1:1  first",
                "⚠     2:3  `Version` is `1`, and AWS",
                "           knows two: `2012-10-17` and",
                "           `2008-10-17`",
                "T Two",
                "✗     1:1  first",
                "",
                ""
            ]
        );
        assert_eq!(hits.at(3, 4).unwrap().1, Hit::Problem(1));
        assert_eq!(hits.at(3, 6).unwrap().1, Hit::Problem(2));
        assert_eq!(height(&documents, 1, &THEME, 40), 7);
    }

    #[test]
    fn findings_are_counted_by_how_much_they_matter() {
        let found =
            [finding(0, Severity::Warning, ""), finding(0, Severity::Error, ""), finding(0, Severity::Warning, "")];
        assert_eq!(Line::from(counts(&found, &THEME)).to_string(), "✗ 1 error  ⚠ 2 warnings  ");
        assert!(counts(&[], &THEME).is_empty());
    }
}
