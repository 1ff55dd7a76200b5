//! What recurs across many documents in the same words, beside their own text: footers, bylines, lines of an agency, licence notes.
//!
//! 1. `words` makes words comparable: case, digits and addresses do not tell two of them apart.
//! 2. `copies` finds the documents that are copies of another one. They count once, so that what is merely printed again stays text.
//! 3. Stretches of six words (twelve ideographs) that stand in many documents, and mostly at their beginning or end, are repeated; so are
//!    whole sentences and lines that do. A sentence is set apart when most of its words are in such stretches.
//!
//! Nothing is removed: [`Repeated`] holds the bytes, and a text without them has spaces in their place, so that whatever points into it
//! points into the text itself. A document is never left without text, and what stands in one document stays however often it stands there.

mod copies;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use self::words::{STRETCH, Word, stretches, together, words};
use super::TopicText;
use crate::corpus::sentences;

/// Fewest documents of a repeated stretch, and their least share of all.
const STRETCH_DOCUMENTS: usize = 4;
const STRETCH_SHARE: f64 = 0.004;

/// The same of a whole sentence or line.
const LINE_DOCUMENTS: usize = 5;
const LINE_SHARE: f64 = 0.01;

/// Sentences that begin and end a document, and their share of a long one.
const FIRST: usize = 2;
const LAST: usize = 4;
const FIRST_SHARE: f64 = 0.05;
const LAST_SHARE: f64 = 0.08;

/// So much of its uses is at the beginning or end of a document.
const AT_EDGE: f64 = 0.6;

/// Or it is in so many documents, and this share of them, wherever.
const EVERYWHERE: usize = 20;
const EVERYWHERE_SHARE: f64 = 0.2;

/// Share of a sentence's words in repeated stretches, the last word among them: what says something of its own at the end says it ("The
/// purpose of this paper is to study ice"), and what begins a document tells what it is about ("Ashford is a village in the south of Kent").
const COVERED: f64 = 0.6;

/// A shorter document loses whole repeated sentences alone: of few words many are formulas.
const SHORT: usize = 4;

/// From this share of repeated words on a text is no text proper.
const MOSTLY: f64 = 0.6;

/// From this share on, in several places, a document is made of formulas.
const TEMPLATE: f64 = 0.5;

/// What recurs in texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repeated {
    /// For each text, the bytes of its repeated sentences, in order.
    pub spans: Vec<Vec<Range<usize>>>,
    /// For each text, whether it is mostly repeated, and its document has other text.
    pub mostly: Vec<bool>,
}

/// A sentence of a text.
#[derive(Debug, Clone)]
struct Sentence {
    span: Range<usize>,
    words: Range<usize>,
    hash: u64,
    /// Whether it is a line without an end mark, as a title is.
    is_open: bool,
}

/// A text in sentences and words.
#[derive(Debug, Clone, Default)]
struct Read {
    sentences: Vec<Sentence>,
    words: Vec<Word>,
}

/// How often something stands in documents that are no copies.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    documents: u32,
    /// One more than the last document that it was seen in.
    last: u32,
    all: u32,
    at_edge: u32,
    /// Uses as the first line of a document.
    as_title: u32,
}

impl Uses {
    fn add(&mut self, document: usize, is_edge: bool) {
        let seen = document as u32 + 1;
        self.documents += u32::from(self.last != seen);
        self.last = seen;
        self.all += 1;
        self.at_edge += u32::from(is_edge);
    }

    fn are_repeated(&self, least: usize, documents: usize) -> bool {
        let found = self.documents as usize;
        found >= least
            && (f64::from(self.at_edge) >= AT_EDGE * f64::from(self.all) || is_everywhere(found, documents))
    }
}

fn is_everywhere(found: usize, documents: usize) -> bool {
    found >= EVERYWHERE && found as f64 >= EVERYWHERE_SHARE * documents as f64
}

fn least(fewest: usize, share: f64, documents: usize) -> usize {
    fewest.max((share * documents as f64).ceil() as usize)
}

impl Repeated {
    /// What recurs in `texts`, those of a document one after the other in its order.
    ///
    /// The result depends on nothing else, not on the number of threads either. Time and memory are linear in the texts.
    pub fn of(texts: &[TopicText<'_>]) -> Self {
        let documents: Vec<Range<usize>> = documents(texts);
        let nothing = || Self { spans: vec![Vec::new(); texts.len()], mostly: vec![false; texts.len()] };
        if documents.len() < STRETCH_DOCUMENTS {
            return nothing();
        }
        let read: Vec<Read> = texts.par_iter().map(|text| Read::of(text.text)).collect();
        let own = copies::originals(&read, &documents);
        if own.len() < STRETCH_DOCUMENTS {
            return nothing();
        }
        let found = Found::of(&read, &documents, &own);
        let apart: Vec<Vec<(Vec<Range<usize>>, bool)>> =
            documents.par_iter().map(|document| found.apart(&read[document.clone()])).collect();
        let (spans, mostly) = apart.into_iter().flatten().unzip();
        Self { spans, mostly }
    }

    /// Number of repeated sentences.
    pub fn len(&self) -> usize {
        self.spans.iter().map(Vec::len).sum()
    }

    /// Whether nothing is repeated.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(Vec::is_empty)
    }

    /// The repeated sentences that stand most often, as the first of each is written, with how often.
    pub fn examples(&self, texts: &[TopicText<'_>], wanted: usize) -> Vec<(String, usize)> {
        let mut times: HashMap<u64, (usize, usize)> = HashMap::new();
        let mut first: Vec<&str> = Vec::new();
        for (text, spans) in texts.iter().zip(&self.spans) {
            for line in spans.iter().filter_map(|span| text.text.get(span.clone())) {
                let (_, times) = times.entry(together(&words(line))).or_insert_with(|| {
                    first.push(line);
                    (first.len() - 1, 0)
                });
                *times += 1;
            }
        }
        let mut ranked: Vec<(usize, usize)> = times.into_values().collect();
        ranked.sort_by_key(|&(first, times)| (std::cmp::Reverse(times), first));
        ranked.into_iter().take(wanted).map(|(place, times)| (first[place].to_owned(), times)).collect()
    }
}

/// A text with spaces in place of some of its bytes, as long as it was. What is left ends and begins lines there, so that no phrase and no
/// sentence spans what is gone.
pub fn without<'a>(text: &'a str, spans: &[Range<usize>]) -> Cow<'a, str> {
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (Some(before), Some(gone)) = (text.get(at..span.start), text.get(span.clone())) else { continue };
        left.push_str(before);
        for place in 0..gone.len() {
            left.push(if place == 0 || place + 1 == gone.len() { '\n' } else { ' ' });
        }
        at = span.end;
    }
    left.push_str(&text[at..]);
    Cow::Owned(left)
}

/// The texts of each document.
fn documents(texts: &[TopicText<'_>]) -> Vec<Range<usize>> {
    let mut start = 0;
    let each = texts.chunk_by(|a, b| a.document == b.document).map(<[TopicText<'_>]>::len);
    each.map(|length| {
        start += length;
        start - length..start
    })
    .collect()
}

impl Read {
    fn of(text: &str) -> Self {
        let mut read = Self::default();
        for span in sentences(text) {
            let first = read.words.len();
            read.words.extend(words(&text[span.clone()]));
            if read.words.len() > first {
                let hash = together(&read.words[first..]);
                let is_open = is_open(text, &span);
                read.sentences.push(Sentence { span, words: first..read.words.len(), hash, is_open });
            }
        }
        read
    }

    fn weight(&self, words: Range<usize>) -> u32 {
        self.words[words].iter().map(|word| word.weight()).sum()
    }
}

/// Whether a sentence is a whole line and ends as a title does.
fn is_open(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '\t']);
    let behind = text[span.end..].trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with('\n'))
        && (behind.is_empty() || behind.starts_with('\n'))
        && text[span.clone()]
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '?' | '"' | '”' | '»'))
}

/// Where a document of so many sentences has its edges: the first sentence that is no beginning, and the first that is an end.
fn edges(sentences: usize) -> (usize, usize) {
    let share = |share: f64| (share * sentences as f64) as usize;
    let first = FIRST.max(share(FIRST_SHARE)).min(sentences);
    (first, sentences.saturating_sub(LAST.max(share(LAST_SHARE))))
}

/// What was found to be repeated.
struct Found {
    stretches: HashMap<u64, Uses>,
    lines: HashMap<u64, Uses>,
}

impl Found {
    fn of(read: &[Read], documents: &[Range<usize>], own: &[usize]) -> Self {
        let least_stretch = least(STRETCH_DOCUMENTS, STRETCH_SHARE, own.len());
        let least_line = least(LINE_DOCUMENTS, LINE_SHARE, own.len());
        let sketch = Sketch::of(read, documents, own);
        let mut stretches: HashMap<u64, Uses> = HashMap::new();
        let mut lines: HashMap<u64, Uses> = HashMap::new();
        for &document in own {
            let texts = &read[documents[document].clone()];
            let n: usize = texts.iter().map(|text| text.sentences.len()).sum();
            let (first, last) = edges(n);
            let mut place = 0;
            for text in texts {
                let begin = place;
                for sentence in &text.sentences {
                    let is_edge = place < first || place >= last;
                    let says = || text.words[sentence.words.clone()].iter().any(|word| word.has_letters());
                    if sketch.count(sentence.hash) >= least_line && says() {
                        let uses = lines.entry(sentence.hash).or_default();
                        uses.add(document, is_edge);
                        uses.as_title += u32::from(place == 0 && sentence.is_open);
                    }
                    place += 1;
                }
                if n < SHORT {
                    continue;
                }
                let mut sentence = 0;
                for (words, hash) in self::stretches(&text.words) {
                    while text.sentences[sentence].words.end <= words.start {
                        sentence += 1;
                    }
                    let place = begin + sentence;
                    if sketch.count(hash) >= least_stretch {
                        stretches.entry(hash).or_default().add(document, place >= last.max(FIRST));
                    }
                }
            }
        }
        stretches.retain(|_, uses| uses.are_repeated(least_stretch, own.len()));
        lines.retain(|_, uses| {
            // A title says what its text is about, and several texts may be about the same.
            let is_title = uses.as_title * 2 > uses.all && !is_everywhere(uses.documents as usize, own.len());
            uses.are_repeated(least_line, own.len()) && !is_title
        });
        Self { stretches, lines }
    }

    /// For each text of a document, its repeated sentences and whether it is mostly repeated.
    fn apart(&self, texts: &[Read]) -> Vec<(Vec<Range<usize>>, bool)> {
        let n: usize = texts.iter().map(|text| text.sentences.len()).sum();
        // Sentences from which on some may be repeated in part.
        let mut whole = if n < SHORT { n } else { FIRST };
        let mut repeated: Vec<Vec<bool>> = Vec::with_capacity(texts.len());
        for text in texts {
            repeated.push(self.repeated(text, whole));
            whole = whole.saturating_sub(text.sentences.len());
        }
        if self.is_template(texts, &repeated) {
            return vec![(Vec::new(), false); texts.len()];
        }
        let says = |(text, repeated): (&Read, &Vec<bool>)| {
            let own = text.sentences.iter().zip(repeated).filter(|(_, repeated)| !**repeated);
            own.into_iter()
                .any(|(sentence, _)| text.words[sentence.words.clone()].iter().any(|word| word.has_letters()))
        };
        if !texts.iter().zip(&repeated).any(says) {
            return vec![(Vec::new(), false); texts.len()];
        }
        let mut apart: Vec<(Vec<Range<usize>>, bool)> = Vec::with_capacity(texts.len());
        for (text, repeated) in texts.iter().zip(&repeated) {
            let gone =
                || text.sentences.iter().zip(repeated).filter(|(_, repeated)| **repeated).map(|(one, _)| one);
            let lost: u32 = gone().map(|sentence| text.weight(sentence.words.clone())).sum();
            let all = text.weight(0..text.words.len());
            let mostly = lost > 0 && f64::from(lost) >= MOSTLY * f64::from(all);
            apart.push((gone().map(|sentence| sentence.span.clone()).collect(), mostly));
        }
        // The last words of a document stay, whatever stands beside them.
        let is_left = |((text, repeated), (_, mostly)): ((&Read, &Vec<bool>), &(_, bool))| {
            !mostly && says((text, repeated))
        };
        if !texts.iter().zip(&repeated).zip(&apart).any(is_left) {
            for ((text, repeated), (_, mostly)) in texts.iter().zip(&repeated).zip(&mut apart) {
                *mostly &= !says((text, repeated));
            }
        }
        apart
    }

    /// Whether most of a document would go, and not as one whole that stands so in as many others: then it is made of formulas, as the
    /// weather is told, and they are its text.
    fn is_template(&self, texts: &[Read], repeated: &[Vec<bool>]) -> bool {
        let sentences: Vec<(u32, u64, bool)> = texts
            .iter()
            .zip(repeated)
            .flat_map(|(text, repeated)| {
                let each = text.sentences.iter().zip(repeated);
                each.map(|(sentence, gone)| (text.weight(sentence.words.clone()), sentence.hash, *gone))
            })
            .collect();
        let gone = || sentences.iter().filter(|(.., gone)| *gone);
        let lost: u32 = gone().map(|(weight, ..)| weight).sum();
        let all: u32 = sentences.iter().map(|(weight, ..)| weight).sum();
        if f64::from(lost) < TEMPLATE * f64::from(all) {
            return false;
        }
        let ends = sentences.windows(2).filter(|two| two[0].2 != two[1].2).count();
        let times: Option<Vec<u32>> =
            gone().map(|(_, hash, _)| self.lines.get(hash).map(|uses| uses.documents)).collect();
        let times = times.unwrap_or_default();
        let as_often =
            times.iter().min().zip(times.iter().max()).is_some_and(|(least, most)| *most <= 2 * *least);
        ends > 1 || !as_often
    }

    /// Which sentences of a text are repeated, the first `whole` of them only as a whole.
    fn repeated(&self, text: &Read, whole: usize) -> Vec<bool> {
        let mut covered = vec![false; text.words.len()];
        if whole < text.sentences.len() && !self.stretches.is_empty() {
            for (words, hash) in self::stretches(&text.words) {
                if self.stretches.contains_key(&hash) {
                    covered[words].fill(true);
                }
            }
        }
        let is_repeated = |(place, sentence): (usize, &Sentence)| {
            if self.lines.contains_key(&sentence.hash) {
                return true;
            }
            let words = &text.words[sentence.words.clone()];
            let covered = &covered[sentence.words.clone()];
            if place < whole || covered.last() != Some(&true) || !words.iter().any(|word| word.has_letters())
            {
                return false;
            }
            let within =
                words.iter().zip(covered).filter(|(_, covered)| **covered).map(|(word, _)| word.weight());
            f64::from(within.sum::<u32>()) >= COVERED * f64::from(text.weight(sentence.words.clone()))
        };
        text.sentences.iter().enumerate().map(is_repeated).collect()
    }
}

/// In how many documents a hash stands, or more: hashes may share a place. It keeps what stands in few documents, nearly all, out of tables.
struct Sketch {
    counts: Vec<u8>,
    mask: u64,
}

/// Fewest and most places of a sketch, as powers of two.
const SKETCH: Range<u32> = 10..26;

impl Sketch {
    fn of(read: &[Read], documents: &[Range<usize>], own: &[usize]) -> Self {
        let words: usize = read.iter().map(|text| text.words.len() + text.sentences.len()).sum();
        let bits = (usize::BITS - words.leading_zeros() + 1).clamp(SKETCH.start, SKETCH.end);
        let mut last = vec![u32::MAX; 1 << bits];
        let mut sketch = Self { counts: vec![0; 1 << bits], mask: (1 << bits) - 1 };
        for &document in own {
            let mut add = |hash: u64| {
                let place = (hash & sketch.mask) as usize;
                if last[place] != document as u32 {
                    last[place] = document as u32;
                    sketch.counts[place] = sketch.counts[place].saturating_add(1);
                }
            };
            for text in &read[documents[document].clone()] {
                text.sentences.iter().for_each(|sentence| add(sentence.hash));
                stretches(&text.words).for_each(|(_, hash)| add(hash));
            }
        }
        sketch
    }

    fn count(&self, hash: u64) -> usize {
        match self.counts[(hash & self.mask) as usize] {
            u8::MAX => usize::MAX,
            count => usize::from(count),
        }
    }
}
