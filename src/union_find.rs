//! What is joined with what: disjoint sets (union-find), and trees of merges that are cut.

/// Disjoint sets of the numbers below `n`: union by size, paths halved.
#[derive(Debug)]
pub(crate) struct UnionFind {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl UnionFind {
    /// Each of `n` numbers by itself.
    pub(crate) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect(), size: vec![1; n] }
    }

    /// The one that stands for the set of `row`.
    pub(crate) fn find(&mut self, row: u32) -> u32 {
        let mut row = row as usize;
        while self.parent[row] as usize != row {
            self.parent[row] = self.parent[self.parent[row] as usize];
            row = self.parent[row] as usize;
        }
        row as u32
    }

    /// Makes two sets one and says who stands for it; `None` where they were one already.
    pub(crate) fn join(&mut self, one: u32, other: u32) -> Option<u32> {
        let (one, other) = (self.find(one), self.find(other));
        if one == other {
            return None;
        }
        let swap = self.size[one as usize] < self.size[other as usize];
        let (large, small) = if swap { (other, one) } else { (one, other) };
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        Some(large)
    }

    /// How many are in the set of `row`.
    pub(crate) fn size(&mut self, row: u32) -> usize {
        let stands = self.find(row);
        self.size[stands as usize] as usize
    }

    /// A number for the set of each, from 0 in order of first members, and how many sets there are.
    pub(crate) fn numbers(&mut self) -> (Vec<Option<u32>>, usize) {
        let n = self.parent.len();
        let mut number = vec![u32::MAX; n];
        let mut sets = 0;
        let numbers = (0..n as u32)
            .map(|row| {
                let place = &mut number[self.find(row) as usize];
                if *place == u32::MAX {
                    *place = sets;
                    sets += 1;
                }
                Some(*place)
            })
            .collect();
        (numbers, sets as usize)
    }
}

/// The root of each of `n` leaves of a tree of merges, of which only those given are made: the merge at place
/// `i` joins two nodes, leaves or earlier merges, into the node `n + i`.
pub(crate) fn roots(n: usize, merges: impl ExactSizeIterator<Item = [usize; 2]>) -> Vec<usize> {
    let mut root: Vec<usize> = (0..n + merges.len()).collect();
    for (place, merge) in merges.enumerate() {
        for node in merge {
            root[node] = n + place;
        }
    }
    // A node's number is smaller than that of the merge above it, so going down from the top finds each root
    // once.
    for node in (0..root.len()).rev() {
        root[node] = root[root[node]];
    }
    root.truncate(n);
    root
}
