//! What is found in conditions: keys, operators and values that do not go together.

use super::Finding;
use crate::iam::policy::PolicyKind;

/// A condition key without its prefix.
pub const INVALID_CONDITION_KEY_FORMAT: Finding = Finding::warning(
    "INVALID_CONDITION_KEY_FORMAT",
    "A condition key that is not `prefix:name`",
    "A condition key is `aws:` or the prefix of a service, a colon, and a name; no request carries a key of \
     another form.",
)
.remedy("Put the prefix in front: `aws:` for what every request may carry, the service's own for the rest.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"PrincipalOrgID": "o-a1b2c3d4e5"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
}}"#,
);
/// An `aws:` key that does not exist.
pub const INVALID_GLOBAL_CONDITION_KEY: Finding = Finding::warning(
    "INVALID_GLOBAL_CONDITION_KEY",
    "No such global condition key",
    "A key that no request carries is always absent: most operators then never hold, and those with `Not` or \
     `IfExists` always do.",
)
.remedy("Write one of the names of the list of global condition keys; letter case means nothing in them.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIpAddress": "203.0.113.0/24"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// A service's key that does not exist.
pub const INVALID_SERVICE_CONDITION_KEY: Finding = Finding::warning(
    "INVALID_SERVICE_CONDITION_KEY",
    "The service has no such condition key",
    "A key that no request carries is always absent: most operators then never hold, and those with `Not` or \
     `IfExists` always do.",
)
.remedy("Look up the keys of the service; what every request may carry has the prefix `aws:`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports",
  "Condition": {"StringEquals": {"s3:prefixes": "reports/"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports",
  "Condition": {"StringEquals": {"s3:prefix": "reports/"}}
}}"#,
);
/// `aws:ARN`.
pub const UNSUPPORTED_GLOBAL_CONDITION_KEY: Finding = Finding::warning(
    "UNSUPPORTED_GLOBAL_CONDITION_KEY",
    "A global condition key of the past",
    "`aws:ARN` is not supported any more, so a condition on it does not compare what it seems to.",
)
.remedy(
    "Use `aws:PrincipalArn` for who makes the request, or `aws:SourceArn` for the resource that a service acts \
     for.",
)
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"ArnLike": {"aws:ARN": "arn:aws:iam::111122223333:role/Reader"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/Reader"}}
}}"#,
);
/// A tag key's name is missing.
pub const MISSING_TAG_KEY_IN_CONDITION: Finding = Finding::warning(
    "MISSING_TAG_KEY_IN_CONDITION",
    "A tag condition that names no tag",
    "`aws:PrincipalTag` and its relatives are one key for each tag; without `/` and the tag's name they are no \
     key at all.",
)
.remedy("Add a slash and the tag's name: `aws:PrincipalTag/team`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalTag": "blue"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
}}"#,
);
/// One key in two spellings.
pub const DUPLICATE_KEYS_WITH_DIFFERENT_CASE: Finding = Finding::warning(
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    "One condition key in two spellings",
    "Letter case means nothing in condition keys, so these two are one key that stands twice under one operator.",
)
.remedy("Write the key once, with the values of both in one list.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d", "aws:sourcevpc": "vpc-4e5f6a7b"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-0a1b2c3d", "vpc-4e5f6a7b"]}}
}}"#,
);
/// A key that the actions never have.
pub const UNSUPPORTED_ACTION_FOR_CONDITION_KEY: Finding = Finding::warning(
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    "A condition key that these actions never carry",
    "Each action has condition keys of its own. For an action without the key it is always absent, so the \
     statement does not apply to it, or applies always where absence counts as a match.",
)
.remedy("Give the actions that have the key a statement of their own, and the others one without it.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringLike": {"s3:prefix": "2026/*"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports",
  "Condition": {"StringLike": {"s3:prefix": "2026/*"}}
}}"#,
);
/// A Deny on a tag that the service's requests never carry.
pub const DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Finding = Finding::security(
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "A `Deny` on tags that never come into a request",
    "Not every action brings its resource's tags into the request. For one that does not, `aws:ResourceTag` is \
     absent and the statement denies nothing.",
)
.remedy("Deny those actions in a statement without the tag, by the names of their resources.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "route53:DeleteHostedZone", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/status": "locked"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "backup:DeleteBackupPlan", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/status": "locked"}}
}}"#,
);
/// A Deny of all actions but some, on a tag.
pub const DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Finding = Finding::security(
    "DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "`Deny` with `NotAction` on tags",
    "Many actions never bring their resource's tags into the request. For them `aws:ResourceTag` is absent, so \
     this statement does not deny them.",
)
.remedy("List the actions to deny with `Action`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/status": "locked"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "backup:DeleteBackupPlan", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/status": "locked"}}
}}"#,
);
/// An Allow on a tag that the service's requests never carry.
pub const ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Finding = Finding::suggestion(
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "An `Allow` on tags that never come into a request",
    "Not every action brings its resource's tags into the request. For one that does not, `aws:ResourceTag` is \
     absent and the statement allows nothing.",
)
.remedy("Allow those actions in a statement without the tag, by the names of their resources.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}
}}"#,
);
/// An Allow of all actions but some, on a tag.
pub const ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Finding = Finding::suggestion(
    "ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "`Allow` with `NotAction` on tags",
    "Many actions never bring their resource's tags into the request. For them `aws:ResourceTag` is absent, so \
     this statement does not allow them.",
)
.remedy("List the actions to allow with `Action`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "NotAction": "iam:*", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"}}
}}"#,
);
/// A key that is weak alone.
pub const MISSING_PAIRED_CONDITION_KEYS: Finding = Finding::security(
    "MISSING_PAIRED_CONDITION_KEYS",
    "A condition key that is weak without its partner",
    "Private addresses are the same in many networks: `aws:VpcSourceIp` alone matches the address in anybody's \
     VPC.",
)
.remedy("Compare `aws:SourceVpc` (or `aws:SourceVpce`) in the same condition.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.1.0/24"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.1.0/24"}, "StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d"}}
}}"#,
);
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
/// `true` and `false` in one list.
pub const INVALID_CONDITION_MULTIPLE_BOOLEAN: Finding = Finding::warning(
    "INVALID_CONDITION_MULTIPLE_BOOLEAN",
    "Several truth values for one key",
    "A truth value is `true` or `false`. A list with both matches either and so asks for nothing; the same one \
     twice says nothing new.",
)
.remedy("Write one of the two.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Bool": {"aws:SecureTransport": ["true", "false"]}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Bool": {"aws:SecureTransport": "true"}}
}}"#,
);
/// An operator that does not fit the key's type.
pub const TYPE_MISMATCH: Finding = Finding::warning(
    "TYPE_MISMATCH",
    "An operator that does not fit the key",
    "Each key holds values of one type, and each family of operators compares one type. Where they differ the \
     comparison does not do what it seems to.",
)
.remedy("Use an operator of the key's type: `String`, `Numeric`, `Date`, `Bool`, `IpAddress` or `Arn`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SecureTransport": "true"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"Bool": {"aws:SecureTransport": "true"}}
}}"#,
);
/// Strings, numbers and booleans in one list.
pub const INVALID_CONDITION_DATA_TYPE: Finding = Finding::warning(
    "INVALID_CONDITION_DATA_TYPE",
    "Values of different JSON types in one list",
    "The values of one key are to be all strings, all numbers or all booleans.",
)
.remedy("Put all of them in quotes.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalTag/level": ["1", 2]}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalTag/level": ["1", "2"]}}
}}"#,
);
/// A date as seconds since 1970.
pub const INVALID_DATE_VALUE: Finding = Finding::warning(
    "INVALID_DATE_VALUE",
    "A date written as seconds",
    "Seconds since 1970 are accepted, but nobody can read them, and milliseconds, which many programs give, name \
     a time thousands of years ahead.",
)
.remedy("Write the date out: `2027-01-31T09:30:00Z`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"DateLessThan": {"aws:CurrentTime": "1801387800"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"DateLessThan": {"aws:CurrentTime": "2027-01-31T09:30:00Z"}}
}}"#,
);
/// Several bounds where one decides.
pub const REDUNDANT_CONDITION_VALUE_NUM: Finding = Finding::suggestion(
    "REDUNDANT_CONDITION_VALUE_NUM",
    "Several bounds where one decides",
    "One value of the list is enough for a match, so of several bounds only the widest counts.",
)
.remedy("Keep the bound that you mean.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": ["2700", "3600"]}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}
}}"#,
);
/// A Region that cannot exist.
pub const INVALID_REGION: Finding = Finding::warning(
    "INVALID_REGION",
    "Not the code of a Region",
    "`aws:RequestedRegion` holds the code of a Region, in lower case and with its number. No request matches \
     anything else.",
)
.remedy("Write the code, such as `eu-west-1`: neither the Region's name nor an Availability Zone.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1a"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
}}"#,
);
/// A VPC id of the wrong form.
pub const INVALID_VPC_FORMAT: Finding = Finding::warning(
    "INVALID_VPC_FORMAT",
    "Not the id of a VPC",
    "The id of a VPC is `vpc-` and 8 or 17 digits of `0`-`9` and `a`-`f`. No request matches anything else.",
)
.remedy("Copy the id from the VPC.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-production"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-0a1b2c3d4e5f60718"}}
}}"#,
);
/// A VPC endpoint id of the wrong form.
pub const INVALID_VPCE_FORMAT: Finding = Finding::warning(
    "INVALID_VPCE_FORMAT",
    "Not the id of a VPC endpoint",
    "The id of a VPC endpoint is `vpce-` and 8 or 17 digits of `0`-`9` and `a`-`f`. No request matches anything \
     else.",
)
.remedy("Copy the id from the endpoint; the id of the VPC goes with `aws:SourceVpc`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpce": "vpc-0a1b2c3d"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d"}}
}}"#,
);
/// A wildcard in a value that names an owner.
pub const WILDCARD_USAGE_TOO_PERMISSIVE: Finding = Finding::security(
    "WILDCARD_USAGE_TOO_PERMISSIVE",
    "A wildcard where an owner is named",
    "This key says whose account, organisation or network a request belongs to, and such ids have no meaningful \
     beginnings: a wildcard may match a stranger's.",
)
.remedy("Write the whole ids, under `StringEquals`.")
.page("AWS global condition context keys")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringLike": {"aws:PrincipalOrgID": "o-*"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
}}"#,
);
/// Only private ranges for `aws:SourceIp`.
pub const PRIVATE_IP_ADDRESS: Finding = Finding::warning(
    "PRIVATE_IP_ADDRESS",
    "`aws:SourceIp` with private addresses only",
    "`aws:SourceIp` is the public address a request comes from. It is never private, so this never matches.",
)
.remedy("Write public ranges, or use `aws:VpcSourceIp` for requests through a VPC endpoint.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/16"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// Only private ranges for a negated `aws:SourceIp`.
pub const PRIVATE_NOT_IP_ADDRESS: Finding = Finding::warning(
    "PRIVATE_NOT_IP_ADDRESS",
    "`NotIpAddress` with private addresses only",
    "`aws:SourceIp` is the public address a request comes from. It is never private, so this always matches.",
)
.remedy("Write public ranges, or use `aws:VpcSourceIp` for requests through a VPC endpoint.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NotIpAddress": {"aws:SourceIp": "192.168.0.0/16"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// Some private ranges for `aws:SourceIp`.
pub const PRIVATE_IP_ADDRESS_SUBSET: Finding = Finding::suggestion(
    "PRIVATE_IP_ADDRESS_SUBSET",
    "`aws:SourceIp` with some private addresses",
    "`aws:SourceIp` is the public address a request comes from, so the private ranges of the list never match.",
)
.remedy("Take the private ranges out, or use `aws:VpcSourceIp` for requests through a VPC endpoint.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/16"]}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// Some private ranges for a negated `aws:SourceIp`.
pub const PRIVATE_NOT_IP_ADDRESS_SUBSET: Finding = Finding::suggestion(
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
    "`NotIpAddress` with some private addresses",
    "`aws:SourceIp` is the public address a request comes from, so the private ranges of the list exempt nobody.",
)
.remedy("Take the private ranges out, or use `aws:VpcSourceIp` for requests through a VPC endpoint.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "172.16.0.0/12"]}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// A range whose address has bits behind its prefix.
pub const IMPROVE_IP_RANGE: Finding = Finding::suggestion(
    "IMPROVE_IP_RANGE",
    "An address range with bits that do not count",
    "Behind the slash stands how many bits of the address count; the rest are ignored, so the range is another \
     one than the address suggests.",
)
.remedy("Write the range with its first address, or the prefix `/32` for one address only.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.77/24"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
}}"#,
);
/// A variable under an operator that has none.
pub const INVALID_VARIABLE_FOR_OPERATOR: Finding = Finding::warning(
    "INVALID_VARIABLE_FOR_OPERATOR",
    "A variable under an operator that takes none",
    "Variables are filled in under operators for strings and ARNs. Elsewhere `${...}` is not a number, date, \
     address or truth value, and never matches.",
)
.remedy("Write the value itself.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "${aws:PrincipalTag/age}"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
  "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}
}}"#,
);
/// A `${` without its `}`.
pub const MISSING_BRACE_IN_VARIABLE: Finding = Finding::warning(
    "MISSING_BRACE_IN_VARIABLE",
    "A variable without its closing brace",
    "Without the closing brace `${` begins no variable: the characters stand for themselves and match nothing \
     real.",
)
.remedy("Close the variable with `}`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
}}"#,
);
/// A default without its quotes.
pub const MISSING_QUOTE_IN_VARIABLE: Finding = Finding::warning(
    "MISSING_QUOTE_IN_VARIABLE",
    "A variable's default without its quotes",
    "What stands in for a missing value is written behind a comma and a space, between single quotes; otherwise \
     it is no default.",
)
.remedy("Write it like `${aws:PrincipalTag/team, 'none'}`.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, none}"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team, 'none'}"}}
}}"#,
);
/// A space in a variable's name.
pub const UNSUPPORTED_SPACE_IN_VARIABLE: Finding = Finding::warning(
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    "A space in the name of a variable",
    "Between the braces stands the name of a condition key and nothing else; a space makes it another name, which \
     no request carries.",
)
.remedy("Take the space out.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${ aws:username }"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
}}"#,
);
/// `${}`.
pub const EMPTY_VARIABLE: Finding = Finding::warning(
    "EMPTY_VARIABLE",
    "A variable without a name",
    "`${}` names no condition key, so nothing can be filled in.",
)
.remedy("Write the name of a condition key between the braces, or take the variable out.")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${}"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
}}"#,
);
/// A variable that names no condition key.
pub const INVALID_KEY_IN_VARIABLE: Finding = Finding::warning(
    "INVALID_KEY_IN_VARIABLE",
    "A variable that names no condition key",
    "A variable is the name of a condition key. One that no request carries has no value, and what contains it \
     matches nothing.",
)
.remedy("Write a condition key, such as `${aws:username}`.")
.page("IAM policy elements: Variables and tags")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:user}"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
}}"#,
);
/// A variable of several values.
pub const MULTIVALUED_KEY_IN_VARIABLE: Finding = Finding::warning(
    "MULTIVALUED_KEY_IN_VARIABLE",
    "A variable that may have several values",
    "A variable is filled in with one value, so a key that may have several cannot be one.",
)
.remedy("Use a key with one value.")
.page("Single-valued vs. multivalued context keys")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringLike": {"aws:ResourceTag/keys": "${aws:TagKeys}"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringLike": {"aws:ResourceTag/keys": "${aws:PrincipalTag/keys}"}}
}}"#,
);
/// A variable where there are none.
pub const VARIABLE_UNSUPPORTED_IN_ELEMENT: Finding = Finding::warning(
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    "A variable where none is filled in",
    "Variables are filled in in condition values and in the last part of an ARN in `Resource`. In the ARN's other \
     parts and in condition keys the characters stand for themselves.",
)
.remedy("Write the value itself, or `*`.")
.page("IAM policy elements: Variables and tags")
.example(
    PolicyKind::Identity,
    3,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/${aws:username}": "owner"}}
}}"#,
    r#"{"Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "ec2:StopInstances", "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
}}"#,
);

/// In the order in which a person meets them.
pub(in crate::iam) const CONDITIONS: &[Finding] = &[
    INVALID_CONDITION_KEY_FORMAT,
    INVALID_GLOBAL_CONDITION_KEY,
    INVALID_SERVICE_CONDITION_KEY,
    UNSUPPORTED_GLOBAL_CONDITION_KEY,
    MISSING_TAG_KEY_IN_CONDITION,
    DUPLICATE_KEYS_WITH_DIFFERENT_CASE,
    UNSUPPORTED_ACTION_FOR_CONDITION_KEY,
    DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    MISSING_PAIRED_CONDITION_KEYS,
    NULL_WITH_IF_EXISTS,
    NULL_WITH_QUALIFIER,
    EMPTY_OBJECT_CONDITION,
    MISSING_QUALIFIER,
    FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY,
    FOR_ALL_VALUES_WITHOUT_NULL_CHECK,
    MFA_DENY_WITHOUT_IF_EXISTS,
    MFA_ALLOW_WITH_IF_EXISTS,
    NEGATED_OPERATOR_WITHOUT_NULL_CHECK,
    CONTRADICTORY_NULL_CONDITION,
    INVALID_CONDITION_MULTIPLE_BOOLEAN,
    TYPE_MISMATCH,
    INVALID_CONDITION_DATA_TYPE,
    INVALID_DATE_VALUE,
    REDUNDANT_CONDITION_VALUE_NUM,
    INVALID_REGION,
    INVALID_VPC_FORMAT,
    INVALID_VPCE_FORMAT,
    WILDCARD_USAGE_TOO_PERMISSIVE,
    PRIVATE_IP_ADDRESS,
    PRIVATE_NOT_IP_ADDRESS,
    PRIVATE_IP_ADDRESS_SUBSET,
    PRIVATE_NOT_IP_ADDRESS_SUBSET,
    IMPROVE_IP_RANGE,
    INVALID_VARIABLE_FOR_OPERATOR,
    MISSING_BRACE_IN_VARIABLE,
    MISSING_QUOTE_IN_VARIABLE,
    UNSUPPORTED_SPACE_IN_VARIABLE,
    EMPTY_VARIABLE,
    INVALID_KEY_IN_VARIABLE,
    MULTIVALUED_KEY_IN_VARIABLE,
    VARIABLE_UNSUPPORTED_IN_ELEMENT,
];
