//! The words of a text as repetition compares them: without case, digits as zeros, addresses as one word whatever they are.

use std::ops::Range;

/// What the words of one stretch weigh together before their recurring says something: six words, twelve ideographs or 24 letters of a
/// script that has no spaces.
pub(super) const STRETCH: u32 = 24;

/// A word: its hash, and in the two lowest bits its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word(u32);

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters between spaces or marks.
    Letters,
    /// An ideograph or a syllable of kana.
    Ideograph,
    /// A letter of a script without spaces between words.
    Unspaced,
    /// A number or an address.
    Figure,
}

impl Word {
    fn new(hash: u64, kind: Kind) -> Self {
        Self((((hash >> 32) as u32) & !3) | kind as u32)
    }

    /// Its part of [`STRETCH`].
    pub(super) fn weight(self) -> u32 {
        match self.0 & 3 {
            kind if kind == Kind::Ideograph as u32 => 2,
            kind if kind == Kind::Unspaced as u32 => 1,
            _ => 4,
        }
    }

    /// Whether it is neither a number nor an address.
    pub(super) fn has_letters(self) -> bool {
        self.0 & 3 != Kind::Figure as u32
    }
}

/// The words of a text in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for token in text.split_whitespace() {
        if is_address(token) {
            words.push(Word::new(hash("@".chars()), Kind::Figure));
            continue;
        }
        let mut begin = None;
        for (at, c) in token.char_indices() {
            let single = single(c);
            if single.is_some() || !is_of_word(c) {
                if let Some(begin) = begin.take() {
                    words.push(spaced(&token[begin..at]));
                }
            } else if begin.is_none() {
                begin = Some(at);
            }
            if let Some(kind) = single {
                words.push(Word::new(hash(std::iter::once(c)), kind));
            }
        }
        if let Some(begin) = begin {
            words.push(spaced(&token[begin..]));
        }
    }
    words
}

/// Hash of words in a row.
pub(super) fn together(words: &[Word]) -> u64 {
    let all = words.iter().fold(0xcbf2_9ce4_8422_2325, |all, word| mixed(all ^ u64::from(word.0)));
    mixed(all ^ words.len() as u64)
}

/// The stretches of some words, each as short as its weight allows: which words, and their hash. Those that are mostly figures are left out.
pub(super) fn stretches(words: &[Word]) -> impl Iterator<Item = (Range<usize>, u64)> {
    let (mut end, mut weight, mut letters) = (0, 0, 0);
    let lettered = |word: Word| if word.has_letters() { word.weight() } else { 0 };
    (0..words.len()).filter_map(move |start| {
        while weight < STRETCH && end < words.len() {
            weight += words[end].weight();
            letters += lettered(words[end]);
            end += 1;
        }
        let found =
            (weight >= STRETCH && letters * 2 >= weight).then(|| (start..end, together(&words[start..end])));
        weight -= words[start].weight();
        letters -= lettered(words[start]);
        found
    })
}

fn spaced(word: &str) -> Word {
    let kind = if word.chars().any(char::is_alphabetic) { Kind::Letters } else { Kind::Figure };
    if word.is_ascii() {
        return Word::new(hash(word.chars().map(|c| folded(c.to_ascii_lowercase()))), kind);
    }
    Word::new(hash(word.chars().flat_map(char::to_lowercase).map(folded)), kind)
}

fn folded(c: char) -> char {
    if c.is_numeric() { '0' } else { c }
}

fn hash(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0x9e37_79b9_7f4a_7c15, |hash, c| mixed(hash ^ u64::from(u32::from(c))))
}

fn mixed(value: u64) -> u64 {
    let value = value.wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^ (value >> 32)
}

fn is_address(token: &str) -> bool {
    token.contains("://") || token.starts_with("www.") || (token.contains('@') && token.is_ascii())
}

/// Letters, digits and what stands within words: vowel signs and other marks.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}')
}

/// The kind of a letter that stands for itself.
fn single(c: char) -> Option<Kind> {
    match c {
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Some(Kind::Ideograph),
        '\u{E01}'..='\u{E4E}'
        | '\u{E80}'..='\u{ECD}'
        | '\u{EDC}'..='\u{EFF}'
        | '\u{1000}'..='\u{103F}'
        | '\u{1050}'..='\u{108F}'
        | '\u{1780}'..='\u{17D3}' => Some(Kind::Unspaced),
        _ => None,
    }
}
