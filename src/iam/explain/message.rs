//! What AWS itself says of a denial (AWS: "Troubleshoot access denied error messages").

use crate::iam::request::{PrincipalType, Request, ResourceKind};
use crate::iam::simulate::{Hop, HopKind, Rule, Simulation};
use crate::iam::trace::{Layer, Reason};

/// The message AWS would show for the denial at the end, in its documented form; `None` when nothing was denied or AWS
/// documents no message for it.
#[must_use]
pub fn access_denied_message(simulation: &Simulation) -> Option<String> {
    let hop = simulation.hops.last()?;
    if !hop.trace.decision.is_allowed()
        && let Some(own) = own_words(hop)
    {
        return Some(own);
    }
    access_denied_form(&hop.request, hop.policies.resource_kind, hop.trace.decision.reason, None)
}

/// The message for a request that ended for this reason. `policy_arn` names the policy with the Deny statement; the
/// message has a place for it only where one is documented.
#[must_use]
pub fn access_denied_form(
    request: &Request,
    resource_kind: ResourceKind,
    reason: Reason,
    policy_arn: Option<&str>,
) -> Option<String> {
    let context = context(request, resource_kind, reason)?;
    let principal = &request.principal;
    // The form begins with a user's, a role's or a session's ARN; other callers have none.
    match principal.kind {
        PrincipalType::User | PrincipalType::RoleSession | PrincipalType::FederatedUser | PrincipalType::Root => {}
        PrincipalType::Service | PrincipalType::WebIdentity | PrincipalType::Saml | PrincipalType::Anonymous => {
            return None;
        }
    }
    let action = &request.action;
    let on = match request.resource.as_str() {
        "*" => String::new(),
        resource => format!(" on resource: {resource}"),
    };
    let which = match reason {
        Reason::ExplicitDeny(Layer::Rcp | Layer::Scp | Layer::Identity | Layer::Boundary | Layer::Session) => {
            policy_arn
        }
        _ => None,
    };
    let which = which.map(|arn| format!(": {arn}")).unwrap_or_default();
    Some(format!("User: {} is not authorized to perform: {action}{on} {context}{which}", principal.arn))
}

/// The calls that have words of their own (AWS: "Troubleshoot SAML federation with IAM", "Troubleshoot IAM roles"; Lambda
/// Developer Guide: "Troubleshoot configuration issues in Lambda").
fn own_words(hop: &Hop) -> Option<String> {
    match (&hop.rule, &hop.kind, hop.request.principal.kind) {
        (Some(Rule::ChainedLongerThanHour { .. }), ..) => Some(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
                .to_owned(),
        ),
        (Some(Rule::LongerThanRole { .. }), ..) => {
            Some("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.".to_owned())
        }
        (None, HopKind::ServiceAccepts { service, .. }, _) if service == "lambda.amazonaws.com" => {
            Some("The role defined for the function cannot be assumed by Lambda.".to_owned())
        }
        (None, HopKind::Assume { .. }, PrincipalType::WebIdentity | PrincipalType::Saml) => {
            Some(format!("Not authorized to perform {}", hop.request.action))
        }
        _ => None,
    }
}

fn context(request: &Request, resource_kind: ResourceKind, reason: Reason) -> Option<String> {
    let trust = resource_kind == ResourceKind::Trust;
    let silent = |policy: &str| Some(format!("because no {policy} allows the {} action", request.action));
    let denied = |policy: &str| Some(format!("with an explicit deny in {policy}"));
    match reason {
        Reason::ExplicitDeny(Layer::Rcp) => denied("a resource control policy"),
        Reason::ExplicitDeny(Layer::Scp) => denied("a service control policy"),
        Reason::ExplicitDeny(Layer::Resource) if trust => denied("the role trust policy"),
        Reason::ExplicitDeny(Layer::Resource) => denied("a resource-based policy"),
        Reason::ExplicitDeny(Layer::Identity) => denied("an identity-based policy"),
        Reason::ExplicitDeny(Layer::Boundary) => denied("a permissions boundary"),
        Reason::ExplicitDeny(Layer::Session) => denied("a session policy"),
        Reason::ScpNoAllow => silent("service control policy"),
        Reason::NoIdentityAllow => silent("identity-based policy"),
        Reason::BoundaryNoAllow => silent("permissions boundary"),
        Reason::SessionNoAllow => silent("session policy"),
        Reason::NoResourceAllow if trust => silent("role trust policy"),
        Reason::NoResourceAllow => silent("resource-based policy"),
        // None is documented: RCPFullAWSAccess cannot be taken away.
        Reason::RcpNoAllow => None,
        // Not the general form: each such operation has words of its own.
        Reason::OperationForbidden => None,
        Reason::ResourceDirectAllow
        | Reason::ResourceEntityAllow
        | Reason::IdentityAllow
        | Reason::CrossAccountAllow
        | Reason::ServiceAllow
        | Reason::PublicAllow
        | Reason::RootAllow
        | Reason::NoPermissionRequired => None,
    }
}
