//! What to make a model from, and how: a TOML file.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::DistillError;

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
    /// Bits of one number of the table: 8 or 4.
    pub bits: u8,
}

/// How the vocabulary is found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VocabularyPlan {
    /// Most pieces.
    pub pieces: usize,
    /// Exponent of a language's share: 1 leaves languages their size, 0 makes all equal.
    pub temperature: f64,
    /// A character that occurs less often is no piece.
    pub least_character_count: u32,
    /// Longest piece, in characters.
    pub longest_piece: usize,
}

impl Default for VocabularyPlan {
    fn default() -> Self {
        Self { pieces: 64_000, temperature: 0.5, least_character_count: 5, longest_piece: 16 }
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
    /// Its name and licence, for the card.
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
    /// Share of batches of each kind.
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
            mix: [("sentences", 0.6), ("words", 0.4)].map(|(k, v)| (k.to_owned(), v)).into(),
            scale: 20.0,
            contrastive: 1.0,
            teacher: 4.0,
            structure: 40.0,
            token_dropout: 0.1,
            split: 0.1,
            frequency_weight: 1e-3,
            final_frequency_weight: 0.0,
            remove_mean: true,
            checkpoint: 500,
        }
    }
}

/// A table of texts that mean the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A file of tab-separated values with a heading.
    pub file: PathBuf,
    /// Name of the batches it goes into: texts are told apart from texts of the same kind.
    pub kind: String,
    /// The columns that are texts; every two of them are pairs, the first named with each of the others if there is
    /// a `pivot`.
    pub columns: Vec<Column>,
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

impl Recipe {
    /// Reads a recipe and makes its paths absolute.
    ///
    /// # Errors
    /// [`DistillError::Recipe`] naming the file and what is wrong.
    pub fn read(path: &Path) -> Result<Self, DistillError> {
        let bad = |reason: String| DistillError::Recipe { path: path.to_owned(), reason };
        let text = std::fs::read_to_string(path).map_err(|e| bad(e.to_string()))?;
        let mut recipe: Self = toml::from_str(&text).map_err(|e| bad(e.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut recipe.sources {
            source.file = folder.join(&source.file);
        }
        for file in &mut recipe.evaluation {
            *file = folder.join(&*file);
        }
        if let Some(teacher) = &mut recipe.teacher
            && let Some(relative) = teacher.model.strip_prefix("path:")
        {
            teacher.model = format!("path:{}", folder.join(relative).display());
        }
        recipe.check().map_err(bad)?;
        Ok(recipe)
    }

    fn check(&self) -> Result<(), String> {
        let (model, vocabulary, training) = (&self.model, &self.vocabulary, &self.training);
        let positive = |name: &str, value: f64| {
            if value.is_finite() && value > 0.0 { Ok(()) } else { Err(format!("`{name}` must be above 0")) }
        };
        if !matches!(model.bits, 4 | 8) {
            return Err(format!("`model.bits` is {}: 4 and 8 are known", model.bits));
        }
        if !(2..=4096).contains(&model.dimension) || !model.dimension.is_multiple_of(2) {
            return Err(format!(
                "`model.dimension` is {}: an even number from 2 to 4096 is needed",
                model.dimension
            ));
        }
        if vocabulary.pieces < 100 {
            return Err("`vocabulary.pieces` must be at least 100".to_owned());
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
        if self.sources.iter().all(|source| source.columns.len() < 2) {
            return Err("no `source` has two columns: there is nothing to learn from".to_owned());
        }
        for source in &self.sources {
            let at = source.file.display();
            for column in &source.columns {
                if column.language.is_some() == column.language_column.is_some() {
                    return Err(format!(
                        "{at}: column `{}` needs `language` or `language_column`",
                        column.name
                    ));
                }
            }
            positive("source.weight", source.weight)?;
            if source.columns.len() > 1 && !training.mix.contains_key(&source.kind) {
                return Err(format!("{at}: kind `{}` has no share in `training.mix`", source.kind));
            }
        }
        Ok(())
    }
}
