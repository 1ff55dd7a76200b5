//! The bytes of an index: a mapped file, or memory.

#![allow(unsafe_code, reason = "a file is mapped into memory")]

use std::fs::File;
use std::io::{self, Write};

use memmap2::{Mmap, MmapMut, MmapOptions};

/// Bytes that begin at a page of memory.
#[derive(Debug)]
pub(crate) enum Backing {
    /// Mapped; and the file itself, for what is read in one go.
    File(Mmap, File),
    Memory(MmapMut),
}

impl Backing {
    /// Maps a whole file.
    pub(crate) fn map(file: File) -> io::Result<Self> {
        // SAFETY: index files are written beside and renamed, never changed in place; who changes one nevertheless while it is read
        // changes plain numbers, of which every use as a place is checked. A file that another program cuts short meanwhile ends this
        // process with a signal, as it does every program that maps files.
        let map = unsafe { MmapOptions::new().map(&file) }?;
        Ok(Self::File(map, file))
    }

    /// A copy in memory, in pages as large as the system has: a search goes to thousands of places, and with small pages half of its
    /// time would be spent on finding those.
    pub(crate) fn in_memory(
        length: usize,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut map = MmapMut::map_anon(length)?;
        #[cfg(target_os = "linux")]
        if let Err(error) = map.advise(memmap2::Advice::HugePage) {
            log::debug!("no large pages: {error}");
        }
        let mut rest = &mut map[..];
        write(&mut rest)?;
        Ok(Self::Memory(map))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::File(map, _) => map,
            Self::Memory(map) => map,
        }
    }
}

impl Backing {
    /// Whether the mapped file is the one that is at `path` now. A file that is mapped keeps its number, so that no other has it.
    pub(crate) fn is_at(&self, path: &std::path::Path) -> bool {
        let Self::File(_, file) = self else { return false };
        let (Ok(own), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else { return false };
        #[cfg(unix)]
        let is_same = {
            use std::os::unix::fs::MetadataExt;
            (own.dev(), own.ino()) == (there.dev(), there.ino())
        };
        #[cfg(not(unix))]
        let is_same = own.modified().ok() == there.modified().ok();
        is_same && own.len() == there.len()
    }

    /// Copies `length` bytes from `start` on, whose pages are not put into this process then: for what is read once and from end to end that is half
    /// of the work. Whether it could be done.
    pub(crate) fn copy(&self, start: usize, length: usize, into: &mut Vec<u8>) -> bool {
        #[cfg(unix)]
        if let Self::File(_, file) = self {
            use std::os::unix::fs::FileExt;
            into.resize(length, 0);
            return match file.read_exact_at(into, start as u64) {
                Ok(()) => true,
                Err(error) => {
                    log::debug!("it is read as it is mapped: {error}");
                    false
                }
            };
        }
        let _ = (start, length, into);
        false
    }
}

/// Bytes from which it is worth a call to the system to say that they will be read.
pub(crate) const MANY: usize = 256 << 10;

/// Says that all of `bytes` will be read at once: what of a mapped file lies in memory is then put in place by one call, where each few pages
/// would otherwise be a fault of their own. It changes nothing but the time.
pub(crate) fn will_read(bytes: &[u8]) {
    #[cfg(target_os = "linux")]
    if bytes.len() >= MANY {
        let page = rustix::param::page_size();
        let begin = bytes.as_ptr().addr();
        let within = begin % page;
        let start = bytes.as_ptr().wrapping_sub(within).cast_mut().cast();
        // SAFETY: the pages are those that hold `bytes`, and the advice reads and changes nothing in them.
        let told = unsafe {
            rustix::mm::madvise(start, within + bytes.len(), rustix::mm::Advice::LinuxPopulateRead)
        };
        if let Err(error) = told {
            log::debug!("pages are read as they come: {error}");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (bytes, MANY);
}
