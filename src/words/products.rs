//! Products of words with rows of the model.

#![allow(unsafe_code, reason = "instruction sets are chosen at run time")]
#![allow(clippy::inline_always, reason = "plain functions are compiled anew for each instruction set")]

use crate::embed::{Embedder, static_model::StaticModel};
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

/// Rows that are held as whole numbers at once.
const BLOCK: usize = 64;

/// Reads rows as whole numbers, one after another; with each, what they are to be multiplied with, and what the product with a word that has
/// no signs is too much.
#[inline(always)]
fn read_plain(model: &StaticModel, rows: &[u32], stride: usize, codes: &mut [i8], scales: &mut [(f32, i32)]) {
    let dimension = model.info().dimension;
    for ((row, codes), scale) in rows.iter().zip(codes.chunks_exact_mut(stride)).zip(scales) {
        let codes = &mut codes[..dimension];
        let factor = model.row(*row, codes);
        *scale = (factor, 128 * codes.iter().map(|code| i32::from(*code)).sum::<i32>());
    }
}

kernels::widest! {
    fn read = read_plain(model: &StaticModel, rows: &[u32], stride: usize, codes: &mut [i8], scales: &mut [(f32, i32)])
}

/// The product of each of `rows` with each of `words`, in `products`; there are at most so many words as each has room for.
pub(super) fn products<const LANES: usize>(
    model: &StaticModel,
    rows: &[u32],
    words: &[&CodedWord],
    products: &mut [[f32; LANES]],
) {
    let stride = stride(model.info().dimension);
    let mut codes = vec![0_i8; BLOCK * stride];
    let mut scales = [(0.0_f32, 0_i32); BLOCK];
    let mut sums = [0_i32; BLOCK];
    for (rows, products) in rows.chunks(BLOCK).zip(products.chunks_mut(BLOCK)) {
        read(model, rows, stride, &mut codes, &mut scales);
        for (place, word) in words.iter().enumerate() {
            let sums = &mut sums[..rows.len()];
            kernels::scan_small(&word.bytes, &codes[..rows.len() * stride], model.bits().most(), sums);
            for ((product, sum), (scale, offset)) in products.iter_mut().zip(sums).zip(&scales) {
                product[place] = word.scale * scale * sum.wrapping_sub(*offset) as f32;
            }
        }
    }
}
