use crate::corpus::Format;
use crate::corpus::testing::{document, units};

mod heads;

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

#[test]
fn labels_that_stand_together_are_each_a_paragraph() {
    let lead = "The boats came in before noon.";
    for (form, expected) in [
        ("<label>Nom</label><label>Ville</label>", vec![lead, "Nom", "Ville"]),
        ("<label>Имя</label> <input name=a> <label>Город</label> <input>", vec![lead, "Имя", "Город"]),
        ("<label>氏名：<input name=a></label><label>住所：<input></label>", vec![lead, "氏名：", "住所："]),
        ("<label><input type=radio> Yes</label>, <label><input type=radio> No", vec![lead, "Yes ,", "No"]),
        ("<label>الاسم</label><br><label>المدينة</label>", vec![lead, "الاسم", "المدينة"]),
    ] {
        assert_eq!(texts(&format!("<p>{lead} {form}")), expected, "{form}");
        assert_eq!(texts(&format!("<p>{lead}</p><form>{form}</form>")), expected, "{form}");
    }
    // One within a sentence is part of it.
    for (form, expected) in [
        ("Ask us:<label for=a>Name</label><input id=a>or<label>town</label>", "Ask us: Name or town"),
        ("Прошу<label>имя<input name=a>и город</label>, да", "Прошу имя и город , да"),
    ] {
        assert_eq!(texts(&format!("<p>{form}</p>")), [expected]);
    }
    assert_eq!(
        texts("<h2><label>The</label> <label>pier</label></h2><p>It is long.</p>"),
        ["The pier / It is long."]
    );
}

/// The units without what they are set apart as.
fn texts(page: &str) -> Vec<String> {
    let plain = |unit: String| match unit.strip_prefix('[').and_then(|unit| unit.split_once("] ")) {
        Some((_, text)) => text.to_owned(),
        None => unit,
    };
    read(page).into_iter().map(plain).collect()
}

#[test]
fn short_paragraphs_below_a_heading_are_text() {
    let foot =
        "<div id=foot>The News of the harbour is printed every Thursday and read in four villages.</div>";
    for (title, heading, first, second) in [
        ("Harbour", "Harbour dredging", "Two barges come in March.", "Boats touch the bottom."),
        ("Hafen", "Der Hafen wird tiefer", "Zwei Bagger kommen.", "Die Boote sitzen auf."),
        ("Порт", "Порт станет глубже", "Две баржи придут весной.", "Лодки касаются дна."),
        ("港", "港の工事が始まる", "三月に二隻の船が来ます。", "漁船は底に触れていた。"),
        ("الميناء", "تعميق الميناء", "ستأتي سفينتان في مارس.", "القوارب تلمس القاع."),
    ] {
        for open in ["<form method=post>", "<article>", "<div class=content>", "<section><div>"] {
            let page = format!(
                "<title>{title}</title><body>{open}<h1>{heading}</h1><div>{first}</div><div>{second}</div></{}</body>{foot}",
                open.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default(),
            );
            let units = read(&page);
            let text = format!("{heading} / {first}");
            assert_eq!(units.iter().take(2).collect::<Vec<_>>(), [&text, &second.to_owned()], "{page}");
        }
    }
}

#[test]
fn sections_of_short_paragraphs_beside_the_text_are_text() {
    let prose = "The ferry left late, and nobody on the pier had been told the reason for it. ".repeat(4);
    for (heading, first, second, is_text) in [
        ("<h3>Timetable</h3>", "In winter there are two a day.", "In summer there are six.", true),
        ("<h3>Fundsachen</h3>", "Wir heben alles ein Jahr auf.", "Was fehlt, liegt im Büro am Hafen.", true),
        ("<h3>Расписание</h3>", "Зимой их две в день.", "Летом их шесть в день.", true),
        (
            "<h3>Timetable</h3>",
            "<a href=/w>In winter there are two a day.</a>",
            "<a href=/s>In summer there are six.</a>",
            false,
        ),
        ("<h3>Timetable</h3>", "Winter and spring", "Summer and autumn", false),
    ] {
        for element in ["div", "form", "section"] {
            let page = format!(
                "<title>Ferries</title><article><h1>Ferries</h1><p>{prose}</p></article>\
                 <{element}>{heading}<div>{first}</div><div>{second}</div></{element}>"
            );
            let apart = read(&page).iter().filter(|unit| unit.starts_with('[')).count();
            assert_eq!(apart == 0, is_text, "{page} {:#?}", read(&page));
        }
    }
}
