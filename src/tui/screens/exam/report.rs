//! What came of an exam: the result and what it is worth, where it was lost, time, how well the learner knew it, and every question
//! explained.

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::course::exam::Pass;
use crate::course::grade::{Answer, Graded, grade, matching_options};
use crate::course::question::{Question, QuestionKind};
use crate::study::exam::report::Part;
use crate::study::exam::{ExamItem, ExamRecord, Report, Standing, report};
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::screens::exam::strip;
use crate::tui::screens::quiz::draft::Draft;
use crate::tui::screens::quiz::view::{self, Page, Row};
use crate::tui::screens::quiz::{Shown, verdict};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{fit, meter, page};

/// Rows above the text.
const HEAD: u16 = 3;

/// A report.
#[derive(Debug)]
pub struct ReportView {
    record: ExamRecord,
    report: Report,
    /// The chosen question; nothing while the result is looked at.
    chosen: Option<usize>,
    /// The chosen question is explained.
    explains: bool,
    scroll: usize,
    page: Page,
}

impl ReportView {
    /// The report of an exam that was handed in.
    #[must_use]
    pub fn new(record: ExamRecord) -> Self {
        let report = report(&record);
        Self { record, report, chosen: None, explains: false, scroll: 0, page: Page::default() }
    }

    /// Whether a question is explained.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.explains
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        let own = if self.explains { Context::Explained } else { Context::Report };
        vec![own, Context::Browse]
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        let page = usize::from(shared.size.1).saturating_sub(6).max(1);
        let last = self.record.items.len().saturating_sub(1);
        let at = self.chosen.unwrap_or_default();
        match (action, self.explains) {
            (Action::PageDown, _) => self.scroll_by(page),
            (Action::PageUp, _) => self.scroll = self.scroll.saturating_sub(page),
            (Action::Down, true) => self.scroll_by(1),
            (Action::Up, true) => self.scroll = self.scroll.saturating_sub(1),
            (Action::Down, false) => self.chosen = Some(self.chosen.map_or(0, |at| (at + 1).min(last))),
            (Action::Up, false) => {
                self.chosen = at.checked_sub(1).filter(|_| self.chosen.is_some());
                if self.chosen.is_none() {
                    self.scroll = 0;
                }
            }
            (Action::First, false) => (self.chosen, self.scroll) = (None, 0),
            (Action::Last, false) => self.chosen = Some(last),
            (Action::Enter, false) => match self.chosen {
                Some(at) => self.explain(at),
                None => self.next_wrong(),
            },
            (Action::NextQuestion, true) if at < last => self.explain(at + 1),
            (Action::PreviousQuestion, true) => self.explain(at.saturating_sub(1)),
            (Action::NextOpen, _) => self.next_wrong(),
            (Action::Back | Action::NextQuestion, true) => (self.explains, self.scroll) = (false, 0),
            (Action::Teach, true) => return self.teach(shared),
            _ => {}
        }
        Vec::new()
    }

    fn scroll_by(&mut self, lines: usize) {
        // Fitting cuts what goes too far.
        self.scroll = self.scroll.saturating_add(lines);
        if !self.explains {
            self.chosen = None;
        }
    }

    fn explain(&mut self, at: usize) {
        (self.chosen, self.explains, self.scroll) = (Some(at), true, 0);
    }

    /// Explains the next question that was not right.
    fn next_wrong(&mut self) {
        let after = self.chosen.filter(|_| self.explains).map_or(0, |at| at + 1);
        let wrong = |place: &usize| self.record.items.get(*place).is_some_and(|item| item.right == Some(false));
        let found = (after..self.record.items.len()).chain(0..after).find(wrong);
        if let Some(at) = found.or(self.chosen).or(Some(0)) {
            self.explain(at);
        }
    }

    /// To the section that teaches what the question asks.
    fn teach(&self, shared: &Shared) -> Vec<Command> {
        let item = self.chosen.and_then(|at| self.record.items.get(at));
        let question = item.and_then(|item| shared.course.question(&item.question).ok());
        let objective = question.map(|question| question.common.objective).unwrap_or_default();
        match objective.split_once('.') {
            Some((lesson, section)) => vec![Command::Teach(lesson.to_owned(), section.to_owned())],
            None => Vec::new(),
        }
    }

    /// A click chooses a question, a second one explains it; the wheel scrolls.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::ScrollDown, _) => self.scroll_by(1),
            (MouseEventKind::ScrollUp, _) => {
                self.scroll = self.scroll.saturating_sub(1);
                if !self.explains {
                    self.chosen = None;
                }
            }
            (MouseEventKind::Down(_), Some((_, Hit::Row(row)))) if !self.explains => {
                if self.chosen == Some(row) {
                    return self.act(Action::Enter, shared);
                }
                self.chosen = Some(row);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Lays it out.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        let width = view::width(area);
        let room = usize::from(area.height.saturating_sub(HEAD));
        self.page = match self.chosen.filter(|_| self.explains) {
            Some(at) => explained(self.record.items.get(at), self.record.seed, (width, room), shared),
            None => self.result(width, shared),
        };
        self.scroll = self.scroll.min(self.page.len().saturating_sub(room));
        if let Some(row) = self.page.focus().filter(|_| !self.explains) {
            if row + 2 > self.scroll + room {
                self.scroll = (row + 2).saturating_sub(room).min(self.page.len().saturating_sub(room));
            } else if row < self.scroll {
                self.scroll = row;
            }
        }
    }

    fn result(&self, width: usize, shared: &Shared) -> Page {
        let theme = &shared.theme;
        let mut page = Page::default();
        summary(&mut page, &self.record, &self.report, width, theme);
        page.gap();
        page.line(Line::from(vec![
            Span::styled("Questions", theme.style(Role::Strong)),
            Span::styled("   Enter explains the chosen one, w the next that was not right", theme.style(Role::Dim)),
        ]));
        for (place, item) in self.record.items.iter().enumerate() {
            let row = item_row(place, item, self.chosen == Some(place), width, shared);
            page.rows.push(row);
        }
        page
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let day = strip::day(self.record.submitted.unwrap_or(self.record.begun));
        let mut left = vec![Span::styled("Report  ", theme.style(Role::Accent))];
        let right = match self.chosen.filter(|_| self.explains) {
            Some(at) => {
                let words = format!("question {} of {}", at + 1, self.record.items.len());
                left.push(Span::styled(words, theme.style(Role::Strong)));
                let item = self.record.items.get(at);
                item.map(|item| self.record.domains.get(item.domain).cloned().unwrap_or_default()).unwrap_or_default()
            }
            None => {
                left.push(Span::styled(self.record.title.clone(), theme.style(Role::Strong)));
                day
            }
        };
        page::head(frame, area, theme, Line::from(left), Line::styled(right, theme.style(Role::Dim)));
        view::draw_page(&self.page, self.scroll, HEAD, frame, area, theme, hits);
    }
}

/// The result, the estimate, the domains, time and calibration.
fn summary(page: &mut Page, record: &ExamRecord, report: &Report, width: usize, theme: &Theme) {
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let symbols = theme.symbols();
    let (sign, role, words) = match report.standing {
        Standing::Above => (symbols.yes, Role::Allow, "Above the mark, as far as so few questions can say"),
        Standing::Close => (symbols.silent, Role::Silent, "Too close to the mark to say"),
        Standing::Below => (symbols.no, Role::Deny, "Below the mark"),
    };
    page.line(Line::from(vec![
        Span::styled(format!("{} of {} right", report.right, report.all), theme.style(Role::Strong)),
        Span::styled(format!("   {}", strip::percent(report.share)), theme.style(Role::Strong)),
        Span::styled(format!("   {sign} {words}"), theme.style(role).add_modifier(Modifier::BOLD)),
    ]));
    if report.unanswered > 0 {
        page.line(Line::styled(format!("{} left open, counted as wrong", report.unanswered), dim));
    }
    page.gap();
    scale(page, report, width, theme);
    let band = format!(
        "With other questions of the same sort it would be between {} and {}, nineteen times of twenty.",
        strip::percent(report.low),
        strip::percent(report.high)
    );
    page.words(Vec::new(), &band, text, width, theme);
    match (report.scaled, record.pass) {
        (Some([low, middle, high]), Pass::Scaled(mark)) => {
            let words = format!(
                "As a straight line that is {middle} of 1000, between {low} and {high}; {mark} passes. It is only a guess: AWS does \
                 not say how it makes its scale, and the exam asks about much more than IAM."
            );
            page.words(Vec::new(), &words, dim, width, theme);
        }
        (_, Pass::Percent(mark)) => page.line(Line::styled(format!("{mark} % passes."), dim)),
        _ => {}
    }
    page.gap();
    parts(page, &report.domains, theme);
    page.gap();
    let mut time = format!(
        "{} of {} minutes; half of the questions took less than {}.",
        strip::minutes(report.elapsed),
        record.minutes,
        strip::clock(report.median)
    );
    match record.resumed {
        0 => {}
        1 => time.push_str(" Interrupted once, the clock stood still meanwhile."),
        n => time.push_str(&format!(" Interrupted {n} times, the clock stood still meanwhile.")),
    }
    let labelled = |page: &mut Page, label: &str, words: &str| {
        page.words(vec![Span::styled(format!("{label:<9}"), theme.style(Role::Accent))], words, text, width, theme);
    };
    labelled(page, "Time", &time);
    let said: Vec<String> = report
        .calibration
        .iter()
        .rev()
        .filter(|level| level.all > 0)
        .map(|level| format!("{}: {} of {} right", level.name, level.right, level.all))
        .collect();
    if !said.is_empty() {
        labelled(page, "You were", &said.join("; "));
    }
    if report.changed != (0, 0) {
        let (better, worse) = report.changed;
        labelled(page, "Changed", &format!("{better} from wrong to right, {worse} from right to wrong"));
    }
    let wrong = record.wrong().len();
    if wrong > 0 {
        let words = match wrong {
            1 => "The one that was not right comes again in your questions.".to_owned(),
            n => format!("The {n} that were not right come again in your questions."),
        };
        labelled(page, "Next", &words);
    }
}

/// The share with its band on a line from nothing to all, the mark under it.
fn scale(page: &mut Page, report: &Report, width: usize, theme: &Theme) {
    let symbols = theme.symbols();
    let columns = width.saturating_sub(14).clamp(20, 60);
    let place = |share: f64| column(share, columns);
    let (low, high, middle, mark) = (place(report.low), place(report.high), place(report.share), place(report.mark));
    let cells = (0..columns).map(|at| match at {
        _ if at == middle => Span::styled(symbols.full, theme.style(Role::Strong)),
        _ if (low..=high).contains(&at) => Span::styled(symbols.bar, theme.style(Role::Accent)),
        _ => Span::styled(if theme.ascii { "." } else { symbols.dot }, theme.style(Role::Rule)),
    });
    let line = [Span::styled("  0 % ", theme.style(Role::Dim))].into_iter().chain(cells);
    page.line(Line::from(line.chain([Span::styled(" 100 %", theme.style(Role::Dim))]).collect::<Vec<_>>()));
    let words = format!("{} the mark, {}", symbols.above, strip::percent(report.mark));
    let indent = (mark + 6).min(width.saturating_sub(words.chars().count()));
    page.line(Line::styled(format!("{:indent$}{words}", ""), theme.style(Role::Silent)));
}

/// The column of a share.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a line's columns"
)]
fn column(share: f64, columns: usize) -> usize {
    (share.clamp(0.0, 1.0) * columns.saturating_sub(1) as f64).round() as usize
}

/// A bar for each domain.
fn parts(page: &mut Page, domains: &[Part], theme: &Theme) {
    let widest = domains.iter().map(|domain| domain.name.chars().count()).max().unwrap_or(0).min(44);
    for domain in domains {
        let name = fit(&domain.name, widest, theme.symbols().ellipsis);
        let mut spans = vec![Span::styled(format!("  {name:<widest$}  "), theme.style(Role::Text))];
        spans.extend(meter::bar(theme, domain.share(), 16, Role::BarFull));
        spans.push(Span::styled(format!("  {} of {}", domain.right, domain.all), theme.style(Role::Text)));
        page.line(Line::from(spans));
    }
}

fn item_row(place: usize, item: &ExamItem, here: bool, width: usize, shared: &Shared) -> Row {
    let theme = &shared.theme;
    let symbols = theme.symbols();
    let (sign, role, words) = match (item.right, &item.answer) {
        (Some(true), _) => (symbols.yes, Role::Allow, "right"),
        (Some(false), Some(_)) => (symbols.no, Role::Deny, "not right"),
        (Some(false), None) => (symbols.no, Role::Deny, "open"),
        (None, _) => (symbols.nothing, Role::Dim, "gone"),
    };
    let stem = fit(&strip::stem(&shared.course, &item.question), width.saturating_sub(28), symbols.ellipsis);
    let line = Line::from(vec![
        Span::styled(if here { symbols.cursor } else { " " }, theme.style(Role::Accent)),
        Span::styled(format!(" {:>2}  ", place + 1), theme.style(Role::Accent)),
        Span::styled(format!("{sign} {words:<11}"), theme.style(role)),
        Span::styled(format!("{:>5}  ", strip::clock(item.took)), theme.style(Role::Dim)),
        Span::styled(stem, theme.style(if here { Role::Strong } else { Role::Text })),
    ]);
    let fill = here.then_some(Role::Selected);
    Row { line, hit: Some(Hit::Row(place)), fill, focus: here, ..Row::default() }
}

/// A question with what was answered, what is right, and why.
fn explained(item: Option<&ExamItem>, seed: u64, (width, room): (usize, usize), shared: &Shared) -> Page {
    let theme = &shared.theme;
    let mut page = Page::default();
    let Some((item, question)) = item.and_then(|item| Some((item, shared.course.question(&item.question).ok()?)))
    else {
        page.line(Line::styled("The course no longer has this question.", theme.style(Role::Dim)));
        return page;
    };
    page.words(Vec::new(), &question.common.stem, theme.style(Role::Strong), width, theme);
    page.gap();
    let Some(shown) = shown(item, &question, seed) else {
        page.line(Line::styled(
            "The question has changed since, and the answer no longer fits it.",
            theme.style(Role::Dim),
        ));
        return page;
    };
    view::body(&mut page, &question, (&shown.draft, None), Some(&shown), (width, room), theme);
    page.gap();
    verdict::verdict(&mut page, &question, &shown, None, width, theme);
    page
}

fn shown(item: &ExamItem, question: &Question, seed: u64) -> Option<Shown> {
    let seed = question.seed_for_attempt(seed);
    let (draft, graded) = match &item.answer {
        Some(answer) => (Draft::filled(question, seed, answer), grade(question, answer).ok()?),
        None => (Draft::left_open(question, seed), without_answer(question)?),
    };
    Some(Shown { draft, answer: item.answer.clone(), graded, confidence: item.confidence, parts: false })
}

/// What is right, where nothing was answered.
fn without_answer(question: &Question) -> Option<Graded> {
    // Any answer will do to be told the right one; what is said of it is left out.
    let any = match &question.kind {
        QuestionKind::SingleChoice(_) => Answer::Choice(0),
        QuestionKind::MultipleResponse(_) => Answer::Choices(Vec::new()),
        QuestionKind::TrueFalse(_) => Answer::TrueFalse { value: true, reason: 0 },
        QuestionKind::ShortAnswer(_) => Answer::Text(String::new()),
        QuestionKind::Ordering(kind) => Answer::Order((0..kind.items.len()).collect()),
        QuestionKind::Matching(kind) => {
            Answer::Pairs(vec![matching_options(kind).len().saturating_sub(1); kind.pairs.len()])
        }
        QuestionKind::JsonBlank(kind) => Answer::Blanks(vec![String::new(); kind.blanks.len()]),
        QuestionKind::Predict(_) => Answer::Outcome("allow".to_owned()),
        QuestionKind::WritePolicy(_) | QuestionKind::Reflection(_) => return None,
    };
    let graded = grade(question, &any).ok()?;
    Some(Graded { right: false, share: 0.0, remarks: Vec::new(), ..graded })
}
