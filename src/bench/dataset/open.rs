//! The parts of a data set, from one file or several, and whether they belong together.

use std::path::Path;

use super::format::{Format, HEAD};
use super::numbers::{Kind, Value};
use super::source::Source;
use super::{Dataset, DatasetError, Metric, OpenOptions, Role, Table, beside, bin, npy, vecs};

#[cfg(feature = "hdf5")]
use super::hdf5::Hdf5;
#[cfg(feature = "documents")]
use super::{npz::Npz, parquet};

/// What one file holds.
struct Parts {
    vectors: Table<f32>,
    queries: Option<Table<f32>>,
    neighbors: Option<Table<i64>>,
    distances: Option<Table<f32>>,
    metric: Option<Metric>,
}

impl From<Table<f32>> for Parts {
    fn from(vectors: Table<f32>) -> Self {
        Self { vectors, queries: None, neighbors: None, distances: None, metric: None }
    }
}

pub(super) fn open(path: &Path, options: &OpenOptions) -> Result<Dataset, DatasetError> {
    let (source, format) = source(path)?;
    let limit = options.limit.map(|limit| limit as u64);
    let mut parts = parts(source, format, path, options, limit)?;
    if let Some(path) = &options.queries {
        parts.queries = Some(table::<f32>(path, Role::Queries, options.dim)?);
        // What else the file holds is true of its own queries.
        (parts.neighbors, parts.distances) = (None, None);
    }
    if let Some(path) = &options.neighbors {
        (parts.neighbors, parts.distances) = truth(path)?;
    }
    if parts.queries.is_none()
        && let Some(found) = beside::find(path, Role::Queries)
    {
        parts.queries = Some(table::<f32>(&found, Role::Queries, options.dim)?);
        if parts.neighbors.is_none()
            && let Some(found) = beside::find(path, Role::Neighbors)
        {
            (parts.neighbors, parts.distances) = truth(&found)?;
        }
    }
    let assumed = match format {
        Format::Vecs(_) => Metric::Euclidean,
        _ => Metric::Cosine,
    };
    let metric = options.metric.or(parts.metric).or_else(|| named(path)).unwrap_or(assumed);
    check(&parts)?;
    let all = parts.vectors.all;
    Ok(Dataset {
        vectors: parts.vectors.values,
        queries: parts.queries.map(|table| table.values),
        neighbors: parts.neighbors.filter(|_| all).map(|table| table.values),
        distances: parts.distances.filter(|_| all).map(|table| table.values),
        metric,
    })
}

fn source(path: &Path) -> Result<(Source, Format), DatasetError> {
    let mut source = Source::open(path)?;
    let head = source.head(HEAD)?;
    match Format::of(&head, path) {
        Some(format) => Ok((source, format)),
        None => Err(DatasetError::UnknownFormat { name: source.name }),
    }
}

/// All that the file of the vectors holds.
fn parts(
    source: Source,
    format: Format,
    path: &Path,
    options: &OpenOptions,
    limit: Option<u64>,
) -> Result<Parts, DatasetError> {
    match format {
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => {
            let file = Hdf5::open(&source, path)?;
            let metric = match file.said("distance")? {
                None => None,
                Some(metric) => match Metric::of_name(&metric) {
                    Some(metric) => Some(metric),
                    None => return Err(DatasetError::Metric { name: source.name, metric }),
                },
            };
            if let Some(kind) = file.said("type")?.filter(|kind| kind != "dense") {
                return Err(DatasetError::NotDense { name: source.name, kind });
            }
            let vectors = file.array_of(Role::Vectors, true)?.unwrap_or_default();
            let mut parts = Parts::from(file.read(&vectors, limit)?);
            let own = options.queries.is_none();
            let read = |role| file.array_of(role, false).map(|array| array.filter(|_| own));
            if let Some(array) = read(Role::Queries)? {
                parts.queries = Some(file.read(&array, None)?);
            }
            if let Some(array) = read(Role::Neighbors)? {
                parts.neighbors = Some(file.read(&array, None)?);
            }
            if let Some(array) = read(Role::Distances)? {
                parts.distances = Some(file.read(&array, None)?);
            }
            Ok(Parts { metric, ..parts })
        }
        #[cfg(feature = "documents")]
        Format::Npz => {
            let mut file = Npz::open(source)?;
            let own = options.queries.is_none();
            let vectors = file.array_of(Role::Vectors, true)?.unwrap_or_default();
            let mut parts = Parts::from(file.read(&vectors, limit)?);
            if let Some(array) = file.array_of(Role::Queries, false)?.filter(|_| own) {
                parts.queries = Some(file.read(&array, None)?);
            }
            if let Some(array) = file.array_of(Role::Neighbors, false)?.filter(|_| own) {
                parts.neighbors = Some(file.read(&array, None)?);
            }
            if let Some(array) = file.array_of(Role::Distances, false)?.filter(|_| own) {
                parts.distances = Some(file.read(&array, None)?);
            }
            Ok(parts)
        }
        _ => rows(source, format, path, Role::Vectors, (options.dim, limit)).map(Parts::from),
    }
}

/// One table of a file of its own.
fn table<V: Value>(path: &Path, role: Role, dim: Option<usize>) -> Result<Table<V>, DatasetError> {
    let (source, format) = source(path)?;
    rows(source, format, path, role, (dim, None))
}

/// True neighbours and their distances.
type Truth = (Option<Table<i64>>, Option<Table<f32>>);

/// The true neighbours of a file of their own, and the distances that stand in it.
fn truth(path: &Path) -> Result<Truth, DatasetError> {
    let (source, format) = source(path)?;
    match format {
        Format::Bin(Kind::I32) | Format::AnyBin => {
            bin::read_neighbors(source).map(|(neighbors, distances)| (Some(neighbors), distances))
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => {
            let file = Hdf5::open(&source, path)?;
            let neighbors = file.array_of(Role::Neighbors, true)?.unwrap_or_default();
            let distances = file.array_of(Role::Distances, false)?;
            let distances = distances.map(|array| file.read(&array, None)).transpose()?;
            Ok((Some(file.read(&neighbors, None)?), distances))
        }
        _ => rows(source, format, path, Role::Neighbors, (None, None)).map(|table| (Some(table), None)),
    }
}

/// The rows of a file that have a role.
#[cfg_attr(not(feature = "hdf5"), expect(unused_variables, reason = "only arrays of HDF5 have names"))]
fn rows<V: Value>(
    source: Source,
    format: Format,
    path: &Path,
    role: Role,
    (dim, limit): (Option<usize>, Option<u64>),
) -> Result<Table<V>, DatasetError> {
    match format {
        Format::Vecs(kind) => vecs::read(source, kind, limit),
        Format::Bin(kind) => bin::read(source, kind, limit),
        Format::Raw | Format::AnyBin => bin::read_raw(source, dim, limit),
        Format::Npy => {
            let (name, size, mut source) = (source.name.clone(), source.size, source);
            npy::read(&name, &mut source, size, limit)
        }
        #[cfg(feature = "hdf5")]
        Format::Hdf5 => {
            let file = Hdf5::open(&source, path)?;
            let array = file.array_of(role, true)?.unwrap_or_default();
            file.read(&array, limit)
        }
        #[cfg(feature = "documents")]
        Format::Npz => {
            let mut file = Npz::open(source)?;
            let array = file.array_of(role, true)?.unwrap_or_default();
            file.read(&array, limit)
        }
        #[cfg(feature = "documents")]
        Format::Parquet => parquet::read(source, role, limit),
        #[cfg(not(feature = "hdf5"))]
        Format::Hdf5 => Err(DatasetError::NotBuiltIn { name: source.name, format: "HDF5" }),
        #[cfg(not(feature = "documents"))]
        Format::Npz => Err(DatasetError::NotBuiltIn { name: source.name, format: "an archive of NumPy" }),
        #[cfg(not(feature = "documents"))]
        Format::Parquet => Err(DatasetError::NotBuiltIn { name: source.name, format: "Parquet" }),
    }
}

/// The metric that the name of a file ends with: `glove-100-angular.hdf5`.
fn named(path: &Path) -> Option<Metric> {
    let stem = path.file_stem()?.to_str()?;
    stem.rsplit(['-', '_', '.']).find_map(Metric::of_name)
}

/// Makes sure that all values are numbers, and that the parts belong together.
fn check(parts: &Parts) -> Result<(), DatasetError> {
    let vectors = &parts.vectors;
    finite(vectors, f32::is_finite)?;
    let mismatch = |what, name: &str, found, other: &str, expected| {
        if found == expected {
            return Ok(());
        }
        Err(DatasetError::Mismatch { name: name.to_owned(), what, found, other: other.to_owned(), expected })
    };
    if let Some(queries) = &parts.queries {
        mismatch("values a row", &queries.name, queries.columns(), &vectors.name, vectors.columns())?;
        finite(queries, f32::is_finite)?;
    }
    if let Some(neighbors) = &parts.neighbors {
        if let Some(queries) = &parts.queries {
            mismatch("rows", &neighbors.name, neighbors.rows(), &queries.name, queries.rows())?;
        }
        let most = vectors.rows().cast_signed();
        for (row, ids) in neighbors.values.rows().into_iter().enumerate().filter(|_| vectors.all) {
            if let Some(neighbor) = ids.iter().find(|id| **id < -1 || **id >= most) {
                return Err(DatasetError::Neighbor {
                    name: neighbors.name.clone(),
                    row: row as u64 + 1,
                    neighbor: *neighbor,
                    vectors: vectors.rows(),
                });
            }
        }
    }
    if let Some(distances) = &parts.distances {
        // Behind the last neighbour there may be an infinite distance.
        finite(distances, |value| !value.is_nan())?;
        if let Some(neighbors) = &parts.neighbors {
            mismatch("rows", &distances.name, distances.rows(), &neighbors.name, neighbors.rows())?;
            mismatch(
                "values a row",
                &distances.name,
                distances.columns(),
                &neighbors.name,
                neighbors.columns(),
            )?;
        }
    }
    Ok(())
}

fn finite(table: &Table<f32>, is: impl Fn(f32) -> bool) -> Result<(), DatasetError> {
    for (row, values) in table.values.rows().into_iter().enumerate() {
        if let Some(column) = values.iter().position(|value| !is(*value)) {
            let (row, column) = (row as u64 + 1, column as u64 + 1);
            return Err(DatasetError::NotFinite { name: table.name.clone(), row, column });
        }
    }
    Ok(())
}
