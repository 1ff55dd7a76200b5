//! HDF5 as ann-benchmarks publishes it: the arrays `train`, `test`, `neighbors` and `distances`, and the attribute `distance`.
//!
//! <https://github.com/erikbern/ann-benchmarks#data-sets>. Arrays are read some rows at a time, whole or in chunks, packed by deflate, LZF and shuffled
//! or not. What HDF5 2.0 writes only if it is asked for its newest format, and arrays that may grow in several directions, are not read.

use std::path::Path;

use hdf5_pure::{AttrValue, Chunk, Dataset, Datatype, DatatypeByteOrder, File, Layout};

use super::guard::quietly;
use super::numbers::{Element, Kind, Value, check, decode, room};
use super::source::{Source, fits};
use super::{DatasetError, MAX_RATIO, Role, Table};

/// Bytes of an array that are read together, if its chunks are no larger.
const TOGETHER: u64 = 4 << 20;

/// Largest chunk.
const MAX_CHUNK: u64 = 256 << 20;

/// Filters that make arrays smaller, by their numbers: deflate and LZF. Shuffling and sums do not.
const PACKED: [u16; 2] = [1, 32000];
const UNPACKED: [u16; 2] = [2, 3];

/// A file whose list of arrays was read.
pub(super) struct Hdf5 {
    name: String,
    size: u64,
    file: File,
    arrays: Vec<String>,
}

impl Hdf5 {
    pub(super) fn open(source: &Source, path: &Path) -> Result<Self, DatasetError> {
        let (name, size) = (source.name.clone(), source.size);
        let (file, arrays) = quietly(&name, || {
            let file = File::open_streaming(path).map_err(|error| error.to_string())?;
            let arrays = file.root().datasets().map_err(|error| error.to_string())?;
            Ok((file, arrays))
        })?;
        Ok(Self { name, size, file, arrays })
    }

    /// A text that is said of the whole file.
    pub(super) fn said(&self, name: &str) -> Result<Option<String>, DatasetError> {
        let attributes = quietly(&self.name, || self.file.root().attrs().map_err(|error| error.to_string()))?;
        Ok(match attributes.get(name) {
            Some(
                AttrValue::String(text)
                | AttrValue::AsciiString(text)
                | AttrValue::VarLenString(text)
                | AttrValue::VarLenAsciiString(text)
                | AttrValue::StringSized { value: text, .. }
                | AttrValue::AsciiStringSized { value: text, .. },
            ) => Some(text.trim_end_matches('\0').to_owned()),
            _ => None,
        })
    }

    /// Which array has a role.
    pub(super) fn array_of(&self, role: Role, alone: bool) -> Result<Option<String>, DatasetError> {
        super::choose(&self.name, &self.arrays, role, alone)
    }

    /// The rows of an array, or the first `limit` of them.
    pub(super) fn read<V: Value>(&self, array: &str, limit: Option<u64>) -> Result<Table<V>, DatasetError> {
        let name = format!("{}:{array}", self.name);
        let (dataset, plan) = quietly(&name, || {
            let dataset = self.file.dataset(array).map_err(|error| error.to_string())?;
            let plan = Plan::of(&dataset, self.size)?;
            Ok((dataset, plan))
        })?;
        let Some(element) = plan.element else {
            return Err(DatasetError::Values { name, found: plan.kind, wanted: V::WANTED });
        };
        check::<V>(&name, element.kind)?;
        let [rows, columns] = plan.shape[..] else {
            let found = format!("an array of {} dimensions", plan.shape.len());
            return Err(DatasetError::Values { name, found, wanted: "rows of numbers" });
        };
        let width = element.kind.width();
        let held = self.size.saturating_mul(if plan.packed { MAX_RATIO } else { 1 });
        fits(&name, (rows, columns), width, 0, held)?;
        if rows == 0 || columns == 0 {
            return Err(DatasetError::Empty { name, rows, columns });
        }
        let together = plan.together(&name, (rows, columns), width, held)?;
        let wanted = rows.min(limit.unwrap_or(u64::MAX));
        let mut values = room::<V>(&name, wanted, columns)?;
        let mut row = 0;
        while row < wanted {
            let now = together.min(wanted - row);
            let bytes = quietly(&name, || {
                let bytes = dataset.read_raw_rows(row, now).map_err(|error| error.to_string())?;
                let whole = bytes.len() as u64 == now * columns * width;
                whole.then_some(bytes).ok_or_else(|| "it ends before its last row".to_owned())
            })?;
            decode(element, &bytes, &mut values);
            row += now;
        }
        Table::new(name, (wanted, columns), values, wanted == rows)
    }
}

/// How an array lies in the file.
struct Plan {
    shape: Vec<u64>,
    /// `None` where values are of a kind that is not read, which is called `kind`.
    element: Option<Element>,
    kind: String,
    packed: bool,
    /// Rows and values of a chunk.
    chunk: Option<Vec<u64>>,
}

impl Plan {
    fn of(dataset: &Dataset, size: u64) -> Result<Self, String> {
        let said = |error: hdf5_pure::Error| error.to_string();
        let datatype = dataset.datatype().map_err(said)?;
        let chunk = match dataset.layout().map_err(said)? {
            Layout::Contiguous { address: None, .. } => return Err("it was never written".to_owned()),
            Layout::Contiguous { .. } | Layout::Compact { .. } => None,
            Layout::Chunked { chunk_shape, .. } => {
                // The parser takes memory for a chunk before it looks whether the file is that long.
                let chunks = dataset.chunks().map_err(said)?;
                let within = |chunk: &Chunk| {
                    chunk.address.checked_add(chunk.storage_size).is_some_and(|end| end <= size)
                };
                if !chunks.iter().all(within) {
                    return Err("one of its chunks does not lie within the file".to_owned());
                }
                Some(chunk_shape)
            }
            _ => return Err("its values lie in other files".to_owned()),
        };
        let filters = dataset.filters();
        if let Some(filter) =
            filters.iter().find(|filter| !PACKED.contains(filter) && !UNPACKED.contains(filter))
        {
            return Err(format!("it is packed by filter {filter}, which is not read"));
        }
        let packed = filters.iter().any(|filter| PACKED.contains(filter));
        let shape = dataset.shape().map_err(said)?;
        let kind =
            dataset.dtype().map_or_else(|_| "values".to_owned(), |kind| format!("values of kind `{kind}`"));
        Ok(Self { shape, element: element_of(&datatype), kind, packed, chunk })
    }

    /// How many rows are read together: as many as chunks have, or several times as many.
    fn together(
        &self,
        name: &str,
        (rows, columns): (u64, u64),
        width: u64,
        held: u64,
    ) -> Result<u64, DatasetError> {
        let row = (columns * width).max(1);
        let some = (TOGETHER / row).max(1);
        let Some(chunk) = &self.chunk else { return Ok(some) };
        let unsound = || DatasetError::Unsound {
            name: name.to_owned(),
            cause: "its chunks are larger than is read at once".to_owned(),
        };
        let [chunk_rows, chunk_columns] = chunk[..] else { return Err(unsound()) };
        if chunk_rows == 0 || chunk_columns == 0 {
            return Err(unsound());
        }
        fits(name, (chunk_rows, chunk_columns), width, 0, held.min(MAX_CHUNK)).map_err(|_| unsound())?;
        // Chunks that stand side by side are unpacked for the same rows.
        let band = chunk_rows.min(rows);
        fits(name, (band, columns), width, 0, MAX_CHUNK).map_err(|_| unsound())?;
        Ok(band * (some / band).max(1))
    }
}

fn element_of(datatype: &Datatype) -> Option<Element> {
    let (kind, order) = match datatype {
        Datatype::FixedPoint { size, byte_order, layout } => {
            let kind = match (size, layout.signed) {
                (1, true) => Kind::I8,
                (1, false) => Kind::U8,
                (2, true) => Kind::I16,
                (2, false) => Kind::U16,
                (4, true) => Kind::I32,
                (4, false) => Kind::U32,
                (8, true) => Kind::I64,
                (8, false) => Kind::U64,
                _ => return None,
            };
            let whole = layout.bit_offset == 0 && u64::from(layout.bit_precision) == kind.width() * 8;
            (whole.then_some(kind)?, *byte_order)
        }
        Datatype::FloatingPoint { size, byte_order, layout } => {
            let kind = match (size, layout.exponent_size, layout.mantissa_size) {
                (2, 5, 10) => Kind::F16,
                (4, 8, 23) => Kind::F32,
                (8, 11, 52) => Kind::F64,
                _ => return None,
            };
            (kind, *byte_order)
        }
        _ => return None,
    };
    let big_endian = match order {
        DatatypeByteOrder::LittleEndian => false,
        DatatypeByteOrder::BigEndian => true,
        DatatypeByteOrder::Vax => return None,
    };
    Some(Element { kind, big_endian })
}
