//! The values of `Resource` and `NotResource`: the ARNs that the statement's actions take, those of the surroundings first.

use std::collections::BTreeMap;

use crate::iam::catalogue::{Action, Catalogue, ResourceType};
use crate::iam::complete::Sort;
use crate::iam::complete::spot::Spot;
use crate::iam::complete::write::{Candidate, Write, next_placeholder, with_places};
use crate::iam::pattern::ActionPattern;

/// What the statement's actions can be on.
#[derive(Debug, Default)]
struct Taken {
    /// Formats of ARNs, with the resource type, an action that takes it, and whether calls are on such a thing.
    formats: BTreeMap<&'static str, (&'static str, String, bool)>,
    /// An action that is only ever on `*`.
    on_nothing: Option<String>,
}

/// What can stand in the element at the spot.
pub(super) fn candidates(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let taken = taken(spot);
    of_surroundings(spot, &taken, found);
    let account = account(spot);
    let typed = spot.typed();
    for (format, (name, action, main)) in &taken.formats {
        let weight = if *main { 2 } else { 4 };
        found.extend(format_candidate(format, typed, &account, format!("{name} · {action}"), weight));
    }
    // With a service written out, its other things may be meant.
    if let Some(service) = typed.split(':').nth(2).and_then(|prefix| Catalogue::built_in().service(prefix)) {
        for of_type in service.resource_types() {
            for format in of_type.arn_formats().filter(|format| !taken.formats.contains_key(format)) {
                found.extend(format_candidate(format, typed, &account, of_type.name.to_owned(), 6));
            }
        }
    }
    let everything = match &taken.on_nothing {
        Some(action) => Candidate::text("*", format!("all that {action} can be on"), Sort::Arn).weighing(1),
        None => Candidate::text("*", "every resource", Sort::Arn).weighing(9),
    };
    found.push(everything);
    found.retain(|candidate| !spot.others.contains(&candidate.label.as_ref()));
}

/// The resource types of the actions that the statement lists.
fn taken(spot: &Spot<'_>) -> Taken {
    let catalogue = Catalogue::built_in();
    let mut taken = Taken::default();
    for text in spot.actions() {
        if let Some(action) = catalogue.action(text) {
            add(&mut taken, action, text);
        } else if let Some(service) = text.strip_suffix(":*").and_then(|prefix| catalogue.service(prefix)) {
            for of_type in service.resource_types() {
                add_type(&mut taken, of_type, text, true);
            }
        } else if let Ok(pattern) = ActionPattern::parse(text)
            && text != "*"
        {
            catalogue.actions_matching(&pattern).for_each(|action| add(&mut taken, action, text));
        }
    }
    taken
}

fn add(taken: &mut Taken, action: Action, text: &str) {
    // Where none is required, a call is on one of them; where some are, the others come besides.
    let some_required = action.resources().any(|on| on.required);
    let mut types = action.resources().peekable();
    if types.peek().is_none() && !text.contains('*') {
        taken.on_nothing.get_or_insert_with(|| text.to_owned());
    }
    for on in types {
        add_type(taken, on.resource_type, text, on.required || !some_required);
    }
}

fn add_type(taken: &mut Taken, of_type: ResourceType, text: &str, main: bool) {
    for format in of_type.arn_formats() {
        let entry = taken.formats.entry(format).or_insert_with(|| (of_type.name, text.to_owned(), main));
        entry.2 |= main;
    }
}

/// What the surroundings have: first what the actions can be on, itself or what lies in it, then the rest.
fn of_surroundings(spot: &Spot<'_>, taken: &Taken, found: &mut Vec<Candidate>) {
    let known = spot.site.surroundings;
    for (named, is_resource) in
        known.resources.iter().map(|named| (named, true)).chain(known.principals.iter().map(|named| (named, false)))
    {
        let inside = format!("{}/*", named.name);
        let fits = |arn: &str| taken.formats.iter().any(|(format, (.., main))| *main && covers(format, arn));
        let (itself, inside_fits) = (fits(&named.name), fits(&inside));
        if itself {
            found.push(Candidate::text(named.name.clone(), named.what.clone(), Sort::Arn));
        }
        if inside_fits && is_resource {
            found.push(Candidate::text(inside, format!("all in it: {}", named.what), Sort::Arn));
        }
        if !itself && !inside_fits && is_resource {
            found.push(Candidate::text(named.name.clone(), named.what.clone(), Sort::Arn).weighing(7));
        }
    }
}

/// The account to write where none is known better: the surroundings' first, else the one of the examples.
pub(super) fn account(spot: &Spot<'_>) -> String {
    spot.site.surroundings.accounts.first().map_or_else(|| "111122223333".to_owned(), |account| account.name.clone())
}

/// A format as it goes on from what was typed; `None` when that does not lead to it.
fn format_candidate(format: &str, typed: &str, account: &str, detail: String, weight: u8) -> Option<Candidate> {
    let format = format.replace("${Partition}", "aws");
    let label = if typed.starts_with("arn:") { resumed(&format, typed)? } else { format };
    let example = |name: &str| match name {
        "Region" | "ObjectName" => "*".to_owned(),
        "Account" => account.to_owned(),
        name => name.to_owned(),
    };
    let insert = with_places(&label, example);
    Some(Candidate::text(label, detail, Sort::Arn).weighing(weight).written(Write::Text(insert)))
}

/// What was typed with the rest of the format that it is the beginning of: `arn:aws:s3:::data/` and
/// `arn:aws:s3:::${BucketName}/${ObjectName}` give `arn:aws:s3:::data/${ObjectName}`.
fn resumed(format: &str, typed: &str) -> Option<String> {
    let (mut format, mut rest) = (format, typed);
    loop {
        let (literal, name, after) = next_placeholder(format).unwrap_or((format, "", ""));
        // The literal may be typed in part, or whole.
        let Some(behind) = rest.strip_prefix(literal) else {
            return literal.strip_prefix(rest).map(|missing| format!("{typed}{missing}{}", tail(format, literal)));
        };
        if behind.is_empty() || name.is_empty() {
            return behind.is_empty().then(|| format!("{typed}{}", tail(format, literal)));
        }
        // What was typed for the placeholder ends where the next literal begins.
        let next = after.chars().next().filter(|_| !after.starts_with("${"));
        let end = next.and_then(|next| behind.find(next)).unwrap_or(behind.len());
        let (filled, behind) = behind.split_at_checked(end)?;
        if behind.is_empty() {
            let ends_in_segment = !filled.contains(':') && next.is_some();
            return ends_in_segment.then(|| format!("{typed}{after}"));
        }
        if filled.is_empty() && name != "Region" && name != "Account" {
            return None;
        }
        (format, rest) = (after, behind);
    }
}

/// A format without the literal that it begins with.
fn tail<'f>(format: &'f str, literal: &str) -> &'f str {
    format.strip_prefix(literal).unwrap_or_default()
}

/// Whether an ARN has a format. A placeholder stands for what has no colon and no slash; those of paths and of keys of
/// objects may have slashes.
fn covers(format: &str, arn: &str) -> bool {
    let Some((literal, name, after)) = next_placeholder(format) else { return format == arn };
    let Some(rest) = arn.strip_prefix(literal) else { return false };
    let deep = name.contains("Path") || name == "ObjectName";
    let longest = rest.find(|c| c == ':' || (c == '/' && !deep)).unwrap_or(rest.len());
    let least = usize::from(name != "Region" && name != "Account");
    (least..=longest).filter_map(|end| rest.get(end..)).any(|rest| covers(after, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_goes_on_from_what_was_typed() {
        const OBJECT: &str = "arn:aws:s3:::${BucketName}/${ObjectName}";
        const BUCKET: &str = "arn:aws:s3:::${BucketName}";
        const TABLE: &str = "arn:aws:dynamodb:${Region}:${Account}:table/${TableName}";
        for (format, typed, expected) in [
            (OBJECT, "arn:", Some(OBJECT)),
            (OBJECT, "arn:aws:s3:::", Some(OBJECT)),
            (OBJECT, "arn:aws:s3:::data", Some("arn:aws:s3:::data/${ObjectName}")),
            (OBJECT, "arn:aws:s3:::data/", Some("arn:aws:s3:::data/${ObjectName}")),
            (OBJECT, "arn:aws:s3:::data/x", None),
            (BUCKET, "arn:aws:s3:::data", None),
            (OBJECT, "arn:aws:sqs:", None),
            (TABLE, "arn:aws:dynamodb:eu-west-1:", Some("arn:aws:dynamodb:eu-west-1:${Account}:table/${TableName}")),
            (TABLE, "arn:aws:dynamodb:eu-west-1:1:ta", Some("arn:aws:dynamodb:eu-west-1:1:table/${TableName}")),
            (TABLE, "arn:aws:dynamodb:eu-west-1:1:index", None),
        ] {
            assert_eq!(resumed(format, typed).as_deref(), expected, "{format} from {typed}");
        }
    }

    #[test]
    fn an_arn_has_the_format_of_its_type_only() {
        for (format, arn, expected) in [
            ("arn:${Partition}:s3:::${BucketName}", "arn:aws:s3:::data", true),
            ("arn:${Partition}:s3:::${BucketName}", "arn:aws:s3:::data/*", false),
            ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::data/*", true),
            ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::data", false),
            ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::data/a/b", true),
            ("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", "arn:aws:iam::111122223333:role/a/B", true),
            ("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", "arn:aws:iam::111122223333:user/b", false),
            (
                "arn:${Partition}:lambda:${Region}:${Account}:function:${Name}",
                "arn:aws:lambda:eu-west-1:1:function:f",
                true,
            ),
        ] {
            assert_eq!(covers(format, arn), expected, "{format} {arn}");
        }
    }
}
