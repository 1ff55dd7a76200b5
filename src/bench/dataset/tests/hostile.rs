//! Files that were made to break what reads them, or broke on their way.

use super::*;

/// A file of each format, whose first array is the vectors of the tests.
fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = vec![
        ("a.fvecs", vecs(&train(), f32::to_le_bytes)),
        ("a.bvecs", vecs(&train(), |value| [(value + 10.0) as u8])),
        ("a.ivecs", vecs(&train(), |value| (value as i32).to_le_bytes())),
        ("a.fbin", bin(&train(), f32::to_le_bytes)),
        ("a.u8bin", bin(&train(), |value| [(value + 10.0) as u8])),
        ("a.i8bin", bin(&train(), |value| [value as u8])),
        ("a.ibin", bin(&train(), |value| (value as i32).to_le_bytes())),
        ("a.f32", raw(&train())),
        ("a.npy", fs::read(fixture("version3.npy")).unwrap()),
        ("b.npy", fs::read(fixture("turned.npy")).unwrap()),
    ];
    if cfg!(feature = "documents") {
        for name in ["plain.npz", "packed.npz", "snappy.parquet", "zstd.parquet"] {
            all.push((name, fs::read(fixture(name)).unwrap()));
        }
    }
    if cfg!(feature = "hdf5") {
        for name in ["published.hdf5", "packed-v108.hdf5", "packed-v110.hdf5", "lzf-v112.hdf5"] {
            all.push((name, fs::read(fixture(name)).unwrap()));
        }
    }
    all
}

fn open_bytes(folder: &TempDir, name: &str, bytes: &[u8]) -> Result<Dataset, DatasetError> {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    Dataset::open(&path, &OpenOptions { dim: Some(4), ..OpenOptions::default() })
}

/// Every place of a small file, and some of a larger one.
fn step(bytes: &[u8]) -> usize {
    if bytes.len() < 600 { 1 } else { 13 }
}

fn error(name: &str, bytes: &[u8]) -> DatasetError {
    let folder = TempDir::new().unwrap();
    let error = open_bytes(&folder, name, bytes).expect_err(name);
    let text = error.to_string();
    assert!(text.contains(name), "{text} names the file");
    assert!(text.len() < 600, "{text}");
    error
}

#[test]
fn a_file_that_ends_too_early_is_refused() {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in all() {
        assert!(open_bytes(&folder, name, &bytes).is_ok(), "{name}");
        for length in (0..bytes.len()).step_by(step(&bytes)) {
            let result = open_bytes(&folder, name, &bytes[..length]);
            // Files of nothing but rows are whole wherever a row ends; free space at the end of HDF5 may be missing.
            let row = match name {
                "a.fvecs" | "a.ivecs" => 20,
                "a.bvecs" => 8,
                "a.f32" => 16,
                _ => usize::MAX,
            };
            let whole = length > 0 && length % row == 0;
            match result {
                Ok(dataset) => assert!(whole || dataset.vectors == train(), "{name}, {length}"),
                Err(error) => assert!(!whole, "{name}, {length}: {error}"),
            }
        }
    }
}

#[test]
fn a_file_that_is_longer_than_it_says_is_refused() {
    for (name, mut bytes) in all() {
        let length = bytes.len();
        bytes.push(0);
        if !name.contains(".hdf5") && !name.contains(".npz") && !name.contains(".parquet") {
            let error = error(name, &bytes);
            let place = matches!(error, DatasetError::Trailing { offset, bytes: 1, .. } if offset == length as u64)
                || matches!(error, DatasetError::Truncated { offset, row: 13, .. } if offset == length as u64 + 1);
            assert!(place, "{error}");
        }
    }
}

#[test]
fn any_byte_may_be_wrong() {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in all() {
        for at in (0..bytes.len()).step_by(step(&bytes)) {
            let wrong = [0, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x80][at % 4];
            let mut bytes = bytes.clone();
            bytes[at] = wrong;
            // It may be a value, or nothing that is looked at.
            if let Ok(dataset) = open_bytes(&folder, name, &bytes) {
                assert!(dataset.vectors.iter().all(|value| value.is_finite()), "{name}, {at}");
                assert!(dataset.vectors.len() <= 2 * bytes.len() + 4096, "{name}, {at}");
            }
        }
    }
}

#[test]
fn what_a_file_claims_is_compared_with_its_size() {
    let claim = |rows: u32, columns: u32| {
        let mut bytes = rows.to_le_bytes().to_vec();
        bytes.extend(columns.to_le_bytes());
        bytes.extend([0; 64]);
        bytes
    };
    for name in ["a.fbin", "a.u8bin", "a.i8bin", "a.ibin"] {
        for (rows, columns) in [(u32::MAX, u32::MAX), (u32::MAX, 4), (4, u32::MAX), (65, 1)] {
            assert!(matches!(error(name, &claim(rows, columns)), DatasetError::Overclaimed { .. }), "{name}");
        }
        assert!(matches!(error(name, &0u64.to_le_bytes()), DatasetError::Empty { .. }), "{name}");
        for (rows, columns) in [(0, 0), (u32::MAX, 0), (0, 4)] {
            let error = error(name, &claim(rows, columns));
            assert!(matches!(error, DatasetError::Trailing { offset: 8, bytes: 64, .. }), "{error}");
        }
    }
    for name in ["a.fvecs", "a.bvecs", "a.ivecs"] {
        for columns in [u32::MAX, 1 << 31, 80] {
            let error = error(name, &claim(columns, 0));
            assert!(matches!(error, DatasetError::Overclaimed { rows: 1, .. }), "{error}");
        }
        assert!(matches!(error(name, &claim(0, 0)), DatasetError::Empty { columns: 0, .. }));
    }
    let header = |shape: &str| {
        let text = format!("{{'descr': '<f4', 'fortran_order': True, 'shape': {shape}, }}\n");
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(text.as_bytes());
        bytes
    };
    for shape in
        ["(4294967296, 4294967296)", "(18446744073709551615, 2)", "(1, 4611686018427387904)", "(1, 1)"]
    {
        let error = error("a.npy", &header(shape));
        assert!(matches!(error, DatasetError::Overclaimed { .. }), "{error}");
        assert!(error.hint().is_some());
    }
    for shape in ["(0, 0)", "(18446744073709551615, 0)", "(0, 18446744073709551615)"] {
        assert!(matches!(error("a.npy", &header(shape)), DatasetError::Empty { .. }), "{shape}");
    }
    let mut long = b"\x93NUMPY\x02\x00".to_vec();
    long.extend(u32::MAX.to_le_bytes());
    assert!(error("a.npy", &long).to_string().ends_with("damaged at byte 8: its header is too long"));
    let mut new = long;
    new[6] = 4;
    assert!(error("a.npy", &new).to_string().contains("version 4"));
    assert!(error("a.npy", b"\x93NUMPX\x01\x00").to_string().contains("at byte 0"));
}

#[test]
fn rows_of_different_lengths_are_refused() {
    let mut bytes = vecs(&train(), f32::to_le_bytes);
    bytes[20 * 3] = 5;
    assert_eq!(
        error("a.fvecs", &bytes).to_string().split_once("`: ").unwrap().1,
        "row 4 has 5 values and the first one 4"
    );
    // A longer last row is ragged, not cut off.
    let mut bytes = vecs(&train(), f32::to_le_bytes);
    bytes.extend(5u32.to_le_bytes());
    bytes.extend([0; 20]);
    assert!(matches!(error("a.fvecs", &bytes), DatasetError::Ragged { row: 13, found: 5, .. }));
}

#[test]
fn what_is_no_number_is_refused() {
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut rows = train();
        rows[(6, 2)] = value;
        for (name, bytes) in [
            ("a.fvecs", vecs(&rows, f32::to_le_bytes)),
            ("a.fbin", bin(&rows, f32::to_le_bytes)),
            ("a.f32", raw(&rows)),
            ("a.npy", [super::super::npy::header_bytes("<f4", (12, 4)), raw(&rows)].concat()),
        ] {
            let error = error(name, &bytes);
            assert!(matches!(error, DatasetError::NotFinite { row: 7, column: 3, .. }), "{error}");
        }
    }
    // A number of 64 bits that 32 do not hold.
    let mut bytes = super::super::npy::header_bytes("<f8", (1, 2));
    bytes.extend([1.0f64, 1e39].into_iter().flat_map(f64::to_le_bytes));
    assert!(matches!(error("a.npy", &bytes), DatasetError::NotFinite { row: 1, column: 2, .. }));
}

#[cfg(feature = "documents")]
#[test]
fn a_list_that_lacks_a_value_is_refused() {
    use ::parquet::data_type::FloatType;
    use ::parquet::file::writer::SerializedFileWriter;
    use ::parquet::schema::parser::parse_message_type;

    let schema =
        "message s { optional group emb (LIST) { repeated group list { optional float element; } } }";
    let schema = std::sync::Arc::new(parse_message_type(schema).unwrap());
    let written = |values: &[f32], defined: &[i16], repeated: &[i16]| {
        let mut file =
            SerializedFileWriter::new(Vec::new(), schema.clone(), std::sync::Arc::default()).unwrap();
        let mut group = file.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<FloatType>().write_batch(values, Some(defined), Some(repeated)).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        file.into_inner().unwrap()
    };
    let folder = TempDir::new().unwrap();
    let whole = written(&[1.0, 2.0, 3.0, 4.0], &[3, 3, 3, 3], &[0, 1, 0, 1]);
    assert_eq!(
        open_bytes(&folder, "a.parquet", &whole).unwrap().vectors,
        ndarray::array![[1.0, 2.0], [3.0, 4.0]]
    );
    for (values, defined, repeated, found) in [
        (&[1.0, 2.0, 3.0][..], &[3, 3, 3, 2][..], &[0, 1, 0, 1][..], 1),
        (&[1.0, 2.0], &[3, 3, 0], &[0, 1, 0], 0),
        (&[1.0, 2.0], &[3, 3, 1], &[0, 1, 0], 0),
        (&[1.0, 2.0, 3.0], &[3, 3, 3], &[0, 1, 0], 1),
    ] {
        let error = error("a.parquet", &written(values, defined, repeated));
        assert!(
            matches!(error, DatasetError::Ragged { row: 2, found: f, expected: 2, .. } if f == found),
            "{error}"
        );
    }
    assert!(matches!(error("a.parquet", &written(&[], &[0], &[0])), DatasetError::Empty { .. }));
    // All values are one, so that a small file holds many.
    let many = 200_000;
    let repeated: Vec<i16> = (0..many).map(|at| i16::from(at % 100 > 0)).collect();
    let bytes = written(&vec![0.5; many], &vec![3; many], &repeated);
    assert!(bytes.len() < many, "{}", bytes.len());
    assert_eq!(open_bytes(&folder, "a.parquet", &bytes).unwrap().vectors.dim(), (many / 100, 100));
}

#[cfg(feature = "hdf5")]
mod hdf5 {
    use hdf5_pure::{AttrValue, FileBuilder};

    use super::*;

    fn file(build: impl FnOnce(&mut FileBuilder)) -> Vec<u8> {
        let mut file = FileBuilder::new();
        build(&mut file);
        file.finish().unwrap()
    }

    fn train_of(file: &mut FileBuilder) {
        file.create_dataset("train").with_f32_data(train().as_slice().unwrap()).with_shape(&[12, 4]);
    }

    #[test]
    fn distances_and_kinds_that_are_not_searched_are_refused_by_name() {
        let with = |name: &'static str, value: &'static str| {
            file(|file| {
                file.set_attr(name, AttrValue::VarLenString(value.to_owned()));
                train_of(file);
            })
        };
        let error = error("a.hdf5", &with("distance", "hamming"));
        assert!(error.to_string().ends_with("is measured by the distance `hamming`, which is not searched"));
        assert!(error.hint().unwrap().contains("angular"));
        let error = super::error("a.hdf5", &with("type", "sparse"));
        assert!(error.to_string().ends_with("holds `sparse` vectors, and dense ones are read"));
        let folder = TempDir::new().unwrap();
        let dot = open_bytes(&folder, "a.hdf5", &with("distance", "dot")).unwrap();
        assert_eq!((dot.metric, dot.vectors), (Metric::Dot, train()));
    }

    #[test]
    fn a_chunk_that_claims_gigabytes_costs_nothing() {
        for name in ["packed-v108.hdf5", "packed-v110.hdf5", "lzf-v112.hdf5"] {
            let bytes = fs::read(fixture(name)).unwrap();
            let file = hdf5_pure::File::open(fixture(name)).unwrap();
            let chunk = file.dataset("train").unwrap().chunks().unwrap().remove(0);
            let length = (chunk.storage_size as u32).to_le_bytes();
            let mut refused = 0;
            for at in 0..bytes.len() - 4 {
                if bytes[at..at + 4] == length {
                    let mut bytes = bytes.clone();
                    bytes[at..at + 4].fill(0xff);
                    refused += usize::from(open_bytes(&TempDir::new().unwrap(), name, &bytes).is_err());
                }
            }
            assert!(refused > 0, "{name}");
        }
        // Where there is no sum over the list of chunks the claim itself is what is refused.
        let mut bytes = fs::read(fixture("packed-v108.hdf5")).unwrap();
        let tree = bytes.windows(6).position(|start| start == b"TREE\x01\x00").unwrap();
        bytes[tree + 24..tree + 28].fill(0xff);
        let error = error("a.hdf5", &bytes);
        assert!(error.to_string().ends_with("one of its chunks does not lie within the file"), "{error}");
    }

    #[test]
    fn arrays_of_other_shapes_are_refused() {
        let one = file(|file| _ = file.create_dataset("train").with_f32_data(&[1.0, 2.0]));
        assert!(error("a.hdf5", &one).to_string().contains("a.hdf5:train` holds an array of 1 dimensions"));
        let two = file(|file| {
            file.create_dataset("one").with_f32_data(&[1.0]).with_shape(&[1, 1]);
            file.create_dataset("two").with_f32_data(&[1.0]).with_shape(&[1, 1]);
        });
        let error = error("a.hdf5", &two);
        assert!(error.to_string().ends_with("has no array `train`, `vectors`, `base`"), "{error}");
        let text = file(|file| _ = file.create_dataset("train").with_vlen_strings(&["a", "b"]));
        assert!(matches!(super::error("a.hdf5", &text), DatasetError::Values { .. }));
        let none = file(|file| {
            file.create_dataset("train").with_f32_data(&[]).with_shape(&[0, 4]);
        });
        assert!(open_bytes(&TempDir::new().unwrap(), "a.hdf5", &none).is_err());
    }
}
