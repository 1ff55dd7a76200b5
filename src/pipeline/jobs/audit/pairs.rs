//! What two models make of the same texts.

use std::collections::{BTreeMap, HashSet};

use crate::cluster::quality::adjusted_mutual_information;
use crate::eval::{Sample, difference_interval, interval};
use crate::pipeline::Base;
use crate::pipeline::jobs::quality::measures;
use crate::report::answers::audit::{AuditExample, AuditPair};
use crate::report::answers::quality::{FigureChange, QualityQuery};
use crate::store::StoredUnit;

/// Texts that are shown.
const EXAMPLES: usize = 3;

/// What a model makes of the texts. Two models of one corpus number units alike.
#[derive(Debug, Default)]
pub(super) struct Views {
    pub(super) units: Vec<StoredUnit>,
    /// The first unit of each different text.
    pub(super) texts: Vec<usize>,
    /// Those whose neighbours were looked for.
    pub(super) asked: Vec<usize>,
    /// Their neighbours, nearest first, by their first units; nothing for a text without a vector.
    pub(super) neighbours: Vec<Option<Vec<usize>>>,
    /// Topic of each unit; nothing for units that take no part.
    pub(super) topics: Vec<Option<usize>>,
    /// The numbers that topics keep.
    pub(super) topic_ids: HashSet<u64>,
    /// What queries of a file found.
    pub(super) queries: Vec<QualityQuery>,
}

/// Holds two models against each other; `a` is what is there, `b` what would take its place.
pub(super) fn pair(
    (place_a, a): (usize, &Views),
    (place_b, b): (usize, &Views),
    k: usize,
    base: &Base,
) -> AuditPair {
    let both: Vec<(usize, &[usize], &[usize])> = a
        .asked
        .iter()
        .zip(a.neighbours.iter().zip(&b.neighbours))
        .filter_map(|(&place, (of_a, of_b))| Some((place, of_a.as_deref()?, of_b.as_deref()?)))
        .filter(|(_, of_a, of_b)| !of_a.is_empty() && !of_b.is_empty())
        .collect();
    // Fewer than k where there are not so many texts.
    let shares: Vec<f64> =
        both.iter().map(|(_, a, b)| common(a, b) as f64 / k.min(a.len()).min(b.len()) as f64).collect();
    let same = both.iter().filter(|(_, a, b)| a[0] == b[0]).count();
    let mut order: Vec<usize> = (0..both.len()).collect();
    order.sort_by(|&x, &y| shares[x].total_cmp(&shares[y]));
    let examples = order
        .into_iter()
        .filter(|&row| shares[row] < 1.0)
        .take(EXAMPLES)
        .map(|row| example(a, base, both[row]))
        .collect();
    let texts = both.len();
    let sample = Sample::Mean(shares);
    AuditPair {
        a: place_a,
        b: place_b,
        texts,
        overlap: sample.value(),
        overlap_interval: interval(&sample),
        same_nearest: (texts > 0).then(|| same as f64 / texts as f64),
        topics_ami: topics_ami(a, b),
        kept_topics: (place_b == place_a + 1 && !a.topic_ids.is_empty())
            .then(|| a.topic_ids.intersection(&b.topic_ids).count()),
        figures: changes(&a.queries, &b.queries),
        examples,
    }
}

fn common(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|place| b.contains(place)).count()
}

fn example(views: &Views, base: &Base, (place, a, b): (usize, &[usize], &[usize])) -> AuditExample {
    let unit = &views.units[place];
    let only = |of: &[usize], other: &[usize]| {
        of.iter().find(|place| !other.contains(place)).map(|&place| views.units[place].text.clone())
    };
    AuditExample {
        text: unit.text.clone(),
        file: base.show(&unit.path),
        line: unit.line,
        both: common(a, b),
        only_a: only(a, b),
        only_b: only(b, a),
    }
}

fn topics_ami(a: &Views, b: &Views) -> Option<f64> {
    let (of_a, of_b): (Vec<usize>, Vec<usize>) =
        a.topics.iter().zip(&b.topics).filter_map(|(a, b)| Some(((*a)?, (*b)?))).unzip();
    (of_a.len() > 1).then(|| adjusted_mutual_information(&of_a, &of_b))
}

/// The figures of the queries that both were asked.
fn changes(a: &[QualityQuery], b: &[QualityQuery]) -> Vec<FigureChange> {
    let of_b: BTreeMap<&str, &QualityQuery> = b.iter().map(|row| (row.id.as_str(), row)).collect();
    let pairs: Vec<(&QualityQuery, &QualityQuery)> =
        a.iter().filter_map(|row| Some((row, *of_b.get(row.id.as_str())?))).collect();
    let mut changes = Vec::new();
    for (measure, value) in measures(10) {
        let (was, is): (Vec<f64>, Vec<f64>) = pairs.iter().map(|(was, is)| (value(was), value(is))).unzip();
        let (was, is) = (Sample::Mean(was), Sample::Mean(is));
        let (Some(before), Some(now)) = (was.value(), is.value()) else { continue };
        let interval = difference_interval(&is, &was);
        let worse = interval.is_some_and(|[_, high]| high < 0.0);
        changes.push(FigureChange { measure, before, now, interval, worse });
    }
    changes
}
