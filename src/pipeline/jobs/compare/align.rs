//! The paragraphs of two documents that belong together, in their order.
//!
//! The pairs that are worth most together and cross nowhere are found by dynamic programming over both documents, after Gale and Church
//! (1993), *A Program for Aligning Sentences in Bilingual Corpora*, with vectors in place of lengths, as Vecalign has them (Thompson and
//! Koehn 2019, *Vecalign: Improved Sentence Alignment in Linear Time and Space*): one paragraph to one, one to two that follow each other,
//! two to one, or none.

use std::ops::Range;

use ndarray::Array2;

use super::sides::margin;
use super::{CompareOptions, IDENTICAL, Sides};

/// Most cells of a table. Documents that need more are cut where a pair is certain.
const CELLS: usize = 4_000_000;

/// How much nearer two paragraphs must be to one than either of them alone.
const JOINED: f32 = 0.03;

/// What three paragraphs are worth beside two.
const THREE: f32 = 1.25;

/// Units that belong together: one or two on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bead {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// The pairs of two documents.
pub(super) fn documents(
    sides: &Sides,
    a: Range<usize>,
    b: Range<usize>,
    options: &CompareOptions,
) -> Vec<Bead> {
    let anchors = if a.len().saturating_mul(b.len()) > CELLS { anchors(sides, &a, &b) } else { Vec::new() };
    let mut beads = Vec::new();
    let (mut i, mut j) = (a.start, b.start);
    for (x, y) in anchors {
        beads.extend(segment(sides, i..x, j..y, options));
        beads.push(Bead { a: x..x + 1, b: y..y + 1 });
        (i, j) = (x + 1, y + 1);
    }
    beads.extend(segment(sides, i..a.end, j..b.end, options));
    beads
}

/// The pairs of two stretches; none where they are too long for a table.
fn segment(sides: &Sides, a: Range<usize>, b: Range<usize>, options: &CompareOptions) -> Vec<Bead> {
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > CELLS {
        return Vec::new();
    }
    let (x, y) = (sides.vectors(0, a.clone()), sides.vectors(1, b.clone()));
    let mut cosines = x.dot(&y.t());
    for (i, unit) in a.clone().enumerate() {
        for (j, other) in b.clone().enumerate() {
            if sides.text_of(0, unit) == sides.text_of(1, other) {
                cosines[[i, j]] = EQUAL;
            }
        }
    }
    let beside = |rows: &Array2<f32>| -> Vec<f32> {
        (1..rows.nrows()).map(|row| rows.row(row - 1).dot(&rows.row(row))).collect()
    };
    let table = Table {
        beside: [beside(&x), beside(&y)],
        means: [sides.means(0, a.clone()), sides.means(1, b.clone())],
        cosines,
    };
    table
        .beads(options)
        .into_iter()
        .map(|bead| Bead {
            a: a.start + bead.a.start..a.start + bead.a.end,
            b: b.start + bead.b.start..b.start + bead.b.end,
        })
        .collect()
}

/// Stands for the cosine of texts that are equal, and is greater than any.
const EQUAL: f32 = 2.0;

/// How near the units of two stretches are.
struct Table {
    /// Cosine of each unit of the one to each of the other.
    cosines: Array2<f32>,
    /// Mean cosine of each to its nearest on the other side.
    means: [Vec<f32>; 2],
    /// Cosine of each to the next on its own side.
    beside: [Vec<f32>; 2],
}

/// Steps through the table: units of either side that they take.
const STEPS: [(usize, usize); 5] = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1)];

impl Table {
    fn one(&self, i: usize, j: usize, options: &CompareOptions) -> Option<f32> {
        let cosine = self.cosines[[i, j]];
        if cosine >= EQUAL {
            return Some(IDENTICAL);
        }
        options.worth(cosine, margin(cosine, self.means[0][i], self.means[1][j]))
    }

    /// What one unit is worth with two, whose cosines to it and to each other are given, and the means of all.
    fn joined(near: [f32; 2], beside: f32, one: f32, two: [f32; 2], options: &CompareOptions) -> Option<f32> {
        let length = (2.0 + 2.0 * beside).max(0.01).sqrt();
        let cosine = (near[0] + near[1]) / length;
        // Both have part in it, and neither is all of it.
        let alone = near[0].max(near[1]);
        if near[0].min(near[1]) < options.threshold || cosine < alone + JOINED || alone >= EQUAL {
            return None;
        }
        let cosine = cosine.min(1.0);
        let margin = margin(cosine, one, f32::midpoint(two[0], two[1]));
        options.worth(cosine, margin).map(|worth| worth * THREE)
    }

    /// What a step that ends before `(i, j)` is worth; nothing when it cannot be taken.
    fn worth(&self, (i, j): (usize, usize), step: (usize, usize), options: &CompareOptions) -> Option<f32> {
        let [x, y] = &self.means;
        match step {
            (1, 1) => self.one(i - 1, j - 1, options),
            (1, 2) => {
                let (i, j) = (i - 1, j - 2);
                let near = [self.cosines[[i, j]], self.cosines[[i, j + 1]]];
                Self::joined(near, self.beside[1][j], x[i], [y[j], y[j + 1]], options)
            }
            (2, 1) => {
                let (i, j) = (i - 2, j - 1);
                let near = [self.cosines[[i, j]], self.cosines[[i + 1, j]]];
                Self::joined(near, self.beside[0][i], y[j], [x[i], x[i + 1]], options)
            }
            _ => Some(0.0),
        }
    }

    /// The way through the table that is worth most. Of ways that are worth the same it is one with few pairs.
    fn beads(&self, options: &CompareOptions) -> Vec<Bead> {
        let (rows, columns) = self.cosines.dim();
        let mut taken = Array2::<u8>::zeros((rows + 1, columns + 1));
        // This row of sums, the last and the one before.
        let mut sums: [Vec<f32>; 3] = [(); 3].map(|()| vec![0.0; columns + 1]);
        for i in 0..=rows {
            sums.rotate_right(1);
            for j in 0..=columns {
                let (mut best, mut step) = (f32::NEG_INFINITY, 0);
                for (number, (down, right)) in STEPS.into_iter().enumerate() {
                    if down > i || right > j {
                        continue;
                    }
                    let Some(worth) = self.worth((i, j), (down, right), options) else { continue };
                    let sum = sums[down][j - right] + worth;
                    if sum > best {
                        (best, step) = (sum, number);
                    }
                }
                sums[0][j] = if i == 0 && j == 0 { 0.0 } else { best };
                taken[[i, j]] = step as u8;
            }
        }
        let (mut i, mut j) = (rows, columns);
        let mut beads = Vec::new();
        while i > 0 || j > 0 {
            let (down, right) = STEPS[usize::from(taken[[i, j]])];
            (i, j) = (i.saturating_sub(down), j.saturating_sub(right));
            if down > 0 && right > 0 {
                beads.push(Bead { a: i..i + down, b: j..j + right });
            }
        }
        beads.reverse();
        beads
    }
}

/// Pairs that are certain, rising on both sides: each is the nearest of the other, and both stand in one place of these documents.
fn anchors(sides: &Sides, a: &Range<usize>, b: &Range<usize>) -> Vec<(usize, usize)> {
    let once = |side: usize, units: &Range<usize>| {
        let mut places = std::collections::HashMap::new();
        for unit in units.clone() {
            places.entry(sides.text_of(side, unit)).and_modify(|place| *place = None).or_insert(Some(unit));
        }
        places
    };
    let (in_a, in_b) = (once(0, a), once(1, b));
    let mut pairs: Vec<(usize, usize)> = in_a
        .iter()
        .filter_map(|(&text, place)| {
            let unit = (*place)?;
            let other = if in_b.contains_key(&text) { text } else { sides.near(0, text).first()?.0 };
            let back = if text == other { text } else { sides.near(1, other).first()?.0 };
            (back == text).then_some((unit, in_b.get(&other).copied().flatten()?))
        })
        .collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// The longest part of the pairs, whose first numbers rise, in which the second rise as well.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (place, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before[place] = length.checked_sub(1).map(|last| ends[last]);
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    let mut chain: Vec<(usize, usize)> = std::iter::successors(ends.last().copied(), |place| before[*place])
        .map(|place| pairs[place])
        .collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    /// Beads of a table of cosines, with nothing else near.
    fn beads(cosines: Array2<f32>, beside: [Vec<f32>; 2]) -> Vec<(Range<usize>, Range<usize>)> {
        let means = [vec![0.3; cosines.nrows()], vec![0.3; cosines.ncols()]];
        let table = Table { cosines, means, beside };
        table.beads(&CompareOptions::default()).into_iter().map(|bead| (bead.a, bead.b)).collect()
    }

    #[test]
    fn the_way_worth_most_crosses_nowhere() {
        // The second of the one is gone from the other, which has a new third.
        let cosines = array![[0.8, 0.1, 0.1], [0.2, 0.3, 0.2], [0.1, 0.7, 0.2]];
        assert_eq!(beads(cosines, [vec![0.1; 2], vec![0.1; 2]]), [(0..1, 0..1), (2..3, 1..2)]);
        // Two change places: one pair of the two remains, the nearer one.
        let crossed = array![[0.1, 0.9], [0.7, 0.1]];
        assert_eq!(beads(crossed, [vec![0.1], vec![0.1]]), [(0..1, 1..2)]);
        assert_eq!(beads(array![[0.3]], [vec![], vec![]]), []);
    }

    #[test]
    fn equal_texts_are_a_pair_though_others_are_as_near() {
        let cosines = array![[EQUAL, 0.97], [0.97, EQUAL]];
        let table =
            Table { cosines, means: [vec![0.95; 2], vec![0.95; 2]], beside: [vec![0.97], vec![0.97]] };
        let found = table.beads(&CompareOptions::default());
        assert_eq!(found, [Bead { a: 0..1, b: 0..1 }, Bead { a: 1..2, b: 1..2 }]);
    }

    #[test]
    fn one_paragraph_that_became_two_is_one_pair() {
        // The sum of two unit vectors that are unlike is nearer to the first than either.
        let split = array![[0.7, 0.6, 0.1], [0.1, 0.2, 0.8]];
        assert_eq!(beads(split.clone(), [vec![0.1], vec![0.2, 0.1]]), [(0..1, 0..2), (1..2, 2..3)]);
        let turned = split.t().to_owned();
        assert_eq!(beads(turned, [vec![0.2, 0.1], vec![0.1]]), [(0..2, 0..1), (2..3, 1..2)]);
        // What only stands beside it is not part of it.
        let beside = array![[0.7, 0.42]];
        assert_eq!(beads(beside, [vec![], vec![0.5]]), [(0..1, 0..1)]);
    }

    #[test]
    fn the_longest_rising_chain() {
        assert_eq!(rising(&[(0, 5), (1, 0), (2, 1), (4, 9), (5, 2)]), [(1, 0), (2, 1), (5, 2)]);
        assert_eq!(rising(&[]), []);
        assert_eq!(rising(&[(3, 3), (4, 3)]).len(), 1, "rising, not level");
    }
}
