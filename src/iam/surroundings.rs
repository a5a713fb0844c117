//! What is known around a document while it is written: the names of its world, and the request that is looked at.

use crate::iam::request::Context;
use crate::iam::scenario::{ProviderKind, World};

/// A name that can be written into a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What is written: an ARN, an account id, a domain.
    pub name: String,
    /// What it is, for a person: "role Deployer in prod".
    pub what: String,
}

/// What is known around a document. Empty where there is no world: everything here is an addition.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Accounts, by id.
    pub accounts: Vec<Named>,
    /// The ids of the accounts that belong to the author: those of the organisation, or all where there is none.
    pub own_accounts: Vec<String>,
    /// Users and roles, by ARN.
    pub principals: Vec<Named>,
    /// Identity providers, by ARN.
    pub providers: Vec<Named>,
    /// Resources, by ARN.
    pub resources: Vec<Named>,
    /// The organisation's id, when there is one.
    pub organization: Option<String>,
    /// Tags that are in use: key and value.
    pub tags: Vec<(String, String)>,
    /// The condition keys of the request that is looked at: what a variable becomes.
    pub context: Option<Context>,
}

impl Surroundings {
    /// What a world has to offer; each name once, in the order of the world. A name that does not resolve (a world that is
    /// still being written) is left out.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let titles = world.account_titles();
        let mut found = Self {
            organization: world.organization.as_ref().map(|organization| organization.id.clone()),
            ..Self::default()
        };
        for account in world.accounts.values() {
            let title = titles.get(&account.id).map_or("", String::as_str);
            name(&mut found.accounts, account.id.clone(), format!("account {title}"));
            if world.organization.is_none() || world.organization_path(&account.id).is_some() {
                found.own_accounts.push(account.id.clone());
            }
        }
        for role in &world.roles {
            if let Ok((_, identity)) = world.role(&role.name) {
                name(&mut found.principals, identity.role_arn(), of_account("role", &role.name));
            }
        }
        for user in &world.users {
            if let Ok((_, identity)) = world.user(&user.name) {
                name(&mut found.principals, identity.user_arn(), of_account("user", &user.name));
            }
        }
        for provider in &world.identity_providers {
            let sort = match provider.kind {
                ProviderKind::Oidc => "OIDC provider",
                ProviderKind::Saml => "SAML provider",
            };
            if let Ok(arn) = world.provider(&provider.name, provider.kind) {
                name(&mut found.providers, arn, of_account(sort, &provider.name));
            }
        }
        for resource in &world.resources {
            name(&mut found.resources, resource.arn.clone(), format!("resource in {}", resource.account));
        }
        let tags = world.roles.iter().map(|role| &role.tags);
        let tags = tags.chain(world.users.iter().map(|user| &user.tags));
        for (key, value) in tags.chain(world.resources.iter().map(|resource| &resource.tags)).flatten() {
            let tag = (key.clone(), value.clone());
            if !found.tags.contains(&tag) {
                found.tags.push(tag);
            }
        }
        found
    }
}

/// Adds a name that is not there yet.
fn name(list: &mut Vec<Named>, name: String, what: String) {
    if !list.iter().any(|known| known.name == name) {
        list.push(Named { name, what });
    }
}

/// `role`, `prod/team/Deployer` in words: "role Deployer in prod". A provider's name may hold slashes of its own.
fn of_account(sort: &str, name: &str) -> String {
    let (account, rest) = name.split_once('/').unwrap_or(("", name));
    let simple = if sort.ends_with("provider") { rest } else { rest.rsplit_once('/').map_or(rest, |(_, last)| last) };
    format!("{sort} {simple} in {account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORLD: &str = r#"
        [accounts.dev]
        id = "111122223333"
        title = "Dev"
        [accounts.prod]
        id = "444455556666"
        [organization]
        id = "o-abc1234567"
        [[users]]
        name = "dev/team/ann"
        tags = { team = "shop" }
        [[roles]]
        name = "prod/Deployer"
        trust = "trust.json"
        tags = { team = "shop", stage = "live" }
        [[roles]]
        name = "nowhere/Lost"
        trust = "trust.json"
        [[identity_providers]]
        name = "prod/token.actions.githubusercontent.com"
        kind = "oidc"
        [[resources]]
        arn = "arn:aws:s3:::data"
        account = "prod"
        tags = { team = "data" }
    "#;

    #[test]
    fn a_world_gives_each_of_its_names_once() {
        let found = Surroundings::of(&toml::from_str(WORLD).unwrap());
        let shown = |list: &[Named]| list.iter().map(|n| format!("{} = {}", n.name, n.what)).collect::<Vec<_>>();
        assert_eq!(shown(&found.accounts), ["111122223333 = account Dev", "444455556666 = account prod"]);
        assert_eq!(
            shown(&found.principals),
            [
                "arn:aws:iam::444455556666:role/Deployer = role Deployer in prod",
                "arn:aws:iam::111122223333:user/team/ann = user ann in dev",
            ]
        );
        let provider = "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com";
        let words = "OIDC provider token.actions.githubusercontent.com in prod";
        assert_eq!(shown(&found.providers), [format!("{provider} = {words}")]);
        assert_eq!(shown(&found.resources), ["arn:aws:s3:::data = resource in prod"]);
        assert_eq!(found.organization.as_deref(), Some("o-abc1234567"));
        let tags: Vec<_> = found.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(tags, [("stage", "live"), ("team", "shop"), ("team", "data")]);
    }

    #[test]
    fn an_empty_world_gives_nothing() {
        let found = Surroundings::of(&World::default());
        assert!(found.accounts.is_empty() && found.principals.is_empty() && found.organization.is_none());
    }
}
