//! Refuses worlds and requests that cannot be, with the way to the entry at fault.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::plan;
use super::slots::{is_json_text, is_managed_by_aws, slots};
use super::steps::{check_steps, check_tags, way_to};
use super::{Expect, PathStep, PolicySource, ProviderKind, RequestSpec, ScenarioError, Who, World};
use crate::iam::trace::Reason;

/// An error at `path`.
pub(super) fn fault(path: impl IntoIterator<Item = PathStep>, message: impl Into<String>) -> ScenarioError {
    ScenarioError::new(message).within(path)
}

/// Checks everything but the policies' own text.
///
/// # Errors
/// The first thing that cannot be.
pub(super) fn check(world: &World, requests: &[RequestSpec]) -> Result<(), ScenarioError> {
    check_world(world).map_err(|error| error.within(["world".into()]))?;
    let mut names = BTreeSet::new();
    for (at, spec) in requests.iter().enumerate() {
        let here = || ["requests".into(), at.into()];
        if spec.name.trim().is_empty() {
            return Err(fault(["name".into()], "a request without a name; name it").within(here()));
        }
        if !names.insert(spec.name.as_str()) {
            let message = format!("two requests are named `{}`; rename one", spec.name);
            return Err(fault(["name".into()], message).within(here()));
        }
        check_request(world, spec).map_err(|error| error.within(here()))?;
    }
    for slot in slots(world, requests) {
        if let PolicySource::Text(text) = slot.source
            && !is_json_text(text)
            && !is_managed_by_aws(text)
            && (text.contains('\n') || !text.ends_with(".json"))
        {
            let message = format!(
                "the {} is neither a file's name (ending in `.json`) nor JSON text (beginning with `{{`)",
                slot.title
            );
            return Err(fault(slot.path, message));
        }
    }
    Ok(())
}

fn check_world(world: &World) -> Result<(), ScenarioError> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, account) in &world.accounts {
        let here = || ["accounts".into(), name.as_str().into()];
        if name.is_empty() || name.contains(['/', ' ']) {
            let message = format!("`{name}` cannot be an account's short name; use one word without `/`");
            return Err(fault(here(), message));
        }
        if account.id.len() != 12 || !account.id.bytes().all(|b| b.is_ascii_digit()) {
            let message = format!("`{}` is not an account id; write its twelve digits in quotes", account.id);
            return Err(fault(["id".into()], message).within(here()));
        }
        if let Some(other) = owners.insert(&account.id, name) {
            let message = format!("accounts `{other}` and `{name}` have the same id; give each its own");
            return Err(fault(["id".into()], message).within(here()));
        }
    }
    check_names(world, "users", "user", world.users.iter().map(|user| user.name.as_str()))?;
    check_names(world, "roles", "role", world.roles.iter().map(|role| role.name.as_str()))?;
    check_names(world, "groups", "group", world.groups.iter().map(|group| group.name.as_str()))?;
    let profiles = world.instance_profiles.iter().map(|profile| profile.name.as_str());
    check_names(world, "instance_profiles", "instance profile", profiles)?;
    for (at, resource) in world.resources.iter().enumerate() {
        let here = || ["resources".into(), at.into()];
        check_tags(&resource.tags).map_err(|message| fault(["tags".into()], message).within(here()))?;
        let account =
            world.account(&resource.account).map_err(|message| fault(["account".into()], message).within(here()))?;
        check_arn(&resource.arn).map_err(|message| fault(["arn".into()], message).within(here()))?;
        if account_field(&resource.arn).is_some_and(|id| id != account.id) {
            let message =
                format!("`{}` names another account than `{}` ({})", resource.arn, resource.account, account.id);
            return Err(fault(["arn".into()], format!("{message}; correct one of them")).within(here()));
        }
        if world.resources.iter().take(at).any(|other| other.arn == resource.arn) {
            let message = format!("`{}` is listed twice; join the entries", resource.arn);
            return Err(fault(["arn".into()], message).within(here()));
        }
    }
    super::members::check_members(world)
}

/// AWS: "IAM and AWS STS quotas": names are unique in their account whatever their path and their case.
fn check_names<'n>(
    world: &World,
    list: &str,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<(), ScenarioError> {
    let mut seen: BTreeMap<(String, String), &str> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        let here = || [list.into(), at.into(), "name".into()];
        let identity = world.identity(name).map_err(|message| fault(here(), message))?;
        if let Some(other) = seen.insert((identity.account.to_owned(), identity.name.to_lowercase()), name) {
            let message = match other == name {
                true => format!("{what} `{name}` is named twice; remove or rename one"),
                false => format!("{what}s `{other}` and `{name}` have one name for IAM; rename one"),
            };
            return Err(fault(here(), message));
        }
    }
    Ok(())
}

/// Checks one request against the world it is made in. Paths begin at the request.
///
/// # Errors
/// The first thing that cannot be.
pub(crate) fn check_request(world: &World, spec: &RequestSpec) -> Result<Who, ScenarioError> {
    let who = Who::parse(&spec.who).map_err(|message| fault(["who".into()], message))?;
    let known = match &who {
        Who::User(name) => world.user(name).map(|_| ()),
        Who::Root(account) => world.account(account).map(|_| ()),
        Who::Role { role, .. } => world.role(role).map(|_| ()),
        Who::WebIdentity(name) => world.provider(name, ProviderKind::Oidc).map(|_| ()),
        Who::Saml(name) => world.provider(name, ProviderKind::Saml).map(|_| ()),
        Who::Service(_) | Who::Anonymous => Ok(()),
    };
    known.map_err(|message| fault(["who".into()], message))?;
    check_steps(&who, &spec.through)?;
    match (&spec.action, &spec.resource) {
        (Some(action), Some(resource)) => {
            check_action(action).map_err(|message| fault(["action".into()], message))?;
            check_resource(resource).map_err(|message| fault(["resource".into()], message))?;
        }
        (Some(action), None) => {
            let message = format!("`{action}` on what? add `resource`: an ARN, or `*` when the action names none");
            return Err(fault(["action".into()], message));
        }
        (None, Some(_)) => {
            return Err(fault(["resource".into()], "a resource and no action; add `action`, or remove the resource"));
        }
        (None, None) if spec.through.is_empty() => {
            return Err(fault([], "nothing is asked; add `action` and `resource`, or a role in `through`"));
        }
        (None, None) => {}
    }
    if spec.action.is_none() {
        let unused =
            [("passes", spec.passes.is_some()), ("also", !spec.also.is_empty()), ("tags", !spec.tags.is_empty())];
        if let Some((field, _)) = unused.into_iter().find(|(_, used)| *used) {
            return Err(fault([field.into()], format!("`{field}` and no action; add `action`, or remove it")));
        }
    }
    check_tags(&spec.tags).map_err(|message| fault(["tags".into()], message))?;
    for (at, also) in spec.also.iter().enumerate() {
        let also = also.check();
        let here = || ["also".into(), at.into()];
        check_resource(&also.resource).map_err(|message| fault(here(), message))?;
        also.action.as_deref().map_or(Ok(()), check_action).map_err(|message| fault(here(), message))?;
    }
    if let Some(source) = &spec.source {
        check_arn(source).map_err(|message| fault(["source".into()], message))?;
    }
    let planned = plan(world, &who, spec).map_err(|(step, field, message)| {
        let step = step.map(|at| ["through".into(), at.into()]);
        fault(step.into_iter().flatten().chain(way_to(field)), message)
    })?;
    if let Some(Expect::Exactly(exactly)) = &spec.expect {
        let calls = planned.len();
        if exactly.hop.is_some_and(|hop| hop == 0 || hop > calls) {
            let message = format!("there is no such hop; the request makes {calls}, counted from 1");
            return Err(fault(["expect".into(), "hop".into()], message));
        }
        if let Some(code) = &exactly.reason {
            let here = || ["expect".into(), "reason".into()];
            let reason = Reason::from_code(code).ok_or_else(|| {
                let codes: Vec<&str> = Reason::ALL.into_iter().map(Reason::code).collect();
                fault(here(), format!("`{code}` is no reason; the reasons are {}", codes.join(", ")))
            })?;
            if !exactly.outcome.accepts(reason.verdict()) {
                let message = format!("`{code}` never ends that way; change `reason` or `outcome`");
                return Err(fault(here(), message));
            }
        }
    }
    Ok(who)
}

/// What `*` or an ARN is, or why it is neither.
pub(super) fn check_resource(resource: &str) -> Result<(), String> {
    if resource == "*" { Ok(()) } else { check_arn(resource) }
}

pub(super) fn check_action(action: &str) -> Result<(), String> {
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // AWS: "AssumeRoot" (STS API Reference). A decision without its rules would be a guess.
    if action.eq_ignore_ascii_case("sts:AssumeRoot") {
        return Err(format!("the rules of `{action}` are not modelled here; ask for another action"));
    }
    match action.split_once(':') {
        Some((service, name)) if is_word(service) && is_word(name) => Ok(()),
        _ if action.contains(['*', '?']) => {
            Err(format!("`{action}` is a pattern; a request asks for one action, for example `s3:GetObject`"))
        }
        _ => Err(format!("`{action}` is not an action; write `service:Action`, for example `s3:GetObject`")),
    }
}

fn check_arn(arn: &str) -> Result<(), String> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", partition, service, _, _, resource]
            if !partition.is_empty() && !service.is_empty() && !resource.is_empty() =>
        {
            Ok(())
        }
        _ => Err(format!("`{arn}` is not an ARN; write all six parts, for example `arn:aws:s3:::my-app-bucket/a.csv`")),
    }
}

/// The account that an ARN names; S3 buckets and a few others name none.
pub(crate) fn account_field(arn: &str) -> Option<&str> {
    arn.split(':').nth(4).filter(|id| id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()))
}
