//! Trust in identity providers: which claims must be asked of whoever holds a token.
//!
//! What IAM itself demands is an error and is found by [`crate::iam::lower`]; here is what it lets pass.

use super::Document;
use super::principals::{adding_actions, asks, named};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::Catalogue;
use crate::iam::condition::{BaseOperator, SetOperator};
use crate::iam::findings::{
    CONFIRM_AUDIENCE_CLAIM_TYPE, FEDERATED_PRINCIPAL_NOT_SUPPORTED, MISSING_ACTION_FOR_CONDITION_KEY,
    MISSING_AUDIENCE_FOR_SAML_PRINCIPAL, MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL,
    SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED,
};
use crate::iam::lower::provider::{GITHUB, WITH_WEB_IDENTITY, demanded_key, mentions, oidc_provider, speaks_of};
use crate::iam::policy::{ConditionLine, Effect, PolicyKind, Statement};
use crate::iam::principal::PrincipalEntry;
use crate::text::{Edit, Spanned};

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    for statement in &document.policy.statements {
        match document.kind {
            PolicyKind::Trust => {
                if statement.effect.value == Effect::Allow {
                    tokens(statement, findings);
                    assertions(statement, findings);
                    keys_without_action(document, statement, findings);
                }
                audience_type(document.text, statement, findings);
            }
            PolicyKind::Resource => providers_of_resource(statement, findings),
            _ => {}
        }
    }
}

/// Tokens of OpenID Connect providers: somebody's in particular, or anybody's.
fn tokens(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if !speaks_of(statement, WITH_WEB_IDENTITY) {
        return;
    }
    for entry in named(statement) {
        let Some(provider) = oidc_provider(&entry.value) else { continue };
        let demanded = demanded_key(provider);
        if demanded.is_some_and(|key| !mentions(statement, key) || !is_claim_of(key, provider)) {
            continue;
        }
        let is_github = provider.eq_ignore_ascii_case(GITHUB);
        let subjects = if is_github { github_subjects(statement) } else { Vec::new() };
        if !subjects.is_empty() {
            findings.extend(subjects);
        } else if !statement.conditions.iter().any(|line| is_claim_of(&line.key.value, provider) && asks(line)) {
            let message = format!("any token that `{provider}` signs gets in: nothing is asked of it");
            let key = demanded.map_or_else(|| format!("{provider}:sub"), str::to_owned);
            findings.push(
                MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL
                    .at(entry.range, message)
                    .with_help(format!("add a condition on a claim of the token, such as `{key}`")),
            );
        }
    }
}

/// Whether a condition key is a claim in the tokens of the provider: `gitlab.com:sub`.
fn is_claim_of(key: &str, provider: &str) -> bool {
    key.rsplit_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(provider))
}

/// The subjects of GitHub that leave open for which repository or branch a workflow runs. Names may carry numbers:
/// `repo:acme@4711/shop@815:...` (GitHub's changelog of 23 April 2026).
fn github_subjects(statement: &Statement) -> Vec<Diagnostic> {
    let is_subject = |line: &&ConditionLine| is_claim_of(&line.key.value, GITHUB) && line.key.value.ends_with(":sub");
    let is_branch = |line: &ConditionLine| is_claim_of(&line.key.value, GITHUB) && line.key.value.ends_with(":ref");
    let branch_is_asked = statement
        .conditions
        .iter()
        .any(|line| is_branch(line) && asks(line) && !line.values.iter().any(|value| value.value.contains(['*', '?'])));
    let compared = statement.conditions.iter().filter(is_subject);
    let with_wildcards =
        compared.filter(|line| line.operator.value.base == BaseOperator::StringLike && !line.operator.value.if_exists);
    let values = with_wildcards.flat_map(|line| &line.values).filter(|value| value.value.contains(['*', '?']));
    let mut findings = Vec::new();
    for value in values {
        let text = value.value.as_str();
        let (owner, repository, rest) = match text.strip_prefix("repo:").and_then(|rest| rest.split_once('/')) {
            Some((owner, rest)) => match rest.split_once(':') {
                Some((repository, rest)) => (owner, repository, rest),
                None => (owner, rest, "*"),
            },
            None => ("*", "*", "*"),
        };
        let open = |part: &str| part.contains(['*', '?']);
        let message = if open(owner) {
            format!("`{text}` lets in repositories of other owners on GitHub")
        } else if open(repository) {
            format!("`{text}` lets in more than one repository of `{owner}`")
        } else if !open(rest) || branch_is_asked {
            continue;
        } else {
            format!("`{text}` lets in workflows of more than one branch of `{repository}`")
        };
        findings.push(
            SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED
                .at(value.range, message)
                .with_help("name owner, repository and branch, as in `repo:OWNER/REPOSITORY:ref:refs/heads/main`"),
        );
    }
    findings
}

/// Assertions of SAML providers, and for whom they were made.
fn assertions(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if !speaks_of(statement, "sts:AssumeRoleWithSAML") || mentions(statement, "SAML:aud") {
        return;
    }
    let is_saml = |entry: &&Spanned<PrincipalEntry>| {
        entry.value.as_str().contains(":saml-provider/") && oidc_provider(&entry.value).is_none()
    };
    if let Some(entry) = named(statement).find(is_saml) {
        findings.push(
            MISSING_AUDIENCE_FOR_SAML_PRINCIPAL
                .at(entry.range, "the statement does not ask for whom the assertion was made")
                .with_help("for sign-in to the console add `\"StringEquals\": {\"SAML:aud\": \"https://signin.aws.amazon.com/saml\"}`"),
        );
    }
}

/// An audience that is compared as a set, where tokens have one.
fn audience_type(text: &str, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let providers: Vec<&str> = named(statement).filter_map(|entry| oidc_provider(&entry.value)).collect();
    for line in &statement.conditions {
        let key = line.key.value.as_str();
        let is_audience = key.ends_with(":aud") && providers.iter().any(|provider| is_claim_of(key, provider));
        let Some(set) = line.operator.value.set.filter(|_| is_audience) else { continue };
        // `ForAllValues` on a key that is known to hold one value is a finding of its own.
        let is_known = Catalogue::built_in().service("sts").is_some_and(|sts| sts.condition_key(key).is_some());
        if set == SetOperator::ForAllValues && is_known {
            continue;
        }
        let written = line.operator.range.slice(text);
        let plain = written.replace(&format!("{}:", set.as_str()), "");
        let message = format!("`{}` compares a set, and a token commonly has one audience", set.as_str());
        findings.push(
            CONFIRM_AUDIENCE_CLAIM_TYPE
                .at(line.range, message)
                .with_help(format!("write {plain}, unless this provider's tokens list several"))
                .with_fix(Edit { range: line.operator.range, insert: plain }),
        );
    }
}

/// Conditions on what a caller can only bring along with a second action, which nothing in the document allows.
fn keys_without_action(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    const ASSUME: [&str; 3] = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", WITH_WEB_IDENTITY];
    if !ASSUME.iter().any(|action| speaks_of(statement, action)) {
        return;
    }
    for line in &statement.conditions {
        let key = line.key.value.to_ascii_lowercase();
        let action = match key.as_str() {
            "aws:tagkeys" | "sts:transitivetagkeys" => "sts:TagSession",
            "sts:sourceidentity" => "sts:SetSourceIdentity",
            key if key.starts_with("aws:requesttag/") => "sts:TagSession",
            _ => continue,
        };
        // "The key must be absent" holds when nobody can bring it.
        let asks_for_absence =
            line.operator.value.base == BaseOperator::Null && line.values.iter().any(|value| value.value == "true");
        let is_allowed = |other: &Statement| other.effect.value == Effect::Allow && speaks_of(other, action);
        if asks_for_absence || document.policy.statements.iter().any(is_allowed) {
            continue;
        }
        let message = format!("nobody can bring `{}` along: the policy does not allow `{action}`", line.key.value);
        let mut diagnostic = MISSING_ACTION_FOR_CONDITION_KEY
            .at(line.range, message)
            .with_help(format!("add `{action}` to the actions of the statement"));
        diagnostic.fix = adding_actions(document, statement, &[action]);
        findings.push(diagnostic);
    }
}

/// Identity providers in the policy of another resource than a role.
fn providers_of_resource(statement: &Statement, findings: &mut Vec<Diagnostic>) {
    for entry in named(statement).filter(|entry| matches!(entry.value, PrincipalEntry::Federated(_))) {
        let message = "an identity provider never calls the resource: those it signs in come as sessions of a role";
        findings.push(
            FEDERATED_PRINCIPAL_NOT_SUPPORTED
                .at(entry.range, message)
                .with_help("name the role under `AWS`; the provider belongs in that role's trust policy"),
        );
    }
}
