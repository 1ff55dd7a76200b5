//! How good a ranking is, from the gains of its passages in the order in which they were found.

/// Discounted cumulative gain of the first `k`: the gain at rank `r`, from 1, counts `1 / log2(r + 1)`.
fn dcg(gains: &[f64], k: usize) -> f64 {
    gains.iter().take(k).enumerate().map(|(place, gain)| gain / (place as f64 + 2.0).log2()).sum()
}

/// Normalised discounted cumulative gain of the first `k`, in [0, 1]: 1 for the best possible order.
///
/// `found` has the gain of each passage found, best first, 0 for one that is not relevant; `relevant` has the gains
/// of all relevant passages in any order. Gains count as they are, not as powers of 2. 0 when nothing is relevant.
///
/// Järvelin and Kekäläinen (2002), *Cumulated Gain-Based Evaluation of IR Techniques*, ACM TOIS 20.
pub fn ndcg(found: &[f64], relevant: &[f64], k: usize) -> f64 {
    let mut ideal = relevant.to_vec();
    ideal.sort_unstable_by(|a, b| b.total_cmp(a));
    let best = dcg(&ideal, k);
    if best > 0.0 { dcg(found, k) / best } else { 0.0 }
}

/// One divided by the rank of the first relevant passage, from 1; 0 when there is none among the first `k`.
pub fn reciprocal_rank(found: &[f64], k: usize) -> f64 {
    found.iter().take(k).position(|&gain| gain > 0.0).map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

/// Share of the relevant passages that is among the first `k`; 0 when nothing is relevant.
pub fn recall(found: &[f64], relevant: &[f64], k: usize) -> f64 {
    let all = relevant.iter().filter(|&&gain| gain > 0.0).count();
    let hits = found.iter().take(k).filter(|&&gain| gain > 0.0).count();
    if all == 0 { 0.0 } else { hits as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ndcg_is_that_of_scikit_learn() {
        let found = [0.0, 3.0, 0.0, 1.0, 2.0, 0.0];
        let relevant = [3.0, 1.0, 2.0];
        assert!((ndcg(&found, &relevant, 10) - 0.650_412_182_176_103_5).abs() < 1e-12);
        assert!((ndcg(&found, &relevant, 3) - 0.397_489_522_291_688_4).abs() < 1e-12);
    }

    #[test]
    fn first_relevant_passage_and_share_found() {
        let found = [0.0, 1.0, 0.0, 2.0];
        let shown = |values: [f64; 2]| values.map(|value| value.to_string());
        assert_eq!(shown([reciprocal_rank(&found, 10), reciprocal_rank(&found, 1)]), ["0.5", "0"]);
        let shares = [recall(&found, &[1.0, 2.0, 1.0, 1.0], 4), recall(&found, &[1.0, 2.0], 2)];
        assert_eq!(shown(shares), ["0.5", "0.5"]);
        assert_eq!(shown([recall(&found, &[], 4), ndcg(&found, &[], 4)]), ["0", "0"]);
    }

    proptest! {
        #[test]
        fn an_ideal_ranking_has_an_ndcg_of_1(mut gains in prop::collection::vec(0.01_f64..10.0, 1..20), k in 1_usize..20) {
            let relevant = gains.clone();
            gains.sort_unstable_by(|a, b| b.total_cmp(a));
            prop_assert!((ndcg(&gains, &relevant, k) - 1.0).abs() < 1e-12);
            gains.reverse();
            prop_assert!(ndcg(&gains, &relevant, k) <= 1.0 + 1e-12);
        }
    }
}
