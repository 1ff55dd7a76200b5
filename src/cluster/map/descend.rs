//! The epochs: links pull, random rows push, all rows move at once.

use rayon::prelude::*;

use super::curve::{Curve, power};
use super::links::Links;
use super::start::mix;

/// Pairs of rows whose forces are computed at once. Sums have so many parts, added in one order.
pub(super) const LANES: usize = 8;

/// The most by which one pair of rows pushes along an axis.
const MOST: f32 = 4.0;

/// Kept away from zero: the squared distance of a pull, and that of a push (as in the paper's implementation).
const NEAREST_PULL: f32 = 1e-6;
const NEAREST_PUSH: f32 = 1e-3;

/// How much of the direction, and of its squared length, stays from one epoch to the next (`beta_1` and `beta_2` of Adam). Less than
/// Adam's own, since there are few epochs.
const KEPT: f32 = 0.5;
const KEPT_SQUARE: f32 = 0.9;

/// The first step, in units of the layout; later ones fall to zero in a straight line.
const STEP: f32 = 1.0;

/// How many rows move before another thread may help.
const BLOCK: usize = 512;

/// What a row remembers of the epochs before.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    direction: [f32; 2],
    square: [f32; 2],
}

/// What stays the same in all epochs.
pub(super) struct Forces<'a> {
    pub(super) links: &'a Links,
    pub(super) curve: Curve,
    /// How many random rows push for each link that pulls.
    pub(super) negatives: usize,
    pub(super) seed: u64,
}

/// Moves all rows `epochs` times.
pub(super) fn descend(forces: &Forces<'_>, mut places: Vec<[f32; 2]>, epochs: usize) -> Vec<[f32; 2]> {
    let mut memory = vec![Memory::default(); places.len()];
    let mut moved = places.clone();
    let (mut kept, mut kept_square) = (1.0, 1.0);
    for epoch in 0..epochs {
        let step = STEP * (1.0 - epoch as f32 / epochs as f32);
        kept *= KEPT;
        kept_square *= KEPT_SQUARE;
        // Both begin at zero; this takes the lean to it away.
        let lean = [1.0 / (1.0 - kept), 1.0 / (1.0 - kept_square)];
        let draw = mix(forces.seed ^ mix(epoch as u64 + 1));
        moved.par_iter_mut().zip(&mut memory).enumerate().with_min_len(BLOCK).for_each(
            |(row, (place, memory))| {
                let force = forces.on(row, &places, draw);
                for axis in 0..2 {
                    let (direction, square) = (&mut memory.direction[axis], &mut memory.square[axis]);
                    *direction = KEPT * *direction + (1.0 - KEPT) * force[axis];
                    *square = KEPT_SQUARE * *square + (1.0 - KEPT_SQUARE) * force[axis] * force[axis];
                    let length = (*square * lean[1]).sqrt() + 1e-7;
                    place[axis] = places[row][axis] + step * *direction * lean[0] / length;
                }
            },
        );
        std::mem::swap(&mut places, &mut moved);
    }
    places
}

impl Forces<'_> {
    /// The force on one row; `draw` tells which random rows push.
    #[inline]
    fn on(&self, row: usize, places: &[[f32; 2]], draw: u64) -> [f32; 2] {
        let own = places[row];
        let pull = self.pull(row, own, places);
        let push = self.push(own, places, mix(draw ^ row as u64));
        // A link is met at both of its ends, and each time both of them move.
        let share = self.negatives as f32 * self.links.strengths[row] / LANES as f32;
        [2.0 * pull[0] + share * push[0], 2.0 * pull[1] + share * push[1]]
    }

    #[inline]
    fn pull(&self, row: usize, own: [f32; 2], places: &[[f32; 2]]) -> [f32; 2] {
        let Curve { a, b } = self.curve;
        let all = self.links.starts[row]..self.links.starts[row + 1];
        let (others, _) = self.links.others[all.clone()].as_chunks::<LANES>();
        let (weights, _) = self.links.weights[all].as_chunks::<LANES>();
        let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
        for (others, weights) in others.iter().zip(weights) {
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            for lane in 0..LANES {
                let other = places[others[lane] as usize];
                dx[lane] = other[0] - own[0];
                dy[lane] = other[1] - own[1];
            }
            for lane in 0..LANES {
                let square = dx[lane] * dx[lane] + dy[lane] * dy[lane] + NEAREST_PULL;
                let power = power(square, b);
                let force = weights[lane] * (2.0 * a * b) * power / (square * (1.0 + a * power));
                x[lane] += force * dx[lane];
                y[lane] += force * dy[lane];
            }
        }
        [sum(x), sum(y)]
    }

    #[inline]
    fn push(&self, own: [f32; 2], places: &[[f32; 2]], mut draw: u64) -> [f32; 2] {
        let Curve { a, b } = self.curve;
        let n = places.len() as u64;
        let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            if lane % 2 == 0 {
                draw = mix(draw.wrapping_add(0x9e37_79b9_7f4a_7c15));
            }
            let half = (draw >> (32 * (lane % 2))) & 0xffff_ffff;
            let other = places[((half * n) >> 32) as usize];
            dx[lane] = own[0] - other[0];
            dy[lane] = own[1] - other[1];
        }
        let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            let square = dx[lane] * dx[lane] + dy[lane] * dy[lane];
            let power = power(square + NEAREST_PULL, b);
            let force = 2.0 * b / ((NEAREST_PUSH + square) * (1.0 + a * power));
            x[lane] = (force * dx[lane]).clamp(-MOST, MOST);
            y[lane] = (force * dy[lane]).clamp(-MOST, MOST);
        }
        [sum(x), sum(y)]
    }
}

/// The sum of the lanes, always in the same order.
#[inline]
fn sum(v: [f32; LANES]) -> f32 {
    ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]))
}
