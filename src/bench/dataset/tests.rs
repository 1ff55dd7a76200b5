use std::fs;
use std::path::{Path, PathBuf};

use ndarray::{Array2, s};
use tempfile::TempDir;

use super::*;

mod hostile;
mod joined;
mod written;

/// What `tests/fixtures/bench/make.py` writes into every file.
pub(super) fn train() -> Array2<f32> {
    Array2::from_shape_fn((12, 4), |(row, column)| {
        ((row * 7 + column * 3) % 11) as f32 - 5.0 + 0.25 * column as f32
    })
}

pub(super) fn test() -> Array2<f32> {
    Array2::from_shape_fn((3, 4), |(row, column)| ((row * 5 + column * 2) % 7) as f32 - 3.0)
}

/// The two nearest vectors of each query, and how far they are.
pub(super) fn truth() -> (Array2<i64>, Array2<f32>) {
    let (train, test) = (train(), test());
    let (mut ids, mut distances) = (Array2::zeros((3, 2)), Array2::zeros((3, 2)));
    for (query, row) in test.rows().into_iter().enumerate() {
        let far = |id: usize| {
            Metric::Euclidean.distance(row.as_slice().unwrap(), train.row(id).as_slice().unwrap())
        };
        let mut order: Vec<usize> = (0..12).collect();
        order.sort_by(|a, b| far(*a).total_cmp(&far(*b)));
        for place in 0..2 {
            ids[(query, place)] = order[place] as i64;
            distances[(query, place)] = far(order[place]) as f32;
        }
    }
    (ids, distances)
}

pub(super) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bench").join(name)
}

pub(super) fn open_plainly(path: &Path) -> Result<Dataset, DatasetError> {
    Dataset::open(path, &OpenOptions::default())
}

pub(super) fn folder_with(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Rows with their lengths before them.
pub(super) fn vecs<V: Copy, const N: usize>(rows: &Array2<V>, value: impl Fn(V) -> [u8; N]) -> Vec<u8> {
    let mut bytes = Vec::new();
    super::vecs::bytes(rows, value, &mut bytes).unwrap();
    bytes
}

/// Two numbers and the values.
pub(super) fn bin<V: Copy, const N: usize>(rows: &Array2<V>, value: impl Fn(V) -> [u8; N]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for length in [rows.nrows(), rows.ncols()] {
        bytes.extend((length as u32).to_le_bytes());
    }
    bytes.extend(rows.iter().flat_map(|item| value(*item)));
    bytes
}

pub(super) fn raw(rows: &Array2<f32>) -> Vec<u8> {
    rows.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn is_whole(dataset: &Dataset) {
    let (ids, distances) = truth();
    assert_eq!(dataset.vectors, train());
    assert_eq!(dataset.queries.as_ref(), Some(&test()));
    assert_eq!(dataset.neighbors.as_ref(), Some(&ids));
    for (found, expected) in dataset.distances.as_ref().unwrap().iter().zip(&distances) {
        assert!((found - expected).abs() < 1e-5);
    }
    assert_eq!(dataset.metric, Metric::Euclidean);
}

#[cfg(feature = "hdf5")]
#[test]
fn hdf5_is_read_in_every_layout() {
    for name in ["published", "packed-v108", "packed-v110", "lzf-v112", "turned", "half"] {
        let path = fixture(&format!("{name}.hdf5"));
        is_whole(&open_plainly(&path).unwrap_or_else(|error| panic!("{name}: {error}")));
        for limit in [1, 5, 11, 12, 100] {
            let options = OpenOptions { limit: Some(limit), ..OpenOptions::default() };
            let some = Dataset::open(&path, &options).unwrap();
            assert_eq!(some.vectors, train().slice(s![..limit.min(12), ..]), "{name}, {limit}");
            assert_eq!(some.queries, Some(test()));
            assert_eq!(some.neighbors.is_some(), limit >= 12);
            assert_eq!(some.distances.is_some(), limit >= 12);
        }
    }
}

#[test]
fn arrays_of_numpy_are_read_in_every_order() {
    for name in ["turned.npy", "half.npy", "version3.npy"] {
        let path = fixture(name);
        let dataset = open_plainly(&path).unwrap();
        assert_eq!((dataset.vectors, dataset.metric), (train(), Metric::Cosine), "{name}");
        assert!(dataset.queries.is_none() && dataset.neighbors.is_none());
        let options = OpenOptions { limit: Some(7), ..OpenOptions::default() };
        assert_eq!(Dataset::open(&path, &options).unwrap().vectors, train().slice(s![..7, ..]));
    }
}

#[cfg(feature = "documents")]
#[test]
fn archives_of_numpy_are_read_packed_or_not() {
    let options = OpenOptions { metric: Some(Metric::Euclidean), ..OpenOptions::default() };
    is_whole(&Dataset::open(&fixture("plain.npz"), &options).unwrap());
    let packed = open_plainly(&fixture("packed.npz")).unwrap();
    assert_eq!((packed.vectors, packed.queries), (train(), Some(test())));
    assert_eq!((packed.neighbors, packed.distances), (Some(truth().0), None));
    let one = open_plainly(&fixture("one.npz")).unwrap();
    assert_eq!((one.vectors, one.queries), (train(), None));
    let options = OpenOptions { limit: Some(7), ..OpenOptions::default() };
    for name in ["plain.npz", "packed.npz", "one.npz"] {
        assert_eq!(Dataset::open(&fixture(name), &options).unwrap().vectors, train().slice(s![..7, ..]));
    }
}

#[cfg(feature = "documents")]
#[test]
fn columns_of_lists_are_read() {
    let options = OpenOptions {
        queries: Some(fixture("zstd.parquet")),
        neighbors: None,
        limit: Some(7),
        ..OpenOptions::default()
    };
    let dataset = Dataset::open(&fixture("snappy.parquet"), &options).unwrap();
    assert_eq!(dataset.vectors, train().slice(s![..7, ..]));
    assert_eq!(dataset.queries, Some(train()));
    let options = OpenOptions { neighbors: Some(fixture("neighbors.parquet")), ..OpenOptions::default() };
    let dataset = Dataset::open(&fixture("zstd.parquet"), &options).unwrap();
    assert_eq!((dataset.vectors, dataset.neighbors), (train(), Some(truth().0)));
    let error = open_plainly(&fixture("neighbors.parquet")).unwrap_err();
    assert!(error.to_string().ends_with("has no array `vector`, `embedding`, `emb`"), "{error}");
    assert_eq!(error.hint().unwrap(), "it has `id`, `neighbors_id`");
}

#[test]
fn rows_of_plain_files_are_read() {
    let bytes = Array2::from_shape_fn((5, 3), |(row, column)| (row * 60 + column) as u8);
    let floats = bytes.mapv(f32::from);
    let folder = folder_with(&[
        ("a.fvecs", vecs(&train(), f32::to_le_bytes)),
        ("b.bvecs", vecs(&bytes, |value| [value])),
        ("c.ivecs", vecs(&bytes, |value| i32::from(value).to_le_bytes())),
        ("d.fbin", bin(&train(), f32::to_le_bytes)),
        ("e.u8bin", bin(&bytes, |value| [value])),
        ("f.i8bin", bin(&bytes, |value| [value])),
        ("g.ibin", bin(&bytes, |value| i32::from(value).to_le_bytes())),
        ("h.f32", raw(&train())),
        ("i.bin", raw(&train())),
    ]);
    let signed = bytes.mapv(|value| f32::from(value.cast_signed()));
    let expected = [
        ("a.fvecs", train()),
        ("b.bvecs", floats.clone()),
        ("c.ivecs", floats.clone()),
        ("d.fbin", train()),
        ("e.u8bin", floats.clone()),
        ("f.i8bin", signed),
        ("g.ibin", floats),
        ("h.f32", train()),
        ("i.bin", train()),
    ];
    for (name, expected) in expected {
        let path = folder.path().join(name);
        for limit in [None, Some(2), Some(1000)] {
            let dataset =
                Dataset::open(&path, &OpenOptions { dim: Some(4), limit, ..OpenOptions::default() });
            let rows = limit.unwrap_or(usize::MAX).min(expected.nrows());
            assert_eq!(dataset.unwrap().vectors, expected.slice(s![..rows, ..]), "{name}, {limit:?}");
        }
    }
    for name in ["h.f32", "i.bin"] {
        let error = open_plainly(&folder.path().join(name)).unwrap_err();
        assert!(matches!(error, DatasetError::NeedsDimension { .. }), "{error}");
        assert_eq!(error.hint().unwrap(), "pass `--dim N`");
    }
}

#[test]
fn the_metric_is_what_somebody_says() {
    let folder = folder_with(&[
        ("a.fvecs", vecs(&train(), f32::to_le_bytes)),
        ("a-angular.fvecs", vecs(&train(), f32::to_le_bytes)),
        ("a.fbin", bin(&train(), f32::to_le_bytes)),
        ("a-100-dot.fbin", bin(&train(), f32::to_le_bytes)),
        ("a_euclidean.part.fbin", bin(&train(), f32::to_le_bytes)),
    ]);
    let metric = |name, metric| {
        let options = OpenOptions { metric, ..OpenOptions::default() };
        Dataset::open(&folder.path().join(name), &options).unwrap().metric
    };
    assert_eq!(metric("a.fvecs", None), Metric::Euclidean);
    assert_eq!(metric("a-angular.fvecs", None), Metric::Cosine);
    assert_eq!(metric("a.fbin", None), Metric::Cosine);
    assert_eq!(metric("a-100-dot.fbin", None), Metric::Dot);
    assert_eq!(metric("a_euclidean.part.fbin", None), Metric::Euclidean);
    assert_eq!(metric("a-100-dot.fbin", Some(Metric::Cosine)), Metric::Cosine);
}

#[test]
fn what_is_no_data_set_is_refused() {
    let folder = folder_with(&[("notes.txt", b"vectors".to_vec()), ("empty.fvecs", Vec::new())]);
    let error = |name: &str| open_plainly(&folder.path().join(name)).unwrap_err();
    assert!(matches!(error("notes.txt"), DatasetError::UnknownFormat { .. }));
    assert!(error("notes.txt").hint().unwrap().contains(".fvecs"));
    assert!(matches!(error("empty.fvecs"), DatasetError::Empty { .. }));
    assert!(matches!(error("none.fvecs"), DatasetError::Unreadable { .. }));
    assert!(matches!(error(""), DatasetError::NotAFile { .. }));
    let none = OpenOptions { limit: Some(0), ..OpenOptions::default() };
    assert!(matches!(Dataset::open(&fixture("half.npy"), &none), Err(DatasetError::Empty { .. })));
}
