//! What stands beside the text of a document: comments, text boxes, diagrams.

#![expect(clippy::format_collect, clippy::format_push_string, reason = "files are put together from parts")]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::files::{odt, placed, pptx, read, units, xlsx, zipped};
use crate::corpus::Format;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const ANSWERS: &str = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment";

const ROWS: &[&[&str]] = &[&["ferry", "price of a ticket"], &["Ada", "12"]];

/// A workbook whose sheet is related to these parts: kind, name and text.
fn with(rows: &[&[&str]], parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(xlsx(rows))).unwrap();
    let mut related = String::from("<Relationships>");
    for (at, (kind, name, text)) in parts.iter().enumerate() {
        let kind = if kind.contains(':') { (*kind).to_owned() } else { format!("{OFFICE}/{kind}") };
        related += &format!("<Relationship Id=\"r{at}\" Type=\"{kind}\" Target=\"../{name}\"/>");
        writer.start_file(format!("xl/{name}"), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.start_file("xl/worksheets/_rels/sheet1.xml.rels", SimpleFileOptions::default()).unwrap();
    writer.write_all((related + "</Relationships>").as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn comments(list: &[(&str, &str)]) -> String {
    let comment = |(cell, text): &(&str, &str)| {
        format!(
            "<comment ref=\"{cell}\" authorId=\"0\"><text>\n<r><rPr><b/></rPr><t>{text}</t></r></text></comment>"
        )
    };
    let list: String = list.iter().map(comment).collect();
    format!("<comments><authors><author>Ada</author></authors><commentList>{list}</commentList></comments>")
}

fn answers(list: &[(&str, &str)]) -> String {
    let list: String = list
        .iter()
        .map(|(cell, text)| {
            format!("<threadedComment ref=\"{cell}\" id=\"{{1}}\"><text>{text}</text></threadedComment>")
        })
        .collect();
    format!("<ThreadedComments>{list}</ThreadedComments>")
}

fn drawing(anchors: &[(u32, &str)]) -> String {
    let anchor = |(row, paragraphs): &(u32, &str)| {
        format!(
            "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>{row}</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>99</xdr:row></xdr:to>\
             <xdr:sp><xdr:txBody><a:bodyPr/>{paragraphs}</xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        )
    };
    let anchors: String = anchors.iter().map(anchor).collect();
    format!("<xdr:wsDr>{anchors}</xdr:wsDr>")
}

const TABLE: &str = "Prices, row 1: Prices / ferry | price of a ticket / Ada | 12";

#[test]
fn comments_of_cells_are_read() {
    for (cell, text, expected) in [
        ("B2", "Children of six travel free of charge.", "row 2: Children of six travel free of charge."),
        ("$A$7", "Hunde zahlen &amp;lt; die Hälfte.", "row 7: Hunde zahlen &lt; die Hälfte."),
        ("BC12", "Собаки платят половину.", "row 12: Собаки платят половину."),
        ("a3", "犬は半額です。", "row 3: 犬は半額です。"),
        ("", "الكلاب بنصف السعر.", "row 1: الكلاب بنصف السعر."),
    ] {
        let expected = format!("Prices, {expected}");
        let old = with(ROWS, &[("comments", "comments1.xml", &comments(&[(cell, text)]))]);
        assert_eq!(units(Format::Workbook, &old), [TABLE, &expected], "{cell}");
        let new =
            with(ROWS, &[(ANSWERS, "threadedComments/threadedComment1.xml", &answers(&[(cell, text)]))]);
        assert_eq!(units(Format::Workbook, &new), [TABLE, &expected], "{cell}");
    }
}

#[test]
fn comments_with_answers_are_read_once() {
    let stand_in = "[Threaded comment]\n\nYour version lets you read this.\n\nComment:\n    Is that so?";
    let bytes = with(
        ROWS,
        &[
            ("comments", "comments1.xml", &comments(&[("B2", stand_in), ("A2", "Named after Ada herself.")])),
            (
                ANSWERS,
                "threadedComments/threadedComment1.xml",
                &answers(&[("B2", "Is that so?"), ("B2", "Since May, yes.")]),
            ),
        ],
    );
    assert_eq!(
        units(Format::Workbook, &bytes),
        [
            TABLE,
            "Prices, row 2: Is that so?",
            "Prices, row 2: Since May, yes.",
            "Prices, row 2: Named after Ada herself."
        ]
    );
}

#[test]
fn text_boxes_are_read() {
    let boxes = drawing(&[
        (
            4,
            "<a:p><a:r><a:t>The ferry sails </a:t></a:r><a:r><a:t>again.</a:t></a:r></a:p><a:p/><a:p><a:r><a:t>Никто не ждал.</a:t></a:r></a:p>",
        ),
        (0, "<a:p><a:r><a:t>船が出る。</a:t></a:r></a:p>"),
    ]);
    assert_eq!(
        units(Format::Workbook, &with(ROWS, &[("drawing", "drawings/drawing1.xml", &boxes)])),
        [
            TABLE,
            "Prices, row 1: 船が出る。",
            "Prices, row 5: The ferry sails again.",
            "Prices, row 5: Никто не ждал."
        ]
    );
}

#[test]
fn comments_of_records_and_of_sheets_without_cells_are_read() {
    let long = "The ferry sails again from the old quay, and nobody had expected that it would sail again.";
    let rows: &[&[&str]] = &[&["town", "text"], &["Oslo", long], &["Bergen", long]];
    let part = comments(&[("B3", "Is that so?")]);
    let (documents, errors) = read(Format::Workbook, &with(rows, &[("comments", "c.xml", &part)])).unwrap();
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(documents.len(), 3);
    assert_eq!(placed(&documents[0]), ["Prices, row 3: Is that so?"]);
    let bytes = with(&[], &[("comments", "c.xml", &part)]);
    assert_eq!(units(Format::Workbook, &bytes), ["Prices, row 3: Is that so?"]);
}

#[test]
fn comments_that_cannot_be_read_are_told_beside_what_is() {
    let broken = comments(&[("B2", "Is that so?")]).replace("</commentList>", "<a b=\"</commentList>");
    let parts: &[(&str, &str, &str)] = &[("comments", "c.xml", &broken), ("drawing", "d.xml", "<a:t>no<")];
    let (documents, errors) = read(Format::Workbook, &with(ROWS, parts)).unwrap();
    assert_eq!(placed(&documents[0])[0], TABLE);
    assert!(errors.len() == 1 && errors[0].starts_with("`test` is damaged: its XML"), "{errors:?}");
    // What is not there is not missed.
    let lost = zipped(&[("a", "")]);
    assert!(read(Format::Workbook, &lost).is_err());
}

#[test]
fn hostile_comments_end() {
    let start = Instant::now();
    let many = comments(&vec![("A1", "a"); 2_000]);
    let parts: Vec<(String, &str)> = (0..40).map(|at| (format!("c{at}.xml"), many.as_str())).collect();
    let parts: Vec<(&str, &str, &str)> =
        parts.iter().map(|(name, text)| ("comments", name.as_str(), *text)).collect();
    let _ = read(Format::Workbook, &with(ROWS, &parts));
    for text in [
        "<comment><text>".repeat(50_000),
        "<t>a b. ".repeat(20_000),
        "<xdr:from><xdr:row>9".repeat(50_000),
        "<a:p><a:t>a</a:t></a:p>".repeat(20_000),
    ] {
        for kind in ["comments", "drawing", ANSWERS] {
            let _ = read(Format::Workbook, &with(ROWS, &[(kind, "c.xml", &text)]));
        }
    }
    assert!(start.elapsed() < Duration::from_mins(2));
}

#[test]
fn open_sheets_tell_what_stands_beside_their_cells() {
    for (text, note) in [
        ("Überfahrt für zwölf Kronen hin und zurück", "Hunde zahlen die Hälfte."),
        ("The crossing costs twelve crowns there and back", "Children of six travel free."),
        ("Переправа стоит двенадцать крон туда и обратно", "Собаки платят половину."),
    ] {
        let content = format!(
            "<office:spreadsheet><table:table table:name=\"Preise\"><table:shapes><draw:frame><draw:text-box><text:p>{note}</text:p><text:p>Ahoi!</text:p></draw:text-box></draw:frame></table:shapes>\
             <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
             <table:table-row><table:table-cell><office:annotation><dc:creator>Ada</dc:creator><dc:date>2023-09-13</dc:date><text:p>{note}</text:p></office:annotation><text:p>{text}</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
        );
        assert_eq!(
            units(Format::Ods, &zipped(&[("content.xml", &content)])),
            [
                format!("Preise, row 4: Preise / {text}"),
                format!("Preise, row 1: {note}"),
                "Preise, row 1: [short] Ahoi!".to_owned(),
                format!("Preise, row 4: {note}")
            ]
        );
    }
}

#[test]
fn comments_of_open_texts_are_set_apart() {
    for (text, comment) in [
        ("The ferry sails again.", "Is it not rather the new quay?"),
        ("Die Fähre fährt wieder.", "Ist es nicht der neue Kai?"),
        ("Паром снова ходит.", "Разве не новая пристань?"),
        ("渡船又出发了。", "不是新码头吗？"),
    ] {
        let note = format!(
            "<office:annotation><dc:creator>Ada</dc:creator><dc:date>2023-09-13</dc:date><text:p>{comment}</text:p><text:list><text:list-item><text:p>{comment}</text:p></text:list-item></text:list></office:annotation>"
        );
        let (begin, end) = text.split_at(text.char_indices().nth(3).unwrap().0);
        let body =
            format!("<text:p>{begin}{note}{end}<office:annotation-end/></text:p><text:p>{text}</text:p>");
        let comment = format!("[navigation] {comment}");
        assert_eq!(units(Format::Odt, &odt(&body)), [text, text, &comment, &comment], "{comment}");
    }
}

#[test]
fn diagrams_charts_and_comments_of_slides_are_read() {
    let paragraph = |text: &str| format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>");
    for (slide, other) in [
        ("The ferry sails again.", "Nobody had expected that it would."),
        ("Die Fähre fährt wieder.", "Niemand hatte das erwartet."),
        ("Паром снова ходит.", "Никто этого не ждал."),
    ] {
        let other = paragraph(other);
        let parts = [
            (
                "comments",
                "c.xml",
                "<p:cmLst><p:cm><p:pos/><p:text>Is that so?</p:text></p:cm></p:cmLst>".to_owned(),
            ),
            ("comments", "m.xml", format!("<cmLst><cm><txBody>{other}</txBody></cm></cmLst>")),
            ("chart", "h.xml", format!("<c:chart><c:title>{other}</c:title><c:v>12</c:v></c:chart>")),
            ("diagramData", "d.xml", format!("<dgm:pt><dgm:t>{other}</dgm:t></dgm:pt><dgm:pt/>")),
            ("image", "i.xml", other.clone()),
        ];
        let mut writer =
            ZipWriter::new_append(Cursor::new(pptx(&[&format!("<p:sp>{}</p:sp>", paragraph(slide))])))
                .unwrap();
        let mut related = String::from("<Relationships>");
        for (at, (kind, name, text)) in parts.iter().enumerate() {
            related +=
                &format!("<Relationship Id=\"r{at}\" Type=\"{OFFICE}/{kind}\" Target=\"../x/{name}\"/>");
            writer.start_file(format!("ppt/x/{name}"), SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.start_file("ppt/slides/_rels/slide1.xml.rels", SimpleFileOptions::default()).unwrap();
        writer.write_all((related + "</Relationships>").as_bytes()).unwrap();
        let found = units(Format::Pptx, &writer.finish().unwrap().into_inner());
        let text = other.replace("<a:p><a:r><a:t>", "").replace("</a:t></a:r></a:p>", "");
        assert_eq!(
            found,
            [
                format!("slide 1: {slide}"),
                format!("slide 1: {text}"),
                format!("slide 1: {text}"),
                "slide 1: [navigation] Is that so?".to_owned(),
                format!("slide 1: [navigation] {text}")
            ]
        );
    }
}
