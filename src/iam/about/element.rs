//! The elements of a policy: what each is for, in this kind of policy, and the values of those that have few
//! (AWS: "Grammar of the IAM JSON policy language", "AWS JSON policy elements").

use super::About;
use super::place::Spot;
use crate::iam::complete::Site;
use crate::iam::policy::PolicyKind;

/// The name of an element; `None` when the policy language has none of that name.
pub(super) fn name(site: &Site<'_>, spot: &Spot<'_>) -> Option<About> {
    let kind = site.kind;
    let words: &[&str] = match spot.word {
        "Version" => &[
            "Which version of the policy language the document is written in. Today's is `2012-10-17`; it is not the date of \
             your policy.",
            "Left out, the language of 2008 is meant, in which `${…}` is plain text.",
        ],
        "Id" => match kind {
            PolicyKind::Trust | PolicyKind::Resource => &["A name for the document. It changes nothing."],
            _ => &["A name for the document, for policies that are attached to resources. This kind may not have it."],
        },
        "Statement" => &[
            "The statements, one or a list of them. Their order means nothing.",
            "Each is looked at by itself: a request is allowed if some statement allows it and none forbids it.",
        ],
        "Sid" => &[
            "A name for the statement, for people and for reports. It changes nothing.",
            "In policies that IAM keeps it is made of letters and digits, and no two statements have the same.",
        ],
        "Effect" => effect_words(kind),
        "Principal" => match kind {
            PolicyKind::Trust => &["Who may take the role: accounts, users, roles, services, identity providers."],
            PolicyKind::Resource => {
                &["Whom the statement is about: accounts, users, roles, services, or `*` for everybody."]
            }
            PolicyKind::Rcp => &["In a resource control policy always `*`: it is about whoever asks."],
            _ => &[
                "Whom a statement is about. This kind may not have it: it is about whoever the policy is attached to.",
                "It belongs into trust policies and into policies of resources.",
            ],
        },
        "NotPrincipal" => match kind {
            PolicyKind::Resource => &[
                "Everybody but those listed. Only with `Deny`.",
                "A caller is spared only if its account, its role and its session are all listed, and never if it has a \
                 permissions boundary. A condition on `aws:PrincipalArn` with `ArnNotLike` is the better way.",
            ],
            _ => &["Everybody but those listed. This kind of policy may not have it."],
        },
        "Action" => match kind {
            PolicyKind::Trust => {
                &["In which way the role may be taken: `sts:AssumeRole` for users, roles and services, \
                 `sts:AssumeRoleWithSAML` and `sts:AssumeRoleWithWebIdentity` for identity providers. `sts:TagSession` and \
                 `sts:SetSourceIdentity` go with them. Only actions of STS stand here."]
            }
            _ => &[
                "What the statement is about: `service:Name`, like `s3:GetObject`, whatever the letter case. `*` and `?` are \
                 wildcards behind the colon, and `*` alone is every action.",
            ],
        },
        "NotAction" => match kind {
            PolicyKind::Rcp => &["Every action but those listed. A resource control policy may not have it."],
            _ => &[
                "Every action but those listed, of every service, also those that AWS adds later.",
                "With `Allow` that grants a great deal. With `Deny` it forbids all the rest, and allows nothing: the listed \
                 actions still need a statement that allows them.",
            ],
        },
        "Resource" => match kind {
            PolicyKind::Trust => &["On what. A trust policy may not have it: it is about the role that it belongs to."],
            PolicyKind::Resource => {
                &["On what: the resource that the policy belongs to, or something in it, by its ARN."]
            }
            _ => &[
                "On what: ARNs, or `*` for everything. In the last part of an ARN `*` stands for any run of characters, \
                 slashes too.",
                "A bucket and the objects in it are resources of their own, and actions ask for the one or the other.",
            ],
        },
        "NotResource" => match kind {
            PolicyKind::Trust => &["On everything but those listed. A trust policy may not have it."],
            _ => &[
                "On everything but what is listed, of every service and account. With `Allow` that grants a great deal.",
            ],
        },
        "Condition" => &[
            "When: operator, then key, then value. All operators and all keys must hold; of several values for one key, one \
             is enough (with a negated operator, none may match).",
            "The keys are what the request says of itself. One that a request does not carry counts as no, with a negated \
             operator as yes.",
        ],
        _ => return None,
    };
    let mut about = About::new(format!("{}, an element of a {}", spot.word, kind.title()));
    about.words = words.iter().map(|words| (*words).to_owned()).collect();
    Some(about)
}

/// What `Effect` decides in a kind of policy.
fn effect_words(kind: PolicyKind) -> &'static [&'static str] {
    match kind {
        PolicyKind::Identity => {
            &["`Allow` grants, `Deny` forbids whatever else allows. What nobody allows is denied anyway."]
        }
        PolicyKind::Trust => {
            &["`Allow` lets the principals take the role, `Deny` keeps them out whatever else lets them in."]
        }
        PolicyKind::Resource => &[
            "`Allow` grants those whom `Principal` names, `Deny` forbids them whatever else allows. What nobody allows is \
               denied anyway.",
        ],
        PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp => &[
            "`Allow` says what may be granted elsewhere; by itself it grants nothing. `Deny` forbids whatever else allows.",
            "What is not allowed here cannot be granted by the policies that it limits.",
        ],
        PolicyKind::Rcp => &["Always `Deny`: a resource control policy says what nobody may do."],
    }
}

/// The value of `Version`.
pub(super) fn version(text: &str) -> About {
    match text {
        "2012-10-17" => {
            let mut about = About::new("2012-10-17, today's version of the policy language");
            about.say("It has variables: `${aws:username}` becomes what the request says. It is not a date of yours.");
            about
        }
        "2008-10-17" => {
            let mut about = About::new("2008-10-17, the first version of the policy language");
            about.say("It has no variables: `${…}` is plain text in it. Write `2012-10-17` unless you must not.");
            about
        }
        _ => {
            let mut about = About::new(format!("{text}, no version of the policy language"));
            about.say("There are two, `2012-10-17` and `2008-10-17`, and AWS refuses any other.");
            about
        }
    }
}

/// The value of `Id`.
pub(super) fn id(text: &str) -> About {
    let mut about = About::new(format!("{text}, the name of this document"));
    about.say("It changes nothing.");
    about
}

/// The value of `Sid`.
pub(super) fn sid(text: &str) -> About {
    let mut about = About::new(format!("{text}, the name of this statement"));
    about.say("For people and for reports: it changes nothing.");
    about
}

/// The value of `Effect`.
pub(super) fn effect(kind: PolicyKind, text: &str) -> About {
    let mut about = match text {
        "Allow" | "Deny" => About::new(format!("{text}, what the statement does")),
        _ => {
            let mut about = About::new(format!("{text}, no effect"));
            about.say("A statement says `Allow` or `Deny`, with a capital letter.");
            about
        }
    };
    if text == "Deny" {
        about.say("An explicit deny: where the statement applies it wins over every allow, wherever that stands.");
    }
    about.words.extend(effect_words(kind).iter().map(|words| (*words).to_owned()));
    about
}
