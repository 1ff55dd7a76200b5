//! What reports of times say of an earlier run.

use serde::{Deserialize, Serialize};

use crate::report::answers::bench::WorseRow;
use crate::report::text::number::{count, grouped, percent};
use crate::report::text::wrap::label;

/// The times of two runs compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimeComparison {
    /// The file of the earlier run.
    pub file: String,
    /// Share by which time may grow.
    pub margin: f64,
    /// Whether both read the same text.
    pub same_text: bool,
    /// Rows of both runs.
    pub compared: usize,
    /// Rows of the earlier run that this one lacks.
    pub missing: Vec<String>,
    /// What takes longer.
    pub worse: Vec<WorseRow>,
}

impl TimeComparison {
    /// Whether something takes longer or is gone.
    pub fn is_worse(&self) -> bool {
        !self.worse.is_empty() || !self.missing.is_empty()
    }
}

/// What is said of an earlier run, a sentence each.
pub(super) fn compared(comparison: &TimeComparison, noun: &str) -> Vec<String> {
    let mut notes = vec![format!(
        "{} compared with {}: time within {}",
        count(comparison.compared, noun),
        label(&comparison.file),
        percent(comparison.margin),
    )];
    if !comparison.same_text {
        notes.push("That run read other text".to_owned());
    }
    if !comparison.is_worse() {
        notes.push("Nothing takes longer".to_owned());
    }
    for worse in &comparison.worse {
        notes.push(format!(
            "Slower: {}: {} ms, {} expected: {} more",
            label(&worse.name),
            decimals(worse.how.now / 1000.0),
            decimals(worse.how.before / 1000.0),
            percent(worse.how.by),
        ));
    }
    if !comparison.missing.is_empty() {
        let names: Vec<_> = comparison.missing.iter().map(|name| label(name)).collect();
        notes.push(format!("Not there: {}", names.join(", ")));
    }
    notes
}

/// A number with as many digits as say something.
pub(super) fn decimals(value: f64) -> String {
    match value {
        value if value < 0.1 => format!("{value:.4}"),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => grouped(value.round() as usize),
    }
}

/// Half of what some values differ by, as a share of their middle.
pub(super) fn spread(middle: f64, [low, high]: [f64; 2]) -> String {
    percent(if middle > 0.0 { (high - low) / 2.0 / middle } else { 0.0 })
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;
    use crate::bench::Regression;

    pub(in crate::report) fn comparison(name: &str) -> TimeComparison {
        let how = Regression { measure: "time".to_owned(), before: 1000.0, now: 1500.0, by: 0.5 };
        TimeComparison {
            file: "monday.json".to_owned(),
            margin: 0.25,
            same_text: false,
            compared: 2,
            missing: vec!["gone".to_owned()],
            worse: vec![WorseRow { name: name.to_owned(), how }],
        }
    }

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        let shown = [0.01234, 0.5, 12.345, 1234.5].map(decimals);
        assert_eq!(shown, ["0.0123", "0.50", "12.3", "1,235"].map(str::to_owned));
        assert_eq!([spread(10.0, [9.0, 11.0]), spread(0.0, [0.0, 0.0])], ["10%", "0%"]);
    }
}
