//! Which candidates fit what was typed, and in which order: what begins like it, then what has a word that begins like it,
//! then what has its letters in their order.

use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::iam::complete::Proposal;
use crate::iam::complete::actions;
use crate::iam::complete::spot::Spot;
use crate::iam::complete::write::{Candidate, Detail};

/// The most proposals that are given out: more, nobody reads.
const LIMIT: usize = 200;

/// How well a label fits; the least is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is what was typed.
    Same,
    /// It begins so.
    Beginning,
    /// One of its words begins so.
    Word,
    /// It has these letters in their order; the score is negative, so that the highest is the least.
    Scattered(i32),
}

/// The candidates that fit what was typed, best first; those that would change nothing left out, and whether there is such a one.
pub(super) fn ranked(spot: &Spot<'_>, candidates: &[Candidate]) -> (Vec<Proposal>, bool) {
    let typed = spot.typed();
    // A whole list is read from the top; with the beginning of a name, the shortest is the likeliest.
    let browsing = typed.is_empty() || typed.ends_with(':');
    let atom = Atom::new(typed, CaseMatching::Ignore, Normalization::Never, AtomKind::Fuzzy, false);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut fitting = Vec::with_capacity(candidates.len());
    for (number, candidate) in candidates.iter().enumerate() {
        let fit = direct(&candidate.label, typed).map(|(fit, ..)| fit).or_else(|| {
            let score = atom.score(Utf32Str::new(&candidate.label, &mut buffer), &mut matcher)?;
            Some(Fit::Scattered(-i32::from(score)))
        });
        if let Some(fit) = fit {
            let length = if browsing { 0 } else { candidate.label.len() };
            fitting.push((fit, candidate.weight, length, number));
        }
    }
    fitting.sort_unstable();
    let replaced = spot.range().slice(spot.site.text);
    let mut proposals: Vec<Proposal> = Vec::with_capacity(fitting.len().min(LIMIT));
    let mut is_whole = false;
    for candidate in fitting.iter().filter_map(|(.., number)| candidates.get(*number)) {
        if proposals.len() == LIMIT {
            break;
        }
        let insert = candidate.insert(spot);
        is_whole |= insert.text == replaced;
        let is_new = proposals.iter().all(|known| known.label != candidate.label);
        if is_new && insert.text != replaced {
            let matched = match direct(&candidate.label, typed) {
                Some((_, head, piece)) => characters(&candidate.label, head, &piece),
                None => scattered(&atom, &candidate.label, &mut matcher),
            };
            let detail = match &candidate.detail {
                Detail::Words(words) => words.clone().into_owned(),
                Detail::Of(action) => actions::detail(*action),
            };
            let (label, sort) = (candidate.label.clone().into_owned(), candidate.sort);
            proposals.push(Proposal { label, detail, sort, insert, matched });
        }
    }
    (proposals, is_whole)
}

/// Whether a label begins with a text, or has a word that does. Gives where the match lies, in bytes: a head, and a piece.
/// Behind a colon words are looked for in what follows: `s3:obj` is in `s3:GetObject`.
fn direct(label: &str, typed: &str) -> Option<(Fit, usize, Range<usize>)> {
    let begins = |head: &str| label.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    if begins(typed) {
        let fit = if label.len() == typed.len() { Fit::Same } else { Fit::Beginning };
        return Some((fit, 0, 0..typed.len()));
    }
    let found = |head: &str, rest: &str| {
        let place = head.len() + word_start(label.get(head.len()..)?, rest)?;
        Some((Fit::Word, head.len(), place..place + rest.len()))
    };
    found("", typed).or_else(|| {
        let (head, rest) = typed.split_at_checked(typed.rfind(':')? + 1)?;
        found(head, rest).filter(|_| begins(head))
    })
}

/// The characters that lie in these bytes.
fn characters(label: &str, head: usize, piece: &Range<usize>) -> Vec<usize> {
    let bytes = label.char_indices().enumerate();
    bytes.filter(|(_, (byte, _))| *byte < head || piece.contains(byte)).map(|(character, _)| character).collect()
}

/// Where in a name a word begins like the text: behind a sign, or where a capital follows a small letter.
pub(super) fn word_start(name: &str, typed: &str) -> Option<usize> {
    let first = *typed.as_bytes().first()?;
    let bytes = name.as_bytes();
    bytes.windows(2).enumerate().find_map(|(before, pair)| {
        let [a, b] = pair else { return None };
        let place = before + 1;
        let starts = b.eq_ignore_ascii_case(&first)
            && b.is_ascii_alphanumeric()
            && (!a.is_ascii_alphanumeric() || (b.is_ascii_uppercase() && !a.is_ascii_uppercase()));
        let tail = || bytes.get(place..place + typed.len());
        (starts && tail().is_some_and(|tail| tail.eq_ignore_ascii_case(typed.as_bytes()))).then_some(place)
    })
}

/// The characters of a label that scattered letters are.
fn scattered(atom: &Atom, label: &str, matcher: &mut Matcher) -> Vec<usize> {
    let (mut buffer, mut indices) = (Vec::new(), Vec::new());
    atom.indices(Utf32Str::new(label, &mut buffer), matcher, &mut indices);
    indices.sort_unstable();
    indices.dedup();
    indices.into_iter().map(|index| index as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_beats_a_word_and_a_word_beats_scattered_letters() {
        for (label, typed, expected) in [
            ("s3:GetObject", "S3:getobject", Some((Fit::Same, 0, 0..12))),
            ("s3:GetObject", "s3:g", Some((Fit::Beginning, 0, 0..4))),
            ("s3:GetObject", "obj", Some((Fit::Word, 0, 6..9))),
            ("s3:GetObject", "get", Some((Fit::Word, 0, 3..6))),
            ("s3:GetObject", "s3:obj", Some((Fit::Word, 3, 6..9))),
            ("s3:GetObject", "bject", None),
            ("s3:GetObject", "sqs:obj", None),
        ] {
            assert_eq!(direct(label, typed), expected, "{typed}");
        }
        assert_eq!(characters("s3:Gé", 2, &(3..6)), [0, 1, 3, 4]);
        assert!(Fit::Same < Fit::Beginning && Fit::Beginning < Fit::Word && Fit::Word < Fit::Scattered(-900));
        assert!(Fit::Scattered(-90) < Fit::Scattered(-10));
    }
}
