//! What got worse between two runs.

use serde::{Deserialize, Serialize};

use crate::eval::{Sample, difference_interval};

/// What a [`Regression`] of time is called.
pub const TIME: &str = "time";

/// A setting as it was.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Recall of each query, where it was kept.
    pub recalls: &'a [f64],
    /// Its mean.
    pub recall: f64,
    /// Shortest times, in microseconds, in the mean of queries.
    pub best_us: f64,
    /// How fast the machine was at its fastest.
    pub yardstick: f64,
    /// What a query took in each turn, as if the machine had always been as fast as the yardstick was just before: in any unit, the same in
    /// both runs. Empty where it was not kept.
    pub turns: &'a [f64],
}

/// The same setting now.
pub type Now<'a> = Before<'a>;

/// Something that got worse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    /// What: `recall` or `time`.
    pub measure: String,
    /// What it was, in the same unit: a share, or microseconds on a machine as fast as now.
    pub before: f64,
    /// What it is.
    pub now: f64,
    /// By how much, as a share: of all neighbours for recall, of the time before for time.
    pub by: f64,
}

/// What of a setting got worse by more than `margin` of its time or `least` of its recall, in shares.
///
/// Recalls of the same queries are compared in pairs: less recall is a regression when the 95 % interval of the difference lies below
/// zero as well. Times are the shortest of each query, and are compared as if the machine had been as fast both times as the yardstick was. More
/// time is a regression when the turns say so as well: theirs are longer by more than the margin, and not by chance. Where either run has fewer
/// than three turns, which say nothing, the shortest times decide alone.
pub fn regressions(before: &Before<'_>, now: &Now<'_>, margin: f64, least: f64) -> Vec<Regression> {
    let mut worse = Vec::new();
    let lost = before.recall - now.recall;
    let sure = before.recalls.len() != now.recalls.len() || before.recalls.is_empty() || {
        let pair = [now, before].map(|run| Sample::Mean(run.recalls.to_vec()));
        difference_interval(&pair[0], &pair[1]).is_none_or(|[_, high]| high < 0.0)
    };
    if lost > least && sure {
        let measure = "recall".to_owned();
        worse.push(Regression { measure, before: before.recall, now: now.recall, by: lost });
    }
    if before.best_us > 0.0 && now.yardstick > 0.0 {
        let expected = before.best_us * before.yardstick / now.yardstick;
        let by = now.best_us / expected - 1.0;
        if by > margin && turns_are_longer(before.turns, now.turns, 1.0 + margin) {
            worse.push(Regression { measure: TIME.to_owned(), before: expected, now: now.best_us, by });
        }
    }
    worse
}

/// Least number of turns from which chance can be told.
const LEAST_TURNS: usize = 3;

/// The quantile of the normal distribution above which one of twenty lies.
const ONE_OF_TWENTY: f64 = 1.645;

/// Whether turns are more than `times` as long as they were, for more reasons than chance: the one-sided test of ranks by Mann and Whitney
/// (1947, "On a test of whether one of two random variables is stochastically larger than the other") at 5 %, as the normal distribution has
/// it with its correction for continuity. A turn that was interrupted is longer by any amount, and here counts as one that is longer.
fn turns_are_longer(before: &[f64], now: &[f64], times: f64) -> bool {
    if before.len().min(now.len()) < LEAST_TURNS {
        return true;
    }
    let mut won = 0.0;
    for is in now {
        for was in before {
            won += match is.total_cmp(&(was * times)) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    let (n, m) = (before.len() as f64, now.len() as f64);
    let deviation = (n * m * (n + m + 1.0) / 12.0).sqrt();
    won - n * m / 2.0 - 0.5 >= ONE_OF_TWENTY * deviation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(recalls: &[f64], best_us: f64, yardstick: f64) -> Before<'_> {
        let recall = recalls.iter().sum::<f64>() / recalls.len() as f64;
        Before { recalls, recall, best_us, yardstick, turns: &[] }
    }

    fn names(before: &Before<'_>, now: &Now<'_>) -> Vec<String> {
        regressions(before, now, 0.2, 0.005).into_iter().map(|worse| worse.measure).collect()
    }

    #[test]
    fn less_recall_of_the_same_queries_is_a_regression_when_it_is_sure() {
        let good = [1.0; 100];
        let mut bad = good;
        bad[..30].fill(0.9);
        assert_eq!(names(&run(&good, 10.0, 1.0), &run(&bad, 10.0, 1.0)), ["recall"]);
        assert!(names(&run(&bad, 10.0, 1.0), &run(&good, 10.0, 1.0)).is_empty(), "better is no regression");
        assert!(names(&run(&good, 10.0, 1.0), &run(&good, 10.0, 1.0)).is_empty());
        // One query of a hundred, all of it: more than the least, and not sure.
        let mut unlucky = good;
        unlucky[0] = 0.0;
        assert!(names(&run(&good, 10.0, 1.0), &run(&unlucky, 10.0, 1.0)).is_empty());
    }

    #[test]
    fn time_is_held_against_what_the_machine_did_meanwhile() {
        let recalls = [1.0, 1.0];
        let before = run(&recalls, 10.0, 1000.0);
        assert_eq!(names(&before, &run(&recalls, 13.0, 1000.0)), ["time"]);
        assert!(names(&before, &run(&recalls, 11.9, 1000.0)).is_empty(), "within the margin");
        // Half as fast a machine takes twice the time.
        assert!(names(&before, &run(&recalls, 20.0, 500.0)).is_empty());
        assert_eq!(names(&before, &run(&recalls, 10.0, 2000.0)), ["time"]);
        let worse = regressions(&before, &run(&recalls, 20.0, 1000.0), 0.2, 0.005);
        assert!((worse[0].by - 1.0).abs() < 1e-9 && (worse[0].before - 10.0).abs() < 1e-9);
    }
    #[test]
    fn more_time_is_a_regression_when_the_turns_say_so_as_well() {
        let recalls = [1.0];
        let of = |best_us: f64, turns: &'static [f64]| Before { turns, ..run(&recalls, best_us, 1000.0) };
        let before = of(50.0, &[55.0, 52.0, 90.0, 51.0, 54.0]);
        let slow = |now: &Now<'_>| !regressions(&before, now, 0.25, 0.005).is_empty();
        // The same program, of which the shortest times were unlucky: most turns are as they were.
        assert!(!slow(&of(75.0, &[56.0, 80.0, 53.0, 110.0, 77.0])));
        // Three times as slow, also where a turn before was interrupted.
        assert!(slow(&of(150.0, &[160.0, 155.0, 152.0, 300.0, 151.0])));
        // Turns that are longer within the margin say nothing, however many there are.
        assert!(!slow(&of(75.0, &[60.0; 15])));
        // By turns alone nothing is worse.
        assert!(!slow(&of(51.0, &[160.0, 155.0, 152.0, 300.0, 151.0])));
        // Of fewer than three turns chance makes what it likes, and in runs of earlier versions there are none.
        assert!(slow(&of(75.0, &[10.0, 10.0])) && slow(&of(75.0, &[])));
    }

    #[test]
    fn equal_turns_are_seldom_taken_for_longer_ones_and_twice_as_long_ones_nearly_always() {
        use rand_xoshiro::Xoshiro256Plus;
        use rand_xoshiro::rand_core::{RngCore, SeedableRng};
        let mut random = Xoshiro256Plus::seed_from_u64(1);
        // A busy machine makes any turn up to twice as long.
        let mut turns = |count: usize, time: f64| -> Vec<f64> {
            (0..count)
                .map(|_| time * (1.0 + (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64))
                .collect()
        };
        let mut found = [0; 4];
        for _ in 0..1000 {
            let before = turns(5, 1.0);
            for (found, (count, time)) in found.iter_mut().zip([(5, 1.25), (5, 1.0), (5, 3.0), (15, 2.0)]) {
                *found += usize::from(turns_are_longer(&before, &turns(count, time), 1.25));
            }
        }
        let [at_the_margin, same, thrice, twice_measured_again] = found;
        assert!(at_the_margin <= 70, "one of twenty: {at_the_margin}");
        assert!(same <= 10 && thrice >= 990 && twice_measured_again >= 950, "{found:?}");
    }
}
