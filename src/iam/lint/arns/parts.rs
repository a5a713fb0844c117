//! An ARN by itself: its parts, each by its rules, and all of them by the formats of its service
//! (AWS: "Amazon Resource Names (ARNs)").

use super::shape::{Formats, Parts, example, meets};
use crate::diagnostic::Diagnostic;
use crate::iam::arn::{Arn, is_account};
use crate::iam::catalogue::Catalogue;
use crate::iam::findings::{
    ARN_ACCOUNT_NOT_ALLOWED, ARN_COMPLETED_WITH_WILDCARDS, ARN_REGION_NOT_ALLOWED, INVALID_ARN_ACCOUNT,
    INVALID_ARN_REGION, INVALID_ARN_RESOURCE, INVALID_ARN_SERVICE_CASE, INVALID_PARTITION, INVALID_SERVICE,
    MISSING_ARN_ACCOUNT, MISSING_ARN_REGION,
};
use crate::iam::lint::Document;
use crate::iam::lint::actions::{inside, listed};
use crate::iam::pattern::ResourcePattern;
use crate::iam::policy::PolicyKind;
use crate::iam::spelling;
use crate::text::{Edit, Spanned, TextRange};

/// Adds what is wrong with an ARN whatever the actions are; at most one finding for each part.
pub(super) fn check(
    document: &Document<'_>,
    entry: &Spanned<ResourcePattern>,
    parts: &Parts<'_>,
    formats: &Formats,
    findings: &mut Vec<Diagnostic>,
) {
    let place = Place { document, entry, parts, text: entry.value.as_str() };
    let arn = parts.arn;
    if parts.count < 6 {
        // In a session policy this is refused, and has its finding.
        if document.kind != PolicyKind::Session {
            findings.push(place.short(formats));
        }
        return;
    }
    // A variable before the sixth part has colons of its own, so that no part is what it seems.
    if parts.has_early_variable() {
        return;
    }
    let mut found = Vec::new();
    found.extend(place.partition());
    let Some(known) = place.known_service(formats, &mut found) else {
        findings.append(&mut found);
        return;
    };
    if known && formats.any(arn.service, |format| parts.could_be(format)) {
        found.extend(place.region(formats));
        found.extend(place.account(formats));
    } else {
        place.against_formats(formats, &mut found);
    }
    findings.append(&mut found);
}

/// The second part of every ARN is one of these; the pages name the first three, those of isolated regions follow.
const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"];

/// The last word of every region before its number.
const DIRECTIONS: [&str; 9] =
    ["east", "west", "north", "south", "central", "northeast", "northwest", "southeast", "southwest"];

struct Place<'d> {
    document: &'d Document<'d>,
    entry: &'d Spanned<ResourcePattern>,
    parts: &'d Parts<'d>,
    text: &'d str,
}

impl Place<'_> {
    /// The range of a part, from 0 for `arn`.
    fn part(&self, number: usize) -> TextRange {
        let mut start = 0;
        for (index, part) in self.text.splitn(6, ':').enumerate() {
            if index == number {
                return inside(self.document, self.entry.range, self.text, start, start + part.len());
            }
            start += part.len() + 1;
        }
        self.entry.range
    }

    /// Writes the ARN with another text for one part; `None` when that would need escapes.
    fn with_part(&self, number: usize, part: &str) -> Option<Edit> {
        let parts: Vec<&str> =
            self.text.splitn(6, ':').enumerate().map(|(index, old)| if index == number { part } else { old }).collect();
        self.write(&parts.join(":"))
    }

    fn write(&self, arn: &str) -> Option<Edit> {
        let is_plain = !arn.contains(['"', '\\']) && !arn.contains(char::is_control);
        is_plain.then(|| Edit { range: self.entry.range, insert: format!("\"{arn}\"") })
    }

    /// An ARN with fewer than six parts.
    fn short(&self, formats: &Formats) -> Diagnostic {
        let (count, arn) = (self.parts.count, self.parts.arn);
        let missing = if count == 5 { "one part is".to_owned() } else { format!("{} parts are", 6 - count) };
        let message = format!(
            "`{}` has {count} of the six parts of an ARN: {missing} taken to be `*`, so that it covers something else \
             than it says, or more",
            self.text
        );
        let found = ARN_COMPLETED_WITH_WILDCARDS.at(self.entry.range, message);
        // A bucket behind too few colons.
        let last = self.text.rsplit(':').next().unwrap_or_default();
        let fits =
            |format: &Arn<'_>| format.region.is_empty() && format.account.is_empty() && meets(last, format.resource);
        let only_last = self.text.splitn(6, ':').skip(3).filter(|part| !part.is_empty()).count() == 1;
        if only_last && last != "*" && formats.any(arn.service, fits) {
            let whole = format!("arn:{}:{}:::{last}", arn.partition, arn.service);
            return with(
                found.with_help(format!("write `{whole}`: the empty parts keep their colons")),
                self.write(&whole),
            );
        }
        found.with_help("write all six: `arn:partition:service:region:account:resource`, an empty part keeps its colon")
    }

    fn partition(&self) -> Option<Diagnostic> {
        let partition = self.parts.arn.partition;
        if PARTITIONS.iter().any(|known| meets(partition, known)) {
            return None;
        }
        let message = match partition {
            "" => "the partition is missing: such an ARN is nobody's".to_owned(),
            _ => format!("`{partition}` is no partition: such an ARN is nobody's"),
        };
        let found = INVALID_PARTITION.at(self.part(1), message);
        let found = found.with_help("write `aws`; in China it is `aws-cn`, in GovCloud `aws-us-gov`");
        let is_slip = !partition.contains('-');
        Some(if is_slip { with(found, self.with_part(1, "aws")) } else { found })
    }

    /// Whether formats of the service are known; `None` when there is no such service, with a finding.
    fn known_service(&self, formats: &Formats, found: &mut Vec<Diagnostic>) -> Option<bool> {
        let service = self.parts.arn.service;
        let lower = service.to_ascii_lowercase();
        let catalogue = Catalogue::built_in();
        let has_formats = |service: &str| formats.any(service, |_| true);
        let is_known = |service: &str| catalogue.service(service).is_some() || has_formats(service);
        if lower != service && is_known(&lower) {
            let message =
                format!("`{service}` is written `{lower}` in an ARN: letter case counts there, so this is nobody's");
            let finding = INVALID_ARN_SERVICE_CASE.at(self.part(2), message).with_help(format!("write `{lower}`"));
            found.push(with(finding, self.with_part(2, &lower)));
            return None;
        }
        if !is_known(service) {
            let message = format!("no service is called `{service}` in ARNs: such a resource does not exist");
            let finding = INVALID_SERVICE.at(self.part(2), message);
            let near = catalogue.services_like(service);
            let names: Vec<&str> = near.iter().map(|near| near.prefix).collect();
            found.push(match names.as_slice() {
                [] => finding.with_help("it is mostly the prefix of the service's actions"),
                [meant] => with(finding.with_help(format!("did you mean `{meant}`?")), self.with_part(2, meant)),
                _ => finding.with_help(format!("there are {}", listed(&names))),
            });
            return None;
        }
        Some(has_formats(service))
    }

    /// A region that does not read like one.
    fn region(&self, formats: &Formats) -> Option<Diagnostic> {
        let region = self.parts.arn.region;
        if reads_like_a_region(region) || formats.any(self.parts.arn.service, |format| format.region == region) {
            return None;
        }
        let found = INVALID_ARN_REGION.at(self.part(3), format!("`{region}` is no region: such an ARN is nobody's"));
        Some(match mended_region(region) {
            Some(meant) => with(found.with_help(format!("did you mean `{meant}`?")), self.with_part(3, &meant)),
            None => found.with_help("a region is written like `eu-west-1`; `*` stands for every region"),
        })
    }

    /// An account that is none.
    fn account(&self, formats: &Formats) -> Option<Diagnostic> {
        let account = self.parts.arn.account;
        let is_pattern = account.contains("${") || account.bytes().all(|b| b.is_ascii_digit() || b"*?".contains(&b));
        let is_short = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit()) && !is_account(account);
        let is_listed = || formats.any(self.parts.arn.service, |format| format.account == account);
        if (is_pattern && !is_short) || account == "aws" || is_listed() {
            return None;
        }
        let message = match is_short {
            true => {
                format!("`{account}` has {} digits, and an account has twelve: such an ARN is nobody's", account.len())
            }
            false => format!("`{account}` is no account: such an ARN is nobody's"),
        };
        let found = INVALID_ARN_ACCOUNT.at(self.part(4), message);
        let digits: String = account.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        Some(if is_account(&digits) {
            with(found.with_help("write the twelve digits alone"), self.with_part(4, &digits))
        } else {
            let help = "this is the place of the account's number, between region and resource: twelve digits, or `*` for \
                        every account";
            found.with_help(help)
        })
    }

    /// A part was left out, and those behind it have slid to the left; the sixth has colons of its own, so that there are
    /// six all the same.
    fn slid(&self, formats: &Formats) -> Option<Diagnostic> {
        let arn = self.parts.arn;
        let is_word = !arn.account.is_empty() && arn.account.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let (number, finding, message) = if is_account(arn.region) {
            let message =
                format!("`{}` is an account in the place of the region, and the region is missing", arn.region);
            (3, INVALID_ARN_REGION, message)
        } else if is_word {
            let message = format!("`{}` stands in the place of the account, and the account is missing", arn.account);
            (4, INVALID_ARN_ACCOUNT, message)
        } else {
            return None;
        };
        let whole = ["*", ""].into_iter().find_map(|part| {
            let mut parts: Vec<&str> = self.text.split(':').collect();
            parts.insert(number, part);
            let whole = parts.join(":");
            formats.any(arn.service, |format| Parts::of(&whole).could_be(format)).then_some(whole)
        })?;
        let found = finding
            .at(self.part(number), message)
            .with_help(format!("write `{whole}`, or what you mean in place of `*`"));
        Some(with(found, self.write(&whole)))
    }

    /// The ARN fits no format of its service: which part is in the way.
    fn against_formats(&self, formats: &Formats, found: &mut Vec<Diagnostic>) {
        let arn = self.parts.arn;
        if let Some(slid) = self.slid(formats) {
            found.push(slid);
            return;
        }
        let alike: Vec<Arn<'static>> =
            formats.of(arn.service).into_iter().filter(|format| meets(arn.resource, format.resource)).collect();
        let all = |holds: fn(&Arn<'static>) -> bool| !alike.is_empty() && alike.iter().all(holds);
        let no_region = !meets(arn.region, "") && all(|format| format.region.is_empty());
        let no_account = !meets(arn.account, "") && all(|format| format.account.is_empty());
        if no_region {
            let message = format!("such ARNs have no region, and this one says `{}`: it is nobody's", arn.region);
            let finding = ARN_REGION_NOT_ALLOWED.at(self.part(3), message);
            found.push(with(finding.with_help("take it out and leave both colons"), self.with_part(3, "")));
        } else {
            found.extend(self.region(formats));
        }
        if no_account {
            let message = format!("such ARNs have no account, and this one says `{}`: it is nobody's", arn.account);
            let finding = ARN_ACCOUNT_NOT_ALLOWED.at(self.part(4), message);
            found.push(with(finding.with_help("take it out and leave both colons"), self.with_part(4, "")));
        } else {
            found.extend(self.account(formats));
        }
        if !found.is_empty() {
            return;
        }
        if arn.region.is_empty() && all(|format| !format.region.is_empty()) {
            let message = "such ARNs name a region, and an empty part is no wildcard: this one is nobody's";
            let finding = MISSING_ARN_REGION.at(self.around(3), message);
            found.push(with(finding.with_help("write the region, or `*` for every region"), self.with_part(3, "*")));
        }
        if arn.account.is_empty() && all(|format| !format.account.is_empty()) {
            let message = "such ARNs name an account, and an empty part is no wildcard: this one is nobody's";
            let finding = MISSING_ARN_ACCOUNT.at(self.around(4), message);
            found.push(with(finding.with_help("write the account, or `*` for every account"), self.with_part(4, "*")));
        }
        if alike.is_empty() && formats.any(arn.service, |_| true) {
            found.push(self.resource(formats));
        }
    }

    /// The colons around an empty part.
    fn around(&self, number: usize) -> TextRange {
        let part = self.part(number);
        match part.is_empty() {
            true => TextRange::new(part.start.saturating_sub(1) as usize, part.end as usize + 1),
            false => part,
        }
    }

    /// The sixth part is like none of the service's.
    fn resource(&self, formats: &Formats) -> Diagnostic {
        let arn = self.parts.arn;
        let message =
            format!("no resource of `{}` is named like `{}`: such an ARN is nobody's", arn.service, arn.resource);
        let found = INVALID_ARN_RESOURCE.at(self.part(5), message);
        // The kind in another letter case or misspelt, or with the other separator behind it.
        let kind_of = |text: &'static str| text.split(['/', ':']).next().unwrap_or_default();
        let (kind, rest) = arn
            .resource
            .split_at_checked(arn.resource.find(['/', ':']).unwrap_or(arn.resource.len()))
            .unwrap_or_default();
        let mut of_kind: Vec<&'static str> = formats.of(arn.service).iter().map(|format| format.resource).collect();
        let meant = spelling::nearest(kind, of_kind.iter().map(|resource| kind_of(resource)));
        of_kind.retain(|resource| meant == Some(kind_of(resource)) && !resource.starts_with("${"));
        of_kind.sort_by_key(|resource| resource.len());
        let mended = of_kind.iter().find_map(|resource| {
            let meant = kind_of(resource);
            let separator = resource.get(meant.len()..)?.get(..1)?;
            let name = rest.get(1..)?;
            Some(format!("{meant}{separator}{name}")).filter(|mended| meets(mended, resource))
        });
        if let Some(mended) = mended {
            return with(found.with_help(format!("write `{mended}`")), self.with_part(5, &mended));
        }
        if let Some(resource) = of_kind.first() {
            return found.with_help(format!("it is written like `{}`", example(resource)));
        }
        let mut shapes: Vec<String> = formats.of(arn.service).iter().map(|format| example(format.resource)).collect();
        shapes.sort_by_key(String::len);
        shapes.dedup();
        shapes.truncate(4);
        found.with_help(format!("it is written like {}", listed(&shapes)))
    }
}

fn with(finding: Diagnostic, fix: Option<Edit>) -> Diagnostic {
    match fix {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    }
}

/// Whether a text has the form of a region's code, or wildcards or variables among the letters of one. New regions come
/// up, and all of them have this form.
fn reads_like_a_region(text: &str) -> bool {
    let is_letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if text.is_empty() || text.contains("${") {
        return true;
    }
    if text.contains(['*', '?']) {
        return text.bytes().all(|b| is_letter(b) || b"*?".contains(&b));
    }
    let mut words = text.rsplit('-');
    let is_number = words.next().is_some_and(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    let has_direction = words.next().is_some_and(|word| DIRECTIONS.contains(&word));
    let area: Vec<&str> = words.collect();
    is_number
        && has_direction
        && !area.is_empty()
        && area.iter().all(|word| !word.is_empty())
        && text.bytes().all(is_letter)
}

/// The region that a slip was meant to be: a zone's letter behind it, capitals, a misspelt direction.
fn mended_region(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase().replace(['_', ' '], "-");
    let without_zone = lower.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let (head, number) = without_zone.rsplit_once('-')?;
    let (area, direction) = head.rsplit_once('-')?;
    let direction = spelling::nearest(direction, DIRECTIONS)?;
    Some(format!("{area}-{direction}-{number}")).filter(|region| reads_like_a_region(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_a_direction_and_a_number() {
        for region in [
            "eu-west-1",
            "us-gov-east-1",
            "us-isob-east-1",
            "ap-southeast-7",
            "eu-*",
            "*",
            "",
            "${aws:RequestedRegion}",
        ] {
            assert!(reads_like_a_region(region), "{region}");
        }
        for other in
            ["eu-west-1a", "eu-west", "EU-West-1", "us-esat-1", "west-1", "my-bucket", "111122223333", "-east-1"]
        {
            assert!(!reads_like_a_region(other), "{other}");
        }
    }

    #[test]
    fn a_region_is_mended_where_it_is_clear() {
        for (written, meant) in [
            ("eu-west-1a", Some("eu-west-1")),
            ("us-esat-1", Some("us-east-1")),
            ("EU-West-1", Some("eu-west-1")),
            ("eu_west_1", Some("eu-west-1")),
            ("eu-west", None),
            ("ireland", None),
        ] {
            assert_eq!(mended_region(written).as_deref(), meant, "{written}");
        }
    }
}
