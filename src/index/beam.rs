//! Searching one level of a graph from some nodes on: Algorithm 2 of the paper.
//!
//! The paper's two heaps, of candidates and of results, are one list here, sorted, of which every entry is marked when its
//! neighbours have been looked at: what would not be a result needs no look. An entry is one number, so that moving a part of
//! the list is moving memory.

/// A graph that can be searched, by what it is to be compared with.
pub(super) trait Space {
    /// What can be wrong with it.
    type Error;

    /// Number of nodes.
    fn len(&self) -> usize;

    /// The neighbours of `node` on `level`, up to the first [`NONE`].
    fn links(&self, level: usize, node: u32) -> Result<&[u32], Self::Error>;

    /// How near each of `nodes` is to what is searched for, greater is nearer, in the order given.
    fn scores(
        &self,
        nodes: &[u32],
        products: &mut Vec<i32>,
        scores: &mut Vec<f32>,
    ) -> Result<(), Self::Error>;

    /// Asks for the memory that [`Space::scores`] will read of a node.
    fn prefetch(&self, node: u32);

    /// Asks for the memory that [`Space::links`] will read.
    fn prefetch_links(&self, level: usize, node: u32);

    /// A link leads out of the graph.
    fn stray(&self) -> Self::Error;
}

/// No link.
pub(super) const NONE: u32 = u32::MAX;

/// Most nodes: an entry of the list has 31 bits for one.
pub(super) const MOST_NODES: usize = (1 << 31) - 1;

/// Memory for searches, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    visited: Visited,
    pub(super) beam: Vec<u64>,
    fresh: Vec<u32>,
    products: Vec<i32>,
    scores: Vec<f32>,
}

/// Which nodes a search has seen: a stamp for each node, so that clearing is one increment.
#[derive(Debug, Default)]
struct Visited {
    stamps: Vec<u8>,
    current: u8,
}

impl Visited {
    fn clear(&mut self, n: usize) {
        if self.stamps.len() != n || self.current == u8::MAX {
            self.stamps.clear();
            self.stamps.resize(n, 0);
            self.current = 0;
        }
        self.current += 1;
    }

    /// Marks a node; whether it was not marked before. Nothing for a node that there is not.
    fn insert(&mut self, node: u32) -> Option<bool> {
        let stamp = self.stamps.get_mut(node as usize)?;
        let new = *stamp != self.current;
        *stamp = self.current;
        Some(new)
    }
}

/// An entry of the list: nearer is smaller, at equal nearness the smaller node. The lowest bit is set when the neighbours of the node
/// have been looked at.
fn entry(score: f32, node: u32) -> u64 {
    let bits = score.to_bits();
    let rising = if bits >> 31 == 1 { !bits } else { bits | 1 << 31 };
    u64::from(!rising) << 32 | u64::from(node) << 1
}

/// The node of an entry.
pub(super) fn node(entry: u64) -> u32 {
    (entry as u32) >> 1
}

/// The score of an entry.
pub(super) fn score(entry: u64) -> f32 {
    let rising = !((entry >> 32) as u32);
    f32::from_bits(if rising >> 31 == 1 { rising & !(1 << 31) } else { !rising })
}

/// Fills `scratch.beam` with the `ef` nearest nodes that are found on `level` from the nodes `starts` on, nearest first; `seen` is shown
/// every node that is looked at, with its score.
pub(super) fn search<S: Space>(
    space: &S,
    level: usize,
    starts: &[u32],
    ef: usize,
    scratch: &mut Scratch,
    mut seen: impl FnMut(u32, f32),
) -> Result<(), S::Error> {
    let Scratch { visited, beam, fresh, products, scores } = scratch;
    visited.clear(space.len());
    beam.clear();
    fresh.clear();
    for &start in starts {
        if visited.insert(start).ok_or_else(|| space.stray())? {
            fresh.push(start);
        }
    }
    // From here on the list holds everything up to this place that has been looked at.
    let mut place = 0;
    loop {
        space.scores(fresh, products, scores)?;
        for (&node, &score) in fresh.iter().zip(scores.iter()) {
            seen(node, score);
            let entry = entry(score, node);
            if beam.len() == ef {
                if beam.last().is_none_or(|last| entry >= *last) {
                    continue;
                }
                beam.pop();
            }
            let at = beam.partition_point(|other| *other < entry);
            beam.insert(at, entry);
            if at <= place {
                // It may well be the next.
                space.prefetch_links(level, node);
                place = at;
            }
        }
        while beam.get(place).is_some_and(|entry| entry & 1 == 1) {
            place += 1;
        }
        let Some(nearest) = beam.get_mut(place) else { return Ok(()) };
        *nearest |= 1;
        let nearest = node(*nearest);
        if let Some(next) = beam[place + 1..].iter().find(|entry| **entry & 1 == 0) {
            // Unless something nearer is found now, it is the next.
            space.prefetch_links(level, node(*next));
        }
        fresh.clear();
        for &next in space.links(level, nearest)? {
            if next == NONE {
                break;
            }
            if visited.insert(next).ok_or_else(|| space.stray())? {
                space.prefetch(next);
                fresh.push(next);
            }
        }
    }
}

/// The node nearest to what is searched for on the way down from node 0 on level `top` to `bottom` (the greedy part of
/// Algorithm 5).
pub(super) fn descend<S: Space>(
    space: &S,
    top: usize,
    bottom: usize,
    scratch: &mut Scratch,
) -> Result<u32, S::Error> {
    let mut nearest = 0;
    for level in (bottom..=top).rev() {
        search(space, level, &[nearest], 1, scratch, |_, _| ())?;
        nearest = scratch.beam.first().map_or(0, |entry| node(*entry));
    }
    Ok(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_sort_by_score_and_then_by_node() {
        let scores = [1.0, 0.5, f32::MIN_POSITIVE, 0.0, -0.0, -0.25, -1.0];
        let entries: Vec<u64> = scores.iter().map(|s| entry(*s, 7)).collect();
        assert!(entries.is_sorted(), "greatest first");
        assert!(entry(0.5, 3) < entry(0.5, 4));
        for s in scores {
            assert_eq!((score(entry(s, 9)).to_bits(), node(entry(s, 9))), (s.to_bits(), 9));
        }
        assert_eq!(node(entry(0.1, MOST_NODES as u32)), MOST_NODES as u32);
    }
}
