//! Which checks a request comes to, before any is made: AWS checks more than the call that a person types.

use std::borrow::Cow;

use super::operations::{further_resources, receiver};
use super::{Also, AlsoCheck, Api, Assume, RequestSpec, Who, World};

/// A check to be made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planned<'s> {
    /// The action that is checked.
    pub action: String,
    /// The step of the way that it belongs to, from 0; `None` for the request itself.
    pub step: Option<usize>,
    /// What it is for.
    pub purpose: Purpose<'s>,
}

/// What a check is for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Purpose<'s> {
    /// To get credentials.
    Take(Taken<'s>),
    /// To tag the session that is got with that.
    Tag(Taken<'s>),
    /// To give it a source identity.
    Identify(Taken<'s>),
    /// The call itself: of the request, or of a step that hands a role to a service.
    Call {
        /// The resource.
        resource: String,
    },
    /// The same call, checked on something else too.
    Also(AlsoCheck),
    /// To hand a role to a service.
    Pass {
        /// The role, `account/Name`.
        role: String,
        /// The service.
        service: String,
    },
    /// Whether that role lets the service put it on.
    Accept {
        /// The role, `account/Name`.
        role: String,
        /// The service.
        service: String,
    },
}

/// Credentials that a step asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Taken<'s> {
    /// The call.
    pub api: Api,
    /// The role, for the calls that take one.
    pub role: Option<String>,
    /// The instance profile that it comes from.
    pub instance_profile: Option<String>,
    /// The rest.
    pub assume: Cow<'s, Assume>,
}

/// What kind of caller makes a step, as far as it bears on the checks.
#[derive(Clone, Copy, PartialEq)]
enum Hand {
    WebIdentity,
    Saml,
    Other,
}

/// The checks that `spec` comes to, in order. Steps go in order; a step's own checks are: the call, the session's tags, its
/// source identity; or, when it hands a role to a service, the call on each of its resources, `iam:PassRole`, and the
/// role's trust of the service. The request's own come last.
///
/// # Errors
/// What is wrong with a step or with the role that is handed over, with the field at fault; `None` for the step is the
/// request itself.
pub(crate) fn plan<'s>(
    world: &World,
    who: &Who,
    spec: &'s RequestSpec,
) -> Result<Vec<Planned<'s>>, (Option<usize>, &'static str, String)> {
    let mut checks = Vec::new();
    let mut hand = match who {
        Who::WebIdentity(_) => Hand::WebIdentity,
        Who::Saml(_) => Hand::Saml,
        Who::User(_) | Who::Root(_) | Who::Service(_) | Who::Role { .. } | Who::Anonymous => Hand::Other,
    };
    // What an earlier session hands on has to be allowed again at every role (AWS: "Monitor and control actions taken with
    // assumed roles"; for tags widely observed).
    let (mut tags_go_along, mut identity_goes_along) = (false, false);
    for (at, step) in spec.through.iter().enumerate() {
        let assume = step.assume();
        let step = Some(at);
        let role = role_of(world, assume.role.as_deref(), assume.instance_profile.as_deref());
        let role = role.map_err(|(field, message)| (step, field, message))?;
        let mut push = |action: &str, purpose| checks.push(Planned { action: action.to_owned(), step, purpose });
        if let Some(start) = &assume.start {
            let role = role.ok_or_else(|| (step, "start", "which role does the service get? add `role`".to_owned()))?;
            let service =
                service_of(start.to.as_deref(), &start.action).map_err(|message| (step, "start.to", message))?;
            push(&start.action, Purpose::Call { resource: start.resource.clone() });
            for resource in further_resources(&start.action, &start.resource, &[]) {
                push(&start.action, Purpose::Also(AlsoCheck { resource, ..AlsoCheck::default() }));
            }
            push(PASS_ROLE, Purpose::Pass { role: role.clone(), service: service.clone() });
            push(ASSUME_ROLE, Purpose::Accept { role, service });
            (hand, tags_go_along, identity_goes_along) = (Hand::Other, false, false);
            continue;
        }
        let api = assume.api.unwrap_or(match hand {
            Hand::WebIdentity => Api::AssumeRoleWithWebIdentity,
            Hand::Saml => Api::AssumeRoleWithSaml,
            Hand::Other => Api::AssumeRole,
        });
        if api.takes_role() && role.is_none() {
            return Err((step, "", "which role? add `role`: `account/Name`".to_owned()));
        }
        let has_tags = !assume.tags.is_empty();
        let (tags, identity) = (has_tags || tags_go_along, assume.source_identity.is_some() || identity_goes_along);
        tags_go_along |= !assume.transitive.is_empty();
        identity_goes_along = identity;
        let taken = Taken { api, role, instance_profile: assume.instance_profile.clone(), assume };
        push(api.action(), Purpose::Take(taken.clone()));
        if tags && (api.takes_role() || has_tags) {
            push(TAG_SESSION, Purpose::Tag(taken.clone()));
        }
        if identity && api.takes_role() {
            push(SET_SOURCE_IDENTITY, Purpose::Identify(taken));
        }
        hand = Hand::Other;
    }
    let (Some(action), Some(resource)) = (&spec.action, &spec.resource) else { return Ok(checks) };
    let mut push = |action: &str, purpose| checks.push(Planned { action: action.to_owned(), step: None, purpose });
    push(action, Purpose::Call { resource: resource.clone() });
    let also: Vec<_> = spec.also.iter().map(Also::check).collect();
    let named: Vec<&str> = also.iter().map(|check| check.resource.as_str()).collect();
    let further = further_resources(action, resource, &named);
    for check in &also {
        push(check.action.as_deref().unwrap_or(action), Purpose::Also(check.clone().into_owned()));
    }
    for resource in further {
        push(action, Purpose::Also(AlsoCheck { resource, ..AlsoCheck::default() }));
    }
    if let Some(passes) = &spec.passes {
        let fault = |message: String| (None, "passes", message);
        let passed = passes.passed();
        let role = role_of(world, passed.role.as_deref(), passed.instance_profile.as_deref());
        let role = role.map_err(|(_, message)| fault(message))?;
        let role = role.ok_or_else(|| fault("which role is handed over? add `role`".to_owned()))?;
        let service = service_of(passed.to.as_deref(), action).map_err(fault)?;
        push(PASS_ROLE, Purpose::Pass { role: role.clone(), service: service.clone() });
        push(ASSUME_ROLE, Purpose::Accept { role, service });
    }
    Ok(checks)
}

const ASSUME_ROLE: &str = "sts:AssumeRole";
const PASS_ROLE: &str = "iam:PassRole";
const TAG_SESSION: &str = "sts:TagSession";
const SET_SOURCE_IDENTITY: &str = "sts:SetSourceIdentity";

/// The role that is named itself or by the instance profile that holds it.
fn role_of(world: &World, role: Option<&str>, profile: Option<&str>) -> Result<Option<String>, (&'static str, String)> {
    match (role, profile) {
        (Some(_), Some(_)) => Err(("instance_profile", "a role and an instance profile; name one of them".to_owned())),
        (Some(name), None) => {
            world.role(name).map_err(|message| ("role", message))?;
            Ok(Some(name.to_owned()))
        }
        (None, Some(name)) => {
            let (profile, _) = world.instance_profile(name).map_err(|message| ("instance_profile", message))?;
            Ok(Some(profile.role.clone()))
        }
        (None, None) => Ok(None),
    }
}

/// The service that gets the role.
fn service_of(named: Option<&str>, action: &str) -> Result<String, String> {
    match named {
        Some(name) if super::world::is_service(name) => Ok(name.to_owned()),
        Some(name) => Err(format!("`{name}` is not a service; name its principal, for example `lambda.amazonaws.com`")),
        None => receiver(action)
            .map(str::to_owned)
            .ok_or_else(|| format!("which service gets the role from `{action}`? add `to = \"NAME.amazonaws.com\"`")),
    }
}
