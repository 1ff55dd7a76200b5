//! From places on the map to places in the picture.

use std::collections::BTreeMap;

use super::Region;
use crate::report::topics::model::TopicReport;

/// Side of a cell in which points are counted to find where a topic is dense, in units of the picture.
const CELL: f32 = 36.0;

/// A point of the picture: x from the left, y from the top.
pub(super) type Spot = [f32; 2];

/// A unit that is on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// Its number in the report.
    pub(super) unit: usize,
    /// Its place in the picture.
    pub(super) at: Spot,
    /// The place of its topic among those of the report.
    pub(super) topic: Option<usize>,
}

/// Units with a place on the map, in their order; as large as they fit into `region`, in its middle.
pub(super) fn points(report: &TopicReport, region: Region) -> Vec<Point> {
    let place: BTreeMap<u64, usize> =
        report.topics.iter().enumerate().map(|(place, topic)| (topic.id, place)).collect();
    let finite = |xy: Option<[f32; 2]>| xy.filter(|xy| xy.iter().all(|value| value.is_finite()));
    let placed = report.units.iter().enumerate().filter_map(|(unit, entry)| {
        let topic = entry.topic.and_then(|topic| place.get(&topic).copied());
        finite(entry.xy).map(|at| Point { unit, at, topic })
    });
    let mut points: Vec<Point> = placed.collect();
    let bounds = |axis: usize| {
        let values = points.iter().map(|point| point.at[axis]);
        values.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), value| {
            (least.min(value), most.max(value))
        })
    };
    let [(left, right), (bottom, top)] = [bounds(0), bounds(1)];
    // What has no extent is in the middle, at any scale.
    let scale = (region.width() / (right - left)).min(region.height() / (top - bottom));
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let middle = region.middle();
    for point in &mut points {
        let [x, y] = point.at;
        point.at = [
            middle[0] + (x - f32::midpoint(left, right)) * scale,
            middle[1] - (y - f32::midpoint(bottom, top)) * scale,
        ];
    }
    points
}

/// The middle of the densest part of some points; `None` where there is none. Ties go to the first cell.
pub(super) fn densest(points: impl Iterator<Item = Spot> + Clone) -> Option<Spot> {
    let cell = |[x, y]: Spot| ((x / CELL).floor() as i32, (y / CELL).floor() as i32);
    let mut cells: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for point in points.clone() {
        *cells.entry(cell(point)).or_default() += 1;
    }
    let around = |(x, y): (i32, i32)| {
        let near = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        near.filter_map(|near| cells.get(&near)).sum::<usize>()
    };
    let best = cells.keys().rev().max_by_key(|cell| (around(**cell), cells[*cell])).copied()?;
    let near = |point: &Spot| {
        let (x, y) = cell(*point);
        (x - best.0).abs() <= 1 && (y - best.1).abs() <= 1
    };
    let (mut sum, mut n) = ([0.0_f64; 2], 0.0);
    for point in points.filter(near) {
        sum = [sum[0] + f64::from(point[0]), sum[1] + f64::from(point[1])];
        n += 1.0;
    }
    Some([(sum[0] / n) as f32, (sum[1] / n) as f32])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    const REGION: Region = Region { left: 100.0, top: 50.0, right: 300.0, bottom: 450.0 };

    #[test]
    fn points_fill_the_region_and_keep_its_shape() {
        let mut report = sample::report();
        report.units[0].xy = Some([-1.0, -0.5]);
        report.units[1].xy = Some([1.0, 0.5]);
        report.units[2].xy = Some([0.0, 0.0]);
        report.units[3].xy = Some([f32::NAN, 0.0]);
        let points = points(&report, REGION);
        assert_eq!(
            points.iter().map(|point| point.at).collect::<Vec<_>>(),
            [[100.0, 300.0], [300.0, 200.0], [200.0, 250.0]]
        );
        assert_eq!(points.iter().map(|point| point.topic).collect::<Vec<_>>(), [Some(0), Some(1), None]);
    }

    #[test]
    fn a_single_point_is_in_the_middle_and_none_is_none() {
        let mut report = sample::report();
        for unit in &mut report.units[1..] {
            unit.xy = None;
        }
        assert_eq!(points(&report, REGION)[0].at.map(|value| value as i32), [200, 250]);
        report.units[0].xy = None;
        assert_eq!(points(&report, REGION), []);
        assert_eq!(densest(std::iter::empty()), None);
    }

    #[test]
    fn the_densest_part_is_found_beside_stray_points() {
        let crowd = (0..10).map(|n| [500.0 + n as f32, 400.0]);
        let stray = (0..9).map(|n| [50.0 * n as f32, 10.0]);
        assert_eq!(densest(stray.chain(crowd)), Some([504.5, 400.0]));
    }
}
