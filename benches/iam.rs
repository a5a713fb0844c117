//! What happens at every key, measured: reading, lowering, colouring, deciding, tracing, a whole scenario; and what happens
//! at every start: the course's index.
//!
//! `cargo bench --bench iam`. Targets: 6 KB of policy read in 50 µs; everything a key causes with 10 KB of policy well under
//! the 5 ms that a key may take to its frame (`cargo bench --bench terminal` measures that whole).

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run says why by ending")]

mod material;

use divan::{Bencher, black_box};
use iam_dojo::course::Course;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::request::{Attached, Context, ContextValue, Flags, Policies, Principal, PrincipalType, Request};
use iam_dojo::iam::{evaluate, json, lower, simulate};
use iam_dojo::tui::widgets::code;

/// Bytes of policy.
const SIZES: [usize; 2] = [6_000, 10_000];

/// The statement that allows what is asked in `decide` and `trace`; it stands last.
const ALLOWS: &str = r#"    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": "s3:Get*",
      "Resource": "arn:aws:s3:::reports/*",
      "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
    }"#;

fn main() {
    divan::main();
}

/// Text to tree, tokens and findings.
#[divan::bench(args = SIZES)]
fn read(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.counter(divan::counter::BytesCount::of_str(&text)).bench(|| json::parse(black_box(&text)));
}

/// Tree to policy and findings.
#[divan::bench(args = SIZES)]
fn lower(bencher: Bencher<'_, '_>, bytes: usize) {
    let parse = json::parse(&material::policy(bytes));
    bencher.bench(|| lower::lower(black_box(&parse), PolicyKind::Identity));
}

/// Both, as the editor does at every key.
#[divan::bench(args = SIZES)]
fn analyse(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.bench(|| lower::read(black_box(&text), PolicyKind::Identity));
}

/// Text to colours.
#[divan::bench(args = SIZES)]
fn colour(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.bench(|| code::policy_roles(black_box(&text)));
}

/// One decision, five statements with one condition each, the policy prepared before.
#[divan::bench]
fn decide(bencher: Bencher<'_, '_>) {
    let (request, policies) = reading_a_report();
    assert!(evaluate::decide(&request, &policies).is_allowed(), "the last statement allows it");
    bencher.bench(|| evaluate::decide(black_box(&request), black_box(&policies)));
}

/// The same with every step kept.
#[divan::bench]
fn trace(bencher: Bencher<'_, '_>) {
    let (request, policies) = reading_a_report();
    bencher.bench(|| evaluate::trace(black_box(&request), black_box(&policies)));
}

/// A scenario's request, hop by hop: assume a role in another account, then act as its session.
#[divan::bench]
fn simulate_two_hops(bencher: Bencher<'_, '_>) {
    let scenario = Course::built_in().unwrap().scenario("dev-to-prod").unwrap();
    let request = scenario.request("ann-reads").unwrap();
    bencher.bench(|| simulate::simulate(black_box(&scenario), black_box(request)).unwrap());
}

/// What every start reads of the built-in course.
#[divan::bench]
fn course_index() -> Course {
    Course::built_in().unwrap()
}

fn reading_a_report() -> (Request, Policies) {
    let mut context = Context::default();
    context.set("aws:SourceIp", ContextValue::One("203.0.113.9".into()));
    context.set("aws:ResourceTag/team", ContextValue::One("reports".into()));
    let request = Request {
        principal: Principal {
            kind: PrincipalType::User,
            arn: "arn:aws:iam::111122223333:user/ann".into(),
            account: Some("111122223333".into()),
            role_arn: None,
            user_arn: None,
        },
        action: "s3:GetObject".into(),
        resource: "arn:aws:s3:::reports/2026/q3.csv".into(),
        resource_account: Some("111122223333".into()),
        context,
        flags: Flags::default(),
    };
    let mut statements: Vec<String> = (1..5).map(material::statement).collect();
    statements.push(ALLOWS.into());
    let policy = lower::read(&material::document(&statements), PolicyKind::Identity).policy;
    let attached = Attached { name: "ann.json".into(), kind: PolicyKind::Identity, policy: policy.into() };
    (request, Policies { identity: vec![attached], ..Policies::default() })
}
