//! Are two texts the same but for small edits?

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::normal::Tokens;

/// Words in a row that are compared.
const WORDS: usize = 3;

/// Least share of common shingles among those of both texts. A word changed takes three shingles from each, so a
/// paragraph of 60 words may differ in three places, and one of 18 in none.
///
/// Few pairs are near this line. Of 22,000 pairs of news articles with five shingles in common, none has more than 0.3;
/// of 1,900 such pairs of Usenet paragraphs, 103 have 0.2 to 0.3, about 20 are in each tenth from 0.6 to 0.9, and 30
/// have more.
const RESEMBLANCE: f64 = 0.7;

/// Least share of the shorter text's shingles that the longer one has, where it goes on: a dateline before, a sentence
/// after.
const CONTAINMENT: f64 = 0.9;

/// Least length of the shorter text over that of the longer one, for a text that goes on: more than half is copy.
const LENGTHS: f64 = 0.5;

/// Fewest shingles of a text that may be contained in a longer one: about a sentence.
const SENTENCE: usize = 10;

/// The different shingles of a text, hashed, ascending.
#[derive(Default)]
pub(super) struct Shingles(Vec<u64>);

impl Shingles {
    /// Every three words in a row; all words of a text that has fewer.
    pub(super) fn of(text: &str) -> Self {
        let tokens = Tokens::of(text);
        let hasher = FixedState::default();
        let words: Vec<u64> = tokens.iter().map(|token| hasher.hash_one(token)).collect();
        let mut shingles: Vec<u64> =
            words.windows(WORDS.min(tokens.len()).max(1)).map(|words| hasher.hash_one(words)).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Self(shingles)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Number of shingles that both have.
    fn common(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = 0;
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
        common
    }
}

/// Whether two texts are copies: alike as wholes, or one is the other with something before or after it.
pub(super) fn is_copy(a: &Shingles, b: &Shingles) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter == 0 || (shorter as f64) < LENGTHS * longer as f64 {
        return false;
    }
    let common = a.common(b);
    let resemblance = common as f64 / (shorter + longer - common) as f64;
    let containment = common as f64 / shorter as f64;
    resemblance >= RESEMBLANCE || (shorter >= SENTENCE && containment >= CONTAINMENT)
}
