//! Pages of a file, each checked before it is first believed.
//!
//! To hash a whole file when it is opened would take longer than thousands of searches in it. Its pages have a checksum each: a
//! search reads and checks the few that it needs, and later ones find them checked.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

/// Bytes of a page.
pub(crate) const PAGE: usize = 4096;

/// The checksum of a page: its XXH3. It is there for damage, and costs a tenth of a hash that nobody can forge; who means harm can make
/// all hashes of a file anew.
pub(crate) fn checksum(page: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot(page)
}

/// Which pages have been found whole.
#[derive(Debug)]
pub(crate) struct Pages {
    checked: Vec<AtomicU64>,
    all: AtomicBool,
}

impl Pages {
    pub(crate) fn new(pages: usize, whole: bool) -> Self {
        let checked = if whole { 0 } else { pages.div_ceil(64) };
        Self { checked: (0..checked).map(|_| AtomicU64::new(0)).collect(), all: AtomicBool::new(whole) }
    }

    /// Whether all are known to be whole.
    pub(crate) fn all(&self) -> bool {
        self.all.load(Ordering::Relaxed)
    }

    /// Whether the pages that the bytes `range` of `bytes` lie in are whole; `sums` has the checksum of every page.
    pub(crate) fn check(&self, bytes: &[u8], sums: &[u64], range: Range<usize>) -> bool {
        range.is_empty()
            || (range.start / PAGE..=(range.end - 1) / PAGE).all(|page| self.page(bytes, sums, page))
    }

    /// As [`Pages::check`], of a copy: whole pages from the page `first` on.
    pub(crate) fn check_copy(&self, copy: &[u8], sums: &[u64], first: usize) -> bool {
        (first..).zip(copy.chunks(PAGE)).all(|(page, content)| {
            let whole = sums.get(page) == Some(&checksum(content));
            if let Some(checked) = self.checked.get(page / 64).filter(|_| whole) {
                checked.fetch_or(1 << (page % 64), Ordering::Relaxed);
            }
            whole
        })
    }

    /// Whether the first page of a range has not been looked at.
    pub(crate) fn is_new(&self, range: &Range<usize>) -> bool {
        let page = range.start / PAGE;
        !self.all()
            && self
                .checked
                .get(page / 64)
                .is_some_and(|checked| checked.load(Ordering::Relaxed) & (1 << (page % 64)) == 0)
    }

    fn page(&self, bytes: &[u8], sums: &[u64], page: usize) -> bool {
        let Some(checked) = self.checked.get(page / 64) else { return false };
        let bit = 1 << (page % 64);
        if checked.load(Ordering::Relaxed) & bit != 0 {
            return true;
        }
        let content = bytes.get(page * PAGE..(page + 1) * PAGE);
        let whole = content.map(checksum).is_some_and(|sum| sums.get(page) == Some(&sum));
        if whole {
            checked.fetch_or(bit, Ordering::Relaxed);
        }
        whole
    }

    /// Checks every page; the first that is not whole, if there is one.
    pub(crate) fn check_all(&self, bytes: &[u8], sums: &[u64]) -> Result<(), usize> {
        if self.all() {
            return Ok(());
        }
        let broken = (0..sums.len()).into_par_iter().find_first(|page| !self.page(bytes, sums, *page));
        broken.map_or_else(
            || {
                self.all.store(true, Ordering::Relaxed);
                Ok(())
            },
            Err,
        )
    }
}
