//! Quality figures, and that there is none.

use crate::report::text::translations::Translations;
use crate::report::topics::model::QualitySummary;

/// Name and value of each figure.
pub(in crate::report) fn figures(words: &Translations, quality: &QualitySummary) -> Vec<(String, String)> {
    let value =
        |value: Option<f64>| value.map_or_else(|| words.say("not-defined"), |value| words.figure(value));
    let stability = match quality.stability_runs {
        0 => words.say("not-measured"),
        runs => format!("{} ({})", value(quality.stability), words.count(runs, "sample")),
    };
    vec![
        (words.say("figure-silhouette"), value(quality.silhouette)),
        (words.say("figure-density-validity"), value(quality.density_validity)),
        (words.say("figure-coherence"), value(quality.coherence)),
        (words.say("figure-diversity"), value(quality.diversity)),
        (words.say("figure-stability"), stability),
    ]
}

/// `silhouette 0.21 · density validity 0.05 · …`.
pub(in crate::report) fn line(words: &Translations, quality: &QualitySummary) -> String {
    let figures = figures(words, quality);
    figures.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_there_says_so() {
        let words = Translations::default();
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
        assert_eq!(line(&words, &quality), format!("{expected}stability not measured"));
        quality.stability_runs = 1;
        assert_eq!(line(&words, &quality), format!("{expected}stability not defined (1 sample)"));
        quality.stability = Some(0.84);
        assert_eq!(line(&words, &quality), format!("{expected}stability 0.84 (1 sample)"));
    }
}
