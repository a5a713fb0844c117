//! What AWS refuses for its length, and what only resource control policies may not say.

use crate::iam::findings::Finding;
use crate::iam::policy::PolicyKind::Rcp;

/// A resource control policy about somebody in particular.
pub const RCP_SYNTAX_ERROR_PRINCIPAL: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_PRINCIPAL",
    &["RCP_PRINCIPAL"],
    "A resource control policy about somebody in particular",
    "A resource control policy speaks of everybody: its `Principal` is `\"*\"`, and a condition narrows it.",
)
.remedy("Write `\"Principal\": \"*\"` and say in a condition whom it is about.")
.page("RCP syntax")
.example(
    Rcp,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
);
/// A resource control policy with `Allow`.
pub const RCP_SYNTAX_ERROR_ALLOW: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_ALLOW",
    &["RCP_ALLOW"],
    "A resource control policy with `Allow`",
    "The one that allows all is AWS's own and always attached; those one writes can only deny.",
)
.remedy("Turn it round: deny what is not to be.")
.page("RCP syntax")
.example(
    Rcp,
    4,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
);
/// A resource control policy with `NotAction`.
pub const RCP_SYNTAX_ERROR_NOTACTION: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_NOTACTION",
    &["RCP_NOTACTION"],
    "A resource control policy with `NotAction`",
    "Resource control policies cover some services only, so they name the actions they deny.",
)
.remedy("List what is denied in `Action`.")
.page("RCP syntax")
.example(
    Rcp,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "NotAction": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
);
/// A resource control policy about every action.
pub const RCP_SYNTAX_ERROR_ACTION: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_ACTION",
    &["RCP_ACTION_STAR"],
    "A resource control policy about every action",
    "Resource control policies cover some services only, so each action names its service.",
)
.remedy("Name the service of each action, as in `s3:*`.")
.page("RCP syntax")
.example(
    Rcp,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {
      "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-lab1234567" }
    }
  }
}"#,
);
/// A policy for users, groups and roles beyond its quota.
pub const POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a managed policy may be",
    "A managed policy holds 6,144 characters, white space outside strings not counted.",
)
.remedy("Take out what is said twice, use wildcards with care, or split the policy: a role can have several.")
.page("IAM and AWS STS quotas");
/// A trust policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a trust policy may be",
    "A trust policy holds 2,048 characters, white space outside strings not counted, unless the account's quota \
     was raised.",
)
.remedy(
    "Take out what is said twice, use wildcards with care, or name accounts instead of many roles, or have the \
    quota raised.",
)
.page("IAM and AWS STS quotas");
/// A session policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a session policy may be",
    "A session policy is sent with the request and holds 2,048 characters as sent.",
)
.remedy("Take out what is said twice, use wildcards with care, or keep it in a managed policy and pass its ARN.")
.page("AssumeRole (STS API Reference)");
/// A service control policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_SCP_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    &["TOO_LARGE"],
    "Longer than a service control policy may be",
    "A service control policy holds 10,240 characters, white space included.",
)
.remedy("Take out what is said twice, use wildcards with care, or split it, or take white space out.")
.page("Quotas and service limits for AWS Organizations");
/// A resource control policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_RCP_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    &["TOO_LARGE"],
    "Longer than a resource control policy may be",
    "A resource control policy holds 5,120 characters, white space included.",
)
.remedy("Take out what is said twice, use wildcards with care, or split it, or take white space out.")
.page("Quotas and service limits for AWS Organizations");
