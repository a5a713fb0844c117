//! The words for what an access-denied message says and leaves open.

use crate::iam::denied::{Denied, Unknown};

/// What denied, in a sentence.
#[must_use]
pub fn denied_words(denied: &Denied) -> String {
    match &denied.denial {
        Some(denial) if denial.explicit => {
            format!("an explicit deny: a Deny statement of the {} applies", denial.policy.words())
        }
        Some(denial) => format!("an implicit deny: the {} had to allow it, and does not", denial.policy.words()),
        None => "the message does not say which policy denied".to_owned(),
    }
}

/// What is left open, and where to find it.
#[must_use]
pub fn unknown_words(open: Unknown) -> &'static str {
    match open {
        Unknown::Session => "the session's name: the message names the role alone (`session` stands for it here)",
        Unknown::RolePath => "the role's path: a session's ARN leaves it out (see `aws iam get-role`)",
        Unknown::Provider => "the identity provider: the trust policy of the role names it",
        Unknown::Resource => {
            "the resource: the action takes none, or the message leaves it out (`*` stands for it here)"
        }
        Unknown::ResourceAccount => "whose the resource is: its ARN names no account",
        Unknown::Denial => "what denied: the old form of the message does not say",
        Unknown::Policy => "which policy of that kind holds the Deny statement",
        Unknown::Context => "the condition keys that the request carried: address, tags, MFA, time",
    }
}
