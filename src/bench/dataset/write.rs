//! Vectors and numbers of neighbours as files that other programs read.

use std::io::{self, Write};
use std::path::Path;

use ndarray::Array2;

use super::format::Format;
use super::numbers::Kind;
use super::{DatasetError, npy, vecs};
use crate::file;

/// Writes vectors as `.fvecs` or as `.npy` (`<f4`), by the name of the file; what stood there is replaced.
///
/// # Errors
/// When the name has another ending, or the file cannot be written.
pub fn write_vectors(path: &Path, vectors: &Array2<f32>) -> Result<(), DatasetError> {
    match Format::of(&[], path) {
        Some(Format::Vecs(Kind::F32)) => {
            fits(path, vectors.ncols())?;
            replace(path, |write| vecs::bytes(vectors, f32::to_le_bytes, write))
        }
        Some(Format::Npy) => replace(path, |write| {
            write.write_all(&npy::header_bytes("<f4", vectors.dim()))?;
            vectors.iter().try_for_each(|value| write.write_all(&value.to_le_bytes()))
        }),
        _ => Err(unfit(path, "vectors are written as `.fvecs` or `.npy`")),
    }
}

/// Writes numbers of neighbours as `.ivecs`, of 32 bits, or as `.npy` (`<i8`), by the name of the file; what stood there is replaced.
///
/// # Errors
/// When the name has another ending, a number does not fit, or the file cannot be written.
pub fn write_ids(path: &Path, ids: &Array2<i64>) -> Result<(), DatasetError> {
    match Format::of(&[], path) {
        Some(Format::Vecs(Kind::I32)) => {
            fits(path, ids.ncols())?;
            if ids.iter().any(|id| i32::try_from(*id).is_err()) {
                return Err(unfit(path, "a number needs more than 32 bits: write `.npy`"));
            }
            replace(path, |write| vecs::bytes(ids, |id| (id as i32).to_le_bytes(), write))
        }
        Some(Format::Npy) => replace(path, |write| {
            write.write_all(&npy::header_bytes("<i8", ids.dim()))?;
            ids.iter().try_for_each(|value| write.write_all(&value.to_le_bytes()))
        }),
        _ => Err(unfit(path, "numbers of neighbours are written as `.ivecs` or `.npy`")),
    }
}

fn fits(path: &Path, columns: usize) -> Result<(), DatasetError> {
    // Of a row without values nothing could be read again.
    let fits = columns > 0 && u32::try_from(columns).is_ok();
    fits.then_some(()).ok_or_else(|| unfit(path, "rows must have from 1 to 4,294,967,295 values"))
}

fn unfit(path: &Path, cause: &str) -> DatasetError {
    DatasetError::Unfit { path: path.to_owned(), cause: cause.to_owned() }
}

pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), DatasetError> {
    file::replace(path, write).map_err(|source| DatasetError::Unwritable { path: path.to_owned(), source })
}
