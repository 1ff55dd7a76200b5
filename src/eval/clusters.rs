//! Clusters against known labels.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use ndarray::ArrayView1;

use super::json_lines::{Labelled, labelled};
use super::table::shown;
use super::{Encoder, EvalError, Figure, Sample, Task};
use crate::cluster::kmeans::KMeansParams;
use crate::cluster::quality::{adjusted_mutual_information, v_measure};
use crate::cluster::{self, ClusterOptions, Clusterer, Clustering, ParamGuard, Points};
use crate::embed::Embeddings;

/// Seeds of k-means.
const SEEDS: u64 = 10;

/// How well clusters agree with labels: those of k-means told the number of labels, over ten seeds, and those that
/// are found without being told anything, as `cognate topics` finds them.
///
/// A text without a vector, and one in no cluster, is a cluster of its own.
pub struct Clusters {
    file: String,
    texts: Vec<Labelled>,
    gold: Vec<usize>,
}

impl Clusters {
    /// Reads labelled texts.
    ///
    /// # Errors
    /// [`EvalError`] naming file and line.
    pub fn read(path: &Path) -> Result<Self, EvalError> {
        let texts = labelled(path)?;
        let gold = numbered(texts.iter().map(|text| Some(text.label.as_str())));
        Ok(Self { file: shown(path), texts, gold: gold.into_iter().flatten().map(|n| n as usize).collect() })
    }

    fn by_kmeans(&self, vectors: &Embeddings) -> Result<[Vec<f64>; 2], EvalError> {
        let labels = self.gold.iter().max().map_or(0, |&last| last + 1);
        // There are no more clusters than rows that differ.
        let bits =
            |row: ArrayView1<'_, f32>| row.iter().map(|value| (value + 0.0).to_bits()).collect::<Vec<_>>();
        let distinct: HashSet<Vec<u32>> = vectors.rows().outer_iter().map(bits).collect();
        let k = Some(labels.min(distinct.len())).filter(|&k| k > 0);
        let (mut v, mut ami) = (Vec::new(), Vec::new());
        for seed in 0..SEEDS {
            let found = KMeansParams::new(seed).k(k).check()?.fit(&Points::new(vectors.rows())?)?;
            let found = with_the_rest_apart(&found, vectors);
            v.push(v_measure(&self.gold, &found));
            ami.push(adjusted_mutual_information(&self.gold, &found));
        }
        Ok([v, ami])
    }

    fn automatically(&self, vectors: &Embeddings) -> Result<Clustering, EvalError> {
        let with_vector = |(i, _): &(usize, _)| vectors.get(*i).is_some();
        let langs = numbered(self.texts.iter().map(|text| text.lang.as_deref()));
        let langs: Vec<Option<u32>> =
            langs.into_iter().enumerate().filter(with_vector).map(|(_, lang)| lang).collect();
        let centred = cluster::align_groups(vectors.rows(), &langs);
        Ok(cluster::cluster(&Points::new(centred.view())?, &ClusterOptions::default())?.clustering)
    }
}

/// Numbers instead of names, from 0 in the order in which they first occur.
fn numbered<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Vec<Option<u32>> {
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    names
        .map(|name| {
            let next = numbers.len() as u32;
            name.map(|name| *numbers.entry(name).or_insert(next))
        })
        .collect()
}

/// A cluster for every text: those of `found` for texts with a vector, one of its own for each other.
fn with_the_rest_apart(found: &Clustering, vectors: &Embeddings) -> Vec<usize> {
    let mut labels = found.labels_with_noise_apart().into_iter();
    let first_free = labels.len() + found.n_clusters;
    (0..vectors.len()).map(|i| vectors.get(i).and_then(|_| labels.next()).unwrap_or(first_free + i)).collect()
}

impl Task for Clusters {
    fn name(&self) -> &'static str {
        "clustering"
    }

    fn resampled(&self) -> &'static str {
        "seeds"
    }

    fn files(&self) -> Vec<String> {
        vec![self.file.clone()]
    }

    fn items(&self) -> usize {
        self.texts.len()
    }

    fn texts(&self) -> usize {
        self.texts.len()
    }

    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError> {
        let texts: Vec<String> = self.texts.iter().map(Labelled::whole).collect();
        let vectors = encoder.passages(&texts.iter().map(String::as_str).collect::<Vec<_>>())?;
        let [v, ami] = self.by_kmeans(&vectors)?;
        let clustering = self.automatically(&vectors)?;
        let found = with_the_rest_apart(&clustering, &vectors);
        let figure = |of: &str, measure, values| Figure::new(of, measure, Sample::Mean(values));
        Ok(vec![
            figure("k-means", "v_measure", v),
            figure("k-means", "ami", ami),
            figure("automatic", "v_measure", vec![v_measure(&self.gold, &found)]),
            figure("automatic", "ami", vec![adjusted_mutual_information(&self.gold, &found)]),
            figure("automatic", "clusters", vec![clustering.n_clusters as f64]),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{Files, measure, shown};
    use std::fmt::Write;

    /// Twenty texts in two directions, one of them mislabelled, and one without a vector.
    fn labelled_texts() -> String {
        let mut text = String::from("{\"label\": \"x\", \"text\": \"no vector\"}\n");
        for i in 0..10 {
            let label = if i == 0 { "y" } else { "x" };
            writeln!(text, "{{\"label\": \"{label}\", \"text\": \"100 {i}\"}}").unwrap();
            writeln!(text, "{{\"label\": \"y\", \"text\": \"{i} 100\"}}").unwrap();
        }
        text
    }

    #[test]
    fn agreement_is_that_of_scikit_learn() {
        let files = Files::new();
        let task = Clusters::read(&files.write("a.jsonl", &labelled_texts())).unwrap();
        let (figures, without_vector) = measure(&task);
        assert_eq!(shown(&figures[..2]), ["k-means v_measure 0.6961", "k-means ami 0.6705"]);
        assert_eq!((figures[0].sample.len(), without_vector), (10, 1));
        assert_eq!(
            shown(&figures[2..]),
            ["automatic v_measure 0.6961", "automatic ami 0.6705", "automatic clusters 2.0000"]
        );
    }

    #[test]
    fn texts_that_are_all_the_same_or_without_a_vector_are_measured_too() {
        let files = Files::new();
        let text = "{\"label\": \"x\", \"text\": \"?\"}\n{\"label\": 2, \"text\": \"?\"}\n";
        let (figures, without_vector) = measure(&Clusters::read(&files.write("a.jsonl", text)).unwrap());
        assert_eq!((figures.len(), without_vector), (5, 2));
        let (figures, _) =
            measure(&Clusters::read(&files.write("a.jsonl", &text.replace('?', "1 2"))).unwrap());
        assert_eq!(shown(&figures)[0], "k-means v_measure 0.0000");
    }
}
