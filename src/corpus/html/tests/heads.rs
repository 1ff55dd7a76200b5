use super::read;
use crate::corpus::Format;
use crate::corpus::testing::document;

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
