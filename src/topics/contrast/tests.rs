use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;

fn unit(
    topic: impl Into<Option<usize>>,
    side: impl Into<Option<Side>>,
    document: usize,
    strength: f32,
) -> SidedUnit {
    SidedUnit { topic: topic.into(), side: side.into(), document, strength }
}

/// Documents of one unit: for each topic, so many in A and so many in B.
fn singles(counts: &[[usize; 2]]) -> Vec<SidedUnit> {
    let mut units = Vec::new();
    for (topic, counts) in counts.iter().enumerate() {
        for side in [Side::A, Side::B] {
            units.extend((0..counts[side as usize]).map(|_| unit(topic, side, 0, 0.5)));
        }
    }
    for (number, unit) in units.iter_mut().enumerate() {
        unit.document = number;
    }
    units
}

fn uniform(random: &mut Xoshiro256Plus) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Documents with a main topic for four in five of their units; A has `a` documents of up to `longest` units,
/// B has `b` of up to three.
fn mixed(seed: u64, [a, b]: [usize; 2], longest: u64, share: impl Fn(usize, Side) -> f64) -> Vec<SidedUnit> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut units = Vec::new();
    for document in 0..a + b {
        let (side, longest) = if document < a { (Side::A, longest) } else { (Side::B, 3) };
        let mut at = uniform(&mut random);
        let main = (0..10).find(|&topic| {
            at -= share(topic, side);
            at < 0.0
        });
        for _ in 0..=random.next_u64() % longest {
            let other = (uniform(&mut random) * 10.0) as usize;
            let topic = if uniform(&mut random) < 0.2 { Some(other) } else { main };
            units.push(unit(topic, side, document, 0.5));
        }
    }
    units
}

#[test]
fn counts_shares_and_exemplars() {
    let units = [
        unit(0, Side::A, 1, 0.5),
        unit(0, Side::A, 1, 0.9),
        unit(1, Side::A, 1, 0.4),
        unit(None, Side::A, 1, 0.0),
        unit(0, Side::A, 2, 0.3),
        unit(0, None, 3, 1.0),
        unit(1, Side::B, 4, 0.7),
        unit(1, Side::B, 1, 0.7),
        unit(9, Side::B, 5, 0.7),
    ];
    let found = contrast(&units, 2, 2);
    assert_eq!((found.units, found.documents), ([5, 3], [2, 3]));
    let [first, second] = &found.topics[..] else { panic!("{found:?}") };
    assert_eq!((first.units, first.documents), ([3, 0], [2, 0]));
    assert_eq!(first.shares, [Some(0.75), Some(0.0)]);
    // The second of document 1 is stronger than that of document 2, but documents come first.
    assert_eq!(first.exemplars, [vec![1, 4], vec![]]);
    assert_eq!(second.shares, [Some(0.125), Some(2.0 / 3.0)]);
    assert_eq!(second.exemplars, [vec![2], vec![6, 7]]);
    assert!(first.log_odds > Some(0.0) && second.log_odds < Some(0.0));
    assert_eq!(contrast(&units, 2, 9).topics[0].exemplars[0], [1, 0, 4]);
    assert_eq!(contrast(&units, 2, 0).topics[0].exemplars[0], [0; 0]);
}

#[test]
fn documents_of_one_unit_are_tested_exactly_or_by_likelihood() {
    let found = contrast(&singles(&[[12, 3], [28, 47]]), 2, 0);
    let topic = &found.topics[0];
    // As in the tests of Fisher's test: 12 of 40 against 3 of 50.
    assert_eq!(topic.test, Test::FisherExact);
    assert!((topic.p_value.unwrap() - 0.003_607_507_862).abs() < 1e-9);
    assert_eq!((topic.over_in, found.topics[1].over_in), (Some(Side::A), Some(Side::B)));

    let found = contrast(&singles(&[[900, 700], [4100, 3800]]), 2, 0);
    assert_eq!(found.topics[0].test, Test::LikelihoodRatio);
    assert!((found.topics[0].p_value.unwrap() - 0.001_456_613_4).abs() < 1e-9);
}

#[test]
fn log_odds_are_those_of_monroe_and_others() {
    // By hand: three topics give a prior of 2 documents; topic 0 has 15 of 90, so 1/3. Odds in A: 12.333 to
    // 29.667; in B: 3.333 to 48.667; ln of the ratio 6.0694 is 1.80325; error sqrt(1/12.333 + 1/3.333) =
    // 0.61737.
    let found = contrast(&singles(&[[12, 3], [20, 30], [8, 17]]), 3, 0);
    let topic = &found.topics[0];
    assert!((topic.log_odds.unwrap() - 1.803_25).abs() < 1e-4, "{topic:?}");
    assert!((topic.standard_error.unwrap() - 0.617_37).abs() < 1e-4, "{topic:?}");
}

#[test]
fn empty_sets_and_topics_are_not_compared() {
    assert_eq!(contrast(&[], 0, 3), Contrast { units: [0; 2], documents: [0; 2], topics: vec![] });
    let found = contrast(&singles(&[[3, 0], [0, 0]]), 2, 3);
    for topic in &found.topics {
        assert_eq!((topic.log_odds, topic.p_value, topic.over_in), (None, None, None));
        assert_eq!(topic.shares[1], None);
    }
    // One document on a side, in part in the topic: nothing to tell chance from.
    let units = [
        unit(0, Side::A, 0, 0.1),
        unit(1, Side::A, 0, 0.1),
        unit(0, Side::B, 1, 0.1),
        unit(1, Side::B, 2, 0.1),
    ];
    let found = contrast(&units, 2, 1);
    assert_eq!((found.topics[0].test, found.topics[0].p_value), (Test::Permutation, None));
    // Everything in one topic: no difference, and no infinite odds.
    let topic = &contrast(&singles(&[[5, 7]]), 1, 1).topics[0];
    assert_eq!((topic.p_value, topic.over_in), (Some(1.0), None));
    assert!(topic.log_odds.unwrap().abs() < 1.0);
}

/// Marked topics among ten that do not differ, over 100 simulations.
fn false_marks(documents: [usize; 2], longest: u64) -> usize {
    let same = [0.3, 0.2, 0.1, 0.1, 0.05, 0.05, 0.02, 0.01, 0.0, 0.0];
    (0..100)
        .map(|seed| contrast(&mixed(seed, documents, longest, |topic, _| same[topic]), 10, 0))
        .filter(|found| found.topics.iter().any(|topic| topic.over_in.is_some()))
        .count()
}

#[test]
fn sets_that_do_not_differ_are_seldom_marked() {
    // Five per cent are put up with; 10 of 100 have a probability of 0.03 at that.
    for (documents, longest) in
        [([30, 40], 3), ([30, 40], 25), ([15, 120], 25), ([120, 15], 25), ([800, 700], 25)]
    {
        let marks = false_marks(documents, longest);
        assert!(marks <= 9, "{marks} of 100 with {documents:?} documents of up to {longest} units");
    }
}

#[test]
fn a_planted_difference_is_marked() {
    let mut found = [0; 2];
    for seed in 0..20 {
        let units = mixed(seed, [120, 120], 12, |topic, side| match (topic, side) {
            (0, Side::A) | (1, Side::B) => 0.35,
            _ => 0.08,
        });
        let contrast = contrast(&units, 10, 1);
        assert!(contrast.topics.iter().all(|topic| topic.test == Test::Permutation));
        found[0] += usize::from(contrast.topics[0].over_in == Some(Side::A));
        found[1] += usize::from(contrast.topics[1].over_in == Some(Side::B));
    }
    assert!(found.iter().all(|&found| found >= 19), "{found:?} of 20 found");
}

#[test]
fn long_documents_of_one_topic_prove_nothing() {
    // Three documents of 200 paragraphs against three: by paragraphs, p would be below 1e-100.
    let units: Vec<SidedUnit> = (0..1200)
        .map(|i| {
            let document = i / 200;
            let side = if document < 3 { Side::A } else { Side::B };
            let topic = usize::from(side == Side::B || i % 200 < 40);
            unit(topic, side, document, 0.5)
        })
        .collect();
    let topic = &contrast(&units, 2, 0).topics[0];
    assert_eq!(topic.units, [480, 0]);
    assert!(topic.p_value.unwrap() >= 0.05, "{topic:?}");
}

#[test]
fn the_same_on_any_number_of_threads() {
    let units = mixed(1, [30, 40], 12, |_, _| 0.1);
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    assert_eq!(single.install(|| contrast(&units, 10, 2)), many.install(|| contrast(&units, 10, 2)));
}
