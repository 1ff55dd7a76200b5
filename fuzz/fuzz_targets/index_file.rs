//! An index file with any bytes in it is refused or searched: no panic, no place outside of it.
//!
//! Random bytes would not come past the checksums. The input says which bytes of a right file to change and how long it is to be;
//! the checksums are then made anew, as somebody who means harm would.
#![no_main]

use std::sync::OnceLock;

use cognate::index::{RowFilter, BuildOptions, Builder, SearchParams, Frozen, GraphParams, Plan, SearchScratch};
use libfuzzer_sys::fuzz_target;
use ndarray::Array2;
use twox_hash::XxHash3_64;

const PAGE: usize = 4096;
const DIMENSION: usize = 8;
const ROWS: usize = 70;

/// A right file with a graph, one without full rows, and one without a graph.
fn files() -> &'static [Vec<u8>; 3] {
    static FILES: OnceLock<[Vec<u8>; 3]> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut rows = Array2::from_shape_fn((ROWS, DIMENSION), |(i, j)| ((i * 31 + j * j * 7) as f32).sin());
        for mut row in rows.rows_mut() {
            let norm = row.dot(&row).sqrt();
            row /= norm;
        }
        let ids: Vec<i64> = (0..ROWS as i64).map(|i| 2 * i + 1).collect();
        let graph = Some(GraphParams { m: 4, ef_construction: 20 });
        [(graph, false), (graph, true), (None, false)].map(|(graph, compact)| {
            let options = BuildOptions { graph, builder: Builder::Flat, compact };
            let file = tempfile::NamedTempFile::new().expect("a temporary file");
            Frozen::write(file.path(), "fuzz", &ids, rows.view(), &options, &|_| ()).expect("an index");
            std::fs::read(file.path()).expect("the file")
        })
    })
}

/// Makes checksums and hash fit the content again, as `docs/formats.md` has them.
fn seal(bytes: &mut Vec<u8>, content: usize) {
    bytes.truncate(content);
    let sums: Vec<u8> =
        bytes[PAGE..].chunks(PAGE).flat_map(|page| XxHash3_64::oneshot(page).to_le_bytes()).collect();
    let hash = blake3::Hasher::new().update(&bytes[..PAGE]).update(&sums).finalize();
    bytes.extend(sums);
    bytes.extend(hash.as_bytes());
}

fuzz_target!(|input: &[u8]| {
    let [which, sealed, changes @ ..] = input else { return };
    let mut bytes = files()[usize::from(*which) % 3].clone();
    // Without checksums (8 bytes a page) and hash.
    let content = (bytes.len() - 32 + 8) / (PAGE + 8) * PAGE;
    for change in changes.chunks_exact(4) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) | usize::from(change[2] & 1) << 16;
        if let Some(byte) = bytes[..content].get_mut(at) {
            *byte = change[3];
        }
    }
    match sealed % 4 {
        0 => {}
        1 => bytes.truncate(usize::from(*sealed) * bytes.len() / 255),
        _ => seal(&mut bytes, content),
    }
    let file = tempfile::NamedTempFile::new_in("/dev/shm").expect("a temporary file");
    std::fs::write(file.path(), &bytes).expect("the file");
    let Ok(index) = Frozen::open(file.path(), "fuzz") else { return };
    let query = [0.5, -0.5, 0.5, -0.5, 0.1, 0.1, 0.0, 0.0];
    let query = &query[..index.dimension().min(DIMENSION)];
    let (mut memory, mut found) = (SearchScratch::default(), Vec::new());
    let odd = RowFilter::of(&index, (0..ROWS as i64).map(|i| 4 * i + 1)).ok();
    for allowed in [None, odd.as_ref()] {
        for plan in [None, Some(Plan::Exact), Some(Plan::Graph), Some(Plan::Widened)] {
            let find = SearchParams { k: 10, ef: 30, allowed, plan };
            if index.find(query, &find, &mut memory, &mut found).is_ok() {
                assert!(found.len() <= 10);
            }
        }
    }
    let _ = index.find_like(5, &SearchParams::nearest(3), &mut memory, &mut found);
    let _ = index.above(query, 0.5, None, &mut memory, &mut found);
    let _ = index.last_id();
    let _ = index.rows();
    let _ = index.check();
});
