//! Which topic of a new run is which of the last one.

use super::overlap::{Overlap, Side, share};

/// A topic lives on where at least this share of one of the two is in the other.
///
/// Half is the least that only one other topic can reach, ties apart.
pub const MAJORITY: f64 = 0.5;

/// A piece of a topic below this share of it is not told from noise.
///
/// It is also the least share, of either of the two, with which a topic can live on: one that falls into more than
/// five equal pieces, or is less than a fifth of what it is found in, has ended.
pub const PIECE: f64 = 0.2;

/// Below this share of units that are in both runs, topics are compared by their centres instead.
pub const FEW: f64 = 0.1;

/// Least cosine of the centres of two topics without shared units that are held for the same.
pub const CENTRE_MATCH: f64 = 0.9;

/// For each topic after, the topic before that it is; no topic before is given twice.
///
/// Pairs are tried from the one that shares most units on, and each that is fit takes its two topics out. So the
/// largest heir of a split keeps the identity, and the largest source of a merge gives it. A matching with the
/// greatest sum could take it from the largest heir to make two small pairs instead; and this needs no more time than
/// sorting the pairs that share a unit.
///
/// Topics whose units are nearly all gone or new have too little in common to be compared by it; they are then
/// matched by the cosine of their centres.
pub(super) fn heirs(overlap: &Overlap<'_>, before: &Side<'_>, after: &Side<'_>) -> Vec<Option<usize>> {
    let mut heir_of = vec![None; after.topics.len()];
    let mut taken = vec![false; before.topics.len()];
    let mut pairs: Vec<Pair> = overlap
        .counts
        .iter()
        .map(|(&(old, new), &count)| {
            let union = overlap.present[old] + overlap.known[new] - count;
            Pair { old, new, weight: count as f64, second: share(count, union) }
        })
        .filter(|pair| lives_on(overlap, pair.old, pair.new))
        .collect();
    take(&mut pairs, after, &mut heir_of, &mut taken);

    let few = |part: usize, whole: usize| share(part, whole) < FEW;
    let mut pairs = Vec::new();
    for (old, topic) in before.topics.iter().enumerate() {
        if taken[old] || !few(overlap.present[old], topic.members.len()) {
            continue;
        }
        for (new, found) in after.topics.iter().enumerate() {
            if heir_of[new].is_some() || !few(overlap.known[new], found.members.len()) {
                continue;
            }
            let weight = cosine(topic.centre, found.centre);
            if weight >= CENTRE_MATCH {
                pairs.push(Pair { old, new, weight, second: 0.0 });
            }
        }
    }
    take(&mut pairs, after, &mut heir_of, &mut taken);
    heir_of
}

struct Pair {
    old: usize,
    new: usize,
    weight: f64,
    second: f64,
}

/// Whether what the two share is much of one of them and not too little of the other.
fn lives_on(overlap: &Overlap<'_>, old: usize, new: usize) -> bool {
    let (a, b) = (overlap.share_of_before(old, new), overlap.share_of_after(old, new));
    a.max(b) >= MAJORITY && a.min(b) >= PIECE
}

/// Takes pairs, best first, as long as neither of their topics is taken.
fn take(pairs: &mut [Pair], after: &Side<'_>, heir_of: &mut [Option<usize>], taken: &mut [bool]) {
    // The order in which topics were found is chance, so ties are broken by their smallest unit.
    let first = |new: usize| after.topics[new].members.iter().min();
    pairs.sort_by(|a, b| {
        let greater = |x: f64, y: f64| y.total_cmp(&x);
        greater(a.weight, b.weight)
            .then(greater(a.second, b.second))
            .then(a.old.cmp(&b.old))
            .then_with(|| first(a.new).cmp(&first(b.new)))
    });
    for pair in pairs.iter() {
        if !taken[pair.old] && heir_of[pair.new].is_none() {
            taken[pair.old] = true;
            heir_of[pair.new] = Some(pair.old);
        }
    }
}

/// Cosine in [-1, 1]; below every threshold for centres that are not known or of different models.
fn cosine(a: &[f32], b: &[f32]) -> f64 {
    if a.len() != b.len() {
        return f64::NEG_INFINITY;
    }
    let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    let cosine = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
    if cosine.is_nan() { f64::NEG_INFINITY } else { cosine }
}
