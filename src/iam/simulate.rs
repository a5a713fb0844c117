//! Runs a scenario's request: every check that AWS makes on the way, in order, each as the caller of the moment.

mod caller;
mod context;
mod hops;
mod judge;
mod rule;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::iam::evaluate;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Attached, Policies, Request};
use crate::iam::scenario::{Api, Document, RequestSpec, Scenario, ScenarioError, Who, check_request, plan};
use crate::iam::trace::{Decision, Reason, Trace, Verdict};
use caller::Caller;
pub use context::DEFAULT_TIME;
pub use judge::{Fault, Judgement, judge};
pub use rule::Rule;

/// What came of a scenario's request.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// The calls made, in order; the last is the one that was denied, or the one that was asked for. Never empty.
    pub hops: Vec<Hop>,
    /// How many calls the whole way has; more than `hops` when one was denied before the end.
    pub planned: usize,
    /// The actions of the calls that were not made any more.
    pub ahead: Vec<String>,
    /// What people call each account, by its twelve digits.
    pub accounts: BTreeMap<String, String>,
    /// The text of every document that bore on a call, by name: what the places of a trace point into.
    pub texts: BTreeMap<Arc<str>, Arc<str>>,
}

/// One check.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop {
    /// What the check is for.
    pub kind: HopKind,
    /// The call as AWS sees it.
    pub request: Request,
    /// The policies that bore on it.
    pub policies: Policies,
    /// What the levels of the organisation policies are called.
    pub levels: Levels,
    /// The rule of AWS's own by which the call fails, whatever the policies say; they are not read then.
    pub rule: Option<Rule>,
    /// The way to its decision.
    pub trace: Trace,
}

/// What people call the levels of an organisation, from its root down: `the root`, `the OU Sandbox`, `the account Dev`.
/// Empty where there is no organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    /// On the way to the caller's account.
    pub scp: Vec<String>,
    /// On the way to the account that owns the resource.
    pub rcp: Vec<String>,
}

/// What a check is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopKind {
    /// To put on a role.
    Assume {
        /// `account/Name`.
        role: String,
        /// The session's name.
        session: String,
    },
    /// To give tags to the session that the check before is about.
    TagSession,
    /// To give it a source identity, or to hand on the one that the caller has.
    SetSourceIdentity,
    /// To get credentials that are no role's.
    Token {
        /// The call.
        api: Api,
    },
    /// To call what hands a role to a service, which then works with it.
    Start,
    /// To call the same on something else that it touches, or what else the same call needs.
    Also,
    /// To hand a role to a service.
    PassRole {
        /// `account/Name`.
        role: String,
        /// The service.
        service: String,
    },
    /// For that service to put the role on.
    ServiceAccepts {
        /// `account/Name`.
        role: String,
        /// The service.
        service: String,
    },
    /// The request itself.
    Act,
}

impl HopKind {
    /// A short name for data: `assume`, `pass_role`, `act`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Assume { .. } => "assume",
            Self::TagSession => "tag_session",
            Self::SetSourceIdentity => "set_source_identity",
            Self::Token { .. } => "token",
            Self::Start => "start",
            Self::Also => "also",
            Self::PassRole { .. } => "pass_role",
            Self::ServiceAccepts { .. } => "service_accepts",
            Self::Act => "act",
        }
    }
}

impl Simulation {
    /// How it ended.
    #[must_use]
    pub fn decision(&self) -> Option<Decision> {
        self.hops.last().map(|hop| hop.trace.decision)
    }

    /// Whether every call on the way was allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.decision().is_some_and(Decision::is_allowed)
    }
}

/// Runs `spec` in `scenario`.
///
/// # Errors
/// When the request names a user, role or account that the world does not have, or an action that is no action; and when
/// AWS would refuse to save a document that bears on it: such a document is not in force anywhere.
pub fn simulate(scenario: &Scenario, spec: &RequestSpec) -> Result<Simulation, ScenarioError> {
    let who = check_request(&scenario.world, spec)?;
    let scenario = &*with_session_policies(scenario, spec);
    let checks = plan(&scenario.world, &who, spec).map_err(|(_, _, message)| ScenarioError::new(message))?;
    let mut caller = Caller::first(scenario, &who)?;
    let mut hops: Vec<Hop> = Vec::new();
    for (at, check) in checks.iter().enumerate() {
        let mut hop = hops::prepare(scenario, spec, &caller, check)?;
        hop.decide(scenario)?;
        let allowed = hop.trace.decision.is_allowed();
        hops.push(hop);
        if !allowed {
            break;
        }
        let is_last_of_step = checks.get(at + 1).is_none_or(|next| next.step != check.step);
        if let Some(step) = check.step.filter(|_| is_last_of_step) {
            caller = caller.after(scenario, spec, step, &check.purpose)?;
        }
    }
    let ahead = checks.iter().skip(hops.len()).map(|check| check.action.clone()).collect();
    let documents = hops.iter().flat_map(|hop| hop.policies.attached()).filter_map(|used| {
        let document = scenario.documents.get(&used.name)?;
        Some((Arc::clone(&document.name), Arc::clone(&document.text)))
    });
    let texts = documents.collect();
    Ok(Simulation { hops, planned: checks.len(), ahead, accounts: scenario.world.account_titles(), texts })
}

/// How calls end that one caller makes, having come the same way: for each of `specs`, which differ in nothing that concerns
/// the caller, the reason and the hop (from 0) at which [`simulate`] would end. The way is gone once, and nothing is traced.
///
/// # Errors
/// For each what [`simulate`] would say.
pub(crate) fn ends(scenario: &Scenario, specs: &[RequestSpec]) -> Vec<Result<(Reason, usize), ScenarioError>> {
    let way = specs.first().map(|first| Way::gone(scenario, first));
    specs
        .iter()
        .map(|spec| match &way {
            Some(Ok(way)) => way.end(spec),
            // What is wrong with the first may be right with others.
            Some(Err(_)) | None => {
                let simulation = simulate(scenario, spec)?;
                let reason = simulation.decision().map_or(Reason::OperationForbidden, |decision| decision.reason);
                Ok((reason, simulation.hops.len().saturating_sub(1)))
            }
        })
        .collect()
}

/// A way that was gone.
struct Way<'s> {
    scenario: Cow<'s, Scenario>,
    who: Who,
    /// Who stands at its end; or why it ended before, and at which hop.
    end: Result<Caller, (Reason, usize)>,
    /// How many checks it has.
    checks: usize,
}

impl<'s> Way<'s> {
    fn gone(scenario: &'s Scenario, spec: &RequestSpec) -> Result<Self, ScenarioError> {
        let who = check_request(&scenario.world, spec)?;
        let scenario = with_session_policies(scenario, spec);
        let checks = plan(&scenario.world, &who, spec).map_err(|(_, _, message)| ScenarioError::new(message))?;
        let mut caller = Caller::first(&scenario, &who)?;
        let steps: Vec<_> = checks.iter().take_while(|check| check.step.is_some()).collect();
        let mut end = None;
        for (at, check) in steps.iter().enumerate() {
            let reason = hops::prepare(&scenario, spec, &caller, check)?.reason(&scenario)?;
            if reason.verdict() != Verdict::Allow {
                end = Some((reason, at));
                break;
            }
            let is_last_of_step = steps.get(at + 1).is_none_or(|next| next.step != check.step);
            if let Some(step) = check.step.filter(|_| is_last_of_step) {
                caller = caller.after(&scenario, spec, step, &check.purpose)?;
            }
        }
        let checks = steps.len();
        Ok(Self { end: end.map_or(Ok(caller), Err), who, checks, scenario })
    }

    /// How a call at its end ends.
    fn end(&self, spec: &RequestSpec) -> Result<(Reason, usize), ScenarioError> {
        let scenario = &*self.scenario;
        check_request(&scenario.world, spec)?;
        let caller = match &self.end {
            Ok(caller) => caller,
            Err(end) => return Ok(*end),
        };
        let checks = plan(&scenario.world, &self.who, spec).map_err(|(_, _, message)| ScenarioError::new(message))?;
        let mut end = (Reason::OperationForbidden, self.checks);
        for (at, check) in checks.iter().enumerate().skip(self.checks) {
            end = (hops::prepare(scenario, spec, caller, check)?.reason(scenario)?, at);
            if end.0.verdict() != Verdict::Allow {
                break;
            }
        }
        Ok(end)
    }
}

/// The scenario with the session policies that stand in `spec`, which may be a request that it was not read with.
fn with_session_policies<'s>(scenario: &'s Scenario, spec: &RequestSpec) -> Cow<'s, Scenario> {
    let mut scenario = Cow::Borrowed(scenario);
    for step in 0..spec.through.len() {
        for (name, text) in spec.session_policies(step) {
            let Some(text) = text.filter(|_| !scenario.documents.contains_key(&name)) else { continue };
            let document = Document::read(Arc::clone(&name), PolicyKind::Session, text);
            scenario.to_mut().documents.insert(name, document);
        }
    }
    scenario
}

/// The document of that name as a policy that bears on a request.
fn attached(scenario: &Scenario, name: &str) -> Result<Attached, ScenarioError> {
    let document = scenario.documents.get(name).ok_or_else(|| ScenarioError {
        document: Some(name.into()),
        ..ScenarioError::new(format!("the scenario has no document `{name}`; load it anew"))
    })?;
    Ok(document.attached())
}

impl Hop {
    /// Says whether every document that bears on the call could be in force.
    fn check_documents(&self, scenario: &Scenario) -> Result<(), ScenarioError> {
        for attached in self.policies.attached() {
            let refusal = scenario.documents.get(&attached.name).and_then(|document| document.refusal());
            if let Some(finding) = refusal {
                let message = format!("AWS would not save `{}`: {}; mend that first", attached.name, finding.message);
                return Err(ScenarioError { document: Some(attached.name.clone()), ..ScenarioError::new(message) });
            }
        }
        Ok(())
    }

    /// Decides the call and keeps nothing but why.
    fn reason(&self, scenario: &Scenario) -> Result<Reason, ScenarioError> {
        self.check_documents(scenario)?;
        Ok(match &self.rule {
            None => evaluate::decide(&self.request, &self.policies).reason,
            Some(_) => evaluate::forbidden(&self.request, &self.policies).decision.reason,
        })
    }

    /// Decides the call, if every document that bears on it could be in force.
    fn decide(&mut self, scenario: &Scenario) -> Result<(), ScenarioError> {
        self.check_documents(scenario)?;
        self.trace = match &self.rule {
            None => evaluate::trace(&self.request, &self.policies),
            Some(_) => evaluate::forbidden(&self.request, &self.policies),
        };
        Ok(())
    }
}

#[cfg(test)]
mod key_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod way_tests;
