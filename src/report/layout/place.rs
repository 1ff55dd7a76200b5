//! Citations: where a text stands.

use super::wrap::one_line;
use crate::report::model::Place;

/// `notes.txt:12 ¶4`, with the record's own id where there is one; paragraphs count from 1.
pub(in crate::report) fn spot(place: &Place) -> String {
    let id = place.own_id.as_deref().map(|id| format!(" [{}]", one_line(id))).unwrap_or_default();
    format!("{}:{}{id} ¶{}", one_line(&place.file), place.line, place.position + 1)
}

/// [`spot`], then title and date where the document has them.
pub(in crate::report) fn citation(place: &Place) -> String {
    let known = [&place.title, &place.source, &place.date];
    let known = known.into_iter().flatten().map(|text| one_line(text)).filter(|text| !text.is_empty());
    std::iter::once(spot(place)).chain(known).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_names_what_is_known() {
        let mut place = Place {
            file: "notes.txt".to_owned(),
            hash: String::new(),
            line: 12,
            span: [300, 400],
            position: 3,
            own_id: None,
            title: None,
            date: None,
            source: None,
        };
        assert_eq!(citation(&place), "notes.txt:12 ¶4");
        place.own_id = Some("r-7".to_owned());
        place.title = Some("Rails\nand roads".to_owned());
        place.date = Some("2024-05-01".to_owned());
        assert_eq!(citation(&place), "notes.txt:12 [r-7] ¶4 · Rails and roads · 2024-05-01");
    }
}
