//! From a planned check to the call as AWS sees it, with the policies that bear on it.

use std::collections::BTreeMap;

use super::caller::Caller;
use super::{Hop, HopKind, Levels, Rule, attached, context, rule};
use crate::iam::request::{ContextValue, Policies, Request, ResourceKind};
use crate::iam::scenario::{ContextSpec, Planned, Purpose, RequestSpec, Scenario, ScenarioError, Taken, account_field};
use crate::iam::trace::{Decision, Reason, Trace};

/// The check as a hop that is not decided yet.
pub(super) fn prepare(
    scenario: &Scenario,
    spec: &RequestSpec,
    caller: &Caller,
    check: &Planned<'_>,
) -> Result<Hop, ScenarioError> {
    let action = &check.action;
    // What the request says of its circumstances holds for the request; when it has no action of its own, for the step that
    // it ends with.
    let is_last = check.step.is_none_or(|step| spec.action.is_none() && step + 1 == spec.through.len());
    let (over, without): (&BTreeMap<_, _>, &[String]) = match is_last {
        true => (&spec.context, &spec.without),
        false => (&NOTHING, &[]),
    };
    let start = check.step.and_then(|step| spec.through.get(step)).map(|step| step.assume());
    let start_context = start.as_ref().and_then(|assume| assume.start.as_ref()).map(|start| &start.context);
    match &check.purpose {
        Purpose::Take(taken) | Purpose::Tag(taken) | Purpose::Identify(taken) => {
            let mut hop = take(scenario, caller, check, taken)?;
            context::overlay(&mut hop.request.context, &taken.assume.context, &taken.assume.without);
            context::overlay(&mut hop.request.context, over, without);
            Ok(hop)
        }
        Purpose::Call { resource } => {
            let kind = if check.step.is_some() { HopKind::Start } else { HopKind::Act };
            let mut hop = call(scenario, spec, caller, (action, resource), kind, check.step.is_none())?;
            context::overlay(&mut hop.request.context, start_context.unwrap_or(&NOTHING), &[]);
            context::overlay(&mut hop.request.context, over, without);
            Ok(hop)
        }
        Purpose::Also(also) => {
            let mut hop = call(scenario, spec, caller, (action, &also.resource), HopKind::Also, check.step.is_none())?;
            context::overlay(&mut hop.request.context, start_context.unwrap_or(&NOTHING), &[]);
            context::overlay(&mut hop.request.context, over, without);
            context::overlay(&mut hop.request.context, &also.context, &[]);
            Ok(hop)
        }
        Purpose::Pass { role, service } => {
            let (_, identity) = scenario.world.role(role).map_err(ScenarioError::new)?;
            let mut request = caller.request(&scenario.world, action, &identity.role_arn(), Some(identity.account));
            // AWS: "Grant a user permissions to pass a role to an AWS service": tags of the role are not to be relied on.
            context::remove_resource_tags(&mut request.context);
            context::overlay(&mut request.context, start_context.unwrap_or(&NOTHING), &[]);
            context::overlay(&mut request.context, over, without);
            request.context.set("iam:PassedToService", context::one(service));
            if let Some(passes) = spec.passes.as_ref().filter(|_| check.step.is_none()) {
                context::overlay(&mut request.context, &passes.passed().context, &[]);
            }
            let kind = HopKind::PassRole { role: role.clone(), service: service.clone() };
            // AWS: "Grant a user permissions to pass a role to an AWS service": never across accounts.
            let is_foreign = caller.principal.account.as_deref() != Some(identity.account);
            let rule = is_foreign.then_some(Rule::RoleOfAnotherAccount);
            Ok(Hop { rule, ..finish(scenario, caller, kind, request, Policies::default())? })
        }
        Purpose::Accept { role, service } => {
            let service_itself = Caller::service(service);
            let (entry, identity) = scenario.world.role(role).map_err(ScenarioError::new)?;
            let mut request =
                service_itself.request(&scenario.world, action, &identity.role_arn(), Some(identity.account));
            if let Some(assume) = &start {
                context::overlay(&mut request.context, &assume.context, &assume.without);
            }
            let trust = Some(attached(scenario, &entry.trust_document_name())?);
            let policies = Policies { resource: trust, resource_kind: ResourceKind::Trust, ..Policies::default() };
            let kind = HopKind::ServiceAccepts { role: role.clone(), service: service.clone() };
            finish(scenario, &service_itself, kind, request, policies)
        }
    }
}

const NOTHING: BTreeMap<String, ContextSpec> = BTreeMap::new();

/// A call for credentials, or one of the checks that come with it.
fn take(scenario: &Scenario, caller: &Caller, check: &Planned<'_>, taken: &Taken<'_>) -> Result<Hop, ScenarioError> {
    let world = &scenario.world;
    let session = caller.session_name_for(taken);
    let (mut request, policies, kind) = match &taken.role {
        Some(role) => {
            let (entry, identity) = world.role(role).map_err(ScenarioError::new)?;
            let mut request = caller.request(world, &check.action, &identity.role_arn(), Some(identity.account));
            request.context.set("sts:RoleSessionName", context::one(&session));
            let resource = Some(attached(scenario, &entry.trust_document_name())?);
            let policies = Policies { resource, resource_kind: ResourceKind::Trust, ..Policies::default() };
            (request, policies, HopKind::Assume { role: role.clone(), session })
        }
        None => {
            let account = caller.principal.account.as_deref();
            let resource = match taken.api {
                crate::iam::scenario::Api::GetFederationToken => {
                    format!("arn:aws:sts::{}:federated-user/{session}", account.unwrap_or_default())
                }
                _ => "*".to_owned(),
            };
            let request = caller.request(world, &check.action, &resource, account);
            (request, Policies::default(), HopKind::Token { api: taken.api })
        }
    };
    context::say_of_session(&mut request, taken);
    let kind = match &check.purpose {
        Purpose::Tag(_) => HopKind::TagSession,
        Purpose::Identify(_) => HopKind::SetSourceIdentity,
        _ => kind,
    };
    let rule = match &check.purpose {
        Purpose::Take(_) => rule::broken(scenario, caller, taken)?,
        _ => None,
    };
    Ok(Hop { rule, ..finish(scenario, caller, kind, request, policies)? })
}

/// A call on a resource of the world. `is_request`: it is the request itself or belongs to it.
fn call(
    scenario: &Scenario,
    spec: &RequestSpec,
    caller: &Caller,
    (action, resource): (&str, &str),
    kind: HopKind,
    is_request: bool,
) -> Result<Hop, ScenarioError> {
    let entry = scenario.world.resource(resource);
    let owner = match entry {
        Some(entry) => Some(scenario.world.account(&entry.account).map_err(ScenarioError::new)?.id.as_str()),
        None => account_field(resource).or(caller.principal.account.as_deref()),
    };
    let policy = entry.and_then(|entry| entry.document_name()).map(|name| attached(scenario, &name)).transpose()?;
    let resource_kind = if is_kms_key(resource) { ResourceKind::Kms } else { ResourceKind::Generic };
    let policies = Policies { resource: policy, resource_kind, ..Policies::default() };
    let mut request = caller.request(&scenario.world, action, resource, owner);
    if is_request {
        context::say_of_tags(&mut request, &spec.tags);
        context::say_of_services(&mut request, &scenario.world, spec);
    }
    finish(scenario, caller, kind, request, policies)
}

/// The rule of key policies is for keys; an alias has none (AWS: "Key policies in AWS KMS").
fn is_kms_key(arn: &str) -> bool {
    let mut parts = arn.splitn(6, ':');
    parts.nth(2) == Some("kms") && parts.nth(2).is_some_and(|resource| resource.starts_with("key/"))
}

/// Adds what comes from the caller and from the organisation to the policies of the resource.
fn finish(
    scenario: &Scenario,
    caller: &Caller,
    kind: HopKind,
    request: Request,
    policies: Policies,
) -> Result<Hop, ScenarioError> {
    let world = &scenario.world;
    let mut levels = Levels::default();
    let (mut scp, mut rcp) = (None, None);
    // A session lives in its role's account: that account's SCPs count (AWS Organizations User Guide: "SCP evaluation").
    if let Some(way) = request.principal.account.as_deref().and_then(|id| world.levels(id)) {
        let documents = |level: &crate::iam::scenario::Level<'_>| {
            level.scp_document_names().map(|name| attached(scenario, &name)).collect::<Result<Vec<_>, _>>()
        };
        scp = Some(way.iter().map(documents).collect::<Result<Vec<_>, _>>()?);
        levels.scp = way.into_iter().map(|level| level.title).collect();
    }
    if let Some(way) = request.resource_account.as_deref().and_then(|id| world.levels(id)) {
        let documents = |level: &crate::iam::scenario::Level<'_>| {
            level.rcp_document_names().map(|name| attached(scenario, &name)).collect::<Result<Vec<_>, _>>()
        };
        rcp = Some(way.iter().map(documents).collect::<Result<Vec<_>, _>>()?);
        levels.rcp = way.into_iter().map(|level| level.title).collect();
    }
    let policies = Policies { scp, rcp, ..caller.policies(policies) };
    let decision = Decision { reason: Reason::NoIdentityAllow };
    let trace = Trace { layers: Vec::new(), decision, unspecified: Vec::new() };
    Ok(Hop { kind, request, policies, levels, rule: None, trace })
}

/// A multivalued key.
pub(super) fn many(values: impl IntoIterator<Item = String>) -> ContextValue {
    ContextValue::Many(values.into_iter().collect())
}
