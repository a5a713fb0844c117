//! Lessons and labs: how far each is mastered and what is missing, and the stars.

use ratatui::text::{Line, Span};

use super::charts::count;
use crate::study::figures::{Figures, Mastery};
use crate::study::progress::LabProgress;
use crate::tui::app::Shared;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, meter, wrap};

/// Columns of the words behind a bar.
const WORDS: usize = 10;

/// A row for each lesson, below it what is missing where it was begun, and its labs.
pub fn lines(figures: &Figures, width: usize, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let dim = theme.style(Role::Dim);
    let overall = &shared.progress.overall;
    let mastered = figures.lessons.iter().filter(|lesson| lesson.is_mastered()).count();
    let number = |number: usize| Span::styled(number.to_string(), theme.style(Role::Strong));
    let mut lines = vec![
        Line::from(vec![
            number(mastered),
            Span::styled(format!(" of {} mastered, ", count(figures.lessons.len(), "lesson", "lessons")), dim),
            number(overall.stars),
            Span::styled(
                format!(" of {} in {}", count(3 * overall.labs, "star", "stars"), count(overall.labs, "lab", "labs")),
                dim,
            ),
        ]),
        Line::default(),
    ];
    for (lesson, progress) in figures.lessons.iter().zip(&shared.progress.lessons) {
        lines.push(lesson_line(lesson, width, shared));
        if lesson.tried > 0 && !lesson.is_mastered() {
            let words = wrap(&lesson.missing().join("; "), width.saturating_sub(4).max(10));
            lines.extend(words.into_iter().map(|words| Line::styled(format!("    {words}"), dim)));
        }
        lines.extend(progress.labs.iter().map(|lab| lab_line(lab, width, shared)));
    }
    if !shared.progress.ahead.is_empty() {
        lines.push(Line::styled("Labs of lessons to come", dim));
        lines.extend(shared.progress.ahead.iter().map(|lab| lab_line(lab, width, shared)));
    }
    lines
}

fn lesson_line(lesson: &Mastery, width: usize, shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    let entry = shared.course.find_lesson(&lesson.lesson);
    let (number, title) = entry.map(|entry| (entry.head.number, entry.head.title.clone())).unwrap_or_default();
    let bar = (width / 4).clamp(6, 30);
    let name = width.saturating_sub(4 + bar + WORDS + 3);
    let title = fit(&title, name, theme.symbols().ellipsis);
    let (words, role) = state(lesson, theme);
    let mut spans = vec![
        Span::styled(format!("{number:>2}  "), theme.style(Role::Dim)),
        Span::styled(format!("{title:<name$} "), theme.style(if lesson.tried > 0 { Role::Text } else { Role::Dim })),
    ];
    let full = if lesson.is_mastered() { Role::Allow } else { Role::BarFull };
    let share = if lesson.known { 1.0 } else { lesson.share() };
    spans.extend(meter::bar(theme, share, bar, full));
    spans.push(Span::styled(format!("  {words}"), theme.style(role)));
    Line::from(spans)
}

/// Where a lesson stands, in a word.
fn state(lesson: &Mastery, theme: &Theme) -> (String, Role) {
    if lesson.known {
        (format!("{} known", theme.symbols().yes), Role::Allow)
    } else if lesson.is_mastered() {
        (format!("{} mastered", theme.symbols().yes), Role::Allow)
    } else {
        (format!("{} of {}", lesson.right, lesson.wanted), Role::Text)
    }
}

fn lab_line(lab: &LabProgress, width: usize, shared: &Shared) -> Line<'static> {
    let theme = &shared.theme;
    let title = shared.course.find_lab(&lab.lab).map(|(_, entry)| entry.title.clone()).unwrap_or_default();
    let bar = (width / 4).clamp(6, 30);
    let name = width.saturating_sub(9 + bar + WORDS + 3);
    let title = fit(&title, name, theme.symbols().ellipsis);
    let begun = lab.record.is_some();
    let mut spans = vec![
        Span::styled(format!("    {}  ", lab.lab), theme.style(Role::Dim)),
        Span::styled(format!("{title:<name$} "), theme.style(if begun { Role::Text } else { Role::Dim })),
    ];
    spans.extend(meter::stars(theme, lab.stars, 3));
    let words = match &lab.record {
        Some(_) if lab.is_solved() && lab.rounds > 0 => {
            format!("  and {}", count(lab.rounds, "second round", "second rounds"))
        }
        Some(_) if lab.is_solved() => String::new(),
        Some(record) => format!("  {} of {} goals", record.best_goals, record.goals),
        None => String::new(),
    };
    spans.push(Span::styled(words, theme.style(Role::Dim)));
    Line::from(spans)
}
