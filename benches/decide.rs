//! How long decisions take. `cargo bench --bench decide`; the figures are of one core, policies read once.

#[path = "../tests/support/random.rs"]
mod random;

use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use iam_dojo::iam::evaluate::{decide, trace};
use iam_dojo::iam::lower;
use iam_dojo::iam::pattern::ResourcePattern;
use iam_dojo::iam::policy::{PolicyKind, Version};
use iam_dojo::iam::request::{Attached, Context, ContextValue, Flags, Policies, Principal, PrincipalType, Request};
use iam_dojo::iam::{cases, trace::Reason};
use serde_json::Value;

fn main() {
    divan::main();
}

const VECTORS: &str = include_str!("../tests/conformance/vectors.jsonl");
const ACCOUNT: &str = "111122223333";

fn attached(kind: PolicyKind, text: &str) -> Attached {
    let read = lower::read(text, kind);
    assert!(read.is_valid(), "a policy of the benchmark is refused: {:?}", read.diagnostics);
    Attached { name: kind.as_str().into(), kind, policy: Arc::new(read.policy) }
}

fn identity(text: &str) -> Policies {
    Policies { identity: vec![attached(PolicyKind::Identity, text)], ..Policies::default() }
}

/// A user's request, with the keys that a real one carries.
fn request(action: &str, resource: &str) -> Request {
    let mut context = Context::default();
    for (key, value) in [
        ("aws:CurrentTime", "2026-01-15T09:00:00Z"),
        ("aws:EpochTime", "1768467600"),
        ("aws:RequestedRegion", "eu-west-1"),
        ("aws:SecureTransport", "true"),
        ("aws:UserAgent", "aws-cli/2.32.0"),
        ("aws:ViaAWSService", "false"),
        ("aws:ResourceAccount", ACCOUNT),
        ("aws:userid", "AIDAEXAMPLEEXAMPLE123"),
        ("aws:PrincipalType", "User"),
        ("aws:SourceIp", "203.0.113.10"),
        ("aws:PrincipalAccount", ACCOUNT),
        ("aws:PrincipalArn", "arn:aws:iam::111122223333:user/Ana"),
        ("aws:username", "Ana"),
    ] {
        context.set(key, ContextValue::One(value.to_owned()));
    }
    Request {
        principal: Principal {
            kind: PrincipalType::User,
            arn: "arn:aws:iam::111122223333:user/Ana".to_owned(),
            account: Some(ACCOUNT.to_owned()),
            role_arn: None,
            user_arn: None,
        },
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: Some(ACCOUNT.to_owned()),
        context,
        flags: Flags::default(),
    }
}

/// Five statements, the last with a condition: it decides.
fn five_statements() -> (Request, Policies) {
    let policies = identity(
        r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["ec2:Describe*", "ec2:Get*"], "Resource": "*"},
        {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders"},
        {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::reports/*"},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports"},
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::reports/*",
         "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}"#,
    );
    (request("s3:GetObject", "arn:aws:s3:::reports/2026/01.csv"), policies)
}

#[divan::bench(sample_size = 1_000)]
fn five_statements_decision(bencher: Bencher<'_, '_>) {
    let (request, policies) = five_statements();
    assert_eq!(decide(&request, &policies).reason, Reason::IdentityAllow);
    bencher.bench_local(|| decide(black_box(&request), black_box(&policies)));
}

#[divan::bench(sample_size = 1_000)]
fn five_statements_with_trace(bencher: Bencher<'_, '_>) {
    let (request, policies) = five_statements();
    // Together with throwing the trace away.
    bencher.bench_local(|| trace(black_box(&request), black_box(&policies)).layers.len());
}

const MIXED: usize = 2_000;

/// Requests of all kinds of callers, with policies of all layers.
fn mixed() -> Vec<(Request, Policies)> {
    let read = |seed| cases::read(random::case(seed).as_object()?).ok();
    let read: Vec<_> = (0..MIXED as u64).filter_map(read).collect();
    assert_eq!(read.len(), MIXED);
    read
}

/// All of them at once; the time of one stands in the throughput.
#[divan::bench]
fn mixed_decisions(bencher: Bencher<'_, '_>) {
    let mixed = mixed();
    bencher.counter(ItemsCount::new(MIXED)).bench_local(|| {
        mixed.iter().filter(|(request, policies)| decide(black_box(request), black_box(policies)).is_allowed()).count()
    });
}

#[divan::bench]
fn mixed_with_trace(bencher: Bencher<'_, '_>) {
    let mixed = mixed();
    bencher.counter(ItemsCount::new(MIXED)).bench_local(|| {
        mixed
            .iter()
            .map(|(request, policies)| trace(black_box(request), black_box(policies)).layers.len())
            .sum::<usize>()
    });
}

const LINES: usize = 10_000;

/// As many lines as asked, the vectors' cases over and over.
fn lines() -> Vec<String> {
    let line = |text: &str| -> Option<String> {
        let mut vector: Value = serde_json::from_str(text).ok()?;
        let members = vector.as_object_mut().filter(|members| members["kind"] == "eval")?;
        members.retain(|name, _| ["id", "request", "policies"].contains(&name.as_str()));
        Some(vector.to_string())
    };
    let lines: Vec<String> = VECTORS.lines().filter_map(line).collect();
    lines.iter().cycle().take(LINES).cloned().collect()
}

#[divan::bench]
fn flat_cases_from_text_to_text(bencher: Bencher<'_, '_>) {
    let lines = lines();
    bencher
        .counter(ItemsCount::new(LINES))
        .bench_local(|| lines.iter().map(|line| cases::run_line(black_box(line), false).len()).sum::<usize>());
}

/// One request against each of 1,000 roles with five policies each.
#[divan::bench]
fn request_against_1000_roles_with_5000_policies(bencher: Bencher<'_, '_>) {
    let role = |number: usize| {
        let policy = |which: usize| {
            let text = format!(
                r#"{{"Version": "2012-10-17", "Statement": [
                {{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
                  "Resource": ["arn:aws:s3:::team-{number}", "arn:aws:s3:::team-{number}/{which}/*"]}},
                {{"Effect": "Allow", "Action": "dynamodb:*",
                  "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/team-{number}-*"}},
                {{"Effect": "Deny", "Action": "s3:*", "Resource": "*",
                  "Condition": {{"Bool": {{"aws:SecureTransport": "false"}}}}}}]}}"#
            );
            attached(PolicyKind::Identity, &text)
        };
        let mut request = request("s3:GetObject", "arn:aws:s3:::team-500/3/january.csv");
        request.principal.kind = PrincipalType::RoleSession;
        request.principal.arn = format!("arn:aws:sts::111122223333:assumed-role/Role{number}/s");
        request.principal.role_arn = Some(format!("arn:aws:iam::111122223333:role/Role{number}"));
        (request, Policies { identity: (0..5).map(policy).collect(), ..Policies::default() })
    };
    let roles: Vec<_> = (0..1_000).map(role).collect();
    assert_eq!(roles.iter().filter(|(request, policies)| decide(request, policies).is_allowed()).count(), 1);
    bencher.bench_local(|| {
        roles.iter().filter(|(request, policies)| decide(black_box(request), black_box(policies)).is_allowed()).count()
    });
}

/// A policy of so many statements, none of which applies: the time must grow as their number does.
#[divan::bench(args = [10, 100, 1_000, 10_000])]
fn growth_with_statements(bencher: Bencher<'_, '_>, count: usize) {
    let statement = |number: usize| {
        format!(r#"{{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket-{number}/*"}}"#)
    };
    let statements: Vec<String> = (0..count).map(statement).collect();
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","));
    let policy = lower::read(&text, PolicyKind::Identity).policy;
    assert_eq!(policy.statements.len(), count);
    let document = Attached { name: "all".into(), kind: PolicyKind::Identity, policy: Arc::new(policy) };
    let policies = Policies { identity: vec![document], ..Policies::default() };
    let request = request("s3:GetObject", "arn:aws:s3:::other/key");
    bencher.counter(ItemsCount::new(count)).bench_local(|| decide(black_box(&request), black_box(&policies)));
}

/// `*a*a*a…b` against a long run of `a`.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn many_stars_against_a_long_run(bencher: Bencher<'_, '_>, length: usize) {
    let pattern = format!("arn:aws:s3:::bucket/{}*b", "*a".repeat(100));
    let pattern = ResourcePattern::parse(&pattern);
    let resource = format!("arn:aws:s3:::bucket/{}", "a".repeat(length));
    let context = Context::default();
    bencher.counter(ItemsCount::new(length)).bench_local(|| {
        pattern.as_ref().is_ok_and(|pattern| pattern.matches(black_box(&resource), &context, Version::V2012))
    });
}
