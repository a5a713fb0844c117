//! Finds accounts, users, roles and resources by the names a scenario gives them, and makes their ARNs.

use std::collections::BTreeMap;

use super::{Account, PolicySource, Resource, Role, User, World};
use crate::iam::policy::PolicyKind;
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
                             `role ACCOUNT/NAME as SESSION` or `anonymous`";
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["anonymous"] => Ok(Self::Anonymous),
            ["user", name] => Ok(Self::User((*name).to_owned())),
            ["root", account] => Ok(Self::Root((*account).to_owned())),
            ["service", name] if is_service(name) => Ok(Self::Service((*name).to_owned())),
            ["service", name] => {
                Err(format!("`{name}` is not a service; name its principal, for example `{name}.amazonaws.com`"))
            }
            ["role", role] => Ok(Self::Role { role: (*role).to_owned(), session: SESSION.to_owned() }),
            ["role", role, "as", session] if is_session_name(session) => {
                Ok(Self::Role { role: (*role).to_owned(), session: (*session).to_owned() })
            }
            ["role", _, "as", session] => Err(session_name_error(session)),
            [first, ..] => {
                let known = ["user", "root", "service", "role", "anonymous"];
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

    /// The ARN of a session of it; the path is no part of it (AWS: "IAM identifiers").
    #[must_use]
    pub fn session_arn(&self, session: &str) -> String {
        format!("arn:aws:sts::{}:assumed-role/{}/{session}", self.account, self.name)
    }
}

/// Where a policy stands in a world.
pub(super) struct Slot<'w> {
    /// The list, the place in it, and the fields below.
    pub path: Vec<super::PathStep>,
    /// What it is of: `trust policy of prod/ReadReports`.
    pub title: String,
    /// Its kind, which follows from where it stands.
    pub kind: PolicyKind,
    /// The policy.
    pub source: &'w PolicySource,
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

    /// Every policy, in the order of the file.
    pub(super) fn slots(&self) -> Vec<Slot<'_>> {
        let mut slots = Vec::new();
        for (at, user) in self.users.iter().enumerate() {
            for (nth, source) in user.policies.iter().enumerate() {
                let path = vec!["users".into(), at.into(), "policies".into(), nth.into()];
                slots.push(Slot { path, title: policy_title(nth, &user.name), kind: PolicyKind::Identity, source });
            }
        }
        for (at, role) in self.roles.iter().enumerate() {
            let path = vec!["roles".into(), at.into(), "trust".into()];
            slots.push(Slot { path, title: trust_title(&role.name), kind: PolicyKind::Trust, source: &role.trust });
            for (nth, source) in role.policies.iter().enumerate() {
                let path = vec!["roles".into(), at.into(), "policies".into(), nth.into()];
                slots.push(Slot { path, title: policy_title(nth, &role.name), kind: PolicyKind::Identity, source });
            }
        }
        for (at, resource) in self.resources.iter().enumerate() {
            if let Some(source) = &resource.policy {
                let path = vec!["resources".into(), at.into(), "policy".into()];
                let title = resource_title(&resource.arn);
                slots.push(Slot { path, title, kind: PolicyKind::Resource, source });
            }
        }
        slots
    }
}

impl User {
    /// The names of its policies' documents.
    pub fn document_names(&self) -> impl Iterator<Item = String> {
        self.policies.iter().enumerate().map(|(nth, source)| source.document_name(policy_title(nth, &self.name)))
    }
}

impl Role {
    /// The name of its trust policy's document.
    #[must_use]
    pub fn trust_document_name(&self) -> String {
        self.trust.document_name(trust_title(&self.name))
    }

    /// The names of its permissions policies' documents.
    pub fn document_names(&self) -> impl Iterator<Item = String> {
        self.policies.iter().enumerate().map(|(nth, source)| source.document_name(policy_title(nth, &self.name)))
    }
}

impl Resource {
    /// The name of its policy's document, if it has one.
    #[must_use]
    pub fn document_name(&self) -> Option<String> {
        self.policy.as_ref().map(|source| source.document_name(resource_title(&self.arn)))
    }
}

impl PolicySource {
    /// The file's name, when the policy stands in a file of its own.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !is_json_text(text) => Some(text),
            Self::Text(_) | Self::Inline(_) => None,
        }
    }

    /// The document's name: the file's, or `title` for one that is written out.
    pub(super) fn document_name(&self, title: String) -> String {
        self.file().map_or(title, str::to_owned)
    }
}

/// Whether a policy's text is the policy rather than a file's name.
pub(super) fn is_json_text(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn trust_title(role: &str) -> String {
    format!("trust policy of {role}")
}

fn policy_title(nth: usize, owner: &str) -> String {
    format!("policy {} of {owner}", nth + 1)
}

fn resource_title(arn: &str) -> String {
    format!("policy of {arn}")
}

fn begins(arn: &str, beginning: &str) -> bool {
    let closed = beginning.ends_with(['/', ':']);
    arn.strip_prefix(beginning).is_some_and(|rest| closed || rest.is_empty() || rest.starts_with(['/', ':']))
}

fn is_service(name: &str) -> bool {
    let labels = name.strip_suffix(".amazonaws.com").or_else(|| name.strip_suffix(".amazonaws.com.cn"));
    labels.is_some_and(|labels| {
        !labels.is_empty() && labels.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c))
    })
}

fn is_name_character(c: char) -> bool {
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
fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
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
