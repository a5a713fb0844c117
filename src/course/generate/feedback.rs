//! What is said to a wrong foresight: made from the trace, so that it is true of every seed.

use crate::course::grade::{Candidate, candidates, predict_scenario};
use crate::course::question::{Predict, VerdictFeedback};
use crate::iam::explain::{kept_out, summary};
use crate::iam::policy::Effect;
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::{DocumentStep, StatementStep, Verdict};

/// The words for the two outcomes that `verdict` is not.
pub(super) fn feedback(question: &Predict, verdict: Verdict, simulation: &Simulation) -> VerdictFeedback {
    let Some(hop) = simulation.hops.last() else { return VerdictFeedback::default() };
    let told = Told { question, hop, simulation, candidates: candidates(question) };
    let words = |chosen| (chosen != verdict).then(|| told.to(chosen, verdict));
    VerdictFeedback {
        allow: words(Verdict::Allow),
        explicit_deny: words(Verdict::ExplicitDeny),
        implicit_deny: words(Verdict::ImplicitDeny),
    }
}

/// A decision to be told of.
struct Told<'a> {
    question: &'a Predict,
    hop: &'a Hop,
    simulation: &'a Simulation,
    candidates: Vec<Candidate>,
}

impl Told<'_> {
    fn to(&self, chosen: Verdict, verdict: Verdict) -> String {
        let ends = self.said();
        match (chosen, verdict) {
            (Verdict::Allow, Verdict::ExplicitDeny) => {
                let allows = match self.that_apply(Effect::Allow).as_slice() {
                    [] => String::new(),
                    several => format!("You saw a yes: {} fits. ", and(several)),
                };
                let denies = and(&self.that_apply(Effect::Deny));
                format!("{allows}But {denies} fits as well, and a Deny beats every Allow, wherever it stands.")
            }
            (Verdict::Allow, _) => format!("There is no yes that is enough. {ends}"),
            (Verdict::ImplicitDeny, Verdict::ExplicitDeny) => {
                let denies = and(&self.that_apply(Effect::Deny));
                format!(
                    "Here a no is written down: {denies} says Deny and fits in every part. That is more than a missing yes."
                )
            }
            (Verdict::ImplicitDeny, _) => format!("The yes that you miss is there. {ends}"),
            (Verdict::ExplicitDeny, _) => match self.silent_denies().as_slice() {
                [] => {
                    let instead = match verdict {
                        Verdict::Allow => "and a yes is there",
                        _ => "the request fails because nothing that counts allows it",
                    };
                    format!("For that a statement would have to say `Deny` and fit. None here says Deny; {instead}.")
                }
                several => format!("There is a Deny, but it says nothing about this request: {}.", several.join("; ")),
            },
        }
    }

    /// The decision in a sentence or two, documents called as the question calls them.
    fn said(&self) -> String {
        let shown = self.question.show.iter();
        let called = shown.fold(summary(self.simulation), |text, shown| {
            text.replace(&shown.document, &format!("the {}", shown.heading))
        });
        quoted(&called)
    }

    fn statements(&self) -> impl Iterator<Item = (&DocumentStep, &StatementStep)> {
        self.hop.trace.statements().map(|(_, document, statement)| (document, statement))
    }

    /// The statements that say `effect` and apply.
    fn that_apply(&self, effect: Effect) -> Vec<String> {
        let of = self.statements().filter(|(_, step)| step.effect == effect && step.applies);
        of.map(|(document, step)| self.words(document, step)).collect()
    }

    /// Each Deny that the question shows, and what keeps it out.
    fn silent_denies(&self) -> Vec<String> {
        let Ok(scenario) = predict_scenario(self.question) else { return Vec::new() };
        let is_deny = |candidate: &&Candidate| {
            let document = scenario.documents.get(candidate.document.as_str());
            let statement = document.and_then(|document| document.policy.statements.get(candidate.index));
            statement.is_some_and(|statement| statement.effect.value == Effect::Deny)
        };
        let one = |candidate: &Candidate| {
            let is = |(document, step): &(&DocumentStep, &StatementStep)| {
                *document.name == *candidate.document && step.index == candidate.index
            };
            match self.statements().find(is) {
                Some((_, step)) => format!("{} {}", candidate.words, quoted(&kept_out(self.simulation, step))),
                // It hangs on somebody who does not make this call, or spoke at a step before.
                None => format!("{} is not asked about this call", candidate.words),
            }
        };
        self.candidates.iter().filter(is_deny).map(one).collect()
    }

    /// A statement as the question calls it.
    fn words(&self, document: &DocumentStep, step: &StatementStep) -> String {
        let shown = self.candidates.iter().find(|it| *it.document == *document.name && it.index == step.index);
        match (shown, &step.sid) {
            (Some(candidate), _) => candidate.words.clone(),
            (None, Some(sid)) => format!("`{sid}` of the {}", document.name),
            (None, None) => format!("statement {} of the {}", step.index + 1, document.name),
        }
    }
}

fn and(words: &[String]) -> String {
    match words.split_last() {
        None => "a statement".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// The text with its names of actions, ARNs and patterns as code: a star in them is no Markdown.
fn quoted(text: &str) -> String {
    let word = |word: &str| {
        let core = word.trim_matches(['.', ',', ':', ';', '(', ')', '“', '”']);
        let is_name = core.contains(['*', '/', '_', '<']) || core.contains(':') || core.contains(".amazonaws.com");
        match is_name && !core.contains('`') {
            true => word.replacen(core, &format!("`{core}`"), 1),
            false => word.to_owned(),
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
