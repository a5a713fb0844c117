//! The panels in a lesson's text: checkpoints, labs, decisions.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::course::block::Inline;
use crate::course::question::{QuestionId, QuestionKind};
use crate::iam::scenario::RequestSpec;
use crate::tui::colours::Colours;
use crate::tui::screens::lesson::content::{Content, Earlier, Marks};
use crate::tui::screens::lesson::predict;
use crate::tui::theme::{Palette, Role, Theme};
use crate::tui::widgets::inline::{Text, wrapped};
use crate::tui::widgets::prose::{self, Look};
use crate::tui::widgets::{meter, walk};

/// Columns between a panel's edge and its words.
const PADDING: usize = 2;

/// A panel's lines, and which of them says what Enter does.
#[derive(Debug, Default)]
pub struct Panel {
    /// The lines, without the frame.
    pub lines: Vec<Line<'static>>,
    /// The line that says what Enter does.
    pub hint: Option<usize>,
}

impl Panel {
    /// Adds the line that says what Enter does; its first word is the key.
    pub fn hint(&mut self, words: &str, theme: &Theme) {
        self.hint = Some(self.lines.len());
        let (key, rest) = words.split_once(' ').unwrap_or((words, ""));
        self.lines.push(Line::from(vec![
            Span::styled(key.to_owned(), theme.style(Role::Accent)),
            Span::styled(format!(" {rest}"), theme.style(Role::Dim)),
        ]));
    }

    /// Adds a blank line.
    pub fn gap(&mut self) {
        self.lines.push(Line::default());
    }
}

/// The room for words in a panel of `width` columns.
pub fn inner(width: usize) -> usize {
    width.saturating_sub(2 * PADDING).max(8)
}

/// Puts lines on the panel's ground. Where there is no colour for it, a line at the left sets it apart.
#[must_use]
pub fn framed(lines: Vec<Line<'static>>, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let ground = theme.style(Role::Panel);
    let bare = matches!(theme.palette, Palette::Terminal | Palette::Monochrome);
    let edge = if bare {
        Span::styled(format!("{} ", theme.symbols().vertical), theme.style(Role::Rule))
    } else {
        Span::raw(" ".repeat(PADDING))
    };
    lines
        .into_iter()
        .flat_map(|line| prose::folded(line, inner(width)))
        .map(|line| {
            let rest = width.saturating_sub(PADDING + line.width());
            let style = ground.patch(line.style);
            let mut spans = vec![edge.clone()];
            spans.extend(line.spans);
            spans.push(Span::raw(" ".repeat(rest)));
            spans.into_iter().map(|span| Span::styled(span.content, style.patch(span.style))).collect()
        })
        .collect()
}

/// A head with the state at its right end, or under it where there is no room.
pub fn head(left: Vec<Span<'static>>, state: Vec<Span<'static>>, width: usize) -> Vec<Line<'static>> {
    let used: usize = left.iter().chain(&state).map(Span::width).sum();
    if used + 2 <= width {
        let mut spans = left;
        spans.push(Span::raw(" ".repeat(width - used)));
        spans.extend(state);
        vec![Line::from(spans)]
    } else {
        vec![Line::from(left), Line::from(state)]
    }
}

/// The sign of an answer.
fn answer_sign(answer: Option<bool>, theme: &Theme) -> Span<'static> {
    let symbols = theme.symbols();
    match answer {
        None => Span::styled(symbols.empty, theme.style(Role::Dim)),
        Some(true) => Span::styled(symbols.yes, theme.style(Role::Allow)),
        Some(false) => Span::styled(symbols.no, theme.style(Role::Deny)),
    }
}

/// Whether a question was answered, in a sign and words.
fn answer_state(answer: Option<bool>, theme: &Theme) -> Span<'static> {
    let sign = answer_sign(answer, theme);
    let words = match answer {
        None => "not answered",
        Some(true) => "right",
        Some(false) => "wrong",
    };
    Span::styled(format!("{} {words}", sign.content), sign.style)
}

/// A checkpoint: its questions, and how they were answered.
#[must_use]
pub fn checkpoint(ids: &[QuestionId], content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Panel {
    let width = inner(width);
    let mut panel = Panel::default();
    let open = ids.iter().filter(|id| !marks.answers.contains_key(id)).count();
    let mut title = vec![Span::styled("Checkpoint", theme.style(Role::Accent))];
    if open > 0 {
        title.push(Span::styled("   before you read on", theme.style(Role::Dim)));
    }
    let single = ids.first().filter(|_| ids.len() == 1);
    let state = match single {
        Some(id) => vec![answer_state(marks.answers.get(id).copied(), theme)],
        None => vec![Span::styled(format!("{} questions", ids.len()), theme.style(Role::Dim))],
    };
    panel.lines.extend(head(title, state, width));
    for id in ids {
        if single.is_some() {
            panel.lines.extend(question(id, content, marks, width, theme));
        } else {
            panel.gap();
            let sign = answer_sign(marks.answers.get(id).copied(), theme);
            let by = sign.width() + 1;
            let lines = question(id, content, marks, width.saturating_sub(by).max(8), theme);
            let mut text = Text::default();
            text.add(Text::of(lines), &[sign, Span::raw(" ")], &[Span::raw(" ".repeat(by))]);
            panel.lines.extend(text.lines);
        }
    }
    if let Some(said) = ids.iter().find_map(|id| predict::said_before(id, content, marks)) {
        panel.gap();
        let words = format!("Before reading you said: {said}");
        panel.lines.extend(prose::markdown(&words, theme.style(Role::Dim), width, theme));
    }
    panel.gap();
    let all_right = ids.iter().all(|id| marks.answers.get(id) == Some(&true));
    let hint = match (open, all_right, ids.len()) {
        (0, true, _) => "Enter asks again",
        (0, false, _) => "Enter lets you answer again",
        (_, _, 1) => "Enter answers it",
        _ => "Enter answers them",
    };
    panel.hint(hint, theme);
    panel
}

/// A question of an earlier lesson: where it is from, its words, how it was answered this time.
#[must_use]
pub fn earlier(question: &Earlier, answer: Option<bool>, width: usize, theme: &Theme) -> Panel {
    let width = inner(width);
    let from = vec![Span::styled(question.from.clone(), theme.style(Role::Accent))];
    let mut panel = Panel { lines: head(from, vec![answer_state(answer, theme)], width), hint: None };
    let look = Look { theme, colours: &Colours::default(), words: theme.style(Role::Text) };
    panel.lines.extend(prose::text(&question.stem, width, look).lines);
    panel.hint(if answer.is_some() { "Enter asks again" } else { "Enter answers it" }, theme);
    panel
}

/// A question's words; its options while it is open, the rule it leaves when it was answered rightly.
fn question(id: &QuestionId, content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (Some(question), Some(stem)) = (content.question(id), content.stems.get(id)) else { return Vec::new() };
    let plain = theme.style(Role::Text);
    let mut text = prose::text(stem, width, Look { theme, colours: &Colours::default(), words: plain });
    if marks.answers.get(id) == Some(&true) {
        text.append(Text::of(prose::markdown(&question.common.rule, theme.style(Role::Dim), width, theme)));
    } else if let QuestionKind::SingleChoice(choice) = &question.kind {
        text.gap();
        let mark = [Span::styled(format!("{} ", theme.symbols().dot), theme.style(Role::Accent))];
        let by: usize = mark.iter().map(Span::width).sum();
        for option in &choice.options {
            let words = prose::markdown(&option.text, plain, width.saturating_sub(by).max(8), theme);
            text.add(Text::of(words), &mark, &[Span::raw(" ".repeat(by))]);
        }
    }
    text.lines
}

/// A lab: its name, how hard it is, how far the learner is.
#[must_use]
pub fn lab(id: &str, content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Panel {
    let width = inner(width);
    let mut panel = Panel::default();
    let mut labs = content.entry.labs.iter().chain(&content.labs_elsewhere);
    let Some(lab) = labs.find(|lab| lab.id.eq_ignore_ascii_case(id)) else {
        panel.lines.push(Line::styled(format!("there is no lab `{id}`"), theme.style(Role::Error)));
        return panel;
    };
    let progress = marks.lab(&lab.id);
    let record = progress.and_then(|progress| progress.record.as_ref());
    let symbols = theme.symbols();
    let state = match record {
        None => vec![Span::styled(format!("{} not begun", symbols.empty), theme.style(Role::Dim))],
        Some(record) if record.solved_at.is_some() => {
            let mut state = vec![Span::styled(format!("{} solved ", symbols.yes), theme.style(Role::Allow))];
            state.extend(meter::stars(theme, progress.map_or(0, |progress| progress.stars), 3));
            state
        }
        Some(record) => {
            let words = format!("{} {} of {} goals", symbols.silent, record.best_goals, record.goals);
            vec![Span::styled(words, theme.style(Role::Silent))]
        }
    };
    let difficulty = symbols.star.repeat(usize::from(lab.stars));
    let title = vec![
        Span::styled(format!("Lab {}", lab.id), theme.style(Role::Accent)),
        Span::styled(format!("  {}", lab.title), theme.style(Role::Strong)),
        Span::styled(format!("  {difficulty}"), theme.style(Role::Star)),
    ];
    panel.lines.extend(head(title, state, width));
    let solved = record.is_some_and(|record| record.solved_at.is_some());
    panel.hint(if solved { "Enter opens it again" } else { "Enter opens it" }, theme);
    panel
}

/// A decision: who, what, to what, what came of it; unfolded, the way to it.
#[must_use]
pub fn decision(block: usize, content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Panel {
    let width = inner(width);
    let mut panel = Panel::default();
    let decided = match content.decisions.get(&block) {
        Some(Ok(decided)) => decided,
        Some(Err(why)) => {
            panel.lines.extend(wrapped(&[Inline::Text(why.clone())], theme.style(Role::Error), width, theme).lines);
            return panel;
        }
        None => return panel,
    };
    let (sign, words, style) = theme.verdict(decided.verdict);
    let mut title = vec![Span::styled("Decision", theme.style(Role::Accent))];
    let state = vec![Span::styled(format!("{sign} {words}"), style)];
    let taken: usize = title.iter().chain(&state).map(Span::width).sum();
    let words = &decided.request.text;
    let beside = taken + words.width() + 5 <= width;
    if beside && !words.is_empty() {
        title.push(Span::styled(format!("   {words}"), theme.style(Role::Text)));
    }
    panel.lines.extend(head(title, state, width));
    if !beside {
        panel.lines.extend(wrapped(&[Inline::Text(words.clone())], theme.style(Role::Text), width, theme).lines);
    }
    panel.lines.extend(wrapped(&way(&decided.request, theme), theme.style(Role::Text), width, theme).lines);
    let unfolded = marks.unfolded.contains(&block);
    if unfolded {
        panel.gap();
        panel.lines.extend(walk::lines(&decided.walk, theme, width).into_iter().map(|line| line.line));
        panel.gap();
        panel
            .lines
            .extend(wrapped(&[Inline::Text(decided.summary.clone())], theme.style(Role::Text), width, theme).lines);
        panel.gap();
    }
    panel.hint(if unfolded { "Enter folds it" } else { "Enter shows how it was decided" }, theme);
    panel
}

/// The name of an action without its service.
fn last_word(action: &str) -> String {
    action.rsplit(':').next().unwrap_or(action).to_owned()
}

/// Who, the roles on the way, the action, the resource, an arrow between each.
pub fn way(request: &RequestSpec, theme: &Theme) -> Vec<Inline> {
    let who = match request.who.split_once(' ') {
        Some(("user", name)) => last(name).to_owned(),
        Some(("role", name)) => format!("session of {}", last(name)),
        Some(("root", account)) => format!("root user of {account}"),
        Some((_, name)) => name.to_owned(),
        None => request.who.clone(),
    };
    let mut run = vec![Inline::Strong(vec![Inline::Text(who)])];
    let arrow = || Inline::Text(format!(" {} ", theme.symbols().arrow));
    let roles = request.through.iter().map(|step| {
        let assume = step.assume();
        // Without a role, the call itself says what is got.
        match (&assume.role, &assume.instance_profile) {
            (Some(name), _) | (None, Some(name)) => last(name).to_owned(),
            (None, None) => assume.api.map_or_else(String::new, |api| last_word(api.action())),
        }
    });
    for role in roles {
        if request.action.is_none() {
            run.extend([arrow(), Inline::Code("sts:AssumeRole".into())]);
        }
        run.extend([arrow(), Inline::Text(role)]);
    }
    if let Some(action) = &request.action {
        run.extend([arrow(), Inline::Code(action.clone())]);
    }
    if let Some(resource) = &request.resource {
        let short = resource.splitn(6, ':').last().unwrap_or(resource);
        run.extend([arrow(), Inline::Text(short.to_owned())]);
    }
    run
}

/// What stands behind the last `/`.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
