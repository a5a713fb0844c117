//! What a condition says of requests that do not carry its key (AWS: "IAM JSON policy elements: Condition operators",
//! "Single-valued vs. multivalued context keys", "AWS global condition context keys").

use super::{Key, change_operator, is_guarded, same_key, tag_of, wants_key};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::{AccessLevel, Catalogue};
use crate::iam::condition::{BaseOperator, ConditionOperator, SetOperator};
use crate::iam::findings::{
    CONTRADICTORY_NULL_CONDITION, FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY, FOR_ALL_VALUES_WITHOUT_NULL_CHECK,
    MFA_ALLOW_WITH_IF_EXISTS, MFA_DENY_WITHOUT_IF_EXISTS, NEGATED_OPERATOR_WITHOUT_NULL_CHECK,
};
use crate::iam::lint::Document;
use crate::iam::policy::{ConditionLine, Effect, Statement};

/// Adds what is wrong with a line for requests without its key.
pub(super) fn check(
    document: &Document<'_>,
    statement: &Statement,
    line: &ConditionLine,
    key: &Key,
    findings: &mut Vec<Diagnostic>,
) {
    findings.extend(for_all_values(statement, line, key));
    findings.extend(mfa(document, statement, line, key));
    findings.extend(negated(statement, line, key));
    findings.extend(contradiction(statement, line));
}

fn is_allow(statement: &Statement) -> bool {
    statement.effect.value == Effect::Allow
}

/// `ForAllValues` holds when there is nothing to test.
fn for_all_values(statement: &Statement, line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    let name = &line.key.value;
    if operator.set != Some(SetOperator::ForAllValues) || is_guarded(statement, line) {
        return None;
    }
    if !key.multivalued && !name.contains('.') {
        let message =
            format!("`{name}` has one value: here `ForAllValues:` only lets requests without the key match as well");
        let plain = ConditionOperator { set: None, ..operator };
        let diagnostic = FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY.at(line.key.range, message);
        let diagnostic = diagnostic.with_help(format!("write `{plain}`"));
        return Some(match change_operator(statement, line, plain) {
            Some(fix) => diagnostic.with_fix(fix),
            None => diagnostic,
        });
    }
    // `IfExists` says that a missing key is welcome.
    if !is_allow(statement) || operator.if_exists || tags_are_certain(statement, key) {
        return None;
    }
    let message = format!("`{operator}` also holds for requests that carry no `{name}` at all, and this is an `Allow`");
    let help = format!("demand the key beside it: `\"Null\": {{\"{name}\": \"false\"}}`");
    Some(FOR_ALL_VALUES_WITHOUT_NULL_CHECK.at(line.key.range, message).with_help(help))
}

/// Whether requests of this statement carry `aws:TagKeys` anyway: a tag is demanded, or every action is one of tagging.
fn tags_are_certain(statement: &Statement, key: &Key) -> bool {
    let demands_tag = |line: &ConditionLine| wants_key(line) && tag_of(line, "aws:RequestTag").is_some();
    let catalogue = Catalogue::built_in();
    let is_tagging = |action: &str| catalogue.action(action).is_some_and(|found| found.level == AccessLevel::Tagging);
    key.is("aws:TagKeys")
        && (statement.conditions.iter().any(demands_tag)
            || (!statement.action.negated
                && statement.action.entries.iter().all(|entry| is_tagging(entry.value.as_str()))))
}

const MFA: &str = "aws:MultiFactorAuthPresent";

/// Long-term credentials do not carry the key, so `Bool` passes them by and `BoolIfExists` takes them along.
fn mfa(document: &Document<'_>, statement: &Statement, line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    if !key.is(MFA) || operator.base != BaseOperator::Bool || operator.set.is_some() {
        return None;
    }
    let all = |truth: &str| line.values.iter().all(|value| value.value.eq_ignore_ascii_case(truth));
    let (finding, message, help) =
        if is_allow(statement) && operator.if_exists && all("true") && !wants_mfa_key(statement) {
            let message =
                "this also allows requests signed with long-term access keys, which do not carry the key at all";
            (&MFA_ALLOW_WITH_IF_EXISTS, message, "write `Bool`, which does not hold when the key is absent")
        } else if !is_allow(statement) && !operator.if_exists && all("false") && !denies_without_mfa_key(document) {
            let message =
                "this does not deny requests signed with long-term access keys, which do not carry the key at all";
            (&MFA_DENY_WITHOUT_IF_EXISTS, message, "write `BoolIfExists`, which also holds when the key is absent")
        } else {
            return None;
        };
    let diagnostic = finding.at(line.key.range, message).with_help(help);
    let other = ConditionOperator { if_exists: !operator.if_exists, ..operator };
    Some(match change_operator(statement, line, other) {
        Some(fix) => diagnostic.with_fix(fix),
        None => diagnostic,
    })
}

/// Whether a line is about one of the two keys that only requests with MFA information carry.
fn is_about_mfa(line: &ConditionLine) -> bool {
    ["aws:MultiFactorAuthAge", MFA].iter().any(|key| line.key.value.eq_ignore_ascii_case(key))
}

/// Whether another line of the statement fails for requests without MFA information.
fn wants_mfa_key(statement: &Statement) -> bool {
    statement.conditions.iter().any(|line| is_about_mfa(line) && wants_key(line))
}

/// Whether some statement of the document denies requests without the key.
fn denies_without_mfa_key(document: &Document<'_>) -> bool {
    let takes_absent = |line: &ConditionLine| {
        let wants_absent = line.values.iter().any(|value| value.value.eq_ignore_ascii_case("true"));
        let operator = line.operator.value;
        is_about_mfa(line) && (operator.if_exists || (operator.base == BaseOperator::Null && wants_absent))
    };
    let denies = |statement: &Statement| !is_allow(statement) && statement.conditions.iter().any(takes_absent);
    document.policy.statements.iter().any(denies)
}

/// Global keys that nearly all signed requests carry.
const ALWAYS_THERE: [&str; 12] = [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:UserAgent",
    "aws:userid",
    "aws:ViaAWSService",
    "aws:ResourceAccount",
];

/// In an `Allow`, `StringNotEquals` and its like let in whoever does not carry the key. Most keys of services are
/// parameters that a call may leave out on purpose, so only tags and global keys are looked at.
fn negated(statement: &Statement, line: &ConditionLine, key: &Key) -> Option<Diagnostic> {
    let operator = line.operator.value;
    let matches_absent = operator.base.is_negated() && operator.set.is_none() && !operator.if_exists;
    let may_be_absent = (key.global || key.is_of_tags()) && !ALWAYS_THERE.contains(&key.name);
    if !is_allow(statement) || !matches_absent || !may_be_absent || is_guarded(statement, line) {
        return None;
    }
    let name = &line.key.value;
    let message = format!("`{operator}` also holds for requests that carry no `{name}` at all, and this is an `Allow`");
    let help =
        format!("demand the key beside it: `\"Null\": {{\"{name}\": \"false\"}}`, or say which values are allowed");
    Some(NEGATED_OPERATOR_WITHOUT_NULL_CHECK.at(line.key.range, message).with_help(help))
}

/// A key that one line wants absent and another present.
fn contradiction(statement: &Statement, line: &ConditionLine) -> Option<Diagnostic> {
    let wants_absent = line.operator.value.base == BaseOperator::Null
        && line.values.iter().all(|value| value.value.eq_ignore_ascii_case("true"));
    let other = statement.conditions.iter().find(|other| wants_absent && same_key(other, line) && wants_key(other))?;
    let message = format!(
        "`Null` wants `{}` absent here, and `{}` wants a value of it: the statement never applies",
        line.key.value, other.operator.value
    );
    Some(
        CONTRADICTORY_NULL_CONDITION
            .at(line.key.range, message)
            .with_help("write `\"false\"` if the key is to be there"),
    )
}
