//! `.npz`: a ZIP archive of arrays of NumPy, each a file `NAME.npy`, packed or not.

use std::fs::File;
use std::io::{BufReader, Read};

use zip::{CompressionMethod, ZipArchive};

use super::guard::quietly;
use super::numbers::Value;
use super::source::Source;
use super::{DatasetError, MAX_RATIO, Role, Table, npy};

/// An archive whose list of arrays was read.
pub(super) struct Npz {
    name: String,
    archive: ZipArchive<BufReader<File>>,
    arrays: Vec<String>,
}

impl Npz {
    pub(super) fn open(source: Source) -> Result<Self, DatasetError> {
        let name = source.name.clone();
        let (archive, arrays) = quietly(&name, || {
            let archive =
                ZipArchive::new(BufReader::new(source.into_file())).map_err(|error| error.to_string())?;
            let files = archive.file_names().filter_map(Result::ok);
            let arrays = files.filter_map(|file| file.strip_suffix(".npy").map(str::to_owned)).collect();
            Ok((archive, arrays))
        })?;
        Ok(Self { name, archive, arrays })
    }

    /// An array, by its own name.
    pub(super) fn read<V: Value>(
        &mut self,
        array: &str,
        limit: Option<u64>,
    ) -> Result<Table<V>, DatasetError> {
        let name = format!("{}:{array}", self.name);
        let unsound = |cause: String| DatasetError::Unsound { name: name.clone(), cause };
        let archive = &mut self.archive;
        let file = format!("{array}.npy");
        let mut entry = quietly(&name, || archive.by_name(&file).map_err(|error| error.to_string()))?;
        let ratio = match entry.compression() {
            CompressionMethod::Stored => 1,
            CompressionMethod::Deflated => MAX_RATIO,
            other => return Err(unsound(format!("it is packed as {other}, which is not read"))),
        };
        let (size, packed) = (entry.size(), entry.compressed_size());
        let held = packed.saturating_mul(ratio);
        if size > held {
            return Err(DatasetError::Overclaimed { name, rows: 1, columns: size, claimed: size, held });
        }
        let table = npy::read(&name, &mut entry, size, limit)?;
        // At its end the sum over its bytes is looked at.
        match entry.read(&mut [0]) {
            Ok(0) => Ok(table),
            Ok(_) if !table.all => Ok(table),
            Ok(_) => Err(unsound("it is longer than it says".to_owned())),
            Err(error) => Err(unsound(error.to_string())),
        }
    }

    /// Which array has a role: one of its names, or the only one for vectors.
    pub(super) fn array_of(&self, role: Role, alone: bool) -> Result<Option<String>, DatasetError> {
        super::choose(&self.name, &self.arrays, role, alone)
    }
}
