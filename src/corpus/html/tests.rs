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

#[test]
fn a_line_that_links_to_elsewhere_is_text() {
    let prose = "The boats came in before noon, and nobody on the pier had expected so many of them.";
    let page = |line: &str| {
        read(&format!(
            "<link rel=canonical href=https://harbour.example/boats><main><p>{prose}</p>{line}<p>{prose}</p></main>"
        ))
    };
    for line in [
        "<p><a href=https://museum.example/boats>The museum of fishing boats, with all its rooms</a></p>",
        "<p><a href=mailto:boats@harbour.example>boats@harbour.example, read every day</a></p>",
        "<ul><li><a href=https://museum.example/a>The museum of fishing boats</a><li><a href=https://pier.example>All about piers in the north</a></ul>",
    ] {
        assert!(page(line).iter().all(|unit| !unit.starts_with('[')), "{line}");
    }
    for line in [
        "<p><a href=/ferry>The ferry is late again, and nobody knows why</a></p>",
        "<p><a href=https://news.harbour.example/ferry>The ferry is late again, and nobody knows why</a></p>",
        "<p><a href=https://post.example/?url=https%3A%2F%2Fharbour.example>Send this page to a friend of yours</a></p>",
        "<ul><li><a href=/ferry>The ferry is late again</a><li><a href=/pier>The pier of the year</a></ul>",
    ] {
        assert!(page(line).iter().any(|unit| unit.starts_with("[navigation]")), "{line}");
    }
}

#[test]
fn what_follows_the_headline_introduces_the_text() {
    let prose =
        "The boats came in before noon, and nobody on the pier had expected so many of them. ".repeat(3);
    let page = |lead: &str| {
        read(&format!(
            "<title>The harbour opens again</title><header><h1>The harbour opens again</h1>{lead}\
             <p><a href=/ada>Ada Pier</a></p></header><div class=body><p>{prose}</p><p>{prose}</p></div>"
        ))
    };
    for lead in [
        "<h2>Boats are back after two years of work on the pier</h2>",
        "<p>After two years of work on the pier, boats are back.</p>",
        "<div><div><p>Boats are back after two years of work on the pier, and there are more of them than ever before</p></div></div>",
    ] {
        let units = page(lead);
        assert!(units.iter().any(|unit| !unit.starts_with('[') && unit.contains("two years")), "{units:#?}");
    }
    for (line, shown) in [("<p>Photograph: the harbour</p>", "Photograph"), ("<h2>Ada Pier</h2>", "Ada Pier")]
    {
        let units = page(line);
        assert!(units.iter().all(|unit| unit.starts_with('[') || !unit.contains(shown)), "{units:#?}");
    }
}

#[test]
fn a_heading_set_apart_parts_no_heading_from_its_text() {
    let prose = "The boats came in before noon, and nobody on the pier had expected so many of them.";
    assert_eq!(
        read(&format!(
            "<main><h2>Boats of the year</h2><h3 class=byline>Ada Pier, Westhaven</h3><p>{prose}</p></main>"
        )),
        [format!("Boats of the year / {prose}"), "[navigation] Ada Pier, Westhaven".to_owned()]
    );
}

#[test]
fn a_name_that_most_text_stands_in_says_nothing() {
    let widget = |text: &str| format!("<div class='widget'><div class='widget-inner'>{text}</div></div>");
    let prose = "<p>The boats came in before noon, and nobody on the pier had expected so many of them.</p>";
    let page = format!(
        "<main>{}{}{}</main>",
        widget(prose),
        widget("<p>Twelve of them, all blue and white</p>"),
        widget(prose)
    );
    assert!(read(&page).iter().all(|unit| !unit.starts_with('[')), "{:#?}", read(&page));
    let page = format!("<main>{prose}{}{prose}</main>", widget("<p>Twelve of them, all blue and white</p>"));
    assert!(read(&page).iter().any(|unit| unit.starts_with("[navigation] Twelve")), "{:#?}", read(&page));
}

#[test]
fn the_id_of_a_heading_is_made_of_its_text() {
    assert_eq!(
        read("<h2 id=search>Search</h2><p>Whoever looks for a boat finds it in the list at the pier.</p>"),
        ["Search / Whoever looks for a boat finds it in the list at the pier."]
    );
}

#[test]
fn a_page_says_when_and_by_whom_it_was_written() {
    let told = |head: &str| {
        let page = format!(
            "<title>The harbour opens again – Harbour News</title>{head}<p>The boats came in before noon.</p>"
        );
        let document = document(Format::Html, &page);
        (document.date, document.fields.get("author").cloned(), document.source)
    };
    let script = |json: &str| format!("<script type='application/ld+json'>{json}</script>");
    let article = r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The harbour opens again",
        "datePublished": "2023-09-13", "dateModified": "2024-01-01", "author": {"@type": "Person", "name": "Ada Pier"},
        "publisher": {"@type": "Organization", "name": "Harbour &amp; Sea"}}"#;
    let graph = r##"{"@graph": [{"@type": "WebSite", "name": "Harbour & Sea", "@id": "#site"},
        {"@type": ["Article", "BlogPosting"], "datePublished": "2023-09-13", "author": {"@id": "#ada"}, "publisher": {"@id": "#site"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Pier"}]}"##;
    let teasers = r#"[{"@type": "NewsArticle", "headline": "The ferry is late again", "datePublished": "2022-01-01"},
        {"@type": "http://schema.org/NewsArticle", "headline": "The harbour opens again", "datePublished": "2023-09-13",
         "author": ["Ada Pier"], "publisher": "Harbour & Sea"}]"#;
    let within = r#"{"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": "2023-09-13",
        "author": [{"name": "Ada Pier"}], "publisher": {"name": "Harbour & Sea"}}}"#;
    let wrapped = format!("<!-- //<![CDATA[\n{}\n//]]> -->", article.replace("opens again", "opens\nagain"));
    for json in [article, graph, teasers, within, &wrapped] {
        let expected =
            (Some("2023-09-13".to_owned()), Some("Ada Pier".into()), Some("Harbour & Sea".to_owned()));
        assert_eq!(told(&script(json)), expected, "{json}");
        // It is believed before what else is said.
        let others =
            "<meta name=author content='A. P.'><meta property='article:published_time' content=2023-09-14>";
        assert_eq!(told(&format!("{others}{}", script(json))), expected, "{json}");
    }
    for (head, date, author) in [
        (
            "<meta property='article:published_time' content=2023-09-13><meta name=date content=2023-09-14>",
            "2023-09-13",
            None,
        ),
        ("<meta name=date content=2023-09-13><time datetime=2023-09-14>", "2023-09-13", None),
        (
            "<time datetime=2023-09-14></time><time itemprop=datePublished datetime=2023-09-13>",
            "2023-09-13",
            None,
        ),
        (
            "<time datetime=2023-09-14></time><abbr class='updated published' title=2023-09-13>",
            "2023-09-13",
            None,
        ),
        ("<time datetime=2023-09-13></time><time datetime=2023-09-14>", "2023-09-13", None),
        ("<meta name=date content=soon><time datetime=2023-09-13>", "2023-09-13", None),
        (
            "<meta property='article:modified_time' content=2023-09-14><time datetime=2023-09-13>",
            "2023-09-13",
            None,
        ),
        ("<meta property='article:modified_time' content=2023-09-13>", "2023-09-13", None),
        (
            "<h1>The harbour opens again</h1><p>Published: 13 September 2023 | 12 readers</p>",
            "2023-09-13",
            None,
        ),
        ("<p>13.09.2023</p><h1>The harbour opens again</h1><p>20230914</p>", "2023-09-13", None),
        (
            "<time datetime=2023-09-13></time><meta name=author content='Ada Pier'><meta property='article:author' content='https://people.example/ada'>",
            "2023-09-13",
            Some("Ada Pier"),
        ),
        (
            "<time datetime=2023-09-13></time><span itemprop=author>Written in haste, <b itemprop=name>Ada <i>Pier</i></b>, editor</span>",
            "2023-09-13",
            Some("Ada Pier"),
        ),
        (
            "<time datetime=2023-09-13></time><p itemprop=author><meta itemprop=name content='Ada Pier'></p>",
            "2023-09-13",
            Some("Ada Pier"),
        ),
        (
            "<time datetime=2023-09-13></time><a rel=author href=/ada>by Ada Pier</a>",
            "2023-09-13",
            Some("Ada Pier"),
        ),
        (
            "<time datetime=2023-09-13></time><a rel=author href=/ada>All that was ever written by Ada Pier</a>",
            "2023-09-13",
            None,
        ),
    ] {
        let (told_date, told_author, source) = told(head);
        assert_eq!(told_date.as_deref(), Some(date), "{head}");
        assert_eq!(told_author, author.map(Into::into), "{head}");
        assert_eq!(source.as_deref(), author, "{head}");
    }
    let (_, authors, source) =
        told(&script(r#"{"@type": "Report", "author": [{"name": "Ada Pier"}, {"name": "Bo Quay"}]}"#));
    assert_eq!(
        (authors, source.as_deref()),
        (Some(vec!["Ada Pier", "Bo Quay"].into()), Some("Ada Pier, Bo Quay"))
    );
}

#[test]
fn damaged_data_says_nothing() {
    for json in [
        "",
        "{",
        "[[[[[[[[[[[[[[",
        "null",
        r#"{"@type": "Article", "datePublished": "2023-09-13""#,
        r#"{"@type": "Article", "datePublished": ["2023-09-13"], "author": 7}"#,
        r#"{"@type": 3, "datePublished": "2023-09-13"}"#,
        r#"{"@type": "Organization", "datePublished": "2023-09-13"}"#,
        r#"{"@type": "Article", "datePublished": "some day"}"#,
        r#"[{"@type": "Article", "headline": "A", "datePublished": "2023-09-13"}, {"@type": "Article", "headline": "B"}]"#,
    ] {
        let page = format!(
            "<title>The harbour</title><script type='application/ld+json'>{json}</script><p>The boats came in before noon."
        );
        let document = document(Format::Html, &page);
        assert_eq!(document.date, None, "{json}");
        assert!(document.fields.is_empty(), "{json}");
        assert_eq!(document.title.as_deref(), Some("The harbour"), "{json}");
    }
    let deep = format!(
        "<script type='application/ld+json'>{}</script><p>The boats came in before noon.",
        "{\"mainEntity\":".repeat(100_000)
    );
    assert_eq!(read(&deep), ["The boats came in before noon."]);
}

#[test]
fn a_title_lacks_the_name_of_the_site() {
    for (head, title) in [
        ("<title>The harbour – News</title><meta property='og:title' content='The harbour'>", "The harbour"),
        ("<title>The harbour – News</title><meta name=citation_title content='The harbour'>", "The harbour"),
        (
            "<title>The harbour – News</title><script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"The harbour\"}</script>",
            "The harbour",
        ),
        (
            "<title>The harbour – News</title><script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"A place for ships\"}</script>",
            "The harbour – News",
        ),
        (
            "<script type='application/ld+json'>{\"@type\": \"Article\", \"headline\": \"The harbour\"}</script>",
            "The harbour",
        ),
        ("", "The boats"),
    ] {
        let page = format!("{head}<h1>The boats</h1><p>The boats came in before noon.");
        assert_eq!(document(Format::Html, &page).title.as_deref(), Some(title), "{head}");
    }
}

#[test]
fn text_that_only_scripts_show_is_read_where_there_is_no_other() {
    let prose =
        "The boats came in before noon, and nobody on the pier had expected so many of them. ".repeat(3);
    let prose = prose.trim();
    for page in [
        format!("<p>Loading</p><noscript><div><p>{prose}</p></div></noscript>"),
        format!("<p>Loading</p><template><p>{prose}</p></template>"),
        format!("<p>Loading</p><div hidden><p>{prose}</p></div>"),
        format!(
            "<p>Loading</p><script type='application/ld+json'>{{\"@type\": \"Article\", \"articleBody\": \"{prose}\"}}</script>"
        ),
        format!(
            "<p>Loading</p><script type='application/ld+json'>{{\"@type\": \"Article\", \"articleBody\": \"<p>{prose}<\\/p>\"}}</script>"
        ),
    ] {
        let units = read(&page);
        assert!(units.iter().any(|unit| unit == prose), "{page} {units:#?}");
        // Beside text that is shown it is none.
        let units = read(&format!("{page}<p>{}</p>", prose.replace("boats", "ships")));
        assert!(units.iter().all(|unit| !unit.contains("boats")), "{page} {units:#?}");
    }
}

#[test]
fn text_in_data_keeps_its_places() {
    let page = format!(
        "<nav>Home</nav><h1>The harbour</h1><script type='application/ld+json'>{{\"@type\": \"Article\", \"articleBody\":\n\"{}\"}}</script><p>Menu",
        "The caf\\u00e9 at the \\\"pier\\\" was full, and so were the boats.\\nNobody &amp; nothing left before noon on that day. ".repeat(3)
    );
    let document = document(Format::Html, &page);
    let unit = document.units.iter().find(|unit| unit.text.starts_with("Nobody")).unwrap();
    assert_eq!(
        unit.text,
        "Nobody & nothing left before noon on that day. The café at the \"pier\" was full, and so were the boats."
    );
    let span = &page[unit.span.start as usize..unit.span.end as usize];
    assert!(span.starts_with("Nobody &amp; nothing") && span.ends_with("the boats."), "{span}");
    assert_eq!(unit.line, 2);
}

#[test]
fn notices_and_contents_are_set_apart() {
    let prose =
        "The boats came in before noon, and nobody on the pier had expected so many of them. ".repeat(3);
    for around in [
        "<div id=onetrust-banner-sdk><p>We keep crumbs on your machine. Tell us whether you like that.</p></div>",
        "<div class=cookieNotice><p>We keep crumbs on your machine. Tell us whether you like that.</p></div>",
        "<section aria-label=consent class=gdpr><p>We keep crumbs on your machine. Tell us whether you like that.</p></section>",
        "<ul><li><a href=#boats>Boats of the year</a><li><a href=#ships>Ships of the year</a></ul>",
        "<div class=toc><p>On this page</p><ol><li>Boats of the year<li>Ships of the year</ol></div>",
        "<div id=tableOfContents><ol><li>Boats of the year<li>Ships of the year</ol></div>",
    ] {
        let units = read(&format!("<main><h1>The harbour opens again</h1>{around}<p>{prose}</p></main>"));
        let text: Vec<_> = units.iter().filter(|unit| !unit.starts_with('[')).collect();
        assert_eq!(text, [&format!("The harbour opens again / {}", prose.trim())], "{around}");
    }
}

#[test]
fn panels_that_open_belong_to_their_buttons() {
    for page in [
        "<h3><button aria-expanded=false aria-controls=a>May I bring my own boat?</button></h3><div id=a hidden>Yes, but only before noon.</div>",
        "<button aria-expanded=false aria-controls=a>May I bring my own boat?</button><div id=a style='display: none'>Yes, but only before noon.</div>",
        "<details><summary>May I bring my own boat?</summary><p>Yes, but only before noon.</p></details>",
        "<div id=b><button data-x aria-controls='a' aria-expanded>May I bring my own boat?</button><p id=a aria-hidden=true>Yes, but only before noon.</p></div>",
        "<dl><div><dt>May I bring my own boat?</dt></div><div><dd>Yes, but only before noon.</dd></div></dl>",
    ] {
        assert_eq!(read(page), ["May I bring my own boat? / Yes, but only before noon."], "{page}");
    }
}
