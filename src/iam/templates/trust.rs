//! Trust policies to begin from: who may take a role.

use super::Row;
use crate::iam::policy::PolicyKind::Trust;

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "trust",
        title: "a statement that lets a role or user take this role",
        kinds: &[Trust],
        text: r#"{
  "Effect": "Allow",
  "Principal": {
    "AWS": "‹arn:aws:iam::111122223333:role/App›"
  },
  "Action": "sts:AssumeRole"
}"#,
    },
    Row {
        name: "trust-service",
        title: "a service may take the role: Lambda, EC2 and others",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "‹lambda.amazonaws.com›"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}"#,
    },
    // AWS: "AWS JSON policy elements: Principal".
    Row {
        name: "trust-account",
        title: "an account may take the role: whoever its own policies let",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::‹111122223333›:root"
      },
      "Action": "sts:AssumeRole"
    }
  ]
}"#,
    },
    // AWS: "Secure API access with MFA": whether the caller has signed in with MFA is asked here, for the session does not
    // carry it on.
    Row {
        name: "trust-mfa",
        title: "an account may take the role, for callers who signed in with MFA",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::‹111122223333›:root"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "Bool": {
          "aws:MultiFactorAuthPresent": "true"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "How to use an external ID".
    Row {
        name: "trust-external-id",
        title: "a third party may take the role, with the external id it gave you",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::‹999900001111›:root"
      },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": "‹the-id-they-gave-you›"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Create a role for SAML 2.0 federation (console)".
    Row {
        name: "trust-saml",
        title: "people who sign in with a SAML provider may take the role",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::‹111122223333›:saml-provider/‹Okta›"
      },
      "Action": "sts:AssumeRoleWithSAML",
      "Condition": {
        "StringEquals": {
          "SAML:aud": "https://signin.aws.amazon.com/saml"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Create a role for OpenID Connect federation (console)".
    Row {
        name: "trust-oidc",
        title: "holders of a token of an OpenID Connect provider may take the role",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::‹111122223333›:oidc-provider/‹login.example.com›"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "‹login.example.com›:aud": "‹the-client-id›",
          "‹login.example.com›:sub": "‹the-subject-of-the-token›"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Create a role for OpenID Connect federation (console)"; the form of `sub` with the ids is GitHub's since
    // July 2026, older repositories keep `repo:OWNER/REPO:…`.
    Row {
        name: "trust-github",
        title: "GitHub Actions of one branch may take the role",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::‹111122223333›:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:‹acme@4711›/‹shop@815›:ref:refs/heads/‹main›"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "IAM roles for service accounts technical overview" (Amazon EKS User Guide).
    Row {
        name: "trust-eks-irsa",
        title: "one service account of an EKS cluster may take the role (IRSA)",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::‹111122223333›:oidc-provider/oidc.eks.‹eu-west-1›.amazonaws.com/id/‹EXAMPLE1234567890ABCDEF12345678›"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "oidc.eks.‹eu-west-1›.amazonaws.com/id/‹EXAMPLE1234567890ABCDEF12345678›:aud": "sts.amazonaws.com",
          "oidc.eks.‹eu-west-1›.amazonaws.com/id/‹EXAMPLE1234567890ABCDEF12345678›:sub": "system:serviceaccount:‹my-namespace›:‹my-account›"
        }
      }
    }
  ]
}"#,
    },
    // AWS: "Learn how EKS Pod Identity grants pods access to AWS services" and "Create IAM role with trust policy required
    // by EKS Pod Identity" (Amazon EKS User Guide).
    Row {
        name: "trust-eks-pod",
        title: "pods of EKS clusters in this account may take the role (Pod Identity)",
        kinds: &[Trust],
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {
        "Service": "pods.eks.amazonaws.com"
      },
      "Action": [
        "sts:AssumeRole",
        "sts:TagSession"
      ]
    }
  ]
}"#,
    },
];
