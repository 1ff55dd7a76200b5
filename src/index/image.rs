//! The index file: its sections, how they are written and where they lie.
//!
//! All numbers are little-endian; `docs/formats.md` draws the file byte by byte. A page of header, sections of whole pages, a
//! checksum of each of their pages, and at the end a hash of header and checksums: what is below was hashed by them.

use std::io::{self, Write};
use std::ops::Range;

use ndarray::ArrayView2;

use super::codes::{Codes, Scale, stride};
use super::layers::Layers;
use super::pages::{PAGE, checksum};

/// Version of the index file that this program writes and reads.
pub const FORMAT_VERSION: u32 = 3;

const MAGIC: [u8; 8] = *b"COGNATE\x01";

/// Levels that a graph can have.
const MOST_LEVELS: usize = 16;

/// More dimensions or links than any model or graph has.
const MOST: u32 = 1 << 16;

/// Bytes of the hash at the end.
const END: usize = blake3::OUT_LEN;

/// What the first page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) dimension: usize,
    pub(super) n: usize,
    /// Whether the rows are there as they were, and not only their codes.
    pub(super) full: bool,
    /// First bytes of the hash of the model's name and revision.
    pub(super) model: [u8; 16],
    /// Most links on level 0, and above.
    pub(super) slots: [usize; 2],
    /// Number of nodes of each level; none without a graph.
    pub(super) counts: Vec<u32>,
}

/// What a model is known by in a file.
pub(super) fn fingerprint(model: &str) -> [u8; 16] {
    let mut first = [0; 16];
    first.copy_from_slice(&blake3::hash(model.as_bytes()).as_bytes()[..16]);
    first
}

impl Header {
    fn bytes(&self) -> Vec<u8> {
        let mut page = Vec::with_capacity(PAGE);
        page.extend(MAGIC);
        page.extend(FORMAT_VERSION.to_le_bytes());
        page.extend((self.dimension as u32).to_le_bytes());
        page.extend((self.n as u64).to_le_bytes());
        page.extend(u32::from(self.full).to_le_bytes());
        page.extend((self.counts.len() as u32).to_le_bytes());
        page.extend(self.model);
        for slots in self.slots {
            page.extend((slots as u32).to_le_bytes());
        }
        for count in &self.counts {
            page.extend(count.to_le_bytes());
        }
        page.resize(PAGE, 0);
        page
    }

    /// Reads and checks the first page, but not against its hash, which is at the end of the file.
    pub(super) fn parse(page: &[u8]) -> Result<Self, &'static str> {
        let impossible = "its header is impossible";
        let page = page.get(..PAGE).ok_or("it is too short")?;
        if page[..8] != MAGIC {
            return Err("it is not an index file");
        }
        let u32_at = |at: usize| u32::from_le_bytes([page[at], page[at + 1], page[at + 2], page[at + 3]]);
        if u32_at(8) != FORMAT_VERSION {
            return Err("it is of another format version");
        }
        let n = u64::from(u32_at(16)) | u64::from(u32_at(20)) << 32;
        let levels = u32_at(28) as usize;
        let [dimension, flags, slots_0, slots_1] = [12, 24, 48, 52].map(u32_at);
        if levels > MOST_LEVELS || flags > 1 || [dimension, slots_0, slots_1].iter().any(|x| *x > MOST) {
            return Err(impossible);
        }
        let n = usize::try_from(n).ok().filter(|n| *n <= super::beam::MOST_NODES).ok_or(impossible)?;
        let counts: Vec<u32> = (0..levels).map(|level| u32_at(56 + 4 * level)).collect();
        let falling = counts.windows(2).all(|pair| pair[0] >= pair[1]) && !counts.contains(&0);
        let whole = counts.first().is_none_or(|count| *count as usize == n);
        if !falling || !whole || (levels > 0 && (slots_0 == 0 || slots_1 == 0)) || (n > 0 && dimension == 0) {
            return Err(impossible);
        }
        let mut model = [0; 16];
        model.copy_from_slice(&page[32..48]);
        let header = Self {
            dimension: dimension as usize,
            n,
            full: flags == 1,
            model,
            slots: [slots_0 as usize, slots_1 as usize],
            counts,
        };
        // Nothing that is not read may be there: one content has one header.
        if header.bytes() == page { Ok(header) } else { Err(impossible) }
    }
}

/// Where the sections of a file lie, in bytes from its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The id of each node: `(n)` int64.
    pub(super) ids: Range<usize>,
    /// The nodes in the order of their ids: `(n)` uint32.
    pub(super) by_id: Range<usize>,
    /// Codes: `(n, stride)` int8.
    pub(super) codes: Range<usize>,
    /// Scales: `(n)` pairs of float32 and int32.
    pub(super) scales: Range<usize>,
    /// What rounding took away: `(n)` float32.
    pub(super) errors: Range<usize>,
    /// The links of each level: `(counts[level], slots)` uint32.
    pub(super) links: Vec<Range<usize>>,
    /// The rows: `(n, dimension)` float32.
    pub(super) rows: Range<usize>,
    /// The checksum of each page between header and checksums: uint64.
    pub(super) sums: Range<usize>,
    /// Number of bytes.
    pub(super) length: usize,
}

impl Layout {
    /// Nothing for a file larger than memory can be.
    pub(super) fn new(header: &Header) -> Option<Self> {
        let mut end = PAGE;
        let mut section = |items: usize, size: usize| {
            let start = end;
            let bytes = items.checked_mul(size)?;
            end = start.checked_add(bytes)?.checked_next_multiple_of(PAGE)?;
            Some(start..start + bytes)
        };
        let n = header.n;
        let ids = section(n, 8)?;
        let by_id = section(n, 4)?;
        let codes = section(n, stride(header.dimension))?;
        let scales = section(n, size_of::<Scale>())?;
        let errors = section(n, 4)?;
        let links = header
            .counts
            .iter()
            .enumerate()
            .map(|(level, count)| section(*count as usize, header.slots[level.min(1)] * 4))
            .collect::<Option<_>>()?;
        let rows = section(if header.full { n } else { 0 }, header.dimension * 4)?;
        let sums = end..end.checked_add((end / PAGE - 1) * 8)?;
        let length = sums.end.checked_add(END)?;
        Some(Self { ids, by_id, codes, scales, errors, links, rows, sums, length })
    }
}

/// What a file is made of.
pub(super) struct Parts<'a> {
    pub(super) header: Header,
    /// The id of each row, and the rows.
    pub(super) ids: &'a [i64],
    pub(super) rows: ArrayView2<'a, f32>,
    /// The row of each node.
    pub(super) order: &'a [u32],
    /// The code of each node.
    pub(super) codes: &'a Codes,
    pub(super) layers: Option<&'a Layers>,
}

impl Parts<'_> {
    /// Writes the file.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let header = self.header.bytes();
        out.write_all(&header)?;
        let mut pages = PageWriter { out, page: Vec::with_capacity(PAGE), sums: Vec::new() };
        let mut by_id: Vec<u32> = (0..self.order.len() as u32).collect();
        by_id.sort_unstable_by_key(|node| self.ids[self.order[*node as usize] as usize]);
        pages.section(self.order.iter().map(|row| self.ids[*row as usize].to_le_bytes()))?;
        pages.section(by_id.iter().map(|node| node.to_le_bytes()))?;
        let Codes { stride, bytes, scales, errors } = self.codes;
        pages.section(bytes.chunks_exact((*stride).max(1)).map(bytemuck::cast_slice::<i8, u8>))?;
        pages.section(
            scales.iter().map(|Scale { scale, offset }| [scale.to_le_bytes(), offset.to_le_bytes()].concat()),
        )?;
        pages.section(errors.iter().map(|error| error.to_le_bytes()))?;
        for links in self.layers.map_or(&[][..], |layers| &layers.links) {
            pages.section(links.iter().map(|link| link.to_le_bytes()))?;
        }
        let order = if self.header.full { self.order } else { &[] };
        pages.section(order.iter().map(|row| {
            self.rows.row(*row as usize).iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>()
        }))?;
        let sums = pages.sums;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&header);
        for sums in sums.chunks(PAGE) {
            let bytes: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
            hasher.update(&bytes);
            out.write_all(&bytes)?;
        }
        out.write_all(hasher.finalize().as_bytes())
    }
}

/// Cuts what is written into pages.
struct PageWriter<'a> {
    out: &'a mut dyn Write,
    page: Vec<u8>,
    sums: Vec<u64>,
}

impl PageWriter<'_> {
    fn section(&mut self, items: impl Iterator<Item = impl AsRef<[u8]>>) -> io::Result<()> {
        for item in items {
            let mut item = item.as_ref();
            while !item.is_empty() {
                let (now, later) = item.split_at(item.len().min(PAGE - self.page.len()));
                self.page.extend_from_slice(now);
                item = later;
                if self.page.len() == PAGE {
                    self.flush()?;
                }
            }
        }
        if self.page.is_empty() {
            return Ok(());
        }
        self.page.resize(PAGE, 0);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sums.push(checksum(&self.page));
        self.out.write_all(&self.page)?;
        self.page.clear();
        Ok(())
    }
}

/// Whether the end of a file is the hash of its header and checksums.
pub(super) fn is_whole(bytes: &[u8], layout: &Layout) -> bool {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..PAGE]);
    hasher.update_rayon(&bytes[layout.sums.clone()]);
    bytes[layout.sums.end..] == *hasher.finalize().as_bytes()
}
