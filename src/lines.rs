//! Lines of files and streams, each kept in memory within a bound.

use std::io::{self, BufRead, Read};

/// What [`read`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing: the end.
    End,
    /// A line of so many bytes, its line break included.
    Kept(usize),
    /// A line of so many bytes that is not kept.
    TooLong(u64),
}

/// Reads a line with its line break. Of a line of more than `most` bytes (its line break not counted) nothing is kept; it is passed over,
/// and the next call goes on behind it.
///
/// # Errors
/// What `input` says.
pub(crate) fn read(input: &mut (impl BufRead + ?Sized), most: usize, kept: &mut Vec<u8>) -> io::Result<Line> {
    kept.clear();
    // Room for the two bytes of a line break, behind a line that is just short enough.
    let read = piece(input, most.saturating_add(2), kept)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if content(kept).len() <= most {
        return Ok(Line::Kept(read));
    }
    let ended = kept.ends_with(b"\n");
    *kept = Vec::new();
    let rest = if ended { 0 } else { input.skip_until(b'\n')? };
    Ok(Line::TooLong((read + rest) as u64))
}

/// Adds what there is up to a line break, that included, but at most so many bytes; 0 at the end.
///
/// # Errors
/// What `input` says.
pub(crate) fn piece(
    input: &mut (impl BufRead + ?Sized),
    most: usize,
    kept: &mut Vec<u8>,
) -> io::Result<usize> {
    let mut input = input;
    Read::take(&mut input, most as u64).read_until(b'\n', kept)
}

/// Number of line breaks.
pub(crate) fn breaks(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').count() as u64 - 1
}

/// A line without its line break.
pub(crate) fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_passed_over_and_not_kept() {
        let mut input = io::BufReader::with_capacity(4, &b"1234\r\n\n12345\n1234567890\n1234\n12345"[..]);
        let mut kept = Vec::new();
        let mut next = || (read(&mut input, 4, &mut kept).unwrap(), kept.clone(), kept.capacity());
        assert_eq!(next().0, Line::Kept(6));
        assert_eq!(next().0, Line::Kept(1));
        assert_eq!(next(), (Line::TooLong(6), Vec::new(), 0));
        assert_eq!(next(), (Line::TooLong(11), Vec::new(), 0));
        assert_eq!(next().1, b"1234\n");
        assert_eq!(next().0, Line::TooLong(5));
        assert_eq!(next().0, Line::End);
    }
}
