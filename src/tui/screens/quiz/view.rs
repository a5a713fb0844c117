//! Draws a question: first laid out into lines, then the lines that are in sight are drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::course::grade::{Answer, Candidate, candidates, decides, matching_options, predict_scenario};
use crate::course::question::{Choice, JsonBlank, Matching, Pair, Predict, Question, QuestionKind, Task, WritePolicy};
use crate::iam::policy::PolicyKind;
use crate::iam::trace::Verdict;
use crate::study::store::Flag;
use crate::text::TextRange;
use crate::tui::app::{Hit, Hits, Shared};
use crate::tui::colours::Colours;
use crate::tui::screens::quiz::draft::Draft;
use crate::tui::screens::quiz::{Came, Quiz, Shown, State, exhibit, lists, verdict};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::{code, fit, meter, on_ground, page, prose, wrap_hard};

/// Rows above the text: head line, rule, bar of progress.
pub const HEAD: u16 = 4;
/// The text is never wider than this.
const MEASURE: usize = 108;

/// Columns by which a policy is set in that stands below words.
const CODE: usize = 2;

/// The lines of a question.
#[derive(Debug, Default)]
pub struct Page {
    pub rows: Vec<Row>,
    /// The line at which the verdict begins.
    pub verdict: Option<usize>,
    /// The line from which on everything stays in sight while the lines above it scroll.
    pub pinned: Option<usize>,
}

/// A line, what a click on it means, and whether it is the chosen one.
#[derive(Debug, Default)]
pub struct Row {
    pub line: Line<'static>,
    pub hit: Option<Hit>,
    pub fill: Option<Role>,
    pub focus: bool,
    /// Pieces that mean something of their own: first column, columns, what a click means.
    pub spots: Vec<(usize, usize, Hit)>,
}

impl Page {
    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many lines scroll, how many rows they have for it in `room`, and how many are pinned below them.
    #[must_use]
    pub fn fold(&self, room: usize) -> (usize, usize, usize) {
        let all = self.rows.len();
        let pinned = self.pinned.filter(|_| self.verdict.is_none() && all > room).map_or(0, |line| all - line);
        // Pinned lines that leave too little above them scroll like the rest.
        let pinned = if pinned + 6 > room { 0 } else { pinned };
        (all - pinned, room - pinned, pinned)
    }

    /// The line that must stay in sight: of several, what is asked last.
    #[must_use]
    pub fn focus(&self) -> Option<usize> {
        self.rows.iter().rposition(|row| row.focus)
    }

    /// The lines.
    pub fn lines(&self) -> impl Iterator<Item = &Line<'static>> {
        self.rows.iter().map(|row| &row.line)
    }

    /// Adds a line.
    pub fn line(&mut self, line: impl Into<Line<'static>>) {
        self.rows.push(Row { line: line.into(), ..Row::default() });
    }

    /// Adds a blank line, unless one stands there already.
    pub fn gap(&mut self) {
        if self.rows.last().is_some_and(|row| row.line.width() > 0) {
            self.line(Line::default());
        }
    }

    /// A policy, set in; a line that is too wide goes on in the next row.
    pub fn policy(&mut self, text: &str, width: usize, theme: &Theme) {
        for line in code::policy_lines(text.trim_end(), theme) {
            for part in prose::folded(line, width.saturating_sub(CODE)) {
                self.line(Line::from([vec![Span::raw(" ".repeat(CODE))], part.spans].concat()));
            }
        }
    }

    /// Words, wrapped; `lead` stands before the first line, the others are set in under it.
    pub fn words(&mut self, lead: Vec<Span<'static>>, text: &str, style: Style, width: usize, theme: &Theme) {
        let indent: usize = lead.iter().map(Span::width).sum();
        let mut lead = Some(lead);
        for line in prose::markdown(text, style, width.saturating_sub(indent).max(12), theme) {
            let mut spans = lead.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
            spans.extend(line.spans);
            self.line(Line::from(spans));
        }
    }
}

/// Lays out what the quiz shows, in the width of `area`.
#[must_use]
pub fn lay_out(quiz: &Quiz, area: Rect, shared: &Shared) -> Page {
    let width = width(area);
    let theme = &shared.theme;
    let mut page = Page::default();
    let Some(question) = quiz.questions.get(quiz.at) else {
        verdict::finished(&mut page, quiz, width, theme);
        return page;
    };
    if let (Some(_), Some(kind)) = (quiz.exhibit, quiz.predict()) {
        exhibit::lay_out(&mut page, kind, width, theme);
        return page;
    }
    let room = usize::from(area.height.saturating_sub(HEAD));
    let strong = theme.style(Role::Strong);
    if let (Some(flag), State::Answering(_) | State::Confidence(..)) = (&quiz.flag, &quiz.state) {
        flagged(&mut page, flag, width, theme);
        page.gap();
    }
    page.words(Vec::new(), &question.common.stem, strong, width, theme);
    page.gap();
    match &quiz.state {
        State::Answering(draft) => body(&mut page, question, (draft, None), None, (width, room), theme),
        State::Confidence(draft, answer) => {
            body(&mut page, question, (draft, Some(answer)), None, (width, room), theme);
            page.gap();
            confidence(&mut page, theme);
        }
        State::Verdict(shown) => {
            body(&mut page, question, (&shown.draft, None), Some(shown), (width, room), theme);
            page.gap();
            page.verdict = Some(page.len());
            verdict::verdict(&mut page, question, shown, quiz.flag.as_ref(), width, theme);
            if let Some(belief) = &quiz.belief {
                // Right under the first line: what was believed comes before what is so.
                let below = page.rows.split_off((page.verdict.unwrap_or_default() + 1).min(page.len()));
                page.gap();
                let look = prose::Look { theme, colours: &Colours::default(), words: theme.style(Role::Text) };
                prose::block(belief, width, look).lines.into_iter().for_each(|line| page.line(line));
                page.gap();
                let blank = |row: &Row| row.line.width() == 0;
                page.rows.extend(below.into_iter().skip_while(blank));
            }
        }
        State::Finished => {}
    }
    page
}

/// The columns for the text.
#[must_use]
pub fn width(area: Rect) -> usize {
    usize::from(area.width).saturating_sub(6).clamp(20, MEASURE)
}

/// What is left under head line, rule and bar.
#[must_use]
pub fn below_head(area: Rect) -> Rect {
    let head = (HEAD - 1).min(area.height);
    Rect { y: area.y + head, height: area.height - head, ..area }
}

/// That the learner flagged the question, and why.
pub fn flagged(page: &mut Page, flag: &Flag, width: usize, theme: &Theme) {
    let lead = vec![Span::styled("Flagged  ", theme.style(Role::Silent))];
    page.words(
        lead,
        if flag.note.is_empty() { "without a note" } else { &flag.note },
        theme.style(Role::Dim),
        width,
        theme,
    );
}

/// Draws the head and the lines that are in sight.
pub fn draw(quiz: &Quiz, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
    let theme = &shared.theme;
    let (left, right, done) = head(quiz, usize::from(area.width), theme);
    let below = page::head(frame, area, theme, left, Line::styled(right, theme.style(Role::Dim)));
    let bar = meter::bar(theme, done, usize::from(area.width.saturating_sub(4)), Role::BarFull);
    frame.render_widget(
        Paragraph::new(Line::from(bar)),
        Rect { x: below.x + 2, width: below.width.saturating_sub(4), height: 1.min(below.height), ..below },
    );
    if let (State::Answering(Draft::Policy), Some(writing), Some(question)) =
        (&quiz.state, &quiz.writing, quiz.questions.get(quiz.at))
    {
        return writing.draw(&question.common.stem, frame, theme, hits);
    }
    if let Some(line) = quiz.exhibit {
        return exhibit::draw(&quiz.page, line, frame, area, theme, hits);
    }
    draw_page(&quiz.page, quiz.scroll, HEAD, frame, area, theme, hits);
}

/// Draws the lines of a page that are in sight below `head` rows, the first of those that scroll being `scroll`.
pub fn draw_page(
    page: &Page,
    scroll: usize,
    head: u16,
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    hits: &mut Hits,
) {
    let top = area.y + head;
    let room = usize::from(area.bottom().saturating_sub(top));
    let (scrolling, rows, pinned) = page.fold(room);
    let hidden = scrolling.saturating_sub(scroll + rows);
    // The last row says that there is more; it belongs to no line.
    let shown = if hidden > 0 { rows.saturating_sub(1) } else { rows };
    let above = page.rows.iter().take(scrolling).skip(scroll).take(shown).enumerate();
    let below = page.rows.iter().skip(scrolling).take(pinned).enumerate().map(|(i, row)| (rows + i, row));
    for (i, row) in above.chain(below) {
        let y = top + u16::try_from(i).unwrap_or(0);
        let whole = Rect { x: area.x + 2, y, width: area.width.saturating_sub(4), height: 1 };
        draw_row(row, frame, whole, theme, hits);
    }
    if hidden > 0 {
        let y = top + u16::try_from(shown).unwrap_or(0);
        let words = format!("{} {} more lines  PgDn", theme.symbols().below, hidden + 1);
        let line = Rect { x: area.x + 3, y, width: area.width.saturating_sub(6), height: 1 };
        frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), line);
    }
}

/// What stands in the head, at the left and at the right, and how much is done.
fn head(quiz: &Quiz, width: usize, theme: &Theme) -> (Line<'static>, String, f64) {
    let kind = quiz.questions.get(quiz.at).map_or("the round is over".to_owned(), |question| kind_name(&question.kind));
    let dim = |words: String| Span::styled(words, theme.style(Role::Dim));
    if let Some(around) = &quiz.around {
        let title = Span::styled(around.title.clone(), theme.style(Role::Accent));
        let right = around.right.clone().unwrap_or(kind);
        let room = width.saturating_sub(title.width() + right.width() + 6);
        let about = fit(&around.about, room, theme.symbols().ellipsis);
        return (Line::from(vec![title, dim(format!("  {about}"))]), right, around.done);
    }
    let number = (quiz.at + 1).min(quiz.questions.len());
    let left = Line::from(vec![
        Span::styled(format!("Lesson {}", quiz.lesson.head.number), theme.style(Role::Accent)),
        Span::styled(format!("  question {number} of {}", quiz.questions.len()), theme.style(Role::Strong)),
        dim(if width >= 90 { format!("   {}", quiz.lesson.head.title) } else { String::new() }),
    ]);
    let done = quiz.results.iter().filter(|came| **came != Came::Open).count();
    (left, kind, verdict::share(done, quiz.results.len()))
}

fn draw_row(row: &Row, frame: &mut Frame<'_>, whole: Rect, theme: &Theme, hits: &mut Hits) {
    let inner = Rect { x: whole.x + 1, width: whole.width.saturating_sub(2), ..whole };
    let mut line = row.line.clone();
    if let Some(fill) = row.fill {
        frame.render_widget(Paragraph::default().style(theme.style(fill)), whole);
        line = on_ground(line, theme.style(fill));
    }
    frame.render_widget(Paragraph::new(line), inner);
    if let Some(hit) = &row.hit {
        hits.add(whole, hit.clone());
    }
    for (from, columns, hit) in &row.spots {
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let rect = Rect { x: inner.x.saturating_add(short(*from)), width: short(*columns), ..inner };
        hits.add(rect.intersection(inner), hit.clone());
    }
}

/// What a kind of question is called.
pub fn kind_name(kind: &QuestionKind) -> String {
    let words = match kind {
        QuestionKind::MultipleResponse(kind) => return format!("{} are right", lists::number(kind.wanted())),
        QuestionKind::Ordering(_) => "put in order",
        QuestionKind::WritePolicy(kind) => match kind.task {
            Task::Write => "write the policy",
            Task::Fix => "mend the policy",
        },
        QuestionKind::Reflection(_) => "in your own words",
        QuestionKind::SingleChoice(_) => "one is right",
        QuestionKind::TrueFalse(_) => "true or false, and why",
        QuestionKind::ShortAnswer(_) => "in a few words",
        QuestionKind::Matching(_) => "find the pairs",
        QuestionKind::JsonBlank(_) => "fill the blanks",
        QuestionKind::Predict(_) => "predict the decision",
    };
    words.to_owned()
}

/// The answer's own part of the page, open or judged; `given` is the answer that waits for its verdict.
pub fn body(
    page: &mut Page,
    question: &Question,
    (draft, given): (&Draft, Option<&Answer>),
    shown: Option<&Shown>,
    (width, room): (usize, usize),
    theme: &Theme,
) {
    match (&question.kind, draft) {
        (QuestionKind::MultipleResponse(kind), Draft::Ticks { order, ticked, row, .. }) => {
            lists::several(page, kind, (order, ticked, *row), shown.is_none(), width, theme);
        }
        (QuestionKind::Ordering(kind), Draft::Order { shown: lines, places, typed, row }) => {
            let open = shown.is_none().then_some((*row, *typed));
            lists::ordered(page, kind, (lines, places), open, width, theme);
        }
        (QuestionKind::WritePolicy(kind), Draft::Policy) => {
            if let Some(Answer::Documents(texts)) = shown.and_then(|shown| shown.answer.as_ref()).or(given) {
                written(page, kind, texts, width, theme);
            }
        }
        (QuestionKind::Reflection(kind), Draft::Essay { essay, ticked, row, .. }) => {
            lists::reflection(page, kind, essay, (ticked.as_deref(), *row), shown.is_none(), width, theme);
        }
        (QuestionKind::SingleChoice(kind), Draft::Choice { order, row }) => {
            choices(page, &kind.options, order, *row, shown.map(|_| ()), width, theme);
        }
        (QuestionKind::TrueFalse(kind), Draft::TrueFalse { value, order, row }) => {
            let said = match shown.and_then(|shown| shown.answer.as_ref()) {
                Some(Answer::TrueFalse { value, .. }) => Some(*value),
                _ => *value,
            };
            for (index, word) in ["True", "False"].into_iter().enumerate() {
                let this = index == 0;
                let mark = shown.map(|_| (this == kind.answer, said == Some(this)));
                let chosen = if said.is_some() { said == Some(this) } else { *row == index };
                let word = if shown.is_none() && said == Some(this) {
                    format!("**{word}**, you say")
                } else {
                    word.to_owned()
                };
                option(page, index, &word, chosen, said.is_none(), mark, width, theme);
            }
            if said.is_some() || shown.is_some() {
                page.gap();
                page.line(Line::styled("Because", theme.style(Role::Dim)));
                choices(page, &kind.reasons, order, *row, shown.map(|_| ()), width, theme);
            }
        }
        (QuestionKind::ShortAnswer(_), Draft::Text(field)) => text_field(page, field, shown.is_none(), width, theme),
        (QuestionKind::Matching(kind), Draft::Pairs { order, picks, row }) => {
            pairs(page, kind, order, picks, *row, shown, width, theme);
        }
        (QuestionKind::JsonBlank(kind), Draft::Blanks { fields, at }) => {
            blanks(page, kind, fields, shown.is_none().then_some(*at), width, theme);
        }
        (QuestionKind::Predict(kind), Draft::Outcome { foreseen, row, .. }) => {
            let before = page.len();
            documents(page, kind, width, true, theme);
            let statements = foreseen.map(|_| candidates(kind)).unwrap_or_default();
            let asks = statements.len() + if statements.is_empty() { 4 } else { 5 };
            if shown.is_none() && page.len() + asks > room {
                // Where not everything fits, the policies have what room there is, and the outcomes share a row.
                page.rows.truncate(before);
                documents(page, kind, width, false, theme);
                page.gap();
                page.pinned = Some(page.len());
                let chosen = foreseen.and_then(|said| Verdict::ALL.iter().position(|verdict| *verdict == said));
                outcomes_in_a_row(page, chosen.unwrap_or(*row), chosen.is_none(), theme);
                return deciders(page, &statements, *row, None, width, theme);
            }
            page.gap();
            page.pinned = Some(page.len());
            let right = shown.and_then(|shown| shown.graded.simulation.as_ref()).and_then(|s| s.decision());
            let said = match shown.and_then(|shown| shown.answer.as_ref()) {
                Some(Answer::Outcome(said) | Answer::Decision { outcome: said, .. }) => Some(said.as_str()),
                _ => foreseen.map(Verdict::as_str),
            };
            for (index, outcome) in Verdict::ALL.into_iter().enumerate() {
                let this = said == Some(outcome.as_str());
                let mark = shown.map(|_| (right.is_some_and(|d| d.verdict() == outcome), this));
                let name = outcome_name(outcome, theme);
                let words = if shown.is_none() && this { format!("**{name}**, you say") } else { name };
                let chosen = if said.is_some() { this } else { *row == index };
                option(page, index, &words, chosen, said.is_none(), mark, width, theme);
            }
            deciders(page, &statements, *row, shown, width, theme);
        }
        // The draft is made for the question: no other pair comes about.
        _ => {}
    }
}

/// An outcome, with a capital letter.
fn outcome_name(outcome: Verdict, theme: &Theme) -> String {
    let (_, words, _) = theme.verdict(outcome);
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Which statement decides, once the outcome was foreseen: those that are shown, and none of them.
fn deciders(
    page: &mut Page,
    statements: &[Candidate],
    chosen: usize,
    shown: Option<&Shown>,
    width: usize,
    theme: &Theme,
) {
    if statements.is_empty() {
        return;
    }
    page.gap();
    page.line(Line::styled("Which statement decides?", theme.style(Role::Dim)));
    let simulation = shown.and_then(|shown| shown.graded.simulation.as_ref());
    let right = |candidate: &Candidate| simulation.is_some_and(|simulation| decides(candidate, simulation));
    let some = statements.iter().any(right);
    for (index, candidate) in statements.iter().enumerate() {
        let mark = shown.map(|_| (right(candidate), chosen == index));
        option(page, index, &candidate.words, chosen == index, shown.is_none(), mark, width, theme);
    }
    let last = statements.len();
    let mark = shown.map(|_| (!some, chosen == last));
    option(page, last, "None of them", chosen == last, shown.is_none(), mark, width, theme);
}

/// The outcomes to choose from, side by side; `open` while there is still a choice.
fn outcomes_in_a_row(page: &mut Page, chosen: usize, open: bool, theme: &Theme) {
    let mut row = Row { focus: open, ..Row::default() };
    let mut used = 0;
    for (index, outcome) in Verdict::ALL.into_iter().enumerate() {
        let here = chosen == index;
        let sign = if here { theme.symbols().cursor } else { " " };
        let ground = if here { theme.style(Role::Selected) } else { Style::default() };
        let words = theme.style(if here { Role::Strong } else { Role::Text });
        let piece = Line::from(vec![
            Span::styled(format!("  {} {sign} ", index + 1), theme.style(Role::Accent)),
            Span::styled(format!("{}  ", outcome_name(outcome, theme)), words),
        ]);
        let columns = piece.width();
        let style = piece.style;
        let spans = on_ground(piece, ground).spans.into_iter().map(|span| {
            let own = style.patch(ground).patch(span.style);
            Span::styled(span.content, own)
        });
        if open {
            row.spots.push((used, columns, Hit::Row(index)));
        }
        used += columns;
        row.line.spans.extend(spans);
    }
    page.rows.push(row);
}

/// The documents of a policy question as they were handed in.
fn written(page: &mut Page, kind: &WritePolicy, texts: &[String], width: usize, theme: &Theme) {
    for (document, text) in kind.documents.iter().zip(texts) {
        page.gap();
        if let Some(policy) = PolicyKind::from_name(&document.kind) {
            page.line(heading(policy, &document.name, theme));
        }
        page.policy(text, width, theme);
    }
}

/// Options in the order shown.
fn choices(
    page: &mut Page,
    options: &[Choice],
    order: &[usize],
    row: usize,
    judged: Option<()>,
    width: usize,
    theme: &Theme,
) {
    for (index, choice) in order.iter().filter_map(|index| options.get(*index)).enumerate() {
        let mark = judged.map(|()| (choice.right, row == index));
        option(page, index, &choice.text, row == index, judged.is_none(), mark, width, theme);
    }
}

/// One option. `mark` is, once judged, whether it is right and whether it was chosen.
#[expect(clippy::too_many_arguments, reason = "one row of a list, drawn in one place")]
fn option(
    page: &mut Page,
    index: usize,
    text: &str,
    chosen: bool,
    open: bool,
    mark: Option<(bool, bool)>,
    width: usize,
    theme: &Theme,
) {
    let symbols = theme.symbols();
    let (sign, style) = match mark {
        Some((true, _)) => (symbols.yes, theme.style(Role::Allow)),
        Some((false, true)) => (symbols.no, theme.style(Role::Deny)),
        _ if chosen && open => (symbols.cursor, theme.style(Role::Accent)),
        _ => (" ", theme.style(Role::Text)),
    };
    let first = page.rows.len();
    let words = if mark == Some((true, true)) || mark == Some((true, false)) || (chosen && open) {
        theme.style(Role::Strong)
    } else {
        theme.style(Role::Text)
    };
    let tail = match mark {
        Some((true, true)) => "   right",
        Some((false, true)) => "   you chose this",
        _ => "",
    };
    let lead = vec![
        Span::styled(format!("  {} ", index + 1), theme.style(Role::Accent)),
        Span::styled(format!("{sign} "), style.add_modifier(Modifier::BOLD)),
    ];
    page.words(lead, text, words, width, theme);
    // On the first of its lines that has room; the sign before it says the same.
    if let Some(row) = page.rows.iter_mut().skip(first).find(|row| row.line.width() + tail.len() <= width) {
        row.line.spans.push(Span::styled(tail, style));
    }
    let fill = match mark {
        Some((right, said)) if right || said => Some(Role::Marked),
        None if chosen && open => Some(Role::Selected),
        _ => None,
    };
    for (i, row) in page.rows.iter_mut().skip(first).enumerate() {
        row.hit = open.then_some(Hit::Row(index));
        row.fill = fill;
        row.focus = i == 0 && chosen && open;
    }
}

/// A line to type into; once judged, what was typed, all of it.
fn text_field(page: &mut Page, field: &Field, open: bool, width: usize, theme: &Theme) {
    let room = width.saturating_sub(CODE);
    if open {
        let columns = (field.text().width() + 1).clamp(40.min(room), room.max(1));
        let line = Line::from([vec![Span::raw(" ".repeat(CODE))], field.spans(true, columns, theme)].concat());
        return page.rows.push(Row { line, hit: Some(Hit::Row(0)), focus: true, ..Row::default() });
    }
    if field.text().trim().is_empty() {
        return page.line(Line::styled("  nothing was written", theme.style(Role::Dim)));
    }
    for part in wrap_hard(field.text(), room) {
        page.line(Line::from(vec![Span::raw(" ".repeat(CODE)), Span::styled(part, theme.style(Role::Strong))]));
    }
}

/// Prompts with what was picked, and the options under them.
#[expect(clippy::too_many_arguments, reason = "the parts of one kind of question, drawn in one place")]
fn pairs(
    page: &mut Page,
    kind: &Matching,
    order: &[usize],
    picks: &[Option<usize>],
    row: usize,
    shown: Option<&Shown>,
    width: usize,
    theme: &Theme,
) {
    let options = matching_options(kind);
    let open = shown.is_none();
    let prompt_width =
        |pair: &Pair| prose::markdown(&pair.left, theme.style(Role::Text), 60, theme).first().map_or(0, Line::width);
    let widest = kind.pairs.iter().map(prompt_width).max().unwrap_or(0).min(30);
    let symbols = theme.symbols();
    for (index, pair) in kind.pairs.iter().enumerate() {
        let pick = picks.get(index).copied().flatten();
        let chosen = open && index == row;
        let right = pick.and_then(|pick| order.get(pick)) == Some(&index);
        let (sign, style) = match (open, right) {
            (false, true) => (symbols.yes, theme.style(Role::Allow)),
            (false, false) => (symbols.no, theme.style(Role::Deny)),
            (true, _) if chosen => (symbols.cursor, theme.style(Role::Accent)),
            (true, _) => (" ", theme.style(Role::Text)),
        };
        let partner = pick
            .and_then(|pick| order.get(pick).map(|option| (pick, option)))
            .and_then(|(pick, option)| options.get(*option).map(|words| format!("{} {words}", pick + 1)));
        let first = page.rows.len();
        let words = theme.style(if chosen { Role::Strong } else { Role::Text });
        let mut lead = vec![Span::styled(format!("  {sign} "), style)];
        let prompt = prose::markdown(&pair.left, words, 60, theme).into_iter().next().unwrap_or_default();
        let pad = (widest + 2).saturating_sub(prompt.width()).max(2);
        lead.extend(prompt.spans);
        lead.push(Span::styled(format!("{:pad$}{} ", "", symbols.arrow), theme.style(Role::Dim)));
        page.words(lead, partner.as_deref().unwrap_or(symbols.ellipsis), words, width, theme);
        if !open && !right {
            let words = format!("{} {}", symbols.arrow, pair.right);
            page.words(vec![Span::raw(" ".repeat(widest + 6))], &words, theme.style(Role::Allow), width, theme);
        }
        for (i, line) in page.rows.iter_mut().skip(first).enumerate() {
            line.hit = open.then_some(Hit::Row(index));
            line.fill = chosen.then_some(Role::Selected);
            line.focus = i == 0 && chosen;
        }
    }
    if open {
        page.gap();
        for (number, option) in order.iter().filter_map(|option| options.get(*option)).enumerate() {
            let used = picks.contains(&Some(number));
            let style = theme.style(if used { Role::Dim } else { Role::Text });
            let first = page.rows.len();
            page.words(
                vec![Span::styled(format!("    {} ", number + 1), theme.style(Role::Accent))],
                option,
                style,
                width,
                theme,
            );
            for line in page.rows.iter_mut().skip(first) {
                line.hit = Some(Hit::Tab(number));
            }
        }
    }
}

/// The document with its blanks in place. What is too wide, a filling too, goes on in the next row: all of the policy can be read.
fn blanks(page: &mut Page, kind: &JsonBlank, fields: &[Field], at: Option<usize>, width: usize, theme: &Theme) {
    // The text with every blank filled, so that it can be coloured; the fillings are drawn as fields.
    let mut text = String::new();
    let mut holes: Vec<(TextRange, usize)> = Vec::new();
    let mut rest = kind.template.as_str();
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (name, after) = after.split_once('⟧').unwrap_or((after, ""));
        if let Some(index) = kind.blanks.iter().position(|blank| blank.name == name)
            && let Some(field) = fields.get(index)
        {
            let start = text.len();
            text.push_str(field.text());
            holes.push((TextRange::new(start, text.len()), index));
        }
        rest = after;
    }
    text.push_str(rest);
    let roles = code::policy_roles(&text);
    let mut offset = 0;
    for line in text.trim_end().split('\n') {
        let mut spans = Vec::new();
        let end = offset + line.len();
        let mut from = offset;
        let mut focus = false;
        let mut hit = None;
        for (range, index) in holes.iter().filter(|(r, _)| (offset..=end).contains(&(r.start as usize))) {
            code::spans_between(&text, from, range.start as usize, &roles, theme, &mut spans);
            if let Some(field) = fields.get(*index) {
                let focused = at == Some(*index);
                focus |= focused;
                hit = Some(Hit::Row(*index));
                spans.extend(field.whole(focused, 12, theme));
            }
            from = range.end as usize;
        }
        code::spans_between(&text, from, end, &roles, theme, &mut spans);
        for part in prose::folded(Line::from(spans), width.saturating_sub(CODE)) {
            // Of the rows of a long filling, the one with the cursor has to stay in sight.
            let focus = focus && part.spans.iter().any(|span| span.style.add_modifier.contains(Modifier::REVERSED));
            let line = Line::from([vec![Span::raw(" ".repeat(CODE))], part.spans].concat());
            page.rows.push(Row { line, hit: hit.clone(), focus, ..Row::default() });
        }
        offset = end + 1;
    }
}

/// The documents of a predict question: side by side where there is room, else one below the other; with a blank line under
/// each heading where there is room for that.
pub fn documents(page: &mut Page, kind: &Predict, width: usize, airy: bool, theme: &Theme) {
    let Ok(scenario) = predict_scenario(kind) else {
        return page.line(Line::styled("the question's world cannot be read", theme.style(Role::Error)));
    };
    let columns: Vec<Vec<Line<'static>>> = kind
        .show
        .iter()
        .filter_map(|shown| scenario.documents.get(shown.document.as_str()).map(|document| (shown, document)))
        .map(|(shown, document)| {
            let mut lines = vec![heading(document.kind, &shown.heading, theme)];
            if airy {
                lines.push(Line::default());
            }
            lines.extend(code::policy_lines(document.text.trim_end(), theme));
            lines
        })
        .collect();
    let widest = |lines: &[Line<'static>]| lines.iter().map(Line::width).max().unwrap_or(0);
    let gap = 4;
    if let [left, right] = columns.as_slice()
        && widest(left) + widest(right) + gap <= width
    {
        let column = widest(left).max((width - gap) / 2).min(width - gap - widest(right));
        for row in 0..left.len().max(right.len()) {
            let mut spans = left.get(row).map(|line| line.spans.clone()).unwrap_or_default();
            let used: usize = spans.iter().map(Span::width).sum();
            spans.push(Span::raw(" ".repeat(column.saturating_sub(used))));
            spans.push(Span::styled(format!("{}  ", theme.symbols().vertical), theme.style(Role::Rule)));
            spans.extend(right.get(row).map(|line| line.spans.clone()).unwrap_or_default());
            page.line(Line::from(spans));
        }
    } else {
        for lines in columns {
            page.gap();
            for line in lines {
                prose::folded(line, width).into_iter().for_each(|part| page.line(part));
            }
        }
    }
}

pub fn heading(kind: PolicyKind, words: &str, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!("{} ", kind.badge()), theme.style(Role::Kind(kind))),
        Span::styled(words.to_owned(), theme.style(Role::Dim)),
    ])
}

/// Asks how sure the learner is.
pub fn confidence(page: &mut Page, theme: &Theme) {
    let key = |key: &'static str| Span::styled(key, theme.style(Role::Accent));
    let word = |word: &'static str| Span::styled(word, theme.style(Role::Text));
    page.line(Line::styled("How sure are you?", theme.style(Role::Strong)));
    let line = vec![key("  g"), word(" a guess     "), key("m"), word(" maybe     "), key("s"), word(" sure")];
    let line = [line, vec![word("     "), key("Enter"), word(" goes on")]].concat();
    page.rows.push(Row { line: Line::from(line), focus: true, ..Row::default() });
}
