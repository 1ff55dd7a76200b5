use std::fs;
use std::path::Path;

use serde_json::json;

use crate::corpus::testing::{assert_sound, documents, shown};
use crate::corpus::{
    CorpusError, Document, Format, Granularity, MAX_RECORD_BYTES, ReadOptions, SourceFile, read, read_bytes,
};

fn all(format: Format, text: &str) -> Vec<Document> {
    documents(format, text.as_bytes(), &ReadOptions::default())
}

fn errors(format: Format, text: &str) -> Vec<String> {
    match read_bytes("data", Some(format), text.into(), &ReadOptions::default()) {
        Ok(documents) => documents.filter_map(Result::err).map(|error| error.to_string()).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn slice<'a>(text: &'a str, document: &Document) -> &'a str {
    let span = &document.units[0].span;
    &text[span.start as usize..span.end as usize]
}

#[test]
fn a_json_record_is_a_document_of_one_unit() {
    let text = "\u{FEFF}{\"id\": 7, \"text\": \"The boats\\n came in.\", \"title\": \"Boats\", \"lang\": \"en\", \"n\": 1}\n\n  {\"content\": \"Порт снова открыт.\"}\r\n{\"text\": \"\"}\n{\"text\": null}";
    let documents = all(Format::JsonLines, text);
    assert_eq!(documents.len(), 4);
    assert_eq!(documents[0].own_id.as_deref(), Some("7"));
    assert_eq!(documents[0].title.as_deref(), Some("Boats"));
    assert_eq!(json!(documents[0].fields), json!({"n": 1}));
    assert_eq!(shown(&documents[0].units), ["The boats came in."]);
    assert_eq!(documents[0].units[0].language.unwrap().code(), "en");
    assert!(
        slice(text, &documents[0]).starts_with("{\"id\": 7") && slice(text, &documents[0]).ends_with('}')
    );
    assert_eq!(slice(text, &documents[1]), "{\"content\": \"Порт снова открыт.\"}");
    assert_eq!(documents[1].units[0].line, 3);
    assert!(documents[2].units.is_empty() && documents[3].units.is_empty());
}

#[test]
fn json_errors_name_the_line_and_reading_goes_on() {
    let text = "{\"text\": \"a\"}\n{\"text\": \n\n[1]\n{\"body\": 3}\n{\"name\": \"x\"}\n{\"text\": \"b\"}\n";
    assert_eq!(
        errors(Format::JsonLines, text),
        [
            "data:2: broken JSON at column 8: EOF while parsing a value",
            "data:4: found an array where a JSON object was expected",
            "data:5: field `body` is a number, not a string",
            "data:6: the record has no field `text`, `content`, `body`, `paragraph`, `sentence`, `abstract`",
        ]
    );
    let read = read_bytes("data", Some(Format::JsonLines), text.into(), &ReadOptions::default()).unwrap();
    assert_eq!(read.flatten().count(), 2);
}

#[test]
fn the_fields_can_be_named() {
    let options = ReadOptions {
        text_field: Some("summary".to_owned()),
        id_field: Some("key".to_owned()),
        ..ReadOptions::default()
    };
    let text = b"{\"text\": \"not this\", \"summary\": \"but this\", \"id\": 1, \"key\": \"k\"}";
    let document = &documents(Format::JsonLines, text, &options)[0];
    assert_eq!(document.own_id.as_deref(), Some("k"));
    assert_eq!(shown(&document.units), ["but this"]);
    assert_eq!(json!(document.fields), json!({"text": "not this", "id": 1}));
}

#[test]
fn a_record_is_split_for_sentences_only() {
    let long = "The boats came in before noon. ".repeat(100);
    let text = json!({ "text": long }).to_string();
    assert_eq!(all(Format::JsonLines, &text)[0].units.len(), 1);
    let options = ReadOptions { granularity: Granularity::Sentence, ..ReadOptions::default() };
    let document = &documents(Format::JsonLines, text.as_bytes(), &options)[0];
    assert_eq!(document.units.len(), 100);
    assert!(document.units.iter().all(|unit| unit.span == (0..text.len() as u64)));
}

#[test]
fn csv_records_may_take_several_lines() {
    let text = "ID,Text,Section\r\n1,\"The boats, they\r\nsay \"\"came\"\" in\",sea\r\n\r\n2,The 5\" rope broke,\r\n";
    let documents = all(Format::Csv, text);
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].own_id.as_deref(), Some("1"));
    assert_eq!(shown(&documents[0].units), ["The boats, they say \"came\" in"]);
    assert_eq!(json!(documents[0].fields), json!({"Section": "sea"}));
    assert_eq!((documents[0].units[0].line, documents[1].units[0].line), (2, 5));
    assert_eq!(slice(text, &documents[0]), "1,\"The boats, they\r\nsay \"\"came\"\" in\",sea");
    assert_eq!(slice(text, &documents[1]), "2,The 5\" rope broke,");
    assert!(documents[1].fields.is_empty());
}

#[test]
fn the_delimiter_is_seen_in_the_header() {
    let documents = all(Format::Csv, "id;\"text, long\";body\n1;a, b;The boats, they say\n");
    assert_eq!(shown(&documents[0].units), ["The boats, they say"]);
}

#[test]
fn a_quote_is_a_quote_in_tsv() {
    let documents = all(Format::Tsv, "text\tdate\n\"The boats\t2023/9/13\n");
    assert_eq!(shown(&documents[0].units), ["\"The boats"]);
    assert_eq!(documents[0].date.as_deref(), Some("2023-09-13"));
}

#[test]
fn table_errors_name_the_line_and_the_way_out() {
    assert_eq!(errors(Format::Csv, "text,n\na,1\nb, c,2\n"), ["data:3: the row has 3 cells, the header 2"]);
    assert_eq!(errors(Format::Csv, "text\na\n\"b\nc\n"), ["data:3: a `\"` opens a cell that nothing closes"]);
    let error =
        read_bytes("data", Some(Format::Csv), b"name,summary\na,b\n".to_vec(), &ReadOptions::default())
            .unwrap_err();
    assert!(matches!(error, CorpusError::NoTextColumn { .. }));
    assert!(error.to_string().ends_with("the columns are `name`, `summary`"), "{error}");
    assert!(error.hint().unwrap().contains("--text-field NAME"));
    assert!(errors(Format::Csv, "").is_empty());
}

fn file(path: &Path, format: Format) -> SourceFile {
    SourceFile { path: path.to_owned(), name: "data".to_owned(), format, size: 0, modified_ns: 0 }
}

#[test]
fn files_are_read_in_their_own_encoding() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    // The accent stands far behind where a sample would end.
    let text = format!("text\n{}Le café est ouvert\n", "plain ascii text\n".repeat(20_000));
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes(), &windows, &utf16] {
        fs::write(&path, bytes).unwrap();
        let documents: Vec<Document> =
            read(&file(&path, Format::Csv), &ReadOptions::default()).unwrap().map(Result::unwrap).collect();
        assert_eq!(documents.len(), 20_001);
        let last = documents.last().unwrap();
        assert_sound(last, bytes.len() as u64);
        assert_eq!(last.units[0].text, "Le café est ouvert");
        assert_eq!(last.units[0].line, 20_002);
        let width = if bytes.len() > text.len() + 10 { 2 } else { 1 };
        assert_eq!(last.units[0].span.end, (bytes.len() - width) as u64);
    }
    fs::write(&path, b"PK\x03\x04 and more").unwrap();
    assert!(read(&file(&path, Format::Csv), &ReadOptions::default()).unwrap_err().is_binary());
    assert!(matches!(
        read(&file(folder.path(), Format::Csv), &ReadOptions::default()),
        Err(CorpusError::Unreadable { .. })
    ));
}

#[test]
fn a_cell_of_several_paragraphs_is_one_cell() {
    let text = "text,n\n\"One paragraph.\n\nAnother.\r\n\r\n\",1\nb,2\n";
    let documents = all(Format::Csv, text);
    assert_eq!(shown(&documents[0].units), ["One paragraph. Another."]);
    assert_eq!(json!(documents[0].fields), json!({"n": "1"}));
    assert_eq!(documents[1].units[0].line, 7);
}

#[test]
fn reading_goes_on_behind_a_record_that_is_too_long() {
    let long = "train ".repeat(MAX_RECORD_BYTES / 6 + 1);
    let (json, csv) =
        (format!("{{\"text\": \"{long}\"}}"), format!("\"{}\n{}\"", &long[..100], &long[100..]));
    for (format, header, record, before, behind, lines) in [
        (Format::JsonLines, "", &json, "{\"text\": \"a\"}", "{\"text\": \"b\"}", 1),
        (Format::Csv, "text\n", &csv, "a", "b", 2),
        (Format::Tsv, "text\n", &long, "a", "b", 1),
    ] {
        let text = format!("{header}{before}\n{record}\n{behind}\n");
        let read: Vec<_> =
            read_bytes("data", Some(format), text.into(), &ReadOptions::default()).unwrap().collect();
        let [Ok(first), Err(error), Ok(last)] = &read[..] else { panic!("{format:?}: {read:?}") };
        assert_eq!([shown(&first.units), shown(&last.units)], [["a"], ["b"]]);
        let line = 2 + header.lines().count() as u64;
        assert_eq!(last.units[0].line, line + lines);
        let CorpusError::RecordTooLong { line: at, bytes, most, .. } = error else { panic!("{error}") };
        assert_eq!((*at, *most), (line, MAX_RECORD_BYTES));
        // Of a line its end counts as well.
        assert!((0..=1).contains(&(bytes - record.len() as u64)), "{format:?}: {bytes}");
    }
    let header = format!("{long},text\na,b\n");
    assert_eq!(
        errors(Format::Csv, &header),
        ["data:1: the record is too long: 16.1 MiB, and at most 16 MiB are read"]
    );
}

#[test]
fn empty_cells_keep_their_meaning() {
    let documents = all(Format::Csv, "id,title,text,body,other\n,,,b,c\n1,t,a,, \n");
    assert_eq!((documents[0].own_id.as_deref(), documents[0].title.as_deref()), (None, None));
    assert!(documents[0].units.is_empty(), "`text` is there and says nothing");
    assert_eq!(json!(documents[0].fields), json!({"body": "b", "other": "c"}));
    assert_eq!(json!(documents[1].fields), json!({}));
}
