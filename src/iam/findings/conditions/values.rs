//! Values that never match, or match more than was meant.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind;

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
