//! The graph against exact search, both against plain sorting, and the file against what goes wrong with files.

use std::path::Path;

use ndarray::{Array2, ArrayView2};
use proptest::prelude::*;

use super::image::{Header, Layout};
use super::pages::{PAGE, checksum};
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

/// Ids that are not the numbers of rows, and do not rise with them.
fn ids(n: usize) -> Vec<i64> {
    (0..n as i64).map(|i| if i % 2 == 0 { 3 * i + 1 } else { -3 * i }).collect()
}

fn options(builder: Builder) -> BuildOptions {
    BuildOptions { builder, ..BuildOptions::default() }
}

const NO_GRAPH: BuildOptions = BuildOptions { graph: None, builder: Builder::Auto, compact: false };

fn frozen(n: usize, options: &BuildOptions) -> Frozen {
    Frozen::build(&ids(n), rows(n, 32).view(), options, &|_| ()).unwrap()
}

/// What sorting all rows gives.
fn sorted(ids: &[i64], rows: ArrayView2<'_, f32>, query: &[f32], k: usize) -> Vec<Neighbor> {
    let mut all: Vec<Neighbor> = ids
        .iter()
        .zip(rows.rows())
        .map(|(&id, row)| Neighbor { id, similarity: dot(query, row.as_slice().unwrap()) })
        .collect();
    all.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.id.cmp(&b.id)));
    all.truncate(k);
    all
}

fn find(index: &Frozen, query: &[f32], find: &SearchParams<'_>) -> Vec<Neighbor> {
    let mut found = Vec::new();
    index.find(query, find, &mut SearchScratch::default(), &mut found).unwrap();
    found
}

fn by(plan: Plan, k: usize, ef: usize) -> SearchParams<'static> {
    SearchParams { k, ef, allowed: None, plan: Some(plan) }
}

/// Share of true neighbours that `find` finds.
fn recall(index: &Frozen, find: &SearchParams<'_>) -> f64 {
    let (mut hits, mut total) = (0, 0);
    for query in rows(index.len(), 32).rows().into_iter().step_by(37) {
        let query = query.to_vec();
        let truth = self::find(index, &query, &SearchParams { plan: Some(Plan::Exact), ..*find });
        let found = self::find(index, &query, find);
        let worst = truth.last().unwrap().similarity;
        hits += found.iter().filter(|n| n.similarity >= worst).count();
        total += truth.len();
    }
    hits as f64 / total as f64
}

#[test]
fn the_flat_graph_is_as_good_as_that_of_hnsw_rs() {
    let [flat, reference] = [Builder::Flat, Builder::HnswRs].map(|builder| {
        let index = frozen(4000, &options(builder));
        [16, 32, 64].map(|ef| recall(&index, &by(Plan::Graph, 10, ef)))
    });
    for (flat, reference) in flat.iter().zip(reference) {
        assert!(*flat >= reference - 0.005, "{flat} {reference}");
    }
    assert!(flat[2] > 0.99, "{flat:?}");
}

#[test]
fn every_row_finds_itself() {
    for builder in [Builder::Flat, Builder::HnswRs] {
        let index = frozen(3000, &options(builder));
        for (row, id) in rows(3000, 32).rows().into_iter().zip(ids(3000)) {
            assert_eq!(find(&index, &row.to_vec(), &by(Plan::Graph, 1, 64))[0].id, id);
        }
    }
}

#[test]
fn equal_rows_and_tiny_collections_are_no_trouble() {
    for builder in [Builder::Flat, Builder::HnswRs] {
        for n in [0, 1, 2, 50, 3000] {
            let rows = Array2::from_shape_fn((n, 4), |(_, column)| if column == 0 { 1.0 } else { 0.0 });
            let ids: Vec<i64> = (0..n as i64).collect();
            let index = Frozen::build(&ids, rows.view(), &options(builder), &|_| ()).unwrap();
            for plan in [Plan::Graph, Plan::Exact] {
                let plan = if n == 0 { Plan::Exact } else { plan };
                let found = find(&index, &[1.0, 0.0, 0.0, 0.0], &by(plan, 5000, 5000));
                assert_eq!(found.len(), n, "{builder:?} {plan:?}");
                assert!(found.iter().all(|neighbor| (neighbor.similarity - 1.0).abs() < 1e-6));
                assert!(found.iter().map(|neighbor| neighbor.id).is_sorted(), "ties by id");
            }
        }
    }
}

#[test]
fn rows_of_zeros_are_like_nothing() {
    let mut rows = rows(300, 32);
    rows.row_mut(7).fill(0.0);
    let index = Frozen::build(&ids(300), rows.view(), &options(Builder::Flat), &|_| ()).unwrap();
    let query = rows.row(3).to_vec();
    for plan in [Plan::Graph, Plan::Exact] {
        let found = find(&index, &query, &by(plan, 300, 300));
        assert_eq!(found, sorted(&ids(300), rows.view(), &query, 300));
    }
    let nothing = find(&index, &[0.0; 32], &by(Plan::Exact, 3, 3));
    assert!(nothing.iter().all(|neighbor| neighbor.similarity == 0.0));
}

#[test]
fn what_no_index_can_be_made_of_is_refused() {
    let build = |m, ef_construction, builder| {
        let options =
            BuildOptions { graph: Some(GraphParams { m, ef_construction }), builder, compact: false };
        Frozen::build(&ids(10), rows(10, 4).view(), &options, &|_| ()).map(drop).unwrap_err()
    };
    for builder in [Builder::Flat, Builder::HnswRs] {
        assert!(matches!(build(257, 300, builder), IndexError::Parameter { name: "m", value: 257, .. }));
        assert!(matches!(build(1, 200, builder), IndexError::Parameter { name: "m", .. }));
        assert!(matches!(build(16, 3, builder), IndexError::Parameter { name: "ef_construction", .. }));
    }
    let with = |ids: &[i64], rows: &Array2<f32>| {
        Frozen::build(ids, rows.view(), &BuildOptions::default(), &|_| ()).map(drop).unwrap_err()
    };
    for wrong in [f32::NAN, f32::INFINITY, 3.0] {
        let mut bad = rows(10, 4);
        bad[[3, 2]] = wrong;
        assert!(matches!(with(&ids(10), &bad), IndexError::BadRow { id: -9 }));
    }
    assert!(matches!(with(&ids(9), &rows(10, 4)), IndexError::Ids { ids: 9, rows: 10 }));
    assert!(matches!(with(&[4, 5, 4], &rows(3, 4)), IndexError::SameId { id: 4 }));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let index = frozen(50, &options(Builder::Flat));
    let ask = |query: &[f32], allowed: Option<&RowFilter>| {
        let find = SearchParams { allowed, ..SearchParams::nearest(3) };
        index.find(query, &find, &mut SearchScratch::default(), &mut Vec::new()).unwrap_err()
    };
    assert!(matches!(ask(&[1.0], None), IndexError::Dimension { expected: 32, received: 1 }));
    assert!(matches!(ask(&[f32::NAN; 32], None), IndexError::NotFinite));
    let other = RowFilter::all(&frozen(51, &NO_GRAPH));
    assert!(matches!(ask(&[0.1; 32], Some(&other)), IndexError::RowFilter { expected: 50, received: 51 }));
    assert_eq!(find(&index, &[0.1; 32], &SearchParams::nearest(0)), []);
}

#[test]
fn compact_similarities_are_nearly_right() {
    let index = frozen(2000, &BuildOptions { compact: true, ..options(Builder::Flat) });
    let full = frozen(2000, &options(Builder::Flat));
    assert!(index.bytes() * 2 < full.bytes() * 3 && !index.is_full());
    for query in rows(2000, 32).rows().into_iter().step_by(97) {
        let query = query.to_vec();
        for plan in [Plan::Graph, Plan::Exact] {
            let found = find(&index, &query, &by(plan, 10, 100));
            let truth = find(&full, &query, &by(Plan::Exact, 10, 100));
            for (found, truth) in found.iter().zip(&truth) {
                assert!((found.similarity - truth.similarity).abs() < 0.01, "{found:?} {truth:?}");
            }
        }
    }
}

#[test]
fn filters_find_only_what_is_allowed_and_nearly_all_of_it() {
    let n = 8000;
    let index = frozen(n, &options(Builder::Flat));
    for (every, plans) in
        [(2, &[Plan::Exact, Plan::Widened][..]), (10, &[Plan::Exact, Plan::Widened]), (100, &[Plan::Exact])]
    {
        let wanted: Vec<i64> = ids(n).into_iter().step_by(every).collect();
        let allowed = RowFilter::of(&index, wanted.iter().copied().chain([i64::MAX])).unwrap();
        assert_eq!(allowed.len(), wanted.len());
        for plan in plans.iter().map(|plan| Some(*plan)).chain([None]) {
            let find = SearchParams { k: 10, ef: 64, allowed: Some(&allowed), plan };
            assert!(recall(&index, &find) >= 0.98, "every {every}th, {plan:?}");
            let found = self::find(&index, &rows(n, 32).row(1).to_vec(), &find);
            assert!(found.iter().all(|neighbor| wanted.contains(&neighbor.id)));
        }
    }
    let nothing = SearchParams { allowed: Some(&RowFilter::none(&index)), ..SearchParams::nearest(5) };
    assert_eq!(find(&index, &[0.1; 32], &nothing), []);
}

#[test]
fn all_above_a_similarity_are_found() {
    let index = frozen(3000, &options(Builder::Flat));
    let all = rows(3000, 32);
    for (least, query) in [(0.9, 5), (0.5, 6), (-1.0, 7), (1.1, 8)] {
        let query = all.row(query).to_vec();
        let mut found = Vec::new();
        index.above(&query, least, None, &mut SearchScratch::default(), &mut found).unwrap();
        let mut truth = sorted(&ids(3000), all.view(), &query, 3000);
        truth.retain(|neighbor| neighbor.similarity >= least);
        assert!(found.len() * 100 >= truth.len() * 99 && found.len() <= truth.len(), "{least}");
    }
}

/// Changes the content of a file and makes its checksums anew, as somebody who means harm would.
fn forged(bytes: &[u8], change: impl FnOnce(&Layout, &mut [u8])) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let layout = Layout::new(&Header::parse(&bytes).unwrap()).unwrap();
    change(&layout, &mut bytes);
    let sums = bytes[PAGE..layout.sums.start].chunks(PAGE).flat_map(|page| checksum(page).to_le_bytes());
    let sums: Vec<u8> = sums.collect();
    bytes[layout.sums.clone()].copy_from_slice(&sums);
    let hash = blake3::Hasher::new().update(&bytes[..PAGE]).update(&sums).finalize();
    bytes[layout.sums.end..].copy_from_slice(hash.as_bytes());
    bytes
}

#[test]
fn rows_that_no_file_can_have_are_never_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    let small = BuildOptions { compact: true, ..options(Builder::Flat) };
    for options in [options(Builder::Flat), small, NO_GRAPH, BuildOptions { compact: true, ..NO_GRAPH }] {
        let whole = write(&path, 300, &options);
        for wrong in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30, 40.0, 1.2] {
            for scales in [true, false] {
                if options.compact && !scales {
                    continue;
                }
                // Node 7 is as near as can be, or further.
                let bytes = forged(&whole, |layout, bytes| {
                    let (start, length) =
                        if scales { (layout.scales.start, 8) } else { (layout.rows.start, 4 * 32) };
                    let place = &mut bytes[start + 7 * length..][..length];
                    if scales {
                        place[..4].copy_from_slice(&(wrong / 40.0).to_le_bytes());
                    } else {
                        place.chunks_exact_mut(4).for_each(|x| x.copy_from_slice(&wrong.to_le_bytes()));
                    }
                });
                std::fs::write(&path, bytes).unwrap();
                let index = Frozen::open(&path, "m").unwrap();
                index.check().unwrap();
                let plans =
                    if options.graph.is_some() { &[Plan::Graph, Plan::Exact][..] } else { &[Plan::Exact] };
                for (query, plan) in rows(300, 32).rows().into_iter().zip(plans.iter().cycle()) {
                    let (query, mut memory, mut found) =
                        (query.to_vec(), SearchScratch::default(), Vec::new());
                    let outcome = index.find(&query, &by(*plan, 300, 300), &mut memory, &mut found);
                    if let Err(error) = outcome {
                        assert!(matches!(error, IndexError::BadFile { .. }), "{error}");
                    } else {
                        assert!(wrong.abs() < 100.0, "{options:?} {plan:?}, {wrong}: {:?}", found[0]);
                        assert!(found.iter().all(|neighbor| neighbor.similarity.abs() < 1.04));
                    }
                }
                if !wrong.is_finite() {
                    let (mut memory, mut found) = (SearchScratch::default(), Vec::new());
                    let of_itself = ids(300).into_iter().filter(|id| {
                        let like = index.find_like(*id, &SearchParams::nearest(1), &mut memory, &mut found);
                        assert!(matches!(like, Ok(_) | Err(IndexError::BadFile { .. })));
                        like.is_err()
                    });
                    assert!(of_itself.count() > 0);
                    assert!(
                        matches!(index.rows(), Err(IndexError::BadFile { .. }))
                            || (scales && index.is_full())
                    );
                }
            }
        }
    }
}

#[test]
fn a_search_for_all_above_ends_where_the_graph_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    // No node has a link any more.
    let bytes = forged(&write(&path, 300, &options(Builder::Flat)), |layout, bytes| {
        layout.links.iter().for_each(|links| bytes[links.clone()].fill(0xFF));
    });
    std::fs::write(&path, &bytes).unwrap();
    let index = Frozen::open(&path, "m").unwrap();
    let query = rows(300, 32).row(5).to_vec();
    let mut found = Vec::new();
    index.above(&query, -1.0, None, &mut SearchScratch::default(), &mut found).unwrap();
    assert_eq!(found, sorted(&ids(300), rows(300, 32).view(), &query, 300));
}

#[test]
fn a_row_is_found_by_its_id_and_is_not_its_own_neighbour() {
    let index = frozen(500, &options(Builder::Flat));
    let all = rows(500, 32);
    let mut found = Vec::new();
    let mut like = |id| {
        index.find_like(id, &by(Plan::Graph, 4, 500), &mut SearchScratch::default(), &mut found).unwrap()
    };
    assert_eq!(like(2), None, "there is no such id");
    assert_eq!(like(-9), Some(Plan::Graph));
    assert_eq!(found, sorted(&ids(500), all.view(), &all.row(3).to_vec(), 5)[1..]);
}

fn write(path: &Path, n: usize, options: &BuildOptions) -> Vec<u8> {
    Frozen::write(path, "m", &ids(n), rows(n, 32).view(), options, &|_| ()).unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    for builder in [Builder::Flat, Builder::HnswRs] {
        let [one, two, eight] = [1, 2, 8].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| write(&path, 2500, &options(builder)))
        });
        assert!(one == two && one == eight, "{builder:?}");
    }
}

#[test]
fn a_file_answers_as_what_it_was_written_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    for (n, options) in [
        (500, options(Builder::Flat)),
        (500, BuildOptions { compact: true, ..options(Builder::Flat) }),
        (500, NO_GRAPH),
        (0, BuildOptions::default()),
    ] {
        write(&path, n, &options);
        let (opened, built) = (Frozen::open(&path, "m").unwrap(), frozen(n, &options));
        assert_eq!((opened.kind(), opened.len(), opened.bytes()), (built.kind(), n, built.bytes()));
        for query in rows(n.max(1), 32).rows() {
            let query = query.to_vec();
            assert_eq!(
                find(&opened, &query, &SearchParams::nearest(10)),
                find(&built, &query, &SearchParams::nearest(10))
            );
        }
        opened.check().unwrap();
        let (mut sorted, (ids, values)) = (ids(n), opened.rows().unwrap());
        sorted.sort_unstable();
        assert_eq!((&ids, opened.last_id().unwrap()), (&sorted, sorted.last().copied()));
        assert_eq!(values.dim(), (n, 32));
        let error = Frozen::open(&path, "another").unwrap_err();
        assert!(error.to_string().contains("another model"), "{error}");
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file stays behind: {left:?}");
}

#[test]
fn a_file_cut_short_at_any_border_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    let whole = write(&path, 300, &options(Builder::Flat));
    let layout = Layout::new(&Header::parse(&whole).unwrap()).unwrap();
    let sections = [
        &layout.ids,
        &layout.by_id,
        &layout.codes,
        &layout.scales,
        &layout.errors,
        &layout.rows,
        &layout.sums,
    ];
    let borders = sections.into_iter().chain(&layout.links).flat_map(|range| [range.start, range.end]);
    let lengths = borders.flat_map(|at| [at - 1, at, at + 1]).chain((0..whole.len()).step_by(1009));
    for length in lengths.chain([whole.len() - 1]).filter(|length| *length < whole.len()) {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(
            matches!(Frozen::open(&path, "m"), Err(IndexError::BadFile { .. } | IndexError::Io { .. })),
            "{length}"
        );
    }
    std::fs::write(&path, [&whole[..], &[0]].concat()).unwrap();
    assert!(matches!(Frozen::open(&path, "m"), Err(IndexError::BadFile { .. })));
    let missing = Frozen::open(&folder.path().join("none.cog"), "m").unwrap_err();
    assert!(matches!(missing, IndexError::Io { .. }));
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: &Path| {
        let error = Frozen::open(path, "m").unwrap_err();
        assert!(matches!(error, IndexError::BadFile { .. }), "{error}");
        assert!(error.to_string().contains("a folder, a device, a pipe or a socket"), "{error}");
    };
    refused(folder.path());
    #[cfg(unix)]
    {
        refused(Path::new("/dev/zero"));
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        refused(&link);
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        refused(&socket);
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        refused(&pipe);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_anywhere_gives_an_error_or_the_right_answer(
        place in any::<prop::sample::Index>(), bit in 0_u8..8, row in 0_usize..200
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index.cog");
        let mut bytes = write(&path, 200, &options(Builder::Flat));
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        std::fs::write(&path, &bytes).unwrap();
        let query = rows(200, 32).row(row).to_vec();
        match Frozen::open(&path, "m") {
            Err(error) => prop_assert!(matches!(error, IndexError::BadFile { .. }), "{error}"),
            Ok(index) => {
                for plan in [Plan::Graph, Plan::Exact] {
                    let mut found = Vec::new();
                    if index.find(&query, &by(plan, 200, 200), &mut SearchScratch::default(), &mut found).is_ok() {
                        prop_assert_eq!(&found, &sorted(&ids(200), rows(200, 32).view(), &query, 200));
                    }
                }
                prop_assert!(index.check().is_err());
            }
        }
    }

    #[test]
    fn a_search_of_full_breadth_is_exact(n in 1_usize..400, k in 0_usize..40, at in 0_usize..400, hnsw in any::<bool>()) {
        let builder = if hnsw { Builder::HnswRs } else { Builder::Flat };
        let index = frozen(n, &options(builder));
        let query = rows(400, 32).row(at).to_vec();
        let truth = sorted(&ids(n), rows(n, 32).view(), &query, k);
        prop_assert_eq!(find(&index, &query, &by(Plan::Graph, k, n)), truth.clone());
        prop_assert_eq!(find(&index, &query, &by(Plan::Exact, k, n)), truth);
    }

    #[test]
    fn exact_search_equals_sorting_all_rows(n in 0_usize..300, k in 0_usize..40) {
        let (ids, rows) = (ids(n), rows(n.max(1), 8));
        let rows = rows.slice(ndarray::s![..n, ..]);
        let exact = Exact::new(ids.clone(), rows.to_owned()).unwrap();
        let query = self::rows(300, 8).row(7).to_vec();
        prop_assert_eq!(exact.search(&query, k, 0).unwrap(), sorted(&ids, rows, &query, k));
    }
}
