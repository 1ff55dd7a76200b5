//! `.fvecs`, `.ivecs` and `.bvecs`: before each row stands its number of values, a `u32`; the lowest byte comes first everywhere.
//!
//! The format of the TEXMEX corpora: <http://corpus-texmex.irisa.fr/>.

use std::io::Read;

use ndarray::Array2;

use super::numbers::{Kind, Value, check, decode, room};
use super::source::{Source, broken, fits};
use super::{DatasetError, Table};

/// Bytes of the number before a row.
const BEFORE: u64 = 4;

/// The rows of a file, or the first `limit` of them.
pub(super) fn read<V: Value>(
    mut source: Source,
    kind: Kind,
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    let name = source.name.clone();
    check::<V>(&name, kind)?;
    if source.size < BEFORE {
        return Err(match source.size {
            0 => DatasetError::Empty { name, rows: 0, columns: 0 },
            offset => DatasetError::Truncated { name, offset, row: 1 },
        });
    }
    let columns = u64::from(u32::from_le_bytes(source.next()?));
    source.seek(0)?;
    if columns == 0 {
        return Err(DatasetError::Empty { name, rows: 1, columns });
    }
    let row_bytes = fits(&name, (1, columns), kind.width(), BEFORE, source.size)?;
    let (rows, rest) = (source.size / row_bytes, source.size % row_bytes);
    let wanted = rows.min(limit.unwrap_or(u64::MAX));
    let mut values = room::<V>(&name, wanted, columns)?;
    let mut row = vec![0; (row_bytes - BEFORE) as usize];
    for number in 0..wanted {
        let found = u64::from(u32::from_le_bytes(source.next()?));
        if found != columns {
            return Err(DatasetError::Ragged { name, row: number + 1, found, expected: columns });
        }
        source.read_exact(&mut row).map_err(|error| broken(&name, error))?;
        decode(kind.little(), &row, &mut values);
    }
    if wanted == rows && rest > 0 {
        if rest >= BEFORE {
            let found = u64::from(u32::from_le_bytes(source.next()?));
            if found != columns {
                return Err(DatasetError::Ragged { name, row: rows + 1, found, expected: columns });
            }
        }
        return Err(DatasetError::Truncated { name, offset: source.size, row: rows + 1 });
    }
    Table::new(name, (wanted, columns), values, wanted == rows)
}

/// Rows as they stand in such a file.
pub(super) fn bytes<V: Copy, const N: usize>(
    rows: &Array2<V>,
    value: impl Fn(V) -> [u8; N],
    write: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    let before = u32::try_from(rows.ncols()).map_err(std::io::Error::other)?.to_le_bytes();
    for row in rows.rows() {
        write.write_all(&before)?;
        for item in row {
            write.write_all(&value(*item))?;
        }
    }
    Ok(())
}
