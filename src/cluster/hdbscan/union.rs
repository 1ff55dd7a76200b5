//! Disjoint sets of rows.

/// Which rows are in one set: union by size, paths halved.
#[derive(Debug)]
pub(super) struct Sets {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Sets {
    /// Each of `n` rows by itself.
    pub(super) fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect(), size: vec![1; n] }
    }

    /// The row that stands for the set of `row`.
    pub(super) fn find(&mut self, row: u32) -> u32 {
        let mut row = row as usize;
        while self.parent[row] as usize != row {
            self.parent[row] = self.parent[self.parent[row] as usize];
            row = self.parent[row] as usize;
        }
        row as u32
    }

    /// Makes the sets of two rows one and says which row stands for it; `None` where they were one already.
    pub(super) fn join(&mut self, one: u32, other: u32) -> Option<u32> {
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

    /// A number for the set of each row, from 0 in order of first rows, and how many sets there are.
    pub(super) fn numbers(&mut self) -> (Vec<Option<u32>>, usize) {
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
