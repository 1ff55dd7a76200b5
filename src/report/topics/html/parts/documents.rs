//! Documents by topic: how many paragraphs of each of the largest documents are in each of the largest topics.

use minijinja::context;
use minijinja::value::Value;

use super::super::view::View;
use crate::printable;
use crate::report::sources::Place;
use crate::report::text::place::in_brackets;
use crate::report::text::wrap::beginning;
use crate::report::topics::model::{UnitEntry, documents};

/// Rows and columns that are shown.
const DOCUMENTS: usize = 40;
const TOPICS: usize = 20;

/// Columns of a document's and of a topic's name.
const NAME: usize = 60;
const TOPIC: usize = 24;

/// Shades of the cells, the lightest for none.
const SHADES: usize = 4;

/// The table; `None` for fewer than two documents, without topics, and where documents are the units.
pub(in crate::report::topics::html) fn table(view: &View<'_>) -> Option<Value> {
    let report = view.report;
    let topics: Vec<_> = report.topics.iter().take(TOPICS).collect();
    let all = documents(&report.units);
    if topics.is_empty() || all.len() < 2 || report.corpus.unit == "document" {
        return None;
    }
    let mut largest: Vec<_> = all.iter().collect();
    largest.sort_by(|a, b| b.len().cmp(&a.len()).then(a.start.cmp(&b.start)));
    largest.truncate(DOCUMENTS);
    largest.sort_by_key(|units| units.start);
    let count = |units: &[UnitEntry], belongs: &dyn Fn(&UnitEntry) -> bool| {
        units.iter().filter(|unit| belongs(unit)).count()
    };
    let folder = folder(largest.iter().map(|range| report.units[range.start].place.file.as_str()));
    let rows = largest.iter().map(|range| {
        let units = &report.units[(*range).clone()];
        let own = topics.iter().map(|topic| count(units, &|unit| unit.topic == Some(topic.id)));
        let counts: Vec<_> = own.chain([count(units, &UnitEntry::is_outlier)]).collect();
        let cells = counts.iter().map(|n| context! { n, shade => shade(*n, units.len()) });
        context! { name => name(&units[0].place, folder), cells => cells.collect::<Vec<_>>() }
    });
    Some(context! {
        caption => view.say("page-documents-caption"),
        topics => topics.iter().map(|topic| context! {
            id => topic.id, name => format!("{} {}", topic.id, beginning(&topic.label, TOPIC)),
        }).collect::<Vec<_>>(),
        rows => rows.collect::<Vec<_>>(),
        more => view.more(all.len(), DOCUMENTS),
    })
}

/// Its title, or its file without the folder that all are in, and own id.
fn name(place: &Place, folder: usize) -> String {
    if let Some(title) = &place.title {
        return beginning(title, NAME);
    }
    let file = printable::name(place.file.get(folder..).unwrap_or(&place.file));
    beginning(&format!("{file}{}", in_brackets(place.own_id.as_deref())), NAME)
}

/// Bytes of the folder that all of the files are in, with its last slash.
fn folder<'a>(mut files: impl Iterator<Item = &'a str>) -> usize {
    let end = |file: &str| file.rfind('/').map_or(0, |place| place + 1);
    let Some(first) = files.next() else { return 0 };
    files.fold(end(first), |common, file| {
        let same = first.bytes().zip(file.bytes()).take_while(|(a, b)| a == b).count();
        end(first.get(..same.min(common)).unwrap_or_default())
    })
}

fn shade(part: usize, whole: usize) -> usize {
    (part * SHADES).div_ceil(whole.max(1)).min(SHADES)
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn the_common_folder_ends_with_a_slash() {
        let common = |files: &[&str]| folder(files.iter().copied());
        assert_eq!(common(&["a/b/one.txt", "a/b/only.txt"]), 4);
        assert_eq!(common(&["a/b/one.txt", "a/bc/one.txt", "a/b/two.txt"]), 2);
        assert_eq!([common(&["one.txt", "two.txt"]), common(&[]), common(&["é/a", "è/a"])], [0, 0, 0]);
    }
}
