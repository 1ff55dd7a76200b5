//! Vectors that somebody else made, in the place of a model.

use std::collections::HashMap;

use ndarray::{Array2, ArrayView2};

use super::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, ModelId, ModelInfo};

/// Texts that are looked up at once.
const BATCH: usize = 4096;

/// The vectors of certain texts. Of any other text it knows nothing, unless a model is put beside it that gives vectors of the same kind: then
/// questions have one, too.
pub struct GivenVectors {
    info: ModelInfo,
    rows: Array2<f32>,
    row_of: HashMap<[u8; 32], usize>,
    others: Option<Box<dyn Embedder>>,
}

impl GivenVectors {
    /// The vectors `rows`, `(n, dimension)`, of `n` texts, under the name of what made them. A row of zeros is a text without a vector; of
    /// equal texts, the first row counts.
    ///
    /// # Errors
    /// [`EmbedError::Rows`] for another number of rows than texts, [`EmbedError::NotFinite`] and [`EmbedError::Dimension`] for rows that are
    /// no vectors.
    pub fn new<T: AsRef<str>>(
        name: &str,
        texts: &[T],
        rows: ArrayView2<'_, f32>,
    ) -> Result<Self, EmbedError> {
        if rows.nrows() != texts.len() {
            return Err(EmbedError::Rows { texts: texts.len(), rows: rows.nrows() });
        }
        let mut row_of = HashMap::with_capacity(texts.len());
        let mut hasher = blake3::Hasher::new();
        for (row, (text, values)) in texts.iter().zip(rows.outer_iter()).enumerate() {
            let text = hash(text.as_ref());
            row_of.entry(text).or_insert(row);
            hasher.update(&text);
            for value in values {
                hasher.update(&value.to_le_bytes());
            }
        }
        if rows.ncols() == 0 && !texts.is_empty() {
            return Err(EmbedError::Dimension { expected: 1, received: 0 });
        }
        if let Some(text) = rows.outer_iter().position(|row| !row.iter().all(|value| value.is_finite())) {
            return Err(EmbedError::NotFinite { text });
        }
        let revision = hasher.finalize().to_hex()[..16].to_owned();
        let info = ModelInfo {
            id: ModelId { name: name.to_owned(), revision },
            dimension: rows.ncols(),
            window: None,
            batch: BATCH,
        };
        Ok(Self { info, rows: rows.to_owned(), row_of, others: None })
    }

    /// With a model for all other texts: questions, and words that label topics.
    ///
    /// # Errors
    /// [`EmbedError::Dimension`] when its vectors have another number of dimensions.
    pub fn with_model(mut self, model: Box<dyn Embedder>) -> Result<Self, EmbedError> {
        let received = model.info().dimension;
        if received != self.info.dimension {
            return Err(EmbedError::Dimension { expected: self.info.dimension, received });
        }
        self.others = Some(model);
        Ok(self)
    }

    /// Which row a text has.
    fn row(&self, text: &str) -> Option<usize> {
        self.row_of.get(&hash(text)).copied()
    }
}

fn hash(text: &str) -> [u8; 32] {
    *blake3::hash(text.as_bytes()).as_bytes()
}

impl Embedder for GivenVectors {
    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let rows: Vec<Option<usize>> = texts.iter().map(|text| self.row(text)).collect();
        let unknown: Vec<&str> =
            texts.iter().zip(&rows).filter(|(_, row)| row.is_none()).map(|(text, _)| *text).collect();
        let others = match &self.others {
            Some(model) if !unknown.is_empty() => Some(model.passages(&unknown)?),
            _ => None,
        };
        let mut builder = EmbeddingsBuilder::new(self.info.dimension, texts.len());
        let mut place = 0;
        for row in rows {
            if let Some(row) = row {
                builder.push(Some(&self.rows.row(row).to_vec()))?;
                continue;
            }
            builder.push(others.as_ref().and_then(|others| others.get(place)))?;
            place += 1;
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        if let Some(model) = &self.others {
            return model.query(text);
        }
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::embed::static_model::StaticModel;

    #[test]
    fn texts_have_the_vectors_that_were_given_and_others_none() {
        let rows = array![[3.0, 4.0], [0.0, 0.0], [1.0, 0.0]];
        let given = GivenVectors::new("mine", &["a", "b", "a"], rows.view()).unwrap();
        let vectors = given.passages(&["b", "a", "c"]).unwrap();
        assert_eq!([vectors.get(0), vectors.get(1), vectors.get(2)], [None, Some(&[0.6, 0.8][..]), None]);
        assert_eq!(given.query("c").unwrap(), None);
        assert_eq!(given.query("a").unwrap(), Some(vec![0.6, 0.8]));
        let other =
            GivenVectors::new("mine", &["a", "b", "a"], array![[3.0, 4.0], [0.0, 1.0], [1.0, 0.0]].view());
        assert_ne!(other.unwrap().info().id, given.info().id, "other vectors are another model");
    }

    #[test]
    fn a_model_beside_them_gives_the_vectors_of_all_other_texts() {
        let model = StaticModel::builtin().unwrap();
        let train = model.query("train").unwrap().unwrap();
        let rows = Array2::from_shape_vec((1, train.len()), train.clone()).unwrap();
        let given =
            GivenVectors::new("mine", &["a text"], rows.view()).unwrap().with_model(Box::new(model)).unwrap();
        let vectors = given.passages(&["train", "a text", "ship"]).unwrap();
        let dot = |a: usize, b: usize| {
            let (a, b) = (vectors.get(a).unwrap(), vectors.get(b).unwrap());
            a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>()
        };
        assert!(dot(0, 1) > 0.999 && dot(1, 2) < 0.9);
        assert!(given.query("ship").unwrap().is_some());
    }

    #[test]
    fn what_is_no_vector_is_refused() {
        let new =
            |texts: &[&str], rows: Array2<f32>| GivenVectors::new("mine", texts, rows.view()).err().unwrap();
        assert!(matches!(new(&["a"], array![[1.0], [2.0]]), EmbedError::Rows { texts: 1, rows: 2 }));
        assert!(matches!(new(&["a", "b"], array![[1.0], [f32::NAN]]), EmbedError::NotFinite { text: 1 }));
        assert!(matches!(new(&["a"], Array2::zeros((1, 0))), EmbedError::Dimension { .. }));
        let given = GivenVectors::new("mine", &["a"], array![[1.0, 0.0]].view()).unwrap();
        let error = given.with_model(Box::new(StaticModel::builtin().unwrap())).err().unwrap();
        assert!(matches!(error, EmbedError::Dimension { expected: 2, received: 256 }));
    }
}
