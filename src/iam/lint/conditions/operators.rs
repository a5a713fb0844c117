//! Operators that do not go with the key they test (AWS: "IAM policy validation check reference", "Single-valued vs.
//! multivalued context keys").

use super::{Key, change_operator};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::ValueType;
use crate::iam::condition::{BaseOperator, ConditionOperator, Family};
use crate::iam::findings::{INVALID_CONDITION_MULTIPLE_BOOLEAN, MISSING_QUALIFIER, TYPE_MISMATCH};
use crate::iam::policy::{ConditionLine, Statement};

/// Adds what is wrong with the operator of a line.
pub(super) fn check(statement: &Statement, line: &ConditionLine, key: &Key, findings: &mut Vec<Diagnostic>) {
    findings.extend(several_truths(line, key));
    findings.extend(qualifier(line, key));
    findings.extend(family(statement, line, key));
}

/// `true` and `false` in one list.
fn several_truths(line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    let is_truth = operator.base == BaseOperator::Null || (operator.base == BaseOperator::Bool && !key.multivalued);
    let [first, rest @ ..] = line.values.as_slice() else { return None };
    if !is_truth || rest.is_empty() || operator.set.is_some() {
        return None;
    }
    let all_same = rest.iter().all(|value| value.value.eq_ignore_ascii_case(&first.value));
    let message = match (all_same, operator.base) {
        (true, _) => format!("`{}` is compared with the same truth value more than once", line.key.value),
        (false, BaseOperator::Null) => format!("this holds whether `{}` is there or not", line.key.value),
        (false, _) => format!("this holds whatever `{}` is, as long as it is there", line.key.value),
    };
    Some(
        INVALID_CONDITION_MULTIPLE_BOOLEAN
            .at(line.key.range, message)
            .with_help("write `true` or `false`, one of them"),
    )
}

/// A key of several values under an operator that does not say whether all or any must match.
fn qualifier(line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    if !key.multivalued || operator.set.is_some() || operator.base == BaseOperator::Null {
        return None;
    }
    let name = &line.key.value;
    let message =
        format!("`{name}` may have several values, and `{operator}` does not say whether all of them must match");
    let help = format!(
        "write `ForAnyValue:{operator}` if one match is enough, `ForAllValues:{operator}` if every value has to match"
    );
    Some(MISSING_QUALIFIER.at(line.key.range, message).with_help(help))
}

/// An operator that compares another type than the key has.
fn family(statement: &Statement, line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    let found = operator.base.family();
    if fits(line, key, found) {
        return None;
    }
    let wanted = *key.types.first()?;
    let (what, operators) = of_type(wanted);
    let message = format!("`{}` is {what}, and `{operator}` compares {}", line.key.value, compared(found));
    let diagnostic = TYPE_MISMATCH.at(line.key.range, message).with_help(format!("use {operators}"));
    let meant = counterpart(operator.base, wanted).map(|base| ConditionOperator { base, ..operator });
    let meant = meant.filter(|meant| line.values.iter().all(|value| meant.check_value(&value.value).is_ok()));
    Some(match meant.and_then(|meant| change_operator(statement, line, meant)) {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    })
}

/// Whether an operator's family can compare a key. It fits as well where comparing works although the types differ in
/// name: an ARN is a text, and a tag may hold a number, a date or an address.
fn fits(line: &ConditionLine, key: &Key, family: Family) -> bool {
    let has = |kind: ValueType| key.types.contains(&kind);
    let is_text = has(ValueType::String);
    let mut values = line.values.iter().map(|value| value.value.as_str());
    match family {
        Family::Null | Family::Binary => true,
        Family::String => {
            let is_address = has(ValueType::IpAddress);
            is_text || has(ValueType::Arn) || (is_address && values.any(|value| value.contains("${")))
        }
        Family::Arn => {
            has(ValueType::Arn) || (is_text && values.any(|value| value.starts_with("arn:") || value.contains("${")))
        }
        Family::Bool => is_text || has(ValueType::Bool),
        Family::Numeric => has(ValueType::Numeric) || key.is_of_tags(),
        Family::Date => has(ValueType::Date) || key.is_of_tags(),
        Family::Ip => has(ValueType::IpAddress) || key.is_of_tags(),
    }
}

/// What a key of a type is, and the operators that compare it.
fn of_type(kind: ValueType) -> (&'static str, &'static str) {
    match kind {
        ValueType::String => ("a text", "an operator for texts, like `StringEquals` or `StringLike`"),
        ValueType::Arn => ("an ARN", "an operator for ARNs, like `ArnLike`"),
        ValueType::Bool => ("a truth value", "`Bool`"),
        ValueType::Date => ("a date", "an operator for dates, like `DateLessThan`"),
        ValueType::Numeric => ("a number", "an operator for numbers, like `NumericLessThanEquals`"),
        ValueType::IpAddress => ("an address", "`IpAddress` or `NotIpAddress`"),
    }
}

fn compared(family: Family) -> &'static str {
    match family {
        Family::String => "texts",
        Family::Numeric => "numbers",
        Family::Date => "dates",
        Family::Bool => "truth values",
        Family::Binary => "bytes",
        Family::Ip => "addresses",
        Family::Arn => "ARNs",
        Family::Null => "nothing",
    }
}

/// The operator that asks the same of another type.
fn counterpart(base: BaseOperator, kind: ValueType) -> Option<BaseOperator> {
    use BaseOperator as Op;
    let equals =
        matches!(base, Op::StringEquals | Op::StringEqualsIgnoreCase | Op::StringLike | Op::ArnEquals | Op::ArnLike);
    let differs = matches!(base, Op::StringNotEquals | Op::StringNotLike | Op::ArnNotEquals | Op::ArnNotLike);
    match kind {
        ValueType::Bool if equals => Some(Op::Bool),
        ValueType::IpAddress if equals => Some(Op::IpAddress),
        ValueType::IpAddress if differs => Some(Op::NotIpAddress),
        ValueType::Numeric if equals => Some(Op::NumericEquals),
        ValueType::Numeric if differs => Some(Op::NumericNotEquals),
        ValueType::String if matches!(base, Op::ArnEquals | Op::ArnLike) => Some(Op::StringLike),
        ValueType::String if matches!(base, Op::ArnNotEquals | Op::ArnNotLike) => Some(Op::StringNotLike),
        _ => None,
    }
}
