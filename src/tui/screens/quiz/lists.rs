//! Draws questions whose answer is a list: options to tick, lines to put in order, criteria to rate oneself by.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::course::question::{MultipleResponse, Ordering, Reflection};
use crate::tui::app::Hit;
use crate::tui::screens::quiz::essay::Essay;
use crate::tui::screens::quiz::view::{Page, Row};
use crate::tui::theme::{Role, Theme};

/// A small number in letters.
#[must_use]
pub fn number(count: usize) -> String {
    match count {
        1 => "one".to_owned(),
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        n => n.to_string(),
    }
}

/// What a tick looks like.
fn tick(ticked: bool) -> &'static str {
    if ticked { "[x] " } else { "[ ] " }
}

/// Options with a tick each, in the order shown; once judged, each with its own verdict.
pub fn several(
    page: &mut Page,
    kind: &MultipleResponse,
    (order, ticked, row): (&[usize], &[bool], usize),
    open: bool,
    width: usize,
    theme: &Theme,
) {
    let symbols = theme.symbols();
    let options = order.iter().filter_map(|index| kind.options.get(*index)).zip(ticked);
    for (index, (option, ticked)) in options.enumerate() {
        let chosen = open && index == row;
        let (sign, style, tail) = match (open, *ticked, option.right) {
            (true, ..) if chosen => (symbols.cursor, theme.style(Role::Accent), ""),
            (true, ..) | (false, false, false) => (" ", theme.style(Role::Text), ""),
            (false, true, true) => (symbols.yes, theme.style(Role::Allow), "   right"),
            (false, true, false) => (symbols.no, theme.style(Role::Deny), "   you ticked this"),
            (false, false, true) => (symbols.silent, theme.style(Role::Silent), "   right, and missed"),
        };
        let words = theme.style(if chosen || *ticked { Role::Strong } else { Role::Text });
        let lead = vec![
            Span::styled(format!("  {} ", index + 1), theme.style(Role::Accent)),
            Span::styled(format!("{sign} "), style.add_modifier(Modifier::BOLD)),
            Span::styled(tick(*ticked), theme.style(if *ticked { Role::Strong } else { Role::Dim })),
        ];
        let first = page.rows.len();
        page.words(lead, &option.text, words, width, theme);
        if let Some(row) = page.rows.iter_mut().skip(first).find(|row| row.line.width() + tail.len() <= width) {
            row.line.spans.push(Span::styled(tail, style));
        }
        let fill = match open {
            true => chosen.then_some(Role::Selected),
            false => (*ticked || option.right).then_some(Role::Marked),
        };
        choosable(page, first, index, open, chosen, fill);
    }
    if open {
        page.gap();
        let count = ticked.iter().filter(|ticked| **ticked).count();
        let words = format!(
            "Choose {}: {} ticked",
            number(kind.wanted()),
            if count == 0 { "none".to_owned() } else { number(count) }
        );
        page.line(Line::styled(words, theme.style(Role::Dim)));
    }
}

/// Marks the rows from `first` on as one thing to choose.
fn choosable(page: &mut Page, first: usize, index: usize, open: bool, chosen: bool, fill: Option<Role>) {
    for (i, row) in page.rows.iter_mut().skip(first).enumerate() {
        row.hit = open.then_some(Hit::Row(index));
        row.fill = fill;
        row.focus = i == 0 && chosen;
    }
}

/// Lines in the order given; `lines` has the item of each number, `places` the number at each place; `open` is the chosen place
/// and how many were typed. Once judged, the first place that is wrong is marked.
pub fn ordered(
    page: &mut Page,
    kind: &Ordering,
    (lines, places): (&[usize], &[usize]),
    open: Option<(usize, usize)>,
    width: usize,
    theme: &Theme,
) {
    let symbols = theme.symbols();
    let order: Vec<usize> = places.iter().filter_map(|line| lines.get(*line).copied()).collect();
    let wrong = crate::course::grade::first_wrong_place(kind, &order).unwrap_or(order.len());
    for (place, (line, item)) in places.iter().zip(&order).enumerate() {
        let Some(item) = kind.items.get(*item) else { continue };
        let chosen = open.is_some_and(|(row, _)| row == place);
        let typed = open.is_some_and(|(_, typed)| place < typed);
        let (sign, style, tail) = match (open, place.cmp(&wrong)) {
            (Some(_), _) if chosen => (symbols.cursor, theme.style(Role::Accent), ""),
            (Some(_), _) => (" ", theme.style(Role::Text), ""),
            (None, std::cmp::Ordering::Less) => (symbols.yes, theme.style(Role::Allow), ""),
            (None, std::cmp::Ordering::Equal) => (symbols.no, theme.style(Role::Deny), "   here it goes wrong"),
            (None, std::cmp::Ordering::Greater) => (" ", theme.style(Role::Text), ""),
        };
        let words = theme.style(match (chosen || typed, open, place > wrong) {
            (true, ..) => Role::Strong,
            (_, None, true) => Role::Dim,
            _ => Role::Text,
        });
        let number = if open.is_some() { line + 1 } else { place + 1 };
        let lead = vec![
            Span::styled(format!("  {number} "), theme.style(Role::Accent)),
            Span::styled(format!("{sign} "), style.add_modifier(Modifier::BOLD)),
        ];
        let first = page.rows.len();
        page.words(lead, &item.text, words, width, theme);
        if let Some(row) = page.rows.iter_mut().skip(first).find(|row| row.line.width() + tail.len() <= width) {
            row.line.spans.push(Span::styled(tail, style));
        }
        let fill = match open {
            Some(_) => chosen.then_some(Role::Selected),
            None => (place == wrong).then_some(Role::Marked),
        };
        choosable(page, first, place, open.is_some(), chosen, fill);
    }
    if let Some((_, typed)) = open {
        page.gap();
        let arrows = if theme.ascii { "Shift-Up and Shift-Down move" } else { "Shift-↑ and Shift-↓ move" };
        let mut so_far: Vec<String> = places.iter().take(typed).map(|line| (line + 1).to_string()).collect();
        so_far.resize(places.len(), "_".to_owned());
        let words = format!(
            "What comes first stands first. {arrows} the chosen line; or type the numbers: {}",
            so_far.join(" ")
        );
        page.words(Vec::new(), &words.replace('_', "\\_"), theme.style(Role::Dim), width, theme);
    }
}

/// The learner's sentences; then beside them a model answer and the criteria to tick.
pub fn reflection(
    page: &mut Page,
    kind: &Reflection,
    essay: &Essay,
    (ticked, row): (Option<&[bool]>, usize),
    open: bool,
    width: usize,
    theme: &Theme,
) {
    let dim = theme.style(Role::Dim);
    let Some(ticked) = ticked else {
        let (lines, cursor) = essay.lines(theme);
        for (at, line) in lines.into_iter().enumerate() {
            let mut spans = vec![Span::styled(format!("{} ", theme.symbols().edge), theme.style(Role::Accent))];
            spans.extend(line.spans);
            page.rows.push(Row { line: Line::from(spans), focus: at == cursor, ..Row::default() });
        }
        page.gap();
        page.words(
            Vec::new(),
            "Nobody grades this. When you are done, a model answer is shown beside yours.",
            dim,
            width,
            theme,
        );
        return;
    };
    let text = theme.style(Role::Text);
    page.line(Line::styled("Yours", theme.style(Role::Accent)));
    for line in essay.text().lines() {
        let mut parts = crate::tui::widgets::wrap_hard(line, width.saturating_sub(2)).into_iter();
        parts.by_ref().for_each(|part| page.line(Line::styled(format!("  {part}"), text)));
    }
    page.gap();
    page.line(Line::styled("A model answer", theme.style(Role::Allow)));
    page.words(vec![Span::raw("  ")], &kind.model, text, width, theme);
    page.gap();
    page.pinned = Some(page.rows.len());
    page.line(Line::styled("What does yours do? Tick it; nobody else does.", theme.style(Role::Strong)));
    for (index, (criterion, ticked)) in kind.rubric.iter().zip(ticked).enumerate() {
        let chosen = open && index == row;
        let sign = if chosen { theme.symbols().cursor } else { " " };
        let lead = vec![
            Span::styled(format!("  {} ", index + 1), theme.style(Role::Accent)),
            Span::styled(format!("{sign} "), theme.style(Role::Accent)),
            Span::styled(tick(*ticked), theme.style(if *ticked { Role::Strong } else { Role::Dim })),
        ];
        let words = theme.style(if chosen || *ticked { Role::Strong } else { Role::Text });
        let first = page.rows.len();
        page.words(lead, criterion, words, width, theme);
        choosable(page, first, index, open, chosen, chosen.then_some(Role::Selected));
    }
}
