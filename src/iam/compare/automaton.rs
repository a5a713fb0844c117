//! Texts told apart by patterns: one shortest text for every way in which some of them match and the others do not.
//!
//! The automata of all patterns are walked together, letter by letter, breadth first. From each joint state only the
//! letters that some pattern there mentions are tried, and of the others one for each class that treats them differently:
//! swapping letters that no pattern mentions changes nothing about what matches. So every combination that any text can
//! have is met, and met first by a shortest text.

use std::rc::Rc;

use super::bits::QuickMap;
use super::budget::{Halt, Meter};
use crate::iam::glob::Token;

/// Which characters may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Class {
    /// This one.
    Is(char),
    /// This one, in either letter case.
    IsAnyCase(char),
    /// Any but these.
    Not(&'static str),
    /// Only these.
    Of(Letters),
}

/// A set of ASCII letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Letters(u128);

impl Letters {
    /// The letters of a text; what is not ASCII is left out.
    pub(super) const fn of(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let mut mask = 0;
        while let [letter, behind @ ..] = rest {
            if letter.is_ascii() {
                mask |= 1 << *letter;
            }
            rest = behind;
        }
        Self(mask)
    }

    fn has(self, letter: char) -> bool {
        letter.is_ascii() && self.0 >> (letter as u32) & 1 == 1
    }
}

/// A class of the letters of a text.
pub(super) const fn only(text: &str) -> Class {
    Class::Of(Letters::of(text))
}

/// Any character.
pub(super) const ANY: Class = Class::Not("");
/// Any but a colon.
pub(super) const NO_COLON: Class = Class::Not(":");

impl Class {
    fn admits(self, letter: char) -> bool {
        match self {
            Self::Is(own) => own == letter,
            Self::IsAnyCase(own) => own == letter || own.to_lowercase().eq(letter.to_lowercase()),
            Self::Not(these) => !these.contains(letter),
            Self::Of(these) => these.has(letter),
        }
    }

    /// The letters that it treats unlike any other.
    fn mentions(self, mention: &mut impl FnMut(char)) {
        match self {
            Self::Is(own) => mention(own),
            Self::IsAnyCase(own) => own.to_lowercase().chain(own.to_uppercase()).for_each(mention),
            Self::Not(these) => these.chars().for_each(mention),
            Self::Of(_) => {}
        }
    }
}

/// A place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) class: Class,
    /// Any number of such characters, also none.
    pub(super) many: bool,
}

/// A text with wildcards, one place after the other.
pub(super) type Pattern = Vec<Place>;

/// The places of a text that stands for itself.
pub(super) fn literal(text: &str) -> Pattern {
    text.chars().map(|letter| Place { class: Class::Is(letter), many: false }).collect()
}

/// The same, whatever the letter case.
pub(super) fn literal_any_case(text: &str) -> Pattern {
    text.chars().map(|letter| Place { class: Class::IsAnyCase(letter), many: false }).collect()
}

/// Any number of characters of a class.
pub(super) fn many(class: Class) -> Place {
    Place { class, many: true }
}

/// One character of a class.
pub(super) fn one(class: Class) -> Place {
    Place { class, many: false }
}

/// The places of a pattern that is given a byte's token at a time.
pub(super) fn of_tokens(tokens: impl IntoIterator<Item = Token>) -> Pattern {
    let mut places = Vec::new();
    let mut bytes: Vec<u8> = Vec::new();
    let flush = |bytes: &mut Vec<u8>, places: &mut Pattern| {
        places.extend(literal(&String::from_utf8_lossy(bytes)));
        bytes.clear();
    };
    for token in tokens {
        if let Token::Byte(byte) = token {
            bytes.push(byte);
            continue;
        }
        flush(&mut bytes, &mut places);
        places.push(match token {
            Token::One => one(ANY),
            Token::OneInSegment => one(NO_COLON),
            Token::StarInSegment => many(NO_COLON),
            Token::Star | Token::StarAtSegmentEnd | Token::Byte(_) => many(ANY),
        });
    }
    flush(&mut bytes, &mut places);
    places
}

/// A pattern whose wildcards never cover any of `these` letters.
pub(super) fn without(pattern: &[Place], these: &'static str) -> Pattern {
    let narrow = |class| if class == ANY { Class::Not(these) } else { class };
    pattern.iter().map(|place| Place { class: narrow(place.class), ..*place }).collect()
}

/// Whether a text matches a pattern.
pub(super) fn matches(pattern: &[Place], text: &str) -> bool {
    let walk = Walk::of(std::iter::once((0, pattern)));
    let mut state = walk.start();
    for letter in text.chars() {
        state = walk.step(&state, letter);
    }
    !walk.accepts(&state).is_empty()
}

/// Letters to take for all that no pattern mentions: such as people use first.
const USUAL: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.+=@,/ ";

/// All patterns as one list of positions; the end of each is a position without a place. Patterns with one mark are
/// alternatives of one another: that one of them matches is all that is asked.
struct Walk {
    places: Vec<Option<Place>>,
    /// Which pattern a position belongs to.
    owners: Vec<u32>,
    /// Which mark the pattern has.
    marks: Vec<u32>,
    starts: Vec<u32>,
    /// For each mark, a position from which every text matches.
    certain: Vec<u32>,
}

/// Where the patterns stand that can still match, in order.
type State = Vec<u32>;

impl Walk {
    fn of<'p>(patterns: impl Iterator<Item = (u32, &'p [Place])>) -> Self {
        let mut walk =
            Self { places: Vec::new(), owners: Vec::new(), marks: Vec::new(), starts: Vec::new(), certain: Vec::new() };
        let mut most = 0;
        let mut owner = 0;
        for (mark, pattern) in patterns {
            walk.starts.push(walk.places.len() as u32);
            walk.add(owner, mark, pattern);
            most = most.max(mark);
            owner += 1;
        }
        for mark in 0..=most {
            walk.certain.push(walk.places.len() as u32);
            walk.add(owner + mark, mark, &[many(ANY)]);
        }
        walk
    }

    fn add(&mut self, owner: u32, mark: u32, pattern: &[Place]) {
        self.places.extend(pattern.iter().copied().map(Some));
        self.places.push(None);
        self.owners.resize(self.places.len(), owner);
        self.marks.resize(self.places.len(), mark);
    }

    fn place(&self, position: u32) -> Option<Place> {
        self.places.get(position as usize).copied().flatten()
    }

    fn owner(&self, position: u32) -> u32 {
        self.owners.get(position as usize).copied().unwrap_or(u32::MAX)
    }

    fn mark(&self, position: u32) -> u32 {
        self.marks.get(position as usize).copied().unwrap_or(u32::MAX)
    }

    fn start(&self) -> State {
        self.settle(self.starts.clone())
    }

    fn step(&self, state: &State, letter: char) -> State {
        let mut next = Vec::with_capacity(state.len() + 1);
        for position in state {
            if let Some(place) = self.place(*position)
                && place.class.admits(letter)
            {
                next.push(if place.many { *position } else { position + 1 });
            }
        }
        self.settle(next)
    }

    /// Adds what is reached without reading: a run may be empty. Takes away what a run of any characters covers: whoever
    /// stands at one matches all that could be matched from an earlier place; and once a mark is certain, how the other
    /// patterns of the mark stand is nothing to know.
    fn settle(&self, mut state: State) -> State {
        let mut at = 0;
        while let Some(position) = state.get(at).copied() {
            if self.place(position).is_some_and(|place| place.many) {
                state.push(position + 1);
            }
            at += 1;
        }
        state.sort_unstable();
        state.dedup();
        let mut covered = None;
        let mut certain: Vec<u32> = Vec::new();
        let mut kept: State = Vec::with_capacity(state.len());
        for position in state.into_iter().rev() {
            let owner = self.owner(position);
            if covered == Some(owner) {
                continue;
            }
            kept.push(position);
            if self.place(position) == Some(many(ANY)) {
                covered = Some(owner);
                if self.place(position + 1).is_none() {
                    certain.push(self.mark(position));
                }
            }
        }
        if !certain.is_empty() {
            kept.retain(|position| !certain.contains(&self.mark(*position)));
            certain.sort_unstable();
            certain.dedup();
            let of_mark = |mark: u32| self.certain.get(mark as usize).copied();
            kept.extend(certain.into_iter().filter_map(of_mark).flat_map(|position| [position + 1, position]));
        }
        kept.sort_unstable();
        kept
    }

    /// The marks that what was read has.
    fn accepts(&self, state: &State) -> Vec<u32> {
        let ends = state.iter().filter(|position| self.place(**position).is_none());
        let mut marks: Vec<u32> = ends.map(|position| self.mark(*position)).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// The letters worth trying from a state.
    fn letters(&self, state: &State) -> Vec<char> {
        let mut mentioned = Vec::new();
        let mut only: Vec<Letters> = Vec::new();
        for place in state.iter().filter_map(|position| self.place(*position)) {
            place.class.mentions(&mut |letter| {
                if !mentioned.contains(&letter) {
                    mentioned.push(letter);
                }
            });
            if let Class::Of(these) = place.class
                && !only.contains(&these)
            {
                only.push(these);
            }
        }
        // Of the others, those are alike that are in the same of these sets; no letter beyond ASCII is in any.
        let mut treated: Vec<Vec<bool>> = Vec::new();
        let mut fresh = Vec::new();
        let beyond = ('\u{e0}'..).find(|letter| !mentioned.contains(letter));
        for letter in USUAL.chars().filter(|letter| !mentioned.contains(letter)).chain(beyond) {
            let is_known = |known: &Vec<bool>| known.iter().copied().eq(only.iter().map(|these| these.has(letter)));
            if !treated.iter().any(is_known) {
                treated.push(only.iter().map(|these| these.has(letter)).collect());
                fresh.push(letter);
                if only.is_empty() {
                    break;
                }
            }
        }
        mentioned.sort_unstable();
        mentioned.extend(fresh);
        mentioned
    }
}

/// One text for every combination of marks that a text can have. A text has a mark when one of the mark's patterns matches
/// it. With a `shape`, only texts that match it count.
pub(super) fn cells(
    patterns: &[(usize, Pattern)],
    shape: Option<&[Place]>,
    meter: &Meter<'_>,
) -> Result<Vec<String>, Halt> {
    let anything = [many(ANY)];
    let shape = shape.unwrap_or(&anything);
    // The shape has mark 0, and the others come behind it, without gaps.
    let mut known: QuickMap<usize, u32> = QuickMap::default();
    let mut numbered: Vec<(u32, &[Place])> = vec![(0, shape)];
    for (mark, pattern) in patterns {
        let next = known.len() as u32 + 1;
        numbered.push((*known.entry(*mark).or_insert(next), pattern.as_slice()));
    }
    let walk = Walk::of(numbered.into_iter());
    let mut seen: QuickMap<Rc<State>, ()> = QuickMap::default();
    let mut met: QuickMap<Vec<u32>, ()> = QuickMap::default();
    // Every state with the one it was reached from, and by which letter.
    let first = Rc::new(walk.start());
    let mut states: Vec<(Rc<State>, usize, char)> = vec![(Rc::clone(&first), usize::MAX, ' ')];
    seen.insert(first, ());
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some((state, _, _)) = states.get(at) {
        let state = Rc::clone(state);
        meter.spend(1 + state.len() / 8)?;
        let marks = walk.accepts(&state);
        if marks.first() == Some(&0) && met.insert(marks, ()).is_none() {
            texts.push(spelled(&states, at));
        }
        for letter in walk.letters(&state) {
            let next = walk.step(&state, letter);
            // Nothing that the shape has left may follow.
            if !next.iter().any(|position| walk.mark(*position) == 0) || seen.contains_key(&next) {
                continue;
            }
            let next = Rc::new(next);
            seen.insert(Rc::clone(&next), ());
            states.push((next, at, letter));
        }
        at += 1;
    }
    Ok(texts)
}

/// The text that led to a state.
fn spelled(states: &[(Rc<State>, usize, char)], at: usize) -> String {
    let mut letters: Vec<char> = Vec::new();
    let mut here = states.get(at);
    while let Some((_, from, letter)) = here
        && *from != usize::MAX
    {
        letters.push(*letter);
        here = states.get(*from);
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::compare::budget::Budget;
    use crate::iam::glob;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn of_text(text: &str) -> Pattern {
        of_tokens(text.bytes().map(Token::of))
    }

    fn plain_match(pattern: &str, text: &str) -> bool {
        let bytes = pattern.as_bytes();
        glob::compare(&[], |i| bytes.get(i).copied().map(Token::of), text).is_ok()
    }

    /// All texts of up to `most` letters.
    fn texts(letters: &[char], most: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..most {
            last = last.iter().flat_map(|text| letters.iter().map(move |c| format!("{text}{c}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    fn vector(patterns: &[String], text: &str) -> Vec<bool> {
        patterns.iter().map(|pattern| plain_match(pattern, text)).collect()
    }

    proptest! {
        #[test]
        fn every_combination_that_a_text_has_is_met(patterns in proptest::collection::vec("[ab*?]{0,4}", 1..4)) {
            let numbered: Vec<_> = patterns.iter().map(|text| of_text(text)).enumerate().collect();
            let found = cells(&numbered, None, &Meter::new(&Budget::default())).unwrap();
            let found: BTreeSet<Vec<bool>> = found.iter().map(|text| vector(&patterns, text)).collect();
            let there: BTreeSet<Vec<bool>> =
                texts(&['a', 'b', 'c'], 6).iter().map(|text| vector(&patterns, text)).collect();
            prop_assert!(there.is_subset(&found), "{:?}: {:?} {:?}", patterns, there, found);
        }

        #[test]
        fn a_pattern_matches_here_what_it_matches_there(pattern in "[ab*?\u{e9}]{0,6}", text in "[ab\u{e9}]{0,6}") {
            prop_assert_eq!(matches(&of_text(&pattern), &text), plain_match(&pattern, &text));
        }
    }

    #[test]
    fn alternatives_of_one_mark_are_not_told_apart() {
        let patterns = [(7, of_text("a*")), (7, of_text("*b")), (7, of_text("c")), (9, of_text("a"))];
        let found = cells(&patterns, None, &Meter::new(&Budget::default())).unwrap();
        assert_eq!(found, ["", "a", "b"]);
    }

    #[test]
    fn only_texts_of_the_shape_are_met() {
        let shape: Pattern = literal("x/").into_iter().chain([one(only("0123456789")), many(only("ab"))]).collect();
        let patterns = [(0, of_text("*/5*")), (1, of_text("*bb"))];
        let found = cells(&patterns, Some(&shape), &Meter::new(&Budget::default())).unwrap();
        assert_eq!(found, ["x/5", "x/0", "x/5bb", "x/0bb"]);
    }

    #[test]
    fn what_blows_up_ends_at_the_budget() {
        let patterns: Vec<_> =
            (0..14_u8).map(|n| of_text(&format!("*{0}{0}x*", char::from(b'a' + n)))).enumerate().collect();
        let budget = Budget { steps: 2_000, cancel: None };
        assert_eq!(cells(&patterns, None, &Meter::new(&budget)), Err(Halt::OverBudget));
    }
}
