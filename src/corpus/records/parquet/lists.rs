//! A column of lists of numbers, row by row, for benchmarks: embeddings are kept so.

use std::sync::Arc;

use ::parquet::column::reader::{ColumnReader, get_column_reader};
use ::parquet::file::metadata::ParquetMetaData;

use super::columns::{self, Leaf};
use super::pages::{File, Held};
use super::{ReadSeek, TOGETHER_BYTES, Unread, count, fault, footer, pages_of};
use crate::corpus::DocumentFault;
use crate::corpus::documents::quietly;

/// The numbers of one list, as they are in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum List<'a> {
    /// Whole numbers of 32 bits.
    Short(&'a [i32]),
    /// Whole numbers of 64 bits.
    Long(&'a [i64]),
    /// Numbers of 32 bits.
    Single(&'a [f32]),
    /// Numbers of 64 bits.
    Double(&'a [f64]),
}

/// Why a column of lists cannot be read.
#[derive(Debug)]
pub(crate) enum Unlisted {
    /// What the operating system said.
    Io(std::io::Error),
    /// The file cannot be read.
    Fault(DocumentFault),
    /// There is no column of lists with one of the names; these are all the columns.
    NoColumn(Vec<String>),
    /// The values of the column are no numbers.
    NoNumbers(String),
}

impl From<DocumentFault> for Unlisted {
    fn from(fault: DocumentFault) -> Self {
        Self::Fault(fault)
    }
}

/// A file with a column of lists.
pub(crate) struct Lists {
    file: File,
    metadata: ParquetMetaData,
    leaf: Leaf,
}

impl Lists {
    /// The first column with one of the names.
    ///
    /// # Errors
    /// When the footer cannot be read, or there is no such column.
    pub(crate) fn open(reader: Box<dyn ReadSeek>, names: &[&str]) -> Result<Self, Unlisted> {
        let file = File::new(reader).map_err(Unlisted::Io)?;
        let metadata = footer(&file).map_err(|unread| match unread {
            Unread::Io(error) => Unlisted::Io(error),
            Unread::Fault(fault) => Unlisted::Fault(fault),
        })?;
        let all = columns::leaves(metadata.file_metadata().schema_descr());
        let found = names.iter().find_map(|name| all.iter().find(|leaf| leaf.listed && leaf.name == *name));
        match found.cloned() {
            Some(leaf) => Ok(Self { file, metadata, leaf }),
            None => Err(Unlisted::NoColumn(all.into_iter().map(|leaf| leaf.name).collect())),
        }
    }

    /// What the column is called.
    pub(crate) fn name(&self) -> &str {
        &self.leaf.name
    }

    /// How many rows the file claims.
    pub(crate) fn rows(&self) -> u64 {
        count(self.metadata.file_metadata().num_rows())
    }

    /// Hands on the list of each row, an empty one where there is none, until `take` wants no more or gives an error. A list within which a
    /// value is missing is shorter by that value.
    ///
    /// # Errors
    /// When a page is damaged, the values are no numbers, or `take` says so.
    pub(crate) fn read<E: From<Unlisted>>(
        &self,
        mut take: impl FnMut(List<'_>) -> Result<bool, E>,
    ) -> Result<(), E> {
        for (number, group) in self.metadata.row_groups().iter().enumerate() {
            let number = number + 1;
            let held = Arc::new(Held::default());
            let unsound = |fault| E::from(Unlisted::Fault(fault));
            let part = || format!("row group {number}, column `{}`", self.leaf.name);
            let chunk = group.columns().get(self.leaf.index);
            let pages = chunk.and_then(|chunk| pages_of(&self.file, chunk, &held).transpose());
            let pages = pages.transpose().map_err(unsound)?;
            let (Some(chunk), Some(pages)) = (chunk, pages) else {
                return Err(unsound(DocumentFault::damaged(format!(
                    "{}: it is not within the file",
                    part()
                ))));
            };
            let descriptor = chunk.column_descr_ptr();
            let left = count(group.num_rows());
            let size = count(chunk.uncompressed_size());
            let together = TOGETHER_BYTES / (size / left.max(1)).max(1);
            let reader =
                quietly(|| Ok(get_column_reader(descriptor.clone(), Box::new(pages)))).map_err(unsound)?;
            let rows =
                Rows { left, together: together.clamp(1, 4096), defined: descriptor.max_def_level(), held };
            macro_rules! lists {
                ($reader:expr, $list:expr) => {{
                    let mut reader = $reader;
                    let read = |rows: usize, levels: &mut Levels, values: &mut Vec<_>| {
                        let (definition, repetition) = (&mut levels.definition, &mut levels.repetition);
                        let read = quietly(|| {
                            let read = reader.read_records(rows, Some(definition), Some(repetition), values);
                            read.map(|(rows, ..)| rows).map_err(|error| fault(&part(), &error))
                        })?;
                        if read == rows {
                            return Ok(());
                        }
                        Err(DocumentFault::damaged(format!("{}: it ends before its last row", part())))
                    };
                    rows.each(read, |values| take($list(values)))?
                }};
            }
            let more = match reader {
                ColumnReader::Int32ColumnReader(reader) => lists!(reader, List::Short),
                ColumnReader::Int64ColumnReader(reader) => lists!(reader, List::Long),
                ColumnReader::FloatColumnReader(reader) => lists!(reader, List::Single),
                ColumnReader::DoubleColumnReader(reader) => lists!(reader, List::Double),
                _ => return Err(E::from(Unlisted::NoNumbers(chunk.column_type().to_string()))),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// Which values of those that were read together belong to which row.
#[derive(Default)]
struct Levels {
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

/// The rows of a row group that are still to be read.
struct Rows {
    left: u64,
    together: u64,
    /// The level at which there is a value.
    defined: i16,
    held: Arc<Held>,
}

impl Rows {
    /// Hands on the values of each row; whether more are wanted.
    fn each<V, E: From<Unlisted>>(
        mut self,
        mut read: impl FnMut(usize, &mut Levels, &mut Vec<V>) -> Result<(), DocumentFault>,
        mut take: impl FnMut(&[V]) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let (mut levels, mut values) = (Levels::default(), Vec::new());
        while self.left > 0 {
            let now = self.left.min(self.together);
            self.held.settle();
            levels.definition.clear();
            levels.repetition.clear();
            values.clear();
            read(now as usize, &mut levels, &mut values).map_err(|fault| E::from(Unlisted::Fault(fault)))?;
            let (mut from, mut to) = (0, 0);
            for (at, level) in levels.definition.iter().enumerate() {
                to += usize::from(*level == self.defined);
                if levels.repetition.get(at + 1).is_none_or(|level| *level == 0) {
                    if !take(values.get(from..to).unwrap_or_default())? {
                        return Ok(false);
                    }
                    from = to;
                }
            }
            self.left -= now;
        }
        Ok(true)
    }
}
