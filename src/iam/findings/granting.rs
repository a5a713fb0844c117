//! What grants more than its author is likely to want.

use super::Finding;
use crate::iam::policy::PolicyKind;

/// Every action on everything.
pub const ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES: Finding = Finding::security(
    "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES",
    "Everything is allowed",
    "It makes an administrator of whoever has it: every action of every service, those of IAM too, and those that \
     AWS will add.",
)
.remedy("Name the actions that are needed, and the resources they are needed on.")
.page("IAM JSON policy elements: Action")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "*",
    "Resource": "*"
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
/// All of a service on everything.
pub const ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES: Finding = Finding::security(
    "ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES",
    "All of a service is allowed",
    "`service:*` is every action there is and will be: reading, but deleting too, and changing who else may. AWS's \
     own policies for administrators of a service look so; few applications need it.",
)
.remedy("Name the actions that are needed, or the resources: `s3:Get*`, `arn:aws:s3:::reports/*`.")
.page("IAM JSON policy elements: Action")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
  }
}"#,
);
/// Everything but some actions.
pub const ALLOW_WITH_NOT_ACTION: Finding = Finding::security(
    "ALLOW_WITH_NOT_ACTION",
    "`NotAction` with `Allow`",
    "It allows every action but the listed ones: those of services that nobody thought of, and those that AWS will \
     add. It is no way to forbid the listed ones: another statement may still allow them.",
)
.remedy("List in `Action` what is needed; to forbid something, write a `Deny` statement about it.")
.page("IAM JSON policy elements: NotAction")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "iam:*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "NotAction": "iam:*",
    "Resource": "*"
  }
}"#,
);
/// Every resource but some.
pub const ALLOW_WITH_NOT_RESOURCE: Finding = Finding::security(
    "ALLOW_WITH_NOT_RESOURCE",
    "`NotResource` with `Allow`",
    "It allows the actions on every resource but the listed ones, also on those that are made tomorrow. It is no \
     way to protect the listed ones: another statement may still allow them.",
)
.remedy("List in `Resource` what is needed; to protect something, write a `Deny` statement about it.")
.page("IAM JSON policy elements: NotResource")
.example(
    PolicyKind::Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "NotResource": "arn:aws:s3:::payroll/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Action": "s3:GetObject",
    "NotResource": "arn:aws:s3:::payroll/*"
  }
}"#,
);
/// `iam:PassRole` on every role.
pub const PASS_ROLE_WITH_STAR_IN_RESOURCE: Finding = Finding::security(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    "Every role may be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. With a wildcard that is any role of the account.",
)
.remedy("Name the roles in `Resource`, and the service in a condition on `iam:PassedToService`.")
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": "arn:aws:iam::111122223333:role/BuildRunner"
  }
}"#,
);
/// A wildcard that covers `iam:PassRole`, on every role.
pub const PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: Finding = Finding::security(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "A wildcard lets every role be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. Here a wildcard in the action covers `iam:PassRole` without saying so.",
)
.remedy(
    "Name the actions; if `iam:PassRole` is one of them, name the roles, and the service in a condition on \
    `iam:PassedToService`.",
)
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["iam:Get*", "iam:List*"],
    "Resource": "*"
  }
}"#,
);
/// `NotAction` that leaves `iam:PassRole` open, on every role.
pub const PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: Finding = Finding::security(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    "`NotAction` lets every role be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. `NotAction` allows whatever it does not list, and `iam:PassRole` is not listed.",
)
.remedy("List in `Action` what is needed; with `NotAction`, list `iam:*` among the exceptions.")
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "s3:*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": ["s3:*", "iam:*"],
    "Resource": "*"
  }
}"#,
);
/// `iam:PassRole` on every role but some.
pub const PASS_ROLE_WITH_NOT_RESOURCE: Finding = Finding::security(
    "PASS_ROLE_WITH_NOT_RESOURCE",
    "Every role but some may be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. `NotResource` covers every role that it does not list, also those that are made \
     tomorrow.",
)
.remedy("List in `Resource` the roles that may be passed.")
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "NotResource": "arn:aws:iam::111122223333:role/Admin"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": "arn:aws:iam::111122223333:role/BuildRunner"
  }
}"#,
);
/// A wildcard that covers `iam:PassRole`, on every role but some.
pub const PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: Finding = Finding::security(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "A wildcard lets every role but some be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. Here a wildcard in the action covers `iam:PassRole`, and `NotResource` every role \
     that it does not list.",
)
.remedy("Name the actions, and list in `Resource` the roles that they are for.")
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:Pass*",
    "NotResource": "arn:aws:iam::111122223333:role/Admin"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:Pass*",
    "Resource": "arn:aws:iam::111122223333:role/BuildRunner"
  }
}"#,
);
/// `NotAction` and `NotResource` that leave passing roles open.
pub const PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: Finding = Finding::security(
    "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "`NotAction` and `NotResource` let roles be passed",
    "Whoever may pass a role can start something that runs with it, and so does all that the role may do, also what \
     they may not do themselves. `NotAction` allows whatever it does not list, and `NotResource` on whatever it \
     does not list: together that is nearly everything.",
)
.remedy("List in `Action` and `Resource` what is needed.")
.page("Grant a user permissions to pass a role to an AWS service")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "s3:*",
    "NotResource": "arn:aws:iam::111122223333:role/Admin"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:PassRole",
    "Resource": "arn:aws:iam::111122223333:role/BuildRunner"
  }
}"#,
);
/// An action that changes permissions, on everything.
pub const PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE: Finding = Finding::security(
    "PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE",
    "Permissions may be changed everywhere",
    "Whoever may change the policies, the trust or the credentials of anybody can give themselves every permission \
     there is: this one is as good as all of them.",
)
.remedy(
    "Name the users, groups, roles or policies it is for; for those who make roles for others, demand a \
    permissions boundary with a condition on `iam:PermissionsBoundary`.",
)
.page("Permissions boundaries for IAM entities")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:AttachRolePolicy",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:AttachRolePolicy",
    "Resource": "arn:aws:iam::111122223333:role/teams/reports/*"
  }
}"#,
);
/// `sts:AssumeRole` on every role.
pub const ASSUME_ROLE_WITH_STAR_IN_RESOURCE: Finding = Finding::security(
    "ASSUME_ROLE_WITH_STAR_IN_RESOURCE",
    "Every role may be assumed",
    "In the own account and in others, all that stands between its holder and a role is that role's trust policy, \
     and many trust a whole account.",
)
.remedy("Name the roles in `Resource`.")
.page("Update a role trust policy")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Resource": "arn:aws:iam::444455556666:role/Reports"
  }
}"#,
);
/// `iam:CreateServiceLinkedRole` for every service.
pub const CREATE_SLR_WITH_STAR_IN_RESOURCE: Finding = Finding::warning(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    "Service-linked roles for any service",
    "A service-linked role lets an AWS service act in the account. With a wildcard its holder can have one made for \
     any service, also one that nobody meant to use.",
)
.remedy("Name the service in a condition on `iam:AWSServiceName`, or its roles in `Resource`.")
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateServiceLinkedRole",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateServiceLinkedRole",
    "Resource": "*",
    "Condition": {"StringEquals": {"iam:AWSServiceName": "spot.amazonaws.com"}}
  }
}"#,
);
/// A wildcard that covers `iam:CreateServiceLinkedRole`, for every service.
pub const CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: Finding = Finding::warning(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    "A wildcard allows service-linked roles for any service",
    "A service-linked role lets an AWS service act in the account. Here a wildcard in the action covers \
     `iam:CreateServiceLinkedRole` without saying so.",
)
.remedy(
    "Name the actions; if `iam:CreateServiceLinkedRole` is one of them, name the service in a condition on \
    `iam:AWSServiceName`.",
)
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateService*",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateService*",
    "Resource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
);
/// `NotAction` that leaves `iam:CreateServiceLinkedRole` open.
pub const CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: Finding = Finding::warning(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    "`NotAction` allows service-linked roles for any service",
    "A service-linked role lets an AWS service act in the account. `NotAction` allows whatever it does not list, \
     and `iam:CreateServiceLinkedRole` is not listed.",
)
.remedy("List in `Action` what is needed; with `NotAction`, list `iam:*` among the exceptions.")
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "iam:PassRole",
    "Resource": "*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "iam:*",
    "Resource": "*"
  }
}"#,
);
/// `iam:CreateServiceLinkedRole` for every service but some.
pub const CREATE_SLR_WITH_NOT_RESOURCE: Finding = Finding::warning(
    "CREATE_SLR_WITH_NOT_RESOURCE",
    "Service-linked roles for every service but some",
    "A service-linked role lets an AWS service act in the account. `NotResource` covers the roles of every service \
     that it does not list.",
)
.remedy("List in `Resource` the roles that may be made.")
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateServiceLinkedRole",
    "NotResource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateServiceLinkedRole",
    "Resource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
);
/// A wildcard that covers `iam:CreateServiceLinkedRole`, for every service but some.
pub const CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: Finding = Finding::warning(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    "A wildcard allows service-linked roles for every service but some",
    "A service-linked role lets an AWS service act in the account. Here a wildcard in the action covers \
     `iam:CreateServiceLinkedRole`, and `NotResource` the roles of every service that it does not list.",
)
.remedy("Name the actions, and list in `Resource` the roles that may be made.")
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateService*",
    "NotResource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateService*",
    "Resource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
);
/// `NotAction` and `NotResource` that leave service-linked roles open.
pub const CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: Finding = Finding::warning(
    "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    "`NotAction` and `NotResource` allow service-linked roles",
    "A service-linked role lets an AWS service act in the account. `NotAction` allows whatever it does not list, \
     and `NotResource` on whatever it does not list: service-linked roles are in neither list.",
)
.remedy("List in `Action` and `Resource` what is needed.")
.page("Create a service-linked role")
.example(
    PolicyKind::Identity,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "NotAction": "iam:PassRole",
    "NotResource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateServiceLinkedRole",
    "Resource": "arn:aws:iam::*:role/aws-service-role/spot.amazonaws.com/*"
  }
}"#,
);
/// Everybody but some is denied.
pub const DENY_WITH_NOT_PRINCIPAL: Finding = Finding::warning(
    "DENY_WITH_NOT_PRINCIPAL",
    "`NotPrincipal` with `Deny`",
    "It denies more than it says: whoever has a permissions boundary is denied although they are listed, and a \
     role's session is spared only if the session, its role and its account are all listed.",
)
.remedy("Deny `\"Principal\": \"*\"` with a condition `ArnNotEquals` on `aws:PrincipalArn` that lists those to spare.")
.page("AWS JSON policy elements: NotPrincipal")
.example(
    PolicyKind::Resource,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "NotPrincipal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:user/Ann"]},
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/Ann"}}
  }
}"#,
);

/// In the order in which a person meets them.
pub(in crate::iam) const GRANTING: &[Finding] = &[
    ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES,
    ALLOW_ALL_ACTIONS_OF_SERVICE_ON_ALL_RESOURCES,
    ALLOW_WITH_NOT_ACTION,
    ALLOW_WITH_NOT_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    PASS_ROLE_WITH_NOT_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
    PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE,
    PERMISSIONS_MANAGEMENT_WITH_STAR_IN_RESOURCE,
    ASSUME_ROLE_WITH_STAR_IN_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    CREATE_SLR_WITH_NOT_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
    CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
    DENY_WITH_NOT_PRINCIPAL,
];
