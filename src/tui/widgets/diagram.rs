//! A drawing: its wide form where that fits, else its narrow one, else the sentence that says the same.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::course::block::{Diagram, DiagramStep, Inline};
use crate::iam::policy::PolicyKind;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Text, wrapped};

/// Columns that a caption needs beside the words that say which step this is.
const LEAST: usize = 20;

/// Which form of a drawing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The wide one.
    Wide,
    /// The narrow one.
    Narrow,
    /// No drawing: its sentence.
    Sentence,
}

/// The form for `width` columns: the same for every step, so that the drawing stands still.
#[must_use]
pub fn form(diagram: &Diagram, width: usize) -> Form {
    let fits = |lines: fn(&DiagramStep) -> &Vec<String>| {
        diagram.steps.iter().all(|step| {
            let lines = lines(step);
            !lines.is_empty() && lines.iter().all(|line| line.trim_end().width() <= width)
        })
    };
    if diagram.steps.is_empty() {
        Form::Sentence
    } else if fits(|step| &step.wide) {
        Form::Wide
    } else if fits(|step| &step.narrow) {
        Form::Narrow
    } else {
        Form::Sentence
    }
}

/// The drawing at one of its steps (from 0), in `width` columns. All steps are equally high.
#[must_use]
pub fn lines(diagram: &Diagram, step: usize, width: usize, theme: &Theme) -> Text {
    let form = form(diagram, width);
    let drawn = |step: &DiagramStep| match form {
        Form::Wide => step.wide.clone(),
        Form::Narrow => step.narrow.clone(),
        Form::Sentence => Vec::new(),
    };
    if form == Form::Sentence {
        return sentence(&diagram.plain, width, theme);
    }
    let count = diagram.steps.len();
    let step = step.min(count.saturating_sub(1));
    let height = diagram.steps.iter().map(|step| drawn(step).len()).max().unwrap_or(0);
    let mut text = Text::default();
    for line in diagram.steps.get(step).map(drawn).unwrap_or_default() {
        text.lines.push(painted(line.trim_end(), theme));
    }
    while text.lines.len() < height {
        text.gap();
    }
    if count > 1 {
        let captions: Vec<Text> = (0..count).map(|step| caption(diagram, step, width, theme)).collect();
        let height = text.lines.len() + captions.iter().map(|caption| caption.lines.len()).max().unwrap_or(0);
        text.append(captions.into_iter().nth(step).unwrap_or_default());
        while text.lines.len() < height {
            text.gap();
        }
    }
    text
}

fn sentence(words: &str, width: usize, theme: &Theme) -> Text {
    wrapped(&[Inline::Text(words.to_owned())], theme.style(Role::Text), width, theme)
}

/// Which step this is and what it shows; an arrow where there is a next one.
fn caption(diagram: &Diagram, step: usize, width: usize, theme: &Theme) -> Text {
    let words = diagram.steps.get(step).map_or("", |step| step.caption.as_str());
    let count = diagram.steps.len();
    let symbols = theme.symbols();
    let sign = if step + 1 < count {
        Span::styled(symbols.arrow, theme.style(Role::Accent))
    } else {
        Span::styled(symbols.dot, theme.style(Role::Dim))
    };
    let head =
        vec![Span::styled(format!("step {} of {count} ", step + 1), theme.style(Role::Dim)), sign, Span::raw(" ")];
    let by: usize = head.iter().map(Span::width).sum();
    let mut text = Text::default();
    if width >= by + LEAST {
        text.add(sentence(words, width - by, theme), &head, &[Span::raw(" ".repeat(by))]);
    } else {
        text.append(sentence(&format!("{}/{count} {words}", step + 1), width, theme));
    }
    text
}

/// A line of a drawing: strokes stand back, signs wear their colours, a badge before a policy wears its kind's.
fn painted(line: &str, theme: &Theme) -> Line<'static> {
    let badge = badge(line);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (at, character) in line.char_indices() {
        let style = match (badge, character) {
            (Some((from, to, kind)), _) if (from..to).contains(&at) => theme.style(Role::Kind(kind)),
            (_, '✓') => theme.style(Role::Allow),
            (_, '✗') => theme.style(Role::Deny),
            (_, '○') => theme.style(Role::Silent),
            (_, '▶' | '◀' | '▲' | '▼') => theme.style(Role::Dim),
            (_, '\u{2500}'..='\u{257f}') => theme.style(Role::Dim),
            (_, ' ') => spans.last().map_or(Style::new(), |last| last.style),
            _ => theme.style(Role::Text),
        };
        match spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push(character),
            _ => spans.push(Span::styled(character.to_string(), style)),
        }
    }
    Line::from(spans)
}

/// Where a line names a policy with its badge (`T trust policy`), and its kind.
fn badge(line: &str) -> Option<(usize, usize, PolicyKind)> {
    let words = [
        ("trust polic", PolicyKind::Trust),
        ("permissions polic", PolicyKind::Identity),
        ("resource polic", PolicyKind::Resource),
        ("permissions boundar", PolicyKind::Boundary),
        ("session polic", PolicyKind::Session),
    ];
    words.into_iter().find_map(|(words, kind)| {
        let at = line.find(words)?;
        let before = line.get(..at)?.trim_end();
        let from = before.strip_suffix(kind.badge())?.len();
        let tail = line.get(at + words.len()..)?;
        let rest = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        Some((from, at + words.len() + rest, kind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Depth, Palette};

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn step(caption: &str, wide: &str, narrow: &[&str]) -> DiagramStep {
        DiagramStep {
            caption: caption.into(),
            wide: vec![wide.into()],
            narrow: narrow.iter().map(ToString::to_string).collect(),
        }
    }

    fn flow() -> Diagram {
        Diagram {
            plain: "Ann puts on AppRole.".into(),
            steps: vec![
                step("She asks.", "ann ──▶ ?", &["ann", " ▼", "?"]),
                step("She may.", "ann ──▶ AppRole ──▶ bucket", &["ann", " ▼", "AppRole"]),
            ],
        }
    }

    fn check(width: usize, at: usize, expected: &[&str]) {
        let text = lines(&flow(), at, width, &THEME);
        let lines: Vec<String> = text.lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_wide_form_is_taken_when_every_step_fits() {
        check(60, 0, &["ann ──▶ ?", "step 1 of 2 → She asks."]);
        check(60, 1, &["ann ──▶ AppRole ──▶ bucket", "step 2 of 2 · She may."]);
        assert_eq!(form(&flow(), 26), Form::Wide);
        assert_eq!(form(&flow(), 25), Form::Narrow);
    }

    #[test]
    fn where_no_form_fits_the_sentence_says_it() {
        check(6, 0, &["Ann", "puts", "on", "AppRol", "e."]);
    }

    #[test]
    fn steps_are_equally_high() {
        let heights: Vec<usize> = (0..2).map(|step| lines(&flow(), step, 20, &THEME).lines.len()).collect();
        assert_eq!(heights, [4, 4]);
    }

    #[test]
    fn a_badge_before_a_policy_wears_its_kind() {
        let line = "│ T  trust policy   │";
        let (from, to, kind) = badge(line).unwrap();
        assert_eq!((line.get(from..to), kind), (Some("T  trust policy"), PolicyKind::Trust));
        assert_eq!(badge("│ trust policy │"), None);
    }
}
