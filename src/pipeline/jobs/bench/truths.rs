//! True neighbours that are kept: exact search over the same vectors for the same queries need not be done twice.

use std::path::{Path, PathBuf};

use ndarray::ArrayView2;

use crate::bench::Truth;
use crate::index::{Exact, IndexError};

/// Files that are kept; of more, the oldest goes.
const MOST: usize = 64;

/// Most bytes of a file: 25 million queries.
const LARGEST: u64 = 100 << 20;

/// What they end with.
const ENDING: &str = "truth";

/// Where truths are kept, if anywhere.
pub(super) struct Truths<'a> {
    folder: Option<&'a Path>,
}

impl<'a> Truths<'a> {
    pub(super) fn new(folder: Option<&'a Path>) -> Self {
        Self { folder }
    }

    /// The truth, and whether it was known. `hash` is that of rows, queries and `k`. What cannot be read or written is no error: it is found
    /// anew.
    pub(super) fn of<'e>(
        &self,
        exact: &'e Exact,
        queries: ArrayView2<'e, f32>,
        k: usize,
        hash: &str,
        done: &(dyn Fn(usize) + Sync),
    ) -> Result<(Truth<'e>, bool), IndexError> {
        let file = self.folder.map(|folder| folder.join(format!("{hash}.{ENDING}")));
        if let Some(kth) = file.as_deref().and_then(|file| read(file, hash, queries.nrows())) {
            return Ok((Truth::known(exact, queries, k, kth), true));
        }
        let truth = Truth::of(exact, queries, k, done)?;
        if let (Some(folder), Some(file)) = (self.folder, &file)
            && let Err(error) = keep(folder, file, hash, truth.kth())
        {
            log::info!("true neighbours are not kept: {}: {error}", folder.display());
        }
        Ok((truth, false))
    }
}

/// The checksum of what is kept, with the hash that it is kept under.
fn checksum(hash: &str, bytes: &[u8]) -> [u8; 32] {
    *blake3::Hasher::new().update(hash.as_bytes()).update(bytes).finalize().as_bytes()
}

fn read(file: &Path, hash: &str, queries: usize) -> Option<Vec<f32>> {
    let bytes = crate::file::read(file, LARGEST).ok()?;
    let (sum, values) = bytes.split_at_checked(32)?;
    if values.len() != queries * 4 || sum != checksum(hash, values) {
        return None;
    }
    Some(values.as_chunks::<4>().0.iter().map(|value| f32::from_le_bytes(*value)).collect())
}

fn keep(folder: &Path, file: &Path, hash: &str, kth: &[f32]) -> std::io::Result<()> {
    crate::file::create_private_folder(folder)?;
    let bytes: Vec<u8> = kth.iter().flat_map(|value| value.to_le_bytes()).collect();
    crate::file::replace_private(file, |out| {
        out.write_all(&checksum(hash, &bytes))?;
        out.write_all(&bytes)
    })?;
    let mut kept: Vec<(std::time::SystemTime, PathBuf)> = std::fs::read_dir(folder)?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_one = path.extension().is_some_and(|ending| ending == ENDING);
            Some((path.metadata().ok()?.modified().ok()?, path)).filter(|_| is_one)
        })
        .collect();
    kept.sort();
    for (_, old) in kept.iter().rev().skip(MOST) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn a_truth_is_kept_and_a_damaged_one_found_anew() {
        let rows = array![[1.0_f32, 0.0], [0.0, 1.0], [0.6, 0.8]];
        let exact = Exact::new(vec![1, 2, 3], rows).unwrap();
        let queries = array![[1.0_f32, 0.0], [0.8, 0.6]];
        let here = tempfile::tempdir().unwrap();
        let folder = here.path().join("truth");
        let truths = Truths::new(Some(&folder));
        let find = |hash: &str| truths.of(&exact, queries.view(), 2, hash, &|_| ()).unwrap();
        let (first, known) = find("a");
        assert!(!known && first.kth().len() == 2);
        let (again, known) = find("a");
        assert!(known);
        assert_eq!(again.kth(), first.kth());
        assert!(!find("b").1, "of other vectors");
        // Under another name it is not what it says; one that is cut or changed is not believed.
        let file = folder.join("a.truth");
        std::fs::copy(&file, folder.join("c.truth")).unwrap();
        assert!(!find("c").1);
        let whole = std::fs::read(&file).unwrap();
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        for bytes in [&whole[..whole.len() - 4], &whole[..10], &changed[..], &[]] {
            std::fs::write(&file, bytes).unwrap();
            let (found, known) = find("a");
            assert!(!known && found.kth() == first.kth());
            assert!(find("a").1, "it is kept anew");
        }
        let nowhere = Truths::new(None).of(&exact, queries.view(), 2, "a", &|_| ()).unwrap();
        assert!(!nowhere.1);
    }

    #[test]
    fn the_oldest_go() {
        let here = tempfile::tempdir().unwrap();
        std::fs::write(here.path().join("other.txt"), "mine").unwrap();
        for number in 0..MOST + 5 {
            keep(here.path(), &here.path().join(format!("{number}.{ENDING}")), "h", &[1.0]).unwrap();
        }
        let left = std::fs::read_dir(here.path()).unwrap().count();
        assert_eq!(left, MOST + 1);
        assert!(
            here.path().join("other.txt").exists()
                && here.path().join(format!("{}.{ENDING}", MOST + 4)).exists()
        );
    }
}
