//! Products of words with rows of the model.

use crate::embed::static_model::StaticModel;
use crate::index::codes::{encode, stride, unsigned};
use crate::index::kernels;

/// A word's vector, rounded to eight bits.
#[derive(Debug)]
pub(super) struct CodedWord {
    bytes: Vec<u8>,
    scale: f32,
}

impl CodedWord {
    /// `vector` is of length one, in the order of the model's dimensions.
    pub(super) fn new(vector: &[f32], model: &StaticModel) -> Self {
        let mut code = vec![0; stride(vector.len())];
        let (scale, _) = encode(&model.as_rows(vector), &mut code);
        let mut bytes = Vec::new();
        unsigned(&code, &mut bytes);
        Self { bytes, scale: scale.scale }
    }
}

/// The product of each of `rows` with each of `words`, in `products`, `(rows, words)`.
pub(super) fn products(
    model: &StaticModel,
    dimension: usize,
    rows: &[u32],
    words: &[&CodedWord],
    products: &mut [f32],
) {
    let stride = stride(dimension);
    let mut codes = vec![0_i8; rows.len() * stride];
    let scales: Vec<(f32, i32)> = rows
        .iter()
        .zip(codes.chunks_exact_mut(stride))
        .map(|(row, codes)| {
            let scale = model.row(*row, &mut codes[..dimension]);
            (scale, 128 * codes.iter().map(|code| i32::from(*code)).sum::<i32>())
        })
        .collect();
    let mut sums = vec![0_i32; rows.len()];
    for (place, word) in words.iter().enumerate() {
        kernels::scan(&word.bytes, &codes, &mut sums);
        let each = products.iter_mut().skip(place).step_by(words.len());
        for ((product, sum), (scale, offset)) in each.zip(&sums).zip(&scales) {
            *product = word.scale * scale * sum.wrapping_sub(*offset) as f32;
        }
    }
}
