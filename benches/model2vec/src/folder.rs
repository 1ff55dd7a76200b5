//! A static model of cognate as the folder that model2vec-rs reads.

use std::path::Path;

use anyhow::Result;
use cognate::embed::static_model::StaticModelParts;
use safetensors::tensor::{Dtype, TensorView};
use serde_json::json;

/// How a text is prepared before it is cut into pieces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preparation {
    /// As cognate does it, step by step: the same pieces come out.
    Same,
    /// Words are told apart at spaces, and nothing else is done: the least that any model needs. Other pieces come out.
    Least,
}

/// Writes `tokenizer.json`, `model.safetensors` and `config.json`.
pub(crate) fn write(parts: &StaticModelParts, preparation: Preparation, folder: &Path) -> Result<()> {
    // The token for unknown characters comes after all pieces. It is left out of the sum by its number.
    let unknown = parts.pieces.len();
    let scores = parts.scores.iter().copied().map(f64::from);
    let mut vocabulary: Vec<(&str, f64)> = parts.pieces.iter().map(String::as_str).zip(scores).collect();
    vocabulary.push(("<unk>", 0.0));
    let metaspace =
        json!({"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true});
    let (normalizer, pre_tokenizer) = match preparation {
        Preparation::Same => (
            json!({"type": "Sequence", "normalizers": [
                {"type": "NFKC"},
                {"type": "Lowercase"},
                {"type": "Replace", "pattern": {"String": "’"}, "content": "'"},
            ]}),
            json!({"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, metaspace]}),
        ),
        Preparation::Least => (json!(null), metaspace),
    };
    let tokenizer = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": null,
        "decoder": null,
        "model": {"type": "Unigram", "unk_id": unknown, "vocab": vocabulary, "byte_fallback": false},
    });
    std::fs::write(folder.join("tokenizer.json"), tokenizer.to_string())?;
    std::fs::write(folder.join("config.json"), json!({"normalize": true}).to_string())?;

    let unknown_row = std::iter::repeat_n(0.0, parts.dimension);
    let values = parts.table.iter().copied().chain(unknown_row);
    let bytes: Vec<u8> = values.flat_map(f32::to_le_bytes).collect();
    let embeddings = TensorView::new(Dtype::F32, vec![unknown + 1, parts.dimension], &bytes)?;
    safetensors::serialize_to_file([("embeddings", embeddings)], None, &folder.join("model.safetensors"))?;
    Ok(())
}
