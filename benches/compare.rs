//! How long a comparison takes: every planted answer of every lab against the reference, managed policies against one
//! another, and the cases in which the number of texts to tell apart grows fastest. `cargo bench --bench compare`.
//!
//! Targets: 2 ms for half of the pairs and 15 ms for 99 of 100; AdministratorAccess against PowerUserAccess and
//! ReadOnlyAccess against ViewOnlyAccess in 200 ms each; the cases that grow, within the default budget.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iam_dojo::iam::catalogue::{managed_policies, managed_policy};
use iam_dojo::iam::compare::{Budget, Set, Verdict, compare};
use iam_dojo::iam::json;
use iam_dojo::iam::lower;
use iam_dojo::iam::policy::PolicyKind;

/// Two sets and what they are called.
struct Pair {
    name: String,
    first: Set,
    second: Set,
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut pairs = Vec::new();
    labs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/lessons")), &mut pairs);
    writeln!(out, "pairs of the labs")?;
    report(&mut out, &pairs, 0)?;
    let of_labs = pairs.len();
    managed(&mut pairs);
    writeln!(out, "pairs of the labs and of managed policies")?;
    report(&mut out, &pairs, 5)?;
    assert!(pairs.len() >= 300 && of_labs > 0, "there are {} pairs", pairs.len());
    writeln!(out, "by themselves")?;
    let named = |first: &str, second: &str| Pair {
        name: format!("{first}, {second}"),
        first: policy(first),
        second: policy(second),
    };
    for pair in [
        named("AdministratorAccess", "PowerUserAccess"),
        named("ReadOnlyAccess", "ViewOnlyAccess"),
        growing("globs with two stars", 12, |n| format!("*{0}{0}x*", char::from(b'a' + n))),
        growing("prefixes", 24, |n| format!("folder-{n}/*")),
        growing("question marks", 10, |n| format!("*a{}", "?".repeat(usize::from(n)))),
    ] {
        let (taken, verdict) = timed(&pair);
        writeln!(out, "  {:>10.2} ms  {:24} {}", millis(taken), verdict.as_str(), pair.name)?;
    }
    Ok(())
}

/// Each answer of a lab's `wrong` folder against the document of that name in its reference.
fn labs(folder: &Path, pairs: &mut Vec<Pair>) {
    for entry in entries(folder) {
        if entry.file_name().is_some_and(|name| name == "wrong") {
            for answer in entries(&entry).iter().flat_map(|answer| entries(answer)) {
                let reference = answer.file_name().map(|name| folder.join("reference").join(name));
                if let Some(reference) =
                    reference.filter(|path| path.is_file() && path.extension().is_some_and(|end| end == "json"))
                {
                    let [first, second] =
                        [&answer, &reference].map(|path| fs::read_to_string(path).expect("a document"));
                    let kind = lower::guess_kind(&json::parse(&second));
                    let name = answer.display().to_string();
                    pairs.push(Pair { name, first: Set::of_text(kind, &first), second: Set::of_text(kind, &second) });
                }
            }
        } else if entry.is_dir() {
            labs(&entry, pairs);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

/// Each managed policy against the next.
fn managed(pairs: &mut Vec<Pair>) {
    let names: Vec<&str> = managed_policies().map(|policy| policy.name).collect();
    for (first, second) in names.iter().zip(names.iter().skip(1)) {
        pairs.push(Pair { name: format!("{first}, {second}"), first: policy(first), second: policy(second) });
    }
}

fn policy(name: &str) -> Set {
    Set::of_text(PolicyKind::Identity, &managed_policy(name).expect("a managed policy").text())
}

/// So many statements, each with a pattern of its own, against the same without the last.
fn growing(name: &str, count: u8, pattern: impl Fn(u8) -> String) -> Pair {
    let set = |count: u8| {
        let statements: Vec<String> = (0..count)
            .map(|n| {
                let glob = pattern(n);
                format!(
                    r#"{{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {{"StringLike": {{"s3:prefix": "{glob}"}}}}}}"#
                )
            })
            .collect();
        Set::of_text(
            PolicyKind::Identity,
            &format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(",")),
        )
    };
    Pair { name: format!("{count} {name}"), first: set(count), second: set(count - 1) }
}

fn timed(pair: &Pair) -> (Duration, Verdict) {
    let begun = Instant::now();
    let verdict = compare(&pair.first, &pair.second, &Budget::default()).verdict;
    (begun.elapsed(), verdict)
}

fn millis(taken: Duration) -> f64 {
    taken.as_secs_f64() * 1_000.0
}

/// Percentiles over all pairs, the best of three runs of each, and the `slowest` by name.
fn report(out: &mut impl io::Write, pairs: &[Pair], slowest: usize) -> io::Result<()> {
    let best = |pair: &Pair| (0..3).map(|_| timed(pair)).min_by_key(|(taken, _)| *taken).expect("it runs three times");
    let mut taken: Vec<(Duration, Verdict, &str)> = pairs
        .iter()
        .map(|pair| {
            let (taken, verdict) = best(pair);
            (taken, verdict, pair.name.as_str())
        })
        .collect();
    taken.sort_by_key(|(taken, ..)| *taken);
    let at = |percent: usize| {
        taken.get((taken.len() * percent / 100).min(taken.len() - 1)).map_or(0.0, |(taken, ..)| millis(*taken))
    };
    writeln!(
        out,
        "  {} pairs: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, most {:.2} ms",
        taken.len(),
        at(50),
        at(90),
        at(99),
        at(100)
    )?;
    for verdict in Verdict::ALL {
        writeln!(out, "  {:6} {}", taken.iter().filter(|(_, found, _)| *found == verdict).count(), verdict.as_str())?;
    }
    for (taken, verdict, name) in taken.iter().rev().take(slowest) {
        writeln!(out, "  {:>10.2} ms  {:24} {name}", millis(*taken), verdict.as_str())?;
    }
    Ok(())
}
