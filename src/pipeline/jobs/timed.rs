//! Times of a run held against those of an earlier one.

use crate::bench::{Before, regressions};
use crate::report::answers::bench::WorseRow;
use crate::report::answers::timed::TimeComparison;

/// The times of a run.
pub(super) struct Times<'a> {
    /// Name and shortest time of each row, in microseconds.
    pub(super) rows: Vec<(&'a str, f64)>,
    /// How fast the machine was at its fastest.
    pub(super) yardstick: f64,
    /// Hash of what was read.
    pub(super) hash: &'a str,
}

/// Rows of the same name, as if the machine had been as fast both times.
pub(super) fn compare(now: &Times<'_>, before: &Times<'_>, file: String, margin: f64) -> TimeComparison {
    let mut comparison = TimeComparison {
        file,
        margin,
        same_text: now.hash == before.hash,
        compared: 0,
        missing: Vec::new(),
        worse: Vec::new(),
    };
    let of = |best_us: f64, run: &Times<'_>| Before {
        recalls: &[],
        recall: 1.0,
        best_us,
        yardstick: run.yardstick,
        turns: &[],
    };
    for &(name, was) in &before.rows {
        let Some(&(_, is)) = now.rows.iter().find(|(other, _)| *other == name) else {
            comparison.missing.push(name.to_owned());
            continue;
        };
        comparison.compared += 1;
        let worse = regressions(&of(was, before), &of(is, now), margin, 1.0);
        comparison.worse.extend(worse.into_iter().map(|how| WorseRow { name: name.to_owned(), how }));
    }
    comparison
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times<'a>(rows: &[(&'a str, f64)], yardstick: f64) -> Times<'a> {
        Times { rows: rows.to_vec(), yardstick, hash: "a" }
    }

    #[test]
    fn what_is_slower_or_gone_is_told() {
        let before = times(&[("a", 10.0), ("b", 10.0), ("gone", 1.0)], 1000.0);
        let same = compare(&before, &before, "f".to_owned(), 0.25);
        assert_eq!((same.compared, same.is_worse(), same.same_text), (3, false, true));

        let now = times(&[("a", 12.0), ("b", 13.0), ("new", 1.0)], 1000.0);
        let found = compare(&now, &before, "f".to_owned(), 0.25);
        assert_eq!((found.compared, &found.missing[..]), (2, &["gone".to_owned()][..]));
        let names: Vec<_> = found.worse.iter().map(|worse| worse.name.as_str()).collect();
        assert_eq!(names, ["b"]);

        // Half as fast a machine takes twice the time.
        let slow = Times { hash: "b", ..times(&[("a", 20.0), ("b", 20.0), ("gone", 2.0)], 500.0) };
        let found = compare(&slow, &before, "f".to_owned(), 0.25);
        assert!(!found.is_worse() && !found.same_text, "{found:?}");
    }
}
