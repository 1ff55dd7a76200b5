//! Nearly all of the nearest rows of each row, in a fraction of the time that a graph takes.

use ndarray::{ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use super::vectors::{move_centroids, nearest, spread};
use crate::index::dot;

/// Rows of an inverted list, on average, up to [`SIZED_AT`] rows in all; of more rows, lists are longer as
/// their square root, so that neither finding a row's lists nor comparing within them takes the most time.
const LIST_SIZE: f64 = 125.0;
const SIZED_AT: f64 = 100_000.0;

/// Lists that a row is compared in.
const N_PROBE: usize = 8;

/// Rows that each centroid is found from, and rounds of k-means for it.
const SAMPLE: usize = 12;
const ROUNDS: usize = 3;

/// Most rows of a list that are compared with it at once; longer ones, as of equal rows, are cut.
const MOST: usize = 4_096;

/// Rows placed at once.
const BLOCK: usize = 512;

/// Neighbours whose neighbours the local join looks at, as many again of those that have the row as theirs.
const JOINED: usize = 10;

/// Lists of up to `k` neighbours with their cosines, greatest first, equal ones by number. `rows` is
/// `(n, dim)`, unit and finite.
///
/// Rows are put into inverted lists by k-means, and each is compared with those that have its list among the
/// [`N_PROBE`] nearest: a few matrix products. Then a local join compares each row with neighbours of its
/// neighbours, which are near as a rule (Dong, Moses and Li 2011, *Efficient k-nearest neighbor graph
/// construction for generic similarity measures*, WWW). Time is `O(n^1.5 dim)`.
///
/// Lists are the same on any number of threads. One may be short, where hardly anything is near.
pub(super) fn lists(rows: ArrayView2<'_, f32>, k: usize) -> Vec<Vec<(u32, f32)>> {
    let n = rows.nrows();
    let size = LIST_SIZE * (n as f64 / SIZED_AT).sqrt().max(1.0);
    let inverted = InvertedLists::of(rows, ((n as f64 / size) as usize).clamp(1, n.max(1)));
    let mut found = vec![Vec::new(); n];
    let pieces: Vec<Vec<(u32, List)>> =
        (0..inverted.len()).into_par_iter().map(|list| inverted.compare(rows, list, k)).collect();
    for (row, list) in pieces.into_iter().flatten() {
        found[row as usize] = list;
    }
    // Rows of a list one after another, as they look at the same others.
    let order: Vec<u32> = inverted.assigned.into_iter().flatten().collect();
    local_join(rows, &found, &order, k)
}

type List = Vec<(u32, f32)>;

/// Rows by their nearest centroids.
struct InvertedLists {
    /// For each centroid, the rows that it is the nearest of; each row is in one.
    assigned: Vec<Vec<u32>>,
    /// For each centroid, the rows that have it among the nearest [`N_PROBE`].
    probing: Vec<Vec<u32>>,
}

impl InvertedLists {
    fn of(rows: ArrayView2<'_, f32>, n_lists: usize) -> Self {
        let sample = rows.select(Axis(0), &spread(rows.nrows(), SAMPLE * n_lists));
        let mut centroids = sample.select(Axis(0), &spread(sample.nrows(), n_lists));
        for _ in 0..ROUNDS {
            let nearest = nearest(sample.view(), centroids.view());
            move_centroids(sample.view(), &nearest, &mut centroids);
        }
        let n_probe = N_PROBE.min(centroids.nrows());
        let blocks: Vec<_> = rows.axis_chunks_iter(Axis(0), BLOCK).collect();
        let chosen: Vec<Vec<u32>> = blocks
            .par_iter()
            .map(|block| {
                let cosines = block.dot(&centroids.t());
                let best = cosines.outer_iter().flat_map(|cosines| {
                    let mut top = Top::new(n_probe);
                    top.offer_all(cosines, |place| place as u32);
                    top.0.into_iter().map(|link| link.0)
                });
                best.collect()
            })
            .collect();
        let mut all = Self {
            assigned: vec![Vec::new(); centroids.nrows()],
            probing: vec![Vec::new(); centroids.nrows()],
        };
        for (row, chosen) in chosen.iter().flat_map(|block| block.chunks(n_probe)).enumerate() {
            all.assigned[chosen[0] as usize].push(row as u32);
            for &list in chosen {
                all.probing[list as usize].push(row as u32);
            }
        }
        all
    }

    fn len(&self) -> usize {
        self.assigned.len()
    }

    /// The neighbours of the rows that are assigned to a list.
    fn compare(&self, rows: ArrayView2<'_, f32>, list: usize, k: usize) -> Vec<(u32, List)> {
        let (assigned, probing) = (&self.assigned[list], &self.probing[list]);
        let pieces = probing.len().div_ceil(MOST).max(1);
        let piece = |all: &[u32], number: usize| -> Vec<usize> {
            let cut = number * all.len() / pieces..(number + 1) * all.len() / pieces;
            all[cut].iter().map(|&row| row as usize).collect()
        };
        let mut out = Vec::with_capacity(assigned.len());
        for number in 0..pieces {
            let (own, others) = (piece(assigned, number), piece(probing, number));
            let right = rows.select(Axis(0), &others);
            for own in own.chunks(BLOCK) {
                let cosines = rows.select(Axis(0), own).dot(&right.t());
                for (&row, cosines) in own.iter().zip(cosines.outer_iter()) {
                    // One more, as the row itself is among them.
                    let mut top = Top::new(k + 1);
                    top.offer_all(cosines, |place| others[place] as u32);
                    let mut list = top.0;
                    list.retain(|link| link.0 as usize != row);
                    list.truncate(k);
                    out.push((row as u32, list));
                }
            }
        }
        out
    }
}

/// Each row's list, with what its neighbours know.
fn local_join(rows: ArrayView2<'_, f32>, known: &[List], order: &[u32], k: usize) -> Vec<List> {
    let n = known.len();
    let mut back: Vec<List> = vec![Vec::new(); n];
    for (row, list) in known.iter().enumerate() {
        for &(other, cosine) in list {
            back[other as usize].push((row as u32, cosine));
        }
    }
    let better: Vec<List> = order
        .par_iter()
        .with_min_len(256)
        .map_init(
            || vec![0_u32; n],
            |seen, &row| {
                let own = rows.row(row as usize);
                let stamp = row + 1;
                seen[row as usize] = stamp;
                let mut top = Top::new(k);
                for link in &known[row as usize] {
                    seen[link.0 as usize] = stamp;
                    top.offer(*link);
                }
                let mut those = back[row as usize].clone();
                those.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                for link in &those {
                    if std::mem::replace(&mut seen[link.0 as usize], stamp) != stamp {
                        top.offer(*link);
                    }
                }
                let joined = known[row as usize].iter().take(JOINED).chain(those.iter().take(JOINED));
                for &(near, _) in joined {
                    for &(other, _) in &known[near as usize] {
                        if std::mem::replace(&mut seen[other as usize], stamp) != stamp {
                            let other_row = rows.row(other as usize);
                            let cosine = match (own.as_slice(), other_row.as_slice()) {
                                (Some(own), Some(other)) => dot(own, other),
                                _ => own.dot(&other_row),
                            };
                            top.offer((other, cosine));
                        }
                    }
                }
                top.0
            },
        )
        .collect();
    let mut out = vec![Vec::new(); n];
    for (&row, list) in order.iter().zip(better) {
        out[row as usize] = list;
    }
    out
}

/// The greatest of what was offered, greatest first, equal ones by number.
struct Top(List, usize);

impl Top {
    fn new(most: usize) -> Self {
        Self(Vec::with_capacity(most + 1), most)
    }

    fn offer_all(&mut self, cosines: ArrayView1<'_, f32>, number: impl Fn(usize) -> u32) {
        let mut least = f32::NEG_INFINITY;
        for (place, &cosine) in cosines.iter().enumerate() {
            if cosine >= least {
                self.offer((number(place), cosine));
                if self.0.len() == self.1 {
                    least = self.0[self.1 - 1].1;
                }
            }
        }
    }

    #[inline]
    fn offer(&mut self, link: (u32, f32)) {
        let after = |known: &(u32, f32)| link.1.total_cmp(&known.1).then(known.0.cmp(&link.0)).is_lt();
        if self.0.len() == self.1 {
            match self.0.last() {
                Some(last) if !after(last) => {
                    self.0.pop();
                }
                _ => return,
            }
        }
        let mut place = self.0.len();
        while place > 0 && !after(&self.0[place - 1]) {
            place -= 1;
        }
        self.0.insert(place, link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Neighbors;
    use crate::cluster::tests::unit;
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    /// Unit rows around 40 directions of a space of 8 within 16 dimensions.
    fn rows(n: usize) -> ndarray::Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(3);
        let mut draw = |shape| {
            ndarray::Array2::from_shape_simple_fn(shape, || random.next_u32() as f32 / u32::MAX as f32 - 0.5)
        };
        let (lift, middles, own) = (draw((8, 16)), draw((40, 8)), draw((n, 8)));
        let groups: Vec<usize> = (0..n).map(|row| row % 40).collect();
        let rows = (middles.select(Axis(0), &groups) + 0.7 * own).dot(&lift);
        unit(rows)
    }

    #[test]
    fn nearly_all_neighbours_are_found_on_any_number_of_threads() {
        let rows = rows(6_000);
        let exact = Neighbors::exact(rows.view(), 10);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| lists(rows.view(), 10))
        };
        let found = on(1);
        assert_eq!(found, on(3));
        let same: usize = (0..6_000)
            .map(|row| exact.of(row).filter(|link| found[row].iter().any(|f| f.0 as usize == link.0)).count())
            .sum();
        assert!(same >= 57_000, "{same} of 60000");
        for (row, list) in found.iter().enumerate() {
            assert!(list.len() == 10 && list.iter().all(|link| link.0 as usize != row));
            assert!(list.windows(2).all(|w| w[0].1 >= w[1].1 && w[0].0 != w[1].0));
        }
    }

    #[test]
    fn equal_rows_are_cut_into_pieces_and_find_each_other() {
        let mut rows = ndarray::Array2::zeros((9_000, 3));
        rows.column_mut(0).fill(1.0_f32);
        let found = lists(rows.view(), 5);
        assert!(
            found.iter().all(|list| list.len() == 5 && list.iter().all(|link| (link.1 - 1.0).abs() < 1e-6))
        );
        assert!(lists(rows.slice(ndarray::s![..0, ..]), 5).is_empty());
    }
}
