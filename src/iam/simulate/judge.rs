//! Holds what came of a request against what a scenario wants.

use super::Simulation;
use crate::iam::explain;
use crate::iam::scenario::{Expect, ExpectOutcome};
use crate::iam::trace::{Reason, Verdict};

/// Whether a request came out as wanted, and if not, how it went another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What was wanted.
    pub wanted: ExpectOutcome,
    /// What came.
    pub verdict: Verdict,
    /// Why it came.
    pub reason: Reason,
    /// The hop at which it came, from 1.
    pub hop: usize,
    /// How many hops the whole way has.
    pub planned: usize,
    /// What is not as wanted; `None` when all is.
    pub fault: Option<Fault>,
    /// Whether all is as wanted.
    pub met: bool,
    /// The same for a learner, in one sentence.
    pub words: String,
}

/// What is not as wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Wanted allowed, and a hop was denied.
    Denied,
    /// Wanted denied, and every hop was allowed.
    Allowed,
    /// Denied as wanted, and by a Deny statement where silence was wanted, or the other way round.
    OtherDenial,
    /// Came as wanted, at another hop.
    OtherHop {
        /// The hop at which it was wanted, from 1.
        wanted: usize,
    },
    /// Came as wanted, for another reason.
    OtherReason {
        /// The reason wanted.
        wanted: Reason,
    },
}

/// Holds `simulation` against `expect`.
#[must_use]
pub fn judge(expect: &Expect, simulation: &Simulation) -> Judgement {
    let (outcome, hop, reason) = match expect {
        Expect::Outcome(outcome) => (*outcome, None, None),
        Expect::Exactly(exactly) => {
            (exactly.outcome, exactly.hop, exactly.reason.as_deref().and_then(Reason::from_code))
        }
    };
    // A simulation has a hop; one without has nothing that allowed.
    let came = simulation.decision().map_or(Reason::OperationForbidden, |decision| decision.reason);
    let verdict = came.verdict();
    let at = simulation.hops.len();
    let fault = if outcome.accepts(verdict) {
        let other_hop = hop.filter(|wanted| *wanted != at).map(|wanted| Fault::OtherHop { wanted });
        other_hop.or_else(|| reason.filter(|wanted| *wanted != came).map(|wanted| Fault::OtherReason { wanted }))
    } else {
        Some(match (outcome, verdict) {
            (ExpectOutcome::Allow, _) => Fault::Denied,
            (_, Verdict::Allow) => Fault::Allowed,
            (_, Verdict::ExplicitDeny | Verdict::ImplicitDeny) => Fault::OtherDenial,
        })
    };
    let met = fault.is_none();
    let mut judgement = Judgement {
        wanted: outcome,
        verdict,
        reason: came,
        hop: at,
        planned: simulation.planned,
        fault,
        met,
        words: String::new(),
    };
    judgement.words = explain::judgement(&judgement, simulation);
    judgement
}
