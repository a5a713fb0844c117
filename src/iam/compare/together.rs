//! A role as a whole: who can end up doing what, by its trust policy and its permissions together.

use super::{Budget, Comparison, Halt, Set, Verdict, compare};
use crate::iam::request::Request;

/// What a role is made of.
#[derive(Debug, Clone, Copy)]
pub struct Role<'a> {
    /// Who may assume it.
    pub trust: &'a Set,
    /// What its sessions may do.
    pub permissions: &'a Set,
}

/// Somebody who gets in, and what can be done then.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The request that the trust policy lets through.
    pub who: Request,
    /// The request that the permissions allow.
    pub what: Request,
}

/// What [`compare_roles`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// How the first role stands to the second.
    pub verdict: Verdict,
    /// Somebody who can do something by the first role and not by the second.
    pub only_first: Option<Reach>,
    /// The same the other way round.
    pub only_second: Option<Reach>,
    /// Under what the verdict holds, where it is no proof without.
    pub assumptions: Vec<String>,
    /// Why the search ended before its end.
    pub halted: Option<Halt>,
}

/// Compares two roles. A role that nobody can assume, or that may do nothing, gives nobody anything: then the other half of
/// it makes no difference.
#[must_use]
pub fn compare_roles(first: Role<'_>, second: Role<'_>, budget: &Budget<'_>) -> Together {
    let trust = compare(first.trust, second.trust, budget);
    let permissions = compare(first.permissions, second.permissions, budget);
    let mut halted = trust.halted.or(permissions.halted);
    let mut reach = |role: Role<'_>, who: Option<&Request>, what: Option<&Request>| {
        let mut any = |set: &Set| {
            let found = compare(set, &Set::new(set.kind, Vec::new()), budget);
            halted = halted.or(found.halted);
            Some(found.only_first.first()?.request.clone())
        };
        match (who, what) {
            (None, None) => None,
            (Some(who), Some(what)) => Some(Reach { who: who.clone(), what: what.clone() }),
            (Some(who), None) => Some(Reach { who: who.clone(), what: any(role.permissions)? }),
            (None, Some(what)) => Some(Reach { who: any(role.trust)?, what: what.clone() }),
        }
    };
    let allowed = |found: &Comparison, first: bool| {
        let list = if first { &found.only_first } else { &found.only_second };
        list.iter().map(|difference| &difference.request).next().cloned()
    };
    let only_first = reach(first, allowed(&trust, true).as_ref(), allowed(&permissions, true).as_ref());
    let only_second = reach(second, allowed(&trust, false).as_ref(), allowed(&permissions, false).as_ref());
    let is_equal = [&trust, &permissions].iter().all(|found| found.verdict == Verdict::Equivalent);
    let verdict = match (&only_first, &only_second) {
        (Some(_), Some(_)) => Verdict::Crossed,
        _ if halted.is_some() => Verdict::Undecided,
        (Some(_), None) => Verdict::FirstWider,
        (None, Some(_)) => Verdict::FirstNarrower,
        (None, None) if is_equal => Verdict::Equivalent,
        (None, None) => Verdict::EquivalentInPractice,
    };
    let assumptions = trust.assumptions.into_iter().chain(permissions.assumptions).collect();
    Together { verdict, only_first, only_second, assumptions, halted }
}
