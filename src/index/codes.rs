//! Rows rounded to eight bits: a quarter of the bytes to move, and products that the processor has an instruction for.
//!
//! A row `x` becomes integers `c` in [-127, 127] and a scale `s`, the greatest magnitude of the row / 127, with `x ≈ s · c`. A
//! query is rounded alike and held as `c + 128`, because the instruction multiplies unsigned by signed bytes; 128 times the
//! sum of the row's integers is taken off again. For unit rows of 384 dimensions the cosine of two codes is off by some 0.0005.

use bytemuck::{Pod, Zeroable};
use ndarray::ArrayView2;
use rayon::prelude::*;

use super::kernels;

/// Codes are padded with zeros to a multiple of this many bytes: a cache line and a vector register.
const LANE: usize = 64;

/// Bytes of the code of a row of `dimension` numbers.
pub(crate) fn stride(dimension: usize) -> usize {
    dimension.next_multiple_of(LANE)
}

/// What turns the integers of a row's code into a product with a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Scale {
    pub(crate) scale: f32,
    /// 128 times the sum of the integers.
    pub(crate) offset: i32,
}

impl Scale {
    /// The product of a row with a query, in units of the query's scale, from the `product` of their bytes.
    pub(crate) fn apply(self, product: i32) -> f32 {
        product.wrapping_sub(self.offset) as f32 * self.scale
    }
}

/// The nearest whole number, the even one of two, of a number of small magnitude: where there is no bit left for a fraction, a sum is rounded.
/// (`round_ties_even` is a call of a function where the compiler may not count on the instruction.)
fn round(x: f32) -> f32 {
    const NO_FRACTION: f32 = 12_582_912.0;
    (x + NO_FRACTION) - NO_FRACTION
}

/// How many standard deviations the product of two codes may be off before a candidate of a graph search is given up.
const DEVIATIONS: f32 = 5.0;

/// How much the product of two codes of these scales may be off, for rows of length one.
pub(crate) fn margin(a: f32, b: f32) -> f32 {
    // What rounding to steps of `s` takes away is even within a step, of variance s² / 12. Of rows that are nearly equal it is nearly
    // equal too, so the two deviations add up as they are and not as those of independent numbers.
    DEVIATIONS * ((a + b) / 12.0_f32.sqrt())
}

/// Rounds `row` into `code`; returns what to scale with and the length of what rounding took away.
pub(crate) fn encode(row: &[f32], code: &mut [i8]) -> (Scale, f32) {
    let greatest = row.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let scale = greatest / 127.0;
    // Of a row of zeros, or of numbers too small to be divided by, nothing is left.
    let inverse = if scale >= f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 };
    let scale = if inverse == 0.0 { 0.0 } else { scale };
    let (mut sum, mut error) = (0_i32, 0.0_f64);
    code.fill(0);
    for (x, c) in row.iter().zip(code) {
        let rounded = round(x * inverse);
        *c = rounded as i8;
        sum += i32::from(*c);
        error += f64::from(x - rounded * scale).powi(2);
    }
    (Scale { scale, offset: 128 * sum }, error.sqrt() as f32)
}

/// The bytes that `code` is multiplied by rows with.
pub(crate) fn unsigned(code: &[i8], bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.extend(code.iter().map(|c| (*c as u8) ^ 0x80));
}

/// A query, rounded.
#[derive(Debug, Default)]
pub(crate) struct CodedQuery {
    code: Vec<i8>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) scale: f32,
    /// The query's length.
    pub(crate) norm: f32,
    /// The length of what rounding took away.
    pub(crate) error: f32,
}

impl CodedQuery {
    pub(crate) fn set(&mut self, query: &[f32]) {
        self.code.resize(stride(query.len()), 0);
        let (scale, error) = encode(query, &mut self.code);
        unsigned(&self.code, &mut self.bytes);
        (self.scale, self.error) = (scale.scale, error);
        self.norm = kernels::dot(query, query).sqrt();
    }
}

/// The codes of many rows.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// Bytes of one code.
    pub(crate) stride: usize,
    /// `(n, stride)`.
    pub(crate) bytes: Vec<i8>,
    pub(crate) scales: Vec<Scale>,
    /// The length of what rounding took away of each row.
    pub(crate) errors: Vec<f32>,
}

impl Codes {
    /// The codes of `rows[order[0]]`, `rows[order[1]]` and so on.
    pub(crate) fn new(rows: ArrayView2<'_, f32>, order: &[u32]) -> Self {
        let stride = stride(rows.ncols());
        let mut bytes = vec![0_i8; order.len() * stride];
        let (scales, errors) = bytes
            .par_chunks_exact_mut(stride.max(1))
            .zip(order)
            .map(|(code, row)| {
                let row = rows.row(*row as usize);
                match row.as_slice() {
                    Some(row) => encode(row, code),
                    None => encode(&row.to_vec(), code),
                }
            })
            .unzip();
        Self { stride, bytes, scales, errors }
    }

    /// Adds the codes `others` after these.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.bytes.append(&mut others.bytes);
        self.scales.append(&mut others.scales);
        self.errors.append(&mut others.errors);
    }

    /// The codes of the nodes `order[0]`, `order[1]` and so on.
    pub(crate) fn renumbered(&self, order: &[u32]) -> Self {
        let mut bytes = vec![0_i8; self.bytes.len()];
        bytes
            .par_chunks_exact_mut(self.stride.max(1))
            .zip(order)
            .for_each(|(code, node)| code.copy_from_slice(self.code(*node)));
        Self {
            stride: self.stride,
            bytes,
            scales: order.iter().map(|node| self.scales[*node as usize]).collect(),
            errors: order.iter().map(|node| self.errors[*node as usize]).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.scales.len()
    }

    pub(crate) fn code(&self, node: u32) -> &[i8] {
        &self.bytes[node as usize * self.stride..][..self.stride]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cosine_of_codes(a: &[f32], b: &[f32]) -> (f32, f32) {
        let mut query = CodedQuery::default();
        query.set(a);
        let mut code = vec![0; stride(b.len())];
        let (scale, error) = encode(b, &mut code);
        let mut products = Vec::new();
        kernels::dots(&query.bytes, &code, &[0], &mut products);
        (
            query.scale * scale.apply(products[0]),
            query.norm * error + query.error * (kernels::dot(b, b).sqrt() + error),
        )
    }

    proptest! {
        #[test]
        fn the_product_of_codes_is_within_its_bound(
            rows in (1_usize..300).prop_flat_map(|d| prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), d))
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = rows.into_iter().unzip();
            let (product, bound) = cosine_of_codes(&a, &b);
            let exact: f64 = a.iter().zip(&b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum();
            prop_assert!((f64::from(product) - exact).abs() <= f64::from(bound) + 1e-4, "{product} {exact} {bound}");
        }
    }

    #[test]
    fn halves_are_rounded_to_even() {
        for x in [-127.0, -2.5, -1.5, -0.5, 0.0, 0.49, 0.5, 1.5, 126.6, 127.0_f32] {
            assert_eq!(round(x).to_bits(), (x.round_ties_even() + 0.0).to_bits(), "{x}");
        }
    }

    #[test]
    fn rows_of_nothing_are_nothing() {
        for row in [[0.0_f32; 3], [1e-45, 0.0, -1e-45], [-0.0; 3]] {
            let mut code = [1_i8; 64];
            let (scale, error) = encode(&row, &mut code);
            assert_eq!((scale, code), (Scale::default(), [0; 64]));
            assert!(error < 1e-40);
        }
    }
}
