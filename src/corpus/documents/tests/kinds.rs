use std::io::Write;

use super::files::{
    document, docx, docx_with, epub, odt, pdf, placed, pptx, read, refusal, units, written, xlsx, xlsx_of,
    zipped,
};
use crate::corpus::Format;

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn word_processing_has_headings_lists_and_tables() {
    let item = |list: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"Own\"/></w:pPr><w:r><w:t>The quay</w:t></w:r></w:p>".to_owned(),
        p("Three things are missing at the quay since the storm:"),
        item(1, "a rope"),
        item(1, "a lamp"),
        item(2, "and paint"),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("Ship"),
            cell("Berth of the ship"),
            cell("Ada"),
            cell("4")
        ),
    ]
    .concat();
    assert_eq!(
        units(Format::Docx, &docx(&body)),
        [
            "The quay: The quay / Three things are missing at the quay since the storm: / 1. a rope / 2. a lamp / • and paint",
            "The quay: Ship | Berth of the ship / Ada | 4",
        ]
    );
}

#[test]
fn what_is_deleted_hidden_or_said_twice_is_no_text() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let body = [
        format!(
            "<w:p>{}<w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins>{}</w:ins>{}</w:p>",
            run("The ferry sails "),
            run("again "),
            run("from the old quay.")
        ),
        format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>{}</w:p>", run("Nobody had expected that it would.")),
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice>\
             <mc:Fallback><w:txbxContent>{}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
            run("Beside it stands a box with the fares."),
            p("Children under six travel free of charge."),
            p("Children under six travel free of charge.")
        ),
        "<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:t>Это расписание на зиму.</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let notes = format!(
        "<w:footnotes><w:footnote w:type=\"separator\">{}</w:footnote><w:footnote>{}</w:footnote></w:footnotes>",
        p("a line that parts"),
        p("Since the second of May, except on Sundays.")
    );
    let core = "<cp:coreProperties><dc:title>Fares</dc:title><dc:creator>Ann Lee</dc:creator><dcterms:created>2023-10-03T08:00:00Z</dcterms:created></cp:coreProperties>";
    let bytes = docx_with(&body, &[("word/footnotes.xml", &notes), ("docProps/core.xml", core)]);
    let document = document(Format::Docx, &bytes);
    assert_eq!(
        placed(&document),
        [
            "The ferry sails again from the old quay.",
            "Nobody had expected that it would.",
            "Children under six travel free of charge.",
            "Beside it stands a box with the fares.",
            "Это расписание на зиму.",
            "Since the second of May, except on Sundays.",
        ]
    );
    assert_eq!(document.title.as_deref(), Some("Fares"));
    assert_eq!(document.source.as_deref(), Some("Ann Lee"));
    assert_eq!(document.date.as_deref(), Some("2023-10-03T08:00:00Z"));
}

#[test]
fn comments_are_set_apart() {
    let comments = format!(
        "<w:comments><w:comment w:author=\"Bo\">{}</w:comment></w:comments>",
        p("Is it not rather the new quay?")
    );
    let file = docx_with(&p("The ferry sails again from the old quay."), &[("word/comments.xml", &comments)]);
    assert_eq!(
        units(Format::Docx, &file),
        ["The ferry sails again from the old quay.", "[navigation] Is it not rather the new quay?"]
    );
}

#[test]
fn formulas_are_written_as_in_a_line() {
    let r = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let d = |signs: &str, parts: &[&str]| {
        let parts = parts.iter().map(|part| format!("<m:e>{}</m:e>", r(part))).collect::<Vec<_>>().concat();
        format!("<m:d><m:dPr>{signs}</m:dPr>{parts}</m:d>")
    };
    for (formula, expected) in [
        (
            format!(
                "{}<m:func><m:fName>{}</m:fName><m:e>{}</m:e></m:func>",
                r("y = "),
                r("log"),
                d("", &["x"])
            ),
            "y = log (x)",
        ),
        (
            format!(
                "<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>{}",
                r("a"),
                r("b"),
                d("<m:begChr m:val=\"[\"/><m:endChr m:val=\"]\"/><m:sepChr m:val=\", \"/>", &["c", "d"])
            ),
            "a/b[c, d]",
        ),
        (
            format!(
                "<m:rad><m:deg/><m:e>{}</m:e></m:rad>{}",
                r("x"),
                d("<m:begChr m:val=\"\"/><m:endChr m:val=\"\"/>", &["z"])
            ),
            "√ xz",
        ),
    ] {
        let body = format!(
            "<w:p><w:r><w:t xml:space=\"preserve\">The depth of the water at the old quay is </w:t></w:r><m:oMath>{formula}</m:oMath></w:p>"
        );
        assert_eq!(
            units(Format::Docx, &docx(&body)),
            [format!("The depth of the water at the old quay is {expected}")]
        );
    }
}

#[test]
fn open_documents_are_read_alike() {
    let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Der Hafen</text:h>\
                <text:p>Die Fähre fährt<text:s text:c=\"2\"/>wieder<text:span text:style-name=\"H\">heimlich</text:span>, und niemand weiß warum.\
                <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Nur im Sommer, nicht am Sonntag.</text:p></text:note-body></text:note></text:p>\
                <text:list><text:list-item><text:p>ein Tau</text:p></text:list-item></text:list>\
                <table:table><table:table-row><table:table-cell><text:p>Schiff und Heimathafen</text:p></table:table-cell><table:table-cell><text:p>Platz</text:p></table:table-cell></table:table-row></table:table>";
    let document = document(Format::Odt, &odt(body));
    assert_eq!(
        placed(&document),
        [
            "Der Hafen: Der Hafen / Die Fähre fährt wieder, und niemand weiß warum. / • ein Tau",
            "Der Hafen: Schiff und Heimathafen | Platz",
            "Der Hafen: Nur im Sommer, nicht am Sonntag.",
        ]
    );
    assert_eq!(document.title.as_deref(), Some("A title"));
    assert_eq!(document.source.as_deref(), Some("Ann"));
    assert_eq!(document.date.as_deref(), Some("2023-10-03"));
}

#[test]
fn slides_come_in_the_order_in_which_they_are_shown() {
    let shape = |kind: &str, text: &str| {
        format!(
            "<p:sp><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    };
    let first = [
        shape("body", "The ferry sails again from the old quay."),
        shape("title", "News"),
        shape("sldNum", "1"),
    ]
    .concat();
    let second =
        [shape("title", "요금"), shape("body", "여섯 살 아래의 아이는 무료로 탈 수 있습니다.")].concat();
    assert_eq!(
        units(Format::Pptx, &pptx(&[&first, &second])),
        [
            "slide 1: News / The ferry sails again from the old quay.",
            "slide 2: 요금 / 여섯 살 아래의 아이는 무료로 탈 수 있습니다.",
        ]
    );
}

#[test]
fn books_follow_their_spine() {
    let document = document(
        Format::Epub,
        &epub(&[
            "<html><body><h1>Two</h1><p>The ferry sails again from the old quay.</p></body></html>",
            "<html><body><h1>One</h1><p>Nobody had expected that it would.</p></body></html>",
        ]),
    );
    assert_eq!(
        placed(&document),
        [
            "One: One / Nobody had expected that it would.",
            "Two: Two / The ferry sails again from the old quay."
        ]
    );
    assert_eq!(document.title.as_deref(), Some("The book"));
    assert_eq!(document.language.unwrap().code(), "en");
}

#[test]
fn the_contents_of_a_book_are_set_apart() {
    let contents = "<html><body><h1>Contents</h1><nav><ol><li><a href=\"a.xhtml\">The quay</a></li><li><a href=\"b.xhtml\">The ferry sails</a></li></ol></nav></body></html>";
    let page = "<html><body><h1>The quay</h1><p>The ferry sails again from the old quay.</p></body></html>";
    let container = "<container><rootfiles><rootfile full-path=\"book.opf\"/></rootfiles></container>";
    let shown = |properties: &str, first: &str| {
        let book = format!(
            "<package><manifest><item id=\"n\" href=\"nav.xhtml\" properties=\"{properties}\"/><item id=\"a\" href=\"a.xhtml\"/></manifest>\
             <spine><itemref idref=\"n\"/><itemref idref=\"a\"/></spine></package>"
        );
        let files = [
            ("META-INF/container.xml", container),
            ("book.opf", &book),
            ("nav.xhtml", first),
            ("a.xhtml", page),
        ];
        units(Format::Epub, &zipped(&files))
    };
    let text = "The quay: The quay / The ferry sails again from the old quay.";
    let apart = shown("scripted nav", contents);
    assert!(apart[0].starts_with("Contents: [navigation]") && apart.last().unwrap() == text, "{apart:?}");
    let kept = shown("scripted", contents);
    assert!(!kept[0].contains("[navigation]"), "{kept:?}");
    // A book of one page has its text behind its contents.
    let kept = shown("nav", &contents.replace("</nav>", "</nav><p>Nobody had expected that it would.</p>"));
    assert!(kept.iter().any(|unit| unit.contains("Nobody") && !unit.contains("[navigation]")), "{kept:?}");
}

#[test]
fn sheets_of_text_are_records_and_others_are_tables() {
    let (documents, _) = read(
        Format::Workbook,
        &xlsx(&[
            &["id", "text", "town"],
            &["7", "The ferry sails again from the old quay.", "Bergen"],
            &["8", "Nobody had expected that it would.", "Oslo"],
        ]),
    )
    .unwrap();
    assert_eq!(documents.len(), 2);
    assert_eq!(placed(&documents[1]), ["Prices, row 3: Nobody had expected that it would."]);
    assert_eq!(documents[1].own_id.as_deref(), Some("8"));
    assert_eq!(documents[1].fields["town"], "Oslo");
    assert_eq!(
        units(Format::Workbook, &xlsx(&[&["ferry", "price of a ticket"], &["Ada", "12"]])),
        ["Prices, row 1: Prices / ferry | price of a ticket / Ada | 12"]
    );
}

#[test]
fn empty_sheets_are_told_by_their_names() {
    let table = |name: &str| format!("<table:table table:name=\"{name}\"/>");
    let content = format!("<office:spreadsheet>{}{}</office:spreadsheet>", table("Preise"), table("Fahrten"));
    assert_eq!(
        units(Format::Ods, &zipped(&[("content.xml", &content)])),
        ["Preise, row 1: [short] Preise", "Fahrten, row 1: [short] Fahrten"]
    );
}

#[test]
fn open_sheets_are_read_alike() {
    let content = "<office:spreadsheet><table:table table:name=\"Preise\"><table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
                   <table:table-row><table:table-cell table:number-columns-repeated=\"2\"><text:p>Überfahrt</text:p></table:table-cell><table:table-cell><text:p>zwölf Kronen</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>";
    assert_eq!(
        units(Format::Ods, &zipped(&[("content.xml", content)])),
        ["Preise, row 4: Preise / Überfahrt | Überfahrt | zwölf Kronen"]
    );
}

#[test]
fn pages_have_paragraphs_in_columns() {
    let left = [
        "The ferry sails again from the",
        "old quay, and nobody had ex-",
        "pected that it would. Since the",
        "second of May it leaves twice",
        "a day, in the morning and",
    ];
    let right = [
        "in the evening, whatever the",
        "weather is like. Children of",
        "less than six years travel free",
        "of charge, and dogs pay half",
        "of what their owners pay.",
    ];
    let first = written(50, 740, 20, &["News from the harbour"])
        + &written(50, 700, 10, &left)
        + &written(320, 700, 10, &right);
    let second = written(50, 700, 10, &["Tickets are sold on board and in"]);
    let third = written(50, 700, 10, &["the office beside the quay."]);
    assert_eq!(
        units(Format::Pdf, &pdf(&[&first, &second, &third])),
        [
            "page 1: News from the harbour / The ferry sails again from the old quay, and nobody had expected that it would. Since the second of May it \
             leaves twice a day, in the morning and in the evening, whatever the weather is like. Children of less than six years travel free of \
             charge, and dogs pay half of what their owners pay.",
            "page 2: Tickets are sold on board and in the office beside the quay.",
        ]
    );
}

#[test]
fn what_stands_on_every_page_is_set_apart() {
    let pages: Vec<String> = [
        "The ferry sails again from the old quay.",
        "Nobody had expected that it would.",
        "Children of six travel free of charge.",
    ]
    .iter()
    .zip(1..)
    .map(|(text, page)| {
        written(50, 780, 10, &["The harbour news of October"])
            + &written(50, 600, 10, &[text])
            + &written(300, 20, 10, &[&page.to_string()])
    })
    .collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let units = units(Format::Pdf, &pdf(&pages));
    let own: Vec<&String> = units.iter().filter(|unit| !unit.contains("[short]")).collect();
    assert_eq!(
        own,
        [
            "page 1: The ferry sails again from the old quay.",
            "page 2: Nobody had expected that it would.",
            "page 3: Children of six travel free of charge."
        ]
    );
}

#[test]
fn a_scan_is_said_to_be_one() {
    assert_eq!(
        refusal(Format::Pdf, &pdf(&["0 0 100 100 re f", ""])),
        "`test` has 2 pages and no text layer: a scan?"
    );
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn archives_are_read_as_what_is_in_them() {
    let text = "The ferry sails again from the old quay.";
    let inner = zipped(&[("deep/b.txt", text), ("skipped.png", "no")]);
    let mut outer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("a.md", b"# News\n\nNobody had expected that it would.".as_slice()),
        ("in.zip", &inner),
        (".hidden.txt", b"no"),
    ] {
        outer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        outer.write_all(bytes).unwrap();
    }
    let (documents, errors) = read(Format::Zip, &outer.finish().unwrap().into_inner()).unwrap();
    assert_eq!(errors, Vec::<String>::new());
    let placed: Vec<String> = documents.iter().flat_map(placed).collect();
    assert_eq!(
        placed,
        ["a.md: News / Nobody had expected that it would.", &format!("in.zip/deep/b.txt: {text}")]
    );
    assert_eq!(documents[1].fields["inside"], "in.zip/deep/b.txt");
    assert_eq!(units(Format::Gzip, &gzipped(text.as_bytes())), [text]);
    let zstd =
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(units(Format::Zstd, &zstd), [text]);
    let twice = [zstd.clone(), zstd].concat();
    assert_eq!(units(Format::Zstd, &twice), [text.to_owned() + text], "frames follow one another");
}

#[test]
fn the_name_of_a_packed_file_tells_its_kind() {
    let lines = "{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
    let documents: Vec<_> = crate::corpus::read_bytes(
        "a.jsonl.gz",
        Some(Format::Gzip),
        gzipped(lines.as_bytes()),
        &crate::corpus::ReadOptions::default(),
    )
    .unwrap()
    .collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].as_ref().unwrap().units[0].line, 2);
}

#[test]
fn empty_documents_are_said_to_be_empty() {
    for (format, bytes) in [
        (Format::Docx, docx("")),
        (Format::Odt, odt("")),
        (Format::Pptx, pptx(&["<p:sld/>"])),
        (Format::Epub, epub(&["<html></html>"])),
        (
            Format::Workbook,
            xlsx_of(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/></worksheet>",
            ),
        ),
        (Format::Zip, zipped(&[("a.png", "")])),
        (Format::Mail, Vec::new()),
    ] {
        assert_eq!(refusal(format, &bytes), "`test` holds no text", "{format:?}");
    }
}
