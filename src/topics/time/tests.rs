use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use super::*;

fn unit(topic: impl Into<Option<usize>>, date: &str, document: usize) -> DatedUnit<'_> {
    DatedUnit { topic: topic.into(), date: Some(date), document }
}

fn labels(timeline: &Timeline) -> Vec<&str> {
    timeline.bins.iter().map(|bin| bin.label.as_str()).collect()
}

fn uniform(random: &mut Xoshiro256Plus) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Documents of one to six units; all units of a document are in its main topic, or each is in another with
/// one chance in five. `share(topic, month)` is the chance of a main topic, and the rest has none.
fn simulated(
    seed: u64,
    n_months: usize,
    per_month: usize,
    n_topics: usize,
    share: impl Fn(usize, usize) -> f64,
) -> Vec<(Option<usize>, String, usize)> {
    let mut random = Xoshiro256Plus::seed_from_u64(seed);
    let mut units = Vec::new();
    for document in 0..n_months * per_month {
        let month = document % n_months;
        let mut at = uniform(&mut random);
        let main = (0..n_topics).find(|&topic| {
            at -= share(topic, month);
            at < 0.0
        });
        for _ in 0..=random.next_u64() % 6 {
            let other = (uniform(&mut random) * n_topics as f64) as usize;
            let topic = if uniform(&mut random) < 0.2 { Some(other) } else { main };
            units.push((topic, format!("{}-{:02}", 2000 + month / 12, month % 12 + 1), document));
        }
    }
    units
}

fn months(units: &[(Option<usize>, String, usize)], n_topics: usize) -> Timeline {
    let units: Vec<DatedUnit<'_>> =
        units.iter().map(|(topic, date, document)| unit(*topic, date, *document)).collect();
    timeline(&units, n_topics, Some(BinWidth::Month)).unwrap()
}

#[test]
fn counts_shares_and_empty_bins() {
    let units = [
        unit(0, "2023-09-13", 0),
        unit(0, "2023-09-14T08:00:00Z", 0),
        unit(1, "2023-09-15", 0),
        unit(None, "2023-09-30", 1),
        unit(1, "2023-11", 2),
        unit(7, "2023-11-02", 3),
        unit(0, "2023", 4),
        unit(0, "13 septembre 2023", 5),
        DatedUnit { topic: Some(0), date: None, document: 6 },
    ];
    let timeline = timeline(&units, 2, Some(BinWidth::Month)).unwrap();
    assert_eq!(labels(&timeline), ["2023-09", "2023-10", "2023-11"]);
    let totals: Vec<_> = timeline.bins.iter().map(|bin| (bin.units, bin.documents)).collect();
    assert_eq!(totals, [(4, 2), (0, 0), (2, 2)]);
    assert_eq!(timeline.bins[2].first_day, "2023-11-01");
    let [first, second] = &timeline.topics[..] else { panic!("{timeline:?}") };
    assert_eq!((&first.units[..], &first.documents[..]), (&[2, 0, 0][..], &[1, 0, 0][..]));
    assert_eq!(first.shares, [Some(0.5), None, Some(0.0)]);
    assert_eq!((&second.units[..], &second.documents[..]), (&[1, 0, 1][..], &[1, 0, 1][..]));
    assert_eq!(second.shares, [Some(0.25), None, Some(0.5)]);
    assert_eq!((second.p_value, second.changes.len()), (None, 0));
    assert_eq!(timeline.undated, Undated { without_date: 1, not_read: 1, not_exact: 1, far_off: 0 });
}

#[test]
fn nothing_dated_gives_no_bins() {
    let units = [unit(0, "yesterday", 0)];
    let none = timeline(&units, 2, None).unwrap();
    assert_eq!((none.width, none.bins.len(), none.topics.len(), none.undated.not_read), (None, 0, 2, 1));
    let years = [unit(0, "2023", 0)];
    let none = timeline(&years, 1, Some(BinWidth::Day)).unwrap();
    assert_eq!((none.bins.len(), none.undated.not_exact), (0, 1));
    assert_eq!(timeline(&[], 0, None).unwrap().topics, []);
}

/// The width chosen for so many units, spread evenly from one day for so many days.
fn chosen(units: i64, days: i64) -> (BinWidth, usize) {
    let dates: Vec<String> = (0..units).map(|i| BinWidth::Day.label(18_262 + i * days / units)).collect();
    let units: Vec<_> = dates.iter().enumerate().map(|(i, date)| unit(0, date, i)).collect();
    let timeline = timeline(&units, 1, None).unwrap();
    (timeline.width.unwrap(), timeline.bins.len())
}

#[test]
fn the_width_gives_a_readable_number_of_filled_bins() {
    assert_eq!(chosen(1000, 1), (BinWidth::Day, 1));
    assert_eq!(chosen(1000, 30), (BinWidth::Day, 30));
    assert_eq!(chosen(100, 60), (BinWidth::Week, 9));
    assert_eq!(chosen(1000, 300), (BinWidth::Week, 44));
    assert_eq!(chosen(1000, 4 * 365), (BinWidth::Month, 48));
    assert_eq!(chosen(1000, 12 * 365), (BinWidth::Quarter, 48));
    assert_eq!(chosen(1000, 40 * 365), (BinWidth::Year, 40));
    assert_eq!(chosen(10_000, 300 * 365), (BinWidth::Year, 300));
    // Too few to fill months: as many bins as can be read, as wide as can be.
    assert_eq!(chosen(20, 4 * 365), (BinWidth::Quarter, 16));
    // Years among days: nine in ten dates tell no day.
    let units: Vec<_> = (0..50).map(|i| unit(0, if i == 0 { "2020-05-06" } else { "2021" }, i)).collect();
    assert_eq!(timeline(&units, 1, None).unwrap().width, Some(BinWidth::Year));
}

#[test]
fn a_stray_date_does_not_stretch_the_axis() {
    let dates: Vec<String> = (0..40).map(|i| format!("2023-09-{:02}", i % 20 + 1)).collect();
    let mut units: Vec<_> = dates.iter().enumerate().map(|(i, date)| unit(0, date, i)).collect();
    units.push(unit(0, "1970-01-01", 99));
    let found = timeline(&units, 1, None).unwrap();
    assert_eq!((found.undated.far_off, found.bins.len()), (1, 20));
    // Two of 42 are no mistake.
    units.push(unit(0, "1970-01-02", 98));
    let found = timeline(&units, 1, None).unwrap();
    assert_eq!((found.undated.far_off, found.width), (0, Some(BinWidth::Year)));
}

#[test]
fn a_width_that_gives_too_many_bins_is_refused() {
    let units = [unit(0, "1900-01-01", 0), unit(0, "2023-01-01", 1)];
    let error = timeline(&units, 1, Some(BinWidth::Day)).unwrap_err();
    assert_eq!(error, TimeError::TooManyBins { width: BinWidth::Day, bins: 44_926, limit: 5_000 });
    assert!(error.to_string().contains("bins of a day") && error.hint().is_some());
}

#[test]
fn pure_noise_changes_in_few_of_a_hundred_simulations() {
    let mut with_changes = 0;
    for seed in 0..100 {
        let shares = [0.3, 0.2, 0.1, 0.1, 0.05, 0.05, 0.02, 0.01];
        let units = simulated(seed, 30, 8, 8, |topic, _| shares[topic]);
        let timeline = months(&units, 8);
        assert!(timeline.topics.iter().all(|topic| topic.p_value.is_some()));
        with_changes += usize::from(timeline.topics.iter().any(|topic| !topic.changes.is_empty()));
    }
    assert!(with_changes <= 5, "{with_changes} of 100 simulations of noise have changes");
}

#[test]
fn documents_of_one_topic_are_no_change() {
    // Each month has four documents of 30 units; counted by units, every month differs from the last.
    for seed in 0..10 {
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let mut units = Vec::new();
        for document in 0..24 * 4 {
            let topic = (random.next_u64() % 3) as usize;
            let date = format!("{}-{:02}", 2000 + document / 48, document / 4 % 12 + 1);
            units.extend((0..30).map(|_| (Some(topic), date.clone(), document)));
        }
        let changed = months(&units, 3).topics.into_iter().filter(|topic| !topic.changes.is_empty()).count();
        assert_eq!(changed, 0, "seed {seed}");
    }
}

#[test]
fn planted_changes_are_found_within_one_bin() {
    let (mut found, mut spurious) = (0, 0);
    for seed in 0..20 {
        // Topic 0 rises for good, topic 1 comes for five months and goes, topics 2 and 3 stay.
        let units = simulated(seed, 36, 50, 4, |topic, month| match topic {
            0 if month >= 20 => 0.35,
            1 if (8..13).contains(&month) => 0.4,
            _ => 0.1,
        });
        let timeline = months(&units, 4);
        let at: Vec<Vec<usize>> = timeline
            .topics
            .iter()
            .map(|topic| topic.changes.iter().map(|change| change.bin).collect())
            .collect();
        let near = |found: &[usize], planted: &[usize]| {
            found.len() == planted.len() && found.iter().zip(planted).all(|(a, b)| a.abs_diff(*b) <= 1)
        };
        found += usize::from(near(&at[0], &[20])) + usize::from(near(&at[1], &[8, 13]));
        spurious += usize::from(!at[2].is_empty()) + usize::from(!at[3].is_empty());
        if let [change] = timeline.topics[0].changes[..] {
            assert!(change.before < 0.2 && change.after > 0.25 && change.gain > 10.0, "{change:?}");
        }
    }
    assert!(found >= 38, "{found} of 40 planted changes found, each within one month");
    assert!(spurious <= 2, "{spurious} of 40 unchanged series marked");
}

#[test]
fn changes_are_found_where_bins_are_many_or_empty() {
    // 400 days of two documents, a hole of 50 days, then another share.
    let mut random = Xoshiro256Plus::seed_from_u64(5);
    let mut units = Vec::new();
    for day in (0..400).filter(|day| !(180..230).contains(day)) {
        for half in 0..2 {
            let share = if day < 200 { 0.1 } else { 0.6 };
            units.push((
                (uniform(&mut random) < share).then_some(0),
                BinWidth::Day.label(day),
                day as usize * 2 + half,
            ));
        }
    }
    let units: Vec<_> = units.iter().map(|(topic, date, document)| unit(*topic, date, *document)).collect();
    let found = timeline(&units, 1, Some(BinWidth::Day)).unwrap();
    let [change] = found.topics[0].changes[..] else { panic!("{:?}", found.topics[0].changes) };
    // Days are taken by fours here, and empty ones are left out.
    assert!(change.bin.abs_diff(230) <= 8 || (176..=180).contains(&change.bin), "{change:?}");
    assert!(change.before < 0.2 && change.after > 0.5, "{change:?}");
}

#[test]
fn the_same_on_any_number_of_threads() {
    let units = simulated(3, 24, 10, 5, |topic, month| if topic == 2 && month > 12 { 0.4 } else { 0.1 });
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    assert_eq!(single.install(|| months(&units, 5)), many.install(|| months(&units, 5)));
}
