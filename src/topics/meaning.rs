//! What terms and sentences mean: their vectors, as the caller's model gives them, and compared with each
//! other.

use std::collections::BTreeMap;

use ndarray::{Array1, ArrayView1};

use crate::corpus::Language;

/// Gives the vectors of terms and sentences, in the space of the rows; `None` for a text without one.
pub type TermVectors<'a> = dyn Fn(&[&str]) -> Vec<Option<Vec<f32>>> + 'a;

/// Fewest terms of a language whose own mean is taken away; those of fewer lose the mean of all.
const MIN_OF_LANGUAGE: usize = 30;

/// The vectors of a term.
#[derive(Debug, Clone)]
pub(super) struct Sense {
    /// As the model gave it, of length 1: comparable with rows.
    pub(super) raw: Array1<f32>,
    /// Without what all terms share, of length 1: comparable with other terms, in any language.
    pub(super) own: Array1<f32>,
}

/// Terms by meaning.
///
/// Models differ in how alike two terms are that have nothing in common: with some their cosine is 0, with
/// others 0.7. So the mean of a sample of terms, of each language where there are enough, is taken from every
/// term before terms are compared with each other; after that, terms that have nothing in common are near 0
/// with any model.
pub(super) struct Meaning<'a> {
    vectors: Option<&'a TermVectors<'a>>,
    dim: usize,
    means: BTreeMap<Option<Language>, Array1<f32>>,
    mean: Array1<f32>,
}

impl<'a> Meaning<'a> {
    /// `sample` holds terms of the corpus by language; the mean is theirs. Without `vectors` nothing has a
    /// meaning.
    pub(super) fn new(
        vectors: Option<&'a TermVectors<'a>>,
        dim: usize,
        sample: &BTreeMap<Option<Language>, Vec<&str>>,
    ) -> Self {
        let mut meaning = Self { vectors, dim, means: BTreeMap::new(), mean: Array1::zeros(dim) };
        let (mut sum, mut count) = (Array1::<f32>::zeros(dim), 0);
        for (language, terms) in sample {
            let known: Vec<Array1<f32>> = meaning.raw(terms).into_iter().flatten().collect();
            let mut own = Array1::<f32>::zeros(dim);
            for vector in &known {
                own += vector;
            }
            sum += &own;
            count += known.len();
            if known.len() >= MIN_OF_LANGUAGE {
                meaning.means.insert(*language, own / known.len() as f32);
            }
        }
        meaning.mean = sum / count.max(1) as f32;
        meaning
    }

    /// Whether there are vectors at all.
    pub(super) fn is_known(&self) -> bool {
        self.vectors.is_some()
    }

    /// The vectors of some texts, of length 1; one request to the model.
    pub(super) fn raw(&self, texts: &[&str]) -> Vec<Option<Array1<f32>>> {
        let Some(vectors) = self.vectors.filter(|_| !texts.is_empty()) else {
            return vec![None; texts.len()];
        };
        let mut found: Vec<Option<Array1<f32>>> = vectors(texts)
            .into_iter()
            .map(|vector| vector.filter(|v| v.len() == self.dim).and_then(|v| unit(Array1::from(v))))
            .collect();
        found.resize(texts.len(), None);
        found
    }

    /// The senses of some terms, each with its language; one request to the model.
    pub(super) fn of(&self, terms: &[(Option<Language>, &str)]) -> Vec<Option<Sense>> {
        let texts: Vec<&str> = terms.iter().map(|(_, text)| *text).collect();
        self.raw(&texts)
            .into_iter()
            .zip(terms)
            .map(|(raw, (language, _))| {
                let raw = raw?;
                let own = unit(&raw - self.means.get(language).unwrap_or(&self.mean))?;
                Some(Sense { raw, own })
            })
            .collect()
    }
}

/// Cosine of two terms, where both have a meaning.
pub(super) fn likeness(a: Option<&Sense>, b: Option<&Sense>) -> Option<f64> {
    Some(f64::from(a?.own.dot(&b?.own)))
}

/// Cosine of a unit vector to a direction of any length, negative values counted as 0.
pub(super) fn along(vector: ArrayView1<'_, f32>, direction: &Array1<f32>) -> f64 {
    let length = direction.dot(direction).sqrt().max(f32::MIN_POSITIVE);
    f64::from((vector.dot(direction) / length).clamp(0.0, 1.0))
}

fn unit(vector: Array1<f32>) -> Option<Array1<f32>> {
    let length = vector.dot(&vector).sqrt();
    (length.is_finite() && length > 1e-6).then(|| vector / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_terms_share_is_taken_away_before_they_are_compared() {
        // A model that puts everything near the first axis.
        let vectors = |terms: &[&str]| {
            terms
                .iter()
                .map(|term| match *term {
                    "a" => Some(vec![10.0, 1.0, 0.0]),
                    "b" => Some(vec![10.0, -1.0, 0.0]),
                    "zero" => Some(vec![0.0; 3]),
                    "other model" => Some(vec![1.0; 2]),
                    _ => None,
                })
                .collect()
        };
        let sample = BTreeMap::from([(None, vec!["a", "b"])]);
        let meaning = Meaning::new(Some(&vectors), 3, &sample);
        let senses =
            meaning.of(&[(None, "a"), (None, "b"), (None, "zero"), (None, "other model"), (None, "?")]);
        assert!(senses[0].as_ref().unwrap().raw.dot(&senses[1].as_ref().unwrap().raw) > 0.97);
        assert!(likeness(senses[0].as_ref(), senses[1].as_ref()).unwrap() < -0.9);
        assert!(senses[2..].iter().all(Option::is_none));
    }

    #[test]
    fn without_a_model_nothing_has_a_meaning() {
        let meaning = Meaning::new(None, 3, &BTreeMap::from([(None, vec!["a"])]));
        assert!(!meaning.is_known() && meaning.of(&[(None, "a")])[0].is_none());
        assert_eq!(likeness(None, None), None);
    }
}
