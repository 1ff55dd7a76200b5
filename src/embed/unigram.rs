//! The tokenizer of the built-in model: words, then the likeliest pieces of each.
//!
//! It gives the tokens that the `tokenizers` crate gives for the same file (a test holds the two together) and is made
//! for one thing: reading many texts fast. A text is brought to NFKC and lower case, cut into words, and each word into the
//! pieces whose scores add up highest (unigram language model; Kudo 2018, "Subword Regularization", section 3.2;
//! Viterbi). Words repeat, so their pieces are remembered while a batch lasts. Unknown pieces are left out: they have
//! no vector.

use std::borrow::Cow;
use std::ops::Range;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Begins every word.
const WORD_BEGIN: char = '▁';

/// What an unknown character costs below the least likely piece, as SentencePiece has it.
const UNKNOWN_PENALTY: f64 = 10.0;

/// Words remembered by one [`Scratch`] before it forgets them all.
const MOST_WORDS: usize = 1 << 16;

/// Bytes above which a word is not remembered: it is no word, and will not come again.
const LONG_WORD: usize = 128;

/// Pieces and their scores.
pub(super) struct Unigram<'a> {
    pieces: foldhash::HashMap<Cow<'a, str>, (u32, f64)>,
    /// Bytes of the longest piece.
    longest: usize,
    unknown_score: f64,
}

/// What reading keeps between texts.
#[derive(Default)]
pub(super) struct Scratch {
    word: String,
    nodes: Vec<Node>,
    known: foldhash::HashMap<Box<str>, Range<usize>>,
    /// The pieces of all known words, one after the other.
    tokens: Vec<u32>,
}

/// The best way to the byte at which a node stands.
#[derive(Clone, Copy)]
struct Node {
    score: f64,
    /// Where its last piece begins; `None` when no way leads here.
    from: Option<usize>,
    /// Its last piece; `None` for an unknown character.
    token: Option<u32>,
}

const UNREACHED: Node = Node { score: 0.0, from: None, token: None };

impl<'a> Unigram<'a> {
    /// Reads a `tokenizer.json` whose steps are those of this module.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn parse(json: &'a [u8]) -> Result<Self, String> {
        let file: File<'a> = serde_json::from_slice(json).map_err(|e| e.to_string())?;
        let steps: Vec<&str> = file.normalizer.normalizers.iter().map(|step| step.kind).collect();
        let cuts: Vec<&str> = file.pre_tokenizer.pretokenizers.iter().map(|step| step.kind).collect();
        if steps != ["NFKC", "Lowercase", "Replace"]
            || cuts != ["Whitespace", "Metaspace"]
            || file.model.kind != "Unigram"
        {
            return Err(format!("unexpected steps {steps:?}, {cuts:?}, {}", file.model.kind));
        }
        let vocabulary = file.model.vocab;
        let least = vocabulary.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
        let longest = vocabulary.iter().map(|(piece, _)| piece.0.len()).max().unwrap_or(0);
        let mut pieces = foldhash::HashMap::default();
        pieces.reserve(vocabulary.len());
        for (id, (piece, score)) in vocabulary.into_iter().enumerate() {
            if id != file.model.unk_id {
                pieces.insert(piece.0, (id as u32, score));
            }
        }
        Ok(Self { pieces, longest, unknown_score: least - UNKNOWN_PENALTY })
    }

    /// Every piece with its token, in no order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&str, u32)> {
        self.pieces.iter().map(|(piece, (token, _))| (piece.as_ref(), *token))
    }

    /// Calls `each` with the known tokens of a text, in order.
    pub(super) fn read(&self, text: &str, scratch: &mut Scratch, mut each: impl FnMut(u32)) {
        let mut word = std::mem::take(&mut scratch.word);
        let mut kind = Kind::Space;
        let mut put = |c: char, word: &mut String, scratch: &mut Scratch| {
            let next = Kind::of(c);
            if next != kind {
                self.end_word(word, scratch, &mut each);
                kind = next;
            }
            if kind != Kind::Space {
                if word.is_empty() {
                    word.push(WORD_BEGIN);
                }
                word.push(c);
            }
        };
        if text.is_ascii() {
            for byte in text.bytes() {
                put(char::from(byte.to_ascii_lowercase()), &mut word, scratch);
            }
        } else {
            for c in text.nfkc().flat_map(char::to_lowercase) {
                put(if c == '’' { '\'' } else { c }, &mut word, scratch);
            }
        }
        self.end_word(&mut word, scratch, &mut each);
        scratch.word = word;
    }

    fn end_word(&self, word: &mut String, scratch: &mut Scratch, each: &mut impl FnMut(u32)) {
        if word.is_empty() {
            return;
        }
        let range = match scratch.known.get(word.as_str()) {
            Some(range) => range.clone(),
            None => self.cut(word, scratch),
        };
        for &token in &scratch.tokens[range.clone()] {
            each(token);
        }
        if word.len() > LONG_WORD {
            scratch.tokens.truncate(range.start);
        }
        word.clear();
    }

    /// The likeliest pieces of a word, remembered unless it is long.
    fn cut(&self, word: &str, scratch: &mut Scratch) -> Range<usize> {
        scratch.nodes.clear();
        scratch.nodes.resize(word.len() + 1, UNREACHED);
        let nodes = &mut scratch.nodes;
        for (start, first) in word.char_indices() {
            let here = nodes[start].score;
            let single = start + first.len_utf8();
            let mut has_single = false;
            let limit = word.floor_char_boundary((start + self.longest).min(word.len()));
            let rest = &word[start..limit];
            for length in rest.char_indices().map(|(at, c)| at + c.len_utf8()) {
                let Some(&(token, score)) = self.pieces.get(&rest[..length]) else { continue };
                has_single |= start + length == single;
                let node = &mut nodes[start + length];
                if node.from.is_none() || here + score > node.score {
                    *node = Node { score: here + score, from: Some(start), token: Some(token) };
                }
            }
            let unknown = here + self.unknown_score;
            if !has_single && (nodes[single].from.is_none() || unknown > nodes[single].score) {
                nodes[single] = Node { score: unknown, from: Some(start), token: None };
            }
        }
        if scratch.known.len() >= MOST_WORDS {
            scratch.known.clear();
            scratch.tokens.clear();
        }
        let begin = scratch.tokens.len();
        let mut end = word.len();
        while let Some(from) = nodes[end].from {
            scratch.tokens.extend(nodes[end].token);
            end = from;
        }
        scratch.tokens[begin..].reverse();
        let range = begin..scratch.tokens.len();
        if word.len() <= LONG_WORD {
            scratch.known.insert(word.into(), range.clone());
        }
        range
    }
}

/// What a run of characters is: words, other signs, or the space between.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Sign,
    Space,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' {
            Self::Word
        } else if c.is_whitespace() || c == WORD_BEGIN {
            Self::Space
        } else if c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}') {
            Self::Word
        } else if ('\u{203F}'..='\u{2040}').contains(&c) || c == '\u{2054}' {
            // Connectors, which count as letters.
            Self::Word
        } else {
            Self::Sign
        }
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    normalizer: Normalizers<'a>,
    #[serde(borrow)]
    pre_tokenizer: PreTokenizers<'a>,
    #[serde(borrow)]
    model: Model<'a>,
}

#[derive(Deserialize)]
struct Normalizers<'a> {
    #[serde(borrow)]
    normalizers: Vec<Step<'a>>,
}

#[derive(Deserialize)]
struct PreTokenizers<'a> {
    #[serde(borrow)]
    pretokenizers: Vec<Step<'a>>,
}

#[derive(Deserialize)]
struct Step<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
}

#[derive(Deserialize)]
struct Model<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    unk_id: usize,
    #[serde(borrow)]
    vocab: Vec<(Piece<'a>, f64)>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Piece<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;
    use std::sync::LazyLock;
    use tokenizers::Tokenizer;

    static JSON: &[u8] = include_bytes!("../../models/builtin/tokenizer.json");
    static OURS: LazyLock<Unigram<'static>> = LazyLock::new(|| Unigram::parse(JSON).unwrap());
    static REFERENCE: LazyLock<Tokenizer> = LazyLock::new(|| Tokenizer::from_bytes(JSON).unwrap());

    fn ours(text: &str, scratch: &mut Scratch) -> Vec<u32> {
        let mut tokens = Vec::new();
        OURS.read(text, scratch, |token| tokens.push(token));
        tokens
    }

    /// Token 0 is the unknown one.
    fn reference(text: &str) -> Vec<u32> {
        let encoding = REFERENCE.encode_fast(text, false).unwrap();
        encoding.get_ids().iter().copied().filter(|&id| id != 0).collect()
    }

    #[test]
    fn every_text_of_the_sample_corpus_has_the_reference_tokens() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut scratch = Scratch::default();
        let mut texts = 0;
        for file in crate::corpus::walk(&[seeds]).unwrap().files {
            for document in crate::corpus::read(&file, &crate::corpus::ReadOptions::default()).unwrap() {
                for unit in document.unwrap().units {
                    assert_eq!(ours(&unit.text, &mut scratch), reference(&unit.text), "{}", unit.text);
                    texts += 1;
                }
            }
        }
        assert!(texts > 200);
    }

    #[test]
    fn scripts_signs_and_oddities_have_the_reference_tokens() {
        let mut scratch = Scratch::default();
        for text in [
            "",
            " \t\n",
            "Su-35, 1.435 mm; 50 % « d’accord » … (sic)",
            "ΑΣΟΣ İstanbul ſtraße ﬁn ½ ² ①",
            "中国的卫星发射中心。日本語のテスト、カタカナ。",
            "북한의 장갑열차가 국경을 넘었다",
            "القطار المدرع عبر الحدود",
            "हिन्दी में एक वाक्य",
            "e\u{301}te\u{301} a_b __ x\u{200D}y",
            "🚂 train🚂blindé 👩\u{200D}🚀",
            "\u{16A0}\u{16B1} train \u{16DF}",
        ] {
            assert_eq!(ours(text, &mut scratch), reference(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_mixture_of_letters_has_the_reference_tokens(text in "[a-zA-Zéèçа-яА-Я가-힣 0-9'’.,!?一-十-]{0,60}") {
            prop_assert_eq!(ours(&text, &mut Scratch::default()), reference(&text));
        }

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let mut scratch = Scratch::default();
            prop_assert_eq!(ours(&text, &mut scratch), ours(&text, &mut scratch), "remembered words are the same words");
        }
    }
}
