//! ARNs: their parts by name, and what the last one fits.

use super::fit::{Fits, fits};
use super::place::{Spot, texts};
use super::{About, and, many};
use crate::iam::arn::{Arn, is_account};
use crate::iam::catalogue::{Action, Catalogue, ResourceType};
use crate::iam::pattern::ActionPattern;
use crate::iam::surroundings::Surroundings;

/// An entry of `Resource` or `NotResource`.
pub(super) fn entry(surroundings: &Surroundings, spot: &Spot<'_>, negated: bool) -> About {
    let text = spot.word;
    let mut about = if text == "*" {
        let mut about = About::new("*, every resource");
        about.say(
            "It stands for every resource of every service and account, and for requests that are on no resource in \
             particular: those match nothing else.",
        );
        about
    } else {
        match Arn::parse(text) {
            Some(arn) => whole(surroundings, text, arn, spot),
            None => broken(text),
        }
    };
    if negated {
        let what = "In `NotResource`: the statement is about every resource but those listed, also those of other services \
                    and accounts.";
        about.words.insert(0, what.to_owned());
    }
    about
}

/// An ARN that stands somewhere else than in `Resource`: what it is, and its parts.
pub(super) fn parts_of(surroundings: &Surroundings, about: &mut About, text: &str) {
    if let Some(arn) = Arn::parse(text) {
        let fits = Catalogue::built_in().service(arn.service).map(|service| fits(service, &arn)).unwrap_or_default();
        parts(surroundings, about, arn, &fits);
    }
}

fn whole(surroundings: &Surroundings, text: &str, arn: Arn<'_>, spot: &Spot<'_>) -> About {
    let service = Catalogue::built_in().service(arn.service);
    let fits = service.map(|service| fits(service, &arn)).unwrap_or_default();
    let owner = service.map_or(arn.service, |service| service.name);
    let written = names(&fits.written);
    let wild = arn.resource.contains(['*', '?']) || arn.resource.contains("${");
    let kind = match (written.as_slice(), fits.reached.is_empty()) {
        ([], true) => "an ARN".to_owned(),
        ([], false) => "an ARN with wildcards".to_owned(),
        (names, _) => format!("{} ARN", and(names)),
    };
    let mut about = About::new(format!("{text}, {kind} of {owner}"));
    if let Some(known) = surroundings.resources.iter().chain(&surroundings.principals).find(|known| known.name == text)
    {
        about.say(format!("Here that is {}.", known.what));
    }
    match (service, written.as_slice()) {
        (None, _) => about.say(format!("`{}` is no service of the catalogue.", arn.service)),
        (Some(_), []) if fits.reached.is_empty() => about.say(format!(
            "It fits none of the ARNs that {owner} has in the catalogue of {}: an ARN that no resource has matches no \
             request.",
            Catalogue::built_in().date()
        )),
        (Some(_), []) => {}
        (Some(service), ["bucket"]) if service.prefix == "s3" && !wild => about.say(format!(
            "It names the bucket alone, not the objects in it: those are `{text}/*`. Listing asks on the bucket, reading \
             and writing on the objects."
        )),
        (Some(service), ["object"]) if service.prefix == "s3" => about.say(
            "It names objects, not the bucket that they are in: that is the ARN up to the slash. Reading and writing ask on \
             the objects, listing on the bucket.",
        ),
        (Some(_), _) => {}
    }
    if wild {
        about.say(
            "In the last part `*` stands for any run of characters, slashes and colons too, and `?` for one. Before it a `*` \
             stays within its part, unless it ends it.",
        );
    }
    if !fits.reached.is_empty() {
        about.say(format!("Its wildcards reach {}.", and(&quoted(&names(&fits.reached)))));
    }
    parts(surroundings, &mut about, arn, &fits);
    let formats = fits.written.iter().chain(&fits.reached);
    let rows: Vec<(String, String)> =
        formats.map(|(kind, format)| (kind.name.to_owned(), (*format).to_owned())).collect();
    about.list(format!("What it fits ({})", rows.len()), rows);
    about.list("Actions of the statement", actions(spot, &fits));
    about
}

/// A text that is no whole ARN.
fn broken(text: &str) -> About {
    if !text.starts_with("arn:") {
        let mut about = About::new(format!("{text}, not an ARN"));
        about.say("A resource is `*`, or an ARN in six parts: `arn:partition:service:region:account:resource`.");
        return about;
    }
    let given = text.split(':').count();
    let mut about = About::new(format!("{text}, an ARN with {given} of its six parts"));
    // AWS: "Grammar of the IAM JSON policy language"; "IAM identifiers".
    about.say(
        "IAM takes every part that is missing at the end for `*` in a permissions policy; a session policy with it is \
         refused. Write all six: `arn:partition:service:region:account:resource`.",
    );
    let labels = ["arn", "partition", "service", "region", "account", "resource"];
    let rows = text.split(':').zip(labels).skip(1).map(|(part, label)| (label.to_owned(), part.to_owned()));
    about.list("Parts", rows.collect());
    about
}

/// The parts by name (AWS: "Amazon Resource Names (ARNs)", "IAM identifiers").
fn parts(surroundings: &Surroundings, about: &mut About, arn: Arn<'_>, fits: &Fits) {
    let service = Catalogue::built_in().service(arn.service);
    let known = !fits.written.is_empty() || !fits.reached.is_empty();
    let nowhere = |part: &str| match known {
        true => format!("empty: such an ARN names no {part}"),
        false => "empty".to_owned(),
    };
    let partition = match arn.partition {
        "aws" => "the Regions of AWS, but for those in China and GovCloud",
        "aws-cn" => "the Regions in China",
        "aws-us-gov" => "the Regions of AWS GovCloud (US)",
        "*" => "any partition",
        "" => "empty: an ARN must name one",
        _ => "none of the partitions that AWS names: `aws`, `aws-cn`, `aws-us-gov`",
    };
    let region = match arn.region {
        "" => nowhere("Region"),
        "*" => "any Region".to_owned(),
        region if region.contains(['*', '?']) => "any Region that fits".to_owned(),
        _ => "the Region".to_owned(),
    };
    let account = match arn.account {
        "" => nowhere("account"),
        "*" => "any account".to_owned(),
        "aws" => "AWS itself, for what it publishes".to_owned(),
        account => match surroundings.accounts.iter().find(|known| known.name == account) {
            Some(known) => known.what.clone(),
            None if is_account(account) => "the account it belongs to".to_owned(),
            None if account.contains(['*', '?']) => "any account that fits".to_owned(),
            None => "not an account: that is twelve digits".to_owned(),
        },
    };
    let resource = match names(&fits.written).as_slice() {
        [] if fits.reached.is_empty() => "which one".to_owned(),
        [] => "whatever the wildcards reach".to_owned(),
        names => format!("which {}", names.join(" or ")),
    };
    let row = |label: &str, text: &str, what: &str| {
        let what = if text.is_empty() { what.to_owned() } else { format!("{text} · {what}") };
        (label.to_owned(), what)
    };
    about.list(
        "Parts",
        vec![
            row("partition", arn.partition, partition),
            row("service", arn.service, service.map_or("no service of the catalogue", |service| service.name)),
            row("region", arn.region, &region),
            row("account", arn.account, &account),
            row("resource", arn.resource, &resource),
        ],
    );
}

/// Which of the statement's actions work on such a resource.
fn actions(spot: &Spot<'_>, fits: &Fits) -> Vec<(String, String)> {
    let types: Vec<&str> = names(&fits.written).into_iter().chain(names(&fits.reached)).collect();
    if types.is_empty() {
        return Vec::new();
    }
    let catalogue = Catalogue::built_in();
    let works = |action: &Action| action.resources().any(|on| types.contains(&on.resource_type.name));
    let rows = texts(spot.statement, "Action").filter_map(|text| {
        let actions: Vec<Action> = catalogue.actions_matching(&ActionPattern::parse(text).ok()?).collect();
        let what = match actions.as_slice() {
            [] => return None,
            [one] if works(one) => "works on it".to_owned(),
            [one] => {
                let on: Vec<&str> = one.resources().map(|on| on.resource_type.name).collect();
                if on.is_empty() {
                    "is on `*` alone".to_owned()
                } else {
                    format!("is on {}, not on this", on.join(", "))
                }
            }
            all => {
                let count = all.iter().filter(|action| works(action)).count();
                format!("{count} of its {} work on it", many(all.len(), "action"))
            }
        };
        Some((text.to_owned(), what))
    });
    rows.collect()
}

/// The types' names, each once.
fn names(list: &[(ResourceType, &'static str)]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for (kind, _) in list {
        if !names.contains(&kind.name) {
            names.push(kind.name);
        }
    }
    names
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}
