//! Searching a frozen index: which way, and what is found.

use std::cell::RefCell;

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::beam::{self, Scratch};
use super::codes::{CodedQuery, margin};
use super::frozen::{Frozen, View};
use super::plan::{self, Plan, SearchParams};
use super::seen::Seen;
use super::top::Top;
use super::{IndexError, IndexKind, Neighbor, RowFilter, VectorIndex, check_query, kernels};

/// Memory for searches, used again for the next: one for each thread.
#[derive(Debug, Default)]
pub struct SearchScratch {
    scratch: Scratch,
    query: CodedQuery,
    /// Nodes with the scores of their codes, greatest first.
    candidates: Vec<(u32, f32)>,
    top: Top,
    nodes: Vec<u32>,
    products: Vec<i32>,
    scores: Vec<f32>,
    work: Work,
}

/// What a search has looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Rows compared by their codes of eight bits.
    pub codes: usize,
    /// Rows compared in full.
    pub rows: usize,
}

impl SearchScratch {
    /// What the last search has looked at.
    pub fn work(&self) -> Work {
        self.work
    }
}

/// Rows that one task scans.
const BLOCK: usize = 4096;

/// Rows whose codes are read before they are multiplied: they stay in the cache of a core.
const NEAR: usize = 512;

impl Frozen {
    /// The rows nearest to `query`, a unit vector, in `found`, greatest cosine first, equal ones by id; and how they were found.
    ///
    /// # Errors
    /// [`IndexError::Dimension`] and [`IndexError::NotFinite`] for a query that cannot be compared, [`IndexError::RowFilter`] for a filter of
    /// another index, [`IndexError::BadFile`] when the file is damaged where it was read.
    pub fn find(
        &self,
        query: &[f32],
        find: &SearchParams<'_>,
        memory: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Plan, IndexError> {
        found.clear();
        memory.work = Work::default();
        if !self.is_empty() {
            check_query(query, self.dimension())?;
        }
        if let Some(allowed) = find.allowed.filter(|allowed| allowed.rows() != self.len()) {
            return Err(IndexError::RowFilter { expected: self.len(), received: allowed.rows() });
        }
        let count = find.allowed.map_or(self.len(), RowFilter::len);
        let k = find.k.min(count);
        if k == 0 {
            return Ok(Plan::Exact);
        }
        let plan = plan::choose(self.kind(), self.len(), count, find);
        let view = self.view();
        memory.query.set(query);
        if !memory.query.norm.is_finite() {
            return Err(IndexError::NotFinite);
        }
        let plan = match plan {
            Plan::Exact => exact(view, query, k, find.allowed, memory).map(|()| plan)?,
            Plan::Graph | Plan::Widened => graph(view, query, k, find, plan, memory)?,
        };
        memory.top.drain_sorted(found);
        Ok(plan)
    }

    /// All rows whose cosine to `query` is at least `least`, greatest first. The graph is searched more and more broadly until
    /// something further away is found, and where that does not happen every row is looked at.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub fn above(
        &self,
        query: &[f32],
        least: f32,
        allowed: Option<&RowFilter>,
        memory: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Plan, IndexError> {
        let count = allowed.map_or(self.len(), RowFilter::len);
        let mut k = SearchParams::BREADTH.min(count);
        loop {
            let all = k == count;
            let find = SearchParams { k, ef: k.saturating_mul(2), allowed, plan: all.then_some(Plan::Exact) };
            let plan = self.find(query, &find, memory, found)?;
            if all || found.last().is_none_or(|last| last.similarity < least) {
                found.truncate(found.partition_point(|neighbor| neighbor.similarity >= least));
                return Ok(plan);
            }
            k = k.saturating_mul(4).min(count);
        }
    }

    /// [`Frozen::find`] for each row of `queries`, in parallel.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub fn find_each(
        &self,
        queries: ArrayView2<'_, f32>,
        find: &SearchParams<'_>,
    ) -> Result<Vec<Vec<Neighbor>>, IndexError> {
        (0..queries.nrows())
            .into_par_iter()
            .map(|row| {
                let row = queries.row(row);
                let owned = row.as_slice().map_or_else(|| row.to_vec().into(), std::borrow::Cow::Borrowed);
                with_memory(|memory| {
                    let mut found = Vec::new();
                    self.find(&owned, find, memory, &mut found).map(|_| found)
                })
            })
            .collect()
    }

    /// The cosine of `query`, a unit vector, to the row with each of `ids`; nothing where there is no such row.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub fn similarities(&self, query: &[f32], ids: &[i64]) -> Result<Vec<Option<f32>>, IndexError> {
        if self.is_empty() {
            return Ok(vec![None; ids.len()]);
        }
        check_query(query, self.dimension())?;
        let view = self.view();
        if ids.len() >= RowFilter::MANY {
            view.touch_ids()?;
        }
        let mut coded = CodedQuery::default();
        coded.set(query);
        let of = |id: &i64| view.node_of(*id)?.map(|node| view.similarity(query, &coded, node)).transpose();
        ids.iter().map(of).collect()
    }

    /// The rows nearest to the one with `id`, which is not among them; nothing when there is no such row.
    ///
    /// # Errors
    /// As [`Frozen::find`].
    pub fn find_like(
        &self,
        id: i64,
        find: &SearchParams<'_>,
        memory: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Plan>, IndexError> {
        found.clear();
        let view = self.view();
        let Some(node) = view.node_of(id)? else { return Ok(None) };
        let query = view.values(node)?;
        let find = SearchParams { k: find.k.saturating_add(1), ..*find };
        let plan = self.find(&query, &find, memory, found)?;
        found.retain(|neighbor| neighbor.id != id);
        found.truncate(find.k - 1);
        Ok(Some(plan))
    }
}

impl VectorIndex for Frozen {
    fn kind(&self) -> IndexKind {
        self.kind()
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn dimension(&self) -> usize {
        self.dimension()
    }

    fn search(&self, query: &[f32], k: usize, ef: usize) -> Result<Vec<Neighbor>, IndexError> {
        with_memory(|memory| {
            let mut found = Vec::new();
            let plan = (self.kind() == IndexKind::Hnsw).then_some(Plan::Graph);
            self.find(query, &SearchParams { k, ef, allowed: None, plan }, memory, &mut found)?;
            Ok(found)
        })
    }
}

/// Calls `act` with the memory of this thread. It is taken for that time: where `act` waits for other threads, this one may be given
/// another search to do, which then has a memory of its own.
pub(super) fn with_memory<T>(act: impl FnOnce(&mut SearchScratch) -> T) -> T {
    thread_local! {
        static MEMORY: RefCell<SearchScratch> = RefCell::default();
    }
    let mut memory = MEMORY.take();
    let result = act(&mut memory);
    MEMORY.set(memory);
    result
}

/// Searches the graph; what may not be found leads the way all the same.
fn graph(
    view: View<'_>,
    query: &[f32],
    k: usize,
    find: &SearchParams<'_>,
    plan: Plan,
    memory: &mut SearchScratch,
) -> Result<Plan, IndexError> {
    let SearchScratch { scratch, query: coded, candidates, top, work, .. } = memory;
    let space = Seen { view, query: coded, most: view.most_score(coded) };
    let levels = view.index.header.counts.len();
    let start = beam::descend(&space, levels - 1, 1, scratch)?;
    let mut ef = find.ef.max(k);
    candidates.clear();
    match find.allowed {
        None => {
            beam::search(&space, 0, &[start], ef, scratch, |_, _| work.codes += 1)?;
            candidates.extend(scratch.beam.iter().map(|entry| (beam::node(*entry), beam::score(*entry))));
        }
        Some(allowed) => {
            if plan == Plan::Widened {
                ef = plan::widened(ef, allowed.len(), view.n);
            }
            let keep = |node, score| {
                work.codes += 1;
                if allowed.has(node) {
                    candidates.push((node, score));
                }
            };
            beam::search(&space, 0, &[start], ef, scratch, keep)?;
            candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
    }
    let best = rescore(view, query, coded, candidates, k, top, work)?;
    let nearest = if find.allowed.is_some() || best.is_infinite() {
        // What may not be found is in the list as well.
        best.max(scratch.beam.first().map_or(best, |first| beam::score(*first)))
    } else {
        best
    };
    if in_vain(view, ef, nearest, memory) {
        exact(view, query, k, find.allowed, memory)?;
        return Ok(Plan::Exact);
    }
    Ok(plan)
}

/// The best `k` of the candidates, by their full rows, and how near the nearest is. A candidate is looked at as long as its code could
/// be off by so much.
fn rescore(
    view: View<'_>,
    query: &[f32],
    coded: &CodedQuery,
    candidates: &[(u32, f32)],
    k: usize,
    top: &mut Top,
    work: &mut Work,
) -> Result<f32, IndexError> {
    top.begin(k);
    if !view.index.is_full() {
        for (node, score) in candidates.iter().take(k) {
            top.push(Neighbor { id: view.id(*node)?, similarity: *score });
        }
        return Ok(candidates.first().map_or(f32::NEG_INFINITY, |(_, score)| *score));
    }
    let mut best = f32::NEG_INFINITY;
    for (node, _) in candidates.iter().take(k) {
        view.prefetch_row(*node);
    }
    for (node, score) in candidates {
        let margin = margin(view.scales[*node as usize].scale, coded.scale);
        if top.worst().is_some_and(|worst| score + margin < worst) {
            break;
        }
        let similarity = view.similarity(query, coded, *node)?;
        work.rows += 1;
        best = best.max(similarity);
        if top.worst().is_none_or(|worst| similarity >= worst) {
            top.push(Neighbor { id: view.id(*node)?, similarity });
        }
    }
    Ok(best)
}

/// Whether a search of breadth `ef` cannot tell what is nearest: the last on its full list may be as near as the `nearest`, and something
/// nearer than what is kept can be. More rows are that near than codes tell apart.
fn in_vain(view: View<'_>, ef: usize, nearest: f32, memory: &SearchScratch) -> bool {
    let SearchScratch { scratch, query, top, .. } = memory;
    // Half of what rows are told apart by where it is asked whether one was found: what was found is not taken for the row itself by its rounding.
    let nearest_of_all = query.norm * query.norm.max(1.0) - 5e-7;
    let step = |node: u32| view.scales[node as usize].scale;
    scratch.beam.len() == ef
        && ef < view.n
        && top.worst().is_none_or(|worst| worst < nearest_of_all)
        && scratch
            .beam
            .last()
            .is_some_and(|last| beam::score(*last) + margin(step(beam::node(*last)), query.scale) >= nearest)
}

/// Looks at every row that may be found: at its code, and where that does not exclude it at the row. Right by construction.
fn exact(
    view: View<'_>,
    query: &[f32],
    k: usize,
    allowed: Option<&RowFilter>,
    memory: &mut SearchScratch,
) -> Result<(), IndexError> {
    let SearchScratch { query: coded, top, nodes, products, scores, work, .. } = memory;
    let coded: &CodedQuery = coded;
    let most = view.most_score(coded);
    let some = allowed.filter(|allowed| plan::gather(allowed.len(), view.n));
    scores.clear();
    nodes.clear();
    if let Some(allowed) = some {
        nodes.extend(allowed.nodes());
        view.touch_codes_of(nodes)?;
        kernels::dots(&coded.bytes, view.codes, nodes, products);
        let scaled =
            |(node, product): (&u32, &i32)| coded.scale * view.scales[*node as usize].apply(*product);
        scores.extend(nodes.iter().zip(products.iter()).map(scaled));
        view.check_scores(scores, most)?;
    } else {
        scores.resize(view.n, 0.0);
        products.resize(view.n, 0);
        scores.par_chunks_mut(BLOCK).zip(products.par_chunks_mut(BLOCK)).enumerate().try_for_each(
            |(block, (scores, products))| {
                let begin = block * BLOCK;
                view.touch_scales(begin..begin + scores.len())?;
                let mut copy = Vec::new();
                for (part, products) in products.chunks_mut(NEAR).enumerate() {
                    let begin = begin + part * NEAR;
                    let codes = view.codes_of(begin..begin + products.len(), &mut copy)?;
                    kernels::scan(&coded.bytes, codes, products);
                }
                for ((score, product), scale) in scores.iter_mut().zip(products).zip(&view.scales[begin..]) {
                    *score = coded.scale * scale.apply(*product);
                }
                view.check_scores(scores, most)
            },
        )?;
    }
    work.codes += scores.len();
    let node = |place: usize| if some.is_some() { nodes[place] } else { place as u32 };
    let skip = |place: usize| some.is_none() && allowed.is_some_and(|allowed| !allowed.has(place as u32));

    // The k best codes, and with their rows a similarity that k rows reach.
    top.begin(k);
    for (place, score) in scores.iter().enumerate() {
        if top.worst().is_none_or(|worst| *score > worst) && !skip(place) {
            top.push(Neighbor { id: place as i64, similarity: *score });
        }
    }
    let mut best = Vec::with_capacity(k);
    top.drain_sorted(&mut best);
    if !view.index.is_full() {
        top.begin(k);
        for found in best {
            top.push(Neighbor { id: view.id(node(found.id as usize))?, similarity: found.similarity });
        }
        return Ok(());
    }
    let mut reached = f32::INFINITY;
    work.rows += best.len();
    for found in &best {
        reached = reached.min(view.similarity(query, coded, node(found.id as usize))?);
    }
    // Every row that could reach it. With x and q the row and the query, x̂ and q̂ what their codes say, |q·x − q̂·x̂| is at most
    // |q|·|x − x̂| + |q − q̂|·|x̂|.
    view.touch_errors()?;
    let rounding = 1e-5 * coded.norm;
    top.begin(k);
    for (place, score) in scores.iter().enumerate() {
        let row = node(place);
        let error = view.error(row)?;
        let bound = coded.norm * error + coded.error * (LONGEST + error) + rounding;
        if score + bound >= reached && !skip(place) {
            let similarity = view.similarity(query, coded, row)?;
            work.rows += 1;
            if top.worst().is_none_or(|worst| similarity >= worst) {
                top.push(Neighbor { id: view.id(row)?, similarity });
            }
        }
    }
    Ok(())
}

/// Rows are of length one, but for rounding.
pub(super) const LONGEST: f32 = 1.001;
