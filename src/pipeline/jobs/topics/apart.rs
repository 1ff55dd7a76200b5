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

#[cfg(test)]
mod tests {
    use crate::corpus::Boilerplate;
    use crate::embed::static_model::StaticModel;
    use crate::pipeline::{Base, Collection, CollectionOptions, Silent, Sources, TopicsOptions};
    use crate::report::topics::model::TopicReport;

    const FOOTER: &str = "Write to the desk of the Valley Courier with stories of your own street.";

    const HARVESTS: [&str; 8] = [
        "The wheat harvest began late because of the rain. Farmers hope for a dry week in August. Mills wait for the first grain.",
        "Barley prices rose again at the grain market. A farmer sold his whole harvest in one day. Others keep theirs in the barn.",
        "Hail destroyed the maize on forty farms in one night. The farmers were insured. They will sow rye in autumn instead.",
        "Orchards in the south have more apples than ever. Pickers are hard to find this year. Some farmers let the fruit rot.",
        "The drought has halved the potato harvest. Farmers drill wells in dry fields. The price of potatoes doubles at the market.",
        "A new combine harvester cuts a wheat field in an hour. Three farms bought it together. It runs day and night in July.",
        "Vineyards on the slope suffered from frost in April. The grape harvest is small but sweet. Farmers light fires between vines.",
        "Beekeepers and farmers argue about sprays on rapeseed. Without bees there is no harvest. A meeting ended without a deal.",
    ];

    const TRAINS: [&str; 8] = [
        "The night train to the coast is back after ten years. Its sleeping cars were built in the old railway works. Tickets sell fast.",
        "A signal failed and forty trains stood still at noon. Passengers walked along the railway track. The line opened again at six.",
        "The railway buys electric locomotives for the mountain line. Diesel trains are to go by spring. Drivers train on a simulator.",
        "Conductors on local trains went on strike today. The railway ran every third train. Passengers waited in the cold station.",
        "A tunnel for fast trains is dug below the river. The railway expects to save nine minutes. The work takes seven years.",
        "The small station gets a lift and a longer platform. Trains with twelve carriages can stop there. Passengers waited long for it.",
        "A steam locomotive from 1912 pulled a train of guests. The railway museum had repaired it for years. Hundreds stood by the track.",
        "Freight trains are to run at night through the valley. People beside the railway line fear the noise. A wall is to be built.",
    ];

    fn report(texts: &[String]) -> TopicReport {
        let model = Box::new(StaticModel::builtin().unwrap());
        let collection = Collection::of_texts(texts, model, &Silent).unwrap();
        collection.topics(&TopicsOptions::default(), Vec::new(), &Base::working_directory(), &Silent).unwrap()
    }

    fn articles(end: &str) -> Vec<String> {
        HARVESTS.iter().chain(&TRAINS).map(|text| format!("{text} {end}").trim().to_owned()).collect()
    }

    #[test]
    fn topics_are_those_of_the_texts_without_what_all_of_them_say() {
        let (with, without) = (report(&articles(FOOTER)), report(&articles("")));
        let repeated = &with.corpus.repeated;
        assert_eq!((repeated.sentences, repeated.units), (16, 16));
        assert_eq!((repeated.examples[0].text.as_str(), repeated.examples[0].times), (FOOTER, 16));
        assert_eq!(without.corpus.repeated.sentences, 0);
        assert!(with.topics.len() > 1);
        let said = |report: &TopicReport| {
            let of = report.topics.iter();
            of.map(|topic| {
                let summary = topic
                    .summary
                    .as_ref()
                    .map(|summary| (summary.unit, summary.text.clone(), summary.within));
                (topic.label.clone(), topic.units, summary)
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(said(&with), said(&without));
        for topic in &with.topics {
            let terms: Vec<String> = topic.terms.iter().map(|term| term.text.to_lowercase()).collect();
            assert!(
                !terms.iter().any(|term| term.contains("street") || term.contains("courier")),
                "{terms:?}"
            );
            assert!(topic.names.is_empty(), "{:?}", topic.names);
            let summary = topic.summary.as_ref().unwrap();
            let [start, end] = summary.within;
            assert_eq!(with.units[summary.unit].text[start..end], summary.text);
        }
        // The text itself is whole.
        assert!(with.units.iter().all(|unit| unit.text.ends_with(FOOTER) && unit.boilerplate.is_none()));
    }

    #[test]
    fn a_paragraph_of_nothing_else_is_boilerplate() {
        let folder = tempfile::tempdir().unwrap();
        for (number, text) in articles("").iter().enumerate() {
            std::fs::write(folder.path().join(format!("{number:02}.txt")), format!("{text}\n\n{FOOTER}\n"))
                .unwrap();
        }
        let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
        let base = Base::new(folder.path().canonicalize().unwrap());
        let sources = Sources { paths: vec![folder.path().to_path_buf()], ..Sources::default() };
        collection.index(&sources, &base, &Silent).unwrap();
        let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent).unwrap();
        let apart = report.units.iter().filter(|unit| unit.boilerplate == Some(Boilerplate::Repeated));
        assert_eq!(apart.map(|unit| unit.text.as_str()).collect::<Vec<_>>(), [FOOTER; 16]);
        let corpus = &report.corpus;
        assert_eq!((corpus.units, corpus.boilerplate, corpus.repeated.units), (32, 16, 16));
        assert_eq!(
            corpus.units,
            corpus.in_topics + corpus.outliers + corpus.boilerplate + corpus.without_vector
        );
    }
}
