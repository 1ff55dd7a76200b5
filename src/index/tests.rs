//! Graph against exact search, and the file against what goes wrong with files.

use ndarray::Array2;
use proptest::prelude::*;

use super::*;

/// Clustered unit rows: `n` of them around `n / 20` centres, the same on every run.
fn rows(n: usize, dimension: usize) -> Array2<f32> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
    };
    let centres: Vec<Vec<f32>> =
        (0..n.div_ceil(20)).map(|_| (0..dimension).map(|_| next()).collect()).collect();
    let mut rows = Array2::zeros((n, dimension));
    for (i, mut row) in rows.rows_mut().into_iter().enumerate() {
        for (x, centre) in row.iter_mut().zip(&centres[i % centres.len()]) {
            *x = centre + 0.5 * next();
        }
        let norm = row.dot(&row).sqrt();
        row /= norm;
    }
    rows
}

fn exact(n: usize, dimension: usize) -> Exact {
    Exact::new((0..n as i64).map(|i| i * 3 + 1).collect(), rows(n, dimension)).unwrap()
}

fn graph(n: usize) -> Graph {
    Graph::build(exact(n, 32), GraphParams::default(), &|_| ()).unwrap()
}

#[test]
fn the_graph_finds_nearly_all_true_neighbours() {
    let graph = graph(3000);
    let exact = exact(3000, 32);
    let (mut hits, mut total) = (0, 0);
    for query in rows(3000, 32).rows().into_iter().step_by(37) {
        let query = query.to_vec();
        let truth = exact.search(&query, 10, 0).unwrap();
        let found = graph.search(&query, 10, 100).unwrap();
        assert_eq!(found[0], truth[0], "a row finds itself");
        let worst = truth.last().unwrap().similarity;
        hits += found.iter().filter(|n| n.similarity >= worst).count();
        total += truth.len();
    }
    assert!(hits as f64 >= 0.99 * total as f64, "recall {hits}/{total}");
}

#[test]
fn the_graph_at_full_breadth_is_exact() {
    let graph = graph(400);
    let exact = exact(400, 32);
    for query in rows(400, 32).rows().into_iter().step_by(11) {
        let query = query.to_vec();
        assert_eq!(graph.search(&query, 400, 400).unwrap(), exact.search(&query, 400, 0).unwrap());
    }
}

#[test]
fn equal_rows_and_tiny_collections_are_no_trouble() {
    for n in [0, 1, 2, 50] {
        let rows = Array2::from_shape_fn((n, 4), |(_, column)| if column == 0 { 1.0 } else { 0.0 });
        let exact = Exact::new((0..n as i64).collect(), rows).unwrap();
        let graph = Graph::build(exact, GraphParams::default(), &|_| ()).unwrap();
        let found = graph.search(&[1.0, 0.0, 0.0, 0.0], 60, 60).unwrap();
        assert_eq!(found.len(), n);
        assert!(found.iter().all(|neighbor| (neighbor.similarity - 1.0).abs() < f32::EPSILON));
    }
}

#[test]
fn parameters_and_rows_that_would_end_the_process_are_refused() {
    let build = |m, ef_construction| {
        Graph::build(exact(10, 4), GraphParams { m, ef_construction }, &|_| ()).map(drop).unwrap_err()
    };
    assert!(matches!(build(257, 300), IndexError::Parameter { name: "m", value: 257, .. }));
    assert!(matches!(build(1, 200), IndexError::Parameter { name: "m", .. }));
    assert!(matches!(build(16, 3), IndexError::Parameter { name: "ef_construction", .. }));
    let mut bad = rows(10, 4);
    bad[[3, 2]] = f32::NAN;
    let bad = Exact::new((0..10).collect(), bad).unwrap();
    assert!(matches!(Graph::build(bad, GraphParams::default(), &|_| ()), Err(IndexError::NotFinite)));
}

#[test]
fn a_saved_index_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for saved in
        [SavedIndex::Graph(graph(500)), SavedIndex::Exact(exact(500, 32)), SavedIndex::Exact(exact(0, 32))]
    {
        let path = folder.path().join("index.cog");
        saved.save(&path, "m").unwrap();
        assert_eq!(SavedIndex::open(&path, "m").unwrap(), saved);
        let error = SavedIndex::open(&path, "another").unwrap_err();
        assert!(error.to_string().contains("another model"), "{error}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file stays behind: {left:?}");
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    SavedIndex::Graph(graph(60)).save(&path, "m").unwrap();
    let whole = std::fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(101).chain([whole.len() - 1]) {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(matches!(SavedIndex::open(&path, "m"), Err(IndexError::BadFile { .. })), "length {length}");
    }
    let missing = SavedIndex::open(&folder.path().join("none.cog"), "m").unwrap_err();
    assert!(matches!(missing, IndexError::Io { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_anywhere_is_refused(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index.cog");
        SavedIndex::Exact(exact(20, 8)).save(&path, "m").unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        std::fs::write(&path, &bytes).unwrap();
        let refused = matches!(SavedIndex::open(&path, "m"), Err(IndexError::BadFile { .. }));
        prop_assert!(refused);
    }

    #[test]
    fn exact_search_equals_sorting_all_rows(n in 0_usize..300, k in 0_usize..40) {
        let exact = exact(n, 8);
        let query = rows(300, 8).row(7).to_vec();
        let mut all: Vec<Neighbor> = exact.ids().iter().zip(exact.rows().rows())
            .map(|(&id, row)| Neighbor { id, similarity: dot(&query, row.as_slice().unwrap()) })
            .collect();
        all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
        all.truncate(k);
        prop_assert_eq!(exact.search(&query, k, 0).unwrap(), all);
    }
}
