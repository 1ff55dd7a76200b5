//! Archives: each file in them that can be read is read as if it lay beside them.

use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::package::{Package, unpack};
use super::{Input, MAX_DEPTH, Stream};
use crate::corpus::{CorpusError, DocumentFault, Format};

/// The file that is packed with gzip or Zstandard; its name is that of the packed one without the last extension.
pub(super) fn unpacked(input: &Input, format: Format, bytes: &[u8]) -> Result<Stream, CorpusError> {
    if input.depth >= MAX_DEPTH {
        return Err(input.failed(DocumentFault::TooDeep { most: MAX_DEPTH }));
    }
    let left = input.budget.left();
    let unpacked = match format {
        Format::Gzip => unpack(MultiGzDecoder::new(bytes), bytes.len() as u64, left),
        _ => unpack(Frames { rest: bytes, open: None }, bytes.len() as u64, left),
    };
    let unpacked = unpacked.map_err(|fault| input.failed(fault))?;
    input.budget.spend(unpacked.len() as u64);
    // What is within is not called otherwise, so that a file that is packed later keeps its name.
    let within = Input { depth: input.depth + 1, ..input.clone() };
    let stem = Path::new(&input.name).file_stem().map(Path::new);
    let inner = stem.and_then(Format::of_path).unwrap_or(Format::Text);
    within.read(inner, unpacked)
}

/// The frames of a Zstandard file, one after the other.
struct Frames<'a> {
    rest: &'a [u8],
    open: Option<Box<StreamingDecoder<&'a [u8], ruzstd::decoding::FrameDecoder>>>,
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(open) = &mut self.open {
                let read = open.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                self.rest = self.open.take().map_or(&[], |open| open.into_inner());
            }
            if self.rest.is_empty() {
                return Ok(0);
            }
            let opened =
                StreamingDecoder::new(self.rest).map_err(|error| io::Error::other(error.to_string()))?;
            self.open = Some(Box::new(opened));
        }
    }
}

/// The files of a zip archive, in its order; folders and what cannot be read at all are passed over.
pub(super) fn files(input: &Input, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
    if input.depth >= MAX_DEPTH {
        return Err(input.failed(DocumentFault::TooDeep { most: MAX_DEPTH }));
    }
    let mut package = Package::open(bytes, input.budget.clone()).map_err(|fault| input.failed(fault))?;
    let mut readable = Vec::new();
    for index in 0..package.len() {
        if let Some(name) = package.name(index)
            && let Some(format) = Format::of_path(Path::new(&name))
            && !is_of_the_system(&name)
        {
            readable.push((index, name, format));
        }
    }
    if readable.is_empty() {
        return Err(input.failed(DocumentFault::Empty));
    }
    let input = input.clone();
    Ok(Box::new(readable.into_iter().flat_map(move |(index, name, format)| {
        let within = input.within(&name);
        let bytes = package.bytes_at(index).map_err(|fault| within.failed(fault));
        match bytes.and_then(|bytes| within.read(format, bytes)) {
            Ok(documents) => documents,
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    })))
}

/// What macOS puts beside each file, and hidden files, which a folder passes over too.
fn is_of_the_system(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}
