//! Where the rows of a table begin: at what the teacher says of the texts that they occur in.
//!
//! A rare word is seen a few times in a run; from a random row it would not come far, and what it was by chance would stay
//! in it.

use ndarray::Array2;

use super::bags::Bags;
use super::corpus::Pair;

/// What a token's row is drawn to nothing by, in texts of one token: of few and long texts little is taken.
const PRIOR: f32 = 0.1;

/// What the teacher says of the texts that tokens occur in.
pub(super) struct Means {
    /// The mean of the teacher's vectors, where a token of a text of n tokens counts 1/n; `(tokens, dimension)`, a row of
    /// zeros for a token that occurs in no text that the teacher knows.
    pub(super) rows: Array2<f32>,
    /// The sum of those 1/n for each token.
    pub(super) taught: Vec<f32>,
    /// The same over the texts that the teacher does not know.
    pub(super) untaught: Vec<f32>,
}

impl Means {
    /// The means over all `pairs`: both texts of a pair mean what the teacher says of one of them.
    pub(super) fn new(
        pairs: &[Pair],
        bags: &Bags,
        tokens: usize,
        targets: &Array2<f32>,
        target_of: &[u32],
    ) -> Self {
        let mut rows = Array2::<f32>::zeros((tokens, targets.ncols()));
        let (mut taught, mut untaught) = (vec![0.0_f32; tokens], vec![0.0_f32; tokens]);
        for pair in pairs {
            let target = pair.target(target_of);
            for text in [pair.left, pair.right] {
                let bag = bags.get(text);
                let weight = 1.0 / bag.len().max(1) as f32;
                for &token in bag {
                    let token = token as usize;
                    match target {
                        Some(target) => {
                            rows.row_mut(token).scaled_add(weight, &targets.row(target));
                            taught[token] += weight;
                        }
                        None => untaught[token] += weight,
                    }
                }
            }
        }
        for (mut row, weight) in rows.rows_mut().into_iter().zip(&taught) {
            row /= weight + PRIOR;
        }
        Self { rows, taught, untaught }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distill::corpus::{Corpus, NONE};

    #[test]
    fn a_token_means_what_its_texts_mean_and_short_texts_say_more() {
        let texts = ["sea", "mer", "sea and sky", "x"].map(str::to_owned).to_vec();
        let words = ["▁sea", "▁mer", "▁and", "▁sky", "▁x"].into_iter().zip(0..).collect();
        let corpus = Corpus { texts, ..Corpus::default() };
        let bags = Bags::of_words(&corpus, &words);
        let pair = |left, right| Pair { left, right };
        let targets = ndarray::array![[1.0, 0.0], [0.0, 1.0]];
        let target_of = [0, NONE, 1, NONE];
        let means = Means::new(&[pair(0, 1), pair(2, 2), pair(1, 3)], &bags, 5, &targets, &target_of);
        let near = |row: usize, expected: [f32; 2]| {
            let row = means.rows.row(row);
            assert!(row.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-6), "{row} {expected:?}");
        };
        // Once alone, twice (a pair with itself has two sides) as one of three.
        let taught = 1.0 + 2.0 / 3.0;
        near(0, [1.0 / (taught + PRIOR), 2.0 / 3.0 / (taught + PRIOR)]);
        near(1, [1.0 / (1.0 + PRIOR), 0.0]);
        near(4, [0.0, 0.0]);
        assert_eq!((means.taught[4], means.untaught[4], means.untaught[1]), (0.0, 1.0, 1.0));
    }
}
