//! Draws what came of an answer, and the end of a round.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::course::grade::{Graded, Remark};
use crate::course::question::{Question, QuestionKind};
use crate::iam::explain;
use crate::study::store::Flag;
use crate::tui::screens::quiz::view::{self, Page};
use crate::tui::screens::quiz::{Came, Quiz, Shown};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{walk, wrap_hard};

/// What is right, and why; why the answer given is not; the walk; the rule to keep; the source.
pub fn verdict(page: &mut Page, question: &Question, shown: &Shown, flag: Option<&Flag>, width: usize, theme: &Theme) {
    let Graded { right, right_answer, remarks, simulation, .. } = &shown.graded;
    let text = theme.style(Role::Text);
    let symbols = theme.symbols();
    let sure = shown.confidence == Some(3);
    let (head, style) = match (question.is_graded(), *right, sure) {
        (false, ..) => {
            let ticked = remarks.iter().filter(|remark| remark.right).count();
            (format!("Kept. You ticked {ticked} of {}", remarks.len()), theme.style(Role::Accent))
        }
        _ if shown.answer.is_none() => {
            (format!("{} Not answered: it counts as wrong", symbols.no), theme.style(Role::Deny))
        }
        (_, true, _) => (format!("{} Right", symbols.yes), theme.style(Role::Allow)),
        (_, false, true) => (format!("{} Not right, and you were sure", symbols.no), theme.style(Role::Deny)),
        (_, false, false) => (format!("{} Not right", symbols.no), theme.style(Role::Deny)),
    };
    let mut head = vec![Span::styled(head, style.add_modifier(Modifier::BOLD))];
    if let Some(points) = points(question, shown).filter(|_| shown.parts) {
        head.push(Span::styled(format!("   {points}"), theme.style(Role::Dim)));
    }
    page.line(Line::from(head));
    let labelled = |page: &mut Page, label: &str, style: Style, words: &str| {
        page.words(vec![Span::styled(format!("{label:<9}"), style)], words, text, width, theme);
    };
    match &question.kind {
        QuestionKind::ShortAnswer(_) | QuestionKind::JsonBlank(_) | QuestionKind::Ordering(_) if !right => {
            page.gap();
            for (at, line) in right_answer.lines().enumerate() {
                labelled(page, if at == 0 { "Answer" } else { "" }, theme.style(Role::Allow), line);
            }
        }
        _ => {}
    }
    let why = |page: &mut Page| {
        page.gap();
        labelled(page, "Why", theme.style(Role::Allow), &question.common.explanation);
    };
    // Where the answer was made step by step, what is wrong with it comes first.
    let made = matches!(question.kind, QuestionKind::Ordering(_) | QuestionKind::WritePolicy(_));
    if !made {
        why(page);
    }
    let missed = |remark: &Remark| match &question.kind {
        QuestionKind::MultipleResponse(kind) => {
            !remark.right && kind.options.iter().any(|option| option.right && option.text == remark.about)
        }
        _ => false,
    };
    let mut said = "";
    for remark in remarks.iter().filter(|remark| !remark.text.is_empty()) {
        let (label, role) = match remark.right {
            true => ("Yours", Role::Allow),
            false if missed(remark) => ("Missed", Role::Silent),
            false => ("Why not", Role::Deny),
        };
        // An option's own words stand above already.
        let chosen = matches!(
            question.kind,
            QuestionKind::SingleChoice(_) | QuestionKind::TrueFalse(_) | QuestionKind::Predict(_)
        );
        let words = if remark.about.is_empty() || chosen {
            remark.text.clone()
        } else {
            format!("{}: {}", remark.about, remark.text)
        };
        page.gap();
        // Several of one sort stand under one heading; each names its part.
        labelled(page, if said == label { "" } else { label }, theme.style(role), &words);
        said = label;
    }
    if made {
        why(page);
    }
    if let Some(simulation) = simulation {
        page.gap();
        let of = match (&question.kind, remarks.iter().find(|remark| !remark.right)) {
            (QuestionKind::WritePolicy(_), Some(goal)) => format!("   of “{}”, made by the simulator", goal.about),
            _ => "   made by the simulator".to_owned(),
        };
        page.line(Line::from(vec![
            Span::styled("The walk", theme.style(Role::Strong)),
            Span::styled(of, theme.style(Role::Dim)),
        ]));
        for line in walk::lines(&explain::walk(simulation), theme, width) {
            page.line(line.line);
        }
        if let Some(message) = explain::access_denied_message(simulation) {
            page.gap();
            page.line(Line::styled("In real life", theme.style(Role::Strong)));
            let style = theme.style(Role::Text).add_modifier(Modifier::ITALIC);
            for part in wrap_hard(&message, width.saturating_sub(2)) {
                page.line(Line::styled(format!("  {part}"), style));
            }
        }
    }
    if let (QuestionKind::WritePolicy(kind), false) = (&question.kind, *right) {
        for document in &kind.documents {
            page.gap();
            page.line(Line::styled(format!("A good {}", document.name), theme.style(Role::Strong)));
            page.policy(&document.reference, width, theme);
        }
    }
    if let Some(flag) = flag {
        page.gap();
        view::flagged(page, flag, width, theme);
    }
    page.gap();
    labelled(page, "Keep", theme.style(Role::Accent), &question.common.rule);
    page.gap();
    let source = &question.common.source;
    page.words(
        Vec::new(),
        &format!("{} {} read {}", source.title, symbols.dot, source.checked),
        theme.style(Role::Dim),
        width,
        theme,
    );
}

/// What the answer is worth, where it is worth a part.
fn points(question: &Question, shown: &Shown) -> Option<String> {
    let remarks = &shown.graded.remarks;
    match &question.kind {
        QuestionKind::MultipleResponse(kind) if !shown.graded.right => {
            let wanted = kind.wanted();
            #[expect(clippy::cast_precision_loss, reason = "a handful of options are counted")]
            let points = shown.graded.share * wanted as f64;
            Some(format!("{points:.0} of {wanted} points: right ticks less wrong ones"))
        }
        QuestionKind::WritePolicy(_) => {
            let goals = remarks.iter().filter(|remark| !remark.about.is_empty());
            let (all, reached) = (goals.clone().count(), goals.filter(|remark| remark.right).count());
            let beyond = remarks.iter().any(|remark| remark.about.is_empty());
            let more = if beyond { ", and a slip beyond them" } else { "" };
            Some(format!("{reached} of {all} goals{more}"))
        }
        _ => None,
    }
}

/// The end of a round.
pub fn finished(page: &mut Page, quiz: &Quiz, width: usize, theme: &Theme) {
    let right = quiz.results.iter().filter(|came| **came == Came::Right).count();
    // What nobody grades is neither right nor wrong.
    let all = quiz.questions.iter().filter(|question| question.is_graded()).count();
    let head = if all == 0 { "Kept".to_owned() } else { format!("{right} of {all} right") };
    page.line(Line::styled(head, theme.style(Role::Strong)));
    page.gap();
    for (question, result) in quiz.questions.iter().zip(&quiz.results) {
        let (sign, style) = match result {
            Came::Right => (theme.symbols().yes, theme.style(Role::Allow)),
            Came::Wrong => (theme.symbols().no, theme.style(Role::Deny)),
            Came::Kept => (theme.symbols().full, theme.style(Role::Dim)),
            Came::Open => (theme.symbols().nothing, theme.style(Role::Dim)),
        };
        let lead = vec![Span::styled(format!("  {sign} {:<6}", question.common.id.0), style)];
        page.words(lead, &question.common.rule, theme.style(Role::Text), width, theme);
    }
    page.gap();
    let words = if all == 0 {
        "Enter goes back."
    } else if right == all {
        "All of them. Enter goes back."
    } else {
        "What was not right comes first the next time. Enter goes back."
    };
    page.line(Line::styled(words, theme.style(Role::Dim)));
}

#[expect(clippy::cast_precision_loss, reason = "numbers of questions are small")]
/// The part of a whole.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
