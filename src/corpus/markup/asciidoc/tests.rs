use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Asciidoc, text)
}

#[test]
fn the_head_says_what_the_file_is() {
    let text = "= The port\nAda Lovelace <ada@example.org>\nv1.2, 2023-09-13: first\n:toc:\n:topic: boats\n\nThe {topic} came in before noon.\n\n== Part\n\nNobody had expected them.\n";
    let document = document(Format::Asciidoc, text);
    assert_eq!(document.title.as_deref(), Some("The port"));
    assert_eq!(document.source.as_deref(), Some("Ada Lovelace"));
    assert_eq!(document.date.as_deref(), Some("2023-09-13"));
    assert_eq!(document.fields["topic"], "boats");
    assert_eq!(read(text), ["The port / The boats came in before noon.", "Part / Nobody had expected them."]);
}

#[test]
fn blocks_are_code_text_or_nothing() {
    let text = "[source,sh]\n----\nopen --pier 2 --wide\n\nclose\n----\n\n[NOTE]\n====\nThe ferry was late again today.\n====\n\n////\nsecret\n////\n// secret\n\n....\nliteral text of some length\n....\n\nTIP: Take the second boat, not the first. +\nIt is faster.\n\n  indented code of some length\n\nimage::boat.png[A boat]\n\n[[anchor]]\n[quote, Ada]\n____\nBoats are never on time.\n____\n";
    assert_eq!(
        read(text),
        [
            "open --pier 2 --wide / close",
            "The ferry was late again today.",
            "literal text of some length",
            "TIP: Take the second boat, not the first. / It is faster.",
            "indented code of some length",
            "Boats are never on time.",
        ]
    );
}

#[test]
fn macros_and_emphasis_leave_their_text() {
    for (text, expected) in [
        (
            "See link:a.html[the port], https://example.org[the site^], <<x,the *part*>> and xref:y[that].",
            "See the port, the site, the part and that.",
        ),
        (
            "Die *Fähre* war _zu_ `spät` footnote:[Wie immer.], **s**agt __n__iemand image:x.png[] dazu.",
            "Die Fähre war zu spät (Wie immer.), sagt niemand dazu.",
        ),
        (
            "Il a dit \"`non`\" à 2 * 3 et snake_case_word, [.big]#tout# kbd:[Ctrl] aussi{nbsp}!",
            "Il a dit “non” à 2 * 3 et snake_case_word, tout Ctrl aussi !",
        ),
        (
            "Порт {unknown} открыт, https://example.org/a_b_c остаётся.",
            "Порт {unknown} открыт, https://example.org/a_b_c остаётся.",
        ),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn lists() {
    assert_eq!(
        read(
            "The ships that came in:\n\n* the Anna\n** with herring\n* [x] the Berta\n. one\n. two\n- dash\n+\nThe same item goes on here.\n\nsalt:: white and dry as snow\npepper::\n  black and hot as coal\n"
        ),
        [
            "The ships that came in: / • the Anna / • with herring / • the Berta / • one / • two / • dash The same item goes on here.",
            "salt / white and dry as snow",
            "pepper / black and hot as coal",
        ]
    );
}

#[test]
fn tables_are_rows() {
    for (text, expected) in [
        (
            "|===\n|Name |Cargo\n\n|Anna\n|herring\n|Berta\na|*cod*\n|===\n",
            "Name | Cargo / Anna | herring / Berta | cod",
        ),
        (
            "[cols=\"1,2\"]\n|===\n|Name\n|Cargo\n|Anna\n2+|herring and\nsalt\n|===\n",
            "Name | Cargo / Anna | herring and salt",
        ),
        (",===\nName,Cargo\nAnna,\"herring\"\n,===\n", "Name | Cargo / Anna | herring"),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn titles_with_a_line_below() {
    assert_eq!(
        read("The port\n========\n\nPart one\n--------\n\nThe boats came in before noon.\n"),
        ["The port / Part one / The boats came in before noon."]
    );
}
