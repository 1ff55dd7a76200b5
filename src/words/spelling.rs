//! How alike two words are by their letters: names and words that a model has no good vector for are written alike, also in another script.

/// Least common beginning, in letters and as a share of the longer word.
const BEGINNING: usize = 4;
const BEGINNING_SHARE: f32 = 0.7;

/// Least likeness of two spellings across scripts, and the likeness that counts nothing (Dice's coefficient of pairs of letters).
const DICE: f32 = 0.6;
const DICE_NOTHING: f32 = 0.4;

/// How a word is written, told by its first letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Number,
    Latin,
    Greek,
    Cyrillic,
    Arabic,
    Hangul,
    /// Ideographs, kana, Thai.
    Unspaced,
    Other,
}

impl Writing {
    /// Of an identity key.
    pub(super) fn of(key: &str) -> Self {
        match key.chars().next() {
            None => Self::Number,
            Some(c) if c.is_numeric() => Self::Number,
            Some('\0'..='\u{36F}') => Self::Latin,
            Some('\u{370}'..='\u{3FF}') => Self::Greek,
            Some('\u{400}'..='\u{52F}') => Self::Cyrillic,
            Some('\u{600}'..='\u{77F}') => Self::Arabic,
            Some('\u{AC00}'..='\u{D7A3}') => Self::Hangul,
            Some('\u{3040}'..='\u{ABFF}' | '\u{E00}'..='\u{E7F}') => Self::Unspaced,
            Some(_) => Self::Other,
        }
    }

    /// Number of a writing that has letters for others, above 0.
    fn number(self) -> Option<u64> {
        match self {
            Self::Latin => Some(1),
            Self::Greek => Some(2),
            Self::Cyrillic => Some(3),
            Self::Hangul => Some(4),
            Self::Number | Self::Arabic | Self::Unspaced | Self::Other => None,
        }
    }
}

/// Letters of the words of a collection that have to begin with them in order to be alike; nothing where none is.
pub(super) fn needed_beginning(key: &str) -> Option<&str> {
    if matches!(Writing::of(key), Writing::Number | Writing::Hangul | Writing::Unspaced) {
        return None;
    }
    let length = key.chars().count();
    let needed = BEGINNING.max((length as f32 * BEGINNING_SHARE).ceil() as usize);
    (length >= needed).then(|| {
        let end = key.char_indices().nth(needed).map_or(key.len(), |(at, _)| at);
        &key[..end]
    })
}

/// How alike two keys of the same writing are: the share of the longer one that they begin with together, or 0.
pub(super) fn beginning(a: &str, b: &str) -> f32 {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let share = common as f32 / a.chars().count().max(b.chars().count()).max(1) as f32;
    if common >= BEGINNING && share >= BEGINNING_SHARE { share } else { 0.0 }
}

/// A key in Latin letters, as far as its writing has some for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Roman {
    writing: Writing,
    letters: usize,
    /// Different pairs of letters, with those at both ends.
    pairs: Vec<[char; 2]>,
}

impl Roman {
    /// Nothing for a key of one letter, and where there are no letters for it.
    pub(super) fn of(key: &str) -> Option<Self> {
        let writing = Writing::of(key);
        writing.number()?;
        key.chars().nth(1)?;
        let mut roman = String::from("^");
        key.chars().for_each(|c| spell(c, &mut roman));
        let letters = roman.chars().count() - 1;
        if letters < 3 {
            return None;
        }
        roman.push('$');
        let all: Vec<char> = roman.chars().collect();
        let mut pairs: Vec<[char; 2]> = all.windows(2).map(|pair| [pair[0], pair[1]]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Some(Self { writing, letters, pairs })
    }

    /// How alike two words of different writings are, 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        if self.writing == other.writing {
            return 0.0;
        }
        let common = self.pairs.iter().filter(|pair| other.pairs.binary_search(pair).is_ok()).count();
        let dice = 2.0 * common as f32 / (self.letters + other.letters + 2) as f32;
        if dice >= DICE { (dice - DICE_NOTHING) / (1.0 - DICE_NOTHING) } else { 0.0 }
    }

    /// A bit for each pair (pairs may share one), and above them the number of the writing.
    pub(super) fn signature(&self) -> u64 {
        let bit = |pair: &[char; 2]| {
            let number = u64::from(u32::from(pair[0])) << 32 | u64::from(u32::from(pair[1]));
            1_u64 << ((number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % PAIR_BITS)
        };
        let writing = self.writing.number().unwrap_or(0);
        self.pairs.iter().map(bit).fold(writing << PAIR_BITS, |all, bit| all | bit)
    }
}

/// Bits of a signature that are for pairs.
const PAIR_BITS: u64 = 60;

/// Whether the word of a signature can be alike to one with the signature `own` and so many letters.
pub(super) fn may_be_alike(own: u64, roman: &Roman, other: u64) -> bool {
    let pairs = (1 << PAIR_BITS) - 1;
    let common = (own & other & pairs).count_ones();
    // A word has one pair more than letters, and at least as many pairs as bits.
    let least = (roman.letters + 1) as f32 + (other & pairs).count_ones() as f32;
    other >> PAIR_BITS != 0
        && other >> PAIR_BITS != own >> PAIR_BITS
        && 2.0 * common as f32 >= DICE * least - 1e-3
}

/// Latin letters for a letter: of Cyrillic after what is usual in English, of Hangul by Revised Romanization, syllable by syllable.
fn spell(c: char, out: &mut String) {
    const LEAD: [&str; 19] =
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
    const VOWEL: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ];
    const TAIL: [&str; 28] = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ];
    let latin = match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ї' => "yi",
        'є' => "ye",
        '\u{AC00}'..='\u{D7A3}' => {
            let syllable = c as usize - 0xAC00;
            out.push_str(LEAD[syllable / 588]);
            out.push_str(VOWEL[syllable % 588 / 28]);
            TAIL[syllable % 28]
        }
        c => {
            out.push(c);
            ""
        }
    };
    out.push_str(latin);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn across(a: &str, b: &str) -> f32 {
        Roman::of(a).unwrap().likeness(&Roman::of(b).unwrap())
    }

    #[test]
    fn names_are_alike_across_scripts_and_other_words_are_not() {
        for (a, b) in [("шойгу", "shoygu"), ("владивосток", "vladivostok"), ("평양", "pyongyang")]
        {
            assert!(across(a, b) > 0.3, "{a} {b}: {}", across(a, b));
        }
        assert!(across("поезд", "train") < 0.01);
        assert!(Roman::of("東京").is_none() && Roman::of("42").is_none() && Roman::of("я").is_none());
    }

    #[test]
    fn beginnings() {
        assert!(beginning("sanctions", "sanction") > 0.8);
        assert_eq!((beginning("federer", "federated"), beginning("car", "cars")), (0.0, 0.0));
        assert_eq!(needed_beginning("sanctions"), Some("sanctio"));
        assert_eq!((needed_beginning("car"), needed_beginning("4417123")), (None, None));
    }

    proptest! {
        /// What is alike is never passed over because of its signature or its beginning.
        #[test]
        fn nothing_alike_is_passed_over(a in "[a-zа-я가-힣]{2,9}", b in "[a-zа-я가-힣]{2,9}") {
            if let (Some(one), Some(other)) = (Roman::of(&a), Roman::of(&b))
                && one.likeness(&other) > 0.0
            {
                prop_assert!(may_be_alike(one.signature(), &one, other.signature()));
            }
            let stems = [format!("{a}{b}"), format!("{a}{b}s"), a.clone()];
            for stem in &stems {
                if Writing::of(&a) == Writing::of(stem) && beginning(&stems[0], stem) > 0.0
                    && let Some(needed) = needed_beginning(&stems[0])
                {
                    prop_assert!(stem.starts_with(needed));
                }
            }
        }
    }
}
