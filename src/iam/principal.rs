//! The values of `Principal`: which forms there are, whom each names, and how closely
//! (AWS: "AWS JSON policy elements: Principal", "AWS JSON policy elements: NotPrincipal").

use crate::iam::arn::{Arn, is_account};
use crate::iam::request::{Principal, PrincipalType};
use crate::iam::trace::Strength;

/// The keys of a `Principal` map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrincipalKey {
    /// `AWS`: accounts, users, roles, sessions, everybody.
    Aws,
    /// `Service`: an AWS service.
    Service,
    /// `Federated`: an identity provider.
    Federated,
    /// `CanonicalUser`: an account, in S3's own notation.
    CanonicalUser,
}

impl PrincipalKey {
    /// All keys.
    pub const ALL: [Self; 4] = [Self::Aws, Self::Service, Self::Federated, Self::CanonicalUser];

    /// As written in a policy.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::CanonicalUser => "CanonicalUser",
        }
    }
}

/// One value of a `Principal` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrincipalEntry {
    /// `*`: everybody.
    Everyone,
    /// An account, written as its number or as its `:root` ARN; its number.
    Account(String),
    /// The ARN of a user.
    User(String),
    /// The ARN of a role.
    Role(String),
    /// The ARN of one role session.
    Session(String),
    /// The ARN of one `GetFederationToken` session.
    FederatedUser(String),
    /// An AWS service by name.
    Service(String),
    /// An identity provider, by ARN or well-known name.
    Federated(String),
    /// An account in S3's notation.
    CanonicalUser(String),
    /// The unique id of a user or role that was deleted: names nobody.
    Deleted(String),
}

/// In what way an entry names a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PrincipalMatch {
    /// The caller's account.
    Account,
    /// The role behind the session.
    Role,
    /// The user behind the `GetFederationToken` session.
    UserEntity,
    /// The user itself.
    User,
    /// The role session itself.
    Session,
    /// The `GetFederationToken` session itself.
    FederatedUser,
    /// The service itself.
    Service,
    /// The identity provider itself.
    FederatedProvider,
    /// Everybody.
    Everyone,
}

impl PrincipalMatch {
    /// How closely that is (AWS: "Policy evaluation for requests within a single account").
    #[must_use]
    pub fn strength(self) -> Strength {
        match self {
            Self::Account => Strength::Account,
            Self::Role | Self::UserEntity => Strength::Entity,
            Self::User
            | Self::Session
            | Self::FederatedUser
            | Self::Service
            | Self::FederatedProvider
            | Self::Everyone => Strength::Direct,
        }
    }
}

/// Why a text is not a principal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrincipalError {
    /// A wildcard inside a name or ARN.
    #[error(
        "`{0}` holds a wildcard, which a principal cannot; name the account or role and narrow it with a condition on \
         `aws:PrincipalArn`"
    )]
    Wildcard(String),
    /// A group.
    #[error("`{0}` is a group, and groups cannot be principals; name its users, or a role they assume")]
    Group(String),
    /// An identity provider under `AWS`.
    #[error("`{0}` is an identity provider; write it under `Federated`")]
    Provider(String),
    /// Not a form that `AWS` takes.
    #[error(
        "`{0}` is not an AWS principal; write an account number of twelve digits, the ARN of a user, role or session, \
         or `*`"
    )]
    Aws(String),
    /// Not the name of a service.
    #[error("`{0}` is not the name of a service; write it like `lambda.amazonaws.com`")]
    Service(String),
    /// Not an identity provider.
    #[error(
        "`{0}` is not an identity provider; write the ARN of a `saml-provider` or `oidc-provider`, or a well-known name \
         like `cognito-identity.amazonaws.com`"
    )]
    Federated(String),
    /// Not a canonical id.
    #[error("`{0}` is not a canonical user id; write the 64 hexadecimal digits that S3 gives the account")]
    CanonicalUser(String),
}

/// The identity providers that need no ARN.
const WELL_KNOWN_PROVIDERS: [&str; 4] =
    ["cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com"];

impl PrincipalEntry {
    /// Reads the value `text` under `key`. The plain string `"*"` in place of a map is `Aws` with `*`.
    ///
    /// # Errors
    /// When IAM would refuse it.
    pub fn parse(key: PrincipalKey, text: &str) -> Result<Self, PrincipalError> {
        let owned = || text.to_owned();
        if key == PrincipalKey::Aws && text == "*" {
            return Ok(Self::Everyone);
        }
        if text.contains(['*', '?']) {
            return Err(PrincipalError::Wildcard(owned()));
        }
        match key {
            PrincipalKey::Aws => aws(text),
            PrincipalKey::Service if is_service(text) => Ok(Self::Service(owned())),
            PrincipalKey::Service => Err(PrincipalError::Service(owned())),
            PrincipalKey::Federated if is_provider(text) => Ok(Self::Federated(owned())),
            PrincipalKey::Federated => Err(PrincipalError::Federated(owned())),
            PrincipalKey::CanonicalUser if text.len() >= 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(Self::CanonicalUser(owned()))
            }
            PrincipalKey::CanonicalUser => Err(PrincipalError::CanonicalUser(owned())),
        }
    }

    /// The entry in words of a policy: an ARN, a number, a name or `*`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Everyone => "*",
            Self::Account(text)
            | Self::User(text)
            | Self::Role(text)
            | Self::Session(text)
            | Self::FederatedUser(text)
            | Self::Service(text)
            | Self::Federated(text)
            | Self::CanonicalUser(text)
            | Self::Deleted(text) => text,
        }
    }

    /// In what way the entry names `caller`; `None` when it does not. ARNs compare letter by letter.
    ///
    /// A canonical id is never matched: which account it belongs to is known to S3 alone. Nor is the id of a deleted user
    /// or role: that is what remains of a trust whose principal was deleted.
    #[must_use]
    pub fn names(&self, caller: &Principal) -> Option<PrincipalMatch> {
        use PrincipalType as Kind;
        let is = |arn: &str, found| (arn == caller.arn).then_some(found);
        let behind = |arn: &str, entity: &Option<String>, found| (entity.as_deref() == Some(arn)).then_some(found);
        match (self, caller.kind) {
            // An unsigned caller of AssumeRoleWithSAML or WithWebIdentity must be named by its provider. AWS leaves open
            // what `*` does here.
            (Self::Everyone, Kind::WebIdentity | Kind::Saml) => None,
            (Self::Everyone, _) => Some(PrincipalMatch::Everyone),
            (Self::Account(number), Kind::User | Kind::RoleSession | Kind::FederatedUser | Kind::Root) => {
                (caller.account.as_ref() == Some(number)).then_some(PrincipalMatch::Account)
            }
            (Self::User(arn), Kind::User) => is(arn, PrincipalMatch::User),
            (Self::User(arn), Kind::FederatedUser) => behind(arn, &caller.user_arn, PrincipalMatch::UserEntity),
            (Self::Role(arn), Kind::RoleSession) => behind(arn, &caller.role_arn, PrincipalMatch::Role),
            (Self::Session(arn), Kind::RoleSession) => is(arn, PrincipalMatch::Session),
            (Self::FederatedUser(arn), Kind::FederatedUser) => is(arn, PrincipalMatch::FederatedUser),
            (Self::Service(name), Kind::Service) => is(name, PrincipalMatch::Service),
            (Self::Federated(name), Kind::WebIdentity | Kind::Saml) => is(name, PrincipalMatch::FederatedProvider),
            _ => None,
        }
    }
}

/// The closest of the ways in which `entries` name `caller`, with the entry's place in the list.
#[must_use]
pub fn strongest<'a>(
    entries: impl IntoIterator<Item = &'a PrincipalEntry>,
    caller: &Principal,
) -> Option<(usize, PrincipalMatch)> {
    let mut best: Option<(usize, PrincipalMatch)> = None;
    for (index, entry) in entries.into_iter().enumerate() {
        if let Some(found) = entry.names(caller)
            && best.is_none_or(|(_, best)| rank(found) > rank(best))
        {
            best = Some((index, found));
        }
    }
    best
}

/// Between two ways of the same strength, an entry that names the caller says more than one that names everybody.
fn rank(found: PrincipalMatch) -> (Strength, bool) {
    (found.strength(), found != PrincipalMatch::Everyone)
}

/// What a `NotPrincipal` element does to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusion {
    /// Every link of the caller's chain is listed: the statement passes it by.
    Spared,
    /// The statement applies.
    Denied,
    /// The statement applies although the caller's account is listed; AWS leaves open whether that is enough.
    DeniedDespiteAccount,
}

/// Holds a `NotPrincipal` list against a caller. The caller is spared only if its whole chain is listed: its account, the
/// role behind its session, and itself. A caller with a permissions boundary is never spared
/// (AWS: "AWS JSON policy elements: NotPrincipal").
#[must_use]
pub fn exclusion<'a>(
    entries: impl IntoIterator<Item = &'a PrincipalEntry> + Clone,
    caller: &Principal,
    has_boundary: bool,
) -> Exclusion {
    if has_boundary {
        return Exclusion::Denied;
    }
    let listed = |wanted: PrincipalMatch| {
        entries.clone().into_iter().any(|e| matches!(e, PrincipalEntry::Everyone) || e.names(caller) == Some(wanted))
    };
    let chain: &[PrincipalMatch] = match caller.kind {
        PrincipalType::User => &[PrincipalMatch::Account, PrincipalMatch::User],
        PrincipalType::RoleSession => &[PrincipalMatch::Account, PrincipalMatch::Role, PrincipalMatch::Session],
        PrincipalType::FederatedUser => &[PrincipalMatch::Account, PrincipalMatch::FederatedUser],
        PrincipalType::Root => &[PrincipalMatch::Account],
        PrincipalType::Service => &[PrincipalMatch::Service],
        PrincipalType::WebIdentity | PrincipalType::Saml => &[PrincipalMatch::FederatedProvider],
        PrincipalType::Anonymous => &[PrincipalMatch::Everyone],
    };
    let missing = chain.iter().filter(|link| !listed(**link)).count();
    match missing {
        0 => Exclusion::Spared,
        missing if missing + 1 == chain.len() && listed(PrincipalMatch::Account) => Exclusion::DeniedDespiteAccount,
        _ => Exclusion::Denied,
    }
}

/// Reads a value under `AWS`.
fn aws(text: &str) -> Result<PrincipalEntry, PrincipalError> {
    let owned = || text.to_owned();
    let refused = || PrincipalError::Aws(text.to_owned());
    if is_account(text) {
        return Ok(PrincipalEntry::Account(owned()));
    }
    if is_unique_id(text) {
        return Ok(PrincipalEntry::Deleted(owned()));
    }
    let arn = Arn::parse(text).ok_or_else(refused)?;
    let (kind, name) = arn.resource.split_once('/').unwrap_or((arn.resource, ""));
    // S3's bucket policies name CloudFront's origin access identities as users of an account called `cloudfront`.
    let known_account = is_account(arn.account) || (arn.account == "cloudfront" && kind == "user");
    if !arn.region.is_empty() || !known_account {
        return Err(refused());
    }
    match (arn.service, kind) {
        ("iam", "root") if arn.resource == "root" => Ok(PrincipalEntry::Account(arn.account.to_owned())),
        ("iam", "group") => Err(PrincipalError::Group(owned())),
        ("iam", "saml-provider" | "oidc-provider") => Err(PrincipalError::Provider(owned())),
        _ if name.is_empty() => Err(refused()),
        ("iam", "user") => Ok(PrincipalEntry::User(owned())),
        ("iam", "role") => Ok(PrincipalEntry::Role(owned())),
        ("sts", "assumed-role")
            if name.split_once('/').is_some_and(|(role, session)| !role.is_empty() && is_one(session)) =>
        {
            Ok(PrincipalEntry::Session(owned()))
        }
        ("sts", "federated-user") if is_one(name) => Ok(PrincipalEntry::FederatedUser(owned())),
        _ => Err(refused()),
    }
}

fn is_one(name: &str) -> bool {
    !name.is_empty() && !name.contains('/')
}

/// The id that a trust policy shows in place of a principal that was deleted (AWS: "IAM identifiers").
fn is_unique_id(text: &str) -> bool {
    (text.starts_with("AIDA") || text.starts_with("AROA"))
        && (16..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_service(text: &str) -> bool {
    let name = text.strip_suffix(".amazonaws.com").or_else(|| text.strip_suffix(".amazonaws.com.cn"));
    name.is_some_and(|name| {
        name.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
    })
}

fn is_provider(text: &str) -> bool {
    WELL_KNOWN_PROVIDERS.contains(&text)
        || Arn::parse(text).is_some_and(|arn| {
            let name =
                arn.resource.strip_prefix("saml-provider/").or_else(|| arn.resource.strip_prefix("oidc-provider/"));
            arn.service == "iam" && is_account(arn.account) && name.is_some_and(|name| !name.is_empty())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "111122223333";

    fn entry(text: &str) -> PrincipalEntry {
        PrincipalEntry::parse(PrincipalKey::Aws, text).unwrap()
    }

    fn session() -> Principal {
        Principal {
            kind: PrincipalType::RoleSession,
            arn: "arn:aws:sts::111122223333:assumed-role/App/s1".into(),
            account: Some(ACCOUNT.into()),
            role_arn: Some("arn:aws:iam::111122223333:role/team/App".into()),
            user_arn: None,
        }
    }

    #[test]
    fn every_form_is_told_from_the_others() {
        use PrincipalKey::{Aws, CanonicalUser, Federated, Service};
        for (key, text, expected) in [
            (Aws, "*", "Everyone"),
            (Aws, ACCOUNT, "Account(\"111122223333\")"),
            (Aws, "arn:aws:iam::111122223333:root", "Account(\"111122223333\")"),
            (Aws, "arn:aws:iam::111122223333:user/p/Ana", "User"),
            (Aws, "arn:aws:iam::111122223333:role/App", "Role"),
            (Aws, "arn:aws:sts::111122223333:assumed-role/App/s1", "Session"),
            (Aws, "arn:aws:sts::111122223333:federated-user/Fed", "FederatedUser"),
            (Aws, "AROAEXAMPLEEXAMPLE123", "Deleted"),
            (Service, "lambda.amazonaws.com", "Service"),
            (Federated, "arn:aws:iam::111122223333:oidc-provider/token.example.com/a", "Federated"),
            (Federated, "accounts.google.com", "Federated"),
            (CanonicalUser, &"ab".repeat(32), "CanonicalUser"),
        ] {
            let found = format!("{:?}", PrincipalEntry::parse(key, text).unwrap());
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }

    #[test]
    fn what_is_no_principal_is_refused() {
        use PrincipalKey::{Aws, CanonicalUser, Federated, Service};
        for (key, text) in [
            (Aws, ""),
            (Aws, "11112222333"),
            (Aws, "Ana"),
            (Aws, "arn:aws:iam::111122223333:group/G"),
            (Aws, "arn:aws:iam::111122223333:role/"),
            (Aws, "arn:aws:iam::111122223333:role/R*"),
            (Aws, "arn:aws:iam::*:root"),
            (Aws, "arn:aws:sts::111122223333:assumed-role/App"),
            (Aws, "arn:aws:sts::111122223333:assumed-role/App/*"),
            (Aws, "arn:aws:iam::111122223333:saml-provider/P"),
            (Aws, "lambda.amazonaws.com"),
            (Service, "*"),
            (Service, "lambda"),
            (Service, "Lambda.amazonaws.com"),
            (Federated, "*"),
            (Federated, "example.com"),
            (CanonicalUser, "abc"),
        ] {
            assert!(PrincipalEntry::parse(key, text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_role_session_is_named_as_account_role_or_itself() {
        for (text, expected) in [
            (ACCOUNT, Some(PrincipalMatch::Account)),
            ("arn:aws:iam::111122223333:role/team/App", Some(PrincipalMatch::Role)),
            ("arn:aws:iam::111122223333:role/App", None),
            ("arn:aws:sts::111122223333:assumed-role/App/s1", Some(PrincipalMatch::Session)),
            ("arn:aws:sts::111122223333:assumed-role/App/S1", None),
            ("*", Some(PrincipalMatch::Everyone)),
            ("AROAEXAMPLEEXAMPLE123", None),
        ] {
            assert_eq!(entry(text).names(&session()), expected, "{text}");
        }
    }

    #[test]
    fn not_principal_spares_only_a_chain_that_is_listed_whole() {
        let account = entry(ACCOUNT);
        let role = entry("arn:aws:iam::111122223333:role/team/App");
        let itself = entry("arn:aws:sts::111122223333:assumed-role/App/s1");
        let check = |list: &[&PrincipalEntry], boundary| exclusion(list.iter().copied(), &session(), boundary);
        assert_eq!(check(&[&itself, &role, &account], false), Exclusion::Spared);
        assert_eq!(check(&[&itself, &role, &account], true), Exclusion::Denied);
        assert_eq!(check(&[&itself, &role], false), Exclusion::Denied);
        assert_eq!(check(&[&itself, &account], false), Exclusion::Denied);
        assert_eq!(check(&[&account], false), Exclusion::DeniedDespiteAccount);
        assert_eq!(check(&[], false), Exclusion::Denied);
    }
}
