use std::fs;
use std::path::Path;

use serde_json::json;

use crate::corpus::testing::{assert_sound, documents, shown};
use crate::corpus::{
    Boilerplate, CorpusError, Document, Format, Granularity, MAX_RECORD_BYTES, ReadOptions, SourceFile, read,
    read_bytes,
};

mod lists;

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
fn a_json_record_is_a_document() {
    let text = "\u{FEFF}{\"id\": 7, \"text\": \"The boats\\n came in.\", \"title\": \"Boats\", \"lang\": \"en\", \"n\": 1}\n\n  {\"content\": \"Порт снова открыт.\"}\r\n{\"text\": \"\"}\n{\"text\": null}";
    let documents = all(Format::JsonLines, text);
    assert_eq!(documents.len(), 4);
    assert_eq!(documents[0].own_id.as_deref(), Some("7"));
    assert_eq!(documents[0].title.as_deref(), Some("Boats"));
    assert_eq!(json!(documents[0].fields), json!({"n": 1}));
    assert_eq!(shown(&documents[0].units), ["Boats / The boats came in."]);
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
    let text =
        "{\"text\": \"a\"}\n{\"text\": \n\n[1]\n{\"body\": {\"a\": 3}}\n{\"nr\": \"x\"}\n{\"text\": \"b\"}\n";
    assert_eq!(
        errors(Format::JsonLines, text),
        [
            "data:2: broken JSON at column 8: EOF while parsing a value",
            "data:4: found an array where a JSON object was expected",
            "data:5: the record has no field `text`, `content`, `body`, `full_text`, `article`, `paragraph`, `sentence`, `message`, `post`, `comment` and 8 more",
            "data:6: the record has no field `text`, `content`, `body`, `full_text`, `article`, `paragraph`, `sentence`, `message`, `post`, `comment` and 8 more",
        ]
    );
    let read = read_bytes("data", Some(Format::JsonLines), text.into(), &ReadOptions::default()).unwrap();
    assert_eq!(read.flatten().count(), 2);
}

#[test]
fn the_fields_can_be_named() {
    let options = ReadOptions {
        text_fields: vec!["summary".to_owned()],
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
fn a_quote_that_does_not_close_is_a_sign_in_tsv() {
    let documents = all(Format::Tsv, "text\tdate\n\"The boats\t2023/9/13\n");
    assert_eq!(shown(&documents[0].units), ["\"The boats"]);
    assert_eq!(documents[0].date.as_deref(), Some("2023-09-13"));
    let documents =
        all(Format::Tsv, "id\ttext\r\n1\t\"Das \"\"Boot\"\" kam.\r\nAlle sahen\tes.\"\r\n2\tEnde\r\n");
    assert_eq!(shown(&documents[0].units), ["Das \"Boot\" kam.", "Alle sahen es."]);
    assert_eq!(documents[1].units[0].line, 4);
}

#[test]
fn table_errors_name_the_line_and_the_way_out() {
    assert_eq!(errors(Format::Csv, "text,n\na,1\nb, c,2\n"), ["data:3: the row has 3 cells, the header 2"]);
    assert_eq!(
        errors(Format::Csv, "text,n\na,b\n\"b\nc\n"),
        ["data:3: a `\"` opens a cell that nothing closes"]
    );
    let error = read_bytes("data", Some(Format::Csv), b"name,nr\na,b\n".to_vec(), &ReadOptions::default())
        .unwrap_err();
    assert!(matches!(error, CorpusError::NoTextColumn { .. }) && !error.is_record());
    assert!(error.to_string().ends_with("the columns are `name`, `nr`"), "{error}");
    assert!(error.hint().unwrap().contains("--text-field NAME"));
    assert_eq!(errors(Format::Csv, ""), ["`data` holds no text"]);
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
    assert_eq!(shown(&documents[0].units), ["One paragraph. / Another."]);
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
fn the_first_column_that_holds_something_is_the_text() {
    let documents = all(Format::Csv, "id,title,text,body,other\n,,,b,c\n1,t,a,, \n2,t,,,\n");
    assert_eq!((documents[0].own_id.as_deref(), documents[0].title.as_deref()), (None, None));
    assert_eq!(shown(&documents[0].units), ["b"]);
    assert_eq!(json!(documents[0].fields), json!({"other": "c"}));
    assert_eq!(json!(documents[1].fields), json!({}));
    assert_eq!(shown(&documents[1].units), ["t / a"]);
    assert_eq!(shown(&documents[2].units), ["t"], "a title alone is searched as well");
}

/// Paragraphs of no file but this one.
const PARAGRAPHS: [&str; 3] = [
    "Le phare de la pointe a été repeint en rouge et blanc pendant les vacances d’automne.",
    "Der Leuchtturm wird seit dem Frühjahr von einer Genossenschaft betrieben, die dort Zimmer vermietet.",
    "Смотритель маяка говорит, что зимой туда можно добраться только на лодке или пешком по льду.",
];

fn json_text(text: &str) -> String {
    json!({"id": 1, "title": "Phare", "text": text}).to_string()
}

#[test]
fn the_text_of_a_record_is_split_as_any_text_is() {
    let text = PARAGRAPHS.join("\n\n");
    let plain = documents(Format::Text, text.as_bytes(), &ReadOptions::default()).remove(0);
    let line = json_text(&text);
    let record = all(Format::JsonLines, &line).remove(0);
    let expected: Vec<String> = shown(&plain.units);
    let mut headed = expected.clone();
    headed[0] = format!("Phare / {}", headed[0]);
    assert_eq!(shown(&record.units), headed);
    assert!(record.units.iter().all(|unit| unit.span == (0..line.len() as u64) && unit.line == 1));
    assert_eq!(
        record.units.iter().map(|unit| unit.language.unwrap().code().to_owned()).collect::<Vec<_>>(),
        ["fr", "de", "ru"]
    );
    let table = format!("id,text\n1,\"{}\"\n", PARAGRAPHS.join("\r\n\r\n"));
    assert_eq!(shown(&all(Format::Csv, &table)[0].units), expected);
    let whole = ReadOptions { granularity: Granularity::Document, ..ReadOptions::default() };
    let record = documents(Format::JsonLines, line.as_bytes(), &whole).remove(0);
    assert_eq!(shown(&record.units), [format!("Phare / {}", PARAGRAPHS.join(" /  / "))]);
    let long = json_text(&"The boats came in before noon. ".repeat(200));
    let sizes: Vec<_> = all(Format::JsonLines, &long)[0].units.iter().map(|unit| unit.text.len()).collect();
    assert!(sizes.len() == 6 && sizes.iter().all(|size| (900..1201).contains(size)), "{sizes:?}");
    let sentence = ReadOptions { granularity: Granularity::Sentence, ..ReadOptions::default() };
    assert_eq!(documents(Format::JsonLines, long.as_bytes(), &sentence)[0].units.len(), 200);
}

#[test]
fn markup_of_records_is_no_text() {
    let html = format!(
        "<h2>La c&ocirc;te</h2><p>{}</p><ul><li>un</li><li>deux</li></ul><script>x()</script><p>{}&nbsp;</p>",
        PARAGRAPHS[0], PARAGRAPHS[1]
    );
    let breaks = format!("{}<br><br />{}<br/>\n{}", PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2]);
    for (text, expected) in [
        (
            html,
            vec![format!("Phare / La côte / {} / • un / • deux", PARAGRAPHS[0]), PARAGRAPHS[1].to_owned()],
        ),
        (
            breaks,
            vec![format!("Phare / {}", PARAGRAPHS[0]), PARAGRAPHS[1].to_owned(), PARAGRAPHS[2].to_owned()],
        ),
        (
            "a < b, c > d and <3, a List<String> of <b>bold</b> &amp; AT&T words".to_owned(),
            vec!["Phare / a < b, c > d and <3, a List<String> of bold & AT&T words".to_owned()],
        ),
        (
            "The sign &lt;br&gt; is a break, they say".to_owned(),
            vec!["Phare / The sign <br> is a break, they say".to_owned()],
        ),
        (format!("&lt;p&gt;{}&lt;/p&gt;", PARAGRAPHS[2]), vec![format!("Phare / {}", PARAGRAPHS[2])]),
    ] {
        assert_eq!(shown(&all(Format::JsonLines, &json_text(&text))[0].units), expected);
    }
}

#[test]
fn json_may_be_a_list_an_object_around_one_or_one_record() {
    let list = "[\n  {\"id\": 1, \"text\": \"один\"},\n  {\"id\": 2, \"text\": \"zwei\", \"n\": NaN},\n  7,\n  {\"id\": 3,\n   \"text\": \"trois\"}\n]\n";
    let read: Vec<_> =
        read_bytes("data", Some(Format::Json), list.into(), &ReadOptions::default()).unwrap().collect();
    assert_eq!(read.len(), 4);
    assert_eq!(
        read[2].as_ref().unwrap_err().to_string(),
        "data:4: found a number where a JSON object was expected"
    );
    let last = read[3].as_ref().unwrap();
    assert_eq!((shown(&last.units), last.units[0].line), (vec!["trois".to_owned()], 5));
    assert!(slice(list, last).starts_with("{\"id\": 3") && slice(list, last).ends_with('}'));

    let wrapped = "{\"total\": 2, \"result\": {\"docs\": [{\"body\": \"один\"}, {\"body\": \"zwei\"}]}, \"x\": [{\"y\": 1}]}";
    for (text, expected) in [
        (wrapped, &["один", "zwei"][..]),
        ("{\n \"text\": \"один\",\n \"tags\": [{\"text\": \"no\"}]\n}", &["один"]),
        ("{\n \"text\": \"один\"\n}\n{\n \"text\": \"zwei\"\n}", &["один", "zwei"]),
        ("{\"text\": \"один\"}\n{\"text\": \n{\"text\": \"zwei\"}\n", &["один", "zwei"]),
        ("\u{FEFF}[]", &[]),
    ] {
        let utf16: Vec<u8> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &utf16] {
            let read =
                read_bytes("data", Some(Format::Json), bytes.to_vec(), &ReadOptions::default()).unwrap();
            let read: Vec<String> = read.flatten().flat_map(|document| shown(&document.units)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
    assert!(errors(Format::Json, "\n\"a\"")[0].starts_with("data:2: found a string where records"));
    assert_eq!(errors(Format::Json, "[{\"text\": \"a\"}, {\"text\": \"b").len(), 1);
}

#[test]
fn fields_within_objects_are_named_by_their_path() {
    let text = json!({
        "id": 1, "doc": {"Body": "Хлеб и соль.", "n": 3, "parts": [{"t": "один"}, {"t": "два"}]},
        "meta": {"date": "2.1.2024", "head": "Еда"}, "tags": ["a"],
    })
    .to_string();
    let options = ReadOptions {
        text_fields: ["doc.body", "doc.parts.0.t"].map(str::to_owned).to_vec(),
        title_field: Some("meta.head".to_owned()),
        date_field: Some("meta.date".to_owned()),
        ..ReadOptions::default()
    };
    for format in [Format::JsonLines, Format::Json] {
        let document = documents(format, text.as_bytes(), &options).remove(0);
        assert_eq!(shown(&document.units), ["Еда / Хлеб и соль. / один / два"]);
        assert_eq!((document.date.as_deref(), document.title.as_deref()), (Some("2024-01-02"), Some("Еда")));
        assert_eq!(json!(document.fields), json!({"doc.n": 3}));
    }
    let both =
        ReadOptions { text_fields: vec!["title".to_owned(), "text".to_owned()], ..ReadOptions::default() };
    let document = documents(Format::Csv, b"title,text\nBread,It is baked at night.\n", &both).remove(0);
    assert_eq!(shown(&document.units), ["Bread / It is baked at night."]);
}

#[test]
fn tables_tell_how_they_are_written() {
    let prose = "Die Brücke bleibt bis zum Herbst gesperrt; es gibt, wie man hört, eine Fähre.";
    for text in [
        format!("sep=;\r\nid;text\r\n1;\"{prose}\"\r\n"),
        format!("id|text\n1|{prose}\n"),
        format!("id\ttext\n1\t{prose}\n"),
        format!("nr;wann;was\n1;3.5.2021;\"{prose}\"\n"),
        format!("1\t2021-05-03\t{prose}\n"),
        format!("text\n{prose}\n"),
        format!("id,text\r1,\"{prose}\"\r"),
    ] {
        let read = all(Format::Csv, &text);
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!(shown(&read[0].units), [prose], "{text}");
        assert!(slice(&text, &read[0]).contains(prose), "{text}");
    }
    let options = ReadOptions {
        header: false,
        delimiter: Some(b':'),
        text_fields: vec!["column2".to_owned()],
        ..ReadOptions::default()
    };
    let read = documents(Format::Csv, b"text:a b\n2:c\n", &options);
    assert_eq!(read.iter().flat_map(|document| shown(&document.units)).collect::<Vec<_>>(), ["a b", "c"]);
    assert_eq!(json!(read[0].fields), json!({"column1": "text"}));
}

#[test]
fn rows_that_end_early_are_kept_and_counted() {
    let mut read = read_bytes(
        "data",
        Some(Format::Csv),
        b"id,text,n\n1,a,2\n2,b\n3,c,4,,\n4,d,5,6\n".to_vec(),
        &ReadOptions::default(),
    )
    .unwrap();
    let kept = read.by_ref().flatten().count();
    assert_eq!((kept, read.ragged_rows()), (3, 2));
}

#[test]
fn a_bad_record_stops_no_other_and_a_file_of_them_is_an_error() {
    for (format, text, good, bad) in [
        (Format::JsonLines, "{\"text\": \"a\"}\n{\"text\": \"b\n[]\n{}\n{\"text\": \"c\"}", 2, 3),
        (Format::Json, "[{\"text\": \"a\"}, {\"text\" \"b\"}, {\"x\": 1}, {\"text\": \"c\"}]", 2, 2),
        (Format::Csv, "text,n\na,1\nb,2,3\nc,4\n\"d,5\ne,6\n", 3, 2),
    ] {
        let read: Vec<_> =
            read_bytes("data", Some(format), text.into(), &ReadOptions::default()).unwrap().collect();
        let errors: Vec<_> = read.iter().filter_map(|record| record.as_ref().err()).collect();
        assert_eq!((read.len() - errors.len(), errors.len()), (good, bad), "{format:?} {errors:?}");
        assert!(errors.into_iter().all(CorpusError::is_record));
    }
    let shown = errors(Format::JsonLines, "{\n[1]\n");
    assert_eq!(shown.len(), 3);
    assert!(
        shown[2].starts_with("`data`: none of its records can be read (2); the first: data:1: broken"),
        "{shown:?}"
    );
}

#[test]
fn a_file_settles_dates_and_keeps_what_it_cannot_read() {
    for (dates, expected) in [
        (["03/04/2023", "25/12/2022"], [Some("2023-04-03"), Some("2022-12-25")]),
        (["03/04/2023", "12/25/2022"], [Some("2023-03-04"), Some("2022-12-25")]),
        (["03/04/2023", "01/02/2022"], [None, None]),
        (["13 мая 2022", "soon"], [Some("2022-05-13"), None]),
    ] {
        let text = dates.map(|date| json!({"text": "a", "date": date}).to_string()).join("\n");
        for (document, (given, expected)) in
            all(Format::JsonLines, &text).iter().zip(dates.into_iter().zip(expected))
        {
            assert_eq!(
                document.date.as_deref(),
                expected.or(Some(given)),
                "what is not read stays what the file says"
            );
            let fields = if expected.is_none() { json!({"date": given}) } else { json!({}) };
            assert_eq!(json!(document.fields), fields);
        }
    }
}

#[test]
fn short_records_take_the_language_of_their_file() {
    let english = [
        "It rained on the tent.",
        "The tent was too small.",
        "Why is the tent so wet?",
        "They sold the tent.",
        "We like the lake.",
    ];
    let french = [
        "Il a plu sur la tente.",
        "La tente est trop petite.",
        "Pourquoi est-elle mouillée ?",
        "Ils ont vendu la tente.",
        "Nous aimons le lac.",
    ];
    let polish = [
        "Padało na namiot.",
        "Namiot był za mały.",
        "Dlaczego jest mokry?",
        "Sprzedali namiot wczoraj.",
        "Lubimy to jezioro.",
    ];
    let russian = [
        "Дождь шёл на палатку.",
        "Палатка была мала.",
        "Почему она мокрая?",
        "Они продали палатку.",
        "Нам нравится озеро.",
    ];
    for (code, texts) in [("en", english), ("fr", french), ("pl", polish), ("ru", russian)] {
        let text = format!("text\n{}\n\"2024\"\n", texts.map(|text| format!("\"{text}\"")).join("\n"));
        for document in &all(Format::Csv, &text)[..texts.len()] {
            assert_eq!(
                document.language.map(|language| language.to_string()).as_deref(),
                Some(code),
                "{document:?}"
            );
        }
    }
    let mixed: Vec<String> = [PARAGRAPHS[2], PARAGRAPHS[2], "Taxi", "Озеро"]
        .map(|text| json!({"text": text}).to_string())
        .to_vec();
    let languages: Vec<_> = all(Format::JsonLines, &mixed.join("\n"))
        .iter()
        .map(|document| document.language.map(|language| language.to_string()))
        .collect();
    assert_eq!(languages, [Some("ru"), Some("ru"), None, Some("ru")].map(|code| code.map(str::to_owned)));
    let given = all(Format::JsonLines, "{\"text\": \"Taxi\", \"lang\": \"pl\"}");
    assert_eq!(given[0].units[0].language.unwrap().code(), "pl");
}

#[test]
fn boilerplate_within_a_record_is_set_apart_and_a_record_of_it_is_not() {
    let text = format!("{}\n\nRead also: The ferry is late again", PARAGRAPHS[0]);
    let units = &all(Format::JsonLines, &json_text(&text))[0].units;
    assert_eq!(units[1].boilerplate, Some(Boilerplate::ReadAlso));
    let units = &all(Format::JsonLines, "{\"text\": \"Read also: The ferry is late again\"}")[0].units;
    assert_eq!(units[0].boilerplate, None);
}
