//! How two texts compare: written plainly, so that case, punctuation, white space and forms of letters do not
//! count, by sets of three words in a row, and by single words.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use unicode_normalization::UnicodeNormalization;

/// The words of a text, in lower case; single characters in scripts that do not part words with spaces.
pub(super) struct Tokens {
    text: String,
    ends: Vec<usize>,
}

impl Tokens {
    pub(super) fn of(text: &str) -> Self {
        let mut tokens = Self { text: String::with_capacity(text.len()), ends: Vec::new() };
        if text.is_ascii() {
            tokens.read(text.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            tokens.read(text.nfkc().flat_map(char::to_lowercase));
        }
        tokens
    }

    fn read(&mut self, characters: impl Iterator<Item = char>) {
        let mut in_word = false;
        for c in characters {
            if !c.is_alphanumeric() && !is_mark(c) {
                in_word = false;
                continue;
            }
            let alone = is_unspaced(c);
            if !in_word || alone {
                self.ends.push(self.text.len());
            }
            self.text.push(c);
            if let Some(end) = self.ends.last_mut() {
                *end = self.text.len();
            }
            in_word = !alone;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let token = &self.text[start..end];
            start = end;
            token
        })
    }

    /// A hash that two texts share only where their words are the same. `text` is the text itself, which
    /// speaks for itself where it has no words.
    pub(super) fn hash(&self, text: &str) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        if self.ends.is_empty() {
            // No word begins with a space.
            hasher.update(b" ").update(text.trim().as_bytes());
        }
        for token in self.iter() {
            hasher.update(token.as_bytes()).update(b" ");
        }
        hasher.finalize()
    }
}

/// Whether a character is part of the letter before it (vowel signs and viramas of Indian scripts) and no
/// letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Scripts whose words are not parted by spaces: Thai, Lao, Myanmar, Khmer, Hiragana, Katakana, Bopomofo,
/// Han.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x312F | 0x31F0..=0x31FF
        | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Words in a row that are compared.
const WORDS: usize = 3;

/// Least share of common shingles among those of both texts. A word changed takes three shingles from each,
/// so a paragraph of 60 words may differ in three places, and one of 18 in none.
///
/// Few pairs are near this line. Of 22,000 pairs of news articles with five shingles in common, none has more
/// than 0.3; of 1,900 such pairs of Usenet paragraphs, 103 have 0.2 to 0.3, about 20 are in each tenth from
/// 0.6 to 0.9, and 30 have more.
const RESEMBLANCE: f64 = 0.7;

/// Least share of the shorter text's shingles that the longer one has, where it goes on: a dateline before, a
/// sentence after.
const CONTAINMENT: f64 = 0.9;

/// Least length of the shorter text over that of the longer one, for a text that goes on: more than half is
/// copy.
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
}

/// Whether two texts are copies: alike as wholes, or one is the other with something before or after it.
pub(super) fn is_copy(a: &Shingles, b: &Shingles) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    if shorter == 0 || (shorter as f64) < LENGTHS * longer as f64 {
        return false;
    }
    let common = common(&a.0, &b.0);
    let resemblance = common as f64 / (shorter + longer - common) as f64;
    let containment = common as f64 / shorter as f64;
    resemblance >= RESEMBLANCE || (shorter >= SENTENCE && containment >= CONTAINMENT)
}

/// How many numbers two ascending lists have in common, each as often as both have it.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    common
}

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

    /// The share of the words of both, each as often as it stands there, that have a partner in the other
    /// text (Dice 1945, *Measures of the Amount of Ecologic Association Between Species*); in [0, 1],
    /// whatever their order, and 0 where there is none.
    pub fn in_common(&self, other: &Self) -> f32 {
        let common = common(&self.words, &other.words);
        let all = self.words.len() + other.words.len();
        if all == 0 { 0.0 } else { (2 * common) as f32 / all as f32 }
    }

    /// Whether the texts are the same but for small edits, or one goes on where the other ends: by sets of
    /// three words in a row, as [`super::groups`] decides.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        is_copy(&self.shingles, &other.shingles)
    }
}

/// A key that two texts share only where they are equal but for case, punctuation, white space and the form
/// of letters.
pub fn plain_key(text: &str) -> [u8; 32] {
    Tokens::of(text).hash(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        Tokens::of(text).iter().map(str::to_owned).collect()
    }

    #[test]
    fn words_in_lower_case_and_single_characters_of_unspaced_scripts() {
        assert_eq!(tokens("“Don’t!” — said\u{a0}Ｋｉｍ, 3.5%"), ["don", "t", "said", "kim", "3", "5"]);
        assert_eq!(tokens("cafe\u{301} CAFÉ"), ["café", "café"]);
        assert_eq!(tokens("金正恩访问Russia了"), ["金", "正", "恩", "访", "问", "russia", "了"]);
        assert_eq!(tokens("김정은 위원장"), ["김정은", "위원장"]);
        assert_eq!(tokens("हिन्दी में"), ["हिन्दी", "में"]);
        assert!(tokens(" …—* ").is_empty());
    }

    #[test]
    fn hashes_agree_where_words_do() {
        let hash = |text: &str| Tokens::of(text).hash(text);
        assert_eq!(hash("The 'armored' train."), hash("THE  ‘Armored’\ntrain"));
        assert_ne!(hash("a bc"), hash("ab c"));
        assert_eq!(hash("***"), hash(" *** "));
        assert_ne!(hash("***"), hash("---"));
        assert_ne!(hash(""), hash("a"));
    }

    fn in_common(a: &str, b: &str) -> f32 {
        Wording::of(a).in_common(&Wording::of(b))
    }

    #[test]
    fn the_share_of_words_in_common_counts_each_word_as_often_as_it_stands_there() {
        assert!((in_common("The train left at dawn.", "the train LEFT at noon") - 0.8).abs() < 1e-6);
        assert!((in_common("a a a b", "a b") - 4.0 / 6.0).abs() < 1e-6);
        assert!((in_common("man bites dog", "dog bites man") - 1.0).abs() < 1e-6);
        assert!(in_common("", "…").abs() < 1e-6 && in_common("", "a").abs() < 1e-6);
        assert!((in_common("装甲列车", "装甲汽车") - 0.75).abs() < 1e-6);
    }

    #[test]
    fn keys_are_equal_where_plain_texts_are() {
        assert_eq!(plain_key("Read — more!"), plain_key("READ MORE"));
        assert_ne!(plain_key("Read more"), plain_key("Read less"));
    }
}
