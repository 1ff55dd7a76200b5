//! Rows whose codes are equal: one of them is in the graph, and leads to the others.
//!
//! Equal rows are each other's nearest, so that they would link among themselves alone: a group of more of them than a node has links
//! is an island that no path leads to. The graph is built over one row of each code, as if the others were not there. They
//! come after it, one behind the other, the one with the greatest scale first: a search that comes to the first finds as many of them
//! as it has room for, in the order of their scores.

use std::cmp::Reverse;

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::beam::NONE;
use super::codes::{Codes, encode, stride};
use super::layers::Layers;

/// Rows, told apart by their codes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Distinct {
    /// One row of each code, rising.
    pub(super) rows: Vec<u32>,
    /// The rows of each code that several have, the one that is among `rows` first.
    equal: Vec<Vec<u32>>,
}

impl Distinct {
    /// Tells `rows` apart. Codes are known by their hashes: to hold them all would take another quarter of the rows' memory.
    pub(super) fn of(rows: ArrayView2<'_, f32>) -> Self {
        let mut keyed: Vec<([u8; 16], Reverse<u32>, u32)> = (0..rows.nrows() as u32)
            .into_par_iter()
            .map_init(
                || vec![0; stride(rows.ncols())],
                |code, number| {
                    let row = rows.row(number as usize);
                    let (scale, _) = match row.as_slice() {
                        Some(row) => encode(row, code),
                        None => encode(&row.to_vec(), code),
                    };
                    let mut key = [0; 16];
                    key.copy_from_slice(&blake3::hash(bytemuck::cast_slice(code)).as_bytes()[..16]);
                    // The bits of numbers that are not negative rise with them.
                    (key, Reverse(scale.scale.to_bits()), number)
                },
            )
            .collect();
        keyed.par_sort_unstable();
        let classes = keyed.chunk_by(|a, b| a.0 == b.0);
        let mut distinct = Vec::with_capacity(keyed.len());
        let mut equal: Vec<Vec<u32>> = Vec::new();
        for class in classes {
            distinct.push(class[0].2);
            if class.len() > 1 {
                equal.push(class.iter().map(|(.., row)| *row).collect());
            }
        }
        distinct.sort_unstable();
        equal.sort_unstable();
        Self { rows: distinct, equal }
    }

    /// Adds the rows that are equal to others to the graph over [`Distinct::rows`]. The first of them takes over the last link of a
    /// node that has no room for one more: what was reached stays so, one step later.
    pub(super) fn attach(&self, rows: ArrayView2<'_, f32>, layers: &mut Layers, codes: &mut Codes) {
        if self.equal.is_empty() {
            return;
        }
        if layers.slots(0) < 2 {
            layers.widen();
        }
        let mut number = vec![NONE; rows.nrows()];
        for (node, row) in (0..).zip(&layers.rows) {
            number[*row as usize] = node;
        }
        let others: Vec<u32> = self.equal.iter().flat_map(|class| &class[1..]).copied().collect();
        let mut next = layers.rows.len() as u32;
        layers.push(&others);
        for class in &self.equal {
            let mut before = number[class[0] as usize];
            for _ in &class[1..] {
                if let Some(displaced) = layers.replace_last(before, next) {
                    layers.link(next, displaced);
                }
                before = next;
                next += 1;
            }
        }
        codes.append(Codes::new(rows, &others));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rows_of_one_code_are_told_from_others() {
        let rows = array![[1.0, 0.0], [0.0, 1.0], [0.5, 0.0], [0.0, 0.0], [1.0, 0.0], [0.6, 0.8], [0.0, 0.0]];
        let distinct = Distinct::of(rows.view());
        assert_eq!(distinct, Distinct { rows: vec![0, 1, 3, 5], equal: vec![vec![0, 4, 2], vec![3, 6]] });
    }

    #[test]
    fn what_a_full_node_was_linked_to_stays_within_reach() {
        let rows = array![[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]];
        let distinct = Distinct::of(rows.view());
        let mut codes = Codes::new(rows.view(), &distinct.rows);
        let links = vec![vec![1, 0, 0, 1]];
        let mut layers = Layers { rows: vec![0, 1], counts: vec![2], links, slots: [2, 1] };
        distinct.attach(rows.view(), &mut layers, &mut codes);
        assert_eq!(layers.rows, [0, 1, 2, 3]);
        assert_eq!(layers.links(0, 0), [1, 2]);
        assert_eq!(layers.breadth_first().len(), 4);
        assert_eq!((codes.len(), codes.code(3)), (4, codes.code(0)));
    }
}
