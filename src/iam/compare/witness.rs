//! A request that makes a difference, as it is shown: decided anew by the evaluator, with the statements that make it and
//! the nearest request on which both sides agree.

use super::bits::Bits;
use super::nearby::Change;
use super::plan::Plan;
use super::search::Search;
use super::set::Set;
use crate::iam::evaluate;
use crate::iam::request::Request;
use crate::iam::trace::Verdict;

/// A statement of what was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Which of the sets, in the order in which they were given.
    pub set: usize,
    /// Which of its documents, from 0.
    pub document: usize,
    /// Which of the document's statements, from 0.
    pub statement: usize,
}

/// A request on which two sets differ. The first of the two is the one that allows more.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The request.
    pub request: Request,
    /// What the set that allows more decides.
    pub more: Verdict,
    /// What the other decides.
    pub less: Verdict,
    /// The statements that make the difference: those that allow it on one side and those that deny it on the other.
    pub responsible: Vec<Place>,
    /// The nearest request that both decide alike, for the first difference of a side.
    pub agreeing: Option<Agreeing>,
}

/// A request near one that makes a difference, which makes none.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreeing {
    /// The request.
    pub request: Request,
    /// What both decide.
    pub decision: Verdict,
    /// What is changed: `action`, `resource`, `principal` or a condition key.
    pub changed: String,
}

/// The difference that a request makes in a direction; `None` when the evaluator sees none.
pub(super) fn difference(
    search: &Search<'_, '_>,
    sets: &[&Set],
    direction: usize,
    bits: &Bits,
    request: &Request,
    with_agreeing: bool,
) -> Option<Difference> {
    let plan = search.plan;
    let (more, less) = *plan.directions.get(direction)?;
    let decide = |at: usize| verdict(plan, sets, at, request);
    let (of_more, of_less) = (decide(more)?, decide(less)?);
    let is_real =
        rank(plan, of_more) > rank(plan, of_less) && plan.scope.is_none_or(|at| decide(at) == Some(Verdict::Allow));
    if !is_real {
        return None;
    }
    let mut responsible = Vec::new();
    for (set, allowing) in [(more, true), (less, false)] {
        let Some(side) = plan.sides.get(set) else { continue };
        let these = if allowing { &side.allows } else { &side.denies };
        for at in these.and(bits).iter() {
            if let Some((document, statement)) = side.places.get(&at) {
                responsible.push(Place { set, document: *document, statement: *statement });
            }
        }
    }
    let agreeing = if with_agreeing { agreeing(search, sets, (more, less), request) } else { None };
    Some(Difference { request: request.clone(), more: of_more, less: of_less, responsible, agreeing })
}

/// What a set decides by itself.
fn verdict(plan: &Plan<'_>, sets: &[&Set], at: usize, request: &Request) -> Option<Verdict> {
    let set = sets.get(at)?;
    Some(evaluate::decide(request, &set.policies(request, plan.resource_kind)).verdict())
}

/// The more is allowed, the higher.
fn rank(plan: &Plan<'_>, verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Allow => 2,
        Verdict::ImplicitDeny => 1,
        Verdict::ExplicitDeny => u8::from(!plan.three_valued),
    }
}

/// The nearest request that two sets decide alike: one thing changed, one that both allow before one that both do not.
fn agreeing(search: &Search<'_, '_>, sets: &[&Set], pair: (usize, usize), request: &Request) -> Option<Agreeing> {
    let mut refused = None;
    for (changed, near) in Change::ALL.into_iter().flat_map(|change| search.near(request, change)) {
        let [more, less] = [pair.0, pair.1].map(|at| verdict(search.plan, sets, at, &near));
        let (Some(more), Some(less)) = (more, less) else { continue };
        if more == Verdict::Allow && less == Verdict::Allow {
            return Some(Agreeing { request: near, decision: more, changed });
        }
        if rank(search.plan, more) == rank(search.plan, less) && refused.is_none() {
            refused = Some(Agreeing { request: near, decision: more, changed });
        }
    }
    refused
}
