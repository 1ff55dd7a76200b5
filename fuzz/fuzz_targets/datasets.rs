//! Any bytes as a file of vectors are read or refused: no panic, no endless run, no more memory than the file may hold.
//!
//! Random bytes would seldom come past the head of HDF5, Parquet or an archive. The input says which bytes of a right file to change and how
//! long it is to be, or else is the file itself.
#![no_main]

use cognate::bench::dataset::{Dataset, OpenOptions};
use libfuzzer_sys::fuzz_target;

/// A right file of each kind, and the ending that says how it is read.
const FILES: [(&str, &[u8]); 20] = [
    ("hdf5", include_bytes!("../../tests/fixtures/bench/published.hdf5")),
    ("hdf5", include_bytes!("../../tests/fixtures/bench/half.hdf5")),
    ("hdf5", include_bytes!("../../tests/fixtures/bench/turned.hdf5")),
    ("hdf5", include_bytes!("../../tests/fixtures/bench/packed-v108.hdf5")),
    ("hdf5", include_bytes!("../../tests/fixtures/bench/packed-v110.hdf5")),
    ("hdf5", include_bytes!("../../tests/fixtures/bench/lzf-v112.hdf5")),
    ("npy", include_bytes!("../../tests/fixtures/bench/version3.npy")),
    ("npy", include_bytes!("../../tests/fixtures/bench/turned.npy")),
    ("npz", include_bytes!("../../tests/fixtures/bench/plain.npz")),
    ("npz", include_bytes!("../../tests/fixtures/bench/packed.npz")),
    ("parquet", include_bytes!("../../tests/fixtures/bench/snappy.parquet")),
    ("parquet", include_bytes!("../../tests/fixtures/bench/zstd.parquet")),
    ("parquet", include_bytes!("../../tests/fixtures/bench/neighbors.parquet")),
    ("fvecs", b"\x02\0\0\0\0\0\x80\x3f\0\0\0\x40\x02\0\0\0\0\0\0\x40\0\0\x80\x3f"),
    ("bvecs", b"\x02\0\0\0\x01\x02\x02\0\0\0\x03\x04"),
    ("ivecs", b"\x02\0\0\0\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0"),
    ("fbin", b"\x02\0\0\0\x02\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\0\x40\0\0\x80\x3f"),
    ("u8bin", b"\x02\0\0\0\x02\0\0\0\x01\x02\x03\x04"),
    ("bin", b"\x02\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\0\x40"),
    ("f32", b"\0\0\x80\x3f\0\0\0\x40\0\0\0\x40\0\0\x80\x3f"),
];

fuzz_target!(|input: &[u8]| {
    let [which, how, options, rest @ ..] = input else { return };
    let (ending, right) = FILES[usize::from(*which) % FILES.len()];
    let mut bytes = right.to_vec();
    if how.is_multiple_of(4) {
        bytes = rest.to_vec();
    } else {
        for change in rest.chunks_exact(3) {
            let at = usize::from(u16::from_le_bytes([change[0], change[1]]));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = change[2];
            }
        }
        if how % 4 == 1 {
            bytes.truncate(usize::from(*how) * bytes.len() / 255);
        }
    }
    let folder = tempfile::tempdir_in("/dev/shm").expect("a folder");
    let path = folder.path().join(format!("fuzz.{ending}"));
    std::fs::write(&path, &bytes).expect("the file");
    // What one file holds may be asked of another, and a file of its own neighbours.
    let other = (options & 1 != 0).then(|| path.clone());
    let open = OpenOptions {
        dim: (options & 2 != 0).then_some(1 + usize::from(options >> 4)),
        limit: (options & 4 != 0).then_some(1 + usize::from(options >> 5)),
        queries: other.clone(),
        neighbors: other.filter(|_| options & 8 != 0),
        metric: None,
    };
    let Ok(data) = Dataset::open(&path, &open) else { return };
    assert!(data.vectors.nrows() > 0 && data.vectors.ncols() > 0, "vectors without a value");
    assert!(open.limit.is_none_or(|limit| data.vectors.nrows() <= limit), "more than was asked for");
    if let Some(queries) = &data.queries {
        assert_eq!(queries.ncols(), data.vectors.ncols());
        let rows = data.neighbors.as_ref().map(ndarray::Array2::nrows);
        assert!(rows.is_none_or(|rows| rows == queries.nrows()), "neighbours of other queries");
    }
    // Packed a thousand times, a file may be as large as this.
    let values = data.vectors.len() + data.queries.map_or(0, |queries| queries.len());
    assert!(values <= 3000 * bytes.len().max(1), "{values} values of {} bytes", bytes.len());
});
