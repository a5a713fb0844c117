//! The values of `Principal`: which forms there are, whom each names, and how closely.

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
    /// An account, written as its number or as its `:root` ARN.
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

/// Why a text is not a principal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrincipalError {
    /// A wildcard inside a name or ARN.
    #[error("a principal cannot hold a wildcard")]
    Wildcard,
    /// No form that IAM knows.
    #[error("not a principal")]
    Malformed,
}

impl PrincipalEntry {
    /// Reads the value `text` under `key`.
    pub fn parse(key: PrincipalKey, text: &str) -> Result<Self, PrincipalError> {
        let _ = (key, text);
        Err(PrincipalError::Malformed)
    }
}
