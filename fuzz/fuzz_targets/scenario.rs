//! Any text is a scenario or an error in a place of it; every request of a scenario has a walk and a summary.

#![no_main]

use iam_dojo::iam::explain;
use iam_dojo::iam::scenario::Scenario;
use iam_dojo::iam::simulate::{judge, simulate};
use libfuzzer_sys::fuzz_target;

const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333",
    "Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}"#;
const PERMISSIONS: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sts:*", "s3:Get*"],
    "Resource": "*", "Condition": {"StringLike": {"aws:username": ["a*", "${aws:username}"]}}}]}"#;

fuzz_target!(|text: &str| {
    let mut read = |name: &str| match name {
        name if name.contains("trust") => Ok(TRUST.to_owned()),
        name if name.contains("absent") => Err(format!("{name} is not here")),
        _ => Ok(PERMISSIONS.to_owned()),
    };
    let read = if text.starts_with('{') {
        Scenario::from_json(text, &mut read)
    } else {
        Scenario::from_toml(text, &mut read)
    };
    match read {
        Err(error) => {
            assert!(error.range.is_none_or(|range| text.get(range.as_usize()).is_some()), "an error outside of the text");
        }
        Ok(scenario) => {
            for spec in &scenario.requests {
                let Ok(simulation) = simulate(&scenario, spec) else { continue };
                assert!(!explain::walk(&simulation).is_empty(), "nothing to show");
                assert!(!explain::summary(&simulation).is_empty(), "nothing to say");
                let _ = explain::access_denied_message(&simulation);
                for expect in &spec.expect {
                    let _ = judge(expect, &simulation);
                }
            }
        }
    }
});
