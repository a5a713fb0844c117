//! All requests of a scenario in one table: callers against calls, each decided.

use std::cmp::Ordering;

use crate::iam::scenario::{RequestSpec, Scenario, Step};
use crate::iam::simulate::ends;
use crate::iam::what_if::End;

/// Who stands in a row: a caller, and the roles it takes first.
#[derive(Debug, Clone, PartialEq)]
pub struct Caller {
    /// As [`RequestSpec::who`] has it.
    pub who: String,
    /// As [`RequestSpec::through`] has it.
    pub through: Vec<Step>,
}

/// What stands in a column: a call with everything that belongs to it but the caller. Its request's own caller does not
/// count.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// A request that makes it.
    pub spec: RequestSpec,
}

/// How a request ends; `None` when it cannot be run.
pub type Cell = Option<End>;

impl Caller {
    /// Whoever makes a request.
    #[must_use]
    pub fn of(spec: &RequestSpec) -> Self {
        Self { who: spec.who.clone(), through: spec.through.clone() }
    }
}

/// The callers of a scenario's requests, each once, in the order of the file.
#[must_use]
pub fn callers(scenario: &Scenario) -> Vec<Caller> {
    let mut callers: Vec<Caller> = Vec::new();
    for caller in scenario.requests.iter().filter(|spec| spec.hidden.is_none()).map(Caller::of) {
        if !callers.contains(&caller) {
            callers.push(caller);
        }
    }
    callers
}

/// Every user of the world, and a session of every role.
#[must_use]
pub fn everybody(scenario: &Scenario) -> Vec<Caller> {
    let users = scenario.world.users.iter().map(|user| format!("user {}", user.name));
    let roles = scenario.world.roles.iter().map(|role| format!("role {}", role.name));
    users.chain(roles).map(|who| Caller { who, through: Vec::new() }).collect()
}

/// The calls of a scenario's requests, each once, by service and action. A request that ends with a role has none.
#[must_use]
pub fn calls(scenario: &Scenario) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let asked = scenario.requests.iter().filter(|spec| spec.hidden.is_none() && spec.action.is_some());
    for spec in asked {
        if !calls.iter().any(|call| is_same_call(&call.spec, spec)) {
            calls.push(Call { spec: RequestSpec { expect: None, ..spec.clone() } });
        }
    }
    calls.sort_by(|a, b| order(&a.spec, &b.spec));
    calls
}

fn is_same_call(a: &RequestSpec, b: &RequestSpec) -> bool {
    let bare = |spec: &RequestSpec| RequestSpec {
        name: String::new(),
        text: String::new(),
        who: String::new(),
        through: Vec::new(),
        expect: None,
        ..spec.clone()
    };
    bare(a) == bare(b)
}

fn order(a: &RequestSpec, b: &RequestSpec) -> Ordering {
    (&a.action, &a.resource).cmp(&(&b.action, &b.resource))
}

/// The request of a cell.
#[must_use]
pub fn request(caller: &Caller, call: &Call) -> RequestSpec {
    RequestSpec { who: caller.who.clone(), through: caller.through.clone(), ..call.spec.clone() }
}

/// Decides every cell: rows of callers, each with a cell for each call.
#[must_use]
pub fn decide(scenario: &Scenario, callers: &[Caller], calls: &[Call]) -> Vec<Vec<Cell>> {
    let row = |caller: &Caller| {
        let specs: Vec<RequestSpec> = calls.iter().map(|call| request(caller, call)).collect();
        let ends = ends(scenario, &specs).into_iter();
        ends.map(|end| end.ok().map(|(reason, hop)| End { reason, hop })).collect()
    };
    callers.iter().map(row).collect()
}
