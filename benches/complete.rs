//! How fast completion answers: each case is what stands at the cursor of a policy.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

use std::hint::black_box;

use divan::Bencher;
use iam_dojo::iam::complete::{Site, complete};
use iam_dojo::iam::json::parse;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::surroundings::Surroundings;

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, inside: &str) {
    let marked = format!("{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", {inside}}}]}}");
    let cursor = marked.find('|').expect("a cursor");
    let text = marked.replacen('|', "", 1);
    let parse = parse(&text);
    let surroundings = Surroundings::default();
    let site = Site { text: &text, parse: &parse, kind: PolicyKind::Identity, cursor, surroundings: &surroundings };
    bencher.bench(|| complete(black_box(&site)));
}

/// Nothing, a service, the beginning of a name, a word of a name in all services, scattered letters.
#[divan::bench(args = ["", "s", "s3:", "s3:Get", "ec2:", "ec2:desc", "Get", "object", "eci"])]
fn action(bencher: Bencher<'_, '_>, typed: &str) {
    bench(bencher, &format!("\"Action\": \"{typed}|\""));
}

#[divan::bench(args = ["s3:GetObject", "ec2:RunInstances", "ec2:D*", "ec2:*"])]
fn resource_of(bencher: Bencher<'_, '_>, action: &str) {
    bench(bencher, &format!("\"Action\": \"{action}\", \"Resource\": \"|\""));
}

#[divan::bench(args = ["s3:GetObject", "ec2:RunInstances", "ec2:D*", "ec2:*"])]
fn key_of(bencher: Bencher<'_, '_>, action: &str) {
    bench(bencher, &format!("\"Action\": \"{action}\", \"Condition\": {{\"StringEquals\": {{\"|\"}}}}"));
}

#[divan::bench]
fn element(bencher: Bencher<'_, '_>) {
    bench(bencher, "\"|\"");
}

#[divan::bench]
fn operator(bencher: Bencher<'_, '_>) {
    bench(bencher, "\"Condition\": {\"|\"}");
}
