//! What follows from the call itself, whatever any policy says: operations that need no permission, callers that may not
//! make a call, objects that AWS keeps to itself, and requests that an organisation's policies do not bind.

use crate::iam::arn::Arn;
use crate::iam::catalogue::Catalogue;
use crate::iam::request::{PrincipalType, Request};
use crate::iam::trace::Reason;

/// Takes an action apart: service and name. Both are empty when it is no action.
fn parts(action: &str) -> (&str, &str) {
    action.split_once(':').unwrap_or_default()
}

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

fn begins(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|head| is(head, beginning))
}

/// Whether the rules of an operation are outside of what is modelled here, so that any decision would be a guess:
/// `sts:AssumeRoot`, the central root access of organisations.
#[must_use]
pub fn is_out_of_scope(action: &str) -> bool {
    is(action, "sts:AssumeRoot")
}

/// The decision on calls that no policy is read for: `Some` when the operation needs no permission, or when this kind of
/// caller cannot make it (AWS: "Requesting temporary security credentials", "AssumeRole" in the STS API Reference).
pub(super) fn without_policies(request: &Request) -> Option<Reason> {
    use PrincipalType as Kind;
    let kind = request.principal.kind;
    let forbidden_unless = |may: bool| (!may).then_some(Reason::OperationForbidden);
    // A long-term identity: what GetSessionToken and GetFederationToken ask for, with credentials of its own.
    let long_term = matches!(kind, Kind::User | Kind::Root) && !request.flags.session_token;
    let (service, name) = parts(&request.action);
    if is(service, "iam") {
        // `iam:PassRole` is a permission that other services ask for, not a call of IAM's.
        let may_call_iam = kind != Kind::FederatedUser && (!request.flags.session_token || request.flags.mfa);
        return forbidden_unless(may_call_iam || is(name, "PassRole"));
    }
    if !is(service, "sts") {
        return None;
    }
    match name {
        name if is(name, "GetCallerIdentity") => Some(Reason::NoPermissionRequired),
        name if is(name, "GetSessionToken") => {
            Some(if long_term { Reason::NoPermissionRequired } else { Reason::OperationForbidden })
        }
        name if is(name, "GetFederationToken") => forbidden_unless(long_term),
        // The root user cannot assume roles. A service needs nothing but the role's trust.
        name if is(name, "AssumeRole") => {
            forbidden_unless(matches!(kind, Kind::User | Kind::RoleSession | Kind::Service))
        }
        name if is(name, "AssumeRoleWithSAML") => forbidden_unless(kind == Kind::Saml),
        name if is(name, "AssumeRoleWithWebIdentity") => forbidden_unless(kind == Kind::WebIdentity),
        // Not calls of their own: what is passed along with AssumeRole.
        name if is(name, "TagSession") || is(name, "SetSourceIdentity") || is(name, "SetContext") => {
            forbidden_unless(kind != Kind::FederatedUser)
        }
        _ => forbidden_unless(kind != Kind::FederatedUser && !request.flags.session_token),
    }
}

/// Whether the caller's own policies must allow even where the resource's policy names the caller: so it is with setting a
/// source identity (AWS: "Monitor and control actions taken with assumed roles", which says so of role chaining and of
/// other accounts, and shows both policies for a user of the same account).
pub(super) fn wants_own_policies(request: &Request) -> bool {
    is(&request.action, "sts:SetSourceIdentity")
}

/// Whether the request would change something that AWS keeps to itself, which no policy can allow: its managed policies,
/// the roles of IAM Identity Center, the aliases of AWS managed keys, the trust and permissions of service-linked roles
/// (AWS: "Roles terms and concepts"; for the others, widely observed).
pub(super) fn changes_protected_object(request: &Request) -> bool {
    let (service, name) = parts(&request.action);
    if !is(service, "iam") && !is(service, "kms") {
        return false;
    }
    let Some(arn) = Arn::parse(&request.resource) else { return false };
    let is_protected = match arn.service {
        "iam" if arn.account == "aws" => arn.resource.starts_with("policy/"),
        "iam" if arn.resource.starts_with("role/aws-reserved/") => true,
        "iam" => {
            arn.resource.starts_with("role/aws-service-role/")
                && request.principal.kind != PrincipalType::Service
                && TRUST_AND_PERMISSIONS.iter().any(|edit| is(name, edit))
        }
        "kms" => arn.resource.starts_with("alias/aws/"),
        _ => false,
    };
    is_protected && changes_something(&request.action)
}

/// Whether an action of IAM or KMS changes something: by its access level, or by its verb when the catalogue does not know
/// it.
fn changes_something(action: &str) -> bool {
    match Catalogue::built_in().action(action) {
        Some(action) => action.level.changes_something(),
        None => changes_by_verb(action),
    }
}

/// The same by the verb alone: in these two services every action that only reads begins with one of these, and no other
/// does (Service Authorization Reference, as of 27 October 2026).
fn changes_by_verb(action: &str) -> bool {
    let (service, name) = parts(action);
    let reads: &[&str] =
        if is(service, "iam") { &["Get", "List", "Generate", "Simulate"] } else { &["Describe", "Get", "List"] };
    !reads.iter().any(|verb| begins(name, verb))
}

/// The actions that edit a role's trust or permissions. A service-linked role's description can be edited and an unused
/// one deleted.
const TRUST_AND_PERMISSIONS: [&str; 7] = [
    "UpdateAssumeRolePolicy",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "PutRolePolicy",
    "DeleteRolePolicy",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
];

/// Whether service control policies bind the caller: they bind users, roles and root users of member accounts, not the
/// management account, service-linked roles or services (AWS Organizations User Guide: "Service control policies (SCPs)").
pub(super) fn scp_binds(request: &Request) -> bool {
    let of_an_account = matches!(
        request.principal.kind,
        PrincipalType::User | PrincipalType::RoleSession | PrincipalType::FederatedUser | PrincipalType::Root
    );
    of_an_account && !request.flags.principal_in_management_account && !request.flags.service_linked_role
}

/// Whether resource control policies bind the resource and the call: they bind resources of member accounts whoever calls,
/// except service-linked roles, AWS managed keys, `kms:RetireGrant` and services that do not support them
/// (AWS Organizations User Guide: "Resource control policies (RCPs)").
pub(super) fn rcp_binds(request: &Request) -> bool {
    let (service, _) = parts(&request.action);
    let begins = |wanted, beginning| {
        Arn::parse(&request.resource).is_some_and(|arn| arn.service == wanted && arn.resource.starts_with(beginning))
    };
    let service_takes_its_role = request.principal.kind == PrincipalType::Service
        && is(&request.action, "sts:AssumeRole")
        && begins("iam", "role/aws-service-role/");
    !request.flags.resource_in_management_account
        && !request.flags.service_linked_role
        && !service_takes_its_role
        && !is(&request.action, "kms:RetireGrant")
        && !begins("kms", "alias/aws/")
        && Catalogue::built_in().supports_rcp(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_iam_and_kms_the_verb_tells_what_the_access_level_tells() {
        for service in ["iam", "kms"] {
            let actions: Vec<_> = Catalogue::built_in().service(service).unwrap().actions().collect();
            assert!(actions.len() > 50, "{service}");
            for action in actions {
                let full = action.to_string();
                assert_eq!(changes_by_verb(&full), action.level.changes_something(), "{full}");
            }
        }
    }

    #[test]
    fn what_the_catalogue_does_not_know_is_told_by_its_verb() {
        for (action, changes) in
            [("iam:PutMoon", true), ("IAM:getMoon", false), ("kms:GenerateMoon", true), ("iam:GenerateMoon", false)]
        {
            assert!(Catalogue::built_in().action(action).is_none());
            assert_eq!(changes_something(action), changes, "{action}");
        }
    }
}
