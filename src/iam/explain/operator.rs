//! A page about each condition operator (AWS: "IAM JSON policy elements: Condition operators").

use crate::iam::condition::{BaseOperator, ConditionOperator, Family, SetOperator};

/// What there is to say about an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorPage {
    /// The operator as written.
    pub name: String,
    /// When it holds, in a sentence.
    pub what: &'static str,
    /// What else there is to know, a sentence each.
    pub notes: Vec<&'static str>,
    /// A `Condition` with it.
    pub example: String,
    /// The titles of the AWS pages that say so.
    pub source: &'static str,
}

/// The page of an operator, with its prefix and suffix.
#[must_use]
pub fn operator_page(operator: ConditionOperator) -> OperatorPage {
    let name = operator.to_string();
    let (key, value) = example(operator);
    let mut notes = vec![family_note(operator.base.family())];
    match operator.set {
        Some(SetOperator::ForAllValues) => notes.push(
            "With ForAllValues every value that the request carries must pass. No value at all passes too, so in an Allow \
             add a Null test that the key is there.",
        ),
        Some(SetOperator::ForAnyValue) => notes
            .push("With ForAnyValue one of the values that the request carries must pass. No value at all does not."),
        None => {}
    }
    notes.push(absent_note(operator));
    if operator.base.takes_wildcards() {
        notes.push("`*` stands for any run of characters, `?` for one.");
    }
    let source = match operator.set {
        None => "IAM JSON policy elements: Condition operators",
        Some(_) => "Single-valued vs. multivalued context keys",
    };
    let example = format!("{{\"{name}\": {{\"{key}\": {value}}}}}");
    OperatorPage { name, what: what(operator.base), notes, example, source }
}

fn what(base: BaseOperator) -> &'static str {
    match base {
        BaseOperator::StringEquals => "Holds when the key's text is one of the values, to the letter.",
        BaseOperator::StringNotEquals => "Holds when the key's text is none of the values, to the letter.",
        BaseOperator::StringEqualsIgnoreCase => {
            "Holds when the key's text is one of the values, capital or small letters alike."
        }
        BaseOperator::StringNotEqualsIgnoreCase => {
            "Holds when the key's text is none of the values, capital or small letters alike."
        }
        BaseOperator::StringLike => "Holds when the key's text fits one of the patterns.",
        BaseOperator::StringNotLike => "Holds when the key's text fits none of the patterns.",
        BaseOperator::NumericEquals => "Holds when the key's number is one of the values.",
        BaseOperator::NumericNotEquals => "Holds when the key's number is none of the values.",
        BaseOperator::NumericLessThan => "Holds when the key's number is smaller than the value.",
        BaseOperator::NumericLessThanEquals => "Holds when the key's number is at most the value.",
        BaseOperator::NumericGreaterThan => "Holds when the key's number is greater than the value.",
        BaseOperator::NumericGreaterThanEquals => "Holds when the key's number is at least the value.",
        BaseOperator::DateEquals => "Holds when the key's moment is one of the values.",
        BaseOperator::DateNotEquals => "Holds when the key's moment is none of the values.",
        BaseOperator::DateLessThan => "Holds when the key's moment comes before the value.",
        BaseOperator::DateLessThanEquals => "Holds when the key's moment does not come after the value.",
        BaseOperator::DateGreaterThan => "Holds when the key's moment comes after the value.",
        BaseOperator::DateGreaterThanEquals => "Holds when the key's moment does not come before the value.",
        BaseOperator::Bool => "Holds when the key's truth value is the one written.",
        BaseOperator::BinaryEquals => "Holds when the key's bytes are those of the value, which is written in base64.",
        BaseOperator::IpAddress => "Holds when the key's address lies in one of the ranges.",
        BaseOperator::NotIpAddress => "Holds when the key's address lies in none of the ranges.",
        BaseOperator::ArnEquals | BaseOperator::ArnLike => {
            "Holds when the key's ARN fits one of the patterns, each of its six parts by itself."
        }
        BaseOperator::ArnNotEquals | BaseOperator::ArnNotLike => {
            "Holds when the key's ARN fits none of the patterns, each of its six parts by itself."
        }
        BaseOperator::Null => {
            "Looks only at whether the request carries the key: `true` wants it absent, `false` wants it there."
        }
    }
}

fn family_note(family: Family) -> &'static str {
    match family {
        Family::String => "Values may hold policy variables such as `${aws:username}`.",
        Family::Numeric => "Values are whole numbers or decimal fractions; there are no wildcards.",
        Family::Date => {
            "Values are dates such as `2026-01-31T09:30:00Z`, or seconds since 1970; there are no wildcards."
        }
        Family::Bool => "The value is `true` or `false`.",
        Family::Binary => "There are no wildcards.",
        Family::Ip => {
            "Ranges are written like `203.0.113.0/24` or `2001:db8::/32`; an address alone is a range of one."
        }
        Family::Arn => "ArnEquals and ArnLike do the same, and so do ArnNotEquals and ArnNotLike.",
        Family::Null => "It takes neither IfExists nor a set operator.",
    }
}

fn absent_note(operator: ConditionOperator) -> &'static str {
    match operator {
        ConditionOperator { base: BaseOperator::Null, .. } => {
            "An empty text counts as absent here, as far as AWS says (its pages are not of one mind)."
        }
        ConditionOperator { if_exists: true, .. } => {
            "With IfExists it holds for a request without the key, in an Allow and in a Deny."
        }
        ConditionOperator { set: Some(SetOperator::ForAllValues), .. } => "It holds for a request without the key.",
        ConditionOperator { set: Some(SetOperator::ForAnyValue), .. } => {
            "It fails for a request without the key, with a negated comparison too."
        }
        ConditionOperator { base, .. } if base.is_negated() => {
            "It holds for a request without the key: in an Allow that is a hole, in a Deny a net."
        }
        ConditionOperator { .. } => "It fails for a request without the key.",
    }
}

/// A key and a value, as JSON, that people use the operator with.
fn example(operator: ConditionOperator) -> (&'static str, &'static str) {
    if operator.set.is_some() && operator.base.family() == Family::String {
        return ("aws:TagKeys", "[\"team\", \"cost-center\"]");
    }
    match operator.base.family() {
        Family::String if operator.base.takes_wildcards() => ("s3:prefix", "\"reports/*\""),
        Family::String => ("aws:PrincipalTag/team", "\"red\""),
        Family::Numeric => ("s3:max-keys", "\"100\""),
        Family::Date => ("aws:CurrentTime", "\"2026-12-31T23:59:59Z\""),
        Family::Bool => ("aws:SecureTransport", "\"false\""),
        Family::Binary => ("key:of-bytes", "\"QmluYXJ5\""),
        Family::Ip => ("aws:SourceIp", "\"203.0.113.0/24\""),
        Family::Arn => ("aws:PrincipalArn", "\"arn:aws:iam::111122223333:role/*\""),
        Family::Null => ("aws:TokenIssueTime", "\"false\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::lower;
    use crate::iam::policy::PolicyKind;

    #[test]
    fn every_operator_has_a_page_with_an_example_that_aws_would_save() {
        let sets = [None, Some(SetOperator::ForAllValues), Some(SetOperator::ForAnyValue)];
        for (base, name) in BaseOperator::TABLE {
            for (set, if_exists) in sets.into_iter().flat_map(|set| [(set, false), (set, true)]) {
                if base == BaseOperator::Null && (set.is_some() || if_exists) {
                    continue;
                }
                let page = operator_page(ConditionOperator { set, base, if_exists });
                assert!(page.name.contains(name) && page.what.ends_with('.'));
                assert!(page.notes.iter().all(|note| note.ends_with(['.', ')'])), "{:?}", page.notes);
                let policy = format!(
                    r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {}}}}}"#,
                    page.example
                );
                let read = lower::read(&policy, PolicyKind::Identity);
                assert!(read.is_valid(), "{policy}: {:?}", read.diagnostics);
            }
        }
    }

    #[test]
    fn a_page_says_what_becomes_of_a_missing_key() {
        let says = |name: &str| operator_page(ConditionOperator::parse(name).unwrap()).notes.join(" ");
        assert!(says("StringEquals").contains("fails for a request without the key"));
        assert!(says("StringNotEquals").contains("holds for a request without the key: in an Allow that is a hole"));
        assert!(says("StringEqualsIfExists").contains("With IfExists it holds"));
        assert!(says("ForAllValues:StringEquals").contains("It holds for a request without the key"));
        assert!(says("ForAnyValue:StringNotEquals").contains("It fails for a request without the key"));
    }
}
