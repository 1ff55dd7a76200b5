//! How alike two texts are as words, for who shows pairs of them rather than counts copies.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::compare::{Shingles, is_copy};
use super::normal::Tokens;

/// A text as its words, ready to be compared with many others.
#[derive(Default)]
pub struct Wording {
    shingles: Shingles,
    /// Its words, hashed, ascending, each as often as it stands there.
    words: Vec<u64>,
}

impl Wording {
    /// The words of `text`; single characters in scripts that do not part words with spaces.
    pub fn of(text: &str) -> Self {
        let hasher = FixedState::default();
        let mut words: Vec<u64> = Tokens::of(text).iter().map(|word| hasher.hash_one(word)).collect();
        words.sort_unstable();
        Self { shingles: Shingles::of(text), words }
    }

    /// The share of the words of both, each as often as it stands there, that have a partner in the other text (Dice 1945, *Measures of
    /// the Amount of Ecologic Association Between Species*); in [0, 1], whatever their order, and 0 where there is none.
    pub fn in_common(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0_usize;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let (x, y) = (*x, *y);
            common += usize::from(x == y);
            if x <= y {
                a.next();
            }
            if y <= x {
                b.next();
            }
        }
        let all = self.words.len() + other.words.len();
        if all == 0 { 0.0 } else { (2 * common) as f32 / all as f32 }
    }

    /// Whether the texts are the same but for small edits, or one goes on where the other ends: by sets of three words in a row, as
    /// [`super::groups`] decides.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        is_copy(&self.shingles, &other.shingles)
    }
}

/// A key that two texts share only where they are equal but for case, punctuation, white space and the form of letters.
pub fn plain_key(text: &str) -> [u8; 32] {
    Tokens::of(text).hash(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common(a: &str, b: &str) -> f32 {
        Wording::of(a).in_common(&Wording::of(b))
    }

    #[test]
    fn the_share_of_words_in_common_counts_each_word_as_often_as_it_stands_there() {
        assert!((common("The train left at dawn.", "the train LEFT at noon") - 0.8).abs() < 1e-6);
        assert!((common("a a a b", "a b") - 4.0 / 6.0).abs() < 1e-6);
        assert!((common("man bites dog", "dog bites man") - 1.0).abs() < 1e-6);
        assert!(common("", "…").abs() < 1e-6 && common("", "a").abs() < 1e-6);
        assert!((common("装甲列车", "装甲汽车") - 0.75).abs() < 1e-6);
    }

    #[test]
    fn keys_are_equal_where_plain_texts_are() {
        assert_eq!(plain_key("Read — more!"), plain_key("READ MORE"));
        assert_ne!(plain_key("Read more"), plain_key("Read less"));
    }
}
