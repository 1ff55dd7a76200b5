//! Topics by the values of a field, such as author, rating or department: which share of each value a topic has, and how sure that is.
//!
//! Paragraphs of one document are not independent, so documents are the sampling unit, as in [`contrast`](super::contrast): each counts
//! once, split over its topics by the shares of its paragraphs. A share has Wilson's interval for that number of documents, as if each
//! were wholly in one topic or not: on the safe side, and not beyond 0 and 1 where documents are few. Wilson (1927), *Probable
//! Inference, the Law of Succession, and Statistical Inference*.

use serde::{Deserialize, Serialize};

use super::significance::Documents;

/// Standard errors on each side of an interval of 95%.
const Z: f64 = 1.959_963_984_540_054;

/// One unit as the shares need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValuedUnit {
    /// Its topic, if any.
    pub topic: Option<usize>,
    /// The value of its document, from 0.
    pub value: usize,
    /// Which document it belongs to (any number, equal for units of one document). Where its units have several values, as with
    /// languages, it counts once for each.
    pub document: usize,
}

/// A value and its topics.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Its units, with or without topic.
    pub units: usize,
    /// Its documents.
    pub documents: usize,
    /// The topics, by number.
    pub topics: Vec<ValueTopic>,
}

/// A topic in what has one value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ValueTopic {
    /// Units of the topic that have the value.
    pub units: usize,
    /// Documents with at least one of them.
    pub documents: usize,
    /// Share of the value's documents, each split over its topics, in [0, 1].
    pub share: f64,
    /// Wilson's interval of 95% for the share, in [0, 1].
    pub interval: [f64; 2],
}

/// The shares of topics below `n_topics` in each of the values below `n_values`. A value without a unit has shares of 0, and intervals
/// that say nothing.
pub fn per(units: &[ValuedUnit], n_topics: usize, n_values: usize) -> Vec<Value> {
    let known = || units.iter().filter(|unit| unit.value < n_values);
    let documents = Documents::new(n_topics, known().map(|unit| (unit.document, unit.value, unit.topic)));
    let of_value = documents.per_group(n_values);
    let nothing = ValueTopic { units: 0, documents: 0, share: 0.0, interval: [0.0, 1.0] };
    let mut values: Vec<Value> = of_value
        .iter()
        .map(|&documents| Value { units: 0, documents, topics: vec![nothing; n_topics] })
        .collect();
    for unit in known() {
        let value = &mut values[unit.value];
        value.units += 1;
        if let Some(topic) = unit.topic.and_then(|topic| value.topics.get_mut(topic)) {
            topic.units += 1;
        }
    }
    for (topic, parts) in documents.of_topic.iter().enumerate() {
        for &(document, part) in parts {
            let found = &mut values[documents.group[document]].topics[topic];
            found.documents += 1;
            // A sum for now.
            found.share += part;
        }
    }
    for value in &mut values {
        let n = value.documents as f64;
        for topic in &mut value.topics {
            topic.interval = wilson(topic.share, n);
            topic.share /= n.max(1.0);
        }
    }
    values
}

/// Wilson's interval for `successes` of `n`; all of [0, 1] for nothing.
fn wilson(successes: f64, n: f64) -> [f64; 2] {
    if n <= 0.0 {
        return [0.0, 1.0];
    }
    let share = (successes / n).clamp(0.0, 1.0);
    let squared = Z * Z / n;
    let middle = share + squared / 2.0;
    let half = Z * (share * (1.0 - share) / n + squared / (4.0 * n)).sqrt();
    // Rounding may go beyond the share itself by a hair.
    let low = ((middle - half) / (1.0 + squared)).clamp(0.0, share);
    [low, ((middle + half) / (1.0 + squared)).clamp(share, 1.0)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn intervals_are_those_of_statsmodels() {
        // statsmodels.stats.proportion.proportion_confint(method="wilson"), statsmodels 0.15.
        for (successes, n, expected) in [
            (0.0, 10.0, [0.0, 0.277_532_799_8]),
            (3.0, 10.0, [0.107_791_267_4, 0.603_221_851_6]),
            (10.0, 10.0, [0.722_467_200_2, 1.0]),
            (120.0, 400.0, [0.257_167_672_0, 0.346_637_245_8]),
        ] {
            let [low, high] = wilson(successes, n);
            assert!((low - expected[0]).abs() < 1e-8 && (high - expected[1]).abs() < 1e-8, "{low} {high}");
        }
        let [low, high] = wilson(0.0, 0.0);
        assert_eq!((low, high), (0.0, 1.0), "nothing is known");
    }

    #[test]
    fn a_document_counts_once_for_each_of_its_values_split_over_its_topics() {
        let unit = |document, value, topic| ValuedUnit { topic, value, document };
        let units = [
            unit(1, 0, Some(0)),
            unit(1, 0, Some(1)),
            unit(1, 0, None),
            unit(1, 0, Some(1)),
            unit(2, 0, Some(0)),
            unit(1, 1, Some(1)),
            unit(3, 9, Some(1)),
        ];
        let values = per(&units, 2, 3);
        let of = |value: &Value| (value.units, value.documents);
        assert_eq!([of(&values[0]), of(&values[1]), of(&values[2])], [(5, 2), (1, 1), (0, 0)]);
        let topics = &values[0].topics;
        assert_eq!((topics[0].units, topics[0].documents, topics[0].share), (2, 2, 0.625));
        assert_eq!((topics[1].units, topics[1].documents, topics[1].share), (2, 1, 0.25));
        assert_eq!((values[1].topics[0].share, values[1].topics[1].share), (0.0, 1.0));
        let [low, high] = values[2].topics[0].interval;
        assert_eq!((low, high), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn intervals_hold_the_share_and_grow_narrow(n in 1_u32..500, part in 0.0_f64..=1.0) {
            let n = f64::from(n);
            let [low, high] = wilson(part * n, n);
            prop_assert!((0.0..=part).contains(&low) && (part..=1.0).contains(&high));
            let [lower, higher] = wilson(part * n * 4.0, n * 4.0);
            prop_assert!(higher - lower < high - low);
        }
    }
}
