//! Pages (PDF): fonts of each kind, and where letters stand.

#![allow(clippy::format_collect, clippy::format_push_string, reason = "files are written by hand")]

use super::files::{pdf, pdf_of, refusal, stream, units, written};
use crate::corpus::Format;

const PLAIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// One page with these instructions and what else it says of itself; further objects begin at 6, the font is 5.
fn paper(font: &str, content: &str, page: &str, further: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> /Properties << /L 6 0 R >> >> {page} >>"
        ),
        stream("", content),
        font.to_owned(),
    ];
    objects.extend_from_slice(further);
    pdf_of(&objects)
}

/// What is read of a page of one font.
pub(super) fn of_font(font: &str, content: &str, further: &[String]) -> Vec<String> {
    units(Format::Pdf, &paper(font, &format!("BT /F 12 Tf 50 700 Td {content} ET"), "", further))
}

pub(super) fn of_page(content: &str) -> Vec<String> {
    units(Format::Pdf, &paper(PLAIN, content, "", &[]))
}

/// What tells the letters of codes of so many hexadecimal digits.
pub(super) fn letters(pairs: &[(&str, &str)]) -> String {
    let mut map = format!("begincmap\n{} beginbfchar\n", pairs.len());
    for (code, letter) in pairs {
        let wide: String = letter.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        map.push_str(&format!("<{code}> <{wide}>\n"));
    }
    stream("", &(map + "endbfchar\nendcmap"))
}

#[test]
fn letters_are_told_by_their_names() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [1 /a /eacute /fi /uni0440 /f_f /afii10017] >> >>";
    assert_eq!(
        of_font(font, "(The \\001 \\002 \\003nal \\004 o\\005er \\006 of the quay) Tj", &[]),
        ["page 1: The a é final р offer А of the quay"]
    );
    let numbered = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << >> /FirstChar 1 /LastChar 3 /Widths [.5 .5 .5] /Encoding << /Differences [1 /a70 /a101 /a114] >> >>";
    assert_eq!(of_font(numbered, "(\\001\\002\\003\\003\\002) Tj", &[]), ["page 1: [short] Ferre"]);
}

#[test]
fn letters_are_told_by_a_map() {
    let map = letters(&[("01", "F"), ("02", "e"), ("03", "rr"), ("04", "y")]);
    let type1 = "<< /Type /Font /Subtype /Type1 /BaseFont /Own /FirstChar 1 /LastChar 4 /Widths [600 500 700 500] /ToUnicode 6 0 R >>";
    let type3 = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /CharProcs << >> /Encoding << /Differences [1 /x /x /x /x] >> /FirstChar 1 /LastChar 4 /Widths [6 5 7 5] /ToUnicode 6 0 R >>";
    for font in [type1, type3] {
        assert_eq!(
            of_font(font, "(\\001\\002) Tj [(\\003) -40 (\\004)] TJ", std::slice::from_ref(&map)),
            ["page 1: [short] Ferry"]
        );
    }
    let wide = "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>";
    let map = letters(&[("0102", "F"), ("0103", "ähre"), ("0104", "\u{F0B7}"), ("0105", "ﬃ")]);
    assert_eq!(of_font(wide, "<0104> Tj 20 0 Td <010201030105> Tj", &[map]), ["page 1: [short] • Fähreffi"]);
}

#[test]
fn letters_of_known_collections_need_no_map() {
    let font = |encoding: &str, ordering: &str| {
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /{encoding} /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> >>] >>"
        )
    };
    assert_eq!(
        of_font(
            &font("90ms-RKSJ-H", "Japan1"),
            "<936e82b5914482cd8cc382a28add95c782a982e78dc482d18f6f8d7182b782e98142> Tj",
            &[]
        ),
        ["page 1: 渡し船は古い岸壁から再び出航する。"]
    );
    assert_eq!(
        of_font(&font("UniKS-UCS2-H", "Korea1"), "<c5f0b77dc120c7740020c61b0020bd80b450c5d0c11c> Tj", &[]),
        ["page 1: 연락선이 옛 부두에서"]
    );
    // Written from top to bottom, the first line at the right.
    let content = "<936e82b5914482cd8cc382a28add95c782a982e78dc482d18f6f8d7182b782e98142> Tj -20 0 Td <936e82b5914482cd8cc382a28add95c782a982e78dc482d18f6f8d7182b782e98142> Tj";
    let line = "渡し船は古い岸壁から再び出航する。";
    assert_eq!(of_font(&font("90ms-RKSJ-V", "Japan1"), content, &[]).concat().matches(line).count(), 2);
}

#[test]
fn words_may_be_parted_by_their_places_alone() {
    let words = "BT /F 10 Tf 50 700 Td (The ferry) Tj 47 0 Td (sails) Tj [( ag) 20 (ain) -400 (from)] TJ ET ";
    let spaced =
        "BT /F 10 Tf 50 600 Td [(O) -300 (L) -300 (D) -900 (Q) -300 (U) -300 (A) -300 (Y) -300 (S)] TJ ET";
    assert_eq!(
        of_page(&format!("{words}{spaced}")),
        ["page 1: The ferry sails again from", "page 1: [short] OLD QUAYS"]
    );
}

#[test]
fn accents_belong_to_the_letters_that_they_stand_over() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [1 /dieresis /acute /dotlessi] >> >>";
    assert_eq!(
        of_font(
            font,
            "[(Die F) (\\001) 333 (ahre caf) (e) 400 (\\002) -100 ( na) (\\001) 333 (\\003) (ve)] TJ",
            &[]
        ),
        ["page 1: Die Fähre café naïve"]
    );
}

#[test]
fn what_is_drawn_twice_is_read_once() {
    let bold = "BT /F 10 Tf 50 700 Td (The ferry sails again) Tj ET BT /F 10 Tf 50.4 700 Td (The ferry sails again) Tj ET";
    assert_eq!(of_page(bold), ["page 1: The ferry sails again"]);
}

#[test]
fn invisible_text_is_text() {
    assert_eq!(
        of_page("BT 3 Tr /F 10 Tf 50 700 Td (The ferry sails again) Tj ET"),
        ["page 1: The ferry sails again"]
    );
}

#[test]
fn text_may_be_turned() {
    let turned =
        "q 0 1 -1 0 100 100 cm BT /F 10 Tf (The ferry sails again) Tj 0 -12 Td (from the old quay.) Tj ET Q";
    assert_eq!(of_page(turned), ["page 1: The ferry sails again from the old quay."]);
    let slanted = "BT /F 10 Tf 0.7071 0.7071 -0.7071 0.7071 100 100 Tm (The draft of the ferry) Tj ET";
    assert_eq!(of_page(slanted), ["page 1: The draft of the ferry"]);
    let content = "BT /F 10 Tf 0 1 -1 0 100 100 Tm (The ferry sails again) Tj ET";
    assert_eq!(
        units(Format::Pdf, &paper(PLAIN, content, "/Rotate 90", &[])),
        ["page 1: The ferry sails again"]
    );
}

#[test]
fn drawings_within_a_page_and_notes_on_it_are_read() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 50] /Matrix [1 0 0 1 50 600] /Resources << /Font << /F 5 0 R >> >>",
        "BT /F 10 Tf (It leaves twice a day.) Tj ET /X Do Q Q",
    );
    let content = written(50, 700, 10, &["The ferry sails again."])
        + "q /X Do Q "
        + &written(50, 500, 10, &["So it is."]);
    let looks = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 5 0 R >> >>",
        "BT /F 10 Tf 2 5 Td (Children travel free.) Tj ET",
    );
    let notes = "/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /V (not this) /Rect [50 400 150 420] /AP << /N 7 0 R >> >> << /Type /Annot /Subtype /Widget /Parent << /FT /Tx /V (A name of a guest) >> /Rect [50 350 150 370] >> << /Type /Annot /Subtype /FreeText /F 2 /Contents (hidden) /Rect [50 300 150 320] >>]";
    assert_eq!(
        units(Format::Pdf, &paper(PLAIN, &content, notes, &[form, looks])).join(" / "),
        "page 1: The ferry sails again. / page 1: It leaves twice a day. / page 1: [short] So it is. / page 1: Children travel free. / page 1: A name of a guest"
    );
}

#[test]
fn the_page_may_say_what_its_letters_mean_and_what_is_hidden() {
    let content = "BT /F 10 Tf 50 700 Td (The fer) Tj /Span << /ActualText (ry sails) >> BDC (xx) Tj EMC ( again) Tj /OC /L BDC ( never) Tj EMC ET";
    let layer = "<< /Type /OCG /Name (Old) >>".to_owned();
    assert_eq!(units(Format::Pdf, &paper(PLAIN, content, "", &[layer])), ["page 1: The ferry sails again"]);
}

#[test]
fn notes_and_small_letters_stay_with_their_lines() {
    let content = "BT /F 10 Tf 50 700 Td (Water is H) Tj /F 6 Tf -2 Ts (2) Tj /F 10 Tf 0 Ts (O, as is said) Tj /F 6 Tf 4 Ts (3) Tj ET BT /F 6 Tf 4 Ts 50 600 Td (3) Tj 0 Ts /F 10 Tf (By whom?) Tj ET";
    assert_eq!(of_page(content), ["page 1: Water is H2O, as is said3", "page 1: [short] 3 By whom?"]);
}

#[test]
fn lines_may_be_written_from_right_to_left() {
    let map = letters(&[("01", "ש"), ("02", "ל"), ("03", "ו"), ("04", "ם")]);
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Own /FirstChar 1 /LastChar 4 /Widths [600 500 300 500] /ToUnicode 6 0 R >>";
    let seen = "(\\004\\003\\002\\001) Tj";
    let letter_by_letter = "(\\001) Tj -6 0 Td (\\002) Tj -3.6 0 Td (\\003) Tj -6 0 Td (\\004) Tj";
    for content in [seen, letter_by_letter] {
        assert_eq!(of_font(font, content, std::slice::from_ref(&map)), ["page 1: [short] שלום"]);
    }
}

#[test]
fn columns_may_stand_between_what_goes_across() {
    let left = ["The ferry sails again from the old", "quay, and nobody had expected it."];
    let right = ["Children of less than six years are", "taken along without any charge."];
    let mut page = written(
        50,
        760,
        10,
        &["What is new at the harbour and what has been so for long is told here, week by week."],
    );
    for (y, lines) in [(700, left), (660, right), (620, left)] {
        page += &written(50, y, 10, &lines);
        page += &written(320, y, 10, &lines);
    }
    page += &written(
        50,
        500,
        10,
        &["Nobody is to stand on the quay while the ferry is being made fast, nor at any other time."],
    );
    let units = of_page(&page).join(" ").replace(" page 1:", "").replace(" / ", " ");
    let column = "The ferry sails again from the old quay, and nobody had expected it. Children of less than six years are taken along without any charge. The ferry sails again from the old quay, and nobody had expected it.";
    assert_eq!(units.matches(column).count(), 2, "{units}");
}

#[test]
fn what_stands_far_apart_is_not_read_across() {
    let axis = |x: u32, step: usize, labels: [&str; 6]| -> String {
        labels
            .iter()
            .enumerate()
            .map(|(at, label)| written(x, (700 - step * at) as u32, 10, &[label]))
            .collect()
    };
    let page = axis(50, 33, ["zero", "seven", "fourteen", "twenty", "thirty", "forty"])
        + &axis(450, 41, ["ten", "nine", "eight", "six", "five", "four"]);
    let read = of_page(&page).join(" ").replace("page 1: ", "").replace("[short] ", "");
    assert_eq!(read, "zero seven fourteen twenty thirty forty ten nine eight six five four");
}

#[test]
fn a_file_without_its_table_of_objects_is_read() {
    let text = "The ferry sails again from the old quay.";
    let whole = pdf(&[&written(50, 700, 10, &[text])]);
    let table = whole.windows(5).position(|window| window == b"\nxref").unwrap();
    let mut wrong = whole.clone();
    wrong[table + 25..table + 60].fill(b'7');
    for bytes in [&whole[..table], &wrong] {
        assert_eq!(units(Format::Pdf, bytes), [format!("page 1: {text}")]);
    }
}

#[test]
fn a_font_that_is_not_there_hides_no_text() {
    let content = "BT /Gone 10 Tf 50 700 Td (The ferry sails again) Tj ET";
    assert_eq!(of_page(content), ["page 1: The ferry sails again"]);
}

#[test]
fn a_password_is_asked_for() {
    let key = "0".repeat(64);
    let lock = format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >>");
    let file = String::from_utf8(paper(PLAIN, &written(50, 700, 10, &["The ferry"]), "", &[lock])).unwrap();
    let file = file.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>]");
    assert_eq!(refusal(Format::Pdf, file.as_bytes()), "`test` is encrypted");
}

#[test]
fn a_page_that_draws_itself_ends() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> /Font << /F 5 0 R >> >>",
        &("BT /F 10 Tf (Again.) Tj ET ".to_owned() + &"/X Do ".repeat(100)),
    );
    assert!(!units(Format::Pdf, &paper(PLAIN, "/X Do", "", &[form])).is_empty());
}
