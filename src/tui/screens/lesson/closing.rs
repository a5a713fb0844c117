//! What stands below a lesson's text: what to take along, what one can do now, and where to go from here.

use ratatui::text::Span;

use crate::course::block::Inline;
use crate::course::question::Question;
use crate::tui::screens::lesson::content::{Content, Marks};
use crate::tui::screens::lesson::layout::{Layout, Thing};
use crate::tui::screens::lesson::panels;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Text, wrapped};
use crate::tui::widgets::prose;

/// The heading of this part, also in the outline.
pub const HEADING: &str = "To take along";

/// Lays it out below what `layout` holds.
pub fn lay_out(layout: &mut Layout, content: &Content, marks: &Marks, width: usize, theme: &Theme) {
    let head = &content.entry.head;
    heading(layout, HEADING, width, theme);
    for (index, line) in head.summary.iter().enumerate() {
        let number = Span::styled(format!("  {}. ", index + 1), theme.style(Role::Accent));
        item(layout, number, line, Role::Text, width, theme);
    }
    if !head.objectives.is_empty() {
        layout.gap(1);
        heading(layout, "What you can do now", width, theme);
        for objective in &head.objectives {
            let tests: Vec<&Question> =
                content.questions.iter().filter(|question| question.common.objective == objective.id).collect();
            let shown =
                !tests.is_empty() && tests.iter().all(|question| marks.answers.get(&question.common.id) == Some(&true));
            let sign = if shown {
                Span::styled(format!("  {}  ", theme.symbols().yes), theme.style(Role::Allow))
            } else {
                Span::styled(format!("  {}  ", theme.symbols().empty), theme.style(Role::Dim))
            };
            item(layout, sign, &objective.text, Role::Text, width, theme);
        }
    }
    if !content.earlier.is_empty() {
        layout.gap(1);
        heading(layout, "From before", width, theme);
        for question in &content.earlier {
            let answer = marks.earlier.get(&question.id).copied();
            let panel = panels::earlier(question, answer, width, theme);
            layout.panel(Thing::Earlier(question.lesson.clone(), question.id.clone()), panel, width, theme);
            layout.gap(1);
        }
    } else {
        layout.gap(1);
    }
    heading(layout, "From here", width, theme);
    for lab in &content.entry.labs {
        layout.panel(Thing::Lab(lab.id.clone()), panels::lab(&lab.id, content, marks, width, theme), width, theme);
        layout.gap(1);
    }
    let open = content.questions.iter().filter(|q| marks.answers.get(&q.common.id) != Some(&true)).count();
    let words = match open {
        0 => "All questions of this lesson once more".to_owned(),
        1 => "Answer the question that is open".to_owned(),
        open => format!("Answer the {open} questions that are open"),
    };
    row(layout, Thing::Questions, &words, width, theme);
    if let Some((id, number, title)) = &content.next {
        row(layout, Thing::Next(id.clone()), &format!("Lesson {number}  {title}"), width, theme);
    }
    if !head.sources.is_empty() {
        layout.gap(1);
        let words = "The facts rest on these pages of AWS's documentation:";
        layout.text(wrapped(&[Inline::Text(words.into())], theme.style(Role::Dim), width, theme), theme);
        for source in &head.sources {
            let words = format!("{}, read {}", source.title, source.checked);
            item(layout, Span::raw("  "), &words, Role::Dim, width, theme);
        }
    }
}

fn heading(layout: &mut Layout, words: &str, width: usize, theme: &Theme) {
    layout.text(wrapped(&[Inline::Text(words.into())], theme.style(Role::Strong), width, theme), theme);
    layout.gap(1);
}

/// A line behind a mark.
fn item(layout: &mut Layout, mark: Span<'static>, words: &str, role: Role, width: usize, theme: &Theme) {
    let by = mark.width();
    let lines = prose::markdown(words, theme.style(role), width.saturating_sub(by).max(8), theme);
    let mut text = Text::default();
    text.add(Text::of(lines), &[mark], &[Span::raw(" ".repeat(by))]);
    layout.text(text, theme);
}

/// A line that leads somewhere.
fn row(layout: &mut Layout, thing: Thing, words: &str, width: usize, theme: &Theme) {
    let arrow = Span::styled(format!("{} ", theme.symbols().arrow), theme.style(Role::Accent));
    let by = arrow.width();
    let set = wrapped(&[Inline::Text(words.into())], theme.style(Role::Text), width.saturating_sub(by), theme);
    let mut text = Text::default();
    text.add(set, &[arrow], &[Span::raw(" ".repeat(by))]);
    layout.row(thing, text, theme);
}
