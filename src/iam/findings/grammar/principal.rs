//! What AWS refuses in `Principal` and `NotPrincipal`.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind::{Identity, Resource, Scp, Trust};

/// No `Principal` where one is needed.
pub const MISSING_PRINCIPAL: Finding = Finding::error(
    "MISSING_PRINCIPAL",
    &["MISSING_PRINCIPAL"],
    "No `Principal`",
    "A policy that is attached to a role or another resource has to say whom it speaks of.",
)
.remedy("Add `Principal` with those who are let in.")
.example(
    Trust,
    3,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
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
/// `Principal` where none may stand.
pub const UNSUPPORTED_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_PRINCIPAL",
    &["FORBIDDEN_PRINCIPAL"],
    "`Principal` in a policy that has none",
    "A policy attached to a user, group or role speaks of those it is attached to, and of nobody else.",
)
.remedy("Take `Principal` out of a permissions policy; in a trust policy or a bucket's policy it has its place.")
.page("AWS JSON policy elements: Principal")
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
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
/// `Principal` in a service control policy.
pub const SCP_SYNTAX_ERROR_PRINCIPAL: Finding = Finding::error(
    "SCP_SYNTAX_ERROR_PRINCIPAL",
    &["FORBIDDEN_PRINCIPAL"],
    "`Principal` in a service control policy",
    "A service control policy speaks of all principals of the accounts it is attached to.",
)
.remedy("Take `Principal` out; to spare or meet somebody, add a condition on `aws:PrincipalArn`.")
.page("SCP syntax")
.example(
    Scp,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "cloudtrail:StopLogging",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Action": "cloudtrail:StopLogging",
    "Resource": "*"
  }
}"#,
);
/// `NotPrincipal` where it may not stand.
pub const UNSUPPORTED_NOT_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_NOT_PRINCIPAL",
    &["FORBIDDEN_NOTPRINCIPAL"],
    "`NotPrincipal` in a policy that has none",
    "`NotPrincipal` belongs to policies that are attached to resources such as buckets and queues.",
)
.remedy("Take `NotPrincipal` out; to spare somebody, add a condition on `aws:PrincipalArn`.")
.page("AWS JSON policy elements: NotPrincipal")
.example(
    Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// `NotPrincipal` in a trust policy.
pub const ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: Finding = Finding::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    &["FORBIDDEN_NOTPRINCIPAL"],
    "`NotPrincipal` in a trust policy",
    "A trust policy names those it speaks of; it cannot speak of everybody else.",
)
.remedy(
    "Name those the statement speaks of in `Principal`; nobody gets in who is not named, so there is no need \
    to shut out the rest.",
)
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// `NotPrincipal` with `Allow`.
pub const ALLOW_WITH_NOT_PRINCIPAL: Finding = Finding::error(
    "ALLOW_WITH_NOT_PRINCIPAL",
    &["ALLOW_NOTPRINCIPAL"],
    "`NotPrincipal` with `Allow`",
    "It would let in everybody in the world but the ones named, so AWS takes `NotPrincipal` with `Deny` only.",
)
.remedy("Name those who are allowed in `Principal`.")
.page("AWS JSON policy elements: NotPrincipal")
.example(
    Resource,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);
/// `Principal` of the wrong shape.
pub const INVALID_PRINCIPAL_FORMAT: Finding = Finding::error(
    "INVALID_PRINCIPAL_FORMAT",
    &["BAD_PRINCIPAL"],
    "Not the form of a `Principal`",
    "`Principal` is `\"*\"` or an object that says of which type each principal is.",
)
.remedy(
    "Say of which type the principal is: `{\"AWS\": \"...\"}`, `{\"Service\": \"...\"}` or `{\"Federated\": \"...\"}`.",
)
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": "arn:aws:iam::111122223333:user/ann",
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
/// A key of `Principal` that does not exist.
pub const INVALID_PRINCIPAL_KEY: Finding = Finding::error(
    "INVALID_PRINCIPAL_KEY",
    &["BAD_PRINCIPAL"],
    "No such type of principal",
    "The types are `AWS`, `Service`, `Federated` and `CanonicalUser`, and their spelling counts.",
)
.remedy("Accounts, users and roles stand under `AWS`, services under `Service`, identity providers under `Federated`.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "User": "arn:aws:iam::111122223333:user/ann" },
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
/// A value of `Principal` that names nobody.
pub const INVALID_PRINCIPAL: Finding = Finding::error(
    "INVALID_PRINCIPAL",
    &["BAD_PRINCIPAL"],
    "Not a principal",
    "AWS looks principals up when a policy is saved, and refuses what cannot be one.",
)
.remedy(
    "Write an account number of twelve digits, or the whole ARN of a user, role or session. Groups cannot be \
    principals.",
)
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "ann" },
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
/// A service principal of the wrong form.
pub const INVALID_SERVICE_PRINCIPAL_FORMAT: Finding = Finding::error(
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    &["BAD_PRINCIPAL"],
    "Not the name of a service principal",
    "A service is named as in `ec2.amazonaws.com`.",
)
.remedy("Write the service's name and `.amazonaws.com`, in small letters.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "ec2.amazon.com" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "ec2.amazonaws.com" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// A federated principal of the wrong form.
pub const INVALID_FEDERATED_PRINCIPAL: Finding = Finding::error(
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    &["BAD_PRINCIPAL"],
    "Not an identity provider",
    "An identity provider is named by its ARN, or by its domain if it is one that AWS knows.",
)
.remedy("Write the ARN of the provider as IAM has it, with `saml-provider/` or `oidc-provider/` in it.")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "Staff" },
    "Action": "sts:AssumeRoleWithSAML",
    "Condition": {
      "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:saml-provider/Staff" },
    "Action": "sts:AssumeRoleWithSAML",
    "Condition": {
      "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" }
    }
  }
}"#,
);
/// A wildcard inside a principal.
pub const UNSUPPORTED_WILDCARD_IN_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    &["WILDCARD_PRINCIPAL"],
    "A wildcard inside a principal",
    "A principal is named in full; `*` alone means everybody, and a pattern belongs in a condition on \
     `aws:PrincipalArn`.",
)
.remedy("Name the account, and put the pattern into a condition on `aws:PrincipalArn`.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/*" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "111122223333" },
    "Action": "sts:AssumeRole",
    "Condition": {
      "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:user/*" }
    }
  }
}"#,
);
/// A list of principals is empty.
pub const EMPTY_ARRAY_PRINCIPAL: Finding = Finding::error(
    "EMPTY_ARRAY_PRINCIPAL",
    &["EMPTY_ARRAY"],
    "An empty list of principals",
    "A list with nobody in it names nobody.",
)
.remedy("Name somebody, or take the statement out.")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": [] },
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
/// `Principal` is `{}`.
pub const EMPTY_OBJECT_PRINCIPAL: Finding = Finding::error(
    "EMPTY_OBJECT_PRINCIPAL",
    &["BAD_PRINCIPAL"],
    "A `Principal` that names nobody",
    "`Principal` has to name somebody, or everybody with `\"*\"`.",
)
.remedy("Name somebody under `AWS`, `Service` or `Federated`.")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {},
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
