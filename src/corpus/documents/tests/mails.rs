#![expect(clippy::format_collect, reason = "files are put together from parts")]
use super::files::{document, docx, placed, read, refusal};
use crate::corpus::Format;

const HEAD: &str = "From: \"Die Küche\" <kitchen@example.org>\r\nTo: office@example.org, Bo <bo@example.org>\r\nCc: ann@example.org\r\n\
                    Subject: =?UTF-8?Q?Caf=C3=A9?= for Friday\r\nDate: Fri, 15 Sep 2023 09:12:00 +0200\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n";

#[test]
fn a_mail_has_its_head_as_fields() {
    let text = format!(
        "{HEAD}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Twenty croissants for the caf=E9 meet=\r\ning are ordered.\r\n\r\n> Who pays for the catering?\r\n\r\nThe department of finance pays.\r\n\r\n-- \r\nBo, room 12 of the east wing\r\n"
    );
    let document = document(Format::Mail, text.as_bytes());
    assert_eq!(
        placed(&document),
        [
            "Twenty croissants for the café meeting are ordered.",
            "[quoted] Who pays for the catering?",
            "The department of finance pays.",
            "[quoted] Bo, room 12 of the east wing",
        ]
    );
    assert_eq!(document.title.as_deref(), Some("Café for Friday"));
    assert_eq!(document.source.as_deref(), Some("Die Küche <kitchen@example.org>"));
    assert_eq!(document.date.as_deref(), Some("2023-09-15T09:12:00+02:00"));
    assert_eq!(document.own_id.as_deref(), Some("1@example.org"));
    assert_eq!(document.fields["to"], "office@example.org, Bo <bo@example.org>");
    assert_eq!(document.fields["cc"], "ann@example.org");
}

#[test]
fn a_page_is_read_where_there_is_no_plain_text() {
    let text = format!(
        "{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n<p>The ferry sails again from the old quay.</p>\
         <p>Am 3. Oktober 2023 schrieb Ann Lee:</p><blockquote>Fährt sie wieder, oder nicht mehr?</blockquote>\r\n"
    );
    let units = placed(&document(Format::Mail, text.as_bytes()));
    assert_eq!(units[0], "The ferry sails again from the old quay.");
    assert!(units[1..].iter().all(|unit| unit.starts_with("[quoted]")), "{units:?}");
    let both = format!(
        "{HEAD}Content-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nThe plain text of the mail, once.\r\n\
         --B\r\nContent-Type: text/html\r\n\r\n<p>The plain text of the mail, once.</p>\r\n--B--\r\n"
    );
    assert_eq!(placed(&document(Format::Mail, both.as_bytes())), ["The plain text of the mail, once."]);
}

#[test]
fn attachments_are_documents_or_are_named() {
    use base64_of as base64;
    let file = base64(&docx("<w:p><w:r><w:t>The ferry sails again from the old quay.</w:t></w:r></w:p>"));
    let text = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nPlease read what is attached to this.\r\n\
         --B\r\nContent-Type: application/octet-stream; name=\"quay.docx\"\r\nContent-Disposition: attachment; filename=\"quay.docx\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{file}\r\n\
         --B\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"map.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n\
         --B\r\nContent-Type: message/rfc822\r\n\r\nFrom: ann@example.org\r\nSubject: Inner\r\n\r\nA mail within the mail, about the quay.\r\n--B--\r\n"
    );
    let (documents, errors) = read(Format::Mail, text.as_bytes()).unwrap();
    assert_eq!(errors, Vec::<String>::new());
    let units: Vec<String> = documents.iter().flat_map(placed).collect();
    assert_eq!(
        units,
        [
            "Please read what is attached to this.",
            "quay.docx: The ferry sails again from the old quay.",
            "attachment 3.eml: A mail within the mail, about the quay.",
        ]
    );
    assert_eq!(documents[0].fields["attachments"], "map.png");
    assert_eq!(documents[2].title.as_deref(), Some("Inner"));
}

#[test]
fn what_is_called_a_mail_and_is_none_is_text() {
    for (inner, expected) in [
        (
            "The quay was closed, and this is no mail at all.\r\n",
            "The quay was closed, and this is no mail at all.",
        ),
        ("From: ann@example.org\r\n\r\nThe quay was closed again.\r\n", "The quay was closed again."),
    ] {
        let text = format!(
            "{HEAD}Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nHello, please read this.\r\n\
             --B\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=\"a.eml\"\r\n\r\n{inner}--B--\r\n"
        );
        let (documents, errors) = read(Format::Mail, text.as_bytes()).unwrap();
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(documents[1].units[0].text, expected);
    }
}

fn base64_of(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let value =
            three.iter().fold(0_u32, |value, &byte| value << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let sign = SIGNS[(value >> (18 - 6 * at) & 63) as usize];
            text.push(if at > three.len() { '=' } else { char::from(sign) });
        }
    }
    text
}

#[test]
fn each_message_of_a_mailbox_is_a_document() {
    let text = "From ann@example.org Tue Oct  3 08:00:00 2023\nSubject: One\n\nThe ferry sails again from the old quay.\n>From there it goes on to the island.\n\n\
                From bo@example.org Tue Oct  3 09:00:00 2023\nSubject: Two\n\nNobody had expected that it would.\n\nFrom then on, all was well again.\n";
    let (documents, errors) = read(Format::Mailbox, text.as_bytes()).unwrap();
    assert_eq!(errors, Vec::<String>::new());
    let titles: Vec<_> = documents.iter().map(|document| document.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["One", "Two"]);
    let second: Vec<String> = placed(&documents[1]);
    assert_eq!(
        second,
        ["message 2: Nobody had expected that it would.", "message 2: From then on, all was well again."]
    );
    assert_eq!(placed(&documents[0])[1], "message 1: From there it goes on to the island.");
    let span = &documents[1].units[0].span;
    assert!(
        text[span.start as usize..span.end as usize].starts_with("From bo@"),
        "its place is that of the message"
    );
}

#[test]
fn what_is_no_mail_is_said_to_be_none() {
    assert!(refusal(Format::Mailbox, b"Dear all,\n").contains("does not begin as a mailbox does"));
    assert_eq!(refusal(Format::Mail, b"From: a@example.org\r\n\r\n"), "`test` holds no text");
}

/// A mail of these parts: kind of each, further header lines and all, and its text.
fn parts(kind: &str, parts: &[(&str, &str)]) -> String {
    let parts: String =
        parts.iter().map(|(kind, text)| format!("--B\r\nContent-Type: {kind}\r\n\r\n{text}\r\n")).collect();
    format!("{HEAD}Content-Type: multipart/{kind}; boundary=B\r\n\r\n{parts}--B--\r\n")
}

#[test]
fn the_page_is_read_where_the_plain_text_beside_it_says_nothing() {
    let long =
        "The ferry sails again from the old quay, and nobody had expected that it would sail. ".repeat(4);
    let long = long.trim();
    for (plain, page, expected) in [
        (" \r\n\r\n", "<p>The ferry sails again.</p>", "The ferry sails again."),
        ("\u{A0}\r\n", "<p>Die Fähre fährt wieder.</p>", "Die Fähre fährt wieder."),
        ("", "<p>Паром снова ходит.</p>", "Паром снова ходит."),
        ("This mail needs a reader of pages.", &format!("<p>{long}</p>"), long),
        ("Ваша программа не показывает страниц.", &format!("<p>{long}</p>"), long),
        // What says the same is read as it was written.
        ("The ferry sails again.", "<p>The <b>ferry</b> sails again.</p>", "The ferry sails again."),
        (long, &format!("<p>{long}</p><p>{long}</p>"), long),
        ("Die Fähre fährt wieder.", "<p> </p>", "Die Fähre fährt wieder."),
    ] {
        let mail =
            parts("alternative", &[("text/plain; charset=utf-8", plain), ("text/html; charset=utf-8", page)]);
        assert_eq!(placed(&document(Format::Mail, mail.as_bytes())), [expected], "{plain:?}");
    }
}

#[test]
fn letters_of_a_mail_that_does_not_say_its_encoding_are_told() {
    let russian = "Паром снова ходит от старой пристани, и никто этого не ждал.";
    for (encoding, text) in [
        (encoding_rs::WINDOWS_1251, russian),
        (encoding_rs::KOI8_R, russian),
        (
            encoding_rs::WINDOWS_1252,
            "Die Fähre fährt wieder, und alle Gäste dürfen für nichts mit über den Fluss.",
        ),
        (encoding_rs::UTF_8, russian),
        (encoding_rs::GBK, "渡船又从旧码头出发了，谁也没有想到它还会再开。"),
    ] {
        let (bytes, ..) = encoding.encode(text);
        for kind in ["", "Content-Type: text/plain\r\n", "Content-Type: text/plain; charset=x-none\r\n"] {
            let mail = [format!("{HEAD}{kind}\r\n").as_bytes(), &bytes, b"\r\n"].concat();
            assert_eq!(placed(&document(Format::Mail, &mail)), [text], "{} {kind}", encoding.name());
            let coded: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
            let coded =
                coded.as_bytes().chunks(60).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>();
            let coded = coded.join("=\r\n");
            let mail = format!("{HEAD}{kind}Content-Transfer-Encoding: quoted-printable\r\n\r\n{coded}\r\n");
            assert_eq!(
                placed(&document(Format::Mail, mail.as_bytes())),
                [text],
                "{} {kind}",
                encoding.name()
            );
        }
    }
}

#[test]
fn parts_of_no_kind_are_text_and_blank_ones_are_none() {
    for kind in ["plain", "multipart/mixed", "multipart/alternative; boundary", "text"] {
        let mail = format!("{HEAD}Content-Type: {kind}\r\n\r\nThe ferry sails again from the old quay.\r\n");
        let (documents, errors) = read(Format::Mail, mail.as_bytes()).unwrap();
        assert_eq!(errors, Vec::<String>::new());
        let units: Vec<String> = documents.iter().flat_map(placed).collect();
        assert!(
            units.iter().any(|unit| unit.contains("The ferry sails again from the old quay.")),
            "{kind} {units:?}"
        );
    }
    let text = "The ferry sails again from the old quay.";
    for blank in ["", " ", "\r\n\r\n", "\t\r\n \r\n"] {
        let attached = "text/plain\r\nContent-Disposition: attachment; filename=a.txt";
        let mail = parts("mixed", &[("text/plain", text), (attached, blank)]);
        let (documents, errors) = read(Format::Mail, mail.as_bytes()).unwrap();
        assert_eq!((documents.len(), errors), (1, Vec::new()), "{blank:?}");
        assert_eq!(placed(&documents[0]), [text]);
        assert_eq!(documents[0].fields["attachments"], "a.txt");
    }
}
