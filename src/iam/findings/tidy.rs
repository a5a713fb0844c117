//! What says nothing, or says it twice.

use super::Finding;
use crate::iam::policy::PolicyKind;

/// An action that another one covers.
pub const REDUNDANT_ACTION: Finding = Finding::suggestion(
    "REDUNDANT_ACTION",
    "An action that is listed already",
    "Another entry of the list covers it, so it changes nothing; whoever removes it later to forbid something will \
     have forbidden nothing.",
)
.remedy("Remove it; or remove the wider one, if that allows more than is meant.")
.example(
    PolicyKind::Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": [
      "s3:Get*",
      "s3:GetObject"
    ],
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": [
      "s3:Get*",
      "s3:PutObject"
    ],
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// A resource that another one covers.
pub const REDUNDANT_RESOURCE: Finding = Finding::suggestion(
    "REDUNDANT_RESOURCE",
    "A resource that is listed already",
    "Another entry of the list covers it, so it changes nothing; whoever removes it later to protect something will \
     have protected nothing.",
)
.remedy("Remove it; or remove the wider one, if that covers more than is meant.")
.example(
    PolicyKind::Identity,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": [
      "arn:aws:s3:::reports/*",
      "arn:aws:s3:::reports/2026/*"
    ]
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:*",
    "Resource": [
      "arn:aws:s3:::reports",
      "arn:aws:s3:::reports/*"
    ]
  }
}"#,
);
/// A statement that another one covers.
pub const REDUNDANT_STATEMENT: Finding = Finding::suggestion(
    "REDUNDANT_STATEMENT",
    "A statement that says nothing new",
    "Another statement says the same and perhaps more, so this one changes nothing. Whoever edits one of the two \
     later may forget the other.",
)
.remedy("Remove it; or narrow the other one, if that says more than is meant.")
.example(
    PolicyKind::Identity,
    9,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::drafts/*"
    }
  ]
}"#,
);
/// A principal that is listed twice.
pub const REDUNDANT_PRINCIPAL: Finding = Finding::suggestion(
    "REDUNDANT_PRINCIPAL",
    "A principal that is listed already",
    "It stands in the list twice, perhaps in two spellings: an account's number and the ARN that ends in `:root` \
     are the same.",
)
.remedy("Remove one of the two.")
.page("AWS JSON policy elements: Principal")
.example(
    PolicyKind::Trust,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {"AWS": [
      "111122223333",
      "444455556666",
      "arn:aws:iam::111122223333:root"
    ]},
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {"AWS": [
      "111122223333",
      "444455556666",
      "arn:aws:iam::999900001111:root"
    ]},
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// A condition value that is listed twice.
pub const REDUNDANT_CONDITION_VALUE: Finding = Finding::suggestion(
    "REDUNDANT_CONDITION_VALUE",
    "A value that is listed already",
    "One match suffices, so the same value a second time changes nothing; perhaps another one was meant.",
)
.remedy("Remove one of the two, or write the value that was meant.")
.page("IAM JSON policy elements: Condition operators")
.example(
    PolicyKind::Identity,
    10,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {"StringEquals": {"aws:PrincipalTag/team": [
      "reports",
      "sales",
      "reports"
    ]}}
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {"StringEquals": {"aws:PrincipalTag/team": [
      "reports",
      "sales",
      "Reports"
    ]}}
  }
}"#,
);
/// A `Sid` that stands twice.
pub const UNIQUE_SIDS_RECOMMENDED: Finding = Finding::warning(
    "UNIQUE_SIDS_RECOMMENDED",
    "The same `Sid` twice",
    "A `Sid` is a statement's name. IAM refuses a name that stands twice; elsewhere it may be taken, but whoever reads \
     about a statement of that name cannot tell which is meant.",
)
.remedy("Give each statement a name of its own.")
.example(
    PolicyKind::Resource,
    12,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "List",
      "Effect": "Allow",
      "Principal": {"AWS": "111122223333"},
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports"
    }
  ]
}"#,
);
/// A boundary or a trust policy that allows nothing.
pub const MISSING_ALLOW: Finding = Finding::warning(
    "MISSING_ALLOW",
    "Nothing is allowed",
    "A permissions boundary is the most that its holder may do, and a trust policy is the only one that can let \
     anybody in: with `Deny` statements alone, nothing and nobody is left.",
)
.remedy("Add a statement that allows what may be done, or who may come in; `Deny` then takes from that.")
.page("Permissions boundaries for IAM entities")
.example(
    PolicyKind::Boundary,
    1,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Action": "iam:*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    },
    {
      "Effect": "Deny",
      "Action": "iam:*",
      "Resource": "*"
    }
  ]
}"#,
);

/// In the order in which a person meets them.
pub(in crate::iam) const TIDY: &[Finding] = &[
    REDUNDANT_ACTION,
    REDUNDANT_RESOURCE,
    REDUNDANT_STATEMENT,
    REDUNDANT_PRINCIPAL,
    REDUNDANT_CONDITION_VALUE,
    UNIQUE_SIDS_RECOMMENDED,
    MISSING_ALLOW,
];
