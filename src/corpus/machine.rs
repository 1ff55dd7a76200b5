//! What machines write for machines: Base64, hexadecimal dumps, encoded files, minified code.
//!
//! Such text has no spaces where any text of people has them, and changes between small letters, capitals, digits and
//! signs at every turn, which words do not. Only ASCII is looked at: scripts without spaces are never taken for it. Addresses
//! are left alone.

use std::ops::Range;

/// Shortest run without a space that is looked at. Lines of Base64 have 64 signs or 76, encoded files 61.
const RUN: usize = 60;

/// Shortest run that may hold any sign; with letters and digits only, [`RUN`] is enough.
const LONG_RUN: usize = 100;

/// Of ten pairs of neighbours, at least so many change between kinds of signs.
const CHANGES: usize = 3;

/// Length from which a text may be minified code.
const CODE: usize = 200;

/// Of a hundred characters of code, at least so many are signs that prose lacks.
const CODE_SIGNS: usize = 14;

/// What a text holds of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Machine {
    /// Nothing.
    None,
    /// Here and there.
    Some(Vec<Range<usize>>),
    /// Nothing else that says anything.
    All,
}

/// Looks for what machines wrote in `text`.
pub(super) fn find(text: &str) -> Machine {
    if text.len() < RUN {
        return Machine::None;
    }
    if is_minified(text) {
        return Machine::All;
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut letters_left = 0usize;
    for word in words(text) {
        let run = &text.as_bytes()[word.clone()];
        // The last line of Base64 is shorter than the others.
        let ends_one = found.last().is_some_and(|last| {
            word.start - last.end <= 1
                && run.iter().all(|&b| is_base64(b))
                && (run.ends_with(b"=") || changes(run, false))
        });
        if ends_one || is_machine(run) {
            match found.last_mut() {
                Some(last) if word.start - last.end <= 1 => last.end = word.end,
                _ => found.push(word),
            }
        } else {
            letters_left += text[word].chars().filter(|c| c.is_alphabetic()).count();
        }
    }
    if found.is_empty() {
        Machine::None
    } else if letters_left * 20 <= text.len() && letters_left < RUN {
        Machine::All
    } else {
        Machine::Some(found)
    }
}

/// The places between white space.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split([' ', '\n']).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        (!word.is_empty()).then_some(start..start + word.len())
    })
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

fn is_machine(run: &[u8]) -> bool {
    if run.len() < RUN || !run.is_ascii() {
        return false;
    }
    let is_data = run.starts_with(b"data:") || run.windows(8).take(LONG_RUN).any(|part| part == b";base64,");
    if is_data {
        return true;
    }
    if run.windows(3).take(LONG_RUN).any(|part| part == b"://") || run.starts_with(b"www.") {
        return false;
    }
    if run.iter().all(|&byte| is_base64(byte)) {
        return changes(run, false);
    }
    run.len() >= LONG_RUN && run.iter().any(u8::is_ascii_alphabetic) && changes(run, true)
}

/// Whether small letters, capitals and digits, and signs where they count, take turns as they do not in words.
fn changes(run: &[u8], with_signs: bool) -> bool {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let mut kinds = [false; 4];
    for &byte in run {
        kinds[kind(byte)] = true;
    }
    let counts = |kind: usize| with_signs || kind != 3;
    let changed = run.windows(2).map(|pair| (kind(pair[0]), kind(pair[1])));
    let changed = changed.filter(|&(a, b)| a != b && counts(a) && counts(b)).count();
    let different = kinds.iter().filter(|&&has| has).count();
    different > if with_signs { 2 } else { 1 } && changed * 10 >= run.len() * CHANGES
}

/// Code from which the spaces were taken.
fn is_minified(text: &str) -> bool {
    if text.len() < CODE || !text.contains(['{', ';']) {
        return false;
    }
    let (mut signs, mut spaces, mut blocks, mut ends, mut all) = (0usize, 0usize, 0usize, 0usize, 0usize);
    for byte in text.bytes() {
        all += 1;
        match byte {
            b'{' | b'}' => blocks += 1,
            b';' => ends += 1,
            b' ' | b'\n' => spaces += 1,
            b'(' | b')' | b'[' | b']' | b'=' | b'<' | b'>' | b'&' | b'|' | b'$' | b'_' | b'"' | b':' => {
                signs += 1;
            }
            _ => {}
        }
    }
    let signs = signs + blocks + ends;
    blocks > 3 && ends > 1 && signs * 100 >= all * CODE_SIGNS && spaces * 10 <= all
}

#[cfg(test)]
mod tests;
