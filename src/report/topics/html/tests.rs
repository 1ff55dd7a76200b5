use html5gum::{Token, Tokenizer};

use super::*;
use crate::report::tests::sample;
use crate::report::text::translations::ReportLanguage;
use crate::report::topics::look::Logo;
use crate::report::topics::model::{Title, TopicReport, UnitEntry};

/// What a browser sees of a page: elements with their attributes, and text.
#[derive(Default)]
struct Seen {
    elements: Vec<(String, Vec<(String, String)>)>,
    /// Text outside of style and scripts.
    text: String,
    /// Text of each style and script, with its tag.
    blocks: Vec<(String, String)>,
}

impl Seen {
    fn of(page: &str) -> Self {
        let mut seen = Self::default();
        let mut raw = None;
        for Ok(token) in Tokenizer::new(page) {
            match token {
                Token::StartTag(tag) => {
                    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let name = text(&tag.name);
                    raw = ["script", "style"].contains(&name.as_str()).then(|| name.clone());
                    if raw.is_some() {
                        seen.blocks.push((name.clone(), String::new()));
                    }
                    let attributes = tag.attributes.iter();
                    let attributes = attributes.map(|(key, value)| (text(key), text(&value.value))).collect();
                    seen.elements.push((name, attributes));
                }
                Token::EndTag(_) => raw = None,
                Token::String(piece) => {
                    let piece = String::from_utf8_lossy(&piece).into_owned();
                    match (&raw, seen.blocks.last_mut()) {
                        (Some(_), Some((_, block))) => block.push_str(&piece),
                        _ => seen.text.push_str(&piece),
                    }
                }
                _ => {}
            }
        }
        seen
    }

    fn attributes(&self) -> impl Iterator<Item = &(String, String)> {
        self.elements.iter().flat_map(|(_, attributes)| attributes)
    }

    fn ids(&self) -> Vec<&str> {
        self.attributes().filter(|(key, _)| key == "id").map(|(_, value)| value.as_str()).collect()
    }

    fn block(&self, id: &str) -> &str {
        let scripts = self.elements.iter().filter(|(name, _)| ["script", "style"].contains(&name.as_str()));
        let place =
            scripts.into_iter().position(|(_, attributes)| attributes.iter().any(|(_, value)| value == id));
        &self.blocks[place.unwrap()].1
    }
}

fn page(report: &TopicReport) -> String {
    render(report, &Look::default()).unwrap()
}

/// Units of one document after the other, as many as asked for, in two topics.
fn large(n: usize) -> TopicReport {
    let mut report = sample::report();
    let units = (0..n).map(|number| {
        let mut unit = report.units[number % 2].clone();
        let line = number as u64 % 40 + 1;
        unit.place = sample::place(&format!("press/{:05}.txt", number / 40), line, number % 40);
        unit.place.span = [line * 450, line * 450 + 300 + number as u64 * 7 % 100];
        unit.place.date = Some(format!("2023-{:02}-{:02}", number / 40 % 12 + 1, number / 480 % 28 + 1));
        unit.place.source = Some(format!("source {}", number / 40 % 9));
        unit.xy = Some([(number as f32 * 0.37).sin(), (number as f32 * 0.73).cos()]);
        UnitEntry { text: format!("{} {number}", unit.text), ..unit }
    });
    report.units = units.collect();
    report.corpus.units = n;
    report.corpus.in_topics = n;
    report.corpus.outliers = 0;
    report
}

#[test]
fn every_part_is_there_when_its_data_is() {
    let mut report = sample::report();
    // A group of all topics says nothing, and is left out.
    report.topics.push(crate::report::topics::model::TopicEntry { id: 3, ..report.topics[1].clone() });
    let all = page(&report);
    let seen = Seen::of(&all);
    let ids = seen.ids();
    for id in [
        "overview",
        "map-section",
        "topics",
        "hierarchy",
        "time",
        "contrast",
        "per",
        "changes",
        "documents",
        "explore",
        "duplicates",
        "outliers",
        "method",
        "how",
        "topic-1",
        "topic-2",
        "map",
        "map-tip",
        "paragraphs",
        "search",
        "filter-topic",
        "filter-language",
        "filter-source",
        "filter-from",
        "filter-to",
        "count",
        "theme",
    ] {
        assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id}");
    }
    for (name, attributes) in seen.elements.iter().filter(|(name, _)| name == "section") {
        let label = &attributes.iter().find(|(key, _)| key == "aria-labelledby").unwrap().1;
        assert!(ids.contains(&label.as_str()), "{name} {label}");
    }
    for text in [
        "Topics of press",
        "This corpus holds 2 documents and 6 paragraphs.",
        "armored train, railway",
        "press/deux.txt:1 ¶1 · Le train · 2024-05-01",
        "bytes 100–180",
        "between two topics",
        "rises in 2023-09: 4% to 21%",
        "others (4 values)",
        "press/scan.pdf",
        "0.93",
    ] {
        assert!(seen.text.contains(text), "{text}");
    }
    let links =
        seen.attributes().filter(|(key, _)| key == "href").filter_map(|(_, link)| link.strip_prefix('#'));
    for link in links {
        assert!(ids.contains(&link), "no place for #{link}");
    }
}

#[test]
fn parts_without_data_are_left_out() {
    let mut report = sample::without_topics();
    report.map = None;
    report.timeline = None;
    report.contrast = None;
    report.units.iter_mut().for_each(|unit| unit.copy_of = None);
    let text = page(&report);
    let seen = Seen::of(&text);
    for id in [
        "map-section",
        "topics",
        "hierarchy",
        "time",
        "contrast",
        "per",
        "changes",
        "documents",
        "duplicates",
    ] {
        assert!(!seen.ids().contains(&id), "{id}");
    }
    assert!(seen.text.contains("No topics were found."));
    assert!(seen.ids().contains(&"explore"));
    assert!(!text.contains("createMap = "), "no map, no script of it");
}

#[test]
fn text_of_documents_is_never_markup() {
    let expected = Seen::of(&page(&sample::hostile("harmless")));
    let names = |seen: &Seen| seen.elements.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    for text in [
        "<script>alert(1)</script>",
        r#""><img src=x onerror=alert(1)>"#,
        "' onmouseover='alert(1)",
        "</script><script>alert(1)</script>",
        "</style></title></textarea><svg onload=alert(1)>",
        "<!-- <script>",
        "]]><iframe src=//x>",
        "{{ generator }}{% raw %}{#",
        "javascript:alert(1)",
        "a\u{2028}b\u{2029}c\0d\u{1b}[31m",
        "\u{202E}gnp.exe\u{2066}",
    ] {
        let report = sample::hostile(text);
        let look = Look {
            title: Some(text.to_owned()),
            author: Some(text.to_owned()),
            date: Some(text.to_owned()),
            ..Look::default()
        };
        let html = render(&report, &look).unwrap();
        let seen = Seen::of(&html);
        // But for the line of author and date, the elements are those of a harmless text, one for one.
        let byline = |(name, attributes): &(String, Vec<(String, String)>)| {
            name == "p" && attributes.iter().any(|(_, value)| value == "byline")
        };
        let mut found = names(&seen);
        found.remove(seen.elements.iter().position(byline).unwrap());
        assert_eq!(found, names(&expected), "{text:?}");
        for (key, value) in seen.attributes() {
            assert!(!key.starts_with("on") && key != "style", "{text:?}: {key}={value}");
        }
        assert!(!html.contains(['\0', '\u{1b}', '\u{2028}', '\u{202E}', '\u{2066}']), "{text:?}");
        let data: serde_json::Value = serde_json::from_str(seen.block("data-text")).unwrap();
        assert_eq!(data["text"][0], crate::report::text::wrap::clean(text), "{text:?}");
    }
}

#[test]
fn the_policy_names_what_is_in_the_page_and_nothing_is_loaded() {
    for with_map in [true, false] {
        let mut report = sample::report();
        report.map = report.map.filter(|_| with_map);
        let look =
            Look { logo: Some(Logo { media_type: "image/png", bytes: b"abc".to_vec() }), ..Look::default() };
        let seen = Seen::of(&render(&report, &look).unwrap());
        let policy =
            seen.attributes().find(|(key, value)| key == "content" && value.contains("default-src")).unwrap();
        let data = [seen.block("data-report"), seen.block("data-text")];
        let mut hashed = 0;
        for (name, block) in seen.blocks.iter().filter(|(_, block)| !data.contains(&block.as_str())) {
            assert!(policy.1.contains(&policy::source(block)), "{name}");
            hashed += 1;
        }
        assert_eq!(hashed, 2);
        assert_eq!(policy.1.matches("sha256-").count(), hashed);
        for (name, attributes) in &seen.elements {
            for (key, value) in attributes {
                assert!(key != "style" && !key.starts_with("on"), "{name} {key}");
                if ["src", "href", "action", "srcset", "xlink:href"].contains(&key.as_str()) {
                    assert!(value.starts_with('#') || value.starts_with("data:"), "{name} {key}={value}");
                }
            }
        }
    }
    let css = file(&Look::default(), "report.css").to_owned();
    assert!(!css.contains("url(") && !css.contains("@import"));
}

#[test]
fn a_large_report_has_few_bytes_a_unit() {
    let outside = |n: usize| {
        let html = page(&large(n));
        let seen = Seen::of(&html);
        let text: usize = large(n).units.iter().map(|unit| unit.text.len() + 3).sum();
        let [data, texts] = ["data-report", "data-text"].map(|id| seen.block(id).len());
        (html.len() - data - texts, data as f64 / n as f64, texts.abs_diff(text))
    };
    let (small, ..) = outside(10_001);
    let (rest, per_unit, beside_text) = outside(20_000);
    assert!(per_unit < 15.0, "{per_unit} bytes a unit");
    assert!(beside_text < 100, "{beside_text}");
    assert!(rest.abs_diff(small) < 200, "{small} and {rest}: what is not data does not grow");
    assert!(rest < 200_000, "{rest}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(page(&sample::report()) == page(&sample::report()));
}

#[test]
fn every_language_has_all_words() {
    for language in ReportLanguage::ALL {
        for report in [sample::report(), sample::without_topics()] {
            let look = Look { language, ..Look::default() };
            let html = render(&report, &look).unwrap();
            let seen = Seen::of(&html);
            let said: Vec<_> =
                seen.attributes().filter(|(key, _)| !["class", "content"].contains(&key.as_str())).collect();
            for text in said.iter().map(|(_, value)| value).chain([&seen.text]) {
                assert!(!text.contains("page-"), "{}: {text}", language.code());
            }
            assert!(!seen.block("data-report").contains("page-"), "{}", language.code());
            assert!(html.contains(&format!(r#"<html lang="{}">"#, language.code())));
        }
    }
}

#[test]
fn any_number_of_topics_is_shown() {
    let mut report = sample::report();
    report.topics.truncate(1);
    assert!(Seen::of(&page(&report)).ids().contains(&"topic-1"));
    let mut report = sample::report();
    for id in 3..=300 {
        let mut topic = report.topics[1].clone();
        (topic.id, topic.units) = (id, 0);
        report.topics.push(topic);
    }
    let text = page(&report);
    let seen = Seen::of(&text);
    let cards = seen.ids().iter().filter(|id| id.starts_with("topic-") && !id.ends_with("title")).count();
    assert_eq!(cards, 300);
    assert!(seen.text.contains("and 292 more topics"));
}

#[test]
fn texts_of_megabytes_are_cut_where_they_are_quoted() {
    let mut report = sample::report();
    let long = "long ".repeat(200_000);
    report.units[0].text.clone_from(&long);
    report.topics[0].representatives[0].text.clone_from(&long);
    let html = page(&report);
    assert!(html.len() < long.len() + 300_000, "{}", html.len());
    assert!(html.contains("long…"));
}

#[test]
fn templates_take_the_place_of_the_built_in_ones() {
    let with = |name: &str, text: &str| {
        let templates = [(name.to_owned(), text.to_owned())].into();
        render(&sample::report(), &Look { templates, ..Look::default() })
    };
    let html = with("report.css", "body{color:red}</style><b>").unwrap();
    assert!(
        html.contains(r"<style>body{color:red}<\/style><b></style>"),
        "a style sheet cannot leave its tag"
    );
    assert_eq!(with("report.html.j2", "{{ title }}").unwrap(), "Topics of press");
    let error = with("report.html.j2", "a\n{{ no_such }}\n{% if %}").unwrap_err().to_string();
    assert!(error.contains("report.html.j2:3"), "{error}");
    let error = with("report.html.j2", "a\n{{ no_such.field }}").unwrap_err().to_string();
    assert!(error.contains("report.html.j2:2"), "{error}");
}

#[test]
fn colours_that_are_written_twice_are_the_same() {
    let css = file(&Look::default(), "report.css").to_owned();
    let block = |selector: &str| {
        let rest = &css[css.find(selector).unwrap_or_else(|| panic!("no {selector}"))..];
        let declared = rest[rest.find('{').unwrap() + 1..rest.find('}').unwrap()].split(';');
        declared.map(str::trim).filter(|line| line.starts_with("--")).map(str::to_owned).collect::<Vec<_>>()
    };
    let dark = block(":root[data-theme=\"dark\"]");
    assert!(dark.len() > 20, "{dark:?}");
    assert_eq!(dark, block(":root:not([data-theme=\"light\"])"));
    // The picture of the map has the colours of the light page.
    let light = block(":root {");
    for place in 0..20 {
        let colour = format!("--topic-{place}: {}", crate::report::topics::picture::topic_colour(place));
        assert!(light.contains(&colour), "{colour} is not in the page");
    }
}

#[test]
fn titles_stand_first_and_in_place_of_the_sentence() {
    let mut report = sample::report();
    report.topics[0].titles = vec![
        Title { unit: 0, text: "A train <crosses> the river".to_owned() },
        Title { unit: 3, text: "Le train traverse le fleuve".to_owned() },
    ];
    let page = page(&report);
    let titles =
        page.split("<ul class=\"titles\">").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap();
    assert_eq!(titles.matches("<li>").count(), 2);
    assert!(titles.contains("A train &lt;crosses&gt; the river"), "{titles}");
    assert!(titles.contains("lang=\"fr\""), "{titles}");
    assert!(!page.contains("<blockquote class=\"says\">"), "the other topic has no sentence");
    // In short: the first title.
    assert!(page.contains("<span class=\"summary\" dir=\"auto\""), "{page}");
}
