//! How fast the catalogue opens and answers.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

use std::hint::black_box;

use divan::Bencher;
use iam_dojo::iam::catalogue::{Catalogue, checks_of};
use iam_dojo::iam::pattern::ActionPattern;

fn main() {
    divan::main();
}

#[divan::bench]
fn open() -> bool {
    Catalogue::open(black_box(Catalogue::built_in_bytes())).is_ok()
}

#[divan::bench(args = ["s3:GetObject", "EC2:runinstances", "ec2:RunInstance", "moon:GetRock"])]
fn action(action: &str) -> bool {
    Catalogue::built_in().action(black_box(action)).is_some()
}

#[divan::bench(args = ["s3", "moon"])]
fn service(prefix: &str) -> bool {
    Catalogue::built_in().service(black_box(prefix)).is_some()
}

#[divan::bench(args = ["aws:SourceIp", "aws:PrincipalTag/team", "s3:prefix", "saml:aud"])]
fn condition_key(key: &str) -> bool {
    let catalogue = Catalogue::built_in();
    catalogue.global_key(black_box(key)).is_some() || catalogue.condition_key(key).is_some()
}

#[divan::bench(args = ["s3:GetObject", "ec2:Describe*", "s3:*Object*", "ec2:*", "*"])]
fn expand(bencher: Bencher<'_, '_>, pattern: &str) {
    let pattern = ActionPattern::parse(pattern).expect("a pattern");
    bencher.bench(|| Catalogue::built_in().actions_matching(black_box(&pattern)).count());
}

#[divan::bench]
fn checks_of_run_instances() -> usize {
    Catalogue::built_in().action(black_box("ec2:RunInstances")).map_or(0, |action| checks_of(action).count())
}

#[divan::bench(args = ["ec2:DescribeInstance", "lamda:InvokeFunction"])]
fn actions_like(action: &str) -> usize {
    Catalogue::built_in().actions_like(black_box(action)).len()
}
