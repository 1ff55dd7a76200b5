//! Rows of floats become small integers with one factor a row.

use half::bf16;
use rayon::prelude::*;

use super::Bits;

/// Parts of the greatest value at which rows of few bits are cut off, of which the best is taken: cutting a few large
/// values leaves finer steps for the many small ones.
const CLIPS: [f32; 15] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3];

/// The codes of all rows as the file has them, and the factor of each row.
pub(super) struct Quantized {
    pub(super) rows: Vec<u8>,
    pub(super) scales: Vec<bf16>,
}

/// Quantises a table of rows of `dimension` finite values.
pub(super) fn quantize(table: &[f32], dimension: usize, bits: Bits) -> Quantized {
    let width = bits.row_bytes(dimension);
    let n = table.len() / dimension;
    let mut rows = vec![0; n * width];
    let mut scales = vec![bf16::ZERO; n];
    rows.par_chunks_exact_mut(width)
        .zip(scales.par_iter_mut())
        .zip(table.par_chunks_exact(dimension))
        .for_each(|((row, scale), values)| *scale = quantize_row(values, bits, row));
    Quantized { rows, scales }
}

/// Writes the codes of one row and gives its factor: the one of least squared error among those that are tried.
fn quantize_row(values: &[f32], bits: Bits, row: &mut [u8]) -> bf16 {
    let greatest = values.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let mut codes = vec![0_i8; values.len()];
    let scale = match bits {
        Bits::Eight => bf16::from_f32(greatest / 127.0),
        Bits::Two | Bits::Four => {
            let steps = if bits == Bits::Two { 3.0 } else { 7.0 };
            let error_of = |clip: f32, codes: &mut [i8]| {
                round(values, greatest * clip / steps, bits, codes);
                let scale = best_scale(values, codes);
                round(values, scale.to_f32(), bits, codes);
                (squared_error(values, scale.to_f32(), codes), scale)
            };
            let tried = CLIPS.iter().map(|clip| error_of(*clip, &mut codes));
            tried.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(bf16::ZERO, |(_, scale)| scale)
        }
    };
    round(values, scale.to_f32(), bits, &mut codes);
    match bits {
        Bits::Eight => {
            for (byte, code) in row.iter_mut().zip(&codes) {
                *byte = code.cast_unsigned();
            }
        }
        Bits::Two => {
            for (byte, codes) in row.iter_mut().zip(codes.chunks_exact(4)) {
                let code = |i: usize| ((codes[i] + 3) >> 1).cast_unsigned();
                *byte = code(0) | code(1) << 2 | code(2) << 4 | code(3) << 6;
            }
        }
        Bits::Four => {
            for (byte, pair) in row.iter_mut().zip(codes.chunks_exact(2)) {
                *byte = (pair[0] + 8).cast_unsigned() | (pair[1] + 8).cast_unsigned() << 4;
            }
        }
    }
    scale
}

/// The nearest code of each value.
fn round(values: &[f32], scale: f32, bits: Bits, codes: &mut [i8]) {
    let per_step = if scale > 0.0 { scale.recip() } else { 0.0 };
    let (least, most) = match bits {
        Bits::Eight => (-127.0, 127.0),
        Bits::Four => (-8.0, 7.0),
        Bits::Two => {
            for (code, value) in codes.iter_mut().zip(values) {
                let size = if value.abs() * per_step < 2.0 { 1 } else { 3 };
                *code = if *value < 0.0 { -size } else { size };
            }
            return;
        }
    };
    for (code, value) in codes.iter_mut().zip(values) {
        let steps = (value * per_step).clamp(least, most);
        // `round` is a call of a function on most machines; this is not.
        *code = (steps + 0.5_f32.copysign(steps)) as i8;
    }
}

/// The factor with which these codes come nearest to the values (least squares).
fn best_scale(values: &[f32], codes: &[i8]) -> bf16 {
    let (mut product, mut square) = (0.0, 0.0);
    for (value, code) in values.iter().zip(codes) {
        product += value * f32::from(*code);
        square += f32::from(*code) * f32::from(*code);
    }
    if square > 0.0 { bf16::from_f32(product / square) } else { bf16::ZERO }
}

fn squared_error(values: &[f32], scale: f32, codes: &[i8]) -> f32 {
    let errors = values.iter().zip(codes).map(|(value, code)| value - scale * f32::from(*code));
    errors.map(|error| error * error).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The table that the codes stand for.
    fn restored(quantized: &Quantized, dimension: usize, bits: Bits) -> Vec<f32> {
        let mut table = Vec::new();
        let rows = quantized.rows.chunks_exact(bits.row_bytes(dimension));
        for (row, scale) in rows.zip(&quantized.scales) {
            let mut sum = vec![0.0; dimension];
            bits.add(row, scale.to_f32(), &mut sum);
            bits.in_order(&mut sum, &mut Vec::new());
            table.extend(sum);
        }
        table
    }

    proptest! {
        #[test]
        fn eight_bits_are_off_by_half_a_step_four_by_a_fifth_of_the_length_and_two_by_half_of_it(
            table in proptest::collection::vec(-3.0_f32..3.0, 64),
        ) {
            for bits in [Bits::Eight, Bits::Four, Bits::Two] {
                let back = restored(&quantize(&table, 32, bits), 32, bits);
                for (row, back) in table.chunks(32).zip(back.chunks(32)) {
                    let greatest = row.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                    let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
                    let error = row.iter().zip(back).map(|(x, y)| (x - y) * (x - y)).sum::<f32>().sqrt();
                    match bits {
                        // Half a step, and what is cut off where the factor was rounded down (2^-9 of the greatest).
                        Bits::Eight => prop_assert!(
                            row.iter().zip(back).all(|(x, y)| (x - y).abs() <= greatest * 0.0061),
                        ),
                        Bits::Four => prop_assert!(error <= 0.2 * length, "{error} of {length}"),
                        Bits::Two => prop_assert!(error <= 0.5 * length, "{error} of {length}"),
                    }
                }
            }
        }
    }

    #[test]
    fn one_large_value_does_not_cost_the_small_ones_their_steps() {
        let mut row: Vec<f32> = (0..256).map(|i| (i as f32 * 0.7).sin()).collect();
        row[0] = 1.4;
        let quantized = quantize(&row, 256, Bits::Four);
        assert!(quantized.scales[0].to_f32() < 0.9 * 1.4 / 7.0, "{}", quantized.scales[0]);
    }

    #[test]
    fn a_row_of_zeros_has_the_factor_zero() {
        for bits in [Bits::Eight, Bits::Four, Bits::Two] {
            assert_eq!(quantize(&[0.0; 8], 8, bits).scales, [bf16::ZERO]);
        }
    }
}
