//! Units and topics as Parquet files: the tables of [`crate::report::topics::tables`] with types, text as it was read.
//!
//! Integers are `INT64`, scores `FLOAT`, text UTF-8 `BYTE_ARRAY`, and what is not known is null. Columns are
//! compressed with Snappy. The same report gives the same bytes.

use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, FloatType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;

use crate::report::ReportError;
use crate::report::text::table::{Cell, Kind};
use crate::report::topics::model::TopicReport;
use crate::report::topics::tables::{DOCUMENTS, PER, Rows, TOPICS, Table, TopicColumn, UNITS};

/// Rows that are written together, so that a reader can take a part.
const GROUP: usize = 65_536;

/// All units, one a row, in the order of the report.
///
/// # Errors
///
/// When the file cannot be written, as with more than 2 GB of text in 65,536 units.
pub fn units(report: &TopicReport) -> Result<Vec<u8>, ReportError> {
    Ok(render(report, &UNITS)?)
}

/// All topics, one a row, in the order of the report.
///
/// # Errors
///
/// When the file cannot be written, which is a defect of this crate.
pub fn topics(report: &TopicReport) -> Result<Vec<u8>, ReportError> {
    Ok(render(report, &TOPICS)?)
}

/// All documents with their topics, one a row, in the order of the report.
///
/// # Errors
///
/// When the file cannot be written, which is a defect of this crate.
pub fn documents(report: &TopicReport) -> Result<Vec<u8>, ReportError> {
    Ok(render(report, &DOCUMENTS)?)
}

/// All topics in all values of the fields that were asked for, one a row, in the order of the report.
///
/// # Errors
///
/// When the file cannot be written, which is a defect of this crate.
pub fn per(report: &TopicReport) -> Result<Vec<u8>, ReportError> {
    Ok(render(report, &PER)?)
}

fn render(report: &TopicReport, table: &Table) -> Result<Vec<u8>, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(report.generator.clone())
        .build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema(table)?), Arc::new(properties))?;
    let rows = Rows::new(report);
    let length = (table.length)(report);
    for start in (0..length).step_by(GROUP) {
        let numbers = start..length.min(start + GROUP);
        let mut group = file.next_row_group()?;
        for column in table.columns {
            let Some(mut writer) = group.next_column()? else { break };
            let cells = numbers.clone().map(|row| (column.read)(&rows, row));
            write(&mut writer, column, cells)?;
            writer.close()?;
        }
        group.close()?;
    }
    file.into_inner()
}

fn schema(table: &Table) -> Result<Type, ParquetError> {
    let fields = table.columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Integer => (Physical::INT64, None),
            Kind::Number => (Physical::FLOAT, None),
            Kind::Truth => (Physical::BOOLEAN, None),
        };
        let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let field = Type::primitive_type_builder(column.name, physical);
        field.with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    });
    Type::group_type_builder("cognate").with_fields(fields.collect::<Result<_, _>>()?).build()
}

fn write<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &TopicColumn,
    cells: impl Iterator<Item = Cell<'a>>,
) -> Result<(), ParquetError> {
    match column.kind {
        Kind::Text => typed::<ByteArrayType>(writer, column, cells, |cell| match cell {
            Cell::Text(text) => Some(ByteArray::from(text.into_owned().into_bytes())),
            Cell::Name(name) => Some(ByteArray::from(name)),
            _ => None,
        }),
        Kind::Integer => typed::<Int64Type>(writer, column, cells, |cell| match cell {
            Cell::Integer(value) => Some(value),
            _ => None,
        }),
        Kind::Number => typed::<FloatType>(writer, column, cells, |cell| match cell {
            Cell::Number(value) => Some(value),
            _ => None,
        }),
        Kind::Truth => typed::<BoolType>(writer, column, cells, |cell| match cell {
            Cell::Truth(value) => Some(value),
            _ => None,
        }),
    }
}

/// The values that there are, and for an optional column which rows have one.
fn typed<'a, T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &TopicColumn,
    cells: impl Iterator<Item = Cell<'a>>,
    value: impl Fn(Cell<'a>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let mut values = Vec::new();
    let mut defined = Vec::new();
    for cell in cells {
        let cell = value(cell);
        defined.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let defined = column.optional.then_some(defined.as_slice());
    writer.typed::<T>().write_batch(&values, defined, None)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Write;

    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;
    use ::parquet::schema::printer::print_schema;

    use super::*;
    use crate::report::tests::sample;

    /// Each row by the names of the columns, and the lines of the schema.
    fn read(bytes: &[u8]) -> (Vec<BTreeMap<String, Field>>, String) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let mut schema = Vec::new();
        print_schema(&mut schema, reader.metadata().file_metadata().schema());
        let rows = reader.get_row_iter(None).unwrap();
        let rows = rows.map(|row| row.unwrap().into_columns().into_iter().collect());
        (rows.collect(), String::from_utf8(schema).unwrap())
    }

    #[test]
    fn units_are_read_back_with_types_and_nulls() {
        let mut report = sample::report();
        let hostile = "=1+1\0\u{1b}[31m\r\n\"\u{202e},\t;";
        report.units[0].text = hostile.to_owned();
        let (rows, schema) = read(&units(&report).unwrap());
        assert_eq!(rows.len(), 6);
        assert_eq!(rows[0]["text"], Field::Str(hostile.to_owned()), "text is as it was read");
        assert_eq!(rows[3]["topic"], Field::Long(1));
        assert_eq!(rows[3]["topic_label"], Field::Str("armored train, railway".to_owned()));
        assert_eq!(rows[3]["copy_of"], Field::Long(0));
        assert_eq!(rows[3]["strength"], Field::Float(0.8));
        assert_eq!(rows[2]["topic"], Field::Null);
        assert_eq!(rows[2]["reason"], Field::Str("between".to_owned()));
        assert_eq!(rows[5]["without_vector"], Field::Bool(true));
        assert_eq!(rows[5]["x"], Field::Null);
        for line in [
            "REQUIRED INT64 unit;",
            "OPTIONAL FLOAT strength;",
            "REQUIRED BYTE_ARRAY text (STRING);",
            "OPTIONAL INT64 topic;",
        ] {
            assert!(schema.contains(line), "{line} in {schema}");
        }
        let names: Vec<_> = rows[0].keys().map(String::as_str).collect();
        let mut columns: Vec<_> = UNITS.columns.iter().map(|column| column.name).collect();
        columns.sort_unstable();
        assert_eq!(names, columns);
    }

    #[test]
    fn topics_are_read_back() {
        let (rows, _) = read(&topics(&sample::report()).unwrap());
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["terms"], Field::Str("armored train; locomotive".to_owned()));
        assert_eq!(rows[0]["share"], Field::Float(0.5));
        assert_eq!(rows[0]["stability"], Field::Float(0.91));
        assert_eq!(rows[1]["summary"], Field::Null);
        assert_eq!(rows[1]["fragile"], Field::Bool(true));
        assert_eq!(read(&topics(&sample::without_topics()).unwrap()).0, Vec::new());
    }

    #[test]
    fn many_rows_go_into_several_groups_and_the_bytes_are_the_same() {
        let mut report = sample::report();
        let unit = report.units[3].clone();
        report.units = (0..GROUP + 10)
            .map(|number| {
                let mut unit = unit.clone();
                unit.place.position = number;
                unit
            })
            .collect();
        let bytes = units(&report).unwrap();
        let (rows, _) = read(&bytes);
        assert_eq!(rows.len(), GROUP + 10);
        assert_eq!(rows[GROUP + 3]["position"], Field::Long(GROUP as i64 + 3));
        assert_eq!(bytes, units(&report).unwrap());
    }
}
