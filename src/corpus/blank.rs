//! Texts that are nothing but white space, in whatever encoding and however large.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes that are looked at together.
const TOGETHER: usize = 64 << 10;

/// Whether a character shows nothing: white space, or the mark of an encoding.
pub(super) fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// Whether a text is blank that begins with `head` and goes on with `rest`; reading ends with the first letter.
pub(super) fn is_blank(head: &[u8], rest: impl Read) -> io::Result<bool> {
    let encoding = Encoding::for_bom(head).map_or_else(|| without_mark(head), |(encoding, _)| encoding);
    let mut decoder = encoding.new_decoder();
    let mut reader = head.chain(rest);
    let mut bytes = Vec::with_capacity(TOGETHER);
    let mut text = String::with_capacity(2 * TOGETHER);
    loop {
        bytes.clear();
        reader.by_ref().take(TOGETHER as u64).read_to_end(&mut bytes)?;
        let mut left = &bytes[..];
        loop {
            text.clear();
            let (result, read, _) = decoder.decode_to_string(left, &mut text, bytes.is_empty());
            if !text.chars().all(is_blank_char) {
                return Ok(false);
            }
            left = &left[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(true);
        }
    }
}

/// The encoding of what begins without a mark: a blank of two bytes has a zero.
fn without_mark(head: &[u8]) -> &'static Encoding {
    match head.iter().position(|byte| *byte == 0) {
        Some(at) if at % 2 == 0 => UTF_16BE,
        Some(_) => UTF_16LE,
        None => UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, mark: bool) -> Vec<u8> {
        let units = text.encode_utf16().flat_map(u16::to_be_bytes);
        if mark { [0xFE, 0xFF].into_iter().chain(units).collect() } else { units.collect() }
    }

    #[test]
    fn what_is_blank_is_told_in_every_encoding_and_size() {
        for times in [1, 5_000, 100_000] {
            for blank in [" ", "\r\n", "\t \u{A0}\u{3000}", "\u{FEFF}\n"] {
                let blank = blank.repeat(times);
                for (bytes, letter) in [
                    (blank.clone().into_bytes(), "é".as_bytes().to_vec()),
                    (wide(&blank, true), wide("駅", false)),
                    (format!("\u{FEFF}{blank}").into_bytes(), b"x".to_vec()),
                ] {
                    for head in [0, 7, 8192] {
                        let (head, rest) = bytes.split_at(head.min(bytes.len()));
                        assert!(is_blank(head, rest).unwrap(), "{times} {blank:?}");
                        let rest = [rest, &letter].concat();
                        assert!(!is_blank(head, &rest[..]).unwrap(), "{times}");
                    }
                }
            }
        }
        assert!(is_blank(&wide(&" ".repeat(4096), false), &wide("\n", false)[..]).unwrap());
        assert!(!is_blank(b"    ", &b"\xE9"[..]).unwrap());
    }
}
