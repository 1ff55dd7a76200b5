use std::time::Instant;

use super::*;
use crate::corpus::Format;
use crate::corpus::block::Parsed;
use crate::corpus::testing::documents;
use crate::corpus::{Granularity, ReadOptions};

type Reader = (&'static str, fn(&str) -> Parsed);

const READERS: [Reader; 6] = [
    ("subtitles", subtitles),
    ("rst", rst),
    ("org", org),
    ("asciidoc", asciidoc),
    ("latex", latex),
    ("rtf", rtf),
];

fn kept(parsed: &Parsed) -> String {
    parsed.blocks.iter().map(|block| block.text.text()).collect::<Vec<_>>().join(" ")
}

/// What is opened a million times and never closed takes no more time than text, and what stands behind it is kept.
#[test]
fn markup_without_end_hides_nothing() {
    let signs = [
        "{", "}", "*", "*a ", "`", "``", "[", "[[", "]", "<", "<<", "$", "$$", "\\", "\\a{", "\\a[", "{\\a ",
        "|", "|a", "_", "=", "~a", ":", ":a:", "/", "(((", "{a", "@@", "<i", "{\\an", "\\[", "\\'", "--",
        "a::", "#", "+", "\\verb|", "link:a[", "\"`",
    ];
    for (name, read) in READERS {
        for sign in signs {
            let text =
                format!("first words\n\n{}\n\nThe boats came in.\n", sign.repeat(1_000_000 / sign.len()));
            let start = Instant::now();
            let parsed = read(&text);
            assert!(start.elapsed().as_secs() < 20, "{name} {sign}");
            // The first word may be the end of a command.
            assert!(kept(&parsed).contains("boats came in"), "{name} loses what stands behind `{sign}`");
        }
    }
}

#[test]
fn blocks_without_end_hide_nothing() {
    let blocks = [
        "#+begin_comment",
        "#+begin_src",
        "#+begin_export html",
        ":PROPERTIES:",
        ":LOGBOOK:",
        "----",
        "....",
        "////",
        "++++",
        "|===",
        "====",
        "```",
        "\\begin{verbatim}",
        "\\begin{equation}",
        "\\begin{comment}",
        "\\begin{tabular}{l}",
        "\\section{",
        "\\footnote{",
        "\\caption{",
        "\\ref{",
        ".. code::",
        "..",
        ".. note::",
        "+---+\n| a |",
        "== ==\na b",
        "::",
        "NOTE",
        "{\\fonttbl\\pard",
        "{\\stylesheet\\pard",
        "{\\*\\a}",
        "{\\footnote ",
    ];
    for (name, read) in READERS {
        for block in blocks {
            for times in [1, 20_000] {
                let text = format!("{}\nThe boats came in.\n", format!("{block}\n\n").repeat(times));
                let start = Instant::now();
                assert!(kept(&read(&text)).contains("boats came in"), "{name}: {times} of `{block}`");
                assert!(start.elapsed().as_secs() < 20, "{name} {block}");
            }
        }
    }
}

#[test]
fn one_long_line_is_read() {
    let line = "a *word* and {another} of `some` kind ".repeat(20_000_000 / 38);
    let json = format!("{{\"cells\":[{{\"cell_type\":\"code\",\"source\":\"{line}\"}}]}}");
    for (name, read) in READERS {
        let start = Instant::now();
        assert!(kept(&read(&line)).ends_with("kind"), "{name}");
        assert!(start.elapsed().as_secs() < 60, "{name}");
    }
    assert!(kept(&notebook(&json).unwrap()).ends_with("kind"));
}

/// Each word of a unit stands in the bytes that the unit covers.
#[test]
fn units_lead_back_to_their_bytes() {
    for (format, text) in [
        (
            Format::Subtitles,
            "1\n00:00:01,000 --> 00:00:04,200\n<i>Die Fähre</i> kam\n\n2\n00:00:04,300 --> 00:00:08,100\nvor dem Mittag an.\n",
        ),
        (
            Format::Rst,
            "Titel\n=====\n\nDie *Fähre* kam ``vor`` dem `Mittag <x>`_ an.\n\n* erstens das Salz\n* zweitens der Hering\n",
        ),
        (
            Format::Org,
            "* TODO Порт открыт :tag:\nСуда пришли *ещё* до [[https://example.org][noon]], никто не ждал.\n",
        ),
        (Format::Asciidoc, "= Le port\n\nLe *ferry* est link:x[venu avant midi], comme _dit_ par tous.\n"),
        (Format::Latex, "\\section{El puerto}\nEl \\emph{barco} lleg\\'o antes de todos, como siempre.\n"),
        (Format::Rtf, "{\\rtf1\\ansi {\\b The boats} came\\par in before noon, caf\\'e9 and all of them.}"),
        (
            Format::Notebook,
            "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"# Port\\n\", \"The *boats* said \\\"noon\\\", caf\\u00e9.\"]}]}",
        ),
    ] {
        for granularity in [Granularity::Paragraph, Granularity::Sentence, Granularity::Document] {
            let options = ReadOptions { granularity, ..ReadOptions::default() };
            let documents = documents(format, text.as_bytes(), &options);
            assert!(!documents[0].units.is_empty(), "{format:?}");
            for unit in &documents[0].units {
                let bytes = &text[unit.span.start as usize..unit.span.end as usize];
                let words = unit.text.split_whitespace();
                for word in words.filter(|word| word.chars().all(|c| c.is_ascii_alphabetic())) {
                    assert!(bytes.contains(word), "{format:?}: `{word}` is not in `{bytes}`");
                }
            }
        }
    }
}

#[test]
fn extensions_name_their_formats() {
    for (name, format) in [
        ("a.srt", Format::Subtitles),
        ("a.VTT", Format::Subtitles),
        ("a.rst", Format::Rst),
        ("a.org", Format::Org),
        ("a.adoc", Format::Asciidoc),
        ("a.asciidoc", Format::Asciidoc),
        ("a.tex", Format::Latex),
        ("a.ipynb", Format::Notebook),
        ("a.rtf", Format::Rtf),
        ("a.log", Format::Text),
    ] {
        assert_eq!(Format::of_path(std::path::Path::new(name)), Some(format));
    }
}
