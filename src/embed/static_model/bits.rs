//! How many bits a code has, and how rows of codes are added up.

/// Bits of the code of one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    /// Four codes a byte, of the values -3, -1, 1 and 3: a quarter of the size of eight bits, for many more pieces.
    Two,
    /// Two codes a byte, from -8 to 7: half the size, and a little less exact.
    Four,
    /// One code a byte, from -128 to 127.
    Eight,
}

impl Bits {
    /// Their number.
    pub fn count(self) -> usize {
        match self {
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// 2, 4 or 8.
    pub fn from_count(bits: usize) -> Option<Self> {
        [Self::Two, Self::Four, Self::Eight].into_iter().find(|known| known.count() == bits)
    }

    /// Codes in one byte: the dimension is a multiple of it.
    pub fn codes_per_byte(self) -> usize {
        8 / self.count()
    }

    /// Bytes of a row.
    pub(super) fn row_bytes(self, dimension: usize) -> usize {
        dimension * self.count() / 8
    }

    /// Adds `scale` times a row to `sum`, whose order is settled by [`Bits::in_order`] at the end.
    ///
    /// With four bits, the first half of `sum` takes the even dimensions and the second half the odd ones: the codes
    /// of a byte go to two runs of floats, which the compiler turns into vector instructions. With two bits there are
    /// four runs.
    pub(super) fn add(self, row: &[u8], scale: f32, sum: &mut [f32]) {
        match self {
            Self::Eight => {
                for (sum, code) in sum.iter_mut().zip(row) {
                    *sum += scale * f32::from(code.cast_signed());
                }
            }
            Self::Two => {
                let (low, high) = sum.split_at_mut(2 * row.len());
                let ((first, second), (third, fourth)) =
                    (low.split_at_mut(row.len()), high.split_at_mut(row.len()));
                let runs = first.iter_mut().zip(second).zip(third.iter_mut().zip(fourth));
                for (((first, second), (third, fourth)), codes) in runs.zip(row) {
                    *first += scale * (i32::from(codes & 3) * 2 - 3) as f32;
                    *second += scale * (i32::from(codes >> 2 & 3) * 2 - 3) as f32;
                    *third += scale * (i32::from(codes >> 4 & 3) * 2 - 3) as f32;
                    *fourth += scale * (i32::from(codes >> 6) * 2 - 3) as f32;
                }
            }
            Self::Four => {
                let (even, odd) = sum.split_at_mut(row.len());
                for ((even, odd), pair) in even.iter_mut().zip(odd).zip(row) {
                    *even += scale * (i32::from(pair & 0x0F) - 8) as f32;
                    *odd += scale * (i32::from(pair >> 4) - 8) as f32;
                }
            }
        }
    }

    /// The codes of a row, in the order in which [`Bits::add`] adds them up.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled anew for the instruction set of the caller")]
    pub(super) fn decode(self, row: &[u8], codes: &mut [i8]) {
        match self {
            Self::Eight => {
                for (code, byte) in codes.iter_mut().zip(row) {
                    *code = byte.cast_signed();
                }
            }
            Self::Two => {
                for (run, codes) in codes.chunks_exact_mut(row.len().max(1)).enumerate() {
                    for (code, byte) in codes.iter_mut().zip(row) {
                        *code = (byte >> (2 * run) & 3).cast_signed() * 2 - 3;
                    }
                }
            }
            Self::Four => {
                let (even, odd) = codes.split_at_mut(row.len());
                for ((even, odd), pair) in even.iter_mut().zip(odd).zip(row) {
                    *even = (pair & 0x0F).cast_signed() - 8;
                    *odd = (pair >> 4).cast_signed() - 8;
                }
            }
        }
    }

    /// The greatest number of a row, as whole numbers.
    pub(crate) fn most(self) -> u8 {
        match self {
            Self::Two => 3,
            Self::Four => 8,
            Self::Eight => 128,
        }
    }

    /// Brings the dimensions of a finished sum into their order; `spare` is memory to work in.
    pub(super) fn in_order(self, sum: &mut [f32], spare: &mut Vec<f32>) {
        let runs = self.codes_per_byte();
        if runs == 1 {
            return;
        }
        spare.clear();
        spare.extend_from_slice(sum);
        for (run, values) in spare.chunks_exact(sum.len() / runs).enumerate() {
            for (place, value) in sum.iter_mut().skip(run).step_by(runs).zip(values) {
                *place = *value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_eight_bits_are_signed_bytes() {
        let mut sum = vec![1.0; 4];
        Bits::Eight.add(&[0x00, 0x01, 0xFF, 0x80], 0.5, &mut sum);
        assert_eq!(sum, [1.0, 1.5, 0.5, -63.0]);
    }

    #[test]
    fn decoded_codes_are_those_that_are_added() {
        let row: Vec<u8> = (0..=255).collect();
        for bits in [Bits::Two, Bits::Four, Bits::Eight] {
            let dimension = row.len() * bits.codes_per_byte();
            let (mut codes, mut sum) = (vec![0; dimension], vec![0.0; dimension]);
            bits.decode(&row, &mut codes);
            bits.add(&row, 1.0, &mut sum);
            assert_eq!(codes.iter().map(|code| f32::from(*code)).collect::<Vec<_>>(), sum, "{bits:?}");
        }
    }

    #[test]
    fn the_even_dimension_is_in_the_low_nibble() {
        let mut sum = vec![0.0; 4];
        Bits::Four.add(&[0x9A, 0x0F], 1.0, &mut sum);
        Bits::Four.in_order(&mut sum, &mut Vec::new());
        assert_eq!(sum, [2.0, 1.0, 7.0, -8.0]);
    }

    #[test]
    fn the_first_of_four_dimensions_is_in_the_lowest_bits() {
        let mut sum = vec![0.0; 8];
        Bits::Two.add(&[0b11_10_01_00, 0b00_00_00_11], 2.0, &mut sum);
        Bits::Two.in_order(&mut sum, &mut Vec::new());
        assert_eq!(sum, [-6.0, -2.0, 2.0, 6.0, 6.0, -6.0, -6.0, -6.0]);
    }
}
