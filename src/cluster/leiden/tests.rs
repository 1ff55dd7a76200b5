//! The optimum of a known graph, connected communities, and the edges.

use ndarray::Array2;
use proptest::prelude::*;
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::graph::{Graph, leiden};
use super::*;
use crate::cluster::ParamGuard;
use crate::cluster::tests::unit;
use crate::cluster::{ClusterError, Clusterer, Points};

/// Friendships in a karate club: Zachary (1977), *An information flow model for conflict and fission in small
/// groups*.
const KARATE: [(u32, u32); 78] = [
    (0, 1),
    (0, 2),
    (0, 3),
    (0, 4),
    (0, 5),
    (0, 6),
    (0, 7),
    (0, 8),
    (0, 10),
    (0, 11),
    (0, 12),
    (0, 13),
    (0, 17),
    (0, 19),
    (0, 21),
    (0, 31),
    (1, 2),
    (1, 3),
    (1, 7),
    (1, 13),
    (1, 17),
    (1, 19),
    (1, 21),
    (1, 30),
    (2, 3),
    (2, 7),
    (2, 27),
    (2, 28),
    (2, 32),
    (2, 9),
    (2, 8),
    (2, 13),
    (3, 7),
    (3, 12),
    (3, 13),
    (4, 6),
    (4, 10),
    (5, 6),
    (5, 10),
    (5, 16),
    (6, 16),
    (8, 30),
    (8, 32),
    (8, 33),
    (9, 33),
    (13, 33),
    (14, 32),
    (14, 33),
    (15, 32),
    (15, 33),
    (18, 32),
    (18, 33),
    (19, 33),
    (20, 32),
    (20, 33),
    (22, 32),
    (22, 33),
    (23, 25),
    (23, 27),
    (23, 32),
    (23, 33),
    (23, 29),
    (24, 25),
    (24, 27),
    (24, 31),
    (25, 31),
    (26, 29),
    (26, 33),
    (27, 33),
    (28, 31),
    (28, 33),
    (29, 32),
    (29, 33),
    (30, 32),
    (30, 33),
    (31, 32),
    (31, 33),
    (32, 33),
];

fn graph(n: usize, edges: &[(u32, u32, f32)]) -> Graph {
    let mut lists = vec![Vec::new(); n];
    for &(a, b, weight) in edges {
        lists[a as usize].push((b, weight));
        lists[b as usize].push((a, weight));
    }
    for list in &mut lists {
        list.sort_by_key(|link| link.0);
    }
    Graph::new(&lists)
}

fn karate() -> Graph {
    let edges: Vec<_> = KARATE.iter().map(|&(a, b)| (a, b, 1.0)).collect();
    graph(34, &edges)
}

#[test]
fn the_best_known_partition_of_the_karate_club_is_found() {
    // The optimum, also of `leidenalg` 0.11 over 50 seeds: 0.4198 with four communities.
    let graph = karate();
    let best = (0..10)
        .map(|seed| graph.modularity(&leiden(&graph, 1.0, 3, seed), 1.0))
        .fold(f64::NEG_INFINITY, f64::max);
    assert!((best - 0.419_790).abs() < 1e-5, "{best}");
}

#[test]
fn modularity_is_that_of_the_formula() {
    let graph = graph(4, &[(0, 1, 2.0), (2, 3, 1.0), (1, 2, 1.0)]);
    // Of a total of 8, 4 and 2 are inside; strengths are 5 and 3.
    let expected = 6.0 / 8.0 - (25.0 + 9.0) / 64.0;
    assert!((graph.modularity(&[0, 0, 1, 1], 1.0) - expected).abs() < 1e-9);
    assert!((graph.quotient(&[0, 0, 1, 1], 2).modularity(&[0, 1], 1.0) - expected).abs() < 1e-9);
}

#[test]
fn a_greater_resolution_gives_more_communities() {
    let graph = karate();
    let count = |resolution| leiden(&graph, resolution, 3, 1).iter().max().map_or(0, |&last| last + 1);
    assert!(
        count(0.3) < count(1.0) && count(1.0) < count(3.0),
        "{} {} {}",
        count(0.3),
        count(1.0),
        count(3.0)
    );
}

/// Three groups of rows around three directions of 16, with noise.
fn rows(size: usize) -> Array2<f32> {
    let mut random = Xoshiro256Plus::seed_from_u64(7);
    let rows = Array2::from_shape_fn((3 * size, 16), |(row, column)| {
        let noise = (random.next_u32() as f32 / u32::MAX as f32 - 0.5) * 0.6;
        noise + if column == row / size { 1.0 } else { 0.0 }
    });
    unit(rows)
}

#[test]
fn groups_are_found_whatever_the_seed_and_the_number_of_threads() {
    let rows = rows(60);
    let fit = |seed| {
        let points = Points::new(rows.view()).unwrap();
        LeidenParams::new(seed).check().unwrap().fit(&points).unwrap()
    };
    let found = fit(1);
    assert_eq!(found.n_clusters, 3);
    for row in 0..180 {
        assert_eq!(found.labels[row], found.labels[row / 60 * 60]);
    }
    assert_eq!(found.labels, fit(2).labels);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    assert_eq!(pool(1).install(|| fit(3)), pool(3).install(|| fit(3)));
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let new = || LeidenParams::new(0);
    for resolution in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(new().resolution(Some(resolution)).check(), Err(ClusterError::ResolutionNotPositive));
    }
    assert_eq!(new().neighbors(Some(0)).check(), Err(ClusterError::NoNeighbors));
    assert_eq!(new().min_size(Some(0)).check(), Err(ClusterError::NoMinSize));
}

/// Whether the nodes of each community reach each other inside it.
fn connected(graph: &Graph, community: &[u32]) -> bool {
    let mut seen = vec![false; graph.len()];
    let mut begun = std::collections::BTreeSet::new();
    (0..graph.len()).all(|first| {
        if seen[first] {
            return true;
        }
        let mut next = vec![first];
        while let Some(node) = next.pop() {
            seen[node] = true;
            next.extend(
                graph
                    .links(node)
                    .map(|link| link.0)
                    .filter(|&o| !seen[o] && community[o] == community[first]),
            );
        }
        begun.insert(community[first])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn communities_are_connected_and_better_than_none(
        links in prop::collection::btree_map((0_u32..25, 0_u32..25), 1_u8..9, 0..80),
        seed in 0_u64..100,
    ) {
        let edges: Vec<_> =
            links.into_iter().filter(|((a, b), _)| a < b).map(|((a, b), w)| (a, b, f32::from(w))).collect();
        let graph = graph(25, &edges);
        let found = leiden(&graph, 1.0, 3, seed);
        prop_assert_eq!(&found, &leiden(&graph, 1.0, 3, seed));
        prop_assert!(connected(&graph, &found));
        let alone: Vec<u32> = (0..25).collect();
        prop_assert!(graph.modularity(&found, 1.0) >= graph.modularity(&alone, 1.0) - 1e-9);
    }
}
