//! Names of topics on the map: each at the densest part of its topic, none over another.

use super::Region;
use super::plane::{Point, Spot, densest};
use crate::report::text::width;
use crate::report::text::wrap::beginning;
use crate::report::topics::model::TopicReport;

/// Size of the letters, in units of the picture.
pub(super) const SIZE: f32 = 15.0;

/// From the left of a label to its text: a bar in the topic's colour stands there.
pub(super) const INDENT: f32 = 12.0;

/// Width of a column of text, as a share of the size of its letters; a little more than most bold letters take.
const COLUMN: f32 = 0.6;

/// Most columns of a label.
const COLUMNS: usize = 32;

/// Least distance between two labels.
const GAP: f32 = 3.0;

/// Up to this many points, labels keep off them where they can; among more, they stand in the middle of their topic.
const FEW: usize = 1_500;

/// Topics for which a place is looked for; the map is full long before.
const TRIED: usize = 1_000;

/// What it costs to cover a point, in lines of distance from the middle of the topic.
const COVERED: f32 = 2.0;

/// What it costs to move a label aside by its width, in lines.
const ASIDE: f32 = 3.0;

/// A label that has its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// The place of its topic among those of the report.
    pub(super) topic: usize,
    /// Its text.
    pub(super) text: String,
    /// Where it stands.
    pub(super) region: Region,
}

/// The labels that have room, topics in their order: larger ones choose first.
pub(super) fn place(report: &TopicReport, points: &[Point], region: Region) -> Vec<Label> {
    let mut of_topic: Vec<Vec<Spot>> = vec![Vec::new(); report.topics.len()];
    for point in points {
        if let Some(spots) = point.topic.and_then(|topic| of_topic.get_mut(topic)) {
            spots.push(point.at);
        }
    }
    let mut labels: Vec<Label> = Vec::new();
    for (topic, spots) in of_topic.iter().enumerate().take(TRIED) {
        let text = beginning(&report.topics[topic].label, COLUMNS);
        let Some(middle) = densest(spots.iter().copied()).filter(|_| !text.is_empty()) else { continue };
        let size = [INDENT + width::of(&text) as f32 * SIZE * COLUMN, SIZE * 1.3];
        let free = candidates(middle, size)
            .map(|place| place.moved_into(region))
            .filter(|place| !labels.iter().any(|label| label.region.touches(place, GAP)));
        let cost = |place: &Region| {
            let [x, y] = place.middle();
            let away = (x - middle[0]).abs() / size[0] * ASIDE + (y - middle[1]).abs() / size[1];
            let covered = points.iter().filter(|point| place.holds(point.at));
            away + if points.len() > FEW { 0.0 } else { covered.count() as f32 * COVERED }
        };
        // The first of the cheapest.
        let best = free.map(|place| (cost(&place), place)).min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, region)) = best {
            labels.push(Label { topic, text, region });
        }
    }
    labels
}

/// Places for a label of `size`: over the middle and around it.
fn candidates([x, y]: Spot, [width, height]: [f32; 2]) -> impl Iterator<Item = Region> {
    let steps = [0.0, -1.1, 1.1, -2.2, 2.2, -3.3, 3.3, -4.4, 4.4];
    let sides = [0.0, 0.55, -0.55];
    let moves = steps.into_iter().flat_map(move |down| sides.map(|side| [side * width, down * height]));
    moves.map(move |[right, down]| {
        let (left, top) = (x + right - width / 2.0, y + down - height / 2.0);
        Region { left, top, right: left + width, bottom: top + height }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    const REGION: Region = Region { left: 0.0, top: 0.0, right: 800.0, bottom: 700.0 };

    fn labels(n_topics: usize, points: &[Point]) -> Vec<Label> {
        let mut report = sample::report();
        report.topics = vec![report.topics[0].clone(); n_topics];
        place(&report, points, REGION)
    }

    #[test]
    fn labels_do_not_touch_each_other_or_leave_the_map() {
        // Thirty topics on nearly the same spot, in a corner.
        let points: Vec<_> = (0..30)
            .map(|topic| Point { unit: topic, at: [790.0, topic as f32], topic: Some(topic) })
            .collect();
        let labels = labels(30, &points);
        assert!((4..30).contains(&labels.len()), "{}", labels.len());
        for (place, label) in labels.iter().enumerate() {
            assert!(REGION.holds([label.region.left, label.region.top]), "{label:?}");
            assert!(REGION.holds([label.region.right, label.region.bottom]), "{label:?}");
            assert!(
                labels[..place].iter().all(|other| !other.region.touches(&label.region, 0.0)),
                "{label:?}"
            );
        }
    }

    #[test]
    fn a_label_keeps_off_a_few_points_and_stands_over_many() {
        let crowd = |n: usize| -> Vec<Point> {
            (0..n)
                .map(|unit| Point { unit, at: [400.0, 300.0 + unit as f32 / n as f32], topic: Some(0) })
                .collect()
        };
        assert!(!labels(1, &crowd(20))[0].region.holds([400.0, 300.5]));
        assert!(labels(1, &crowd(2_000))[0].region.holds([400.0, 300.5]));
    }

    #[test]
    fn a_topic_without_points_has_no_label() {
        let points = [Point { unit: 0, at: [400.0, 300.0], topic: Some(1) }];
        let labels = labels(2, &points);
        assert_eq!(labels.iter().map(|label| label.topic).collect::<Vec<_>>(), [1]);
    }
}
