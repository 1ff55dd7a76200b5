//! Graphs over groups of equal and of nearly equal rows, which are islands where nothing is done about it.

#![allow(clippy::print_stderr, reason = "a test by hand prints what it counts")]

use ndarray::{Array2, ArrayView2};
use proptest::prelude::*;

use super::*;

/// Numbers that look random (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// In [0, 1).
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        least + (self.next() % (most - least + 1) as u64) as usize
    }

    /// As often twice as large as half as large.
    fn spread(&mut self, least: f64, most: f64) -> f64 {
        least * (most / least).powf(self.unit())
    }

    /// About normal.
    fn normal(&mut self) -> f32 {
        ((0..6).map(|_| self.unit()).sum::<f64>() - 3.0) as f32 * std::f32::consts::SQRT_2
    }
}

/// How the rows of a group differ.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Within {
    /// Not at all.
    Equal,
    /// By noise of this size in each dimension.
    Near(f32),
    /// Those of every other group not at all, of others by noise.
    Mixed(f32),
    /// Every other row of a group not at all, the others by noise.
    Both(f32),
}

#[derive(Debug, Clone, Copy)]
struct Islands {
    groups: usize,
    rows: usize,
    dimension: usize,
    within: Within,
    seed: u64,
}

impl Islands {
    fn make(self) -> Array2<f32> {
        let mut random = Random(self.seed);
        let bases = Array2::from_shape_simple_fn((self.groups, self.dimension), || random.normal());
        let mut rows = Array2::zeros((self.rows, self.dimension));
        for mut row in rows.rows_mut() {
            let group = random.between(0, self.groups - 1);
            let noise = match self.within {
                Within::Equal => 0.0,
                Within::Near(noise) => noise,
                Within::Mixed(noise) => noise * (group % 2) as f32,
                Within::Both(noise) => noise * random.between(0, 1) as f32,
            };
            let base = bases.row(group);
            let length = base.dot(&base).sqrt();
            row.assign(&base.mapv(|x| x / length));
            if noise > 0.0 {
                row.mapv_inplace(|x| x + noise * random.normal());
            }
            let length = row.dot(&row).sqrt();
            row.mapv_inplace(|x| x / length);
        }
        rows
    }
}

fn build(rows: ArrayView2<'_, f32>, m: usize, ef_construction: usize, builder: Builder) -> Frozen {
    let ids: Vec<i64> = (0..rows.nrows() as i64).collect();
    let options = BuildOptions { graph: Some(GraphParams { m, ef_construction }), builder, compact: false };
    Frozen::build(&ids, rows, &options, &|_| ()).unwrap()
}

/// Every row is found by the graph when as many are looked for as there are.
fn is_whole(index: &Frozen, query: &[f32]) -> bool {
    let n = index.len();
    let find = SearchParams { k: n, ef: n, allowed: None, plan: Some(Plan::Graph) };
    let mut found = Vec::new();
    index.find(query, &find, &mut SearchScratch::default(), &mut found).unwrap() == Plan::Graph
        && found.len() == n
}

fn islands() -> impl Strategy<Value = Islands> {
    let noise = (1_u32..=10).prop_map(|noise| noise as f32 * 1e-3);
    let within = (0..4, noise).prop_map(|(kind, noise)| match kind {
        0 => Within::Equal,
        1 => Within::Near(noise),
        2 => Within::Mixed(noise),
        _ => Within::Both(noise),
    });
    (2_usize..=50, 100_usize..=1200, 8_usize..=16, within, any::<u64>())
        .prop_map(|(groups, rows, dimension, within, seed)| Islands { groups, rows, dimension, within, seed })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(set("COGNATE_CASES", 48)))]

    #[test]
    fn every_row_of_an_island_finds_itself_or_an_equal_one(
        islands in islands(), m in prop::sample::select(&[2_usize, 4, 16, 32]), hnsw in any::<bool>()
    ) {
        let builder = if hnsw { Builder::HnswRs } else { Builder::Flat };
        let rows = islands.make();
        let index = build(rows.view(), m, 64, builder);
        prop_assert_eq!(index.health().unwrap().lost, 0);
        prop_assert!(is_whole(&index, &rows.row(0).to_vec()));
        for ef in [64, 128] {
            // A row that has others beside it may find an equal one.
            let find = SearchParams { k: 1, ef, allowed: None, plan: Some(Plan::Graph) };
            for (row, found) in rows.rows().into_iter().zip(index.find_each(rows.view(), &find).unwrap()) {
                prop_assert!(found[0].similarity >= row.dot(&row) - 1e-5, "{ef}");
            }
        }
    }
}

/// What rounding takes away of a row and of its own copy goes the same way, further than that of two rows that have nothing to do with
/// each other: a row of this build was given up before it was compared with itself.
#[test]
fn rows_whose_rounding_goes_the_same_way_find_themselves() {
    let within = Within::Mixed(0.008);
    let rows =
        Islands { groups: 15, rows: 100, dimension: 13, within, seed: 5_143_941_157_783_014_640 }.make();
    let index = build(rows.view(), 2, 64, Builder::Flat);
    assert_eq!(index.health().unwrap().lost, 0);
    let find = SearchParams { k: 1, ef: 64, allowed: None, plan: Some(Plan::Graph) };
    for (row, found) in rows.rows().into_iter().zip(index.find_each(rows.view(), &find).unwrap()) {
        assert!(found[0].similarity >= row.dot(&row) - 1e-5);
    }
}

#[test]
fn islands_are_the_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.cog");
    for (within, m, builder) in [
        (Within::Equal, 2, Builder::Flat),
        (Within::Both(5e-3), 4, Builder::Flat),
        (Within::Near(1e-2), 2, Builder::HnswRs),
    ] {
        let rows = Islands { groups: 7, rows: 900, dimension: 8, within, seed: 5 }.make();
        let ids: Vec<i64> = (0..900).collect();
        let graph = Some(GraphParams { m, ef_construction: 64 });
        let options = BuildOptions { graph, builder, compact: false };
        let [one, two, eight] = [1, 2, 8].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Frozen::write(&path, "m", &ids, rows.view(), &options, &|_| ()).unwrap());
            std::fs::read(&path).unwrap()
        });
        assert!(one == two && one == eight, "{within:?}");
    }
}

/// A number of the environment.
fn set<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// What came of builds.
#[derive(Debug, Default)]
struct Count {
    builds: usize,
    rows: usize,
    lost: usize,
    /// Builds in which a row is lost.
    with_lost: usize,
    /// Graphs that do not lead to every row.
    in_parts: usize,
    panics: usize,
}

#[test]
#[ignore = "many minutes: `cargo test --release --lib -- --ignored --nocapture a_thousand_builds`"]
fn a_thousand_builds_over_islands() {
    let (seed, builds): (u64, usize) = (set("COGNATE_SEED", 1), set("COGNATE_BUILDS", 1000));
    eprintln!("COGNATE_SEED={seed} COGNATE_BUILDS={builds}");
    let mut random = Random(seed);
    let mut counts = [Count::default(), Count::default()];
    for build in 0..builds {
        let hnsw = random.between(0, 2) == 0;
        // `hnsw_rs` takes long for many rows.
        let most = if hnsw && random.between(0, 24) > 0 { 2000.0 } else { 20_000.0 };
        let noise = random.spread(1e-3, 1e-2) as f32;
        let islands = Islands {
            groups: random.spread(2.0, 50.99) as usize,
            rows: random.spread(100.0, most) as usize,
            dimension: random.between(8, 16),
            within: match random.between(0, 3) {
                0 => Within::Equal,
                1 => Within::Near(noise),
                2 => Within::Mixed(noise),
                _ => Within::Both(noise),
            },
            seed: random.next(),
        };
        let m = random.spread(2.0, 32.99) as usize;
        let ef_construction = random.between(m.max(32), 128);
        let builder = if hnsw { Builder::HnswRs } else { Builder::Flat };
        let count = &mut counts[usize::from(hnsw)];
        count.builds += 1;
        count.rows += islands.rows;
        let outcome = std::panic::catch_unwind(|| {
            let rows = islands.make();
            let index = self::build(rows.view(), m, ef_construction, builder);
            (index.health().unwrap().lost, is_whole(&index, &rows.row(0).to_vec()))
        });
        if let Ok((lost, whole)) = outcome {
            count.lost += lost;
            count.with_lost += usize::from(lost > 0);
            count.in_parts += usize::from(!whole);
            if lost > 0 || !whole {
                eprintln!("{build}: {lost} lost, whole: {whole}, m {m}, {builder:?}, {islands:?}");
            }
        } else {
            count.panics += 1;
            eprintln!("{build}: a panic, m {m}, {builder:?}, {islands:?}");
        }
    }
    for (builder, count) in [Builder::Flat, Builder::HnswRs].iter().zip(&counts) {
        eprintln!("{builder:?}: {count:?}");
    }
    let faults: usize = counts.iter().map(|count| count.panics + count.in_parts + count.lost).sum();
    assert_eq!(faults, 0);
}

#[test]
#[ignore = "figures to be read: `cargo test --release --lib -- --ignored --nocapture recall_on_ordinary_rows`"]
fn recall_on_ordinary_rows() {
    let mut random = Random(7);
    let (n, dimension) = (20_000, 64);
    let centres = Array2::from_shape_simple_fn((n / 20, dimension), || random.normal());
    let mut rows = Array2::from_shape_simple_fn((n, dimension), || 0.5 * random.normal());
    for mut row in rows.rows_mut() {
        row += &centres.row(random.between(0, n / 20 - 1));
        let length = row.dot(&row).sqrt();
        row.mapv_inplace(|x| x / length);
    }
    // Queries are near rows and no rows themselves.
    let mut queries =
        Array2::from_shape_fn((500, dimension), |(i, j)| rows[[i * 40, j]] + 0.3 * rows[[i * 40 + 7, j]]);
    for mut query in queries.rows_mut() {
        let length = query.dot(&query).sqrt();
        query /= length;
    }
    for (m, builder) in [
        (4, Builder::Flat),
        (16, Builder::Flat),
        (32, Builder::Flat),
        (4, Builder::HnswRs),
        (16, Builder::HnswRs),
    ] {
        let begin = std::time::Instant::now();
        let index = build(rows.view(), m, 200, builder);
        let seconds = begin.elapsed().as_secs_f64();
        let truth = SearchParams { plan: Some(Plan::Exact), ..SearchParams::nearest(10) };
        let truth = index.find_each(queries.view(), &truth).unwrap();
        let recall = [16, 32, 64, 128].map(|ef| {
            let find = SearchParams { k: 10, ef, allowed: None, plan: Some(Plan::Graph) };
            let found = index.find_each(queries.view(), &find).unwrap();
            let hits = found.iter().zip(&truth).map(|(found, truth)| {
                found.iter().filter(|found| found.similarity >= truth[9].similarity).count()
            });
            hits.sum::<usize>() as f64 / (10 * truth.len()) as f64
        });
        let Health { lost, .. } = index.health().unwrap();
        eprintln!(
            "m {m:2} {builder:?}: recall {recall:.4?}, {lost} lost, {seconds:.2} s, {} bytes",
            index.bytes()
        );
        assert!(recall.is_sorted(), "a broader search sees all that a narrower one sees");
    }
}
