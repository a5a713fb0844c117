//! Which candidates fit what was typed, and in which order: what begins like it, then what has a word that begins like it,
//! then what has its letters in their order.

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

/// The candidates that fit what was typed, best first; those that would change nothing left out.
pub(super) fn ranked(spot: &Spot<'_>, candidates: Vec<Candidate>) -> Vec<Proposal> {
    let typed = spot.typed();
    // A whole list is read from the top; with the beginning of a name, the shortest is the likeliest.
    let browsing = typed.is_empty() || typed.ends_with(':');
    let atom = Atom::new(typed, CaseMatching::Ignore, Normalization::Never, AtomKind::Fuzzy, false);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut fitting: Vec<_> = candidates
        .into_iter()
        .enumerate()
        .filter_map(|(number, candidate)| {
            let fit = direct(&candidate.label, typed).map(|(fit, _)| fit).or_else(|| {
                let score = atom.score(Utf32Str::new(&candidate.label, &mut buffer), &mut matcher)?;
                Some(Fit::Scattered(-i32::from(score)))
            })?;
            let length = if browsing { 0 } else { candidate.label.len() };
            Some(((fit, candidate.weight, length, number), candidate))
        })
        .collect();
    fitting.sort_unstable_by_key(|(key, _)| *key);
    let replaced = spot.range().slice(spot.site.text);
    let mut proposals: Vec<Proposal> = Vec::with_capacity(fitting.len().min(LIMIT));
    for (_, candidate) in fitting {
        if proposals.len() == LIMIT {
            break;
        }
        let insert = candidate.insert(spot);
        let is_new = proposals.iter().all(|known| known.label != candidate.label);
        if is_new && insert.text != replaced {
            let matched = match direct(&candidate.label, typed) {
                Some((_, start)) => (start..start + typed.chars().count()).collect(),
                None => scattered(&atom, &candidate.label, &mut matcher),
            };
            let detail = match candidate.detail {
                Detail::Words(words) => words.into_owned(),
                Detail::Of(action) => actions::detail(action),
            };
            let Candidate { label, sort, .. } = candidate;
            proposals.push(Proposal { label: label.into_owned(), detail, sort, insert, matched });
        }
    }
    proposals
}

/// Whether a label begins with a text, or has a word that does, and at which character.
fn direct(label: &str, typed: &str) -> Option<(Fit, usize)> {
    let begins = |tail: &str| tail.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed));
    if begins(label) {
        return Some((if label.len() == typed.len() { Fit::Same } else { Fit::Beginning }, 0));
    }
    let place = word_start(label, typed)?;
    Some((Fit::Word, label.get(..place)?.chars().count()))
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
        let fit = |label, typed| direct(label, typed).map(|(fit, place)| (fit, place));
        assert_eq!(fit("s3:GetObject", "S3:getobject"), Some((Fit::Same, 0)));
        assert_eq!(fit("s3:GetObject", "s3:g"), Some((Fit::Beginning, 0)));
        assert_eq!(fit("s3:GetObject", "obj"), Some((Fit::Word, 6)));
        assert_eq!(fit("s3:GetObject", "get"), Some((Fit::Word, 3)));
        assert_eq!(fit("s3:GetObject", "bject"), None);
        assert!(Fit::Same < Fit::Beginning && Fit::Beginning < Fit::Word && Fit::Word < Fit::Scattered(-900));
        assert!(Fit::Scattered(-90) < Fit::Scattered(-10));
    }
}
