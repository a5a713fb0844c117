//! Names of condition keys: what no request carries because nobody has such a key (AWS: "IAM policy validation check
//! reference", "AWS global condition context keys").

use super::{Key, quoted};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::{Catalogue, Service};
use crate::iam::findings::{
    DUPLICATE_KEYS_WITH_DIFFERENT_CASE, Finding, INVALID_CONDITION_KEY_FORMAT, INVALID_GLOBAL_CONDITION_KEY,
    INVALID_SERVICE_CONDITION_KEY, MISSING_TAG_KEY_IN_CONDITION, UNSUPPORTED_GLOBAL_CONDITION_KEY,
    VARIABLE_UNSUPPORTED_IN_ELEMENT,
};
use crate::iam::policy::{ConditionLine, Statement};
use crate::iam::spelling::likely;
use crate::text::Edit;

/// What is wrong with the name of a line's key, which the catalogue knows as `known`.
pub(super) fn problem(statement: &Statement, line: &ConditionLine, known: Option<&Key>) -> Option<Diagnostic> {
    let key = line.key.value.as_str();
    let found = |finding: &Finding, message: String| finding.at(line.key.range, message);
    let rewritten = |diagnostic: Diagnostic, name: &str| {
        let fix = Edit { range: line.key.range, insert: quoted(name) };
        diagnostic.with_help(format!("did you mean `{name}`?")).with_fix(fix)
    };
    if key.contains("${") {
        let message = format!("no variable is filled in inside a condition key, so `{key}` is never in a request");
        let help = "write the key itself; a variable can stand in its value";
        return Some(found(&VARIABLE_UNSUPPORTED_IN_ELEMENT, message).with_help(help));
    }
    if let Some(trouble) = malformed(key) {
        let diagnostic = found(&INVALID_CONDITION_KEY_FORMAT, format!("`{key}` {trouble}"));
        return Some(match with_prefix(statement, key) {
            Some(name) => rewritten(diagnostic, &name),
            None => diagnostic
                .with_help("write `aws:` or the prefix of a service, a colon and the name, like `aws:SourceIp`"),
        });
    }
    let catalogue = Catalogue::built_in();
    let (owner, _) = key.rsplit_once(':')?;
    // Claims of identity providers: any host, and each has claims of its own.
    if known.is_some() || owner.contains('.') {
        return None;
    }
    let (prefix, name) = key.split_once(':')?;
    let is_global = prefix.eq_ignore_ascii_case("aws");
    if is_global && name.eq_ignore_ascii_case("arn") {
        let message = "`aws:ARN` is a key of the past that AWS does not support any more".to_owned();
        let help =
            "use `aws:PrincipalArn` for who makes the request, `aws:SourceArn` for the resource a service acts for";
        return Some(found(&UNSUPPORTED_GLOBAL_CONDITION_KEY, message).with_help(help));
    }
    // SNS writes `AWS:SourceOwner` into the policies of its topics, although no list has it.
    if is_global && name.eq_ignore_ascii_case("SourceOwner") {
        return None;
    }
    let service = catalogue.service(prefix).or_else(|| catalogue.service("sts").filter(|_| prefix == "saml"));
    if let Some(tag) = family_of_tags(key, service) {
        // A few services have their placeholder spelled out, as `ssm:resourceTag/tag-key`: any tag is meant.
        if key.len() > tag.len() + 1 {
            return None;
        }
        let message = format!("`{key}` names no tag: there is one such key for each tag");
        let help = format!("add a slash and the tag's name, like `{tag}/team`");
        return Some(found(&MISSING_TAG_KEY_IN_CONDITION, message).with_help(help));
    }
    let (finding, message) = match service {
        _ if is_global => (&INVALID_GLOBAL_CONDITION_KEY, format!("there is no global condition key `{key}`")),
        Some(service) => (&INVALID_SERVICE_CONDITION_KEY, format!("{} has no condition key `{key}`", service.name)),
        // A service that AWS has retired had keys that nobody lists any more.
        None if catalogue.former_actions().any(|former| former.service.eq_ignore_ascii_case(prefix)) => return None,
        None => {
            let message = format!("there is no condition key `{key}`: no service has the prefix `{prefix}`");
            let diagnostic = found(&INVALID_SERVICE_CONDITION_KEY, message);
            let meant = catalogue.services_like(prefix).into_iter().map(|service| format!("{}:{name}", service.prefix));
            return Some(match meant.into_iter().find(|meant| is_known(meant)) {
                Some(meant) => rewritten(diagnostic, &meant),
                None => diagnostic.with_help("what every request may carry has the prefix `aws:`"),
            });
        }
    };
    let diagnostic = found(finding, message);
    if let Some(meant) = elsewhere(statement, key, name) {
        return Some(rewritten(diagnostic, &meant));
    }
    Some(match nearest(key, service) {
        Some(Meant::Whole(name)) => rewritten(diagnostic, &name),
        Some(Meant::Template(name)) => diagnostic.with_help(format!("did you mean `{name}`?")),
        None => diagnostic.with_help("a key that no request carries never matches; look up the keys of the action"),
    })
}

fn is_known(key: &str) -> bool {
    Key::find(key).is_some()
}

/// What is wrong with the form of a key.
fn malformed(key: &str) -> Option<&'static str> {
    let Some((prefix, name)) = key.split_once(':') else { return Some("lacks its prefix, which says whose key it is") };
    if prefix.is_empty() || name.is_empty() {
        return Some("lacks what stands before or behind its colon");
    }
    if name.starts_with("//") {
        return Some("is an address: the keys of an identity provider begin with its host, without `https://`");
    }
    if key.contains(['*', '?']) {
        return Some("holds a wildcard, which a condition key cannot; only its values can");
    }
    // The name of a tag, behind the slash, may hold spaces.
    let head = key.split_once('/').map_or(key, |(head, _)| head);
    (head.contains(char::is_whitespace) || key != key.trim()).then_some("holds a space")
}

/// The key that one of another form was meant for.
fn with_prefix(statement: &Statement, key: &str) -> Option<String> {
    if let Some((_, host)) = key.split_once("://") {
        return Some(host.to_owned()).filter(|host| host.contains(':'));
    }
    let bare: String = key.trim().trim_matches(':').to_owned();
    if bare.contains(char::is_whitespace) {
        let joined: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
        return Some(joined).filter(|joined| is_known(joined));
    }
    let global = Some(format!("aws:{bare}")).filter(|_| !bare.contains(':'));
    let of_services = services(statement).into_iter().map(|prefix| format!("{prefix}:{bare}"));
    global.into_iter().chain(of_services).chain([bare.clone()]).find(|name| name.contains(':') && is_known(name))
}

/// The same name with another prefix: `aws:SourceIp` for `s3:SourceIp`, `s3:prefix` for `aws:prefix`.
fn elsewhere(statement: &Statement, key: &str, name: &str) -> Option<String> {
    let others = services(statement).into_iter().map(|prefix| format!("{prefix}:{name}"));
    std::iter::once(format!("aws:{name}"))
        .chain(others)
        .find(|other| !other.eq_ignore_ascii_case(key) && is_known(other))
}

/// The prefixes of the services that a statement speaks of.
fn services(statement: &Statement) -> Vec<&str> {
    let mut prefixes: Vec<&str> = Vec::new();
    for entry in &statement.action.entries {
        if let Some((prefix, _)) = entry.value.as_str().split_once(':')
            && !prefixes.contains(&prefix)
        {
            prefixes.push(prefix);
        }
    }
    prefixes
}

/// The family of tag keys that a key is one of, or would be if it named a tag: `aws:PrincipalTag` for itself and for
/// `aws:PrincipalTag/`.
fn family_of_tags(key: &str, service: Option<Service>) -> Option<&'static str> {
    let bare = key.split_once('/').map_or(key, |(head, _)| head);
    let of_service = service.into_iter().flat_map(Service::condition_keys).map(|known| known.name);
    let mut names = Catalogue::built_in().global_keys().map(|known| known.name).chain(of_service);
    names.find_map(|name| {
        let (head, _) = name.split_once('/')?;
        (head.ends_with("Tag") && head.eq_ignore_ascii_case(bare)).then_some(head)
    })
}

/// What a misspelt key was meant to be.
enum Meant {
    /// A key to write.
    Whole(String),
    /// A family of keys: what stands for the placeholder was not written.
    Template(&'static str),
}

/// The likeliest key near `key`; what was written behind a slash is kept.
fn nearest(key: &str, service: Option<Service>) -> Option<Meant> {
    let name = likeliest(key, service)?;
    Some(match (name.split_once("/${"), key.split_once('/')) {
        (None, _) if !name.contains("${") => Meant::Whole(name.to_owned()),
        (Some((head, _)), Some((_, tag))) if !tag.is_empty() => Meant::Whole(format!("{head}/{tag}")),
        _ => Meant::Template(name),
    })
}

/// The key that `key` is likeliest a slip for; what stands behind a slash does not count.
///
/// A document may hold hundreds of slips, and comparing letter by letter is slow, so names go first whose letters, in
/// whatever order, already differ too much.
pub(super) fn likeliest(key: &str, service: Option<Service>) -> Option<&'static str> {
    let head = |name: &'_ str| name.split_once('/').map_or(name.len(), |(head, _)| head.len());
    let written = key.get(..head(key))?;
    let slips = (written.chars().count() / 3).max(1);
    let of_service = service.into_iter().flat_map(Service::condition_keys).map(|known| known.name);
    let names = Catalogue::built_in().global_keys().map(|known| known.name).chain(of_service);
    let near = names.filter_map(|name| Some((name, name.get(..head(name))?)));
    likely(written, near.filter(|(_, name)| letters_apart(written, name) <= slips), 1).pop()
}

/// How many letters two names do not share, wherever they stand: never more than it takes to make one of the other.
fn letters_apart(a: &str, b: &str) -> usize {
    let mut counts = [0_i32; 128];
    let mut add = |text: &str, by: i32| {
        for byte in text.bytes() {
            if let Some(count) = counts.get_mut(usize::from(byte.to_ascii_lowercase())) {
                *count += by;
            }
        }
    };
    add(a, 1);
    add(b, -1);
    let more = |sign: i32| counts.iter().map(|count| (count * sign).max(0)).sum::<i32>();
    usize::try_from(more(1).max(more(-1))).unwrap_or_default()
}

/// Keys that stand twice under one operator, in different spellings; the second of each.
pub(super) fn twice(statement: &Statement) -> impl Iterator<Item = Diagnostic> {
    let lines = &statement.conditions;
    lines.iter().enumerate().filter_map(move |(place, line)| {
        let is_first = |first: &&ConditionLine| {
            let same = first.operator.range == line.operator.range && super::same_key(first, line);
            // The same letters are a repeated key of JSON, which the grammar refuses.
            same && first.key.value != line.key.value
        };
        let first = lines.iter().take(place).find(is_first)?;
        let message = format!(
            "`{}` is the same key as `{}`: letter case means nothing in condition keys",
            line.key.value, first.key.value
        );
        let help = "write it once, with all the values in one list";
        Some(DUPLICATE_KEYS_WITH_DIFFERENT_CASE.at(line.key.range, message).with_help(help))
    })
}
