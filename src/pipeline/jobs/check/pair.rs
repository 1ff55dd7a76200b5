//! Which new text stands in the place of one that is gone, and how much of it is the same.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

/// Most texts of a side that are compared with all of the other at once; longer lists are cut into parts.
const TOGETHER: usize = 40;

/// What a pair is worth besides what its texts share: texts without a word in common still stand in one place.
const IN_PLACE: f64 = 1e-3;

/// A text and the one in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Its place among the old texts.
    pub(super) old: usize,
    /// Place among the new texts.
    pub(super) new: usize,
    /// Share of their words that both have in common, in [0, 1].
    pub(super) similarity: f64,
}

/// Pairs old and new texts between the same neighbours: in order, as many as there are on the shorter side, so that the
/// sum of their similarities is greatest (Needleman and Wunsch 1970). Time grows with the longer side.
pub(super) fn pair(old: &[&str], new: &[&str]) -> Vec<Pair> {
    let parts = old.len().max(new.len()).div_ceil(TOGETHER).max(1);
    let mut pairs = Vec::new();
    for part in 0..parts {
        let from = |n: usize, part: usize| n * part / parts;
        let (a, b) = (from(old.len(), part), from(new.len(), part));
        let found = best(&old[a..from(old.len(), part + 1)], &new[b..from(new.len(), part + 1)]);
        pairs.extend(found.into_iter().map(|pair| Pair { old: pair.old + a, new: pair.new + b, ..pair }));
    }
    pairs
}

fn best(old: &[&str], new: &[&str]) -> Vec<Pair> {
    let bags = bags(&[old, new].concat());
    let (a, b) = bags.split_at(old.len());
    let width = new.len() + 1;
    // The best sum for the first i old and the first j new texts, and the similarities.
    let mut sums = vec![0.0_f64; (old.len() + 1) * width];
    let mut shares = vec![0.0_f64; old.len() * new.len()];
    for i in 0..old.len() {
        for j in 0..new.len() {
            let share = dice(&a[i], &b[j]);
            shares[i * new.len() + j] = share;
            let paired = sums[i * width + j] + share + IN_PLACE;
            let without = sums[i * width + j + 1].max(sums[(i + 1) * width + j]);
            sums[(i + 1) * width + j + 1] = paired.max(without);
        }
    }
    let (mut i, mut j) = (old.len(), new.len());
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        let here = sums[i * width + j];
        if here <= sums[i * width + j - 1] {
            j -= 1;
        } else if here <= sums[(i - 1) * width + j] {
            i -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push(Pair { old: i, new: j, similarity: shares[i * new.len() + j] });
        }
    }
    pairs.reverse();
    pairs
}

/// The words of each text as rising numbers that stand for them.
fn bags(texts: &[&str]) -> Vec<Vec<u32>> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut bag = |text: &str| {
        let mut bag: Vec<u32> = text
            .unicode_words()
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word.to_lowercase()).or_insert(next)
            })
            .collect();
        bag.sort_unstable();
        bag
    };
    texts.iter().map(|text| bag(text)).collect()
}

/// Twice the common words over all, each as often as it stands there, in any order and case (Dice 1945); 0 without words.
fn dice(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    2.0 * common as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f64 {
        let bags = bags(&[a, b]);
        dice(&bags[0], &bags[1])
    }

    fn places(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
        pair(old, new).iter().map(|pair| (pair.old, pair.new)).collect()
    }

    #[test]
    fn words_count_as_often_as_they_stand_there() {
        assert!((similarity("the train", "The TRAIN.") - 1.0).abs() < 1e-12);
        assert!((similarity("a b c d", "a b x y") - 0.5).abs() < 1e-12);
        assert!((similarity("a a b", "a b b") - 2.0 / 3.0).abs() < 1e-12);
        assert!((similarity("裝甲列車", "裝甲火車") - 0.75).abs() < 1e-12, "an ideograph is a word");
        assert!(similarity("***", "***").abs() < 1e-12 && similarity("a", "b").abs() < 1e-12);
    }

    #[test]
    fn the_edited_text_is_found_beside_what_was_put_in() {
        let edited = ["A new beginning.", "The green train left on Monday."];
        assert_eq!(places(&["The green train left on Sunday."], &edited), [(0, 1)]);
        let old = ["The train left.", "The rocket rose."];
        assert_eq!(places(&old, &["The rocket rose late."]), [(1, 0)]);
    }

    #[test]
    fn texts_with_nothing_in_common_are_paired_by_their_place() {
        assert_eq!(places(&["a", "b"], &["x", "y"]), [(0, 0), (1, 1)]);
        assert_eq!(places(&["a", "b"], &["x"]).len(), 1);
        assert_eq!(places(&[], &["x"]), []);
    }

    #[test]
    fn long_lists_are_paired_in_parts() {
        let old: Vec<String> = (0..1000).map(|i| format!("text {i} of many")).collect();
        let new: Vec<String> = (0..1000).map(|i| format!("text {i} of more")).collect();
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        assert!(pair(&old, &new).iter().all(|pair| pair.old == pair.new));
        assert_eq!(pair(&old, &new).len(), 1000);
        assert_eq!(pair(&old, &new[..7]).len(), 7);
    }
}
