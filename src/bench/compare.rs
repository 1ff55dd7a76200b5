//! What got worse between two runs.

use serde::{Deserialize, Serialize};

use crate::eval::{Sample, difference_interval};

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
/// zero as well. Times are the shortest of each query, and are compared as if the machine had been as fast both times as the yardstick was.
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
        if by > margin {
            worse.push(Regression { measure: "time".to_owned(), before: expected, now: now.best_us, by });
        }
    }
    worse
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(recalls: &[f64], best_us: f64, yardstick: f64) -> Before<'_> {
        Before { recalls, recall: recalls.iter().sum::<f64>() / recalls.len() as f64, best_us, yardstick }
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
}
