//! Conditions: one key under one operator, held against what a request carries.
//!
//! Lines combine with AND, the values of a line with OR, of a negated operator with NOR
//! (AWS: "Conditions with multiple context keys or values").

pub mod date;
pub mod ip;
mod operator;
pub mod value;

use std::borrow::Cow;
use std::net::IpAddr;

pub use operator::{BaseOperator, ConditionOperator, Family, OperatorError, SetOperator, ValueError};

use crate::iam::glob::{self, Token};
use crate::iam::policy::{ConditionLine, Version};
use crate::iam::request::{Context, ContextValue};
use crate::iam::trace::{ConditionReason, Unspecified};
use crate::iam::variable::{self, Filled};

/// Holds one line against a context; gives whether it holds, and why. Whatever AWS leaves open and bears on the answer
/// goes to `note`.
pub fn holds(
    line: &ConditionLine,
    context: &Context,
    version: Version,
    note: &mut impl FnMut(Unspecified),
) -> (bool, ConditionReason) {
    let operator = line.operator.value;
    let carried = context.get(&line.key.value);
    if operator.base == BaseOperator::Null {
        return (null_holds(line, carried, note), ConditionReason::Presence);
    }
    let Some(carried) = carried else { return without_key(operator) };
    let values = carried.values();
    if let Some(set) = operator.set
        && is_null_dataset(values, note)
    {
        return null_dataset(set);
    }
    if operator.set.is_none() && matches!(carried, ContextValue::Many(_)) {
        note(Unspecified::MultivaluedWithoutSetOperator);
    }
    let negated = operator.base.is_negated();
    let mut passes = |value: &String| {
        let matched =
            line.values.iter().any(|wanted| matches(operator.base, &wanted.value, value, context, version, note));
        matched != negated
    };
    let holds = match operator.set {
        Some(SetOperator::ForAllValues) => values.iter().all(&mut passes),
        Some(SetOperator::ForAnyValue) => values.iter().any(&mut passes),
        // One value, unless AWS leaves the matter open: then a positive operator holds when some value matches, a negated
        // one when none does.
        None if negated => values.iter().all(&mut passes),
        None => values.iter().any(&mut passes),
    };
    (holds, ConditionReason::Compared)
}

/// A key that the request does not carry (AWS: "IAM JSON policy elements: Condition operators": "If the key that you
/// specify in a policy condition is not present in the request context"; set operators: "Single-valued vs. multivalued
/// context keys").
fn without_key(operator: ConditionOperator) -> (bool, ConditionReason) {
    match operator.set {
        _ if operator.if_exists => (true, ConditionReason::AbsentHoldsIfExists),
        Some(set) => null_dataset(set),
        None if operator.base.is_negated() => (true, ConditionReason::AbsentHoldsNegated),
        None => (false, ConditionReason::AbsentFails),
    }
}

fn null_dataset(set: SetOperator) -> (bool, ConditionReason) {
    match set {
        SetOperator::ForAllValues => (true, ConditionReason::AbsentHoldsForAllValues),
        SetOperator::ForAnyValue => (false, ConditionReason::AbsentFailsForAnyValue),
    }
}

/// Whether there is nothing but emptiness among the values. That empty strings count as nothing stands on one page and
/// not on another.
fn is_null_dataset(values: &[String], note: &mut impl FnMut(Unspecified)) -> bool {
    if values.iter().any(|value| !value.is_empty()) {
        return false;
    }
    if !values.is_empty() {
        note(Unspecified::EmptyStringIsNull);
    }
    true
}

/// `Null`: `true` wants the key absent, `false` wants it there with a value
/// (AWS: "IAM JSON policy elements: Condition operators", Condition operator to check existence of condition keys).
fn null_holds(line: &ConditionLine, carried: Option<&ContextValue>, note: &mut impl FnMut(Unspecified)) -> bool {
    let is_null = carried.is_none_or(|value| is_null_dataset(value.values(), note));
    line.values.iter().any(|wanted| match value::parse_bool(&wanted.value) {
        Some(wanted) => wanted == is_null,
        None => {
            note(Unspecified::UncoercibleValue);
            false
        }
    })
}

/// Whether a policy value holds variables, under an operator and in a document that have such things.
#[must_use]
pub fn holds_variables(base: BaseOperator, wanted: &str, version: Version) -> bool {
    version == Version::V2012 && base.takes_variables() && variable::has_variables(wanted)
}

/// Whether `value` matches the policy's value under the positive form of `base` (`StringEquals` for `StringNotEquals`).
fn matches(
    base: BaseOperator,
    wanted: &str,
    value: &str,
    context: &Context,
    version: Version,
    note: &mut impl FnMut(Unspecified),
) -> bool {
    if !holds_variables(base, wanted, version) {
        let bytes = wanted.as_bytes();
        return compare(base, wanted, |i| bytes.get(i).copied().map(Token::of), value, note);
    }
    if base.family() == Family::Bool {
        note(Unspecified::VariableUnderBool);
    }
    // AWS: "IAM policy elements: Variables and tags": without a value nothing matches.
    let Some(Filled { text, tokens, brought_wildcard }) = variable::fill(wanted, context) else { return false };
    let matched = compare(base, &text, |i| tokens.get(i).copied(), value, note);
    if brought_wildcard && base.takes_wildcards() {
        let bytes = text.as_bytes();
        let as_wildcard = compare(base, &text, |i| bytes.get(i).copied().map(Token::of), value, &mut |_| ());
        if as_wildcard != matched {
            note(Unspecified::WildcardFromVariable);
        }
    }
    matched
}

/// Compares with variables filled in. `wanted` is the policy's value as a text, `token` the same as a pattern.
fn compare(
    base: BaseOperator,
    wanted: &str,
    token: impl Fn(usize) -> Option<Token>,
    value: &str,
    note: &mut impl FnMut(Unspecified),
) -> bool {
    use BaseOperator as Op;
    let result = match base {
        Op::StringEquals | Op::StringNotEquals => Some(wanted == value),
        Op::StringEqualsIgnoreCase | Op::StringNotEqualsIgnoreCase => Some(equal_ignoring_case(wanted, value)),
        Op::StringLike | Op::StringNotLike => Some(glob::compare(&[], token, value).is_ok()),
        Op::ArnEquals | Op::ArnLike | Op::ArnNotEquals | Op::ArnNotLike => arn_matches(token, value),
        Op::Bool => both(wanted, value, value::parse_bool).map(|(wanted, value)| wanted == value),
        Op::BinaryEquals => both(wanted, value, value::parse_binary).map(|(wanted, value)| wanted == value),
        Op::IpAddress | Op::NotIpAddress => {
            ip::Network::parse(wanted).zip(value.parse::<IpAddr>().ok()).map(|(range, address)| range.contains(address))
        }
        Op::NumericEquals | Op::NumericNotEquals => number(wanted, value).map(|(wanted, value)| value == wanted),
        Op::NumericLessThan => number(wanted, value).map(|(wanted, value)| value < wanted),
        Op::NumericLessThanEquals => number(wanted, value).map(|(wanted, value)| value <= wanted),
        Op::NumericGreaterThan => number(wanted, value).map(|(wanted, value)| value > wanted),
        Op::NumericGreaterThanEquals => number(wanted, value).map(|(wanted, value)| value >= wanted),
        Op::DateEquals | Op::DateNotEquals => both(wanted, value, date::parse).map(|(wanted, value)| value == wanted),
        Op::DateLessThan => both(wanted, value, date::parse).map(|(wanted, value)| value < wanted),
        Op::DateLessThanEquals => both(wanted, value, date::parse).map(|(wanted, value)| value <= wanted),
        Op::DateGreaterThan => both(wanted, value, date::parse).map(|(wanted, value)| value > wanted),
        Op::DateGreaterThanEquals => both(wanted, value, date::parse).map(|(wanted, value)| value >= wanted),
        Op::Null => None,
    };
    // AWS does not say what a value of the wrong type does. To match nothing is the safest for a Deny.
    result.unwrap_or_else(|| {
        note(Unspecified::UncoercibleValue);
        false
    })
}

fn both<'a, T>(wanted: &'a str, value: &'a str, parse: impl Fn(&'a str) -> Option<T>) -> Option<(T, T)> {
    parse(wanted).zip(parse(value))
}

fn number<'a>(wanted: &'a str, value: &'a str) -> Option<(value::Decimal<'a>, value::Decimal<'a>)> {
    both(wanted, value, value::Decimal::parse)
}

fn equal_ignoring_case(a: &str, b: &str) -> bool {
    let lower = |text: &str| -> Cow<'_, str> { Cow::Owned(text.to_lowercase()) };
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && lower(a) == lower(b))
}

/// Holds an ARN against a pattern, each of the six parts by itself: here no `*` runs over a colon of the first five, unlike
/// in `Resource` (AWS: "IAM JSON policy elements: Condition operators", Amazon Resource Name (ARN) condition operators).
/// `None` when either is not an ARN.
fn arn_matches(token: impl Fn(usize) -> Option<Token>, value: &str) -> Option<bool> {
    let is_colon = |at: usize| token(at) == Some(Token::Byte(b':'));
    let mut parts = value.splitn(6, ':');
    let mut from = 0;
    let mut all = true;
    for index in 0..6 {
        let part = parts.next()?;
        let length = if index == 5 {
            usize::MAX
        } else {
            let end = (from..).take_while(|at| token(*at).is_some()).find(|at| is_colon(*at))?;
            end - from
        };
        let within = |i: usize| if i < length { token(from.checked_add(i)?) } else { None };
        if index == 0 && (part != "arn" || glob::compare(&[], within, "arn").is_err()) {
            return None;
        }
        all &= glob::compare(&[], within, part).is_ok();
        from = from.saturating_add(length).saturating_add(1);
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Spanned, TextRange};

    const NOWHERE: TextRange = TextRange { start: 0, end: 0 };

    fn line(operator: &str, key: &str, values: &[&str]) -> ConditionLine {
        ConditionLine {
            operator: Spanned::new(ConditionOperator::parse(operator).unwrap(), NOWHERE),
            key: Spanned::new(key.into(), NOWHERE),
            values: values.iter().map(|value| Spanned::new((*value).into(), NOWHERE)).collect(),
            range: NOWHERE,
        }
    }

    fn context() -> Context {
        let mut context = Context::default();
        for (key, value) in [
            ("one", "b"),
            ("empty", ""),
            ("number", "9.5"),
            ("word", "ten"),
            ("date", "2026-01-15T11:30:00Z"),
            ("true", "True"),
            ("ip", "203.0.113.9"),
            ("arn", "arn:aws:sns:eu-west-1:111122223333:topic:x"),
            ("bytes", "QmluYXJ5"),
            ("star", "*"),
        ] {
            context.set(key, ContextValue::One(value.into()));
        }
        for (key, values) in
            [("many", vec!["a", "b"]), ("none", vec![]), ("blank", vec!["", ""]), ("some", vec!["", "a"])]
        {
            context.set(key, ContextValue::Many(values.into_iter().map(str::to_owned).collect()));
        }
        context
    }

    fn check(operator: &str, key: &str, values: &[&str], expected: bool) -> Vec<Unspecified> {
        let mut notes = Vec::new();
        let found = holds(&line(operator, key, values), &context(), Version::V2012, &mut |note| notes.push(note));
        assert_eq!(found.0, expected, "{operator} {key} {values:?}");
        notes
    }

    #[test]
    fn each_family_compares_in_its_own_way() {
        for (operator, key, value, expected) in [
            ("StringEquals", "ONE", "b", true),
            ("StringEquals", "one", "B", false),
            ("StringEquals", "one", "*", false),
            ("StringEquals", "empty", "", true),
            ("StringEqualsIgnoreCase", "one", "B", true),
            ("StringNotEqualsIgnoreCase", "one", "B", false),
            ("StringLike", "arn", "arn:*x", true),
            ("StringNotLike", "arn", "arn:*x", false),
            ("NumericEquals", "number", "9.50", true),
            ("NumericNotEquals", "number", "9.50", false),
            ("NumericLessThan", "number", "9.5", false),
            ("NumericLessThanEquals", "number", "9.5", true),
            ("NumericGreaterThan", "number", "9.4", true),
            ("NumericGreaterThanEquals", "number", "9.6", false),
            ("DateEquals", "date", "2026-01-15T13:30:00+02:00", true),
            ("DateNotEquals", "date", "2026-01-15", true),
            ("DateLessThan", "date", "2026-01-15T13:00:00+02:00", false),
            ("DateLessThanEquals", "date", "2026-01-15T11:30Z", true),
            ("DateGreaterThan", "date", "1767225600", true),
            ("DateGreaterThanEquals", "date", "2027", false),
            ("Bool", "true", "true", true),
            ("Bool", "true", "false", false),
            ("BinaryEquals", "bytes", "QmluYXJ5", true),
            ("IpAddress", "ip", "203.0.113.0/24", true),
            ("NotIpAddress", "ip", "203.0.113.0/24", false),
            ("NotIpAddress", "ip", "2001:db8::/32", true),
            ("ArnEquals", "arn", "arn:aws:sns:*:111122223333:topic:?", true),
            ("ArnLike", "arn", "arn:aws:sns:*:*", false),
            ("ArnLike", "arn", "arn:aws:sns:*:topic:x", false),
            ("ArnNotLike", "arn", "arn:aws:sns:*:111122223333:*", false),
            ("ArnNotEquals", "arn", "arn:aws:sqs:*:111122223333:*", true),
            ("Null", "one", "false", true),
            ("Null", "absent", "true", true),
        ] {
            check(operator, key, &[value], expected);
        }
    }

    #[test]
    fn an_absent_key_fails_positive_operators_and_passes_negated_ones() {
        for (base, name) in BaseOperator::TABLE {
            if base == BaseOperator::Null {
                continue;
            }
            check(name, "absent", &["1"], base.is_negated());
            check(&format!("{name}IfExists"), "absent", &["1"], true);
            for key in ["absent", "none", "blank", "empty"] {
                check(&format!("ForAllValues:{name}"), key, &["1"], true);
                check(&format!("ForAnyValue:{name}"), key, &["1"], false);
            }
            for set in SetOperator::ALL {
                check(&format!("{}:{name}IfExists", set.as_str()), "absent", &["1"], true);
                check(&format!("{}:{name}IfExists", set.as_str()), "none", &["1"], set == SetOperator::ForAllValues);
            }
        }
    }

    #[test]
    fn set_operators_ask_all_values_or_any() {
        for (operator, key, values, expected) in [
            ("ForAllValues:StringEquals", "many", ["a", "b"], true),
            ("ForAllValues:StringEquals", "many", ["a", "c"], false),
            ("ForAnyValue:StringEquals", "many", ["c", "b"], true),
            ("ForAnyValue:StringEquals", "many", ["c", "d"], false),
            ("ForAllValues:StringNotEquals", "many", ["c", "d"], true),
            ("ForAllValues:StringNotEquals", "many", ["a", "d"], false),
            ("ForAnyValue:StringNotEquals", "many", ["a", "d"], true),
            ("ForAnyValue:StringNotEquals", "many", ["a", "b"], false),
            ("ForAllValues:StringEquals", "some", ["a", "b"], false),
            ("ForAllValues:StringEquals", "one", ["a", "b"], true),
        ] {
            assert_eq!(check(operator, key, &values, expected), []);
        }
    }

    #[test]
    fn what_aws_leaves_open_is_noted() {
        use Unspecified as Open;
        for (operator, key, value, expected, note) in [
            ("StringEquals", "many", "a", true, Open::MultivaluedWithoutSetOperator),
            ("StringNotEquals", "many", "a", false, Open::MultivaluedWithoutSetOperator),
            ("StringNotEquals", "many", "c", true, Open::MultivaluedWithoutSetOperator),
            ("NumericLessThan", "word", "11", false, Open::UncoercibleValue),
            ("NumericNotEquals", "word", "11", true, Open::UncoercibleValue),
            ("IpAddress", "word", "0.0.0.0/0", false, Open::UncoercibleValue),
            ("ArnLike", "arn", "*", false, Open::UncoercibleValue),
            ("ArnNotLike", "word", "arn:aws:s3:::b", true, Open::UncoercibleValue),
            ("Null", "empty", "true", true, Open::EmptyStringIsNull),
            ("Null", "blank", "false", false, Open::EmptyStringIsNull),
            ("Bool", "true", "${true}", true, Open::VariableUnderBool),
            ("StringLike", "one", "${star}", false, Open::WildcardFromVariable),
        ] {
            assert_eq!(check(operator, key, &[value], expected), [note], "{operator} {key} {value}");
        }
    }

    #[test]
    fn a_variable_without_a_value_equals_nothing() {
        check("StringEquals", "one", &["${absent}"], false);
        check("StringEquals", "one", &["${absent}", "b"], true);
        check("StringNotEquals", "one", &["${absent}"], true);
        check("StringEquals", "one", &["${absent, 'b'}"], true);
        check("ArnEquals", "arn", &["${arn}"], true);
        check("NumericEquals", "number", &["${number}"], false);
        assert!(!holds(&line("StringEquals", "one", &["${one}"]), &context(), Version::V2008, &mut |_| ()).0);
    }
}
