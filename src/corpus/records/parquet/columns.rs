//! The columns of a file: which of them hold something that a record can have, and what their values say.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use ::parquet::column::reader::ColumnReader;
use ::parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use ::parquet::errors::Result;
use ::parquet::schema::types::{ColumnDescriptor, SchemaDescriptor, Type};
use serde_json::{Number, Value};

use crate::corpus::date;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Bytes that nothing is said of: text of old programs, or pictures.
    Bytes,
    Truth,
    Integer {
        signed: bool,
    },
    Number,
    Day,
    /// A time of day, so many units a second.
    Time(i64),
    /// A moment, so many units a second; in the zone of UTC, or in none.
    Moment(i64, bool),
    /// A moment as old programs write it.
    OldMoment,
    /// A decimal number with so many digits behind its point.
    Decimal(u32),
    Uuid,
}

/// A column, by its place in the file.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) index: usize,
    /// The names that lead to it, joined by dots, without those that only say that there is a list.
    pub(super) name: String,
    /// `None` where nothing can be made of its values.
    pub(super) kind: Option<Kind>,
    /// Whether a row may have several values.
    pub(super) listed: bool,
}

/// All columns, in the order of the file.
pub(super) fn leaves(schema: &SchemaDescriptor) -> Vec<Leaf> {
    let mut names = Vec::new();
    for field in schema.root_schema().get_fields() {
        name(field, String::new(), false, &mut names);
    }
    let columns = schema.columns().iter().zip(names).enumerate();
    columns
        .map(|(index, (column, name))| Leaf {
            index,
            name,
            kind: kind(column),
            listed: column.max_rep_level() > 0,
        })
        .collect()
}

/// Adds the names of the columns below a field; of a field that is part of a list or a map the name says nothing.
fn name(field: &Type, before: String, hidden: bool, names: &mut Vec<String>) {
    let path = match (hidden, before.is_empty()) {
        (true, _) => before,
        (false, true) => field.name().to_owned(),
        (false, false) => format!("{before}.{}", field.name()),
    };
    if field.is_primitive() {
        names.push(path);
        return;
    }
    let info = field.get_basic_info();
    let is = |logical: &LogicalType, converted| {
        info.logical_type_ref() == Some(logical) || info.converted_type() == converted
    };
    let is_list = is(&LogicalType::List, ConvertedType::LIST);
    let is_map =
        is(&LogicalType::Map, ConvertedType::MAP) || info.converted_type() == ConvertedType::MAP_KEY_VALUE;
    for inner in field.get_fields() {
        if is_list && inner.is_group() && inner.get_fields().len() == 1 {
            // The list, and what stands for each of its values.
            for value in inner.get_fields() {
                name(value, path.clone(), true, names);
            }
        } else {
            name(inner, path.clone(), is_list || is_map, names);
        }
    }
}

fn kind(column: &ColumnDescriptor) -> Option<Kind> {
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    let decimal = || u32::try_from(column.type_scale()).ok().filter(|scale| *scale <= 38).map(Kind::Decimal);
    match column.logical_type_ref() {
        Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => return Some(Kind::Text),
        Some(LogicalType::Decimal(_)) => return decimal(),
        Some(LogicalType::Date) => return Some(Kind::Day),
        Some(LogicalType::Time(time)) => return Some(Kind::Time(unit(&time.unit))),
        Some(LogicalType::Timestamp(time)) => {
            return Some(Kind::Moment(unit(&time.unit), time.is_adjusted_to_u_t_c));
        }
        Some(LogicalType::Integer(integer)) => return Some(Kind::Integer { signed: integer.is_signed }),
        Some(LogicalType::Uuid) => return Some(Kind::Uuid),
        Some(_) => return None,
        None => {}
    }
    match (column.converted_type(), column.physical_type()) {
        (ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON, _) => Some(Kind::Text),
        (ConvertedType::DECIMAL, _) => decimal(),
        (ConvertedType::DATE, _) => Some(Kind::Day),
        (ConvertedType::TIME_MILLIS, _) => Some(Kind::Time(1_000)),
        (ConvertedType::TIME_MICROS, _) => Some(Kind::Time(1_000_000)),
        (ConvertedType::TIMESTAMP_MILLIS, _) => Some(Kind::Moment(1_000, true)),
        (ConvertedType::TIMESTAMP_MICROS, _) => Some(Kind::Moment(1_000_000, true)),
        (
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64,
            _,
        ) => Some(Kind::Integer { signed: false }),
        (ConvertedType::BSON | ConvertedType::INTERVAL, _) | (_, Physical::FIXED_LEN_BYTE_ARRAY) => None,
        (_, Physical::BOOLEAN) => Some(Kind::Truth),
        (_, Physical::INT32 | Physical::INT64) => Some(Kind::Integer { signed: true }),
        (_, Physical::INT96) => Some(Kind::OldMoment),
        (_, Physical::FLOAT | Physical::DOUBLE) => Some(Kind::Number),
        (_, Physical::BYTE_ARRAY) => Some(Kind::Bytes),
    }
}

/// Values as they are in the file.
pub(super) enum Values {
    Truth(Vec<bool>),
    Short(Vec<i32>),
    Long(Vec<i64>),
    Old(Vec<Int96>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Values {
    fn of(reader: &ColumnReader) -> Self {
        match reader {
            ColumnReader::BoolColumnReader(_) => Self::Truth(Vec::new()),
            ColumnReader::Int32ColumnReader(_) => Self::Short(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Self::Long(Vec::new()),
            ColumnReader::Int96ColumnReader(_) => Self::Old(Vec::new()),
            ColumnReader::FloatColumnReader(_) => Self::Single(Vec::new()),
            ColumnReader::DoubleColumnReader(_) => Self::Double(Vec::new()),
            ColumnReader::ByteArrayColumnReader(_) => Self::Bytes(Vec::new()),
            ColumnReader::FixedLenByteArrayColumnReader(_) => Self::Fixed(Vec::new()),
        }
    }
}

/// A column of a row group, of which some rows are read.
pub(super) struct Column {
    /// Its place among the columns that are read.
    pub(super) place: usize,
    kind: Kind,
    listed: bool,
    defined: i16,
    reader: ColumnReader,
    definition: Vec<i16>,
    repetition: Vec<i16>,
    values: Values,
    /// How many of the levels and of the values are taken.
    level: usize,
    value: usize,
}

impl Column {
    pub(super) fn new(place: usize, kind: Kind, column: &ColumnDescriptor, reader: ColumnReader) -> Self {
        Self {
            place,
            kind,
            listed: column.max_rep_level() > 0,
            defined: column.max_def_level(),
            values: Values::of(&reader),
            reader,
            definition: Vec::new(),
            repetition: Vec::new(),
            level: 0,
            value: 0,
        }
    }

    /// Reads the next rows, in place of those before; how many there were.
    pub(super) fn read(&mut self, rows: usize) -> Result<usize> {
        (self.level, self.value) = (0, 0);
        self.definition.clear();
        self.repetition.clear();
        let levels = (Some(&mut self.definition), Some(&mut self.repetition));
        macro_rules! read {
            ($reader:expr, $values:expr) => {{
                $values.clear();
                $reader.read_records(rows, levels.0, levels.1, $values)
            }};
        }
        let read = match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), Values::Truth(values)) => read!(reader, values),
            (ColumnReader::Int32ColumnReader(reader), Values::Short(values)) => read!(reader, values),
            (ColumnReader::Int64ColumnReader(reader), Values::Long(values)) => read!(reader, values),
            (ColumnReader::Int96ColumnReader(reader), Values::Old(values)) => read!(reader, values),
            (ColumnReader::FloatColumnReader(reader), Values::Single(values)) => read!(reader, values),
            (ColumnReader::DoubleColumnReader(reader), Values::Double(values)) => read!(reader, values),
            (ColumnReader::ByteArrayColumnReader(reader), Values::Bytes(values)) => read!(reader, values),
            (ColumnReader::FixedLenByteArrayColumnReader(reader), Values::Fixed(values)) => {
                read!(reader, values)
            }
            _ => return Ok(0),
        };
        read.map(|(rows, ..)| rows)
    }

    /// Hands the values of the next row to `take`, with how many bytes of text they hold; those that there are not are passed over.
    pub(super) fn next_row(&mut self, mut take: impl FnMut(&Self, usize)) {
        loop {
            let is_value = self.defined == 0 || self.definition.get(self.level) == Some(&self.defined);
            if is_value {
                take(self, self.value);
                self.value += 1;
            }
            self.level += 1;
            if !self.listed || self.repetition.get(self.level).is_none_or(|level| *level == 0) {
                return;
            }
        }
    }

    /// Whether a row may have several values.
    pub(super) fn is_listed(&self) -> bool {
        self.listed
    }

    /// Bytes of memory that a value takes.
    pub(super) fn size(&self, at: usize) -> usize {
        match &self.values {
            Values::Bytes(values) => values.get(at).map_or(0, ByteArray::len),
            _ => 16,
        }
    }

    /// A value as JSON has it.
    pub(super) fn value(&self, at: usize) -> Option<Value> {
        match &self.values {
            Values::Truth(values) => values.get(at).map(|truth| Value::Bool(*truth)),
            Values::Short(values) => {
                let number = *values.get(at)?;
                let unsigned = i64::from(number.cast_unsigned());
                let number =
                    if self.kind == (Kind::Integer { signed: false }) { unsigned } else { number.into() };
                self.integer(number)
            }
            Values::Long(values) => self.integer(*values.get(at)?),
            Values::Old(values) => Some(date::moment(values.get(at)?.to_seconds(), false).into()),
            Values::Single(values) => number(values.get(at)?.to_string().parse().ok()?),
            Values::Double(values) => number(*values.get(at)?),
            Values::Bytes(values) => self.bytes(values.get(at)?.data()),
            Values::Fixed(values) => self.bytes(values.get(at)?.data()),
        }
    }

    fn integer(&self, value: i64) -> Option<Value> {
        Some(match self.kind {
            Kind::Integer { signed: false } => value.cast_unsigned().into(),
            Kind::Day => date::of_days(value).into(),
            Kind::Time(unit) => {
                let seconds = value.div_euclid(unit);
                format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60).into()
            }
            Kind::Moment(unit, zone) => date::moment(value.div_euclid(unit), zone).into(),
            Kind::Decimal(scale) => return decimal(value.into(), scale),
            _ => value.into(),
        })
    }

    fn bytes(&self, bytes: &[u8]) -> Option<Value> {
        match self.kind {
            Kind::Decimal(scale) => {
                let first = bytes.first().filter(|_| bytes.len() <= 16)?;
                let sign = if first & 0x80 == 0 { 0i128 } else { -1 };
                decimal(bytes.iter().fold(sign, |number, byte| number << 8 | i128::from(*byte)), scale)
            }
            Kind::Uuid => {
                let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
                let digits = bytes.iter().take(16).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
                let hex: String = digits.collect();
                let parts =
                    [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| hex.get(part).unwrap_or_default());
                Some(parts.join("-").into())
            }
            Kind::Bytes => std::str::from_utf8(bytes).ok().map(Value::from),
            _ => Some(String::from_utf8_lossy(bytes).into_owned().into()),
        }
    }
}

fn number(number: f64) -> Option<Value> {
    Number::from_f64(number).map(Value::Number)
}

fn decimal(unscaled: i128, scale: u32) -> Option<Value> {
    match i64::try_from(unscaled) {
        Ok(whole) if scale == 0 => Some(whole.into()),
        _ => number(format!("{unscaled}e-{scale}").parse().ok()?),
    }
}
