//! Wildcards: one matcher for actions, resources and condition values.
//!
//! It never looks back further than the last `*`, so its work is bounded by the product of the two lengths, whatever the
//! pattern. It takes the pattern a token at a time and allocates nothing.

use crate::iam::trace::Parting;

/// One byte's worth of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// This byte.
    Byte(u8),
    /// `?`: any one character.
    One,
    /// `?` that is not a colon.
    OneInSegment,
    /// `*`: any run of characters, also none.
    Star,
    /// `*` over characters that are not colons.
    StarInSegment,
    /// `*` at the end of one of an ARN's first five parts: over colons too, unless [`strict`] is asked for.
    StarAtSegmentEnd,
}

impl Token {
    /// The token that a byte of a plain pattern stands for.
    #[must_use]
    pub fn of(byte: u8) -> Self {
        match byte {
            b'*' => Self::Star,
            b'?' => Self::One,
            byte => Self::Byte(byte),
        }
    }
}

/// Matches `text` against the tokens that `token` gives for 0, 1, 2 …; on failure, says how far the pattern got: the
/// longest beginning of it that fits, and where in the text it ends. The tokens begin with the bytes of `fixed`: a text
/// that does not is told at once.
pub fn compare(fixed: &[u8], token: impl Fn(usize) -> Option<Token>, text: &str) -> Result<(), Parting> {
    if !text.as_bytes().starts_with(fixed) {
        return Err(parting(fixed, text));
    }
    run(fixed.len(), token, |a, b| a == b, text.as_bytes())
}

/// The same without regard to the case of ASCII letters.
pub fn compare_ignoring_case(fixed: &[u8], token: impl Fn(usize) -> Option<Token>, text: &str) -> Result<(), Parting> {
    let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b);
    if !text.as_bytes().get(..fixed.len()).is_some_and(|head| head.eq_ignore_ascii_case(fixed)) {
        return Err(parting_by(fixed, same, text));
    }
    run(fixed.len(), token, same, text.as_bytes())
}

/// Where a text parts from the bytes that a pattern begins with.
#[must_use]
pub fn parting(fixed: &[u8], text: &str) -> Parting {
    parting_by(fixed, |a, b| a == b, text)
}

fn parting_by(fixed: &[u8], same: impl Fn(u8, u8) -> bool, text: &str) -> Parting {
    let shared = fixed.iter().zip(text.bytes()).take_while(|(a, b)| same(**a, *b)).count();
    Parting { pattern: shared, value: shared }
}

/// A token as it would be if no `*` ever ran over a colon of an ARN's first five parts.
#[must_use]
pub fn strict(token: Token) -> Token {
    if token == Token::StarAtSegmentEnd { Token::StarInSegment } else { token }
}

/// Goes on behind the first `begun` tokens, which are known to match as many bytes.
fn run(
    begun: usize,
    token: impl Fn(usize) -> Option<Token>,
    same: impl Fn(u8, u8) -> bool,
    text: &[u8],
) -> Result<(), Parting> {
    let (mut at, mut here) = (begun, begun);
    // Where to go on after a mismatch: the pattern behind the last star, and the text that star has eaten so far. A star
    // bound to its segment ends at the next colon; then the last unbound one, if any, eats on. Earlier stars need never be
    // tried again: whatever they could eat, a later one can.
    let mut bound: Option<(usize, usize)> = None;
    let mut free: Option<(usize, usize)> = None;
    let mut furthest = (0, 0);
    loop {
        let step = match token(at) {
            Some(Token::Star | Token::StarAtSegmentEnd) => {
                at += 1;
                if token(at).is_none() {
                    return Ok(());
                }
                (bound, free) = (None, Some((at, here)));
                continue;
            }
            Some(Token::StarInSegment) => {
                at += 1;
                bound = Some((at, here));
                continue;
            }
            Some(Token::Byte(byte)) => text.get(here).filter(|b| same(byte, **b)).map(|_| here + 1),
            Some(Token::One) => after_character(text, here),
            Some(Token::OneInSegment) => after_character(text, here).filter(|_| text.get(here) != Some(&b':')),
            None if here == text.len() => return Ok(()),
            None => None,
        };
        if let Some(next) = step {
            (at, here) = (at + 1, next);
            continue;
        }
        furthest = furthest.max((at, here));
        if let Some((behind, eaten)) = bound.take()
            && text.get(eaten) != Some(&b':')
            && let Some(next) = after_character(text, eaten)
        {
            (at, here, bound) = (behind, next, Some((behind, next)));
        } else if let Some((behind, eaten)) = free
            && let Some(next) = after_character(text, eaten)
        {
            (at, here, free) = (behind, next, Some((behind, next)));
        } else {
            return Err(Parting { pattern: furthest.0, value: furthest.1 });
        }
    }
}

/// Whether every text that fits the pattern `narrow` fits `wide` too, as far as that can be seen token by token: a yes is
/// certain, a no may be wrong where a `?` of `wide` would have to cover a piece of a `*`.
///
/// The same walk as that of a text, with tokens of `narrow` in the place of characters: a star of `wide` eats them one
/// after the other.
pub fn covers(wide: impl Fn(usize) -> Option<Token>, narrow: impl Fn(usize) -> Option<Token>) -> bool {
    let (mut at, mut here) = (0, 0);
    let mut bound: Option<(usize, usize)> = None;
    let mut free: Option<(usize, usize)> = None;
    loop {
        let step = match wide(at) {
            Some(Token::Star | Token::StarAtSegmentEnd) => {
                at += 1;
                if wide(at).is_none() {
                    return true;
                }
                (bound, free) = (None, Some((at, here)));
                continue;
            }
            Some(Token::StarInSegment) => {
                at += 1;
                bound = Some((at, here));
                continue;
            }
            Some(token) => covered_by_one(token, &narrow, here),
            None if narrow(here).is_none() => return true,
            None => None,
        };
        if let Some(next) = step {
            (at, here) = (at + 1, next);
        } else if let Some((behind, eaten)) = bound.take()
            && let Some(token) = narrow(eaten)
            && stays_in_segment(token)
        {
            (at, here, bound) = (behind, eaten + 1, Some((behind, eaten + 1)));
        } else if let Some((behind, eaten)) = free
            && narrow(eaten).is_some()
        {
            (at, here, free) = (behind, eaten + 1, Some((behind, eaten + 1)));
        } else {
            return false;
        }
    }
}

/// Where the pattern goes on behind the one character at `here` that `token`, no star, covers whatever it is.
fn covered_by_one(token: Token, narrow: impl Fn(usize) -> Option<Token>, here: usize) -> Option<usize> {
    let found = narrow(here)?;
    match (token, found) {
        (Token::Byte(a), Token::Byte(b)) => (a == b).then_some(here + 1),
        (Token::One | Token::OneInSegment, Token::Byte(byte)) => {
            let continues = |at: &usize| matches!(narrow(*at), Some(Token::Byte(byte)) if byte & 0xC0 == 0x80);
            let end = here + 1 + (here + 1..).take_while(continues).count();
            (token == Token::One || byte != b':').then_some(end)
        }
        (Token::One, Token::One | Token::OneInSegment) | (Token::OneInSegment, Token::OneInSegment) => Some(here + 1),
        _ => None,
    }
}

/// Whether nothing that a token stands for holds a colon.
fn stays_in_segment(token: Token) -> bool {
    match token {
        Token::Byte(byte) => byte != b':',
        Token::OneInSegment | Token::StarInSegment => true,
        Token::One | Token::Star | Token::StarAtSegmentEnd => false,
    }
}

/// The offset behind the character at `at`; `None` at the end.
fn after_character(text: &[u8], at: usize) -> Option<usize> {
    text.get(at)?;
    let continuation = text.iter().skip(at + 1).take_while(|b| **b & 0xC0 == 0x80).count();
    Some(at + 1 + continuation)
}

/// Moves both ends of a parting back to where a character of its text begins, and inside the text.
#[must_use]
pub fn on_characters(parting: Parting, pattern: &str, value: &str) -> Parting {
    let floor = |text: &str, offset: usize| {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    Parting { pattern: floor(pattern, parting.pattern), value: floor(value, parting.value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(pattern: &str, text: &str) -> Result<(), Parting> {
        let pattern = pattern.as_bytes();
        compare(&[], |i| pattern.get(i).copied().map(Token::of), text)
    }

    /// The definition of a glob, word for word; exponential, for short texts only.
    fn by_definition(pattern: &[Token], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, rest) => rest.is_none(),
            (Some((Token::Star | Token::StarAtSegmentEnd, later)), rest) => {
                by_definition(later, text) || rest.is_some_and(|(_, text)| by_definition(pattern, text))
            }
            (Some((Token::StarInSegment, later)), rest) => {
                by_definition(later, text) || rest.is_some_and(|(c, text)| *c != ':' && by_definition(pattern, text))
            }
            (Some((token, later)), Some((c, text))) => {
                let fits = match token {
                    Token::Byte(b) => char::from(*b) == *c,
                    Token::OneInSegment => *c != ':',
                    _ => true,
                };
                fits && by_definition(later, text)
            }
            (Some(_), None) => false,
        }
    }

    #[test]
    fn a_star_may_be_empty_and_a_question_mark_is_one_character() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("a*", "a", true),
            ("a?c", "a\u{e9}c", true),
            ("a?c", "ac", false),
            ("*b", "aab", true),
            ("*ab*", "xaab", true),
            ("a*b*c", "abbbcbc", true),
            ("a", "ab", false),
            ("ab", "a", false),
        ] {
            assert_eq!(plain(pattern, text).is_ok(), expected, "{pattern} against {text}");
        }
    }

    /// How often the matcher looks at the pattern.
    fn steps(pattern: &str, text: &str) -> usize {
        let (pattern, steps) = (pattern.as_bytes(), std::cell::Cell::new(0));
        let token = |i: usize| {
            steps.set(steps.get() + 1);
            pattern.get(i).copied().map(Token::of)
        };
        assert!(compare(&[], token, text).is_err());
        steps.get()
    }

    #[test]
    fn many_stars_cost_no_more_than_one() {
        let run = "a".repeat(20_000);
        for stars in [1, 10, 1_000] {
            let pattern = "*a".repeat(stars) + "*b";
            let most = 3 * (pattern.len() + run.len());
            let taken = steps(&pattern, &run);
            assert!(taken <= most, "{stars} stars took {taken} steps, more than {most}");
        }
    }

    #[test]
    fn no_pattern_costs_more_than_the_product_of_the_lengths() {
        let run = "a".repeat(1_000);
        for pattern in [
            "*".to_owned() + &"a".repeat(100) + "b",
            "*a".to_owned() + &"?".repeat(100) + "*b?",
            "?*".repeat(300) + "b",
        ] {
            let most = 2 * pattern.len() * run.len();
            assert!(steps(&pattern, &run) <= most, "{pattern}");
        }
    }

    #[test]
    fn a_parting_ends_the_longest_beginning_that_fits() {
        let cases = [
            ("arn:aws:s3:::reports/*", "arn:aws:s3:::report/x", 19, 19),
            ("arn:aws:s3:::b", "arn:aws:s3:::b/k", 14, 14),
            ("arn:aws:s3:::b/k", "arn:aws:s3:::b", 14, 14),
            ("b/*/test/x", "b/1/tent", 6, 6),
            ("x", "abc", 0, 0),
        ];
        for (pattern, text, in_pattern, in_text) in cases {
            assert_eq!(plain(pattern, text), Err(Parting { pattern: in_pattern, value: in_text }), "{pattern}, {text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(
            pattern in proptest::collection::vec(
                prop_oneof![
                    Just(Token::Byte(b'a')), Just(Token::Byte(b'b')), Just(Token::Byte(b':')), Just(Token::One),
                    Just(Token::OneInSegment), Just(Token::Star), Just(Token::StarInSegment),
                ], 0..9),
            text in "[ab:]{0,10}",
        ) {
            // A segment-bound star and what follows it up to the colon live in one segment: nothing there runs over a
            // colon. That is how ARN patterns are built, and what the matcher relies on.
            let mut pattern = pattern;
            let colons = pattern.iter().rposition(|t| *t == Token::Byte(b':')).unwrap_or(0);
            for (i, token) in pattern.iter_mut().enumerate() {
                if i >= colons {
                    *token = match *token { Token::OneInSegment => Token::One, Token::StarInSegment => Token::Star, t => t };
                } else if *token == Token::One {
                    *token = Token::OneInSegment;
                }
            }
            for i in 0..colons.saturating_sub(1) {
                if pattern[i] == Token::Star && pattern[i + 1] != Token::Byte(b':') {
                    pattern[i] = Token::StarInSegment;
                }
            }
            let characters: Vec<char> = text.chars().collect();
            prop_assert_eq!(
                compare(&[], |i| pattern.get(i).copied(), &text).is_ok(),
                by_definition(&pattern, &characters)
            );
        }
    }
}
