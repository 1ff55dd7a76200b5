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

pub use compare::{Before, Now, Regression, regressions};
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

/// How much less the least of some values is than the greatest, as a share of that.
pub fn shortfall(values: &[f64]) -> f64 {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(0.0, f64::max);
    if greatest > 0.0 { 1.0 - least / greatest } else { 0.0 }
}
