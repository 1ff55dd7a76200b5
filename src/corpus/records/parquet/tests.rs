use std::io::Cursor;
use std::sync::Arc;

use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::PageReader;
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type, Int96, Int96Type,
};
use ::parquet::file::properties::{
    EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterVersion,
};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::corpus::{Document, Format, Place, ReadOptions, read_bytes};

/// The values of a column of one row group, with their levels.
enum Cells {
    Texts(Vec<&'static str>, Vec<i16>, Vec<i16>),
    Truths(Vec<bool>),
    Shorts(Vec<i32>),
    Longs(Vec<i64>),
    Doubles(Vec<f64>),
    Old(Vec<Int96>),
}

fn written(schema: &str, groups: &[Vec<Cells>], properties: WriterPropertiesBuilder) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build())).unwrap();
    for columns in groups {
        let mut group = file.next_row_group().unwrap();
        for cells in columns {
            let mut writer = group.next_column().unwrap().unwrap();
            match cells {
                Cells::Texts(texts, defined, repeated) => {
                    let texts: Vec<ByteArray> = texts.iter().map(|&text| text.into()).collect();
                    let [defined, repeated] = [defined, repeated]
                        .map(|levels| Some(&levels[..]).filter(|levels| !levels.is_empty()));
                    writer.typed::<ByteArrayType>().write_batch(&texts, defined, repeated).unwrap();
                }
                Cells::Truths(values) => {
                    _ = writer.typed::<BoolType>().write_batch(values, None, None).unwrap();
                }
                Cells::Shorts(values) => {
                    _ = writer.typed::<Int32Type>().write_batch(values, None, None).unwrap();
                }
                Cells::Longs(values) => {
                    _ = writer.typed::<Int64Type>().write_batch(values, None, None).unwrap();
                }
                Cells::Doubles(values) => {
                    _ = writer.typed::<DoubleType>().write_batch(values, None, None).unwrap();
                }
                Cells::Old(values) => {
                    _ = writer.typed::<Int96Type>().write_batch(values, None, None).unwrap();
                }
            }
            writer.close().unwrap();
        }
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder().set_compression(Compression::SNAPPY)
}

fn read_with(bytes: &[u8], options: &ReadOptions) -> Vec<Result<Document, CorpusError>> {
    match read_bytes("data.parquet", Some(Format::Parquet), bytes.to_vec(), options) {
        Ok(documents) => documents.collect(),
        Err(error) => vec![Err(error)],
    }
}

fn documents_of(bytes: &[u8]) -> Vec<Document> {
    read_with(bytes, &ReadOptions::default()).into_iter().map(Result::unwrap).collect()
}

fn error_of(bytes: &[u8]) -> String {
    let read = read_with(bytes, &ReadOptions::default());
    read.into_iter().find_map(Result::err).map(|error| error.to_string()).unwrap_or_default()
}

const TEXTS: [&str; 3] = [
    "The harbour opened again this morning, after two years of work.",
    "Le port a rouvert ce matin, après deux ans de travaux.",
    "The ferries leave at six, at nine and at noon, on all days.",
];

const FLAT: &str = "message m { optional binary text (STRING); required int64 id; required boolean open; \
    required int32 day (DATE); required int64 at (TIMESTAMP(MILLIS,true)); required int64 local (TIMESTAMP(NANOS,false)); \
    required double share; required int32 price (DECIMAL(9,2)); required int32 small (INTEGER(8,false)); \
    required int96 old; required int32 clock (TIME(MILLIS,false)); }";

fn flat() -> Vec<Cells> {
    let mut old = Int96::new();
    old.set_data(0, 0, 2_440_588 + 365);
    vec![
        Cells::Texts(vec![TEXTS[0], TEXTS[1]], vec![1, 0, 1], vec![]),
        Cells::Longs(vec![7, 8, 9]),
        Cells::Truths(vec![true, false, true]),
        Cells::Shorts(vec![19_613, 0, -1]),
        Cells::Longs(vec![1_694_601_005_000, 0, -1]),
        Cells::Longs(vec![1_694_601_005_000_000_000, 0, 86_400_000_000_000]),
        Cells::Doubles(vec![0.1, f64::NAN, -2.0]),
        Cells::Shorts(vec![1230, -5, 0]),
        Cells::Shorts(vec![255, 0, -1]),
        Cells::Old(vec![old; 3]),
        Cells::Shorts(vec![37_800_000, 0, 1_000]),
    ]
}

#[test]
fn values_are_read_for_what_they_say() {
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for dictionary in [true, false] {
            let properties = properties().set_writer_version(version).set_dictionary_enabled(dictionary);
            let bytes = written(FLAT, &[flat(), flat()], properties);
            let documents = documents_of(&bytes);
            assert_eq!(documents.len(), 6);
            let first = &documents[0];
            assert_eq!(first.own_id.as_deref(), Some("7"));
            assert_eq!(
                json!(first.fields),
                json!({
                    "open": true, "day": "2023-09-13", "at": "2023-09-13T10:30:05Z", "local": "2023-09-13T10:30:05",
                    "share": 0.1, "price": 12.3, "small": 255, "old": "1971-01-01", "clock": "10:30:00",
                })
            );
            assert!(documents[1].units.is_empty(), "a row without a text is a record without one");
            assert_eq!(documents[1].fields["day"], "1970-01-01");
            assert!(!documents[1].fields.contains_key("share"));
            assert_eq!(documents[2].fields["at"], "1969-12-31T23:59:59Z");
            let last = &documents[5].units[0];
            assert_eq!((last.text.as_str(), last.line, &last.span), (TEXTS[1], 6, &(0..bytes.len() as u64)));
            assert_eq!(last.place, Some(Place::Row(6)));
            assert_eq!(last.language.unwrap().code(), "fr");
        }
    }
}

const NESTED: &str = "message m {
    optional group paragraphs (LIST) { repeated group list { optional binary element (STRING); } }
    optional group meta { optional binary author (STRING); optional group tags (LIST) { repeated binary array (STRING); } }
    optional group turns (LIST) { repeated group list { optional group element { optional binary content (STRING); } } }
    optional group pairs (MAP) { repeated group key_value { required binary key (STRING); optional binary value (STRING); } }
    optional binary title; optional binary picture;
}";

fn nested() -> Vec<Cells> {
    vec![
        Cells::Texts(vec![TEXTS[0], TEXTS[2], TEXTS[1]], vec![3, 2, 3, 1, 3], vec![0, 1, 1, 0, 0]),
        Cells::Texts(vec!["Ada", "Bo"], vec![2, 1, 2], vec![]),
        Cells::Texts(vec!["a", "b"], vec![3, 3, 0, 0], vec![0, 1, 0, 0]),
        Cells::Texts(vec!["How do I get to the harbour?"], vec![4, 1, 0], vec![0, 0, 0]),
        Cells::Texts(vec!["k"], vec![2, 0, 1], vec![0, 0, 0]),
        Cells::Texts(vec!["v"], vec![3, 0, 1], vec![0, 0, 0]),
        Cells::Texts(vec!["Port news"], vec![1, 0, 0], vec![]),
        Cells::Texts(vec!["A boat at the quay."], vec![1, 0, 0], vec![]),
    ]
}

#[test]
fn lists_are_paragraphs_and_groups_have_dotted_names() {
    let bytes = written(NESTED, &[nested()], properties());
    let documents = documents_of(&bytes);
    assert_eq!(documents.len(), 3);
    let texts: Vec<&str> = documents[0].units.iter().map(|unit| unit.text.as_str()).collect();
    assert_eq!(texts, [format!("Port news\n{}", TEXTS[0]).as_str(), TEXTS[2]]);
    assert_eq!(documents[0].title.as_deref(), Some("Port news"), "bytes that are called as a title is");
    assert_eq!(json!(documents[0].fields), json!({"meta.author": "Ada"}));
    assert!(documents[1].units.is_empty());
    assert_eq!(documents[2].units[0].text, TEXTS[1]);
    for (field, expected) in [
        ("turns.content", "How do I get to the harbour?"),
        ("turns.0.content", "How do I get to the harbour?"),
        ("meta.tags", "a\nb"),
        ("pairs.value", "v"),
        ("picture", "A boat at the quay."),
    ] {
        let options = ReadOptions {
            text_fields: vec![field.to_owned()],
            title_field: Some("meta.author".to_owned()),
            ..ReadOptions::default()
        };
        let read = read_with(&bytes, &options);
        let document = read[0].as_ref().unwrap();
        assert_eq!(document.title.as_deref(), Some("Ada"), "{field}");
        assert_eq!(document.units[0].text, format!("Ada\n{expected}"));
    }
    let options = ReadOptions { text_fields: vec!["story".to_owned()], ..ReadOptions::default() };
    let error = read_with(&bytes, &options)[0].as_ref().unwrap_err().to_string();
    assert!(error.contains("no column is named `story`") && error.contains("`turns.content`"), "{error}");
}

#[test]
fn rows_are_read_as_lines_of_json_are() {
    let bytes = written(FLAT, &[flat()], properties());
    let lines: Vec<String> = [(0, TEXTS[0]), (2, TEXTS[1])]
        .map(|(row, text)| json!({"id": 7 + row, "text": text, "open": true}).to_string())
        .to_vec();
    let lines =
        read_bytes("a", Some(Format::JsonLines), lines.join("\n").into(), &ReadOptions::default()).unwrap();
    let rows = documents_of(&bytes);
    for (line, row) in lines.map(Result::unwrap).zip([&rows[0], &rows[2]]) {
        let texts = |document: &Document| -> Vec<_> {
            document.units.iter().map(|unit| (unit.hash, unit.language, unit.boilerplate)).collect()
        };
        assert_eq!((texts(&line), &line.own_id, line.language), (texts(row), &row.own_id, row.language));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_row_group() {
    let plain = properties().set_compression(Compression::UNCOMPRESSED).set_dictionary_enabled(false);
    let bytes = written(FLAT, &[flat(), flat()], plain.set_statistics_enabled(EnabledStatistics::None));
    let text = bytes.windows(8).rposition(|window| window == b"Le port ").unwrap();
    let mut damaged = bytes.clone();
    damaged[text - 1] = 0x7F;
    let read = read_with(&damaged, &ReadOptions::default());
    assert_eq!(read.iter().filter(|document| document.is_ok()).count(), 3, "the rows before are read");
    let error = read[3].as_ref().unwrap_err().to_string();
    assert!(error.starts_with("`data.parquet` is damaged: row group 2, column `text`: "), "{error}");
    assert_eq!(read.len(), 4);
    for (bytes, expected) in [
        (&bytes[..bytes.len() - 1], "is damaged: it does not end as Parquet does"),
        (b"", "holds no text"),
        (b"PAR1", "is damaged: it does not end as Parquet does"),
        (b"\xFF\xFF\xFF\0PAR1", "is damaged: its footer is longer than the file"),
        (b"\0\0\0\x7FPAR1", "unpacks to more than 32 MiB"),
        (b"\0\0\0\0PARE", "is encrypted"),
        (b"\0\0\0\0PAR1", "is damaged: its footer is none"),
    ] {
        assert_eq!(error_of(bytes), format!("`data.parquet` {expected}"));
    }
    let numbers = written("message m { required int64 a; optional binary b; }", &[], properties());
    assert_eq!(error_of(&numbers), "", "without rows nothing is missing");
    let cells = vec![Cells::Longs(vec![1]), Cells::Texts(vec!["x"], vec![1], vec![])];
    let numbers = written("message m { required int64 a; optional binary b; }", &[cells], properties());
    assert!(error_of(&numbers).contains("the columns are `a`"), "{}", error_of(&numbers));
}

#[test]
fn pages_are_unpacked_however_they_are_packed() {
    let text = TEXTS.join(" ").repeat(50);
    let packed = |packing: &str| -> Vec<u8> {
        match packing {
            "gzip" => {
                use std::io::Write;
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                writer.write_all(text.as_bytes()).unwrap();
                writer.finish().unwrap()
            }
            "zstd" => ruzstd::encoding::compress_to_vec(
                text.as_bytes(),
                ruzstd::encoding::CompressionLevel::Fastest,
            ),
            "snappy" => snap::raw::Encoder::new().compress_vec(text.as_bytes()).unwrap(),
            _ => text.clone().into_bytes(),
        }
    };
    for (packing, name) in
        [(Packing::None, ""), (Packing::Snappy, "snappy"), (Packing::Gzip, "gzip"), (Packing::Zstd, "zstd")]
    {
        let packed = packed(name);
        for (length, fits) in
            [(text.len(), true), (text.len() - 1, false), (text.len() + 1, false), (0, false)]
        {
            let mut unpacked = b"levels".to_vec();
            let done = packing.unpack(&packed, length, &mut unpacked);
            assert_eq!(done.is_ok(), fits, "{name} {length}");
            if fits {
                assert_eq!(unpacked, [b"levels", text.as_bytes()].concat());
            }
            assert!(unpacked.len() <= 6 + text.len());
        }
        assert!(packing.unpack(&packed[..packed.len() / 2], text.len(), &mut Vec::new()).is_err(), "{name}");
    }
}

/// The head of a page: its kind, sizes and the numbers of what is told of its kind.
fn head(kind: u8, unpacked: u64, field: u8, numbers: &[u64]) -> Vec<u8> {
    let number = |bytes: &mut Vec<u8>, number: u64| {
        let mut left = number << 1;
        while left >= 0x80 {
            bytes.push(left as u8 | 0x80);
            left >>= 7;
        }
        bytes.push(left as u8);
    };
    let mut bytes = vec![0x15, kind * 2, 0x15];
    number(&mut bytes, unpacked);
    bytes.push(0x15);
    number(&mut bytes, 12);
    bytes.push((field - 3) << 4 | 0x0C);
    for value in numbers {
        bytes.push(0x15);
        number(&mut bytes, *value);
    }
    bytes.extend([0, 0]);
    bytes.extend([1; 12]);
    bytes
}

#[test]
fn a_page_that_claims_much_takes_little_memory() {
    let page = |bytes: Vec<u8>, listed: i16| {
        let held = Arc::new(Held::default());
        let end = bytes.len() as u64;
        let file = File::new(Box::new(Cursor::new(bytes))).unwrap();
        let mut pages = Pages::new(file, Packing::None, (0, end), u64::MAX, (0, listed), held);
        pages.get_next_page().map(|page| page.is_some()).map_err(|error| fault("it", &error).to_string())
    };
    let most = u64::from(u32::MAX >> 1);
    let plain = Encoding::PLAIN as u64;
    assert_eq!(page(head(0, 12, 5, &[3, plain, 3, 3]), 0), Ok(true));
    assert_eq!(page(head(2, 12, 7, &[3, plain]), 0), Ok(true));
    assert_eq!(page(head(3, 12, 8, &[3, 0, 3, plain, 0, 0]), 0), Ok(true));
    let large = Err("unpacks to more than 256 MiB".to_owned());
    assert_eq!(page(head(0, most, 5, &[3, plain, 3, 3]), 0), large);
    assert_eq!(page(head(2, 12, 7, &[most, plain]), 0), large, "a dictionary");
    assert_eq!(page(head(0, 12, 5, &[most, plain, 3, 3]), 1), large, "a list");
    assert!(page(head(0, 12, 5, &[most, 6, 3, 3]), 0).unwrap_err().contains("lengths of values"));
    assert!(
        page(head(3, 12, 8, &[3, 0, 3, plain, 9, 9]), 0).unwrap_err().contains("shorter than its levels")
    );
    assert!(page(head(0, 12, 5, &[3, 77, 3, 3]), 0).unwrap_err().contains("unknown way"));
    assert!(page(head(0, 13, 5, &[3, plain, 3, 3]), 0).unwrap_err().contains("not as long as it says"));
}

#[test]
fn a_value_of_all_rows_ends_where_it_fills_a_disk() {
    let text: &'static str = TEXTS[0].repeat(16_000).leak();
    let rows = vec![Cells::Texts(vec![text; 1100], vec![], vec![])];
    let bytes = written("message m { required binary text (STRING); }", &[rows], properties());
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    let options = ReadOptions { granularity: crate::corpus::Granularity::Document, ..ReadOptions::default() };
    let reading = Reading::new("a", &options, crate::corpus::encoding::OffsetMap::shift(0));
    let mut reading = reading.of_size(bytes.len() as u64);
    let file = File::new(Box::new(Cursor::new(bytes))).unwrap();
    let Ok(metadata) = footer(&file) else { panic!("no footer") };
    let mut rows = Rows::open(file, metadata, &mut reading).unwrap();
    let mut read = 0;
    let error = loop {
        match rows.find(&reading) {
            Some(Ok(_)) => read += 1,
            Some(Err(error)) => break error.to_string(),
            None => panic!("all was read"),
        }
    };
    assert_eq!(error, "`a` unpacks to more than 1,000 times its size");
    assert!(read > 900 && rows.find(&reading).is_none());
}

#[test]
fn a_row_that_is_too_long_is_passed_over() {
    let long: &'static str = "word ".repeat(MAX_RECORD_BYTES / 5 + 1).leak();
    let rows = vec![Cells::Texts(vec![TEXTS[0], long, TEXTS[1]], vec![], vec![])];
    let bytes = written("message m { required binary text (STRING); }", &[rows], properties());
    let read = read_with(&bytes, &ReadOptions::default());
    assert!(matches!(read[1], Err(CorpusError::RecordTooLong { line: 2, .. })), "{:?}", read[1]);
    assert_eq!(read[2].as_ref().unwrap().units[0].text, TEXTS[1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damaged_files_are_refused_or_read(
        nested_too: bool,
        packed: bool,
        second: bool,
        dictionary: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let packing = if packed { Compression::SNAPPY } else { Compression::UNCOMPRESSED };
        let version = if second { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
        let properties = WriterProperties::builder().set_compression(packing).set_writer_version(version);
        let properties = properties.set_dictionary_enabled(dictionary);
        let mut bytes = if nested_too {
            written(NESTED, &[nested(), nested()], properties)
        } else {
            written(FLAT, &[flat(), flat()], properties)
        };
        for (at, byte) in changes {
            // The last bytes only say where the footer is.
            let at = at.index(bytes.len() - 8);
            bytes[at] = byte;
        }
        let read = read_with(&bytes, &ReadOptions::default());
        prop_assert!(read.len() < 10_000);
    }
}
