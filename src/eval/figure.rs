//! A figure and the items that it was computed from.

use std::collections::BTreeMap;

use super::spearman;

/// What a figure is computed from: enough to compute it again over other items.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// A value for each item; the figure is their mean.
    Mean(Vec<f64>),
    /// Two values for each item; the figure is their rank correlation.
    Spearman {
        /// What people said.
        gold: Vec<f64>,
        /// What the model says.
        predicted: Vec<f64>,
    },
}

impl Sample {
    /// Number of items.
    pub fn len(&self) -> usize {
        match self {
            Self::Mean(values) => values.len(),
            Self::Spearman { gold, .. } => gold.len(),
        }
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The figure; `None` for no items, and for a correlation with what is the same everywhere.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Mean(values) if values.is_empty() => None,
            Self::Mean(values) => Some(values.iter().sum::<f64>() / values.len() as f64),
            Self::Spearman { gold, predicted } => spearman(gold, predicted),
        }
    }

    /// The sample of the named items, which may be named more than once.
    ///
    /// # Panics
    /// When an item is not below [`Sample::len`], as indexing does.
    #[must_use]
    pub fn select(&self, items: &[usize]) -> Self {
        let pick = |values: &[f64]| items.iter().map(|&item| values[item]).collect();
        match self {
            Self::Mean(values) => Self::Mean(pick(values)),
            Self::Spearman { gold, predicted } => {
                Self::Spearman { gold: pick(gold), predicted: pick(predicted) }
            }
        }
    }
}

/// One figure of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured: a file, two columns, an algorithm.
    pub of: String,
    /// Only the items of this language.
    pub lang: Option<String>,
    /// Name of the measure, such as `spearman`.
    pub measure: &'static str,
    /// What it is computed from.
    pub sample: Sample,
}

impl Figure {
    /// A figure over everything.
    pub(super) fn new(of: impl Into<String>, measure: &'static str, sample: Sample) -> Self {
        Self { of: of.into(), lang: None, measure, sample }
    }

    /// The figure and, where there are several languages, that of each.
    pub(super) fn and_by_language(self, langs: &[Option<String>]) -> Vec<Self> {
        let mut items: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (item, lang) in langs.iter().enumerate() {
            if let Some(lang) = lang.as_deref().filter(|lang| !lang.is_empty()) {
                items.entry(lang).or_default().push(item);
            }
        }
        if items.len() < 2 {
            return vec![self];
        }
        let each: Vec<Self> = items
            .iter()
            .map(|(&lang, items)| Self {
                lang: Some(lang.to_owned()),
                sample: self.sample.select(items),
                ..self.clone()
            })
            .collect();
        std::iter::once(self).chain(each).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_apart_only_where_there_are_several() {
        let figure = Figure::new("f", "accuracy", Sample::Mean(vec![1.0, 0.0, 0.5]));
        let lang = |code: &str| Some(code.to_owned());
        let apart = figure.clone().and_by_language(&[lang("fr"), None, lang("en")]);
        let shown: Vec<_> = apart.iter().map(|f| (f.lang.as_deref(), f.sample.value())).collect();
        assert_eq!(shown, [(None, Some(0.5)), (Some("en"), Some(0.5)), (Some("fr"), Some(1.0))]);
        assert_eq!(figure.clone().and_by_language(&[lang("fr"), lang("fr"), None]), [figure]);
    }
}
