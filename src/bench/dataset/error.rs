//! What can go wrong with the files of a benchmark, each with the file, the place in it and a way out.

use std::io;
use std::path::PathBuf;

use crate::message::{cut, grouped, literal, literals, size};

/// A file of a benchmark that cannot be read or written.
///
/// `name` is the file as it was given; where a file holds several arrays, that of the array stands behind it: `glove.hdf5:train`.
/// Rows and values are counted from 1, offsets in bytes from 0.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// A file cannot be opened or read.
    #[error("cannot read `{name}`: {source}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// What was named is no file: a folder or a pipe.
    #[error("`{name}` is not a file")]
    NotAFile {
        /// What was named.
        name: String,
    },
    /// Neither the name nor the first bytes of a file tell what it is.
    #[error("`{name}` is in no format that benchmarks have")]
    UnknownFormat {
        /// The file.
        name: String,
    },
    /// This build of the program does not read the format.
    #[error("`{name}` is {format}, which this build does not read")]
    NotBuiltIn {
        /// The file.
        name: String,
        /// What it is called, such as `HDF5`.
        format: &'static str,
    },
    /// A file of nothing but values, of which nobody said how many make a vector.
    #[error("`{name}` does not say how many values a vector has")]
    NeedsDimension {
        /// The file.
        name: String,
    },
    /// A file is not what its format promises.
    #[error("`{name}` is damaged at byte {}: {}", grouped(*offset), cut(cause, 200))]
    Damaged {
        /// The file.
        name: String,
        /// Where, as near as is known.
        offset: u64,
        /// What was found.
        cause: String,
    },
    /// The parser of HDF5, Parquet or ZIP cannot read a file.
    #[error("`{name}` cannot be read: {}", cut(cause, 200))]
    Unsound {
        /// The file.
        name: String,
        /// What the parser said.
        cause: String,
    },
    /// A file says that it holds more than it can.
    #[error(
        "`{name}` claims {} rows of {} values, {}, and can hold no more than {}",
        grouped(*rows), grouped(*columns), size(*claimed), size(*held)
    )]
    Overclaimed {
        /// The file.
        name: String,
        /// Rows that it claims.
        rows: u64,
        /// Values of a row that it claims.
        columns: u64,
        /// Bytes that these take in the file, or [`u64::MAX`].
        claimed: u64,
        /// Bytes that there can be.
        held: u64,
    },
    /// A file ends within a row.
    #[error("`{name}` ends at byte {}, within row {}", grouped(*offset), grouped(*row))]
    Truncated {
        /// The file.
        name: String,
        /// Where it ends.
        offset: u64,
        /// The row.
        row: u64,
    },
    /// Something stands behind the last row.
    #[error("`{name}` goes on for {} behind its last row, at byte {}", size(*bytes), grouped(*offset))]
    Trailing {
        /// The file.
        name: String,
        /// Where its last row ends.
        offset: u64,
        /// How much there is.
        bytes: u64,
    },
    /// A row has another number of values than the first one.
    #[error("`{name}`: row {} has {} values and the first one {}", grouped(*row), grouped(*found), grouped(*expected))]
    Ragged {
        /// The file.
        name: String,
        /// The row.
        row: u64,
        /// Its values.
        found: u64,
        /// Values of the first row.
        expected: u64,
    },
    /// There is no row, or rows have no values.
    #[error("`{name}` holds no vectors: {} rows of {} values", grouped(*rows), grouped(*columns))]
    Empty {
        /// The file.
        name: String,
        /// Rows.
        rows: u64,
        /// Values of a row.
        columns: u64,
    },
    /// Values are of a kind that is not read.
    #[error("`{name}` holds {}, and {wanted} are wanted", cut(found, 100))]
    Values {
        /// The file.
        name: String,
        /// What they are.
        found: String,
        /// What they should be.
        wanted: &'static str,
    },
    /// A value is no finite number, or none that 32 bits hold.
    #[error("`{name}`: value {} of row {} is not a finite number of 32 bits", grouped(*column), grouped(*row))]
    NotFinite {
        /// The file.
        name: String,
        /// The row.
        row: u64,
        /// The value.
        column: u64,
    },
    /// A file of several arrays lacks one.
    #[error("`{name}` has no array {}", literals(wanted))]
    NoArray {
        /// The file.
        name: String,
        /// Names that were looked for.
        wanted: Vec<String>,
        /// Names that there are.
        found: Vec<String>,
    },
    /// The distance is one that the benchmark does not know.
    #[error("`{name}` is measured by the distance {}, which is not searched", literal(metric))]
    Metric {
        /// The file.
        name: String,
        /// What it is called there.
        metric: String,
    },
    /// The vectors are not dense.
    #[error("`{name}` holds {} vectors, and dense ones are read", literal(kind))]
    NotDense {
        /// The file.
        name: String,
        /// What it calls them.
        kind: String,
    },
    /// Two files do not belong together.
    #[error("`{name}` has {} {what} and `{other}` {}", grouped(*found), grouped(*expected))]
    Mismatch {
        /// The file.
        name: String,
        /// What was counted, such as `rows`.
        what: &'static str,
        /// Its number of them.
        found: u64,
        /// The other file.
        other: String,
        /// That one's number.
        expected: u64,
    },
    /// A true neighbour is no row of the vectors.
    #[error("`{name}`: row {} names neighbour {neighbor}, and there are {} vectors", grouped(*row), grouped(*vectors))]
    Neighbor {
        /// The file.
        name: String,
        /// The row.
        row: u64,
        /// Number of the neighbour, from 0.
        neighbor: i64,
        /// How many vectors there are.
        vectors: u64,
    },
    /// There is not enough memory for the vectors.
    #[error("`{name}` needs {} of memory, which there is not", size(*bytes))]
    Memory {
        /// The file.
        name: String,
        /// Bytes of its values in memory.
        bytes: u64,
    },
    /// What is to be written does not fit the format.
    #[error("cannot write `{}`: {cause}", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        cause: String,
    },
}

impl DatasetError {
    /// What can be done about it, where something can.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownFormat { .. } => {
                "read are .hdf5, .fvecs, .bvecs, .ivecs, .fbin, .u8bin, .i8bin, .ibin, .npy, .npz, .parquet, .f32 and, with `--dim`, .bin"
                    .to_owned()
            }
            Self::NotBuiltIn { format: "HDF5", .. } => "build with the feature `hdf5`".to_owned(),
            Self::NotBuiltIn { .. } => "build with the feature `documents`".to_owned(),
            Self::Unsound { cause, .. } if cause.contains("layout version") || cause.contains("version 2 B-tree") => {
                "write it again with h5py, `libver='earliest'` and arrays that do not grow".to_owned()
            }
            Self::NeedsDimension { .. } => "pass `--dim N`".to_owned(),
            Self::Truncated { .. } | Self::Overclaimed { .. } => {
                "fetch the file again: a download that broke off looks like this".to_owned()
            }
            Self::NoArray { found, .. } if found.is_empty() => return None,
            Self::NoArray { found, .. } => format!("it has {}", literals(found)),
            Self::Metric { .. } => "searched are `angular`, `euclidean` and `dot`".to_owned(),
            Self::Memory { .. } => "pass `--limit N` to read the first N vectors".to_owned(),
            Self::Mismatch { .. } | Self::Neighbor { .. } => {
                "vectors, queries and neighbours must come from one benchmark".to_owned()
            }
            _ => return None,
        })
    }
}
