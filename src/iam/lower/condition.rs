//! `Condition`: operators, keys and values (AWS: "IAM JSON policy elements: Condition",
//! "IAM JSON policy elements: Condition operators").

use crate::iam::condition::{ConditionOperator, OperatorError};
use crate::iam::findings::{
    EMPTY_ARRAY_CONDITION, Finding, INVALID_CONDITION_OPERATOR, INVALID_CONDITION_VALUE, NULL_WITH_IF_EXISTS,
    NULL_WITH_QUALIFIER, WILDCARD_WITHOUT_LIKE_OPERATOR,
};
use crate::iam::json::{Member, Node, Value};
use crate::iam::lower::{Reader, Unreadable, refused, wrong_type};
use crate::iam::policy::{ConditionLine, Version};
use crate::text::{Edit, Spanned, TextRange};

impl Reader {
    /// The lines of a condition block. One that cannot be read makes the whole block unreadable: a statement must not
    /// apply with fewer conditions than were written.
    pub(super) fn conditions(&mut self, value: &Node) -> Result<Vec<ConditionLine>, Unreadable> {
        let Value::Object(operators) = &value.value else {
            if !value.is_missing() {
                self.report(wrong_type(value, "`Condition` is an object whose keys are operators"));
            }
            return Err(Unreadable);
        };
        // All are read, so that all findings are listed.
        let read: Vec<_> = operators.iter().map(|member| self.lines(member)).collect();
        Ok(read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The lines under one operator.
    fn lines(&mut self, member: &Member) -> Result<Vec<ConditionLine>, Unreadable> {
        if member.value.is_missing() {
            return Err(Unreadable);
        }
        let operator = ConditionOperator::parse(&member.key);
        if let Err(why) = &operator {
            let mut diagnostic = refused(finding_of(why), member.key_range, why);
            if let Some(meant) = operator_to_write(&why.to_string()) {
                diagnostic = diagnostic.with_fix(Edit { range: member.key_range, insert: format!("\"{meant}\"") });
            }
            self.report(diagnostic);
        }
        let Value::Object(keys) = &member.value.value else {
            let expected = format!("under `{}` stands an object: condition keys and their values", member.key);
            self.report(wrong_type(&member.value, &expected));
            return Err(Unreadable);
        };
        let mut lines = Vec::with_capacity(keys.len());
        let mut all_read = operator.is_ok();
        for key in keys {
            let Ok(values) = self.values(&key.key, &key.value) else {
                all_read = false;
                continue;
            };
            let Ok(operator) = operator else { continue };
            for value in &values {
                self.check_value(operator, member, value);
            }
            lines.push(ConditionLine {
                operator: Spanned::new(operator, member.key_range),
                key: Spanned::new(key.key.clone(), key.key_range),
                values,
                range: key.range(),
            });
        }
        if all_read { Ok(lines) } else { Err(Unreadable) }
    }

    /// The values of one key, as text.
    fn values(&mut self, key: &str, value: &Node) -> Result<Vec<Spanned<String>>, Unreadable> {
        if value.items().is_empty() {
            let message = format!("`{key}` is compared with an empty list: give it a value");
            self.report(EMPTY_ARRAY_CONDITION.at(value.range, message));
            return Err(Unreadable);
        }
        let mut values = Vec::with_capacity(value.items().len());
        for item in value.items() {
            let text = match &item.value {
                Value::String(text) | Value::Number(text) => text.clone(),
                Value::Bool(truth) => truth.to_string(),
                Value::Missing => continue,
                Value::Null | Value::Array(_) | Value::Object(_) => {
                    let expected = format!("the value of `{key}` is a string, number or boolean, or a list of them");
                    self.report(wrong_type(item, &expected));
                    continue;
                }
            };
            values.push(Spanned::new(text, item.range));
        }
        if values.len() == value.items().len() { Ok(values) } else { Err(Unreadable) }
    }

    fn check_value(&mut self, operator: ConditionOperator, member: &Member, value: &Spanned<String>) {
        let text = value.value.as_str();
        self.check_variables(text, value.range);
        // What a variable will stand for is not known here.
        let has_variable = self.version == Version::V2012 && text.contains("${");
        if !has_variable && let Err(why) = operator.check_value(text) {
            self.report(refused(&INVALID_CONDITION_VALUE, value.range, &why));
        }
        self.check_wildcards(member, text, value.range);
    }

    /// `*` and `?` under an operator that compares letter by letter.
    fn check_wildcards(&mut self, member: &Member, text: &str, range: TextRange) {
        let name = member.key.as_str();
        let (set, base) = name.split_once(':').map_or(("", name), |(set, base)| (set, base));
        let negated = base.starts_with("StringNotEquals");
        let written_out = text.replace("${*}", "").replace("${?}", "");
        if !(negated || base.starts_with("StringEquals")) || !written_out.contains(['*', '?']) {
            return;
        }
        let message = format!("`{name}` compares letter by letter, so the wildcard in `{text}` stands for itself");
        let like = if negated { "StringNotLike" } else { "StringLike" };
        let mut diagnostic = WILDCARD_WITHOUT_LIKE_OPERATOR
            .at(range, message)
            .with_help(format!("use `{like}` if it is to match any characters"));
        if !base.contains("IgnoreCase") {
            let prefix = if set.is_empty() { String::new() } else { format!("{set}:") };
            let suffix = if base.ends_with("IfExists") { "IfExists" } else { "" };
            diagnostic =
                diagnostic.with_fix(Edit { range: member.key_range, insert: format!("\"{prefix}{like}{suffix}\"") });
        }
        self.report(diagnostic);
    }
}

/// The name of what is wrong with an operator.
fn finding_of(why: &OperatorError) -> &'static Finding {
    match why {
        OperatorError::Null(text) if text.contains(':') => &NULL_WITH_QUALIFIER,
        OperatorError::Null(_) => &NULL_WITH_IF_EXISTS,
        OperatorError::Unknown(_) | OperatorError::LetterCase { .. } => &INVALID_CONDITION_OPERATOR,
    }
}

/// The operator that a refusal says to write instead, if it says one.
fn operator_to_write(why: &str) -> Option<&str> {
    let (_, rest) = why.rsplit_once("write `")?;
    let (name, _) = rest.split_once('`')?;
    ConditionOperator::parse(name).is_ok().then_some(name)
}
