//! Any text is read: places fit the text, tokens do not overlap, and what a strict parser takes has no slip.

#![no_main]

use iam_dojo::iam::json::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let read = parse(text);
    let mut end = 0;
    for token in &read.tokens {
        assert!(token.range.start >= end && !token.range.is_empty(), "tokens overlap");
        assert!(text.get(token.range.as_usize()).is_some(), "a token outside of the text");
        end = token.range.end;
        let _ = read.path(token.range);
    }
    for finding in &read.diagnostics {
        assert!(text.get(finding.range.as_usize()).is_some(), "a finding outside of the text");
        for edit in &finding.fix {
            assert!(text.get(edit.range.as_usize()).is_some(), "a fix outside of the text");
        }
    }
    let strictly = serde_json::from_str::<serde_json::Value>(text);
    let strict = strictly.is_ok();
    // `1E999` is good JSON; what is too much for the strict parser's numbers is no slip.
    let too_large = strictly.is_err_and(|error| error.to_string().starts_with("number out of range"));
    assert!(strict || too_large || !read.diagnostics.is_empty(), "a slip without a finding");
    let slips = read.diagnostics.iter().filter(|finding| finding.code == "JSON_SYNTAX_ERROR").count();
    assert!(!strict || slips == 0, "a finding without a slip");
});
