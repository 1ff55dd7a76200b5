//! Quality figures, and that there is none.

use crate::report::layout::number::{count, figure};
use crate::report::model::QualitySummary;

/// Name and value of each figure.
pub(in crate::report) fn figures(quality: &QualitySummary) -> Vec<(&'static str, String)> {
    let value = |value: Option<f64>| value.map_or_else(|| "not defined".to_owned(), figure);
    let stability = match quality.stability_runs {
        0 => "not measured".to_owned(),
        runs => format!("{} ({})", value(quality.stability), count(runs, "sample")),
    };
    vec![
        ("silhouette", value(quality.silhouette)),
        ("density validity", value(quality.density_validity)),
        ("coherence", value(quality.coherence)),
        ("diversity", value(quality.diversity)),
        ("stability", stability),
    ]
}

/// `silhouette 0.21 · density validity 0.05 · …`.
pub(in crate::report) fn line(quality: &QualitySummary) -> String {
    let figures = figures(quality);
    figures.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_there_says_so() {
        let mut quality = QualitySummary {
            silhouette: None,
            density_validity: Some(-0.001),
            coherence: Some(0.125),
            diversity: Some(1.0),
            stability: None,
            stability_runs: 0,
            outlier_share: None,
        };
        let expected = "silhouette not defined · density validity 0.00 · coherence 0.12 · diversity 1.00 · ";
        assert_eq!(line(&quality), format!("{expected}stability not measured"));
        quality.stability_runs = 1;
        assert_eq!(line(&quality), format!("{expected}stability not defined (1 sample)"));
        quality.stability = Some(0.84);
        assert_eq!(line(&quality), format!("{expected}stability 0.84 (1 sample)"));
    }
}
