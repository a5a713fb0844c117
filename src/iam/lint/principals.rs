//! Who is let in, and what is asked of them.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::arn::Arn;
use crate::iam::condition::{BaseOperator, SetOperator};
use crate::iam::findings::{
    INVALID_ROLE_REFERENCE, INVALID_USER_REFERENCE, MISMATCHED_ACTION_FOR_PRINCIPAL,
    MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY, MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL,
    RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL, REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY,
    RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL, ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
    STAR_IN_ACTION_OF_ROLE_TRUST_POLICY, STAR_IN_PRINCIPAL_WITHOUT_CONDITION, UNKNOWN_SERVICE_PRINCIPAL,
};
use crate::iam::json::{Node, Value};
use crate::iam::lower::provider::{mentions, oidc_provider, speaks_of};
use crate::iam::lower::service;
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::{ConditionLine, Effect, PolicyKind, Statement};
use crate::iam::principal::PrincipalEntry;
use crate::text::{Edit, Spanned, TextRange};

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    if !matches!(document.kind, PolicyKind::Trust | PolicyKind::Resource) {
        return;
    }
    for statement in &document.policy.statements {
        references(statement, findings);
        services(document, statement, findings);
        everybody(document, statement, findings);
        if document.kind == PolicyKind::Trust {
            let before = findings.len();
            wildcard_actions(document, statement, findings);
            if findings.len() == before {
                mismatches(statement, findings);
            }
            other_accounts(document, statement, findings);
            sessions_of_roles(statement, findings);
        }
    }
    if document.kind == PolicyKind::Trust {
        roles_anywhere(document, findings);
    }
}

/// The principals that a statement names.
pub(super) fn named(statement: &Statement) -> impl Iterator<Item = &Spanned<PrincipalEntry>> {
    statement.principal.iter().filter(|principal| !principal.negated).flat_map(|principal| &principal.entries)
}

// ---- what conditions ask ----

/// Whether a condition lets through only requests that bring the key with some of all its values.
pub(super) fn asks(line: &ConditionLine) -> bool {
    let operator = line.operator.value;
    let is_anything = |value: &Spanned<String>| match value.value.as_str() {
        "0.0.0.0/0" | "::/0" => true,
        text => operator.base.takes_wildcards() && !text.is_empty() && text.trim_matches('*').is_empty(),
    };
    !operator.base.is_negated()
        && operator.base != BaseOperator::Null
        && !operator.if_exists
        && operator.set != Some(SetOperator::ForAllValues)
        && !line.values.iter().any(is_anything)
}

/// Keys that say who calls or from where; with none of them asked for, `*` is the whole world
/// (AWS: "AWS global condition context keys").
const NARROWING: [&str; 18] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:username",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
];

/// The keys by which a service says for whom it acts (AWS: "The confused deputy problem").
const SOURCES: [&str; 4] = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

fn asks_one_of(statement: &Statement, keys: &[&str]) -> bool {
    let is_one = |line: &ConditionLine| keys.iter().any(|key| key.eq_ignore_ascii_case(&line.key.value));
    statement.conditions.iter().any(|line| is_one(line) && asks(line))
}

// ---- principals ----

/// Ids that stand where a user or role was.
fn references(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    for entry in named(statement) {
        let PrincipalEntry::Deleted(id) = &entry.value else { continue };
        let (finding, what) =
            if id.starts_with("AROA") { (&INVALID_ROLE_REFERENCE, "role") } else { (&INVALID_USER_REFERENCE, "user") };
        let message = format!("`{id}` is what remains of a {what} that was deleted: it names nobody");
        let help = format!("name a {what} that exists by its ARN, or take the id out");
        findings.push(finding.at(entry.range, message).with_help(help));
    }
}

/// Service principals: whether they are known, and for whom they act.
fn services(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    for entry in named(statement) {
        let PrincipalEntry::Service(name) = &entry.value else { continue };
        if let Some(meant) = service::meant(name) {
            let message = format!("`{name}` is no service principal that is known here");
            findings.push(
                UNKNOWN_SERVICE_PRINCIPAL
                    .at(entry.range, message)
                    .with_help(format!("write `{meant}` if that is the one you mean"))
                    .with_fix(Edit { range: entry.range, insert: format!("\"{meant}\"") }),
            );
        } else if statement.effect.value == Effect::Allow && !asks_one_of(statement, &SOURCES) {
            findings.extend(deputy(document.kind, statement, name, entry.range));
        }
    }
}

/// A service that acts for anybody who asks it to. Of the services that assume roles, IAM Roles Anywhere is the one whose
/// guide says so (AWS: "The IAM Roles Anywhere trust model"); others may not send the keys, and a condition would shut them
/// out.
fn deputy(kind: PolicyKind, statement: &Statement, name: &str, range: TextRange) -> Option<Diagnostic> {
    const ROLES_ANYWHERE: &str = "name the trust anchor: add a condition on `aws:SourceArn`";
    if kind == PolicyKind::Trust {
        let message = "any trust anchor that Roles Anywhere knows in the account opens this role";
        return (name == ANYWHERE)
            .then(|| RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL.at(range, message).with_help(ROLES_ANYWHERE));
    }
    if let Some(line) = statement.conditions.iter().find(|line| line.key.value.eq_ignore_ascii_case("aws:Referer")) {
        let message = format!("`{}` does not say for whom `{name}` acts", line.key.value);
        let help = "compare `aws:SourceArn` or `aws:SourceAccount` instead";
        return Some(RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL.at(line.range, message).with_help(help));
    }
    let message = format!("`{name}` may come on behalf of anybody's account, not only of yours");
    let help = "add a condition on `aws:SourceArn` or `aws:SourceAccount`";
    Some(RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL.at(range, message).with_help(help))
}

/// `*`: open to the world, or in a form that trust policies are not to have.
fn everybody(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let Some(entry) = named(statement).find(|entry| entry.value == PrincipalEntry::Everyone) else { return };
    if statement.effect.value == Effect::Allow && !asks_one_of(statement, &NARROWING) {
        let (message, help) = match document.kind {
            PolicyKind::Trust => (
                "anybody in any account of the world may assume the role",
                "name the account, role, user or service that is meant",
            ),
            _ => (
                "anybody in the world is let in, with or without an account",
                "name those who are meant, or add a condition such as `aws:PrincipalOrgID`; leave it if all this is public",
            ),
        };
        findings.push(STAR_IN_PRINCIPAL_WITHOUT_CONDITION.at(entry.range, message).with_help(help));
    } else if document.kind == PolicyKind::Trust && is_bare(document, statement) {
        findings.push(
            ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL
                .at(entry.range, "AWS's own check refuses the bare `\"*\"` in a trust policy")
                .with_help("write `{\"AWS\": \"*\"}`, which means the same")
                .with_fix(Edit { range: entry.range, insert: "{\"AWS\": \"*\"}".to_owned() }),
        );
    }
}

/// The JSON of a statement.
fn node<'d>(document: &Document<'d>, statement: &Statement) -> Option<&'d Node> {
    document.parse.root.as_ref()?.get("Statement")?.items().get(statement.index)
}

fn is_bare(document: &Document<'_>, statement: &Statement) -> bool {
    node(document, statement).and_then(|node| node.get("Principal")).is_some_and(|value| value.as_str().is_some())
}

/// A whole account, and nothing that tells one of its customers from another. Whether it is another company's cannot be
/// seen, so a role or user is left alone.
fn other_accounts(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let is_asked = mentions(statement, "sts:ExternalId") || asks_one_of(statement, &NARROWING);
    if statement.effect.value != Effect::Allow || is_asked || !speaks_of(statement, "sts:AssumeRole") {
        return;
    }
    for entry in named(statement) {
        let PrincipalEntry::Account(number) = &entry.value else { continue };
        if document.own_accounts.contains(number) {
            continue;
        }
        let message =
            format!("if account {number} belongs to another company, any customer of theirs may get in through it");
        let help = "a company that works in many accounts gives each customer an external id: add a condition on \
                    `sts:ExternalId`; between accounts of your own leave it as it is";
        findings.push(MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL.at(entry.range, message).with_help(help));
    }
}

/// A session of a role that is named beside it.
fn sessions_of_roles(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let roles: Vec<(&str, &str)> = named(statement).filter_map(|entry| role_name(&entry.value)).collect();
    let entries: Vec<&Spanned<PrincipalEntry>> = named(statement).collect();
    for (place, entry) in entries.iter().enumerate() {
        let PrincipalEntry::Session(session) = &entry.value else { continue };
        let Some(arn) = Arn::parse(session) else { continue };
        let name = arn.resource.split('/').nth(1).unwrap_or_default();
        if !roles.contains(&(arn.account, name)) {
            continue;
        }
        let message = format!("this session is let in already: its role `{name}` is named beside it");
        let before = place.checked_sub(1).and_then(|before| entries.get(before));
        let range = match (before, entries.get(place + 1)) {
            (Some(before), _) => TextRange::new(before.range.end as usize, entry.range.end as usize),
            (None, Some(after)) => TextRange::new(entry.range.start as usize, after.range.start as usize),
            (None, None) => continue,
        };
        findings.push(
            REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY
                .at(entry.range, message)
                .with_help("keep the role, or the session alone if nobody else is to get in")
                .with_fix(Edit { range, insert: String::new() }),
        );
    }
}

/// Account and name of a role, without its path.
fn role_name(entry: &PrincipalEntry) -> Option<(&str, &str)> {
    let PrincipalEntry::Role(arn) = entry else { return None };
    let arn = Arn::parse(arn)?;
    Some((arn.account, arn.resource.rsplit('/').next()?))
}

// ---- actions ----

/// The actions by which a role is assumed.
const ASSUME: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

/// The action by which a principal assumes a role; `None` of everybody, who are all of them.
fn action_of(entry: &PrincipalEntry) -> Option<&'static str> {
    let [plain, with_saml, with_web_identity] = ASSUME;
    match entry {
        PrincipalEntry::Everyone => None,
        PrincipalEntry::Federated(_) if oidc_provider(entry).is_some() => Some(with_web_identity),
        PrincipalEntry::Federated(_) => Some(with_saml),
        _ => Some(plain),
    }
}

/// The one action by which all principals of a statement assume the role, if there is one.
fn action_of_all(statement: &Statement) -> Option<&'static str> {
    let mut actions = named(statement).map(|entry| action_of(&entry.value));
    let first = actions.next()??;
    actions.all(|action| action == Some(first)).then_some(first)
}

/// `sts:*` and the like.
fn wildcard_actions(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if statement.effect.value != Effect::Allow || statement.action.negated {
        return;
    }
    let entries = &statement.action.entries;
    // `*` alone is refused.
    let is_wide = |text: &str| text.contains(['*', '?']) && text != "*";
    for entry in entries.iter().filter(|entry| is_wide(entry.value.as_str())) {
        let text = entry.value.as_str();
        let message = format!("`{text}` allows more than assuming the role: name the one action that is meant");
        let fitting = action_of_all(statement);
        let help = match fitting {
            Some(action) => format!("write `{action}`; session tags and a source identity are actions of their own"),
            None => "each kind of principal has its own action: `sts:AssumeRole`, `sts:AssumeRoleWithSAML` or \
                     `sts:AssumeRoleWithWebIdentity`"
                .to_owned(),
        };
        let mut diagnostic = STAR_IN_ACTION_OF_ROLE_TRUST_POLICY.at(entry.range, message).with_help(help);
        let is_there = |action: &str| entries.iter().any(|other| other.value.as_str().eq_ignore_ascii_case(action));
        if let Some(action) = fitting.filter(|action| !is_there(action))
            && entry.range.slice(document.text).starts_with('"')
        {
            diagnostic = diagnostic.with_fix(Edit { range: entry.range, insert: format!("\"{action}\"") });
        }
        findings.push(diagnostic);
    }
}

/// Ways of assuming that none of the principals has, and principals whose way is not there.
fn mismatches(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let has_everybody = named(statement).any(|entry| entry.value == PrincipalEntry::Everyone);
    if statement.action.negated || has_everybody || !ASSUME.iter().any(|action| speaks_of(statement, action)) {
        return;
    }
    let ways: Vec<&str> = named(statement).filter_map(|entry| action_of(&entry.value)).collect();
    let is_idle = |pattern: &ActionPattern| {
        let mut meant = ASSUME.into_iter().filter(|action| pattern.matches(action)).peekable();
        meant.peek().is_some() && !meant.any(|action| ways.contains(&action))
    };
    let idle: Vec<_> = statement.action.entries.iter().filter(|entry| is_idle(&entry.value)).collect();
    for entry in &idle {
        let text = entry.value.as_str();
        let message = format!("`{text}` is not how these principals assume a role, so it lets nobody in");
        let mut diagnostic = MISMATCHED_ACTION_FOR_PRINCIPAL.at(entry.range, message);
        if let Some(action) = action_of_all(statement) {
            diagnostic = diagnostic.with_help(format!("write `{action}`"));
            if !speaks_of(statement, action) && idle.len() == 1 {
                diagnostic = diagnostic.with_fix(Edit { range: entry.range, insert: format!("\"{action}\"") });
            }
        }
        findings.push(diagnostic);
    }
    if !idle.is_empty() {
        return;
    }
    for entry in named(statement) {
        let Some(action) = action_of(&entry.value).filter(|action| !speaks_of(statement, action)) else { continue };
        let message =
            format!("`{}` assumes roles with `{action}`, which is not among the actions", entry.value.as_str());
        let help = "add the action, or give this principal a statement of its own";
        findings.push(MISMATCHED_ACTION_FOR_PRINCIPAL.at(entry.range, message).with_help(help));
    }
}

/// The service principal of IAM Roles Anywhere.
const ANYWHERE: &str = "rolesanywhere.amazonaws.com";

/// The three actions that IAM Roles Anywhere needs, in whichever statements.
fn roles_anywhere(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let is_anywhere = |statement: &&Statement| {
        statement.effect.value == Effect::Allow
            && named(statement).any(|entry| matches!(&entry.value, PrincipalEntry::Service(name) if name == ANYWHERE))
    };
    let of_anywhere = || document.policy.statements.iter().filter(is_anywhere);
    let Some(first) = of_anywhere().next() else { return };
    let lacking: Vec<&str> = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
        .into_iter()
        .filter(|action| !of_anywhere().any(|statement| speaks_of(statement, action)))
        .collect();
    if lacking.is_empty() {
        return;
    }
    let list = lacking.iter().map(|action| format!("`{action}`")).collect::<Vec<_>>().join(" and ");
    let mut diagnostic = MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY
        .at(first.action.range, format!("Roles Anywhere cannot assume the role without {list}"))
        .with_help("it tags each session with the certificate's names and sets the source identity");
    diagnostic.fix = adding_actions(document, first, &lacking);
    findings.push(diagnostic);
}

/// The change that adds actions to a statement that lists some.
pub(super) fn adding_actions(document: &Document<'_>, statement: &Statement, actions: &[&str]) -> Option<Edit> {
    let value = node(document, statement)?.get("Action")?;
    let added: String = actions.iter().map(|action| format!(", \"{action}\"")).collect();
    match &value.value {
        Value::String(text) => Some(Edit { range: value.range, insert: format!("[\"{text}\"{added}]") }),
        Value::Array(items) => Some(Edit { range: TextRange::at(items.last()?.range.end as usize), insert: added }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
