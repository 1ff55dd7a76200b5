//! Graded sentence similarity.

use std::path::PathBuf;

use super::encoder::cosine;
use super::table::{Table, at_least_two, shown};
use super::{Encoder, EvalError, Figure, Sample, Task};

/// Pairs of sentences with scores that people gave: Spearman's correlation of cosine and score, for each file and
/// each language in it.
pub struct Sts {
    files: Vec<PairFile>,
}

struct PairFile {
    file: String,
    pairs: Vec<[String; 2]>,
    scores: Vec<f64>,
    langs: Vec<Option<String>>,
}

impl Sts {
    /// Reads tables with the columns `score`, `sentence1`, `sentence2` and perhaps `lang`.
    ///
    /// # Errors
    /// [`EvalError`] naming file and line.
    pub fn read(paths: &[PathBuf]) -> Result<Self, EvalError> {
        let files = paths.iter().map(|path| {
            let table = Table::read(path)?;
            let score = table.column("score")?;
            let sentences = [table.column("sentence1")?, table.column("sentence2")?];
            let lang = table.column("lang").ok();
            let mut file =
                PairFile { file: shown(path), pairs: Vec::new(), scores: Vec::new(), langs: Vec::new() };
            for row in table.rows() {
                file.scores.push(row.number(score)?);
                let [a, b] = sentences;
                file.pairs.push([row.cell(a)?.to_owned(), row.cell(b)?.to_owned()]);
                file.langs.push(lang.map(|lang| row.cell(lang).map(str::to_owned)).transpose()?);
            }
            at_least_two(path, "pairs", file.pairs.len())?;
            Ok(file)
        });
        Ok(Self { files: files.collect::<Result<_, EvalError>>()? })
    }
}

impl Task for Sts {
    fn name(&self) -> &'static str {
        "sts"
    }

    fn resampled(&self) -> &'static str {
        "pairs"
    }

    fn files(&self) -> Vec<String> {
        self.files.iter().map(|file| file.file.clone()).collect()
    }

    fn items(&self) -> usize {
        self.files.iter().map(|file| file.pairs.len()).sum()
    }

    fn texts(&self) -> usize {
        2 * self.items()
    }

    fn measure(&self, encoder: &mut Encoder<'_>) -> Result<Vec<Figure>, EvalError> {
        let mut figures = Vec::new();
        for file in &self.files {
            let texts: Vec<&str> = file.pairs.iter().flatten().map(String::as_str).collect();
            let vectors = encoder.passages(&texts)?;
            let predicted = (0..file.pairs.len())
                .map(|i| f64::from(cosine(vectors.get(2 * i), vectors.get(2 * i + 1))))
                .collect();
            let sample = Sample::Spearman { gold: file.scores.clone(), predicted };
            figures.extend(Figure::new(&file.file, "spearman", sample).and_by_language(&file.langs));
        }
        Ok(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::testing::{Files, measure, message};

    #[test]
    fn each_file_and_language_has_its_correlation() {
        let files = Files::new();
        let text = "lang\tscore\tsentence1\tother\tsentence2\n\
            en\t5\t1 0\tx\t2 0\nen\t3\t1 0\tx\t1 1\nfr\t1\t1 0\tx\t0 1\nfr\t2\t1 0\tx\tnothing\n";
        let task = Sts::read(&[files.write("a.tsv", text)]).unwrap();
        let (figures, without_vector) = measure(&task);
        // Cosines 1, 0.71, 0 and, without a vector, 0: scipy.stats.spearmanr([5, 3, 1, 2], [1, 0.71, 0, 0]).
        let values: Vec<_> = figures.iter().map(|f| (f.lang.as_deref(), f.sample.value())).collect();
        assert!((values[0].1.unwrap() - 0.948_683_298_050_513_8).abs() < 1e-12);
        assert_eq!(values[1..], [(Some("en"), Some(1.0)), (Some("fr"), None)]);
        assert_eq!(without_vector, 1);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_place() {
        let files = Files::new();
        let read = |text: &str| message(Sts::read(&[files.write("a.tsv", text)]));
        assert_eq!(
            read("score\tfirst\n1\ta\n"),
            "a.tsv: no column is named `sentence1`; the columns are `score`, `first`"
        );
        assert_eq!(read(""), "a.tsv: no column is named `score`; the file is empty");
        let header = "score\tsentence1\tsentence2\n";
        assert_eq!(
            read(&format!("{header}1\ta\tb\n\nhigh\ta\tb\n")),
            "a.tsv:4: the score `high` is not a number"
        );
        assert_eq!(read(&format!("{header}NaN\ta\tb\n")), "a.tsv:2: the score `NaN` is not a number");
        assert_eq!(
            read(&format!("{header}1\ta\n")),
            "a.tsv:2: the row has no cell in the column `sentence2`"
        );
        assert_eq!(read(&format!("{header}1\ta\tb\n")), "a.tsv: too few pairs to measure: 1");
    }
}
