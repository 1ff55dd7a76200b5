//! Queries in a table: a row for each thing that is expected; rows of the same query belong together.

use std::collections::HashMap;

use super::{Expected, Fault, JudgedQuery, Wanted};
use crate::message::{literal, literals};

pub(super) const HINT: &str = "the first line names the columns: `query`, then `expect`, or `file` and `line`, or `id`; `gain` and \
     `lang` may stand beside them";

/// A cell that is there and not empty.
type Cells<'a> = HashMap<&'a str, &'a str>;

pub(super) fn read(text: &str) -> Result<Vec<JudgedQuery>, Fault> {
    let first = text.lines().next().unwrap_or_default();
    let names_query = |sign: &u8| {
        first.split(char::from(*sign)).any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case("query"))
    };
    let Some(delimiter) = [b',', b';', b'\t'].into_iter().find(names_query) else {
        let columns: Vec<&str> = first.split([',', ';', '\t']).map(str::trim).collect();
        return Err(Fault::new(
            1,
            format!("no column is named `query`; the columns are {}", literals(&columns)),
        ));
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Fault::new(line, error.to_string())
    };
    let names: Vec<String> =
        reader.headers().map_err(|error| broken(&error))?.iter().map(str::to_lowercase).collect();
    let mut queries: Vec<JudgedQuery> = Vec::new();
    let mut places: HashMap<(String, Option<String>), usize> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let cells: Cells<'_> = names
            .iter()
            .map(String::as_str)
            .zip(record.iter())
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        if cells.is_empty() {
            continue;
        }
        let Some(query) = cells.get("query") else {
            return Err(Fault::new(line, "the cell of the column `query` is empty"));
        };
        let lang = cells.get("lang").map(|lang| (*lang).to_owned());
        let expected = Expected { wanted: wanted(&cells, line)?, gain: gain(&cells, line)?, line };
        let key = ((*query).to_owned(), lang.clone());
        let place = *places.entry(key).or_insert_with(|| {
            queries.push(JudgedQuery {
                id: format!("q{}", queries.len() + 1),
                line,
                text: (*query).to_owned(),
                lang,
                expect: Vec::new(),
            });
            queries.len() - 1
        });
        queries[place].expect.push(expected);
    }
    Ok(queries)
}

fn wanted(cells: &Cells<'_>, line: u64) -> Result<Wanted, Fault> {
    let owned = |text: &&str| (*text).to_owned();
    if let Some(id) = cells.get("id") {
        return Ok(Wanted::Id(owned(id)));
    }
    let file = cells.get("file").map(owned);
    match (cells.get("expect"), file, cells.get("line")) {
        (Some(text), file, _) => Ok(Wanted::Text { text: owned(text), file }),
        (None, Some(file), Some(number)) => match number.parse() {
            Ok(of) if of > 0 => Ok(Wanted::Line { file, line: of }),
            _ => Err(Fault::new(line, format!("{} is no number of a line", literal(number)))),
        },
        (None, Some(file), None) => {
            Err(Fault::new(line, format!("no line of {} and no text of it is named", literal(&file))))
        }
        (None, None, _) => Err(Fault::new(line, "the row does not say what is expected")),
    }
}

fn gain(cells: &Cells<'_>, line: u64) -> Result<u32, Fault> {
    let Some(gain) = cells.get("gain") else { return Ok(1) };
    gain.parse()
        .map_err(|_| Fault::new(line, format!("the gain {} is no whole number from 0", literal(gain))))
}
