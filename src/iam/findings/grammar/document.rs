//! What AWS refuses in a text before it looks at any statement, and what `Version` decides.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind::{Identity, Trust};

/// The text is not JSON.
pub const JSON_SYNTAX_ERROR: Finding = Finding::error(
    "JSON_SYNTAX_ERROR",
    &["BAD_JSON"],
    "The text is not JSON",
    "A policy must be JSON to the letter: AWS does not guess what a slip was meant to be.",
)
.remedy(
    "Mend the place that is marked: a comma, a quote, a bracket or a comment. The first slip in the text is \
    the one to mend first.",
)
.page("Grammar of the IAM JSON policy language")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" }, // Ann of Dev
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// A character outside the policy language's set.
pub const UNSUPPORTED_CHARACTER: Finding = Finding::error(
    "UNSUPPORTED_CHARACTER",
    &["BAD_CHARACTER"],
    "A character that policies cannot hold",
    "A policy may hold tab, line feed, carriage return and the characters U+0020 to U+00FF only.",
)
.remedy("Write it with characters up to U+00FF, or with `*` or `?` in its place.")
.page("IAM and AWS STS quotas")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/日報/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/daily/*"
  }
}"#,
);
/// A member's name stands twice in one object.
pub const DUPLICATE_KEY: Finding = Finding::error(
    "DUPLICATE_KEY",
    &["DUPLICATE_KEY"],
    "The same key twice in one object",
    "AWS refuses a repeated key, where most JSON readers would silently keep the last one.",
)
.remedy("Keep one of the two; several values of one key go into a list.")
.page("Grammar of the IAM JSON policy language")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["s3:GetObject", "s3:PutObject"],
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// The document is a list, a string, a number.
pub const POLICY_NOT_AN_OBJECT: Finding = Finding::error(
    "POLICY_NOT_AN_OBJECT",
    &["NOT_AN_OBJECT"],
    "The document is not an object",
    "A policy document is exactly one JSON object, from `{` to `}`.",
)
.remedy("Begin with `{`, and put `Version` and `Statement` inside.")
.page("Grammar of the IAM JSON policy language")
.example(
    Identity,
    1,
    r#"["s3:GetObject"]"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// A value of the wrong JSON type.
pub const DATA_TYPE_MISMATCH: Finding = Finding::error(
    "DATA_TYPE_MISMATCH",
    &[
        "NOT_AN_OBJECT",
        "BAD_VERSION",
        "BAD_SID",
        "BAD_EFFECT",
        "BAD_PRINCIPAL",
        "BAD_ACTION",
        "BAD_RESOURCE",
        "BAD_OPERATOR",
        "BAD_CONDITION_VALUE",
    ],
    "A value of the wrong JSON type",
    "Each element takes certain JSON types only, mostly a string or a list of strings, and never `null`.",
)
.remedy("Put text, account numbers too, in quotes, and several values in `[` and `]`.")
.page("Grammar of the IAM JSON policy language")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": 111122223333 },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "111122223333" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// An element name the policy language does not have.
pub const INVALID_POLICY_ELEMENT: Finding = Finding::error(
    "INVALID_POLICY_ELEMENT",
    &["UNKNOWN_ELEMENT"],
    "No such policy element",
    "The names of elements are fixed and case-sensitive, and AWS refuses any other.",
)
.remedy(
    "Write the element as AWS does, with its capital letters: `Sid`, `Effect`, `Principal`, `Action`, \
    `Resource`, `Condition` and their `Not` forms.",
)
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Actions": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// `Version` is not one of the two dates.
pub const INVALID_VERSION: Finding = Finding::error(
    "INVALID_VERSION",
    &["BAD_VERSION"],
    "No such version of the policy language",
    "`Version` names the policy language, of which there are two: `2012-10-17` and `2008-10-17`; it is not a date \
     of yours.",
)
.remedy("Write `\"Version\": \"2012-10-17\"`.")
.page("IAM JSON policy elements: Version")
.example(
    Identity,
    2,
    r#"{
  "Version": "2026-01-31",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// No `Version`.
pub const MISSING_VERSION: Finding = Finding::warning(
    "MISSING_VERSION",
    "No `Version`",
    "Without it the old language of 2008 is meant, in which `${...}` is plain text.",
)
.remedy("Add `\"Version\": \"2012-10-17\"` to every policy.")
.page("IAM JSON policy elements: Version")
.example(
    Identity,
    1,
    r#"{
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// `Id` where it may not stand.
pub const UNSUPPORTED_ID: Finding = Finding::error(
    "UNSUPPORTED_ID",
    &["FORBIDDEN_ID"],
    "`Id` in a policy that has none",
    "`Id` belongs to policies that are attached to resources.",
)
.remedy("Take `Id` out; a statement can have a `Sid`.")
.page("Grammar of the IAM JSON policy language")
.example(
    Identity,
    3,
    r#"{
  "Version": "2012-10-17",
  "Id": "Reading",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// No `Statement`.
pub const MISSING_STATEMENT: Finding = Finding::error(
    "MISSING_STATEMENT",
    &["MISSING_STATEMENT"],
    "No `Statement`",
    "All that a policy says, it says in its statements.",
)
.remedy("Put what the policy says into `\"Statement\": { ... }`, or into a list of such objects.")
.example(
    Identity,
    1,
    r#"{
  "Version": "2012-10-17",
  "Effect": "Allow",
  "Action": "s3:GetObject",
  "Resource": "arn:aws:s3:::reports/*"
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// `Statement` is an empty list.
pub const EMPTY_ARRAY_STATEMENT: Finding = Finding::error(
    "EMPTY_ARRAY_STATEMENT",
    &["EMPTY_STATEMENT"],
    "`Statement` is an empty list",
    "A policy needs at least one statement.",
)
.remedy("Write a statement, or delete the policy.")
.page("Grammar of the IAM JSON policy language")
.example(
    Identity,
    3,
    r#"{
  "Version": "2012-10-17",
  "Statement": []
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
