use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Html, text)
}

const PAGE: &str = include_str!("../../../tests/fixtures/corpus/page.html");

#[test]
fn a_page_is_read_without_its_surroundings() {
    assert_eq!(
        units(Format::Html, PAGE),
        [
            "The harbour opens again / After two years of work, boats are back. / The harbour of Saint-Éloi opened again this morning, & nobody had expected so many boats.",
            "Which ships came / The first to come in: / • the Anna, with herring / • the Berta / 1. crew / 2. cargo",
            "[read-also] Read also",
            "[read-also] • The ferry is late again",
            "Ship | Cargo / Anna | herring / Berta | cod",
            "A boat at the pier, seen from the lighthouse.",
            "First line of the song / second line of the song",
        ]
    );
}

#[test]
fn a_page_says_what_it_is() {
    let document = document(Format::Html, PAGE);
    assert_eq!(document.title.as_deref(), Some("The harbour opens again – Harbour News"));
    assert_eq!(document.language.unwrap().code(), "en");
    assert_eq!(document.date.as_deref(), Some("2023-09-13T10:00:00+02:00"));
    assert_eq!(document.source.as_deref(), Some("Harbour News"));
    assert_eq!(document.fields["author"], "Ada Pier");
}

#[test]
fn spans_reach_from_the_first_to_the_last_text() {
    let text =
        "<p class=x>The <b>boats</b> came &eacute;arly, before noon.</p><p>Nobody had expected so many.</p>";
    let document = document(Format::Html, text);
    let slices: Vec<_> =
        document.units.iter().map(|unit| &text[unit.span.start as usize..unit.span.end as usize]).collect();
    assert_eq!(slices, ["The <b>boats</b> came &eacute;arly, before noon.", "Nobody had expected so many."]);
    assert_eq!(document.units[0].text, "The boats came éarly, before noon.");
}

#[test]
fn careless_markup_loses_nothing() {
    assert_eq!(
        read(
            "<nav>Home<main><p>The boats came in before noon.<p><b>Nobody had expected so many.<p>The ferry was late again that day.<div>Text at the end without a tag to close it"
        ),
        [
            "The boats came in before noon.",
            "Nobody had expected so many.",
            "The ferry was late again that day.",
            "Text at the end without a tag to close it",
        ]
    );
}

#[test]
fn a_page_within_a_form_is_read_all_the_same() {
    assert_eq!(
        read("<body><form><p>The boats came in before noon.</p></form>"),
        ["The boats came in before noon."]
    );
}

#[test]
fn a_table_that_lays_out_a_page_is_paragraphs() {
    let long = "The boats came in before noon. ".repeat(20);
    let units = read(&format!("<table><tr><td>The left column of the page<td><p>{long}</p></table>"));
    assert_eq!(units, ["The left column of the page".to_owned(), long.trim().to_owned()]);
}

#[test]
fn text_outside_any_element_counts() {
    assert_eq!(
        read("The boats came in before noon.<br>Nobody had expected so many."),
        ["The boats came in before noon. / Nobody had expected so many."]
    );
}
