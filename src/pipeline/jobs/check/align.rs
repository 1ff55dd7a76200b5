//! Which units of a file were there before: two lists of hashes, aligned.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::corpus::ContentHash;

/// Beginning of a hash, as long as reports write it.
pub(super) type Short = [u8; 16];

/// The beginning of the hash of `text`.
pub(super) fn short(text: &str) -> Short {
    let mut short = [0; 16];
    short.copy_from_slice(&ContentHash::of(text).0[..16]);
    short
}

/// What a unit is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// Hash of its text.
    pub(super) text: Short,
    /// Hash of the own id of its document, where it has one.
    pub(super) id: Option<Short>,
}

/// The unit that another one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// Its place in the new list.
    pub(super) new: usize,
    /// Whether it stands in the same order with the others.
    pub(super) in_order: bool,
}

/// For each old unit the new one with its text, each new one at most once.
///
/// The order decides first (Myers 1986, with the bounds on its search that make it near-linear), so that of several units
/// of one text the right one is missed. What stands in another order follows, first with the same id, then with any.
pub(super) fn align(old: &[Key], new: &[Key]) -> Vec<Option<Match>> {
    let mut found = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    // Ids that were given anew, such as row numbers, would hide the order.
    let whole = |key: &Key| *key;
    let text = |key: &Key| Key { id: None, ..*key };
    let ids_hold = common(old, new, whole) * 2 > common(old, new, text);
    let mut keep = |a: usize, b: usize, in_order| {
        found[a] = Some(Match { new: b, in_order });
        taken[b] = true;
    };
    for (a, b) in if ids_hold { in_order(old, new, whole) } else { in_order(old, new, text) } {
        keep(a, b, true);
    }
    for key in [&whole as &dyn Fn(&Key) -> Key, &text] {
        let mut places: BTreeMap<Key, VecDeque<usize>> = BTreeMap::new();
        for (b, unit) in new.iter().enumerate().filter(|(b, _)| !taken[*b]) {
            places.entry(key(unit)).or_default().push_back(b);
        }
        for (a, unit) in old.iter().enumerate() {
            if found[a].is_none()
                && let Some(b) = places.get_mut(&key(unit)).and_then(VecDeque::pop_front)
            {
                found[a] = Some(Match { new: b, in_order: false });
                taken[b] = true;
            }
        }
    }
    found
}

/// Number of the gap in which each unit of both lists stands: how many units that kept their order stand before it.
pub(super) fn gaps(found: &[Option<Match>], new: usize) -> (Vec<usize>, Vec<usize>) {
    let anchors = || found.iter().flatten().filter(|found| found.in_order);
    let mut is_anchor = vec![false; new];
    for anchor in anchors() {
        is_anchor[anchor.new] = true;
    }
    let count = |is_anchor: &mut dyn Iterator<Item = bool>| {
        let mut before = 0;
        is_anchor
            .map(|is_anchor| {
                before += usize::from(is_anchor);
                before
            })
            .collect()
    };
    let old = count(&mut found.iter().map(|found| found.is_some_and(|found| found.in_order)));
    (old, count(&mut is_anchor.into_iter()))
}

/// Number of different keys that both lists have.
fn common(old: &[Key], new: &[Key], key: impl Fn(&Key) -> Key) -> usize {
    let old: BTreeSet<Key> = old.iter().map(&key).collect();
    let new: BTreeSet<Key> = new.iter().map(&key).collect();
    old.intersection(&new).count()
}

/// Pairs of equal keys that stand in the same order.
fn in_order(old: &[Key], new: &[Key], key: impl Fn(&Key) -> Key) -> Vec<(usize, usize)> {
    let old: Vec<Key> = old.iter().map(&key).collect();
    let new: Vec<Key> = new.iter().map(&key).collect();
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|i| (old_index + i, new_index + i)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(texts: &str) -> Vec<Key> {
        texts.chars().map(|c| Key { text: short(&c.to_string()), id: None }).collect()
    }

    fn with_ids(records: &[(&str, &str)]) -> Vec<Key> {
        records.iter().map(|(id, text)| Key { text: short(text), id: Some(short(id)) }).collect()
    }

    /// Places in the new list, with `!` where the order is another one and `-` where there is none.
    fn shown(old: &[Key], new: &[Key]) -> String {
        let found = align(old, new);
        let shown = found.iter().map(|found| match found {
            Some(Match { new, in_order: true }) => new.to_string(),
            Some(Match { new, in_order: false }) => format!("{new}!"),
            None => "-".to_owned(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_was_put_in_taken_out_and_moved() {
        assert_eq!(shown(&keys("abc"), &keys("xabc")), "1 2 3");
        assert_eq!(shown(&keys("abcd"), &keys("acd")), "0 - 1 2");
        assert_eq!(shown(&keys("abcde"), &keys("acdeb")), "0 4! 1 2 3");
        assert_eq!(shown(&keys("ab"), &keys("xy")), "- -");
        assert_eq!(
            shown(&keys("arbrcr"), &keys("axbrcr")),
            "0 - 2 3 4 5",
            "the first of three copies is missed"
        );
    }

    #[test]
    fn gaps_count_the_units_that_kept_their_order() {
        let (old, new) = (keys("abcd"), keys("axyd"));
        let (of_old, of_new) = gaps(&align(&old, &new), new.len());
        assert_eq!((of_old, of_new), (vec![1, 1, 1, 2], vec![1, 1, 1, 2]));
    }

    #[test]
    fn ids_tell_copies_apart_unless_they_were_given_anew() {
        let old = with_ids(&[("1", "none"), ("2", "none"), ("3", "train")]);
        let reordered = with_ids(&[("3", "train"), ("2", "none"), ("1", "none")]);
        assert_eq!(shown(&old, &reordered).replace('!', ""), "2 1 0");
        let renumbered = with_ids(&[("1", "new"), ("2", "none"), ("3", "none"), ("4", "train")]);
        assert_eq!(shown(&old, &renumbered).matches('!').count(), 0, "the order is as it was");
    }

    proptest! {
        #[test]
        fn every_text_that_is_still_there_is_found_once(old in "[a-f]{0,12}", new in "[a-f]{0,12}") {
            let (a, b) = (keys(&old), keys(&new));
            let found = align(&a, &b);
            let mut used = BTreeSet::new();
            for (place, found) in found.iter().enumerate() {
                if let Some(found) = found {
                    prop_assert_eq!(a[place], b[found.new]);
                    prop_assert!(used.insert(found.new));
                }
            }
            let count = |text: &str, c: char| text.chars().filter(|other| *other == c).count();
            let expected: usize = ('a'..='f').map(|c| count(&old, c).min(count(&new, c))).sum();
            prop_assert_eq!(used.len(), expected);
            let kept: Vec<usize> = found.iter().flatten().filter(|m| m.in_order).map(|m| m.new).collect();
            prop_assert!(kept.is_sorted());
        }
    }
}
