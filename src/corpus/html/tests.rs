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
            "[navigation] Harbour News, every morning since 1901.",
            "[navigation] • Home / • Sea",
            "The harbour opens again / After two years of work, boats are back. / The harbour of Saint-Éloi opened again this morning, & nobody had expected so many boats.",
            "Which ships came / The first to come in: / • the Anna, with herring / • the Berta / 1. crew / 2. cargo",
            "[read-also] Read also",
            "[read-also] • The ferry is late again",
            "Ship | Cargo / Anna | herring / Berta | cod",
            "A boat at the pier, seen from the lighthouse.",
            "First line of the song / second line of the song",
            "Ships that came in last year, in numbers.",
            "[navigation] Your address / Send",
            "[navigation] © 2023 Harbour News. All rights reserved.",
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
            "[short] Home",
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
    assert_eq!(units, ["[navigation] The left column of the page".to_owned(), long.trim().to_owned()]);
}

#[test]
fn text_outside_any_element_counts() {
    assert_eq!(
        read("The boats came in before noon.<br>Nobody had expected so many."),
        ["The boats came in before noon. / Nobody had expected so many."]
    );
}

#[test]
fn what_surrounds_the_text_is_set_apart() {
    let prose =
        "The boats came in before noon, and nobody on the pier had expected so many of them. ".repeat(3);
    for (around, shown) in [
        ("<nav><a href=a>Harbours of the country</a></nav>", "Harbours of the country"),
        (
            "<div class='post-comments'><p>I was there and saw the boats.</p></div>",
            "I was there and saw the boats.",
        ),
        (
            "<div id=siteFooter>Printed every Thursday in Westhaven.</div>",
            "Printed every Thursday in Westhaven.",
        ),
        ("<ul><li><a href=a>Die Fähre kommt wieder zu spät</a></ul>", "• Die Fähre kommt wieder zu spät"),
        ("<p><a href=b>Порт снова открыт для всех судов</a></p>", "Порт снова открыт для всех судов"),
    ] {
        for page in [
            format!("<div><div><h1>The harbour opens again</h1><p>{prose}</p></div>{around}</div>"),
            format!("<div>{around}<div><h1>The harbour opens again</h1><p>{prose}</p></div></div>"),
        ] {
            let units = read(&page);
            assert!(units.contains(&format!("[navigation] {shown}")), "{units:#?}");
            assert!(units.contains(&format!("The harbour opens again / {}", prose.trim())), "{units:#?}");
        }
    }
}

#[test]
fn a_name_does_not_cost_a_page_its_text() {
    let prose = "The boats came in before noon, and nobody on the pier had expected so many of them.";
    for name in ["with-sidebar", "comments", "footer", "has-newsletter"] {
        assert_eq!(read(&format!("<body class={name}><div id={name}><p>{prose}</p></div>")), [prose]);
    }
}

#[test]
fn what_is_not_shown_is_no_text() {
    let units = read(
        "<p style='color: red; Display: none'>A template that went wrong.</p><p hidden>Prices of last year, long gone.\
         <p>The boats came <span aria-hidden=true>(icon of a boat)</span> in before noon.</p>\
         <button aria-controls=a aria-expanded=false>May I bring my own boat?</button>\
         <div id=a hidden>Yes, but only before noon.</div>",
    );
    assert_eq!(
        units,
        ["The boats came in before noon.", "May I bring my own boat? / Yes, but only before noon."]
    );
    assert_eq!(
        read("<div style='display:none'><p>Shown by a script alone, it is the page."),
        ["Shown by a script alone, it is the page."]
    );
}

#[test]
fn a_mark_of_a_permalink_is_no_text() {
    for mark in ["¶", "#", "§"] {
        let page =
            format!("<h2>The harbour<a href='#harbour'>{mark}</a></h2><p>It opened again this morning.</p>");
        assert_eq!(read(&page), ["The harbour / It opened again this morning."]);
    }
    assert_eq!(
        read("<p>It opened again<a href='#n1'>[1]</a> this morning.</p>"),
        ["It opened again[1] this morning."]
    );
}

#[test]
fn a_term_stays_with_its_definitions() {
    assert_eq!(
        read(
            "<dl><dt>Berth<dd>A place for a ship to lie.<dd>A bed on a ship.<dt>Bow<dd>The foremost end of a ship.</dl>"
        ),
        ["Berth / A place for a ship to lie. / A bed on a ship.", "Bow / The foremost end of a ship."]
    );
}

#[test]
fn hostile_pages_take_linear_time() {
    let prose = "The boats came in before noon.";
    for page in [
        format!("{}{prose}", "<div>".repeat(1_000_000)),
        format!("{}{prose}{}", "<div class=nav>".repeat(300_000), "</div>".repeat(300_000)),
        format!("{}{prose}", "<td><p>".repeat(300_000)),
        format!("<div>{}{prose}", "<table><tr><td></div>".repeat(100_000)),
        format!("<p>{prose}{}", "</section>".repeat(500_000)),
        format!("<p class=\"{}\">{prose}", "nav ".repeat(1_000_000)),
        format!("<p>{prose}{}", "<a href=#>".repeat(300_000)),
    ] {
        let units = read(&page);
        assert!(units.iter().any(|unit| unit.contains(prose)), "{:?}", units.first());
    }
}
