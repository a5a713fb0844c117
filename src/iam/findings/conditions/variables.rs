//! Variables that stand for nothing.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind;

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
