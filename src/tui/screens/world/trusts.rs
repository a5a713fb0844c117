//! Who trusts whom in a world: read from the roles' trust policies as they stand now.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::iam::draft::Entity;
use crate::iam::policy::Effect;
use crate::iam::principal::PrincipalEntry;
use crate::iam::scenario::{Api, Document, ProviderKind, World};

/// Whom a trust policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Something of the world: a user, a role, a provider; an account stands for all in it.
    Known(Entity),
    /// A service, `lambda.amazonaws.com`.
    Service(String),
    /// Everybody.
    Everyone,
    /// Something that the world does not have, or that was deleted, as it is written.
    Other(String),
}

impl Whom {
    /// In words, short.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Known(entity) => {
                let name = entity.name();
                let simple = if matches!(entity, Entity::Account(_)) {
                    name
                } else {
                    name.split_once('/').map_or(name, |(_, rest)| rest)
                };
                format!("{} {simple}", entity.sort())
            }
            Self::Service(name) => format!("service {name}"),
            Self::Everyone => "anybody".to_owned(),
            Self::Other(text) => text.clone(),
        }
    }
}

/// A role trusts somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Whom.
    pub whom: Whom,
    /// The role, `account/Name`.
    pub role: String,
    /// Whether only under conditions.
    pub conditional: bool,
}

/// All of it, role after role, each pair once. A document that AWS would refuse lets nobody in.
#[must_use]
pub fn trusts(world: &World, documents: &BTreeMap<Arc<str>, Document>) -> Vec<Trust> {
    let mut found: Vec<Trust> = Vec::new();
    for role in &world.roles {
        let name = role.trust_document_name();
        let Some(document) = documents.get(name.as_str()).filter(|document| document.refusal().is_none()) else {
            continue;
        };
        for statement in document.policy.statements.iter().filter(|s| s.effect.value == Effect::Allow) {
            let lets_in = Api::ALL.into_iter().filter(|api| api.takes_role()).any(|api| {
                let named = statement.action.entries.iter().any(|pattern| pattern.value.matches(api.action()));
                named != statement.action.negated
            });
            let Some(principal) = statement.principal.as_ref().filter(|_| lets_in) else { continue };
            let conditional = !statement.conditions.is_empty();
            let whom: Vec<Whom> = match principal.negated {
                true => vec![Whom::Other("everybody but some".to_owned())],
                false => principal.entries.iter().map(|entry| whom(world, &entry.value)).collect(),
            };
            for whom in whom {
                let same = |trust: &&mut Trust| trust.role == role.name && trust.whom == whom;
                match found.iter_mut().find(same) {
                    // Without conditions once is without conditions.
                    Some(known) => known.conditional &= conditional,
                    None => found.push(Trust { whom, role: role.name.clone(), conditional }),
                }
            }
        }
    }
    found
}

fn whom(world: &World, entry: &PrincipalEntry) -> Whom {
    let account = |id: &str| world.accounts.iter().find(|(_, account)| account.id == id).map(|(name, _)| name.clone());
    let known = match entry {
        PrincipalEntry::Everyone => return Whom::Everyone,
        PrincipalEntry::Service(name) => return Whom::Service(name.clone()),
        PrincipalEntry::Account(id) => account(id).map(Entity::Account),
        PrincipalEntry::User(arn) => {
            let user =
                world.users.iter().find(|user| world.user(&user.name).is_ok_and(|(_, own)| own.user_arn() == *arn));
            user.map(|user| Entity::User(user.name.clone()))
        }
        PrincipalEntry::Role(arn) => {
            let role =
                world.roles.iter().find(|role| world.role(&role.name).is_ok_and(|(_, own)| own.role_arn() == *arn));
            role.map(|role| Entity::Role(role.name.clone()))
        }
        PrincipalEntry::Session(arn) => {
            let of = |name: &str| world.role(name).is_ok_and(|(_, own)| arn.starts_with(&own.session_arn("")));
            world.roles.iter().find(|role| of(&role.name)).map(|role| Entity::Role(role.name.clone()))
        }
        PrincipalEntry::Federated(arn) => {
            let is = |name: &str, kind: ProviderKind| world.provider(name, kind).is_ok_and(|own| own == *arn);
            let provider = world.identity_providers.iter().find(|provider| is(&provider.name, provider.kind));
            provider.map(|provider| Entity::provider(&provider.name, provider.kind))
        }
        PrincipalEntry::FederatedUser(_) | PrincipalEntry::CanonicalUser(_) | PrincipalEntry::Deleted(_) => None,
    };
    known.map_or_else(|| Whom::Other(entry.as_str().to_owned()), Whom::Known)
}

/// The roles whose trust policies AWS would refuse, so that they are not in force.
#[must_use]
pub fn not_in_force(world: &World, documents: &BTreeMap<Arc<str>, Document>) -> Vec<String> {
    let refused = |name: String| documents.get(name.as_str()).is_some_and(|document| document.refusal().is_some());
    let roles = world.roles.iter().filter(|role| refused(role.trust_document_name()));
    roles.map(|role| role.name.clone()).collect()
}
