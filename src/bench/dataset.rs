//! The files that benchmarks of retrieval are made of: vectors, queries, and the true neighbours of these.
//!
//! | format | what it is |
//! |---|---|
//! | `.hdf5` | the files of ann-benchmarks: all in one |
//! | `.fvecs`, `.bvecs`, `.ivecs` | the TEXMEX corpora (SIFT, GIST) |
//! | `.fbin`, `.u8bin`, `.i8bin`, `.ibin` | the billion-scale benchmarks |
//! | `.npy`, `.npz` | NumPy |
//! | `.parquet` | a column of lists: `vector`, `embedding` or `emb` |
//! | `.f32`, `.bin` | nothing but `f32`, the lowest byte first |
//!
//! The first bytes of a file say more than its name. In memory there are never more than the arrays themselves, of 32 bits a value (64 of a
//! neighbour), and some MiB beside; of HDF5, one band of chunks. What a file says of its size is compared with its size before any memory is
//! taken for it.

mod beside;
mod bin;
mod error;
mod format;
#[cfg(any(feature = "hdf5", feature = "documents"))]
mod guard;
#[cfg(feature = "hdf5")]
mod hdf5;
mod metric;
mod npy;
#[cfg(feature = "documents")]
mod npz;
mod numbers;
mod open;
#[cfg(feature = "documents")]
mod parquet;
mod results;
mod source;
mod vecs;
mod write;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use ndarray::Array2;

pub use error::DatasetError;
pub use metric::{Metric, Reduction};
pub use results::Run;
pub use write::{write_ids, write_vectors};

/// How many times larger than its bytes a packed array may be: deflate reaches 1032.
#[cfg(any(feature = "hdf5", feature = "documents"))]
const MAX_RATIO: u64 = 1032;

/// Vectors, and what is asked of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The vectors that are searched, as they are in the file: not made unit vectors.
    pub vectors: Array2<f32>,
    /// The queries, if there are any, with as many values as the vectors.
    pub queries: Option<Array2<f32>>,
    /// The true neighbours of each query: numbers of vectors from 0, the nearest first; -1 where there are no more. Not there when
    /// only some of the vectors were read, of which they would not be true.
    pub neighbors: Option<Array2<i64>>,
    /// The distances of these neighbours, where the file has them.
    pub distances: Option<Array2<f32>>,
    /// By what the neighbours are true; see [`OpenOptions::metric`].
    pub metric: Metric,
}

/// How a data set is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenOptions {
    /// Values of a vector, for files that do not say it.
    pub dim: Option<usize>,
    /// Another file with the queries.
    pub queries: Option<PathBuf>,
    /// Another file with the true neighbours.
    pub neighbors: Option<PathBuf>,
    /// Most vectors that are read, from the first on; all queries are.
    pub limit: Option<usize>,
    /// The metric. Otherwise it is what the file says, else what its name says (`-angular`, `-euclidean`, `-dot`), else the Euclidean one
    /// for `.fvecs` and `.bvecs`, whose neighbours are of that one, and the cosine for all others.
    pub metric: Option<Metric>,
}

impl Dataset {
    /// Reads a data set.
    ///
    /// Queries and neighbours that no option names and that are not in the file are looked for beside it: beside `sift_base.fvecs` they are
    /// `sift_query.fvecs` and `sift_groundtruth.ivecs`, beside `train.npy` `test.npy` and `neighbors.npy`.
    ///
    /// # Errors
    /// When a file cannot be read, is damaged, or does not belong to the others.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<Self, DatasetError> {
        open::open(path, options)
    }
}

/// What an array is for.
#[cfg_attr(
    not(any(feature = "hdf5", feature = "documents")),
    allow(dead_code, reason = "only arrays of containers have names")
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Vectors,
    Queries,
    Neighbors,
    Distances,
}

impl Role {
    /// What arrays are called in files that hold several.
    #[cfg(any(feature = "hdf5", feature = "documents"))]
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Vectors => &["train", "vectors", "base"],
            Self::Queries => &["test", "queries", "query"],
            Self::Neighbors => &["neighbors", "groundtruth"],
            Self::Distances => &["distances"],
        }
    }

    /// What columns are called.
    #[cfg(feature = "documents")]
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Vectors | Self::Queries => &["vector", "embedding", "emb"],
            Self::Neighbors => &["neighbors", "neighbors_id"],
            Self::Distances => &["distances"],
        }
    }
}

/// The array that has a role: one of its names, or where nothing else can be meant (`alone`) the only one there is.
///
/// # Errors
/// When `alone` says that there must be one, and there is none.
#[cfg(any(feature = "hdf5", feature = "documents"))]
fn choose(name: &str, arrays: &[String], role: Role, alone: bool) -> Result<Option<String>, DatasetError> {
    let named = role.names().iter().find(|name| arrays.iter().any(|array| array == *name));
    match (named, arrays) {
        (Some(named), _) => Ok(Some((*named).to_owned())),
        (None, [only]) if alone => Ok(Some(only.clone())),
        (None, _) if alone => Err(DatasetError::NoArray {
            name: name.to_owned(),
            wanted: role.names().iter().map(|name| (*name).to_owned()).collect(),
            found: arrays.to_vec(),
        }),
        (None, _) => Ok(None),
    }
}

/// Rows of a file.
#[derive(Debug)]
struct Table<V> {
    name: String,
    values: Array2<V>,
    /// Whether these are all rows there are.
    all: bool,
}

impl<V> Table<V> {
    fn new(
        name: String,
        (rows, columns): (u64, u64),
        values: Vec<V>,
        all: bool,
    ) -> Result<Self, DatasetError> {
        if rows == 0 || columns == 0 {
            return Err(DatasetError::Empty { name, rows, columns });
        }
        match Array2::from_shape_vec((rows as usize, columns as usize), values) {
            Ok(values) => Ok(Self { name, values, all }),
            Err(error) => Err(DatasetError::Unsound { name, cause: error.to_string() }),
        }
    }

    fn rows(&self) -> u64 {
        self.values.nrows() as u64
    }

    fn columns(&self) -> u64 {
        self.values.ncols() as u64
    }
}
