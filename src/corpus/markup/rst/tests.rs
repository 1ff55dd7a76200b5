use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Rst, text)
}

#[test]
fn titles_fields_and_paragraphs() {
    let text = "=========\nThe port\n=========\n\n:Author: Ada\n:Date: 2023-09-13\n:Status: a draft\n   of two lines\n:Abstract: The boats came in before noon.\n\nPart\n~~~~\n\nNobody had *expected* so **many**\nof them.\n\n----\n\nThey left in the evening again.\n";
    let document = document(Format::Rst, text);
    assert_eq!(document.title.as_deref(), Some("The port"));
    assert_eq!(document.date.as_deref(), Some("2023-09-13"));
    assert_eq!(document.source.as_deref(), Some("Ada"));
    assert_eq!(document.fields["status"], "a draft of two lines");
    assert_eq!(
        read(text),
        [
            "The port / The boats came in before noon.",
            "Part / Nobody had expected so many of them.",
            "They left in the evening again.",
        ]
    );
}

#[test]
fn directives_are_text_code_or_nothing() {
    let text = "The boats came in before noon.\n\n.. note::\n   :class: x\n\n   The ferry was late again today.\n\n.. warning:: Do not swim in the harbour.\n\n.. code-block:: python\n   :linenos:\n\n   open_the_harbour_again()\n\n   close_harbour()\n\n.. image:: boat.png\n   :alt: nothing\n\n.. toctree::\n\n   a\n   b\n\n.. a comment\n   of two lines\n\n.. _target:\n\nNobody had expected them.\n";
    assert_eq!(
        read(text),
        [
            "The boats came in before noon.",
            "The ferry was late again today.",
            "Do not swim in the harbour.",
            "open_the_harbour_again() / close_harbour()",
            "Nobody had expected them.",
        ]
    );
}

#[test]
fn roles_and_links_leave_their_text() {
    for (text, expected) in [
        (
            "See :ref:`the port <port>`, and :class:`~boats.Ferry` for all of it.",
            "See the port, and boats.Ferry for all of it.",
        ),
        (
            "Voir `le port`_, `le site <https://example.org>`__ et le port_ encore.",
            "Voir le port, le site et le port encore.",
        ),
        (
            "Die Fähre [1]_ war ``zu *spät*`` dran, sagt [Smith]_ dazu.",
            "Die Fähre war zu *spät* dran, sagt [Smith] dazu.",
        ),
        (
            "A |boat| came, H\\ :sub:`2`\\ O and \\*stars\\* in __init__ too.\n\n.. |boat| replace:: small ferry\n",
            "A small ferry came, H2O and *stars* in __init__ too.",
        ),
        (
            "Unclosed *stars and `ticks stay where they are.",
            "Unclosed *stars and `ticks stay where they are.",
        ),
        ("Плавал 2 * 3 раза, *потом* ещё: 4 * 5 раз.", "Плавал 2 * 3 раза, потом ещё: 4 * 5 раз."),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn literal_blocks_and_lists() {
    let text = "Run this in the harbour of the town::\n\n   open --pier 2 --wide\n\n   close\n\nThe ships that came in:\n\n* the *Anna*\n\n  with herring\n* the Berta\n\n  1. crew\n  #. cargo\n\nterm\n   What the term means in the port.\n";
    assert_eq!(
        read(text),
        [
            "Run this in the harbour of the town:",
            "open --pier 2 --wide / close",
            "The ships that came in: / • the Anna with herring / • the Berta / 1. crew / • cargo",
            "term / What the term means in the port.",
        ]
    );
}

#[test]
fn tables_are_rows() {
    let grid = "+------+---------+\n| Name | Cargo   |\n+======+=========+\n| Anna | herring |\n|      | and cod |\n+------+---------+\n| Léa  | *salt*  |\n+------+---------+\n";
    assert_eq!(read(grid), ["Name | Cargo / Anna | herring and cod / Léa | salt"]);
    let simple = "=====  =======\nName   Cargo\n=====  =======\nAnna   herring\n       and cod\nBerta  salt\n=====  =======\n\nNobody had expected so many.\n";
    assert_eq!(
        read(simple),
        ["Name | Cargo / Anna | herring and cod / Berta | salt", "Nobody had expected so many."]
    );
}

#[test]
fn footnotes_are_paragraphs() {
    assert_eq!(
        read(
            "The boats came in [#a]_ before noon.\n\n.. [#a] Except the ferry, which\n   was late.\n\n.. [2]\n   And the pilot boat came later, too.\n"
        ),
        [
            "The boats came in before noon.",
            "Except the ferry, which was late.",
            "And the pilot boat came later, too."
        ]
    );
}

#[test]
fn the_title_of_a_table_is_text() {
    for (kind, title) in [
        ("list-table", "Ferries of the year"),
        ("csv-table", "Fähren des Jahres"),
        ("table", "Паромы этого года"),
        ("list-table", "今年の渡船"),
    ] {
        let text = format!(".. {kind}:: {title}\n   :widths: 10 20\n\n   * - Ada\n     - twelve crowns\n");
        let units = units(Format::Rst, &text);
        assert!(units.iter().any(|unit| unit.contains(title)), "{units:?}");
        assert!(!units.concat().contains("widths"), "{units:?}");
    }
}
