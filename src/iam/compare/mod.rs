//! Exact comparison of policies: over all requests, do two sets of documents allow the same; and if not, one request that
//! only one of them allows.
//!
//! The way: [`set`] is what is compared. `plan` puts the statements of all sets into one list, each a box: a condition on
//! the action, the resource, the caller and each condition key. What a set decides depends only on which boxes apply, so
//! each variable is cut into cells of values that no box tells apart: `actions`, `resources` (texts by `automaton`, of the
//! `shapes` that AWS's ARNs have), `callers`, `keys` (numbers, moments and addresses by `ladder`). `search` folds the cells of
//! one variable after the other into the sets of boxes that requests can have, a request kept with each. `variables` tie
//! keys to resources and are given values from outside. `witness` makes of a found request one to be shown: decided anew by
//! the evaluator, with the nearest request on which both agree. `together` joins the comparison of a
//! role's trust with that of its permissions. `budget` bounds the work.
//!
//! Two universes are searched. In the realistic one an action meets the resource types and keys that the catalogue gives it
//! and the keys of a caller follow from the caller; differences there make the verdict. In the formal one any action meets
//! any text and any keys; when only there is a difference, the sets are equivalent in practice.

mod actions;
mod automaton;
mod bits;
mod budget;
mod callers;
mod keys;
mod ladder;
mod nearby;
mod plan;
mod resources;
mod search;
mod set;
mod shapes;
#[cfg(test)]
mod tests;
mod together;
mod variables;
mod witness;

pub use budget::{Budget, Halt};
pub use set::Set;
pub use together::{Reach, Role, Together, compare_roles};
pub use witness::{Agreeing, Difference, Place};

use budget::Meter;
use keys::Key;
use plan::Plan;
use search::{Found, Search};
use variables::Variables;

/// How the first set stands to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// They decide every request alike.
    Equivalent,
    /// They decide every request alike that AWS can make.
    EquivalentInPractice,
    /// The second allows more.
    FirstNarrower,
    /// The first allows more.
    FirstWider,
    /// Each allows something that the other does not.
    Crossed,
    /// The budget did not suffice.
    Undecided,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 6] = [
        Self::Equivalent,
        Self::EquivalentInPractice,
        Self::FirstNarrower,
        Self::FirstWider,
        Self::Crossed,
        Self::Undecided,
    ];

    /// The name used on the command line's JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::EquivalentInPractice => "equivalent_in_practice",
            Self::FirstNarrower => "first_narrower",
            Self::FirstWider => "first_wider",
            Self::Crossed => "crossed",
            Self::Undecided => "undecided",
        }
    }
}

/// What [`compare`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How the first set stands to the second.
    pub verdict: Verdict,
    /// Requests that the first allows and the second does not (or, of sets that only deny, that the first denies less),
    /// one of a kind, the one that teaches most first; no more than [`SHOWN`].
    pub only_first: Vec<Difference>,
    /// The same the other way round.
    pub only_second: Vec<Difference>,
    /// How many kinds of such requests there are each way: to each kind the same statements apply.
    pub kinds: [usize; 2],
    /// Under what the verdict holds, where it is no proof without.
    pub assumptions: Vec<String>,
    /// Why the search ended before its end.
    pub halted: Option<Halt>,
}

/// The most differences that are given out each way.
pub const SHOWN: usize = 12;

/// Compares two sets of one kind. A deny counts as different from silence when one of them only denies; else both are "not
/// allowed".
///
/// For trust and resource policies the caller is anybody and its own side allows everything; for all other kinds it is any
/// principal of one account, and the documents alone decide.
#[must_use]
pub fn compare(first: &Set, second: &Set, budget: &Budget<'_>) -> Comparison {
    let plan = Plan::new(&[first, second], vec![(0, 1), (1, 0)], None);
    let sets = [first, second];
    let outcome = Outcome::of(&plan, &sets, budget, true);
    let [only_first, only_second] = [!outcome.is_empty(0), !outcome.is_empty(1)];
    let verdict = match (only_first, only_second, outcome.halted, outcome.formally) {
        (true, true, ..) => Verdict::Crossed,
        (.., Some(_), _) => Verdict::Undecided,
        (true, false, ..) => Verdict::FirstWider,
        (false, true, ..) => Verdict::FirstNarrower,
        (false, false, None, true) => Verdict::EquivalentInPractice,
        (false, false, None, false) => Verdict::Equivalent,
    };
    let Outcome { differences: [only_first, only_second], kinds, mut assumptions, halted, .. } = outcome;
    if verdict == Verdict::Crossed {
        assumptions.clear();
    }
    Comparison { verdict, only_first, only_second, kinds, assumptions, halted }
}

/// What [`within`] found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Whether everything is allowed that must be, and nothing that may not; `None` when the budget did not suffice to say.
    pub fits: Option<bool>,
    /// Requests that must be allowed and are not.
    pub missing: Vec<Difference>,
    /// Requests that are allowed and may not be.
    pub beyond: Vec<Difference>,
    /// How many kinds of such requests there are: missing, beyond.
    pub kinds: [usize; 2],
    /// Under what the answer holds, where it is no proof without.
    pub assumptions: Vec<String>,
    /// Why the search ended before its end.
    pub halted: Option<Halt>,
}

/// Whether `learner` allows all that `floor` allows, and nothing that `ceiling` does not, over all requests that AWS can
/// make. With a `scope`, only requests that it allows count: what the task speaks about.
#[must_use]
pub fn within(learner: &Set, floor: &Set, ceiling: &Set, scope: Option<&Set>, budget: &Budget<'_>) -> Fit {
    let mut sets = vec![learner, floor, ceiling];
    sets.extend(scope);
    let plan = Plan::new(&sets, vec![(1, 0), (0, 2)], scope.map(|_| 3));
    let outcome = Outcome::of(&plan, &sets, budget, false);
    let fits = match (outcome.is_empty(0) && outcome.is_empty(1), outcome.halted) {
        (false, _) => Some(false),
        (true, None) => Some(true),
        (true, Some(_)) => None,
    };
    let Outcome { differences: [missing, beyond], kinds, assumptions, halted, .. } = outcome;
    Fit { fits, missing, beyond, kinds, assumptions, halted }
}

/// What a search came to.
struct Outcome {
    differences: [Vec<Difference>; 2],
    kinds: [usize; 2],
    /// Whether there is a difference on requests that AWS never makes, where there is none on others.
    formally: bool,
    assumptions: Vec<String>,
    halted: Option<Halt>,
}

impl Outcome {
    fn is_empty(&self, direction: usize) -> bool {
        self.kinds.get(direction).is_none_or(|kinds| *kinds == 0)
    }

    /// Searches what AWS can make and, if that shows nothing and it is wanted, everything else.
    fn of(plan: &Plan<'_>, sets: &[&Set], budget: &Budget<'_>, formally: bool) -> Self {
        let mut outcome = Self {
            differences: Default::default(),
            kinds: [0, 0],
            formally: false,
            assumptions: Vec::new(),
            halted: None,
        };
        if !plan.may_differ(&plan.everything()) {
            return outcome;
        }
        let meter = Meter::new(budget);
        let variables = match Variables::of(plan, &meter) {
            Ok(variables) => variables,
            Err(halt) => {
                outcome.halted = Some(halt);
                return outcome;
            }
        };
        outcome.assumptions = variables.assumptions();
        let keys = keys_of(plan, &variables);
        for key in keys.iter().filter(|key| key.is_mixed()) {
            let name = &key.name;
            let kinds = "is compared both as a text with wildcards and as a number, moment or address";
            outcome.assumptions.push(format!("`{name}` {kinds}, so some of its values were tried and not all"));
        }
        let search = |realistic| Search { plan, keys: &keys, variables: &variables, realistic, meter: &meter };
        let mut found = Found::default();
        outcome.halted = search(true).run(&mut found).err();
        outcome.take(found, &search(true), sets);
        if formally && outcome.kinds == [0, 0] && outcome.halted.is_none() {
            let mut found = Found::default();
            match search(false).run(&mut found) {
                Err(Halt::Cancelled) => outcome.halted = Some(Halt::Cancelled),
                Err(_) if found.is_empty() => {
                    outcome.formally = true;
                    let open =
                        "whether they also agree on requests that AWS never makes was not decided within the budget";
                    outcome.assumptions.push(open.to_owned());
                }
                _ => outcome.formally = !found.is_empty(),
            }
        }
        outcome
    }

    /// Takes over what was found, decided anew.
    fn take(&mut self, found: Found, search: &Search<'_, '_>, sets: &[&Set]) {
        for direction in [0, 1] {
            let mut candidates: Vec<_> = found.candidates.iter().filter(|(way, ..)| *way == direction).collect();
            candidates
                .sort_by(|(.., a), (.., b)| a.cost.cmp(&b.cost).then_with(|| a.request.action.cmp(&b.request.action)));
            if let Some(kinds) = self.kinds.get_mut(direction) {
                *kinds = candidates.len();
            }
            for (rank, (_, bits, candidate)) in candidates.into_iter().take(SHOWN).enumerate() {
                match witness::difference(search, sets, direction, bits, &candidate.request, rank == 0) {
                    Some(difference) => {
                        self.differences.get_mut(direction).into_iter().for_each(|list| list.push(difference.clone()))
                    }
                    None => self.halted = Some(Halt::Disproved),
                }
            }
        }
        if self.halted == Some(Halt::Disproved) {
            // Nothing that rests on a mistake is given out.
            self.kinds = [0, 0];
            self.differences = Default::default();
        }
    }
}

/// The keys of all conditions, and those that only variables name.
fn keys_of<'a>(plan: &Plan<'a>, variables: &Variables) -> Vec<Key<'a>> {
    let mut keys: Vec<Key<'a>> = plan.keys.iter().map(|(lower, lines)| Key::new(lower, lines)).collect();
    for (name, _) in &variables.values {
        if !plan.keys.iter().any(|(lower, _)| lower == name) {
            keys.push(Key::new(name, &[]));
        }
    }
    keys
}
