//! From a message to a request in a world: who it was there, what was asked, and what has to be added.

use super::{Denied, Unknown};
use crate::iam::explain;
use crate::iam::request::PrincipalType;
use crate::iam::scenario::{Identity, RequestSpec, World};

/// A request made of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Retold {
    /// The request. Where the world does not have the caller, it names one that has to be added.
    pub spec: RequestSpec,
    /// What the message leaves open, and what the world lacks, each a sentence without its period.
    pub open: Vec<String>,
}

impl Denied {
    /// The message as a request of `world`.
    #[must_use]
    pub fn retold(&self, world: &World) -> Retold {
        let mut open = Vec::new();
        let who = self.who(world, &mut open);
        let resource = self.resource.clone().unwrap_or_else(|| "*".to_owned());
        let is_role = resource.split(':').nth(5).is_some_and(|rest| rest.starts_with("role/"));
        let through = match self.action.as_str() {
            // To put a role on is a step, not an action of its own.
            "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity" | "sts:AssumeRoleWithSAML" if is_role => {
                role_called(world, &resource).map(|role| vec![crate::iam::scenario::Step::Role(role)])
            }
            _ => None,
        };
        if through.is_none() && is_role && self.action.starts_with("sts:AssumeRole") {
            open.push(format!("the world has no role {resource}: add it"));
        }
        let (action, resource) = match &through {
            Some(_) => (None, None),
            None => (Some(self.action.clone()), Some(resource)),
        };
        let said = |unknown: &&Unknown| !matches!(unknown, Unknown::Denial | Unknown::Policy | Unknown::RolePath);
        open.extend(self.unknown.iter().filter(said).map(|unknown| explain::unknown_words(*unknown).to_owned()));
        let spec = RequestSpec {
            name: String::new(),
            text: String::new(),
            who,
            through: through.unwrap_or_default(),
            action,
            resource,
            passes: None,
            also: Vec::new(),
            tags: Default::default(),
            source: None,
            called_via: Vec::new(),
            context: Default::default(),
            without: Vec::new(),
            expect: None,
            hidden: None,
        };
        Retold { spec, open }
    }

    /// The caller by the name that the world gives it.
    fn who(&self, world: &World, open: &mut Vec<String>) -> String {
        let principal = &self.principal;
        let account = principal
            .account
            .as_deref()
            .and_then(|id| world.accounts.iter().find(|(_, account)| account.id == id).map(|(name, _)| name.as_str()));
        let owner = account.unwrap_or("ACCOUNT");
        let last = principal.arn.rsplit('/').next().unwrap_or_default();
        match principal.kind {
            PrincipalType::User => {
                let is = |name: &str| world.user(name).is_ok_and(|(_, user)| user.user_arn() == principal.arn);
                match world.users.iter().find(|user| is(&user.name)) {
                    Some(user) => format!("user {}", user.name),
                    None => {
                        open.push(format!("the world has no user {}: add it", principal.arn));
                        format!("user {owner}/{last}")
                    }
                }
            }
            PrincipalType::RoleSession => {
                let role_arn = principal.role_arn.as_deref().unwrap_or_default();
                // A session's ARN leaves the role's path out.
                match role_called(world, role_arn) {
                    Some(role) => format!("role {role} as {last}"),
                    None => {
                        open.push(format!("the world has no role {role_arn}: add it"));
                        let name = role_arn.rsplit('/').next().unwrap_or_default();
                        format!("role {owner}/{name} as {last}")
                    }
                }
            }
            PrincipalType::Root => {
                if account.is_none() {
                    let id = principal.account.as_deref().unwrap_or_default();
                    open.push(format!("the world has no account {id}: add it"));
                }
                format!("root {owner}")
            }
            PrincipalType::Service => format!("service {}", principal.arn),
            PrincipalType::WebIdentity => match world.identity_providers.iter().find(|p| is_oidc(p)) {
                Some(provider) => format!("web_identity {}", provider.name),
                None => "web_identity accounts.google.com".to_owned(),
            },
            PrincipalType::Saml => match world.identity_providers.iter().find(|p| !is_oidc(p)) {
                Some(provider) => format!("saml {}", provider.name),
                None => format!("saml {owner}/PROVIDER"),
            },
            PrincipalType::FederatedUser => {
                open.push(
                    "the user who made the federated session: put it here, and GetFederationToken on the way".into(),
                );
                format!("user {owner}/USER")
            }
            PrincipalType::Anonymous => "anonymous".to_owned(),
        }
    }
}

fn is_oidc(provider: &crate::iam::scenario::IdentityProvider) -> bool {
    provider.kind == crate::iam::scenario::ProviderKind::Oidc
}

/// The role of an ARN, its path left out of account: the name that the world gives it.
fn role_called(world: &World, arn: &str) -> Option<String> {
    let (account, name) = (arn.split(':').nth(4)?, arn.rsplit('/').next()?);
    let is = |identity: Identity<'_>| identity.account == account && identity.name == name;
    let role = world.roles.iter().find(|role| world.role(&role.name).is_ok_and(|(_, identity)| is(identity)))?;
    Some(role.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::denied::read_message;

    const WORLD: &str = r#"
        [accounts.dev]
        id = "111122223333"
        [[users]]
        name = "dev/team/ann"
        [[roles]]
        name = "dev/svc/App"
        trust = "trust.json"
    "#;

    fn check(message: &str, who: &str, through: usize, action: Option<&str>, first_open: Option<&str>) {
        let world: World = toml::from_str(WORLD).unwrap();
        let retold = read_message(message).unwrap().retold(&world);
        assert_eq!(retold.spec.who, who);
        assert_eq!((retold.spec.through.len(), retold.spec.action.as_deref()), (through, action));
        if let Some(first) = first_open {
            assert!(retold.open[0].contains(first), "{:?}", retold.open);
        }
        assert!(retold.open.iter().any(|open| open.contains("condition keys")), "{:?}", retold.open);
    }

    #[test]
    fn a_message_is_told_in_the_names_of_the_world() {
        check(
            "User: arn:aws:iam::111122223333:user/team/ann is not authorized to perform: s3:GetObject on resource: \
             \"arn:aws:s3:::data/k\" because no identity-based policy allows the s3:GetObject action",
            "user dev/team/ann",
            0,
            Some("s3:GetObject"),
            None,
        );
        check(
            "User: arn:aws:sts::111122223333:assumed-role/App/i-1 is not authorized to perform: sts:AssumeRole on \
             resource: arn:aws:iam::111122223333:role/svc/App",
            "role dev/svc/App as i-1",
            1,
            None,
            None,
        );
        check(
            "User: arn:aws:iam::111122223333:user/eve is not authorized to perform: s3:ListAllMyBuckets",
            "user dev/eve",
            0,
            Some("s3:ListAllMyBuckets"),
            Some("no user arn:aws:iam::111122223333:user/eve"),
        );
    }
}
