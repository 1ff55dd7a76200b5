//! Texts written plainly: what is left when case, punctuation, white space and forms of letters do not count.

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

    /// A hash that two texts share only where their words are the same. `text` is the text itself, which speaks for
    /// itself where it has no words.
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

/// Whether a character is part of the letter before it (vowel signs and viramas of Indian scripts) and no letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Scripts whose words are not parted by spaces: Thai, Lao, Myanmar, Khmer, Hiragana, Katakana, Bopomofo, Han.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x312F | 0x31F0..=0x31FF
        | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
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
}
