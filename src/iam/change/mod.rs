//! The smallest change: which edit of which policy makes a request come out the other way, and what else it changes.
//!
//! `open` proposes what lets a denied request through, `close` what shuts an allowed one out, `write` puts it into the
//! document's text in the manner of its surroundings, `ground` tries it. A proposal is given out only after it was made, read
//! anew and simulated. Nothing is proposed that AWS would refuse to save, and no wildcard that is not there already.
//! Words for all of it are in [`crate::iam::explain`].

mod close;
mod element;
mod ground;
mod open;
mod write;

use std::sync::Arc;

use ground::{Ground, Stage};

use crate::iam::policy::PolicyKind;
use crate::iam::scenario::{RequestSpec, Scenario};
use crate::iam::simulate::Simulation;
use crate::iam::trace::Verdict;
use crate::text::{Edit, TextRange};

/// A change that turns a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is to be done: one thing, or two where two doors must open. In this order.
    pub parts: Vec<Part>,
    /// What else it changes.
    pub also: Vec<SideEffect>,
}

/// A change of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The document's name.
    pub document: Arc<str>,
    /// What it is.
    pub policy: PolicyKind,
    /// Who gets the document, when it is a new one.
    pub attach_to: Option<Owner>,
    /// The statement that is changed, removed or added: its `Sid`, or its number counted from 1.
    pub statement: String,
    /// What is done, one kind for each element that is touched.
    pub kinds: Vec<ChangeKind>,
    /// The edits, in the order of the text, in bytes of the text as the parts before leave it; of the empty text for a new
    /// document.
    pub edits: Vec<Edit>,
    /// The touched piece, in bytes of the same text.
    pub range: TextRange,
    /// The touched piece as it is; empty where something is put in.
    pub before: String,
    /// The touched piece as it will be; empty where something is taken out.
    pub after: String,
}

/// Who can get a policy more, by the names that the scenario gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The user `account/Name`.
    User(String),
    /// The role `account/Name`.
    Role(String),
    /// The resource of that ARN.
    Resource(String),
}

/// What is done to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// `Action` gets one action more.
    AddAction(String),
    /// `Action` loses one action.
    RemoveAction(String),
    /// A pattern in `Action` gives way to the actions that are asked for.
    NarrowAction {
        /// The pattern.
        pattern: String,
        /// What takes its place.
        to: Vec<String>,
    },
    /// `NotAction` lists one action more.
    ExceptAction(String),
    /// `NotAction` lists one action less.
    IncludeAction(String),
    /// `Resource` gets one resource more.
    AddResource(String),
    /// `Resource` loses one resource.
    RemoveResource(String),
    /// A pattern in `Resource` gives way to the resources that are asked for.
    NarrowResource {
        /// The pattern.
        pattern: String,
        /// What takes its place.
        to: Vec<String>,
    },
    /// `NotResource` lists one resource more. It takes the place of `"Resource": "*"` where there was that.
    ExceptResource(String),
    /// `NotResource` lists one resource less.
    IncludeResource(String),
    /// `Principal` names one caller more.
    AddPrincipal(String),
    /// `Principal` names one caller less.
    RemovePrincipal(String),
    /// A condition spares this caller from now on.
    ExceptPrincipal(String),
    /// A condition takes one value more.
    AddValue {
        /// The condition key.
        key: String,
        /// The value.
        value: String,
    },
    /// A condition takes one value less.
    RemoveValue {
        /// The condition key.
        key: String,
        /// The value.
        value: String,
    },
    /// A condition takes another value.
    ReplaceValue {
        /// The condition key.
        key: String,
        /// The value it had.
        from: String,
        /// The value it gets.
        to: String,
    },
    /// A condition gets another operator.
    ReplaceOperator {
        /// The condition key.
        key: String,
        /// The operator it had.
        from: String,
        /// The operator it gets.
        to: String,
    },
    /// A condition goes.
    RemoveCondition(String),
    /// A statement more, which allows.
    AddAllow,
    /// A statement more, which denies.
    AddDeny,
    /// A statement goes.
    RemoveStatement,
    /// A document more, of one statement which allows.
    AddDocument,
}

/// What a change does besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideEffect {
    /// Another request of the scenario turns.
    Turns {
        /// Its name.
        request: String,
        /// How it ends from now on.
        verdict: Verdict,
    },
    /// The new action reaches everything that the statement lists.
    Reaches {
        /// The action.
        action: String,
        /// The other resources, as the statement has them.
        resources: Vec<String>,
    },
    /// The new resource is open to everything that the statement does.
    OpensTo {
        /// The resource.
        resource: String,
        /// The other actions, as the statement has them.
        actions: Vec<String>,
    },
    /// The new caller may do everything that the statement allows.
    Grants {
        /// The caller, as the policy names it.
        principal: String,
        /// The other actions, as the statement has them.
        actions: Vec<String>,
    },
    /// Requests without the key pass from now on.
    WithoutKey(String),
    /// Requests pass from now on whatever the key holds.
    Whatever(String),
    /// The statement says no longer what it said for anybody.
    ForEverybody,
}

impl Part {
    /// The document's text after the part.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        // From the last to the first, so that no edit moves the place of another.
        self.edits.iter().rev().fold(text.to_owned(), |text, edit| edit.apply(&text))
    }
}

impl Change {
    /// The scenario after the change; `None` when the change is not one of this scenario's.
    #[must_use]
    pub fn apply(&self, scenario: &Scenario) -> Option<Scenario> {
        let mut scenario = scenario.clone();
        for part in &self.parts {
            ground::make(&mut scenario, part)?;
        }
        Some(scenario)
    }
}

/// The least changes that let `spec` through, which `simulation` saw denied in `scenario`: the least first, at most five.
/// Empty when it was allowed, and when no change of one or two documents helps.
#[must_use]
pub fn smallest_changes(scenario: &Scenario, spec: &RequestSpec, simulation: &Simulation) -> Vec<Change> {
    match simulation.is_allowed() {
        true => Vec::new(),
        false => search(&Stage { scenario: scenario.clone(), spec }, simulation),
    }
}

/// The least changes that shut `spec` out, which `simulation` saw allowed in `scenario`: the least first, at most five.
/// Empty when it was denied, and when no change of one or two documents helps.
#[must_use]
pub fn closing_changes(scenario: &Scenario, spec: &RequestSpec, simulation: &Simulation) -> Vec<Change> {
    match simulation.is_allowed() {
        true => search(&Stage { scenario: scenario.clone(), spec }, simulation),
        false => Vec::new(),
    }
}

/// A proposal that was not tried yet.
#[derive(Debug, Clone)]
struct Candidate {
    part: Part,
    /// How much it changes; less comes first.
    cost: u32,
    /// What it does besides, as far as the statement itself says so.
    growth: Vec<SideEffect>,
}

/// How many proposals are given out.
const GIVEN: usize = 5;
/// How many are tried as the first of two.
const FIRSTS: usize = 8;

/// Turns the decision of `simulation`, by one part or else by two.
fn search<G: Ground>(ground: &G, simulation: &Simulation) -> Vec<Change> {
    let wanted = !simulation.is_allowed();
    let mut found = Vec::new();
    let mut halves = Vec::new();
    for candidate in candidates(ground, simulation) {
        let Some((ground, after)) = tried(ground, &candidate) else { continue };
        if after.is_allowed() == wanted {
            found.push((candidate.cost, vec![candidate], ground));
        } else if stand(&after) != stand(simulation) {
            halves.push((candidate, ground, after));
        }
    }
    if found.is_empty() {
        for (first, ground, simulation) in halves.into_iter().take(FIRSTS) {
            let seconds = candidates(&ground, &simulation).into_iter().filter_map(|second| {
                let (ground, after) = tried(&ground, &second)?;
                (after.is_allowed() == wanted).then_some((second, ground))
            });
            if let Some((second, ground)) = seconds.take(1).next() {
                found.push((first.cost + second.cost, vec![first.clone(), second], ground));
            }
        }
    }
    found.sort_by_key(|(cost, _, _)| *cost);
    found.truncate(GIVEN);
    let before = ground.others();
    let mut changes: Vec<(u32, Change)> = found
        .into_iter()
        .map(|(cost, candidates, ground)| {
            let turned = ground::turned(&before, &ground.others());
            let turns = turned.into_iter().map(|(request, verdict)| SideEffect::Turns { request, verdict });
            let growth = candidates.iter().flat_map(|candidate| candidate.growth.clone());
            let also = growth.chain(turns).collect();
            (cost, Change { parts: candidates.into_iter().map(|candidate| candidate.part).collect(), also })
        })
        .collect();
    // Of two that cost the same, the one that turns fewer other requests.
    let turns = |change: &Change| change.also.iter().filter(|also| matches!(also, SideEffect::Turns { .. })).count();
    changes.sort_by_key(|(cost, change)| (*cost, turns(change), change.also.len()));
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Every proposal, the least first.
fn candidates<G: Ground>(ground: &G, simulation: &Simulation) -> Vec<Candidate> {
    let mut candidates = match simulation.is_allowed() {
        true => close::candidates(ground, simulation),
        false => simulation.hops.last().map(|hop| open::candidates(ground, hop)).unwrap_or_default(),
    };
    candidates.sort_by_key(|candidate| candidate.cost);
    candidates
}

/// What becomes of the request when a proposal is made.
fn tried<G: Ground>(ground: &G, candidate: &Candidate) -> Option<(G, Simulation)> {
    let mut ground = ground.clone();
    ground.make(&candidate.part)?;
    let after = ground.run()?;
    Some((ground, after))
}

/// How far a request got, and what stopped it or let it through: what a half of a change must move.
fn stand(simulation: &Simulation) -> (usize, Option<crate::iam::trace::Reason>, usize) {
    let applying = simulation.hops.last().map_or(0, |hop| hop.trace.statements().filter(|(_, _, s)| s.applies).count());
    (simulation.hops.len(), simulation.decision().map(|decision| decision.reason), applying)
}

#[cfg(test)]
mod tests;
