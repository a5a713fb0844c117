//! What could stand in a field of a request: names of the world, actions of the catalogue, ARNs, condition keys and values.

use crate::iam::catalogue::{Action, Catalogue, ValueType};
use crate::iam::complete::{Sort, service_names};
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Attached, Context};
use crate::iam::scenario::{ProviderKind, Scenario, World};
use crate::iam::simulate::DEFAULT_TIME;
use crate::iam::what_if::{KeyOffer, Relevance, offered_keys, type_of_key};
use crate::tui::widgets::form::Offer;

/// The most actions that are offered for a piece of a name.
const MOST: usize = 200;
/// From so many letters on, a piece of a name is looked for in all services.
const LETTERS: usize = 3;

/// Callers of a sort.
pub(super) fn callers(world: &World, kind: &str) -> Vec<Offer> {
    let named = |name: &str, what: &str| Offer::of(Sort::Principal, name, what);
    match kind {
        "user" => world.users.iter().map(|user| named(&user.name, "user")).collect(),
        "role" => roles(world),
        "root" => world.accounts.iter().map(|(name, account)| named(name, &account.id)).collect(),
        "service" => service_names().map(|(name, what)| Offer::of(Sort::Principal, name, what)).collect(),
        "web_identity" => {
            let own = world.identity_providers.iter().filter(|provider| provider.kind == ProviderKind::Oidc);
            let own = own.map(|provider| named(&provider.name, "OIDC provider"));
            own.chain([named("accounts.google.com", "Google accounts")]).collect()
        }
        "saml" => {
            let own = world.identity_providers.iter().filter(|provider| provider.kind == ProviderKind::Saml);
            own.map(|provider| named(&provider.name, "SAML provider")).collect()
        }
        _ => Vec::new(),
    }
}

/// The roles of a world.
pub(super) fn roles(world: &World) -> Vec<Offer> {
    world.roles.iter().map(|role| Offer::of(Sort::Principal, role.name.as_str(), "role")).collect()
}

/// Documents that can go along with a session.
pub(super) fn session_policies(scenario: &Scenario) -> Vec<Offer> {
    let own = scenario.documents.values().filter(|document| document.kind == PolicyKind::Session);
    own.map(|document| Offer::new(&*document.name, "session policy")).collect()
}

/// Actions for what was typed: services, then the actions of the one that is written, or those with the piece in their name.
pub(super) fn actions(typed: &str) -> Vec<Offer> {
    let catalogue = Catalogue::built_in();
    let service = typed.split(':').next().unwrap_or_default();
    let of_service = catalogue.service(service).into_iter().flat_map(|service| service.actions());
    let mut offers = Vec::new();
    if !typed.contains(':') {
        let services = catalogue.services();
        offers.extend(services.map(|known| Offer::of(Sort::Service, format!("{}:", known.prefix), known.name)));
        if typed.len() >= LETTERS {
            let piece = typed.to_ascii_lowercase();
            let found = catalogue.actions().filter(|action| holds(action.name, &piece));
            offers.extend(found.take(MOST).map(action_offer));
        }
    }
    offers.extend(of_service.map(action_offer));
    offers
}

fn holds(name: &str, piece: &str) -> bool {
    name.as_bytes().windows(piece.len()).any(|part| part.eq_ignore_ascii_case(piece.as_bytes()))
}

fn action_offer(action: Action) -> Offer {
    // The plain kind has the shortest name: `object` and not `accesspointobject`.
    let plain = |required: bool| {
        let kinds = action.resources().filter(move |on| on.required || !required);
        kinds.min_by_key(|on| on.resource_type.name.len())
    };
    let main = plain(true).or_else(|| plain(false));
    let on = main.map(|on| format!(" · {}", on.resource_type.name)).unwrap_or_default();
    Offer::of(Sort::Action, action.to_string(), format!("{}{on}", action.level.as_str()))
}

/// Resources for an action: those of the world that it works on, the forms of their ARNs, then the rest of the world's.
pub(super) fn resources(world: &World, action: &str, account: &str) -> Vec<Offer> {
    let known = Catalogue::built_in().action(action);
    let formats: Vec<(&str, &str)> = known
        .into_iter()
        .flat_map(Action::resources)
        .flat_map(|on| on.resource_type.arn_formats().map(move |format| (format, on.resource_type.name)))
        .collect();
    let mut offers = Vec::new();
    let mut add = |text: String, detail: &str| {
        if !offers.iter().any(|known: &Offer| known.text == text) {
            offers.push(Offer::of(Sort::Arn, text, detail));
        }
    };
    if known.is_some() && formats.is_empty() {
        add("*".to_owned(), "the action names no resource");
    }
    let service = action.split(':').next().unwrap_or_default();
    let own = |arn: &str| arn.split(':').nth(2) == Some(service);
    for resource in world.resources.iter().filter(|resource| own(&resource.arn)) {
        add(resource.arn.clone(), "resource of the world");
        // An object lies in its bucket: what the form has behind the bucket's name.
        for (format, name) in &formats {
            if let Some(tail) = inside(format, &resource.arn) {
                add(format!("{}{tail}", resource.arn), name);
            }
        }
    }
    let roles = world.roles.iter().filter_map(|role| Some((world.role(&role.name).ok()?.1.role_arn(), "role")));
    let users = world.users.iter().filter_map(|user| Some((world.user(&user.name).ok()?.1.user_arn(), "user")));
    if service == "iam" || service == "sts" {
        roles.chain(users).for_each(|(arn, what)| add(arn, what));
    }
    for (format, name) in &formats {
        let text =
            format.replace("${Partition}", "aws").replace("${Region}", "us-east-1").replace("${Account}", account);
        add(text, name);
    }
    if known.is_none() {
        world.resources.iter().for_each(|resource| add(resource.arn.clone(), "resource of the world"));
    }
    offers
}

/// What a form has behind the thing that an ARN names: `/${ObjectName}` of a bucket's.
fn inside<'f>(format: &'f str, arn: &str) -> Option<&'f str> {
    let (ours, theirs) = (arn.splitn(6, ':').nth(5)?, format.splitn(6, ':').nth(5)?);
    let at = theirs.find('/')?;
    let whole = !ours.contains('/') && theirs.starts_with("${");
    theirs.get(at..).filter(|_| whole)
}

/// Condition keys for an action, what matters most first.
pub(super) fn keys(policies: &[Attached], action: &str, carried: Option<&Context>) -> Vec<Offer> {
    let offers = offered_keys(policies, action, carried);
    offers
        .into_iter()
        .map(|offer| Offer::of(Sort::Key, offer.name.replace("${TagKey}", ""), key_words(&offer)))
        .collect()
}

fn key_words(offer: &KeyOffer) -> String {
    let why = match offer.relevance {
        Relevance::Asked => "a policy asks for it",
        Relevance::Action => "of this action",
        Relevance::Global => "of any action",
    };
    let of_type = offer.of_type.map(|of_type| format!(" · {}", type_words(of_type, offer.multivalued)));
    format!("{why}{}", of_type.unwrap_or_default())
}

/// What the values of a key are, in a word or two.
pub(super) fn type_words(of_type: ValueType, multivalued: bool) -> String {
    let word = match of_type {
        ValueType::String => "text",
        ValueType::Arn => "ARN",
        ValueType::Bool => "true or false",
        ValueType::Date => "time",
        ValueType::Numeric => "number",
        ValueType::IpAddress => "address",
    };
    if multivalued { format!("several: {word}") } else { word.to_owned() }
}

/// Keys that the request carries.
pub(super) fn carried(context: Option<&Context>) -> Vec<Offer> {
    let entries = context.into_iter().flat_map(Context::iter);
    entries.map(|(key, value)| Offer::of(Sort::Key, key, value.values().join(", "))).collect()
}

/// Values that a key could have.
pub(super) fn values(world: &World, key: &str) -> Vec<Offer> {
    let lower = key.to_ascii_lowercase();
    let plain = |text: &str, what: &str| Offer::new(text, what);
    if let Some((_, tag)) = key.split_once('/') {
        let tags = world.users.iter().map(|user| &user.tags).chain(world.roles.iter().map(|role| &role.tags));
        let tags = tags.chain(world.resources.iter().map(|resource| &resource.tags)).flatten();
        let mut values: Vec<&String> =
            tags.filter(|(known, _)| known.eq_ignore_ascii_case(tag)).map(|(_, v)| v).collect();
        values.sort_unstable();
        values.dedup();
        return values.into_iter().map(|value| plain(value, "in use")).collect();
    }
    if lower.ends_with("orgid") {
        return world.organization.iter().map(|root| plain(&root.id, "the organization")).collect();
    }
    if lower.ends_with("account") {
        return world.accounts.iter().map(|(name, account)| plain(&account.id, name)).collect();
    }
    if lower.starts_with("aws:calledvia") || lower.ends_with("servicename") || lower.ends_with("toservice") {
        return service_names().map(|(name, what)| plain(&name, what)).collect();
    }
    match type_of_key(key).map(|(of_type, _)| of_type) {
        Some(ValueType::Bool) => vec![plain("true", ""), plain("false", "")],
        Some(ValueType::Date) => vec![plain(DEFAULT_TIME, "the time of every call that says no other")],
        Some(ValueType::IpAddress) => addresses(),
        Some(ValueType::Arn) => {
            let resources =
                world.resources.iter().map(|resource| Offer::of(Sort::Arn, resource.arn.as_str(), "resource"));
            let roles = world.roles.iter().filter_map(|role| Some(world.role(&role.name).ok()?.1.role_arn()));
            resources.chain(roles.map(|arn| Offer::of(Sort::Arn, arn, "role"))).collect()
        }
        Some(ValueType::String | ValueType::Numeric) | None => Vec::new(),
    }
}

/// Addresses that belong to nobody (RFC 5737, RFC 1918).
pub(super) fn addresses() -> Vec<Offer> {
    [
        ("203.0.113.10", "the address of every call that says no other"),
        ("198.51.100.7", "another one"),
        ("10.0.0.5", "a private one"),
    ]
    .map(|(address, words)| Offer::new(address, words))
    .into()
}
