//! Old workbooks are looked over before they are parsed: the parser follows any chain of sectors, even one that goes in a circle, and lays
//! each sheet out as the rectangle between its outermost cells.

use super::MAX_CELLS;
use crate::corpus::DocumentFault;

/// The end of a chain of sectors, and the first number that is none of a sector.
const END: u32 = 0xFFFF_FFFE;
const NONE: u32 = 0xFFFF_FFFA;

/// Streams below this size lie in a stream of small sectors.
const SMALL: u64 = 4096;

/// Cells of the rectangle that a sheet says to be, for which room is kept and not used: more than a sheet can have.
const MOST_ROOM: u64 = 32 << 20;

/// Refuses a workbook that could not be parsed within bounds.
pub(super) fn look_over(bytes: &[u8]) -> Result<(), DocumentFault> {
    let compound = Compound::of(bytes)?;
    for name in ["Workbook", "Book"] {
        if let Some(stream) = compound.stream(name)? {
            return sheets(&stream);
        }
    }
    Ok(())
}

fn damaged() -> DocumentFault {
    DocumentFault::damaged("its parts are not where they should be")
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).filter_map(|word| word.try_into().ok().map(u32::from_le_bytes))
}

/// A file that holds streams, in chains of sectors.
struct Compound<'a> {
    sectors: &'a [u8],
    size: usize,
    next: Vec<u32>,
    directory: Vec<u8>,
    /// The stream of small sectors, and their chains.
    small: Vec<u8>,
    next_small: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, DocumentFault> {
        let field = |at| word(bytes, at).ok_or_else(damaged);
        let size = match short(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged()),
        };
        let sectors = bytes.get(size..).ok_or_else(damaged)?;
        let mut compound = Self {
            sectors,
            size,
            next: Vec::new(),
            directory: Vec::new(),
            small: Vec::new(),
            next_small: Vec::new(),
        };
        let mut tables: Vec<u32> = words(bytes.get(76..512).ok_or_else(damaged)?).collect();
        let (mut more, mut times) = (field(68)?, 0);
        while more < NONE {
            times += 1;
            if times > sectors.len() / size + 1 {
                return Err(damaged());
            }
            tables.extend(words(compound.sector(more)?));
            more = tables.pop().ok_or_else(damaged)?;
        }
        let mut next = Vec::new();
        for table in tables.into_iter().filter(|table| *table < NONE) {
            // As many as there are sectors are enough, whatever the tables say.
            if next.len() <= sectors.len() {
                next.extend(words(compound.sector(table)?));
            }
        }
        compound.next = next;
        compound.directory = compound.chain(field(48)?, u64::MAX)?;
        if field(64)? > 0 {
            let root = compound.directory.get(..128).ok_or_else(damaged)?;
            let (start, length) = compound.place(root).ok_or_else(damaged)?;
            compound.small = compound.chain(start, length)?;
            let length = u64::from(field(64)?) * size as u64;
            compound.next_small = words(&compound.chain(field(60)?, length)?).collect();
        }
        Ok(compound)
    }

    /// The bytes of a sector; the last one of the file may be cut off.
    fn sector(&self, number: u32) -> Result<&'a [u8], DocumentFault> {
        sector(self.sectors, number, self.size)
    }

    fn chain(&self, start: u32, length: u64) -> Result<Vec<u8>, DocumentFault> {
        chain(self.sectors, self.size, &self.next, start, length)
    }

    /// Where an entry of the directory says that its stream begins, and its length.
    fn place(&self, entry: &[u8]) -> Option<(u32, u64)> {
        let length = u64::from(word(entry, 120)?);
        let high = if self.size == 512 { 0 } else { u64::from(word(entry, 124)?) << 32 };
        Some((word(entry, 116)?, high | length))
    }

    /// The stream of this name.
    fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, DocumentFault> {
        let is_called = |entry: &&[u8]| {
            let units: Vec<u16> =
                (0..32).filter_map(|unit| short(entry, 2 * unit)).take_while(|unit| *unit != 0).collect();
            String::from_utf16_lossy(&units).eq_ignore_ascii_case(name)
        };
        let Some(entry) = self.directory.chunks_exact(128).find(is_called) else { return Ok(None) };
        let (start, length) = self.place(entry).ok_or_else(damaged)?;
        if length < SMALL {
            chain(&self.small, 64, &self.next_small, start, length).map(Some)
        } else {
            self.chain(start, length).map(Some)
        }
    }
}

fn sector(sectors: &[u8], number: u32, size: usize) -> Result<&[u8], DocumentFault> {
    let start =
        (number as usize).checked_mul(size).filter(|start| *start <= sectors.len()).ok_or_else(damaged)?;
    Ok(&sectors[start..sectors.len().min(start + size)])
}

/// The bytes of a chain of sectors, no more than `length`.
fn chain(
    sectors: &[u8],
    size: usize,
    next: &[u32],
    start: u32,
    length: u64,
) -> Result<Vec<u8>, DocumentFault> {
    let mut bytes = Vec::new();
    let (mut number, mut times) = (start, 0);
    while number != END {
        times += 1;
        // It has come to a sector twice.
        if times > sectors.len() / size + 1 {
            return Err(DocumentFault::damaged("its parts go in a circle"));
        }
        bytes.extend_from_slice(sector(sectors, number, size)?);
        if bytes.len() as u64 >= length {
            bytes.truncate(length as usize);
            break;
        }
        number = *next.get(number as usize).ok_or_else(damaged)?;
    }
    Ok(bytes)
}

/// The records of a stream from `at` on: the type of each and its bytes.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (short(stream, at)?, short(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + usize::from(length))?;
        at += 4 + data.len();
        Some((kind, data))
    })
}

const SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END_OF_SHEET: u16 = 0x000A;
const ROOM: u16 = 0x0200;
const SEVERAL: u16 = 0x00BD;
/// Records of one cell: numbers, texts, truths, formulas.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x0006];

/// Refuses sheets whose cells lie too far from one another.
fn sheets(stream: &[u8]) -> Result<(), DocumentFault> {
    let globals = records(stream, 0).take_while(|(kind, _)| *kind != END_OF_SHEET);
    let mut all = 0u64;
    for (_, data) in globals.filter(|(kind, _)| *kind == SHEET) {
        let Some(start) = word(data, 0) else { continue };
        all = all.saturating_add(area(stream, start as usize)?);
        if all > MAX_CELLS as u64 {
            return Err(too_many());
        }
    }
    Ok(())
}

fn too_many() -> DocumentFault {
    DocumentFault::TooManyParts { what: "cells", most: MAX_CELLS }
}

/// Cells of the rectangle between the outermost ones of the sheet that begins at `start`.
fn area(stream: &[u8], start: usize) -> Result<u64, DocumentFault> {
    let (mut top, mut bottom, mut left, mut right) = (u16::MAX, 0, u16::MAX, 0);
    let (mut begun, mut within) = (false, 0usize);
    for (kind, data) in records(stream, start) {
        match kind {
            BEGIN if begun => within += 1,
            BEGIN => begun = true,
            END_OF_SHEET if within > 0 => within -= 1,
            END_OF_SHEET => break,
            _ if within > 0 => {}
            ROOM => {
                let corners = match data.len() {
                    10 => (0..4).map(|at| short(data, 2 * at).map(u64::from)).collect::<Option<Vec<_>>>(),
                    _ => [
                        word(data, 0),
                        word(data, 4),
                        short(data, 8).map(u32::from),
                        short(data, 10).map(u32::from),
                    ]
                    .into_iter()
                    .map(|corner| corner.map(u64::from))
                    .collect(),
                };
                if let Some(&[first, last, from, to]) = corners.as_deref() {
                    // A sheet without cells may say that its last row is before the first.
                    let rows = last.max(first + 1) - first;
                    if rows.saturating_mul(to.max(from).max(1)) > MOST_ROOM {
                        return Err(too_many());
                    }
                }
            }
            kind if kind == SEVERAL || CELLS.contains(&kind) => {
                let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) else { continue };
                let last = if kind == SEVERAL { short(data, data.len().saturating_sub(2)) } else { None };
                top = top.min(row);
                bottom = bottom.max(row);
                left = left.min(column);
                right = right.max(last.unwrap_or(column)).max(column);
            }
            _ => {}
        }
    }
    Ok(if top > bottom { 0 } else { (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{CorpusError, Document, Format, ReadOptions, read_bytes};

    fn read(bytes: Vec<u8>) -> Result<Vec<Document>, CorpusError> {
        read_bytes("a.xls", Some(Format::Workbook), bytes, &ReadOptions::default())?.collect()
    }

    /// A record of a workbook.
    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn text(row: u16, column: u16, text: &str) -> Vec<u8> {
        let head = [row, column, 0, text.len() as u16].map(u16::to_le_bytes).concat();
        record(0x0204, &[&head[..], &[0], text.as_bytes()].concat())
    }

    /// A workbook of one sheet with these records.
    fn workbook(cells: &[u8], link: impl Fn(u32) -> u32) -> Vec<u8> {
        let begin = |kind: u8| record(BEGIN, &[&[0, 6, kind, 0][..], &[0; 12]].concat());
        let sheet = |start: u32| record(SHEET, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
        let head = begin(5).len() + sheet(0).len() + 4;
        let mut stream = [&begin(5)[..], &sheet(head as u32), &record(END_OF_SHEET, &[])].concat();
        stream.extend([&begin(16)[..], cells, &record(END_OF_SHEET, &[])].concat());
        stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
        let sectors = stream.len() / 512;
        let mut file = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 16]].concat();
        file.extend([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        file.extend([1, 1, 0, 4096, END, 0, END, 0].map(u32::to_le_bytes).concat());
        file.extend(0u32.to_le_bytes());
        file.resize(512, 0xFF);
        let mut table = vec![0xFFFF_FFFD, END];
        table.extend((0..sectors as u32).map(|at| if at + 1 == sectors as u32 { END } else { link(at + 3) }));
        table.resize(128, u32::MAX);
        file.extend(table.into_iter().flat_map(u32::to_le_bytes));
        let entry = |name: &str, kind: u8, start: u32, length: u32| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            entry.resize(116, 0);
            (entry[64], entry[66]) = (2 * name.len() as u8 + 2, kind);
            entry.extend([start, length, 0].map(u32::to_le_bytes).concat());
            entry
        };
        file.extend(entry("Root Entry", 5, END, 0));
        file.extend(entry("Workbook", 2, 2, stream.len() as u32));
        file.resize(1536, 0);
        file.extend(stream);
        file
    }

    const TEXT: &str = "The ferry to the island leaves at nine in the morning, on all days.";

    #[test]
    fn old_workbooks_are_read() {
        let bytes = workbook(
            &[text(0, 0, "title"), text(0, 1, "text"), text(1, 0, "a"), text(1, 1, TEXT)].concat(),
            |at| at,
        );
        assert_eq!(look_over(&bytes), Ok(()));
        let documents = read(bytes).unwrap();
        assert!(documents[0].units[0].text.ends_with(TEXT), "{documents:?}");
    }

    #[test]
    fn a_sheet_from_corner_to_corner_is_refused() {
        let corners = [text(0, 0, TEXT), text(u16::MAX, u16::MAX, TEXT)].concat();
        let room = [0u32, 1 << 31, 0xFFFF_0000].map(u32::to_le_bytes).concat();
        let room = record(ROOM, &[&room[..], &[0, 0]].concat());
        let several = [1u16, 0, 0, 0, 0, u16::MAX].map(u16::to_le_bytes).concat();
        let several = [text(60_000, 0, TEXT), record(SEVERAL, &several)].concat();
        for cells in [corners, room, several] {
            let said = read(workbook(&cells, |at| at)).unwrap_err().to_string();
            assert_eq!(said, "`a.xls` has more than 4,000,000 cells, the most that are read");
        }
        let cells = [text(0, 0, TEXT), text(u16::MAX, 20, TEXT)].concat();
        assert_eq!(look_over(&workbook(&cells, |at| at)), Ok(()));
    }

    #[test]
    fn sectors_in_a_circle_are_refused() {
        let bytes = workbook(&text(0, 0, TEXT), |_| 2);
        let mut long = bytes.clone();
        long[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(look_over(&long), Err(DocumentFault::damaged("its parts go in a circle")));
        let mut directory = workbook(&text(0, 0, TEXT), |at| at);
        directory[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
        assert_eq!(look_over(&directory), Err(DocumentFault::damaged("its parts go in a circle")));
        for end in 0..bytes.len() {
            let _ = look_over(&bytes[..end]);
        }
    }
}
