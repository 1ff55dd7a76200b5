//! Topics and judgements as TREC writes them.

use std::collections::HashMap;

use super::{Expected, Fault, JudgedQuery, Wanted};
use crate::message::literal;

pub(super) const TOPICS_HINT: &str = "each line is the id of a query, a tab and what is asked";
pub(super) const QRELS_HINT: &str =
    "each line has four fields: id of the query, 0, id of the document, gain as a whole number";

/// The queries, which expect nothing yet.
pub(super) fn topics(text: &str) -> Result<Vec<JudgedQuery>, Fault> {
    let mut queries: Vec<JudgedQuery> = Vec::new();
    let mut lines: HashMap<&str, u64> = HashMap::new();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let cut = row.split_once('\t').or_else(|| row.trim().split_once(char::is_whitespace));
        let cut = cut.map(|(id, text)| (id.trim(), text.trim()));
        let Some((id, text)) = cut.filter(|(id, text)| !id.is_empty() && !text.is_empty()) else {
            return Err(Fault::new(line, "no text stands behind the id of the query"));
        };
        if let Some(first) = lines.insert(id, line) {
            return Err(Fault::new(line, format!("line {first} has the id {} already", literal(id))));
        }
        let (id, text) = (id.to_owned(), text.to_owned());
        queries.push(JudgedQuery { id, line, text, lang: None, expect: Vec::new() });
    }
    Ok(queries)
}

/// Adds what judgements say; those of other queries are passed over, as a part of a set of topics may be asked.
pub(super) fn judge(text: &str, queries: &mut [JudgedQuery]) -> Result<(), Fault> {
    let places: HashMap<String, usize> =
        queries.iter().enumerate().map(|(place, query)| (query.id.clone(), place)).collect();
    for (line, row) in (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty()) {
        let fields: Vec<&str> = row.split_whitespace().collect();
        let [query, _, document, gain] = fields[..] else {
            return Err(Fault::new(line, format!("the line has {} fields instead of 4", fields.len())));
        };
        let Ok(gain) = gain.parse::<i32>() else {
            return Err(Fault::new(line, format!("the gain {} is no whole number", literal(gain))));
        };
        if let Some(&place) = places.get(query) {
            // Judgements below 0 mark spam and the like: not relevant.
            let gain = u32::try_from(gain).unwrap_or(0);
            let wanted = Wanted::Id(document.to_owned());
            queries[place].expect.push(Expected { wanted, gain, line });
        }
    }
    Ok(())
}
