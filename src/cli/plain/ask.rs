//! A question by lines.

use crate::cli::plain::{Attempt, Plain};
use crate::course::grade::{Answer, Graded, candidates, first_order, grade, matching_options, predict_scenario};
use crate::course::question::{
    JsonBlank, Matching, MultipleResponse, Ordering, Predict, Question, QuestionKind, Reflection, WritePolicy, shuffled,
};
use crate::iam::explain::{Sign, WalkLevel, WalkStep, summary, walk};
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::{Api, ContextSpec, RequestSpec, Who};
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;

/// What can be typed at a question of an exam.
pub(in crate::cli) const EXAM_WORDS: &str = "An exam has no hints. s leaves the question open, /before goes back, /go 7 to question 7, \
     /flag flags it or takes the flag off, /strike b strikes option b out, /list lists all questions, /time says the time left, \
     /end hands in, /leave leaves; you go on another time.";

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Answered rightly.
    Right,
    /// Answered wrongly, or not wholly rightly.
    Wrong,
    /// Answered; nobody grades it.
    Kept,
    /// Left out.
    Skipped,
    /// There are no more lines to answer with.
    Ended,
}

/// What a learner does at a prompt.
enum Reply<T> {
    Given(T),
    Skip,
    End,
    /// In an exam: something else than to answer.
    Wish(Wish),
}

/// What a learner may want at a question of an exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Flag the question, or take the flag off.
    Flag,
    /// To the question before.
    Before,
    /// To the question of that number, from 1.
    Go(usize),
    /// All questions, and which have an answer.
    List,
    /// The time that is left.
    Time,
    /// Strike out the option at that place, or take it back in.
    StrikeOut(usize),
    /// Hand the exam in.
    HandIn,
    /// Leave; go on another time.
    Leave,
}

impl Wish {
    /// Reads `/flag`, `/go 7`, `/strike b` and so on.
    fn read(line: &str) -> Option<Self> {
        let mut words = line.strip_prefix('/')?.split_whitespace();
        let wish = match (words.next()?, words.next()) {
            ("flag", None) => Self::Flag,
            ("before", None) => Self::Before,
            ("go", Some(number)) => Self::Go(number.parse().ok()?),
            ("list", None) => Self::List,
            ("time", None) => Self::Time,
            ("strike", Some(letter)) => Self::StrikeOut(place_of(letter)?),
            ("end", None) => Self::HandIn,
            ("leave", None) => Self::Leave,
            _ => return None,
        };
        words.next().is_none().then_some(wish)
    }
}

/// What came of a question of an exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sat {
    /// An answer, and how sure the learner is.
    Answered(Answer, Option<u8>),
    /// Left open.
    Skipped,
    /// Something else.
    Wished(Wish),
    /// There are no more lines.
    Ended,
}

/// How a question of an exam is asked.
#[derive(Debug, Clone, Copy)]
pub struct Sitting<'e> {
    /// What the options are shuffled with.
    pub seed: u64,
    /// The options struck out, by their index in the file.
    pub struck: &'e [usize],
}

/// A learner at a prompt: hints given so far.
struct Desk<'p, 'a> {
    plain: &'p mut Plain<'a>,
    question: &'p Question,
    hints: u8,
    /// In an exam there are no hints, and more than answers can be wished for.
    sitting: Option<Sitting<'p>>,
}

/// Asks a question of an exam: no hints, nothing told.
pub(in crate::cli) fn sit(plain: &mut Plain<'_>, question: &Question, sitting: Sitting<'_>) -> anyhow::Result<Sat> {
    plain.markdown(&question.common.stem)?;
    let mut desk = Desk { plain, question, hints: 0, sitting: Some(sitting) };
    Ok(match desk.answer()? {
        Reply::Given(answer) => {
            let confidence = if desk.plain.asks_confidence { desk.confidence()? } else { None };
            Sat::Answered(answer, confidence)
        }
        Reply::Skip => Sat::Skipped,
        Reply::End => Sat::Ended,
        Reply::Wish(wish) => Sat::Wished(wish),
    })
}

/// Explains an answer of an exam, where a part that is right counts nothing: whether it is right, and why.
pub(in crate::cli) fn explain(plain: &mut Plain<'_>, question: &Question, answer: &Answer) -> anyhow::Result<()> {
    let graded = grade(question, answer)?;
    let share = if graded.right { 1.0 } else { 0.0 };
    Ok(feedback(plain, question, answer, &Graded { share, ..graded }, false)?)
}

/// The option at a place of the list that a seed makes, by its index in the file; `None` where nothing can be struck out.
pub(in crate::cli) fn option_at(question: &Question, seed: u64, place: usize) -> Option<usize> {
    let (count, ordered) = match &question.kind {
        QuestionKind::SingleChoice(kind) => (kind.options.len(), kind.ordered),
        QuestionKind::MultipleResponse(kind) => (kind.options.len(), kind.ordered),
        _ => return None,
    };
    if ordered { Some(place).filter(|place| *place < count) } else { shuffled(count, seed).get(place).copied() }
}

pub(super) fn ask(plain: &mut Plain<'_>, question: &Question) -> anyhow::Result<Asked> {
    plain.say(&format!("Question {}.", question.common.id))?;
    plain.markdown(&question.common.stem)?;
    let mut desk = Desk { plain, question, hints: 0, sitting: None };
    let answer = match desk.answer()? {
        Reply::Given(answer) => answer,
        Reply::Skip => {
            desk.plain.say("Skipped.")?;
            return Ok(Asked::Skipped);
        }
        Reply::End | Reply::Wish(_) => return Ok(Asked::Ended),
    };
    let asks = answer.is_graded() && desk.plain.asks_confidence;
    let confidence = if asks { desk.confidence()? } else { None };
    let hints = desk.hints;
    let graded = grade(question, &answer)?;
    (plain.record)(&Attempt {
        question: &question.common.id,
        revision: question.common.revision,
        answer: &answer,
        graded: &graded,
        confidence,
        hints,
    })?;
    feedback(plain, question, &answer, &graded, true)?;
    Ok(match (answer.is_graded(), graded.right) {
        (true, true) => Asked::Right,
        (true, false) => Asked::Wrong,
        (false, _) => Asked::Kept,
    })
}

impl Desk<'_, '_> {
    fn confidence(&mut self) -> std::io::Result<Option<u8>> {
        loop {
            let line =
                self.plain.line("How sure are you? 1 a guess, 2 maybe, 3 sure; Enter goes on without saying:")?;
            return Ok(match line.unwrap_or_default().to_lowercase().as_str() {
                "" => None,
                "1" | "g" | "guess" | "a guess" => Some(1),
                "2" | "m" | "maybe" => Some(2),
                "3" | "s" | "sure" => Some(3),
                _ => {
                    self.plain.say("Write 1, 2 or 3, or nothing.")?;
                    continue;
                }
            });
        }
    }

    fn answer(&mut self) -> anyhow::Result<Reply<Answer>> {
        let question = self.question;
        let seed = self.sitting.map_or_else(|| question.seed_for_attempt(0), |sitting| sitting.seed);
        match &question.kind {
            QuestionKind::SingleChoice(kind) => {
                let texts: Vec<&str> = kind.options.iter().map(|option| option.text.as_str()).collect();
                let order = if kind.ordered { (0..texts.len()).collect() } else { shuffled(texts.len(), seed) };
                self.list(&texts, &order)?;
                self.pick("Your answer, a letter:", &order, Answer::Choice)
            }
            QuestionKind::TrueFalse(kind) => {
                let value = self.prompt("True or false? t or f:", |line| match line.to_lowercase().as_str() {
                    "t" | "true" | "y" | "yes" => Ok(true),
                    "f" | "false" | "n" | "no" => Ok(false),
                    _ => Err("Write t for true or f for false.".to_owned()),
                })?;
                let Reply::Given(value) = value else { return Ok(value.without()) };
                self.plain.say("Why?")?;
                let texts: Vec<&str> = kind.reasons.iter().map(|reason| reason.text.as_str()).collect();
                let order = shuffled(texts.len(), seed);
                self.list(&texts, &order)?;
                self.pick("The reason, a letter:", &order, |reason| Answer::TrueFalse { value, reason })
            }
            QuestionKind::ShortAnswer(kind) => {
                let prompt = match kind.wanted.len() {
                    0 | 1 => "Your answer:".to_owned(),
                    n => format!("Your answer, {n} things with commas between:"),
                };
                self.prompt(&prompt, |line| match line {
                    "" => Err("Write a few words, ? for a hint, s to skip.".to_owned()),
                    line => Ok(Answer::Text(line.to_owned())),
                })
            }
            QuestionKind::Matching(kind) => self.matching(kind, seed),
            QuestionKind::JsonBlank(kind) => self.blanks(kind),
            QuestionKind::Predict(kind) => self.predict(kind),
            QuestionKind::MultipleResponse(kind) => self.several(kind, seed),
            QuestionKind::Ordering(kind) => self.ordering(kind, seed),
            QuestionKind::WritePolicy(kind) => self.write_policy(kind),
            QuestionKind::Reflection(kind) => self.reflection(kind),
        }
    }

    fn several(&mut self, kind: &MultipleResponse, seed: u64) -> anyhow::Result<Reply<Answer>> {
        let texts: Vec<&str> = kind.options.iter().map(|option| option.text.as_str()).collect();
        let order = if kind.ordered { (0..texts.len()).collect() } else { shuffled(texts.len(), seed) };
        let wanted = kind.wanted();
        self.plain.say(&format!("{wanted} of these {} are right:", texts.len()))?;
        self.list(&texts, &order)?;
        let last = letter(order.len().saturating_sub(1));
        self.prompt(&format!("Your answer, {wanted} letters with spaces between:"), |line| {
            let mut chosen = places_of(line).and_then(|places| indices(&places, &order)).unwrap_or_default();
            chosen.sort_unstable();
            chosen.dedup();
            match chosen.len() == wanted {
                true => Ok(Answer::Choices(chosen)),
                false => Err(format!("Write {wanted} letters from a to {last}, ? for a hint, s to skip.")),
            }
        })
    }

    fn ordering(&mut self, kind: &Ordering, seed: u64) -> anyhow::Result<Reply<Answer>> {
        let texts: Vec<&str> = kind.items.iter().map(|item| item.text.as_str()).collect();
        let order = first_order(kind, seed);
        self.list(&texts, &order)?;
        let (count, last) = (texts.len(), letter(order.len().saturating_sub(1)));
        self.prompt(&format!("The {count} letters in the right order, with spaces between:"), |line| {
            let given = places_of(line).and_then(|places| indices(&places, &order)).unwrap_or_default();
            match given.len() == count && (0..count).all(|item| given.contains(&item)) {
                true => Ok(Answer::Order(given)),
                false => Err(format!("Write each letter from a to {last} once, ? for a hint, s to skip.")),
            }
        })
    }

    fn write_policy(&mut self, kind: &WritePolicy) -> anyhow::Result<Reply<Answer>> {
        self.plain.say("What must come of it:")?;
        for request in kind.requests.iter().filter(|request| request.hidden.is_none()) {
            self.plain.item(&format!("- {}", plain_words(&request.text)), 2)?;
        }
        if kind.requests.iter().any(|request| request.hidden.is_some()) {
            self.plain.say("More is tried when you are done.")?;
        }
        let mut texts = Vec::new();
        for document in &kind.documents {
            let policy = PolicyKind::from_name(&document.kind).map_or("policy", PolicyKind::title);
            if document.starter.trim().is_empty() {
                self.plain.say(&format!("{}, {policy}, is empty.", document.name))?;
            } else {
                self.plain.say(&format!("{}, {policy}, as it stands:", document.name))?;
                self.verbatim(&document.starter)?;
            }
            let prompt = match document.starter.trim().is_empty() {
                true => format!("Write {}. End it with a line that has a single dot:", document.name),
                false => format!(
                    "Write {} anew. End it with a line that has a single dot; the dot alone leaves it as it is:",
                    document.name
                ),
            };
            let reply = self.lines(&prompt, &document.starter)?;
            let Reply::Given(text) = reply else { return Ok(reply.without()) };
            texts.push(text);
        }
        Ok(Reply::Given(Answer::Documents(texts)))
    }

    fn reflection(&mut self, kind: &Reflection) -> anyhow::Result<Reply<Answer>> {
        self.plain.say("Nobody grades this. A model answer follows.")?;
        let reply = self.lines("A few sentences. End them with a line that has a single dot:", "")?;
        let Reply::Given(text) = reply else { return Ok(reply.without()) };
        self.plain.say("A model answer:")?;
        self.plain.markdown(&kind.model)?;
        self.plain.say("What does yours do?")?;
        let mut ticked = Vec::new();
        for (index, criterion) in kind.rubric.iter().enumerate() {
            let question = format!("It {}? y or n:", plain_words(criterion).trim_end_matches(['.', '?']));
            let reply = self.prompt(&question, |line| match line.to_lowercase().as_str() {
                "y" | "yes" => Ok(true),
                "n" | "no" | "" => Ok(false),
                _ => Err("Write y for yes or n for no.".to_owned()),
            })?;
            // The sentences are written: whoever stops here has ticked no more.
            match reply {
                Reply::Given(true) => ticked.push(index),
                Reply::Given(false) | Reply::Skip | Reply::Wish(_) => {}
                Reply::End => break,
            }
        }
        Ok(Reply::Given(Answer::Reflection { text, ticked }))
    }

    fn verbatim(&mut self, text: &str) -> std::io::Result<()> {
        text.trim().lines().try_for_each(|line| self.plain.raw(&format!("    {line}")))
    }

    /// Asks for lines up to one with a single dot; `otherwise` is what a dot alone gives. Hints and skipping come before the first.
    fn lines(&mut self, prompt: &str, otherwise: &str) -> anyhow::Result<Reply<String>> {
        let may_be_empty = !otherwise.trim().is_empty();
        let first = self.prompt(prompt, |line| match line {
            "" => Err("Write a line, ? for a hint, s to skip.".to_owned()),
            "." if !may_be_empty => Err("Write something before the dot, ? for a hint, s to skip.".to_owned()),
            line => Ok(line.to_owned()),
        })?;
        let Reply::Given(first) = first else { return Ok(first) };
        if first == "." {
            return Ok(Reply::Given(otherwise.to_owned()));
        }
        let mut lines = vec![first];
        loop {
            match self.plain.line("")? {
                None => return Ok(Reply::End),
                Some(line) if line == "." => return Ok(Reply::Given(lines.join("\n"))),
                Some(line) => lines.push(line),
            }
        }
    }

    fn list(&mut self, texts: &[&str], order: &[usize]) -> std::io::Result<()> {
        for (place, index) in order.iter().enumerate() {
            let text = texts.get(*index).copied().unwrap_or_default();
            let struck = self.sitting.is_some_and(|sitting| sitting.struck.contains(index));
            let struck = if struck { " (struck out)" } else { "" };
            self.plain.item(&format!("{}) {}{struck}", letter(place), plain_words(text)), 3)?;
        }
        Ok(())
    }

    fn pick<T>(&mut self, prompt: &str, order: &[usize], make: impl Fn(usize) -> T) -> anyhow::Result<Reply<T>> {
        let last = letter(order.len().saturating_sub(1));
        self.prompt(prompt, |line| {
            let index = place_of(line).and_then(|place| order.get(place));
            index
                .map(|index| make(*index))
                .ok_or_else(|| format!("Write a letter from a to {last}, ? for a hint, s to skip."))
        })
    }

    fn matching(&mut self, kind: &Matching, seed: u64) -> anyhow::Result<Reply<Answer>> {
        let texts = matching_options(kind);
        let order = shuffled(texts.len(), seed);
        self.plain.say("What belongs to what:")?;
        self.list(&texts, &order)?;
        let mut picks = Vec::new();
        for pair in &kind.pairs {
            let reply = self.pick(&format!("{}, a letter:", plain_words(&pair.left)), &order, |index| index)?;
            let Reply::Given(index) = reply else { return Ok(reply.without()) };
            picks.push(index);
        }
        Ok(Reply::Given(Answer::Pairs(picks)))
    }

    fn blanks(&mut self, kind: &JsonBlank) -> anyhow::Result<Reply<Answer>> {
        self.plain.say("Fill the blanks of this document:")?;
        let shown = kind.template.replace('⟦', "<blank ").replace('⟧', ">");
        for line in shown.trim().lines() {
            self.plain.raw(&format!("    {line}"))?;
        }
        self.plain.say("Each blank takes JSON text on one line: text in its quotation marks, a list, or an object.")?;
        let mut fillings = Vec::new();
        for blank in &kind.blanks {
            let reply = self.prompt(&format!("Blank {}:", blank.name), |line| match line {
                "" => Err("Write the JSON text, ? for a hint, s to skip.".to_owned()),
                line => Ok(line.to_owned()),
            })?;
            let Reply::Given(filling) = reply else { return Ok(reply.without()) };
            fillings.push(filling);
        }
        Ok(Reply::Given(Answer::Blanks(fillings)))
    }

    fn predict(&mut self, kind: &Predict) -> anyhow::Result<Reply<Answer>> {
        let scenario = predict_scenario(kind)?;
        for shown in &kind.show {
            let Some(document) = scenario.documents.get(shown.document.as_str()) else { continue };
            self.plain.say(&format!("{}:", plain_words(&shown.heading)))?;
            for line in document.text.trim().lines() {
                self.plain.raw(&format!("    {line}"))?;
            }
        }
        for line in request_lines(&kind.request) {
            self.plain.item(&line, 2)?;
        }
        let foreseen =
            self.prompt("What comes of it? a allowed, e explicitly denied, i implicitly denied:", |line| {
                let name = match line.to_lowercase().replace(['_', '-'], " ").as_str() {
                    "a" | "1" | "allow" | "allowed" => "allow",
                    "e" | "2" | "explicit deny" | "explicitly denied" => "explicit_deny",
                    "i" | "3" | "implicit deny" | "implicitly denied" => "implicit_deny",
                    _ => return Err("Write a, e or i, ? for a hint, s to skip.".to_owned()),
                };
                Ok(name.to_owned())
            })?;
        let Reply::Given(outcome) = foreseen else { return Ok(foreseen.without()) };
        let statements = candidates(kind);
        if statements.len() < 2 {
            return Ok(Reply::Given(Answer::Outcome(outcome)));
        }
        // Nobody said anything: there is no statement to name.
        if outcome == Verdict::ImplicitDeny.as_str() {
            return Ok(Reply::Given(Answer::Decision { outcome, statement: None }));
        }
        self.plain.say("Which statement decides?")?;
        for (at, candidate) in statements.iter().enumerate() {
            self.plain.item(&format!("{} {}", at + 1, plain_words(&candidate.words)), 2)?;
        }
        self.plain.item("0 none of them", 2)?;
        let named = self.prompt("The statement, a number:", |line| match line.parse::<usize>() {
            Ok(number) if number <= statements.len() => Ok(number.checked_sub(1)),
            _ => Err(format!("Write a number from 0 to {}, ? for a hint, s to skip.", statements.len())),
        })?;
        let Reply::Given(statement) = named else { return Ok(named.without()) };
        Ok(Reply::Given(Answer::Decision { outcome, statement }))
    }

    /// Asks until a line can be read as an answer, giving hints on the way.
    fn prompt<T>(&mut self, prompt: &str, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<Reply<T>> {
        loop {
            let Some(line) = self.plain.line(prompt)? else { return Ok(Reply::End) };
            if let (true, Some(wish)) = (self.sitting.is_some(), Wish::read(&line)) {
                return Ok(Reply::Wish(wish));
            }
            match line.as_str() {
                "s" | "S" => return Ok(Reply::Skip),
                "?" if self.sitting.is_some() => self.plain.say(EXAM_WORDS)?,
                "?" => {
                    let hints = &self.question.common.hints;
                    match hints.get(usize::from(self.hints)) {
                        Some(hint) => {
                            self.hints += 1;
                            self.plain.say(&format!(
                                "Hint {} of {}: {}",
                                self.hints,
                                hints.len(),
                                plain_words(hint)
                            ))?;
                        }
                        None => self.plain.say("There are no more hints.")?,
                    }
                }
                line => match read(line) {
                    Ok(answer) => return Ok(Reply::Given(answer)),
                    Err(help) => self.plain.say(&help)?,
                },
            }
        }
    }
}

impl<T> Reply<T> {
    /// A reply that holds nothing, as one of another kind.
    fn without<U>(self) -> Reply<U> {
        match self {
            Self::End => Reply::End,
            Self::Wish(wish) => Reply::Wish(wish),
            Self::Given(_) | Self::Skip => Reply::Skip,
        }
    }
}

/// `parts` says whether a part of an answer is worth something.
fn feedback(
    plain: &mut Plain<'_>,
    question: &Question,
    answer: &Answer,
    graded: &Graded,
    parts: bool,
) -> std::io::Result<()> {
    let verdict = match (answer.is_graded(), graded.right) {
        (false, _) => "Kept.",
        (true, true) => "Right.",
        (true, false) if graded.share > 0.0 => "Not wholly right.",
        (true, false) => "Wrong.",
    };
    plain.say(verdict)?;
    match (&question.kind, answer) {
        (QuestionKind::MultipleResponse(kind), Answer::Choices(chosen)) => {
            each_option(plain, kind, chosen)?;
            if parts && !graded.right {
                let wanted = kind.wanted();
                #[expect(clippy::cast_precision_loss, reason = "a handful of options are counted")]
                let points = graded.share * wanted as f64;
                plain.say(&format!(
                    "{points:.0} of {wanted} points: those you chose rightly, less those you chose wrongly."
                ))?;
            }
        }
        (QuestionKind::Reflection(_), _) => {
            let ticked = graded.remarks.iter().filter(|remark| remark.right).count();
            plain.say(&format!("You found {ticked} of {} in yours.", graded.remarks.len()))?;
        }
        _ => remarks(plain, graded)?,
    }
    match &question.kind {
        QuestionKind::WritePolicy(kind) if !graded.right => {
            for document in &kind.documents {
                plain.say(&format!("A good {}:", document.name))?;
                for line in document.reference.trim().lines() {
                    plain.raw(&format!("    {line}"))?;
                }
            }
        }
        QuestionKind::MultipleResponse(_) | QuestionKind::Reflection(_) => {}
        _ if !graded.right => {
            let lines: Vec<&str> = graded.right_answer.lines().collect();
            match lines.as_slice() {
                [line] => plain.item(&format!("The answer: {}", plain_words(line)), 2)?,
                lines => {
                    plain.say("The answer:")?;
                    lines.iter().try_for_each(|line| plain.item(&format!("  {}", plain_words(line)), 4))?;
                }
            }
        }
        _ => {}
    }
    if let Some(simulation) = &graded.simulation {
        if let (QuestionKind::WritePolicy(_), Some(goal)) =
            (&question.kind, graded.remarks.iter().find(|remark| !remark.right))
        {
            plain.say(&format!("Why “{}” is not so yet:", plain_words(&goal.about)))?;
        }
        for line in walk_lines(simulation) {
            plain.item(&line, 0)?;
        }
    }
    plain.markdown(&question.common.explanation)?;
    plain.item(&format!("Rule to keep: {}", plain_words(&question.common.rule)), 2)?;
    let source = &question.common.source;
    plain.item(&format!("Source: {} (read {})", source.title, source.checked), 2)?;
    plain.gap()
}

/// What there is to say of each part of an answer.
fn remarks(plain: &mut Plain<'_>, graded: &Graded) -> std::io::Result<()> {
    let several = graded.remarks.len() > 1;
    for remark in &graded.remarks {
        let about = plain_words(&remark.about);
        if several && !remark.about.is_empty() {
            let word = if remark.right { "right" } else { "wrong" };
            let text = if remark.text.is_empty() { String::new() } else { format!(" {}", plain_words(&remark.text)) };
            plain.item(&format!("- {}: {word}.{text}", about.trim_end_matches('.')), 2)?;
        } else if several && !remark.text.is_empty() {
            plain.item(&format!("- {}", plain_words(&remark.text)), 2)?;
        } else if !remark.text.is_empty() && remark.about.starts_with("Place ") {
            plain.item(&format!("{about}: {}", plain_words(&remark.text)), 2)?;
        } else if !remark.text.is_empty() {
            plain.markdown(&remark.text)?;
        }
    }
    Ok(())
}

/// Every option with its own verdict, in the order of the file.
fn each_option(plain: &mut Plain<'_>, kind: &MultipleResponse, chosen: &[usize]) -> std::io::Result<()> {
    for (index, option) in kind.options.iter().enumerate() {
        let words = match (chosen.contains(&index), option.right) {
            (true, true) => "you chose it, and it is right",
            (true, false) => "you chose it, and it is wrong",
            (false, true) => "you left it out, and it is right",
            (false, false) => "you left it out, rightly",
        };
        let said = if chosen.contains(&index) || option.right { plain_words(&option.feedback) } else { String::new() };
        let text = plain_words(&option.text);
        plain.item(&format!("- {}: {words}. {said}", text.trim_end_matches('.')), 2)?;
    }
    Ok(())
}

/// The decision in a sentence, then the way to it, a line a step. Steps at which there is nothing are left out.
pub(in crate::cli) fn walk_lines(simulation: &Simulation) -> Vec<String> {
    let mut lines = vec![format!("The decision: {}", summary(simulation))];
    let nothing = |step: &WalkStep| {
        step.sign == Sign::Nothing && matches!(step.level, WalkLevel::Layer | WalkLevel::Element) && !step.decisive
    };
    for step in walk(simulation).iter().filter(|step| !nothing(step)) {
        let (margin, word) = match (step.level, step.sign) {
            (WalkLevel::Hop, Sign::Yes) => ("", "allowed"),
            (WalkLevel::Hop, Sign::No) => ("", "explicitly denied"),
            (WalkLevel::Hop, Sign::Silent) => ("", "implicitly denied"),
            (WalkLevel::Hop, Sign::Nothing) => ("", ""),
            // The note of a layer or a statement is a sentence that says it all.
            (WalkLevel::Layer, _) => ("  ", ""),
            (WalkLevel::Statement, _) => ("    ", ""),
            (WalkLevel::Element, _) if step.label == "Effect" => ("      ", ""),
            (WalkLevel::Element, Sign::Yes) => ("      ", "matches"),
            (WalkLevel::Element, _) => ("      ", "does not match"),
        };
        let said: Vec<&str> = [word, &step.note].into_iter().filter(|words| !words.is_empty()).collect();
        let decisive = if step.decisive { ". This decides" } else { "" };
        lines.push(format!("{margin}{}: {}{decisive}", step.label.trim_end_matches('?'), said.join(", ")));
    }
    lines
}

/// A request in plain lines.
fn request_lines(request: &RequestSpec) -> Vec<String> {
    let mut lines = Vec::new();
    if !request.text.is_empty() {
        lines.push(format!("The request: {}", plain_words(&request.text)));
    }
    lines.push(format!("Who: {}", who_words(&request.who)));
    for step in &request.through {
        let assume = step.assume();
        match (&assume.role, &assume.instance_profile) {
            (Some(role), _) => lines.push(format!("Puts on the role: {role}")),
            (None, Some(profile)) => lines.push(format!("Puts on the role in the instance profile: {profile}")),
            (None, None) => lines.push(format!("Gets credentials by: {}", assume.api.map_or("", Api::action))),
        }
        lines.extend(assume.context.iter().map(|(key, value)| format!("  with {key}: {}", context_words(value))));
    }
    if let Some(action) = &request.action {
        lines.push(format!("Action: {action}"));
    }
    if let Some(resource) = &request.resource {
        lines.push(format!("Resource: {resource}"));
    }
    lines.extend(request.context.iter().map(|(key, value)| format!("With {key}: {}", context_words(value))));
    lines
}

/// Who calls, as a person says it.
fn who_words(who: &str) -> String {
    match Who::parse(who) {
        Ok(Who::User(name)) => format!("the user {name}"),
        Ok(Who::Root(account)) => format!("the root user of {account}"),
        Ok(Who::Service(name)) => format!("the service {name}"),
        Ok(Who::Role { role, session }) => match who.contains(" as ") {
            true => format!("a session of the role {role}, named {session}"),
            false => format!("a session of the role {role}"),
        },
        Ok(Who::WebIdentity(provider)) => format!("whoever holds a token of {provider}"),
        Ok(Who::Saml(provider)) => format!("whoever holds an assertion of {provider}"),
        Ok(Who::Anonymous) => "somebody who does not sign".to_owned(),
        // The content check tells what cannot be read.
        Err(_) => who.to_owned(),
    }
}

fn context_words(value: &ContextSpec) -> String {
    match value {
        ContextSpec::Text(text) if text.is_empty() => "nothing, an empty text".to_owned(),
        ContextSpec::Many(values) if values.is_empty() => "no values".to_owned(),
        ContextSpec::Bool(value) => value.to_string(),
        ContextSpec::Integer(value) => value.to_string(),
        ContextSpec::Float(value) => value.to_string(),
        ContextSpec::Text(text) => text.clone(),
        ContextSpec::Many(values) => values.join(", "),
    }
}

/// Markdown of one line without its marks.
fn plain_words(markdown: &str) -> String {
    let (blocks, _) = crate::course::markdown::blocks(markdown);
    let words: Vec<String> = blocks
        .iter()
        .filter_map(|block| match block {
            crate::course::block::Block::Paragraph(inlines) => Some(super::text::words(inlines)),
            _ => None,
        })
        .collect();
    if !words.is_empty() {
        return words.join(" ");
    }
    // What begins like a list or a heading ("1. x", "# x") is neither here: that mark stays, those behind it go.
    match markdown.trim().split_once(' ') {
        Some((mark, rest)) => format!("{mark} {}", plain_words(rest)),
        None => markdown.trim().to_owned(),
    }
}

fn letter(place: usize) -> char {
    u8::try_from(place).ok().filter(|place| *place < 26).map_or('?', |place| char::from(b'a' + place))
}

/// The place that `b`, `B`, `b)` or `2` names, from 0.
fn place_of(line: &str) -> Option<usize> {
    let line = line.trim_end_matches([')', '.']);
    let mut chars = line.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Some(usize::from(c.to_ascii_lowercase() as u8 - b'a')),
        _ => line.parse::<usize>().ok()?.checked_sub(1),
    }
}

/// The places that `a c`, `a, c`, `ac`, `a and c` or `1 3` name.
fn places_of(line: &str) -> Option<Vec<usize>> {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || ",;".contains(c))
        .filter(|word| !word.is_empty() && *word != "and")
        .collect();
    match words.as_slice() {
        [run] if run.len() > 1 && run.bytes().all(|b| b.is_ascii_alphabetic()) => {
            run.chars().map(|c| place_of(&c.to_string())).collect()
        }
        words => words.iter().map(|word| place_of(word)).collect(),
    }
}

/// The indices in the file of what stands at these places.
fn indices(places: &[usize], order: &[usize]) -> Option<Vec<usize>> {
    places.iter().map(|place| order.get(*place).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_text_are_not_read_aloud() {
        for (markdown, words) in [
            ("Ask for `s3:GetObject`", "Ask for s3:GetObject"),
            ("1. Ask for `s3:GetObject`", "1. Ask for s3:GetObject"),
            ("- **one**", "- one"),
            ("# `x`", "# x"),
            ("2.", "2."),
            ("", ""),
        ] {
            assert_eq!(plain_words(markdown), words);
        }
    }

    #[test]
    fn who_asks_is_said_in_words() {
        for (who, words) in [
            ("user dev/ann", "the user dev/ann"),
            ("root dev", "the root user of dev"),
            ("service ec2.amazonaws.com", "the service ec2.amazonaws.com"),
            ("role dev/CleanupRole as ann", "a session of the role dev/CleanupRole, named ann"),
            ("role dev/CleanupRole", "a session of the role dev/CleanupRole"),
            ("anonymous", "somebody who does not sign"),
        ] {
            assert_eq!(who_words(who), words);
        }
        assert_eq!(context_words(&ContextSpec::Text(String::new())), "nothing, an empty text");
    }
}
