//! Citations: where a text stands.

use std::path::Path;

use super::wrap::{label, named};
use crate::printable;
use crate::report::sources::Place;

/// `notes.txt:12 ¶4`, or `notes.pdf, page 3 ¶4`, with the record's own id where there is one; paragraphs count from 1.
pub(in crate::report) fn spot(place: &Place) -> String {
    let id = in_brackets(place.own_id.as_deref());
    format!(
        "{}{}{id} ¶{}",
        printable::name(&place.file),
        spot_in_file(place.at.as_deref(), place.line),
        place.position + 1
    )
}

/// `:12`, or `, page 3`.
pub(in crate::report) fn spot_in_file(at: Option<&str>, line: u64) -> String {
    at.map_or_else(|| format!(":{line}"), |at| format!(", {}", label(at)))
}

/// ` [r-7]`, a record's own id, where there is one.
pub(in crate::report) fn in_brackets(id: Option<&str>) -> String {
    id.map(|id| format!(" [{}]", own_id(id))).unwrap_or_default()
}

/// A record's own id.
pub(in crate::report) fn own_id(id: &str) -> String {
    named(id)
}

/// The paths that a report is of, as a title names them: one alone by its last part, which is the name of the folder.
pub(in crate::report) fn paths(paths: &[String]) -> String {
    if let [only] = paths
        && let Some(name) = Path::new(only).file_name().and_then(|name| name.to_str())
    {
        return label(&printable::name(name));
    }
    // More than a title has room for are not looked at.
    let paths = paths.iter().take(100).map(|path| printable::name(path));
    label(&paths.collect::<Vec<_>>().join(", "))
}

/// [`spot`], then title and date where the document has them.
pub(in crate::report) fn citation(place: &Place) -> String {
    let known = [&place.title, &place.source, &place.date];
    let known = known.into_iter().flatten().map(|text| label(text)).filter(|text| !text.is_empty());
    std::iter::once(spot(place)).chain(known).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_the_folder_and_of_several_paths_all() {
        let said = |given: &[&str]| paths(&given.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            [said(&["../data/press"]), said(&["press/"]), said(&["<stdin>"])],
            ["press", "press", "<stdin>"]
        );
        assert_eq!(
            [said(&["a/x", "b/x"]), said(&["../.."]), said(&["/"]), said(&[])],
            ["a/x, b/x", "../..", "/", ""]
        );
        assert_eq!(said(&["a/b\u{202e}"]), r"b\u{202e}");
    }

    #[test]
    fn a_citation_names_what_is_known() {
        let mut place = Place {
            file: "notes.txt".to_owned(),
            hash: String::new(),
            line: 12,
            at: None,
            span: [300, 400],
            position: 3,
            own_id: None,
            title: None,
            date: None,
            source: None,
        };
        assert_eq!(citation(&place), "notes.txt:12 ¶4");
        place.at = Some("page 3".to_owned());
        assert_eq!(citation(&place), "notes.txt, page 3 ¶4");
        place.at = None;
        place.own_id = Some("r-7".to_owned());
        place.title = Some("Rails\nand \u{202e}roads".to_owned());
        place.date = Some("2024-05-01".to_owned());
        assert_eq!(citation(&place), "notes.txt:12 [r-7] ¶4 · Rails and roads · 2024-05-01");
        place.file = "a\u{1b}\u{202e}\u{10ffe9}".to_owned();
        place.own_id = Some("\u{9b}\n".to_owned());
        assert_eq!(spot(&place), r"a\x1b\u{202e}\xe9:12 [\u{9b}\n] ¶4", "names are written out");
        place.title = Some("a".repeat(1_000_000));
        assert!(citation(&place).len() < 300, "a title has an end");
    }
}
