//! What was found as lists for other programs: files, and how much each has.

use super::{SearchReport, Verdict};
use crate::printable;

/// The files with a result that may answer the query, one a line, best first; names as [`printable::name`] has them.
pub fn files(report: &SearchReport) -> String {
    let names = by_file(report).into_iter().map(|(file, _)| printable::name(file).to_string());
    names.flat_map(|name| [name, "\n".to_owned()]).collect()
}

/// The same with the number of results: `press/one.txt:3`.
pub fn counts(report: &SearchReport) -> String {
    let line = |(file, number)| format!("{}:{number}\n", printable::name(file));
    by_file(report).into_iter().map(line).collect()
}

/// Results of each file in the order in which the files come; a text that stands elsewhere, too, counts there as well.
fn by_file(report: &SearchReport) -> Vec<(&str, usize)> {
    let mut places = std::collections::HashMap::new();
    let mut files: Vec<(&str, usize)> = Vec::new();
    for hit in report.results.iter().filter(|hit| hit.verdict != Verdict::Nothing) {
        let copies = hit.copies.iter().map(|copy| &copy.place);
        for place in std::iter::once(&hit.place).chain(&hit.duplicates).chain(copies) {
            let at = *places.entry(place.file.as_str()).or_insert(files.len());
            if at == files.len() {
                files.push((&place.file, 0));
            }
            files[at].1 += 1;
        }
    }
    files
}
