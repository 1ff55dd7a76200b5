//! The file of a static model: bytes <-> parts. `docs/formats.md` has the format byte by byte.
//!
//! It is a safetensors file, read and written here because what is read is not trusted: nothing is allocated by a
//! number that the file states before that number is held against the bytes that are there.

use std::ops::Range;

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};
use serde::{Deserialize, Serialize};

use super::quantize::{Quantized, quantize};
use super::{Bits, Card, StaticModelParts, says_nothing};
use crate::embed::EmbedError;
use crate::embed::unigram::Unigram;

/// What the file says that it is.
const FORMAT: &str = "cognate-static";

/// The version that is written, and the newest that is read.
const VERSION: u32 = 1;

/// What is read from a file.
pub(super) struct Parsed {
    pub(super) card: Card,
    pub(super) bits: Bits,
    pub(super) dimension: usize,
    pub(super) unigram: Unigram,
    /// The factor of each row, finite.
    pub(super) scales: Vec<f32>,
    /// The bytes of the file that are the rows: as many as there are scales.
    pub(super) rows: Range<usize>,
    /// BLAKE3 of what is before the data, in hexadecimal digits. It stands for the whole file, because the checksum of
    /// the data is in it.
    pub(super) hash: String,
}

/// Why a file cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is of a version that came after this program.
    Newer { version: u32 },
    /// It does not hold what it should.
    Bad { reason: String },
}

impl Refused {
    fn bad(reason: impl Into<String>) -> Self {
        Self::Bad { reason: reason.into() }
    }

    pub(super) fn at(self, path: &std::path::Path) -> EmbedError {
        let path = path.to_path_buf();
        match self {
            Self::Newer { version } => EmbedError::NewerFile { path, version, newest: VERSION },
            Self::Bad { reason } => EmbedError::BadFile { path, reason },
        }
    }
}

/// Whose header is read first: its other parts may be another version's.
#[derive(Deserialize)]
struct Announced {
    #[serde(rename = "__metadata__")]
    metadata: Kind,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(default)]
    format: String,
    #[serde(default)]
    version: String,
}

/// The header, its fields in the order in which they are written.
#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(rename = "__metadata__")]
    metadata: Metadata,
    scales: Tensor,
    scores: Tensor,
    rows: Tensor,
    pieces: Tensor,
    lengths: Tensor,
}

#[derive(Serialize, Deserialize)]
struct Metadata {
    format: String,
    version: String,
    bits: String,
    checksum: String,
    card: String,
}

#[derive(Serialize, Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

impl Tensor {
    /// The bytes of the tensor within `data`, when it has this type (of so many bytes) and number of dimensions.
    fn range(
        &self,
        name: &str,
        dtype: (&str, usize),
        rank: usize,
        data: usize,
    ) -> Result<Range<usize>, Refused> {
        if self.dtype != dtype.0 || self.shape.len() != rank {
            let dimensions = if rank == 1 { "one dimension" } else { "two dimensions" };
            return Err(Refused::bad(format!("`{name}` is not {} of {dimensions}", dtype.0)));
        }
        let [from, to] = self.data_offsets;
        let bytes = self.shape.iter().try_fold(dtype.1, |bytes, n| bytes.checked_mul(*n));
        if from > to || to > data || bytes != Some(to - from) {
            return Err(Refused::bad(format!(
                "`{name}` does not lie where the header says; the file may be cut short"
            )));
        }
        Ok(from..to)
    }
}

/// Reads a file; its checksum is left to [`verify`].
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, Refused> {
    parse_with(bytes, |run, lengths, scores| Unigram::from_run(run.to_vec(), lengths, scores))
}

/// Reads the built-in model, the table of whose pieces is there.
pub(super) fn parse_builtin(bytes: &'static [u8]) -> Result<Parsed, Refused> {
    parse_with(bytes, Unigram::builtin)
}

fn parse_with<'a>(
    bytes: &'a [u8],
    unigram: impl FnOnce(&'a [u8], &[u8], Vec<f32>) -> Result<Unigram, String>,
) -> Result<Parsed, Refused> {
    let (header, begin) = header(bytes)?;
    let data = &bytes[begin..];
    let range = |tensor: &Tensor, name, dtype, rank| tensor.range(name, dtype, rank, data.len());
    let rows = range(&header.rows, "rows", ("U8", 1), 2)?;
    let scales = range(&header.scales, "scales", ("BF16", 2), 1)?;
    let pieces = range(&header.pieces, "pieces", ("U8", 1), 1)?;
    let lengths = range(&header.lengths, "lengths", ("U8", 1), 1)?;
    let scores = range(&header.scores, "scores", ("F16", 2), 1)?;
    let mut ranges = [&rows, &scales, &pieces, &lengths, &scores].map(|range| (range.start, range.end));
    ranges.sort_unstable();
    let end = ranges.iter().try_fold(0, |at, &(from, to)| (from == at).then_some(to));
    if end != Some(data.len()) {
        return Err(Refused::bad("its tensors leave gaps, overlap or are followed by more"));
    }

    let bits = header.metadata.bits.parse().ok().and_then(Bits::from_count);
    let bits =
        bits.ok_or_else(|| Refused::bad(format!("`bits` is `{}`, not 2, 4 or 8", header.metadata.bits)))?;
    let (n, width) = (header.rows.shape[0], header.rows.shape[1]);
    if n == 0 || width == 0 {
        return Err(Refused::bad("it has no rows"));
    }
    for (name, tensor) in
        [("scales", &header.scales), ("lengths", &header.lengths), ("scores", &header.scores)]
    {
        if tensor.shape[0] != n {
            let rows = format!("`{name}` has {} entries, but there are {n} rows", tensor.shape[0]);
            return Err(Refused::bad(rows));
        }
    }
    let halves = |range: Range<usize>| data[range].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let scales: Vec<f32> = halves(scales).map(|half| bf16::from_bits(half).to_f32()).collect();
    let halved: Vec<f16> = halves(scores).map(f16::from_bits).collect();
    let mut scores = vec![0.0; halved.len()];
    halved.convert_to_f32_slice(&mut scores);
    if !scales.iter().all(|scale| scale.is_finite()) {
        return Err(Refused::bad("a scale is not finite"));
    }
    let unigram = unigram(&data[pieces], &data[lengths], scores).map_err(Refused::bad)?;
    let card = serde_json::from_str(&header.metadata.card)
        .map_err(|e| Refused::bad(format!("its card cannot be read: {e}")))?;
    Ok(Parsed {
        card,
        bits,
        dimension: width * 8 / bits.count(),
        unigram,
        scales,
        rows: begin + rows.start..begin + rows.end,
        hash: blake3::hash(&bytes[..begin]).to_hex().to_string(),
    })
}

/// Holds the data of a file against its checksum.
pub(super) fn verify(bytes: &[u8]) -> Result<(), Refused> {
    let (header, begin) = header(bytes)?;
    let mut hasher = blake3::Hasher::new();
    for tensor in [&header.rows, &header.scales, &header.pieces, &header.lengths, &header.scores] {
        let [from, to] = tensor.data_offsets;
        let data = bytes[begin..].get(from..to).ok_or_else(|| Refused::bad("it is cut short"))?;
        hasher.update_rayon(data);
    }
    if hasher.finalize().to_hex().as_str() == header.metadata.checksum {
        return Ok(());
    }
    Err(Refused::bad("its data do not have the checksum that it states"))
}

/// The header, and where the data begin.
fn header(bytes: &[u8]) -> Result<(Header, usize), Refused> {
    let not = || Refused::bad("it is not a safetensors file, or it is cut short");
    let length = bytes.first_chunk().map(|first| u64::from_le_bytes(*first)).ok_or_else(not)?;
    let begin = usize::try_from(length).ok().and_then(|length| length.checked_add(8)).ok_or_else(not)?;
    let text = bytes.get(8..begin).ok_or_else(not)?;
    let other = "it is a safetensors file of another kind, not a static model of cognate";
    let kind = match serde_json::from_slice::<Announced>(text) {
        Ok(announced) => announced.metadata,
        Err(error) if error.is_data() => return Err(Refused::bad(other)),
        Err(_) => return Err(not()),
    };
    if kind.format != FORMAT {
        return Err(Refused::bad(other));
    }
    match kind.version.parse() {
        Ok(VERSION) => {}
        Ok(version) if version > VERSION => return Err(Refused::Newer { version }),
        _ => return Err(Refused::bad(format!("`version` is `{}`", kind.version))),
    }
    let header =
        serde_json::from_slice(text).map_err(|e| Refused::bad(format!("its header cannot be read: {e}")))?;
    Ok((header, begin))
}

/// Writes a model as a file; equal parts give equal bytes.
///
/// Rows are quantised; rows of pieces that say nothing of a text (punctuation) get the factor 0. The scores are
/// rounded to half precision.
///
/// # Errors
/// [`EmbedError::BadParts`] when the parts do not fit together, or a value is not finite.
pub fn encode(parts: &StaticModelParts) -> Result<Vec<u8>, EmbedError> {
    let bad = |reason: String| EmbedError::BadParts { reason };
    let StaticModelParts { table, dimension, bits, pieces, scores, card } = parts;
    let (dimension, bits) = (*dimension, *bits);
    let n = pieces.len();
    if n == 0 || dimension == 0 || n.checked_mul(dimension) != Some(table.len()) {
        let (found, rows) = (table.len(), pieces.len());
        return Err(bad(format!("the table has {found} values, not {rows} rows of {dimension}")));
    }
    if !dimension.is_multiple_of(bits.codes_per_byte()) {
        let (bits, codes) = (bits.count(), bits.codes_per_byte());
        return Err(bad(format!("with {bits} bits the dimension is a multiple of {codes}, not {dimension}")));
    }
    if !table.iter().all(|value| value.is_finite()) {
        return Err(bad("a value of the table is not finite".to_owned()));
    }
    if !card.figures.iter().all(|figure| figure.value.is_finite()) {
        return Err(bad("a figure of the card is not finite, which JSON cannot say".to_owned()));
    }
    // What the vocabulary must be is known there.
    Unigram::new(pieces, scores).map_err(bad)?;
    let Quantized { rows, mut scales } = quantize(table, dimension, bits);
    for (piece, scale) in pieces.iter().zip(&mut scales) {
        if says_nothing(piece) {
            *scale = bf16::ZERO;
        }
    }
    let scales: Vec<u8> = scales.iter().flat_map(|scale| scale.to_le_bytes()).collect();
    let scores: Vec<u8> = scores.iter().flat_map(|score| f16::from_f32(*score).to_le_bytes()).collect();
    let lengths: Vec<u8> = pieces.iter().map(|piece| piece.len() as u8).collect();
    let pieces = pieces.concat().into_bytes();

    let mut hasher = blake3::Hasher::new();
    for data in [&rows, &scales, &pieces, &lengths, &scores] {
        hasher.update_rayon(data);
    }
    let mut end = 0;
    let mut tensor = |dtype: &str, shape: Vec<usize>, data: &[u8]| {
        let from = end;
        end += data.len();
        Tensor { dtype: dtype.to_owned(), shape, data_offsets: [from, end] }
    };
    let json = |error: serde_json::Error| EmbedError::BadParts { reason: error.to_string() };
    let header = Header {
        // In this order numbers of two bytes lie on even places.
        scales: tensor("BF16", vec![n], &scales),
        scores: tensor("F16", vec![n], &scores),
        rows: tensor("U8", vec![n, bits.row_bytes(dimension)], &rows),
        pieces: tensor("U8", vec![pieces.len()], &pieces),
        lengths: tensor("U8", vec![n], &lengths),
        metadata: Metadata {
            format: FORMAT.to_owned(),
            version: VERSION.to_string(),
            bits: bits.count().to_string(),
            checksum: hasher.finalize().to_hex().to_string(),
            card: serde_json::to_string(card).map_err(json)?,
        },
    };
    let mut text = serde_json::to_vec(&header).map_err(json)?;
    text.resize(text.len().next_multiple_of(8), b' ');
    let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
    for part in [text, scales, scores, rows, pieces, lengths] {
        bytes.extend(part);
    }
    Ok(bytes)
}
