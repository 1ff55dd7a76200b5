//! The HNSW graph: built by `hnsw_rs`, frozen into flat arrays, searched by Algorithm 5 of the paper.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use hnsw_rs::prelude::{Distance, Hnsw};
use ndarray::ArrayView2;
use rayon::prelude::*;

use super::top::{Ranked, Top};
use super::{Exact, IndexError, IndexKind, Neighbor, VectorIndex, check_query, dot};

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
    /// Refuses what `hnsw_rs` would end the process for.
    fn check(self) -> Result<Self, IndexError> {
        if !(2..=256).contains(&self.m) {
            return Err(IndexError::Parameter { name: "m", value: self.m, range: "2 to 256" });
        }
        if self.ef_construction < self.m {
            let value = self.ef_construction;
            return Err(IndexError::Parameter { name: "ef_construction", value, range: "`m` and above" });
        }
        Ok(self)
    }
}

/// No link.
pub(super) const NONE: u32 = u32::MAX;

/// Links of one level: `stride` slots a node, filled from the left, the rest [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    /// The nodes of the level in rising order; empty on level 0, which has all of them.
    pub(super) nodes: Vec<u32>,
    pub(super) stride: usize,
    pub(super) links: Vec<u32>,
}

impl Level {
    /// The neighbours of `node` on this level.
    fn neighbors(&self, node: u32) -> &[u32] {
        let slot = if self.nodes.is_empty() {
            node as usize
        } else {
            match self.nodes.binary_search(&node) {
                Ok(slot) => slot,
                Err(_) => return &[],
            }
        };
        let links = &self.links[slot * self.stride..(slot + 1) * self.stride];
        &links[..links.iter().position(|&link| link == NONE).unwrap_or(links.len())]
    }
}

/// Rows with a navigable graph over them.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    pub(super) exact: Exact,
    pub(super) entry: u32,
    /// Level 0 first.
    pub(super) levels: Vec<Level>,
}

/// `1 - cosine` of unit vectors; never negative, as `hnsw_rs` demands.
struct CosineDistance;

impl Distance<f32> for CosineDistance {
    fn eval(&self, a: &[f32], b: &[f32]) -> f32 {
        (1.0 - dot(a, b)).max(0.0)
    }
}

impl Graph {
    /// Builds the graph over the rows of `exact`, on all threads of the current pool, and calls `progress`
    /// with the number of rows done. The links depend on the order in which threads finish; with one thread
    /// they are the same on every run.
    ///
    /// # Errors
    /// [`IndexError::Parameter`] for parameters out of range, [`IndexError::NotFinite`] for a bad row.
    pub fn build(exact: Exact, params: GraphParams, progress: &dyn Fn(usize)) -> Result<Self, IndexError> {
        /// Rows inserted between two calls of `progress`.
        const BATCH: usize = 2000;
        let params = params.check()?;
        if !exact.data().iter().all(|x| x.is_finite()) {
            return Err(IndexError::NotFinite);
        }
        let n = exact.len();
        if n == 0 {
            return Ok(Self { exact, entry: NONE, levels: Vec::new() });
        }
        let hnsw = Hnsw::<f32, _>::new(params.m, n, 16, params.ef_construction, CosineDistance);
        let rows = exact.rows();
        let slices: Vec<&[f32]> = rows.rows().into_iter().filter_map(|row| row.to_slice()).collect();
        // The first row goes in alone: until the graph has an entry point, threads would race to give it one.
        hnsw.insert_slice((slices[0], 0));
        for start in (1..n).step_by(BATCH) {
            let end = (start + BATCH).min(n);
            (start..end).into_par_iter().for_each(|i| hnsw.insert_slice((slices[i], i)));
            progress(end);
        }
        let (entry, levels) = freeze(&hnsw, &exact);
        drop(hnsw);
        Ok(Self { exact, entry, levels })
    }

    /// The rows under the graph.
    pub fn rows(&self) -> ArrayView2<'_, f32> {
        self.exact.rows()
    }

    fn similarity(&self, query: &[f32], node: u32) -> f32 {
        let dimension = query.len();
        let start = node as usize * dimension;
        dot(query, &self.exact.data()[start..start + dimension])
    }

    /// Greedy step of Algorithm 5: from the top to level 1, the nearest node of each.
    fn descend(&self, query: &[f32]) -> (u32, f32) {
        let mut node = self.entry;
        let mut best = self.similarity(query, node);
        for level in self.levels.iter().skip(1).rev() {
            loop {
                let nearer = level
                    .neighbors(node)
                    .iter()
                    .map(|&next| (self.similarity(query, next), next))
                    .fold((best, node), |a, b| if b.0 > a.0 { b } else { a });
                if nearer.1 == node {
                    break;
                }
                (best, node) = nearer;
            }
        }
        (node, best)
    }
}

/// Copies links out of `hnsw_rs`, whose points hold them behind locks and reference counts.
fn freeze(hnsw: &Hnsw<'_, f32, CosineDistance>, exact: &Exact) -> (u32, Vec<Level>) {
    let n = exact.len();
    let points = hnsw.get_point_indexation();
    let top = usize::from(points.get_max_level_observed());
    let mut links: Vec<Vec<(u32, Vec<u32>)>> = vec![Vec::new(); top + 1];
    let mut entry = (0, NONE);
    for layer in 0..=top {
        for point in points.get_layer_iterator(layer) {
            let node = point.get_origin_id() as u32;
            if entry.1 == NONE || layer > entry.0 {
                entry = (layer, node);
            }
            for (level, neighbors) in point.get_neighborhood_id().into_iter().take(layer + 1).enumerate() {
                let mut ids: Vec<u32> = neighbors.iter().map(|near| near.d_id as u32).collect();
                ids.dedup();
                ids.retain(|&id| id != node);
                links[level].push((node, ids));
            }
        }
    }
    links[0].sort_unstable_by_key(|(node, _)| *node);
    connect(&mut links[0], entry.1, exact);
    let levels = links
        .into_iter()
        .enumerate()
        .map(|(level, mut nodes)| {
            nodes.sort_unstable_by_key(|(node, _)| *node);
            let stride = nodes.iter().map(|(_, ids)| ids.len()).max().unwrap_or(0).max(1);
            let slots = if level == 0 { n } else { nodes.len() };
            let mut flat = vec![NONE; slots * stride];
            for (place, (node, ids)) in nodes.iter().enumerate() {
                let slot = if level == 0 { *node as usize } else { place };
                flat[slot * stride..slot * stride + ids.len()].copy_from_slice(ids);
            }
            let nodes =
                if level == 0 { Vec::new() } else { nodes.into_iter().map(|(node, _)| node).collect() };
            Level { nodes, stride, links: flat }
        })
        .collect();
    (entry.1, levels)
}

/// Links every node of level 0 that cannot be reached from `entry` to its nearest reachable one. Many equal rows
/// link among themselves only, and a search would never come to them.
fn connect(links: &mut [(u32, Vec<u32>)], entry: u32, exact: &Exact) {
    let mut reached = vec![false; links.len()];
    let reach = |links: &[(u32, Vec<u32>)], from: u32, reached: &mut Vec<bool>| {
        let mut stack = vec![from];
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut reached[node as usize], true) {
                stack.extend(links[node as usize].1.iter().filter(|&&next| !reached[next as usize]));
            }
        }
    };
    reach(links, entry, &mut reached);
    let rows = exact.rows();
    for node in 0..links.len() {
        if reached[node] {
            continue;
        }
        let row = rows.row(node);
        let nearest = (0..links.len())
            .into_par_iter()
            .filter(|&other| reached[other])
            .map(|other| (rows.row(other).dot(&row), Reverse(other)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((_, Reverse(other))) = nearest {
            links[other].1.push(node as u32);
            reach(links, node as u32, &mut reached);
        }
    }
}

/// Which nodes a search has seen: a stamp for each node, so that clearing is one increment.
#[derive(Default)]
struct Visited {
    stamps: Vec<u32>,
    current: u32,
}

impl Visited {
    fn clear(&mut self, n: usize) {
        if self.stamps.len() < n || self.current == u32::MAX {
            self.stamps = vec![0; n];
            self.current = 0;
        }
        self.current += 1;
    }

    /// Marks a node; false when it was marked before.
    fn insert(&mut self, node: u32) -> bool {
        let stamp = &mut self.stamps[node as usize];
        let new = *stamp != self.current;
        *stamp = self.current;
        new
    }
}

thread_local! {
    static VISITED: RefCell<Visited> = RefCell::new(Visited::default());
}

impl VectorIndex for Graph {
    fn kind(&self) -> IndexKind {
        IndexKind::Hnsw
    }

    fn len(&self) -> usize {
        self.exact.len()
    }

    fn dimension(&self) -> usize {
        self.exact.dimension()
    }

    fn search(&self, query: &[f32], k: usize, ef: usize) -> Result<Vec<Neighbor>, IndexError> {
        check_query(query, self.dimension())?;
        if self.is_empty() || k == 0 {
            return Ok(Vec::new());
        }
        let ef = ef.max(k);
        let (node, similarity) = self.descend(query);
        let rank = |node: u32, similarity: f32| Ranked(Neighbor { id: i64::from(node), similarity });
        VISITED.with_borrow_mut(|visited| {
            // Algorithm 2 on level 0: `candidates` by similarity, `found` the best `ef` so far.
            visited.clear(self.len());
            visited.insert(node);
            let mut candidates = BinaryHeap::from([rank(node, similarity)]);
            let mut found = BinaryHeap::from([Reverse(rank(node, similarity))]);
            while let Some(nearest) = candidates.pop() {
                let worst = found.peek().map_or(f32::NEG_INFINITY, |r| r.0.0.similarity);
                if found.len() >= ef && nearest.0.similarity < worst {
                    break;
                }
                for &next in self.levels[0].neighbors(nearest.0.id as u32) {
                    if !visited.insert(next) {
                        continue;
                    }
                    let candidate = rank(next, self.similarity(query, next));
                    if found.len() < ef {
                        found.push(Reverse(candidate));
                        candidates.push(candidate);
                    } else if let Some(mut worst) = found.peek_mut()
                        && candidate > worst.0
                    {
                        *worst = Reverse(candidate);
                        candidates.push(candidate);
                    }
                }
            }
            let mut top = Top::new(k);
            for Reverse(ranked) in found {
                let id = self.exact.ids()[ranked.0.id as usize];
                top.push(Neighbor { id, similarity: ranked.0.similarity });
            }
            Ok(top.into_sorted())
        })
    }
}
