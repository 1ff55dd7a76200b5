//! A file whose size is known, read from its beginning on.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::DatasetError;

/// Bytes that are read together.
const TOGETHER: usize = 1 << 20;

/// A file that is open, and its size when it was opened.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) size: u64,
    reader: BufReader<File>,
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, DatasetError> {
        let name = path.display().to_string();
        // Asked before it is opened: opening a pipe waits for whoever writes to it.
        let unreadable = |source| DatasetError::Unreadable { name: path.display().to_string(), source };
        if !path.metadata().map_err(unreadable)?.is_file() {
            return Err(DatasetError::NotAFile { name });
        }
        let file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        Ok(Self { name, size, reader: BufReader::with_capacity(TOGETHER, file) })
    }

    /// The first bytes, or as many as there are; reading begins at the start again.
    pub(super) fn head(&mut self, most: u64) -> Result<Vec<u8>, DatasetError> {
        let mut head = Vec::new();
        let read = self.reader.by_ref().take(most).read_to_end(&mut head);
        let read = read.and_then(|_| self.reader.rewind());
        read.map_err(|error| broken(&self.name, error))?;
        Ok(head)
    }

    pub(super) fn seek(&mut self, at: u64) -> Result<(), DatasetError> {
        self.reader.seek(SeekFrom::Start(at)).map(drop).map_err(|error| broken(&self.name, error))
    }

    /// The next bytes.
    pub(super) fn next<const N: usize>(&mut self) -> Result<[u8; N], DatasetError> {
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes).map_err(|error| broken(&self.name, error))?;
        Ok(bytes)
    }

    /// The file from its beginning on, without its size.
    #[cfg(feature = "documents")]
    pub(super) fn into_file(self) -> File {
        self.reader.into_inner()
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

/// Why a file could not be read on.
pub(super) fn broken(name: &str, source: io::Error) -> DatasetError {
    if source.kind() == io::ErrorKind::UnexpectedEof {
        let cause = "it ends before its last value".to_owned();
        return DatasetError::Unsound { name: name.to_owned(), cause };
    }
    DatasetError::Unreadable { name: name.to_owned(), source }
}

/// So many rows of so many values with something before each row take no more than there is; how many bytes they take.
pub(super) fn fits(
    name: &str,
    (rows, columns): (u64, u64),
    width: u64,
    before: u64,
    held: u64,
) -> Result<u64, DatasetError> {
    if rows == 0 {
        return Ok(0);
    }
    let row = columns.checked_mul(width).and_then(|row| row.checked_add(before));
    let claimed = row.and_then(|row| row.checked_mul(rows)).unwrap_or(u64::MAX);
    if claimed > held {
        return Err(DatasetError::Overclaimed { name: name.to_owned(), rows, columns, claimed, held });
    }
    Ok(claimed)
}
