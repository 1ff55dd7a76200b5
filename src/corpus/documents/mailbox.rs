//! Mailboxes (mbox): mails one after the other, each after a line that begins with `From `.

use std::ops::Range;

use super::{Input, MAX_DEPTH, Stream, mail};
use crate::corpus::{CorpusError, DocumentFault, Place};

const MARK: &[u8] = b"From ";

/// The mails of a mailbox; the place of each is its number, and its span that of its bytes.
pub(super) fn read(input: &Input, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
    if input.depth > MAX_DEPTH {
        return Err(input.failed(DocumentFault::TooDeep { most: MAX_DEPTH }));
    }
    if !bytes.starts_with(MARK) {
        return Err(input.failed(DocumentFault::damaged("it does not begin as a mailbox does, with `From `")));
    }
    let input = input.clone();
    let (mut at, mut number) = (0, 0_u32);
    let messages = std::iter::from_fn(move || {
        let message = next(&bytes, at)?;
        at = message.end;
        number += 1;
        let own = Input { name: format!("{}, message {number}", input.name), ..input.clone() };
        // Within an archive the bytes are not those of the archive.
        let span = if input.inside.is_empty() && input.depth == 0 {
            message.start as u64..message.end as u64
        } else {
            0..input.size
        };
        Some(mail::read_at(&own, unquoted(&bytes[message]), &span, Some(&Place::Message(number))))
    });
    Ok(Box::new(messages.flatten()))
}

/// The message that begins at `at`.
fn next(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    if at >= bytes.len() {
        return None;
    }
    let mut line = at + line_end(&bytes[at..]);
    let mut after_blank = false;
    while line < bytes.len() {
        let rest = &bytes[line..];
        let length = line_end(rest);
        if after_blank && is_mark(&rest[..length]) {
            return Some(at..line);
        }
        after_blank = rest[..length].iter().all(u8::is_ascii_whitespace);
        line += length;
    }
    Some(at..bytes.len())
}

fn line_end(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |end| end + 1)
}

/// The line before a message names a time; a sentence that begins with the word rarely does.
fn is_mark(line: &[u8]) -> bool {
    line.starts_with(MARK)
        && line
            .windows(3)
            .any(|three| three[1] == b':' && three[0].is_ascii_digit() && three[2].is_ascii_digit())
}

/// A message without the line before it, and without the signs that keep its lines from looking like one.
fn unquoted(message: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(message.len());
    let mut at = line_end(message);
    while at < message.len() {
        let rest = &message[at..];
        let length = line_end(rest);
        let marks = rest.iter().take_while(|&&byte| byte == b'>').count();
        let line = &rest[..length];
        let is_quoted_mark = marks > 0 && line[marks..].starts_with(MARK);
        bytes.extend_from_slice(if is_quoted_mark { &line[1..] } else { line });
        at += length;
    }
    bytes
}
