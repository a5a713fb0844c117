use super::*;
use crate::iam::explain::{access_denied_form, denied_words, unknown_words};
use crate::iam::request::{Context, Flags, Request, ResourceKind};
use crate::iam::trace::{Layer, Reason};

const USER: &str = "arn:aws:iam::111122223333:user/team/ann";
const SESSION_ARN: &str = "arn:aws:sts::111122223333:assumed-role/App/s1";
const BUCKET: &str = "arn:aws:s3:::data";
const HEAD: &str = "User: arn:aws:iam::111122223333:user/team/ann is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::data";

/// Principal, action, resource, what denied and how, the policy's ARN.
type Told = (String, String, Option<String>, Option<(DenyingPolicy, bool, Option<String>)>);

fn told(text: &str) -> Told {
    let read = read_message(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let denial = read.denial.map(|denial| (denial.policy, denial.explicit, denial.policy_arn));
    (read.principal.arn, read.action, read.resource, denial)
}

fn is(denial: Option<(DenyingPolicy, bool, Option<&str>)>) -> Told {
    let denial = denial.map(|(policy, explicit, arn)| (policy, explicit, arn.map(str::to_owned)));
    (USER.to_owned(), "s3:ListBucket".to_owned(), Some(BUCKET.to_owned()), denial)
}

/// The documented contexts: what a message says of the policy, and what that means.
const CONTEXTS: [(&str, DenyingPolicy, bool, Option<&str>); 20] = [
    ("because no identity-based policy allows the s3:ListBucket action", DenyingPolicy::Identity, false, None),
    ("with an explicit deny in an identity-based policy", DenyingPolicy::Identity, true, None),
    (
        "with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/Stop",
        DenyingPolicy::Identity,
        true,
        Some("arn:aws:iam::111122223333:policy/Stop"),
    ),
    ("because no permissions boundary allows the s3:ListBucket action", DenyingPolicy::Boundary, false, None),
    ("with an explicit deny in a permissions boundary", DenyingPolicy::Boundary, true, None),
    (
        "with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/Edge",
        DenyingPolicy::Boundary,
        true,
        Some("arn:aws:iam::111122223333:policy/Edge"),
    ),
    ("because no session policy allows the s3:ListBucket action", DenyingPolicy::Session, false, None),
    ("with an explicit deny in a session policy", DenyingPolicy::Session, true, None),
    (
        "with an explicit deny in a session policy: arn:aws:iam::111122223333:policy/Narrow",
        DenyingPolicy::Session,
        true,
        Some("arn:aws:iam::111122223333:policy/Narrow"),
    ),
    ("because no service control policy allows the s3:ListBucket action", DenyingPolicy::Scp, false, None),
    ("with an explicit deny in a service control policy", DenyingPolicy::Scp, true, None),
    (
        "with an explicit deny in a service control policy: arn:aws:organizations::777788889999:policy/o-abc/service_control_policy/p-def",
        DenyingPolicy::Scp,
        true,
        Some("arn:aws:organizations::777788889999:policy/o-abc/service_control_policy/p-def"),
    ),
    ("with an explicit deny in a resource control policy", DenyingPolicy::Rcp, true, None),
    (
        "with an explicit deny in a resource control policy: arn:aws:organizations::777788889999:policy/o-abc/resource_control_policy/p-def",
        DenyingPolicy::Rcp,
        true,
        Some("arn:aws:organizations::777788889999:policy/o-abc/resource_control_policy/p-def"),
    ),
    ("because no resource-based policy allows the s3:ListBucket action", DenyingPolicy::Resource, false, None),
    ("with an explicit deny in a resource-based policy", DenyingPolicy::Resource, true, None),
    ("because no role trust policy allows the s3:ListBucket action", DenyingPolicy::Trust, false, None),
    ("with an explicit deny in the role trust policy", DenyingPolicy::Trust, true, None),
    ("because no VPC endpoint policy allows the s3:ListBucket action", DenyingPolicy::VpcEndpoint, false, None),
    ("with an explicit deny in a VPC endpoint policy", DenyingPolicy::VpcEndpoint, true, None),
];

#[test]
fn every_documented_form_is_read_plain_wrapped_broken_and_coloured() {
    let tail = " Go to https://console.aws.example/iam for complete details, or call the iam:GetAuthorizationDetails API \
                with the following authorization id: 0f1e2d3c-aaaa-bbbb-cccc-0123456789ab";
    for (context, policy, explicit, arn) in CONTEXTS {
        let expected = is(Some((policy, explicit, arn)));
        let plain = format!("{HEAD} {context}");
        assert_eq!(told(&plain), expected);
        assert_eq!(told(&format!("{plain}.")), expected);
        let wrapped = format!("An error occurred (AccessDenied) when calling the ListBuckets operation: {plain}");
        assert_eq!(told(&wrapped), expected);
        assert_eq!(read_message(&wrapped).unwrap().operation.as_deref(), Some("ListBuckets"));
        let newer = read_message(&format!("{wrapped}{tail}")).unwrap();
        assert_eq!(newer.authorization_id.as_deref(), Some("0f1e2d3c-aaaa-bbbb-cccc-0123456789ab"));
        assert_eq!(told(&format!("{wrapped}{tail}")), expected);
        assert_eq!(told(&wrapped.replace(' ', "\n   ")), expected);
        assert_eq!(told(&format!("\u{1b}[1;31m{}\u{1b}[0m\n$ ", plain.replace("arn:", "\u{1b}[4marn:"))), expected);
        // A terminal breaks a line wherever it ends.
        let head: String = HEAD.as_bytes().chunks(20).map(|c| format!("{}\r\n", String::from_utf8_lossy(c))).collect();
        assert_eq!(told(&format!("{head} {context}")), expected);
    }
}

#[test]
fn a_message_of_the_old_form_does_not_say_why() {
    assert_eq!(told(HEAD), is(None));
    assert_eq!(told(&format!("{HEAD}\n$ ls")), is(None));
    assert_eq!(told(&format!("{HEAD}\n$")), is(None));
    // Wherever a terminal broke it.
    for at in 1..HEAD.len() {
        let (head, tail) = HEAD.split_at(at);
        assert_eq!(told(&format!("{head}\n{tail}\n")), is(None), "{head}|{tail}");
    }
    let without = "User: arn:aws:iam::111122223333:user/team/ann is not authorized to perform: s3:ListAllMyBuckets";
    let read = read_message(without).unwrap();
    assert_eq!((read.action.as_str(), read.resource, read.denial), ("s3:ListAllMyBuckets", None, None));
    assert_eq!(read.unknown, [Unknown::Resource, Unknown::Denial, Unknown::Context]);
    let because = format!("{without} because no identity-based policy allows the s3:ListAllMyBuckets action");
    assert_eq!(read_message(&because).unwrap().action, "s3:ListAllMyBuckets");
}

#[test]
fn a_name_with_spaces_stays_whole() {
    let text = format!("{HEAD}/a file of words.txt with an explicit deny in an identity-based policy");
    assert_eq!(read_message(&text).unwrap().resource.unwrap(), format!("{BUCKET}/a file of words.txt"));
}

#[test]
fn every_kind_of_caller_is_told() {
    let check = |name: &str, kind: PrincipalType, account: Option<&str>, role: Option<&str>, open: &[Unknown]| {
        let text = format!(
            "User: {name} is not authorized to perform: sqs:SendMessage on resource: \
             arn:aws:sqs:us-east-1:111122223333:q because no identity-based policy allows the sqs:SendMessage action"
        );
        let read = read_message(&text).unwrap();
        let principal = read.principal;
        assert_eq!((principal.kind, principal.account.as_deref()), (kind, account), "{name}");
        assert_eq!(principal.role_arn.as_deref(), role, "{name}");
        assert_eq!(read.unknown, [open, &[Unknown::Context]].concat(), "{name}");
    };
    let account = Some("111122223333");
    check(USER, PrincipalType::User, account, None, &[]);
    check("arn:aws:iam::111122223333:root", PrincipalType::Root, account, None, &[]);
    check("arn:aws:sts::111122223333:federated-user/ann", PrincipalType::FederatedUser, account, None, &[]);
    let role = Some("arn:aws:iam::111122223333:role/App");
    check(SESSION_ARN, PrincipalType::RoleSession, account, role, &[Unknown::RolePath]);
    let role = Some("arn:aws:iam::111122223333:role/team/App");
    check("arn:aws:iam::111122223333:role/team/App", PrincipalType::RoleSession, account, role, &[Unknown::Session]);
    let role = Some("arn:aws-cn:iam::111122223333:role/App");
    let session = "arn:aws-cn:sts::111122223333:assumed-role/App/s1";
    check(session, PrincipalType::RoleSession, account, role, &[Unknown::RolePath]);
    check("lambda.amazonaws.com", PrincipalType::Service, None, None, &[]);
    check("anonymous", PrincipalType::Anonymous, None, None, &[]);
    let text = "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to \
                perform sts:AssumeRoleWithWebIdentity";
    let read = read_message(text).unwrap();
    assert_eq!(
        (read.principal.kind, read.action.as_str()),
        (PrincipalType::WebIdentity, "sts:AssumeRoleWithWebIdentity")
    );
    assert_eq!(read.unknown, [Unknown::Provider, Unknown::Resource, Unknown::Denial, Unknown::Context]);
}

#[test]
fn other_texts_are_refused_with_what_to_do() {
    let check = |text: &str, error: DeniedError| assert_eq!(read_message(text), Err(error), "{text}");
    check("", DeniedError::OtherText);
    check("command not found", DeniedError::OtherText);
    check(
        "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
        DeniedError::NoDetails,
    );
    check(
        "You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHlTkI",
        DeniedError::Encoded,
    );
    check("UnauthorizedOperation. Encoded authorization failure message: 4GIOHlTkI", DeniedError::Encoded);
    check("User: somebody is not authorized to perform: s3:GetObject", DeniedError::Caller);
    check("not authorized to perform: s3:GetObject", DeniedError::NoDetails);
    check("User: arn:aws:iam::111122223333:user/a is not authorized to perform: ", DeniedError::Action);
}

/// The kind that a reason's message names.
fn named(reason: Reason, kind: ResourceKind) -> (DenyingPolicy, bool) {
    let layer = reason.layer().unwrap();
    let policy = match (layer, kind) {
        (Layer::Rcp, _) => DenyingPolicy::Rcp,
        (Layer::Scp, _) => DenyingPolicy::Scp,
        (Layer::Resource, ResourceKind::Trust) => DenyingPolicy::Trust,
        (Layer::Resource, _) => DenyingPolicy::Resource,
        (Layer::Identity, _) => DenyingPolicy::Identity,
        (Layer::Boundary, _) => DenyingPolicy::Boundary,
        (Layer::Session, _) => DenyingPolicy::Session,
    };
    (policy, matches!(reason, Reason::ExplicitDeny(_)))
}

#[test]
fn what_the_simulator_writes_the_reader_reads() {
    let resources = ["*", BUCKET, "arn:aws:s3:::data/a b/c.txt", "arn:aws:iam::444455556666:role/Reader"];
    let callers = [USER, SESSION_ARN, "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:federated-user/ann"];
    let kinds = [ResourceKind::Generic, ResourceKind::Trust, ResourceKind::Kms];
    let arns = [None, Some("arn:aws:iam::111122223333:policy/team/Stop")];
    let mut written = 0;
    for (resource, caller) in resources.iter().flat_map(|r| callers.iter().map(move |c| (*r, *c))) {
        for (reason, kind) in Reason::ALL.into_iter().flat_map(|r| kinds.iter().map(move |k| (r, *k))) {
            let request = Request {
                principal: principal(caller).unwrap(),
                action: "sts:AssumeRole".to_owned(),
                resource: resource.to_owned(),
                resource_account: None,
                context: Context::default(),
                flags: Flags::default(),
            };
            for arn in arns {
                let Some(message) = access_denied_form(&request, kind, reason, arn) else { continue };
                written += 1;
                let read = read_message(&message).unwrap();
                assert_eq!(read.principal, request.principal, "{message}");
                assert_eq!(read.action, request.action, "{message}");
                assert_eq!(read.resource.as_deref().unwrap_or("*"), request.resource, "{message}");
                let denial = read.denial.unwrap();
                assert_eq!((denial.policy, denial.explicit), named(reason, kind), "{message}");
                assert_eq!(denial.policy_arn.is_some(), message.contains(":policy/"), "{message}");
            }
        }
    }
    assert!(written > 500, "{written}");
}

#[test]
fn the_simulator_writes_every_documented_form() {
    let mut forms = Vec::new();
    for kind in [ResourceKind::Generic, ResourceKind::Trust] {
        for reason in Reason::ALL {
            for arn in CONTEXTS.iter().map(|(_, _, _, arn)| *arn) {
                let request = Request {
                    principal: principal(USER).unwrap(),
                    action: "s3:ListBucket".to_owned(),
                    resource: BUCKET.to_owned(),
                    resource_account: None,
                    context: Context::default(),
                    flags: Flags::default(),
                };
                forms.extend(access_denied_form(&request, kind, reason, arn));
            }
        }
    }
    for (context, policy, _, _) in CONTEXTS {
        let form = format!("{HEAD} {context}");
        // Endpoints are outside of the simulator's world.
        assert_eq!(forms.contains(&form), policy != DenyingPolicy::VpcEndpoint, "{form}");
    }
}

#[test]
fn what_is_read_and_what_is_open_has_words() {
    let read = read_message(HEAD).unwrap();
    assert!(denied_words(&read).ends_with("does not say which policy denied"));
    for (context, policy, explicit, _) in CONTEXTS {
        let words = denied_words(&read_message(&format!("{HEAD} {context}")).unwrap());
        assert!(words.contains(policy.words()) && words.contains("explicit") == explicit, "{words}");
    }
    for open in [
        Unknown::Session,
        Unknown::RolePath,
        Unknown::Provider,
        Unknown::Resource,
        Unknown::ResourceAccount,
        Unknown::Denial,
        Unknown::Policy,
        Unknown::Context,
    ] {
        assert!(unknown_words(open).len() > 20);
    }
}
