//! Builds the graph in flat memory, the same on any number of threads.
//!
//! Algorithm 1 of the paper, except that rows come in batches: all of a batch are searched for in the graph as it was before it, in
//! parallel, and then linked in one order (batch insertion: Manohar et al. 2024, "ParlayANN: Scalable and Deterministic Parallel
//! Graph-Based Approximate Nearest Neighbor Search Algorithms", section 3). Rows are compared by their codes. Nodes of higher levels go in
//! first, so that a level is complete before what hangs below it is searched through it.
//!
//! Cost: about `n · ef_construction · 20` products of codes to find neighbours, and half as many to choose among them.

use std::cell::RefCell;

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::GraphParams;
use super::among::{Among, Linked};
use super::beam::{self, NONE, Scratch};
use super::codes::{Codes, unsigned};
use super::kernels;
use super::layers::Layers;
use super::select::Selection;

/// Most levels above 0.
const MOST_LEVELS: usize = 15;

/// A batch has at most one row for so many that are linked already.
const GROWTH: usize = 32;

/// Most rows of a batch. Rows of one batch do not find each other, so that large batches cost recall; small ones leave threads idle.
const BATCH: usize = 512;

/// The level of a row: geometric, from a number that looks random and is the row's own (the paper's `⌊-ln(unif(0..1)) · mL⌋` with
/// `mL = 1 / ln(M)`).
fn level(row: u32, m: usize) -> usize {
    let uniform = ((mix(u64::from(row)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    ((-uniform.ln() / (m as f64).ln()) as usize).min(MOST_LEVELS)
}

/// Scrambles a number (SplitMix64; Steele, Lea and Flood 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Links of one level while they grow.
struct Growing {
    /// Most links when it is finished.
    most: usize,
    /// Most links in between: choosing anew at every link would be most of the work.
    room: usize,
    /// `(nodes, room)`.
    links: Vec<u32>,
    lengths: Vec<u16>,
}

impl Growing {
    fn new(nodes: usize, most: usize) -> Self {
        let room = most + most / 2;
        Self { most, room, links: vec![NONE; nodes * room], lengths: vec![0; nodes] }
    }

    fn of(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.links[node * self.room..][..usize::from(self.lengths[node])]
    }

    fn set(&mut self, node: u32, links: &[u32]) {
        let node = node as usize;
        self.links[node * self.room..][..links.len()].copy_from_slice(links);
        self.lengths[node] = links.len() as u16;
    }
}

impl Linked for [Growing] {
    fn linked(&self, level: usize, node: u32) -> &[u32] {
        self[level].of(node)
    }
}

#[derive(Default)]
struct Workspace {
    scratch: Scratch,
    selection: Selection,
    bytes: Vec<u8>,
}

thread_local! {
    static WORKSPACE: RefCell<Workspace> = RefCell::default();
}

/// Builds the graph over those of `rows` that `of` names; `progress` is called with the number of rows done.
pub(super) fn build(
    rows: ArrayView2<'_, f32>,
    of: &[u32],
    params: GraphParams,
    progress: &dyn Fn(usize),
) -> (Layers, Codes) {
    let n = of.len();
    let mut order = of.to_vec();
    order.sort_by_cached_key(|row| (std::cmp::Reverse(level(*row, params.m)), mix(!u64::from(*row)), *row));
    let top = order.first().map_or(0, |row| level(*row, params.m));
    let counts: Vec<u32> =
        (0..=top).map(|at| order.partition_point(|row| level(*row, params.m) >= at) as u32).collect();
    let codes = Codes::new(rows, &order);
    let mut levels: Vec<Growing> = counts
        .iter()
        .enumerate()
        .map(|(level, count)| Growing::new(*count as usize, params.most_links(level)))
        .collect();
    let mut done = 1;
    while done < n {
        let batch = (done / GROWTH).clamp(1, BATCH).min(n - done);
        insert(&mut levels, &codes, &counts, done..done + batch, params);
        done += batch;
        progress(done);
    }
    finish(&mut levels, &codes);
    let links = levels.iter().map(flat).collect();
    let slots = [params.most_links(0), params.most_links(1)];
    (Layers { rows: order, counts, links, slots }, codes)
}

/// Searches for the neighbours of the nodes `batch`, and links them.
fn insert(
    levels: &mut [Growing],
    codes: &Codes,
    counts: &[u32],
    batch: std::ops::Range<usize>,
    params: GraphParams,
) {
    let seen: &[Growing] = levels;
    let chosen: Vec<Vec<Vec<u32>>> = batch
        .clone()
        .into_par_iter()
        .map(|node| {
            WORKSPACE.with_borrow_mut(|workspace| {
                let Workspace { scratch, selection, bytes } = workspace;
                unsigned(codes.code(node as u32), bytes);
                let space = Among { links: seen, codes, bytes, scale: codes.scales[node].scale };
                let own = counts.iter().take_while(|count| node < **count as usize).count();
                let Ok(start) = beam::descend(&space, counts.len() - 1, own, scratch);
                let mut starts = vec![start];
                let mut links = vec![Vec::new(); own];
                for level in (0..own).rev() {
                    let Ok(()) =
                        beam::search(&space, level, &starts, params.ef_construction, scratch, |_, _| ());
                    let near = scratch.beam.iter().map(|entry| (beam::node(*entry), beam::score(*entry)));
                    selection.choose(codes, near, params.most_links(level));
                    links[level].clone_from(&selection.chosen);
                    starts.clear();
                    starts.extend(scratch.beam.iter().map(|entry| beam::node(*entry)));
                }
                links
            })
        })
        .collect();
    for (level, growing) in levels.iter_mut().enumerate() {
        let mut back: Vec<(u32, u32)> = Vec::new();
        for (node, links) in batch.clone().zip(&chosen) {
            if let Some(links) = links.get(level) {
                growing.set(node as u32, links);
                back.extend(links.iter().map(|link| (*link, node as u32)));
            }
        }
        back.par_sort_unstable();
        let targets: Vec<&[(u32, u32)]> = back.chunk_by(|a, b| a.0 == b.0).collect();
        let grown: Vec<Vec<u32>> = targets
            .par_iter()
            .map(|links| {
                let target = links[0].0;
                let mut all = growing.of(target).to_vec();
                all.extend(links.iter().map(|(_, node)| *node));
                if all.len() > growing.room { chosen_of(target, &all, growing.most, codes) } else { all }
            })
            .collect();
        for (links, grown) in targets.iter().zip(&grown) {
            growing.set(links[0].0, grown);
        }
    }
}

/// At most `most` of the links of `node`.
fn chosen_of(node: u32, links: &[u32], most: usize, codes: &Codes) -> Vec<u32> {
    WORKSPACE.with_borrow_mut(|workspace| {
        let Workspace { selection, bytes, .. } = workspace;
        unsigned(codes.code(node), bytes);
        let mut products = Vec::with_capacity(links.len());
        kernels::dots(bytes, &codes.bytes, links, &mut products);
        let scale = codes.scales[node as usize].scale;
        let mut near: Vec<(u32, f32)> = links
            .iter()
            .zip(products)
            .map(|(link, product)| (*link, scale * codes.scales[*link as usize].apply(product)))
            .collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        selection.choose(codes, near, most);
        selection.chosen.clone()
    })
}

/// Takes from every node what it has too much.
fn finish(levels: &mut [Growing], codes: &Codes) {
    for growing in levels {
        let full = |node: &u32| usize::from(growing.lengths[*node as usize]) > growing.most;
        let full: Vec<u32> = (0..growing.lengths.len() as u32).filter(full).collect();
        let chosen: Vec<Vec<u32>> =
            full.par_iter().map(|node| chosen_of(*node, growing.of(*node), growing.most, codes)).collect();
        for (node, links) in full.iter().zip(&chosen) {
            growing.set(*node, links);
        }
    }
}

fn flat(growing: &Growing) -> Vec<u32> {
    let nodes = growing.lengths.len();
    let mut flat = vec![NONE; nodes * growing.most];
    for (node, slots) in flat.chunks_exact_mut(growing.most.max(1)).enumerate() {
        let links = growing.of(node as u32);
        slots[..links.len()].copy_from_slice(links);
    }
    flat
}
