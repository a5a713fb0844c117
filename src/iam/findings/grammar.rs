//! What AWS refuses by the grammar of the policy language, by its quotas, and what the old language does silently.

use super::Finding;

/// The text is not JSON.
pub const JSON_SYNTAX_ERROR: Finding = Finding::error(
    "JSON_SYNTAX_ERROR",
    &["BAD_JSON"],
    "The text is not JSON",
    "A policy must be JSON to the letter: AWS does not guess what a slip was meant to be.",
);
/// A member's name stands twice in one object.
pub const DUPLICATE_KEY: Finding = Finding::error(
    "DUPLICATE_KEY",
    &["DUPLICATE_KEY"],
    "The same key twice in one object",
    "AWS refuses a repeated key, where most JSON readers would silently keep the last one.",
);
/// A character outside the policy language's set.
pub const UNSUPPORTED_CHARACTER: Finding = Finding::error(
    "UNSUPPORTED_CHARACTER",
    &["BAD_CHARACTER"],
    "A character that policies cannot hold",
    "A policy may hold tab, line feed, carriage return and the characters U+0020 to U+00FF only.",
);
/// The document is a list, a string, a number.
pub const POLICY_NOT_AN_OBJECT: Finding = Finding::error(
    "POLICY_NOT_AN_OBJECT",
    &["NOT_AN_OBJECT"],
    "The document is not an object",
    "A policy document is exactly one JSON object, from `{` to `}`.",
);
/// A value of the wrong JSON type.
pub const DATA_TYPE_MISMATCH: Finding = Finding::error(
    "DATA_TYPE_MISMATCH",
    &[
        "NOT_AN_OBJECT",
        "BAD_VERSION",
        "BAD_SID",
        "BAD_EFFECT",
        "BAD_PRINCIPAL",
        "BAD_ACTION",
        "BAD_RESOURCE",
        "BAD_OPERATOR",
        "BAD_CONDITION_VALUE",
    ],
    "A value of the wrong JSON type",
    "Each element takes certain JSON types only, mostly a string or a list of strings, and never `null`.",
);
/// An element name the policy language does not have.
pub const INVALID_POLICY_ELEMENT: Finding = Finding::error(
    "INVALID_POLICY_ELEMENT",
    &["UNKNOWN_ELEMENT"],
    "No such policy element",
    "The names of elements are fixed and case-sensitive, and AWS refuses any other.",
);
/// `Version` is not one of the two dates.
pub const INVALID_VERSION: Finding = Finding::error(
    "INVALID_VERSION",
    &["BAD_VERSION"],
    "No such version of the policy language",
    "`Version` names the policy language, of which there are two: `2012-10-17` and `2008-10-17`; it is not a date of yours.",
);
/// `Id` where it may not stand.
pub const UNSUPPORTED_ID: Finding = Finding::error(
    "UNSUPPORTED_ID",
    &["FORBIDDEN_ID"],
    "`Id` in a policy that has none",
    "`Id` belongs to policies that are attached to resources.",
);
/// No `Statement`.
pub const MISSING_STATEMENT: Finding = Finding::error(
    "MISSING_STATEMENT",
    &["MISSING_STATEMENT"],
    "No `Statement`",
    "All that a policy says, it says in its statements.",
);
/// `Statement` is an empty list.
pub const EMPTY_ARRAY_STATEMENT: Finding = Finding::error(
    "EMPTY_ARRAY_STATEMENT",
    &["EMPTY_STATEMENT"],
    "`Statement` is an empty list",
    "A policy needs at least one statement.",
);
/// An element and its `Not` form in one statement.
pub const UNSUPPORTED_ELEMENT_COMBINATION: Finding = Finding::error(
    "UNSUPPORTED_ELEMENT_COMBINATION",
    &["BOTH_X_AND_NOT_X"],
    "An element together with its opposite",
    "`Action` and `NotAction` exclude each other, and so do the other pairs: a statement has one of the two.",
);
/// No `Effect`.
pub const MISSING_EFFECT: Finding = Finding::error(
    "MISSING_EFFECT",
    &["MISSING_EFFECT"],
    "No `Effect`",
    "Nothing is allowed or denied by default in a statement: it has to say which.",
);
/// `Effect` is neither of its two words.
pub const INVALID_EFFECT: Finding = Finding::error(
    "INVALID_EFFECT",
    &["BAD_EFFECT"],
    "`Effect` is neither `Allow` nor `Deny`",
    "There are two effects, and their spelling counts.",
);
/// A `Sid` with other characters than letters and digits.
pub const UNSUPPORTED_SID: Finding = Finding::error(
    "UNSUPPORTED_SID",
    &["BAD_SID"],
    "A character that a `Sid` cannot hold",
    "In policies that IAM stores, a `Sid` is made of the letters A-Z and a-z and of digits.",
);
/// A `Sid` that stands twice.
pub const UNIQUE_SIDS_REQUIRED: Finding = Finding::error(
    "UNIQUE_SIDS_REQUIRED",
    &["DUPLICATE_SID"],
    "The same `Sid` twice",
    "A `Sid` is a statement's name, and a name stands once in a policy.",
);
/// A `Sid` of no characters.
pub const EMPTY_SID_VALUE: Finding = Finding::suggestion(
    "EMPTY_SID_VALUE",
    "An empty `Sid`",
    "A `Sid` names a statement for those who read it and for AWS's reports; an empty one names nothing.",
);
/// Neither `Action` nor `NotAction`.
pub const MISSING_ACTION: Finding = Finding::error(
    "MISSING_ACTION",
    &["MISSING_ACTION"],
    "No `Action`",
    "A statement has to say which actions it speaks of, with `Action` or `NotAction`.",
);
/// `Action` is an empty list.
pub const EMPTY_ARRAY_ACTION: Finding = Finding::error(
    "EMPTY_ARRAY_ACTION",
    &["EMPTY_ARRAY"],
    "An empty list of actions",
    "A list with nothing in it speaks of nothing.",
);
/// A list of principals is empty.
pub const EMPTY_ARRAY_PRINCIPAL: Finding = Finding::error(
    "EMPTY_ARRAY_PRINCIPAL",
    &["EMPTY_ARRAY"],
    "An empty list of principals",
    "A list with nobody in it names nobody.",
);
/// `Resource` is an empty list.
pub const EMPTY_ARRAY_RESOURCE: Finding = Finding::error(
    "EMPTY_ARRAY_RESOURCE",
    &["EMPTY_ARRAY"],
    "An empty list of resources",
    "A list with nothing in it speaks of nothing.",
);
/// A condition key with an empty list.
pub const EMPTY_ARRAY_CONDITION: Finding = Finding::error(
    "EMPTY_ARRAY_CONDITION",
    &["EMPTY_ARRAY"],
    "A condition key with no values",
    "A condition compares the request with at least one value.",
);
/// `Principal` is `{}`.
pub const EMPTY_OBJECT_PRINCIPAL: Finding = Finding::error(
    "EMPTY_OBJECT_PRINCIPAL",
    &["BAD_PRINCIPAL"],
    "A `Principal` that names nobody",
    "`Principal` has to name somebody, or everybody with `\"*\"`.",
);
/// A text that is no action.
pub const INVALID_ACTION_FORMAT: Finding = Finding::error(
    "INVALID_ACTION_FORMAT",
    &["BAD_ACTION"],
    "Not the form of an action",
    "An action is `service:Name`, with wildcards in the name only, or `*` for all.",
);
/// A trust policy with an action of another service.
pub const UNSUPPORTED_ACTION_IN_POLICY: Finding = Finding::error(
    "UNSUPPORTED_ACTION_IN_POLICY",
    &["TRUST_ACTION"],
    "An action that this kind of policy cannot speak of",
    "A trust policy decides who may assume the role, so it takes actions of STS only.",
);
/// No `Principal` where one is needed.
pub const MISSING_PRINCIPAL: Finding = Finding::error(
    "MISSING_PRINCIPAL",
    &["MISSING_PRINCIPAL"],
    "No `Principal`",
    "A policy that is attached to a role or another resource has to say whom it speaks of.",
);
/// `Principal` where none may stand.
pub const UNSUPPORTED_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_PRINCIPAL",
    &["FORBIDDEN_PRINCIPAL"],
    "`Principal` in a policy that has none",
    "A policy attached to a user, group or role speaks of those it is attached to, and of nobody else.",
);
/// `Principal` in a service control policy.
pub const SCP_SYNTAX_ERROR_PRINCIPAL: Finding = Finding::error(
    "SCP_SYNTAX_ERROR_PRINCIPAL",
    &["FORBIDDEN_PRINCIPAL"],
    "`Principal` in a service control policy",
    "A service control policy speaks of all principals of the accounts it is attached to.",
);
/// `NotPrincipal` where it may not stand.
pub const UNSUPPORTED_NOT_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_NOT_PRINCIPAL",
    &["FORBIDDEN_NOTPRINCIPAL"],
    "`NotPrincipal` in a policy that has none",
    "`NotPrincipal` belongs to policies that are attached to resources such as buckets and queues.",
);
/// `NotPrincipal` in a trust policy.
pub const ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: Finding = Finding::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    &["FORBIDDEN_NOTPRINCIPAL"],
    "`NotPrincipal` in a trust policy",
    "A trust policy names those it speaks of; it cannot speak of everybody else.",
);
/// `NotPrincipal` with `Allow`.
pub const ALLOW_WITH_NOT_PRINCIPAL: Finding = Finding::error(
    "ALLOW_WITH_NOT_PRINCIPAL",
    &["ALLOW_NOTPRINCIPAL"],
    "`NotPrincipal` with `Allow`",
    "It would let in everybody in the world but the ones named, so AWS takes `NotPrincipal` with `Deny` only.",
);
/// `Principal` of the wrong shape.
pub const INVALID_PRINCIPAL_FORMAT: Finding = Finding::error(
    "INVALID_PRINCIPAL_FORMAT",
    &["BAD_PRINCIPAL"],
    "Not the form of a `Principal`",
    "`Principal` is `\"*\"` or an object that says of which type each principal is.",
);
/// A key of `Principal` that does not exist.
pub const INVALID_PRINCIPAL_KEY: Finding = Finding::error(
    "INVALID_PRINCIPAL_KEY",
    &["BAD_PRINCIPAL"],
    "No such type of principal",
    "The types are `AWS`, `Service`, `Federated` and `CanonicalUser`, and their spelling counts.",
);
/// A value of `Principal` that names nobody.
pub const INVALID_PRINCIPAL: Finding = Finding::error(
    "INVALID_PRINCIPAL",
    &["BAD_PRINCIPAL"],
    "Not a principal",
    "AWS looks principals up when a policy is saved, and refuses what cannot be one.",
);
/// A service principal of the wrong form.
pub const INVALID_SERVICE_PRINCIPAL_FORMAT: Finding = Finding::error(
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    &["BAD_PRINCIPAL"],
    "Not the name of a service principal",
    "A service is named as in `ec2.amazonaws.com`.",
);
/// A federated principal of the wrong form.
pub const INVALID_FEDERATED_PRINCIPAL: Finding = Finding::error(
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    &["BAD_PRINCIPAL"],
    "Not an identity provider",
    "An identity provider is named by its ARN, or by its domain if it is one that AWS knows.",
);
/// A wildcard inside a principal.
pub const UNSUPPORTED_WILDCARD_IN_PRINCIPAL: Finding = Finding::error(
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    &["WILDCARD_PRINCIPAL"],
    "A wildcard inside a principal",
    "A principal is named in full; `*` alone means everybody, and a pattern belongs in a condition on `aws:PrincipalArn`.",
);
/// `Resource` in a trust policy.
pub const ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: Finding = Finding::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
    &["FORBIDDEN_RESOURCE"],
    "`Resource` in a trust policy",
    "The resource of a trust policy is the role it is attached to, so it is never written.",
);
/// Neither `Resource` nor `NotResource`.
pub const MISSING_RESOURCE: Finding = Finding::error(
    "MISSING_RESOURCE",
    &["MISSING_RESOURCE"],
    "No `Resource`",
    "A statement has to say which resources it speaks of, with `Resource` or `NotResource`; `\"*\"` means all.",
);
/// A resource that does not begin as an ARN does.
pub const INVALID_ARN_PREFIX: Finding = Finding::error(
    "INVALID_ARN_PREFIX",
    &["BAD_RESOURCE"],
    "Not an ARN",
    "A resource is named by its ARN, which begins with `arn:`, or by `*`.",
);
/// A resource of the wrong form.
pub const INVALID_RESOURCE_FORMAT: Finding = Finding::error(
    "INVALID_RESOURCE_FORMAT",
    &["BAD_RESOURCE"],
    "Not the form of a resource",
    "An ARN has six parts, and the third, the service, is written out.",
);
/// A session policy with a shortened ARN.
pub const MISSING_ARN_FIELD: Finding = Finding::error(
    "MISSING_ARN_FIELD",
    &["BAD_RESOURCE"],
    "An ARN with too few parts",
    "STS refuses a session policy whose ARNs do not have all six parts, where other policies have the rest filled in with `*`.",
);
/// A resource control policy about somebody in particular.
pub const RCP_SYNTAX_ERROR_PRINCIPAL: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_PRINCIPAL",
    &["RCP_PRINCIPAL"],
    "A resource control policy about somebody in particular",
    "A resource control policy speaks of everybody: its `Principal` is `\"*\"`, and a condition narrows it.",
);
/// A resource control policy with `Allow`.
pub const RCP_SYNTAX_ERROR_ALLOW: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_ALLOW",
    &["RCP_ALLOW"],
    "A resource control policy with `Allow`",
    "The one that allows all is AWS's own and always attached; those one writes can only deny.",
);
/// A resource control policy with `NotAction`.
pub const RCP_SYNTAX_ERROR_NOTACTION: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_NOTACTION",
    &["RCP_NOTACTION"],
    "A resource control policy with `NotAction`",
    "Resource control policies cover some services only, so they name the actions they deny.",
);
/// A resource control policy about every action.
pub const RCP_SYNTAX_ERROR_ACTION: Finding = Finding::error(
    "RCP_SYNTAX_ERROR_ACTION",
    &["RCP_ACTION_STAR"],
    "A resource control policy about every action",
    "Resource control policies cover some services only, so each action names its service.",
);
/// A condition operator that does not exist.
pub const INVALID_CONDITION_OPERATOR: Finding = Finding::error(
    "INVALID_CONDITION_OPERATOR",
    &["BAD_OPERATOR"],
    "No such condition operator",
    "The operators are fixed and their spelling counts; each key of `Condition` is one.",
);
/// A condition value that its operator cannot compare.
pub const INVALID_CONDITION_VALUE: Finding = Finding::error(
    "INVALID_CONDITION_VALUE",
    &["BAD_CONDITION_VALUE"],
    "A value that its operator cannot compare",
    "Each family of operators takes values of one form: numbers, dates, address ranges, `true` and `false`.",
);
/// A policy for users, groups and roles beyond its quota.
pub const POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a managed policy may be",
    "A managed policy holds 6,144 characters, white space outside strings not counted.",
);
/// A trust policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a trust policy may be",
    "A trust policy holds 2,048 characters, white space outside strings not counted, unless the account's quota was raised.",
);
/// A session policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
    &["TOO_LARGE"],
    "Longer than a session policy may be",
    "A session policy is sent with the request and holds 2,048 characters as sent.",
);
/// A service control policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_SCP_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    &["TOO_LARGE"],
    "Longer than a service control policy may be",
    "A service control policy holds 10,240 characters, white space included.",
);
/// A resource control policy beyond its quota.
pub const POLICY_SIZE_EXCEEDS_RCP_QUOTA: Finding = Finding::error(
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    &["TOO_LARGE"],
    "Longer than a resource control policy may be",
    "A resource control policy holds 5,120 characters, white space included.",
);
/// No `Version`.
pub const MISSING_VERSION: Finding = Finding::warning(
    "MISSING_VERSION",
    "No `Version`",
    "Without it the old language of 2008 is meant, in which `${...}` is plain text.",
);
/// `${...}` in a document of the old language.
pub const VARIABLE_UNSUPPORTED_IN_VERSION: Finding = Finding::warning(
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    "A variable in a document of the old language",
    "Without `\"Version\": \"2012-10-17\"` the characters `${...}` stand for themselves, and so match nothing real.",
);
/// A wildcard under an operator that compares letter by letter.
pub const WILDCARD_WITHOUT_LIKE_OPERATOR: Finding = Finding::warning(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    "A wildcard under an operator that has none",
    "`StringEquals` and its relatives compare letter by letter, so `*` and `?` stand for themselves.",
);

/// In the order in which a person meets them.
pub(in crate::iam) const GRAMMAR: &[Finding] = &[
    JSON_SYNTAX_ERROR,
    UNSUPPORTED_CHARACTER,
    DUPLICATE_KEY,
    POLICY_NOT_AN_OBJECT,
    DATA_TYPE_MISMATCH,
    INVALID_POLICY_ELEMENT,
    INVALID_VERSION,
    UNSUPPORTED_ID,
    MISSING_STATEMENT,
    EMPTY_ARRAY_STATEMENT,
    UNSUPPORTED_ELEMENT_COMBINATION,
    MISSING_EFFECT,
    INVALID_EFFECT,
    UNSUPPORTED_SID,
    UNIQUE_SIDS_REQUIRED,
    EMPTY_SID_VALUE,
    MISSING_PRINCIPAL,
    UNSUPPORTED_PRINCIPAL,
    SCP_SYNTAX_ERROR_PRINCIPAL,
    UNSUPPORTED_NOT_PRINCIPAL,
    ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL,
    ALLOW_WITH_NOT_PRINCIPAL,
    INVALID_PRINCIPAL_FORMAT,
    INVALID_PRINCIPAL_KEY,
    INVALID_PRINCIPAL,
    INVALID_SERVICE_PRINCIPAL_FORMAT,
    INVALID_FEDERATED_PRINCIPAL,
    UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
    EMPTY_ARRAY_PRINCIPAL,
    EMPTY_OBJECT_PRINCIPAL,
    MISSING_ACTION,
    INVALID_ACTION_FORMAT,
    UNSUPPORTED_ACTION_IN_POLICY,
    EMPTY_ARRAY_ACTION,
    MISSING_RESOURCE,
    ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE,
    INVALID_ARN_PREFIX,
    INVALID_RESOURCE_FORMAT,
    MISSING_ARN_FIELD,
    EMPTY_ARRAY_RESOURCE,
    INVALID_CONDITION_OPERATOR,
    INVALID_CONDITION_VALUE,
    EMPTY_ARRAY_CONDITION,
    RCP_SYNTAX_ERROR_PRINCIPAL,
    RCP_SYNTAX_ERROR_ALLOW,
    RCP_SYNTAX_ERROR_NOTACTION,
    RCP_SYNTAX_ERROR_ACTION,
    POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA,
    POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA,
    POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA,
    POLICY_SIZE_EXCEEDS_SCP_QUOTA,
    POLICY_SIZE_EXCEEDS_RCP_QUOTA,
    MISSING_VERSION,
    VARIABLE_UNSUPPORTED_IN_VERSION,
    WILDCARD_WITHOUT_LIKE_OPERATOR,
];
