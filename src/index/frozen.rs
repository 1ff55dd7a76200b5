//! The frozen index: rows, their codes and a graph in flat sections, mapped from a file or in memory.

use std::fs::File;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ArrayView2};

use super::backing::{Backing, MANY, will_read};
use super::build::{self, BuildOptions};
use super::codes::{CodedQuery, Scale, stride};
use super::image::{Header, Layout, fingerprint, is_whole};
use super::kernels;
use super::pages::{PAGE, Pages};
use super::{IndexError, IndexKind};

/// Rows that can be searched, with a graph or without one.
#[derive(Debug)]
pub struct Frozen {
    backing: Backing,
    /// The file, when it is one.
    path: Option<PathBuf>,
    pub(super) header: Header,
    pub(super) layout: Layout,
    pages: Pages,
}

impl Frozen {
    /// Makes an index in memory of unit `rows`, `(n, dimension)`, with one id each.
    ///
    /// # Errors
    /// [`IndexError::Ids`] for another number of ids than rows or an id that is there twice, [`IndexError::BadRow`] for a row that is not finite,
    /// [`IndexError::Parameter`] for parameters out of range, [`IndexError::TooMany`].
    pub fn build(
        ids: &[i64],
        rows: ArrayView2<'_, f32>,
        options: &BuildOptions,
        progress: &dyn Fn(usize),
    ) -> Result<Self, IndexError> {
        let built = build::build(ids, rows.view(), options, progress)?;
        let header = built.header("");
        let layout = Layout::new(&header).ok_or(IndexError::TooMany { rows: ids.len() })?;
        let parts = built.parts(header.clone());
        let backing = Backing::in_memory(layout.length, |out| parts.write(out))
            .map_err(|source| IndexError::Io { path: PathBuf::new(), source })?;
        Ok(Self { backing, path: None, header, layout, pages: Pages::new(0, true) })
    }

    /// As [`Frozen::build`], into the file `path`, which appears whole or not at all; `model` names the embeddings and must be given again to
    /// open it.
    ///
    /// # Errors
    /// As [`Frozen::build`], and [`IndexError::Io`].
    pub fn write(
        path: &Path,
        model: &str,
        ids: &[i64],
        rows: ArrayView2<'_, f32>,
        options: &BuildOptions,
        progress: &dyn Fn(usize),
    ) -> Result<(), IndexError> {
        let built = build::build(ids, rows.view(), options, progress)?;
        let parts = built.parts(built.header(model));
        crate::file::replace_private(path, |out| parts.write(out))
            .map_err(|source| IndexError::Io { path: path.to_owned(), source })
    }

    /// Opens a file that [`Frozen::write`] wrote for the same `model`. Header and checksums are checked, pages when they are first read.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be read, [`IndexError::BadFile`] when it is not a whole and right index.
    pub fn open(path: &Path, model: &str) -> Result<Self, IndexError> {
        let io = |source| IndexError::Io { path: path.to_owned(), source };
        let bad = |reason: &str| IndexError::BadFile { path: path.to_owned(), reason: reason.to_owned() };
        let ordinary = |metadata: &std::fs::Metadata| {
            if metadata.is_file() { Ok(()) } else { Err(bad("it is a folder, a device, a pipe or a socket")) }
        };
        // A pipe waits for a writer when it is only opened.
        ordinary(&std::fs::metadata(path).map_err(io)?)?;
        let file = File::open(path).map_err(io)?;
        // Another file may have come into its place.
        ordinary(&file.metadata().map_err(io)?)?;
        let backing = Backing::map(file).map_err(io)?;
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
        Ok(Self { backing, path: Some(path.to_owned()), header, layout, pages })
    }

    /// Checks every byte, which takes as long as reading the file. Searches check what they read by themselves.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub fn check(&self) -> Result<(), IndexError> {
        let bytes = self.backing.bytes();
        let content = &bytes[PAGE..self.layout.sums.start];
        self.pages
            .check_all(content, self.sums())
            .map_err(|page| self.bad(&format!("its checksum is wrong near byte {}", (page + 1) * PAGE)))
    }

    /// Reads the whole file into memory and checks it, for thousands of searches: they are faster there.
    ///
    /// # Errors
    /// [`IndexError::BadFile`], [`IndexError::Io`] when there is no such memory.
    pub fn into_memory(mut self) -> Result<Self, IndexError> {
        self.check()?;
        if matches!(self.backing, Backing::File(..)) {
            let bytes = self.backing.bytes();
            self.backing = Backing::in_memory(bytes.len(), |out| out.write_all(bytes))
                .map_err(|source| IndexError::Io { path: self.path.clone().unwrap_or_default(), source })?;
        }
        Ok(self)
    }

    /// Whether this is the file that is at `path` now.
    pub fn is_at(&self, path: &Path) -> bool {
        self.backing.is_at(path)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.header.n
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.header.n == 0
    }

    /// Number of dimensions of the rows.
    pub fn dimension(&self) -> usize {
        self.header.dimension
    }

    /// How neighbours are found, unless something else is asked for.
    pub fn kind(&self) -> IndexKind {
        if self.header.counts.is_empty() { IndexKind::Exact } else { IndexKind::Hnsw }
    }

    /// Whether the rows are there as they were, and not only their codes.
    pub fn is_full(&self) -> bool {
        self.header.full
    }

    /// Number of bytes.
    pub fn bytes(&self) -> usize {
        self.layout.length
    }

    /// The greatest id.
    ///
    /// # Errors
    /// [`IndexError::BadFile`].
    pub fn last_id(&self) -> Result<Option<i64>, IndexError> {
        let view = self.view();
        let Some(last) = self.header.n.checked_sub(1) else { return Ok(None) };
        view.id_at(last).map(Some)
    }

    /// The rows with their ids, in the order of ids.
    ///
    /// # Errors
    /// [`IndexError::BadFile`]; of an index that has no full rows, these are what their codes say.
    pub fn rows(&self) -> Result<(Vec<i64>, Array2<f32>), IndexError> {
        self.check()?;
        let view = self.view();
        let mut rows = Array2::zeros((self.header.n, self.header.dimension));
        let mut ids = Vec::with_capacity(self.header.n);
        for (mut row, node) in rows.rows_mut().into_iter().zip(view.by_id) {
            ids.push(view.id(*node)?);
            row.assign(&ndarray::ArrayView1::from(&view.values(*node)?));
        }
        Ok((ids, rows))
    }

    fn sums(&self) -> &[u64] {
        bytemuck::cast_slice(&self.backing.bytes()[self.layout.sums.clone()])
    }

    pub(super) fn bad(&self, reason: &str) -> IndexError {
        IndexError::BadFile { path: self.path.clone().unwrap_or_default(), reason: reason.to_owned() }
    }

    /// The sections, ready to be read.
    pub(super) fn view(&self) -> View<'_> {
        let bytes = self.backing.bytes();
        let layout = &self.layout;
        View {
            index: self,
            bytes,
            n: self.header.n,
            dimension: self.header.dimension,
            stride: stride(self.header.dimension),
            ids: bytemuck::cast_slice(&bytes[layout.ids.clone()]),
            by_id: bytemuck::cast_slice(&bytes[layout.by_id.clone()]),
            codes: bytemuck::cast_slice(&bytes[layout.codes.clone()]),
            scales: bytemuck::cast_slice(&bytes[layout.scales.clone()]),
            errors: bytemuck::cast_slice(&bytes[layout.errors.clone()]),
            rows: bytemuck::cast_slice(&bytes[layout.rows.clone()]),
            unchecked: !self.pages.all(),
        }
    }
}

/// The greatest length of a row, where files are believed.
const MOST_LENGTH: f32 = 1.01;

/// What the similarity of a query that is next to nothing may be off.
const TINY: f32 = 1e-6;

/// The sections of an index.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) index: &'a Frozen,
    pub(super) bytes: &'a [u8],
    pub(super) n: usize,
    pub(super) dimension: usize,
    pub(super) stride: usize,
    pub(super) ids: &'a [i64],
    pub(super) by_id: &'a [u32],
    pub(super) codes: &'a [i8],
    pub(super) scales: &'a [Scale],
    pub(super) errors: &'a [f32],
    rows: &'a [f32],
    /// Whether pages are to be checked before they are read.
    pub(super) unchecked: bool,
}

impl<'a> View<'a> {
    /// Checks the pages of the bytes `start..start + length` of the file.
    pub(super) fn touch(&self, start: usize, length: usize) -> Result<(), IndexError> {
        if !self.unchecked {
            return Ok(());
        }
        let index = self.index;
        let content = &self.bytes[PAGE..index.layout.sums.start];
        let start = start - PAGE;
        let range = start..start + length;
        if length >= MANY && index.pages.is_new(&range) {
            will_read(content.get(range.clone()).unwrap_or_default());
        }
        if index.pages.check(content, index.sums(), range) {
            Ok(())
        } else {
            Err(index.bad(&format!("its checksum is wrong near byte {}", start + PAGE)))
        }
    }

    /// A node, if there is such a one.
    pub(super) fn known(&self, node: u32) -> Result<usize, IndexError> {
        if (node as usize) < self.n { Ok(node as usize) } else { Err(self.stray()) }
    }

    /// The id of a node.
    pub(super) fn id(&self, node: u32) -> Result<i64, IndexError> {
        let node = self.known(node)?;
        self.touch(self.index.layout.ids.start + 8 * node, 8)?;
        Ok(self.ids[node])
    }

    /// The `at`-th id in rising order.
    fn id_at(&self, at: usize) -> Result<i64, IndexError> {
        self.id(self.node_at(at)?)
    }

    fn node_at(&self, at: usize) -> Result<u32, IndexError> {
        self.touch(self.index.layout.by_id.start + 4 * at, 4)?;
        Ok(self.by_id[at])
    }

    /// The node with an id, if there is one.
    pub(super) fn node_of(&self, id: i64) -> Result<Option<u32>, IndexError> {
        let (mut low, mut high) = (0, self.n);
        while low < high {
            let middle = low.midpoint(high);
            if self.id_at(middle)? < id { low = middle + 1 } else { high = middle }
        }
        if low == self.n {
            return Ok(None);
        }
        let node = self.node_at(low)?;
        Ok((self.id(node)? == id).then_some(node))
    }

    fn row(&self, node: usize) -> &'a [f32] {
        &self.rows[node * self.dimension..][..self.dimension]
    }

    /// The cosine of `query` to the row of a node, or to its code where there are no full rows.
    pub(super) fn similarity(&self, query: &[f32], coded: &CodedQuery, node: u32) -> Result<f32, IndexError> {
        let node = self.known(node)?;
        if self.index.header.full {
            let bytes = self.dimension * 4;
            self.touch(self.index.layout.rows.start + node * bytes, bytes)?;
            let similarity = kernels::dot(query, self.row(node));
            return if similarity.abs() <= MOST_LENGTH * coded.norm + TINY {
                Ok(similarity)
            } else {
                Err(self.impossible())
            };
        }
        self.touch_code(node)?;
        let mut product = [0];
        kernels::scan(&coded.bytes, &self.codes[node * self.stride..][..self.stride], &mut product);
        let similarity = coded.scale * self.scales[node].apply(product[0]);
        self.check_scores(&[similarity], self.most_score(coded)).map(|()| similarity)
    }

    /// The greatest length of what codes say of a row: that of the row, and half a step in every direction.
    fn most_code_length(&self) -> f32 {
        MOST_LENGTH * (1.0 + (self.dimension as f32).sqrt() / (2.0 * 127.0))
    }

    /// The greatest score that the code of a row can have.
    pub(super) fn most_score(&self, coded: &CodedQuery) -> f32 {
        self.most_code_length() * (coded.norm + coded.error) + TINY
    }

    /// Refuses scores that no row has: who has made a file may have made its checksums too.
    pub(super) fn check_scores(&self, scores: &[f32], most: f32) -> Result<(), IndexError> {
        // Nothing is less than a NaN or greater.
        if scores.iter().all(|score| score.abs() <= most) { Ok(()) } else { Err(self.impossible()) }
    }

    /// The length of what rounding took away from the row of a node; its page has been checked.
    pub(super) fn error(&self, node: u32) -> Result<f32, IndexError> {
        let error = self.errors[self.known(node)?];
        if (0.0..=MOST_LENGTH).contains(&error) { Ok(error) } else { Err(self.impossible()) }
    }

    /// Asks for the memory of a row.
    pub(super) fn prefetch_row(&self, node: u32) {
        if let Some(row) = self.rows.get(node as usize * self.dimension..(node as usize + 1) * self.dimension)
        {
            kernels::prefetch(row);
        }
    }

    /// Checks the pages of what the codes of some nodes are to be multiplied with.
    pub(super) fn touch_scales(&self, nodes: std::ops::Range<usize>) -> Result<(), IndexError> {
        let layout = &self.index.layout;
        let size = size_of::<Scale>();
        self.touch(layout.scales.start + nodes.start * size, nodes.len() * size)
    }

    /// The codes of some nodes, checked. What of a file was not looked at yet is copied to `copy`.
    pub(super) fn codes_of<'b>(
        &self,
        nodes: std::ops::Range<usize>,
        copy: &'b mut Vec<u8>,
    ) -> Result<&'b [i8], IndexError>
    where
        'a: 'b,
    {
        let start = self.index.layout.codes.start + nodes.start * self.stride;
        let length = nodes.len() * self.stride;
        let range = start - PAGE..start - PAGE + length;
        if self.unchecked && self.index.pages.is_new(&range) {
            let pages = range.start / PAGE * PAGE..range.end.next_multiple_of(PAGE);
            if self.index.backing.copy(pages.start + PAGE, pages.len(), copy) {
                if !self.index.pages.check_copy(copy, self.index.sums(), pages.start / PAGE) {
                    return Err(self.index.bad(&format!("its checksum is wrong near byte {start}")));
                }
                return Ok(bytemuck::cast_slice(&copy[range.start - pages.start..][..length]));
            }
        }
        self.touch(start, length)?;
        Ok(&self.codes[nodes.start * self.stride..][..length])
    }

    /// Checks the pages of the ids.
    pub(super) fn touch_ids(&self) -> Result<(), IndexError> {
        let layout = &self.index.layout;
        self.touch(layout.by_id.start, layout.by_id.len())?;
        self.touch(layout.ids.start, layout.ids.len())
    }

    /// Checks the pages of the codes of some nodes that need not follow one another, and of their scales.
    pub(super) fn touch_codes_of(&self, nodes: &[u32]) -> Result<(), IndexError> {
        if self.unchecked {
            nodes.iter().try_for_each(|node| self.touch_code(self.known(*node)?))?;
        }
        Ok(())
    }

    /// Checks all that tells what rounding took away.
    pub(super) fn touch_errors(&self) -> Result<(), IndexError> {
        let errors = &self.index.layout.errors;
        self.touch(errors.start, errors.len())
    }

    /// The row of a node, or what its code says where there are no full rows.
    pub(super) fn values(&self, node: u32) -> Result<Vec<f32>, IndexError> {
        let node = self.known(node)?;
        if self.index.header.full {
            let bytes = self.dimension * 4;
            self.touch(self.index.layout.rows.start + node * bytes, bytes)?;
            return self.of_length(self.row(node).to_vec(), MOST_LENGTH);
        }
        self.touch_code(node)?;
        let code = &self.codes[node * self.stride..][..self.dimension];
        let values = code.iter().map(|code| f32::from(*code) * self.scales[node].scale);
        self.of_length(values.collect(), self.most_code_length())
    }

    /// Refuses a row that is longer than `most`, or of no length.
    fn of_length(&self, values: Vec<f32>, most: f32) -> Result<Vec<f32>, IndexError> {
        if kernels::dot(&values, &values) <= most * most { Ok(values) } else { Err(self.impossible()) }
    }

    pub(super) fn touch_code(&self, node: usize) -> Result<(), IndexError> {
        self.touch(self.index.layout.codes.start + node * self.stride, self.stride)?;
        self.touch(self.index.layout.scales.start + node * size_of::<Scale>(), size_of::<Scale>())
    }

    pub(super) fn stray(&self) -> IndexError {
        self.index.bad("it names a row that does not exist")
    }

    fn impossible(&self) -> IndexError {
        self.index.bad("it has a row that is not finite, or longer than one")
    }
}
