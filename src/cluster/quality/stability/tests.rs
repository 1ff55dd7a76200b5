use proptest::prelude::*;

use super::*;

/// A run over all of the first rows.
fn all(labels: &[Option<usize>]) -> Run {
    Run { rows: (0..labels.len()).collect(), labels: labels.to_vec() }
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

#[test]
fn coefficients_are_those_counted_by_hand() {
    // Clusters {0, 1, 2, 3} and {4, 5, 6}, row 7 noise.
    let reference = [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None];
    // Without row 3: {0, 1, 2} is cut to {0, 1} and {2, 4, 5, 6}: 2/3 for one, 3/4 for the other.
    let first = Run {
        rows: vec![0, 1, 2, 4, 5, 6, 7],
        labels: vec![Some(8), Some(8), Some(5), Some(5), Some(5), Some(5), None],
    };
    // Rows 0 to 3 as they were; 4 and 7 together, 5 noise, 6 not there: 1/3, since {4, 5} and {4, 7} have one of three.
    let second = Run {
        rows: vec![7, 5, 4, 3, 2, 1, 0],
        labels: vec![Some(0), None, Some(0), Some(1), Some(1), Some(1), Some(1)],
    };
    let found = stability(&reference, &[first, second]).unwrap();
    let [one, other] = [found.clusters[0].unwrap(), found.clusters[1].unwrap()];
    assert!(close(one.jaccard, f64::midpoint(2.0 / 3.0, 1.0)) && close(one.comes_back, 1.0), "{one:?}");
    assert!(
        close(other.jaccard, f64::midpoint(0.75, 1.0 / 3.0)) && close(other.comes_back, 0.5),
        "{other:?}"
    );
    assert!(!one.is_fragile() && other.is_fragile());
    assert_eq!((one.runs, other.runs), (2, 2));
}

#[test]
fn the_agreement_of_runs_is_that_of_scikit_learn_on_common_rows() {
    // adjusted_mutual_info_score([0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 3]) for rows 1 to 6, the last noise in both,
    // scikit-learn 1.9.1.
    let reference = [0, 0, 0, 0, 1, 1, 1, 1].map(Some);
    let first = Run {
        rows: (0..7).collect(),
        labels: vec![Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None],
    };
    let second =
        Run { rows: (1..8).collect(), labels: vec![Some(0), Some(0), Some(0), Some(1), Some(1), None, None] };
    let found = stability(&reference, &[first, second]).unwrap();
    assert!((found.agreement.unwrap() - 0.411_827_631_033_174).abs() < 1e-9, "{found:?}");
}

#[test]
fn the_same_clusters_under_other_numbers_are_fully_stable() {
    let reference = [Some(0), Some(0), Some(1), None, Some(1), Some(2)];
    let runs = [all(&[Some(7), Some(7), Some(0), None, Some(0), Some(1)]), all(&reference)];
    let found = stability(&reference, &runs).unwrap();
    assert!(found.clusters.iter().all(|cluster| close(cluster.unwrap().jaccard, 1.0)));
    assert!((found.agreement.unwrap() - 1.0).abs() < 1e-9);
}

#[test]
fn noise_is_not_absence() {
    let reference = [0, 0, 1, 1].map(Some);
    let noise = all(&[Some(0), Some(0), None, None]);
    let absent = Run { rows: vec![0, 1], labels: vec![Some(0), Some(0)] };
    let found = stability(&reference, std::slice::from_ref(&noise)).unwrap().clusters[1].unwrap();
    assert!(close(found.jaccard, 0.0) && found.is_fragile());
    assert_eq!(stability(&reference, std::slice::from_ref(&absent)).unwrap().clusters[1], None);
    assert_eq!(stability(&reference, &[noise, absent]).unwrap().clusters[1].unwrap().runs, 1);
}

#[test]
fn one_cluster_no_runs_and_runs_that_say_nothing_give_no_perfect_score() {
    let two = [Some(0), Some(1), Some(1)];
    assert_eq!(stability(&[Some(0); 3], &[all(&two)]), None);
    assert_eq!(stability(&[None; 3], &[all(&two)]), None);
    assert_eq!(stability(&[], &[all(&two)]), None);
    assert_eq!(stability(&two, &[]), None);
    let together = stability(&two, &[all(&[Some(0); 3]), all(&[Some(5); 3])]).unwrap();
    assert_eq!(together.agreement, None);
    assert_eq!(stability(&two, &[all(&[None; 3]), all(&[None; 3])]).unwrap().agreement, None);
    assert_eq!(stability(&two, &[all(&two)]).unwrap().agreement, None);
}

#[test]
fn rows_beyond_the_reference_and_rows_named_twice_change_nothing() {
    let reference = [0, 0, 1, 1].map(Some);
    let clean = all(&[Some(0), Some(1), Some(1), Some(1)]);
    let untidy = Run {
        rows: vec![3, 2, 9, 1, 1, 0, 0],
        labels: vec![Some(1), Some(1), Some(0), Some(1), Some(1), Some(0)],
    };
    assert_eq!(stability(&reference, &[clean]), stability(&reference, &[untidy]));
}

proptest! {
    #[test]
    fn values_are_in_range_and_numbers_and_order_of_runs_do_not_matter(
        reference in prop::collection::vec(prop::option::of(0_usize..4), 2..40),
        drawn in prop::collection::vec(prop::collection::vec((0_usize..40, prop::option::of(0_usize..5)), 1..40), 1..4),
    ) {
        let runs: Vec<Run> = drawn
            .iter()
            .map(|run| run.iter().copied().unzip())
            .map(|(rows, labels)| Run { rows, labels })
            .collect();
        let renamed: Vec<Run> = runs
            .iter()
            .rev()
            .map(|run| Run { labels: run.labels.iter().map(|l| l.map(|l| 9 - l)).collect(), ..run.clone() })
            .collect();
        let (one, other) = (stability(&reference, &runs), stability(&reference, &renamed));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            for (one, other) in one.clusters.iter().zip(&other.clusters) {
                prop_assert_eq!(one.is_some(), other.is_some());
                if let (Some(one), Some(other)) = (one, other) {
                    prop_assert!((0.0..=1.0).contains(&one.jaccard) && (0.0..=1.0).contains(&one.comes_back));
                    prop_assert!(close(one.jaccard, other.jaccard) && close(one.comes_back, other.comes_back));
                }
            }
            prop_assert_eq!(one.agreement.is_some(), other.agreement.is_some());
            if let (Some(one), Some(other)) = (one.agreement, other.agreement) {
                prop_assert!(one <= 1.0 + 1e-9 && (one - other).abs() < 1e-9);
            }
        }
    }
}
