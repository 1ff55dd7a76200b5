//! Two partitions of the same rows, crossed.

use rayon::prelude::*;

/// How many rows have one label in `a` and one in `b`; the numbers of both are places in [`Contingency`]'s sizes.
pub(super) struct Cell {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) both: usize,
}

/// Rows by pair of labels, and by label of each side. Sparse: what no row has is not there.
pub(super) struct Contingency {
    /// Number of rows.
    pub(super) n: usize,
    /// In order of the labels of `a`, then of `b`.
    pub(super) cells: Vec<Cell>,
    /// Size of each part of `a`, in order of its labels.
    pub(super) a: Vec<usize>,
    /// Size of each part of `b`, in order of its labels.
    pub(super) b: Vec<usize>,
}

impl Contingency {
    /// Counts by sorting, in `O(n log n)`; rows beyond the end of the shorter slice are left out.
    pub(super) fn of(a: &[usize], b: &[usize]) -> Self {
        let mut rows: Vec<(usize, usize)> = a.iter().copied().zip(b.iter().copied()).collect();
        rows.par_sort_unstable();
        let runs: Vec<&[(usize, usize)]> = rows.chunk_by(|one, next| one == next).collect();

        let mut labels_b: Vec<usize> = runs.iter().map(|run| run[0].1).collect();
        labels_b.par_sort_unstable();
        labels_b.dedup();

        let mut counts = Self {
            n: rows.len(),
            cells: Vec::with_capacity(runs.len()),
            a: Vec::new(),
            b: vec![0; labels_b.len()],
        };
        let mut last = None;
        for run in runs {
            let ((label_a, label_b), both) = (run[0], run.len());
            if last != Some(label_a) {
                counts.a.push(0);
                last = Some(label_a);
            }
            let (a, b) = (counts.a.len() - 1, labels_b.partition_point(|&label| label < label_b));
            counts.a[a] += both;
            counts.b[b] += both;
            counts.cells.push(Cell { a, b, both });
        }
        counts
    }

    /// Whether both sides put everything together, or both take everything apart: they agree whatever the rows are.
    pub(super) fn trivially_equal(&self) -> bool {
        let same = |size: usize| self.a.len() == size && self.b.len() == size;
        self.n == 0 || same(1) || same(self.n)
    }

    /// Mutual information of the two sides, in nats.
    pub(super) fn mutual_information(&self) -> f64 {
        let n = self.n as f64;
        self.cells
            .iter()
            .map(|cell| {
                let both = cell.both as f64;
                both / n * (n * both / (self.a[cell.a] as f64 * self.b[cell.b] as f64)).ln()
            })
            .sum()
    }

    /// Entropy of side `a`, in nats.
    pub(super) fn entropy_a(&self) -> f64 {
        entropy(&self.a, self.n)
    }

    /// Entropy of side `b`, in nats.
    pub(super) fn entropy_b(&self) -> f64 {
        entropy(&self.b, self.n)
    }
}

/// Entropy in nats of a partition given by the sizes of its parts.
fn entropy(sizes: &[usize], n: usize) -> f64 {
    sizes.iter().map(|&size| size as f64 / n as f64).map(|share| -share * share.ln()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_pair_and_by_side_whatever_numbers_the_labels_are() {
        let counts = Contingency::of(&[9, 9, 2, 2, 2, 9], &[70, 0, 70, 70, 5, 70]);
        assert_eq!((counts.n, &counts.a[..], &counts.b[..]), (6, &[3, 3][..], &[1, 1, 4][..]));
        let cells: Vec<_> = counts.cells.iter().map(|cell| (cell.a, cell.b, cell.both)).collect();
        assert_eq!(cells, [(0, 1, 1), (0, 2, 2), (1, 0, 1), (1, 2, 2)]);
    }

    #[test]
    fn no_rows_have_no_parts() {
        let counts = Contingency::of(&[], &[1, 2]);
        assert_eq!((counts.n, counts.cells.len(), counts.a.len(), counts.b.len()), (0, 0, 0, 0));
    }
}
