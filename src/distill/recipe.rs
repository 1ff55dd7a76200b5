//! What to make a model from, and how: a TOML file.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::DistillError;
use crate::embed::static_model::Bits;

/// Largest file of a recipe.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// A recipe. Paths in it are relative to its own folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// What the model is called and how large it is.
    pub model: ModelPlan,
    /// How its vocabulary is found.
    #[serde(default)]
    pub vocabulary: VocabularyPlan,
    /// The model to learn from.
    pub teacher: Option<TeacherPlan>,
    /// How it learns.
    #[serde(default)]
    pub training: TrainingPlan,
    /// What it learns from.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    /// Files with sentences that must not be learned from.
    #[serde(default)]
    pub evaluation: Vec<PathBuf>,
    /// Measurements, for the card.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Measured>,
    /// The command line that makes the model, for the card.
    #[serde(skip)]
    pub command: String,
}

/// A measurement, for the card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// What was measured.
    pub task: String,
    /// What came out.
    pub value: f64,
}

/// Name and size of a model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelPlan {
    /// Its name, for the card.
    pub name: String,
    /// What it is, in a sentence, for the card.
    #[serde(default)]
    pub description: String,
    /// Licence of the weights, for the card.
    #[serde(default)]
    pub licence: String,
    /// Date, for the card: two runs of one recipe give one file.
    #[serde(default)]
    pub date: String,
    /// Languages that it is meant for, for the card.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What else a user should know, for the card.
    #[serde(default)]
    pub notes: String,
    /// Dimensions of its vectors.
    pub dimension: usize,
    /// Bits of one number of the table: 8, 4 or 2.
    pub bits: u8,
}

/// How the vocabulary is found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VocabularyPlan {
    /// Most pieces.
    pub pieces: usize,
    /// How many of them are the most frequent words, whether or not they could be read by their parts.
    pub whole_words: usize,
    /// Exponent of a language's share: 1 leaves languages their size, 0 makes all equal.
    pub temperature: f64,
    /// A character that occurs less often is no piece.
    pub least_character_count: u32,
    /// Longest piece, in characters.
    pub longest_piece: usize,
}

impl Default for VocabularyPlan {
    fn default() -> Self {
        Self { pieces: 64_000, whole_words: 0, temperature: 0.5, least_character_count: 5, longest_piece: 16 }
    }
}

/// The model to learn from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeacherPlan {
    /// As `--model` takes it; a path is relative to the recipe.
    pub model: String,
    /// The language that it reads.
    pub language: String,
    /// Its name and licence, for the card; when empty, the name and revision under which it was opened.
    #[serde(default)]
    pub name: String,
    /// Whether the mean of its vectors is taken off before they are learned from.
    #[serde(default = "yes")]
    pub center: bool,
}

/// How the model learns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrainingPlan {
    /// Seed of every choice.
    pub seed: u64,
    /// Number of batches.
    pub steps: usize,
    /// Pairs in a batch.
    pub batch: usize,
    /// Learning rate at its highest; it falls linearly to nothing.
    pub learning_rate: f32,
    /// Steps in which the rate rises.
    pub warm_up: usize,
    /// Exponent of a group's share within its kind (a group is one source and pair of languages).
    pub temperature: f64,
    /// Share of batches of each kind. Empty: 0.6 for `sentences`, 0.4 for `words`, 0.2 for each other kind that the
    /// sources have.
    pub mix: std::collections::BTreeMap<String, f64>,
    /// What the cosines of a batch are multiplied by before the softmax.
    pub scale: f32,
    /// Weight of telling translations apart from the rest of the batch.
    pub contrastive: f32,
    /// Weight of being near the teacher's vector.
    pub teacher: f32,
    /// Weight of having the teacher's similarities.
    pub structure: f32,
    /// Share of tokens that are left out in training.
    pub token_dropout: f32,
    /// Share of pieces that are read by their parts in training.
    pub split: f32,
    /// `a` of smooth inverse frequency, while training; 0: all tokens count the same.
    pub frequency_weight: f64,
    /// `a` of smooth inverse frequency, on the finished table; 0: none.
    pub final_frequency_weight: f64,
    /// Whether the direction that all texts share is taken out of the finished table.
    pub remove_mean: bool,
    /// Factor of the teacher's mean vector with which a token's row begins; 0: rows begin at random.
    pub start: f32,
    /// Steps between two checkpoints.
    pub checkpoint: usize,
}

impl Default for TrainingPlan {
    fn default() -> Self {
        Self {
            seed: 1,
            steps: 4_000,
            batch: 2_048,
            learning_rate: 4e-3,
            warm_up: 100,
            temperature: 0.7,
            mix: std::collections::BTreeMap::new(),
            scale: 20.0,
            contrastive: 1.0,
            teacher: 4.0,
            structure: 40.0,
            token_dropout: 0.1,
            split: 0.1,
            frequency_weight: 1e-3,
            final_frequency_weight: 0.0,
            remove_mean: true,
            start: 1.0,
            checkpoint: 500,
        }
    }
}

/// A table of texts that mean the same, or a file of single texts.
///
/// Single texts are a table with one column, or a file without a heading that has a `language`. Those in the teacher's
/// language are pairs of a text with itself, unless there is a `count` or `teacher` is false; all others are for the
/// vocabulary alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A file of tab-separated values with a heading.
    pub file: PathBuf,
    /// Name of the batches it goes into: texts are told apart from texts of the same kind.
    pub kind: String,
    /// The columns that are texts; every two of them are pairs, the first named with each of the others if there is
    /// a `pivot`.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The language of a file that has no columns and no heading, but one text a line.
    pub language: Option<String>,
    /// Every pair has the first column in it.
    #[serde(default)]
    pub pivot: bool,
    /// What stands between several texts of one cell.
    pub separator: Option<String>,
    /// Most texts taken of one cell.
    pub most: Option<usize>,
    /// Most rows taken, evenly spread.
    pub rows: Option<usize>,
    /// A column that tells how often a text occurs, and only that: for the vocabulary.
    pub count: Option<String>,
    /// Only rows whose column has this value.
    #[serde(default)]
    pub only: std::collections::BTreeMap<String, String>,
    /// What its share is multiplied by.
    #[serde(default = "one")]
    pub weight: f64,
    /// Whether the teacher's vectors are asked for.
    #[serde(default = "yes")]
    pub teacher: bool,
    /// Whether rows that are sentences of an evaluation file are left out; lists of words are not.
    #[serde(default = "yes")]
    pub decontaminate: bool,
    /// Licence, for the card.
    #[serde(default)]
    pub licence: String,
    /// Whom to thank and where to get it, for the card.
    #[serde(default)]
    pub attribution: String,
}

/// A column and the language of its texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Two-letter code.
    pub language: Option<String>,
    /// Heading of the column that holds the code.
    pub language_column: Option<String>,
}

fn one() -> f64 {
    1.0
}

fn yes() -> bool {
    true
}

impl Source {
    /// A source with the usual settings.
    pub(super) fn of(file: &Path, kind: &str, columns: Vec<Column>) -> Self {
        Self {
            file: file.to_owned(),
            kind: kind.to_owned(),
            columns,
            language: None,
            pivot: false,
            separator: None,
            most: None,
            rows: None,
            count: None,
            only: std::collections::BTreeMap::new(),
            weight: one(),
            teacher: yes(),
            decontaminate: yes(),
            licence: String::new(),
            attribution: String::new(),
        }
    }

    /// The language whose texts are learned from by themselves: that of a teacher that is asked about single texts.
    pub(super) fn alone<'a>(&self, teacher: Option<&'a TeacherPlan>) -> Option<&'a str> {
        let asked = self.columns.len() < 2 && self.count.is_none() && self.teacher;
        teacher.filter(|_| asked).map(|teacher| teacher.language.as_str())
    }

    /// Whether there may be pairs in it; else it is for the vocabulary alone.
    fn may_pair(&self, teacher: Option<&TeacherPlan>) -> bool {
        let of_all = match self.columns.as_slice() {
            [] => self.language.as_deref(),
            [column] => column.language.as_deref(),
            _ => return true,
        };
        self.alone(teacher).is_some_and(|language| of_all.is_none_or(|of_all| of_all == language))
    }
}

impl Recipe {
    /// Reads a recipe and makes its paths those from here.
    ///
    /// # Errors
    /// [`DistillError::Recipe`] naming the file and what is wrong.
    pub fn read(path: &Path) -> Result<Self, DistillError> {
        let bad = |reason: String| DistillError::Recipe { path: path.to_owned(), reason };
        let bytes = crate::file::read(path, MAX_FILE_BYTES)
            .map_err(|source| DistillError::File { path: path.to_owned(), source })?;
        let text = String::from_utf8(bytes).map_err(|_| bad("it is not UTF-8".to_owned()))?;
        let mut recipe: Self = toml::from_str(&text).map_err(|e| bad(on_its_line(&text, &e)))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut recipe.sources {
            source.file = folder.join(&source.file);
        }
        for file in &mut recipe.evaluation {
            *file = folder.join(&*file);
        }
        if let Some(teacher) = &mut recipe.teacher {
            let explicit = teacher.model.strip_prefix("path:");
            let found = folder.join(explicit.unwrap_or(&teacher.model));
            if teacher.model != "builtin" && (explicit.is_some() || found.exists()) {
                teacher.model = format!("path:{}", found.display());
            }
        }
        recipe.command = format!("cognate distill {}", path.file_name().unwrap_or_default().display());
        recipe.complete().map_err(bad)?;
        Ok(recipe)
    }

    /// Fills in what depends on other settings, and checks all.
    pub(super) fn complete(&mut self) -> Result<(), String> {
        let teacher = self.teacher.as_ref();
        if self.training.mix.is_empty() {
            for source in self.sources.iter().filter(|source| source.may_pair(teacher)) {
                let share = match source.kind.as_str() {
                    "sentences" => 0.6,
                    "words" => 0.4,
                    _ => 0.2,
                };
                self.training.mix.insert(source.kind.clone(), share);
            }
        }
        self.check()
    }

    fn check(&self) -> Result<(), String> {
        let (model, vocabulary, training) = (&self.model, &self.vocabulary, &self.training);
        let positive = |name: &str, value: f64| {
            if value.is_finite() && value > 0.0 { Ok(()) } else { Err(format!("`{name}` must be above 0")) }
        };
        let Some(bits) = Bits::from_count(model.bits.into()) else {
            return Err(format!("`model.bits` is {}: 2, 4 and 8 are known", model.bits));
        };
        let multiple = bits.codes_per_byte();
        if !(2..=4096).contains(&model.dimension) || !model.dimension.is_multiple_of(multiple) {
            return Err(format!(
                "`model.dimension` is {}: with {} bits a multiple of {multiple} up to 4096 is needed",
                model.dimension, model.bits
            ));
        }
        if vocabulary.pieces < 100 {
            return Err("`vocabulary.pieces` must be at least 100".to_owned());
        }
        if vocabulary.whole_words > vocabulary.pieces - vocabulary.pieces / 5 {
            return Err(
                "`vocabulary.whole_words` must leave a fifth of the pieces for parts of words".to_owned()
            );
        }
        if training.batch < 2 || training.steps == 0 {
            return Err("`training.batch` must be at least 2 and `training.steps` at least 1".to_owned());
        }
        positive("training.learning_rate", training.learning_rate.into())?;
        positive("training.scale", training.scale.into())?;
        for (name, share) in [("token_dropout", training.token_dropout), ("split", training.split)] {
            if !(0.0..1.0).contains(&share) {
                return Err(format!("`training.{name}` must be at least 0 and below 1"));
            }
        }
        if !(training.start.is_finite() && training.start >= 0.0) {
            return Err("`training.start` must be at least 0".to_owned());
        }
        if !(1..=63).contains(&vocabulary.longest_piece) {
            return Err("`vocabulary.longest_piece` must be from 1 to 63".to_owned());
        }
        if !self.sources.iter().any(|source| source.may_pair(self.teacher.as_ref())) {
            return Err(
                "no `source` has two columns, or texts for the teacher: there is nothing to learn from"
                    .to_owned(),
            );
        }
        let shares = training.mix.values().copied();
        if !shares.clone().all(|share| share.is_finite() && share >= 0.0) || shares.sum::<f64>() <= 0.0 {
            return Err(
                "`training.mix` must be shares of at least 0, one of them above, for kinds of `source`"
                    .to_owned(),
            );
        }
        if let Some(figure) = self.figures.iter().find(|figure| !figure.value.is_finite()) {
            return Err(format!("the figure `{}` is not finite", figure.task));
        }
        for source in &self.sources {
            let at = source.file.display();
            if source.columns.is_empty() == source.language.is_none() {
                return Err(format!(
                    "{at}: a source has `columns`, or the `language` of a file with one text a line"
                ));
            }
            if source.language.is_some() && (source.count.is_some() || !source.only.is_empty()) {
                return Err(format!(
                    "{at}: a file with one text a line has no columns to `count` or `only` by"
                ));
            }
            for column in &source.columns {
                if column.language.is_some() == column.language_column.is_some() {
                    return Err(format!(
                        "{at}: column `{}` needs `language` or `language_column`",
                        column.name
                    ));
                }
            }
            positive("source.weight", source.weight)?;
            if source.may_pair(self.teacher.as_ref()) && !training.mix.contains_key(&source.kind) {
                return Err(format!("{at}: kind `{}` has no share in `training.mix`", source.kind));
            }
        }
        Ok(())
    }
}

/// What is wrong with TOML, in one line that names the line.
fn on_its_line(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', ", ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}

#[cfg(test)]
mod tests;
