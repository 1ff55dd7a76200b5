//! The index file: written beside and renamed, checked whole before it is believed.
//!
//! All numbers are little-endian; `docs/formats.md` draws the file byte by byte. A file that is truncated,
//! altered, of another version or of another model is [`IndexError::BadFile`], never a wrong answer.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use ndarray::Array2;

use super::graph::{Graph, Level, NONE};
use super::{Exact, IndexError, VectorIndex};

/// Version of the index file that this program writes and reads.
pub const FORMAT_VERSION: u32 = 1;

const MAGIC: [u8; 8] = *b"COGNATE\x01";
const HEADER: usize = 64;
/// Levels that a graph can have: `hnsw_rs` makes 16 at most.
const MOST_LEVELS: u32 = 16;

/// An index that can be saved and reopened.
#[derive(Debug, Clone, PartialEq)]
pub enum SavedIndex {
    /// Rows only.
    Exact(Exact),
    /// Rows and graph.
    Graph(Graph),
}

impl SavedIndex {
    /// The index, to search in.
    pub fn index(&self) -> &dyn VectorIndex {
        match self {
            Self::Exact(exact) => exact,
            Self::Graph(graph) => graph,
        }
    }

    /// The rows and their ids.
    pub fn exact(&self) -> &Exact {
        match self {
            Self::Exact(exact) => exact,
            Self::Graph(graph) => &graph.exact,
        }
    }

    /// Writes the file; `model` names the embeddings and must be given again to open it. The file appears whole
    /// or not at all.
    ///
    /// # Errors
    /// [`IndexError::Io`].
    pub fn save(&self, path: &Path, model: &str) -> Result<(), IndexError> {
        crate::file::replace(path, |out| {
            let mut out = HashWriter { inner: out, hasher: blake3::Hasher::new() };
            self.write(&mut out, model)?;
            let digest = out.hasher.finalize();
            out.inner.write_all(digest.as_bytes())
        })
        .map_err(|source| IndexError::Io { path: path.to_path_buf(), source })
    }

    fn write(&self, out: &mut impl Write, model: &str) -> std::io::Result<()> {
        let exact = self.exact();
        let (levels, entry): (&[Level], u32) = match self {
            Self::Exact(_) => (&[], NONE),
            Self::Graph(graph) => (&graph.levels, graph.entry),
        };
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(FORMAT_VERSION.to_le_bytes());
        header.extend((exact.dimension() as u32).to_le_bytes());
        header.extend((exact.len() as u64).to_le_bytes());
        header.extend((levels.len() as u32).to_le_bytes());
        header.extend(entry.to_le_bytes());
        header.extend(&blake3::hash(model.as_bytes()).as_bytes()[..16]);
        header.resize(HEADER, 0);
        out.write_all(&header)?;
        for chunk in exact.ids().chunks(1 << 14) {
            out.write_all(&chunk.iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<u8>>())?;
        }
        for chunk in exact.data().chunks(1 << 14) {
            out.write_all(&chunk.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>())?;
        }
        for level in levels {
            out.write_all(&(level.nodes.len() as u32).to_le_bytes())?;
            out.write_all(&(level.stride as u32).to_le_bytes())?;
            for numbers in [&level.nodes, &level.links] {
                for chunk in numbers.chunks(1 << 14) {
                    out.write_all(&chunk.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>())?;
                }
            }
        }
        Ok(())
    }

    /// Opens a file that [`SavedIndex::save`] wrote for the same `model`.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be read, [`IndexError::BadFile`] when it is not a whole and right index.
    pub fn open(path: &Path, model: &str) -> Result<Self, IndexError> {
        let io = |source| IndexError::Io { path: path.to_path_buf(), source };
        let bad = |reason: &str| IndexError::BadFile { path: path.to_path_buf(), reason: reason.to_owned() };
        let mut file = File::open(path).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.read_to_end(&mut bytes).map_err(io)?;
        Self::parse(&bytes, model).map_err(bad)
    }

    fn parse(bytes: &[u8], model: &str) -> Result<Self, &'static str> {
        if bytes.len() < HEADER + blake3::OUT_LEN {
            return Err("it is too short");
        }
        let (body, digest) = bytes.split_at(bytes.len() - blake3::OUT_LEN);
        if body[..8] != MAGIC {
            return Err("it is not an index file");
        }
        let mut cursor = Cursor { rest: &body[8..] };
        if cursor.u32()? != FORMAT_VERSION {
            return Err("it is of another format version");
        }
        if blake3::Hasher::new().update_rayon(body).finalize().as_bytes() != digest {
            return Err("its checksum does not fit its content");
        }
        let dimension = cursor.u32()? as usize;
        let n = usize::try_from(cursor.u64()?).map_err(|_| "it is too large for this machine")?;
        let levels = cursor.u32()?;
        let entry = cursor.u32()?;
        if cursor.take(16)? != &blake3::hash(model.as_bytes()).as_bytes()[..16] {
            return Err("it belongs to another model");
        }
        cursor.rest = &body[HEADER..];
        let ids = cursor.take(n.checked_mul(8).ok_or("its size is impossible")?)?;
        let ids: Vec<i64> = ids.chunks_exact(8).map(|b| i64::from_le_bytes(array(b))).collect();
        let size =
            n.checked_mul(dimension).and_then(|size| size.checked_mul(4)).ok_or("its size is impossible")?;
        let data = cursor.take(size)?.chunks_exact(4).map(|b| f32::from_le_bytes(array(b))).collect();
        let rows =
            Array2::from_shape_vec((n, dimension), data).map_err(|_| "its rows do not fit its header")?;
        let exact = Exact::new(ids, rows).map_err(|_| "its ids do not fit its rows")?;
        if levels == 0 {
            return if cursor.rest.is_empty() { Ok(Self::Exact(exact)) } else { Err("it is too long") };
        }
        if levels > MOST_LEVELS || entry as usize >= n {
            return Err("its graph is impossible");
        }
        let levels = (0..levels).map(|level| cursor.level(level, n)).collect::<Result<Vec<_>, _>>()?;
        if !cursor.rest.is_empty() {
            return Err("it is too long");
        }
        Ok(Self::Graph(Graph { exact, entry, levels }))
    }
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(bytes);
    array
}

struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], &'static str> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or("it is too short")?;
        self.rest = rest;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, &'static str> {
        self.take(4).map(|b| u32::from_le_bytes(array(b)))
    }

    fn u64(&mut self) -> Result<u64, &'static str> {
        self.take(8).map(|b| u64::from_le_bytes(array(b)))
    }

    fn u32s(&mut self, n: usize) -> Result<Vec<u32>, &'static str> {
        let bytes = self.take(n.checked_mul(4).ok_or("its size is impossible")?)?;
        Ok(bytes.chunks_exact(4).map(|b| u32::from_le_bytes(array(b))).collect())
    }

    fn level(&mut self, level: u32, n: usize) -> Result<Level, &'static str> {
        let count = self.u32()? as usize;
        let stride = self.u32()? as usize;
        if (level == 0) != (count == 0) || stride == 0 {
            return Err("its graph is impossible");
        }
        let nodes = self.u32s(count)?;
        let slots = if level == 0 { n } else { count };
        let links = self.u32s(slots.checked_mul(stride).ok_or("its size is impossible")?)?;
        let in_range = |&node: &u32| (node as usize) < n;
        if !nodes.iter().all(in_range) || !nodes.is_sorted() {
            return Err("its graph names rows that do not exist");
        }
        if !links.iter().all(|link| *link == NONE || in_range(link)) {
            return Err("its graph names rows that do not exist");
        }
        Ok(Level { nodes, stride, links })
    }
}

/// Writes through and hashes what passes.
struct HashWriter<'a> {
    inner: &'a mut dyn Write,
    hasher: blake3::Hasher,
}

impl Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}
