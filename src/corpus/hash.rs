//! The hash of a whole file, for telling whether it changed.

use std::path::Path;

use super::CorpusError;

/// BLAKE3 hash of a file's bytes, read in pieces so that a file of any size can be hashed.
///
/// # Errors
///
/// [`CorpusError::Unreadable`], also for a device, a pipe or a socket.
pub fn hash_file(path: &Path) -> Result<[u8; 32], CorpusError> {
    let unreadable = |source| CorpusError::Unreadable { path: path.to_owned(), source };
    let file = crate::file::open(path).map_err(unreadable)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(unreadable)?;
    Ok(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_hashes_like_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let bytes = "line\n".repeat(100_000);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(hash_file(&path).unwrap(), *blake3::hash(bytes.as_bytes()).as_bytes());
        assert!(matches!(hash_file(&folder.path().join("none")), Err(CorpusError::Unreadable { .. })));
        #[cfg(unix)]
        assert!(matches!(hash_file(Path::new("/dev/zero")), Err(CorpusError::Unreadable { .. })));
    }
}
