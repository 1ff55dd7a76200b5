//! Making a static multilingual model: from texts that mean the same in several languages, and from a model that
//! knows one of them.
//!
//! A [`Recipe`] names the sources, the teacher and the settings; [`Recipe::of_tables`] makes one of [`Tables`]. [`distill`] reads the sources, leaves out what is in
//! evaluation files, finds a vocabulary, asks the teacher for its vectors, learns a table with one row a token, and
//! writes a model file. What takes long is kept in a working folder, so that a run that was stopped goes on where it
//! was.

mod bags;
mod checkpoint;
mod contamination;
mod corpus;
mod error;
mod loss;
mod matrix;
mod projection;
mod recipe;
mod sampler;
mod splits;
mod start;
mod table;
mod tables;
mod teacher;
mod train;
mod vocabulary;
mod weights;

pub use error::DistillError;
pub use loss::Losses;
pub use recipe::{Column, Measured, ModelPlan, Recipe, Source, TeacherPlan, TrainingPlan, VocabularyPlan};
pub use tables::Tables;

use std::path::Path;

use ndarray::Array2;

use crate::embed::Embedder;
use crate::embed::static_model::{self, Bits, Card, Figure, Source as Credit, StaticModelParts};
use crate::progress::{Progress, Stage};
use bags::{Bags, inverse_frequency};
use checkpoint::Checkpoint;
use contamination::Evaluation;
use corpus::{Corpus, NONE};
use sampler::Sampler;
use splits::Splits;
use start::Means;
use teacher::TeacherVectors;
use train::Lessons;
use vocabulary::{Taught, Vocabulary, balanced_words};
use weights::Table;

/// A finished model, and what it was made from.
pub struct Distilled {
    /// The model file.
    pub file: Vec<u8>,
    /// Pieces of its vocabulary.
    pub pieces: usize,
    /// Different texts.
    pub texts: usize,
    /// Pairs of texts.
    pub pairs: usize,
    /// Rows left out because they are in an evaluation file.
    pub contaminated: usize,
    /// The loss, averaged over about the last hundred steps.
    pub losses: Losses,
}

/// Makes a model.
///
/// # Errors
/// [`DistillError`].
pub fn distill(
    recipe: &Recipe,
    teacher: Option<&dyn Embedder>,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Distilled, DistillError> {
    let dimension = recipe.model.dimension;
    if let Some(teacher) = teacher.filter(|teacher| teacher.info().dimension < dimension) {
        return Err(DistillError::TeacherDimension { teacher: teacher.info().dimension, model: dimension });
    }
    progress.begin(Stage::Reading, 0);
    let evaluation = Evaluation::read(&recipe.evaluation)?;
    let corpus = Corpus::read(recipe, &evaluation)?;
    drop(evaluation);
    progress.end();
    progress.note(&format!(
        "{} texts in {} languages, {} pairs in {} groups; {} rows left out as evaluation sentences",
        corpus.texts.len(),
        corpus.languages.len(),
        corpus.pairs.len(),
        corpus.groups.len(),
        corpus.contaminated
    ));
    let texts = recipe.teacher.as_ref().map(|plan| taught(&corpus, &plan.language)).unwrap_or_default();
    if let Some(plan) = recipe.teacher.as_ref().filter(|_| texts.is_empty()) {
        return Err(DistillError::NothingTaught {
            language: plan.language.clone(),
            present: corpus.languages,
        });
    }
    // Before the teacher, which may take an hour: without a word there is no use in it.
    progress.begin(Stage::Vocabulary, 0);
    let words = balanced_words(&corpus, &recipe.vocabulary)?;
    progress.end();
    std::fs::create_dir_all(folder)
        .map_err(|source| DistillError::File { path: folder.to_owned(), source })?;
    let mut target_of = vec![NONE; corpus.texts.len()];
    let mut targets = Array2::zeros((0, dimension));
    if let (Some(plan), Some(teacher)) = (&recipe.teacher, teacher) {
        let strings: Vec<&str> = texts.iter().map(|&text| corpus.texts[text as usize].as_str()).collect();
        let vectors = TeacherVectors::of(&strings, teacher, folder, progress)?;
        let mut rows = vectors.rows(&strings);
        drop(vectors);
        if plan.center {
            projection::center(&mut rows);
        }
        let directions = projection::directions(rows.view(), dimension)
            .ok_or(DistillError::TeacherDimension { teacher: rows.ncols(), model: dimension })?;
        targets = matrix::product(rows.view(), directions.view());
        projection::normalise(&mut targets);
        for (row, text) in texts.iter().enumerate() {
            target_of[*text as usize] = row as u32;
        }
    }

    progress.begin(Stage::Vocabulary, 0);
    let taught = Taught { targets: &targets, target_of: &target_of };
    let vocabulary = Vocabulary::of(words, &corpus, &recipe.vocabulary, taught, folder)?;
    let bags = Bags::new(&corpus, &vocabulary.pieces, &vocabulary.scores)?;
    let frequencies = bags.frequencies(&corpus, vocabulary.pieces.len());
    progress.end();

    let plan = &recipe.training;
    let mut table =
        Table::random(dimension, inverse_frequency(&frequencies, plan.frequency_weight), plan.seed);
    if plan.start > 0.0 {
        let means = Means::new(&corpus.pairs, &bags, vocabulary.pieces.len(), &targets, &target_of);
        table.begin(&means.rows, plan.start);
    }
    let mut sampler = Sampler::new(&corpus, plan, |pair| {
        !bags.get(pair.left).is_empty() && !bags.get(pair.right).is_empty()
    });
    if let Some(kind) = plan.mix.keys().next().filter(|_| sampler.is_empty()) {
        return Err(DistillError::NoPairs { kind: kind.clone() });
    }
    let splits = Splits::new(&vocabulary);
    let probe = sampler.probe();
    let lessons = Lessons { bags: &bags, splits: &splits, targets, target_of, plan, probe: &probe };
    let checkpoint = Checkpoint::new(folder, &fingerprint(recipe, &corpus, &bags, &lessons));
    let (done, losses) = checkpoint.load(&mut table, plan.steps)?;
    if done > 0 {
        progress.note(&format!("going on after step {done}"));
        sampler.skip(done);
    }
    let losses = train::train(&mut table, &mut sampler, &lessons, losses, progress, |table, losses| {
        checkpoint.save(table, losses)
    })?;
    if let Some(shared) = lessons.shared_direction(&table) {
        table.without(&shared);
    }
    let last = inverse_frequency(&frequencies, plan.final_frequency_weight);
    let pieces = vocabulary.pieces.len();
    let mut rows = vec![0.0; pieces * dimension];
    for (token, row) in rows.chunks_exact_mut(dimension).enumerate() {
        let weight = table.token_weights[token] * last[token];
        row.iter_mut().zip(table.row(token as u32)).for_each(|(r, x)| *r = weight * x);
    }
    let file = static_model::encode(&StaticModelParts {
        table: rows,
        dimension,
        bits: Bits::from_count(recipe.model.bits.into()).unwrap_or(Bits::Eight),
        pieces: vocabulary.pieces,
        scores: vocabulary.scores,
        card: card(recipe, teacher),
    })?;
    Ok(Distilled {
        file,
        pieces,
        texts: corpus.texts.len(),
        pairs: corpus.pairs.len(),
        contaminated: corpus.contaminated,
        losses,
    })
}

/// A hash of all that the table depends on.
fn fingerprint(recipe: &Recipe, corpus: &Corpus, bags: &Bags, lessons: &Lessons<'_>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{:?}", recipe.training).as_bytes());
    bags.hash(&mut hasher);
    for pair in &corpus.pairs {
        hasher.update(&pair.left.to_le_bytes()).update(&pair.right.to_le_bytes());
    }
    for group in &corpus.groups {
        hasher.update(format!("{:?} {} {}", group.pairs, group.kind, group.weight).as_bytes());
    }
    if let Some(targets) = lessons.targets.as_slice() {
        hasher.update(bytemuck::cast_slice(targets));
    }
    hasher.finalize()
}

fn card(recipe: &Recipe, teacher: Option<&dyn Embedder>) -> Card {
    let model = &recipe.model;
    let plan = recipe.teacher.as_ref().zip(teacher);
    let figure = |figure: &Measured| Figure { task: figure.task.clone(), value: figure.value };
    Card {
        name: model.name.clone(),
        description: model.description.clone(),
        date: model.date.clone(),
        licence: model.licence.clone(),
        languages: model.languages.clone(),
        recipe: recipe.command.clone(),
        teacher: plan.map(|(plan, teacher)| match plan.name.as_str() {
            "" => teacher.info().id.to_string(),
            name => name.to_owned(),
        }),
        sources: credits(&recipe.sources),
        figures: recipe.figures.iter().map(figure).collect(),
        made_by: format!("cognate {}", env!("CARGO_PKG_VERSION")),
        notes: model.notes.clone(),
    }
}

/// One entry a file, in the order of the recipe; of several sources in one file, the first that says something counts.
fn credits(sources: &[Source]) -> Vec<Credit> {
    let mut files: Vec<&Path> = Vec::new();
    let mut credits: Vec<Credit> = Vec::new();
    for source in sources {
        let at = files.iter().position(|file| *file == source.file).unwrap_or_else(|| {
            files.push(&source.file);
            let name = source.file.file_stem().unwrap_or_default().display().to_string();
            credits.push(Credit { name, ..Credit::default() });
            credits.len() - 1
        });
        let credit = &mut credits[at];
        if credit.licence.is_empty() {
            credit.licence.clone_from(&source.licence);
        }
        if credit.attribution.is_none() && !source.attribution.is_empty() {
            credit.attribution = Some(source.attribution.clone());
        }
    }
    credits
}

/// The texts in the teacher's language that are in a pair of a group that asks the teacher, in rising order.
fn taught(corpus: &Corpus, language: &str) -> Vec<u32> {
    let mut texts: Vec<u32> = Vec::new();
    for group in corpus.groups.iter().filter(|group| group.teacher) {
        for pair in &corpus.pairs[group.pairs.clone()] {
            let text = [pair.left, pair.right].into_iter().find(|text| {
                corpus.languages[usize::from(corpus.text_languages[*text as usize])] == language
            });
            texts.extend(text);
        }
    }
    texts.sort_unstable();
    texts.dedup();
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_credited_once() {
        let source = |file: &str, licence: &str, attribution: &str| Source {
            licence: licence.to_owned(),
            attribution: attribution.to_owned(),
            ..Source::of(Path::new(file), "words", Vec::new())
        };
        let sources =
            [source("a/omw.tsv", "", ""), source("b.tsv", "CC0-1.0", ""), source("a/omw.tsv", "MIT", "Ada")];
        let credits = credits(&sources);
        let shown: Vec<_> =
            credits.iter().map(|c| (c.name.as_str(), c.licence.as_str(), c.attribution.as_deref())).collect();
        assert_eq!(shown, [("omw", "MIT", Some("Ada")), ("b", "CC0-1.0", None)]);
    }
}
