//! Making an index: codes, graph, and the order in which nodes lie in memory.

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::beam::MOST_NODES;
use super::codes::Codes;
use super::equal::Distinct;
use super::image::{Header, Parts, fingerprint};
use super::layers::Layers;
use super::{IndexError, flat, hnsw, repair};

/// How the graph is built; the letters are the paper's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GraphParams {
    /// `M`: links of a node above level 0 (twice as many on it), 2 to 256.
    pub m: usize,
    /// `efConstruction`: breadth of the search for a new node's neighbours, at least `m`.
    pub ef_construction: usize,
}

impl Default for GraphParams {
    fn default() -> Self {
        Self { m: 16, ef_construction: 200 }
    }
}

impl GraphParams {
    /// Refuses what no graph can be built with, and what `hnsw_rs` would end the process for.
    fn check(self) -> Result<Self, IndexError> {
        if !(2..=256).contains(&self.m) {
            return Err(IndexError::Parameter { name: "m", value: self.m, range: "2 to 256" });
        }
        if !(self.m..=65_536).contains(&self.ef_construction) {
            let value = self.ef_construction;
            return Err(IndexError::Parameter { name: "ef_construction", value, range: "`m` to 65536" });
        }
        Ok(self)
    }

    /// Most links of a node on a level.
    pub(super) fn most_links(self, level: usize) -> usize {
        if level == 0 { 2 * self.m } else { self.m }
    }
}

/// What builds the graph. Both give the same graph on every run, on any number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Builder {
    /// `hnsw_rs` up to [`Builder::ORDINARY`] rows, [`Builder::Flat`] above.
    #[default]
    Auto,
    /// `hnsw_rs`, on one thread, because its graph is another whenever threads take turns otherwise.
    HnswRs,
    /// In flat memory, over codes, on all threads.
    Flat,
}

impl Builder {
    /// Most rows for which `hnsw_rs` costs less than a second more.
    pub const ORDINARY: usize = 2_000;

    /// What builds a graph of `n` rows.
    #[must_use]
    pub fn choose(self, n: usize) -> Self {
        match self {
            Self::Auto if n <= Self::ORDINARY => Self::HnswRs,
            Self::Auto => Self::Flat,
            chosen => chosen,
        }
    }
}

impl std::fmt::Display for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::HnswRs => "hnsw_rs",
            Self::Flat => "flat",
        })
    }
}

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildOptions {
    /// The graph; none for exact search alone.
    pub graph: Option<GraphParams>,
    /// What builds it.
    pub builder: Builder,
    /// Leave out the rows as they were: a quarter of the size, and similarities that are off by some 0.0005.
    pub compact: bool,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self { graph: Some(GraphParams::default()), builder: Builder::Auto, compact: false }
    }
}

/// All that an index is made of.
pub(super) struct Built<'a> {
    ids: &'a [i64],
    rows: ArrayView2<'a, f32>,
    /// The row of each node.
    order: Vec<u32>,
    codes: Codes,
    layers: Option<Layers>,
    compact: bool,
}

impl Built<'_> {
    pub(super) fn header(&self, model: &str) -> Header {
        let layers = self.layers.as_ref();
        Header {
            dimension: self.rows.ncols(),
            n: self.order.len(),
            full: !self.compact,
            model: fingerprint(model),
            slots: layers.map_or([0; 2], |layers| layers.slots),
            counts: layers.map_or_else(Vec::new, |layers| layers.counts.clone()),
        }
    }

    pub(super) fn parts(&self, header: Header) -> Parts<'_> {
        Parts {
            header,
            ids: self.ids,
            rows: self.rows.view(),
            order: &self.order,
            codes: &self.codes,
            layers: self.layers.as_ref(),
        }
    }
}

/// Builds everything, and calls `progress` with the number of rows done.
pub(super) fn build<'a>(
    ids: &'a [i64],
    rows: ArrayView2<'a, f32>,
    options: &BuildOptions,
    progress: &dyn Fn(usize),
) -> Result<Built<'a>, IndexError> {
    let params = options.graph.map(GraphParams::check).transpose()?;
    check(ids, rows)?;
    let n = rows.nrows();
    let compact = options.compact;
    let Some(params) = params.filter(|_| n > 0) else {
        let order: Vec<u32> = (0..n as u32).collect();
        let codes = Codes::new(rows, &order);
        return Ok(Built { ids, rows, order, codes, layers: None, compact });
    };
    let distinct = Distinct::of(rows);
    let (mut layers, mut codes) = match options.builder.choose(n) {
        Builder::HnswRs => hnsw::build(rows, &distinct.rows, params, progress),
        Builder::Flat | Builder::Auto => flat::build(rows, &distinct.rows, params, progress),
    };
    repair::join(&mut layers, &codes);
    distinct.attach(rows, &mut layers, &mut codes);
    let (layers, codes) = repair::find(rows, layers, codes);
    debug_assert_eq!(layers.breadth_first().len(), n, "every node is reached");
    progress(n);
    Ok(Built { ids, rows, order: layers.rows.clone(), codes, layers: Some(layers), compact })
}

/// Refuses rows that cannot be compared, and ids that do not tell them apart.
pub(super) fn check(ids: &[i64], rows: ArrayView2<'_, f32>) -> Result<(), IndexError> {
    if ids.len() != rows.nrows() {
        return Err(IndexError::Ids { ids: ids.len(), rows: rows.nrows() });
    }
    if !ids.is_empty() && rows.ncols() == 0 {
        return Err(IndexError::Dimension { expected: 1, received: 0 });
    }
    if ids.len() > MOST_NODES {
        return Err(IndexError::TooMany { rows: ids.len() });
    }
    // The length of a row that is not finite is none either.
    let bad = |row: &usize| {
        let row = rows.row(*row);
        let length = row.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
        length.is_nan() || length > f64::from(super::search::LONGEST)
    };
    if let Some(row) = (0..rows.nrows()).into_par_iter().find_first(bad) {
        return Err(IndexError::BadRow { id: ids[row] });
    }
    if ids.is_sorted_by(|a, b| a < b) {
        return Ok(());
    }
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(IndexError::SameId { id: pair[0] }),
        None => Ok(()),
    }
}
