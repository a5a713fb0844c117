//! What people call the caller, the resource, an account, a statement.

use std::borrow::Cow;

use crate::iam::request::{Principal, PrincipalType};
use crate::iam::simulate::{Hop, HopKind, Simulation};
use crate::iam::trace::{DocumentStep, StatementStep};
use crate::text::TextRange;

/// The caller: a user's name, `Role/session`, a service's name.
pub(super) fn caller(principal: &Principal) -> String {
    let last = || principal.arn.rsplit('/').next().unwrap_or_default().to_owned();
    match principal.kind {
        PrincipalType::User | PrincipalType::FederatedUser => last(),
        PrincipalType::RoleSession => {
            principal.arn.split_once("assumed-role/").map_or_else(last, |(_, session)| session.to_owned())
        }
        PrincipalType::Root => "the root user".to_owned(),
        PrincipalType::Service => principal.arn.clone(),
        PrincipalType::WebIdentity => token_of(&principal.arn),
        PrincipalType::Saml => format!("an assertion of {}", last()),
        PrincipalType::Anonymous => "an unsigned caller".to_owned(),
    }
}

/// A token, by the provider that people know or else by its address.
fn token_of(provider: &str) -> String {
    let address = provider.split_once(":oidc-provider/").map_or(provider, |(_, address)| address);
    match address {
        "token.actions.githubusercontent.com" => "a GitHub token".to_owned(),
        "accounts.google.com" => "a Google token".to_owned(),
        "cognito-identity.amazonaws.com" => "a Cognito token".to_owned(),
        "www.amazon.com" => "an Amazon token".to_owned(),
        "graph.facebook.com" => "a Facebook token".to_owned(),
        _ => format!("a token of {address}"),
    }
}

/// What kind of caller it is, with its article.
pub(super) fn caller_kind(kind: PrincipalType) -> &'static str {
    match kind {
        PrincipalType::User => "the user",
        PrincipalType::RoleSession => "the session",
        PrincipalType::FederatedUser => "the federated user",
        PrincipalType::Root => "the root user",
        PrincipalType::Service => "the service",
        PrincipalType::WebIdentity | PrincipalType::Saml => "the identity provider",
        PrincipalType::Anonymous => "everybody",
    }
}

/// The last part of an ARN: `my-app-bucket/a.csv`, `role/App`; anything else as it is.
pub(super) fn resource(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}

/// A role's name without account and path.
pub(super) fn role(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// An account: what people call it, or its number.
pub(super) fn account(simulation: &Simulation, id: &str) -> String {
    simulation.accounts.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// The twelve digits of the account that a principal names as such: written as a number, or as its `:root` ARN.
pub(super) fn account_entry(entry: &str) -> Option<&str> {
    let id = match entry.strip_suffix(":root") {
        Some(arn) => arn.rsplit(':').next().unwrap_or_default(),
        None => entry,
    };
    (id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit())).then_some(id)
}

/// A principal as a policy's author wrote it. An account's two forms are one to the evaluator, and not to a reader: the
/// text says which it was, and where it cannot, the form that most policies have.
pub(super) fn written<'a>(entry: &'a str, text: Option<&'a str>, range: TextRange) -> Cow<'a, str> {
    let Some(id) = account_entry(entry) else { return Cow::Borrowed(entry) };
    let piece = text.map(|text| range.slice(text).trim_matches('"')).filter(|piece| account_entry(piece) == Some(id));
    piece.map_or_else(|| Cow::Owned(format!("arn:aws:iam::{id}:root")), Cow::Borrowed)
}

/// The account of the hop's resource.
pub(super) fn owner(simulation: &Simulation, hop: &Hop) -> String {
    hop.request.resource_account.as_deref().map_or_else(|| "another account".to_owned(), |id| account(simulation, id))
}

/// The account of the hop's caller.
pub(super) fn home(simulation: &Simulation, hop: &Hop) -> String {
    hop.request.principal.account.as_deref().map_or_else(|| "no account".to_owned(), |id| account(simulation, id))
}

/// Whether caller and resource belong to different accounts.
pub(super) fn crosses_accounts(hop: &Hop) -> bool {
    match (&hop.request.principal.account, &hop.request.resource_account) {
        (Some(caller), Some(owner)) => caller != owner,
        _ => false,
    }
}

/// A statement: its `Sid`, or its number counted from 1.
pub(super) fn statement(step: &StatementStep) -> String {
    match &step.sid {
        Some(sid) if !sid.is_empty() => sid.clone(),
        _ => format!("Statement {}", step.index + 1),
    }
}

/// A document: a file without its folder, others by their name.
pub(super) fn document(step: &DocumentStep) -> &str {
    match step.name.ends_with(".json") {
        true => step.name.rsplit('/').next().unwrap_or(&step.name),
        false => &step.name,
    }
}

/// A statement with its document: `Statement 1 of read.json`.
pub(super) fn statement_in(document: &DocumentStep, step: &StatementStep) -> String {
    format!("{} of {}", statement(step), self::document(document))
}

/// What a hop is about: `AppRole` for an assumption, `s3:GetObject on my-app-bucket/a.csv` for an action.
pub(super) fn target(hop: &Hop) -> String {
    match &hop.kind {
        HopKind::Assume { role: name, .. }
        | HopKind::PassRole { role: name, .. }
        | HopKind::ServiceAccepts { role: name, .. } => role(name).to_owned(),
        HopKind::TagSession | HopKind::SetSourceIdentity => role(resource(&hop.request.resource)).to_owned(),
        HopKind::Token { .. } | HopKind::Start | HopKind::Also | HopKind::Act if hop.request.resource == "*" => {
            hop.request.action.clone()
        }
        HopKind::Token { .. } | HopKind::Start | HopKind::Also | HopKind::Act => {
            format!("{} on {}", hop.request.action, resource(&hop.request.resource))
        }
    }
}

/// A span of time in seconds, in the words of a person.
pub(super) fn span(seconds: u32) -> String {
    let many = |count: u32, unit: &str| match count {
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    };
    match (seconds % 3_600, seconds % 60) {
        (0, _) => many(seconds / 3_600, "hour"),
        (_, 0) => many(seconds / 60, "minute"),
        _ => many(seconds, "second"),
    }
}
