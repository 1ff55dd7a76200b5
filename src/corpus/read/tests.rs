use std::fs;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::corpus::testing::{assert_sound, documents, shown};
use crate::corpus::{Granularity, hash_file, walk};

const FORMATS: [Option<Format>; 7] = [
    None,
    Some(Format::Text),
    Some(Format::Markdown),
    Some(Format::Html),
    Some(Format::JsonLines),
    Some(Format::Csv),
    Some(Format::Tsv),
];

fn letters(text: &str) -> String {
    // A letter may be spelled in several ways; its parts are the same.
    crate::corpus::traced::normalise(text).nfkd().filter(|c| c.is_alphanumeric()).collect()
}

/// Reads bytes in every way; whatever comes out must be sound.
fn read_in_every_way(bytes: &[u8]) {
    for granularity in [Granularity::Paragraph, Granularity::Sentence, Granularity::Document] {
        let options = ReadOptions { granularity, max_chars: 40, ..ReadOptions::default() };
        for format in FORMATS {
            if let Ok(documents) = read_bytes("test", format, bytes.to_vec(), &options) {
                for document in documents.flatten() {
                    assert_sound(&document, bytes.len() as u64);
                }
            }
        }
    }
}

/// Lines as texts have them: words, signs, markup, blank lines.
fn prose() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-zéА-я가-힣、，]{1,9}",
        2 => "[A-ZÉ][a-z]{0,8}",
        2 => Just(".".to_owned()), 1 => Just("?".to_owned()), 1 => Just(":".to_owned()), 1 => Just("1.".to_owned()), 1 => Just("•".to_owned()),
        1 => Just("-".to_owned()), 1 => Just("#".to_owned()), 1 => Just("> ".to_owned()), 1 => Just("|".to_owned()),
        1 => Just("\n".to_owned()), 1 => Just("\r\n\r\n".to_owned()), 1 => Just("<p>".to_owned()), 1 => Just("<td>".to_owned()),
        1 => Just("<b>".to_owned()), 1 => Just("</div>".to_owned()), 1 => Just("&amp;".to_owned()), 1 => Just("**".to_owned()),
        1 => Just("```\n".to_owned()), 1 => Just("Read also".to_owned()), 1 => Just("\u{A0}".to_owned()), 1 => Just("\u{200B}".to_owned()),
        1 => Just("\"".to_owned()), 1 => Just("\t".to_owned()), 1 => Just("{\"text\":".to_owned()), 1 => Just("---\n".to_owned()),
    ];
    prop::collection::vec(word, 0..80).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        read_in_every_way(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        read_in_every_way(text.as_bytes());
    }

    #[test]
    fn no_prose_makes_it_panic(text in prose()) {
        read_in_every_way(text.as_bytes());
    }

    #[test]
    fn plain_text_loses_nothing(text in prose()) {
        for granularity in [Granularity::Paragraph, Granularity::Sentence] {
            let options = ReadOptions { granularity, max_chars: 40, ..ReadOptions::default() };
            let documents = documents(Format::Text, text.as_bytes(), &options);
            let kept: String = documents[0].units.iter().map(|unit| letters(&unit.text)).collect();
            prop_assert_eq!(kept, letters(&text));
        }
    }

    #[test]
    fn any_characters_of_plain_text_are_kept(text in "[^\u{0}]{0,200}") {
        let documents = documents(Format::Text, text.as_bytes(), &ReadOptions::default());
        let kept: String = documents[0].units.iter().map(|unit| letters(&unit.text)).collect();
        prop_assert_eq!(kept, letters(&text));
    }

    /// The bytes of a span, decoded, hold what the unit holds.
    #[test]
    fn spans_give_the_text_in_any_encoding(text in prose(), wide: bool) {
        let mut bytes: Vec<u8> = Vec::new();
        if wide {
            bytes.extend(std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes));
        } else {
            bytes.extend(b"\xEF\xBB\xBF");
            bytes.extend(text.as_bytes());
        }
        for unit in &documents(Format::Text, &bytes, &ReadOptions { max_chars: 40, ..ReadOptions::default() })[0].units {
            let slice = &bytes[unit.span.start as usize..unit.span.end as usize];
            let source = if wide {
                encoding_rs::UTF_16BE.decode_without_bom_handling(slice).0.into_owned()
            } else {
                String::from_utf8(slice.to_vec()).unwrap()
            };
            prop_assert_eq!(letters(&source), letters(&unit.text));
        }
    }
}

#[test]
fn spans_give_the_text_in_legacy_encodings() {
    let russian = "Порт открыт\n\nПорт снова открыт, и суда пришли ещё до полудня. Никто этого не ждал.\n\nПаром опять опоздал на два часа.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    let documents = documents(Format::Text, &bytes, &ReadOptions::default());
    assert_eq!(documents[0].units.len(), 2);
    for unit in &documents[0].units {
        let slice = &bytes[unit.span.start as usize..unit.span.end as usize];
        let (source, _, _) = encoding_rs::WINDOWS_1251.decode(slice);
        assert_eq!(source.replace("\n\n", "\n"), unit.text);
        assert_eq!(unit.language.unwrap().code(), "ru");
    }
}

#[test]
fn standard_input_tells_what_it_is() {
    let read = |text: &str| {
        let documents = read_bytes("-", None, text.into(), &ReadOptions::default()).unwrap();
        documents.flat_map(|document| shown(&document.unwrap().units)).collect::<Vec<_>>()
    };
    assert_eq!(read("{\"text\": \"one\"}\n{\"text\": \"two\"}\n"), ["one", "two"]);
    assert_eq!(read("<html><p>The boats came in before noon."), ["The boats came in before noon."]);
    assert_eq!(
        read("{braces} begin this text, and nothing more."),
        ["{braces} begin this text, and nothing more."]
    );
}

#[test]
fn a_heading_takes_the_language_of_its_document() {
    let text = "Порт\n\n\nПорт знову відкрито, і судна прийшли ще до полудня. Ніхто цього не чекав.\n\n\nKонтакт Harbour News\n\nПаром";
    let document = &documents(Format::Text, text.as_bytes(), &ReadOptions::default())[0];
    assert_eq!(document.language.unwrap().code(), "uk");
    assert_eq!(document.units.last().unwrap().language.unwrap().code(), "uk");
}

#[test]
fn a_folder_is_found_hashed_and_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.txt"), "The boats came in before noon.").unwrap();
    fs::write(folder.path().join("a.jsonl"), "{\"text\": \"one\"}\n{\"text\": \"two\"}\n").unwrap();
    let walk = walk(&[folder.path().to_owned()]).unwrap();
    let texts: Vec<String> = walk
        .files
        .iter()
        .flat_map(|file| read(file, &ReadOptions::default()).unwrap())
        .flat_map(|document| shown(&document.unwrap().units))
        .collect();
    assert_eq!(texts, ["one", "two", "The boats came in before noon."]);
    assert_ne!(hash_file(&walk.files[0].path).unwrap(), hash_file(&walk.files[1].path).unwrap());
}

#[test]
fn what_is_not_text_is_recognised() {
    let error =
        read_bytes("a.txt", Some(Format::Text), b"%PDF-1.7".to_vec(), &ReadOptions::default()).unwrap_err();
    assert!(error.is_binary());
    assert_eq!(error.to_string(), "`a.txt` is not a text file");
}

/// Signs that mean something to one of the readers, over and over: what looks back or ahead further with each of them would not come to
/// an end.
#[test]
fn the_same_sign_over_and_over_takes_linear_time() {
    let signs = [
        "a",
        "a ",
        "\n",
        "\r",
        "a\n\n",
        "\u{301}",
        "\u{1F1E6}",
        "\u{200D}\u{2764}",
        "1.A.",
        ".)",
        ",",
        "a, ",
        "\"",
        "\"a\"\"",
        "\"\n",
        ";",
        "\t",
        "[",
        "[a](",
        "![",
        "(",
        "*a ",
        "**a",
        "_a",
        "`",
        "`a``",
        "~~",
        "|a",
        ">",
        "> a\n",
        "- ",
        "1. ",
        "# ",
        "\\",
        "&",
        "&amp",
        "<",
        "<a ",
        "<div>",
        "<p>a",
        "<b>a",
        "<ul><li>",
        "<td>a",
        "<table>",
        "<!--",
        "<![CDATA[",
        "</p>",
        "<title>",
        "<p a=\"",
        "{",
        "{\"a\":",
        "---\n",
        "a: b\n",
    ];
    let options = ReadOptions { granularity: Granularity::Document, ..ReadOptions::default() };
    for format in FORMATS.into_iter().flatten() {
        for sign in signs {
            let text = format!("text\n{}\n", sign.repeat(200_000 / sign.len()));
            if let Ok(documents) = read_bytes("test", Some(format), text.clone().into(), &options) {
                for document in documents.flatten() {
                    assert_sound(&document, text.len() as u64);
                }
            }
        }
    }
}

#[test]
fn a_long_title_is_cut() {
    let title = "word ".repeat(10_000);
    for (format, text) in [
        (Format::Html, format!("<title>{title}")),
        (Format::Markdown, format!("# {title}\n")),
        (Format::JsonLines, format!("{{\"title\": \"{title}\", \"text\": \"a\"}}")),
    ] {
        let documents = documents(format, text.as_bytes(), &ReadOptions::default());
        assert_eq!(documents[0].title.as_deref(), Some(&title[..1000]), "{format:?}");
    }
}

#[test]
fn input_is_read_whole_and_what_is_no_text_is_not() {
    assert_eq!(read_input("-", &b"The boats came in."[..]).unwrap(), b"The boats came in.");
    let error = read_input("-", std::io::repeat(0)).unwrap_err();
    assert!(error.is_binary(), "{error}");
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_read() {
    for format in [Format::Text, Format::JsonLines] {
        let file =
            SourceFile { path: "/dev/zero".into(), name: "zero".to_owned(), format, size: 0, modified_ns: 0 };
        let error = read(&file, &ReadOptions::default()).unwrap_err();
        assert!(error.to_string().contains("a device, a pipe or a socket"), "{error}");
    }
}
