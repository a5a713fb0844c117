//! Statements to begin from, and whole documents that grant something.

use super::Row;
use crate::iam::policy::PolicyKind::{Boundary, Identity, Resource, Session};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "allow",
        title: "a statement that allows an action",
        kinds: &[Identity, Boundary, Session],
        text: r#"{
  "Effect": "Allow",
  "Action": "‹s3:GetObject›",
  "Resource": "‹arn:aws:s3:::my-bucket/*›"
}"#,
    },
    Row {
        name: "deny",
        title: "a statement that forbids an action, whatever else allows it",
        kinds: &[Identity, Boundary, Session],
        text: r#"{
  "Effect": "Deny",
  "Action": "‹s3:DeleteObject›",
  "Resource": "‹arn:aws:s3:::my-bucket/*›"
}"#,
    },
    Row {
        name: "allow-principal",
        title: "a statement that lets a role act on this resource",
        kinds: &[Resource],
        text: r#"{
  "Effect": "Allow",
  "Principal": {
    "AWS": "‹arn:aws:iam::111122223333:role/App›"
  },
  "Action": "‹s3:GetObject›",
  "Resource": "‹arn:aws:s3:::my-bucket/*›"
}"#,
    },
    Row {
        name: "deny-principal",
        title: "a statement that forbids everybody an action on this resource",
        kinds: &[Resource],
        text: r#"{
  "Effect": "Deny",
  "Principal": "*",
  "Action": "‹s3:DeleteObject›",
  "Resource": "‹arn:aws:s3:::my-bucket/*›"
}"#,
    },
    // AWS: "IAM JSON policy elements: Resource": the bucket and the objects in it are resources of their own.
    Row {
        name: "read-one-bucket",
        title: "list one bucket and read the objects in it",
        kinds: &[Identity, Session],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ListTheBucket",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::‹my-bucket›"
    },
    {
      "Sid": "ReadItsObjects",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::‹my-bucket›/*"
    }
  ]
}"#,
    },
    // What AWS's own AWSLambdaBasicExecutionRole allows, for one function instead of all
    // (AWS: "AWS managed policy reference").
    Row {
        name: "write-logs",
        title: "write the logs of one Lambda function",
        kinds: &[Identity],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "MakeTheLogGroup",
      "Effect": "Allow",
      "Action": "logs:CreateLogGroup",
      "Resource": "arn:aws:logs:‹eu-west-1›:‹111122223333›:*"
    },
    {
      "Sid": "WriteTheLogs",
      "Effect": "Allow",
      "Action": [
        "logs:CreateLogStream",
        "logs:PutLogEvents"
      ],
      "Resource": "arn:aws:logs:‹eu-west-1›:‹111122223333›:log-group:/aws/lambda/‹my-function›:*"
    }
  ]
}"#,
    },
    // AWS: "IAM policy elements: Variables and tags".
    Row {
        name: "tag-match",
        title: "work on what carries the caller's own team tag (attribute-based access, ABAC)",
        kinds: &[Identity],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyOwnTeam",
      "Effect": "Allow",
      "Action": [
        "‹ec2:StartInstances›",
        "‹ec2:StopInstances›"
      ],
      "Resource": "‹arn:aws:ec2:*:111122223333:instance/*›",
      "Condition": {
        "StringEquals": {
          "aws:ResourceTag/‹team›": "${aws:PrincipalTag/‹team›}"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Grant a user permissions to pass a role to an AWS service".
    Row {
        name: "pass-one-role",
        title: "give one role to one service",
        kinds: &[Identity],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PassTheRole",
      "Effect": "Allow",
      "Action": "iam:PassRole",
      "Resource": "arn:aws:iam::‹111122223333›:role/‹FunctionRole›",
      "Condition": {
        "StringEquals": {
          "iam:PassedToService": "‹lambda.amazonaws.com›"
        }
      }
    }
  ]
}"#,
    },
    Row {
        name: "assume-one-role",
        title: "take one role, here or in another account",
        kinds: &[Identity],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TakeTheRole",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::‹444455556666›:role/‹Deployer›"
    }
  ]
}"#,
    },
    // A boundary grants nothing: it is the most that the permissions policies can give (AWS: "Permissions boundaries for
    // IAM entities").
    Row {
        name: "boundary",
        title: "the most a role may have: some services, and its boundary stays on",
        kinds: &[Boundary],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AtMostThis",
      "Effect": "Allow",
      "Action": [
        "‹dynamodb:GetItem›",
        "‹dynamodb:PutItem›",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "s3:GetObject",
        "s3:PutObject"
      ],
      "Resource": "*"
    },
    {
      "Sid": "TheBoundaryStays",
      "Effect": "Deny",
      "Action": [
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary"
      ],
      "Resource": "*"
    }
  ]
}"#,
    },
];
