use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const STORY: &str = "The North Korean leader left Pyongyang on Sunday afternoon in his armored train, accompanied by the \
     foreign minister and two marshals of the army, and is expected to meet the Russian president at the cosmodrome in \
     the Far East on Wednesday, according to three officials who asked not to be named; the talks will turn on shells, \
     satellites and food, they said, and 40 wagons of grain have already crossed the border at Tumangang.";

/// Representatives when all pairs are candidates.
fn found(texts: &[&str]) -> Vec<usize> {
    let n = texts.len();
    let pairs: Vec<(usize, usize)> = (0..n).flat_map(|a| (a + 1..n).map(move |b| (b, a))).collect();
    groups(texts, &pairs).representative
}

#[test]
fn edits_of_a_wire_story_are_copies() {
    let prefixed = format!("SEOUL (Agency) - {STORY}");
    let number = STORY.replace("40 wagons", "70 wagons");
    let sign = STORY.replace(',', " –").to_uppercase();
    let shorter = STORY.rsplit_once(';').unwrap().0;
    let longer = format!(
        "{STORY} The agency could not check these figures, and the embassy in Beijing gave no answer."
    );
    for edited in [&prefixed, &number, &sign, shorter, &longer] {
        assert_eq!(found(&[STORY, edited]).iter().collect::<BTreeSet<_>>().len(), 1, "{edited}");
    }
}

#[test]
fn other_texts_are_not() {
    let translated = "Le dirigeant nord-coréen a quitté Pyongyang dimanche après-midi dans son train blindé, accompagné \
         du ministre des Affaires étrangères et de deux maréchaux de l'armée, et devrait rencontrer le président russe au \
         cosmodrome de Vostotchny mercredi, selon trois responsables qui ont requis l'anonymat.";
    let retold = "Two marshals and the foreign minister are on board of the armored train with which the leader of North \
         Korea set out for the Far East on Sunday. Officials expect talks about shells, food and satellites.";
    let quoting = format!("{retold} {} {retold} {translated} {translated}", &STORY[..150]);
    for other in [translated, retold, &quoting] {
        assert_eq!(found(&[STORY, other]), [0, 1], "{other}");
    }
}

#[test]
fn short_texts_are_copies_only_where_they_are_equal() {
    assert_eq!(found(&["Read more", "READ MORE »", "Read more about it", "Read", "more"]), [0, 0, 2, 3, 4]);
    assert_eq!(found(&["Wheat 212 euros a tonne", "Wheat 219 euros a tonne"]), [0, 1]);
    assert_eq!(found(&["", "***", "***", "---", " "]), [0, 1, 1, 3, 0]);
    // A sentence inside another is no copy, however short what follows.
    assert_eq!(found(&["He did not say when.", "He did not say when or where."]), [0, 1]);
}

#[test]
fn a_changed_number_counts_in_a_short_text_and_not_in_a_paragraph() {
    let words = |n: usize| (0..n).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ");
    for (n, copies) in [(18, false), (19, true)] {
        let text = words(n);
        let changed = text.replace("word9", "number");
        assert_eq!(found(&[&text, &changed])[1] == 0, copies, "{n} words");
    }
}

#[test]
fn unspaced_scripts_are_compared_by_characters() {
    let text = "朝鲜领导人金正恩星期天下午乘坐装甲列车离开平壤，预计星期三在远东的航天发射场会见俄罗斯总统。";
    let number = text.replace("星期三", "星期四");
    let other = "俄罗斯总统普京星期三在远东的航天发射场会见了到访的外国代表团，双方讨论了粮食和卫星问题。";
    assert_eq!(found(&[text, &number, other]), [0, 0, 2]);
}

#[test]
fn a_chain_of_edits_does_not_join_its_ends() {
    // Each text drops four words of the last one and adds four: neighbours are alike, the ends have little in
    // common.
    let words: Vec<String> = (0..100).map(|i| format!("word{i}")).collect();
    let texts: Vec<String> = (0..10).map(|i| words[4 * i..4 * i + 60].join(" ")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let representative = found(&texts);
    assert_ne!(representative[0], representative[9]);
    for (unit, &middle) in representative.iter().enumerate() {
        assert_eq!(representative[middle], middle);
        assert!(is_copy(&Shingles::of(texts[unit]), &Shingles::of(texts[middle])), "{unit} {middle}");
    }
    assert!(representative.iter().collect::<BTreeSet<_>>().len() <= 5, "{representative:?}");
}

#[test]
fn a_group_is_whole_though_only_a_chain_of_pairs_is_named() {
    let copies: Vec<String> = (0..50).map(|i| format!("{STORY} Edition {i}.")).collect();
    let mut texts: Vec<&str> = copies.iter().map(String::as_str).collect();
    texts.push("Something else.");
    let chain: Vec<(usize, usize)> = (0..49).map(|i| (i, i + 1)).chain([(7, 50), (7, 99), (3, 3)]).collect();
    let found = groups(&texts, &chain);
    assert_eq!(found.representatives(), [1, 50]);
    assert_eq!(found.n_copies(), 49);
}

#[test]
fn the_text_with_most_copies_then_the_longest_then_the_first_stands_for_a_group() {
    let longer = format!("{STORY} More will follow.");
    assert_eq!(found(&[STORY, &longer, STORY]), [1, 1, 1]);
    assert_eq!(found(&[STORY, &STORY.replace("Sunday", "Monday")]), [0, 0]);
    // Equal texts need no candidates, and the first stands for them.
    assert_eq!(groups(&["b", STORY, "B.", STORY], &[]).representative, [0, 1, 0, 1]);
    assert_eq!(groups(&[], &[(0, 1)]).representative, [0_usize; 0]);
}

#[test]
fn sizes_count_copies_once_in_each_topic() {
    let assignment = [Some(0), Some(0), Some(1), None, Some(1), Some(9), Some(0)];
    let representative = [0, 0, 0, 3, 4, 5, 6];
    let size = |raw, independent| IndependentSize { raw, independent };
    assert_eq!(independent_sizes(&assignment, &representative, 3), [size(3, 2), size(2, 2), size(0, 0)]);
}

#[test]
fn many_texts_and_pairs_are_no_burden() {
    // 20,000 paragraphs of 60 words in groups of 100 copies, each named with 15 others: 300,000 pairs.
    let words = |seed: usize| {
        (0..60).map(|i| format!("w{}", (seed * 7919 + i * 104_729) % 5003)).collect::<Vec<_>>().join(" ")
    };
    let texts: Vec<String> = (0..20_000).map(|i| format!("{} copy {}", words(i / 100), i % 100)).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let pairs: Vec<(usize, usize)> =
        (0..20_000).flat_map(|i| (1..=15).map(move |step| (i, i / 100 * 100 + (i + step) % 100))).collect();
    let found = groups(&texts, &pairs);
    assert_eq!(found.representatives().len(), 200);
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(single.install(|| groups(&texts, &pairs)), found);
}

proptest! {
    #[test]
    fn every_unit_is_a_copy_of_what_stands_for_it(
        texts in proptest::collection::vec("[ab]( [ab]){0,7}", 1..12),
        pairs in proptest::collection::vec((0_usize..14, 0_usize..14), 0..40),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let found = groups(&texts, &pairs);
        for (unit, &other) in found.representative.iter().enumerate() {
            prop_assert_eq!(found.representative[other], other);
            prop_assert!(texts[unit] == texts[other] || is_copy(&Shingles::of(texts[unit]), &Shingles::of(texts[other])));
        }
        let turned: Vec<_> = pairs.iter().rev().map(|&(a, b)| (b, a)).collect();
        prop_assert_eq!(groups(&texts, &turned), found);
    }
}
