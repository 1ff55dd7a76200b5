//! Every node can be reached, and every row finds itself.

use rayon::prelude::*;

use super::among::{Among, Linked};
use super::beam::{self, NONE, Scratch};
use super::codes::{Codes, unsigned};
use super::layers::Layers;

/// Breadth of the search of a row for itself.
const BREADTH: usize = 16;

/// Nearest nodes among which one with room for a link is looked for.
const AROUND: usize = 64;

impl Linked for Layers {
    fn linked(&self, level: usize, node: u32) -> &[u32] {
        self.links(level, node)
    }
}

/// The nodes found nearest to `node`, with their scores.
fn near(layers: &Layers, codes: &Codes, node: u32, breadth: usize) -> Vec<(u32, f32)> {
    thread_local! {
        static MEMORY: std::cell::RefCell<(Scratch, Vec<u8>)> = std::cell::RefCell::default();
    }
    MEMORY.with_borrow_mut(|(scratch, bytes)| {
        unsigned(codes.code(node), bytes);
        let space = Among { links: layers, codes, bytes, scale: codes.scales[node as usize].scale };
        let Ok(start) = beam::descend(&space, layers.counts.len() - 1, 1, scratch);
        let Ok(()) = beam::search(&space, 0, &[start], breadth, scratch, |_, _| ());
        scratch.beam.iter().map(|entry| (beam::node(*entry), beam::score(*entry))).collect()
    })
}

/// Links every node that a search for its own row does not come to, or another row that is equal, to nodes near it that
/// searches do come to.
pub(super) fn connect(layers: &mut Layers, codes: &Codes) {
    let mut before = usize::MAX;
    loop {
        let lost = lost(layers, codes);
        // A link that gave way may have been the one that another node was found by: fewer each time, or it is as good as it gets.
        if lost.is_empty() || lost.len() >= before {
            break;
        }
        before = lost.len();
        for node in lost {
            adopt(layers, codes, node);
        }
    }
    reach(layers, codes);
}

/// The nodes that do not find themselves.
fn lost(layers: &Layers, codes: &Codes) -> Vec<u32> {
    (0..codes.len() as u32)
        .into_par_iter()
        .filter(|node| {
            let found = near(layers, codes, *node, BREADTH);
            // Of equal rows any will do.
            !found.iter().any(|(other, _)| other == node || codes.code(*other) == codes.code(*node))
        })
        .collect()
}

/// Links the nodes that no path leads to from node 0: many equal rows may have linked among themselves only.
fn reach(layers: &mut Layers, codes: &Codes) {
    let mut reached = vec![false; codes.len()];
    for node in layers.breadth_first() {
        reached[node as usize] = true;
    }
    for node in 0..codes.len() as u32 {
        if !reached[node as usize] {
            adopt(layers, codes, node);
            let mut stack = vec![node];
            while let Some(next) = stack.pop() {
                if !std::mem::replace(&mut reached[next as usize], true) {
                    stack.extend(layers.links(0, next).iter().take_while(|next| **next != NONE));
                }
            }
        }
    }
}

/// Gives `node` a link from the nearest node that has room. Where none has, the last link of the nearest gives way, and `node` links in its
/// place: what was reached stays so.
fn adopt(layers: &mut Layers, codes: &Codes, node: u32) {
    let found = near(layers, codes, node, AROUND);
    let others: Vec<u32> = found.iter().map(|(other, _)| *other).filter(|other| *other != node).collect();
    if others.iter().any(|other| link(layers, *other, node)) {
        return;
    }
    if let Some(nearest) = others.first()
        && let Some(last) = links_mut(layers, *nearest).last_mut()
    {
        let displaced = std::mem::replace(last, node);
        if !link(layers, node, displaced)
            && let Some(last) = links_mut(layers, node).last_mut()
        {
            *last = displaced;
        }
    }
}

/// Links `from` to `to` on level 0; false when there is no room.
fn link(layers: &mut Layers, from: u32, to: u32) -> bool {
    let links = links_mut(layers, from);
    if links.contains(&to) {
        return true;
    }
    let free = links.iter_mut().find(|link| **link == NONE);
    free.map(|free| *free = to).is_some()
}

fn links_mut(layers: &mut Layers, node: u32) -> &mut [u32] {
    let slots = layers.slots(0);
    &mut layers.links[0][node as usize * slots..][..slots]
}
