//! Condition operators and keys, each fitting the other and the statement.

use std::collections::BTreeMap;

use crate::iam::catalogue::{Action, Catalogue, ValueType};
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

/// What the catalogue knows of a key.
pub(super) fn held(key: &str) -> Option<Held> {
    let catalogue = Catalogue::built_in();
    match catalogue.global_key(key) {
        Some(global) => {
            let mut types = global.types();
            let of_type = types.next()?;
            Some(Held { of_type, other: types.next(), multivalued: global.multivalued })
        }
        None => catalogue.condition_key(key).map(|key| Held {
            of_type: key.value_type,
            other: None,
            multivalued: key.multivalued,
        }),
    }
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
                    let write = Write::Member(plain(&label), plain("{").place("").then("}"));
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
    let mut ranks: BTreeMap<String, u8> = BTreeMap::new();
    let mut rank = |key: &str, rank: u8| {
        let known = ranks.entry(key.to_owned()).or_insert(rank);
        *known = rank.min(*known);
    };
    for host in spot.oidc_hosts() {
        rank(&format!("{host}:sub"), 0);
        rank(&format!("{host}:aud"), 0);
    }
    if !spot.principals("Service").is_empty() {
        // AWS: "The confused deputy problem".
        rank("aws:SourceArn", 0);
        rank("aws:SourceAccount", 0);
    }
    for (key, weight) in of_actions(spot) {
        rank(key, weight);
    }
    for key in Catalogue::built_in().global_keys() {
        // Claims of tokens are looked at where tokens are: in trust policies.
        let is_claim = key.name.starts_with("${") && spot.site.kind != PolicyKind::Trust;
        rank(key.name, if is_claim { 8 } else { 4 - u8::from(COMMON_KEYS.contains(&key.name)) });
    }
    for (key, rank) in ranks {
        for name in spelled_out(spot, &key) {
            if spot.has(&name) {
                continue;
            }
            let Some(held) = held(&key) else { continue };
            let Some(weight) = operator.map_or(Some(0), |operator| weight(operator, held)) else { continue };
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
    candidate.written(Write::Member(key, value))
}

/// The keys that requests of the statement's actions may carry, with their rank: the service's own, then tags and the like.
fn of_actions(spot: &Spot<'_>) -> BTreeMap<&'static str, u8> {
    let catalogue = Catalogue::built_in();
    let mut keys = BTreeMap::new();
    let hosts = spot.oidc_hosts();
    let saml = spot.names_saml();
    let federated = !hosts.is_empty() || saml;
    let names_anybody = spot.element("Principal").is_some();
    let services: Vec<&str> = spot.actions().into_iter().filter_map(|action| Some(action.split_once(':')?.0)).collect();
    let mut add = |key: &'static str| {
        let prefix = key.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        // Keys of tokens and assertions: those of the provider that is trusted, if one is.
        let fits = match prefix {
            "saml" => saml || !names_anybody,
            prefix if prefix.contains('.') => hosts.contains(&prefix) || (!federated && !names_anybody),
            _ => true,
        };
        if fits {
            let of_service = services.iter().any(|service| service.eq_ignore_ascii_case(prefix));
            keys.insert(key, if of_service { 1 } else { 2 });
        }
    };
    let of_action = |action: Action, add: &mut dyn FnMut(&'static str)| {
        action.condition_keys().for_each(&mut *add);
        for on in action.resources() {
            on.condition_keys().for_each(&mut *add);
            on.resource_type.condition_keys().for_each(&mut *add);
        }
    };
    for text in spot.actions() {
        if let Some(action) = catalogue.action(text) {
            of_action(action, &mut add);
        } else if let Some(service) = text.strip_suffix(":*").and_then(|prefix| catalogue.service(prefix)) {
            service.condition_keys().for_each(|key| add(key.name));
        } else if let Ok(pattern) = ActionPattern::parse(text)
            && text != "*"
        {
            catalogue.actions_matching(&pattern).for_each(|action| of_action(action, &mut add));
        }
    }
    keys
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
