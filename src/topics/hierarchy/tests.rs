use ndarray::{Array2, Axis, concatenate};
use proptest::prelude::*;

use super::*;

fn unit_rows(mut rows: Array2<f32>) -> Array2<f32> {
    for mut row in rows.outer_iter_mut() {
        let length = row.dot(&row).sqrt().max(1e-9);
        row.mapv_inplace(|v| v / length);
    }
    rows
}

/// Three families of three topics, each family around an axis; families 0 and 1 lean towards each other.
fn families() -> Array2<f32> {
    let rows = (0..9).flat_map(|topic| {
        let mut row = [0.0; 8];
        row[topic / 3] = 1.0;
        row[3 + topic % 3] = 0.3;
        row[6] = if topic < 6 { 0.8 } else { 0.0 };
        row
    });
    unit_rows(Array2::from_shape_vec((9, 8), rows.collect()).unwrap())
}

#[test]
fn families_are_found_and_nested_and_their_sizes_add_up() {
    let sizes = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    let tree = Hierarchy::new(families().view(), &sizes).unwrap();
    assert_eq!(tree.merges.len(), 8);
    assert_eq!(tree.groups_at(3), [[0, 1, 2], [3, 4, 5], [6, 7, 8]]);
    assert_eq!(tree.groups_at(2), [vec![0, 1, 2, 3, 4, 5], vec![6, 7, 8]]);
    assert_eq!(tree.cut(0), [0; 9]);
    assert_eq!(tree.cut(99), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(tree.merges[6].size, 39);
    assert_eq!(tree.merges[7].size, 45);
    assert_eq!(tree.level_counts(2), [3, 9]);

    let levels = tree.levels(&[9, 3, 2, 3, 40]);
    assert_eq!(levels.iter().map(|level| level.groups.len()).collect::<Vec<_>>(), [2, 3, 9]);
    assert_eq!(levels[0].parents, [0_usize; 0]);
    assert_eq!(levels[1].parents, [0, 0, 1]);
    assert_eq!(levels[2].parents, [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    assert_eq!(levels[1].height, Some(tree.merges[6].height));
}

#[test]
fn heights_are_mean_cosine_distances() {
    // Cosines by hand: 0.8 between the first two; 0 and 0.6 to the third.
    let rows = ndarray::array![[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]];
    let tree = Hierarchy::new(rows.view(), &[1, 1, 1]).unwrap();
    assert_eq!((tree.merges[0].left, tree.merges[0].right), (0, 1));
    assert_eq!((tree.merges[1].left, tree.merges[1].right), (2, 3));
    assert!((tree.merges[0].height - 0.2).abs() < 1e-6);
    assert!((tree.merges[1].height - 0.7).abs() < 1e-6);
}

#[test]
fn no_topic_one_and_two() {
    let none = Hierarchy::new(Array2::zeros((0, 4)).view(), &[]).unwrap();
    assert!(none.merges.is_empty() && none.cut(3).is_empty() && none.groups_at(1).is_empty());
    assert!(none.levels(&[1, 2]).is_empty() && none.level_counts(3).is_empty());

    // The single topic of a centred collection may have no direction left.
    let one = Hierarchy::new(Array2::zeros((1, 4)).view(), &[5]).unwrap();
    assert_eq!((one.cut(2), one.level_counts(3)), (vec![0], vec![1]));
    assert_eq!(one.levels(&[3]), [Level { groups: vec![vec![0]], parents: vec![], height: None }]);

    let two = Hierarchy::new(Array2::eye(2).view(), &[5, 4]).unwrap();
    assert_eq!(two.merges, [Merge { left: 0, right: 1, height: 1.0, size: 9 }]);
    assert_eq!((two.level_counts(3), two.level_counts(1)), (vec![2], vec![2]));
}

#[test]
fn what_cannot_be_a_tree_is_refused() {
    let rows = Array2::<f32>::eye(3);
    assert_eq!(Hierarchy::new(rows.view(), &[1]), Err(HierarchyError::Lengths { centroids: 3, sizes: 1 }));
    let mut broken = rows.clone();
    broken[(1, 2)] = f32::NAN;
    assert_eq!(Hierarchy::new(broken.view(), &[1; 3]), Err(HierarchyError::NotFinite { topic: 1 }));
    let many = Array2::zeros((5_001, 1));
    let error = Hierarchy::new(many.view(), &vec![1; 5_001]).unwrap_err();
    assert!(error.hint().is_some_and(|hint| hint.contains("fewer")), "{error}");
}

#[test]
fn equal_topics_merge_in_one_and_the_same_order() {
    let rows = concatenate![Axis(0), Array2::<f32>::eye(4), Array2::eye(4), Array2::eye(4)];
    let tree = Hierarchy::new(rows.view(), &[1; 12]).unwrap();
    assert_eq!(tree.groups_at(4), [[0, 4, 8], [1, 5, 9], [2, 6, 10], [3, 7, 11]]);
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(single.install(|| Hierarchy::new(rows.view(), &[1; 12])), Ok(tree));
}

proptest! {
    #[test]
    fn levels_are_nested_and_complete(
        values in proptest::collection::vec(-1.0_f32..1.0, 4 * 30),
        n in 3_usize..30,
        n_levels in 1_usize..6,
    ) {
        let rows = unit_rows(Array2::from_shape_vec((30, 4), values).unwrap());
        let rows = rows.slice(ndarray::s![..n, ..]);
        let tree = Hierarchy::new(rows, &vec![2; n]).unwrap();
        prop_assert!(tree.merges.windows(2).all(|pair| pair[0].height <= pair[1].height));
        prop_assert_eq!(tree.merges[n - 2].size, 2 * n);
        let counts = tree.level_counts(n_levels);
        prop_assert!(counts.len() <= n_levels && counts.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert_eq!(counts.last(), Some(&n));
        let levels = tree.levels(&counts);
        prop_assert_eq!(levels.len(), counts.len());
        for pair in levels.windows(2) {
            for (group, &parent) in pair[1].groups.iter().zip(&pair[1].parents) {
                prop_assert!(group.iter().all(|topic| pair[0].groups[parent].contains(topic)));
            }
        }
    }
}
