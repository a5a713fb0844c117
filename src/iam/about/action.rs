//! Actions, one by one and by pattern: what they do, what they cover today.

use super::place::{Spot, texts};
use super::{About, and, many, thousands, verb};
use crate::iam::catalogue::{AccessLevel, Action, Catalogue, ValueType};
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::PolicyKind;

/// The page of an action or of a pattern of actions. `None` when AWS has none of that name and had none.
#[must_use]
pub fn action(text: &str) -> Option<About> {
    let catalogue = Catalogue::built_in();
    if let Some(action) = catalogue.action(text) {
        return Some(one(action));
    }
    if catalogue.former_action(text).is_some() {
        return Some(unknown(text));
    }
    let pattern = ActionPattern::parse(text).ok().filter(|pattern| pattern.as_str().contains(['*', '?']))?;
    let about = covered(&pattern, "stands for");
    (!about.lists.is_empty()).then_some(about)
}

/// An entry of a statement's `Action` or `NotAction`.
pub(super) fn entry(kind: PolicyKind, spot: &Spot<'_>, negated: bool) -> About {
    let text = spot.word;
    let mut about = match (Catalogue::built_in().action(text), ActionPattern::parse(text)) {
        (Some(action), _) => one(action),
        (None, Ok(pattern)) if text.contains(['*', '?']) => {
            covered(&pattern, if negated { "stands for" } else { verb(spot) })
        }
        _ => unknown(text),
    };
    if negated {
        left(&mut about, spot);
    } else if kind == PolicyKind::Trust && text.eq_ignore_ascii_case("sts:AssumeRole") {
        about.words.insert(0, "Here it lets the principals of the statement take this role.".to_owned());
    }
    about
}

/// What else is worth knowing of an action that is not what it seems.
const NOTES: [(&str, &str); 9] = [
    // AWS: "Grant a user permissions to pass a role to an AWS service".
    (
        "iam:PassRole",
        "It is a permission and no call of its own: AWS asks for it when a call gives a role to a service, in the same \
         account only. Name the role in `Resource`, and the service with `iam:PassedToService`.",
    ),
    // AWS: "Compare AWS STS credentials".
    ("sts:GetCallerIdentity", "It needs no permission, and no policy can forbid it, not even an explicit deny."),
    // AWS: "Permissions for GetSessionToken".
    ("sts:GetSessionToken", "It needs no permission, and policies have no effect on it."),
    // AWS: "Update a role trust policy".
    (
        "sts:AssumeRole",
        "Two policies have their say: the caller's own allows it to ask for the role, the role's trust policy says who may \
         take it. In one account naming the caller in the trust policy is enough; between accounts both must allow it.",
    ),
    // AWS: "Compare AWS STS credentials".
    (
        "sts:AssumeRoleWithSAML",
        "The caller shows an assertion of a SAML provider and signs nothing, so only the role's trust policy is asked, \
         which names the provider under `Federated`.",
    ),
    (
        "sts:AssumeRoleWithWebIdentity",
        "The caller shows a token of an identity provider and signs nothing, so only the role's trust policy is asked, \
         which names the provider under `Federated`.",
    ),
    // AWS: "Pass session tags in AWS STS".
    (
        "sts:TagSession",
        "It is asked besides the action that takes the role, on the same role, when the call brings session tags: without \
         it the whole call fails.",
    ),
    // AWS: "Monitor and control actions taken with assumed roles".
    (
        "sts:SetSourceIdentity",
        "It is asked besides the action that takes the role, on the same role, when the call sets a source identity: \
         without it the whole call fails.",
    ),
    // AWS: "GetObject (S3 API)".
    (
        "s3:ListBucket",
        "It is asked on the bucket, `arn:aws:s3:::my-bucket`, and not on the objects in it. Who has it is told that an \
         object is not there (404); who has not is only told no (403).",
    ),
];

fn one(action: Action) -> About {
    let name = action.to_string();
    let service = action.service();
    let mut about = About::new(format!("{name}, an action of {}", service.map_or("AWS", |service| service.name)));
    about.say(format!("Access level {}: it {}.", action.level.as_str(), does(action.level)));
    if let Some((_, note)) = NOTES.iter().find(|(noted, _)| *noted == name) {
        about.say(*note);
    }
    let required: Vec<&str> = action.resources().filter(|on| on.required).map(|on| on.resource_type.name).collect();
    about.say(match (action.resources().next(), required.as_slice()) {
        (None, _) => {
            "It works on no resource in particular: its requests are on `*`, so `Resource` must be `*`.".to_owned()
        }
        (Some(_), []) => "A request is on one of the resources below.".to_owned(),
        (Some(_), required) => format!(
            "Every request names {}, and each resource that it names must be allowed.",
            and(&required.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>())
        ),
    });
    let resources: Vec<(String, String)> = action
        .resources()
        .map(|on| {
            let formats: Vec<&str> = on.resource_type.arn_formats().collect();
            let required = if on.required { " · required" } else { "" };
            (on.resource_type.name.to_owned(), format!("{}{required}", formats.join(" or ")))
        })
        .collect();
    about.list(format!("Resources ({})", resources.len()), resources);
    let keys = keys(action);
    if !keys.is_empty() {
        about.say("Its requests may carry the condition keys below, and the global ones (`aws:…`).");
    }
    about.list(format!("Condition keys ({})", keys.len()), keys);
    let others: Vec<(String, String)> =
        action.dependent_actions().map(|other| (other.to_string(), other.level.as_str().to_owned())).collect();
    about.list("May need these as well", others);
    about
}

/// What actions of a level do, behind "it" (AWS: "Understanding access level summaries within policy summaries").
fn does(level: AccessLevel) -> &'static str {
    match level {
        AccessLevel::List => "shows which things there are, and changes nothing",
        AccessLevel::Read => "shows what is in things, and changes nothing",
        AccessLevel::Write => "makes, changes or deletes things",
        AccessLevel::PermissionsManagement => "grants or changes permissions",
        AccessLevel::Tagging => "changes tags, and nothing else",
    }
}

/// The condition keys that requests of an action may carry, global ones left out unless the service has them of its own.
fn keys(action: Action) -> Vec<(String, String)> {
    let mut names: Vec<&str> = action.condition_keys().collect();
    for on in action.resources() {
        names.extend(on.condition_keys().chain(on.resource_type.condition_keys()));
    }
    names.sort_by_key(|name| name.to_ascii_lowercase());
    names.dedup();
    let service = action.service();
    let row = |name: &str| {
        let key = service.and_then(|service| service.condition_key(name));
        let many = if key.is_some_and(|key| key.multivalued) { ", several values" } else { "" };
        let kind = key.map_or("", |key| type_name(key.value_type));
        (name.to_owned(), format!("{kind}{many}"))
    };
    names.into_iter().map(row).collect()
}

/// What the values of a key are, in a word or two.
pub(super) fn type_name(kind: ValueType) -> &'static str {
    match kind {
        ValueType::String => "text",
        ValueType::Arn => "ARN",
        ValueType::Bool => "true or false",
        ValueType::Date => "date",
        ValueType::Numeric => "number",
        ValueType::IpAddress => "IP address",
    }
}

/// A pattern: which actions it covers today, by level.
fn covered(pattern: &ActionPattern, verb: &str) -> About {
    let catalogue = Catalogue::built_in();
    let text = pattern.as_str();
    let actions: Vec<Action> = catalogue.actions_matching(pattern).collect();
    let service = text.split_once(':').and_then(|(prefix, _)| catalogue.service(prefix));
    let date = catalogue.date();
    let mut about = match service {
        Some(service) => {
            let all = service.actions().count();
            let mut about = About::new(format!("{text}, {} of {}", many(actions.len(), "action"), service.name));
            about.say(match actions.len() {
                0 => format!("No action of {} has such a name today ({date}), so it {verb} nothing.", service.name),
                n if n == all => {
                    format!("It {verb} every action of {}: {} today ({date}).", service.name, thousands(n))
                }
                n => format!(
                    "It {verb} {} of the {} that {} has today ({date}).",
                    thousands(n),
                    many(all, "action"),
                    service.name
                ),
            });
            about
        }
        None if text == "*" => {
            let mut about = About::new(format!("*, every action of AWS: {} today", thousands(actions.len())));
            about.say(format!("It {verb} every action of every service, {} today ({date}).", thousands(actions.len())));
            about
        }
        None => return unknown(text),
    };
    let groups = by_level(&actions);
    let counts: Vec<String> =
        groups.iter().map(|(level, actions)| format!("{} {}", thousands(actions.len()), level.as_str())).collect();
    if groups.len() > 1 {
        about.say(format!("By access level: {}.", and(&counts)));
    }
    if !actions.is_empty() {
        about.say(
            "`*` stands for any run of characters, `?` for one, whatever the letter case. An action that AWS adds later is \
             covered from its first day if its name fits.",
        );
    }
    for (level, actions) in groups {
        let row = |action: &Action| {
            let types: Vec<&str> = action.resources().map(|on| on.resource_type.name).collect();
            (action.to_string(), types.join(", "))
        };
        about
            .list(format!("{} ({})", level.as_str(), thousands(actions.len())), actions.into_iter().map(row).collect());
    }
    about
}

/// Actions by what they do, those that change most first.
fn by_level(actions: &[Action]) -> Vec<(AccessLevel, Vec<&Action>)> {
    let order = [
        AccessLevel::PermissionsManagement,
        AccessLevel::Write,
        AccessLevel::Tagging,
        AccessLevel::Read,
        AccessLevel::List,
    ];
    let group = |level| (level, actions.iter().filter(|action| action.level == level).collect::<Vec<_>>());
    order.into_iter().map(group).filter(|(_, actions)| !actions.is_empty()).collect()
}

/// A name that AWS does not have, or has no more.
fn unknown(text: &str) -> About {
    let catalogue = Catalogue::built_in();
    if let Some(former) = catalogue.former_action(text) {
        let mut about =
            About::new(format!("{}:{}, an action that AWS does not list any more", former.service, former.name));
        about.say(
            "It was renamed, or its service was retired. AWS still saves policies with such names, and a few of the actions \
             may still work.",
        );
        about.say(format!("Access level {}: it {}, when it still did.", former.level.as_str(), does(former.level)));
        return about;
    }
    let mut about = About::new(format!("{text}, no action that is known"));
    let (prefix, _) = text.split_once(':').unwrap_or((text, ""));
    about.say(match catalogue.service(prefix) {
        Some(service) if text.contains(':') => format!(
            "{} has no action of that name in the catalogue of {}. A name that AWS does not have matches no request.",
            service.name,
            catalogue.date()
        ),
        Some(service) => format!("`{prefix}` is {}: write an action behind a colon, like `{prefix}:*`.", service.name),
        None => format!(
            "`{prefix}` is no service of the catalogue of {}. An action is written `service:Name`, like `s3:GetObject`.",
            catalogue.date()
        ),
    });
    let near = catalogue.actions_like(text).into_iter().map(|near| (near.to_string(), near.level.as_str().to_owned()));
    about.list("Perhaps meant", near.collect());
    about
}

/// What a `NotAction` leaves for its statement: every action that none of its entries covers.
fn left(about: &mut About, spot: &Spot<'_>) {
    let catalogue = Catalogue::built_in();
    let named: Vec<ActionPattern> =
        texts(spot.statement, "NotAction").filter_map(|text| ActionPattern::parse(text).ok()).collect();
    let (mut covered, mut all) = (0, 0);
    let mut services = Vec::new();
    for service in catalogue.services() {
        let (mut left, mut here) = (0, 0);
        for action in service.actions() {
            here += 1;
            let name = format!("{}:{}", service.prefix, action.name);
            left += usize::from(!named.iter().any(|pattern| pattern.matches(&name)));
        }
        covered += left;
        all += here;
        if left > 0 {
            let all_of = if left == here { "all " } else { "" };
            services.push((service.prefix.to_owned(), format!("{all_of}{}", many(left, "action"))));
        }
    }
    let what = match spot.effect() {
        Some("Deny") => format!(
            "In `NotAction`: the statement forbids every action but those listed. That is {} of {} today. It allows \
             nothing: the listed actions still need a statement that allows them.",
            thousands(covered),
            thousands(all)
        ),
        _ => format!(
            "In `NotAction`: the statement is about every action but those listed, of every service. That is {} of {} \
             today, and all that AWS adds.",
            thousands(covered),
            thousands(all)
        ),
    };
    about.words.insert(0, what);
    about.list(format!("What the statement is about, by service ({})", services.len()), services);
}
