//! The values of conditions, and the variables that values and resources may hold.

use std::collections::BTreeSet;

use crate::iam::arn::Arn;
use crate::iam::catalogue::{Catalogue, ValueType};
use crate::iam::complete::principals::{self, GITHUB};
use crate::iam::complete::resources::account;
use crate::iam::complete::spot::{Place, Spot};
use crate::iam::complete::write::{Candidate, Write, plain, with_places};
use crate::iam::complete::{Sort, conditions};
use crate::iam::condition::{BaseOperator, ConditionOperator, Family};
use crate::iam::request::ContextValue;

/// Regions, with the places AWS names them after (AWS General Reference: "AWS service endpoints"). Newer ones may be
/// missing: a list to choose from, not one to check against.
const REGIONS: [(&str, &str); 28] = [
    ("us-east-1", "N. Virginia"),
    ("us-east-2", "Ohio"),
    ("us-west-1", "N. California"),
    ("us-west-2", "Oregon"),
    ("eu-west-1", "Ireland"),
    ("eu-central-1", "Frankfurt"),
    ("eu-west-2", "London"),
    ("eu-west-3", "Paris"),
    ("eu-north-1", "Stockholm"),
    ("eu-south-1", "Milan"),
    ("eu-south-2", "Spain"),
    ("eu-central-2", "Zurich"),
    ("ca-central-1", "Canada"),
    ("sa-east-1", "São Paulo"),
    ("ap-south-1", "Mumbai"),
    ("ap-south-2", "Hyderabad"),
    ("ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "Sydney"),
    ("ap-southeast-3", "Jakarta"),
    ("ap-southeast-4", "Melbourne"),
    ("ap-southeast-5", "Malaysia"),
    ("ap-northeast-1", "Tokyo"),
    ("ap-northeast-2", "Seoul"),
    ("ap-northeast-3", "Osaka"),
    ("ap-east-1", "Hong Kong"),
    ("af-south-1", "Cape Town"),
    ("me-south-1", "Bahrain"),
    ("me-central-1", "UAE"),
];

/// What the key can be compared with under the operator.
pub(super) fn candidates(spot: &Spot<'_>, operator: &str, key: &str, found: &mut Vec<Candidate>) {
    let operator = ConditionOperator::parse(operator).ok();
    let family = operator.map(|operator| operator.base.family());
    let held = conditions::held(key).map(|held| held.of_type);
    if operator.is_some_and(|operator| operator.base == BaseOperator::Null) {
        found.push(value("true", "the key is absent"));
        found.push(value("false", "the key is there, with a value"));
    } else if family == Some(Family::Bool) || held == Some(ValueType::Bool) {
        found.extend([value("true", ""), value("false", "")]);
    } else if family == Some(Family::Date) {
        found.push(chosen("2030-01-01T00:00:00Z", "a moment, in UTC"));
    } else if family == Some(Family::Ip) {
        found.push(chosen("203.0.113.0/24", "a range of addresses"));
    } else if family != Some(Family::Numeric) {
        of_key(spot, &key.to_ascii_lowercase(), key, found);
        if held == Some(ValueType::Arn) || family == Some(Family::Arn) {
            arns(spot, &key.to_ascii_lowercase(), found);
        }
    }
    found.retain(|candidate| !spot.others.contains(&candidate.label.as_ref()));
}

fn value(
    label: impl Into<std::borrow::Cow<'static, str>>,
    words: impl Into<std::borrow::Cow<'static, str>>,
) -> Candidate {
    Candidate::text(label, words, Sort::Value)
}

/// An example: selected, to be typed over.
fn chosen(label: &'static str, words: &'static str) -> Candidate {
    value(label, words).written(Write::Text(plain("").place(label)))
}

/// The values of a key whose name, in small letters, says what it holds.
fn of_key(spot: &Spot<'_>, lower: &str, key: &str, found: &mut Vec<Candidate>) {
    let known = spot.site.surroundings;
    let (prefix, name) = lower.rsplit_once(':').unwrap_or(("", lower));
    if let Some((_, tag)) = key.split_once('/').filter(|(head, _)| head.to_ascii_lowercase().ends_with("tag")) {
        let of_key = known.tags.iter().filter(|(key, _)| key.eq_ignore_ascii_case(tag));
        found.extend(of_key.map(|(_, of_tag)| value(of_tag.clone(), format!("a value of the tag {tag}"))));
        if !lower.starts_with("aws:principaltag/") {
            let variable = format!("${{aws:PrincipalTag/{tag}}}");
            found.push(value(variable, "the tag of whoever asks").weighing(1));
        }
        return;
    }
    match name {
        "requestedregion" | "region" => {
            found.extend(REGIONS.iter().map(|(region, place)| value(*region, *place)));
        }
        "tagkeys" | "transitivetagkeys" => {
            let keys: BTreeSet<&str> = known.tags.iter().map(|(key, _)| key.as_str()).collect();
            found.extend(keys.into_iter().map(|key| value(key.to_owned(), "a tag in use")));
        }
        "principalorgid" | "resourceorgid" | "sourceorgid" | "vpceorgid" => {
            found.extend(known.organization.iter().map(|id| value(id.clone(), "the organization")));
        }
        "principalorgpaths" | "resourceorgpaths" | "sourceorgpaths" | "vpceorgpaths" => {
            found.extend(known.organization.iter().map(|id| value(format!("{id}/*"), "anywhere in the organization")));
        }
        "principalaccount" | "resourceaccount" | "sourceaccount" | "vpceaccount" | "calleraccount" => {
            found.extend(known.accounts.iter().map(|named| value(named.name.clone(), named.what.clone())));
        }
        "passedtoservice"
        | "awsservicename"
        | "principalservicename"
        | "principalservicenameslist"
        | "calledvia"
        | "calledviafirst"
        | "calledvialast" => principals::services(found),
        "aud" if prefix.contains('.') && !prefix.ends_with("amazonaws.com") => {
            found.push(value("sts.amazonaws.com", "the audience of tokens made for AWS"));
        }
        "sub" if prefix.starts_with(GITHUB) => github(found),
        _ => {}
    }
}

/// For whom a GitHub token speaks. Repositories made, renamed or moved since July 2026 have ids in it.
fn github(found: &mut Vec<Candidate>) {
    for (format, words, weight) in [
        ("repo:${OWNER}/${REPO}:ref:refs/heads/${main}", "one branch of a repository", 0),
        (
            "repo:${OWNER}@${OWNER-ID}/${REPO}@${REPO-ID}:ref:refs/heads/${main}",
            "the same, for repositories from July 2026 on",
            1,
        ),
    ] {
        let insert = with_places(format, str::to_owned);
        found.push(value(insert.text.clone(), words).weighing(weight).written(Write::Text(insert)));
    }
}

/// ARNs for keys that hold one: of who asks, or of what it is about.
fn arns(spot: &Spot<'_>, key: &str, found: &mut Vec<Candidate>) {
    if key == "aws:principalarn" {
        principals::arns(spot, found);
        let account = account(spot);
        let role = "arn:aws:iam::${Account}:role/${RoleName}";
        let insert = with_places(role, |name| if name == "Account" { account.clone() } else { name.to_owned() });
        found.push(value(role, "a role").weighing(3).written(Write::Text(insert)));
        return;
    }
    let known = spot.site.surroundings;
    // A source is a resource of the service that calls.
    let calling: Vec<&str> =
        spot.principals("Service").iter().filter_map(|name| name.strip_suffix(".amazonaws.com")).collect();
    for named in &known.resources {
        let service = Arn::parse(&named.name).map_or("", |arn| arn.service);
        let weight = if calling.is_empty() || calling.contains(&service) { 0 } else { 2 };
        found.push(Candidate::text(named.name.clone(), named.what.clone(), Sort::Arn).weighing(weight));
    }
}

/// The variables that can stand behind the `${` at the spot: the keys with one value, and what stands for a sign itself
/// (AWS: "IAM policy elements: Variables and tags").
pub(super) fn variables(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let known = spot.site.surroundings;
    let now = |key: &str| match known.context.as_ref().and_then(|context| context.get(key)) {
        Some(ContextValue::One(value)) => format!("now: {value}"),
        Some(ContextValue::Many(_)) | None => String::new(),
    };
    for key in Catalogue::built_in().global_keys().filter(|key| !key.multivalued && !key.name.starts_with("${")) {
        let weight = match key.name {
            "aws:username" | "aws:PrincipalAccount" => 0,
            name if name.starts_with("aws:PrincipalTag/") => 0,
            name if name.starts_with("aws:") => 2,
            _ => 3,
        };
        let variable = |name: &str| format!("${{{name}}}");
        match key.name.strip_suffix("${TagKey}") {
            None => found.push(value(variable(key.name), now(key.name)).weighing(weight)),
            Some(head) => {
                let tags: BTreeSet<&str> = known.tags.iter().map(|(tag, _)| tag.as_str()).collect();
                for name in tags.into_iter().map(|tag| format!("{head}{tag}")) {
                    found.push(value(variable(&name), now(&name)).weighing(weight));
                }
                let insert = plain("${").then(head).place("TagKey").then("}");
                let label = format!("${{{head}TagKey}}");
                found.push(value(label, "a tag").weighing(weight + 1).written(Write::Text(insert)));
            }
        }
    }
    for (sign, words) in
        [("${*}", "a star itself"), ("${?}", "a question mark itself"), ("${$}", "a dollar sign itself")]
    {
        found.push(value(sign, words).weighing(4));
    }
}

/// Whether a variable can stand at the spot: in a resource, and under the operators that take them.
pub(super) fn takes_variables(place: Place<'_>) -> bool {
    match place {
        Place::Value(element) => matches!(element, "Resource" | "NotResource"),
        Place::ConditionValue(operator, _) => {
            ConditionOperator::parse(operator).is_ok_and(|operator| operator.base.takes_variables())
        }
        _ => false,
    }
}
