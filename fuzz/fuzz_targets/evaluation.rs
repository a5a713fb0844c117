//! Any line is answered by one line of JSON, the same with its trace and without.

#![no_main]

use iam_dojo::iam::cases::run_line;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|line: &str| {
    let read = |answer: String| -> Value {
        assert!(!answer.contains('\n'), "more than one line");
        serde_json::from_str(&answer).expect("answers are JSON")
    };
    let (plain, explained) = (read(run_line(line, false)), read(run_line(line, true)));
    for member in ["id", "decision", "reason", "error"] {
        assert_eq!(plain.get(member), explained.get(member), "the trace changes the answer");
    }
    assert!(plain.get("error").is_some() != plain.get("decision").is_some(), "an answer or an error");
});
