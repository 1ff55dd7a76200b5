//! Strings of JSON undone, each character with its place in the file.

use std::ops::Range;

use super::traced::Traced;

/// The strings of a stretch of JSON, one after the other.
#[derive(Debug, Default)]
pub(super) struct Undone {
    pub(super) text: String,
    /// Places in the text, and in the file, between which both are alike.
    marks: Vec<(u32, u32)>,
}

impl Undone {
    /// `json` is known to be well-formed and stands at `start`.
    pub(super) fn of(json: &str, start: usize) -> Self {
        let mut undone = Self::default();
        let mut in_string = false;
        let mut at = 0;
        while let Some(found) = json[at..].find(['"', '\\']) {
            let sign = at + found;
            if in_string {
                undone.push(&json[at..sign], start + at);
            }
            at = sign + 1;
            if json.as_bytes()[sign] == b'"' {
                in_string = !in_string;
            } else if in_string {
                let (c, len) = escape(&json[sign..]);
                let mut buffer = [0; 4];
                undone.push(c.encode_utf8(&mut buffer), start + sign);
                at = sign + len;
            }
        }
        undone.marks.push((place(undone.text.len()), place(start + json.len())));
        undone
    }

    fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.marks.push((place(self.text.len()), place(at)));
            self.text.push_str(text);
        }
    }

    /// Where a stretch of the text stands in the file.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let index = self.marks.partition_point(|mark| mark.0 as usize <= at).saturating_sub(1);
            let (text, file) = self.marks.get(index).copied().unwrap_or((0, 0));
            file as usize + at.saturating_sub(text as usize)
        };
        let start = find(range.start);
        // The last byte, so that what is between two strings is not counted to the first.
        let end = if range.is_empty() { start } else { find(range.end - 1) + 1 };
        start..end.max(start)
    }

    pub(super) fn traced(&self) -> Traced {
        let mut traced = Traced::default();
        traced.push(&self.text, 0..self.text.len());
        traced.moved(|range| self.place(range))
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1)
}

/// The character that an escape stands for, and the length of the escape.
fn escape(json: &str) -> (char, usize) {
    let unit = |at: usize| json.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match json.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{C}', 2),
        Some(b'u') => {
            let Some(high) = unit(2) else { return (char::REPLACEMENT_CHARACTER, 2) };
            if let Some(c) = char::from_u32(high) {
                return (c, 6);
            }
            let low = if json.get(6..8) == Some("\\u") { unit(8) } else { None };
            match low {
                Some(low @ 0xDC00..=0xDFFF) if high < 0xDC00 => {
                    let c = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                    (c.unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::REPLACEMENT_CHARACTER, 6),
            }
        }
        Some(&sign) if sign.is_ascii() => (char::from(sign), 2),
        _ => ('\\', 1),
    }
}
