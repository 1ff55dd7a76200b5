//! The bytes of a word index: a header of one page, sections of whole pages, a checksum of each of their pages, and a hash of header and
//! checksums (`docs/formats.md`).

use std::io::{self, Write};
use std::ops::Range;

use crate::corpus::Language;
use crate::index::pages::{PAGE, checksum};

/// Version of the file.
pub const FORMAT_VERSION: u32 = 3;

const MAGIC: [u8; 8] = *b"COGWORD\x01";

/// Number of sections.
pub(super) const SECTIONS: usize = 15;

/// Everything that an index is made of.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts {
    /// Id of each passage, rising.
    pub(super) ids: Vec<i64>,
    /// Number of units of each passage.
    pub(super) lengths: Vec<u32>,
    /// Length of the vector of each word.
    pub(super) norms: Vec<f32>,
    /// Language of each word, by its place in `languages`; empty where no passage has one.
    pub(super) tongues: Vec<u8>,
    /// The words in the order of their identity keys.
    pub(super) by_key: Vec<u32>,
    /// Where each word ends in `text`, after a 0.
    pub(super) text_ends: Vec<u32>,
    /// The words in the order of their bytes, one after the other.
    pub(super) text: Vec<u8>,
    /// Where the pieces of each word end, after a 0.
    pub(super) piece_ends: Vec<u32>,
    /// The pieces of each word, by their place in `rows`.
    pub(super) pieces: Vec<u32>,
    /// Where the postings of each word end, after a 0.
    pub(super) posting_ends: Vec<u32>,
    /// The passages of each word.
    pub(super) postings: Vec<u8>,
    /// The pieces of the model that any word has, rising.
    pub(super) rows: Vec<u32>,
    /// The pairs of letters of each word, as far as they are told across scripts (`spelling.rs`).
    pub(super) signatures: Vec<u64>,
    /// The language of each passage, by its place in `languages`; [`NO_LANGUAGE`](super::build::NO_LANGUAGE) where it is not known.
    pub(super) spoken: Vec<u8>,
    /// For each of `languages`, the number of vectors of its passages and their sum, times [`WHOLE`](super::build::WHOLE).
    pub(super) sums: Vec<i64>,
    /// The languages of the passages, rising.
    pub(super) languages: Vec<Language>,
}

/// What a header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) model: [u8; 16],
    /// Bytes of each section.
    pub(super) lengths: [u64; SECTIONS],
    pub(super) languages: Vec<Language>,
}

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(PAGE);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes.extend_from_slice(&(self.languages.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&self.model);
        for length in self.lengths {
            bytes.extend_from_slice(&length.to_le_bytes());
        }
        for language in &self.languages {
            bytes.extend_from_slice(language.code().as_bytes());
        }
        bytes.resize(PAGE, 0);
        bytes
    }

    /// # Errors
    /// What is wrong.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let page = bytes.get(..PAGE).ok_or("it is too short for a header")?;
        if page[..8] != MAGIC {
            return Err("it does not begin as a word index does");
        }
        let number = |at: usize| {
            let mut four = [0; 4];
            four.copy_from_slice(&page[at..at + 4]);
            u32::from_le_bytes(four)
        };
        if number(8) != FORMAT_VERSION {
            return Err("it is of another version");
        }
        let mut model = [0; 16];
        model.copy_from_slice(&page[16..32]);
        let mut lengths = [0; SECTIONS];
        for (length, bytes) in lengths.iter_mut().zip(page[32..].chunks_exact(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(bytes);
            *length = u64::from_le_bytes(eight);
        }
        let count = number(12) as usize;
        let codes =
            page.get(32 + 8 * SECTIONS..32 + 8 * SECTIONS + 2 * count).ok_or("it has too many languages")?;
        let language = |code: &[u8]| std::str::from_utf8(code).ok().and_then(|code| code.parse().ok());
        let languages = codes.chunks_exact(2).map(language).collect::<Option<_>>();
        Ok(Self { model, lengths, languages: languages.ok_or("it names a language that is none")? })
    }
}

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) sections: [Range<usize>; SECTIONS],
    /// The checksums, a `u64` a page.
    pub(super) sums: Range<usize>,
    /// Bytes of the file.
    pub(super) length: usize,
}

impl Layout {
    pub(super) fn new(header: &Header) -> Option<Self> {
        let mut at = PAGE;
        let mut sections: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
        for (section, length) in sections.iter_mut().zip(header.lengths) {
            let length = usize::try_from(length).ok()?;
            let end = at.checked_add(length)?;
            *section = at..end;
            at = end.checked_next_multiple_of(PAGE)?;
        }
        let sums = at..at.checked_add((at - PAGE) / PAGE * 8)?;
        let length = sums.end.checked_add(blake3::OUT_LEN)?;
        Some(Self { sections, sums, length })
    }
}

impl Parts {
    fn sections(&self) -> [&[u8]; SECTIONS] {
        use bytemuck::cast_slice;
        [
            cast_slice(&self.ids),
            cast_slice(&self.lengths),
            cast_slice(&self.norms),
            &self.tongues,
            cast_slice(&self.by_key),
            cast_slice(&self.text_ends),
            &self.text,
            cast_slice(&self.piece_ends),
            cast_slice(&self.pieces),
            cast_slice(&self.posting_ends),
            &self.postings,
            cast_slice(&self.rows),
            cast_slice(&self.signatures),
            &self.spoken,
            cast_slice(&self.sums),
        ]
    }

    pub(super) fn header(&self, model: [u8; 16]) -> Header {
        Header {
            model,
            lengths: self.sections().map(|section| section.len() as u64),
            languages: self.languages.clone(),
        }
    }

    /// Writes the whole file.
    pub(super) fn write(&self, header: &Header, out: &mut dyn Write) -> io::Result<()> {
        let head = header.bytes();
        out.write_all(&head)?;
        let mut sums: Vec<u8> = Vec::new();
        let mut page = Vec::with_capacity(PAGE);
        for section in self.sections() {
            for chunk in section.chunks(PAGE) {
                page.clear();
                page.extend_from_slice(chunk);
                page.resize(PAGE, 0);
                sums.extend_from_slice(&checksum(&page).to_le_bytes());
                out.write_all(&page)?;
            }
        }
        out.write_all(&sums)?;
        out.write_all(blake3::Hasher::new().update(&head).update(&sums).finalize().as_bytes())
    }
}

/// Whether the hash at the end is that of header and checksums.
pub(super) fn is_whole(bytes: &[u8], layout: &Layout) -> bool {
    let (head, sums) = (&bytes[..PAGE], &bytes[layout.sums.clone()]);
    let hash = blake3::Hasher::new().update(head).update(sums).finalize();
    bytes.get(layout.sums.end..) == Some(&hash.as_bytes()[..])
}
