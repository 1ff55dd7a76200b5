//! `.fbin`, `.u8bin`, `.i8bin` and `.ibin`: two `u32`, the numbers of rows and of values of a row, and then the values; or the values alone.
//!
//! The format of the billion-scale benchmarks: <https://big-ann-benchmarks.com/neurips21.html>. A file of true neighbours may hold their
//! distances, as `f32`, behind their numbers. The lowest byte comes first everywhere.

use super::numbers::{Element, Kind, Value, check, room, stream};
use super::source::{Source, fits};
use super::{DatasetError, Table};

/// Bytes of the two numbers.
const BEFORE: u64 = 8;

/// Numbers of rows and of values, and how many bytes the values take.
fn shape(source: &mut Source, kind: Kind) -> Result<((u64, u64), u64), DatasetError> {
    if source.size < BEFORE {
        return Err(match source.size {
            0 => DatasetError::Empty { name: source.name.clone(), rows: 0, columns: 0 },
            offset => DatasetError::Damaged {
                name: source.name.clone(),
                offset,
                cause: "it ends before its numbers of rows and of values".to_owned(),
            },
        });
    }
    let (rows, columns) = (u32::from_le_bytes(source.next()?), u32::from_le_bytes(source.next()?));
    let shape = (u64::from(rows), u64::from(columns));
    Ok((shape, fits(&source.name, shape, kind.width(), 0, source.size - BEFORE)?))
}

/// The rows of a file, or the first `limit` of them.
pub(super) fn read<V: Value>(
    mut source: Source,
    kind: Kind,
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    check::<V>(&source.name, kind)?;
    let (shape, bytes) = shape(&mut source, kind)?;
    let rest = source.size - BEFORE - bytes;
    if rest > 0 {
        return Err(DatasetError::Trailing { name: source.name, offset: BEFORE + bytes, bytes: rest });
    }
    values(&mut source, kind.little(), shape, limit)
}

/// True neighbours, and their distances where they stand behind them.
pub(super) fn read_neighbors(mut source: Source) -> Result<(Table<i64>, Option<Table<f32>>), DatasetError> {
    // Numbers of vectors: signed in one of these formats, unsigned in the other, and never so large that it matters.
    let (shape, bytes) = shape(&mut source, Kind::U32)?;
    let rest = source.size - BEFORE - bytes;
    if rest != 0 && rest != bytes {
        return Err(DatasetError::Trailing { name: source.name, offset: BEFORE + bytes, bytes: rest });
    }
    let neighbors = values(&mut source, Kind::I32.little(), shape, None)?;
    let distances = match rest {
        0 => None,
        _ => Some(values(&mut source, Kind::F32.little(), shape, None)?),
    };
    Ok((neighbors, distances))
}

/// The rows of a file of nothing but values.
pub(super) fn read_raw<V: Value>(
    mut source: Source,
    dim: Option<usize>,
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    check::<V>(&source.name, Kind::F32)?;
    let Some(dim) = dim else { return Err(DatasetError::NeedsDimension { name: source.name }) };
    let columns = dim as u64;
    let row = columns.saturating_mul(Kind::F32.width());
    if row == 0 || source.size == 0 {
        return Err(DatasetError::Empty { name: source.name, rows: 0, columns });
    }
    let rows = source.size / row;
    if !source.size.is_multiple_of(row) {
        return Err(DatasetError::Truncated { name: source.name, offset: source.size, row: rows + 1 });
    }
    values(&mut source, Kind::F32.little(), (rows, columns), limit)
}

/// The next rows of a file, of which it is known that they are there.
fn values<V: Value>(
    source: &mut Source,
    element: Element,
    (rows, columns): (u64, u64),
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    let name = source.name.clone();
    let wanted = rows.min(limit.unwrap_or(u64::MAX));
    let mut values = room::<V>(&name, wanted, columns)?;
    stream(&name, source, element, wanted * columns, |some| values.extend_from_slice(some))?;
    Table::new(name, (wanted, columns), values, wanted == rows)
}
