//! What recurs across many documents is left out before topics are looked for: of the words, and of the vectors where a model reads quickly.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::corpus::Boilerplate;
use crate::pipeline::{Collection, PipelineError};
use crate::report::topics::model::{RepeatedSummary, Repetition};
use crate::store::StoredUnit;
use crate::topics::TopicText;
use crate::topics::repeated::{Repeated, without};

/// Examples that a report has of what is repeated.
const EXAMPLES: usize = 20;

/// Texts that say in part what many documents say.
pub(super) struct Apart {
    /// By unit: its text, as long as it was and blank where it is repeated.
    own: BTreeMap<usize, String>,
    /// What a report says of it.
    pub(super) summary: RepeatedSummary,
}

impl Apart {
    /// Looks at all units of the text proper. What is mostly repeated is boilerplate from now on.
    pub(super) fn of(units: &mut [StoredUnit]) -> Self {
        let proper: Vec<usize> = (0..units.len()).filter(|&unit| units[unit].boilerplate.is_none()).collect();
        let text = |&unit: &usize| TopicText {
            text: units[unit].text.as_str(),
            language: units[unit].language,
            document: units[unit].document as usize,
        };
        let texts: Vec<TopicText<'_>> = proper.iter().map(text).collect();
        let repeated = Repeated::of(&texts);
        let examples = repeated.examples(&texts, EXAMPLES).into_iter();
        let summary = RepeatedSummary {
            sentences: repeated.len(),
            units: repeated.spans.iter().filter(|spans| !spans.is_empty()).count(),
            examples: examples.map(|(text, times)| Repetition { text, times }).collect(),
        };
        let cleaned = proper.iter().zip(&texts).zip(&repeated.spans).zip(&repeated.mostly);
        let own = cleaned
            .filter(|((_, spans), mostly)| !spans.is_empty() && !**mostly)
            .map(|(((unit, text), spans), _)| (*unit, without(text.text, spans).into_owned()))
            .collect();
        for (&unit, _) in proper.iter().zip(&repeated.mostly).filter(|(_, mostly)| **mostly) {
            units[unit].boilerplate = Some(Boilerplate::Repeated);
        }
        Self { own, summary }
    }

    /// What a unit says of its own: its text, blank where it is repeated.
    pub(super) fn text<'a>(&'a self, units: &'a [StoredUnit], unit: usize) -> &'a str {
        self.own.get(&unit).map_or(units[unit].text.as_str(), String::as_str)
    }

    /// Vectors of what texts say of their own in place of those of the whole, in `rows` of shape `(rows, dim)`.
    ///
    /// Static models alone read again, thousands of texts in a moment; others would take longer than all the rest.
    ///
    /// # Errors
    /// What the model says.
    pub(super) fn read_again(
        &self,
        collection: &Collection,
        body: &[usize],
        row_of: &[usize],
        rows: &mut Array2<f32>,
    ) -> Result<(), PipelineError> {
        if self.own.is_empty() || collection.embedder.static_model().is_none() {
            return Ok(());
        }
        let texts: BTreeMap<usize, String> = body
            .iter()
            .zip(row_of)
            .filter_map(|(unit, &row)| {
                let words: Vec<&str> = self.own.get(unit)?.split_whitespace().collect();
                Some((row, words.join(" ")))
            })
            .collect();
        let vectors =
            collection.embedder.passages(&texts.values().map(String::as_str).collect::<Vec<_>>())?;
        for (place, &row) in texts.keys().enumerate() {
            // What is left may have no word that the model knows: then the whole stands for it.
            if let Some(vector) = vectors.get(place) {
                rows.row_mut(row).iter_mut().zip(vector).for_each(|(value, own)| *value = *own);
            }
        }
        Ok(())
    }
}
