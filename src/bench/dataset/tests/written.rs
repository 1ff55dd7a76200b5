//! What is written is read again.

use super::*;

#[test]
fn vectors_and_ids_are_read_again() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (neighbors, _) = truth();
    for name in ["a.fvecs", "a.npy"] {
        for rows in [train(), train().reversed_axes(), test()] {
            write_vectors(&at(name), &rows).unwrap();
            assert_eq!(open_plainly(&at(name)).unwrap().vectors, rows, "{name}");
        }
    }
    for name in ["b.ivecs", "b.npy"] {
        write_ids(&at(name), &neighbors).unwrap();
        assert_eq!(open_plainly(&at(name)).unwrap().vectors, neighbors.mapv(|id| id as f32), "{name}");
    }
    // NumPy maps such a file into memory where its values begin at a multiple of 64.
    let bytes = fs::read(at("a.npy")).unwrap();
    assert_eq!((bytes.len() - 3 * 4 * 4) % 64, 0);
    assert!(write_vectors(&at("a.fbin"), &train()).unwrap_err().to_string().contains("`.fvecs` or `.npy`"));
    assert!(write_ids(&at("a.fvecs"), &neighbors).is_err());
    assert!(write_ids(&at("c.ivecs"), &Array2::from_elem((1, 1), 1 << 31)).is_err());
    assert!(write_vectors(&at("c.fvecs"), &Array2::zeros((3, 0))).is_err());
    assert!(matches!(write_vectors(&at("no/a.npy"), &test()), Err(DatasetError::Unwritable { .. })));
    assert!(!at("c.ivecs").exists() && !at("c.fvecs").exists());
}

fn run() -> Run {
    Run {
        algo: "cognate".to_owned(),
        name: "cognate (HNSW, ef 64, é)".to_owned(),
        dataset: "glove-25-angular".to_owned(),
        metric: Metric::Cosine,
        count: 3,
        build_time: 1.5,
        index_size: 2048.0,
        best_search_time: 0.001,
        run_count: 2,
        batch: false,
        times: vec![0.001, 0.002],
        neighbors: vec![vec![(4, 0.25), (1, 0.5), (2, 0.75), (9, 1.0)], vec![(7, 0.125)]],
    }
}

#[test]
fn runs_lie_where_plots_look_for_them() {
    let mut run = run();
    let path = run.path(Path::new("results"));
    assert_eq!(path, Path::new("results/glove-25-angular/3/cognate/cognate_HNSW_ef_64_é.hdf5"));
    run.batch = true;
    assert!(run.path(Path::new("r")).starts_with("r/glove-25-angular/3/cognate-batch"));
    assert!((run.candidates() - 2.5).abs() < f64::EPSILON);
}

#[cfg(feature = "hdf5")]
#[test]
fn runs_are_written_as_plots_read_them() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("run.hdf5");
    let mut run = run();
    run.write(&path).unwrap();
    let file = hdf5_pure::File::open(&path).unwrap();
    let array = |name: &str| file.dataset(name).unwrap();
    assert_eq!(array("times").read_f32().unwrap(), [0.001, 0.002]);
    assert_eq!(array("neighbors").shape().unwrap(), [2, 3]);
    assert_eq!(array("neighbors").read_i32().unwrap(), [4, 1, 2, 7, -1, -1]);
    let infinite = f32::INFINITY;
    assert_eq!(array("distances").read_f32().unwrap(), [0.25, 0.5, 0.75, 0.125, infinite, infinite]);
    let attributes = file.root().attrs().unwrap();
    let wanted = [
        "algo",
        "batch_mode",
        "best_search_time",
        "build_time",
        "candidates",
        "count",
        "dataset",
        "distance",
        "expect_extra",
        "index_size",
        "name",
        "run_count",
    ];
    let mut names: Vec<&String> = attributes.keys().collect();
    names.sort();
    assert_eq!(names, wanted);
    assert_eq!(attributes["name"], hdf5_pure::AttrValue::VarLenString(run.name.clone()));
    assert_eq!(attributes["distance"], hdf5_pure::AttrValue::VarLenString("angular".to_owned()));
    assert_eq!(attributes["count"], hdf5_pure::AttrValue::I64(3));
    run.neighbors[0][0].0 = 1 << 40;
    assert!(run.write(&path).unwrap_err().to_string().ends_with("needs more than 32 bits"));
    run.times.pop();
    assert!(matches!(run.write(&path), Err(DatasetError::Unfit { .. })));
}
