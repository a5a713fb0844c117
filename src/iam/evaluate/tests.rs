//! Rules that the conformance vectors leave out, what a trace holds, and what must be true of every decision.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::iam::catalogue::Catalogue;
use crate::iam::condition::ConditionOperator;
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::policy::{ConditionLine, Element, Policy, PolicyKind, Statement, Version};
use crate::iam::principal::{PrincipalEntry, PrincipalKey};
use crate::iam::request::{Context, ContextValue, Flags, Principal};
use crate::iam::trace::{ElementDetail, LayerStep, Outcome, Parting, Verdict};
use crate::text::{Spanned, TextRange};

const NOWHERE: TextRange = TextRange { start: 0, end: 0 };
const HOME: &str = "111122223333";
const AWAY: &str = "444455556666";
const USER: &str = "arn:aws:iam::111122223333:user/Ana";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/App/s1";
const ROLE: &str = "arn:aws:iam::111122223333:role/App";
const OBJECT: &str = "arn:aws:s3:::data/k";
const TARGET: &str = "arn:aws:iam::111122223333:role/Target";

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, NOWHERE)
}

fn element<T>(entries: Vec<T>) -> Element<T> {
    Element { negated: false, entries: entries.into_iter().map(spanned).collect(), range: NOWHERE }
}

fn statement(effect: Effect, action: &str, resource: &str) -> Statement {
    Statement {
        index: 0,
        sid: None,
        effect: spanned(effect),
        principal: None,
        action: element(vec![ActionPattern::parse(action).unwrap()]),
        resource: Some(element(vec![ResourcePattern::parse(resource).unwrap()])),
        conditions: Vec::new(),
        condition_range: None,
        range: NOWHERE,
    }
}

fn allow(action: &str, resource: &str) -> Statement {
    statement(Effect::Allow, action, resource)
}

fn deny(action: &str, resource: &str) -> Statement {
    statement(Effect::Deny, action, resource)
}

impl Statement {
    fn to(mut self, key: PrincipalKey, names: &[&str]) -> Self {
        let entries = names.iter().map(|name| PrincipalEntry::parse(key, name).unwrap()).collect();
        self.principal = Some(element(entries));
        self
    }

    fn when(mut self, operator: &str, key: &str, value: &str) -> Self {
        self.conditions.push(ConditionLine {
            operator: spanned(ConditionOperator::parse(operator).unwrap()),
            key: spanned(key.to_owned()),
            values: vec![spanned(value.to_owned())],
            range: NOWHERE,
        });
        self
    }

    /// As a trust policy has it.
    fn trust(mut self) -> Self {
        self.resource = None;
        self
    }
}

fn attached(kind: PolicyKind, statements: Vec<Statement>) -> Attached {
    let numbered = statements.into_iter().enumerate().map(|(index, statement)| Statement { index, ..statement });
    let policy = Policy { version: Version::V2012, statements: numbered.collect() };
    Attached { name: kind.as_str().into(), kind, policy: Arc::new(policy) }
}

fn identity(statements: Vec<Statement>) -> Policies {
    Policies { identity: vec![attached(PolicyKind::Identity, statements)], ..Policies::default() }
}

fn principal(kind: PrincipalType) -> Principal {
    let account = Some(HOME.to_owned());
    let (arn, account) = match kind {
        PrincipalType::User => (USER, account),
        PrincipalType::RoleSession => (SESSION, account),
        PrincipalType::FederatedUser => ("arn:aws:sts::111122223333:federated-user/Fed", account),
        PrincipalType::Root => ("arn:aws:iam::111122223333:root", account),
        PrincipalType::Service => ("lambda.amazonaws.com", None),
        PrincipalType::WebIdentity => ("accounts.google.com", None),
        PrincipalType::Saml => ("arn:aws:iam::111122223333:saml-provider/P", None),
        PrincipalType::Anonymous => ("", None),
    };
    Principal {
        kind,
        arn: arn.to_owned(),
        account,
        role_arn: (kind == PrincipalType::RoleSession).then(|| ROLE.to_owned()),
        user_arn: (kind == PrincipalType::FederatedUser).then(|| USER.to_owned()),
    }
}

fn request(kind: PrincipalType, action: &str, resource: &str) -> Request {
    Request {
        principal: principal(kind),
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: Some(HOME.to_owned()),
        context: Context::default(),
        flags: Flags::default(),
    }
}

fn check(request: &Request, policies: &Policies, expected: &str) -> Trace {
    let trace = trace(request, policies);
    assert_eq!(decide(request, policies), trace.decision);
    assert_eq!(trace.decision.reason.code(), expected, "{} on {}", request.action, request.resource);
    trace
}

fn layer(trace: &Trace, layer: Layer) -> &LayerStep {
    trace.layers.iter().find(|step| step.layer == layer).unwrap()
}

const EVERYTHING: PrincipalKey = PrincipalKey::Aws;

#[test]
fn each_sts_operation_takes_only_its_callers() {
    use PrincipalType as Kind;
    let policies = identity(vec![allow("*", "*")]);
    let mut trusting = policies.clone();
    trusting.resource_kind = ResourceKind::Trust;
    trusting.resource = Some(attached(PolicyKind::Trust, vec![allow("sts:*", "*").to(EVERYTHING, &["*"]).trust()]));
    let may = |action: &str, flags: Flags, callers: &[Kind]| {
        for kind in Kind::ALL {
            let mut request = request(kind, action, if action.contains("Role") { TARGET } else { "*" });
            request.flags = flags;
            let policies = if action.contains("Role") { &trusting } else { &policies };
            let forbidden = decide(&request, policies).reason == Reason::OperationForbidden;
            assert_eq!(!forbidden, callers.contains(&kind), "{action} by {kind:?}");
        }
    };
    let plain = Flags::default();
    let token = Flags { session_token: true, ..plain };
    may("sts:AssumeRole", plain, &[Kind::User, Kind::RoleSession, Kind::Service]);
    may("sts:AssumeRole", token, &[Kind::User, Kind::RoleSession, Kind::Service]);
    may("STS:assumerolewithsaml", plain, &[Kind::Saml]);
    may("sts:AssumeRoleWithWebIdentity", plain, &[Kind::WebIdentity]);
    may("sts:GetFederationToken", plain, &[Kind::User, Kind::Root]);
    may("sts:GetFederationToken", token, &[]);
    may("sts:GetSessionToken", plain, &[Kind::User, Kind::Root]);
    may("sts:GetSessionToken", token, &[]);
    may("sts:GetCallerIdentity", token, &Kind::ALL);
    may("sts:DecodeAuthorizationMessage", token, &[]);
    let not_federated: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::FederatedUser).collect();
    may("sts:DecodeAuthorizationMessage", plain, &not_federated);
    may("sts:TagSession", token, &not_federated);
    may("iam:ListUsers", plain, &not_federated);
    may("iam:ListUsers", token, &[]);
    may("iam:ListUsers", Flags { mfa: true, ..token }, &not_federated);
    may("iam:PassRole", token, &Kind::ALL);
}

#[test]
fn nothing_allows_changing_what_aws_keeps_to_itself() {
    let policies = identity(vec![allow("*", "*")]);
    let reserved = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R";
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    for (action, resource, forbidden) in [
        ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess", true),
        ("IAM:tagpolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", true),
        ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", false),
        ("iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/Mine", false),
        ("iam:PutRolePolicy", reserved, true),
        ("iam:PassRole", reserved, true),
        ("iam:ListRoleTags", reserved, false),
        ("iam:UpdateAssumeRolePolicy", linked, true),
        ("iam:UpdateRoleDescription", linked, false),
        ("iam:DeleteServiceLinkedRole", linked, false),
        ("iam:PassRole", linked, false),
        ("kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", true),
        ("kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/mine", false),
        ("s3:PutObject", "arn:aws:iam::aws:policy/ReadOnlyAccess", false),
    ] {
        let expected = if forbidden { "OPERATION_FORBIDDEN" } else { "IDENTITY_ALLOW" };
        check(&request(PrincipalType::User, action, resource), &policies, expected);
    }
    // A denial that somebody wrote down is still told as such.
    let policies = identity(vec![allow("*", "*"), deny("iam:*", "*")]);
    check(&request(PrincipalType::User, "iam:PassRole", reserved), &policies, "EXPLICIT_DENY_IDENTITY");
}

#[test]
fn organisation_policies_bind_member_accounts_only() {
    let everybody = || allow("*", "*").to(EVERYTHING, &["*"]);
    let mut policies = identity(vec![allow("*", "*")]);
    policies.resource = Some(attached(PolicyKind::Resource, vec![everybody()]));
    let scp = Policies {
        scp: Some(vec![vec![attached(PolicyKind::Scp, vec![allow("*", "*"), deny("*", "*")])]]),
        ..policies.clone()
    };
    let no_one = vec![everybody(), deny("*", "*").to(EVERYTHING, &["*"])];
    let rcp = Policies { rcp: Some(vec![vec![attached(PolicyKind::Rcp, no_one)]]), ..policies };
    let denied = |mut request: Request, flags: Flags, policies: &Policies| {
        request.flags = flags;
        decide(&request, policies).verdict() == Verdict::ExplicitDeny
    };
    let plain = Flags::default();
    let linked = Flags { service_linked_role: true, ..plain };
    for kind in PrincipalType::ALL {
        let has_account = principal(kind).account.is_some();
        assert_eq!(denied(request(kind, "s3:GetObject", OBJECT), plain, &scp), has_account, "{kind:?}");
        assert!(denied(request(kind, "s3:GetObject", OBJECT), plain, &rcp), "{kind:?}");
    }
    let session = || request(PrincipalType::RoleSession, "s3:GetObject", OBJECT);
    assert!(!denied(session(), linked, &scp));
    assert!(!denied(session(), linked, &rcp));
    assert!(!denied(session(), Flags { principal_in_management_account: true, ..plain }, &scp));
    assert!(denied(session(), Flags { principal_in_management_account: true, ..plain }, &rcp));
    assert!(!denied(session(), Flags { resource_in_management_account: true, ..plain }, &rcp));
    let user = |action: &str, resource: &str| request(PrincipalType::User, action, resource);
    let key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    assert!(denied(user("kms:Decrypt", key), plain, &rcp));
    assert!(!denied(user("kms:RetireGrant", key), plain, &rcp));
    assert!(!denied(user("kms:DescribeKey", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"), plain, &rcp));
    assert!(!denied(user("ec2:RunInstances", "*"), plain, &rcp), "not a service that supports them");
    let exempt = trace(&Request { flags: linked, ..session() }, &scp);
    assert_eq!(layer(&exempt, Layer::Scp).outcome, Outcome::Exempt);
}

#[test]
fn an_allow_is_needed_at_every_level() {
    let level = |statements: Vec<Statement>| vec![attached(PolicyKind::Scp, statements)];
    let mut policies = identity(vec![allow("*", "*")]);
    let request = request(PrincipalType::User, "s3:GetObject", OBJECT);
    policies.scp = Some(vec![level(vec![allow("s3:*", "*")]), level(vec![allow("*", "*")])]);
    check(&request, &policies, "IDENTITY_ALLOW");
    policies.scp = Some(vec![level(vec![allow("s3:*", "*")]), level(vec![allow("sqs:*", "*")])]);
    let trace = check(&request, &policies, "SCP_NO_ALLOW");
    assert_eq!(layer(&trace, Layer::Scp).outcome, Outcome::Silent);
    assert!(layer(&trace, Layer::Scp).decisive);
    assert_eq!(layer(&trace, Layer::Identity).outcome, Outcome::NotReached);
    let levels: Vec<_> = layer(&trace, Layer::Scp).documents.iter().map(|document| document.level).collect();
    assert_eq!(levels, [Some(0), Some(1)]);
    // Neighbours on one level help each other.
    let neighbours =
        vec![attached(PolicyKind::Scp, vec![allow("sqs:*", "*")]), attached(PolicyKind::Scp, vec![allow("s3:*", "*")])];
    policies.scp = Some(vec![neighbours]);
    check(&request, &policies, "IDENTITY_ALLOW");
}

#[test]
fn a_trust_policy_bows_to_the_callers_boundary() {
    let boundary = |action| Some(attached(PolicyKind::Boundary, vec![allow(action, "*")]));
    for (kind, name, action, expected, open) in [
        (PrincipalType::User, USER, "s3:*", "BOUNDARY_NO_ALLOW", false),
        (PrincipalType::User, "*", "s3:*", "BOUNDARY_NO_ALLOW", true),
        (PrincipalType::RoleSession, SESSION, "s3:*", "BOUNDARY_NO_ALLOW", true),
        (PrincipalType::RoleSession, SESSION, "sts:*", "RESOURCE_DIRECT_ALLOW", false),
        (PrincipalType::RoleSession, ROLE, "sts:*", "RESOURCE_ENTITY_ALLOW", false),
    ] {
        let trust = allow("sts:AssumeRole", "*").to(EVERYTHING, &[name]).trust();
        let policies = Policies {
            resource: Some(attached(PolicyKind::Trust, vec![trust])),
            resource_kind: ResourceKind::Trust,
            boundary: boundary(action),
            ..Policies::default()
        };
        let trace = check(&request(kind, "sts:AssumeRole", TARGET), &policies, expected);
        assert_eq!(trace.unspecified.contains(&Unspecified::BoundaryAgainstTrust), open, "{name}");
    }
}

#[test]
fn a_key_policy_must_allow_and_an_alias_has_none() {
    let mut policies = identity(vec![allow("kms:*", "*")]);
    policies.resource_kind = ResourceKind::Kms;
    let on = |resource: &str| request(PrincipalType::User, "kms:DescribeKey", resource);
    check(&on("arn:aws:kms:eu-west-1:111122223333:key/k"), &policies, "NO_RESOURCE_ALLOW");
    check(&on("arn:aws:kms:eu-west-1:111122223333:alias/a"), &policies, "IDENTITY_ALLOW");
}

#[test]
fn a_resource_without_a_known_owner_is_the_callers() {
    let policies = identity(vec![allow("*", "*")]);
    let mut asked = request(PrincipalType::User, "s3:GetObject", OBJECT);
    asked.resource_account = None;
    check(&asked, &policies, "IDENTITY_ALLOW");
    asked.resource = format!("arn:aws:sqs:eu-west-1:{AWAY}:q");
    check(&asked, &policies, "NO_RESOURCE_ALLOW");
}

#[test]
fn a_statement_of_the_wrong_kind_never_applies() {
    let request = request(PrincipalType::User, "s3:GetObject", OBJECT);
    let everybody = || allow("*", "*").to(EVERYTHING, &["*"]);
    check(&request, &identity(vec![everybody()]), "NO_IDENTITY_ALLOW");
    check(&request, &identity(vec![allow("*", "*").trust()]), "NO_IDENTITY_ALLOW");
    let mut policies = Policies::default();
    for (statement, expected) in [
        (everybody(), "RESOURCE_DIRECT_ALLOW"),
        (allow("*", "*"), "NO_IDENTITY_ALLOW"),
        (everybody().trust(), "NO_IDENTITY_ALLOW"),
    ] {
        policies.resource = Some(attached(PolicyKind::Resource, vec![statement]));
        check(&request, &policies, expected);
    }
    let mut others = allow("*", "*").to(EVERYTHING, &[AWAY]);
    others.principal.as_mut().unwrap().negated = true;
    policies.resource = Some(attached(PolicyKind::Resource, vec![others]));
    check(&request, &policies, "NO_IDENTITY_ALLOW");
}

#[test]
fn a_star_does_not_let_an_unsigned_federated_caller_in() {
    let trust = |name| Policies {
        resource: Some(attached(PolicyKind::Trust, vec![name])),
        resource_kind: ResourceKind::Trust,
        ..Policies::default()
    };
    let asked = request(PrincipalType::WebIdentity, "sts:AssumeRoleWithWebIdentity", TARGET);
    let allowing = || allow("sts:AssumeRoleWithWebIdentity", "*").trust();
    let trace = check(&asked, &trust(allowing().to(EVERYTHING, &["*"])), "NO_RESOURCE_ALLOW");
    assert_eq!(trace.unspecified, [Unspecified::WildcardForFederated]);
    let provider = allowing().to(PrincipalKey::Federated, &["accounts.google.com"]);
    assert_eq!(check(&asked, &trust(provider), "SERVICE_ALLOW").unspecified, []);
}

#[test]
fn a_trace_names_every_layer_and_marks_what_decides() {
    let mut policies = identity(vec![allow("s3:*", "*"), allow("sqs:*", "*"), deny("s3:Put*", "*")]);
    policies.boundary = Some(attached(PolicyKind::Boundary, vec![allow("s3:*", "*")]));
    let trace = check(&request(PrincipalType::User, "s3:GetObject", OBJECT), &policies, "IDENTITY_ALLOW");
    assert_eq!(trace.layers.iter().map(|step| step.layer).collect::<Vec<_>>(), Layer::ALL);
    let outcomes: Vec<_> = trace.layers.iter().map(|step| step.outcome).collect();
    let (absent, allows) = (Outcome::Absent, Outcome::Allows(None));
    assert_eq!(outcomes, [absent, absent, absent, allows, allows, absent]);
    let decisive: Vec<_> = trace.layers.iter().filter(|step| step.decisive).map(|step| step.layer).collect();
    assert_eq!(decisive, [Layer::Identity]);
    let marked: Vec<_> = trace.statements().map(|(step, _, s)| (step.layer, s.index, s.applies, s.decisive)).collect();
    assert_eq!(
        marked,
        [
            (Layer::Identity, 0, true, true),
            (Layer::Identity, 1, false, false),
            (Layer::Identity, 2, false, false),
            (Layer::Boundary, 0, true, false),
        ]
    );

    let trace = check(&request(PrincipalType::User, "s3:PutObject", OBJECT), &policies, "EXPLICIT_DENY_IDENTITY");
    assert_eq!(layer(&trace, Layer::Identity).outcome, Outcome::Denies);
    assert_eq!(layer(&trace, Layer::Boundary).outcome, Outcome::NotReached);
    let decisive: Vec<_> = trace.statements().filter(|(_, _, s)| s.decisive).map(|(_, _, s)| s.index).collect();
    assert_eq!(decisive, [2]);
}

#[test]
fn a_resource_policy_that_names_the_caller_leaves_the_rest_unasked() {
    let names = |name: &str| allow("s3:*", "*").to(EVERYTHING, &[name]);
    let mut policies = identity(vec![allow("sqs:*", "*")]);
    policies.boundary = Some(attached(PolicyKind::Boundary, vec![allow("sqs:*", "*")]));
    policies.resource = Some(attached(PolicyKind::Resource, vec![names(HOME), names(USER)]));
    let trace = check(&request(PrincipalType::User, "s3:GetObject", OBJECT), &policies, "RESOURCE_DIRECT_ALLOW");
    assert_eq!(layer(&trace, Layer::Resource).outcome, Outcome::Allows(Some(Strength::Direct)));
    assert_eq!(layer(&trace, Layer::Identity).outcome, Outcome::NotReached);
    assert_eq!(layer(&trace, Layer::Boundary).outcome, Outcome::NotReached);
    // Only the statement that names the user carries the decision.
    let decisive: Vec<_> = trace.statements().filter(|(_, _, s)| s.decisive).map(|(_, _, s)| s.index).collect();
    assert_eq!(decisive, [1]);
}

#[test]
fn across_accounts_both_sides_carry_the_decision() {
    let mut policies = identity(vec![allow("s3:*", "*")]);
    policies.resource = Some(attached(PolicyKind::Resource, vec![allow("s3:*", "*").to(EVERYTHING, &[HOME])]));
    let mut asked = request(PrincipalType::User, "s3:GetObject", OBJECT);
    asked.resource_account = Some(AWAY.into());
    let trace = check(&asked, &policies, "CROSS_ACCOUNT_ALLOW");
    let decisive: Vec<_> = trace.statements().filter(|(_, _, s)| s.decisive).map(|(step, _, _)| step.layer).collect();
    assert_eq!(decisive, [Layer::Resource, Layer::Identity]);
    asked.principal = principal(PrincipalType::Root);
    policies.identity.clear();
    let trace = check(&asked, &policies, "CROSS_ACCOUNT_ALLOW");
    assert!(layer(&trace, Layer::Resource).decisive);
}

#[test]
fn a_call_that_needs_no_permission_reads_no_policy() {
    let trace = check(
        &request(PrincipalType::User, "sts:GetCallerIdentity", "*"),
        &identity(vec![deny("*", "*")]),
        "NO_PERMISSION_REQUIRED",
    );
    assert_eq!(layer(&trace, Layer::Identity).outcome, Outcome::NotReached);
    assert_eq!(layer(&trace, Layer::Scp).outcome, Outcome::Absent);
    assert_eq!(trace.statements().count(), 0);
}

#[test]
fn a_near_miss_shows_the_closest_pattern_and_where_it_parts() {
    let mut near = allow("s3:GetObject", "arn:aws:s3:::report/*");
    let other = ResourcePattern::parse("arn:aws:sqs:*:*:q").unwrap();
    near.resource.as_mut().unwrap().entries.insert(0, spanned(other));
    let trace = check(
        &request(PrincipalType::User, "s3:GetObject", "arn:aws:s3:::reports/x"),
        &identity(vec![near.when("StringEquals", "aws:PrincipalTag/a", "b")]),
        "NO_IDENTITY_ALLOW",
    );
    let (_, _, statement) = trace.statements().next().unwrap();
    assert_eq!(statement.misses(), 2);
    let [action, resource, condition] = statement.elements.as_slice() else { panic!("{statement:?}") };
    assert!(action.matches);
    let ElementDetail::Resource { pattern, parting, .. } = &resource.detail else { panic!("{resource:?}") };
    assert_eq!(pattern.as_deref(), Some("arn:aws:s3:::report/*"));
    assert_eq!(*parting, Some(Parting { pattern: 19, value: 19 }));
    let ElementDetail::Condition(step) = &condition.detail else { panic!("{condition:?}") };
    assert_eq!((step.operator.as_str(), step.actual.as_ref()), ("StringEquals", None));
}

#[test]
fn variables_are_shown_as_written_and_filled_in() {
    let mut asked = request(PrincipalType::User, "s3:GetObject", "arn:aws:s3:::home/Ana/x");
    asked.context.set("aws:username", ContextValue::One("Ana".into()));
    let home =
        allow("s3:*", "arn:aws:s3:::home/${aws:username}/*").when("StringLike", "aws:username", "${aws:username}");
    let trace = check(&asked, &identity(vec![home]), "IDENTITY_ALLOW");
    let (_, _, statement) = trace.statements().next().unwrap();
    let ElementDetail::Resource { resolved, .. } = &statement.elements[1].detail else { panic!() };
    assert_eq!(*resolved, Some(Some("arn:aws:s3:::home/Ana/*".to_owned())));
    let ElementDetail::Condition(step) = &statement.elements[2].detail else { panic!() };
    assert_eq!(step.resolved, Some(vec![Some("Ana".to_owned())]));
}

#[test]
fn what_aws_leaves_open_counts_only_where_it_bears_on_the_request() {
    let mut asked = request(PrincipalType::User, "s3:GetObject", OBJECT);
    asked.context.set("aws:TagKeys", ContextValue::Many(vec!["a".into()]));
    let tags = |action| allow(action, "*").when("StringEquals", "aws:TagKeys", "b");
    let open = [Unspecified::MultivaluedWithoutSetOperator];
    assert_eq!(check(&asked, &identity(vec![tags("s3:*")]), "NO_IDENTITY_ALLOW").unspecified, open);
    assert_eq!(check(&asked, &identity(vec![tags("sqs:*")]), "NO_IDENTITY_ALLOW").unspecified, []);
}

// What must be true of every decision.

fn any_entry() -> impl Strategy<Value = PrincipalEntry> {
    let names = ["*", HOME, AWAY, USER, ROLE, SESSION, "arn:aws:sts::111122223333:federated-user/Fed"];
    proptest::sample::select(names.to_vec()).prop_map(|name| PrincipalEntry::parse(EVERYTHING, name).unwrap())
}

fn any_statement(kind: PolicyKind) -> impl Strategy<Value = Statement> {
    let has_principals = matches!(kind, PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Rcp);
    (
        proptest::bool::weighted(0.8),
        proptest::sample::select(vec!["*", "s3:*", "s3:Get*", "sts:*", "sts:AssumeRole", "iam:*", "kms:*"]),
        proptest::bool::weighted(0.1),
        proptest::sample::select(vec![
            "*",
            "arn:aws:s3:::data/*",
            "arn:aws:s3:::${aws:username}/*",
            TARGET,
            "arn:aws:iam",
        ]),
        proptest::bool::weighted(0.1),
        (proptest::collection::vec(any_entry(), 1..3), proptest::bool::weighted(0.1)),
        proptest::option::weighted(
            0.3,
            (
                proptest::sample::select(vec!["StringEquals", "StringNotLike", "Bool", "NumericLessThan", "Null"]),
                proptest::sample::select(vec![
                    "aws:username",
                    "aws:MultiFactorAuthPresent",
                    "aws:TagKeys",
                    "s3:max-keys",
                ]),
                proptest::sample::select(vec!["Ana", "true", "5", "${aws:username}"]),
            ),
        ),
    )
        .prop_map(
            move |(allows, action, not_action, resource, not_resource, (entries, not_principal), condition)| {
                let effect = if allows { Effect::Allow } else { Effect::Deny };
                let mut statement = statement(effect, action, resource);
                statement.action.negated = not_action;
                if kind == PolicyKind::Trust {
                    statement.resource = None;
                } else if let Some(element) = &mut statement.resource {
                    element.negated = not_resource;
                }
                if has_principals {
                    statement.principal = Some(Element { negated: not_principal, ..element(entries) });
                }
                match condition {
                    Some((operator, key, value)) => statement.when(operator, key, value),
                    None => statement,
                }
            },
        )
}

fn any_document(kind: PolicyKind) -> impl Strategy<Value = Attached> {
    proptest::collection::vec(any_statement(kind), 0..4).prop_map(move |statements| attached(kind, statements))
}

fn any_policies() -> impl Strategy<Value = Policies> {
    let levels = |kind| {
        let level = proptest::collection::vec(any_document(kind), 1..3);
        proptest::option::weighted(0.3, proptest::collection::vec(level, 1..3))
    };
    let resource = prop_oneof![
        any_document(PolicyKind::Resource).prop_map(|document| (document, ResourceKind::Generic)),
        any_document(PolicyKind::Resource).prop_map(|document| (document, ResourceKind::Kms)),
        any_document(PolicyKind::Trust).prop_map(|document| (document, ResourceKind::Trust)),
    ];
    (
        proptest::collection::vec(any_document(PolicyKind::Identity), 0..3),
        proptest::option::weighted(0.3, any_document(PolicyKind::Boundary)),
        proptest::option::weighted(0.3, proptest::collection::vec(any_document(PolicyKind::Session), 0..2)),
        proptest::option::of(resource),
        levels(PolicyKind::Scp),
        levels(PolicyKind::Rcp),
    )
        .prop_map(|(identity, boundary, session, resource, scp, rcp)| {
            let (resource, resource_kind) = resource.map_or_else(Default::default, |(r, kind)| (Some(r), kind));
            Policies { identity, boundary, session, resource, resource_kind, scp, rcp }
        })
}

fn any_request() -> impl Strategy<Value = Request> {
    (
        proptest::sample::select(PrincipalType::ALL.to_vec()),
        proptest::sample::select(vec![
            ("s3:GetObject", OBJECT),
            ("s3:ListAllMyBuckets", "*"),
            ("sts:AssumeRole", TARGET),
            ("sts:AssumeRoleWithWebIdentity", TARGET),
            ("sts:GetCallerIdentity", "*"),
            ("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/aws-reserved/x/R"),
            ("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k"),
        ]),
        proptest::option::of(proptest::sample::select(vec![HOME, AWAY])),
        any::<[bool; 5]>(),
        proptest::option::of(proptest::sample::select(vec!["Ana", "data", "*", ""])),
        proptest::option::of(proptest::sample::select(vec!["true", "false", "no"])),
    )
        .prop_map(|(kind, (action, resource), owner, [slr, mgmt, owner_mgmt, token, mfa], username, mfa_key)| {
            let mut request = request(kind, action, resource);
            request.resource_account = owner.map(str::to_owned);
            request.flags = Flags {
                service_linked_role: slr && mgmt,
                principal_in_management_account: mgmt && owner_mgmt,
                resource_in_management_account: owner_mgmt && token,
                session_token: token && slr,
                mfa,
            };
            for (key, value) in [("aws:username", username), ("aws:MultiFactorAuthPresent", mfa_key)] {
                if let Some(value) = value {
                    request.context.set(key, ContextValue::One(value.into()));
                }
            }
            request
        })
}

/// The same policies with every list of documents and statements turned round.
fn turned(policies: &Policies) -> Policies {
    fn document(attached: &Attached) -> Attached {
        let mut policy = (*attached.policy).clone();
        policy.statements.reverse();
        for statement in &mut policy.statements {
            statement.action.entries.reverse();
            statement.conditions.reverse();
        }
        Attached { policy: Arc::new(policy), ..attached.clone() }
    }
    let list = |documents: &Vec<Attached>| -> Vec<Attached> { documents.iter().rev().map(document).collect() };
    let levels = |levels: &Vec<Vec<Attached>>| -> Vec<Vec<Attached>> { levels.iter().map(list).collect() };
    Policies {
        identity: list(&policies.identity),
        boundary: policies.boundary.as_ref().map(document),
        session: policies.session.as_ref().map(list),
        resource: policies.resource.as_ref().map(document),
        resource_kind: policies.resource_kind,
        scp: policies.scp.as_ref().map(levels),
        rcp: policies.rcp.as_ref().map(levels),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn deciding_and_tracing_agree(request in any_request(), policies in any_policies()) {
        let trace = trace(&request, &policies);
        prop_assert_eq!(decide(&request, &policies), trace.decision);
        prop_assert_eq!(trace.layers.iter().map(|step| step.layer).collect::<Vec<_>>(), Layer::ALL.to_vec());
        prop_assert!(trace.layers.iter().filter(|step| step.decisive).count() <= 1);
        for (_, _, statement) in trace.statements() {
            prop_assert_eq!(statement.applies, statement.misses() == 0);
        }
        let carried = trace.statements().any(|(_, _, statement)| statement.decisive);
        let expected = match trace.decision.reason {
            Reason::RootAllow | Reason::NoPermissionRequired => false,
            reason => reason.verdict() != Verdict::ImplicitDeny,
        };
        prop_assert_eq!(carried, expected, "{:?}", trace.decision.reason);
    }

    #[test]
    fn a_deny_that_matches_denies(request in any_request(), policies in any_policies()) {
        let mut denied = policies.clone();
        denied.identity.push(attached(PolicyKind::Identity, vec![deny("*", "*")]));
        let before = decide(&request, &policies).reason;
        let after = decide(&request, &denied);
        let unread = operation::without_policies(&request);
        match unread {
            Some(reason) => prop_assert_eq!(after.reason, reason),
            None => prop_assert_eq!(after.verdict(), Verdict::ExplicitDeny, "before: {:?}", before),
        }
    }

    #[test]
    fn order_means_nothing(request in any_request(), policies in any_policies()) {
        prop_assert_eq!(decide(&request, &policies), decide(&request, &turned(&policies)));
    }

    #[test]
    fn a_ceiling_never_grants(request in any_request(), policies in any_policies()) {
        let everything = || attached(PolicyKind::Scp, vec![allow("*", "*")]);
        let ceilings = Policies {
            scp: Some(vec![vec![everything()]]),
            boundary: Some(Attached { kind: PolicyKind::Boundary, ..everything() }),
            ..policies.clone()
        };
        // A boundary changes what `NotPrincipal` does, and only towards denying.
        let without = decide(&request, &Policies { scp: None, boundary: None, ..policies });
        if !without.is_allowed() {
            prop_assert!(!decide(&request, &ceilings).is_allowed());
        }
    }
}

/// AWS Organizations User Guide: "Resource control policies (RCPs)", the services that support them, as of 27 October 2026.
/// A newer catalogue may well name more; then this list changes with it, on purpose.
#[test]
fn resource_control_policies_bind_the_services_that_support_them() {
    let supporting = "aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch \
        cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend \
        comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms \
        gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch \
        pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin \
        sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray";
    let supporting: Vec<&str> = supporting.split_whitespace().collect();
    let catalogue = Catalogue::built_in();
    let marked: Vec<&str> = catalogue.services().filter(|s| s.supports_rcp).map(|service| service.prefix).collect();
    assert_eq!(marked, supporting);
    assert_eq!(marked.len(), 62);
    let no_one = vec![allow("*", "*").to(EVERYTHING, &["*"]), deny("*", "*").to(EVERYTHING, &["*"])];
    let mut policies = identity(vec![allow("*", "*")]);
    policies.rcp = Some(vec![vec![attached(PolicyKind::Rcp, no_one)]]);
    for service in catalogue.services() {
        let action = format!("{}:DescribeMoon", service.prefix.to_uppercase());
        let trace = trace(&request(PrincipalType::User, &action, "*"), &policies);
        let expected = if service.supports_rcp { Outcome::Denies } else { Outcome::Exempt };
        assert_eq!(layer(&trace, Layer::Rcp).outcome, expected, "{action}");
    }
}
