//! Operators that do not do with their key what was meant.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind;

/// `Null` with `IfExists`.
pub const NULL_WITH_IF_EXISTS: Finding = Finding::error(
    "NULL_WITH_IF_EXISTS",
    &["BAD_OPERATOR"],
    "`Null` with `IfExists`",
    "`Null` asks whether the key is there; to add \"if it is there\" to that question makes no sense, and AWS \
     refuses it.",
)
.remedy("Write `Null` alone.")
.page("IAM JSON policy elements: Condition operators")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NullIfExists": {"aws:TokenIssueTime": "false"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Null": {"aws:TokenIssueTime": "false"}}
}}"#,
);
/// `Null` with a set operator.
pub const NULL_WITH_QUALIFIER: Finding = Finding::error(
    "NULL_WITH_QUALIFIER",
    &["BAD_OPERATOR"],
    "`Null` with a set operator",
    "`Null` asks whether the key is there and looks at none of its values, so it takes neither `ForAllValues:` \
     nor `ForAnyValue:`.",
)
.remedy("Write `Null` alone.")
.page("IAM JSON policy elements: Condition operators")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {"ForAnyValue:Null": {"aws:TagKeys": "false"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {"Null": {"aws:TagKeys": "false"}}
}}"#,
);
/// `Condition` or an operator with nothing in it.
pub const EMPTY_OBJECT_CONDITION: Finding = Finding::suggestion(
    "EMPTY_OBJECT_CONDITION",
    "A condition that asks for nothing",
    "An empty `Condition`, or an operator with no keys, holds for every request, as if it were not there.",
)
.remedy("Take it out, or say what is to be compared.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
}}"#,
);
/// A key of several values without a set operator.
pub const MISSING_QUALIFIER: Finding = Finding::warning(
    "MISSING_QUALIFIER",
    "A key of several values without `ForAllValues` or `ForAnyValue`",
    "A request may carry several values of this key at once, and the operator must say whether all of them or one \
     of them has to match; AWS leaves open what happens otherwise.",
)
.remedy(
    "Put `ForAnyValue:` before the operator when one match is enough, `ForAllValues:` when every value has to \
     match.",
)
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {"StringEquals": {"aws:TagKeys": "team"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*",
  "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}}
}}"#,
);
/// `ForAllValues` on a key of one value.
pub const FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY: Finding = Finding::security(
    "FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY",
    "`ForAllValues` on a key with one value",
    "On a key of one value `ForAllValues:` changes one thing only: the condition then also holds when the request \
     does not carry the key.",
)
.remedy("Leave `ForAllValues:` out.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
}}"#,
);
/// `ForAllValues` in an Allow, with nothing that wants the key there.
pub const FOR_ALL_VALUES_WITHOUT_NULL_CHECK: Finding = Finding::security(
    "FOR_ALL_VALUES_WITHOUT_NULL_CHECK",
    "`ForAllValues` that a missing key passes",
    "`ForAllValues` holds when there is no value to test, so this `Allow` also covers requests that do not carry \
     the key at all.",
)
.remedy("Demand the key beside it: `\"Null\": {\"KEY\": \"false\"}`.")
.page("Single-valued vs. multivalued context keys")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"ForAllValues:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"ForAllValues:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}, "Null": {"aws:CalledVia": "false"}}
}}"#,
);
/// A Deny that a request without the MFA key slips by.
pub const MFA_DENY_WITHOUT_IF_EXISTS: Finding = Finding::security(
    "MFA_DENY_WITHOUT_IF_EXISTS",
    "A `Deny` without MFA that spares access keys",
    "Requests signed with a user's long-term access keys do not carry `aws:MultiFactorAuthPresent` at all. `Bool` \
     with `false` does not hold for them, so this statement does not deny them.",
)
.remedy("Use `BoolIfExists`: it also holds when the key is absent.")
.page("AWS global condition context keys")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
}}"#,
);
/// An Allow that a request without the MFA key passes.
pub const MFA_ALLOW_WITH_IF_EXISTS: Finding = Finding::security(
    "MFA_ALLOW_WITH_IF_EXISTS",
    "An `Allow` with MFA that lets access keys in",
    "Requests signed with a user's long-term access keys do not carry `aws:MultiFactorAuthPresent` at all. \
     `BoolIfExists` holds for them, so this statement allows them without MFA.",
)
.remedy("Use `Bool`: it does not hold when the key is absent.")
.page("AWS global condition context keys")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
}}"#,
);
/// A negated operator in an Allow, on a key that may be absent.
pub const NEGATED_OPERATOR_WITHOUT_NULL_CHECK: Finding = Finding::warning(
    "NEGATED_OPERATOR_WITHOUT_NULL_CHECK",
    "A `Not` operator that a missing key passes",
    "Operators with `Not` hold when the request does not carry the key, so this `Allow` also covers requests \
     without it.",
)
.remedy(
    "Demand the key beside it with `\"Null\": {\"KEY\": \"false\"}`, say which values are allowed instead, or put \
     the refusal into a `Deny`.",
)
.page("IAM JSON policy elements: Condition operators")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "prod"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringNotEquals": {"aws:ResourceTag/env": "prod"}, "Null": {"aws:ResourceTag/env": "false"}}
}}"#,
);
/// A key that must be absent and be compared.
pub const CONTRADICTORY_NULL_CONDITION: Finding = Finding::warning(
    "CONTRADICTORY_NULL_CONDITION",
    "A key that must be absent and have a value",
    "All lines of a condition must hold together. `Null` with `true` wants the key absent, another line wants a \
     value of it, so the statement never applies.",
)
.remedy("Write `\"false\"` if the key is to be there, or take one of the two lines out.")
.page("IAM JSON policy elements: Condition operators")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Null": {"aws:SourceVpce": "true"}, "StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Null": {"aws:SourceVpce": "false"}, "StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}
}}"#,
);
