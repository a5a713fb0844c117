//! What came of a drill: how it went, what comes back when, what was not right.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::question::QuestionId;
use crate::study::decks;
use crate::study::session::{Session, rule};
use crate::study::store::Millis;
use crate::tui::actions::Action;
use crate::tui::app::Shared;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{ascii, meter, page, prose};

/// The widest running text is set.
const MEASURE: u16 = 78;
/// Columns of a bar.
const BAR: usize = 24;

/// Why a drill is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The learner left it.
    Left,
    /// Its time is up.
    TimeUp,
    /// Nothing is left.
    Finished,
    /// Nothing is left now; a card comes back then.
    Later(Millis),
}

/// A drill that is over.
#[derive(Debug)]
pub struct Over {
    /// The drill.
    pub session: Session,
    /// Why.
    pub ending: Ending,
    /// What was not right, with the rule to keep.
    missed: Vec<(QuestionId, String)>,
    lines: Vec<Line<'static>>,
    scroll: usize,
    height: usize,
}

impl Over {
    /// The end of a drill that had answers.
    pub fn new(session: Session, ending: Ending, shared: &mut Shared) -> Self {
        let wrong = session.results().into_iter().filter(|(_, right)| !right);
        // A question that cannot be read any more has no rule to show.
        let missed = wrong.map(|(id, _)| (id.clone(), rule(&shared.course, &id).unwrap_or_default())).collect();
        Self { session, ending, missed, lines: Vec::new(), scroll: 0, height: 0 }
    }

    /// Scrolls.
    pub fn act(&mut self, action: Action, _shared: &mut Shared) {
        let page = self.height.saturating_sub(1).max(1);
        self.scroll = match action {
            Action::Up => self.scroll.saturating_sub(1),
            Action::Down => self.scroll + 1,
            Action::PageUp => self.scroll.saturating_sub(page),
            Action::PageDown => self.scroll + page,
            _ => self.scroll,
        };
    }

    /// Sets the lines.
    pub fn prepare(&mut self, area: Rect, shared: &Shared) {
        let inner = inner(area);
        self.lines = self.set(usize::from(inner.width), shared);
        if shared.theme.ascii {
            self.lines = std::mem::take(&mut self.lines).into_iter().map(ascii::ascii_line).collect();
        }
        self.height = usize::from(inner.height);
        self.scroll = self.scroll.min(self.lines.len().saturating_sub(self.height));
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
        let theme = &shared.theme;
        let left = Line::from(vec![
            Span::styled(if self.session.plan().cram { "Cram" } else { "Drill" }, theme.style(Role::Accent)),
            Span::styled(
                format!("  {}", decks::title(&self.session.plan().deck, &shared.course)),
                theme.style(Role::Dim),
            ),
        ]);
        page::head(frame, area, theme, left, Line::styled("what came of it", theme.style(Role::Dim)));
        let inner = inner(area);
        let hidden = self.lines.len().saturating_sub(self.scroll + self.height);
        let mut lines: Vec<Line<'_>> = self.lines.iter().skip(self.scroll).take(self.height).cloned().collect();
        if let (true, Some(last)) = (hidden > 0, lines.last_mut()) {
            let words = format!("{} {} more lines", theme.symbols().below, hidden + 1);
            *last = Line::styled(words, theme.style(Role::Dim));
        }
        frame.render_widget(Paragraph::new(lines), inner);
    }

    fn set(&self, width: usize, shared: &Shared) -> Vec<Line<'static>> {
        let theme = &shared.theme;
        let summary = self.session.summary();
        let now = shared.store.moment(shared.now);
        let s = |count: usize| if count == 1 { "" } else { "s" };
        let head = format!(
            "{} answer{}, {} right, in {}",
            summary.answers,
            s(summary.answers),
            summary.right,
            decks::lasted(self.session.spent())
        );
        let mut lines = vec![Line::styled(head, theme.style(Role::Strong))];
        let why = match self.ending {
            Ending::Left => String::new(),
            Ending::TimeUp => "The time is up. Enter goes on as long again.".to_owned(),
            Ending::Finished if self.session.plan().cram => "Every card was right once.".to_owned(),
            Ending::Finished => "Nothing is left in this deck for now.".to_owned(),
            Ending::Later(at) => {
                let minutes = (at.saturating_sub(now.at).max(0) + 59_999) / 60_000;
                let when = if minutes > 0 { format!("in {minutes} min") } else { "now".to_owned() };
                format!("Nothing else is left. What you were wrongly sure of comes back {when}; Enter asks it then.")
            }
        };
        paragraph(&mut lines, &why, Role::Dim, width, theme);
        if self.session.plan().cram {
            paragraph(&mut lines, "The schedule is as it was before.", Role::Dim, width, theme);
        }
        let returns = decks::returns(&summary, now.day);
        if !returns.is_empty() {
            heading(&mut lines, "What comes back when", theme);
            let most = returns.iter().map(|(_, count)| *count).max().unwrap_or(1);
            let wide = returns.iter().map(|(words, _)| words.chars().count()).max().unwrap_or(0);
            for (words, count) in &returns {
                let mut spans = vec![Span::styled(format!("  {words:<wide$}  {count:>3}  "), theme.style(Role::Text))];
                // As long as its share of the longest, and never nothing.
                let columns = (count * BAR / most.max(1)).max(1);
                spans.extend(meter::bar(theme, 1.0, columns, Role::BarFull));
                lines.push(Line::from(spans));
            }
        }
        if !self.missed.is_empty() {
            heading(&mut lines, "What was not right", theme);
            for (id, rule) in &self.missed {
                let sure = summary.misconceptions.contains(id);
                let lead = Span::styled(format!("  {} ", theme.symbols().no), theme.style(Role::Deny));
                let words = if sure { format!("{rule} *(you were sure)*") } else { rule.clone() };
                item(&mut lines, lead, &words, width, theme);
            }
        }
        if !summary.leeches.is_empty() {
            heading(&mut lines, "What will not stick", theme);
            for id in &summary.leeches {
                let lead = Span::styled(format!("  {} ", theme.symbols().warning), theme.style(Role::Warning));
                let lesson = id.0.split('.').next().unwrap_or_default().trim_start_matches('0');
                let words = format!(
                    "Question {id} was known and forgotten again and again. Read where lesson {lesson} teaches it, before it is \
                     asked once more."
                );
                item(&mut lines, lead, &words, width, theme);
            }
        }
        lines
    }
}

fn inner(area: Rect) -> Rect {
    let margin = if area.width >= 60 { 3 } else { 1 };
    let top = 3.min(area.height);
    Rect {
        x: area.x + margin,
        y: area.y + top,
        width: area.width.saturating_sub(2 * margin).min(MEASURE),
        height: area.height - top,
    }
}

fn heading(lines: &mut Vec<Line<'static>>, words: &'static str, theme: &Theme) {
    lines.push(Line::default());
    lines.push(Line::styled(words, theme.style(Role::Strong)));
}

fn paragraph(lines: &mut Vec<Line<'static>>, words: &str, role: Role, width: usize, theme: &Theme) {
    if !words.is_empty() {
        lines.extend(prose::markdown(words, theme.style(role), width, theme));
    }
}

/// Words behind a sign, set in under themselves.
fn item(lines: &mut Vec<Line<'static>>, lead: Span<'static>, words: &str, width: usize, theme: &Theme) {
    let by = lead.width();
    let mut lead = Some(lead);
    for line in prose::markdown(words, theme.style(Role::Text), width.saturating_sub(by).max(12), theme) {
        let mut spans = vec![lead.take().unwrap_or_else(|| Span::raw(" ".repeat(by)))];
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
}
