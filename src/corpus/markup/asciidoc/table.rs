//! Tables: cells begin with a bar; how many make a row is told, or seen in the first line.

use crate::corpus::markup::blocks::Blocks;
use crate::corpus::markup::lines::{Line, Lines};
use crate::corpus::traced::Traced;

/// Reads the rows of a table that `first` opens; `style` is what stands in brackets above it.
pub(super) fn read<F: Fn(&Traced) -> Traced>(
    first: &Line<'_>,
    lines: &mut Lines<'_>,
    blocks: &mut Blocks<F>,
    style: &str,
) {
    let sign = match first.text.as_bytes().first() {
        Some(b',') => ',',
        Some(b':') => ':',
        Some(b'!') => '!',
        _ => '|',
    };
    let mut columns = columns(style);
    let mut in_row = 0;
    let mut cell: Option<Traced> = None;
    while let Some(line) = lines.peek() {
        // A table that is never closed ends at the next title.
        if line.text.starts_with("== ") {
            break;
        }
        lines.next();
        if line.text == first.text {
            break;
        }
        if sign == ',' || sign == ':' {
            let mut at = 0;
            for part in line.text.split(sign) {
                let mut cell = Traced::default();
                cell.push(part.trim_matches('"'), line.at + at..line.at + at + part.trim_matches('"').len());
                blocks.cell(&cell);
                at += part.len() + 1;
            }
            blocks.end_row();
            continue;
        }
        let mut begin = 0;
        let mut found = 0;
        for (at, _) in line.text.match_indices(sign).filter(|(at, _)| !line.text[..*at].ends_with('\\')) {
            let end = begin + before_spec(&line.text[begin..at]);
            push(&mut cell, &line, begin..end);
            if let Some(cell) = cell.replace(Traced::default()) {
                blocks.cell(&cell);
                in_row += 1;
                if columns.is_some_and(|columns| in_row == columns) {
                    blocks.end_row();
                    in_row = 0;
                }
            }
            found += 1;
            begin = at + 1;
        }
        push(&mut cell, &line, begin..line.text.len());
        if columns.is_none() && found > 0 {
            columns = Some(found);
        }
    }
    if let Some(cell) = cell {
        blocks.cell(&cell);
    }
    blocks.end_row();
    blocks.end_table();
}

fn push(cell: &mut Option<Traced>, line: &Line<'_>, part: std::ops::Range<usize>) {
    let text = line.text.get(part.clone()).unwrap_or("");
    // What stands before the first bar belongs to a cell of its own.
    if cell.is_some() || !text.trim().is_empty() {
        let cell = cell.get_or_insert_default();
        cell.space(line.at);
        cell.push(text, line.at + part.start..line.at + part.end);
    }
}

/// Length of the text before what says how the next cell is: `2+`, `.3+^`, `a`, `3*`.
fn before_spec(text: &str) -> usize {
    let is_sign = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'*' | b'<' | b'>' | b'^');
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace());
    if trimmed.len() < text.len() {
        return text.len();
    }
    let bytes = text.as_bytes();
    let style = usize::from(
        bytes
            .last()
            .is_some_and(|byte| matches!(byte, b'a' | b'd' | b'e' | b'h' | b'l' | b'm' | b's' | b'v')),
    );
    let signs = bytes[..bytes.len() - style].iter().rev().take(12).take_while(|byte| is_sign(**byte)).count();
    let start = bytes.len() - style - signs;
    let is_apart = start == 0 || bytes[start - 1].is_ascii_whitespace();
    if is_apart && style + signs > 0 { start } else { text.len() }
}

/// How many columns `cols="1,3*"` names.
fn columns(style: &str) -> Option<usize> {
    let value = style.split_once("cols=")?.1;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([',', ' ', ']']).next()?,
    };
    if let Ok(count) = value.parse::<usize>() {
        return (1..100).contains(&count).then_some(count);
    }
    let count = value
        .split([',', ';'])
        .map(|part| {
            part.split_once('*').and_then(|(times, _)| times.trim().parse::<usize>().ok()).unwrap_or(1)
        })
        .fold(0usize, usize::saturating_add);
    (1..100).contains(&count).then_some(count)
}
