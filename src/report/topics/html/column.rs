//! Numbers of many paragraphs in few characters.
//!
//! A column is one string: `p` and each value, or `r` and pairs of a value and how often it stands there, whichever is shorter. A
//! value has five bits a digit, lowest first, and the sixth bit says that more follow: the variable-length quantities of
//! source maps (ECMA-426), without their sign bit. The digits are those of base 64 for addresses (RFC 4648, section 5),
//! which need no escape in JSON or HTML.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A column of numbers that are not negative.
pub(super) fn column(values: impl IntoIterator<Item = u64>) -> String {
    let values: Vec<u64> = values.into_iter().collect();
    let mut plain = String::from("p");
    for value in &values {
        push(&mut plain, *value);
    }
    let mut runs = String::from("r");
    for run in values.chunk_by(|a, b| a == b) {
        push(&mut runs, run[0]);
        push(&mut runs, run.len() as u64);
    }
    if runs.len() < plain.len() { runs } else { plain }
}

/// A column of whole numbers: even ones are positive, odd ones negative.
pub(super) fn signed(values: impl IntoIterator<Item = i64>) -> String {
    column(values.into_iter().map(|value| ((value << 1) ^ (value >> 63)).cast_unsigned()))
}

/// A number below 4,096 as two digits, highest first.
pub(super) fn push_pair(text: &mut String, value: u16) {
    text.push(digit(u64::from(value >> 6)));
    text.push(digit(u64::from(value)));
}

fn push(text: &mut String, mut value: u64) {
    while value >= 32 {
        text.push(digit(value & 31 | 32));
        value >>= 5;
    }
    text.push(digit(value));
}

fn digit(value: u64) -> char {
    char::from(DIGITS[(value & 63) as usize])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the page's script does.
    fn read(text: &str) -> Vec<u64> {
        let (mut values, mut value, mut shift) = (Vec::new(), 0, 0);
        for byte in text.bytes().skip(1) {
            let digit = DIGITS.iter().position(|known| *known == byte).unwrap() as u64;
            value |= (digit & 31) << shift;
            shift += 5;
            if digit < 32 {
                values.push(std::mem::take(&mut value));
                shift = 0;
            }
        }
        if text.starts_with('p') {
            return values;
        }
        values.chunks(2).flat_map(|run| std::iter::repeat_n(run[0], run[1] as usize)).collect()
    }

    #[test]
    fn small_numbers_take_a_digit_and_runs_two() {
        assert_eq!(column([0, 1, 31, 32]), "pABfgB");
        assert_eq!(column(vec![7; 1000]), "rHof");
        assert_eq!(signed([0, 1, -1, 15]), "pACBe");
        assert_eq!(column([]), "p");
        let mut pair = String::new();
        push_pair(&mut pair, 4095);
        push_pair(&mut pair, 64);
        assert_eq!(pair, "__BA");
    }

    proptest! {
        #[test]
        fn columns_are_read_as_they_were(values in prop::collection::vec(0_u64..1 << 52, 0..50), repeat in 1_usize..9) {
            let values: Vec<u64> = values.into_iter().flat_map(|value| std::iter::repeat_n(value, repeat)).collect();
            prop_assert_eq!(read(&column(values.iter().copied())), values);
        }
    }
}
