//! Condition operators and keys, each fitting the other and the statement.

use std::collections::{BTreeMap, BTreeSet};

use crate::iam::catalogue::{Action, Catalogue, ConditionKey, GlobalKey, Service, ValueType};
use crate::iam::complete::principals::GITHUB;
use crate::iam::complete::spot::Spot;
use crate::iam::complete::write::{Candidate, Write, empty_string, escaped, example, list_of_one, plain, with_places};
use crate::iam::complete::{Insert, Sort};
use crate::iam::condition::{BaseOperator, ConditionOperator, Family, SetOperator};
use crate::iam::json::Node;
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::PolicyKind;

/// The operators that most conditions are written with, in the order of their use.
const COMMON_OPERATORS: [BaseOperator; 8] = [
    BaseOperator::StringEquals,
    BaseOperator::StringLike,
    BaseOperator::ArnLike,
    BaseOperator::Bool,
    BaseOperator::IpAddress,
    BaseOperator::Null,
    BaseOperator::StringNotEquals,
    BaseOperator::ArnNotLike,
];

/// The global keys that most conditions are written with.
const COMMON_KEYS: [&str; 12] = [
    "aws:PrincipalOrgID",
    "aws:PrincipalArn",
    "aws:PrincipalTag/${TagKey}",
    "aws:ResourceTag/${TagKey}",
    "aws:RequestedRegion",
    "aws:SourceIp",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:MultiFactorAuthPresent",
    "aws:SecureTransport",
    "aws:SourceVpce",
    "aws:ResourceOrgID",
];

/// What a condition key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    /// Its type; the first when it has two.
    pub(super) of_type: ValueType,
    /// The other type, when it has two.
    other: Option<ValueType>,
    /// Whether it may have several values.
    pub(super) multivalued: bool,
}

impl Held {
    fn by_global(key: GlobalKey) -> Option<Self> {
        let mut types = key.types();
        Some(Self { of_type: types.next()?, other: types.next(), multivalued: key.multivalued })
    }

    fn by_service(key: ConditionKey) -> Self {
        Self { of_type: key.value_type, other: None, multivalued: key.multivalued }
    }
}

/// What the catalogue knows of a key.
pub(super) fn held(key: &str) -> Option<Held> {
    let catalogue = Catalogue::built_in();
    let global = || catalogue.global_key(key).and_then(Held::by_global);
    global().or_else(|| catalogue.condition_key(key).map(Held::by_service))
}

/// How well operators of a family fit keys of a type: 0 made for it, 1 possible; `None` when they compare other things.
fn fit(family: Family, of_type: ValueType) -> Option<u8> {
    match (family, of_type) {
        (Family::Null, _)
        | (Family::String, ValueType::String)
        | (Family::Arn, ValueType::Arn)
        | (Family::Bool, ValueType::Bool)
        | (Family::Date, ValueType::Date)
        | (Family::Numeric, ValueType::Numeric)
        | (Family::Ip, ValueType::IpAddress) => Some(0),
        // ARNs are texts too, as far as AWS compares them.
        (Family::String, ValueType::Arn) => Some(1),
        _ => None,
    }
}

fn fits(family: Family, held: Held) -> Option<u8> {
    fit(family, held.of_type).or_else(|| fit(family, held.other?))
}

/// The operators that fit the keys which stand under the one at the spot; all of them when none does yet.
pub(super) fn operators(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let block = spot.element("Condition").map(Node::members).unwrap_or_default();
    let at_word = |range: crate::text::TextRange| range.start == spot.word.range.start;
    let own = block.iter().find(|member| at_word(member.key_range)).map(|member| member.value.members());
    let keys: Vec<Held> = own.unwrap_or_default().iter().filter_map(|member| held(&member.key)).collect();
    let multivalued = keys.iter().any(|held| held.multivalued);
    for (base, name) in BaseOperator::TABLE {
        let family = base.family();
        let Some(fits) = keys.iter().map(|held| fits(family, *held)).try_fold(0, |worst, fits| Some(fits?.max(worst)))
        else {
            continue;
        };
        let common = COMMON_OPERATORS.iter().position(|common| *common == base);
        let rank = fits + u8::from(common.is_none());
        let sets = [None, Some(SetOperator::ForAnyValue), Some(SetOperator::ForAllValues)];
        for set in sets {
            for if_exists in [false, true] {
                if base == BaseOperator::Null && (set.is_some() || if_exists) {
                    continue;
                }
                let operator = ConditionOperator { set, base, if_exists };
                let fitting_set = base == BaseOperator::Null || set.is_some() == multivalued;
                let weight = rank + 2 * u8::from(if_exists) + 4 * u8::from(!fitting_set);
                let label = if set.is_none() && !if_exists { name.into() } else { operator.to_string() };
                if !spot.has(&label) {
                    let write = Write::member(plain(&label), plain("{").place("").then("}"));
                    let words = words_of(operator);
                    found.push(Candidate::text(label, words, Sort::Operator).weighing(weight).written(write));
                }
            }
        }
    }
    // The common ones in the order of their use.
    found.sort_by_key(|candidate| {
        let common = COMMON_OPERATORS.iter().position(|common| common.as_str() == candidate.label);
        common.unwrap_or(COMMON_OPERATORS.len())
    });
}

/// What an operator does, in a few words.
fn words_of(operator: ConditionOperator) -> String {
    let compares = match operator.base {
        BaseOperator::Null => return "whether the key is absent".to_owned(),
        base => match base.family() {
            Family::String if base.takes_wildcards() => "text, * and ? are wildcards",
            Family::String => "text, letter by letter",
            Family::Numeric => "numbers",
            Family::Date => "moments",
            Family::Bool => "true or false",
            Family::Binary => "bytes in base64",
            Family::Ip => "addresses and ranges",
            Family::Arn => "ARNs, part by part",
            Family::Null => "",
        },
    };
    let several = match operator.set {
        Some(SetOperator::ForAnyValue) => " · one of several values",
        Some(SetOperator::ForAllValues) => " · each of several values, also when there is none",
        None => "",
    };
    let absent = if operator.if_exists { " · also when the key is absent" } else { "" };
    format!("{compares}{several}{absent}")
}

/// The condition keys that fit the operator: those of the statement's principals and actions first, then the global ones.
pub(super) fn keys(spot: &Spot<'_>, operator: &str, found: &mut Vec<Candidate>) {
    let operator = ConditionOperator::parse(operator).ok();
    let mut ranked: BTreeMap<String, (u8, Held)> = BTreeMap::new();
    let mut add = |key: String, rank: u8, held: Option<Held>| {
        if let Some(held) = held {
            let known = ranked.entry(key).or_insert((rank, held));
            known.0 = rank.min(known.0);
        }
    };
    for host in spot.oidc_hosts() {
        for key in [format!("{host}:aud"), format!("{host}:sub")] {
            let held = held(&key);
            add(key, 0, held);
        }
    }
    if !spot.principals("Service").is_empty() {
        // AWS: "The confused deputy problem".
        for key in ["aws:SourceAccount", "aws:SourceArn"] {
            add(key.to_owned(), 0, held(key));
        }
    }
    for (key, rank, held) in of_actions(spot) {
        add(key.to_owned(), rank, held);
    }
    for key in Catalogue::built_in().global_keys() {
        // Claims of tokens are looked at where tokens are: in trust policies.
        let is_claim = key.name.starts_with("${") && spot.site.kind != PolicyKind::Trust;
        let rank = if is_claim { 8 } else { 4 - u8::from(COMMON_KEYS.contains(&key.name)) };
        for name in spelled_out(spot, key.name) {
            add(name, rank, Held::by_global(key));
        }
    }
    for (name, (rank, held)) in ranked {
        let weight = operator.map_or(Some(0), |operator| weight(operator, held));
        if let Some(weight) = weight.filter(|_| !spot.has(&name)) {
            found.push(candidate(&name, held, operator, rank + weight));
        }
    }
}

/// How far behind a key comes under an operator; `None` when the two do not go together.
fn weight(operator: ConditionOperator, held: Held) -> Option<u8> {
    let fits = fits(operator.base.family(), held)?;
    match (operator.set, held.multivalued) {
        // AWS: "Single-valued vs. multivalued context keys": set operators are for the latter.
        (Some(_), false) => None,
        (None, true) if operator.base != BaseOperator::Null => Some(5),
        _ => Some(fits),
    }
}

fn candidate(name: &str, held: Held, operator: Option<ConditionOperator>, weight: u8) -> Candidate {
    let null = operator.is_some_and(|operator| operator.base == BaseOperator::Null);
    let set = operator.is_some_and(|operator| operator.set.is_some());
    let value = match held.of_type {
        _ if null || held.of_type == ValueType::Bool => example("true"),
        _ if set => list_of_one(),
        _ => empty_string(),
    };
    let type_name = held.of_type.as_str();
    let words = match held.multivalued {
        true if set || null => format!("{type_name} · several values"),
        true => format!("{type_name} · several values: under ForAnyValue or ForAllValues"),
        false => type_name.to_owned(),
    };
    let key: Insert = with_places(name, str::to_owned);
    let candidate = Candidate::text(name.to_owned(), words, Sort::Key).weighing(weight);
    candidate.written(Write::member(key, value))
}

/// The keys that requests of the statement's actions may carry, with their rank: the service's own, then tags and the like.
fn of_actions(spot: &Spot<'_>) -> Vec<(&'static str, u8, Option<Held>)> {
    let catalogue = Catalogue::built_in();
    let mut keys = Vec::new();
    // The table has each spelling once, so that its place tells keys apart.
    let mut seen = BTreeSet::new();
    let mut add = |service: Service, key: &'static str| {
        if !seen.insert(key.as_ptr().addr()) || !fits_provider(spot, key) {
            return;
        }
        let is_own = key.rsplit_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(service.prefix));
        let held = service.condition_key(key).map(Held::by_service);
        keys.push((key, if is_own { 1 } else { 2 }, held.or_else(|| self::held(key))));
    };
    let of_action = |service: Service, action: Action, add: &mut dyn FnMut(Service, &'static str)| {
        action.condition_keys().for_each(|key| add(service, key));
        for on in action.resources() {
            on.condition_keys().chain(on.resource_type.condition_keys()).for_each(|key| add(service, key));
        }
    };
    for text in spot.actions() {
        let named = text.split_once(':').and_then(|(prefix, name)| Some((catalogue.service(prefix)?, name)));
        let Some((service, name)) = named else { continue };
        if name == "*" {
            service.condition_keys().for_each(|key| add(service, key.name));
        } else if let Some(action) = service.action(name) {
            of_action(service, action, &mut add);
        } else if let Ok(pattern) = ActionPattern::parse(text) {
            catalogue.actions_matching(&pattern).for_each(|action| of_action(service, action, &mut add));
        }
    }
    keys
}

/// Keys of tokens and assertions are those of the provider that the statement trusts, when it names principals.
fn fits_provider(spot: &Spot<'_>, key: &str) -> bool {
    match key.rsplit_once(':').map_or("", |(prefix, _)| prefix) {
        "saml" => spot.names_saml() || spot.element("Principal").is_none(),
        host if host.contains('.') => spot.oidc_hosts().contains(&host) || spot.element("Principal").is_none(),
        _ => true,
    }
}

/// A key with its placeholder filled in: with the tags that are in use, with the providers that are trusted or known. The
/// key itself where nothing is known.
fn spelled_out(spot: &Spot<'_>, key: &str) -> Vec<String> {
    if let Some(claim) = key.strip_prefix("${OidcProvider}") {
        let mut hosts = spot.oidc_hosts();
        if hosts.is_empty() {
            let known = spot.site.surroundings.providers.iter();
            hosts.extend(known.filter_map(|provider| Some(provider.name.split_once(":oidc-provider/")?.1)));
        }
        if hosts.is_empty() {
            hosts.push(GITHUB);
        }
        return hosts.into_iter().map(|host| format!("{host}{claim}")).collect();
    }
    let mut names = vec![key.to_owned()];
    if let Some(head) = key.strip_suffix("${TagKey}") {
        let mut tags: Vec<&str> = spot.site.surroundings.tags.iter().map(|(tag, _)| tag.as_str()).collect();
        tags.sort_unstable();
        tags.dedup();
        names.extend(tags.into_iter().map(|tag| format!("{head}{}", escaped(tag))));
    }
    names
}
