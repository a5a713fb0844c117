//! The condition keys that a real call carries, from who calls what (AWS: "AWS global condition context keys").
//!
//! What a world cannot say has a fixed value, so that a scenario gives the same answer every day.

use std::collections::BTreeMap;

use super::caller::{Caller, tag_keys};
use super::hops::many;
use crate::iam::request::{Context, ContextValue, Principal, PrincipalType, Request};
use crate::iam::scenario::{ContextSpec, RequestSpec, Tags, Taken, World, account_field};

/// The time of every call that does not say another, and of the making of every session.
pub const DEFAULT_TIME: &str = "2026-01-15T09:00:00Z";
/// An address that belongs to nobody (RFC 5737); service principals call from inside AWS and have none.
const SOURCE_IP: &str = "203.0.113.10";
pub(super) const REGION: &str = "us-east-1";
const USER_AGENT: &str = "aws-cli/2.32.0";

pub(super) fn one(value: impl Into<String>) -> ContextValue {
    ContextValue::One(value.into())
}

/// Every key that follows from who calls and on what.
pub(super) fn derive(request: &Request, caller: &Caller, world: &World) -> Context {
    let principal = &request.principal;
    let mut context = Context::default();
    let mut set = |key: &str, value: &str| context.set(key, one(value));
    set("aws:CurrentTime", DEFAULT_TIME);
    set("aws:EpochTime", &epoch(DEFAULT_TIME).unwrap_or_default().to_string());
    let region = request.resource.split(':').nth(3).filter(|region| !region.is_empty());
    set("aws:RequestedRegion", region.unwrap_or(REGION));
    set("aws:SecureTransport", "true");
    set("aws:UserAgent", USER_AGENT);
    set("aws:ViaAWSService", "false");
    if let Some(owner) = &request.resource_account {
        set("aws:ResourceAccount", owner);
    }
    if let Some(id) = caller.user_id.as_deref() {
        set("aws:userid", id);
    }
    if let Some(kind) = principal_type(principal.kind) {
        set("aws:PrincipalType", kind);
    }
    if principal.kind != PrincipalType::Service {
        set("aws:SourceIp", SOURCE_IP);
    }
    of_resource(&mut context, request, world);
    let mut set = |key: &str, value: &str| context.set(key, one(value));
    match principal.kind {
        PrincipalType::Service => {
            set("aws:PrincipalIsAWSService", "true");
            set("aws:PrincipalServiceName", &principal.arn);
            context.set("aws:PrincipalServiceNamesList", ContextValue::Many(vec![principal.arn.clone()]));
            return context;
        }
        PrincipalType::Anonymous => {
            set("aws:PrincipalAccount", "anonymous");
            return context;
        }
        PrincipalType::WebIdentity | PrincipalType::Saml => return context,
        PrincipalType::User | PrincipalType::RoleSession | PrincipalType::FederatedUser | PrincipalType::Root => {}
    }
    set("aws:PrincipalIsAWSService", "false");
    if let Some(account) = &principal.account {
        set("aws:PrincipalAccount", account);
    }
    // For a role session the key holds the role, not the session (AWS: "AWS global condition context keys").
    set("aws:PrincipalArn", principal.role_arn.as_deref().unwrap_or(&principal.arn));
    if principal.kind == PrincipalType::User {
        set("aws:username", principal.arn.rsplit('/').next().unwrap_or_default());
    }
    if caller.is_temporary {
        set("aws:TokenIssueTime", DEFAULT_TIME);
    }
    say_of_mfa(&mut context, caller.mfa);
    if let Some(identity) = &caller.source_identity {
        context.set("aws:SourceIdentity", one(identity));
    }
    for (key, value) in &caller.tags {
        context.set(format!("aws:PrincipalTag/{key}"), one(value));
    }
    if let Some((id, path)) = principal.account.as_deref().and_then(|id| world.organization_path(id)) {
        context.set("aws:PrincipalOrgID", one(id));
        context.set("aws:PrincipalOrgPaths", many([path]));
    }
    for (key, value) in &caller.keys {
        context.set(key, value.clone());
    }
    context
}

/// What credentials, or the call that asks for them, say about MFA. The device was used just now.
fn say_of_mfa(context: &mut Context, mfa: Option<bool>) {
    if let Some(mfa) = mfa {
        context.set("aws:MultiFactorAuthPresent", one(mfa.to_string()));
        if mfa {
            context.set("aws:MultiFactorAuthAge", one("0"));
        }
    }
}

/// What follows from the resource and its owner.
fn of_resource(context: &mut Context, request: &Request, world: &World) {
    if let Some((id, path)) = request.resource_account.as_deref().and_then(|id| world.organization_path(id)) {
        context.set("aws:ResourceOrgID", one(id));
        context.set("aws:ResourceOrgPaths", many([path]));
    }
    for (key, value) in world.tags_of(&request.resource).into_iter().flatten() {
        context.set(format!("{RESOURCE_TAG}{key}"), one(value));
    }
}

const RESOURCE_TAG: &str = "aws:ResourceTag/";

/// Takes away the tags of the resource.
pub(super) fn remove_resource_tags(context: &mut Context) {
    let keys: Vec<String> =
        context.iter().map(|(key, _)| key.to_owned()).filter(|key| key.starts_with(RESOURCE_TAG)).collect();
    for key in keys {
        context.remove(&key);
    }
}

/// What a call for credentials says of the session (AWS: "IAM and AWS STS condition context keys").
pub(super) fn say_of_session(request: &mut Request, taken: &Taken<'_>) {
    let assume = &taken.assume;
    for (key, value) in claims(&request.principal, taken) {
        request.context.set(key, value);
    }
    if let Some(id) = &assume.external_id {
        request.context.set("sts:ExternalId", one(id));
    }
    if let Some(identity) = &assume.source_identity {
        request.context.set("sts:SourceIdentity", one(identity));
    }
    if assume.mfa {
        say_of_mfa(&mut request.context, Some(true));
    }
    say_of_tags(request, &assume.tags);
    if !assume.transitive.is_empty() {
        request.context.set("sts:TransitiveTagKeys", tag_keys(&assume.transitive));
    }
}

/// Tags that are sent with a call.
pub(super) fn say_of_tags(request: &mut Request, tags: &Tags) {
    for (key, value) in tags {
        request.context.set(format!("aws:RequestTag/{key}"), one(value));
    }
    if !tags.is_empty() {
        request.context.set("aws:TagKeys", tag_keys(tags.keys()));
    }
}

/// The keys that come of what a token or an assertion says: named after the provider's address, or `saml:`
/// (AWS: "IAM and AWS STS condition context keys"). An assertion for AWS has one audience.
pub(super) fn claims(caller: &Principal, taken: &Taken<'_>) -> Vec<(String, ContextValue)> {
    let provider = match caller.kind {
        PrincipalType::WebIdentity => caller.arn.split_once(":oidc-provider/").map_or(&*caller.arn, |(_, name)| name),
        PrincipalType::Saml => "saml",
        PrincipalType::User
        | PrincipalType::RoleSession
        | PrincipalType::FederatedUser
        | PrincipalType::Root
        | PrincipalType::Service
        | PrincipalType::Anonymous => return Vec::new(),
    };
    let audience = (caller.kind == PrincipalType::Saml)
        .then(|| ("saml:aud".to_owned(), one("https://signin.aws.amazon.com/saml")));
    let said = taken.assume.claims.iter().map(|(claim, value)| (format!("{provider}:{claim}"), value.value()));
    audience.into_iter().chain(said).collect()
}

/// What a call carries that a service makes because of something, or that comes through services
/// (AWS: "AWS global condition context keys").
pub(super) fn say_of_services(request: &mut Request, world: &World, spec: &RequestSpec) {
    let context = &mut request.context;
    if let Some(source) = &spec.source {
        context.set("aws:SourceArn", one(source));
        let owner = world.resource(source).and_then(|entry| world.account(&entry.account).ok());
        let owner = owner.map(|account| account.id.as_str()).or_else(|| account_field(source));
        if let Some(owner) = owner {
            context.set("aws:SourceAccount", one(owner));
            if let Some((id, path)) = world.organization_path(owner) {
                context.set("aws:SourceOrgID", one(id));
                context.set("aws:SourceOrgPaths", many([path]));
            }
        }
    }
    if let (Some(first), Some(last)) = (spec.called_via.first(), spec.called_via.last()) {
        context.set("aws:CalledVia", many(spec.called_via.iter().cloned()));
        context.set("aws:CalledViaFirst", one(first));
        context.set("aws:CalledViaLast", one(last));
        context.set("aws:ViaAWSService", one("true"));
    }
}

/// The value of `aws:PrincipalType` (AWS: "IAM policy elements: Variables and tags", table of principals; it has no row
/// for services and unsigned federated callers).
fn principal_type(kind: PrincipalType) -> Option<&'static str> {
    match kind {
        PrincipalType::User => Some("User"),
        PrincipalType::RoleSession => Some("AssumedRole"),
        PrincipalType::FederatedUser => Some("FederatedUser"),
        PrincipalType::Root => Some("Account"),
        PrincipalType::Anonymous => Some("Anonymous"),
        PrincipalType::Service | PrincipalType::WebIdentity | PrincipalType::Saml => None,
    }
}

/// Puts what a scenario says over what was derived, and takes away what it wants left out. Who sets one of the two
/// clocks sets both.
pub(super) fn overlay(context: &mut Context, over: &BTreeMap<String, ContextSpec>, without: &[String]) {
    let sets = |wanted: &str| over.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    if let (Some(ContextSpec::Text(time)), None) = (sets("aws:CurrentTime"), sets("aws:EpochTime")) {
        match epoch(time) {
            Some(seconds) => context.set("aws:EpochTime", one(seconds.to_string())),
            None => context.remove("aws:EpochTime"),
        }
    }
    // A call through a VPC endpoint comes from no public address (AWS: "AWS global condition context keys").
    let through_endpoint = ["aws:SourceVpce", "aws:SourceVpc"].into_iter().any(|key| sets(key).is_some());
    if through_endpoint {
        context.remove("aws:SourceIp");
    }
    for (key, value) in over {
        context.set(key, value.value());
    }
    for key in without {
        context.remove(key);
    }
}

impl ContextSpec {
    /// As a request carries it.
    #[must_use]
    pub fn value(&self) -> ContextValue {
        match self {
            Self::Bool(value) => one(value.to_string()),
            Self::Integer(value) => one(value.to_string()),
            Self::Float(value) => one(value.to_string()),
            Self::Text(value) => one(value.clone()),
            Self::Many(values) => ContextValue::Many(values.clone()),
        }
    }
}

/// Seconds since 1970 of `YYYY-MM-DDThh:mm:ssZ`; `None` for any other form.
fn epoch(time: &str) -> Option<i64> {
    let (date, clock) = time.strip_suffix('Z')?.split_once('T')?;
    let numbers = |text: &str, mark: char| text.split(mark).map(|n| n.parse().ok()).collect::<Option<Vec<i64>>>();
    let (date, clock) = (numbers(date, '-')?, numbers(clock, ':')?);
    let ([year, month, day], [hour, minute, second]) = (date.as_slice(), clock.as_slice()) else { return None };
    // The year begins in March, so that the leap day is its last: then every month's offset is one formula.
    let (year, month) = if *month > 2 { (*year, month - 3) } else { (year - 1, month + 9) };
    let days =
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day
            - 719_469;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epoch_seconds_count_from_1970() {
        let check = |time: &str, expected: Option<i64>| assert_eq!(epoch(time), expected, "{time}");
        check("1970-01-01T00:00:00Z", Some(0));
        check("2000-02-29T12:00:00Z", Some(951_825_600));
        check("2026-01-15T09:00:00Z", Some(1_768_467_600));
        check("2026-01-15", None);
    }
}
