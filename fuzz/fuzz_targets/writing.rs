//! At any place of any text something can be asked: what could be written there, and what stands there.

#![no_main]

use iam_dojo::iam::about::about;
use iam_dojo::iam::complete::{Site, complete};
use iam_dojo::iam::json::parse;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::surroundings::Surroundings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str)| {
    let (place, text) = input;
    let parse = parse(text);
    let surroundings = Surroundings::default();
    let cursor = usize::from(place) % (text.len() + 1);
    for kind in [PolicyKind::Identity, PolicyKind::Trust] {
        let site = Site { text, parse: &parse, kind, cursor, surroundings: &surroundings };
        if let Some(found) = complete(&site) {
            assert!(text.get(found.range.as_usize()).is_some(), "proposals outside of the text");
            for proposal in &found.proposals {
                let insert = &proposal.insert;
                assert!(insert.places.iter().all(|place| insert.text.get(place.as_usize()).is_some()), "a place outside");
            }
        }
        if let Some(about) = about(&site) {
            assert!(text.get(about.range.as_usize()).is_some(), "a word outside of the text");
        }
    }
});
