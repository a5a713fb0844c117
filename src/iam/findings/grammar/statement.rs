//! What AWS refuses in a statement, its principals apart, and what the old language does silently.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind::{Identity, Session, Trust};

/// An element and its `Not` form in one statement.
pub const UNSUPPORTED_ELEMENT_COMBINATION: Finding = Finding::error(
    "UNSUPPORTED_ELEMENT_COMBINATION",
    &["BOTH_X_AND_NOT_X"],
    "An element together with its opposite",
    "`Action` and `NotAction` exclude each other, and so do the other pairs: a statement has one of the two.",
)
.remedy("Keep the one that says what you mean; most of the time that is the plain form.")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "NotAction": "s3:DeleteObject",
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
/// No `Effect`.
pub const MISSING_EFFECT: Finding = Finding::error(
    "MISSING_EFFECT",
    &["MISSING_EFFECT"],
    "No `Effect`",
    "Nothing is allowed or denied by default in a statement: it has to say which.",
)
.remedy("Add `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`.")
.example(
    Identity,
    3,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
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
/// `Effect` is neither of its two words.
pub const INVALID_EFFECT: Finding = Finding::error(
    "INVALID_EFFECT",
    &["BAD_EFFECT"],
    "`Effect` is neither `Allow` nor `Deny`",
    "There are two effects, and their spelling counts.",
)
.remedy("Write `Allow` or `Deny`, with a capital letter.")
.example(
    Identity,
    4,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "allow",
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
/// A `Sid` with other characters than letters and digits.
pub const UNSUPPORTED_SID: Finding = Finding::error(
    "UNSUPPORTED_SID",
    &["BAD_SID"],
    "A character that a `Sid` cannot hold",
    "In policies that IAM stores, a `Sid` is made of the letters A-Z and a-z and of digits.",
)
.remedy("Write it in one word of letters and digits, such as `ReadReports`.")
.page("IAM JSON policy elements: Sid")
.example(
    Identity,
    4,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "read reports",
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "ReadReports",
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// A `Sid` that stands twice.
pub const UNIQUE_SIDS_REQUIRED: Finding = Finding::error(
    "UNIQUE_SIDS_REQUIRED",
    &["DUPLICATE_SID"],
    "The same `Sid` twice",
    "A `Sid` is a statement's name, and a name stands once in a policy.",
)
.remedy("Give each statement a `Sid` of its own, or none.")
.page("IAM JSON policy elements: Sid")
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" },
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports" }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" },
    { "Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports" }
  ]
}"#,
);
/// A `Sid` of no characters.
pub const EMPTY_SID_VALUE: Finding = Finding::suggestion(
    "EMPTY_SID_VALUE",
    "An empty `Sid`",
    "A `Sid` names a statement for those who read it and for AWS's reports; an empty one names nothing.",
)
.remedy("Give the statement a name, or take the `Sid` out.")
.example(
    Identity,
    4,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "",
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "ReadReports",
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// Neither `Action` nor `NotAction`.
pub const MISSING_ACTION: Finding = Finding::error(
    "MISSING_ACTION",
    &["MISSING_ACTION"],
    "No `Action`",
    "A statement has to say which actions it speaks of, with `Action` or `NotAction`.",
)
.remedy("Add `Action` with the actions it speaks of.")
.example(
    Identity,
    3,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
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
/// `Action` is an empty list.
pub const EMPTY_ARRAY_ACTION: Finding = Finding::error(
    "EMPTY_ARRAY_ACTION",
    &["EMPTY_ARRAY"],
    "An empty list of actions",
    "A list with nothing in it speaks of nothing.",
)
.remedy("Name an action, or take the statement out.")
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": [],
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
/// `Resource` is an empty list.
pub const EMPTY_ARRAY_RESOURCE: Finding = Finding::error(
    "EMPTY_ARRAY_RESOURCE",
    &["EMPTY_ARRAY"],
    "An empty list of resources",
    "A list with nothing in it speaks of nothing.",
)
.remedy("Name a resource, or take the statement out.")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": []
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
/// A condition key with an empty list.
pub const EMPTY_ARRAY_CONDITION: Finding = Finding::error(
    "EMPTY_ARRAY_CONDITION",
    &["EMPTY_ARRAY"],
    "A condition key with no values",
    "A condition compares the request with at least one value.",
)
.remedy("Write the value that the key is to have, or take the condition out.")
.example(
    Identity,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringEquals": { "aws:PrincipalOrgID": [] }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringEquals": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
);
/// A text that is no action.
pub const INVALID_ACTION_FORMAT: Finding = Finding::error(
    "INVALID_ACTION_FORMAT",
    &["BAD_ACTION"],
    "Not the form of an action",
    "An action is `service:Name`, with wildcards in the name only, or `*` for all.",
)
.remedy("Write the service, a colon and the action, as in `s3:GetObject`.")
.page("IAM JSON policy elements: Action")
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "GetObject",
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
/// A trust policy with an action of another service.
pub const UNSUPPORTED_ACTION_IN_POLICY: Finding = Finding::error(
    "UNSUPPORTED_ACTION_IN_POLICY",
    &["TRUST_ACTION"],
    "An action that this kind of policy cannot speak of",
    "A trust policy decides who may assume the role, so it takes actions of STS only.",
)
.remedy(
    "Write the way of assuming the role, mostly `sts:AssumeRole`; what the role may do goes into its \
    permissions policy.",
)
.example(
    Trust,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "s3:GetObject"
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
/// `Resource` in a trust policy.
pub const ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: Finding = Finding::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
    &["FORBIDDEN_RESOURCE"],
    "`Resource` in a trust policy",
    "The resource of a trust policy is the role it is attached to, so it is never written.",
)
.remedy("Take `Resource` out.")
.example(
    Trust,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:AssumeRole",
    "Resource": "*"
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
/// Neither `Resource` nor `NotResource`.
pub const MISSING_RESOURCE: Finding = Finding::error(
    "MISSING_RESOURCE",
    &["MISSING_RESOURCE"],
    "No `Resource`",
    "A statement has to say which resources it speaks of, with `Resource` or `NotResource`; `\"*\"` means all.",
)
.remedy("Add `Resource` with the ARNs it speaks of.")
.example(
    Identity,
    3,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject"
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
/// A resource that does not begin as an ARN does.
pub const INVALID_ARN_PREFIX: Finding = Finding::error(
    "INVALID_ARN_PREFIX",
    &["BAD_RESOURCE"],
    "Not an ARN",
    "A resource is named by its ARN, which begins with `arn:`, or by `*`.",
)
.remedy("Write the whole ARN, as in `arn:aws:s3:::reports/*`.")
.page("IAM JSON policy elements: Resource")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "reports/*"
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
/// A resource of the wrong form.
pub const INVALID_RESOURCE_FORMAT: Finding = Finding::error(
    "INVALID_RESOURCE_FORMAT",
    &["BAD_RESOURCE"],
    "Not the form of a resource",
    "An ARN has six parts, and the third, the service, is written out.",
)
.remedy("Write out the service, the third part of the ARN.")
.page("IAM JSON policy elements: Resource")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:*:::reports/*"
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
/// A session policy with a shortened ARN.
pub const MISSING_ARN_FIELD: Finding = Finding::error(
    "MISSING_ARN_FIELD",
    &["BAD_RESOURCE"],
    "An ARN with too few parts",
    "STS refuses a session policy whose ARNs do not have all six parts, where other policies have the rest filled \
     in with `*`.",
)
.remedy("Write all six parts; a part may be empty.")
.page("Grammar of the IAM JSON policy language")
.example(
    Session,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::*"
  }
}"#,
);
/// A condition operator that does not exist.
pub const INVALID_CONDITION_OPERATOR: Finding = Finding::error(
    "INVALID_CONDITION_OPERATOR",
    &["BAD_OPERATOR"],
    "No such condition operator",
    "The operators are fixed and their spelling counts; each key of `Condition` is one.",
)
.remedy("Write one of AWS's operators, such as `StringEquals`, `StringLike`, `ArnLike`, `Bool` or `IpAddress`.")
.page("IAM JSON policy elements: Condition operators")
.example(
    Identity,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringMatches": { "aws:username": "ann" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringLike": { "aws:username": "ann" }
    }
  }
}"#,
);
/// A condition value that its operator cannot compare.
pub const INVALID_CONDITION_VALUE: Finding = Finding::error(
    "INVALID_CONDITION_VALUE",
    &["BAD_CONDITION_VALUE"],
    "A value that its operator cannot compare",
    "Each family of operators takes values of one form: numbers, dates, address ranges, `true` and `false`.",
)
.remedy("Write the value in the form of the operator.")
.page("IAM JSON policy elements: Condition operators")
.example(
    Identity,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "IpAddress": { "aws:SourceIp": "203.0.113.0/33" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "IpAddress": { "aws:SourceIp": "203.0.113.0/24" }
    }
  }
}"#,
);
/// `${...}` in a document of the old language.
pub const VARIABLE_UNSUPPORTED_IN_VERSION: Finding = Finding::warning(
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    "A variable in a document of the old language",
    "Without `\"Version\": \"2012-10-17\"` the characters `${...}` stand for themselves, and so match nothing real.",
)
.remedy("Write `\"Version\": \"2012-10-17\"`.")
.page("IAM JSON policy elements: Version")
.example(
    Identity,
    6,
    r#"{
  "Version": "2008-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::shared/${aws:username}/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::shared/${aws:username}/*"
  }
}"#,
);
/// A wildcard under an operator that compares letter by letter.
pub const WILDCARD_WITHOUT_LIKE_OPERATOR: Finding = Finding::warning(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    "A wildcard under an operator that has none",
    "`StringEquals` and its relatives compare letter by letter, so `*` and `?` stand for themselves.",
)
.remedy("Use `StringLike` if the character is a wildcard, and leave it if it is meant as it stands.")
.page("IAM JSON policy elements: Condition operators")
.example(
    Identity,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringEquals": { "aws:PrincipalTag/team": "shop-*" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {
      "StringLike": { "aws:PrincipalTag/team": "shop-*" }
    }
  }
}"#,
);
