//! A model whose vectors stand in the texts, and files for tests.

use std::path::PathBuf;

use super::{Encoder, Figure, Task};
use crate::embed::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, ModelId, ModelInfo};

/// `"3 4"` has the vector (0.6, 0.8); what is not two numbers has none. A title line is passed over.
pub(super) struct Plane(ModelInfo);

impl Plane {
    pub(super) fn new() -> Self {
        let id = ModelId { name: "plane".to_owned(), revision: "0".to_owned() };
        Self(ModelInfo { id, dimension: 2, window: None, batch: 3 })
    }
}

impl Embedder for Plane {
    fn info(&self) -> &ModelInfo {
        &self.0
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let mut builder = EmbeddingsBuilder::new(2, texts.len());
        for text in texts {
            let last = text.lines().last().unwrap_or("");
            let numbers: Vec<f32> = last.split(' ').filter_map(|word| word.parse().ok()).collect();
            builder.push((numbers.len() == 2).then_some(&numbers))?;
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

/// Figures of [`Plane`] and the number of texts without a vector; the number of texts told is checked.
pub(super) fn measure(task: &dyn Task) -> (Vec<Figure>, usize) {
    let (model, read) = (Plane::new(), std::cell::Cell::new(0));
    let done = |n| read.set(n);
    let mut encoder = Encoder::new(&model, &done);
    let figures = task.measure(&mut encoder).unwrap();
    assert_eq!(read.get(), task.texts());
    (figures, encoder.without_vector())
}

/// What is shown of figures: what they are of, measure and value.
pub(super) fn shown(figures: &[Figure]) -> Vec<String> {
    let value =
        |figure: &Figure| figure.sample.value().map_or("none".to_owned(), |value| format!("{value:.4}"));
    figures.iter().map(|figure| format!("{} {} {}", figure.of, figure.measure, value(figure))).collect()
}

/// Files in a folder that is removed at the end of a test.
pub(super) struct Files(tempfile::TempDir);

impl Files {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

/// The message without the folder.
pub(super) fn message<T>(result: Result<T, super::EvalError>) -> String {
    let error = result.err().unwrap();
    assert!(error.hint().is_some());
    let text = error.to_string();
    text.rsplit('/').next().unwrap_or_default().to_owned()
}
