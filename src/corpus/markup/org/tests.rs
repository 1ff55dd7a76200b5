use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Org, text)
}

#[test]
fn keywords_and_properties_are_fields() {
    let text = ":PROPERTIES:\n:ID: 7\n:END:\n#+title: The port\n#+DATE: <2023-09-13 Wed>\n#+AUTHOR: Ada\n#+STARTUP: overview\n# a comment\n\nThe boats came in before noon.\n";
    let document = document(Format::Org, text);
    assert_eq!(document.title.as_deref(), Some("The port"));
    assert_eq!(document.source.as_deref(), Some("Ada"));
    assert!(document.date.unwrap().starts_with("2023-09-13"));
    assert_eq!(document.fields["id"], "7");
    assert_eq!(read(text), ["The boats came in before noon."]);
}

#[test]
fn headlines_drawers_and_plans() {
    for (text, expected) in [
        (
            "* TODO [#A] Buy herring [1/3] :food:port:\nSCHEDULED: <2023-09-13 Wed>\n:PROPERTIES:\n:CUSTOM: x\n:END:\n:LOGBOOK:\nCLOCK: [2023-09-13]\n:END:\nThe fish market opens at six.\n",
            "Buy herring / The fish market opens at six.",
        ),
        (
            "#+TODO: OFFEN | FERTIG\n** OFFEN Die Fähre\n   Sie kam erst am Abend zurück.\n",
            "Die Fähre / Sie kam erst am Abend zurück.",
        ),
        ("* Порт\n:NOTES:\nСуда пришли ещё до полудня.\n:END:\n", "Порт / Суда пришли ещё до полудня."),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn blocks_are_code_text_or_nothing() {
    let text = "Run this in the harbour of the town:\n#+BEGIN_SRC sh :results output\nopen --pier 2 --wide\n\nclose\n#+END_SRC\n#+begin_quote\nThe boats came in before noon.\n#+end_quote\n#+begin_comment\nsecret words\n#+end_comment\n#+begin_export html\n<b>x</b>\n#+end_export\n: a line of fixed width, as it is\n";
    assert_eq!(
        read(text),
        [
            "Run this in the harbour of the town:",
            "open --pier 2 --wide / close",
            "The boats came in before noon.",
            "a line of fixed width, as it is",
        ]
    );
}

#[test]
fn links_and_emphasis_leave_their_text() {
    for (text, expected) in [
        (
            "See [[https://example.org][the *port*]] and /all/ of +it+, ~code~ and =x*y*z= too.",
            "See the port and all of it, code and x*y*z too.",
        ),
        (
            "Le 2*3 et a_b restent[fn:1], <2023-09-13 mer.> aussi, voir [[id:7][ici]].",
            "Le 2*3 et a_b restent, 2023-09-13 mer. aussi, voir ici.",
        ),
        (
            "Die Fähre[fn::Sie war spät.] kam an, [[./boat.png]] sagt niemand.",
            "Die Fähre (Sie war spät.) kam an, sagt niemand.",
        ),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn lists_and_tables() {
    assert_eq!(
        read(
            "The ships that came in:\n- [X] the Anna\n  with herring\n- [ ] the Berta\n  1) crew\n- salt :: white and dry\n"
        ),
        ["The ships that came in: / • the Anna with herring / • the Berta / 1) crew / • salt: white and dry"]
    );
    assert_eq!(
        read(
            "#+CAPTION: Ships of the harbour in May\n| Name | Cargo |\n|------+-------|\n| <l>  |       |\n| Anna | *herring* |\n#+TBLFM: $1=2\n"
        ),
        ["Ships of the harbour in May", "Name | Cargo / Anna | herring"]
    );
}
