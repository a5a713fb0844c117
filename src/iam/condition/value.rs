//! Numbers, truth values and bytes, as conditions compare them.

use std::cmp::Ordering;

use base64::Engine;

/// A decimal number, kept as its digits: comparing is exact whatever its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal<'a> {
    negative: bool,
    /// Without leading zeros.
    whole: &'a str,
    /// Without trailing zeros.
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// Reads digits with an optional minus and at most one point; no exponent.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self { negative: text.starts_with('-') && !is_zero, whole, fraction })
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |a: &Self, b: &Self| {
            a.whole.len().cmp(&b.whole.len()).then(a.whole.cmp(b.whole)).then(a.fraction.cmp(b.fraction))
        };
        match (self.negative, other.negative) {
            (false, false) => size(self, other),
            (true, true) => size(other, self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Reads `true` or `false`. AWS leaves open whether letter case matters; here it does not.
#[must_use]
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Reads base64 with padding.
#[must_use]
pub fn parse_binary(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_as_numbers() {
        let order = |a, b| Decimal::parse(a).unwrap().cmp(&Decimal::parse(b).unwrap());
        for (a, b, expected) in [
            ("10", "10.0", Ordering::Equal),
            ("010", "10", Ordering::Equal),
            ("-0", "0", Ordering::Equal),
            ("9.5", "10", Ordering::Less),
            ("-2", "-10", Ordering::Greater),
            ("-1", "1", Ordering::Less),
            ("0.05", "0.1", Ordering::Less),
            ("9007199254740993", "9007199254740992", Ordering::Greater),
        ] {
            assert_eq!(order(a, b), expected, "{a} and {b}");
            assert_eq!(order(b, a), expected.reverse(), "{b} and {a}");
        }
        for text in ["", "-", "1.", ".5", "1e3", "1.2.3", "+1", " 1", "0x1", "--1"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
