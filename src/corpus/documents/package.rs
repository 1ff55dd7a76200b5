//! A zip archive that is one document: its parts by name, unpacked within bounds.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Budget, FREE_BYTES, MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES};
use crate::corpus::{DocumentFault, encoding};

/// How a file begins that holds others, as old programs and encrypted documents of new ones do.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The parts of a document.
pub(super) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    budget: Budget,
}

impl Package {
    pub(super) fn open(bytes: Vec<u8>, budget: Budget) -> Result<Self, DocumentFault> {
        // Office keeps an encrypted document in the container of its old formats.
        if bytes.starts_with(COMPOUND) {
            return Err(DocumentFault::Encrypted);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
        if archive.len() > MAX_ENTRIES {
            return Err(DocumentFault::TooManyParts { what: "parts", most: MAX_ENTRIES });
        }
        Ok(Self { archive, budget })
    }

    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    /// The name of a part, in `/`-separated form; `None` for a folder and for what has no name.
    pub(super) fn name(&mut self, index: usize) -> Option<String> {
        let entry = self.archive.by_index_raw(index).ok()?;
        if entry.is_dir() {
            return None;
        }
        let name = entry.name().ok()?.replace('\\', "/");
        Some(name).filter(|name| !name.ends_with('/'))
    }

    /// Bytes of a part, by number.
    pub(super) fn bytes_at(&mut self, index: usize) -> Result<Vec<u8>, DocumentFault> {
        let left = self.budget.left();
        let entry = self.archive.by_index(index).map_err(|error| fault(&error))?;
        let packed = entry.compressed_size();
        let bytes = unpack(entry, packed, left)?;
        self.budget.spend(bytes.len() as u64);
        Ok(bytes)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Bytes of a part, by name; `None` when there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentFault> {
        let name = name.trim_start_matches('/');
        match self.archive.index_for_name(name) {
            Some(index) => self.bytes_at(index).map(Some),
            None => Ok(None),
        }
    }

    /// Text of a part, in the encoding that its bytes tell; `None` when there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, DocumentFault> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let decoded = encoding::decode(bytes)
            .map_err(|encoding::NotText| DocumentFault::damaged(format!("`{name}` is not text")))?;
        Ok(Some(decoded.text))
    }

    /// Text of a part without which there is no document.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, DocumentFault> {
        self.text(name)?.ok_or_else(|| DocumentFault::damaged(format!("it has no part `{name}`")))
    }
}

/// Reads to the end, within `left` bytes and a ratio to `packed`.
pub(super) fn unpack(reader: impl Read, packed: u64, left: u64) -> Result<Vec<u8>, DocumentFault> {
    let by_ratio = packed.saturating_mul(MAX_RATIO).max(FREE_BYTES);
    let most = by_ratio.min(left);
    let mut bytes = Vec::new();
    let read = reader.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| DocumentFault::damaged(error.to_string()))?;
    if bytes.len() as u64 > most {
        return Err(if most == by_ratio {
            DocumentFault::Bomb { ratio: MAX_RATIO }
        } else {
            DocumentFault::TooLarge { most: MAX_UNPACKED_BYTES }
        });
    }
    Ok(bytes)
}

pub(super) fn fault(error: &ZipError) -> DocumentFault {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") || what.contains("ncrypted") => {
            DocumentFault::Encrypted
        }
        ZipError::InvalidPassword => DocumentFault::Encrypted,
        ZipError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            DocumentFault::damaged("it ends too early")
        }
        error => DocumentFault::damaged(error.to_string()),
    }
}
