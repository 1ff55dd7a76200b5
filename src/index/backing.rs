//! The bytes of an index: a mapped file, or memory.

#![allow(unsafe_code, reason = "a file is mapped into memory")]

use std::fs::File;
use std::io::{self, Write};

use bytemuck::{Pod, Zeroable};

/// A cache line, so that memory begins at one.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
struct Line([u8; 64]);

/// Bytes that begin at a multiple of 64.
#[derive(Debug)]
pub(super) enum Backing {
    Mapped(memmap2::Mmap),
    Memory(Memory),
}

impl Backing {
    /// Maps a whole file.
    pub(super) fn map(file: &File) -> io::Result<Self> {
        // SAFETY: index files are written beside and renamed, never changed in place; who changes one nevertheless while it is read
        // changes plain numbers, of which every use as a place is checked. A file that another program cuts short meanwhile ends this
        // process with a signal, as it does every program that maps files.
        let map = unsafe { memmap2::MmapOptions::new().map(file) }?;
        Ok(Self::Mapped(map))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Memory(memory) => memory.bytes(),
        }
    }
}

/// Memory that is written like a file.
#[derive(Debug, Default)]
pub(super) struct Memory {
    lines: Vec<Line>,
    length: usize,
}

impl Memory {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { lines: Vec::with_capacity(bytes.div_ceil(64)), length: 0 }
    }

    fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.lines)[..self.length]
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = self.length + bytes.len();
        self.lines.resize(end.div_ceil(64), Line([0; 64]));
        bytemuck::cast_slice_mut(&mut self.lines)[self.length..end].copy_from_slice(bytes);
        self.length = end;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
