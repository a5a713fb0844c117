//! Principals: whom an entry really names (AWS: "AWS JSON policy elements: Principal").

use super::{About, arn};
use crate::iam::catalogue::Catalogue;
use crate::iam::complete::Site;
use crate::iam::policy::PolicyKind;
use crate::iam::principal::{PrincipalEntry, PrincipalKey};

/// A type of principal.
pub(super) fn key(text: &str) -> Option<About> {
    let key = PrincipalKey::ALL.into_iter().find(|key| key.as_str() == text)?;
    let mut about = About::new(format!("{text}, a type of principal"));
    about.say(match key {
        PrincipalKey::Aws => {
            "Under it stand accounts, users, roles and their sessions: an account's twelve digits, an ARN, or `*` for \
             everybody. Groups cannot be principals, and a name or ARN holds no wildcards."
        }
        PrincipalKey::Service => {
            "Under it stand services of AWS by their names, like `lambda.amazonaws.com`, never `*`: the service itself asks, \
             not somebody who uses it."
        }
        PrincipalKey::Federated => {
            "Under it stand identity providers: the ARN of a SAML or OpenID Connect provider of the account, or one of \
             the names that AWS knows. It stands in trust policies, with `sts:AssumeRoleWithSAML` or \
             `sts:AssumeRoleWithWebIdentity`."
        }
        PrincipalKey::CanonicalUser => "Under it stand accounts in S3's own notation, 64 hexadecimal digits.",
    });
    Some(about)
}

/// An entry under a type, or the bare `"*"`.
pub(super) fn entry(site: &Site<'_>, text: &str, key: Option<&str>, negated: bool) -> About {
    let key = match key {
        None => Some(PrincipalKey::Aws),
        Some(name) => PrincipalKey::ALL.into_iter().find(|key| key.as_str() == name),
    };
    let entry = key.ok_or(()).and_then(|key| PrincipalEntry::parse(key, text).map_err(|_| ()));
    let mut about = match entry {
        Ok(entry) => named(site, text, &entry),
        Err(()) => {
            let mut about = About::new(format!("{text}, no principal"));
            if let Some(Err(why)) = key.map(|key| PrincipalEntry::parse(key, text)) {
                about.say(format!("{why}."));
            }
            about
        }
    };
    if negated {
        let what = "In `NotPrincipal`: the statement forbids everybody but those listed, and a caller is spared only if its \
                    account, its role and its session are all listed. A user or role with a permissions boundary is never \
                    spared. A condition on `aws:PrincipalArn` is the better way.";
        about.words.insert(0, what.to_owned());
    }
    about
}

/// Whom a valid entry names.
fn named(site: &Site<'_>, text: &str, entry: &PrincipalEntry) -> About {
    let trust = site.kind == PolicyKind::Trust;
    let last = text.rsplit('/').next().unwrap_or(text);
    let title = match entry {
        PrincipalEntry::Everyone => "*, everybody".to_owned(),
        PrincipalEntry::Account(id) => format!("{text}, the whole account {id}"),
        PrincipalEntry::User(_) => format!("{text}, the user {last}"),
        PrincipalEntry::Role(_) => format!("{text}, the role {last}"),
        PrincipalEntry::Session(_) => format!("{text}, one session of a role"),
        PrincipalEntry::FederatedUser(_) => format!("{text}, one federated user"),
        PrincipalEntry::Service(_) => format!("{text}, {}", service(text)),
        PrincipalEntry::Federated(_) => format!("{text}, an identity provider"),
        PrincipalEntry::CanonicalUser(_) => "an account in S3's notation".to_owned(),
        PrincipalEntry::Deleted(_) => format!("{text}, somebody who was deleted"),
    };
    let mut about = About::new(title);
    let names = &site.surroundings;
    let written = |name: &str| match entry {
        PrincipalEntry::Account(id) => name == id,
        _ => name == text,
    };
    let known =
        names.accounts.iter().chain(&names.principals).chain(&names.providers).find(|known| written(&known.name));
    if let Some(known) = known {
        about.say(format!("Here that is {}.", known.what));
    }
    match entry {
        PrincipalEntry::Everyone => {
            about.say(
                "Everybody: every caller of every account, also one who signs nothing where the service takes such calls. \
                 Only the conditions of the statement narrow it.",
            );
            if trust {
                about.say(
                    "In a trust policy: any caller of any account, if its own policies let it ask. Name whom you mean.",
                );
            } else {
                about.say(
                    "Callers of the resource's own account need nothing else then; those of other accounts need their own \
                     policies to allow it too.",
                );
            }
        }
        PrincipalEntry::Account(_) => {
            about.say(
                "The account, and not its root user: it leaves to the account's own policies who of its users and roles may. \
                 Whoever it is must be allowed there too.",
            );
            about.say(
                "The twelve digits and the ARN with `:root` mean the same. Only in a condition on `aws:PrincipalArn` does \
                 `:root` mean the root user.",
            );
        }
        PrincipalEntry::User(_) => {
            about.say("One IAM user, with the path in its ARN, letter by letter.");
            direct(&mut about, trust);
            kept(&mut about, trust, "user");
        }
        PrincipalEntry::Role(_) => {
            about.say("Every session of that role, whoever has taken it: sessions act, roles do not.");
            if !trust {
                about.say(
                    "In the same account that is enough, but the role's permissions boundary and the session's policies \
                     still limit it. From another account its own policies must allow it too.",
                );
            }
            kept(&mut about, trust, "role");
        }
        PrincipalEntry::Session(_) => {
            about.say(
                "One session of a role, by the name that it was given when the role was taken. The ARN has no path, and the \
                 next session may have another name: name the role unless you mean just this one.",
            );
        }
        PrincipalEntry::FederatedUser(_) => {
            about.say("One session that a user made with GetFederationToken, by the name it was given.");
        }
        PrincipalEntry::Service(_) => {
            about.say(match trust {
                true => "The service itself may take the role, to act in your account by it; nobody who only uses the service.",
                false => "The service itself may do it; it needs no policy of its own.",
            });
            // AWS: "The confused deputy problem".
            about.say(
                "It works for every customer of AWS: where it tells on whose behalf it calls, narrow it with `aws:SourceArn` \
                 and `aws:SourceAccount`, or somebody else may use it to reach you.",
            );
        }
        PrincipalEntry::Federated(_) => {
            let saml = text.contains(":saml-provider/");
            about.say(match saml {
                true => "People whom that SAML provider vouches for, with `sts:AssumeRoleWithSAML`.",
                false => "Holders of a token of that provider, with `sts:AssumeRoleWithWebIdentity`.",
            });
            about.say(match saml {
                true => "Say in a condition on `SAML:aud` that the assertion is meant for AWS.",
                false => {
                    "By itself that is everybody who has such a token: say in conditions on the provider's `aud` and `sub` \
                     for whom and from where it must be."
                }
            });
            if text.ends_with("token.actions.githubusercontent.com") {
                // AWS: "Identity-provider controls for shared OIDC providers".
                about.say("It is GitHub's for everybody: AWS refuses a trust policy with it that does not test `sub`.");
            }
        }
        PrincipalEntry::CanonicalUser(_) => about.say("An account, by the id that S3 gave it. Only S3 knows which."),
        PrincipalEntry::Deleted(_) => about.say(
            "The unique id of a user (`AIDA…`) or role (`AROA…`) that was deleted: it names nobody any more, not even \
             somebody new of the same name. Write the ARN again if you mean that one.",
        ),
    }
    arn::parts_of(site.surroundings, &mut about, text);
    about
}

/// What naming a user does.
fn direct(about: &mut About, trust: bool) {
    about.say(match trust {
        // AWS: "AssumeRole (STS API Reference)"; "Update a role trust policy".
        true => {
            "In the same account that is enough to take the role, unless the user's permissions boundary leaves \
             `sts:AssumeRole` out. From another account the user's own policies must allow it too."
        }
        false => "In the same account that is enough. From another account the user's own policies must allow it too.",
    });
}

/// How a trust policy keeps users and roles.
fn kept(about: &mut About, trust: bool, what: &str) {
    if trust {
        about.say(format!(
            "AWS keeps it as the {what}'s unique id: delete the {what} and make it anew with the same name, and this policy \
             does not mean the new one."
        ));
    }
}

/// The service that a name is of, as far as its prefix says.
fn service(name: &str) -> String {
    let prefix = name.split('.').next().unwrap_or_default();
    match Catalogue::built_in().service(prefix) {
        Some(service) => format!("the service {}", service.name),
        None => "a service of AWS".to_owned(),
    }
}
