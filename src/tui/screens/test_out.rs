//! A test whether a lesson is known already: six questions, five right answers. Nothing is locked by it, and nothing opened.
//!
//! The questions are asked by the question screen, like all others; here is what came of them.

use crossterm::event::{MouseEvent, MouseEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use crate::course::block::{Block, plain_text};
use crate::course::load::LessonEntry;
use crate::course::markdown;
use crate::course::question::{Question, QuestionId};
use crate::study::progress::{Records, mark_known};
use crate::study::recall::{self, ENOUGH, TEST};
use crate::study::store::Millis;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{ascii, fit, page, prose};

/// The widest running text is set.
const MEASURE: u16 = 78;

/// A test of a lesson.
#[derive(Debug)]
pub struct TestOut {
    entry: LessonEntry,
    questions: Vec<Question>,
    test: Vec<QuestionId>,
    /// When it began; nothing before.
    begun: Option<Millis>,
    /// Whether each question was answered rightly; nothing before it was answered.
    results: Vec<Option<bool>>,
    /// The lesson was known before.
    known: bool,
}

impl TestOut {
    /// The test of a lesson, by its id or number.
    ///
    /// # Errors
    /// In words for the person: no such lesson, too few questions, or a malformed file.
    pub fn open(id: &str, shared: &mut Shared) -> Result<Self, String> {
        let entry = shared.course.find_lesson(id).cloned().ok_or_else(|| format!("there is no lesson `{id}`"))?;
        let questions = shared.course.questions(&entry.head.id).map_err(|error| error.to_string())?;
        let records = Records::of(&shared.store);
        let records = shared.kept(records).unwrap_or_default();
        let test = recall::test_of(&questions, &records).ok_or_else(|| {
            format!("lesson {} has fewer than {TEST} questions: too few to show that it is known", entry.head.number)
        })?;
        let known = records.known.contains(&entry.head.id);
        let questions = questions.to_vec();
        Ok(Self { entry, questions, results: vec![None; test.len()], test, begun: None, known })
    }

    fn right(&self) -> usize {
        self.results.iter().filter(|result| **result == Some(true)).count()
    }

    /// The questions that have no answer yet.
    fn open_questions(&self) -> Vec<QuestionId> {
        self.test.iter().zip(&self.results).filter(|(_, result)| result.is_none()).map(|(id, _)| id.clone()).collect()
    }

    /// Which keys mean something.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        vec![Context::TestOut, Context::Browse]
    }

    /// Enter asks what is still open, or goes back when it is over.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Vec<Command> {
        match action {
            Action::Enter => {
                let questions = self.open_questions();
                if questions.is_empty() {
                    return vec![Command::Back];
                }
                self.begun.get_or_insert(shared.now);
                vec![Command::Ask { lesson: self.entry.head.id.clone(), questions }]
            }
            Action::Back => vec![Command::Back],
            _ => Vec::new(),
        }
    }

    /// A click on the last line does what Enter does.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<(Rect, Hit)>, shared: &mut Shared) -> Vec<Command> {
        match (mouse.kind, hit) {
            (MouseEventKind::Down(_), Some((_, Hit::Row(_)))) => self.act(Action::Enter, shared),
            _ => Vec::new(),
        }
    }

    /// Back from the questions: five right answers show that the lesson is known. The first answer counts.
    pub fn entered(&mut self, shared: &mut Shared) -> Vec<Command> {
        let Some(begun) = self.begun else { return Vec::new() };
        let results = recall::results(&self.test, begun, |id| shared.store.answers(id));
        if let Some(results) = shared.kept(results) {
            self.results = results;
        }
        if self.right() >= ENOUGH && !self.known {
            self.known = true;
            let kept = mark_known(&shared.store, &self.entry.head.id, shared.now);
            shared.kept(kept);
            shared.refresh();
        }
        Vec::new()
    }

    /// Nothing to fit.
    pub fn prepare(&mut self, _area: Rect, _shared: &Shared) {}

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let head = &self.entry.head;
        let left = vec![
            Span::styled(format!("Lesson {}", head.number), theme.style(Role::Accent)),
            Span::styled(format!("  {}   known already?", head.title), theme.style(Role::Strong)),
        ];
        let answered = self.results.iter().flatten().count();
        let right = Line::styled(format!("{answered} of {} answered", self.test.len()), theme.style(Role::Dim));
        let body = page::head(frame, area, theme, Line::from(left), right);
        let margin = if body.width >= 60 { 3 } else { 1 };
        let inner = Rect {
            x: body.x + margin,
            y: body.y + 1.min(body.height),
            width: body.width.saturating_sub(2 * margin).min(MEASURE),
            height: body.height.saturating_sub(1),
        };
        let mut lines = self.lines(usize::from(inner.width), theme);
        if theme.ascii {
            lines = lines.into_iter().map(ascii::ascii_line).collect();
        }
        let last = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(inner.height);
        if last > 0 {
            hits.add(Rect { y: inner.y + last - 1, height: 1, ..inner }, Hit::Row(0));
        }
        frame.render_widget(Paragraph::new(lines), inner);
    }

    fn lines(&self, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let symbols = theme.symbols();
        let answered = self.results.iter().flatten().count();
        let wrong = answered - self.right();
        let over = answered == self.test.len();
        let (words, role) = match (over, self.right() >= ENOUGH, self.begun.is_some()) {
            (true, true, _) => (
                format!("{} of {TEST} right: you know this lesson. It counts as known from now on.", self.right()),
                Role::Allow,
            ),
            (true, false, _) => (
                format!(
                    "{} of {TEST} right; {ENOUGH} show that it is known. Nothing is lost: the lesson is open, and the test \
                         asks other questions next time.",
                    self.right()
                ),
                Role::Silent,
            ),
            (false, _, true) if wrong > TEST - ENOUGH => {
                ("The test cannot be won any more, but every answer is worth its explanation.".to_owned(), Role::Silent)
            }
            (false, _, true) => (format!("{answered} of {TEST} answered. Go on where you left."), Role::Text),
            (false, _, false) => (
                format!(
                    "{TEST} questions of this lesson, of each of its parts. With {ENOUGH} right answers it counts as known: it \
                         is not offered as the next step any more. The lesson stays open either way."
                ),
                Role::Text,
            ),
        };
        let mut lines = prose::markdown(&words, theme.style(role), width, theme);
        lines.push(Line::default());
        for ((number, id), result) in (1..).zip(&self.test).zip(&self.results) {
            let (sign, role) = match result {
                None => (symbols.empty, Role::Dim),
                Some(true) => (symbols.yes, Role::Allow),
                Some(false) => (symbols.no, Role::Deny),
            };
            // Before it is answered a question is a number: the test shows no questions beforehand.
            let words = match result {
                None => format!("question {number}"),
                Some(_) => self.stem(id),
            };
            let words = fit(&words, width.saturating_sub(5), symbols.ellipsis);
            let style = theme.style(if result.is_some() { Role::Text } else { Role::Dim });
            lines.push(Line::from(vec![
                Span::styled(format!("  {sign}  "), theme.style(role)),
                Span::styled(words, style),
            ]));
        }
        lines.push(Line::default());
        let enter = match (over, self.begun.is_some()) {
            (true, _) => "goes back",
            (false, true) => "goes on",
            (false, false) => "begins",
        };
        lines.push(Line::from(vec![
            Span::styled("Enter", theme.style(Role::Accent)),
            Span::styled(format!(" {enter}"), theme.style(Role::Dim)),
        ]));
        lines
    }

    /// The first paragraph of a question, in a line.
    fn stem(&self, id: &QuestionId) -> String {
        let question = self.questions.iter().find(|question| question.common.id == *id);
        let blocks = question.map(|question| markdown::blocks(&question.common.stem).0).unwrap_or_default();
        blocks
            .iter()
            .find_map(|block| match block {
                Block::Paragraph(run) => Some(plain_text(run)),
                _ => None,
            })
            .unwrap_or_else(|| format!("question {id}"))
    }
}
