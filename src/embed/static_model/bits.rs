//! How many bits a code has, and how rows of codes are added up.

/// Bits of the code of one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    /// Two codes a byte, from -8 to 7: half the size, and a little less exact.
    Four,
    /// One code a byte, from -128 to 127.
    Eight,
}

impl Bits {
    /// Their number.
    pub fn count(self) -> usize {
        match self {
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// 4 or 8.
    pub fn from_count(bits: usize) -> Option<Self> {
        [Self::Four, Self::Eight].into_iter().find(|known| known.count() == bits)
    }

    /// Bytes of a row; with four bits the dimension is even.
    pub(super) fn row_bytes(self, dimension: usize) -> usize {
        dimension * self.count() / 8
    }

    /// Adds `scale` times a row to `sum`, whose order is settled by [`Bits::in_order`] at the end.
    ///
    /// With four bits, the first half of `sum` takes the even dimensions and the second half the odd ones: the codes
    /// of a byte go to two runs of floats, which the compiler turns into vector instructions.
    pub(super) fn add(self, row: &[u8], scale: f32, sum: &mut [f32]) {
        match self {
            Self::Eight => {
                for (sum, code) in sum.iter_mut().zip(row) {
                    *sum += scale * f32::from(code.cast_signed());
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

    /// Brings the dimensions of a finished sum into their order; `spare` is memory to work in.
    pub(super) fn in_order(self, sum: &mut [f32], spare: &mut Vec<f32>) {
        if self == Self::Four {
            spare.clear();
            spare.extend_from_slice(sum);
            let (even, odd) = spare.split_at(sum.len() / 2);
            for ((pair, even), odd) in sum.chunks_exact_mut(2).zip(even).zip(odd) {
                pair[0] = *even;
                pair[1] = *odd;
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
    fn the_even_dimension_is_in_the_low_nibble() {
        let mut sum = vec![0.0; 4];
        Bits::Four.add(&[0x9A, 0x0F], 1.0, &mut sum);
        Bits::Four.in_order(&mut sum, &mut Vec::new());
        assert_eq!(sum, [2.0, 1.0, 7.0, -8.0]);
    }
}
