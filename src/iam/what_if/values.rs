//! Which other values of a key are worth a try: those that the policies compare it with, and one that they do not.

use super::Setting;
use super::keys::Line;
use crate::iam::catalogue::ValueType;
use crate::iam::condition::{BaseOperator, Family, holds_variables};
use crate::iam::request::Context;
use crate::iam::variable;

/// The most values that are tried for a key.
const MOST: usize = 5;

/// The other ways for a key: `None` is absent. A key that is there can be absent; then what the lines of the policies name,
/// then something that they do not.
pub(super) fn others(
    now: &Setting,
    lines: &[Line],
    of_type: Option<ValueType>,
    context: &Context,
) -> Vec<Option<String>> {
    let mut values: Vec<Option<String>> = Vec::new();
    let is_now = |value: &str| matches!(now, Setting::Value(value_now) if value_now.values() == [value]);
    if *now != Setting::Absent {
        values.push(None);
    }
    let named = lines.iter().flat_map(|line| named(line, context));
    for value in named.chain(strangers(of_type, lines).into_iter().map(str::to_owned)) {
        if values.len() < MOST && !is_now(&value) && !values.iter().flatten().any(|known| *known == value) {
            values.push(Some(value));
        }
    }
    values
}

/// The values that a line names, each as a request could carry it.
fn named(line: &Line, context: &Context) -> Vec<String> {
    let Line::Condition(line, version) = line else { return Vec::new() };
    let base = line.operator.value.base;
    if base == BaseOperator::Null {
        return Vec::new();
    }
    let texts = line.values.iter().filter_map(|value| match holds_variables(base, &value.value, *version) {
        true => variable::fill(&value.value, context).map(|filled| filled.text),
        false => Some(value.value.clone()),
    });
    texts
        .flat_map(|text| match base.family() {
            // The first address of a range lies in it.
            Family::Ip => vec![text.split('/').next().unwrap_or_default().to_owned()],
            Family::Numeric => match text.parse::<i64>() {
                Ok(number) => {
                    [number, number.saturating_sub(1), number.saturating_add(1)].map(|n| n.to_string()).into()
                }
                Err(_) => vec![text],
            },
            _ if base.takes_wildcards() => vec![text.replace('*', "any").replace('?', "x")],
            _ => vec![text],
        })
        .collect()
}

/// What no policy is likely to name.
fn strangers(of_type: Option<ValueType>, lines: &[Line]) -> Vec<&'static str> {
    let family = lines.iter().find_map(|line| match line {
        Line::Condition(line, _) => Some(line.operator.value.base.family()),
        Line::Variable => None,
    });
    match (of_type, family) {
        (Some(ValueType::Bool), _) | (None, Some(Family::Bool)) => vec!["true", "false"],
        // An address that belongs to nobody (RFC 5737).
        (Some(ValueType::IpAddress), _) | (None, Some(Family::Ip)) => vec!["198.51.100.7"],
        (Some(ValueType::Date), _) | (None, Some(Family::Date)) => {
            vec!["2020-01-01T00:00:00Z", "2035-01-01T00:00:00Z"]
        }
        (Some(ValueType::Numeric), _) | (None, Some(Family::Numeric)) => Vec::new(),
        (Some(ValueType::Arn), _) | (None, Some(Family::Arn)) => Vec::new(),
        (Some(ValueType::String) | None, _) => vec!["something-else"],
    }
}
