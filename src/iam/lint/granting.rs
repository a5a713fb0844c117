//! Permissions that are wider than they look: passing roles, everything at once, complements.
//!
//! What one statement alone shows, and at most one finding for each thing that is written: the gravest. Policies that only
//! limit (boundaries, session and service control policies) allow widely on purpose, so they are not looked at.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::condition::BaseOperator;
use crate::iam::findings::{
    ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES, ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES, ALLOW_WITH_NOT_ACTION,
    ALLOW_WITH_NOT_RESOURCE, ASSUME_ROLE_WITH_STAR_IN_RESOURCE, CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
    CREATE_SLR_WITH_NOT_RESOURCE, CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE, CREATE_SLR_WITH_STAR_IN_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION, DENY_WITH_NOT_PRINCIPAL, Finding,
    PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE, PASS_ROLE_WITH_NOT_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE, PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_RESOURCE, PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE,
};
use crate::iam::pattern::ResourcePattern;
use crate::iam::policy::{Effect, Element, PolicyKind, Statement, Version};
use crate::iam::principal::PrincipalEntry;
use crate::text::TextRange;

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    for statement in &document.policy.statements {
        match (statement.effect.value, document.kind) {
            (Effect::Deny, _) => not_principal(statement, findings),
            (Effect::Allow, PolicyKind::Identity) => grants(statement, document.policy.version, findings),
            (Effect::Allow, PolicyKind::Resource | PolicyKind::Trust) => complements(statement, findings),
            (Effect::Allow, PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp | PolicyKind::Rcp) => {}
        }
    }
}

/// How a statement says an action.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// By its name.
    Named,
    /// With a wildcard.
    Wildcard,
    /// By not listing it in `NotAction`.
    NotAction,
}

/// On which resources of a type a statement speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    /// On all.
    All,
    /// On all but those that `NotResource` lists.
    AllBut,
}

/// Where a statement says an action, and how.
struct Place<'s> {
    said: Said,
    /// The action as written; `NotAction` when it is not written.
    text: &'s str,
    range: TextRange,
}

impl Place<'_> {
    /// "`iam:*` covers `iam:PassRole`".
    fn words(&self, action: &str) -> String {
        match self.said {
            Said::Named => format!("`{action}`"),
            Said::Wildcard => format!("`{}` covers `{action}`", self.text),
            Said::NotAction => format!("`NotAction` leaves `{action}` open"),
        }
    }
}

/// The findings about one action: how it is said, and on which resources.
struct Names {
    named: [&'static Finding; 2],
    wildcard: [&'static Finding; 2],
    not_action: [&'static Finding; 2],
}

impl Names {
    fn of(&self, said: Said, on: On) -> &'static Finding {
        let [all, all_but] = match said {
            Said::Named => self.named,
            Said::Wildcard => self.wildcard,
            Said::NotAction => self.not_action,
        };
        match on {
            On::All => all,
            On::AllBut => all_but,
        }
    }
}

const PASS_ROLE: Names = Names {
    named: [&PASS_ROLE_WITH_STAR_IN_RESOURCE, &PASS_ROLE_WITH_NOT_RESOURCE],
    wildcard: [&PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE, &PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE],
    not_action: [&PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION, &PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE],
};

const CREATE_SLR: Names = Names {
    named: [&CREATE_SLR_WITH_STAR_IN_RESOURCE, &CREATE_SLR_WITH_NOT_RESOURCE],
    wildcard: [&CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE, &CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE],
    not_action: [&CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION, &CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE],
};

const CREATE_SLR_ACTION: &str = "iam:CreateServiceLinkedRole";

/// The actions that change what somebody may do, or hand out somebody's credentials, and the type of resource they work on.
const CHANGES_PERMISSIONS: [(&str, &str); 15] = [
    ("iam:AddUserToGroup", "group"),
    ("iam:AttachGroupPolicy", "group"),
    ("iam:AttachRolePolicy", "role"),
    ("iam:AttachUserPolicy", "user"),
    ("iam:CreateAccessKey", "user"),
    ("iam:CreateLoginProfile", "user"),
    ("iam:CreatePolicyVersion", "policy"),
    ("iam:DeleteRolePermissionsBoundary", "role"),
    ("iam:DeleteUserPermissionsBoundary", "user"),
    ("iam:PutGroupPolicy", "group"),
    ("iam:PutRolePolicy", "role"),
    ("iam:PutUserPolicy", "user"),
    ("iam:SetDefaultPolicyVersion", "policy"),
    ("iam:UpdateAssumeRolePolicy", "role"),
    ("iam:UpdateLoginProfile", "user"),
];

/// A statement that allows something in a permissions policy.
fn grants(statement: &Statement, version: Version, findings: &mut Vec<Diagnostic>) {
    let Some(resource) = &statement.resource else { return };
    let is_free = statement.conditions.is_empty();
    let on_everything = !resource.negated && resource.entries.iter().any(|entry| entry.value.is_everything());
    let everything = statement.action.entries.iter().find(|entry| entry.value.as_str() == "*");
    if let Some(star) = everything.filter(|_| is_free && on_everything && !statement.action.negated) {
        let message = "every action on every resource is allowed: whoever has this is an administrator";
        let help = "name the actions that are needed, and the resources they are needed on";
        findings.push(ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES.at(star.range, message).with_help(help));
        return;
    }
    let first = findings.len();
    pass_role(statement, resource, version, findings);
    let passes_roles = findings.len() > first;
    if is_free && !statement.action.negated {
        changes_permissions(statement, resource, version, first, findings);
        if on_everything {
            assumes_any_role(statement, findings);
        }
    }
    let before = findings.len();
    if !(statement.action.negated && passes_roles) {
        create_slr(statement, resource, version, first, findings);
    }
    let creates_roles = findings.len() > before;
    if is_free && on_everything && !statement.action.negated {
        whole_services(statement, first, findings);
    }
    let is_about_them = statement.action.entries.iter().all(|entry| entry.value.matches(CREATE_SLR_ACTION));
    if !(passes_roles || creates_roles && is_about_them && !statement.action.negated) {
        complements(statement, findings);
    }
}

/// Whether something from number `first` on is said of this place already.
fn is_said(findings: &[Diagnostic], first: usize, range: TextRange) -> bool {
    findings.iter().skip(first).any(|finding| finding.range == range)
}

/// Where a statement says an action, if it does.
fn place<'s>(statement: &'s Statement, action: &str) -> Option<Place<'s>> {
    let element = &statement.action;
    let entry = element.entries.iter().find(|entry| entry.value.matches(action));
    match (entry, element.negated) {
        (None, true) => {
            Some(Place { said: Said::NotAction, text: "NotAction", range: key_of(element.range, "NotAction") })
        }
        (Some(entry), false) => {
            let text = entry.value.as_str();
            let said = if text.eq_ignore_ascii_case(action) { Said::Named } else { Said::Wildcard };
            Some(Place { said, text, range: entry.range })
        }
        (None, false) | (Some(_), true) => None,
    }
}

/// The key of a member that begins with it.
fn key_of(member: TextRange, key: &str) -> TextRange {
    let start = member.start as usize;
    TextRange::new(start, (start + key.len() + 2).min(member.end as usize))
}

/// Whether a statement speaks of all resources that a path covers, `role/?*`.
fn on_all(resource: &Element<ResourcePattern>, path: &str, version: Version) -> Option<On> {
    let all = resource.entries.iter().any(|entry| covers_all(&entry.value, path, version));
    match (all, resource.negated) {
        (true, false) => Some(On::All),
        (false, true) => Some(On::AllBut),
        (true, true) | (false, false) => None,
    }
}

/// Whether a pattern covers all of IAM's resources with that path, at least in the account that it names.
fn covers_all(pattern: &ResourcePattern, path: &str, version: Version) -> bool {
    if pattern.is_everything() {
        return true;
    }
    let mut parts = pattern.as_str().split(':').skip(1);
    let (partition, service, _region, account) = (parts.next(), parts.next(), parts.next(), parts.next());
    if service != Some("iam") {
        return false;
    }
    let all = format!("arn:{}:iam::{}:{path}", partition.unwrap_or("*"), account.unwrap_or("*"));
    ResourcePattern::parse(&all).is_ok_and(|all| pattern.covers(&all, version))
}

/// Whether a condition asks for one of the keys, with a value that is not everything.
fn asks_for(statement: &Statement, keys: &[&str]) -> bool {
    statement.conditions.iter().any(|line| {
        keys.iter().any(|key| key.eq_ignore_ascii_case(&line.key.value))
            && line.operator.value.base != BaseOperator::Null
            && line.values.iter().all(|value| value.value.bytes().any(|byte| byte != b'*'))
    })
}

/// AWS: "Grant a user permissions to pass a role to an AWS service".
fn pass_role(
    statement: &Statement,
    resource: &Element<ResourcePattern>,
    version: Version,
    findings: &mut Vec<Diagnostic>,
) {
    const ACTION: &str = "iam:PassRole";
    let Some(place) = place(statement, ACTION) else { return };
    let Some(on) = on_all(resource, "role/?*", version) else { return };
    if asks_for(statement, &["iam:PassedToService", "iam:AssociatedResourceArn"]) {
        return;
    }
    let roles = match on {
        On::All => "every role",
        On::AllBut => "every role that `NotResource` does not list",
    };
    let so = "whoever has this can have a service act with one that may do more than they";
    let message = format!("{}, on {roles}: {so}", place.words(ACTION));
    let help = match place.said {
        Said::Named => "name the roles in `Resource`, or the service in a condition on `iam:PassedToService`",
        Said::Wildcard => {
            "name the actions that are needed; if passing roles is one of them, name the roles in `Resource`"
        }
        Said::NotAction => "list in `Action` what is needed, or `iam:*` among the exceptions",
    };
    findings.push(PASS_ROLE.of(place.said, on).at(place.range, message).with_help(help));
}

/// AWS: "Create a service-linked role".
fn create_slr(
    statement: &Statement,
    resource: &Element<ResourcePattern>,
    version: Version,
    first: usize,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(place) = place(statement, CREATE_SLR_ACTION) else { return };
    let Some(on) = on_all(resource, "role/aws-service-role/?*", version) else { return };
    if asks_for(statement, &["iam:AWSServiceName"]) || is_said(findings, first, place.range) {
        return;
    }
    let services = match on {
        On::All => "for every service",
        On::AllBut => "for every service that `NotResource` does not list",
    };
    let message = format!("{}, {services}, also those that nobody meant to use", place.words(CREATE_SLR_ACTION));
    let help = match place.said {
        Said::Named | Said::Wildcard => "name the service in a condition on `iam:AWSServiceName`",
        Said::NotAction => "list in `Action` what is needed, or `iam:*` among the exceptions",
    };
    findings.push(CREATE_SLR.of(place.said, on).at(place.range, message).with_help(help));
}

/// Actions that change permissions, on everybody.
fn changes_permissions(
    statement: &Statement,
    resource: &Element<ResourcePattern>,
    version: Version,
    first: usize,
    findings: &mut Vec<Diagnostic>,
) {
    let of_iam = |text: &str| text.get(..4).is_some_and(|service| service.eq_ignore_ascii_case("iam:"));
    for entry in statement.action.entries.iter().filter(|entry| of_iam(entry.value.as_str())) {
        let text = entry.value.as_str();
        let found = CHANGES_PERMISSIONS.iter().find(|(action, kind)| {
            entry.value.matches(action) && on_all(resource, &format!("{kind}/?*"), version).is_some()
        });
        let Some((action, kind)) = found.filter(|_| !is_said(findings, first, entry.range)) else { continue };
        let what = if text.eq_ignore_ascii_case(action) {
            format!("`{action}`")
        } else {
            format!("`{text}` covers `{action}`")
        };
        let all = if *kind == "policy" { "policies".to_owned() } else { format!("{kind}s") };
        let but = if resource.negated { " that `NotResource` does not list" } else { "" };
        let message = format!("{what}, on all {all}{but}: whoever has this can widen their own permissions");
        let help = format!("name the {all} in `Resource`");
        findings.push(PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE.at(entry.range, message).with_help(help));
        // The resource is what is wrong, so once is enough.
        return;
    }
}

/// `sts:AssumeRole` on `*`.
fn assumes_any_role(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    const ACTION: &str = "sts:AssumeRole";
    let Some(place) = place(statement, ACTION).filter(|place| place.text != "*") else { return };
    let message = format!("{}, on every role that trusts this account, whatever it may do", place.words(ACTION));
    let help = "name the roles in `Resource`";
    findings.push(ASSUME_ROLE_WITH_STAR_IN_RESOURCE.at(place.range, message).with_help(help));
}

/// `service:*` on `*`.
fn whole_services(statement: &Statement, first: usize, findings: &mut Vec<Diagnostic>) {
    let is_whole = |text: &str| text.split_once(':').is_some_and(|(_, name)| name.bytes().all(|byte| byte == b'*'));
    let mut entries = statement.action.entries.iter().filter(|entry| is_whole(entry.value.as_str()));
    let Some(entry) = entries.find(|entry| !is_said(findings, first, entry.range)) else { return };
    let text = entry.value.as_str();
    let others: Vec<&str> = entries.map(|entry| entry.value.as_str()).collect();
    let more = match others.as_slice() {
        [] => String::new(),
        [other] => format!(", and `{other}` too"),
        [other, rest @ ..] => format!(", and `{other}` and {} more too", rest.len()),
    };
    let message = format!("`{text}` on every resource allows all there is in the service{more}");
    let help = "name the actions that are needed, or the resources they are needed on";
    findings.push(ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES.at(entry.range, message).with_help(help));
}

/// `NotAction` and `NotResource` where something is allowed.
fn complements(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if statement.action.negated {
        let message = "`NotAction` with `Allow` allows every action that is not listed, also those that AWS will add";
        let help = "list in `Action` what is needed; to forbid something, write a `Deny` statement about it";
        let range = key_of(statement.action.range, "NotAction");
        findings.push(ALLOW_WITH_NOT_ACTION.at(range, message).with_help(help));
    }
    if let Some(resource) = statement.resource.as_ref().filter(|resource| resource.negated) {
        let message = "`NotResource` with `Allow` covers every resource that is not listed, also future ones";
        let help = "list in `Resource` what is needed; to protect something, write a `Deny` statement about it";
        findings.push(ALLOW_WITH_NOT_RESOURCE.at(key_of(resource.range, "NotResource"), message).with_help(help));
    }
}

/// AWS: "AWS JSON policy elements: NotPrincipal".
fn not_principal(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let Some(principal) = statement.principal.as_ref().filter(|principal| principal.negated) else { return };
    // Only users and roles have boundaries, and only their sessions hang on more than one name.
    let is_spared = |entry: &PrincipalEntry| {
        matches!(entry, PrincipalEntry::Service(_) | PrincipalEntry::Federated(_) | PrincipalEntry::CanonicalUser(_))
    };
    if principal.entries.iter().all(|entry| is_spared(&entry.value)) {
        return;
    }
    let message = "`NotPrincipal` with `Deny` also denies those listed who have a permissions boundary";
    let help = "deny `\"Principal\": \"*\"` with a condition `ArnNotEquals` on `aws:PrincipalArn` instead";
    findings.push(DENY_WITH_NOT_PRINCIPAL.at(key_of(principal.range, "NotPrincipal"), message).with_help(help));
}

#[cfg(test)]
mod tests;
