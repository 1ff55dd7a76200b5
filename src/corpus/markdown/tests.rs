use serde_json::json;

use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Markdown, text)
}

#[test]
fn front_matter_is_read_and_is_no_text() {
    let text = "---\ntitle: The harbour\ndate: 2023-09-13\nauthor: Ada\nlang: en\nsection: sea\ndraft: false\ntags: [a, b]\n---\n\n# Another title\n\nThe harbour opened *again* this morning.\n";
    let document = document(Format::Markdown, text);
    assert_eq!(document.title.as_deref(), Some("The harbour"));
    assert_eq!(document.date.as_deref(), Some("2023-09-13"));
    assert_eq!(document.source.as_deref(), Some("Ada"));
    assert_eq!(document.language.unwrap().code(), "en");
    assert_eq!(json!(document.fields), json!({"section": "sea", "draft": false, "tags": "a, b"}));
    assert_eq!(document.units.len(), 1);
    let unit = &document.units[0];
    assert_eq!(unit.text, "Another title\nThe harbour opened again this morning.");
    assert_eq!(unit.line, 11);
    assert_eq!(
        &text[unit.span.start as usize..unit.span.end as usize],
        "Another title\n\nThe harbour opened *again* this morning."
    );
}

#[test]
fn a_rule_is_no_front_matter() {
    assert_eq!(
        read("---\n\nThe harbour opened: again, this morning.\n\n---\n\nThe boats came in before noon.\n")
            .len(),
        2
    );
    assert_eq!(read("---\nThe boats: [came in before noon.\n---\n"), ["The boats: [came in before noon."]);
}

#[test]
fn markup_is_removed() {
    assert_eq!(
        read(
            "The [harbour](https://example.org/a \"t\") ~~never~~ **opened** `again` &amp; how.\\\nWhy \\*not\\*? <b>Bold</b> ![a boat](b.png)"
        ),
        ["The harbour never opened again & how. / Why *not*? Bold a boat"]
    );
}

#[test]
fn headings_run_together_and_bold_lines_are_headings() {
    assert_eq!(
        read(
            "# Title\n\n## Part\n\nThe boats came in before noon.\n\n**The end**\n\nNobody had expected so many.\n\n## Links"
        ),
        [
            "Title / Part / The boats came in before noon.",
            "The end / Nobody had expected so many.",
            "[short] Links",
        ]
    );
}

#[test]
fn lists_join_their_introduction() {
    assert_eq!(
        read(
            "The ships that came in:\n\n- the *Anna*\n\n  with herring\n- [ ] the Berta\n  1. crew\n  2. cargo\n-\n\nAnd nothing else came in that day.\n"
        ),
        [
            "The ships that came in: / • the Anna with herring / • the Berta / 1. crew / 2. cargo",
            "And nothing else came in that day.",
        ]
    );
}

#[test]
fn a_table_is_one_unit() {
    assert_eq!(
        read(
            "## Ships\n\n| Name | Cargo |\n|---|---|\n| Anna | **herring** |\n| Berta | cod &amp; salt |\n\nNobody had expected so many.\n"
        ),
        ["Ships / Name | Cargo / Anna | herring / Berta | cod & salt", "Nobody had expected so many.",]
    );
}

#[test]
fn code_joins_nothing() {
    assert_eq!(
        read(
            "Run this command:\n\n```sh\nharbour --open\n  --pier 2   # comment\n```\n\n- the first thing to do\n- the second thing to do\n"
        ),
        [
            "[short] Run this command:",
            "harbour --open / --pier 2 # comment",
            "• the first thing to do / • the second thing to do",
        ]
    );
}

#[test]
fn raw_html_keeps_its_text() {
    assert_eq!(
        read("<div>\n<p>The boats came in before noon.</p>\n</div>\n\n> Nobody had expected so many.\n"),
        ["The boats came in before noon.", "Nobody had expected so many.",]
    );
}

#[test]
fn damaged_front_matter_is_read_line_by_line() {
    for (text, title, date) in [
        (
            "---\ntitle: Ships: old and new\ndate: 2019-04-02\nauthor: @ada\n---\nThe old ships are sold.\n",
            "Ships: old and new",
            "2019-04-02",
        ),
        (
            "---\ntitle: \"Schiffe\ndate: 2.4.2019\ntags:\n\t- hafen\n---\nDie alten Schiffe sind verkauft.\n",
            "Schiffe",
            "2.4.2019",
        ),
        ("+++\ntitle = Корабли\ndate = 2019-04-02\n+++\nСтарые корабли проданы.\n", "Корабли", "2019-04-02"),
        ("---\ntitle: 船\ndate: 2019-04-02\n\n古い船はすべて売られた。\n", "船", "2019-04-02"),
    ] {
        let document = document(Format::Markdown, text);
        let date = crate::corpus::date::from_text(date);
        assert_eq!(document.title.as_deref(), Some(title), "{text}");
        assert_eq!(document.date, date, "{text}");
        let unit = document.units.last().unwrap();
        assert!(!unit.text.contains("2019") && !unit.text.contains('@'), "{unit:?}");
    }
}

#[test]
fn prose_between_rules_is_text() {
    for (text, word) in [
        ("---\nNote: the boats came in late.\nThey were all empty.\n---\n\nAnd more.\n", "boats"),
        ("---\nThe harbour opened again this morning.\n\nAnd more.\n", "harbour"),
        ("+++\nThe harbour opened again this morning.\n+++\n", "harbour"),
    ] {
        assert!(read(text).join(" ").contains(word), "{text}");
    }
}

#[test]
fn front_matter_in_toml_is_read() {
    let text = "+++\ntitle = \"Skiing\"\ndate = 2024-01-05\ntags = [\"snow\", \"winter\"]\n[extra]\na = 1\n+++\n\nThe lifts are open from nine in the morning.\n";
    let document = document(Format::Markdown, text);
    assert_eq!(document.title.as_deref(), Some("Skiing"));
    assert_eq!(document.date.as_deref(), Some("2024-01-05"));
    assert_eq!(json!(document.fields), json!({"tags": "snow, winter"}));
    assert_eq!(document.units[0].text, "Skiing\nsnow, winter\nThe lifts are open from nine in the morning.");
    let span = document.units[0].span.clone();
    assert!(text[span.start as usize..span.end as usize].starts_with("Skiing"));
}

#[test]
fn front_matter_in_json_is_read() {
    let text = "{\n  \"title\": \"Skiing\",\n  \"date\": \"2024-01-05\",\n  \"tags\": [\"snow\"]\n}\n\nThe lifts are open from nine in the morning.\n";
    let document = document(Format::Markdown, text);
    assert_eq!(document.title.as_deref(), Some("Skiing"));
    assert_eq!(document.date.as_deref(), Some("2024-01-05"));
    assert_eq!(document.units[0].text, "Skiing\nsnow\nThe lifts are open from nine in the morning.");
    for text in [
        "{title} stands for the name of the ship.\n",
        "{\"speed\": 4} is how the ship tells it.\n",
        "{\"title\": 4} is how the ship tells it.\n",
        "{\"speed\": 4}\n\nThat is what the ship tells.\n",
    ] {
        assert!(read(text).join(" ").contains('{'), "{text}");
    }
}

#[test]
fn titles_and_other_names_head_a_text_that_does_not_say_them() {
    let text = "---\ntitle: Brotbacken\naliases: [\"Sauerteig\", \"[[Laib]]\"]\ntags:\n  - küche\ncreated: 2024-03-02\n---\nDer Laib kommt bei 240 Grad in den Topf.\n";
    let document = document(Format::Markdown, text);
    assert_eq!(document.date.as_deref(), Some("2024-03-02"));
    assert_eq!(
        document.units[0].text,
        "Brotbacken\nSauerteig, küche\nDer Laib kommt bei 240 Grad in den Topf."
    );
}

#[test]
fn notebooks_are_read_as_they_are_shown() {
    for (text, expected) in [
        (
            "See [[Tides|the tide table]] of [[ports/Bergen]] and [[Plan#Later]].",
            "See the tide table of Bergen and Plan.",
        ),
        ("The map ![[map.png]] shows the ==northern pier==. ^map1", "The map shows the northern pier."),
        ("Le quai %%à vérifier%% est fermé. #port/nord", "Le quai est fermé. port/nord"),
        (
            "> [!warning] Glatteis\n> Der Steg ist gesperrt, solange es friert.",
            "Glatteis / Der Steg ist gesperrt, solange es friert.",
        ),
        (
            "> [!note]-\n> Мост закрыт до конца недели, едем в объезд.",
            "Мост закрыт до конца недели, едем в объезд.",
        ),
        ("The ferry <!-- ask --> leaves at nine.[^1]\n", "The ferry leaves at nine.[^1]"),
    ] {
        assert_eq!(read(text), [expected], "{text}");
    }
    assert_eq!(
        read("The pier is closed.[^1]\n\n[^1]: Until the storm is over.\n\n%%\nprivate\n\nmore\n%%\n"),
        ["The pier is closed.", "Until the storm is over."]
    );
}

#[test]
fn code_is_marked_as_code() {
    let text = "The boats are sorted by name.\n\n```python\nfor boat in sorted(boats, key=name):\n    print(boat)\n```\n\n    indented --code  here and there\n";
    let units = document(Format::Markdown, text).units;
    assert_eq!(units.iter().map(|unit| unit.is_code).collect::<Vec<_>>(), [false, true, true]);
}
