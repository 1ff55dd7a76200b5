//! A word index, in a file that is mapped or in memory.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytemuck::Pod;
use rayon::prelude::*;

use super::WordsError;
use super::build::{Passage, WHOLE, WordsBuilder};
use super::image::{Header, Layout, SECTIONS, is_whole};
use crate::corpus::Language;
use crate::embed::static_model::StaticModel;
use crate::index::backing::{Backing, will_read};
use crate::index::pages::{PAGE, Pages};
use crate::query::units;

/// The words of some passages.
#[derive(Debug)]
pub struct WordIndex {
    backing: Backing,
    path: Option<PathBuf>,
    header: Header,
    layout: Layout,
    pages: Pages,
}

/// What a search goes through. What it reads whole is checked at once, what it reads here and there when it does.
pub(super) struct Lists<'a> {
    pub(super) lengths: &'a [u32],
    pub(super) norms: &'a [f32],
    pub(super) tongues: &'a [u8],
    pub(super) piece_ends: &'a [u32],
    pub(super) pieces: &'a [u32],
    pub(super) rows: &'a [u32],
    pub(super) signatures: &'a [u64],
    index: &'a WordIndex,
}

/// The sections of the file that are read here and there, by their numbers.
const BY_KEY: usize = 4;
const TEXT_ENDS: usize = 5;
const TEXT: usize = 6;
const POSTING_ENDS: usize = 9;
const POSTINGS: usize = 10;

impl WordIndex {
    /// An index of `passages`, whose ids rise and whose vectors have `dimension` numbers, in memory.
    ///
    /// # Errors
    /// [`WordsError::Io`] when there is no such memory.
    pub fn build(
        passages: &[Passage<'_>],
        dimension: usize,
        model: &StaticModel,
    ) -> Result<Self, WordsError> {
        let mut builder = WordsBuilder::new(model, dimension);
        builder.add(passages);
        Self::in_memory(builder, model)
    }

    /// An index of what was added, in memory.
    ///
    /// # Errors
    /// [`WordsError::Io`] when there is no such memory.
    pub fn in_memory(builder: WordsBuilder<'_>, model: &StaticModel) -> Result<Self, WordsError> {
        let parts = builder.finish();
        let header = parts.header(fingerprint(model));
        let io = |source| WordsError::Io { path: PathBuf::new(), source };
        let layout = Layout::new(&header).ok_or_else(|| io(std::io::ErrorKind::OutOfMemory.into()))?;
        let backing = Backing::in_memory(layout.length, |out| parts.write(&header, out)).map_err(io)?;
        let pages = Pages::new(layout.sums.len() / 8, true);
        Ok(Self { backing, path: None, header, layout, pages })
    }

    /// Writes an index of what was added to a file, beside what is there and then in its place.
    ///
    /// # Errors
    /// [`WordsError::Io`].
    pub fn write(path: &Path, builder: WordsBuilder<'_>, model: &StaticModel) -> Result<(), WordsError> {
        let parts = builder.finish();
        let header = parts.header(fingerprint(model));
        crate::file::replace_private(path, |out| parts.write(&header, out))
            .map_err(|source| WordsError::Io { path: path.to_owned(), source })
    }

    /// Opens a file that [`WordIndex::write`] wrote for the same model. Header and checksums are checked, pages when they are first read.
    ///
    /// # Errors
    /// [`WordsError::Io`] when it cannot be read, [`WordsError::BadFile`] when it is not a whole and right index.
    pub fn open(path: &Path, model: &StaticModel) -> Result<Self, WordsError> {
        let io = |source| WordsError::Io { path: path.to_owned(), source };
        let bad = |reason: &str| WordsError::BadFile { path: path.to_owned(), reason: reason.to_owned() };
        if !std::fs::metadata(path).map_err(io)?.is_file() {
            return Err(bad("it is no file"));
        }
        let backing = Backing::map(File::open(path).map_err(io)?).map_err(io)?;
        let bytes = backing.bytes();
        let header = Header::parse(bytes).map_err(bad)?;
        let layout = Layout::new(&header).ok_or_else(|| bad("its header is impossible"))?;
        if bytes.len() != layout.length {
            return Err(bad("it is cut short or too long"));
        }
        if !is_whole(bytes, &layout) {
            return Err(bad("its checksums do not fit its content"));
        }
        if header.model != fingerprint(model) {
            return Err(bad("it belongs to another model"));
        }
        let pages = Pages::new(layout.sums.len() / 8, false);
        let index = Self { backing, path: Some(path.to_owned()), header, layout, pages };
        index.check_shape()?;
        Ok(index)
    }

    /// Checks every byte, which takes as long as reading the file. Searches check what they read by themselves.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn check(&self) -> Result<(), WordsError> {
        let content = &self.backing.bytes()[PAGE..self.layout.sums.start];
        self.pages
            .check_all(content, self.sums())
            .map_err(|page| self.bad(&format!("its checksum is wrong near byte {}", (page + 1) * PAGE)))
    }

    /// Whether this is the file that is at `path` now.
    pub fn is_at(&self, path: &Path) -> bool {
        self.backing.is_at(path)
    }

    /// Number of passages.
    pub fn len(&self) -> usize {
        self.layout.sections[0].len() / 8
    }

    /// Whether there is no passage.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        self.layout.sections[2].len() / 4
    }

    /// Size in bytes.
    pub fn bytes(&self) -> usize {
        self.layout.length
    }

    /// Ids of the passages, rising.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn ids(&self) -> Result<&[i64], WordsError> {
        self.section(0)
    }

    /// The language of each passage, by its place among [`WordIndex::languages`]; a greater number where it is not known.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn spoken(&self) -> Result<&[u8], WordsError> {
        self.section(13)
    }

    /// The vectors of a language, by its place among [`WordIndex::languages`]: their number and their sum, of `dimension` numbers.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub(super) fn vectors_of(&self, language: usize, dimension: usize) -> Result<(i64, &[i64]), WordsError> {
        let sums = self.section::<i64>(14)?;
        if sums.len() != self.languages().len() * (1 + dimension) {
            return Err(self.bad("it is of vectors of another length"));
        }
        let of = sums.chunks_exact(1 + dimension).nth(language).and_then(<[i64]>::split_first);
        let (count, sums) = of.ok_or_else(|| self.bad("it lacks a language"))?;
        // No number of a vector of length one is more than that.
        let most = count.saturating_mul(2 * WHOLE as i64);
        if *count < 0 || sums.iter().any(|sum| sum.checked_abs().is_none_or(|sum| sum > most)) {
            return Err(self.bad("it has vectors that are longer than one"));
        }
        Ok((*count, sums))
    }

    /// The languages of the passages, rising.
    pub fn languages(&self) -> &[Language] {
        &self.header.languages
    }

    pub(super) fn lists(&self) -> Result<Lists<'_>, WordsError> {
        if !self.pages.all() {
            [1, 2, 3, 7, 8, 11, 12]
                .into_par_iter()
                .try_for_each(|which: usize| self.whole(&self.layout.sections[which]))?;
        }
        Ok(Lists {
            lengths: self.section(1)?,
            norms: self.section(2)?,
            tongues: self.section(3)?,
            piece_ends: self.section(7)?,
            pieces: self.section(8)?,
            rows: self.section(11)?,
            signatures: self.section(12)?,
            index: self,
        })
    }

    pub(super) fn bad(&self, reason: &str) -> WordsError {
        WordsError::BadFile { path: self.path.clone().unwrap_or_default(), reason: reason.to_owned() }
    }

    fn sums(&self) -> &[u64] {
        bytemuck::try_cast_slice(&self.backing.bytes()[self.layout.sums.clone()]).unwrap_or_default()
    }

    fn section<T: Pod>(&self, which: usize) -> Result<&[T], WordsError> {
        let range = self.layout.sections[which].clone();
        self.whole(&range)?;
        bytemuck::try_cast_slice(&self.backing.bytes()[range])
            .map_err(|_| self.bad("a section has no whole length"))
    }

    /// Some of a section, as far as it has so much.
    fn part<T: Pod>(&self, which: usize, items: Range<usize>) -> Result<&[T], WordsError> {
        let section = self.layout.sections[which].clone();
        let size = size_of::<T>();
        let range = section.start + items.start * size..section.start + items.end * size;
        if range.start > range.end || range.end > section.end {
            return Err(self.bad("a list ends before its time"));
        }
        self.whole(&range)?;
        bytemuck::try_cast_slice(&self.backing.bytes()[range])
            .map_err(|_| self.bad("a section has no whole length"))
    }

    /// Refuses sections that are not as long as each other say.
    fn check_shape(&self) -> Result<(), WordsError> {
        let bytes = |which: usize| self.layout.sections[which].len();
        let (passages, words) = (self.len(), self.words());
        let fits = bytes(0) == 8 * passages
            && bytes(1) == 4 * passages
            && bytes(2) == 4 * words
            && (bytes(3) == words || (bytes(3) == 0 && self.languages().is_empty()))
            && bytes(BY_KEY) == 4 * words
            && [TEXT_ENDS, 7, POSTING_ENDS].iter().all(|ends| bytes(*ends) == 4 * (words + 1))
            && bytes(8).is_multiple_of(4)
            && bytes(11).is_multiple_of(4)
            && bytes(12) == 8 * words
            && bytes(13) == passages
            && bytes(14).is_multiple_of(8 * self.languages().len().max(1));
        if fits { Ok(()) } else { Err(self.bad("its lists do not belong together")) }
    }

    fn whole(&self, range: &Range<usize>) -> Result<(), WordsError> {
        if self.pages.all() || range.is_empty() {
            return Ok(());
        }
        let content = &self.backing.bytes()[PAGE..self.layout.sums.start];
        let range = range.start - PAGE..range.end - PAGE;
        if self.pages.is_new(&range) {
            will_read(content.get(range.clone()).unwrap_or_default());
        }
        if self.pages.check(content, self.sums(), range) {
            return Ok(());
        }
        Err(self.bad("a checksum is wrong"))
    }
}

const _: () = assert!(SECTIONS == 15, "the numbers of the sections above");

impl<'a> Lists<'a> {
    pub(super) fn words(&self) -> usize {
        self.norms.len()
    }

    /// Where an item of a section lies that has a list of ends.
    fn range(&self, ends: usize, item: u32) -> Result<Range<usize>, WordsError> {
        let item = item as usize;
        match self.index.part::<u32>(ends, item..item + 2)? {
            [start, end] => Ok(*start as usize..*end as usize),
            _ => Err(self.index.bad("a list ends before its time")),
        }
    }

    /// The word of a number.
    pub(super) fn word(&self, word: u32) -> Result<&'a str, WordsError> {
        std::str::from_utf8(self.bytes_of(word)?).map_err(|_| self.index.bad("a word is no text"))
    }

    fn bytes_of(&self, word: u32) -> Result<&'a [u8], WordsError> {
        self.index.part::<u8>(TEXT, self.range(TEXT_ENDS, word)?)
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Result<Option<u32>, WordsError> {
        let mut range = 0..self.words() as u32;
        while !range.is_empty() {
            let middle = range.start + (range.end - range.start) / 2;
            match self.bytes_of(middle)?.cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => range.start = middle + 1,
                std::cmp::Ordering::Equal => return Ok(Some(middle)),
                std::cmp::Ordering::Greater => range.end = middle,
            }
        }
        Ok(None)
    }

    /// The words whose identity key is `key`, rising.
    pub(super) fn same(&self, key: &str) -> Result<Vec<u32>, WordsError> {
        self.keyed(key, |other| other == key)
    }

    /// The words whose identity key begins with `key`, rising.
    pub(super) fn beginning(&self, key: &str) -> Result<Vec<u32>, WordsError> {
        self.keyed(key, |other| other.starts_with(key))
    }

    /// The words from the first on whose identity key is not before `key`, as long as their keys are wanted.
    fn keyed(&self, key: &str, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<u32>, WordsError> {
        let (mut low, mut high) = (0, self.words());
        while low < high {
            let middle = low + (high - low) / 2;
            if units::identity(self.word(self.by_key(middle)?)?).as_str() < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut same = Vec::new();
        for place in low..self.words() {
            let word = self.by_key(place)?;
            if !is_wanted(&units::identity(self.word(word)?)) {
                break;
            }
            same.push(word);
        }
        same.sort_unstable();
        Ok(same)
    }

    fn by_key(&self, place: usize) -> Result<u32, WordsError> {
        let word = self.index.part::<u32>(BY_KEY, place..place + 1)?;
        word.first().copied().ok_or_else(|| self.index.bad("a list ends before its time"))
    }

    /// Calls `each` with the passages of a word, rising, and how often it is in each.
    pub(super) fn postings(&self, word: u32, mut each: impl FnMut(usize, u32)) -> Result<(), WordsError> {
        let mut bytes = self.index.part::<u8>(POSTINGS, self.range(POSTING_ENDS, word)?)?;
        let mut place = 0_usize;
        while !bytes.is_empty() {
            let first = varint(&mut bytes);
            let times = if first & 1 == 1 { varint(&mut bytes) } else { 1 };
            place = place.saturating_add(usize::try_from(first >> 1).unwrap_or(usize::MAX));
            match place.checked_sub(1).filter(|place| *place < self.lengths.len()) {
                Some(passage) => each(passage, u32::try_from(times).unwrap_or(u32::MAX)),
                None => return Err(self.index.bad("a word is in a passage that there is not")),
            }
        }
        Ok(())
    }
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let Some((byte, rest)) = bytes.split_first() else { break };
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
}

/// What tells a model from others.
fn fingerprint(model: &StaticModel) -> [u8; 16] {
    use crate::embed::Embedder;
    let hash = blake3::hash(model.info().id.to_string().as_bytes());
    let mut first = [0; 16];
    first.copy_from_slice(&hash.as_bytes()[..16]);
    first
}

/// Ids of the passages that have a word of each of `keys` (as [`identity`](units::identity) writes them), and one that begins with each of
/// `prefixes`, rising. Passages that are there no more may be among them.
///
/// # Errors
/// [`WordsError::BadFile`].
pub fn having(indexes: &[&WordIndex], keys: &[String], prefixes: &[String]) -> Result<Vec<i64>, WordsError> {
    let mut found = Vec::new();
    for index in indexes {
        let lists = index.lists()?;
        let mut has = vec![0_usize; index.len()];
        let mut wanted = 0;
        let exact = keys.iter().map(|key| lists.same(key));
        for words in exact.chain(prefixes.iter().map(|prefix| lists.beginning(prefix))) {
            for word in words? {
                lists.postings(word, |passage, _| {
                    if has[passage] == wanted {
                        has[passage] += 1;
                    }
                })?;
            }
            wanted += 1;
        }
        found.extend(index.ids()?.iter().zip(has).filter(|(_, has)| *has == wanted).map(|(id, _)| *id));
    }
    found.sort_unstable();
    Ok(found)
}
