//! Places turned, mirrored and scaled so that the picture holds still.

use ndarray::Array2;

/// Places with the widest direction across, inside [-1, 1], `(n, 2)`; the aspect is kept.
///
/// Of the two directions of an axis, the one with the longer tail (greater third moment) is the positive one; where tails are alike,
/// the first row off the middle has a negative place.
pub(super) fn frame(places: &[[f32; 2]]) -> Array2<f32> {
    let count = places.len().max(1) as f64;
    let wide: Vec<[f64; 2]> = places.iter().map(|place| [f64::from(place[0]), f64::from(place[1])]).collect();
    let middle = [0, 1].map(|axis| wide.iter().map(|place| place[axis]).sum::<f64>() / count);
    let [mut xx, mut xy, mut yy] = [0.0; 3];
    for place in &wide {
        let (x, y) = (place[0] - middle[0], place[1] - middle[1]);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let across = widest(xx, xy, yy);
    let mut turned: Vec<[f64; 2]> = wide
        .iter()
        .map(|place| {
            let (x, y) = (place[0] - middle[0], place[1] - middle[1]);
            [x * across[0] + y * across[1], y * across[0] - x * across[1]]
        })
        .collect();
    for axis in 0..2 {
        if is_mirrored(&turned, axis) {
            for place in &mut turned {
                place[axis] = -place[axis];
            }
        }
    }
    let bounds = [0, 1].map(|axis| {
        let values = || turned.iter().map(|place| place[axis]);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    });
    let half = bounds.iter().map(|(least, most)| (most - least) / 2.0).fold(0.0, f64::max);
    let scale = if half > 0.0 { 1.0 / half } else { 0.0 };
    Array2::from_shape_fn((places.len(), 2), |(row, axis)| {
        let middle = f64::midpoint(bounds[axis].0, bounds[axis].1);
        ((turned[row][axis] - middle) * scale).clamp(-1.0, 1.0) as f32
    })
}

/// The direction of the greatest variance, of length 1, by the scatter matrix `[[xx, xy], [xy, yy]]`.
fn widest(xx: f64, xy: f64, yy: f64) -> [f64; 2] {
    let value = f64::midpoint(xx, yy) + ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
    // Either row of the matrix less its eigenvalue gives the direction; the longer one gives it well.
    let [a, b] = [[xy, value - xx], [value - yy, xy]];
    let of = |v: [f64; 2]| (v[0] * v[0] + v[1] * v[1]).sqrt();
    let longer = if of(a) > of(b) { a } else { b };
    let length = of(longer);
    if length > 0.0 { [longer[0] / length, longer[1] / length] } else { [1.0, 0.0] }
}

fn is_mirrored(places: &[[f64; 2]], axis: usize) -> bool {
    let values = || places.iter().map(|place| place[axis]);
    let (lean, size) =
        values().fold((0.0, 0.0), |(lean, size), v| (lean + v * v * v, size + (v * v * v).abs()));
    if lean.abs() > 1e-6 * size {
        return lean < 0.0;
    }
    let farthest = values().fold(0.0, |most: f64, v| most.max(v.abs()));
    values().find(|v| v.abs() > 1e-3 * farthest).is_some_and(|v| v > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_moved_scaled_or_mirrored_places_give_the_same_picture() {
        let places: Vec<[f32; 2]> = (0..60_u8)
            .map(|i| [f32::from(i) * f32::from(i) / 300.0, f32::from(i % 7) * f32::from(i % 7) / 20.0])
            .collect();
        let picture = frame(&places);
        let (sin, cos) = 0.7_f32.sin_cos();
        for mirror in [1.0, -1.0] {
            let other: Vec<[f32; 2]> = places
                .iter()
                .map(|p| {
                    [3.0 * (p[0] * cos - p[1] * sin) + 5.0, mirror * 3.0 * (p[0] * sin + p[1] * cos) - 9.0]
                })
                .collect();
            let off = (&frame(&other) - &picture).mapv(f32::abs).into_iter().fold(0.0, f32::max);
            assert!(off < 1e-4, "{off}");
        }
        let most = |axis| picture.column(axis).iter().fold(0.0_f32, |most, v| most.max(v.abs()));
        assert!((most(0) - 1.0).abs() < 1e-6 && most(1) < 1.0);
    }

    #[test]
    fn few_places_have_a_frame_too() {
        assert_eq!(frame(&[]).dim(), (0, 2));
        assert_eq!(frame(&[[3.0, 4.0]]), ndarray::array![[0.0, 0.0]]);
        assert_eq!(frame(&[[3.0, 4.0], [3.0, 4.0]]), ndarray::array![[0.0, 0.0], [0.0, 0.0]]);
        let two = frame(&[[0.0, 0.0], [3.0, 4.0]]);
        assert!(
            (two[[0, 0]] + 1.0).abs() < 1e-6 && (two[[1, 0]] - 1.0).abs() < 1e-6 && two[[0, 1]].abs() < 1e-6
        );
    }
}
