//! Values that say something else than they seem to, whatever the operator thinks of their form (AWS: "IAM policy
//! validation check reference", "AWS global condition context keys").

use super::{Key, quoted};
use crate::diagnostic::Diagnostic;
use crate::iam::condition::value::Decimal;
use crate::iam::condition::{BaseOperator, Family};
use crate::iam::findings::{
    Finding, INVALID_CONDITION_DATA_TYPE, INVALID_DATE_VALUE, INVALID_REGION, INVALID_VPC_FORMAT, INVALID_VPCE_FORMAT,
    REDUNDANT_CONDITION_VALUE_NUM, WILDCARD_USAGE_TOO_PERMISSIVE,
};
use crate::iam::lint::Document;
use crate::iam::policy::ConditionLine;
use crate::text::{Edit, Spanned};

/// Adds what is wrong with the values of a line.
pub(super) fn check(document: &Document<'_>, line: &ConditionLine, findings: &mut Vec<Diagnostic>) {
    findings.extend(mixed_types(document, line));
    findings.extend(bounds(document, line));
    match line.operator.value.base.family() {
        Family::Date => findings.extend(dates(line)),
        Family::String | Family::Arn => texts(line, findings),
        _ => {}
    }
}

/// Strings, numbers and booleans in one list.
fn mixed_types(document: &Document<'_>, line: &ConditionLine) -> Option<Diagnostic> {
    let written = |value: &Spanned<String>| value.range.slice(document.text);
    let kind = |value: &Spanned<String>| match written(value).bytes().next() {
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        _ => "a number",
    };
    let first = kind(line.values.first()?);
    let other = line.values.iter().find(|value| kind(value) != first)?;
    let message = format!("`{}` is {}, and the list begins with {first}", other.value, kind(other));
    let diagnostic = INVALID_CONDITION_DATA_TYPE.at(other.range, message).with_help("put all values in quotes");
    let fixable = first == "a string";
    Some(if fixable {
        diagnostic.with_fix(Edit { range: other.range, insert: quoted(&other.value) })
    } else {
        diagnostic
    })
}

/// Several numbers where the greatest or the least decides.
fn bounds(document: &Document<'_>, line: &ConditionLine) -> Option<Diagnostic> {
    use BaseOperator as Op;
    let greatest = match line.operator.value.base {
        Op::NumericLessThan | Op::NumericLessThanEquals => true,
        Op::NumericGreaterThan | Op::NumericGreaterThanEquals => false,
        _ => return None,
    };
    let [first, .., last] = line.values.as_slice() else { return None };
    let mut numbers = Vec::with_capacity(line.values.len());
    for value in &line.values {
        numbers.push((Decimal::parse(&value.value)?, value));
    }
    let deciding = |a: &&(Decimal<'_>, &Spanned<String>), b: &&(Decimal<'_>, &Spanned<String>)| a.0.cmp(&b.0);
    let (_, bound) = if greatest { numbers.iter().max_by(deciding) } else { numbers.iter().min_by(deciding) }?;
    let message = format!("of these bounds only `{}` counts: one match is enough", bound.value);
    let fix = Edit { range: first.range.cover(last.range), insert: bound.range.slice(document.text).to_owned() };
    Some(
        REDUNDANT_CONDITION_VALUE_NUM
            .at(line.key.range, message)
            .with_help("keep the bound that you mean")
            .with_fix(fix),
    )
}

/// Dates as a number of seconds.
fn dates(line: &ConditionLine) -> Option<Diagnostic> {
    // That key is a number of seconds.
    if line.key.value.eq_ignore_ascii_case("aws:EpochTime") {
        return None;
    }
    // Four digits are a year.
    let is_seconds = |text: &str| text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = line.values.iter().find(|value| is_seconds(&value.value))?;
    let message = match value.value.len() {
        13.. => format!(
            "`{}` is read as seconds since 1970, which is thousands of years ahead; it looks like milliseconds",
            value.value
        ),
        _ => format!("`{}` is read as seconds since 1970, which a reader of the policy cannot check", value.value),
    };
    Some(INVALID_DATE_VALUE.at(value.range, message).with_help("write the date out, like `2027-01-31T09:30:00Z`"))
}

/// Values of keys that take texts of a certain form, and wildcards where an owner is named.
fn texts(line: &ConditionLine, findings: &mut Vec<Diagnostic>) {
    let takes_wildcards = line.operator.value.base.takes_wildcards();
    let is = |name: &str| line.key.value.eq_ignore_ascii_case(name);
    for value in &line.values {
        let text = value.value.as_str();
        // What a variable will stand for is not known; of a wildcard under `StringEquals` another finding speaks.
        if text.contains(['*', '?', '$']) {
            continue;
        }
        if is("aws:RequestedRegion") {
            findings.extend(region(value));
        } else if is("aws:SourceVpc") {
            findings.extend(id(value, "vpc-", &INVALID_VPC_FORMAT, "VPC"));
        } else if is("aws:SourceVpce") {
            findings.extend(id(value, "vpce-", &INVALID_VPCE_FORMAT, "VPC endpoint"));
        }
    }
    let wild = line.values.iter().find(|value| takes_wildcards && value.value.replace("${*}", "").contains(['*', '?']));
    if let Some(value) = wild
        && Key::find(&line.key.value).is_some_and(|key| key.sensitive)
    {
        let message = format!(
            "`{}` may match a stranger's `{}`: such ids have no meaningful beginnings",
            value.value, line.key.value
        );
        findings.push(
            WILDCARD_USAGE_TOO_PERMISSIVE.at(value.range, message).with_help("write the whole ids, without wildcards"),
        );
    }
}

fn region(value: &Spanned<String>) -> Option<Diagnostic> {
    let text = value.value.as_str();
    if is_region(text) {
        return None;
    }
    let message = format!("`{text}` is not the code of a Region, so no request has this value");
    let diagnostic = INVALID_REGION.at(value.range, message);
    // A Region in capitals, or one of its Availability Zones.
    let lower = text.trim().to_ascii_lowercase();
    let zone = lower.strip_suffix(|last: char| last.is_ascii_lowercase()).map(str::to_owned);
    Some(match zone.into_iter().chain([lower]).find(|meant| is_region(meant)) {
        Some(meant) => {
            let fix = Edit { range: value.range, insert: quoted(&meant) };
            diagnostic.with_help(format!("write `{meant}`")).with_fix(fix)
        }
        None => diagnostic.with_help("write a code like `eu-west-1`"),
    })
}

/// Whether a text has the form of a Region's code: an area, a direction and a number. Which of them exist changes too
/// often to be asked.
fn is_region(text: &str) -> bool {
    const DIRECTIONS: [&str; 9] =
        ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];
    let mut parts = text.rsplit('-');
    let is_number = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| (2..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let (Some(number), Some(direction)) = (parts.next(), parts.next()) else { return false };
    let areas: Vec<&str> = parts.collect();
    is_number(number) && DIRECTIONS.contains(&direction) && !areas.is_empty() && areas.into_iter().all(is_word)
}

fn id(value: &Spanned<String>, prefix: &str, finding: &Finding, what: &str) -> Option<Diagnostic> {
    let digits = value.value.strip_prefix(prefix).unwrap_or_default();
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if matches!(digits.len(), 8 | 17) && digits.bytes().all(is_digit) {
        return None;
    }
    let message = format!("`{}` is not the id of a {what}, so no request has this value", value.value);
    let help = format!("it is `{prefix}` and 8 or 17 digits of `0`-`9` and `a`-`f`");
    Some(finding.at(value.range, message).with_help(help))
}
