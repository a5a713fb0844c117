//! How long a table of decisions takes. `cargo bench --bench matrix`; the figures are of one core.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

use divan::Bencher;
use iam_dojo::iam::matrix::{Call, Caller, decide};
use iam_dojo::iam::scenario::{RequestSpec, Scenario};

fn main() {
    divan::main();
}

/// A world of fifty callers, every other one with a role on the way, in an organisation; forty calls on a few buckets.
fn world() -> (Scenario, Vec<Caller>, Vec<Call>) {
    let policy = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*", "sts:AssumeRole"], "Resource": "*"},
        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/orders"},
        {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::data-1/*"},
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::data-2/${aws:username}/*",
         "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}"#;
    let mut text = String::from(
        "title = \"t\"\n[world.organization]\n[world.accounts.dev]\nid = \"111122223333\"\nunit = \"root\"\n",
    );
    for bucket in 0..4 {
        text.push_str(&format!("[[world.resources]]\narn = \"arn:aws:s3:::data-{bucket}\"\naccount = \"dev\"\n"));
    }
    for number in 0..25 {
        text.push_str(&format!(
            "[[world.users]]\nname = \"dev/user{number}\"\npolicies = ['''{policy}''']\n[[world.roles]]\n\
             name = \"dev/Role{number}\"\npolicies = ['''{policy}''']\ntrust = '''{{\"Version\": \"2012-10-17\", \"Statement\": \
             [{{\"Effect\": \"Allow\", \"Principal\": {{\"AWS\": \"111122223333\"}}, \"Action\": \"sts:AssumeRole\"}}]}}'''\n"
        ));
    }
    let actions = ["GetObject", "PutObject", "DeleteObject", "GetObjectTagging", "PutObjectAcl"];
    let mut calls = 0;
    for action in actions {
        for bucket in 0..4 {
            for key in ["a/b", "user3/c"] {
                calls += 1;
                text.push_str(&format!(
                    "[[requests]]\nname = \"r{calls}\"\nwho = \"user dev/user0\"\naction = \"s3:{action}\"\n\
                     resource = \"arn:aws:s3:::data-{bucket}/{key}\"\n"
                ));
            }
        }
    }
    let scenario = Scenario::from_toml(&text, &mut |name| Err(name.to_owned())).expect("a sound world");
    let spec = |who: String, through: &[String]| RequestSpec {
        who,
        through: through.iter().map(|role| iam_dojo::iam::scenario::Step::Role(role.clone())).collect(),
        ..scenario.requests.first().expect("there are requests").clone()
    };
    let callers: Vec<Caller> = (0..25)
        .flat_map(|n| {
            [spec(format!("user dev/user{n}"), &[]), spec(format!("user dev/user{n}"), &[format!("dev/Role{n}")])]
        })
        .map(|spec| Caller::of(&spec))
        .collect();
    let calls = iam_dojo::iam::matrix::calls(&scenario);
    assert_eq!((callers.len(), calls.len()), (50, 40));
    (scenario, callers, calls)
}

/// Fifty callers against forty calls: at most twenty milliseconds.
#[divan::bench]
fn fifty_by_forty(bencher: Bencher<'_, '_>) {
    let (scenario, callers, calls) = world();
    bencher.bench_local(|| decide(&scenario, &callers, &calls));
}
