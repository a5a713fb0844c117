//! Finds accounts, users, roles and resources by the names a scenario gives them, and makes their ARNs.

use std::collections::BTreeMap;

use super::{Account, Group, IdentityProvider, InstanceProfile, ProviderKind, Resource, Role, Tags, User, World};
use crate::iam::spelling::nearest;

/// Who makes the first call of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// `user dev/ann`.
    User(String),
    /// `root dev`: the root user of an account.
    Root(String),
    /// `service ec2.amazonaws.com`.
    Service(String),
    /// `role dev/Deployer`, `role dev/Deployer as ci`: a session that exists already.
    Role {
        /// `account/Name`.
        role: String,
        /// The session's name.
        session: String,
    },
    /// `web_identity dev/token.actions.githubusercontent.com`: the holder of a token from that provider, unsigned.
    WebIdentity(String),
    /// `saml dev/Corp`: the holder of an assertion from that provider, unsigned.
    Saml(String),
    /// `anonymous`: nobody signs.
    Anonymous,
}

/// What a session is called when the scenario does not say.
const SESSION: &str = "session";

impl Who {
    /// Reads the forms that [`super::RequestSpec::who`] names.
    ///
    /// # Errors
    /// What is wrong with the text and what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORMS: &str = "`user ACCOUNT/NAME`, `root ACCOUNT`, `service NAME.amazonaws.com`, `role ACCOUNT/NAME`, \
                             `role ACCOUNT/NAME as SESSION`, `web_identity PROVIDER`, `saml ACCOUNT/PROVIDER` or \
                             `anonymous`";
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["anonymous"] => Ok(Self::Anonymous),
            ["user", name] => Ok(Self::User((*name).to_owned())),
            ["root", account] => Ok(Self::Root((*account).to_owned())),
            ["service", name] if is_service(name) => Ok(Self::Service((*name).to_owned())),
            ["service", name] => {
                Err(format!("`{name}` is not a service; name its principal, for example `{name}.amazonaws.com`"))
            }
            ["web_identity", provider] => Ok(Self::WebIdentity((*provider).to_owned())),
            ["saml", provider] => Ok(Self::Saml((*provider).to_owned())),
            ["role", role] => Ok(Self::Role { role: (*role).to_owned(), session: SESSION.to_owned() }),
            ["role", role, "as", session] if is_session_name(session) => {
                Ok(Self::Role { role: (*role).to_owned(), session: (*session).to_owned() })
            }
            ["role", _, "as", session] => Err(session_name_error(session)),
            [first, ..] => {
                let known = ["user", "root", "service", "role", "web_identity", "saml", "anonymous"];
                let hint = nearest(first, known).map(|word| format!(" (did you mean `{word}`?)")).unwrap_or_default();
                Err(format!("`{text}` does not say who{hint}; write {FORMS}"))
            }
            [] => Err(format!("nobody acts; write {FORMS}")),
        }
    }
}

/// A user or a role, its name taken apart and its account found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'w> {
    /// The twelve digits of its account.
    pub account: &'w str,
    /// Its path, with a slash at both ends; `/` when it has none.
    pub path: &'w str,
    /// Its name without account and path.
    pub name: &'w str,
}

impl Identity<'_> {
    /// Its ARN as a user.
    #[must_use]
    pub fn user_arn(&self) -> String {
        format!("arn:aws:iam::{}:user{}{}", self.account, self.path, self.name)
    }

    /// Its ARN as a role.
    #[must_use]
    pub fn role_arn(&self) -> String {
        format!("arn:aws:iam::{}:role{}{}", self.account, self.path, self.name)
    }

    /// Its ARN as an instance profile.
    #[must_use]
    pub fn instance_profile_arn(&self) -> String {
        format!("arn:aws:iam::{}:instance-profile{}{}", self.account, self.path, self.name)
    }

    /// Whether it is, as a role, linked to a service (AWS: "Roles terms and concepts").
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.path.starts_with("/aws-service-role/")
    }

    /// The ARN of a session of it; the path is no part of it (AWS: "IAM identifiers").
    #[must_use]
    pub fn session_arn(&self, session: &str) -> String {
        format!("arn:aws:sts::{}:assumed-role/{}/{session}", self.account, self.name)
    }
}

impl World {
    /// The account of that short name.
    ///
    /// # Errors
    /// What is wrong with the name and which one may have been meant; so for the other finders.
    pub fn account(&self, name: &str) -> Result<&Account, String> {
        self.accounts.get(name).ok_or_else(|| unknown("account", name, self.accounts.keys().map(String::as_str)))
    }

    /// The user of that name, `account/Name`.
    ///
    /// # Errors
    /// When there is none.
    pub fn user(&self, name: &str) -> Result<(&User, Identity<'_>), String> {
        let user = self
            .users
            .iter()
            .find(|user| user.name == name)
            .ok_or_else(|| unknown("user", name, self.users.iter().map(|user| user.name.as_str())))?;
        Ok((user, self.identity(&user.name)?))
    }

    /// The role of that name, `account/Name`.
    ///
    /// # Errors
    /// When there is none.
    pub fn role(&self, name: &str) -> Result<(&Role, Identity<'_>), String> {
        let role = self
            .roles
            .iter()
            .find(|role| role.name == name)
            .ok_or_else(|| unknown("role", name, self.roles.iter().map(|role| role.name.as_str())))?;
        Ok((role, self.identity(&role.name)?))
    }

    /// The group of that name, `account/Name`.
    ///
    /// # Errors
    /// When there is none.
    pub fn group(&self, name: &str) -> Result<&Group, String> {
        let found = self.groups.iter().find(|group| group.name == name);
        found.ok_or_else(|| unknown("group", name, self.groups.iter().map(|group| group.name.as_str())))
    }

    /// The instance profile of that name, `account/Name`.
    ///
    /// # Errors
    /// When there is none.
    pub fn instance_profile(&self, name: &str) -> Result<(&InstanceProfile, Identity<'_>), String> {
        let names = || self.instance_profiles.iter().map(|profile| profile.name.as_str());
        let found = self.instance_profiles.iter().find(|profile| profile.name == name);
        let profile = found.ok_or_else(|| unknown("instance profile", name, names()))?;
        Ok((profile, self.identity(&profile.name)?))
    }

    /// The name by which trust policies know an identity provider of `kind`: its ARN, or a well-known one's own name.
    ///
    /// # Errors
    /// When there is none of that name and kind.
    pub fn provider(&self, name: &str, kind: ProviderKind) -> Result<String, String> {
        if kind == ProviderKind::Oidc && WELL_KNOWN_PROVIDERS.contains(&name) {
            return Ok(name.to_owned());
        }
        let of_kind = || self.identity_providers.iter().filter(|provider| provider.kind == kind);
        let found = of_kind().find(|provider| provider.name == name);
        let names = of_kind().map(|provider| provider.name.as_str());
        found.ok_or_else(|| unknown("identity provider", name, names))?.arn(self)
    }

    /// The tags of the resource of that ARN, be it a user, a role or an entry of `resources`.
    #[must_use]
    pub fn tags_of(&self, arn: &str) -> Option<&Tags> {
        let resource = self.resources.iter().find(|resource| resource.arn == arn).map(|resource| &resource.tags);
        // To make the ARNs of all users and roles costs more than a decision; only IAM's can be one of them.
        if arn.split(':').nth(2) != Some("iam") {
            return resource;
        }
        let is = |identity: Result<Identity<'_>, String>, make: fn(&Identity<'_>) -> String| {
            identity.is_ok_and(|identity| make(&identity) == arn)
        };
        let user = || self.users.iter().find(|user| is(self.identity(&user.name), |user| user.user_arn()));
        let role = || self.roles.iter().find(|role| is(self.identity(&role.name), |role| role.role_arn()));
        resource.or_else(|| user().map(|user| &user.tags)).or_else(|| role().map(|role| &role.tags))
    }

    /// The entry that `arn` belongs to: the one whose ARN is the longest beginning of it.
    #[must_use]
    pub fn resource(&self, arn: &str) -> Option<&Resource> {
        self.resources.iter().filter(|resource| begins(arn, &resource.arn)).max_by_key(|resource| resource.arn.len())
    }

    /// What people call each account, by its twelve digits: its title, or its short name.
    #[must_use]
    pub fn account_titles(&self) -> BTreeMap<String, String> {
        let title = |name: &str, account: &Account| {
            if account.title.is_empty() { name.to_owned() } else { account.title.clone() }
        };
        self.accounts.iter().map(|(name, account)| (account.id.clone(), title(name, account))).collect()
    }

    /// Takes `account/path/Name` apart.
    pub(super) fn identity<'w>(&'w self, name: &'w str) -> Result<Identity<'w>, String> {
        let malformed = || format!("`{name}` does not say whose; write `account/Name`, for example `dev/ann`");
        let (account, rest) = name.split_once('/').ok_or_else(malformed)?;
        let account = &self.account(account)?.id;
        // From the slash behind the account to the one before the name.
        let tail = name.strip_prefix(name.split_once('/').map_or("", |(account, _)| account)).unwrap_or_default();
        let simple = rest.rsplit_once('/').map_or(rest, |(_, simple)| simple);
        let path = tail.strip_suffix(simple).unwrap_or("/");
        if !is_iam_name(simple) || path.contains("//") {
            return Err(format!(
                "`{name}` is not a name that IAM takes; write `account/Name` with letters, digits and any of `+=,.@_-`, \
                 at most 64"
            ));
        }
        Ok(Identity { account, path, name: simple })
    }
}

/// The OIDC providers that need not be registered (AWS: "AWS JSON policy elements: Principal").
pub(super) const WELL_KNOWN_PROVIDERS: [&str; 4] =
    ["cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com"];

impl IdentityProvider {
    /// Its ARN.
    fn arn(&self, world: &World) -> Result<String, String> {
        let malformed = || format!("`{}` does not say whose; write `account/provider`", self.name);
        let (account, name) = self.name.split_once('/').filter(|(_, name)| !name.is_empty()).ok_or_else(malformed)?;
        let id = &world.account(account)?.id;
        let kind = match self.kind {
            ProviderKind::Oidc => "oidc-provider",
            ProviderKind::Saml => "saml-provider",
        };
        Ok(format!("arn:aws:iam::{id}:{kind}/{name}"))
    }
}

fn begins(arn: &str, beginning: &str) -> bool {
    let closed = beginning.ends_with(['/', ':']);
    arn.strip_prefix(beginning).is_some_and(|rest| closed || rest.is_empty() || rest.starts_with(['/', ':']))
}

/// Whether `name` is the name of a service principal.
pub(super) fn is_service(name: &str) -> bool {
    let labels = name.strip_suffix(".amazonaws.com").or_else(|| name.strip_suffix(".amazonaws.com.cn"));
    labels.is_some_and(|labels| {
        !labels.is_empty() && labels.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
    })
}

pub(super) fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

/// AWS: "IAM and AWS STS quotas": names of users and roles have at most 64 characters.
fn is_iam_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.chars().all(is_name_character)
}

/// Whether STS takes `name` for a session: 2 to 64 of `[\w+=,.@-]` (AWS: "AssumeRole", STS API Reference).
pub(crate) fn is_session_name(name: &str) -> bool {
    (2..=64).contains(&name.len()) && name.chars().all(is_name_character)
}

/// What to say of a session name that is none.
pub(super) fn session_name_error(session: &str) -> String {
    format!("`{session}` is not a session name; use 2 to 64 letters, digits or any of `+=,.@_-`")
}

/// What to say of a name that is not there.
pub(super) fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(near) => format!("unknown {what} `{name}`; did you mean `{near}`?"),
        None => {
            let list: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            match list.is_empty() {
                true => format!("unknown {what} `{name}`; the world has no {what} yet, add one"),
                false => format!("unknown {what} `{name}`; the world has {}", list.join(", ")),
            }
        }
    }
}
