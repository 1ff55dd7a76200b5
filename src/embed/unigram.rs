//! The tokenizer of static models: words, then the likeliest pieces of each.
//!
//! It gives the tokens that the `tokenizers` crate gives for the same vocabulary (a test holds the two together) and is
//! made for one thing: reading many texts fast. A text is brought to NFKC and lower case, cut into words, and each word
//! into the pieces whose scores add up highest (unigram language model; Kudo 2018, "Subword Regularization", section
//! 3.2; Viterbi). Words repeat, so their pieces are remembered. Unknown characters are left out: they have no vector.
//!
//! All pieces lie in one run of text, and a table of places says which piece has which hash. Because the hash grows byte by byte, all
//! beginnings of a word are looked up in one pass. The table of the built-in model is made when the program is built.

mod table;

use std::borrow::Cow;
use std::ops::Range;

use half::f16;
use rayon::prelude::*;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use table::{FREE, Hash, Place};

/// Begins every word.
const WORD_BEGIN: char = '▁';

/// What an unknown character costs below the least likely piece, as SentencePiece has it.
const UNKNOWN_PENALTY: f64 = 10.0;

/// Words remembered by one [`Scratch`] before it forgets them all.
const MOST_WORDS: usize = 1 << 16;

/// Bytes above which a word is not remembered: it is no word, and will not come again.
const LONG_WORD: usize = 128;

/// Bytes that begin where a [`Place`] may.
#[repr(align(8))]
struct Aligned<T: ?Sized>(T);

static BUILT_IN: Aligned<[u8; include_bytes!(concat!(env!("OUT_DIR"), "/places.bin")).len()]> =
    Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/places.bin")));

/// Pieces and their scores.
pub(crate) struct Unigram {
    /// All pieces, one after the other.
    run: Cow<'static, [u8]>,
    /// Where each piece begins in the run, and where the last one ends.
    starts: Vec<u32>,
    /// The log probability of each piece.
    scores: Vec<f32>,
    /// Open addressing with linear probing: a power of two of places, at least half of them free.
    places: Cow<'static, [Place]>,
    /// Bytes of the longest piece.
    longest: usize,
    unknown_score: f64,
}

/// Pieces that one thread hashes at least.
const AT_ONCE: usize = 8192;

/// What reading keeps between texts.
#[derive(Default)]
pub(crate) struct Scratch {
    word: String,
    nodes: Vec<Node>,
    known: foldhash::HashMap<Box<str>, Range<usize>>,
    /// The pieces of all known words, one after the other.
    pieces: Vec<u32>,
}

/// The best way to the byte at which a node stands.
#[derive(Clone, Copy)]
struct Node {
    score: f64,
    /// Where its last piece begins; `None` when no way leads here.
    from: Option<usize>,
    /// Its last piece; `None` for an unknown character.
    piece: Option<u32>,
}

const UNREACHED: Node = Node { score: 0.0, from: None, piece: None };

impl Unigram {
    /// A vocabulary, as training makes one. Scores are rounded to half precision, as the model file keeps them, so that
    /// a text has the same pieces before and after.
    ///
    /// # Errors
    /// What is wrong with the vocabulary: a piece that is empty, longer than 255 bytes or there twice, or a score that
    /// is not finite.
    pub(crate) fn new(pieces: &[String], scores: &[f32]) -> Result<Self, String> {
        let lengths = pieces.iter().map(|piece| {
            u8::try_from(piece.len()).map_err(|_| format!("the piece `{piece}` is longer than 255 bytes"))
        });
        let lengths: Vec<u8> = lengths.collect::<Result<_, _>>()?;
        let scores = scores.iter().map(|score| f16::from_f32(*score).to_f32()).collect();
        Self::from_run(pieces.concat().into(), &lengths, scores)
    }

    /// A vocabulary whose pieces lie in one run of text.
    ///
    /// # Errors
    /// As [`Unigram::new`], and when the lengths do not fit the run.
    pub(super) fn from_run(run: Vec<u8>, lengths: &[u8], scores: Vec<f32>) -> Result<Self, String> {
        let mut unigram = Self::without_table(run.into(), lengths, scores)?;
        // Hashes in parallel, so that what is left is to wait for memory, which processors do for several pieces at once.
        let hashes: Vec<Hash> = (0..lengths.len() as u32)
            .into_par_iter()
            .with_min_len(AT_ONCE)
            .map(|piece| match unigram.bytes(piece) {
                [] => Err(format!("piece {piece} is empty")),
                bytes if std::str::from_utf8(bytes).is_err() => Err(format!("piece {piece} is not UTF-8")),
                bytes => Ok(Hash::of(bytes)),
            })
            .collect::<Result<_, _>>()?;
        unigram.places = table::places(&unigram.run, &unigram.starts, &hashes)?.into();
        Ok(unigram)
    }

    /// The vocabulary of the built-in model, whose table was made from the same bytes when the program was built.
    ///
    /// # Errors
    /// When the lengths do not fit the run or the table.
    pub(super) fn builtin(run: &'static [u8], lengths: &[u8], scores: Vec<f32>) -> Result<Self, String> {
        let mut unigram = Self::without_table(run.into(), lengths, scores)?;
        let places: &[Place] = bytemuck::try_cast_slice(&BUILT_IN.0).map_err(|e| e.to_string())?;
        if places.len() != (lengths.len() * 2).next_power_of_two() {
            return Err("the table of its pieces is of another model".to_owned());
        }
        unigram.places = places.into();
        Ok(unigram)
    }

    fn without_table(run: Cow<'static, [u8]>, lengths: &[u8], scores: Vec<f32>) -> Result<Self, String> {
        if scores.len() != lengths.len() {
            return Err(format!("there are {} pieces and {} scores", lengths.len(), scores.len()));
        }
        if !scores.iter().all(|score| score.is_finite()) {
            return Err("the score of a piece is not finite".to_owned());
        }
        let total: usize = lengths.iter().map(|length| usize::from(*length)).sum();
        if total != run.len() || u32::try_from(total).is_err() {
            return Err(format!("the lengths of the pieces add up to {total} bytes, not {}", run.len()));
        }
        let least = scores.iter().copied().fold(f32::INFINITY, f32::min);
        Ok(Self {
            places: Cow::Borrowed(&[]),
            longest: lengths.iter().copied().max().unwrap_or(0).into(),
            unknown_score: f64::from(least) - UNKNOWN_PENALTY,
            starts: table::starts(lengths),
            run,
            scores,
        })
    }

    /// All pieces with their scores, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, f32)> {
        (0..).zip(&self.scores).map(|(piece, score)| (self.text(piece), *score))
    }

    /// The text of a piece.
    pub(crate) fn text(&self, piece: u32) -> &str {
        std::str::from_utf8(self.bytes(piece)).unwrap_or_default()
    }

    fn range(&self, piece: u32) -> Range<usize> {
        let piece = piece as usize;
        self.starts[piece] as usize..self.starts[piece + 1] as usize
    }

    fn bytes(&self, piece: u32) -> &[u8] {
        &self.run[self.range(piece)]
    }

    fn find(&self, hash: Hash, bytes: &[u8]) -> Option<u32> {
        let (tag, mut at) = hash.place(self.places.len());
        loop {
            let [other_tag, piece] = self.places[at];
            if piece == FREE {
                return None;
            }
            if other_tag == tag && self.bytes(piece) == bytes {
                return Some(piece);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Calls `each` with the known pieces of a text, in order.
    pub(crate) fn read(&self, text: &str, scratch: &mut Scratch, mut each: impl FnMut(u32)) {
        let mut word = std::mem::take(&mut scratch.word);
        words(text, &mut word, |word| {
            let range = match scratch.known.get(word) {
                Some(range) => range.clone(),
                None => self.cut(word, scratch),
            };
            for &piece in &scratch.pieces[range.clone()] {
                each(piece);
            }
            if word.len() > LONG_WORD {
                scratch.pieces.truncate(range.start);
            }
        });
        scratch.word = word;
    }

    /// The likeliest pieces of a word, remembered unless it is long.
    fn cut(&self, word: &str, scratch: &mut Scratch) -> Range<usize> {
        scratch.nodes.clear();
        scratch.nodes.resize(word.len() + 1, UNREACHED);
        let nodes = &mut scratch.nodes;
        let bytes = word.as_bytes();
        for (start, first) in word.char_indices() {
            let here = nodes[start].score;
            let single = start + first.len_utf8();
            let mut has_single = false;
            let mut hash = Hash::EMPTY;
            for end in start + 1..=bytes.len().min(start + self.longest) {
                hash = hash.with(bytes[end - 1]);
                if !word.is_char_boundary(end) {
                    continue;
                }
                let Some(piece) = self.find(hash, &bytes[start..end]) else { continue };
                has_single |= end == single;
                let score = here + f64::from(self.scores[piece as usize]);
                let node = &mut nodes[end];
                if node.from.is_none() || score > node.score {
                    *node = Node { score, from: Some(start), piece: Some(piece) };
                }
            }
            let unknown = here + self.unknown_score;
            if !has_single && (nodes[single].from.is_none() || unknown > nodes[single].score) {
                nodes[single] = Node { score: unknown, from: Some(start), piece: None };
            }
        }
        if scratch.known.len() >= MOST_WORDS {
            scratch.known.clear();
            scratch.pieces.clear();
        }
        let begin = scratch.pieces.len();
        let mut end = word.len();
        while let Some(from) = nodes[end].from {
            scratch.pieces.extend(nodes[end].piece);
            end = from;
        }
        scratch.pieces[begin..].reverse();
        let range = begin..scratch.pieces.len();
        if word.len() <= LONG_WORD {
            scratch.known.insert(word.into(), range.clone());
        }
        range
    }
}

/// Calls `each` with the words of a text as they are cut into pieces: NFKC, lower case, U+2581 first. `word` is memory to
/// work in.
pub(crate) fn words(text: &str, word: &mut String, each: impl FnMut(&str)) {
    if text.is_ascii() {
        ascii_words(text, word, each);
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        words_of(text.chars(), word, each);
    } else {
        words_of(text.nfkc(), word, each);
    }
}

fn ascii_words(text: &str, word: &mut String, mut each: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let kind = Kind::of_ascii(bytes[start]);
        let length = bytes[start..].iter().take_while(|byte| Kind::of_ascii(**byte) == kind).count();
        if kind != Kind::Space {
            word.clear();
            word.push(WORD_BEGIN);
            word.push_str(&text[start..start + length]);
            word.make_ascii_lowercase();
            each(word);
        }
        start += length;
    }
}

fn words_of(normalised: impl Iterator<Item = char>, word: &mut String, mut each: impl FnMut(&str)) {
    word.clear();
    let mut kind = Kind::Space;
    let mut put = |c: char| {
        let next = Kind::of(c);
        if next != kind {
            if kind != Kind::Space {
                each(word);
            }
            word.clear();
            word.push(WORD_BEGIN);
            kind = next;
        }
        if kind != Kind::Space {
            word.push(c);
        }
    };
    for c in normalised {
        match c {
            '’' => put('\''),
            c if c.is_ascii() => put(c.to_ascii_lowercase()),
            c => c.to_lowercase().for_each(&mut put),
        }
    }
    // The end is a space, too.
    put(' ');
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
        if c.is_ascii() {
            Self::of_ascii(c as u8)
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

    fn of_ascii(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => Self::Word,
            b' ' | b'\t'..=b'\r' => Self::Space,
            _ => Self::Sign,
        }
    }
}

#[cfg(test)]
mod tests;
