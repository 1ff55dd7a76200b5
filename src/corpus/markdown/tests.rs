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
    assert_eq!(json!(document.fields), json!({"section": "sea", "draft": false}));
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
