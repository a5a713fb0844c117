//! The question before the text: a guess that is noted, not graded, and can be left out. What one expects is read otherwise.

use ratatui::text::{Line, Span};

use crate::course::block::Block;
use crate::course::grade::{first_order, predict_scenario};
use crate::course::markdown;
use crate::course::question::{Choice, Question, QuestionId, QuestionKind, shuffled};
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::RequestSpec;
use crate::tui::app::Shared;
use crate::tui::colours::Colours;
use crate::tui::screens::lesson::LessonScreen;
use crate::tui::screens::lesson::content::{Content, Marks};
use crate::tui::screens::lesson::layout::Thing;
use crate::tui::screens::lesson::panels::{self, Panel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Text, wrapped};
use crate::tui::widgets::prose::{self, Look};

/// What the setting's name of a guess begins with; the question's id follows.
const SETTING: &str = "predicted.";

/// The question before the text.
#[derive(Debug)]
pub struct Prediction {
    /// The question.
    pub id: QuestionId,
    /// Its words, read.
    stem: Vec<Block>,
    /// The documents that it is about, with what stands above each.
    documents: Vec<(String, PolicyKind, String)>,
    /// The request whose decision is asked.
    request: Option<RequestSpec>,
    /// What can be guessed, Markdown; empty for a question whose answer is more than one choice.
    pub options: Vec<String>,
    /// What there is to choose several of or to put in order, Markdown; it is thought about, not noted.
    listed: Vec<String>,
    /// The letter of the section that teaches it.
    section: String,
}

/// What the learner guessed.
#[derive(Debug, Default)]
pub struct Guess {
    /// The option's words.
    pub said: Option<String>,
    /// Left out: only its first line is shown.
    pub folded: bool,
    /// The documents are shown.
    pub documents: bool,
}

impl Prediction {
    /// The question as it is asked before the text.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        let mut prediction = Self {
            id: question.common.id.clone(),
            stem: markdown::blocks(&question.common.stem).0,
            documents: Vec::new(),
            request: None,
            options: Vec::new(),
            listed: Vec::new(),
            section: question.common.objective.rsplit('.').next().unwrap_or_default().to_owned(),
        };
        let seed = question.seed_for_attempt(0);
        match &question.kind {
            QuestionKind::SingleChoice(choice) => {
                prediction.options = texts(&choice.options, choice.ordered, seed);
            }
            QuestionKind::MultipleResponse(several) => {
                prediction.listed = texts(&several.options, several.ordered, seed);
            }
            QuestionKind::Ordering(ordering) => {
                let items = first_order(ordering, seed).into_iter().filter_map(|index| ordering.items.get(index));
                prediction.listed = items.map(|item| item.text.clone()).collect();
            }
            QuestionKind::TrueFalse(_) => prediction.options = vec!["true".to_owned(), "false".to_owned()],
            QuestionKind::Predict(predict) => {
                prediction.options = ["allowed", "explicitly denied", "implicitly denied"].map(str::to_owned).into();
                prediction.request = Some(predict.request.clone());
                // A world that cannot be read is the content check's business; the question stands without it.
                if let Ok(scenario) = predict_scenario(predict) {
                    prediction.documents = predict
                        .show
                        .iter()
                        .filter_map(|shown| {
                            let document = scenario.documents.get(shown.document.as_str())?;
                            Some((shown.heading.clone(), document.kind, document.text.to_string()))
                        })
                        .collect();
                }
            }
            _ => {}
        }
        prediction
    }
}

/// The words of options, in the order in which they are shown.
fn texts(options: &[Choice], ordered: bool, seed: u64) -> Vec<String> {
    let order = if ordered { (0..options.len()).collect() } else { shuffled(options.len(), seed) };
    order.iter().filter_map(|index| options.get(*index)).map(|option| option.text.clone()).collect()
}

impl Guess {
    /// What was guessed before; a question that was passed over in an earlier visit stays folded.
    #[must_use]
    pub fn read(prediction: &Prediction, begun: bool, shared: &mut Shared) -> Self {
        let said = shared.store.setting(&format!("{SETTING}{}", prediction.id));
        let said = shared.kept(said).flatten();
        Self { folded: begun && said.is_none(), said, documents: false }
    }

    /// Notes a guess, by its place among the options.
    pub fn say(&mut self, option: usize, prediction: &Prediction, shared: &mut Shared) {
        let Some(words) = prediction.options.get(option) else { return };
        let kept = shared.store.set_setting(&format!("{SETTING}{}", prediction.id), words);
        shared.kept(kept);
        self.said = Some(words.clone());
        self.documents = false;
    }

    /// Enter: shows a question that was left out, changes a guess, shows and hides the documents, or folds what is thought about.
    pub fn enter(&mut self, prediction: &Prediction) {
        if self.folded {
            self.folded = false;
        } else if self.said.take().is_none() {
            if prediction.documents.is_empty() {
                self.folded = prediction.options.is_empty();
            } else {
                self.documents = !self.documents;
            }
        }
    }

    /// Whether it waits for a guess.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.said.is_none() && !self.folded
    }
}

/// What was guessed before reading for a question that has been answered since.
#[must_use]
pub fn said_before<'m>(id: &QuestionId, content: &Content, marks: &'m Marks) -> Option<&'m str> {
    let is_it = content.prediction.as_ref().is_some_and(|prediction| prediction.id == *id);
    marks.guess.said.as_deref().filter(|_| is_it && marks.answers.contains_key(id))
}

/// The panel above the text; none when the question has been answered in earnest.
#[must_use]
pub fn panel(content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Option<Panel> {
    let prediction = content.prediction.as_ref().filter(|prediction| !marks.answers.contains_key(&prediction.id))?;
    let guess = &marks.guess;
    let width = panels::inner(width);
    let dim = theme.style(Role::Dim);
    let words = theme.style(Role::Text);
    let title =
        vec![Span::styled("Before you read", theme.style(Role::Accent)), Span::styled("   what do you expect?", dim)];
    let state = match (&guess.said, guess.folded) {
        (Some(_), _) => Span::styled(format!("{} noted", theme.symbols().yes), dim),
        (None, true) => Span::styled("left out", dim),
        (None, false) => Span::styled("not graded", dim),
    };
    let mut panel = Panel { lines: panels::head(title, vec![state], width), hint: None };
    if let Some(said) = &guess.said {
        panel.lines.extend(prose::markdown(&format!("You said: {said}"), words, width, theme));
        let again = format!("Part {} asks it again.", prediction.section);
        panel.lines.extend(prose::markdown(&again, dim, width, theme));
        panel.hint("Enter lets you change it", theme);
        return Some(panel);
    }
    if guess.folded {
        panel.hint("Enter shows the question", theme);
        return Some(panel);
    }
    let look = Look { theme, colours: &Colours::default(), words };
    panel.lines.extend(prose::text(&prediction.stem, width, look).lines);
    if guess.documents {
        for (heading, kind, text) in &prediction.documents {
            panel.gap();
            let heading = format!("{} {heading}", kind.badge());
            panel.lines.extend(prose::markdown(&heading, theme.style(Role::Kind(*kind)), width, theme));
            let code = Block::Code {
                language: "json".into(),
                policy: None,
                broken: false,
                warns: false,
                text: text.trim().into(),
            };
            panel.lines.extend(prose::block(&code, width, look).lines);
        }
    }
    if let Some(request) = prediction.request.as_ref().filter(|_| guess.documents) {
        panel.gap();
        panel.lines.extend(wrapped(&panels::way(request, theme), words, width, theme).lines);
    }
    if !prediction.options.is_empty() || !prediction.listed.is_empty() {
        panel.gap();
    }
    let numbers = (1..=prediction.options.len()).map(|number| number.to_string());
    let marks = std::iter::repeat_n(theme.symbols().dot.to_owned(), prediction.listed.len());
    let all = prediction.options.iter().chain(&prediction.listed);
    for (mark, option) in numbers.chain(marks).zip(all) {
        let number = Span::styled(format!("{mark}  "), theme.style(Role::Accent));
        let by = number.width();
        let mut text = Text::default();
        let lines = prose::markdown(option, words, width.saturating_sub(by).max(8), theme);
        text.add(Text::of(lines), &[number], &[Span::raw(" ".repeat(by))]);
        panel.lines.extend(text.lines);
    }
    panel.gap();
    let last = prediction.options.len();
    let how = match last {
        0 => "Think of your answer, then read on.".to_owned(),
        _ => format!("1 to {last} notes a guess, s leaves it out; or just read on."),
    };
    panel.lines.extend(wrapped(&[crate::course::block::Inline::Text(how)], dim, width, theme).lines);
    match (prediction.documents.is_empty(), guess.documents, last) {
        (false, false, _) => panel.hint("Enter shows the documents", theme),
        (false, true, _) => panel.hint("Enter hides the documents", theme),
        (true, _, 0) => panel.hint("Enter folds it", theme),
        _ => panel.lines.push(Line::default()),
    }
    Some(panel)
}

impl LessonScreen {
    /// The question before the text is in sight and waits for a guess.
    pub(super) fn is_asking(&self) -> bool {
        let has_options = self.content.prediction.as_ref().is_some_and(|prediction| !prediction.options.is_empty());
        let is_it = |index: usize| self.layout.things.get(index).is_some_and(|p| p.thing == Thing::Prediction);
        has_options && self.marks.guess.is_open() && self.visible().into_iter().any(is_it)
    }

    /// Notes a guess, counted from 1.
    pub(super) fn guess(&mut self, number: usize, shared: &mut Shared) {
        let Some(prediction) = &self.content.prediction else { return };
        if let Some(option) = number.checked_sub(1) {
            self.marks.guess.say(option, prediction, shared);
            self.lay_out_at_top(shared);
        }
    }

    pub(super) fn fold_question(&mut self) {
        self.marks.guess.folded = true;
        self.made_for = None;
        self.place = (0, 0);
    }

    /// Lays out again after the panel above the text has changed, its beginning in sight.
    pub(super) fn lay_out_at_top(&mut self, shared: &Shared) {
        self.made_for = None;
        self.place = (0, 0);
        self.lay_out(&shared.theme);
    }
}
