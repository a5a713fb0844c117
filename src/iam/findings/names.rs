//! Names that AWS does not have: services, actions, resources, the parts of ARNs.
//!
//! All rest on the catalogue, which has a date: none is more than a warning.

use super::Finding;
use crate::iam::policy::PolicyKind::{Identity, Rcp};

/// The prefix of an action is no service's.
pub const INVALID_SERVICE_IN_ACTION: Finding = Finding::warning(
    "INVALID_SERVICE_IN_ACTION",
    "No such service",
    "What stands before the colon of an action is the prefix of a service. AWS saves a policy with a prefix that \
     nobody has, and the line then matches no request: nothing tells you until access is denied.",
)
.remedy("look the prefix up; it is often shorter than the name of the service, as in `logs`, `states`, `events`")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamo:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    }
  ]
}"#,
);
/// The service has no such action.
pub const INVALID_ACTION: Finding = Finding::warning(
    "INVALID_ACTION",
    "No such action",
    "An action has a name that its service gave it. It is often that of the API operation, and sometimes not: \
     HeadObject is allowed by `s3:GetObject`. A name that does not exist is saved all the same and matches no \
     request.",
)
.remedy("write the name that the service's page in the Service Authorization Reference lists")
.page("Required permissions for Amazon S3 API operations")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBuckets",
      "Resource": "*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListAllMyBuckets",
      "Resource": "*"
    }
  ]
}"#,
);
/// The service had such an action once.
pub const FORMER_ACTION: Finding = Finding::warning(
    "FORMER_ACTION",
    "An action that AWS does not list any more",
    "Services rename actions and retire, and policies keep the old names: such a line matches no request, or will \
     match none soon.",
)
.remedy("delete the line, or write the name that has taken its place")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["evidently:GetExperiment", "cloudwatch:GetMetricData"],
      "Resource": "*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cloudwatch:GetMetricData"],
      "Resource": "*"
    }
  ]
}"#,
);
/// A pattern of actions covers none.
pub const NO_ACTION_FOR_WILDCARD: Finding = Finding::warning(
    "NO_ACTION_FOR_WILDCARD",
    "A wildcard that covers no action",
    "A wildcard stands for the actions whose names fit. When none does, the line matches no request, and nobody \
     says so.",
)
.remedy("mend the beginning of the name, the part before the wildcard")
.page("AWS JSON policy elements: Action")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:Gte*",
      "Resource": "*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:Get*",
      "Resource": "*"
    }
  ]
}"#,
);
/// A resource control policy about a service that it does not reach.
pub const UNSUPPORTED_SERVICE_IN_RCP: Finding = Finding::warning(
    "UNSUPPORTED_SERVICE_IN_RCP",
    "A service that resource control policies do not reach",
    "Resource control policies bind the resources of some services only. A line about another service denies nothing.",
)
.remedy("deny it in a service control policy, which binds the principals of your accounts whatever the service")
.page("Resource control policies (RCPs)")
.example(
    Rcp,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "ec2:*",
      "Resource": "*",
      "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcd1234ef"}}
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcd1234ef"}}
    }
  ]
}"#,
);
/// An ARN with fewer than six parts.
pub const ARN_COMPLETED_WITH_WILDCARDS: Finding = Finding::warning(
    "ARN_COMPLETED_WITH_WILDCARDS",
    "An ARN with too few parts",
    "An ARN has six parts between colons. IAM takes a shorter one and puts `*` into every part that is missing, so \
     that it covers more than it seems to, or something else. The same ARN in a session policy is refused, and IAM \
     Access Analyzer calls it an error.",
)
.remedy("write all six parts; those that a service leaves empty keep their colons, as in `arn:aws:s3:::bucket`")
.page("Grammar of the IAM JSON policy language")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:reports/*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
);
/// The second part of an ARN is no partition.
pub const INVALID_PARTITION: Finding = Finding::warning(
    "INVALID_PARTITION",
    "No such partition",
    "The second part of an ARN names the partition, the group of regions that belong together: `aws` for nearly \
     everybody. With another word there the ARN is nobody's.",
)
.remedy("write `aws`, or `aws-cn` in China and `aws-us-gov` in GovCloud")
.page("Amazon Resource Names (ARNs)")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:amazon:s3:::reports/*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
);
/// The third part of an ARN has capital letters.
pub const INVALID_ARN_SERVICE_CASE: Finding = Finding::warning(
    "INVALID_ARN_SERVICE_CASE",
    "Capital letters in the service of an ARN",
    "Letter case means nothing in actions and everything in ARNs: services are written in small letters there, and \
     an ARN with a capital is nobody's.",
)
.remedy("write the service in small letters")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:S3:::reports/*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "S3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
);
/// The third part of an ARN is no service.
pub const INVALID_SERVICE: Finding = Finding::warning(
    "INVALID_SERVICE",
    "No such service in an ARN",
    "The third part of an ARN names the service that the resource belongs to. With a word that is no service's, the \
     ARN is nobody's, and the statement covers nothing by it.",
)
.remedy("write the service as its ARNs do; it is mostly the prefix of its actions")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamo:eu-west-1:111122223333:table/orders"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "dynamodb:GetItem",
      "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
    }
  ]
}"#,
);
/// The fourth part of an ARN is no region.
pub const INVALID_ARN_REGION: Finding = Finding::warning(
    "INVALID_ARN_REGION",
    "Not a region",
    "The fourth part of an ARN is a region such as `eu-west-1`, spelled to the letter. With anything else there the \
     ARN is nobody's.",
)
.remedy("write a region's code, or `*` for every region; an availability zone such as `eu-west-1a` is not a region")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1a:111122223333:orders"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"
    }
  ]
}"#,
);
/// The fifth part of an ARN is no account.
pub const INVALID_ARN_ACCOUNT: Finding = Finding::warning(
    "INVALID_ARN_ACCOUNT",
    "Not an account",
    "The fifth part of an ARN is the number of an account: twelve digits, without hyphens. With anything else there \
     the ARN is nobody's.",
)
.remedy("write the twelve digits of the account, with the zeros it begins with")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:1111-2222-3333:orders"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessage",
      "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"
    }
  ]
}"#,
);
/// A region in an ARN that has none.
pub const ARN_REGION_NOT_ALLOWED: Finding = Finding::warning(
    "ARN_REGION_NOT_ALLOWED",
    "A region where the ARN has none",
    "Some things belong to no region, such as roles, or leave it out of their ARNs, such as buckets: that part \
     stays empty. An ARN with a region in it is then nobody's.",
)
.remedy("take the region out and leave both colons")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:GetRole",
      "Resource": "arn:aws:iam:eu-west-1:111122223333:role/Deployer"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:GetRole",
      "Resource": "arn:aws:iam::111122223333:role/Deployer"
    }
  ]
}"#,
);
/// An account in an ARN that has none.
pub const ARN_ACCOUNT_NOT_ALLOWED: Finding = Finding::warning(
    "ARN_ACCOUNT_NOT_ALLOWED",
    "An account where the ARN has none",
    "Some ARNs do not say whose the thing is: the name of a bucket is the only one of its kind, so its ARN leaves \
     the account empty. An ARN with an account in it is then nobody's.",
)
.remedy("take the account out and leave both colons; who owns it is asked with the condition key `aws:ResourceAccount`")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3::111122223333:reports/*"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
);
/// No region in an ARN that has one.
pub const MISSING_ARN_REGION: Finding = Finding::warning(
    "MISSING_ARN_REGION",
    "No region in the ARN",
    "Such things live in a region, and their ARNs name it. An empty part is not a wildcard: it stands for itself, \
     and no such thing has an empty region.",
)
.remedy("write the region, or `*` for every region")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda::111122223333:function:resize"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:*:111122223333:function:resize"
    }
  ]
}"#,
);
/// No account in an ARN that has one.
pub const MISSING_ARN_ACCOUNT: Finding = Finding::warning(
    "MISSING_ARN_ACCOUNT",
    "No account in the ARN",
    "Such things belong to an account, and their ARNs name it. An empty part is not a wildcard: it stands for \
     itself, and no such thing has an empty account.",
)
.remedy("write the twelve digits of the account, or `*` for every account")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:GetRole",
      "Resource": "arn:aws:iam:::role/Deployer"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "iam:GetRole",
      "Resource": "arn:aws:iam::111122223333:role/Deployer"
    }
  ]
}"#,
);
/// The sixth part of an ARN is like none of the service's.
pub const INVALID_ARN_RESOURCE: Finding = Finding::warning(
    "INVALID_ARN_RESOURCE",
    "No resource of the service is named like this",
    "Behind the account an ARN mostly says what kind of thing it is and then its name, as in `role/Deployer`, and \
     each service has its own words and separators for it. An ARN of another form is nobody's.",
)
.remedy("write the kind as the service does, in its letter case, with `/` or `:` behind it")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:resize"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "lambda:InvokeFunction",
      "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:resize"
    }
  ]
}"#,
);
/// Actions and resources of a statement do not go together.
pub const RESOURCE_DOES_NOT_FIT_ACTION: Finding = Finding::warning(
    "RESOURCE_DOES_NOT_FIT_ACTION",
    "A resource that the action does not work on",
    "Each action works on resources of certain types, and AWS asks about that very resource: for `s3:GetObject` \
     about an object, `arn:aws:s3:::bucket/key`, for `s3:ListBucket` about the bucket, `arn:aws:s3:::bucket`. When \
     no resource of the statement is of such a type, the action is neither allowed nor denied by it. This is saved \
     without a word and is the commonest way to allow nothing.",
)
.remedy("name a resource of a type that the action works on; when actions work on different types, name one of each")
.page("Required permissions for Amazon S3 API operations")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}"#,
);
/// An action that takes `*` only stands among resources by name.
pub const ACTION_NEEDS_ALL_RESOURCES: Finding = Finding::warning(
    "ACTION_NEEDS_ALL_RESOURCES",
    "An action that works on no particular resource",
    "Some actions are about no resource that has an ARN: listing all buckets, describing all instances. AWS then \
     asks about the resource `*`, which nothing but `*` covers.",
)
.remedy("put the action into a statement with `\"Resource\": \"*\"`; narrow it with conditions where it takes any")
.page("AWS JSON policy elements: Resource")
.example(
    Identity,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListBucket", "s3:ListAllMyBuckets"],
      "Resource": "arn:aws:s3:::reports"
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListAllMyBuckets",
      "Resource": "*"
    }
  ]
}"#,
);
/// A resource that the statement has no action for.
pub const RESOURCE_WITHOUT_ACTION: Finding = Finding::suggestion(
    "RESOURCE_WITHOUT_ACTION",
    "A resource that no action of the statement works on",
    "The other resources serve the actions; this one does nothing here. It is either left over, or the action that \
     it was meant for is missing.",
)
.remedy("delete the resource, or add the action that works on it")
.page("Required permissions for Amazon S3 API operations")
.example(
    Identity,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListBucket", "s3:GetObject"],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}"#,
);

/// In the order in which a person meets them.
pub(in crate::iam) const NAMES: &[Finding] = &[
    INVALID_SERVICE_IN_ACTION,
    INVALID_ACTION,
    FORMER_ACTION,
    NO_ACTION_FOR_WILDCARD,
    UNSUPPORTED_SERVICE_IN_RCP,
    ARN_COMPLETED_WITH_WILDCARDS,
    INVALID_PARTITION,
    INVALID_ARN_SERVICE_CASE,
    INVALID_SERVICE,
    INVALID_ARN_REGION,
    INVALID_ARN_ACCOUNT,
    ARN_REGION_NOT_ALLOWED,
    ARN_ACCOUNT_NOT_ALLOWED,
    MISSING_ARN_REGION,
    MISSING_ARN_ACCOUNT,
    INVALID_ARN_RESOURCE,
    RESOURCE_DOES_NOT_FIT_ACTION,
    ACTION_NEEDS_ALL_RESOURCES,
    RESOURCE_WITHOUT_ACTION,
];
