//! The condition keys that a real call carries, from who calls what (AWS: "AWS global condition context keys").
//!
//! What a world cannot say has a fixed value, so that a scenario gives the same answer every day.

use std::collections::BTreeMap;

use crate::iam::request::{Context, ContextValue, PrincipalType, Request};
use crate::iam::scenario::ContextSpec;

/// The time of every call that does not say another, and of the making of every session.
pub const DEFAULT_TIME: &str = "2026-01-15T09:00:00Z";
/// An address that belongs to nobody (RFC 5737); service principals call from inside AWS and have none.
const SOURCE_IP: &str = "203.0.113.10";
const REGION: &str = "us-east-1";
const USER_AGENT: &str = "aws-cli/2.32.0";

pub(super) fn one(value: impl Into<String>) -> ContextValue {
    ContextValue::One(value.into())
}

/// Every key that follows from the request's principal, action and resource.
pub(super) fn derive(request: &Request, user_id: Option<&str>) -> Context {
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
    if let Some(id) = user_id {
        set("aws:userid", id);
    }
    if let Some(kind) = principal_type(principal.kind) {
        set("aws:PrincipalType", kind);
    }
    if principal.kind != PrincipalType::Service {
        set("aws:SourceIp", SOURCE_IP);
    }
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
    match principal.kind {
        PrincipalType::User => {
            set("aws:username", principal.arn.rsplit('/').next().unwrap_or_default());
        }
        PrincipalType::RoleSession => {
            set("aws:TokenIssueTime", DEFAULT_TIME);
            // AWS: "Secure API access with MFA": what AssumeRole gives out knows of no MFA.
            set("aws:MultiFactorAuthPresent", "false");
        }
        PrincipalType::FederatedUser => set("aws:TokenIssueTime", DEFAULT_TIME),
        PrincipalType::Root
        | PrincipalType::Service
        | PrincipalType::WebIdentity
        | PrincipalType::Saml
        | PrincipalType::Anonymous => {}
    }
    context
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
