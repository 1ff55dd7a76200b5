//! Data sets of several files.

#![expect(clippy::case_sensitive_file_extension_comparisons, reason = "names are as they are written here")]

use super::*;

fn ids(rows: &Array2<i64>) -> Array2<i32> {
    rows.mapv(|id| id as i32)
}

#[test]
fn what_lies_beside_the_vectors_is_found() {
    let (neighbors, distances) = truth();
    let mut truth_bin = bin(&ids(&neighbors), i32::to_le_bytes);
    truth_bin.extend(raw(&distances));
    let names = [
        ["sift_base.fvecs", "sift_query.fvecs", "sift_groundtruth.ivecs"],
        ["base.1M.fbin", "query.1M.fbin", "gt.1M.ibin"],
        ["train.npy", "test.npy", "neighbors.npy"],
        ["my-vectors.f32", "my-queries.f32", "my-neighbors.ibin"],
    ];
    for [base, query, truth] in names {
        let folder = TempDir::new().unwrap();
        let at = |name| folder.path().join(name);
        for (name, rows) in [(base, train()), (query, test())] {
            match name {
                _ if name.ends_with(".f32") => fs::write(at(name), raw(&rows)).unwrap(),
                _ if name.ends_with(".fbin") => fs::write(at(name), bin(&rows, f32::to_le_bytes)).unwrap(),
                _ => write_vectors(&at(name), &rows).unwrap(),
            }
        }
        let options = OpenOptions { dim: Some(4), ..OpenOptions::default() };
        assert_eq!(Dataset::open(&at(base), &options).unwrap().neighbors, None, "{base}");
        match truth {
            _ if truth.ends_with(".ibin") => fs::write(at(truth), &truth_bin).unwrap(),
            _ => write_ids(&at(truth), &neighbors).unwrap(),
        }
        let dataset = Dataset::open(&at(base), &options).unwrap();
        assert_eq!(dataset.vectors, train());
        assert_eq!(dataset.queries, Some(test()), "{base}");
        assert_eq!(dataset.neighbors.as_ref(), Some(&neighbors), "{base}");
        assert_eq!(dataset.distances.is_some(), truth.ends_with(".ibin"));
        // Neighbours without queries are of no use, and of other queries they are not true.
        let other = OpenOptions { queries: Some(at(base)), ..options };
        let dataset = Dataset::open(&at(base), &other).unwrap();
        assert_eq!((dataset.queries, dataset.neighbors), (Some(train()), None), "{base}");
    }
}

#[test]
fn files_may_be_named() {
    let (neighbors, distances) = truth();
    let folder = folder_with(&[
        ("a", Vec::new()),
        ("x.fvecs", vecs(&train(), f32::to_le_bytes)),
        ("y.npy", Vec::new()),
        ("z.bin", {
            let mut bytes = bin(&ids(&neighbors), i32::to_le_bytes);
            bytes.extend(raw(&distances));
            bytes
        }),
    ]);
    let at = |name| folder.path().join(name);
    write_vectors(&at("y.npy"), &test()).unwrap();
    let options =
        OpenOptions { queries: Some(at("y.npy")), neighbors: Some(at("z.bin")), ..OpenOptions::default() };
    is_whole(&Dataset::open(&at("x.fvecs"), &options).unwrap());
    let some = Dataset::open(&at("x.fvecs"), &OpenOptions { limit: Some(3), ..options }).unwrap();
    assert_eq!(
        (some.vectors.nrows(), some.queries, some.neighbors, some.distances),
        (3, Some(test()), None, None)
    );
}

#[cfg(feature = "hdf5")]
#[test]
fn parts_may_come_from_other_containers() {
    let options = OpenOptions {
        queries: Some(fixture("published.hdf5")),
        neighbors: Some(fixture("lzf-v112.hdf5")),
        metric: Some(Metric::Euclidean),
        ..OpenOptions::default()
    };
    is_whole(&Dataset::open(&fixture("half.npy"), &options).unwrap());
    is_whole(&Dataset::open(&fixture("half.hdf5"), &options).unwrap());
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let (neighbors, _) = truth();
    let mut far = neighbors.clone();
    far[(1, 1)] = 12;
    let mut none = neighbors.clone();
    none[(2, 1)] = -1;
    let mut below = neighbors.clone();
    below[(0, 0)] = -2;
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_vectors(&at("x.npy"), &train()).unwrap();
    write_vectors(&at("q.npy"), &test()).unwrap();
    write_vectors(&at("wide.npy"), &Array2::zeros((3, 5))).unwrap();
    for (name, ids) in [("far", &far), ("none", &none), ("below", &below)] {
        write_ids(&at(&format!("{name}.ivecs")), ids).unwrap();
    }
    write_ids(&at("few.ivecs"), &neighbors.slice(s![..2, ..]).to_owned()).unwrap();
    let open = |queries: &str, neighbors: &str| {
        let neighbors = Some(at(neighbors)).filter(|path| path.is_file());
        Dataset::open(
            &at("x.npy"),
            &OpenOptions { queries: Some(at(queries)), neighbors, ..OpenOptions::default() },
        )
    };
    let error = open("wide.npy", "").unwrap_err();
    assert!(error.to_string().contains("wide.npy` has 5 values a row and `"), "{error}");
    assert!(error.hint().is_some());
    let error = open("q.npy", "few.ivecs").unwrap_err();
    assert!(error.to_string().contains("few.ivecs` has 2 rows and `"), "{error}");
    let error = open("q.npy", "far.ivecs").unwrap_err();
    assert!(error.to_string().ends_with("row 2 names neighbour 12, and there are 12 vectors"), "{error}");
    assert!(matches!(open("q.npy", "below.ivecs"), Err(DatasetError::Neighbor { row: 1, neighbor: -2, .. })));
    assert_eq!(open("q.npy", "none.ivecs").unwrap().neighbors, Some(none));
    // Neighbours are whole numbers.
    let error = open("q.npy", "q.npy").unwrap_err();
    assert!(
        error.to_string().ends_with("numbers of 32 bits with a fraction, and whole numbers are wanted"),
        "{error}"
    );
}
