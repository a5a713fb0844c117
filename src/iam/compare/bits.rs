//! Sets of statements, as bits: small, cheap to intersect, and as many as there are statements.

use std::hash::{BuildHasherDefault, Hasher};

/// A set of numbers below a size that all sets of one comparison share.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Bits {
    low: u128,
    /// Those from 128 on; no memory for as many as people write.
    more: Box<[u128]>,
}

impl Bits {
    /// None of `size`.
    pub(super) fn none(size: usize) -> Self {
        Self { low: 0, more: vec![0; size.div_ceil(128).saturating_sub(1)].into() }
    }

    /// All of `size`.
    pub(super) fn all(size: usize) -> Self {
        (0..size).fold(Self::none(size), |mut all, bit| {
            all.set(bit);
            all
        })
    }

    fn word(&self, bit: usize) -> u128 {
        match (bit / 128).checked_sub(1) {
            None => self.low,
            Some(at) => self.more.get(at).copied().unwrap_or(0),
        }
    }

    fn word_mut(&mut self, bit: usize) -> Option<&mut u128> {
        match (bit / 128).checked_sub(1) {
            None => Some(&mut self.low),
            Some(at) => self.more.get_mut(at),
        }
    }

    /// Puts a number in.
    pub(super) fn set(&mut self, bit: usize) {
        if let Some(word) = self.word_mut(bit) {
            *word |= 1 << (bit % 128);
        }
    }

    /// Takes a number out.
    pub(super) fn clear(&mut self, bit: usize) {
        if let Some(word) = self.word_mut(bit) {
            *word &= !(1 << (bit % 128));
        }
    }

    /// Whether a number is in.
    pub(super) fn has(&self, bit: usize) -> bool {
        self.word(bit) >> (bit % 128) & 1 == 1
    }

    /// What is in both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self { low: self.low & other.low, more: self.more.iter().zip(&other.more).map(|(a, b)| a & b).collect() }
    }

    /// What is in either.
    pub(super) fn or(&self, other: &Self) -> Self {
        Self { low: self.low | other.low, more: self.more.iter().zip(&other.more).map(|(a, b)| a | b).collect() }
    }

    /// Whether the two share a number.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.low & other.low != 0 || self.more.iter().zip(&other.more).any(|(a, b)| a & b != 0)
    }

    /// Whether the two have the same numbers among those of `these`.
    pub(super) fn same_among(&self, other: &Self, these: &Self) -> bool {
        (self.low ^ other.low) & these.low == 0
            && self.more.iter().zip(&other.more).zip(&these.more).all(|((a, b), these)| (a ^ b) & these == 0)
    }

    /// The numbers, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        let words = std::iter::once(self.low).chain(self.more.iter().copied());
        words.enumerate().flat_map(|(at, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(at * 128 + bit)
            })
        })
    }
}

/// A map whose keys nobody outside chooses to collide.
pub(super) type QuickMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;

/// A fast hash of the words fed to it, the same every time.
#[derive(Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn write_u128(&mut self, word: u128) {
        let bytes = word.to_le_bytes();
        self.write(&bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in_beyond_the_first_word_too() {
        let numbers = [0, 5, 127, 128, 200, 299];
        let mut set = Bits::none(300);
        for number in numbers {
            set.set(number);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), numbers);
        assert!(set.has(128) && !set.has(129) && set.meets(&Bits::all(300)));
        assert_eq!(Bits::all(300).and(&set), set);
        set.clear(128);
        assert!(!set.has(128) && !set.same_among(&Bits::all(300), &Bits::all(300)));
        assert_eq!(Bits::all(300).iter().count(), 300);
        assert_eq!(Bits::all(300).or(&set), Bits::all(300));
    }
}
