//! The goal that there is nothing beyond the task, and all of it: each answer to a lab's tasks allows at least the floor and at most the
//! ceiling. Proved over all requests; what goes against it is shown as one request, with the simulator's walk through its decision.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Goal, LabGrade, rounds};
use crate::course::lab::{Lab, Task};
use crate::iam::compare::{Budget, Difference, Set, within};
use crate::iam::evaluate;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Policies, Principal, PrincipalType, Request};
use crate::iam::scenario::{Document, Scenario, World};
use crate::iam::simulate::{Hop, HopKind, Levels, Simulation};

/// The goal's name.
pub const NOTHING_BEYOND: &str = "nothing_beyond";

/// Compares a lab's documents, as they stand in `scenario`, with its tasks; `None` when it has none. Whether the budget was cancelled is for
/// the caller to ask: the goal then says no more than that it is not decided.
#[must_use]
pub fn nothing_beyond(lab: &Lab, scenario: &Scenario, budget: &Budget<'_>) -> Option<Goal> {
    if lab.bounds.is_empty() {
        return None;
    }
    let goal = |reached: bool, state: String, simulation: Option<Simulation>| {
        let text = "the task and nothing beyond it".to_owned();
        Some(Goal { name: NOTHING_BEYOND.to_owned(), text, reached, state, simulation })
    };
    let mut missing = None;
    let mut undecided = false;
    for (task, bounds) in lab.file.tasks.iter().zip(&lab.bounds) {
        let documents: Vec<&Document> =
            task.documents.iter().filter_map(|file| scenario.documents.get(file.as_str())).collect();
        if let Some(refused) = documents.iter().find(|document| document.refusal().is_some()) {
            return goal(false, format!("not decided: AWS would not save {}", lab.file.called(&refused.name)), None);
        }
        let policies = documents.iter().map(|document| Arc::clone(&document.policy)).collect();
        let learner = Set::new(bounds.floor.kind, policies);
        let fit = within(&learner, &bounds.floor, &bounds.ceiling, bounds.scope.as_ref(), budget);
        let walked = |difference: &Difference| Walk { scenario, task, learner: &learner }.simulation(difference);
        if let Some(first) = fit.beyond.first() {
            let state = format!("allows {}", told(first, bounds.floor.kind, fit.kinds.last()));
            return goal(false, state, Some(walked(first)));
        }
        if let (Some(first), None) = (fit.missing.first(), &missing) {
            let state = format!("lacks {}", told(first, bounds.floor.kind, fit.kinds.first()));
            missing = Some((state, walked(first)));
        }
        undecided |= fit.fits.is_none();
    }
    match missing {
        Some((state, simulation)) => goal(false, state, Some(simulation)),
        None if undecided => goal(false, "not decided: too much to compare".to_owned(), None),
        None => goal(true, "proved for all requests".to_owned(), None),
    }
}

/// Puts what [`nothing_beyond`] said among the goals: of `scenario`, or, when it is `pending`, of an older one.
pub fn put_nothing_beyond(lab: &Lab, scenario: &Scenario, grade: &mut LabGrade, goal: Goal, pending: bool) {
    match grade.goals.iter_mut().find(|known| known.name == NOTHING_BEYOND) {
        Some(known) => *known = goal,
        None => grade.goals.push(goal),
    }
    grade.pending = pending;
    grade.rounds = rounds::rounds(lab, scenario, grade.solved());
}

/// A request in a few words, the action first, and how many kinds of such requests there are besides.
fn told(difference: &Difference, kind: PolicyKind, kinds: Option<&usize>) -> String {
    let Request { action, resource, principal, .. } = &difference.request;
    let caller = if principal.arn.is_empty() { "anybody" } else { &principal.arn };
    let further = match kind {
        PolicyKind::Trust => format!("by {caller}"),
        PolicyKind::Resource => format!("on {resource} by {caller}"),
        _ => format!("on {resource}"),
    };
    match kinds.copied().unwrap_or(0).saturating_sub(1) {
        0 => format!("{action} ({further})"),
        1 => format!("{action} ({further}; and 1 more kind of request)"),
        more => format!("{action} ({further}; and {more} more kinds of request)"),
    }
}

/// What is walked through for a request that goes against a task.
struct Walk<'w> {
    scenario: &'w Scenario,
    task: &'w Task,
    learner: &'w Set,
}

impl Walk<'_> {
    /// The simulator's way to what the answer alone decides: all others who have a say allow everything.
    fn simulation(&self, difference: &Difference) -> Simulation {
        let plain = &difference.request;
        let decided = |request: &Request| evaluate::decide(request, &self.policies(request)).verdict();
        let request = self
            .holder()
            .and_then(|holder| in_place(plain, holder))
            .filter(|request| decided(request) == decided(plain))
            .unwrap_or_else(|| plain.clone());
        let policies = self.policies(&request);
        let texts = self.documents().map(|document| (Arc::clone(&document.name), Arc::clone(&document.text)));
        let hop = Hop {
            kind: self.hop_kind(),
            trace: evaluate::trace(&request, &policies),
            request,
            policies,
            levels: Levels::default(),
            rule: None,
        };
        Simulation {
            hops: vec![hop],
            planned: 1,
            ahead: Vec::new(),
            accounts: self.scenario.world.account_titles(),
            texts: texts.collect::<BTreeMap<_, _>>(),
        }
    }

    fn documents(&self) -> impl Iterator<Item = &Document> {
        self.task.documents.iter().filter_map(|file| self.scenario.documents.get(file.as_str()))
    }

    /// The answer's documents, called as the lab calls them, so that the walk can show where it looks.
    fn policies(&self, request: &Request) -> Policies {
        let mut policies = self.learner.policies(request, self.learner.resource_kind());
        for document in self.documents() {
            let levels = policies.scp.iter_mut().chain(&mut policies.rcp).flatten().flatten();
            let own = policies.resource.iter_mut().chain(&mut policies.identity).chain(&mut policies.boundary);
            for attached in levels.chain(own).chain(policies.session.iter_mut().flatten()) {
                if Arc::ptr_eq(&attached.policy, &document.policy) {
                    attached.name = Arc::clone(&document.name);
                }
            }
        }
        policies
    }

    fn hop_kind(&self) -> HopKind {
        let is_its = |name: String| self.task.documents.contains(&name);
        let trusting = self.scenario.world.roles.iter().find(|role| is_its(role.trust_document_name()));
        match trusting.filter(|_| self.learner.kind == PolicyKind::Trust) {
            Some(role) => HopKind::Assume { role: role.name.clone(), session: "somebody".to_owned() },
            None => HopKind::Act,
        }
    }

    /// Who has the answer's documents as permissions, where it is one of the world.
    fn holder(&self) -> Option<Principal> {
        if self.learner.kind != PolicyKind::Identity {
            return None;
        }
        let world: &World = &self.scenario.world;
        let is_its = |name: String| self.task.documents.contains(&name);
        if let Some(role) = world.roles.iter().find(|role| role.document_names().any(is_its)) {
            let (_, identity) = world.role(&role.name).ok()?;
            return Some(Principal {
                kind: PrincipalType::RoleSession,
                arn: identity.session_arn("session"),
                account: Some(identity.account.to_owned()),
                role_arn: Some(identity.role_arn()),
                user_arn: None,
            });
        }
        let user = world.users.iter().find(|user| user.document_names().any(is_its))?;
        let (_, identity) = world.user(&user.name).ok()?;
        Some(Principal {
            kind: PrincipalType::User,
            arn: identity.user_arn(),
            account: Some(identity.account.to_owned()),
            role_arn: None,
            user_arn: None,
        })
    }
}

/// A request as somebody else makes it; `None` when it says more of its caller than who that is, or is about another account.
fn in_place(request: &Request, principal: Principal) -> Option<Request> {
    let is_of_caller = |(key, _): (&str, _)| {
        let key = key.to_ascii_lowercase();
        key.starts_with("aws:principal") || key.starts_with("aws:user")
    };
    let owner = request.resource.split(':').nth(4).filter(|account| !account.is_empty());
    if request.context.iter().any(is_of_caller)
        || owner.is_some_and(|owner| principal.account.as_deref() != Some(owner))
    {
        return None;
    }
    Some(Request { resource_account: principal.account.clone(), principal, ..request.clone() })
}
