//! Refuses steps on the way that no call could make: fields that do not go together, names and values that AWS does not take.

use std::collections::BTreeSet;

use super::check::{check_action, check_resource, fault};
use super::world::{is_name_character, is_session_name, session_name_error};
use super::{Api, Assume, PathStep, ScenarioError, Step, Tags, Who};

/// Who makes a step, as far as it matters to what may stand in it.
#[derive(Clone, Copy, PartialEq)]
enum Hand {
    User,
    Root,
    Ec2,
    Token,
    Other,
}

/// Checks every step that stands as a table.
///
/// # Errors
/// The first thing that cannot be; its path begins at the request.
pub(super) fn check_steps(who: &Who, steps: &[Step]) -> Result<(), ScenarioError> {
    let mut hand = match who {
        Who::User(_) => Hand::User,
        Who::Root(_) => Hand::Root,
        Who::Service(name) if name.starts_with("ec2.") => Hand::Ec2,
        Who::WebIdentity(_) | Who::Saml(_) => Hand::Token,
        Who::Service(_) | Who::Role { .. } | Who::Anonymous => Hand::Other,
    };
    for (at, step) in steps.iter().enumerate() {
        let assume = step.assume();
        check_step(hand, &assume)
            .map_err(|(field, message)| fault(way_to(field), message).within(["through".into(), at.into()]))?;
        if assume.api != Some(Api::GetSessionToken) {
            hand = Hand::Other;
        }
    }
    Ok(())
}

/// A field, with a dot where it lies in another one, and what is wrong with it.
type Wrong = (&'static str, String);

/// The way to a field that is named so.
pub(super) fn way_to(field: &str) -> impl Iterator<Item = PathStep> {
    field.split('.').filter(|name| !name.is_empty()).map(PathStep::from)
}

fn check_step(hand: Hand, assume: &Assume) -> Result<(), Wrong> {
    check_fields(hand, assume)?;
    if let Some(start) = &assume.start {
        check_action(&start.action).map_err(|message| ("start.action", message))?;
        check_resource(&start.resource).map_err(|message| ("start.resource", message))?;
    }
    if assume.instance_profile.is_some() && assume.start.is_none() && hand != Hand::Ec2 {
        let message = "only EC2 takes a role out of an instance profile; write `role`, or let `service \
                       ec2.amazonaws.com` act";
        return Err(("instance_profile", message.to_owned()));
    }
    if assume.api == Some(Api::GetFederationToken) && hand == Hand::Root {
        return Err(("api", "what a root user gets from this call is not modelled here; let a user call".to_owned()));
    }
    if assume.mfa && !matches!(hand, Hand::User | Hand::Root) {
        return Err(("mfa", "an MFA device belongs to a user; sessions and services have none".to_owned()));
    }
    if let Some(session) = &assume.session {
        let most = if assume.api == Some(Api::GetFederationToken) { 32 } else { 64 };
        if !is_session_name(session) || session.len() > most {
            return Err(("session", session_name_error(session).replace("64", &most.to_string())));
        }
    }
    if let Some(identity) = &assume.source_identity
        && (!is_session_name(identity) || identity.starts_with("aws:"))
    {
        let message = format!("`{identity}` is no source identity; use 2 to 64 letters, digits or any of `+=,.@_-`");
        return Err(("source_identity", message));
    }
    if let Some(id) = &assume.external_id
        && !((2..=1_224).contains(&id.len()) && id.chars().all(|c| is_name_character(c) || ":/".contains(c)))
    {
        let message = format!("`{id}` is no external id; use 2 to 1224 letters, digits or any of `+=,.@:/_-`");
        return Err(("external_id", message));
    }
    check_tags(&assume.tags).map_err(|message| ("tags", message))?;
    match assume.transitive.iter().find(|key| !assume.tags.keys().any(|tag| tag.eq_ignore_ascii_case(key))) {
        Some(key) => Err(("transitive", format!("`{key}` is none of the tags; add it to `tags`"))),
        None => Ok(()),
    }
}

/// Which fields a call takes (AWS: STS API Reference).
fn check_fields(hand: Hand, assume: &Assume) -> Result<(), Wrong> {
    let used = [
        ("api", assume.api.is_some()),
        ("role", assume.role.is_some()),
        ("instance_profile", assume.instance_profile.is_some()),
        ("session", assume.session.is_some()),
        ("duration", assume.duration.is_some()),
        ("policies", !assume.policies.is_empty()),
        ("tags", !assume.tags.is_empty()),
        ("transitive", !assume.transitive.is_empty()),
        ("source_identity", assume.source_identity.is_some()),
        ("external_id", assume.external_id.is_some()),
        ("mfa", assume.mfa),
        ("claims", !assume.claims.is_empty()),
    ];
    let (call, refused): (&str, &[&str]) = match (&assume.start, assume.api) {
        (Some(_), _) => (
            "a service that gets a role",
            &["api", "duration", "policies", "tags", "transitive", "source_identity", "external_id", "mfa", "claims"],
        ),
        (None, Some(Api::GetSessionToken)) => (
            "`get_session_token`",
            &[
                "role",
                "instance_profile",
                "session",
                "policies",
                "tags",
                "transitive",
                "source_identity",
                "external_id",
                "claims",
            ],
        ),
        (None, Some(Api::GetFederationToken)) => (
            "`get_federation_token`",
            &["role", "instance_profile", "transitive", "source_identity", "external_id", "mfa", "claims"],
        ),
        (None, Some(Api::AssumeRoleWithSaml | Api::AssumeRoleWithWebIdentity)) => {
            ("a call with a token or an assertion", &["instance_profile", "external_id", "mfa"])
        }
        (None, None) if hand == Hand::Token => {
            ("a call with a token or an assertion", &["instance_profile", "external_id", "mfa"])
        }
        (None, None | Some(Api::AssumeRole)) => ("`assume_role`", &["claims"]),
    };
    match used.into_iter().find(|(field, used)| *used && refused.contains(field)) {
        Some((field, _)) => Err((field, format!("{call} takes no `{field}`; remove it"))),
        None => Ok(()),
    }
}

/// AWS: "Tags for AWS Identity and Access Management resources", "IAM and AWS STS quotas".
pub(super) fn check_tags(tags: &Tags) -> Result<(), String> {
    if tags.len() > 50 {
        return Err(format!("{} tags; AWS takes fifty", tags.len()));
    }
    let mut keys = BTreeSet::new();
    for (key, value) in tags {
        let lower = key.to_lowercase();
        if key.is_empty() || key.chars().count() > 128 || value.chars().count() > 256 {
            return Err(format!(
                "the tag `{key}` is too short or too long; a key has 1 to 128 letters, a value at most 256"
            ));
        }
        if lower.starts_with("aws:") {
            return Err(format!("the tag `{key}` begins with `aws:`, which is kept for AWS; name it otherwise"));
        }
        if !keys.insert(lower) {
            return Err(format!("the tag `{key}` stands twice, for case does not count in a tag's key; remove one"));
        }
    }
    Ok(())
}
