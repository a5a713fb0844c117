//! What is this? A word of a policy, or a finding, as lines to read: a title, words, lists in two columns, examples.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::iam::about::{About, List};
use crate::iam::findings::{Example, Finding};
use crate::tui::editor::severity_sign;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{code, wrap_hard};

/// The widest that the names of a list become.
const NAME: usize = 34;

/// What a word is and means, in `width` columns.
#[must_use]
pub fn word_lines(about: &About, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = words(&about.title, Role::Strong, theme, width);
    for paragraph in &about.words {
        lines.push(Line::default());
        lines.extend(words(paragraph, Role::Text, theme, width));
    }
    lines
}

/// What belongs to a word, in `width` columns.
#[must_use]
pub fn lists_lines(about: &About, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let lists = about.lists.iter().map(|list| list_lines(list, theme, width));
    lists.collect::<Vec<_>>().join(&Line::default())
}

/// The page of a finding, in `width` columns; `said` is what was said of it at its place (message and help), if it was found.
#[must_use]
pub fn finding_lines(
    finding: &Finding,
    said: Option<(&str, Option<&str>)>,
    theme: &Theme,
    width: usize,
) -> Vec<Line<'static>> {
    let (sign, style) = severity_sign(theme, finding.severity);
    let title = words(finding.title, Role::Strong, theme, width.saturating_sub(2));
    let mut lines: Vec<Line<'static>> = title
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let before = if at == 0 { Span::styled(format!("{sign} "), style) } else { Span::raw("  ") };
            Line::from(std::iter::once(before).chain(line.spans).collect::<Vec<_>>())
        })
        .collect();
    let mut part = |head: &str, text: &str| {
        if !text.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(head.to_owned(), theme.style(Role::Dim)));
            lines.extend(words(text, Role::Text, theme, width));
        }
    };
    let (message, help) = said.unwrap_or_default();
    part("Here", message);
    part("Why it matters", finding.why);
    part("What to do", help.unwrap_or_default());
    part(if help.is_some() { "In general" } else { "What to do" }, finding.remedy);
    if let Some(Example { bad, good, .. }) = &finding.example {
        for (head, sign, role, text) in
            [("Not so", theme.symbols().no, Role::Deny, bad), ("But so", theme.symbols().yes, Role::Allow, good)]
        {
            lines.push(Line::default());
            lines.push(Line::from(vec![
                Span::styled(format!("{sign} "), theme.style(role)),
                Span::styled(head, theme.style(Role::Dim)),
            ]));
            lines.extend(code::policy_lines(text, theme).into_iter().map(|line| cut(line, width)));
        }
    }
    lines.push(Line::default());
    lines.extend(words(&format!("{}, from AWS: {}", finding.code, finding.page), Role::Dim, theme, width));
    lines
}

/// A text in lines of at most `width` columns.
fn words(text: &str, role: Role, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    wrap_hard(text, width).into_iter().map(|part| Line::styled(part, theme.style(role))).collect()
}

/// A list: its heading, then a row each, the remarks in a column of their own where there is room.
fn list_lines(list: &List, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let mut lines = words(&list.heading, Role::Strong, theme, width);
    let widest = list.rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(NAME).min(width / 2);
    for (name, remark) in &list.rows {
        let name_style = theme.style(Role::Action);
        let names = wrap_hard(name, width.saturating_sub(2));
        let last = names.len().saturating_sub(1);
        let column = widest + 4;
        let room = width.saturating_sub(column);
        for (at, part) in names.into_iter().enumerate() {
            let beside = at == last && !remark.is_empty() && part.width() <= widest && room >= 16;
            let mut remarks = if beside { wrap_hard(remark, room) } else { Vec::new() }.into_iter();
            let gap = column.saturating_sub(2 + part.width());
            let mut spans = vec![Span::raw("  "), Span::styled(part, name_style)];
            if let Some(first) = remarks.next() {
                spans.push(Span::raw(" ".repeat(gap)));
                spans.push(Span::styled(first, theme.style(Role::Dim)));
            }
            lines.push(Line::from(spans));
            let under = |part: String| Line::styled(format!("{}{part}", " ".repeat(column)), theme.style(Role::Dim));
            lines.extend(remarks.map(under));
            if at == last && !remark.is_empty() && !beside {
                let below = wrap_hard(remark, width.saturating_sub(4));
                lines.extend(below.into_iter().map(|p| Line::styled(format!("    {p}"), theme.style(Role::Dim))));
            }
        }
    }
    lines
}

/// The beginning of a coloured line that fits.
fn cut(line: Line<'static>, width: usize) -> Line<'static> {
    let mut room = width;
    let mut spans = Vec::new();
    for span in line.spans {
        let kept = crate::tui::widgets::fit(&span.content, room, "");
        room = room.saturating_sub(kept.width());
        spans.push(Span::styled(kept, span.style));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::findings;
    use crate::text::TextRange;
    use crate::tui::theme::{Depth, Palette};

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn text(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn a_word_has_its_title_its_words_and_its_lists() {
        let about = About {
            range: TextRange::default(),
            title: "s3:GetObject, an action of Amazon S3".into(),
            words: vec!["Reads an object.".into()],
            lists: vec![List {
                heading: "Condition keys (2)".into(),
                rows: vec![
                    ("s3:prefix".into(), "a string".into()),
                    ("s3:a-name-that-is-longer-than-half".into(), "below it".into()),
                    ("alone".into(), String::new()),
                ],
            }],
        };
        assert_eq!(
            text(&word_lines(&about, &THEME, 30)),
            ["s3:GetObject, an action of", "Amazon S3", "", "Reads an object."]
        );
        assert_eq!(
            text(&lists_lines(&about, &THEME, 40)),
            [
                "Condition keys (2)",
                "  s3:prefix             a string",
                "  s3:a-name-that-is-longer-than-half",
                "    below it",
                "  alone"
            ]
        );
    }

    #[test]
    fn every_page_of_a_finding_fits_its_width() {
        for finding in findings::all() {
            for width in [24, 40, 78] {
                let said = Some(("`Effect` is written `allow`", Some("write `Allow`")));
                let lines = finding_lines(finding, said, &THEME, width);
                assert!(lines.iter().all(|line| line.width() <= width), "{} in {width}", finding.code);
                let shown = text(&lines).join(" ");
                assert!(shown.contains("Why it matters") && shown.contains("write `Allow`"), "{shown}");
            }
        }
    }
}
