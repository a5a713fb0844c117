//! Conditions: operators, keys, and the values they are compared with.

use super::action::type_name;
use super::keys::{self, Known};
use super::place::texts;
use super::{About, arn, many};
use crate::iam::arn::Arn;
use crate::iam::catalogue::{Action, Catalogue, ValueType};
use crate::iam::complete::Site;
use crate::iam::condition::{BaseOperator, ConditionOperator};
use crate::iam::explain::operator_page;
use crate::iam::json::Node;
use crate::iam::pattern::ActionPattern;
use crate::iam::spelling;

/// An operator.
pub(super) fn operator(text: &str) -> About {
    match ConditionOperator::parse(text) {
        Ok(operator) => {
            let page = operator_page(operator);
            let mut about = About::new(format!("{text}, a condition operator"));
            about.say(page.what);
            about.words.extend(page.notes.into_iter().map(str::to_owned));
            about.say("When several keys stand under it, each of them must hold.");
            about.list("Example", vec![(page.example, String::new())]);
            about
        }
        Err(why) => {
            let mut about = About::new(format!("{text}, no condition operator"));
            about.say(format!("{why}."));
            let names = BaseOperator::TABLE.into_iter().map(|(_, name)| (name, name));
            let near = spelling::likely(text, names, 3).into_iter().map(|name| (name.to_owned(), String::new()));
            about.list("Perhaps meant", near.collect());
            about
        }
    }
}

/// The page of a condition key. `None` when no service has it.
#[must_use]
pub fn key(text: &str) -> Option<About> {
    let catalogue = Catalogue::built_in();
    if let Some(global) = catalogue.global_key(text) {
        let federated = global.category == "federation";
        let whose = if federated { "a condition key of identity providers" } else { "a global condition key" };
        let mut about = About::new(format!("{}, {whose}", spelled(global.name, text)));
        let types: Vec<&str> = global.types().map(type_name).collect();
        describe(&mut about, text, &types.join(" or "), global.multivalued);
        if !federated {
            about.say("It is global: a request to any service may carry it.");
        }
        if global.sensitive {
            // AWS: "IAM policy validation check reference".
            about.say(
                "Wildcards and variables in what it is compared with are refused, or need six characters written out before \
                 them.",
            );
        }
        about.list("Operators that fit", operators(global.types()));
        return Some(about);
    }
    let known = catalogue.condition_key(text)?;
    let owner =
        text.split_once(':').and_then(|(prefix, _)| catalogue.service(prefix)).map_or("", |service| service.name);
    let of = if owner.is_empty() { String::new() } else { format!(" of {owner}") };
    let mut about = About::new(format!("{}, a condition key{of}", spelled(known.name, text)));
    describe(&mut about, text, type_name(known.value_type), known.multivalued);
    about.list("Operators that fit", operators(std::iter::once(known.value_type)));
    let users: Vec<String> = catalogue
        .services()
        .filter(|service| service.condition_key(text).is_some())
        .map(|service| service.prefix.to_owned())
        .collect();
    let carried = |prefix: &String| {
        let service = catalogue.service(prefix)?;
        let count = service.actions().filter(|action| action.takes_key(text)).count();
        (count > 0).then(|| (prefix.clone(), many(count, "action")))
    };
    about.list("Services whose requests may carry it", users.iter().filter_map(carried).collect());
    Some(about)
}

/// A key in a statement: the same, with which of the statement's actions carry it.
pub(super) fn key_in(text: &str, statement: Option<&Node>) -> About {
    let catalogue = Catalogue::built_in();
    let Some(mut about) = key(text) else {
        let mut about = About::new(format!("{text}, no condition key that is known"));
        about.say(format!(
            "The catalogue of {} has no such key. A request never carries a key that AWS does not have, so the condition \
             is decided by the operator's rule for a missing key.",
            catalogue.date()
        ));
        let service = text.split_once(':').and_then(|(prefix, _)| catalogue.service(prefix));
        let near = catalogue.keys_like(text, service).into_iter().map(|name| (name.to_owned(), String::new()));
        about.list("Perhaps meant", near.collect());
        return about;
    };
    let global = catalogue.global_key(text).is_some();
    let rows = texts(statement, "Action").filter_map(|entry| {
        let actions: Vec<Action> = catalogue.actions_matching(&ActionPattern::parse(entry).ok()?).collect();
        let takes = actions.iter().filter(|action| action.takes_key(text)).count();
        let what = match (actions.len(), takes) {
            (0, _) => return None,
            (1, 0) => "never carries it".to_owned(),
            (1, _) => "may carry it".to_owned(),
            (all, 0) => format!("none of its {} carries it", many(all, "action")),
            (all, takes) if all == takes => format!("each of its {} may carry it", many(all, "action")),
            (all, takes) => format!("{takes} of its {} may carry it", many(all, "action")),
        };
        Some((entry.to_owned(), what))
    });
    // That a global key may come with any action says nothing of this one.
    let rows: Vec<(String, String)> = if global { Vec::new() } else { rows.collect() };
    about.lists.retain(|list| rows.is_empty() || !list.heading.starts_with("Services"));
    about.list("Actions of the statement", rows);
    about
}

/// The catalogue's spelling, unless it has a placeholder where the text has a name.
fn spelled<'a>(known: &'a str, text: &'a str) -> &'a str {
    if known.contains("${") { text } else { known }
}

/// What it is, when a request carries it, what its values are.
fn describe(about: &mut About, text: &str, types: &str, multivalued: bool) {
    if let Some(Known { what, present, .. }) = keys::known(text) {
        about.say(format!("{what}."));
        about.say(format!("{present}."));
    }
    about.say(match multivalued {
        true => format!(
            "Type: {types}, several values at once. Say with `ForAnyValue:` or `ForAllValues:` before the operator whether \
             one of them must pass or all."
        ),
        false => format!("Type: {types}, one value. `ForAnyValue:` and `ForAllValues:` are not for it."),
    });
}

/// The operators that people use with values of these types.
fn operators(types: impl Iterator<Item = ValueType>) -> Vec<(String, String)> {
    let fitting = |kind| match kind {
        ValueType::String => &["StringEquals", "StringLike"] as &[&str],
        ValueType::Arn => &["ArnLike", "ArnEquals"],
        ValueType::Bool => &["Bool"],
        ValueType::Date => &["DateGreaterThan", "DateLessThan"],
        ValueType::Numeric => &["NumericEquals", "NumericLessThanEquals"],
        ValueType::IpAddress => &["IpAddress", "NotIpAddress"],
    };
    let names = types.flat_map(fitting).chain(&["Null"]);
    names
        .filter_map(|name| {
            let page = operator_page(ConditionOperator::parse(name).ok()?);
            Some(((*name).to_owned(), page.what.trim_end_matches('.').to_owned()))
        })
        .collect()
}

/// A value that a key is compared with.
pub(super) fn value(site: &Site<'_>, text: &str, operator: &str, key: &str) -> About {
    let shown = if text.is_empty() { "the empty text" } else { text };
    let mut about = About::new(format!("{shown}, a value that `{key}` is compared with"));
    let Ok(operator) = ConditionOperator::parse(operator) else { return about };
    about.say(operator_page(operator).what);
    if let Err(why) = operator.check_value(text) {
        about.say(format!("{why}."));
    }
    if text.contains(['*', '?']) {
        about.say(match operator.base.takes_wildcards() {
            true => "`*` stands for any run of characters here, `?` for one.",
            false => "`*` and `?` are plain characters under this operator, not wildcards.",
        });
    }
    if let Some(known) = keys::known(key) {
        about.say(format!("`{key}`: {}.", lower_first(known.what)));
    }
    // In this key, unlike in `Principal`, the root user is meant (AWS: "IAM policy elements: Variables and tags").
    if key.eq_ignore_ascii_case("aws:PrincipalArn") && Arn::parse(text).is_some_and(|arn| arn.resource == "root") {
        about.say("`:root` means the root user alone here, unlike in `Principal`, where it is the whole account.");
    }
    let names = [&site.surroundings.accounts, &site.surroundings.principals, &site.surroundings.resources];
    if let Some(known) = names.into_iter().flatten().find(|known| known.name == text) {
        about.say(format!("Here that is {}.", known.what));
    }
    arn::parts_of(site.surroundings, &mut about, text);
    about
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
