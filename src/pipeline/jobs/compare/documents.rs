//! Which document of one side belongs to which of the other.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{CompareOptions, IDENTICAL, Sides};
use crate::store::StoredUnit;

/// What equal names count for beside the mean of the best margins, which is some 1.5 for a translation.
const SAME_NAME: f32 = 0.5;

/// A text that stands in more documents says nothing of which belong together.
const MOST_DOCUMENTS: usize = 8;

/// Documents that belong together, each in one pair at most: best first by the mean of the best margins of their paragraphs, of
/// either in the other, and by their names, which may differ by a language (`report.en.md`, `report.fr.md`) or be ids of records.
pub(super) fn matched(sides: &Sides, options: &CompareOptions) -> Vec<(usize, usize)> {
    if sides.documents(0) == 1 && sides.documents(1) == 1 {
        return vec![(0, 0)];
    }
    let mut scores: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for side in [0, 1] {
        let standing = standing(sides, 1 - side);
        for document in 0..sides.documents(side) {
            for unit in sides.document(side, document) {
                for (other, margin) in best(sides, side, unit, &standing, options) {
                    let pair = if side == 0 { (document, other) } else { (other, document) };
                    *scores.entry(pair).or_default() += margin;
                }
            }
        }
    }
    for (&(d, e), score) in &mut scores {
        *score /= (sides.document(0, d).len() + sides.document(1, e).len()) as f32;
    }
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for e in 0..sides.documents(1) {
        names.entry(name_of(sides, 1, e)).or_default().push(e);
    }
    for d in 0..sides.documents(0) {
        // Names that many have tell nothing.
        for &e in
            names.get(&name_of(sides, 0, d)).filter(|same| same.len() <= MOST_DOCUMENTS).into_iter().flatten()
        {
            *scores.entry((d, e)).or_default() += SAME_NAME;
        }
    }
    let mut ranked: Vec<((usize, usize), f32)> = scores.into_iter().collect();
    ranked.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    let mut taken = [vec![false; sides.documents(0)], vec![false; sides.documents(1)]];
    let mut matched = Vec::new();
    for ((d, e), _) in ranked {
        if !taken[0][d] && !taken[1][e] {
            (taken[0][d], taken[1][e]) = (true, true);
            matched.push((d, e));
        }
    }
    matched.sort_unstable();
    matched
}

/// Documents of each text of a side.
fn standing(sides: &Sides, side: usize) -> HashMap<usize, Vec<usize>> {
    let mut standing: HashMap<usize, Vec<usize>> = HashMap::new();
    for document in 0..sides.documents(side) {
        for unit in sides.document(side, document) {
            let documents = standing.entry(sides.text_of(side, unit)).or_default();
            if documents.last() != Some(&document) {
                documents.push(document);
            }
        }
    }
    standing.retain(|_, documents| documents.len() <= MOST_DOCUMENTS);
    standing
}

/// The best margin of a unit in each document of the other side in which something corresponds to it.
fn best(
    sides: &Sides,
    side: usize,
    unit: usize,
    standing: &HashMap<usize, Vec<usize>>,
    options: &CompareOptions,
) -> BTreeMap<usize, f32> {
    let text = sides.text_of(side, unit);
    let mut best: BTreeMap<usize, f32> = BTreeMap::new();
    let mut keep = |other: usize, margin: f32| {
        for &document in standing.get(&other).into_iter().flatten() {
            let best = best.entry(document).or_insert(margin);
            *best = best.max(margin);
        }
    };
    keep(text, IDENTICAL);
    for &(other, cosine) in sides.near(side, text) {
        let (x, y) = if side == 0 { (text, other) } else { (other, text) };
        let margin = sides.margin(cosine, x, y);
        if other != text && options.worth(cosine, margin).is_some() {
            keep(other, margin.min(IDENTICAL));
        }
    }
    best
}

fn name_of(sides: &Sides, side: usize, document: usize) -> String {
    sides.document(side, document).next().map(|unit| name(&sides.units(side)[unit])).unwrap_or_default()
}

/// The id of a record, else the name of a file without its ending and its language.
fn name(unit: &StoredUnit) -> String {
    if let Some(id) = &unit.own_id {
        return format!("[{id}]");
    }
    let stem = Path::new(&unit.path).file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    without_language(&stem.unwrap_or_default()).to_owned()
}

/// `report` of `report.en`, `report-fr` and `report_pt-br`.
fn without_language(stem: &str) -> &str {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    let Some((before, last)) = stem.rsplit_once(['.', '-', '_']).filter(|(before, _)| !before.is_empty())
    else {
        return stem;
    };
    if !is_code(last) {
        return stem;
    }
    match before.rsplit_once(['.', '_']) {
        // A region after a language, such as `pt-br`.
        Some((before, language)) if is_code(language) && !before.is_empty() => before,
        _ => before,
    }
}

#[cfg(test)]
mod tests {
    use super::without_language;

    #[test]
    fn a_name_without_its_language() {
        for name in ["report", "report.en", "report-fr", "report_de", "report.pt-br", "report_zh_cn"] {
            assert_eq!(without_language(name), "report", "{name}");
        }
        for name in ["en", "report.eng", "report-1", ".en", "report.e2"] {
            assert_eq!(without_language(name), name);
        }
    }
}
