//! Runs a scenario's request: assume each role on the way, then act as the last session.

mod caller;
mod context;
mod judge;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::iam::evaluate;
use crate::iam::request::{Attached, Policies, Request, ResourceKind};
use crate::iam::scenario::{Assume, RequestSpec, Scenario, ScenarioError, Step, account_field, check_request};
use crate::iam::trace::{Decision, Trace};
use caller::Caller;
pub use context::DEFAULT_TIME;
pub use judge::{Fault, Judgement, judge};

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

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop {
    /// What the call is for.
    pub kind: HopKind,
    /// The call as AWS sees it.
    pub request: Request,
    /// The policies that bore on it.
    pub policies: Policies,
    /// The way to its decision.
    pub trace: Trace,
}

/// What a call is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopKind {
    /// To put on a role.
    Assume {
        /// `account/Name`.
        role: String,
        /// The session's name.
        session: String,
    },
    /// The request itself.
    Act,
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

const ASSUME_ROLE: &str = "sts:AssumeRole";

/// Runs `spec` in `scenario`.
///
/// # Errors
/// When the request names a user, role or account that the world does not have, or an action that is no action; and when
/// AWS would refuse to save a document that bears on it: such a document is not in force anywhere.
pub fn simulate(scenario: &Scenario, spec: &RequestSpec) -> Result<Simulation, ScenarioError> {
    let who = check_request(&scenario.world, spec)?;
    let mut caller = Caller::first(scenario, &who)?;
    let mut hops = Vec::new();
    let planned = spec.through.len() + usize::from(spec.action.is_some());
    for (at, step) in spec.through.iter().enumerate() {
        let assume = match step {
            Step::Role(role) => Assume { role: role.clone(), ..Assume::default() },
            Step::Assume(assume) => assume.clone(),
        };
        let session = assume.session.clone().unwrap_or_else(|| caller.session_name());
        let mut hop = assume_hop(scenario, &caller, &assume, &session)?;
        if at + 1 == planned {
            context::overlay(&mut hop.request.context, &spec.context, &spec.without);
        }
        hop.decide(scenario)?;
        let allowed = hop.trace.decision.is_allowed();
        hops.push(hop);
        if !allowed {
            break;
        }
        caller = Caller::session(scenario, &assume.role, &session)?;
    }
    if hops.len() == spec.through.len()
        && hops.iter().all(|hop| hop.trace.decision.is_allowed())
        && let (Some(action), Some(resource)) = (&spec.action, &spec.resource)
    {
        let mut hop = act_hop(scenario, &caller, action, resource)?;
        context::overlay(&mut hop.request.context, &spec.context, &spec.without);
        hop.decide(scenario)?;
        hops.push(hop);
    }
    let assumptions = spec.through.iter().map(|_| ASSUME_ROLE.to_owned());
    let ahead = assumptions.chain(spec.action.clone()).skip(hops.len()).collect();
    let used = hops.iter().flat_map(|hop| hop.policies.identity.iter().chain(&hop.policies.resource));
    let documents = used.filter_map(|attached| scenario.documents.get(&attached.name));
    let texts = documents.map(|document| (Arc::clone(&document.name), Arc::clone(&document.text))).collect();
    Ok(Simulation { hops, planned, ahead, accounts: scenario.world.account_titles(), texts })
}

fn assume_hop(scenario: &Scenario, caller: &Caller, assume: &Assume, session: &str) -> Result<Hop, ScenarioError> {
    let (role, identity) = scenario.world.role(&assume.role).map_err(ScenarioError::new)?;
    let mut request = caller.request(ASSUME_ROLE, &identity.role_arn(), Some(identity.account));
    request.context.set("sts:RoleSessionName", context::one(session));
    context::overlay(&mut request.context, &assume.context, &[]);
    let resource = Some(attached(scenario, &role.trust_document_name())?);
    let policies = Policies { resource, resource_kind: ResourceKind::Trust, ..caller.policies() };
    Ok(Hop::undecided(HopKind::Assume { role: assume.role.clone(), session: session.to_owned() }, request, policies))
}

fn act_hop(scenario: &Scenario, caller: &Caller, action: &str, resource: &str) -> Result<Hop, ScenarioError> {
    let entry = scenario.world.resource(resource);
    let owner = match entry {
        Some(entry) => Some(scenario.world.account(&entry.account).map_err(ScenarioError::new)?.id.as_str()),
        None => account_field(resource).or(caller.principal.account.as_deref()),
    };
    let policy = entry.and_then(|entry| entry.document_name()).map(|name| attached(scenario, &name)).transpose()?;
    let resource_kind = if is_kms_key(resource) { ResourceKind::Kms } else { ResourceKind::Generic };
    let policies = Policies { resource: policy, resource_kind, ..caller.policies() };
    Ok(Hop::undecided(HopKind::Act, caller.request(action, resource, owner), policies))
}

/// The rule of key policies is for keys; an alias has none (AWS: "Key policies in AWS KMS").
fn is_kms_key(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    parts.nth(2) == Some("kms") && parts.nth(2).is_some_and(|resource| resource.starts_with("key/"))
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
    fn undecided(kind: HopKind, request: Request, policies: Policies) -> Self {
        let decision = Decision { reason: crate::iam::trace::Reason::NoIdentityAllow };
        Self { kind, request, policies, trace: Trace { layers: Vec::new(), decision, unspecified: Vec::new() } }
    }

    /// Decides the call, if every document that bears on it could be in force.
    fn decide(&mut self, scenario: &Scenario) -> Result<(), ScenarioError> {
        for attached in self.policies.identity.iter().chain(&self.policies.resource) {
            let refusal = scenario.documents.get(&attached.name).and_then(|document| document.refusal());
            if let Some(finding) = refusal {
                let message = format!("AWS would not save `{}`: {}; mend that first", attached.name, finding.message);
                return Err(ScenarioError { document: Some(attached.name.clone()), ..ScenarioError::new(message) });
            }
        }
        self.trace = evaluate::trace(&self.request, &self.policies);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
