//! The outline at the left of a lesson: its sections, where the learner is, what is done and what is left.

use ratatui::text::{Line, Span};

use crate::course::block::Block;
use crate::tui::screens::lesson::closing;
use crate::tui::screens::lesson::content::{Content, Marks};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{ascii, wrap};

/// A line of the outline, and the block it leads to (the one behind the last is the closing part).
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is drawn.
    pub line: Line<'static>,
    /// Where a click leads.
    pub block: Option<usize>,
}

/// The outline in `width` columns, for a learner who stands in `block` and has seen everything up to `furthest`.
#[must_use]
pub fn rows(content: &Content, marks: &Marks, block: usize, furthest: usize, width: usize, theme: &Theme) -> Vec<Row> {
    let symbols = theme.symbols();
    let end = content.lesson.blocks.len();
    let here = (block < end).then(|| content.section_of(block));
    let dim = theme.style(Role::Dim);
    let sign = |done: bool, here: bool| match (here, done) {
        (true, _) => Span::styled(format!("{} ", symbols.cursor), theme.style(Role::Accent)),
        (_, true) => Span::styled(format!("{} ", symbols.full), theme.style(Role::Allow)),
        _ => Span::styled(format!("{} ", symbols.empty), dim),
    };
    let mut rows = Vec::new();
    for (index, section) in content.sections.iter().enumerate() {
        let blocks = content.blocks_of(index);
        let answered = content.checkpoints_in(blocks.clone()).all(|id| marks.answers.contains_key(id));
        let done = answered && furthest + 1 >= blocks.end;
        let is_here = here == Some(index);
        let role = match (is_here, done) {
            (true, _) => Role::Strong,
            (_, true) => Role::Text,
            _ => Role::Dim,
        };
        let lead = vec![sign(done, is_here), Span::styled(format!("{}  ", section.id), theme.style(role))];
        put(&mut rows, lead, &section.title, role, section.block, width, theme);
        if is_here {
            let part = section.parts.iter().rposition(|(_, start)| *start <= block);
            for (nth, (title, start)) in section.parts.iter().enumerate() {
                let role = if part == Some(nth) { Role::CodeKey } else { Role::Dim };
                put(&mut rows, vec![Span::raw("      ")], title, role, *start, width, theme);
            }
        }
    }
    let role = if here.is_none() { Role::Strong } else { Role::Dim };
    let lead = vec![if here.is_none() { sign(false, true) } else { Span::raw("  ") }];
    put(&mut rows, lead, closing::HEADING, role, end, width, theme);
    rows.push(Row { line: Line::default(), block: None });
    let all = content.checkpoints_in(0..end).count();
    let open = content.checkpoints_in(0..end).filter(|id| !marks.answers.contains_key(*id)).count();
    if all > 0 {
        let words = if open == 0 { "all answered".to_owned() } else { format!("{open} to go") };
        let lead = vec![sign(open == 0, false), Span::styled("Checkpoints  ", dim)];
        let next = content.lesson.blocks.iter().position(|block| match block {
            Block::Checkpoint(ids) => ids.iter().any(|id| !marks.answers.contains_key(id)) || open == 0,
            _ => false,
        });
        put(&mut rows, lead, &words, Role::Dim, next.unwrap_or(end), width, theme);
    }
    for lab in &content.entry.labs {
        let solved = marks.lab(&lab.id).is_some_and(|lab| lab.is_solved());
        let place = content.lesson.blocks.iter().position(|b| matches!(b, Block::Lab(id) if *id == lab.id));
        let lead = vec![sign(solved, false), Span::styled(format!("Lab {}  ", lab.id), dim)];
        put(&mut rows, lead, &lab.title, Role::Dim, place.unwrap_or(end), width, theme);
    }
    rows
}

/// Adds a title; what does not fit one line goes on below, under its first letter.
fn put(
    rows: &mut Vec<Row>,
    lead: Vec<Span<'static>>,
    title: &str,
    role: Role,
    block: usize,
    width: usize,
    theme: &Theme,
) {
    let by: usize = lead.iter().map(Span::width).sum();
    let mut lead = Some(lead);
    for words in wrap(title, width.saturating_sub(by)) {
        let mut spans = lead.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(by))]);
        spans.push(Span::styled(words, theme.style(role)));
        let line = Line::from(spans);
        rows.push(Row { line: if theme.ascii { ascii::ascii_line(line) } else { line }, block: Some(block) });
    }
}
