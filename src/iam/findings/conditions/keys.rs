//! Keys that are never there, or that the actions do not have.

use crate::iam::findings::Finding;
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
