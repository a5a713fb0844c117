//! What a pattern and a value that look alike differ in: the letter case, one part of an ARN, a path.

use crate::iam::arn::Arn;
use crate::iam::trace::ConditionStep;

/// How the ARN of a resource lies outside of a pattern, when it is one thing alone.
pub(super) fn resource_apart(pattern: &str, resource: &str) -> Option<String> {
    if pattern != resource && pattern.eq_ignore_ascii_case(resource) {
        return Some("differs in letter case, which counts".to_owned());
    }
    let (named, asked) = (Arn::parse(pattern)?, Arn::parse(resource)?);
    let parts = [
        ("partition", named.partition, asked.partition),
        ("service", named.service, asked.service),
        ("region", named.region, asked.region),
        ("account", named.account, asked.account),
    ];
    let mut apart = parts.into_iter().filter(|(_, named, asked)| named != asked && !named.contains(['*', '?']));
    match (apart.next(), apart.next()) {
        (Some((what, named, asked)), None) => Some(match (named, asked) {
            ("", asked) => format!("names no {what}; here it is {asked}"),
            (named, "") => format!("names {what} {named}; this ARN has none"),
            (named, asked) => format!("names {what} {named}, not {asked}"),
        }),
        _ => None,
    }
}

/// How a caller differs from the one that a policy names, when the two look alike.
pub(super) fn principal_apart(entry: &str, caller: &str) -> Option<String> {
    let (named, own) = (Arn::parse(entry)?, Arn::parse(caller)?);
    if named.account != own.account {
        return None;
    }
    if entry != caller && named.resource.eq_ignore_ascii_case(own.resource) {
        return Some(format!("names {}, not {}: letter case counts", named.resource, own.resource));
    }
    let kind = |resource: &str| resource.split('/').next().unwrap_or_default().to_owned();
    let name = |resource: &str| resource.rsplit('/').next().unwrap_or_default().to_owned();
    let same = kind(named.resource) == kind(own.resource) && name(named.resource) == name(own.resource);
    (same && kind(own.resource) == "user")
        .then(|| format!("names {}, not {}: the path counts", named.resource, own.resource))
}

/// What a beginner may not know of a condition whose values are nearly right.
pub(super) fn condition_apart(step: &ConditionStep) -> Option<&'static str> {
    let actual = step.actual.as_ref()?.values();
    let wanted: Vec<&String> = match &step.resolved {
        Some(resolved) => resolved.iter().flatten().collect(),
        None => step.wanted.iter().collect(),
    };
    let pairs = || actual.iter().flat_map(|actual| wanted.iter().map(move |wanted| (actual.as_str(), wanted.as_str())));
    let ignores_case = step.operator.contains("IgnoreCase");
    if pairs().any(|(actual, wanted)| !ignores_case && actual != wanted && actual.eq_ignore_ascii_case(wanted)) {
        return Some("letter case counts");
    }
    if step.operator.contains("StringEquals") && wanted.iter().any(|wanted| wanted.contains(['*', '?'])) {
        return Some("StringEquals takes no wildcards");
    }
    // AWS: "AWS global condition context keys": in the key the root ARN is the root user, in `Principal` the account.
    let is_root = step.key.eq_ignore_ascii_case("aws:PrincipalArn") && wanted.iter().any(|w| w.ends_with(":root"));
    if is_root {
        return Some("here :root is the root user alone");
    }
    let session = |(actual, wanted): (&str, &str)| actual.contains(":role/") && wanted.contains(":assumed-role/");
    if step.key.eq_ignore_ascii_case("aws:PrincipalArn") && pairs().any(session) {
        return Some("the key holds the role, not the session");
    }
    None
}
