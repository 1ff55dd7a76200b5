//! Retrieval, measured honestly: recall against time, beside exact search, in one run.
//!
//! A [`Contender`] answers queries by number. [`recall`] holds its answers against the [`Truth`], and [`time`] measures several in turn,
//! round by round, so that what else the machine does meets all of them alike; a fixed piece of arithmetic is timed in between
//! ([`Round::yardstick`]) and says how quiet the machine was. [`dataset`] reads the files that benchmarks are made of,
//! [`in_turns`] does the same for any work that comes in pieces, [`run_process`] for a whole process, [`Regression`] says what got worse between two runs.

mod compare;
pub mod dataset;
mod environment;
mod measure;
mod peer;
mod process;
mod truth;
mod turns;

pub use compare::{Before, Now, Regression, TIME, regressions};
pub use environment::{Environment, doubts, peak_resident};
pub use measure::{Contender, Latencies, NoOp, Repeats, Round, Timed, Way, recall, time, yardstick};
pub use peer::{PEER_PROTOCOL, Peer, PeerError};
pub use process::{Ran, run_process};
pub use truth::Truth;
pub use turns::{Done, Pieces, Turn, in_turns};

/// The middle of some values; 0 for none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// Least and greatest of some values; 0 for none.
pub fn range(values: &[f64]) -> [f64; 2] {
    let ends = |ends: Option<[f64; 2]>, &value: &f64| {
        Some(ends.map_or([value; 2], |[least, greatest]| [least.min(value), greatest.max(value)]))
    };
    values.iter().fold(None, ends).unwrap_or_default()
}

/// The mean of the shorter half of shortest times, in microseconds; of nanoseconds, of which `u64::MAX` is none. 0 for none.
///
/// On a busy machine what takes longer than a moment is interrupted now and then, however often it is done: the longer half tells of that.
fn shortest_us(nanos: &[u64]) -> f64 {
    let mut taken: Vec<u64> = nanos.iter().copied().filter(|nanos| *nanos < u64::MAX).collect();
    taken.sort_unstable();
    taken.truncate(taken.len().div_ceil(2));
    taken.iter().map(|nanos| *nanos as f64).sum::<f64>() / taken.len().max(1) as f64 / 1000.0
}

/// How much less the least of some values is than the greatest, as a share of that.
pub fn shortfall(values: &[f64]) -> f64 {
    let [least, greatest] = range(values);
    if greatest > 0.0 { 1.0 - least / greatest } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_from_the_least_to_the_greatest() {
        let same = |values: &[f64], ends: [f64; 2]| {
            range(values).iter().zip(ends).all(|(end, other)| end.total_cmp(&other).is_eq())
        };
        assert!(same(&[3.0, 1.0, 2.0], [1.0, 3.0]) && same(&[5.0], [5.0; 2]) && same(&[], [0.0; 2]));
        assert!((shortfall(&[2.0, 8.0]) - 0.75).abs() < 1e-12 && shortfall(&[]).abs() < 1e-12);
    }

    #[test]
    fn the_shorter_half_of_times_is_what_is_compared() {
        // One of four was interrupted for a hundred times as long.
        let quiet = shortest_us(&[1000, 2000, 3000, 4000]);
        assert!((quiet - 1.5).abs() < 1e-9);
        assert!((shortest_us(&[1000, 2000, 300_000, 4000]) - quiet).abs() < 1e-9);
        assert!((shortest_us(&[5000, u64::MAX, 1000, 3000]) - 2.0).abs() < 1e-9, "of three, two");
        assert!((shortest_us(&[7000]) - 7.0).abs() < 1e-9 && shortest_us(&[u64::MAX]).abs() < 1e-9);
        assert!(shortest_us(&[]).abs() < 1e-9);
    }
}
