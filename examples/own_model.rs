//! A model of one's own behind the trait that all jobs use: `cargo run --release --example own_model`.

use std::error::Error;

use cognate::embed::{EmbedError, EmbeddingsBuilder, ModelId, ModelInfo};
use cognate::prelude::*;
use cognate::report::answers::search::SearchMode;

/// Texts by how often each letter of the alphabet is in them: quick, and of little use.
struct Letters(ModelInfo);

impl Letters {
    fn new() -> Self {
        let id = ModelId { name: "letters".to_owned(), revision: "1".to_owned() };
        Self(ModelInfo { id, dimension: 26, window: None, batch: 1024 })
    }
}

impl Embedder for Letters {
    fn info(&self) -> &ModelInfo {
        &self.0
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let mut builder = EmbeddingsBuilder::new(self.0.dimension, texts.len());
        for text in texts {
            let mut counts = [0.0_f32; 26];
            for letter in text.bytes().filter(u8::is_ascii_alphabetic) {
                counts[usize::from(letter.to_ascii_lowercase() - b'a')] += 1.0;
            }
            // A text without a letter has no vector, and matches nothing.
            builder.push(Some(&counts))?;
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let texts = ["a tale of two cities", "the old man and the sea", "war and peace", "1984"];
    let collection = Collection::of_texts(texts, Box::new(Letters::new()), &Silent)?;
    let options = SearchOptions { mode: SearchMode::Meaning, ..SearchOptions::default() };
    let base = Base::working_directory();
    let report = collection.search(&["cities of two tales".into()], &options, &base, &Silent)?;
    for hit in &report.results {
        println!("{:.2} {}", hit.similarity.unwrap_or_default(), hit.text);
    }
    Ok(())
}
