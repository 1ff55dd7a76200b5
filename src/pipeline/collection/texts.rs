//! Texts of a program's own, without a file and a folder.

use std::collections::BTreeMap;

use crate::corpus::{ContentHash, Document, Language, Unit, detect_language};
use crate::embed::Embedder;
use crate::pipeline::collection::Collection;
use crate::pipeline::{PipelineError, Progress};
use crate::report::answers::indexed::IndexReport;
use crate::store::{NewFile, Settings};

/// What stands for the file that there is not.
const TEXTS: &str = "<texts>";

/// A text with what is known of it. It is one unit, however long it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// What it is known by where it comes from.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Date in ISO 8601.
    pub date: Option<String>,
    /// Publisher, author or address.
    pub source: Option<String>,
    /// Language; told from the text where it is not given.
    pub language: Option<Language>,
    /// Everything else, by name: searches are filtered by it, and topics compared.
    pub fields: BTreeMap<String, serde_json::Value>,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl Text {
    /// The document of one unit that it is, on `line` of all.
    fn document(self, line: u64) -> Document {
        let language = self.language.or_else(|| detect_language(&self.text));
        let unit = Unit {
            position: 0,
            span: 0..self.text.len() as u64,
            line,
            hash: ContentHash::of(&self.text),
            text: self.text,
            boilerplate: None,
            is_code: false,
            language,
            place: None,
        };
        Document {
            own_id: self.id,
            title: self.title,
            date: self.date,
            source: self.source,
            language,
            fields: self.fields,
            units: vec![unit],
            continues: false,
        }
    }
}

impl Collection {
    /// A collection in memory of a program's own texts, in their order: to be searched, and for topics and reports. Their vectors are those of
    /// `embedder`: a model, or [`GivenVectors`](crate::embed::GivenVectors). The place of a text in reports is its number, from 1, as a line. A
    /// text of white space alone is left out.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is no text, and what the embedder says.
    pub fn of_texts<T: Into<Text>>(
        texts: impl IntoIterator<Item = T>,
        embedder: Box<dyn Embedder>,
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        let mut collection = Self::in_memory_with(Settings::default(), embedder)?;
        let transaction = collection.store.change_files()?;
        let new = NewFile { path: TEXTS, size: 0, modified_ns: 0, hash: [0; 32], device: None };
        let file = transaction.replace(&new)?;
        let mut documents = 0;
        for (text, line) in texts.into_iter().map(Into::into).zip(1..) {
            if !text.text.trim().is_empty() {
                transaction.add_document(file, documents, &text.document(line))?;
                documents += 1;
            }
        }
        if documents == 0 {
            return Err(PipelineError::EmptyCorpus { paths: Vec::new(), skipped: 0 });
        }
        transaction.commit()?;
        collection.embed_pending(progress, &mut IndexReport::default())?;
        Ok(collection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::GivenVectors;
    use crate::embed::static_model::StaticModel;
    use crate::pipeline::{Base, SearchOptions, Silent, TopicsOptions};
    use ndarray::Array2;

    const FIVE: [&str; 5] = [
        "The armored train crossed the bridge at dawn.",
        "Two satellites failed to reach their orbit this year.",
        " ",
        "Food aid will reach the harbour before winter.",
        "A rocket brought a third satellite into its orbit.",
    ];

    fn base() -> Base {
        Base::new("/".into())
    }

    #[test]
    fn texts_without_a_file_are_searched_and_reported() {
        let model = Box::new(StaticModel::builtin().unwrap());
        let texts = FIVE.map(|text| Text { id: Some(text.chars().take(3).collect()), ..text.into() });
        let collection = Collection::of_texts(texts, model, &Silent).unwrap();
        let found =
            collection.search(&["train blindé".into()], &SearchOptions::default(), &base(), &Silent).unwrap();
        assert_eq!(found.results[0].text, FIVE[0]);
        assert_eq!(found.results[0].place.line, 1);
        assert_eq!(found.results[0].place.own_id.as_deref(), Some("The"));
        let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base(), &Silent).unwrap();
        assert_eq!((report.units.len(), report.units[2].place.line), (4, 4));
        assert!(
            crate::report::topics::html::render(&report, &crate::report::topics::look::Look::default())
                .unwrap()
                .contains("satellite")
        );
    }

    #[test]
    fn vectors_of_ones_own_are_what_is_near() {
        // Vectors that say the opposite of the words.
        let rows =
            Array2::from_shape_fn((5, 2), |(row, column)| f32::from(u8::from((row < 3) == (column == 0))));
        let given = GivenVectors::new("mine", &FIVE, rows.view()).unwrap();
        let collection = Collection::of_texts(FIVE, Box::new(given), &Silent).unwrap();
        let options = SearchOptions {
            mode: crate::report::answers::search::SearchMode::Meaning,
            ..SearchOptions::default()
        };
        let like = crate::pipeline::Ask::Text(FIVE[0].to_owned());
        let found = collection.search(&[like], &options, &base(), &Silent).unwrap();
        let near: Vec<&str> = found.results.iter().take(2).map(|hit| hit.text.as_str()).collect();
        assert!(near.contains(&FIVE[1]), "{near:?}");
        let words =
            collection.search(&["rocket".into()], &SearchOptions::default(), &base(), &Silent).unwrap();
        assert_eq!(words.results[0].text, FIVE[4], "a query without a vector is found by its words");
    }

    #[test]
    fn no_text_is_no_collection() {
        let model = Box::new(StaticModel::builtin().unwrap());
        let error = Collection::of_texts(["", " \n"], model, &Silent).err().unwrap();
        assert!(matches!(error, PipelineError::EmptyCorpus { .. }));
    }
}
