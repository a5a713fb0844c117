//! What the checks cost: a document that is written, one far too long, and AWS's own policies all together.
//!
//! `cargo bench --bench lint`. Targets: 10 KB read in 100 µs; 10 KB lowered and looked at in 1 ms; 200 KB within the 30 ms that
//! a key may take there; AWS's 75 policies in 50 ms together.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run says why by ending")]

mod material;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::{json, lint};

/// Bytes of policy.
const SIZES: [usize; 2] = [10_000, 200_000];

fn main() {
    divan::main();
}

/// Text to tree, tokens and findings.
#[divan::bench(args = SIZES)]
fn read(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| json::parse(black_box(&text)));
}

/// Tree to policy and all findings.
#[divan::bench(args = SIZES)]
fn lint_parsed(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    let parse = json::parse(&text);
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| parse.clone())
        .bench_values(|parse| lint::lint_parsed(black_box(&text), parse, PolicyKind::Identity, &[]));
}

/// Text to everything, as at every key.
#[divan::bench(args = SIZES)]
fn lint_text(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| lint::lint(black_box(&text), PolicyKind::Identity));
}

/// The same of AWS's own policies, a line for each thing.
#[divan::bench]
fn lint_managed_policies(bencher: Bencher<'_, '_>) {
    let texts = managed_policies();
    bencher.counter(texts.len()).bench(|| {
        let found = texts.iter().map(|text| lint::lint(black_box(text), PolicyKind::Identity).findings.len());
        found.sum::<usize>()
    });
}

fn managed_policies() -> Vec<String> {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../assets/managed-policies/managed_policies.json")).unwrap();
    let policies = file.get("policies").and_then(serde_json::Value::as_array).unwrap();
    policies.iter().map(|policy| serde_json::to_string_pretty(policy.get("document").unwrap()).unwrap()).collect()
}
