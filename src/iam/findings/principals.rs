//! What is found in principals: who is let in, and what must be asked of them.

use super::Finding;
use crate::iam::policy::PolicyKind::{Resource, Trust};

/// `*` with nothing that narrows it.
pub const STAR_IN_PRINCIPAL_WITHOUT_CONDITION: Finding = Finding::security(
    "STAR_IN_PRINCIPAL_WITHOUT_CONDITION",
    "Open to everybody in the world",
    "`*` means everybody, in every account of AWS. A trust policy with it leaves the role to anybody who knows its \
     ARN.",
)
.remedy(
    "Name those who are meant. If they cannot be named, keep `*` and add a condition that says who they are, \
    such as `aws:PrincipalOrgID`.",
)
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "*" },
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
/// `*` without the type that a trust policy wants.
pub const ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: Finding = Finding::warning(
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "The bare `\"*\"` in a trust policy",
    "AWS's policy check calls it an error in trust policies; `{\"AWS\": \"*\"}` is the form that it takes.",
)
.remedy("Write `{\"AWS\": \"*\"}`, and keep the condition that narrows it.")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": "*",
    "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-lab1234567" } }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "*" },
    "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-lab1234567" } }
  }
}"#,
);
/// A way in that the principal does not have.
pub const MISMATCHED_ACTION_FOR_PRINCIPAL: Finding = Finding::warning(
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
    "An action by which this principal does not assume roles",
    "There are three ways in: `sts:AssumeRole` for users, roles and services, `sts:AssumeRoleWithSAML` for SAML \
     providers, `sts:AssumeRoleWithWebIdentity` for OpenID Connect. With the wrong one the statement lets nobody \
     in.",
)
.remedy("Write the action that fits the principal.")
.example(
    Trust,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "login.example.com:sub": "ann" } }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "login.example.com:sub": "ann" } }
  }
}"#,
);
/// GitHub's provider without a condition on the subject.
pub const MISSING_GITHUB_REPO_CONDITION_KEY: Finding = Finding::error(
    "MISSING_GITHUB_REPO_CONDITION_KEY",
    &["OIDC_CLAIM"],
    "GitHub trusted without asking for the repository",
    "GitHub signs tokens for everybody's workflows with one key. Only the claim `sub` says whose a token is, so \
     IAM refuses to save a trust policy that does not look at it.",
)
.remedy(
    "Add a condition on `token.actions.githubusercontent.com:sub` with owner, repository and branch. A \
    repository made or moved after July 2026 carries numbers: `repo:OWNER@ID/REPOSITORY@ID:...`; look at the `sub` \
    of a real run.",
)
.page("Identity-provider controls for shared OIDC providers")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
      }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main"
      }
    }
  }
}"#,
);
/// A shared provider without a condition on the claim that IAM demands.
pub const MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER: Finding = Finding::error(
    "MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER",
    &["OIDC_CLAIM"],
    "A shared identity provider trusted without asking whose token it is",
    "All customers of such a provider get tokens from the same issuer. IAM knows for each of them the claim that \
     tells customers apart, and refuses to save a trust policy that does not look at it.",
)
.remedy("Add a condition on the claim: `sub` for most, `aud` for Amazon Cognito, Pulumi and Vercel.")
.page("Identity-provider controls for shared OIDC providers")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/gitlab.com" },
    "Action": "sts:AssumeRoleWithWebIdentity"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/gitlab.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "gitlab.com:sub": "project_path:acme/shop:ref_type:branch:ref:main" } }
  }
}"#,
);
/// A pattern where a repository and branch should stand.
pub const SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: Finding = Finding::warning(
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
    "A wildcard in GitHub's `sub`",
    "Whoever can push to any branch that fits can get the role, and with a wildcard in the owner's or repository's \
     name anybody on GitHub can make one that fits.",
)
.remedy(
    "Name owner, repository and branch. If `sub` cannot name the branch, ask for it with \
    `token.actions.githubusercontent.com:ref`.",
)
.example(
    Trust,
    10,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      "StringLike": {
        "token.actions.githubusercontent.com:sub": "repo:acme/*"
      }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main"
      }
    }
  }
}"#,
);
/// An OpenID Connect provider without a condition on its claims.
pub const MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: Finding = Finding::security(
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    "An OpenID Connect provider trusted without any claim",
    "Without a condition every token that the provider signs opens the role, whoever it was made for.",
)
.remedy("Add a condition on a claim of the token, such as `login.example.com:sub`.")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRoleWithWebIdentity"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "login.example.com:sub": "ann" } }
  }
}"#,
);
/// A set operator where a token has one value.
pub const CONFIRM_AUDIENCE_CLAIM_TYPE: Finding = Finding::suggestion(
    "CONFIRM_AUDIENCE_CLAIM_TYPE",
    "A set operator on the audience of a token",
    "`aud` names for whom a token was made, commonly one receiver. A set operator is for keys with several values, \
     and `ForAllValues` also holds when the key is not there at all.",
)
.remedy("Take `ForAllValues:` or `ForAnyValue:` away, unless the tokens of this provider list several audiences.")
.example(
    Trust,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "ForAnyValue:StringEquals": { "login.example.com:aud": "shop" }
    }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:oidc-provider/login.example.com" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {
      "StringEquals": { "login.example.com:aud": "shop" }
    }
  }
}"#,
);
/// A SAML provider without a condition on the audience.
pub const MISSING_AUDIENCE_FOR_SAML_PRINCIPAL: Finding = Finding::suggestion(
    "MISSING_AUDIENCE_FOR_SAML_PRINCIPAL",
    "A SAML provider trusted without `SAML:aud`",
    "`SAML:aud` says where the assertion was sent. Asking for it keeps assertions that were made for another place \
     out.",
)
.remedy("Add a condition on `SAML:aud`; for sign-in to the console it is `https://signin.aws.amazon.com/saml`.")
.page("IAM and AWS STS condition context keys")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:saml-provider/Staff" },
    "Action": "sts:AssumeRoleWithSAML"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:saml-provider/Staff" },
    "Action": "sts:AssumeRoleWithSAML",
    "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }
  }
}"#,
);
/// An account that may be a third party's.
pub const MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL: Finding = Finding::suggestion(
    "MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL",
    "An account trusted as a whole, without an external id",
    "If the account is another company's that works for many customers, one customer can have it use the role of \
     another: it is a confused deputy. The external id that it gives to each customer prevents that.",
)
.remedy(
    "Ask the company for your external id and add a condition on `sts:ExternalId`. Between accounts of your \
    own nothing is missing.",
)
.page("How to use an external ID")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::777788889999:root" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::777788889999:root" },
    "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "sts:ExternalId": "acme-4711" } }
  }
}"#,
);
/// A service principal without a condition on the source.
pub const RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: Finding = Finding::security(
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    "A service let in on anybody's behalf",
    "A service acts for all its customers. Without a condition on the source another customer's topic, rule or \
     bucket can use it to reach yours: the service is a confused deputy.",
)
.remedy("Add a condition on `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`.")
.page("The confused deputy problem")
.example(
    Resource,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "sns.amazonaws.com" },
    "Action": "sqs:SendMessage",
    "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "sns.amazonaws.com" },
    "Action": "sqs:SendMessage",
    "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders",
    "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
  }
}"#,
);
/// `aws:Referer` where a source key belongs.
pub const RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: Finding = Finding::suggestion(
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    "A service narrowed by the wrong key",
    "`aws:Referer` is a text that the sender makes up. For a service there are keys that say for whom it acts.",
)
.remedy("Compare `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID` instead.")
.example(
    Resource,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "ses.amazonaws.com" },
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": { "StringEquals": { "aws:Referer": "111122223333" } }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "ses.amazonaws.com" },
    "Action": "s3:PutObject",
    "Resource": "arn:aws:s3:::reports/*",
    "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
  }
}"#,
);
/// A service principal with a slip in its name.
pub const UNKNOWN_SERVICE_PRINCIPAL: Finding = Finding::warning(
    "UNKNOWN_SERVICE_PRINCIPAL",
    "A service principal that is not known",
    "The name has the right form and is none of the services known here, but near one. A service that does not \
     exist never assumes the role.",
)
.remedy("Write the service principal as its guide has it.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "lamda.amazonaws.com" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "lambda.amazonaws.com" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// `sts:*` and the like.
pub const STAR_IN_ACTION_OF_ROLE_TRUST_POLICY: Finding = Finding::warning(
    "STAR_IN_ACTION_OF_ROLE_TRUST_POLICY",
    "A wildcard in the actions of a trust policy",
    "`sts:*` allows every way of assuming the role, session tags and a source identity too, where one action was \
     meant.",
)
.remedy(
    "Name the action that fits the principal, and `sts:TagSession` or `sts:SetSourceIdentity` only if callers \
    are to use them.",
)
.example(
    Trust,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:*"
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
/// A key that comes only with an action that is not allowed.
pub const MISSING_ACTION_FOR_CONDITION_KEY: Finding = Finding::warning(
    "MISSING_ACTION_FOR_CONDITION_KEY",
    "A condition on what nobody may bring along",
    "Session tags come with `sts:TagSession` and a source identity with `sts:SetSourceIdentity`. Without that \
     action a caller who brings them is refused, and one who does not fails the condition.",
)
.remedy("Add the action to the statement.")
.example(
    Trust,
    7,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": "sts:AssumeRole",
    "Condition": { "StringEquals": { "aws:RequestTag/team": "shop" } }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" },
    "Action": ["sts:AssumeRole", "sts:TagSession"],
    "Condition": { "StringEquals": { "aws:RequestTag/team": "shop" } }
  }
}"#,
);
/// The three actions of Roles Anywhere.
pub const MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: Finding = Finding::warning(
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    "Roles Anywhere without one of its three actions",
    "Roles Anywhere assumes the role, tags the session and sets its source identity, all in one call, which fails \
     if one of the three is not allowed.",
)
.remedy("Allow `sts:AssumeRole`, `sts:TagSession` and `sts:SetSourceIdentity`.")
.page("The IAM Roles Anywhere trust model")
.example(
    Trust,
    6,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "rolesanywhere.amazonaws.com" },
    "Action": "sts:AssumeRole",
    "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/4711" } }
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Service": "rolesanywhere.amazonaws.com" },
    "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/4711" } }
  }
}"#,
);
/// `AROA...` where a role should stand.
pub const INVALID_ROLE_REFERENCE: Finding = Finding::warning(
    "INVALID_ROLE_REFERENCE",
    "The id of a role that was deleted",
    "IAM keeps a role in a trust policy by its unique id. When the role is deleted the id is all that is left, and \
     a new role of the same name has another one.",
)
.remedy("Name the role by its ARN again, or take the id out.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "AROAEXAMPLEEXAMPLE123" },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::111122223333:role/Deployer" },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// `AIDA...` where a user should stand.
pub const INVALID_USER_REFERENCE: Finding = Finding::warning(
    "INVALID_USER_REFERENCE",
    "The id of a user who was deleted",
    "IAM keeps a user in a trust policy by the unique id. When the user is deleted the id is all that is left, and \
     a new user of the same name has another one.",
)
.remedy("Name the user by the ARN again, or take the id out.")
.page("AWS JSON policy elements: Principal")
.example(
    Trust,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "AIDAEXAMPLEEXAMPLE123" },
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
/// A session that its role covers.
pub const REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: Finding = Finding::suggestion(
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
    "A session named beside its role",
    "The role stands for all of its sessions, so the session beside it changes nothing.",
)
.remedy("Keep the role; or keep the session alone, if no other is to get in.")
.example(
    Trust,
    8,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {
      "AWS": [
        "arn:aws:iam::111122223333:role/Deployer",
        "arn:aws:sts::111122223333:assumed-role/Deployer/nightly"
      ]
    },
    "Action": "sts:AssumeRole"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": {
      "AWS": [
        "arn:aws:iam::111122223333:role/Deployer",
        "arn:aws:sts::111122223333:assumed-role/Reporter/nightly"
      ]
    },
    "Action": "sts:AssumeRole"
  }
}"#,
);
/// `Federated` where only callers of the resource may stand.
pub const FEDERATED_PRINCIPAL_NOT_SUPPORTED: Finding = Finding::warning(
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    "An identity provider in the policy of a resource",
    "People who sign in through a provider assume a role first and reach the resource as its session. The provider \
     itself never calls, so the statement matches nobody.",
)
.remedy("Name the role under `AWS`; the provider belongs in that role's trust policy.")
.example(
    Resource,
    5,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::444455556666:saml-provider/Staff" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
    r#"{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "arn:aws:iam::444455556666:role/Staff" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::reports/*"
  }
}"#,
);

/// In the order in which a person meets them.
pub(in crate::iam) const PRINCIPALS: &[Finding] = &[
    STAR_IN_PRINCIPAL_WITHOUT_CONDITION,
    ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
    MISMATCHED_ACTION_FOR_PRINCIPAL,
    MISSING_GITHUB_REPO_CONDITION_KEY,
    MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER,
    SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED,
    MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL,
    CONFIRM_AUDIENCE_CLAIM_TYPE,
    MISSING_AUDIENCE_FOR_SAML_PRINCIPAL,
    MISSING_EXTERNAL_ID_FOR_ACCOUNT_PRINCIPAL,
    RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL,
    RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL,
    UNKNOWN_SERVICE_PRINCIPAL,
    STAR_IN_ACTION_OF_ROLE_TRUST_POLICY,
    MISSING_ACTION_FOR_CONDITION_KEY,
    MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY,
    INVALID_ROLE_REFERENCE,
    INVALID_USER_REFERENCE,
    REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY,
    FEDERATED_PRINCIPAL_NOT_SUPPORTED,
];
