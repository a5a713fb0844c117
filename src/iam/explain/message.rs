//! What AWS itself says of a denial (AWS: "Troubleshoot access denied error messages").

use crate::iam::request::{PrincipalType, ResourceKind};
use crate::iam::simulate::{Hop, Simulation};
use crate::iam::trace::{Layer, Reason};

/// The message AWS would show for the denial at the end, in its documented form; `None` when nothing was denied or AWS
/// documents no message for it.
#[must_use]
pub fn access_denied_message(simulation: &Simulation) -> Option<String> {
    let hop = simulation.hops.last()?;
    let context = context(hop)?;
    let principal = &hop.request.principal;
    // The form begins with a user's, a role's or a session's ARN; other callers have none.
    match principal.kind {
        PrincipalType::User | PrincipalType::RoleSession | PrincipalType::FederatedUser | PrincipalType::Root => {}
        PrincipalType::Service | PrincipalType::WebIdentity | PrincipalType::Saml | PrincipalType::Anonymous => {
            return None;
        }
    }
    let action = &hop.request.action;
    let on = match hop.request.resource.as_str() {
        "*" => String::new(),
        resource => format!(" on resource: {resource}"),
    };
    Some(format!("User: {} is not authorized to perform: {action}{on} {context}", principal.arn))
}

fn context(hop: &Hop) -> Option<String> {
    let trust = hop.policies.resource_kind == ResourceKind::Trust;
    let silent = |policy: &str| Some(format!("because no {policy} allows the {} action", hop.request.action));
    let denied = |policy: &str| Some(format!("with an explicit deny in {policy}"));
    match hop.trace.decision.reason {
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
