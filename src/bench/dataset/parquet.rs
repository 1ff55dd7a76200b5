//! Parquet: a column of lists of numbers, of which each row has one.

use super::numbers::{Kind, Value, check, room};
use super::source::Source;
use super::{DatasetError, Role, Table};
use crate::corpus::{List, Lists, Unlisted};

/// Why reading ended.
enum Ended {
    Unlisted(Unlisted),
    Error(DatasetError),
}

impl From<Unlisted> for Ended {
    fn from(unlisted: Unlisted) -> Self {
        Self::Unlisted(unlisted)
    }
}

/// The rows of the column that has a role, or the first `limit` of them.
pub(super) fn read<V: Value>(
    source: Source,
    role: Role,
    limit: Option<u64>,
) -> Result<Table<V>, DatasetError> {
    let (file, size) = (source.name.clone(), source.size);
    let lists = Lists::open(Box::new(source.into_file()), role.columns());
    let lists = lists.map_err(|unlisted| error(&file, role, V::WANTED, unlisted))?;
    let name = format!("{file}:{}", lists.name());
    let wanted = lists.rows().min(limit.unwrap_or(u64::MAX));
    let (mut columns, mut rows) = (0, 0);
    let mut values: Vec<V> = Vec::new();
    let read = lists.read(|list| {
        if rows == wanted {
            return Ok(false);
        }
        let (length, kind) = match list {
            List::Short(list) => (list.len(), Kind::I32),
            List::Long(list) => (list.len(), Kind::I64),
            List::Single(list) => (list.len(), Kind::F32),
            List::Double(list) => (list.len(), Kind::F64),
        };
        let (length, row) = (length as u64, rows + 1);
        if rows == 0 {
            check::<V>(&name, kind).map_err(Ended::Error)?;
            columns = length;
            // Room for all of it if the file is that large; values that recur may be packed into less.
            let believed = wanted.min(size / length.max(1));
            values = room(&name, believed, length).map_err(Ended::Error)?;
        }
        if length != columns {
            let name = name.clone();
            return Err(Ended::Error(DatasetError::Ragged { name, row, found: length, expected: columns }));
        }
        let memory = |_| {
            let bytes = wanted.saturating_mul(columns).saturating_mul(size_of::<V>() as u64);
            Ended::Error(DatasetError::Memory { name: name.clone(), bytes })
        };
        values.try_reserve(length as usize).map_err(memory)?;
        match list {
            List::Short(list) => values.extend(list.iter().map(|value| V::of_i64(i64::from(*value)))),
            List::Long(list) => values.extend(list.iter().map(|value| V::of_i64(*value))),
            List::Single(list) => values.extend(list.iter().map(|value| V::of_f32(*value))),
            List::Double(list) => values.extend(list.iter().map(|value| V::of_f64(*value))),
        }
        rows += 1;
        Ok(true)
    });
    match read {
        Ok(()) => {}
        Err(Ended::Error(error)) => return Err(error),
        Err(Ended::Unlisted(unlisted)) => return Err(error(&name, role, V::WANTED, unlisted)),
    }
    if rows < wanted {
        let cause = format!("it has {rows} rows and claims {wanted}");
        return Err(DatasetError::Unsound { name, cause });
    }
    Table::new(name, (rows, columns), values, wanted == lists.rows())
}

fn error(name: &str, role: Role, wanted: &'static str, unlisted: Unlisted) -> DatasetError {
    let name = name.to_owned();
    match unlisted {
        Unlisted::Io(source) => DatasetError::Unreadable { name, source },
        Unlisted::Fault(fault) => DatasetError::Unsound { name, cause: format!("it {fault}") },
        Unlisted::NoColumn(found) => {
            let wanted = role.columns().iter().map(|name| (*name).to_owned()).collect();
            DatasetError::NoArray { name, wanted, found }
        }
        Unlisted::NoNumbers(kind) => {
            DatasetError::Values { name, found: format!("values of kind `{kind}`"), wanted }
        }
    }
}
