//! Documents that only forbid: guards around what other policies allow.

use super::Row;
use crate::iam::policy::PolicyKind::{Boundary, Identity, Rcp, Resource, Scp};

pub(super) const ROWS: &[Row] = &[
    // AWS: "AWS global condition context keys": long-term keys carry no MFA information, which `BoolIfExists` catches; and
    // "Compare AWS STS credentials": the calls that bring MFA about must stay open.
    Row {
        name: "mfa-guard",
        title: "nothing without MFA, but for setting MFA up",
        kinds: &[Identity],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NothingWithoutMfa",
      "Effect": "Deny",
      "NotAction": [
        "iam:CreateVirtualMFADevice",
        "iam:EnableMFADevice",
        "iam:ListMFADevices",
        "iam:ListVirtualMFADevices",
        "iam:ResyncMFADevice",
        "sts:GetSessionToken"
      ],
      "Resource": "*",
      "Condition": {
        "BoolIfExists": {
          "aws:MultiFactorAuthPresent": "false"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "AWS: Denies access to AWS based on the requested Region": services with one endpoint for the world answer in
    // one Region.
    Row {
        name: "region-guard",
        title: "nothing outside some Regions, but for services that know no Region",
        kinds: &[Identity, Boundary, Scp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyTheseRegions",
      "Effect": "Deny",
      "NotAction": [
        "cloudfront:*",
        "iam:*",
        "organizations:*",
        "route53:*",
        "support:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": [
            "‹eu-central-1›",
            "‹eu-west-1›"
          ]
        }
      }
    }
  ]
}"#,
    },
    // AWS: "The confused deputy problem": a bucket's ARN names no account, so both keys are asked.
    Row {
        name: "source-guard",
        title: "a service may act on this resource on behalf of one thing of yours (confused deputy)",
        kinds: &[Resource],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyForOurBucket",
      "Effect": "Allow",
      "Principal": {
        "Service": "‹s3.amazonaws.com›"
      },
      "Action": "‹sqs:SendMessage›",
      "Resource": "‹arn:aws:sqs:eu-west-1:111122223333:uploads›",
      "Condition": {
        "ArnLike": {
          "aws:SourceArn": "‹arn:aws:s3:::my-bucket›"
        },
        "StringEquals": {
          "aws:SourceAccount": "‹111122223333›"
        }
      }
    }
  ]
}"#,
    },
    Row {
        name: "tls-only",
        title: "no request to this bucket without TLS",
        kinds: &[Resource],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NothingWithoutTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::‹my-bucket›",
        "arn:aws:s3:::‹my-bucket›/*"
      ],
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "false"
        }
      }
    }
  ]
}"#,
    },
    Row {
        name: "scp-deny",
        title: "a statement that forbids accounts of the organisation an action",
        kinds: &[Scp],
        text: r#"{
  "Effect": "Deny",
  "Action": "‹s3:DeleteBucket›",
  "Resource": "*"
}"#,
    },
    // AWS: "Service control policies (SCPs)".
    Row {
        name: "scp-stay",
        title: "accounts may not leave the organisation",
        kinds: &[Scp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "StayInTheOrganization",
      "Effect": "Deny",
      "Action": "organizations:LeaveOrganization",
      "Resource": "*"
    }
  ]
}"#,
    },
    // `aws:PrincipalArn` with `:root` means the root user (AWS: "IAM policy elements: Variables and tags").
    Row {
        name: "scp-no-root",
        title: "the root users of accounts may do nothing",
        kinds: &[Scp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NothingAsRoot",
      "Effect": "Deny",
      "Action": "*",
      "Resource": "*",
      "Condition": {
        "ArnLike": {
          "aws:PrincipalArn": "arn:aws:iam::*:root"
        }
      }
    }
  ]
}"#,
    },
    Row {
        name: "scp-audit-stays",
        title: "the trail of CloudTrail stays on",
        kinds: &[Scp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TheTrailStays",
      "Effect": "Deny",
      "Action": [
        "cloudtrail:DeleteTrail",
        "cloudtrail:StopLogging",
        "cloudtrail:UpdateTrail"
      ],
      "Resource": "*",
      "Condition": {
        "ArnNotLike": {
          "aws:PrincipalArn": "‹arn:aws:iam::*:role/AuditAdmin›"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Resource control policies (RCPs)", "RCP syntax"; services are let through, for they call as nobody's principals.
    Row {
        name: "rcp-own-organization",
        title: "buckets and secrets are for the organisation's own people, and for services",
        kinds: &[Rcp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyOurOrganization",
      "Effect": "Deny",
      "Principal": "*",
      "Action": [
        "s3:*",
        "secretsmanager:*"
      ],
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": {
          "aws:PrincipalOrgID": "‹o-exampleorgid›"
        },
        "BoolIfExists": {
          "aws:PrincipalIsAWSService": "false"
        }
      }
    }
  ]
}"#,
    },
    Row {
        name: "rcp-tls-only",
        title: "no request to the organisation's buckets without TLS",
        kinds: &[Rcp],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NothingWithoutTls",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "BoolIfExists": {
          "aws:SecureTransport": "false"
        }
      }
    }
  ]
}"#,
    },
];
