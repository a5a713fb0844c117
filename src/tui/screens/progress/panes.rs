//! The panes about cards, memory, exams and time.

use std::collections::BTreeMap;

use ratatui::text::{Line, Span};

use super::charts::{self, count, date, percent};
use crate::study::cards::Said;
use crate::study::day::Day;
use crate::study::exam::{ExamRecord, report};
use crate::study::figures::{ExamAhead, Figures, Week, What};
use crate::study::store::{Millis, Pursuit};
use crate::tui::app::Shared;
use crate::tui::screens::exam::{history, strip};
use crate::tui::screens::home::{Offer, suggestion};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, wrap};

/// From so many answers on, a share says something.
const ENOUGH: u32 = 10;
/// Columns of a number that stands before its words.
const NUMBER: usize = 5;
/// Columns of a day in a drawing of days that reach back.
const EACH: usize = 2;
/// Weeks that count as lately.
const LATELY: usize = 4;
/// Columns of a week.
const WEEK: usize = 3;

/// What is due, what is known, the best next thing.
pub fn now(figures: &Figures, width: usize, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let Figures { due, minutes, new, seen, lasting, advice, .. } = figures;
    let number = |number: &str, words: String, role: Role| {
        Line::from(vec![
            Span::styled(format!("{number:>NUMBER$}"), theme.style(role)),
            Span::styled(format!("  {words}"), text),
        ])
    };
    let about = if *due > 0 { format!(", about {minutes} min") } else { String::new() };
    let mut lines = vec![
        number(&due.to_string(), format!("due now{about}"), Role::Strong),
        number(&new.to_string(), "new in the lessons that you began".to_owned(), Role::Text),
        number(&seen.to_string(), format!("seen, {lasting} of them known for weeks to come"), Role::Text),
    ];
    if let Some(recall) = figures.recall {
        let words = "of what you saw you would know now".to_owned();
        lines.push(number(&format!("{:.0} %", (recall * 100.0).floor()), words, Role::Text));
    }
    lines.push(Line::default());
    lines.push(Line::styled("Best next", theme.style(Role::Strong)));
    match &advice.what {
        What::Review { due, .. } => {
            let cards = count(*due, "card", "cards");
            lines.push(Line::from(vec![Span::styled(format!("    Review {cards}"), text), Span::styled(about, dim)]));
        }
        What::Step(step) => lines.push(suggestion(&Offer::Step(step.clone()), false, width, shared)),
        What::Nothing => lines.push(Line::styled("    Nothing for today", text)),
    }
    lines.extend(indented(&advice.why, width, 4, dim));
    if let Some(ExamAhead { day, left, new_a_day, not_twice }) = figures.exam {
        let left = match left {
            0 => "today".to_owned(),
            left => format!("in {}", count(usize::try_from(left).unwrap_or(usize::MAX), "day", "days")),
        };
        lines.push(Line::default());
        lines.push(Line::from(vec![
            Span::styled(format!("Exam {left}"), theme.style(Role::Silent)),
            Span::styled(format!("  {}", date(day)), dim),
        ]));
        let words = match (new_a_day, not_twice) {
            (_, 0) => "every card was seen on two days".to_owned(),
            (0, twice) => format!("{} not seen on two days yet", count(twice, "card", "cards")),
            (new, twice) => {
                format!(
                    "with {} a day you see all in time; {twice} not seen on two days yet",
                    count(new, "new card", "new cards")
                )
            }
        };
        lines.extend(indented(&words, width, 4, dim));
    }
    for (title, why, cards) in [
        ("Sure, but wrong", "", &figures.misconceptions),
        ("Will not stick", " better read again than asked again:", &figures.leeches),
        ("Set aside", "", &figures.suspended),
    ] {
        if !cards.is_empty() {
            let ids: Vec<&str> = cards.iter().map(|id| id.0.as_str()).collect();
            lines.push(Line::default());
            lines.push(Line::styled(
                format!("{title}, {}", count(cards.len(), "card", "cards")),
                theme.style(Role::Strong),
            ));
            lines.extend(indented(&format!("{why} {}", ids.join(" ")), width, 4, dim));
        }
    }
    lines
}

/// Words in lines that begin further right.
fn indented(words: &str, width: usize, indent: usize, style: ratatui::style::Style) -> Vec<Line<'static>> {
    let lines = wrap(words, width.saturating_sub(indent).max(10));
    lines.into_iter().map(|line| Line::styled(format!("{:indent$}{line}", ""), style)).collect()
}

/// Cards that come back, day by day.
pub fn ahead(figures: &Figures, width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let forecast = &figures.forecast;
    let each = (width.saturating_sub(charts::SCALE) / forecast.len().max(1)).clamp(1, 4);
    let days: Vec<f64> = forecast.iter().map(|cards| *cards as f64).collect();
    let sum = |days: usize| forecast.iter().take(days).sum::<usize>();
    let parts = [
        (sum(1), "today".to_owned()),
        (sum(2) - sum(1), "tomorrow".to_owned()),
        (sum(7), "within a week".to_owned()),
        (sum(forecast.len()), format!("in {} days", forecast.len())),
    ];
    let facts = charts::facts(parts.map(|(cards, words)| (cards.to_string(), words)), width, theme);
    let rows = height.saturating_sub(3 + facts.len()).clamp(3, 16);
    let mut lines = charts::columns(&days, each, rows, "", theme);
    let words = (0..forecast.len()).step_by(7).map(|day| {
        let words = match day {
            0 => "today".to_owned(),
            day => date(figures.today.plus(i32::try_from(day).unwrap_or(0))),
        };
        (day * each, words)
    });
    lines.push(charts::below(words, width, theme));
    lines.push(Line::default());
    lines.extend(facts);
    lines
}

/// The weeks from the first that fits to this one, those without answers among them.
fn weeks(figures: &Figures, most: usize) -> Vec<(Day, Week)> {
    let Some(first) = figures.weeks.first().map(|week| week.monday) else { return Vec::new() };
    let all = usize::try_from(figures.today.monday().since(first) / 7).unwrap_or(0) + 1;
    let shown = all.min(most.max(1));
    let monday = |back: usize| figures.today.monday().plus(-7 * i32::try_from(back).unwrap_or(0));
    let mondays = (0..shown).rev().map(monday);
    mondays
        .map(|monday| {
            let week = figures.weeks.iter().find(|week| week.monday == monday);
            (monday, week.copied().unwrap_or(Week { monday, ..Week::default() }))
        })
        .collect()
}

/// How much of what came back was remembered, week by week, and how long it lasts.
pub fn memory(figures: &Figures, target: f64, width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let symbols = theme.symbols();
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let weeks = weeks(figures, width.saturating_sub(charts::SCALE) / WEEK);
    // Half of all is the bottom, unless something lies lower.
    let low = weeks.iter().filter_map(|(_, week)| week.retention()).any(|share| share < 0.5);
    let floor = if low { 0.0 } else { 0.5 };
    let (asked, recalled) = weeks
        .iter()
        .rev()
        .take(LATELY)
        .fold((0, 0), |(asked, recalled), (_, week)| (asked + week.asked, recalled + week.recalled));
    let lately = match asked {
        0 => "nothing came back lately".to_owned(),
        _ => format!("{} of what came back lately was remembered, {recalled} of {asked}", percent(recalled, asked)),
    };
    let ground = if theme.ascii { "-" } else { "╌" };
    let signs = format!(
        "{} fewer than {ENOUGH} answers, {ground} what the schedule aims at; below, how many days it lasts",
        symbols.empty
    );
    let mut said: Vec<Line<'static>> = wrap(&lately, width).into_iter().map(|line| Line::styled(line, text)).collect();
    said.extend(wrap(&signs, width).into_iter().map(|line| Line::styled(line, dim)));
    let room = height.saturating_sub(said.len() + 1);
    let rows = (room * 3 / 5).clamp(4, 14);
    let row = |share: f64| charts::row((share - floor) / (1.0 - floor), rows);
    let aim = row(target);
    let mut lines = Vec::new();
    for at in (0..rows).rev() {
        let label = match at {
            _ if at == aim => format!("{:.0} %", target * 100.0),
            _ if at + 1 == rows && aim + 2 < rows => "100 %".to_owned(),
            0 => format!("{:.0} %", floor * 100.0),
            _ => String::new(),
        };
        let filler = if at == aim { ground } else { " " };
        let spans = weeks.iter().flat_map(|(_, week)| {
            let here = week.retention().filter(|share| row(*share) == at);
            let sign = match here {
                Some(_) if week.asked >= ENOUGH => Span::styled(symbols.full, theme.style(Role::Strong)),
                Some(_) => Span::styled(symbols.empty, theme.style(Role::Strong)),
                None => Span::styled(filler, theme.style(Role::Silent)),
            };
            [sign, Span::styled(filler.repeat(WEEK - 1), theme.style(Role::Silent))]
        });
        let role = if at == aim { Role::Silent } else { Role::Dim };
        lines.push(charts::scaled(&label, role, spans.collect(), theme));
    }
    let lasting: Vec<f64> = weeks.iter().map(|(_, week)| week.stability).collect();
    let rest = room.saturating_sub(rows).clamp(2, 6);
    lines.extend(charts::columns(&lasting, WEEK, rest, " d", theme));
    let words = weeks.iter().enumerate().step_by(3).map(|(nth, (monday, _))| (nth * WEEK, date(*monday)));
    lines.push(charts::below(words, width, theme));
    lines.extend(said);
    lines
}

/// Columns of a share of a lesson.
const SHARE: usize = 13;

/// The words for what was said of an answer, surest first, with their place in the figures.
const SAID: [(usize, &str); 3] = [(2, "sure"), (1, "fairly sure"), (0, "a guess")];

/// How often what was said of answers was so, in all and by lesson.
pub fn sureness(figures: &Figures, width: usize, shared: &Shared) -> Vec<Line<'static>> {
    let theme = &shared.theme;
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let of = |said: &[Said; 3], place: usize| said.get(place).copied().unwrap_or_default();
    let mut lines = vec![Line::styled("right, when you said you were", dim)];
    for (place, name) in SAID {
        let Said { given, right } = of(&figures.calibration, place);
        let words = if given == 0 {
            "never said".to_owned()
        } else {
            format!("{:>5}  {right} of {given}", percent(right, given))
        };
        let share = if given == 0 { 0.0 } else { f64::from(right) / f64::from(given) };
        lines.push(charts::bar((name, 11), share, (&words, 20), width, theme));
    }
    lines.push(Line::default());
    lines.extend(wrap(judged(&figures.calibration), width.min(78)).into_iter().map(|line| Line::styled(line, text)));
    let lessons: Vec<_> =
        figures.lessons.iter().filter(|lesson| lesson.said.iter().any(|said| said.given > 0)).collect();
    if lessons.is_empty() {
        return lines;
    }
    lines.push(Line::default());
    let name = width.saturating_sub(3 * SHARE).clamp(8, 40);
    let head: String = SAID.iter().map(|(_, name)| format!("{name:>SHARE$}")).collect();
    lines.push(Line::styled(format!("{:<name$}{head}", "by lesson"), dim));
    for lesson in lessons {
        let (number, title) = shared
            .course
            .find_lesson(&lesson.lesson)
            .map(|e| (e.head.number, e.head.title.clone()))
            .unwrap_or_default();
        let title = fit(&title, name.saturating_sub(4), theme.symbols().ellipsis);
        let mut spans = vec![
            Span::styled(format!("{number:>2}  "), dim),
            Span::styled(format!("{title:<rest$}", rest = name.saturating_sub(4)), text),
        ];
        for (place, _) in SAID {
            let Said { given, right } = of(&lesson.said, place);
            // Surely wrong is worth a look.
            let role = if place == 2 && right < given { Role::Silent } else { Role::Text };
            let words = if given == 0 { theme.symbols().nothing.to_owned() } else { format!("{right} of {given}") };
            spans.push(Span::styled(format!("{words:>SHARE$}"), theme.style(role)));
        }
        lines.push(Line::from(spans));
    }
    lines
}

/// What the sureness says about the learner.
pub(super) fn judged([guess, _, sure]: &[Said; 3]) -> &'static str {
    let share = |said: &Said| f64::from(said.right) / f64::from(said.given.max(1));
    if sure.given < ENOUGH && guess.given < ENOUGH {
        "Too few answers yet to say how well you know what you know."
    } else if sure.given >= ENOUGH && share(sure) < 0.75 {
        "You are surer than you are right: before you say sure, say to yourself why the other answers are wrong."
    } else if guess.given >= ENOUGH && share(guess) >= 0.7 {
        "You know more than you think: most of your guesses are right."
    } else if sure.given >= ENOUGH && share(sure) >= 0.9 {
        "You can trust yourself: when you are sure, you are nearly always right."
    } else {
        "When you are sure, you are right most of the time. What was wrong then comes back the same day."
    }
}

/// Exams over time: the one sat last as a drawing, the others in a line each.
pub fn exams(records: &[ExamRecord], width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut sat: Vec<&ExamRecord> = records.iter().filter(|record| record.submitted.is_some()).collect();
    sat.sort_by_key(|record| record.submitted);
    let mut forms: Vec<&str> = Vec::new();
    for record in sat.iter().rev() {
        if !forms.contains(&record.exam.as_str()) {
            forms.push(&record.exam);
        }
    }
    let mut lines = Vec::new();
    for (nth, form) in forms.iter().enumerate() {
        let own: Vec<&ExamRecord> = sat.iter().copied().filter(|record| record.exam == *form).collect();
        let Some(last) = own.last() else { continue };
        if nth == 1 {
            lines.push(Line::default());
        }
        let result = strip::percent(report(last).share);
        let times = if own.len() == 1 { "once".to_owned() } else { format!("{} times", own.len()) };
        let words = format!("  {result}   sat {times}, last {}", last.submitted.map(strip::day).unwrap_or_default());
        let title = fit(&last.title, width.saturating_sub(words.chars().count()), theme.symbols().ellipsis);
        lines.push(Line::from(vec![
            Span::styled(title, theme.style(Role::Strong)),
            Span::styled(words, theme.style(Role::Dim)),
        ]));
        if nth == 0 {
            let rows = height.saturating_sub(5 + forms.len()).clamp(5, 13);
            let mut drawn = history::plot(&own, width, rows, theme);
            // Its last line names a key of the list of exams.
            drawn.pop();
            lines.extend(drawn);
        }
    }
    lines
}

/// What time was spent on, as a person says it.
const fn pursuit(pursuit: Pursuit) -> &'static str {
    match pursuit {
        Pursuit::Lesson => "lessons",
        Pursuit::Quiz => "questions",
        Pursuit::Drill => "drills",
        Pursuit::Lab => "labs",
        Pursuit::Exam => "exams",
        Pursuit::Sandbox => "sandbox",
    }
}

/// The time spent, day by day, and on what.
pub fn time(figures: &Figures, width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut spent: BTreeMap<Day, Millis> = BTreeMap::new();
    for sitting in &figures.spent {
        *spent.entry(sitting.day).or_default() += sitting.spent;
    }
    // Answers that were given outside a sitting took their time too.
    for count in &figures.calendar {
        let day = spent.entry(count.day).or_default();
        *day = (*day).max(count.took);
    }
    let on = |day: Day| spent.get(&day).copied().unwrap_or(0);
    let room = width.saturating_sub(charts::SCALE) / EACH;
    let shown = room.clamp(1, 60);
    let day = |back: usize| figures.today.plus(-i32::try_from(back).unwrap_or(0));
    let days: Vec<Millis> = (0..shown).rev().map(|back| on(day(back))).collect();
    let kinds: Vec<(Pursuit, Millis)> = figures.spent.iter().fold(Vec::new(), |mut kinds, spent| {
        match kinds.iter_mut().find(|(kind, _)| *kind == spent.pursuit) {
            Some((_, all)) => *all += spent.spent,
            None => kinds.push((spent.pursuit, spent.spent)),
        }
        kinds
    });
    let week: Millis = (0..7).map(|back| on(day(back))).sum();
    let total: Millis = spent.values().sum();
    let parts = [(on(figures.today), "today"), (week, "in seven days"), (total, "in all")];
    let facts = charts::facts(parts.map(|(time, words)| (charts::time(time), words.to_owned())), width, theme);
    let rows = height.saturating_sub(3 + facts.len() + kinds.len()).clamp(3, 12);
    let minutes: Vec<f64> = days.iter().map(|time| *time as f64 / 60_000.0).collect();
    let mut lines = charts::columns(&minutes, EACH, rows, " m", theme);
    let first = shown - 1;
    let words = (0..=first)
        .filter(|nth| (first - nth).is_multiple_of(7) && first - nth > 0)
        .map(|nth| (nth * EACH, date(day(first - nth))));
    let words = words.step_by(if shown > 30 { 2 } else { 1 });
    lines.push(charts::below(words, width, theme));
    lines.push(Line::default());
    lines.extend(facts);
    let most = kinds.iter().map(|(_, time)| *time).max().unwrap_or(0).max(1);
    for (kind, time) in kinds {
        let share = time as f64 / most as f64;
        lines.push(charts::bar((pursuit(kind), 9), share, (&charts::time(time), 12), width, theme));
    }
    lines
}
