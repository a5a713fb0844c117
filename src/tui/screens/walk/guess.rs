//! Predict first: what will AWS say, and which statement decides? Asked before the steps are shown; told right or wrong in a
//! line, never graded.

use crate::iam::explain::{Sign, WalkLevel, WalkStep};
use crate::iam::trace::Verdict;
use crate::study::settings::PREDICT_FIRST;
use crate::tui::app::Shared;

/// Statements to choose from, at most: as many as there are digits, less one for "none of them".
const MOST: usize = 8;

/// What the person is told whose key means nothing while the question waits.
pub const WAITING: &str = "first say what you expect, by its number; s shows the walk without a guess";

/// Whether to ask what one expects before the steps are shown; `otherwise` holds until the learner has said so.
pub fn is_wanted(shared: &mut Shared, otherwise: bool) -> bool {
    let setting = PREDICT_FIRST.of(&shared.store);
    match shared.kept(setting).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => otherwise,
    }
}

/// Keeps whether to ask; gives what the person is told.
pub fn want(wanted: bool, shared: &mut Shared) -> &'static str {
    let (value, words) = match wanted {
        true => ("yes", "from now on you are asked what you expect before a walk is shown"),
        false => ("no", "from now on walks are shown at once"),
    };
    let kept = PREDICT_FIRST.keep(&shared.store, value);
    shared.kept(kept);
    words
}

/// Where the question stands.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum Guess {
    /// Not asked.
    #[default]
    Off,
    /// How will it end?
    Outcome,
    /// That was right. Which statement decides?
    Statement {
        /// The outcome.
        verdict: Verdict,
        /// What each statement is called, and whether it decides.
        options: Vec<(String, bool)>,
    },
    /// Answered.
    Said {
        /// Whether it was right.
        right: bool,
        /// What there is to say to it.
        words: String,
    },
}

/// What can be expected, in the order of their numbers.
pub const OUTCOMES: [(Verdict, &str, &str); 3] = [
    (Verdict::Allow, "allowed", "somebody says yes, and nobody says no"),
    (Verdict::ExplicitDeny, "explicitly denied", "a Deny statement applies"),
    (Verdict::ImplicitDeny, "implicitly denied", "a yes that is needed is missing"),
];

fn called(verdict: Verdict) -> &'static str {
    OUTCOMES.iter().find(|(outcome, ..)| *outcome == verdict).map_or("", |(_, name, _)| name)
}

impl Guess {
    /// Whether an answer is waited for.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Outcome | Self::Statement { .. })
    }

    /// How many answers there are.
    #[must_use]
    pub fn choices(&self) -> usize {
        match self {
            Self::Off | Self::Said { .. } => 0,
            Self::Outcome => OUTCOMES.len(),
            Self::Statement { options, .. } => options.len() + 1,
        }
    }

    /// Takes an answer, by its number from 1. `verdict` is how it ends, `steps` the walk.
    pub fn answer(&mut self, number: usize, verdict: Verdict, steps: &[WalkStep]) {
        let at = number.saturating_sub(1);
        match self {
            Self::Off | Self::Said { .. } => {}
            Self::Outcome => {
                let Some((said, name, _)) = OUTCOMES.get(at) else { return };
                *self = match *said == verdict {
                    false => Self::Said { right: false, words: format!("You said {name}. It is {}.", called(verdict)) },
                    true => asked_next(verdict, steps),
                };
            }
            Self::Statement { verdict, options } => {
                if at > options.len() {
                    return;
                }
                let decides = options.iter().filter(|(_, decides)| *decides).map(|(name, _)| name.as_str());
                let decides = decides.collect::<Vec<_>>().join(" and ");
                let chosen = options.get(at);
                let right = chosen.map_or(decides.is_empty(), |(_, decides)| *decides);
                let outcome = called(*verdict);
                let words = match (right, chosen, decides.is_empty()) {
                    (true, Some((name, _)), _) => format!("As you said: {outcome}, by {name}."),
                    (true, None, _) => format!("As you said: {outcome}, and by none of the statements."),
                    (false, _, true) => format!("{}, as you said, but no statement decides it.", capital(outcome)),
                    (false, ..) => format!("{}, as you said, but {decides} decides.", capital(outcome)),
                };
                *self = Self::Said { right, words };
            }
        }
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The outcome was right: which statement decides is asked where there is a choice.
fn asked_next(verdict: Verdict, steps: &[WalkStep]) -> Guess {
    let options = match verdict {
        Verdict::Allow => statements(steps, "Allow"),
        Verdict::ExplicitDeny => statements(steps, "Deny"),
        // Nobody said yes: there is no statement to name.
        Verdict::ImplicitDeny => Vec::new(),
    };
    match options.len() {
        2.. => Guess::Statement { verdict, options },
        _ => Guess::Said { right: true, words: format!("As you said: {}.", called(verdict)) },
    }
}

/// The statements of that effect, each once, and whether it decides; one that does is always among them.
fn statements(steps: &[WalkStep], effect: &str) -> Vec<(String, bool)> {
    let mut all: Vec<(String, bool)> = Vec::new();
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.level == WalkLevel::Statement) {
        let is_of_effect = steps
            .get(at + 1)
            .is_some_and(|below| below.level == WalkLevel::Element && below.label == "Effect" && below.note == effect);
        let Some(place) = step.place.as_ref().filter(|_| is_of_effect) else { continue };
        let document = match place.document.ends_with(".json") {
            true => place.document.rsplit('/').next().unwrap_or(&place.document),
            false => &place.document,
        };
        let name = format!("{} of {document}", step.label);
        let decides = step.decisive && step.sign != Sign::Nothing;
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known |= decides,
            None => all.push((name, decides)),
        }
    }
    while all.len() > MOST {
        let Some(at) = all.iter().rposition(|(_, decides)| !decides) else { break };
        all.remove(at);
    }
    all
}
