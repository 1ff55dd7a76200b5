//! Lengths of values that are told by how they differ: what they add up to is known before memory is taken for it.

/// Values of a block, at most.
const MOST_BLOCK: u64 = 1 << 16;

/// Bytes of memory that the values in `bytes` take beside `bytes`, of which there are no more than `most`; `None` where their lengths are
/// none, or more. With `prefixes`, each value may begin as the one before it does.
pub(super) fn memory(prefixes: bool, most: usize, bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return Some(0);
    }
    if !prefixes {
        let (header, _) = Header::of(bytes)?;
        return (header.values <= most as u64).then_some(header.values * 4);
    }
    let (begun, end) = numbers(bytes, most)?;
    let (lengths, _) = numbers(bytes.get(end..)?, most)?;
    let each = begun.iter().chain(&lengths).map(|length| u64::try_from(*length).ok());
    each.chain([Some(8 * most as u64)]).try_fold(0u64, |sum, length| sum.checked_add(length?))
}

struct Header {
    block: usize,
    blocks: usize,
    values: u64,
    first: i64,
}

impl Header {
    /// The header of a stream, and where it ends.
    fn of(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut at = 0;
        let block = number(bytes, &mut at)?;
        let blocks = number(bytes, &mut at)?;
        let values = number(bytes, &mut at)?;
        let first = signed(number(bytes, &mut at)?);
        let sound = block <= MOST_BLOCK && blocks > 0 && block % (32 * blocks.min(MOST_BLOCK)) == 0;
        sound.then_some((Self { block: block as usize, blocks: blocks as usize, values, first }, at))
    }
}

/// The numbers of a stream, no more than `most`, and where it ends.
fn numbers(bytes: &[u8], most: usize) -> Option<(Vec<i64>, usize)> {
    let (header, mut at) = Header::of(bytes)?;
    if header.values > most as u64 {
        return None;
    }
    let values = header.values as usize;
    let mut numbers = Vec::new();
    if values > 0 {
        numbers.push(header.first);
    }
    let mut last = header.first;
    let each = header.block / header.blocks;
    while numbers.len() < values {
        let least = signed(number(bytes, &mut at)?);
        let widths = bytes.get(at..at + header.blocks)?;
        at += header.blocks;
        for &width in widths {
            if numbers.len() >= values {
                break;
            }
            let packed = bytes.get(at..at + usize::from(width) * each / 8).filter(|_| width <= 64)?;
            at += packed.len();
            for index in 0..each.min(values - numbers.len()) {
                last = last.wrapping_add(least).wrapping_add(bits(packed, index, usize::from(width)) as i64);
                numbers.push(last);
            }
        }
    }
    Some((numbers, at))
}

/// The number of `width` bits at `index`, the lowest bits first.
fn bits(packed: &[u8], index: usize, width: usize) -> u64 {
    let (byte, shift) = (index * width / 8, index * width % 8);
    let mut wide = 0u128;
    for (place, byte) in packed.iter().skip(byte).take(9).enumerate() {
        wide |= u128::from(*byte) << (8 * place);
    }
    (wide >> shift) as u64 & if width == 64 { u64::MAX } else { (1 << width) - 1 }
}

fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_format_tells_them() {
        // 128 values a block in 4 parts, 5 values: 1, 2, 3, 4, 5.
        let same = [&[0x80, 0x01, 4, 5, 2, 2][..], &[0; 4]].concat();
        assert_eq!(numbers(&same, 5).unwrap(), (vec![1, 2, 3, 4, 5], same.len()));
        assert!(numbers(&same, 4).is_none(), "more than there are values");
        // 7, 5, 3, 1, 2: the least difference is -2, and one bit pair each of 0, 0, 0, 3.
        let packed = [&[0x80, 0x01, 4, 5, 14, 3, 2, 0, 0, 0, 0b1100_0000][..], &[0; 7]].concat();
        assert_eq!(numbers(&packed, 5).unwrap(), (vec![7, 5, 3, 1, 2], packed.len()));
        assert_eq!(memory(true, 5, &[packed.clone(), same].concat()), Some(18 + 15 + 40));
        assert_eq!(memory(false, 9, &packed), Some(20));
    }

    #[test]
    fn what_claims_more_than_there_is_takes_no_memory() {
        let most = [0xFF, 0xFF, 0xFF, 0xFF, 0x0F];
        let many = [&[0x80, 0x01, 4][..], &most, &[0]].concat();
        assert_eq!(memory(false, 1000, &many), None);
        assert_eq!(memory(true, 1000, &many), None);
        assert_eq!(memory(false, 1000, &[0x80, 0x01, 0, 5, 0]), None);
        // Each value begins with a thousand million bytes of the one before.
        let prefix = [&[0x80, 0x01, 4, 5][..], &[0x80, 0xA8, 0xD6, 0xB9, 0x07], &[0], &[0; 4]].concat();
        let lengths = [&[0x80, 0x01, 4, 5, 2, 0][..], &[0; 4]].concat();
        assert_eq!(memory(true, 5, &[prefix, lengths].concat()), Some(5_000_000_000 + 5 + 40));
    }
}
