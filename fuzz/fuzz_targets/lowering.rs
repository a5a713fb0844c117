//! Any text is lowered and looked at as a policy of every kind: places fit the text, and every fix can be put in.

#![no_main]

use iam_dojo::iam::json::parse;
use iam_dojo::iam::lint::lint;
use iam_dojo::iam::lower::{guess_kind, lower, read};
use iam_dojo::iam::policy::PolicyKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let _ = guess_kind(&parsed);
    for kind in PolicyKind::ALL {
        let lowered = lower(&parsed, kind);
        for statement in &lowered.policy.statements {
            assert!(text.get(statement.range.as_usize()).is_some(), "a statement outside of the text");
        }
        for finding in &lint(text, kind).findings {
            assert!(text.get(finding.range.as_usize()).is_some(), "a finding outside of the text");
            if let Some(edit) = &finding.fix {
                assert!(text.get(edit.range.as_usize()).is_some(), "a fix outside of the text");
                let mut mended = text.to_owned();
                mended.replace_range(edit.range.as_usize(), &edit.insert);
                let _ = read(&mended, kind);
            }
        }
    }
});
