//! What an exam is, before it begins: how many questions of what, how long, what passes, and how it went before.

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::course::exam::{Blueprint, Form, Pass};
use crate::study::exam::{Drawn, ExamRecord, report};
use crate::tui::actions::Action;
use crate::tui::app::Hits;
use crate::tui::screens::exam::strip;
use crate::tui::screens::quiz::view::{self, Page};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, meter, page};

/// Running text is never wider than this.
const MEASURE: usize = 90;
/// Rows above the text.
const HEAD: u16 = 3;

/// What an exam is.
#[derive(Debug, Default)]
pub struct Briefing {
    scroll: usize,
    page: Page,
}

/// What is told of.
#[derive(Debug, Clone, Copy)]
pub struct What<'a> {
    pub blueprint: &'a Blueprint,
    pub form: &'a Form,
    pub drawn: &'a Drawn,
}

impl Briefing {
    /// Scrolls.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Up => self.scroll = self.scroll.saturating_sub(1),
            Action::Down => self.scroll += 1,
            Action::PageUp => self.scroll = self.scroll.saturating_sub(10),
            Action::PageDown => self.scroll += 10,
            _ => {}
        }
    }

    /// The wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent) {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.act(Action::Down),
            MouseEventKind::ScrollUp => self.act(Action::Up),
            _ => {}
        }
    }

    /// Lays it out.
    pub fn prepare(
        &mut self,
        what: What<'_>,
        unfinished: Option<&ExamRecord>,
        before: &[&ExamRecord],
        area: Rect,
        theme: &Theme,
    ) {
        let width = view::width(area).min(MEASURE);
        let mut page = Page::default();
        match unfinished {
            Some(record) => goes_on(&mut page, record, width, theme),
            None => begins(&mut page, what, width, theme),
        }
        page.gap();
        page.words(Vec::new(), &what.blueprint.about, theme.style(Role::Text), width, theme);
        page.gap();
        shares(&mut page, what, unfinished, width, theme);
        guide(&mut page, what.blueprint, width, theme);
        history(&mut page, before, theme);
        self.page = page;
        let room = usize::from(area.height.saturating_sub(HEAD));
        self.scroll = self.scroll.min(self.page.len().saturating_sub(room));
    }

    /// Draws it.
    pub fn view(&self, title: &str, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
        let left = vec![
            Span::styled("Exam  ", theme.style(Role::Accent)),
            Span::styled(title.to_owned(), theme.style(Role::Strong)),
        ];
        page::head(frame, area, theme, Line::from(left), Line::default());
        view::draw_page(&self.page, self.scroll, HEAD, frame, area, theme, hits);
    }
}

/// An exam that waits to be finished.
fn goes_on(page: &mut Page, record: &ExamRecord, width: usize, theme: &Theme) {
    let answered = record.items.len() - record.unanswered();
    page.line(Line::styled("You are in the middle of it.", theme.style(Role::Strong)));
    let words = format!(
        "{answered} of {} questions answered, {} of {} minutes spent; the clock has stood still since. Enter goes on where you left.",
        record.items.len(),
        strip::minutes(record.elapsed),
        record.minutes
    );
    page.words(Vec::new(), &words, theme.style(Role::Text), width, theme);
    page.gap();
    page.line(strip::strip(&ExamRecord { at: usize::MAX, ..record.clone() }, theme));
}

/// What begins with Enter, and what is missing.
fn begins(page: &mut Page, what: What<'_>, width: usize, theme: &Theme) {
    let (items, wanted) = (what.drawn.items.len(), what.form.items);
    if items == 0 {
        page.line(Line::styled("No question of this exam is written yet.", theme.style(Role::Silent)));
        return;
    }
    let strong = |words: String| Span::styled(words, theme.style(Role::Strong));
    let dim = |words: &str| Span::styled(words.to_owned(), theme.style(Role::Dim));
    let mark = match what.blueprint.pass {
        Pass::Scaled(mark) => format!("{mark} of 1000"),
        Pass::Percent(percent) => format!("{percent} %"),
    };
    page.line(Line::from(vec![
        strong(items.to_string()),
        dim(if items == 1 { " question   " } else { " questions   " }),
        strong(what.form.minutes_for(items).to_string()),
        dim(" minutes   passed with "),
        strong(mark),
    ]));
    let mut notes = Vec::new();
    if items < wanted {
        let absent = match what.drawn.absent.as_slice() {
            [] => String::new(),
            names => format!(" Nothing yet of: {}.", names.join("; ")),
        };
        notes.push(format!(
            "The exam wants {wanted} questions, and the course has not so many yet: it is smaller, by the same shares.{absent}"
        ));
    }
    if what.drawn.repeated > 0 {
        notes.push(format!("{} of them were in your last exam too: there are no others yet.", what.drawn.repeated));
    }
    for note in notes {
        page.words(
            vec![Span::styled(format!("{} ", theme.symbols().warning), theme.style(Role::Silent))],
            &note,
            theme.style(Role::Silent),
            width,
            theme,
        );
    }
    page.gap();
    page.words(
        Vec::new(),
        "Nothing is told before the end. What is left open counts as wrong; a part of an answer counts nothing. You can flag \
         questions, strike options out and go back. When the time is up, the exam is handed in as it stands.",
        theme.style(Role::Text),
        width,
        theme,
    );
}

/// The domains, and how many questions each has.
fn shares(page: &mut Page, what: What<'_>, unfinished: Option<&ExamRecord>, width: usize, theme: &Theme) {
    page.line(Line::styled("What is asked", theme.style(Role::Strong)));
    let widest = what.blueprint.domains.iter().map(|domain| domain.name.chars().count()).max().unwrap_or(0);
    let name_width = widest.min(width.saturating_sub(30)).max(10);
    for (place, domain) in what.blueprint.domains.iter().enumerate() {
        let count = match unfinished {
            Some(record) => record.items.iter().filter(|item| item.domain == place).count(),
            None => what.drawn.items.iter().filter(|item| item.domain == place).count(),
        };
        let questions = match count {
            0 => "none yet".to_owned(),
            1 => "1 question".to_owned(),
            n => format!("{n} questions"),
        };
        let name = fit(&domain.name, name_width, theme.symbols().ellipsis);
        let role = if count == 0 { Role::Dim } else { Role::Text };
        let mut spans = vec![Span::styled(format!("  {name:<name_width$}  "), theme.style(role))];
        spans.extend(meter::bar(theme, f64::from(domain.weight) / 100.0, 10, Role::BarFull));
        spans.push(Span::styled(format!(" {:>3} %  ", domain.weight), theme.style(Role::Text)));
        spans.push(Span::styled(questions, theme.style(Role::Dim)));
        page.line(Line::from(spans));
    }
}

/// The certification's own domains, and where roles come up in them.
fn guide(page: &mut Page, blueprint: &Blueprint, width: usize, theme: &Theme) {
    let Some(code) = &blueprint.code else { return };
    page.gap();
    let read = blueprint.sources.iter().map(|source| source.checked.as_str()).max().unwrap_or_default();
    page.line(Line::from(vec![
        Span::styled(format!("In {code} itself"), theme.style(Role::Strong)),
        Span::styled(format!("   guide read {read}"), theme.style(Role::Dim)),
    ]));
    for domain in &blueprint.guide {
        let role = if domain.roles.is_some() { Role::Text } else { Role::Dim };
        let lead = vec![Span::styled(format!("  {:>3} %  ", domain.weight), theme.style(role))];
        let words = match &domain.roles {
            Some(roles) => format!("{}: {roles}", domain.name),
            None => domain.name.clone(),
        };
        page.words(lead, &words, theme.style(role), width, theme);
    }
}

/// How it went before.
fn history(page: &mut Page, before: &[&ExamRecord], theme: &Theme) {
    if before.is_empty() {
        return;
    }
    page.gap();
    page.line(Line::from(vec![
        Span::styled("Before", theme.style(Role::Strong)),
        Span::styled("   r opens the last report", theme.style(Role::Dim)),
    ]));
    for record in before.iter().take(5) {
        let report = report(record);
        page.line(Line::from(vec![
            Span::styled(
                format!("  {}  ", strip::day(record.submitted.unwrap_or(record.begun))),
                theme.style(Role::Dim),
            ),
            Span::styled(format!("{:>5}", strip::percent(report.share)), theme.style(Role::Text)),
            Span::styled(
                format!(
                    "  {} of {} right, between {} and {}",
                    report.right,
                    report.all,
                    strip::percent(report.low),
                    strip::percent(report.high)
                ),
                theme.style(Role::Dim),
            ),
        ]));
    }
}
