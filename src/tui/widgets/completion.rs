//! The list of what could be written, beside the cursor. Knows where it fits and what it looks like; what is in it and
//! what a key does is decided elsewhere.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::iam::complete::{Proposal, Sort};
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, on_ground};

/// The most rows of proposals.
pub const ROWS: usize = 10;
/// The narrowest and the widest that it becomes.
const WIDTH: (usize, usize) = (30, 64);
/// Columns between a label and its detail.
const GAP: usize = 3;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// All proposals.
    pub proposals: &'a [Proposal],
    /// The chosen one.
    pub chosen: Option<usize>,
    /// The first one shown.
    pub first: usize,
    /// Which keys do what, in the last row.
    pub keys: &'a str,
}

/// Where the list stands: below the cell of the word, or above it when there is more room; never over the word itself, and
/// never outside `area`. `None` when there is no room for a single proposal.
#[must_use]
pub fn place(area: Rect, word: Position, look: &Look<'_>) -> Option<Rect> {
    let wanted = look.proposals.len().clamp(1, ROWS) + 1;
    let below = usize::from(area.bottom().saturating_sub(word.y + 1));
    let above = usize::from(word.y.saturating_sub(area.y));
    let down = below >= wanted || below >= above;
    let height = wanted.min(if down { below } else { above });
    let shown = look.proposals.iter().skip(look.first).take(ROWS);
    let widest = shown.map(|p| p.label.width() + GAP + p.detail.width() + 2).max().unwrap_or(0);
    let width = widest.max(look.keys.width() + 12).clamp(WIDTH.0, WIDTH.1).min(usize::from(area.width));
    if height < 2 || width < 12 {
        return None;
    }
    let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let (width, height) = (narrow(width), narrow(height));
    // The labels stand below the word, one column of ground before them.
    let x = word.x.saturating_sub(1).max(area.x).min(area.right() - width);
    let y = if down { word.y + 1 } else { word.y - height };
    Some(Rect { x, y, width, height })
}

/// Draws the list into the place that [`place`] gave.
pub fn draw(frame: &mut Frame<'_>, rect: Rect, look: &Look<'_>, theme: &Theme, hits: &mut Hits) {
    frame.render_widget(Clear, rect);
    let ground = theme.style(Role::Panel);
    frame.render_widget(Paragraph::default().style(ground), rect);
    hits.add(rect, Hit::Pane(usize::MAX));
    let width = usize::from(rect.width.saturating_sub(2));
    let window = usize::from(rect.height.saturating_sub(1));
    let shown = look.proposals.iter().enumerate().skip(look.first).take(window);
    for (row, (at, proposal)) in rect.rows().zip(shown) {
        let chosen = look.chosen == Some(at);
        let back = if chosen { theme.style(Role::Selected) } else { ground };
        frame.render_widget(Paragraph::default().style(back), row);
        let inner = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
        let mut line = proposal_line(proposal, width, theme);
        if chosen {
            line = on_ground(line, back);
            if back.bg.is_none() {
                frame.render_widget(
                    Paragraph::new(Span::styled(theme.symbols().cursor, back)),
                    Rect { width: 1, ..row },
                );
            }
        }
        frame.render_widget(Paragraph::new(line), inner);
        hits.add(row, Hit::Proposal(at));
    }
    let Some(last) = rect.rows().next_back() else { return };
    let all = look.proposals.len();
    let count = match look.chosen {
        Some(at) => format!("{} of {all}", at + 1),
        None if all > window => format!("{} {all}", theme.symbols().below),
        None => String::new(),
    };
    let keys = fit(look.keys, width.saturating_sub(count.width() + 1), theme.symbols().ellipsis);
    let gap = width.saturating_sub(keys.width() + count.width());
    let words = format!("{keys}{}{count}", " ".repeat(gap));
    let inner = Rect { x: last.x + 1, width: last.width.saturating_sub(2), ..last };
    frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), inner);
}

/// The first row of a window of [`ROWS`] that shows the chosen proposal and moves as little as it must.
#[must_use]
pub fn follow(first: usize, chosen: Option<usize>, all: usize) -> usize {
    let chosen = chosen.unwrap_or(0);
    first.min(chosen).max((chosen + 1).saturating_sub(ROWS)).min(all.saturating_sub(ROWS))
}

/// The label with the typed letters lit, the detail at the right.
fn proposal_line(proposal: &Proposal, width: usize, theme: &Theme) -> Line<'static> {
    let mark = theme.symbols().ellipsis;
    // The label is what is chosen by: the detail gives way, but for its first word.
    let detail_room = width.saturating_sub(proposal.label.width() + GAP);
    let least = proposal.detail.split(' ').next().unwrap_or_default().width().min(width / 3);
    let detail = fit(&proposal.detail, detail_room.max(least), mark);
    let label_room = width.saturating_sub(if detail.is_empty() { 0 } else { detail.width() + 1 });
    let mut spans = label_spans(proposal, label_room, theme);
    let used: usize = spans.iter().map(Span::width).sum();
    spans.push(Span::raw(" ".repeat(width.saturating_sub(used + detail.width()))));
    spans.push(Span::styled(detail, theme.style(Role::Dim)));
    Line::from(spans)
}

fn label_spans(proposal: &Proposal, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let plain = theme.style(Role::Text);
    let lit = theme.style(role_of(proposal.sort)).add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
    let mark = theme.symbols().ellipsis;
    let cut = proposal.label.width() > room;
    let room = if cut { room.saturating_sub(mark.width()) } else { room };
    let mut runs: Vec<(Style, String)> = Vec::new();
    let mut used = 0;
    for (at, character) in proposal.label.chars().enumerate() {
        used += character.width().unwrap_or(0);
        if used > room {
            break;
        }
        let style = if proposal.matched.contains(&at) { lit } else { plain };
        match runs.last_mut().filter(|(last, _)| *last == style) {
            Some((_, run)) => run.push(character),
            None => runs.push((style, character.to_string())),
        }
    }
    let mut spans: Vec<Span<'static>> = runs.into_iter().map(|(style, run)| Span::styled(run, style)).collect();
    if cut {
        spans.push(Span::styled(mark, theme.style(Role::Dim)));
    }
    spans
}

fn role_of(sort: Sort) -> Role {
    match sort {
        Sort::Element => Role::CodeKey,
        Sort::Service | Sort::Action => Role::Action,
        Sort::Arn | Sort::Principal => Role::Arn,
        Sort::Operator | Sort::Key => Role::Condition,
        Sort::Value => Role::CodeString,
        Sort::Snippet => Role::Accent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::complete::Insert;
    use crate::tui::theme::{Depth, Palette};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn proposals(count: usize) -> Vec<Proposal> {
        (0..count)
            .map(|n| Proposal {
                label: format!("dynamodb:Batch{n}"),
                detail: "Read · table*".into(),
                sort: Sort::Action,
                insert: Insert::plain("x"),
                matched: vec![0, 9, 10],
            })
            .collect()
    }

    fn look(proposals: &[Proposal]) -> Look<'_> {
        Look { proposals, chosen: None, first: 0, keys: "Tab take" }
    }

    #[test]
    fn it_stands_below_the_word_or_above_it_and_never_over_it() {
        let area = Rect::new(0, 2, 80, 20);
        let all = proposals(30);
        for (y, top, height) in [(3, 4, 11), (10, 11, 11), (11, 12, 10), (15, 4, 11), (21, 10, 11)] {
            let rect = place(area, Position::new(20, y), &look(&all)).unwrap();
            assert_eq!((rect.y, rect.height), (top, height), "word in row {y}");
            assert!(!rect.contains(Position::new(20, y)) && area.intersection(rect) == rect);
        }
        let right = place(area, Position::new(79, 3), &look(&all)).unwrap();
        assert_eq!(right.right(), 80);
        assert_eq!(place(Rect::new(0, 0, 80, 2), Position::new(0, 1), &look(&all)), None);
        assert_eq!(place(Rect::new(0, 0, 8, 20), Position::new(0, 1), &look(&all)), None);
    }

    #[test]
    fn the_window_follows_the_chosen_one() {
        for (first, chosen, all, expected) in
            [(0, None, 30, 0), (0, Some(9), 30, 0), (0, Some(10), 30, 1), (5, Some(3), 30, 3), (9, Some(4), 5, 0)]
        {
            assert_eq!(follow(first, chosen, all), expected);
        }
    }

    #[test]
    fn typed_letters_are_lit_and_the_detail_stands_at_the_right() {
        let mut all = proposals(12);
        all[1].label = "dynamodb:BatchExecuteStatementAndMuchMoreThanThatUntilItDoesNotFitAnyMore".into();
        let mut terminal = Terminal::new(TestBackend::new(70, 14)).unwrap();
        let look = Look { chosen: Some(1), ..look(&all) };
        let rect = place(Rect::new(0, 0, 70, 14), Position::new(1, 0), &look).unwrap();
        let mut hits = Hits::default();
        terminal.draw(|frame| draw(frame, rect, &look, &THEME, &mut hits)).unwrap();
        let shown = terminal.backend().to_string();
        assert!(shown.contains("dynamodb:Batch0") && shown.contains("Read · table*"), "{shown}");
        assert!(shown.contains("…") && shown.contains("2 of 12"), "{shown}");
        assert_eq!(hits.at(rect.x + 2, rect.y + 3).unwrap().1, Hit::Proposal(3));
        let cell = |x| terminal.backend().buffer().cell(Position::new(x, rect.y)).unwrap().modifier;
        assert!(cell(rect.x + 1).contains(Modifier::BOLD) && !cell(rect.x + 2).contains(Modifier::BOLD));
    }
}
