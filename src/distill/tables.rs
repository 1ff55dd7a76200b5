//! A recipe without a recipe file: tables whose headings say which languages they hold.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::DistillError;
use super::recipe::{Column, ModelPlan, Recipe, Source, TeacherPlan, TrainingPlan, VocabularyPlan};
use super::table::headings;
use crate::message::literal;

/// What a model is made from and the settings that differ most; all others are a recipe's defaults.
#[derive(Debug, Clone)]
pub struct Tables {
    /// What the model is called.
    pub name: String,
    /// Tables of sentences that mean the same; a column is headed with the code of its language, and every two columns
    /// are pairs.
    pub pairs: Vec<PathBuf>,
    /// Tables of words and terms that mean the same, headed alike.
    pub words: Vec<PathBuf>,
    /// Files of texts in the teacher's language, one a line.
    pub texts: Vec<PathBuf>,
    /// Files with sentences that must not be learned from.
    pub evaluation: Vec<PathBuf>,
    /// The model to learn from, as `--model` takes it.
    pub teacher: Option<String>,
    /// The language that it reads.
    pub teacher_language: String,
    /// Dimensions of its vectors.
    pub dimension: usize,
    /// Most pieces of words.
    pub pieces: usize,
    /// Bits of one number of the table: 8, 4 or 2.
    pub bits: u8,
    /// Number of batches.
    pub steps: usize,
    /// Seed of every choice.
    pub seed: u64,
}

impl Default for Tables {
    fn default() -> Self {
        let (vocabulary, training) = (VocabularyPlan::default(), TrainingPlan::default());
        Self {
            name: "distilled".to_owned(),
            pairs: Vec::new(),
            words: Vec::new(),
            texts: Vec::new(),
            evaluation: Vec::new(),
            teacher: Some("builtin".to_owned()),
            teacher_language: "en".to_owned(),
            dimension: 256,
            pieces: vocabulary.pieces,
            bits: 8,
            steps: training.steps,
            seed: training.seed,
        }
    }
}

impl Recipe {
    /// The recipe for tables whose headings are codes of languages.
    ///
    /// Sentences, words and texts are kinds of their own, so that they share no batch. Words are not held against the
    /// evaluation files. The rate of learning rises for a tenth of the steps, 100 at most.
    ///
    /// # Errors
    /// [`DistillError::File`] and [`DistillError::NotText`] for a table that cannot be read, [`DistillError::Heading`]
    /// for one whose headings are no codes, [`DistillError::Settings`] for settings that do not fit.
    pub fn of_tables(tables: &Tables) -> Result<Self, DistillError> {
        let mut sources = Vec::new();
        let mut languages: Vec<String> = Vec::new();
        for (files, kind) in [(&tables.pairs, "sentences"), (&tables.words, "words")] {
            for file in files {
                let columns = columns(file)?;
                languages.extend(columns.iter().filter_map(|column| column.language.clone()));
                sources.push(Source { decontaminate: kind != "words", ..Source::of(file, kind, columns) });
            }
        }
        for file in &tables.texts {
            let language = Some(tables.teacher_language.clone());
            languages.extend(language.clone());
            sources.push(Source { language, ..Source::of(file, "texts", Vec::new()) });
        }
        languages.sort_unstable();
        languages.dedup();
        let training = TrainingPlan::default();
        let mut recipe = Self {
            model: ModelPlan {
                name: tables.name.clone(),
                description: String::new(),
                licence: String::new(),
                date: String::new(),
                languages,
                notes: String::new(),
                dimension: tables.dimension,
                bits: tables.bits,
            },
            vocabulary: VocabularyPlan { pieces: tables.pieces, ..VocabularyPlan::default() },
            teacher: tables.teacher.clone().map(|model| TeacherPlan {
                model,
                language: tables.teacher_language.clone(),
                name: String::new(),
                center: true,
            }),
            training: TrainingPlan {
                seed: tables.seed,
                steps: tables.steps,
                warm_up: training.warm_up.min(tables.steps / 10),
                ..training
            },
            sources,
            evaluation: tables.evaluation.clone(),
            figures: Vec::new(),
            command: command(tables),
        };
        recipe.complete().map_err(|reason| DistillError::Settings { reason })?;
        Ok(recipe)
    }
}

/// The columns of a table, by its headings.
fn columns(file: &Path) -> Result<Vec<Column>, DistillError> {
    let headings = headings(file)?;
    let bad = |reason: String| DistillError::Heading { path: file.to_owned(), reason };
    if let Some(heading) = headings.iter().find(|heading| !is_code(heading)) {
        return Err(bad(format!("the heading {} is no code of a language", literal(heading))));
    }
    let mut seen = HashSet::new();
    if let Some(twice) = headings.iter().find(|heading| !seen.insert(heading.as_str())) {
        return Err(bad(format!("the heading {} is there twice", literal(twice))));
    }
    if headings.len() < 2 {
        return Err(bad("there is one column, and pairs need two".to_owned()));
    }
    Ok(headings
        .into_iter()
        .map(|code| Column { name: code.clone(), language: Some(code), language_column: None })
        .collect())
}

/// Whether a heading looks like the code of a language: `en`, `yue`, `zh-Hant`.
fn is_code(heading: &str) -> bool {
    let mut parts = heading.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|c| c.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric()))
}

/// All that the model depends on, with files by name: equal models have equal cards, wherever they were made.
fn command(tables: &Tables) -> String {
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).display().to_string();
    let mut parts = vec!["cognate distill".to_owned()];
    for (option, files) in [
        ("--pairs", &tables.pairs),
        ("--words", &tables.words),
        ("--text", &tables.texts),
        ("--evaluation", &tables.evaluation),
    ] {
        parts.extend(files.iter().map(|file| format!("{option} {}", name(file))));
    }
    let teacher = tables.teacher.as_deref().unwrap_or("none");
    parts.push(format!("--teacher {}", name(Path::new(teacher.strip_prefix("path:").unwrap_or(teacher)))));
    if tables.teacher.is_some() {
        parts.push(format!("--teacher-language {}", tables.teacher_language));
    }
    let Tables { dimension, pieces, bits, steps, seed, .. } = tables;
    parts.push(format!(
        "--dimension {dimension} --pieces {pieces} --bits {bits} --steps {steps} --seed {seed}"
    ));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(pairs: &str) -> (tempfile::TempDir, Tables) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pairs.tsv");
        std::fs::write(&path, pairs).unwrap();
        (folder, Tables { pairs: vec![path], ..Tables::default() })
    }

    #[test]
    fn headings_are_languages_and_the_command_says_what_the_model_depends_on() {
        let (_folder, mut tables) = tables("fr\ten\tzh-Hant\r\na\tb\tc\n");
        tables.texts = vec!["a/texts.txt".into()];
        tables.steps = 200;
        let recipe = Recipe::of_tables(&tables).unwrap();
        assert_eq!(recipe.model.languages, ["en", "fr", "zh-Hant"]);
        assert_eq!(recipe.training.warm_up, 20);
        assert_eq!(recipe.training.mix.keys().collect::<Vec<_>>(), ["sentences", "texts"]);
        assert_eq!(
            recipe.command,
            "cognate distill --pairs pairs.tsv --text texts.txt --teacher builtin --teacher-language en \
             --dimension 256 --pieces 64000 --bits 8 --steps 200 --seed 1"
        );
        let without = Recipe::of_tables(&Tables { teacher: None, ..tables }).unwrap();
        assert!(without.command.contains(" --teacher none "), "{}", without.command);
        assert!(without.teacher.is_none());
    }

    #[test]
    fn headings_that_are_no_languages_are_named() {
        for (heading, expected) in [
            ("en\ttext\n", "line 1: the heading `text` is no code of a language"),
            ("en\tfr\ten\n", "line 1: the heading `en` is there twice"),
            ("en\n", "line 1: there is one column, and pairs need two"),
            ("", "line 1: the heading `` is no code of a language"),
        ] {
            let (_folder, tables) = tables(heading);
            let message = Recipe::of_tables(&tables).err().unwrap().to_string();
            assert!(message.ends_with(expected), "{message}");
        }
        let (_folder, tables) = tables("en\tfr\n");
        let error = Recipe::of_tables(&Tables { bits: 3, ..tables }).err().unwrap();
        assert!(error.to_string().contains("`model.bits` is 3"), "{error}");
    }
}
