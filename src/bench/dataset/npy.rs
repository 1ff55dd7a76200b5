//! `.npy`: a line of Python that says what the values are, and the values.
//!
//! The format of NumPy, versions 1 to 3: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>. Values are numbers of 16, 32 and
//! 64 bits and whole numbers of 8 to 64, in either order of bytes, row by row or column by column.

mod header;

use std::io::{self, Read};

use super::numbers::{Value, check, room, stream};
use super::source::{broken, fits};
use super::{DatasetError, Table};
use header::Header;

/// Bytes before the header: what the file begins with, and its version.
const MAGIC: &[u8] = b"\x93NUMPY";

/// Longest header.
const MAX_HEADER: u32 = 1 << 16;

/// The rows of an array that takes so many bytes with its header, or the first `limit` of them.
pub(super) fn read<V: Value>(
    name: &str,
    reader: &mut dyn Read,
    size: u64,
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    let (header, from) = header_of(name, reader, size)?;
    check::<V>(name, header.element.kind)?;
    let (rows, columns) = header.shape;
    let bytes = fits(name, header.shape, header.element.kind.width(), 0, size - from)?;
    if bytes < size - from {
        let bytes_behind = size - from - bytes;
        return Err(DatasetError::Trailing {
            name: name.to_owned(),
            offset: from + bytes,
            bytes: bytes_behind,
        });
    }
    if rows == 0 || columns == 0 {
        return Err(DatasetError::Empty { name: name.to_owned(), rows, columns });
    }
    let wanted = rows.min(limit.unwrap_or(u64::MAX));
    let mut values = room::<V>(name, wanted, columns)?;
    if header.by_column {
        by_column(name, reader, &header, wanted, &mut values)?;
    } else {
        stream(name, reader, header.element, wanted * columns, |some| values.extend_from_slice(some))?;
    }
    Table::new(name.to_owned(), (wanted, columns), values, wanted == rows)
}

/// Puts values that stand column by column where they belong.
fn by_column<V: Value>(
    name: &str,
    reader: &mut dyn Read,
    header: &Header,
    wanted: u64,
    values: &mut Vec<V>,
) -> Result<(), DatasetError> {
    let (rows, columns) = (header.shape.0, header.shape.1 as usize);
    let wanted = wanted as usize;
    values.resize(wanted * columns, V::default());
    let behind = (rows - wanted as u64) * header.element.kind.width();
    for column in 0..columns {
        let mut places = values.iter_mut().skip(column).step_by(columns);
        stream(name, reader, header.element, wanted as u64, |some: &[V]| {
            for (place, value) in places.by_ref().zip(some) {
                *place = *value;
            }
        })?;
        io::copy(&mut Read::take(&mut *reader, behind), &mut io::sink())
            .map_err(|error| broken(name, error))?;
    }
    Ok(())
}

/// What an array is, and where its values begin.
fn header_of(name: &str, reader: &mut dyn Read, size: u64) -> Result<(Header, u64), DatasetError> {
    let damaged = |offset: u64, cause: &str| DatasetError::Damaged {
        name: name.to_owned(),
        offset,
        cause: cause.to_owned(),
    };
    let ends = || damaged(size, "it ends within its header");
    let mut next = |most: u64| {
        let mut bytes = Vec::new();
        Read::take(&mut *reader, most).read_to_end(&mut bytes).map_err(|error| broken(name, error))?;
        Ok::<_, DatasetError>(bytes)
    };
    let start = next(8)?;
    let Some((magic, [major, _])) = start.split_last_chunk::<2>() else { return Err(ends()) };
    if magic != MAGIC {
        return Err(damaged(0, "it does not begin as an array of NumPy does"));
    }
    let (length, before) = match major {
        1 => (next(2)?.try_into().map(u16::from_le_bytes).map(u32::from).map_err(|_| ends())?, 10),
        2 | 3 => (next(4)?.try_into().map(u32::from_le_bytes).map_err(|_| ends())?, 12),
        version => return Err(damaged(6, &format!("version {version} of the format is not known"))),
    };
    if length > MAX_HEADER {
        return Err(damaged(8, "its header is too long"));
    }
    let from = before + u64::from(length);
    let text = next(u64::from(length))?;
    if from > size || text.len() != length as usize {
        return Err(ends());
    }
    let header = header::parse(&text).map_err(|fault| match fault {
        header::Fault::Broken => damaged(before, "its header is none"),
        header::Fault::Values(found) => {
            DatasetError::Values { name: name.to_owned(), found, wanted: "rows of numbers" }
        }
    })?;
    Ok((header, from))
}

/// What stands before the values of an array of this kind (`<f4`, `<i8`) and shape, up to where they begin: a multiple of 64 bytes.
pub(super) fn header_bytes(kind: &str, (rows, columns): (usize, usize)) -> Vec<u8> {
    let mut text = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
    let length = (10 + text.len() + 1).next_multiple_of(64) - 10;
    text.extend(std::iter::repeat_n(' ', length - text.len() - 1));
    text.push('\n');
    let mut bytes = MAGIC.to_vec();
    bytes.extend([1, 0]);
    bytes.extend((length as u16).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes
}
