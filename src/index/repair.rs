//! Every node is reached, and every row finds itself.
//!
//! Nodes get links here and lose none: what was reached stays so. A search for a row looks at the links of every node that it ends up with, so
//! that a link from one of these to the row is all that it needs to be found; where none has room, every node gets room for one
//! more. Whether it is found is not concluded but tried, by the search that later ones are, in the graph as it will be.

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::among::{Among, Linked};
use super::beam::{self, NONE, Scratch};
use super::codes::{Codes, margin, unsigned};
use super::dot;
use super::layers::Layers;

/// Breadth of the search that a row is to be found by. What it sees, any broader one sees.
const BREADTH: usize = 16;

/// Breadths of searches that are in vain where so many other rows cannot be told from a row by their codes. Such a search looks
/// at every row in the end.
const VAIN: [usize; 2] = [64, 256];

/// Nearest nodes among which one with room for a link is looked for.
const AROUND: usize = 64;

/// Most times that links are added and all rows looked for again.
const ROUNDS: usize = 16;

/// Most room for links that is added to what a graph has.
const MOST_ADDED: usize = 64;

impl Linked for Layers {
    fn linked(&self, level: usize, node: u32) -> &[u32] {
        self.links(level, node)
    }
}

/// Memory for a search.
#[derive(Default)]
struct Memory {
    scratch: Scratch,
    bytes: Vec<u8>,
}

thread_local! {
    static MEMORY: std::cell::RefCell<Memory> = std::cell::RefCell::default();
}

/// Searches for the row of `node`, from the nodes of higher levels down or, where they lead to a node that is no good `start`, from node 0;
/// `see` is shown the nodes that are looked at, with their scores and that of the row with itself, which is returned. What it found
/// is in `scratch.beam`.
fn search(
    layers: &Layers,
    codes: &Codes,
    node: u32,
    breadth: usize,
    is_start: impl Fn(u32) -> bool,
    mut see: impl FnMut(u32, f32, f32),
    memory: &mut Memory,
) -> f32 {
    let Memory { scratch, bytes } = memory;
    unsigned(codes.code(node), bytes);
    let space = Among { links: layers, codes, bytes, scale: codes.scales[node as usize].scale };
    let own = space.score(node);
    let Ok(start) = beam::descend(&space, layers.counts.len() - 1, 1, scratch);
    let start = if is_start(start) { start } else { 0 };
    let Ok(()) = beam::search(&space, 0, &[start], breadth, scratch, |other, score| see(other, score, own));
    own
}

/// Whether a search for the row of `node` sees it, or a node of the same code that leads to it.
fn sees(layers: &Layers, codes: &Codes, node: u32, memory: &mut Memory) -> bool {
    let code = codes.code(node);
    let mut seen = false;
    let see = |other, score, own| {
        seen = seen || other == node || (score >= own && codes.code(other) == code);
    };
    search(layers, codes, node, BREADTH, |_| true, see, memory);
    seen
}

/// Makes paths over level 0 from node 0 to every node, and from every node to node 0: wherever a search begins, it can come to everything.
pub(super) fn join(layers: &mut Layers, codes: &Codes) {
    lead_to_all(layers, codes);
    lead_back(layers, codes);
}

/// Links every node that no path leads to from node 0, from a node near it that one leads to.
///
/// What is reached is linked to nothing that is not: a search from a node that is reached finds such ones alone. Of a graph that was just
/// widened, the node linked last has room for the next: there is always a place to link from.
fn lead_to_all(layers: &mut Layers, codes: &Codes) {
    let mut reached = vec![false; codes.len()];
    for node in layers.breadth_first() {
        reached[node as usize] = true;
    }
    let mut last = 0;
    for node in 0..codes.len() as u32 {
        if reached[node as usize] {
            continue;
        }
        let found = MEMORY.with_borrow_mut(|memory| {
            search(layers, codes, node, AROUND, |node| reached[node as usize], |_, _, _| (), memory);
            memory.scratch.beam.iter().map(|entry| beam::node(*entry)).collect::<Vec<u32>>()
        });
        let from = found.iter().chain([&last]).copied().find(|from| layers.has_room(*from));
        let from = from.unwrap_or_else(|| {
            layers.widen();
            found.first().copied().unwrap_or(last)
        });
        layers.link(from, node);
        last = node;
        let mut stack = vec![node];
        while let Some(next) = stack.pop() {
            if !std::mem::replace(&mut reached[next as usize], true) {
                stack.extend(layers.links(0, next).iter().take_while(|next| **next != NONE));
            }
        }
    }
}

/// Links every node that no path leads from to node 0, to a node near it that one leads from. Each gets one link: to widen the graph once
/// is enough.
fn lead_back(layers: &mut Layers, codes: &Codes) {
    let to = Reversed::of(layers);
    let mut leads = vec![false; codes.len()];
    to.mark(0, &mut leads);
    // Those that were come to last lead back for those before them.
    for node in layers.breadth_first().into_iter().rev() {
        if leads[node as usize] {
            continue;
        }
        let mut nearest = (f32::NEG_INFINITY, 0);
        let see = |other: u32, score, _| {
            if leads[other as usize] && score > nearest.0 {
                nearest = (score, other);
            }
        };
        MEMORY.with_borrow_mut(|memory| {
            search(layers, codes, node, AROUND, |node| leads[node as usize], see, memory);
        });
        if !layers.has_room(node) {
            layers.widen();
        }
        layers.link(node, nearest.1);
        to.mark(node, &mut leads);
    }
}

/// The links of level 0, the other way round.
struct Reversed {
    /// Where those of each node begin, and where the last ones end.
    begins: Vec<usize>,
    from: Vec<u32>,
}

impl Reversed {
    fn of(layers: &Layers) -> Self {
        let n = layers.rows.len();
        let linked = |node: u32| layers.links(0, node).iter().take_while(|next| **next != NONE);
        let mut begins = vec![0; n + 1];
        for next in (0..n as u32).flat_map(linked) {
            begins[*next as usize + 1] += 1;
        }
        for node in 0..n {
            begins[node + 1] += begins[node];
        }
        let mut ends = begins.clone();
        let mut from = vec![0; begins[n]];
        for node in 0..n as u32 {
            for next in linked(node) {
                let end = &mut ends[*next as usize];
                from[*end] = node;
                *end += 1;
            }
        }
        Self { begins, from }
    }

    /// Marks all that lead to `node`, and it.
    fn mark(&self, node: u32, marks: &mut [bool]) {
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut marks[node as usize], true) {
                let node = node as usize;
                stack.extend(&self.from[self.begins[node]..self.begins[node + 1]]);
            }
        }
    }
}

/// Numbers the nodes as they will be, and links every one that a search for its own row does not come to from one that it comes to.
pub(super) fn find(rows: ArrayView2<'_, f32>, mut layers: Layers, mut codes: Codes) -> (Layers, Codes) {
    let most = layers.slots(0) + MOST_ADDED;
    for round in 0..=ROUNDS {
        let order = layers.order();
        (layers, codes) = (layers.renumbered(&order), codes.renumbered(&order));
        if round == ROUNDS {
            break;
        }
        let lost = lost(rows, &layers, &codes);
        let added = lost.into_iter().filter(|node| adopt(&mut layers, &codes, *node, most)).count();
        if added == 0 {
            break;
        }
    }
    (layers, codes)
}

/// The nodes that do not find themselves.
fn lost(rows: ArrayView2<'_, f32>, layers: &Layers, codes: &Codes) -> Vec<u32> {
    let finds = |node: &u32| {
        MEMORY.with_borrow_mut(|memory| {
            sees(layers, codes, *node, memory) || {
                let row = rows.row(layers.rows[*node as usize] as usize);
                let length = row.as_slice().map_or_else(|| row.dot(&row), |row| dot(row, row));
                VAIN.iter().all(|breadth| {
                    let own = search(layers, codes, *node, *breadth, |_| true, |_, _, _| (), memory);
                    in_vain(codes, *node, *breadth, own.max(length), memory)
                })
            }
        })
    };
    (0..codes.len() as u32).into_par_iter().filter(|node| !finds(node)).collect()
}

/// Whether all that a search has found may be as near to the row of `node` as that is to itself, which is `own`.
fn in_vain(codes: &Codes, node: u32, breadth: usize, own: f32, memory: &Memory) -> bool {
    let beam = &memory.scratch.beam;
    beam.len() == breadth
        && beam.last().is_some_and(|last| {
            let [step, scale] = [beam::node(*last), node].map(|node| codes.scales[node as usize].scale);
            beam::score(*last) + margin(step, scale) >= own
        })
}

/// Gives `node` a link from the nearest of the nodes that a search for it ends up with that has room; whether one was needed and there was
/// room.
fn adopt(layers: &mut Layers, codes: &Codes, node: u32, most: usize) -> bool {
    let found = MEMORY.with_borrow_mut(|memory| {
        let seen = sees(layers, codes, node, memory);
        let found = memory.scratch.beam.iter().map(|entry| beam::node(*entry));
        if seen { Vec::new() } else { found.collect() }
    });
    let Some(nearest) = found.first() else { return false };
    if let Some(from) = found.iter().find(|from| layers.has_room(**from)) {
        return layers.link(*from, node);
    }
    if layers.slots(0) >= most {
        return false;
    }
    layers.widen();
    layers.link(*nearest, node)
}
